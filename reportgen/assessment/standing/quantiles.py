"""The statistics of a group: quartiles of type 7, mid-rank percentiles and their Jeffreys interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import exp, floor, lgamma, log

from reportgen.common.means import six_decimals
from reportgen.common.method import TAILS

_TINY = 1e-300  # in place of a 0 that would be divided by
_STANDS_STILL = 1e-13


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which `share` of the ascending values lie: type 7 of Hyndman and Fan (1996).

    It is Excel's QUARTILE.INC, so a client can check it. Raises IndexError when there are no values.

    >>> [float(quantile([Fraction(v) for v in (22, 31, 35, 38, 44, 67)], Fraction(q, 4))) for q in (1, 2, 3)]
    [32.0, 36.5, 42.5]
    """
    position = share * (len(ordered) - 1)
    below = floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def mid_rank(value: Fraction, peers: Sequence[Fraction]) -> Fraction:
    """The number of peers below `value`; an equal one counts half (Crawford, Garthwaite and Slick 2009)."""
    below = sum(peer < value for peer in peers)
    equal = sum(peer == value for peer in peers)
    return below + Fraction(equal, 2)


def jeffreys(successes: Fraction, n: int) -> tuple[Fraction, Fraction]:
    """The Jeffreys interval of a proportion, to six decimals; `successes` may be a half.

    It lies between quantiles of Beta(successes + 1/2, n - successes + 1/2); none below is 0 and all below is 1 (Brown,
    Cai and DasGupta 2001).

    >>> [round(float(bound), 2) for bound in jeffreys(Fraction(8), 10)]
    [0.5, 0.96]
    """
    a, b = float(successes) + 0.5, float(n - successes) + 0.5
    low = Fraction(0) if successes == 0 else _solve(lambda x: beta_share(a, b, x), float(TAILS[0]))
    high = Fraction(1) if successes == n else _solve(lambda x: beta_share(a, b, x), float(TAILS[1]))
    return low, high


def _solve(rising: Callable[[float], float], target: float) -> Fraction:
    """Where a rising function of 0 to 1 reaches `target`, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < target else (low, middle)
    return six_decimals((low + high) / 2)


def beta_share(a: float, b: float, x: float) -> float:
    """The share of a Beta(a, b) distribution below `x`: the regularised incomplete beta function.

    By its continued fraction (Abramowitz and Stegun 26.5.8), which converges fast on the side of x that is used.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    return front / (a * _continued_fraction(a, b, x))


def _continued_fraction(a: float, b: float, x: float) -> float:
    """1 + d1 / (1 + d2 / (1 + ...)), evaluated forwards until it stands still (Lentz's method)."""
    value, c, d, term = 1.0, 1.0, 0.0, 0
    change = 0.0
    while abs(change - 1) > _STANDS_STILL:
        term += 1
        coefficient = _coefficient(term, a, b, x)
        d = 1 / ((1 + coefficient * d) or _TINY)
        c = (1 + coefficient / c) or _TINY
        change = c * d
        value *= change
    return value


def _coefficient(term: int, a: float, b: float, x: float) -> float:
    m = term // 2
    if term % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
