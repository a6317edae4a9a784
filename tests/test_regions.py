"""Anchors: every block, entry and figure that was generated has its hidden bookmark, and a reader sees none of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from reportgen.common.exceptions import TemplateError
from reportgen.common.figures import figure
from reportgen.draft.base import BaseRegion
from reportgen.office.package import DOCUMENT, parse, serialise
from reportgen.word.forms import Paragraph, Table, paragraphs_in, visible_text
from reportgen.word.marks import item_key, region_stem, row_key, value_stem
from reportgen.word.xml import local, shown_text, tag_of, w
from reportgen.words.context import Item, Origin, Passage, Shape
from tests.drafts import base_of, draft, short_context
from tests.packages import read_parts, write_parts
from tests.report_builders import TEMPLATE, as_read, demo_context, fill_template, paragraphs
from tests.word_files import body_of, faults, outline


def bookmarks(document: bytes) -> list[str]:
    return [mark.get(w("name"), "") for mark in body_of(read_parts(document)).iter(w("bookmarkStart"))]


# ---------------------------------------------------------------------------------------------------------- regions


def test_every_block_of_every_region_has_its_hidden_bookmark_at_its_start() -> None:
    expected = [f"{region.stem}_{key.partition('_')[2]}" for region in base_of(draft()).regions for key in region.keys]
    found = [name for name in bookmarks(draft()) if name in set(expected)]
    assert found == expected
    assert len(set(expected)) == len(expected) > 100
    for mark in body_of(read_parts(draft())).iter(w("bookmarkStart")):
        if mark.get(w("name"), "").startswith("_rg_"):
            following = mark.getnext()
            assert following is not None
            assert local(following) == "bookmarkEnd"  # collapsed
            paragraph = mark.getparent()
            assert paragraph is not None
            before = list(paragraph)[: paragraph.index(mark)]
            assert {local(element) for element in before} <= {
                "pPr",
                "bookmarkStart",
                "bookmarkEnd",
                "commentRangeStart",
            }


def test_regions_are_named_for_what_they_hold() -> None:
    names = [region.id for region in base_of(draft()).regions]
    assert len(names) == len(set(names))
    for name in ("cover", "introduction.aims", "overall.swot", "overall.key-findings", "element.core-1", "contact"):
        assert name in names


def test_headings_and_standing_text_are_regions_named_for_what_they_lead_to() -> None:
    regions = {found.id: found for found in base_of(draft()).regions}
    assert [visible_text(block) for block in regions["before:overall.key-findings"].blocks] == ["Key findings"]
    names = list(regions)
    assert names[names.index("before:overall.key-findings") + 1] == "overall.key-findings"
    contents = [visible_text(block) for block in regions["before:one-page.picture"].blocks]
    assert contents == ["Contents", "Figures", "The assessment on one page"]  # not what the tables list


def test_nothing_else_of_the_template_shows_in_the_draft() -> None:
    assert not list(body_of(read_parts(draft())).iter(w("sdt")))
    assert faults(draft()) == []


def test_a_region_that_came_out_empty_is_remembered(tmp_path: Path) -> None:
    path = own_template(tmp_path, region("maybe", says("{%p if not client %}"), says("x"), says("{%p endif %}")))
    base = base_of(fill_template(path, demo_context()))
    assert [(found.id, found.stem, found.blocks) for found in base.regions] == [("maybe", region_stem("maybe"), ())]


# ---------------------------------------------------------------------------------------------------------- entries


def entries(found: BaseRegion) -> list[str]:
    """The keys of the entries of a list, without those of other blocks."""
    return [key for key in (key.partition("_")[2] for key in found.keys) if not key.isdigit()]


def test_entries_of_lists_and_rows_of_tables_bear_the_reference_they_come_from() -> None:
    regions = {found.id: found for found in base_of(draft()).regions}
    assert entries(regions["overall.key-findings"]) == [item_key(f"F-{number:02}") for number in range(5)]
    table = next(block for block in regions["area.core.results"].blocks if isinstance(block, Table))
    rows = [[key.partition("_")[2] for key in row.keys] for row in table.rows]
    assert rows == [[row_key(name)] for name in ("#1", "core", "core-0", "core-1")]
    swot = next(block for block in regions["overall.swot"].blocks if isinstance(block, Table))
    inside = [key.partition("_")[2] for paragraph in paragraphs_in(swot) for key in paragraph.keys]
    item, in_rows = item_key("F-00"), (row_key("#1"), row_key("#2"))
    assert [sorted(p) for p in (inside[:2], inside[2:3], inside[3:])] == [
        sorted(("2", in_rows[0])),
        [item],
        [f"{item}_2", in_rows[1]],
    ]
    plan = next(block for block in regions["overall.road-map"].blocks if isinstance(block, Table))
    assert item_key("R-01") in {key.partition("_")[2] for p in paragraphs_in(plan) for key in p.keys}


def test_an_entry_split_over_paragraphs_has_a_key_for_each() -> None:
    texts = tuple(Item(text, Shape.BULLET, "F-07") for text in ("One.", "Two.", "Three."))
    context = replace(short_context(), recommendations=Passage(texts, Origin.ASSESSOR))
    found = next(r for r in base_of(fill_template(TEMPLATE, context)).regions if r.id == "recommendations")
    first = item_key("F-07")
    assert entries(found) == [first, f"{first}_2", f"{first}_3"]


def test_an_entry_keeps_its_key_wherever_it_is_sorted() -> None:
    context = short_context()
    turned = replace(context.overall.key_findings, items=context.overall.key_findings.items[::-1])
    other = replace(context, overall=replace(context.overall, key_findings=turned))
    one, two = (
        next(r for r in base_of(fill_template(TEMPLATE, c)).regions if r.id == "overall.key-findings")
        for c in (context, other)
    )
    assert entries(one) == entries(two)[::-1]
    assert len(entries(one)) == 5


# ---------------------------------------------------------------------------------------------------------- figures


def spans(document: bytes, part: str = DOCUMENT) -> list[tuple[str, str]]:
    """The figures of a part with the words inside their bookmarks."""
    found = []
    for start in parse(read_parts(document)[part]).iter(w("bookmarkStart")):
        if start.get(w("name"), "").startswith("_rgv_"):
            words, element = "", start.getnext()
            while element is not None and element.tag != w("bookmarkEnd"):
                words += shown_text(element)
                element = element.getnext()
            assert element is not None
            assert element.get(w("id")) == start.get(w("id"))
            found.append((start.get(w("name"), ""), words))
    return found


def test_every_figure_in_a_sentence_lies_in_a_bookmark_of_its_own() -> None:
    assert spans(draft()) == [
        (f"{value_stem('interviews')}_1", "Twelve"),
        (f"{value_stem('overall')}_1", "41"),
        (f"{value_stem('overall-minus-core')}_1", "3"),
        (f"{value_stem('core')}_1", "38"),
        (f"{value_stem('interviews')}_2", "twelve"),
        (f"{value_stem('overall')}_2", "41"),
        (f"{value_stem('AP-03')}_1", "80"),
    ]
    values = base_of(draft()).values
    assert [(value.name, value.text, value.region) for value in values] == [
        ("interviews", "Twelve", "overall.lead"),
        ("overall", "41", "overall.analysis"),
        ("overall-minus-core", "3", "overall.analysis"),
        ("core", "38", "overall.analysis"),
        ("interviews", "twelve", "overall.analysis"),
        ("overall", "41", "overall.analysis"),
        ("AP-03", "80", "overall.swot"),
    ]
    assert [value.mark for value in values] == [name for name, _ in spans(draft())]


def test_a_reader_sees_the_same_words_as_without_anchors() -> None:
    without = fill_template(TEMPLATE, as_read(short_context()))
    assert outline(draft()) == outline(without)
    assert spans(without) == []
    for name, part in read_parts(draft()).items():
        text = part.decode("utf-8", "replace") if name.endswith((".xml", ".rels")) else ""
        assert not re.search("[\ufdd0-\ufdef\ufffd\ue000-\uf8ff]", text), name


def test_a_figure_keeps_the_look_of_the_words_it_stands_in(tmp_path: Path) -> None:
    text = "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>Yes: {{ overall.interviewed }} Good.</w:t></w:r>"
    document = fill_template(own_template(tmp_path, says(text)), short_context())
    runs = list(body_of(read_parts(document)).iter(w("r")))
    assert [shown_text(run) for run in runs] == ["Yes: ", "Twelve", ". Good."]
    assert all(run.find(f"{w('rPr')}/{w('b')}") is not None for run in runs)


def test_comments_alternative_texts_and_properties_hold_plain_words() -> None:
    said = f"Drafted from {figure('core', '38')}."
    context = short_context()
    picture = context.overall.picture
    assert picture is not None
    overall = replace(
        context.overall,
        analysis=Passage((Item("Text."),), Origin.SUGGESTION, said),
        picture=replace(picture, alt=said, caption=said),
    )
    properties = replace(context.properties, title=said)
    parts = read_parts(fill_template(TEMPLATE, replace(context, overall=overall, properties=properties)))
    assert "Drafted from 38." in [shown_text(c) for c in parse(parts["word/comments.xml"])]
    everything = b"".join(part for name, part in parts.items() if name.endswith(".xml")).decode("utf-8")
    assert everything.count("Drafted from 38.") == 3  # comment, alternative text, title
    assert "\ufdd3" not in everything


def test_characters_of_an_assessor_never_pass_for_a_figure() -> None:
    hostile = "\ufdd3core\ufdd499\ufdd5 \ufdd6R-01\ufdd5 \ufdd7x\ufdd5 " + "".join(map(chr, range(0xFDD0, 0xFDF0)))
    context = replace(short_context(), recommendations=paragraphs(hostile))
    document = fill_template(TEMPLATE, context)
    assert spans(document) == spans(draft())
    assert faults(document) == []
    line = next(line for line in outline(document) if "core\ufffd99" in line)
    assert line.startswith("body text: \ufffdcore\ufffd99\ufffd \ufffdR-01\ufffd")


# --------------------------------------------------------------------------------------------------- a firm's template


def own_template(folder: Path, *blocks: str) -> Path:
    """A template of a firm with raw XML in its body."""
    document = Document()
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{''.join(blocks)}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    path = folder / "our-own.docx"
    document.save(str(path))
    return path


def says(*pieces: str) -> str:
    """A paragraph; what is no XML becomes a run of text."""
    runs = (
        piece if piece.startswith("<") else f"<w:r><w:t xml:space='preserve'>{piece}</w:t></w:r>" for piece in pieces
    )
    return f"<w:p>{''.join(runs)}</w:p>"


def control(tag: str, *inner: str) -> str:
    content = "".join(piece if piece.startswith("<") else f"<w:r><w:t>{piece}</w:t></w:r>" for piece in inner)
    return f"<w:sdt><w:sdtPr><w:tag w:val='{tag}'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def region(name: str, *blocks: str) -> str:
    return control(f"rg:{name}", *blocks)


def test_a_control_round_a_value_makes_it_a_figure(tmp_path: Path) -> None:
    path = own_template(
        tmp_path,
        region(
            "a", says("For ", control("rgv:client", "{{ client }}"), " in ", control("rgv:when", "{{ cover.date }}"))
        ),
        control("rgv:firm", says("{{ firm }}")),  # Word puts it round the paragraph when all of it is chosen
        says("Twice: ", control("rgv:client", "{{ client }}")),
    )
    document = fill_template(path, demo_context())
    assert [(v.name, v.text, v.region) for v in base_of(document).values] == [
        ("client", "Brightwater Telecom", "a"),
        ("when", "14 March 2025", "a"),
        ("firm", "The Star Commercial Academy", "end"),
        ("client", "Brightwater Telecom", "end"),
    ]
    assert faults(document, but="language") == []
    assert not [c for c in body_of(read_parts(document)).iter(w("sdt")) if tag_of(c).startswith("rg")]


def test_a_control_round_a_figure_goes_before_the_figures_own_name(tmp_path: Path) -> None:
    path = own_template(tmp_path, says(control("rgv:who", "{{ overall.interviewed }}"), " were held."))
    document = fill_template(path, short_context())
    assert [(value.name, value.text) for value in base_of(document).values] == [("who", "Twelve.")]


def test_a_value_that_came_out_empty_has_no_anchor(tmp_path: Path) -> None:
    path = own_template(tmp_path, says("Web: ", control("rgv:web", "{{ contact.web }}"), "."))
    document = fill_template(path, demo_context())
    assert base_of(document).values == ()
    assert outline(document) == ["normal: Web: ."]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (control("rgv:", says("x")), "without a name"),
        (control("rgv:both", says("x"), says("y")), "'rgv:both' is more than part of a paragraph"),
        (control("rgv:all", "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"), "'rgv:all' is more than part"),
    ],
)
def test_a_slip_in_a_control_round_a_value_is_explained(tmp_path: Path, block: str, expected: str) -> None:
    with pytest.raises(TemplateError, match=r"^our-own\.docx: ") as caught:
        fill_template(own_template(tmp_path, block), demo_context())
    assert expected in str(caught.value)


def test_figures_in_headers_are_anchored_too_and_no_two_bookmarks_share_name_or_number(tmp_path: Path) -> None:
    document = Document()
    header = document.sections[0].header.paragraphs[0]
    header.add_run("{{ chapter }}: ")
    header._p.append(parse_xml(control("rgv:client", "{{ client }}").replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>", 1)))
    for title in ("One", "Two"):
        document.add_heading(title, 1)
        document.add_section()
    path = tmp_path / "our-own.docx"
    document.save(str(path))
    filled = fill_template(path, demo_context())
    parts = read_parts(filled)
    names = parts.related(DOCUMENT, "header")
    found = [span for name in names for span in spans(filled, name)]
    assert found == [(f"{value_stem('client')}_{number}", "Brightwater Telecom") for number in (1, 2)]
    ids = [e.get(w("id")) for name in (DOCUMENT, *names) for e in parse(parts[name]).iter(w("bookmarkStart"))]
    assert max(Counter(ids).values()) == 1
    assert [(value.name, value.region) for value in base_of(filled).values] == [("client", ""), ("client", "")]
    assert [each.kind for each in base_of(filled).headers_footers] == ["header", "header"]


def test_a_filter_changes_the_words_and_leaves_the_name_behind(tmp_path: Path) -> None:
    path = own_template(tmp_path, says("{{ overall.interviewed|upper }}{{ overall.interviewed|first }}"))
    document = fill_template(path, short_context())
    assert outline(document) == ["normal: TWELVE.T"]
    assert base_of(document).values == ()


def test_a_template_that_was_a_draft_once_brings_no_anchors_along(tmp_path: Path) -> None:
    old = tmp_path / "old.docx"
    parts = read_parts(draft())
    parts["word/comments.xml"] = serialise(etree.fromstring(f"<w:comments {nsdecls('w')}/>"))
    parts[DOCUMENT] = re.sub(rb"<w:comment(RangeStart|RangeEnd|Reference)[^>]*/>", b"", parts[DOCUMENT])
    old.write_bytes(write_parts(parts))
    document = fill_template(old, demo_context())
    own = region_stem("end")  # all of it stands outside of regions now
    assert not [name for name in bookmarks(document) if name.startswith("_rg") and not name.startswith(own)]
    base = base_of(document)
    assert ([region.id for region in base.regions], base.values) == (["end"], ())
    stores = [name for name, part in read_parts(document).items() if b"urn:reportgen:draft:1" in part[:300]]
    assert len([name for name in stores if "Props" not in name]) == 1


def test_words_for_older_programs_are_not_anchored_twice(tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    value = control("rgv:client", "{{ client }}")
    both = (
        f"<mc:AlternateContent {mc}><mc:Choice Requires='wps'><w:r><w:t>new</w:t></w:r></mc:Choice><mc:Fallback>{value}"
        "</mc:Fallback></mc:AlternateContent>"
    )
    document = fill_template(own_template(tmp_path, f"<w:p>{both}</w:p>"), demo_context())
    assert spans(document) == []
    assert not list(body_of(read_parts(document)).iter(w("sdt")))


def test_a_paragraph_reads_back_with_its_keys_and_figures() -> None:
    analysis = next(r for r in base_of(draft()).regions if r.id == "overall.analysis")
    first = analysis.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.keys == (f"{analysis.stem.removeprefix('_rg_')}_0",)
    assert [type(token).__name__ for token in first.tokens].count("Value") == 4
    assert write_parts(read_parts(draft())) == draft()
