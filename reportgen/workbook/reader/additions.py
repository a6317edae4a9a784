"""What assessors added to a workbook beside its entries: no score and no report knows it, and no new workbook gets it.

Their own sheets, columns, rows and remarks are welcome, and reading passes over them. Whoever carries the entries over
to another workbook is told what stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import (
    OWN_COLUMN,
    OWN_COMMENTS,
    OWN_SHEET,
    OWN_TEXT,
    Remark,
    RemarkKind,
)
from reportgen.common.folding import code_key, fold
from reportgen.common.language import in_quotes
from reportgen.common.model import NOWHERE, Assessment, Place, QuestionSet
from reportgen.workbook import layout
from reportgen.workbook.layout import CODE_LABEL, Sheet
from reportgen.workbook.reader.assembly import our_title, sheet_titled
from reportgen.workbook.reader.grid import OpenWorkbook, SheetGrid
from reportgen.workbook.reader.tables import FoundTable, TableRow, find_label, find_table, is_headed

_Addition = tuple[RemarkKind, Place, Mapping[str, str]]  # what it is, where, and the facts to be told

_CALCULATED = re.compile(r"Answered \d+ of \d+|Not part of this interview|Score so far: .*")  # where an element begins


def additions(workbook: OpenWorkbook, questions: QuestionSet, assessment: Assessment) -> tuple[Remark, ...]:
    """What the workbook holds beside the entries of the assessment that was read from it, sheet by sheet.

    Texts on the sheets Guide, Good practice and Results and changed formats are not looked for.
    """
    from reportgen.workbook.marking.comments import (
        own_words,  # of all that read, only who carries entries over needs it
    )

    found = list(_of_engagement(workbook, assessment))
    found += _of_tables(workbook, questions, assessment)
    for title in workbook.titles:
        if not our_title(title, workbook.titles):
            found += _of_other_sheet(workbook.grid(title), questions)
    if any(own_words(comment) for comment in workbook.comments):
        found.append((OWN_COMMENTS, NOWHERE, {}))
    return tuple(kind.at(FilePlace(str(workbook.path), place), **facts) for kind, place, facts in found)


def _of_engagement(workbook: OpenWorkbook, assessment: Assessment) -> Iterator[_Addition]:
    """Texts from the first field of the form on that are neither label, entry nor help."""
    form, places = layout.ENGAGEMENT_FORM, assessment.engagement.places
    grid = sheet_titled(workbook, form.title)
    if grid is None:
        return
    grid.read_on()
    ours = {fold(text) for column in form.columns for text in (column.header, *column.helps)}
    entries = {place.cell for place in places.values()}
    begun = False
    for row in range(1, grid.height + 1):
        for column in range(1, grid.width(row) + 1):
            text = grid.constant(row, column)
            begun = begun or fold(text) == fold(form.columns[0].header)
            place = grid.cell(row, column).place
            if begun and text and fold(text) not in ours and place.cell not in entries:
                yield OWN_TEXT, place, {"text": in_quotes(text)}


def _of_tables(workbook: OpenWorkbook, questions: QuestionSet, assessment: Assessment) -> Iterator[_Addition]:
    lists = (layout.NOTES_SHEET, layout.HEADLINES_SHEET, layout.FINDINGS_SHEET)
    for sheet in (*lists, layout.ROAD_MAP_SHEET, layout.TARGETS_SHEET, layout.NARRATIVE_SHEET):
        if table := _table(workbook, sheet):
            yield from _columns(table)
            yield from _rows_without_entry(table, sheet)
    register = layout.interviews_sheet(questions)
    if table := _table(workbook, register):
        yield from _columns(table)
        yield from _rows_of_no_interview(table, assessment)
    agreed = layout.agreed_sheet(())
    if table := _table(workbook, agreed):
        codes = [interview.code for interview in assessment.interviews]
        yield from _columns(table, typed_only=True, ours=codes)  # each interview has a column of formulas
        yield from _rows_of_no_question(table, questions)


def _table(workbook: OpenWorkbook, sheet: Sheet) -> FoundTable | None:
    grid = sheet_titled(workbook, sheet.title)
    return find_table(grid, sheet, []) if grid else None


def _of_other_sheet(grid: SheetGrid, questions: QuestionSet) -> Iterator[_Addition]:
    """A questionnaire's own columns and rows, or the whole sheet when it is none."""
    sheet = layout.questionnaire_sheet(questions)
    if find_label(grid, CODE_LABEL) or is_headed(grid, [sheet.column(key) for key in ("id", "answer", "note")]):
        if table := find_table(grid, sheet, []):
            hints = [column.header for column in layout.good_practice_sheet(questions).columns]  # stood here once
            examples = layout.EXAMPLES.header  # of a sector, which the set that a workbook records does not know
            yield from _columns(table, ours=[*hints, examples])
            yield from _rows_of_no_question(table, questions)
        return
    grid.read_on()
    texts = [
        [grid.constant(row, column) for column in range(1, grid.width(row) + 1)] for row in range(1, grid.height + 1)
    ]
    if any(text for row in texts for text in row) and not _is_list_of_problems(texts):
        yield OWN_SHEET, Place(grid.title), {}


