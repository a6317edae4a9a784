"""The scoring workbook we write: complete, protected, safe for any text, and always the same bytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.asked import as_entry, parts_asked
from reportgen.common.exceptions import ReportgenError
from reportgen.common.held import as_record, from_record
from reportgen.common.model import (
    OVERALL,
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Engagement,
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    Interview,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
    PeerFilter,
    QuestionSet,
    Target,
)
from reportgen.questions import for_sector, load_question_set
from reportgen.questions.starting import STARTER
from reportgen.workbook import layout
from reportgen.workbook.layout import ENGAGEMENT_FORM, Sheet, choice_lists
from reportgen.workbook.reader import OpenWorkbook, read_opened
from reportgen.workbook.writer import new_workbook, write_workbook
from reportgen.workbook.writer.cells import LONGEST_TEXT, cell_at, clean_text, put_text
from reportgen.workbook.writer.frame import height_of
from reportgen.workbook.writer.package import new_book, package
from reportgen.workbook.writer.styles import Style
from tests.builders import assessment, question_set
from tests.fillings import by_chance, empty
from tests.own_answers import own_answers
from tests.packages import parts_of
from tests.workbooks import read_workbook

CLIENT = "Harbour & Sons <Ltd>"
SET = question_set("""
    # Core
    ## AP Analysis and planning
    ### Strategy
    AP-01
    AP-02 | no N/A
    ### Analysis
    AP-03 | manager
    ## PR Proposition
    PR-01
    # Measurement
    ## ME Measuring the effect
    ME-01 | implementation
