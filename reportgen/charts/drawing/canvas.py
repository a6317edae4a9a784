"""A sheet measured in millimetres from its top left corner: the charts put rules, boxes, marks and texts on it.

No axes, ticks or automatic layout: every place is given, so the picture is exact and the same everywhere. A sheet holds
what is on it as plain data; `painting` turns it into dots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from reportgen.charts.drawing.typesetting import Fitted, fit, runs, unshown, width_mm
from reportgen.charts.kinds import AxisRange, BoxAxis, Chart
from reportgen.charts.pages import stacked
from reportgen.charts.theme import (
    BODY_PT,
    DPI,
    FAINT,
    KEY_PT,
    MM_PER_INCH,
    MM_PER_PT,
    SUBTITLE_PT,
    THEME,
    TITLE_PT,
    WHITE,
    Face,
    Palette,
)

Side = Literal["left", "center", "right"]
Point = tuple[float, float]
LEADING = 1.18  # distance of lines, in multiples of the type size
TIGHT_LEADING = 1.08


@dataclass(frozen=True, slots=True)
class Outline:
    """A filled outline, or open lines: `strokes` are runs of points. An empty colour means none."""

    strokes: tuple[tuple[Point, ...], ...]
    fill: str
    edge: str
    line_pt: float
    z: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark around a point: "o" circle, "s" square, "D" diamond, "^" and "v" triangles."""

    at: Point
    shape: str
    size_pt: float
    fill: str
    edge: str
    edge_pt: float
    z: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch of text in one font file that begins, is centred or ends at a point."""

    at: Point  # half-way up from its baseline to the height of capitals and long letters
    text: str
    file: str
    pt: float
    colour: str
    side: Side
    z: float
    halo: bool
    name: str = ""


Item = Outline | Mark | Label


class Canvas:
    """One picture in the making, in the colours of its palette.

    `unshown` and `cut` collect what could not be drawn as it was given.
    """

    def __init__(self, width_mm: float, height_mm: float, palette: Palette = THEME) -> None:
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.palette = palette
        self.dots = (round(width_mm / MM_PER_INCH * DPI), round(height_mm / MM_PER_INCH * DPI))
        self.items: list[Item] = []
        self.unshown: set[str] = set()
        self.cut: list[str] = []

    # ------------------------------------------------------------------------------------------------ shapes

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str = "",
        line_pt: float = 0.0,
        z: float = 1,
        name: str = "",
    ) -> None:
        """A box with its top left corner at (x, y). `name` lets tests find it."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.items.append(Outline((corners,), fill, edge, line_pt, z, name))

    def polygon(self, points: Sequence[Point], fill: str, *, edge: str, line_pt: float, z: float) -> None:
        """A filled polygon."""
        self.items.append(Outline((tuple(points),), fill, edge, line_pt, z))

    def line(self, start: Point, end: Point, colour: str, line_pt: float, *, z: float = 1, name: str = "") -> None:
        """A straight line."""
        self.items.append(Outline(((start, end),), "", colour, line_pt, z, name))

    def mark(
        self,
        x: float,
        y: float,
        shape: str,
        size_pt: float,
        fill: str,
        *,
        edge: str = WHITE,
        edge_pt: float = 0.9,
        z: float = 5,
        name: str = "",
    ) -> None:
        """A mark around (x, y), by the letters of `Mark`."""
        self.items.append(Mark((x, y), shape, size_pt, fill, edge, edge_pt, z, name))

    # ------------------------------------------------------------------------------------------------- texts

    def text(
        self,
        x: float,
        y: float,
        text: str,
        pt: float = BODY_PT,
        *,
        colour: str | None = None,
        face: Face = Face.REGULAR,
        side: Side = "left",
        z: float = 6,
        halo: bool = False,
        name: str = "",
    ) -> None:
        """One line of text; `y` is half-way up from its baseline to the height of capitals and long letters.

        Its colour is ink unless given. `halo` puts a white border around it, for text on top of other marks.
        """
        pieces = runs(text, face)
        self.unshown.update(unshown(text, face))
        if side != "left" and len(pieces) > 1:
            x -= width_mm(text, pt, face) * (0.5 if side == "center" else 1)
            side = "left"
        for piece in pieces:
            ink = colour or self.palette.ink
            self.items.append(Label((x, y), piece.text, piece.file, pt, ink, side, z, halo, name))
            x += piece.width_em * pt * MM_PER_PT

    def lines(
        self,
        x: float,
        y: float,
        fitted: Fitted,
        *,
        leading: float = LEADING,
        colour: str | None = None,
        face: Face = Face.REGULAR,
        side: Side = "left",
    ) -> None:
        """Lines of text around the height `y`."""
        if fitted.is_cut:
            self.cut.append(fitted.text)
        step = fitted.pt * MM_PER_PT * leading
        top = y - step * (len(fitted.lines) - 1) / 2
        for number, line in enumerate(fitted.lines):
            self.text(x, top + number * step, line, fitted.pt, colour=colour, face=face, side=side)

    @property
    def labels(self) -> Iterator[Label]:
        """The texts."""
        return (item for item in self.items if isinstance(item, Label))


