"""A sheet as a grid of cells that know their address.

Of a formula both are read, itself and what it gave: one without a calculated value then shows as what it is, instead
of as an empty cell.
"""

from __future__ import annotations

import gc
import re
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from reportgen.common.column_letters import column_of, letters_of
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.folding import clean, unescaped
from reportgen.common.model import Place
from reportgen.office.files import EXCEL, REPAIR
from reportgen.office.gate import admit_workbook
from reportgen.workbook.reader.contents import Contents, QuickContents
from reportgen.workbook.reader.raw_cells import LAST_ROW, DisorderedSheetError, RawCell, Row

HEAD_ROWS = 60
"""Titles, help and headings stand in so many rows, with room for the assessors' own rows above."""
MAX_ROWS = 20_000
"""Rows read of a sheet; twenty times a thousand questions."""
MAX_COLUMNS = 1_000
"""Columns looked at; cells further right are no part of any table of ours."""
MAX_HEAD_CELLS = 250_000
"""Filled cells in the heads of all sheets, each compared with our words: sixty sheets of ours have 50,000."""
MAX_HEAD_CHARACTERS = 10_000_000
"""Characters in these cells; a text that many cells share counts in each."""
MAX_CHARACTERS = 50_000_000
"""Characters in all cells read: fifty interviews with a note of 400 characters on each of a thousand questions have 25
million."""

CellValue = str | int | float | bool | datetime | date | time | timedelta | None

_EMPTY: Row = {}
_DAY_ZERO = date(1899, 12, 30)  # serial 0; right for every date from March 1900 on
_DAY_ZERO_1904 = date(1904, 1, 1)
_LOGICAL = {"=TRUE()": True, "=FALSE()": False}  # LibreOffice saves yes and no typed as TRUE and FALSE like this
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_PICTURE = re.compile(r"=(?:@|_xl\w+\.)*(?:DISPIMG|IMAGE)\(", re.IGNORECASE)  # the picture function of WPS and of Excel
_REPAIR = EXCEL.words(REPAIR)


class GridCell(NamedTuple):  # tens of thousands are made of a workbook
    """What a cell holds and where it stands."""

    place: Place
    value: CellValue = None
    is_percent: bool = False  # the number is shown as a percentage
    error: str = ""  # "#REF!", when the cell shows an error
    formula: str = ""  # the formula, when it has no calculated value
    is_picture: bool = False  # a picture placed in the cell, which holds no text
    merged: str = ""  # "D5:D7", when an entry there may be meant for other cells, or one elsewhere for this one
    day_zero: date = _DAY_ZERO  # what a date stored as a number counts from

    @property
    def text(self) -> str:
        """Its text, cleaned; empty when it holds no text."""
        return clean(self.value) if isinstance(self.value, str) else ""

    @property
    def is_blank(self) -> bool:
        """True when it holds nothing that can be seen; a blank is no entry."""
        return not (self.error or self.formula or self.is_picture) and (
            self.value is None or (isinstance(self.value, str) and not self.text)
        )

    @property
    def is_empty(self) -> bool:
        """True when it is blank, and no entry of other cells lies over it."""
        return self.is_blank and not self.merged


class TextGrid:
    """The grid of a text file: every cell is a text."""

    def __init__(self, title: str, rows: Sequence[Sequence[str]]) -> None:
        self.title = title
        self._rows = rows

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self._rows)

    def width(self, row: int) -> int:
        """The number of cells in a row."""
        return len(self._rows[row - 1])

    def cell(self, row: int, column: int) -> GridCell:
        """The cell, an empty one where there is none."""
        place = Place(self.title, f"{letters_of(column)}{row}")
        return GridCell(place, self._rows[row - 1][column - 1] if column <= self.width(row) else None)

    def texts(self, column: int, first: int) -> Iterator[str]:
        """What stands in a column from the first of these rows on; empty where there is no cell."""
        return (row[column - 1] if column <= len(row) else "" for row in self._rows[first - 1 :])

    def is_void(self, row: int, column: int) -> bool:
        """True when nothing stands in the cell."""
        return not self.constant(row, column)

    def constant(self, row: int, column: int) -> str:
        """The text of the cell."""
        return clean(self._rows[row - 1][column - 1]) if column <= self.width(row) else ""

    def holds_formula(self, row: int, column: int) -> bool:
        """False: a text file has no formulas."""
        return False

    def filled(self, first: int) -> Iterator[int]:
        """The rows from the first on."""
        return iter(range(first, self.height + 1))

    def read_on(self, columns: Collection[int] | None = None) -> None:
        """Nothing is left to read."""


