"""The XML of workbooks that several parts of marking need: names, small elements, what attributes say."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from lxml import etree

from reportgen.office.package import RELATIONS, Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def sml(name: str) -> str:
    """A name of SpreadsheetML as lxml wants it.

    >>> sml("c")
    '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c'
    """
    return f"{{{MAIN}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def new_element(name: str, attributes: Mapping[str, str] = MappingProxyType({}), *, relates: bool = False) -> Element:
    """A new element of SpreadsheetML, written without a prefix; one that `relates` to a part can have an `r:id`."""
    prefixes = {None: MAIN, "r": RELATIONS} if relates else {None: MAIN}
    return etree.Element(sml(name), dict(attributes), nsmap=cast("dict[str, str]", prefixes))


def take_out(element: Element) -> None:
    """Remove an element from its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def is_true(value: str | None) -> bool:
    """What a yes-or-no attribute says; Excel writes "1", LibreOffice "true"."""
    return value in ("1", "true")


def as_number(value: str | None) -> int:
    """What an attribute counts; 0 when it is missing or no number."""
    return int(value) if value and value.isdecimal() else 0
