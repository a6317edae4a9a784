"""A sheet to dots, by matplotlib's renderer alone: its figures and axes would cost more time than the drawing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from reportgen.charts.drawing.canvas import Label, Mark, Shape, Sheet
from reportgen.charts.drawing.lettering import Lettering, haloed, lettered
from reportgen.charts.theme import DPI, MM_PER_INCH, WHITE

Colour = tuple[float, float, float]


def painted(sheet: Sheet) -> NDArray[np.uint8]:
    """The dots of a sheet, shape (rows, columns, 4): red, green, blue, and opaque throughout."""
    brush = _Brush(sheet)
    for item in sorted(sheet.items, key=lambda item: item.z):
        match item:
            case Shape():
                brush.draw_shape(item)
            case Mark():
                brush.draw_mark(item)
            case Label():
                brush.draw_label(item)
    return brush.dots


class _Brush:
    """Draws items on a white page."""

    def __init__(self, sheet: Sheet) -> None:
        width, self._height = sheet.dots
        self._renderer: Any = RendererAgg(width, self._height, DPI)  # type: ignore[no-untyped-call]
        per_mm = DPI / MM_PER_INCH
        self._place = Affine2D().scale(per_mm, -per_mm).translate(0, self._height)
        self.draw_shape(Shape((((0, 0), (999, 0), (999, 999), (0, 999)),), WHITE, "", 0.0, 0))

    @property
    def dots(self) -> NDArray[np.uint8]:
        """What has been drawn."""
        return np.asarray(self._renderer.buffer_rgba())

    def draw_shape(self, shape: Shape) -> None:
        """Fill and outline, or the lines."""
        pen = self._pen(shape.edge or shape.fill, shape.line_pt if shape.edge else 0.0)
        pen.set_joinstyle("miter" if shape.fill else "round")
        fill = _colour(shape.fill) if shape.fill else None
        path = _outline(shape) if shape.fill or len(shape.strokes[0]) > 2 else _strokes(shape)
        self._renderer.draw_path(pen, path, self._place, fill)

    def draw_mark(self, mark: Mark) -> None:
        """A mark, its straight edges on whole dots where it is large enough."""
        style: Any = _style(mark.shape)
        size = self._renderer.points_to_pixels(mark.size_pt)
        pen = self._pen(mark.edge, mark.edge_pt)
        pen.set_snap(size >= (style.get_snap_threshold() or 0))
        pen.set_joinstyle(style.get_joinstyle())
        pen.set_capstyle(style.get_capstyle())
        outline = style.get_transform().scale(size)
        self._renderer.draw_markers(
            pen, style.get_path(), outline, Path([mark.at]), self._place, (*_colour(mark.fill), 1.0)
        )

    def draw_label(self, label: Label) -> None:
        """A text, with its border below it."""
        lettering = lettered(label)
        if label.halo:
            self._draw_dots(haloed(lettering), WHITE)
        self._draw_dots(lettering, label.colour)

    def _draw_dots(self, lettering: Lettering, colour: str) -> None:
        rows, columns = lettering.cover.shape
        image = np.empty((rows, columns, 4), np.uint8)
        image[:, :, :3] = tuple(bytes.fromhex(colour[1:]))
        image[:, :, 3] = lettering.cover[::-1]  # the renderer counts upwards
        bottom = self._height - lettering.top - rows
        self._renderer.draw_image(self._renderer.new_gc(), lettering.left, bottom, image)

    def _pen(self, colour: str, line_pt: float) -> Any:
        pen: Any = self._renderer.new_gc()
        pen.set_foreground(_colour(colour))
        pen.set_linewidth(line_pt)
        pen.set_capstyle("butt")
        return pen


def _outline(shape: Shape) -> Path:
    (corners,) = shape.strokes
    return Path([*corners, corners[0]], closed=True)


def _strokes(shape: Shape) -> Path:
    vertices = [point for stroke in shape.strokes for point in stroke]
    path = Path(vertices, [Path.MOVETO, Path.LINETO] * len(shape.strokes))
    path.should_simplify = False  # whatever the machine is set to
    return path


@lru_cache(maxsize=64)
def _colour(colour: str) -> Colour:
    red, green, blue = to_rgb(colour)
    return red, green, blue


@lru_cache(maxsize=8)
def _style(shape: str) -> MarkerStyle:
    return MarkerStyle(shape)
