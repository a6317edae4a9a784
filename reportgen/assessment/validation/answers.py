"""What answers lack: single ones, and what interviews say together of a question; agreed scores, coverage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from reportgen.common.diagnostics.problems import (
    AGREED_OUTSIDE_RANGE,
    AGREED_WITHOUT_REASON,
    GAP,
    HIGH_BOX_WITHOUT_NOTE,
    INTERVIEWS_APART,
    LOW_COVERAGE,
    MIXED_NOT_APPLICABLE,
    NO_ANSWERS,
    NOT_APPLICABLE_WITHOUT_REASON,
    OUTSIDE_COVER,
    REASON_WITHOUT_BOX,
    STATES_NOT_RECORDED,
    UNSUPPORTED_BOX,
    Problem,
)
from reportgen.common.language import listed, plural, tally
from reportgen.common.method import COVERAGE_WANTED
from reportgen.common.model import (
    NOWHERE,
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Element,
    EvidenceState,
    Interview,
    Place,
    QuestionSet,
)
from reportgen.common.rounding import printed_exactly, printed_share
from reportgen.common.scale import Answers
from reportgen.workbook.layout import AGREED, INTERVIEWS, RESULTS


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


_Needed = Mapping[str, Mapping[Fraction, Sequence[EvidenceState]]]  # by question id and box


def states_needed(questions: QuestionSet) -> dict[str, dict[Fraction, tuple[EvidenceState, ...]]]:
    """The evidence states that each box of each question takes, by question id.

    All for its highest box, one less for every box down, none for the lowest. With intention, reality and effect: 100
    takes all three, 80 intention and reality, 60 intention.
    """
    states = questions.states

    def of(answers: Answers) -> dict[Fraction, tuple[EvidenceState, ...]]:
        falling = sorted(answers.values, reverse=True)[:-1]
        return {box: states[: len(states) - rank] for rank, box in enumerate(falling) if rank < len(states)}

    known = {id(answers): of(answers) for answers in questions.answers.values()}
    return {question_id: known[id(answers)] for question_id, answers in questions.answers.items()}


def _of_answer(answer: Answer, interview: Interview, questions: QuestionSet, needed: _Needed) -> Iterator[Problem]:
    element = questions.element_of[answer.question_id]
    question = questions.questions[answer.question_id]
    if answer.state is AnswerState.BLANK and interview.should_answer(question, element.id):
        yield GAP.at(answer.place, question=answer.question_id, interview=interview.code, element=element.title)
    note_place = answer.note_place if answer.note_place != NOWHERE else answer.place
    if answer.state is AnswerState.NOT_APPLICABLE and not answer.note:
        yield NOT_APPLICABLE_WITHOUT_REASON.at(note_place, question=answer.question_id)
    if answer.box is None:
        return
    if answer.box >= questions.answers[question.id].high and not answer.note:
        yield HIGH_BOX_WITHOUT_NOTE.at(note_place, question=answer.question_id, value=printed_exactly(answer.box))
    states = needed[question.id].get(answer.box, ())
    refused = [state.title.lower() for state in states if answer.evidence.get(state.id) is False]
    if refused:
        yield UNSUPPORTED_BOX.at(
            answer.place,
            question=answer.question_id,
            value=printed_exactly(answer.box),
            needed=listed(state.title.lower() for state in states),
            refused=f"{listed(refused)} {'is' if len(refused) == 1 else 'are'} recorded as No",
        )


def _outside_cover(interview: Interview, answers: Sequence[Answer], questions: QuestionSet) -> Iterator[Problem]:
    """One warning for each element that is answered, but not covered."""
    given = [answer for answer in answers if answer.state.is_answer and answer.has_entry]
    outside = [answer for answer in given if questions.element_of[answer.question_id].id not in interview.elements]
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


def _not_recorded(interview: Interview, answers: Iterable[Answer], needed: _Needed) -> Iterator[Problem]:
    """One warning when any box that takes evidence states does not say whether they were found."""

    def states_of(answer: Answer) -> Sequence[EvidenceState]:
        return () if answer.box is None else needed[answer.question_id].get(answer.box, ())

    silent = [a for a in answers if any(a.evidence.get(state.id) is None for state in states_of(a))]
    if silent:
        wanted = needed[silent[0].question_id]
        yield STATES_NOT_RECORDED.at(
            silent[0].place,
            question=silent[0].question_id,
            value=tally(len(silent), "answer"),
            interview=interview.code,
            lowest=printed_exactly(min(wanted)),
            states=listed(state.title.lower() for state in max(wanted.values(), key=len)),
        )


# ---------------------------------------------------------------------------------------- questions over all interviews

WORDS_OF_A_REASON = 3
"""A word or two ("agreed", "see notes") do not say why a box was chosen that no interview gave."""


def question_problems(assessment: Assessment, questions: QuestionSet) -> Iterator[Problem]:
    """The problems of questions over all interviews, of agreed scores, and of coverage."""
    agreed = {entry.question_id: entry for entry in assessment.agreed}
    for question_id in questions.questions:
        answers = assessment.answers_to.get(question_id, ())
        entry = agreed.get(question_id)
        if entry is None or entry.box is None:
            yield from _apart(question_id, answers, assessment, questions)
        if entry is not None:
            yield from _agreed(entry, _boxes(answers))
        yield from _mixed(question_id, answers, assessment, questions)
    with_box = frozenset(question_id for question_id, entry in agreed.items() if entry.box is not None)
    yield from _coverage(assessment, with_box, questions)


def _boxes(answers: tuple[Answer, ...]) -> dict[str, Fraction]:
    """The box each interview gave, by code."""
    return {answer.interview: answer.box for answer in answers if answer.box is not None}


def _over_interviews(answer: Answer, assessment: Assessment) -> Place:
    """Where a question is settled whose interviews disagree: its agreed score; without such a sheet, an answer."""
    return assessment.agreed_places.get(answer.question_id, answer.place)


def _apart(
    question_id: str, answers: tuple[Answer, ...], assessment: Assessment, questions: QuestionSet
) -> Iterator[Problem]:
    """A warning when the highest box lies far apart from the lowest."""
    boxes = _boxes(answers)
    among = questions.answers[question_id]
    if not boxes or (steps := among.steps(min(boxes.values()), max(boxes.values()))) < among.far_apart:
        return
    lowest = next(answer for answer in answers if answer.box == min(boxes.values()))
    yield INTERVIEWS_APART.at(
        _over_interviews(lowest, assessment),
        question=question_id,
        value=", ".join(f"interview {code}: {printed_exactly(box)}" for code, box in sorted(boxes.items())),
        steps=tally(steps, "step"),
        sheet=AGREED,
    )


def _agreed(entry: AgreedScore, boxes: dict[str, Fraction]) -> Iterator[Problem]:
    """An agreed box without a reason, or without a real one where no interview comes near; a reason without a box."""
    if entry.box is None:
        yield REASON_WITHOUT_BOX.at(entry.place, question=entry.question_id)
        return
    if not entry.reason:
        place = entry.reason_place if entry.reason_place != NOWHERE else entry.place
        yield AGREED_WITHOUT_REASON.at(place, question=entry.question_id, value=printed_exactly(entry.box))
        return
    outside = bool(boxes) and not min(boxes.values()) <= entry.box <= max(boxes.values())
    if outside and len(entry.reason.split()) < WORDS_OF_A_REASON:
        yield AGREED_OUTSIDE_RANGE.at(
            entry.place,
            question=entry.question_id,
            value=printed_exactly(entry.box),
            lowest=printed_exactly(min(boxes.values())),
            highest=printed_exactly(max(boxes.values())),
        )


def _mixed(
    question_id: str, answers: tuple[Answer, ...], assessment: Assessment, questions: QuestionSet
) -> Iterator[Problem]:
    """A warning when some interviews call a question not applicable that others give a box.

    N/A that is only laid out contradicts nobody; where N/A has points, it is an answer like the others.
    """
    given = [answer for answer in answers if answer.state is AnswerState.NOT_APPLICABLE and answer.has_entry]
    refused = [answer for answer in given if questions.counted(answer) is None]
    scored = _boxes(answers)
    if refused and scored:
        yield MIXED_NOT_APPLICABLE.at(
            _over_interviews(refused[0], assessment),
            question=question_id,
            value=_interviews([answer.interview for answer in refused]),
            scored=_interviews(sorted(scored)),
        )


def _interviews(codes: list[str]) -> str:
    return f"{plural('interview', len(codes))} {listed(codes)}"


def _coverage(assessment: Assessment, agreed: frozenset[str], questions: QuestionSet) -> Iterator[Problem]:
    """A warning for each element of which too little is scored; one for all when nothing is."""
    place = Place(RESULTS) if RESULTS in assessment.sheets else NOWHERE
    counted = {answer.question_id for answer in assessment.answers if questions.counted(answer) is not None}
    scored = agreed | counted
    if not scored:
        yield NO_ANSWERS.at(place)
        return
    for element in questions.elements:
        coverage = _coverage_of(element, assessment, scored)
        if coverage is not None and coverage < COVERAGE_WANTED:
            yield LOW_COVERAGE.at(
                place,
                value=printed_share(coverage),
                element=element.title,
                limit=printed_share(COVERAGE_WANTED),
            )


def _coverage_of(element: Element, assessment: Assessment, scored_ids: frozenset[str]) -> Fraction | None:
    """Weight of the scored questions / weight of those that are not N/A; None when all are N/A.

    A question is N/A when all who answered say so; "not asked" and blank say nothing.
    """
    scored = applicable = Fraction(0)
    for question in element.questions:
        states = {answer.state for answer in assessment.answers_to.get(question.id, ())}
        if question.id in scored_ids:
            scored += question.weight
        elif AnswerState.NOT_APPLICABLE in states and AnswerState.NOT_KNOWN not in states:
            continue
        applicable += question.weight
    return scored / applicable if applicable else None