""")


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def fresh() -> Workbook:
    return opened(new_workbook(SET, CLIENT, 2, "Retail"))


def filled_assessment() -> Assessment:
    """Something on every sheet."""
    answers = """
        question | 01 manager            | 02 implementation: AP | agreed
        AP-01    | 80 IRe "seen in use"  | 5                     | 60 weighed up
        AP-02    | not known "ask Legal" | 40 "=1+1"             |
        AP-03    | not asked             | -                     |
        PR-01    | N/A "no _x0041_ shop" | -                     |
    """
    first, second = assessment(answers, SET).interviews
    facts = Engagement(
        client=CLIENT,
        market="home broadband",
        commissioned_by="Jane Example",
        commissioner_title="Managing Director",
        authors="A. Author, B. Author",
        date=date(2025, 4, 1),
        sector="Retail",
        region="UK",
        size="Under 250 staff",
        peer_data="peers.xlsx",
        own_peer_ids=("P-1", "P-2"),
        peer_filter=PeerFilter(("Retail", "Utilities"), ("UK",), (), 2020),
        name_roles=True,
    )
    return replace(
        assessment(answers, SET),
        engagement=facts,
        interviews=(
            replace(
                first, interviewer="A. Author", left_out="Loyalty card.\nOpening hours.", follow_ups_open="Budget."
            ),
            replace(second, follow_ups_closed="Minutes received."),
        ),
        notes=(Note("01", "proposition", NoteKind.MINI_CASE, "A customer rang three times."),),
        headlines=(Headline("02", HeadlineStatus.NEW, "Nobody owns the first bill."),),
        findings=(Finding("F-007", OVERALL, FindingKind.STRENGTH, "Staff care."),),
        initiatives=(Initiative("R-002", "core", "quick-win", "Name an owner.", "must", "low", "Head of service"),),
        targets=(Target("proposition", Fraction(80), date(2027, 3, 31)),),
        narrative=(
            NarrativeText(NarrativeSection.AIM, None, "To see where customers are lost."),
            NarrativeText(NarrativeSection.AREA_INTRODUCTION, "measurement", "Little is measured."),
            NarrativeText(NarrativeSection.LESSON, None, "Begin with one promise."),
        ),
    )


# ------------------------------------------------------------------------------------------------- what is there


def test_the_sheets_come_in_the_order_of_the_work_and_the_machinery_is_hidden(fresh: Workbook) -> None:
    work = ["Guide", "Engagement", "Interviews", "Good practice", "Interview 01", "Interview 02", "Notes", "Headlines"]
    work += ["Agreed scores", "Findings", "Road map", "Targets", "Narrative", "Results"]
    assert [sheet.title for sheet in fresh.worksheets if sheet.sheet_state == "visible"] == work
    assert fresh.sheetnames == [*work, "Lists", "Model", "About this file"]
    assert fresh.active is fresh["Guide"]


def test_every_column_of_the_layout_is_there(fresh: Workbook) -> None:
    declared = [layout.interviews_sheet(SET), layout.agreed_sheet(("01", "02")), layout.NOTES_SHEET]
    declared += [layout.HEADLINES_SHEET, layout.FINDINGS_SHEET, layout.ROAD_MAP_SHEET, layout.TARGETS_SHEET]
    declared += [layout.NARRATIVE_SHEET]
    declared += [replace_title(layout.questionnaire_sheet(SET), "Interview 02")]
    for sheet in declared:
        header = [cell.value for cell in header_row(fresh[sheet.title], sheet.columns[0].header)]
        assert header == [column.header for column in sheet.columns]
    fields = [row[0].value for row in fresh["Engagement"].iter_rows(min_row=5)]
    assert fields == [column.header for column in ENGAGEMENT_FORM.columns]


def replace_title(sheet: Sheet, title: str) -> Sheet:
    return replace(sheet, title=title)


def header_row(sheet: Worksheet, first: str) -> tuple[Cell | MergedCell, ...]:
    return next(row for row in sheet.iter_rows() if row[0].value == first)


def test_each_questionnaire_says_its_code_and_holds_every_question_once(fresh: Workbook) -> None:
    for code in ("01", "02"):
        sheet = fresh[f"Interview {code}"]
        label = next(cell for row in sheet.iter_rows() for cell in row if cell.value == layout.CODE_LABEL)
        assert sheet.cell(label.row, label.column + 1).value == code
        ids = [cell.value for cell in sheet["A"] if cell.value in SET.questions]
        assert ids == list(SET.questions)
        bands = [layout.band_label(element) for element in SET.elements]
        assert [cell.value for cell in sheet["A"] if cell.value in bands] == bands
    assert [cell.value for cell in fresh["Agreed scores"]["A"] if cell.value in SET.questions] == list(SET.questions)


def test_the_file_says_what_it_was_made_from(fresh: Workbook) -> None:
    facts = {row[0]: row[1] for row in fresh["About this file"].iter_rows(values_only=True)}
    assert facts.pop("asked") == as_entry(parts_asked(SET))
    assert facts.pop("held 1") != ""
    assert facts == {"set": "test", "set version": "1", "layout version": "1", "set title": "Test set"}


@pytest.mark.parametrize("room", [12, 32_000])
def test_the_file_remembers_the_entries_it_was_written_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr("reportgen.workbook.writer.hidden._HELD_IN_A_CELL", room)
    told = filled_assessment()
    (tmp_path / "client.xlsx").write_bytes(write_workbook(SET, told))
    assert _to_carry(tmp_path / "client.xlsx").held == from_record([as_record(told)])
    (tmp_path / "new.xlsx").write_bytes(new_workbook(SET, CLIENT, 2, "Retail"))
    new = _to_carry(tmp_path / "new.xlsx")
    assert new.held == from_record([as_record(new)]) != frozenset(), "client and sector too"


def _to_carry(path: Path) -> Assessment:
    return read_opened(OpenWorkbook(path), SET, to_carry=True)[0]


def test_client_and_sector_are_filled_in(fresh: Workbook) -> None:
    values = {row[0]: row[1] for row in fresh["Engagement"].iter_rows(min_row=5, values_only=True)}
    assert (values["Client"], values["Sector"]) == (CLIENT, "Retail")
    assert values["Roles may be named in the report"] == "No"


def test_a_sector_of_the_list_is_written_as_the_list_has_it() -> None:
    assert opened(new_workbook(SET, CLIENT, 1, "financial Services"))["Engagement"]["B11"].value == "Financial services"
    assert opened(new_workbook(SET, CLIENT, 1, "beekeeping"))["Engagement"]["B11"].value == "beekeeping"


def test_empty_findings_and_initiatives_carry_the_next_references() -> None:
    book = opened(write_workbook(SET, filled_assessment()))
    findings = [row[0].value for row in book["Findings"].iter_rows(min_row=5, max_row=7)]
    initiatives = [row[0].value for row in book["Road map"].iter_rows(min_row=5, max_row=7)]
    assert findings == ["F-007", "F-008", "F-009"]
    assert initiatives == ["R-002", "R-003", "R-004"]


def test_each_element_has_its_row_for_a_target() -> None:
    sheet = opened(write_workbook(SET, filled_assessment()))["Targets"]
    rows = [row[:2] for row in sheet.iter_rows(min_row=5, values_only=True) if row[0]]
    given = {"Proposition": "80 - Clear evidence and being implemented"}
    assert rows == [(element.title, given.get(element.title)) for element in SET.elements]


def test_the_narrative_invites_every_section_and_an_introduction_to_each_area(fresh: Workbook) -> None:
    rows = [row[:2] for row in fresh["Narrative"].iter_rows(min_row=5, values_only=True) if row[0]]
    assert list(dict.fromkeys(section for section, _ in rows)) == [section.value for section in NarrativeSection]
    introductions = [area for section, area in rows if section == NarrativeSection.AREA_INTRODUCTION.value]
    assert introductions == ["Core", "Measurement"]


def test_a_long_list_still_has_empty_rows_below(fresh: Workbook) -> None:
    notes = tuple(Note("01", None, None, f"Note {number}") for number in range(200))
    sheet = opened(write_workbook(SET, replace(empty(SET), notes=notes)))["Notes"]
    assert len([row for row in sheet.iter_rows(min_row=5) if row[0].protection.locked is False]) == 220


# --------------------------------------------------------------------------------------------- what may be entered


def lists_of(book: Workbook, sheet: Worksheet) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The cells and entries of every drop-down of a sheet."""
    for check in sheet.data_validations.dataValidation:
        if check.type == "list":
            title, cells = str(check.formula1).rsplit("!", 1)
            entries = tuple(row[0].value for row in book[title.strip("'")][cells.replace("$", "")])
            yield str(check.sqref), entries


