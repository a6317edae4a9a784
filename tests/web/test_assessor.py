"""What an assessor does at the pages beside a build: begin, bring together, look things up, and drop it again."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.common.options import BuildOptions
from reportgen.common.peer_table import PeerTable
from reportgen.peers.groups import OTHERS, groups_of, small_together
from reportgen.peers.writing import write_peer_file
from reportgen.questions import load_question_set
from reportgen.runs.new import new_scoring_workbook
from reportgen.runs.recognise import FileKind, recognised_together
from reportgen.web.settled import settled
from tests.builders import peer
from tests.commands import run
from tests.museum import engage
from tests.packages import read_parts, write_parts
from tests.web.clients import Person, case_of, pages

TEMPLATE = Path(__file__).parents[2] / "templates" / "cma-report.docx"


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    with pages(tmp_path_factory.mktemp("server")) as person:
        yield person


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Those of two assessors, who call the client otherwise."""
    folder = tmp_path_factory.mktemp("assessors")
    for name, client in (("anna", "Harbour & Sons"), ("ben", "Harbour Ltd")):
        (folder / f"{name}.xlsx").write_bytes(new_scoring_workbook(None, client, 1, "retail"))
    return [folder / "anna.xlsx", folder / "ben.xlsx"]


def answered(source: Path, target: Path, **answers: str) -> Path:
    """A workbook with these entries in its first interview, by cell."""
    book = openpyxl.load_workbook(source)
    for cell, text in answers.items():
        book["Interview 01"][cell] = text
    book.save(target)
    return target


def download(person: Person, answer: Any) -> bytes:
    """The first file that a page offers."""
    found = re.search(r'href="(/cases/[^"]+/files/[^"]+)"', answer.text)
    assert found, answer.text
    content: bytes = person.get(found[1]).content
    return content


# ---------------------------------------------------------------------------------------------------- new workbooks


def test_a_new_workbook_is_that_of_the_command(person: Person, tmp_path: Path) -> None:
    entries = {"client": " Harbour / Söhne ", "sector": "retail", "interviews": "2"}
    made = person.done(person.post("/new", entries))
    assert made.status_code == 200
    assert "Download Harbour   Söhne.xlsx" in made.text
    target = tmp_path / "new.xlsx"
    assert run("new", target, "--client", entries["client"], "--sector", "retail", "--interviews", "2").exit_code == 0
    assert download(person, made) == target.read_bytes()
    start = person.get("/").text
    assert case_of(made) in start
    assert person.get(case_of(made)).url.path == made.url.path, "its case leads to it"


def test_a_sector_without_words_of_its_own_is_told(person: Person) -> None:
    made = person.done(person.post("/new", {"client": "Harbour", "sector": "Opera", "interviews": "1"}))
    assert "asks in general words" in made.text


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ({"client": " ", "interviews": "8"}, "Enter the company&#39;s name"),
        ({"client": "Harbour <b>", "interviews": "51"}, "Enter a whole number from 1 to 50."),
        ({"client": "Harbour <b>", "interviews": "many"}, "Enter a whole number from 1 to 50."),
        ({"client": "Harbour <b>" + "x" * 200, "interviews": "1"}, "Enter 200 at most."),
    ],
)
def test_a_wrong_entry_is_told_beside_its_field(person: Person, entries: dict[str, str], says: str) -> None:
    answer = person.post("/new", entries)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 1
    assert says in answer.text
    assert f'value="{entries["interviews"]}"' in answer.text
    if entries["client"].strip():
        assert "Harbour &lt;b&gt;" in answer.text


# ------------------------------------------------------------------------------------------------------------ merge


def test_workbooks_become_the_one_of_the_command(person: Person, workbooks: list[Path], tmp_path: Path) -> None:
    case = case_of(person.done(person.drop(*workbooks)))
    assert "Bring the workbooks together" in person.get(f"{case}/merge").text
    merged = person.done(person.post(f"{case}/merge"))
    assert merged.status_code == 200
    text = unescape(merged.text)
    assert "Client: 'Harbour & Sons' in anna.xlsx, Engagement!B5, 'Harbour Ltd' in ben.xlsx, Engagement!B5." in text
    assert "The former is kept" in text
    target = tmp_path / "merged.xlsx"
    run("merge", *workbooks, "-o", target)
    assert download(person, merged) == target.read_bytes()
    on = person.done(person.post(f"{case}/onwards", {"name": "merged.xlsx"}))
    assert case_of(on) != case
    assert "Harbour &amp; Sons" in on.text
    assert person.post(f"{case}/onwards", {"name": "../given/anna.xlsx"}).status_code == 404


