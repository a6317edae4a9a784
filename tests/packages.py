"""Office files in tests: opened without a gate, packed from whatever a test made, and what is asked of a draft."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.draft import locating
from reportgen.draft import refresh as refreshing
from reportgen.draft.base import Base
from reportgen.draft.locating import Places
from reportgen.draft.refresh import Refreshed
from reportgen.draft.stored import Generated, read_base
from reportgen.office.package import Package
from reportgen.word import canonical
from reportgen.word.canonical import Fingerprint, Story, read_stories


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


def fingerprint(package: Package) -> Fingerprint:
    """The digests of a file."""
    return canonical.fingerprint(read_stories(package))


def body_story(package: Package) -> Story:
    """The body of a file, read."""
    return read_stories(package).body


def locate(package: Package, base: Base) -> Places:
    """Where everything of a base is in a draft."""
    return locating.locate(read_stories(package), base)


def refresh(draft: Package, base: Base, fresh: Package) -> Refreshed:
    """A draft refreshed with a new build, which is read from its file."""
    generated = read_base(fresh)
    assert generated is not None
    return refreshing.refresh(draft, base, Generated(read_stories(fresh), generated))


def refreshed_file(result: Refreshed) -> Package:
    """A refreshed draft as it is read from its file."""
    return read_parts(result.package.packed())
