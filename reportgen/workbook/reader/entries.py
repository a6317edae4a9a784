"""The sheets of one entry a row: notes, headlines, agreed scores, findings, road map, narrative.

A row that was only laid out (a reference without a text, a section without a text) is no entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from reportgen.common.diagnostics.problems import DOUBLED_REFERENCE, MISSING_ENTRY, NOT_PLACED
from reportgen.common.folding import fold
from reportgen.common.model import (
    AgreedScore,
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
    QuestionSet,
)
from reportgen.workbook import layout
from reportgen.workbook.layout import Sheet
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import SheetGrid
from reportgen.workbook.reader.interviews import Register
from reportgen.workbook.reader.question_rows import rows_by_question
from reportgen.workbook.reader.tables import Row, find_table, report_overflow

USUAL_PRIORITY = "should"  # of an initiative that does not say


def _entries(grid: SheetGrid, sheet: Sheet, reader: CellReader) -> Iterator[Row]:
    """The rows that have a text."""
    table = find_table(grid, sheet, reader.problems)
    if table is not None:
        yield from (row for row in table if not row["text"].is_blank)
        report_overflow(grid, reader.problems)


def read_notes(grid: SheetGrid, register: Register, reader: CellReader) -> tuple[Note, ...]:
    """Anecdotes, examples, statements and insights from the interviews."""
    sheet = layout.NOTES_SHEET
    notes = []
    for row in _entries(grid, sheet, reader):
        _report_not_placed(row, sheet, ("interview", "element"), reader)
        kind = reader.choice(row["kind"], sheet.column("kind"))
        notes.append(
            Note(
                interview=register.read_code(row["interview"], reader),
                element=reader.choice(row["element"], sheet.column("element")),
                kind=NoteKind(kind) if kind else None,
                text=reader.text(row["text"]),
                place=row["text"].place,
            )
        )
    return tuple(notes)


def read_headlines(grid: SheetGrid, register: Register, reader: CellReader) -> tuple[Headline, ...]:
    """The key messages of the interviews."""
    sheet = layout.HEADLINES_SHEET
    headlines = []
    for row in _entries(grid, sheet, reader):
        _report_not_placed(row, sheet, ("interview",), reader)
        status = reader.choice(row["status"], sheet.column("status"))
        headlines.append(
            Headline(
                interview=register.read_code(row["interview"], reader),
                status=HeadlineStatus(status) if status else None,
                text=reader.text(row["text"]),
                place=row["text"].place,
            )
        )
    return tuple(headlines)


def read_agreed(grid: SheetGrid, questions: QuestionSet, reader: CellReader) -> tuple[AgreedScore, ...]:
    """The agreed boxes and their reasons; a box that cannot be read is reported and left out."""
    table = find_table(grid, layout.agreed_sheet(()), reader.problems)
    if table is None:
        return ()
    rows = rows_by_question(table, "agreed", questions, reader)
    report_overflow(grid, reader.problems)
    found = []
    for question_id in questions.questions:
        for row in rows.get(question_id, [])[:1]:
            box = reader.box(row["agreed"], question_id)
            reason = reader.text(row["reason"], question_id)
            if box is not None or (reason and row["agreed"].is_blank):
                found.append(AgreedScore(question_id, box, reason, row["agreed"].place, row["reason"].place))
    return tuple(found)


def read_findings(grid: SheetGrid, reader: CellReader) -> tuple[Finding, ...]:
    """What the assessors conclude; a finding without area or kind is reported and left out."""
    sheet = layout.FINDINGS_SHEET
    rows = list(_entries(grid, sheet, reader))
    findings = []
    for row, ref in zip(rows, _references(rows, "F", reader), strict=True):
        area, kind = _chosen(row, sheet, "area", reader), _chosen(row, sheet, "kind", reader)
        text = reader.text(row["text"])
        if area and kind:
            findings.append(Finding(ref, area, FindingKind(kind), text, row["text"].place))
    return tuple(findings)


def read_road_map(grid: SheetGrid, reader: CellReader) -> tuple[Initiative, ...]:
    """The initiatives; one without area or horizon is reported and left out, one without priority is a "should"."""
    sheet = layout.ROAD_MAP_SHEET
    rows = list(_entries(grid, sheet, reader))
    initiatives = []
    for row, ref in zip(rows, _references(rows, "R", reader), strict=True):
        area, horizon = _chosen(row, sheet, "area", reader), _chosen(row, sheet, "horizon", reader)
        initiative = Initiative(
            ref=ref,
            area=area or "",
            horizon=horizon or "",
            text=reader.text(row["text"]),
            priority=reader.choice(row["priority"], sheet.column("priority")) or USUAL_PRIORITY,
            effort=reader.choice(row["effort"], sheet.column("effort")) or "",
            owner=reader.text(row["owner"]),
            place=row["text"].place,
        )
        if area and horizon:
            initiatives.append(initiative)
    return tuple(initiatives)


def read_narrative(grid: SheetGrid, reader: CellReader) -> tuple[NarrativeText, ...]:
    """The running text; a text without a section, or an introduction without its area, is reported and left out."""
    sheet = layout.NARRATIVE_SHEET
    texts = []
    for row in _entries(grid, sheet, reader):
        section = _chosen(row, sheet, "section", reader)
        needs_area = section == NarrativeSection.AREA_INTRODUCTION.value
        area = (_chosen if needs_area else _optional)(row, sheet, "area", reader)
        text = reader.text(row["text"])
        if section and (area or not needs_area):
            texts.append(NarrativeText(NarrativeSection(section), area, text, row["text"].place))
    return tuple(texts)


def _report_not_placed(row: Row, sheet: Sheet, keys: Iterable[str], reader: CellReader) -> None:
    """Report each of these columns that is blank: the report then cannot use the text where it belongs."""
    for key in keys:
        if row[key].is_empty:
            reader.report(NOT_PLACED, row[key], column=sheet.column(key).header)


def _chosen(row: Row, sheet: Sheet, key: str, reader: CellReader) -> str | None:
    """The choice in a column that may not be blank; None when it is, or is no choice: both are reported."""
    if row[key].is_empty:
        reader.report(MISSING_ENTRY, row[key], column=sheet.column(key).header)
        return None
    return _optional(row, sheet, key, reader)


def _optional(row: Row, sheet: Sheet, key: str, reader: CellReader) -> str | None:
    return reader.choice(row[key], sheet.column(key))


def _references(rows: Sequence[Row], letter: str, reader: CellReader) -> list[str]:
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
    number = 1
    while fold(ref := f"{letter}-{number:03d}") in taken:
        number += 1
    return ref
