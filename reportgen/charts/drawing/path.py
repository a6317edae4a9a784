"""Drawing of a path: stages side by side, a line from score to score, the peers of each stage as marks behind it.

Between two stages lies nothing, so peers are separate marks; a stage without a score breaks the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    TIGHT_LEADING,
    Canvas,
    Header,
    KeyEntry,
    Point,
    draw_key,
    key_fill,
    key_lines,
)
from reportgen.charts.drawing.positions import OWN_SCORE, position_look
from reportgen.charts.drawing.typesetting import Fitted, fit, width_mm
from reportgen.charts.kinds import PathChart, PositionRow
from reportgen.charts.theme import (
    BODY_PT,
    EDGE_MM,
    FAINT,
    KEY_PT,
    MEDIAN,
    MIDDLE_HALF,
    MM_PER_PT,
    SMALL_PT,
    WORK,
    Face,
    Palette,
)
from reportgen.common.rounding import printed_number

_HEIGHT_MM = 75.0  # of the picture, where its words leave the plot enough
_PLOT_MM = 24.0  # at least
_NAMES_MM = 26.0  # of the boxes, at the left
_ABOVE_MM = 4.6  # kept free for the figure above the highest score
_LINE_MM = 3.1  # of the words below the plot
_HALF_MM, _MORE_MM = 6.0, 0.5  # half the width of the middle half, at most; how much longer the median is
_DOT_PT, _SCORE_PT = 7.5, 10.0
_DOT_MM = _DOT_PT * MM_PER_PT / 2 + 0.3
_BESIDE_MM = 0.7  # from a mark to a figure ...
_FURTHER_MM = 1.0, 2.0, 3.0, 4.0  # ... and how much further off it may stand
_GUIDES_MM = 2.7  # between two guides that both have a figure


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the stages and the values lie."""

    left: float
    pitch: float  # from stage to stage
    top: float
    bottom: float
    chart: PathChart

    def x(self, number: int) -> float:
        """The middle of a stage."""
        return self.left + (number + 0.5) * self.pitch

    def y(self, value: Decimal | Fraction) -> float:
        """The height of a value."""
        boxes = self.chart.boxes
        return self.bottom - (self.bottom - self.top) * float((Fraction(value) - boxes.lowest) / boxes.span)

    @property
    def half_mm(self) -> float:
        """Half the width of what stands for the middle half of the peers."""
        return min(_HALF_MM, 0.36 * self.pitch)

    @property
    def dots(self) -> list[Point | None]:
        """Where the scores stand; None for a stage without one."""
        scores = [row.score for row in self.chart.rows]
        return [None if s is None else (self.x(number), self.y(s)) for number, s in enumerate(scores)]


