"""Plans of refreshes from hand-written forms: no document is read or written for them.

A region is a list of blocks: `para("We score {overall=41}.")`, `table(["Core", "41"], ...)`. `built` gives the blocks
of each region their keys, as a build does; what stands in the draft is made from those with `edited`, or is new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from reportgen.draft.base import Base, BaseHeaderFooter, BaseRegion, BaseValue
from reportgen.draft.locating import FoundHeaderFooter, FoundValue, found_regions
from reportgen.draft.refresh.changes import Conflict, Outcome
from reportgen.draft.refresh.plan import RefreshPlan, Version, planned
from reportgen.draft.refresh.plan.model import (
    BodyItem,
    Dropped,
    Fate,
    Kept,
    Left,
    Merged,
    RegionPlan,
    Taken,
    Where,
    Whose,
)
from reportgen.word.forms import (
    Block,
    Cell,
    Paragraph,
    Path,
    Row,
    Table,
    Text,
    Thing,
    Token,
    Value,
    paragraphs_at,
    visible_text,
    words_of,
)
from reportgen.word.marks import item_key, region_stem, row_key, value_stem

Report = Mapping[str, Sequence[Block]]  # the blocks of each region, by its id
_VALUE = re.compile(r"\{([\w.-]+)=([^}]*)\}")
_NAMES: dict[str, str] = {}  # of values, by the stems of their marks

TRACKED = Thing("change", "ins")


def said(form: Block | Row | Cell) -> str:
    """What a reader sees of a part."""
    if isinstance(form, Cell):
        return " / ".join(map(visible_text, form.blocks))
    return visible_text(Table((form,))) if isinstance(form, Row) else visible_text(form)


# ------------------------------------------------------------------------------------------------------------ forms


def para(text: str, *things: Thing, style: str = "body text", looks: str = "", suggested: str = "") -> Paragraph:
    """A paragraph; `{name=text}` is a value in it, `things` stand at its end, `suggested` asks to confirm it."""
    asks = (suggested,) if suggested else ()
    return Paragraph(style, None, (*_tokens(text), *things), looks, (), asks)


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    for found in _VALUE.finditer(text):
        if found.start() > place:
            yield Text(text[place : found.start()])
        stem = value_stem(found[1])
        _NAMES[stem] = found[1]
        yield Value(f"{stem}_1", (Text(found[2]),))
        place = found.end()
    if place < len(text):
        yield Text(text[place:])


def table(*rows: Sequence[str | Cell], looks: str = "", refs: Sequence[str] = ()) -> Table:
    """A table of these texts; `refs` says what each row is about."""
    made = (Row(tuple(cell if isinstance(cell, Cell) else box(cell) for cell in row)) for row in rows)
    keyed = [replace(row, keys=(f"x_{row_key(ref)}",)) for row, ref in zip(made, refs or [""] * len(rows), strict=True)]
    return Table(tuple(keyed) if refs else tuple(replace(row, keys=()) for row in keyed), looks)


def box(text: str, *, looks: str = "") -> Cell:
    """A cell with one paragraph."""
    return Cell((para(text),), looks=looks)


def picture(what: str, looks: str = "size=100x50") -> Thing:
    """A picture, known by its bytes."""
    return Thing("picture", what, looks)


def edited(block: Block, text: str, *things: Thing, looks: str = "", suggested: tuple[str, ...] | None = None) -> Block:
    """A paragraph that says something else now, or in another look, under the bookmarks that it has."""
    assert isinstance(block, Paragraph)
    words = (replace(token, looks=looks) if isinstance(token, Text) else token for token in _tokens(text))
    return replace(block, tokens=(*words, *things), suggested=block.suggested if suggested is None else suggested)


def unmarked(block: Block) -> Block:
    """A block without its bookmarks."""
    return replace(block, keys=())


def built(**regions: Sequence[Block | str]) -> dict[str, list[Block]]:
    """The regions of a build, each of their blocks with its key; a mere text is a paragraph."""
    return {
        name.replace("_", "-"): [
            _keyed(para(block) if isinstance(block, str) else block, name.replace("_", "-"), number)
            for number, block in enumerate(blocks)
        ]
        for name, blocks in regions.items()
    }


def _keyed(block: Block, region: str, number: int) -> Block:
    return block if block.keys else replace(block, keys=(f"{region_stem(region).removeprefix('_rg_')}_{number}",))


def entry(region: str, ref: str, text: str) -> Paragraph:
    """An entry of a list that lasts, under the key of its reference."""
    return replace(para(text), keys=(f"{region_stem(region).removeprefix('_rg_')}_{item_key(ref)}",))


# ------------------------------------------------------------------------------------------------------------ plans


@dataclass(frozen=True)
class Planned:
    """A plan, with what it was made from."""

    plan: RefreshPlan
    base: Base
    draft: Version
    fresh: Version

    def region(self, region_id: str) -> RegionPlan:
        """What becomes of a region."""
        return next(region for region in self.plan.regions if region.id == region_id)

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """What becomes of the regions that do not stay as they are."""
        return {r.id: r.outcome for r in self.plan.regions if r.outcome is not Outcome.UNCHANGED}

    @property
    def conflicts(self) -> list[Conflict]:
        """All conflicts."""
        told = [one.conflict for region in self.plan.regions for one in region.conflicts]
        return [*told, *self.plan.elsewhere]

    @property
    def fates(self) -> list[str]:
        """What becomes of each block, region by region: "kept: One."."""
        parts = (part for region in self.plan.regions for part in (*region.parts, *chain(*region.strays)))
        return [f"{fate(part)}: {self._text(part)}" for part in parts]

    def _text(self, part: Fate) -> str:
        if part.where is not None:
            return said((self.draft if part.where.side is Whose.DRAFT else self.fresh).form(part.where.path))
        return said(self.draft.form(part.mine)) if part.mine is not None else " ".join(part.notes)

    @property
    def text(self) -> list[str]:
        """What the result says, paragraph by paragraph."""
        return [visible_text(form) for _, form in self.plan.paragraphs]

    @property
    def numbers(self) -> list[int | None]:
        """The numbers of the draft's blocks in the order of the result; None for what came in."""
        places = (item.where for item in self.plan.layout.holders if item.where is not None)
        return [where.path[0] if where.side is Whose.DRAFT else None for where in places]


