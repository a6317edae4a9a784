"""A Word file as its parts: read from a file; written with fixed dates and order, so equal parts give equal bytes."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"  # of the ids that parts refer by
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
    type: str = ""  # the whole of it, as a URI


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
        whole = entry.get("Type", "")
        found[entry.get("Id", "")] = Relation(whole.rpartition("/")[2], target, external, whole)
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
        put_part(parts, name, content, content_type)
        relate(parts, source, name, relation_type)
    parts[name] = content


def put_part(parts: dict[str, bytes], name: str, content: bytes, content_type: str) -> None:
    """Put a part in with its content type; nothing leads to it yet."""
    types = parse(parts[CONTENT_TYPES])
    if content_type != _type_by_suffix(types, name):
        etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": content_type})
        parts[CONTENT_TYPES] = serialise(types)
    parts[name] = content


def content_type(parts: Parts, name: str) -> str:
    """The content type of a part; empty when none is declared."""
    types = parse(parts[CONTENT_TYPES])
    own = (entry for entry in types.iterfind(f"{{{_TYPES}}}Override") if entry.get("PartName") == f"/{name}")
    return next((entry.get("ContentType", "") for entry in own), _type_by_suffix(types, name))


def _type_by_suffix(types: etree._Element, name: str) -> str:
    suffix = posixpath.splitext(name)[1].removeprefix(".").lower()
    defaults = (
        entry for entry in types.iterfind(f"{{{_TYPES}}}Default") if entry.get("Extension", "").lower() == suffix
    )
    return next((entry.get("ContentType", "") for entry in defaults), "")


def relate(
    parts: dict[str, bytes], source: str, target: str, relation_type: str, *, external: bool = False, identity: str = ""
) -> str:
    """Let a part refer to another, or to a URL; returns the id, a free one unless it is given."""
    name = relations_part(source)
    root = parse(parts[name]) if name in parts else new_root(_RELATIONS, "Relationships")
    taken = {entry.get("Id") for entry in root}
    identity = identity or next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    path = target if external else posixpath.relpath(target, posixpath.dirname(source) or ".")
    attributes = {"Id": identity, "Type": relation_type, "Target": path}
    etree.SubElement(
        root, f"{{{_RELATIONS}}}Relationship", attributes | ({"TargetMode": "External"} if external else {})
    )
    parts[name] = serialise(root)
    return identity


def drop_relations(parts: dict[str, bytes], source: str, unused: Container[str]) -> None:
    """Take relationships of a part away, and then every part that nothing leads to any more."""
    name = relations_part(source)
    if name in parts:
        root = parse(parts[name])
        for entry in [entry for entry in root if entry.get("Id", "") in unused]:
            root.remove(entry)
        parts[name] = serialise(root)
    drop_unreached(parts)


def drop_unreached(parts: dict[str, bytes]) -> None:
    """Take away every part that no chain of relationships leads to, and what is said about it."""
    reached = {CONTENT_TYPES, relations_part("")}
    waiting = [""]
    while waiting:
        name = waiting.pop()
        for relation in relations(parts, name).values():
            if not relation.external and relation.target in parts and relation.target not in reached:
                reached |= {relation.target, relations_part(relation.target)}
                waiting.append(relation.target)
    gone = [name for name in parts if name not in reached and not name.endswith("/")]
    types = parse(parts[CONTENT_TYPES])
    for entry in list(types):
        if entry.get("PartName", "").removeprefix("/") in gone:
            types.remove(entry)
    for name in gone:
        del parts[name]
    parts[CONTENT_TYPES] = serialise(types)
