"""The page numbers of the contents table, taken from a PDF of the draft itself.

An entry of the contents holds a field that refers to the hidden bookmark of its heading; a PDF made with named
destinations says on which page each bookmark came out. Only the shown results of these fields change.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from reportgen.office.package import DOCUMENT, Package
from reportgen.word.fields import fields
from reportgen.word.xml import Element, remove, text_run, w

_PAGE_FIELD = "PAGEREF"


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
    for field in fields(root):
        words = field.code.split()
        runs = [run for mark in field.marks if mark.get(w("fldCharType")) and (run := mark.getparent()) is not None]
        if words[:1] == [_PAGE_FIELD] and len(words) > 1 and field.shows:
            found.append((runs[1], runs[-1], words[1]))
    return found


def _show(separator: Element, end: Element, text: str) -> None:
    """Put `text` between the two runs, in place of what stands there."""
    following = separator.getnext()
    while following is not None and following is not end:
        old, following = following, following.getnext()
        remove(old)
    end.addprevious(text_run(text))
