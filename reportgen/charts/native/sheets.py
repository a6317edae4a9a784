"""What stands in the cells of an editable chart: the sheet people edit, and the sheet the bars are drawn from.

"Data" holds the rows as printed. "Plot" holds, by formulas over "Data", a row for each bar: the score, below it the
peers, and an empty one for distance. A stacked bar wants lengths, so the peers are an invisible bar up to their figure
nearest to zero and then the differences from one figure to the next. What lies below zero is stacked to the left of
it, the nearest first: there each difference is a series of its own. All figures are numbers as printed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reportgen.charts.kinds import AxisRange, PositionChart, PositionRow
from reportgen.common.method import BAND_ENDS
from reportgen.common.rounding import MOST_DECIMALS, rounded_to
from reportgen.office.package import CONTENT_TYPES, Package, zipped

DATA, PLOT = "Data", "Plot"
_FIRST_ROW = 2  # on both sheets, as Excel counts
_MARK = Fraction(1, 100)  # of the scale: length of the mark of a target, or of a median that stands alone
_ZERO = Decimal(0)
_SAYS_TARGET = "Target "
_LINE, _LONGEST = 38, 105  # characters of a name that fill one line of its label, and three


@dataclass(frozen=True, slots=True)
class CachedCell:
    """A cell as it is cached; `formula` without equals sign, empty for a plain value."""

    value: str | Decimal
    formula: str = ""


class SeriesPart(Enum):
    """The series of the chart, by what they show, in the order of the stack; the value is the name in the key."""

    # A series without a name would get one from Word; to take it out of the key by `c:legendEntry` makes LibreOffice
    # take out another one. So the invisible series is named with one space.
    OFFSET = " "
    SCORE = "Own score"
    LOW = f"{BAND_ENDS[0]} % of peers to lower quartile"
    LOWER = "Lower quartile to median"
    UPPER = "Median to upper quartile"
    HIGH = f"Upper quartile to {BAND_ENDS[1]} % of peers"
    MEDIAN = "Peer median"
    TARGET = "Target"
    # the same below zero, from there outwards
    MEDIAN_BELOW = f"{MEDIAN}, below zero"
    TARGET_BELOW = f"{TARGET}, below zero"
    HIGH_BELOW = f"{HIGH}, below zero"
    UPPER_BELOW = f"{UPPER}, below zero"
    LOWER_BELOW = f"{LOWER}, below zero"
    LOW_BELOW = f"{LOW}, below zero"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column of "Data", and the column's width in characters."""

    title: str
    width: int = 13


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one colour: a column of "Plot"."""

    part: SeriesPart
    cells: tuple[CachedCell | None, ...]


@dataclass(frozen=True, slots=True)
class ChartSheets:
    """Both sheets, how many rows of "Plot" make an entry, and the scale of the scores."""

    heads: tuple[Head, ...]  # of "Data"
    data: tuple[tuple[CachedCell | None, ...], ...]
    labels: tuple[CachedCell | None, ...]  # first column of "Plot"
    series: tuple[Series, ...]  # its further columns
    bars: int  # 3: score, peers, target or distance; 1 where there is nothing but scores
    axis: AxisRange
    decimals: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of "Data": its head, and what a row has there."""

    head: Head
    value: Callable[[PositionRow], str | Decimal | None]


_NAME = _Column(Head("Name", 40), lambda row: _own_text(row.title))
_SCORE = _Column(Head("Score"), lambda row: row.score)
_POSITION = _Column(Head("Position among peers", 36), lambda row: _own_text(_position(row)) or None)
_LOWEST = _Column(Head(f"Peers: {BAND_ENDS[0]} %"), lambda row: row.band[0] if row.band else None)
_LOWER = _Column(Head("Peers: lower quartile"), lambda row: row.middle_half[0] if row.middle_half else None)
_MEDIAN = _Column(Head("Peers: median"), lambda row: row.median)
_UPPER = _Column(Head("Peers: upper quartile"), lambda row: row.middle_half[1] if row.middle_half else None)
_TARGET = _Column(Head("Target"), lambda row: row.target)
_HIGHEST = _Column(Head(f"Peers: {BAND_ENDS[1]} %"), lambda row: row.band[1] if row.band else None)

_LENGTHS = {  # of a part of the peers: from which figure to which
    SeriesPart.LOW: (_LOWEST, _LOWER),
    SeriesPart.LOWER: (_LOWER, _MEDIAN),
    SeriesPart.UPPER: (_MEDIAN, _UPPER),
    SeriesPart.HIGH: (_UPPER, _HIGHEST),
}
_BELOW_ZERO = {
    SeriesPart.LOW_BELOW: SeriesPart.LOW,
    SeriesPart.LOWER_BELOW: SeriesPart.LOWER,
    SeriesPart.UPPER_BELOW: SeriesPart.UPPER,
    SeriesPart.HIGH_BELOW: SeriesPart.HIGH,
    SeriesPart.MEDIAN_BELOW: SeriesPart.MEDIAN,
    SeriesPart.TARGET_BELOW: SeriesPart.TARGET,
}


