"""Drawing of correlations: a dot with its interval a row, on both sides of zero; what is shown stands out."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    draw_guides,
    draw_key,
    key_lines,
)
from reportgen.charts.drawing.typesetting import fit
from reportgen.charts.kinds import AssociationChart, AssociationRow, RowRank
from reportgen.charts.theme import (
    BODY_PT,
    EDGE,
    EDGE_MM,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    NUMBER_PT,
    SMALL_PT,
    WHITE,
    Face,
    Palette,
)
from reportgen.common.rounding import printed_number

_INDENT_MM = 2.4  # of elements below their area
_RHO_MM, _N_MM = 12.0, 14.0  # columns of figures
_ROW_MM = 5.3
_DOT_PT, _CAP_MM = 6.4, 0.8


def association_sheet(chart: AssociationChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    axis = Axis(LABEL_MM + GAP_MM + 4.0, chart.width_mm - _RHO_MM - _N_MM - GAP_MM, chart.axis)
    top = header.height_mm + 5.0
    bottom = top + len(chart.rows) * _ROW_MM
    key = key_lines(_key(chart, palette), chart.width_mm)
    sheet = Canvas(chart.width_mm, bottom + 2.4 + len(key) * KEY_LINE_MM, palette)
    header.draw(sheet)
    draw_guides(sheet, axis, chart.axis, top, bottom)
    right = chart.width_mm - EDGE_MM
    sheet.text(right - _N_MM, top - 2.6, "value", KEY_PT, colour=palette.muted, side="right")
    sheet.text(right, top - 2.6, "n", KEY_PT, colour=palette.muted, side="right")
    for number, row in enumerate(chart.rows):
        y = top + number * _ROW_MM
        if number and row.rank is not RowRank.ELEMENT:
            sheet.line((0, y), (chart.width_mm, y), palette.rule, 0.5, z=0)
        _draw_row(sheet, axis, row, y + _ROW_MM / 2, right)
    draw_key(sheet, key, EDGE_MM, bottom + 3.6)
    return sheet


def _draw_row(sheet: Canvas, axis: Axis, row: AssociationRow, y: float, right: float) -> None:
    palette, is_part = sheet.palette, row.rank is RowRank.ELEMENT
    face = Face.REGULAR if is_part else Face.BOLD
    indent = _INDENT_MM if is_part else 0.0
    label = fit(row.title, LABEL_MM - indent, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, 1)), face)
    sheet.lines(indent, y, label, leading=TIGHT_LEADING, face=face)
    sheet.text(right, y, f"{row.n:,}", SMALL_PT, colour=palette.muted, side="right", name=f"n {row.id}")
    if row.rho is None or row.interval is None:
        reason = fit(row.words, axis.right - axis.left, ((SMALL_PT, 1), (KEY_PT, 1)), Face.ITALIC)
        sheet.lines(axis.left, y, reason, colour=palette.muted, face=Face.ITALIC)
        return
    _draw_interval(sheet, axis, row, row.rho, row.interval, y)
    text = palette.client_text if row.is_found else palette.muted
    face = Face.BOLD if row.is_found else Face.REGULAR
    sheet.text(right - _N_MM, y, printed_number(row.rho), NUMBER_PT, colour=text, face=face, side="right")


def _draw_interval(
    sheet: Canvas, axis: Axis, row: AssociationRow, rho: Decimal, ends: tuple[Decimal, Decimal], y: float
) -> None:
    colour = sheet.palette.client if row.is_found else EDGE
    low, high = map(axis.at, ends)
    sheet.line((low, y), (high, y), colour, 1.2, z=4, name=f"interval {row.id}")
    for x in (low, high):
        sheet.line((x, y - _CAP_MM), (x, y + _CAP_MM), colour, 1.2, z=4)
    _dot(sheet, axis.at(rho), y, is_found=row.is_found, name=f"rho {row.id}")


def _dot(sheet: Canvas, x: float, y: float, *, is_found: bool, name: str = "") -> None:
    fill, edge = (sheet.palette.client, WHITE) if is_found else (WHITE, EDGE)
    sheet.mark(x, y, "o", _DOT_PT, fill, edge=edge, edge_pt=0.7 if is_found else 1.2, name=name)


def _key(chart: AssociationChart, palette: Palette) -> list[KeyEntry]:
    """The dots that the chart has."""
    words = {True: "an association is shown, after correction for all tests", False: "none is shown"}
    drawn = {row.is_found for row in chart.rows if row.rho is not None}
    return [
        KeyEntry(
            text,
            4.0,
            lambda sheet, x, y, is_found=is_found: _dot(sheet, x + 1.5, y, is_found=is_found),  # type: ignore[misc]
        )
        for is_found, text in words.items()
        if is_found in drawn
    ]
