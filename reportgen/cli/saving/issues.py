"""Where the record of a report that is issued goes, and where those of its earlier versions are looked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli.saving.own_files import SIDE_CARS, read_record

if TYPE_CHECKING:
    from reportgen.runs.issue import FoundRecord

_RECORD = "-record.json"
_SHORT = 16  # signs of a draft's id, of those that tell drafts apart


def record_beside(final: Path) -> Path:
    """The record beside a report.

    >>> record_beside(Path("client-final.docx")).name
    'client-final-record.json'
    """
    return final.with_name(f"{final.stem}{_RECORD}")


def copy_beside(draft: Path, draft_id: str) -> Path:
    """The copy of its latest record that a draft has in its folder `base`, wherever the report went."""
    return draft.parent / SIDE_CARS / f"{draft_id[:_SHORT]}{_RECORD}"


def found_records(final: Path, *, draft: Path) -> list[FoundRecord]:
    """The records beside a report that is to be written, beside its draft, and in the draft's folder `base`."""
    from reportgen.runs.issue import FoundRecord

    places = (draft.parent, final.parent, draft.parent / SIDE_CARS)
    folders = {folder.resolve(): folder for folder in places}
    paths = (path for folder in folders.values() for path in sorted(folder.glob(f"*{_RECORD}")))
    return [FoundRecord(path, *read_record(path), is_copy=path.parent == places[-1]) for path in paths]
