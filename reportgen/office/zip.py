"""Parts to a zip file with fixed times, order and marks: equal parts give equal bytes, on every system."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold
_SYSTEM = 3  # Unix; else the system that writes is named
_RIGHTS = 0o600 << 16  # of a file that is unpacked there


def zipped(parts: Mapping[str, bytes], *, first: Sequence[str] = (), level: int = 6) -> bytes:
    """The parts by name as a zip file: those named in `first`, where there, then the others by name.

    `level` of compression, 0 to 9.
    """
    order = [name for name in first if name in parts] + sorted(set(parts) - set(first))
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=level) as archive:
        for name in order:
            entry = ZipInfo(name, _DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = _SYSTEM
            entry.external_attr = _RIGHTS
            archive.writestr(entry, parts[name])
    return target.getvalue()


def unzipped(archive: bytes) -> dict[str, bytes]:
    """The parts of a zip file that we made ourselves, in its order."""
    with ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
