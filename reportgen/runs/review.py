"""How a draft is reviewed and made final: the order of `review` and `finalize`. The command writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import PAGES_OF_LIBREOFFICE
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.options import RefreshOptions
from reportgen.draft.confirming import confirm
from reportgen.draft.finalize import finalized
from reportgen.draft.review import Point, review
from reportgen.draft.stored import Draft, open_draft
from reportgen.office.package import DamagedPartError, Package
from reportgen.runs.build import paged
from reportgen.runs.compared import Compared, compared, compared_with_recorded
from reportgen.runs.progress import Progress
from reportgen.word.fields import has_page_numbers


@dataclass(frozen=True)
class Review:
    """What is left to do before a draft is issued, and the report it would be."""

    points: tuple[Point, ...]
    issued: Package  # without page numbers of its own
    remarks: tuple[Diagnostic[str], ...]  # what could not be compared
    record: BuildRecord  # what the draft was built from

    @property
    def blocking(self) -> tuple[Point, ...]:
        """The points that stand in the way."""
        return tuple(point for point in self.points if point.is_error)


def review_draft(
    *,
    draft: Path,
    workbook: Path | None,
    progress: Progress,
    question_set: str | None = None,
    base: Path | None = None,
) -> Review:
    """Everything left to do in a draft; with a `workbook` its figures are compared. `base` is what it was generated as.

    Raises `UnreadableFileError` when the draft is none of ours, `UsageError` when something it was built from cannot be
    found, `InvalidWorkbookError` with every problem when the workbook has errors.
    """
    progress("Reading the draft")
    opened = open_draft(draft, base_file=base)
    options = RefreshOptions(question_set=question_set)
    return _reviewed(opened, compared(opened, workbook, options, progress) if workbook else Compared(), progress)


def confirm_suggestions(draft: Path, chapter: str, base: Path | None = None) -> tuple[bytes, int]:
    """The draft with the suggestions of a chapter, or all, confirmed, and how many comments asked for it.

    Raises `UnreadableFileError` when the draft is none of ours, `UsageError` when nothing is to be confirmed there.
    """
    opened = open_draft(draft, base_file=base)
    package, count = confirm(opened.parts, opened.base, chapter)
    return package.packed(), count


def review_for_issue(
    *,
    draft: Path,
    workbook: Path | None,
    progress: Progress,
    question_set: str | None = None,
    base: Path | None = None,
) -> Review:
    """Everything left to do in a draft, figures included: without a `workbook` those of the one it was built from.

    Raises as `review_draft` does; where the recorded workbook cannot be compared, a remark says so.
    """
    if workbook:
        return review_draft(draft=draft, workbook=workbook, progress=progress, question_set=question_set, base=base)
    progress("Reading the draft")
    opened = open_draft(draft, base_file=base)
    return _reviewed(opened, compared_with_recorded(opened, progress), progress)


def _reviewed(opened: Draft, against: Compared, progress: Progress) -> Review:
    progress("Looking for what is left to do")
    try:
        final = finalized(opened.parts, opened.base)
        points = review(opened.parts, opened.base, final, against.fresh)
    except DamagedPartError as error:
        path = opened.path
        raise UnreadableFileError(f"'{path}' is damaged: {error}. Open it in Word, save it and try again.") from error
    remarks = (*([opened.restored] if opened.restored else ()), *against.remarks)
    return Review(points, final.parts, remarks, opened.base.record)


def with_pages(
    issued: Package, progress: Progress, *, pages: bool, pdf: bool
) -> tuple[Package, bytes | None, tuple[Diagnostic[str], ...]]:
    """The report with page numbers, and its PDF, as far as asked for; remarks say whose they are, or why not."""
    package, printed, remark = paged(issued, progress, pages=pages, pdf=pdf)
    if remark or not pages or not has_page_numbers(package):
        return package, printed, (remark,) if remark else ()
    return package, printed, (PAGES_OF_LIBREOFFICE.at(),)
