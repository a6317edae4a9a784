"""The zip package of a workbook, checked before anything parses it: sizes, kinds, entities, sheets, merged cells.

The limits are far above what a real scoring workbook needs and far below what harms: each says why it is what it is.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError, fromstring

MAX_PARTS = 500
"""Each sheet brings two or three parts; a workbook of fifty interviews has under 200."""
MAX_UNPACKED_BYTES = 200_000_000
"""Fifty interviews on a thousand questions unpack to some 60 MB."""
MAX_PART_BYTES = 50_000_000
"""A part is looked at as a whole in memory; the largest real one, a sheet or all its texts, has a few MB."""
MAX_RATIO = 200
"""Sheets shrink to a tenth or a thirtieth; only what is made to be small when packed shrinks to less than this."""
RATIO_COUNTS_FROM = 1_000_000
"""Bytes; small parts may shrink more, and do no harm."""
MAX_TAGS = 9_000_000
"""Tags, opening and closing, of all parts: what reading costs. Fifty interviews, a thousand questions: 4 million."""
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

DAMAGED = "Open it in Excel, let Excel repair it and save it, or take an earlier copy"
SAVE_AGAIN = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"
ASK_FOR_ORIGINAL = "It may have been made to do harm; ask for the original"

_CONTENT_TYPES = "[Content_Types].xml"
_SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OTHER_WORKBOOKS = (  # what openpyxl takes for a workbook as well
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
)
_OTHER_MAIN = (  # (part of a content type in small letters, what such a file is)
    ("sheet.macroenabled.main", "an Excel workbook with macros (.xlsm)"),
    ("sheet.binary.macroenabled.main", "a binary Excel workbook (.xlsb)"),
    ("template.main+xml", "an Office template"),
    ("template.macroenabled.main", "an Office template with macros"),
    ("addin.macroenabled.main", "an Excel add-in"),
    ("wordprocessingml.document.main", "a Word document (.docx)"),
    ("document.macroenabled.main", "a Word document with macros (.docm)"),
    ("presentationml.presentation.main", "a PowerPoint presentation (.pptx)"),
)
_STRICT = b"purl.oclc.org/ooxml"  # in the namespaces of "Strict Open XML Spreadsheet", which openpyxl reads as empty
_STYLES = "xl/styles.xml"  # openpyxl looks for them under this name
_MARKUP = re.compile(rb"[\xef\xbb\xbf\xff\xfe\0 \t\r\n]*<")  # how XML begins, whatever its encoding
_CELL_TABLE = re.compile(rb"<(?:[\w.-]+:)?sheetData[\s/>]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref\s*=\s*[\"']\s*([A-Za-z]{1,7})(\d{1,9}):([A-Za-z]{1,7})(\d{1,9})\s*[\"']"
)


class UnfitPackageError(Exception):
    """A zip file that is no sound and harmless workbook: what it is, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Package:
    """A workbook that passed the gate."""

    data: bytes  # the zip package
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # merged ranges ("B3:B5") by sheet title


def open_package(data: bytes) -> Package:
    """The package in `data`, safe to be parsed. Raises `UnfitPackageError` when it is not a plain .xlsx workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            return _checked(_readable(archive, data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, UnicodeDecodeError) as error:
        raise UnfitPackageError("is damaged or was cut off", DAMAGED) from error
    except (ParseError, ValueError) as error:
        raise UnfitPackageError(f"is damaged: its XML cannot be read ({error})", DAMAGED) from error


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse by the table of contents alone, before anything is unpacked."""
    if len(parts) > MAX_PARTS:
        raise UnfitPackageError(
            f"has {len(parts):,} parts inside, more than the {MAX_PARTS:,} a workbook can need", ASK_FOR_ORIGINAL
        )
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnfitPackageError("is a zip file protected by a password", SAVE_AGAIN)
    if len({_plain(part.filename).casefold() for part in parts}) < len(parts):
        raise UnfitPackageError("is damaged: a part stands in it twice", DAMAGED)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED_BYTES or any(part.file_size > MAX_PART_BYTES for part in parts):
        raise UnfitPackageError(
            f"unpacks to {unpacked / 1_000_000:,.0f} MB, more than a workbook can need", ASK_FOR_ORIGINAL
        )
    if any(
        part.file_size > RATIO_COUNTS_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    ):
        raise UnfitPackageError("holds data packed to grow out of all proportion", ASK_FOR_ORIGINAL)


