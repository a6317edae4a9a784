"""Addresses of cells and ranges in a workbook."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
MAX_TEXT = 32_767
"""Characters that a cell holds."""

Range = tuple[int, int, int, int]  # left, top, right, bottom, counted from 1

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")
_WHOLE = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})|\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})")


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """The number of a column, counted from 1.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_place(text: str) -> tuple[int, int] | None:
    """Column and row of a cell; None when it is none.

    >>> cell_place("C7"), cell_place("ZZZ1")
    ((3, 7), None)
    """
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    column, row = column_number(match[1]), int(match[2])
    return (column, row) if column <= MAX_COLUMN and row <= MAX_ROW else None


def cell_range(text: str) -> Range | None:
    """A range such as "A1:C7", "$B$2", "A:A" or "1:3"; None when it is none.

    >>> cell_range("B2:C7"), cell_range("C7:B2"), cell_range("1:2")
    ((2, 2, 3, 7), None, (1, 1, 16384, 2))
    """
    match = _RANGE.fullmatch(text)
    if match:
        left, top = column_number(match[1]), int(match[2])
        right, bottom = column_number(match[3] or match[1]), int(match[4] or match[2])
    else:
        match = _WHOLE.fullmatch(text)
        if match is None:
            return None
        left, right = (column_number(match[1]), column_number(match[2])) if match[1] else (1, MAX_COLUMN)
        top, bottom = (int(match[3]), int(match[4])) if match[3] else (1, MAX_ROW)
    sound = left <= right <= MAX_COLUMN and top <= bottom <= MAX_ROW
    return (left, top, right, bottom) if sound else None


def overlap(one: Range, other: Range) -> bool:
    """True when two ranges share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
