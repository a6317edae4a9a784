"""Office files in tests: opened without a gate, packed from whatever a test made, as ours or as any zip file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.office.package import Package


def read_parts(source: Path | bytes) -> Package:
    """The package of a file."""
    return Package.opened(source if isinstance(source, bytes) else source.read_bytes())


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """A file of these parts."""
    return Package(parts).packed()


def parts_of(source: Path | bytes) -> dict[str, bytes]:
    """What a zip file holds, by name, whatever it is."""
    with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these, in this order, as any program writes one."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
