"""The reading copy of a refresh: the program's changes against the edited draft, as tracked changes in Word."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result

from reportgen.draft.redline import reading_copy
from reportgen.draft.refresh import Refreshed
from reportgen.office.package import DOCUMENT, RELATIONS, Package
from reportgen.word.canonical import read_stories
from reportgen.word.comments import AUTHOR, MARKS, read_comments
from reportgen.word.xml import shown_text, w
from tests import refresh_fuzz as people
from tests.commands import one_sentence, run
from tests.museum import BETTER, MINE, answer, by_hand, edit
from tests.packages import read_parts
from tests.refresh_fuzz import Edit, edited_case
from tests.refresh_versions import BASE, version
from tests.tracked import accepted, rejected
from tests.word_files import faults, outline

pytestmark = [pytest.mark.redline, pytest.mark.usefixtures("redline_engine")]

ID = f"{{{RELATIONS}}}id"
TRACKED = tuple(map(w, ("ins", "del", "moveFrom", "moveTo")))
BECAUSE_OF_DELETIONS = {  # what holds deleted words only seems empty, and a deleted line of the contents leads nowhere
    *("empty-row", "empty-paragraph", "empty-page", "empty-table", "empty-heading", "heading-alone", "colour-only"),
    "target-missing",
}


# ------------------------------------------------------------------------------------------------ accepted and rejected


@dataclass(frozen=True)
class Case:
    """An edited draft, refreshed, and the reading copy of that."""

    draft: Package
    refreshed: Refreshed
    copy: Package


EDITS: dict[str, tuple[Edit, ...]] = {  # by the version that the draft is refreshed with
    "rescored": (  # other figures, colours, charts, orders of lists and rows
        *(people.rewrite_a_sentence, people.retype_a_figure, people.make_bold, people.comment, people.add_a_row),
        people.type_into_a_header,
    ),
    "rescored and shrunk": (  # a chapter, findings, rows of a table and of the road map gone
        *(people.delete_blocks, people.move_a_bullet, people.delete_a_row, people.retype_a_figure, people.comment),
        people.join_paragraphs,
    ),
    "rescored and grown": (  # a chapter, rows, findings, a lens more
        *(people.add_a_table, people.split_a_paragraph, people.insert_tracked, people.delete_tracked),
        *(people.replace_a_picture, people.confirm_a_suggestion, people.move_a_block),
    ),
}


@pytest.fixture(scope="module")
def cases(redline_engine: None) -> dict[str, Case]:
    """A case of each version, every other one saved by Word."""
    return {name: _case(name, number) for number, name in enumerate(EDITS)}


def _case(name: str, number: int) -> Case:
    edits = [(each, (place + 1) / 10) for place, each in enumerate(EDITS[name])]
    edited = edited_case(version(BASE), version(name), edits, number, name)
    result = people.refreshed(edited)
    copy = reading_copy(edited.draft, result.package, result.base, "draft-refreshed.docx")
    return Case(edited.draft, result, read_parts(copy.packed()))


@pytest.fixture(params=EDITS)
def case(cases: dict[str, Case], request: pytest.FixtureRequest) -> Case:
    """Each of them."""
    return cases[request.param]


def said(package: Package) -> list[list[str]]:
    """All that a file says and how it looks, as digests: body and notes, then headers and footers by section."""
    stories = read_stories(package)
    relations = package.relations(DOCUMENT)
    found = [[placed.block.full for placed in story.blocks] for story in (stories.body, *stories.notes)]
    for section in package.tree(DOCUMENT).iter(w("sectPr")):
        references = [each for each in section if each.tag in (w("headerReference"), w("footerReference"))]
        found.append([shown_text(package.tree(relations[each.get(ID, "")].target)) for each in references])
    return found


def asked_by_people(package: Package) -> set[str]:
    """What people asked in comments that stand at some words."""
    found = read_comments(package, [package.tree(DOCUMENT)])
    return {c.text for c in found if c.author != AUTHOR and any(map(shown_text, c.paragraphs))}


def test_accepting_all_gives_the_refreshed_draft(case: Case) -> None:
    assert said(accepted(case.copy)) == said(accepted(case.refreshed.package))


def test_rejecting_all_gives_the_edited_draft(case: Case) -> None:
    """With the changes accepted that a person had tracked in it."""
    assert said(rejected(case.copy)) == said(accepted(case.draft))
    assert said(rejected(case.copy)) != said(accepted(case.copy))
    assert asked_by_people(rejected(case.copy)) == asked_by_people(accepted(case.draft))


def test_a_footer_keeps_the_words_that_did_not_change(redlined: Desk) -> None:
    package = read_parts(redlined.copy)
    footers = [package.tree(name) for name in package.related(DOCUMENT, "footer")]
    changed = {shown_text(change) for footer in footers for change in footer.iter(w("ins"))}
    assert changed
    assert all(re.fullmatch("[0-9a-f]{8}(, incomplete)? ?", words) for words in changed), changed


def test_a_changed_chart_is_inserted_and_the_earlier_one_deleted(case: Case) -> None:
    charts = list(case.copy.tree(DOCUMENT).iter("{*}chart"))
    around = [{e.tag for e in chart.iterancestors(*TRACKED)} for chart in charts]
    packages = (case.draft, case.refreshed.package)
    had, has = (len(list(package.tree(DOCUMENT).iter("{*}chart"))) for package in packages)
    assert sorted(around, key=str) == [{w("del")}] * had + [{w("ins")}] * has


def test_a_changed_chart_keeps_its_texts_blanks_included(case: Case) -> None:
    def texts(package: Package, deleted: bool) -> list[list[str]]:
        relations = package.relations(DOCUMENT)
        charts = package.tree(DOCUMENT).iter("{*}chart")
        shown = (c for c in charts if (next(c.iterancestors(w("del")), None) is not None) is deleted)
        return [[t.text or "" for t in package.tree(relations[c.get(ID, "")].target).iter("{*}v")] for c in shown]

    assert texts(case.copy, deleted=False) == texts(case.refreshed.package, deleted=False)
    assert texts(case.copy, deleted=True) == texts(case.draft, deleted=False)


def test_the_changes_are_the_programs_and_bear_no_date(case: Case) -> None:
    changes = list(case.copy.tree(DOCUMENT).iter(*TRACKED))
    assert len(changes) > 100
    assert {change.get(w("author")) for change in changes} == {AUTHOR}
    assert not [change for change in changes if change.get(w("date"))]


def test_comments_stand_once_and_where_they_are_in_the_refreshed_draft(case: Case) -> None:
    def told(package: Package) -> list[tuple[str, str, bool, list[str]]]:
        found = read_comments(package, [package.tree(DOCUMENT)])
        return sorted((c.author, c.text, c.is_done, list(map(shown_text, c.paragraphs))) for c in found)

    assert told(accepted(case.copy)) == told(accepted(case.refreshed.package))
    marks = [(mark.tag, mark.get(w("id"))) for mark in case.copy.tree(DOCUMENT).iter(*MARKS)]
    assert len(marks) == len(set(marks))


def kinds(package: Package) -> set[str]:
    """The kinds of faults of a file."""
    return {fault.rpartition("[")[2].rstrip("]") for fault in faults(package.packed())}


def test_the_file_is_sound_and_holds_nothing_that_nothing_shows(case: Case) -> None:
    own = kinds(case.draft) | kinds(case.refreshed.package)
    assert kinds(case.copy) - own - BECAUSE_OF_DELETIONS == set()
    kept = set(case.copy)
    case.copy.drop_unnamed(DOCUMENT, ("image", "chart", "hyperlink", "header", "footer"))
    case.copy.drop_unreached()
    assert set(case.copy) == kept


# --------------------------------------------------------------------------------------------------------- the command


@dataclass(frozen=True)
class Desk:
    """A draft that was edited and refreshed with `--redline`."""

    workbook: Path
    result: Result

    @property
    def draft(self) -> Path:
        """The draft that was read."""
        return self.workbook.parent / "output" / "museum" / "museum-report.docx"

    @property
    def refreshed(self) -> Path:
        """The draft that was written."""
        return self.draft.with_name("museum-report-refreshed.docx")

    @property
    def copy(self) -> Path:
        """The reading copy beside it."""
        return self.draft.with_name("museum-report-refreshed-redline.docx")


@pytest.fixture(scope="module")
def redlined(built_museum: Path, tmp_path_factory: pytest.TempPathFactory, redline_engine: None) -> Desk:
    """A bullet in other words, then another answer."""
    return _desk(built_museum, tmp_path_factory.mktemp("redlined"))


def _desk(built: Path, folder: Path, *options: str) -> Desk:
    workbook = Path(shutil.copytree(built, folder / "client")) / "museum.xlsx"
    draft = workbook.parent / "output" / "museum" / "museum-report.docx"
    edit(draft, by_hand)
    answer(workbook, "01", "D-01", BETTER)
    return Desk(workbook, run("refresh", draft, workbook, "--redline", "--json", *options))


@pytest.fixture
def desk(redlined: Desk, tmp_path: Path) -> Desk:
    """The same in a folder of the test's own."""
    folder = Path(shutil.copytree(redlined.workbook.parent, tmp_path / "client"))
    return Desk(folder / redlined.workbook.name, redlined.result)


