"""Drawing of the scores that the levels give each element, on one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    LEADING,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    draw_guides,
    draw_key,
    key_lines,
)
from reportgen.charts.drawing.typesetting import Fitted, fit
from reportgen.charts.kinds import LevelChart, ProfileRow
from reportgen.charts.theme import (
    EDGE_MM,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MIDDLE_HALF,
    SMALL_PT,
    WHITE,
    Face,
    Palette,
)
from reportgen.common.rounding import printed_number

_LABEL_PT = 8.6
_LABEL_MM = LABEL_MM + GAP_MM
_WORDS_PT = 8.4
_WORDS_MM = 26.0
_ROW_MM = 6.4
_DENSE_ROW_MM, _TWO_LINES_MM = 4.8, 5.6  # with many rows; where a name takes two lines
_HEADING_MM = 4.4
_FEW_ROWS = 12


@dataclass(frozen=True, slots=True)
class _Mark:
    shape: str
    size_pt: float
    fill: str
    edge: str
    edge_pt: float = 1.1

    def draw(self, sheet: Canvas, x: float, y: float, name: str = "") -> None:
        sheet.mark(x, y, self.shape, self.size_pt, self.fill, edge=self.edge, edge_pt=self.edge_pt, name=name)


def _many_marks(palette: Palette) -> tuple[_Mark, ...]:
    """Each later mark is smaller, so that equal figures show as marks inside each other."""
    return (
        _Mark("o", 8.8, WHITE, palette.ink),
        _Mark("s", 6.0, palette.client_mid, palette.client_edge, 0.8),
        _Mark("D", 5.2, palette.client, WHITE, 0.8),
        _Mark("^", 4.0, palette.muted, palette.ink, 0.5),
        _Mark("v", 3.6, WHITE, palette.client, 0.5),
    )


def _level_marks(palette: Palette) -> tuple[_Mark, ...]:
    return _Mark("o", 8.6, WHITE, palette.ink), _Mark("o", 6.8, palette.client, WHITE, 0.9)


def level_sheet(chart: LevelChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    axis = Axis(_LABEL_MM + 6, chart.width_mm - _WORDS_MM, chart.axis)
    marks = _marks(chart, palette)
    entries = [_entry(words, mark) for words, mark in zip(chart.series, marks, strict=True)]
    key = key_lines(entries if len(entries) > 1 else (), chart.width_mm)  # a lone mark is named by its column
    key_left = (
        axis.left
        if len(key) == 1 and axis.left + sum(entry.width_mm + 4.2 for entry in key[0]) < chart.width_mm
        else EDGE_MM
    )
    row_height = _row_height(chart)
    top = header.height_mm + 5.0 + len(key) * KEY_LINE_MM
    headings = _with_headings(chart)
    bottom = top + len(chart.rows) * row_height + sum(map(bool, headings)) * _HEADING_MM
    sheet = Canvas(chart.width_mm, bottom + 1.5, palette)
    header.draw(sheet)
    draw_key(sheet, key, key_left, header.height_mm + 1.6)
    draw_guides(sheet, axis, chart.axis, top, bottom)
    sheet.text(sheet.width_mm - EDGE_MM, top - 2.6, chart.column, KEY_PT, colour=palette.muted, side="right")
    y = top
    for row, heading in zip(chart.rows, headings, strict=True):
        if y > top:
            sheet.line((0, y), (sheet.width_mm, y), palette.rule, 0.35, z=0)
        if heading:
            sheet.text(0, y + _HEADING_MM / 2 + 0.4, heading, KEY_PT, colour=palette.muted, face=Face.BOLD)
            y += _HEADING_MM
        _draw_row(sheet, axis, row, marks, y + row_height / 2)
        y += row_height
    return sheet


def _row_height(chart: LevelChart) -> float:
    if len(chart.rows) <= _FEW_ROWS:
        return _ROW_MM
    return _TWO_LINES_MM if any(len(_label(row).lines) > 1 for row in chart.rows) else _DENSE_ROW_MM


def _label(row: ProfileRow) -> Fitted:
    """The name of a row in one line, or smaller in two."""
    return fit(row.title, _LABEL_MM, ((_LABEL_PT, 1), (KEY_PT, 2)), Face.BOLD if row.strong else Face.REGULAR)


def _marks(chart: LevelChart, palette: Palette) -> tuple[_Mark, ...]:
    """The mark of each series."""
    count = len(chart.series)
    levels, many = _level_marks(palette), _many_marks(palette)
    if count == len(levels):
        return levels
    return tuple(many[number % len(many)] for number in range(count))


def _entry(words: str, mark: _Mark) -> KeyEntry:
    return KeyEntry(words, 4.0, lambda sheet, x, y: mark.draw(sheet, x + 1.5, y))


def _with_headings(chart: LevelChart) -> list[str]:
    """For each row the heading above it: the area, where another one begins, if there are several."""
    areas = [row.area for row in chart.rows]
    if len(set(areas) - {""}) < 2:
        return [""] * len(areas)
    return [area if area != before else "" for area, before in zip(areas, ["", *areas], strict=False)]


def _draw_row(sheet: Canvas, axis: Axis, row: ProfileRow, marks: Sequence[_Mark], y: float) -> None:
    palette = sheet.palette
    face = Face.BOLD if row.strong else Face.REGULAR
    label = _label(row)
    sheet.lines(0, y, label, leading=LEADING if label.pt == _LABEL_PT else TIGHT_LEADING, face=face)
    known = [value for value in row.values if value is not None]
    if len(known) > 1:
        sheet.line(
            (axis.at(min(known)), y),
            (axis.at(max(known)), y),
            palette.client if row.is_wide else MIDDLE_HALF,
            2.2,
            z=2,
        )
    for series, (mark, value) in enumerate(zip(marks, row.values, strict=True)):
        if value is not None:
            mark.draw(sheet, axis.at(value), y, name=f"value {series} {row.id}")
    if known:
        _draw_ends(sheet, axis, min(known), max(known), y)
    is_told = row.values[-1] is not None
    face = Face.BOLD if row.is_wide else Face.REGULAR if is_told else Face.ITALIC
    sheet.text(
        sheet.width_mm - EDGE_MM,
        y,
        row.words,
        _WORDS_PT if is_told else SMALL_PT,
        colour=palette.ink if is_told else palette.muted,
        face=face,
        side="right",
    )


def _draw_ends(sheet: Canvas, axis: Axis, low: Decimal, high: Decimal, y: float) -> None:
    """The figures outside the outermost marks; one only where they are equal."""
    muted = sheet.palette.muted
    if low != high:
        sheet.text(axis.at(low) - 2.2, y, printed_number(low), SMALL_PT, colour=muted, side="right", z=7, halo=True)
    sheet.text(axis.at(high) + 2.2, y, printed_number(high), SMALL_PT, colour=muted, z=7, halo=True)
