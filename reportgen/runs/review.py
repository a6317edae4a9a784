"""How a draft is reviewed and made final: the order of `review` and `finalize`. The command writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.options import RefreshOptions
from reportgen.draft.finalize import finalized
from reportgen.draft.review import Fresh, Point, changed_rows, review
from reportgen.draft.stored import Draft, open_draft
from reportgen.office.package import DamagedPartError
from reportgen.peers.shown import SHOWN_FILE
from reportgen.runs.progress import Progress


@dataclass(frozen=True)
class Review:
    """What is left to do before a draft is issued, and the report it would be."""

    points: tuple[Point, ...]
    final: bytes

    @property
    def is_blocked(self) -> bool:
        """True while something stands in the way."""
        return any(point.is_error for point in self.points)


def review_draft(*, draft: Path, workbook: Path | None, progress: Progress, question_set: str | None = None) -> Review:
    """Everything left to do in a draft; with a `workbook` its figures are compared.

    Raises `UnreadableFileError` when the draft is none of ours, `UsageError` when something it was built from cannot be
    found, `InvalidWorkbookError` with every problem when the workbook has errors.
    """
    progress("Reading the draft")
    opened = open_draft(draft)
    fresh = _fresh(opened, workbook, RefreshOptions(question_set=question_set), progress) if workbook else None
    progress("Looking for what is left to do")
    try:
        final = finalized(opened.parts, opened.base)
        points = review(opened.parts, opened.base, final, fresh)
    except DamagedPartError as error:
        raise UnreadableFileError(f"'{draft}' is damaged: {error}. Open it in Word, save it and try again.") from error
    return Review(points, final.packed())


def _fresh(opened: Draft, workbook: Path, options: RefreshOptions, progress: Progress) -> Fresh:
    """What a report says that is built now, as the draft says it was built."""
    from reportgen.runs.build import build_report
    from reportgen.runs.explain import FigureSources
    from reportgen.runs.recorded import as_recorded
    from reportgen.runs.score import Scored

    seen: list[Scored] = []
    again = as_recorded(opened.base.record, options, workbook=workbook, draft=opened.path)
    base = build_report(workbook, again, progress, seen.append, [opened.path.with_name(SHOWN_FILE)]).base
    return Fresh(base, FigureSources(seen[0], changed_rows(opened.base, base)).of)
