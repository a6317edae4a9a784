"""Finding what was generated in a draft that people and programs have worked on since.

By bookmarks first. What has lost its bookmark is looked for by what it says: a block whose words stand in the base once
and in the draft once is that block, and so is one that follows a block found and says what its successor said. Nothing
is ever guessed from likeness. Every step looks at each block of base and draft a fixed number of times.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from reportgen.draft.base import Base, BaseRegion
from reportgen.office.package import DOCUMENT
from reportgen.word.canonical import PlacedBlock, Stories, Story
from reportgen.word.forms import Block, Paragraph, Path, Row, Table, Thing, Token, is_damaged, paragraphs_in
from reportgen.word.marks import is_anchor
from reportgen.word.xml import Element, w


class How(Enum):
    """How a region was found."""

    MARKS = "bookmarks"  # at least one block by its bookmark: both ends are known as far as they are marked
    CONTENT = "content"  # without any bookmark: what stands before and behind may be missing
    LOST = "not found"


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A block of the draft that belongs to a region."""

    number: int  # among the blocks of the body
    was: (
        int | None
    )  # its number in the region as it was generated; None for what is not generated any more, or never was


@dataclass(frozen=True, slots=True)
class Found:
    """A region in the draft."""

    region: BaseRegion
    how: How
    blocks: tuple[FoundBlock, ...] = ()  # in the order of the draft, from its first block to its last
    strays: tuple[FoundBlock, ...] = ()  # blocks of it that somebody carried elsewhere

    @property
    def is_whole(self) -> bool:
        """True when every block is there, in order, with nothing between."""
        return [block.was for block in self.blocks] == list(range(len(self.region.blocks)))


@dataclass(frozen=True, slots=True)
class FoundValue:
    """A value whose bookmark is there."""

    name: str
    mark: str
    text: str  # as it stands now
    path: Path | None  # of its paragraph in the body; None anywhere else
    part: str = DOCUMENT


@dataclass(frozen=True, slots=True)
class FoundHeaderFooter:
    """A header or footer of the draft."""

    part: str
    blocks: tuple[Block, ...]
    is_generated: bool  # it says what was generated


@dataclass(frozen=True)
class Places:
    """Where everything is; `body` holds the tree."""

    body: Story
    headers_footers: tuple[FoundHeaderFooter, ...]
    regions: Mapping[str, Found]  # by id, in the order of the base
    values: tuple[FoundValue, ...]
    starts: tuple[Element, ...]  # where the bookmark of each value begins
    has_marks: bool  # False: all bookmarks are gone, so what is not found need not have been deleted

    def blocks(self, region_id: str) -> tuple[PlacedBlock, ...]:
        """The blocks of a region; none where it was not found."""
        found = self.regions.get(region_id)
        return tuple(self.body.blocks[block.number] for block in found.blocks) if found else ()


def locate(stories: Stories, base: Base) -> Places:
    """Where the regions and values of the base stand in a draft."""
    body, headers_footers = _with_known_drawings(stories.body, base), stories.headers_footers
    values = tuple(_values(base, (body, *headers_footers)))
    return Places(
        body=body,
        headers_footers=tuple(_headers_footers(base, headers_footers)),
        regions=found_regions(base, body.forms),
        values=tuple(value for value, _ in values),
        starts=tuple(start for _, start in values),
        has_marks=any(is_anchor(mark.get(w("name"), "")) for mark in body.root.iter(w("bookmarkStart"))),
    )


def found_regions(base: Base, blocks: Sequence[Block]) -> dict[str, Found]:
    """The regions of the base among the blocks of a draft, by id."""
    return _Search(base, blocks).regions()


def _with_known_drawings(body: Story, base: Base) -> Story:
    """The body in which a chart or picture that a program damaged is the one that was generated, and is damaged.

    One that shows something else counts as any that a person put there.
    """
    if not any(is_damaged(paragraph) for placed in body.blocks for paragraph in paragraphs_in(placed.block)):
        return body
    known = {name: chart.shown for name, chart in base.charts.items()}
    known |= {digest: chart.shown for chart in base.charts.values() for digest in (chart.shown, chart.bare) if digest}

    def told(token: Token) -> Token:
        if not isinstance(token, Thing) or not token.is_damaged:
            return token
        return replace(token, what=known.get(token.what, token.what), is_damaged=token.what in known)

    return replace(body, blocks=tuple(replace(p, block=_with_tokens(p.block, told)) for p in body.blocks))