def test_the_copy_stands_beside_the_refreshed_draft_and_both_are_told(redlined: Desk) -> None:
    assert redlined.result.exit_code == 0, redlined.result.output
    written = json.loads(redlined.result.stdout)["written"]
    assert (written["draft"], written["redline"]) == (str(redlined.refreshed), str(redlined.copy))
    assert outline(redlined.refreshed) != outline(redlined.draft)
    assert said(accepted(read_parts(redlined.copy))) == said(read_parts(redlined.refreshed))
    assert said(rejected(read_parts(redlined.copy))) == said(read_parts(redlined.draft))


def test_the_same_input_gives_the_same_bytes_and_replaces_what_a_run_wrote(desk: Desk) -> None:
    before = desk.copy.read_bytes()
    result = run("refresh", desk.draft, desk.workbook, "--redline")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-3:-1] == [str(desk.refreshed), str(desk.copy)]
    assert desk.copy.read_bytes() == before


def test_the_copy_names_no_folder_user_or_machine(redlined: Desk) -> None:
    package = read_parts(redlined.copy)
    private = {str(redlined.workbook.parent), tempfile.gettempdir(), os.path.expanduser("~"), *_names()}
    assert [(n, each) for n in package for each in private if each.encode() in package[n]] == []


def _names() -> set[str]:
    """The user and the machine, where their names are no bits of other words."""
    return {name for name in (getpass.getuser(), socket.gethostname()) if len(name) > 5}


