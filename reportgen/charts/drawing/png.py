"""The painted sheet as a PNG of at most 256 colours: a third of the bytes, and the palette's colours exact.

Colours are counted on a grid of 32 steps a channel. The palette's own always have a place; the most frequent others
(edges of letters) share what is left, and rare ones take the nearest. No dithering, no clustering: the same pixels
give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from reportgen.charts.theme import DPI, WHITE

_COLOURS = 256
_GRID = 1 << 15  # 32 steps a channel
_WHITE = 0xFFFFFFFF  # as four bytes
_LEVEL = 6  # of compression; 9 takes three times as long for five percent less


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
