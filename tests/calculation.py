"""What the formulas of a workbook give, worked out by a formula engine within the test's own process.

It agrees with LibreOffice on every formula of the sample (`tests/test_calculation.py`), and takes a second where that
takes ten.
"""

from __future__ import annotations

from io import BytesIO

import cellrune
import openpyxl


def worked_out(workbook: bytes) -> bytes:
    """The workbook with the values of its formulas, as Excel would have saved it; fails where there is none."""
    with cellrune.Workbook.from_bytes(workbook) as book:
        missing = book.calculate()["unavailable_count"]
        assert not missing, f"{missing} formulas could not be worked out"
        return book.to_bytes()


def calculated(workbook: bytes) -> openpyxl.Workbook:
    """The same, opened for its values."""
    return openpyxl.load_workbook(BytesIO(worked_out(workbook)), data_only=True)
