"""The parts of a workbook's package: read once, changed where a mark goes, and packed again.

What nobody touches leaves as it came, byte for byte and in its order. A part that is changed is parsed once, however
many marks it gets, and written once.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # of new parts: the same bytes on every day
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


class DamagedPartError(Exception):
    """A part that has to be changed is missing, or no XML."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `kind` is the last word of the relationship's type, `target` a part's name or a URL."""

    id: str
    kind: str
    target: str
    is_external: bool


def main(name: str) -> str:
    """A name of SpreadsheetML as lxml wants it.

    >>> main("c")
    '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c'
    """
    return f"{{{MAIN}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse(content: bytes, name: str) -> Element:
    """A part as a tree; nothing is fetched or resolved. Raises `DamagedPartError` when it is no XML."""
    try:
        return etree.fromstring(content, _XML)
    except etree.XMLSyntaxError as error:
        raise DamagedPartError(name) from error


def new(name: str, attributes: Mapping[str, str] = MappingProxyType({}), *, relates: bool = False) -> Element:
    """A new element of SpreadsheetML, written without a prefix; one that `relates` to a part can have an `r:id`."""
    prefixes = {None: MAIN, "r": RELATIONSHIPS} if relates else {None: MAIN}
    return etree.Element(main(name), dict(attributes), nsmap=cast("dict[str, str]", prefixes))


def take_out(element: Element) -> None:
    """Remove an element from its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def is_on(value: str | None) -> bool:
    """What a yes-or-no attribute says; Excel writes "1", LibreOffice "true"."""
    return value in ("1", "true")


def number(value: str | None) -> int:
    """What an attribute counts; 0 when it is missing or no number."""
    return int(value) if value and value.isdecimal() else 0


class Parts:
    """All parts by name; letter case, backslashes and leading slashes, as some programs write, make no difference."""

    def __init__(self, data: bytes) -> None:
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._contents: dict[str, bytes] = {}
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                self._entries[_key(entry.filename)] = entry
                self._contents[_key(entry.filename)] = archive.read(entry)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._contents

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def content(self, name: str) -> bytes:
        """The bytes of a part, changes to its tree not included. Raises `DamagedPartError` when it is not there."""
        try:
            return self._contents[_key(name)]
        except KeyError as error:
            raise DamagedPartError(name) from error

    def tree(self, name: str) -> Element:
        """The part as a tree, the same at every call. Raises `DamagedPartError`."""
        key = _key(name)
        if key not in self._trees:
            self._trees[key] = parse(self.content(name), name)
        return self._trees[key]

    def is_parsed(self, name: str) -> bool:
        """True when the tree of the part may differ from its bytes."""
        return _key(name) in self._trees

    def changed(self, name: str) -> Element:
        """The part as a tree that is about to change."""
        tree = self.tree(name)
        self._changed.add(_key(name))
        return tree

    def replace(self, name: str, content: bytes) -> None:
        """Put other bytes into a part; the tree it had is gone."""
        self._contents[_key(name)] = content
        self._trees.pop(_key(name), None)
        self._changed.discard(_key(name))

    def packed(self) -> bytes:
        """The package as a file: the old parts in their order, then the new ones."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, entry in self._entries.items():
                content = serialised(self._trees[key]) if key in self._changed else self._contents[key]
                packed = zipfile.ZipInfo(entry.filename, entry.date_time)
                packed.compress_type = entry.compress_type
                packed.external_attr = entry.external_attr
                packed.create_system = entry.create_system
                archive.writestr(packed, content)
        return target.getvalue()

    # ------------------------------------------------------------------------------------- new parts, and parts gone

    def free_name(self, pattern: str) -> str:
        """The first name of this pattern that no part has: "xl/comments{}.xml"."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def add(self, name: str, content: bytes, content_type: str) -> None:
        """Put a new part in, with its content type."""
        entry = zipfile.ZipInfo(name, _ZIP_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3  # the same on every system
        entry.external_attr = 0o600 << 16
        self._entries[_key(name)] = entry
        self._contents[_key(name)] = content
        if content_type:
            types = self.changed(_CONTENT_TYPES)
            etree.SubElement(types, f"{{{_TYPES}}}Override", {"PartName": f"/{name}", "ContentType": content_type})

    def remove(self, name: str) -> None:
        """Take a part out with its content type and its relationships; parts that only it referred to go with it."""
        if name not in self:
            return
        targets = [relation.target for relation in self.relations(name) if not relation.is_external]
        gone = {_key(name), _key(_relations_of(name))}
        for key in gone:
            self._entries.pop(key, None)
            self._contents.pop(key, None)
            self._trees.pop(key, None)
            self._changed.discard(key)
        for override in self.tree(_CONTENT_TYPES).findall(f"{{{_TYPES}}}Override"):
            if _key(override.get("PartName", "")) in gone:
                self.changed(_CONTENT_TYPES).remove(override)
        for target in targets:
            if not any(_key(target) == _key(other) for other in self._all_targets()):
                self.remove(target)

    def _all_targets(self) -> Iterator[str]:
        for key in list(self._contents):
            if key.endswith(".rels"):
                folder, file = posixpath.split(key)
                source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
                yield from (relation.target for relation in self.relations(source) if not relation.is_external)

    # ------------------------------------------------------------------------------------------------- relationships

    def relations(self, source: str) -> list[Relation]:
        """What a part refers to; for an empty name, what the package does."""
        if _relations_of(source) not in self:
            return []
        found = []
        for entry in self.tree(_relations_of(source)).iterfind(f"{{{_PACKAGE_RELATIONSHIPS}}}Relationship"):
            target, is_external = entry.get("Target", ""), entry.get("TargetMode") == "External"
            if not is_external:
                path = posixpath.join("/", posixpath.dirname(source), target.replace("\\", "/"))
                target = posixpath.normpath(path).lstrip("/")
            kind = entry.get("Type", "").rpartition("/")[2]
            found.append(Relation(entry.get("Id", ""), kind, target, is_external))
        return found

    def related(self, source: str, kind: str) -> str:
        """The name of the part of that kind that a part refers to; empty when there is none."""
        targets = (relation.target for relation in self.relations(source) if relation.kind == kind)
        return next((target for target in targets if target in self), "")

    def relate(self, source: str, target: str, kind: str) -> str:
        """Let a part refer to another; returns the id of the relationship. `kind` is its whole type, or a usual one."""
        name = _relations_of(source)
        if name not in self:
            self.add(name, f'<Relationships xmlns="{_PACKAGE_RELATIONSHIPS}"/>'.encode(), "")
        root = self.changed(name)
        taken = {entry.get("Id") for entry in root}
        relation_id = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        facts = {
            "Id": relation_id,
            "Type": kind if "/" in kind else f"{RELATIONSHIPS}/{kind}",
            "Target": posixpath.relpath(target, posixpath.dirname(source) or "."),
        }
        etree.SubElement(root, f"{{{_PACKAGE_RELATIONSHIPS}}}Relationship", facts)
        return relation_id

    def unrelate(self, source: str, target: str) -> None:
        """Let a part no longer refer to another, and take that one out."""
        name = _relations_of(source)
        for relation in self.relations(source):
            if not relation.is_external and _key(relation.target) == _key(target):
                root = self.changed(name)
                root.remove(next(entry for entry in root if entry.get("Id") == relation.id))
                if not len(root):
                    self.remove(name)
        self.remove(target)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def serialised(root: Element) -> bytes:
    """A tree as the bytes of a part."""
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return head + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
