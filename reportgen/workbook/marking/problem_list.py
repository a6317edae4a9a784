"""The first sheet of a marked copy: every problem in a row, with a link to its cell."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.problems import MISSING_SHEET, Problem
from reportgen.common.language import capitalised, tally
from reportgen.office.package import Element, serialise
from reportgen.workbook.marking.book import XML_SPACE, Book, SheetEntry, new_element
from reportgen.workbook.marking.cells import address_text
from reportgen.workbook.marking.comments import as_written
from reportgen.workbook.marking.links import TITLE, goal
from reportgen.workbook.marking.styles import CellStyles, colour_for, solid

_HEADER_ROW = 4
_HIGH, _LOW = {"ht": "26", "customHeight": "1"}, {"ht": "15"}  # rows of one line
_TAB = "B01030"
_HELP = (
    "Each row links to its cell, which is coloured and has the same text as a comment. Correct the entry there; a link "
    "at the beginning of its row leads back here.",
    "Keep no notes of your own on this sheet: marking again takes it and all marks away, and marks what is left.",
)
_TIDIED = "Tidied"  # in the place of a severity
_SIZE = 10
_LINE_HEIGHT, _PADDING = 1.3, 4.0  # of the size of the text; points of a row
_LETTER_WIDTH = 0.87  # of Excel's characters, which are digits of 11 points, at 10 points; capitals and room to spare
_FONT, _INK, _GREY, _BLUE, _WHITE, _LINE = "Calibri", "1F2933", "52606D", "0B4A86", "FFFFFF", "D5DAE0"


@dataclass(frozen=True, slots=True)
class _Column:
    header: str
    width: float  # in Excel's characters
    size: int = _SIZE  # of its text, in points


_COLUMNS = (
    _Column("What to do", 50),
    _Column("Where", 25),
    _Column("What is wrong", 58),
    _Column("Severity", 10),
    _Column("Question", 10),
    _Column("Found", 24),
    _Column("Allowed", 60, size=8),
    _Column("Code", 23),
)
_MEMORY_COLUMN = len(_COLUMNS) + 1  # hidden


def free_title(book: Book) -> str:
    """The title of the sheet: "Problems", or "Problems 2" when the assessors have such a sheet themselves."""
    taken = {sheet.title.casefold() for sheet in book.sheets}
    titles = (TITLE, *(f"{TITLE} {number}" for number in range(2, len(taken) + 3)))
    return next(title for title in titles if title.casefold() not in taken)


def rows_of_list(problems: Sequence[Problem]) -> dict[int, Problem]:
    """The problems by the number of their row: errors first."""
    return dict(enumerate(sorted(problems, key=lambda problem: not problem.is_error), start=_HEADER_ROW + 1))


def add_problem_list(
    book: Book,
    styles: CellStyles,
    problems: Mapping[int, Problem],
    title: str,
    memory: str,
    tidied: Sequence[Problem] = (),
) -> None:
    """Put the sheet of that title in front of all others; `memory` goes into a hidden column.

    Below the problems stand those that were `tidied`, with what their cells hold now.
    """
    sheets = {sheet.title: sheet for sheet in book.sheets}
    settled = dict(enumerate(tidied, start=_HEADER_ROW + len(problems) + 1))
    root = _Sheet(styles, sheets).tree(problems, settled, memory)
    book.insert_first(title, serialise(root))
    last_column = address_text((1, len(_COLUMNS))).rstrip("1")
    where = f"'{title}'!$A${_HEADER_ROW}:${last_column}${_HEADER_ROW + len(problems) + len(tidied)}"
    book.name_in_first_sheet("_xlnm._FilterDatabase", where, hidden=True)
    book.name_in_first_sheet("_xlnm.Print_Titles", f"'{title}'!${_HEADER_ROW}:${_HEADER_ROW}")


class _Looks:
    """The cell formats of the sheet."""

    def __init__(self, styles: CellStyles) -> None:
        self._styles = styles
        self.title = self._look(size=17, bold=True, colour=_BLUE, wrap=False)
        self.help = self._look(colour=_GREY, wrap=False)
        self.header = self._look(bold=True, colour=_WHITE, fill=_GREY)
        self.text = self._look(lines=True)
        self.bold = self._look(bold=True, lines=True)
        self.small = self._look(size=8, colour=_GREY, lines=True)
        self.link = self._look(colour=_BLUE, underline=True, lines=True)
        self.severity = {
            severity: self._look(bold=True, fill=colour_for(severity, light_text=False).numbered(-1), lines=True)
            for severity in (Severity.ERROR, Severity.WARNING)
        }

    def _look(
        self,
        *,
        size: int = _SIZE,
        bold: bool = False,
        underline: bool = False,
        colour: str = _INK,
        fill: str = "",
        wrap: bool = True,
        lines: bool = False,
    ) -> int:
        font = new_element(
            "font",
            *(new_element(mark) for mark, is_set in (("b", bold), ("u", underline)) if is_set),
            new_element("sz", val=size),
            new_element("color", rgb=f"FF{colour}"),
            new_element("name", val=_FONT),
        )
        alignment = {"horizontal": "left", "vertical": "top"} | ({"wrapText": "1"} if wrap else {})
        cell_format = new_element(
            "xf",
            new_element("alignment", **alignment),
            numFmtId=0,
            fontId=self._styles.add("fonts", font),
            fillId=self._styles.add("fills", solid(fill)) if fill else 0,
            borderId=self._styles.add("borders", _line_below() if lines else new_element("border")),
            xfId=0,
            applyFont=1,
            applyFill=1,
            applyBorder=1,
            applyAlignment=1,
        )
        return self._styles.add("cellXfs", cell_format)


def _line_below() -> Element:
    line = new_element("bottom", new_element("color", rgb=f"FF{_LINE}"), style="thin")
    return new_element("border", *map(new_element, ("left", "right", "top")), line, new_element("diagonal"))


class _Sheet:
    """The sheet as it grows."""

    def __init__(self, styles: CellStyles, sheets: Mapping[str, SheetEntry]) -> None:
        self._looks = _Looks(styles)
        self._sheets = sheets
        self._links = new_element("hyperlinks")

    def tree(self, problems: Mapping[int, Problem], tidied: Mapping[int, Problem], memory: str) -> Element:
        """The whole sheet."""
        rows = self._rows(problems, tidied, memory)
        last = address_text((_HEADER_ROW + len(problems) + len(tidied), len(_COLUMNS)))
        return new_element(
            "worksheet",
            new_element("sheetPr", new_element("tabColor", rgb=f"FF{_TAB}"), new_element("pageSetUpPr", fitToPage=1)),
            _view(),
            _columns(),
            rows,
            new_element("autoFilter", ref=f"A{_HEADER_ROW}:{last}"),
            *([self._links] if len(self._links) else []),
            new_element("pageMargins", left=0.4, right=0.4, top=0.6, bottom=0.6, header=0.3, footer=0.3),
            new_element("pageSetup", paperSize=9, orientation="landscape", fitToWidth=1, fitToHeight=0),
        )

    def _rows(self, problems: Mapping[int, Problem], tidied: Mapping[int, Problem], memory: str) -> Element:
        looks = self._looks
        first = _row(1, [(TITLE, looks.title)], _HIGH)
        first.append(_cell(1, _MEMORY_COLUMN, memory, looks.help))
        return new_element(
            "sheetData",
            first,
            _row(2, [(_counted(problems.values(), len(tidied)), looks.help)], _LOW),
            _row(3, [(" ".join(_HELP), looks.help)], _LOW),
            _row(_HEADER_ROW, [(column.header, looks.header) for column in _COLUMNS]),
            *(self._row(number, problem) for number, problem in problems.items()),
            *(self._tidied_row(number, problem) for number, problem in tidied.items()),
        )

    def _row(self, number: int, problem: Problem) -> Element:
        looks, linked = self._looks, self._link(number, problem)
        cells = [
            (problem.remedy, looks.text),
            (self._where(problem), looks.link if linked else looks.text),
            (capitalised(problem.found), looks.text),
            (problem.severity.value.capitalize(), looks.severity[problem.severity]),
            (problem.question_id, looks.text),
            # in quotes, as in messages: nothing of ours can then be taken for a heading or a label
            (f"'{problem.fact('value')}'" if problem.fact("value") else "", looks.text),
            ("; ".join(problem.allowed), looks.small),
            (problem.code, looks.text),
        ]
        return _row(number, cells)

    def _tidied_row(self, number: int, problem: Problem) -> Element:
        looks, was = self._looks, problem.fact("value")
        cells = [
            ("Nothing, unless something else was meant.", looks.text),
            (self._where(problem), looks.link if self._link(number, problem) else looks.text),
            (f"'{was}' is now '{problem.fact('listed')}'.", looks.text),
            (_TIDIED, looks.bold),
            (problem.question_id, looks.text),
            (f"'{was}'", looks.text),
            ("", looks.small),
            (problem.code, looks.text),
        ]
        return _row(number, cells)

    def _where(self, problem: Problem) -> str:
        sheet = self._sheets.get(problem.place.sheet)
        if sheet is None:
            is_lost = problem.code == MISSING_SHEET.code  # other sheets that are not here are in another file
            return f"{problem.place} (no such sheet)" if is_lost else str(problem.place) or "The whole workbook"
        return f"{problem.place} (hidden sheet)" if sheet.is_hidden else str(problem.place)

    def _link(self, row: int, problem: Problem) -> bool:
        """Link the row to the cell of its problem, or to the top of its sheet; False when there is no such sheet."""
        place = problem.place
        if place.sheet not in self._sheets:
            return False
        column = [entry.header for entry in _COLUMNS].index("Where") + 1
        cell, location = address_text((row, column)), goal(place.sheet, place.cell or "A1")
        self._links.append(new_element("hyperlink", ref=cell, location=location, display=str(place)))
        return True


def _counted(problems: Collection[Problem], tidied: int) -> str:
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    parts = []
    if errors:
        parts.append(f"{tally(errors, 'error')}: no report is built before they are put right.")
    if warnings:
        parts.append(f"{tally(warnings, 'warning')}: a report is built, and marked as incomplete.")
    if tidied:
        parts.append(f"{tally(tidied, 'answer')} {'has' if tidied == 1 else 'have'} the form of the list now (below).")
    return " ".join(parts)


def _view() -> Element:
    below = f"A{_HEADER_ROW + 1}"
    pane = new_element("pane", ySplit=_HEADER_ROW, topLeftCell=below, activePane="bottomLeft", state="frozen")
    selection = new_element("selection", pane="bottomLeft", activeCell=below, sqref=below)
    view = new_element("sheetView", pane, selection, showGridLines=0, tabSelected=1, workbookViewId=0)
    return new_element("sheetViews", view)


def _columns() -> Element:
    shown = (
        new_element("col", min=number, max=number, width=column.width, customWidth=1)
        for number, column in enumerate(_COLUMNS, start=1)
    )
    hidden = new_element("col", min=_MEMORY_COLUMN, max=_MEMORY_COLUMN, width=9, hidden=1, customWidth=1)
    return new_element("cols", *shown, hidden)


def _row(number: int, cells: Sequence[tuple[str, int]], height: Mapping[str, str] | None = None) -> Element:
    made = (_cell(number, column, text, style) for column, (text, style) in enumerate(cells, start=1))
    return new_element("row", *made, r=number, **(height or {"ht": f"{_height([text for text, _ in cells]):.1f}"}))


def _height(texts: Sequence[str]) -> float:
    """The height of a row that shows these texts, in points: LibreOffice fits no rows to what others wrote."""
    heights = [0.0]
    for text, column in zip(texts, _COLUMNS, strict=False):
        letters = int(column.width / _LETTER_WIDTH * _SIZE / column.size)
        lines = sum(len(textwrap.wrap(line, letters)) or 1 for line in text.split("\n"))
        heights.append(lines * column.size * _LINE_HEIGHT)
    return max(heights) + _PADDING


def _cell(row: int, column: int, text: str, style: int) -> Element:
    if not text:
        return new_element("c", r=address_text((row, column)), s=style)
    words = new_element("t", text=as_written(text))
    words.set(XML_SPACE, "preserve")
    # inline: the list of shared texts stays as it is
    return new_element("c", new_element("is", words), r=address_text((row, column)), s=style, t="inlineStr")
