"""What `build` leaves beside a draft: the side-car, and what may be replaced or removed later."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

from reportgen.cli.saving.own_files import as_typed, is_recorded, remove_outdated
from reportgen.draft.base import unpacked
from reportgen.runs.files.records import digest, recorded, sealed
from tests.commands import one_sentence, run
from tests.museum import BETTER, SET_NAME, answer, base_in, built, by_hand, edit


def output(workbook: Path) -> Path:
    return workbook.parent / "output" / "museum"


def side_cars(workbook: Path) -> set[str]:
    """The runs that have a side-car."""
    return {path.name.removesuffix(".json.gz") for path in (output(workbook) / "base").iterdir()}


def run_of(workbook: Path) -> str:
    """The run of the draft that lies there."""
    return base_in(output(workbook) / "museum-report.docx").run


def test_the_side_car_holds_what_the_draft_carries(workbook: Path) -> None:
    folder = output(workbook)
    (path,) = (folder / "base").iterdir()
    assert path.name == f"{run_of(workbook)}.json.gz"
    assert unpacked(path.read_bytes()) == base_in(folder / "museum-report.docx")
    files = json.loads((folder / "museum-results.json").read_text(encoding="utf-8"))["files"]
    assert files[f"base/{path.name}"] == sha256(path.read_bytes()).hexdigest()


def test_a_side_car_goes_with_its_draft(workbook: Path) -> None:
    before = run_of(workbook)
    answer(workbook, "01", "D-01", BETTER)
    built(workbook)
    assert run_of(workbook) != before
    assert side_cars(workbook) == {run_of(workbook)}


def test_a_side_car_stays_while_a_copy_of_its_draft_lies_there(workbook: Path) -> None:
    before, folder = run_of(workbook), output(workbook)
    shutil.copyfile(folder / "museum-report.docx", folder / "as sent on Monday.docx")
    (folder / "letter.docx").write_bytes(b"no Word file at all")
    answer(workbook, "01", "D-01", BETTER)
    built(workbook)
    assert side_cars(workbook) == {before, run_of(workbook)}


def test_the_side_car_of_a_draft_kept_by_force_is_kept(workbook: Path) -> None:
    before = run_of(workbook)
    edit(output(workbook) / "museum-report.docx", by_hand)
    answer(workbook, "01", "D-01", BETTER)
    built(workbook, "--force")
    (backup,) = output(workbook).glob("museum-report-backup-*.docx")
    assert base_in(backup).run == before
    assert side_cars(workbook) == {before, run_of(workbook)}


def test_a_side_car_that_a_refresh_wrote_is_no_obstacle(workbook: Path) -> None:
    as_it_was, first = workbook.read_bytes(), run_of(workbook)
    assert run("refresh", output(workbook) / "museum-report.docx", workbook).exit_code == 0
    answer(workbook, "01", "D-01", BETTER)
    built(workbook)
    assert side_cars(workbook) == {first, run_of(workbook)}, "the refreshed draft needs its own"
    workbook.write_bytes(as_it_was)
    built(workbook)
    assert side_cars(workbook) == {first} == {run_of(workbook)}


def test_a_file_of_that_name_that_is_no_side_car_is_not_replaced(workbook: Path) -> None:
    (path,) = (output(workbook) / "base").iterdir()
    path.write_bytes(b"somebody's own")
    options = ("--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output")
    refused = run("build", workbook, *options)
    assert refused.exit_code == 2
    assert path.name in one_sentence(refused)
    assert path.read_bytes() == b"somebody's own"


def test_a_file_that_is_no_draft_is_not_offered_for_a_refresh(workbook: Path) -> None:
    (output(workbook) / "museum-report.docx").write_bytes(b"somebody's own")
    refused = run("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output")
    assert refused.exit_code == 2
    assert "refresh" not in one_sentence(refused)
    assert "was not written by this command" in one_sentence(refused)


# ----------------------------------------------------------------------------------------------------- the record


def test_a_record_proves_what_was_written_until_somebody_changes_it(tmp_path: Path) -> None:
    file, record = tmp_path / "a" / "b.txt", tmp_path / "record.json"
    file.parent.mkdir()
    file.write_bytes(b"ours")
    record.write_bytes(sealed({"words": ["ä"]}, tmp_path, {file: b"ours"}))
    assert recorded(record) == {"a/b.txt": digest(b"ours")}
    assert is_recorded(file, recorded(record), folder=tmp_path)
    file.write_bytes(b"theirs")
    assert not is_recorded(file, recorded(record), folder=tmp_path)
    record.write_bytes(record.read_bytes().replace("ä".encode(), b"a"))
    assert recorded(record) is None
    assert recorded(tmp_path / "nowhere.json") is None


def test_only_what_is_ours_and_outdated_goes(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    paths = [folder / "old.pdf", folder / "charts" / "old.png", folder / "sub" / "old.png", tmp_path / "old.txt"]
    new, changed = folder / "new.docx", folder / "changed.png"
    for path in (*paths, new, changed):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"written before")
    names = ["old.pdf", "charts/old.png", "sub/old.png", "../old.txt", "new.docx", "changed.png", "gone.png"]
    earlier = dict.fromkeys(names, digest(b"written before"))
    changed.write_bytes(b"by hand")
    remove_outdated(folder, ("charts", "base"), [new], earlier)
    assert [path.exists() for path in (*paths, new, changed)] == [False, False, True, True, True, True]


def test_a_command_is_shown_as_it_is_typed() -> None:
    paths = (Path("draft.docx"), Path("Harbour & Sons (2).xlsx"))
    assert as_typed("refresh", *paths) == 'reportgen refresh draft.docx "Harbour & Sons (2).xlsx"'
