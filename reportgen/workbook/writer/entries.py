"""The sheets people fill in row by row: engagement, register of interviews, notes, headlines and conclusions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.model import Assessment, Engagement, Interview, NarrativeSection, NarrativeText, Target
from reportgen.workbook import layout
from reportgen.workbook.layout import CellKind, Column, Sheet
from reportgen.workbook.writer.cells import (
    Formula,
    cell_at,
    count_given,
    put_date,
    put_link,
    put_text,
    put_value,
    text,
)
from reportgen.workbook.writer.frame import (
    HELP_ROW,
    PADDING,
    add_choice,
    add_choices,
    colour_where,
    finish_sheet,
    height_of,
    is_narrow,
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
from reportgen.workbook.writer.plan import FIRST_ROW, Plan, PlannedTable, table_of
from reportgen.workbook.writer.styles import AMBER_TINT, BLUE, BLUE_TINT, Style, dress

_LABEL_WIDTH, _HELP_WIDTH = 34.0, 62.0
_FORM_ROW = 24.0
_ROTATED_HEIGHT, _ROTATED_CHARACTER = 150.0, 4.6  # in points; the former holds titles of 31 characters
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
    values = {column.key: _fact_shown(column, facts[column.key]) for column in form.columns}
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


def _fact_shown(column: Column, fact: Any) -> str | int | date | None:
    """A fact as it stands in its cell."""
    if isinstance(fact, bool):
        return layout.YES if fact else layout.NO
    return f"{column.separator} ".join(fact) if column.separator else fact


def _put_input(sheet: Worksheet, row: int, number: int, column: Column, value: str | int | date | None) -> None:
    cell = cell_at(sheet, row, number)
    if isinstance(value, int):
        put_value(cell, value, input_style(column))
    elif isinstance(value, date) or column.kind is CellKind.DATE:
        put_date(cell, value if isinstance(value, date) else None)
    else:
        put_text(cell, value or "", input_style(column), column.header)


# ------------------------------------------------------------------------------------------------- interviews


def write_interviews(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write the register: one row an interview, one column an element, and how much is answered."""
    declared, table = plan.interviews_sheet, plan.interviews
    sheet = new_sheet(book, declared.title, BLUE)
    write_frame(sheet, declared, table, declared.title, families={"covers": "", layout.ALL_ELEMENTS.key: ""})
    _rotate_elements(sheet, plan)
    for position, interview in enumerate(assessment.interviews):
        _write_interview(sheet, plan, position, interview)
    add_choices(sheet, plan, table, declared.columns)
    elements = [key for key in table.keys if key.startswith(_FIRST_ELEMENT)]
    if elements:
        first, last = table.letter(elements[0]), table.letter(elements[-1])
        cells, own = f"{first}{table.first_row}:{last}{table.last_row}", f"{first}{table.first_row}"
        covered = f"{own}={text(layout.YES)}"
        if layout.ALL_ELEMENTS in declared.columns:
            everything = f"${table.letter(layout.ALL_ELEMENTS.key)}{table.first_row}"
            covered = f"OR({covered},AND({everything}={text(layout.YES)},{own}<>{text(layout.NO)}))"
        colour_where(sheet, cells, covered, BLUE_TINT)
    finish_sheet(sheet, table, assessment.engagement.client, declared.title, frozen="B")


def _rotate_elements(sheet: Worksheet, plan: Plan) -> None:
    """The elements' headers stand upright, under the names of their areas; that of all elements before them."""
    table, row = plan.interviews, plan.interviews.header_row
    for column in plan.interviews_sheet.columns:
        style = Style.HEADER_ROTATED if column == layout.ALL_ELEMENTS else Style.HEADER_LOW
        dress(cell_at(sheet, row, table.number(column.key)), style)
    for area in plan.questions.areas:
        numbers = [table.number(f"{_FIRST_ELEMENT}{element.id}") for element in area.elements]
        for number, element in zip(numbers, area.elements, strict=True):
            header = plan.interviews_sheet.column(f"{_FIRST_ELEMENT}{element.id}").header
            put_text(cell_at(sheet, row, number), _completing_nothing(header), Style.HEADER_ROTATED)
            put_text(cell_at(sheet, row - 1, number), "", Style.GROUP_HEADER)
        put_text(cell_at(sheet, row - 1, numbers[0]), _completing_nothing(area.title), Style.GROUP_HEADER)
        merge_across(sheet, row - 1, numbers[0], numbers[-1])
    set_height(sheet, row - 1, _AREAS_HEIGHT)
    longest = max(len(column.header) for column in plan.interviews_sheet.columns)
    set_height(sheet, row, max(_ROTATED_HEIGHT, longest * _ROTATED_CHARACTER + PADDING))


