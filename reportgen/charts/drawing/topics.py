"""Drawing of topics: element by element a row a topic, its mean in the colour of its box, its questions as dots."""

from __future__ import annotations

from reportgen.charts.data.topics import DOTS_ON_THE_AXIS, LEVELS_IN_A_ROW
from reportgen.charts.drawing.box_guides import BoxGuides
from reportgen.charts.drawing.canvas import TIGHT_LEADING, Axis, Canvas, Header
from reportgen.charts.drawing.typesetting import Fitted, fit, width_mm
from reportgen.charts.kinds import TopicGroup, TopicRow, TopicsChart
from reportgen.charts.theme import (
    BODY_PT,
    EDGE_MM,
    KEY_PT,
    MIDDLE_HALF,
    MM_PER_PT,
    NUMBER_PT,
    SMALL_PT,
    WHITE,
    Face,
    Palette,
)
from reportgen.common.rounding import printed_number

_NAMES_MM, _MEAN_MM, _N_MM = 62.0, 10.0, 7.0
_INSET_MM = 1.2
_GAP_MM = 4.0
_HEAD_MM, _ROW_MM, _TALLER_MM = 5.9, 5.9, 7.3  # of an element; of a topic, with a title on one line and on two
_FOOT_MM = 6.4
_CELL_MM = 4.2
_SWATCH_MM = 8.6


def topics_sheet(chart: TopicsChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    left = _NAMES_MM + _MEAN_MM + _GAP_MM
    guides = BoxGuides.of(chart.axis, left, chart.width_mm - _N_MM - _GAP_MM)
    titles = {row.id: _title(row) for group in chart.groups for row in group.rows}
    heights = {row.id: _row_mm(row, titles[row.id], guides.axis) for group in chart.groups for row in group.rows}
    top = header.height_mm + guides.height_mm
    bottom = top + _HEAD_MM * len(chart.groups) + sum(heights.values())
    sheet = Canvas(chart.width_mm, bottom + _FOOT_MM, palette)
    header.draw(sheet)
    guides.draw(sheet, top, bottom)
    _draw_heads(sheet, top - guides.last_line_mm)
    y = top
    for group in chart.groups:
        _draw_group(sheet, group, y)
        y += _HEAD_MM
        for row in group.rows:
            height = heights[row.id]
            sheet.line((0, y), (sheet.width_mm, y), palette.rule, 0.35, z=0)
            _draw_row(sheet, chart, guides.axis, row, titles[row.id], y + height / 2)
            y += height
    _draw_key(sheet, chart, bottom + _FOOT_MM - 2.6)
    return sheet


def _title(row: TopicRow) -> Fitted:
    return fit(row.title, _NAMES_MM - _INSET_MM - 2.0, ((BODY_PT, 1), (SMALL_PT, 1), (SMALL_PT, 2), (KEY_PT, 2)))


def _dot_mm(axis: Axis) -> float:
    """The width of a dot: a little less than what dots on one level lie apart."""
    return min(0.94 * (axis.right - axis.left) / DOTS_ON_THE_AXIS, _ROW_MM / LEVELS_IN_A_ROW)


def _row_mm(row: TopicRow, title: Fitted, axis: Axis) -> float:
    least = _ROW_MM if len(title.lines) == 1 else _TALLER_MM
    return max(least, row.levels * _dot_mm(axis) + 0.9)


def _draw_heads(sheet: Canvas, y: float) -> None:
    muted = sheet.palette.muted
    sheet.text(0, y, "Topic, the highest mean first", KEY_PT, colour=muted)
    sheet.text(_NAMES_MM + _MEAN_MM / 2, y, "mean", KEY_PT, colour=muted, side="center")
    sheet.text(sheet.width_mm - EDGE_MM, y, "n", KEY_PT, colour=muted, side="right")


def _draw_group(sheet: Canvas, group: TopicGroup, y: float) -> None:
    """The head of an element: its title, its score, how many questions have one."""
    palette, middle = sheet.palette, y + _HEAD_MM / 2
    sheet.rect(0, y, sheet.width_mm, _HEAD_MM, palette.lane, z=-1)
    title = fit(group.title, _NAMES_MM - _INSET_MM - 2.0, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, 1)), Face.BOLD)
    sheet.lines(_INSET_MM, middle, title, face=Face.BOLD)
    if group.score is None:
        _draw_reason(sheet, group.words, middle)
    else:
        figure = printed_number(group.score)
        sheet.text(_NAMES_MM + _MEAN_MM / 2, middle, figure, NUMBER_PT, face=Face.BOLD, side="center")
    n = str(group.scored)
    sheet.text(sheet.width_mm - EDGE_MM, middle, n, SMALL_PT, colour=palette.muted, face=Face.BOLD, side="right")


def _draw_reason(sheet: Canvas, words: str, y: float) -> None:
    muted = sheet.palette.muted
    sheet.text(_NAMES_MM + 0.6, y, words, SMALL_PT, colour=muted, face=Face.ITALIC, halo=True)


def _draw_row(sheet: Canvas, chart: TopicsChart, axis: Axis, row: TopicRow, title: Fitted, y: float) -> None:
    palette = sheet.palette
    sheet.lines(_INSET_MM, y, title, leading=TIGHT_LEADING)
    if row.score is None:
        _draw_reason(sheet, row.words, y)
        return
    ground = palette.steps(len(chart.boxes))[row.box] if chart.boxes else WHITE
    sheet.rect(_NAMES_MM + 0.6, y - _CELL_MM / 2, _MEAN_MM - 1.2, _CELL_MM, ground, z=1, name=f"mean {row.id}")
    figure, ink = printed_number(row.score), palette.ink_on(ground)
    sheet.text(_NAMES_MM + _MEAN_MM / 2, y, figure, NUMBER_PT, colour=ink, face=Face.BOLD, side="center")
    sheet.text(sheet.width_mm - EDGE_MM, y, str(len(row.dots)), SMALL_PT, side="right")
    width = _dot_mm(axis)
    shift = (
        max(dot.level for dot in row.dots) + min(dot.level for dot in row.dots)
    ) / 2  # the levels around the middle
    if len(row.dots) > 1:
        ends = [(axis.at(dot.value), y + shift * width) for dot in (row.dots[0], row.dots[-1])]
        sheet.line(ends[0], ends[1], MIDDLE_HALF, 1.2, z=2)
    for dot in row.dots:
        place = axis.at(dot.value), y - (dot.level - shift) * width
        sheet.mark(*place, "o", width / MM_PER_PT, palette.client, edge_pt=0.4, name=f"dot {dot.id}")


def _draw_key(sheet: Canvas, chart: TopicsChart, y: float) -> None:
    """The colours of the means, and what n counts."""
    palette = sheet.palette
    note = "n: scored questions; one alone does not speak for its topic"
    sheet.text(sheet.width_mm - EDGE_MM, y, note, KEY_PT, colour=palette.muted, side="right")
    if not chart.boxes:
        return
    lead = "Mean nearest to box"
    sheet.text(0, y, lead, KEY_PT, colour=palette.muted)
    x, room = width_mm(lead, KEY_PT) + 2.0, sheet.width_mm - width_mm(lead + note, KEY_PT) - 6.0
    width = min(_SWATCH_MM, room / len(chart.boxes))
    for box, ground in zip(chart.boxes, palette.steps(len(chart.boxes)), strict=True):
        sheet.rect(x, y - 1.7, width - 0.6, 3.4, ground)
        sheet.text(x + (width - 0.6) / 2, y, box.printed, KEY_PT, colour=palette.ink_on(ground), side="center")
        x += width
