"""The commands on the question set, as a person meets them: what is printed, what is written, which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from reportgen.cli.listings.questions import WIDEST, as_list, as_page
from reportgen.questions import for_sector, load_question_set
from reportgen.questions.listed import chosen_questions, find
from reportgen.questions.loader import PACKAGED
from tests.builders import question_set
from tests.commands import run

CMA = load_question_set()


def refusal(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return result.stderr.strip()


# ----------------------------------------------------------------------------------------------------------- list


def test_list_groups_questions_by_area_element_and_topic() -> None:
    result = run("questions", "list", "--element", "PR", "--lens", "cmf:loyalty")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:4] == [
        "Core",
        "  Proposition",
        "    Proposition development",
        "      PR-12  Are customers on regular payments promised an easy way to change or stop what they pay for?",
    ]
    assert result.stderr == "4 of 305 questions.\n"


def test_list_speaks_the_words_of_a_sector() -> None:
    assert "Are patients on regular payments" in run("questions", "list", "--sector", "healthcare").stdout


def test_a_topic_that_is_its_element_gets_no_line_of_its_own() -> None:
    small = question_set("# Core\n## AP Analysis\nAP-01")
    assert as_list(chosen_questions(small)) == "Core\n  Analysis\n    Analysis\n      AP-01  Is AP-01 done?".replace(
        "    Analysis\n", "", 1
    )


def test_list_as_json_gives_one_object_a_question_with_all_its_texts() -> None:
    result = run("questions", "list", "--area", "core", "--sector", "Retail", "--json")
    records = json.loads(result.stdout)
    assert len(records) == len(CMA.areas[0].questions)
    first = records[0]
    assert [first[key] for key in ("id", "area", "element", "topic", "weight")] == [
        "AP-01",
        "core",
        "analysis-and-planning",
        "strategy-and-business-case",
        "1",
    ]
    assert set(first["evidence"]) == {"intention", "reality", "effect"}
    assert all(first[key] for key in ("text", "good_practice", "next_step", "horizon", "effort", "levels"))
    assert "baskets" not in first["text"]
    assert "basket" in first["element_examples"]
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("area", "element", "lens", "count"),
    [
        ("", "", "", 305),
        ("Core", "", "", 40),
        ("core", "analysis and planning", "", 17),
        ("", "ap", "", 17),
        ("core", "TG", "", 0),
        ("", "", "cmat", 305),
    ],
)
def test_filters_take_ids_codes_and_titles(area: str, element: str, lens: str, count: int) -> None:
    assert len(chosen_questions(CMA, area, element, lens)) == count


def test_what_counts_in_a_group_is_told_of_elements_and_questions_together(own_set: Path) -> None:
    """All of the element count under penetration; AP-02 and AP-05 count elsewhere as well, by themselves."""
    core = own_set / "core.toml"
    text = core.read_text(encoding="utf-8")
    assert text.count('lenses = { cmat = "analysis-and-planning" }') == 1
    core.write_text(text.replace('planning" }', 'planning", reap = "penetration" }', 1), encoding="utf-8")
    here = ("--question-set", own_set)
    listed = run("questions", "list", "--element", "AP", "--lens", "reap:penetration", "--json", *here)
    assert len(json.loads(listed.stdout)) == 17
    shown = run("questions", "show", "AP-05", *here).stdout
    assert "Penetration, Retention, Efficiency" in " ".join(shown.split())
    counted = run("questions", "list", "--element", "AP", "--lens", "reap:retention", "--json", *here)
    before = run("questions", "list", "--element", "AP", "--lens", "reap:retention", "--json")
    assert [one["id"] for one in json.loads(counted.stdout)] == [one["id"] for one in json.loads(before.stdout)]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--area", "cor", "no area 'cor'. Did you mean 'core'?"),
        ("--element", "propositon", "no element 'propositon'. Did you mean 'proposition'?"),
        ("--lens", "reep", "no lens 'reep'. Did you mean 'reap'?"),
        ("--lens", "reap:growth", "no group of lens 'reap' 'growth'. There are retention, efficiency"),
        ("--sector", "telecoms", "Did you mean 'telecommunications'?"),
    ],
)
def test_an_unknown_filter_names_what_there_is(option: str, value: str, said: str) -> None:
    assert said in refusal(run("questions", "list", option, value))


# ----------------------------------------------------------------------------------------------------------- show


def test_show_prints_everything_about_one_question() -> None:
    result = run("questions", "show", "AP-05", "--sector", "retail")
    assert result.exit_code == 0
    question = for_sector(CMA, "retail").questions["AP-05"]
    said = " ".join(result.stdout.split())
    for text in (question.text, question.good_practice, *question.evidence.values(), question.next_step):
        assert text in said
    for label in ("Look for: intention", "Quick win (3 to 6 months), medium effort", "Asked of", "Examples", "In AP"):
        assert label in said
    assert "Retention, Efficiency" in said


@pytest.mark.parametrize("width", [60, 80, 300])
def test_a_page_fits_the_terminal(width: int) -> None:
    page = as_page(find(CMA, "AP-05"), CMA, width)
    assert max(len(line) for line in page.splitlines()) <= min(width, WIDEST)


@pytest.mark.parametrize("name", ["AP-03", "ap-03", "AP-3", "ap3", "AP 3"])
def test_an_id_is_found_as_people_say_it(name: str) -> None:
    assert find(CMA, name).question.id == "AP-03"


def test_an_unknown_id_names_the_nearest() -> None:
    assert "AP-01 to AP-17 are about analysis and planning" in refusal(run("questions", "show", "AP-99"))
    assert "Ids begin with the code of an element: AP, PR, TG" in refusal(run("questions", "show", "ZZ-01"))


def test_show_as_json_is_the_same_record_as_in_the_list() -> None:
    listed = json.loads(run("questions", "list", "--element", "AP", "--json").stdout)
    assert json.loads(run("questions", "show", "AP-01", "--json").stdout) == listed[0]


# ---------------------------------------------------------------------------------------------------------- check


def test_check_passes_the_shipped_set() -> None:
    result = run("questions", "check", PACKAGED / "cma")
    assert result.exit_code == 0
    assert result.stdout == ("cma 1.0: 5 areas, 18 elements, 77 topics, 305 questions, 6 sector profiles; no faults.\n")


def test_check_lists_all_faults_of_set_and_sectors_at_once(own_set: Path) -> None:
    for name, old, new in (
        ("core.toml", 'effort = "low"', 'effort = "lots"'),
        ("measurement.toml", "na_allowed = false", "na_allowed = 0"),
        ("sectors/retail.toml", "[questions.AP-05]", "[questions.AP-50]"),
    ):
        path = own_set / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    result = run("questions", "check", own_set)
    assert result.exit_code == 1
    faults = result.stdout.splitlines()
    assert [fault.split(",")[0] for fault in faults] == ["core.toml", "measurement.toml", "sectors/retail.toml"]
    assert result.stderr == f"Error: {own_set} has 3 faults.\n"


def test_a_missing_area_does_not_make_a_fault_of_every_question_in_it(own_set: Path) -> None:
    (own_set / "enabling.toml").unlink()
    assert run("questions", "check", own_set).stdout == "enabling.toml: the file is missing.\n"


def test_check_of_no_set_is_refused(tmp_path: Path) -> None:
    assert "No question set" in refusal(run("questions", "check", tmp_path))


# ------------------------------------------------------------------------------------------------ export and import


def test_export_then_import_gives_a_set_that_checks_and_works(tmp_path: Path) -> None:
    workbook, copy = tmp_path / "set.xlsx", tmp_path / "our-set"
    assert run("questions", "export", workbook).stdout == f"{workbook}\n"
    assert run("questions", "import", workbook, "-o", copy).stdout == f"{copy}\n"
    assert run("questions", "check", copy).exit_code == 0
    shown = run("questions", "show", "AP-03", "--question-set", copy, "--sector", "healthcare")
    assert shown.stdout == run("questions", "show", "AP-03", "--sector", "healthcare").stdout


def test_import_names_each_fault_with_its_cell_and_writes_nothing(tmp_path: Path) -> None:
    workbook, copy = tmp_path / "set.xlsx", tmp_path / "our-set"
    run("questions", "export", workbook)
    book = openpyxl.load_workbook(workbook)
    book["Questions"]["D3"] = None
    book.save(workbook)
    result = run("questions", "import", workbook, "-o", copy)
    assert result.exit_code == 1
    assert "Questions!D3, question 'AP-02': field 'text' is missing." in result.stderr
    assert not copy.exists()


def test_import_never_overwrites_a_folder_unless_forced(tmp_path: Path) -> None:
    workbook, copy = tmp_path / "set.xlsx", tmp_path / "our-set"
    run("questions", "export", workbook)
    run("questions", "import", workbook, "-o", copy)
    (copy / "notes.txt").write_text("ours", encoding="utf-8")
    assert "use --force" in refusal(run("questions", "import", workbook, "-o", copy))
    forced = run("questions", "import", workbook, "-o", copy, "--force")
    assert forced.exit_code == 0
    (kept,) = tmp_path.glob("our-set-backup-*")
    assert (kept / "notes.txt").is_file()
    assert str(kept) in forced.stderr
    assert not (copy / "notes.txt").exists()


def test_import_leaves_a_folder_of_something_else_alone(tmp_path: Path) -> None:
    workbook = tmp_path / "set.xlsx"
    run("questions", "export", workbook)
    assert "is not empty" in refusal(run("questions", "import", workbook, "-o", tmp_path, "--force"))
    assert workbook.is_file()


def test_export_of_peers_stays(tmp_path: Path) -> None:
    target = tmp_path / "peers.xlsx"
    assert run("questions", "export", target, "--peers").exit_code == 0
    assert "Peers" in openpyxl.load_workbook(target).sheetnames


def test_a_workbook_needs_its_suffix(tmp_path: Path) -> None:
    assert "should end in .xlsx" in refusal(run("questions", "export", tmp_path / "set.toml"))


# ------------------------------------------------------------------------------------------------------ new --sector


def texts_of(path: Path, sheet: str) -> list[str]:
    """All texts of a sheet."""
    book = openpyxl.load_workbook(path, read_only=True)
    return [str(value) for row in book[sheet].iter_rows(values_only=True) for value in row if value]


def engagement(path: Path, label: str) -> str:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [[value for value in row if value] for row in book["Engagement"].iter_rows(values_only=True)]
    return next(str(row[1]) for row in rows if row and row[0] == label)


def test_new_asks_in_the_words_of_the_sector(tmp_path: Path) -> None:
    path = tmp_path / "client.xlsx"
    result = run("new", path, "--client", "Clinic", "--interviews", "1", "--sector", "healthcare")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert engagement(path, "Sector") == "Healthcare"
    asked, shown = texts_of(path, "Interview 01"), texts_of(path, "Good practice")
    assert any("patients" in text for text in asked)
    assert "Do patients get the same answer to the same question in every channel?" in asked
    assert "Examples" in shown
    assert any(text.startswith("Value is income and cost by episode of care") for text in shown)


def test_a_workbook_is_read_with_what_its_sector_permits(tmp_path: Path) -> None:
    path = tmp_path / "client.xlsx"
    for sector, refused in ((("--sector", "healthcare"), False), ((), True)):
        assert run("new", path, "--client", "A", "--interviews", "1", *sector, "--force").exit_code == 0
        answer(path, "AP-14", "N/A", "The state assigns patients")
        checked = json.loads(run("check", path, "--json").stdout)
        problems = [problem["code"] for problem in checked[0]["problems"] if problem["question"] == "AP-14"]
        assert ("na-not-allowed" in problems) is refused, problems


def test_a_sector_changed_later_is_a_warning_that_names_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "client.xlsx"
    run("new", path, "--client", "A", "--interviews", "1", "--sector", "healthcare")
    book = openpyxl.load_workbook(path)
    (cell,) = [cell for row in book["Engagement"].iter_rows() for cell in row if cell.value == "Healthcare"]
    cell.value = "Retail"
    book.save(path)
    problems = json.loads(run("check", path, "--json").stdout)[0]["problems"]
    (changed,) = [problem for problem in problems if problem["code"] == "sector-changed"]
    assert (changed["severity"], changed["cell"]) == ("warning", cell.coordinate)
    assert "worded for Healthcare" in changed["message"]
    assert "reportgen upgrade --sector" in changed["message"]


def answer(path: Path, question_id: str, value: str, note: str) -> None:
    """Type an answer and its note into the first questionnaire."""
    book = openpyxl.load_workbook(path)
    sheet = book["Interview 01"]
    headings = next(row for row in sheet.iter_rows() if {"ID", "Answer"} <= {cell.value for cell in row})
    columns = {cell.value: number for number, cell in enumerate(headings, start=1)}
    (row,) = [cell.row for cell in sheet["A"] if cell.value == question_id]
    sheet.cell(row, columns["Answer"]).value = value
    sheet.cell(row, columns["Note"]).value = note
    book.save(path)


def test_new_takes_an_unknown_sector_and_says_what_that_means(tmp_path: Path) -> None:
    path = tmp_path / "client.xlsx"
    result = run("new", path, "--client", "Museum", "--interviews", "1", "--sector", "Museums")
    assert result.exit_code == 0
    assert "No sector profile is named 'Museums'" in result.stderr
    assert "There are profiles for Business-to-business manufacturing, Financial services" in result.stderr
    assert engagement(path, "Sector") == "Museums"
    assert CMA.questions["CX-06"].text in texts_of(path, "Interview 01")


def test_all_listed_questions_are_those_of_the_set() -> None:
    small = question_set()
    assert [listed.question.id for listed in chosen_questions(small)] == list(small.questions)
