"""What a refresh did, region by region: the facts of the change report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.word.regions import BEFORE, END


class Outcome(Enum):
    """What became of a region."""

    UNCHANGED = "unchanged"  # nobody touched it, and it would be generated as it was
    REGENERATED = "regenerated"  # nobody touched it: it says what is generated now
    RESTORED = "put back"  # nobody touched it, but another program dropped a part of it: it is as it is generated now
    ADDED = "added"  # it was not in the report before
    REMOVED = "removed"  # nobody touched it, and it is not generated any more
    KEPT = "kept"  # edited by hand, and it would be generated as it was
    MERGED = "merged"  # edited by hand and changed in the data, at different places
    CONFLICT = "conflict"  # edited by hand and changed in the data at the same place; a comment stands there
    DELETED = "deleted by hand"  # and it stays away
    LOST = "not found"  # it may be in the draft, but cannot be told; nothing was guessed


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where a person and the data both changed what was generated. What the person wrote stands."""

    before: str  # what was generated when the draft was built; empty: nothing
    now: str  # what is generated now; empty: nothing
    draft: str  # what the draft says; empty: it was deleted by hand
    why: str  # a sentence for people: what happened here
    figure: str = ""  # as `reportgen explain` knows it, where a figure in a sentence is in conflict
    paragraph: str = ""  # the words in which that figure stands, or stood before a person rewrote them


@dataclass(frozen=True, slots=True)
class RegionChange:
    """What became of one region."""

    id: str
    outcome: Outcome
    chapter: str  # the heading it stands under, with its number; empty when it is in no chapter
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[str, ...] = ()  # sentences for people: a bullet deleted by hand, a chart that was kept

    @property
    def title(self) -> str:
        """Where it stands and what it is, in words.

        >>> RegionChange("area.core.key-findings", Outcome.KEPT, "5.2 Core").title
        '5.2 Core, key findings'
        >>> RegionChange("summary.key-figures", Outcome.KEPT, "2.3 Key figures").title
        '2.3 Key figures'
        >>> RegionChange("before:summary.headlines", Outcome.KEPT, "2.4 Headlines").title
        '2.4 Headlines, text before headlines'
        """
        name = self.id.removeprefix(BEFORE).rpartition(".")[2].replace("-", " ")
        standing = self.id.startswith(BEFORE)
        words = f"text before {name}" if standing else "text at the end" if self.id == END else name
        if not self.chapter or words.casefold() in self.chapter.casefold():
            return self.chapter or words
        return f"{self.chapter}, {words}"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value in sentences of the draft that has another value now, and was updated there."""

    name: str  # as `reportgen explain` knows it
    before: str
    now: str
    places: int  # where it was updated inside text that was edited by hand, or outside of regions


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that the report gives otherwise than before, wherever it stands."""

    name: str  # as `reportgen explain` knows it
    title: str  # what it is the figure of, in words; its name where there are none
    before: str
    now: str
    because: str  # of which answers: "PR-02 (Interview 02!E31)"; empty when that is not known


@dataclass(frozen=True, slots=True)
class StaleValue:
    """A number in text that nobody generated which was a printed value before, and is not any more."""

    text: str  # the number
    names: tuple[str, ...]  # the values it was
    now: tuple[str, ...]  # what they are now, in the same order
    paragraph: str  # the words it stands in
    chapter: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that a refresh did."""

    regions: tuple[RegionChange, ...]  # in the order of the report
    values: tuple[ValueChange, ...] = ()
    stale: tuple[StaleValue, ...] = ()
    elsewhere: tuple[Conflict, ...] = ()  # conflicts outside of regions: in headers, footers and text of the template
    remarks: tuple[Diagnostic[str], ...] = ()  # about the whole, such as another template
    moved: tuple[FigureChange, ...] = ()  # the figures that the report gives otherwise now
    titles: Mapping[str, str] = field(default_factory=dict)  # what the values are, in words, by name

    def title(self, name: str) -> str:
        """What a value is, in words."""
        return self.titles.get(name, name)

    @property
    def conflicts(self) -> Iterator[Conflict]:
        """Every conflict, in the order of the report."""
        for region in self.regions:
            yield from region.conflicts
        yield from self.elsewhere

    @property
    def is_clean(self) -> bool:
        """True when nothing is left for a person to decide: no conflict, and every region found."""
        return not any(self.conflicts) and all(region.outcome is not Outcome.LOST for region in self.regions)
