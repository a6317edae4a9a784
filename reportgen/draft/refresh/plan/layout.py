"""The order of the merged body, its sections, and their headers and footers.

A part that stays is left where it is, unless it must follow one that stands behind it; a part that comes in is put
right behind the one before it. Ends of sections come and go with what stands in them. Headers and footers that nobody
edited become what is generated now; sections are matched by the regions they hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, dropwhile, islice, takewhile

from reportgen.draft.base import Base
from reportgen.draft.locating import FoundHeaderFooter
from reportgen.draft.refresh.changes import Conflict
from reportgen.draft.refresh.plan.model import (
    BodyItem,
    Fate,
    Layout,
    References,
    RegionPlan,
    SectionReference,
    Version,
    Where,
    Whose,
)
from reportgen.word.forms import is_empty, visible_text

HEADER = "A header or footer was edited by hand, and would be generated differently now. The edited one stays."


def laid_out(draft: Version, fresh: Version, regions: Iterable[RegionPlan], new: Sequence[str]) -> Layout:
    """The order of the merged body; `new` are the ids of the regions of the new build in their order."""
    body = _Body(draft, fresh, new)
    empty = set(_empty_sections(body.layout.holders))
    for region in regions:
        body.add(region)
    body.drop_empty_controls()
    body.drop(set(_empty_sections(body.layout.holders)) - empty)
    return body.layout


def _empty_sections(holders: Mapping[BodyItem, BodyItem | None]) -> Iterator[BodyItem]:
    """The ends of sections that hold nothing: right behind the end of another, first of all, or right before the end.

    Where the last section holds nothing, the end before it is meant: the two become one.
    """
    previous: BodyItem | None = None
    for item in (item for item, holder in holders.items() if holder is None):
        if item.is_bare and (previous is None or previous.sections is not None):
            yield item
        if item.kind == "last" and previous is not None and previous.is_bare:
            yield previous
        if item.kind in ("block", "control"):
            previous = item


class _Body:
    """The body while it is laid out: the order is that of the keys."""

    def __init__(self, draft: Version, fresh: Version, new: Sequence[str]) -> None:
        self._fresh, self._new = fresh, new
        self._of = {item.where: item for version in (draft, fresh) for item in version.items if item.where is not None}
        self._keys: dict[BodyItem, tuple[int, ...]] = {item: (number,) for number, item in enumerate(draft.items)}
        self._holders = {item: item.holder for item in draft.items}
        self._ends: dict[str, tuple[Sequence[BodyItem], Sequence[BodyItem]]] = {}
        self._last: dict[str, BodyItem] = {}  # the last block of each region
        self._numbers = count(1)

    @property
    def layout(self) -> Layout:
        """The body as it is now."""
        order = sorted(self._keys, key=self._keys.__getitem__)
        return Layout({item: self._holders[item] for item in order}, dict(self._ends))

    def add(self, region: RegionPlan) -> None:
        """Put the parts of a region in their order: where it stands in the draft, else behind the one before it."""
        for stray in region.strays:
            self._place(stray, *self._start_of(stray))
        if any(part.mine is not None for part in region.parts):
            items = self._place(region.parts, *self._start_of(region.parts))
        elif region.result:
            place, before = self._end_of_earlier(region.id)
            items = self._place(region.parts, *self._behind(place))
            _, behind = self._with_ends(items[-1], self._ends_behind(self._generated(region.id)[-1]))
            self._ends[region.id] = before, behind
        else:
            return
        if items:
            self._last[region.id] = items[-1]

    def _place(self, parts: Iterable[Fate], key: tuple[int, ...], holder: BodyItem | None) -> list[BodyItem]:
        """Put parts one behind the other; where the first has no place, it gets this key."""
        items: list[BodyItem] = []
        for part in parts:
            mine = self._of[Where(Whose.DRAFT, part.mine)] if part.mine is not None else None
            item = self._of[part.where] if part.where is not None else None
            if mine is not None and item is not mine:
                place = self._keys.pop(mine), self._holders.pop(mine)
                if item is not None:
                    self._keys[item], self._holders[item] = place
            if item is None:
                continue
            if items and (near := self._to_follow(item, items[-1])) is not None:
                self._keys[item], self._holders[item] = self._behind(near)
            elif item not in self._keys:
                self._keys[item], self._holders[item] = key, holder
            items.append(item)
        return items

    def _to_follow(self, item: BodyItem, other: BodyItem) -> BodyItem | None:
        """What a part is to be put behind, so that it follows another; None where it stays: it follows, or is inside.

        What stands inside a control of a person is left there, and what stands outside goes behind the whole control.
        """
        if item not in self._keys:
            return other
        place: BodyItem | None = other
        while place is not None and self._holders[place] is not self._holders[item]:
            place = self._holders[place]
        return place if place is not None and self._keys[item] < self._keys[place] else None

    def _start_of(self, parts: Iterable[Fate]) -> tuple[tuple[int, ...], BodyItem | None]:
        """Right before the first of the draft's blocks."""
        mine = (self._of[Where(Whose.DRAFT, part.mine)] for part in parts if part.mine is not None)
        first = min(mine, key=self._keys.__getitem__)
        *outer, last = self._keys[first]
        return (*outer, last - 1, 1), self._holders[first]

    def _behind(self, item: BodyItem | None) -> tuple[tuple[int, ...], BodyItem | None]:
        """Right behind another; at the start where there is none."""
        key, holder = ((-1,), None) if item is None else (self._end_of(item), self._holders[item])
        return (*key, -next(self._numbers)), holder

    def _end_of(self, item: BodyItem) -> tuple[int, ...]:
        """The last key of something and of what it holds."""
        held = [] if item.kind == "block" else [other for other, holder in self._holders.items() if holder is item]
        return max([self._keys[item], *map(self._end_of, held)])

    def drop(self, items: Iterable[BodyItem]) -> None:
        """Take something out."""
        for item in list(items):
            del self._keys[item], self._holders[item]

    def drop_empty_controls(self) -> None:
        """Take away controls that lost all they held, with what else is in them."""
        for content in list(self.layout.holders)[::-1]:
            control = self._holders.get(content)
            if content.kind == "content" and control and content not in self._holders.values():
                self.drop([control, *(item for item, holder in self._holders.items() if holder is control)])

    # ----------------------------------------------------------------------------------------------------- sections

    def _generated(self, region_id: str) -> list[BodyItem]:
        """The blocks of a region of the new build."""
        return [self._of[Where(Whose.FRESH, piece.path)] for piece in self._fresh.forms(region_id)]

    def _end_of_earlier(self, region_id: str) -> tuple[BodyItem | None, list[BodyItem]]:
        """What a new region goes behind, in a section as the new build has it there; and the ends that this brings."""
        earlier = self._new[: self._new.index(region_id)]
        before = next((other for other in reversed(earlier) if other in self._last), None)
        if before is None:
            return None, []
        blocks = self._generated(before)
        ends = self._ends_between(blocks[-1], self._generated(region_id)[0]) if blocks else []
        return self._with_ends(self._last[before], ends)

    def _ends_between(self, first: BodyItem, last: BodyItem | None) -> list[BodyItem]:
        """The ends of sections between two blocks of the new build, or behind the first up to the end."""
        behind = islice(dropwhile(lambda item: item is not first, self._fresh.items), 1, None)
        between = takewhile(lambda item: item is not last, behind)
        return [item for item in between if item.is_bare and item.holder is first.holder]

    def _ends_behind(self, last: BodyItem) -> list[BodyItem]:
        """The ends of sections behind the last block of a new region, up to the next region of the new build."""
        owned = {item for region_id in self._new for item in self._generated(region_id)}
        behind = islice(dropwhile(lambda item: item is not last, self._fresh.items), 1, None)
        return self._ends_between(last, next((item for item in behind if item in owned), None))

    def _with_ends(self, place: BodyItem, ends: Iterable[BodyItem]) -> tuple[BodyItem, list[BodyItem]]:
        """The last of these ends of sections behind a block, and those that are not there and come in."""
        brought = []
        for end in ends:
            there = self._next(place)
            if there is None or not there.is_bare:
                self._keys[end], self._holders[end] = self._behind(place)
                brought.append(end)
                there = end
            place = there
        return place, brought

    def _next(self, item: BodyItem) -> BodyItem | None:
        """What stands right behind something in the same content."""
        here, holder = self._keys[item], self._holders[item]
        behind = [other for other, key in self._keys.items() if key > here and self._holders[other] is holder]
        return min(behind, key=self._keys.__getitem__, default=None)