class SheetGrid:
    """A sheet of a workbook: first its head, the rest when asked for."""

    def __init__(self, workbook: OpenWorkbook, title: str) -> None:
        self.title = title
        self.has_more_rows = False  # entries below the last row that is read
        self._workbook = workbook
        self._merged = _MergedCells(workbook.merged.get(title, ()))
        self._begin()

    def _begin(self) -> None:
        """Read the head; what was read before is forgotten."""
        with self._workbook.reading(self.title):
            self._source = self._workbook.contents.rows(self.title, MAX_COLUMNS)
            self._rows = dict(self._source.up_to(HEAD_ROWS))
        self._workbook.spend(self._rows.values(), in_heads=True)
        self._columns: Collection[int] | None = ()  # those read below the head; all of them when None

    @property
    def height(self) -> int:
        """The number of the last row read so far that holds something."""
        return max(self._rows, default=0)

    def filled(self, first: int) -> Iterator[int]:
        """The rows from the first on that hold something, or belong to merged cells."""
        last = self.height
        return iter(sorted(row for row in self._rows.keys() | self._merged.by_row.keys() if first <= row <= last))

    def width(self, row: int) -> int:
        """The number of the last column with an entry in a row; 0 for an empty row."""
        return max(self._rows.get(row, ()), default=0)

    def read_on(self, columns: Collection[int] | None = None) -> None:
        """Read the rows below the head as well, up to `MAX_ROWS`; of them only these columns, if any are given.

        What is asked for after fewer columns were read is read from the beginning.
        """
        if self._columns is None or (columns is not None and set(columns) <= set(self._columns)):
            return
        if self._columns:
            self._begin()
        self._columns = columns
        with self._workbook.reading(self.title):
            self._source.columns = None if columns is None else {*columns, *self._merged.first_columns}
            below = dict(self._source.up_to(MAX_ROWS))
            self._rows |= below
            self.has_more_rows = any(True for _ in self._source.up_to(LAST_ROW))
        self._workbook.spend(below.values())

    def cell(self, row: int, column: int) -> GridCell:
        """The cell, an empty one where there is none."""
        place = Place(self.title, f"{letters_of(column)}{row}")
        merged = self._merged_with(row, column) if row in self._merged.by_row else ""
        raw = self._raw(row, column)
        if raw is None:
            return GridCell(place, merged=merged)
        if raw.data_type != "f":
            return self._constant(place, raw, merged)
        formula = str(raw.value)
        if _PICTURE.match(formula):
            return GridCell(place, is_picture=True, merged=merged)
        if (logical := _LOGICAL.get(formula.upper())) is not None:
            return GridCell(place, logical, merged=merged)
        if raw.calculated is None or raw.calculated.value is None:
            return GridCell(place, formula=formula, merged=merged)
        shown = raw.calculated
        return self._constant(place, RawCell(shown.value, shown.data_type, shown.style), merged)  # no picture

    def is_void(self, row: int, column: int) -> bool:
        """True when nothing stands in the cell, and it is not one of merged cells."""
        return self._raw(row, column) is None and row not in self._merged.by_row

    def constant(self, row: int, column: int) -> str:
        """What was typed into the cell, as text; empty for a formula. Cheap: nothing is calculated."""
        raw = self._raw(row, column)
        return "" if raw is None or raw.data_type == "f" else clean(unescaped(str(raw.value)))

    def holds_formula(self, row: int, column: int) -> bool:
        """True when the cell holds a formula, whatever it gives."""
        raw = self._raw(row, column)
        return raw is not None and raw.data_type == "f"

    def _raw(self, row: int, column: int) -> RawCell | None:
        if row > HEAD_ROWS and self._columns is not None and column not in self._columns:
            self.read_on()
        return self._rows.get(row, _EMPTY).get(column)

    def _merged_with(self, row: int, column: int) -> str:
        """The merged range the cell belongs to, where it is not clear whose entry shows in it; else empty."""
        found = self._merged.over(row, column)
        if found is None:
            return ""
        if (found.row, found.column) == (row, column):
            return found.text if found.last_row > row else ""
        # a value below the first cell cannot be seen; the first one's may be meant for this cell
        is_filled = column in self._rows.get(row, ()) or found.column in self._rows.get(found.row, ())
        return found.text if is_filled else ""

    def _constant(self, place: Place, raw: RawCell, merged: str) -> GridCell:
        if raw.data_type == "e":  # Excel writes an error for the sake of programs that do not know its picture
            if raw.is_rich:
                return GridCell(place, is_picture=True, merged=merged)
            return GridCell(place, error=str(raw.value), merged=merged)
        value, is_percent = raw.value, False
        if isinstance(value, str):
            value = unescaped(value)
            if value.startswith("=") and _PICTURE.match(value):  # the formula left as a text
                return GridCell(place, is_picture=True, merged=merged)
        elif raw.style in self._workbook.contents.formats.shares:
            is_percent = isinstance(value, int | float)
        return GridCell(place, value, is_percent, merged=merged, day_zero=self._workbook.day_zero)


