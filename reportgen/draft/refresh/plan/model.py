"""The plan of a refresh as plain data: what becomes of each part of the draft, and what comes in from the new build.

Parts go by their paths: the number of the block in the body, of the row in a table, of the cell, of the block there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from reportgen.common.grouping import grouped
from reportgen.draft.locating import Found, FoundHeaderFooter, FoundValue
from reportgen.draft.refresh.changes import Conflict, Outcome, StaleValue
from reportgen.word.forms import Block, Cell, Paragraph, Path, Row, Thing, inner, paragraphs_at

Form = Block | Row
References = Mapping[tuple[str, str], str]  # the header and footer parts of a section: by kind and pages


class Whose(Enum):
    """Where a part of the result comes from."""

    DRAFT = "draft"
    FRESH = "new build"


class Where(NamedTuple):
    """A part of the result: where it stood in the draft, or where it stands in the new build."""

    side: Whose
    path: Path


# ------------------------------------------------------------------------------------------------ what is planned from


@dataclass(frozen=True, slots=True, eq=False)
class BodyItem:
    """One of what a body holds in order: a block, a content control with what is in it, or whatever else there is."""

    kind: str = "block"  # "block", "control" and its "content", "last" for the properties of the last section, "other"
    where: Where | None = None  # of a block; None for what says nothing of its own, such as contents
    holder: BodyItem | None = None  # what it stands in; None: the body itself
    sections: References | None = None  # those of the section that it ends; None where it ends none
    is_bare: bool = False  # a paragraph that is nothing but the end of a section


@dataclass(frozen=True)
class Version:
    """A draft or a new build as the plan sees it: what was read of it, and no tree."""

    blocks: tuple[Block, ...]
    regions: Mapping[str, Found]
    items: tuple[BodyItem, ...] = ()  # of the body, in order; what holds others before them
    values: tuple[FoundValue, ...] = ()
    headers_footers: tuple[FoundHeaderFooter, ...] = ()
    commented: frozenset[Path] = frozenset()  # the parts that people's comments begin, end or stand in
    asking: Mapping[str, tuple[Path, Path]] = field(default_factory=dict)  # where our suggestions' comments begin, end
    listed: Mapping[Path, str] = field(default_factory=dict)  # headings with their levels, captions with their labels
    is_numbered: bool = True  # every caption shows its right number
    has_marks: bool = True  # False: all bookmarks are gone, so what is not found need not have been deleted
    confirmed: frozenset[Path] = frozenset()  # the suggestions that are recorded as confirmed, or whose comment is done
    is_stripped: bool = False  # a program took out what we stored, so that comments may have gone with it

    def forms(self, region_id: str) -> list[Piece]:
        """The blocks of a region; none where it was not found."""
        found = self.regions.get(region_id)
        return [self.piece(block.number) for block in found.blocks] if found is not None else []

    def piece(self, number: int) -> Piece:
        """A block with its path."""
        return Piece((number,), self.blocks[number])

    def form(self, path: Path) -> Form | Cell:
        """What stands at a path."""
        form: Form | Cell = self.blocks[path[0]]
        for number in path[1:]:
            form = inner(form)[number]
        return form


@dataclass(frozen=True, slots=True)
class Piece:
    """A block or row and its path."""

    path: Path
    form: Form

    @property
    def first(self) -> Path:
        """The path of its first paragraph."""
        return next((path for path, _ in paragraphs_at(self.path, self.form)), self.path)

    @property
    def paragraphs(self) -> list[tuple[Path, Paragraph]]:
        """Its paragraphs with their paths."""
        return list(paragraphs_at(self.path, self.form))


# ------------------------------------------------------------------------------------------------------ what is planned


@dataclass(frozen=True, slots=True)
class Leaf:
    """A paragraph of the result that stands for one that is generated now."""

    where: Where
    fresh: Paragraph
    is_ours: bool  # nobody edited it or confirmed it


@dataclass(frozen=True, slots=True)
class PlacedConflict:
    """A conflict, and the paragraph of the draft beside which it is told."""

    path: Path
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture of a paragraph that stays: it gives way to the one of this number in the generated paragraph."""

    number: int
    base: Thing  # what it was: what a person changed of its size, cut and words stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of a block, a row, a cell or a block in a cell."""

    mine: Path | None = None  # the part of the draft
    fresh: Path | None = None  # what is generated in its place
    parts: tuple[Fate, ...] = ()  # what becomes of the parts inside it, in the order of the result
    leaves: tuple[Leaf, ...] = ()
    by_hand: tuple[tuple[Path, Paragraph | None], ...] = ()  # people's paragraphs, with what was generated there
    conflicts: tuple[PlacedConflict, ...] = ()
    notes: tuple[str, ...] = ()  # sentences for people
    is_edited: bool = False  # somebody changed what it says
    is_back: bool = False  # it is generated again after a time: what a comment of ours says of that is over

    @property
    def where(self) -> Where | None:
        """The part of the result; None for what is not in it."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stays(Fate):
    mine: Path

    @property
    def where(self) -> Where:
        """It is that of the draft."""
        return Where(Whose.DRAFT, self.mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept(_Stays):
    """It stays as it stands in the draft."""

    redrawn: tuple[Redrawn, ...] = ()
    gone: Form | None = None  # what was generated in its place, and is not any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(_Stays):
    """It is not touched, its bookmarks included: changes are tracked in it, or its region cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(_Stays):
    """A table, row or cell that stays, with its parts merged."""

    fresh: Path
    takes_looks: bool = False  # those that are generated


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Fate):
    """It comes from the new build, in place of the part of the draft where there is one."""

    fresh: Path
    was: Paragraph | None = None  # what that part was, where the looks that a person gave to it stay
    looks: tuple[tuple[int, Path], ...] = ()  # cells of a new row, and those of the draft that they look like

    @property
    def where(self) -> Where:
        """It is that of the new build."""
        return Where(Whose.FRESH, self.fresh)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Fate):
    """It is not generated any more, and nobody touched it."""

    mine: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Away(Fate):
    """Somebody deleted it, or joined it with the paragraph `into`, which goes on bearing its keys."""

    into: Path | None = None
    keys: tuple[str, ...] = ()


