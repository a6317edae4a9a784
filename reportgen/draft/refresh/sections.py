"""Word sections: where they end, what they hold, and ends that come and go with what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reportgen.word.xml import Element, local, w


@dataclass(frozen=True, slots=True)
class Section:
    """A Word section: its properties, and the blocks it holds."""

    properties: Element
    blocks: tuple[Element, ...]


def sections(body: Element) -> Iterator[Section]:
    """The sections of a body in order."""
    blocks: list[Element] = []
    for child in body:
        own = child if local(child) == "sectPr" else child.find(f"{w('pPr')}/{w('sectPr')}")
        if local(child) != "sectPr":
            blocks.append(child)
        if own is not None:
            yield Section(own, tuple(blocks))
            blocks = []


def ends_section(element: Element) -> bool:
    """True for a paragraph that is nothing but the end of a Word section."""
    if not _has_section_end(element):
        return False
    return not any(local(child) in ("r", "hyperlink", "sdt", "ins", "fldSimple") for child in element)


def _has_section_end(element: Element) -> bool:
    return local(element) == "p" and element.find(f"{w('pPr')}/{w('sectPr')}") is not None


def empty_sections(body: Element) -> set[Element]:
    """The ends of sections that hold nothing: right behind the end of another, first of all, or right before the end.

    Where the last section holds nothing, the end before it is meant: the two become one.
    """
    found = set()
    previous: Element | None = None
    for child in body:
        if ends_section(child) and (previous is None or _has_section_end(previous)):
            found.add(child)
        if local(child) == "sectPr" and previous is not None and ends_section(previous):
            found.add(previous)
        if local(child) in ("p", "tbl", "sdt"):
            previous = child
    return found


def drop_sections(body: Element, ends: Iterable[Element]) -> None:
    """Take section ends away."""
    for end in ends:
        body.remove(end)


def ends_between(first: Element, last: Element | None) -> list[Element]:
    """The ends of sections between two blocks, or behind the first up to the end."""
    found = []
    for sibling in first.itersiblings():
        if sibling is last:
            break
        if ends_section(sibling):
            found.append(sibling)
    return found


def with_ends(place: Element, ends: Iterable[Element], bring: Callable[[Element], Element]) -> Element:
    """The last of these section ends behind a block of the draft; those that are not there are brought in."""
    for end in ends:
        there = place.getnext()
        if there is None or not ends_section(there):
            there = bring(end)
            place.addnext(there)
        place = there
    return place
