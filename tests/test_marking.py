"""Marked copies: every problem at its cell, all else as it was, and no trace left of what was put right."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from reportgen.assessment.validation import in_workbook_order, validate
from reportgen.common.diagnostics.problems import (
    ERROR_VALUE,
    GAP,
    HIGH_BOX_WITHOUT_NOTE,
    MISSING_SHEET,
    NO_ANSWERS,
    UNPRINTABLE_TEXT,
    UNREADABLE_ANSWER,
    Problem,
    ProblemKind,
)
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import Assessment, Place
from reportgen.runs.check import check_workbook
from tests.builders import question_set
from tests.commands import run
from tests.conftest import Office
from tests.packages import parts_of, zipped
from tests.workbooks import read_workbook, write_workbook
from tests.xlsx_files import (
    MAIN,
    Change,
    canonical,
    differences,
    faults,
    mark,
    rebuilt,
    relations_of,
    replacing,
    sheet_parts,
    targets,
)

SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx"

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

COMMENTS = re.compile(r"xl/comments(/comment)?\d+\.xml")

MISTAKES = """
    # Interviews
    Code | Date       | Role     | Level    | AP Analysis and planning | PR Proposition | ME Measuring the effect
    '01  | 2025-03-03 | Director | Managger | Yes                      | Yes            | Perhaps

    # Interview 01
    ID    | Answer      | I   | Note
    AP-01 | eighty-ish  | Yes | seen in use
    AP-02 | 80          | Yes |
    AP-03 | 70          |     | said so
    PR-01 |             |     |
    ME-01 | =1/0        |     |

    # Findings
    Ref | Area | Kind     | Finding
    F-1 | Care | Strength | They care.
"""


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A workbook with some mistakes."""
    return write_workbook(tmp_path / "faulty.xlsx", MISTAKES)


def checked(path: Path) -> tuple[Assessment, tuple[Problem, ...]]:
    questions = question_set()
    assessment, problems = read_workbook(path, questions)
    return assessment, in_workbook_order((*problems, *validate(assessment, questions)), assessment)


def marked(path: Path, problems: Sequence[Problem] | None = None, name: str = "marked.xlsx") -> Path:
    """The marked copy, which is a sound package whatever it was made from."""
    copy = path.with_name(name)
    copy.write_bytes(mark(path, checked(path)[1] if problems is None else problems))
    assert faults(copy) == []
    return copy


def at(cell: str, sheet: str = "Interview 01", kind: ProblemKind = UNREADABLE_ANSWER) -> Problem:
    """A problem of that cell."""
    facts: dict[ProblemKind, dict[str, Any]] = {
        UNREADABLE_ANSWER: {"question": "AP-01", "value": "eighty-ish"},
        HIGH_BOX_WITHOUT_NOTE: {"question": "AP-01", "value": "80"},
        ERROR_VALUE: {"value": "#REF!"},
        GAP: {"question": "AP-01", "interview": "01", "element": "Analysis and planning"},
    }
    return kind.at(Place(sheet, cell), **facts[kind])


def comments_of(path: Path) -> dict[tuple[str, str], str]:
    """The text of each comment by sheet and cell."""
    parts = parts_of(path)
    return {
        (title, comment.get("ref", "")): "".join(map(str, comment[0].itertext()))
        for title, sheet in sheet_parts(parts).items()
        for name in targets(parts, relations_of(sheet)).values()
        if COMMENTS.search(name)
        for comment in etree.fromstring(parts[name]).iter(f"{MAIN}comment")
    }


def colour_of(path: Path, sheet: str, cell: str) -> str:
    """The colour that fills a cell, six digits; empty for none."""
    fill = openpyxl.load_workbook(path)[sheet][cell].fill
    return str(fill.fgColor.rgb)[-6:] if fill.fill_type == "solid" else ""


def fills_of(path: Path) -> set[tuple[str, str, str]]:
    """Sheet, cell and colour (or kind of fill) of every filled cell."""
    cells = [cell for sheet in openpyxl.load_workbook(path).worksheets for row in sheet.iter_rows() for cell in row]
    return {
        (cell.parent.title, cell.coordinate, str(cell.fill.fgColor.rgb)[-6:] if kind == "solid" else kind)
        for cell in cells
        if (kind := cell.fill.fill_type)
    }


def shown(book: openpyxl.Workbook) -> str:
    """The title of the sheet that is shown first."""
    return book.sheetnames[book.index(book.active)] if book.active else ""


def edited(path: Path, edit: object) -> Path:
    """The workbook after something was done to it through openpyxl."""
    book = openpyxl.load_workbook(path)
    assert callable(edit)
    edit(book)
    book.save(path)
    return path


# ---------------------------------------------------------------------------------------------- comments and colours


def test_every_problem_is_a_comment_in_its_cell_with_word_code_and_advice(faulty: Path) -> None:
    _, problems = checked(faulty)
    assert {"unreadable-answer", "no-such-box", "gap", "unknown-choice"} <= {found.code for found in problems}
    comments = comments_of(marked(faulty))
    assert comments.keys() == {(found.place.sheet, found.place.cell) for found in problems if found.place.cell}
    for found in problems:
        if found.place.cell:
            text = comments[found.place.sheet, found.place.cell]
            assert f"{found.kind.severity.value.capitalize()}: {found.advice} [{found.code}]" in text
            assert str(found.place) not in text


def test_every_cell_with_a_problem_is_coloured_and_no_other(faulty: Path) -> None:
    _, problems = checked(faulty)
    coloured = {(sheet, cell) for sheet, cell, _ in fills_of(marked(faulty)) if sheet != "Problems"}
    assert coloured == {(found.place.sheet, found.place.cell) for found in problems if found.place.cell}


