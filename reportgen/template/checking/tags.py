"""The tags of a template's part in their order, each with where it stands and what it will replace.

Tags are found as docxtpl finds them when a report is filled: in the text of a paragraph however Word cut it into runs,
and in attributes such as the tag of a control or the alternative text of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.language import shortened
from reportgen.word.xml import Element, Styles, shown_text, w

CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_OPENER = re.compile(r"\{[{%#]")
_STRAY = re.compile(r"\}\}|%\}|#\}")
_UNIT = re.compile(r"(tr|tc|p|r) ")  # directly behind the opener, with an ordinary space
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})  # what docxtpl repairs

_TEXT = w("t")
_PARAGRAPH = w("p")
_UNIT_ELEMENTS = {"p": w("p"), "tr": w("tr"), "tc": w("tc"), "r": w("r")}
_INSIDE_PARAGRAPH = frozenset((w("p"), w("r"), w("t")))


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of the template's language."""

    typed: str  # as it stands in the template: "{%p for area in areas %}"
    form: str  # what it begins with: "{{", "{%" or "{#"
    unit: str  # what it replaces: "p", "tr", "tc", "r", or empty for the tag itself
    inner: str  # what stands between the braces, quotes repaired and blanks made single
    element: Element  # the text element, or the element with the attribute
    attribute: bool  # it stands in an attribute
    closed: bool = True
    beside: str = field(default="", compare=False)  # text of its paragraph that stands outside tags

    @property
    def word(self) -> str:
        """What a statement begins with: "for"."""
        return (re.match(r"\w*", self.inner) or [""])[0]

    @property
    def target(self) -> Element | None:
        """The paragraph, row, cell or run that it replaces; None when there is none."""
        wanted = _UNIT_ELEMENTS.get(self.unit)
        return None if wanted is None else next(self.element.iterancestors(wanted), None)

    @property
    def holder(self) -> Element | None:
        """What the tag stands in once its unit is replaced: the body, a cell, a control, a link in a paragraph."""
        if self.attribute:
            return self.element
        inside = self.target if self.target is not None else self.element
        return next((e for e in inside.iterancestors() if e.tag not in _INSIDE_PARAGRAPH), None)


@dataclass(frozen=True, slots=True)
class Stray:
    """What looks like the rest of a tag, but belongs to none."""

    found: str
    element: Element


_Piece = tuple[int, Element]  # where a stretch of a paragraph's text begins, and the element it comes from


def tags_of(root: Element) -> Iterator[Tag | Stray]:
    """Everything in a part that is template language or looks like it, in the order of the document."""
    yield from _of_attributes(root)
    for child in root:
        if not isinstance(child.tag, str):
            continue
        yield from _of_paragraph(child) if child.tag == _PARAGRAPH else tags_of(child)
    if root.tag != _PARAGRAPH and root.text and "{" in root.text:
        yield from _of_text(root.text, [(0, root)])


def _of_paragraph(paragraph: Element) -> list[Tag | Stray]:
    """Those of a paragraph: of its text, and in between those of attributes and of text boxes inside it."""
    pieces: list[_Piece] = []
    texts: list[str] = []
    between: list[tuple[int, Tag | Stray]] = []

    def walk(element: Element, length: int) -> int:
        between.extend((length, found) for found in _of_attributes(element))
        for child in element:
            if child.tag == _PARAGRAPH:
                between.extend((length, found) for found in _of_paragraph(child))
            elif child.tag == _TEXT:
                between.extend((length, found) for found in _of_attributes(child))
                pieces.append((length, child))
                texts.append(child.text or "")
                length += len(texts[-1])
            elif isinstance(child.tag, str):
                if child.text and "{" in child.text:
                    between.extend((length, found) for found in _of_text(child.text, [(0, child)]))
                length = walk(child, length)
        return length

    walk(paragraph, 0)
    own = list(_placed("".join(texts), pieces))
    # an attribute stands before the text of its element
    return [found for _, found in sorted([*between, *own], key=lambda entry: entry[0])]


def _of_attributes(element: Element) -> Iterator[Tag | Stray]:
    for value in element.attrib.values():
        if "{" in value or "}" in value:
            for found in _of_text(str(value), [(0, element)], attribute=True):
                if isinstance(found, Tag):  # braces alone are common in ids
                    yield found


def _of_text(text: str, pieces: list[_Piece], *, attribute: bool = False) -> Iterator[Tag | Stray]:
    yield from (found for _, found in _placed(text, pieces, attribute=attribute))


