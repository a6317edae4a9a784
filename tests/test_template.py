"""The Word template and its filling: what a reader sees, what Word needs, and what a template may not do."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportgen.common.exceptions import ReportgenError, TemplateError, UnreadableFileError
from reportgen.office import files
from reportgen.office.gate import admit
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.template.fields import template_names
from reportgen.template.fill import fill
from reportgen.template.sandbox import compiled
from reportgen.word.references import headings
from reportgen.word.xml import PLACED_DRAWING, local, shown_text, tag_of, val, w, word_text
from reportgen.words.context import Passage, ReportContext
from tests.packages import read_parts, write_parts
from tests.report_builders import (
    AREAS,
    TEMPLATE,
    TEMPLATES,
    area_chapter,
    bullets,
    demo_context,
    everywhere,
    fill_template,
    picture,
    placeholder,
    suggested,
)
from tests.source_words import hashed, known_hashes, runs
from tests.word_files import body_of, faults, outline, styles_of


@cache
def demo() -> bytes:
    return fill_template(TEMPLATE, demo_context())


def filled(**changes: Any) -> bytes:
    return fill_template(TEMPLATE, demo_context(**changes))


def test_a_template_that_was_filled_before_is_not_compiled_again() -> None:
    first = filled(client="Rosewood")
    before = compiled.cache_info()
    assert filled(client="Rosewood") == first
    assert filled(client="Briarwood") != first
    after = compiled.cache_info()
    assert (after.misses, after.hits > before.hits) == (before.misses, True)


# --------------------------------------------------------------------------------------------- the template itself


def test_the_template_and_its_list_of_names_are_what_the_script_writes(tmp_path: Path) -> None:
    script = TEMPLATES / "make_template.py"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, cwd=tmp_path, env=environment)
    for name in ("cma-report.docx", "README.md"):
        assert (tmp_path / name).read_bytes() == (TEMPLATES / name).read_bytes(), f"run {script.name} again"


def test_every_name_stands_in_the_documentation_with_what_it_holds() -> None:
    text = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    for kind, names in template_names().items():
        section = text.partition(f"### {kind}\n")[2].partition("\n### ")[0]
        for name in names:
            assert f"| `{name.name}` | {name.kind}" in section


def test_whatever_is_generated_in_the_body_belongs_to_a_region() -> None:
    body = body_of(read_parts(TEMPLATE))
    cover = next(n for n, block in enumerate(body) if tag_of(block) == "rg:cover")  # building blocks stand before it
    for block in list(body)[cover:]:
        text = shown_text(block)
        if "{" in text and local(block) != "sdt":
            assert re.fullmatch(r"\{%p (for|if|endfor|endif).*%\}", text), text


def test_the_template_repeats_no_sentence_of_the_documents_the_project_comes_from() -> None:
    salt, known = known_hashes()
    texts = [shown_text(paragraph) for paragraph in body_of(read_parts(TEMPLATE)).iter(w("p"))]
    assert [run for text in texts for run in runs(text) if hashed(run, salt) in known] == []


# ------------------------------------------------------------------------------------------------ what is shown

PARTS = [
    " The assessment on one page",
    "1 Introduction and aims",
    "1.1 How to read this report",
    "2 Executive summary and key findings",
    "2.1 What is changing in the market",
    "2.2 The findings in short",
    "2.3 Where the distance is",
    "2.4 The model and its scores",
    "2.5 Headlines from the interviews",
    "3 Summary of key recommendations",
    "4 How we conducted the assessment",
    "4.1 What the assessment looks at",
    "4.2 The interviews",
    "4.3 Keeping it real",
    "4.4 How it works",
    "4.5 What you get",
    "4.6 The model",
    "5 Findings",
    "5.1 Overall customer management",
    " Customer management by element of the model",
    "5.2 Core",
    "5.3 Customer Management Activity",
    "5.4 Development Platform",
    "5.5 Enabling Platform",
    "5.6 Measurement / Finance",
    "6 Conclusion and change possibilities",
    "6.1 Conclusion",
    "6.2 Change possibilities",
    "6.3 First moves and decisions",
    "6.4 Contact",
    "A Question scores",
    "B Good practice for the weakest questions",
    "C Interviews held",
    "D Where interviews disagree",
    "E The same answers through other lenses",
    "F Method, statistics and peers",
]


def test_every_part_stands_in_order_under_its_number() -> None:
    parts = read_parts(demo())
    found = headings(body_of(parts), styles_of(parts))
    assert [f"{h.number} {h.title}" for h in found if h.level < 2] == PARTS
    levels = [heading.level for heading in found]
    assert all(after <= before + 1 for before, after in pairwise(levels)), "a level is skipped"


def test_each_area_has_its_parts_in_order() -> None:
    parts = read_parts(demo())
    found = headings(body_of(parts), styles_of(parts))
    for number, (title, _) in enumerate(AREAS.values(), start=2):
        inside = [h.title for h in found if h.number.startswith(f"5.{number}.")]
        names = ["Results", "Element by element", "Key findings", "Development areas", f"{title} road map"]
        assert inside == names


def test_the_outline_reads_like_the_report() -> None:
    lines = outline(demo())
    area = lines[lines.index("heading 2: Core") : lines.index("heading 2: Customer Management Activity")]
    assert area[1].startswith("introduction: Customers who call")
    told = next(line for line in area if line.startswith("| 41 / out of 100 |"))
    assert told.startswith("| 41 / out of 100 | Core: below the median of 28 peers / ")  # and who was interviewed
    assert "(picture area-core)" in area
    assert "figure caption: Figure 9: Where the elements of Core stand" in area
    assert "| Core | 41 | 92 % | 38 | □□■□ Above median | fair" in area
    assert "suggestion bullet: The plan for the year names four groups" in "\n".join(area)
    assert "voice: “We ask for the address three times.” (staff)" in area
    swot = next(line for line in area if line.startswith("| Strengths"))
    assert swot.startswith("| Strengths / Complaints are answered within two days. / Shop staff")
    assert "| Weaknesses / Nobody owns" in swot
    assert "| Burning platform / Day 1 to 3 months | Quick win / 3 to 6 months" in "\n".join(area)


@pytest.mark.parametrize("lines", [1, 6, 9])
def test_what_follows_a_list_or_a_table_never_begins_a_page_without_any_of_it(lines: int) -> None:
    summary = demo_context().summary
    told = replace(summary, headlines=(summary.headlines * lines)[:lines], headlines_note="The rest is elsewhere.")
    for recommendations in (bullets(*["Agree on one figure."] * lines), suggested(*["Agree on one figure."] * lines)):
        blocks = list(body_of(read_parts(filled(summary=told, recommendations=recommendations))).iter(w("p"), w("tr")))
        texts = [shown_text(block) for block in blocks]
        for note in ("The rest is elsewhere.", next(t for t in texts if t.startswith("The road map in"))):
            before = blocks[texts.index(note) - 1]
            assert before.find(f"{w('pPr')}/{w('keepNext')}") is not None, note


def test_the_contents_list_every_part_with_its_number_and_no_page_number_that_could_be_wrong() -> None:
    lines = [line for line in outline(demo()) if re.match(r"toc \d", line)]
    shown = [line.partition(": ")[2].rstrip("\t") for line in lines]
    assert shown == [part.strip().replace(" ", "\t", 1) if part[0] != " " else part.strip() for part in PARTS]


def test_captions_count_and_references_show_their_numbers() -> None:
    lines = outline(demo())
    for label, style in (("Table", "caption"), ("Figure", "figure caption")):
        numbers = [int(m.group(1)) for line in lines if (m := re.match(rf"{style}: {label} (\d+): ", line))]
        assert numbers == list(range(1, len(numbers) + 1))
    road_map = next(line for line in lines if line.endswith(": What to do in each area, and when"))
    number = re.findall(r"Table \d+", road_map)[0]
    assert any(f"The road map in {number} is the place to set these recommendations in order" in line for line in lines)
    assert any("argument in chapters 2 and 3. Chapter 4 tells" in line for line in lines)
    assert any("appendix F sets out the rules" in line for line in lines)


def test_the_list_of_figures_holds_every_caption_of_the_body_linked_to_its_figure() -> None:
    lines = outline(demo())
    shown = [line.partition(": ")[2] for line in lines if line.startswith("figure caption: ")]
    own = [caption for caption in shown if re.match(r"Figure A\d", caption)]  # an appendix counts its own
    assert [int(caption.split(":")[0].removeprefix("Figure A")) for caption in own] == list(range(1, len(own) + 1))
    captions = [caption for caption in shown if caption not in own]
    assert [line.partition(": ")[2].rstrip("\t") for line in lines if line.startswith("table of figures: ")] == captions
    bare = outline(fill_template(TEMPLATE, _bare()))
    assert not any(line.startswith(("table of figures: ", "list heading: ")) for line in bare)


def test_of_a_table_with_a_head_the_first_row_may_break_and_no_other() -> None:
    """LibreOffice prints no row after one that must not break where only its lower line is off the page."""
    tables = 0
    for table in body_of(read_parts(demo())).iter(w("tbl")):
        rows = table.findall(w("tr"))
        whole = [row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in rows]
        heads = sum(row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in rows)
        if heads and len(rows) > heads + 1:
            tables += 1
            assert whole == [True] * heads + [False] + [True] * (len(rows) - heads - 1)
    assert tables > 20


def unreferred(parts: Package) -> list[str]:
    """The captions of figures and tables that no text refers to."""
    body = body_of(parts)
    codes = " ".join(code.text or "" for code in body.iter(w("instrText")))
    told = set(re.findall(r"\bREF (_Ref\d+)", codes))
    captions = [p for p in body.iter(w("p")) if any("SEQ " in (code.text or "") for code in p.iter(w("instrText")))]
    assert captions
    return [
        shown_text(caption)
        for caption in captions
        if told.isdisjoint(mark.get(w("name"), "") for mark in caption.iter(w("bookmarkStart")))
    ]


def test_every_figure_and_table_is_referred_to() -> None:
    assert unreferred(read_parts(demo())) == []
    assert unreferred(read_parts(fill_template(TEMPLATE, _bare()))) == []


def test_every_chapter_has_its_name_in_the_header_as_plain_text() -> None:
    parts = read_parts(demo())
    names = []
    for section in body_of(parts).iter(w("sectPr")):
        header = section.find(w("headerReference"))
        if header is not None:
            target = parse(parts[_target(parts, header)])
            names.append(shown_text(target).partition("\t")[2])
    assert names[:3] == ["Contents", "The assessment on one page", "Introduction, summary and recommendations"]
    assert names[3:6] == ["How we conducted the assessment", "Findings", "Conclusion and change possibilities"]
    assert names[-2:] == ["The same answers through other lenses", "Method, statistics and peers"]
    assert b"STYLEREF" not in b"".join(parts.values())


def _target(parts: Package, reference: Any) -> str:
    from reportgen.office.package import RELATIONS

    return parts.relations(DOCUMENT)[reference.get(f"{{{RELATIONS}}}id")].target


def test_the_footer_counts_pages_and_carries_the_draft_mark() -> None:
    parts = read_parts(demo())
    footers = {shown_text(parse(parts[name])) for name in parts.related(DOCUMENT, "footer")}
    numbered = {footer for footer in footers if "Page" in footer}  # the title page has no number
    assert numbered == {"The Star Commercial Academy – March 2025\tDraft 1, incomplete · Page 1 of 1"}


def test_a_suggestion_is_marked_and_has_one_comment_that_says_why() -> None:
    parts = read_parts(filled(areas=(), recommendations=bullets("Written by the assessor.")))
    body = body_of(parts)
    comments = parse(parts["word/comments.xml"]).findall(w("comment"))
    blocks = sum(1 for line in _suggested_blocks(body, styles_of(parts)))
    assert len(comments) == len(list(body.iter(w("commentReference")))) == blocks > 0
    for comment in comments:
        assert comment.get(w("author")) == "reportgen"
        assert shown_text(comment) == "Drafted from the three weakest questions of this area."


def test_a_comment_of_several_paragraphs_has_no_empty_one() -> None:
    drafted = replace(suggested("Do this."), why="Drafted from the scores.\n\nConfirm it, or write anew.\n")
    parts = read_parts(filled(areas=(), recommendations=drafted))
    comments = (list(map(shown_text, c.iter(w("p")))) for c in parse(parts["word/comments.xml"]).iter(w("comment")))
    assert ["Drafted from the scores.", "Confirm it, or write anew."] in comments


def _suggested_blocks(body: Any, styles: Any) -> Iterator[None]:
    """One for every run of neighbouring paragraphs in a suggestion style."""
    for paragraph in body.iter(w("p")):
        before = paragraph.getprevious()
        marked = styles.name(styles.style_id(paragraph)).startswith("suggestion")
        if marked and (before is None or not styles.name(styles.style_id(before)).startswith("suggestion")):
            yield None


def test_what_the_assessor_wrote_stands_unmarked_and_what_is_missing_says_so() -> None:
    lines = outline(filled(recommendations=bullets("First, name owners.")))
    assert "recommendation: First, name owners." in lines
    lines = outline(filled(recommendations=placeholder("Write what to do first.")))
    assert "placeholder: [Write what to do first.]" in lines


def test_the_file_knows_its_title_language_and_pictures() -> None:
    parts = read_parts(demo())
    document = Document(BytesIO(demo()))
    assert document.core_properties.title == "Making Customer Management Your Competitive Advantage"
    assert document.core_properties.language == "en-GB"
    assert b'w:lang w:val="en-GB"' in parts["word/styles.xml"]
    pictures = list(body_of(parts).iter(f"{{{PLACED_DRAWING}}}docPr"))
    assert len(pictures) == 22
    assert all(picture.get("descr") == f"A picture of {picture.get('name')}." for picture in pictures)


# ---------------------------------------------------------------------------------------------- what Word needs


def test_a_full_report_is_sound() -> None:
    assert faults(demo()) == []


def _bare() -> ReportContext:
    """The emptiest context there can be: every list and every picture left out."""
    full = demo_context()
    area = area_chapter("core")
    results = replace(area.results, has_peers=False, notes=())
    bare_area = replace(area, picture=None, elements=(), results=results)
    return replace(
        full,
        cover=replace(full.cover, draft_mark="", incomplete="", invented_peers=""),
        running=replace(full.running, mark=""),
        one_page=replace(
            full.one_page,
            picture=None,
            ends=(),
            ends_note="",
            initiatives_title="",
            initiatives=(),
            unsaid=("So.",),
        ),
        summary=replace(full.summary, key_figures=(), distance_picture=None, headlines=()),
        approach=replace(full.approach, picture=None, scale_picture=None),
        overall=replace(
            full.overall,
            picture=None,
            evidence_picture=None,
            levels_picture=None,
            moves=None,
            moves_picture=None,
            results=replace(full.overall.results, has_peers=False),
        ),
        areas=(bare_area,),
        conclusion=replace(full.conclusion, decisions=None),
        contact=replace(full.contact, phones=(), email=""),
        appendices=replace(
            full.appendices,
            answers=(),
            topics=(),
            questions=(),
            next_steps=(),
            next_steps_note="",
            interviews=(),
            disagreements=(),
            lenses=(),
            missing=(),
            missing_note="",
        ),
    )


def test_a_report_without_lists_pictures_and_peers_is_sound_and_leaves_no_debris() -> None:
    report = fill_template(TEMPLATE, _bare())
    assert faults(report) == []
    lines = outline(report)
    assert not any("still lacks" in line or line.startswith("(picture") for line in lines)
    assert "| Core | 41 | 92 % | fair" in lines
    assert "| 100 | Identified, updated and having an effect | What it takes to earn this box." in lines
    assert not any("Peer median" in line for line in lines)


def test_a_picture_reference_and_its_target_come_and_go_together() -> None:
    lines = outline(filled(areas=(area_chapter("core", picture=None), area_chapter("enabling"))))
    assert sum("shows the scores on one scale" in line for line in lines) == 2  # overall and one area


def test_equal_input_gives_equal_bytes() -> None:
    assert filled() == demo()


# ------------------------------------------------------------------------------------------------ hostile values

HOSTILE = 'R&D <b>"x"</b> {{ 7*7 }} {% raw %} {# x #} 😀 a\x08b\ud800c\ufdd0 line\nbreak\ttab'
SHOWN = 'R&D <b>"x"</b> {{ 7*7 }} {% raw %} {# x #} 😀 a�b�c� line\nbreak\ttab'


def test_any_text_is_printed_as_it_is_and_swallows_nothing() -> None:
    report = fill_template(TEMPLATE, everywhere(demo_context(), HOSTILE))
    assert faults(report, but="template-language") == []
    parts = read_parts(report)
    text = shown_text(body_of(parts))
    assert text.count(SHOWN) > 300
    assert "How this report was made" in text  # the last part is still there
    assert "49" not in text
    comments = parse(parts["word/comments.xml"])
    assert all(shown_text(c).replace("\n", "") == SHOWN.replace("\n", "") for c in comments)
    alt = {e.get("descr") for e in body_of(parts).iter(f"{{{PLACED_DRAWING}}}docPr")}
    assert alt == {SHOWN.replace("\n", " ").replace("\t", " ")}
    assert Document(BytesIO(report)).core_properties.subject.startswith("R&D <b>")


@settings(max_examples=5, deadline=None)
@given(st.text(st.characters(codec=None), min_size=1, max_size=40))
def test_every_text_comes_back_clean(text: str) -> None:
    report = filled(client=f"«{text}»", areas=(), appendices=_bare().appendices)
    assert f"assessment of how «{word_text(text)}» manages" in shown_text(body_of(read_parts(report)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("\x00\x0b\x1f\x7f\x9f", "�" * 5),
        ("\ud83d\ude00", "��"),  # halves of an emoji that were torn apart
        ("e\u0301", "é"),
        ("😀 ‏עברית\u00a0", "😀 ‏עברית\u00a0"),
    ],
)
def test_what_word_cannot_hold_becomes_a_visible_mark(text: str, expected: str) -> None:
    assert word_text(text) == expected


# ------------------------------------------------------------------------------------------- a firm's own template


def template_saying(folder: Path, *texts: str) -> Path:
    """A template of a firm, with these paragraphs."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    path = folder / "our-own.docx"
    document.save(str(path))
    return path


