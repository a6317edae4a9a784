"""A file that a person names: what it has to be, its bytes, or in words what it is instead, whatever its name says.

One table of what a file may be, for workbooks and Word files alike: the words differ only by the program they name.
The limits are far above what a real file needs and far below what harms: each says why it is what it is. Nothing is
unpacked here.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from reportgen.common.folding import nearest


@dataclass(frozen=True, slots=True)
class Format:
    """A program's own kind of file: the words for it, and what says that a package is one."""

    program: str
    programs: str  # those that can save in this format
    document: str
    name: str  # with its suffix
    main: str  # content type of its main part
    part: str  # where that stands as a rule
    strict: str  # as the program calls the form of the format that is not read
    plain: str  # as it calls the one that is
    protection: str  # the menu entry that takes a password off
    apple: str  # what Apple's program of this kind makes

    def words(self, template: str) -> str:
        """A text with this format in the place of `{it}`."""
        return template.format(it=self)


EXCEL = Format(
    program="Excel",
    programs="Excel or LibreOffice",
    document="workbook",
    name="an Excel workbook (.xlsx)",
    main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    part="xl/workbook.xml",
    strict="Strict Open XML Spreadsheet",
    plain="Excel Workbook (.xlsx)",
    protection="Protect Workbook",
    apple="a Numbers spreadsheet",
)
WORD = Format(
    program="Word",
    programs="Word",
    document="document",
    name="a Word document (.docx)",
    main="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    part="word/document.xml",
    strict="Strict Open XML Document",
    plain="Word Document (.docx)",
    protection="Protect Document",
    apple="a Pages document",
)

