"""Files that a command wrote, and may therefore replace: a record beside them tells which they are.

The record is a JSON file of the command's own (results, changes), as `reportgen/runs/files/records.py` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from reportgen.cli.saving.output import keep_copy
from reportgen.common.exceptions import TargetError, UnreadableFileError
from reportgen.runs.files.records import digest

_SIDE_CAR = re.compile(r"([0-9a-f]{16})\.json\.gz")

_PLAIN = re.compile(r"[\w./\\:+,@~-]+")


def make_way(
    path: Path, is_ours: Callable[[Path], bool], *, force: bool, refusal: Callable[[], str] | None = None
) -> list[Path]:
    """Check that `path` may be replaced; with `force`, keep a copy of what is not ours, returned.

    Raises `TargetError` saying the `refusal`, by default that it is `not_ours`.
    """
    if not path.exists() or (path.is_file() and is_ours(path)):
        return []
    if not force or not path.is_file():
        raise TargetError(refusal() if refusal else not_ours(path))
    return [keep_copy(path)]


def not_ours(path: Path) -> str:
    """Why a file is not replaced, and what to do."""
    return (
        f"{path} was not written by this command, or was changed since, so it is not overwritten. "
        "Move it away, name another place with -o, or use --force: a dated copy is then kept."
    )


def as_typed(command: str, *paths: Path | str) -> str:
    """A command as a person types it; a name with anything but plain signs stands in quotation marks.

    >>> as_typed("refresh", Path("draft.docx"), Path("Harbour & Sons.xlsx"))
    'reportgen refresh draft.docx "Harbour & Sons.xlsx"'
    """
    words = (str(path) if _PLAIN.fullmatch(str(path)) else f'"{path}"' for path in paths)
    return " ".join(("reportgen", command, *words))


# ------------------------------------------------------------------------------------------------------- the record


def is_recorded(path: Path, earlier: Mapping[str, str] | None, *, folder: Path) -> bool:
    """True for a file that is, byte for byte, what an earlier run wrote there."""
    named = None if earlier is None else earlier.get(path.relative_to(folder).as_posix())
    return named is not None and path.is_file() and named == digest(path.read_bytes())


def remove_outdated(
    folder: Path, subfolders: Iterable[str], written: Iterable[Path], earlier: Mapping[str, str] | None
) -> None:
    """Remove what an earlier run wrote and this one did not; what was changed since stays.

    Whatever the record says, nothing outside of `folder` and these folders in it is touched. A side-car stays while a
    draft of its run lies in the folder.
    """
    written = set(written)
    ours = {folder, *(folder / name for name in subfolders)}
    for name in earlier or {}:
        path = folder / name
        outdated = path.parent in ours and path not in written and is_recorded(path, earlier, folder=folder)
        if outdated and not _is_needed(path, folder=folder):
            path.unlink()


# -------------------------------------------------------------------------------------------------------- side-cars


def is_side_car(path: Path) -> bool:
    """True for a sound side-car under the name of its run, whichever command wrote it."""
    from reportgen.draft.base import OtherVersionError, unpacked

    named = _SIDE_CAR.fullmatch(path.name)
    try:
        base = unpacked(path.read_bytes())
    except OtherVersionError:
        return False
    return named is not None and base is not None and base.run == named[1]


def _is_needed(path: Path, *, folder: Path) -> bool:
    """True for a side-car whose draft, or a copy of it, lies in the folder."""
    from reportgen.draft.stored import FOLDER, run_of
    from reportgen.office.files import DRAFT
    from reportgen.office.gate import admit
    from reportgen.office.package import DamagedPartError

    named = _SIDE_CAR.fullmatch(path.name)
    if named is None or path.parent != folder / FOLDER:
        return False
    for draft in folder.glob("*.docx"):
        try:
            if run_of(admit(draft, DRAFT)) == named[1]:
                return True
        except (DamagedPartError, UnreadableFileError):
            continue
    return False
