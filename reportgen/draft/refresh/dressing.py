"""Looks of tables, rows and cells, and ends of sections, carried from one element to another."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from reportgen.draft.refresh.pieces import Piece, UnlikeReadingError, cells
from reportgen.word.forms import Row
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


def dress_like_siblings(row: Element, form: Row, others: Sequence[Piece]) -> None:
    """Let a new row look like the rows beside it, where a person or program has set those anew."""
    model = next(
        (p for p in reversed(others) if isinstance(p.form, Row) and len(p.form.cells) == len(form.cells)), None
    )
    if model is None or not isinstance(model.form, Row):
        return
    try:
        pairs = list(zip(cells(row, form), cells(model.element, model.form), strict=True))
    except UnlikeReadingError:
        return
    for (cell, new), (like, old) in pairs:
        if new.looks == old.looks or (new.span, new.merge) != (old.span, old.merge):
            continue
        if "shd=" in new.looks:  # a colour that follows the data
            continue
        take_shade(cell, like)
