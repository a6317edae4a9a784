"""What a final report is issued without beside what is ours: recorded while it goes, listed by the review."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.word.xml import Element

CUSTOM_PROPERTY = "custom property"


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that no reader of the page sees."""

    what: str  # in words: "hidden text", "document variable"
    words: str = ""  # what it says
    part: str = ""  # the story it stood in; empty for what stands in no text
    address: tuple[int, ...] = ()  # of its element in the draft: which child of the root, which child of that ...


def steps_from_root(element: Element) -> tuple[int, ...]:
    """Where an element stands below its root."""
    steps = []
    parent = element.getparent()
    while parent is not None:
        steps.append(parent.index(element))
        element, parent = parent, parent.getparent()
    return tuple(reversed(steps))


def at_address(root: Element, address: tuple[int, ...]) -> Element:
    """The element that stands there in an equal tree."""
    for step in address:
        root = root[step]
    return root
