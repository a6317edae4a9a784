"""The package of an Office file: parts by name, as bytes or as trees; relationships; written anew or as it came."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

from reportgen.common.diagnostics.problems import NO_CLIENT
from reportgen.common.model import Place
from reportgen.office import package as packages
from reportgen.office.package import CONTENT_TYPES, DOCUMENT, DamagedPartError, Package, zipped
from tests.commands import run
from tests.corpus.base import sound
from tests.drafts import remove
from tests.museum import BETTER, answer, by_hand, edit
from tests.xlsx_files import mark

A, B, C = "word/a.xml", "word/b.xml", "word/media/c.png"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="PNG" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/B.xml" ContentType="text/b"/></Types>'
)


def small() -> Package:
    """`a` refers to `b` and `c`, `b` to `c`."""
    package = Package({CONTENT_TYPES: TYPES.encode(), A: b"<a/>", B: b"<b/>", C: b"c"})
    package.relate("", A, "t/main")
    package.relate(A, B, "t/part")
    package.relate(A, C, "t/image")
    package.relate(B, C, "t/image")
    return package


def contents(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# ---------------------------------------------------------------------------------------------------------- parts


def test_a_part_is_found_however_its_name_is_written_and_keeps_the_name_it_has() -> None:
    package = small()
    package["WORD\\A.XML"] = b"<other/>"
    assert package["/word/./%61.xml"] == b"<other/>"
    assert [name for name in package if name.lower().endswith("a.xml")] == [A]
    assert "word/d.xml" not in package
    with pytest.raises(KeyError):
        package["word/d.xml"]


def test_a_tree_is_the_same_at_every_call_and_written_where_it_was_to_change() -> None:
    package = small()
    package.tree(A).set("read", "only")
    package.changed(B).set("new", "1")
    assert package.tree(B) is package.changed("word/B.XML")
    assert package[A] == b"<a/>"
    assert b'new="1"' in package[B]
    assert package.content(B) == b"<b/>"
    package[B] = b"<c/>"
    assert package.tree(B).tag == "c"


def test_a_copy_changes_apart() -> None:
    package = small()
    package.changed(A).set("of", "both")
    twin = package.copy()
    twin.changed(A).set("of", "the copy")
    twin[B] = b"<other/>"
    twin.unrelate(A, lambda _, relation: relation.kind == "image")
    assert b"both" in package[A]
    assert package[B] == b"<b/>"
    assert len(package.relations(A)) == 2


def test_what_is_not_there_or_no_xml_is_named() -> None:
    package = Package({**small(), A: b"<a>", B: "<b/>".encode("utf-16"), "d.xml": b"<!DOCTYPE d []><d/>"})
    for name, words in ((A, "its XML cannot be read"), (B, "UTF-16"), ("d.xml", "document type"), ("e", "not there")):
        with pytest.raises(DamagedPartError, match=f"{name}.*{words}"):
            package.tree(name)


# --------------------------------------------------------------------------------------------------- relationships


def test_a_part_goes_with_the_last_that_refers_to_it() -> None:
    package = small()
    package.unrelate(A, lambda _, relation: relation.target == C)
    assert C in package, "b refers to it"
    package.unrelate(A, lambda _, relation: relation.target == B)
    assert sorted(package) == [CONTENT_TYPES, "_rels/.rels", A]
    package[B] = b"<b/>"
    assert package.content_types()[B] == "application/xml", "what was said of it has gone too"


def test_parts_that_refer_to_each_other_go_when_nothing_leads_to_them() -> None:
    package = small()
    package.relate(B, A, "t/back")
    package["word/alone.xml"] = b"<alone/>"
    for entry in package.changed("_rels/.rels"):
        remove(entry)
    package.drop_unreached()
    assert sorted(package) == [CONTENT_TYPES, "_rels/.rels"]


def test_content_types_are_told_by_name_or_suffix() -> None:
    package = small()
    assert package.content_types() == {A: "application/xml", B: "text/b", C: "image/png", **_xml(package)}
    package["d.bin"] = b""
    assert "d.bin" not in package.content_types()
    assert package.pictures() == {C: b"c"}
    package.put("word/d.xml", b"<d/>", "application/xml")
    package.put("word/e.xml", b"<e/>", "text/e")
    assert package[CONTENT_TYPES].count(b"<Override") == 2


def _xml(package: Package) -> dict[str, str]:
    return dict.fromkeys([CONTENT_TYPES], "application/xml")


# ---------------------------------------------------------------------------------------------------------- writing


def test_pictures_are_stored_as_they_are_and_all_else_is_squeezed() -> None:
    names = ("word/document.xml", "word/media/a.jpeg", "word/media/a.png")
    entries = zipfile.ZipFile(io.BytesIO(zipped(dict.fromkeys(names, b"a" * 100)))).infolist()
    kinds = (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_STORED)
    assert [(entry.filename, entry.compress_type) for entry in entries] == [*zip(names, kinds, strict=True)]


def test_equal_parts_give_equal_bytes_whatever_their_order() -> None:
    package = small()
    assert Package(dict(reversed(list(package.items())))).packed() == package.packed()
    assert list(contents(package.packed()))[:2] == [CONTENT_TYPES, "_rels/.rels"]


def test_what_nobody_touched_is_written_as_it_came() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number, (name, part) in enumerate(small().items()):
            entry = zipfile.ZipInfo(name.replace("/", "\\") if number else name, (2001, 2, 3, 4, 5, 6))
            entry.compress_type = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)[number % 2]
            archive.writestr(entry, part)
    package = Package.opened(target.getvalue())
    package.changed(B).set("new", "1")
    package["word/z.xml"] = b"<z/>"
    files = target.getvalue(), package.packed_as_it_came()
    before, after = (zipfile.ZipFile(BytesIO(data)).infolist() for data in files)
    assert [(e.orig_filename, e.date_time, e.compress_type) for e in after[:-1]] == [
        (e.orig_filename, e.date_time, e.compress_type) for e in before
    ]
    assert after[-1].filename == "word/z.xml"


def test_libraries_get_the_file_itself_where_nothing_stands_in_their_way() -> None:
    data = zipped({**small(), CONTENT_TYPES: TYPES.replace("B.xml", "b.xml").encode()})
    assert Package.opened(data).for_libraries() == data
    assert Package.opened(data).copy().for_libraries() == data
    spelt = contents(Package.opened(zipped(small())).for_libraries())
    assert "word/B.xml" in spelt
    assert b'Target="/word/B.xml"' in spelt["word/_rels/a.xml.rels"]


# ---------------------------------------------------------------------------------------------------- how often


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """Every part that is parsed in a test, with the file it came from, whichever copy of its package it is read in."""
    found: list[tuple[int, str]] = []
    tree = Package.tree

    def noted(package: Package, name: str) -> packages.Element:
        if not package.is_parsed(name):
            found.append((id(package.entries), packages.name_key(name)))
        return tree(package, name)

    monkeypatch.setattr(Package, "tree", noted)
    return found


def twice(parsed: list[tuple[int, str]]) -> list[str]:
    """What was parsed more than once of one file."""
    return [name for (_, name), times in Counter(parsed).items() if times > 1]


@pytest.mark.parametrize("command", ["refresh", "review", "finalize"])
def test_no_part_of_a_file_is_parsed_twice(
    built_museum: Path, tmp_path: Path, parsed: list[tuple[int, str]], command: str
) -> None:
    folder = Path(shutil.copytree(built_museum, tmp_path / "client"))
    draft, workbook = folder / "output" / "museum" / "museum-report.docx", folder / "museum.xlsx"
    edit(draft, by_hand)
    answer(workbook, "01", "D-01", BETTER)
    parsed.clear()
    final = str(folder / "final.docx")
    more = {
        "refresh": [str(workbook)],
        "review": ["--workbook", str(workbook)],
        "finalize": ["-o", final, "--no-pages", "--with-open-points", "Told."],
    }
    assert run(command, draft, *more[command]).exit_code in (0, 1)
    bodies = [part for part in parsed if part[1] == DOCUMENT]
    assert len(bodies) == 3, "the draft's, the template's, and that of the new build"
    assert twice(parsed) == []


def test_no_part_of_a_workbook_is_parsed_twice_to_be_marked(tmp_path: Path, parsed: list[tuple[int, str]]) -> None:
    (path := tmp_path / "client.xlsx").write_bytes(sound())
    copy = mark(path, [NO_CLIENT.at(Place("Engagement", "B4"))])
    assert twice(parsed) == []
    path.write_bytes(copy)
    parsed.clear()
    mark(path, [])
    assert parsed
    assert twice(parsed) == []
