"""Rows found by question id, on questionnaires and on the sheet of agreed scores."""

from __future__ import annotations

import re

from reportgen.common.diagnostics.problems import ANSWER_WITHOUT_QUESTION, DOUBLED_QUESTION, UNKNOWN_QUESTION
from reportgen.common.folding import fold
from reportgen.common.model import QuestionSet
from reportgen.workbook.reader.cells import CellReader, shown
from reportgen.workbook.reader.tables import Row, Table

_LOOKS_LIKE_AN_ID = re.compile(r"[^\W\d_]{1,6}[ -]?\d{1,4}")
NOTHING = "nothing"


def rows_by_question(table: Table, answer_key: str, questions: QuestionSet, reader: CellReader) -> dict[str, list[Row]]:
    """The rows of each question, one as a rule; unknown and doubled questions are reported.

    Rows that head a group, and rows of the assessors' own, are passed over.
    """
    ids = {fold(question_id): question_id for question_id in questions.questions}
    found: dict[str, list[Row]] = {}
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
                reader.report(ANSWER_WITHOUT_QUESTION, row["id"], value=shown(row[answer_key]))
    for question_id, rows in found.items():
        for row in rows[1:]:
            _report_doubled(question_id, rows[0], row, answer_key, reader)
    return found


def _report_doubled(question_id: str, first: Row, second: Row, answer_key: str, reader: CellReader) -> None:
    reader.report(
        DOUBLED_QUESTION,
        second[answer_key],
        question_id,
        value=shown(second[answer_key]) or NOTHING,
        first=first[answer_key].place.cell,
        first_value=shown(first[answer_key]) or NOTHING,
        second=second[answer_key].place.cell,
    )