# ---------------------------------------------------------------------------------------- what the kinds of chart share

_FIRST_LINE_MM = 4.0
_TITLE_LINE_MM = 4.9
_SUBTITLE_LINE_MM = 3.7
KEY_LINE_MM = 4.4
_KEY_GAP_MM = 4.2
_KEY_FILL_MM = 5.0, 2.6


@dataclass(frozen=True, slots=True)
class Header:
    """Headline and subtitle, made to fit the width."""

    title: Fitted
    subtitle: Fitted

    @classmethod
    def of(cls, chart: Chart) -> Header:
        """The header of a chart."""
        return cls(
            fit(chart.headline, chart.width_mm, ((TITLE_PT, 2), (TITLE_PT - 1, 3)), Face.BOLD),
            fit(chart.subtitle, chart.width_mm, ((SUBTITLE_PT, 2), (SUBTITLE_PT - 0.5, 3))),
        )

    @property
    def height_mm(self) -> float:
        """Down to where the chart proper begins."""
        return _FIRST_LINE_MM + len(self.title.lines) * _TITLE_LINE_MM + len(self.subtitle.lines) * _SUBTITLE_LINE_MM

    def draw(self, sheet: Canvas) -> None:
        """Set both at the top of the sheet."""
        y = _FIRST_LINE_MM
        for line in self.title.lines:
            sheet.text(0, y, line, self.title.pt, face=Face.BOLD)
            y += _TITLE_LINE_MM
        for line in self.subtitle.lines:
            sheet.text(0, y, line, self.subtitle.pt, colour=sheet.palette.muted)
            y += _SUBTITLE_LINE_MM
        sheet.cut += [fitted.text for fitted in (self.title, self.subtitle) if fitted.is_cut]


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of values between two places on the sheet, the same in every chart of a kind."""

    left: float
    right: float
    covers: AxisRange | BoxAxis

    def at(self, value: Decimal | Fraction) -> float:
        """Where a value lies, in millimetres from the left border of the sheet."""
        from_end = Fraction(value) - self.covers.lowest
        return self.left + (self.right - self.left) * float(from_end) / float(self.covers.span)


def draw_guides(sheet: Canvas, axis: Axis, covers: AxisRange, top: float, bottom: float) -> None:
    """Guides with their figures above them, zero among negatives the strongest, and the title at the left."""
    rule, figures = top - 0.8, top - 2.6
    for value, figure in covers.guides:
        is_inner_zero = not value and covers.lowest < 0
        colour = FAINT if is_inner_zero else sheet.palette.rule
        sheet.line((axis.at(value), rule), (axis.at(value), bottom), colour, 0.8 if is_inner_zero else 0.5, z=0)
        sheet.text(axis.at(value), figures, figure, KEY_PT, colour=sheet.palette.muted, side="center")
    sheet.text(0, figures, covers.title, KEY_PT, colour=sheet.palette.muted)
    sheet.line((0, rule), (sheet.width_mm, rule), FAINT, 0.6)
    sheet.line((0, bottom), (sheet.width_mm, bottom), FAINT, 0.6)


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A sample of a mark, drawn at the middle of the line from x on, and what it means."""

    words: str
    sample_mm: float
    sample: Callable[[Canvas, float, float], None]

    @property
    def width_mm(self) -> float:
        """Sample and words."""
        return self.sample_mm + width_mm(self.words, KEY_PT)


def key_title(words: str) -> KeyEntry:
    """What the entries after it are about."""
    return KeyEntry(words, 0.0, lambda sheet, x, y: None)


def key_fill(words: str, fill: str) -> KeyEntry:
    """What a colour of bars means."""
    width, height = _KEY_FILL_MM
    return KeyEntry(words, width + 1.4, lambda sheet, x, y: sheet.rect(x, y - height / 2, width, height, fill))


def key_lines(entries: Sequence[KeyEntry], width: float) -> list[tuple[KeyEntry, ...]]:
    """The entries in lines of at most `width` millimetres."""
    return stacked(entries, lambda entry: entry.width_mm + _KEY_GAP_MM, width + _KEY_GAP_MM)


def draw_key(sheet: Canvas, lines: Sequence[Sequence[KeyEntry]], x: float, y: float) -> None:
    """The lines of a key, the first around the height `y`."""
    for number, line in enumerate(lines):
        left, middle = x, y + number * KEY_LINE_MM
        for entry in line:
            entry.sample(sheet, left, middle - 0.25)
            sheet.text(left + entry.sample_mm, middle, entry.words, KEY_PT, colour=sheet.palette.muted)
            left += entry.width_mm + _KEY_GAP_MM
