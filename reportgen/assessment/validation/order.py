"""The order in which people meet problems: by sheet as the tabs stand, then by row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.model import Assessment

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def in_workbook_order(problems: Iterable[Problem], assessment: Assessment) -> tuple[Problem, ...]:
    """The problems by sheet, row and column: those of no sheet first, those of sheets that are not there last."""
    problems = tuple(problems)
    order = {sheet: number for number, sheet in enumerate(("", *assessment.sheets))}
    for problem in problems:
        order.setdefault(problem.place.sheet, len(order))
    return tuple(sorted(problems, key=lambda p: (order[p.place.sheet], *_row_and_column(p.place.cell), p.code)))


def _row_and_column(address: str) -> tuple[int, int]:
    """Row and column of an address, counted from 1; zeros for none.

    >>> _row_and_column("AA10")
    (10, 27)
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
