"""Where everything will stand, settled before the first cell is written: formulas of one sheet point into others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from openpyxl.utils import get_column_letter, quote_sheetname

from reportgen.common.exceptions import UsageError
from reportgen.common.model import AnswerState, Element, QuestionSet
from reportgen.common.rounding import MINUS
from reportgen.common.scale import Answers
from reportgen.workbook import layout
from reportgen.workbook.layout import AnswerLists, ChoiceList, Entry, Sheet

FIRST_ROW = 5  # of every table: above it banner, help, the columns' help and the header
MOST_INTERVIEWS = 80  # the reader refuses workbooks of more than 100 sheets
LONGEST_TITLE = 31  # of a sheet, in Excel
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """Where a table stands, and how formulas refer to its columns and cells."""

    title: str  # of its sheet, as the tab shows it
    keys: tuple[str, ...]  # of its columns, from left to right
    rows: int
    first_row: int = FIRST_ROW
    first_column: int = 1

    @property
    def header_row(self) -> int:
        """The row of the column headers."""
        return self.first_row - 1

    @property
    def last_row(self) -> int:
        """The last row of the table."""
        return self.first_row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The number of the last column, counted from 1."""
        return self.first_column + len(self.keys) - 1

    def number(self, key: str) -> int:
        """The number of a column, counted from 1."""
        return self.first_column + self.keys.index(key)

    def letter(self, key: str) -> str:
        """The letters of a column."""
        return get_column_letter(self.number(key))

    def local(self, key: str) -> str:
        """The cells of a column, for formulas on the same sheet."""
        letter = self.letter(key)
        return f"${letter}${self.first_row}:${letter}${self.last_row}"

    def span(self, key: str) -> str:
        """The cells of a column, for formulas on any sheet."""
        return f"{quote_sheetname(self.title)}!{self.local(key)}"

    def whole(self, key: str) -> str:
        """The whole column, wherever its rows move."""
        letter = self.letter(key)
        return f"{quote_sheetname(self.title)}!${letter}:${letter}"

    def cell(self, key: str, position: int) -> str:
        """The cell in the row at `position`, counted from 0, for formulas on any sheet."""
        return f"{quote_sheetname(self.title)}!${self.letter(key)}${self.first_row + position}"

    def here(self, key: str, position: int) -> str:
        """The same for formulas on its own sheet."""
        return f"${self.letter(key)}${self.first_row + position}"

    @property
    def area(self) -> str:
        """Header and rows, as an A1 range of their sheet."""
        first = get_column_letter(self.first_column)
        return f"{first}{self.header_row}:{get_column_letter(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True)
class ListRange:
    """A drop-down list and where its entries stand."""

    entries: ChoiceList
    reference: str


@dataclass(frozen=True, slots=True)
class WorthTable:
    """Where formulas look up what an answer to some questions is worth, on the sheet of lists."""

    answers: Answers
    points: Mapping[AnswerState, Fraction]
    entries: tuple[Entry, ...]  # everything an answer can be; boxes come first, N/A last
    column: int  # of the entries; what they are worth stands to the right of them
    values: str  # the boxes, from the highest to the lowest
    keys: str  # the entries: a label, a bare box, blank; of questions that every company can answer without N/A
    worth: str  # what each of them counts, or the mark of what does not count
    box: str  # the same without the points of N/A and not known; a column of its own where there are any


