"""How large the box of a comment has to be, and between which cells it hangs."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from reportgen.office.package import Element
from reportgen.workbook.marking.cells import Address
from reportgen.workbook.marking.xml import is_on, main, number

_LETTER_WIDTH, _LINE_HEIGHT = 6.2, 14.5  # of Tahoma 9, in pixels, on average
_NARROW, _WIDE, _TALL = 340, 520, 420  # of a box; a text too tall for a narrow one gets a wide one
_PADDING = 16
_PIXELS_A_POINT = 96 / 72
_DIGIT_WIDTH = 7  # of Calibri 11, in pixels: the unit of column widths
_USUAL_WIDTH, _USUAL_HEIGHT = 9.14, 15.0  # of columns in digits, of rows in points
_LARGEST = 1_000.0  # width or height; Excel allows 255 digits and 409 points
_COLUMNS, _ROWS = 16_384, 1_048_576  # of a sheet
_LEFT, _TOP, _TOP_OF_FIRST_ROW = 15, 10, 2  # pixels from the corner a box hangs from, as Excel has it


@dataclass(frozen=True, slots=True)
class Size:
    """Of a box, in pixels."""

    width: int
    height: int


def size_for(text: str) -> Size:
    """The size of a box that shows the whole text."""
    size = _size(text, _NARROW)
    return size if size.height <= _TALL else _size(text, _WIDE)


def _size(text: str, width: int) -> Size:
    letters = int((width - _PADDING) / _LETTER_WIDTH)
    lines = sum(len(textwrap.wrap(paragraph, letters)) or 1 for paragraph in text.split("\n"))
    return Size(width, int(lines * _LINE_HEIGHT) + _PADDING)


class Grid:
    """The widths of columns and heights of rows of a sheet."""

    def __init__(self, root: Element) -> None:
        facts = root.find(main("sheetFormatPr"))
        self._width = _decimal(facts.get("defaultColWidth") if facts is not None else "") or _USUAL_WIDTH
        self._height = _decimal(facts.get("defaultRowHeight") if facts is not None else "") or _USUAL_HEIGHT
        self._columns = list(root.iter(main("col")))
        self._rows = {number(row.get("r")): row for row in root.iter(main("row"))}

    def anchor(self, address: Address, size: Size) -> str:
        """Where a box hangs: column, pixels into it, row, pixels into it; of its first corner, then of its last.

        Columns and rows count from 0 here. The box hangs right of its cell, from the row above it.
        """
        column, row = min(address[1], _COLUMNS - 1), max(address[0] - 2, 0)
        top = _TOP if address[0] > 1 else _TOP_OF_FIRST_ROW
        last_column, right = _walk(column, _LEFT + size.width, self._column_width, _COLUMNS)
        last_row, bottom = _walk(row, top + size.height, self._row_height, _ROWS)
        return ", ".join(map(str, (column, _LEFT, row, top, last_column, right, last_row, bottom)))

    def _column_width(self, column: int) -> int:
        for col in self._columns:
            if number(col.get("min")) <= column + 1 <= number(col.get("max")):
                return 0 if is_on(col.get("hidden")) else _pixels(_decimal(col.get("width")) or self._width)
        return _pixels(self._width)

    def _row_height(self, row: int) -> int:
        found = self._rows.get(row + 1)
        if found is not None and is_on(found.get("hidden")):
            return 0
        points = _decimal(found.get("ht")) if found is not None else 0
        return max(round((points or self._height) * _PIXELS_A_POINT), 1)


def _walk(position: int, distance: int, length: Callable[[int], int], end: int) -> tuple[int, int]:
    """Where one gets to after so many pixels, and how far into the column or row; not beyond the end of the sheet."""
    while distance > (step := length(position)) and position < end - 1:
        distance -= step
        position += 1
    return position, min(distance, step)


def _pixels(digits: float) -> int:
    return max(round(digits * _DIGIT_WIDTH), 1)


def _decimal(text: str | None) -> float:
    """A width or height; 0 when it is missing, or none that a program shows."""
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if 0 < value < _LARGEST else 0.0
