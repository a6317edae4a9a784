"""The boxes comments show in: shapes of an old drawing format (VML), one for each comment, kept as bytes.

Other programs write drawings that are not always sound XML, and they hold buttons and the pictures of headers too. So
a box is cut out or put in, and every other byte stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from reportgen.office.package import RELATIONS, Package
from reportgen.word.xml import remove
from reportgen.workbook.marking.book import new_element, sml
from reportgen.workbook.marking.cells import Address, SheetMeasures, Size, place_in_order

_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY = b'<xml %b><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>' % _SPACES
_KIND = (
    b'<v:shapetype%b id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    b'<v:shape%b id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
    b'width:%dpx;height:%dpx;z-index:%d;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    b'<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    b'<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%b</x:Anchor>'
    b"<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(rb"(<(?P<prefix>\w+:)?shape\b[^>]*(?<!/)>.*?</(?P=prefix)?shape\s*>)", re.DOTALL)
_DRAWN = re.compile(rb"<(?:\w+:)?(?:shape|rect|roundrect|group|image|oval|line|polyline|curve|arc)\b")
_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_ROW, _COLUMN = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)"), re.compile(rb"<(?:\w+:)?Column>\s*(\d+)")
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)([^<]*)(</(?:\w+:)?Anchor>)")
_GROWN = re.compile(rb"(<(?:\w+:)?Anchor>)[^<]*(</(?:\w+:)?Anchor>)<!--reportgen: was (.*?)-->")
_END = re.compile(rb"</((?:\w+:)?)ClientData\s*>")
_NUMBER = re.compile(rb"\bid\s*=\s*[\"']_x0000_s(\d+)")
_BLOCKS = re.compile(rb"(<(?:\w+:)?idmap\b[^>]*\bdata\s*=\s*[\"'])([^\"']*)")
_IN_A_BLOCK = 1024  # numbers of shapes; a drawing claims whole blocks of them for itself


def free_blocks(parts: Package, sheets: Iterable[str]) -> Iterator[int]:
    """The blocks of numbers that no drawing of these sheets has claimed."""
    taken = {0}
    for sheet in sheets:
        for relation in parts.relations(sheet).values():
            if relation.kind == "vmlDrawing" and relation.target in parts:
                taken |= _blocks_of(parts.content(relation.target))
    return count(max(taken) + 1)


def _blocks_of(content: bytes) -> set[int]:
    claimed = {int(text) for match in _BLOCKS.finditer(content) for text in match[2].split(b",") if text.isdigit()}
    return claimed | {int(match[1]) // _IN_A_BLOCK for match in _NUMBER.finditer(content)}


class Boxes:
    """The boxes of the comments of a sheet."""

    def __init__(self, parts: Package, sheet: str) -> None:
        self._parts = parts
        self._sheet = sheet
        element = parts.tree(sheet).find(sml("legacyDrawing"))
        wanted = "" if element is None else element.get(f"{{{RELATIONS}}}id", "")
        relation = parts.relations(sheet).get(wanted)
        self._name = relation.target if relation is not None and relation.target in parts else ""
        self._read(parts.content(self._name) if self._name else _EMPTY)
        self._added: list[tuple[Address, Size, str]] = []

    def _read(self, content: bytes) -> None:
        """Cut the drawing into its shapes and what stands between them; find the box of each cell."""
        self._pieces: list[bytes] = []
        self._boxes: dict[Address, int] = {}
        position = 0
        for match in _SHAPE.finditer(content):
            shape, row, column = match[0], _ROW.search(match[0]), _COLUMN.search(match[0])
            self._pieces += [content[position : match.start()], shape]
            position = match.end()
            if _NOTE.search(shape) and row and column:
                self._boxes[int(row[1]) + 1, int(column[1]) + 1] = len(self._pieces) - 1
        self._pieces.append(content[position:])

    def fit(self, address: Address, size: Size, grid: SheetMeasures) -> None:
        """Give the box of a cell that size; a cell without a box gets one."""
        anchor = grid.anchor(address, size)
        if address not in self._boxes:
            self._added.append((address, size, anchor))
            return
        piece = self._boxes[address]
        self._pieces[piece] = _grown(self._pieces[piece], anchor.encode())

    def take_away(self, gone: Iterable[Address], kept: Iterable[Address]) -> None:
        """Take boxes out, and give others the size they had."""
        for address in gone:
            if address in self._boxes:
                self._pieces[self._boxes[address]] = b""
        for address in kept:
            if address in self._boxes:
                piece = self._boxes[address]
                self._pieces[piece] = _GROWN.sub(_as_it_was, self._pieces[piece])
        content = _without_idle_blocks(b"".join(self._pieces))
        if self._name and not _DRAWN.search(content):
            self._parts.unrelate(self._sheet, lambda _, relation: relation.target == self._name)
            remove(*self._parts.changed(self._sheet).iterfind(sml("legacyDrawing")))
            self._name, content = "", _EMPTY
        elif self._name:
            self._parts[self._name] = content
        self._read(content)

    def save(self, blocks: Iterator[int]) -> None:
        """Write the drawing. The numbers of new boxes come from the next free blocks."""
        content = b"".join(self._pieces)
        spaces = b"" if all(space in content for space in _SPACES.split()) else b" " + _SPACES
        shapes, claimed = [], []
        for position, (address, size, anchor) in enumerate(self._added):
            if not position % (_IN_A_BLOCK - 1):
                claimed.append(next(blocks))
            shape = claimed[-1] * _IN_A_BLOCK + position % (_IN_A_BLOCK - 1) + 1
            facts = (size.width, size.height, position + 1, anchor.encode(), address[0] - 1, address[1] - 1)
            shapes.append(_BOX % (spaces, shape, *facts))
        if shapes and b'"_x0000_t202"' not in content:
            shapes.insert(0, _KIND % spaces)
        end = content.rfind(b"</")
        content = _claiming(content[:end], claimed) + b"".join(shapes) + content[end:]
        if self._name:
            self._parts[self._name] = content
        elif shapes:
            self._add_drawing(content)

    def _add_drawing(self, content: bytes) -> None:
        self._name = self._parts.free_name("xl/drawings/vmlDrawing{}.vml")
        self._parts.put(self._name, content, _TYPE)
        relation = self._parts.relate(self._sheet, self._name, f"{RELATIONS}/vmlDrawing")
        place_in_order(self._parts.changed(self._sheet), new_element("legacyDrawing", relation=relation))


def _grown(box: bytes, anchor: bytes) -> bytes:
    """A box that hangs elsewhere, with a note of where it hung before; a box that did not say goes by its own size."""
    if _ANCHOR.search(box):
        return _ANCHOR.sub(lambda m: b"%b%b%b<!--reportgen: was %b-->" % (m[1], anchor, m[3], m[2]), box, count=1)
    return _END.sub(lambda m: b"<%bAnchor>%b</%bAnchor><!--reportgen: was -->%b" % (m[1], anchor, m[1], m[0]), box)


def _as_it_was(grown: re.Match[bytes]) -> bytes:
    return grown[1] + grown[3] + grown[2] if grown[3] else b""


def _claiming(content: bytes, blocks: Iterable[int]) -> bytes:
    """The drawing with more blocks of numbers claimed for it."""

    def claim(found: re.Match[bytes]) -> bytes:
        known = [text for text in found[2].split(b",") if text]
        return found[1] + b",".join([*known, *(b"%d" % block for block in blocks)])

    return _BLOCKS.sub(claim, content, count=1)


def _without_idle_blocks(content: bytes) -> bytes:
    """The drawing without claims to blocks that none of its shapes uses; the first claim stays."""
    used = {int(match[1]) // _IN_A_BLOCK for match in _NUMBER.finditer(content)}

    def keep(found: re.Match[bytes]) -> bytes:
        first, *others = found[2].split(b",")
        return found[1] + b",".join([first, *(text for text in others if text.isdigit() and int(text) in used)])

    return _BLOCKS.sub(keep, content, count=1)
