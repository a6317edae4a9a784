"""Cross-references and links inside the draft that lead to nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from reportgen.common.language import shortened
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated, paragraph_of
from reportgen.draft.review.points import Point
from reportgen.word.xml import Element, w

_TARGET = re.compile(
    r'\s*(?:(?:PAGEREF|NOTEREF|REF)\s+"?([^\s"\\]+)|HYPERLINK\b.*?\\l\s+"?([^\s"]+))', re.IGNORECASE | re.DOTALL
)
_REFERENCE = re.compile(r"\s*(?:PAGEREF|NOTEREF|REF|STYLEREF)\b", re.IGNORECASE)
_ERROR = re.compile(r"(?:Error|Fehler|Fout)\s?!|Erreur\s?!|¡Error!|Errore[.!]|Erro!|Virhe!|Fel!|Feil!")  # Word's own
_START = "_top"  # of the document; needs no bookmark
_OWN = re.compile(r".+\|(?:sequence|outline|table|frame|graphic|ole|region)")  # LibreOffice's way to lead to an entry


@dataclass
class _Field:
    begin: Element
    code: str = ""
    result: str = ""
    shows: bool = field(default=False)


def reference_points(draft: OpenDraft, but: Collection[Element]) -> Iterator[Point]:
    """One point for each target that is not there in each paragraph; `but` are paragraphs that are not looked at."""
    known = {start.get(w("name"), "").casefold() for root in draft.roots.values() for start in _bookmarks(root)}
    for root in draft.roots.values():
        said = set()
        for element, name in _broken(root, known | {_START}):
            paragraph = paragraph_of(element)
            if (paragraph, name) not in said and paragraph not in but and not is_repeated(element):
                said.add((paragraph, name))
                yield points.REFERENCE.at(draft.place_of(element), target=name)


def _bookmarks(root: Element) -> Iterator[Element]:
    yield from root.iter(w("bookmarkStart"))


def _broken(root: Element, known: Collection[str]) -> Iterator[tuple[Element, str]]:
    """The elements that lead nowhere, with the name they look for, or with what Word wrote in their place."""
    for link in root.iter(w("hyperlink")):
        anchor = link.get(w("anchor"), "")
        if anchor and anchor.casefold() not in known and not _OWN.fullmatch(anchor):
            yield link, f"the bookmark '{anchor}' is gone"
    for each in _fields(root):
        found = _TARGET.match(each.code)
        name = (found[1] or found[2]) if found else ""
        if name and name.casefold() not in known:
            yield each.begin, f"the bookmark '{name}' is gone"
        elif _REFERENCE.match(each.code) and _ERROR.match(each.result.strip()):
            yield each.begin, f"it shows '{shortened(each.result, points.LONGEST_QUOTE)}'"


def _fields(root: Element) -> Iterator[_Field]:
    depth: list[_Field] = []
    for element in root.iter(w("fldChar"), w("instrText"), w("fldSimple"), w("t")):
        kind = element.get(w("fldCharType"))
        if element.tag == w("fldSimple"):
            yield _Field(element, element.get(w("instr"), ""), "".join(t.text or "" for t in element.iter(w("t"))))
        elif kind == "begin":
            depth.append(_Field(element))
        elif not depth:
            continue
        elif kind == "separate":
            depth[-1].shows = True
        elif kind == "end":
            yield depth.pop()
        elif element.tag == w("instrText"):
            depth[-1].code += element.text or ""
        elif depth[-1].shows:
            depth[-1].result += element.text or ""
