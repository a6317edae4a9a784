"""The arithmetic that scores and peers share: exact, so that the client and its peers are measured by one rule."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from reportgen.method import HALF


def weighted_mean(weighted: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The mean of (weight, value) pairs; None when there are none.

    >>> weighted_mean([(Fraction(1), Fraction(40)), (Fraction(3), Fraction(60))])
    Fraction(55, 1)
    """
    total = weight_sum = Fraction(0)
    for weight, value in weighted:
        total += weight * value
        weight_sum += weight
    return share(total, weight_sum)


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    """Part / whole; None when the whole is 0."""
    return part / whole if whole else None


def mean_of_half(children: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The mean of (weight, value) children, where those with a value hold at least half of the weight; else None.

    >>> mean_of_half([(Fraction(1), Fraction(40)), (Fraction(1), None)])
    Fraction(40, 1)
    """
    children = tuple(children)
    present = [(weight, value) for weight, value in children if value is not None]
    whole = sum((weight for weight, _ in children), Fraction(0))
    enough = sum((weight for weight, _ in present), Fraction(0)) >= HALF * whole
    return weighted_mean(present) if enough else None


def six_decimals(value: float) -> Fraction:
    """A float as a fraction of six decimals, so that the last bits of a machine's arithmetic never reach a report."""
    return Fraction(round(value * 1_000_000), 1_000_000)
