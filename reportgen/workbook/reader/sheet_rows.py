"""The rows of a sheet, one after the other: what openpyxl makes of each cell, and nothing of the rest of the sheet.

openpyxl parses a sheet to its end, keeps what it passed over, and takes what is out of place for what it is not. So
the rows come from here: no more than a stretch of the sheet is in memory at a time, a cell is understood only when
somebody may want it, and a row or cell that is not where its address says stops the reading.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Sequence
from typing import IO, Any
from xml.etree.ElementTree import Element

from openpyxl.worksheet._reader import CELL_TAG, DATA_TAG, FORMULA_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser

from reportgen.common.column_letters import column_of
from reportgen.workbook.reader.raw_cells import LAST_COLUMN, LAST_ROW, DisorderedSheetError, RawCell, Row
from reportgen.workbook.reader.table_entries import entries


class SheetRows:
    """The rows of one sheet that are written in it, from the first on.

    Only cells up to column `last_column` are understood; once `columns` is set, only those in them.
    """

    def __init__(self, source: IO[bytes], parser: CellParser, last_column: int) -> None:
        self.columns: Collection[int] | None = None
        self._parser = parser
        self._last_column = last_column
        self._elements = _numbered(source)
        self._next = next(self._elements, None)

    def up_to(self, last: int) -> Iterator[tuple[int, Row]]:
        """The rows not yet given up to that number, those that hold something, each with its number."""
        while self._next is not None and self._next[0] <= last:
            number, element = self._next
            if cells := self._cells(element, number):
                yield number, cells
            self._next = next(self._elements, None)

    def _cells(self, row: Element, number: int) -> Row:
        """The cells of a row; each must stand right of the one before it."""
        found: Row = {}
        column, at_end, wanted = 0, str(number), self.columns
        for element in row:
            if element.tag != CELL_TAG:
                continue
            before, column = column, _column(element.get("r"), at_end, column)
            if not before < column <= LAST_COLUMN:
                raise DisorderedSheetError.at(f"a cell of row {number:,}")
            if len(element) and (column <= self._last_column if wanted is None else column in wanted):
                cell = self._parser.cell(element)
                if cell.value is not None:
                    found[column] = cell
        return found


class CellParser(WorkSheetParser):
    """openpyxl's understanding of a cell, with a formula and its value at once."""

    def __init__(self, texts: Sequence[str], **facts: Any) -> None:
        super().__init__(io.BytesIO(), texts, data_only=True, **facts)  # cells are handed to it one by one
        self._shared: dict[str, str] = {}  # formulas by their index

    def cell(self, element: Element) -> RawCell:
        """The cell; an index of a text that does not exist raises, as whatever cannot be understood does."""
        if element.get("t") == "s" and (element.findtext(VALUE_TAG) or "").lstrip().startswith("-"):
            raise DisorderedSheetError("a cell has a text that does not exist")
        if element.find(FORMULA_TAG) is None:
            return self._constant(element)
        calculated = self._constant(element)
        return RawCell(self.parse_formula(element), "f", calculated.style, calculated)

    def parse_formula(self, element: Element) -> str:
        """The formula as text; one shared with other cells as the first of them has it.

        openpyxl would move its references to this cell, which takes longer than all the rest and helps nobody.
        """
        formula = element.find(FORMULA_TAG)
        assert formula is not None
        text, shared_as = formula.text or "", formula.get("si", "")
        return "=" + (self._shared.setdefault(shared_as, text) if shared_as else text)

    def _constant(self, element: Element) -> RawCell:
        cell = self.parse_cell(element)
        return RawCell(cell["value"], cell["data_type"], cell["style_id"], is_rich="vm" in element.attrib)


def _numbered(source: IO[bytes]) -> Iterator[tuple[int, Element]]:
    """The rows of a sheet with their numbers, which must ascend."""
    number = 0
    for row in entries(source, DATA_TAG, ROW_TAG):
        before, written = number, row.get("r")
        number = int(written) if written else before + 1
        if not before < number <= LAST_ROW:
            raise DisorderedSheetError.at(f"row {number:,}")
        yield number, row


def _column(address: str | None, row: str, before: int) -> int:
    """The number of a cell's column by its address, or the one behind the cell before; 0 for another row's address."""
    if not address:
        return before + 1
    try:
        return column_of(address.removesuffix(row))
    except ValueError:
        return 0
