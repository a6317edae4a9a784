"""Reading a workbook: found by title, code, heading and id wherever they moved; what cannot be meant is a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reportgen.assessment.validation import in_workbook_order, validate
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.model import (
    AgreedScore,
    AnswerState,
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
    PeerFilter,
    Place,
    Target,
)
from reportgen.common.scale import Box, scale_of
from reportgen.workbook import layout
from reportgen.workbook.reader import OpenWorkbook, origin_of
from reportgen.workbook.reader.tables import NOT_READ
from tests.builders import question_set
from tests.packages import parts_of, zipped
from tests.workbooks import put, read_workbook, write_workbook

QUESTIONS = question_set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "client.xlsx"


def problems_in(path: Path) -> list[tuple[str, str]]:
    """Code and place of every problem met in reading."""
    _, problems = read_workbook(path, QUESTIONS)
    return [(problem.code, str(problem.place)) for problem in problems]


def edited(path: Path, change: Callable[[Workbook], object]) -> Path:
    """The workbook after somebody worked on it."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


# ----------------------------------------------------------------------------------------------- a sound workbook


def test_a_sound_workbook_has_no_problems(path: Path) -> None:
    assert problems_in(write_workbook(path)) == []


def test_the_engagement(path: Path) -> None:
    write_workbook(
        path,
        """
        # Engagement
        Client                            | Harbour & Sons <Ltd>
        Market                            | home broadband
        Date of the report                | 1 April 2025
        Sector                            | retail
        Peer data                         | peers.xlsx
        Client's own ids in the peer data | h-1, h-2
        Peer group: sectors               | Retail; Utilities
        Peer group: sizes                 | 1,000 to 9,999 staff
        Peer group: assessed since        | 2020-01-31
        Roles may be named in the report  | yes
        """,
    )
    engagement = read_workbook(path, QUESTIONS)[0].engagement
    assert engagement.client == "Harbour & Sons <Ltd>"
    assert (engagement.date, engagement.sector, engagement.peer_data) == (date(2025, 4, 1), "Retail", "peers.xlsx")
    assert engagement.own_peer_ids == ("h-1", "h-2")
    assert engagement.peer_filter == PeerFilter(("Retail", "Utilities"), (), ("1,000 to 9,999 staff",), 2020)
    assert engagement.name_roles is True
    assert engagement.places["client"] == Place("Engagement", "B1")


