"""The problems of a workbook or a file of peers as rows of a page, and those that stopped a task."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.common.diagnostics.problems import Problem

_MOST_ALLOWED = 40  # entries that a page lists; a cell shows all of them in Excel


def row(problem: Problem, *folders: PurePath) -> dict[str, Any]:
    """A problem for a page: what was found and what to do begin sentences of their own; `folders` are not shown."""
    from reportgen.common.language import capitalised
    from reportgen.web.remedies import without_folders, worded

    told = worded(problem)
    return {
        "is_error": told.is_error,
        "sheet": told.place.sheet,
        "cell": told.place.cell,
        "question": told.question_id,
        "found": told.fact("value"),
        "allowed": _allowed(told),
        "advice": capitalised(without_folders(told.advice, *folders)),
        "code": told.code,
    }


def _allowed(problem: Problem) -> str:
    """The entries that could stand there, where they are known and what to do does not spell them out."""
    entries = problem.allowed
    if all(f"'{entry}'" in problem.remedy for entry in entries):
        return ""
    more = len(entries) - _MOST_ALLOWED
    return ", ".join(entries[:_MOST_ALLOWED]) + (f" and {more} more" if more > 0 else "")


def stopping(error: BaseException | None, *folders: PurePath) -> list[dict[str, Any]]:
    """The problems of the workbook for which a task was not done; none where it was another reason."""
    from reportgen.common.exceptions import InvalidWorkbookError

    return [row(one, *folders) for one in error.problems] if isinstance(error, InvalidWorkbookError) else []
