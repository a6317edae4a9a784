"""What single answers lack: gaps, reasons, notes, and evidence for the box."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from reportgen.common.diagnostics.problems import (
    GAP,
    HIGH_BOX_WITHOUT_NOTE,
    NOT_APPLICABLE_WITHOUT_REASON,
    OUTSIDE_COVER,
    STATES_NOT_RECORDED,
    UNSUPPORTED_BOX,
    Problem,
)
from reportgen.common.language import listed, tally
from reportgen.common.model import (
    NOWHERE,
    Answer,
    AnswerState,
    Assessment,
    EvidenceState,
    Interview,
    Place,
    QuestionSet,
)
from reportgen.workbook.layout import INTERVIEWS

BOXES_WITH_NOTE = 2
"""The highest boxes, which take evidence that somebody wrote down."""

_GIVEN = (AnswerState.SCORED, AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN)


def answer_problems(
    assessment: Assessment, questions: QuestionSet, unread: Collection[Place] = frozenset()
) -> Iterator[Problem]:
    """The problems of every answer, and those an interview's answers have together.

    Nothing is said that only follows from an `unread` cell: a state, or the level of the interview.
    """
    rows_unread = {(place.sheet, _row(place)) for place in unread}
    needed = states_needed(questions)
    of_interview: dict[str, list[Answer]] = {interview.code: [] for interview in assessment.interviews}
    for answer in assessment.answers:
        if answer.interview in of_interview and answer.question_id in questions.questions:
            of_interview[answer.interview].append(answer)
    for interview in assessment.interviews:
        answers = of_interview[interview.code]
        level_unread = interview.places.get("level", NOWHERE) in unread
        for answer in answers:
            every_level = len(questions.questions[answer.question_id].levels) == len(questions.levels)
            if every_level or not level_unread or answer.state is not AnswerState.BLANK:
                yield from _of_answer(answer, interview, questions, needed)
        yield from _outside_cover(interview, answers, questions)
        read = (answer for answer in answers if (answer.place.sheet, _row(answer.place)) not in rows_unread)
        yield from _not_recorded(interview, read, needed)


def _row(place: Place) -> str:
    return place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def states_needed(questions: QuestionSet) -> dict[int, tuple[EvidenceState, ...]]:
    """The evidence states each box takes: all for the highest, one less for every box down, none for the lowest.

    With intention, reality and effect: 100 takes all three, 80 intention and reality, 60 intention.
    """
    states = questions.states
    falling = sorted(questions.boxes, reverse=True)[:-1]
    return {box: states[: len(states) - rank] for rank, box in enumerate(falling) if rank < len(states)}


def _of_answer(
    answer: Answer, interview: Interview, questions: QuestionSet, needed: Mapping[int, Sequence[EvidenceState]]
) -> Iterator[Problem]:
    if answer.state is AnswerState.BLANK and should_answer(interview, answer.question_id, questions):
        element = questions.element_of[answer.question_id].title
        yield GAP.at(answer.place, question=answer.question_id, interview=interview.code, element=element)
    note_place = answer.note_place if answer.note_place != NOWHERE else answer.place
    if answer.state is AnswerState.NOT_APPLICABLE and not answer.note:
        yield NOT_APPLICABLE_WITHOUT_REASON.at(note_place, question=answer.question_id)
    if answer.box is None:
        return
    if answer.box in questions.boxes[-BOXES_WITH_NOTE:] and not answer.note:
        yield HIGH_BOX_WITHOUT_NOTE.at(note_place, question=answer.question_id, value=str(answer.box))
    states = needed.get(answer.box, ())
    refused = [state.title.lower() for state in states if answer.evidence.get(state.id) is False]
    if refused:
        yield UNSUPPORTED_BOX.at(
            answer.place,
            question=answer.question_id,
            value=str(answer.box),
            needed=listed(state.title.lower() for state in states),
            refused=f"{listed(refused)} {'is' if len(refused) == 1 else 'are'} recorded as No",
        )


def should_answer(interview: Interview, question_id: str, questions: QuestionSet) -> bool:
    """True when the interview covers the question's element, and the question is meant for its level."""
    covered = questions.element_of[question_id].id in interview.elements
    return covered and (interview.level is None or interview.level in questions.questions[question_id].levels)


def _outside_cover(interview: Interview, answers: Sequence[Answer], questions: QuestionSet) -> Iterator[Problem]:
    """One warning for each element that is answered, but not covered."""
    outside = [
        answer
        for answer in answers
        if answer.state in _GIVEN and questions.element_of[answer.question_id].id not in interview.elements
    ]
    for title, group in groupby(outside, key=lambda answer: questions.element_of[answer.question_id].title):
        first, *others = group
        yield OUTSIDE_COVER.at(
            first.place,
            question=first.question_id,
            value=tally(1 + len(others), "question"),
            interview=interview.code,
            element=title,
            register=INTERVIEWS,
        )


def _not_recorded(
    interview: Interview, answers: Iterable[Answer], needed: Mapping[int, Sequence[EvidenceState]]
) -> Iterator[Problem]:
    """One warning when any box that takes evidence states does not say whether they were found."""
    silent = [
        answer
        for answer in answers
        if answer.box is not None and any(answer.evidence.get(state.id) is None for state in needed.get(answer.box, ()))
    ]
    if silent:
        yield STATES_NOT_RECORDED.at(
            silent[0].place,
            question=silent[0].question_id,
            value=tally(len(silent), "answer"),
            interview=interview.code,
            lowest=min(needed),
            states=listed(state.title.lower() for state in max(needed.values(), key=len)),
        )
