"""The files a draft was built from: the names it records them under, and how a refresh finds them again.

A recorded name leads from the workbook's folder to the file and says nothing else: no machine, no person, no folder
beside the workbook's own. What lies elsewhere is recorded by its bare name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f]')  # a drive, a share, or nothing that a name of ours can hold


def portable(file: Path, workbook: Path) -> str:
    """The name of a file as seen from the workbook's folder.

    The way is kept where the file lies below that folder or straight in one above it; otherwise the bare name stands.
    """
    try:
        way = Path(os.path.relpath(file, workbook.parent)).as_posix()
    except ValueError:  # on another drive
        way = ""
    return way if is_portable(way) else Path(os.path.abspath(file)).name


def portable_set(name_or_folder: str, workbook: Path) -> str:
    """The name of a question set that was asked for: one of ours by its name, a folder as `portable` names files."""
    from reportgen.questions.loader import shipped

    return name_or_folder if name_or_folder in shipped() else portable(Path(name_or_folder), workbook)


def is_portable(name: str) -> bool:
    """True for a name that leads below a folder, or straight to one in a folder above it; for no other.

    >>> [is_portable(name) for name in ("peers.xlsx", "data/peers.xlsx", "../peers.xlsx")]
    [True, True, True]
    >>> [is_portable(name) for name in ("../anna/peers.xlsx", "/etc/passwd", "C:/peers.xlsx", "..", "")]
    [False, False, False, False, False]
    """
    if not name or name.startswith("/") or _UNSAFE.search(name):
        return False
    parts = PurePosixPath(name).parts
    ups = next((number for number, part in enumerate(parts) if part != ".."), len(parts))
    below = parts[ups:]
    return bool(below) and ".." not in below and (ups == 0 or len(below) == 1)


def found(name: str, folders: Iterable[Path]) -> Path | None:
    """The file or folder that a recorded name means: the first there is, seen from each of the folders in turn.

    What a draft records is no path to be opened: a name that none of ours can be counts by its last word only.
    """
    safe = name if is_portable(name) else re.split(r"[\\/]", name)[-1]
    if not is_portable(safe):
        return None
    return next((folder / safe for folder in folders if _exists(folder / safe)), None)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # what no file can be named, such as a text of hundreds of characters
        return False
