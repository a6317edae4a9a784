"""Traces of what would move the overall score: from the questions that move up a box, and what each adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import partial

from reportgen.assessment.scoring.moves import one_box_up
from reportgen.assessment.trace.groups import Makers
from reportgen.assessment.trace.sources import Sources, exactly, to_decimals, trace
from reportgen.common.figures import move_name
from reportgen.common.language import counted
from reportgen.common.model import HORIZON_TITLES, OVERALL, Move, Trace

_RULE = (
    "Every box of these questions moves up one box, the agreed one where there is one; what is the highest stays. Each "
    "question adds its share of the weight of the overall score times the boxes' rise. It is no forecast."
)


def move_figures(sources: Sources) -> Makers:
    """The overall score after each horizon, and with the weakest questions one box up."""
    found: Makers = {}
    moves, before = sources.scores.moves, OVERALL
    for horizon, move in moves.horizons.items():
        title = f"Overall with the initiatives up to: {HORIZON_TITLES[horizon]}"
        found[move_name(horizon)] = partial(_trace, sources, horizon, title, move, before)
        before = move_name(horizon)
    if moves.weakest:
        title = f"Overall with the {counted(len(moves.weakest.questions), 'question')} that score lowest one box up"
        found[move_name("weakest")] = partial(_trace, sources, "weakest", title, moves.weakest, OVERALL)
    return found


def _trace(sources: Sources, which: str, title: str, move: Move, before: str) -> Trace:
    value = sources.scores.overall.value if before == OVERALL else _horizon_before(sources, before)
    return trace(
        move_name(which),
        title,
        sources.scale.printed(move.value),
        exactly(move.value),
        _RULE,
        [(before, exactly(value), "before"), *_lifted(sources, move.questions)],
        rounding=to_decimals(sources.scale),
    )


def _horizon_before(sources: Sources, name: str) -> Fraction:
    return sources.scores.moves.horizons[name.rpartition(".")[2]].value


def _lifted(sources: Sources, question_ids: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for question_id in question_ids:
        score = sources.scores.questions[question_id]
        up = one_box_up(score, sources.questions.answers[question_id])
        role = f"{exactly(up)} one box up, adds {exactly(sources.scores.moves.adds[question_id])}"
        yield question_id, exactly(score.value), role
