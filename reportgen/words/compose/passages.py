"""Passages: what the assessor wrote as it stands, else a marked suggestion, else a visible placeholder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reportgen.common.language import ended, has_words, unbroken
from reportgen.words.context import Item, Origin, Passage, Shape

CONFIRM = "To confirm it, edit the text or delete this comment."
_BULLETS = ("- ", "• ", "•")


@dataclass(frozen=True, slots=True)
class Written:
    """A text of the assessor's and its reference in the workbook, if it has one."""

    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A suggestion before it becomes a passage; without items there is nothing to suggest."""

    items: tuple[Item, ...]
    why: str


NO_DRAFT = Drafted((), "")


def bullets(texts: Iterable[tuple[str, str]]) -> tuple[Item, ...]:
    """Bullets of (text, reference) pairs."""
    return tuple(Item(text, Shape.BULLET, ref) for text, ref in texts)


def paragraphs(*texts: str) -> tuple[Item, ...]:
    """Paragraphs of the texts that are not empty."""
    return tuple(Item(text) for text in texts if text)


def standard(*texts: str) -> Passage:
    """Paragraphs of the question set's words or of plain facts: nothing to confirm. One text must not be empty."""
    return Passage(_set(paragraphs(*texts)), Origin.STANDARD)


def placeholder(instruction: str) -> Passage:
    """Visible text in square brackets that says what to write here."""
    return Passage((Item(f"[{ended(instruction)}]"),), Origin.PLACEHOLDER)


def choose(written: Iterable[Written], draft: Drafted, instruction: str, *, as_list: bool) -> Passage:
    """What the assessor wrote; if nothing, the draft; if that is empty, a placeholder with the instruction.

    `as_list` makes a bullet of each text that has no structure of its own.
    """
    items = tuple(item for text in written for item in items_of(text, as_list=as_list))
    if items:
        return Passage(items, Origin.ASSESSOR)
    if draft.items:
        return Passage(_set(draft.items), Origin.SUGGESTION, f"{draft.why} {CONFIRM}")
    return placeholder(instruction)


def _set(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Our own words, with no line break where a reader would stumble over it."""
    return tuple(replace(item, text=unbroken(item.text)) for item in items)


def items_of(written: Written, *, as_list: bool) -> tuple[Item, ...]:
    """A text split at blank lines into paragraphs, and at lines that begin with "- " or "•" into bullets.

    Words and order stay as written; only bullet signs and blanks around the parts go.
    """
    parts = _split(written.text)
    if as_list and len(parts) == 1:
        parts = [(parts[0][0], Shape.BULLET)]
    return tuple(Item(text, shape, written.ref) for text, shape in parts)


def _split(text: str) -> list[tuple[str, Shape]]:
    """The parts of a text with their shapes; a line that follows a bullet without indent begins a paragraph."""
    parts: list[tuple[list[str], Shape]] = []
    fresh = True
    for line in text.splitlines():
        if not has_words(line):
            fresh = True
        elif (sign := _sign(line)) is not None:
            parts.append(([line.lstrip()[len(sign) :].strip()], Shape.BULLET))
            fresh = False
        elif fresh or (parts[-1][1] is Shape.BULLET and not line[0].isspace()):
            parts.append(([line.strip()], Shape.PARAGRAPH))
            fresh = False
        else:
            parts[-1][0].append(line.strip())
    return [("\n".join(lines), shape) for lines, shape in parts if has_words("".join(lines))]


def _sign(line: str) -> str | None:
    """The bullet sign a line begins with."""
    return next((sign for sign in _BULLETS if line.lstrip().startswith(sign)), None)