def _with_tokens(block: Block, told: Callable[[Token], Token]) -> Block:
    """A block with each token of its paragraphs as it is `told`."""
    if isinstance(block, Paragraph):
        return replace(block, tokens=tuple(map(told, block.tokens)))
    rows = []
    for row in block.rows:
        cells = (replace(cell, blocks=tuple(_with_tokens(b, told) for b in cell.blocks)) for cell in row.cells)
        rows.append(replace(row, cells=tuple(cells)))
    return replace(block, rows=tuple(rows))


def _headers_footers(base: Base, stories: Iterable[Story]) -> Iterator[FoundHeaderFooter]:
    known = {tuple(block.content for block in each.blocks) for each in base.headers_footers}
    for story in stories:
        yield FoundHeaderFooter(story.part, story.forms, tuple(block.content for block in story.forms) in known)


def _values(base: Base, stories: Iterable[Story]) -> Iterator[tuple[FoundValue, Element]]:
    for story in stories:
        for value in story.values:
            name = base.names.get(value.mark.rpartition("_")[0])
            path = value.path if story.part == DOCUMENT else None
            if name is not None:
                yield FoundValue(name, value.mark, value.text, path, story.part), value.start


# ------------------------------------------------------------------------------------------------------- the search

Key = TypeVar("Key", bound=Hashable)
Generated = tuple[int, int]  # a block of the base: the number of its region, its number there; then what is gone


