"""Problems as people read them: errors last, in the workbook's order, no more than a screen; JSON has all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest
from click.testing import CliRunner

from reportgen.cli.listings.diagnostics import as_records
from reportgen.cli.listings.problems import SCREEN, WIDTH, as_given, next_steps, problems_as_text
from reportgen.cli.main import cli
from reportgen.common.diagnostics.diagnostic import SPELLED_OUT, Severity, named_in
from reportgen.common.diagnostics.problems import (
    GAP,
    LOW_COVERAGE,
    MISSING_QUESTION,
    NO_CLIENT,
    PROBLEMS,
    UNKNOWN_CHOICE,
    UNREADABLE_ANSWER,
    Problem,
)
from reportgen.common.model import NOWHERE, Place
from reportgen.common.options import BuildOptions
from tests.builders import question_set
from tests.commands import run
from tests.half_filled import ERRORS, WARNINGS, half_filled
from tests.workbooks import read_workbook, write_workbook


def gap(cell: str, sheet: str = "Interview 01", question: str = "AP-01") -> Problem:
    return GAP.at(Place(sheet, cell), question=question, interview="01", element="Planning")


def unreadable(cell: str, sheet: str = "Interview 02") -> Problem:
    return UNREADABLE_ANSWER.at(Place(sheet, cell), question="AP-02", value="eighty")


def listing(*problems: Problem, name: str = "", in_full: bool = False) -> list[str]:
    """The lines, without colours."""
    return click.unstyle(problems_as_text(name, problems, in_full=in_full)).splitlines()


def test_errors_come_last_and_each_names_its_cell_and_code() -> None:
    text = listing(gap("E7"), unreadable("E9"), name="client.xlsx")
    assert text[0] == "client.xlsx: 1 error and 1 warning."
    assert text[2] == "Warnings (1)"
    assert text[3].startswith("  Interview 01!E7: AP-01 is blank")
    assert text[6] == "Errors (1)"
    assert text[7].startswith("  Interview 02!E9: 'eighty' is no answer to AP-02.")
    assert text[-1].endswith("[unreadable-answer]")


def test_many_of_a_kind_on_a_sheet_are_drawn_together() -> None:
    cells = [*(f"E{row}" for row in range(7, 20)), "E30", "F31", "F32"]
    text = listing(*(gap(cell) for cell in cells), gap("E7", "Interview 02"))
    assert text[7] == "  ... and 13 more like these on Interview 01: E10 to E19, E30, F31, F32  [gap]"
    assert text[8].startswith("  Interview 02!E7: ")


def test_four_of_a_kind_stand_in_full() -> None:
    assert [line for line in listing(*(gap(f"E{row}") for row in range(7, 11))) if "more like" in line] == []


def test_problems_of_one_cell_are_told_apart_by_their_questions() -> None:
    missing = [MISSING_QUESTION.at(Place("Interview 01", "A6"), question=f"AP-{n:02d}") for n in range(1, 10)]
    assert listing(*missing)[-1] == "  ... and 6 more like these on Interview 01: AP-04 to AP-09  [missing-question]"


def test_problems_that_nothing_tells_apart_but_their_words_stand_in_full() -> None:
    for place in (NOWHERE, Place("Results")):
        low = [LOW_COVERAGE.at(place, value="9 %", element=f"Element {number}", limit="75 %") for number in range(9)]
        assert sum("'Element" in line for line in listing(*low)) == 9


def test_json_has_every_problem() -> None:
    problems = [gap(f"E{row}", question=f"AP-{row:02d}") for row in range(7, 99)] + [NO_CLIENT.at()]
    records = as_records(problems)
    assert [record["cell"] for record in records] == [p.place.cell for p in problems]
    assert records[0]["code"] == "gap"
    assert records[0]["severity"] == "warning"
    assert records[0]["question"] == "AP-07"


# --------------------------------------------------------------------------------------------------------- one screen


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The half-filled workbook: to be read, not changed."""
    path = tmp_path_factory.mktemp("half") / "client.xlsx"
    path.write_bytes(half_filled())
    return path


