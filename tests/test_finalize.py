"""Finalizing: the report holds what the draft says and shows, and nothing of how it came about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from reportgen.charts import PositionChart
from reportgen.charts.native import native
from reportgen.draft.finalize import finalized
from reportgen.office.package import DOCUMENT, Package, parse, relations_part, serialise
from reportgen.word.xml import bookmark, field, make, remove, shown_text, text_run, val, w
from tests.chart_cases import edge_positions
from tests.checks import inspect_file
from tests.commands import run
from tests.comments import commented, resolved
from tests.conftest import Office
from tests.drafts import Parts, base_of, draft, edited, first_text, paragraph, parts, saved_as, short_context
from tests.edits import text_inserted_with_changes_tracked
from tests.packages import parts_of, read_parts, write_parts, zipped
from tests.report_builders import TEMPLATE, fill_template
from tests.test_review import PROSE, TACTICAL, new_points, points_of, settled
from tests.word_files import faults, outline
from tests.word_save import word_saved

PERSON = "Ann Person"
TOOL = re.compile(rb">reportgen(?= 0\.|</w:t>)")  # printed in the appendix that says how the report was made
DRAFT_NOTE = "suggestions, drafted from the scores"


def final(source: Parts | None = None) -> Package:
    """The parts of the report that a draft becomes."""
    source = parts() if source is None else source
    return finalized(source, base_of(source)).parts


def traces(made: Parts, *others: str) -> list[str]:
    """Where a report still shows that it was a draft, or holds one of some texts."""
    run = base_of(parts()).run
    wanted = [text.encode() for text in ("reportgen", "_rg_", "_rgv_", run, *others)]
    return [
        f"{name}: {text.decode()}"
        for name, content in made.items()
        for text in wanted
        if text in TOOL.sub(b"", content) or text.decode() in name
    ]


def lines(source: Parts) -> list[str]:
    """What a report says, line by line, without the styles of paragraphs."""
    return [
        line.partition(": ")[2] if not line.startswith(("|", "(")) else line for line in outline(write_parts(source))
    ]


# --------------------------------------------------------------------------------------------------- what is taken out


@pytest.mark.parametrize("saved", [parts, lambda: word_saved(parts(), 3)])
def test_no_trace_of_the_draft_is_left(saved: Callable[[], Parts]) -> None:
    source = saved()
    made = final(source)
    assert traces(made) == []
    assert not [name for name in made if name.startswith("customXml") or "comments" in name]


def test_the_report_says_what_the_draft_says_but_for_its_marks() -> None:
    before, after = lines(parts()), lines(final())
    gone = [line for line in before if line not in after]
    assert gone[0] == "| Draft 1, incomplete"
    notes = ["This is a draft 1, i", "Passages with a soli", "One answer is missin"]
    listed = ["For the assessors: w", "One answer is missin", "| Place in the workb", "| Interview 03!F14 |"]
    assert [line[:20] for line in gone[1:]] == [*notes, *listed]
    assert [line for line in before if line not in gone] == after


def test_the_footers_go_on_without_the_mark() -> None:
    made = final()
    texts = [shown_text(parse(made[name])) for name in made.related(DOCUMENT, "footer")]
    assert "The Star Commercial Academy – March 2025\tPage 1 of 1" in texts
    assert not [text for text in texts if "raft" in text or "ncomplete" in text]


def test_a_mark_that_word_cut_into_runs_is_taken_out_too() -> None:
    made = parts().copy()
    for name in made.related(DOCUMENT, "footer"):
        root = parse(made[name])
        for mark in [mark for mark in root.iter(w("r")) if "Draft 1" in shown_text(mark)]:
            for words in ("The ", "Dra", "ft, version 0a1b2c3d", " · "):
                mark.addprevious(text_run(words))
            mark.getparent().remove(mark)  # type: ignore[union-attr]
        made[name] = serialise(root)
    done = final(made)
    texts = [shown_text(parse(done[name])) for name in done.related(DOCUMENT, "footer")]
    assert any("The Page 1" in text for text in texts)


VERSION = "Version 2, replaces version 1 of 3 March 2026"
NEWER_AND_OLDER = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    xmlns:v="urn:schemas-microsoft-com:vml">
  <mc:AlternateContent>
    <mc:Choice Requires="wps">
      <w:drawing><wps:txbx><w:txbxContent>{mark}</w:txbxContent></wps:txbx></w:drawing>
    </mc:Choice>
    <mc:Fallback><w:pict><v:textbox><w:txbxContent>{mark}</w:txbxContent></v:textbox></w:pict></mc:Fallback>
  </mc:AlternateContent></w:r>"""


