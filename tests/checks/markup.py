"""The names in workbooks, and small questions to their XML."""

from __future__ import annotations

from reportgen.office.checks.word_file import as_whole

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def s(name: str) -> str:
    """A name of Excel's own."""
    return f"{{{SHEET}}}{name}"


def is_index(text: str | None, count: int) -> bool:
    """True for the number of one of `count` things, counted from 0."""
    return 0 <= as_whole(text, -1) < count
