"""The styles of a workbook: entries found or added, cell formats with the fill of a mark, and back again."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.office.package import RELATIONS, Element
from reportgen.word.xml import local
from reportgen.workbook.marking.book import MAIN, Book, as_number, new_element, sml

_ORDER = (
    *("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles"),
    *("colors", "extLst"),
)
COUNTED = ("fonts", "fills", "borders", "cellXfs", "dxfs")
"""The lists that marks add to."""
_REFERENCE = {"fonts": "fontId", "fills": "fillId", "borders": "borderId"}  # by which cell formats refer to them
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_PLAIN = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="1"><xf xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_LIGHT_THEME_COLOURS = ("0", "2")  # the two backgrounds
_WHITE_INDEXED = ("1", "9")
_LIGHT_FROM = 160  # of 255, weighted as the eye does
_NO_FILL = f'<fill xmlns="{MAIN}"><patternFill patternType="none"/></fill>'

_Key = tuple[object, ...]


class CellStyles:
    """The styles of a workbook. Entries are never changed, only found or added at the end."""

    def __init__(self, book: Book) -> None:
        self._part = book.parts.first_related(book.part, "styles")
        if not self._part:
            self._part = "xl/styles.xml"
            book.parts.put(self._part, _PLAIN.encode(), _TYPE)
            book.parts.relate(book.part, self._part, f"{RELATIONS}/styles")
        self._parts = book.parts
        self._root = book.parts.tree(self._part)
        self._indexes: dict[str, dict[_Key, int]] = {}
        self._marked: dict[tuple[int, Severity], int] = {}
        self.replaced: dict[str, Element] = {}  # fills, by the colour of the mark in their place

    def _list(self, name: str) -> Element:
        found = self._root.find(sml(name))
        if found is None:
            found = new_element(name, count=0)
            later = _ORDER[_ORDER.index(name) + 1 :]
            index = next((n for n, child in enumerate(self._root) if local(child) in later), len(self._root))
            self._parts.changed(self._part).insert(index, found)
        return found

    @property
    def counts(self) -> dict[str, int]:
        """How many entries each list has that marks add to."""
        return {name: len(found) for name in COUNTED if (found := self._root.find(sml(name))) is not None}

    def add(self, name: str, entry: Element) -> int:
        """The position of an entry in a list, added at its end when nothing like it is there."""
        entries = self._list(name)
        self._fill_up(name, entries)
        if name not in self._indexes:
            self._indexes[name] = {_key(known): n for n, known in reversed(list(enumerate(entries)))}
        index = self._indexes[name].setdefault(_key(entry), len(entries))
        if index == len(entries):
            self._parts.changed(self._part)
            entries.append(entry)
            entries.set("count", str(len(entries)))
        return index

    def _fill_up(self, name: str, entries: Element) -> None:
        """Put in the first entries, which every program takes for granted, where another one left them out."""
        usual = etree.fromstring(_PLAIN).find(sml(name)) if len(entries) <= 1 else None
        for entry in [] if usual is None else list(usual)[len(entries) :]:
            self._parts.changed(self._part)
            entries.append(entry)
            entries.set("count", str(len(entries)))

    def _cell_format(self, index: int) -> Element:
        formats = self._list("cellXfs")
        return formats[index] if index < len(formats) else new_element("xf")

    def is_locked(self, index: int) -> bool:
        """True where a cell of this format cannot be changed on a protected sheet."""
        protection = self._cell_format(index).find(sml("protection"))
        return protection is None or protection.get("locked", "1") not in ("0", "false")

    # --------------------------------------------------------------------------------------------------------- marks

    def marked(self, index: int, severity: Severity) -> int:
        """The cell format like this one, with the fill of a mark."""
        if (index, severity) not in self._marked:
            colour = self.colour(index, severity)
            before = self._entry("fills", self._cell_format(index))
            fill = self.add("fills", solid(self._numbered(colour, before)))
            self._marked[index, severity] = self._with_fill(index, fill)
        return self._marked[index, severity]

    def colour(self, index: int, severity: Severity) -> Colour:
        """The colour of a mark on cells of this format."""
        return colour_for(severity, light_text=self._has_light_text(self._cell_format(index)))

    def _with_fill(self, index: int, fill: int) -> int:
        wanted = copy.deepcopy(self._cell_format(index))
        wanted.set("fillId", str(fill))
        wanted.set("applyFill", "1")
        return self.add("cellXfs", wanted)

    def _entry(self, name: str, cell_format: Element) -> Element | None:
        """The font, fill or border of a cell format."""
        entries, index = self._list(name), as_number(cell_format.get(_REFERENCE[name]))
        return entries[index] if index < len(entries) else None

    def _numbered(self, colour: Colour, before: Element | None) -> str:
        """The colour whose last digits stand for that fill."""
        fill = etree.fromstring(_NO_FILL) if before is None else before
        for count in range(MOST_NUMBERS):
            rgb = colour.numbered(count)
            if rgb not in self.replaced:
                self.replaced[rgb] = copy.deepcopy(fill)
                return rgb
            if _key(self.replaced[rgb]) == _key(fill):
                return rgb
        return colour.numbered(MOST_NUMBERS - 1)

    def _has_light_text(self, cell_format: Element) -> bool:
        font = self._entry("fonts", cell_format)
        colour = font.find(sml("color")) if font is not None else None
        if colour is None:
            return False
        if rgb := colour.get("rgb", "")[-6:]:
            try:
                red, green, blue = bytes.fromhex(rgb)
            except ValueError:
                return False
            return red * 0.299 + green * 0.587 + blue * 0.114 >= _LIGHT_FROM
        return colour.get("theme") in _LIGHT_THEME_COLOURS or colour.get("indexed") in _WHITE_INDEXED

    # ---------------------------------------------------------------------------------------------- marks taken away

    def marks(self, known: Collection[str] | None) -> dict[int, str]:
        """The cell formats with the fill of a mark, and its colour; when none is `known`, any that may be ours."""
        fills = [_solid_colour(fill) for fill in self._list("fills")]
        colours = {n: rgb for n, rgb in enumerate(fills) if (is_mark(rgb) if known is None else rgb in known)}
        if not colours:
            return {}
        used = {index: as_number(entry.get("fillId")) for index, entry in enumerate(self._list("cellXfs"))}
        return {index: colours[fill] for index, fill in used.items() if fill in colours}

    def unmarked(self, index: int, before: Element | None) -> int:
        """The cell format that a mark was made from: the first one that differs from it only in its fill."""
        fill = self.add("fills", etree.fromstring(_NO_FILL) if before is None else copy.deepcopy(before))
        wanted = copy.deepcopy(self._cell_format(index))
        wanted.set("fillId", str(fill))
        key = _key(wanted, "applyFill")
        formats = enumerate(self._list("cellXfs"))
        found = next((position for position, known in formats if _key(known, "applyFill") == key), None)
        return self.add("cellXfs", wanted) if found is None else found

    def cut_back(self, counts: Mapping[str, int], formats: Collection[int], conditions: Collection[int]) -> None:
        """Take out what was added at the end of each list since these were its counts, as far as nothing uses it.

        `formats` and `conditions` are the cell formats, and the formats of conditions, that the sheets use.
        """
        self._cut("cellXfs", counts, formats)
        self._cut("dxfs", counts, conditions)
        for name, reference in _REFERENCE.items():
            self._cut(name, counts, [as_number(entry.get(reference)) for entry in self._root.iter(sml("xf"))])
        conditions_left = self._root.find(sml("dxfs"))
        if "dxfs" not in counts and conditions_left is not None and not len(conditions_left):
            self._parts.changed(self._part).remove(conditions_left)

    def _cut(self, name: str, counts: Mapping[str, int], used: Collection[int]) -> None:
        entries = self._root.find(sml(name))
        count = max(counts.get(name, 0), max(used, default=-1) + 1)
        if entries is None or count >= len(entries):
            return
        self._parts.changed(self._part)
        del entries[count:]
        entries.set("count", str(len(entries)))
        self._indexes.pop(name, None)


def solid(rgb: str) -> Element:
    """A fill of one colour."""
    return new_element("fill", new_element("patternFill", new_element("fgColor", rgb=f"FF{rgb}"), patternType="solid"))


def _solid_colour(fill: Element) -> str:
    pattern = fill.find(sml("patternFill"))
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    colour = pattern.find(sml("fgColor"))
    return colour.get("rgb", "")[-6:].upper() if colour is not None else ""


def _key(element: Element, besides: str = "") -> _Key:
    """What makes two entries the same, whatever prefixes they are written with."""
    attributes = sorted(item for item in element.attrib.items() if item[0] != besides)
    return (element.tag, *attributes, (element.text or "").strip(), *(_key(child) for child in element))


# ------------------------------------------------------------------------------------------------- the colours of marks

# Each says how grave the worst problem of its cell is, and which fill it took the place of. A cell is marked by another
# fill. The fill it had is remembered under the colour itself: the last digits of red, green and blue, a difference
# nobody sees, number the fills that were replaced. So the memory moves along when rows are inserted, sorted or copied,
# which a list of addresses would not.

MOST_NUMBERS = 0x1000
"""Fills that one colour can stand for; workbooks have some ten."""
_FIRST_NUMBER = 0x357  # begins among odd colours, which nobody chooses for a cell of their own


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of marks: six digits, of which every second one is left for numbers."""

    severity: Severity
    for_light_text: bool
    base: str

    def numbered(self, number: int) -> str:
        """The colour that stands for the replaced fill of that number.

        >>> COLOURS[0].numbered(0), COLOURS[0].numbered(18)
        ('F3A5A7', 'F3A6A9')
        """
        number += _FIRST_NUMBER
        low = ((number >> 8) & 15, (number >> 4) & 15, number & 15)
        return "".join(f"{int(self.base[2 * n], 16):X}{digit:X}" for n, digit in enumerate(low))


COLOURS = (
    Colour(Severity.ERROR, for_light_text=False, base="F0A0A0"),
    Colour(Severity.ERROR, for_light_text=True, base="B01030"),
    Colour(Severity.WARNING, for_light_text=False, base="F0D080"),
    Colour(Severity.WARNING, for_light_text=True, base="704000"),
)


def colour_for(severity: Severity, *, light_text: bool) -> Colour:
    """The colour that goes with the text of a cell, so that it can still be read."""
    return next(c for c in COLOURS if c.severity is severity and c.for_light_text == light_text)


def is_mark(rgb: str) -> bool:
    """True for a colour that may be ours, whatever its number; `rgb` has six digits, or eight with opacity in front.

    >>> is_mark("FFF0A3A7"), is_mark("FFF0D3D7")
    (True, False)
    """
    digits = rgb[-6:].upper()
    return any(digits[::2] == colour.base[::2] for colour in COLOURS)
