"""Write a question set from its tables: one sheet for each kind of table, one row for each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.language import one_line
from reportgen.common.set_tables import SetTables
from reportgen.workbook.layout import NO, YES, CellKind, Column, Sheet
from reportgen.workbook.question_set_files.declared import (
    ANSWERS,
    AREAS,
    CHOICES,
    ELEMENTS,
    LENS_GROUPS,
    LENSES,
    LEVELS,
    LISTS,
    QUESTIONS,
    READ_ME,
    REPORT,
    SCALE,
    SECTOR_AREAS,
    SECTOR_ELEMENTS,
    SECTOR_GROUPS,
    SECTOR_LENSES,
    SECTOR_QUESTIONS,
    SECTORS,
    SET,
    SET_TERMS,
    STATES,
    SUBJECT,
    TERMS,
    TOPICS,
    sheets,
)
from reportgen.workbook.writer.cells import cell_at, put_text, put_value
from reportgen.workbook.writer.frame import (
    add_list,
    height_of,
    new_sheet,
    set_height,
    set_up_page,
    set_width,
    suggest_height,
    write_banner,
    write_paragraphs,
)
from reportgen.workbook.writer.package import new_book, package
from reportgen.workbook.writer.styles import BLUE, BLUE_TINT, Style

SPARE_ROWS = 20  # laid out below the last entry
_TALLEST = 400.0  # points; Excel allows 409


def write_question_set(tables: SetTables) -> bytes:
    """The set as .xlsx bytes; the same tables give the same bytes.

    The tables must be sound. Raises UsageError when a text is longer than a cell holds.
    """
    states = [state["id"] for state in tables.head["states"]]
    lenses = [lens["id"] for lens in tables.head.get("lenses", [])]
    declared = sheets(states, lenses)
    rows = _rows_by_sheet(tables)
    book = new_book()
    _write_read_me(book, str(tables.head["title"]), declared.values())
    lists = [field for sheet in declared.values() for field in sheet.columns if field.choices]
    references = {field.choices: _reference(number, field) for number, field in enumerate(lists, start=1)}
    for sheet in declared.values():
        _write_sheet(book, sheet, rows.get(sheet.title, []), references)
    _write_lists(book, lists)
    return package(book, str(tables.head["title"]))


def _rows_by_sheet(tables: SetTables) -> dict[str, list[Mapping[str, Any]]]:
    """Every table of the set under the sheet that lists it, with the ids of the tables it lies in."""
    head = tables.head
    rows: dict[str, list[Mapping[str, Any]]] = {
        SET: [head],
        SUBJECT: [head.get("subject", {})],
        SET_TERMS: [{"term": term, "becomes": new} for term, new in head.get("terms", {}).items()],
        REPORT: [{**head.get("report", {}), "horizons": head.get("horizons", {})}],
        SCALE: list(head["scale"]),
        STATES: list(head["states"]),
        LEVELS: list(head["levels"]),
        LENSES: list(head.get("lenses", [])),
        LENS_GROUPS: [{"lens": lens["id"], **group} for lens in head.get("lenses", []) for group in lens["groups"]],
        AREAS: list(tables.areas.values()),
        ELEMENTS: [],
        TOPICS: [],
        QUESTIONS: [],
        ANSWERS: [],
    }
    for area in tables.areas.values():
        for element in area["elements"]:
            rows[ELEMENTS].append({**element, "area": area["id"]})
            for topic in element.get("topics", []):
                rows[TOPICS].append({**topic, "element": element["id"]})
            questions = list(_question_rows(element))
            rows[QUESTIONS] += questions
            for question in questions:
                rows[ANSWERS] += [{**answer, "question": question["id"]} for answer in question.get("answers", [])]
    for sector in tables.sectors.values():
        for title, found in _sector_rows(sector).items():
            rows.setdefault(title, []).extend(found)
    return rows


def _question_rows(element: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for topic in element.get("topics", [{"id": "", "questions": element.get("questions", [])}]):
        for question in topic["questions"]:
            yield {**question, "element": element["id"], "topic": topic["id"]}


def _sector_rows(sector: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    name = {"sector": sector["id"]}
    return {
        SECTORS: [sector],
        TERMS: [{**name, "term": term, "becomes": new} for term, new in sector.get("terms", {}).items()],
        SECTOR_AREAS: [{**name, "area": key, **table} for key, table in sector.get("areas", {}).items()],
        SECTOR_ELEMENTS: [{**name, "element": key, **table} for key, table in sector.get("elements", {}).items()],
        SECTOR_LENSES: [{**name, "lens": key, **table} for key, table in sector.get("lenses", {}).items()],
        SECTOR_QUESTIONS: [{**name, "question": key, **table} for key, table in sector.get("questions", {}).items()],
        SECTOR_GROUPS: [{**name, **group} for group in sector.get("lens", {}).get("groups", [])],
    }


def _write_read_me(book: Workbook, title: str, declared: Iterable[Sheet]) -> None:
    page = new_sheet(book, READ_ME, BLUE)
    for number, width in enumerate((24, 28, 90), start=1):
        set_width(page, number, width)
    write_banner(page, f"Question set: {title}", 3)
    lines = (
        "Edit the sheets, save the workbook and read it back with: reportgen questions import FILE -o FOLDER",
        "Rows stand in the order of the report. Columns may be moved, and widths changed; headings must stay.",
        "Ids tie the sheets together. The id of a question stays with it for good: new questions take new numbers.",
    )
    write_paragraphs(page, 2, lines, 3, 140)
    row = len(lines) + 3
    for number, header in enumerate(("Sheet", "Column", "What stands in it"), start=1):
        put_text(cell_at(page, row, number), header, Style.HEADER)
    for sheet in declared:
        row += 1
        put_text(cell_at(page, row, 1), sheet.title, Style.TABLE_KEY)
        put_text(cell_at(page, row, 3), sheet.help, Style.TABLE_CELL)
        for field in sheet.columns:
            row += 1
            put_text(cell_at(page, row, 2), field.header, Style.TABLE_CELL)
            put_text(cell_at(page, row, 3), _help(field), Style.TABLE_CELL)
    set_up_page(page, "", "Question set", 3, None)


def _help(field: Column) -> str:
    form = "" if field.kind is CellKind.TEXT else f" Entered as {field.kind.value}."
    return f"{field.help}{form}"


def _write_sheet(
    book: Workbook, sheet: Sheet, rows: Sequence[Mapping[str, Any]], references: Mapping[str, str]
) -> None:
    page = new_sheet(book, sheet.title, BLUE_TINT)
    set_height(page, 1, 30)
    for number, field in enumerate(sheet.columns, start=1):
        put_text(cell_at(page, 1, number), field.header, Style.HEADER)
        set_width(page, number, field.width)
    for row, table in enumerate(rows, start=2):
        _write_row(page, sheet, row, table)
    for number, field in enumerate(sheet.columns, start=1):
        if field.choices:
            letter = cell_at(page, 1, number).column_letter
            cells = f"{letter}2:{letter}{len(rows) + SPARE_ROWS + 1}"
            add_list(page, references[field.choices], [cells], strict=True)
    page.freeze_panes = "B2"
    set_up_page(page, "", sheet.title, len(sheet.columns), (1, 1))


def _write_row(page: Worksheet, sheet: Sheet, row: int, table: Mapping[str, Any]) -> None:
    heights = [18.0]
    for number, field in enumerate(sheet.columns, start=1):
        value = _shown(field, _within(table, field.key))
        put_value(cell_at(page, row, number), value, Style.INPUT)
        if isinstance(value, str):
            heights.append(height_of(value, field.width))
    suggest_height(page, row, min(max(heights), _TALLEST))


def _within(table: Mapping[str, Any], key: str) -> Any:
    outer, _, inner = key.partition(".")
    return table.get(outer, {}).get(inner) if inner else table.get(key)


def _shown(field: Column, value: Any) -> str | int | float | None:
    """A value of a table as its cell shows it."""
    if value is None:
        return None
    if field.kind is CellKind.FLAG:
        return YES if value else NO
    if field.kind in (CellKind.IDS, CellKind.PHRASES):
        entries = [value] if isinstance(value, str) else list(value)
        return ("\n" if field.kind is CellKind.PHRASES else ", ").join(entries)
    if field.kind is CellKind.NUMBER and isinstance(value, int | float):
        return value
    return one_line(str(value))


def _reference(number: int, field: Column) -> str:
    letter = chr(ord("A") + number - 1)
    return f"'{LISTS}'!${letter}$2:${letter}${len(CHOICES[field.choices]) + 1}"


def _write_lists(book: Workbook, fields: Sequence[Column]) -> None:
    page = new_sheet(book, LISTS, BLUE_TINT)
    page.sheet_state = "hidden"
    for number, field in enumerate(fields, start=1):
        put_text(cell_at(page, 1, number), field.header, Style.TABLE_KEY)
        for row, choice in enumerate(CHOICES[field.choices], start=2):
            put_text(cell_at(page, row, number), choice, Style.TABLE_CELL)
