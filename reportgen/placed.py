"""Tables that know the cells they were read from, so that a fault in one names its cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.model import Place


class Placed(dict[str, Any]):
    """A table read from a row of a sheet: its values by field, the row's first cell, and the cell of each field."""

    def __init__(self, values: Mapping[str, Any], place: Place, cells: Mapping[str, Place]) -> None:
        super().__init__(values)
        self.place = place
        self.cells = cells

    def place_of(self, field: str) -> Place:
        """The cell of a field; of a field inside a table (`lenses.reap`) its own, else the table's, else the row's."""
        return self.cells.get(field) or self.cells.get(field.partition(".")[0]) or self.place
