"""Parts of a document with what was read of them: blocks, rows, cells. Walks as the reader in `canonical` does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.draft.refresh.pairing import Form
from reportgen.word.forms import Cell, Paragraph, Row, Table
from reportgen.word.xml import Element, local

_THROUGH = ("sdt", "sdtContent", "smartTag", "customXml", "bdo", "dir", "ins", "moveTo")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block or row of a document."""

    element: Element
    form: Form


class UnlikeReadingError(Exception):
    """What stands in the document is not what was read of it: the part is left alone."""


def rows(table: Element, form: Table) -> list[Piece]:
    """The rows of a table. Raises `UnlikeReadingError`."""
    return _pieces(list(_parts(table, ("tr",))), form.rows)


def blocks(cell: Element, form: Cell) -> list[Piece]:
    """The blocks of a cell. Raises `UnlikeReadingError`."""
    return _pieces(list(_parts(cell, ("p", "tbl"))), form.blocks)


def _pieces(found: list[Element], forms: Sequence[Form]) -> list[Piece]:
    _require_as_many(found, forms)
    return [Piece(element, form) for element, form in zip(found, forms, strict=True)]


def cells(row: Element, form: Row) -> list[tuple[Element, Cell]]:
    """The cells of a row. Raises `UnlikeReadingError`."""
    found = list(_parts(row, ("tc",)))
    _require_as_many(found, form.cells)
    return list(zip(found, form.cells, strict=True))


def _require_as_many(found: Sequence[Element], forms: Sequence[object]) -> None:
    if len(found) != len(forms):
        raise UnlikeReadingError


def _parts(parent: Element, wanted: tuple[str, ...]) -> Iterator[Element]:
    for child in parent:
        name = local(child)
        if name in wanted:
            yield child
        elif name in _THROUGH:
            yield from _parts(child, wanted)


def paragraphs_of(element: Element, form: Form) -> list[tuple[Element, Paragraph]]:
    """The paragraphs of a part with what was read of them; none where the two do not match."""
    try:
        return list(_walked(element, form))
    except UnlikeReadingError:
        return []


def _walked(element: Element, form: Form) -> Iterator[tuple[Element, Paragraph]]:
    if isinstance(form, Paragraph):
        yield element, form
    elif isinstance(form, Table):
        for row in rows(element, form):
            yield from _walked(row.element, row.form)
    else:
        for cell, what in cells(element, form):
            for block in blocks(cell, what):
                yield from _walked(block.element, block.form)
