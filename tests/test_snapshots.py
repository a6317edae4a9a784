"""What is accepted is compared whole, and renewed only when asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Accepted


def test_a_text_must_equal_the_accepted_one(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("One line.\n", encoding="utf-8")
    Accepted(renew=False).file(page, "One line.\n")
    with pytest.raises(AssertionError, match=r"(?s)--renew-snapshots.*\+Another line"):
        Accepted(renew=False).file(page, "Another line.\n")


@pytest.mark.parametrize("now", [{}, {"a.txt": "a\n"}, {"a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n"}])
def test_a_folder_must_hold_all_of_them_and_no_other(tmp_path: Path, now: dict[str, str]) -> None:
    accepted = {"a.txt": "a\n", "b.txt": "b\n"}
    Accepted(renew=True).folder(tmp_path / "texts", accepted)
    Accepted(renew=False).folder(tmp_path / "texts", accepted)
    with pytest.raises(AssertionError, match=r"[bc]\.txt"):
        Accepted(renew=False).folder(tmp_path / "texts", now)
    Accepted(renew=True).folder(tmp_path / "texts", now)
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "texts").iterdir()} == now
