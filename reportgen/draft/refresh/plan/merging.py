"""The rules of the merge: what was generated, what a person made of it, and what is generated now, part by part.

For every part (a block of a region, a row of a table, a block in a cell):

- nobody touched it: it becomes what is generated now;
- somebody changed only its looks: the new words in those looks, unless the looks that are generated changed too;
- somebody changed what it says, and it would be generated as before: it stays;
- both changed: the parts inside it are merged where it has parts; a sentence stays as edited, its values and pictures
  follow the data, and any other change is a conflict;
- somebody deleted it: it stays deleted;
- it is not generated any more: it goes, but not when somebody changed what it says; should it be generated again, it is
  merged with what it was then;
- it is new: it comes in where it was generated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from reportgen.draft.refresh.changes import Conflict
from reportgen.draft.refresh.plan.comparing import (
    brief,
    columns,
    confirmed,
    forms_in,
    is_joined,
    pair,
    pictures,
    same_looks,
    share_rows,
    skeleton,
    usual,
)
from reportgen.draft.refresh.plan.model import (
    Away,
    Dropped,
    Fate,
    Form,
    Kept,
    Leaf,
    Merged,
    Piece,
    PlacedConflict,
    Redrawn,
    Taken,
    ValuePlan,
    Where,
    Whose,
)
from reportgen.draft.refresh.plan.values import Values, renewed
from reportgen.word.forms import Cell, Paragraph, Path, Row, Table, Thing, is_damaged, is_empty, visible_text

Entry = TypeVar("Entry")

GONE = "This is not generated any more, but was edited by hand, so it stays."
BOTH = "This was edited by hand, and would be generated differently now. The edited text stays."
PICTURE = "This picture was replaced by hand, and would be drawn differently now. The replacement stays."
PICTURES = Conflict("the chart as it was drawn", "the chart as it is drawn now", "another picture", PICTURE)
AWAY = "A part of this was deleted by hand, and would be generated differently now. It stays deleted."
SHAPE = "The rows and columns here were changed by hand, and would be generated differently now. They stay as they are."


@dataclass(frozen=True, slots=True)
class Match:
    """A place in the result: what was generated there, what the draft has, what is generated now."""

    base: Form | None
    mine: Piece | None
    fresh: Piece | None


@dataclass(frozen=True, slots=True)
class Merging:
    """The rules, with what they look up: what values are now, and the parts that people's comments are on."""

    values: Values
    value_plans: Mapping[Path, Mapping[str, ValuePlan]]  # by paragraph and mark
    commented: frozenset[Path] = frozenset()
    gone: Mapping[str, Form] = field(default_factory=dict)  # what was generated once, and stands edited, by its keys
    confirmed: frozenset[Path] = frozenset()  # the suggestions that somebody confirmed without taking our comment away
    is_stripped: bool = False  # our comments may have gone with what we stored: that they are gone confirms nothing

    def sequence(
        self,
        base: Sequence[Form],
        mine: Sequence[Piece],
        fresh: Sequence[Piece],
        known: dict[int, int] | None = None,
        away: frozenset[int] = frozenset(),
        *,
        by_place: bool = True,
    ) -> tuple[tuple[Fate, ...], bool]:
        """What becomes of parts that follow each other; True when a person put them in another order.

        `known` says which part of the base each of `mine` is, as far as bookmarks tell; `away` are parts of the base
        that somebody carried elsewhere. Without `by_place`, parts that share nothing but their place are two.
        """
        to_mine = pair(base, forms(mine), known, by_place=by_place, is_marked=True)
        to_fresh = pair(base, forms(fresh))
        is_sorted = is_sorted_by_hand(to_mine)
        base = [*base, *self._gone_in(mine, fresh, to_mine, to_fresh, len(base))]
        parts: list[Fate] = [*self._away(base, fresh, to_mine, to_fresh, mine, away)]
        places = matches(base, mine, fresh, to_mine, to_fresh, is_sorted=is_sorted)
        for place in places:
            part = self._merged(place, places)
            parts += [part] if part is not None else []
        return tuple(parts), is_sorted

    def _gone_in(
        self,
        mine: Sequence[Piece],
        fresh: Sequence[Piece],
        to_mine: dict[int, int],
        to_fresh: dict[int, int],
        behind: int,
    ) -> list[Form]:
        """What was generated once of `mine`, to stand behind the base, and is added to the pairs."""
        known = set(to_mine.values())
        found = [(n, self._once(piece.form)) for n, piece in enumerate(mine) if n not in known]
        gone = [(n, form) for n, form in found if form is not None]
        taken = set(to_fresh.values())
        left = [n for n in range(len(fresh)) if n not in taken]
        again = pair([form for _, form in gone], [fresh[n].form for n in left], by_place=False) if gone else {}
        for place, (_, form) in enumerate(gone):  # a table may come back with all its rows in other words
            alike = (at for at, n in enumerate(left) if at not in again.values() and share_rows(form, fresh[n].form))
            if place not in again and (found_at := next(alike, None)) is not None:
                again[place] = found_at
        to_mine |= {behind + place: n for place, (n, _) in enumerate(gone)}
        to_fresh |= {behind + place: left[n] for place, n in again.items()}
        return [form for _, form in gone]

    def _once(self, form: Form) -> Form | None:
        """What was generated once in the place of a part of the draft."""
        once = next((self.gone[key] for key in form.keys if key in self.gone), None)
        return once if type(once) is type(form) else None

    def _is_gone(self, base: Form) -> bool:
        return any(self.gone.get(key) is base for key in base.keys)

    def _away(
        self,
        base: Sequence[Form],
        fresh: Sequence[Piece],
        to_mine: dict[int, int],
        to_fresh: dict[int, int],
        mine: Sequence[Piece],
        away: frozenset[int],
    ) -> Iterator[Away]:
        """Parts that somebody deleted stay away; when they would be other than they were, that is told."""
        for number, form in enumerate(base):
            if number in to_mine or number in away or is_empty(form):
                continue
            now = fresh[to_fresh[number]].form if number in to_fresh else None
            changed = now is not None and skeleton(now) != skeleton(form)
            joined = next((piece for piece in mine if is_joined(form, piece.form)), None)
            near = joined or (mine[max((to_mine[b] for b in to_mine if b < number), default=0)] if mine else None)
            conflicts: tuple[PlacedConflict, ...] = ()
            if now is not None and changed and near is not None:
                stands, why = (self._stands(near), BOTH) if joined else ("", AWAY)
                conflicts = (PlacedConflict(near.first, Conflict(visible_text(form), visible_text(now), stands, why)),)
            if joined is None:
                note = f"Deleted by hand, and it stays away: “{brief(form)}”."
                yield Away(notes=(note,), conflicts=conflicts, is_edited=True)
            else:  # it goes on bearing the marks of both
                note = f"Joined by hand with the paragraph beside it: “{brief(form)}”."
                keys = now.keys if now is not None else ()
                yield Away(into=joined.path, keys=keys, notes=(note,), conflicts=conflicts, is_edited=True)

    def _merged(self, place: Match, places: Sequence[Match]) -> Fate | None:
        """What stands at one of the places; None when nothing does."""
        base, mine, fresh = place.base, place.mine, place.fresh
        if mine is None:
            return _new(fresh, places) if fresh is not None else None
        if fresh is None:
            own = Kept(mine=mine.path, by_hand=_by_hand(mine, None), is_edited=True)
            return self._gone(base, mine, own) if base is not None else own
        if base is None:  # a person put in what is generated now
            return _kept(mine, fresh, is_ours=False, is_edited=True)
        is_back = self._is_gone(base)
        if isinstance(base, Paragraph) and isinstance(mine.form, Paragraph) and isinstance(fresh.form, Paragraph):
            return replace(self._paragraph(base, mine.form, fresh.form, mine, fresh), is_back=is_back)
        return replace(self._composed(base, mine, fresh), is_back=is_back)

    def _gone(self, base: Form, mine: Piece, own: Kept) -> Fate:
        if self._is_gone(base):  # told before
            return replace(own, gone=base)
        if not self._touched(base, mine):
            return Dropped(mine=mine.path)
        conflict = Conflict(visible_text(base), "", self._stands(mine), GONE)
        return replace(own, gone=base, conflicts=(PlacedConflict(mine.first, conflict),))

    def _touched(self, base: Form, mine: Piece) -> bool:
        """True when somebody changed what it says, or confirmed a suggestion in it: then it is that person's text."""
        if base.content != mine.form.content or (not self.is_stripped and confirmed(base, mine.form)):
            return True
        return not self.confirmed.isdisjoint(path for path, _ in mine.paragraphs)

    def _stands(self, mine: Piece) -> str:
        """What a part of the draft says now that its values were brought up to date."""
        form = mine.form
        return visible_text(renewed(form, self.value_plans.get(mine.path, {})) if isinstance(form, Paragraph) else form)

    # ------------------------------------------------------------------------------------------------- paragraphs

    def _paragraph(self, was: Paragraph, is_now: Paragraph, will: Paragraph, mine: Piece, fresh: Piece) -> Fate:
        if not self._touched(was, mine):
            if will.full == was.full and not is_damaged(is_now):
                return _kept(mine, fresh, is_ours=True)
            keeps_looks = is_now.full != was.full and same_looks(was, will)
            return _taken(fresh, mine, was if keeps_looks else None)
        conflicts: list[Conflict] = []
        redrawn: list[Redrawn] = []
        if is_damaged(is_now) or will.content not in (was.content, is_now.content):
            if skeleton(will) == skeleton(was):  # only values and pictures changed: they follow where they stand
                lost, words = self.values.lost(was, is_now, will), self._stands(mine)
                conflicts += [replace(conflict, paragraph=words) for conflict in lost]
                for number, picture in _pictures(was, is_now, will):
                    redrawn += [Redrawn(number, picture)] if picture is not None else []
                    conflicts += [PICTURES] if picture is None else []
            else:
                conflicts.append(Conflict(visible_text(was), visible_text(will), self._stands(mine), BOTH))
        told = tuple(PlacedConflict(mine.path, conflict) for conflict in conflicts)
        hand = ((mine.path, was),)
        return _kept(mine, fresh, is_ours=False, is_edited=True, by_hand=hand, conflicts=told, redrawn=tuple(redrawn))

    # --------------------------------------------------------------------------------------------- tables and rows

    def _composed(self, base: Form, mine: Piece, fresh: Piece) -> Fate:
        """A table or row: whole where nobody touched it, else part by part."""
        touched = self._touched(base, mine)
        is_whole = not any(map(is_damaged, forms_in(mine.form)))
        if touched and is_whole and fresh.form.content in (base.content, mine.form.content):
            kept = _kept(mine, fresh, is_ours=False, is_edited=True, by_hand=_by_hand(mine, base))
            return kept if kept.leaves else replace(kept, leaves=_leaves(base, mine, fresh))
        if not touched and is_whole and fresh.form.full == base.full:
            return _kept(mine, fresh, is_ours=True)
        if not touched and mine.form.full == base.full and mine.path not in self.commented:
            return _taken(fresh, mine)
        here, now = mine.form, fresh.form
        if isinstance(base, Table) and isinstance(here, Table) and isinstance(now, Table):
            if not touched or (columns(base) == columns(now) and usual(base) == usual(here)):
                rows = self.sequence(base.rows, _inside(mine.path, here.rows), _inside(fresh.path, now.rows))
                return _merged(mine, fresh, *rows, is_edited=touched, takes_looks=base.looks != now.looks)
        elif (
            isinstance(base, Row)
            and isinstance(here, Row)
            and isinstance(now, Row)
            and len(base.cells) == len(here.cells) == len(now.cells)
        ):
            cells = tuple(
                self._cell(was, (*mine.path, n), own, (*fresh.path, n), new)
                for n, (was, own, new) in enumerate(zip(base.cells, here.cells, now.cells, strict=True))
            )
            return _merged(mine, fresh, cells, is_edited=touched, takes_looks=base.looks != now.looks)
        if not touched:
            return _taken(fresh, mine)
        why = BOTH if is_whole and _has_shape(base, here) else SHAPE
        conflict = Conflict(visible_text(base), visible_text(now), visible_text(here), why)
        told = (PlacedConflict(mine.first, conflict),)
        return Kept(mine=mine.path, fresh=fresh.path, conflicts=told, is_edited=True)

    def _cell(self, base: Cell, path: Path, mine: Cell, source: Path, fresh: Cell) -> Fate:
        blocks, is_sorted = self.sequence(base.blocks, _inside(path, mine.blocks), _inside(source, fresh.blocks))
        looks = base.looks != fresh.looks
        return Merged(mine=path, fresh=source, takes_looks=looks, parts=blocks, is_edited=is_sorted)


