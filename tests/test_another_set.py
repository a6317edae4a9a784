"""Another firm's question set, from `new` to `build`, without a line of code: other scale, depth, levels and words.

The set in `sets/visitor-care` has four boxes, no topics, two evidence states, three levels and weights of its own.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.questions import for_sector, load_question_set
from tests.commands import run
from tests.foreign import table
from tests.packages import parts_of

SET = Path(__file__).parent / "sets" / "visitor-care"
LEVELS = {"01": "Trustee", "02": "Keeper", "03": "Volunteer"}
# the boxes of interviews 01, 02 and 03 by question; "" is not asked of that level
BOXES: dict[str, tuple[int | str, ...]] = {
    "D-01": (0, 70, 100),
    "D-02": ("", 70, 100),
    "B-01": (30, 30, 30),
    "R-01": (100, 70, 70),
    "R-02": (70, 70, 70),
}


def fill(path: Path) -> None:
    """Fill the workbook as an assessor does."""
    book = openpyxl.load_workbook(path)
    register = book["Interviews"]
    head, columns = table(register, "Code", "Level")
    for number, (code, level) in enumerate(LEVELS.items(), start=1):
        assert register.cell(head + number, columns["Code"]).value == code
        register.cell(head + number, columns["Level"]).value = level
        for covered in ("D At the door", "B Booking ahead", "R In the rooms"):
            register.cell(head + number, columns[covered]).value = "Yes"
    for number, code in enumerate(LEVELS):
        sheet = book[f"Interview {code}"]
        _, columns = table(sheet, "ID", "Answer", "T", "S")
        for row in range(1, sheet.max_row + 1):
            box = BOXES.get(str(sheet.cell(row, columns["ID"]).value), ("", "", ""))[number]
            if box != "":
                sheet.cell(row, columns["Answer"]).value = box
                sheet.cell(row, columns["T"]).value = "Yes"
                sheet.cell(row, columns["Note"]).value = "Watched for an hour"
    book.save(path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with workbook and output after new, filling and build."""
    folder = tmp_path_factory.mktemp("museum")
    workbook = folder / "museum.xlsx"
    made = run("new", workbook, "--client", "Harbour Museum", "--interviews", "3", "--question-set", SET)
    assert made.exit_code == 0, made.output
    fill(workbook)
    done = run("build", workbook, "-o", folder / "output", "--question-set", SET)
    assert done.exit_code == 0, done.output
    return folder


def results(built: Path) -> Any:
    return json.loads((built / "output/museum/museum-results.json").read_text(encoding="utf-8"))


def test_the_set_is_unlike_ours_in_every_way_that_counts() -> None:
    ours, other = load_question_set(), load_question_set(SET)
    assert other.scale.values == tuple(map(Fraction, (0, 30, 70, 100)))
    assert {state.id for state in other.states}.isdisjoint(state.id for state in ours.states)
    assert {level.id for level in other.levels}.isdisjoint(level.id for level in ours.levels)
    assert all(len(element.topics) == 1 and element.topics[0].id == element.id for element in other.elements)
    assert other.areas[1].weight == 3
    assert other.elements[1].weight == Fraction(1, 2)


def test_the_workbook_shows_the_set_s_own_words(built: Path) -> None:
    book = openpyxl.load_workbook(built / "museum.xlsx", read_only=True)
    cells = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value}
    for text in (
        "100 - Every day, and visitors say so",
        "Volunteer",
        "Look for: told",
        "Is every visitor greeted within a minute of coming in?",
    ):
        assert text in cells
    assert not any("Intention" in text or "Clear evidence" in text for text in cells)


def test_the_workbook_is_checked_against_its_own_set(built: Path) -> None:
    checked = run("check", built / "museum.xlsx", "--question-set", SET, "--json")
    assert checked.exit_code == 0
    assert {problem["severity"] for problem in json.loads(checked.stdout)[0]["problems"]} == {"warning"}
    refused = run("check", built / "museum.xlsx")
    assert refused.exit_code == 2
    assert "was made from the question set 'visitor-care'" in refused.output
    assert "--question-set" in refused.output
    assert run("check", built / "museum.xlsx", "--question-set", "cma").exit_code == 1


def test_scores_follow_the_set_s_scale_and_weights(built: Path) -> None:
    """Door: (56 2/3 + 2 x 85) / 3; arriving: (75 5/9 + 30 / 2) / 1.5; the whole: (60 10/27 + 3 x 75) / 4."""
    printed = {
        figure: run("explain", built / "museum.xlsx", figure, "--question-set", SET, "--json")
        for figure in ("D-01", "door", "arrival", "stay", "overall")
    }
    found = {figure: json.loads(result.stdout)["printed"] for figure, result in printed.items()}
    assert found == {"D-01": "57", "door": "76", "arrival": "60", "stay": "75", "overall": "71"}


def test_the_report_speaks_of_the_set(built: Path) -> None:
    document = parts_of(built / "output/museum/museum-report.docx")["word/document.xml"]
    text = re.sub(r"<[^>]+>", " ", document.decode("utf-8"))
    for said in ("Arriving", "At the door", "Told", "Seen"):
        assert said in text
    pictured = re.findall(r' descr="([^"]*)"', document.decode("utf-8"))
    assert any("Every day, and visitors say so" in alt for alt in pictured)
    for ours in ("Clear evidence and being implemented", "Proposition", "REAP"):
        assert ours not in text


def test_nobody_issues_it_before_a_house_style_names_the_firm(built: Path, tmp_path: Path) -> None:
    draft = built / "output/museum/museum-report.docx"
    left = json.loads(run("review", draft, "--json").stdout)["points"]
    open_ = [point["chapter"] for point in left if "[Name of the firm]" in point["words"] and point["blocking"]]
    assert open_[:2] == ["Title page"] * 2
    assert any(chapter.endswith("Introduction and aims") for chapter in open_)
    assert "Headers and footers" in open_
    style = tmp_path / "house.toml"
    style.write_text('[firm]\nname = "Quay Partners"\n', encoding="utf-8")
    again = run(
        *("build", built / "museum.xlsx", "-o", tmp_path / "output", "--question-set", SET, "--house-style", style)
    )
    assert again.exit_code == 0
    said = run("review", tmp_path / "output/museum/museum-report.docx").stdout
    assert "[Name of the firm]" not in said


def test_the_results_name_the_set(built: Path) -> None:
    said = json.dumps(results(built))
    assert '"visitor-care"' in said
    assert '"2025-1"' in said


def test_the_set_has_a_sector_of_its_own() -> None:
    gardens = for_sector(load_question_set(SET), "gardens")
    assert gardens.questions["R-01"].text == "Can a child reach something to touch in every bed?"
    assert gardens.questions["B-01"].na_allowed


def test_it_goes_to_excel_and_back(tmp_path: Path) -> None:
    run("questions", "export", tmp_path / "set.xlsx", "--question-set", SET)
    assert run("questions", "import", tmp_path / "set.xlsx", "-o", tmp_path / "copy").exit_code == 0
    assert load_question_set(tmp_path / "copy") == load_question_set(SET)