@dataclass(frozen=True, slots=True)
class _Merged:
    """Cells merged into one: the first, which holds what is seen, and the last row."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int


class _MergedCells:
    """The merged cells of a sheet, as far as its rows are read."""

    def __init__(self, ranges: Sequence[str]) -> None:
        self.first_columns: set[int] = set()  # of each range: what shows in it stands there
        self.by_row: dict[int, list[_Merged]] = {}  # those of each row that has some
        for match in filter(None, map(_RANGE.fullmatch, ranges)):
            columns = column_of(match[1]), column_of(match[3])
            merged = _Merged(match[0], int(match[2]), columns[0], int(match[4]), columns[1])
            self.first_columns.add(merged.column)
            for row in range(merged.row, min(merged.last_row, MAX_ROWS) + 1):
                self.by_row.setdefault(row, []).append(merged)

    def over(self, row: int, column: int) -> _Merged | None:
        """The merged cells this cell belongs to."""
        here = self.by_row.get(row, ())
        return next((merged for merged in here if merged.column <= column <= merged.last_column), None)


Grid = TextGrid | SheetGrid
"""Rows and columns of cells, both counted from 1 as people do."""


class OpenWorkbook:
    """A workbook that passed the gate, its sheets in the order of their tabs."""

    def __init__(self, path: Path, data: bytes = b"", *, quick: bool = False) -> None:
        """Admit and open the file at `path`, or the `data` that was read from it.

        `quick` reads its sheets without openpyxl, as far as they are written as programs usually write them.
        Raises `UnreadableFileError` when it is not a sound workbook.
        """
        self.package, self.merged = admit_workbook(path, data)
        self.path = path
        with self.reading():
            main = self.package.first_related("", "officeDocument")
            self.contents = (QuickContents if quick else Contents)(self.package, main)
        self.titles = self.contents.titles
        # what dates that are stored as numbers count from
        self.day_zero = _DAY_ZERO_1904 if self.contents.counts_from_1904 else _DAY_ZERO
        self._grids: dict[str, SheetGrid] = {}
        self._spent: Counter[str] = Counter()

    def spend(self, rows: Collection[Row], *, in_heads: bool = False) -> None:
        """Count what was read. Raises `UnreadableFileError` when it is more than any workbook of ours has."""
        texts = (cell.value for row in rows for cell in row.values() if isinstance(cell.value, str))
        characters = sum(map(len, texts))
        self._spent["characters"] += characters
        if in_heads:
            self._spent["head characters"] += characters
            self._spent["head cells"] += sum(map(len, rows))
        if (
            self._spent["characters"] > MAX_CHARACTERS
            or self._spent["head characters"] > MAX_HEAD_CHARACTERS
            or self._spent["head cells"] > MAX_HEAD_CELLS
        ):
            raise UnreadableFileError(
                f"'{self.path}' shows more text than a scoring workbook can need. "
                "Delete sheets and columns that do not belong to it."
            )

    @property
    def comments(self) -> tuple[str, ...]:
        """The texts of the comments on its cells; reading passes over them."""
        with self.reading():
            return tuple(self.contents.comments)

    def grid(self, title: str) -> SheetGrid:
        """The sheet of that title, as its tab shows it."""
        if title not in self._grids:
            self._grids[title] = SheetGrid(self, title)
        return self._grids[title]

    @contextmanager
    def reading(self, sheet: str = "") -> Iterator[None]:
        """Turn whatever openpyxl makes of a broken file, or of that sheet of it, into one plain sentence.

        No rubbish is collected meanwhile: elements come and go by the million, and never in circles.
        """
        collects = gc.isenabled()
        gc.disable()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions it does not know, which do not matter here
                yield
        except DisorderedSheetError as fault:
            raise UnreadableFileError(
                f"'{self.path}' is damaged: on its sheet '{sheet}', {fault}. {_REPAIR}."
            ) from fault
        except Exception as error:  # openpyxl lets through some ten kinds, from KeyError to zlib.error
            what = (str(error).splitlines() or [""])[0].rstrip(".")
            where = f"its sheet '{sheet}'" if sheet else "it"
            raise UnreadableFileError(
                f"'{self.path}' is damaged: {where} cannot be read ({type(error).__name__}: {what}). {_REPAIR}."
            ) from error
        finally:
            if collects:
                gc.enable()
