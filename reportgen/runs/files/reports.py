"""The files of a draft that was built or refreshed, all that goes beside it, and the record of what was written there.

The record (`client-results.json`, `client-report-refreshed-changes.json`) lets a later run know which files it may
replace; the draft carries its own digest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.runs import SHOWN_NOT_KEPT
from reportgen.runs.files.records import sealed

if TYPE_CHECKING:
    from reportgen.common.exceptions import InWords
    from reportgen.draft.base import Base
    from reportgen.peers.shown import ShownRecord
    from reportgen.runs.packed import PackedReport
    from reportgen.runs.refresh import RefreshedReport

CHARTS_FOLDER = "charts"
_NUMBERED = re.compile(r"(.+)-refreshed(?:-(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """What is written of a draft that was built or refreshed."""

    draft: Path
    record: Path  # of the results, or of the changes: it says what was written with the draft
    side_car: Path
    contents: Mapping[Path, bytes]  # of every file, the record last; but for the record of what was shown of peers
    pdf: Path | None = None
    redline: Path | None = None  # the reading copy, in which the changes of a refresh are tracked
    charts: tuple[Path, ...] = ()
    evidence: Path | None = None
    change_report: Path | None = None  # for people
    results: Path | None = None  # of a refreshed draft, where the record is that of the changes
    shown: ShownRecord | None = None  # of peers

    @property
    def releases(self) -> dict[Path, bytes]:
        """What was shown of peers, to be written before all else: a run that is cut short may have shown it."""
        return self.shown.to_write() if self.shown else {}

    def keep_shown(self) -> tuple[Diagnostic[str], ...]:
        """Put what was shown of peers on record in the database that keeps it; a remark where that cannot be done.

        Raises `PeerDatabaseError` where another run put something on record there meanwhile.
        """
        reason = self.shown.keep() if self.shown else ""
        return (SHOWN_NOT_KEPT.at(reason=reason),) if reason else ()


def report_files(report: PackedReport, folder: Path) -> ReportFiles:
    """What is written of a report that was built into `folder`."""
    draft = folder / f"{report.stem}-report.docx"
    results = folder / f"{report.stem}-results.json"
    evidence = folder / f"{report.stem}-evidence.docx"
    charts = {folder / CHARTS_FOLDER / f"{name}.png": png for name, png in report.charts.items()}
    pdf = _pdf(draft, report.pdf)
    side_car, base = _side_car(draft, report.base)
    files = {**charts, **pdf, side_car: base, evidence: report.evidence, draft: report.document}
    return ReportFiles(
        draft=draft,
        record=results,
        side_car=side_car,
        contents={**files, results: sealed(report.results, folder, files)},
        pdf=next(iter(pdf), None),
        charts=tuple(charts),
        evidence=evidence,
        shown=report.shown,
    )


def refreshed_files(
    refreshed: RefreshedReport, *, draft: Path, workbook: Path, target: Path, words: InWords
) -> ReportFiles:
    """What is written of a draft that was refreshed with a workbook, as `target`; `words` are those of the front."""
    from reportgen.runs.files.changes import change_record, changes_as_markdown

    changes, report, results = beside(target)
    told = (refreshed.changes, draft.name, workbook.name, target.name, refreshed.sources)
    pdf = _pdf(target, refreshed.pdf)
    redline = {} if refreshed.redline is None else {redline_of(target): refreshed.redline}
    side_car, base = _side_car(target, refreshed.base)
    files = {
        **pdf,
        **redline,
        side_car: base,
        report: changes_as_markdown(*told, words=words).encode("utf-8"),
        results: sealed(refreshed.results, target.parent, {}),
        target: refreshed.package.packed(),
    }
    return ReportFiles(
        draft=target,
        record=changes,
        side_car=side_car,
        contents={**files, changes: sealed(change_record(*told, words=words), target.parent, files)},
        pdf=next(iter(pdf), None),
        redline=next(iter(redline), None),
        change_report=report,
        results=results,
        shown=refreshed.shown,
    )


def target_of(draft: Path) -> Path:
    """Where a refreshed draft goes unless another place is named.

    >>> [target_of(Path(name)).name for name in ("a.docx", "a-refreshed.docx", "a-refreshed-2.docx")]
    ['a-refreshed.docx', 'a-refreshed-2.docx', 'a-refreshed-3.docx']
    """
    again = _NUMBERED.fullmatch(draft.stem)
    stem = f"{again[1]}-refreshed-{int(again[2] or 1) + 1}" if again else f"{draft.stem}-refreshed"
    return draft.with_name(f"{stem}.docx")


def beside(target: Path) -> tuple[Path, Path, Path]:
    """Beside a refreshed draft: the record of changes, the report of them for people, and the results."""
    changes, report, results = (
        target.with_name(f"{target.stem}-{end}") for end in ("changes.json", "changes.md", "results.json")
    )
    return changes, report, results


def redline_of(target: Path) -> Path:
    """Where the reading copy of a refreshed draft goes."""
    return target.with_name(f"{target.stem}-redline.docx")


def _pdf(draft: Path, content: bytes | None) -> dict[Path, bytes]:
    return {} if content is None else {draft.with_suffix(".pdf"): content}


def _side_car(draft: Path, base: Base) -> tuple[Path, bytes]:
    from reportgen.draft.stored import side_car

    name, content = side_car(base)
    return draft.parent / name, content