def test_prose_is_put_into_other_words_and_what_the_language_says_is_not(tmp_path: Path) -> None:
    path = template_saying(
        tmp_path,
        "Dear {{ client }}, {% if client == 'Rosewood' %}and all{% else %}or{% endif %} of the team",
        "{%p for area in areas %}",
        "see {{ area.title ~ ' there' }} &co",
        "{%p endfor %}",
        "§",
    )
    context = demo_context(client="Rosewood")
    filled = fill(admit(path, files.TEMPLATE), path.name, context, say=lambda text: text.upper().replace("§", "<P>"))
    body = parse(filled.parts[DOCUMENT])
    told = [shown_text(paragraph) for paragraph in body.iter(w("p"))]
    assert told[0] == "DEAR Rosewood, AND ALL OF THE TEAM"
    assert told[1 : 1 + len(context.areas)] == [f"SEE {area.title} there &CO" for area in context.areas]
    assert told[1 + len(context.areas)] == "<P>"


def test_a_comment_in_a_text_is_not_printed(tmp_path: Path) -> None:
    path = template_saying(tmp_path, "Before it")
    parts = read_parts(path.read_bytes())
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"Before it", b"Before it<!-- a note --> and behind")
    path.write_bytes(write_parts(parts))
    assert b"a note" not in re.sub(rb"<!--.*?-->", b"", read_parts(fill_template(path, demo_context()))[DOCUMENT])