def test_errors_are_red_and_warnings_are_amber_and_an_error_wins(faulty: Path) -> None:
    copy = marked(faulty, [at("B3"), at("B4", kind=GAP), at("B5", kind=HIGH_BOX_WITHOUT_NOTE), at("B5")])
    red, amber, both = (colour_of(copy, "Interview 01", cell) for cell in ("B3", "B4", "B5"))
    assert red == both
    assert red[:2] > red[2:4]
    assert amber[2:4] > amber[4:]


def test_a_mark_leaves_font_border_format_and_protection_of_its_cell(faulty: Path) -> None:
    cell = openpyxl.load_workbook(SAMPLE)["Interview 01"]["E8"]
    (copy := faulty.with_name("copy.xlsx")).write_bytes(mark(SAMPLE, [at("E8")]))
    other = openpyxl.load_workbook(copy)["Interview 01"]["E8"]
    for look in ("font", "border", "alignment", "number_format", "protection", "value", "style"):
        assert repr(getattr(other, look)) == repr(getattr(cell, look)), look
    assert other.fill != cell.fill


def test_light_text_gets_a_dark_colour(faulty: Path) -> None:
    edited(faulty, lambda book: setattr(book["Interview 01"]["B2"], "font", Font(color="FFFFFFFF")))
    copy = marked(faulty, [at("B2"), at("C2")])
    dark, light = (int(colour_of(copy, "Interview 01", cell)[2:4], 16) for cell in ("B2", "C2"))
    assert dark < 64 < light


def test_several_problems_of_a_cell_share_a_comment_errors_first(faulty: Path) -> None:
    comments = comments_of(marked(faulty, [at("B3", kind=HIGH_BOX_WITHOUT_NOTE), at("B3")]))
    assert list(comments) == [("Interview 01", "B3")]
    assert re.findall(r"^(Error|Warning): .* \[(.*)\]$", comments["Interview 01", "B3"], re.MULTILINE) == [
        ("Error", "unreadable-answer"),
        ("Warning", "high-box-without-note"),
    ]


def test_the_box_of_a_comment_grows_with_its_text(faulty: Path) -> None:
    copy = marked(faulty, [at("B3"), *(at("B4") for _ in range(8))])
    (drawing,) = (part for name, part in parts_of(copy).items() if name.endswith(".vml"))
    small, large = re.findall(rb"width:(\d+)px;height:(\d+)px", drawing)
    assert int(small[1]) < 130
    assert int(large[1]) > 3 * int(small[1])


def test_a_mark_shows_where_a_condition_colours_the_cell(tmp_path: Path) -> None:
    """Our questionnaires colour what waits for an answer by a condition, which paints over any fill."""
    (copy := tmp_path / "copy.xlsx").write_bytes(mark(SAMPLE, [at("E8"), at("A1"), at("E9", kind=GAP)]))
    assert faults(copy) == []
    was, now = (conditions_of(path, "Interview 01") for path in (SAMPLE, copy))
    # Excel goes by priority, LibreOffice by order; no condition colours A1
    assert {sqref for sqref, _ in now[:2]} == {"E8", "E9"}
    assert [priority for _, priority in now[:2]] == [1, 2]
    assert now[2:] == [(sqref, priority + 2) for sqref, priority in was]


def conditions_of(path: Path, title: str) -> list[tuple[str, int]]:
    """Cells and priority of each condition of a sheet, in the order of the file."""
    parts = parts_of(path)
    root = etree.fromstring(parts[sheet_parts(parts)[title]])
    groups = root.iter(f"{MAIN}conditionalFormatting")
    return [(group.get("sqref", ""), int(rule.get("priority", ""))) for group in groups for rule in group]


def test_a_problem_inside_a_merged_range_shows_in_its_first_cell(faulty: Path) -> None:
    edited(faulty, lambda book: book["Interview 01"].merge_cells("B3:B5"))
    copy = marked(faulty, [at("B4")])
    assert list(comments_of(copy)) == [("Interview 01", "B3")]


def test_an_empty_cell_far_from_all_others_can_be_marked(faulty: Path) -> None:
    copy = marked(faulty, [at("AB300"), at("A1"), at("D1"), at("C40")])
    assert set(comments_of(copy)) == {("Interview 01", cell) for cell in ("AB300", "A1", "D1", "C40")}
    assert differences(faulty, mark(copy, ())) == set()


# ------------------------------------------------------------------------------------------------ the list of problems


HEADINGS = ["What to do", "Where", "What is wrong", "Severity", "Question", "Found", "Allowed", "Code"]


