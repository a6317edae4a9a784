"""The register of interviews, and what refers to it by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.common.diagnostics.problems import DOUBLED_INTERVIEW, INTERVIEW_WITHOUT_CODE, UNKNOWN_INTERVIEW
from reportgen.common.folding import code_key
from reportgen.common.model import Interview, QuestionSet
from reportgen.workbook import layout
from reportgen.workbook.layout import Kind, Sheet
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import Cell, SheetGrid
from reportgen.workbook.reader.tables import Row, find_table, report_overflow


@dataclass(frozen=True)
class Register:
    """The interviews of the register, in its order, those that are only laid out included."""

    title: str = layout.INTERVIEWS  # of the sheet
    interviews: tuple[Interview, ...] = ()
    arranged: frozenset[str] = frozenset()  # codes of those of which more than the code is known
    by_key: Mapping[str, str] = field(default_factory=dict)  # the codes by what makes them the same
    is_read: bool = True  # False when sheet or columns are missing: then nothing is said about codes it lacks

    def find(self, code: str) -> str | None:
        """The code as the register writes it; None when it does not have it."""
        return self.by_key.get(code_key(code))

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the order of the register."""
        return tuple(interview.code for interview in self.interviews)

    def read_code(self, cell: Cell, reader: CellReader) -> str:
        """The code of a registered interview; empty when the cell is blank, or reported as unknown."""
        code = read_code(cell, reader)
        if not code or not self.is_read:
            return code
        found = self.find(code)
        if found is None:
            hint = reader.hint(code, self.codes)
            reader.report(UNKNOWN_INTERVIEW, cell, register=self.title, allowed=self.codes, hint=hint)
        return found or ""


def read_code(cell: Cell, reader: CellReader) -> str:
    """The code in a cell; a number stands for the code of two digits it was typed as."""
    text = reader.text(cell)
    return text.zfill(2) if text and not isinstance(cell.value, str) else text


def read_register(grid: SheetGrid, questions: QuestionSet, reader: CellReader) -> Register:
    """The interviews of the sheet; doubled codes and rows without one are reported."""
    sheet = layout.interviews_sheet(questions)
    table = find_table(grid, sheet, reader.problems)
    if table is None:
        return Register(grid.title, is_read=False)
    facts = [column.key for column in sheet.columns if column.kind is not Kind.FORMULA and column.key != "code"]
    interviews: dict[str, Interview] = {}
    arranged: set[str] = set()
    for row in table:
        if not row.has_entry(("code", *facts)):
            continue
        code = read_code(row["code"], reader)
        if not code:
            if row["code"].is_blank:
                reader.report(INTERVIEW_WITHOUT_CODE, row["code"])
            continue
        if (key := code_key(code)) in interviews:
            reader.report(DOUBLED_INTERVIEW, row["code"], value=code, first=interviews[key].place.cell)
            continue
        interviews[key] = _interview(code, row, sheet, questions, reader)
        if row.has_entry(facts):
            arranged.add(code)
    report_overflow(grid, reader.problems)
    by_key = {key: interview.code for key, interview in interviews.items()}
    return Register(grid.title, tuple(interviews.values()), frozenset(arranged), by_key)


def _interview(code: str, row: Row, sheet: Sheet, questions: QuestionSet, reader: CellReader) -> Interview:
    def text(key: str) -> str:
        return reader.text(row[key])

    def covers(element_id: str) -> bool:
        key = f"covers:{element_id}"
        return reader.yes_no(row[key], sheet.column(key)) is True

    return Interview(
        code=code,
        date=reader.date(row["date"]),
        interviewer=text("interviewer"),
        role=text("role"),
        level=reader.choice(row["level"], sheet.column("level")),
        elements=frozenset(element.id for element in questions.elements if covers(element.id)),
        left_out=text("left_out"),
        follow_ups_open=text("follow_ups_open"),
        follow_ups_closed=text("follow_ups_closed"),
        place=row["code"].place,
        places={key: row.place(key) for key in row.table.columns},
    )
