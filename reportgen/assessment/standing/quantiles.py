"""The statistics of a group of peers, from whole numbers, each over one unit.

Of a hundred thousand values few are asked for, so these alone are put in their places: `in_place`.

No quantile is one organisation's score: it is the mean of three places, and printed on a grid. How much protection that
gives, and what it costs, was measured; the method appendix of the report tells it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

import numpy as np

from reportgen.common.method import BEST
from reportgen.common.peer_table import Whole, furthest, number_type
from reportgen.common.rounding import round_half_up


def in_place(values: Whole, shares: Iterable[Fraction]) -> Whole:
    """The values with those in their ascending places on which the quantiles of these shares and the best rest.

    >>> in_place(np.array([90, 10, 30, 20, 40]), [Fraction(1, 2)]).tolist()
    [10, 20, 30, 40, 90]
    """
    last = len(values) - 1
    below = [floor(share * last) for share in shares]
    places = {place for one in below for place in range(one - 1, one + 3)} | {len(values) - best_of(len(values))}
    needed = sorted(place for place in places if 0 <= place <= last)
    return np.partition(values, needed) if needed else values


def best_of(n: int) -> int:
    """How many of `n` organisations are best in class."""
    return floor(BEST * n)


def quantile(ordered: Whole, share: Fraction) -> Fraction:
    """The value below which `share` of the values lie, as the mean of three places; they stand `in_place`.

    They are (n - 1) x share, one before and one after, each between its neighbours in proportion: type 7 of Hyndman and
    Fan (1996), smoothed.

    Raises ValueError where there are no three places.

    >>> quantile(np.array([10, 20, 30, 40, 90]), Fraction(1, 2)), quantile(np.arange(10), Fraction(1, 4))
    (Fraction(30, 1), Fraction(9, 4))
    """
    position = share * (len(ordered) - 1)
    if not 1 <= position <= len(ordered) - 2:
        raise ValueError(f"no three of {len(ordered)} values lie around {share}")
    below = floor(position)
    part, whole = (position - below).numerator, position.denominator
    before, low, high = map(int, ordered[below - 1 : below + 2])
    # three neighbouring places: the two in the middle count full, the outer two in part
    outer = before * (whole - part) + (int(ordered[below + 2]) * part if part else 0)
    return Fraction(outer + (low + high) * whole, 3 * whole)


def best_in_class(ordered: Whole) -> Fraction:
    """The mean of the best of the values, which stand `in_place`, their number rounded down."""
    top = ordered[-best_of(len(ordered)) :]
    kind = number_type(furthest(top) * len(top))
    return Fraction(int(top.astype(kind, copy=False).sum()), len(top))


def on_grid(value: Fraction, grid: Fraction) -> Fraction:
    """The nearest multiple of the grid; a half goes up.

    >>> on_grid(Fraction(85, 2), Fraction(5)), on_grid(Fraction(212, 5), Fraction(5))
    (Fraction(45, 1), Fraction(40, 1))
    """
    return grid * round_half_up(value / grid)


def mid_rank(value: Fraction, values: Whole) -> Fraction:
    """The share of the values below `value`; an equal one counts half (Crawford, Garthwaite, Slick 2009).

    >>> mid_rank(Fraction(20), np.array([10, 20, 20, 90]))
    Fraction(1, 2)
    """
    below, up_to = int((values < ceil(value)).sum()), int((values <= floor(value)).sum())
    return Fraction(below + up_to, 2 * len(values))
