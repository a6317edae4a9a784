"""A draft is brought up to date, reviewed, confirmed and issued at the pages: the same bytes as the commands write."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from reportgen.common.options import BuildOptions
from reportgen.draft.stored import BASE_PART, OUR_PROPERTIES
from reportgen.runs.review import DraftFiles, review_draft
from tests.commands import run
from tests.drafts import first_text, paragraph
from tests.museum import BETTER, BULLET, MINE, SET_NAME, answer, by_hand, edit, engage, peers
from tests.packages import read_parts, write_parts
from tests.web.clients import Person, case_of, pages
from tests.web.test_pages import archive

REASON = "The client has seen them."
FRONT = ("remarks", "files", "seal")  # of a record: what each front says in words of its own, and the digests of that


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory, built_museum: Path) -> Iterator[Person]:
    """Somebody of a firm whose usual question set is the museum's."""
    usual = BuildOptions(question_set=str(built_museum / SET_NAME))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("reportgen.web.app.find_office", lambda: None)  # no pictures of pages here
        with pages(tmp_path_factory.mktemp("server"), options=BuildOptions(usual=usual)) as person:
            yield person


@pytest.fixture
def folder(built_museum: Path, tmp_path: Path) -> Path:
    """The museum's workbook, its set and all that was built from it, in one folder of the test's own."""
    folder = Path(shutil.copytree(built_museum, tmp_path / "client"))
    shutil.copytree(folder / "output" / "museum", folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "output")
    return folder


@pytest.fixture
def draft(folder: Path) -> Path:
    """The draft in that folder, edited, while the assessors typed another answer."""
    draft = folder / "museum-report.docx"
    edit(draft, by_hand)
    answer(folder / "museum.xlsx", "01", "D-01", BETTER)
    return draft


def dropped(person: Person, *files: Path) -> str:
    """The address of a case with these files."""
    return case_of(person.done(person.drop(*files)))


def said(answer: Any) -> str:
    """The words of a page, without those at its top and foot."""
    inside = answer.text.partition("<main ")[2].partition(">")[2].partition("</main>")[0]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", inside).split()))


def record(content: bytes) -> dict[str, Any]:
    return {name: entry for name, entry in json.loads(content).items() if name not in FRONT}


def lines(content: bytes) -> list[str]:
    """A change report without remarks."""
    return [line for line in content.decode().splitlines() if not line.startswith("- ")]


# --------------------------------------------------------------------------------------------------- brought up to date


def test_a_draft_is_brought_up_to_date_as_the_command_does_it(person: Person, folder: Path, draft: Path) -> None:
    case = dropped(person, draft, folder / "museum.xlsx")
    assert "Bring it up to date" in said(person.get(f"{case}/refresh"))
    shown = person.done(person.post(f"{case}/refresh"))
    assert "The draft is up to date" in shown.text
    moved = shown.text.partition("What moved")[2]
    assert "D-01" in moved.partition("What became of the draft")[0]
    assert "1 part with your edits" in said(shown).replace("1 parts", "1 part")

    before = {path.name for path in folder.iterdir()}
    assert run("refresh", draft, folder / "museum.xlsx", "--question-set", folder / SET_NAME).exit_code == 0
    made = archive(person, case)
    made.pop("peers-shown.json", None)
    written = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    written = {name: path for name, path in written.items() if name in made or name not in before}
    assert {name for name in made if "changes" not in name} >= {
        "museum-report-refreshed.docx",
        "museum-report-refreshed-results.json",
    }
    for name, content in made.items():
        if name.endswith("-changes.json"):
            assert record(content) == record(written[name].read_bytes())
        elif name.endswith("-changes.md"):
            assert lines(content) == lines(written[name].read_bytes())
        else:
            assert content == written[name].read_bytes(), name


