"""A sheet to dots and the dots to a PNG, by matplotlib's renderer alone: its figures and axes would cost more time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, hypot
from mmap import ACCESS_READ, mmap
from typing import Any, BinaryIO, NamedTuple, cast

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from PIL import Image

from reportgen.charts.drawing.canvas import Canvas, Label, Mark, Outline
from reportgen.charts.drawing.typesetting import advance_em
from reportgen.charts.theme import DPI, MM_PER_INCH, WHITE, Face
from reportgen.common.resources import font_file

Colour = tuple[float, float, float]


def painted(sheet: Canvas) -> NDArray[np.uint8]:
    """The dots of a sheet, shape (rows, columns, 4): red, green, blue, and opaque throughout."""
    brush = _Brush(sheet)
    for item in sorted(sheet.items, key=lambda item: item.z):
        match item:
            case Outline():
                brush.draw_shape(item)
            case Mark():
                brush.draw_mark(item)
            case Label():
                brush.draw_label(item)
    return brush.dots


class _Brush:
    """Draws items on a white page."""

    def __init__(self, sheet: Canvas) -> None:
        width, self._height = sheet.dots
        self._renderer: Any = RendererAgg(width, self._height, DPI)  # type: ignore[no-untyped-call]
        per_mm = DPI / MM_PER_INCH
        self._place = Affine2D().scale(per_mm, -per_mm).translate(0, self._height)
        self.draw_shape(Outline((((0, 0), (999, 0), (999, 999), (0, 999)),), WHITE, "", 0.0, 0))

    @property
    def dots(self) -> NDArray[np.uint8]:
        """What has been drawn."""
        return np.asarray(self._renderer.buffer_rgba())

    def draw_shape(self, shape: Outline) -> None:
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


def _outline(shape: Outline) -> Path:
    (corners,) = shape.strokes
    return Path([*corners, corners[0]], closed=True)


def _strokes(shape: Outline) -> Path:
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


# ----------------------------------------------------------------------------------------------------------------- text

# Each stretch of text is shaped once and drawn as a whole, by the font library that matplotlib brings. Unhinted: text
# has its true width at every resolution, and no setting of the machine has a say.

_FRACTIONS = 64  # of a dot: the unit of the font library
_ASCENT_EM, _DESCENT_EM = 0.75, 0.25  # of the bundled faces; other fonts are placed as if these were theirs
_MIDDLE_EM = _ASCENT_EM / 2  # from the baseline up to the point that a label is placed by
_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0}  # of its width that stand before that point
_SPACE = " "  # before a text: else the library draws its first letter up to a dot too far to the right
_DOTS_PER_PT = DPI / 72
_DOTS_PER_MM = DPI / MM_PER_INCH
_HALO_DOTS = 1.0 * _DOTS_PER_PT  # width of the white border
_HALO_OPACITY = 0.85

Dots = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text as dots: how much of each it covers (0 to 255), its top left corner, and the box that it takes up.

    Counted in dots from the top left corner of the picture.
    """

    cover: Dots
    left: int
    top: int
    box: tuple[float, float, float, float]  # left, top, right, bottom; the same height for all texts of a size


def lettered(label: Label) -> Lettering:
    """The dots of a label."""
    em = label.pt * _DOTS_PER_PT
    shaped = _shaped(label.text, label.pt, label.file)
    left = label.at[0] * _DOTS_PER_MM - shaped.width * _SHARES[label.side]
    baseline = label.at[1] * _DOTS_PER_MM + _MIDDLE_EM * em
    return Lettering(
        shaped.cover,
        round(left + shaped.offset),
        round(baseline) - shaped.above,
        (left, baseline - _ASCENT_EM * em, left + shaped.width, baseline + _DESCENT_EM * em),
    )


class _Shaped(NamedTuple):
    """A text as dots, wherever it stands."""

    cover: Dots
    width: float  # of its letters, in dots
    offset: float  # of the first column of dots from where its letters begin
    above: int  # rows above its baseline


@lru_cache(maxsize=1024)
def _shaped(text: str, pt: float, file: str) -> _Shaped:
    """The dots of a text. Charts repeat many, and shaping takes more time than all other drawing."""
    font = _font(file)
    font.clear()
    font.set_size(pt, DPI)
    space = advance_em(_SPACE, file) * pt * _DOTS_PER_PT if file in _own_files() else 0.0
    font.set_text(_SPACE * bool(space) + text, 0.0, flags=LoadFlags.NO_HINTING)
    width, height = font.get_width_height()
    above = height - font.get_descent()
    font.draw_glyphs_to_bitmap(antialiased=True)
    return _Shaped(
        np.array(font.get_image()),
        width / _FRACTIONS - space,
        font.get_bitmap_offset()[0] / _FRACTIONS - space,
        above // _FRACTIONS + 1,  # the library leaves a row free at the top
    )


