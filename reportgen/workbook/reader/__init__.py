"""Read a scoring workbook: sheets by title or code, columns by heading, rows by question id, wherever they moved.

Nothing of the workbook is trusted. What cannot be read as meant becomes a `Problem` with sheet and cell; what is no
scoring workbook at all is refused with one sentence.
"""

from __future__ import annotations

from pathlib import Path

from reportgen.workbook.reader.additions import additions
from reportgen.workbook.reader.assembly import WorkbookOrigin, origin_of, read_opened, recorded_questions
from reportgen.workbook.reader.grid import OpenWorkbook

__all__ = [
    "OpenWorkbook",
    "WorkbookOrigin",
    "additions",
    "open_workbook",
    "origin_of",
    "read_opened",
    "recorded_questions",
]


def open_workbook(path: Path) -> OpenWorkbook:
    """The file at `path`, admitted and opened. Raises `UnreadableFileError` when it is no sound workbook."""
    return OpenWorkbook(path)
