"""Cells as they stand in a sheet, before anybody asks what they mean, and what every way of reading them keeps to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, Protocol

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"  # the namespace of sheets, texts and formats
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet in Excel


class DisorderedSheetError(Exception):
    """A sheet whose rows and cells are not where they say; the text names the place."""

    @classmethod
    def at(cls, where: str) -> DisorderedSheetError:
        """The error for a row or a cell that is not where it should be."""
        return cls(f"{where} is written twice, out of order or beyond the last one")


class RawCell(NamedTuple):
    """A cell as openpyxl understands it."""

    value: Any  # of a formula, its text
    data_type: str  # openpyxl's letter: "f" a formula, "e" an error value
    style: int  # index of its format
    calculated: RawCell | None = None  # what a formula gave when the workbook was last saved
    is_rich: bool = False  # something else shows in it than the value, which is for programs that do not know it


Row = dict[int, RawCell]
"""The cells of a row that hold something, by column number."""


class Rows(Protocol):
    """The rows of one sheet that are written in it, from the first on; once `columns` is set, only cells in them."""

    columns: Collection[int] | None

    def up_to(self, last: int) -> Iterator[tuple[int, Row]]:
        """The rows not yet given up to that number, those that hold something, each with its number."""
        ...