def _is_list_of_problems(texts: Iterable[Iterable[str]]) -> bool:
    """True for the first sheet of a marked copy, which is no assessor's own."""
    return any(text.partition("\n")[0] == layout.MARKS for row in texts for text in row)


def _columns(table: FoundTable, *, typed_only: bool = False, ours: Iterable[str] = ()) -> Iterator[_Addition]:
    """Columns of another heading, and columns without one that hold something; or only those with typed entries.

    Beside the columns of the table, those of `ours` are no additions either: some programs leave the values of their
    formulas, and sets that a workbook records know less than those it was made from.
    """
    known, ours = set(table.columns.values()), frozenset(map(fold, ours))
    table.grid.read_on()
    rows = range(table.header_row + 1, table.grid.height + 1)
    width = max(table.grid.width(row) for row in (table.header_row, *rows))
    for number in range(1, width + 1):
        heading = table.grid.constant(table.header_row, number)
        if number in known or fold(heading) in ours:
            continue
        typed = any(table.grid.constant(row, number) for row in rows)
        if typed or (heading and not typed_only):
            yield OWN_COLUMN, table.grid.cell(table.header_row, number).place, {"text": in_quotes(heading)}


def _rows_without_entry(table: FoundTable, sheet: Sheet) -> Iterator[_Addition]:
    """Rows of a list in which something was chosen, but nothing written."""
    keys = [column.key for column in sheet.columns if column.key not in (*sheet.laid_out, sheet.says)]
    for row in table:
        if row[sheet.says].is_blank and row.has_entry(keys):
            yield from _row(row, keys)


def _rows_of_no_interview(table: FoundTable, assessment: Assessment) -> Iterator[_Addition]:
    codes = {code_key(interview.code) for interview in assessment.interviews}
    for row in table:
        if code_key(row.constant("code")) not in codes:
            yield from _row(row, ["code"])


def _rows_of_no_question(table: FoundTable, questions: QuestionSet) -> Iterator[_Addition]:
    """Rows that are neither a question's nor the head of an element's, and what was typed into the latter."""
    ids = {fold(question_id) for question_id in questions.questions}
    heads = {fold(layout.band_label(element)) for element in questions.elements}
    for row in table:
        key = fold(row.constant("id"))
        if key not in ids:
            names = [name for name in table.columns if not (key in heads and _is_of_head(row, name))]
            yield from _row(row, names)


def _is_of_head(row: TableRow, name: str) -> bool:
    """True for what we write where an element begins, if only the values of its formulas are left."""
    return name == "id" or bool(_CALCULATED.fullmatch(row.constant(name)))


def _row(row: TableRow, keys: Iterable[str]) -> Iterator[_Addition]:
    """The row, at the first of these cells that holds something."""
    for key in keys:
        if text := row.constant(key):
            yield OWN_TEXT, row[key].place, {"text": in_quotes(text)}
            return
