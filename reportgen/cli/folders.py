"""The workbooks of clients in a folder that was named in place of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.cli.options import note
from reportgen.common.exceptions import UnreadableFileError, UsageError
from reportgen.common.language import listed

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.office.package import Package

_OURS = ".xlsx"
_OTHERS = frozenset({".xlsm", ".xls", ".xlsb", ".ods", ".numbers"})  # what people may take for a workbook of a client
_NAMED = 3  # files that a reason is told of
_BACKUP = re.compile(r".+-backup-\d{4}-\d\d-\d\d-\d{6}(-\d+)?")


def with_those_in_folders(named: tuple[Path, ...]) -> tuple[Path, ...]:
    """The workbooks named, and in the place of each folder the workbooks of clients in it; what is left out is told.

    One that was named besides its folder counts once. Raises `UsageError` for a folder without any.
    """
    found: dict[Path, Path] = {path.absolute(): path for path in named if not path.is_dir()}
    given: list[Path] = []
    for path in named:
        if not path.is_dir():
            given.append(path)
            continue
        inside = [workbook for workbook in _in_folder(path) if workbook.absolute() not in found]
        found |= {workbook.absolute(): workbook for workbook in inside}
        given += inside
    return tuple(given)


def _in_folder(folder: Path) -> list[Path]:
    files = sorted(folder.iterdir(), key=lambda path: (path.name.casefold(), path.name))
    left_out = {path: reason for path in files if (reason := _left_out(path))}
    candidates = [path for path in files if path not in left_out and path.suffix.lower() == _OURS]
    left_out |= {path: reason for path in candidates if (reason := _not_of_client(path, candidates))}
    workbooks = [path for path in candidates if path not in left_out]
    told = "; ".join(f"{_some(left_out, reason)} ({reason})" for reason in dict.fromkeys(left_out.values()))
    if not workbooks:
        raise UsageError(f"The folder {folder} has no scoring workbook in it{f'; left out: {told}' if told else ''}.")
    if left_out:
        note(f"Left out of {folder}: {told}.")
    return workbooks


def _some(left_out: Mapping[Path, str], reason: str) -> str:
    """What was left out for a reason: the first few by name."""
    names = [path.name for path, why in left_out.items() if why == reason]
    return listed([*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])])


def _left_out(path: Path) -> str:
    """Why something in a folder is no workbook to be built, as far as its name tells; empty when it may be one."""
    if path.name.startswith("~$") or path.name.startswith(".~lock."):
        return "a lock file"
    if path.name.startswith("."):
        return ""  # hidden, and no workbook that anybody looks for
    if path.is_dir():
        return "no folder inside is looked into"
    if path.suffix.lower() in _OTHERS:
        return f"not saved as {_OURS}"
    return "a copy kept of an earlier file" if _BACKUP.fullmatch(path.stem) else ""


def _not_of_client(path: Path, others: list[Path]) -> str:
    """Why a workbook is none to be built, as far as what it holds tells; what cannot be read is told in its turn."""
    from reportgen.common.diagnostics.diagnostic import Diagnostic
    from reportgen.common.diagnostics.runs import NO_SCORING_WORKBOOK
    from reportgen.workbook.reader import OpenWorkbook, origin_of

    try:
        workbook = OpenWorkbook(path)
        origin_of(workbook)
    except UnreadableFileError as error:
        is_another = isinstance(error.said, Diagnostic) and error.said.kind is NO_SCORING_WORKBOOK
        return "no scoring workbook" if is_another else ""
    names = (other.stem for other in others if other != path)
    copied = any(path.stem.startswith(name) for name in names) and _is_marked(workbook.package)
    return "a copy with its problems marked" if copied else ""


def _is_marked(package: Package) -> bool:
    from reportgen.workbook.layout import MARKS

    return any(MARKS.encode() in package.content(name) for name in package if name.endswith(".xml"))