@pytest.fixture(scope="module")
def told(half: Path) -> list[str]:
    """What `check` prints about it."""
    result = run("check", half)
    assert result.exit_code == 1
    return result.stdout.splitlines()


@pytest.fixture(scope="module")
def recorded(half: Path) -> list[dict[str, Any]]:
    """What `check --json` prints about it; the marked copy is written beside it."""
    result = run("check", half, "--json", "--mark", half.with_name("client-marked.xlsx"))
    problems: list[dict[str, Any]] = json.loads(result.stdout)[0]["problems"]
    return problems


def is_a_screen(lines: list[str]) -> bool:
    return len(lines) <= SCREEN and all(len(line) <= WIDTH for line in lines)


def test_hundreds_of_problems_fit_on_a_screen_that_ends_on_what_to_do(half: Path, told: list[str]) -> None:
    assert told[0] == f"client.xlsx: {ERRORS} errors and {WARNINGS} warnings."
    copy = half.with_name("client-marked.xlsx")
    assert told[-2:] == [f"Next: reportgen check {half} --mark {copy}", "      marks each in a copy of the workbook"]
    assert is_a_screen([*told[:-2], "Next", ""])  # the name of the test's own folder is long


def test_the_summary_counts_every_problem_by_sheet(told: list[str], recorded: list[dict[str, Any]]) -> None:
    sheets = list(dict.fromkeys(problem["sheet"] for problem in recorded))
    rows = told[3 : told.index("", 3)]
    assert len(rows) == len(sheets)
    for sheet, row in zip(sheets, rows, strict=True):
        here = [problem["severity"] for problem in recorded if problem["sheet"] == sheet]
        errors, warnings = here.count("error"), here.count("warning")
        assert re.match(rf"  {sheet} +{errors or ''} +{warnings or ''} ", row)


def test_every_kind_of_error_is_shown_by_one(told: list[str], recorded: list[dict[str, Any]]) -> None:
    kinds = {problem["code"] for problem in recorded if problem["severity"] == "error"}
    assert [code for code in kinds if f"[{code}]" not in "\n".join(told)] == []
    assert "more like these on Interview" in "\n".join(told)


def test_all_of_them_stand_in_the_json_in_the_marked_copy_and_with_v(
    half: Path, recorded: list[dict[str, Any]]
) -> None:
    assert len(recorded) == ERRORS + WARNINGS
    marked = openpyxl.load_workbook(half.with_name("client-marked.xlsx"), read_only=True)
    rows = marked["Problems"].iter_rows(min_row=5, values_only=True)
    assert sorted(str(row[7]) for row in rows) == sorted(problem["code"] for problem in recorded)
    marked.close()
    in_full = " ".join(run("check", half, "-v").stdout.split())
    assert [p for p in recorded if f"{' '.join(p['message'].split())} [{p['code']}]" not in in_full] == []


def test_errors_alone(half: Path) -> None:
    result = run("check", half, "--errors")
    assert result.stdout.startswith(f"client.xlsx: {ERRORS} errors.")
    assert "gap" not in result.stdout


def test_a_quiet_check_says_how_many(half: Path) -> None:
    assert run("check", half, "-q").stdout == f"client.xlsx: {ERRORS} errors and {WARNINGS} warnings.\n"


def test_any_number_of_kinds_and_sheets_fits_on_a_screen() -> None:
    sheets = [f"Interview {number:02d}" for number in range(1, 41)]
    problems = [gap(f"E{row}", sheet) for sheet in sheets for row in range(6, 30, 2)]
    assert is_a_screen(listing(*problems, name="client.xlsx"))
    problems += [unreadable(f"E{row}", sheet) for sheet in sheets for row in range(7, 30, 2)]
    text = listing(*problems, name="client.xlsx")
    assert is_a_screen(text)
    assert any(line.split()[:3] == ["26", "other", "sheets"] for line in text)
    for kind in PROBLEMS.kinds:
        facts = dict.fromkeys(named_in(kind.found) | named_in(kind.remedy), "some long words of it")
        problems += (
            [kind.at(Place(sheet, "A7"), **facts) for sheet in sheets] if kind.severity is Severity.ERROR else []
        )
    text = listing(*problems, name="client.xlsx")
    assert is_a_screen(text)
    assert re.fullmatch(r"  \.\.\. and \d+ more of \d+ other kinds", text[-1])


