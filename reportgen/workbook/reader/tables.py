"""Tables and forms found by their words: sheets by title, columns by heading, fields by label, wherever they moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.common.column_letters import letters_of
from reportgen.common.diagnostics.problems import (
    DOUBLED_COLUMN,
    MISSING_COLUMN,
    MISSING_FIELD,
    TOO_MANY_ROWS,
    UNHEADED_COLUMN,
    UNLABELLED_ENTRY,
    Problem,
)
from reportgen.common.folding import did_you_mean, fold
from reportgen.common.model import Place
from reportgen.workbook.layout import CellKind, Column, Sheet
from reportgen.workbook.reader.grid import HEAD_ROWS, MAX_ROWS, Grid, GridCell, SheetGrid

NOT_READ = (CellKind.FIXED, CellKind.FORMULA)
"""Columns that are written by us, or calculated: nobody fills them in."""
ENTRY_WITHIN = 4  # columns right of its label that an entry may have moved


@dataclass(frozen=True)
class TableRow:
    """A row of a table: its cells by column key."""

    number: int
    table: FoundTable

    def __getitem__(self, key: str) -> GridCell:
        """The cell in that column; an empty one when the sheet does without it."""
        column = self.table.columns.get(key)
        if column is None:
            return GridCell(Place(self.table.grid.title))
        return self.table.grid.cell(self.number, column)

    def is_void(self, key: str) -> bool:
        """True when there is nothing to read in that column's cell: no entry, and no merged cells over it."""
        column = self.table.columns.get(key)
        return column is None or self.table.grid.is_void(self.number, column)

    def constant(self, key: str) -> str:
        """What was typed into the cell in that column, as text; empty for a formula."""
        column = self.table.columns.get(key)
        return "" if column is None else self.table.grid.constant(self.number, column)

    def holds_formula(self, key: str) -> bool:
        """True when the cell in that column holds a formula, whatever it gives."""
        column = self.table.columns.get(key)
        return column is not None and self.table.grid.holds_formula(self.number, column)

    def place(self, key: str) -> Place:
        """Where that column's cell stands; nothing is calculated."""
        return Place(self.table.grid.title, f"{letters_of(self.table.columns[key])}{self.number}")

    def has_entry(self, keys: Iterable[str]) -> bool:
        """True when one of these cells is not blank."""
        return any(not self[key].is_blank for key in keys)


@dataclass(frozen=True)
class FoundTable:
    """A table found on a sheet."""

    grid: Grid
    header_row: int
    columns: Mapping[str, int]  # number of each column found, by key
    entered: Collection[int]  # numbers of those that people fill in or rows are found by

    def __iter__(self) -> Iterator[TableRow]:
        self.grid.read_on(self.entered)
        for number in self.grid.filled(self.header_row + 1):
            yield TableRow(number, self)

    def heading(self, key: str) -> Place:
        """The cell of a column's heading."""
        return self.grid.cell(self.header_row, self.columns[key]).place


@dataclass(frozen=True)
class _Headings:
    """A row that may head a table: the columns it names, by folded heading."""

    row: int
    found: Mapping[str, tuple[int, ...]]

    def count(self, wanted: Iterable[str]) -> int:
        """How many of the wanted headings it has."""
        return sum(heading in self.found for heading in wanted)


def find_table(grid: Grid, sheet: Sheet, problems: list[Problem]) -> FoundTable | None:
    """The table of `sheet` on `grid`; None, with every missing or doubled column reported, when it is not there.

    A column that the sheet can do without counts as missing when another heading looks like its own, changed.
    """
    wanted = {fold(column.header): column for column in sheet.columns if column.header}
    headings = _best_row(grid, wanted, [fold(column.header) for column in sheet.columns if column.required])
    found: list[Problem] = []
    for key, column in wanted.items():
        if key in headings.found or not (column.required or column.kind not in NOT_READ):
            continue
        hint = _near_heading(grid, headings, key)
        if column.required or hint:
            found.append(MISSING_COLUMN.at(_place_of(grid, headings), column=column.header, hint=hint))
    for key, column in wanted.items():
        numbers = headings.found.get(key, ())
        if len(numbers) > 1 and (column.required or column.kind not in NOT_READ):
            first, second = (grid.cell(headings.row, number).place.cell for number in numbers[:2])
            place = Place(grid.title, second)
            found.append(DOUBLED_COLUMN.at(place, column=column.header, first=first, second=second))
    problems += found
    if found:
        return None
    columns = {column.key: headings.found[key][0] for key, column in wanted.items() if key in headings.found}
    entered = [columns[c.key] for c in sheet.columns if c.key in columns and (c.required or c.kind not in NOT_READ)]
    problems += _unheaded(grid, headings.row, columns, entered, sheet)
    return FoundTable(grid, headings.row, columns, entered)


