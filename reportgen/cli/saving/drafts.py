"""Saving a draft that was built or refreshed: what people worked on is never overwritten, nor any file not our own.

A record beside the draft (`client-results.json`, `client-report-refreshed-changes.json`) says what was written there,
so a later run knows which files it may replace; the draft carries its own digest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli.options import require_suffix, warn
from reportgen.cli.saving.output import held, write_all
from reportgen.cli.saving.own_files import (
    SIDE_CARS,
    as_json,
    as_typed,
    is_recorded,
    is_side_car,
    make_way,
    not_ours,
    recorded,
    remove_outdated,
    sealed,
)
from reportgen.common.exceptions import TargetError, UsageError

if TYPE_CHECKING:
    from reportgen.common.build_record import BuildRecord
    from reportgen.common.diagnostics.diagnostic import Diagnostic
    from reportgen.draft.base import Base
    from reportgen.peers.shown import ShownRecord
    from reportgen.runs.packed import PackedReport
    from reportgen.runs.refresh import RefreshedReport

CHARTS_FOLDER = "charts"
_NUMBERED = re.compile(r"(.+)-refreshed(?:-(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Where everything went."""

    draft: Path
    record: Path  # of the results, or of the changes
    side_car: Path
    kept: tuple[Path, ...]  # dated copies of what was replaced by force
    pdf: Path | None = None
    redline: Path | None = None  # the reading copy, in which the changes of a refresh are tracked
    charts: tuple[Path, ...] = ()
    change_report: Path | None = None  # for people
    results: Path | None = None  # of a refreshed draft, where the record is that of the changes


def save_report(report: PackedReport, folder: Path, *, force: bool = False) -> Saved:
    """Write draft, results, charts, PDF and side-car into `folder`. Nothing is written when anything cannot be.

    Raises `TargetError` for an edited draft or a file that is not ours; with `force` a dated copy is kept instead.
    """
    from reportgen.draft.stored import draft_is_untouched

    draft = folder / f"{report.stem}-report.docx"
    results = folder / f"{report.stem}-results.json"
    evidence = folder / f"{report.stem}-evidence.docx"
    charts = {folder / CHARTS_FOLDER / f"{name}.png": png for name, png in report.charts.items()}
    pdf = _pdf(draft, report.pdf)
    side_car, base = _side_car(draft, report.base)
    kept = _write(
        {**charts, **pdf, side_car: base, evidence: report.evidence, draft: report.document},
        draft,
        record=results,
        entries=report.results,
        refusal=lambda: _refusal(_EDITED, draft=draft, workbook=report.workbook),
        is_ours=lambda path: draft_is_untouched(path) is True,
        force=force,
        shown=report.shown,
    )
    return Saved(
        draft=draft, record=results, side_car=side_car, kept=kept, pdf=next(iter(pdf), None), charts=tuple(charts)
    )


def save_refreshed(
    refreshed: RefreshedReport, *, draft: Path, workbook: Path, target: Path, force: bool = False
) -> Saved:
    """Write the refreshed draft and all that goes beside it; nothing when anything cannot be written.

    Raises `TargetError` for a file that is not ours, or was worked on since; with `force` a dated copy is kept instead.
    """
    from reportgen.cli.listings.changes import change_record, changes_as_markdown

    changes, report, results = _beside(target)
    names = draft.name, workbook.name, target.name
    text = changes_as_markdown(refreshed.changes, *names, refreshed.sources)
    pdf = _pdf(target, refreshed.pdf)
    redline = {} if refreshed.redline is None else {_redline_of(target): refreshed.redline}
    side_car, base = _side_car(target, refreshed.base)
    kept = _write(
        {
            **pdf,
            **redline,
            side_car: base,
            report: text.encode("utf-8"),
            results: sealed(refreshed.results, target.parent, {}),
            target: refreshed.package.packed(),
        },
        target,
        record=changes,
        entries=change_record(refreshed.changes, *names, refreshed.sources),
        refusal=lambda: _refusal(_WORKED_ON, draft=target, workbook=workbook),
        force=force,
        shown=refreshed.shown,
    )
    return Saved(
        draft=target,
        record=changes,
        side_car=side_car,
        kept=kept,
        pdf=next(iter(pdf), None),
        redline=next(iter(redline), None),
        change_report=report,
        results=results,
    )


def client_results(
    draft: Path, *, final: Path, record: BuildRecord
) -> tuple[dict[Path, bytes], tuple[Diagnostic[str], ...]]:
    """The client's version of the results beside a draft, to be written beside the `final` report.

    Nothing, and a remark, where there are none of the workbook, peers and earlier assessment that the draft was built
    from; those that were changed since count as none.
    """
    from reportgen.assessment.results import for_client
    from reportgen.common.diagnostics.runs import NO_CLIENT_RESULTS

    for path in sorted(draft.parent.glob("*-results.json")):
        if recorded(path) is None:
            continue
        found = json.loads(path.read_bytes())
        files = found.get("made_with", {}).get("files", {})
        names = ("peers", "earlier")
        digests = {name: files.get(name, {}).get("sha256", "") for name in ("workbook", *names)}
        built_from = {"workbook": record.workbook.sha256} | {name: record.source(name).sha256 for name in names}
        if "traces" in found and digests == built_from:
            return {final.with_name(f"{final.stem}-client-results.json"): as_json(for_client(found))}, ()
    return {}, (NO_CLIENT_RESULTS.at(),)


