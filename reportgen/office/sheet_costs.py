"""What reading a workbook costs: rows, cells, texts, styles and merged cells, counted before anything is parsed.

The limits are far above what a real scoring workbook needs and far below what harms: each says why it is what it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from reportgen.office.files import ASK, REPAIR, UnfitError
from reportgen.office.package import Package, name_key, relations_part

MAX_ATTRIBUTES = 7_000_000
"""Attributes of all tags: address, format and kind of each cell. Fifty interviews, a thousand questions: 3 million."""
MAX_CELLS = 2_000_000
"""Cells of all sheets, empty formatted ones included: fifty interviews on a thousand questions have 900,000."""
MAX_ROWS = 120_000
"""Rows of all sheets, empty ones included: fifty interviews on a thousand questions have 55,000."""
MAX_PART_TAGS = 1_000_000
"""Tags of a part that is no sheet: the texts of fifty interviews with a note on every answer have 250,000."""
TAGS_OF_A_CELL = 8
"""Opening and closing: the cell, its value, its formula; or a text of its own, with room for what we do not know."""
MAX_TAGS_BESIDE_CELLS = 250_000
"""Tags of a sheet before and behind its cells: widths, conditional formats, lists, and Excel's 65,530 links."""
MAX_STYLE_TAGS = 100_000
"""Our own styles have a few hundred; workbooks that have passed through many hands have had some ten thousand."""
MAX_LIST_TAGS = 30_000
"""Tags of the lists of parts, sheets and names, each parsed as a whole: a hundred sheets have some 1,000."""
MAX_LIST_BYTES = 5_000_000
"""Bytes of such a list, and of the styles: texts in them are short."""
MAX_SHARED_STRINGS = 150_000
"""Texts of all sheets, each once: fifty interviews with a note on every answer have 60,000."""
MAX_SHEETS = 100
"""Fifty interviews and a dozen other sheets, and room for the assessors' own."""
MAX_MERGED_CELLS = 200_000
"""Cells in merged ranges, over all sheets: we merge a few headings."""


_STYLES = "xl/styles.xml"  # openpyxl looks for them under this name
_CELL_TABLE = re.compile(rb"<(?:[\w.-]+:)?sheetData[\s/>]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref\s*=\s*[\"']\s*([A-Za-z]{1,7})(\d{1,9}):([A-Za-z]{1,7})(\d{1,9})\s*[\"']"
)


class SheetCosts:
    """The costs of one workbook, counted part by part; `UnfitError` is raised when they are more than any has."""

    def __init__(self, package: Package, workbook: str) -> None:
        """Find its sheets; `workbook` is the part that lists them."""
        self.sheets = _sheets(package, workbook)  # their titles by the names of their parts
        self.merged: dict[str, tuple[str, ...]] = {}  # merged ranges by title
        self._spent = Counter[str]()

    def count(self, name: str, content: bytes) -> None:
        """Count what a part holds."""
        self._spent["attributes"] += attributes_in(content)
        if name_key(name) == _STYLES:
            check_list(content, MAX_STYLE_TAGS)
        if name in self.sheets:
            self.merged[self.sheets[name]] = self._sheet(content, self.sheets[name])
        elif content.count(b"<") > MAX_PART_TAGS or _count(content, b"si") > MAX_SHARED_STRINGS:
            raise UnfitError("holds more texts or other entries than a workbook can need", ASK)
        self._check()

    def _sheet(self, content: bytes, title: str) -> tuple[str, ...]:
        """Count what a sheet holds. Returns its merged ranges."""
        if _may_have_two_tables(content) and sum(1 for _ in _CELL_TABLE.finditer(content)) > 1:
            raise UnfitError(f"is damaged: its sheet '{title}' has two tables of cells", REPAIR)
        first, last = content.find(b"sheetData"), content.rfind(b"sheetData")
        beside = content.count(b"<", 0, first) + content.count(b"<", last)
        table = max(first, 0), max(last, 0)
        rows, cells = _count(content, b"row"), _count(content, b"c", *table)
        of_cells = content.count(b"<", *table) - 4 * rows - TAGS_OF_A_CELL * cells
        if max(beside, of_cells) > MAX_TAGS_BESIDE_CELLS:
            raise UnfitError(f"has more formats, lists or links on its sheet '{title}' than a workbook can need", ASK)
        ranges = tuple(_merged_ranges(content))
        self._spent["merged"] += sum(area for _, area in ranges)
        self._spent["rows"] += rows
        self._spent["cells"] += cells
        return tuple(text.decode("ascii") for text, _ in ranges)

    def _check(self) -> None:
        if self._spent["rows"] > MAX_ROWS or self._spent["cells"] > MAX_CELLS:
            raise UnfitError(
                f"has more than the {MAX_ROWS:,} rows or {MAX_CELLS:,} cells that a scoring workbook can need",
                "Delete rows and sheets that do not belong to it; empty formatted rows count too",
            )
        if self._spent["attributes"] > MAX_ATTRIBUTES:
            raise UnfitError("has more content than a scoring workbook can need", ASK)
        if self._spent["merged"] > MAX_MERGED_CELLS:
            raise UnfitError(
                f"merges more than {MAX_MERGED_CELLS:,} cells", "Unmerge the cells of whole sheets, rows or columns"
            )