def test_interviews_and_answers_know_their_cells(path: Path) -> None:
    write_workbook(
        path,
        """
        # Interviews
        Code | Date       | Role     | Level          | AP Analysis and planning | PR Proposition | Interviewer
        '01  | 2025-03-03 | Director | Manager        | Yes                      | No             | Ann
        '02  | 2025-03-04 | Adviser  | implementation | Yes                      |                | Ben
        # Interview 01
        ID    | Answer | I   | R  | Note
        AP-01 | 80     | Yes | no | seen
        AP-02 | N/A    |     |    | none here
        # Interview 02
        ID    | Answer    | Note
        AP-01 | Not known | new here
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert problems == ()
    first, second = assessment.interviews
    assert (first.code, first.date, first.role, first.level, first.interviewer) == (
        *("01", date(2025, 3, 3), "Director"),
        *("manager", "Ann"),
    )
    assert first.elements == second.elements == frozenset({"analysis-and-planning"})
    assert first.places["level"] == Place("Interviews", "D2")
    assert len(assessment.answers) == 14
    answer = assessment.answers[0]
    assert (answer.interview, answer.question_id, answer.box) == ("01", "AP-01", Fraction(80))
    assert answer.evidence == {"intention": True, "reality": False, "effect": None}
    assert (answer.note, str(answer.place), str(answer.note_place)) == ("seen", "Interview 01!B3", "Interview 01!E3")
    assert [a.state for a in assessment.answers_to["AP-02"]] == [AnswerState.NOT_APPLICABLE, AnswerState.BLANK]


def test_the_sheets_of_entries(path: Path) -> None:
    write_workbook(
        path,
        """
        # Notes
        Interview | Element     | Kind      | Text
        '01       | Proposition | mini case | They asked twice.
        # Headlines
        Interview | Status | Headline
        '01       | New    | Service is slow
        # Agreed scores
        ID    | Agreed box | Reason
        AP-02 | 60         | weighed up
        AP-03 |            | to be discussed
        # Findings
        Ref   | Area    | Finding             | Kind
        F-007 | Overall | People care.        | Strength
              | Core    | Plans are not read. | Key finding
        # Road map
        Ref | Area | Horizon   | Initiative | Priority | Effort | Owner | Lifts             | Start | End | Decision
        R-1 | Core | Quick win | Read plans | Must     | Low    | COO   | ap-02;AP–01 PR-01 | 2026-1-5 | 2026-3-9 | Who?
        R-2 | Core | Big prize | Write more |          |        |       |                   |          |          |
        # Narrative
        Section              | Area | Text
        Aim                  |      | To see clearly.
        Introduction to area | Core | About the core.
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert problems == ()
    assert assessment.notes == (Note("01", "proposition", NoteKind.MINI_CASE, "They asked twice."),)
    assert assessment.headlines == (Headline("01", HeadlineStatus.NEW, "Service is slow"),)
    assert assessment.agreed == (
        AgreedScore("AP-02", Fraction(60), "weighed up"),
        AgreedScore("AP-03", None, "to be discussed"),
    )
    assert assessment.findings == (
        Finding("F-007", "overall", FindingKind.STRENGTH, "People care."),
        Finding("F-001", "core", FindingKind.KEY_FINDING, "Plans are not read."),
    )
    assert assessment.initiatives == (
        Initiative(
            *("R-1", "core", "quick-win", "Read plans", "must", "low", "COO"),
            lifts=("AP-02", "AP-01", "PR-01"),
            start=date(2026, 1, 5),
            end=date(2026, 3, 9),
            decision="Who?",
        ),
        Initiative("R-2", "core", "big-prize", "Write more", "should", "", ""),
    )
    assert assessment.narrative == (
        NarrativeText(NarrativeSection.AIM, None, "To see clearly."),
        NarrativeText(NarrativeSection.AREA_INTRODUCTION, "core", "About the core."),
    )


def test_what_an_initiative_lifts_is_checked(path: Path) -> None:
    write_workbook(
        path,
        """
        # Road map
        Area | Horizon   | Initiative | Lifts
        Core | Quick win | Read plans | AP-02, AP-99, AP-02
        Core | Big prize | Write more | all of them
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert [entry.lifts for entry in assessment.initiatives] == [("AP-02",), ()]
    told = [(problem.code, str(problem.place), problem.fact("value")) for problem in problems]
    assert [entry for entry in told if "lifted" in entry[0]] == [
        ("unknown-lifted-question", "Road map!D2", "AP-99"),
        ("doubled-lifted-question", "Road map!D2", "AP-02, AP-99, AP-02"),
        *(("unknown-lifted-question", "Road map!D3", word) for word in ("all", "of", "them")),
    ]


def test_targets_are_read_however_a_box_is_named(path: Path) -> None:
    write_workbook(
        path,
        """
        # Targets
        Element               | Target box                           | By when
        Analysis and planning | 60 - Full commitment and real progress | 2027-03-31
        proposition           | 80%                                  |
        Measuring the effect  |                                      |
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert problems == ()
    assert assessment.targets == (
        Target("analysis-and-planning", Fraction(60), date(2027, 3, 31)),
        Target("proposition", Fraction(80)),
    )
    first = assessment.target_of["analysis-and-planning"]
    assert (str(first.place), str(first.element_place), str(first.by_place)) == (
        "Targets!B2",
        "Targets!A2",
        "Targets!C2",
    )


def test_a_box_of_zero_is_a_target(path: Path) -> None:
    scale = scale_of([Box(Fraction(value), f"Box {value}") for value in (0, 1, 2)])
    write_workbook(path, "# Targets\nElement | Target box\nProposition | 0", questions := question_set(scale=scale))
    assert read_workbook(path, questions)[0].targets == (Target("proposition", Fraction(0)),)


def test_what_is_no_target_is_an_error(path: Path) -> None:
    write_workbook(
        path,
        """
        # Targets
        Element               | Target box | By when
        Analysis and planing  | 60         |
        Analysis and planning | 70         |
        Proposition           | N/A        |
        Measuring the effect  | 60         |
        Measuring the effect  | 80         |
                              | 40         |
        Proposition           |            | 2027-03-31
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert assessment.targets == (Target("measuring-the-effect", Fraction(60)),)
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("unknown-choice", "Targets!A2"),
        ("unknown-choice", "Targets!B3"),
        ("unknown-choice", "Targets!B4"),
        ("missing-entry", "Targets!A7"),
        ("missing-entry", "Targets!B8"),
        ("doubled-target", "Targets!A6"),
    ]
    assert all(problem.is_error for problem in problems)
    assert "Did you mean 'Analysis and planning'?" in problems[0].message
    assert "'Measuring the effect' has a target in A5 already" in problems[-1].message


def test_a_workbook_without_targets_reads_as_before(path: Path) -> None:
    edited(write_workbook(path), lambda book: book.remove(book["Targets"]))
    assessment, problems = read_workbook(path, QUESTIONS)
    assert (assessment.targets, problems) == ((), ())


def test_rows_that_are_only_laid_out_are_no_entries(path: Path) -> None:
    write_workbook(
        path,
        """
        # Interviews
        Code | Date       | Level
        '01  | 2025-03-03 | Manager
        '02  |            |
        # Interview 01
        ID    | Answer
        AP-01 | 80
        # Interview 02
        ID    | Answer
        # Notes
        Interview | Element | Kind | Text
        '01       |         |      | \\u00a0
        # Findings
        Ref   | Area | Kind | Finding
        F-001 |      |      |
        F-002 | Core |      |
        # Narrative
        Section | Area | Text
        Aim     |      |
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert problems == ()
    assert [interview.code for interview in assessment.interviews] == ["01"]
    assert {answer.interview for answer in assessment.answers} == {"01"}
    assert (assessment.notes, assessment.findings, assessment.narrative) == ((), (), ())


@pytest.mark.parametrize("mark", ["answer", "note", "state", "headline"])
def test_an_interview_counts_once_anything_of_it_is_known(path: Path, mark: str) -> None:
    cells = {"answer": ("80", "", ""), "note": ("", "", "seen"), "state": ("", "Yes", "")}.get(mark, ("", "", ""))
    write_workbook(
        path,
        f"""
        # Interviews
        Code | Level
        '01  |
        # Interview 01
        ID    | Answer | I | Note
        AP-01 | {" | ".join(cells)}
        # Headlines
        Interview | Status | Headline
        {"'01 | New | Slow" if mark == "headline" else "|"}
        """,
    )
    assert [interview.code for interview in read_workbook(path, QUESTIONS)[0].interviews] == ["01"]


# ------------------------------------------------------------------------------------------------- it all moves


MOVED = """
    # Interviews
    Code | Date       | Role     | Level
    '01  | 2025-03-03 | Director | Manager
    # Interview 01
    ID    | Answer | I   | Note
    AP-01 | 80     | Yes | seen
    PR-02 | N/A    |     | none
    ME-01 | 5      | No  |
    # Agreed scores
    ID    | Agreed box | Reason
    AP-01 | 60         | weighed up
    # Findings
    Area    | Kind     | Finding
    Overall | Strength | People care.
"""


def insert_rows(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.insert_rows(1, 3)
        put(sheet, "A2", "our own remark")


def insert_columns(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.insert_cols(1)
        sheet.insert_cols(3)
        put(sheet, "A1", "our own column")


def sort_and_hide(book: Workbook) -> None:
    sheet = book["Interview 01"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    for number, row in enumerate(reversed(rows), start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet.auto_filter.ref = "A2:F9"


def rename_sheets(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.title = f" {sheet.title.upper()}" if not sheet.title.startswith("Interview ") else "Chat with Ann"


def change_headings(book: Workbook) -> None:
    for sheet in book.worksheets[:-1]:
        cells = sheet["A"] if sheet.title == "Engagement" else sheet[2 if sheet.title.startswith("Interview ") else 1]
        for cell in cells:
            cell.value = f"\u00a0{str(cell.value).upper().replace(' ', chr(0x2003))}\u200b "


def reorder_and_add_sheets(book: Workbook) -> None:
    for sheet in list(book.worksheets)[::2]:
        book.move_sheet(sheet, -3)
    own = book.create_sheet("Our own", 0)
    put(own, "A1", "ID")
    put(own, "B1", "80 - something else")


def style_far_away(book: Workbook) -> None:
    for title in ("Interview 01", "Findings", "Our list"):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        sheet["XFD1048576"].number_format = "0%"
        sheet["A1000000"].number_format = "0%"


@pytest.mark.parametrize(
    "change",
    [
        *(insert_rows, insert_columns, sort_and_hide, rename_sheets, change_headings),
        *(reorder_and_add_sheets, style_far_away),
    ],
)
def test_what_moved_is_found_again(path: Path, change: Callable[[Workbook], object]) -> None:
    before, _ = read_workbook(write_workbook(path, MOVED), QUESTIONS)
    after, problems = read_workbook(edited(path, change), QUESTIONS)
    assert problems == ()
    assert after == before


def test_an_answer_that_moved_is_named_where_it_stands_now(path: Path) -> None:
    edited(write_workbook(path, MOVED), insert_rows)
    edited(path, insert_columns)
    edited(path, lambda book: put(book["Interview 01"], "D6", "eighty"))
    assert problems_in(path) == [("unreadable-answer", "Interview 01!D6")]


def test_a_code_typed_as_a_number_is_the_same_code(path: Path) -> None:
    write_workbook(
        path,
        """
        # Interviews
        Code | Level
        1    | Manager
        # Interview 01
        ID    | Answer
        AP-01 | 80
        # Notes
        Interview | Element     | Kind    | Text
        1         | Proposition | Insight | Fine.
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert problems == ()
    assert [interview.code for interview in assessment.interviews] == ["01"]
    assert assessment.notes[0].interview == assessment.answers[0].interview == "01"


# --------------------------------------------------------------------------------------- what other programs make of it


def test_formulas_count_by_the_value_they_had_when_the_workbook_was_saved(path: Path) -> None:
    write_workbook(path, "# Interview 01\nID | Answer | I | Note\nAP-01 | =40*2 | =TRUE() | =A1")
    cached(path, "Interview 01", {"B3": b"<f>40*2</f><v>80</v>"})
    assessment, problems = read_workbook(path, QUESTIONS)
    assert [(problem.code, str(problem.place)) for problem in problems] == [("no-calculated-value", "Interview 01!D3")]
    assert assessment.answers[0].box == 80
    assert assessment.answers[0].evidence["intention"] is True


def test_a_formula_that_failed_is_an_error(path: Path) -> None:
    write_workbook(path, "# Interview 01\nID | Answer\nAP-01 | =1/0")
    cached(path, "Interview 01", {"B3": b"<f>1/0</f><v>#DIV/0!</v>"}, kind=b' t="e"')
    assert problems_in(path) == [("error-value", "Interview 01!B3")]


def cached(path: Path, title: str, cells: dict[str, bytes], kind: bytes = b"") -> None:
    """Put what Excel saves for a calculated formula in place of bare formulas."""
    number = load_workbook(path).sheetnames.index(title) + 1
    parts = parts_of(path)
    name = f"xl/worksheets/sheet{number}.xml"
    for address, content in cells.items():
        start = parts[name].index(f'<c r="{address}"'.encode())
        end = parts[name].index(b"</c>", start) + 4
        cell = b'<c r="' + address.encode() + b'"' + kind + b">" + content + b"</c>"
        parts[name] = parts[name][:start] + cell + parts[name][end:]
    path.write_bytes(zipped(parts))


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (b't="inlineStr"><is><r><t>Seen </t></r><r><rPr><b/></rPr><t>twice</t></r></is>', "Seen twice"),
        (b't="inlineStr"><is><t>one_x000D_\ntwo</t></is>', "one\ntwo"),
        (b't="inlineStr"><is><t>_x005F_x0041_</t></is>', "_x0041_"),
        (b't="str"><v>Seen</v>', "Seen"),
        (b't="inlineStr"><is><t>Seen</t><rPh sb="0" eb="1"><t>sound</t></rPh></is>', "Seen"),
        (b't="n"><v>12</v>', "12"),
    ],
)
def test_every_way_to_store_a_text(path: Path, xml: bytes, text: str) -> None:
    write_workbook(path, "# Interview 01\nID | Answer | I | R | E | Note\nAP-01 | 80 | | | | seen")
    parts = parts_of(path)
    for name, content in parts.items():
        start = content.find(b'<c r="F3"') if name.startswith("xl/worksheets/") else -1
        if start >= 0 and b"seen" in content:
            end = content.index(b"</c>", start)
            parts[name] = content[:start] + b'<c r="F3" ' + xml + content[end:]
    path.write_bytes(zipped(parts))
    assert read_workbook(path, QUESTIONS)[0].answers[0].note == text


def test_cells_without_addresses_and_wrong_dimensions(path: Path) -> None:
    before, _ = read_workbook(write_workbook(path, MOVED), QUESTIONS)
    parts = parts_of(path)
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', content)
            parts[name] = re.sub(rb'<c r="A\d+"', b"<c", content)
    path.write_bytes(zipped(parts))
    assert read_workbook(path, QUESTIONS) == (before, ())


def test_dates_of_1904_workbooks(path: Path) -> None:
    def to_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        put(book["Interviews"], "B2", "44258")

    edited(write_workbook(path, MOVED), to_1904)
    assert read_workbook(path, QUESTIONS)[0].interviews[0].date == date(2025, 3, 4)


def test_a_row_number_beyond_excel_is_refused_not_counted_up_to(path: Path) -> None:
    write_workbook(path)
    parts = parts_of(path)
    for name in parts:
        if name.startswith("xl/worksheets/"):
            row = b'<row r="99999999999"><c><v>1</v></c></row></sheetData>'
            parts[name] = parts[name].replace(b"</sheetData>", row)
    path.write_bytes(zipped(parts))
    with pytest.raises(UnreadableFileError, match="beyond the last one"):
        problems_in(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="A1"', b'r="ZZZZ9999999999"'),
        (b't="n"><v>80<', b't="s"><v>80<'),
        (b"<v>80</v>", b"<v>eighty</v>"),
        (b"</sheetData>", b"</sheetDat>"),
    ],
)
def test_broken_sheets_are_refused_with_one_sentence(path: Path, old: bytes, new: bytes) -> None:
    write_workbook(path, "# Interview 01\nID | Answer\nAP-01 | 80")
    parts = {name: part.replace(old, new) for name, part in parts_of(path).items()}
    path.write_bytes(zipped(parts))
    with pytest.raises(UnreadableFileError, match="is damaged"):
        read_workbook(path, QUESTIONS)


# ------------------------------------------------------------------------------------------------ what is not ours


def recorded_set(path: Path) -> tuple[str, str]:
    """Id and version of the question set that a workbook says it was made from."""
    origin = origin_of(OpenWorkbook(path))
    return origin.set_id, origin.set_version


def test_another_firms_workbook_is_named_in_one_sentence(path: Path) -> None:
    book = Workbook()
    for title in ("Budget", "Notes", "Findings", "Engagement"):
        sheet = book.create_sheet(title)
        for row in range(1, 500):
            sheet.cell(row, 1).value = f"Line {row}"
    book.save(path)
    for read in (lambda: read_workbook(path, QUESTIONS), lambda: recorded_set(path)):
        with pytest.raises(UnreadableFileError) as caught:
            read()
        message = str(caught.value)
        assert message.startswith(f"'{path}' is a workbook, but not a scoring workbook: its sheets are 'Sheet', ")
        assert message.endswith(" Name a scoring workbook.")


def test_the_set_a_workbook_was_made_from(path: Path) -> None:
    assert recorded_set(write_workbook(path, questions=question_set(version="2.1"))) == ("test", "2.1")


@pytest.mark.parametrize(("changes", "code"), [({"id": "other"}, "wrong-set"), ({"version": "2"}, "wrong-set-version")])
def test_another_set_or_version_is_one_problem(path: Path, changes: dict[str, str], code: str) -> None:
    write_workbook(path, questions=question_set("# A\n## XX Other\nXX-01", **changes))
    assert problems_in(path) == [(code, "About this file!B1")]


def test_another_layout_is_one_problem(path: Path) -> None:
    edited(write_workbook(path), lambda book: put(book[layout.META], "B3", "'99"))
    assert problems_in(path) == [("wrong-layout", "About this file!B1")]


def test_a_workbook_that_lost_its_hidden_sheet_is_still_ours(path: Path) -> None:
    edited(write_workbook(path, MOVED), lambda book: book.remove(book[layout.META]))
    assert recorded_set(path) == ("", "")
    assert problems_in(path) == [("missing-sheet", "About this file")]


@pytest.mark.parametrize(
    "title", ["Engagement", "Interviews", "Notes", "Headlines", "Agreed scores", "Findings", "Road map", "Narrative"]
)
def test_a_missing_sheet(path: Path, title: str) -> None:
    edited(write_workbook(path), lambda book: book.remove(book[title]))
    assert problems_in(path) == [("missing-sheet", title)]


def test_a_renamed_sheet_is_suggested(path: Path) -> None:
    edited(write_workbook(path), lambda book: setattr(book["Road map"], "title", "Roadmap"))
    [problem] = read_workbook(path, QUESTIONS)[1]
    assert "Is it the one named 'Roadmap'?" in problem.message


@pytest.mark.parametrize("title", ["Ziele", "Our goals"])
def test_a_sheet_that_may_be_missing_is_told_when_another_title_hides_it(path: Path, title: str) -> None:
    edited(write_workbook(path), lambda book: setattr(book["Targets"], "title", title))
    [problem] = read_workbook(path, QUESTIONS)[1]
    assert (problem.code, str(problem.place)) == ("missing-sheet", "Targets")
    assert f"Is it the one named '{title}'?" in problem.message


def test_two_sheets_of_one_title(path: Path) -> None:
    edited(write_workbook(path), lambda book: book.create_sheet("Notes "))
    assert problems_in(path) == [("doubled-sheet", "Notes ")]


@pytest.mark.parametrize("copy", ["Targets (2)", "Road map_2", "Copy of Notes", "findings copy 3", "Engagement (3)"])
def test_a_copied_sheet_is_told(path: Path, copy: str) -> None:
    edited(write_workbook(path), lambda book: book.create_sheet(copy))
    [problem] = read_workbook(path, QUESTIONS)[1]
    assert (problem.code, str(problem.place)) == ("copied-sheet", copy)


@pytest.mark.parametrize("own", ["Notes of ours", "Workshop (2)", "Targets 2024", "Guide (2)"])
def test_an_own_sheet_is_not_taken_for_a_copy(path: Path, own: str) -> None:
    edited(write_workbook(path), lambda book: book.create_sheet(own))
    assert problems_in(path) == []


def optional_columns() -> Iterator[tuple[str, str]]:
    """Each column that people may fill in and a sheet can do without."""
    for sheet in layout.tables(QUESTIONS):
        if sheet is not layout.ENGAGEMENT_FORM and sheet.title in layout.TITLES:
            for column in sheet.columns:
                if column.header and not column.required and column.kind not in NOT_READ:
                    yield sheet.title, column.header


@pytest.mark.parametrize(("title", "header"), list(optional_columns()))
def test_an_emptied_heading_over_entries_is_told(path: Path, title: str, header: str) -> None:
    def empty(book: Workbook, entry: str | None) -> None:
        heading = next(cell for cell in book[title][1] if cell.value == header)
        heading.value = None
        book[title].cell(2, heading.column).value = entry

    sheet = next(one for one in layout.tables(QUESTIONS) if one.title == title)
    laid_out = f"# {title}\n{' | '.join(column.header for column in sheet.columns)}"
    edited(write_workbook(path, laid_out), lambda book: empty(book, None))
    assert "unheaded-column" not in [code for code, _ in problems_in(path)], "nothing is lost"
    edited(write_workbook(path, laid_out), lambda book: empty(book, "an entry"))
    [told] = [one for one in read_workbook(path, QUESTIONS)[1] if one.code == "unheaded-column"]
    assert (told.place.sheet, told.place.cell[1:]) == (title, "1")
    assert f"'{header}' is not there" in told.message


FORM = "# Engagement\n" + "\n".join(
    f"{field.header} | {'Acme' if field.key == 'client' else ''}" for field in layout.ENGAGEMENT_FORM.columns
)


@pytest.mark.parametrize("label", ["Market", "Peer data", "Earlier assessment", "Peer group: sectors"])
def test_an_emptied_label_beside_an_entry_is_told(path: Path, label: str) -> None:
    def empty(book: Workbook, entry: str | None) -> None:
        cell = next(row[0] for row in book["Engagement"].iter_rows() if row[0].value == label)
        cell.value = None
        book["Engagement"].cell(cell.row, 2).value = entry

    edited(write_workbook(path, FORM), lambda book: empty(book, None))
    assert problems_in(path) == [], "nothing is lost"
    edited(write_workbook(path, FORM), lambda book: empty(book, "an entry"))
    [told] = read_workbook(path, QUESTIONS)[1]
    assert told.code == "unlabelled-entry"
    assert f"'{label}' is not there" in told.message


def test_the_help_of_an_older_workbook_is_no_entry(path: Path) -> None:
    [field] = [field for field in layout.ENGAGEMENT_FORM.columns if field.former_help]
    write_workbook(path, FORM.replace(f"{field.header} | ", f"{field.header} |  | {field.former_help}"))
    assessment, problems = read_workbook(path, QUESTIONS)
    assert (getattr(assessment.engagement, field.key), problems) == ("", ())


def test_missing_and_doubled_columns(path: Path) -> None:
    def change(book: Workbook) -> None:
        put(book["Interview 01"], "B2", "Answers")
        put(book["Findings"], "A1", "Region")
        put(book["Findings"], "F1", "Finding")

    edited(write_workbook(path, MOVED), change)
    assert problems_in(path) == [
        ("missing-column", "Interview 01!A2"),
        ("missing-column", "Findings!B1"),
        ("doubled-column", "Findings!F1"),
    ]
    assert "Is it the one headed 'Answers'?" in read_workbook(path, QUESTIONS)[1][0].message


def test_the_clients_field_must_be_there(path: Path) -> None:
    edited(write_workbook(path), lambda book: put(book["Engagement"], "A1", "Cliënt"))
    [problem] = read_workbook(path, QUESTIONS)[1]
    assert (problem.code, str(problem.place)) == ("missing-field", "Engagement")
    assert "Is it the one named 'Cliënt'?" in problem.message


# ------------------------------------------------------------------------------------------------- questionnaires


TWO = """
    # Interviews
    Code | Level
    '01  | Manager
    '02  | Manager
    # Interview 01
    ID    | Answer
    AP-01 | 80
    # Interview 02
    ID    | Answer
    AP-01 | 40
"""


def test_a_copied_questionnaire_with_answers(path: Path) -> None:
    edited(write_workbook(path, TWO), lambda book: book.copy_worksheet(book["Interview 01"]))
    assert problems_in(path) == [("copied-questionnaire", "Interview 01 Copy!B1")]


def test_a_copied_questionnaire_without_answers_does_no_harm(path: Path) -> None:
    def change(book: Workbook) -> None:
        copy = book.copy_worksheet(book["Interview 01"])
        copy["B3"].value = None

    edited(write_workbook(path, TWO), change)
    assert problems_in(path) == []


def test_an_unregistered_questionnaire_with_answers(path: Path) -> None:
    edited(write_workbook(path, TWO), lambda book: put(book["Interview 02"], "B1", "'03"))
    assert problems_in(path) == [
        ("unregistered-questionnaire", "Interview 02!B1"),
        ("missing-questionnaire", "Interviews!A3"),
    ]


def test_an_unregistered_questionnaire_without_answers_does_no_harm(path: Path) -> None:
    edited(write_workbook(path, TWO + "\n# Interview 99\nID | Answer\n"), lambda book: None)
    assert problems_in(path) == []


@pytest.mark.parametrize("cell", ["A1", "B1"])
def test_a_questionnaire_that_lost_its_code(path: Path, cell: str) -> None:
    edited(write_workbook(path, TWO), lambda book: put(book["Interview 02"], cell, ""))
    assert [code for code, _ in problems_in(path)] == ["questionnaire-without-code", "missing-questionnaire"]


def test_the_register_must_tell_interviews_apart(path: Path) -> None:
    write_workbook(
        path,
        """
        # Interviews
        Code | Level          | Role
        '01  | Manager        |
             | Implementation | Adviser
        1    | Manager        |
        # Interview 01
        ID | Answer
        """,
    )
    assert problems_in(path) == [("interview-without-code", "Interviews!A3"), ("doubled-interview", "Interviews!A4")]


def test_a_register_that_cannot_be_read_is_one_problem(path: Path) -> None:
    text = TWO + "# Notes\nInterview | Element | Kind | Text\n'01 | Proposition | Insight | Fine."
    edited(write_workbook(path, text), lambda book: put(book["Interviews"], "A1", "Number"))
    assert problems_in(path) == [("missing-column", "Interviews!B1")]
    edited(path, lambda book: book.remove(book["Interviews"]))
    assert problems_in(path) == [("missing-sheet", "Interviews")]


def test_questions_missing_unknown_and_doubled(path: Path) -> None:
    write_workbook(
        path,
        """
        # Interview 01
        ID     | Answer | Note
        AP-01  | 80     | seen
        AP-99  |        |
        AP-01  | 40     | not seen
        -PR-01 |        |
        Own    |        | a row of our own
               | 60     | whose is this?
        """,
    )
    assessment, problems = read_workbook(path, QUESTIONS)
    assert [(problem.code, str(problem.place), problem.question_id) for problem in problems] == [
        ("unknown-question", "Interview 01!A4", ""),
        ("answer-without-question", "Interview 01!A7", ""),
        ("doubled-question", "Interview 01!B5", "AP-01"),
        ("missing-question", "Interview 01!A2", "PR-01"),
    ]
    assert "B3 says 80, B5 says 40" in problems[2].message
    assert assessment.answers_to["AP-01"][0].state is AnswerState.UNREADABLE


def test_a_merged_answer(path: Path) -> None:
    edited(
        write_workbook(path, "# Interview 01\nID | Answer\nAP-01 | 80"),
        lambda book: book["Interview 01"].merge_cells("B3:B5"),
    )
    assert problems_in(path) == [("merged-entry", "Interview 01!B3")]


# ------------------------------------------------------------------------------------------------- forty mistakes


def test_forty_mistakes_give_exactly_these_forty_errors(path: Path) -> None:
    questions = question_set("""
        # Core
        ## AP Analysis and planning
        AP-01
        AP-02
        AP-03
        AP-04
        AP-05
        AP-06
        AP-07
        AP-08
        AP-09
        AP-10
        AP-11
        AP-12 | no N/A
    """)
    write_workbook(
        path,
        """
        # Engagement
        Client                           | #REF!
        Date of the report               | 03/04/2025
        Peer group: assessed since       | lately
        Roles may be named in the report | perhaps
        # Interviews
        Code | Date       | Level   | AP Analysis and planning
        '01  | 31 June 2025 | Boss  | Yes
        '02  | 2025-03-03 | Manager | maybe
        '02  | 2025-03-03 | Manager | Yes
             | 2025-03-03 | Manager | Yes
        # Interview 01
        ID    | Answer                      | I   | R  | E     | Note
        AP-01 | 85                          | Yes |    |       |
        AP-02 | eighty                      |     |    |       |
        AP-03 | 80 - No real progress       |     |    |       |
        AP-04 | =1+1                        |     |    |       |
        AP-05 | #N/A                        |     |    |       |
        AP-06 | 0.8                         |     |    |       |
        AP-07 | 80                          | ja  | 1  | #DIV/0! |
        AP-08 | none                        |     |    |       |
        AP-09 | TRUE                        |     |    |       |
        AP-10 | 2025-05-20                  |     |    |       |
        AP-11 | 80                          |     |    |       | =A1
        AP-12 | N/A                         |     |    |       | none
        AP-13 | 80                          |     |    |       |
        # Interview 02
        ID     | Answer | Note
        AP-01  | 80     | seen
        AP-01  | 20     |
        -AP-02 |        |
        # Interview 09
        ID     | Answer | Note
        AP-01  | 80     | seen
        # Notes
        Interview | Element                | Kind | Text
        '07       | Analysis and planning  | Tale | Once upon a time.
        '01       | Analysis and planing   | Example | Once more.
        # Headlines
        Interview | Status | Headline
        '08       | Newish | Slow.
        # Agreed scores
        ID    | Agreed box | Reason
        AP-01 | 70         | in between
        AP-02 | N/A        | none
        # Findings
        Area | Kind     | Finding
        Core | Strenght | People care.
             |          | Nobody knows.
        # Road map
        Area | Horizon    | Initiative | Priority | Effort
        Core | Quick wins | Read plans | shall    | Low
        # Narrative
        Section | Area | Text
                |      | Words.
        """,
        questions,
    )
    assessment, problems = read_workbook(path, questions)
    found = in_workbook_order((*problems, *validate(assessment, questions, problems)), assessment)
    errors = [f"{problem.place}  {problem.code}" for problem in found if problem.is_error]
    assert errors == FORTY.split("\n")[1:-1]
    assert len(errors) == 40


FORTY = """
Engagement!B1  error-value
Engagement!B2  unreadable-date
Engagement!B3  unreadable-year
Engagement!B4  unknown-choice
Interviews!B2  unreadable-date
Interviews!C2  unknown-choice
Interviews!D3  unknown-choice
Interviews!A4  doubled-interview
Interviews!A5  interview-without-code
Notes!A2  unknown-interview
Notes!C2  unknown-choice
Notes!B3  unknown-choice
Headlines!A2  unknown-interview
Headlines!B2  unknown-choice
Agreed scores!B2  no-such-box
Agreed scores!B3  unreadable-answer
Findings!B2  unknown-choice
Findings!A3  missing-entry
Findings!B3  missing-entry
Road map!B2  unknown-choice
Road map!D2  unknown-choice
Narrative!A2  missing-entry
Interview 01!B3  no-such-box
Interview 01!B4  unreadable-answer
Interview 01!B5  contradicting-answer
Interview 01!B6  no-calculated-value
Interview 01!B7  error-value
Interview 01!B8  no-such-box
Interview 01!C9  unknown-choice
Interview 01!D9  unknown-choice
Interview 01!E9  error-value
Interview 01!B10  unreadable-answer
Interview 01!B11  unreadable-answer
Interview 01!B12  unreadable-answer
Interview 01!F13  no-calculated-value
Interview 01!B14  na-not-allowed
Interview 01!A15  unknown-question
Interview 02!A2  missing-question
Interview 02!B4  doubled-question
Interview 09!B1  unregistered-questionnaire
"""