def fate(part: Fate) -> str:
    """What becomes of a part, in a word."""
    if isinstance(part, Taken):
        return "taken" if part.mine is None else "replaced"
    names = {Kept: "kept", Left: "left", Merged: "merged", Dropped: "dropped"}
    return names.get(type(part), "away")


def plan_of(base: Report, draft: Sequence[Block], fresh: Report, **facts: Any) -> Planned:
    """The plan for a draft of these blocks, generated as `base`, when `fresh` is generated now.

    `facts` are fields of the draft as the plan sees it; `here` and `there` are the items of both bodies where they hold
    more than blocks, `was` and `now` the headers and footers of both, `listed_now` what contents list of `fresh`,
    `titled` gives what a figure is, in words.
    """
    was, now = facts.pop("was", ()), facts.pop("now", ())
    here, there = facts.pop("here", None), facts.pop("there", None)
    listed_now, titled = facts.pop("listed_now", {}), facts.pop("titled", str)
    old, new = _base(base, was), _base(fresh, now)
    found = found_regions(old, draft)
    mine = Version(
        tuple(draft),
        found,
        here if here is not None else items(Whose.DRAFT, len(draft)),
        tuple(_found(draft, old)),
        **facts,
    )
    blocks = [block for region in fresh.values() for block in region]
    built_now = Version(
        tuple(blocks),
        found_regions(new, blocks),
        there if there is not None else items(Whose.FRESH, len(blocks)),
        tuple(_found(blocks, new)),
        tuple(now),
        listed=listed_now,
    )
    return Planned(planned(old, new, mine, built_now, titled), old, mine, built_now)


def items(side: Whose, blocks: int) -> tuple[BodyItem, ...]:
    """A body that holds blocks, and the properties of its one section."""
    return (*(BodyItem(where=Where(side, (number,))) for number in range(blocks)), BodyItem("last", sections={}))


def _base(report: Report, headers_footers: Iterable[FoundHeaderFooter]) -> Base:
    return Base(
        regions=tuple(BaseRegion(name, tuple(blocks)) for name, blocks in report.items()),
        headers_footers=tuple(BaseHeaderFooter("header", each.blocks) for each in headers_footers),
        values=tuple(
            BaseValue(_NAMES[token.mark.rpartition("_")[0]], token.mark, words_of([token]), name)
            for name, blocks in report.items()
            for token, _ in _values(blocks)
        ),
    )


def _found(blocks: Sequence[Block], base: Base) -> Iterator[FoundValue]:
    for token, path in _values(blocks):
        name = base.names.get(token.mark.rpartition("_")[0])
        if name is not None:
            yield FoundValue(name, token.mark, words_of([token]), path)


def _values(blocks: Sequence[Block]) -> Iterator[tuple[Value, Path]]:
    for number, block in enumerate(blocks):
        for path, form in paragraphs_at((number,), block):
            yield from ((token, path) for token in form.tokens if isinstance(token, Value))