def _has_shape(base: Form, mine: Form) -> bool:
    """Whether a table or row has the cells that it was generated with."""
    if isinstance(base, Table) and isinstance(mine, Table):
        return columns(base) == columns(mine) and usual(base) == usual(mine)
    return isinstance(base, Row) and isinstance(mine, Row) and len(base.cells) == len(mine.cells)


# ------------------------------------------------------------------------------------------------- places in order


def forms(found: Sequence[Piece]) -> list[Form]:
    """What was read of some pieces."""
    return [piece.form for piece in found]


def matches(
    base: Sequence[Form],
    mine: Sequence[Piece],
    fresh: Sequence[Piece],
    to_mine: dict[int, int],
    to_fresh: dict[int, int],
    *,
    is_sorted: bool,
) -> list[Match]:
    """The places of the result in order: that of the new build, unless a person put the parts in another order."""
    was = {number: b for b, number in to_mine.items()}
    new = {number: b for b, number in to_fresh.items()}
    same = _same_by_both(mine, fresh, set(was), set(new))
    ours = [
        Match(_at(base, was.get(n)), piece, _at(fresh, to_fresh.get(was.get(n, -1), same.get(n))))
        for n, piece in enumerate(mine)
    ]
    theirs = [
        Match(_at(base, new.get(n)), _at(mine, to_mine.get(new.get(n, -1), _key_of(same, n))), piece)
        for n, piece in enumerate(fresh)
        if not (n in new and new[n] not in to_mine)  # deleted by hand
    ]
    return _woven(ours, theirs, "fresh") if is_sorted else _woven(theirs, ours, "mine")


