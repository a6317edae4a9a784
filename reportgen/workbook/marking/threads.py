"""Threaded comments, which Excel shows in place of the older ones: there our words are a reply.

The text that stands beside a thread for older programs gets our words as well; Excel writes it anew from the thread.
"""

from __future__ import annotations

import uuid

from lxml import etree

from reportgen.office.package import Element
from reportgen.workbook.marking.book import Book
from reportgen.workbook.marking.cells import Address, address_of
from reportgen.workbook.marking.comments import AUTHOR, TRACE, Words, plain

_SPACE = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_NAMES = uuid.UUID("5b6a1f0e-7f1c-5d2a-9c55-2f6f7f1a9e11")  # so that the same reply always gets the same id
_PERSON = "{" + str(uuid.uuid5(_NAMES, AUTHOR)).upper() + "}"


def _name(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


class Threads:
    """The threads of a sheet."""

    def __init__(self, book: Book, sheet: str) -> None:
        self._book = book
        self._part = book.parts.first_related(sheet, "threadedComment")
        self._roots: dict[Address, Element] = {}
        if self._part:
            for comment in book.parts.tree(self._part).iter(_name("threadedComment")):
                if (address := address_of(comment.get("ref", ""))) and not comment.get("parentId"):
                    self._roots[address] = comment

    def add(self, address: Address, words: Words) -> None:
        """Reply to the thread of a cell, if it has one."""
        first = self._roots.get(address)
        if first is None:
            return
        parts = self._book.parts
        facts = {
            "ref": first.get("ref", ""),
            "dT": first.get("dT", ""),  # no time of our own: the same workbook gives the same copy
            "personId": _PERSON,
            "id": "{" + str(uuid.uuid5(_NAMES, first.get("id", ""))).upper() + "}",
            "parentId": first.get("id", ""),
        }
        thread = parts.changed(self._part)
        replies = [comment for comment in thread if comment.get("parentId") == first.get("id")]
        reply = etree.SubElement(thread, _name("threadedComment"), facts)
        etree.SubElement(reply, _name("text")).text = plain(words)
        thread.insert(thread.index(replies[-1] if replies else first) + 1, reply)
        self._introduce()

    def _introduce(self) -> None:
        """Put ourselves into the list of people who comment."""
        part = self._book.parts.first_related(self._book.part, "person")
        if part and not any(person.get("id") == _PERSON for person in self._book.parts.tree(part)):
            facts = {"displayName": AUTHOR, "id": _PERSON, "userId": AUTHOR, "providerId": "None"}
            etree.SubElement(self._book.parts.changed(part), _name("person"), facts)

    def take_away(self) -> None:
        """Take our replies out."""
        if not self._part or TRACE not in self._book.parts.content(self._part):
            return
        thread = self._book.parts.changed(self._part)
        for comment in list(thread.iter(_name("threadedComment"))):
            if (comment.findtext(_name("text")) or "").startswith(TRACE.decode()):
                thread.remove(comment)


def leave(book: Book) -> None:
    """Take ourselves out of the list of people who comment."""
    part = book.parts.first_related(book.part, "person")
    for person in list(book.parts.tree(part)) if part else []:
        if person.get("id") == _PERSON:
            book.parts.changed(part).remove(person)
