"""What was not done says why: every page of every task tells all that stopped it, as the command prints it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportgen.common.diagnostics.problems import LOW_COVERAGE, NO_CLIENT, UNKNOWN_CHOICE
from reportgen.common.exceptions import InvalidSourcesError, InvalidWorkbookError, ReportgenError, UndecidedError
from reportgen.common.model import Place
from reportgen.web.app import make_app
from reportgen.web.lanes import Job, Lane
from reportgen.web.settings import Settings
from reportgen.web.steps import STEPS
from tests.conftest import WORKBOOKS
from tests.web.clients import Person, signed_in

SECTORS = tuple(f"Sector {number}" for number in range(9))
PROBLEMS = (
    NO_CLIENT.at(Place("Engagement", "B5")),
    UNKNOWN_CHOICE.at(Place("Engagement", "B9"), value="<Opera>", column="Sector", allowed=SECTORS),
    LOW_COVERAGE.at(Place("Interview 01"), value="40%", element="Proposition", limit="70%"),
)
ERRORS: dict[str, ReportgenError] = {
    "a workbook": InvalidWorkbookError(PROBLEMS),
    "sources": InvalidSourcesError({"anna.xlsx": PROBLEMS[:2], "ben.xlsx": PROBLEMS[2:]}),
    "a listing": UndecidedError("It was not decided.", ["the first <thing>", *PROBLEMS]),
}
OF_ITS_OWN = [step for step in STEPS.values() if not step.shown_at]
REPORT = {"client": "C", "workbook": "c.xlsx", "score": 50, "document": "c.docx", "pdf": "", "results": "r.json"} | {
    "evidence": "e.xlsx", "charts": [], "warnings": 0, "remarks": [], "is_first": False
}  # fmt: skip
ISSUE = {"client": "C", "draft": "d.docx", "document": "c.docx", "pdf": "", "results": "", "record": "r.json"} | {
    "version": 1, "open_points": 0, "remarks": []
}  # fmt: skip
MADE = {"report": REPORT, "final": ISSUE}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return make_app(Settings(root=tmp_path_factory.mktemp("server")))


@pytest.fixture(scope="module")
def person(app: Any) -> Iterator[Person]:
    with TestClient(signed_in(app), base_url="http://127.0.0.1:8000") as client:
        yield Person(client)


def over(result: object) -> Job:
    """A task that is over: with what it gave, or what it raised."""
    future: Future[object] = Future()
    if isinstance(result, BaseException):
        future.set_exception(result)
    else:
        future.set_result(result)
    return Job("you", Lane.SHORT, future)


def told(text: str) -> str:
    return " ".join(unescape(text).split())


@pytest.mark.parametrize("stopped_by", ERRORS)
@pytest.mark.parametrize("step", OF_ITS_OWN, ids=lambda step: step.name)
def test_a_task_that_was_not_done_tells_all_that_stopped_it(
    app: Any, person: Person, step: Any, stopped_by: str
) -> None:
    case, error = app.state.cases.begin("you"), ERRORS[stopped_by]
    draft = {"client": "C", "workbook": "c.xlsx", "peers": "", "redline": False, "is_recorded": False}
    case.jobs["check"] = over({"files": {"c.xlsx": "WORKBOOK", "d.docx": "DRAFT"}, "draft": draft, "check": None})
    case.jobs[step.name] = over(error)
    answer = person.get(step.address(case))
    assert answer.status_code == 422
    page = told(answer.text)
    assert str(error).split("\n")[0] in page
    for problem in PROBLEMS:
        assert problem.found.lstrip("'") in page or problem.found[0].upper() + problem.found[1:] in page
        assert problem.remedy in page
        assert problem.place.sheet in page
        assert problem.place.cell in page
    if stopped_by == "a workbook":
        assert f"Allowed: {', '.join(SECTORS)}" in page
    if stopped_by == "sources":
        assert "anna.xlsx" in page
        assert "ben.xlsx" in page
    if stopped_by == "a listing":
        assert "the first <thing>" in page


@pytest.mark.parametrize("step", [step for step in STEPS.values() if step.shown_at], ids=lambda step: step.name)
def test_pages_that_were_not_drawn_say_why_beside_what_is_whole(app: Any, person: Person, step: Any) -> None:
    case = app.state.cases.begin("you")
    case.jobs = {"check": over({"files": {}}), step.shown_at: over(MADE[step.shown_at])}
    case.jobs[step.name] = over(ERRORS["a listing"])
    answer = person.get(step.address(case))
    assert answer.status_code == 200
    assert "It was not decided." in answer.text
    assert "the first &lt;thing&gt;" in answer.text


def test_there_are_tasks_of_both_sorts() -> None:
    assert {step.shown_at for step in STEPS.values()} - {""} == MADE.keys()


def test_what_is_not_used_is_told_beside_a_workbook_too(person: Person) -> None:
    client, peers = ((WORKBOOKS / f"sample-{name}.xlsx").read_bytes() for name in ("client", "peers"))
    files = [("client.xlsx", client), ("a.xlsx", peers), ("b.xlsx", peers), ("c.csv", b"a,b\n1,2\n")]
    page = told(person.done(person.send(files)).text)
    assert "Not used: 'c.csv' holds no peers" in page
    assert "a.xlsx and b.xlsx are two files of peers, of which a report uses one." in page
