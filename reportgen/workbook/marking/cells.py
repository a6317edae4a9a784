"""The cells of a sheet, found or made where they belong; the boxes of their comments; conditions that colour them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils.cell import column_index_from_string, get_column_letter, range_boundaries

from reportgen.office.package import Element
from reportgen.word.xml import local, remove
from reportgen.workbook.marking.book import as_number, is_true, new_element, sml

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
        data = root.find(sml("sheetData"))
        if data is None:
            data = new_element("sheetData")
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
                for merge in self._root.iter(sml("mergeCell"))
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
            cell = new_element("c", r=address_text(address))
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
            row = new_element("row", r=row_number)
            before = max((other for other in self._rows if other < row_number), default=0)
            self._data.insert(self._data.index(self._rows[before]) + 1 if before else 0, row)
            self._rows[row_number] = row
        return self._rows[row_number]

    def _inherited(self, row_number: int, column: int) -> int:
        """The style of an empty cell: that of its row, else of its column."""
        row = self._rows.get(row_number)
        if row is not None and is_true(row.get("customFormat")):
            return as_number(row.get("s"))
        for col in self._root.iter(sml("col")):
            if as_number(col.get("min")) <= column <= as_number(col.get("max")):
                return as_number(col.get("style"))
        return 0

    def drop_if_empty(self, cell: Element) -> None:
        """Take a cell out that holds nothing and looks like its surroundings, and its row when that leaves it empty."""
        row = cell.getparent()
        address = address_of(cell.get("r", ""))
        if row is None or address is None or len(cell) or set(cell.attrib) - {"r", "s"}:
            return
        if as_number(cell.get("s")) != self._inherited(*address):
            return
        row.remove(cell)
        self._cells.pop(address[0], None)
        if not len(row) and set(row.attrib) == {"r"}:
            self._data.remove(row)
            self._rows.pop(address[0], None)

    def __iter__(self) -> Iterator[Element]:
        """All cells there are."""
        for row in self._rows.values():
            yield from row.iterchildren(sml("c"))


def _numbered_rows(data: Element) -> Iterator[tuple[Element, int]]:
    row_number = 0
    for row in data.iterchildren(sml("row")):
        row_number = as_number(row.get("r")) or row_number + 1
        yield row, row_number


def _numbered_cells(row: Element) -> Iterator[tuple[Element, int]]:
    column = 0
    for cell in row.iterchildren(sml("c")):
        address = address_of(cell.get("r", ""))
        column = address[1] if address else column + 1
        yield cell, column


# ------------------------------------------------------------------------------------------------- the box of a comment

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


class SheetMeasures:
    """The widths of columns and heights of rows of a sheet."""

    def __init__(self, root: Element) -> None:
        facts = root.find(sml("sheetFormatPr"))
        self._width = _decimal(facts.get("defaultColWidth") if facts is not None else "") or _USUAL_WIDTH
        self._height = _decimal(facts.get("defaultRowHeight") if facts is not None else "") or _USUAL_HEIGHT
        self._columns = list(root.iter(sml("col")))
        self._rows = {as_number(row.get("r")): row for row in root.iter(sml("row"))}

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
            if as_number(col.get("min")) <= column + 1 <= as_number(col.get("max")):
                return 0 if is_true(col.get("hidden")) else _pixels(_decimal(col.get("width")) or self._width)
        return _pixels(self._width)

    def _row_height(self, row: int) -> int:
        found = self._rows.get(row + 1)
        if found is not None and is_true(found.get("hidden")):
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


# ----------------------------------------------------------------------------------------------------------- conditions

# A condition paints over the fill of a cell. Our questionnaires colour what waits for an answer by a condition, so a
# mark there needs one of its own, before all others: Excel goes by priority, LibreOffice by the order in the file.

_FORMULA = '"reportgen mark"="reportgen mark"'  # always true; tells our conditions from others after any save
CONDITION_TRACE = b"reportgen mark"  # in every part that may hold one


def conditioned(root: Element) -> list[Bounds]:
    """The ranges of a sheet that conditions may colour."""
    lists = [element.get("sqref", "") for element in root.iter(sml("conditionalFormatting"))]
    lists += [element.text or "" for element in root.iterfind(".//{*}conditionalFormatting/{*}sqref")]
    return [bounds for text in lists for bounds in ranges(text)]


def is_in_ranges(address: Address, areas: Iterable[Bounds]) -> bool:
    """True when one of the ranges holds the cell."""
    row, column = address
    return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in areas)


def add_conditions(root: Element, cells: Mapping[int, Collection[Address]]) -> None:
    """Colour these cells before all other conditions; `cells` are given by the number of the format they get."""
    _raise_priorities(root, len(cells))
    for priority, (style, addresses) in reversed(list(enumerate(cells.items(), start=1))):
        where = " ".join(address_text(address) for address in addresses)
        formula = new_element("formula", text=_FORMULA)
        rule = new_element("cfRule", formula, type="expression", dxfId=style, priority=priority)
        place_in_order(root, new_element("conditionalFormatting", rule, sqref=where), first_of_its_kind=True)


def remove_conditions(root: Element) -> bool:
    """Take our conditions out; True when there were any."""
    ours = [rule for rule in root.iter(sml("cfRule")) if rule.findtext(sml("formula")) == _FORMULA]
    for rule in ours:
        group = rule.getparent()
        remove(rule)
        if group is not None and not len(group):
            remove(group)
    left = [as_number(rule.get("priority")) for rule in root.iter("{*}cfRule")]
    if left and min(left) > len(ours):
        _raise_priorities(root, -len(ours))
    return bool(ours)


def _raise_priorities(root: Element, by: int) -> None:
    for rule in root.iter("{*}cfRule"):
        if (priority := rule.get("priority", "")).isdecimal():
            rule.set("priority", str(int(priority) + by))


def condition_format(rgb: str) -> Element:
    """The format of a condition that fills cells with a colour."""
    sides = (new_element(side, rgb=f"FF{rgb}") for side in ("fgColor", "bgColor"))  # Excel takes the second one here
    return new_element("dxf", new_element("fill", new_element("patternFill", *sides, patternType="solid")))
