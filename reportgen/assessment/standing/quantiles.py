"""The statistics of a group of peers, from whole numbers in ascending order, each over one unit.

No quantile is one organisation's score: it is the mean of three places, and printed on a grid. How much protection that
gives, and what it costs, was measured; the method appendix of the report tells it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from math import floor

from reportgen.common.method import BEST
from reportgen.common.rounding import round_half_up


def quantile(ordered: Sequence[int], share: Fraction) -> Fraction:
    """The value below which `share` of the ascending values lie, as the mean of three places.

    They are (n - 1) x share, one before and one after, each between its neighbours in proportion: type 7 of Hyndman and
    Fan (1996), smoothed.

    Raises ValueError where there are no three places.

    >>> quantile([10, 20, 30, 40, 90], Fraction(1, 2)), quantile(list(range(10)), Fraction(1, 4))
    (Fraction(30, 1), Fraction(9, 4))
    """
    position = share * (len(ordered) - 1)
    if not 1 <= position <= len(ordered) - 2:
        raise ValueError(f"no three of {len(ordered)} values lie around {share}")
    below = floor(position)
    part, whole = (position - below).numerator, position.denominator
    # three neighbouring places: the two in the middle count full, the outer two in part
    outer = ordered[below - 1] * (whole - part) + (ordered[below + 2] * part if part else 0)
    return Fraction(outer + (ordered[below] + ordered[below + 1]) * whole, 3 * whole)


def best_in_class(ordered: Sequence[int]) -> Fraction:
    """The mean of the best of the ascending values, their number rounded down."""
    top = ordered[-floor(BEST * len(ordered)) :]
    return Fraction(sum(top), len(top))


def on_grid(value: Fraction, grid: Fraction) -> Fraction:
    """The nearest multiple of the grid; a half goes up.

    >>> on_grid(Fraction(85, 2), Fraction(5)), on_grid(Fraction(212, 5), Fraction(5))
    (Fraction(45, 1), Fraction(40, 1))
    """
    return grid * round_half_up(value / grid)


def mid_rank(value: Fraction, ordered: Sequence[int]) -> Fraction:
    """The share of the ascending values below `value`; an equal one counts half (Crawford, Garthwaite, Slick 2009).

    >>> mid_rank(Fraction(20), [10, 20, 20, 90])
    Fraction(1, 2)
    """
    return Fraction(bisect_left(ordered, value) + bisect_right(ordered, value), 2 * len(ordered))
