"""A set of one's own, from the files it starts with to a finalized report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.questions import load_question_set
from reportgen.questions.starting import STARTER, id_for
from tests.commands import one_sentence, run
from tests.foreign import table
from tests.museum import engage
from tests.packages import parts_of

pytestmark = pytest.mark.slow

BOXES = {"PU-01": (4, 3), "PU-02": (2, "N/A"), "PU-03": (1, 1), "PR-01": (3, 2), "PR-02": (0, 1)} | {
    "DC-01": (4, 4),
    "DC-02": (2, 3),
    "DC-03": (0, 2),
}


def fill(path: Path) -> None:
    """Fill the workbook as an assessor does, interview by interview."""
    engage(path, {"Market": "meetings", "Commissioned by": "J. Example", "Their title": "Director", "Authors": "A. A."})
    book = openpyxl.load_workbook(path)
    register = book["Interviews"]
    head, columns = table(register, "Code", "Level")
    for number in (0, 1):
        row = head + number + 1
        register.cell(row, columns["Level"]).value = "Member of staff"
        for covered in ("PU Purpose", "PR Papers", "DC Decisions"):
            register.cell(row, columns[covered]).value = "Yes"
        answer(book[f"Interview {number + 1:02d}"], {name: boxes[number] for name, boxes in BOXES.items()})
    book.save(path)


def answer(sheet: Any, boxes: dict[str, object]) -> None:
    _, columns = table(sheet, "ID", "Answer", "S", "Note")
    for row in range(1, sheet.max_row + 1):
        name = str(sheet.cell(row, columns["ID"]).value)
        if name in boxes:
            sheet.cell(row, columns["Answer"]).value = boxes[name]
            sheet.cell(row, columns["S"]).value = "Yes"
            sheet.cell(row, columns["Note"]).value = "As three people told us."


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the set, a filled workbook made from it and the draft built from that."""
    folder = tmp_path_factory.mktemp("life")
    assert run("questions", "new", folder / "our-set", "--title", "Our meetings").exit_code == 0
    workbook = folder / "client.xlsx"
    done = run("new", workbook, "--client", "Example Ltd", "--interviews", "2", "--question-set", folder / "our-set")
    assert done.exit_code == 0, done.output
    fill(workbook)
    built = run("build", workbook, "-o", folder / "output", "--question-set", folder / "our-set")
    assert built.exit_code == 0, built.output
    return folder


def test_a_new_set_has_no_faults_and_each_field_it_uses_is_explained(tmp_path: Path) -> None:
    assert run("questions", "new", tmp_path / "our-set").stdout == f"{tmp_path / 'our-set'}\n"
    checked = run("questions", "check", tmp_path / "our-set")
    assert checked.exit_code == 0
    assert "2 areas, 3 elements, 3 topics, 8 questions" in checked.stdout
    questions = load_question_set(tmp_path / "our-set")
    assert (len(questions.levels), len(questions.states)) == (1, 1)
    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "our-set").iterdir()}
    assert "invented" in texts["set.toml"].splitlines()[0]
    remarked = {  # fields with a remark behind them, or in a line of remarks above
        word
        for text in texts.values()
        for line in text.splitlines()
        if "#" in line
        for word in re.findall(r"\w+", line)
    }
    used = {field for text in texts.values() for field in fields_of(tomllib.loads(text))}
    plain = {"title", "introduction", "questions", "bands"}  # say what they are, or have a remark without their name
    assert used - plain - remarked == set()


def fields_of(table: dict[str, Any]) -> Iterator[str]:
    """The names of all fields of a table and of those in it."""
    for name, value in table.items():
        yield name
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from fields_of(inner)


def test_title_and_id_are_those_asked_for(tmp_path: Path) -> None:
    title = 'The "big" check \\ £5'
    assert run("questions", "new", tmp_path / "Our Set", "--title", title).exit_code == 0
    assert (load_question_set(tmp_path / "Our Set").title, load_question_set(tmp_path / "Our Set").id) == (
        title,
        "our-set",
    )
    assert run("questions", "new", tmp_path / "other", "--id", "firm-2").exit_code == 0
    assert load_question_set(tmp_path / "other").id == "firm-2"
    plain = tomllib.loads((STARTER / "set.toml").read_text(encoding="utf-8"))
    assert load_question_set(tmp_path / "other").title == plain["title"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--title", "For {client}"), "'{client}'"),
        (("--title", "Bell\x07"), "neither Excel nor Word"),
        (("--id", "../evil"), "only letters, digits and hyphens"),
        (("--id", "cma"), "that of a set we ship"),
    ],
)
def test_what_no_set_can_be_called_is_refused_and_nothing_written(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    refused = run("questions", "new", tmp_path / "our-set", *options)
    assert refused.exit_code == 2
    one_sentence(refused)
    assert said in refused.stderr
    assert not (tmp_path / "our-set").exists()


def test_a_folder_whose_name_gives_no_id_asks_for_one(tmp_path: Path) -> None:
    refused = run("questions", "new", tmp_path / "Ж")
    assert "--id" in one_sentence(refused)
    assert run("questions", "new", tmp_path / "Ж", "--id", "ours").exit_code == 0
    assert id_for(Path("sets/Our Set 2")) == "our-set-2"


def test_a_folder_that_holds_something_is_never_overwritten_unless_forced(tmp_path: Path) -> None:
    folder = tmp_path / "our-set"
    run("questions", "new", folder)
    (folder / "notes.txt").write_text("ours", encoding="utf-8")
    assert "use --force" in one_sentence(run("questions", "new", folder))
    assert run("questions", "new", folder, "--force").exit_code == 0
    (kept,) = tmp_path.glob("our-set-backup-*")
    assert (kept / "notes.txt").is_file()
    assert not (folder / "notes.txt").exists()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear", encoding="utf-8")
    assert "is not empty" in one_sentence(run("questions", "new", tmp_path / "other", "--force"))


def test_its_workbook_is_checked_without_errors(life: Path) -> None:
    checked = run("check", life / "client.xlsx", "--question-set", life / "our-set")
    assert checked.exit_code == 0, checked.output


def test_its_report_counts_small_numbers_and_compares_no_state_with_another(life: Path) -> None:
    document = parts_of(life / "output/client/client-report.docx")["word/document.xml"].decode("utf-8")
    text = re.sub(r"<[^>]+>", "", document)
    assert "8 of 8 questions answered" in text
    assert "behind the one before it" not in text
    assert "Evidence is recorded in" in text


def test_its_draft_is_refreshed_reviewed_and_finalized(life: Path) -> None:
    draft, changed = life / "output/client/client-report.docx", life / "client.xlsx"
    book = openpyxl.load_workbook(changed)
    answer(book["Interview 01"], {"PU-03": 4})
    book.save(changed)
    refreshed = life / "refreshed.docx"
    done = run("refresh", draft, changed, "-o", refreshed)
    assert done.exit_code == 0, done.output
    reviewed = run("review", refreshed, "--workbook", changed)
    assert "Traceback" not in reviewed.output
    assert reviewed.exit_code in (0, 1)
    final = run("finalize", refreshed, "-o", life / "final.docx", "--no-pages", "--with-open-points", "Test.")
    assert final.exit_code == 0, final.output
    assert (life / "final.docx").is_file()
