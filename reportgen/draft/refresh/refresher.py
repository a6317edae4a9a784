"""One refresh, step by step: charts, figures, regions, sections, comments, numbers, and the new seal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from reportgen.draft.base import Base
from reportgen.draft.locating import Found, FoundBlock, How, locate
from reportgen.draft.refresh.bases import blocks_of, in_order, new_base, with_kept_charts, with_present_names
from reportgen.draft.refresh.changes import Changes, Conflict, RegionChange, StaleFigure
from reportgen.draft.refresh.changes import Outcome as What
from reportgen.draft.refresh.comments import Comments
from reportgen.draft.refresh.figures import Figures, Retyped
from reportgen.draft.refresh.headers_footers import renew_headers_footers
from reportgen.draft.refresh.merging import Merger
from reportgen.draft.refresh.outcomes import Leaf, Outcome
from reportgen.draft.refresh.pairing import Form, full, likeness, pair
from reportgen.draft.refresh.pieces import Piece, paragraphs_of
from reportgen.draft.refresh.repair import (
    captions,
    drop_empty_controls,
    drop_figure,
    drop_keys,
    drop_repeated,
    first_free,
    listed,
    prune,
    renew_numbers,
    renumber,
    set_keys,
)
from reportgen.draft.refresh.sections import drop_sections, empty_sections, ends_between, with_ends
from reportgen.draft.refresh.transplant import Transplant
from reportgen.draft.stored import read_base, store
from reportgen.office.package import DOCUMENT, NotAPackageError, Parts, parse, related, serialise, write_parts
from reportgen.word.canonical import Story, fingerprint, read_story, styles_of
from reportgen.word.forms import Block, Paragraph, Table, is_frozen, shown
from reportgen.word.references import headings
from reportgen.word.xml import Element, Styles, local, w

FROZEN = "Changes are tracked here, so nothing was touched; it would be generated differently now."
_CHAPTER_LEVELS = 2  # "5 Findings" and "5.2 Core"
_LIKE = 0.6  # a paragraph this like one that is missing may be that one


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A refreshed draft."""

    document: bytes
    changes: Changes
    base: Base  # the new one, also in the draft


def refresh(draft: Parts, base: Base, fresh: Parts) -> Refreshed:
    """Bring a draft up to date: three versions of a report are merged.

    `draft` are the parts of the draft as a person edited it, `base` is what was generated when it was built, `fresh`
    are the parts of a new build, with its own base in it. Nothing that a person wrote is lost; what the merge cannot
    decide is told in comments and in the changes.

    Raises `NotAPackageError` when a part is not XML, or when `fresh` is not a draft.
    """
    return _Refresh(draft, base, fresh).result()