def _write(
    files: Mapping[Path, bytes],
    draft: Path,
    *,
    record: Path,
    entries: Mapping[str, Any],
    refusal: Callable[[], str],
    is_ours: Callable[[Path], bool] = is_side_car,
    force: bool,
    shown: ShownRecord | None,
) -> tuple[Path, ...]:
    """Write a draft with the files beside it and the record of all; returns dated copies of what was replaced by force.

    What was `shown` of peers is written before all else: a run that is cut short may have shown it.

    Raises `TargetError`, before anything is written, for a file that no earlier run wrote or that was changed since,
    and where another run showed something of peers meanwhile; `refusal` says why the draft is not replaced, `is_ours`
    knows more drafts that may be than the record does.
    """
    others = [path for path in files if path != draft]
    kept = _make_way(draft, others, record=record, refusal=refusal, is_ours=is_ours, force=force)
    folder, earlier = draft.parent, recorded(record)
    releases = shown.to_write() if shown else {}
    with held(releases):
        _require_as_read(releases, shown)
        if shown and (reason := shown.keep()):
            warn(f"What this report shows of peers was compared with earlier reports, but not recorded: {reason}.")
        write_all({**releases, **files, record: sealed(entries, folder, files)})
    remove_outdated(folder, (CHARTS_FOLDER, SIDE_CARS), files, earlier)
    return tuple(kept)


def _make_way(
    draft: Path,
    others: Iterable[Path],
    *,
    record: Path,
    refusal: Callable[[], str],
    is_ours: Callable[[Path], bool] = is_side_car,
    force: bool,
) -> list[Path]:
    """Check that a draft, its record and what lies beside may be replaced; returns dated copies of those by force."""
    earlier = recorded(record)

    def ours(path: Path) -> bool:
        return is_recorded(path, earlier, folder=draft.parent)

    kept = make_way(draft, lambda path: ours(path) or is_ours(path), force=force, refusal=refusal)
    kept += make_way(record, lambda _: earlier is not None, force=force)
    for path in others:
        kept += make_way(path, lambda path: ours(path) or is_side_car(path), force=force)
    return kept


def _pdf(draft: Path, content: bytes | None) -> dict[Path, bytes]:
    return {} if content is None else {draft.with_suffix(".pdf"): content}


def _require_as_read(releases: Mapping[Path, bytes], shown: ShownRecord | None) -> None:
    """Refuse to write over releases that another run recorded since this one read them, unless they are the same."""
    for path, content in releases.items():
        now = path.read_bytes() if path.is_file() else None
        if shown and now not in (shown.found[path], content):
            raise TargetError(
                f"{path} was written by another run meanwhile: a report that showed peers. Nothing was written here; "
                "run the command again, and it is compared with that report."
            )


def _side_car(draft: Path, base: Base) -> tuple[Path, bytes]:
    from reportgen.draft.stored import side_car

    name, content = side_car(base)
    return draft.parent / name, content


_EDITED = (
    "{draft} was edited since it was built, so it is not overwritten. To bring it up to date and keep every edit: "
    "{refresh}. To start again, build into another folder with -o, or use --force: the edited draft is then kept under "
    "a dated name."
)
_WORKED_ON = (
    "{draft} exists, and was worked on since it was written (or was written by another command), so it is not "
    "overwritten. To bring that draft up to date: {refresh}. Otherwise give another name with -o, or use --force: a "
    "dated copy is then kept."
)


def _refusal(why: str, *, draft: Path, workbook: Path) -> str:
    """Why a file that is in the way of a draft is not replaced: `why`, if it is a draft of ours."""
    from reportgen.draft.stored import draft_is_untouched

    is_draft = draft.exists() and draft_is_untouched(draft) is not None
    return why.format(draft=draft, refresh=as_typed("refresh", draft, workbook)) if is_draft else not_ours(draft)


# ------------------------------------------------------------------------------------------- where a refresh writes


def target_of(draft: Path) -> Path:
    """Where a refreshed draft goes unless another place is named.

    >>> [target_of(Path(name)).name for name in ("a.docx", "a-refreshed.docx", "a-refreshed-2.docx")]
    ['a-refreshed.docx', 'a-refreshed-2.docx', 'a-refreshed-3.docx']
    """
    again = _NUMBERED.fullmatch(draft.stem)
    stem = f"{again[1]}-refreshed-{int(again[2] or 1) + 1}" if again else f"{draft.stem}-refreshed"
    return draft.with_name(f"{stem}.docx")


def require_free(target: Path, *, workbook: Path, read: Iterable[Path], force: bool, redline: bool = False) -> None:
    """Refuse, before any work, a target that cannot be written: `read` are the files the refresh reads.

    `redline` is whether the reading copy will be written beside it.

    Raises `UsageError` for the name of an input or of another kind of file, `TargetError` for a file that is not ours.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder. Name the file to write, such as {target / 'draft-refreshed.docx'}.")
    require_suffix(target, ".docx")
    if target.exists() and any(path.exists() and path.samefile(target) for path in read):
        raise UsageError(f"{target} is read by this command, and is never overwritten. Give -o another name.")
    if force:
        return
    changes, *others = _beside(target)
    _make_way(
        target,
        [*others, *([_redline_of(target)] if redline else [])],
        record=changes,
        refusal=lambda: _refusal(_WORKED_ON, draft=target, workbook=workbook),
        force=False,
    )


def _beside(target: Path) -> tuple[Path, Path, Path]:
    """The record of changes, the report of them for people, and the results."""
    changes, report, results = (
        target.with_name(f"{target.stem}-{end}") for end in ("changes.json", "changes.md", "results.json")
    )
    return changes, report, results


def _redline_of(target: Path) -> Path:
    """Where the reading copy of a refreshed draft goes."""
    return target.with_name(f"{target.stem}-redline.docx")
