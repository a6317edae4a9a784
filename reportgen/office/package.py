"""An Office file as one object: its parts by name, each XML part parsed at most once, the changed ones written once.

As the format says, letter case makes no difference in the names of parts, nor does a sign that is written as its code
(`%20`); backslashes and leading slashes, as some programs write, make none either. What nobody asks for is carried
byte for byte.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, MutableMapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import IO, TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote, unquote
from xml.etree import ElementTree

if TYPE_CHECKING:
    from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"  # of the ids that parts refer by

Element: TypeAlias = "etree._Element"

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
FIRST = (CONTENT_TYPES, "_rels/.rels")  # what readers look for first
_EXPECTED = (*FIRST, DOCUMENT, "xl/styles.xml")  # where libraries look without being told
_SAFE = "/[]!$&'()*+,;=:@-._~"  # signs in the name of a part that stand for themselves
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold
_SMALL = (".png", ".jpeg", ".jpg")  # pictures do not get smaller
_UNIX, _DOS = 3, 0  # systems that a zip can say it was made on: one is named, so that all give the same bytes
_LIST_BYTES, _LIST_DEPTH = 1_000_000, 100  # of a part that is only looked at; anything larger is for lxml to judge
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?\sencoding\s*=\s*[\"']([\w.-]+)")
_EBCDIC = "<?xm".encode("cp037")
_LETTERS_AS_IN_ASCII = re.compile(rb"utf-?8|(us-)?ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)


class DamagedPartError(Exception):
    """A part that is asked for is not there, or is no XML that may be read."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `kind` is the last word of the relationship's type, `target` a part's name or a URL."""

    kind: str
    target: str
    external: bool
    type: str = ""  # the whole of it, as a URI


# ------------------------------------------------------------------------------------------------- XML, zip and names


def parse(content: bytes) -> Element:
    """A part as a tree; no entity is resolved, nothing is fetched.

    Raises `DamagedPartError` when it is not XML, or holds what no part of an Office file does: a document type, or
    letters in which one could hide.
    """
    if is_oddly_encoded(content):
        raise DamagedPartError("it is written in an unusual encoding such as UTF-16")
    if has_document_type(content):
        raise DamagedPartError("it declares a document type")
    from lxml import etree

    try:
        return etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise DamagedPartError(str(error)) from error


@lru_cache(maxsize=1)
def _parser() -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _list(content: bytes) -> Any:
    """A part as a tree of the standard library; None for what is not plainly a sound list."""
    if len(content) > _LIST_BYTES or is_oddly_encoded(content) or has_document_type(content):
        return None
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:
        return None
    level = [root]
    for _ in range(_LIST_DEPTH):
        level = [entry for parent in level for entry in parent]
    return None if level else root


def is_oddly_encoded(content: bytes) -> bool:
    """True for XML whose tags do not stand in it as they do in ASCII: a document type could hide there."""
    declared = _ENCODING.match(content)
    if b"\0" in content or content.startswith(_EBCDIC):
        return True
    return declared is not None and not _LETTERS_AS_IN_ASCII.fullmatch(declared[1])


def has_document_type(content: bytes) -> bool:
    """True for XML that could define entities."""
    return b"<!DOCTYPE" in content or b"<!ENTITY" in content


def new_root(namespace: str, name: str) -> Element:
    """The root of a new part, in its namespace without a prefix."""
    from lxml import etree

    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def serialise(root: Element) -> bytes:
    """A tree as a part."""
    from lxml import etree

    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)


def zipped(parts: Mapping[str, bytes], *, first: Sequence[str] = (), level: int = 6, system: int = _UNIX) -> bytes:
    """Parts as a zip file with fixed times and order: those named in `first`, where there, then the others by name.

    `level` of compression, 0 to 9; `system` is named as the one it was made on. Equal parts give equal bytes.
    """
    order = [name for name in first if name in parts] + sorted(set(parts) - set(first))
    return _written(((_entry(name, system), parts[name]) for name in order), level)