def test_a_workbook_that_another_names_is_its_earlier_assessment(workbooks: list[Path], tmp_path: Path) -> None:
    now, before, other = (Path(shutil.copy(workbooks[0], tmp_path / f"{name}.xlsx")) for name in "abc")
    engage(now, {"Earlier assessment": "./b.xlsx"})
    engage(other, {"Earlier assessment": "nowhere.xlsx"})
    kinds = [one.kind for one in recognised_together([now, before, other])]
    assert kinds == [FileKind.WORKBOOK, FileKind.EARLIER, FileKind.WORKBOOK]
    engage(before, {"Earlier assessment": "a.xlsx"})
    assert {one.kind for one in recognised_together([now, before])} == {FileKind.WORKBOOK}


def test_a_damaged_workbook_among_several_is_told_by_its_check(workbooks: list[Path], tmp_path: Path) -> None:
    """Whichever of its sheets is cut off: what is beside it is known for what it is."""
    damaged, kinds = tmp_path / "damaged.xlsx", set()
    parts = read_parts(workbooks[1].read_bytes())
    for name in (name for name in parts if name.startswith("xl/worksheets/sheet")):
        damaged.write_bytes(write_parts({**parts, name: parts[name][: len(parts[name]) // 2]}))
        one, other = recognised_together([workbooks[0], damaged])
        assert one.kind is FileKind.WORKBOOK
        kinds.add(other.kind)
    assert FileKind.WORKBOOK in kinds, "its origin is whole, and nobody looked further"


def test_workbooks_with_errors_are_told_by_file(person: Person, workbooks: list[Path], tmp_path: Path) -> None:
    wrong = answered(workbooks[1], tmp_path / "wrong.xlsx", E8="lots")
    case = case_of(person.done(person.drop(workbooks[0], wrong)))
    told = person.done(person.post(f"{case}/merge"))
    assert "Please correct this workbook first" in told.text
    assert "&#39;lots&#39; is no answer to AP-01" in told.text
    assert "/files/merged.xlsx" not in told.text


# --------------------------------------------------------------------------------------------------------- template


def test_the_faults_of_a_template_have_place_and_remedy(person: Person, tmp_path: Path) -> None:
    faulty = tmp_path / "our.docx"
    with zipfile.ZipFile(TEMPLATE) as source, zipfile.ZipFile(faulty, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"{{ item.text }}", b"{{ item.words }}", 1)
            target.writestr(name, content)
    case = case_of(person.done(person.drop(faulty, TEMPLATE)))
    told = unescape(person.done(person.post(f"{case}/template")).text)
    assert "1</span> Error<" in told
    assert "{{ item.words }}" in told
    assert "Correct the name" in told
    assert "and no faults" in told, "of ours"


# ----------------------------------------------------------------------------------------------------- good practice


def test_the_library_is_searched_by_words_place_and_lens_in_the_words_of_a_sector(person: Person) -> None:
    found = person.get("/library?q=PATIENTS+ regular payments&sector=healthcare&element=proposition")
    assert found.status_code == 200
    assert "<h2>1 question</h2>" in found.text
    assert 'href="/library/PR-12?sector=Healthcare"' in found.text.replace("healthcare", "Healthcare")
    assert "No question has all of this" in person.get("/library?q=patients+regular+payments&element=proposition").text
    assert "<h2>4 questions</h2>" in person.get("/library?element=PR&lens=cmf:loyalty").text
    every = person.get("/library?page=6").text
    assert "<h2>305 questions</h2>" in every
    assert every.count("<article") == 305 - 5 * 60


def test_a_question_has_a_page_with_all_that_the_set_says_of_it(person: Person) -> None:
    told = person.get("/library/pr12?sector=Healthcare").text
    printed = run("questions", "show", "PR-12", "--sector", "healthcare", "--json").stdout
    assert load_question_set().questions["PR-12"].text not in told, "in the words of the sector"
    for text in re.findall(r'"(?:text|good_practice|next_step|examples)": "([^"]+)"', printed):
        assert text in unescape(told)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/library?sector=opera", 422),
        ("/library?area=nowhere", 422),
        ("/library?lens=cmf:x", 422),
        ("/library/XX-1", 404),
    ],
)
def test_what_the_library_does_not_have_is_told(person: Person, address: str, status: int) -> None:
    answer = person.get(address)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


# ------------------------------------------------------------------------------------------------------------ peers


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"A": 7, "B": 6}, {"A": 7, "B": 6}),
        ({"A": 7, "B": 3, "C": 2}, {"A": 7, OTHERS: 5}),
        ({"A": 9, "B": 7, "C": 3}, {"A": 9, OTHERS: 10}),  # the total would give away the three
        ({"A": 7, "B": 3}, {OTHERS: 10}),
        ({"A": 3, "B": 1}, {}),
        ({}, {}),
    ],
)
def test_small_groups_are_drawn_together(sizes: dict[str, int], told: dict[str | None, int]) -> None:
    numbers = iter(range(100))
    assert small_together({name: {next(numbers) for _ in range(size)} for name, size in sizes.items()}) == told


