"""What interviews say together: questions far apart, agreed scores, coverage."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.common.diagnostics.problems import (
    AGREED_OUTSIDE_RANGE,
    AGREED_WITHOUT_REASON,
    INTERVIEWS_APART,
    LOW_COVERAGE,
    MIXED_NOT_APPLICABLE,
    NO_ANSWERS,
    REASON_WITHOUT_BOX,
    Problem,
)
from reportgen.common.language import listed, plural
from reportgen.common.model import NOWHERE, AgreedScore, Answer, AnswerState, Assessment, Element, Place, QuestionSet
from reportgen.common.rounding import printed_share
from reportgen.workbook.layout import AGREED, RESULTS

STEPS_APART = 3
"""So many steps apart, interviews need an agreed score; at two steps most questions would."""
COVERAGE_WANTED = Fraction(3, 4)
"""What published assessments ask for before they compare; under a half our scores are withheld."""
WORDS_OF_A_REASON = 3
"""A word or two ("agreed", "see notes") do not say why a box was chosen that no interview gave."""


def question_problems(assessment: Assessment, questions: QuestionSet) -> Iterator[Problem]:
    """The problems of questions over all interviews, of agreed scores, and of coverage."""
    agreed = {entry.question_id: entry for entry in assessment.agreed}
    for question_id in questions.questions:
        answers = assessment.answers_to.get(question_id, ())
        entry = agreed.get(question_id)
        if entry is None or entry.box is None:
            yield from _apart(question_id, answers, questions)
        if entry is not None:
            yield from _agreed(entry, _boxes(answers))
        yield from _mixed(question_id, answers)
    with_box = frozenset(question_id for question_id, entry in agreed.items() if entry.box is not None)
    yield from _coverage(assessment, with_box, questions)


def _boxes(answers: tuple[Answer, ...]) -> dict[str, int]:
    """The box each interview gave, by code."""
    return {answer.interview: answer.box for answer in answers if answer.box is not None}


def _apart(question_id: str, answers: tuple[Answer, ...], questions: QuestionSet) -> Iterator[Problem]:
    """A warning at the lowest box when the highest is three steps away or more."""
    boxes = _boxes(answers)
    if not boxes or (steps := questions.steps(min(boxes.values()), max(boxes.values()))) < STEPS_APART:
        return
    lowest = next(answer for answer in answers if answer.box == min(boxes.values()))
    yield INTERVIEWS_APART.at(
        lowest.place,
        question=question_id,
        value=", ".join(f"interview {code}: {box}" for code, box in sorted(boxes.items())),
        steps=steps,
        sheet=AGREED,
    )


def _agreed(entry: AgreedScore, boxes: dict[str, int]) -> Iterator[Problem]:
    """An agreed box without a reason, or without a real one where no interview comes near; a reason without a box."""
    if entry.box is None:
        yield REASON_WITHOUT_BOX.at(entry.place, question=entry.question_id)
        return
    if not entry.reason:
        place = entry.reason_place if entry.reason_place != NOWHERE else entry.place
        yield AGREED_WITHOUT_REASON.at(place, question=entry.question_id, value=str(entry.box))
        return
    outside = bool(boxes) and not min(boxes.values()) <= entry.box <= max(boxes.values())
    if outside and len(entry.reason.split()) < WORDS_OF_A_REASON:
        yield AGREED_OUTSIDE_RANGE.at(
            entry.place,
            question=entry.question_id,
            value=str(entry.box),
            lowest=min(boxes.values()),
            highest=max(boxes.values()),
        )


def _mixed(question_id: str, answers: tuple[Answer, ...]) -> Iterator[Problem]:
    """A warning at the first N/A of a question that others give a box."""
    refused = [answer for answer in answers if answer.state is AnswerState.NOT_APPLICABLE]
    scored = _boxes(answers)
    if refused and scored:
        yield MIXED_NOT_APPLICABLE.at(
            refused[0].place,
            question=question_id,
            value=_interviews([answer.interview for answer in refused]),
            scored=_interviews(sorted(scored)),
        )


def _interviews(codes: list[str]) -> str:
    return f"{plural('interview', len(codes))} {listed(codes)}"


def _coverage(assessment: Assessment, agreed: frozenset[str], questions: QuestionSet) -> Iterator[Problem]:
    """A warning for each element of which less than three quarters is scored; one for all when nothing is."""
    place = Place(RESULTS) if RESULTS in assessment.sheets else NOWHERE
    if not agreed and not any(answer.box is not None for answer in assessment.answers):
        yield NO_ANSWERS.at(place)
        return
    for element in questions.elements:
        coverage = _coverage_of(element, assessment, agreed)
        if coverage is not None and coverage < COVERAGE_WANTED:
            yield LOW_COVERAGE.at(
                place,
                value=printed_share(coverage),
                element=element.title,
                limit=printed_share(COVERAGE_WANTED),
            )


def _coverage_of(element: Element, assessment: Assessment, agreed: frozenset[str]) -> Fraction | None:
    """Weight of the scored questions / weight of those that are not N/A; None when all are N/A.

    A question is N/A when all who answered say so; "not asked" and blank say nothing.
    """
    scored = applicable = Fraction(0)
    for question in element.questions:
        states = {answer.state for answer in assessment.answers_to.get(question.id, ())}
        if question.id in agreed or AnswerState.SCORED in states:
            scored += question.weight
        elif AnswerState.NOT_APPLICABLE in states and AnswerState.NOT_KNOWN not in states:
            continue
        applicable += question.weight
    return scored / applicable if applicable else None
