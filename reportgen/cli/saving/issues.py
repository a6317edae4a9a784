"""Where the record of a report that is issued goes, and where those of its earlier versions are looked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli.saving.own_files import read_record

if TYPE_CHECKING:
    from reportgen.runs.issue import FoundRecord

_RECORD = "-record.json"


def record_beside(final: Path) -> Path:
    """The record beside a report.

    >>> record_beside(Path("client-final.docx")).name
    'client-final-record.json'
    """
    return final.with_name(f"{final.stem}{_RECORD}")


def found_records(final: Path, *, draft: Path) -> list[FoundRecord]:
    """The records beside a report that is to be written, and beside its draft."""
    from reportgen.runs.issue import FoundRecord

    folders = {folder.resolve(): folder for folder in (draft.parent, final.parent)}
    paths = (path for folder in folders.values() for path in sorted(folder.glob(f"*{_RECORD}")))
    return [FoundRecord(path, *read_record(path)) for path in paths]
