"""The files that a workbook or a draft names: beside it or below it, and nowhere else.

People name any file on the command line. What a workbook or a draft says came with a file that somebody sent, so it
never decides which folders of this computer are read. Names are judged as they are written: a link that somebody laid
into the folder may lead anywhere, because whoever may lay one there may read its goal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

_SEPARATOR = re.compile(r"[\\/]")  # Windows writes either
_NEVER = re.compile(r"[:\x00-\x1f]")  # a drive, an address on the web, or no name at all


def leads_below(name: str) -> bool:
    r"""True for a name that leads from a folder to what lies in it or below, whichever system reads it.

    Windows leaves dots and blanks at the end of a name away, so a name of nothing else may lead upwards.

    >>> [leads_below(name) for name in ("peers.xlsx", "data/peers.xlsx", r"data\peers.xlsx", "./peers.xlsx")]
    [True, True, True, True]
    >>> [leads_below(name) for name in ("../peers.xlsx", "/etc/passwd", "C:peers.xlsx", r"\\server\x", "~/x", ".. /x")]
    [False, False, False, False, False, False]
    """
    first, *others = _SEPARATOR.split(name)
    if not first or _NEVER.search(name) or (others and first.startswith("~")):
        return False
    return all(part.strip(" .") or part in ("", ".") for part in (first, *others))


def named_path(name: str, folders: Iterable[Path]) -> Path | None:
    """The file or folder of a name: the first there is, seen from each folder in turn.

    None when there is none, and for a name that leads out of a folder.
    """
    if not leads_below(name):
        return None
    found = (folder / name.replace("\\", "/") for folder in folders)
    return next((path for path in found if _exists(path)), None)


def name_of(path: Path, *, seen_from: Path) -> str:
    """The name of a file or folder as seen from a folder it lies in or below; of any other the bare name."""
    try:
        way = Path(os.path.relpath(path, seen_from)).as_posix()
    except ValueError:  # on another drive
        way = ""
    return way if leads_below(way) else Path(os.path.abspath(path)).name


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # what no file can be named, such as a text of hundreds of characters
        return False