def _entry(name: str, system: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(_SMALL) else zipfile.ZIP_DEFLATED
    entry.create_system = system
    entry.external_attr = 0o600 << 16  # rights of a file that is unpacked
    return entry


def _written(entries: Iterable[tuple[zipfile.ZipInfo, bytes]], level: int = 6) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return target.getvalue()


def plain_name(name: str) -> str:
    """The name of a part as the format writes it: from the root, with slashes.

    >>> plain_name("/xl\\\\styles.xml"), plain_name("./word/./document.xml")
    ('xl/styles.xml', 'word/document.xml')
    """
    return posixpath.normpath(f"/{name.replace(chr(92), '/').lstrip('/')}").lstrip("/")


@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """What the names of one part have in common, however they are written.

    >>> name_key("/XL/My%20Data.xml") == name_key("xl/my data.xml")
    True
    """
    return plain_name(unquote(name)).lower()


def relations_part(name: str) -> str:
    """The name of the part that holds the relationships of a part; of the package itself for an empty name.

    >>> relations_part("word/document.xml"), relations_part("")
    ('word/_rels/document.xml.rels', '_rels/.rels')
    """
    folder, _, file = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _resolved(source: str, target: str) -> str:
    """Where a target of a part leads, from the root."""
    return posixpath.join("/", posixpath.dirname(source), target.replace("\\", "/"))


def _source_of(relations: str) -> str:
    """The part whose relationships a part holds."""
    folder, _, file = relations.rpartition("_rels/")
    return f"{folder}{file.removesuffix('.rels')}"


# ------------------------------------------------------------------------------------------------------- the package


class Package(MutableMapping[str, bytes]):
    """The parts of an Office file by name, as bytes or as trees.

    A tree is parsed when it is first asked for and is the same at every call; one that is asked for to be `changed`
    goes into the file as it is when the file is written. `DamagedPartError` is raised for what is not there or not
    XML.
    """

    def __init__(self, parts: Mapping[str, bytes] | None = None) -> None:
        self._file = b""  # what it was opened from, as long as nothing differs
        self._archive: zipfile.ZipFile | None = None
        self._entries: dict[str, zipfile.ZipInfo] = {}  # of the file it was opened from
        self._names: dict[str, str] = {}  # as this package writes them, in its order
        self._contents: dict[str, bytes] = {}
        self._trees: dict[str, Element] = {}
        self._lists: dict[str, Any] = {}  # of parts that were only looked at
        self._changed: set[str] = set()
        for name, content in (parts or {}).items():
            self[name] = content

    @classmethod
    def opened(cls, data: bytes) -> Package:
        """The package in a zip file, which is unpacked part by part as it is asked for.

        Nothing is judged: that is the gate's business. Raises what `zipfile` raises for what is no zip file.
        """
        package = cls()
        package._file, package._archive = data, zipfile.ZipFile(io.BytesIO(data))
        for entry in package._archive.infolist():
            if not entry.is_dir():
                key = name_key(entry.filename)
                package._entries[key], package._names[key] = entry, plain_name(entry.filename)
        return package

    @property
    def entries(self) -> list[zipfile.ZipInfo]:
        """The table of contents of the file it was opened from."""
        return self._archive.infolist() if self._archive else []

    def copy(self) -> Package:
        """A package that changes apart from this one; nothing is parsed again."""
        twin = Package()
        twin._file = self._file
        twin._archive, twin._entries, twin._names = self._archive, dict(self._entries), dict(self._names)
        twin._contents, twin._changed = dict(self._contents), set(self._changed)
        twin._lists = dict(self._lists)
        twin._trees = {key: deepcopy(root.getroottree()).getroot() for key, root in self._trees.items()}
        return twin

    # ------------------------------------------------------------------------------------------------ parts as bytes

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name_key(name) in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._names.values()))

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, name: str) -> bytes:
        key = name_key(name)
        if key not in self._names:
            raise KeyError(name)
        return serialise(self._trees[key]) if key in self._changed else self.content(name)

    def content(self, name: str) -> bytes:
        """The bytes of a part as they were put in, changes to its tree not included."""
        key = name_key(name)
        if key not in self._contents:
            self._contents[key] = self.unpacked(name)
        return self._contents[key]

    def unpacked(self, name: str) -> bytes:
        """The same; they are not kept in memory for it."""
        key = name_key(name)
        if key in self._contents:
            return self._contents[key]
        if self._archive is None or key not in self._names:
            raise DamagedPartError(f"{name} is not there")
        return self._archive.read(self._entries[key])

    def stream(self, name: str) -> IO[bytes]:
        """The same, unpacked as it is read."""
        key = name_key(name)
        if self._archive is None or key in self._contents or key not in self._names:
            return io.BytesIO(self.unpacked(name))
        return self._archive.open(self._entries[key])

    def __setitem__(self, name: str, content: bytes) -> None:
        self._file = b""
        key = name_key(name)
        self._names.setdefault(key, plain_name(name))
        self._contents[key] = content
        self._trees.pop(key, None)
        self._lists.pop(key, None)
        self._changed.discard(key)

    def __delitem__(self, name: str) -> None:
        """Take a part out with its content type and its relationships; what it refers to stays."""
        self._file = b""
        key = name_key(name)
        del self._names[key]
        for known in (self._entries, self._contents, self._trees, self._lists):
            known.pop(key, None)
        self._changed.discard(key)
        for entry in self._overrides(name):
            self.changed(CONTENT_TYPES).remove(entry)
        if relations_part(name) in self:
            del self[relations_part(name)]

    def packed(self) -> bytes:
        """The package as a file: equal parts give equal bytes."""
        return zipped(self, first=FIRST, system=_DOS)

    def packed_as_it_came(self) -> bytes:
        """The package as a file: the parts in the order and with the marks of the file it was opened from, new ones
        behind them.
        """
        return _written((self._entry(key, name), self[name]) for key, name in self._names.items())

    def _entry(self, key: str, name: str) -> zipfile.ZipInfo:
        came = self._entries.get(key)
        if came is None:
            return _entry(name, _UNIX)
        entry = zipfile.ZipInfo(came.filename, came.date_time)
        for mark in ("compress_type", "external_attr", "create_system"):
            setattr(entry, mark, getattr(came, mark))
        return entry

    # ------------------------------------------------------------------------------------------------ parts as trees

    def tree(self, name: str) -> Element:
        """A part as a tree, to be read."""
        key = name_key(name)
        if key not in self._trees:
            if key not in self._names:
                raise DamagedPartError(f"{name} is not there")
            try:
                self._trees[key] = parse(self[name])
            except DamagedPartError as error:
                raise DamagedPartError(f"{name} is torn: its XML cannot be read ({error})") from error
        return self._trees[key]

    def listed(self, name: str) -> Any:
        """A part as a tree that is only looked at now: lxml's where that is parsed already and for what is damaged or
        large; else one of the standard library, which needs no lxml.
        """
        key = name_key(name)
        if key in self._names and key not in self._trees:
            if key not in self._lists:
                self._lists[key] = _list(self[name])
            if self._lists[key] is not None:
                return self._lists[key]
        return self.tree(name)

    def changed(self, name: str) -> Element:
        """A part as a tree that is about to change."""
        self._file = b""
        tree = self.tree(name)
        self._changed.add(name_key(name))
        return tree

    def is_parsed(self, name: str) -> bool:
        """True when somebody has the tree of a part, which may differ from the bytes it came with."""
        return name_key(name) in self._trees

    def put_tree(self, name: str, root: Element) -> None:
        """Put a tree into a part, in place of what is there."""
        self._file = b""
        key = name_key(name)
        self._names.setdefault(key, plain_name(name))
        self._trees[key] = root
        self._changed.add(key)

    def changed_trees(self, source: str, kind: str) -> Iterator[Element]:
        """The parts of a kind that `source` leads to, as trees that are about to change."""
        yield from map(self.changed, self.related(source, kind))

    # ------------------------------------------------------------------------------------------------ relationships

    def relations(self, source: str) -> dict[str, Relation]:
        """What a part refers to, by relationship id; what the package itself does for an empty name."""
        name = relations_part(source)
        if name not in self:
            return {}
        found = {}
        for entry in self.listed(name).iterfind(f"{{{_RELATIONS}}}Relationship"):
            external, target = entry.get("TargetMode") == "External", entry.get("Target", "")
            whole = entry.get("Type", "")
            named = target if external else self._target(source, target)
            found[entry.get("Id", "")] = Relation(whole.rpartition("/")[2], named, external, whole)
        return found

    def _target(self, source: str, target: str) -> str:
        """The part that a target names, as this package writes its name."""
        path = _resolved(source, target)
        return self._names.get(name_key(path.partition("#")[0])) or plain_name(path)

    def related(self, source: str, kind: str) -> list[str]:
        """The names of the parts of one kind that a part refers to, and that are there."""
        targets = (relation.target for relation in self.relations(source).values() if relation.kind == kind)
        return [target for target in targets if target in self]

    def first_related(self, source: str, kind: str) -> str:
        """The name of the first of these parts; empty when there is none."""
        return next(iter(self.related(source, kind)), "")

    def relate(
        self, source: str, target: str, relation_type: str, *, external: bool = False, identity: str = ""
    ) -> str:
        """Let a part refer to another, or to a URL; returns the id, a free one unless it is given."""
        from lxml import etree

        name = relations_part(source)
        if name not in self:
            self.put_tree(name, new_root(_RELATIONS, "Relationships"))
        root = self.changed(name)
        taken = {entry.get("Id") for entry in root}
        identity = identity or next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        path = target if external else posixpath.relpath(target, posixpath.dirname(source) or ".")
        facts = {"Id": identity, "Type": relation_type, "Target": path} | (
            {"TargetMode": "External"} if external else {}
        )
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", facts)
        return identity

    def unrelate(self, source: str, is_gone: Callable[[str, Relation], bool]) -> None:
        """Take relationships of a part away, and then every part that only they led to."""
        lost = {number: relation for number, relation in self.relations(source).items() if is_gone(number, relation)}
        if not lost:
            return
        root = self.changed(relations_part(source))
        for entry in [entry for entry in root if entry.get("Id", "") in lost]:
            root.remove(entry)
        if not len(root):
            del self[relations_part(source)]
        self._drop_unneeded(relation.target for relation in lost.values() if not relation.external)

    def drop_unnamed(self, source: str, kinds: Container[str]) -> None:
        """Take away the relationships of these kinds that nothing in a part names, and what only they led to."""
        if any(relation.kind in kinds for relation in self.relations(source).values()):
            named = {str(value) for element in self.tree(source).iter() for value in element.attrib.values()}
            self.unrelate(source, lambda number, relation: relation.kind in kinds and number not in named)

    def _drop_unneeded(self, targets: Iterable[str]) -> None:
        """Drop those of these parts that nothing refers to any more, and what only they refer to."""
        waiting = list(targets)
        while waiting:
            name = waiting.pop()
            if name in self and name not in self._targets_of_all():
                waiting += self._targets(name)
                del self[name]

    def _targets(self, source: str) -> set[str]:
        return {relation.target for relation in self.relations(source).values() if not relation.external}

    def _targets_of_all(self) -> set[str]:
        sources = (_source_of(key) for key in list(self._names) if key.endswith(".rels"))
        return {target for source in sources for target in self._targets(source)}

    def drop_unreached(self) -> None:
        """Take away every part that no chain of relationships leads to, and what is said about it."""
        reached, waiting = {CONTENT_TYPES, relations_part("")}, [""]
        while waiting:
            for target in self._targets(waiting.pop()) - reached:
                reached |= {target, relations_part(target)}
                waiting.append(target)
        keys = set(map(name_key, reached))
        for name in self:
            if name in self and name_key(name) not in keys:
                del self[name]

    # -------------------------------------------------------------------------------------------- new parts and types

    def put(self, name: str, content: bytes | Element, content_type: str) -> None:
        """Put a part in with its content type, as bytes or as a tree; nothing leads to it yet."""
        from lxml import etree

        if content_type != self._type_by_suffix(name):
            facts = {"PartName": f"/{name}", "ContentType": content_type}
            etree.SubElement(self.changed(CONTENT_TYPES), f"{{{_TYPES}}}Override", facts)
        self._set(name, content)

    def add(self, name: str, content: bytes | Element, content_type: str, *, source: str, relation_type: str) -> None:
        """Put a part in, with its content type and the relationship that leads to it; one of that name is replaced."""
        if name in self:
            self._set(name, content)
            return
        self.put(name, content, content_type)
        self.relate(source, name, relation_type)

    def _set(self, name: str, content: bytes | Element) -> None:
        if isinstance(content, bytes):
            self[name] = content
        else:
            self.put_tree(name, content)

    def free_name(self, pattern: str) -> str:
        """The first name of this pattern that no part has: "xl/comments{}.xml"."""
        return next(name for number in count(1) if (name := pattern.format(number)) not in self)

    def _overrides(self, name: str) -> list[Element]:
        entries = self.tree(CONTENT_TYPES).iterfind(f"{{{_TYPES}}}Override") if CONTENT_TYPES in self else ()
        return [entry for entry in entries if name_key(entry.get("PartName", "")) == name_key(name)]

    def _type_by_suffix(self, name: str) -> str:
        suffix = posixpath.splitext(name)[1].removeprefix(".").lower()
        entries = self.tree(CONTENT_TYPES).iterfind(f"{{{_TYPES}}}Default")
        return next((e.get("ContentType", "") for e in entries if e.get("Extension", "").lower() == suffix), "")

    def content_types(self) -> dict[str, str]:
        """The content type of every part that has one, by its name."""
        entries = list(self.listed(CONTENT_TYPES))
        by_suffix = {entry.get("Extension", "").lower(): entry.get("ContentType", "") for entry in entries[::-1]}
        own = {name_key(entry.get("PartName", "")): entry.get("ContentType", "") for entry in entries[::-1]}
        types = {
            name: own.get(key) or by_suffix.get(key.rpartition(".")[2] or "/", "") for key, name in self._names.items()
        }
        return {name: kind for name, kind in types.items() if kind}

    def pictures(self) -> dict[str, bytes]:
        """The pictures of the file by name."""
        return {name: self[name] for name, kind in self.content_types().items() if kind.startswith("image/")}

    # -------------------------------------------------------------------------------------------- for other libraries

    def for_libraries(self, *sources: str) -> bytes:
        """The package as a file in which everything that names a part names it letter by letter, as libraries want it.

        Where that is so already, it is the file that the package was opened from. With `sources`, only the
        relationships of these parts count.
        """
        self.spell_out(*sources)
        return self._file or zipped(self, first=FIRST, level=1)

    def spell_out(self, *sources: str) -> None:
        """Let everything that names a part name it letter by letter, or the relationships of these `sources`.

        A part is called as libraries expect it, else as the table of content types calls it, else as the file did.
        """
        overrides = list(self.tree(CONTENT_TYPES).iterfind(f"{{{_TYPES}}}Override"))
        called = [*self._names.values(), *(plain_name(entry.get("PartName", "")) for entry in overrides), *_EXPECTED]
        names = {name_key(name): quote(unquote(name), safe=_SAFE) for name in called if name in self}
        names |= {name_key(rels): rels for name in ("", *names.values()) if (rels := relations_part(name)) in self}
        if any(entry.filename != names[key] for key, entry in self._entries.items()):
            self._file = b""
        self._names = {key: names[key] for key in self._names}
        for entry in overrides:
            name = names.get(name_key(entry.get("PartName", "")))
            if name and entry.get("PartName") != f"/{name}":
                self.changed(CONTENT_TYPES)
                entry.set("PartName", f"/{name}")
        for source in sources or ("", *self):
            if relations_part(source) in self:
                self._spell_targets(source)

    def _spell_targets(self, source: str) -> None:
        name = relations_part(source)
        for entry in self.tree(name).iterfind(f"{{{_RELATIONS}}}Relationship"):
            if entry.get("TargetMode") == "External":
                continue
            target = entry.get("Target", "")
            path = _resolved(source, target)
            wanted = f"/{self._names.get(name_key(path), '')}"
            if wanted != "/" and (wanted != posixpath.normpath(path) or "\\" in target):
                self.changed(name)
                entry.set("Target", wanted)
