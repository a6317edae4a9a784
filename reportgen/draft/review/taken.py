"""What no reader of the page sees, and finalizing takes out: told before it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.common.grouping import grouped
from reportgen.common.language import listed, shortened
from reportgen.draft.finalize.taken import CUSTOM_PROPERTY, Unseen, at_address
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, paragraph_of
from reportgen.draft.review.points import LONGEST_QUOTE, Point


def taken_points(draft: OpenDraft, taken: Iterable[Unseen]) -> Iterator[Point]:
    """A point for what stands in each paragraph, for each custom property, and one for all that stands elsewhere."""
    once = list(dict.fromkeys(taken))
    yield from _in_text(draft, [each for each in once if each.part])
    for each in once:
        if each.what == CUSTOM_PROPERTY:
            yield points.CUSTOM_PROPERTY.at(property=shortened(each.words, LONGEST_QUOTE))
    others = grouped((each.what, each.words) for each in once if not each.part and each.what != CUSTOM_PROPERTY)
    if others:
        yield points.NOT_SEEN.at(found=listed(_told(what, words) for what, words in others.items()))


def _in_text(draft: OpenDraft, taken: Iterable[Unseen]) -> Iterator[Point]:
    placed = ((each, at_address(draft.roots[each.part], each.address)) for each in taken)
    for (what, _), found in grouped(((e.what, paragraph_of(at)), (e, at)) for e, at in placed).items():
        words = " ".join(each.words for each, _ in found)
        yield points.HIDDEN_TEXT.at(draft.place_of(found[0][1]), what=what, words=shortened(words, LONGEST_QUOTE))


def _told(what: str, words: Iterable[str]) -> str:
    said = ", ".join(shortened(each) for each in words if each)
    return f"{what} ({said})" if said else what