def test_a_later_version_is_told_in_the_line_of_the_mark_and_nowhere_else() -> None:
    source = parts()
    made = finalized(source, base_of(source), version=VERSION)
    assert made.says_version
    body = [shown_text(p) for p in parse(made.parts[DOCUMENT]).iter(w("p"))]
    assert body.count(VERSION) == 1
    assert [line for line in lines(made.parts) if VERSION not in line] == lines(final())


def test_a_mark_in_a_text_box_becomes_the_version_for_newer_and_older_programs() -> None:
    def into_a_box(root: etree._Element) -> None:
        place = paragraph(root, "Draft 1, incomplete")
        mark = "<w:p><w:r><w:t>Draft 1, </w:t></w:r><w:r><w:t>incomplete</w:t></w:r></w:p>"
        box = etree.fromstring(NEWER_AND_OLDER.format(mark=mark))
        remove(*place.iter(w("r")))
        place.append(box)

    source = edited(into_a_box)
    made = finalized(source, base_of(source), version=VERSION)
    boxes = [shown_text(box) for box in parse(made.parts[DOCUMENT]).iter(w("txbxContent"))]
    assert (made.says_version, boxes) == (True, [VERSION, VERSION])


def test_in_another_firms_template_the_version_keeps_the_looks_of_the_mark() -> None:
    source = parts().copy()
    name = source.related(DOCUMENT, "styles")[0]
    styles = parse(source[name])
    for style in styles.iter(w("style")):
        if style.get(w("styleId")) == "CoverMark":
            style.find(w("name")).set(w("val"), "Harbour Stamp")  # type: ignore[union-attr]
    source[name] = serialise(styles)
    before = paragraph(parse(source[DOCUMENT]), "Draft 1, incomplete")
    line = paragraph(parse(finalized(source, base_of(source), version=VERSION).parts[DOCUMENT]), VERSION)
    for tag in ("pStyle", "shd"):
        own, was = (next(p.iterancestors(w("tr"))).find(f".//{w(tag)}") for p in (line, before))
        assert own is not None
        assert was is not None
        assert own.attrib == was.attrib


def test_a_name_that_begins_like_a_mark_stays() -> None:
    made = parts().copy()
    name = made.related(DOCUMENT, "header")[0]
    root = parse(made[name])
    first_text(root).text = "Draft 1 Brewing – Customer Management Assessment"
    made[name] = serialise(root)
    assert "Draft 1 Brewing" in shown_text(parse(final(made)[name]))


def test_the_note_for_readers_of_the_draft_stays_where_somebody_wrote_into_it() -> None:
    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, DRAFT_NOTE)).text = "Read the suggestions with care."

    assert "Read the suggestions with care." in "\n".join(lines(final(edited(edit))))


def test_what_the_workbook_lacks_stays_only_where_somebody_wrote_into_it_and_that_blocks() -> None:
    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, "No answer to AP-07.")).text = "Ask Jane again about AP-07."

    source = edited(edit)
    assert "Interview 03!F14" not in "\n".join(lines(final()))
    assert "| Interview 03!F14 | Ask Jane again about AP-07." in lines(final(source))
    assert {code for code, *_ in new_points(source)} == {"draft-note", "workbook-place"}


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("As we saw, see Interview 03!F14.", {"Interview 03!F14"}),
        ("Agree on 'Agreed scores'!$D$4 first, then on Notes!B7.", {"'Agreed scores'!$D$4", "Notes!B7"}),
        ("Say so on the sheet 'Agreed scores' and why.", {"the sheet 'Agreed scores'"}),
        ("Say so on the sheet ‘Agreed scores’ and why.", {"the sheet ‘Agreed scores’"}),
        ("See “Interview 03”!F14, and the Notes sheet.", {"“Interview 03”!F14", "the Notes sheet"}),
        ("Settle it first, see “Agreed scores”.", {"“Agreed scores”"}),
        ('The reason stands in "Agreed scores" and "Notes".', {'"Agreed scores"', '"Notes"'}),
        ("Agreed scores", {"Agreed scores"}),
    ],
)
def test_a_place_in_the_workbook_that_would_reach_the_client_blocks(words: str, places: set[str]) -> None:
    def edit(root: etree._Element) -> None:
        first, *others = paragraph(root, PROSE).iter(w("t"))
        first.text = words
        for text in others:
            text.text = ""

    found = [str(point.facts["text"]) for point in points_of(edited(edit)) if point.code == "workbook-place"]
    assert sorted(found) == sorted(places)