def test_a_text_that_was_set_aside_is_changed_as_it_reads(tmp_path: Path) -> None:
    path = template_saying(tmp_path, "{% set unit %}R&D{% endset %}{{ unit|lower }}")
    body = parse(read_parts(fill_template(path, demo_context()))[DOCUMENT])
    assert shown_text(next(body.iter(w("p")))) == "r&d"


@pytest.mark.parametrize("client", ["A </w:t></w:r><w:r><w:t>B", "two {x}", "a&{<b"])
@pytest.mark.parametrize(
    "text",
    [
        "{% filter trim %}{{ client }}{% endfilter %}",
        "{% set it %}{{ client }}{% endset %}{{ it|trim }}",
        "{% set it | trim %}{{ client }}{% endset %}{{ it }}",
    ],
)
def test_a_value_that_is_set_aside_and_changed_is_printed_as_it_reads(tmp_path: Path, text: str, client: str) -> None:
    path = template_saying(tmp_path, text)
    body = parse(read_parts(fill_template(path, demo_context(client=client)))[DOCUMENT])
    assert shown_text(next(body.iter(w("p")))) == client


def refused(path: Path, **changes: Any) -> str:
    """What is said when a template cannot be filled."""
    with pytest.raises(ReportgenError) as caught:
        fill_template(path, demo_context(**changes))
    assert isinstance(caught.value, TemplateError | UnreadableFileError)
    return str(caught.value)


