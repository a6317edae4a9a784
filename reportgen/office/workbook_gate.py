"""The gate in front of every workbook: only a regular, sound and harmless .xlsx file goes on to openpyxl.

A file is judged by what it holds, never by its name. Whatever is refused is refused with one plain sentence: which
file, what it is, what to do. Nothing is unpacked to disk, and at most one part of the package is unpacked at a time.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NoReturn

from reportgen.common.exceptions import UnreadableFileError
from reportgen.office.workbook_package import Package, UnfitPackageError, open_package

MAX_FILE_BYTES = 20_000_000
"""Fifty interviews on a thousand questions, every note filled, stay under 10 MB."""

SAVE_AS_XLSX = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office files before 2007, and of encrypted ones since
_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (.rtf)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (.7z)"),
    (b"Rar!", "a compressed file (.rar)"),
)
_PEEK = 4096  # bytes that tell what sort of text a text is
_NOT_IN_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\x0c\x1b")


def admit(path: Path) -> Package:
    """The workbook at `path`, checked and in memory.

    Raises `UnreadableFileError` when there is no such file, or it is not a workbook that can be opened safely.
    """
    data = read_regular_file(path)
    if not data.startswith(_ZIP):
        _refuse(path, f"is {kind_of(data)}, not an Excel workbook (.xlsx)", _remedy(data))
    try:
        return open_package(data)
    except UnfitPackageError as unfit:
        _refuse(path, unfit.what, unfit.remedy)


def read_regular_file(path: Path) -> bytes:
    """The bytes of a file, or of the file a link leads to; never of a directory, pipe or device.

    Raises `UnreadableFileError` when it cannot be read, is empty, or is larger than any file we need.
    """
    if path.name.startswith("~$"):
        _refuse(path, "is the lock file that Excel keeps while a workbook is open", "Name the workbook itself")
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            _refuse(path, "is a folder", "Name a file in it")
        if not stat.S_ISREG(found.st_mode):
            _refuse(path, "is a pipe or a device", "Name a file")
        _check_size(path, found.st_size)
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        _refuse(path, _why_not_read(path, error), "Check the name, the folder and your rights to it")
    _check_size(path, len(data))
    return data


def _check_size(path: Path, size: int) -> None:
    if size == 0:
        _refuse(path, "is empty", "Take the file from where it was made, or a copy of it")
    if size > MAX_FILE_BYTES:
        _refuse(
            path,
            f"has {_megabytes(size)}, more than the {_megabytes(MAX_FILE_BYTES)} a file of ours can have",
            "Take out pictures and sheets that do not belong to it",
        )


def _why_not_read(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "is a link to a file that is not there" if path.is_symlink() else "is not there"
    if isinstance(error, PermissionError):
        return "may not be read by you, or another program holds it"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return "is a link that leads back to itself"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"cannot be read ({reason or type(error).__name__})"


def kind_of(data: bytes) -> str:
    """What a file that is no zip package is, in words, by its content."""
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    for signature, kind in _OTHER_KINDS:
        if data.startswith(signature):
            return kind
    return _kind_of_text(data[:_PEEK])


def _kind_of_ole(data: bytes) -> str:
    if _utf16("EncryptedPackage") in data:
        return "a workbook protected by a password"
    if _utf16("WordDocument") in data:
        return "an old Word document (.doc)"
    if _utf16("Workbook") in data or _utf16("Book") in data:
        return "an old Excel workbook (.xls)"
    return "an old Office file"


def _kind_of_text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "a text file"
    if _NOT_IN_TEXT.intersection(start):
        return "damaged or of an unknown kind"
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if words.startswith((b"<!doctype html", b"<html", b"<table", b"<head")):
        return "a web page"
    if words.startswith(b"<"):
        return "an XML file"
    if words.startswith((b"version https://git-lfs", b"{", b"[")):
        return "a text file"
    return "a table in a text file (such as .csv)" if any(c in words for c in (b",", b";", b"\t")) else "a text file"


def _remedy(data: bytes) -> str:
    if data.startswith(_OLE) and _utf16("EncryptedPackage") in data:
        return "Open it in Excel, take the password off (File, Info, Protect Workbook) and save it"
    if "damaged" in kind_of(data):
        return "Take a copy of the file from where it was made"
    return SAVE_AS_XLSX


def _refuse(path: Path, what: str, remedy: str) -> NoReturn:
    raise UnreadableFileError(f"'{path}' {what}. {remedy}.")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