def problem_rows(path: Path) -> list[dict[str, str]]:
    """The rows of the list by heading."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = [[str(cell.value or "") for cell in row[: len(HEADINGS)]] for row in sheet.iter_rows()]
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows[rows.index(HEADINGS) + 1 :]]


def test_the_first_sheet_lists_every_problem_errors_first(faulty: Path) -> None:
    _, problems = checked(faulty)
    copy = marked(faulty)
    assert openpyxl.load_workbook(copy).sheetnames == ["Problems", *openpyxl.load_workbook(faulty).sheetnames]
    rows = problem_rows(copy)
    assert sorted((row["Code"], row["Where"]) for row in rows) == sorted(
        (found.code, str(found.place) or "The whole workbook") for found in problems
    )
    assert [row["Severity"] for row in rows] == sorted(row["Severity"] for row in rows)
    unreadable = next(row for row in rows if row["Code"] == "unreadable-answer")
    assert (unreadable["Question"], unreadable["Found"]) == ("AP-01", "'eighty-ish'")
    assert unreadable["What is wrong"].startswith("'eighty-ish' is no answer to AP-01.")
    assert "80 - Clear evidence" in unreadable["Allowed"]
    assert unreadable["What to do"] == "Choose one from the list in the cell."


def test_every_row_links_to_its_cell(faulty: Path) -> None:
    _, problems = checked(faulty)
    book = openpyxl.load_workbook(marked(faulty))
    links = {}
    for row in book.worksheets[0].iter_rows(min_row=5):
        if row[1].hyperlink:
            sheet, _, cell = str(row[1].hyperlink.location).rpartition("!")
            links[row[1].value] = sheet, cell
            assert book[sheet.strip("'")][cell].comment
    assert links == {
        str(found.place): (f"'{found.place.sheet}'", found.place.cell) for found in problems if found.place.cell
    }


def test_problems_without_a_cell_are_listed_too(faulty: Path) -> None:
    edited(faulty, lambda book: setattr(book["About this file"]["B1"], "value", "test"))
    found = [
        NO_ANSWERS.at(),
        MISSING_SHEET.at(Place("Road map"), sheet="Road map"),
        MISSING_SHEET.at(Place("Lost"), sheet="Lost"),
        at("I2", "peers.xlsx, Peers"),
        at("B1", "About this file"),
    ]
    copy = marked(faulty, found)
    sheet = openpyxl.load_workbook(copy).worksheets[0]
    assert [(row[1].value, row[1].hyperlink and row[1].hyperlink.location) for row in sheet.iter_rows(min_row=5)] == [
        ("Road map", "'Road map'!A1"),
        ("Lost (no such sheet)", None),
        ("peers.xlsx, Peers!I2", None),
        ("About this file!B1 (hidden sheet)", "'About this file'!B1"),
        ("The whole workbook", None),
    ]


def test_a_link_finds_a_sheet_with_an_apostrophe(faulty: Path) -> None:
    edited(faulty, lambda book: setattr(book["Interview 01"], "title", "Jane's & Co"))
    sheet = openpyxl.load_workbook(marked(faulty, [at("B3", "Jane's & Co")])).worksheets[0]
    assert sheet["B5"].hyperlink.location == "'Jane''s & Co'!B3"


def test_the_list_is_easy_to_read(faulty: Path) -> None:
    sheet = openpyxl.load_workbook(marked(faulty)).worksheets[0]
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == f"A4:H{sheet.max_row}"
    assert sheet.print_title_rows == "$4:$4"
    assert all(cell.alignment.wrap_text for cell in sheet[5][:8])
    assert sheet.column_dimensions["I"].hidden


def test_what_to_do_stands_first_and_is_on_the_screen_with_what_is_wrong_and_where(faulty: Path) -> None:
    sheet = openpyxl.load_workbook(marked(faulty)).worksheets[0]
    assert [cell.value for cell in sheet[4][:3]] == ["What to do", "Where", "What is wrong"]
    assert sum(sheet.column_dimensions[letter].width for letter in "ABC") < 140  # of 1366 pixels, at 7 a character


def links_back(path: Path) -> dict[tuple[str, str], str]:
    """Where the links to the list stand on the sheets, and their goals."""
    sheets = openpyxl.load_workbook(path).worksheets
    return {
        (sheet.title, cell.coordinate): str(cell.hyperlink.location)
        for sheet in sheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink and "'Problems'" in str(cell.hyperlink.location)
    }


def test_each_row_with_a_marked_cell_links_back_to_its_first_problem_on_the_list(faulty: Path) -> None:
    copy = marked(faulty)
    rows = {number: row["Where"] for number, row in enumerate(problem_rows(copy), start=5)}
    links, comments = links_back(copy), comments_of(copy)
    assert {(sheet, re.sub(r"\D", "", cell)) for sheet, cell in comments} == {
        (sheet, re.sub(r"\D", "", cell)) for sheet, cell in links
    }
    for (sheet, cell), location in links.items():
        problem = rows[int(location.removeprefix("'Problems'!A"))]
        row = re.sub(r"\D", "", cell)
        assert re.fullmatch(rf"{sheet}![A-Z]+{row}", problem)
        others = [at for at in comments if at[0] == sheet and re.sub(r"\D", "", at[1]) == row]
        assert all(f"click on {cell}." in comments[at] for at in others)
        assert (sheet, cell) not in comments, "a link would take away who clicks the cell to correct it"


def test_a_link_back_spares_what_is_linked_merged_or_hidden(faulty: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Interview 01"]
        sheet["A3"].hyperlink = "https://example.com/"
        sheet.merge_cells("A4:A5")
        sheet.column_dimensions["C"].hidden = True

    copy = marked(edited(faulty, edit), [at("B3"), at("B4"), at("B5")])
    assert links_back(copy).keys() == {("Interview 01", "D3"), ("Interview 01", "A4"), ("Interview 01", "D5")}
    assert openpyxl.load_workbook(copy)["Interview 01"]["A3"].hyperlink.target == "https://example.com/"
    assert differences(faulty, mark(copy, ())) == set()


def test_the_assessors_own_sheet_of_that_name_stays(faulty: Path) -> None:
    edited(faulty, lambda book: book.create_sheet("PROBLEMS").append(["mine"]))
    copy = marked(faulty)
    assert openpyxl.load_workbook(copy).sheetnames[0] == "Problems 2"
    again = marked(copy, name="again.xlsx")
    assert openpyxl.load_workbook(again).sheetnames[0] == "Problems 2"
    assert openpyxl.load_workbook(again)["PROBLEMS"]["A1"].value == "mine"


def test_texts_of_any_kind_stand_as_they_are(faulty: Path) -> None:
    odd = "=1+1 <b>&amp; _x0041_ \u200f\x07 \ud800 {{ 7*7 }} 😀"
    found = UNREADABLE_ANSWER.at(Place("Interview 01", "B3"), question="AP-01", value=odd)
    copy = marked(faulty, [found])
    shown = "=1+1 <b>&amp; _x005F_x0041_ \u200f� � {{ 7*7 }} 😀"  # openpyxl does not undo Excel's escape
    assert problem_rows(copy)[0]["Found"] == f"'{shown}'"
    assert shown in comments_of(copy)["Interview 01", "B3"]


# ------------------------------------------------------------------------------------------------- nothing else changes


def awkward(path: Path) -> Path:
    """A workbook as other programs write them: shared and rich texts, own comments, parts openpyxl would lose."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = book["Interview 01"]
        sheet["B3"].comment = Comment("Ask Jane about this.", "Jane", width=200, height=60)
        sheet["C4"].comment = Comment("Fine with me.", "Jane")
        sheet["B3"].fill = PatternFill("solid", fgColor="FFFFF200")
        sheet["B4"].fill = GradientFill(stop=("FF00FF00", "FF0000FF"))
        sheet.print_title_rows = "2:2"
        sheet.protection.enable()
        book["Findings"].auto_filter.ref = "A1:D9"
        book["Notes"].print_title_rows = "1:1"
        book.defined_names["everywhere"] = DefinedName("everywhere", attr_text="'Notes'!$A$1")
        book.active = book.sheetnames.index("Notes")
        for other in book.worksheets:
            other.sheet_view.tabSelected = other.title == "Notes"

    edited(path, edit)
    sheets = sheet_parts(path)
    questionnaire, notes = sheets["Interview 01"], sheets["Notes"]
    texts = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="2" uniqueCount="2">'
        '<si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> and _x000D_ not</t></r></si>'
        "<si><t>phonetic</t><rPh sb='0' eb='1'><t>ph</t></rPh></si></sst>"
    )
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    kinds = f'<Default Extension="bin" ContentType="{office}.printerSettings"/>'
    kinds += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{office}.sharedStrings+xml"/>'
    return rebuilt(
        path,
        {
            "xl/sharedStrings.xml": texts.encode(),
            "customXml/item1.xml": b"<mine xmlns='urn:mine'>kept</mine>",
            "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
            "[Content_Types].xml": replacing("</Types>", f"{kinds}</Types>"),
            "_rels/.rels": relating("customXml", "customXml/item1.xml"),
            "xl/_rels/workbook.xml.rels": relating("sharedStrings", "sharedStrings.xml"),
            relations_of(questionnaire): relating("printerSettings", "../printerSettings/printerSettings1.bin"),
            questionnaire: replacing(
                "</sheetData>", '<row r="200"><c r="A200"><f>1+1</f><v>2</v></c><c r="B200" t="str"/></row></sheetData>'
            ),
            notes: replacing(
                "</sheetData>",
                '<row r="50"><c r="F50" t="s"><v>0</v></c><c r="G50" t="s"><v>1</v></c></row></sheetData>',
            ),
        },
    )