def test_a_firms_own_template_is_filled(tmp_path: Path) -> None:
    path = template_saying(
        tmp_path,
        "{{ client }}, {{ overall.key_figure.value }}",
        "{%p for area in areas %}",
        "{{ area.title|upper }} {% if loop.last %}(last){% endif %}",
        "{%p endfor %}",
        "{{ overall.picture }}",
    )
    report = fill_template(path, demo_context())
    lines = outline(report)
    assert lines[:2] == ["normal: Brightwater Telecom, 41", "normal: CORE "]
    assert lines[-2:] == ["normal: MEASUREMENT / FINANCE (last)", "(picture overall)"]


@pytest.mark.parametrize("seed", range(2))
def test_a_template_that_word_cut_into_other_runs_gives_the_same_report(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    parts = read_parts(TEMPLATE)
    for name in (DOCUMENT, "word/header1.xml", "word/footer1.xml"):
        root = parse(parts[name])
        for run in list(root.iter(w("r"))):
            _cut(run, chance)
        parts[name] = serialise(root)
    (tmp_path / "cut.docx").write_bytes(write_parts(parts))
    report = fill_template(tmp_path / "cut.docx", demo_context())
    assert faults(report) == []
    assert outline(report) == outline(demo())


def _cut(run: etree._Element, chance: random.Random) -> None:
    """Cut the text of a run in pieces, with proofing marks between them, as Word does while one types."""
    text = run.find(w("t"))
    while text is not None and len(run.findall(w("t"))) == 1 and len(text.text or "") > 1 and chance.random() < 0.6:
        whole = text.text or ""
        at = chance.randrange(1, len(whole))
        rest = etree.fromstring(etree.tostring(run, with_tail=False))
        second = rest.find(w("t"))
        assert second is not None
        text.text, second.text = whole[:at], whole[at:]
        run.addnext(rest)
        run.addnext(etree.Element(w("proofErr"), {w("type"): "spellStart"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ clinet }}", "'clinet' is not a name the report knows; the nearest is 'client'"),
        ("{{ cover.titel }}", "'titel' is not a name of Cover; the nearest is 'title', near: {{ cover.titel }}"),
        ("{% for a in areas %}{{ a.score_card }}{% endfor %}", "'score_card' is not a name of AreaChapter"),
        ("{% if cover.drafted %}x{% endif %}", "'drafted' is not a name of Cover"),
        ("{{ cover }}", "a Cover cannot be printed as a whole; it has title, subtitle"),
        ("{{ chapter }}", "'chapter' is not a name the report knows"),
    ],
)
def test_an_unknown_name_is_named_with_the_nearest_one(tmp_path: Path, text: str, expected: str) -> None:
    message = refused(template_saying(tmp_path, "Before", text, "After"))
    assert message.startswith("our-own.docx: ")
    assert expected in message


