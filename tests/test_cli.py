"""The commands as a person meets them: what is printed, what is written, which exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

from reportgen.cli.main import cli
from tests.commands import one_sentence, run
from tests.corpus.base import SET, edited, sound
from tests.museum import SET_NAME

WORKBOOKS = Path(__file__).parent.parent / "workbooks"


# ---------------------------------------------------------------------------------------------------------- build


@pytest.fixture(scope="module")
def of_the_sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The folder with what `build` writes for the sample workbook, to be read, not changed; and what it printed."""
    output = tmp_path_factory.mktemp("sample") / "output"
    return output / "sample-client", run("build", WORKBOOKS / "sample-client.xlsx", "-o", output)


def rebuilt(workbook: Path, *options: str) -> Result:
    """The museum's report built again."""
    folder = workbook.parent
    return run("build", workbook, "--question-set", folder / SET_NAME, "-o", folder / "output", *options)


def test_build_writes_draft_results_and_charts(of_the_sample: tuple[Path, Result]) -> None:
    folder, result = of_the_sample
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(folder / "sample-client-report.docx")
    assert (folder / "sample-client-results.json").is_file()
    assert {path.name for path in (folder / "charts").iterdir()} >= {
        "overall.png",
        "model.png",
        "evidence.png",
        "levels.png",
        "effort-gain.png",
        "moves.png",
        "area-core.png",
        "area-activity.png",
        "path-activity.png",
        "answers.png",
        "topics-core.png",
        "topics-activity-2.png",
        "area-development.png",
        "area-enabling.png",
        "area-measurement.png",
    }
    assert not list(folder.glob(".reportgen-*"))


def test_build_again_replaces_its_own_untouched_draft(workbook: Path, draft: Path) -> None:
    first, written = draft.read_bytes(), draft.stat().st_mtime_ns
    assert rebuilt(workbook).exit_code == 0
    assert draft.read_bytes() == first
    assert draft.stat().st_mtime_ns > written


def test_build_never_overwrites_an_edited_draft(workbook: Path, draft: Path) -> None:
    import docx

    document = docx.Document(str(draft))
    prose = next(p for p in document.paragraphs if p.style is not None and p.style.name == "Body Text")
    prose.add_run(" edited by hand")
    document.save(str(draft))
    edited = draft.read_bytes()

    refused = rebuilt(workbook)
    assert refused.exit_code == 2
    assert "was edited since it was built" in one_sentence(refused)
    assert draft.read_bytes() == edited

    forced = rebuilt(workbook, "--force")
    assert forced.exit_code == 0, forced.output
    (backup,) = draft.parent.glob("museum-report-backup-*.docx")
    assert backup.read_bytes() == edited
    assert str(backup) in forced.stderr


def test_build_never_overwrites_a_file_that_is_not_its_own(workbook: Path, draft: Path) -> None:
    shutil.rmtree(draft.parent)
    chart = draft.parent / "charts" / "overall.png"
    chart.parent.mkdir(parents=True)
    chart.write_bytes(b"somebody's picture")
    refused = rebuilt(workbook)
    assert refused.exit_code == 2
    assert "overall.png was not written by this command" in one_sentence(refused)
    assert [path.name for path in draft.parent.iterdir()] == ["charts"]
    assert chart.read_bytes() == b"somebody's picture"


def test_a_chart_that_somebody_replaced_is_kept(workbook: Path, draft: Path) -> None:
    chart = draft.parent / "charts" / "overall.png"
    assert chart.is_file()
    chart.write_bytes(b"redrawn by hand")
    assert rebuilt(workbook).exit_code == 2
    assert chart.read_bytes() == b"redrawn by hand"


def test_a_results_file_that_somebody_changed_is_kept(workbook: Path, draft: Path) -> None:
    results = draft.with_name("museum-results.json")
    content = results.read_text(encoding="utf-8")
    changed = content.replace('"incomplete": ', '"complete": ')
    assert changed != content
    results.write_text(changed, encoding="utf-8", newline="\n")
    refused = rebuilt(workbook)
    assert refused.exit_code == 2
    assert "museum-results.json was not written by this command, or was changed since" in one_sentence(refused)
    assert results.read_text(encoding="utf-8") == changed