def _readable(archive: zipfile.ZipFile, data: bytes) -> bytes:
    """The package as openpyxl finds its parts; `data` itself when nothing stands in its way.

    Some programs write part names with backslashes, or in other letter case.
    """
    names = _plain_names(archive)
    if all(original == name for original, name in names.items()):
        return data
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for original, name in names.items():
            target.writestr(name, archive.read(original))
    return rewritten.getvalue()


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _plain_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of each part as the package's own table of types writes it."""
    plain = {name: _plain(name) for name in archive.namelist()}
    folded = {name.casefold(): original for original, name in plain.items()}
    if _CONTENT_TYPES.casefold() not in folded:
        return plain
    declared = {_CONTENT_TYPES, "_rels/.rels"}
    for override in _tree(archive, folded[_CONTENT_TYPES.casefold()]):
        if part := override.get("PartName", "").lstrip("/"):
            declared |= {part, _relations_of(part)}
    by_key = {name.casefold(): name for name in declared}
    return {original: by_key.get(name.casefold(), name) for original, name in plain.items()}


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that may be parsed, if it is XML: of a usual encoding and without a document type."""
    content = archive.read(name)
    if _MARKUP.match(content):
        if b"\0" in content:
            raise UnfitPackageError("is written in an unusual encoding (UTF-16)", SAVE_AGAIN)
        if b"<!DOCTYPE" in content:
            raise UnfitPackageError("declares a document type, which no workbook does", ASK_FOR_ORIGINAL)
    return content


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    """One of the lists of a package, parsed as a whole."""
    content = _bounded(archive, name)
    _check_list(content, MAX_LIST_TAGS)
    return fromstring(content)


def _check_list(content: bytes, most: int) -> None:
    if content.count(b"<") > most or len(content) > MAX_LIST_BYTES or attributes_in(content) > 4 * most:
        raise UnfitPackageError("has more styles, names or links than a workbook can need", ASK_FOR_ORIGINAL)


def attributes_in(content: bytes) -> int:
    """At least as many as there are attributes; a quick count of quotation marks, not a parse."""
    return (content.count(b'"') + content.count(b"'")) // 2


def _checked(data: bytes) -> Package:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        workbook = _workbook_part(archive)
        titles = _sheets(archive, workbook)
        return Package(data, _scan_parts(archive, titles))


def _workbook_part(archive: zipfile.ZipFile) -> str:
    """The name of the part that lists the sheets."""
    names = archive.namelist()
    if "mimetype" in names:
        kind = archive.read("mimetype")[:200].decode("ascii", "replace")
        what = "an OpenDocument spreadsheet (.ods)" if "spreadsheet" in kind else "an OpenDocument file"
        raise UnfitPackageError(f"is {what}, not an Excel workbook (.xlsx)", SAVE_AGAIN)
    if _CONTENT_TYPES not in names:
        what = "a Numbers spreadsheet" if any(name.endswith(".iwa") for name in names) else "a zip file"
        raise UnfitPackageError(f"is {what}, not an Excel workbook (.xlsx)", SAVE_AGAIN)
    entries = _tree(archive, _CONTENT_TYPES)
    mains = [(entry.get("PartName", "/xl/workbook.xml"), entry.get("ContentType", "")) for entry in entries]
    parts = {part: kind for part, kind in mains if kind == _SHEET_MAIN or kind in _OTHER_WORKBOOKS}
    if len(parts) > 1:
        raise UnfitPackageError("is damaged: there are two workbooks in it", DAMAGED)
    for part, kind in parts.items():
        if kind == _SHEET_MAIN:
            return part.lstrip("/")
    raise UnfitPackageError(f"is {_kind_by_content_type(entries)}, not an Excel workbook (.xlsx)", SAVE_AGAIN)


def _kind_by_content_type(entries: Element) -> str:
    types = " ".join(entry.get("ContentType", "") for entry in entries).lower()
    return next((what for marker, what in _OTHER_MAIN if marker in types), "a package of an unknown kind")


def _sheets(archive: zipfile.ZipFile, workbook: str) -> dict[str, str]:
    """The titles of the sheets by the name of their part."""
    if _STRICT in _bounded(archive, workbook) or _STRICT in _bounded(archive, "_rels/.rels"):
        raise UnfitPackageError(
            "is saved as 'Strict Open XML Spreadsheet', which cannot be read",
            "Open it in Excel and save it as 'Excel Workbook (.xlsx)'",
        )
    sheets = [node for node in _tree(archive, workbook).iter() if _local(node.tag) == "sheet"]
    if len(sheets) > MAX_SHEETS:
        raise UnfitPackageError(
            f"has {len(sheets):,} sheets, more than the {MAX_SHEETS} a scoring workbook can need",
            "Delete the sheets that do not belong to it",
        )
    targets = {
        relation.get("Id"): posixpath.normpath(
            posixpath.join("/", posixpath.dirname(workbook), relation.get("Target", ""))
        )
        for relation in _tree(archive, _relations_of(workbook))
    }
    titles = [sheet.get("name", "") for sheet in sheets]
    if doubled := next((title for title in titles if titles.count(title) > 1), None):
        raise UnfitPackageError(f"is damaged: two of its sheets are named '{doubled}'", DAMAGED)
    found: dict[str, str] = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if _local(key) == "id"), None)
        if relation in targets:
            found[targets[relation].lstrip("/")] = sheet.get("name", "")
    return found


def _scan_parts(archive: zipfile.ZipFile, titles: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Look at every part once and count what parsing it would cost. Returns the merged ranges by sheet title."""
    spent = Counter[str]()
    merged: dict[str, tuple[str, ...]] = {}
    for name in archive.namelist():
        content = _bounded(archive, name)
        spent["tags"] += content.count(b"<")
        spent["attributes"] += attributes_in(content)
        if name == _STYLES:
            _check_list(content, MAX_STYLE_TAGS)
        if name in titles:
            merged[titles[name]] = _scan_sheet(content, spent, titles[name])
        elif content.count(b"<") > MAX_PART_TAGS or _count(content, b"si") > MAX_SHARED_STRINGS:
            raise UnfitPackageError("holds more texts or other entries than a workbook can need", ASK_FOR_ORIGINAL)
        _check_spent(spent)
    return merged


