"""What would move the overall score: questions one box up, by the rule and weights of the scores themselves.

Every box of a lifted question moves up one box, the agreed one where there is one; what is the highest already stays,
and so does what N/A or "not known" count. A question that several initiatives lift moves once, in the earliest horizon.
Means are linear, and nothing becomes scored or withheld by it, so each question adds its share of the weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from statistics import median

from reportgen.assessment.scoring.groups import Groups
from reportgen.common.means import total
from reportgen.common.method import WEAKEST_LIFTED
from reportgen.common.model import (
    EFFORTS,
    HORIZONS,
    NO_MOVES,
    Assessment,
    Move,
    Moves,
    QuestionScore,
    QuestionSet,
)
from reportgen.common.scale import Answers


def moves(assessment: Assessment, scored: Mapping[str, QuestionScore], groups: Groups, questions: QuestionSet) -> Moves:
    """What lifting questions would add to the overall score; nothing where that is withheld."""
    overall = groups.overall.value
    if overall is None:
        return NO_MOVES
    weights = _weights(scored, groups, questions)
    adds = {
        question_id: weights.get(question_id, Fraction(0)) * (up - score.value)
        for question_id, score in scored.items()
        if score.value is not None and (up := one_box_up(score, questions.answers[question_id])) != score.value
    }
    gains = {
        entry.ref: total(adds.get(question_id, Fraction(0)) for question_id in entry.lifts)
        for entry in assessment.initiatives
        if entry.lifts
    }
    return Moves(
        adds=adds,
        horizons=_horizons(assessment, adds, overall),
        weakest=_weakest(scored, adds, overall),
        gains=gains,
        first=_first(assessment, gains),
    )


def one_box_up(score: QuestionScore, answers: Answers) -> Fraction:
    """The score of a scored question with every box one higher, or with its agreed box one higher."""
    if score.agreed and score.agreed.box is not None:
        return _next(score.agreed.box, answers)
    with_box = {answer.interview for answer in score.boxes}
    values = [_next(value, answers) if code in with_box else value for code, value in score.points.items()]
    return total(values) / len(values)


def _next(box: Fraction, answers: Answers) -> Fraction:
    return next((value for value in answers.values if value > box), box)


def _weights(scored: Mapping[str, QuestionScore], groups: Groups, questions: QuestionSet) -> dict[str, Fraction]:
    """The share of each question in the overall score; of what is withheld none."""
    found: dict[str, Fraction] = {}
    areas = _shares((area.id, area.weight) for area in questions.areas if groups.areas[area.id].value is not None)
    for area in (area for area in questions.areas if area.id in areas):
        standing = [element for element in area.elements if groups.elements[element.id].value is not None]
        elements = _shares((element.id, element.weight) for element in standing)
        for element in standing:
            own = _shares((q.id, q.weight) for q in element.questions if scored[q.id].value is not None)
            found |= {key: areas[area.id] * elements[element.id] * share for key, share in own.items()}
    return found


def _shares(weighted: Iterable[tuple[str, Fraction]]) -> dict[str, Fraction]:
    weights = dict(weighted)
    whole = total(weights.values())
    return {key: weight / whole for key, weight in weights.items()} if whole else {}


def _horizons(assessment: Assessment, adds: Mapping[str, Fraction], value: Fraction) -> dict[str, Move]:
    found: dict[str, Move] = {}
    moved: set[str] = set()
    for horizon in HORIZONS:
        entries = [entry for entry in assessment.initiatives if entry.horizon == horizon.id and entry.lifts]
        if entries:
            named = {question_id for entry in entries for question_id in entry.lifts} - moved
            new = tuple(question_id for question_id in adds if question_id in named)
            value += total(adds[question_id] for question_id in new)
            moved |= set(new)
            found[horizon.id] = Move(new, tuple(entry.ref for entry in entries), value)
    return found


def _first(assessment: Assessment, gains: Mapping[str, Fraction]) -> frozenset[str]:
    """Of initiatives with effort and gain, those of the lowest effort that gain more than the middle one."""
    known = {entry.ref: entry.effort for entry in assessment.initiatives if entry.effort and entry.ref in gains}
    middle = median(gains[ref] for ref in known) if known else Fraction(0)
    return frozenset(ref for ref, effort in known.items() if effort == EFFORTS[0] and gains[ref] > middle)


def _weakest(scored: Mapping[str, QuestionScore], adds: Mapping[str, Fraction], value: Fraction) -> Move | None:
    """The questions that score lowest among those that can move; of equal ones all."""
    scores = {question_id: score.value for question_id, score in scored.items() if score.value is not None}
    lowest = sorted(scores[question_id] for question_id in adds)[:WEAKEST_LIFTED]
    if not lowest:
        return None
    chosen = tuple(question_id for question_id in adds if scores[question_id] <= lowest[-1])
    return Move(chosen, (), value + total(adds[question_id] for question_id in chosen))
