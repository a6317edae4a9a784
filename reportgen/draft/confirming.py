"""Confirming what was suggested, a chapter at a time: what deleting our comments in Word does."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.common.exceptions import UsageError
from reportgen.common.language import listed
from reportgen.draft.base import Base
from reportgen.draft.finalize.editing import take_comments
from reportgen.draft.review.draft import OpenDraft
from reportgen.office.package import Package
from reportgen.word.comments import Comment, is_suggestion, read_comments

ALL = "all"


def confirm(draft: Package, base: Base, chapter: str) -> tuple[Package, int]:
    """The draft without our comments on the suggestions of a chapter, and how many these were.

    `chapter` is a heading by its number, its title or both, with all below it, or `ALL`. A suggestion that somebody
    answered stays open. Raises `UsageError` when there is no suggestion to confirm there, naming where there are some.
    """
    made = draft.copy()
    opened = OpenDraft(made, base)
    roots = [made.changed(name) for name in opened.roots]
    comments = read_comments(made, roots)
    asking = {comment.number: _heading(opened, comment) for comment in _open(comments)}
    number = next((h.number for h in opened.headings if chapter.casefold() in (h.title.casefold(), h.number)), "")
    gone = {key for key, line in asking.items() if chapter == ALL or _is_in(line, chapter, number)}
    if not gone:
        places = listed(f"'{line}'" for line in dict.fromkeys(filter(None, asking.values()))) or "no chapter"
        raise UsageError(f"'{chapter}' has no suggestion to confirm. Those that are open stand in {places}.")
    take_comments(made, roots, comments, gone)
    return made, len(gone)


def _open(comments: tuple[Comment, ...]) -> Iterator[Comment]:
    """Our comments that ask for a confirmation and that nobody has answered."""
    answered = {comment.answers for comment in comments}
    for comment in comments:
        if is_suggestion(comment.element) and not comment.is_done and comment.number not in answered:
            yield comment


def _heading(draft: OpenDraft, comment: Comment) -> str:
    return draft.place_of(comment.paragraphs[0]).heading if comment.paragraphs else ""


def _is_in(line: str, chapter: str, number: str) -> bool:
    """True for the heading asked for, and for those below it by their numbers."""
    own = line.split(" ")[0]
    return line.casefold() == chapter.casefold() or (bool(number) and (own == number or own.startswith(f"{number}.")))
