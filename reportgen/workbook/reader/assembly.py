"""From an opened workbook to an assessment: each sheet read by its own reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from reportgen.common.diagnostics.problems import MISSING_SHEET, Problem
from reportgen.common.folding import did_you_mean, fold
from reportgen.common.model import Assessment, Engagement, Place, QuestionSet
from reportgen.workbook import layout
from reportgen.workbook.reader import entries
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import OpenWorkbook, SheetGrid
from reportgen.workbook.reader.origin import check_origin, origin_of, sheet_titled
from reportgen.workbook.reader.questionnaires import Register, find_questionnaires, read_questionnaires, read_register

FOLDED_TITLES = frozenset(fold(title) for title in layout.TITLES)
"""The sheets known by their titles, as these are compared."""

_T = TypeVar("_T")


def read_opened(
    workbook: OpenWorkbook, questions: QuestionSet, *, to_carry: bool = False
) -> tuple[Assessment, tuple[Problem, ...]]:
    """What the workbook says, and every problem met in reading it.

    A workbook of another set, version or layout gives one problem and an empty assessment.
    What is read `to_carry` it into another workbook has the interviews too that are only laid out, and may have an
    older layout.
    """
    origin = origin_of(workbook)
    wrong = check_origin(origin, questions, older_layout=to_carry)
    if wrong:
        return Assessment(origin.set_id, origin.set_version, Engagement(), sheets=workbook.titles), (wrong,)
    sheets = _Sheets(workbook, questions, to_carry)
    assessment = sheets.assessment()
    return assessment, tuple(sheets.reader.problems)


class _Sheets:
    """The sheets of a workbook, each found by title and read once."""

    def __init__(self, workbook: OpenWorkbook, questions: QuestionSet, all_interviews: bool) -> None:
        self._workbook = workbook
        self._questions = questions
        self._all_interviews = all_interviews
        self.reader = CellReader(questions)

    def assessment(self) -> Assessment:
        """Everything the sheets say."""
        questions, reader = self._questions, self.reader
        origin = origin_of(self._workbook)
        if not origin.set_id:
            self._report_missing(layout.META)
        engagement = self._read(layout.ENGAGEMENT, lambda grid: entries.read_engagement(grid, reader)) or Engagement()
        register = self._read(layout.INTERVIEWS, lambda grid: read_register(grid, questions, reader)) or Register(
            is_read=False
        )
        found = find_questionnaires(self._other_sheets(), questions, reader)
        answers = read_questionnaires(found, register, questions, reader)
        notes = self._read(layout.NOTES, lambda grid: entries.read_notes(grid, register, reader)) or ()
        headlines = self._read(layout.HEADLINES, lambda grid: entries.read_headlines(grid, register, reader)) or ()
        mentioned = {note.interview for note in notes} | {headline.interview for headline in headlines}
        held = [
            interview
            for interview in register.interviews
            if (self._all_interviews and interview.code in answers)
            or interview.code in register.arranged | mentioned
            or any(answer.has_entry for answer in answers.get(interview.code, ()))
        ]
        return Assessment(
            set_id=origin.set_id or questions.id,
            set_version=origin.set_version or questions.version,
            engagement=engagement,
            interviews=tuple(held),
            answers=tuple(answer for interview in held for answer in answers.get(interview.code, ())),
            notes=notes,
            headlines=headlines,
            agreed=self._read(layout.AGREED, lambda grid: entries.read_agreed(grid, questions, reader)) or (),
            findings=self._read(layout.FINDINGS, lambda grid: entries.read_findings(grid, reader)) or (),
            initiatives=self._read(layout.ROAD_MAP, lambda grid: entries.read_road_map(grid, reader)) or (),
            narrative=self._read(layout.NARRATIVE, lambda grid: entries.read_narrative(grid, reader)) or (),
            sheets=self._workbook.titles,
        )

    def _read(self, title: str, read: Callable[[SheetGrid], _T]) -> _T | None:
        """What the sheet of that title says; None, and a problem, when it is not there."""
        grid = sheet_titled(self._workbook, title, self.reader.problems)
        if grid is None:
            self._report_missing(title)
            return None
        return read(grid)

    def _report_missing(self, title: str) -> None:
        others = (found for found in self._workbook.titles if fold(found) not in FOLDED_TITLES)
        hint = did_you_mean(title, others).replace("Did you mean", "Is it the one named")
        self.reader.problems.append(MISSING_SHEET.at(Place(title), sheet=title, hint=hint))

    def _other_sheets(self) -> list[SheetGrid]:
        return [self._workbook.grid(title) for title in self._workbook.titles if fold(title) not in FOLDED_TITLES]
