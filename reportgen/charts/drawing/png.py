"""The drawn sheet as a PNG of at most 256 colours: a third of the bytes, and the palette's colours exact.

Colours are counted on a grid of 32 steps a channel. The palette's own always have a place; the most frequent others
(edges of letters) share what is left, and rare ones take the nearest. No dithering, no clustering: the same pixels
give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray
from PIL import Image

from reportgen.charts.theme import DPI

_COLOURS = 256
_GRID = 1 << 15  # 32 steps a channel
_LEVEL = 6  # of compression; 9 takes three times as long for five percent less


def png(canvas: FigureCanvasAgg, own: Sequence[str]) -> bytes:
    """The picture of a canvas that has been drawn; `own` are the colours ("#RRGGBB") that it was drawn in."""
    width, height = canvas.get_width_height(physical=True)
    drawn = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    pixels = np.frombuffer(drawn, dtype="<u4").reshape(height, width)
    cells = ((pixels & 0xF8) << 7) | ((pixels & 0xF800) >> 6) | ((pixels & 0xF80000) >> 19)
    palette, places = _palette(np.bincount(cells.ravel(), minlength=_GRID), own)
    image = Image.fromarray(places[cells])
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
    colours = np.concatenate((own, _middles(used[: _COLOURS - len(own)])))
    places = np.zeros(_GRID, dtype=np.uint8)
    distances = ((_middles(used)[:, None] - colours[None]) ** 2).sum(axis=2)
    places[used] = distances.argmin(axis=1)
    places[own_cells[::-1]] = np.arange(len(own))[::-1]
    return colours.astype(np.uint8), places


def _middles(cells: NDArray[np.intp]) -> NDArray[np.int32]:
    """The colours in the middle of cells of the grid, shape (n, 3)."""
    channels = np.stack((cells >> 10, (cells >> 5) & 31, cells & 31), axis=1)
    return (channels * 8 + 4).astype(np.int32)