class _Refresh:
    """One run."""

    def __init__(self, draft: Parts, base: Base, fresh: Parts) -> None:
        new = read_base(fresh)
        if new is None:
            raise NotAPackageError("the new build holds no base")
        self._parts = draft.copy()
        base = with_present_names(base, new)
        self._source = with_kept_charts(draft, base, fresh, new)
        self._base, self._new = base, new
        self._fresh = locate(self._source, new)
        self._places = locate(self._parts, base)
        self._body = _body(self._places.body)
        found = self._places.regions.values()
        self._taken = {block.number for region in found for block in (*region.blocks, *region.strays)}
        styles = styles_of(self._parts)
        self._listed = listed(self._body, styles), captions(self._body)
        self._empty_before = empty_sections(self._body)
        first = first_free([self._places.body.root, *(each.story.root for each in self._places.headers_footers)])
        self._numbers = count(first + 1_000_000)  # far above those that come with new blocks; all are renumbered
        self._figures = Figures(base, new)
        self._margin = Comments(self._parts, self._source)
        self._transplant = Transplant(self._source, self._parts, first)
        self._merger = Merger(self._transplant, self._margin, self._figures)
        self._now: dict[str, list[Element]] = {}  # the blocks that each region has in the result
        self._what: dict[str, What] = {}
        self._outcomes: dict[str, Outcome] = {}

    def result(self) -> Refreshed:
        """All steps in their order."""
        retyped = self._update_figures()
        order = in_order(self._base.regions, self._new.regions)
        for region_id in order:
            self._region(region_id)
        drop_empty_controls(self._body)
        drop_sections(self._body, empty_sections(self._body) - self._empty_before)
        elsewhere = [*self._renew_headers_footers(), *self._note_retyped(retyped)]
        stale = tuple(self._stale())
        chapters = _chapters(self._body, styles_of(self._parts))
        self._tell()
        self._ask()
        changes = Changes(
            regions=tuple(self._change(region_id, chapters) for region_id in order),
            figures=self._figures.changes(_is_in(self._roots())),
            stale=tuple(replace(found, chapter=chapters.get(element, "")) for element, found in stale),
            elsewhere=tuple(elsewhere),
        )
        base = self._finish()
        return Refreshed(write_parts(self._parts), changes, base)

    def _roots(self) -> list[Element]:
        return [self._places.body.root, *(each.story.root for each in self._places.headers_footers)]

    # ------------------------------------------------------------------------------------------------------ figures

    def _update_figures(self) -> list[Retyped]:
        frozen = {
            block.number
            for found in self._places.regions.values()
            if _is_frozen(found)
            for block in (*found.blocks, *found.strays)
        } | {number for number, placed in enumerate(self._places.body.blocks) if is_frozen(placed.block)}
        return self._figures.update(self._places.values, lambda value: value.part == DOCUMENT and value.block in frozen)

    def _note_retyped(self, retyped: Iterable[Retyped]) -> Iterator[Conflict]:
        """Put figures that were typed over with the conflicts of their region; yields those outside of the body."""
        owners = self._owners()
        is_there = _is_in(self._roots())
        for entry in retyped:
            start = entry.value.start
            if not is_there(start):
                continue
            holders = [start, *start.iterancestors()]
            region_id = next((owners[holder] for holder in holders if holder in owners), "")
            if entry.value.part == DOCUMENT and region_id:
                paragraph = next(start.iterancestors(w("p")))
                self._outcomes[region_id].add(entry.conflict, paragraph)
            else:
                yield entry.conflict
            if not entry.conflict.now:
                drop_figure(start)

    def _stale(self) -> Iterator[tuple[Element, StaleFigure]]:
        """Numbers in text of people that were figures; what was merged is known by its paragraph."""
        known = {paragraph: was for outcome in self._outcomes.values() for paragraph, was in outcome.handmade}
        ours = {leaf.paragraph for outcome in self._outcomes.values() for leaf in outcome.leaves if leaf.is_ours}
        owners = self._owners()
        now = read_story(self._parts, DOCUMENT, root=self._places.body.root)
        for paragraph, form in (
            found for placed in now.blocks for found in paragraphs_of(placed.element, placed.block)
        ):
            outside = not any(holder in owners for holder in (paragraph, *paragraph.iterancestors()))
            if paragraph in known or (outside and paragraph not in ours):
                for found in self._figures.stale([(form, known.get(paragraph), "")]):
                    yield paragraph, found

    # ------------------------------------------------------------------------------------------------------ regions

    def _region(self, region_id: str) -> None:
        found = self._places.regions.get(region_id)
        base = found.region.blocks if found is not None else ()
        fresh = [Piece(block.placed.element, block.placed.block) for block in blocks_of(self._fresh, region_id)]
        if not base:
            self._what[region_id] = What.ADDED if fresh else What.UNCHANGED
            if fresh:
                self._merge(region_id, (), [], fresh, {})
        elif found is not None and found.how is not How.LOST:
            self._found(region_id, found, fresh)
        elif self._may_be_there(base):
            self._what[region_id] = What.LOST
        else:
            self._what[region_id] = What.DELETED

    def _found(self, region_id: str, found: Found, fresh: list[Piece]) -> None:
        base = found.region.blocks
        if _is_frozen(found):
            self._freeze(region_id, found, fresh)
            return
        blocks = self._completed(found)
        there = {id(block.base) for block in (*blocks, *found.strays)}
        if found.how is How.CONTENT and self._may_be_there([block for block in base if id(block) not in there]):
            self._what[region_id] = What.LOST
            self._now[region_id] = [block.placed.element for block in blocks]
            return
        self._merge_strays(region_id, found, fresh)
        mine = [Piece(block.placed.element, block.placed.block) for block in blocks]
        numbers = {id(block): number for number, block in enumerate(base)}
        known = {numbers[id(block.base)]: number for number, block in enumerate(blocks) if block.base is not None}
        away = frozenset(numbers[id(block.base)] for block in found.strays)
        outcome = self._merge(region_id, base, mine, fresh, known, away)
        if outcome.conflicts:
            self._what[region_id] = What.CONFLICT
        elif not outcome.is_changed:
            self._what[region_id] = What.KEPT if outcome.is_edited else What.UNCHANGED
        elif not fresh and not self._now[region_id]:
            self._what[region_id] = What.REMOVED
        else:
            self._what[region_id] = What.MERGED if outcome.is_edited else What.REGENERATED

    def _completed(self, found: Found) -> list[FoundBlock]:
        """The blocks of a region, with those right beside it that lost their bookmark and are like what it lacks."""
        blocks = list(found.blocks)
        numbers = {id(block): number for number, block in enumerate(found.region.blocks)}
        known = [numbers[id(block.base)] for block in blocks if block.base is not None]
        away = {id(block.base) for block in found.strays}
        lacking = [block for block in found.missing if id(block) not in away and shown(block).strip()]
        for block in [block for block in lacking if numbers[id(block)] > max(known)]:
            blocks += self._alike(block, blocks[-1].number + 1)
        for block in [block for block in lacking[::-1] if numbers[id(block)] < min(known)]:
            blocks = [*self._alike(block, blocks[0].number - 1), *blocks]
        return blocks

    def _alike(self, base: Block, number: int) -> Iterator[FoundBlock]:
        """The block of the draft of this number, if it belongs to no region and is like one of the base."""
        body = self._places.body.blocks
        if 0 <= number < len(body) and number not in self._taken and likeness(base, body[number].block) >= _LIKE:
            self._taken.add(number)
            yield FoundBlock(body[number], number, base)

    def _merge(
        self,
        region_id: str,
        base: Sequence[Block],
        mine: list[Piece],
        fresh: list[Piece],
        known: dict[int, int],
        away: frozenset[int] = frozenset(),
    ) -> Outcome:
        put_first = _place_of(mine[0].element) if mine else self._put_behind(region_id)
        outcome, blocks = self._merger.region(base, mine, fresh, known, put_first, away)
        earlier = self._outcomes.get(region_id)
        if earlier is not None:  # of blocks that somebody carried elsewhere
            outcome.join(earlier)
        self._outcomes[region_id] = outcome
        self._now[region_id] = blocks
        if not mine and blocks:
            self._end_sections(region_id, blocks)
        self._heal(blocks, outcome)
        return outcome

    def _merge_strays(self, region_id: str, found: Found, fresh: list[Piece]) -> None:
        """Blocks that somebody carried elsewhere are merged where they are now."""
        if not found.strays:
            return
        base = found.region.blocks
        to_fresh = pair(base, [piece.form for piece in fresh])
        numbers = {id(block): number for number, block in enumerate(base)}
        total = Outcome()
        for stray in found.strays:
            number = numbers[id(stray.base)]
            partner = to_fresh.get(number)
            mine = Piece(stray.placed.element, stray.placed.block)
            now = [fresh[partner]] if partner is not None else []
            outcome, blocks = self._merger.region([base[number]], [mine], now, {0: 0}, _place_of(mine.element))
            self._heal(blocks, outcome)
            total.join(outcome)
        total.is_edited = True
        total.notes.append("A part of this was carried elsewhere by hand, and stays there.")
        self._outcomes[region_id] = total

    def _freeze(self, region_id: str, found: Found, fresh: list[Piece]) -> None:
        """Changes are tracked in a region: it stays as it is, and where it would be another that is told."""
        base = found.region.blocks
        outcome = Outcome(is_edited=True, is_changed=[full(b) for b in base] != [full(f.form) for f in fresh])
        blocks = [block.placed.element for block in found.blocks]
        if outcome.is_changed:
            changed = [*_unlike(base, [piece.form for piece in fresh])]
            sides = zip(*changed, strict=True) if changed else (base, [piece.form for piece in fresh])  # another order
            before, now = ("\n".join(map(shown, side)) for side in sides)
            first = next(block for block in found.blocks if is_frozen(block.placed.block))
            outcome.add(Conflict(before, now, shown(first.placed.block), FROZEN), first.placed.element)
        self._outcomes[region_id] = outcome
        self._now[region_id] = blocks
        self._what[region_id] = What.CONFLICT if outcome.is_changed else What.KEPT

    def _may_be_there(self, base: Sequence[Block]) -> bool:
        """True when a region that was not found may still be there: all anchors are gone, or some text is like its."""
        wanted = [block for block in base if shown(block).strip()]
        if not self._places.has_marks:
            return bool(wanted)
        free = [placed.block for number, placed in enumerate(self._places.body.blocks) if number not in self._taken]
        return any(likeness(was, block) >= _LIKE for was in wanted for block in free)

    def _heal(self, blocks: Iterable[Element], outcome: Outcome) -> None:
        """Give what stands for a generated block the bookmarks of that block, and take them from all else."""
        known = {leaf.paragraph for leaf in outcome.leaves}
        given = {key for leaf in outcome.leaves for key in leaf.fresh.keys}
        for leaf in outcome.leaves:
            if not leaf.is_taken:
                keys = (*leaf.fresh.keys, *outcome.joined.get(leaf.paragraph, ()))
                set_keys(leaf.paragraph, keys, self._numbers)
        for block in blocks:
            table = outcome.tables.get(block)
            if table is not None:
                drop_keys(block, numbers_only=True)
                for paragraph in [paragraph for paragraph in block.iter(w("p")) if paragraph not in known]:
                    drop_keys(paragraph, among=given)
                set_keys(next(block.iter(w("p"))), table.keys, self._numbers, keep=True)
                continue
            for paragraph in [block] if local(block) == "p" else list(block.iter(w("p"))):
                if paragraph not in known:
                    drop_keys(paragraph)

    # ----------------------------------------------------------------------------------------------------- sections

    def _put_behind(self, region_id: str) -> Callable[[Element], None]:
        """Where a region goes that the draft lacks: behind the nearest earlier one, in a section as it has now."""
        ids = [region.id for region in self._new.regions]
        earlier = ids[: ids.index(region_id)] if region_id in ids else []
        before = next((other for other in reversed(earlier) if self._now.get(other)), None)
        if before is None:
            return lambda element: self._body.insert(0, element)
        place = self._now[before][-1]
        if blocks_of(self._fresh, before):
            between = ends_between(
                blocks_of(self._fresh, before)[-1].placed.element, blocks_of(self._fresh, region_id)[0].placed.element
            )
            place = with_ends(place, between, self._transplant.bring)
        return place.addnext

    def _end_sections(self, region_id: str, blocks: Sequence[Element]) -> None:
        """End the sections behind a new region that the new build ends there."""
        last = blocks_of(self._fresh, region_id)[-1].placed.element
        owned = {b.placed.element for found in self._fresh.regions.values() for b in found.blocks}
        following = next((sibling for sibling in last.itersiblings() if sibling in owned), None)
        with_ends(blocks[-1], ends_between(last, following), self._transplant.bring)

    def _renew_headers_footers(self) -> list[Conflict]:
        return renew_headers_footers(
            self._body,
            self._owners(),
            self._parts,
            self._places.headers_footers,
            self._base,
            self._fresh,
            self._transplant,
        )

    def _owners(self) -> dict[Element, str]:
        return {block: region_id for region_id, blocks in self._now.items() for block in blocks}

    # ------------------------------------------------------------------------------------------- comments and changes

    def _tell(self) -> None:
        """Put conflicts on their paragraphs; where one has gone since, on the first of its region."""
        is_there = _is_in([self._places.body.root])
        for region_id, outcome in self._outcomes.items():
            told: dict[Element, list[Conflict]] = {}
            first = next((p for block in self._now.get(region_id, []) for p in block.iter(w("p"))), None)
            for paragraph, conflicts in outcome.conflicts.items():
                place = paragraph if is_there(paragraph) else first
                if place is not None:
                    told.setdefault(place, []).extend(conflicts)
            for place, conflicts in told.items():
                self._margin.tell(region_id, conflicts, place)

    def _ask(self) -> None:
        """Let suggestions that came in anew ask for confirmation, together with what is left of them."""
        asked: dict[str, list[Leaf]] = {}
        for outcome in self._outcomes.values():
            for leaf in outcome.leaves:
                for number in leaf.fresh.suggested if leaf.is_ours else ():
                    asked.setdefault(number, []).append(leaf)
        order = {paragraph: place for place, paragraph in enumerate(self._body.iter(w("p")))}
        for number, leaves in asked.items():
            paragraphs = sorted((leaf.paragraph for leaf in leaves), key=lambda p: order.get(p, 0))
            if any(leaf.is_taken for leaf in leaves) or self._margin.is_turned(paragraphs):
                self._margin.suggest(number, paragraphs)

    def _change(self, region_id: str, chapters: Mapping[Element, str]) -> RegionChange:
        outcome = self._outcomes.get(region_id, Outcome())
        conflicts = tuple(conflict for found in outcome.conflicts.values() for conflict in found)
        blocks = self._now.get(region_id) or self._nearest(region_id)
        return RegionChange(
            region_id,
            What.CONFLICT if conflicts else self._what[region_id],
            next((chapters[block] for block in blocks if block in chapters), ""),
            conflicts,
            tuple(outcome.notes),
        )

    def _nearest(self, region_id: str) -> list[Element]:
        """The blocks of the nearest earlier region that has some."""
        order = in_order(self._base.regions, self._new.regions)
        earlier = (self._now.get(other, []) for other in reversed(order[: order.index(region_id)]))
        return next((blocks[-1:] for blocks in earlier if blocks), [])

    # ---------------------------------------------------------------------------------------------------- the new file

    def _finish(self) -> Base:
        self._margin.finish(self._body)
        self._transplant.finish()
        drop_repeated(self._body)
        renew_numbers(self._body, styles_of(self._parts), self._listed, self._numbers)
        self._parts[DOCUMENT] = serialise(self._places.body.root)
        for each in self._places.headers_footers:
            self._parts[each.story.part] = serialise(each.story.root)
        prune(self._parts, self._places.body.root)
        headers_footers = dict.fromkeys(
            name for kind in ("header", "footer") for name in related(self._parts, DOCUMENT, kind)
        )
        roots = {DOCUMENT: self._places.body.root, **{name: parse(self._parts[name]) for name in headers_footers}}
        renumber(roots.values())
        self._parts.update({name: serialise(root) for name, root in roots.items()})
        base = new_base(self._parts, self._new, self._fresh, self._figures)
        store(self._parts, base, fingerprint(self._source, self._fresh.body))
        return base


