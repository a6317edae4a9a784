"""`reportgen merge` and `reportgen upgrade` as assessors meet them: real workbooks in, one workbook and a list out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from openpyxl.comments import Comment

from reportgen.common.diagnostics.remarks import REMARKS
from reportgen.common.model import AnswerState, Assessment
from reportgen.questions import for_sector, load_question_set
from reportgen.workbook import layout
from reportgen.workbook.reader import OpenWorkbook, origin_of
from tests.commands import run
from tests.conftest import Office
from tests.generated_pages import with_remarks
from tests.workbooks import read_workbook

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "workbooks" / "sample-client.xlsx"
SET = Path(__file__).parent / "sets" / "visitor-care"
QUESTIONS = load_question_set(SET)

Sheet = Any  # a sheet of openpyxl


def carry(command: str, *arguments: str | Path, question_set: Path = SET) -> Result:
    result = run(command, *arguments, "--question-set", question_set)
    assert "Traceback" not in result.output
    return result


def error(result: Result) -> str:
    """The one refusal, with all its lines."""
    assert result.stderr.count("Error: ") == 1, result.output
    return result.stderr.partition("Error: ")[2]


def read(path: Path, folder: Path = SET) -> Assessment:
    found, problems = read_workbook(path, load_question_set(folder))
    assert not [problem.message for problem in problems if problem.is_error]
    return found


def boxes(whole: Assessment, code: str) -> Mapping[str, Fraction | int]:
    mine = (answer for answer in whole.answers if answer.interview == code)
    return {answer.question_id: answer.box for answer in mine if answer.box is not None}


# ------------------------------------------------------------------------------------------------ filling, as in Excel


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook that everybody starts from."""
    path = tmp_path_factory.mktemp("empty") / "empty.xlsx"
    assert carry("new", path, "--client", "Harbour Museum", "--interviews", "4").exit_code == 0
    return path


