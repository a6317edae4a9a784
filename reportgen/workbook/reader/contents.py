"""What reading needs of a workbook, and no more: its sheets, its texts, its number formats and its first day.

openpyxl would parse properties, themes, names, relations and sheets to their ends as well, and each of them costs time
and memory that a forged file can multiply.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from reportgen.workbook.reader.sheet_rows import CellParser, SheetRows, entries

_TABLE, _TEXT, _RUN, _WORDS = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("sst", "si", "r", "t"))
_COMMENTS, _COMMENT = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("commentList", "comment"))


class Contents(ExcelReader):
    """An opened package that passed the gate."""

    package: Any
    parser: Any
    valid_files: list[str]

    def __init__(self, data: bytes) -> None:
        """Open the package. Raises what openpyxl raises for one that is not sound."""
        super().__init__(io.BytesIO(data), read_only=True, keep_links=False)  # links are never followed
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self._book: Any = self.wb
        apply_stylesheet(self.archive, self._book)
        self._part_of = {
            sheet.name: relation.target
            for sheet, relation in self.parser.find_sheets()
            if relation.target in self.valid_files and "chartsheet" not in relation.Type
        }

    def read_strings(self) -> None:
        """Read the texts that cells refer to; phonetic signs above them are no part of them."""
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = [_text_of(entry) for entry in entries(source, _TABLE, _TEXT)]

    @property
    def titles(self) -> tuple[str, ...]:
        """The sheets in the order of their tabs; charts that fill a sheet are none."""
        return tuple(self._part_of)

    @property
    def counts_from_1904(self) -> bool:
        """True when dates stored as numbers count from 1904, as old Macs did."""
        return bool(self._book.epoch == CALENDAR_MAC_1904)

    @property
    def comments(self) -> Iterator[str]:
        """The text of each comment on a cell."""
        for name in self.valid_files:
            if "comment" in name.lower() and name.lower().endswith(".xml"):
                with self.archive.open(name) as source:
                    yield from ("".join(one.itertext()) for one in entries(source, _COMMENTS, _COMMENT))

    def rows(self, title: str, last_column: int) -> SheetRows:
        """The rows of a sheet, cells up to that column."""
        parser = CellParser(
            self.shared_strings,
            epoch=self._book.epoch,
            date_formats=self._book._date_formats,
            timedelta_formats=self._book._timedelta_formats,
        )
        return SheetRows(self.archive.open(self._part_of[title]), parser, last_column)

    def number_format(self, style: int) -> str:
        """How a number of that format is shown; empty when there is no such format."""
        try:
            number = self._book._cell_styles[style].numFmtId
            if number < BUILTIN_FORMATS_MAX_SIZE:
                return str(BUILTIN_FORMATS.get(number, ""))
            return str(self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE])
        except IndexError:  # a style that is not there, or no styles at all
            return ""


def _text_of(entry: Element) -> str:
    plain = [entry.findtext(_WORDS) or ""]
    return "".join(plain + [run.findtext(_WORDS) or "" for run in entry.iterfind(_RUN)])
