"""Drawing of the evidence states of each element: bars that lie on each other, ranked by the last state."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    draw_key,
    key_fill,
    key_lines,
)
from reportgen.charts.drawing.typesetting import fit
from reportgen.charts.kinds import EvidenceChart, ProfileRow
from reportgen.charts.theme import (
    BAND,
    BODY_PT,
    EDGE_MM,
    FAINT,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MIDDLE_HALF,
    NUMBER_PT,
    SMALL_PT,
    WORK,
    Face,
    Palette,
)
from reportgen.common.language import lowered
from reportgen.common.rounding import NO_FIGURE, printed_number

_FIGURE_MM = 15.0  # column of a state
_ROW_MM, _DENSE_ROW_MM = 5.6, 4.3
_FEW_ROWS = 12
_BAR = 0.64  # of a row's height
_NOTHING_MM = 0.9  # width of the mark of a last state that nothing shows


def evidence_sheet(chart: EvidenceChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    axis = Axis(LABEL_MM + GAP_MM, chart.width_mm - _FIGURE_MM * len(chart.series) - 3, chart.axis)
    shades = _shades(len(chart.series), palette)
    key = key_lines(_key(chart.series, shades), chart.width_mm)
    row_height = _ROW_MM if len(chart.rows) <= _FEW_ROWS else _DENSE_ROW_MM
    top = header.height_mm + len(key) * KEY_LINE_MM + 4.4
    bottom = top + len(chart.rows) * row_height
    sheet = Canvas(chart.width_mm, bottom + 1.5, palette)
    header.draw(sheet)
    draw_key(sheet, key, EDGE_MM, header.height_mm + 1.0)
    _draw_heads(sheet, chart, axis, top, bottom)
    for number, row in enumerate(chart.rows):
        y = top + number * row_height
        if number:
            is_total = chart.rows[number - 1].strong
            sheet.line((0, y), (sheet.width_mm, y), FAINT if is_total else palette.rule, 0.6 if is_total else 0.35, z=0)
        _draw_row(sheet, axis, row, shades, y + row_height / 2, row_height * _BAR)
    return sheet


def _shades(count: int, palette: Palette) -> list[str]:
    """The last state in the accent, the one before it in a pale shade, those before in greys: for five states."""
    return [palette.client, palette.client_pale, BAND, MIDDLE_HALF, FAINT][:count][::-1]


def _draw_heads(sheet: Canvas, chart: EvidenceChart, axis: Axis, top: float, bottom: float) -> None:
    y, rule, muted = top - 2.6, top - 0.8, sheet.palette.muted
    for value, figure in chart.axis.guides:
        sheet.line((axis.at(value), rule), (axis.at(value), bottom), sheet.palette.rule, 0.5, z=0)
        sheet.text(axis.at(value), y, figure, KEY_PT, colour=muted, side="center")
    for number, title in enumerate(chart.series):
        words = fit(lowered(title), _FIGURE_MM - 1, ((KEY_PT, 1),))
        is_last = number == len(chart.series) - 1
        x = _right(sheet, chart.series, number)
        face = Face.BOLD if is_last else Face.REGULAR
        sheet.lines(x, y, words, colour=sheet.palette.ink if is_last else muted, face=face, side="right")
    sheet.line((0, rule), (sheet.width_mm, rule), FAINT, 0.6)
    sheet.line((0, bottom), (sheet.width_mm, bottom), FAINT, 0.6)


def _right(sheet: Canvas, series: Sequence[object], number: int) -> float:
    """Where the figures of a state end."""
    return sheet.width_mm - EDGE_MM - (len(series) - 1 - number) * _FIGURE_MM


def _draw_row(sheet: Canvas, axis: Axis, row: ProfileRow, shades: Sequence[str], y: float, height: float) -> None:
    palette, lines = sheet.palette, 2 if height > _DENSE_ROW_MM * _BAR else 1
    face = Face.BOLD if row.strong else Face.REGULAR
    title = fit(row.title, LABEL_MM, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, lines)), face)
    sheet.lines(0, y, title, leading=TIGHT_LEADING, face=face)
    last = len(row.values) - 1
    known = [(value, number) for number, value in enumerate(row.values) if value is not None]
    for depth, (share, number) in enumerate(sorted(known, key=lambda entry: (-entry[0], entry[1]))):
        _draw_bar(sheet, axis, share, y, height, shades[number], depth, f"value {number} {row.id}")
    for number, value in enumerate(row.values):
        is_last, nothing = number == last, value == 0
        sheet.text(
            _right(sheet, row.values, number),
            y,
            NO_FIGURE if value is None else printed_number(value),
            NUMBER_PT if is_last else BODY_PT,
            colour=palette.muted if not is_last else WORK if nothing else palette.client_text,
            face=Face.BOLD if is_last else Face.REGULAR,
            side="right",
        )
    if row.values[-1] == 0:
        x = axis.at(Fraction(0))
        sheet.rect(x - _NOTHING_MM / 2, y - height / 2 - 0.4, _NOTHING_MM, height + 0.8, WORK, z=5)


def _draw_bar(
    sheet: Canvas, axis: Axis, value: Decimal, y: float, height: float, fill: str, depth: int, name: str
) -> None:
    start = axis.at(Fraction(0))
    sheet.rect(start, y - height / 2, axis.at(value) - start, height, fill, z=2 + depth / 10, name=name)


def _key(series: Sequence[str], shades: Sequence[str]) -> list[KeyEntry]:
    """The states, the last one first; a lone one is named by its column."""
    entries = [key_fill(title, shade) for title, shade in zip(series, shades, strict=True)]
    return entries[::-1] if len(entries) > 1 else []
