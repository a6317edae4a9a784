"""Read a scoring workbook: sheets by title or code, columns by heading, rows by question id, wherever they moved.

Nothing of the workbook is trusted. What cannot be read as meant becomes a `Problem` with sheet and cell; what is no
scoring workbook at all is refused with one sentence.
"""

from __future__ import annotations

from pathlib import Path

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.model import Assessment, QuestionSet
from reportgen.workbook.reader.additions import additions
from reportgen.workbook.reader.assembly import read_opened
from reportgen.workbook.reader.grid import OpenWorkbook
from reportgen.workbook.reader.origin import Origin, origin_of
from reportgen.workbook.reader.recorded import recorded_questions

__all__ = [
    "OpenWorkbook",
    "Origin",
    "additions",
    "open_workbook",
    "origin_of",
    "read_opened",
    "read_workbook",
    "recorded_questions",
    "recorded_set",
]


def open_workbook(path: Path) -> OpenWorkbook:
    """The file at `path`, admitted and opened. Raises `UnreadableFileError` when it is no sound workbook."""
    return OpenWorkbook(path)


def recorded_set(path: Path) -> tuple[str, str]:
    """Id and version of the question set the workbook was made from; empty texts where it does not say.

    Raises `UnreadableFileError` when there is no such file, or it is no scoring workbook.
    """
    origin = origin_of(open_workbook(path))
    return origin.set_id, origin.set_version


def read_workbook(path: Path, questions: QuestionSet) -> tuple[Assessment, tuple[Problem, ...]]:
    """What the workbook says, and every problem met in reading it.

    A workbook of another set, version or layout gives one problem and an empty assessment. Raises
    `UnreadableFileError` when there is no such file, or it is no scoring workbook.
    """
    return read_opened(open_workbook(path), questions)
