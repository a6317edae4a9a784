"""Saving a draft that was built or refreshed: what people worked on is never overwritten, nor any file not our own.

Which files there are, and what is in them, is said by `reportgen/runs/files/reports.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli.options import require_suffix
from reportgen.cli.remedies import say_remarks, worded
from reportgen.cli.saving.output import held, write_all
from reportgen.cli.saving.own_files import as_typed, is_recorded, is_side_car, make_way, not_ours, remove_outdated
from reportgen.common.exceptions import TargetError, UsageError
from reportgen.runs.files.records import recorded
from reportgen.runs.files.reports import (
    CHARTS_FOLDER,
    ReportFiles,
    beside,
    redline_of,
    refreshed_files,
    report_files,
)

if TYPE_CHECKING:
    from reportgen.peers.shown import ShownRecord
    from reportgen.runs.packed import PackedReport
    from reportgen.runs.refresh import RefreshedReport


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written, and dated copies of what was replaced by force."""

    files: ReportFiles
    kept: tuple[Path, ...]


def save_report(report: PackedReport, folder: Path, *, force: bool = False) -> Saved:
    """Write draft, results, charts, PDF and side-car into `folder`. Nothing is written when anything cannot be.

    Raises `TargetError` for an edited draft or a file that is not ours; with `force` a dated copy is kept instead.
    """
    from reportgen.draft.stored import draft_is_untouched

    files = report_files(report, folder)
    return _write(
        files,
        refusal=lambda: _refusal(_EDITED, draft=files.draft, workbook=report.workbook),
        is_ours=lambda path: draft_is_untouched(path) is True,
        force=force,
    )


def save_refreshed(
    refreshed: RefreshedReport, *, draft: Path, workbook: Path, target: Path, force: bool = False
) -> Saved:
    """Write the refreshed draft and all that goes beside it; nothing when anything cannot be written.

    Raises `TargetError` for a file that is not ours, or was worked on since; with `force` a dated copy is kept instead.
    """
    return _write(
        refreshed_files(refreshed, draft=draft, workbook=workbook, target=target, words=worded),
        refusal=lambda: _refusal(_WORKED_ON, draft=target, workbook=workbook),
        force=force,
    )


def _write(
    files: ReportFiles, *, refusal: Callable[[], str], is_ours: Callable[[Path], bool] = is_side_car, force: bool
) -> Saved:
    """Write a draft with the files beside it and the record of all.

    What was shown of peers is written before all else: a run that is cut short may have shown it.

    Raises `TargetError`, before anything is written, for a file that no earlier run wrote or that was changed since,
    and where another run showed something of peers meanwhile; `refusal` says why the draft is not replaced, `is_ours`
    knows more drafts that may be than the record does.
    """
    from reportgen.draft.stored import FOLDER

    draft, record, releases = files.draft, files.record, files.releases
    others = [path for path in files.contents if path not in (draft, record)]
    kept = _make_way(draft, others, record=record, refusal=refusal, is_ours=is_ours, force=force)
    earlier = recorded(record)
    with held(releases):
        _require_as_read(releases, files.shown)
        say_remarks(files.keep_shown())
        write_all({**releases, **files.contents})
    remove_outdated(draft.parent, (CHARTS_FOLDER, FOLDER), files.contents, earlier)
    return Saved(files, tuple(kept))


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


def _require_as_read(releases: Mapping[Path, bytes], shown: ShownRecord | None) -> None:
    """Refuse to write over releases that another run recorded since this one read them, unless they are the same."""
    for path, content in releases.items():
        now = path.read_bytes() if path.is_file() else None
        if shown and now not in (shown.found[path], content):
            raise TargetError(
                f"{path} was written by another run meanwhile: a report that showed peers. Nothing was written here; "
                "run the command again, and it is compared with that report."
            )


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
    changes, *others = beside(target)
    _make_way(
        target,
        [*others, *([redline_of(target)] if redline else [])],
        record=changes,
        refusal=lambda: _refusal(_WORKED_ON, draft=target, workbook=workbook),
        force=False,
    )
