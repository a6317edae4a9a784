"""The order of the merged body: where each part of it stands, and which ends of sections come and go with the parts.

A part that stays is left where it is, unless it must follow one that stands behind it; a part that comes in is put
right behind the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from reportgen.draft.refresh.plan.model import Layout, Node, Part, RegionPlan, Side, Version, Where


def laid_out(draft: Version, fresh: Version, regions: Iterable[RegionPlan], new: Sequence[str]) -> Layout:
    """The order of the merged body; `new` are the ids of the regions of the new build in their order."""
    body = _Body(draft, fresh, new)
    empty = set(_empty_sections(body.layout()))
    for region in regions:
        body.add(region)
    body.drop_empty_controls()
    for node in [node for node in _empty_sections(body.layout()) if node not in empty]:
        body.drop(node)
    return body.layout()


def sections(layout: Layout) -> Iterator[tuple[Node, list[Node]]]:
    """The sections of a body: what ends each, and what it holds."""
    held: list[Node] = []
    for node in layout.nodes:
        if layout.holders[node] is None:
            held.append(node)
            if layout.items[node].sections is not None:
                yield node, held
                held = []


def outline(version: Version, side: Side) -> Layout:
    """The body of a version as it is."""
    nodes = tuple(Node(side, number) for number in range(len(version.items)))
    items = dict(zip(nodes, version.items, strict=True))
    holders = {node: None if item.holder is None else Node(side, item.holder) for node, item in items.items()}
    return Layout(nodes, items, holders, {})


def _empty_sections(layout: Layout) -> Iterator[Node]:
    """The ends of sections that hold nothing: right behind the end of another, first of all, or right before the end.

    Where the last section holds nothing, the end before it is meant: the two become one.
    """
    previous: Node | None = None
    for node in (node for node in layout.nodes if layout.holders[node] is None):
        item = layout.items[node]
        if item.is_bare and (previous is None or layout.items[previous].sections is not None):
            yield node
        if item.kind == "last" and previous is not None and layout.items[previous].is_bare:
            yield previous
        if item.kind in ("block", "control"):
            previous = node


class _Body:
    """The body while it is laid out: the order is that of the keys."""

    def __init__(self, draft: Version, fresh: Version, new: Sequence[str]) -> None:
        here, there = outline(draft, Side.DRAFT), outline(fresh, Side.FRESH)
        self._fresh, self._new = there, new
        self._items = {**here.items, **there.items}
        self._of = {Where(n.side, (item.block,)): n for n, item in self._items.items() if item.block is not None}
        self._generated = {  # the blocks of the regions of the new build
            name: [self._of[Where(Side.FRESH, (block.number,))] for block in found.blocks]
            for name, found in fresh.regions.items()
        }
        self._numbers = count(1)
        self._keys: dict[Node, tuple[int, ...]] = {node: (node.number,) for node in here.nodes}
        self._holders = dict(here.holders)
        self._ends: dict[str, tuple[tuple[Node, ...], tuple[Node, ...]]] = {}
        self._last: dict[str, Node] = {}  # the last block of each region

    def layout(self) -> Layout:
        """The body as it is now."""
        nodes = tuple(sorted(self._keys, key=self._keys.__getitem__))
        return Layout(nodes, self._items, {node: self._holders[node] for node in nodes}, dict(self._ends))

    def add(self, region: RegionPlan) -> None:
        """Put the parts of a region in their order: where it stands in the draft, else behind the one before it."""
        for stray in region.strays:
            self._place(stray, *self._start_of(stray))
        if any(part.mine is not None for part in region.parts):
            nodes = self._place(region.parts, *self._start_of(region.parts))
        elif region.result:
            place, before = self._end_of_earlier(region.id)
            nodes = self._place(region.parts, *self._behind(place))
            _, behind = self._with_ends(nodes[-1], self._ends_behind(self._generated[region.id][-1]))
            self._ends[region.id] = before, behind
        else:
            return
        if nodes:
            self._last[region.id] = nodes[-1]

    def _place(self, parts: Iterable[Part], key: tuple[int, ...], holder: Node | None) -> list[Node]:
        """Put parts one behind the other; where the first has no place, it gets this key."""
        nodes: list[Node] = []
        for part in parts:
            mine = self._of[Where(Side.DRAFT, part.mine)] if part.mine is not None else None
            node = self._of[part.where] if part.where is not None else None
            if mine is not None and node is not mine:
                place = self._keys.pop(mine), self._holders.pop(mine)
                if node is not None:
                    self._keys[node], self._holders[node] = place
            if node is None:
                continue
            if nodes and not self._follows(node, nodes[-1]):
                self._keys[node], self._holders[node] = self._behind(nodes[-1])
            elif node not in self._keys:
                self._keys[node], self._holders[node] = key, holder
            nodes.append(node)
        return nodes

    def _follows(self, node: Node, other: Node) -> bool:
        """True when a part stands behind another; in different controls of a person both are left where they are."""
        is_there = node in self._keys
        return is_there and (self._holders[node] != self._holders[other] or self._keys[node] > self._keys[other])

    def _start_of(self, parts: Iterable[Part]) -> tuple[tuple[int, ...], Node | None]:
        """Right before the first of the draft's blocks."""
        mine = (self._of[Where(Side.DRAFT, part.mine)] for part in parts if part.mine is not None)
        first = min(mine, key=self._keys.__getitem__)
        *outer, last = self._keys[first]
        return (*outer, last - 1, 1), self._holders[first]

    def _behind(self, node: Node | None) -> tuple[tuple[int, ...], Node | None]:
        """Right behind another; at the start where there is none."""
        if node is None:
            return (-1, -next(self._numbers)), None
        return (*self._keys[node], -next(self._numbers)), self._holders[node]

    # ----------------------------------------------------------------------------------------------------- sections

    def _end_of_earlier(self, region_id: str) -> tuple[Node | None, tuple[Node, ...]]:
        """What a new region goes behind, in a section as the new build has it there; and the ends that this brings."""
        earlier = self._new[: self._new.index(region_id)]
        before = next((other for other in reversed(earlier) if other in self._last), None)
        if before is None:
            return None, ()
        generated = self._generated[before]
        ends = self._ends_between(generated[-1], self._generated[region_id][0]) if generated else []
        return self._with_ends(self._last[before], ends)

    def _ends_between(self, first: Node, last: Node | None) -> list[Node]:
        """The ends of sections between two blocks of the new build, or behind the first up to the end."""
        found = []
        for node in self._fresh.nodes[first.number + 1 :]:
            if node == last:
                break
            if self._items[node].is_bare and self._fresh.holders[node] == self._fresh.holders[first]:
                found.append(node)
        return found

    def _ends_behind(self, last: Node) -> list[Node]:
        """The ends of sections behind the last block of a new region, up to the next region of the new build."""
        owned = {node for nodes in self._generated.values() for node in nodes}
        following = (node for node in self._fresh.nodes[last.number + 1 :] if node in owned)
        return self._ends_between(last, next(following, None))

    def _with_ends(self, place: Node, ends: Iterable[Node]) -> tuple[Node, tuple[Node, ...]]:
        """The last of these ends of sections behind a block, and those that are not there and come in."""
        brought = []
        for end in ends:
            there = self._next(place)
            if there is None or not self._items[there].is_bare:
                self._keys[end], self._holders[end] = self._behind(place)
                brought.append(end)
                there = end
            place = there
        return place, tuple(brought)

    def _next(self, node: Node) -> Node | None:
        """What stands right behind a node in the same content."""
        here = self._keys[node]
        behind = (
            (key, other)
            for other, key in self._keys.items()
            if key > here and self._holders[other] == self._holders[node]
        )
        return min(behind, default=(None, None))[1]

    def drop(self, node: Node) -> None:
        """Take something out."""
        del self._keys[node], self._holders[node]

    def drop_empty_controls(self) -> None:
        """Take away controls that lost all they held, with what else is in them."""
        for content in sorted(self._keys, key=self._keys.__getitem__)[::-1]:
            control = self._holders.get(content)
            if self._items[content].kind == "content" and control and content not in self._holders.values():
                for node in [control, *(other for other, holder in self._holders.items() if holder == control)]:
                    self.drop(node)
