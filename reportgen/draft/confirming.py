"""Confirming what was suggested, a chapter at a time: what deleting our comments in Word does.

A suggestion that no comment of ours asks about (a firm's template may have none) is recorded as confirmed in what the
draft stores beside its base.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from reportgen.common.exceptions import UsageError
from reportgen.common.language import listed
from reportgen.draft.base import Base
from reportgen.draft.finalize.editing import take_comments
from reportgen.draft.review.comments import open_suggestions, suggestion_key
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.stored import confirm_in
from reportgen.office.package import Package
from reportgen.word.comments import Comment, is_suggestion, read_comments
from reportgen.word.xml import Element

ALL = "all"
Key = TypeVar("Key")


def confirm(draft: Package, base: Base, chapter: str) -> tuple[Package, int]:
    """The draft with the suggestions of a chapter confirmed, and how many these were; those under a comment are one.

    `chapter` is a heading by its number, its title or both, with all below it, or `ALL`. A suggestion that somebody
    answered stays open. Raises `UsageError` when there is no suggestion to confirm there, naming where there are some,
    and when a program took out what we stored: its comments may have gone with it, so that nothing tells what is open.
    """
    made = draft.copy()
    opened = OpenDraft(made, base)
    if opened.is_stripped:
        raise UsageError(
            "A program took out of this draft what reportgen had stored in it, and maybe comments with it. Refresh the "
            "draft first, which puts both back."
        )
    roots = [made.changed(name) for name in opened.roots]
    comments = read_comments(made, roots)
    headings = {comment.number: _heading(opened, comment.paragraphs) for comment in _open(comments)}
    bare = {p: opened.place_of(p).heading for p in _without_comment(opened, comments)}
    number = next((h.number for h in opened.headings if chapter.casefold() in (h.title.casefold(), h.number)), "")
    gone = _chosen(headings, chapter, number)
    settled = {suggestion_key(opened, paragraph) for paragraph in _chosen(bare, chapter, number)}
    if not headings and not bare:
        is_answered = bool(open_suggestions(opened, comments))
        more = " Somebody answered each that is open: settle these comments in Word." if is_answered else ""
        raise UsageError(f"The draft has no suggestion to confirm.{more}")
    if not gone and not settled:
        found = dict.fromkeys(filter(None, (*headings.values(), *bare.values())))
        places = listed(f"'{line}'" for line in found) or "no chapter"
        raise UsageError(f"'{chapter}' has no suggestion to confirm. Those that are open stand in {places}.")
    if gone:
        take_comments(made, roots, comments, gone)
    if settled:
        confirm_in(made, base, settled)
    return made, len(gone) + len(settled)


def _open(comments: Iterable[Comment]) -> Iterator[Comment]:
    """Our comments that ask for a confirmation and that nobody has answered."""
    comments = list(comments)
    answered = {comment.answers for comment in comments}
    for comment in comments:
        if is_suggestion(comment.element) and not comment.is_done and comment.number not in answered:
            yield comment


def _without_comment(draft: OpenDraft, comments: tuple[Comment, ...]) -> Iterator[Element]:
    """The suggestions that are open though no comment asks for them."""
    asked = {p for comment in comments if is_suggestion(comment.element) for p in comment.paragraphs}
    for paragraphs in open_suggestions(draft, comments):
        if asked.isdisjoint(paragraphs):
            yield from paragraphs


def _heading(draft: OpenDraft, paragraphs: tuple[Element, ...]) -> str:
    return draft.place_of(paragraphs[0]).heading if paragraphs else ""


def _chosen(headings: Mapping[Key, str], chapter: str, number: str) -> set[Key]:
    """What stands in a chapter, of things that stand under these headings."""
    return {key for key, line in headings.items() if chapter == ALL or _is_in(line, chapter, number)}


def _is_in(line: str, chapter: str, number: str) -> bool:
    """True for the heading asked for, and for those below it by their numbers."""
    own = line.split(" ")[0]
    return line.casefold() == chapter.casefold() or (bool(number) and (own == number or own.startswith(f"{number}.")))
