"""The names in Office files, and small questions to their XML.

Kept apart from the modules that write such files: a check that shares the writer's idea of a part shares its slips.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"

Element = etree._Element

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
)


class NotXmlError(Exception):
    """A part is not XML, or XML with a document type, which no part may have."""


def parsed(part: bytes) -> Element:
    """A part as a tree without comments; no entity is resolved, nothing is fetched. Raises `NotXmlError`."""
    try:
        root = etree.fromstring(part, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotXmlError(str(error)) from error
    if b"<!DOCTYPE" in part and root.getroottree().docinfo.internalDTD is not None:
        raise NotXmlError("it declares a document type")
    return root


def w(name: str) -> str:
    """A name of Word's own."""
    return f"{{{WORD}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace of an element; empty when it has none."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def prefixed_name(element: Element) -> str:
    """The name of an element as it is written: "w:tbl"."""
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def val(element: Element | None, default: str = "") -> str:
    """The `w:val` of an element; `default` when there is no element or no such attribute."""
    return default if element is None else element.get(w("val"), default)


def is_on(element: Element | None) -> bool:
    """True when a yes-or-no property is there and not switched off."""
    return element is not None and val(element, "1") not in ("0", "false", "off")


def as_whole(text: str | None, other: int = 0, base: int = 10) -> int:
    """A whole number, not negative, from an attribute; `other` when it is none, or too long to be meant.

    >>> whole_number("12"), whole_number("1F", base=16), whole_number("twelve", -1)
    (12, 31, -1)
    """
    digits = "0123456789abcdef"[:base]
    sound = bool(text) and len(text or "") < 10 and all(sign in digits for sign in (text or "").lower())
    return int(text or "0", base) if sound else other


def measure(text: str | None, other: float) -> float:
    """A finite number from an attribute; `other` when it is none."""
    try:
        number = float(text or other)
    except ValueError:
        return other
    return number if isfinite(number) else other


def place(element: Element) -> str:
    """The path to an element, its position among its like counted from 1: "/w:document/w:body/w:p[3]"."""
    steps = []
    for step in (element, *element.iterancestors()):
        parent = step.getparent()
        same = [] if parent is None else parent.findall(step.tag)
        steps.append(prefixed_name(step) + (f"[{same.index(step) + 1}]" if len(same) > 1 else ""))
    return "/" + "/".join(reversed(steps))


_SHOWN = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\N{NON-BREAKING HYPHEN}"}


def seen_text(element: Element) -> str:
    """What a reader sees of Word's text, without field codes and what is marked as deleted."""
    return "".join((e.text or "") if e.tag == w("t") else _SHOWN[e.tag] for e in element.iter(w("t"), *_SHOWN))


def is_inside(element: Element, *tags: str) -> bool:
    """True when an element stands, at any depth, in one of these."""
    return next(element.iterancestors(*tags), None) is not None


_LOOKED_THROUGH = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


def blocks_of(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell or note; controls and marks of changes are looked through."""
    for child in parent:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in _LOOKED_THROUGH:
            yield from blocks_of(child)


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, those inside controls too."""
    yield from _through(table, w("tr"))


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row, those inside controls too."""
    yield from _through(row, w("tc"))


def _through(parent: Element, tag: str) -> Iterator[Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _LOOKED_THROUGH:
            yield from _through(child, tag)
