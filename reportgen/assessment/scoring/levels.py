"""Level against level: what managers say beside what those who implement say, over the questions each answered.

Only the boxes of interviews count here, agreed scores do not: the question is who sees what. A score by level follows
the rule of every other score, with those questions as covered that every level answered; where fewer than two
interviews of some level stand behind it, it leaves what it is part of, so that nobody's own view can be worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.assessment.scoring.groups import Groups
from reportgen.assessment.scoring.questions import level_of
from reportgen.common.means import Covered, covered_mean, total
from reportgen.common.method import INTERVIEWS_PER_LEVEL
from reportgen.common.model import (
    OVERALL,
    Assessment,
    GroupScore,
    LevelScore,
    NotCompared,
    Question,
    QuestionScore,
    QuestionSet,
)

_Interviews = Mapping[str, frozenset[str]]  # the codes of interviews, by level id


def level_counts(assessment: Assessment, questions: QuestionSet) -> dict[str, int]:
    """The number of interviews at each level of the set, by level id."""
    levels = [interview.level for interview in assessment.interviews]
    return {level.id: levels.count(level.id) for level in questions.levels}


def level_scores(
    assessment: Assessment, scored: Mapping[str, QuestionScore], groups: Groups, questions: QuestionSet
) -> dict[str, LevelScore]:
    """The scores by level for OVERALL, every area and element; empty where the set has fewer than two levels."""
    if len(questions.levels) < 2:
        return {}
    means = _means(assessment, scored, questions)
    found: dict[str, _Compared] = {}
    for area in questions.areas:
        for element in area.elements:
            found[element.id] = _of_questions(groups.elements[element.id], element.questions, scored, means)
        found[area.id] = _of_parts(groups.areas[area.id], [(e.weight, found[e.id]) for e in area.elements])
    whole = _of_parts(groups.overall, [(area.weight, found[area.id]) for area in questions.areas])
    order = (*(area.id for area in questions.areas), *(element.id for element in questions.elements))
    return {OVERALL: whole.score} | {figure_id: found[figure_id].score for figure_id in order}


@dataclass(frozen=True, slots=True)
class _Mean:
    """The mean of the boxes that a level gave a question, and the codes of the interviews that gave them."""

    value: Fraction
    interviews: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Compared:
    """A figure by level, and what the figure that it is a part of takes from it."""

    score: LevelScore
    coverage: Fraction | None  # by questions that every level answered; 0 where too few people did
    behind: _Interviews  # the values, by level
    with_box: _Interviews  # on any question of it, by level


def _means(
    assessment: Assessment, scored: Mapping[str, QuestionScore], questions: QuestionSet
) -> dict[str, dict[str, _Mean]]:
    """What each level says, by level id and question id; a question to which it gave no box is absent."""
    levels = [level.id for level in questions.levels]
    found: dict[str, dict[str, _Mean]] = {level: {} for level in levels}
    for question_id, score in scored.items():
        given: dict[str, dict[str, Fraction]] = {}
        for interview, points in score.points.items():
            level = level_of(interview, assessment, levels)
            if level:
                given.setdefault(level, {})[interview] = points
        for level, counted in given.items():
            found[level][question_id] = _Mean(total(counted.values()) / len(counted), frozenset(counted))
    return found


def _of_questions(
    group: GroupScore,
    members: Sequence[Question],
    scored: Mapping[str, QuestionScore],
    means: Mapping[str, Mapping[str, _Mean]],
) -> _Compared:
    common = {question.id for question in members if all(question.id in given for given in means.values())}

    def of_level(given: Mapping[str, _Mean]) -> Covered:
        return covered_mean(
            (question.weight, Covered(Fraction(1), given[question.id].value))
            if question.id in common
            else (question.weight, Covered(scored[question.id].coverage and Fraction(0), None))
            for question in members
        )

    by_level = {level: of_level(given) for level, given in means.items()}
    with_box = {level: _everyone(given, [question.id for question in members]) for level, given in means.items()}
    behind = {level: _everyone(given, common) for level, given in means.items()}
    enough = None not in [mean.value for mean in by_level.values()]
    reason = None
    if group.value is None:
        reason = NotCompared.NO_SCORE
    elif _is_few(with_box) or (enough and _is_few(behind)):
        reason = NotCompared.FEW_INTERVIEWS
    elif not enough:
        reason = NotCompared.FEW_QUESTIONS
    coverage = next(iter(by_level.values())).coverage
    return _compared(group, reason, by_level, coverage, len(common), group.scored, behind, with_box)


def _of_parts(group: GroupScore, parts: Sequence[tuple[Fraction, _Compared]]) -> _Compared:
    """An area or the whole, from its (weight, part)."""
    levels = list(parts[0][1].score.values)
    by_level = {
        level: covered_mean((weight, Covered(part.coverage, part.score.values[level])) for weight, part in parts)
        for level in levels
    }
    compared = [part for _, part in parts if part.score.reason is None]
    with_box = {level: frozenset[str]().union(*(part.with_box[level] for _, part in parts)) for level in levels}
    behind = {level: frozenset[str]().union(*(part.behind[level] for part in compared)) for level in levels}
    reason = None
    if group.value is None:
        reason = NotCompared.NO_SCORE
    elif None in [mean.value for mean in by_level.values()]:
        few = any(part.score.reason is NotCompared.FEW_INTERVIEWS for _, part in parts)
        reason = NotCompared.FEW_INTERVIEWS if few else NotCompared.FEW_QUESTIONS
    coverage = next(iter(by_level.values())).coverage
    questions = sum(part.score.questions for part in compared)
    scored = sum(part.score.scored for _, part in parts)
    return _compared(group, reason, by_level, coverage, questions, scored, behind, with_box)


def _compared(
    group: GroupScore,
    reason: NotCompared | None,
    by_level: Mapping[str, Covered],
    coverage: Fraction | None,
    questions: int,
    scored: int,
    behind: _Interviews,
    with_box: _Interviews,
) -> _Compared:
    shown = with_box if reason else behind
    score = LevelScore(
        id=group.id,
        values={level: None if reason else mean.value for level, mean in by_level.items()},
        questions=0 if reason else questions,
        scored=0 if group.value is None else scored,
        interviews={level: len(codes) for level, codes in shown.items()},
        reason=reason,
    )
    few = reason is NotCompared.FEW_INTERVIEWS
    return _Compared(score, coverage and Fraction(0) if few else coverage, behind, with_box)


def _everyone(given: Mapping[str, _Mean], questions: Iterable[str]) -> frozenset[str]:
    """The interviews with a box on any of these questions."""
    return frozenset[str]().union(*(given[question].interviews for question in questions if question in given))


def _is_few(interviews: _Interviews) -> bool:
    return any(len(codes) < INTERVIEWS_PER_LEVEL for codes in interviews.values())
