"""Drawing of elements ranked by their distance from one goal: bars to either side of a line."""

from __future__ import annotations

from fractions import Fraction

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    draw_key,
    key_fill,
    key_lines,
)
from reportgen.charts.drawing.typesetting import fit, width_mm
from reportgen.charts.kinds import DistanceChart, DistanceRow
from reportgen.charts.theme import (
    BODY_PT,
    EDGE_MM,
    FAINT,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MEDIAN,
    NUMBER_PT,
    SMALL_PT,
    WORK,
    WORK_MID,
    Face,
    Palette,
)
from reportgen.common.language import capitalised, signed
from reportgen.common.rounding import printed_number

_AREA_MM = 26.0
_FIGURES_MM = 21.0
_DIFFERENCE_MM = 9.0  # kept free beside the longest bar
_ROW_MM, _DENSE_ROW_MM = 5.8, 5.0
_FEW_ROWS = 24
_BAR = 0.6  # of a row's height
_ZERO = Fraction(0)


def distance_sheet(chart: DistanceChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    left = LABEL_MM + GAP_MM + _AREA_MM
    axis = Axis(left + _DIFFERENCE_MM, chart.width_mm - _FIGURES_MM - _DIFFERENCE_MM, chart.axis)
    row_height = _ROW_MM if len(chart.rows) <= _FEW_ROWS else _DENSE_ROW_MM
    top = header.height_mm + 5.0
    bottom = top + len(chart.rows) * row_height
    key = key_lines(_key(chart, palette), chart.width_mm)
    sheet = Canvas(chart.width_mm, bottom + 2.0 + len(key) * KEY_LINE_MM, palette)
    header.draw(sheet)
    _draw_heads(sheet, chart, axis, top, bottom)
    for number, row in enumerate(chart.rows):
        y = top + number * row_height
        if number:
            sheet.line((0, y), (sheet.width_mm, y), palette.rule, 0.35, z=0)
        _draw_row(sheet, axis, row, y + row_height / 2, row_height * _BAR)
    sheet.line((axis.at(_ZERO), top - 0.8), (axis.at(_ZERO), bottom), MEDIAN, 1.2, z=4)
    draw_key(sheet, key, EDGE_MM, bottom + 3.4)
    return sheet


def _draw_heads(sheet: Canvas, chart: DistanceChart, axis: Axis, top: float, bottom: float) -> None:
    """Heads of the columns, the guides with their figures, and the goal above its line."""
    y, rule, muted = top - 2.6, top - 0.8, sheet.palette.muted
    goal = fit(capitalised(chart.goal), axis.right - axis.left, ((KEY_PT, 1),))
    half = width_mm(goal.lines[0], KEY_PT) / 2
    middle = min(max(axis.at(_ZERO), axis.left + half), axis.right + _DIFFERENCE_MM - half)
    sheet.text(0, y, "Element", KEY_PT, colour=muted)
    sheet.text(LABEL_MM + GAP_MM, y, "Area", KEY_PT, colour=muted)
    sheet.lines(middle, y, goal, colour=muted, side="center")
    sheet.text(sheet.width_mm - EDGE_MM, y, "score → goal", KEY_PT, colour=muted, side="right")
    for value, figure in chart.axis.guides:
        if value:
            sheet.line((axis.at(value), rule), (axis.at(value), bottom), sheet.palette.rule, 0.5, z=0)
            if abs(axis.at(value) - middle) > half + width_mm(figure, KEY_PT):
                sheet.text(
                    axis.at(value), y, figure if value < 0 else f"+{figure}", KEY_PT, colour=muted, side="center"
                )
    sheet.line((0, rule), (sheet.width_mm, rule), FAINT, 0.6)
    sheet.line((0, bottom), (sheet.width_mm, bottom), FAINT, 0.6)


def _draw_row(sheet: Canvas, axis: Axis, row: DistanceRow, y: float, height: float) -> None:
    palette, lines = sheet.palette, 2 if height > _DENSE_ROW_MM * _BAR else 1
    title = fit(row.title, LABEL_MM, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, lines)))
    sheet.lines(0, y, title, leading=TIGHT_LEADING)
    area = fit(row.area, _AREA_MM, ((KEY_PT, lines),))
    sheet.lines(LABEL_MM + GAP_MM, y, area, leading=TIGHT_LEADING, colour=palette.muted)
    zero, end = axis.at(_ZERO), axis.at(row.difference)
    is_behind = row.difference < 0
    fill = WORK if row.is_far else WORK_MID if is_behind else palette.client
    if row.difference:
        sheet.rect(min(zero, end), y - height / 2, abs(end - zero), height, fill, z=2, name=f"bar {row.id}")
    sheet.text(
        end + (-1.3 if is_behind else 1.3),
        y,
        signed(row.difference),
        NUMBER_PT,
        colour=WORK if row.is_far else palette.ink if is_behind else palette.client_text,
        face=Face.BOLD,
        side="right" if is_behind else "left",
        halo=True,
    )
    goal, right = f" → {printed_number(row.goal)}", sheet.width_mm - EDGE_MM
    sheet.text(right, y, goal, BODY_PT, colour=palette.muted, side="right")
    sheet.text(right - width_mm(goal, BODY_PT), y, printed_number(row.score), BODY_PT, side="right")


def _key(chart: DistanceChart, palette: Palette) -> list[KeyEntry]:
    """Those colours that the chart shows."""
    shown = [
        (WORK, f"{chart.far} or more behind", any(row.is_far for row in chart.rows)),
        (WORK_MID, "behind", any(row.difference < 0 and not row.is_far for row in chart.rows)),
        (palette.client, "level or ahead", any(row.difference >= 0 for row in chart.rows)),
    ]
    return [key_fill(words, fill) for fill, words, is_there in shown if is_there]
