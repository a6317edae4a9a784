"""A sheet measured in millimetres from its top left corner: the charts draw rules, boxes, marks and texts on it.

No axes, ticks or automatic layout: every place is given, so the picture is exact and the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Affine2D

from reportgen.charts.drawing.typesetting import Fitted, runs, unshown, width_mm
from reportgen.charts.palette import THEME, Palette
from reportgen.charts.theme import BODY_PT, DPI, MM_PER_INCH, MM_PER_PT, WHITE, Face

Side = Literal["left", "center", "right"]
LEADING = 1.18  # distance of lines, in multiples of the type size
TIGHT_LEADING = 1.08

# Independent of whatever settings the machine has. Unhinted text has its true width at every resolution.
SETTINGS: dict[Any, Any] = {
    "text.hinting": "none",
    "text.usetex": False,
    "text.antialiased": True,
    "path.sketch": None,
    "path.effects": [],
    "path.snap": True,
}


class Sheet:
    """One picture in the making, in the colours of its palette.

    `unshown` and `cut` collect what could not be drawn as it was given.
    """

    def __init__(self, width_mm: float, height_mm: float, palette: Palette = THEME) -> None:
        pixels = (round(width_mm / MM_PER_INCH * DPI), round(height_mm / MM_PER_INCH * DPI))
        self.width_mm = width_mm
        self.height_mm = height_mm
        self.palette = palette
        self.figure = Figure(figsize=(pixels[0] / DPI, pixels[1] / DPI), dpi=DPI, facecolor=WHITE)
        self.canvas = FigureCanvasAgg(self.figure)
        per_mm = DPI / MM_PER_INCH
        self._place = Affine2D().scale(per_mm, -per_mm).translate(0, pixels[1])
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
        edge: str = "none",
        line_pt: float = 0.0,
        z: float = 1,
        name: str = "",
    ) -> None:
        """A box with its top left corner at (x, y). `name` lets tests find it."""
        box = Rectangle(
            (x, y),
            width,
            height,
            facecolor=fill,
            edgecolor=edge,
            linewidth=line_pt,
            zorder=z,
            transform=self._place,
            gid=name or None,
        )
        self.figure.add_artist(box)

    def polygon(self, points: Sequence[tuple[float, float]], fill: str, *, edge: str, line_pt: float, z: float) -> None:
        """A filled polygon."""
        shape = Polygon(
            points, closed=True, facecolor=fill, edgecolor=edge, linewidth=line_pt, zorder=z, transform=self._place
        )
        self.figure.add_artist(shape)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        line_pt: float,
        *,
        z: float = 1,
        name: str = "",
    ) -> None:
        """A straight line."""
        self._add_line((start[0], end[0]), (start[1], end[1]), colour, line_pt, z, name)

    def hatch(self, x: float, y: float, width: float, height: float, colour: str, *, z: float, name: str = "") -> None:
        """Slanted strokes that fill a strip, all of them one path."""
        gap = 1.3
        xs: list[float] = []
        ys: list[float] = []
        for number in range(int((width - height) / gap) + 1):
            left = x + number * gap
            xs += [left, left + height, float("nan")]
            ys += [y + height, y, float("nan")]
        self._add_line(xs, ys, colour, 0.5, z, name)

    def _add_line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, line_pt: float, z: float, name: str
    ) -> None:
        line = Line2D(
            xs,
            ys,
            color=colour,
            linewidth=line_pt,
            zorder=z,
            solid_capstyle="butt",
            transform=self._place,
            gid=name or None,
        )
        self.figure.add_artist(line)

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
        """A mark around (x, y): "o" circle, "s" square, "D" diamond, "^" and "v" triangles."""
        mark = Line2D(
            (x,),
            (y,),
            linestyle="none",
            marker=shape,
            markersize=size_pt,
            markerfacecolor=fill,
            markeredgecolor=edge,
            markeredgewidth=edge_pt,
            zorder=z,
            transform=self._place,
            gid=name or None,
        )
        self.figure.add_artist(mark)

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
        """One line of text; `y` is the middle of its lower-case letters' height and its baseline.

        Its colour is ink unless given. `halo` puts a white border around it, for text on top of other marks.
        """
        pieces = runs(text, face)
        self.unshown.update(unshown(text, face))
        if side != "left" and len(pieces) > 1:
            x -= width_mm(text, pt, face) * (0.5 if side == "center" else 1)
            side = "left"
        for piece in pieces:
            drawn = self.figure.text(
                x,
                y,
                piece.text,
                font=_font(piece.file, pt),
                color=colour or self.palette.ink,
                ha=side,
                va="center_baseline",
                zorder=z,
                parse_math=False,
                transform=self._place,
                gid=name or None,
            )
            if halo:
                drawn.set_path_effects([withStroke(linewidth=2.0, foreground=WHITE, alpha=0.85)])
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


@lru_cache(maxsize=128)
def _font(file: str, pt: float) -> FontProperties:
    return FontProperties(fname=file, size=pt)
