"""Cross-references and links inside the draft that lead to nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from reportgen.common.language import shortened
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated, paragraph_of
from reportgen.draft.review.points import Point
from reportgen.word.fields import fields
from reportgen.word.xml import Element, w

_TARGET = re.compile(
    r'\s*(?:(?:PAGEREF|NOTEREF|REF)\s+"?([^\s"\\]+)|HYPERLINK\b.*?\\l\s+"?([^\s"]+))', re.IGNORECASE | re.DOTALL
)
_REFERENCE = re.compile(r"\s*(?:PAGEREF|NOTEREF|REF|STYLEREF)\b", re.IGNORECASE)
_ERROR = re.compile(r"(?:Error|Fehler|Fout)\s?!|Erreur\s?!|¡Error!|Errore[.!]|Erro!|Virhe!|Fel!|Feil!")  # Word's own
_START = "_top"  # of the document; needs no bookmark
_OWN = re.compile(r".+\|(?:sequence|outline|table|frame|graphic|ole|region)")  # LibreOffice's way to lead to an entry


def reference_points(draft: OpenDraft, but: Collection[Element]) -> Iterator[Point]:
    """One point for each target that is not there in each paragraph; `but` are paragraphs that are not looked at."""
    starts = (start for root in draft.roots.values() for start in root.iter(w("bookmarkStart")))
    known = {start.get(w("name"), "").casefold() for start in starts}
    for root in draft.roots.values():
        said = set()
        for element, name in _broken(root, known | {_START}):
            paragraph = paragraph_of(element)
            if (paragraph, name) not in said and paragraph not in but and not is_repeated(element):
                said.add((paragraph, name))
                yield points.REFERENCE.at(draft.place_of(element), target=name)


def _broken(root: Element, known: Collection[str]) -> Iterator[tuple[Element, str]]:
    """The elements that lead nowhere, with the name they look for, or with what Word wrote in their place."""
    for link in root.iter(w("hyperlink")):
        anchor = link.get(w("anchor"), "")
        if anchor and anchor.casefold() not in known and not _OWN.fullmatch(anchor):
            yield link, f"the bookmark '{anchor}' is gone"
    for field in fields(root):
        found = _TARGET.match(field.code)
        name = (found[1] or found[2]) if found else ""
        result = "".join(text.text or "" for text in field.texts)
        if name and name.casefold() not in known:
            yield field.begin, f"the bookmark '{name}' is gone"
        elif _REFERENCE.match(field.code) and _ERROR.match(result.strip()):
            yield field.begin, f"it shows '{shortened(result, points.LONGEST_QUOTE)}'"