@pytest.mark.parametrize(
    "text",
    [
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ client.format(areas) }}",
        "{{ client.upper() }}",
        "{{ 9**9 }}",
        "{{ 'x' * 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ range(10) }}",
        "{{ client|safe }}",
        "{{ lipsum(1000) }}",
        "{% for a in areas recursive %}{{ loop(areas) }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'x' %}",
        "{{ areas.append(1) }}",
        "{% set x = client.__class__ %}{{ x }}",
    ],
)
def test_a_template_reads_and_nothing_else(tmp_path: Path, text: str) -> None:
    assert refused(template_saying(tmp_path, text)).startswith("our-own.docx: ")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("{{ client",), "our-own.docx"),
        (("{%p for a in areas %}", "{{ a.title }}"), "our-own.docx"),
        (("{%p if client %}", "x", "{%p endfor %}"), "our-own.docx"),
        (("{{ client }} {% for a in client.items %}",), "our-own.docx"),
        (("{%p for a in contact.phones.first %}", "{%p endfor %}"), "'first' is not a name of a list"),
    ],
)
def test_broken_language_is_said_to_be_broken(tmp_path: Path, texts: tuple[str, ...], expected: str) -> None:
    assert expected in refused(template_saying(tmp_path, *texts))


CONTROL = (
    f"<w:sdt {nsdecls('w')}><w:sdtPr><w:tag w:val='TAG'/><w:id w:val='1'/></w:sdtPr>"
    "<w:sdtContent>INNER</w:sdtContent></w:sdt>"
)
PARAGRAPH = "<w:p><w:r><w:t>TEXT</w:t></w:r></w:p>"


