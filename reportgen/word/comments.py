"""Comments of a Word file: whose they are, who says what about which paragraphs, and whether it is settled.

Ours are of two kinds: one asks to confirm a suggestion, the other tells of a conflict that a refresh met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reportgen.office.package import DOCUMENT, Package
from reportgen.word.xml import Element, insert_at_start, make, remove, shown_text, w

AUTHOR = "reportgen"  # tells our comments from those of people
INITIALS = "RG"
CONFLICT = "[reportgen:"  # what the comments of a refresh begin with; all others of ours ask to confirm a suggestion
MARKS = RANGE_START, RANGE_END, REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")

WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def is_ours(comment: Element) -> bool:
    """True for a comment of ours, of either kind."""
    return comment.get(w("author")) == AUTHOR


def is_conflict(comment: Element) -> bool:
    """True for a comment that a refresh left where a person and the data changed the same words."""
    return is_ours(comment) and shown_text(comment).startswith(CONFLICT)


def is_suggestion(comment: Element) -> bool:
    """True for a comment of ours that asks to confirm a suggestion."""
    return is_ours(comment) and not is_conflict(comment)


def anchor(number: int, first: Element, last: Element) -> None:
    """Let a comment be about everything from one paragraph to another, which may be the same."""
    insert_at_start(first, make("commentRangeStart", id=number))
    style = make("rPr", make("rStyle", val="CommentReference"))
    last.append(make("commentRangeEnd", id=number))
    last.append(make("r", style, make("commentReference", id=number)))


def remove_mark(mark: Element) -> None:
    """Take away where a comment begins, ends or stands; the run that only showed its sign goes too."""
    run = mark.getparent()
    remove(mark)
    if run is not None and run.tag == w("r") and all(child.tag == w("rPr") for child in run):
        remove(run)


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


def read_comments(parts: Package, roots: Iterable[Element]) -> tuple[Comment, ...]:
    """The comments of a file in the order of its comments part; `roots` are the trees their places are looked up in."""
    found = [c for name in parts.related(DOCUMENT, "comments") for c in parts.tree(name).iterfind(w("comment"))]
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


def _states(parts: Package) -> dict[str, _State]:
    """Whether comments are resolved and what they answer, by the ids of their paragraphs."""
    found = {}
    for name in parts.related(DOCUMENT, "commentsExtended"):
        for entry in parts.tree(name).iterfind(f"{WORD_2012}commentEx"):
            done = entry.get(f"{WORD_2012}done") in ("1", "true", "on")
            found[entry.get(f"{WORD_2012}paraId", "")] = _State(done, entry.get(f"{WORD_2012}paraIdParent", ""))
    return found


def _about(roots: Iterable[Element]) -> dict[str, dict[Element, None]]:
    """The paragraphs that each comment is about, in order."""
    found: dict[str, dict[Element, None]] = {}
    for root in roots:
        begun: set[str] = set()
        for element in root.iter(w("p"), *MARKS):
            number = element.get(w("id"), "")
            holder = next(element.iterancestors(w("p")), None)
            if element.tag == w("p"):
                for other in begun:
                    found[other][element] = None
            elif element.tag == RANGE_END:
                begun.discard(number)
            else:
                places = found.setdefault(number, {})
                if holder is not None and (element.tag == RANGE_START or not places):
                    places[holder] = None
                if element.tag == RANGE_START:
                    begun.add(number)
    return found
