"""How much of what each interview should answer was answered: a figure of its own, never called coverage."""

from __future__ import annotations

from reportgen.common.model import AnswerState, Assessment, Completion, QuestionSet


def completion(assessment: Assessment, questions: QuestionSet) -> dict[str, Completion]:
    """The completion of every interview by code, in code order.

    Expected are the questions of the elements it covers that its level can answer (any level's while it has none).
    "Not asked" stays expected, but is neither an answer nor a gap; an answer that is not there at all is a gap.
    """
    states = {(answer.interview, answer.question_id): answer.state for answer in assessment.answers}
    found: dict[str, Completion] = {}
    for interview in sorted(assessment.interviews, key=lambda interview: interview.code):
        given = [
            states.get((interview.code, question.id), AnswerState.BLANK)
            for question in questions.questions.values()
            if interview.should_answer(question, questions.element_of[question.id].id)
        ]
        answered = sum(state.is_answer for state in given)
        found[interview.code] = Completion(interview.code, len(given), answered, given.count(AnswerState.BLANK))
    return found