@pytest.mark.parametrize(
    "words",
    [
        *("A surprise!A good one.", "Wow! B2B customers", "Top!A1B", "the worksheet of staff"),
        *(
            "Agreed scores play no part here.",
            "Findings",
            "They call it “notes” and ‘good practice’.",
            "see “Road map”",
        ),
    ],
)
def test_words_that_only_look_like_a_place_pass(words: str) -> None:
    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, PROSE)).text = words

    assert "workbook-place" not in {code for code, *_ in new_points(edited(edit))}


def test_a_draft_of_an_earlier_version_loses_its_banner_too() -> None:
    banner = "Incomplete: one answer is missing and two points are still open. The last appendix lists what is missing."

    def edit(root: etree._Element) -> None:
        first_text(paragraph(root, "Based on 68 %")).text = banner

    source = edited(edit)
    assert f"| {banner}" in lines(source)
    assert "Incomplete:" not in "\n".join(lines(final(source)))


def test_suggestions_look_like_the_text_around_them() -> None:
    before, after = outline(write_parts(parts())), outline(write_parts(final()))
    assert [line for line in before if line.startswith(("suggestion", "placeholder"))]
    assert not [line for line in after if line.startswith(("suggestion", "placeholder"))]
    assert f"list bullet: {TACTICAL}." in after
    assert b"Suggestion" not in final()["word/styles.xml"]  # the styles of suggestions leave the list of styles


def test_the_looks_that_libreoffice_wrote_into_a_suggestion_go_as_well() -> None:
    def edit(root: etree._Element) -> None:
        properties = paragraph(root, TACTICAL).find(w("pPr"))
        assert properties is not None
        properties.append(make("shd", val="clear", fill="FFF3D6"))

    done = parse(final(edited(edit))[DOCUMENT])
    properties = paragraph(done, TACTICAL).find(w("pPr"))
    assert properties is not None
    assert [val(child) for child in properties] == ["ListBullet"]


def test_copies_of_anchors_go_wherever_they_stand() -> None:
    made = parts().copy()
    for name in (made.related(DOCUMENT, "header")[0], made.related(DOCUMENT, "footer")[0]):
        root = parse(made[name])
        for mark in bookmark("_rgv_52b43e6ee2_1_Copy_1", 900):
            next(root.iter(w("p"))).append(mark)
        made[name] = serialise(root)
    assert traces(final(made)) == []


def test_bookmarks_of_others_stay_with_both_ends() -> None:
    def edit(root: etree._Element) -> None:
        start, end = bookmark("Mine", 900)
        paragraph(root, "This is a draft").append(start)
        paragraph(root, PROSE).append(end)
        for mark in bookmark("Kept", 901):
            paragraph(root, PROSE).append(mark)

    root = parse(final(edited(edit))[DOCUMENT])
    names = [mark.get(w("name"), "") for mark in root.iter(w("bookmarkStart"))]
    assert "Kept" in names
    assert "Mine" not in names  # half of it stood in the note for readers of the draft
    ids = ({mark.get(w("id")) for mark in root.iter(w(f"bookmark{side}"))} for side in ("Start", "End"))
    assert next(ids) == next(ids)


# ---------------------------------------------------------------------------------------------- people and machines


def _planted(source: Parts) -> Package:
    """The parts with everything that Word and its kin write of people and machines."""
    made = source.copy()
    core = parse(made["docProps/core.xml"])
    for entry in core:
        if entry.tag.endswith("lastModifiedBy"):
            entry.text = PERSON
    terms = "http://purl.org/dc/terms/"
    etree.SubElement(core, f"{{{terms}}}modified", nsmap={"dcterms": terms}).text = "2026-01-01T00:00:00Z"
    made["docProps/core.xml"] = serialise(core)
    about = parse(made["docProps/app.xml"])
    space = about.tag.partition("}")[0] + "}"
    for name, text in (("Manager", PERSON), ("Company", "PC of Ann Person"), ("Template", r"C:\Users\ann\n.dotx")):
        etree.SubElement(about, f"{space}{name}").text = text
    made["docProps/app.xml"] = serialise(about)
    settings = parse(made["word/settings.xml"])
    settings.insert(0, make("attachedTemplate"))
    settings[0].set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId1")
    made["word/settings.xml"] = serialise(settings)
    made[relations_part("word/settings.xml")] = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="file:///C:/Users/ann/n.dotx" TargetMode="External"/></Relationships>'
    )
    office = "http://schemas.openxmlformats.org"
    for name, kind, source_part, relation in (
        ("docProps/thumbnail.jpeg", "image/jpeg", "", f"{office}/package/2006/relationships/metadata/thumbnail"),
        (
            "word/people.xml",
            "application/xml",
            DOCUMENT,
            "http://schemas.microsoft.com/office/2011/relationships/people",
        ),
        ("customXml/item7.xml", "application/xml", DOCUMENT, f"{office}/officeDocument/2006/relationships/customXml"),
    ):
        made.add(name, f"<a>{PERSON}</a>".encode(), kind, source=source_part, relation_type=relation)
    return made