def is_sorted_by_hand(to_mine: dict[int, int]) -> bool:
    """True when a person put what was generated in another order."""
    order = [to_mine[number] for number in sorted(to_mine)]
    return order != sorted(order)


def _same_by_both(mine: Sequence[Piece], fresh: Sequence[Piece], was: set[int], new: set[int]) -> dict[int, int]:
    """Parts that a person put in and that are generated now too, word for word."""
    open_ = {piece.form.content: n for n, piece in reversed(list(enumerate(fresh))) if n not in new}
    found: dict[int, int] = {}
    for number, piece in enumerate(mine):
        match = open_.pop(piece.form.content, None) if number not in was and not is_empty(piece.form) else None
        if match is not None:
            found[number] = match
    return found


def _key_of(pairs: dict[int, int], value: int) -> int | None:
    return next((key for key, other in pairs.items() if other == value), None)


def _at(entries: Sequence[Entry], number: int | None) -> Entry | None:
    return None if number is None else entries[number]


def _woven(first: list[Match], second: list[Match], side: str) -> list[Match]:
    """`first` in its order, and what only `second` has behind what it follows there."""
    result = list(first)
    known = {getattr(place, side).path: place for place in first if getattr(place, side) is not None}
    before: Match | None = None
    for place in second:
        piece: Piece | None = getattr(place, side)
        there = known.get(piece.path) if piece is not None else None
        if there is None:
            result.insert(next((number for number, other in enumerate(result, 1) if other is before), 0), place)
            there = place
        before = there
    return result


