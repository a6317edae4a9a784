"""The finished file: small, and the same bytes from the same workbook.

openpyxl repeats every text in each cell and stamps the file with the time of saving. Here texts that occur more than
once are shared (twelve questionnaires hold the same questions), times are fixed, and the notice "number stored as text"
is switched off for codes such as 01.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from reportgen.office.package import CONTENT_TYPES, Package, zipped
from reportgen.workbook.writer.styles import register

MADE = datetime(2025, 1, 1)  # the date all our workbooks carry
_CORE, _RELATIONS = "docProps/core.xml", "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_INLINE = re.compile(rb't="inlineStr"([^>]*)><is>(<t[^>]*>[^<]*</t>|<t */>)</is>')
_USELESS = re.compile(rb'(?<=") t="n"(?=/?>)|<v></v>|<v ?/>')  # the default type; no value
_NUMBERED = re.compile(rb"&#(\d{3,7});")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def new_book() -> Workbook:
    """A workbook without sheets that knows our styles."""
    book = Workbook()
    book.remove(book.worksheets[0])
    register(book)
    return book


def package(book: Workbook, title: str) -> bytes:
    """The workbook as the bytes of an .xlsx file."""
    book.properties.title, book.properties.creator = title, "reportgen"
    raw = io.BytesIO()
    ExcelWriter(book, ZipFile(raw, "w")).save()  # as it stands: its parts are compressed once they are finished
    book.properties.created = book.properties.modified = MADE
    strings = _SharedStrings()
    parts: dict[str, bytes] = {}
    for name, content in Package.opened(raw.getvalue()).items():
        if _SHEET.fullmatch(name):
            content = _without_notices(_USELESS.sub(b"", strings.take_from(_plain_letters(content))))
        parts[name] = content
    parts[_CORE] = tostring(book.properties.to_tree())
    parts[_STRINGS] = strings.part()
    override = f'<Override PartName="/{_STRINGS}" ContentType="{_TYPE}"/>'
    parts[CONTENT_TYPES] = _before(b"</Types>", parts[CONTENT_TYPES], override)
    relation = f'<Relationship Id="rIdStrings" Type="{_RELATION}" Target="/{_STRINGS}"/>'
    parts[_RELATIONS] = _before(b"</Relationships>", parts[_RELATIONS], relation)
    return zipped(parts, first=(CONTENT_TYPES,), level=9)  # readers like the types first


def _plain_letters(sheet: bytes) -> bytes:
    """Letters as themselves: SheetJS, which many web tools read with, makes other ones of emoji written as numbers."""
    return _NUMBERED.sub(lambda found: chr(int(found[1])).encode("utf-8") if int(found[1]) > 127 else found[0], sheet)


def _before(end: bytes, part: bytes, addition: str) -> bytes:
    return part.replace(end, addition.encode() + end)


def _without_notices(sheet: bytes) -> bytes:
    """The sheet without Excel's green corners at texts that look like numbers."""
    notice = '<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
    return _before(b"</worksheet>", sheet, notice)


class _SharedStrings:
    """The texts of all sheets, each once, in the order they are met."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._uses = 0

    def take_from(self, sheet: bytes) -> bytes:
        """The sheet with numbers in place of its texts."""
        return _INLINE.sub(self._number, sheet)

    def _number(self, found: re.Match[bytes]) -> bytes:
        self._uses += 1
        number = self._numbers.setdefault(found[2], len(self._numbers))
        return b't="s"%b><v>%d</v>' % (found[1], number)

    def part(self) -> bytes:
        """The part of the package that holds them."""
        head = f'<sst xmlns="{_MAIN}" count="{self._uses}" uniqueCount="{len(self._numbers)}">'
        entries = b"".join(b"<si>%b</si>" % text for text in self._numbers)
        return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + head.encode() + entries + b"</sst>"
