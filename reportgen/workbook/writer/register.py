"""The sheets about the engagement itself: its facts, and the register of interviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.model import Assessment, Engagement, Interview
from reportgen.workbook import layout
from reportgen.workbook.layout import Column, Kind
from reportgen.workbook.writer.cells import Formula, cell_at, put_date, put_link, put_text, put_value
from reportgen.workbook.writer.entries import entry_height, input_style
from reportgen.workbook.writer.formulas import NOT_APPLICABLE, NOT_KNOWN, text
from reportgen.workbook.writer.frame import (
    HELP_ROW,
    add_choice,
    add_choices,
    colour_where,
    finish,
    merge_across,
    new_sheet,
    protect,
    set_height,
    set_up_page,
    set_width,
    suggest_height,
    write_banner,
    write_frame,
)
from reportgen.workbook.writer.plan import FIRST_ROW, Plan
from reportgen.workbook.writer.styles import BLUE, BLUE_TINT, Style

_LABEL_WIDTH, _HELP_WIDTH = 34.0, 62.0
_FORM_ROW = 24.0
_ROTATED_HEIGHT = 150.0
_AREAS_HEIGHT = 44.0
_FIRST_ELEMENT = "covers:"


def write_engagement(book: Workbook, plan: Plan, engagement: Engagement) -> None:
    """Write the form of the engagement's facts: field, value, and what to enter."""
    form = layout.ENGAGEMENT_FORM
    sheet = new_sheet(book, form.title, BLUE)
    write_banner(sheet, form.title, 3)
    put_link(cell_at(sheet, HELP_ROW, 1), layout.GUIDE, layout.GUIDE)
    put_text(cell_at(sheet, HELP_ROW, 2), form.help, Style.HELP)
    for number, width in enumerate((_LABEL_WIDTH, form.columns[0].width, _HELP_WIDTH), start=1):
        set_width(sheet, number, width)
    for number, header in enumerate(("Field", "Value", "What to enter"), start=1):
        put_text(cell_at(sheet, FIRST_ROW - 1, number), header, Style.HEADER)
    set_height(sheet, FIRST_ROW - 1, 22)
    facts = layout.facts_of(engagement)
    values = {column.key: _entry(column, facts[column.key]) for column in form.columns}
    for row, column in enumerate(form.columns, start=FIRST_ROW):
        put_text(cell_at(sheet, row, 1), column.header, Style.FORM_LABEL)
        _put_input(sheet, row, 2, column, values[column.key])
        put_text(cell_at(sheet, row, 3), column.help, Style.FORM_HELP)
        add_choice(sheet, plan, column, [f"B{row}"])
        value = values[column.key]
        shown = value if isinstance(value, str) else ""
        suggest_height(sheet, row, max(_FORM_ROW, entry_height([column], {column.key: shown})))
    sheet.freeze_panes = f"A{FIRST_ROW}"
    protect(sheet)
    set_up_page(sheet, engagement.client, form.title, 3, None)


def _entry(column: Column, fact: Any) -> str | date | None:
    """A fact as it stands in its cell."""
    if isinstance(fact, bool):
        return layout.YES if fact else layout.NO
    return f"{column.separator} ".join(fact) if column.separator else fact


def _put_input(sheet: Worksheet, row: int, number: int, column: Column, value: str | date | None) -> None:
    cell = cell_at(sheet, row, number)
    if isinstance(value, date) or column.kind is Kind.DATE:
        put_date(cell, value if isinstance(value, date) else None)
    else:
        put_text(cell, value or "", input_style(column), column.header)


# ------------------------------------------------------------------------------------------------- interviews


def write_interviews(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write the register: one row an interview, one column an element, and how much is answered."""
    declared, table = plan.interviews_sheet, plan.interviews
    sheet = new_sheet(book, declared.title, BLUE)
    write_frame(sheet, declared, table, declared.title, families={"covers": ""})
    _rotate_elements(sheet, plan)
    for position, interview in enumerate(assessment.interviews):
        _write_interview(sheet, plan, position, interview)
    add_choices(sheet, plan, table, declared.columns)
    elements = [key for key in table.keys if key.startswith(_FIRST_ELEMENT)]
    if elements:
        first, last = table.letter(elements[0]), table.letter(elements[-1])
        cells = f"{first}{table.first_row}:{last}{table.last_row}"
        colour_where(sheet, cells, f"{first}{table.first_row}={text(layout.YES)}", BLUE_TINT)
    finish(sheet, table, assessment.engagement.client, declared.title, frozen="B")


def _rotate_elements(sheet: Worksheet, plan: Plan) -> None:
    """The elements' headers stand upright, under the names of their areas."""
    table, row = plan.interviews, plan.interviews.header_row
    for column in plan.interviews_sheet.columns:
        cell_at(sheet, row, table.number(column.key)).style = Style.HEADER_LOW.value
    for area in plan.questions.areas:
        numbers = [table.number(f"{_FIRST_ELEMENT}{element.id}") for element in area.elements]
        for number in numbers:
            cell_at(sheet, row, number).style = Style.HEADER_ROTATED.value
            put_text(cell_at(sheet, row - 1, number), "", Style.GROUP_HEADER)
        put_text(cell_at(sheet, row - 1, numbers[0]), area.title, Style.GROUP_HEADER)
        merge_across(sheet, row - 1, numbers[0], numbers[-1])
    set_height(sheet, row - 1, _AREAS_HEIGHT)
    set_height(sheet, row, _ROTATED_HEIGHT)


def _write_interview(sheet: Worksheet, plan: Plan, position: int, interview: Interview) -> None:
    declared, table = plan.interviews_sheet, plan.interviews
    row = table.first_row + position
    values = _facts_of(plan, interview)
    for column in declared.columns:
        cell = cell_at(sheet, row, table.number(column.key))
        if column.key == "code":
            put_link(cell, interview.code, plan.questionnaires[interview.code].title, Style.CODE_LINK)
        elif column.kind is Kind.FORMULA:
            put_value(cell, _progress(plan, interview.code)[column.key], Style.FORMULA)
        else:
            _put_input(sheet, row, table.number(column.key), column, values[column.key])
    shown = {key: value for key, value in values.items() if isinstance(value, str)}
    suggest_height(sheet, row, max(_FORM_ROW, entry_height(declared.columns, shown)))


def _facts_of(plan: Plan, interview: Interview) -> Mapping[str, str | date | None]:
    name = f"Interview {interview.code}"
    unknown = sorted(interview.elements - {element.id for element in plan.questions.elements})
    for element in unknown:
        plan.label("elements", element, f"{name}, elements covered")
    return {
        "date": interview.date,
        "interviewer": interview.interviewer,
        "role": interview.role,
        "level": plan.label("levels", interview.level, f"{name}, Level"),
        "left_out": interview.left_out,
        "follow_ups_open": interview.follow_ups_open,
        "follow_ups_closed": interview.follow_ups_closed,
        **{
            f"{_FIRST_ELEMENT}{element.id}": layout.YES if element.id in interview.elements else ""
            for element in plan.questions.elements
        },
    }


def _progress(plan: Plan, code: str) -> dict[str, Formula]:
    """How many questions the interview should answer, and how many of these it does."""
    due, score = plan.model.questions.span(f"due:{code}"), plan.model.questions.span(f"score:{code}")
    answers = f"(ISNUMBER({score})+({score}={text(NOT_APPLICABLE)})+({score}={text(NOT_KNOWN)}))"
    return {"expected": Formula(f"SUM({due})"), "answered": Formula(f"SUMPRODUCT({due}*{answers})")}
