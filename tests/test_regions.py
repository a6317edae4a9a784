"""Regions and the digest: what was generated is found again, and what a person changed is noticed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reportgen.report.package import DOCUMENT, parse, read_parts, related, serialise, write_parts
from reportgen.report.regions import draft_is_untouched, draft_properties, draft_regions, mark_of
from reportgen.report.template import fill_template
from reportgen.report.wordxml import local, shown_text, w
from tests.conftest import Office
from tests.report_builders import AREAS, TEMPLATE, demo_context
from tests.word_files import body_of

Parts = dict[str, bytes]


@cache
def demo() -> bytes:
    context = demo_context()
    return fill_template(TEMPLATE, demo_context(areas=context.areas[:1], appendices=context.appendices))


def draft(folder: Path, parts: Parts | None = None) -> Path:
    path = folder / "client-report.docx"
    path.write_bytes(demo() if parts is None else write_parts(parts))
    return path


# ---------------------------------------------------------------------------------------------------- bookmarks


def test_every_block_of_every_region_has_its_hidden_bookmark_at_its_start() -> None:
    parts = read_parts(demo())
    regions = draft_regions(parts)
    body = body_of(parts)
    names = [mark.get(w("name"), "") for mark in body.iter(w("bookmarkStart"))]
    expected = [f"{region.mark}_{number}" for region in regions for number in range(region.blocks)]
    assert [name for name in names if name.startswith("_rg_")] == expected
    for mark in body.iter(w("bookmarkStart")):
        if mark.get(w("name"), "").startswith("_rg_"):
            following = mark.getnext()
            assert following is not None
            assert local(following) == "bookmarkEnd"  # collapsed
            paragraph = mark.getparent()
            assert paragraph is not None
            before = list(paragraph)[: paragraph.index(mark)]
            assert {local(element) for element in before} <= {"pPr", "bookmarkStart", "commentRangeStart"}


def test_regions_are_named_for_what_they_hold() -> None:
    names = [region.id for region in draft_regions(read_parts(demo()))]
    assert len(names) == len(set(names))
    for name in ("cover", "introduction.aims", "overall.swot", "area.core.key-findings", "element.core-1", "contact"):
        assert name in names
    assert [name for name in names if name.startswith("area.")] == [
        f"area.core.{part}"
        for part in (
            "heading",
            "introduction",
            "key-figure",
            "picture",
            "analysis",
            "results",
            "key-findings",
            "swot",
            "development-areas",
            "road-map",
        )
    ]


def test_nothing_else_of_the_template_shows_in_the_draft() -> None:
    body = body_of(read_parts(demo()))
    assert not list(body.iter(w("sdt")))


def test_a_region_that_came_out_empty_is_remembered(tmp_path: Path) -> None:
    document = Document()
    inner = "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in ("{%p if not client %}", "x", "{%p endif %}"))
    tag = "<w:sdtPr><w:tag w:val='rg:maybe'/></w:sdtPr>"
    control = f"<w:sdt {nsdecls('w')}>{tag}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control))
    document.save(str(tmp_path / "own.docx"))
    regions = draft_regions(read_parts(fill_template(tmp_path / "own.docx", demo_context())))
    assert [(region.id, region.mark, region.blocks) for region in regions] == [("maybe", mark_of("maybe"), 0)]


# ------------------------------------------------------------------------------------------ saving without editing


def test_a_fresh_draft_is_untouched(tmp_path: Path) -> None:
    assert draft_is_untouched(draft(tmp_path)) is True


def test_python_docx_changes_nothing_that_counts(tmp_path: Path) -> None:
    document = Document(str(draft(tmp_path)))
    document.save(str(tmp_path / "saved.docx"))
    assert draft_is_untouched(tmp_path / "saved.docx") is True


@pytest.mark.parametrize("seed", range(3))
def test_what_word_rewrites_when_it_saves_changes_nothing_that_counts(tmp_path: Path, seed: int) -> None:
    parts = read_parts(demo())
    _as_word_saves(parts, random.Random(seed))
    assert draft_is_untouched(draft(tmp_path, parts)) is True


def _as_word_saves(parts: Parts, chance: random.Random) -> None:
    """Runs split, revision ids, proofing marks, other style ids, results of fields computed anew."""
    root = parse(parts[DOCUMENT])
    for paragraph in root.iter(w("p")):
        paragraph.set(w("rsidR"), f"{chance.getrandbits(32):08X}")
    for run in list(root.iter(w("r"))):
        text = run.find(w("t"))
        if text is not None and len(text.text or "") > 3 and len(run.findall(w("t"))) == 1 and chance.random() < 0.4:
            _split(run, chance)
    for code in root.iter(w("instrText")):
        if "HYPERLINK" not in (code.text or "") and chance.random() < 0.5:
            _compute_anew(code)
    parts[DOCUMENT] = serialise(root)
    for name in (DOCUMENT, "word/styles.xml", "word/numbering.xml"):
        parts[name] = re.sub(rb'"(ListBullet|Heading\d)"', rb'"\1Local"', parts[name])


def _compute_anew(code: etree._Element) -> None:
    """Another result for a field: the run after the next one holds it."""
    run = code.getparent()
    separator = run.getnext() if run is not None else None
    result = separator.getnext() if separator is not None else None
    text = result.find(w("t")) if result is not None else None
    if text is not None:
        text.text = "99"


def _split(run: etree._Element, chance: random.Random) -> None:
    text = run.find(w("t"))
    assert text is not None
    whole = text.text or ""
    at = chance.randrange(1, len(whole))
    twin = etree.fromstring(etree.tostring(run, with_tail=False))
    second = twin.find(w("t"))
    assert second is not None
    text.text, second.text = whole[:at], whole[at:]
    run.addnext(twin)
    run.addnext(etree.Element(w("proofErr"), {w("type"): "spellStart"}))


@pytest.mark.office
def test_libreoffice_opens_the_draft_and_saves_it_without_losing_a_word(tmp_path: Path, soffice: Office) -> None:
    saved = soffice.convert(draft(tmp_path), "docx", tmp_path / "saved")
    assert draft_is_untouched(saved) is True
    marks = re.findall(rb'w:name="(_rg_[^"]+)"', read_parts(saved)[DOCUMENT])
    assert marks == re.findall(rb'w:name="(_rg_[^"]+)"', read_parts(demo())[DOCUMENT])
    assert draft_regions(read_parts(saved)) == draft_regions(read_parts(demo()))


# ------------------------------------------------------------------------------------------------- edits by a person


def _paragraph(root: etree._Element, words: str) -> etree._Element:
    return next(p for p in root.iter(w("p")) if words in shown_text(p))


def typed_character(root: etree._Element) -> None:
    text = next(t for t in _paragraph(root, "See where customers are lost.").iter(w("t")))
    text.text = f"{text.text}!"


def deleted_bullet(root: etree._Element) -> None:
    bullet = _paragraph(root, "See where customers are lost.")
    parent = bullet.getparent()
    assert parent is not None
    parent.remove(bullet)


def added_paragraph(root: etree._Element) -> None:
    _paragraph(root, "Keeping them apart").addnext(_says("New."))


def _says(text: str) -> etree._Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("t")).text = text
    paragraph = etree.Element(w("p"))
    paragraph.append(run)
    return paragraph


def suggestion_confirmed_by_its_style(root: etree._Element) -> None:
    style = next(e for e in root.iter(w("pStyle")) if e.get(w("val")) == "SuggestionBullet")
    style.set(w("val"), "ListBullet")


def text_inserted_with_changes_tracked(root: etree._Element) -> None:
    run = next(_paragraph(root, "Keeping them apart").iter(w("r")))
    mark = etree.Element(w("ins"), {w("id"): "1", w("author"): "A. Person"})
    run.addprevious(mark)
    mark.append(run)


def paragraph_end_deleted_with_changes_tracked(root: etree._Element) -> None:
    properties = _paragraph(root, "Keeping them apart").find(w("pPr"))
    assert properties is not None
    etree.SubElement(etree.SubElement(properties, w("rPr")), w("del"), {w("id"): "1", w("author"): "A. Person"})


def row_deleted_with_changes_tracked(root: etree._Element) -> None:
    etree.SubElement(next(root.iter(w("trPr"))), w("del"), {w("id"): "1", w("author"): "A. Person"})


def row_taken_out(root: etree._Element) -> None:
    rows = list(root.iter(w("tr")))
    parent = rows[-1].getparent()
    assert parent is not None
    parent.remove(rows[-1])


def part_of_a_caption_retyped(root: etree._Element) -> None:
    text = list(_paragraph(root, ": The areas of the model").iter(w("t")))[-1]
    text.text = ": The areas"


def field_turned_into_text(root: etree._Element) -> None:
    for run in list(_paragraph(root, ": The areas of the model").iter(w("r"))):
        parent = run.getparent()
        if parent is not None and (run.find(w("fldChar")) is not None or run.find(w("instrText")) is not None):
            parent.remove(run)


def footnote_added(root: etree._Element) -> None:
    run = etree.SubElement(_paragraph(root, "Keeping them apart"), w("r"))
    etree.SubElement(run, w("footnoteReference"), {w("id"): "2"})


@pytest.mark.parametrize(
    "edit",
    [
        typed_character,
        deleted_bullet,
        added_paragraph,
        suggestion_confirmed_by_its_style,
        text_inserted_with_changes_tracked,
        paragraph_end_deleted_with_changes_tracked,
        row_deleted_with_changes_tracked,
        row_taken_out,
        part_of_a_caption_retyped,
        field_turned_into_text,
        footnote_added,
    ],
    ids=lambda edit: edit.__name__.replace("_", " "),
)
def test_an_edit_is_noticed(tmp_path: Path, edit: Callable[[etree._Element], None]) -> None:
    parts = read_parts(demo())
    root = parse(parts[DOCUMENT])
    edit(root)
    parts[DOCUMENT] = serialise(root)
    assert draft_is_untouched(draft(tmp_path, parts)) is False


def test_an_edited_header_is_noticed(tmp_path: Path) -> None:
    parts = read_parts(demo())
    name = related(parts, DOCUMENT, "header")[0]
    parts[name] = parts[name].replace(b"Brightwater Telecom", b"Brightwater")
    assert draft_is_untouched(draft(tmp_path, parts)) is False


def test_a_replaced_picture_is_noticed(tmp_path: Path) -> None:
    parts = read_parts(demo())
    pictures = [name for name in parts if name.startswith("word/media/")]
    parts[pictures[0]] = parts[pictures[1]]
    assert draft_is_untouched(draft(tmp_path, parts)) is False


def test_an_added_answered_or_deleted_comment_is_noticed(tmp_path: Path) -> None:
    document = Document(str(draft(tmp_path)))
    paragraph = next(p for p in document.paragraphs if p.runs)
    document.add_comment(paragraph.runs, text="Is this so?", author="A. Person")
    document.save(str(tmp_path / "added.docx"))
    assert draft_is_untouched(tmp_path / "added.docx") is False

    parts = read_parts(demo())
    comments = parse(parts["word/comments.xml"])
    comments.remove(comments[0])
    parts["word/comments.xml"] = serialise(comments)
    assert draft_is_untouched(draft(tmp_path, parts)) is False

    parts = read_parts(demo())
    parts["word/comments.xml"] = parts["word/comments.xml"].replace(b"Drafted from", b"Not drafted from", 1)
    assert draft_is_untouched(draft(tmp_path, parts)) is False


def test_looks_alone_do_not_count_as_an_edit(tmp_path: Path) -> None:
    document = Document(str(draft(tmp_path)))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.bold = True
    document.save(str(tmp_path / "bold.docx"))
    assert draft_is_untouched(tmp_path / "bold.docx") is True


# --------------------------------------------------------------------------------------------------- not our drafts


def test_a_file_that_is_no_draft_of_ours_is_neither_touched_nor_untouched(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "plain.docx"))
    (tmp_path / "text.docx").write_text("text", encoding="utf-8")
    (tmp_path / "empty.docx").write_bytes(b"")
    for path in (
        TEMPLATE,
        *(tmp_path / name for name in ("plain.docx", "text.docx", "empty.docx", "none.docx")),
        tmp_path,
    ):
        assert draft_is_untouched(path) is None


def test_a_damaged_draft_is_not_called_untouched(tmp_path: Path) -> None:
    parts = read_parts(demo())
    parts[DOCUMENT] = parts[DOCUMENT][: len(parts[DOCUMENT]) // 2]
    assert draft_is_untouched(draft(tmp_path, parts)) is None


def test_the_run_is_recorded_and_follows_from_what_the_draft_says() -> None:
    first = draft_properties(read_parts(demo()))
    other = draft_properties(read_parts(fill_template(TEMPLATE, demo_context(client="Another Company", areas=()))))
    assert set(first) == {"reportgen-run", "reportgen-digest"}
    assert first["reportgen-run"] != other["reportgen-run"]
    assert len(AREAS) == 5