# ------------------------------------------------------------------------------------------------------ single parts


def _inside(path: Path, forms: Sequence[Form]) -> list[Piece]:
    return [Piece((*path, number), form) for number, form in enumerate(forms)]


def _merged(
    mine: Piece, fresh: Piece, parts: tuple[Fate, ...], is_sorted: bool = False, *, is_edited: bool, takes_looks: bool
) -> Fate:
    """A table or row that stays, with its parts merged; Word refuses one without any."""
    is_edited = is_edited or is_sorted
    if all(part.where is None for part in parts):
        return Dropped(mine=mine.path, parts=parts, is_edited=is_edited)
    return Merged(mine=mine.path, fresh=fresh.path, takes_looks=takes_looks, parts=parts, is_edited=is_edited)


def _kept(
    mine: Piece,
    fresh: Piece,
    *,
    is_ours: bool,
    is_edited: bool = False,
    by_hand: tuple[tuple[Path, Paragraph | None], ...] = (),
    conflicts: tuple[PlacedConflict, ...] = (),
    redrawn: tuple[Redrawn, ...] = (),
) -> Kept:
    """What stays as it stands; its paragraphs stand for generated ones as far as they are known to be the same."""
    same = isinstance(mine.form, Paragraph) or mine.form.content == fresh.form.content
    pairs = zip(mine.paragraphs, fresh.paragraphs, strict=False) if same else ()
    return Kept(
        mine=mine.path,
        fresh=fresh.path,
        leaves=tuple(Leaf(Where(Whose.DRAFT, path), now, is_ours) for (path, _), (_, now) in pairs),
        by_hand=by_hand,
        conflicts=conflicts,
        redrawn=redrawn,
        is_edited=is_edited,
    )


