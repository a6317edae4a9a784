"""Our template is filled by the code that was made of it beforehand, and any other by code of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docxtpl
import jinja2
import pytest

from reportgen.template import fill, prepared
from reportgen.template.prepared import PREPARED
from reportgen.template.sandbox import compiled
from tests.packages import read_parts, write_parts
from tests.prepared_template import prepared_template
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.word_files import body_of


@pytest.fixture
def anew() -> Iterator[None]:
    """What is prepared is read anew, in the test and after it, and nothing is compiled yet."""
    prepared.ready_code.cache_clear()
    compiled.cache_clear()
    yield
    prepared.ready_code.cache_clear()


def compiled_bodies(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bodies that are compiled from now on, as jinja reads them."""
    bodies: list[str] = []

    def note(source: str, known: frozenset[str]) -> object:
        bodies.extend([source] if "<w:body" in source else [])
        return compiled(source, known)

    monkeypatch.setattr(fill, "compiled", note)
    return bodies


def test_what_is_prepared_is_in_step() -> None:
    """Renew it with `python -m tests.prepared_template`."""
    assert PREPARED.read_text(encoding="utf-8") == prepared_template()


def test_the_body_of_our_template_is_not_compiled(monkeypatch: pytest.MonkeyPatch, anew: None) -> None:
    bodies = compiled_bodies(monkeypatch)
    fill_template(TEMPLATE, demo_context())
    assert not bodies


@pytest.mark.parametrize("other", ["file", "jinja2", "docxtpl"])
def test_where_nothing_fits_it_is_compiled_and_gives_the_same(
    other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    before = fill_template(TEMPLATE, demo_context())
    if other == "file":
        monkeypatch.setattr(prepared, "PREPARED", tmp_path / "none")
    else:
        monkeypatch.setattr({"jinja2": jinja2, "docxtpl": docxtpl}[other], "__version__", "0.0")
    prepared.ready_code.cache_clear()
    bodies = compiled_bodies(monkeypatch)
    assert fill_template(TEMPLATE, demo_context()) == before
    assert len(bodies) == 1


def test_an_edited_template_is_filled_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: None) -> None:
    parts = read_parts(TEMPLATE.read_bytes())
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(b">Contents<", b">What it holds<", 1)
    assert parts["word/document.xml"] != body
    edited = tmp_path / "edited.docx"
    edited.write_bytes(write_parts(parts))
    bodies = compiled_bodies(monkeypatch)
    draft = fill_template(edited, demo_context())
    assert len(bodies) == 1
    assert "What it holds" in "".join(map(str, body_of(read_parts(draft)).itertext()))
