"""The score of each question: the agreed box, else the mean of the interviews' boxes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from reportgen.common.method import INTERVIEWS_FOR_SPREAD
from reportgen.common.model import AgreedScore, Answer, AnswerState, Assessment, QuestionScore, QuestionSet, Status


def question_scores(assessment: Assessment, questions: QuestionSet) -> dict[str, QuestionScore]:
    """The score of every question of the set by id, in report order."""
    agreed = {entry.question_id: entry for entry in assessment.agreed if entry.box is not None}
    return {
        question_id: _score_of(
            question_id, assessment.answers_to.get(question_id, ()), agreed.get(question_id), questions
        )
        for question_id in questions.questions
    }


def _score_of(
    question_id: str, answers: Sequence[Answer], agreed: AgreedScore | None, questions: QuestionSet
) -> QuestionScore:
    # by code, not as the workbook happens to list the interviews: its order must not matter anywhere
    given = sorted((answer for answer in answers if answer.state.is_answer), key=lambda answer: answer.interview)
    scored = tuple(answer for answer in given if answer.box is not None)
    boxes = [answer.box for answer in scored if answer.box is not None]
    computed = Fraction(sum(boxes), len(boxes)) if boxes else None
    value = Fraction(agreed.box) if agreed and agreed.box is not None else computed
    return QuestionScore(
        question_id=question_id,
        status=_status(value, given),
        value=value,
        computed=computed,
        agreed=agreed,
        boxes=scored,
        spread=questions.steps(min(boxes), max(boxes)) if len(boxes) >= INTERVIEWS_FOR_SPREAD else None,
    )


def _status(value: Fraction | None, given: Sequence[Answer]) -> Status:
    """Not applicable only when everyone who answered says so: one "not known" keeps the question open."""
    if value is not None:
        return Status.SCORED
    if given and all(answer.state is AnswerState.NOT_APPLICABLE for answer in given):
        return Status.NOT_APPLICABLE
    return Status.OPEN