def walk(parts: Iterable[Fate]) -> Iterator[Fate]:
    """Parts and all that is inside them, each before what is inside it."""
    for part in parts:
        yield part
        yield from walk(part.parts)


def stays(path: Path | None, gone: frozenset[Path]) -> bool:
    """True for a part of the draft that is in the result, when these parts are not."""
    return path is None or not any(path[:length] in gone for length in range(1, len(path) + 1))


@dataclass(frozen=True, slots=True)
class ValuePlan:
    """What becomes of a value in the draft."""

    number: int  # among the values of the draft
    value: FoundValue
    before: str  # as it was generated
    now: str | None  # what is written in its place; None: what stands there stays
    conflict: Conflict | None = None

    @property
    def is_given_up(self) -> bool:
        """True for one that is not given any more: its text belongs to the sentence from now on."""
        return self.conflict is not None and not self.conflict.now


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """What becomes of a region."""

    id: str
    outcome: Outcome
    parts: tuple[Fate, ...] = ()  # in the order of the result
    strays: tuple[tuple[Fate, ...], ...] = ()  # of each block that somebody carried elsewhere
    conflicts: tuple[PlacedConflict, ...] = ()
    notes: tuple[str, ...] = ()  # sentences for people

    @property
    def by_paragraph(self) -> dict[Path, list[Conflict]]:
        """The conflicts, by the paragraph of the draft beside which they are told."""
        return grouped((placed.path, placed.conflict) for placed in self.conflicts)

    @property
    def all(self) -> Iterator[Fate]:
        """All its parts, those inside others and those elsewhere included."""
        yield from walk(self.parts)
        for stray in self.strays:
            yield from walk(stray)

    @property
    def result(self) -> list[Where]:
        """Its blocks in the result."""
        return [part.where for part in self.parts if part.where is not None]


@dataclass(frozen=True, slots=True)
class ConflictComment:
    """A comment that tells of conflicts."""

    region: str
    where: Where  # the paragraph
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A comment that asks to confirm a suggestion, in the words of the new build."""

    number: str  # of the comment in the new build
    where: tuple[Where, ...]  # the paragraphs it is about
    asker: str = ""  # the comment in the draft that asks already, and stays


@dataclass(frozen=True, slots=True)
class SectionReference:
    """A header or footer of a section that is to be another."""

    end: BodyItem  # of the section
    kind: tuple[str, str]
    part: str  # of the new build


@dataclass(frozen=True)
class Layout:
    """The order of a body."""

    holders: Mapping[BodyItem, BodyItem | None]  # everything in order, with what it stands in; None: the body itself
    ends: Mapping[str, tuple[Sequence[BodyItem], Sequence[BodyItem]]]  # of sections: those that come in round regions


@dataclass(frozen=True)
class RefreshPlan:
    """What becomes of a draft."""

    values: tuple[ValuePlan, ...]
    regions: tuple[RegionPlan, ...]  # in the order of the new build
    layout: Layout  # of the merged body
    paragraphs: tuple[tuple[Where, Paragraph], ...]  # of the merged body, with values as they will be
    references: tuple[SectionReference, ...]
    writes_contents: bool  # contents tables are written anew: what they list is not as in the draft any more
    conflicts: tuple[ConflictComment, ...]
    suggestions: tuple[Suggestion, ...]
    stale: tuple[tuple[Where, StaleValue], ...]  # with the paragraphs they stand in
    elsewhere: tuple[Conflict, ...]  # conflicts outside of regions
    gone: frozenset[Path]  # the parts of the draft that are not in the result
