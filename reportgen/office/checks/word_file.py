"""A Word file opened for inspection: its stories, styles, lists and headings, found through relationships."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reportgen.office.checks.markup import Element, blocks_of, val, w
from reportgen.office.checks.package import OfficeFile

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


@dataclass(frozen=True, slots=True)
class HeadedParagraph:
    """A paragraph with an outline level; 1 for chapters."""

    paragraph: Element
    level: int


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
    def headings(self) -> tuple[HeadedParagraph, ...]:
        """The headings of the body, in order, those in tables and controls too."""
        found = ((p, self.styles.outline_level(p)) for p in self.body_paragraphs)
        return tuple(HeadedParagraph(paragraph, level) for paragraph, level in found if level is not None)

    @cached_property
    def body_paragraphs(self) -> tuple[Element, ...]:
        """All paragraphs of the body, in order."""
        return () if self.body is None else tuple(self.body.iter(w("p")))


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
