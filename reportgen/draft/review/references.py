"""Contents tables, lists of captions, cross-references and links inside the draft: do they lead to what is there?

Page numbers are not looked at: nobody knows them but the program that lays the pages out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from reportgen.common.language import shortened
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated, paragraph_of
from reportgen.draft.review.points import Point
from reportgen.word.bindings import property_fields
from reportgen.word.contents import entries_listed, listing_of
from reportgen.word.fields import ContentsField, dead_targets, fields
from reportgen.word.xml import Element, shown_text, squashed, w

_PAGE = re.compile(r"(?:\d+|[ivxlcdm]+)?", re.IGNORECASE)
_SHOWN = 3  # differences that are named
_REFERENCE = re.compile(r"\s*(?:PAGEREF|NOTEREF|REF|STYLEREF)\b", re.IGNORECASE)
_ERROR = re.compile(r"(?:Error|Fehler|Fout)\s?!|Erreur\s?!|¡Error!|Errore[.!]|Erro!|Virhe!|Fel!|Feil!")  # Word's own
_START = "_top"  # of the document; needs no bookmark


# --------------------------------------------------------------------------------------- contents and lists of captions


def _entries(table: ContentsField) -> list[str]:
    """What it lists, as compared, without page numbers."""
    separator = listing_of(table.code).separator
    texts = (_without_page(shown_text(paragraph), separator).strip() for paragraph in table.paragraphs)
    return [text for text in texts if text]


def _without_page(entry: str, separator: str = "\t") -> str:
    """An entry without its page number, or without the tab that waits for one.

    >>> _without_page("5.2\\tCore\\t17"), _without_page("5.2\\tMix\\t"), _without_page("Core, 17", ", ")
    ('5.2\\tCore', '5.2\\tMix', 'Core')
    """
    words, found, page = entry.rpartition(separator)
    return words if found and _PAGE.fullmatch(page.strip()) else entry


def contents_points(draft: OpenDraft, tables: Sequence[ContentsField]) -> Iterator[Point]:
    """One point for each contents table that says something else than headings or captions do."""
    for table in tables:
        wanted = [heading.line for heading in entries_listed(draft.root, draft.styles, table, draft.headings)]
        differences = _differences(_entries(table), wanted)
        if differences and table.paragraphs:
            place = draft.place_of(table.paragraphs[0])
            yield points.CONTENTS.at(place, kind=_kind(table), differences=differences)


def unpaged_points(draft: OpenDraft, tables: Sequence[ContentsField]) -> Iterator[Point]:
    """One point for each contents table whose entries wait for page numbers, all of them in vain."""
    for table in tables:
        shown = [shown_text(paragraph).rpartition("\t") for paragraph in table.paragraphs]
        pages = [page.strip() for _, tab, page in shown if tab and _PAGE.fullmatch(page.strip())]
        if pages and not any(pages):
            yield points.NO_PAGES.at(draft.place_of(table.paragraphs[0]), kind=_kind(table))


def _kind(table: ContentsField) -> str:
    label = listing_of(table.code).label
    return "contents table" if label is None else f"list of captions '{label}'" if label else "list of captions"


def _differences(entries: Sequence[str], wanted: Sequence[str]) -> str:
    """What is listed and not there, and the other way round, in words; empty when nothing is."""
    listed, there = {squashed(text): text for text in entries}, {squashed(text): text for text in wanted}
    missing = [text for key, text in there.items() if key not in listed]
    gone = [text for key, text in listed.items() if key not in there]
    parts = [_named("it lacks", missing), _named("it lists", gone, "that is not there")]
    told = ", and ".join(filter(None, parts))
    if told or [squashed(text) for text in entries] == [squashed(text) for text in wanted]:
        return told
    return "the order is another"


def _named(what: str, texts: Sequence[str], end: str = "") -> str:
    if not texts:
        return ""
    shown = ", ".join(f"'{shortened(text)}'" for text in texts[:_SHOWN])
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return " ".join(filter(None, (what, f"{shown}{more}", end if len(texts) == 1 else end.replace("is", "are"))))


# ------------------------------------------------------------------------------------------------- references and links


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


def property_points(draft: OpenDraft) -> Iterator[Point]:
    """One point for each field that shows something else than the property of the file it stands for."""
    for root in draft.roots.values():
        for field, stored in property_fields(draft.parts, root):
            if squashed(field.result) != squashed(stored or "") and not is_repeated(field.begin):
                facts = {"field": " ".join(field.code.split()), "shown": field.result, "says": _said_of(stored)}
                yield points.PROPERTY_FIELD.at(draft.place_of(field.begin), **facts)


def _said_of(stored: str | None) -> str:
    if stored is None:
        return "the file has no such property"
    return f"the property of the file says '{stored}'" if stored else "that property of the file is empty"


def _broken(root: Element, known: Collection[str]) -> Iterator[tuple[Element, str]]:
    """The elements that lead nowhere, with the name they look for, or with what Word wrote in their place."""
    dead = dict(dead_targets(root, known))
    yield from ((element, f"the bookmark '{name}' is gone") for element, name in dead.items())
    for field in fields(root):
        if field.begin not in dead and _REFERENCE.match(field.code) and _ERROR.match(field.result.strip()):
            yield field.begin, f"it shows '{shortened(field.result, points.LONGEST_QUOTE)}'"
