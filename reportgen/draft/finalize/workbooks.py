"""The workbooks inside native charts: Excel writes users and folders into them when somebody edits the data."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from zipfile import BadZipFile, ZipFile

from reportgen.office.package import NotAPackageError, parse, serialise
from reportgen.office.zip import zipped
from reportgen.word.xml import Element, local, remove

_PERSONAL = {  # elements by part
    "docProps/core.xml": ("creator", "lastModifiedBy"),
    "docProps/app.xml": ("Manager", "Company", "HyperlinkBase"),
    "xl/workbook.xml": ("absPath",),
}
_MOST_BYTES = 50_000_000  # unpacked; the data of a chart is small


def clean_workbooks(parts: dict[str, bytes]) -> None:
    """Take users and folders out of every workbook in the file; one that holds none stays as it is."""
    for name in [name for name in parts if name.lower().endswith(".xlsx")]:
        inner = _unzipped(parts[name])
        cleaned = {part: _cleaned(inner[part], kinds) for part, kinds in _PERSONAL.items() if part in inner}
        if any(inner[part] != content for part, content in cleaned.items()):
            parts[name] = zipped({**inner, **cleaned}, first=("[Content_Types].xml", "_rels/.rels"))


def _unzipped(content: bytes) -> Mapping[str, bytes]:
    """The parts of a workbook; none where it cannot be read."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                return {}
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (BadZipFile, ValueError, RuntimeError, NotImplementedError, zlib.error, EOFError):
        return {}


def _cleaned(content: bytes, kinds: tuple[str, ...]) -> bytes:
    try:
        root = parse(content)
    except NotAPackageError:
        return content
    found = [entry for entry in root.iter() if local(entry) in kinds and (entry.text or entry.attrib)]
    for entry in found:
        _remove_with_wrapping(entry)
    return serialise(root) if found else content


def _remove_with_wrapping(entry: Element) -> None:
    """Take an element out, with the choice for newer programs it stands alone in."""
    outer = entry.getparent()
    wrapped = outer is not None and local(outer) == "Choice" and len(outer) == 1
    whole = outer.getparent() if outer is not None and wrapped else None
    remove(entry if whole is None else whole)
