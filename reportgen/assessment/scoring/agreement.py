"""How far interviews agree: Krippendorff's alpha for ordinal data, overall and within each level.

People in different posts see different things, so this is no reliability of assessors; beside the alpha within each
level it tells whether views differ within the levels or between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from reportgen.common.model import OVERALL, Agreement, Assessment, QuestionScore, QuestionSet


def agreements(
    assessment: Assessment, scored: Mapping[str, QuestionScore], questions: QuestionSet
) -> dict[str, Agreement]:
    """The agreement of all interviews under OVERALL, and of those of each level under its id."""
    level_of = {interview.code: interview.level for interview in assessment.interviews}
    given = [[(a.interview, a.box) for a in score.boxes if a.box is not None] for score in scored.values()]

    def within(level_id: str) -> list[list[tuple[str, Fraction]]]:
        return [[entry for entry in boxes if level_of.get(entry[0]) == level_id] for boxes in given]

    return {OVERALL: _agreement(given)} | {level.id: _agreement(within(level.id)) for level in questions.levels}


def _agreement(given: Iterable[Sequence[tuple[str, Fraction]]]) -> Agreement:
    """The agreement on questions, each as (interview, box); a question with one box says nothing of it."""
    pairable = [boxes for boxes in given if len(boxes) > 1]
    return Agreement(
        alpha=ordinal_alpha([[box for _, box in boxes] for boxes in pairable]),
        questions=len(pairable),
        interviews=len({code for boxes in pairable for code, _ in boxes}),
        boxes=sum(map(len, pairable)),
    )


def ordinal_alpha(units: Iterable[Sequence[Fraction | int]]) -> Fraction | None:
    """Krippendorff's alpha of the ratings of each unit; None when all that can be paired are equal.

    1 - (n - 1) x observed / expected disagreement, from the coincidences of values within units; two values are as far
    apart as the ratings between them, their own counted half (Krippendorff 2011, Computing Krippendorff's
    alpha-reliability, section D). All ratings are values of one variable, the points of the scale: answers that only
    some questions have stand among the others by their points.

    >>> ordinal_alpha([[1, 1], [2, 2], [1, 2]])
    Fraction(4, 9)
    """
    pairable = [Counter(ratings) for ratings in units if len(ratings) > 1]
    values = sorted({value for ratings in pairable for value in ratings})
    tallies = [[ratings[value] for value in values] for ratings in pairable]  # counted by place: hashing values is dear
    counts: list[int] = [sum(column) for column in zip(*tallies, strict=True)]

    def squared_distance(low: int, high: int) -> Fraction:
        return (sum(counts[low : high + 1]) - Fraction(counts[low] + counts[high], 2)) ** 2

    observed = expected = Fraction(0)
    for low, high in combinations(range(len(values)), 2):
        distance = squared_distance(low, high)
        met: Counter[int] = Counter()  # pairs of the two, by the number of pairs that a rating of their unit has
        for tally in tallies:
            if tally[low] and tally[high]:
                met[sum(tally) - 1] += tally[low] * tally[high]
        observed += distance * sum(Fraction(pairs, others) for others, pairs in met.items())
        expected += distance * counts[low] * counts[high]
    return 1 - (sum(counts) - 1) * observed / expected if expected else None
