"""What waits for a person's word: suggestions, placeholders, open comments, conflicts, tracked changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.grouping import grouped
from reportgen.common.house_style import NO_FIRM
from reportgen.common.language import shortened, tally
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated, paragraph_of
from reportgen.draft.review.points import Point
from reportgen.word.comments import Comment, is_conflict, is_ours, is_suggestion
from reportgen.word.forms import Paragraph
from reportgen.word.xml import Element, local, shown_text, squashed, w

_BRACKETED = re.compile(r"\[[^\[\]]{2,}\][.]?")
_KINDS = {
    "ins": "insertion",
    "cellIns": "insertion",
    "del": "deletion",
    "cellDel": "deletion",
    "moveTo": "move",
    "moveFrom": "move",
    "cellMerge": "merge of cells",
    "numberingChange": "change of format",
}
_FORMAT = "PrChange"  # rPrChange, pPrChange, tblPrChange ...
CHANGES = tuple(
    map(
        w,
        [
            *_KINDS,
            *(f"{kind}{_FORMAT}" for kind in ("r", "p", "tbl", "tblEx", "tr", "tc", "sect")),
            "tblGridChange",
        ],
    )
)


def suggestion_points(draft: OpenDraft, comments: tuple[Comment, ...]) -> Iterator[Point]:
    """One point for the suggestions under each comment that nobody has confirmed, and for each without."""
    asking = {
        p: c.number for c in reversed(comments) if is_suggestion(c.element) and not c.is_done for p in c.paragraphs
    }
    settled = {p for c in comments if is_suggestion(c.element) and c.is_done for p in c.paragraphs}
    generated = draft.base.suggestions
    said = [(paragraph, generated.get(squashed(shown_text(paragraph)))) for paragraph in draft.paragraphs()]
    open_ = {number for paragraph, was in said if was and paragraph in asking for p in was for number in p.suggested}
    left: dict[object, list[Element]] = {}
    for paragraph, was in said:
        if was and paragraph not in settled and not _is_restyled(draft, paragraph, was):
            own = {number for p in was for number in p.suggested}
            if paragraph in asking or own & open_ or not own or draft.is_stripped:
                left.setdefault(asking.get(paragraph) or min(own, default=paragraph), []).append(paragraph)
    for paragraphs in left.values():
        more = f", nor {_count(len(paragraphs) - 1)} after it" if len(paragraphs) > 1 else ""
        yield points.SUGGESTION.at(draft.place_of(paragraphs[0]), more=more)


def _is_restyled(draft: OpenDraft, paragraph: Element, was: Iterable[Paragraph]) -> bool:
    """True where somebody gave a suggestion another style; a style that was renamed or dropped says nothing."""
    styles = {each.style for each in was}
    return draft.style(paragraph) not in styles and any(map(draft.styles.has_name, styles))


def _count(number: int) -> str:
    return "the one" if number == 1 else f"the {number}"


def placeholder_points(draft: OpenDraft) -> Iterator[Point]:
    """Paragraphs that only say what to write, or in which nobody has said who issues the report."""
    for paragraph in draft.paragraphs():
        text = shown_text(paragraph).strip()
        asked = squashed(text) in draft.base.placeholders or _BRACKETED.fullmatch(text)
        if text and (asked or NO_FIRM in text):
            yield points.PLACEHOLDER.at(draft.place_of(paragraph))


def comment_points(draft: OpenDraft, comments: tuple[Comment, ...]) -> Iterator[Point]:
    """Open comments of people, and conflicts of ours; an answer counts to what it answers, if that is open."""
    by_number = {comment.number: comment for comment in comments}
    for comment in comments:
        first = by_number.get(comment.answers)
        if comment.is_done or is_suggestion(comment.element) or (first and not is_ours(first.element)):
            continue
        place = draft.place_of(comment.paragraphs[0]) if comment.paragraphs else DocumentPlace()
        if is_conflict(comment.element):
            yield points.CONFLICT.at(place, text=shortened(comment.text.partition("]")[2], 300))
        else:
            replies = sum(other.answers == comment.number for other in comments)
            more = f" ({tally(replies, 'answer')})" if replies else ""
            text = shortened(comment.text, points.LONGEST_QUOTE)
            yield points.COMMENT.at(place, author=comment.author or "Somebody", text=text, replies=more)


def change_points(draft: OpenDraft) -> Iterator[Point]:
    """One point for each paragraph in which changes are tracked."""
    for root in draft.roots.values():
        found = (change for change in root.iter(*CHANGES) if not is_repeated(change))
        for paragraph, changes in grouped((paragraph_of(change), change) for change in found).items():
            place = DocumentPlace() if paragraph is None else draft.place_of(paragraph)
            authors = dict.fromkeys(change.get(w("author"), "") or "somebody" for change in changes)
            yield points.TRACKED_CHANGE.at(place, authors=", ".join(authors), changes=_counted(changes))


def _counted(changes: list[Element]) -> str:
    """Kinds of changes with their numbers: "2 insertions, deletion"."""
    counts = Counter(_KINDS.get(local(change), "change of format") for change in changes)
    return ", ".join(f"{number} {_plural(kind)}" if number > 1 else kind for kind, number in counts.items())


def _plural(kind: str) -> str:
    noun, _, rest = kind.partition(" ")
    return f"{noun}s {rest}".strip()
