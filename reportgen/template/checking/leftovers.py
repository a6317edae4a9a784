"""What a person left open in a template and what would reach the client with it: comments, changes, unfilled tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.diagnostics.template_faults import Fault
from reportgen.common.language import shortened
from reportgen.office.package import Package
from reportgen.template.checking.places import Places
from reportgen.word.xml import DRAWING, Element, shown_text, w

_CHANGES = tuple(
    w(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange",
        "tcPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
    )
)  # fmt: skip
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[{%#]")
_PROPERTIES = ("core-properties", "extended-properties", "custom-properties")
_DRAWN = ("chart", "diagramData")


def changes(root: Element, places: Places) -> Iterator[Fault]:
    """Tracked changes, one fault for each paragraph that has some."""
    seen: set[Element | None] = set()
    for change in root.iter(*_CHANGES):
        paragraph = next(change.iterancestors(w("p")), None)
        if paragraph not in seen:
            seen.add(paragraph)
            yield kinds.CHANGE_LEFT.at(places.of(change))


def comments(parts: Package, document: str, body_places: Places) -> Iterator[Fault]:
    """Comments, each at the place it is about."""
    starts = {e.get(w("id")): e for e in body_places.root.iter(w("commentReference"))}
    for name in parts.related(document, "comments"):
        for comment in parts.tree(name).iter(w("comment")):
            author = comment.get(w("author")) or "somebody"
            spot = body_places.of(starts.get(comment.get(w("id"))))
            yield kinds.COMMENT_LEFT.at(spot, author=author, words=shortened(shown_text(comment)))


def in_notes(root: Element, places: Places) -> Iterator[Fault]:
    """Template language in footnotes and endnotes, which are not filled."""
    for paragraph in root.iter(w("p")):
        text = "".join(e.text or "" for e in paragraph.iter(w("t"), w("instrText")))
        for match in _TAG.finditer(text):
            yield kinds.LANGUAGE_NOT_FILLED.at(places.of(paragraph, shortened(match[0], 120)), part=places.part)


def elsewhere(parts: Package, document: str, first: int) -> Iterator[Fault]:
    """Template language in the properties of the file and in charts; `first` is the rank of the first such part."""
    found = [("properties", name) for kind in _PROPERTIES for name in parts.related("", kind)]
    found += [(kind, name) for kind in _DRAWN for name in parts.related(document, kind)]
    for number, (kind, name) in enumerate(found, start=first):
        label = kind if kind == "properties" else "a chart" if kind == "chart" else "a drawing"
        part = f"{label.removeprefix('a ')} ({name.rpartition('/')[2]})"
        for text in _texts(parts.tree(name)):
            for match in _TAG.finditer(text):
                place = DocumentPlace(part, tag=shortened(match[0], 120), order=(number, 0))
                yield kinds.LANGUAGE_NOT_FILLED.at(place, part=label)


def _texts(root: Element) -> Iterator[str]:
    """Texts and attributes; runs of a drawing's paragraph as one."""
    for element in root.iter():
        yield from map(str, element.attrib.values())
        if element.tag == f"{{{DRAWING}}}p":
            yield "".join(t.text or "" for t in element.iter(f"{{{DRAWING}}}t"))
        elif element.tag != f"{{{DRAWING}}}t" and isinstance(element.tag, str) and element.text:
            yield element.text
