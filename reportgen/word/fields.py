"""Fields of a Word file: what they compute, what they show; contents tables, their page numbers, links of one computer.

An entry of the contents holds a field that refers to the hidden bookmark of its heading; a PDF made with named
destinations says on which page each bookmark came out. Only the shown results of these fields change.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.office.package import DOCUMENT, Package
from reportgen.word.xml import Element, local, remove, text_run, w

_PAGE_FIELD = "PAGEREF"
_TARGET = re.compile(
    r'\s*(?:(?:PAGEREF|NOTEREF|REF)\s+"?([^\s"\\]+)|HYPERLINK\b.*?\\l\s+"?([^\s"]+))', re.IGNORECASE | re.DOTALL
)
_OWN_WAY = re.compile(r".+\|(?:sequence|outline|table|frame|graphic|ole|region)")  # LibreOffice's to an entry
_PATH = re.compile(r"(?:file:|[A-Za-z]:[\\/]|\\\\|//[^/]|\.{1,2}[\\/])", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|#|www\.|\\", re.IGNORECASE)  # a scheme, a place in the report, a switch
_CODE = re.compile(r'\s*(?:HYPERLINK|INCLUDEPICTURE|INCLUDETEXT|LINK\s+\S+)\s+"?((?:[^"\\\s]|\\.)+)', re.IGNORECASE)


@dataclass(slots=True)
class Field:
    """A field."""

    begin: Element
    code: str = ""
    marks: list[Element] = field(default_factory=list)  # that make it a field; none where one element is the field
    texts: list[Element] = field(default_factory=list)  # that it shows
    shows: bool = False  # its result has begun

    @property
    def result(self) -> str:
        """What it shows."""
        return "".join(text.text or "" for text in self.texts)

    def show(self, text: str) -> None:
        """Let it show something else, in the look of what it showed."""
        for number, place in enumerate(self.texts):
            place.text = (text or None) if number == 0 else None


def fields(root: Element) -> Iterator[Field]:
    """The fields that end in a tree, those inside others first."""
    begun: list[Field] = []
    for element in root.iter(w("fldChar"), w("instrText"), w("t"), w("fldSimple")):
        if element.tag == w("t"):
            if begun and begun[-1].shows:
                begun[-1].texts.append(element)
            continue
        if element.tag == w("fldSimple"):
            yield Field(element, element.get(w("instr"), ""), texts=list(element.iter(w("t"))))
            continue
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            begun.append(Field(element))
        if not begun:
            continue
        now = begun[-1]
        now.marks.append(element)
        now.code += element.text or "" if element.tag == w("instrText") else ""
        now.shows = now.shows or kind == "separate"
        if kind == "end":
            yield begun.pop()


_CODES = ("instrText", "delInstrText")
_TYPED = re.compile(r"\s*(?:FILLIN|FORMTEXT)\b", re.IGNORECASE)


def is_typed(code: str) -> bool:
    """True for a field whose words somebody types; LibreOffice makes one of a content control."""
    return _TYPED.match(code) is not None


def drop_torn_fields(root: Element) -> list[str]:
    """Take apart the fields that are not whole: their words stay; returns their codes, as far as they are there.

    One that lost its begin, its end or what parts its code from its words leaves Word with a damaged text, or shows
    its code; and nothing that goes through fields would find that code.
    """
    torn = list(_torn(root))
    codes = [element.text or "" for element in torn if element.tag != w("fldChar")]
    runs = dict.fromkeys(mark.getparent() for mark in torn)
    remove(*torn)
    remove(*(run for run in runs if run is not None and all(child.tag == w("rPr") for child in run)))
    return codes


@dataclass(slots=True)
class _Begun:
    """A field that has begun."""

    pieces: list[Element]
    shows: bool = False  # its result has begun
    is_torn: bool = False


def _torn(root: Element) -> Iterator[Element]:
    """The pieces of fields that belong to no whole one."""
    begun: list[_Begun] = []
    for element in root.iter(*map(w, ("fldChar", *_CODES, "t"))):
        kind = element.get(w("fldCharType"), "") if element.tag == w("fldChar") else local(element)
        now = begun[-1] if begun else None
        in_code = len(begun) > 1 and not begun[-2].shows  # where Word writes the result of a field as code
        if kind == "begin":
            begun.append(_Begun([element]))
        elif kind == "t":
            if now is not None and not now.shows:  # words in its code: of a field of which a piece is gone
                now.is_torn = True
        elif now is None or (now.shows and (kind == "separate" or (kind in _CODES and not in_code))):
            yield element
        else:
            now.pieces.append(element)
            now.shows = now.shows or kind == "separate"
            if kind == "end" and begun.pop().is_torn:
                yield from now.pieces
    yield from (piece for each in begun for piece in each.pieces)


def paragraph_with(element: Element) -> Element:
    """The paragraph that an element stands in; itself where it stands in none."""
    return next(element.iterancestors(w("p")), element)


def captions(root: Element) -> list[Element]:
    """The paragraphs that count captions."""
    codes = ((field.code.split()[:2], field.begin) for field in fields(root))
    counting = (begin for words, begin in codes if words[:1] == ["SEQ"])
    return list(dict.fromkeys(map(paragraph_with, counting)))


@dataclass(frozen=True, slots=True)
class ContentsField:
    """A contents table or a list of captions: its code, and the paragraphs from where it begins to where it ends."""

    code: str
    paragraphs: list[Element]


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


# ------------------------------------------------------------------------------------------------------ dead references


def dead_targets(root: Element, known: Collection[str]) -> Iterator[tuple[Element, str]]:
    """Links and fields that lead to a bookmark that is not `known`, which are in small letters, with its name."""
    for link in root.iter(w("hyperlink")):
        anchor = link.get(w("anchor"), "")
        if anchor and anchor.casefold() not in known and not _OWN_WAY.fullmatch(anchor):
            yield link, anchor
    for each in fields(root):
        found = _TARGET.match(each.code)
        name = (found[1] or found[2]) if found else ""
        if name and name.casefold() not in known:
            yield each.begin, name


# --------------------------------------------------------------------------------------------------------- page numbers


def pages_of(pdf: bytes) -> dict[str, int]:
    """The page, counted from 1, of each named destination of a PDF, by the name LibreOffice wrote."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    found = {}
    for name, destination in reader.named_destinations.items():
        page = reader.get_destination_page_number(destination)
        if page is not None and page >= 0:
            found[name.removeprefix("/")] = page + 1
    return found


