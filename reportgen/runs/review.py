"""How a draft is reviewed and made final: the order of `review` and `finalize`. The command writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.exceptions import UnreadableFileError, UsageError
from reportgen.common.language import tally
from reportgen.common.options import RefreshOptions
from reportgen.draft.confirming import confirm
from reportgen.draft.finalize import finalized
from reportgen.draft.review import Point, review
from reportgen.draft.stored import Draft, open_draft
from reportgen.office.package import DamagedPartError, Package
from reportgen.runs.compared import Compared, compared, compared_with_recorded
from reportgen.runs.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFiles:
    """A draft, and what else it is reviewed with."""

    draft: Path
    workbook: Path | None = None  # to compare its figures with
    base: Path | None = None  # what the draft was generated as, where it has lost that
    projects: tuple[Path, ...] = ()  # folders in which the workbook it was built from may lie, or below
    only_beside: bool = False  # nothing else than what lies beside it is of whoever gave it
    asked: RefreshOptions = field(default_factory=RefreshOptions)  # for the report that its figures are compared with


@dataclass(frozen=True)
class Review:
    """What is left to do before a draft is issued, and the report it would be."""

    points: tuple[Point, ...]
    draft: Draft
    issued: Package  # the report, without page numbers of its own
    against: Compared

    @property
    def blocking(self) -> tuple[Point, ...]:
        """The points that stand in the way."""
        return tuple(point for point in self.points if point.is_error)

    def require_settled(self, reason: str | None) -> None:
        """Raise `UsageError` where points stand in the way, and no `reason` says why it is issued all the same."""
        if self.blocking and not (reason and reason.strip()):
            raise UsageError(
                f"There {'is' if len(self.blocking) == 1 else 'are'} {tally(len(self.blocking), 'point')} to settle "
                "first. Settle what is open in the draft, or say why the report is issued all the same."
            )

    @property
    def remarks(self) -> tuple[Diagnostic[str], ...]:
        """Where the draft's base is from, if not from itself, and what could not be compared."""
        return (*([self.draft.restored] if self.draft.restored else ()), *self.against.remarks)


def review_draft(files: DraftFiles, progress: Progress, *, for_issue: bool = False) -> Review:
    """Everything left to do in a draft; with a workbook its figures are compared.

    Where none is named, they are compared `for_issue` with those of the workbook the draft was built from; a remark
    says where that cannot be done. Raises `UnreadableFileError` when the draft is none of ours; with a workbook that is
    named, `UsageError` when something the draft was built from cannot be found, and `InvalidWorkbookError` with every
    problem when the workbook has errors.
    """
    progress("Reading the draft")
    draft = open_draft(files.draft, base_file=files.base)
    if files.workbook:
        against = compared(draft, files.workbook, files.asked, progress)
    else:
        against = Compared()
        if for_issue:
            against = compared_with_recorded(
                draft, files.asked, progress, files.projects, only_beside=files.only_beside
            )
    progress("Looking for what is left to do")
    with damage_told(draft):
        final = finalized(draft.parts, draft.base)
        return Review(review(draft.parts, draft.base, final, against.fresh), draft, final.parts, against)


@contextmanager
def damage_told(draft: Draft) -> Iterator[None]:
    """Say of a draft with a damaged part, as an `UnreadableFileError`, which it is and what to do."""
    try:
        yield
    except DamagedPartError as error:
        path = draft.path
        raise UnreadableFileError(f"'{path}' is damaged: {error}. Open it in Word, save it and try again.") from error


def confirm_suggestions(files: DraftFiles, chapter: str) -> tuple[bytes, int]:
    """The draft with the suggestions of a chapter, or all, confirmed, and how many comments asked for it.

    Raises `UnreadableFileError` when the draft is none of ours, `UsageError` when nothing is to be confirmed there.
    """
    opened = open_draft(files.draft, base_file=files.base)
    package, count = confirm(opened.parts, opened.base, chapter)
    return package.packed(), count