def test_the_results_file_can_be_read_and_compared_line_by_line(of_the_sample: tuple[Path, Result]) -> None:
    folder, _ = of_the_sample
    text = (folder / "sample-client-results.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert list(found)[-2:] == ["files", "seal"]
    assert (
        found["files"]["sample-client-report.docx"]
        == sha256((folder / "sample-client-report.docx").read_bytes()).hexdigest()
    )
    lines = [line.strip().rstrip(",") for line in text.splitlines()]
    for name, trace in found["traces"].items():
        assert f'"{name}": {json.dumps(trace, ensure_ascii=False)}' in lines
    assert len(lines) < 4000


def test_a_draft_that_was_only_saved_again_is_still_the_builds_own(workbook: Path, draft: Path) -> None:
    import docx

    first = draft.read_bytes()
    docx.Document(str(draft)).save(str(draft))
    assert draft.read_bytes() != first
    assert rebuilt(workbook).exit_code == 0
    assert draft.read_bytes() == first


def test_workbooks_of_one_name_are_refused_before_any_work(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    twin = tmp_path / "other" / "Sample-Client.xlsx"
    twin.write_bytes(sample.read_bytes())
    refused = run("build", sample, twin, "-o", tmp_path / "output")
    assert refused.exit_code == 2
    assert "have the same name" in one_sentence(refused)
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("name", ["..xlsx", "...xlsx"])
def test_a_workbook_of_dots_never_writes_outside_its_folder(sample: Path, tmp_path: Path, name: str) -> None:
    nameless = tmp_path / "in" / name
    nameless.parent.mkdir()
    nameless.write_bytes(sample.read_bytes())
    refused = run("build", nameless, "-o", tmp_path / "deep" / "output")
    assert refused.exit_code == 2
    assert name in one_sentence(refused)
    assert not (tmp_path / "deep").exists()


@pytest.mark.parametrize("folder", [".", "..", "/"])
def test_a_folder_in_place_of_a_workbook_gets_one_sentence(folder: str) -> None:
    for command in ("check", "build"):
        result = run(command, folder)
        assert result.exit_code == 2
        assert "reportgen itself failed" not in one_sentence(result)


def test_of_several_workbooks_the_rest_still_run(workbook: Path, tmp_path: Path) -> None:
    options = ("--question-set", workbook.parent / SET_NAME, "-o", tmp_path / "output", "--json")
    result = run("build", tmp_path / "missing.xlsx", workbook, *options)
    assert result.exit_code == 2
    records = json.loads(result.stdout)
    assert ["error" in record for record in records].count(True) == 1
    assert (tmp_path / "output" / "museum" / "museum-report.docx").is_file()


def test_missing_peer_data_is_an_error_never_no_peers(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "sample-peers.xlsx").unlink()
    result = run("build", sample, "-o", tmp_path / "output")
    assert result.exit_code == 1
    assert "peer-file-missing" in result.stderr
    assert "is no file in this workbook's folder" in result.stderr
    assert not (tmp_path / "output").exists()
    named = run("build", sample, "--peers", tmp_path / "nowhere.xlsx", "-o", tmp_path / "output")
    assert named.exit_code == 2
    assert "nowhere.xlsx" in one_sentence(named)


def test_a_mistyped_peer_filter_is_a_warning(sample: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sample)
    row = next(row for row in book["Engagement"].iter_rows() if "sectors" in str(row[0].value))
    row[1].value = "Retial"
    book.save(sample)
    checked = run("check", sample)
    assert f"Engagement!{row[1].coordinate}" in checked.stdout
    assert "[unknown-peer-filter]" in checked.stdout
    (tmp_path / "sample-peers.xlsx").write_text("no table", encoding="utf-8")
    assert "unknown-peer-filter" not in run("check", sample).stdout  # the build says what is wrong with the file


def test_a_workbook_open_in_excel_is_read_with_a_warning(sample: Path) -> None:
    sample.with_name("~$sample-client.xlsx").write_bytes(b"")
    result = run("check", sample)
    assert result.exit_code == 0, result.output
    assert "seems to be open" in result.stderr


# ------------------------------------------------------------------------------------------------------ bad input


def _missing(folder: Path) -> Path:
    return folder / "missing.xlsx"


def _directory(folder: Path) -> Path:
    (folder / "folder.xlsx").mkdir()
    return folder / "folder.xlsx"


def _csv(folder: Path) -> Path:
    (folder / "table.xlsx").write_text("id,answer\nAP-01,80\n", encoding="utf-8")
    return folder / "table.xlsx"


def _other_firm(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Budget"  # type: ignore[union-attr]
    book.active["A1"] = "Total"  # type: ignore[index]
    book.save(folder / "budget.xlsx")
    return folder / "budget.xlsx"


def _cut(folder: Path) -> Path:
    whole = (WORKBOOKS / "sample-client.xlsx").read_bytes()
    (folder / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    return folder / "cut.xlsx"


@pytest.mark.parametrize("make", [_missing, _directory, _csv, _other_firm, _cut])
@pytest.mark.parametrize("command", ["check", "build", "explain"])
def test_what_is_no_workbook_of_ours_gets_one_sentence(tmp_path: Path, command: str, make: object) -> None:
    assert callable(make)
    path: Path = make(tmp_path)
    arguments: dict[str, list[str | Path]] = {
        "check": ["check", path],
        "build": ["build", path, "-o", tmp_path / "output"],
        "explain": ["explain", path, "overall"],
    }
    result = run(*arguments[command])
    assert result.exit_code == 2
    assert path.name in one_sentence(result)
    assert not (tmp_path / "output").exists()


def test_an_output_folder_that_cannot_be_written_is_named(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file where the folder should be", encoding="utf-8")
    result = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", tmp_path / "output")
    assert result.exit_code == 2
    assert str(tmp_path / "output") in one_sentence(result)


@pytest.mark.skipif(
    os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_output_folder_is_named(workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    folder.chmod(0o555)
    result = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", folder)
    assert result.exit_code == 2
    assert str(folder) in one_sentence(result)


def test_a_failure_of_ours_says_how_to_report_it(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("reportgen.runs.check.check_workbook", fail)
    result = run("check", sample)
    assert result.exit_code == 2
    assert "run the command again with --debug" in one_sentence(result)


# -------------------------------------------------------------------------------------------- new, check, explain


def test_new_refuses_to_overwrite_and_keeps_a_copy_when_forced(tmp_path: Path) -> None:
    target = tmp_path / "client.xlsx"
    target.write_bytes(b"weeks of work")
    refused = run("new", target, "--client", "Harbour")
    assert refused.exit_code == 2
    assert "client.xlsx exists already" in one_sentence(refused)
    assert target.read_bytes() == b"weeks of work"
    assert run("new", target, "--client", "Harbour", "--force", "--interviews", "1").exit_code == 0
    assert [path.read_bytes() for path in tmp_path.glob("client-backup-*.xlsx")] == [b"weeks of work"]


def test_new_wants_a_name_that_excel_opens(tmp_path: Path) -> None:
    result = run("new", tmp_path / "client.xls", "--client", "Harbour")
    assert result.exit_code == 2
    assert "client.xlsx" in one_sentence(result)


def test_check_of_an_empty_workbook_lists_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "fresh.xlsx"
    assert run("new", path, "--client", "Harbour & Sons <Ltd>", "--interviews", "3").exit_code == 0
    result = run("check", path, "--json")
    assert result.exit_code == 0, result.output
    (record,) = json.loads(result.stdout)
    assert record["problems"]
    assert {problem["severity"] for problem in record["problems"]} == {"warning"}


def test_explain_leads_to_the_cells(sample: Path) -> None:
    result = run("explain", sample, "AP-01")
    assert result.exit_code == 0, result.output
    assert re.search(r"Interview \d\d!\w+\d+", result.stdout)
    near = run("explain", sample, "overal")
    assert near.exit_code == 2
    assert "overall" in one_sentence(near)


def test_explain_overall_prints_what_the_report_prints(of_the_sample: tuple[Path, Result]) -> None:
    results = json.loads((of_the_sample[0] / "sample-client-results.json").read_text(encoding="utf-8"))
    trace = json.loads(run("explain", WORKBOOKS / "sample-client.xlsx", "overall", "--json").stdout)
    assert trace["printed"] == results["overall"]["printed"]


def test_the_empty_peer_file_is_written_and_refuses_to_overwrite(tmp_path: Path) -> None:
    target = tmp_path / "peers.xlsx"
    assert run("questions", "export", target, "--peers").exit_code == 0
    assert zipfile.is_zipfile(target)
    assert run("questions", "export", target, "--peers").exit_code == 2


def commands(group: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in getattr(group, "commands", {}).items():
        yield (*path, name)
        yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", list(commands(cli)), ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    if "COMMAND" not in result.stdout.partition("\n")[0]:
        assert "reportgen " + " ".join(path) in result.stdout.partition("\n")[2]


# ------------------------------------------------------------------------------------------- a set of one's own


def test_a_workbook_of_a_set_that_is_not_ours_asks_for_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "museum.xlsx"
    path.write_bytes(sound())
    for command in (("check", path), ("build", path), ("upgrade", path, "-o", tmp_path / "new.xlsx")):
        result = run(*command)
        assert result.exit_code == 2
        message = one_sentence(result)
        assert "was made from the question set 'visitor-care', which is none of ours (cma)." in message
        assert message.endswith("Name the folder of that set with --question-set.")
    assert run("check", path, "--question-set", SET).exit_code == 0


@pytest.mark.parametrize("name", [str(SET), "../tests/sets/visitor-care", "\\\\server\\share", "x" * 5000])
def test_a_set_that_a_workbook_names_is_never_a_path(tmp_path: Path, name: str) -> None:
    path = tmp_path / "museum.xlsx"
    path.write_bytes(edited(lambda book: setattr(book["About this file"]["B1"], "value", name)))
    assert "which is none of ours (cma)" in one_sentence(run("check", path))
