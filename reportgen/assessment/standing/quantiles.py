"""The statistics of a group of peers, from whole numbers, each over one unit.

Of a hundred thousand values few are asked for, so these alone are put in their places: `in_place`. Many are first
counted in buckets of equal width, and only the few buckets are sorted in which these lie.

No quantile is one organisation's score: it is the mean of three places, and printed on a grid. How much protection that
gives, and what it costs, was measured; the method appendix of the report tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor

import numpy as np

from reportgen.common.method import BEST
from reportgen.common.peer_table import Whole, furthest, number_type
from reportgen.common.rounding import round_half_up

_MANY = 20_000  # values, from which on buckets are worth their while
_BUCKETS = 11  # bits: about two thousand of them


def in_place(values: Whole, shares: Iterable[Fraction]) -> Whole:
    """As many values, those in their ascending places on which the quantiles of these shares and the best rest.

    What stands in all other places says nothing.

    >>> in_place(np.array([90, 10, 30, 20, 40]), [Fraction(1, 2)]).tolist()
    [10, 20, 30, 40, 90]
    """
    last = len(values) - 1
    below = [floor(share * last) for share in shares]
    places = {place for one in below for place in range(one - 1, one + 3)} | {len(values) - best_of(len(values))}
    needed = sorted(place for place in places if 0 <= place <= last)
    if not needed:
        return values
    is_many = len(values) >= _MANY and values.dtype != object
    return _by_buckets(values, needed) if is_many else np.partition(values, needed)


def _by_buckets(values: Whole, needed: Sequence[int]) -> Whole:
    """The values at the needed ascending places."""
    low, high = values.min(), values.max()
    shift = max(0, (int(high) - int(low)).bit_length() - _BUCKETS)
    above = (values - low).view(f"u{values.itemsize}")  # no sign is needed, and what overflows is right without one
    buckets = (above >> shift).astype(np.intp)
    sizes = np.bincount(buckets)
    is_needed = np.zeros(len(sizes), np.bool_)
    is_needed[np.searchsorted(np.cumsum(sizes), needed, side="right")] = True
    found = np.zeros_like(values)
    found[np.repeat(is_needed, sizes)] = np.sort(values[is_needed[buckets]])
    return found


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


def best_in_class(values: Whole, ordered: Whole) -> Fraction:
    """The mean of the best of the values, their number rounded down; `ordered` are the same, `in_place`."""
    count = best_of(len(values))
    lowest = int(ordered[-count])
    kind = number_type(furthest(values) * len(values))
    at_least = int(np.maximum(values, lowest).sum(dtype=kind))  # all others as if they were the lowest of the best
    return Fraction(at_least - lowest * (len(values) - count), count)


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
    below, up_to = (int(np.count_nonzero(values < end)) for end in (ceil(value), floor(value) + 1))
    return Fraction(below + up_to, 2 * len(values))
