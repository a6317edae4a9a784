"""Files that harm, dropped on the pages: each gets a sentence, none an error of ours, and nothing outside is read.

Tasks are done at once in this process: what is tried is what they do with the files, and what the pages say of it.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.testclient import TestClient

from reportgen.common.exceptions import ReportgenError
from reportgen.common.options import BuildOptions
from reportgen.web import app as app_module
from reportgen.web.app import make_app
from reportgen.web.lanes import Job, Lane
from reportgen.web.settings import Settings
from tests.broken_templates import cases
from tests.corpus.base import SET, sound
from tests.corpus.hostile import FOREIGN, HARMFUL, Hostile
from tests.test_named_files import ELSEWHERE
from tests.web.clients import Person, case_of, signed_in

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files of the corpus are made as on Linux and macOS")

DATABASES = ["postgresql://peers@127.0.0.1:1/peers", "sqlite:///etc/passwd"]
NOT_HERE = ("unknown questions without end",)  # 19,000 problems are marked for seconds; tried at the command
FIRST = 9  # of those that have content: the others are no files, or links, and cannot be dropped
FILES = [file for file in (*HARMFUL[FIRST:], *FOREIGN) if file.name not in NOT_HERE]
NAMING = ("Peer data", "Earlier assessment")
SECRET = "Zebrafink"


class AtOnce:
    """Lanes that do a task when they are asked to, and note the faults of ours."""

    def __init__(self, waiting: int) -> None:
        self.faults: list[Exception] = []

    def submit(self, owner: str, lane: Lane, name: str, task: Any, *arguments: Any) -> Job:
        job = Job(owner, lane)
        try:
            job.future.set_result(task(*arguments, job.told))
        except Exception as error:
            job.future.set_exception(error)
            if not isinstance(error, ReportgenError):
                self.faults.append(error)
        return job

    def stop(self, job: Job) -> None:
        """It is over."""

    def close(self) -> None:
        """There is nothing to end."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps files; beside it lies one that is nobody's business."""
    root = tmp_path_factory.mktemp("machine") / "server"
    root.mkdir()
    for folder in (root, root.parent):
        for name in ("secret.xlsx", "secret.json", "secret.csv"):
            (folder / name).write_text(SECRET, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app_module, "Lanes", AtOnce)
        patch.setattr(app_module, "find_office", lambda: None)
        yield make_app(Settings(root=root, options=BuildOptions(question_set=str(SET)), most_cases=1000))


@pytest.fixture(scope="module")
def person(server: Any) -> Iterator[Person]:
    with TestClient(signed_in(server), base_url="http://127.0.0.1:8000") as client:
        yield Person(client)


def dropped(person: Person, server: Any, root: Path, *files: tuple[str, bytes]) -> str:
    """What the page says of files: whole, in our words, and without a folder of the server."""
    answer = person.send(files)
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
    assert server.state.lanes.faults == []
    assert answer.status_code in (200, 409, 422)
    assert str(root.parent) not in page
    assert "Traceback" not in page
    assert SECRET not in page
    case = case_of(answer)
    for step in ("report", "merge", "template", "peers", "refresh", "review", "final", "workbook"):
        told = person.post(f"{case}/{step}")
        assert told.status_code in (200, 422), step
        assert str(root.parent) not in told.text
        assert SECRET not in told.text
    assert server.state.lanes.faults == []
    person.post(f"{case}/delete")
    return page


@pytest.mark.parametrize("file", FILES[::2], ids=lambda file: file.name)
def test_a_harmful_file_gets_a_sentence(person: Person, server: Any, root: Path, tmp_path: Path, file: Hostile) -> None:
    content = file.make(tmp_path)
    assert content is not None
    page = dropped(person, server, root, ("client.xlsx", content))
    assert any(
        words in page for words in ("What now?", "put right first", "can be built", "is complete", "cannot be used")
    )


@pytest.mark.parametrize("file", FILES[1::6], ids=lambda file: file.name)
def test_so_does_one_that_says_it_is_a_word_file(
    person: Person, server: Any, root: Path, tmp_path: Path, file: Hostile
) -> None:
    content = file.make(tmp_path)
    assert content is not None
    assert "report.docx" in dropped(person, server, root, ("client.xlsx", sound()), ("report.docx", content))


def test_a_template_that_harms_has_its_faults_listed(person: Person, server: Any, root: Path) -> None:
    found = [(f"{number}.docx", case.content) for number, case in enumerate(cases()[::25])]
    assert "0.docx" in dropped(person, server, root, *found[:20])


@pytest.mark.parametrize("name", [*ELSEWHERE, *DATABASES, "../../../secret.json", "../../secret.csv"])
def test_what_a_cell_names_reaches_nothing(person: Person, server: Any, root: Path, name: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sound()))
    for label, entry in book["Engagement"].iter_rows(max_col=2):
        if label.value in NAMING:
            entry.value = name
    saved = io.BytesIO()
    book.save(saved)
    page = dropped(person, server, root, ("client.xlsx", saved.getvalue()))
    assert "Harbour Museum: two things to put right first" in page, "both cells"
