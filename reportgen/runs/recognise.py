"""What a file is that somebody hands over without saying so: told by what is in it, its ending only a hint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path

from reportgen.common.exceptions import ReportgenError, UnreadableFileError
from reportgen.common.named_files import named_path

_MOST = 64 * 2**20  # bytes of results; those of forty interviews have a few millions
_TAGS = (b"{{", b"{%")  # of the language of templates


class FileKind(Enum):
    """What a file is to us, in words."""

    WORKBOOK = "a scoring workbook"
    DRAFT = "a draft of a report"
    PEERS = "a file of peers"
    EARLIER = "the results of an assessment"
    TEMPLATE = "a template for reports"
    HOUSE_STYLE = "a house style"
    BASE = "a file of the folder base"
    SHOWN = "the record of what reports showed of peers"
    RECORD = "the record of a report that was issued"
    OTHER = "none of ours"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file, and what it is."""

    path: Path
    kind: FileKind
    why_not: ReportgenError | None = None  # why it is none of ours


def recognised_together(paths: Iterable[Path]) -> list[Recognised]:
    """What files are that were handed over together.

    With a base among them, a draft that lost its own is one. A workbook that another names as its earlier assessment is
    that, and none to be reported on.
    """
    found = [recognised(path) for path in paths]
    bases = [one.path for one in found if one.kind is FileKind.BASE]
    earlier = _named_as_earlier([one.path for one in found if one.kind is FileKind.WORKBOOK])
    found = [replace(one, kind=FileKind.EARLIER) if one.path in earlier else one for one in found]
    return [_with_base(one, bases[0]) if len(bases) == 1 else one for one in found]


def _named_as_earlier(workbooks: Sequence[Path]) -> set[Path]:
    """Those that another one names; of two that name each other, none."""
    if len(workbooks) == 1:
        return set()
    names = {path: _earlier_of(path) for path in workbooks}
    named = {path: file for path, name in names.items() if (file := named_path(name, [path.parent])) in names}
    return {file for path, file in named.items() if named.get(file) != path}


def _earlier_of(workbook: Path) -> str:
    """What a workbook names as its earlier assessment; a damaged one, nothing: its check will tell."""
    from reportgen.workbook.reader import OpenWorkbook, files_named

    try:
        return files_named(OpenWorkbook(workbook, quick=True))["earlier"]
    except ReportgenError:
        return ""


def _with_base(found: Recognised, base: Path) -> Recognised:
    """A Word file that is none of ours by itself may be a draft with this base."""
    if found.kind is not FileKind.OTHER or found.path.suffix.lower() != ".docx":
        return found
    try:
        _draft(found.path, base=base)
    except ReportgenError:
        return found
    return Recognised(found.path, FileKind.DRAFT)


def needed_base(draft: Path, *, base: Path | None) -> Path | None:
    """`base`, where a draft lost its own and does not find it beside it. Raises nothing."""
    return None if base is None or recognised(draft).kind is FileKind.DRAFT else base


def recognised(path: Path) -> Recognised:
    """What a file is. Whatever it holds, this raises nothing: of a file that is none of ours it is told why."""
    told: ReportgenError | None = None
    for kind, require in _tried(path.name.lower()):
        try:
            require(path)
        except ReportgenError as error:
            told = told or error
        else:
            return Recognised(path, kind)
    return Recognised(path, FileKind.OTHER, told)


def _tried(name: str) -> tuple[tuple[FileKind, Callable[[Path], object]], ...]:
    """What a file of that name can be, the likeliest first: it tells why the file is none."""
    by_ending: dict[tuple[str, ...], tuple[tuple[FileKind, Callable[[Path], object]], ...]] = {
        (".docx",): ((FileKind.DRAFT, _draft), (FileKind.TEMPLATE, _template)),
        (".csv", ".txt"): ((FileKind.PEERS, _peers),),
        (".json",): ((FileKind.EARLIER, _results), (FileKind.SHOWN, _shown), (FileKind.RECORD, _record)),
        (".json.gz",): ((FileKind.BASE, _base),),
        (".toml",): ((FileKind.HOUSE_STYLE, _house_style),),
    }
    found = (kinds for endings, kinds in by_ending.items() if name.endswith(endings))
    return next(found, ((FileKind.WORKBOOK, _workbook), (FileKind.PEERS, _peers)))


def _workbook(path: Path) -> None:
    from reportgen.workbook.reader import OpenWorkbook, origin_of

    origin_of(OpenWorkbook(path, quick=True))


def _peers(path: Path) -> None:
    from reportgen.peers.files import read_rows
    from reportgen.questions.loader import DEFAULT_SET, load_question_set

    read_rows(path, load_question_set(DEFAULT_SET), date.today(), quick=True)


def _draft(path: Path, *, base: Path | None = None) -> None:
    from reportgen.draft.stored import open_draft

    open_draft(path, base_file=base)


def _template(path: Path) -> None:
    from reportgen.office.files import TEMPLATE
    from reportgen.office.gate import admit
    from reportgen.office.package import DOCUMENT

    if not any(tag in admit(path, TEMPLATE)[DOCUMENT] for tag in _TAGS):
        raise UnreadableFileError(f"'{path.name}' is a Word document, but neither a draft nor a template of ours.")


def _results(path: Path) -> None:
    from reportgen.assessment.progress import earlier_from_results

    try:
        if path.stat().st_size > _MOST:
            raise UnreadableFileError(f"'{path.name}' is larger than the results of any report.")
        earlier_from_results(path.read_bytes(), path.name)
    except OSError as error:
        raise UnreadableFileError(
            f"'{path.name}' cannot be read ({(error.strerror or str(error)).lower()})."
        ) from error


def _shown(path: Path) -> None:
    from reportgen.peers.shown import read_shown

    read_shown(path)


def _record(path: Path) -> None:
    from reportgen.runs.files.records import read_record
    from reportgen.runs.issue import FoundRecord

    if not FoundRecord(path, *read_record(path)).version:
        raise UnreadableFileError(f"'{path.name}' is no record of a report that was issued.")


def _base(path: Path) -> None:
    from reportgen.draft.base import unpacked

    if unpacked(path.read_bytes()) is None:
        raise UnreadableFileError(f"'{path.name}' is no file of the folder base of a draft.")


def _house_style(path: Path) -> None:
    from reportgen.common.house_style import load_house_style

    load_house_style(path)
