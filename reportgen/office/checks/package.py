"""An Office file as its parts: what is in the zip, what each part is, and what each refers to.

Opening judges nothing but whether there is something to judge; the rules stand in `packing`.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from reportgen.office.checks.markup import Element, NotXmlError, parsed

TYPES = "[Content_Types].xml"
MAX_UNPACKED_BYTES = 500_000_000
"""No report or workbook of ours comes near; what unpacks to more is made to do harm."""

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class UnreadableError(Exception):
    """There is no package to look at."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to."""

    id: str
    kind: str  # the last word of its type: "image"
    target: str  # the name of a part, or the address outside
    external: bool
    element: Element


class OfficeFile:
    """The parts of a file. Trees are read once; a part that is not XML has none."""

    def __init__(self, names: Sequence[str], parts: Mapping[str, bytes]) -> None:
        self.names = names  # as they stand in the zip, twice if twice
        self.parts = parts
        self.broken: dict[str, str] = {}  # parts that should be XML and are not, with the reason
        self._trees: dict[str, Element | None] = {}
        self._defaults, self._overrides = self._content_types()
        self._relations = {name: tuple(self._read_relations(name)) for name in ("", *parts)}

    def tree(self, name: str) -> Element | None:
        """A part as a tree; None when there is no such part or it is not XML."""
        if name not in self._trees:
            self._trees[name] = self._parse(name)
        return self._trees[name]

    def _parse(self, name: str) -> Element | None:
        if name not in self.parts:
            return None
        try:
            return parsed(self.parts[name])
        except NotXmlError as error:
            self.broken[name] = str(error).rstrip(".")
            return None

    def _content_types(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Content types by suffix, and by name of part."""
        root = self.tree(TYPES)
        entries = [] if root is None else list(root)
        defaults = (entry for entry in entries if entry.tag == f"{_TYPES}Default")
        overrides = (entry for entry in entries if entry.tag == f"{_TYPES}Override")
        return (
            {entry.get("Extension", "").lower(): entry.get("ContentType", "") for entry in defaults},
            {entry.get("PartName", "").lstrip("/"): entry.get("ContentType", "") for entry in overrides},
        )

    def content_type(self, name: str) -> str:
        """The content type of a part; empty when it has none."""
        return self._overrides.get(name) or self._defaults.get(name.rpartition(".")[2].lower(), "")

    def is_xml(self, name: str) -> bool:
        """True for a part that has to be XML."""
        return name == TYPES or self.content_type(name).endswith(("+xml", "/xml", "vmlDrawing"))

    def relations(self, name: str) -> tuple[Relationship, ...]:
        """What a part refers to; the package itself for an empty name."""
        return self._relations.get(name, ())

    def related(self, name: str, *kinds: str) -> list[str]:
        """The names of the parts of some kinds that a part refers to, and that are there, each once."""
        targets = (relation.target for relation in self.relations(name) if relation.kind in kinds)
        return list(dict.fromkeys(target for target in targets if target in self.parts))

    def _read_relations(self, name: str) -> Iterator[Relationship]:
        root = self.tree(relations_part(name))
        for entry in root.iterfind(_RELATION) if root is not None else ():
            external = entry.get("TargetMode") == "External"
            target = entry.get("Target", "")
            yield Relationship(
                entry.get("Id", ""),
                entry.get("Type", "").rpartition("/")[2],
                target if external else _resolved(name, target),
                external,
                entry,
            )


def relations_part(name: str) -> str:
    """The name of the part that holds the relationships of a part; of the package itself for an empty name.

    >>> relations_part("word/document.xml"), relations_part("")
    ('word/_rels/document.xml.rels', '_rels/.rels')
    """
    folder, _, file = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def relations_source(name: str) -> str:
    """The part whose relationships a part holds.

    >>> relations_source("word/_rels/document.xml.rels"), relations_source("_rels/.rels")
    ('word/document.xml', '')
    """
    folder, _, file = name.rpartition("_rels/")
    return f"{folder}{file.removesuffix('.rels')}"


def _resolved(source: str, target: str) -> str:
    """A target as the name of a part.

    >>> _resolved("word/document.xml", "../docProps/core.xml"), _resolved("", "/xl/workbook.xml")
    ('docProps/core.xml', 'xl/workbook.xml')
    """
    joined = posixpath.join("/", posixpath.dirname(source), unquote(target.partition("#")[0]))
    return posixpath.normpath(joined).lstrip("/")


def open_file(data: bytes) -> OfficeFile:
    """The package in `data`. Raises `UnreadableError` when it is no zip file or not one that can be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise UnreadableError("it unpacks to far more than such a file can hold")
            parts = {unquote(entry.filename): archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise UnreadableError(str(error).rstrip(".")) from error
    return OfficeFile([unquote(entry.filename) for entry in entries], parts)