def test_no_user_and_no_machine_is_left() -> None:
    source = resolved(commented(parts(), PROSE, "Done.", author=PERSON), "Done.")
    assert traces(source, PERSON)
    assert traces(final(_planted(source)), PERSON, "Users", "ann/") == []


def test_the_author_stays_and_is_who_saved_it_last() -> None:
    core = final(_planted(parts()))["docProps/core.xml"].decode()
    assert "<dc:creator>The Star Commercial Academy</dc:creator>" in core
    assert "<cp:lastModifiedBy>The Star Commercial Academy</cp:lastModifiedBy>" in core
    assert "modified>" not in core


@pytest.mark.parametrize(
    ("author", "last", "issued"),
    [
        (PERSON, "", "The Star Commercial Academy"),  # a save as RTF by LibreOffice
        (PERSON, PERSON, "The Star Commercial Academy"),
        ("Another firm", PERSON, "Another firm"),  # somebody set it
    ],
)
def test_nobody_becomes_the_author_by_saving(author: str, last: str, issued: str) -> None:
    made = parts().copy()
    for entry in made.changed("docProps/core.xml"):
        if entry.tag.endswith(("creator", "lastModifiedBy")):
            entry.text = author if entry.tag.endswith("creator") else last
    done = finalized(made, base_of(draft()))
    assert traces(done.parts, PERSON) == []
    assert done.parts["docProps/core.xml"].decode().count(issued) == 2
    assert ("author who only saved it" in {each.what for each in done.taken}) == (issued != author)


def test_a_workbook_in_a_chart_forgets_who_edited_it_and_where() -> None:
    drawn = edge_positions()
    assert isinstance(drawn, PositionChart)
    chart = native(replace(drawn, name="overall"))
    source = fill_template(TEMPLATE, short_context(), {chart.name: chart})
    made = read_parts(source)
    (name,) = [part for part in made if part.endswith(".xlsx")]
    made[name] = _edited_in_excel(made[name])
    done = finalized(made, base_of(source)).parts
    inner = b"".join(parts_of(done[name]).values())
    assert PERSON.encode() not in inner
    assert b"Users" not in inner
    untouched = finalized(read_parts(source), base_of(source)).parts
    assert untouched[name] == chart.workbook


def _edited_in_excel(workbook: bytes) -> bytes:
    inner = parts_of(workbook)
    path = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        'Requires="x15"><x:absPath xmlns:x="urn:x" url="C:\\Users\\ann\\"/></mc:Choice></mc:AlternateContent>'
    )
    main = inner["xl/workbook.xml"]
    end = main.index(b">", main.index(b"<workbook")) + 1
    inner["xl/workbook.xml"] = main[:end] + path.encode() + main[end:]
    inner["docProps/core.xml"] = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
        f"<cp:lastModifiedBy>{PERSON}</cp:lastModifiedBy></cp:coreProperties>"
    ).encode()
    return zipped(inner)


# --------------------------------------------------------------------------------------------------- a sound file


@pytest.mark.parametrize("source", [parts, settled, lambda: commented(parts(), PROSE, "Is it?")])
def test_the_report_is_a_sound_file(source: Callable[[], Parts]) -> None:
    document = write_parts(final(source()))
    assert faults(document) == []
    assert [str(finding) for finding in inspect_file(document)] == []


def test_pictures_that_nobody_sees_leave_the_file() -> None:
    made = parts().copy()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    made.add("word/media/old.png", b"old", "image/png", source=DOCUMENT, relation_type=office)
    done = final(made)
    assert "word/media/old.png" not in done
    pictures = [name for name in parts() if name.startswith("word/media/")]
    assert sorted(name for name in done if name.startswith("word/media/")) == pictures


def test_finalizing_twice_changes_nothing_more() -> None:
    once = final()
    assert finalized(once, base_of(parts())).parts == once


def test_an_open_comment_of_a_person_and_a_tracked_change_stay() -> None:
    source = edited(text_inserted_with_changes_tracked, commented(parts(), PROSE, "Is it?"))
    done = final(source)
    (name,) = done.related(DOCUMENT, "comments")
    assert [comment.get(w("author")) for comment in parse(done[name])] == [PERSON]
    assert next(parse(done[DOCUMENT]).iter(w("ins")), None) is not None


