"""How far a score depends on who was asked: intervals that leave out one interview at a time, within levels.

The question set is fixed and agreed scores are the assessors' judgement, so only interviews vary; their levels are part
of the design, so that a difference between the levels is none between people. The jackknife of whole interviews, pooled
within levels, with Student's t: no random numbers, exact fractions up to the variance, the same on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from math import isqrt, lcm

from reportgen.assessment.scoring.groups import Groups
from reportgen.common.means import share, total, weighted_mean
from reportgen.common.method import AGREED_AT_MOST, FREEDOM_FOR_INTERVAL, INTERVIEWS_FOR_INTERVAL
from reportgen.common.model import (
    Assessment,
    GroupScore,
    Interval,
    NoInterval,
    Question,
    QuestionScore,
    QuestionSet,
)

_STUDENTS_T = """
    12.7062 4.3027 3.1824 2.7764 2.5706 2.4469 2.3646 2.3060 2.2622 2.2281 2.2010 2.1788 2.1604 2.1448 2.1314
    2.1199 2.1098 2.1009 2.0930 2.0860 2.0796 2.0739 2.0687 2.0639 2.0595 2.0555 2.0518 2.0484 2.0452 2.0423
"""  # on two sides, for 1 to 30 degrees of freedom
_T = tuple(Fraction(value) for value in _STUDENTS_T.split())
_SIX_DECIMALS = 10**6

Levels = Mapping[str, str | None]  # the level of each interview, by its code


def levels_of(assessment: Assessment) -> Levels:
    """The level of each interview, by its code."""
    return {interview.code: interview.level for interview in assessment.interviews}


def with_intervals(
    groups: Groups, levels: Levels, scored: Mapping[str, QuestionScore], questions: QuestionSet
) -> Groups:
    """The same groups with their intervals, or why they have none; topics are given neither.

    What is withheld stays out, as it stays out of the score. Leaving out an interview takes its boxes out of the means
    of the questions; a question left without a box drops out, and nothing more is withheld for it.
    """

    def given(group: GroupScore, made_of: _MadeOf) -> GroupScore:
        found = _interval(group, made_of, levels, questions) if group.value is not None else NoInterval.NO_SCORE
        if isinstance(found, NoInterval):
            return replace(group, no_interval=found)
        return replace(group, interval=found)

    def asked(members: Iterable[Question]) -> _Questions:
        return _Questions([(question.weight, scored[question.id]) for question in members])

    def stands(group: GroupScore) -> bool:
        return group.value is not None

    elements = {element.id: asked(element.questions) for element in questions.elements}
    areas = {
        area.id: _Parts([(e.weight, elements[e.id]) for e in area.elements if stands(groups.elements[e.id])])
        for area in questions.areas
    }
    whole = _Parts([(area.weight, areas[area.id]) for area in questions.areas if stands(groups.areas[area.id])])
    return Groups(
        overall=given(groups.overall, whole),
        areas={area_id: given(group, areas[area_id]) for area_id, group in groups.areas.items()},
        elements={element_id: given(group, elements[element_id]) for element_id, group in groups.elements.items()},
        topics=groups.topics,
        lenses={
            lens_id: {
                group_id: given(group, asked(questions.in_lens(lens_id, group_id))) for group_id, group in parts.items()
            }
            for lens_id, parts in groups.lenses.items()
        },
    )


# ------------------------------------------------------------------------------------------- leaving out interviews


class _Questions:
    """A mean of questions, and what it would be without any one of the interviews."""

    def __init__(self, weighted: Sequence[tuple[Fraction, QuestionScore]]) -> None:
        self._scored = [(weight, score) for weight, score in weighted if score.value is not None]
        self._varying = [(weight, score) for weight, score in self._scored if not score.agreed]

    @property
    def agreed(self) -> Fraction:
        """The share of its weight that is agreed."""
        fixed = total(weight for weight, score in self._scored if score.agreed)
        return share(fixed, total(weight for weight, _ in self._scored)) or Fraction(0)

    @property
    def interviews(self) -> Collection[str]:
        """The codes of the interviews that count."""
        return self._without.keys()

    def without(self, interview: str) -> Fraction | None:
        """The mean without an interview; None when nothing is left."""
        return self._without.get(interview, self._mean)

    @cached_property
    def _mean(self) -> Fraction | None:
        return weighted_mean((weight, score.value) for weight, score in self._scored if score.value is not None)

    @cached_property
    def _without(self) -> dict[str, Fraction | None]:
        """By interview: in whole numbers over one denominator, as a difference to the mean of all."""
        counts = [score.n for _, score in self._varying]
        scale = lcm(*counts, *(n - 1 for n in counts if n > 1))
        values = (value for _, score in self._scored for value in (score.value, *score.points.values()) if value)
        parts = lcm(*(value.denominator for value in values))
        unit = lcm(*(weight.denominator for weight, _ in self._scored))
        changes: dict[str, int] = {}  # of the sum of weight x value
        lost: dict[str, int] = {}  # weight of the questions that drop out
        for weight, score in self._varying:
            points, weighs = {code: int(value * parts) for code, value in score.points.items()}, int(weight * unit)
            together = sum(points.values())
            value = together * (scale // score.n)
            for code, counted in points.items():
                rest = (together - counted) * (scale // (score.n - 1)) if score.n > 1 else 0
                changes[code] = changes.get(code, 0) + weighs * (rest - value)
                lost[code] = lost.get(code, 0) + (weighs if score.n == 1 else 0)
        whole = int(total(weight for weight, _ in self._scored) * unit)
        summed = int((self._mean or 0) * whole * scale * parts)
        return {
            code: Fraction(summed + change, (whole - lost[code]) * scale * parts) if whole > lost[code] else None
            for code, change in changes.items()
        }


class _Parts:
    """A mean of parts that have a score, and what it would be without any one of the interviews."""

    def __init__(self, parts: Sequence[tuple[Fraction, _MadeOf]]) -> None:
        self._parts = parts

    @cached_property
    def agreed(self) -> Fraction:
        """The share of its weight that is agreed."""
        return weighted_mean((weight, part.agreed) for weight, part in self._parts) or Fraction(0)

    @cached_property
    def interviews(self) -> Collection[str]:
        """The codes of the interviews that count."""
        return {code for _, part in self._parts for code in part.interviews}

    def without(self, interview: str) -> Fraction | None:
        """The mean without the boxes of an interview; None when nothing is left."""
        left = [(weight, part.without(interview)) for weight, part in self._parts]
        return weighted_mean((weight, value) for weight, value in left if value is not None)


_MadeOf = _Questions | _Parts


# ------------------------------------------------------------------------------------------------------ the interval


def _interval(group: GroupScore, made_of: _MadeOf, level_of: Levels, questions: QuestionSet) -> Interval | NoInterval:
    """The interval of a score that stands, or why it has none."""
    codes = sorted(made_of.interviews)
    levels = {level_of.get(code) for code in codes}
    n, freedom = len(codes), len(codes) - len(levels)
    if n < INTERVIEWS_FOR_INTERVAL:
        return NoInterval.FEW_INTERVIEWS
    if freedom < FREEDOM_FOR_INTERVAL:
        return NoInterval.FEW_PER_LEVEL
    if made_of.agreed > AGREED_AT_MOST:
        return NoInterval.AGREED
    # every one of the others has a box that counts, so something is always left
    left = [(level_of.get(code), made_of.without(code)) for code in codes]
    without = [(level, value) for level, value in left if value is not None]
    squares = total(_squares([value for of, value in without if of == level]) for level in levels)
    variance = Fraction((n - 1) ** 2, n * freedom) * squares
    assert group.value is not None  # the caller asks only for scores that stand
    margin = student_t(freedom) * square_root(variance)
    lowest, highest = questions.reach
    low, high = max(group.value - margin, lowest), min(group.value + margin, highest)
    if questions.scale.rounded(low) == questions.scale.rounded(high):
        return NoInterval.ALL_AGREE
    return Interval(low, high, variance, n, len(levels))


def _squares(values: Sequence[Fraction]) -> Fraction:
    """The sum of the squared distances from the mean."""
    mean = total(values) / len(values)
    return total((value - mean) ** 2 for value in values)


def student_t(freedom: int) -> Fraction:
    """Student's t for an interval of this confidence, from one degree of freedom; beyond the table within 0.002.

    >>> student_t(3), student_t(60)
    (Fraction(1989, 625), Fraction(2, 1))
    """
    return _T[freedom - 1] if freedom <= len(_T) else Fraction("1.96") + Fraction("2.4") / freedom


def square_root(value: Fraction) -> Fraction:
    """The square root down to six decimals, by whole numbers.

    >>> square_root(Fraction(1, 4)), square_root(Fraction(2))
    (Fraction(1, 2), Fraction(1414213, 1000000))
    """
    return Fraction(isqrt(value.numerator * _SIX_DECIMALS**2 // value.denominator), _SIX_DECIMALS)
