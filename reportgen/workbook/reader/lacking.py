"""What a workbook of an earlier version lacks of the layout of today: sheets, columns and fields that came later."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reportgen.common.diagnostics.remarks import NEW_COLUMNS, NEW_SHEET, Remark
from reportgen.common.language import listed
from reportgen.common.model import QuestionSet
from reportgen.workbook import layout
from reportgen.workbook.layout import CODE_LABEL, Sheet
from reportgen.workbook.reader.assembly import our_title, sheet_titled
from reportgen.workbook.reader.grid import OpenWorkbook, SheetGrid
from reportgen.workbook.reader.tables import NOT_READ, find_label, find_table, read_form


def lacking(workbook: OpenWorkbook, questions: QuestionSet) -> Iterator[Remark]:
    """A remark for each sheet it would have if it were written now, and for the columns to fill in of each that it has.

    `questions` are those it was made with: what a new version of the set adds is no matter of the layout.
    """
    for title in layout.TITLES:
        if sheet_titled(workbook, title) is None:
            yield NEW_SHEET.at(sheet=title)
    others = (title for title in workbook.titles if not our_title(title, workbook.titles))
    questionnaire = next((grid for grid in map(workbook.grid, others) if find_label(grid, CODE_LABEL)), None)
    for sheet in layout.tables(questions):
        is_questionnaire = sheet.title not in layout.TITLES
        grid = questionnaire if is_questionnaire else sheet_titled(workbook, sheet.title)
        found = _found(grid, sheet) if grid else ()
        entered = (column for column in sheet.columns if column.kind not in NOT_READ and column.key not in found)
        new = [f"'{column.named}'" for column in entered]
        if found and new:
            yield NEW_COLUMNS.at(
                sheet="each questionnaire" if is_questionnaire else f"'{sheet.title}'", columns=listed(new)
            )


def _found(grid: SheetGrid, sheet: Sheet) -> Collection[str]:
    """The keys of the columns, or fields, that are there; none where the table itself is not."""
    if sheet is layout.ENGAGEMENT_FORM:
        return read_form(grid, sheet, [])
    table = find_table(grid, sheet, [])
    return table.columns if table else ()
