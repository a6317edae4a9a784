"""Writing results: never over what is not ours, never half a file."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from threading import Thread

import pytest

from reportgen.cli.saving.output import held, keep_copy, lock_file_of, write_all, write_new
from reportgen.common.exceptions import TargetError


def test_a_new_file_is_written_with_its_folder(tmp_path: Path) -> None:
    target = tmp_path / "not" / "yet" / "there.xlsx"
    assert write_new({target: b"new"}) == []
    assert target.read_bytes() == b"new"


def test_an_existing_file_is_refused_by_name_and_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "client.xlsx"
    target.write_bytes(b"weeks of work")
    with pytest.raises(TargetError, match=r"client\.xlsx exists already"):
        write_new({target: b"empty"})
    assert target.read_bytes() == b"weeks of work"


def test_force_keeps_a_dated_copy(tmp_path: Path) -> None:
    target = tmp_path / "client.xlsx"
    target.write_bytes(b"weeks of work")
    (kept,) = write_new({target: b"empty", tmp_path / "new.pdf": b"new"}, force=True)
    assert kept.read_bytes() == b"weeks of work"
    assert kept.name.startswith("client-backup-20")
    assert target.read_bytes() == b"empty"


def test_two_copies_in_one_second_do_not_overwrite_each_other(tmp_path: Path) -> None:
    target = tmp_path / "client.xlsx"
    target.write_bytes(b"one")
    copies = {keep_copy(target) for _ in range(3)}
    assert len(copies) == 3


def test_when_one_of_several_files_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(TargetError, match=r"folder\.json is a folder"):
        write_all({tmp_path / "draft.docx": b"draft", tmp_path / "folder.json": b"{}"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.json"]


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_waits_until_all_files_of_a_result_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(temporary: str, target: str) -> None:
        signal.raise_signal(signal.SIGINT)
        os.rename(temporary, target)

    monkeypatch.setattr(os, "replace", interrupted)
    files = {tmp_path / name: b"new" for name in ("draft.docx", "results.json")}
    with pytest.raises(KeyboardInterrupt):
        write_all(files)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_run_waits_for_another_that_holds_the_same_file(tmp_path: Path) -> None:
    target = tmp_path / "new" / "record.json"
    seen: list[str] = []

    def second() -> None:
        with held([target]):
            seen.append("second")

    with held([target, tmp_path / "other.json"]):
        waiting = Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        seen.append("first")
    waiting.join(20)
    assert seen == ["first", "second"]
    assert list(target.parent.iterdir()) == [], "the locks are gone"


def test_a_lock_that_a_run_left_behind_stops_nobody_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.cli.saving.output.LEFT_BEHIND", 0.1)
    (tmp_path / ".record.json.lock").touch()
    with held([tmp_path / "record.json"]):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    target = tmp_path / "draft.docx"
    target.write_bytes(b"old")
    target.chmod(0o444)
    if os.access(target, os.W_OK):
        pytest.skip("this user may write read-only files")
    with pytest.raises(TargetError, match=r"open in Word or Excel, close it"):
        write_all({target: b"new"})
    assert target.read_bytes() == b"old"


def test_a_folder_in_place_of_the_output_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"a file")
    with pytest.raises(TargetError, match=r"cannot be written"):
        write_all({tmp_path / "output" / "draft.docx": b"new"})


@pytest.mark.parametrize("lock", ["~$client.xlsx", "~$ient.xlsx", ".~lock.client.xlsx#"])
def test_lock_files_of_the_office_programs_are_seen(tmp_path: Path, lock: str) -> None:
    workbook = tmp_path / "client.xlsx"
    assert lock_file_of(workbook) is None
    (tmp_path / lock).write_bytes(b"")
    assert lock_file_of(workbook) == tmp_path / lock
