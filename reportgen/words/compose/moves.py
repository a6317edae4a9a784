"""What would move the score: the rule beside its picture, or how much the weakest questions would move."""

from __future__ import annotations

from reportgen.common.figures import Figure, Points, move_name
from reportgen.common.language import capitalised, counted, sentences
from reportgen.common.model import OVERALL, Moves
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.passages import standard
from reportgen.words.context import Passage

_RULE = (
    "Every box of a question that an initiative lifts moves up one box, the agreed one where there is one; a question "
    "that several initiatives lift moves once, in the earliest horizon."
)


def moves_passage(facts: Facts) -> Passage | None:
    """What to know of it; None where nothing can move, or there is no overall score."""
    moves = facts.scores.moves
    if moves.horizons:
        return standard(sentences(_RULE, _unlinked(facts, moves), _alike(facts)))
    return standard(sentences(_of_weakest(facts, moves), _alike(facts))) if moves.weakest else None


def _unlinked(facts: Facts, moves: Moves) -> str:
    """How many initiatives say nothing of what they lift."""
    linked = sum(len(move.initiatives) for move in moves.horizons.values())
    without = Figure(len(facts.assessment.initiatives) - linked, "initiatives.unlinked")
    if not without:
        return ""
    names, counts = ("names", "counts") if without == 1 else ("name", "count")
    return f"{capitalised(counted(without, 'initiative'))} {names} no question to lift, and {counts} for nothing here."


def _of_weakest(facts: Facts, moves: Moves) -> str:
    """The plain truth where no initiative says what it lifts."""
    if moves.weakest is None or facts.scores.overall.value is None:
        return ""
    count = Figure(len(moves.weakest.questions), "moves.weakest.questions")
    score = Points(facts.scale.rounded(moves.weakest.value), move_name("weakest"))
    lowest = "the only question that can" if count == 1 else f"the {count} questions that score lowest"
    up = "move one box up" if count == 1 else "one box up each"
    today = facts.printed(OVERALL)
    is_same = score == facts.scale.rounded(facts.scores.overall.value)
    change = f"{score} as today" if is_same else f"{score} instead of {today}"
    return f"For an order of size: with {lowest} {up}, the overall score would be {change}."


def _alike(facts: Facts) -> str:
    """Why questions of some areas move more, where areas weigh alike and differ in their questions."""
    areas = [area for area in facts.questions.areas if facts.scores.areas[area.id].value is not None]
    scored = {area.id: facts.scores.areas[area.id].scored for area in areas}
    if len({area.weight for area in areas}) != 1 or len(set(scored.values())) < 2:
        return ""
    few, many = (pick(areas, key=lambda area: scored[area.id]) for pick in (min, max))
    first, second = (Figure(scored[area.id], f"{area.id}.scored") for area in (few, many))
    return (
        f"Areas weigh alike in the overall score: what is scored of {few.title} ({counted(first, 'question')}) weighs"
        f" as much as what is scored of {many.title} ({counted(second, 'question')})."
    )