def relating(kind: str, target: str, types: str = OFFICE) -> Change:
    """A change that lets a part refer to another."""
    entry = f'<Relationship Id="rId{kind}" Type="{types}/{kind}" Target="{target}"/>'
    return replacing("</Relationships>", f"{entry}</Relationships>")


def test_parts_without_a_mark_stay_byte_for_byte(faulty: Path) -> None:
    awkward(faulty)
    before, after = parts_of(faulty), parts_of(marked(faulty, [at("B3"), at("B4")]))
    sheets = sheet_parts(faulty)
    touched = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}
    touched |= {sheets["Interview 01"], sheets["Notes"]}  # the latter was the tab that was shown
    touched |= {name for name in before if "comment" in name.lower()}
    assert {name for name in before if before[name] != after.get(name)} == touched
    assert [name for name in after if name in before] == list(before)


def test_a_marked_sheet_keeps_all_but_style_numbers(faulty: Path) -> None:
    awkward(faulty)
    copy = marked(faulty, [at("B3"), at("B4", kind=GAP), at("B2", "Findings")])
    for title in ("Interview 01", "Findings", "Notes"):
        before, after = (etree.fromstring(parts_of(path)[sheet_parts(path)[title]]) for path in (faulty, copy))
        changed = [
            (old.get("r"), new.get("s"))
            for old, new in zip(before.iter(f"{MAIN}c"), after.iter(f"{MAIN}c"), strict=True)
            if old.attrib != new.attrib
        ]
        assert [address for address, _ in changed] == {"Interview 01": ["B3", "B4"], "Findings": ["B2"]}.get(title, [])
        for root in (before, after):
            for cell in root.iter(f"{MAIN}c"):
                cell.attrib.pop("s", "")
            for name in ("legacyDrawing", "sheetViews", "hyperlinks"):
                for element in root.findall(f"{MAIN}{name}"):
                    root.remove(element)
        assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")


@pytest.mark.parametrize("make", [awkward, lambda path: path], ids=["awkward", "plain"])
def test_taking_all_marks_away_gives_the_workbook_as_it_was(faulty: Path, make: object) -> None:
    assert callable(make)
    make(faulty)
    copy = marked(faulty)
    assert differences(faulty, copy)
    clean = mark(copy, ())
    assert faults(clean) == []
    assert differences(faulty, clean) == set()


def test_a_workbook_without_marks_and_problems_comes_back_byte_for_byte(faulty: Path) -> None:
    awkward(faulty)
    assert parts_of(mark(faulty, ())) == parts_of(faulty)