@pytest.mark.parametrize("target", ["file:///C:/Users/ann/costs.xlsx", "costs.xlsx"])
def test_a_link_to_a_file_of_one_computer_becomes_its_words(target: str) -> None:
    made = parts().copy()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    name = relations_part(DOCUMENT)
    root = parse(made[name])
    attributes = {"Id": "rId900", "Type": f"{office}/hyperlink", "Target": target}
    etree.SubElement(root, root[0].tag, {**attributes, "TargetMode": "External"})
    made[name] = serialise(root)

    def edit(body: etree._Element) -> None:
        link = make("hyperlink", text_run("the costs"))
        link.set(f"{{{office}}}id", "rId900")
        paragraph(body, PROSE).append(link)

    done = final(edited(edit, made))
    assert "Again: 41.the costs" in lines(done)
    assert "rId900" not in done.relations(DOCUMENT)


def test_a_link_that_stands_in_a_field_becomes_its_words_too() -> None:
    def edit(body: etree._Element) -> None:
        paragraph(body, PROSE).extend(field('HYPERLINK "file:///C:/Users/ann/costs.xlsx"', "the costs"))
        paragraph(body, "Agree where to begin.").extend(field('HYPERLINK "https://example.com/"', "example.com"))

    done = final(edited(edit))
    assert "Again: 41.the costs" in lines(done)
    assert b"Users" not in done[DOCUMENT]
    assert b"https://example.com/" in done[DOCUMENT]


# ------------------------------------------------------------------------------------------------------ the command


def test_the_command_writes_the_report_and_leaves_the_draft_alone(tmp_path: Path) -> None:
    path, target = saved_as(tmp_path, settled()), tmp_path / "final" / "Report.docx"
    before = path.read_bytes()
    done = run("finalize", path, "-o", target, "--no-pages")
    assert (done.exit_code, done.stdout.split()) == (0, [str(target), str(target.with_name("Report-record.json"))])
    assert traces(read_parts(target)) == []
    assert path.read_bytes() == before


def test_the_command_refuses_while_something_blocks_unless_a_reason_is_given(tmp_path: Path) -> None:
    path, target = saved_as(tmp_path, parts()), tmp_path / "Report.docx"
    done = run("finalize", path, "-o", target, "--no-pages")
    assert done.exit_code == 1
    assert "[suggestion]" in done.stderr
    assert "[marked-unfinished]" not in done.stderr
    assert not target.exists()
    accepted = run("finalize", path, "-o", target, "--no-pages", "--with-open-points", "The board meets tonight.")
    assert accepted.exit_code == 0
    assert "[suggestion]" in accepted.stderr
    assert "(The board meets tonight.)" in accepted.stderr
    assert target.exists()


def test_the_command_never_replaces_a_report_unless_forced(tmp_path: Path) -> None:
    path, target = saved_as(tmp_path, settled()), tmp_path / "Report.docx"
    target.write_bytes(b"mine")
    done = run("finalize", path, "-o", target, "--no-pages")
    assert (done.exit_code, target.read_bytes()) == (2, b"mine")
    assert run("finalize", path, "-o", target, "--no-pages", "--force").exit_code == 0
    (kept,) = tmp_path.glob("Report-backup-*.docx")
    assert kept.read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["client-report.docx", "Report.pdf"])
def test_the_command_refuses_the_draft_itself_and_other_kinds(tmp_path: Path, name: str) -> None:
    path = saved_as(tmp_path, settled())
    before = path.read_bytes()
    done = run("finalize", path, "-o", tmp_path / name, "--force")
    assert done.exit_code == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", [["review"], ["finalize", "-o", "again.docx"]])
def test_a_report_that_was_finalized_is_no_draft_any_more(tmp_path: Path, command: list[str]) -> None:
    path = saved_as(tmp_path, final(settled()))
    done = run(*command, path)
    assert done.exit_code == 2
    assert "finalized" in done.stderr


@pytest.mark.office
def test_libreoffice_prints_the_report_without_its_marks(tmp_path: Path, soffice: Office) -> None:
    from pypdf import PdfReader

    saved = soffice.convert(saved_as(tmp_path, settled()), "docx", tmp_path / "saved")
    again = read_parts(saved)
    target = tmp_path / "Report.docx"
    target.write_bytes(write_parts(final(again)))
    assert traces(read_parts(target)) == []
    pages = PdfReader(soffice.convert(target, "pdf", tmp_path)).pages
    text = " ".join(page.extract_text() for page in pages)
    assert "Summary of key recommendations" in text
    assert "Draft 1" not in text
