"""A Word file opened for inspection: its parts and what they refer to, the names in its XML, its stories and styles.

Kept apart from the modules that write such files: a check that shares the writer's idea of a part shares its slips.
Opening judges nothing but whether there is something to judge; the rules stand in modules of their own.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from urllib.parse import unquote

from lxml import etree

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORD_2010 = "http://schemas.microsoft.com/office/word/2010/wordml"
WORD_2012 = "http://schemas.microsoft.com/office/word/2012/wordml"

Element = etree._Element

_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
)


def w(name: str) -> str:
    """A name of Word's own."""
    return f"{{{WORD}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace(element: Element) -> str:
    """The namespace of an element; empty when it has none."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def prefixed_name(element: Element) -> str:
    """The name of an element as it is written: "w:tbl"."""
    return f"{element.prefix}:{local(element)}" if element.prefix else local(element)


def val(element: Element | None, default: str = "") -> str:
    """The `w:val` of an element; `default` when there is no element or no such attribute."""
    return default if element is None else element.get(w("val"), default)


def is_on(element: Element | None) -> bool:
    """True when a yes-or-no property is there and not switched off."""
    return element is not None and val(element, "1") not in ("0", "false", "off")


def as_whole(text: str | None, other: int = 0, base: int = 10) -> int:
    """A whole number, not negative, from an attribute; `other` when it is none, or too long to be meant.

    >>> as_whole("12"), as_whole("1F", base=16), as_whole("twelve", -1)
    (12, 31, -1)
    """
    digits = "0123456789abcdef"[:base]
    sound = bool(text) and len(text or "") < 10 and all(sign in digits for sign in (text or "").lower())
    return int(text or "0", base) if sound else other


def measure(text: str | None, other: float) -> float:
    """A finite number from an attribute; `other` when it is none."""
    try:
        number = float(text or other)
    except ValueError:
        return other
    return number if isfinite(number) else other


def place(element: Element) -> str:
    """The path to an element, its position among its like counted from 1: "/w:document/w:body/w:p[3]"."""
    steps = []
    for step in (element, *element.iterancestors()):
        parent = step.getparent()
        same = [] if parent is None else parent.findall(step.tag)
        steps.append(prefixed_name(step) + (f"[{same.index(step) + 1}]" if len(same) > 1 else ""))
    return "/" + "/".join(reversed(steps))


_SHOWN = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "\N{NON-BREAKING HYPHEN}"}


def seen_text(element: Element) -> str:
    """What a reader sees of Word's text, without field codes and what is marked as deleted."""
    return "".join((e.text or "") if e.tag == w("t") else _SHOWN[e.tag] for e in element.iter(w("t"), *_SHOWN))


def repeated(found: Iterable[str]) -> list[str]:
    """What is found more than once.

    >>> repeated(["1", "2", "1"])
    ['1']
    """
    return [one for one, count in Counter(found).items() if count > 1]


def is_inside(element: Element, *tags: str) -> bool:
    """True when an element stands, at any depth, in one of these."""
    return next(element.iterancestors(*tags), None) is not None


_LOOKED_THROUGH = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