def test_names_keep_their_sheets_and_one_tab_is_selected(faulty: Path) -> None:
    awkward(faulty)
    copy = marked(faulty)
    book = openpyxl.load_workbook(copy)
    assert book["Interview 01"].print_title_rows == "$2:$2"
    assert book["Notes"].print_title_rows == "$1:$1"
    assert book["Findings"].auto_filter.ref == "A1:D9"
    assert book.defined_names["everywhere"].attr_text == "'Notes'!$A$1"
    assert shown(book) == "Problems"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["Problems"]
    clean = faulty.with_name("clean.xlsx")
    clean.write_bytes(mark(copy, ()))
    assert shown(openpyxl.load_workbook(clean)) == "Notes"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(
        st.tuples(
            st.sampled_from(["Interview 01", "Findings", "Notes", "Engagement"]),
            st.tuples(st.sampled_from("ABCDZ"), st.integers(1, 12)),
            st.sampled_from([UNREADABLE_ANSWER, GAP]),
        ),
        max_size=12,
    )
)
def test_any_marks_can_be_taken_away(
    cells: list[tuple[str, tuple[str, int], ProblemKind]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = awkward(write_workbook(tmp_path_factory.mktemp("any") / "any.xlsx", MISTAKES))
    problems = [at(f"{column}{row}", sheet, kind) for sheet, (column, row), kind in cells]
    copy = marked(path, problems)
    assert set(comments_of(copy)) >= {(found.place.sheet, found.place.cell) for found in problems}
    assert differences(path, mark(copy, ())) == set()


# ------------------------------------------------------------------------------------------------ the copy is worked on


def test_the_copy_says_the_same_and_has_the_same_problems(faulty: Path) -> None:
    awkward(faulty)
    copy = marked(faulty)
    assert checked(copy) == checked(faulty)
    assert [found.place for found in checked(copy)[1]] == [found.place for found in checked(faulty)[1]]


def test_an_entry_that_is_a_label_of_ours_makes_no_questionnaire_of_the_list(faulty: Path) -> None:
    edited(faulty, lambda book: setattr(book["Interview 01"]["B3"], "value", "Interview code"))
    assert checked(marked(faulty)) == checked(faulty)


def test_marking_twice_does_not_pile_up(faulty: Path) -> None:
    awkward(faulty)
    copy = marked(faulty)
    assert marked(copy, name="again.xlsx").read_bytes() == copy.read_bytes()


def test_the_same_workbook_gives_the_same_bytes(faulty: Path) -> None:
    _, problems = checked(faulty)
    assert mark(faulty, problems) == mark(faulty, problems)


def test_what_was_put_right_loses_its_mark(faulty: Path) -> None:
    copy = edited(marked(faulty), lambda book: setattr(book["Interview 01"]["B3"], "value", 40))
    again = marked(copy, name="again.xlsx")
    assert comments_of(marked(faulty)).keys() - comments_of(again).keys() == {("Interview 01", "B3")}
    assert colour_of(again, "Interview 01", "B3") == ""
    assert ("unreadable-answer", "Interview 01!B3") not in [(row["Code"], row["Where"]) for row in problem_rows(again)]


def test_a_fill_comes_back_where_its_cell_was_moved(faulty: Path) -> None:
    """Rows are inserted and sorted in a copy: the fill that a mark replaced has to move along."""
    awkward(faulty)

    def move(book: openpyxl.Workbook) -> None:
        book["Interview 01"].move_range("B3:B4", rows=20)
        book["Interview 01"]["D9"]._style = book["Interview 01"]["B23"]._style

    clean = edited(marked(faulty, [at("B3"), at("B4")]), move)
    clean.write_bytes(mark(clean, ()))
    assert colour_of(clean, "Interview 01", "B23") == "FFF200"
    assert colour_of(clean, "Interview 01", "D9") == "FFF200"
    assert openpyxl.load_workbook(clean)["Interview 01"]["B24"].fill.fill_type == "linear"


def test_marks_go_when_somebody_deleted_or_renamed_the_list(faulty: Path) -> None:
    copy = edited(marked(faulty, [at("B3"), at("B4")]), lambda book: book.remove(book["Problems"]))
    assert links_back(copy), "the links are there, and lead nowhere now"
    copy.write_bytes(mark(copy, ()))
    assert comments_of(copy) == links_back(copy) == {}
    assert colour_of(copy, "Interview 01", "B3") == ""

    renamed = edited(marked(faulty), lambda book: setattr(book["Problems"], "title", "To do"))
    again = marked(renamed, name="again.xlsx")
    assert openpyxl.load_workbook(again).sheetnames == ["Problems", *openpyxl.load_workbook(faulty).sheetnames]


def test_a_list_that_was_moved_back_is_found(faulty: Path) -> None:
    copy = edited(marked(faulty), lambda book: book.move_sheet("Problems", 3))
    names = openpyxl.load_workbook(faulty).sheetnames
    assert openpyxl.load_workbook(marked(copy, name="again.xlsx")).sheetnames == ["Problems", *names]


def test_a_colour_that_somebody_chose_instead_stays(faulty: Path) -> None:
    green = PatternFill("solid", fgColor="FF00B050")
    copy = edited(marked(faulty, [at("B3")]), lambda book: setattr(book["Interview 01"]["B3"], "fill", green))
    copy.write_bytes(mark(copy, ()))
    assert colour_of(copy, "Interview 01", "B3") == "00B050"


# ------------------------------------------------------------------------------------------------ people's own comments


def test_a_comment_that_is_there_already_stays_and_gets_ours_below(faulty: Path) -> None:
    awkward(faulty)
    comments = comments_of(marked(faulty, [at("B3")]))
    assert comments["Interview 01", "C4"] == "Fine with me."
    own, _, ours = comments["Interview 01", "B3"].partition("\n\n--- reportgen ---\n")
    assert own == "Ask Jane about this."
    assert "[unreadable-answer]" in ours


def test_what_people_write_below_our_words_stays(faulty: Path) -> None:
    copy = marked(faulty, [at("B3"), at("B4")])

    def answer(book: openpyxl.Workbook) -> None:
        comment = book["Interview 01"]["B3"].comment
        comment.text += "\nJane: I asked them, it is 80."

    edited(copy, answer)
    again = marked(copy, [at("B3")], "again.xlsx")
    text = comments_of(again)["Interview 01", "B3"]
    assert text.startswith("Jane: I asked them, it is 80.\n\n--- reportgen ---")
    assert text.count("Error:") == 1
    copy.write_bytes(mark(again, ()))
    assert comments_of(copy) == {("Interview 01", "B3"): "Jane: I asked them, it is 80."}


def test_our_words_are_known_when_a_program_forgot_who_wrote_them(faulty: Path) -> None:
    awkward(faulty)
    copy = marked(faulty, [at("B3"), at("B4")])

    def forget(part: bytes) -> bytes:
        """As LibreOffice saves comments: no author, one run, no look."""
        root = etree.fromstring(part)
        for text in root.iter(f"{MAIN}text"):
            whole = "".join(map(str, text.itertext()))
            text[:] = []
            run = etree.SubElement(text, f"{MAIN}r")
            etree.SubElement(run, f"{MAIN}t").text = whole
        for author in root.iter(f"{MAIN}author"):
            author.text = " "
        return etree.tostring(root)

    (name,) = filter(COMMENTS.search, parts_of(copy))
    rebuilt(copy, {name: forget})
    copy.write_bytes(mark(copy, ()))
    assert comments_of(copy) == {
        ("Interview 01", "B3"): "Ask Jane about this.",
        ("Interview 01", "C4"): "Fine with me.",
    }


THREAD = """<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">\
<threadedComment ref="B3" dT="2025-03-03T10:00:00.00" personId="{11111111-1111-1111-1111-111111111111}" \
id="{22222222-2222-2222-2222-222222222222}"><text>Is this right?</text></threadedComment>\
<threadedComment ref="B9" dT="2025-03-03T10:00:00.00" personId="{11111111-1111-1111-1111-111111111111}" \
id="{33333333-3333-3333-3333-333333333333}"><text>Another.</text></threadedComment></ThreadedComments>"""
PEOPLE = """<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">\
<person displayName="Jane" id="{11111111-1111-1111-1111-111111111111}" userId="jane" providerId="None"/></personList>"""


def threaded(path: Path) -> Path:
    """A workbook with threaded comments, as Excel writes them beside comments for older programs."""
    about = "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment.\n\nComment:\n    {}"

    def comment(book: openpyxl.Workbook) -> None:
        for cell, text in (("B3", "Is this right?"), ("B9", "Another.")):
            book["Interview 01"][cell].comment = Comment(about.format(text), "tc={22222222}")

    edited(path, comment)
    sheet = sheet_parts(path)["Interview 01"]
    newer = "http://schemas.microsoft.com/office/2017/10/relationships"
    return rebuilt(
        path,
        {
            "xl/threadedComments/threadedComment1.xml": THREAD.encode(),
            "xl/persons/person.xml": PEOPLE.encode(),
            relations_of(sheet): relating("threadedComment", "../threadedComments/threadedComment1.xml", newer),
            "xl/_rels/workbook.xml.rels": relating("person", "persons/person.xml", newer),
            "[Content_Types].xml": replacing(
                "</Types>",
                '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
                '<Override PartName="/xl/threadedComments/threadedComment1.xml" '
                'ContentType="application/vnd.ms-excel.threadedcomments+xml"/></Types>',
            ),
        },
    )


def test_in_a_thread_our_words_are_a_reply(faulty: Path) -> None:
    threaded(faulty)
    copy = marked(faulty, [at("B3"), at("B4")])
    thread = etree.fromstring(parts_of(copy)["xl/threadedComments/threadedComment1.xml"])
    first, reply, other = thread
    assert reply.get("parentId") == first.get("id")
    assert "[unreadable-answer]" in "".join(map(str, reply.itertext()))
    people = {person.get("id") for person in etree.fromstring(parts_of(copy)["xl/persons/person.xml"])}
    assert reply.get("personId") in people
    assert not other.get("parentId")
    assert marked(copy, [at("B3"), at("B4")], "again.xlsx").read_bytes() == copy.read_bytes()
    assert differences(faulty, mark(copy, ())) == set()


def test_a_thread_that_excel_wrote_out_again_loses_our_reply(faulty: Path) -> None:
    threaded(faulty)
    copy = marked(faulty, [at("B3")])
    (name,) = filter(COMMENTS.search, parts_of(copy))
    rebuilt(copy, {name: lambda part: part.replace(b"\n\n--- reportgen", b"\nReply:\n    --- reportgen")})
    copy.write_bytes(mark(copy, ()))
    assert comments_of(copy)["Interview 01", "B3"].endswith("Comment:\n    Is this right?")


# --------------------------------------------------------------------------------------------- files of other programs


def test_buttons_and_pictures_in_the_drawing_stay_byte_for_byte(faulty: Path) -> None:
    awkward(faulty)
    button = (
        '<v:shape id="_x0000_s1100" type="#_x0000_t201" style="x"><v:textbox><div>Press<br>me</div></v:textbox>'
        '<x:ClientData ObjectType="Button"><x:Row>2</x:Row><x:Column>1</x:Column></x:ClientData></v:shape>'
    )
    (name,) = (name for name in parts_of(faulty) if name.endswith(".vml"))
    rebuilt(faulty, {name: replacing("</xml>", f"{button}</xml>")})  # not sound XML, as Excel itself writes it
    copy = marked(faulty, [at("B3"), at("B4")])
    assert button.encode() in parts_of(copy)[name]
    assert parts_of(mark(copy, ()))[name] == parts_of(faulty)[name]


def test_the_box_of_somebodys_comment_gets_its_size_back(faulty: Path) -> None:
    awkward(faulty)
    (name,) = (name for name in parts_of(faulty) if name.endswith(".vml"))
    end = re.search(rb"</(\w+):ClientData>", parts_of(faulty)[name])
    assert end
    prefix = end[1].decode()
    anchored = f"<{prefix}:Anchor>2, 15, 1, 10, 4, 15, 5, 4</{prefix}:Anchor>{end[0].decode()}"
    rebuilt(faulty, {name: replacing(end[0].decode(), anchored)})
    copy = marked(faulty, [at("B3")])
    assert b"<!--reportgen: was 2, 15, 1, 10, 4, 15, 5, 4-->" in parts_of(copy)[name]
    assert parts_of(mark(copy, ()))[name] == parts_of(faulty)[name]


@pytest.mark.parametrize("width", ["0.0001", "-3", "nan", "inf", "1e99", "wide"])
def test_a_box_finds_its_place_whatever_the_widths(faulty: Path, width: str) -> None:
    part = sheet_parts(faulty)["Interview 01"]
    facts = f'<sheetFormatPr defaultColWidth="{width}" defaultRowHeight="{width}"/>'
    rebuilt(faulty, {part: lambda content: re.sub(rb"<sheetFormatPr[^>]*/>", facts.encode(), content)})
    copy = faulty.with_name("copy.xlsx")
    copy.write_bytes(mark(faulty, [at("B3"), at("XFD1048576")]))
    drawing = next(content for name, content in parts_of(copy).items() if name.endswith(".vml"))
    for anchor in re.findall(rb"<x:Anchor>([^<]*)<", drawing):
        left, _, top, _, right, _, bottom, _ = map(int, anchor.split(b", "))
        assert left <= right < 16_384
        assert top <= bottom < 1_048_576


def test_cells_and_rows_without_addresses_are_counted(faulty: Path) -> None:
    part = sheet_parts(faulty)["Interview 01"]
    rebuilt(faulty, {part: lambda content: re.sub(rb' r="[A-Z]*\d+"', b"", content)})
    copy = marked(faulty, [at("B3")])
    assert colour_of(copy, "Interview 01", "B3")
    assert list(comments_of(copy)) == [("Interview 01", "B3")]


def test_a_sheet_written_with_prefixes_can_be_marked(faulty: Path) -> None:
    part = sheet_parts(faulty)["Interview 01"]

    def prefixed(content: bytes) -> bytes:
        tagged = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content)
        return tagged.replace(b"xmlns=", b"xmlns:x=")

    rebuilt(faulty, {part: prefixed})
    copy = marked(faulty)
    assert checked(copy) == checked(faulty)
    assert differences(faulty, mark(copy, ())) == set()


def test_a_workbook_without_styles_can_be_marked(faulty: Path) -> None:
    parts = parts_of(faulty)
    parts.pop("xl/styles.xml")
    relations = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts["xl/_rels/workbook.xml.rels"])
    types = re.sub(rb"<Override [^>]*styles[^>]*/>", b"", parts["[Content_Types].xml"])
    bare = faulty.with_name("bare.xlsx")
    parts |= {"xl/_rels/workbook.xml.rels": relations, "[Content_Types].xml": types}
    for name in (name for name in parts if name.startswith("xl/worksheets/")):
        parts[name] = re.sub(rb' s="\d+"', b"", parts[name])
    bare.write_bytes(zipped(parts))
    copy = bare.with_name("marked-bare.xlsx")
    copy.write_bytes(mark(bare, [at("B3")]))
    assert colour_of(copy, "Interview 01", "B3")


