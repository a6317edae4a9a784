"""`reportgen refresh` as a person meets it: what it reads, refuses, writes and says. The merge has its own tests."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from lxml import etree

from reportgen.common.options import BuildOptions
from reportgen.draft.base import FORMAT, unpacked
from reportgen.office.package import DOCUMENT, parse
from reportgen.runs.build import build_report
from reportgen.runs.files.reports import target_of
from reportgen.word.xml import bookmark, shown_text, text_run, w
from tests.commands import one_sentence, run
from tests.drafts import paragraph
from tests.museum import (
    BETTER,
    BULLET,
    MINE,
    SET_NAME,
    answer,
    base_in,
    built,
    by_hand,
    edit,
    engage,
    own_template,
    peers,
    reword,
)
from tests.packages import read_parts, write_parts
from tests.word_files import outline


def files_in(folder: Path) -> dict[str, str]:
    """The digests of all files in a folder, by their place in it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


def overall(source: Path | bytes) -> str:
    """The overall score that a draft prints in its sentences."""
    root = parse(read_parts(source)[DOCUMENT])
    return next(shown_text(p) for p in root.iter(w("p")) if "out of 100" in shown_text(p))


# ------------------------------------------------------------------------------------------------- what it writes


WRITTEN = (".docx", "-changes.md", "-changes.json", "-results.json")


@dataclass(frozen=True)
class Refreshed:
    """A refresh that was run once, for all tests that only look at it."""

    workbook: Path
    before: dict[str, str]  # the files there were
    result: Result  # of the command, with `--json`

    @property
    def draft(self) -> Path:
        """The draft that was read."""
        return self.workbook.parent / "output" / "museum" / "museum-report.docx"

    @property
    def written(self) -> Path:
        """The draft that was written."""
        return self.draft.with_name("museum-report-refreshed.docx")

    @property
    def changes(self) -> dict[str, Any]:
        """The record of changes beside it."""
        record = self.written.with_name("museum-report-refreshed-changes.json").read_text(encoding="utf-8")
        return dict(json.loads(record))


