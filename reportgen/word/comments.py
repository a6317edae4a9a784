"""Comments of a Word file: whose they are, who says what about which paragraphs, and whether it is settled.

Ours are of two kinds: one asks to confirm a suggestion, the other tells of a conflict that a refresh met. In the
template a control tagged `comment` holds the words of a comment, then the blocks it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from reportgen.common.exceptions import TemplateError
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.xml import Element, insert_at_start, make, remove, shown_text, tagged_controls, unwrap, w

AUTHOR = "reportgen"  # tells our comments from those of people
INITIALS = "RG"
CONFLICT = "[reportgen:"  # what the comments of a refresh begin with; all others of ours ask to confirm a suggestion
MARKS = RANGE_START, RANGE_END, REFERENCE = w("commentRangeStart"), w("commentRangeEnd"), w("commentReference")

WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
TAG = "comment"


def is_ours(comment: Element) -> bool:
    """True for a comment of ours, of either kind."""
    return comment.get(w("author")) == AUTHOR


def is_conflict(comment: Element) -> bool:
    """True for a comment that a refresh left where a person and the data changed the same words."""
    return is_ours(comment) and is_told(comment)


def is_told(comment: Element) -> bool:
    """True for a comment that begins as those of a refresh do, whoever it is said to be by."""
    return shown_text(comment).startswith(CONFLICT)


def is_suggestion(comment: Element) -> bool:
    """True for a comment of ours that asks to confirm a suggestion."""
    return is_ours(comment) and not is_conflict(comment)


def anchor(number: int, first: Element, last: Element) -> Element:
    """Let a comment be about everything from one paragraph to another, which may be the same; the run of its sign."""
    insert_at_start(first, make("commentRangeStart", id=number))
    style = make("rPr", make("rStyle", val="CommentReference"))
    last.append(make("commentRangeEnd", id=number))
    sign = make("r", style, make("commentReference", id=number))
    last.append(sign)
    return sign


def remove_marks(*marks: Element) -> None:
    """Take away where comments begin, end or stand; the run that only showed a sign goes too."""
    for mark in marks:
        run = mark.getparent()
        remove(mark)
        if run is not None and run.tag == w("r") and all(child.tag == w("rPr") for child in run):
            remove(run)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment."""

    element: Element
    is_done: bool  # resolved, or an answer in a resolved thread
    answers: str  # the number of the comment it answers; empty for the first of a thread
    paragraphs: tuple[Element, ...]  # what it is about

    @property
    def number(self) -> str:
        """Its id."""
        return self.element.get(w("id"), "")

    @property
    def author(self) -> str:
        """Who says it."""
        return self.element.get(w("author"), "")

    @property
    def text(self) -> str:
        """What it says, on one line."""
        return " ".join(" ".join(map(shown_text, self.element.iter(w("p")))).split())


def read_comments(parts: Package, roots: Iterable[Element] = ()) -> tuple[Comment, ...]:
    """The comments of a file in the order of its comments part; `roots` are the trees their places are looked up in."""
    found = [c for name in parts.related(DOCUMENT, "comments") for c in parts.tree(name).iterfind(w("comment"))]
    numbers = {p.get(PARAGRAPH_ID, ""): comment.get(w("id"), "") for comment in found for p in comment.iter(w("p"))}
    done, parents, about = set(), {}, _about(roots)
    for state in (e for name in parts.related(DOCUMENT, "commentsExtended") for e in parts.tree(name)):
        number = numbers.get(state.get(f"{WORD_2012}paraId", "-"), "")
        parents[number] = numbers.get(state.get(f"{WORD_2012}paraIdParent", "-"), "")
        done |= {number} if state.get(f"{WORD_2012}done") in ("1", "true", "on") else set()
    made = []
    for comment in found:
        number = comment.get(w("id"), "")
        parent = parents.get(number, "")
        is_done = number in done or (parent != "" and parent in done)
        made.append(Comment(comment, is_done, parent, tuple(about.get(number, ()))))
    return tuple(made)


def _about(roots: Iterable[Element]) -> dict[str, dict[Element, None]]:
    """The paragraphs that each comment is about, in order."""
    found: dict[str, dict[Element, None]] = {}
    for root in roots:
        for number, paragraphs in _ranges(root):
            found.setdefault(number, {}).update(dict.fromkeys(paragraphs))
        for sign in root.iter(REFERENCE):  # some programs keep a comment's sign alone
            holder = next(sign.iterancestors(w("p")), None)
            if holder is not None and sign.get(w("id"), "") not in found:
                found[sign.get(w("id"), "")] = {holder: None}
    return found


def _ranges(root: Element) -> Iterator[tuple[str, list[Element]]]:
    """The paragraphs from where each comment begins to where it ends.

    Where paragraphs changed places, it may end before it begins: it is about all from one to the other. One that has no
    end is about the paragraph that it begins in.
    """
    seen: list[Element] = []
    begun: dict[str, int] = {}
    ended: dict[str, int] = {}
    for element in root.iter(w("p"), RANGE_START, RANGE_END):
        if element.tag == w("p"):
            seen.append(element)
            continue
        number, holder = element.get(w("id"), ""), next(element.iterancestors(w("p")), None)
        is_start = element.tag == RANGE_START
        here = seen.index(holder) if holder is not None else len(seen) - (not is_start)
        if is_start and number in ended:
            yield number, seen[ended.pop(number) : here + 1]
        elif is_start:
            begun[number] = here
        elif number in begun:
            yield number, seen[begun.pop(number) : here + 1]
        else:
            ended[number] = here
    yield from ((number, seen[first : first + 1]) for number, first in begun.items())


# -------------------------------------------------------------------------------------- from the controls of a template


def place_comments(document: Any, body: Element, template: str) -> None:
    """Turn each `comment` control into one comment on what it holds; `document` is python-docx's.

    Raises `TemplateError` when a control holds nothing the comment could be about.
    """
    for control in [control for control, tag in tagged_controls(body, TAG) if tag == TAG]:
        content = control.find(w("sdtContent"))
        paragraphs = [] if content is None else list(content.iter(w("p")))
        if len(paragraphs) < 2 or content is None:
            raise TemplateError(
                f"{template}: a control tagged '{TAG}' holds nothing to comment on. Its first paragraph is the "
                "comment, the others are what it is about."
            )
        words, first, last = paragraphs[0], paragraphs[1], paragraphs[-1]
        comment = document.comments.add_comment(text=_unspaced(shown_text(words)), author=AUTHOR, initials=INITIALS)
        comment._comment_elm.attrib.pop(w("date"), None)  # the same bytes on every day
        remove(words)
        anchor(comment.comment_id, first, last)
        unwrap(control)


def _unspaced(text: str) -> str:
    """A text without its blank lines, each of which would become an empty paragraph."""
    return "\n".join(line for line in text.splitlines() if line.strip())