def destination_name(bookmark: str) -> str:
    """A bookmark as LibreOffice names it in a PDF: what is no letter or digit stands as its code.

    >>> destination_name("_Toc000000012")
    '5FToc000000012'
    """
    return "".join(sign if sign.isascii() and sign.isalnum() else f"{ord(sign):02X}" for sign in bookmark)


def with_page_numbers(package: Package, pages: Mapping[str, int]) -> Package:
    """The draft with the pages of its headings in the contents; an entry whose page is not known stays without.

    `pages` holds them by named destination. What the draft says does not change: results of fields do not count.
    """
    numbered = package.copy()
    for separator, end, bookmark in _page_fields(numbered.changed(DOCUMENT)):
        page = pages.get(destination_name(bookmark))
        if page is not None:
            _show(separator, end, str(page))
    return numbered


def has_page_numbers(package: Package) -> bool:
    """True when the contents show any page number."""
    fields = _page_fields(package.tree(DOCUMENT))
    return any((shown := separator.getnext()) is not None and shown is not end for separator, end, _ in fields)


def _page_fields(root: Element) -> list[tuple[Element, Element, str]]:
    """The runs that separate and end each page field, and the bookmark it refers to."""
    found = []
    for each in fields(root):
        words = each.code.split()
        runs = [run for mark in each.marks if mark.get(w("fldCharType")) and (run := mark.getparent()) is not None]
        if words[:1] == [_PAGE_FIELD] and len(words) > 1 and each.shows:
            found.append((runs[1], runs[-1], words[1]))
    return found


def _show(separator: Element, end: Element, text: str) -> None:
    """Put `text` between the two runs, in place of what stands there."""
    following = separator.getnext()
    while following is not None and following is not end:
        old, following = following, following.getnext()
        remove(old)
    end.addprevious(text_run(text))


# ----------------------------------------------------------------- links that lead to a file of one computer or network


def is_path(text: str) -> bool:
    """True for a text that begins as the path of a file does.

    >>> is_path(r"C:\\Users\\ann\\costs.xlsx"), is_path("Costs by year")
    (True, False)
    """
    return _PATH.match(text) is not None


def is_local(target: str) -> bool:
    """True for the target of a link that only one computer knows: a path, or a mere name, of a file beside the report.

    >>> is_local("file:///C:/costs.xlsx"), is_local("../../C:/costs.xlsx"), is_local("costs.xlsx")
    (True, True, True)
    >>> is_local("https://example.com/"), is_local("mailto:a@example.com"), is_local("#_Toc1")
    (False, False, False)
    """
    return is_path(target) or bool(target.strip() and _ELSEWHERE.match(target) is None)


def local_target(code: str) -> str:
    """The target of the code of a field where it is local; empty for any other field.

    >>> local_target(' HYPERLINK "file:///C:/costs.xlsx" '), local_target(' HYPERLINK "https://example.com/" ')
    ('file:///C:/costs.xlsx', '')
    >>> local_target(' LINK Excel.Sheet.12 "costs.xlsx" '), local_target(r' HYPERLINK \\l "results" ')
    ('costs.xlsx', '')
    """
    found = _CODE.match(code)
    return found[1] if found and is_local(found[1]) else ""
