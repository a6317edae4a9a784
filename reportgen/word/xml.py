"""The Word XML that several parts of the report need: names, small elements, text, styles and list definitions.

Works on plain lxml elements, whether they come from python-docx or straight from a part of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from unicodedata import is_normalized, normalize

from lxml import etree

from reportgen.common.figures import plain

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PLACED_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element
_OUTLINE_OF_STYLE = f"{{{WORD}}}pPr/{{{WORD}}}outlineLvl"
_SAID = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}"}  # beside words, by name
_UNSEEN = re.compile("[\xad\N{ZERO WIDTH SPACE}]")


@cache
def w(name: str) -> str:
    """A name of WordprocessingML as lxml wants it.

    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{WORD}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return _local(element.tag)


@cache
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def val(element: Element | None, default: str = "") -> str:
    """The `w:val` of an element; `default` when there is no element or no such attribute."""
    return default if element is None else element.get(w("val"), default)


def by_tag(element: Element | None) -> dict[str, Element]:
    """The children of an element by their tags, the first of each: quicker than finding one after the other."""
    return {} if element is None else {str(child.tag): child for child in reversed(element)}


def first(element: Element, name: str) -> Element | None:
    """The first child of a name of WordprocessingML: in half the time of lxml's own search, which is for paths."""
    return next(element.iterchildren(w(name)), None)


def whole_number(text: str, default: int) -> int:
    """A whole number as an attribute has it; `default` for whatever is none, as Word takes it.

    >>> whole_number("3", 1), whole_number("three", 1)
    (3, 1)
    """
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else default


