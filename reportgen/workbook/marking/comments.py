"""The words of marks, as comments of cells; what people wrote into comments stays.

Our words stand between two lines. So they can be told from others' after a save by any program (LibreOffice forgets who
wrote a comment), and a cell that has a comment already gets them below it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence

from lxml import etree

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.folding import clean, escaped
from reportgen.office.package import RELATIONS, Element, Package
from reportgen.word.xml import remove
from reportgen.workbook.marking.book import MAIN, XML_SPACE, Book, as_number, new_element, sml
from reportgen.workbook.marking.cells import Address, address_of, address_text

AUTHOR = "reportgen"
FIRST_LINE = "--- reportgen ---"
LAST_LINE = "--- what you write below this line stays ---"
TRACE = FIRST_LINE.encode()  # in every part that may hold our words

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_BETWEEN = "\n\n"  # somebody's words and ours
_OURS = re.compile(rf"(?:{_BETWEEN})?{re.escape(FIRST_LINE)}.*?(?:{re.escape(LAST_LINE)}|\Z)", re.DOTALL)
_OUR_REPLY = re.compile(r"\A\[Threaded comment\].*(\nReply:\s*)\Z", re.DOTALL)  # Excel repeats a thread like this


def own_words(comment: str) -> str:
    """What the text of a comment says beside our marks; empty when nobody wrote anything."""
    return _OURS.sub("", comment).strip()


Words = Sequence[tuple[str, bool]]  # pieces of text, each bold or not


def words_for(problems: Iterable[Problem], link: str = "") -> Words:
    """What the comment of a cell says of its problems, and which cell is the `link` back to the list of them."""
    words = [(f"{FIRST_LINE}\n", False)]
    for problem in problems:
        words.append((f"{problem.severity.value.capitalize()}: ", True))
        words.append((f"{as_written(problem.advice)} [{problem.code}]\n\n", False))
    if link:
        words.append((f"Back to the list of problems: click on {link}.\n\n", False))
    return (*words, (LAST_LINE, False))


def as_written(text: str) -> str:
    """A text as the file format writes it: without characters it cannot hold, and none taken for an escape."""
    return escaped(clean(text))


def text_of(words: Words) -> str:
    """The text of words."""
    return "".join(text for text, _ in words)


class CellComments:
    """The comments of a sheet."""

    def __init__(self, parts: Package, sheet: str) -> None:
        self._parts = parts
        self._sheet = sheet
        self._name = parts.first_related(sheet, "comments")
        self._by_cell = {address: found for found in self._all() if (address := address_of(found.get("ref", "")))}

    def _all(self) -> list[Element]:
        return list(self._parts.tree(self._name).iter(sml("comment"))) if self._name else []

    def text(self, address: Address) -> str:
        """The text of the comment of a cell; empty when it has none."""
        found = self._by_cell.get(address)
        return "".join(piece.text or "" for piece in _pieces(found)) if found is not None else ""

    # --------------------------------------------------------------------------------------------------------- marks

    def add(self, address: Address, words: Words) -> None:
        """Give a cell a comment, or add to the one it has."""
        root = self._obtain()
        comment = self._by_cell.get(address)
        if comment is None:
            comment = new_element("comment", ref=address_text(address), authorId=self._author(root))
            _obtain(root, "commentList").append(comment)
            self._by_cell[address] = comment
        else:
            words = ((_BETWEEN, False), *words)
        _as_runs(_obtain(comment, "text")).extend(map(_run, words))

    def _obtain(self) -> Element:
        if not self._name:
            self._name = self._parts.free_name("xl/comments{}.xml")
            empty = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
            self._parts.put(self._name, empty.encode(), _TYPE)
            self._parts.relate(self._sheet, self._name, f"{RELATIONS}/comments")
        return self._parts.changed(self._name)

    @staticmethod
    def _author(root: Element) -> str:
        """The number of our name in the list of authors."""
        authors = root.find(sml("authors"))
        if authors is None:
            authors = new_element("authors")
            root.insert(0, authors)
        names = [author.text for author in authors]
        if AUTHOR not in names:
            etree.SubElement(authors, sml("author")).text = AUTHOR
        return str(names.index(AUTHOR) if AUTHOR in names else len(names))

    # ---------------------------------------------------------------------------------------------- marks taken away

    def take_away(self) -> tuple[list[Address], list[Address]]:
        """Take our words out of all comments. Returns the cells that lost their comment, and those that keep one."""
        gone: list[Address] = []
        kept: list[Address] = []
        if not self._name or TRACE not in self._parts.content(self._name):
            return gone, kept
        root = self._parts.changed(self._name)
        for address, comment in list(self._by_cell.items()):
            if FIRST_LINE not in self.text(address):
                continue
            _cut(comment)
            if self.text(address).strip():
                kept.append(address)
            else:
                gone.append(address)
                remove(comment)
                del self._by_cell[address]
        self._drop_author(root)
        if not self._all():
            self._parts.unrelate(self._sheet, lambda _, relation: relation.target == self._name)
            self._name = ""
        return gone, kept

    def _drop_author(self, root: Element) -> None:
        """Take our name off the end of the list of authors when nothing is by us any more."""
        authors = root.find(sml("authors"))
        if authors is None or not len(authors) or authors[-1].text != AUTHOR:
            return
        if all(as_number(comment.get("authorId")) < len(authors) - 1 for comment in self._all()):
            authors.remove(authors[-1])


def _obtain(parent: Element, name: str) -> Element:
    """The child of that name; a new one when there is none."""
    found = parent.find(sml(name))
    return etree.SubElement(parent, sml(name)) if found is None else found


def _pieces(comment: Element) -> list[Element]:
    """The elements that hold the text of a comment, in order."""
    found = comment.find(sml("text"))
    if found is None:
        return []
    return [*found.findall(sml("t")), *(piece for run in found.findall(sml("r")) for piece in run.findall(sml("t")))]


def _run(piece: tuple[str, bool]) -> Element:
    words, bold = piece
    font = (new_element(name, val=value) for name, value in (("sz", 9), ("rFont", "Tahoma"), ("family", 2)))
    text = new_element("t")
    _write(text, words)
    return new_element("r", new_element("rPr", *([new_element("b")] if bold else []), *font), text)


def _write(element: Element, text: str) -> None:
    element.text = text
    if text != text.strip() or "\n" in text:
        element.set(XML_SPACE, "preserve")


def _as_runs(text: Element) -> Element:
    """The text of a comment in runs: plain text becomes a run without a style."""
    for piece in text.findall(sml("t")):
        run = new_element("r")
        text.replace(piece, run)
        run.append(piece)
    return text


def _cut(comment: Element) -> None:
    """Take our words out of a comment, whatever runs they were split or joined into since."""
    pieces = _pieces(comment)
    whole = "".join(piece.text or "" for piece in pieces)
    ours = _OURS.search(whole)
    if ours is None:
        return
    start, end = ours.span()
    if reply := _OUR_REPLY.match(whole[:start]):
        start = reply.start(1)
    if not start and whole[end : end + 1] == "\n":
        end += 1
    position = 0
    for piece in pieces:
        text = piece.text or ""
        left = text[: max(start - position, 0)] + text[max(end - position, 0) :]
        position += len(text)
        if left != text:
            _write(piece, left)
        if not left:
            _drop(piece)
    _as_plain(comment)


def _drop(piece: Element) -> None:
    run = piece.getparent()
    remove(piece)
    if run is not None and run.tag == sml("r") and not run.findall(sml("t")):
        remove(run)


def _as_plain(comment: Element) -> None:
    """A single run without a style becomes plain text again."""
    text = comment.find(sml("text"))
    if text is None or len(text) != 1:
        return
    run = text[0]
    if run.tag == sml("r") and len(run) == 1 and run[0].tag == sml("t"):
        text.replace(run, run[0])


# -------------------------------------------------------------------------------------------------------------- threads

# Excel shows threaded comments in place of the older ones: there our words are a reply. The text that stands beside a
# thread for older programs gets our words as well; Excel writes it anew from the thread.

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
        etree.SubElement(reply, _name("text")).text = text_of(words)
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
        replies = thread.iter(_name("threadedComment"))
        remove(*(reply for reply in replies if (reply.findtext(_name("text")) or "").startswith(FIRST_LINE)))


def leave(book: Book) -> None:
    """Take ourselves out of the list of people who comment."""
    part = book.parts.first_related(book.part, "person")
    for person in list(book.parts.tree(part)) if part else []:
        if person.get("id") == _PERSON:
            book.parts.changed(part).remove(person)
