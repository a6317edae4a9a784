"""Files that harm, or are no workbook of ours: each with the words of the one sentence it ends with, or accepted.

All are made by code, the large ones cheaply: what matters is that nobody unpacks or counts through them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.awkward import FIRST
from tests.corpus.base import Parts, part_of, sound, with_sheet
from tests.packages import parts_of, zipped

STRINGS, STYLES, WORKBOOK, TYPES = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"
MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Hostile:
    """A file, and how `check` must end: with these words, or accepted (an empty text) without problems.

    `make` gives its content, or writes the file itself into the folder and returns nothing.
    """

    name: str
    words: str
    make: Callable[[Path], bytes | None]


def content(name: str, words: str, make: Callable[[], bytes]) -> Hostile:
    """A file of this content."""
    return Hostile(name, words, lambda _: make())


def text(name: str, words: str, data: bytes) -> Hostile:
    """A file of these few bytes."""
    return Hostile(name, words, lambda _: data)


def package(name: str, words: str, change: Callable[[Parts], Parts]) -> Hostile:
    """The sound package with its parts changed."""
    return Hostile(name, words, lambda _: zipped(change(parts_of(sound()))))


def part(name: str, words: str, which: str, change: Callable[[bytes], bytes]) -> Hostile:
    """The sound package with one part changed."""
    return package(name, words, lambda parts: {**parts, which: change(parts[which])})


def sheet(name: str, words: str, change: Callable[[bytes], bytes]) -> Hostile:
    """The sound package with the XML of the first questionnaire changed."""
    return Hostile(name, words, lambda _: with_sheet(FIRST, change))


def cell(name: str, words: str, xml: bytes, address: bytes = b"E12") -> Hostile:
    """One cell of the first questionnaire written in this way."""
    return sheet(name, words, lambda s: re.sub(rb'<c r="%b".*?</c>' % address, xml.replace(b"\\", b"\\\\"), s, count=1))


def behind_rows(xml: bytes) -> Callable[[bytes], bytes]:
    """Something put behind the last row of a sheet."""
    return lambda s: s.replace(b"</sheetData>", xml + b"</sheetData>")


def instead_of_strings(xml: Callable[[], bytes]) -> Callable[[bytes], bytes]:
    """Something put behind the shared texts."""
    return lambda s: s.replace(b"</sst>", xml() + b"</sst>")


def _entities(s: bytes) -> bytes:
    laughs = b"".join(b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return s.replace(b"<sst", b'<!DOCTYPE sst [<!ENTITY l0 "ha">' + laughs + b"]><sst", 1).replace(
        b"<t>", b"<t>&l9;", 1
    )


def _quadratic(s: bytes) -> bytes:
    entity = b'<!DOCTYPE sst [<!ENTITY a "' + b"a" * 100_000 + b'">]>'
    return s.replace(b"<sst", entity + b"<sst", 1).replace(b"<t>", b"<t>" + b"&a;" * 10_000, 1)


def _external(target: bytes) -> Callable[[bytes], bytes]:
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "' + target + b'">]>'
    return lambda s: re.sub(rb"<(sst|workbook)\b", lambda m: entity + m[0], s, count=1).replace(b"<t>", b"<t>&a;", 1)


def _lying_sizes() -> bytes:
    """A part that says it has a hundred bytes, and unpacks to thirty million."""
    data = bytearray(zipped({**parts_of(sound()), "xl/media/a.bin": bytes(30_000_000)}))
    at = data.rindex(b"PK\x01\x02")
    assert data[at + 46 :].startswith(b"xl/media/a.bin")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def _spoilt() -> bytes:
    data = bytearray(sound())
    at = data.index(b"xl/worksheets/sheet4.xml") + 500
    data[at : at + 8] = b"spoilt!!"
    return bytes(data)


def _twice(parts: Parts) -> bytes:
    data = bytearray(zipped({**parts, "xl/workbook.xmm": parts[WORKBOOK]}))
    return bytes(data).replace(b"xl/workbook.xmm", b"xl/workbook.xml")


def _strict(parts: Parts) -> Parts:
    old, new = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return {name: xml.replace(old, new) for name, xml in parts.items()}


def _typed_as(kind: bytes) -> Callable[[bytes], bytes]:
    return lambda s: s.replace(MAIN, kind)


def _many_sheets(s: bytes) -> bytes:
    more = b"".join(b'<sheet name="s%d" sheetId="%d"/>' % (n, n + 100) for n in range(10_000 - s.count(b"<sheet ")))
    return s.replace(b"</sheets>", more + b"</sheets>")


def _many_parts(parts: Parts) -> Parts:
    return {**parts, **{f"xl/worksheets/more{n}.xml": b"<worksheet/>" for n in range(10_000)}}


def _rows(count: int, row: bytes) -> bytes:
    return b"".join(row % n for n in range(100, 100 + count))


def _many_texts() -> bytes:
    return b"".join(b"<si><t>%x</t></si>" % (n * 2_654_435_761 % 2**32) for n in range(600_000))


def _beside(element: bytes, count: int) -> Callable[[bytes], bytes]:
    """So many elements, each with a number of its own, behind the cells of a sheet."""
    return lambda s: s.replace(b"</sheetData>", b"</sheetData>" + _rows(count, element))


def _one_text_everywhere(parts: Parts) -> Parts:
    """A text as long as Excel allows, shown in 400 cells of the head of a sheet."""
    texts = parts[STRINGS].replace(b"</sst>", b"<si><t>" + b"long text " * 3276 + b"</t></si></sst>")
    last = texts.count(b"<si>") - 1
    rows = b"".join(b'<row r="%d">' % row + b'<c t="s"><v>%d</v></c>' % last * 40 + b"</row>" for row in range(50, 60))
    name = part_of(FIRST, parts)
    return {**parts, STRINGS: texts, name: behind_rows(rows)(parts[name])}


def _shared_formula(s: bytes) -> bytes:
    """A long formula that two thousand cells share."""
    formula = b"+".join([b"A1"] * 2_000)
    cells = b'<row r="%%d"><c><f t="shared" si="7">%b</f><v>1</v></c></row>'
    return behind_rows(_rows(1, cells % formula) + _rows(2_001, cells % b"").partition(b"</row>")[2])(s)


def _nested(name: bytes, count: int) -> bytes:
    return b"<" + name + b">" + (b"<" + name + b">") * count + (b"</" + name + b">") * count + b"</" + name + b">"


def _linked(folder: Path, target: str) -> None:
    (folder / "client.xlsx").symlink_to(target)


def _good_link(folder: Path) -> None:
    (folder / "real.xlsx").write_bytes(sound())
    _linked(folder, "real.xlsx")


def _named_like_a_lock(folder: Path) -> None:
    (folder / "~$client.xlsx").write_bytes(b"\x05Ann  " * 9)


def _too_large(folder: Path) -> None:
    with (folder / "client.xlsx").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(25_000_000)


def _zip_of(parts: Parts) -> Callable[[], bytes]:
    return lambda: zipped(parts)


def _word() -> bytes:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped({TYPES: b'<Types><Override PartName="/word/document.xml" ContentType="' + kind + b'"/></Types>'})


FOREIGN: Sequence[Hostile] = (
    # what is of another kind, whatever its name says
    text("a password", "a workbook protected by a password", OLE + "EncryptedPackage".encode("utf-16-le") + bytes(99)),
    text("an .xls", "an old Excel workbook (.xls)", OLE + "Workbook".encode("utf-16-le") + bytes(99)),
    text("a .doc", "an old Word document (.doc)", OLE + "WordDocument".encode("utf-16-le") + bytes(99)),
    text("a .csv", "a table in a text file", b"ID,Answer\nD-01,70\n"),
    text("a .csv of UTF-16", "a text file", "ID;Answer\nD-01;70\n".encode("utf-16")),
    text("a web page", "a web page", b"<!DOCTYPE html><html><table><tr><td>70</td></tr></table></html>"),
    text("an XML spreadsheet", "an XML file", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas"/>'),
    text("a PDF", "a PDF document", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    text("a picture", "a picture", b"\x89PNG\r\n\x1a\n" + bytes(99)),
    text("random bytes", "damaged or of an unknown kind", bytes(range(256)) * 40),
    part("an .xlsm", "with macros (.xlsm)", TYPES, _typed_as(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
    part("an .xlsb", "(.xlsb)", TYPES, _typed_as(b"application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
    part("a template", "an Excel template", TYPES, _typed_as(MAIN.replace(b"sheet.main", b"template.main"))),
    part("no kind at all", "a package of an unknown kind", TYPES, _typed_as(b"application/octet-stream")),
    content("a .docx", "a Word document (.docx)", _word),
    content("an .ods", "(.ods)", _zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})),
    content("a plain zip", "is a zip file", _zip_of({"holiday.txt": b"sun"})),
    content("a Numbers file", "a Numbers spreadsheet", _zip_of({"Index/Document.iwa": b"x"})),
    package("Strict", "Strict Open XML Spreadsheet", _strict),
)

HARMFUL: Sequence[Hostile] = (
    # what is no file, or none that may be read
    Hostile("nothing there", "is not there", lambda folder: None),
    Hostile("a folder", "is a folder", lambda folder: (folder / "client.xlsx").mkdir()),
    Hostile("a pipe", "is a pipe or a device", lambda folder: os.mkfifo(folder / "client.xlsx")),
    Hostile("a link to a device", "is a pipe or a device", lambda folder: _linked(folder, "/dev/zero")),
    Hostile("a link to itself", "leads back to itself", lambda folder: _linked(folder, "client.xlsx")),
    Hostile("a link to nowhere", "is a link to a file that is not there", lambda folder: _linked(folder, "gone.xlsx")),
    Hostile("a link to a good file", "", _good_link),
    Hostile("a lock file", "is the lock file", _named_like_a_lock),
    Hostile("a file of 25 MB", "more than the 20 MB", _too_large),
    text("an empty file", "is empty", b""),
    # what is damaged
    content("cut in the middle", "damaged or was cut off", lambda: sound()[: len(sound()) // 2]),
    content("cut at the end", "damaged or was cut off", lambda: sound()[:-100]),
    content("spoilt inside", "damaged or was cut off", _spoilt),
    content("a part twice", "a part stands in it twice", lambda: _twice(parts_of(sound()))),
    package("a part twice in other case", "a part stands in it twice", lambda p: {**p, "XL/Workbook.xml": p[WORKBOOK]}),
    package("no workbook part", "damaged or was cut off", lambda p: {n: c for n, c in p.items() if n != WORKBOOK}),
    package("no texts", "is damaged", lambda p: {n: c for n, c in p.items() if n != STRINGS}),
    package("a sheet left out", "missing-sheet", lambda p: {n: c for n, c in p.items() if n != part_of("Findings", p)}),
    part(
        "a sheet outside the package",
        "missing-sheet",
        "xl/_rels/workbook.xml.rels",
        lambda s: s.replace(b"/xl/worksheets/sheet2.xml", b"../../../../etc/passwd"),
    ),
    part(
        "two sheets of one name",
        "two of its sheets are named",
        WORKBOOK,
        lambda s: s.replace(b'name="Interview 02"', b'name="Interview 01"'),
    ),
    part("a list of sheets that does not end", "its XML cannot be read", WORKBOOK, lambda s: s[:-30]),
    sheet("a sheet that does not end", "is damaged", lambda s: s[: len(s) // 2]),
    sheet("a row twice", "written twice", lambda s: s.replace(b'<row r="12"', b'<row r="11"')),
    sheet("rows out of order", "out of order", lambda s: s.replace(b'<row r="9"', b'<row r="90"')),
    cell("a cell twice", "written twice", b'<c r="E12"><v>70</v></c><c r="E12"><v>0</v></c>'),
    cell("cells out of order", "out of order", b'<c r="M12"><v>70</v></c>'),
    cell("a cell of another row", "out of order", b'<c r="E13"><v>70</v></c>'),
    cell("an address beyond any sheet", "beyond the last one", b'<c r="ZZZZ9999999999"><v>70</v></c>'),
    cell("a text before the first", "a text that does not exist", b'<c r="E12" t="s"><v>-1</v></c>'),
    cell("a text behind the last", "is damaged", b'<c r="E12" t="s"><v>99999999</v></c>'),
    cell("no number", "is damaged", b'<c r="E12"><v>NaN</v></c>'),
    cell("a word for a number", "is damaged", b'<c r="E12"><v>seventy</v></c>'),
    # what is made to harm
    part("a hundred million laughs", "declares a document type", STRINGS, _entities),
    part("one entity ten thousand times", "declares a document type", STRINGS, _quadratic),
    part("an entity from a file", "declares a document type", STRINGS, _external(b"file:///etc/passwd")),
    part("an entity from the web", "declares a document type", WORKBOOK, _external(b"http://127.0.0.1:9/x")),
    part(
        "an entity in UTF-16",
        "unusual encoding",
        STRINGS,
        lambda s: _external(b"file:///etc/passwd")(s).decode("utf-8").replace("UTF-8", "UTF-16").encode("utf-16"),
    ),
    package("60 MB of spaces", "unpacks to", lambda p: {**p, STRINGS: p[STRINGS] + b" " * 60_000_000}),
    package(
        "spaces over many parts", "unpacks to", lambda p: {**p, **{f"xl/{n}.xml": bytes(24_000_000) for n in range(9)}}
    ),
    package("20 MB of spaces", "out of all proportion", lambda p: {**p, STRINGS: p[STRINGS] + b" " * 20_000_000}),
    part(
        "one text of 30 MB",
        "out of all proportion",
        STRINGS,
        instead_of_strings(lambda: b"<si><t>" + b"a" * 30_000_000 + b"</t></si>"),
    ),
    content("a part that lies about its size", "damaged or was cut off", _lying_sizes),
    part(
        "two million empty texts",
        "out of all proportion",
        STRINGS,
        instead_of_strings(lambda: b"<si><t/></si>" * 2_000_000),
    ),
    part("600,000 texts", "holds more texts", STRINGS, instead_of_strings(_many_texts)),
    sheet("a million rows", "out of all proportion", lambda s: behind_rows(b"<row/>" * 1_000_000)(s)),
    sheet(
        "empty formatted rows",
        "empty formatted rows count too",
        lambda s: behind_rows(_rows(220_000, b'<row r="%d" s="1" customFormat="1"/>'))(s),
    ),
    sheet("nested rows", "out of order", behind_rows(_nested(b"row", 80_000))),
    sheet("nested names", "", behind_rows(_nested(b"a", 120_000))),
    part("nested styles", "is damaged", STYLES, lambda s: s.replace(b"<fonts", _nested(b"a", 45_000) + b"<fonts", 1)),
    part(
        "endless styles",
        "more styles",
        STYLES,
        lambda s: s.replace(b"</cellXfs>", _rows(310_000, b'<xf numFmtId="%d"/>') + b"</cellXfs>"),
    ),
    # useless content just below, or above, what a limit allows
    sheet("useless tags among the rows", "more formats, lists", behind_rows(_rows(255_000, b'<x a="%d"/>'))),
    sheet(
        "useless tags in a row",
        "more formats",
        behind_rows(b'<row r="99">' + _rows(260_000, b'<x a="%d"/>') + b"</row>"),
    ),
    sheet(
        "useless tags in a cell",
        "is damaged",
        behind_rows(b'<row r="99"><c>' + _rows(190_000, b'<v a="%d"/>') + b"</c></row>"),
    ),
    sheet(
        "a row of endless attributes", "is damaged", behind_rows(b'<row r="99" ' + _rows(400_000, b'a%d="" ') + b"/>")
    ),
    sheet("endless links", "more formats, lists or links", _beside(b'<hyperlink ref="A%d"/>', 255_000)),
    sheet(
        "endless cells",
        "cells that a scoring workbook can need",
        behind_rows(_rows(20_000, b'<row r="%d">' + b"<c/>" * 105 + b"</row>")),
    ),
    sheet(
        "two tables of cells", "two tables of cells", lambda s: s.replace(b"</sheetData>", b"</sheetData><sheetData/>")
    ),
    part(
        "endless names",
        "more styles, names or links",
        WORKBOOK,
        lambda s: s.replace(b"</workbook>", _rows(31_000, b'<x a="%d"/>') + b"</workbook>"),
    ),
    part(
        "endless parts in the list",
        "more styles, names or links",
        TYPES,
        lambda s: s.replace(b"</Types>", _rows(31_000, b'<Override PartName="/%d"/>') + b"</Types>"),
    ),
    part(
        "a text of endless runs",
        "is damaged",
        STRINGS,
        instead_of_strings(lambda: b"<si>" + _rows(150_000, b"<r><t>%d</t></r>") + b"</si>"),
    ),
    part(
        "useless tags among the texts",
        "is damaged",
        STRINGS,
        instead_of_strings(lambda: _rows(200_000, b'<x a="%d"/>')),
    ),
    part(
        "two workbooks",
        "two workbooks in it",
        TYPES,
        lambda s: s.replace(b"</Types>", b'<Override PartName="/xl/styles.xml" ContentType="%b"/></Types>' % MAIN),
    ),
    package("one long text in many cells", "shows more text", _one_text_everywhere),
    sheet("a long formula that many share", "", _shared_formula),
    part("ten thousand sheets", "has 10,000 sheets", WORKBOOK, _many_sheets),
    package("ten thousand parts", "parts inside", _many_parts),
    sheet("a sheet merged as a whole", "merges more than", lambda s: s.replace(b'ref="F4:G4"', b'ref="A1:XFD1048576"')),
    sheet("tags without end", "is damaged", lambda s: s.replace(b"</sheetData>", b"<mergeCell " * 80_000)),
    # what looks worse than it is, or takes its time
    sheet("a blank in the last cell", "", behind_rows(b'<row r="1048576"><c r="XFD1048576"/></row>')),
    sheet("a format in the last cell", "", behind_rows(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>')),
    sheet(
        "every cell is said to be used",
        "",
        lambda s: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', s),
    ),
    cell(
        "a note of 900,000 line ends",
        "",
        b'<c r="H12" t="inlineStr"><is><t>x' + b"\n" * 900_000 + b"x</t></is></c>",
        b"H12",
    ),
    sheet(
        "unknown questions without end",
        "unknown-question",
        lambda s: behind_rows(
            _rows(19_000, b'<row r="%d"><c t="inlineStr"><is><t>Z-%%02d</t></is></c></row>'.replace(b"%%02d", b"91"))
        )(s),
    ),
)
