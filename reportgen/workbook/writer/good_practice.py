"""What good practice looks like and what to look for: one sheet for all interviews, to which every question links."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.model import Element, Question
from reportgen.workbook import layout
from reportgen.workbook.writer.cells import cell_at, put_text
from reportgen.workbook.writer.frame import finish_sheet, height_of, new_sheet, set_height, write_frame
from reportgen.workbook.writer.plan import Plan
from reportgen.workbook.writer.styles import BLUE_TINT, Style

_BAND_HEIGHT = 21.0


def write_good_practice(book: Workbook, plan: Plan, client: str) -> None:
    """Write the sheet, its rows as on a questionnaire."""
    declared, table = layout.good_practice_sheet(plan.questions), plan.good_practice
    sheet = new_sheet(book, declared.title, BLUE_TINT)
    write_frame(sheet, declared, table, declared.title)
    for element in plan.questions.elements:
        _write_band(sheet, plan, element)
        for question in element.questions:
            _write_question(sheet, plan, declared, question, element)
    sheet.auto_filter.ref = table.area
    finish_sheet(sheet, table, client, declared.title, frozen="C")


def _write_band(sheet: Worksheet, plan: Plan, element: Element) -> None:
    row = plan.good_practice.first_row + plan.bands[element.id]
    for number in range(1, plan.good_practice.last_column + 1):
        put_text(cell_at(sheet, row, number), layout.band_label(element) if number == 1 else "", Style.BAND)
    set_height(sheet, row, _BAND_HEIGHT)


def _write_question(sheet: Worksheet, plan: Plan, declared: layout.Sheet, question: Question, element: Element) -> None:
    """A question's row; the first one of an element begins its examples with those of the element."""
    of_element = element.examples if question is element.questions[0] else ""
    texts = {
        "id": (question.id, Style.FIXED_ID),
        "question": (question.text, Style.FIXED),
        "good_practice": (question.good_practice, Style.FIXED),
        **{f"look_for:{state}": (words, Style.FIXED) for state, words in question.evidence.items()},
        "examples": (f"{of_element} {question.examples}".strip(), Style.FIXED_MUTED),
    }
    row = plan.good_practice.first_row + plan.rows[question.id]
    heights = []
    for column in declared.columns:
        words, style = texts.get(column.key, ("", Style.FIXED))
        put_text(cell_at(sheet, row, plan.good_practice.number(column.key)), words, style)
        heights.append(height_of(words, column.width))
    set_height(sheet, row, max(heights))
