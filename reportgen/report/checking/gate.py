"""The gate in front of a firm's own template: only a sound and harmless Word document goes on to the check.

A file is judged by what it holds, never by its name. Whatever is refused is refused with one plain sentence:
which file, what it is, what to do.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from pathlib import Path
from typing import NoReturn

from lxml import etree

from reportgen.exceptions import UnreadableFileError
from reportgen.report.package import CONTENT_TYPES, DOCUMENT, NotAPackageError, parse, related, relations
from reportgen.report.wordxml import RELATIONS

MAX_FILE_BYTES = 20_000_000
"""A template with a logo and pictures has one or two MB."""
MAX_PARTS = 500
"""Our template has thirteen parts; every picture and every header brings one more."""
MAX_UNPACKED_BYTES = 100_000_000
"""Pictures hardly shrink, so a template unpacks to little more than its size."""
MAX_XML_BYTES = 20_000_000
"""Of one part; the text of our template has 0.2 MB."""
MAX_TAGS = 600_000
"""XML tags of all parts, opening and closing: what reading costs. Our template has 13,000."""
MAX_RATIO = 200
"""Word's XML shrinks to a tenth or a thirtieth; only what is made to be small when packed shrinks to less."""
RATIO_COUNTS_FROM = 1_000_000
"""Bytes; small parts may shrink more, and do no harm."""

SAVE_AS_DOCX = "Open it in Word and save it as a Word document (.docx)"
_ASK = "It may have been made to do harm; ask for the original"
_DAMAGED = "Open it in Word, let Word repair it and save it, or take an earlier copy"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office files before 2007, and of encrypted ones since
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (b"<?xml", "an XML file"),
    (b"<html", "a web page"),
    (b"<!DOC", "a web page"),
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_MAIN = (  # (part of a content type in small letters, what such a file is)
    ("document.macroenabled.main", "a Word document with macros (.docm)"),
    ("template.macroenabledtemplate.main", "a Word template with macros (.dotm)"),
    ("wordprocessingml.template.main", "a Word template (.dotx)"),
    ("spreadsheetml", "an Excel workbook"),
    ("ms-excel", "an Excel workbook"),
    ("presentationml", "a PowerPoint presentation"),
)
_READ_AS_XML = ("styles", "numbering", "settings", "header", "footer", "footnotes", "endnotes", "comments")
_STRICT = b"purl.oclc.org/ooxml"  # in the namespaces of "Strict Open XML Document", which we cannot fill
_XML_NAMES = (".xml", ".rels")


class _UnfitError(Exception):
    """What a file is instead of a template, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def admit(path: Path) -> dict[str, bytes]:
    """The parts of the template at `path`, by name.

    Raises `UnreadableFileError` when there is no such file, or it is not a Word document that can be opened safely.
    """
    try:
        parts = _unpack(_read(path))
        _require_document(parts)
        markup = {name: content for name, content in parts.items() if name.lower().endswith(_XML_NAMES)}
        if sum(content.count(b"<") for content in markup.values()) > MAX_TAGS:
            raise _UnfitError("holds more text or tables than a template can need", _ASK)
        for name, content in markup.items():
            _require_plain(name, content)
        _require_whole(parts)
    except _UnfitError as unfit:
        raise UnreadableFileError(f"'{path}' {unfit.what}. {unfit.remedy}.") from unfit
    return parts


def _read(path: Path) -> bytes:
    """The bytes of a file, or of the file a link leads to; never of a folder, pipe or device."""
    if path.name.startswith("~$"):
        raise _UnfitError("is the lock file that Word keeps while a document is open", "Name the document itself")
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise _UnfitError("is a folder", "Name a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise _UnfitError("is a pipe or a device", "Name a file")
        if found.st_size > MAX_FILE_BYTES:
            _refuse_size(found.st_size)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _UnfitError("is not there", "Check the name and the folder") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _UnfitError(f"cannot be read ({reason.lower()})", "Check the file and your rights to it") from error
    return data


def _refuse_size(size: int) -> NoReturn:
    raise _UnfitError(
        f"has {size / 1_000_000:,.0f} MB, more than the {MAX_FILE_BYTES // 1_000_000} MB a template can have",
        "Make its pictures smaller (Picture Format > Compress Pictures)",
    )


def _unpack(data: bytes) -> dict[str, bytes]:
    if not data.startswith(_ZIP):
        raise _UnfitError(f"is {_kind_of(data)}, not a Word document (.docx)", SAVE_AS_DOCX)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise _UnfitError("is damaged or was cut off", _DAMAGED) from error


def _kind_of(data: bytes) -> str:
    """What a file that is no zip package is, in words."""
    if not data:
        return "empty"
    if data.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in data
        return "a document protected by a password" if protected else "an old Word document (.doc)"
    return next((kind for start, kind in _OTHER_KINDS if data.lstrip().startswith(start)), "a file of another kind")


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by the table of contents alone, before anything is unpacked."""
    if len(entries) > MAX_PARTS:
        raise _UnfitError(f"has {len(entries):,} parts inside, more than the {MAX_PARTS} a template can need", _ASK)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _UnfitError("is a zip file protected by a password", SAVE_AS_DOCX)
    if len({entry.filename for entry in entries}) < len(entries):
        raise _UnfitError("is damaged: a part stands in it twice", _DAMAGED)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _UnfitError(f"unpacks to {unpacked / 1_000_000:,.0f} MB, more than a template can need", _ASK)
    if any(e.file_size > RATIO_COUNTS_FROM and e.file_size > MAX_RATIO * max(e.compress_size, 1) for e in entries):
        raise _UnfitError("holds data packed to grow out of all proportion", _ASK)