def template_holding(folder: Path, *blocks: str) -> Path:
    """A template of a firm with raw XML in its body."""
    document = Document()
    for block in blocks:
        xml = f"<w:body {nsdecls('w')}>{block}</w:body>"
        for element in list(parse_xml(xml)):
            document.element.body.insert(len(document.element.body) - 1, element)
    path = folder / "our-own.docx"
    document.save(str(path))
    return path


def control(tag: str, *inner: str) -> str:
    return CONTROL.replace("TAG", tag).replace("INNER", "".join(inner))


def says(text: str) -> str:
    return PARAGRAPH.replace("TEXT", text)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((control("rg:a", says("x")), control("rg:a", says("y"))), "two regions are tagged 'rg:a'"),
        ((control("rg:a", control("rg:b", says("x"))),), "'rg:b' stands inside"),
        (
            (control("rg:a", says("{%p for a in areas %}"), says("x")), says("{%p endfor %}")),
            "tears the document apart",
        ),
        ((control("comment", says("only the words")),), "holds nothing to comment on"),
        ((f"<w:p>{control('ref:nowhere', '<w:r><w:t>1</w:t></w:r>')}</w:p>",), "'ref:nowhere', but nothing"),
    ],
)
def test_a_slip_in_the_controls_is_explained(tmp_path: Path, blocks: tuple[str, ...], expected: str) -> None:
    message = refused(template_holding(tmp_path, *blocks))
    assert message.startswith("our-own.docx: ")
    assert expected in message


