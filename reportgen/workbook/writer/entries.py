"""The sheets with one row an entry: notes, headlines, findings, road map and narrative; and rows in general."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.model import Assessment, NarrativeSection, NarrativeText
from reportgen.workbook import layout
from reportgen.workbook.layout import Column, Kind, Sheet
from reportgen.workbook.writer.cells import cell_at, put_text
from reportgen.workbook.writer.frame import (
    add_choices,
    height_of,
    is_narrow,
    new_sheet,
    protect,
    set_up_page,
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
    _write_list(book, plan, assessment, layout.NOTES_SHEET, _notes(plan, assessment))
    _write_list(book, plan, assessment, layout.HEADLINES_SHEET, _headlines(assessment))


def write_conclusions(book: Workbook, plan: Plan, assessment: Assessment) -> None:
    """Write Findings, Road map and Narrative."""
    findings = with_references(_findings(plan, assessment), "F", layout.FINDINGS_SHEET.rows)
    _write_list(book, plan, assessment, layout.FINDINGS_SHEET, findings)
    initiatives = with_references(_initiatives(plan, assessment), "R", layout.ROAD_MAP_SHEET.rows)
    _write_list(book, plan, assessment, layout.ROAD_MAP_SHEET, initiatives)
    _write_list(book, plan, assessment, layout.NARRATIVE_SHEET, _narrative(plan, assessment))


def _write_list(book: Workbook, plan: Plan, assessment: Assessment, declared: Sheet, entries: Sequence[Entry]) -> None:
    sheet = new_sheet(book, declared.title, BLUE_TINT)
    written = sum(bool(entry["text"]) for entry in entries)
    table = table_of(declared, max(declared.rows, len(entries), written + SPARE_ROWS))
    write_frame(sheet, declared, table, declared.title)
    for position in range(table.rows):
        entry = entries[position] if position < len(entries) else {}
        write_row(sheet, declared, table, position, entry)
    add_choices(sheet, plan, table, declared.columns)
    sheet.freeze_panes = f"A{table.first_row}"
    sheet.auto_filter.ref = table.area
    protect(sheet, growing=True)
    set_up_page(sheet, assessment.engagement.client, declared.title, table.last_column, (table.header_row,) * 2)


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


def _notes(plan: Plan, assessment: Assessment) -> list[Entry]:
    return [
        {
            "interview": note.interview,
            "element": plan.label("elements", note.element, f"Note {number}, Element"),
            "kind": note.kind.value if note.kind else "",
            "text": note.text,
        }
        for number, note in enumerate(assessment.notes, start=1)
    ]


def _headlines(assessment: Assessment) -> list[Entry]:
    return [
        {
            "interview": headline.interview,
            "status": headline.status.value if headline.status else "",
            "text": headline.text,
        }
        for headline in assessment.headlines
    ]


def _findings(plan: Plan, assessment: Assessment) -> list[Entry]:
    return [
        {
            "ref": finding.ref,
            "area": plan.label("areas", finding.area, f"Finding {finding.ref or number}, Area"),
            "kind": finding.kind.value,
            "text": finding.text,
        }
        for number, finding in enumerate(assessment.findings, start=1)
    ]


def _initiatives(plan: Plan, assessment: Assessment) -> list[Entry]:
    entries: list[Entry] = []
    for number, initiative in enumerate(assessment.initiatives, start=1):
        name = f"Initiative {initiative.ref or number}"
        entries.append(
            {
                "ref": initiative.ref,
                "area": plan.label("areas", initiative.area, f"{name}, Area"),
                "horizon": plan.label("horizons", initiative.horizon, f"{name}, Horizon"),
                "text": initiative.text,
                "priority": plan.label("priorities", initiative.priority, f"{name}, Priority"),
                "effort": plan.label("efforts", initiative.effort, f"{name}, Effort"),
                "owner": initiative.owner,
            }
        )
    return entries


def with_references(entries: Sequence[Entry], letter: str, rows: int) -> list[Entry]:
    """The entries, followed by empty rows up to `rows` (at least 20) that carry the next free references.

    A row with a reference and no text is an empty row.
    """
    taken = {entry["ref"].casefold() for entry in entries}
    numbers = [int(found[1]) for ref in taken if (found := re.fullmatch(rf"{letter.lower()}-0*(\d{{1,6}})", ref))]
    first = max(numbers, default=0) + 1
    empty = max(rows - len(entries), SPARE_ROWS)
    spare = [{"ref": f"{letter}-{number:03d}", "text": ""} for number in range(first, first + empty)]
    return [*entries, *spare]


def _narrative(plan: Plan, assessment: Assessment) -> list[Entry]:
    """The texts in their order, and for each section the empty rows that invite more."""
    rows: list[NarrativeText] = list(assessment.narrative)
    order = {section: number for number, section in enumerate(NarrativeSection)}
    for section in NarrativeSection:
        have = [text for text in rows if text.section is section]
        after = max((n for n, text in enumerate(rows, start=1) if order[text.section] <= order[section]), default=0)
        rows[after:after] = _missing(plan, section, have)
    return [
        {
            "section": text.section.value,
            "area": plan.label("areas_only", text.area, f"Narrative row {number}, Area"),
            "text": text.text,
        }
        for number, text in enumerate(rows, start=1)
    ]


def _missing(plan: Plan, section: NarrativeSection, have: Sequence[NarrativeText]) -> list[NarrativeText]:
    """The empty rows a section still gets."""
    if section is NarrativeSection.AREA_INTRODUCTION:
        introduced = {text.area for text in have}
        return [NarrativeText(section, area.id, "") for area in plan.questions.areas if area.id not in introduced]
    return [NarrativeText(section, None, "")] * (_PRELAID[section] - len(have))
