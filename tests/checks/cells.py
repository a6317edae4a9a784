"""Rules of the cells of a sheet: their order, values, texts, formats and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.word_file import Element, as_whole
from tests.checks import rules
from tests.checks.markup import is_index, s
from tests.checks.ranges import MAX_COLUMN, MAX_TEXT, cell_place
from tests.checks.sheets import formula_violations
from tests.checks.workbook_file import Sheet, WorkbookFile

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?")
_ERRORS = frozenset(["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"])
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = s("row"), s("c"), s("v"), s("f"), s("is")


def cell_violations(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    """What is wrong with the rows, columns and cells of a sheet."""
    yield from _columns(book, sheet)
    data = sheet.root.find(s("sheetData"))
    if data is None:
        return
    formats, texts = book.count("cellXfs"), _texts(book)
    last_row = 0
    for row in data.iterfind(_ROW):
        number = as_whole(row.get("r", str(last_row + 1)))
        if number <= last_row:
            yield rules.CELL_ORDER.at(in_part(sheet.part, row), what="Row", found=number, before=last_row)
        last_row = number
        last_column = 0
        for cell in row.iterfind(_CELL):
            address = cell.get("r", "")
            place = cell_place(address) if address else (last_column + 1, number)
            if place is None or place[1] != number:
                yield rules.CELL_REFERENCE.at(in_part(sheet.part, cell), found=address)
                continue
            if place[0] <= last_column:
                yield rules.CELL_ORDER.at(
                    in_part(sheet.part, sheet.at(address)), what="Cell", found=address, before=last_column
                )
            last_column = place[0]
            where = sheet.at(address)
            style = cell.get("s")
            if style is not None and not is_index(style, formats):
                yield rules.STYLE_INDEX.at(in_part(sheet.part, where), what="cell format", found=style)
            if len(cell):
                yield from _content(book, sheet, where, cell, texts)


def _texts(book: WorkbookFile) -> int:
    """How many shared texts there are."""
    found = book.other("sharedStrings")
    return 0 if found is None else len(found[1].findall(s("si")))


def _columns(book: WorkbookFile, sheet: Sheet) -> Iterator[Violation]:
    """Descriptions of columns follow each other and do not overlap."""
    last = 0
    for column in sheet.root.iterfind(f"{s('cols')}/{s('col')}"):
        first, end = as_whole(column.get("min")), as_whole(column.get("max"))
        if not last < first <= end <= MAX_COLUMN:
            yield rules.CELL_ORDER.at(in_part(sheet.part, column), what="Column", found=first, before=last)
        last = end
        style = column.get("style", "0")
        if not is_index(style, max(book.count("cellXfs"), 1)):
            yield rules.STYLE_INDEX.at(in_part(sheet.part, column), what="cell format", found=style)


def _content(book: WorkbookFile, sheet: Sheet, where: str, cell: Element, texts: int) -> Iterator[Violation]:
    """The value of a cell is of its type, and its formula is sound."""
    kind = cell.get("t", "n")
    for child in cell:
        text = child.text or ""
        if child.tag == _FORMULA:
            if text or child.get("t") != "shared":  # those that share one have it in the first cell
                yield from formula_violations(book, sheet.part, where, text)
        elif child.tag == _INLINE:
            length = sum(len(t.text or "") for t in child.iter(s("t")))
            if length > MAX_TEXT:
                yield rules.TEXT_LENGTH.at(in_part(sheet.part, where), length=length)
        elif child.tag == _VALUE and text:
            if kind == "s":
                if not is_index(text, texts):
                    yield rules.STRING_INDEX.at(in_part(sheet.part, where), found=text)
            elif not _is_value(kind, text):
                yield rules.CELL_VALUE.at(in_part(sheet.part, where), found=text, type=kind)


def _is_value(kind: str, text: str) -> bool:
    if kind == "n":
        return _NUMBER.fullmatch(text) is not None
    if kind == "b":
        return text in ("0", "1", "true", "false")
    if kind == "e":
        return text in _ERRORS
    return kind == "str" or (kind == "d" and _DATE.fullmatch(text) is not None)
