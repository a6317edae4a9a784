"""The private folder of a server: it goes with the server, or, where that was killed, when the next one starts."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from stat import S_ISDIR

_PREFIX = "reportgen-serve-"
_HELD = "pid"  # the file that a server keeps locked while it lives: a number alone may be that of another process


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only this user can read, until the end; folders of servers that ended without it go first."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    try:
        with (folder / _HELD).open("w+b", buffering=0) as held:
            _lock(held)
            held.write(str(os.getpid()).encode())  # what holds nothing is not locked yet, and stays
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Delete the folders of servers that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _is_ours(folder) and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """True for a folder of this user that nobody else may use, and no link to one."""
    found = folder.lstat()
    if sys.platform == "win32":  # where the folder for temporary files is each user's own
        return S_ISDIR(found.st_mode)
    return S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _is_left(folder: Path) -> bool:
    """True when the server of a folder is gone. Raises `OSError` when that cannot be told."""
    with (folder / _HELD).open("r+b", buffering=0) as held:
        try:
            _lock(held)
        except OSError:
            return False
        held.seek(0)
        return bool(held.read(1))


if sys.platform == "win32":
    import msvcrt

    _BEYOND = 1 << 20  # locked bytes cannot be read there

    def _lock(file: FileIO) -> None:
        """Lock a file until it is closed. Raises `OSError` when another process has it locked."""
        file.seek(_BEYOND)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)

else:
    import fcntl

    def _lock(file: FileIO) -> None:
        """Lock a file until it is closed. Raises `OSError` when another process has it locked."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
