"""Drawing of the scale: its boxes as dots at true distances, each above its words, and how boxes make a score."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reportgen.charts.drawing.canvas import LEADING, Canvas, Header
from reportgen.charts.drawing.typesetting import Fitted, fit, width_mm
from reportgen.charts.kinds import ScaleBox, ScaleChart
from reportgen.charts.theme import (
    BODY_PT,
    EDGE,
    EDGE_MM,
    FAINT,
    GAP_MM,
    KEY_PT,
    MM_PER_PT,
    NUMBER_PT,
    SMALL_PT,
    WHITE,
    Face,
    Palette,
)

_COLUMN_GAP_MM = 2.4
_INSIDE_MM = 1.8  # kept free around the words in a box
_LINE_MM = 8.0  # from the header down to the line with the dots
_BEND_MM, _DOWN_MM = 4.0, 9.0  # from there to where the leaders bend, and to the boxes
_DOT_PT = 9.0
_LABEL_SIZES = ((BODY_PT, 4), (SMALL_PT, 5), (KEY_PT, 12))
_MOST_LINES = 8  # of what a box takes, before all are set smaller
_EXAMPLE_MM = 9.0
_SWATCH_MM = 8.0, 4.6


def scale_sheet(chart: ScaleChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header, count = Header.of(chart), len(chart.boxes)
    width = (chart.width_mm - _COLUMN_GAP_MM * (count - 1)) / count
    labels = [fit(box.label, width - 2 * _INSIDE_MM, _LABEL_SIZES) for box in chart.boxes]
    met = _met(chart.boxes, width)
    line = header.height_mm + _LINE_MM
    top = line + _DOWN_MM
    foot = top + 7.0 + max(map(_height, labels)) + _INSIDE_MM
    bottom = foot + (2.0 + max(map(_height, met)) if any(box.met for box in chart.boxes) else 0.0) + 2.0
    sheet = Canvas(chart.width_mm, bottom + _EXAMPLE_MM, palette)
    header.draw(sheet)
    lefts = [number * (width + _COLUMN_GAP_MM) for number in range(count)]
    _draw_line(sheet, chart, line, [left + width / 2 for left in lefts])
    for box, fill, left, label, told in zip(chart.boxes, palette.steps(count), lefts, labels, met, strict=True):
        ink = palette.ink_on(fill)
        sheet.rect(left, top, width, foot - top, fill, name=f"box {box.printed}")
        sheet.text(left + _INSIDE_MM, top + 3.6, box.printed, NUMBER_PT, colour=ink, face=Face.BOLD)
        _draw_down(sheet, left + _INSIDE_MM, top + 6.4, label, ink)
        _draw_down(sheet, left, foot + 2.0, told, palette.ink)
    _draw_example(sheet, chart, bottom)
    return sheet


def _met(boxes: Sequence[ScaleBox], width: float) -> list[Fitted]:
    """What each box takes, all in one size of type."""
    large, small = ([fit(box.met, width, ((pt, 40),)) for box in boxes] for pt in (SMALL_PT, KEY_PT))
    return large if max(len(text.lines) for text in large) <= _MOST_LINES else small


def _height(text: Fitted) -> float:
    return len(text.lines) * text.pt * MM_PER_PT * LEADING


def _draw_down(sheet: Canvas, x: float, top: float, text: Fitted, colour: str) -> None:
    """Lines of text from the height `top` down."""
    sheet.lines(x, top + _height(text) / 2, text, leading=LEADING, colour=colour)


def _draw_line(sheet: Canvas, chart: ScaleChart, y: float, columns: Sequence[float]) -> None:
    """The range from end to end, a dot for each box where it lies, and a leader down to its column."""
    palette, count = sheet.palette, len(chart.boxes)
    inset = _DOT_PT * MM_PER_PT / 2 + EDGE_MM
    left, right = columns[0], sheet.width_mm - max(inset, width_mm(chart.ends[1], BODY_PT, Face.BOLD) / 2 + EDGE_MM)
    left = min(left, 5.0)
    span = float(chart.highest - chart.lowest)
    dots = [left + (right - left) * float(box.value - chart.lowest) / span for box in chart.boxes]
    sheet.line((left, y), (right, y), EDGE, 1.4)
    for end, words, at in ((chart.lowest, chart.ends[0], left), (chart.highest, chart.ends[1], right)):
        if end not in {box.value for box in chart.boxes}:
            sheet.line((at, y - 1.4), (at, y + 1.4), EDGE, 1.4)
            sheet.text(at, y - 4.2, words, KEY_PT, colour=palette.muted, side="center")
    apart = min((after - before for before, after in pairwise(dots)), default=right)
    has_room = apart > max(width_mm(box.printed, BODY_PT, Face.BOLD) for box in chart.boxes) + 1.0
    for box, fill, at, column in zip(chart.boxes, palette.steps(count), dots, columns, strict=True):
        bends = ((at, y), (at, y + _BEND_MM), (column, y + _DOWN_MM - 3.0), (column, y + _DOWN_MM))
        for bend, after in pairwise(bends):
            sheet.line(bend, after, FAINT, 0.7)
        sheet.mark(at, y, "o", _DOT_PT, fill, edge=EDGE if fill == palette.priorities["could"] else WHITE)
        if has_room:
            sheet.text(at, y - 4.2, box.printed, BODY_PT, face=Face.BOLD, side="center")


def _draw_example(sheet: Canvas, chart: ScaleChart, top: float) -> None:
    """Boxes that three interviews choose, and the score that their question gets."""
    palette, y = sheet.palette, top + _EXAMPLE_MM / 2 + 0.6
    sheet.line((0, top), (sheet.width_mm, top), FAINT, 0.6)
    x = 0.0
    for words, face in (("From boxes to a score", Face.BOLD), ("three interviews choose", Face.REGULAR)):
        sheet.text(x, y, words, SMALL_PT, face=face, colour=palette.ink if face is Face.BOLD else palette.muted)
        x += width_mm(words, SMALL_PT, face) + GAP_MM
    fills = palette.steps(len(chart.boxes))
    for number in chart.chosen:
        x += _draw_swatch(sheet, x, y, chart.boxes[number], fills[number]) + 1.2
    words = f"the score of the question is their mean, {chart.score}"
    sheet.text(x + GAP_MM - 1.2, y, words, SMALL_PT, colour=palette.muted)


def _draw_swatch(sheet: Canvas, x: float, y: float, box: ScaleBox, fill: str) -> float:
    """A small box with its number around the height `y`; returns its width."""
    width, height = max(_SWATCH_MM[0], width_mm(box.printed, SMALL_PT, Face.BOLD) + 2.0), _SWATCH_MM[1]
    sheet.rect(x, y - height / 2, width, height, fill)
    ink = sheet.palette.ink_on(fill)
    sheet.text(x + width / 2, y, box.printed, SMALL_PT, colour=ink, face=Face.BOLD, side="center")
    return width