def test_styles_without_the_usual_first_entries_get_them(faulty: Path) -> None:
    """Cells without a style have the first one, and Excel takes the first two fills for none and grey."""
    bare = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    sheets = {part: lambda content: re.sub(rb' s="\d+"', b"", content) for part in sheet_parts(faulty).values()}
    rebuilt(faulty, {"xl/styles.xml": bare, **sheets})
    (copy := faulty.with_name("copy.xlsx")).write_bytes(mark(faulty, [at("B3")]))
    assert faults(copy) == []
    styles = etree.fromstring(parts_of(copy)["xl/styles.xml"])
    assert [fill[0].get("patternType") for fill in styles.iter(f"{MAIN}fill")][:3] == ["none", "gray125", "solid"]
    (first, *_) = styles.findall(f"{MAIN}cellXfs/{MAIN}xf")
    assert first.get("fillId", "0") == "0"


def test_a_damaged_part_is_refused_in_one_sentence(faulty: Path) -> None:
    awkward(faulty)
    (name,) = filter(COMMENTS.search, parts_of(faulty))
    rebuilt(faulty, {name: b"<comments"})
    with pytest.raises(UnreadableFileError, match="cannot be marked: its part"):
        mark(faulty, [at("B3")])


def test_conditions_of_newer_programs_keep_their_order(faulty: Path) -> None:
    extension = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression" priority="1" id="{00000000-0000-0000-0000-000000000001}"/>'
        "<xm:sqref>B1:B9</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    part = sheet_parts(faulty)["Interview 01"]
    rebuilt(faulty, {part: replacing("</worksheet>", f"{extension}</worksheet>")})
    copy = marked(faulty, [at("B3"), at("D3")])
    sheet = parts_of(copy)[sheet_parts(copy)["Interview 01"]]
    assert b'sqref="B3"' in sheet  # not D3, which no condition colours
    assert b'<x14:cfRule type="expression" priority="2"' in sheet
    assert differences(faulty, mark(copy, ())) == set()