def test_every_drop_down_is_a_range_that_holds_its_list(fresh: Workbook) -> None:
    lists = {entry.labels for entry in choice_lists(SET).values()} | {("01", "02")}
    for sheet in fresh.worksheets:
        for _, entries in lists_of(fresh, sheet):
            assert entries in lists


def test_not_applicable_is_offered_only_where_it_is_allowed(fresh: Workbook) -> None:
    sheet = fresh["Interview 01"]
    rows = {cell.value: cell.row for cell in sheet["A"]}
    offered = {cell: entries for cells, entries in lists_of(fresh, sheet) for cell in cells.split()}
    with_na, without = choice_lists(SET)["answers"].labels, choice_lists(SET)["answers_without_na"].labels
    assert offered[f"E{rows['AP-02']}"] == without
    assert [entries for entries in offered.values() if entries == with_na]


def test_only_input_cells_can_be_changed_and_no_password_is_needed(fresh: Workbook) -> None:
    for sheet in fresh.worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.protection.sheet
            assert sheet.protection.password is None
            may = (sheet.protection.formatRows, sheet.protection.formatColumns, sheet.protection.autoFilter)
            assert may == (False, False, False)  # False: not forbidden
    sheet = fresh["Interview 01"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "AP-01")
    unlocked = [cell.column_letter for cell in sheet[row] if not cell.protection.locked]
    assert unlocked == ["E", "F", "G", "H", "I"]  # answer, I, R, E, note
    assert not fresh["Engagement"]["B5"].protection.locked
    assert fresh["Engagement"]["A5"].protection.locked