def _scan_sheet(content: bytes, spent: Counter[str], title: str) -> tuple[str, ...]:
    """Count what a sheet holds. Returns its merged ranges."""
    if len(_CELL_TABLE.findall(content)) > 1:
        raise UnfitPackageError(f"is damaged: its sheet '{title}' has two tables of cells", DAMAGED)
    rows = _count(content, b"row")
    cells = sum(map(content.count, (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")))
    first, last = content.find(b"sheetData"), content.rfind(b"sheetData")
    beside = content.count(b"<", 0, first) + content.count(b"<", last)
    of_cells = content.count(b"<", max(first, 0), max(last, 0)) - 4 * rows - TAGS_OF_A_CELL * cells
    if max(beside, of_cells) > MAX_TAGS_BESIDE_CELLS:
        raise UnfitPackageError(
            f"has more formats, lists or links on its sheet '{title}' than a workbook can need", ASK_FOR_ORIGINAL
        )
    ranges = tuple(_merged_ranges(content))
    spent["merged"] += sum(area for _, area in ranges)
    spent["rows"] += rows
    spent["cells"] += cells
    return tuple(text.decode("ascii") for text, _ in ranges)


def _check_spent(spent: Counter[str]) -> None:
    """Refuse a workbook that has more of something, over all its parts, than any real one."""
    if spent["rows"] > MAX_ROWS or spent["cells"] > MAX_CELLS:
        raise UnfitPackageError(
            f"has more than the {MAX_ROWS:,} rows or {MAX_CELLS:,} cells that a scoring workbook can need",
            "Delete rows and sheets that do not belong to it; empty formatted rows count too",
        )
    if spent["tags"] > MAX_TAGS or spent["attributes"] > MAX_ATTRIBUTES:
        raise UnfitPackageError("has more content than a scoring workbook can need", ASK_FOR_ORIGINAL)
    if spent["merged"] > MAX_MERGED_CELLS:
        raise UnfitPackageError(
            f"merges more than {MAX_MERGED_CELLS:,} cells", "Unmerge the cells of whole sheets, rows or columns"
        )


def _count(content: bytes, tag: bytes) -> int:
    """At least as many as there are elements of that name, with or without a prefix; a quick count, not a parse."""
    return content.count(b"<" + tag) + content.count(b":" + tag)


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


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