def path_sheet(chart: PathChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    key = key_lines(_key(chart, palette), chart.width_mm)
    pitch = (chart.width_mm - _NAMES_MM) / len(chart.rows)
    names = [fit(row.title, pitch - 1.2, ((BODY_PT - 0.3, 2), (SMALL_PT, 3), (KEY_PT, 4))) for row in chart.rows]
    words = [_words(chart, row, pitch - 1.2) for row in chart.rows]
    named_mm, worded_mm = (max(len(one.lines) for one in texts) * _LINE_MM for texts in (names, words))
    below = 2.2 + named_mm + worded_mm + 2.4 + len(key) * KEY_LINE_MM
    top = header.height_mm + _ABOVE_MM
    plot = _Plot(_NAMES_MM, pitch, top, max(_HEIGHT_MM - below, top + _PLOT_MM), chart)
    sheet = Canvas(chart.width_mm, plot.bottom + below, palette)
    header.draw(sheet)
    _draw_guides(sheet, plot)
    for number, row in enumerate(chart.rows):
        _draw_peers(sheet, plot, row, number)
    _draw_line(sheet, plot)
    for number, row in enumerate(chart.rows):
        x, y = plot.x(number), plot.bottom + 2.2 + _LINE_MM / 2
        _draw_lines(sheet, x, y, names[number])
        colour, face = position_look(row, palette)
        _draw_lines(sheet, x, y + named_mm, words[number], colour=colour, face=face)
    note = fit(chart.boxes.note, _NAMES_MM - 4.0, ((KEY_PT, 4),))
    _draw_lines(sheet, (_NAMES_MM - 4.0) / 2, plot.bottom + 2.2 + _LINE_MM / 2, note, colour=palette.muted)
    draw_key(sheet, key, EDGE_MM, sheet.height_mm - 2.0 - (len(key) - 1) * KEY_LINE_MM)
    return sheet


def _words(chart: PathChart, row: PositionRow, width: float) -> Fitted:
    """Where a stage stands, or why it has no score."""
    text = row.words if chart.is_compared or row.score is None else ""
    text += f" ({row.aside})" if row.aside else ""
    face = Face.BOLD if row.quarter else Face.REGULAR
    return fit(text, width, ((KEY_PT, 2), (KEY_PT, 4)), face)


def _draw_lines(
    sheet: Canvas, x: float, y: float, fitted: Fitted, *, colour: str | None = None, face: Face = Face.REGULAR
) -> None:
    """Lines from the height of the first one down."""
    step = fitted.pt * MM_PER_PT * TIGHT_LEADING
    middle = y + step * (len(fitted.lines) - 1) / 2
    sheet.lines(x, middle, fitted, leading=TIGHT_LEADING, colour=colour, face=face, side="center")


def _draw_guides(sheet: Canvas, plot: _Plot) -> None:
    """A line at each box, with its figure and its short name as far as they have room; the axis begins at its end."""
    muted, taken = sheet.palette.muted, -_GUIDES_MM
    sheet.line((plot.left, plot.bottom), (sheet.width_mm, plot.bottom), FAINT, 0.8, z=0)
    for box in reversed(plot.chart.boxes.boxes):
        y = plot.y(box.value)
        if y < plot.bottom:
            sheet.line((plot.left, y), (sheet.width_mm, y), sheet.palette.rule, 0.5, z=0)
        if y - taken < _GUIDES_MM:
            continue
        taken = y
        sheet.text(plot.left - 1.6, y, box.figure, KEY_PT, side="right")
        room = plot.left - 2.8 - width_mm(box.figure, KEY_PT)
        if width_mm(box.name, KEY_PT) <= room:
            sheet.text(room, y, box.name, KEY_PT, colour=muted, side="right")


def _draw_peers(sheet: Canvas, plot: _Plot, row: PositionRow, number: int) -> None:
    """As much of the peers as the stage shows."""
    x, half = plot.x(number), plot.half_mm
    if row.middle_half is not None:
        low, high = map(plot.y, row.middle_half)
        sheet.rect(x - half, high, 2 * half, max(low - high, 0.3), MIDDLE_HALF, z=2, name=f"middle half {row.id}")
    if row.median is not None:
        y, half = plot.y(row.median), half + _MORE_MM
        sheet.line((x - half, y), (x + half, y), MEDIAN, 1.6, z=3, name=f"median {row.id}")


# ------------------------------------------------------------------------------------------- the line and its figures


def _draw_line(sheet: Canvas, plot: _Plot) -> None:
    """The scores, joined where one follows another, each with its figure."""
    palette, dots = sheet.palette, plot.dots
    for before, after in pairwise(dots):
        if before and after:
            sheet.line(before, after, palette.client, 1.6, z=4, name="path")
    for number, (row, dot) in enumerate(zip(plot.chart.rows, dots, strict=True)):
        if dot is None or row.score is None:
            continue
        is_weak = row.id in plot.chart.weak
        sheet.mark(*dot, "o", _DOT_PT, WORK if is_weak else palette.client, name=f"score {row.id}")
        figure, colour = printed_number(row.score), WORK if is_weak else palette.client_text
        x, y = _place(plot, dots, number, width_mm(figure, _SCORE_PT, Face.BOLD))
        sheet.text(
            *(x, y, figure, _SCORE_PT), colour=colour, face=Face.BOLD, side="center", halo=True, name=f"number {row.id}"
        )


def _place(plot: _Plot, dots: Sequence[Point | None], number: int, width: float) -> Point:
    """The middle of a figure near its dot: the first place that touches no mark, else the one that touches least."""
    x, y = dots[number] or (0.0, 0.0)
    height = _SCORE_PT * MM_PER_PT * 0.95  # of a figure with its halo
    up, aside = _DOT_MM + _BESIDE_MM + height / 2, _DOT_MM + _BESIDE_MM + width / 2
    near = [(0.0, -up), (0.0, up), *((dx, dy) for dy in (-0.8 * up, 0.8 * up) for dx in (-aside, aside))]
    far = [(0.0, way * (up + shift)) for way in (-1, 1) for shift in _FURTHER_MM]
    lowest, highest, reach = plot.bottom - height / 2, plot.top - _ABOVE_MM + height / 2, (plot.pitch - width) / 2
    offsets = [(dx, dy) for dx, dy in (*near, *far) if abs(dx) <= reach and highest <= y + dy <= lowest]
    places = [(x + dx, y + dy) for dx, dy in offsets]
    strokes = [(a, b) for a, b in pairwise(dots) if a and b]
    median = plot.chart.rows[number].median
    if median is not None:
        level, half = plot.y(median), plot.half_mm + _MORE_MM
        strokes.append(((x - half, level), (x + half, level)))

    def touched(place: Point) -> float:
        return sum(_inside(stroke, place, width / 2 + _BESIDE_MM, height / 2 + _BESIDE_MM) for stroke in strokes)

    return min(places, key=touched)


def _inside(stroke: tuple[Point, Point], middle: Point, half: float, half_height: float) -> float:
    """How much of a stroke, as a share of it, lies inside a box around `middle`."""
    (x0, y0), (x1, y1) = stroke
    low, high = 0.0, 1.0
    for start, way, centre, reach in ((x0, x1 - x0, middle[0], half), (y0, y1 - y0, middle[1], half_height)):
        if abs(way) < 1e-9:
            if abs(start - centre) > reach:
                return 0.0
            continue
        ends = sorted(((centre - reach - start) / way, (centre + reach - start) / way))
        low, high = max(low, ends[0]), min(high, ends[1])
    return max(0.0, high - low)


# ----------------------------------------------------------------------------------------------------------- key


def _key(chart: PathChart, palette: Palette) -> list[KeyEntry]:
    """The marks that the chart uses."""
    rows, weak = chart.rows, chart.weak
    entries = (
        (any(row.score is not None and row.id not in weak for row in rows), _dot(OWN_SCORE, palette.client)),
        (bool(weak), _dot(chart.weak_words, WORK)),
        (any(row.median is not None for row in rows), KeyEntry("peer median", 6.2, _median)),
        (any(row.middle_half is not None for row in rows), key_fill("middle half of peers", MIDDLE_HALF)),
    )
    return [entry for is_used, entry in entries if is_used]


def _dot(words: str, colour: str) -> KeyEntry:
    return KeyEntry(words, 3.4, lambda sheet, x, y: sheet.mark(x + 1, y, "o", 6, colour))


def _median(sheet: Canvas, x: float, y: float) -> None:
    sheet.line((x, y), (x + 5, y), MEDIAN, 1.5)
