"""A sheet as a grid of cells that know their address; the only place where reading meets openpyxl.

openpyxl is asked for formulas, not values: an entry is a constant in nearly every cell, and a formula without a
calculated value then shows as what it is, instead of as an empty cell. Only a sheet that has a formula where an entry
belongs is read a second time, for its values.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reportgen.exceptions import UnreadableFileError
from reportgen.folding import clean, unescaped
from reportgen.model import Place
from reportgen.workbook.gate import admit
from reportgen.workbook.package import DAMAGED

HEAD_ROWS = 60
"""Titles, help and headings stand in so many rows, with room for the assessors' own rows above."""
MAX_ROWS = 20_000
"""Rows read of a sheet; twenty times a thousand questions."""
MAX_COLUMNS = 1_000
"""Columns looked at; cells further right are no part of any table of ours."""

CellValue = str | int | float | bool | datetime | date | time | timedelta | None

_EXCEL_ROWS = 1_048_576  # a row number beyond it is made up, and would be counted up to

_DAY_ZERO = date(1899, 12, 30)  # serial 0; right for every date from March 1900 on
_DAY_ZERO_1904 = date(1904, 1, 1)
_LOGICAL = {"=TRUE()": True, "=FALSE()": False}  # LibreOffice saves yes and no typed as TRUE and FALSE like this
_LITERAL = re.compile(r'"[^"]*"|\\.')  # in a number format: '0" %"' only writes a sign behind the number
_RANGE = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_LONGEST_FORMAT = 255  # characters of a number format in Excel


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds and where it stands."""

    place: Place
    value: CellValue = None
    is_percent: bool = False  # the number is shown as a percentage
    error: str = ""  # "#REF!", when the cell shows an error
    formula: str = ""  # the formula, when it has no calculated value
    merged: str = ""  # "D5:D7", when an entry there may be meant for other cells, or one elsewhere for this one
    day_zero: date = _DAY_ZERO  # what a date stored as a number counts from

    @property
    def text(self) -> str:
        """Its text, cleaned; empty when it holds no text."""
        return clean(self.value) if isinstance(self.value, str) else ""

    @property
    def is_blank(self) -> bool:
        """True when it holds nothing that can be seen; a blank is no entry."""
        return not (self.error or self.formula) and (self.value is None or self.value == "" or self._is_blank_text)

    @property
    def is_empty(self) -> bool:
        """True when it is blank, and no entry of other cells lies over it."""
        return self.is_blank and not self.merged

    @property
    def _is_blank_text(self) -> bool:
        return isinstance(self.value, str) and not self.text


class Grid(Protocol):
    """Rows and columns of cells, both counted from 1 as people do."""

    @property
    def title(self) -> str:
        """The sheet as its tab shows it."""

    @property
    def height(self) -> int:
        """The number of rows read so far."""

    def width(self, row: int) -> int:
        """The number of cells in a row."""

    def cell(self, row: int, column: int) -> Cell:
        """The cell, an empty one where there is none."""

    def constant(self, row: int, column: int) -> str:
        """What was typed into the cell, as text; empty for a formula. Cheap: nothing is calculated."""

    def holds_formula(self, row: int, column: int) -> bool:
        """True when the cell holds a formula, whatever it gives."""

    def read_on(self) -> None:
        """Read the rows below the head as well."""


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

    def cell(self, row: int, column: int) -> Cell:
        """The cell, an empty one where there is none."""
        place = Place(self.title, f"{get_column_letter(column)}{row}")
        return Cell(place, self._rows[row - 1][column - 1] if column <= self.width(row) else None)

    def constant(self, row: int, column: int) -> str:
        """The text of the cell."""
        return clean(self._rows[row - 1][column - 1]) if column <= self.width(row) else ""

    def holds_formula(self, row: int, column: int) -> bool:
        """False: a text file has no formulas."""
        return False

    def read_on(self) -> None:
        """Nothing is left to read."""


class SheetGrid:
    """A sheet of a workbook: first its head, the rest when asked for."""

    def __init__(self, workbook: OpenWorkbook, title: str) -> None:
        self.title = title
        self._workbook = workbook
        self._source = workbook.rows(title)
        self._rows = self._take(HEAD_ROWS)
        self.has_more_rows = False  # entries below the last row that is read
        self._merged = _MergedCells(workbook.merged.get(title, ()))

    def _take(self, count: int) -> list[tuple[Any, ...]]:
        with self._workbook.reading(self.title):
            return [row[:MAX_COLUMNS] for row in islice(self._source, count)]

    @property
    def height(self) -> int:
        """The number of rows read so far."""
        return len(self._rows)

    def width(self, row: int) -> int:
        """The number of cells in a row."""
        return len(self._rows[row - 1])

    def read_on(self) -> None:
        """Read the rows below the head as well, up to `MAX_ROWS`."""
        self._rows += self._take(MAX_ROWS - self.height)
        with self._workbook.reading(self.title):
            below = islice(self._source, _EXCEL_ROWS)
            self.has_more_rows = any(cell.value is not None for row in below for cell in row)

    def cell(self, row: int, column: int) -> Cell:
        """The cell, an empty one where there is none."""
        address = f"{get_column_letter(column)}{row}"
        place = Place(self.title, address)
        merged = self._merged_with(row, column)
        if column > self.width(row) or (raw := self._rows[row - 1][column - 1]).value is None:
            return Cell(place, merged=merged)
        if raw.data_type != "f":
            return self._constant(place, raw, merged)
        formula = str(getattr(raw.value, "text", raw.value))
        if (logical := _LOGICAL.get(formula.upper())) is not None:
            return Cell(place, logical, merged=merged)
        calculated = self._calculated(row, column)
        if calculated is None or calculated.value is None:
            return Cell(place, formula=formula, merged=merged)
        return self._constant(place, calculated, merged)

    def constant(self, row: int, column: int) -> str:
        """What was typed into the cell, as text; empty for a formula. Cheap: nothing is calculated."""
        raw = self._rows[row - 1][column - 1] if column <= self.width(row) else None
        if raw is None or raw.value is None or raw.data_type == "f":
            return ""
        return clean(unescaped(str(raw.value)))

    def holds_formula(self, row: int, column: int) -> bool:
        """True when the cell holds a formula, whatever it gives."""
        if column > self.width(row):
            return False
        raw = self._rows[row - 1][column - 1]
        return raw.value is not None and raw.data_type == "f"

    def _merged_with(self, row: int, column: int) -> str:
        """The merged range the cell belongs to, where it is not clear whose entry shows in it; else empty."""
        found = self._merged.over(row, column)
        if found is None:
            return ""
        if (found.row, found.column) == (row, column):
            return found.text if found.last_row > row else ""
        # a value below the first cell cannot be seen; the first one's may be meant for this cell
        hidden, shown = self._value(row, column), self._value(found.row, found.column)
        return found.text if hidden is not None or shown is not None else ""

    def _value(self, row: int, column: int) -> Any:
        return self._rows[row - 1][column - 1].value if column <= self.width(row) else None

    def _constant(self, place: Place, raw: Any, merged: str) -> Cell:
        if raw.data_type == "e":
            return Cell(place, error=str(raw.value), merged=merged)
        value = unescaped(raw.value) if isinstance(raw.value, str) else raw.value
        is_percent = isinstance(value, int | float) and self._shows_percent(raw)
        return Cell(place, value, is_percent, merged=merged, day_zero=self._workbook.day_zero)

    def _shows_percent(self, raw: Any) -> bool:
        with self._workbook.reading(self.title):
            try:
                shown_as = raw.number_format or ""
            except IndexError:  # a style that is not there, or no styles at all
                return False
            return "%" in _LITERAL.sub("", shown_as[:_LONGEST_FORMAT])

    def _calculated(self, row: int, column: int) -> Any:
        """The cell as it was last calculated; None when there is none."""
        cells = self._workbook.calculated_rows(self.title)
        return cells[row - 1][column - 1] if row <= len(cells) and column <= len(cells[row - 1]) else None


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
        self._by_row: dict[int, list[_Merged]] = {}
        for match in filter(None, map(_RANGE.fullmatch, ranges)):
            columns = column_index_from_string(match[1]), column_index_from_string(match[3])
            merged = _Merged(match[0], int(match[2]), columns[0], int(match[4]), columns[1])
            for row in range(merged.row, min(merged.last_row, MAX_ROWS) + 1):
                self._by_row.setdefault(row, []).append(merged)

    def over(self, row: int, column: int) -> _Merged | None:
        """The merged cells this cell belongs to."""
        here = self._by_row.get(row)
        if here is None:
            return None
        return next((merged for merged in here if merged.column <= column <= merged.last_column), None)


class OpenWorkbook:
    """A workbook that passed the gate, its sheets in the order of their tabs."""

    def __init__(self, path: Path) -> None:
        """Admit and open the file at `path`. Raises `UnreadableFileError` when it is not a sound workbook."""
        package = admit(path)
        self.path = path
        self._data = package.data
        self.merged: Mapping[str, tuple[str, ...]] = package.merged
        with self.reading():
            # links to other workbooks are never followed
            self._formulas = load_workbook(io.BytesIO(self._data), read_only=True, keep_links=False)
            self.titles: tuple[str, ...] = tuple(sheet.title for sheet in self._formulas.worksheets)
        self._grids: dict[str, SheetGrid] = {}
        self._calculated: dict[str, list[tuple[Any, ...]]] = {}

    @property
    def day_zero(self) -> date:
        """What a date stored as a number counts from."""
        return _DAY_ZERO_1904 if self._formulas.epoch == CALENDAR_MAC_1904 else _DAY_ZERO

    @property
    def has_comments(self) -> bool:
        """True when some cell has a comment; reading passes over them."""
        with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
            return any("comment" in name.lower() for name in archive.namelist())

    def grid(self, title: str) -> SheetGrid:
        """The sheet of that title, as its tab shows it."""
        if title not in self._grids:
            self._grids[title] = SheetGrid(self, title)
        return self._grids[title]

    def rows(self, title: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a sheet, formulas as formulas."""
        return _rows_of(self._formulas, title)

    def calculated_rows(self, title: str) -> list[tuple[Any, ...]]:
        """The rows of a sheet, formulas as their values."""
        if title not in self._calculated:
            with self.reading(title):
                rows = _rows_of(self._values, title)
                self._calculated[title] = [row[:MAX_COLUMNS] for row in islice(rows, MAX_ROWS)]
        return self._calculated[title]

    @cached_property
    def _values(self) -> Any:
        return load_workbook(io.BytesIO(self._data), read_only=True, keep_links=False, data_only=True)

    @contextmanager
    def reading(self, sheet: str = "") -> Iterator[None]:
        """Turn whatever openpyxl makes of a broken file, or of that sheet of it, into one plain sentence."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions it does not know, which do not matter here
                yield
        except Exception as error:  # openpyxl lets through some ten kinds, from KeyError to zlib.error
            what = (str(error).splitlines() or [""])[0].rstrip(".")
            where = f"its sheet '{sheet}'" if sheet else "it"
            raise UnreadableFileError(
                f"'{self.path}' is damaged: {where} cannot be read ({type(error).__name__}: {what}). {DAMAGED}."
            ) from error


def _rows_of(workbook: Any, title: str) -> Iterator[tuple[Any, ...]]:
    sheet = workbook[title]
    sheet.reset_dimensions()  # other programs write wrong ones, and rows beyond them would be lost
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows()
    return rows
