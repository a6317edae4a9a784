"""The sheets with one row an entry: notes, headlines, findings, road map and narrative; and rows in general."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.model import Assessment, NarrativeSection, NarrativeText
from reportgen.workbook import layout
from reportgen.workbook.layout import Column, Kind, Sheet
from reportgen.workbook.writer.cells import cell_at, put_text
from reportgen.workbook.writer.frame import (
    add_choices,
    finish,
    height_of,
    is_narrow,
    new_sheet,
    suggest_height,
    write_frame,
)
from reportgen.workbook.writer.plan import Plan, Table, table_of
from reportgen.workbook.writer.styles import BLUE_TINT, Style

Entry = Mapping[str, str]  # what stands in each column, by its key
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


def write_entry_sheets(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write Notes and Headlines; the sheets of conclusions follow by `write_conclusions`."""
    _write_list(book, plan, assessment, layout.NOTES_SHEET, assessment.notes, "Note")
    _write_list(book, plan, assessment, layout.HEADLINES_SHEET, assessment.headlines, "Headline")


def write_conclusions(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write Findings, Road map and Narrative."""
    _write_list(book, plan, assessment, layout.FINDINGS_SHEET, assessment.findings, "Finding")
    _write_list(book, plan, assessment, layout.ROAD_MAP_SHEET, assessment.initiatives, "Initiative")
    _write_list(book, plan, assessment, layout.NARRATIVE_SHEET, _narrative(plan, assessment), "Narrative row")


def _write_list(
    book: Workbook, plan: Plan, assessment: Assessment, declared: Sheet, items: Sequence[Any], name: str
) -> None:
    """Write a sheet with a row for each item; `name` is what messages call one of them."""
    entries = [_entry(plan, declared, item, name, number) for number, item in enumerate(items, start=1)]
    if declared.letter:
        entries += _spare_references(entries, declared)
    sheet = new_sheet(book, declared.title, BLUE_TINT)
    written = sum(bool(entry["text"]) for entry in entries)
    table = table_of(declared, max(declared.rows, len(entries), written + SPARE_ROWS))
    write_frame(sheet, declared, table, declared.title)
    for position in range(table.rows):
        entry = entries[position] if position < len(entries) else {}
        write_row(sheet, declared, table, position, entry)
    add_choices(sheet, plan, table, declared.columns)
    sheet.auto_filter.ref = table.area
    finish(sheet, table, assessment.engagement.client, declared.title, growing=True)


def write_row(sheet: Worksheet, declared: Sheet, table: Table, position: int, entry: Entry) -> None:
    """Write the input cells of one row, empty where the entry has nothing; the row is as high as its text needs."""
    row = table.first_row + position
    for column in declared.columns:
        put_text(
            cell_at(sheet, row, table.number(column.key)), entry.get(column.key, ""), input_style(column), column.header
        )
    suggest_height(sheet, row, max(_EMPTY_ROW, entry_height(declared.columns, entry)))


def input_style(column: Column) -> Style:
    """How an input cell of a column looks."""
    if column.kind is Kind.DATE:
        return Style.INPUT_DATE
    if is_narrow(column):
        return Style.INPUT_CENTRED
    return Style.INPUT if column.kind in (Kind.TEXT, Kind.LONG_TEXT) else Style.INPUT_CHOICE


def entry_height(columns: Iterable[Column], entry: Entry) -> float:
    """The height in points that the longest text of an entry takes."""
    return max(height_of(entry.get(column.key, ""), column.width) for column in columns)


# ---------------------------------------------------------------------------------------------------- the entries


def _entry(plan: Plan, declared: Sheet, item: Any, name: str, number: int) -> Entry:
    """What stands in each column: what the item has under the column's key, as the drop-down shows it."""
    place = f"{name} {getattr(item, 'ref', '') or number}"
    return {column.key: _shown(plan, column, getattr(item, column.key), place) for column in declared.columns}


def _shown(plan: Plan, column: Column, value: Any, place: str) -> str:
    if column.kind is not Kind.CHOICE or column.choices == layout.INTERVIEW_CODES:
        return str(value)
    return plan.label(column.choices, getattr(value, "value", value), f"{place}, {column.header}")


def _spare_references(entries: Sequence[Entry], declared: Sheet) -> list[Entry]:
    """Empty rows below the entries, at least 20, that carry the next free references: without a text they are empty."""
    letter = declared.letter
    taken = {entry["ref"].casefold() for entry in entries}
    numbers = [int(found[1]) for ref in taken if (found := re.fullmatch(rf"{letter.lower()}-0*(\d{{1,6}})", ref))]
    first = max(numbers, default=0) + 1
    empty = max(declared.rows - len(entries), SPARE_ROWS)
    return [{"ref": f"{letter}-{number:03d}", "text": ""} for number in range(first, first + empty)]


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
