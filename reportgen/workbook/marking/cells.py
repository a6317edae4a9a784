"""The cells of a sheet, found or made where they belong, and the places of elements round about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries

from reportgen.office.package import Element
from reportgen.workbook.marking.xml import is_on, local, main, new, number

_ORDER = (  # of the elements of a sheet
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

Address = tuple[int, int]  # row and column, counted from 1
Bounds = tuple[int, int, int, int]  # first column, first row, last column, last row


def address_of(text: str) -> Address | None:
    """Row and column of an A1 address; None when it is none.

    >>> address_of("AA10"), address_of("")
    ((10, 27), None)
    """
    match = _ADDRESS.fullmatch(text)
    return (int(match[2]), column_index_from_string(match[1])) if match else None


def address_text(address: Address) -> str:
    """The address as Excel writes it.

    >>> address_text((10, 27))
    'AA10'
    """
    return f"{get_column_letter(address[1])}{address[0]}"


def ranges(text: str) -> list[Bounds]:
    """The ranges of a list such as "A1:B5 C7"; what cannot be read is left out."""
    found = []
    for part in text.split():
        try:
            left, top, right, bottom = range_boundaries(part)
        except (ValueError, TypeError):
            continue
        if left and top and right and bottom:
            found.append((left, top, right, bottom))
    return found


def place_in_order(root: Element, element: Element, *, first_of_its_kind: bool = False) -> None:
    """Insert an element into a sheet where the file format wants it: behind its own kind, or in front of it."""
    position = _ORDER.index(local(element))
    index = 0
    for position_of_child, child in enumerate(root):
        place = _ORDER.index(local(child)) if local(child) in _ORDER else -1
        if 0 <= place < position or (place == position and not first_of_its_kind):
            index = position_of_child + 1
    root.insert(index, element)


class Cells:
    """The cells of a sheet by row and column. Rows and cells without an address follow on the one before them."""

    def __init__(self, root: Element) -> None:
        self._root = root
        data = root.find(main("sheetData"))
        if data is None:
            data = new("sheetData")
            place_in_order(root, data)
        self._data = data
        self._rows = {row_number: row for row, row_number in _numbered_rows(data)}
        self._cells: dict[int, dict[int, Element]] = {}
        self._covered: dict[Address, Address] | None = None

    def shown_for(self, address: Address) -> Address:
        """The cell that shows what is done to this one: itself, or the first of the range it is merged into."""
        if self._covered is None:
            self._covered = {
                (row, column): (top, left)
                for merge in self._root.iter(main("mergeCell"))
                for left, top, right, bottom in ranges(merge.get("ref", ""))
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            }
        return self._covered.get(address, address)

    def obtain(self, address: Address) -> Element:
        """The cell, made when it is not there, with the style its row or column gives it."""
        row_number, column = address
        cells = self._cells_of(row_number)
        if column not in cells:
            cell = new("c", {"r": address_text(address)})
            if style := self._inherited(row_number, column):
                cell.set("s", str(style))
            before = max((other for other in cells if other < column), default=0)
            row = self._rows[row_number]
            row.insert(row.index(cells[before]) + 1 if before else 0, cell)
            row.attrib.pop("spans", "")  # a hint of which columns are in use, which may now be wrong
            cells[column] = cell
        return cells[column]

    def _cells_of(self, row_number: int) -> dict[int, Element]:
        if row_number not in self._cells:
            row = self._obtain_row(row_number)
            self._cells[row_number] = {column: cell for cell, column in _numbered_cells(row)}
        return self._cells[row_number]

    def _obtain_row(self, row_number: int) -> Element:
        if row_number not in self._rows:
            row = new("row", {"r": str(row_number)})
            before = max((other for other in self._rows if other < row_number), default=0)
            self._data.insert(self._data.index(self._rows[before]) + 1 if before else 0, row)
            self._rows[row_number] = row
        return self._rows[row_number]

    def _inherited(self, row_number: int, column: int) -> int:
        """The style of an empty cell: that of its row, else of its column."""
        row = self._rows.get(row_number)
        if row is not None and is_on(row.get("customFormat")):
            return number(row.get("s"))
        for col in self._root.iter(main("col")):
            if number(col.get("min")) <= column <= number(col.get("max")):
                return number(col.get("style"))
        return 0

    def drop_if_empty(self, cell: Element) -> None:
        """Take a cell out that holds nothing and looks like its surroundings, and its row when that leaves it empty."""
        row = cell.getparent()
        address = address_of(cell.get("r", ""))
        if row is None or address is None or len(cell) or set(cell.attrib) - {"r", "s"}:
            return
        if number(cell.get("s")) != self._inherited(*address):
            return
        row.remove(cell)
        self._cells.pop(address[0], None)
        if not len(row) and set(row.attrib) == {"r"}:
            self._data.remove(row)
            self._rows.pop(address[0], None)

    def __iter__(self) -> Iterator[Element]:
        """All cells there are."""
        for row in self._rows.values():
            yield from row.iterchildren(main("c"))


def _numbered_rows(data: Element) -> Iterator[tuple[Element, int]]:
    row_number = 0
    for row in data.iterchildren(main("row")):
        row_number = number(row.get("r")) or row_number + 1
        yield row, row_number


def _numbered_cells(row: Element) -> Iterator[tuple[Element, int]]:
    column = 0
    for cell in row.iterchildren(main("c")):
        address = address_of(cell.get("r", ""))
        column = address[1] if address else column + 1
        yield cell, column
