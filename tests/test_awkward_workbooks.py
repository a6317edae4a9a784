"""Workbooks as they come back from people and programs: the same content, or exactly these problems at these cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.common.diagnostics.problems import UNLISTED_FORM
from reportgen.common.options import BuildOptions
from reportgen.runs.check import check_workbook
from tests.both_ways import assert_read_alike
from tests.commands import run
from tests.corpus.awkward import MISTAKES, SAME, Case
from tests.corpus.base import SET, assessment

pytestmark = pytest.mark.unmeasured


@pytest.mark.parametrize("case", SAME, ids=lambda case: case.name)
def test_it_reads_the_same(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "client.xlsx"
    path.write_bytes(case.make())
    checked = check_workbook(path, BuildOptions(question_set=str(SET)))
    # what the formulas of the workbook leave out is told, whatever it is read as (`test_answer_forms.py`)
    assert [problem.message for problem in checked.problems if problem.kind is not UNLISTED_FORM] == []
    assert checked.assessment == assessment()
    assert_read_alike(path)


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case.name)
def test_it_gives_exactly_these_problems(tmp_path: Path, case: Case) -> None:
    path = tmp_path / "client.xlsx"
    path.write_bytes(case.make())
    result = run("check", path, "--json", "--question-set", SET)
    assert "reportgen itself failed" not in result.output
    problems = json.loads(result.stdout)[0]["problems"]
    found = [f"{p['code']} {p['sheet']}{'!' if p['cell'] else ''}{p['cell']}" for p in problems]
    assert found == list(case.expected)
    assert result.exit_code == int(any(problem["severity"] == "error" for problem in problems))
    for problem in problems:
        place = f"{problem['sheet']}{'!' if problem['cell'] else ''}{problem['cell']}"
        assert problem["message"].startswith(f"{place}: ")
        assert "\n" not in problem["message"]
    assert_read_alike(path)


def test_an_upgrade_says_that_a_picture_stays_behind(tmp_path: Path) -> None:
    case = next(case for case in MISTAKES if case.expected[0].startswith("picture-not-read"))
    (tmp_path / "old.xlsx").write_bytes(case.make())
    result = run("upgrade", tmp_path / "old.xlsx", "-o", tmp_path / "new.xlsx", "--json", "--question-set", SET)
    [remark] = json.loads(result.stdout)["remarks"]
    assert (remark["code"], remark["places"][0]["cell"]) == ("read-as", case.expected[0].rpartition("!")[2])


def test_there_are_enough_of_them() -> None:
    assert len(SAME) + len(MISTAKES) >= 60
    names = [case.name for case in (*SAME, *MISTAKES)]
    assert len(set(names)) == len(names)
