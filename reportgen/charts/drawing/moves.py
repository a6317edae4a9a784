"""Drawing of what would move the score: today's score, and a step a horizon, over a part of the scale."""

from __future__ import annotations

from itertools import pairwise

from reportgen.charts.drawing.canvas import Axis, Canvas, Header, draw_guides
from reportgen.charts.drawing.typesetting import fit, width_mm
from reportgen.charts.kinds import MoveRow, MovesChart
from reportgen.charts.theme import (
    EDGE_MM,
    FAINT,
    KEY_PT,
    LABEL_MM,
    MEDIAN,
    NUMBER_PT,
    SMALL_PT,
    TITLE_PT,
    Face,
    Palette,
)
from reportgen.common.language import signed
from reportgen.common.rounding import printed_number

_NAMES_MM = LABEL_MM + 16.0
_FIGURES_MM = 24.0
_CHANGE_MM = 10.0
_ROW_MM, _STEP_MM, _LINE_MM = 8.8, 4.2, 4.0
_DOT_PT, _INTERVAL_MM = 9.5, 1.2
_FOOT_MM = 7.0
_DASH_MM, _GAP_MM = 1.3, 0.9


def moves_sheet(chart: MovesChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    axis = Axis(_NAMES_MM, chart.width_mm - _FIGURES_MM, chart.axis)
    top = header.height_mm + 5.0
    bottom = top + len(chart.rows) * _ROW_MM
    sheet = Canvas(chart.width_mm, bottom + (_FOOT_MM if chart.marks else 1.0), palette)
    header.draw(sheet)
    draw_guides(sheet, axis, chart.axis, top, bottom)
    sheet.text(sheet.width_mm - EDGE_MM, top - 2.6, "score, change", KEY_PT, colour=palette.muted, side="right")
    heights = [top + (number + 0.5) * _ROW_MM for number in range(len(chart.rows))]
    _draw_today(sheet, chart, axis, heights[0])
    for (before, row), (above, y) in zip(pairwise(chart.rows), pairwise(heights), strict=True):
        sheet.line((0, y - _ROW_MM / 2), (sheet.width_mm, y - _ROW_MM / 2), palette.rule, 0.35, z=0)
        _draw_step(sheet, axis, before, row, above, y)
    for row, y in zip(chart.rows, heights, strict=True):
        _draw_words(sheet, row, y)
    _draw_marks(sheet, chart, axis, top, bottom)
    return sheet


def _draw_today(sheet: Canvas, chart: MovesChart, axis: Axis, y: float) -> None:
    if chart.interval:
        low, high = map(axis.at, chart.interval)
        colour = sheet.palette.client_mid
        sheet.rect(low, y - _INTERVAL_MM / 2, high - low, _INTERVAL_MM, colour, z=3, name="interval")
    sheet.mark(axis.at(chart.rows[0].score), y, "o", _DOT_PT, sheet.palette.client, name="today")


def _draw_step(sheet: Canvas, axis: Axis, before: MoveRow, row: MoveRow, above: float, y: float) -> None:
    """The step from the score before, with the line that leads down to it."""
    start, end = axis.at(before.score), axis.at(row.score)
    sheet.line((start, above), (start, y), sheet.palette.client_mid, 0.9, z=2)
    if row.change:
        left, width = min(start, end), abs(end - start)
        sheet.rect(left, y - _STEP_MM / 2, width, _STEP_MM, sheet.palette.client_mid, z=3, name=f"step {row.id}")
    sheet.line((end, y - _STEP_MM / 2), (end, y + _STEP_MM / 2), sheet.palette.client, 1.8, z=4, name=f"end {row.id}")


def _draw_words(sheet: Canvas, row: MoveRow, y: float) -> None:
    palette, half = sheet.palette, _LINE_MM / 2 if row.detail else 0.0
    title = fit(row.title, _NAMES_MM - 2, ((NUMBER_PT, 1), (SMALL_PT, 1), (KEY_PT, 1)), Face.BOLD)
    sheet.lines(0, y - half, title, face=Face.BOLD)
    if row.detail:
        detail = fit(row.detail, _NAMES_MM - 4, ((SMALL_PT, 1), (KEY_PT, 1)))
        sheet.lines(0, y + half, detail, colour=palette.muted)
        right = sheet.width_mm - EDGE_MM
        sheet.text(right, y, signed(row.change), NUMBER_PT, colour=palette.muted, side="right")
    score, right = printed_number(row.score), sheet.width_mm - _CHANGE_MM
    sheet.text(right, y, score, TITLE_PT, colour=palette.client_text, face=Face.BOLD, side="right")


def _draw_marks(sheet: Canvas, chart: MovesChart, axis: Axis, top: float, bottom: float) -> None:
    """Broken lines at the figures of the peers, named below; names that would meet move apart."""
    free = axis.left - 12.0
    for words, value in chart.marks:
        x, y = axis.at(value), top - 0.8
        while y < bottom + 1.6:
            sheet.line((x, y), (x, min(y + _DASH_MM, bottom + 1.6)), MEDIAN, 1.1, z=4)
            y += _DASH_MM + _GAP_MM
        label = f"{words} {printed_number(value)}"
        width = width_mm(label, KEY_PT)
        left = min(max(x - width / 2, free), sheet.width_mm - width)
        sheet.text(left, bottom + 4.2, label, KEY_PT, name=f"mark {words}")
        free = left + width + 3.0
    sheet.line((0, bottom), (sheet.width_mm, bottom), FAINT, 0.6)
