"""Drawing of effort and gain: a column for each effort, marks at their gains, those that would overlap side by side."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    Canvas,
    Header,
    KeyEntry,
    draw_key,
    key_lines,
)
from reportgen.charts.kinds import EffortChart, EffortMark
from reportgen.charts.theme import (
    BODY_PT,
    EDGE_MM,
    FAINT,
    KEY_PT,
    MM_PER_PT,
    SMALL_PT,
    WHITE,
    Face,
    Palette,
)
from reportgen.common.language import capitalised

_LEFT_MM = 12.0  # the figures of the axis
_PLOT_MM = 66.0
_FOOT_MM = 6.0  # names of the columns
_NUMBERED_PT, _PLAIN_PT = 14.0, 6.5
_STEP_MM = 5.6  # sideways, between marks that would overlap
_TOUCH_MM = 5.0  # marks nearer than this would
_EDGE_MM = 1.2
_KEY_MM = 4.4


def effort_sheet(chart: EffortChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    top = header.height_mm + 6.5
    bottom = top + _PLOT_MM
    key = key_lines(_key(palette), chart.width_mm)
    sheet = Canvas(chart.width_mm, bottom + _FOOT_MM + len(key) * KEY_LINE_MM + 1.0, palette)
    header.draw(sheet)
    column = (chart.width_mm - _LEFT_MM) / len(chart.efforts)
    _draw_ground(sheet, chart, top, bottom, column)
    for number, effort in enumerate(chart.efforts):
        middle = _LEFT_MM + (number + 0.5) * column
        sheet.text(middle, bottom + 3.4, f"{capitalised(effort)} effort", BODY_PT, side="center")
        _draw_column(sheet, chart, effort, middle, column, bottom)
    draw_key(sheet, key, EDGE_MM, bottom + _FOOT_MM + 2.2)
    return sheet


def _height(chart: EffortChart, gain: float, bottom: float) -> float:
    return bottom - _PLOT_MM * gain / float(chart.axis.highest)


def _draw_ground(sheet: Canvas, chart: EffortChart, top: float, bottom: float, column: float) -> None:
    """The guides with their figures, the borders of the columns, and the ground of what to begin with."""
    palette = sheet.palette
    if any(mark.is_first for mark in chart.marks):
        middle = _height(chart, float(chart.middle), bottom)
        sheet.rect(_LEFT_MM, top - 3.6, column, middle - top + 3.6, palette.lane, z=0, name="first")
        right, colour = _LEFT_MM + column - 1.4, palette.client_text
        sheet.text(right, top - 5.4, "begin here", KEY_PT, colour=colour, face=Face.BOLD, side="right")
    sheet.text(0, top - 5.4, chart.axis.title, KEY_PT, colour=palette.muted)
    for value, figure in chart.axis.guides:
        y = _height(chart, float(value), bottom)
        strong = not value
        sheet.line((_LEFT_MM, y), (sheet.width_mm, y), FAINT if strong else palette.rule, 0.8 if strong else 0.5, z=1)
        sheet.text(_LEFT_MM - 1.6, y, figure, KEY_PT, colour=palette.muted, side="right")
    for number in range(1, len(chart.efforts)):
        x = _LEFT_MM + number * column
        sheet.line((x, top - 3.6), (x, bottom), palette.rule, 0.8, z=1)


def _draw_column(sheet: Canvas, chart: EffortChart, effort: str, middle: float, width: float, bottom: float) -> None:
    """The marks of a column at their heights; each takes the free place nearest to the middle."""
    placed: list[tuple[float, float]] = []
    for mark in (mark for mark in chart.marks if mark.effort == effort):
        y = _height(chart, float(mark.gain), bottom)
        x = next((x for x in _places(middle, width) if _is_free(x, y, placed)), middle)
        placed.append((x, y))
        _draw_mark(sheet, mark, x, y)


def _places(middle: float, width: float) -> Iterator[float]:
    yield middle
    for step in range(1, int((width / 2 - _STEP_MM / 2) / _STEP_MM) + 1):
        yield from (middle + step * _STEP_MM, middle - step * _STEP_MM)


def _is_free(x: float, y: float, placed: list[tuple[float, float]]) -> bool:
    return all(abs(x - other_x) >= _STEP_MM - 0.1 or abs(y - other_y) >= _TOUCH_MM for other_x, other_y in placed)


def _draw_mark(sheet: Canvas, mark: EffortMark, x: float, y: float) -> None:
    fill, edge = _colours(sheet.palette, mark.priority)
    size = _PLAIN_PT if mark.number is None else _NUMBERED_PT
    sheet.mark(x, y, "o", size, fill, edge=edge, edge_pt=_EDGE_MM, name=f"mark {mark.id}")
    if mark.number is not None:
        colour = sheet.palette.ink_on(fill)
        sheet.text(x, y, str(mark.number), SMALL_PT, colour=colour, face=Face.BOLD, side="center")


def _colours(palette: Palette, priority: str) -> tuple[str, str]:
    """Fill and edge: what must be done is full, what could be done a ring."""
    fills = {"must": (palette.client, WHITE), "should": (palette.client_pale, WHITE)}
    return fills.get(priority, (WHITE, palette.client))


def _key(palette: Palette) -> list[KeyEntry]:
    return [
        *(_entry(palette, priority, priority, _NUMBERED_PT * 0.6) for priority in palette.priorities),
        _entry(palette, "should", "without a number: not in the table", _PLAIN_PT * 0.8),
    ]


def _entry(palette: Palette, priority: str, words: str, size: float) -> KeyEntry:
    fill, edge = _colours(palette, priority)
    shown = edge if edge != WHITE else palette.rule
    return KeyEntry(
        words,
        _KEY_MM,
        lambda sheet, x, y: sheet.mark(x + size * MM_PER_PT / 2, y, "o", size, fill, edge=shown, edge_pt=0.8),
    )
