"""Read a scoring workbook: sheets by title or code, columns by heading, rows by question id, wherever they moved.

Nothing of the workbook is trusted. What cannot be read as meant becomes a `Problem` with sheet and cell; what is no
scoring workbook at all is refused with one sentence.
"""

from __future__ import annotations

from reportgen.workbook.reader.assembly import WorkbookOrigin, files_named, origin_of, read_opened, recorded_questions
from reportgen.workbook.reader.grid import OpenWorkbook

__all__ = [
    "OpenWorkbook",
    "WorkbookOrigin",
    "files_named",
    "origin_of",
    "read_opened",
    "recorded_questions",
]
