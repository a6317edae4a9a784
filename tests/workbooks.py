"""Real scoring workbooks from tables written as text, for tests of reading.

`write_workbook` begins with a complete, error-free workbook and puts the sheets of the text in place of its own::

    # Interviews
    Code | Date       | Role     | Level   | AP Analysis and planning
    01   | 2025-03-03 | Director | Manager | Yes

    # Interview 01
    ID    | Answer | I   | Note
    AP-01 | 80     | Yes | seen in use

On a questionnaire, `Interview code` stands in row 1 and the headings in row 2; elsewhere the headings stand in row 1,
so the first row of the text is row 3 or row 2. Headings and questions that the text leaves out are added behind its
own. Everything is invented.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.model import Assessment, QuestionSet
from reportgen.workbook import layout
from reportgen.workbook.layout import ENGAGEMENT_FORM, CellKind, Sheet
from reportgen.workbook.reader import OpenWorkbook, read_opened
from tests.builders import question_set

Table = list[list[str]]

ENGAGEMENT = """
    Client          | Example Ltd
    Market          | home broadband
    Commissioned by | Jane Example
    Their title     | Managing Director
    Authors         | A. Author
    Date of the report | 2025-04-01
    Sector          | Retail
    Region          | UK
    Size            | 250 to 999 staff
"""


def write_workbook(path: Path, text: str = "", questions: QuestionSet | None = None) -> Path:
    """A workbook for these questions (the small set unless given), with the sheets of the text."""
    model = questions or question_set()
    wanted = _sheets(text)
    book = Workbook()
    book.remove(book.worksheets[0])
    for declared in _declared(model):
        _write_table(book, declared, wanted.pop(declared.title, []), model)
    interviews = [title for title in wanted if title.startswith("Interview ")]
    for title in interviews or ["Interview 01"]:
        _write_questionnaire(book, title, wanted.pop(title, []), model)
    for title, rows in wanted.items():
        _fill(book.create_sheet(title), rows)
    _write_meta(book, model)
    book.save(path)
    return path


def _declared(questions: QuestionSet) -> Sequence[Sheet]:
    lists = (layout.NOTES_SHEET, layout.HEADLINES_SHEET, layout.agreed_sheet(()), layout.FINDINGS_SHEET)
    return (
        *(ENGAGEMENT_FORM, layout.interviews_sheet(questions), *lists),
        *(layout.ROAD_MAP_SHEET, layout.TARGETS_SHEET, layout.NARRATIVE_SHEET),
    )


def _sheets(text: str) -> dict[str, Table]:
    """The tables of a text by title."""
    found: dict[str, Table] = {}
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        if line.startswith("# "):
            rows = found.setdefault(line[2:], [])
        else:
            rows.append([cell.strip() for cell in line.split("|")])
    return found


def _write_table(book: Workbook, declared: Sheet, rows: Table, questions: QuestionSet) -> None:
    if declared is ENGAGEMENT_FORM:
        _fill(book.create_sheet(declared.title), rows or _sheets("# E\n" + ENGAGEMENT)["E"])
        return
    rows = rows or _usual_rows(declared, questions)
    headings = [column.header for column in declared.columns if column.kind is not CellKind.FORMULA]
    rows[0] += [heading for heading in headings if heading not in rows[0]]
    if declared.title == layout.AGREED:
        _add_questions(rows, questions)
    _fill(book.create_sheet(declared.title), rows)


def _usual_rows(declared: Sheet, questions: QuestionSet) -> Table:
    """One interview with a manager that covers everything; nothing on the other sheets."""
    if declared.title != layout.INTERVIEWS:
        return [[column.header for column in declared.columns if column.required]]
    elements = [f"{element.code} {element.title}" for element in questions.elements]
    return [
        ["Code", "Date", "Role", "Level", *elements],
        ["'01", "2025-03-03", "Director", "Manager", *("Yes" for _ in elements)],
    ]


def _write_questionnaire(book: Workbook, title: str, rows: Table, questions: QuestionSet) -> None:
    headings = ["ID", "Answer", *(state.letter for state in questions.states), "Note"]
    rows = rows or [headings[:]]
    rows[0] += [heading for heading in headings if heading not in rows[0]]
    _add_questions(rows, questions)
    code = title.removeprefix("Interview ")
    _fill(book.create_sheet(title), [[layout.CODE_LABEL, f"'{code}"], *rows])


def _add_questions(rows: Table, questions: QuestionSet) -> None:
    """Give the questions the text leaves out a row; `-AP-01` in the ID column leaves it out for good."""
    column = rows[0].index("ID")
    present = {row[column].removeprefix("-") for row in rows[1:]}
    rows[:] = [row for row in rows if not row[column : column + 1] or not row[column].startswith("-")]
    blank = [""] * column
    rows += [[*blank, question_id] for question_id in questions.questions if question_id not in present]


def _write_meta(book: Workbook, questions: QuestionSet) -> None:
    sheet = book.create_sheet(layout.META)
    sheet.sheet_state = "hidden"
    facts = (
        (layout.META_SET, questions.id),
        (layout.META_SET_VERSION, f"'{questions.version}"),
        (layout.META_LAYOUT_VERSION, f"'{layout.LAYOUT_VERSION}"),
    )
    _fill(sheet, [list(fact) for fact in facts])


def _fill(sheet: Worksheet, rows: Table) -> None:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            put(sheet, f"{_letter(column)}{number}", text)


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def put(sheet: Worksheet, address: str, text: str) -> None:
    """Type a text into a cell as Excel would take it: numbers, dates, percentages, TRUE, errors and formulas.

    A leading apostrophe keeps a text, a backslash sequence such as `\\u00a0` stands for its character.
    """
    cell = sheet[address]
    value, number_format = _typed(text)
    cell.value = value
    if number_format:
        cell.number_format = number_format
    if isinstance(value, str) and not text.startswith("="):
        cell.data_type = "e" if value in ERROR_CODES else "s"


def _typed(text: str) -> tuple[Any, str]:
    if text.startswith("'"):
        return text[1:], ""
    if text in ("TRUE", "FALSE"):
        return text == "TRUE", ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text), "yyyy-mm-dd"
    if re.fullmatch(r"-?\d+(\.\d+)?%", text):
        return float(text[:-1]) / 100, "0%"
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text), ""
    if "\\" in text:
        return text.encode("ascii").decode("unicode_escape"), ""
    return text or None, ""


def read_workbook(path: Path, questions: QuestionSet) -> tuple[Assessment, tuple[Problem, ...]]:
    """What a workbook says, and every problem met in reading it."""
    return read_opened(OpenWorkbook(path), questions)
