"""The hidden sheets of facts: the drop-down lists, and what the file was made from."""

from __future__ import annotations

from openpyxl import Workbook

from reportgen.workbook import layout
from reportgen.workbook.writer.cells import Formula, cell_at, put_text, put_value
from reportgen.workbook.writer.formulas import KEY_END, SCORE_MARKS
from reportgen.workbook.writer.plan import Plan, answers_column
from reportgen.workbook.writer.styles import Style


def write_lists(book: Workbook, plan: Plan) -> None:
    """Write every drop-down list into a column, and beside them what each answer is worth."""
    sheet = book.create_sheet(layout.LISTS)
    sheet.sheet_state = "hidden"
    for column, (name, entry) in enumerate(plan.lists.items(), start=1):
        put_text(cell_at(sheet, 1, column), name, Style.TABLE_KEY)
        for row, label in enumerate(entry.entries.labels, start=2):
            put_text(cell_at(sheet, row, column), label, Style.TABLE_CELL)
    column = answers_column(plan.lists)
    put_text(cell_at(sheet, 1, column), "answer", Style.TABLE_KEY)
    put_text(cell_at(sheet, 1, column + 1), "worth", Style.TABLE_KEY)
    for row, (key, worth) in enumerate(_worths(plan), start=2):
        put_text(cell_at(sheet, row, column), key + KEY_END, Style.TABLE_CELL)
        put_value(cell_at(sheet, row, column + 1), worth, Style.TABLE_CELL)


def _worths(plan: Plan) -> list[tuple[str, Formula | str | int]]:
    """Everything an answer can be and what it is worth: labels with the boxes first, bare boxes, blank."""
    marks = {state.value: mark for state, mark in SCORE_MARKS.items()}
    choices = plan.lists["answers"].entries.entries
    boxes = [int(choice.value) for choice in plan.lists["boxes"].entries.entries]
    labels = [(choice.label, marks.get(choice.value) or int(choice.value)) for choice in choices]
    return [*labels, *((str(box), box) for box in boxes), ("", Formula('""'))]


def write_about(book: Workbook, plan: Plan) -> None:
    """Write which question set and layout the workbook was made from: keys in column A, values in B."""
    sheet = book.create_sheet(layout.META)
    sheet.sheet_state = "hidden"
    facts = {
        layout.META_SET: plan.questions.id,
        layout.META_SET_VERSION: plan.questions.version,
        layout.META_LAYOUT_VERSION: layout.LAYOUT_VERSION,
        "set title": plan.questions.title,
        **({layout.META_SECTOR: plan.questions.sector} if plan.questions.sector else {}),
    }
    for row, (key, value) in enumerate(facts.items(), start=1):
        put_text(cell_at(sheet, row, 1), key, Style.TABLE_KEY)
        put_text(cell_at(sheet, row, 2), value, Style.TABLE_CELL)
