"""A copy of the assessors' workbook with every problem as a comment and a colour in its cell, and a list of all.

Works on the parts of the file itself: what openpyxl does not know, or would lose or rewrite (values of formulas, rich
text, drawings), stays as it is. The way (`marks`): take earlier marks away, put new ones in. What marks are made of
stands in `comments` and `boxes` (words), `styles` and `cells` (colour) and `problem_list` (the first sheet). `tidying`
alone writes into entries, where it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.exceptions import UnreadableFileError
from reportgen.office.files import EXCEL, REPAIR
from reportgen.office.package import DamagedPartError, Package
from reportgen.workbook.marking.book import Book
from reportgen.workbook.marking.marks import put_marks, take_marks_away
from reportgen.workbook.marking.tidying import tidy as tidied_in

__all__ = ["MarkedCopy", "mark"]


@dataclass(frozen=True)
class MarkedCopy:
    """A marked copy in memory."""

    content: bytes  # of the .xlsx file
    tidied: tuple[Problem, ...] = ()  # settled, and listed but not marked: the cell holds the listed form now


def mark(workbook: Package, path: Path, problems: Sequence[Problem], *, tidy: bool = False) -> MarkedCopy:
    """The workbook that was opened at `path` with these problems marked.

    Marks it has already are taken away first; without problems it comes back clean. Nothing else changes, but to `tidy`
    answers in another form than that of the list, which get it and are listed. Raises `UnreadableFileError` when a
    part that has to be changed is damaged.
    """
    try:
        book = Book(workbook.copy())
        take_marks_away(book)
        tidied = tidied_in(book, problems) if tidy else ()
        left = [problem for problem in problems if problem not in tidied]
        if left or tidied:
            put_marks(book, left, tidied)
        return MarkedCopy(book.parts.packed_as_it_came(), tidied)
    except DamagedPartError as error:
        raise UnreadableFileError(f"'{path}' cannot be marked: its part {error}. {EXCEL.words(REPAIR)}.") from error
