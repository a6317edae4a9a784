"""What becomes of each region of a draft: which blocks it has there, and how they are merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.draft.base import BaseRegion
from reportgen.draft.locating import Found, FoundBlock, How
from reportgen.draft.refresh.changes import Conflict, Outcome
from reportgen.draft.refresh.plan.comparing import likeness, pair
from reportgen.draft.refresh.plan.merging import Merging, forms
from reportgen.draft.refresh.plan.model import Fate, Form, Left, Piece, PlacedConflict, RegionPlan, Version
from reportgen.word.forms import Block, Paragraph, is_frozen, visible_text
from reportgen.word.forms import is_damaged as has_damage

FROZEN = "Changes are tracked here, so nothing was touched; it would be generated differently now."
_CARRIED = "A part of this was carried elsewhere by hand, and stays there."
_DAMAGED = "Another program dropped a part of a chart or picture here (its workbook, or all of it), so it was put back."
_LIKE = 0.6  # a paragraph this like one that is missing may be that one


def in_order(base: Iterable[BaseRegion], fresh: Iterable[BaseRegion]) -> list[str]:
    """The ids of all regions in the order of the new build, those that are gone behind what they followed."""
    order = [region.id for region in fresh]
    known = set(order)
    before = ""
    for region in base:
        if region.id not in known:
            order.insert(order.index(before) + 1 if before else 0, region.id)
            known.add(region.id)
        before = region.id
    return order


def completed(draft: Version, order: Iterable[str]) -> Version:
    """The draft with what is right beside its regions, lost its bookmark and is like what they lack, as theirs."""
    regions = dict(draft.regions)
    taken = _taken(draft)
    for region_id in order:
        found = regions.get(region_id)
        if found is not None and found.how is not How.LOST and not is_in_tracked_changes(found, draft):
            blocks = _with_those_beside(found, draft, taken)
            taken |= {block.number for block in blocks}
            regions[region_id] = replace(found, blocks=blocks)
    return replace(draft, regions=regions)


def _taken(draft: Version) -> frozenset[int]:
    """The blocks of the draft that belong to regions."""
    return frozenset(block.number for found in draft.regions.values() for block in (*found.blocks, *found.strays))


def _with_those_beside(found: Found, draft: Version, taken: frozenset[int]) -> tuple[FoundBlock, ...]:
    base, blocks = found.region.blocks, list(found.blocks)
    known = [block.was for block in blocks if block.was is not None]
    if not known:  # nothing but what is not generated any more
        return found.blocks
    there = {*known, *(block.was for block in found.strays)}
    lacking = [n for n, block in enumerate(base) if n not in there and visible_text(block).strip()]

    def alike(was: int, number: int) -> Iterator[FoundBlock]:
        """The block of the draft of this number, if it belongs to no region and is like one of the base."""
        is_free = 0 <= number < len(draft.blocks) and number not in taken
        if is_free and likeness(base[was], draft.blocks[number]) >= _LIKE:
            yield FoundBlock(number, was)

    for number in [number for number in lacking if number > max(known)]:
        blocks += alike(number, blocks[-1].number + 1)
    for number in [number for number in lacking[::-1] if number < min(known)]:
        blocks = [*alike(number, blocks[0].number - 1), *blocks]
    return tuple(blocks)


def plan_regions(order: Iterable[str], draft: Version, fresh: Version, merging: Merging) -> Iterator[RegionPlan]:
    """What becomes of the regions of a draft, in this order; it is `completed`."""
    taken = _taken(draft)
    for region_id in order:
        yield _Region(region_id, draft.regions.get(region_id), draft, fresh.forms(region_id), merging, taken).planned()


def is_in_tracked_changes(found: Found, draft: Version) -> bool:
    """True when changes are tracked anywhere in a region."""
    return any(is_frozen(draft.blocks[block.number]) for block in (*found.blocks, *found.strays))


@dataclass(frozen=True, slots=True)
class _Region:
    """A region, with what is known when its turn comes."""

    id: str
    found: Found | None
    draft: Version
    fresh: Sequence[Piece]
    merging: Merging
    taken: frozenset[int]  # blocks of the draft that belong to regions

    @property
    def base(self) -> tuple[Block, ...]:
        """What was generated."""
        return self.found.region.blocks if self.found is not None else ()

    def planned(self) -> RegionPlan:
        """What becomes of the region."""
        if self.found is None or not (self.base or self.found.blocks):
            parts, _ = self.merging.sequence((), (), self.fresh)
            return RegionPlan(self.id, Outcome.ADDED if parts else Outcome.UNCHANGED, parts)
        if self.found.how is How.LOST:
            return RegionPlan(self.id, Outcome.LOST if self._may_be_there(self.base) else Outcome.DELETED)
        if is_in_tracked_changes(self.found, self.draft):
            return self._frozen(self.found)
        if self.found.how is How.CONTENT and any(visible_text(b).strip() for b in self._lacking(self.found)):
            return RegionPlan(self.id, Outcome.LOST, _left(self.found.blocks))
        return self._merged(self.found)

    # ------------------------------------------------------------------------------------------------- its blocks

    def _lacking(self, found: Found) -> list[Block]:
        """What was generated and was not found; what stands between others and is like it was edited there."""
        there = {block.was for block in (*found.blocks, *found.strays)}
        own = [self.draft.blocks[block.number] for block in found.blocks if block.was is None]
        lacking = [block for number, block in enumerate(self.base) if number not in there]
        edited = pair(lacking, own, by_place=False, is_marked=True)
        return [block for number, block in enumerate(lacking) if number not in edited]

    def _may_be_there(self, base: Sequence[Block]) -> bool:
        """True when what was not found may still be there: all anchors are gone, or some text is like it."""
        wanted = [block for block in base if visible_text(block).strip()]
        if not self.draft.has_marks:
            return bool(wanted)
        free = [block for number, block in enumerate(self.draft.blocks) if number not in self.taken]
        return any(likeness(was, block) >= _LIKE for was in wanted for block in free)

    # ----------------------------------------------------------------------------------------------- what it becomes

    @property
    def _is_changed(self) -> bool:
        """True when it is generated differently now."""
        return [block.full for block in self.base] != [piece.form.full for piece in self.fresh]

    def _frozen(self, found: Found) -> RegionPlan:
        """Changes are tracked in a region: it stays as it is, and where it would be another that is told."""
        parts = _left(found.blocks)
        if not self._is_changed:
            return RegionPlan(self.id, Outcome.KEPT, parts)
        changed = [*_unlike(self.base, forms(self.fresh))]
        sides = zip(*changed, strict=True) if changed else (self.base, forms(self.fresh))  # another order
        before, now = ("\n".join(map(visible_text, side)) for side in sides)
        pieces = (self.draft.piece(block.number) for block in (*found.blocks, *found.strays))
        first = next(piece for piece in pieces if is_frozen(self.draft.blocks[piece.path[0]]))
        placed = PlacedConflict(first.first, Conflict(before, now, visible_text(first.form), FROZEN))
        return RegionPlan(self.id, Outcome.CONFLICT, parts, conflicts=(placed,))

    def _merged(self, found: Found) -> RegionPlan:
        strays = tuple(self._stray(block) for block in found.strays)
        mine = [self.draft.piece(block.number) for block in found.blocks]
        known = {block.was: number for number, block in enumerate(found.blocks) if block.was is not None}
        away = frozenset(block.was for block in found.strays if block.was is not None)
        parts, is_sorted = self.merging.sequence(self.base, mine, self.fresh, known, away, by_place=False)
        plan = RegionPlan(self.id, Outcome.UNCHANGED, parts, strays)
        is_edited = bool(strays) or is_sorted or any(part.is_edited for part in plan.all)
        notes = [note for part in plan.all for note in part.notes]
        pieces = (*mine, *(self.draft.piece(block.number) for block in found.strays))
        is_damaged = any(map(has_damage, (form for piece in pieces for _, form in piece.paragraphs)))
        return RegionPlan(
            self.id,
            self._outcome(plan, is_edited=is_edited, is_damaged=is_damaged),
            parts,
            strays,
            tuple(placed for part in plan.all for placed in part.conflicts),
            (*notes, *[_CARRIED] * bool(strays), *[_DAMAGED] * is_damaged),
        )

    def _outcome(self, plan: RegionPlan, *, is_edited: bool, is_damaged: bool) -> Outcome:
        if any(part.conflicts for part in plan.all):
            return Outcome.CONFLICT
        if is_damaged and not is_edited:
            return Outcome.RESTORED if plan.result else Outcome.REMOVED
        if not self._is_changed:
            return Outcome.KEPT if is_edited else Outcome.UNCHANGED
        if not self.fresh and not plan.result:
            return Outcome.REMOVED
        return Outcome.MERGED if is_edited else Outcome.REGENERATED

    def _stray(self, block: FoundBlock) -> tuple[Fate, ...]:
        """A block that somebody carried elsewhere is merged where it is now."""
        assert block.was is not None
        partner = pair(self.base, forms(self.fresh)).get(block.was)
        now = [self.fresh[partner]] if partner is not None else []
        parts, _ = self.merging.sequence([self.base[block.was]], [self.draft.piece(block.number)], now, {0: 0})
        return parts


def _left(blocks: Iterable[FoundBlock]) -> tuple[Fate, ...]:
    return tuple(Left(mine=(block.number,)) for block in blocks)


def _unlike(base: Sequence[Form], fresh: Sequence[Form]) -> Iterator[tuple[Form, Form]]:
    """The blocks that would be generated differently, before and now; nothing stands for one that is not there."""
    nothing = Paragraph("", None, ())
    pairs = pair(base, fresh)
    for number, block in enumerate(base):
        now = fresh[pairs[number]] if number in pairs else nothing
        if block.full != now.full:
            yield block, now
    yield from ((nothing, block) for number, block in enumerate(fresh) if number not in pairs.values())
