"""The facts of the engagement: a form of labels and entries."""

from __future__ import annotations

from reportgen.common.model import Engagement
from reportgen.workbook.layout import ENGAGEMENT_FORM, engagement_of
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import Grid
from reportgen.workbook.reader.tables import read_form


def read_engagement(grid: Grid, reader: CellReader) -> Engagement:
    """The facts of the engagement; what the sheet does not say is empty."""
    cells = read_form(grid, ENGAGEMENT_FORM, reader.problems)
    facts = {key: reader.value(cell, ENGAGEMENT_FORM.column(key)) for key, cell in cells.items()}
    given = {key: value for key, value in facts.items() if value is not None}
    return engagement_of(given, {key: cell.place for key, cell in cells.items()})
