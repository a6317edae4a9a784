"""Answers in their listed form: what the reader understood, but the formulas of the workbook leave out.

Only constants are written over. What a formula gives stays, and stays marked: it would give the same again.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.common.diagnostics.problems import UNLISTED_FORM, Problem
from reportgen.office.package import Element
from reportgen.workbook.marking.book import Book, new_element, sml
from reportgen.workbook.marking.cells import Cells, address_of
from reportgen.workbook.marking.comments import as_written


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
        book.calculate_when_opened()
    return tuple(settled)


def _put(cell: Element, text: str) -> bool:
    """Write a text into a cell; False, and nothing is changed, where it holds a formula."""
    if cell.find(sml("f")) is not None:
        return False
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")  # the list of shared texts stays as it is
    cell.append(new_element("is", new_element("t", text=as_written(text))))
    return True
