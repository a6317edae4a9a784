"""Traces of what rests on cells: the score of a question, its spread, and how much of an interview was answered."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.assessment.trace.sources import COUNTED, PER_CENT, Sources, exactly, trace
from reportgen.common.language import plural
from reportgen.common.model import Answer, AnswerState, QuestionScore, Status, Trace
from reportgen.common.rounding import NO_FIGURE, printed, printed_share

_LEFT_OUT = {
    AnswerState.NOT_APPLICABLE: "not applicable: left out",
    AnswerState.NOT_KNOWN: "not known: left out",
    AnswerState.NOT_ASKED: "not asked: left out",
    AnswerState.UNREADABLE: "cannot be read: left out",
}


def question(sources: Sources, question_id: str) -> Trace:
    """The score of a question, from the cells of its answers and of its agreed box."""
    score = sources.scores.questions[question_id]
    answers = sorted(sources.assessment.answers_to.get(question_id, ()), key=lambda answer: answer.interview)
    return trace(
        question_id,
        f"{question_id} {sources.questions.questions[question_id].text}",
        printed(score.value),
        exactly(score.value),
        _rule(score),
        [*_agreed(score), *(_answer(answer, score) for answer in answers if answer.state is not AnswerState.BLANK)],
    )


def question_computed(sources: Sources, question_id: str) -> Trace:
    """The mean of the interviews that stands beside an agreed box."""
    score = sources.scores.questions[question_id]
    shown = score.computed if score.agreed else None
    return trace(
        f"{question_id}.computed",
        f"{question_id}: computed mean",
        printed(shown),
        exactly(shown),
        "Mean of the interviews' boxes, shown beside the agreed box."
        if score.agreed
        else "The score: no box is agreed.",
        [(cell(answer), str(answer.box), "box") for answer in score.boxes] if score.agreed else (),
    )


def question_spread(sources: Sources, question_id: str) -> Trace:
    """The spread of a question between interviews, from the cells of its lowest and its highest box."""
    score = sources.scores.questions[question_id]
    boxes = sorted(score.boxes, key=lambda answer: answer.box or 0)
    ends = [(boxes[0], "lowest box"), (boxes[-1], "highest box")] if score.n >= 2 else []
    return trace(
        f"{question_id}.spread",
        f"{question_id}: spread between interviews",
        str(score.spread) if ends else NO_FIGURE,
        exactly(score.spread) if ends else NO_FIGURE,
        "Steps of the scale between the lowest and the highest box, from two interviews on.",
        [(cell(answer), str(answer.box), role) for answer, role in ends],
        COUNTED,
    )


def completion(sources: Sources, code: str) -> Trace:
    """How much of what an interview should answer was answered."""
    found = sources.scores.completion[code]
    return trace(
        f"{code}.completion",
        f"Interview {code}: answered",
        printed_share(found.share),
        exactly(found.share),
        "Answered / expected: the questions of the elements the interview covers that its level can answer. "
        "A box, N/A and not known are answers; not asked is none, but no gap either.",
        [
            ("expected", str(found.expected), "questions"),
            ("answered", str(found.answered), "questions"),
            ("gaps", str(found.gaps), "blank"),
        ],
        PER_CENT,
    )


def cell(answer: Answer) -> str:
    """The cell of an answer, or its interview where the cell is not known."""
    return str(answer.place) or f"Interview {answer.interview}"


def _rule(score: QuestionScore) -> str:
    mean = f"the mean of the boxes of {score.n} {plural('interview', score.n)}"
    if score.agreed:  # a reason is required; where one is missing, the validator says so
        instead = f"It stands in place of {mean}, {exactly(score.computed)}." if score.n else "No interview gave a box."
        return f"The agreed box. {instead} Reason: {score.agreed.reason}"
    if score.status is Status.SCORED:
        return f"{mean.capitalize()}; all interviews weigh the same."
    if score.status is Status.NOT_APPLICABLE:
        return "No score: everyone who answered said not applicable, so the question leaves every mean and coverage."
    return "No score: no interview gave a box."


def _agreed(score: QuestionScore) -> Iterator[tuple[str, str, str]]:
    if score.agreed:
        yield str(score.agreed.place) or "Agreed scores", str(score.agreed.box), "agreed box"


def _answer(answer: Answer, score: QuestionScore) -> tuple[str, str, str]:
    if answer.box is None:
        return cell(answer), answer.state.value, _LEFT_OUT[answer.state]
    return cell(answer), str(answer.box), "box, not used" if score.agreed else "box"
