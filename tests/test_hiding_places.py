"""Nothing that no reader sees reaches a client: a secret in every hiding place is listed by the review, and goes."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from reportgen.common.build_record import BuildRecord, read_build_record
from reportgen.common.house_style import load_house_style
from reportgen.draft.finalize import finalized
from reportgen.draft.finalize.workbooks import sheets_of
from reportgen.draft.review import review
from reportgen.draft.review.comments import placeholder_points
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.review.points import Point
from reportgen.office.package import DOCUMENT, RELATIONS, Package, parse, serialise
from reportgen.word.fields import fields
from reportgen.word.xml import DRAWING, field, make, shown_text, text_run, w
from tests.checks import inspect_file
from tests.drafts import Parts, base_of, edited, paragraph, parts
from tests.hiding_places import (
    BESIDE,
    IN_TEXT,
    PROSE,
    SECRET,
    TORN,
    WORKBOOKS,
    charted,
    custom_property,
    holders,
    in_stories,
    in_workbook,
    outer_workbook,
    page_condition,
    pictured,
)
from tests.packages import read_parts, write_parts
from tests.test_pictures import PICTURES

pytestmark = pytest.mark.slow


def final(source: Parts, *, kept: tuple[str, ...] = ()) -> Package:
    base = base_of(source)
    return finalized(source, replace(base, record=replace(base.record, kept_properties=kept))).parts


def judged(source: Parts) -> tuple[tuple[Point, ...], Package]:
    """What a review lists, and the report for the client."""
    base = base_of(source)
    made = finalized(source, base)
    return review(source, base, made), made.parts


def points_of(source: Parts) -> tuple[Point, ...]:
    return judged(source)[0]


@cache
def as_built(document: bytes) -> frozenset[Point]:
    return frozenset(points_of(read_parts(document)))


def listed_and_made(source: Parts, before: bytes) -> tuple[list[str], Package]:
    """The points that a review has more than of the draft as built, and the report for the client."""
    points, made = judged(source)
    return [point.message for point in points if point not in as_built(before)], made


def body(source: Parts) -> etree._Element:
    return parse(source[DOCUMENT])


@pytest.mark.parametrize("kind", [*IN_TEXT, *TORN])
def test_a_secret_in_a_text_is_listed_and_goes(kind: str) -> None:
    planted = in_stories(kind)
    assert {name.partition("/")[2][:4] for name in holders(planted)} >= {"docu", "head", "foot"}
    assert len(re.findall(SECRET.encode(), planted[DOCUMENT])) >= 3, "in the body, a cell and a text box"
    listed, made = listed_and_made(planted, write_parts(parts()))
    assert listed
    assert holders(made) == []
    assert [str(found) for found in inspect_file(write_parts(made)) if found.is_error] == []


@pytest.mark.parametrize("kind", BESIDE)
def test_a_secret_beside_the_text_is_listed_and_goes(kind: str) -> None:
    planted = BESIDE[kind](parts())
    assert holders(planted)
    listed, made = listed_and_made(planted, write_parts(parts()))
    assert listed
    assert holders(made) == []
    assert [str(found) for found in inspect_file(write_parts(made))] == []


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_a_secret_in_the_workbook_of_a_chart_is_listed_and_goes(kind: str) -> None:
    planted = in_workbook(WORKBOOKS[kind])
    assert holders(planted)
    listed, made = listed_and_made(planted, charted())
    assert listed
    assert holders(made) == []
    (name,) = [part for part in made if part.endswith(".xlsx")]
    assert [str(found) for found in inspect_file(made[name]) if found.is_error] == []
    book = openpyxl.load_workbook(io.BytesIO(made[name]))
    assert book.sheetnames == ["Data", "Plot"]


def test_a_chart_forgets_the_workbook_of_somebodys_computer() -> None:
    planted = outer_workbook()
    assert holders(planted)
    listed, made = listed_and_made(planted, charted())
    assert any("path of a chart's workbook" in message for message in listed)
    assert holders(made) == []


# ----------------------------------------------------------------------------------------------- what is seen stays


def test_what_a_reader_sees_stays_word_for_word() -> None:
    def edit(root: etree._Element) -> None:
        place = paragraph(root, PROSE)
        place.extend(field("DATE", "3 May 2025"))
        place.append(make("sdt", make("sdtPr", make("tag", val="x")), make("sdtContent", text_run(" chosen"))))
        place.append(make("smartTag", text_run(" London"), element="place", uri="urn:x"))
        place.append(make("r", make("rPr", make("color", val="FFFFFF"), make("shd", fill="000000")), text_run(" w")[0]))

    assert "Again: 41.3 May 2025 chosen London w" in shown_text(body(final(edited(edit))))


@pytest.mark.parametrize("code", ["PAGE", "STYLEREF Title", "EQ \\f(1,2)", "SEQ Figure", "NUMPAGES"])
def test_fields_that_lay_out_the_report_stay(code: str) -> None:
    def edit(root: etree._Element) -> None:
        paragraph(root, PROSE).extend(field(code, "7"))

    codes = [each.code.strip() for each in fields(body(final(edited(edit))))]
    assert code in codes


def test_a_field_that_computes_with_page_numbers_stays_whole() -> None:
    def edit(root: etree._Element) -> None:
        runs = field("= 1 -", "6")
        paragraph(root, PROSE).extend([*runs[:2], *field("PAGE", "7"), *runs[2:]])

    codes = [each.code.strip() for each in fields(body(final(edited(edit))))]
    assert "= 1 -" in codes


@pytest.mark.parametrize(("entry", "list_of"), [("TC", "TOC \\f"), ("XE", "INDEX")])
def test_entries_of_a_list_that_is_printed_stay(entry: str, list_of: str) -> None:
    def edit(root: etree._Element) -> None:
        paragraph(root, PROSE).extend(field(f'{entry} "Prose"'))
        paragraph(root, PROSE).addnext(make("p", *field(list_of, "Prose")))

    assert [each.code.split()[0] for each in fields(body(final(edited(edit)))) if "Prose" in each.code] == [entry]


def test_a_paragraph_that_only_runs_into_the_next_stays() -> None:
    def edit(root: etree._Element) -> None:
        place = paragraph(root, PROSE)
        place.insert(0, make("pPr", make("rPr", make("vanish"), make("specVanish"))))

    assert "Again: 41." in shown_text(body(final(edited(edit))))


def test_a_header_that_a_later_section_inherits_stays() -> None:
    planted = BESIDE["header of first pages"](parts())
    root = body(planted)
    sections = list(root.iter(w("sectPr")))
    reference = next(e for e in sections[-1] if e.get(w("type")) == "first")
    sections[0].insert(0, reference)
    sections[-1].append(make("titlePg"))
    planted[DOCUMENT] = serialise(root)
    assert holders(final(planted)) == ["word/header-left.xml"]


def test_the_custom_properties_that_the_house_style_names_stay() -> None:
    planted = custom_property(custom_property(parts()), "MSIP_Label_1_Owner")
    planted = custom_property(planted, "MSIP_Label_1_Name", "Public")
    named = final(planted, kept=("project", "MSIP_Label_*"))["docProps/custom.xml"].decode()
    assert re.findall('name="([^"]*)"', named) == ["Project", "MSIP_Label_1_Name"], "the owner of a label is a person"
    assert [point.code for point in points_of(planted)].count("custom-property") == 3


def test_house_style_and_draft_agree_on_what_is_kept(tmp_path: Path) -> None:
    style = tmp_path / "ours.toml"
    style.write_text('[report]\nproperties = ["Classification"]\n', encoding="utf-8")
    record = BuildRecord(kept_properties=load_house_style(style).properties)
    assert read_build_record(record.as_json()).kept_properties == ("Classification",)
    assert "kept_properties" not in BuildRecord().as_json(), "drafts without any stay as they were"


def test_a_review_says_where_hidden_words_stand_and_what_they_say() -> None:
    found = [point for point in points_of(in_stories("hidden run")) if point.code == "hidden-text"]
    assert [point.place.heading for point in found] == [
        "Title page",
        "5.1.1 Results",
        "5.1.1 Results",
        *["Headers and footers"] * 2,
    ]
    assert all(SECRET in point.found and not point.is_error for point in found)


def test_a_condition_on_page_numbers_stays_in_a_header_and_is_told() -> None:
    made = parts().copy()
    name = made.related(DOCUMENT, "header")[0]
    page_condition(made.changed(name))
    made = read_parts(made.packed())
    (point,) = [point for point in points_of(made) if point.code == "conditional-words"]
    assert (point.place.heading, SECRET in point.message, point.is_error) == ("Headers and footers", True, False)
    assert "IF" in {each.code.split()[0] for each in fields(parse(final(made)[name]))}


def test_a_cropped_picture_and_one_that_is_not_looked_into_are_told() -> None:
    made = pictured({"left.webp": b"RIFF....WEBP", "left.png": PICTURES["text of a PNG"]()})(parts())
    root = body(made)
    for blip in [b for b in root.iter(f"{{{DRAWING}}}blip") if b.getparent().tag.endswith("graphicData")]:  # type: ignore[union-attr]
        etree.SubElement(blip.getparent(), f"{{{DRAWING}}}srcRect", {"l": "12000", "t": "0"})  # type: ignore[arg-type]
    made[DOCUMENT] = serialise(root)
    found = [point for point in points_of(made) if point.code in ("picture-cropped", "picture-unread")]
    assert sorted(point.code for point in found) == ["picture-cropped", "picture-cropped", "picture-unread"]
    assert all(point.place.heading == "5.1.1 Results" and not point.is_error for point in found)


def test_the_sheets_of_an_embedded_workbook_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Costs"  # type: ignore[union-attr]
    book.create_sheet("Salaries").sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    assert sheets_of(target.getvalue()) == ["'Costs'", "'Salaries' (hidden)"]
    assert sheets_of(b"no workbook") == []


PROMPTS = {  # the languages of Word say it otherwise
    "Click or tap here to enter text.": make("sdtPr", make("showingPlcHdr"), make("text")),
    "Klicken oder tippen Sie, um ein Datum einzugeben.": make("sdtPr", make("showingPlcHdr", val="true"), make("date")),
    "選択してください": make("sdtPr", make("showingPlcHdr"), make("dropDownList")),
}


def asked(source: Parts) -> list[str]:
    """What a review tells of the prose as a placeholder."""
    found = placeholder_points(OpenDraft(source, base_of(parts())))
    return [
        point.place.text for point in found if point.is_error and any(w in point.place.text for w in (*PROMPTS, "[Cl"))
    ]


def test_what_word_itself_asks_is_a_placeholder_until_it_is_filled() -> None:
    def ask(root: etree._Element, *, filled: bool = False) -> None:
        for words, properties in PROMPTS.items():
            properties = deepcopy(properties)
            if filled:
                properties.remove(properties[0])
            inline = make("sdt", properties, make("sdtContent", text_run(words)))
            whole = make("sdt", deepcopy(properties), make("sdtContent", make("p", text_run(words))))
            paragraph(root, PROSE).addnext(make("p", inline))
            paragraph(root, PROSE).addnext(whole)
        if not filled:
            paragraph(root, PROSE).addnext(make("p", *field("MACROBUTTON NoMacro", "[Click here] now")))

    assert sorted(asked(edited(ask))) == sorted(["[Click here] now", *PROMPTS, *PROMPTS])
    assert asked(edited(lambda root: ask(root, filled=True))) == []


@pytest.mark.parametrize(("kind", "name"), [("package", "Costs.xlsx"), ("oleObject", "object1.bin")])
def test_a_file_that_is_embedded_as_a_whole_blocks(kind: str, name: str) -> None:
    made = parts().copy()
    made.add(
        f"word/embeddings/{name}",
        SECRET.encode(),
        "application/x",
        source=DOCUMENT,
        relation_type=f"{RELATIONS}/{kind}",
    )
    number = next(n for n, relation in made.relations(DOCUMENT).items() if relation.kind == kind)

    def edit(root: etree._Element) -> None:
        shown = etree.Element("{urn:schemas-microsoft-com:office:office}OLEObject", {f"{{{RELATIONS}}}id": number})
        paragraph(root, PROSE).append(make("r", make("object", shown)))

    (point,) = [point for point in points_of(edited(edit, made)) if point.code == "embedded-file"]
    assert point.is_error
    assert name in point.found