@dataclass
class _Search:
    """One search; `taken` and `place_of` grow as blocks are found."""

    base: Base
    body: Sequence[Block]
    taken: dict[int, Generated] = field(default_factory=dict)  # number of a block in the body -> what it is
    place_of: dict[Generated, int] = field(default_factory=dict)
    marked: set[int] = field(default_factory=set)  # regions of which a bookmark is left

    def regions(self) -> dict[str, Found]:
        self._by_marks()
        self._by_content()
        self._by_neighbours()
        runs = self._runs()
        return {region.id: self._found(number, runs) for number, region in enumerate(self.base.regions)}

    def _block(self, one: Generated) -> Block:
        region = self.base.regions[one[0]]
        return (*region.blocks, *_gone(region))[one[1]]

    def _all(self) -> Iterator[Generated]:
        for number, region in enumerate(self.base.regions):
            yield from ((number, position) for position in range(len(region.blocks)))

    def _take(self, number: int, one: Generated) -> None:
        if number not in self.taken and one not in self.place_of:
            self.taken[number] = one
            self.place_of[one] = number

    # ------------------------------------------------------------------------------------------------ by bookmarks

    def _by_marks(self) -> None:
        """Blocks by their bookmarks; where two blocks bear one, the one that still says the same goes first."""
        own, inner = self._known_keys()
        claims = []
        for number, block in enumerate(self.body):
            for one in _claimed(block, own, inner, self._block):
                self.marked.add(one[0])
                claims.append((block.content != self._block(one).content, number, one))
        for _, number, one in sorted(claims):
            self._take(number, one)

    def _known_keys(self) -> tuple[dict[str, Generated], dict[str, Generated]]:
        """The keys of blocks, and those of entries and rows inside tables."""
        own: dict[str, Generated] = {}
        inner: dict[str, Generated] = {}
        for region_number, region in enumerate(self.base.regions):
            for position, form in enumerate(_gone(region), len(region.blocks)):
                own |= dict.fromkeys(form.keys, (region_number, position))
        for one in self._all():
            block = self._block(one)
            own |= dict.fromkeys(block.keys[:1], one)
            if isinstance(block, Table):
                inner |= dict.fromkeys((key for p in paragraphs_in(block) for key in p.keys if key not in own), one)
        return own, inner

    # -------------------------------------------------------------------------------------------------- by content

    def _by_content(self) -> None:
        """Blocks without a bookmark that say what one block of the base, and one alone, said."""
        wanted = [one for one in self._all() if one not in self.place_of]
        free = [number for number in range(len(self.body)) if number not in self.taken]
        said = {one: self._block(one).content for one in wanted}
        says = {number: self.body[number].content for number in free}
        once_said, once_says = _once(said), _once(says)
        for content in once_said.keys() & once_says.keys():
            self._take(once_says[content], once_said[content])

    def _by_neighbours(self) -> None:
        """Blocks that stand beside one that was found, and say what its neighbour in the base said."""
        order = list(self._all())
        for generated, step in ((order, 1), (order[::-1], -1)):
            for one, neighbour in pairwise(generated):
                here = self.place_of.get(one)
                beside = (here or 0) + step
                is_free = here is not None and 0 <= beside < len(self.body) and beside not in self.taken
                if is_free and self.body[beside].content == self._block(neighbour).content:
                    self._take(beside, neighbour)

    # ------------------------------------------------------------------------------------------------------ regions

    def _runs(self) -> dict[int, list[list[int]]]:
        """The stretches of each region: its blocks, as far as nothing that belongs elsewhere stands between them.

        A block that somebody carried into another region does not part that region: first every region is cut at
        every other, then again, this time only at the longest stretches of the others.
        """
        runs = self._stretches(sorted(self.taken))
        solid = sorted(number for stretches in runs.values() for number in max(stretches, key=len))
        return self._stretches(solid)

    def _stretches(self, cuts: Sequence[int]) -> dict[int, list[list[int]]]:
        """The blocks of each region, cut where one of `cuts`, a block of another region, stands between them."""
        runs: dict[int, list[list[int]]] = {}
        for number in sorted(self.taken):
            region = self.taken[number][0]
            stretches = runs.setdefault(region, [])
            if stretches:
                before = stretches[-1][-1]
                between = cuts[bisect_right(cuts, before) : bisect_left(cuts, number)]
            if stretches and not between:
                stretches[-1].append(number)
            else:
                stretches.append([number])
        return runs

    def _found(self, number: int, runs: Mapping[int, list[list[int]]]) -> Found:
        region = self.base.regions[number]
        stretches = runs.get(number)
        if not stretches:
            return Found(region, How.LOST)
        longest = max(stretches, key=len)
        inside = (n for n in range(longest[0], longest[-1] + 1) if self.taken.get(n, (number,))[0] == number)
        blocks = tuple(self._found_block(place) for place in inside)
        elsewhere = (self._found_block(place) for run in stretches if run is not longest for place in run)
        strays = tuple(block for block in elsewhere if block.was is not None)
        return Found(region, How.MARKS if number in self.marked else How.CONTENT, blocks, strays)

    def _found_block(self, number: int) -> FoundBlock:
        region, position = self.taken.get(number, (0, -1))
        return FoundBlock(number, position if 0 <= position < len(self.base.regions[region].blocks) else None)


def _gone(region: BaseRegion) -> list[Block]:
    """The blocks that are not generated any more; rows and entries of cells are looked for in their tables."""
    return [form for form in region.gone if not isinstance(form, Row)]


def _claimed(
    block: Block, own: Mapping[str, Generated], inner: Mapping[str, Generated], base: Callable[[Generated], Block]
) -> Iterator[Generated]:
    """What a block is by its bookmarks; a table that lost its own is known by those of its rows and entries."""
    if isinstance(block, Paragraph):
        yield from (own[key] for key in block.keys if key in own and isinstance(base(own[key]), Paragraph))
        return
    generated = [own[key] for key in block.keys if key in own and isinstance(base(own[key]), Table)]
    votes = Counter(inner[key] for p in paragraphs_in(block) for key in p.keys if key in inner)
    yield from generated or [one for one, _ in votes.most_common(1)]


def _once(entries: Mapping[Key, str]) -> dict[str, Key]:
    """What stands once among the values, with its key."""
    counts = Counter(entries.values())
    return {value: key for key, value in entries.items() if counts[value] == 1}