def test_what_is_typed_into_a_text_or_a_list_stays_as_it_is_typed(fresh: Workbook) -> None:
    """The code 01 is no number and 1-2 no date; answers may be numbers and percents."""
    others: dict[str, set[object]] = {}
    for sheet in fresh.worksheets:
        first = int(re.sub(r"\D", "", sheet.freeze_panes or "A1"))
        for cell in (cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked):
            place = (cell.row or 0, 1) if sheet.title == "Engagement" else (first - 1, cell.column or 0)
            if cell.number_format != "@":
                others.setdefault(sheet.title, set()).add(sheet.cell(*place).value)
    elements = {f"{element.code} {element.title}" for element in SET.elements}
    assert others == {
        "Engagement": {"Date of the report", "Peer group: assessed since"},
        "Interviews": {"Date", "All elements", *elements},
        "Interview 01": {"Answer", "I", "R", "E"},
        "Interview 02": {"Answer", "I", "R", "E"},
        "Agreed scores": {"Agreed box"},
        "Road map": {"Start", "End"},
        "Targets": {"By when"},
    }


def test_help_stands_in_cells_and_nothing_needs_what_some_programs_lack(fresh: Workbook) -> None:
    functions = set()
    for sheet in fresh.worksheets:
        assert not sheet.tables
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.comment is None
                if cell.data_type == "f":
                    functions |= set(re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"', "", str(cell.value))))
    common = {"IF", "IFERROR", "AND", "INDEX", "MATCH", "TRIM", "COUNT", "COUNTIF", "COUNTIFS", "SUM", "SUMIFS", "ROWS"}
    common |= {"SUMPRODUCT", "AVERAGE", "ISNUMBER", "ROUND", "MIN", "MAX"}
    assert functions <= common | {"HYPERLINK", "OR", "ROW", "LEFT", "SUBSTITUTE", "LOG"}


@pytest.mark.parametrize("questions", [SET, own_answers()], ids=["plain", "own answers"])
def test_formulas_are_of_the_kinds_that_gnumeric_calculates_too(questions: QuestionSet) -> None:
    """It takes the one index of a row for that of a row of it, and ISNUMBER of a range looks at one cell."""
    taken_wrong = r"INDEX\(\$?[A-Z]+\$?(\d+):\$?[A-Z]+\$?\1,[^,()]*\)|ISNUMBER\([^()]*:"
    for sheet in opened(new_workbook(questions, CLIENT, 2, "")).worksheets:
        formulas = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert [formula for formula in formulas if re.search(taken_wrong, formula)] == []


def test_no_column_is_hidden_and_hints_have_a_sheet_of_their_own(fresh: Workbook) -> None:
    for sheet in fresh.worksheets:
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
    sheet = fresh["Interview 01"]
    assert sheet.print_area == f"'Interview 01'!$A$1:$J${sheet.max_row}"
    hints = ["Good practice", "Look for: intention", "Look for: reality", "Look for: effect"]
    assert [cell.value for cell in header_row(fresh["Good practice"], "ID")] == ["ID", "Question", *hints]


def test_every_sheet_is_set_up_for_printing(fresh: Workbook) -> None:
    for sheet in fresh.worksheets:
        if sheet.sheet_state == "visible":
            assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    with_rows = fresh["Interview 01"]
    assert (with_rows.print_title_rows, with_rows.freeze_panes) == ("$5:$5", "C6")
    assert with_rows.auto_filter.ref == f"A5:J{with_rows.max_row}"
    questionnaire = part(new_workbook(SET, CLIENT, 1), "xl/worksheets/sheet5.xml")
    assert '<pageSetUpPr fitToPage="1"' in questionnaire
    assert "Harbour &amp;&amp; Sons &lt;Ltd&gt;" in questionnaire
    assert "Page &amp;P of &amp;N" in questionnaire


def part(content: bytes, name: str) -> str:
    return parts_of(content)[name].decode("utf-8")


def test_rows_are_as_high_as_their_text_and_grow_with_it() -> None:
    text = "A long note. " * 60
    answer = Answer("01", "AP-01", AnswerState.SCORED, Fraction(80), note=text)
    content = write_workbook(SET, replace(empty(SET), answers=(answer,)))
    rows = re.findall(r'<row r="(\d+)" ht="([\d.]+)"( customHeight="1")?', part(content, "xl/worksheets/sheet5.xml"))
    heights = {int(row): (float(height), custom) for row, height, custom in rows}
    assert heights[7][0] > 200
    assert heights[7][1] == "", "a fixed height would hide what is typed later"
    assert heights[6][1], "the band above has a fixed height"


# ------------------------------------------------------------------------------------------------- what was written


def test_everything_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "filled.xlsx"
    path.write_bytes(write_workbook(SET, filled_assessment()))
    found, problems = read_workbook(path, SET)
    assert [problem for problem in problems if problem.is_error] == []
    assert without_blanks(found) == without_blanks(filled_assessment())


@pytest.mark.parametrize("seed", range(4))
def test_any_filling_is_read_back(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "filled.xlsx"
    filling = by_chance(SET, seed)
    path.write_bytes(write_workbook(SET, filling))
    assert without_blanks(read_workbook(path, SET)[0]) == without_blanks(filling)


def without_blanks(given: Assessment) -> Assessment:
    """The same assessment without answers that say nothing, in the order of the workbook."""
    order = list(SET.questions)
    said = [
        replace(answer, evidence={state: value for state, value in answer.evidence.items() if value is not None})
        for answer in given.answers
        if answer.state is not AnswerState.BLANK or answer.note
    ]
    said.sort(key=lambda answer: (answer.interview, order.index(answer.question_id)))
    return replace(given, answers=tuple(said))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_comes_back_as_text(text: str) -> None:
    assert text_back(text) == clean_text(text)


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 20", "-5", "@SUM(A1)", "#N/A", "TRUE", "80", "_x0041_", "_x000D_", " a "]
)
def test_text_stays_text(text: str) -> None:
    assert text_back(text) == text


def test_a_text_that_looks_like_a_formula_stays_text_when_it_is_edited() -> None:
    content = write_workbook(SET, filled_assessment())
    sheet = opened(content)["Interview 02"]
    note = next(row[8] for row in sheet.iter_rows() if row[0].value == "AP-02")
    assert (note.value, note.data_type, note.quotePrefix) == ("=1+1", "s", True)


def text_back(text: str) -> str:
    """What Excel shows for a cell with this text, by the rules of its file format."""
    book = new_book()
    put_text(cell_at(book.create_sheet(), 1, 1), text, Style.INPUT)
    strings = ElementTree.fromstring(part(package(book, "Texts"), "xl/sharedStrings.xml"))
    shown = "".join(strings.itertext())
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), shown)


