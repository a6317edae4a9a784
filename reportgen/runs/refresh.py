"""How a draft is refreshed: the order of its steps. Everything is made in memory; the command writes.

The report is built anew as the draft says it was built, unless something else is asked for now, and merged into what
people made of the draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics import runs
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.exceptions import OfficeError, UnreadableFileError, UsageError
from reportgen.common.options import RefreshOptions
from reportgen.draft.base import Base
from reportgen.draft.refresh import Refreshed, kept_pictures, refresh
from reportgen.draft.refresh.changes import Changes, Outcome
from reportgen.draft.stored import open_draft
from reportgen.office.package import DamagedPartError, Package
from reportgen.peers.shown import SHOWN_FILE, ShownRecord
from reportgen.runs.build import build_report, paged
from reportgen.runs.explain import title_of, traces_of
from reportgen.runs.moved import figure_titles, moved_figures
from reportgen.runs.progress import Progress
from reportgen.runs.recorded import SourceChange, as_recorded, record_remarks, source_changes
from reportgen.runs.score import Scored
from reportgen.word.fields import has_page_numbers


@dataclass(frozen=True)
class RefreshedReport:
    """Everything a refresh makes, in memory."""

    package: Package  # the refreshed draft
    base: Base
    changes: Changes
    sources: tuple[SourceChange, ...]
    problems: tuple[Problem, ...]  # the workbook's warnings
    results: Mapping[str, Any]
    pdf: bytes | None = None
    redline: bytes | None = None  # the reading copy, in which the changes are tracked
    said: tuple[Diagnostic[str], ...] = ()  # what to know of the report, and why anything that was asked for is missing
    shown: ShownRecord | None = None  # of peers, to be kept beside both drafts


def refresh_report(
    *,
    draft: Path,
    workbook: Path,
    target: Path,
    options: RefreshOptions,
    progress: Progress,
    base: Path | None = None,
) -> RefreshedReport:
    """The draft, brought up to date with the workbook, to be written as `target`; `base` holds what it was built as.

    Raises `UnreadableFileError` when the draft is none of ours, `UsageError` when something it was built from cannot
    be found, `InvalidWorkbookError` with every problem when the workbook has errors.
    """
    progress("Reading the draft")
    opened = open_draft(draft, base_file=base)
    record = opened.base.record
    again = as_recorded(record, options, workbook=workbook, draft=draft)
    records = [file.with_name(SHOWN_FILE) for file in (draft, target)]
    accept = partial(_require_peers, record=record, options=options)
    known = kept_pictures(opened.parts, opened.base).get
    fresh = build_report(workbook, again, progress, accept, records, known=known, is_kept=False)
    progress("Merging")
    try:
        refreshed = refresh(
            opened.parts, opened.base, fresh.generated, partial(title_of, traces=traces_of(fresh.scored))
        )
    except DamagedPartError as error:
        raise UnreadableFileError(f"'{draft}' is damaged: {error}. Open it in Word, save it and try again.") from error
    package, pdf, remark = paged(refreshed.package, progress, pages=options.pages or options.pdf, pdf=options.pdf)
    redline, unread = None, None
    if options.redline:
        redline, unread = _redline(opened.parts, package, refreshed.base, target, progress)
    remarks = (
        *([opened.restored] if opened.restored else ()),
        *record_remarks(record, fresh.base.record),
        *(_page_remarks(refreshed) if not (options.pages or options.pdf) else ()),
    )
    return RefreshedReport(
        package=package,
        base=refreshed.base,
        changes=replace(
            refreshed.changes,
            remarks=(*remarks, *refreshed.changes.remarks),
            moved=moved_figures(opened.base, fresh.base, fresh.scored),
            titles=figure_titles(_named_in(refreshed.changes), fresh.scored),
        ),
        sources=source_changes(record, fresh.base.record),
        problems=fresh.problems,
        results=fresh.results,
        pdf=pdf,
        redline=redline,
        said=(*fresh.remarks, *(lack for lack in (remark, unread) if lack is not None)),
        shown=fresh.shown,
    )


def _named_in(changes: Changes) -> Iterator[str]:
    """The names of the values that changes tell of."""
    yield from (value.name for value in changes.values)
    yield from (name for value in changes.stale for name in value.names)


def _redline(
    edited: Package, refreshed: Package, base: Base, target: Path, progress: Progress
) -> tuple[bytes | None, Diagnostic[str] | None]:
    """The reading copy of the draft that will be written as `target`, or why there is none."""
    from reportgen.draft.redline import reading_copy

    progress("Tracking the changes")
    try:
        return reading_copy(edited, refreshed, base, target.name).packed(), None
    except OfficeError as error:
        return None, runs.NO_READING_COPY.at(reason=error)


def _page_remarks(refreshed: Refreshed) -> Iterator[Diagnostic[str]]:
    still = (Outcome.UNCHANGED, Outcome.KEPT, Outcome.DELETED, Outcome.LOST)
    changed = any(region.outcome not in still for region in refreshed.changes.regions)
    if changed and has_page_numbers(refreshed.package):
        yield runs.PAGES_OUTDATED.at()


def _require_peers(scored: Scored, record: BuildRecord, options: RefreshOptions) -> None:
    """A draft that had peers never loses them unasked."""
    source, before = scored.checked.peers_source, record.source("peers").name
    if options.no_peers and source:
        raise UsageError(runs.PEERS_NAMED.at(name=Path(source.name).name))
    if before and source is None and not options.no_peers:
        raise UsageError(runs.PEERS_GONE.at(name=before))
