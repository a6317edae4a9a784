from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.charts.theme import Face
from reportgen.common import resources
from reportgen.common.exceptions import UnreadableFileError


def test_every_face_of_the_charts_comes_with_the_program() -> None:
    for face in Face:
        assert resources.font_file(face.value).stat().st_size > 10_000


def test_a_wheel_has_the_templates_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "reportgen" / "_templates"
    packed.mkdir(parents=True)
    (packed / "cma-report.docx").write_bytes(b"x")
    monkeypatch.setattr(resources, "PACKAGE", packed.parent)
    assert resources.template_file("cma-report.docx") == packed / "cma-report.docx"


def test_a_checkout_has_the_templates_at_the_top_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "cma-report.docx").write_bytes(b"x")
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "reportgen")
    assert resources.template_file("cma-report.docx") == tmp_path / "templates" / "cma-report.docx"


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path)
    with pytest.raises(UnreadableFileError, match="Nowhere"):
        resources.font_file("Nowhere-Regular.ttf")
