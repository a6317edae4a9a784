"""Two tabs, a double click, files that change and a full queue: nothing is mixed up, and nothing is lost.

The tasks are played: the pages alone are tried, and no process is started.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportgen.common.options import BuildOptions
from reportgen.peers.shown import SHOWN_FILE, shown_bytes
from reportgen.web import app as app_module
from reportgen.web.app import make_app
from reportgen.web.cases import Case
from reportgen.web.lanes import FullError, Job, Lane
from reportgen.web.settings import MOST_FILES, Settings
from reportgen.web.tasks import Ask
from tests.web.clients import Person, case_of, signed_in

FILE = ("client.xlsx", b"PK")
CHECKED: dict[str, Any] = {"files": {"client.xlsx": "OTHER"}, "kinds": {"OTHER": "none of ours"}, "why_not": {}}
PATIENCE = 120.0  # seconds, on a machine with much else to do
MOMENT = 0.5  # seconds in which a request comes as far as it can


class Played:
    """Lanes in which the test says what becomes of a task."""

    def __init__(self, waiting: int) -> None:
        self.begun: list[str] = []
        self.is_full = False

    def submit(self, owner: str, lane: Lane, name: str, task: Any, *arguments: Any) -> Job:
        if self.is_full:
            raise FullError(20.0)
        self.begun.append(task.__name__)
        return Job(owner, lane)

    def stop(self, job: Job) -> None:
        job.is_stopped = True

    def before(self, job: Job) -> int:
        return 0

    def seconds(self, job: Job) -> float:
        return 0.0

    def close(self) -> None:
        """There is nothing to end."""


class Server:
    """Somebody at a server whose tasks are played."""

    def __init__(self, root: Path) -> None:
        self.app = make_app(Settings(root=root))

    @property
    def lanes(self) -> Played:
        found: Played = self.app.state.lanes
        return found

    def case(self, address: str) -> Case:
        found = self.app.state.cases.of("you", address.rpartition("/")[2])
        assert isinstance(found, Case)
        return found

    def ends(self, address: str, task: str, result: Any) -> None:
        self.case(address).jobs[task].future.set_result(result)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(app_module, "Lanes", Played)
    monkeypatch.setattr(app_module, "_AT_ONCE", 0.0)
    monkeypatch.setattr(app_module, "find_office", lambda: Path("soffice"))
    return Server(tmp_path)


@pytest.fixture
def person(server: Server) -> Iterator[Person]:
    with TestClient(signed_in(server.app), base_url="http://127.0.0.1:8000") as client:
        yield Person(client)


@pytest.fixture
def case(server: Server, person: Person) -> str:
    """The address of a case whose files were looked at."""
    address = case_of(person.send([FILE]))
    server.ends(address, "check", {**CHECKED, "check": None, "draft": None})
    return address


class Held:
    """Something that is done when the test says so."""

    def __init__(self, do: Any) -> None:
        self._do, self.begun, self.goes_on = do, Event(), Event()

    def __call__(self, *arguments: Any) -> Any:
        self.begun.set()
        assert self.goes_on.wait(PATIENCE)
        return self._do(*arguments)


# --------------------------------------------------------------------------------------------------- at the same time


def test_files_of_two_tabs_at_once_are_no_muddle(
    server: Server, person: Person, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is checked is whole, and all that is there is checked."""
    held = Held(app_module._copy)
    monkeypatch.setattr(app_module, "_copy", held)
    with ThreadPoolExecutor(3) as tabs:
        first = tabs.submit(person.send, [("peers.csv", b"a")], at=f"{case}/files")
        assert held.begun.wait(PATIENCE)
        second = tabs.submit(person.send, [("more.csv", b"b")], at=f"{case}/files")
        built = tabs.submit(person.post, f"{case}/report")
        wait([second, built], MOMENT)
        held.goes_on.set()
        assert first.result(PATIENCE).status_code == 200
        assert second.result(PATIENCE).status_code == 409
        assert built.result(PATIENCE).url.path == case, "what the files are, is not known yet"
    assert server.lanes.begun == ["received", "received"]
    assert server.case(case).names() == ["client.xlsx", "peers.csv"]