def blocks_of(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell or note; controls and marks of changes are looked through."""
    yield from _through(parent, w("p"), w("tbl"))


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, those inside controls too."""
    yield from _through(table, w("tr"))


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row, those inside controls too."""
    yield from _through(row, w("tc"))


def _through(parent: Element, *tags: str) -> Iterator[Element]:
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _LOOKED_THROUGH:
            yield from _through(child, *tags)


# ---------------------------------------------------------------------------------------------------------- the package

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
            root = etree.fromstring(self.parts[name], _PARSER)
        except (etree.XMLSyntaxError, ValueError) as error:
            self.broken[name] = str(error).rstrip(".")
            return None
        if b"<!DOCTYPE" in self.parts[name] and root.getroottree().docinfo.internalDTD is not None:
            self.broken[name] = "it declares a document type"
            return None
        return root

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


# --------------------------------------------------------------------------------------------------------- the document

_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part that holds text: the document, a header, the comments ..."""

    part: str
    root: Element

    @property
    def containers(self) -> list[Element]:
        """What holds its blocks: the body, the header itself, each note, each comment."""
        parts = [e for e in self.root if e.tag in (w("body"), w("footnote"), w("endnote"), w("comment"))]
        return parts or [self.root]


class WordFile:
    """The parts of a Word file that rules look at together."""

    def __init__(self, package: OfficeFile, main: str, root: Element) -> None:
        self.package = package
        self.main = TextPart(main, root)
        others = ((name, package.tree(name)) for name in package.related(main, *_STORIES))
        self.stories = (self.main, *(TextPart(name, tree) for name, tree in others if tree is not None))

    @property
    def body(self) -> Element | None:
        """The body of the document; None when there is none."""
        return self.main.root.find(w("body"))

    def other(self, kind: str) -> TextPart | None:
        """The one part of a kind that the document refers to: its styles, numbering, settings, theme, comments."""
        found = ((name, self.package.tree(name)) for name in self.package.related(self.main.part, kind))
        return next((TextPart(name, tree) for name, tree in found if tree is not None), None)

    @cached_property
    def styles(self) -> StyleSheet:
        """The styles; empty when the file has none."""
        story = self.other("styles")
        return StyleSheet(None if story is None else story.root)

    @cached_property
    def headings(self) -> tuple[tuple[Element, int], ...]:
        """The headings of the body in order, those in tables and controls too: paragraph, and level; 1 for chapters."""
        paragraphs = () if self.body is None else self.body.iter(w("p"))
        found = ((paragraph, self.styles.outline_level(paragraph)) for paragraph in paragraphs)
        return tuple((paragraph, level) for paragraph, level in found if level is not None)


class StyleSheet:
    """Look-ups in the styles of a document."""

    def __init__(self, root: Element | None) -> None:
        self.root = root
        self.all = [] if root is None else root.findall(w("style"))
        self.by_id = {style.get(w("styleId"), ""): style for style in self.all}
        self._defaults = {
            style.get(w("type"), ""): style.get(w("styleId"), "")
            for style in self.all
            if style.get(w("default")) in ("1", "true", "on")
        }
        self._outline: dict[str, int | None] = {}

    def style_id(self, element: Element, kind: str = "paragraph") -> str:
        """The id of the style of a paragraph, run or table; that of the default style when it names none."""
        path = {"paragraph": ("pPr", "pStyle"), "character": ("rPr", "rStyle"), "table": ("tblPr", "tblStyle")}[kind]
        return val(element.find(f"{w(path[0])}/{w(path[1])}")) or self._defaults.get(kind, "")

    def chain(self, style_id: str) -> Iterator[Element]:
        """A style and all it is based on, nearest first."""
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = val(self.by_id[style_id].find(w("basedOn")))

    def inherited(self, style_id: str, *path: str) -> Element | None:
        """A property of a style or the nearest it is based on: `inherited("Heading1", "pPr", "outlineLvl")`."""
        query = "/".join(map(w, path))
        return next((e for style in self.chain(style_id) if (e := style.find(query)) is not None), None)

    def outline_level(self, paragraph: Element) -> int | None:
        """1 for a chapter, 2 for a section below it ...; None for running text."""
        own = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
        if own is not None:
            return _level(own)
        style_id = self.style_id(paragraph)
        if style_id not in self._outline:
            inherited = self.inherited(style_id, "pPr", "outlineLvl")
            self._outline[style_id] = None if inherited is None else _level(inherited)
        return self._outline[style_id]

    def paragraph_property(self, paragraph: Element, name: str) -> Element | None:
        """A property of a paragraph: its own, else its style's."""
        own = paragraph.find(f"{w('pPr')}/{w(name)}")
        return own if own is not None else self.inherited(self.style_id(paragraph), "pPr", name)


def _level(element: Element) -> int | None:
    """An outline level counted from 1; 9, or what is no number, is running text."""
    text = val(element, "9")
    return int(text) + 1 if text in "012345678" and text else None


def part_blocks(story: TextPart) -> Iterator[Element]:
    """The blocks of a story that do not stand in a table."""
    for container in story.containers:
        yield from blocks_of(container)
