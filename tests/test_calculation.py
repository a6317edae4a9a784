"""The formula engine of the tests and LibreOffice give the same for every formula that we write."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.calculation import calculated
from tests.conftest import WORKBOOKS, Office
from tests.test_results_sheet import recalculated

pytestmark = pytest.mark.office


def test_both_agree_on_every_formula_of_the_sample(soffice: Office, tmp_path: Path) -> None:
    sample = (WORKBOOKS / "sample-client.xlsx").read_bytes()
    formulas = openpyxl.load_workbook(WORKBOOKS / "sample-client.xlsx")
    theirs = recalculated(soffice, tmp_path, {"sample": sample})["sample"]
    places = [
        (sheet.title, cell.coordinate) for sheet in formulas for row in sheet for cell in row if is_formula(cell.value)
    ]
    assert len(places) > 20_000
    assert list(differences(places, calculated(sample), theirs)) == []


def is_formula(value: object) -> bool:
    return isinstance(value, str) and value.startswith("=")


def differences(
    places: list[tuple[str, str]], engine: openpyxl.Workbook, office: openpyxl.Workbook
) -> Iterator[tuple[str, str, object, object]]:
    """Where the two give another value, beyond the last of fifteen digits; a text of no letters is no value."""
    for title, cell in places:
        one, other = engine[title][cell].value, office[title][cell].value
        if isinstance(one, int | float) and isinstance(other, int | float):
            agrees = one == pytest.approx(other, rel=1e-12, abs=1e-12)
        else:
            agrees = (one or "") == (other or "")
        if not agrees:
            yield title, cell, one, other
