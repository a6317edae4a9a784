"""The order of a road map, and the numbers under which tables and pictures tell its initiatives."""

from __future__ import annotations

from reportgen.common.language import has_words
from reportgen.common.model import HORIZONS, OVERALL, PRIORITIES, Assessment, Initiative, Moves, QuestionSet


def planned_in_order(assessment: Assessment, questions: QuestionSet) -> tuple[Initiative, ...]:
    """The initiatives that say something, by horizon, then area and priority; what concerns the whole company last."""
    horizons = [horizon.id for horizon in HORIZONS]
    areas = [*(area.id for area in questions.areas), OVERALL]

    def place(entry: Initiative) -> tuple[int, int, int]:
        horizon = horizons.index(entry.horizon) if entry.horizon in horizons else len(horizons)
        return horizon, areas.index(entry.area), pressing(entry)

    known = [entry for entry in assessment.initiatives if entry.area in areas and has_words(entry.text)]
    return tuple(sorted(known, key=place))


def pressing(entry: Initiative) -> int:
    """The place of its priority: must before should."""
    return PRIORITIES.index(entry.priority) if entry.priority in PRIORITIES else 1


def decided_on(assessment: Assessment, questions: QuestionSet, moves: Moves) -> dict[str, int]:
    """The initiatives that are put to a decision, with their numbers, by reference.

    Those that must be done, that wait for a decision, or that gain much for little effort.
    """
    chosen = [
        entry.ref
        for entry in planned_in_order(assessment, questions)
        if entry.priority == PRIORITIES[0] or has_words(entry.decision) or entry.ref in moves.first
    ]
    return {ref: number for number, ref in enumerate(chosen, start=1)}