def test_a_place_to_decide_is_told_with_all_three_versions(person: Person, folder: Path, draft: Path) -> None:
    book = openpyxl.load_workbook(folder / "museum.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == BULLET]
    assert cells
    for cell in cells:
        cell.value = "People are led in."
    book.save(folder / "museum.xlsx")
    case = dropped(person, draft, folder / "museum.xlsx")
    shown = person.done(person.post(f"{case}/refresh"))
    assert "<h1>One place for you to decide</h1>" in shown.text
    told = said(shown).partition("To decide")[2]
    said_here = ("Your words (they stand) People are greeted by name.", f"Was generated {BULLET}", "People are led in.")
    assert [words for words in said_here if words not in told] == []


def test_peers_that_are_not_here_are_asked_for(person: Person, folder: Path) -> None:
    engage(folder / "museum.xlsx", {"Peer data": "peers.xlsx"})
    peers(folder, *range(20, 60, 2))
    options = ("--question-set", folder / SET_NAME, "-o", folder / "with")
    assert run("build", folder / "museum.xlsx", *options).exit_code == 0
    draft = folder / "with" / "museum" / "museum-report.docx"
    engage(folder / "museum.xlsx", {"Peer data": None})
    case = dropped(person, draft, folder / "museum.xlsx")
    form = said(person.get(f"{case}/refresh"))
    assert "Drop the peer file here as well" in form
    assert "Go on without the peers" in form
    refused = person.done(person.post(f"{case}/refresh"))
    assert refused.status_code == 422
    assert "peers.xlsx" in said(refused)
    assert "is compared with none now" in said(person.done(person.post(f"{case}/refresh", {"no_peers": "yes"})))
    person.done(person.drop(folder / "peers.xlsx", at=f"{case}/files"))
    assert "Go on without" not in said(person.get(f"{case}/refresh"))
    shown = said(person.done(person.post(f"{case}/refresh")))
    assert "peers.xlsx the same" in shown, shown


def test_another_clients_workbook_is_told(person: Person, folder: Path, draft: Path) -> None:
    engage(folder / "museum.xlsx", {"Client": "Somebody Else"})
    case = dropped(person, draft, folder / "museum.xlsx")
    assert "'Somebody Else': make sure that it is the right one" in said(person.done(person.post(f"{case}/refresh")))


def test_a_workbook_with_errors_is_told_and_listed(person: Person, folder: Path, draft: Path) -> None:
    answer(folder / "museum.xlsx", "01", "D-01", "eighty")
    case = dropped(person, draft, folder / "museum.xlsx")
    refused = person.done(person.post(f"{case}/refresh"))
    assert refused.status_code == 422
    assert "eighty" in refused.text
    assert "Have them marked in a copy of the workbook" in refused.text
    listed = said(person.done(person.post(f"{case}/workbook")))
    assert "eighty" in listed
    assert "Download the marked copy" in listed
    assert "Build the report" not in listed
    answer(folder / "museum.xlsx", "01", "D-01", BETTER)
    person.done(person.drop(folder / "museum.xlsx", at=f"{case}/files", data={"replaces": "museum.xlsx"}))
    assert "up to date" in said(person.done(person.post(f"{case}/refresh")))


def test_a_draft_that_lost_its_base_goes_on_with_the_file_of_it(person: Person, folder: Path, draft: Path) -> None:
    (side_car,) = (folder / "base").glob("*.json.gz")
    parts = dict(read_parts(draft))
    for name in [name for name in parts if BASE_PART.encode() in parts[name]]:
        parts[name] = b"<nothing/>"
    for name in [name for name in parts if name.startswith("docProps/")]:
        parts[name] = re.sub(rb"reportgen:[0-9a-f]+", b"", parts[name])
        for own in OUR_PROPERTIES:
            parts[name] = parts[name].replace(own.encode(), b"lost")
    draft.write_bytes(write_parts(parts))
    case = dropped(person, draft, folder / "museum.xlsx")
    assert "Bring the draft up to date" not in said(person.get(case))
    person.done(person.send([("kept elsewhere.json.gz", side_car.read_bytes())], at=f"{case}/files"))
    shown = said(person.done(person.post(f"{case}/refresh")))
    assert "up to date" in shown
    assert "kept elsewhere.json.gz" in shown
    assert "/given" not in shown
    assert b"/given" not in archive(person, case)["museum-report-refreshed-changes.md"]


def test_what_is_missing_is_said_and_nothing_begins(person: Person, draft: Path) -> None:
    case = dropped(person, draft)
    assert "Drop what is missing" in said(person.get(f"{case}/refresh"))
    assert "there is none here" in said(person.done(person.post(f"{case}/refresh")))


# ------------------------------------------------------------------------------------------------------------- issued


def test_a_draft_is_reviewed_confirmed_and_issued_as_the_commands_do_it(
    person: Person, folder: Path, built_museum: Path
) -> None:
    draft, workbook, results = (folder / f"museum{end}" for end in ("-report.docx", ".xlsx", "-results.json"))
    case = dropped(person, draft, workbook, results)
    assert "Review the draft" in said(person.get(f"{case}/review"))
    shown = person.done(person.post(f"{case}/review"))
    with_set = ("--workbook", workbook, "--question-set", folder / SET_NAME)
    points = json.loads(run("review", draft, *with_set, "--json").stdout)["points"]
    blocking = [point for point in points if point["blocking"]]
    assert said(shown).count(" Settle “") + said(shown).count(" Settle – ") == len(blocking)
    for point in points:
        name = (point["figure"] or {"name": ""})["name"]
        assert point["found"].replace(f"The figure {name} stands", "A figure stands") in said(shown)

    shown = person.done(person.post(f"{case}/review", {"confirm": "all"}))
    assert "Confirmed: " in said(shown)
    assert run("review", draft, "--confirm", "all").exit_code in (0, 1)
    assert archive(person, case)[draft.name] == draft.read_bytes()
    assert "has no suggestion to confirm" in said(person.done(person.post(f"{case}/review", {"confirm": "all"})))

    person.done(person.post(f"{case}/review"))
    refused = person.done(person.post(f"{case}/final", {"reason": REASON}))
    assert refused.status_code == 422, "a reason alone is not enough"
    assert "to settle first" in said(refused)
    asked = {"name": "Museum.docx", "anyway": "yes", "reason": REASON}
    shown = person.done(person.post(f"{case}/final", asked))
    assert "The report is issued" in said(shown)
    assert "internal" in said(shown)
    final = folder / "Museum.docx"
    done = run("finalize", draft, "-o", final, "--no-pages", *with_set, "--with-open-points", REASON)
    assert done.exit_code == 0, done.output
    made = archive(person, case)
    for name in ("Museum.docx", "Museum-client-results.json", "Museum-record.json"):
        assert made[name] == (folder / name).read_bytes(), name
    assert made[f"base/{next((folder / 'base').glob('*-record.json')).name}"] == made["Museum-record.json"]


def test_the_next_version_says_what_it_replaces(person: Person, folder: Path, draft: Path) -> None:
    asked = {"anyway": "yes", "reason": REASON}
    case = dropped(person, draft)
    assert "1 version" in said(person.done(person.post(f"{case}/final", asked)))
    first = archive(person, case)["museum-final-record.json"]
    edit(draft, _shut)
    files = [(draft.name, draft.read_bytes()), ("museum-final-record (1).json", first)]
    case = case_of(person.done(person.send(files)))
    assert "the record of a report that was issued" in said(person.get(case))
    assert "Version 2, replaces version 1" in said(person.done(person.post(f"{case}/final", asked)))


def _shut(root: etree._Element) -> None:
    first_text(paragraph(root, MINE)).text = "The shop is shut."


def test_no_workbook_is_compared_with_that_was_not_dropped(
    folder: Path, draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of the recorded name lies above, and where the server runs: it may be another client's."""
    given = tmp_path / "server" / "case" / "given"
    given.mkdir(parents=True)
    shutil.copy(draft, given)
    shutil.copy(folder / "museum.xlsx", given.parent)
    monkeypatch.chdir(folder)
    files = DraftFiles(draft=given / draft.name, only_beside=True)
    assert review_draft(files, lambda _: None, for_issue=True).against.workbook.name == ""
    assert review_draft(replace(files, only_beside=False), lambda _: None, for_issue=True).against.remarks
