"""Who was interviewed, and what they said: by level, and by role only where roles may be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportgen.common.figures import Figure
from reportgen.common.language import (
    capitalised,
    counted,
    ended,
    has_words,
    listed,
    number,
    one_line,
    part_of,
    period,
    quoted,
    sentences,
    unquoted,
)
from reportgen.common.method import INTERVIEWS_PER_LEVEL
from reportgen.common.model import Area, Element, Interview, Note, NoteKind
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.passages import standard
from reportgen.words.context import Passage

QUOTES = 3  # at most, of an element


def interviewed(facts: Facts, area: Area | None = None) -> str:
    """Who was interviewed, about an area or at all."""
    held, all_held = facts.covering(area), facts.assessment.interviews
    if not held:
        return "No interview covers this area." if area else "No interview is recorded."
    if area is None:
        dates = [interview.date for interview in held if interview.date]
        when = f" {period(dates)}" if dates else ""
        count = Figure(len(held), "interviews")
        opening = f"{capitalised(counted(count, 'interview'))} {'was' if len(held) == 1 else 'were'} held{when}"
    else:
        these = capitalised(part_of(Figure(len(held), f"{area.id}.interviews"), len(all_held), "interview"))
        opening = f"{these} {'covers' if len(held) == 1 else 'cover'} this area"
    if len(facts.levels) < 2:
        return sentences(f"{opening}.", _roles(facts, held))
    if len(held) == 1:
        title = facts.level_title(held[0].code)
        told_once = f"at {title} level" if title else "without a recorded level"
        return sentences(f"{opening}, {told_once}.", _roles(facts, held))
    told = _at_levels(facts, held, f"{area.id}.interviews" if area else "interviews")
    return sentences(f"{opening}: {listed(told)}.", _roles(facts, held))


def _roles(facts: Facts, held: Sequence[Interview]) -> str:
    roles = dict.fromkeys(one_line(interview.role) for interview in held if has_words(interview.role))
    return f"Roles interviewed: {listed(roles)}." if roles and facts.may_name_roles else ""


def _at_levels(facts: Facts, held: Sequence[Interview], name: str) -> list[str]:
    """How many interviews were held at each level; `name` begins the names of these figures."""
    counts = Counter(interview.level if interview.level in facts.levels else None for interview in held)
    figures = {level: Figure(count, f"{name}.{level or 'no-level'}") for level, count in counts.items()}
    known = [f"{number(n)} at {facts.levels[level].title.lower()} level" for level, n in figures.items() if level]
    unknown = [f"{number(n)} without a recorded level" for level, n in figures.items() if not level]
    return known + unknown


def voices(facts: Facts, element: Element) -> Passage | None:
    """What interviews said about an element, quoted with the level only; None when nothing was noted down.

    These are the assessors' own notes, so there is nothing to confirm.
    """
    notes = [
        note
        for kind in (NoteKind.STATEMENT, NoteKind.INSIGHT)
        for note in facts.assessment.notes
        if note.element == element.id and note.kind is kind and has_words(note.text)
    ][:QUOTES]
    return standard(*(_quote(facts, note) for note in notes)) if notes else None


def _tells_of_nobody(facts: Facts, element_id: str | None) -> bool:
    """True where every level asked about an element was asked more than once: a level then stands for no person."""
    asked = Counter(one.level for one in facts.assessment.interviews if element_id in one.elements)
    return all(count >= INTERVIEWS_PER_LEVEL for count in asked.values())


def _quote(facts: Facts, note: Note) -> str:
    """A statement in quotation marks, an insight in the assessor's words; both say where they come from."""
    level = facts.level_title(note.interview) if _tells_of_nobody(facts, note.element) else ""
    if note.kind is NoteKind.STATEMENT:
        return f"{quoted(unquoted(note.text))} – {f'{level} level' if level else 'from an interview'}"
    return f"{ended(one_line(unquoted(note.text)))} – noted {f'at {level} level' if level else 'in an interview'}"
