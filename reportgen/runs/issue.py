"""How a draft is reviewed and finalized: the order of `review` and `finalize`, as `pipeline` has that of a report.

Everything is made in memory; the command writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.common.exceptions import UnreadableFileError

if TYPE_CHECKING:
    from reportgen.draft.opening import Draft
    from reportgen.draft.review import Fresh, Point
    from reportgen.runs.build import Scored

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Issue:
    """A report as it would be issued, and what is left to do before."""

    document: bytes
    points: tuple[Point, ...]

    @property
    def is_blocked(self) -> bool:
        """True while something stands in the way."""
        return any(point.is_error for point in self.points)


def prepare(draft: Path, workbook: Path | None, tell: Tell, question_set: str | None = None) -> Issue:
    """The report that a draft would be, with everything left to do; with a `workbook` its figures are compared.

    Raises `UnreadableFileError` when the draft is none of ours, `UsageError` when something it was built from cannot be
    found, `InvalidWorkbookError` with every problem when the workbook has errors.
    """
    from reportgen.draft.finalize import finalized
    from reportgen.draft.opening import open_draft
    from reportgen.draft.review import review
    from reportgen.office.package import NotAPackageError

    tell("Reading the draft")
    opened = open_draft(draft)
    fresh = _fresh(opened, workbook, tell, question_set) if workbook else None
    tell("Looking for what is left to do")
    try:
        issued = finalized(opened.parts, opened.base)
        points = review(opened.parts, opened.base, issued, fresh)
    except NotAPackageError as error:
        raise UnreadableFileError(f"'{draft}' is damaged: {error}. Open it in Word, save it and try again.") from error
    return Issue(issued.packed(), points)


def _fresh(opened: Draft, workbook: Path, tell: Tell, question_set: str | None) -> Fresh:
    """What a report says that is built now, as the draft says it was built."""
    from reportgen.draft.review import Fresh, changed_rows
    from reportgen.runs.build import build_report
    from reportgen.runs.figure_sources import Sources
    from reportgen.runs.refresh import Wish, as_recorded

    seen: list[Scored] = []
    inputs = as_recorded(opened.base.recipe, Wish(question_set=question_set), workbook, opened.path)
    base = build_report(inputs, tell, seen.append).base
    return Fresh(base, Sources(seen[0], changed_rows(opened.base, base)).of)
