"""Workbooks read both ways, the quick and the tolerant: they give the same cells, or the same refusal."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from reportgen.common.exceptions import UnreadableFileError
from reportgen.workbook.reader import OpenWorkbook
from reportgen.workbook.reader.grid import HEAD_ROWS, MAX_COLUMNS, MAX_ROWS
from reportgen.workbook.reader.raw_cells import LAST_ROW, Row, Rows

SOME_COLUMNS = (1, 3, 5)

Read = tuple[dict[int, Row], bool] | str
"""The rows up to the last that is read, and whether there are more; or what is wrong with them."""


def all_rows(rows: Rows, columns: Collection[int] | None) -> tuple[dict[int, Row], bool]:
    """The rows as a grid reads them: the head whole, of what is below it only some columns."""
    found = dict(rows.up_to(HEAD_ROWS))
    rows.columns = columns
    found |= dict(rows.up_to(MAX_ROWS))
    return found, any(True for _ in rows.up_to(LAST_ROW))


def _read(workbook: OpenWorkbook, title: str, columns: Collection[int] | None) -> Read:
    try:
        with workbook.reading(title):
            return all_rows(workbook.contents.rows(title, MAX_COLUMNS), columns)
    except UnreadableFileError as error:
        return str(error)


def assert_read_alike(path: Path) -> None:
    """Every cell of a workbook is the same both ways."""
    try:
        tolerant = OpenWorkbook(path)
    except UnreadableFileError as refused:
        with pytest.raises(UnreadableFileError, match=re.escape(str(refused))):
            OpenWorkbook(path, quick=True)
        return
    quick = OpenWorkbook(path, quick=True)
    assert quick.titles == tolerant.titles
    for title in quick.titles:
        for columns in (None, SOME_COLUMNS):
            assert _read(quick, title, columns) == _read(tolerant, title, columns), title