@pytest.mark.parametrize("command", ["refresh", "review", "finalize"])
def test_no_command_takes_the_copy_for_a_draft(redlined: Desk, tmp_path: Path, command: str) -> None:
    target = tmp_path / "new.docx"
    asked: dict[str, list[str | Path]] = {
        "refresh": [redlined.workbook, "-o", target],
        "review": [],
        "finalize": ["-o", target],
    }
    result = run(command, redlined.copy, *asked[command])
    assert result.exit_code == 2
    told = one_sentence(result)
    assert "is no draft, but a reading copy of the draft 'museum-report-refreshed.docx'" in told
    assert not target.exists()


@pytest.mark.parametrize("settle", [accepted, rejected])
def test_with_every_change_accepted_or_rejected_it_is_a_draft(desk: Desk, settle: Callable[[Package], Package]) -> None:
    desk.copy.write_bytes(settle(read_parts(desk.copy)).packed())
    again = run("refresh", desk.copy, desk.workbook)
    assert again.exit_code == 0, again.output
    new = desk.copy.with_name("museum-report-refreshed-redline-refreshed.docx")
    assert said(read_parts(new)) == said(read_parts(desk.copy))
    assert sum(MINE in line for line in outline(new)) == 1


def test_a_copy_goes_with_the_draft_it_belongs_to(desk: Desk) -> None:
    answer(desk.workbook, "02", "D-01", BETTER)
    assert run("refresh", desk.draft, desk.workbook).exit_code == 0
    assert desk.refreshed.exists()
    assert not desk.copy.exists()


def test_a_copy_that_somebody_wrote_into_is_not_overwritten(desk: Desk) -> None:
    edit(desk.copy, lambda root: root.set("changed", "yes"))
    before = desk.refreshed.read_bytes()
    result = run("refresh", desk.draft, desk.workbook, "--redline")
    assert result.exit_code == 2
    assert f"{desk.copy} was not written by this command, or was changed since" in one_sentence(result)
    assert desk.refreshed.read_bytes() == before