def _placed(text: str, pieces: list[_Piece], *, attribute: bool = False) -> Iterator[tuple[int, Tag | Stray]]:
    """What is in a text, each with its offset."""
    spans = list(_spans(text))
    edges = [0, *(edge for start, end, _ in spans for edge in (start, end)), len(text)]
    gaps = list(pairwise(edges))[::2]  # what stands outside tags
    beside = " ".join(filter(None, (text[begin:end].strip() for begin, end in gaps)))
    for start, end, closed in spans:
        typed = text[start:end]
        form, unit, inner = _parsed(typed, closed=closed)
        element = _at(pieces, start)
        yield start, Tag(typed, form, unit, inner, element, attribute, closed, beside)
    for begin, end in gaps:
        for match in _STRAY.finditer(text, begin, end):
            yield match.start(), Stray(match[0], _at(pieces, match.start()))


def _spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each tag, and whether it is closed before the next begins."""
    at = 0
    while opener := _OPENER.search(text, at):
        start = opener.start()
        close = text.find(CLOSERS[opener[0]], start + 2)
        following = _OPENER.search(text, start + 2)
        broken = close < 0 or (following is not None and following.start() < close and opener[0] != "{#")
        if broken:
            end = following.start() if following else len(text)
            yield start, end, False
            at = end
        else:
            yield start, close + 2, True
            at = close + 2


def _parsed(typed: str, *, closed: bool) -> tuple[str, str, str]:
    """Form, unit and inner text of a tag."""
    form, rest = typed[:2], typed[2:-2] if closed else typed[2:]
    unit = _UNIT.match(rest)
    # a hyphen is jinja's sign for taking blanks away
    rest = rest[unit.end() :] if unit else rest.removeprefix("-").removesuffix("-")
    inner = re.sub("[ \t\r\n]+", " ", rest.translate(_QUOTES)).strip(" ")
    return form, unit[1] if unit else "", inner


def _at(pieces: list[_Piece], offset: int) -> Element:
    """The element in which the text at an offset stands."""
    return next(element for start, element in reversed(pieces) if start <= offset)


def names_unit(unit: str) -> str:
    """What a tag of that unit replaces, in words.

    >>> names_unit("tr")
    'row'
    """
    return {"p": "paragraph", "tr": "row", "tc": "cell", "r": "run"}[unit]


# --------------------------------------------------------------------------------------------------------------- places


class PartPlaces:
    """The places of one part. Nothing is counted before the first fault asks."""

    def __init__(self, part: str, number: int, root: Element, styles: Styles | None = None) -> None:
        """`part` is its name for people, `number` its rank among the parts; with `styles` headings are known."""
        self.part = part
        self.root = root
        self._number = number
        self._styles = styles

    def of(self, element: Element | None = None, tag: str = "") -> DocumentPlace:
        """The place of an element: its paragraph, or the first one in it, and the tag there; the part for None."""
        paragraph = None if element is None else self._paragraph(element)
        if paragraph is None:
            return DocumentPlace(self.part, tag=tag, order=(self._number, 0))
        position = self._positions.get(paragraph, 0)
        table, row, column = self._cell(paragraph)
        return DocumentPlace(
            self.part,
            heading=self._heading(position),
            table=table,
            row=row,
            column=column,
            text=shortened(shown_text(paragraph)),
            tag=tag,
            order=(self._number, position),
        )

    @staticmethod
    def _paragraph(element: Element) -> Element | None:
        if element.tag == w("p"):
            return element
        around = next(element.iterancestors(w("p")), None)
        return next(element.iter(w("p")), None) if around is None else around

    @cached_property
    def _positions(self) -> dict[Element, int]:
        return {paragraph: number for number, paragraph in enumerate(self.root.iter(w("p")), start=1)}

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        if self._styles is None:
            return []
        levels = ((n, p) for p, n in self._positions.items() if self._styles.outline_level(p) is not None)
        texts = ((number, shortened(shown_text(paragraph))) for number, paragraph in levels)
        return [(number, text) for number, text in texts if text]

    def _heading(self, position: int) -> str:
        return next((text for number, text in reversed(self._headings) if number <= position), "")

    @cached_property
    def _tables(self) -> dict[Element, int]:
        return {table: number for number, table in enumerate(self.root.iter(w("tbl")), start=1)}

    def _cell(self, paragraph: Element) -> tuple[int, int, int]:
        cell = next(paragraph.iterancestors(w("tc")), None)
        row = None if cell is None else next(cell.iterancestors(w("tr")), None)
        table = None if row is None else next(row.iterancestors(w("tbl")), None)
        if cell is None or row is None or table is None:
            return 0, 0, 0
        rows = [line for line in table.iter(w("tr")) if next(line.iterancestors(w("tbl")), None) is table]
        cells = [part for part in row.iter(w("tc")) if next(part.iterancestors(w("tr")), None) is row]
        return self._tables.get(table, 0), rows.index(row) + 1, cells.index(cell) + 1