def haloed(lettering: Lettering) -> Lettering:
    """The border around a text, as dots of their own."""
    reach = ceil(_HALO_DOTS)
    rows, columns = lettering.cover.shape
    cover = np.zeros((rows + 2 * reach, columns + 2 * reach), np.float32)
    for down in range(2 * reach + 1):
        for right in range(2 * reach + 1):
            share = min(_HALO_DOTS + 0.5 - hypot(down - reach, right - reach), 1.0)
            if share > 0:
                part = cover[down : down + rows, right : right + columns]
                np.maximum(part, lettering.cover * np.float32(share), out=part)
    dots = (cover * np.float32(_HALO_OPACITY)).astype(np.uint8)
    return Lettering(dots, lettering.left - reach, lettering.top - reach, lettering.box)


@lru_cache(maxsize=16)
def _font(file: str) -> FT2Font:
    """A font, mapped into memory: the library reads it anew, through Python, for each letter of each text."""
    with open(file, "rb") as opened:
        return FT2Font(cast("BinaryIO", mmap(opened.fileno(), 0, access=ACCESS_READ)))


@lru_cache(maxsize=1)
def _own_files() -> frozenset[str]:
    """The bundled faces, which have a space, and none of the scripts that run from right to left."""
    return frozenset(str(font_file(face.value)) for face in Face)


# ------------------------------------------------------------------------------------------------------------- the file

# A PNG of at most 256 colours: a third of the bytes, and the palette's colours exact. Colours are counted on a grid of
# 32 steps a channel. The palette's own always have a place; the most frequent others (edges of letters) share what is
# left, and rare ones take the nearest. No dithering, no clustering: the same pixels give the same bytes.

_COLOURS = 256
_GRID = 1 << 15  # 32 steps a channel
_WHITE = 0xFFFFFFFF  # as four bytes
_LEVEL = 4  # of compression; 6 takes half as long again for six percent less


def png(dots: NDArray[np.uint8], own: Sequence[str]) -> bytes:
    """Dots of shape (rows, columns, 4) as a picture; `own` are the colours ("#RRGGBB") that they were painted in."""
    pixels = np.ascontiguousarray(dots).view("<u4").ravel()
    inked = np.flatnonzero(pixels != _WHITE)  # most of a picture is white: no need to look at that twice
    drawn = pixels[inked]
    cells = ((drawn & 0xF8) << 7) | ((drawn & 0xF800) >> 6) | ((drawn & 0xF80000) >> 19)
    palette, places = _palette(np.bincount(cells, minlength=_GRID), own)
    numbers = np.full(pixels.shape, own.index(WHITE), np.uint8)
    numbers[inked] = places[cells]
    image = Image.fromarray(numbers.reshape(dots.shape[:2]))
    image.putpalette(palette.tobytes())
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(DPI, DPI), compress_level=_LEVEL)
    return file.getvalue()


def _palette(counts: NDArray[np.intp], named: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The colours, shape (n, 3), and for each cell of the grid the number of its colour."""
    own = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in named], dtype=np.int32)
    own_cells = (own[:, 0] >> 3) << 10 | (own[:, 1] >> 3) << 5 | own[:, 2] >> 3
    others = counts.copy()
    others[own_cells] = 0
    used = np.flatnonzero(others)
    used = used[np.argsort(-others[used], kind="stable")]
    kept, rare = used[: _COLOURS - len(own)], used[_COLOURS - len(own) :]
    colours = np.concatenate((own, _middles(kept)))
    places = np.zeros(_GRID, dtype=np.uint8)
    places[kept] = np.arange(len(own), len(colours))
    places[rare] = ((_middles(rare)[:, None] - colours[None]) ** 2).sum(axis=2).argmin(axis=1)
    places[own_cells[::-1]] = np.arange(len(own))[::-1]
    return colours.astype(np.uint8), places


def _middles(cells: NDArray[np.intp]) -> NDArray[np.int32]:
    """The colours in the middle of cells of the grid, shape (n, 3)."""
    channels = np.stack((cells >> 10, (cells >> 5) & 31, cells & 31), axis=1)
    return (channels * 8 + 4).astype(np.int32)
