"""Saving a report: a draft that a person edited is never overwritten, nor any file that is not our own.

`client-results.json` records what was written beside it, so a later build knows which files it may replace; the draft
carries its own digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.cli.saving.output import write_all
from reportgen.cli.saving.own_files import (
    SIDE_CARS,
    as_typed,
    is_recorded,
    is_side_car,
    make_way,
    not_ours,
    recorded,
    remove_outdated,
    sealed,
)
from reportgen.runs.build import Report

CHARTS_FOLDER = "charts"


@dataclass(frozen=True, slots=True)
class Saved:
    """Where everything went."""

    draft: Path
    results: Path
    charts: tuple[Path, ...]
    pdf: Path | None
    base: Path
    kept: tuple[Path, ...]  # dated copies of what was replaced by force


def save_report(report: Report, folder: Path, *, force: bool = False) -> Saved:
    """Write draft, results, charts, PDF and side-car into `folder`. Nothing is written when anything cannot be.

    Raises `TargetError` for an edited draft or a file that is not ours; with `force` a dated copy is kept instead.
    """
    from reportgen.draft.stored import side_car

    draft = folder / f"{report.stem}-report.docx"
    results = folder / f"{report.stem}-results.json"
    charts = {folder / CHARTS_FOLDER / f"{name}.png": png for name, png in report.charts.items()}
    pdf = {draft.with_suffix(".pdf"): report.pdf} if report.pdf is not None else {}
    name, content = side_car(report.base)
    base = folder / name
    earlier = recorded(results)

    def ours(path: Path) -> bool:
        return is_recorded(path, folder, earlier)

    kept = make_way(
        draft, lambda path: ours(path) or _is_untouched(path), force=force, refusal=_refusal(draft, report.workbook)
    )
    kept += make_way(results, lambda path: earlier is not None, force=force, refusal=not_ours(results))
    for path in (*charts, *pdf):
        kept += make_way(path, ours, force=force, refusal=not_ours(path))
    kept += make_way(base, is_side_car, force=force, refusal=not_ours(base))
    made = {**charts, **pdf, base: content, draft: report.document}
    write_all({**made, results: sealed(report.results, folder, made)})
    remove_outdated(folder, (CHARTS_FOLDER, SIDE_CARS), made, earlier)
    return Saved(draft, results, tuple(charts), next(iter(pdf), None), base, tuple(kept))


def _is_untouched(draft: Path) -> bool:
    """True for a draft that was only saved since it was built: its own digest tells."""
    from reportgen.draft.stored import draft_is_untouched

    return draft_is_untouched(draft) is True


def _refusal(draft: Path, workbook: Path) -> str:
    """Why a file that is in the way of the draft is not replaced, and what to do."""
    from reportgen.draft.stored import draft_is_untouched

    if not draft.exists() or draft_is_untouched(draft) is None:
        return not_ours(draft)
    return (
        f"{draft} was edited since it was built, so it is not overwritten. To bring it up to date and keep every edit: "
        f"{as_typed('refresh', draft, workbook)}. To start again, build into another folder with -o, or use --force: "
        "the edited draft is then kept under a dated name."
    )
