"""The facts of the engagement: a form of labels and entries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from reportgen.common.model import Engagement, PeerFilter
from reportgen.workbook.layout import ENGAGEMENT_FORM
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import Cell, Grid
from reportgen.workbook.reader.tables import read_form


def read_engagement(grid: Grid, reader: CellReader) -> Engagement:
    """The facts of the engagement; what the sheet does not say is empty."""
    cells = read_form(grid, ENGAGEMENT_FORM, reader.problems)
    form = _Form(cells, reader)
    return Engagement(
        client=form.text("client"),
        market=form.text("market"),
        commissioned_by=form.text("commissioned_by"),
        commissioner_title=form.text("commissioner_title"),
        authors=form.text("authors"),
        date=form.date("date"),
        sector=form.suggestion("sector"),
        region=form.text("region"),
        size=form.suggestion("size"),
        peer_data=form.text("peer_data"),
        own_peer_ids=form.several("own_peer_ids", "[,;\n]"),
        peer_filter=PeerFilter(
            # sizes such as "1,000 to 9,999 staff" hold commas
            sectors=form.several("peer_sectors", "[;\n]"),
            regions=form.several("peer_regions", "[;\n]"),
            sizes=form.several("peer_sizes", "[;\n]"),
            since=form.date("peer_since"),
        ),
        name_roles=form.yes("name_roles"),
        places={key: cell.place for key, cell in cells.items()},
    )


class _Form:
    """The entries by field; a field that is not on the sheet is empty."""

    def __init__(self, cells: Mapping[str, Cell], reader: CellReader) -> None:
        self._cells = cells
        self._reader = reader

    def text(self, key: str) -> str:
        return self._reader.text(self._cells[key]) if key in self._cells else ""

    def date(self, key: str) -> date | None:
        return self._reader.date(self._cells[key]) if key in self._cells else None

    def suggestion(self, key: str) -> str:
        field = ENGAGEMENT_FORM.column(key)
        return self._reader.suggestion(self._cells[key], field) if key in self._cells else ""

    def several(self, key: str, separators: str) -> tuple[str, ...]:
        parts = (part.strip() for part in re.split(separators, self.text(key)))
        return tuple(part for part in parts if part)

    def yes(self, key: str) -> bool:
        field = ENGAGEMENT_FORM.column(key)
        return key in self._cells and self._reader.yes_no(self._cells[key], field) is True
