"""What waits for a person's word: suggestions, placeholders, open comments, conflicts, tracked changes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.grouping import grouped
from reportgen.common.house_style import NO_FIRM
from reportgen.common.language import shortened, tally
from reportgen.draft.base import DraftedParagraph, drafted_key
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated, paragraph_of
from reportgen.draft.review.points import Point
from reportgen.office.checks.word_file import is_on
from reportgen.word.comments import Comment, is_conflict, is_ours, is_suggestion, read_comments
from reportgen.word.fields import fields, paragraph_with
from reportgen.word.forms import Paragraph, visible_text
from reportgen.word.marks import block_key
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


class Confirmation(Enum):
    """How a suggestion came to be part of the report."""

    RESOLVED = "comment resolved"
    TAKEN_AWAY = "comment taken away"  # deleted in Word, or by confirming a chapter
    RECORDED = "confirmed with its chapter"  # where no comment of ours asked
    RESTYLED = "given another style"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A suggestion that a person confirmed, as the report says it now."""

    place: DocumentPlace
    how: Confirmation


def suggestion_points(draft: OpenDraft, comments: tuple[Comment, ...]) -> Iterator[Point]:
    """One point for the suggestions under each comment that nobody has confirmed, and for each without."""
    for paragraphs in open_suggestions(draft, comments):
        more = f", nor {_count(len(paragraphs) - 1)} after it" if len(paragraphs) > 1 else ""
        yield points.SUGGESTION.at(draft.place_of(paragraphs[0]), more=more)


def open_suggestions(draft: OpenDraft, comments: tuple[Comment, ...]) -> list[list[Element]]:
    """The suggestions that nobody has confirmed: those under each comment, and each that stands under none."""
    left: dict[object, list[Element]] = {}
    for paragraph, state in _suggestions(draft, comments):
        if not isinstance(state, Confirmation):
            left.setdefault(state, []).append(paragraph)
    return list(left.values())


def suggestion_key(draft: OpenDraft, paragraph: Element) -> str:
    """What a suggestion that is confirmed goes by in the base."""
    return drafted_key(draft.region_of(paragraph), draft.said(paragraph))


def confirmed_suggestions(draft: OpenDraft) -> Iterator[Confirmed]:
    """The suggestions that somebody confirmed, in the order of the draft; those that were deleted are none."""
    comments = read_comments(draft.parts, draft.roots.values())
    how = {paragraph: state for paragraph, state in _suggestions(draft, comments) if isinstance(state, Confirmation)}
    keys = {key for was in draft.base.suggestions.values() for one in was for key in one.paragraph.keys}
    generated = {(squashed(visible_text(p)), p.style) for p in draft.base.paragraphs}
    for paragraph in draft.paragraphs():
        words, own = squashed(shown_text(paragraph)), set(_keys(paragraph))
        state = how.get(paragraph)
        if (own and not own & keys) or (
            state is Confirmation.RESTYLED and (words, draft.style(paragraph)) in generated
        ):
            state = None  # it only happens to say the same
        if words and own & keys and words not in draft.base.suggestions:
            state = Confirmation.EDITED
        if state:
            yield Confirmed(draft.place_of(paragraph), state)


def _suggestions(draft: OpenDraft, comments: tuple[Comment, ...]) -> Iterator[tuple[Element, object]]:
    """The paragraphs that say what was suggested, each with how it was confirmed, else with what still asks for it."""
    asking = {
        p: c.number for c in reversed(comments) if is_suggestion(c.element) and not c.is_done for p in c.paragraphs
    }
    settled = {p for c in comments if is_suggestion(c.element) and c.is_done for p in c.paragraphs}
    generated = draft.base.suggestions
    said = [(paragraph, _drafted(draft, paragraph, generated)) for paragraph in draft.paragraphs()]
    open_ = {number for paragraph, was in said if was and paragraph in asking for p in was for number in p.suggested}
    for paragraph, was in said:
        if not was:
            continue
        own, is_asked = {number for p in was for number in p.suggested}, all(p.suggested for p in was)
        if paragraph in settled:
            yield paragraph, Confirmation.RESOLVED
        elif paragraph not in asking and suggestion_key(draft, paragraph) in draft.base.confirmed:
            yield paragraph, Confirmation.RECORDED
        elif _is_restyled(draft, paragraph, was):
            yield paragraph, Confirmation.RESTYLED
        elif paragraph in asking or own & open_ or not is_asked or draft.is_stripped:
            yield paragraph, asking.get(paragraph) or (min(own) if is_asked else paragraph)
        else:
            yield paragraph, Confirmation.TAKEN_AWAY


def _drafted(draft: OpenDraft, paragraph: Element, generated: Mapping[str, list[DraftedParagraph]]) -> list[Paragraph]:
    """What was generated as this paragraph says and where it stands; anywhere, where its place is not sure."""
    found = generated.get(draft.said(paragraph), ())
    region = draft.region_of(paragraph) if found else ""
    here = [one.paragraph for one in found if region in ("", one.region)]
    if here or next(_keys(paragraph), None) is not None:
        return here
    return [one.paragraph for one in found if _is_styled(draft, paragraph, one.paragraph.style)]  # its mark is missing


def _is_styled(draft: OpenDraft, paragraph: Element, generated: str) -> bool:
    """True for a style that was `generated`, also where a program renamed or dropped it."""
    style = draft.style(paragraph)
    return style == generated or not (style in draft.base.styles or draft.styles.has_name(generated))


def _keys(paragraph: Element) -> Iterator[str]:
    """The keys of the blocks that begin in a paragraph."""
    yield from (key for mark in paragraph.iter(w("bookmarkStart")) if (key := block_key(mark.get(w("name"), ""))))


def _is_restyled(draft: OpenDraft, paragraph: Element, was: Iterable[Paragraph]) -> bool:
    """True where somebody gave a suggestion another style; a style that was renamed or dropped says nothing."""
    styles = {each.style for each in was}
    return draft.style(paragraph) not in styles and all(map(draft.styles.has_name, styles))


def _count(number: int) -> str:
    return "the one" if number == 1 else f"the {number}"


def placeholder_points(draft: OpenDraft) -> Iterator[Point]:
    """Paragraphs that only say what to write, or in which nobody has said who issues the report."""
    unfilled = {paragraph for root in draft.roots.values() for paragraph in _unfilled(root)}
    for paragraph in draft.paragraphs():
        text = shown_text(paragraph).strip()
        asked = _drafted(draft, paragraph, draft.base.placeholders) or _BRACKETED.fullmatch(text)
        if paragraph in unfilled or (text and (asked or NO_FIRM in text)):
            yield points.PLACEHOLDER.at(draft.place_of(paragraph))


def _unfilled(root: Element) -> Iterator[Element]:
    """The paragraphs in which Word itself asks to write or choose: in controls, and in fields that do nothing else."""
    for control in root.iter(w("sdt")):
        content = control.find(w("sdtContent"))
        if is_on(control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}")) and content is not None:
            is_seen = shown_text(content).strip() or next(content.iter(w("drawing")), None) is not None
            first = next(content.iter(w("p")), next(control.iterancestors(w("p")), None))
            if is_seen and first is not None:
                yield first
    asking = (field.begin for field in fields(root) if field.code.upper().split()[:1] == ["MACROBUTTON"])
    yield from map(paragraph_with, asking)


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
