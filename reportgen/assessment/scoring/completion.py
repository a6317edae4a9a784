"""How much of what each interview should answer was answered: a figure of its own, never called coverage."""

from __future__ import annotations

from reportgen.common.model import AnswerState, Assessment, Completion, Interview, QuestionSet

_ANSWERED = {AnswerState.SCORED, AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN}


def completion(assessment: Assessment, questions: QuestionSet) -> dict[str, Completion]:
    """The completion of every interview by code, in code order.

    Expected are the questions of the elements it covers that its level can answer (any level's while it has none).
    "Not asked" stays expected, but is neither an answer nor a gap; an answer that is not there at all is a gap.
    """
    states = {(answer.interview, answer.question_id): answer.state for answer in assessment.answers}
    found: dict[str, Completion] = {}
    for interview in sorted(assessment.interviews, key=lambda interview: interview.code):
        expected = _expected(interview, questions)
        given = [states.get((interview.code, question_id), AnswerState.BLANK) for question_id in expected]
        answered = sum(state in _ANSWERED for state in given)
        found[interview.code] = Completion(interview.code, len(expected), answered, given.count(AnswerState.BLANK))
    return found


def _expected(interview: Interview, questions: QuestionSet) -> list[str]:
    return [
        question.id
        for element in questions.elements
        if element.id in interview.elements
        for question in element.questions
        if interview.level is None or interview.level in question.levels
    ]
