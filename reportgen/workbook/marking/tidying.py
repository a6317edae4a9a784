"""Answers in their listed form: what the reader understood, but the formulas of the workbook leave out.

Only constants are written over. What a formula gives stays, and stays marked: it would give the same again.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.common.diagnostics.problems import UNLISTED_FORM, Problem
from reportgen.office.package import Element
from reportgen.workbook.marking.book import Book, as_number, new_element, sml
from reportgen.workbook.marking.cells import Cells, address_of
from reportgen.workbook.marking.comments import as_written
from reportgen.workbook.marking.styles import CellStyles


def tidy(book: Book, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Write the listed form into the cells of these problems. Returns those that are settled by it."""
    settled: list[Problem] = []
    for sheet in book.worksheets:
        here = [one for one in problems if one.code == UNLISTED_FORM.code and one.place.sheet == sheet.title]
        if not here:
            continue
        cells = Cells(book.parts.changed(sheet.part))
        for problem in here:
            address = address_of(problem.place.cell)
            if address and _put(cells.obtain(address), problem.fact("listed")):
                settled.append(problem)
    if settled:
        _forget_values(book)
        book.calculate_when_opened()
    return tuple(settled)


def _forget_values(book: Book) -> None:
    """Take out what locked formulas gave, which was made of the entries before: LibreOffice shows it as it stands.

    Formulas of the assessors, in cells that may be changed, keep theirs: they are entries, and read as such.
    """
    styles = CellStyles(book)
    for sheet in book.worksheets:
        if b"<f" not in book.parts.content(sheet.part):
            continue
        for cell in Cells(book.parts.changed(sheet.part)):
            value = cell.find(sml("v"))
            if value is not None and cell.find(sml("f")) is not None and styles.is_locked(as_number(cell.get("s"))):
                cell.remove(value)
                cell.attrib.pop("t", "")


def _put(cell: Element, text: str) -> bool:
    """Write a text into a cell; False, and nothing is changed, where it holds a formula."""
    if cell.find(sml("f")) is not None:
        return False
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")  # the list of shared texts stays as it is
    cell.append(new_element("is", new_element("t", text=as_written(text))))
    return True
