"""The workbook inside an editable chart: what Word opens on "Edit Data". The one module that imports XlsxWriter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reportgen.charts.native.sheets import DATA, PLOT, CachedCell, ChartSheets, Head
from reportgen.office.package import CONTENT_TYPES, Package, zipped

_MADE = datetime(1980, 1, 1)  # the same in every workbook: equal charts give equal bytes
_LABELS = Head("", 40)  # of "Plot"
_ADVICE = "Change names and figures here: the chart follows. The sheet Plot only works out the lengths of its bars."


def workbook(plan: ChartSheets) -> bytes:
    """Both sheets as an .xlsx file, every formula with its value."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": _MADE})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"quote_prefix": True})  # a name that begins like a formula stays text when it is edited
    data = book.add_worksheet(DATA)
    _fill(data, plan.heads, plan.data, bold, text)
    data.write_string(len(plan.data) + 2, 0, _ADVICE)
    plot = book.add_worksheet(PLOT)
    heads = (_LABELS, *(Head(series.part.value) for series in plan.series))
    rows = tuple(zip(plan.labels, *(series.cells for series in plan.series), strict=True))
    _fill(plot, heads, rows, bold, text)
    book.close()
    return zipped(Package.opened(target.getvalue()), first=(CONTENT_TYPES,))  # XlsxWriter notes the system it runs on


def _fill(
    sheet: Worksheet, heads: Sequence[Head], rows: Sequence[Sequence[CachedCell | None]], bold: Format, text: Format
) -> None:
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
        if head.title:
            sheet.write_string(0, column, head.title, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell is not None:
                _write(sheet, number, column, cell, text)
    sheet.freeze_panes(1, 1)


def _write(sheet: Worksheet, row: int, column: int, cell: CachedCell, text: Format) -> None:
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, None, cell.value)
    elif isinstance(cell.value, str):
        sheet.write_string(row, column, cell.value, text)
    else:
        sheet.write_number(row, column, cell.value)
