"""Text to dots: each stretch of text is shaped once and drawn as a whole, by the font library that matplotlib brings.

Unhinted, so that text has its true width at every resolution, and no setting of the machine has a say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, hypot
from typing import NamedTuple

import numpy as np
from matplotlib.ft2font import FT2Font, LoadFlags
from numpy.typing import NDArray

from reportgen.charts.drawing.canvas import Label
from reportgen.charts.drawing.typesetting import advance_em
from reportgen.charts.theme import DPI, MM_PER_INCH, Face
from reportgen.common.resources import font_file

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
    return FT2Font(file)


@lru_cache(maxsize=1)
def _own_files() -> frozenset[str]:
    """The bundled faces, which have a space, and none of the scripts that run from right to left."""
    return frozenset(str(font_file(face.value)) for face in Face)
