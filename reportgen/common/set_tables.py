"""A question set as plain tables: what its files or its workbook say, before anything is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reportgen.common.model import Place


@dataclass(frozen=True)
class SetTables:
    """The tables of a question set, in the form of its TOML files."""

    head: Mapping[str, Any]  # set.toml
    areas: Mapping[str, Mapping[str, Any]]  # by the names that set.toml lists
    sectors: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by file name without suffix


class Placed(dict[str, Any]):
    """A table read from a row of a sheet: its values by field, the row's first cell, and the cell of each field."""

    def __init__(self, values: Mapping[str, Any], place: Place, cells: Mapping[str, Place]) -> None:
        super().__init__(values)
        self.place = place
        self.cells = cells

    def place_of(self, field: str) -> Place:
        """The cell of a field; of a field inside a table (`lenses.reap`) its own, else the table's, else the row's."""
        return self.cells.get(field) or self.cells.get(field.partition(".")[0]) or self.place