def _completing_nothing(title: str) -> str:
    """A title of the set as it may stand above Yes and No: Excel would make "Nobody waits" of the No that is typed.

    A blank of no width keeps it from that; reading passes over it.
    """
    entries = (layout.YES.casefold(), layout.NO.casefold())
    return f"\u200b{title}" if title.casefold().startswith(entries) else title


def _write_interview(sheet: Worksheet, plan: Plan, position: int, interview: Interview) -> None:
    declared, table = plan.interviews_sheet, plan.interviews
    row = table.first_row + position
    values = _facts_of(plan, interview)
    for column in declared.columns:
        cell = cell_at(sheet, row, table.number(column.key))
        if column.key == "code":
            put_link(cell, interview.code, plan.questionnaires[interview.code].title, Style.CODE_LINK)
        elif column.kind is CellKind.FORMULA:
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
        layout.ALL_ELEMENTS.key: "",
    }


def _progress(plan: Plan, code: str) -> dict[str, Formula]:
    """How many questions the interview should answer, and how many of these it does."""
    due, score = plan.model.questions.span(f"due:{code}"), plan.model.questions.span(f"score:{code}")
    answered = count_given(score, plan.questions.scale, f"{due},1")
    return {"expected": Formula(f"SUM({due})"), "answered": Formula(answered)}


# ----------------------------------------------------------------------------------------------------- one row an entry

Entry = Mapping[str, str | date | None]  # what stands in each column, by its key
SPARE_ROWS = 20  # empty rows below many entries
_EMPTY_ROW = 20.0  # height in points

_PRELAID = {  # rows laid out for each section of the narrative; introductions get one for each area
    NarrativeSection.AIM: 4,
    NarrativeSection.MARKET_DRIVER: 4,
    NarrativeSection.EXECUTIVE_SUMMARY: 6,
    NarrativeSection.RECOMMENDATION: 6,
    NarrativeSection.FINDINGS_SUGGEST: 5,
    NarrativeSection.LESSON: 4,
    NarrativeSection.ALTERNATIVE: 4,
    NarrativeSection.QUESTION: 6,
    NarrativeSection.TACTICAL: 5,
    NarrativeSection.STRATEGIC: 5,
}


Written = tuple[Sheet, PlannedTable]  # a sheet of one entry a row, and where its table stands


def write_entry_sheets(book: Workbook, plan: Plan, assessment: Assessment) -> tuple[Written, ...]:
    """Write Notes and Headlines; the sheets of conclusions follow by `write_conclusions`."""
    return (
        _write_list(book, plan, assessment, layout.NOTES_SHEET, assessment.notes, "Note"),
        _write_list(book, plan, assessment, layout.HEADLINES_SHEET, assessment.headlines, "Headline"),
    )


def write_conclusions(book: Workbook, plan: Plan, assessment: Assessment) -> tuple[Written, ...]:
    """Write Findings, Road map, Targets and Narrative."""
    return (
        _write_list(book, plan, assessment, layout.FINDINGS_SHEET, assessment.findings, "Finding"),
        _write_list(book, plan, assessment, layout.ROAD_MAP_SHEET, assessment.initiatives, "Initiative"),
        _write_list(book, plan, assessment, layout.TARGETS_SHEET, _targets(plan, assessment), "Target"),
        _write_list(book, plan, assessment, layout.NARRATIVE_SHEET, _narrative(plan, assessment), "Narrative row"),
    )


def _write_list(
    book: Workbook, plan: Plan, assessment: Assessment, declared: Sheet, items: Sequence[Any], name: str
) -> Written:
    """Write a sheet with a row for each item; `name` is what messages call one of them."""
    entries = [_entry(plan, declared, item, name, number) for number, item in enumerate(items, start=1)]
    if declared.letter:
        entries += _spare_references(entries, declared)
    sheet = new_sheet(book, declared.title, BLUE_TINT)
    written = sum(entry[declared.says] not in (None, "") for entry in entries)
    table = table_of(declared, max(declared.rows, len(entries), written + SPARE_ROWS))
    write_frame(sheet, declared, table, declared.title)
    for position in range(table.rows):
        entry = entries[position] if position < len(entries) else {}
        write_row(sheet, declared, table, position, entry)
    add_choices(sheet, plan, table, declared.columns)
    _mark_what_is_lacking(sheet, declared, table)
    sheet.auto_filter.ref = table.area
    finish_sheet(sheet, table, assessment.engagement.client, declared.title, growing=True)
    return declared, table


