"""What merging a region brought about: conflicts, notes, and which paragraph stands for which generated one."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.draft.refresh.changes import Conflict
from reportgen.word.forms import Paragraph, Table
from reportgen.word.xml import Element, local, w


@dataclass(frozen=True, slots=True)
class Leaf:
    """A paragraph of the result that stands for one that is generated now."""

    paragraph: Element
    fresh: Paragraph
    is_taken: bool  # from the new build; else it stood in the draft
    is_ours: bool  # nobody edited it or confirmed it


@dataclass(slots=True)
class Outcome:
    """What merging one region brought about."""

    conflicts: dict[Element, list[Conflict]] = field(default_factory=dict)  # by the paragraph they are told at
    notes: list[str] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    tables: dict[Element, Table] = field(default_factory=dict)  # that stayed, with what is generated in their place
    handmade: list[tuple[Element, Paragraph | None]] = field(default_factory=list)  # with what stood in their place
    joined: dict[Element, list[str]] = field(default_factory=dict)  # paragraphs with the keys of others now in them
    is_edited: bool = False  # somebody changed what it says
    is_changed: bool = False  # it is generated differently now

    def add(self, conflict: Conflict, at: Element) -> None:
        """Note a conflict at a paragraph, or at the first of a table or row."""
        paragraph = at if local(at) == "p" else next(at.iter(w("p")))
        self.conflicts.setdefault(paragraph, []).append(conflict)

    def join(self, other: Outcome) -> None:
        """Add what merging another part of the region brought about."""
        for paragraph, conflicts in other.conflicts.items():
            self.conflicts.setdefault(paragraph, []).extend(conflicts)
        self.notes += other.notes
        self.leaves += other.leaves
        self.tables |= other.tables
        self.handmade += other.handmade
        self.joined |= other.joined
        self.is_edited |= other.is_edited