@pytest.fixture
def peers_file(tmp_path: Path) -> Path:
    questions = load_question_set()
    facts: dict[str, Any] = {"set_id": questions.id, "set_version": questions.version, "date": date(2025, 1, 1)}
    found = [
        peer(number, {"proposition": 40}, **facts, sector="Zoos" if number < 7 else "Opera", region=f"R{number}")
        for number in range(9)
    ]
    target = tmp_path / "peers.xlsx"
    target.write_bytes(write_peer_file(questions, found, invented=True))
    return target


def test_a_file_of_peers_is_looked_at_in_numbers_of_five_and_more(person: Person, peers_file: Path) -> None:
    dropped = person.done(person.drop(peers_file))
    assert "<h1>One file</h1>" in dropped.text
    case = case_of(dropped)
    told = person.done(person.post(f"{case}/peers")).text
    assert "<b>9</b><span>organisations" in told
    assert not {"Opera", "Zoos", "R3"} & set(re.findall(r"\w+", told)), "two operas, and one in a region"
    assert {int(number) for number in re.findall(r'class="number">(\d+)<', told)} == {9}


def test_the_peers_of_the_server_are_told_or_how_to_have_some(person: Person, peers_file: Path, tmp_path: Path) -> None:
    assert "How to have one" in person.get("/peers").text
    database = tmp_path / "firm.peers"
    run("peers", "init", "--database", database, "--key", tmp_path / "key", "--invented")
    run("peers", "import", peers_file, "--database", database)
    with pages(tmp_path / "server", database=str(database)) as other:
        told = other.get("/peers")
        while "are being read" in told.text:
            told = other.get("/peers")
    assert "<b>9</b><span>organisations" in told.text
    assert "Opera" not in told.text
    with pages(tmp_path / "server", database=str(tmp_path / "nowhere.peers")) as other:
        told = other.get("/peers")
        while "are being read" in told.text:
            told = other.get("/peers")
    assert told.status_code == 503
    assert str(tmp_path) not in told.text


def test_so_are_those_of_a_file_that_is_usual_there(peers_file: Path, tmp_path: Path) -> None:
    with pages(tmp_path / "server", options=BuildOptions(usual=BuildOptions(peers=peers_file))) as other:
        told = other.get("/peers")
        while "are being read" in told.text:
            told = other.get("/peers")
    assert "<h2>peers.xlsx</h2>" in told.text
    assert "<b>9</b><span>organisations" in told.text
    assert str(tmp_path) not in told.text


def test_texts_that_count_as_the_same_are_one_group() -> None:
    rows = [
        peer(1, {}, id=code, sector=sector) for code, sector in (("P-1", "Zoos"), ("p-1", "zoos "), ("p-2", "ZOOS"))
    ]
    found = groups_of(PeerTable.of(rows))
    assert {value: len(members) for value, members in found["sector"].items()} == {"Zoos": 2}


# ------------------------------------------------------------------------------------------------------ drop it again


def test_a_corrected_workbook_says_what_was_settled(person: Person, workbooks: list[Path], tmp_path: Path) -> None:
    wrong = answered(workbooks[0], tmp_path / "client.xlsx", E8="lots", E9="few")
    first = person.done(person.drop(wrong))
    assert "settled" not in first.text
    copy = tmp_path / "copy.xlsx"
    run("check", wrong, "--mark", copy)
    assert download(person, first) == copy.read_bytes()
    case = case_of(first)
    better = answered(wrong, tmp_path / "client-2.xlsx", E8="", E10="hm")
    again = person.done(person.drop(better, at=f"{case}/files", data={"replaces": "client.xlsx"}))
    assert re.search(r"1 of \d+ problems is settled, 1 is new\.", again.text)
    one = person.get(f"{case}?sheet=Engagement").text
    assert '<tbody data-sheet="Interview 01" hidden>' in one
    assert '<tbody data-sheet="Engagement">' in one
    assert " hidden>" not in re.sub("<p class=.trouble.*", "", person.get(f"{case}?sheet=Nowhere").text)


def told(code: str, cell: str = "A1", question: str = "") -> dict[str, str]:
    return {"code": code, "sheet": "Engagement", "cell": cell, "question": question}


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (None, [told("a")], ""),
        ([], [], ""),
        ([], [told("a")], "There were no problems before; 1 is new."),
        ([told("a")], [], "The problem from before is settled."),
        ([told("a"), told("b")], [], "All 2 problems from before are settled."),
        ([told("a"), told("b")], [told("a"), told("b")], "None of the 2 problems from before is settled yet."),
        ([told("a")], [told("a")], "The problem is not settled yet."),
        ([told("a"), told("a", "B2")], [told("a")], "1 of 2 problems is settled."),
        ([told("a", "A1", "AP-01")], [told("a", "A9", "AP-01")], "The problem is not settled yet."),
        (
            [told("a"), told("b"), told("c")],
            [told("c"), told("d"), told("e")],
            "2 of 3 problems are settled, 2 are new.",
        ),
    ],
)
def test_what_was_settled_is_counted_by_kind_and_place(before: Any, now: Any, says: str) -> None:
    assert settled(before, now) == says
