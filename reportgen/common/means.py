"""The arithmetic that scores and peers share: exact, so that the client and its peers are measured by one rule."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from reportgen.common.method import COVERAGE_NEEDED


def weighted_mean(weighted: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The mean of (weight, value) pairs; None when there are none.

    >>> weighted_mean([(Fraction(1), Fraction(40)), (Fraction(3), Fraction(60))])
    Fraction(55, 1)
    """
    pairs = tuple(weighted)
    products = (value if weight == 1 else weight * value for weight, value in pairs)
    return share(total(products), total(weight for weight, _ in pairs))


def total(values: Iterable[Fraction]) -> Fraction:
    """The sum of the values, 0 when there are none. Whole numbers, as most are, cost a tenth of other fractions.

    >>> total([Fraction(1), Fraction(2), Fraction(1, 2)])
    Fraction(7, 2)
    """
    whole, rest = 0, Fraction(0)
    for value in values:
        if value.denominator == 1:
            whole += value.numerator
        else:
            rest += value
    return rest + whole


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    """Part / whole; None when the whole is 0."""
    return part / whole if whole else None


def mean_if_covered(children: Iterable[tuple[Fraction, Fraction | None]]) -> Fraction | None:
    """The mean of (weight, value) children, where those with a value hold enough of the weight; else None.

    >>> mean_if_covered([(Fraction(1), Fraction(40)), (Fraction(1), None)])
    Fraction(40, 1)
    """
    children = tuple(children)
    present = [(weight, value) for weight, value in children if value is not None]
    enough = total(weight for weight, _ in present) >= COVERAGE_NEEDED * total(weight for weight, _ in children)
    return weighted_mean(present) if enough else None


def six_decimals(value: float) -> Fraction:
    """A float as a fraction of six decimals, so that the last bits of a machine's arithmetic never reach a report."""
    return Fraction(round(value * 1_000_000), 1_000_000)