@pytest.fixture(scope="module")
def refreshed(built_museum: Path, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """A draft with a bullet in other words, refreshed after an answer changed."""
    folder = Path(shutil.copytree(built_museum, tmp_path_factory.mktemp("refreshed") / "client"))
    workbook = folder / "museum.xlsx"
    draft = folder / "output" / "museum" / "museum-report.docx"
    edit(draft, by_hand)
    answer(workbook, "01", "D-01", BETTER)
    before = files_in(folder)
    return Refreshed(workbook, before, run("refresh", draft, workbook, "--json"))


def test_a_new_draft_is_written_and_nothing_that_was_there_is_touched(refreshed: Refreshed) -> None:
    assert refreshed.result.exit_code == 0, refreshed.result.output
    folder, before = refreshed.workbook.parent, refreshed.before
    after = files_in(folder)
    assert {name: digest for name, digest in after.items() if name in before} == before
    (side_car,) = (name for name in after.keys() - before.keys() if name.startswith("output/museum/base/"))
    written = {f"output/museum/museum-report-refreshed{end}" for end in WRITTEN}
    assert after.keys() - before.keys() == {*written, side_car}
    assert side_car.endswith(f"{base_in(refreshed.written).run}.json.gz")
    assert unpacked((folder / side_car).read_bytes()) == base_in(refreshed.written)


def test_what_was_edited_stays_and_the_rest_says_what_the_workbook_says(refreshed: Refreshed) -> None:
    assert sum(MINE in line for line in outline(refreshed.written)) == 1
    assert overall(refreshed.written) != overall(refreshed.draft)
    folder = refreshed.workbook.parent
    fresh = build_report(refreshed.workbook, BuildOptions(question_set=str(folder / SET_NAME))).document
    assert overall(refreshed.written) == overall(fresh)


def test_the_change_report_lists_every_part_and_names_files_without_their_folders(refreshed: Refreshed) -> None:
    text = refreshed.written.with_name("museum-report-refreshed-changes.md").read_text(encoding="utf-8")
    record, folder = refreshed.changes, str(refreshed.workbook.parent)
    assert folder not in text
    assert folder not in json.dumps(record)
    names = (record["draft"], record["workbook"], record["refreshed"])
    assert names == ("museum-report.docx", "museum.xlsx", "museum-report-refreshed.docx")
    listed = {region["id"] for region in record["regions"]}
    assert listed >= {region.id for region in base_in(refreshed.draft).regions if region.blocks}
    assert all(f"`{region_id}`" in text for region_id in listed)
    changed = {source["kind"]: source["changed"] for source in record["sources"]}
    assert changed == {
        "workbook": True,
        **dict.fromkeys(("peers", "earlier", "question set", "template", "house style"), False),
    }


def test_json_is_the_change_report_and_where_it_went(refreshed: Refreshed) -> None:
    printed = json.loads(refreshed.result.stdout)
    record = refreshed.changes
    assert list(record)[-2:] == ["files", "seal"]
    assert {name: value for name, value in printed.items() if name not in ("problems", "written")} == {
        name: value for name, value in record.items() if name not in ("files", "seal")
    }
    assert printed["written"]["draft"] == str(refreshed.written)
    assert {printed["written"][kind] for kind in ("draft", "report", "results", "side_car")} == {
        str(refreshed.written.parent / name) for name in record["files"]
    }


def test_without_json_a_few_lines_say_what_happened_and_where_it_went(workbook: Path, draft: Path) -> None:
    result = run("refresh", draft, workbook)
    assert result.exit_code == 0, result.output
    written = draft.with_name("museum-report-refreshed.docx")
    lines = result.stdout.splitlines()
    assert lines[0].endswith("unchanged.")
    assert lines[-2:] == [str(written), str(written.with_name("museum-report-refreshed-changes.md"))]


def test_the_new_draft_is_refreshed_in_its_turn_under_the_next_name(workbook: Path, draft: Path) -> None:
    assert run("refresh", draft, workbook).exit_code == 0
    second = draft.with_name("museum-report-refreshed.docx")
    answer(workbook, "01", "D-01", BETTER)
    assert run("refresh", second, workbook).exit_code == 0
    third = draft.with_name("museum-report-refreshed-2.docx")
    assert third.is_file()
    assert target_of(third).name == "museum-report-refreshed-3.docx"


def test_what_nobody_worked_on_since_is_replaced(workbook: Path, draft: Path) -> None:
    assert run("refresh", draft, workbook).exit_code == 0
    first = draft.with_name("museum-report-refreshed.docx").read_bytes()
    answer(workbook, "01", "D-01", BETTER)
    result = run("refresh", draft, workbook)
    assert result.exit_code == 0, result.output
    assert draft.with_name("museum-report-refreshed.docx").read_bytes() != first
    runs = {base_in(path).run for path in draft.parent.glob("museum-report*.docx")}
    assert {path.name for path in (draft.parent / "base").iterdir()} == {f"{run_}.json.gz" for run_ in runs}


def test_a_dry_run_writes_nothing_and_prints_the_report(workbook: Path, draft: Path) -> None:
    answer(workbook, "01", "D-01", BETTER)
    before = files_in(workbook.parent)
    result = run("refresh", draft, workbook, "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("# Change report\n")
    assert json.loads(run("refresh", draft, workbook, "--dry-run", "--json").stdout)["written"] is None
    assert "leave one of them out" in one_sentence(run("refresh", draft, workbook, "--dry-run", "--redline"))
    assert files_in(workbook.parent) == before


def test_a_conflict_is_named_counted_and_commented(workbook: Path, draft: Path) -> None:
    edit(draft, by_hand)
    reword(workbook, "Findings", BULLET, "Most people are greeted.")
    result = run("refresh", draft, workbook)
    assert result.exit_code == 1, result.output
    assert "1 in conflict" in result.stdout
    assert any(line.startswith("Conflict in 5.") for line in result.stdout.splitlines())
    refreshed = draft.with_name("museum-report-refreshed.docx")
    assert sum(MINE in line for line in outline(refreshed)) == 1
    record = json.loads(refreshed.with_name(f"{refreshed.stem}-changes.json").read_text(encoding="utf-8"))
    assert record["clean"] is False
    (conflict,) = (conflict for region in record["regions"] for conflict in region["conflicts"])
    assert (conflict["before"], conflict["now"], conflict["draft"]) == (BULLET, "Most people are greeted.", MINE)
    again = run("refresh", refreshed, workbook)
    assert again.exit_code == 0, again.output


def test_another_place_can_be_named(workbook: Path, draft: Path, tmp_path: Path) -> None:
    target = tmp_path / "sent" / "museum-2.docx"
    assert run("refresh", draft, workbook, "-o", target).exit_code == 0
    names = {*(f"museum-2{end}" for end in WRITTEN), f"base/{base_in(target).run}.json.gz"}
    assert set(files_in(target.parent)) == names


# ---------------------------------------------------------------------------------------------- what it never does


def test_a_draft_that_somebody_worked_on_since_is_never_overwritten(workbook: Path, draft: Path) -> None:
    assert run("refresh", draft, workbook).exit_code == 0
    refreshed = draft.with_name("museum-report-refreshed.docx")
    edit(refreshed, by_hand)
    edited = refreshed.read_bytes()
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert f"reportgen refresh {refreshed} {workbook}" in one_sentence(refused).replace('"', "")
    assert refreshed.read_bytes() == edited
    forced = run("refresh", draft, workbook, "--force")
    assert forced.exit_code == 0, forced.output
    (backup,) = draft.parent.glob("museum-report-refreshed-backup-*.docx")
    assert backup.read_bytes() == edited
    assert str(backup) in forced.stderr


def test_no_file_of_somebody_else_is_overwritten(workbook: Path, draft: Path) -> None:
    for end in WRITTEN:
        path = draft.with_name(f"museum-report-refreshed{end}")
        path.write_bytes(b"somebody's own")
        before = files_in(workbook.parent)
        refused = run("refresh", draft, workbook)
        assert refused.exit_code == 2
        assert path.name in one_sentence(refused)
        assert files_in(workbook.parent) == before
        path.unlink()


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_what_is_read_is_never_written(workbook: Path, draft: Path, force: tuple[str, ...]) -> None:
    template = own_template(workbook.parent)
    before = files_in(workbook.parent)
    for target in (draft, draft.parent / ".." / "museum" / "museum-report.docx", template):
        refused = run("refresh", draft, workbook, "-o", target, "--template", template, *force)
        assert refused.exit_code == 2
        assert "is read by this command" in one_sentence(refused)
    assert files_in(workbook.parent) == before


def test_a_target_of_another_kind_is_refused_before_any_work(workbook: Path, draft: Path, tmp_path: Path) -> None:
    assert "is a folder" in one_sentence(run("refresh", draft, workbook, "-o", tmp_path))
    assert "should end in .docx" in one_sentence(run("refresh", draft, workbook, "-o", tmp_path / "new.pdf"))


def test_build_names_the_command_that_keeps_the_edits(workbook: Path, draft: Path) -> None:
    edit(draft, by_hand)
    refused = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output")
    assert refused.exit_code == 2
    command = one_sentence(refused).partition("keep every edit: ")[2].partition(". To start again")[0]
    words = command.replace('"', "").split()
    assert words[:2] == ["reportgen", "refresh"]
    assert run(*words[1:]).exit_code == 0


def test_a_refreshed_draft_put_in_place_of_the_first_is_not_lost_to_a_build(workbook: Path, draft: Path) -> None:
    edit(draft, by_hand)
    answer(workbook, "01", "D-01", BETTER)
    assert run("refresh", draft, workbook).exit_code == 0
    draft.with_name("museum-report-refreshed.docx").replace(draft)
    edited = draft.read_bytes()
    refused = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output")
    assert refused.exit_code == 2
    assert draft.read_bytes() == edited


# ------------------------------------------------------------------------------------------------ what it reads


def _missing(draft: Path) -> str:
    draft.unlink()
    return "is not there"


def _folder(draft: Path) -> str:
    draft.unlink()
    draft.mkdir()
    return "is a folder"


def _empty(draft: Path) -> str:
    draft.write_bytes(b"")
    return "is empty"


def _cut(draft: Path) -> str:
    draft.write_bytes(draft.read_bytes()[:20_000])
    return "is damaged or was cut off"


def _old_word(draft: Path) -> str:
    draft.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    return "an old Word document (.doc)"


def _protected(draft: Path) -> str:
    draft.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    return "protected by a password"


def _pdf(draft: Path) -> str:
    draft.write_bytes(b"%PDF-1.7\n")
    return "a PDF document"


def _with_macros(draft: Path) -> str:
    parts = read_parts(draft)
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    draft.write_bytes(write_parts({**parts, "[Content_Types].xml": types}))
    return "a Word document with macros (.docm)"


def _bomb(draft: Path) -> str:
    with zipfile.ZipFile(draft, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"word/media/bomb{number}.bmp", b"\0" * 50_000_000)
    return "more than a draft can need"


def _entities(draft: Path) -> str:
    parts = read_parts(draft)
    root = parts[DOCUMENT].partition(b"?>")[2]
    draft.write_bytes(write_parts({**parts, DOCUMENT: b'<!DOCTYPE x [<!ENTITY a "b">]>' + root}))
    return "declares a document type"


def _letter(draft: Path) -> str:
    import docx

    letter = docx.Document()
    letter.add_paragraph("Dear all")
    letter.save(str(draft))
    return "is a Word document, but not a draft that reportgen built"


@pytest.mark.parametrize(
    "spoil",
    [_missing, _folder, _empty, _cut, _old_word, _protected, _pdf, _with_macros, _bomb, _entities, _letter],
)
def test_what_is_no_draft_of_ours_gets_one_sentence(workbook: Path, draft: Path, spoil: Callable[[Path], str]) -> None:
    shutil.rmtree(draft.parent / "base")
    said = spoil(draft)
    before = files_in(workbook.parent)
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert said in one_sentence(refused)
    assert str(draft) in one_sentence(refused)
    assert files_in(workbook.parent) == before


def test_draft_and_workbook_the_wrong_way_round_are_told_apart(workbook: Path, draft: Path) -> None:
    assert "The draft comes first" in one_sentence(run("refresh", workbook, draft))


def without_base(draft: Path, *, run_too: bool = False) -> None:
    """Take out what Word's Document Inspector takes out; with `run_too` also what names the run."""
    lost = ("customXml/", "docProps/") if run_too else ("customXml/",)
    parts = {name: part for name, part in read_parts(draft).items() if not name.startswith(lost)}
    draft.write_bytes(write_parts(parts))


def test_a_draft_that_lost_its_base_takes_it_from_the_side_car(workbook: Path, draft: Path) -> None:
    without_base(draft)
    result = run("refresh", draft, workbook)
    assert result.exit_code == 0, result.output
    assert ".json.gz' was used" in result.stdout
    assert base_in(draft.with_name("museum-report-refreshed.docx")).regions


def test_a_draft_without_base_and_side_car_is_refused_and_told_what_it_lacks(workbook: Path, draft: Path) -> None:
    run_of_draft = base_in(draft).run
    without_base(draft)
    shutil.rmtree(draft.parent / "base")
    before = files_in(workbook.parent)
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert f"base/{run_of_draft}.json.gz" in one_sentence(refused)
    without_base(draft, run_too=True)
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert "has lost all that was stored in it" in one_sentence(refused)
    assert files_in(workbook.parent).keys() == before.keys()


def test_a_draft_of_a_later_version_says_so(workbook: Path, draft: Path) -> None:
    import gzip

    side_car = draft.parent / "base" / f"{base_in(draft).run}.json.gz"
    record = json.loads(gzip.decompress(base_in(draft).packed))
    side_car.write_bytes(gzip.compress(json.dumps({**record, "format": FORMAT + 1}).encode("utf-8")))
    without_base(draft)
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert "later version of reportgen" in one_sentence(refused)


def test_a_workbook_with_errors_is_listed_as_build_lists_it(workbook: Path, draft: Path) -> None:
    answer(workbook, "01", "D-01", "no box of ours")
    before = files_in(workbook.parent)
    result = run("refresh", draft, workbook, "--json")
    assert result.exit_code == 1
    assert "[unreadable-answer]" in result.stderr
    assert json.loads(result.stdout)["problems"][0]["code"] == "unreadable-answer"
    assert files_in(workbook.parent) == before


def test_a_workbook_of_another_client_is_refreshed_with_a_remark(workbook: Path, draft: Path) -> None:
    engage(workbook, {"Client": "Another Museum"})
    result = run("refresh", draft, workbook)
    assert "The draft is about 'Harbour Museum', but the workbook is about 'Another Museum'" in result.stdout


def test_what_is_open_elsewhere_is_read_with_a_warning(workbook: Path, draft: Path) -> None:
    for path in (workbook, draft):
        path.with_name(f"~${path.name}").write_bytes(b"")
    result = run("refresh", draft, workbook, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "museum.xlsx seems to be open in Excel" in result.stderr
    assert "museum-report.docx seems to be open in Word" in result.stderr


# ---------------------------------------------------------------------------------------------- what it is made from


def rebuilt(workbook: Path, *options: str | Path) -> Path:
    """The draft built anew, with options."""
    shutil.rmtree(workbook.parent / "output")
    return built(workbook, *options)


def test_the_options_of_the_build_are_used_again(workbook: Path) -> None:
    folder = workbook.parent
    style = folder / "style.toml"
    style.write_text('[firm]\nname = "Example Firm"\n', encoding="utf-8")
    given = peers(folder, 10, 20, 30, 40, 50)
    options = ("--peers", given, "--template", own_template(folder), "--house-style", style, "--charts", "native")
    draft = rebuilt(workbook, *options)
    assert run("refresh", draft, workbook).exit_code == 0
    refreshed = draft.with_name("museum-report-refreshed.docx")
    assert base_in(refreshed).run == base_in(draft).run
    for path in (given, folder / "firm.docx", style):
        path.rename(path.with_suffix(".gone"))
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    for words in ("the peer data 'peers.xlsx' (give it with --peers", "'firm.docx' (give it with --template)"):
        assert words in one_sentence(refused)
    assert "the house style 'style.toml' (give it with --house-style)" in one_sentence(refused)


def test_a_question_set_that_is_gone_is_asked_for(workbook: Path, draft: Path) -> None:
    (workbook.parent / SET_NAME).rename(workbook.parent / "elsewhere")
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert f"the question set '{SET_NAME}' (give its folder with --question-set)" in one_sentence(refused)
    assert run("refresh", draft, workbook, "--question-set", workbook.parent / "elsewhere").exit_code == 0


def test_peers_never_go_unasked(workbook: Path) -> None:
    folder = workbook.parent
    peers(folder, 10, 20, 30, 40, 50)
    engage(workbook, {"Peer data": "peers.xlsx"})
    draft = rebuilt(workbook)
    engage(workbook, {"Peer data": None})
    before = files_in(folder)
    refused = run("refresh", draft, workbook)
    assert refused.exit_code == 2
    assert "compared with the peers of 'peers.xlsx'" in one_sentence(refused)
    assert "--no-peers" in one_sentence(refused)
    assert files_in(folder) == before
    result = run("refresh", draft, workbook, "--no-peers")
    assert "is compared with none now" in result.stdout
    assert base_in(draft.with_name("museum-report-refreshed.docx")).record.source("peers").name == ""


def test_the_peers_that_engagement_names_now_are_used(workbook: Path) -> None:
    folder = workbook.parent
    peers(folder, 10, 20, 30, 40, 50)
    engage(workbook, {"Peer data": "peers.xlsx"})
    draft = rebuilt(workbook)
    peers(folder, 60, 70, 80, 90, 95, name="peers-2026.xlsx")
    engage(workbook, {"Peer data": "peers-2026.xlsx"})
    result = run("refresh", draft, workbook)
    assert "The peer data is another: 'peers-2026.xlsx' (it was 'peers.xlsx')." in result.stdout
    refused = run("refresh", draft, workbook, "--no-peers", "-o", folder / "other.docx")
    assert refused.exit_code == 2
    assert "Empty that cell" in one_sentence(refused)


def test_a_figure_pasted_from_another_draft_stops_nothing(workbook: Path, draft: Path) -> None:
    """Word carries its mark along; nobody generated it here."""

    def paste(root: etree._Element) -> None:
        number, end = bookmark("_rgv_0123456789_1", 9999)
        paragraph(root, BULLET).extend([number, text_run(" (47)"), end])

    edit(draft, paste)
    answer(workbook, "01", "D-01", BETTER)
    result = run("refresh", draft, workbook)
    assert result.exit_code == 0, result.output
    written = draft.with_name("museum-report-refreshed.docx")
    assert sum(f"{BULLET} (47)" in line for line in outline(written)) == 1
    assert "0123456789" not in str(base_in(written).values)


def test_another_template_is_used_with_a_remark(workbook: Path, draft: Path) -> None:
    result = run("refresh", draft, workbook, "--template", own_template(workbook.parent))
    assert "The template 'firm.docx' was 'cma-report.docx' before" in result.stdout


# ------------------------------------------------------------------------------------------------ pages and PDF


@pytest.mark.office
def test_pages_and_pdf_are_those_of_the_refreshed_draft(workbook: Path, draft: Path, soffice: object) -> None:
    edit(draft, by_hand)
    result = run("refresh", draft, workbook, "--pdf")
    assert result.exit_code == 0, result.output
    refreshed = draft.with_name("museum-report-refreshed.docx")
    pdf = refreshed.with_suffix(".pdf")
    assert str(pdf) in result.stdout.splitlines()
    entries = [line for line in outline(refreshed) if line.startswith("toc 1: ")]
    assert entries
    assert all(line.rpartition("\t")[2].isdigit() for line in entries)
    from pypdf import PdfReader

    assert MINE in "".join(page.extract_text() for page in PdfReader(pdf).pages)