# what to do about a file, in the words of its format
SAVE = "Open it in {it.programs} and save it as {it.name}"
SAVE_PLAIN = "Open it in {it.program} and save it as '{it.plain}'"
TAKE_PASSWORD_OFF = "Open it in {it.program}, take the password off (File, Info, {it.protection}) and save it"
REPAIR = "Open it in {it.program}, let {it.program} repair it and save it, or take an earlier copy"
NAME_IT = "Name the {it.document} itself"
UNPACK = "Unpack it and name the {it.document} in it"
COPY_AGAIN = "Take a copy of the file from where it was made"
LOOK = "Check the name, the folder and your rights to it"
ASK = "It may have been made to do harm; ask for the original"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, and what it can need; more than that is refused."""

    format: Format
    noun: str
    slimming: str  # what makes a large one smaller
    file_bytes: int
    parts: int
    unpacked_bytes: int
    part_bytes: int  # of any one part
    xml_bytes: int  # of a part that is parsed
    tags: int  # opening and closing, of all parts: what reading costs
    ratio: int  # by how much a part may shrink
    is_whole: bool  # whatever a part refers to must be there


WORKBOOK = Kind(
    EXCEL,
    "a workbook",
    "Take out pictures and sheets that do not belong to it",
    file_bytes=20_000_000,  # fifty interviews on a thousand questions, every note filled, stay under 10 MB
    parts=500,  # each sheet brings two or three; a workbook of fifty interviews has under 200
    unpacked_bytes=200_000_000,  # fifty interviews on a thousand questions unpack to some 60 MB
    part_bytes=50_000_000,  # the largest real one, a sheet or all texts, has a few MB
    xml_bytes=50_000_000,
    tags=9_000_000,  # fifty interviews, a thousand questions: 4 million
    ratio=200,  # sheets shrink to a tenth or a thirtieth; only what is made to be small shrinks to less
    is_whole=False,
)
TABLE = replace(  # a workbook, or the text of a table, which takes several times as many bytes
    WORKBOOK,
    noun="a table",
    slimming="Take out rows that nobody needs",
    file_bytes=60_000_000,  # two hundred thousand assessments with six decimals
)
TEMPLATE = Kind(
    WORD,
    "a template",
    "Make its pictures smaller (Picture Format > Compress Pictures)",
    file_bytes=20_000_000,  # one with a logo and pictures has one or two MB
    parts=500,  # ours has thirteen; every picture and every header brings one more
    unpacked_bytes=100_000_000,  # pictures hardly shrink, so it unpacks to little more than its size
    part_bytes=100_000_000,
    xml_bytes=20_000_000,  # the text of ours has 0.2 MB
    tags=600_000,  # ours has 13,000
    ratio=200,  # Word's XML shrinks to a tenth or a thirtieth
    is_whole=True,
)
DRAFT = Kind(
    WORD,
    "a draft",
    "Make its pictures smaller (Picture Format > Compress Pictures)",
    file_bytes=200_000_000,  # what we build has two MB; people paste photographs
    parts=5_000,
    unpacked_bytes=500_000_000,
    part_bytes=500_000_000,
    xml_bytes=60_000_000,  # the text of the sample report has 1 MB
    tags=2_000_000,  # the sample report has 65,000
    ratio=1_000,  # bitmaps that people paste shrink more than text
    is_whole=False,  # Word itself keeps references to pictures that went
)
CHART_DATA = Kind(
    EXCEL,
    "the workbook of a chart",
    "Take out what does not belong to it",
    file_bytes=20_000_000,
    parts=500,
    unpacked_bytes=50_000_000,  # the data of a chart is small
    part_bytes=50_000_000,
    xml_bytes=20_000_000,
    tags=600_000,
    ratio=1_000,
    is_whole=False,
)


# ------------------------------------------------------------------------------------------------------- what a file is

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office files before 2007, and of encrypted ones since
_SIGNATURES = (
    (b"%PDF", "a PDF document", NAME_IT),
    (b"{\\rtf", "a rich text document (.rtf)", SAVE),
    (b"\x89PNG", "a picture", NAME_IT),
    (b"\xff\xd8\xff", "a picture", NAME_IT),
    (b"GIF8", "a picture", NAME_IT),
    (b"II*\0", "a picture", NAME_IT),
    (b"MM\0*", "a picture", NAME_IT),
    (b"\x1f\x8b", "a compressed file (.gz)", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (.7z)", UNPACK),
    (b"Rar!", "a compressed file (.rar)", UNPACK),
    (b"SQLite format 3\0", "a database (SQLite)", NAME_IT),
    (b"\xff\xfe", "a text file", SAVE),
    (b"\xfe\xff", "a text file", SAVE),
)
_STREAMS = (  # in an OLE container
    ("EncryptedPackage", "a {it.document} protected by a password", TAKE_PASSWORD_OFF),
    ("WordDocument", "an old Word document (.doc)", SAVE),
    ("Workbook", "an old Excel workbook (.xls)", SAVE),
    ("Book", "an old Excel workbook (.xls)", SAVE),
    ("PowerPoint Document", "an old PowerPoint presentation (.ppt)", NAME_IT),
    ("", "an old Office file", SAVE),
)
_TEXTS = (  # what a text begins with, in small letters
    (b"<!doctype html", "a web page", SAVE),
    (b"<html", "a web page", SAVE),
    (b"<head", "a web page", SAVE),
    (b"<table", "a web page", SAVE),
    (b"<", "an XML file", SAVE),
    (b"version https://git-lfs", "a text file", COPY_AGAIN),
    (b"{", "a text file", SAVE),
    (b"[", "a text file", SAVE),
)
_MAIN_TYPES = (  # part of a content type in small letters
    ("spreadsheetml.sheet.main", "an Excel workbook (.xlsx)", NAME_IT),
    ("excel.sheet.macroenabled.main", "an Excel workbook with macros (.xlsm)", SAVE),
    ("excel.sheet.binary.macroenabled.main", "a binary Excel workbook (.xlsb)", SAVE),
    ("spreadsheetml.template.main", "an Excel template (.xltx)", SAVE),
    ("excel.template.macroenabled.main", "an Excel template with macros (.xltm)", SAVE),
    ("excel.addin.macroenabled.main", "an Excel add-in", NAME_IT),
    ("wordprocessingml.document.main", "a Word document (.docx)", NAME_IT),
    ("word.document.macroenabled.main", "a Word document with macros (.docm)", SAVE),
    ("wordprocessingml.template.main", "a Word template (.dotx)", SAVE),
    ("word.template.macroenabledtemplate.main", "a Word template with macros (.dotm)", SAVE),
    ("presentationml.", "a PowerPoint presentation", NAME_IT),
    ("ms-powerpoint.", "a PowerPoint presentation", NAME_IT),
    ("", "a package of an unknown kind", NAME_IT),
)
_OPEN_DOCUMENTS = (  # what the part "mimetype" says
    ("opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", SAVE),
    ("opendocument.text", "an OpenDocument file (.odt)", SAVE),
    ("opendocument", "an OpenDocument file", NAME_IT),
    ("", "a zip file of another program", NAME_IT),
)
_LOOKED_AT = 1_000  # files of a folder, for one of a like name
_NUMBERS = re.compile(r"\d+")
_A_SLIP = 0.82  # how much alike names are of which one is typed wrongly: "cleint" and "client", not "notes" and "votes"
_PEEK = 4096  # bytes that tell what sort of text a text is
_NOT_IN_TEXT = frozenset(range(32)) - frozenset(b"\t\n\r\x0c\x1b")


class UnfitError(Exception):
    """A file that is not what it should be: what it is, and what to do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy  # a text for `Format.words`


