"""The register of interviews, and their questionnaires: found by the code each carries, read by question id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from reportgen.common.diagnostics.problems import (
    ANSWER_WITHOUT_QUESTION,
    COPIED_QUESTIONNAIRE,
    DOUBLED_INTERVIEW,
    DOUBLED_QUESTION,
    INTERVIEW_WITHOUT_CODE,
    MISSING_QUESTION,
    MISSING_QUESTIONNAIRE,
    QUESTIONNAIRE_WITHOUT_CODE,
    UNKNOWN_INTERVIEW,
    UNKNOWN_QUESTION,
    UNREGISTERED_QUESTIONNAIRE,
    Problem,
)
from reportgen.common.folding import code_key, fold
from reportgen.common.language import one_line
from reportgen.common.model import Answer, AnswerState, Interview, Place, Question, QuestionSet, answer_from_the_start
from reportgen.workbook import layout
from reportgen.workbook.layout import CODE_LABEL, CellKind, Column, Sheet
from reportgen.workbook.reader.cells import CellReader, Reply, entry_shown
from reportgen.workbook.reader.grid import GridCell, SheetGrid
from reportgen.workbook.reader.tables import FoundTable, TableRow, find_label, find_table, is_headed, report_overflow


@dataclass(frozen=True)
class Questionnaire:
    """A sheet that is a questionnaire: it carries a code, or has its headings."""

    grid: SheetGrid
    code: str
    code_cell: GridCell
    table: FoundTable | None  # None when columns are missing
    has_answers: bool
    faults: list[Problem] = field(default_factory=list)  # of its columns


def find_questionnaires(grids: Iterable[SheetGrid], questions: QuestionSet, reader: CellReader) -> list[Questionnaire]:
    """The questionnaires among these sheets, whatever their names; own sheets of the assessors are passed over."""
    sheet = layout.questionnaire_sheet(questions)
    found = []
    for grid in grids:
        code_cell = find_label(grid, CODE_LABEL, sheet.help)
        if code_cell is None and not is_headed(grid, [sheet.column(key) for key in ("id", "answer", "note")]):
            continue
        faults: list[Problem] = []
        table = find_table(grid, sheet, faults)
        code_cell = code_cell or GridCell(Place(grid.title))
        code = read_code(code_cell, reader)
        found.append(Questionnaire(grid, code, code_cell, table, _has_answers(table, sheet, questions), faults))
    return found


def _has_answers(table: FoundTable | None, sheet: Sheet, questions: QuestionSet) -> bool:
    """True when any row holds an answer, an evidence state or a note, or a question's row a formula for one.

    What a new workbook holds already is none of them.
    """
    if table is None:
        return False
    asked = {fold(question_id): question for question_id, question in questions.questions.items()}
    entries = [column.key for column in sheet.columns if column.key in ("answer", "note") or "evidence:" in column.key]

    def is_entered(row: TableRow) -> bool:
        question = asked.get(fold(row.constant("id")))
        if question and any(row.holds_formula(key) for key in entries):
            return True
        entered = [one_line(row.constant(key)) for key in entries if row.constant(key)]
        untouched = [AnswerState.NOT_APPLICABLE.value, question.not_applicable] if question else []
        return bool(entered) and sorted(entered) != sorted(untouched)

    return any(is_entered(row) for row in table if row.constant("id"))


def read_questionnaires(
    found: Iterable[Questionnaire], register: Register, questions: QuestionSet, reader: CellReader
) -> dict[str, tuple[Answer, ...]]:
    """The answers by interview code, in the order of the register and of the question set.

    An interview whose questionnaire is empty has its blank answers too. Questionnaires that belong to no interview, or
    of which an interview has several, are reported when they have answers.
    """
    by_code: dict[str, list[Questionnaire]] = {code: [] for code in register.codes}
    for questionnaire in found:
        code = register.find(questionnaire.code) if questionnaire.code else None
        if code is None:
            _report_homeless(questionnaire, register, reader)
        else:
            by_code[code].append(questionnaire)
    answers: dict[str, tuple[Answer, ...]] = {}
    for interview in register.interviews:
        mine = by_code[interview.code]
        if mine:
            _report_copies(mine, register, reader)
            answers[interview.code] = _read(mine[0], interview.code, questions, reader)
        elif interview.code in register.arranged:
            place = interview.place
            reader.problems.append(MISSING_QUESTIONNAIRE.at(place, value=interview.code, label=CODE_LABEL))
    return answers


def _report_homeless(questionnaire: Questionnaire, register: Register, reader: CellReader) -> None:
    """Report a questionnaire that belongs to no interview, unless there is nothing in it."""
    cell = questionnaire.code_cell
    if any(fault.place.cell for fault in questionnaire.faults):  # it has some of the headings
        reader.problems += questionnaire.faults
    if not questionnaire.has_answers or not register.is_read or cell.error or cell.formula:
        return  # nothing is lost, or the cause is reported already
    if questionnaire.code:
        hint = reader.hint(questionnaire.code, register.codes)
        reader.report(UNREGISTERED_QUESTIONNAIRE, cell, value=questionnaire.code, register=register.title, hint=hint)
    else:
        reader.report(QUESTIONNAIRE_WITHOUT_CODE, cell, label=CODE_LABEL, register=register.title)


def _report_copies(questionnaires: list[Questionnaire], register: Register, reader: CellReader) -> None:
    """Report the questionnaires of one interview beyond the first, unless there is nothing in them."""
    first, *copies = questionnaires
    for copy in copies:
        if copy.has_answers or copy.table is None:
            reader.report(
                COPIED_QUESTIONNAIRE, copy.code_cell, value=copy.code, other=first.grid.title, register=register.title
            )


def _read(questionnaire: Questionnaire, code: str, questions: QuestionSet, reader: CellReader) -> tuple[Answer, ...]:
    """The answers of a questionnaire, blank ones included; questions without a row are reported."""
    table = questionnaire.table
    reader.problems += questionnaire.faults
    if table is None:
        return ()
    sheet = layout.questionnaire_sheet(questions)
    evidence = {state.id: sheet.column(f"evidence:{state.id}") for state in questions.states}
    rows = rows_by_question(table, "answer", questions, reader)
    report_overflow(questionnaire.grid, reader.problems)
    answers = []
    for question in questions.questions.values():
        if question.id in rows:
            answers.append(_answer(code, question, rows[question.id], evidence, questions, reader))
        else:
            reader.problems.append(MISSING_QUESTION.at(table.heading("id"), question=question.id))
    return tuple(answers)


def _answer(
    code: str,
    question: Question,
    rows: list[TableRow],
    evidence: Mapping[str, Column],
    questions: QuestionSet,
    reader: CellReader,
) -> Answer:
    row = rows[0]
    answered, note = row["answer"], row["note"]
    reply = reader.answer(answered, question) if len(rows) == 1 else Reply(AnswerState.UNREADABLE)
    answer = Answer(
        interview=code,
        question_id=question.id,
        state=reply.state,
        box=reply.box,
        evidence={
            state: None if row.is_void(column.key) else reader.yes_no(row[column.key], column, question.id)
            for state, column in evidence.items()
        },
        note=reader.text(note, question.id),
        place=answered.place,
        note_place=note.place,
    )
    is_laid_out = answer == answer_from_the_start(question, code, questions.states)
    return replace(answer, is_laid_out=True) if is_laid_out else answer


# -------------------------------------------------------------------------------------------- rows found by question id

_LOOKS_LIKE_AN_ID = re.compile(r"[^\W\d_]{1,6}[ -]?\d{1,4}")
NOTHING = "nothing"


def rows_by_question(
    table: FoundTable, answer_key: str, questions: QuestionSet, reader: CellReader
) -> dict[str, list[TableRow]]:
    """The rows of each question, one as a rule; unknown and doubled questions are reported.

    Rows that head a group, and rows of the assessors' own, are passed over.
    """
    ids = {fold(question_id): question_id for question_id in questions.questions}
    found: dict[str, list[TableRow]] = {}
    for row in table:
        text = row.constant("id") or (row["id"].text if row.holds_formula("id") else "")
        if question_id := ids.get(fold(text)):
            found.setdefault(question_id, []).append(row)
        elif _LOOKS_LIKE_AN_ID.fullmatch(fold(text)) or reader.reads_as_answer(row.constant(answer_key)):
            if not reader.is_sound(row["id"]):
                continue
            if text:
                reader.report(UNKNOWN_QUESTION, row["id"], value=text, hint=reader.hint(text, questions.questions))
            else:
                reader.report(ANSWER_WITHOUT_QUESTION, row["id"], value=entry_shown(row[answer_key]))
    for question_id, rows in found.items():
        for row in rows[1:]:
            _report_doubled(question_id, rows[0], row, answer_key, reader)
    return found


def _report_doubled(question_id: str, first: TableRow, second: TableRow, answer_key: str, reader: CellReader) -> None:
    reader.report(
        DOUBLED_QUESTION,
        second[answer_key],
        question_id,
        value=entry_shown(second[answer_key]) or NOTHING,
        first=first[answer_key].place.cell,
        first_value=entry_shown(first[answer_key]) or NOTHING,
        second=second[answer_key].place.cell,
    )


# ------------------------------------------------------------------------------------------- the register of interviews


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

    def read_code(self, cell: GridCell, reader: CellReader) -> str:
        """The code of a registered interview; empty when the cell is blank, or reported as unknown."""
        code = read_code(cell, reader)
        if not code or not self.is_read:
            return code
        found = self.find(code)
        if found is None:
            hint = reader.hint(code, self.codes)
            reader.report(UNKNOWN_INTERVIEW, cell, register=self.title, allowed=self.codes, hint=hint)
        return found or ""


def read_code(cell: GridCell, reader: CellReader) -> str:
    """The code in a cell; a number stands for the code of two digits it was typed as."""
    text = reader.text(cell)
    return text.zfill(2) if text and not isinstance(cell.value, str) else text


def read_register(grid: SheetGrid, questions: QuestionSet, reader: CellReader) -> Register:
    """The interviews of the sheet; doubled codes and rows without one are reported."""
    sheet = layout.interviews_sheet(questions)
    table = find_table(grid, sheet, reader.problems)
    if table is None:
        return Register(grid.title, is_read=False)
    facts = [column.key for column in sheet.columns if column.kind is not CellKind.FORMULA and column.key != "code"]
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


def _interview(code: str, row: TableRow, sheet: Sheet, questions: QuestionSet, reader: CellReader) -> Interview:
    def text(key: str) -> str:
        return reader.text(row[key])

    def says_yes(key: str, otherwise: bool) -> bool:
        said = reader.yes_no(row[key], sheet.column(key))
        return otherwise if said is None else said

    has_all = layout.ALL_ELEMENTS in sheet.columns
    covers_all = has_all and says_yes(layout.ALL_ELEMENTS.key, False)
    return Interview(
        code=code,
        date=reader.date(row["date"]),
        interviewer=text("interviewer"),
        role=text("role"),
        level=reader.choice(row["level"], sheet.column("level")),
        elements=frozenset(e.id for e in questions.elements if says_yes(f"covers:{e.id}", covers_all)),
        left_out=text("left_out"),
        follow_ups_open=text("follow_ups_open"),
        follow_ups_closed=text("follow_ups_closed"),
        place=row["code"].place,
        places={key: row.place(key) for key in row.table.columns},
    )