def test_other_controls_of_a_firm_stay_with_ids_of_their_own(tmp_path: Path) -> None:
    path = template_holding(
        tmp_path, says("{%p for area in areas %}"), control("ours", says("{{ area.title }}")), says("{%p endfor %}")
    )
    body = body_of(read_parts(fill_template(path, demo_context())))
    controls = list(body.iter(w("sdt")))
    assert [tag_of(c) for c in controls] == ["ours"] * 5
    assert len({val(c.find(f"{w('sdtPr')}/{w('id')}")) for c in controls}) == 5


def test_a_table_of_an_empty_list_is_not_there(tmp_path: Path) -> None:
    """Word refuses a table without rows; a firm's template need not ask whether there are any."""

    def row(text: str) -> str:
        return f"<w:tr><w:tc>{says(text)}</w:tc></w:tr>"

    table = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid>{}</w:tbl>".format(
        row("{%tr for line in appendices.missing %}") + row("{{ line.text }}") + row("{%tr endfor %}")
    )
    path = template_holding(tmp_path, control("rg:missing", table), says("What follows"))
    full = demo_context()
    assert outline(fill_template(path, full)) == ["| No answer to AP-07.", "normal: What follows"]
    none = replace(full, appendices=replace(full.appendices, missing=()))
    assert outline(fill_template(path, none)) == ["normal: What follows"]


def test_a_file_that_is_no_template_is_refused(tmp_path: Path) -> None:
    assert "is not there" in refused(tmp_path / "missing.docx")
    (tmp_path / "text.docx").write_text("not a zip", encoding="utf-8")
    assert "text.docx' is a text file, not a Word document" in refused(tmp_path / "text.docx")
    assert "is a folder" in refused(tmp_path)


