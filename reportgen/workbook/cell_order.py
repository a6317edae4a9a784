"""Rows and cells of a sheet as its XML has them: each once, in order, where its address says.

Excel and LibreOffice write them so. openpyxl relies on it, and where it does not hold reads something else than what
people saw, without a word; so such a sheet is refused before it is read. A quick look at tags, not a parse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_USUAL_TAG = re.compile(rb'<(?:(/row)>|(row|c) r="([A-Z]{0,3})(\d{1,7})"([^<>]*)>)')  # of a row or a cell
_ANY_TAG = re.compile(rb"<(?:/(?:\w+:)?(row)\s*>|(?:\w+:)?(row|c)\b([^<>]*)>)")
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']\s*([A-Za-z]{0,7})(\d{0,9})")
_NEGATIVE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>\s*-")
_SHARED_TEXT = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet in Excel


def fault_of_cells(content: bytes) -> str:
    """What makes openpyxl pass over cells of a sheet in silence, or take one for another; empty for a sound sheet.

    Of two rows of one number it reads the first, of two cells of one address the last, of cells that do not ascend not
    those behind the last; of rows within rows only some; a cell counts in the row that holds it, whatever its address;
    a negative number of a shared text counts from the end.
    """
    row = column = 0
    inside = False
    for closed, tag, letters, digits, rest in _rows_and_cells(content):
        if closed:
            inside = False
            continue
        if tag == b"row":
            before, row, column = row, int(digits or row + 1), 0
            sound = before < row <= LAST_ROW and not inside
            inside = not rest.endswith(b"/")
        else:
            before, column = column, column_number(letters) if letters else column + 1
            sound = before < column <= LAST_COLUMN and (not digits or int(digits) == row)
        if not sound:
            where = f"row {row:,}" if tag == b"row" else f"a cell of row {row:,}"
            return f"{where} is written twice, out of order or beyond the last one"
    if any(_SHARED_TEXT.search(_cell_before(content, found.start())) for found in _NEGATIVE.finditer(content)):
        return "a cell has a text that does not exist"
    return ""


def _rows_and_cells(content: bytes) -> Iterable[tuple[bytes, bytes, bytes, bytes, bytes]]:
    """The tags of rows and cells in order: "row" for an end, else tag, letters and digits of `r`, and the rest."""
    begin, end = content.find(b"sheetData"), content.rfind(b"sheetData")
    rows = content[begin:end] if begin >= 0 else b""
    usual = _USUAL_TAG.findall(rows)
    if len(usual) == sum(map(rows.count, (b"<row", b"</row", b"<c ", b"<c>", b"<c/", b":row", b":c "))):
        return usual
    return map(_with_address, _ANY_TAG.findall(rows))


def _with_address(tag: tuple[bytes, bytes, bytes]) -> tuple[bytes, bytes, bytes, bytes, bytes]:
    closed, name, rest = tag
    found = _ADDRESS.search(rest)
    letters, digits = found.groups() if found else (b"", b"")
    return closed, name, letters, digits, rest


def _cell_before(content: bytes, value: int) -> bytes:
    """The tag of the cell whose value begins at that byte."""
    nearby = max(value - 1000, 0)
    return content[max(content.rfind(mark, nearby, value) for mark in (b"<c", b":c")) : value]


@lru_cache(maxsize=1000)
def column_number(letters: bytes) -> int:
    """The number of a column, counted from 1.

    >>> column_number(b"AA")
    27
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
