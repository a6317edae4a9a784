"""Sheets written as programs usually write them, read by one expression instead of an XML parser.

A sheet is read so only where it is proven that nothing of it is passed over: one expression covers every character of
its table of cells, and a parser finds the rest of the part sound. Whatever is written in another way, however sound,
is left to the tolerant reader in `sheet_rows`; both give the same cells of the same sheet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple
from xml.parsers import expat

from reportgen.common.column_letters import column_of
from reportgen.workbook.reader.number_formats import NumberFormats
from reportgen.workbook.reader.raw_cells import (
    LAST_COLUMN,
    LAST_ROW,
    MAIN,
    DisorderedSheetError,
    RawCell,
    Row,
)

_WORDS = "[^<]*+"
_NUMBER = r"-?[0-9]{1,17}+(?:\.[0-9]{1,20}+)?+(?:[eE][+-]?[0-9]{1,2}+)?+"
_FORMULA = rf'(?:<f(?: [a-zA-Z][a-zA-Z0-9]*+="[^"<>]*+")*+(?:/>|>{_WORDS}</f>))?+'
_KINDS = (  # the attribute of the kind, and what a cell of that kind holds
    ('(?: t="n")?+>', _FORMULA, f"(?:<v>(?:{_NUMBER})?+</v>|<v/>)?+"),
    (' t="s">', "", r"<v>[0-9]{1,6}+</v>"),
    (' t="str">', _FORMULA, f"(?:<v>{_WORDS}</v>|<v/>)?+"),
    (' t="b">', _FORMULA, "(?:<v>[01]</v>|<v></v>|<v/>)?+"),
    (' t="e">', _FORMULA, f"(?:<v>{_WORDS}</v>|<v/>)?+"),
    (' t="inlineStr">', "", '<is><t(?: xml:space="preserve")?+>[^<]++</t></is>'),
)
_FILLED = "|".join(f"{kind}{formula}{value}</c>" for kind, formula, value in _KINDS)
_CELL = rf'<c r="[A-Z]{{1,3}}+[0-9]{{1,7}}+"(?: s="[0-9]{{1,5}}+")?+(?:(?: t="[a-zA-Z]++")?+/>|{_FILLED})'
_ROW = rf'<row r="[1-9][0-9]{{0,6}}+"(?: (?:x14ac:)?+[a-zA-Z]++="[^"<>]*+")*+(?:/>|>(?:{_CELL})*+</row>)'
_TABLE = re.compile(f"(?:{_ROW})*+".encode())
_ROW_BEGINS = re.compile(rb'<row r="([0-9]+)"[^>]*>')
_CELLS = re.compile(
    r'<c r="([A-Z]+)([0-9]+)"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?'
    r"(?:/>|>(?:(<f[^>]*>)(?:([^<]*)</f>)?)?(?:<v>([^<]*)</v>|<v/>)?(?:<is><t[^>]*>([^<]*)</t></is>)?</c>)"
)
_LISTED = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_LIST = re.compile(rf'(?:<si><t(?: xml:space="preserve")?+>{_WORDS}</t></si>)*+'.encode())
_SIGN = "(?:amp|lt|gt|quot|apos);"
_REFERENCE = re.compile(f"&{_SIGN}")
_SIGNS = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_USUAL = b"\t\n" + bytes(range(0x20, 0x100))
_UNUSUAL = (  # no XML, or no longer the same once it was parsed; one by one, each is found by how it begins
    *(re.compile(rb"<!"), re.compile(rb"]]>"), re.compile(rb"\xef\xbf[\xbe\xbf]")),
    re.compile(f"&(?!{_SIGN})".encode()),
)
_TAILS = re.compile(rb'<row r="[0-9]+"([^>]*)>'), re.compile(rb"<f( [^>]*)>")
_NAMES = re.compile(rb"([\w:]+)=")
_SHARED_AS = re.compile(r' si="([^"]+)"')
_INDEX = re.compile(rb' t="s"><v>([0-9]+)')
_DECLARED = re.compile(
    rb'<\?xml version="1\.0"(?: encoding="utf-8")?(?: standalone="(?:yes|no)")? ?\?>[ \t\r\n]*', re.IGNORECASE
)
_SECONDS = 86_400  # of a day


class UsualSheet(NamedTuple):
    """The part of a sheet, and where its table of cells begins and ends in it."""

    content: bytes  # in memory half as long as its letters
    start: int
    end: int


def usual_sheet(content: bytes, texts: int) -> UsualSheet | None:
    """The sheet, where its table is proven to be written as usual; `texts` is how many its cells may refer to."""
    content = _usual(content, b"worksheet")
    if content.count(b"<sheetData") != 1:
        return None
    start = content.find(b"<sheetData>") + len(b"<sheetData>")
    end = content.find(b"</sheetData>", start)
    if start < len(b"<sheetData>") or not _TABLE.fullmatch(content, start, max(end, start)):
        return None
    before, behind = content[:start], content[end:]
    is_sound = (
        _are_attributes_sound(content, start, end)
        and (b"xmlns:x14ac=" in before or content.find(b"x14ac:", start, end) < 0)
        and max(map(int, {*_INDEX.findall(content, start, end)}), default=-1) < texts
        and b"<row" not in before
        and _is_sound(before + behind)
    )
    return UsualSheet(content, start, end) if is_sound else None


def _are_attributes_sound(content: bytes, start: int, end: int) -> bool:
    """True when no row and no formula of a table has an attribute twice."""
    tails = {tail for pattern in _TAILS for tail in pattern.findall(content, start, end)}
    names = map(_NAMES.findall, tails)
    return all(len(set(some)) == len(some) and b"r" not in some for some in names)


def texts(content: bytes) -> list[str] | None:
    """The texts that cells refer to, where all are proven to be written as usual."""
    content = _usual(content, b"sst")
    start, end = content.find(b"<si>"), content.find(b"</sst>")
    if not 0 < start < end or not _LIST.fullmatch(content, start, end):
        return None
    if not _is_sound(content[:start] + content[end:]):
        return None
    return [_plain(one) for one in _LISTED.findall(content[start:end].decode())]


def _usual(content: bytes, root: bytes) -> bytes:
    """A part in UTF-8 and one namespace from its root on; empty where anything hides or changes what stands in it."""
    if declared := _DECLARED.match(content):
        content = content[declared.end() :]
    is_usual = (
        content.startswith(b'<%b xmlns="%b"' % (root, MAIN.encode()))
        and content.count(b"xmlns=") == 1
        and not content.translate(None, _USUAL)
        and not any(unusual.search(content) for unusual in _UNUSUAL)
        and _is_utf8(content)
    )
    return content if is_usual else b""


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_sound(content: bytes) -> bool:
    """True for sound XML."""
    parser = expat.ParserCreate(namespace_separator="}")
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return False
    return True


class CanonicalRows:
    """The rows of such a sheet, as `SheetRows` gives those of any."""

    def __init__(
        self, sheet: UsualSheet, texts: Sequence[str], epoch: datetime, formats: NumberFormats, last_column: int
    ) -> None:
        self.columns: Collection[int] | None = None
        self._texts, self._epoch, self._formats = texts, epoch, formats
        self._last_column = last_column
        self._shared: dict[str, str] = {}  # formulas by their index
        self._rows = _numbered(sheet)
        self._next = next(self._rows, None)

    def up_to(self, last: int) -> Iterator[tuple[int, Row]]:
        """The rows not yet given up to that number, those that hold something, each with its number."""
        while self._next is not None and self._next[0] <= last:
            number, body = self._next
            if body and (cells := self._cells(body, number)):
                yield number, cells
            self._next = next(self._rows, None)

    def _cells(self, body: str, number: int) -> Row:
        """The cells of a row; each must stand right of the one before it."""
        found: Row = {}
        column, own_row, wanted, last = 0, str(number), self.columns, self._last_column
        for letters, row, style, kind, formula_tag, formula, value, inline in _CELLS.findall(body):
            before, column = column, column_of(letters) if row == own_row else 0
            if not before < column <= LAST_COLUMN:
                raise DisorderedSheetError.at(f"a cell of row {number:,}")
            if not (value or formula_tag or inline) or (column > last if wanted is None else column not in wanted):
                continue
            constant = self._constant(kind, int(style or 0), value, inline)
            if formula_tag:
                text = self._formula(formula_tag, _plain(formula))
                found[column] = RawCell(text, "f", constant.style, constant)
            elif constant.value is not None:
                found[column] = constant
        return found

    def _formula(self, tag: str, text: str) -> str:
        """The formula as text; one shared with other cells as the first of them has it."""
        shared_as = _SHARED_AS.search(tag)
        return "=" + (self._shared.setdefault(shared_as[1], text) if shared_as else text)

    def _constant(self, kind: str, style: int, value: str, inline: str) -> RawCell:
        """What a cell holds that is no formula, or what a formula gave."""
        if kind == "s":
            return RawCell(self._texts[int(value)], "s", style)
        if inline:
            return RawCell(_plain(inline), "s", style)
        if not value:
            return RawCell(None, kind or "n", style)
        if kind in ("str", "e"):
            return RawCell(_plain(value), kind[0], style)
        if kind == "b":
            return RawCell(value == "1", "b", style)
        number = float(value) if "." in value or "E" in value or "e" in value else int(value)
        return self._moment(number, style) if style in self._formats.moments else RawCell(number, "n", style)

    def _moment(self, number: float, style: int) -> RawCell:
        """A date, a time of day or a length of time; an error value where it lies outside all calendars."""
        try:
            if style in self._formats.spans:
                return RawCell(_span(number), "d", style)
            return RawCell(_moment(number, self._epoch), "d", style)
        except (OverflowError, ValueError):
            return RawCell("#VALUE!", "e", style)


def _moment(number: float, epoch: datetime) -> datetime | time:
    """The date or time of day that a number stands for, to the millisecond; before March 1900 as Excel shows it."""
    day, part = divmod(number, 1)
    since = timedelta(milliseconds=round(part * _SECONDS * 1000))
    if 0 <= number < 1 and since.days == 0:
        return (datetime.min + since).time()
    is_early = 0 < number < 60 and epoch.year < 1900
    return epoch + timedelta(days=day + is_early) + since


def _span(number: float) -> timedelta:
    """The length of time that a number of days stands for, to the millisecond."""
    span = timedelta(days=number)
    if span.microseconds:
        return timedelta(seconds=span.total_seconds() // 1, microseconds=round(span.microseconds, -3))
    return span


def _numbered(sheet: UsualSheet) -> Iterator[tuple[int, str]]:
    """The rows of a sheet with their numbers, which must ascend."""
    number, found = 0, _ROW_BEGINS.finditer(*sheet)
    row = next(found, None)
    while row is not None:
        before, number = number, int(row[1])
        if not before < number <= LAST_ROW:
            raise DisorderedSheetError.at(f"row {number:,}")
        begins, row = row.end(), next(found, None)
        yield number, sheet.content[begins : row.start() if row else sheet.end].decode()


def _plain(text: str) -> str:
    """A text with the signs that its references stand for."""
    return _REFERENCE.sub(lambda found: _SIGNS[found[0]], text) if "&" in text else text