def _mark_what_is_lacking(sheet: Worksheet, declared: Sheet, table: PlannedTable) -> None:
    """A light colour where a text lacks what gives it its place in the report."""
    for key in declared.placed_by:
        letter, written = table.letter(key), f"${table.letter(declared.says)}{table.first_row}"
        cells = f"{letter}{table.first_row}:{letter}{table.last_row}"
        colour_where(sheet, cells, f'AND({written}<>"",{letter}{table.first_row}="")', AMBER_TINT)


def write_row(sheet: Worksheet, declared: Sheet, table: PlannedTable, position: int, entry: Entry) -> None:
    """Write the input cells of one row, empty where the entry has nothing; the row is as high as its text needs."""
    row = table.first_row + position
    for column in declared.columns:
        _put_input(sheet, row, table.number(column.key), column, entry.get(column.key))
    suggest_height(sheet, row, max(_EMPTY_ROW, entry_height(declared.columns, entry)))


def input_style(column: Column) -> Style:
    """How an input cell of a column looks."""
    if column.kind is CellKind.DATE:
        return Style.INPUT_DATE
    if is_narrow(column):
        return Style.INPUT_CENTRED
    if column.kind in (CellKind.CHOICE, CellKind.SUGGESTION):
        return Style.INPUT_CHOICE
    return Style.INPUT if column.kind is CellKind.YEAR else Style.INPUT_TEXT


def entry_height(columns: Iterable[Column], entry: Entry) -> float:
    """The height in points that the longest text of an entry takes."""
    return max(height_of(str(entry.get(column.key) or ""), column.width) for column in columns)


# ---------------------------------------------------------------------------------------------------- the entries


def _entry(plan: Plan, declared: Sheet, item: Any, name: str, number: int) -> Entry:
    """What stands in each column: what the item has under the column's key, as the drop-down shows it."""
    place = f"{name} {getattr(item, 'ref', '') or number}"
    return {column.key: _shown(plan, column, getattr(item, column.key), place) for column in declared.columns}


def _shown(plan: Plan, column: Column, value: Any, place: str) -> str | date | None:
    if value is None or isinstance(value, date):
        return value
    if column.kind is CellKind.IDS:
        return ", ".join(value)
    if column.kind is not CellKind.CHOICE or column.choices == layout.INTERVIEW_CODES:
        return str(value)
    return plan.label(column.choices, getattr(value, "value", value), f"{place}, {column.header}")


def _spare_references(entries: Sequence[Entry], declared: Sheet) -> list[Entry]:
    """Empty rows below the entries, at least 20, that carry the next free references: without a text they are empty."""
    letter = declared.letter
    taken = {str(entry["ref"]).casefold() for entry in entries}
    numbers = [int(found[1]) for ref in taken if (found := re.fullmatch(rf"{letter.lower()}-0*(\d{{1,6}})", ref))]
    first = max(numbers, default=0) + 1
    empty = max(declared.rows - len(entries), SPARE_ROWS)
    return [{"ref": f"{letter}-{number:03d}", "text": ""} for number in range(first, first + empty)]


class _NoTarget(NamedTuple):
    """The row of an element that has no target."""

    element: str
    box: None = None
    by: None = None


def _targets(plan: Plan, assessment: Assessment) -> list[Target | _NoTarget]:
    """A row for each element, in report order, with its target if it has one."""
    given = assessment.target_of
    elements = dict.fromkeys([*(element.id for element in plan.questions.elements), *given])
    return [given.get(element) or _NoTarget(element) for element in elements]


def _narrative(plan: Plan, assessment: Assessment) -> list[NarrativeText]:
    """The texts in their order, and for each section the empty rows that invite more."""
    rows: list[NarrativeText] = list(assessment.narrative)
    order = {section: number for number, section in enumerate(NarrativeSection)}
    for section in NarrativeSection:
        have = [text for text in rows if text.section is section]
        after = max((n for n, text in enumerate(rows, start=1) if order[text.section] <= order[section]), default=0)
        rows[after:after] = _missing(plan, section, have)
    return rows


def _missing(plan: Plan, section: NarrativeSection, have: Sequence[NarrativeText]) -> list[NarrativeText]:
    """The empty rows a section still gets."""
    if section is NarrativeSection.AREA_INTRODUCTION:
        introduced = {text.area for text in have}
        return [NarrativeText(section, area.id, "") for area in plan.questions.areas if area.id not in introduced]
    return [NarrativeText(section, None, "")] * (_PRELAID[section] - len(have))