def _unheaded(
    grid: Grid, header_row: int, columns: Mapping[str, int], entered: Collection[int], sheet: Sheet
) -> Iterator[Problem]:
    """A problem for each column that is not there while one without a heading has entries where it would stand."""
    places: dict[int, Column] = {}
    last = 0
    for column in sheet.columns:
        if column.key in columns:
            last = columns[column.key]
        elif column.header and column.kind not in NOT_READ and not grid.constant(header_row, last + 1):
            last += 1
            places[last] = column
    if places:
        grid.read_on({*entered, *places})
    for number, column in places.items():
        texts = (grid.constant(row, number) for row in grid.filled(header_row + 1))
        if any(text and fold(text) != fold(column.help) for text in texts):
            place = Place(grid.title, f"{letters_of(number)}{header_row}")
            yield UNHEADED_COLUMN.at(place, column=column.header)


def is_headed(grid: Grid, columns: Sequence[Column]) -> bool:
    """True when a row of the sheet's head has all these headings."""
    wanted = [fold(column.header) for column in columns]
    return _best_row(grid, wanted, wanted).count(wanted) == len(wanted)


def _best_row(grid: Grid, wanted: Iterable[str], required: Sequence[str]) -> _Headings:
    """The row with most of the wanted headings, the first of equals; an early one with all required is enough."""
    wanted = frozenset(wanted)
    best = _Headings(0, {})
    for row in range(1, min(grid.height, HEAD_ROWS) + 1):
        numbers: dict[str, tuple[int, ...]] = {}
        for column in range(1, grid.width(row) + 1):
            if (key := fold(grid.constant(row, column))) in wanted:
                numbers[key] = (*numbers.get(key, ()), column)
        headings = _Headings(row, numbers)
        if all(heading in numbers for heading in required):
            return headings
        if headings.count(wanted) > best.count(wanted):
            best = headings
    return best


def _place_of(grid: Grid, headings: _Headings) -> Place:
    """Where a heading is missing: the first heading that is there, else the sheet."""
    numbers = [numbers[0] for numbers in headings.found.values()]
    return grid.cell(headings.row, min(numbers)).place if numbers else Place(grid.title)


def _near_heading(grid: Grid, headings: _Headings, wanted: str) -> str:
    """A sentence naming the heading of that row that may be the missing one, changed."""
    if not headings.found:
        return ""
    texts = (grid.constant(headings.row, column) for column in range(1, grid.width(headings.row) + 1))
    others = [text for text in texts if text and fold(text) not in headings.found]
    return did_you_mean(wanted, others).replace("Did you mean", "Is it the one headed")


def report_overflow(grid: SheetGrid, problems: list[Problem]) -> None:
    """Report entries below the last row that is read."""
    if grid.has_more_rows:
        problems.append(TOO_MANY_ROWS.at(Place(grid.title), value=f"{MAX_ROWS:,}"))


# -------------------------------------------------------------------------------------------------------- forms


def read_form(grid: Grid, sheet: Sheet, problems: list[Problem]) -> dict[str, GridCell]:
    """The entry of each field of a form, by key: the cell right of its label.

    Reports required fields not found, and others when another label looks like theirs, changed. An entry may have moved
    away from its label, but not beyond the field's help.
    """
    labels = {fold(column.header): column for column in sheet.columns}
    found: dict[str, GridCell] = {}
    rows: dict[str, tuple[int, int]] = {}  # of the labels, and their columns
    others: list[str] = []
    for row in range(1, min(grid.height, HEAD_ROWS) + 1):
        for column in range(1, grid.width(row) + 1):
            text = grid.constant(row, column)
            field = labels.get(fold(text))
            if field is not None and field.key not in found:
                found[field.key] = _entry_of(grid, row, column, field.helps)
                rows[field.key] = row, column
            elif text and column == 1:
                others.append(text)
    for field in sheet.columns:
        if field.key in found:
            continue
        hint = did_you_mean(field.header, others).replace("Did you mean", "Is it the one named")
        if field.required or hint:
            problems.append(MISSING_FIELD.at(Place(grid.title), field=field.header, hint=hint))
    problems += _unlabelled(grid, sheet, rows)
    return found


def _unlabelled(grid: Grid, sheet: Sheet, rows: Mapping[str, tuple[int, int]]) -> Iterator[Problem]:
    """A problem for each field that is not there while an entry without a label stands where it would."""
    last: tuple[int, int] | None = None
    for field in sheet.columns:
        if field.key in rows:
            last = rows[field.key]
        elif last and not grid.constant(last[0] + 1, last[1]):
            last = last[0] + 1, last[1]
            entry = _entry_of(grid, *last, field.helps)
            if not field.required and not entry.is_blank and fold(entry.text) not in map(fold, field.helps):
                yield UNLABELLED_ENTRY.at(entry.place, field=field.header)


def _entry_of(grid: Grid, row: int, label: int, helps: Collection[str]) -> GridCell:
    helping = set(map(fold, helps))
    for column in range(label + 1, label + ENTRY_WITHIN + 1):
        cell = grid.cell(row, column)
        if cell.text and fold(cell.text) in helping:
            break
        if not cell.is_blank:
            return cell
    return grid.cell(row, label + 1)


def find_label(grid: Grid, label: str, help_text: str = "") -> GridCell | None:
    """The entry right of the first cell with that label, but not beyond the help; None when no cell has the label."""
    key = fold(label)
    for row in range(1, min(grid.height, HEAD_ROWS) + 1):
        for column in range(1, grid.width(row) + 1):
            if fold(grid.constant(row, column)) == key:
                return _entry_of(grid, row, column, (help_text,))
    return None
