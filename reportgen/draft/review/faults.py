"""What the inspection of files finds in the report as it would be issued: faults of its build, barriers for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from reportgen.draft.base import Base
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.review.points import Point, Spot
from reportgen.office.checks import Finding, inspect_document, rules
from reportgen.office.package import parse, related, write_parts
from reportgen.word.forms import paragraphs_in, shown
from reportgen.word.xml import Element

_ACTIONS = {  # for the rules that a person meets; others ask for help
    rules.TITLE: "Give the file a title (File > Info > Title).",
    rules.LANGUAGE: "Set the language of the whole text (Review > Language).",
    rules.ALT_TEXT: "Say what it shows (right click > View Alt Text), or mark it as decorative.",
    rules.FIRST_HEADING: "Give it the style of a chapter heading.",
    rules.HEADING_JUMP: "Give it the heading style one below the one before.",
    rules.TABLE_HEAD: "Mark the head row (Table Layout > Repeat Header Rows).",
    rules.CONTRAST: "Choose a darker or a lighter colour.",
    rules.LINK_TEXT: "Say in the words of the link where it leads.",
    rules.COLOUR_ONLY: "Say in words what the colour means.",
    rules.EMPTY_HEADING: "Delete it, or give it another style.",
    rules.HEADING_ALONE: "Write what belongs below it, or delete it.",
    rules.EMPTY_PAGE: "Delete one of the page breaks.",
    rules.EMPTY_TABLE: "Delete the table.",
    rules.EMPTY_ROW: "Delete the row.",
}
_ADVICE = {rule.code: action for rule, action in _ACTIONS.items()}
_HARMLESS = {  # Word opens it all the same; LibreOffice writes such things
    rule.code for rule in (rules.CHILD_ORDER, rules.CHILD_TWICE, rules.STYLE_TWICE, rules.PARAGRAPH_ID)
}
_REPAIR = "Open the draft in Word, let it repair the file, save it and review it again."
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}-[A-Za-z]{2,4}")


def fault_points(issued: OpenDraft) -> Iterator[Point]:
    """Faults that break the file block; what keeps some readers out is advice. `issued` is the report without marks."""
    content = write_parts(issued.parts)
    harmless = 0
    for finding in inspect_document(content, literal=_literal(issued.base), language=_language(issued)):
        if finding.rule in _HARMLESS:
            harmless += 1
        else:
            is_blocking = finding.severity is rules.ERROR
            action = _ADVICE.get(finding.rule, _REPAIR)
            yield Point(finding.rule, is_blocking, _spot(issued, finding), finding.message, action)
    if harmless:
        places = f"{harmless} places" if harmless > 1 else "one place"
        yield points.OTHER_PROGRAM.at(Spot(), places=places)


def _literal(base: Base) -> Iterable[str]:
    """What was generated with braces in it, which is what somebody wrote, and no language of the template."""
    paragraphs = (p for region in base.regions for block in region.blocks for p in paragraphs_in(block))
    return [text for text in map(shown, paragraphs) if "{" in text]


def _language(issued: OpenDraft) -> str:
    """The language the report says it is in."""
    for name in related(issued.parts, "", "core-properties"):
        said = parse(issued.parts[name]).findtext("{http://purl.org/dc/elements/1.1/}language") or ""
        if _LANGUAGE.fullmatch(said):
            return said
    return "en-GB"


def _spot(issued: OpenDraft, finding: Finding) -> Spot:
    root = issued.roots.get(finding.part)
    if root is None or not finding.where:
        return Spot()
    found = _at(root, finding.where)
    return issued.spot(found) if found is not None else Spot()


def _at(root: Element, path: str) -> Element | None:
    """The element that the inspection named by its path."""
    prefixes: dict[str, str] = {}
    for element in root.iter(etree.Element):
        prefixes |= {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
    try:
        found = root.getroottree().xpath(path, namespaces=prefixes)
    except etree.XPathError:
        return None
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else None
