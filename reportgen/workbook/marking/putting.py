"""Put marks in: a comment and a colour in every cell with a problem, and the sheet that links to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.common.diagnostics.problems import Problem
from reportgen.workbook.marking.book import Book, SheetEntry
from reportgen.workbook.marking.boxes import Boxes, free_blocks
from reportgen.workbook.marking.cells import Address, Cells, address_of
from reportgen.workbook.marking.comments import Comments, words_for
from reportgen.workbook.marking.conditions import add_conditions, condition_format, conditioned, is_within
from reportgen.workbook.marking.geometry import Grid, size_for
from reportgen.workbook.marking.memory import Memory
from reportgen.workbook.marking.problem_list import add_problem_list
from reportgen.workbook.marking.styles import Styles
from reportgen.workbook.marking.threads import Threads
from reportgen.workbook.marking.xml import number


def put_marks(book: Book, problems: Sequence[Problem]) -> None:
    """Mark every problem in a workbook that has no marks."""
    styles = Styles(book)
    counts, shown = styles.counts, book.active
    facts = (shown, book.is_selected(shown), book.has_list_of_names, counts)
    blocks = free_blocks(book.parts, [sheet.part for sheet in book.sheets])
    for sheet in book.worksheets:
        here = [problem for problem in problems if problem.place.sheet == sheet.title]
        if any(address_of(problem.place.cell) for problem in here):
            _mark_sheet(book, sheet, here, styles, blocks)
    add_problem_list(book, styles, problems, Memory(*facts, styles.replaced).text())
    book.select_only(book.sheets[0].title)


def _mark_sheet(
    book: Book, sheet: SheetEntry, problems: Iterable[Problem], styles: Styles, blocks: Iterator[int]
) -> None:
    root = book.parts.changed(sheet.part)
    cells = Cells(root)
    by_cell: dict[Address, list[Problem]] = {}
    for problem in sorted(problems, key=lambda problem: not problem.is_error):
        if address := address_of(problem.place.cell):
            by_cell.setdefault(cells.shown_for(address), []).append(problem)
    _comment(book, sheet, by_cell, blocks)
    areas = conditioned(root)
    painted: dict[str, list[Address]] = {}
    for address, found in by_cell.items():
        cell = cells.obtain(address)
        style, severity = number(cell.get("s")), found[0].kind.severity
        if is_within(address, areas):
            painted.setdefault(styles.colour(style, severity).numbered(0), []).append(address)
        cell.set("s", str(styles.marked(style, severity)))
    if painted:
        add_conditions(root, {styles.add("dxfs", condition_format(rgb)): painted[rgb] for rgb in painted})


def _comment(
    book: Book, sheet: SheetEntry, by_cell: Mapping[Address, Sequence[Problem]], blocks: Iterator[int]
) -> None:
    """Give each cell its comment, with a box around it that shows all of it."""
    comments, threads = Comments(book.parts, sheet.part), Threads(book, sheet.part)
    boxes, grid = Boxes(book.parts, sheet.part), Grid(book.parts.tree(sheet.part))
    for address, problems in by_cell.items():
        words = words_for(problems)
        comments.add(address, words)
        threads.add(address, words)
        boxes.fit(address, size_for(comments.text(address)), grid)
    boxes.save(blocks)
