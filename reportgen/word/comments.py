"""The comments of a file: who says what about which paragraphs, and whether it is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.office.package import DOCUMENT, Parts, parse, related
from reportgen.word.comment_controls import is_conflict, is_ours, is_suggestion
from reportgen.word.xml import Element, shown_text, w

WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment."""

    number: str  # its id
    author: str
    text: str
    is_ours: bool
    is_suggestion: bool  # ours: asks to confirm
    is_conflict: bool  # ours: left by a refresh
    is_done: bool  # resolved, or an answer in a resolved thread
    answers: str  # the id of the comment it answers; empty for the first of a thread
    paragraphs: tuple[Element, ...]  # what it is about


@dataclass(frozen=True, slots=True)
class _State:
    """What a file says of a comment beside the comment itself."""

    done: bool
    parent: str  # the paragraph id of the comment it answers


def read_comments(parts: Parts, roots: Iterable[Element]) -> tuple[Comment, ...]:
    """The comments of a file in the order of its comments part; `roots` are the trees their places are looked up in."""
    found = [c for name in related(parts, DOCUMENT, "comments") for c in parse(parts[name]).iterfind(w("comment"))]
    numbers = {p.get(PARAGRAPH_ID, ""): comment.get(w("id"), "") for comment in found for p in comment.iter(w("p"))}
    states = {numbers.get(key, ""): state for key, state in _states(parts).items()}
    about = _about(roots)
    return tuple(_comment(comment, states, numbers, about) for comment in found)


def _comment(
    comment: Element, states: Mapping[str, _State], numbers: Mapping[str, str], about: Mapping[str, dict[Element, None]]
) -> Comment:
    number = comment.get(w("id"), "")
    state = states.get(number, _State(False, ""))
    parent = numbers.get(state.parent, "") if state.parent else ""
    return Comment(
        number=number,
        author=comment.get(w("author"), ""),
        text=" ".join(" ".join(map(shown_text, comment.iter(w("p")))).split()),
        is_ours=is_ours(comment),
        is_suggestion=is_suggestion(comment),
        is_conflict=is_conflict(comment),
        is_done=state.done or (parent in states and states[parent].done),
        answers=parent,
        paragraphs=tuple(about.get(number, ())),
    )


def _states(parts: Parts) -> dict[str, _State]:
    """Whether comments are resolved and what they answer, by the ids of their paragraphs."""
    found = {}
    for name in related(parts, DOCUMENT, "commentsExtended"):
        for entry in parse(parts[name]).iterfind(f"{WORD_2012}commentEx"):
            done = entry.get(f"{WORD_2012}done") in ("1", "true", "on")
            found[entry.get(f"{WORD_2012}paraId", "")] = _State(done, entry.get(f"{WORD_2012}paraIdParent", ""))
    return found


def _about(roots: Iterable[Element]) -> dict[str, dict[Element, None]]:
    """The paragraphs that each comment is about, in order."""
    found: dict[str, dict[Element, None]] = {}
    for root in roots:
        begun: set[str] = set()
        for element in root.iter(w("p"), w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")):
            number = element.get(w("id"), "")
            holder = next(element.iterancestors(w("p")), None)
            if element.tag == w("p"):
                for other in begun:
                    found[other][element] = None
            elif element.tag == w("commentRangeEnd"):
                begun.discard(number)
            else:
                places = found.setdefault(number, {})
                if holder is not None and (element.tag == w("commentRangeStart") or not places):
                    places[holder] = None
                if element.tag == w("commentRangeStart"):
                    begun.add(number)
    return found
