"""How far a score would move had other people been interviewed: intervals from resampling whole interviews.

The question set is fixed, so only interviews are drawn, whole and with replacement (the cluster bootstrap; Field and
Welsh 2007, Cameron, Gelbach and Miller 2008). Agreed scores are held fixed: the assessors' judgement is no sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from reportgen.assessment.scoring.groups import Groups
from reportgen.common.language import counted
from reportgen.common.means import six_decimals, total
from reportgen.common.method import AGREED_AT_MOST, INTERVIEWS_FOR_INTERVAL, MOST_AGREED, RESAMPLES, TAILS
from reportgen.common.model import GroupScore, Question, QuestionScore, QuestionSet, Status

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    _Array = npt.NDArray[np.float64]

_SEED = 20_250_101


def with_intervals(groups: Groups, scored: Mapping[str, QuestionScore], questions: QuestionSet) -> tuple[Groups, str]:
    """The same groups with the intervals that may be given, and why the overall score has none (empty if it has).

    A group has one if it is scored, enough interviews gave a box in it and little enough of its scored weight is
    agreed. It runs between two percentiles (type 7) of the resamples.
    """
    objection = _objection(groups.overall, questions.questions.values(), scored)
    if len(_interviews(scored.values())) < INTERVIEWS_FOR_INTERVAL:
        return groups, objection
    return _Resamples.drawn(scored, questions).give(groups), objection


def _objection(group: GroupScore, members: Iterable[Question], scored: Mapping[str, QuestionScore]) -> str:
    """Why a group of these questions may have no interval, as a sentence; empty when it may."""
    if group.status is not Status.SCORED:
        return "No interval is given because there is no score."
    present = [(question.weight, scored[question.id]) for question in members if scored[question.id].value is not None]
    if len(_interviews(score for _, score in present)) < INTERVIEWS_FOR_INTERVAL:
        return f"No interval is given because fewer than {counted(INTERVIEWS_FOR_INTERVAL, 'interview')} gave answers."
    agreed = total(weight for weight, score in present if score.agreed)
    if agreed > AGREED_AT_MOST * total(weight for weight, _ in present):
        return f"No interval is given because more than {MOST_AGREED} of the score rests on agreed scores."
    return ""


def _interviews(scores: Iterable[QuestionScore]) -> list[str]:
    """The codes of the interviews that gave a box, in code order."""
    return sorted({answer.interview for score in scores for answer in score.boxes})


@dataclass(frozen=True)
class _Resamples:
    """The score of every question in every resample: NaN where no interview drawn had answered it."""

    scored: Mapping[str, QuestionScore]
    questions: QuestionSet
    values: _Array  # a row a resample, a column a question
    column: Mapping[str, int]  # of each question id

    @classmethod
    def drawn(cls, scored: Mapping[str, QuestionScore], questions: QuestionSet) -> _Resamples:
        import numpy as np

        codes = _interviews(scored.values())
        row = {code: number for number, code in enumerate(codes)}
        column = {question_id: number for number, question_id in enumerate(scored)}
        boxes, given = np.zeros((2, len(codes), len(column)))
        for question_id, score in scored.items():
            for answer in score.boxes:
                boxes[row[answer.interview], column[question_id]] += answer.box or 0
                given[row[answer.interview], column[question_id]] += 1
        times = np.array(_draws(len(codes)), dtype=float)
        values = _divide(times @ boxes, times @ given)
        for question_id, score in scored.items():
            if score.agreed and score.value is not None:
                values[:, column[question_id]] = float(score.value)
        return cls(scored, questions, values, column)

    def give(self, groups: Groups) -> Groups:
        """The groups with their intervals.

        A part that is withheld stays out of every resample, as it stays out of the score; within a resample nothing
        is withheld, so that a few unanswered questions do not thin out the resamples.
        """
        elements, areas, overall = dict(groups.elements), dict(groups.areas), groups.overall
        area_means: list[tuple[Fraction, _Array]] = []
        for area in self.questions.areas:
            element_means: list[tuple[Fraction, _Array]] = []
            for element in area.elements:
                if _stands(elements[element.id]):
                    mean = self._of_questions(element.questions)
                    element_means.append((element.weight, mean))
                    elements[element.id] = self._with_interval(elements[element.id], element.questions, mean)
            if _stands(areas[area.id]):
                mean = _mean(element_means)
                area_means.append((area.weight, mean))
                areas[area.id] = self._with_interval(areas[area.id], area.questions, mean)
        if _stands(overall):
            overall = self._with_interval(overall, self.questions.questions.values(), _mean(area_means))
        lenses = {
            lens_id: {group.id: self._of_lens(lens_id, group) for group in parts.values()}
            for lens_id, parts in groups.lenses.items()
        }
        return Groups(overall, areas, elements, lenses)

    def _of_lens(self, lens_id: str, group: GroupScore) -> GroupScore:
        members = self.questions.in_lens(lens_id, group.id)
        return self._with_interval(group, members, self._of_questions(members)) if _stands(group) else group

    def _of_questions(self, members: Sequence[Question]) -> _Array:
        return _mean([(question.weight, self.values[:, self.column[question.id]]) for question in members])

    def _with_interval(self, group: GroupScore, members: Iterable[Question], values: _Array) -> GroupScore:
        import numpy as np

        if _objection(group, members, self.scored):
            return group
        low, high = np.quantile(values[~np.isnan(values)], [float(tail) for tail in TAILS], method="linear")
        return replace(group, interval=(six_decimals(float(low)), six_decimals(float(high))))


def _stands(group: GroupScore) -> bool:
    return group.status is Status.SCORED


def _mean(weighted: Sequence[tuple[Fraction, _Array]]) -> _Array:
    """The weighted mean of columns, row by row, over those that are there; NaN where none is."""
    import numpy as np

    weights = np.array([float(weight) for weight, _ in weighted])
    values = np.column_stack([column for _, column in weighted])
    there = ~np.isnan(values)
    return _divide(np.where(there, values, 0.0) @ weights, there @ weights)


def _divide(numerator: _Array, denominator: _Array) -> _Array:
    """Numerator / denominator; NaN where the denominator is 0."""
    import numpy as np

    return np.divide(numerator, denominator, out=np.full_like(denominator, np.nan), where=denominator > 0)


def _draws(interviews: int) -> list[list[int]]:
    """How often each interview was drawn: a row a resample."""
    # `random()` alone is promised to give the same numbers in every version of Python; numpy's draws are not
    random = Random(_SEED)
    rows = []
    for _ in range(RESAMPLES):
        row = [0] * interviews
        for _ in range(interviews):
            row[int(random.random() * interviews)] += 1
        rows.append(row)
    return rows