def plan_of(chart: PositionChart) -> ChartSheets:
    """The cells of both sheets. A figure that no row may show has no column, and no series."""
    rows = chart.rows
    told = chart.is_compared or any(row.score is None for row in rows)
    has_target = any(row.target is not None for row in rows)
    peers = (_LOWEST, _LOWER, _MEDIAN, _UPPER, _HIGHEST)
    wanted = (_NAME, _SCORE, _TARGET, _POSITION, *peers) if told else (_NAME, _SCORE, _TARGET)
    columns = [column for column in wanted if column is _SCORE or any(column.value(row) is not None for row in rows)]
    entries = [_Entry(row, number, columns, chart.axis) for number, row in enumerate(rows, start=_FIRST_ROW)]
    bars = 3 if told or has_target else 1
    spare = 1 if bars > 1 and not has_target else 0  # the last row needs no distance below it
    return ChartSheets(
        heads=tuple(column.head for column in columns),
        data=tuple(tuple(_plain(column.value(row)) for column in columns) for row in rows),
        labels=_down((entry.labels(chart.decimals, told=told)[:bars] for entry in entries), bars, spare),
        series=tuple(_series(entries, bars, spare, chart.axis)),
        bars=bars,
        axis=chart.axis,
        decimals=chart.decimals,
    )


def _series(entries: Sequence[_Entry], bars: int, spare: int, axis: AxisRange) -> Iterator[Series]:
    """The score, and whatever else there is anything to show of; a length of nothing shows nothing."""
    for part in SeriesPart:
        cells = _down((entry.bars_of(part) for entry in entries), bars, spare)
        shown = any(cells) if axis.lowest >= 0 else any(cell.value for cell in cells if cell)
        if part is SeriesPart.SCORE or shown:
            yield Series(part, cells)


