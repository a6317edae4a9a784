"""Carrying out the plan on the trees: every part is put where the plan has it, and nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reportgen.draft.refresh.execution.comments import Comments
from reportgen.draft.refresh.execution.importing import Importer
from reportgen.draft.refresh.execution.patching import (
    drawings,
    give_back,
    last_of,
    patch,
    patch_drawing,
    take_properties,
    take_shade,
)
from reportgen.draft.refresh.execution.repair import (
    drop_empty_controls,
    drop_keys,
    remove_bookmarks,
    set_keys,
    set_numbers,
)
from reportgen.draft.refresh.plan.model import (
    Away,
    BodyItem,
    Dropped,
    Fate,
    Kept,
    Layout,
    Merged,
    Redrawn,
    RefreshPlan,
    RegionPlan,
    SectionReference,
    Taken,
    Where,
    Whose,
    walk,
)
from reportgen.draft.refresh.reading import RELATION_ID, Reading, ends_section, reference_kind, section_of
from reportgen.word.fields import drop_torn_fields
from reportgen.word.forms import Path
from reportgen.word.xml import XML_SPACE, Element, local, make, marked_texts, remove, replace, w

_PLACES = tuple(map(w, ("p", "tbl", "tr", "tc")))
_PROPERTIES = {"tbl": ("tblPr", "tblGrid"), "tr": ("trPr",)}  # the looks of a table, of a row


def apply(plan: RefreshPlan, body: Body) -> None:
    """Carry out a plan: the trees of the draft become those of the result."""
    for value in plan.values:
        if value.now is not None:
            write_value(body.mine.places.starts[value.number], value.now)
    for region in plan.regions:
        body.region(region, *plan.layout.ends.get(region.id, ((), ())))
    for part in (part for region in plan.regions for parts in (region.parts, *region.strays) for part in parts):
        if isinstance(part, Kept | Merged) and part.fresh is not None:
            give_back(body[part.where], body.source(part.fresh))
    body.lay_out(plan.layout)
    drop_empty_controls(body.mine.body)
    drop_torn_fields(body.mine.body)
    body.refer(plan.references)
    # a value that is given up: its text belongs to the sentence from now on
    remove_bookmarks(*(body.mine.places.starts[value.number] for value in plan.values if value.is_given_up))
    for comment in plan.conflicts:
        body.comments.tell(comment.region, comment.conflicts, body[comment.where])
    for suggestion in plan.suggestions:
        if suggestion.asker:
            body.comments.reword(suggestion.asker, suggestion.number)
        else:
            body.comments.suggest(suggestion.number, [body[where] for where in suggestion.where])


@dataclass(frozen=True)
class Body:
    """The body of the draft while the plan is carried out, and what the plan's parts are in it."""

    mine: Reading
    fresh: Reading
    importer: Importer
    comments: Comments
    numbers: Iterator[int]  # ids for bookmarks
    brought: dict[Element, Element] = field(default_factory=dict)  # of the new build -> its copy in the draft

    def __getitem__(self, where: Where) -> Element:
        """The element of a part of the result."""
        if where.side is Whose.DRAFT:
            return self.mine.places.body.elements[where.path]
        return self.brought[self.source(where.path)]

    def source(self, path: Path) -> Element:
        """The element of a part of the new build."""
        return self.fresh.places.body.elements[path]

    def item(self, item: BodyItem) -> Element:
        """The element of what stands in the body."""
        return self.mine.items[item] if item in self.mine.items else self.brought[self.fresh.items[item]]

    # ------------------------------------------------------------------------------------------------------ regions

    def region(self, region: RegionPlan, before: Sequence[BodyItem], behind: Sequence[BodyItem]) -> None:
        """Make what a region is made of; the ends of sections `before` and `behind` come in with it."""
        self._bring_ends(before)
        for parts in (*region.strays, region.parts):
            for part in parts:
                self._part(part)
            self._mark(parts)
        self._bring_ends(behind)

    def _bring_ends(self, ends: Iterable[BodyItem]) -> None:
        for end in ends:
            source = self.fresh.items[end]
            self.brought[source] = self.importer.bring(source)

    def _mark(self, parts: Sequence[Fate]) -> None:
        """Give what stands for a generated block the bookmarks of that block, and take them from all else."""
        leaves = [leaf for part in walk(parts) for leaf in part.leaves]
        known = {self[leaf.where] for leaf in leaves}
        given = {key for leaf in leaves for key in leaf.fresh.keys}
        given |= {key for part in parts if part.fresh for key in self.fresh.version.piece(part.fresh[0]).form.keys}
        joined: dict[Path | None, tuple[str, ...]] = {}
        for away in (part for part in walk(parts) if isinstance(part, Away)):
            joined[away.into] = (*joined.get(away.into, ()), *away.keys)
        for leaf in leaves:
            if leaf.where.side is Whose.DRAFT:
                keys = (*leaf.fresh.keys, *joined.get(leaf.where.path, ()))
                set_keys(self[leaf.where], keys, self.numbers)
        for part in (part for part in parts if isinstance(part, Kept | Merged)):
            block = self[Where(Whose.DRAFT, part.mine)]
            others = [paragraph for paragraph in block.iter(w("p")) if paragraph not in known]
            if local(block) == "tbl" and part.fresh is not None:
                for paragraph in others:
                    drop_keys(paragraph, among=given)
                keys = self.fresh.version.piece(part.fresh[0]).form.keys
                set_numbers(block, keys, self.numbers)
            else:
                is_gone = isinstance(part, Kept) and part.gone is not None
                for paragraph in others:
                    drop_keys(paragraph, among=given if is_gone else None)

    # -------------------------------------------------------------------------------------------------------- parts

    def _part(self, part: Fate) -> Element | None:
        """Make a part; returns what it is in the result."""
        if part.is_back and part.mine is not None:
            self.comments.take_back(self[Where(Whose.DRAFT, part.mine)])
        if isinstance(part, Taken):
            return self._take(part)
        if isinstance(part, Dropped):
            self._drop(self[Where(Whose.DRAFT, part.mine)])
        if part.where is None:
            return None
        if isinstance(part, Kept):
            for picture in part.redrawn:
                self._redraw(self[part.where], self.source(part.fresh or ()), picture)
        if isinstance(part, Merged):
            self._merge(self[part.where], part)
        return self[part.where]

    def _take(self, part: Taken) -> Element:
        source = self.source(part.fresh)
        new = self.importer.bring(source)
        kinds = (w("p"), w("tc"))
        self.brought.update(zip((source, *source.iter(*kinds)), (new, *new.iter(*kinds)), strict=True))
        for number, like in part.looks:
            take_shade(self[Where(Whose.FRESH, (*part.fresh, number))], self[Where(Whose.DRAFT, like)])
        if part.mine is not None:
            self._replace(self[Where(Whose.DRAFT, part.mine)], new, part)
        return new

    def _replace(self, old: Element, new: Element, part: Taken) -> None:
        if part.was is not None:
            patch(new, old, part.was)
        self.comments.carry(old, new)
        replace(old, new)

    def _redraw(self, paragraph: Element, fresh: Element, picture: Redrawn) -> None:
        drawing = drawings(paragraph)[picture.number]
        new = self.importer.bring(drawings(fresh)[picture.number])
        patch_drawing(new, drawing, picture.base)
        replace(drawing, new)

    def _drop(self, element: Element) -> None:
        """Take a part out; what people said of it is said of what stands beside it."""
        near = _beside(element)
        if near is not None and self.comments.has_human(element):
            self.comments.carry(element, near)
        remove(element)

    def _merge(self, element: Element, part: Merged) -> None:
        """Merge a table, a row or a cell."""
        source = self.source(part.fresh)
        if part.takes_looks and local(element) == "tc":
            take_shade(element, source)
        elif part.takes_looks:
            take_properties(element, self.importer.bring(source), _PROPERTIES[local(element)])
        head = last_of(element, ("tblPr", "tblGrid", "tcPr"))
        last: Element | None = None
        for inner in part.parts:
            made = self._part(inner)
            if made is None:
                continue
            if last is None and made.getparent() is None:
                element.insert(0 if head is None else element.index(head) + 1, made)
            elif last is not None and (near := _to_follow(made, last)) is not None:
                near.addnext(made)
            last = made
        if local(element) == "tc" and (len(element) == 0 or local(element[-1]) != "p"):
            element.append(make("p"))

    # -------------------------------------------------------------------------------------------------- the whole body

    def lay_out(self, layout: Layout) -> None:
        """Put everything in its order; what has no place in it goes."""
        held: dict[Element, list[Element]] = {self.mine.body: []}
        for item, holder in layout.holders.items():
            held.setdefault(self.mine.body if holder is None else self.item(holder), []).append(self.item(item))
        for parent, children in held.items():
            if list(parent) != children:
                parent[:] = children

    def refer(self, references: Iterable[SectionReference]) -> None:
        """Let sections refer to the headers and footers of the new build."""
        for reference in references:
            section = section_of(self.item(reference.end))
            for child in section if section is not None else ():
                if reference_kind(child) == reference.kind:
                    child.set(RELATION_ID, self.importer.bring_part(reference.part))


def _to_follow(element: Element, other: Element) -> Element | None:
    """What an element is to be put behind, so that it follows another; None where it stays: it follows, or is inside.

    What stands inside a control of a person is left there, and what stands outside goes behind the whole control.
    """
    parent = element.getparent()
    if parent is None:
        return other
    place = next((each for each in (other, *other.iterancestors()) if each.getparent() is parent), None)
    return place if place is not None and parent.index(element) < parent.index(place) else None


def write_value(start: Element, text: str) -> None:
    """Put a text between the bookmarks of a value, in the look of what stands there."""
    places, _ = marked_texts(start)
    for number, place in enumerate(places):
        place.text = (text or None) if number == 0 else None
        place.set(XML_SPACE, "preserve")


def _beside(element: Element) -> Element | None:
    """What stands beside a part, after it or else before it; of a table's only row or cell, beside its table or row."""
    for part in (element, *element.iterancestors(*_PLACES)):
        for other in (*part.itersiblings(*_PLACES), *part.itersiblings(*_PLACES, preceding=True)):
            if not ends_section(other):
                return other
    return None
