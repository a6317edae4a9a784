"""A Word file as its parts: read from a file; written with fixed dates and order, so equal parts give equal bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_FIRST = (CONTENT_TYPES, "_rels/.rels")  # what readers look for first
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold
_MOST_BYTES = 500_000_000  # unpacked; no report of ours comes near
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

Parts = Mapping[str, bytes]


class NotAPackageError(Exception):
    """The file is not a Word file, or not one that is safe to open."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `kind` is the last word of the relationship's type, `target` a part's name or a URL."""

    kind: str
    target: str
    external: bool


def parse(part: bytes) -> etree._Element:
    """A part as a tree; no entity is resolved, nothing is fetched. Raises `NotAPackageError` when it is not XML."""
    try:
        return etree.fromstring(part, _XML)
    except etree.XMLSyntaxError as error:
        raise NotAPackageError(str(error)) from error


def new_root(namespace: str, name: str) -> etree._Element:
    """The root of a new part, in its namespace without a prefix."""
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def serialise(root: etree._Element) -> bytes:
    """A tree as a part."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def read_parts(source: Path | bytes) -> dict[str, bytes]:
    """The parts of a file by name. Raises `NotAPackageError` when it is not a Word file; OSError when unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise NotAPackageError("it unpacks to far more than a report can hold")
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise NotAPackageError(str(error)) from error
    if DOCUMENT not in parts:
        raise NotAPackageError(f"it holds no {DOCUMENT}")
    return parts


def write_parts(parts: Parts) -> bytes:
    """Parts as a file."""
    target = io.BytesIO()
    ordered = [name for name in _FIRST if name in parts] + sorted(set(parts) - set(_FIRST))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ordered:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, parts[name])
    return target.getvalue()


def relations_part(name: str) -> str:
    """The name of the part that holds the relationships of a part; of the package itself for an empty name.

    >>> relations_part("word/document.xml"), relations_part("")
    ('word/_rels/document.xml.rels', '_rels/.rels')
    """
    folder, _, file = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def relations(parts: Parts, name: str) -> dict[str, Relation]:
    """What a part refers to, by relationship id."""
    source = parts.get(relations_part(name))
    if source is None:
        return {}
    found = {}
    for entry in parse(source).iterfind(f"{{{_RELATIONS}}}Relationship"):
        external = entry.get("TargetMode") == "External"
        target = entry.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), target)).lstrip("/")
        found[entry.get("Id", "")] = Relation(entry.get("Type", "").rpartition("/")[2], target, external)
    return found


def related(parts: Parts, name: str, kind: str) -> list[str]:
    """The names of the parts of one kind that a part refers to, and that are there."""
    targets = (relation.target for relation in relations(parts, name).values() if relation.kind == kind)
    return [target for target in targets if target in parts]


def add_part(
    parts: dict[str, bytes], name: str, content: bytes, content_type: str, *, source: str, relation_type: str
) -> None:
    """Put a part in, with its content type and the relationship that leads to it; one of that name is replaced."""
    if name not in parts:
        _declare(parts, name, content_type)
        _relate(parts, source, name, relation_type)
    parts[name] = content


def _declare(parts: dict[str, bytes], name: str, content_type: str) -> None:
    types = parse(parts[CONTENT_TYPES])
    etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": content_type})
    parts[CONTENT_TYPES] = serialise(types)


def _relate(parts: dict[str, bytes], source: str, target: str, relation_type: str) -> None:
    name = relations_part(source)
    root = parse(parts[name]) if name in parts else new_root(_RELATIONS, "Relationships")
    taken = {entry.get("Id") for entry in root}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    path = posixpath.relpath(target, posixpath.dirname(source) or ".")
    etree.SubElement(
        root, f"{{{_RELATIONS}}}Relationship", {"Id": f"rId{number}", "Type": relation_type, "Target": path}
    )
    parts[name] = serialise(root)
