"""The arithmetic that scores and peers share: exact, so that the client and its peers are measured by one rule."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple, Protocol

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
    """The sum of the values, 0 when there are none. Those of one denominator are added as whole numbers, at a tenth.

    >>> total([Fraction(1), Fraction(2), Fraction(1, 2)])
    Fraction(7, 2)
    """
    sums: dict[int, int] = {}  # of numerators, by denominator
    for value in values:
        numerator, denominator = value.as_integer_ratio()
        sums[denominator] = sums.get(denominator, 0) + numerator
    whole = Fraction(sums.pop(1, 0))
    return sum((Fraction(numerator, denominator) for denominator, numerator in sums.items()), whole)


def share(part: Fraction, whole: Fraction) -> Fraction | None:
    """ScoredPart / whole; None when the whole is 0."""
    return part / whole if whole else None


class ScoredPart(Protocol):
    """What has a score and a coverage: a question, or anything made of questions."""

    @property
    def coverage(self) -> Fraction | None:
        """The share of its effective weight that is scored, of a question 1 or 0; None where none of it applies."""

    @property
    def value(self) -> Fraction | None:
        """The score; None where it is withheld or nothing is scored."""


class Covered(NamedTuple):
    """A score and its coverage."""

    coverage: Fraction | None
    value: Fraction | None


def covered_mean(parts: Iterable[tuple[Fraction, ScoredPart]]) -> Covered:
    """The mean of (weight, part), at every level by one rule: enough of what applies is covered, or no score.

    What is not applicable takes no weight. A part without a value leaves the mean, but what of it is scored still
    counts as covered: coverage is the effective weight of the scored questions over that of the applicable ones.

    >>> half, full = Covered(Fraction(1, 2), Fraction(40)), Covered(Fraction(1), Fraction(60))
    >>> covered_mean([(Fraction(1), half), (Fraction(1), full), (Fraction(1), Covered(None, None))])
    Covered(coverage=Fraction(3, 4), value=Fraction(50, 1))
    >>> covered_mean([(Fraction(1), half), (Fraction(2), Covered(Fraction(1, 3), None))])
    Covered(coverage=Fraction(7, 18), value=None)
    """
    known = [(weight, part.coverage, part.value) for weight, part in parts if part.coverage is not None]
    coverage = coverage_of((weight, coverage) for weight, coverage, _ in known)
    if not is_covered(coverage):
        return Covered(coverage, None)
    return Covered(coverage, weighted_mean((weight, value) for weight, _, value in known if value is not None))


def coverage_of(applicable: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """The coverage of parts together, each (weight, coverage); None when there are none."""
    pairs = tuple(applicable)
    scored = total(weight if coverage == 1 else weight * coverage for weight, coverage in pairs)
    return share(scored, total(weight for weight, _ in pairs))


def is_covered(coverage: Fraction | None) -> bool:
    """True where a score may stand: something applies, and enough of that is covered."""
    return coverage is not None and coverage >= COVERAGE_NEEDED


def six_decimals(value: float) -> Fraction:
    """A float as a fraction of six decimals, so that the last bits of a machine's arithmetic never reach a report."""
    return Fraction(round(value * 1_000_000), 1_000_000)
