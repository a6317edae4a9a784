"""The gate in front of every Office file that a person names: only a sound and harmless one goes on.

A file is judged by what it holds, never by its name. Whatever is refused is refused with one plain sentence: which
file, what it is, what to do. Sizes are looked at before anything is unpacked, and what a part holds before it is
parsed. Parts that nobody here reads, such as the XML that other programs store in a file, are carried as they are.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reportgen.common.exceptions import UnreadableFileError
from reportgen.office import files
from reportgen.office.files import ASK, REPAIR, SAVE, SAVE_PLAIN, TABLE, WORD, WORKBOOK, Kind, UnfitError, megabytes
from reportgen.office.package import (
    CONTENT_TYPES,
    DOCUMENT,
    RELATIONS,
    DamagedPartError,
    Package,
    has_document_type,
    is_oddly_encoded,
    name_key,
    relations_part,
)
from reportgen.office.sheet_costs import SheetCosts, check_list

RATIO_COUNTS_FROM = 1_000_000
"""Bytes; small parts may shrink more, and do no harm."""

_MARKUP = re.compile(rb"[\xef\xbb\xbf\xff\xfe\0 \t\r\n]*<")  # how XML begins, whatever its encoding
_STRICT = b"purl.oclc.org/ooxml"  # in the namespaces of the form that is not read, which openpyxl finds empty
_READ = frozenset(  # the last words of the content types of parts that somebody here parses
    (
        *("relationships", "core-properties", "extended-properties", "custom-properties", "main", "theme", "styles"),
        *("comments", "settings", "numbering", "header", "footer", "footnotes", "endnotes", "commentsextended"),
        *("commentsids", "commentsextensible", "people", "chart", "diagramdata", "worksheet", "sharedstrings"),
        *("threadedcomments", "person", "vmldrawing"),
    )
)
_DECLARED = ("styles", "numbering", "settings", "header", "footer", "footnotes", "endnotes", "comments")
_DAMAGED = (  # ValueError: places that lie before the file begins, names in no encoding
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, KeyError,
)  # fmt: skip


Merged = Mapping[str, tuple[str, ...]]
"""Merged ranges ("B3:B5") by the titles of their sheets."""


def admit(path: Path, kind: Kind) -> Package:
    """The package of the file at `path`.

    Raises `UnreadableFileError` when there is no such file, or it is not one of its kind that can be opened safely.
    """
    with _in_one_sentence(path, kind):
        return open_package(files.read(path, kind), kind)[0]


def admit_workbook(path: Path, data: bytes = b"") -> tuple[Package, Merged]:
    """The package of a workbook, as `admit` gives it, and the merged ranges of its sheets; `data` where it was read."""
    with _in_one_sentence(path, WORKBOOK):
        return open_package(data or files.read(path, WORKBOOK), WORKBOOK)


def read_table(path: Path) -> bytes:
    """The bytes of a table, a workbook or text. Raises `UnreadableFileError` when there are none that can be had."""
    with _in_one_sentence(path, TABLE):
        data = files.read(path, TABLE)
        if data.startswith((*files.ZIP, files.OLE)):
            files.require_size(len(data), WORKBOOK)
        return data


@contextmanager
def _in_one_sentence(path: Path, kind: Kind) -> Iterator[None]:
    try:
        yield
    except UnfitError as unfit:
        raise UnreadableFileError(f"'{path}' {unfit.what}. {kind.format.words(unfit.remedy)}.") from unfit


def open_package(data: bytes, kind: Kind) -> tuple[Package, Merged]:
    """The package in `data`, safe to be read. Raises `UnfitError` when it is not one of its kind."""
    if not data.startswith(files.ZIP):
        raise files.unlike(data, kind.format)
    try:
        package = Package.opened(data)
        _check_directory(package.entries, kind)
        main = _main_part(package, kind)
        costs = SheetCosts(package, main) if kind is WORKBOOK else None
        _check_parts(package, kind, main, costs)
        if kind.format is WORD:
            package.spell_out()  # python-docx compares names letter by letter
        if kind.is_whole:
            _require_whole(package)
    except _DAMAGED as error:
        raise UnfitError("is damaged or was cut off", REPAIR) from error
    except DamagedPartError as error:
        raise UnfitError(f"is damaged: {error}", REPAIR) from error
    return package, costs.merged if costs else {}


def _check_directory(entries: list[zipfile.ZipInfo], kind: Kind) -> None:
    """Refuse by the table of contents alone, before anything is unpacked."""
    if len(entries) > kind.parts:
        most = f"more than the {kind.parts:,} {kind.noun} can need"
        raise UnfitError(f"has {len(entries):,} parts inside, {most}", ASK)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnfitError("is a zip file protected by a password", SAVE)
    if len({name_key(entry.filename) for entry in entries}) < len(entries):
        raise UnfitError("is damaged: a part stands in it twice", REPAIR)
    sizes = [entry.file_size for entry in entries]
    if sum(sizes) > kind.unpacked_bytes or max(sizes, default=0) > kind.part_bytes:
        raise UnfitError(f"unpacks to {megabytes(sum(sizes))}, more than {kind.noun} can need", ASK)
    large = (entry for entry in entries if entry.file_size > RATIO_COUNTS_FROM)
    if any(entry.file_size > kind.ratio * max(entry.compress_size, 1) for entry in large):
        raise UnfitError("holds data packed to grow out of all proportion", ASK)


def _main_part(package: Package, kind: Kind) -> str:
    """The name of the part that everything hangs on, in a package of the wanted format."""
    wanted, names = kind.format, list(package)
    if CONTENT_TYPES not in package or "mimetype" in package:
        mimetype = package["mimetype"][:200].decode("ascii", "replace") if "mimetype" in package else ""
        raise files.unlike_package(names, wanted, mimetype=mimetype)
    check_list(package[CONTENT_TYPES])
    _require_plain(CONTENT_TYPES, package[CONTENT_TYPES], kind)
    entries: list[tuple[str, str]] = [
        (entry.get("PartName", wanted.part), entry.get("ContentType", "")) for entry in package.listed(CONTENT_TYPES)
    ]
    mains = {name_key(name): (name, found) for name, found in entries if found.lower().endswith(".main+xml")}
    if wanted.main not in [found for _, found in mains.values()]:
        raise files.unlike_package(names, wanted, types=" ".join(found for _, found in entries))
    if len(mains) > 1:
        raise UnfitError(wanted.words("is damaged: there are two {it.document}s in it"), REPAIR)
    main = next(name.lstrip("/") for name, _ in mains.values())
    if wanted is WORD and name_key(main) != name_key(DOCUMENT):
        raise UnfitError(f"keeps its text in an unusual place (not in {DOCUMENT})", SAVE)
    if main not in package or relations_part("") not in package:
        raise UnfitError("is damaged or was cut off", REPAIR)
    if any(_STRICT in package.unpacked(name) for name in (main, relations_part(""))):
        raise UnfitError(wanted.words("is saved as '{it.strict}', which is not read here"), SAVE_PLAIN)
    return main


def _check_parts(package: Package, kind: Kind, main: str, costs: SheetCosts | None) -> None:
    """Look at every part once and count what reading it would cost; then parse what is to be read as a whole.

    The parts of a workbook are not kept: its sheets are read row by row later.
    """
    types, tags = package.content_types(), 0
    needed = {main, *(costs.sheets if costs else ())}
    read = []
    for name in package:
        content = package.unpacked(name) if costs else package.content(name)
        is_read = name in needed or _is_read(name, types.get(name, ""))
        if not (is_read or _MARKUP.match(content)):
            continue
        tags += content.count(b"<")
        if tags > kind.tags:
            raise UnfitError(f"holds more text or tables than {kind.noun} can need", ASK)
        if is_read:
            _require_plain(name, content, kind)
            read.append(name)
        if costs:
            costs.count(name, content)
    for name in read if kind.format is WORD else ():
        if not types.get(name, "").endswith("vmlDrawing"):
            package.tree(name)


def _is_read(name: str, content_type: str) -> bool:
    word = content_type.lower().removesuffix("+xml").rpartition(".")[2]
    return word in _READ or name_key(name).endswith((".rels", "xl/styles.xml"))


def _require_plain(name: str, content: bytes, kind: Kind) -> None:
    """A part is of a sensible size, in a usual encoding and without a document type, which could hold entities."""
    if len(content) > kind.xml_bytes:
        raise UnfitError(f"holds more text or tables than {kind.noun} can need (in {name})", ASK)
    if is_oddly_encoded(content):
        raise UnfitError(f"is written in an unusual encoding (such as UTF-16, in {name})", SAVE)
    if has_document_type(content):
        what = f"declares a document type (in {name}), which no {kind.format.document} does"
        raise UnfitError(what, ASK)


def _require_whole(package: Package) -> None:
    """What a part refers to is there, and what Word reads as its own is declared as such."""
    for source in ("", *package):
        for relation in () if source.endswith(".rels") else package.relations(source).values():
            if not relation.external and relation.target not in package and relation.kind != "hyperlink":
                raise UnfitError(f"is damaged: it refers to {relation.target}, which is not there", REPAIR)
    types = package.content_types()
    for source, kind in (("", "core-properties"), *((DOCUMENT, kind) for kind in _DECLARED)):
        for name in package.related(source, kind):
            if not types.get(name, "").endswith(f"{kind}+xml"):
                raise UnfitError(f"is damaged: it does not say what {name} is", REPAIR)
    for name in (DOCUMENT, *package.related(DOCUMENT, "header"), *package.related(DOCUMENT, "footer")):
        lost = _used_ids(package, name) - package.relations(name).keys()
        if lost:
            raise UnfitError(f"is damaged: {name} refers to '{min(lost)}', which is not there", REPAIR)


def _used_ids(package: Package, name: str) -> set[str]:
    """The ids by which a part refers to others."""
    attributes = (item for element in package.tree(name).iter() for item in element.attrib.items())
    return {str(value) for key, value in attributes if str(key).startswith(f"{{{RELATIONS}}}")}
