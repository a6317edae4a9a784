"""What is dropped is checked, marked, built and taken away again: with the same bytes as the commands write."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from reportgen.peers.shown import SHOWN_FILE
from tests.commands import run
from tests.web.clients import Person, case_of, pages

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
NAMES = ("sample-client.xlsx", "sample-peers.xlsx", "sample-earlier.json")


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    with pages(tmp_path_factory.mktemp("server"), kept=600.0) as person:
        yield person


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in a folder, in which the commands run."""
    folder = tmp_path_factory.mktemp("clients")
    for name in NAMES:
        shutil.copy(WORKBOOKS / name, folder)
    return folder


@pytest.fixture(scope="module")
def misread(folder: Path) -> Path:
    """A workbook with an answer that is none."""
    book = openpyxl.load_workbook(folder / NAMES[0])
    book["Interview 03"]["E20"] = "eighty <b>"
    target = folder / "Müller & Söhne.xlsx"
    book.save(target)
    return target


def archive(person: Person, case: str) -> dict[str, bytes]:
    content = person.get(f"{case}/all.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_a_workbook_is_checked_built_and_taken_away(person: Person, folder: Path) -> None:
    checked = person.done(person.drop(*(folder / name for name in NAMES)))
    assert checked.status_code == 200
    assert "<h1>Larkfield Broadband can be built</h1>" in checked.text
    assert "Interview 12" in checked.text
    assert "E329" in checked.text
    case = case_of(checked)
    built = person.done(person.post(f"{case}/report", {"charts": "picture"}))
    assert "<h1>The draft is ready</h1>" in built.text
    assert "was not compared with earlier reports" in built.text

    done = run("build", folder / NAMES[0], "--peers", folder / NAMES[1], "--earlier", folder / NAMES[2], "-o", folder)
    assert done.exit_code == 0, done.output
    root = folder / "sample-client"
    written = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    made = archive(person, case)
    marked = made.pop("sample-client-marked.xlsx")
    assert made == written
    copy = folder / "copy.xlsx"
    assert run("check", folder / NAMES[0], "--peers", folder / NAMES[1], "--mark", copy).exit_code == 0
    assert marked == copy.read_bytes()


def test_what_reports_showed_before_is_compared_with(person: Person, folder: Path) -> None:
    first = case_of(person.done(person.drop(*(folder / name for name in NAMES))))
    person.done(person.post(f"{first}/report"))
    shown = archive(person, first)[SHOWN_FILE]
    files = [(name, (folder / name).read_bytes()) for name in NAMES]
    case = case_of(person.done(person.send([*files, (SHOWN_FILE, shown)])))
    built = person.done(person.post(f"{case}/report"))
    assert "was not compared with earlier reports" not in built.text


def test_errors_are_told_with_cell_and_remedy_and_stop_a_build(person: Person, misread: Path) -> None:
    checked = person.done(person.drop(misread, misread.with_name(NAMES[1])))
    assert re.search(r"<h1>Larkfield Broadband: \S+ things? to put right first</h1>", checked.text)
    assert "E20" in checked.text
    assert "eighty &lt;b&gt;" in checked.text
    case = case_of(checked)
    assert "Müller &amp; Söhne-marked.xlsx" not in checked.text.split("href")[0]
    name = re.search(r'href="([^"]*-marked\.xlsx)"', checked.text)
    assert name
    copy = person.get(name[1])
    assert copy.headers["content-disposition"].endswith("M%C3%BCller%20%26%20S%C3%B6hne-marked.xlsx")
    refused = person.done(person.post(f"{case}/report"))
    assert refused.status_code == 422
    assert re.search(r"There (is one error|are \S+ errors), so no report was built\.", refused.text)
    again = person.drop(misread.with_name(NAMES[0]), at=f"{case}/files", data={"replaces": misread.name})
    assert "can be built" in person.done(again).text
    assert "Müller" not in person.get(case).text.partition("</h1>")[0]


def test_a_case_is_nobody_elses_and_goes_when_it_is_told(person: Person, folder: Path) -> None:
    case = case_of(person.done(person.drop(folder / NAMES[0])))
    other = person.as_other("ann")
    for address in (case, f"{case}/all.zip", f"{case}/state/check", f"{case}/report"):
        assert other.get(address).status_code == 404
    assert other.post(f"{case}/delete").status_code == 404
    assert case not in other.get("/").text
    assert case in person.get("/").text
    assert person.post(f"{case}/delete").url.path == "/"
    assert person.get(case).status_code == 404
    assert "not here any more" in person.get(case).text


@pytest.mark.parametrize("name", ["../given/sample-client.xlsx", "..%2f..%2f..%2fetc%2fpasswd", "/etc/passwd", "none"])
def test_only_what_was_made_can_be_fetched(person: Person, folder: Path, name: str) -> None:
    case = case_of(person.done(person.drop(folder / NAMES[0])))
    assert person.get(f"{case}/files/{name}").status_code == 404


@pytest.mark.parametrize("named", ["/etc/passwd", "../../secret.xlsx", r"C:\secret.xlsx", r"\\host\share\secret.xlsx"])
def test_no_file_is_read_that_was_not_dropped(person: Person, folder: Path, tmp_path: Path, named: str) -> None:
    """What a workbook names leads to no file of the server, and does not tell which there are."""
    book = openpyxl.load_workbook(folder / NAMES[0])
    sheet = book["Engagement"]
    (cell,) = [row[1] for row in sheet.iter_rows(max_col=2) if row[0].value == "Peer data"]
    cell.value = named
    target = tmp_path / "client.xlsx"
    book.save(target)
    checked = person.done(person.drop(target))
    assert "to put right first" in checked.text or "can be built" in checked.text
    told = checked.text.replace(named.replace("&", "&amp;"), "")
    assert "secret" not in told
    assert "holds no peers" not in told
    assert str(target.parent) not in told


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.docx", b"PK\x03\x04nothing", "notes.docx"),
        ("client.xlsx", b"", "is empty"),
        ("client.xlsx", b"%PDF-1.7", "is a PDF document"),
        ("picture.png", b"\x89PNG", "is a picture"),
        ("peers.csv", b"a,b\n1,2\n", "holds no peers"),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_bare_name(person: Person, name: str, content: bytes, says: str) -> None:
    told = person.done(person.send([(name, content)])).text
    assert says in told
    assert "/given" not in told
    assert "What now?" in told


def test_two_files_of_one_name_are_two_files(person: Person, folder: Path) -> None:
    content = (folder / NAMES[0]).read_bytes()
    told = person.done(person.send([("a.xlsx", content), ("A.xlsx", content)])).text
    assert "a.xlsx" in told
    assert "A-2.xlsx" in told
    assert "Bring the workbooks together" in told


def test_a_form_without_files_and_an_address_without_a_page_are_told(person: Person) -> None:
    assert person.post("/cases").status_code == 400
    assert "No file was chosen" in person.post("/cases").text
    assert person.get("/nowhere").status_code == 404
    assert person.post("/").status_code == 405


def test_too_much_at_once_is_refused_in_our_words(tmp_path: Path) -> None:
    with pages(tmp_path, most_bytes=10_000) as person:
        answer = person.send([("client.xlsx", bytes(20_000))])
    assert answer.status_code == 413
    assert "too much at once" in answer.text


def test_a_case_that_nobody_uses_goes_by_itself(tmp_path: Path, folder: Path) -> None:
    from tests.test_work import until

    with pages(tmp_path, kept=1.0) as person:
        person.drop(folder / NAMES[1])
        until(lambda: not list(tmp_path.iterdir()))


def test_everything_goes_with_the_server(tmp_path: Path, folder: Path) -> None:
    with pages(tmp_path) as person:
        person.done(person.drop(folder / NAMES[0]))
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_what_a_form_names_is_no_path(person: Person, folder: Path) -> None:
    """Whatever somebody sends in place of our forms, no file is reached that was not made."""
    case = case_of(person.done(person.drop(folder / NAMES[0])))
    for name in ("../given/sample-client.xlsx", str(folder / NAMES[0]), "..", ""):
        told = person.done(person.post(f"{case}/pages", {"document": name}))
        assert "pages/" not in told.text
    person.post(f"{case}/files", {"replaces": "../../x"})
    assert "sample-client.xlsx" in person.get(case).text


def test_what_is_asked_for_before_the_files_are_known_waits(person: Person, folder: Path) -> None:
    """A page of before, or a second click: nothing fails, and the page of the files comes back."""
    dropped = person.drop(folder / NAMES[1])
    case = case_of(person.done(dropped))
    refused = person.done(person.post(f"{case}/report"))
    assert refused.status_code == 422
    assert "This needs a scoring workbook, and just one: there is none here." in refused.text
    assert person.post(f"{case}/nothing").status_code == 404