def _sheets(package: Package, workbook: str) -> dict[str, str]:
    """The titles of the sheets by the name of their part."""
    for name in (workbook, relations_part(workbook)):
        check_list(package[name])
    sheets = [node for node in package.listed(workbook).iter() if _local(node.tag) == "sheet"]
    if len(sheets) > MAX_SHEETS:
        raise UnfitError(
            f"has {len(sheets):,} sheets, more than the {MAX_SHEETS} a scoring workbook can need",
            "Delete the sheets that do not belong to it",
        )
    titles = [sheet.get("name", "") for sheet in sheets]
    if doubled := next((title for title in titles if titles.count(title) > 1), None):
        raise UnfitError(f"is damaged: two of its sheets are named '{doubled}'", REPAIR)
    parts = package.relations(workbook)
    found: dict[str, str] = {}
    for sheet, title in zip(sheets, titles, strict=True):
        relation = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), "")
        if relation in parts:
            found[parts[relation].target] = title
    return found


def check_list(content: bytes, most: int = MAX_LIST_TAGS) -> None:
    """Refuse a list of parts, sheets, names or styles that is longer than any workbook needs."""
    if content.count(b"<") > most or len(content) > MAX_LIST_BYTES or attributes_in(content) > 4 * most:
        raise UnfitError("has more styles, names or links than a workbook can need", ASK)


def attributes_in(content: bytes) -> int:
    """At least as many as there are attributes; a quick count of quotation marks, not a parse."""
    return (content.count(b'"') + content.count(b"'")) // 2


def _count(content: bytes, name: bytes, start: int = 0, end: int | None = None) -> int:
    """At least as many as there are elements whose names begin so, with or without a prefix; no parse, but quick."""
    return content.count(b"<" + name, start, end) + content.count(b":" + name, start, end)


def _may_have_two_tables(content: bytes) -> bool:
    """True when a table of cells may begin twice in a sheet; a quick count, as nearly none does."""
    return content.count(b"sheetData") - content.count(b"</sheetData>") > 1


def _merged_ranges(content: bytes) -> Iterator[tuple[bytes, int]]:
    """The merged ranges of a sheet, each with its number of cells."""
    start = content.find(b"mergeCells")  # they follow the rows: no need to search those
    if start < 0:
        return
    for match in _MERGED.finditer(content, start):
        left, top, right, bottom = (part.upper() for part in match.groups())
        width = abs(column_number(right) - column_number(left)) + 1
        yield b"%b%b:%b%b" % (left, top, right, bottom), width * (abs(int(bottom) - int(top)) + 1)


@lru_cache(maxsize=1000)
def column_number(letters: bytes) -> int:
    """The number of a column, counted from 1.

    >>> column_number(b"AA")
    27
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]
