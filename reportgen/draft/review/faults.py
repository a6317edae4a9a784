"""What the inspection of files finds in the report as it would be issued: faults of its build, barriers for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from reportgen.common.diagnostics.diagnostic import DiagnosticKind
from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.draft.base import Base
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.review.points import POINTS, Point
from reportgen.office.checks import inspect_document, rules
from reportgen.office.checks.rules import Violation
from reportgen.office.package import Element
from reportgen.word.forms import paragraphs_in, visible_text

_HARMLESS = (  # Word opens it all the same; LibreOffice writes such things
    *(rules.CHILD_ORDER, rules.CHILD_TWICE),
    *(rules.STYLE_TWICE, rules.PARAGRAPH_ID),
)
_REPAIR = "Open the draft in Word, let it repair the file, save it and review it again."
_PREFIX = re.compile(r"(\w+):")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}-[A-Za-z]{2,4}")


def fault_points(issued: OpenDraft) -> Iterator[Point]:
    """Faults that break the file block; what keeps some readers out is advice. `issued` is the report without marks."""
    content = issued.parts.packed()
    harmless = 0
    for found in inspect_document(content, literal=_literal(issued.base), language=_language(issued)):
        if found.kind in _HARMLESS:
            harmless += 1
        else:
            kind = DiagnosticKind(POINTS, found.severity, found.code, found.kind.found, found.kind.remedy or _REPAIR)
            yield kind.at(_place(issued, found), **found.facts)
    if harmless:
        places = f"{harmless} places" if harmless > 1 else "one place"
        yield points.OTHER_PROGRAM.at(places=places)


def _literal(base: Base) -> Iterable[str]:
    """What was generated with braces in it, which is what somebody wrote, and no language of the template."""
    paragraphs = (p for region in base.regions for block in region.blocks for p in paragraphs_in(block))
    return [text for text in map(visible_text, paragraphs) if "{" in text]


def _language(issued: OpenDraft) -> str:
    """The language the report says it is in."""
    for name in issued.parts.related("", "core-properties"):
        said = issued.parts.tree(name).findtext("{http://purl.org/dc/elements/1.1/}language") or ""
        if _LANGUAGE.fullmatch(said):
            return said
    return "en-GB"


def _place(issued: OpenDraft, found: Violation) -> DocumentPlace:
    root = issued.roots.get(found.place.part)
    element = _at(root, found.place.path) if root is not None and found.place.path else None
    return DocumentPlace() if element is None else issued.place_of(element)


def _at(root: Element, path: str) -> Element | None:
    """The element that the inspection named by its path."""
    prefixes: dict[str, str] = {}
    wanted = {*_PREFIX.findall(path)}
    for element in root.iter(etree.Element):
        prefixes |= {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
        if prefixes.keys() >= wanted:
            break
    try:
        found = root.getroottree().xpath(path, namespaces=prefixes)
    except etree.XPathError:
        return None
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None
