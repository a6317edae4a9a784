"""Fields of a Word file: what they compute, what they show, and the paragraphs that contents tables run over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.word.xml import Element, w

_LABEL = re.compile(r'\\c\s+(?:"([^"]+)"|([^"\\\s]+))')
_LEVELS = re.compile(r'\\o\s+"(\d)\s*-\s*(\d)"')


@dataclass(slots=True)
class Field:
    """A field."""

    begin: Element
    code: str = ""
    marks: list[Element] = field(default_factory=list)  # that make it a field; none where one element is the field
    texts: list[Element] = field(default_factory=list)  # that it shows
    shows: bool = False  # its result has begun

    def show(self, text: str) -> None:
        """Let it show something else, in the look of what it showed."""
        for number, place in enumerate(self.texts):
            place.text = text if number == 0 else ""


def fields(root: Element) -> Iterator[Field]:
    """The fields that end in a tree, those inside others first."""
    begun: list[Field] = []
    for element in root.iter(w("fldChar"), w("instrText"), w("t"), w("fldSimple")):
        kind = element.get(w("fldCharType"))
        if element.tag == w("fldSimple"):
            yield Field(element, element.get(w("instr"), ""), texts=list(element.iter(w("t"))))
            continue
        if kind == "begin":
            begun.append(Field(element))
        if not begun:
            continue
        now = begun[-1]
        if element.tag == w("t"):
            now.texts += [element] if now.shows else []
            continue
        now.marks.append(element)
        now.code += element.text or "" if element.tag == w("instrText") else ""
        now.shows = now.shows or kind == "separate"
        if kind == "end":
            yield begun.pop()


def paragraph_with(element: Element) -> Element:
    """The paragraph that an element stands in; itself where it stands in none."""
    return next(element.iterancestors(w("p")), element)


def captions(root: Element, label: str = "") -> list[Element]:
    """The paragraphs that count captions of a label, or of any."""
    codes = ((field.code.split()[:2], field.begin) for field in fields(root))
    counting = (begin for words, begin in codes if words[:1] == ["SEQ"] and (not label or words[1:] == [label]))
    return list(dict.fromkeys(map(paragraph_with, counting)))


@dataclass(frozen=True, slots=True)
class ContentsField:
    """A contents table or a list of captions: its code, and the paragraphs from where it begins to where it ends."""

    code: str
    paragraphs: list[Element]

    @property
    def label(self) -> str:
        """The label whose captions it lists; empty for one of headings."""
        found = _LABEL.search(self.code)
        return found[1] or found[2] if found else ""

    @property
    def levels(self) -> tuple[int, int]:
        """The first and the last level of headings that it lists, counted from 1."""
        found = _LEVELS.search(self.code)
        return (int(found[1]), int(found[2])) if found else (1, 3)


def contents_fields(root: Element) -> list[ContentsField]:
    """The contents tables and lists of captions."""
    paragraphs = list(root.iter(w("p")))
    places = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    found = []
    for each in fields(root):
        if each.code.strip().upper().startswith("TOC") and each.marks:
            first, last = (places[paragraph_with(mark)] for mark in (each.begin, each.marks[-1]))
            found.append(ContentsField(each.code, paragraphs[first : last + 1]))
    return found
