"""What a sector says from the start: N/A with its reason in a new workbook, its own texts wherever a text appears."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from reportgen.assessment.scoring import score
from reportgen.common.model import AnswerState, Assessment, QuestionSet, Status
from reportgen.office.package import DOCUMENT
from reportgen.questions import for_sector, load_question_set
from reportgen.questions.files import check_folder
from tests.commands import run
from tests.corpus.base import SET
from tests.museum import answer, engage
from tests.packages import read_parts
from tests.workbooks import read_workbook

REASON = "A garden has no door, so nobody waits at one."
OWN = {
    "area": "Every path of this garden begins at the gate.",
    "element": "What somebody sees who comes through the gate.",
    "text": "Is every visitor greeted within a minute of coming through the gate?",
    "good_practice": "Somebody near the gate looks up from the beds, smiles and says where the paths lead.",
    "seen": "Ten people watched at the gate, each greeted in time",
    "next_step": "Put a gardener near the gate for the busiest two hours of Saturday.",
    "lens": "The same answers by those who come to the garden.",
}
PROFILE = f"""
id = "parks"
title = "Parks"
[areas.arrival]
introduction = "{OWN["area"]}"
[elements.door]
introduction = "{OWN["element"]}"
low = "A score like this means that the gate is left to luck."
[lenses.who]
introduction = "{OWN["lens"]}"
[questions.D-01]
text = "{OWN["text"]}"
good_practice = "{OWN["good_practice"]}"
seen = "{OWN["seen"]}"
next_step = "{OWN["next_step"]}"
[questions.D-02]
not_applicable = "{REASON}"
"""


@pytest.fixture
def parks(tmp_path: Path) -> Path:
    """A set with a sector that has texts of its own, and a question that never applies there."""
    folder = Path(shutil.copytree(SET, tmp_path / "our-set"))
    (folder / "sectors" / "parks.toml").write_text(PROFILE, encoding="utf-8")
    return folder


def new(folder: Path, path: Path, sector: str = "parks", interviews: int = 3) -> Path:
    asked = ("--client", "Park", "--interviews", str(interviews), "--question-set", folder)
    result = run("new", path, *asked, *(("--sector", sector) if sector else ()))
    assert result.exit_code == 0, result.output
    return path


def covering(path: Path, *codes: str) -> Path:
    """The workbook with these interviews held with keepers, covering the first element."""
    book = openpyxl.load_workbook(path)
    sheet = book["Interviews"]
    rows = list(sheet.iter_rows())
    heads = next(row for row in rows if any(cell.value == "Level" for cell in row))
    columns = {cell.value: number for number, cell in enumerate(heads)}
    first = next(head for head in columns if str(head).endswith("At the door"))
    for row in rows:
        if row[0].value in codes:
            row[columns["Level"]].value = "Keeper"
            row[columns[first]].value = "Yes"
    book.save(path)
    return path


def words(folder: Path) -> QuestionSet:
    return for_sector(load_question_set(folder), "parks")


def held(path: Path, folder: Path) -> Assessment:
    return read_workbook(path, words(folder))[0]


def given(assessment: Assessment, code: str, question: str) -> tuple[AnswerState, str, bool]:
    (found,) = (a for a in assessment.answers if (a.interview, a.question_id) == (code, question))
    return found.state, found.note, found.has_entry


def codes(path: Path, folder: Path) -> set[str]:
    record = json.loads(run("check", path, "--question-set", folder, "--json").stdout)[0]
    return {problem["code"] for problem in record["problems"]}


# ------------------------------------------------------------------------------------------------ N/A from the start


def test_a_new_workbook_says_not_applicable_and_why(parks: Path, tmp_path: Path) -> None:
    for sector, wanted in (("parks", ("N/A", REASON)), ("gardens", (None, None)), ("", (None, None))):
        path = new(parks, tmp_path / f"{sector or 'plain'}.xlsx", sector)
        for sheet in ("Interview 01", "Interview 03"):
            assert cells(path, sheet, "D-02") == wanted, (sector, sheet)
        assert cells(path, "Interview 01", "D-01") == (None, None)
        guide = " ".join(str(cell.value) for row in openpyxl.load_workbook(path)["Guide"].iter_rows() for cell in row)
        assert ("Some hold it from the start" in guide) is (sector == "parks")


def cells(path: Path, sheet: str, question: str) -> tuple[Any, Any]:
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]
    heads = next(row for row in rows if "Answer" in row)
    row = next(row for row in rows if row[heads.index("ID")] == question)
    return row[heads.index("Answer")], row[heads.index("Note")]


def test_an_interview_that_is_only_laid_out_is_not_held(parks: Path, tmp_path: Path) -> None:
    path = new(parks, tmp_path / "park.xlsx")
    assert held(path, parks).interviews == ()
    assert {i.code for i in held(covering(path, "02"), parks).interviews} == {"02"}


def test_it_leaves_numerator_and_denominator(parks: Path, tmp_path: Path) -> None:
    path = covering(new(parks, tmp_path / "park.xlsx"), "01", "02")
    for code in ("01", "02"):
        answer(path, code, "D-01", "70")
    scored = score(held(path, parks), words(parks))
    assert scored.questions["D-02"].status is Status.NOT_APPLICABLE
    door = scored.elements["door"]
    assert door.value == 70
    assert door.coverage == 1
    answer(path, "01", "D-02", "100")  # the assessor knows better: it weighs two
    with_it = score(held(path, parks), words(parks)).elements["door"]
    assert with_it.value == 90
    assert with_it.coverage == 1


def test_nobody_is_told_of_what_nobody_entered(parks: Path, tmp_path: Path) -> None:
    """N/A that was laid out needs no reason and no cover, and stands against no box of another interview."""
    path = covering(new(parks, tmp_path / "park.xlsx"), "01", "02")
    assert not codes(path, parks) & {"na-without-reason", "outside-cover", "mixed-na", "unregistered-questionnaire"}
    answer(path, "01", "D-02", "70")
    assert "mixed-na" not in codes(path, parks)


def test_what_an_assessor_makes_of_it_is_an_entry(parks: Path, tmp_path: Path) -> None:
    path = covering(new(parks, tmp_path / "park.xlsx"), "01")
    assert given(held(path, parks), "01", "D-02") == (AnswerState.NOT_APPLICABLE, REASON, False)
    answer(path, "01", "D-02", "Not known")
    assert given(held(path, parks), "01", "D-02") == (AnswerState.NOT_KNOWN, REASON, True)


def test_a_questionnaire_without_interview_may_hold_what_was_laid_out(parks: Path, tmp_path: Path) -> None:
    path = covering(new(parks, tmp_path / "park.xlsx"), "01")
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["Interviews"].iter_rows() if row[0].value == "03")
    for cell in row:
        cell.value = None
    book.save(path)
    assert "unregistered-questionnaire" not in codes(path, parks)
    answer(path, "03", "D-02", "70")
    assert "unregistered-questionnaire" in codes(path, parks)


# --------------------------------------------------------------------------------------- upgraded, merged, read before


def carry(command: str, *paths: Path | str, folder: Path) -> Any:
    return run(command, *paths, "--question-set", folder)


def test_upgrading_lays_it_out_where_nobody_answered(parks: Path, tmp_path: Path) -> None:
    plain = covering(new(parks, tmp_path / "plain.xlsx", ""), "01", "02")
    answer(plain, "01", "D-02", "70")
    target = tmp_path / "park.xlsx"
    result = carry("upgrade", plain, "-o", target, "--sector", "parks", "--interviews", "4", folder=parks)
    assert result.exit_code == 0, result.output
    assert cells(target, "Interview 01", "D-02")[0] == "70 - Most days"
    assert {cells(target, f"Interview {code}", "D-02") for code in ("02", "03", "04")} == {("N/A", REASON)}


def test_upgrading_keeps_what_was_cleared_and_takes_back_what_was_laid_out(parks: Path, tmp_path: Path) -> None:
    path = covering(new(parks, tmp_path / "park.xlsx"), "01", "02")
    book = openpyxl.load_workbook(path)
    for row in book["Interview 01"].iter_rows():
        for cell in row:
            if cell.value in ("N/A", REASON):
                cell.value = None
    book.save(path)
    assert carry("upgrade", path, "-o", tmp_path / "again.xlsx", folder=parks).exit_code == 0
    assert cells(tmp_path / "again.xlsx", "Interview 01", "D-02") == (None, None)
    assert cells(tmp_path / "again.xlsx", "Interview 02", "D-02") == ("N/A", REASON)
    assert carry("upgrade", path, "-o", tmp_path / "other.xlsx", "--sector", "gardens", folder=parks).exit_code == 0
    assert cells(tmp_path / "other.xlsx", "Interview 02", "D-02") == (None, None)


def test_a_workbook_of_an_older_version_keeps_it_too(parks: Path, tmp_path: Path) -> None:
    path = covering(new(parks, tmp_path / "park.xlsx"), "01")
    head = (parks / "set.toml").read_text(encoding="utf-8")
    (parks / "set.toml").write_text(head.replace("2025-1", "2025-2"), encoding="utf-8")
    result = carry("upgrade", path, "-o", tmp_path / "next.xlsx", folder=parks)
    assert result.exit_code == 0, result.output
    assert {i.code for i in held(tmp_path / "next.xlsx", parks).interviews} == {"01"}
    assert given(held(tmp_path / "next.xlsx", parks), "01", "D-02")[2] is False


def test_merging_lets_an_answer_stand_over_what_was_laid_out(parks: Path, tmp_path: Path) -> None:
    one = covering(new(parks, tmp_path / "one.xlsx"), "01", "02")
    other = Path(shutil.copy(one, tmp_path / "other.xlsx"))
    answer(one, "01", "D-02", "70")
    answer(other, "02", "D-01", "70")
    result = carry("merge", one, other, "-o", tmp_path / "both.xlsx", folder=parks)
    assert result.exit_code == 0, result.output
    merged = held(tmp_path / "both.xlsx", parks)
    assert [interview.code for interview in merged.interviews] == ["01", "02"]
    assert given(merged, "01", "D-02")[0] is AnswerState.SCORED
    assert given(merged, "02", "D-02") == (AnswerState.NOT_APPLICABLE, REASON, False)


def test_a_workbook_made_before_the_sector_said_it_reads_as_it_did(parks: Path, tmp_path: Path) -> None:
    profile = parks / "sectors" / "parks.toml"
    profile.write_text(PROFILE.replace("not_applicable", "examples"), encoding="utf-8")
    path = covering(new(parks, tmp_path / "park.xlsx"), "01")
    profile.write_text(PROFILE, encoding="utf-8")
    assert given(held(path, parks), "01", "D-02") == (AnswerState.BLANK, "", False)
    assert "gap" in codes(path, parks)


# ------------------------------------------------------------------------------------------- texts of its own, printed


def test_each_text_of_its_own_stands_where_the_general_one_would(parks: Path, tmp_path: Path) -> None:
    path = covering(new(parks, tmp_path / "park.xlsx"), "01")
    answer(path, "01", "D-01", "0")
    engage(path, {"Client": "Park"})
    entered = {str(cell.value) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row}
    assert {OWN[key] for key in ("text", "good_practice", "seen")} <= entered
    result = run("build", path, "--question-set", parks, "-o", tmp_path / "output")
    assert result.exit_code == 0, result.output
    (draft,) = (tmp_path / "output").glob("*/*-report.docx")
    printed = "".join(map(str, etree.fromstring(read_parts(draft)[DOCUMENT]).itertext()))
    for key in ("area", "element", "next_step", "lens"):
        assert OWN[key].rstrip(".") in printed, key
    assert "Is every visitor greeted within a minute of coming in?" not in printed


# ------------------------------------------------------------------------------------------------------ what is wrong


def test_every_fault_of_own_texts_is_named(parks: Path) -> None:
    (parks / "sectors" / "parks.toml").write_text(
        """
        id = "parks"
        title = "Parks"
        [areas.arival]
        low = "A"
        [lenses.whom]
        introduction = "B"
        [elements.door]
        low = " "
        [questions.D-01]
        text = "Is {client} open?"
        next_step = ""
        [questions.D-02]
        na_allowed = false
        not_applicable = "Never."
        """,
        encoding="utf-8",
    )
    faults = list(check_folder(parks).faults)
    assert sorted(fault.removeprefix("sectors/parks.toml, ") for fault in faults) == sorted(
        [
            "areas: field 'arival' has 'arival', allowed are arrival, stay; did you mean 'arrival'.",
            "lenses: field 'whom' has 'whom', allowed are who; did you mean 'who'.",
            "elements, door: field 'low' is empty.",
            "questions, D-01: field 'text' has '{client}', but texts have no placeholders.",
            "questions, D-01: field 'next_step' is empty.",
            "questions, D-02: field 'not_applicable' gives a reason for N/A, but 'na_allowed' refuses it.",
        ]
    )


def test_what_a_sector_says_goes_to_a_workbook_and_back(parks: Path, tmp_path: Path) -> None:
    assert run("questions", "export", tmp_path / "set.xlsx", "--question-set", parks).exit_code == 0
    result = run("questions", "import", tmp_path / "set.xlsx", "-o", tmp_path / "back")
    assert result.exit_code == 0, result.output
    assert check_folder(tmp_path / "back").tables.sectors == check_folder(parks).tables.sectors
    assert words(tmp_path / "back") == words(parks)
    shown = run("questions", "show", "D-02", "--question-set", tmp_path / "back", "--sector", "parks")
    assert REASON in shown.stdout
