"""Comments: a control tagged `comment` holds the words of a comment, then the blocks it is about."""

from __future__ import annotations

from typing import Any

from reportgen.common.exceptions import TemplateError
from reportgen.word.xml import Element, insert_at_start, make, shown_text, tag_of, unwrap, w

TAG = "comment"
AUTHOR = "reportgen"  # tells our comments from those of people
INITIALS = "RG"
CONFLICT = "[reportgen:"  # what the comments of a refresh begin with; all others of ours ask to confirm a suggestion


def is_ours(comment: Element) -> bool:
    """True for a comment of ours, of either kind."""
    return comment.get(w("author")) == AUTHOR


def is_conflict(comment: Element) -> bool:
    """True for a comment that a refresh left where a person and the data changed the same words."""
    return is_ours(comment) and shown_text(comment).startswith(CONFLICT)


def is_suggestion(comment: Element) -> bool:
    """True for a comment of ours that asks to confirm a suggestion."""
    return is_ours(comment) and not is_conflict(comment)


def place_comments(document: Any, body: Element, template: str) -> None:
    """Turn each `comment` control into one comment on what it holds; `document` is python-docx's.

    Raises `TemplateError` when a control holds nothing the comment could be about.
    """
    for control in [control for control in body.iter(w("sdt")) if tag_of(control) == TAG]:
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
        _remove(words)
        anchor(comment.comment_id, first, last)
        unwrap(control)


def _unspaced(text: str) -> str:
    """A text without its blank lines, each of which would become an empty paragraph."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def _remove(paragraph: Element) -> None:
    parent = paragraph.getparent()
    if parent is not None:
        parent.remove(paragraph)


def anchor(number: int, first: Element, last: Element) -> None:
    """Let a comment be about everything from one paragraph to another, which may be the same."""
    insert_at_start(first, make("commentRangeStart", id=number))
    style = make("rPr", make("rStyle", val="CommentReference"))
    last.append(make("commentRangeEnd", id=number))
    last.append(make("r", style, make("commentReference", id=number)))
