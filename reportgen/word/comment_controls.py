"""Comments: a control tagged `comment` holds the words of a comment, then the blocks it is about."""

from __future__ import annotations

from typing import Any

from reportgen.common.exceptions import TemplateError
from reportgen.word.comments import AUTHOR, INITIALS, anchor
from reportgen.word.xml import Element, remove, shown_text, tag_of, unwrap, w

TAG = "comment"


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
        remove(words)
        anchor(comment.comment_id, first, last)
        unwrap(control)


def _unspaced(text: str) -> str:
    """A text without its blank lines, each of which would become an empty paragraph."""
    return "\n".join(line for line in text.splitlines() if line.strip())