# ----------------------------------------------------------------------------------------------- headers and footers


def plan_headers_footers(
    base: Base, draft: Version, fresh: Version, layout: Layout, regions: Iterable[RegionPlan]
) -> tuple[tuple[SectionReference, ...], tuple[Conflict, ...]]:
    """The references of sections that are to lead to other parts, and a conflict for each edited part."""
    owners = {where: region.id for region in regions for where in region.result}
    wanted = _Generated(draft, fresh)
    here, there = ({each.part: each for each in version.headers_footers} for version in (draft, fresh))
    known = {tuple(block.content for block in each.blocks) for each in base.headers_footers}
    references: list[SectionReference] = []
    conflicts: dict[str, Conflict] = {}
    for end, held in _sections(layout.holders, owners):
        generated = wanted.like(held)
        for kind, part in (end.sections or {}).items():
            now = there.get(generated.get(kind, ""))
            own = here.get(part) if end in draft.items else None  # what is not the draft's own comes in with it
            if now is None or (own is not None and _said(own) == _said(now)):
                continue
            if own is None or own.is_generated:
                references.append(SectionReference(end, kind, now.part))
            elif _said(now) not in known:
                conflicts[part] = Conflict("", _text(now), _text(own), HEADER)
    return tuple(references), tuple(conflicts.values())