def test_kinds_without_room_in_the_summary_are_counted_as_kinds() -> None:
    kinds = [kind for kind in PROBLEMS.kinds if kind.severity is Severity.WARNING]
    problems = [
        kind.at(Place("Notes", f"A{row}"), **dict.fromkeys(named_in(kind.found) | named_in(kind.remedy), "some words"))
        for kind in kinds
        for row in range(5, 9)
    ]
    [row] = [line for line in listing(*problems, name="client.xlsx") if line.startswith("  Notes ")]
    shown, more = re.fullmatch(r"  Notes +\d+  (.+), (\d+) more kinds", row).groups()  # type: ignore[union-attr]
    assert len(shown.split(", ")) + int(more) == len(kinds)


def test_problems_of_the_peer_data_are_corrected_in_their_own_file() -> None:
    workbook, peers = Path("client.xlsx"), Path("data/peers.xlsx")
    theirs, ours = unreadable("I2", "peers.xlsx, Peers"), unreadable("E7")
    gap = GAP.at(Place("Interview 01", "E9"), question="AP-01", interview="01", element="Planning")
    sentence = "      correct those of peers.xlsx in that file"
    assert sentence in next_steps(workbook, [theirs, ours], [], peers)
    assert sentence not in next_steps(workbook, [ours], [], peers)
    then = f"reportgen check client.xlsx --question-set ours --peers {peers}"
    for problems in ([theirs], [theirs, gap]):
        assert next_steps(workbook, problems, as_given(BuildOptions(question_set="ours", peers=peers)), peers) == [
            f"Next: correct {peers}, then: {then}"
        ]


# --------------------------------------------------------------------------------------------------------- the words


def test_a_few_allowed_entries_are_spelled_out_and_columns_named_by_their_headings(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "client.xlsx",
        """
        # Interviews
        Code | Date       | Role     | Level    | AP Analysis and planning
        '01  | 2025-03-03 | Director | Managger | Yes

        # Interview 01
        ID    | Answer | I
        AP-01 | 80     | Perhaps
        AP-02 | eighty | Yes
        """,
    )
    messages = {problem.place.cell: problem.message for problem in read_workbook(path, question_set())[1]}
    assert (
        "no entry of the list of 'Level'. Did you mean 'Manager'? Choose 'Manager' or 'Implementation'."
        in messages["D2"]
    )
    assert "no entry of the list of 'I (Intention)'. Choose 'Yes' or 'No'." in messages["C3"]
    assert messages["B4"].endswith("Choose one from the list in the cell."), "there are more than six"


def test_more_than_a_few_are_left_to_the_list() -> None:
    entries = tuple("ABCDEFG")
    few, many = (
        UNKNOWN_CHOICE.at(column="Kind", value="x", allowed=entries[:count]) for count in (SPELLED_OUT, SPELLED_OUT + 1)
    )
    assert few.remedy == "Choose 'A', 'B', 'C', 'D', 'E' or 'F'."
    assert many.remedy == "Choose one from the list in the cell."


# ------------------------------------------------------------------------------------------------------------ colour

ESCAPE = "\x1b["


def test_a_terminal_gets_colours_unless_it_is_told_otherwise_and_a_pipe_never(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def printed(*, on_a_terminal: bool) -> str:
        return CliRunner().invoke(cli, ["check", str(sample)], color=on_a_terminal).stdout

    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert f"{ESCAPE}33m" in printed(on_a_terminal=True)
    assert ESCAPE not in printed(on_a_terminal=False)
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as told:
            told.setenv(name, value)
            assert ESCAPE not in printed(on_a_terminal=True)
