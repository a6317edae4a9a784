"""Suggestions that nobody confirmed, and placeholders that nobody filled.

A suggestion is confirmed when its comment is resolved or deleted, when it has another style, or when its text was
edited. Text in square brackets that fills its paragraph is a placeholder, whatever its style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.draft.base import Base
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, squashed
from reportgen.draft.review.points import Point
from reportgen.word.comments import Comment
from reportgen.word.forms import paragraphs_in, visible_text
from reportgen.word.xml import Element, shown_text

SUGGESTION_STYLE, PLACEHOLDER_STYLE = "suggestion", "placeholder"  # what the names of the styles begin with
_BRACKETED = re.compile(r"\[[^\[\]]{2,}\][.]?")


def suggestion_points(draft: OpenDraft, comments: tuple[Comment, ...]) -> Iterator[Point]:
    """One point for each suggestion that is still as it was generated, under a comment that is still open."""
    generated = _generated(draft.base, SUGGESTION_STYLE)
    seen: set[Element] = set()
    for comment in comments:
        if not comment.is_suggestion or comment.is_done:
            continue
        left = [
            paragraph
            for paragraph in comment.paragraphs
            if paragraph not in seen and is_unconfirmed(draft, paragraph, generated)
        ]
        seen.update(left)
        if left:
            more = f", nor {_count(len(left) - 1)} after it" if len(left) > 1 else ""
            yield points.SUGGESTION.at(draft.place_of(left[0]), more=more)


def is_unconfirmed(draft: OpenDraft, paragraph: Element, generated: frozenset[str]) -> bool:
    """True for a paragraph that looks like a suggestion and says one of those that were generated."""
    is_marked = draft.style(paragraph).startswith(SUGGESTION_STYLE)
    return is_marked and squashed(shown_text(paragraph)) in generated


def _count(number: int) -> str:
    return "the one" if number == 1 else f"the {number}"


def placeholder_points(draft: OpenDraft) -> Iterator[Point]:
    """Paragraphs that only say what to write."""
    generated = _generated(draft.base, PLACEHOLDER_STYLE)
    for paragraph in draft.paragraphs():
        text = shown_text(paragraph).strip()
        asked = draft.style(paragraph).startswith(PLACEHOLDER_STYLE) and squashed(text) in generated
        if text and (asked or _BRACKETED.fullmatch(text)):
            yield points.PLACEHOLDER.at(draft.place_of(paragraph))


def _generated(base: Base, style: str) -> frozenset[str]:
    """What paragraphs of a style were generated as."""
    blocks = (block for region in base.regions for block in region.blocks)
    paragraphs = (paragraph for block in blocks for paragraph in paragraphs_in(block))
    return frozenset(squashed(visible_text(paragraph)) for paragraph in paragraphs if paragraph.style.startswith(style))