def _sections(
    holders: Mapping[BodyItem, BodyItem | None], owners: Mapping[Where, str]
) -> Iterator[tuple[BodyItem, dict[str, list[Where]]]]:
    """What ends each section, with the blocks of each region it holds. `owners` says which block belongs to which."""
    held: dict[str, list[Where]] = {}
    for item in (item for item, holder in holders.items() if holder is None):
        if item.where is not None and item.where in owners:
            held.setdefault(owners[item.where], []).append(item.where)
        if item.sections is not None:
            yield item, held
            held = {}


class _Generated:
    """The headers and footers of the new build's sections, by the regions they hold.

    A region may run over several sections, as in a template that is one region: then the section of the new build that
    says most of what stands in the draft's is meant, and where none says any of it, the one that comes as far down.
    """

    def __init__(self, draft: Version, fresh: Version) -> None:
        self._of = {Whose.DRAFT: draft, Whose.FRESH: fresh}
        self._seen: Counter[str] = Counter()
        self._sections: dict[str, list[tuple[set[str], References]]] = {}
        owners = {Where(Whose.FRESH, piece.path): name for name in fresh.regions for piece in fresh.forms(name)}
        for end, held in _sections({item: item.holder for item in fresh.items}, owners):
            for region, blocks in held.items():
                self._sections.setdefault(region, []).append((self._words(blocks), end.sections or {}))

    def like(self, held: Mapping[str, Sequence[Where]]) -> References:
        """Those of the section that is like the next one of the result, which holds these blocks of regions."""
        found = [self._nearest(region, blocks) for region, blocks in held.items()]
        return next((references for references in found if references is not None), {})

    def _nearest(self, region: str, blocks: Iterable[Where]) -> References | None:
        number, words = self._seen[region], self._words(blocks)
        self._seen[region] += 1
        sections = self._sections.get(region, [])
        shared = [(len(words & said), place == number) for place, (said, _) in enumerate(sections)]
        best = max(shared, default=(0, False))
        return sections[shared.index(best)][1] if any(best) else None

    def _words(self, blocks: Iterable[Where]) -> set[str]:
        forms = (self._of[side].piece(path[0]).form for side, path in blocks)
        return {form.content for form in forms if not is_empty(form)}


def _said(each: FoundHeaderFooter) -> tuple[str, ...]:
    return tuple(block.content for block in each.blocks)


def _text(each: FoundHeaderFooter) -> str:
    return "\n".join(map(visible_text, each.blocks)).strip()
