"""The inspection finds nothing in sound files, and the one thing that is wrong in files broken one rule at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.options import BuildOptions
from reportgen.office.checks import inspect_document
from reportgen.runs.build import build_report
from reportgen.runs.new import new_scoring_workbook
from reportgen.runs.question_sets import empty_peer_file, question_set_workbook
from tests.checks import REVIEW_RULES, RULES, inspect_file
from tests.commands import run
from tests.inspected_files import TABLE, cell, packed, paragraph, png, row, sound_document, sound_workbook
from tests.sample_changes import sample

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"
BOOK, SHEET, FORMATS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
TYPES, LINKS, CHART = "[Content_Types].xml", "word/_rels/document.xml.rels", "word/charts/chart1.xml"

EVERYWHERE = ""  # in all parts that are text

FIELD_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
LAST_WORDS = paragraph("The last words.")


@dataclass(frozen=True)
class Fault:
    """A sound file with one text of one part replaced breaks one rule."""

    rule: str
    part: str
    old: str
    new: str
    where: str = field(default="", kw_only=True)  # a piece of the place that the finding names


WORD_FAULTS = (
    # the package
    Fault("part-not-xml", "word/header1.xml", "</w:hdr>", ""),
    Fault("part-not-xml", "word/header1.xml", "<w:hdr", "<!DOCTYPE w:hdr [<!ENTITY a 'b'>]><w:hdr"),
    Fault("type-missing", TYPES, '<Default Extension="png" ContentType="image/png"/>', ""),
    Fault("type-twice", TYPES, "</Types>", '<Default Extension="PNG" ContentType="image/png"/></Types>'),
    Fault("type-without-part", TYPES, "</Types>", '<Override PartName="/word/gone.xml" ContentType="a/xml"/></Types>'),
    Fault("type-wrong", TYPES, "wordprocessingml.numbering+xml", "wordprocessingml.document.glossary+xml"),
    Fault("relation-twice", LINKS, 'Id="rId11"', 'Id="rId1"'),
    Fault("relation-missing", DOCUMENT, 'r:embed="rId7"', 'r:link="rId7" r:embed="rId77"', where="a:blip"),
    Fault("relation-kind", DOCUMENT, 'r:embed="rId7"', 'r:link="rId7" r:embed="rId8"', where="a:blip"),
    Fault("relation-unused", DOCUMENT, '<w:hyperlink r:id="rId6">', "<w:hyperlink>"),
    Fault("ignorable", DOCUMENT, 'mc:Ignorable="w14 w15"', 'mc:Ignorable="w14 w16se"'),
    Fault("properties", "docProps/core.xml", "2025-03-14T10:00:00Z", "14 March 2025"),
    Fault("properties", "docProps/core.xml", "<dc:title>", "<dc:title>Old</dc:title><dc:title>"),
    Fault("properties", "docProps/custom.xml", 'pid="3"', 'pid="2"'),
    # ids and references
    Fault("drawing-id", DOCUMENT, 'docPr id="2"', 'docPr id="1"'),
    Fault("control-id", DOCUMENT, '<w:id w:val="1002"/>', '<w:id w:val="1001"/>'),
    Fault("bookmark-id", DOCUMENT, LAST_WORDS, '<w:bookmarkStart w:id="2" w:name="Other"/><w:bookmarkEnd w:id="2"/>'
          + LAST_WORDS),
    Fault("bookmark-name", DOCUMENT, 'w:name="_Ref1"/>', 'w:name="_Ref1"/><w:bookmarkStart w:id="9" w:name="_REF1"/>'
          '<w:bookmarkEnd w:id="9"/>'),
    Fault("bookmark-open", DOCUMENT, '<w:bookmarkEnd w:id="2"/>', ""),
    Fault("paragraph-id", DOCUMENT, 'w14:paraId="00000002"', 'w14:paraId="00000001"'),
    Fault("paragraph-id", DOCUMENT, 'w14:paraId="00000002"', 'w14:paraId="80000001"'),
    Fault("comment-open", DOCUMENT, '<w:commentRangeEnd w:id="0"/>', ""),
    Fault("comment-missing", DOCUMENT, LAST_WORDS,
          LAST_WORDS.replace("</w:p>", '<w:r><w:commentReference w:id="5"/></w:r></w:p>')),
    Fault("comment-id", "word/comments.xml", "</w:comments>",
          f'<w:comment w:id="0" w:author="me">{paragraph("Again?")}</w:comment></w:comments>'),
    Fault("comment-missing", "word/commentsExtended.xml", "00000010", "00000011"),
    Fault("comment-unused", DOCUMENT, '<w:r><w:commentReference w:id="0"/></w:r>', ""),
    Fault("note-missing", DOCUMENT, 'footnoteReference w:id="2"', 'footnoteReference w:id="3"'),
    Fault("note-id", "word/footnotes.xml", 'Separator" w:id="1"', 'Separator" w:id="0"'),
    Fault("style-missing", DOCUMENT, 'w:pStyle w:val="Body"', 'w:pStyle w:val="Boby"'),
    Fault("style-missing", STYLES, '<w:next w:val="Body"/>', '<w:next w:val="Gone"/>'),
    Fault("style-kind", DOCUMENT, '<w:pStyle w:val="Body"/>', '<w:pStyle w:val="Strong"/>'),
    Fault("style-twice", STYLES, '<w:name w:val="Body"/>', '<w:name w:val="Title"/>'),
    Fault("style-loop", STYLES, 'w:styleId="Normal"><w:name w:val="Normal"/>',
          'w:styleId="Normal"><w:name w:val="Normal"/><w:basedOn w:val="Body"/>'),
    Fault("list-missing", DOCUMENT, '<w:numId w:val="1"/>', '<w:numId w:val="7"/>'),
    Fault("list-missing", "word/numbering.xml", '<w:abstractNumId w:val="1"/>', '<w:abstractNumId w:val="2"/>'),
    Fault("list-twice", "word/numbering.xml", "</w:numbering>",
          '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'),
    Fault("target-missing", DOCUMENT, 'w:anchor="_Toc1"', 'w:anchor="_Toc2"', where="w:hyperlink"),
    Fault("target-missing", DOCUMENT, "PAGEREF _Toc1", "PAGEREF _Toc2"),
    Fault("target-missing", DOCUMENT, ' PAGE "', ' HYPERLINK \\l &quot;_Gone&quot; "'),
    Fault("field-open", DOCUMENT, LAST_WORDS, f"{LAST_WORDS}<w:p>{FIELD_BEGIN}</w:p>"),
    Fault("field-open", DOCUMENT, LAST_WORDS, f"{LAST_WORDS}<w:p>{FIELD_BEGIN.replace('begin', 'end')}</w:p>"),
    Fault("chart-axis", CHART, '<c:crossAx val="2"/>', '<c:crossAx val="3"/>'),
    Fault("chart-series", CHART, '<c:order val="1"/>', '<c:order val="0"/>'),
    # structure
    Fault("child-order", DOCUMENT, '<w:pStyle w:val="Body"/><w:numPr>',
          '<w:jc w:val="left"/><w:pStyle w:val="Body"/><w:numPr>'),
    Fault("child-order", DOCUMENT, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
          '<w:numPr><w:numId w:val="1"/><w:ilvl w:val="0"/></w:numPr>'),
    Fault("child-order", DOCUMENT, '<w:tblStyle w:val="Report"/><w:tblW w:w="9000" w:type="dxa"/>',
          '<w:tblW w:w="9000" w:type="dxa"/><w:tblStyle w:val="Report"/>'),
    Fault("child-order", DOCUMENT, '<w:tcW w:w="3000" w:type="dxa"/><w:gridSpan w:val="2"/>',
          '<w:gridSpan w:val="2"/><w:tcW w:w="3000" w:type="dxa"/>'),
    Fault("child-order", DOCUMENT, '<w:type w:val="nextPage"/><w:pgSz w:w="11906" w:h="16838"/>',
          '<w:pgSz w:w="11906" w:h="16838"/><w:type w:val="nextPage"/>'),
    Fault("child-order", DOCUMENT, '<w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r>',
          '<w:r><w:t>The</w:t></w:r><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r>'),
    Fault("child-order", SETTINGS, '<w:decimalSymbol w:val="."/>',
          '<w:decimalSymbol w:val="."/><w:doNotAutoCompressPictures/>'),
    Fault("child-order", CHART, '<c:idx val="1"/><c:order val="1"/>', '<c:order val="1"/><c:idx val="1"/>'),
    Fault("run-order", STYLES, "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:color w:val="auto"/><w:b/></w:rPr>'),
    Fault("child-twice", STYLES, "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:b/><w:b/></w:rPr>"),
    Fault("child-misplaced", DOCUMENT, LAST_WORDS, f"{LAST_WORDS}<w:r><w:t>Lost</w:t></w:r>"),
    Fault("child-misplaced", DOCUMENT, LAST_WORDS, f"<w:p>{LAST_WORDS}</w:p>"),
    Fault("cell-end", DOCUMENT, cell(paragraph("41")), cell(TABLE)),
    Fault("cell-end", "word/footnotes.xml", "</w:footnotes>", '<w:footnote w:id="3"/></w:footnotes>'),
    Fault("table-shape", DOCUMENT, '<w:gridSpan w:val="2"/>', ""),
    Fault("table-shape", DOCUMENT, cell(paragraph("41")), cell(paragraph("41"), properties="<w:vMerge/>")),
    Fault("table-shape", DOCUMENT, "</w:tbl>", '<w:tr><w:trPr><w:gridBefore w:val="3"/><w:trHeight w:val="9" '
          'w:hRule="exact"/></w:trPr></w:tr></w:tbl>'),
    Fault("section-end", DOCUMENT, LAST_WORDS, f"<w:sectPr/>{LAST_WORDS}"),
    Fault("section-end", DOCUMENT, "</w:body>", "<w:p><w:r><w:t>After the end.</w:t></w:r></w:p></w:body>"),
    Fault("update-prompt", SETTINGS, "<w:compat/>", "<w:updateFields/><w:compat/>"),
    # leftovers
    Fault("template-language", DOCUMENT, "The last words.", "The last {%p endif %} words."),
    Fault("template-language", DOCUMENT, "The last words.", "The {{ line.sco</w:t></w:r><w:r><w:t>re }} words."),
    Fault("template-language", "word/header1.xml", "A client", "{{ running.header }}"),
    Fault("template-language", DOCUMENT, "A grey point.", "{{ picture.alt }}"),
    Fault("empty-paragraph", DOCUMENT, LAST_WORDS, f"<w:p/>{LAST_WORDS}"),
    Fault("empty-paragraph", DOCUMENT, cell(paragraph("41")), cell(paragraph("41"), paragraph(" "))),
    Fault("empty-row", DOCUMENT, row(*(cell(paragraph(text)) for text in ("Core", "41", "38"))),
          row(*(cell("<w:p/>") for _ in range(3)))),
    Fault("empty-table", DOCUMENT, LAST_WORDS, '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>'
          f"{row(cell('<w:p/>'))}</w:tbl>{LAST_WORDS}"),
    Fault("empty-control", DOCUMENT, f"<w:sdtContent>{paragraph('Inside another control')}</w:sdtContent>",
          "<w:sdtContent/>"),
    Fault("empty-heading", DOCUMENT, LAST_WORDS, f"{LAST_WORDS}{paragraph('', 'Heading1')}{paragraph('More.')}"),
    Fault("heading-alone", DOCUMENT, LAST_WORDS, LAST_WORDS + paragraph("Left alone", "Heading1")),
    Fault("heading-alone", DOCUMENT, paragraph("Third", "Heading1"),
          paragraph("Left alone", "Heading1") + paragraph("Third", "Heading1")),
    Fault("empty-page", DOCUMENT, LAST_WORDS, PAGE_BREAK * 2 + LAST_WORDS),
    Fault("empty-page", DOCUMENT, LAST_WORDS, LAST_WORDS + PAGE_BREAK),
    Fault("empty-page", DOCUMENT, LAST_WORDS, PAGE_BREAK + LAST_WORDS.replace(
        "<w:p>", "<w:p><w:pPr><w:pageBreakBefore/></w:pPr>")),
    # accessibility
    Fault("title", "docProps/core.xml", "A small sound file", ""),
    Fault("language", STYLES, 'w:lang w:val="en-GB"', 'w:lang w:val="en-US"'),
    Fault("language", "docProps/core.xml", "<dc:title>", "<dc:language>fr-FR</dc:language><dc:title>"),
    Fault("alt-text", DOCUMENT, 'descr="A grey point."', 'descr="grey.png"'),
    Fault("alt-text", DOCUMENT, 'descr="Two bars: 41 and 38."', ""),
    Fault("first-heading", STYLES, '<w:outlineLvl w:val="0"/>', '<w:outlineLvl w:val="1"/>'),
    Fault("heading-jump", DOCUMENT, paragraph("Second", "Heading2"), paragraph("Second", "Heading3")),
    Fault("table-head", DOCUMENT, "<w:tblHeader/>", ""),
    Fault("table-head", DOCUMENT, row(*(cell(paragraph(text)) for text in ("Core", "41", "38"))),
          row(*(cell(paragraph(text)) for text in ("Core", "41", "38")))
          + row(*(cell(paragraph(text)) for text in ("a", "b", "c")), properties="<w:tblHeader/>")),
    Fault("contrast", STYLES, '<w:rPr><w:b/></w:rPr>', '<w:rPr><w:b/><w:color w:val="AAAAAA"/></w:rPr>'),
    Fault("contrast", STYLES, '<w:color w:val="FFFFFF"/>', '<w:color w:val="6C9BCB" w:themeColor="accent2"/>'),
    Fault("contrast", DOCUMENT, paragraph("41"), paragraph("41").replace(
        "<w:r>", '<w:r><w:rPr><w:color w:val="FFFF00"/></w:rPr>')),
    Fault("link-text", DOCUMENT, "Our pages", "Click here"),
    Fault("colour-only", DOCUMENT, cell(paragraph("41")),
          cell("<w:p/>", properties='<w:shd w:val="clear" w:color="auto" w:fill="7A1F1F"/>')),
    Fault("theme-colour", STYLES, '<w:color w:val="0B4A86" w:themeColor="accent1"/>',
          '<w:color w:val="0B4A87" w:themeColor="accent1"/>'),
)  # fmt: skip

EXCEL_FAULTS = (
    Fault("child-order", SHEET, '<sheetPr/><dimension ref="A1:C4"/>', '<dimension ref="A1:C4"/><sheetPr/>'),
    Fault("sheet-name", EVERYWHERE, "Road map", "Road/map"),
    Fault("sheet-name", EVERYWHERE, "Road map", "ANSWERS"),
    Fault("sheet-name", EVERYWHERE, "Road map", "A road map that goes on for ever"),
    Fault("sheet-id", BOOK, 'sheetId="2"', 'sheetId="1"'),
    Fault("sheet-hidden", BOOK, 'sheetId="1"', 'sheetId="1" state="hidden"'),
    Fault("sheet-hidden", BOOK, 'activeTab="0"', 'activeTab="2"'),
    Fault("sheets-grouped", "xl/worksheets/sheet2.xml", "<sheetView ", '<sheetView tabSelected="1" '),
    Fault("name-invalid", BOOK, "</definedNames>", '<definedName name="AB12">1</definedName></definedNames>'),
    Fault("name-twice", BOOK, "</definedNames>", '<definedName name="WEIGHT">1</definedName></definedNames>'),
    Fault("name-scope", BOOK, 'localSheetId="0"', 'localSheetId="9"'),
    Fault("print-titles", BOOK, "Answers!$1:$1", "Answers!$A$1:$C$1"),
    Fault("print-titles", BOOK, "Answers!$1:$1", "'Road map'!$1:$1"),
    Fault("cell-order", SHEET, '<row r="4"><c r="A4"/>', '<row r="3"><c r="A3"/>', where="row"),
    Fault("cell-order", SHEET, '<c r="B2"><v>80</v></c><c r="C2" t="b"><v>1</v></c>',
          '<c r="C2" t="b"><v>1</v></c><c r="B2"><v>80</v></c>', where="Answers!B2"),
    Fault("cell-order", SHEET, '<col min="2" max="3"', '<col min="1" max="3"'),
    Fault("cell-reference", SHEET, '<c r="A4"/>', '<c r="A5"/>'),
    Fault("cell-value", SHEET, '<c r="B2"><v>80</v></c>', '<c r="B2"><v>eighty</v></c>', where="Answers!B2"),
    Fault("cell-value", SHEET, 't="b"><v>1</v>', 't="b"><v>yes</v>'),
    Fault("string-index", SHEET, '<c r="A2" t="s"><v>1</v>', '<c r="A2" t="s"><v>2</v>', where="Answers!A2"),
    Fault("text-length", "xl/sharedStrings.xml", "AP-03", "x" * 32_768),
    Fault("style-index", SHEET, '<c r="A1" t="s" s="1">', '<c r="A1" t="s" s="2">', where="Answers!A1"),
    Fault("style-index", FORMATS, '<xf numFmtId="164" fontId="1"', '<xf numFmtId="165" fontId="1"'),
    Fault("style-index", FORMATS, 'fontId="1" fillId="2"', 'fontId="1" fillId="3"'),
    Fault("dxf-index", SHEET, 'dxfId="0"', 'dxfId="1"'),
    Fault("range-invalid", SHEET, 'dimension ref="A1:C4"', 'dimension ref="C4:A1"'),
    Fault("merge-overlap", SHEET, 'mergeCell ref="D1:D3"', 'mergeCell ref="B3:D4"'),
    Fault("validation-list", SHEET, "<formula1>'Road map'!$A$1:$A$2</formula1>",
          f'<formula1>"{",".join(["eighty"] * 40)}"</formula1>'),
    Fault("validation-text", SHEET, 'promptTitle="Box"', f'promptTitle="{"Box " * 9}"'),
    Fault("formula", SHEET, 'IF(B2&gt;50,"high","low")', 'IF(B2&gt;50,"high","low"'),
    Fault("formula", SHEET, 'IF(B2&gt;50,"high","low")', 'IF(B2&gt;50,"high,low)'),
    Fault("formula", SHEET, 'IF(B2&gt;50,"high","low")', 'IF(B2&gt;50;"high";"low")'),
    Fault("formula", SHEET, "+Weight", "+[1]Other!A1"),
    Fault("formula", BOOK, "'Road map'!$A$1<", "#REF!<"),
    Fault("formula-target", SHEET, "'Road map'!A1:A2", "'Raod map'!A1:A2", where="Answers!B3"),
    Fault("formula-target", SHEET, "'Road map'!$A$1:$A$2", "'Raod map'!$A$1:$A$2", where="Answers!B2"),
    Fault("formula-target", SHEET, "+Weight", "+Wieght"),
    Fault("formula-function", SHEET, 'IF(B2&gt;50,"high","low")', "TEXTJOIN(A1,A2)"),
    Fault("link-target", SHEET, "location=\"'Road map'!A1\"", "location=\"'Raod map'!A1\""),
    Fault("cell-comment-author", "xl/comments1.xml", 'authorId="0"', 'authorId="1"'),
    Fault("cell-comment-twice", "xl/comments1.xml", "</commentList>",
          '<comment ref="B2" authorId="0"><text><t>Again</t></text></comment></commentList>'),
    Fault("alt-text", "xl/drawings/drawing1.xml", 'descr="The logo of the firm."', ""),
    Fault("title", "docProps/core.xml", "A small sound file", ""),
    Fault("contrast", FORMATS, '<color rgb="FFFFFFFF"/>', '<color theme="5"/>'),
    Fault("contrast", FORMATS, '<bgColor rgb="FFFBF0DA"/>', '<bgColor rgb="FF7A1F2F"/>'),
)  # fmt: skip


def broken(parts: dict[str, str | bytes], fault: Fault) -> bytes:
    """A file with one fault."""
    changed = 0
    for name, content in parts.items():
        if isinstance(content, str) and fault.part in (name, EVERYWHERE) and fault.old in content:
            parts[name] = content.replace(fault.old, fault.new)
            changed += 1
    assert changed, "the fault changes nothing"
    return packed(parts)


def codes(source: bytes) -> set[str]:
    return {finding.code for finding in inspect_file(source)}


@pytest.mark.parametrize("parts", [sound_document, sound_workbook], ids=["document", "workbook"])
def test_sound_files_have_nothing_wrong(parts: Callable[[], dict[str, str | bytes]]) -> None:
    assert inspect_file(packed(parts())) == ()


@pytest.mark.parametrize("fault", WORD_FAULTS, ids=lambda fault: fault.rule)
def test_each_rule_of_word_catches_its_fault_and_no_other_does(fault: Fault) -> None:
    findings = inspect_file(broken(sound_document(), fault))
    assert {finding.code for finding in findings} == {fault.rule}
    assert fault.where in findings[0].place.path


@pytest.mark.parametrize("fault", EXCEL_FAULTS, ids=lambda fault: fault.rule)
def test_each_rule_of_excel_catches_its_fault_and_no_other_does(fault: Fault) -> None:
    findings = inspect_file(broken(sound_workbook(), fault))
    assert {finding.code for finding in findings} == {fault.rule}
    assert fault.where in findings[0].place.path


# ------------------------------------------------------------------------- faults that take more than another word


def _without_part(name: str) -> bytes:
    parts = sound_document()
    del parts[name]
    return packed(parts)


def _with_part(name: str, content: str | bytes) -> bytes:
    return packed(sound_document() | {name: content})


def _with_linked_picture() -> bytes:
    parts = sound_document()
    del parts["word/media/grey.png"]
    links = str(parts[LINKS]).replace('"media/grey.png"', '"https://example.com/grey.png" TargetMode="External"')
    return packed(parts | {LINKS: links})


def _with_odd_name() -> bytes:
    parts = sound_document()
    del parts["word/media/grey.png"]
    links = str(parts[LINKS]).replace("grey.png", "gr*y.png")
    return packed(parts | {LINKS: links, "word/media/gr*y.png": png()})


def _without_shape_of_comments() -> bytes:
    parts = sound_workbook()
    del parts["xl/drawings/comments.vml"]
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    kept = [entry for entry in str(parts[links]).split("<Relationship ") if "vmlDrawing" not in entry]
    sheet = str(parts[SHEET]).replace('<legacyDrawing r:id="rId2"/>', "")
    return packed(parts | {SHEET: sheet, links: "<Relationship ".join(kept)})


OTHER_FAULTS: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("unreadable", lambda: b"not a zip file"),
    ("unreadable", lambda: packed(sound_document())[:2000]),
    ("part-twice", lambda: packed(sound_document(), doubled=[STYLES])),
    ("part-name", _with_odd_name),
    ("part-unreachable", lambda: _with_part("word/secret.xml", "<secret/>")),
    ("relation-broken", lambda: _without_part("word/media/grey.png")),
    ("relation-source", lambda: _with_part("word/_rels/gone.xml.rels", "<Relationships/>")),
    ("external", _with_linked_picture),
    ("picture-kind", lambda: _with_part("word/media/grey.png", b"\xff\xd8\xff and so on \xff\xd9")),
    ("picture-cut-off", lambda: _with_part("word/media/grey.png", png()[:-12])),
    ("cell-comment-shape", _without_shape_of_comments),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "make"), OTHER_FAULTS, ids=[rule for rule, _ in OTHER_FAULTS])
def test_faults_of_the_package_are_caught(rule: str, make: Callable[[], bytes]) -> None:
    assert codes(make()) == {rule}


def test_every_rule_is_proved_by_a_broken_file() -> None:
    proved = {fault.rule for fault in (*WORD_FAULTS, *EXCEL_FAULTS)} | {rule for rule, _ in OTHER_FAULTS}
    assert {rule.code for rule in RULES} - proved == set()
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_a_review_is_told_what_it_asks_for_and_no_more() -> None:
    asked = {rule.code for rule in REVIEW_RULES}
    files = [(fault.rule, broken(sound_document(), fault)) for fault in WORD_FAULTS]
    files += [(rule, make()) for rule, make in OTHER_FAULTS if rule != "cell-comment-shape"]
    for rule, file in files:
        assert {finding.code for finding in inspect_document(file)} == {rule} & asked, rule


def test_a_review_is_told_of_a_file_inside_the_draft_that_cannot_be_opened() -> None:
    name = "word/embeddings/data.xlsx"
    unlinked = {key: value for key, value in sound_workbook().items() if key != "xl/worksheets/sheet2.xml"}
    for content, rule in ((b"not a workbook", "unreadable"), (packed(unlinked), "relation-broken")):
        assert rule in {f.code for f in inspect_document(_with_part(name, content)) if f.place.part.startswith(name)}


def test_a_file_inside_a_file_is_looked_at_too() -> None:
    """Native charts carry a workbook; a title of its own it does not need."""
    inner = broken(sound_workbook(), Fault("", SHEET, "+Weight", "+Wieght"))
    untitled = broken(sound_workbook(), Fault("", "docProps/core.xml", "A small sound file", ""))
    finding, *others = inspect_file(_with_part("word/embeddings/data.xlsx", inner))
    assert (finding.code, finding.place.part, others) == (
        "formula-target",
        "word/embeddings/data.xlsx!xl/worksheets/sheet1.xml",
        [],
    )
    assert codes(_with_part("word/embeddings/data.xlsx", untitled)) == set()


# ----------------------------------------------------------------------------------------- what is no fault at all


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (LAST_WORDS, paragraph("Costs {{ 7*7 }} % of {50 %}")),  # braces in text
        (LAST_WORDS, PAGE_BREAK + LAST_WORDS),
        (paragraph("Third", "Heading1"), "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Top</w:t></w:r></w:p>"),
        (LAST_WORDS, f"{TABLE}<w:p/>{TABLE}<w:p/>"),  # Word wants a paragraph between tables, and at the end
        (cell(paragraph("41")), cell("<w:p/>")),  # an empty cell
        (paragraph("Third", "Heading1"), paragraph("Third", "Heading1") + paragraph("Deeper", "Heading2")),
        ('descr="A grey point."', 'descr=""><a:extLst><a:ext><adec:decorative xmlns:adec="http://schemas.microsoft.com/'
         'office/drawing/2017/decorative" val="1"/></a:ext></a:extLst></wp:docPr><wp:docPr id="7" descr="So."'),
        (row(*(cell(paragraph(text)) for text in ("Core", "41", "38"))),
         row(*(cell("<w:p/>") for _ in range(3)), properties='<w:trHeight w:val="99" w:hRule="exact"/>')),
        ('w:anchor="_Toc1"', 'w:anchor="_top"'),
        (TABLE, TABLE.replace("<w:tblHeader/>", "").replace('w:firstRow="1"', 'w:firstRow="0"').replace("Head", "Body")
         .replace("</w:tblPr>", '<w:tblCaption w:val="A list"/></w:tblPr>')),
        (LAST_WORDS, LAST_WORDS.replace("<w:r>", '<w:r><w:rPr><w:color w:val="808080"/><w:sz w:val="36"/></w:rPr>')),
        (LAST_WORDS, LAST_WORDS.replace("<w:r>", '<w:r><w:rPr><w:shd w:val="clear" w:fill="000000"/></w:rPr>')),
    ],
)  # fmt: skip
def test_what_people_and_word_do_is_no_fault(old: str, new: str) -> None:
    assert codes(broken(sound_document(), Fault("", DOCUMENT, old, new))) == set()


def test_braces_of_the_data_are_told_from_those_of_a_template() -> None:
    file = broken(sound_document(), Fault("", DOCUMENT, "The last words.", "We say {{ client }} and {% if %}."))
    assert codes(file) == {"template-language"}
    assert inspect_file(file, literal=["{{ client }}", "{% if %}"]) == ()


def test_a_finding_says_what_where_and_how_bad() -> None:
    fault = Fault("", DOCUMENT, cell(paragraph("41")), cell(TABLE))
    (finding,) = inspect_file(broken(sound_document(), fault))
    assert finding.severity is Severity.ERROR
    assert finding.place.path == "/w:document/w:body/w:tbl/w:tr[2]/w:tc[2]"
    assert str(finding) == (
        "word/document.xml /w:document/w:body/w:tbl/w:tr[2]/w:tc[2]: "
        "The cell, note or comment does not end in a paragraph.  [cell-end]"
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_a_file_holds_the_inspection_comes_to_an_end(data: st.DataObject) -> None:
    """Any value of any attribute: a finding perhaps, an exception never."""
    parts = data.draw(st.sampled_from([sound_document(), sound_workbook()]))
    name = data.draw(st.sampled_from([name for name, content in parts.items() if isinstance(content, str)]))
    spots = list(re.finditer(r'(?<=[a-zA-Z])="[^"]*"', str(parts[name])))
    spot = data.draw(st.sampled_from(spots))
    value = data.draw(st.sampled_from(["", "1", "-1", "garbage", "nan", "9" * 5000, "FFFFFFFF", "A1:B", "\u0663"]))
    parts[name] = f'{str(parts[name])[: spot.start()]}="{value}"{str(parts[name])[spot.end() :]}'
    assert all(finding.message for finding in inspect_file(packed(parts)))


def test_entities_are_not_resolved() -> None:
    bomb = '<!DOCTYPE w:hdr [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:hdr'
    file = broken(sound_document(), Fault("", "word/header1.xml", "<w:hdr", bomb))
    assert codes(file) == {"part-not-xml"}


# ------------------------------------------------------------------------------------------------ what we generate


@pytest.mark.parametrize(
    "built",
    [sample, lambda: build_report(WORKBOOKS / "sample-client.xlsx", BuildOptions(charts="native")).document],
    ids=["picture", "native"],
)
def test_the_sample_report_has_nothing_wrong(built: Callable[[], bytes]) -> None:
    assert list(map(str, inspect_file(built()))) == []


@pytest.mark.parametrize("name", ["sample-client.xlsx", "sample-peers.xlsx"])
def test_the_sample_workbooks_have_nothing_wrong(name: str) -> None:
    assert list(map(str, inspect_file(WORKBOOKS / name))) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: new_scoring_workbook(None, "Söhne & Co <Ltd>", 8, "retail"),
        lambda: empty_peer_file(None),
        lambda: question_set_workbook(None),
    ],
    ids=["new workbook", "peers", "question set"],
)
def test_new_workbooks_have_nothing_wrong(make: Callable[[], bytes]) -> None:
    assert list(map(str, inspect_file(make()))) == []


def test_a_marked_copy_has_nothing_wrong(tmp_path: Path) -> None:
    copy = tmp_path / "marked.xlsx"
    run("check", WORKBOOKS / "sample-client.xlsx", "--mark", copy)
    assert list(map(str, inspect_file(copy))) == []