@dataclass(frozen=True)
class Plan:
    """The places of all tables of a workbook."""

    questions: QuestionSet
    codes: tuple[str, ...]  # of the interviews
    lists: Mapping[str, ListRange]
    answer_lists: Mapping[str, AnswerLists]  # by question id
    worths: Mapping[str, WorthTable]  # by question id
    interviews_sheet: Sheet
    questionnaire_sheet: Sheet
    agreed_sheet: Sheet
    interviews: PlannedTable
    questionnaires: Mapping[str, PlannedTable]  # by interview code
    good_practice: PlannedTable
    shortcuts: tuple[tuple[str, Element], ...]  # links at the top of a questionnaire: words, and where they lead
    rows: Mapping[str, int]  # of a questionnaire, counted from its first one: those of questions, by id
    bands: Mapping[str, int]  # those that head the questions of elements, by id
    agreed: PlannedTable
    model: ModelTables

    @cached_property
    def progress_of(self) -> tuple[str, ...]:
        """What the rows of progress are about, in the order of the work: the titles of sheets as we give them."""
        before, after = layout.SHEETS_WITH_PROGRESS[:2], layout.SHEETS_WITH_PROGRESS[2:]
        return (*before, *map(layout.questionnaire_title, self.codes), *after)

    def progress(self, name: str, key: str) -> str:
        """What is known of the progress of a sheet, for formulas on any sheet."""
        return self.model.progress.cell(key, self.progress_of.index(name))

    def choices(self, name: str) -> str:
        """The range behind a drop-down."""
        return self.interviews.span("code") if name == layout.INTERVIEW_CODES else self.lists[name].reference

    @cached_property
    def box_format(self) -> str:
        """The number format of boxes; empty where that of the style is right: whole numbers from 0 up."""
        values = {value for worths in self.worths.values() for value in worths.answers.values}
        values |= {value for worths in self.worths.values() for value in worths.points.values()}
        return "" if all(value.denominator == 1 and value >= 0 for value in values) else f'General;"{MINUS}"General'

    def label(self, name: str, value: object, field: str) -> str:
        """What a drop-down shows for a value; empty for none. Raises UsageError naming the field for an unknown one."""
        if value is None or value == "":
            return ""
        for entry in self.lists[name].entries.entries:
            if entry.value == str(value):
                return entry.label
        allowed = ", ".join(entry.label for entry in self.lists[name].entries.entries)
        raise UsageError(f"{field}: '{value}' is not known to the question set; known are {allowed}.")


@dataclass(frozen=True, slots=True)
class ModelTables:
    """The tables on the hidden sheet of the model, side by side."""

    questions: PlannedTable
    interviews: PlannedTable
    elements: PlannedTable
    areas: PlannedTable
    overall: PlannedTable
    progress: PlannedTable