def test_what_a_cell_cannot_hold_becomes_a_visible_mark() -> None:
    assert clean_text("a\x08b\x00c\ud800d\ufffee") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert clean_text("one\r\ntwo\rthree\tfour 🙂") == "one\ntwo\nthree\tfour 🙂"


def test_a_text_too_long_is_refused_by_name_and_one_that_fits_is_kept() -> None:
    fits = replace(empty(SET), notes=(Note("01", None, None, "x" * LONGEST_TEXT),))
    assert opened(write_workbook(SET, fits))["Notes"]["D5"].value == "x" * LONGEST_TEXT
    too_long = replace(empty(SET), notes=(Note("01", None, None, "🙂" * (LONGEST_TEXT // 2 + 1)),))
    with pytest.raises(ReportgenError, match=r"'Notes'!D5 \(Text\): the text has 32,768 characters"):
        write_workbook(SET, too_long)


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"set_version": "9"}, "question set test 9, not with test 1"),
        ({"interviews": ()}, "1 to 80 interviews, not 0"),
        ({"interviews": (Interview("01"), Interview("01"))}, "Two interviews have the code 01"),
        ({"interviews": (Interview("01", level="boss"),)}, "Interview 01, Level: 'boss'"),
        ({"interviews": (Interview("01", elements=frozenset({"magic"})),)}, "elements covered: 'magic'"),
        ({"answers": (Answer("01", "AP-99", AnswerState.BLANK),)}, "Interview 01, AP-99: the question set has no such"),
        ({"answers": (Answer("77", "AP-01", AnswerState.BLANK),)}, "no interview of this code"),
        ({"answers": (Answer("01", "AP-01", AnswerState.UNREADABLE),)}, "could not be read"),
        ({"answers": (Answer("01", "AP-01", AnswerState.BLANK),) * 2}, "answered twice"),
        ({"answers": (Answer("01", "AP-01", AnswerState.SCORED, Fraction(75)),)}, "AP-01, Answer: '75' is not known"),
        ({"agreed": (AgreedScore("AP-99", Fraction(5), "x"),)}, "Agreed score of AP-99"),
        ({"agreed": (AgreedScore("AP-01", Fraction(5), "x"),) * 2}, "agreed twice"),
        ({"findings": (Finding("F-1", "mars", FindingKind.THREAT, "x"),)}, "Finding F-1, Area: 'mars'"),
        ({"initiatives": (Initiative("R-1", "core", "someday", "x"),)}, "Initiative R-1, Horizon: 'someday'"),
        ({"notes": (Note("01", "magic", None, "x"),)}, "Note 1, Element: 'magic'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_has_no_place_in_the_workbook_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ReportgenError, match=re.escape(message)):
        write_workbook(SET, replace(empty(SET), **change))  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, -1, 81])
def test_too_few_or_too_many_interviews_are_refused(count: int) -> None:
    with pytest.raises(ReportgenError, match="1 to 80 interviews"):
        new_workbook(SET, CLIENT, count)


def test_codes_that_a_sheet_title_cannot_hold_still_give_sheets_of_their_own() -> None:
    codes = ("HH/1", "HH:1", "x" * 40, "x" * 41)
    content = write_workbook(SET, replace(empty(SET), interviews=tuple(Interview(code) for code in codes)))
    titles = opened(content).sheetnames[4:8]
    assert titles == ["Interview HH-1", "Interview HH-1 (2)", "Interview " + "x" * 21, "Interview " + "x" * 17 + " (2)"]
    assert [opened(content)[title]["D2"].value for title in titles] == list(codes)


# ------------------------------------------------------------------------------------------------------- the file


def test_the_same_input_gives_the_same_bytes() -> None:
    assert write_workbook(SET, filled_assessment()) == write_workbook(SET, filled_assessment())
    with zipfile.ZipFile(BytesIO(new_workbook(SET, CLIENT, 1))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_assessment_gives_the_new_workbook() -> None:
    registered = (Interview("01"), Interview("02"))
    wanted = Assessment(SET.id, SET.version, Engagement(CLIENT, sector="Retail"), registered)
    assert write_workbook(SET, wanted) == new_workbook(SET, CLIENT, 2, "Retail")


def test_twelve_interviews_stay_near_half_a_megabyte(cma: QuestionSet) -> None:
    assert len(new_workbook(cma, CLIENT, 12)) < 600_000


def test_letters_and_emoji_stand_as_themselves_in_the_xml() -> None:
    """Compared by hand: SheetJS 0.18.5 reads "&#128578;" as another letter, and saves that."""
    content = new_workbook(question_set(), "Müller 🙂 ❤️ 𝔘 & <Söhne>", 1)
    sheets = {name: part for name, part in parts_of(content).items() if name.startswith("xl/")}
    assert any("Müller 🙂 ❤️ 𝔘 &amp; &lt;Söhne&gt;".encode() in xml for xml in sheets.values())
    assert [name for name, xml in sheets.items() if re.search(rb"&#\d{3,};", xml) and "sheet" in name] == []


# ------------------------------------------------------------------------------------------------- typing an entry


def every_set() -> Mapping[str, Callable[[], QuestionSet]]:
    """The sets we have, in general words and a sector's, and one whose titles begin with entries of lists."""
    folders = {folder.name: folder for folder in (Path(__file__).parent / "sets").iterdir() if folder.is_dir()}
    awkward = "# Nobody waits\n## NO Noticing\nNO-01\n# Yes to customers\n## YES Yes\nYES-01"
    return {
        "ours": load_question_set,
        "ours, for utilities": lambda: for_sector(load_question_set(), "Utilities"),
        "own answers": own_answers,
        "titles like entries": lambda: question_set(awkward),
        **{name: partial(load_question_set, folder) for name, folder in folders.items()},
        "meetings": lambda: load_question_set(STARTER),
        "every field": lambda: load_question_set(Path(__file__).parent / "data" / "every-field"),
    }


@cache
def of_one_interview(name: str) -> Workbook:
    return opened(new_workbook(every_set()[name](), CLIENT, 1))


@pytest.mark.parametrize("name", every_set())
def test_no_text_above_a_drop_down_completes_an_entry_that_is_typed(name: str) -> None:
    """Excel makes of `Yes` whatever stands above and begins so, which the list then refuses."""
    book = of_one_interview(name)
    found = [
        (sheet.title, cell.coordinate, entry, cell.value)
        for sheet in book.worksheets
        for cells, entries in lists_of(book, sheet)
        for column in {bounds[0] or 0 for bounds in map(range_boundaries, cells.split())}
        for cell in column_of(sheet, column)
        for entry in entries
        if cell.value not in entries and str(cell.value).casefold().startswith(entry.casefold())
    ]
    assert found == []


@pytest.mark.parametrize("name", every_set())
def test_what_stands_above_a_table_breaks_no_word_and_is_not_cut(name: str) -> None:
    """Also where one interview, one evidence state or one element has a hint or a title to itself."""
    shown = (sheet for sheet in of_one_interview(name).worksheets if sheet.sheet_state == "visible")
    assert [found for sheet in shown for found in without_room(sheet)] == []


def without_room(sheet: Worksheet) -> Iterator[tuple[str, str, str]]:
    """The texts above the cells that scroll that break inside a word or are higher than their row."""
    last = int(re.sub(r"\D", "", sheet.freeze_panes or "A1")) - 1
    columns = {area.coord.split(":")[0]: range(area.min_col, area.max_col + 1) for area in sheet.merged_cells.ranges}
    for cell in (cell for row in sheet.iter_rows(max_row=max(last, 1)) for cell in row):
        looks = cell.alignment
        if not isinstance(cell.value, str) or cell.data_type == "f" or not looks.wrap_text or looks.textRotation:
            continue
        letters = map(get_column_letter, columns.get(cell.coordinate, [cell.column]))
        width, size = sum(sheet.column_dimensions[letter].width - 0.7 for letter in letters), cell.font.size
        shown, height = cell.value.removeprefix("\u200b"), sheet.row_dimensions[cell.row].height or 15
        longest = max(shown.split(), key=len)
        if height_of(longest, width, size) > height_of("", width, size) or height_of(shown, width, size) > height:
            yield sheet.title, cell.coordinate, shown


def column_of(sheet: Worksheet, number: int) -> Iterator[Cell]:
    """The texts of a column that were typed; what a formula gives completes nothing."""
    for (cell,) in sheet.iter_rows(min_col=number, max_col=number):
        if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.data_type != "f":
            yield cell


def test_a_register_whose_titles_begin_with_entries_is_read_all_the_same(tmp_path: Path) -> None:
    questions = every_set()["titles like entries"]()
    filling = replace(empty(questions, 1), answers=())
    path = tmp_path / "filled.xlsx"
    path.write_bytes(write_workbook(questions, filling))
    found, problems = read_workbook(path, questions)
    assert [problem for problem in problems if problem.is_error] == []
    assert found.interviews[0].elements == filling.interviews[0].elements != frozenset()