# -------------------------------------------------------------------------------------------------------- size, sample


def test_thousands_of_problems_on_one_sheet(faulty: Path) -> None:
    problems = [at(f"{column}{row}", "Notes") for row in range(1, 501) for column in "ABCDE"]
    copy = marked(faulty, problems)
    assert len(comments_of(copy)) == 2500
    drawing = next(part for name, part in parts_of(copy).items() if name.endswith(".vml"))
    assert b'data="1,2,3"' in drawing  # a block of numbers holds 1,023 boxes
    assert differences(faulty, mark(copy, ())) == set()


def planted(path: Path, count: int) -> set[str]:
    """Plant so many unreadable answers in the sample, and nothing else. Returns their places."""
    parts = parts_of(SAMPLE)
    sheets = {title: part for title, part in sheet_parts(parts).items() if title.startswith("Interview ")}
    found = [(title, cell) for title, part in sheets.items() for cell in ANSWER.findall(parts[part])]
    chosen = random.Random(count).sample(found, count)
    for title, cell in chosen:
        wrong = rb'<c r="%b"\1 t="inlineStr"><is><t>eighty-ish</t></is></c>' % cell
        entry = rb'<c r="%b"( s="\d+") t="s"><v>\d+</v></c>' % cell
        parts[sheets[title]] = re.sub(entry, wrong, parts[sheets[title]])
    path.write_bytes(zipped(parts))
    return {f"{title}!{cell.decode()}" for title, cell in chosen}


ANSWER = re.compile(rb'<c r="(E\d\d+)" s="\d+" t="s">')  # from row 10 on: below the headings