def _require_document(parts: dict[str, bytes]) -> None:
    """The package is a Word document, of the kind that can be filled."""
    if "mimetype" in parts:
        raise _UnfitError("is an OpenDocument file (such as .odt), not a Word document (.docx)", SAVE_AS_DOCX)
    if CONTENT_TYPES not in parts:
        raise _UnfitError("is a zip file, not a Word document (.docx)", SAVE_AS_DOCX)
    _require_plain(CONTENT_TYPES, parts[CONTENT_TYPES])
    types = [entry.get("ContentType", "") for entry in _types(parts)]
    if _MAIN not in types:
        found = " ".join(types).lower()
        kind = next((kind for marker, kind in _OTHER_MAIN if marker in found), "a package of another kind")
        raise _UnfitError(f"is {kind}, not a Word document (.docx)", SAVE_AS_DOCX)
    if DOCUMENT not in parts:
        raise _UnfitError(f"keeps its text in an unusual place (not in {DOCUMENT})", SAVE_AS_DOCX)
    if _STRICT in parts[DOCUMENT]:
        raise _UnfitError(
            "is saved as 'Strict Open XML Document', which cannot be filled",
            "Open it in Word and save it as 'Word Document (.docx)'",
        )


def _require_plain(name: str, content: bytes) -> None:
    """A part is XML of a sensible size and without a document type, which could hold entities."""
    if len(content) > MAX_XML_BYTES:
        raise _UnfitError(f"holds more text or tables than a template can need (in {name})", _ASK)
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
        raise _UnfitError(f"is written in an unusual encoding (UTF-16, in {name})", SAVE_AS_DOCX)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _UnfitError(f"declares a document type (in {name}), which no Word document does", _ASK)
    try:
        parse(content)
    except NotAPackageError as error:
        raise _UnfitError(f"is damaged: {name} cannot be read ({error})", _DAMAGED) from error


def _require_whole(parts: dict[str, bytes]) -> None:
    """What a part refers to is there, and what Word reads as its own is declared as such."""
    for source in ("", *parts):
        for relation in () if source.endswith(".rels") else relations(parts, source).values():
            if not relation.external and relation.target not in parts and relation.kind != "hyperlink":
                raise _UnfitError(f"is damaged: it refers to {relation.target}, which is not there", _DAMAGED)
    declared = {entry.get("PartName", "").lstrip("/"): entry.get("ContentType", "") for entry in _types(parts)}
    for source, kind in (("", "core-properties"), *((DOCUMENT, kind) for kind in _READ_AS_XML)):
        for name in related(parts, source, kind):
            if not declared.get(name, "").endswith(f"{kind}+xml"):
                raise _UnfitError(f"is damaged: it does not say what {name} is", _DAMAGED)
    for name in (DOCUMENT, *related(parts, DOCUMENT, "header"), *related(parts, DOCUMENT, "footer")):
        lost = _used_ids(parts[name]) - relations(parts, name).keys()
        if lost:
            raise _UnfitError(f"is damaged: {name} refers to '{min(lost)}', which is not there", _DAMAGED)


def _used_ids(part: bytes) -> set[str]:
    """The ids by which a part refers to others."""
    attributes = (item for element in parse(part).iter() for item in element.attrib.items())
    return {str(value) for key, value in attributes if str(key).startswith(f"{{{RELATIONS}}}")}


def _types(parts: dict[str, bytes]) -> etree._Element:
    return parse(parts[CONTENT_TYPES])