def column(sheet: Sheet, heading: str) -> tuple[int, int]:
    """Row and column of a heading."""
    return next((cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == heading)


def put(sheet: Sheet, row: object, heading: str, value: object) -> None:
    """Type into the row that begins with a code or id."""
    _, number = column(sheet, heading)
    (line,) = (cells[0].row for cells in sheet.iter_rows() if cells[0].value == row)
    sheet.cell(line, number).value = value


def append(sheet: Sheet, **entries: object) -> None:
    """Type an entry into the first row that has no text."""
    head, number = column(sheet, "Text" if "Text" in entries else "Finding")
    free = next(row for row in range(head + 1, sheet.max_row) if sheet.cell(row, number).value is None)
    for heading, value in entries.items():
        sheet.cell(free, column(sheet, heading)[1]).value = value


def edit(path: Path, change: Callable[[Any], object]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def hold(book: Any, code: str, answers: dict[str, object], role: str = "Keeper of coins") -> None:
    """Fill an interview: its row of the register and its questionnaire."""
    put(book["Interviews"], code, "Role", role)
    put(book["Interviews"], code, "Level", "Keeper")
    put(book["Interviews"], code, "D At the door", "Yes")
    for question, answer in answers.items():
        put(book[f"Interview {code}"], question, "Answer", answer)


@pytest.fixture
def anna(empty: Path, tmp_path: Path) -> Path:
    """Interview 01 with a note and a finding."""

    def fill(book: Any) -> None:
        hold(book, "01", {"D-01": 70, "D-02": "N/A"})
        put(book["Interview 01"], "D-02", "Note", "Entry is free")
        append(book["Notes"], Interview="01", Element="At the door", Kind="Example", Text="Nobody looked up.")
        append(book["Findings"], Area="Arriving", Kind="Weakness", Finding="The door is nobody's.")

    return edit(Path(shutil.copy(empty, tmp_path / "anna.xlsx")), fill)


@pytest.fixture
def ben(empty: Path, tmp_path: Path) -> Path:
    """Interview 02 with a note."""

    def fill(book: Any) -> None:
        hold(book, "02", {"D-01": "100 - Every day, and visitors say so"})
        append(book["Notes"], Interview="02", Element="At the door", Kind="Statement", Text="- we greet everybody")

    return edit(Path(shutil.copy(empty, tmp_path / "ben.xlsx")), fill)


# ---------------------------------------------------------------------------------------------------------------- merge


def test_two_assessors_copies_become_one_workbook(anna: Path, ben: Path, tmp_path: Path) -> None:
    target = tmp_path / "client.xlsx"
    result = carry("merge", anna, ben, "-o", target)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "client.xlsx: 2 interviews, 3 answers, 2 notes, no headlines, no agreed scores, 1 finding, no initiatives, "
        "no targets and no texts. Everything was carried over.",
        str(target),
    ]
    whole = read(target)
    assert [interview.code for interview in whole.interviews] == ["01", "02"]
    assert (boxes(whole, "01"), boxes(whole, "02")) == ({"D-01": 70}, {"D-01": 100})
    assert [note.text for note in whole.notes] == ["Nobody looked up.", "- we greet everybody"]
    titles = openpyxl.load_workbook(target, read_only=True).sheetnames
    assert [title for title in titles if title.startswith("Interview ")] == [f"Interview 0{n}" for n in (1, 2, 3, 4)]


def test_merging_again_changes_nothing(anna: Path, ben: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert carry("merge", anna, ben, "-o", first).exit_code == 0
    assert carry("merge", first, anna, ben, "-o", second).exit_code == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_note_that_was_deleted_from_the_merged_workbook_comes_back_and_is_told(
    anna: Path, ben: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    assert carry("merge", anna, ben, "-o", first).exit_code == 0

    def delete(book: Any) -> None:
        book["Notes"].delete_rows(column(book["Notes"], "Text")[0] + 1)

    result = carry("merge", edit(first, delete), anna, ben, "-o", second)
    assert result.exit_code == 1
    assert f"{anna}, Notes!D5 has the note 'Nobody looked up.', deleted in {first}" in result.stdout
    assert [note.text for note in read(second).notes] == ["- we greet everybody", "Nobody looked up."]


def test_collisions_are_listed_with_both_cells_and_the_workbook_is_written(
    anna: Path, ben: Path, tmp_path: Path
) -> None:
    def collide(book: Any) -> None:
        hold(book, "01", {"D-01": 0}, role="Volunteer at the desk")
        put(book["Engagement"], "Market", "Value", "Museums")
        append(book["Findings"], Area="Staying", Kind="Strength", Finding="Children touch things.")

    edit(ben, collide)
    edit(anna, lambda book: put(book["Engagement"], "Market", "Value", "Days out"))
    target = tmp_path / "client.xlsx"
    result = carry("merge", anna, ben, "-o", target)
    assert result.exit_code == 1
    assert "Collisions: please decide (3)" in result.stdout
    assert f"Market: 'Days out' in {anna}, Engagement!B6, 'Museums' in {ben}, Engagement!B6." in result.stdout
    assert f"Interview 01 is in {anna}, Interviews!A5 and, with other content, in {ben}" in result.stdout
    assert "role 'Keeper of coins' and 'Volunteer at the desk', D-01 70 and 0" in result.stdout
    assert f"The reference F-001 stands for 'The door is nobody's.' in {anna}, Findings!D5" in result.stdout
    whole = read(target)
    assert [interview.code for interview in whole.interviews] == ["01", "02", "05"]
    assert boxes(whole, "05") == {"D-01": 0}
    assert [finding.ref for finding in whole.findings] == ["F-001", "F-002"]
    assert whole.engagement.market == "Days out"


def test_the_record_says_the_same(anna: Path, ben: Path, tmp_path: Path) -> None:
    edit(anna, lambda book: put(book["Engagement"], "Market", "Value", "Days out"))
    edit(ben, lambda book: put(book["Engagement"], "Market", "Value", "Museums"))
    result = carry("merge", anna, ben, "-o", tmp_path / "client.xlsx", "--json")
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    (remark,) = record.pop("remarks")
    assert record == {
        "workbook": str(tmp_path / "client.xlsx"),
        "from": [str(anna), str(ben)],
        "question_set": {"id": "visitor-care", "version": "2025-1"},
        "holds": {
            "interviews": 2,
            "answers": 3,
            "notes": 2,
            "headlines": 0,
            "agreed_scores": 0,
            "findings": 1,
            "initiatives": 0,
            "targets": 0,
            "texts": 0,
        },
    }
    assert remark["code"] == "engagement-differs"
    assert remark["sort"] == "collision"
    assert remark["said"] == {"market": "Museums"}
    assert remark["places"] == [
        {"workbook": str(anna), "sheet": "Engagement", "cell": "B6"},
        {"workbook": str(ben), "sheet": "Engagement", "cell": "B6"},
    ]


def test_what_cannot_be_read_is_refused_with_file_and_cell(anna: Path, ben: Path, tmp_path: Path) -> None:
    edit(anna, lambda book: put(book["Interview 01"], "D-01", "Answer", "rather good"))
    edit(ben, lambda book: put(book["Interview 02"], "D-01", "Answer", "N/A"))
    target = tmp_path / "client.xlsx"
    refused = carry("merge", anna, ben, "-o", target, "--json")
    assert refused.exit_code == 1
    assert not target.exists()
    message = error(refused)
    assert f"{anna}, Interview 01!E7: 'rather good' is no answer to D-01." in message
    assert f"{ben}, Interview 02!E7: D-01 applies to every company" in message
    record = json.loads(refused.stdout)
    assert record["workbook"] is None
    assert [entry["problems"][0]["code"] for entry in record["not_written"]] == ["unreadable-answer", "na-not-allowed"]


def test_what_the_merged_workbook_can_hold_is_no_reason_to_refuse(anna: Path, ben: Path, tmp_path: Path) -> None:
    """Peers that are not in an assessor's folder, a box without its reason: `check` of the result says so."""

    def change(book: Any) -> None:
        put(book["Engagement"], "Peer data", "Value", "peers.xlsx")
        put(book["Agreed scores"], "D-01", "Agreed box", 70)

    edit(ben, change)
    assert carry("merge", anna, ben, "-o", tmp_path / "client.xlsx").exit_code == 0
    checked = carry("check", tmp_path / "client.xlsx")
    assert checked.exit_code == 1
    assert "[agreed-without-reason]" in checked.stdout
    assert "[peer-file-missing]" in checked.stdout


def test_nothing_is_overwritten(anna: Path, ben: Path, tmp_path: Path) -> None:
    before = anna.read_bytes()
    refused = carry("merge", anna, ben, "-o", anna)
    assert refused.exit_code == 2
    assert "anna.xlsx exists already" in error(refused)
    assert anna.read_bytes() == before
    forced = carry("merge", anna, ben, "-o", anna, "--force")
    assert forced.exit_code == 0
    assert [path.read_bytes() for path in tmp_path.glob("anna-backup-*.xlsx")] == [before]


def test_one_file_under_two_names_is_refused(anna: Path, tmp_path: Path) -> None:
    refused = carry("merge", anna, anna.parent / "." / "anna.xlsx", "-o", tmp_path / "client.xlsx")
    assert refused.exit_code == 2
    assert "is named twice" in error(refused)


def test_files_of_one_name_are_told_apart_by_their_folders(anna: Path, ben: Path, tmp_path: Path) -> None:
    for name, path in (("a", anna), ("b", ben)):
        (tmp_path / name).mkdir()
        path.rename(tmp_path / name / "client.xlsx")
    edit(tmp_path / "b" / "client.xlsx", lambda book: put(book["Engagement"], "Client", "Value", "Harbour Museums"))
    result = carry("merge", tmp_path / "a/client.xlsx", tmp_path / "b/client.xlsx", "-o", tmp_path / "whole.xlsx")
    assert result.exit_code == 1
    assert str(Path("b") / "client.xlsx") in result.stdout


def test_a_file_that_is_no_workbook_is_refused_before_any_work(anna: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("not a workbook", encoding="utf-8")
    refused = carry("merge", anna, tmp_path / "notes.xlsx", "-o", tmp_path / "client.xlsx")
    assert refused.exit_code == 2
    assert "notes.xlsx" in error(refused)
    assert not (tmp_path / "client.xlsx").exists()


def test_what_is_the_assessors_own_is_listed_as_left_behind(anna: Path, ben: Path, tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book.create_sheet("Budget")["B2"] = "Travel"
        book.create_sheet("Empty")
        head, number = column(book["Interview 01"], "ID")
        book["Interview 01"].cell(head, 30).value = "Mood"
        book["Interview 01"].cell(head + 3, 31).value = "tired"
        book["Interview 01"].cell(book["Interview 01"].max_row + 2, number).value = "Ask again in May"
        book["Engagement"]["D6"] = "ask Jane"
        put(book["Interviews"], "01", "Code", "01")
        book["Interviews"].cell(book["Interviews"].max_row + 2, 1).value = "Call the Friends too"
        head, number = column(book["Notes"], "Kind")
        book["Notes"].cell(head + 9, number).value = "Insight"
        book["Notes"].cell(head, 9).value = "Who told"
        book["Agreed scores"].cell(column(book["Agreed scores"], "ID")[0] + 2, 40).value = "see mail"
        book["Notes"]["D5"].comment = Comment("Is this so?", "Anna")

    edit(anna, add)
    result = carry("merge", anna, ben, "-o", tmp_path / "client.xlsx", "--json")
    assert result.exit_code == 0, result.output
    remarks = json.loads(result.stdout)["remarks"]
    assert {(r["code"], r["places"][0]["sheet"], r["places"][0]["cell"]) for r in remarks} == {
        ("own-sheet", "Budget", ""),
        ("own-column", "Interview 01", "AD5"),
        ("own-column", "Interview 01", "AE5"),
        ("own-text", "Interview 01", "A15"),
        ("own-text", "Engagement", "D6"),
        ("own-text", "Interviews", "A10"),
        ("own-text", "Notes", "C13"),
        ("own-column", "Notes", "I4"),
        ("own-column", "Agreed scores", "AN4"),
        ("own-comments", "", ""),
    }
    assert len(remarks) == 10


def test_the_marks_of_a_marked_copy_are_no_addition(anna: Path, tmp_path: Path) -> None:
    edit(anna, lambda book: put(book["Agreed scores"], "D-01", "Agreed box", 70))
    marked, target = tmp_path / "marked.xlsx", tmp_path / "client.xlsx"
    assert carry("check", anna, "--mark", marked).exit_code == 1
    result = carry("merge", marked, "-o", target, "--json")
    assert result.exit_code == 0, result.output
    assert [remark["code"] for remark in json.loads(result.stdout)["remarks"]] == []
    assert read(target) == read(marked)
    edit(anna, lambda book: setattr(book["Notes"]["D5"], "comment", Comment("Is this so?", "Anna")))
    assert carry("check", anna, "--mark", marked, "--force").exit_code == 1
    result = carry("merge", marked, "-o", target, "--json", "--force")
    assert [remark["code"] for remark in json.loads(result.stdout)["remarks"]] == ["own-comments"]


def test_workbooks_of_two_versions_are_refused_with_the_way_out(
    anna: Path, ben: Path, newer: Path, tmp_path: Path
) -> None:
    assert carry("upgrade", ben, "-o", tmp_path / "ben-2.xlsx", question_set=newer).exit_code == 0
    refused = carry("merge", anna, tmp_path / "ben-2.xlsx", "-o", tmp_path / "client.xlsx")
    assert refused.exit_code == 2
    assert "visitor-care 2025-1" in error(refused)
    assert "visitor-care 2025-2" in error(refused)
    assert "reportgen upgrade" in error(refused)


def test_words_of_two_sectors_meet(anna: Path, tmp_path: Path) -> None:
    """What only one sector lets be not applicable is listed; nothing else changes."""
    gardens = tmp_path / "gardens.xlsx"
    assert carry("upgrade", anna, "-o", gardens, "--sector", "gardens").exit_code == 0

    def fill(book: Any) -> None:
        hold(book, "02", {"B-01": "N/A"})
        put(book["Interview 02"], "B-01", "Note", "No schools near")

    edit(gardens, fill)
    target = tmp_path / "client.xlsx"
    result = carry("merge", anna, gardens, "-o", target, "--json")
    assert result.exit_code == 1
    remarks = {remark["code"]: remark for remark in json.loads(result.stdout)["remarks"]}
    assert remarks.keys() == {"na-gone", "other-words"}
    assert remarks["na-gone"]["said"]["note"] == "No schools near"
    (answer,) = (a for a in read(target).answers if (a.interview, a.question_id) == ("02", "B-01"))
    assert (answer.state, answer.note) == (AnswerState.BLANK, "No schools near")
    assert carry("merge", gardens, anna, "-o", tmp_path / "other.xlsx").exit_code == 0


# -------------------------------------------------------------------------------------------------------------- upgrade


def version(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the set as its next version, with texts of its files changed."""
    shutil.copytree(SET, folder)
    for file, old, new in (("set.toml", "2025-1", "2025-2"), *changes):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The next version, with nothing but its number changed."""
    return version(tmp_path / "newer")


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A version in which a question and a box are gone, a question is new, and one is put in other words."""
    return version(
        tmp_path / "changed",
        ("arrival.toml", 'id = "D-01"', 'id = "D-03"'),
        ("arrival.toml", 'id = "D-02"', 'id = "D-04"'),
        ("arrival.toml", "Does a school get an answer", "Does every school get an answer"),
        ("set.toml", "value = 70", "value = 60"),
    )


def test_more_interviews_are_laid_out(anna: Path, tmp_path: Path) -> None:
    target = tmp_path / "client.xlsx"
    result = carry("upgrade", anna, "-o", target, "--interviews", "6")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == str(target)
    assert read(target) == read(anna)
    assert "Interview 06" in openpyxl.load_workbook(target, read_only=True).sheetnames


def test_fewer_interviews_than_filled_are_refused(anna: Path, tmp_path: Path) -> None:
    assert carry("upgrade", anna, "-o", tmp_path / "client.xlsx", "--interviews", "1").exit_code == 0
    edit(anna, lambda book: hold(book, "03", {"D-01": 30}))
    refused = carry("upgrade", anna, "-o", tmp_path / "other.xlsx", "--interviews", "1")
    assert refused.exit_code == 2
    assert "2 interviews are filled (01, 03)" in error(refused)


def test_another_sector_asks_in_its_words(anna: Path, tmp_path: Path) -> None:
    target = tmp_path / "client.xlsx"
    result = carry("upgrade", anna, "-o", target, "--sector", "GARDENS")
    assert result.exit_code == 0, result.output
    gardens = for_sector(QUESTIONS, "gardens")
    assert read_workbook(target, gardens)[0].engagement.sector == "Gardens"
    texts = {cell.value for row in openpyxl.load_workbook(target)["Interview 01"].iter_rows() for cell in row}
    assert gardens.questions["R-01"].text in texts
    assert gardens.questions["R-01"].text != QUESTIONS.questions["R-01"].text
    unknown = carry("upgrade", anna, "-o", tmp_path / "other.xlsx", "--sector", "Zoos")
    assert unknown.exit_code == 0
    assert "Warning: " in unknown.stderr
    assert read(tmp_path / "other.xlsx").engagement.sector == "Zoos"


def test_a_newer_version_lists_what_it_has_no_place_for(anna: Path, changed: Path, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        hold(book, "01", {"B-01": 70})
        put(book["Interview 01"], "D-01", "T", "Yes")
        put(book["Interview 01"], "B-01", "Note", "They wait a week")
        put(book["Agreed scores"], "D-01", "Agreed box", 30)
        put(book["Agreed scores"], "D-01", "Reason", "Only on Sundays.")

    edit(anna, fill)
    target = tmp_path / "client.xlsx"
    result = carry("upgrade", anna, "-o", target, "--json", question_set=changed)
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    assert record["was"] == {"id": "visitor-care", "version": "2025-1"}
    assert record["question_set"] == {"id": "visitor-care", "version": "2025-2"}
    assert (record["new_questions"], record["gaps"]) == (2, 2)
    said = {(remark["code"], remark["question"]): remark for remark in record["remarks"]}
    assert said.keys() == {
        *(("question-gone", "D-01"), ("question-gone", "D-02"), ("box-gone", "B-01")),
        *(("agreed-question-gone", "D-01"), ("question-reworded", "B-01"), ("new-questions", "")),
    }
    assert said["question-gone", "D-01"]["said"] == {"answer": "70", "told": "yes", "note": ""}
    assert said["question-gone", "D-01"]["places"] == [{"workbook": str(anna), "sheet": "Interview 01", "cell": "E7"}]
    assert said["question-gone", "D-02"]["said"] == {"answer": "N/A", "note": "Entry is free"}
    assert said["agreed-question-gone", "D-01"]["said"] == {"box": "30", "reason": "Only on Sundays."}
    whole = read(target, changed)
    (answer,) = (a for a in whole.answers if (a.interview, a.question_id) == ("01", "B-01"))
    assert (answer.state, answer.note) == (AnswerState.BLANK, "They wait a week")
    assert whole.set_version == "2025-2"
    assert len(whole.findings) == 1
    printed = carry("upgrade", anna, "-o", tmp_path / "again.xlsx", question_set=changed).stdout
    assert "Question set visitor-care, version 2025-1 to 2025-2: 2 new questions, 2 gaps by them." in printed
    assert "Not carried over (4)" in printed


def test_a_newer_version_with_the_same_questions_is_clean(anna: Path, newer: Path, tmp_path: Path) -> None:
    assert carry("check", anna, question_set=newer).exit_code == 1
    target = tmp_path / "client.xlsx"
    assert carry("upgrade", anna, "-o", target, question_set=newer).exit_code == 0
    assert carry("check", target, question_set=newer).exit_code == 0
    back = read(target, newer)
    assert (back.interviews, back.answers, back.notes) == (read(anna).interviews, read(anna).answers, read(anna).notes)


def test_what_came_later_than_the_workbook_is_added_and_told(anna: Path, tmp_path: Path) -> None:
    """A workbook as an earlier layout had it: without a sheet, a field, two columns to fill in, and one of formulas."""
    before = read(anna)

    def as_earlier(book: Any) -> None:
        book.remove(book["Guide"])
        for title, heading in (("Road map", "Owner"), ("Interviews", "Felt left out"), ("Interview 01", "Score")):
            head, number = column(book[title], heading)
            book[title].cell(head, number).value = None
        book["Engagement"].delete_rows(column(book["Engagement"], "Region")[0])

    target = tmp_path / "new.xlsx"
    result = carry("upgrade", edit(anna, as_earlier), "-o", target, "--json")
    assert result.exit_code == 0, result.output
    told = [remark for remark in json.loads(result.stdout)["remarks"] if remark["code"].startswith("new-")]
    assert [remark["message"] for remark in told] == [
        "The sheet 'Guide' is new.",
        "New on 'Engagement': 'Region'. Fill them in where they help.",
        "New on 'Interviews': 'Felt left out'. Fill them in where they help.",
        "New on 'Road map': 'Owner'. Fill them in where they help.",
    ]
    assert read(target) == before
    book = openpyxl.load_workbook(target)
    assert "Guide" in book.sheetnames
    assert column(book["Road map"], "Owner")
    again = carry("upgrade", target, "-o", tmp_path / "again.xlsx", "--json")
    assert json.loads(again.stdout)["remarks"] == []


def test_a_sheet_that_a_workbook_can_do_without_is_not_missed(
    anna: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edit(anna, lambda book: book.remove(book["Notes"]))
    assert "[missing-sheet]" in carry("check", anna).output
    monkeypatch.setattr(layout, "NOTES_SHEET", replace(layout.NOTES_SHEET, required=False))
    assert "[missing-sheet]" not in carry("check", anna).output
    upgraded = carry("upgrade", anna, "-o", tmp_path / "new.xlsx")
    assert "The sheet 'Notes' is new." in upgraded.stdout
    edit(anna, lambda book: book.create_sheet("Note"))
    assert "Is it the one named 'Note'?" in carry("check", anna).output


def test_what_earlier_layouts_had_on_a_questionnaire_is_no_column_of_the_assessor_s(
    anna: Path, newer: Path, tmp_path: Path
) -> None:
    """Hints, and examples of the sector, whose words the set that a workbook records does not hold."""

    def as_earlier(book: Any) -> None:
        head, number = column(book["Interview 01"], "Score")
        states = [f"Look for: {state.title.lower()}" for state in QUESTIONS.states]
        for place, heading in enumerate(["Good practice", *states, "Examples"], start=number + 1):
            book["Interview 01"].cell(head, place).value = heading
            book["Interview 01"].cell(head + 2, place).value = "As we wrote it."

    result = carry("upgrade", edit(anna, as_earlier), "-o", tmp_path / "new.xlsx", "--json", question_set=newer)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["remarks"] == []


def test_elements_and_titles_of_the_old_version_are_known(anna: Path, tmp_path: Path) -> None:
    """The old workbook covers an element that the new version neither has nor ever heard of."""
    other = version(
        tmp_path / "other", ("arrival.toml", 'id = "door"', 'id = "gate"'), ("arrival.toml", "At the", "By the")
    )
    result = carry("upgrade", anna, "-o", tmp_path / "client.xlsx", question_set=other)
    assert result.exit_code == 1
    assert "Interview 01 covers 'At the door' in" in result.stdout
    assert "is about 'At the door', which the new workbook does not have" in result.stdout
    assert boxes(read(tmp_path / "client.xlsx", other), "01") == {"D-01": 70}


def set_fact(path: Path, key: str, value: str) -> Path:
    """Change a fact on the hidden sheet."""

    def change(book: Any) -> None:
        for row in book[layout.META].iter_rows():
            if row[0].value == key:
                row[1].value = value

    return edit(path, change)


def test_an_older_layout_is_read_and_written_as_today_s(anna: Path, tmp_path: Path) -> None:
    before = read(anna)
    set_fact(anna, layout.META_LAYOUT_VERSION, "0")
    assert carry("check", anna).exit_code == 1
    assert carry("upgrade", anna, "-o", tmp_path / "client.xlsx").exit_code == 0
    assert read(tmp_path / "client.xlsx") == before


def test_a_newer_layout_is_refused(anna: Path, tmp_path: Path) -> None:
    set_fact(anna, layout.META_LAYOUT_VERSION, "99")
    refused = carry("upgrade", anna, "-o", tmp_path / "client.xlsx")
    assert refused.exit_code == 1
    assert "wrong-layout" in error(refused)


def test_a_workbook_that_forgot_its_version_s_questions_is_refused(anna: Path, newer: Path, tmp_path: Path) -> None:
    edit(anna, lambda book: book.remove(book[layout.LISTS]))
    assert carry("upgrade", anna, "-o", tmp_path / "client.xlsx").exit_code == 0
    refused = carry("upgrade", anna, "-o", tmp_path / "other.xlsx", question_set=newer)
    assert refused.exit_code == 2
    assert "its hidden sheets were changed" in error(refused)


def test_a_workbook_of_another_set_is_refused(anna: Path, tmp_path: Path) -> None:
    refused = carry("upgrade", anna, "-o", tmp_path / "client.xlsx", question_set=Path("cma"))
    assert refused.exit_code == 2
    assert "'visitor-care', not from 'cma'" in error(refused)


def test_unreadable_answers_are_refused_by_upgrade_too(anna: Path, newer: Path, tmp_path: Path) -> None:
    edit(anna, lambda book: put(book["Interview 01"], "D-01", "Answer", "rather good"))
    refused = carry("upgrade", anna, "-o", tmp_path / "client.xlsx", question_set=newer)
    assert refused.exit_code == 1
    assert "Interview 01!E7" in error(refused)
    assert not (tmp_path / "client.xlsx").exists()


# ---------------------------------------------------------------------------------------------- sample, LibreOffice


def test_the_sample_stays_as_it_is(tmp_path: Path) -> None:
    questions = for_sector(load_question_set(), recorded_sector(SAMPLE))
    before, _ = read_workbook(SAMPLE, questions)
    assert run("merge", SAMPLE, "-o", tmp_path / "client.xlsx").exit_code == 0
    assert read_workbook(tmp_path / "client.xlsx", questions) == (before, ())


def recorded_sector(path: Path) -> str:
    return origin_of(OpenWorkbook(path)).sector


@pytest.mark.office
def test_copies_saved_by_libreoffice_merge_and_upgrade(
    soffice: Office, anna: Path, ben: Path, changed: Path, tmp_path: Path
) -> None:
    saved = soffice.convert_all([anna, ben], "xlsx", tmp_path / "saved")
    assert carry("merge", anna, ben, "-o", tmp_path / "one.xlsx").exit_code == 0
    merged = carry("merge", *saved, "-o", tmp_path / "other.xlsx")
    assert (merged.exit_code, "Everything was carried over" in merged.stdout) == (0, True), merged.output
    assert read(tmp_path / "one.xlsx") == read(tmp_path / "other.xlsx")
    listed = [
        json.loads(carry("upgrade", path, "-o", tmp_path / f"new-{n}.xlsx", "--json", question_set=changed).stdout)
        for n, path in enumerate((anna, saved[0]))
    ]
    assert [remark["code"] for remark in listed[0]["remarks"]] == [remark["code"] for remark in listed[1]["remarks"]]


# -------------------------------------------------------------------------------------------------------- documentation


def test_the_documentation_lists_every_remark() -> None:
    """Renew the tables with `python -m tests.generated_pages`."""
    page = (ROOT / "docs" / "merge-and-upgrade.md").read_text(encoding="utf-8")
    assert page == with_remarks(page)
    assert all(f"| `{kind.code}` | " in page for kind in REMARKS.kinds)
    codes = [kind.code for kind in REMARKS.kinds]
    assert len(set(codes)) == len(codes)


def keys_of(record: Any) -> Iterable[str]:
    if isinstance(record, dict):
        for key, value in record.items():
            yield key
            if key != "said":
                yield from keys_of(value)
    if isinstance(record, list):
        for value in record:
            yield from keys_of(value)


def test_the_documentation_names_every_field_of_the_record(anna: Path, changed: Path, tmp_path: Path) -> None:
    result = carry("upgrade", anna, "-o", tmp_path / "client.xlsx", "--json", question_set=changed)
    page = (ROOT / "docs" / "merge-and-upgrade.md").read_text(encoding="utf-8")
    assert {key for key in keys_of(json.loads(result.stdout)) if f"`{key}`" not in page} == set()


def test_an_empty_workbook_holds_nothing_yet(tmp_path: Path) -> None:
    assert run("new", tmp_path / "empty.xlsx", "--client", "Quay", "--question-set", SET).exit_code == 0
    result = carry("upgrade", tmp_path / "empty.xlsx", "-o", tmp_path / "next.xlsx")
    assert result.stdout.startswith("next.xlsx: nothing yet in interviews, notes or texts.")
