"""An earlier assessment as far as it is compared: what was asked, what it scored, whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from reportgen.common.folding import fold
from reportgen.common.language import day_in_words
from reportgen.common.model import Assessment, Engagement, QuestionScore, QuestionSet
from reportgen.common.scale import Box

if TYPE_CHECKING:
    from reportgen.assessment.scoring.intervals import Levels

OwnAnswers = tuple[tuple[Fraction, str], ...]  # value and label of each box of a question's own


@dataclass(frozen=True)
class Earlier:
    """An earlier assessment, from whichever file."""

    source: str  # file name
    client: str
    day: date | None
    sector: str
    set_id: str
    set_version: str
    boxes: tuple[Fraction, ...]  # of its scale, ascending
    texts: Mapping[str, str]  # of all questions that its set had, by id; empty where its file does not say
    answers: Mapping[str, OwnAnswers]  # of the questions with answers of their own, by id
    scores: Mapping[str, QuestionScore]  # of the questions that were scored, by id
    levels: Levels  # of its interviews
    has_interviews: bool = True  # False: its file holds no answers of interviews
    invented: bool = False  # its file says so


def earlier_of(assessment: Assessment, questions: QuestionSet, source: str) -> Earlier:
    """An assessment as an earlier one; `questions` are those of its time, `source` is the name of its file."""
    from reportgen.assessment.scoring.intervals import levels_of
    from reportgen.assessment.scoring.questions import question_scores

    engagement = assessment.engagement
    scored = question_scores(assessment, questions)
    return Earlier(
        source=source,
        client=engagement.client,
        day=engagement.date,
        sector=engagement.sector,
        set_id=questions.id,
        set_version=questions.version,
        boxes=questions.scale.values,
        texts={question_id: question.text for question_id, question in questions.questions.items()},
        answers={
            question_id: own_answers(question.own_boxes)
            for question_id, question in questions.questions.items()
            if question.own_boxes
        },
        scores={question_id: score for question_id, score in scored.items() if score.value is not None},
        levels=levels_of(assessment),
    )


def own_answers(boxes: tuple[Box, ...]) -> OwnAnswers:
    """Answers of a question's own, to be compared with those that it had."""
    return tuple((box.value, fold(box.label)) for box in boxes)


def why_not_comparable(earlier: Earlier, engagement: Engagement, questions: QuestionSet, today: date) -> str:
    """Why an assessment cannot be the earlier one of this, as a sentence about its file; empty when it can."""
    if fold(earlier.set_id) != fold(questions.id):
        return f"It was made with the question set '{earlier.set_id}', and this workbook with '{questions.id}'."
    if earlier.boxes != questions.scale.values:
        return "It was scored on a scale with other boxes, so its scores mean something else."
    if not earlier.scores:
        return "No question is scored in it."
    now = engagement.date or today
    if earlier.day and earlier.day >= now:
        which = "this workbook" if engagement.date else "today"
        return f"It is dated {day_in_words(earlier.day)}, which is not before {which} ({day_in_words(now)})."
    return ""


def is_of_client(earlier: Earlier, engagement: Engagement) -> bool:
    """True when an earlier assessment bears the client's name, or the one that it is said to have had then."""
    return fold(earlier.client) in {fold(name) for name in (engagement.client, engagement.earlier_name) if name}