def test_language_in_a_header_is_filled_for_each_chapter_and_checked(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ client }}: {{ chapter }}"
    for title in ("One", "Two"):
        document.add_heading(title, 1)
        document.add_section()
    path = tmp_path / "our-own.docx"
    document.save(str(path))
    parts = read_parts(fill_template(path, demo_context()))
    shown = sorted(shown_text(parse(parts[name])) for name in parts.related(DOCUMENT, "header"))
    assert shown == ["Brightwater Telecom: One", "Brightwater Telecom: Two"]
    document.sections[0].header.paragraphs[0].text = "{{ clinet }}"
    document.save(str(path))
    assert "'clinet' is not a name the report knows" in refused(path)


def test_a_picture_in_a_header_comes_along_to_every_chapter(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.add_run("{{ chapter }}").add_picture(BytesIO(picture("logo").png))
    document.add_paragraph("{{ overall.picture }}")
    for title in ("One", "Two"):
        document.add_heading(title, 1)
        document.add_section()
    path = tmp_path / "our-own.docx"
    document.save(str(path))
    parts = read_parts(fill_template(path, demo_context()))
    headers = parts.related(DOCUMENT, "header")
    assert len(headers) == 2
    assert all(len(parts.related(name, "image")) == 1 for name in headers)
    roots = [body_of(parts), *(parse(parts[name]) for name in headers)]
    ids = [drawing.get("id") for root in roots for drawing in root.iter(f"{{{PLACED_DRAWING}}}docPr")]
    assert len(ids) == len(set(ids)) == 3


def test_a_picture_may_be_shown_twice(tmp_path: Path) -> None:
    shown = says("{{ overall.picture }}") + f"<w:p>{control('anchor:x', '<w:r><w:t>Figure 1</w:t></w:r>')}</w:p>"
    reference = f"<w:p>{control('ref:x', '<w:r><w:t>0</w:t></w:r>')}</w:p>"
    report = fill_template(template_holding(tmp_path, shown, shown, reference), demo_context())
    assert [line for line in outline(report) if "Figure" in line] == ["normal: Figure 1"] * 3
    assert len([name for name in read_parts(report) if name.startswith("word/media/")]) == 1


def test_nothing_a_template_left_open_reaches_the_client(tmp_path: Path) -> None:
    document = Document()
    run = document.add_paragraph("Text").runs
    document.add_comment(run, text="Is this right?", author="A. Person")
    document.save(str(tmp_path / "our-own.docx"))
    assert "the template holds comments" in refused(tmp_path / "our-own.docx")
    changed = "<w:p><w:ins w:id='1' w:author='A. Person'><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    assert "tracked changes" in refused(template_holding(tmp_path, changed))


def test_the_firms_logo_stands_on_the_cover() -> None:
    cover = replace(demo_context().cover, logo=picture("logo", width_mm=45))
    lines = outline(filled(cover=cover))
    assert not any("(picture logo)" in line for line in outline(demo()))
    parts = read_parts(filled(cover=cover))
    assert next(body_of(parts).iter(f"{{{PLACED_DRAWING}}}docPr")).get("name") == "logo"
    assert lines[0].startswith("| The Star Commercial Academy")


# ----------------------------------------------------------------------------------------------------- colours


def test_colours_of_the_house_style_reach_theme_styles_and_cells() -> None:
    parts = read_parts(filled(colours={"accent": "7A1F5C", "ink": "1F2933"}))
    assert b'<a:accent1><a:srgbClr val="7A1F5C"/></a:accent1>' in parts["word/theme/theme1.xml"]
    everything = b"".join(part for name, part in parts.items() if name.startswith("word/"))
    assert b'w:fill="7A1F5C" w:themeFill="accent1"' in parts[DOCUMENT]
    assert b'"0B4A86" w:theme' not in everything


def test_the_default_house_style_leaves_a_template_as_it_is() -> None:
    from reportgen.common.house_style import load_house_style

    assert filled(colours=load_house_style().all_colours) == demo()


# ----------------------------------------------------------------------------------------------------- passages


def test_a_passage_keeps_its_paragraphs_and_bullets() -> None:
    from reportgen.words.context import Item, Origin, Shape

    words = Passage((Item("One.\nTwo."), Item("Three", Shape.BULLET), Item("Four.")), Origin.ASSESSOR)
    lines = outline(filled(recommendations=words))
    start = lines.index("body text: One.\nTwo.")
    assert lines[start : start + 3] == ["body text: One.\nTwo.", "recommendation: Three", "body text: Four."]