def hexadecimal(text: str, default: int) -> int:
    """A number of up to four hexadecimal digits as an attribute has it; `default` for whatever is none.

    >>> hexadecimal("04A0", 0), hexadecimal("", 7)
    (1184, 7)
    """
    return int(text, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", text) else default


def make(name: str, /, *children: Element, **attributes: str | int) -> Element:
    """A new element of WordprocessingML with `w:` attributes."""
    element = etree.Element(w(name), {w(key): str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def text_run(text: str) -> Element:
    """A run of plain text; a newline becomes a line break."""
    run = make("r")
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(make("br"))
        run.append(text_element(line))
    return run


def run_with_look(properties: Element | None, *content: Element) -> Element:
    """A run that holds this and looks as these run properties say, which stay where they are."""
    return make("r", *([deepcopy(properties)] if properties is not None else []), *content)


def text_element(text: str, name: str = "t") -> Element:
    """A new element that holds a text, whose blanks count."""
    element = make(name)
    element.text = text or None
    element.set(XML_SPACE, "preserve")
    return element


def field(instruction: str, result: str = "") -> list[Element]:
    """The runs of a field with the result it shows until Word computes it again."""
    return [
        make("r", make("fldChar", fldCharType="begin")),
        make("r", text_element(f" {instruction} ", "instrText")),
        make("r", make("fldChar", fldCharType="separate")),
        make("r", text_element(result)),
        make("r", make("fldChar", fldCharType="end")),
    ]


def bookmark(name: str, number: int) -> tuple[Element, Element]:
    """Start and end of a bookmark."""
    return make("bookmarkStart", id=number, name=name), make("bookmarkEnd", id=number)


def insert_at_start(paragraph: Element, *elements: Element) -> None:
    """Put elements before everything a paragraph says."""
    properties = first(paragraph, "pPr")
    place = 0 if properties is None else paragraph.index(properties) + 1
    for offset, element in enumerate(elements):
        paragraph.insert(place + offset, element)


def replace(old: Element, new: Element) -> None:
    """Put an element in the place of another."""
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def remove(*elements: Element) -> None:
    """Take elements out of their tree; the text behind them, which Word's XML never has, goes too."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def unwrap(*elements: Element) -> None:
    """Put what each content control, link or field holds in its place."""
    for element in elements:
        content = first(element, "sdtContent") if element.tag == w("sdt") else element
        if element.getparent() is not None:
            for child in list(content) if content is not None else ():
                element.addprevious(child)
            remove(element)


def tag_of(control: Element) -> str:
    """The tag of a content control."""
    properties = first(control, "sdtPr")
    return "" if properties is None else val(first(properties, "tag"))


def tagged_controls(root: Element, *prefixes: str) -> list[tuple[Element, str]]:
    """The content controls in an element whose tags begin with one of the prefixes, with their tags, in their order."""
    found: dict[Element, str] = {}
    for tag in root.iter(w("tag")):
        words = tag.get(w("val"), "")
        control = next(tag.iterancestors(w("sdt")), None) if words.startswith(prefixes) else None
        if control is not None:
            found.setdefault(control, words)
    return list(found.items())


def marked_texts(start: Element) -> tuple[list[Element], bool]:
    """The texts in a bookmark, as far as the paragraph goes in which it begins; True when it ends there too."""
    found: list[Element] = []
    inside = False
    paragraph = next(start.iterancestors(w("p")), None)
    for element in paragraph.iter() if paragraph is not None else ():
        if element is start:
            inside = True
        elif inside and element.tag == w("bookmarkEnd") and element.get(w("id")) == start.get(w("id")):
            return found, True
        elif inside and element.tag == w("t"):
            found.append(element)
    return found, False


def shown_text(element: Element) -> str:
    """What a reader sees of an element: its text without field codes and without what is marked as deleted."""
    return "".join(map(_said, element.iter(*_SHOWN)))


_SHOWN = (w("t"), *(f"{{*}}{name}" for name in _SAID))


def _said(element: Element) -> str:
    if element.tag == w("t"):
        return element.text or ""
    is_stop = local(element) == "tab" and element.attrib  # a place that tabs lead to: only such has attributes
    return "" if is_stop else _SAID.get(local(element), "")


def seen_words(paragraph: Element, styles: Styles | None = None) -> str:
    """What a paragraph says itself to a reader of the page: no text box in it, nothing hidden, alternatives once.

    With `styles`, what a character style hides counts as hidden too.
    """
    found: list[str] = []
    for run in paragraph.iter(w("r")):
        outer = [local(e) for e in run.iterancestors()]
        if next(run.iterancestors(w("p"))) is paragraph and "Fallback" not in outer and not _is_hidden(run, styles):
            found += map(_said, run)
    return "".join(found)


def _is_hidden(run: Element, styles: Styles | None) -> bool:
    properties = first(run, "rPr")
    if properties is None:
        return False
    own = first(properties, "vanish")
    if own is None and styles is not None:
        chain = styles.chain(val(properties.find(w("rStyle"))))
        own = next((e for style in chain if (e := style.find(f"{w('rPr')}/{w('vanish')}")) is not None), None)
    return own is not None and val(own, "1") not in ("0", "false", "off")


def squashed(text: str) -> str:
    """A text as it is compared: without blanks and what nobody sees."""
    return "".join(_UNSEEN.sub("", normalize("NFC", text)).split())


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list definition: how its numbers look."""

    form: str  # "decimal", "bullet" ...
    pattern: str  # "%1.%2"
    start: int
    properties: Element | None = None  # what it says of its paragraphs, such as how far they stand in


class Styles:
    """Look-ups in the styles and list definitions of a document; styles are known by name, their ids are Word's."""

    def __init__(self, styles: Element, numbering: Element | None) -> None:
        self._styles = {style.get(w("styleId"), ""): style for style in styles.iterfind(w("style"))}
        self._default = next(
            (
                style_id
                for style_id, style in self._styles.items()
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")
            ),
            "",
        )
        self._definitions = {} if numbering is None else _definitions(numbering)
        self._names: dict[str, str] = {}
        self._said: dict[tuple[str, str], Element | None] = {}

    def style_id(self, paragraph: Element) -> str:
        """The id of a paragraph's style."""
        return self.style_said(by_tag(first(paragraph, "pPr")))

    def style_said(self, said: Mapping[str, Element]) -> str:
        """The same by what the properties of a paragraph say, by tag."""
        return val(said.get(w("pStyle")), self._default)

    def name(self, style_id: str) -> str:
        """The name of a style in lower case: Word and its kin differ in the case of built-in names."""
        if style_id not in self._names:
            style = self._styles.get(style_id)
            self._names[style_id] = (val(style.find(w("name"))) if style is not None else style_id).lower()
        return self._names[style_id]

    def id_of(self, name: str) -> str:
        """The id of the style of a name in lower case; the name without spaces when there is none."""
        known = (style_id for style_id in self._styles if self.name(style_id) == name)
        return next(known, name.replace(" ", ""))

    def names(self) -> Iterator[tuple[str, str]]:
        """The id of every style with its name in lower case."""
        return ((style_id, self.name(style_id)) for style_id in list(self._styles))

    def has_name(self, name: str) -> bool:
        """True when there is a style of a name in lower case."""
        return any(self.name(style_id) == name for style_id in self._styles)

    def chain(self, style_id: str) -> Iterator[Element]:
        """A style and all it is based on."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = val(style.find(w("basedOn")))

    def _inherited(self, style_id: str, said: Mapping[str, Element], name: str) -> Element | None:
        """A paragraph property: the paragraph's own, else the nearest of its style."""
        own = said.get(w(name))
        return self._of_style(style_id, f"{w('pPr')}/{w(name)}") if own is None else own

    def _of_style(self, style_id: str, path: str) -> Element | None:
        """What a style says at a path, itself or through what it is based on."""
        if (style_id, path) not in self._said:
            said = (style.find(path) for style in self.chain(style_id))
            self._said[style_id, path] = next((element for element in said if element is not None), None)
        return self._said[style_id, path]

    def in_some(self, root: Element, is_wanted: Callable[[str], object]) -> list[Element]:
        """The paragraphs of the styles whose ids are wanted, and all that say their outline level, in their order."""
        if is_wanted(self._default):
            return list(root.iter(w("p")))
        said = root.iter(w("pStyle"), w("outlineLvl"))
        found = (element for element in said if element.tag == w("outlineLvl") or is_wanted(val(element)))
        return list(dict.fromkeys(next(element.iterancestors(w("p")), element) for element in found))

    def outlined(self, root: Element) -> Iterator[tuple[Element, int]]:
        """The paragraphs with an outline level, each with it."""
        found = self.in_some(root, lambda style_id: self._of_style(style_id, _OUTLINE_OF_STYLE) is not None)
        levels = ((paragraph, self.outline_level(paragraph)) for paragraph in found)
        return ((paragraph, level) for paragraph, level in levels if level is not None)

    def outline_level(self, paragraph: Element) -> int | None:
        """0 for a chapter, 1 for a section below it ...; None for running text."""
        said = by_tag(first(paragraph, "pPr"))
        level = self._inherited(self.style_said(said), said, "outlineLvl")
        number = whole_number(val(level), 9)
        return number if number < 9 else None

    def list_place(self, paragraph: Element) -> tuple[str, int] | None:
        """The list definition a paragraph belongs to and its level there, or None."""
        said = by_tag(first(paragraph, "pPr"))
        return self.list_said(self.style_said(said), said)

    def list_said(self, style_id: str, said: Mapping[str, Element]) -> tuple[str, int] | None:
        """The same by the style of a paragraph and what its properties say, by tag."""
        numbering = self._inherited(style_id, said, "numPr")
        if numbering is None:
            return None
        number = self._list_number(style_id, numbering)
        definition = self._definitions.get(number)
        if definition is None:
            return None
        return definition[0], whole_number(val(numbering.find(w("ilvl"))), 0)

    def _list_number(self, style_id: str, numbering: Element) -> str:
        """The number of a list; a paragraph that gives only a level takes the list of its style."""
        own = numbering.find(w("numId"))
        if own is not None:
            return val(own)
        return val(self._of_style(style_id, f"{w('pPr')}/{w('numPr')}/{w('numId')}"))

    def list_of_style(self, style_id: str) -> tuple[str, str] | None:
        """The number of the list in which a style puts its paragraphs, and the level there; None for running text."""
        number, level = (
            val(self._of_style(style_id, f"{w('pPr')}/{w('numPr')}/{w(name)}")) for name in ("numId", "ilvl")
        )
        return (number, level or "0") if number in self._definitions else None

    def list_level(self, place: tuple[str, int]) -> ListLevel | None:
        """How the numbers at a place of a list look."""
        levels = next((levels for identity, levels in self._definitions.values() if identity == place[0]), {})
        return levels.get(place[1])


def _definitions(numbering: Element) -> dict[str, tuple[str, dict[int, ListLevel]]]:
    """List number -> (id of its definition, its levels)."""
    abstract = {
        definition.get(w("abstractNumId"), ""): {
            whole_number(level.get(w("ilvl"), ""), 0): ListLevel(
                form=val(level.find(w("numFmt")), "decimal"),
                pattern=val(level.find(w("lvlText"))),
                start=whole_number(val(level.find(w("start"))), 1),
                properties=level.find(w("pPr")),
            )
            for level in definition.iterfind(w("lvl"))
        }
        for definition in numbering.iterfind(w("abstractNum"))
    }
    lists: dict[str, tuple[str, dict[int, ListLevel]]] = {}
    for number in numbering.iterfind(w("num")):
        identity = val(number.find(w("abstractNumId")))
        lists[number.get(w("numId"), "")] = (identity, abstract.get(identity, {}))
    return lists


# -------------------------------------------------------------------------------------------------- any text, made safe

# What Word cannot hold becomes a visible mark, never a silent gap.
MARK = "\N{REPLACEMENT CHARACTER}"  # stands where a character was that Word cannot hold

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# control characters but tab and newline, halves of surrogate pairs, and code points that stand for no character
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)


def word_text(text: str) -> str:
    """Text as Word can hold it: composed characters, line ends as newlines, a mark for whatever is not a character.

    The names of figures in it go: what wants them takes the text apart first.

    >>> word_text("Caf\\u0065\\u0301\\r\\nR&D\\x07")
    'Café\\nR&D\\ufffd'
    """
    if text.isascii() and text.isprintable():
        return text
    text = _UNFIT.sub(MARK, _LINE_ENDS.sub("\n", plain(text)))
    return text if is_normalized("NFC", text) else normalize("NFC", text)
