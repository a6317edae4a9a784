"""What reading needs of a workbook, and no more: its sheets, its texts, its number formats and its first day.

openpyxl would parse properties, themes, fonts, names, relations and sheets to their ends as well, and each of them
costs time and memory that a forged file can multiply. What it makes of a cell is kept: `sheet_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from xml.etree.ElementTree import Element

from reportgen.office.package import CONTENT_TYPES, RELATIONS, Package
from reportgen.workbook.reader import canonical
from reportgen.workbook.reader.number_formats import NumberFormats
from reportgen.workbook.reader.raw_cells import MAIN, Rows
from reportgen.workbook.reader.table_entries import entries

EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""Serial 0 of dates stored as numbers; the second on old Macs."""

_TEXTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STYLES = "xl/styles.xml"
_TABLE, _TEXT, _RUN, _WORDS = (f"{{{MAIN}}}{tag}" for tag in ("sst", "si", "r", "t"))
_COMMENTS, _COMMENT = (f"{{{MAIN}}}{tag}" for tag in ("commentList", "comment"))
_FALSE = ("false", "f", "0", "")


class Contents:
    """An opened package that passed the gate."""

    def __init__(self, package: Package, main: str) -> None:
        """Find the sheets that the part `main` lists. Raises what comes of a package that is not sound."""
        self._package = package
        workbook = package.listed(main)
        properties = workbook.find(f"{{{MAIN}}}workbookPr")
        said = None if properties is None else properties.get("date1904")
        self.epoch = EPOCH if said is None or said in _FALSE else EPOCH_1904
        relations = package.relations(main)
        self._part_of: dict[str, str] = {}
        for sheet in workbook.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet"):
            if identity := sheet.get(f"{{{RELATIONS}}}id"):
                relation = relations[identity]
                if relation.target in package and "chartsheet" not in relation.type:
                    self._part_of[sheet.get("name", "")] = relation.target
        self.texts = self._texts()
        self.formats = NumberFormats(package.listed(_STYLES) if _STYLES in package else None)

    def _texts(self) -> list[str]:
        """The texts that cells refer to; phonetic signs above them are no part of them."""
        listed = self._package.listed(CONTENT_TYPES)
        parts = (part.get("PartName", "") for part in listed if part.get("ContentType") == _TEXTS)
        part = next(filter(None, parts), "")
        return self._texts_of(part) if part else []

    def _texts_of(self, part: str) -> list[str]:
        with self._package.stream(part) as source:
            return [_text_of(entry) for entry in entries(source, _TABLE, _TEXT)]

    @property
    def titles(self) -> tuple[str, ...]:
        """The sheets in the order of their tabs; charts that fill a sheet are none."""
        return tuple(self._part_of)

    @property
    def counts_from_1904(self) -> bool:
        """True when dates stored as numbers count from 1904, as old Macs did."""
        return self.epoch == EPOCH_1904

    @property
    def comments(self) -> Iterator[str]:
        """The text of each comment on a cell."""
        for name in self._package:
            if "comment" in name.lower() and name.lower().endswith(".xml"):
                with self._package.stream(name) as source:
                    yield from ("".join(one.itertext()) for one in entries(source, _COMMENTS, _COMMENT))

    def rows(self, title: str, last_column: int) -> Rows:
        """The rows of a sheet, cells up to that column."""
        from reportgen.workbook.reader.sheet_rows import CellParser, SheetRows

        parser = CellParser(
            self.texts, epoch=self.epoch, date_formats=self.formats.moments, timedelta_formats=self.formats.spans
        )
        return SheetRows(self._package.stream(self._part_of[title]), parser, last_column)


class QuickContents(Contents):
    """The same, its sheets and texts read a quick way as far as they are written as programs usually write them."""

    def _texts_of(self, part: str) -> list[str]:
        found = canonical.texts(self._package.unpacked(part))
        return super()._texts_of(part) if found is None else found

    def rows(self, title: str, last_column: int) -> Rows:
        """The rows of a sheet, cells up to that column."""
        sheet = canonical.usual_sheet(self._package.unpacked(self._part_of[title]), len(self.texts))
        if sheet is None:
            return super().rows(title, last_column)
        return canonical.CanonicalRows(sheet, self.texts, self.epoch, self.formats, last_column)


def _text_of(entry: Element) -> str:
    plain = [entry.findtext(_WORDS) or ""]
    return "".join(plain + [run.findtext(_WORDS) or "" for run in entry.iterfind(_RUN)])
