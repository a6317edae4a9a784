"""The gate in front of a Word file that a person names: only a sound and harmless Word document goes on.

A file is judged by what it holds, never by its name. Whatever is refused is refused with one plain sentence:
which file, what it is, what to do.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from lxml import etree

from reportgen.common.exceptions import UnreadableFileError
from reportgen.office.package import CONTENT_TYPES, DOCUMENT, RELATIONS, NotAPackageError, parse, related, relations

RATIO_COUNTS_FROM = 1_000_000
"""Bytes; small parts may shrink more, and do no harm."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a kind of Word file can need; more than that is refused."""

    noun: str
    file_bytes: int
    parts: int
    unpacked_bytes: int
    xml_bytes: int  # of one part
    tags: int  # of all parts, opening and closing: what reading costs
    ratio: int  # by how much a part may shrink
    is_whole: bool  # whatever a part refers to must be there


TEMPLATE = Limits(
    "a template",
    file_bytes=20_000_000,  # one with a logo and pictures has one or two MB
    parts=500,  # ours has thirteen; every picture and every header brings one more
    unpacked_bytes=100_000_000,  # pictures hardly shrink, so it unpacks to little more than its size
    xml_bytes=20_000_000,  # the text of ours has 0.2 MB
    tags=600_000,  # ours has 13,000
    ratio=200,  # Word's XML shrinks to a tenth or a thirtieth; only what is made to be small shrinks to less
    is_whole=True,
)
DRAFT = Limits(
    "a draft",
    file_bytes=200_000_000,  # what we build has two MB; people paste photographs
    parts=5_000,
    unpacked_bytes=500_000_000,
    xml_bytes=60_000_000,  # the text of the sample report has 1 MB
    tags=2_000_000,  # the sample report has 65,000
    ratio=1_000,  # bitmaps that people paste shrink more than text
    is_whole=False,  # Word itself keeps references to pictures that went
)

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
_STRICT = b"purl.oclc.org/ooxml"  # in the namespaces of "Strict Open XML Document"
_XML_NAMES = (".xml", ".rels")


class _UnfitError(Exception):
    """What a file is instead of a Word document, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def admit(path: Path, limits: Limits = TEMPLATE) -> dict[str, bytes]:
    """The parts of the Word file at `path`, by name.

    Raises `UnreadableFileError` when there is no such file, or it is not a Word document that can be opened safely.
    """
    try:
        parts = _unpack(_read(path, limits), limits)
        _require_document(parts, limits)
        markup = {name: content for name, content in parts.items() if name.lower().endswith(_XML_NAMES)}
        if sum(content.count(b"<") for content in markup.values()) > limits.tags:
            raise _UnfitError(f"holds more text or tables than {limits.noun} can need", _ASK)
        for name, content in markup.items():
            _require_plain(name, content, limits)
        if limits.is_whole:
            _require_whole(parts)
    except _UnfitError as unfit:
        raise UnreadableFileError(f"'{path}' {unfit.what}. {unfit.remedy}.") from unfit
    return parts


def _read(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, or of the file a link leads to; never of a folder, pipe or device."""
    if path.name.startswith("~$"):
        raise _UnfitError("is the lock file that Word keeps while a document is open", "Name the document itself")
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise _UnfitError("is a folder", "Name a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise _UnfitError("is a pipe or a device", "Name a file")
        if found.st_size > limits.file_bytes:
            _refuse_size(found.st_size, limits)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _UnfitError("is not there", "Check the name and the folder") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _UnfitError(f"cannot be read ({reason.lower()})", "Check the file and your rights to it") from error
    return data


def _refuse_size(size: int, limits: Limits) -> NoReturn:
    raise _UnfitError(
        f"has {size / 1_000_000:,.0f} MB, more than the {limits.file_bytes // 1_000_000} MB {limits.noun} can have",
        "Make its pictures smaller (Picture Format > Compress Pictures)",
    )


def _unpack(data: bytes, limits: Limits) -> dict[str, bytes]:
    if not data.startswith(_ZIP):
        raise _UnfitError(f"is {_kind_of(data)}, not a Word document (.docx)", SAVE_AS_DOCX)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist(), limits)
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


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by the table of contents alone, before anything is unpacked."""
    if len(entries) > limits.parts:
        most = f"more than the {limits.parts} {limits.noun} can need"
        raise _UnfitError(f"has {len(entries):,} parts inside, {most}", _ASK)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _UnfitError("is a zip file protected by a password", SAVE_AS_DOCX)
    if len({entry.filename for entry in entries}) < len(entries):
        raise _UnfitError("is damaged: a part stands in it twice", _DAMAGED)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise _UnfitError(f"unpacks to {unpacked / 1_000_000:,.0f} MB, more than {limits.noun} can need", _ASK)
    large = (entry for entry in entries if entry.file_size > RATIO_COUNTS_FROM)
    if any(entry.file_size > limits.ratio * max(entry.compress_size, 1) for entry in large):
        raise _UnfitError("holds data packed to grow out of all proportion", _ASK)


def _require_document(parts: dict[str, bytes], limits: Limits) -> None:
    """The package is a Word document, of the kind that can be worked with."""
    if "mimetype" in parts:
        raise _UnfitError("is an OpenDocument file (such as .odt), not a Word document (.docx)", SAVE_AS_DOCX)
    if CONTENT_TYPES not in parts:
        raise _UnfitError("is a zip file, not a Word document (.docx)", SAVE_AS_DOCX)
    _require_plain(CONTENT_TYPES, parts[CONTENT_TYPES], limits)
    types = [entry.get("ContentType", "") for entry in _types(parts)]
    if _MAIN not in types:
        found = " ".join(types).lower()
        kind = next((kind for marker, kind in _OTHER_MAIN if marker in found), "a package of another kind")
        raise _UnfitError(f"is {kind}, not a Word document (.docx)", SAVE_AS_DOCX)
    if DOCUMENT not in parts:
        raise _UnfitError(f"keeps its text in an unusual place (not in {DOCUMENT})", SAVE_AS_DOCX)
    if _STRICT in parts[DOCUMENT]:
        raise _UnfitError(
            "is saved as 'Strict Open XML Document', which is not read here",
            "Open it in Word and save it as 'Word Document (.docx)'",
        )


def _require_plain(name: str, content: bytes, limits: Limits) -> None:
    """A part is XML of a sensible size and without a document type, which could hold entities."""
    if len(content) > limits.xml_bytes:
        raise _UnfitError(f"holds more text or tables than {limits.noun} can need (in {name})", _ASK)
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
