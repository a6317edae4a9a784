"""The program that compares two drafts: missing, failing or hanging, it costs nobody the refreshed draft."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from reportgen.common.exceptions import OfficeError
from reportgen.office import redline
from tests.commands import run
from tests.museum import BETTER, answer

needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the engine is a shell script")


def stand_in(folder: Path, script: str) -> str:
    """A program in place of the engine."""
    path = folder / "engine"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it had never been installed."""
    monkeypatch.setitem(sys.modules, "python_redlines", None)


def test_without_the_extra_the_draft_is_refreshed_and_the_lack_is_named(
    workbook: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_the_extra(monkeypatch)
    answer(workbook, "01", "D-01", BETTER)
    result = run("refresh", draft, workbook, "--redline")
    assert result.exit_code == 0, result.output
    (warning,) = (line for line in result.stderr.splitlines() if "reading copy" in line)
    assert warning.startswith(
        "Warning: The refreshed draft is complete, but there is no reading copy with its changes."
    )
    assert 'pip install -e ".[redline]"' in warning
    assert 'whl[redline]"' in warning
    assert "pip install reportgen" not in warning  # on a public index that name belongs to others
    assert draft.with_name("museum-report-refreshed.docx").is_file()
    assert not draft.with_name("museum-report-refreshed-redline.docx").exists()


@needs_shell
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'Error: no paragraphs' >&2; exit 1", r"stopped without a result \(Error: no paragraphs\)"),
        ("exit 3", r"stopped without a result \(exit code 3\)"),
        ("exit 0", r"stopped without a result \(it wrote no Word file\)"),
        ('echo half > "$3"', r"stopped without a result \(it wrote no Word file\)"),
        ("exec sleep 60", "did not finish in 1 seconds and was stopped"),
    ],
)
def test_an_engine_that_fails_or_hangs_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    engine = stand_in(tmp_path, script)
    monkeypatch.setattr(redline, "_unpacked", lambda folder: engine)
    monkeypatch.setattr(redline, "SECONDS", 1)
    with pytest.raises(OfficeError, match=said):
        redline.tracked_between(b"before", b"after", author="a")


@needs_shell
def test_an_engine_that_may_not_run_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Path(stand_in(tmp_path, "exit 0"))
    engine.chmod(0o600)
    monkeypatch.setattr(redline, "_unpacked", lambda folder: str(engine))
    with pytest.raises(OfficeError, match=r"could not be started \(Permission denied\)"):
        redline.tracked_between(b"before", b"after", author="a")


@needs_shell
def test_what_the_engine_worked_on_is_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = stand_in(tmp_path, 'cat "$1" "$2" > "$3"')
    monkeypatch.setattr(redline, "_unpacked", lambda folder: engine)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    assert redline.tracked_between(b"PK before", b" and after", author="a") == b"PK before and after"
    assert set(tmp_path.iterdir()) == before