def test_a_double_click_begins_one_task(
    server: Server, person: Person, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.post(f"{case}/report")
    server.case(case).jobs["pages"] = Job("you", Lane.LONG)
    server.ends(case, "report", {})
    held = Held(server.lanes.stop)
    monkeypatch.setattr(server.lanes, "stop", held)
    with ThreadPoolExecutor(2) as clicks:
        first = clicks.submit(person.post, f"{case}/report")
        assert held.begun.wait(PATIENCE)
        second = clicks.submit(person.post, f"{case}/report")
        wait([second], MOMENT)
        held.goes_on.set()
        assert {first.result(PATIENCE).status_code, second.result(PATIENCE).status_code} == {200}
    assert server.lanes.begun.count("report") == 2, "the first, and one for both clicks"
    assert "pages" not in server.case(case).jobs


def test_nothing_is_begun_in_a_case_that_is_being_deleted(
    server: Server, person: Person, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.post(f"{case}/report")
    found = server.case(case)
    held = Held(server.lanes.stop)
    monkeypatch.setattr(server.lanes, "stop", held)
    with ThreadPoolExecutor(2) as tabs:
        deleted = tabs.submit(person.post, f"{case}/delete")
        assert held.begun.wait(PATIENCE)
        assert person.post(f"{case}/review").status_code == 404
        found.jobs["other"] = Job("you", Lane.SHORT)  # whatever comes about meanwhile
        held.goes_on.set()
        assert deleted.result(PATIENCE).url.path == "/"
    assert not found.folder.exists()


# --------------------------------------------------------------------------------------------------- files that change


def test_what_was_made_of_other_files_is_not_shown(server: Server, person: Person, case: str) -> None:
    person.post(f"{case}/report")
    server.ends(case, "report", {})
    person.send([FILE], at=f"{case}/files", data={"replaces": FILE[0]})
    assert list(server.case(case).jobs) == ["check"]
    assert person.get(f"{case}/report").url.path == case


def test_pictures_are_not_kept_by_browsers(server: Server, person: Person, case: str) -> None:
    """They would be those of the draft before, and stay on the computer when the files are deleted."""
    (server.case(case).made / "1.png").write_bytes(b"png")
    picture = person.get(f"{case}/files/1.png")
    assert picture.status_code == 200
    assert "cache-control" not in picture.headers, "the guard then says no-store"


def test_a_build_leaves_nothing_of_the_one_before(tmp_path: Path) -> None:
    """A PDF or a chart of it would be of other figures; what it showed of peers stays on record."""
    ask = Ask(given=tmp_path, made=tmp_path, options=BuildOptions())
    for name in ("a-report.pdf", SHOWN_FILE, "a-marked.xlsx", "charts/overall.png", "pages/a-report/1.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    ask.clear("-marked.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {SHOWN_FILE, "a-marked.xlsx"}


def test_what_was_shown_here_stays_on_record_beside_what_is_dropped(tmp_path: Path) -> None:
    from tests.test_releases import LATER, Client, peers

    given, made = tmp_path / "given", tmp_path / "made"
    for folder in (given, made):
        folder.mkdir()
    ask = Ask(given=given, made=made, options=BuildOptions(), files={"peers-shown (1).json": "SHOWN"})
    one = Client()
    one.shown(peers(range(1, 27)))
    (given / "peers-shown (1).json").write_bytes(first := shown_bytes(one.releases))
    assert ask.bring_shown()
    assert (made / SHOWN_FILE).read_bytes() == first
    one.shown(peers(range(1, 42)), day=LATER)
    (made / SHOWN_FILE).write_bytes(both := shown_bytes(one.releases))
    assert ask.bring_shown()
    assert (made / SHOWN_FILE).read_bytes() == both
    assert not Ask(given=given, made=made, options=BuildOptions()).bring_shown()


# ------------------------------------------------------------------------------------------------- what is found again


def test_what_goes_on_is_found_from_the_start_page(server: Server, person: Person, case: str) -> None:
    assert "it goes on" in person.post(f"{case}/report").text
    assert f'<a href="{case}">' in person.get("/").text
    link = f'<a href="{case}/report">Building the report</a>: '
    assert f"{link}it goes on" in person.get(case).text
    server.ends(case, "report", {})
    assert f"{link}done" in person.get(case).text


def test_files_for_which_there_was_no_room_are_found_again(server: Server, person: Person) -> None:
    server.lanes.is_full = True
    refused = person.send([FILE])
    assert refused.status_code == 503
    (action,) = re.findall(r'action="(/cases/[\w-]+/check)"', refused.text)
    case = action.removesuffix("/check")
    assert f'<a href="{case}">client.xlsx</a>' in person.get("/").text
    found = person.get(case).text
    assert f'action="{action}"' in found
    assert "Back to the files" not in found
    server.lanes.is_full = False
    assert "Looking at your files" in person.post(action).text


def test_a_new_workbook_is_asked_for_again_by_its_own_form(server: Server, person: Person, case: str) -> None:
    entries = {"client": "Ann & Co", "interviews": "2"}
    server.lanes.is_full = True
    refused = person.post("/new", entries)
    assert refused.status_code == 503
    assert 'action="/new"' in refused.text
    assert 'value="Ann &amp; Co"' in refused.text
    assert "your files" not in refused.text.partition("<footer")[0]
    server.lanes.is_full = False
    assert "Making the workbook" in person.post("/new", entries).text
    assert person.post(f"{case}/new", {"interviews": "999999"}).status_code == 405


# -------------------------------------------------------------------------------------------- what can be done, is told


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        (["EARLIER"], "Nothing can be done with this alone."),
        (["DRAFT", "DRAFT"], "begin again with one of them"),
        (["DRAFT"], "Review the draft"),
        (["WORKBOOK", "WORKBOOK"], "Bring the workbooks together"),
    ],
)
def test_no_files_are_left_without_a_word(server: Server, person: Person, kinds: list[str], says: str) -> None:
    case = case_of(person.send([FILE]))
    found = {f"{number}.x": kind for number, kind in enumerate(kinds)}
    words = {"files": found, "kinds": dict.fromkeys(kinds, "a file"), "why_not": {}, "check": None, "draft": None}
    server.ends(case, "check", words)
    shown = person.get(case).text
    assert says in shown
    assert '<ul class="doors"></ul>' not in "".join(shown.split("\n"))
    assert "&lt;li" not in shown


@pytest.mark.parametrize("is_recorded", [True, False])
def test_what_stays_on_record_is_told_before_it_is_built(server: Server, person: Person, is_recorded: bool) -> None:
    case = case_of(person.send([FILE]))
    check: dict[str, Any] = dict.fromkeys(("workbook", "client", "sector", "peers", "peers_named", "marked"), "a")
    check |= {"interviews": 1, "questions": 1, "problems": [], "is_recorded": is_recorded}
    server.ends(case, "check", {**CHECKED, "check": check, "draft": None})
    assert ("goes on record in the peer database" in person.get(case).text) is is_recorded
    draft = {"client": "C", "workbook": "a", "peers": "", "redline": False, "is_recorded": is_recorded}
    case = case_of(person.send([FILE]))
    server.ends(case, "check", {**CHECKED, "files": {"a": "WORKBOOK", "b": "DRAFT"}, "check": None, "draft": draft})
    assert ("goes on record in the peer database" in person.get(f"{case}/refresh").text) is is_recorded


# ---------------------------------------------------------------------------------------------- more than there may be


def test_more_files_than_are_taken_are_told(person: Person) -> None:
    refused = person.send([(f"{number}.csv", b"a") for number in range(MOST_FILES + 1)])
    assert refused.status_code == 413
    assert f"more than {MOST_FILES} files" in refused.text


def test_only_files_may_be_large(server: Server, person: Person, case: str) -> None:
    large = "a" * 1_100_000
    for address in ("/new", f"{case}/report", f"{case}/onwards"):
        assert person.post(address, {"client": large}).status_code == 413
    assert person.send([("large.csv", large.encode())]).status_code == 200
    assert person.send([("large.csv", large.encode())], at=f"{case}/files").status_code == 200


def test_a_number_of_a_page_may_be_anything(person: Person) -> None:
    for number in ("9" * 5000, "0", "-1", "x", "²"):
        assert person.get(f"/library?page={number}").status_code == 200


# ----------------------------------------------------------------------------------------------------- room and turns


@pytest.mark.parametrize("limit", [{"most_cases": 1}, {"most_kept": 2}])
def test_one_person_cannot_fill_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: dict[str, Any]
) -> None:
    monkeypatch.setattr(app_module, "Lanes", Played)
    app = make_app(Settings(root=tmp_path, **limit))
    with TestClient(signed_in(app), base_url="http://127.0.0.1:8000") as client:
        person = Person(client)
        case = case_of(person.send([FILE]))
        for told in (
            person.send([FILE]),
            person.post("/new", {"client": "Harbour", "interviews": "1"}),
            *([person.send([FILE], at=f"{case}/files")] if "most_kept" in limit else []),
        ):
            assert told.status_code == 409
            assert "Nothing was taken or begun" in told.text
        assert len(list(tmp_path.iterdir())) == 1
        assert person.as_other("ann").send([FILE]).status_code == 200, "others have room of their own"
        person.post(f"{case}/delete")
        assert person.send([FILE]).status_code == 200


def test_a_file_that_takes_the_place_of_another_says_so(server: Server, person: Person, case: str) -> None:
    def dropped(name: str, **data: str) -> str:
        person.send([(name, b"PK2")], at=f"{case}/files", data=data)
        server.ends(case, "check", {**CHECKED, "files": {name: "OTHER"}, "check": None, "draft": None})
        return str(person.get(case).text)

    assert "Client.xlsx" not in dropped("peers.csv")
    assert "client.xlsx was here already" in dropped("Client.xlsx")
    assert server.case(case).names() == ["Client.xlsx", "peers.csv"]
    assert "was here already" not in dropped("Client.xlsx", replaces="Client.xlsx"), "as it was asked for"


@pytest.mark.parametrize("first", ["report", "review", "refresh", "merge"])
def test_tasks_of_a_case_wait_for_each_other(server: Server, person: Person, case: str, first: str) -> None:
    """One may rewrite what the other reads: confirming rewrites the draft, a build clears what was made."""
    person.post(f"{case}/{first}")
    for second in ("report", "review", "refresh", "final", "check", "pages"):
        answer = person.post(f"{case}/{second}")
        assert answer.status_code == (200 if second == first else 409)
    assert len(server.lanes.begun) == 2
