"""A draft beside its workbook: what a report built now says, as the draft says it was built.

Peer data is not needed: where it is not here, figures of peers are taken for what they were generated as, and only what
cannot rest on peers is compared.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.common.diagnostics import runs
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.exceptions import InvalidWorkbookError, ReportgenError
from reportgen.common.model import Assessment
from reportgen.common.options import BuildOptions, RefreshOptions
from reportgen.draft.review import Fresh, changed_rows
from reportgen.draft.stored import Draft
from reportgen.peers.shown import SHOWN_FILE
from reportgen.runs.check import Checked, check_workbook
from reportgen.runs.progress import Progress
from reportgen.runs.recorded import as_recorded, build_record, peers_are_here, recorded_workbook
from reportgen.word.marks import row_key

_SHOWN_DIGITS = 12  # of a digest
_DOT = base64.b64decode(  # a whole PNG
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a draft is held against, and what could not be compared."""

    fresh: Fresh | None = None  # None: nothing
    workbook: RecordedSource = field(default_factory=RecordedSource)
    assessment: Assessment | None = None  # what the workbook says now; None where nothing was compared
    remarks: tuple[Diagnostic[str], ...] = ()


def compared_with_recorded(
    draft: Draft,
    options: RefreshOptions,
    progress: Progress,
    projects: Sequence[Path] = (),
    *,
    only_beside: bool = False,
) -> Compared:
    """With the workbook that the draft was built from, where it is found and can be read; a remark says where not.

    `projects` are folders in which, and below which, it may lie as well; `only_beside` the draft where it lies nowhere
    else.
    """
    name = draft.base.record.workbook.name
    workbook = recorded_workbook(draft.base.record, draft=draft.path, projects=projects, only_beside=only_beside)
    if workbook is None:
        not_there = "is not beside the draft" if only_beside else "is neither beside the draft nor above it"
        where = f"'{name}' {not_there}" if name else "the draft does not record which it was"
        return Compared(remarks=(runs.NOT_COMPARED.at(reason=f"{where}."),))
    try:
        return compared(draft, workbook, options, progress)
    except InvalidWorkbookError:
        reason = f"'{name}' was changed since the draft was built, and has errors now."
        return Compared(remarks=(runs.NOT_COMPARED.at(reason=reason),))
    except ReportgenError as error:
        return Compared(remarks=(runs.NOT_COMPARED.at(reason=error),))


def compared(draft: Draft, workbook: Path, options: RefreshOptions, progress: Progress) -> Compared:
    """With a workbook, which may be another than the draft was built from.

    Raises `UsageError` when something it was built from cannot be found, peers excepted, and `InvalidWorkbookError`
    with every problem when the workbook has errors.
    """
    record = draft.base.record
    without = not peers_are_here(record, options, workbook=workbook, draft=draft.path)
    again = as_recorded(record, replace(options, no_peers=without), workbook=workbook, draft=draft.path)
    checked = check_workbook(workbook, again, without_peers=without)
    name = record.source("peers").file_name or record.given.get("peers", "")
    now = build_record(workbook, again, checked)
    if not checked.has_errors and _is_the_same(record, now, without=without):
        digest = record.source("peers").sha256[:_SHOWN_DIGITS]
        remarks = (runs.PEERS_NOT_COMPARED.at(name=name, digest=digest),) if without else ()
        return Compared(Fresh(draft.base, lambda _: ""), now.workbook, checked.assessment, remarks)
    fresh = _built(draft, workbook, again, progress, checked if without else None)
    remarks = (runs.PARTS_NOT_COMPARED.at(name=name),) if without else ()
    return Compared(fresh, now.workbook, checked.assessment, remarks)


def _is_the_same(before: BuildRecord, now: BuildRecord, *, without: bool) -> bool:
    """True when the draft was built from all this, so that a build would give it again; `without` looking at peers."""
    if without:
        used = {**now.used, "peers": before.source("peers")}
        given = {name: words for name, words in before.given.items() if name == "peers"}
        now = replace(now, used=used, given={**now.given, **given})
    return before == now


def _unseen(data: str) -> bytes:
    """What stands for the picture of a chart that nobody will see: a dot, of this chart alone."""
    return _DOT + data.encode("ascii")


def _built(draft: Draft, workbook: Path, options: BuildOptions, progress: Progress, without: Checked | None) -> Fresh:
    """What a report says that is built now; of one built `without` its peers what is about single questions."""
    from reportgen.runs.build import build_report
    from reportgen.runs.explain import FigureSources

    records = [draft.path.with_name(SHOWN_FILE)]
    now = build_report(
        workbook,
        options,
        progress,
        records=records,
        without_peers=without is not None,
        known=_unseen,
        is_kept=False,
    )
    rows = frozenset(map(row_key, without.questions.questions)) if without else None
    return Fresh(now.base, FigureSources(now.scored, changed_rows(draft.base, now.base)).of, rows)