def test_the_sample_with_mistakes_is_marked_at_each_of_them(tmp_path: Path) -> None:
    for name in ("sample-peers.xlsx", "sample-earlier.json"):
        (tmp_path / name).write_bytes(SAMPLE.with_name(name).read_bytes())
    source, copy = tmp_path / "client.xlsx", tmp_path / "marked.xlsx"
    places = planted(source, 300)
    before = check_workbook(source)
    copy.write_bytes(mark(source, before.problems))
    assert faults(copy) == []
    texts = comments_of(copy).items()
    assert {f"{sheet}!{cell}" for (sheet, cell), text in texts if "[unreadable-answer]" in text} == places
    after = check_workbook(copy)
    assert after == before
    assert [found.place for found in after.problems] == [found.place for found in before.problems]
    assert differences(source, mark(copy, ())) == set()


def relinked(path: Path) -> list[bytes]:
    """The cells with links on the questionnaire, whatever a program makes of them."""
    return re.findall(rb'<hyperlink [^>]*ref="(\w+)"', parts_of(path)[sheet_parts(path)["Interview 01"]])


@pytest.mark.office
def test_a_copy_saved_by_libreoffice_reads_the_same_and_loses_its_marks(
    faulty: Path, soffice: Office, tmp_path: Path
) -> None:
    awkward(edited(faulty, lambda book: setattr(book["Interview 01"]["B7"], "value", 5)))  # not to be calculated
    copy = marked(faulty)
    _, problems = before = checked(faulty)
    (ods := soffice.convert(copy, "ods", tmp_path / "ods"))
    for saved in (soffice.convert(copy, "xlsx", tmp_path / "xlsx"), soffice.convert(ods, "xlsx", tmp_path / "back")):
        assert checked(saved) == before
        assert [found.place for found in checked(saved)[1]] == [found.place for found in problems]
        assert comments_of(saved).keys() == comments_of(copy).keys()
        assert len(relinked(saved)) == len(relinked(copy)) > 0
        again = marked(saved, problems, "again.xlsx")
        assert comments_of(again) == comments_of(copy)
        clean = saved.with_name("clean.xlsx")
        clean.write_bytes(mark(saved, ()))
        assert faults(clean) == []
        assert comments_of(clean) == comments_of(faulty)
        assert relinked(clean) == []
        assert fills_of(clean) == fills_of(faulty)
        assert openpyxl.load_workbook(clean).sheetnames == openpyxl.load_workbook(faulty).sheetnames


def test_the_words_for_what_no_text_can_hold_are_marked_too(faulty: Path) -> None:
    """The kind exists: a warning of a note that holds a control character."""
    found = UNPRINTABLE_TEXT.at(Place("Notes", "D2"), value="a character", mark="'�'")
    assert "Warning: the text holds a character" in comments_of(marked(faulty, [found]))["Notes", "D2"]


def test_canonical_parts_are_compared_by_what_they_say() -> None:
    assert canonical(b"<a y='1' x='2'></a>") == canonical(b'<a x="2" y="1"/>')


# ---------------------------------------------------------------------------------------------------------- the command


def test_check_writes_the_copy_and_says_where(sample: Path) -> None:
    original, copy = sample.read_bytes(), sample.with_name("marked.xlsx")
    plain, marking = run("check", sample), run("check", sample, "--mark", copy)
    assert marking.exit_code == plain.exit_code == 0
    listed, _, _ = plain.stdout.partition("\nNext: ")
    assert marking.stdout == f"{listed}\n{copy}\n"
    assert marking.stderr.splitlines()[-1] == f"Next: correct what is marked in {copy}, then: reportgen check {copy}"
    assert sample.read_bytes() == original
    assert openpyxl.load_workbook(copy, read_only=True).sheetnames[0] == "Problems"
    assert run("check", copy).stdout == plain.stdout.replace("sample-client", "marked")


def test_check_writes_the_copy_of_a_workbook_with_errors_too(sample: Path) -> None:
    planted(sample, 3)
    result = run("check", sample, "--mark", sample.with_name("marked.xlsx"), "--json")
    assert result.exit_code == 1
    (record,) = json.loads(result.stdout)
    assert record["marked_copy"] == str(sample.with_name("marked.xlsx"))
    assert len(comments_of(sample.with_name("marked.xlsx"))) >= 3


def test_the_copy_never_takes_the_place_of_another_file(sample: Path) -> None:
    copy = sample.with_name("marked.xlsx")
    copy.write_bytes(b"somebody's")
    refused = run("check", sample, "--mark", copy)
    assert refused.exit_code == 2
    assert not refused.stdout  # refused before any work
    assert "marked.xlsx exists already" in refused.stderr
    assert run("check", sample, "--mark", copy, "--force").exit_code == 0
    (kept,) = sample.parent.glob("marked-backup-*.xlsx")
    assert kept.read_bytes() == b"somebody's"


def test_the_copy_is_never_the_workbook_itself(sample: Path) -> None:
    original = sample.read_bytes()
    for name in (sample, sample.parent / "." / sample.name):
        refused = run("check", sample, "--mark", name, "--force")
        assert refused.exit_code == 2
        assert "is the workbook itself" in refused.stderr
    assert sample.read_bytes() == original


def test_one_workbook_can_be_marked_at_a_time_as_xlsx(sample: Path) -> None:
    for arguments, message in (
        ((sample, sample), "--mark takes one workbook, but 2 were named"),
        ((sample,), "should end in .xlsx"),
    ):
        refused = run("check", *arguments, "--mark", sample.with_name("marked.xls"))
        assert refused.exit_code == 2
        assert message in refused.stderr


def test_no_copy_is_written_of_what_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "table.xlsx").write_text("id,answer\n", encoding="utf-8")
    assert run("check", tmp_path / "table.xlsx", "--mark", tmp_path / "marked.xlsx").exit_code == 2
    assert not (tmp_path / "marked.xlsx").exists()