def _taken(fresh: Piece, over: Piece | None, was: Paragraph | None = None) -> Taken:
    leaves = tuple(Leaf(Where(Whose.FRESH, path), form, is_ours=True) for path, form in fresh.paragraphs)
    return Taken(fresh=fresh.path, mine=over.path if over else None, was=was, leaves=leaves)


def _new(fresh: Piece, places: Sequence[Match]) -> Taken:
    """What comes in; a row looks like another of its kind, where a person or program has set that anew."""
    row = fresh.form
    model = next((place for place in reversed(places) if _is_model(place, row)), None)
    if not isinstance(row, Row) or model is None or model.mine is None:
        return _taken(fresh, None)
    cells = zip(*(each.cells for each in (row, model.base, model.mine.form) if isinstance(each, Row)), strict=True)
    looks = tuple(
        (number, (*model.mine.path, number))
        for number, (new, was, own) in enumerate(cells)
        if new.looks == was.looks != own.looks and (new.span, new.merge) == (own.span, own.merge)
    )  # else it has a colour that follows the data
    return replace(_taken(fresh, None), looks=looks)


def _is_model(place: Match, row: Form) -> bool:
    """True where a row stands that was generated with as many cells, as a head row like one."""
    both = (place.base, place.mine.form if place.mine is not None else None)
    return isinstance(row, Row) and all(
        isinstance(other, Row) and (len(other.cells), other.is_head) == (len(row.cells), row.is_head) for other in both
    )


def _leaves(base: Form, mine: Piece, fresh: Piece) -> tuple[Leaf, ...]:
    """What is left in an edited part that is generated as before: its entries may be counted anew."""
    now = [form for _, form in fresh.paragraphs]
    places = [path for path, _ in mine.paragraphs]
    matched = _standing_in(mine, base)
    return tuple(Leaf(Where(Whose.DRAFT, places[at]), now[was], is_ours=False) for was, at in matched.items())


def _by_hand(mine: Piece, base: Form | None) -> tuple[tuple[Path, Paragraph | None], ...]:
    """The paragraphs of a part that was edited and stays, with what stood in their place if that is known."""
    was = list(forms_in(base)) if base is not None else []
    matched = _standing_in(mine, base) if base is not None else {}
    before = {mine_number: was[base_number] for base_number, mine_number in matched.items()}
    return tuple(
        (path, before.get(number))
        for number, (path, form) in enumerate(mine.paragraphs)
        if number not in before or before[number].content != form.content
    )


def _standing_in(mine: Piece, base: Form) -> dict[int, int]:
    """The paragraphs of a part as it was generated, by number, with those of the draft that they became."""
    return pair(list(forms_in(base)), [form for _, form in mine.paragraphs], is_marked=True)


def _pictures(was: Paragraph, mine: Paragraph, fresh: Paragraph) -> Iterator[tuple[int, Thing | None]]:
    """The pictures that are drawn anew, by number, with what they were; None for one that a person replaced."""
    before, here, after = pictures(was), pictures(mine), pictures(fresh)
    if len(before) == len(here) == len(after):
        for number, (old, own, new) in enumerate(zip(before, here, after, strict=True)):
            if own.is_damaged or new.what not in (old.what, own.what):
                yield number, old if own.what == old.what else None
