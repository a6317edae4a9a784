"""Looks of tables, rows and cells, and ends of sections, carried from one element to another."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from reportgen.word.xml import Element, insert_at_start, local, make, w


def take_properties(element: Element, source: Element, names: Sequence[str]) -> None:
    """Put properties of another element in place of an element's own; the schema wants them first."""
    for name in names:
        for child in element.findall(w(name)):
            element.remove(child)
    kept = [child for name in names for child in source.findall(w(name))]
    for place, child in enumerate(kept):
        element.insert(place, child)


def take_shade(cell: Element, source: Element) -> None:
    """The looks of a cell that follow the data, such as its colour; its width is the table's affair."""
    properties = source.find(w("tcPr"))
    own = cell.find(w("tcPr"))
    if properties is None:
        return
    new = deepcopy(properties)
    if own is not None:
        width, other = own.find(w("tcW")), new.find(w("tcW"))
        if width is not None and other is not None:
            new.replace(other, deepcopy(width))
        cell.remove(own)
    cell.insert(0, new)


def last_of(element: Element, names: Sequence[str]) -> Element | None:
    """The last child of an element that has one of these names."""
    found = [child for child in element if local(child) in names]
    return found[-1] if found else None


def keep_section_end(old: Element, new: Element) -> None:
    """A paragraph that ends a Word section goes on doing so."""
    section = old.find(f"{w('pPr')}/{w('sectPr')}")
    if section is None or new.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return
    properties = new.find(w("pPr"))
    if properties is None:
        properties = make("pPr")
        insert_at_start(new, properties)
    properties.append(section)
