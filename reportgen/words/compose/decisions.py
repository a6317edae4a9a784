"""What is put to a decision: initiatives with owner, date and what must be decided, and what each owner carries."""

from __future__ import annotations

from reportgen.common.folding import fold
from reportgen.common.grouping import grouped
from reportgen.common.language import day_in_words, has_words, one_line
from reportgen.common.model import HORIZONS, PRIORITIES, Initiative
from reportgen.common.road_map import decided_on, planned_in_order
from reportgen.common.rounding import NO_FIGURE
from reportgen.words.compose.facts import Facts
from reportgen.words.context import DecisionRow, Decisions, OwnerRow, Picture

NOBODY = "No owner yet"


def decisions(facts: Facts, picture: Picture | None) -> Decisions | None:
    """What is put to a decision; None where no initiative names a decision and nothing is known of its gain."""
    planned = planned_in_order(facts.assessment, facts.questions)
    if picture is None and not any(has_words(entry.decision) for entry in planned):
        return None
    numbers = decided_on(facts.assessment, facts.questions, facts.scores.moves)
    rows = tuple(_row(entry, numbers[entry.ref]) for entry in planned if entry.ref in numbers)
    return Decisions(picture, rows, _owners(planned) if any(has_words(entry.owner) for entry in planned) else ())


def _row(entry: Initiative, number: int) -> DecisionRow:
    return DecisionRow(
        ref=entry.ref,
        number=str(number),
        initiative=one_line(entry.text),
        owner=one_line(entry.owner) or NOBODY,
        when=_when(entry),
        decision=one_line(entry.decision) or NO_FIGURE,
    )


def _when(entry: Initiative) -> str:
    """The day it is done, else the horizon it belongs to."""
    if entry.end:
        return day_in_words(entry.end)
    return next((horizon.when for horizon in HORIZONS if horizon.id == entry.horizon), NO_FIGURE)


def _owners(planned: tuple[Initiative, ...]) -> tuple[OwnerRow, ...]:
    """Who carries how much, the most first; what nobody owns last."""
    by_owner = grouped((fold(entry.owner), entry) for entry in planned)
    order = sorted(by_owner, key=lambda owner: (not owner, -len(by_owner[owner]), owner))
    return tuple(_owner(owner, by_owner[owner]) for owner in order)


def _owner(owner: str, entries: list[Initiative]) -> OwnerRow:
    counts = [sum(entry.horizon == horizon.id for entry in entries) for horizon in HORIZONS]
    return OwnerRow(
        id=owner or NOBODY,
        owner=one_line(entries[0].owner) if owner else NOBODY,
        initiatives=str(len(entries)),
        must=_count(sum(entry.priority == PRIORITIES[0] for entry in entries)),
        by_horizon=tuple(map(_count, counts)),
    )


def _count(number: int) -> str:
    return str(number) if number else NO_FIGURE
