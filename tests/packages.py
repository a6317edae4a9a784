"""Office files in tests: opened without a gate, packed from whatever a test made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.office.package import Package


def read_parts(source: Path | bytes) -> Package:
    """The package of a file."""
    return Package.opened(source if isinstance(source, bytes) else source.read_bytes())


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """A file of these parts."""
    return Package(parts).packed()
