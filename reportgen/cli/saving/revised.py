"""Saving a refreshed draft: always a new file, with a report of what changed and a side-car beside it.

`<draft>-changes.json` records what was written beside it, so that refreshing once more may replace it while nobody has
worked on it. The draft that was read is never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reportgen.cli.listings.changes import as_markdown, change_record
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
from reportgen.common.exceptions import TargetError, UsageError
from reportgen.runs.refresh import Revised

_NUMBERED = re.compile(r"(.+)-refreshed(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Saved:
    """Where everything went."""

    draft: Path
    report: Path
    changes: Path
    pdf: Path | None
    base: Path
    kept: tuple[Path, ...]  # dated copies of what was replaced by force


def target_of(draft: Path) -> Path:
    """Where a refreshed draft goes unless another place is named.

    >>> [target_of(Path(name)).name for name in ("a.docx", "a-refreshed.docx", "a-refreshed-2.docx")]
    ['a-refreshed.docx', 'a-refreshed-2.docx', 'a-refreshed-3.docx']
    """
    again = _NUMBERED.fullmatch(draft.stem)
    stem = f"{again[1]}-refreshed-{int(again[2] or 1) + 1}" if again else f"{draft.stem}-refreshed"
    return draft.with_name(f"{stem}.docx")


def require_free(target: Path, workbook: Path, read: Iterable[Path], *, force: bool) -> None:
    """Refuse, before any work, a target that cannot be written: `read` are the files the refresh reads.

    Raises `UsageError` for the name of an input or of another kind of file, `TargetError` for a file that is not ours.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder. Name the file to write, such as {target / 'draft-refreshed.docx'}.")
    if target.suffix.lower() != ".docx":
        raise UsageError(
            f"{target} should end in .docx, so that Word opens it. Try {target.with_suffix('.docx').name}."
        )
    if target.exists() and any(path.exists() and path.samefile(target) for path in read):
        raise UsageError(f"{target} is read by this command, and is never overwritten. Give -o another name.")
    if force:
        return
    changes, report = _beside(target)
    earlier = recorded(changes)
    if target.exists() and not is_recorded(target, target.parent, earlier):
        raise TargetError(_refusal(target, workbook))
    for path, is_ours in ((changes, earlier is not None), (report, is_recorded(report, target.parent, earlier))):
        if path.exists() and not is_ours:
            raise TargetError(not_ours(path))


def save_revised(revised: Revised, draft: Path, workbook: Path, target: Path, *, force: bool = False) -> Saved:
    """Write the refreshed draft, its change report, PDF and side-car. Nothing is written when anything cannot be.

    Raises `TargetError` for a file that is not ours, or was worked on since; with `force` a dated copy is kept instead.
    """
    from reportgen.draft.stored import side_car

    folder = target.parent
    changes, report = _beside(target)
    names = draft.name, workbook.name, target.name
    pdf = {target.with_suffix(".pdf"): revised.pdf} if revised.pdf is not None else {}
    name, content = side_car(revised.base)
    base = folder / name
    earlier = recorded(changes)

    def ours(path: Path) -> bool:
        return is_recorded(path, folder, earlier)

    kept = make_way(target, ours, force=force, refusal=_refusal(target, workbook))
    kept += make_way(changes, lambda path: earlier is not None, force=force, refusal=not_ours(changes))
    for path in (report, *pdf):
        kept += make_way(path, ours, force=force, refusal=not_ours(path))
    kept += make_way(base, is_side_car, force=force, refusal=not_ours(base))
    text = as_markdown(revised.changes, *names, revised.sources)
    made = {**pdf, base: content, report: text.encode("utf-8"), target: revised.document}
    record = change_record(revised.changes, *names, revised.sources)
    write_all({**made, changes: sealed(record, folder, made)})
    remove_outdated(folder, (SIDE_CARS,), made, earlier)
    return Saved(target, report, changes, next(iter(pdf), None), base, tuple(kept))


def _beside(target: Path) -> tuple[Path, Path]:
    """The record of changes, and the report of them for people."""
    return target.with_name(f"{target.stem}-changes.json"), target.with_name(f"{target.stem}-changes.md")


def _refusal(target: Path, workbook: Path) -> str:
    """Why a file that is in the way is not replaced, and what to do."""
    from reportgen.draft.stored import draft_is_untouched

    if not target.exists() or draft_is_untouched(target) is None:
        return not_ours(target)
    return (
        f"{target} exists, and was worked on since it was written (or was written by another command), so it is not "
        f"overwritten. To bring that draft up to date: {as_typed('refresh', target, workbook)}. Otherwise give another "
        "name with -o, or use --force: a dated copy is then kept."
    )
