"""A writable folder for matplotlib's list of fonts, which it would otherwise rebuild at every start."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_VARIABLE = "MPLCONFIGDIR"


@contextmanager
def at_hand() -> Iterator[None]:
    """While matplotlib is imported, point it to a folder of ours if it could not write to its own.

    Whoever set the variable, or imported matplotlib before us, has decided; then nothing changes.
    """
    if _VARIABLE in os.environ or "matplotlib" in sys.modules or _own_folders_are_writable():
        yield
        return
    folder = _private_folder()
    if folder is None:
        yield  # matplotlib makes a folder for this run only
        return
    os.environ[_VARIABLE] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(_VARIABLE, None)


def _own_folders_are_writable() -> bool:
    """True when matplotlib can write where it keeps settings and cache by default."""
    try:
        home = Path.home()
        if sys.platform.startswith(("linux", "freebsd")):
            bases = (
                Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config"),
                Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache"),
            )
            folders = [base / "matplotlib" for base in bases]
        else:
            folders = [home / ".matplotlib"]
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        return all(os.access(folder, os.W_OK) for folder in folders)
    except (OSError, RuntimeError):
        return False


def _private_folder() -> Path | None:
    """A folder in the temporary one that belongs to this user alone, or None when there is none to be had."""
    user = str(os.getuid()) if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir(), f"reportgen-fonts-{user}")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        is_ours = not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)
    except OSError:
        return None
    return folder if is_ours and not folder.is_symlink() and os.access(folder, os.W_OK) else None
