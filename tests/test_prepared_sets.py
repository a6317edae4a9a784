"""Our question sets are read from what was prepared of them, and give what their files give."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen.common.toml_files import NotTomlError, toml_tables
from reportgen.questions import load_question_set, prepared
from reportgen.questions.loader import PACKAGED
from reportgen.questions.prepared import PREPARED, tables_of
from tests.prepared_sets import prepared_sets

FILES = sorted((PACKAGED / "cma").rglob("*.toml"))


def test_what_is_prepared_is_in_step() -> None:
    """Renew it with `python -m tests.prepared_sets`."""
    assert PREPARED.read_text(encoding="ascii") == prepared_sets()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_tables_are_those_of_the_file(file: Path) -> None:
    content = file.read_bytes()
    assert repr(tables_of(content)) == repr(toml_tables(content))
    assert tables_of(content) is not tables_of(content), "whoever changes them must not change those of others"


def test_the_files_of_our_sets_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(content: bytes) -> dict[str, object]:
        raise AssertionError("parsed")

    monkeypatch.setattr(prepared, "toml_tables", refuse)
    for file in FILES:
        tables_of(file.read_bytes())


def test_an_edited_set_is_read_as_it_is(tmp_path: Path) -> None:
    ours = shutil.copytree(PACKAGED / "cma", tmp_path / "cma")
    head = ours / "set.toml"
    head.write_text(head.read_text(encoding="utf-8").replace("title = ", 'title = "Edited" # ', 1), encoding="utf-8")
    assert load_question_set(ours).title == "Edited"


def test_without_what_was_prepared_the_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "PREPARED", tmp_path / "none")
    content = FILES[0].read_bytes()
    assert tables_of(content) == toml_tables(content)
    with pytest.raises(NotTomlError):
        tables_of(b"= none")
