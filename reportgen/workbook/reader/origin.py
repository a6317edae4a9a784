"""What a workbook was made from, and whether it is one of ours."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.common.diagnostics.problems import (
    DOUBLED_SHEET,
    WRONG_LAYOUT,
    WRONG_SET,
    WRONG_SET_VERSION,
    Problem,
)
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.folding import fold
from reportgen.common.model import NOWHERE, Place, QuestionSet
from reportgen.workbook import layout
from reportgen.workbook.layout import CODE_LABEL, LAYOUT_VERSION
from reportgen.workbook.reader.cells import shown
from reportgen.workbook.reader.grid import Grid, OpenWorkbook, SheetGrid
from reportgen.workbook.reader.tables import find_label

SHEETS_NAMED = 5  # of a workbook that is not ours, in the message


@dataclass(frozen=True, slots=True)
class Origin:
    """What the hidden sheet records; a fact that is not there is empty."""

    set_id: str = ""
    set_version: str = ""
    layout_version: str = ""
    sector: str = ""  # whose words the questions speak; empty for general words
    place: Place = NOWHERE


def origin_of(workbook: OpenWorkbook) -> Origin:
    """What the workbook was made from. Raises `UnreadableFileError` when it is no scoring workbook."""
    grid = sheet_titled(workbook, layout.META)
    if grid is None:
        _require_ours(workbook)
        return Origin()
    cell = find_label(grid, layout.META_SET)
    return Origin(
        set_id=_entry(grid, layout.META_SET),
        set_version=_entry(grid, layout.META_SET_VERSION),
        layout_version=_entry(grid, layout.META_LAYOUT_VERSION),
        sector=_entry(grid, layout.META_SECTOR),
        place=cell.place if cell else Place(grid.title),
    )


def _entry(grid: Grid, label: str) -> str:
    cell = find_label(grid, label)
    return shown(cell) if cell else ""


def _require_ours(workbook: OpenWorkbook) -> None:
    """A workbook that lost its hidden sheet is still ours by its register, or by any questionnaire."""
    if all(sheet_titled(workbook, title) for title in (layout.ENGAGEMENT, layout.INTERVIEWS)):
        return
    if any(find_label(workbook.grid(title), CODE_LABEL) for title in workbook.titles):
        return
    titles = ", ".join(f"'{title}'" for title in workbook.titles[:SHEETS_NAMED])
    more = ", ..." if len(workbook.titles) > SHEETS_NAMED else ""
    raise UnreadableFileError(
        f"'{workbook.path}' is a workbook, but not a scoring workbook: its sheets are {titles or 'none'}{more}. "
        "Name a workbook made with 'reportgen new'."
    )


def sheet_titled(workbook: OpenWorkbook, title: str, problems: list[Problem] | None = None) -> SheetGrid | None:
    """The sheet of that title, however it is written; the first of several, which are reported."""
    alike = [found for found in workbook.titles if fold(found) == fold(title)]
    if len(alike) > 1 and problems is not None:
        place = Place(alike[1])
        problems.append(DOUBLED_SHEET.at(place, sheet=title, first=alike[0], second=alike[1]))
    return workbook.grid(alike[0]) if alike else None


def check_origin(origin: Origin, questions: QuestionSet, *, older_layout: bool = False) -> Problem | None:
    """The one problem of a workbook made from something else than it is read with; None when all is well.

    An `older_layout` may be read: tables are found by their words, and what is missing is reported.
    """
    if origin.set_id and fold(origin.set_id) != fold(questions.id):
        return WRONG_SET.at(origin.place, value=origin.set_id, expected=questions.id)
    if origin.set_version and origin.set_version != questions.version:
        return WRONG_SET_VERSION.at(
            origin.place, value=origin.set_version, set=questions.id, expected=questions.version
        )
    is_read = older_layout and _is_older(origin.layout_version)
    if origin.layout_version and origin.layout_version != LAYOUT_VERSION and not is_read:
        return WRONG_LAYOUT.at(origin.place, value=origin.layout_version, expected=LAYOUT_VERSION)
    return None


def _is_older(layout_version: str) -> bool:
    return layout_version.isdecimal() and int(layout_version) < int(LAYOUT_VERSION)
