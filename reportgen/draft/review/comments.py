"""Comments that are still open, and changes that nobody accepted or rejected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.language import shortened, tally
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated, paragraph_of
from reportgen.draft.review.points import Point
from reportgen.word.comments import Comment
from reportgen.word.xml import Element, local, w

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


def comment_points(draft: OpenDraft, comments: tuple[Comment, ...]) -> Iterator[Point]:
    """Open comments of people, and conflicts of ours; an answer counts to what it answers, if that is open."""
    by_number = {comment.number: comment for comment in comments}
    for comment in comments:
        first = by_number.get(comment.answers)
        if comment.is_done or comment.is_suggestion or (first is not None and not first.is_ours):
            continue
        place = draft.place_of(comment.paragraphs[0]) if comment.paragraphs else DocumentPlace()
        if comment.is_conflict:
            yield points.CONFLICT.at(place, text=shortened(comment.text.partition("]")[2], 300))
        else:
            replies = sum(other.answers == comment.number for other in comments)
            more = f" ({tally(replies, 'answer')})" if replies else ""
            text = shortened(comment.text, points.LONGEST_QUOTE)
            yield points.COMMENT.at(place, author=comment.author or "Somebody", text=text, replies=more)


def change_points(draft: OpenDraft) -> Iterator[Point]:
    """One point for each paragraph in which changes are tracked."""
    for root in draft.roots.values():
        found: dict[Element | None, list[Element]] = {}
        for change in root.iter(*CHANGES):
            if not is_repeated(change):
                found.setdefault(paragraph_of(change), []).append(change)
        for paragraph, changes in found.items():
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
