"""The gate: what is no sound .xlsx workbook is refused with one sentence; what only looks odd is let through."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from reportgen.common.exceptions import UnreadableFileError
from reportgen.office import gate, sheet_costs
from reportgen.office.files import DRAFT, TABLE, TEMPLATE, Kind
from reportgen.office.files import WORKBOOK as WORKBOOK_KIND
from reportgen.office.gate import admit_workbook, read_table
from reportgen.office.package import Package
from tests.packages import parts_of, zipped

CONTENT_TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A small sound workbook."""
    book = Workbook()
    book.worksheets[0]["A1"] = "Client"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed."""
    parts = parts_of(data)
    return zipped({**parts, part: change(parts[part])})


def admit(path: Path) -> Package:
    return gate.admit(path, WORKBOOK_KIND)


def for_openpyxl(path: Path) -> bytes:
    """A workbook that the gate lets through, as openpyxl is given it."""
    return admit(path).for_libraries()


def refusal(path: Path) -> str:
    """The sentence with which a file is refused: it names the file and says what to do."""
    with pytest.raises(UnreadableFileError) as caught:
        admit(path)
    message = str(caught.value)
    assert message.startswith(f"'{path}' ")
    assert message.count("\n") == 0
    assert re.search(r"\. [A-Z]", message), "a second sentence says what to do"
    return message


def refused(tmp_path: Path, content: bytes, name: str = "client.xlsx") -> str:
    path = tmp_path / name
    path.write_bytes(content)
    return refusal(path)


# ------------------------------------------------------------------------------------------------- what is no file


def test_a_missing_file(tmp_path: Path) -> None:
    assert "is not there" in refusal(tmp_path / "client.xlsx")


def test_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "is not there" in refusal(tmp_path / "file" / "client.xlsx")


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    assert "is empty" in refused(tmp_path, b"")


def test_a_name_no_system_knows() -> None:
    assert "cannot be read" in refusal(Path("client\0.xlsx"))


def test_the_lock_file_of_excel(tmp_path: Path, sound: bytes) -> None:
    assert "is the lock file" in refused(tmp_path, sound, "~$client.xlsx")


def test_a_file_larger_than_any_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "client.xlsx"
    with path.open("wb") as file:
        file.truncate(WORKBOOK_KIND.file_bytes + 1)
    assert "20 MB" in refusal(path)


def test_a_table_as_text_may_be_larger_than_a_workbook(tmp_path: Path) -> None:
    """A hundred thousand peers with six decimals have 25 MB; what is too large is not told to leave out pictures."""
    path = tmp_path / "peers.csv"

    def of(start: bytes, size: int) -> Path:
        with path.open("wb") as file:
            file.write(start)
            file.truncate(size)
        return path

    larger = WORKBOOK_KIND.file_bytes + 1
    assert len(read_table(of(b"Id,Owner", larger))) == larger
    with pytest.raises(UnreadableFileError, match="20 MB a workbook"):
        read_table(of(b"PK\x03\x04", larger))
    with pytest.raises(UnreadableFileError, match="60 MB a table"):
        read_table(of(b"Id,Owner", TABLE.file_bytes + 1))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_pipes_and_links_that_lead_nowhere(tmp_path: Path) -> None:
    pipe, loop, dangling = tmp_path / "pipe.xlsx", tmp_path / "loop.xlsx", tmp_path / "dangling.xlsx"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    dangling.symlink_to(tmp_path / "nothing")
    assert "is a pipe or a device" in refusal(pipe)
    assert "leads back to itself" in refusal(loop)
    assert "is a link to a file that is not there" in refusal(dangling)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "client.xlsx"
    path.write_bytes(sound)
    path.chmod(0)
    assert "may not be read by you" in refusal(path)


# ------------------------------------------------------------------------------------------------- other kinds


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"id;answer\nAP-01;80\n", "a table in a text file"),
        ("größe,wert\n1,2\n".encode("latin-1"), "a table in a text file"),
        (b"just words", "a text file"),
        (b"\xff\xfei\x00d\x00", "a text file"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "a web page"),
        (b"<table><tr><td>80</td></tr></table>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a text file"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"{\\rtf1 ...", "a rich text document (.rtf)"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel workbook (.xls)"),
        (OLE + "WordDocument".encode("utf-16-le"), "an old Word document (.doc)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a workbook protected by a password"),
        (bytes(200), "damaged"),
    ],
)
def test_another_kind_is_named_by_its_content(tmp_path: Path, content: bytes, kind: str) -> None:
    assert kind in refused(tmp_path, content)


def test_a_password_is_to_be_taken_off(tmp_path: Path) -> None:
    assert "take the password off" in refused(tmp_path, OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "an OpenDocument spreadsheet (.ods)"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "an OpenDocument file"),
        ({"Index/Document.iwa": b"x"}, "a Numbers spreadsheet"),
        ({"notes.txt": b"x"}, "a zip file"),
    ],
)
def test_other_packages_are_named(tmp_path: Path, parts: dict[str, bytes], kind: str) -> None:
    assert kind in refused(tmp_path, zipped(parts))


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "with macros (.xlsm)"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "binary Excel workbook (.xlsb)"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", "template"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "Word document (.docx)"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "PowerPoint"),
        ("application/x-unheard-of", "of an unknown kind"),
    ],
)
def test_other_office_files_are_named_whatever_their_suffix(
    tmp_path: Path, sound: bytes, content_type: str, kind: str
) -> None:
    old = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert kind in refused(tmp_path, changed(sound, CONTENT_TYPES, lambda xml: xml.replace(old, content_type.encode())))


def test_strict_is_refused_by_name(tmp_path: Path, sound: bytes) -> None:
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = changed(sound, WORKBOOK, lambda xml: xml.replace(transitional, b"http://purl.oclc.org/ooxml/main"))
    assert "Strict Open XML Spreadsheet" in refused(tmp_path, strict)


# ---------------------------------------------------------------------------------------------- damaged or dangerous


def test_a_file_that_was_cut(tmp_path: Path, sound: bytes) -> None:
    assert "was cut off" in refused(tmp_path, sound[: len(sound) // 2])


def test_a_zip_file_whose_parts_lie_before_it_begins(tmp_path: Path, sound: bytes) -> None:
    end = sound.rindex(b"PK\5\6") + 16  # where the table of contents begins, by its own account
    assert "is damaged" in refused(tmp_path, sound[:end] + b"\xff\xff\xff\0" + sound[end + 4 :])


def test_a_part_that_does_not_unpack(tmp_path: Path, sound: bytes) -> None:
    at = sound.index(SHEET.encode()) + len(SHEET) + 20
    assert "damaged" in refused(tmp_path, sound[:at] + bytes(30) + sound[at + 30 :])


def test_broken_xml(tmp_path: Path, sound: bytes) -> None:
    assert "its XML cannot be read" in refused(tmp_path, changed(sound, WORKBOOK, lambda xml: xml[:-20]))


def test_a_part_that_is_missing(tmp_path: Path, sound: bytes) -> None:
    parts = parts_of(sound)
    del parts["xl/_rels/workbook.xml.rels"]
    assert "damaged" in refused(tmp_path, zipped(parts))


def test_a_part_that_stands_in_it_twice(tmp_path: Path, sound: bytes) -> None:
    target = io.BytesIO(sound)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<other/>")
    assert "a part stands in it twice" in refused(tmp_path, target.getvalue())


def test_a_zip_with_a_password(tmp_path: Path, sound: bytes) -> None:
    data = bytearray(sound)
    flags = data.rindex(b"PK\x01\x02") + 8  # of the last entry in the table of contents
    data[flags] |= 1
    assert "protected by a password" in refused(tmp_path, bytes(data))


@pytest.mark.parametrize("part", [SHEET, WORKBOOK, CONTENT_TYPES, "docProps/core.xml"])
def test_a_document_type_is_refused_in_any_part(tmp_path: Path, sound: bytes, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    assert "declares a document type" in refused(
        tmp_path, changed(sound, part, lambda xml: bomb + xml[xml.index(b"<", 5) :] if b"<?" in xml else bomb + xml)
    )


def test_a_document_type_cannot_hide_in_another_encoding(tmp_path: Path, sound: bytes) -> None:
    assert "UTF-16" in refused(tmp_path, changed(sound, SHEET, lambda xml: xml.decode("utf-8").encode("utf-16")))


@pytest.mark.parametrize("before", [b"", b" ", b"\n\n"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_encoding_without_a_mark_is_known(tmp_path: Path, sound: bytes, before: bytes, encoding: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    assert "UTF-16" in refused(tmp_path, changed(sound, SHEET, lambda xml: (before + bomb).decode().encode(encoding)))


def test_words_about_a_document_type_are_only_words(tmp_path: Path, sound: bytes) -> None:
    path = tmp_path / "client.xlsx"
    path.write_bytes(zipped({**parts_of(sound), "notes.txt": b"no <!DOCTYPE here"}))
    assert admit(path)


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"xl/media/big.bin": bytes(50_000_001)}, "unpacks to 50 MB"),
        ({"xl/media/spaces.xml": b"<a>" + b" " * 2_000_000 + b"</a>"}, "out of all proportion"),
        ({f"xl/media/{number}.xml": b"" for number in range(501)}, "parts inside"),
        ({"xl/sharedStrings.xml": b"<si><t/></si>" * 40_000}, "holds more texts"),
        ({"xl/styles.xml": b"<xf/>" * 40_000}, "more styles"),
        ({"xl/comments1.xml": b"<a b='' c=''/>" * 20_000}, "more content"),
        ({"xl/drawings/drawing1.xml": b"<a/>" * 40_000}, "or other entries"),
    ],
)
def test_bombs_are_refused(
    tmp_path: Path, sound: bytes, monkeypatch: pytest.MonkeyPatch, parts: dict[str, bytes], what: str
) -> None:
    monkeypatch.setattr(sheet_costs, "MAX_SHARED_STRINGS", 30_000)  # the real limits would make slow tests
    monkeypatch.setattr(sheet_costs, "MAX_STYLE_TAGS", 30_000)
    monkeypatch.setattr(sheet_costs, "MAX_PART_TAGS", 30_000)
    monkeypatch.setattr(sheet_costs, "MAX_ATTRIBUTES", 30_000)
    assert what in refused(tmp_path, zipped({**parts_of(sound), **parts}))


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (b"<row/>" * 20_000, "empty formatted rows count too"),
        (b"<x:row/>" * 20_000, "empty formatted rows count too"),
        (b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "merges more than"),
        (b"<mergeCells count='1'><x:mergeCell ref = 'A1:A200001' /></mergeCells>", "merges more than"),
    ],
)
def test_sheets_that_cost_too_much_are_refused(
    tmp_path: Path, sound: bytes, monkeypatch: pytest.MonkeyPatch, rows: bytes, what: str
) -> None:
    monkeypatch.setattr(sheet_costs, "MAX_ROWS", 10_000)
    broken = changed(sound, SHEET, lambda xml: xml.replace(b"</worksheet>", rows + b"</worksheet>"))
    assert what in refused(tmp_path, broken)


def test_too_many_sheets(tmp_path: Path, sound: bytes) -> None:
    sheets = b'<sheet name="s" sheetId="1"/>' * 101
    broken = changed(sound, WORKBOOK, lambda xml: xml.replace(b"</sheets>", sheets + b"</sheets>"))
    assert "has 102 sheets" in refused(tmp_path, broken)


# ------------------------------------------------------------------------------------------------- what passes


def admitted(tmp_path: Path, data: bytes, name: str = "client.xlsx") -> str:
    """The first cell of a workbook that the gate lets through, as openpyxl then reads it."""
    path = tmp_path / name
    path.write_bytes(data)
    return str(load_workbook(io.BytesIO(for_openpyxl(path))).worksheets[0]["A1"].value)


@pytest.mark.parametrize("name", ["client.xlsx", "CLIENT.XLSX", "client.xls", "Müller & Söhne (2).v1.xlsx", "client"])
def test_the_name_does_not_matter(tmp_path: Path, sound: bytes, name: str) -> None:
    assert admitted(tmp_path, sound, name) == "Client"


def test_a_link_to_a_good_file_is_read(tmp_path: Path, sound: bytes) -> None:
    (tmp_path / "real.xlsx").write_bytes(sound)
    try:
        (tmp_path / "link.xlsx").symlink_to(tmp_path / "real.xlsx")
    except OSError:
        pytest.skip("links cannot be made here")
    assert for_openpyxl(tmp_path / "link.xlsx") == sound


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.replace("/", "\\"),
        str.upper,
        str.lower,
        lambda name: "/" + name,
    ],
)
def test_odd_names_of_parts_are_put_right(tmp_path: Path, sound: bytes, rename: Callable[[str], str]) -> None:
    assert admitted(tmp_path, zipped({rename(name): part for name, part in parts_of(sound).items()})) == "Client"


def test_merged_ranges_are_told_by_sheet(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Interview & more"
    book.worksheets[0].merge_cells("B3:B5")
    book.create_sheet("Other").merge_cells("A1:C1")
    path = tmp_path / "client.xlsx"
    book.save(path)
    assert admit_workbook(path)[1] == {"Interview & more": ("B3:B5",), "Other": ("A1:C1",)}


# ------------------------------------------------------------------------------------- one wording for all kinds


def typed(content_type: str) -> bytes:
    """A package whose main part is of this content type."""
    override = f'<Override PartName="/main.xml" ContentType="application/vnd.{content_type}"/>'
    return zipped({CONTENT_TYPES: f"<Types>{override}</Types>".encode(), "main.xml": b"<main/>"})


OFFICE_TYPES = "openxmlformats-officedocument"
OTHERS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "picture": (b"\x89PNG\r\n\x1a\n", "is a picture"),
    "archive": (b"7z\xbc\xaf\x27\x1c", "is a compressed file (.7z)"),
    "zip": (zipped({"notes.txt": b"x"}), "is a zip file"),
    "csv": (b"id;answer\nAP-01;80\n", "is a table in a text file (such as .csv)"),
    "text": (b"Dear client,\n", "is a text file"),
    "web page": (b"<!DOCTYPE html><html></html>", "is a web page"),
    "PDF": (b"%PDF-1.7", "is a PDF document"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "is an old Word document (.doc)"),
    "xls": (OLE + "Workbook".encode("utf-16-le"), "is an old Excel workbook (.xls)"),
    "ppt": (OLE + "PowerPoint Document".encode("utf-16-le"), "is an old PowerPoint presentation (.ppt)"),
    "xlsm": (typed("ms-excel.sheet.macroEnabled.main+xml"), "is an Excel workbook with macros (.xlsm)"),
    "docm": (typed("ms-word.document.macroEnabled.main+xml"), "is a Word document with macros (.docm)"),
    "xltx": (typed(f"{OFFICE_TYPES}.spreadsheetml.template.main+xml"), "is an Excel template (.xltx)"),
    "dotx": (typed(f"{OFFICE_TYPES}.wordprocessingml.template.main+xml"), "is a Word template (.dotx)"),
    "pptx": (typed(f"{OFFICE_TYPES}.presentationml.presentation.main+xml"), "is a PowerPoint presentation"),
    "ods": (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "is an OpenDocument spreadsheet"),
    "odt": (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "is an OpenDocument file (.odt)"),
    "epub": (zipped({"mimetype": b"application/epub+zip"}), "is a zip file of another program"),
}


@pytest.mark.parametrize("kind", [WORKBOOK_KIND, TEMPLATE, DRAFT], ids=lambda kind: kind.noun)
@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_kind_has_one_name_whatever_was_wanted(tmp_path: Path, name: str, kind: Kind) -> None:
    content, words = OTHERS[name]
    (path := tmp_path / "file").write_bytes(content)
    with pytest.raises(UnreadableFileError) as caught:
        gate.admit(path, kind)
    message = str(caught.value)
    assert message.startswith(f"'{path}' {words}")
    assert (f", not {kind.format.name}. " in message) == (name != "empty")
    assert "{" not in message


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (WORKBOOK_KIND, ("a workbook protected by a password", "in Excel, take the password off", "Protect Workbook")),
        (DRAFT, ("a document protected by a password", "in Word, take the password off", "Protect Document")),
    ],
    ids=["workbook", "draft"],
)
def test_the_program_that_takes_a_password_off_is_named(tmp_path: Path, kind: Kind, words: tuple[str, ...]) -> None:
    (path := tmp_path / "file").write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UnreadableFileError) as caught:
        gate.admit(path, kind)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize("kind", [TEMPLATE, DRAFT], ids=lambda kind: kind.noun)
def test_what_is_no_file_is_told_of_word_files_too(tmp_path: Path, kind: Kind) -> None:
    (tmp_path / "~$report.docx").write_bytes(b"\x05Ann")
    told = {"none": "not there", ".": "a folder"}
    told["~$report.docx"] = "the lock file that Word keeps while a document is open"
    if sys.platform != "win32":
        (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        os.mkfifo(tmp_path / "pipe")
        told |= {"dangling": "a link to a file that is not there", "loop": "a link that leads back", "pipe": "a pipe"}
    for name, words in told.items():
        with pytest.raises(UnreadableFileError, match=f"is {words}"):
            gate.admit(tmp_path / name, kind)
