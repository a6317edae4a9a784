"""The places of a merged sequence, in order: which part of the base, of the draft and of the new build is at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from reportgen.draft.refresh.plan.comparing import is_blank
from reportgen.draft.refresh.plan.model import Form, Piece
from reportgen.draft.refresh.plan.pairing import content

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the result: what was generated there, what the draft has, what is generated now."""

    base: Form | None
    mine: Piece | None
    fresh: Piece | None


def forms(found: Sequence[Piece]) -> list[Form]:
    """What was read of some pieces."""
    return [piece.form for piece in found]


def places_of(
    base: Sequence[Form],
    mine: Sequence[Piece],
    fresh: Sequence[Piece],
    to_mine: dict[int, int],
    to_fresh: dict[int, int],
) -> list[Place]:
    """The places of the result in order: that of the new build, unless a person put the parts in another order."""
    was = {number: b for b, number in to_mine.items()}
    new = {number: b for b, number in to_fresh.items()}
    same = _same_by_both(mine, fresh, set(was), set(new))
    ours = [
        Place(_at(base, was.get(n)), piece, _at(fresh, to_fresh.get(was.get(n, -1), same.get(n))))
        for n, piece in enumerate(mine)
    ]
    theirs = [
        Place(_at(base, new.get(n)), _at(mine, to_mine.get(new.get(n, -1), _key_of(same, n))), piece)
        for n, piece in enumerate(fresh)
        if not (n in new and new[n] not in to_mine)  # deleted by hand
    ]
    return _woven(ours, theirs, "fresh") if is_sorted_by_hand(to_mine) else _woven(theirs, ours, "mine")


def is_sorted_by_hand(to_mine: dict[int, int]) -> bool:
    """True when a person put what was generated in another order."""
    order = [to_mine[number] for number in sorted(to_mine)]
    return order != sorted(order)


def _same_by_both(mine: Sequence[Piece], fresh: Sequence[Piece], was: set[int], new: set[int]) -> dict[int, int]:
    """Parts that a person put in and that are generated now too, word for word."""
    open_ = {content(piece.form): n for n, piece in reversed(list(enumerate(fresh))) if n not in new}
    found: dict[int, int] = {}
    for number, piece in enumerate(mine):
        match = open_.pop(content(piece.form), None) if number not in was and not is_blank(piece.form) else None
        if match is not None:
            found[number] = match
    return found


def _key_of(pairs: dict[int, int], value: int) -> int | None:
    return next((key for key, other in pairs.items() if other == value), None)


def _at(entries: Sequence[Entry], number: int | None) -> Entry | None:
    return None if number is None else entries[number]


def _woven(first: list[Place], second: list[Place], side: str) -> list[Place]:
    """`first` in its order, and what only `second` has behind what it follows there."""
    result = list(first)
    known = {getattr(place, side).path: place for place in first if getattr(place, side) is not None}
    before: Place | None = None
    for place in second:
        piece: Piece | None = getattr(place, side)
        there = known.get(piece.path) if piece is not None else None
        if there is None:
            result.insert(next((number for number, other in enumerate(result, 1) if other is before), 0), place)
            there = place
        before = there
    return result
