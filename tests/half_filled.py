"""A scoring workbook half-way through an assessment: five interviews, many answers missing, many typed wrongly."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.runs.new import new_scoring_workbook

ERRORS, WARNINGS = 66, 387  # what `check` finds in it
INTERVIEWS = 5
BLANKS = 340  # questions that nobody has asked yet, over all interviews
BOXES = ("40 - Some commitment and some progress", "60 - Full commitment and real progress", 20, 40, "60", 60)
WRONG = ("eighty-ish", 85, "50 - Clear evidence and being implemented", "80 - Isolated activity only", "see notes", 7)
EVERY_WRONG, EVERY_HIGH = 21, 12  # answers apart


def half_filled() -> bytes:
    """The workbook. Everything is invented."""
    book = openpyxl.load_workbook(io.BytesIO(new_scoring_workbook(None, "Harbour & Sons", INTERVIEWS, "", print)))
    fill_engagement(book["Engagement"])
    fill_register(book["Interviews"])
    fill_questionnaires(book)
    fill_notes(book["Notes"])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def rows_of(sheet: Worksheet, heading: str) -> Iterator[tuple[int, dict[str, int]]]:
    """The numbers of the rows below the head, and the columns by heading."""
    head = next(row for row in sheet.iter_rows() if any(cell.value == heading for cell in row))
    columns = {str(cell.value): int(cell.column) for cell in head if cell.value}
    yield from ((number, columns) for number in range(int(head[0].row or 0) + 1, sheet.max_row + 1))


def fill_engagement(sheet: Worksheet) -> None:
    """The client and the market; the rest is left for later, and the date is a slip."""
    for row in sheet.iter_rows(max_col=2):
        entry = {"Market": "marine supplies", "Date of the report": "next month"}.get(str(row[0].value))
        if entry:
            row[1].value = entry


def fill_register(sheet: Worksheet) -> None:
    """Five interviews that cover everything, two of them with an entry that is on no list."""
    for number, (row, columns) in zip(range(1, INTERVIEWS + 1), rows_of(sheet, "Code"), strict=False):
        entries: dict[str, Any] = {
            "Code": f"{number:02d}",
            "Date": date(2026, 11, number),
            "Role": "Head of a branch",
        }
        entries["Level"] = "Managger" if number == 4 else ("Manager", "Implementation")[number % 2]
        covered = list(columns)[list(columns).index("All elements") + 1 :][:18]
        entries |= dict.fromkeys(covered, "Yes") | ({covered[2]: "perhaps"} if number == 2 else {})
        for heading, value in entries.items():
            sheet.cell(row, columns[heading]).value = value


def fill_questionnaires(book: Workbook) -> None:
    """Answers in turn; every so often a wrong one, or a high box without a note; the last ones are blank."""
    cells = [
        (book[f"Interview {number:02d}"], row, columns)
        for number in range(1, INTERVIEWS + 1)
        for row, columns in rows_of(book[f"Interview {number:02d}"], "Answer")
        if "-" in str(book[f"Interview {number:02d}"].cell(row, columns["ID"]).value or "")
    ]
    blank = len(cells) / BLANKS
    boxes: Iterator[Any] = cycle(BOXES)
    wrong: Iterator[Any] = cycle(WRONG)
    for number, (sheet, row, columns) in enumerate(cells):
        if int(number / blank) != int((number + 1) / blank):
            continue
        if number % EVERY_WRONG == 0:
            answer: Any = next(wrong)
        else:
            answer = 80 if number % EVERY_HIGH == 0 else next(boxes)
        sheet.cell(row, columns["Answer"]).value = answer
        for letter in ("I", "R", "E"):
            sheet.cell(row, columns[letter]).value = "Yes"


def fill_notes(sheet: Worksheet) -> None:
    """Notes of interviews that are not there, on elements that are not there."""
    notes = (("7", "AP Analysis and planning", "Anecdote"), ("01", "Planning", "Joke"), ("02", None, "Insight"))
    for (interview, element, kind), (row, columns) in zip(notes, rows_of(sheet, "Kind"), strict=False):
        entries = {"Interview": interview, "Element": element, "Kind": kind, "Text": "They ring back within the hour."}
        for heading, value in entries.items():
            sheet.cell(row, columns[heading]).value = value