def _down(entries: Iterable[Sequence[CachedCell | None]], bars: int, spare: int) -> tuple[CachedCell | None, ...]:
    """A column of "Plot" from the cells of each entry, filled up to its bars, without those to spare at its end."""
    column = [cell for cells in entries for cell in (*cells, *[None] * (bars - len(cells)))]
    return tuple(column[: len(column) - spare])


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the bar of the peers: where it begins and ends, by value and by formula, and its length."""

    start: Decimal
    end: Decimal
    start_formula: str
    end_formula: str
    length: CachedCell

    @property
    def above_zero(self) -> CachedCell:
        """What of it lies above zero."""
        formula = f"MAX(0,{self.end_formula})-MAX(0,{self.start_formula})"
        return CachedCell(max(_ZERO, self.end) - max(_ZERO, self.start), formula)

    @property
    def below_zero(self) -> CachedCell:
        """What of it lies below zero, as a negative length."""
        formula = f"MIN(0,{self.start_formula})-MIN(0,{self.end_formula})"
        return CachedCell(min(_ZERO, self.start) - min(_ZERO, self.end), formula)


def axis_number(value: Fraction) -> Decimal:
    """A number of the scale as a cell holds it: without zeros at its end."""
    return Decimal(format(rounded_to(value, MOST_DECIMALS).normalize(), "f"))


class _Entry:
    """A row of the chart, and of "Data"."""

    def __init__(self, row: PositionRow, number: int, columns: Sequence[_Column], axis: AxisRange) -> None:
        self._row = row
        self._axis = axis
        self._number = number
        self._columns = columns

    def labels(self, decimals: int, *, told: bool) -> tuple[CachedCell | None, ...]:
        """The name, the position in words, and the target; a name of several lines needs the room of all."""
        name = str(_NAME.value(self._row))
        if len(name) > _LONGEST:
            return (CachedCell(f"{name[:_LONGEST]}…"),)
        if len(name) > _LINE:
            return (self._text(_NAME),)
        return self._text(_NAME), self._text(_POSITION) if told else None, self._target_label(decimals)

    def _target_label(self, decimals: int) -> CachedCell | None:
        if self._row.target is None:
            return None
        return CachedCell(
            f"{_SAYS_TARGET}{self._row.target}", f'"{_SAYS_TARGET}"&FIXED({self._place(_TARGET)},{decimals},TRUE)'
        )

    def bars_of(self, part: SeriesPart) -> tuple[CachedCell | None, ...]:
        """What the entry adds to a series: in the row of its score, in that of its peers, and in that of its target."""
        if part is SeriesPart.SCORE:
            return (self._same(_SCORE),)
        of_peers = self._of(part, self._stretches()) if self._row.is_compared else None
        mark = None if self._row.target is None else {SeriesPart.TARGET: self._mark(_TARGET, self._row.target)}
        return (None, of_peers, self._of(part, mark) if mark else None) if of_peers or mark else ()

    def _of(self, part: SeriesPart, stretches: Mapping[SeriesPart, _Stretch]) -> CachedCell | None:
        if part is SeriesPart.OFFSET:
            return self._offset(*stretches.values())
        stretch = stretches.get(_BELOW_ZERO.get(part, part))
        if stretch is None or self._axis.lowest >= 0:
            return stretch.length if stretch and part not in _BELOW_ZERO else None
        return stretch.below_zero if part in _BELOW_ZERO else stretch.above_zero

    def _stretches(self) -> dict[SeriesPart, _Stretch]:
        """The parts of the bar of the peers, from left to right; a mark where there is no bar to see."""
        ends = self._row.band or self._row.middle_half
        if ends is None or ends[0] == ends[1]:
            return {SeriesPart.MEDIAN: self._mark(_MEDIAN, self._row.median or Decimal(0))}
        found = {part: self._stretch(*columns) for part, columns in _LENGTHS.items()}
        return {part: stretch for part, stretch in found.items() if stretch}

    def _mark(self, column: _Column, value: Decimal) -> _Stretch:
        """The mark begins at its value, and does not run over the end of the axis."""
        length = axis_number(self._axis.span * _MARK)
        latest = axis_number(self._axis.highest) - length
        start = min(value, latest)
        formula = f"MIN({self._place(column)},{latest})"
        return _Stretch(start, start + length, formula, f"{formula}+{length}", CachedCell(length))

    def _stretch(self, low: _Column, high: _Column) -> _Stretch | None:
        start, end = low.value(self._row), high.value(self._row)
        if not isinstance(start, Decimal) or not isinstance(end, Decimal):
            return None
        first, last = self._place(low), self._place(high)
        return _Stretch(start, end, first, last, CachedCell(end - start, f"{last}-{first}"))

    def _offset(self, first: _Stretch, *others: _Stretch) -> CachedCell:
        """From zero to where the bar begins: at its lowest figure, or at its highest where that is below zero."""
        if self._axis.lowest >= 0:
            return CachedCell(first.start, first.start_formula)
        last = others[-1] if others else first
        formula = f"MAX(0,{first.start_formula})+MIN(0,{last.end_formula})"
        return CachedCell(max(_ZERO, first.start) + min(_ZERO, last.end), formula)

    def _same(self, column: _Column) -> CachedCell | None:
        value = column.value(self._row)
        return None if value is None else CachedCell(value, self._place(column))

    def _text(self, column: _Column) -> CachedCell | None:
        """A text of "Data"; what reads like an error value is repeated, for a formula with that result has failed."""
        cell = self._same(column)
        return CachedCell(cell.value) if cell and str(cell.value).startswith("#") else cell

    def _place(self, column: _Column) -> str:
        return f"{DATA}!${'ABCDEFGHI'[self._columns.index(column)]}${self._number}"


def _position(row: PositionRow) -> str:
    """The position in words with the median and the number of peers, or why there is none."""
    return f"{row.words} · {row.detail}" if row.has_position and row.detail else row.words


def _plain(value: str | Decimal | None) -> CachedCell | None:
    return None if value is None else CachedCell(value)


def _own_text(text: str) -> str:
    """The text; one that XlsxWriter would take for XML ready to be written begins with a space."""
    return f" {text}" if text.startswith("<r>") else text


# --------------------------------------------------------------------------------------------------------- the workbook

_MADE = datetime(1980, 1, 1)  # the same in every workbook: equal charts give equal bytes
_LABELS = Head("", 40)  # of "Plot"
_ADVICE = "Change names and figures here: the chart follows. The sheet Plot only works out the lengths of its bars."


def workbook(plan: ChartSheets) -> bytes:
    """Both sheets as an .xlsx file, every formula with its value."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"quote_prefix": True})  # a name that begins like a formula stays text when it is edited
    data = book.add_worksheet(DATA)
    printed = book.add_format({"num_format": number_format(plan.decimals)}) if plan.decimals else None
    _fill(data, plan.heads, plan.data, bold, text, printed)
    data.write_string(len(plan.data) + 2, 0, _ADVICE)
    plot = book.add_worksheet(PLOT)
    heads = (_LABELS, *(Head(series.part.value) for series in plan.series))
    rows = tuple(zip(plan.labels, *(series.cells for series in plan.series), strict=True))
    _fill(plot, heads, rows, bold, text, printed)
    book.close()
    return zipped(Package.opened(target.getvalue()), first=(CONTENT_TYPES,))  # XlsxWriter notes the system it runs on


def number_format(decimals: int) -> str:
    """How Word and Excel print a score."""
    return f"{0:.{decimals}f}"


def _fill(
    sheet: Worksheet,
    heads: Sequence[Head],
    rows: Sequence[Sequence[CachedCell | None]],
    bold: Format,
    text: Format,
    printed: Format | None,
) -> None:
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
        if head.title:
            sheet.write_string(0, column, head.title, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell is not None:
                _write(sheet, number, column, cell, text, printed)
    sheet.freeze_panes(1, 1)


def _write(sheet: Worksheet, row: int, column: int, cell: CachedCell, text: Format, printed: Format | None) -> None:
    if cell.formula:
        shown = None if isinstance(cell.value, str) else printed
        sheet.write_formula(row, column, cell.formula, shown, cell.value)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, text)
    else:
        sheet.write_number(row, column, cell.value, printed)
