"""The zip package of a workbook, checked before anything parses it: sizes, kinds, entities, sheets, merged cells.

The limits are far above what a real scoring workbook needs and far below what harms: each says why it is what it is.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from reportgen.workbook.cell_order import column_number, fault_of_cells

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
MAX_TAGS = 10_000_000
"""Tags, opening and closing, of all parts: what reading costs. Fifty interviews, a thousand questions: 4 million."""
MAX_TREE_TAGS = 300_000
"""Tags of a part that is parsed as a whole; Excel's own limit of 64,000 cell formats stays below."""
MAX_ROWS = 200_000
"""Rows of all sheets, empty ones included: fifty interviews on a thousand questions have 55,000."""
MAX_SHARED_STRINGS = 500_000
"""Texts of all sheets, each once."""
MAX_SHEETS = 100
"""Fifty interviews and a dozen other sheets, and room for the assessors' own."""
MAX_MERGED_CELLS = 200_000
"""Cells in merged ranges, over all sheets: we merge a few headings."""

DAMAGED = "Open it in Excel, let Excel repair it and save it, or take an earlier copy"
SAVE_AGAIN = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"
ASK_FOR_ORIGINAL = "It may have been made to do harm; ask for the original"

_CONTENT_TYPES = "[Content_Types].xml"
_SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
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
_ESCAPE = re.compile(rb"_x005F_|x005F(?=_)")  # an escaped underscore, or a text that only looks like one
_READ_AS_A_WHOLE = frozenset({"xl/styles.xml", "docProps/core.xml", "docProps/custom.xml"})  # by openpyxl
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
    except (ParseError, DefusedXmlException, ValueError) as error:
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
    """The package as openpyxl reads it right; `data` itself when nothing stands in its way.

    Some programs write part names with backslashes, or in other letter case, which openpyxl does not find. And it
    deletes every "x005F_" in a shared text, so that the escape of an underscore is lost: "_x005F_x0041_" would read as
    "A". Written in small letters, or with its x escaped in turn, it stays.
    """
    names = _plain_names(archive)
    shared = [name for name in names if name.casefold().endswith("sharedstrings.xml")]
    escaped = [name for name in shared if b"x005F_" in archive.read(name)]
    if not escaped and all(original == name for original, name in names.items()):
        return data
    rewritten = io.BytesIO()
    with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for original, name in names.items():
            content = archive.read(original)
            target.writestr(name, _ESCAPE.sub(_protected, content) if original in escaped else content)
    return rewritten.getvalue()


def _protected(found: re.Match[bytes]) -> bytes:
    return found[0].lower() if found[0].startswith(b"_") else b"_x0078_005F"


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
    """A part that may be parsed: XML of a usual encoding without a document type."""
    content = archive.read(name)
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        raise UnfitPackageError("is written in an unusual encoding (UTF-16)", SAVE_AGAIN)
    if b"<!DOCTYPE" in content and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise UnfitPackageError("declares a document type, which no workbook does", ASK_FOR_ORIGINAL)
    return content


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    """A part that may be parsed as a whole."""
    content = _bounded(archive, name)
    _check_tree_tags(content.count(b"<"))
    return fromstring(content)


def _check_tree_tags(tags: int) -> None:
    if tags > MAX_TREE_TAGS:
        raise UnfitPackageError("has more styles, names or links than a workbook can need", ASK_FOR_ORIGINAL)


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
    for entry in entries:
        if entry.get("ContentType") == _SHEET_MAIN:
            return str(entry.get("PartName", "/xl/workbook.xml")).lstrip("/")
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
    tags = rows = merged_cells = 0
    merged: dict[str, tuple[str, ...]] = {}
    sheets: list[str] = []
    for name in archive.namelist():
        content = _bounded(archive, name)
        if name in titles:
            rows += _count(content, b"row")
            ranges = tuple(_merged_ranges(content))
            merged_cells += sum(area for _, area in ranges)
            merged[titles[name]] = tuple(text.decode("ascii") for text, _ in ranges)
            sheets.append(name)
        elif _count(content, b"si") > MAX_SHARED_STRINGS:
            raise UnfitPackageError("holds more texts than a workbook can need", ASK_FOR_ORIGINAL)
        tags += content.count(b"<")
        if name in _READ_AS_A_WHOLE:
            _check_tree_tags(content.count(b"<"))
        if rows > MAX_ROWS or tags > MAX_TAGS:
            raise UnfitPackageError(
                f"has more than the {MAX_ROWS:,} rows, or more content, than a scoring workbook can need",
                "Delete rows and sheets that do not belong to it; empty formatted rows count too",
            )
        if merged_cells > MAX_MERGED_CELLS:
            raise UnfitPackageError(
                f"merges more than {MAX_MERGED_CELLS:,} cells", "Unmerge the cells of whole sheets, rows or columns"
            )
    for name in sheets:  # last: a file that is too large should be told so, and quickly
        if fault := fault_of_cells(archive.read(name)):
            raise UnfitPackageError(f"is damaged: on its sheet '{titles[name]}', {fault}", DAMAGED)
    return merged


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


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _local(name: str) -> str:
    return name.rpartition("}")[2]
