"""What the answers cover, and what they rest on.

How much of what an interview should answer was answered: a figure of its own, never called coverage. How much of what
was scored is intended, can be seen and works: weighted shares by evidence state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from reportgen.common.means import share, total
from reportgen.common.model import (
    OVERALL,
    Answer,
    AnswerState,
    Assessment,
    Completion,
    EvidenceShare,
    Question,
    QuestionScore,
    QuestionSet,
)


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


def evidence_shares(scored: Mapping[str, QuestionScore], questions: QuestionSet) -> dict[str, EvidenceShare]:
    """The shares of OVERALL, every area and every element, in this order."""
    members: dict[str, Iterable[Question]] = {OVERALL: questions.questions.values()}
    members |= {area.id: area.questions for area in questions.areas}
    members |= {element.id: element.questions for element in questions.elements}
    return {group_id: _shares(group_id, group, scored, questions) for group_id, group in members.items()}


def _shares(
    group_id: str, members: Iterable[Question], scored: Mapping[str, QuestionScore], questions: QuestionSet
) -> EvidenceShare:
    # every interview's box counts, with the weight of its question; an agreed box has no evidence states
    answers = [(question.weight, answer) for question in members for answer in scored[question.id].boxes]
    return EvidenceShare(
        id=group_id,
        shares={state.id: _share(answers, state.id) for state in questions.states},
        answers=len(answers),
        recorded=sum(any(state is not None for state in answer.evidence.values()) for _, answer in answers),
    )


def _share(answers: Iterable[tuple[Fraction, Answer]], state_id: str) -> Fraction | None:
    """Weight of the answers with the state / weight of the answers where it was recorded, yes or no."""
    recorded = [(weight, answer.evidence.get(state_id)) for weight, answer in answers]
    return share(
        total(weight for weight, present in recorded if present),
        total(weight for weight, present in recorded if present is not None),
    )