def read(path: Path, kind: Kind) -> bytes:
    """The bytes of a file, or of the file a link leads to; never of a directory, pipe or device.

    Raises `UnfitError` when it cannot be read, is empty, or is larger than any of its kind.
    """
    if path.name.startswith("~$"):
        lock_file = "is the lock file that {it.program} keeps while a {it.document} is open"
        raise UnfitError(kind.format.words(lock_file), NAME_IT)
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            raise UnfitError("is a folder", "Name a file in it")
        if not stat.S_ISREG(found.st_mode):
            raise UnfitError("is a pipe or a device", "Name a file")
        with path.open("rb") as file:
            data = file.read(kind.file_bytes + 1) if found.st_size <= kind.file_bytes else b""
    except (OSError, ValueError) as error:
        raise UnfitError(_why_not_read(path, error), LOOK) from error
    require_size(max(found.st_size, len(data)), kind)
    if not data:
        raise UnfitError("is empty", "Take the file from where it was made, or a copy of it")
    return data


def require_size(size: int, kind: Kind) -> None:
    """Raise `UnfitError` for a file that is larger than any of its kind."""
    if size > kind.file_bytes:
        most = f"more than the {megabytes(kind.file_bytes)} {kind.noun} can have"
        raise UnfitError(f"has {megabytes(size)}, {most}", kind.slimming)


def megabytes(size: int) -> str:
    """A size in words."""
    return f"{size / 1_000_000:,.0f} MB"


def _why_not_read(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "is a link to a file that is not there" if path.is_symlink() else f"is not there{_meant(path)}"
    if isinstance(error, PermissionError):
        return "may not be read by you, or another program holds it"
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return "is a link that leads back to itself"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"cannot be read ({(reason or type(error).__name__).lower()})"


def _meant(path: Path) -> str:
    """The file beside it that may be meant, in words; nothing where none is like it."""
    with suppress(OSError), os.scandir(path.parent) as found:
        names = [entry.name for entry in islice(found, _LOOKED_AT)]
        # an ending that all have makes no two names alike; where none has it, it may itself be the slip
        stems = {Path(name).stem: name for name in names if name.lower().endswith(path.suffix.lower())}
        numbered = [stem for stem in stems if _NUMBERS.findall(stem) == _NUMBERS.findall(path.stem)]  # else another one
        near = stems.get(nearest(path.stem, numbered, _A_SLIP), "") if stems else nearest(path.name, names, _A_SLIP)
        return f" (did you mean '{path.with_name(near)}'?)" if near else ""
    return ""


def unlike(data: bytes, wanted: Format) -> UnfitError:
    """What a file that is no zip package is instead of the wanted format."""
    return _instead(*_kind_of(data), wanted)


def unlike_package(names: Iterable[str], wanted: Format, *, types: str = "", mimetype: str = "") -> UnfitError:
    """What a zip file is instead: by its content types, by what its part "mimetype" says, by the names of its parts."""
    if mimetype:
        return _instead(*_first(_OPEN_DOCUMENTS, mimetype), wanted)
    if types:
        return _instead(*_first(_MAIN_TYPES, types.lower()), wanted)
    if any(name.endswith(".iwa") for name in names):
        return _instead(wanted.apple, SAVE, wanted)
    return _instead("a zip file", UNPACK, wanted)


def kind_of(data: bytes) -> str:
    """What a file that is no zip package is, in words, by its content."""
    return _kind_of(data)[0]


def is_text(data: bytes) -> bool:
    """True for a file that looks like text, whatever its encoding."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or not _NOT_IN_TEXT.intersection(data[:_PEEK])


def _instead(kind: str, remedy: str, wanted: Format) -> UnfitError:
    return UnfitError(wanted.words(f"is {kind}, not {{it.name}}"), remedy)


def _first(table: tuple[tuple[str, str, str], ...], text: str) -> tuple[str, str]:
    return next((kind, remedy) for marker, kind, remedy in table if marker in text)


def _kind_of(data: bytes) -> tuple[str, str]:
    if data.startswith(OLE):
        return next((kind, remedy) for name, kind, remedy in _STREAMS if name.encode("utf-16-le") in data)
    for signature, kind, remedy in _SIGNATURES:
        if data.startswith(signature):
            return kind, remedy
    start = data[:_PEEK]
    if _NOT_IN_TEXT.intersection(start):
        return "damaged or of an unknown kind", COPY_AGAIN
    words = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, kind, remedy in _TEXTS:
        if words.startswith(beginning):
            return kind, remedy
    lines = words.splitlines()[:3]
    is_table = len(lines) > 1 and any(all(sign in line for line in lines) for sign in (b",", b";", b"\t"))
    return "a table in a text file (such as .csv)" if is_table else "a text file", SAVE