def make_plan(questions: QuestionSet, codes: Sequence[str]) -> Plan:
    """The plan of a workbook for these questions and interviews.

    Raises UsageError when there are no interviews, too many, or two of one code.
    """
    _check_codes(codes)
    lists = _list_ranges(layout.choice_lists(questions))
    interviews_sheet = layout.interviews_sheet(questions)
    questionnaire = layout.questionnaire_sheet(questions)
    shortcuts = _shortcuts(questions, len(questionnaire.columns))
    rows, bands = _rows_of_questions(questions)
    length = len(rows) + len(bands)
    first_row = FIRST_ROW + -(-len(shortcuts) // len(questionnaire.columns))
    agreed_sheet = layout.agreed_sheet(tuple(codes))
    return Plan(
        questions=questions,
        codes=tuple(codes),
        lists=lists,
        answer_lists=layout.answer_lists(questions),
        worths=_worth_tables(questions, first_column=len(lists) + 2),
        interviews_sheet=interviews_sheet,
        questionnaire_sheet=questionnaire,
        agreed_sheet=agreed_sheet,
        interviews=table_of(interviews_sheet, len(codes)),
        questionnaires={
            code: PlannedTable(title, _keys(questionnaire), length, first_row)
            for code, title in zip(codes, _titles(codes), strict=True)
        },
        good_practice=table_of(layout.good_practice_sheet(questions), length),
        shortcuts=shortcuts,
        rows=rows,
        bands=bands,
        agreed=table_of(agreed_sheet, len(questions.questions)),
        model=_model_tables(questions, codes),
    )


MOST_ROWS_OF_SHORTCUTS = 3  # they stay in sight, and take the room from the questions


def _shortcuts(questions: QuestionSet, columns: int) -> tuple[tuple[str, Element], ...]:
    """The elements, or the first of each area where there is no room for all of them; none where there is but one."""
    room = MOST_ROWS_OF_SHORTCUTS * columns
    if len(questions.elements) < 2:
        return ()
    if len(questions.elements) <= room:
        return tuple((f"{element.code} {element.title}", element) for element in questions.elements)
    return tuple((area.title, area.elements[0]) for area in questions.areas[:room])


def _rows_of_questions(questions: QuestionSet) -> tuple[dict[str, int], dict[str, int]]:
    """The rows of the questions, and of the heads of their elements above them, counted from 0."""
    rows: dict[str, int] = {}
    bands: dict[str, int] = {}
    for element in questions.elements:
        bands[element.id] = len(rows) + len(bands)
        for question in element.questions:
            rows[question.id] = len(rows) + len(bands)
    return rows, bands


def table_of(sheet: Sheet, rows: int) -> PlannedTable:
    """The place of the table of a sheet that has one."""
    return PlannedTable(sheet.title, _keys(sheet), rows)


def _keys(sheet: Sheet) -> tuple[str, ...]:
    return tuple(column.key for column in sheet.columns)


def _check_codes(codes: Sequence[str]) -> None:
    if not 1 <= len(codes) <= MOST_INTERVIEWS:
        raise UsageError(f"A workbook holds 1 to {MOST_INTERVIEWS} interviews, not {len(codes)}.")
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    if doubled:
        raise UsageError(f"Two interviews have the code {doubled[0]}; each needs a code of its own.")


def _titles(codes: Sequence[str]) -> list[str]:
    """A valid sheet title for each questionnaire, told apart even where codes differ in what titles cannot hold."""
    taken = {title.casefold() for title in layout.TITLES}
    titles = []
    for code in codes:
        wanted = _NOT_IN_TITLES.sub("-", layout.questionnaire_title(code))[:LONGEST_TITLE].strip("' ")
        title, number = wanted, 1
        while title.casefold() in taken:
            number += 1
            ending = f" ({number})"
            title = wanted[: LONGEST_TITLE - len(ending)] + ending
        taken.add(title.casefold())
        titles.append(title)
    return titles


def _list_ranges(lists: Mapping[str, ChoiceList]) -> dict[str, ListRange]:
    """Each list in a column of its own on the hidden sheet."""
    return {
        name: ListRange(entries, _reference(column, len(entries.entries)))
        for column, (name, entries) in enumerate(lists.items(), start=1)
    }


def _reference(column: int, entries: int) -> str:
    letter = get_column_letter(column)
    return f"{layout.LISTS}!${letter}$2:${letter}${entries + 1}"


def _worth_tables(questions: QuestionSet, first_column: int) -> dict[str, WorthTable]:
    """What answers are worth, by question id: one table for all questions with the same boxes and points."""
    known: dict[tuple[object, ...], WorthTable] = {}
    found = {}
    column = first_column
    for question_id, answers in questions.answers.items():
        points = questions.questions[question_id].points
        key = (id(answers), frozenset(points.items()))
        if key not in known:
            known[key] = _worth_table(answers, points, column)
            column += 4 if points else 3
        found[question_id] = known[key] if questions.questions[question_id].na_allowed else _without_na(known[key])
    return found


def _without_na(table: WorthTable) -> WorthTable:
    """The same table, looked up but for its last entry."""
    return replace(table, keys=_reference(table.column, len(table.entries) - 1))


def _worth_table(answers: Answers, points: Mapping[AnswerState, Fraction], column: int) -> WorthTable:
    entries = layout.known_to_formulas(answers)
    worth = _reference(column + 1, len(entries))
    return WorthTable(
        answers=answers,
        points=points,
        entries=entries,
        column=column,
        values=_reference(column + 1, len(answers.boxes)),
        keys=_reference(column, len(entries)),
        worth=worth,
        box=_reference(column + 2, len(entries)) if points else worth,
    )


def _model_tables(questions: QuestionSet, codes: Sequence[str]) -> ModelTables:
    """The tables on the hidden sheet of the model, with an empty column between them."""
    per_interview = [f"{what}:{code}" for what in ("score", "due", "open") for code in codes]
    if questions.has_points:
        per_interview += [f"box:{code}" for code in codes]
    levels = [f"level:{level.id}" for level in questions.levels]
    lists = ["answers"] if questions.has_own_boxes else []
    points = [layout.POINTS.format(state.value) for state in layout.STATES_WITH_POINTS]
    counts = ["questions", "scored", "not_applicable"]
    own = ["applicable_weight", "scored_weight", "weighted"]
    parts = ["children_applicable", "children_covered", "children_scored", "children_weighted"]
    found = ["coverage", "score"]
    in_whole = ["covered", "weighted_score"]
    question_facts = ["agreed", "n", "na", "given", "value", "status", "weighted"]
    columns = [
        ["id", "element", "area", "weight", *lists, *points, *levels, *question_facts, *per_interview],
        ["code", "level", "used", "lacking", "unregistered", "wanted", "open", "next"],
        ["number", "id", "area", "weight", *counts, *own, *found, *in_whole, *(f"covers:{code}" for code in codes)],
        ["number", "id", "weight", *counts, *parts, *found, *in_whole],
        ["id", *counts, *parts, *found],
        ["sheet", "left", "state", "said", "target", "next"],
    ]
    rows = [len(questions.questions), len(codes), len(questions.elements), len(questions.areas), 1]
    rows.append(len(layout.SHEETS_WITH_PROGRESS) + len(codes))
    tables, column = [], 1
    for keys, count in zip(columns, rows, strict=True):
        tables.append(PlannedTable(layout.MODEL, tuple(keys), count, first_row=2, first_column=column))
        column += len(keys) + 1
    return ModelTables(*tables)
