"""The score of each question: the agreed box, else the mean of what its interviews count.

An interview counts with its box, and with N/A or "not known" where the set gives these points. How far interviews lie
apart goes by boxes alone: who cannot answer contradicts nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from reportgen.common.grouping import grouped
from reportgen.common.means import total
from reportgen.common.method import INTERVIEWS_FOR_SPREAD, INTERVIEWS_PER_LEVEL
from reportgen.common.model import AgreedScore, Answer, AnswerState, Assessment, QuestionScore, QuestionSet, Status


def question_scores(assessment: Assessment, questions: QuestionSet) -> dict[str, QuestionScore]:
    """The score of every question of the set by id, in report order."""
    agreed = {entry.question_id: entry for entry in assessment.agreed if entry.box is not None}
    levels = [level.id for level in questions.levels]
    level_by_code = {
        interview.code: level_of(interview.code, assessment, levels) for interview in assessment.interviews
    }
    return {
        question_id: _score_of(
            question_id, assessment.answers_to.get(question_id, ()), agreed.get(question_id), questions, level_by_code
        )
        for question_id in questions.questions
    }


def level_of(code: str, assessment: Assessment, levels: Collection[str]) -> str:
    """The level of an interview; empty when it has none of these."""
    interview = assessment.interview.get(code)
    level = interview.level if interview else None
    return level if level in levels and level else ""


def _score_of(
    question_id: str,
    answers: Sequence[Answer],
    agreed: AgreedScore | None,
    questions: QuestionSet,
    level_by_code: Mapping[str, str],
) -> QuestionScore:
    # by code, not as the workbook happens to list the interviews: its order must not matter anywhere
    given = sorted((answer for answer in answers if answer.state.is_answer), key=lambda answer: answer.interview)
    scored = tuple(answer for answer in given if answer.box is not None)
    boxes = [answer.box for answer in scored if answer.box is not None]
    points = {answer.interview: value for answer in given if (value := questions.counted(answer)) is not None}
    computed = total(points.values()) / len(points) if points else None
    among = questions.answers[question_id]
    value = agreed.box if agreed and agreed.box is not None else computed
    return QuestionScore(
        question_id=question_id,
        status=_status(value, given),
        value=value,
        computed=computed,
        agreed=agreed,
        boxes=scored,
        points=points,
        spread=_spread([among.values.index(box) for box in boxes]),
        steps_apart=among.steps(min(boxes), max(boxes)) if len(boxes) >= INTERVIEWS_FOR_SPREAD else None,
        by_level=_by_level(scored, questions, level_by_code),
    )


def _by_level(
    scored: Sequence[Answer], questions: QuestionSet, level_by_code: Mapping[str, str]
) -> dict[str, tuple[Fraction, ...]] | None:
    """The boxes of each level, from the highest; None where those of some level would tell what one person said."""
    given = grouped((level_by_code.get(a.interview, ""), a.box) for a in scored if a.box is not None)
    if any(len(boxes) < INTERVIEWS_PER_LEVEL for boxes in given.values()):
        return None
    order = (*(level.id for level in questions.levels), "")
    return {level: tuple(sorted(given[level], reverse=True)) for level in order if level in given}


def _spread(places: Sequence[int]) -> Fraction | None:
    """The mean distance of two of the places on the scale.

    >>> _spread([0, 0, 3])
    Fraction(2, 1)
    """
    n = len(places)
    if n < INTERVIEWS_FOR_SPREAD:
        return None
    # in ascending order, the place at k is subtracted in n - 1 - k of the pairs and added in k
    distances = sum(place * (2 * k - n + 1) for k, place in enumerate(sorted(places)))
    return Fraction(2 * distances, n * (n - 1))


def _status(value: Fraction | None, given: Sequence[Answer]) -> Status:
    """Not applicable only when everyone who answered says so: one "not known" keeps the question open."""
    if value is not None:
        return Status.SCORED
    if given and all(answer.state is AnswerState.NOT_APPLICABLE for answer in given):
        return Status.NOT_APPLICABLE
    return Status.OPEN
