"""Level against level: what managers say beside what those who implement say, over the questions both answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from reportgen.assessment.scoring.groups import Groups
from reportgen.common.means import mean_if_covered, total, weighted_mean
from reportgen.common.method import COVERAGE_NEEDED, INTERVIEWS_PER_LEVEL
from reportgen.common.model import (
    OVERALL,
    Assessment,
    Element,
    GroupScore,
    LevelScore,
    QuestionScore,
    QuestionSet,
    Status,
)

_Means = Mapping[str, Fraction | None]


def level_counts(assessment: Assessment, questions: QuestionSet) -> dict[str, int]:
    """The number of interviews at each level of the set, by level id."""
    levels = [interview.level for interview in assessment.interviews]
    return {level.id: levels.count(level.id) for level in questions.levels}


def level_scores(
    assessment: Assessment, scored: Mapping[str, QuestionScore], groups: Groups, questions: QuestionSet
) -> dict[str, LevelScore]:
    """The scores of each level for OVERALL, every area and element; empty while a level has too few interviews.

    A question's mean at a level is that of the boxes its interviews gave; agreed scores play no part. An element is
    withheld when the questions answered at all levels weigh too little of its scored questions, or when the element
    itself is; areas and the whole follow the same rule over their parts.
    """
    counts = level_counts(assessment, questions)
    if len(counts) < 2 or min(counts.values()) < INTERVIEWS_PER_LEVEL:
        return {}
    level_of = {interview.code: interview.level for interview in assessment.interviews}
    common = _common_questions(scored, level_of, list(counts))
    found: dict[str, LevelScore] = {}
    for area in questions.areas:
        for element in area.elements:
            found[element.id] = _of_element(element, common, scored, groups.elements[element.id].status, list(counts))
        parts = [(e.weight, found[e.id]) for e in area.elements if _applies(groups.elements[e.id])]
        found[area.id] = _of_parts(area.id, parts, list(counts))
    parts = [(area.weight, found[area.id]) for area in questions.areas if _applies(groups.areas[area.id])]
    return {OVERALL: _of_parts(OVERALL, parts, list(counts)), **found}


def _common_questions(
    scored: Mapping[str, QuestionScore], level_of: Mapping[str, str | None], levels: Iterable[str]
) -> dict[str, dict[str, Fraction]]:
    """The mean of each level's boxes, for the questions that have a box from every level."""
    common: dict[str, dict[str, Fraction]] = {}
    for question_id, question in scored.items():
        boxes = {level: [a.box for a in question.boxes if level_of.get(a.interview) == level] for level in levels}
        if all(boxes.values()):
            common[question_id] = {
                level: Fraction(sum(box for box in given if box is not None), len(given))
                for level, given in boxes.items()
            }
    return common


def _of_element(
    element: Element,
    common: Mapping[str, Mapping[str, Fraction]],
    scored: Mapping[str, QuestionScore],
    status: Status,
    levels: Iterable[str],
) -> LevelScore:
    shared = [question for question in element.questions if question.id in common]
    weight = total(question.weight for question in shared)
    whole = total(q.weight for q in element.questions if scored[q.id].status is Status.SCORED)
    stands = status is Status.SCORED and weight >= COVERAGE_NEEDED * whole
    values: _Means = {
        level: weighted_mean((question.weight, common[question.id][level]) for question in shared) if stands else None
        for level in levels
    }
    return LevelScore(element.id, values, len(shared))


def _of_parts(group_id: str, parts: Sequence[tuple[Fraction, LevelScore]], levels: Iterable[str]) -> LevelScore:
    """An area or the whole from its (weight, part) that apply to the client."""
    values = {level: mean_if_covered((weight, part.values[level]) for weight, part in parts) for level in levels}
    return LevelScore(group_id, values, sum(part.questions for _, part in parts))


def _applies(group: GroupScore) -> bool:
    return group.status is not Status.NOT_APPLICABLE
