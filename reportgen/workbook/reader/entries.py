"""The engagement, and the sheets of one entry a row, from notes to the running text.

What a row says in each column follows from what the layout declares of it. A row that was only laid out (a reference
without a text, an element without a target) is no entry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, TypeVar

from reportgen.common.diagnostics.problems import (
    DOUBLED_REFERENCE,
    DOUBLED_TARGET,
    MISSING_ENTRY,
    NOT_PLACED,
    UNCOUNTED_INTERVIEW,
)
from reportgen.common.folding import code_key, fold
from reportgen.common.model import (
    AgreedScore,
    Engagement,
    Finding,
    Headline,
    Initiative,
    NarrativeSection,
    NarrativeText,
    Note,
    Place,
    QuestionSet,
    Target,
)
from reportgen.workbook import layout
from reportgen.workbook.layout import ENGAGEMENT_FORM, Column, Sheet, engagement_of
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import Grid, SheetGrid
from reportgen.workbook.reader.questionnaires import Register, rows_by_question
from reportgen.workbook.reader.tables import FoundTable, TableRow, find_table, read_form, report_overflow

USUAL_PRIORITY = "should"  # of an initiative that does not say

_Values = Mapping[str, Any]  # of a row, by column key
_T = TypeVar("_T")


def read_notes(grid: SheetGrid, register: Register, reader: CellReader) -> tuple[Note, ...]:
    """Anecdotes, examples, statements and insights from the interviews."""
    return _read(grid, layout.NOTES_SHEET, Note, reader, register, places=layout.NOTES_SHEET.placed_by)


def read_headlines(grid: SheetGrid, register: Register, reader: CellReader) -> tuple[Headline, ...]:
    """The key messages of the interviews."""
    return _read(grid, layout.HEADLINES_SHEET, Headline, reader, register, places=layout.HEADLINES_SHEET.placed_by)


def read_findings(grid: SheetGrid, reader: CellReader) -> tuple[Finding, ...]:
    """What the assessors conclude; a finding without area or kind is reported and left out."""
    return _read(grid, layout.FINDINGS_SHEET, Finding, reader, needed=lambda values: layout.FINDINGS_SHEET.placed_by)


def read_road_map(grid: SheetGrid, reader: CellReader) -> tuple[Initiative, ...]:
    """The initiatives; one without area or horizon is reported and left out, one without priority is a "should"."""
    sheet = layout.ROAD_MAP_SHEET
    located = ("owner", "lifts", "end")
    return _read(grid, sheet, _initiative, reader, needed=lambda values: sheet.placed_by, located=located)


def read_targets(grid: SheetGrid, questions: QuestionSet, reader: CellReader) -> tuple[Target, ...]:
    """The targets; one without element or box is reported and left out, and so is the second one of an element."""
    sheet = layout.TARGETS_SHEET
    needed, located = ("element", sheet.says), ("element", "by")
    kept: dict[str, Target] = {}
    for target in _read(grid, sheet, Target, reader, needed=lambda values: needed, located=located):
        first = kept.setdefault(target.element, target)
        if first is not target:
            place, title = target.element_place, questions.titles[target.element]
            reader.problems.append(DOUBLED_TARGET.at(place, value=title, first=first.element_place.cell))
    return tuple(kept.values())


def read_narrative(grid: SheetGrid, reader: CellReader) -> tuple[NarrativeText, ...]:
    """The running text; a text without a section, or an introduction without its area, is reported and left out."""
    return _read(grid, layout.NARRATIVE_SHEET, NarrativeText, reader, needed=_needed_by_text)


def _initiative(**values: Any) -> Initiative:
    usual = {"priority": USUAL_PRIORITY, "effort": ""}
    return Initiative(**values | {key: values[key] or other for key, other in usual.items()})


def _needed_by_text(values: _Values) -> tuple[str, ...]:
    placed_by = layout.NARRATIVE_SHEET.placed_by
    return (*placed_by, "area") if values["section"] is NarrativeSection.AREA_INTRODUCTION else placed_by


def _read(
    grid: SheetGrid,
    sheet: Sheet,
    make: Callable[..., _T],
    reader: CellReader,
    register: Register | None = None,
    *,
    places: Collection[str] = (),
    needed: Callable[[_Values], Collection[str]] = lambda values: (),
    located: Collection[str] = (),
) -> tuple[_T, ...]:
    """The entries of a sheet, each made of what its row says in the columns of the sheet.

    An entry that lacks what is `needed` of it is reported and left out; one that lacks what `places` it in the report
    is reported. Of the columns in `located` it knows the cells.
    """
    rows = list(_entries(grid, sheet, reader))
    references = _references(rows, sheet.letter, reader) if sheet.letter else []
    found = []
    for number, row in enumerate(rows):
        values = {column.key: _value(row, column, reader, register) for column in sheet.columns if column.key != "ref"}
        if sheet.letter:
            values["ref"] = references[number]
        lacking = [key for key in (*needed(values), *places) if row[key].is_empty]
        for key in lacking:
            kind = NOT_PLACED if key in places else MISSING_ENTRY
            column = sheet.column(key)
            codes = register.codes if register is not None and column.choices == layout.INTERVIEW_CODES else ()
            reader.report(kind, row[key], column=column.named, allowed=codes or reader.labels(column))
        if not any(values[key] in (None, "") for key in (*needed(values), sheet.says)):  # a picture is no text
            cells = {f"{key}_place": row[key].place for key in located}
            found.append(make(**values, **cells, place=row[sheet.says].place))
    return tuple(found)


def _entries(grid: SheetGrid, sheet: Sheet, reader: CellReader) -> Iterator[TableRow]:
    """The rows that hold an entry."""
    table = find_table(grid, sheet, reader.problems)
    if table is not None:
        yield from (row for row in table if row.has_entry(sheet.entered_by))
        report_overflow(grid, reader.problems)


def _value(row: TableRow, column: Column, reader: CellReader, register: Register | None) -> Any:
    if register is not None and column.choices == layout.INTERVIEW_CODES:
        return register.read_code(row[column.key], reader)
    return reader.value(row[column.key], column)


AgreedRows = tuple[tuple[AgreedScore, ...], Mapping[str, Place]]


def read_agreed(
    grid: SheetGrid, questions: QuestionSet, register: Register, answered: Collection[str], reader: CellReader
) -> AgreedRows:
    """The agreed boxes and their reasons, and where one goes for each question.

    A box that cannot be read is reported and left out. So is an interview among those `answered` without a column here:
    formulas count those that have one.
    """
    table = find_table(grid, layout.agreed_sheet(()), reader.problems)
    if table is None:
        return (), {}
    _report_uncounted(table, register, answered, reader)
    rows = rows_by_question(table, "agreed", questions, reader)
    report_overflow(grid, reader.problems)
    found = []
    for question_id in questions.questions:
        for row in rows.get(question_id, [])[:1]:
            box = reader.box(row["agreed"], question_id)
            reason = reader.text(row["reason"], question_id)
            if box is not None or (reason and row["agreed"].is_blank):
                found.append(AgreedScore(question_id, box, reason, row["agreed"].place, row["reason"].place))
    return tuple(found), {question_id: mine[0].place("agreed") for question_id, mine in rows.items()}


def _report_uncounted(table: FoundTable, register: Register, answered: Collection[str], reader: CellReader) -> None:
    headings = (table.grid.constant(table.header_row, n) for n in range(1, table.grid.width(table.header_row) + 1))
    counted = set(map(code_key, headings))
    if any(code_key(code) in counted for code in register.codes):  # else the columns were deleted
        for interview in register.interviews:
            if interview.code in answered and code_key(interview.code) not in counted:
                reader.problems.append(UNCOUNTED_INTERVIEW.at(interview.place, value=interview.code))


def _references(rows: Sequence[TableRow], letter: str, reader: CellReader) -> list[str]:
    """The reference of each entry, as written; where it is blank or used already, a free one is given."""
    written = [reader.text(row["ref"]) for row in rows]
    taken = {fold(ref) for ref in written}
    first: dict[str, str] = {}  # address by folded reference
    found = []
    for row, ref in zip(rows, written, strict=True):
        given = ref if ref and fold(ref) not in first else _free_reference(letter, taken)
        if ref and given != ref:
            reader.report(DOUBLED_REFERENCE, row["ref"], value=ref, first=first[fold(ref)], given=given)
        first.setdefault(fold(given), row["ref"].place.cell)
        taken.add(fold(given))
        found.append(given)
    return found


def _free_reference(letter: str, taken: Collection[str]) -> str:
    return next(ref for number in count(1) if fold(ref := f"{letter}-{number:03d}") not in taken)


# ------------------------------------------------------------------------------------------------------- the engagement


def read_engagement(grid: Grid, reader: CellReader) -> Engagement:
    """The facts of the engagement; what the sheet does not say is empty."""
    cells = read_form(grid, ENGAGEMENT_FORM, reader.problems)
    facts = {key: reader.value(cell, ENGAGEMENT_FORM.column(key)) for key, cell in cells.items()}
    given = {key: value for key, value in facts.items() if value is not None}
    return engagement_of(given, {key: cell.place for key, cell in cells.items()})
