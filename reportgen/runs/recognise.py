"""What a file is that somebody hands over without saying so: told by what is in it, its ending only a hint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from reportgen.common.exceptions import ReportgenError, UnreadableFileError

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
    OTHER = "none of ours"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file, and what it is."""

    path: Path
    kind: FileKind
    why_not: ReportgenError | None = None  # why it is none of ours


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
        (".json",): ((FileKind.EARLIER, _results), (FileKind.SHOWN, _shown)),
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


def _draft(path: Path) -> None:
    from reportgen.draft.stored import open_draft

    open_draft(path)


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


def _base(path: Path) -> None:
    from reportgen.draft.base import unpacked

    if unpacked(path.read_bytes()) is None:
        raise UnreadableFileError(f"'{path.name}' is no file of the folder base of a draft.")


def _house_style(path: Path) -> None:
    from reportgen.common.house_style import load_house_style

    load_house_style(path)
