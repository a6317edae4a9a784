"""Figures of the charts as whole numbers, rounded as everywhere else."""

from __future__ import annotations

from fractions import Fraction

from reportgen.common.rounding import round_half_up


def whole(value: Fraction | None) -> int | None:
    """A score as printed.

    >>> whole(Fraction(81, 2)), whole(None)
    (41, None)
    """
    return None if value is None else round_half_up(value)


def whole_pair(pair: tuple[Fraction, Fraction] | None) -> tuple[int, int] | None:
    """Both ends of a range of scores as printed."""
    return None if pair is None else (round_half_up(pair[0]), round_half_up(pair[1]))


def percent(share: Fraction | None) -> int | None:
    """A share as a whole percentage.

    >>> percent(Fraction(2, 3))
    67
    """
    return whole(None if share is None else share * 100)
