"""Whether a file lies on a network share, where the locks that keep two writers apart may not be what they promise."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_SHARED = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "afs", "fuse.gvfsd")  # how the kinds of file systems begin
_REMOTE = 4  # of GetDriveTypeW
_MOUNTS = Path("/proc/self/mounts")


def is_on_share(file: Path) -> bool:
    """True for a file on a share; where the system does not tell, False."""
    where = os.path.realpath(file)
    if sys.platform == "win32":
        import ctypes

        drive = os.path.splitdrive(where)[0]
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE
    try:
        return is_shared(where, _MOUNTS.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return False


def is_shared(where: str, mounts: str) -> bool:
    """True for a path below a share, given the table of mounts of Linux.

    >>> mounts = "/dev/sda1 / ext4 rw\\nhost:/x /mnt/firm nfs4 rw\\nsys /mnt/firm/local tmpfs rw"
    >>> [is_shared(path, mounts) for path in ("/home/a", "/mnt/firm/a", "/mnt/firmly/a", "/mnt/firm/local/a")]
    [False, True, False, False]
    """
    rows = (line.split() for line in mounts.splitlines())
    named = {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}
    above = [point for point in named if f"{where}/".startswith(f"{point.rstrip('/')}/")]
    return bool(above) and named[max(above, key=len)].startswith(_SHARED)