# -------------------------------------------------------------------------------------------------------- small parts


def _body(story: Story) -> Element:
    body = story.root.find(w("body"))
    if body is None:
        raise NotAPackageError("the document has no body")
    return body


def _place_of(element: Element) -> Callable[[Element], None]:
    """Puts a block where an element stands now, also when that has gone by then."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.addnext
    assert parent is not None
    return lambda block: parent.insert(0, block)


def _is_frozen(found: Found) -> bool:
    return any(is_frozen(block.placed.block) for block in (*found.blocks, *found.strays))


def _is_in(roots: Iterable[Element]) -> Callable[[Element], bool]:
    """A test whether an element still stands in one of these trees."""
    known = set(roots)
    return lambda element: element in known or any(outer in known for outer in element.iterancestors())


def _unlike(base: Sequence[Form], fresh: Sequence[Form]) -> Iterator[tuple[Block, Block]]:
    """The blocks that would be generated differently, before and now; nothing stands for one that is not there."""
    nothing = Paragraph("", None, ())
    pairs = pair(base, fresh)
    for number, block in enumerate(base):
        now = fresh[pairs[number]] if number in pairs else nothing
        if isinstance(block, Paragraph | Table) and isinstance(now, Paragraph | Table) and full(block) != full(now):
            yield block, now
    new = set(range(len(fresh))) - set(pairs.values())
    yield from ((nothing, block) for n in sorted(new) if isinstance(block := fresh[n], Paragraph | Table))


def _chapters(body: Element, styles: Styles) -> dict[Element, str]:
    """The heading that each block stands under, with its number: a chapter or a section of it."""
    titles = {
        heading.paragraph: f"{heading.number} {heading.title}".strip()
        for heading in headings(body, styles)
        if heading.level < _CHAPTER_LEVELS
    }
    found = {}
    current = ""
    for element in body.iter(w("p"), w("tbl")):
        current = titles.get(element, current)
        found[element] = current
    return found
