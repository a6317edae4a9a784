"""Drawing of how questions spread over the boxes: a bar a part, from what is low at the left to what is high."""

from __future__ import annotations

from fractions import Fraction

from reportgen.charts.data.axes import SHARES
from reportgen.charts.drawing.canvas import TIGHT_LEADING, Axis, Canvas, Header
from reportgen.charts.drawing.typesetting import Fitted, fit, width_mm
from reportgen.charts.kinds import AnswersChart, AnswersRow, RowRank
from reportgen.charts.theme import (
    BODY_PT,
    EDGE_MM,
    FAINT,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MM_PER_PT,
    SMALL_PT,
    WHITE,
    Face,
    Palette,
)

_INDENT_MM = 2.4  # of elements below their area
_N_MM = 11.0
_ROW_MM, _DENSE_ROW_MM = 5.2, 4.6
_FEW_ROWS = 26
_BAR, _PART_BAR = 0.74, 0.6  # of a row's height: of the whole and areas, of elements
_SWATCH_MM = 4.2, 2.8
_LINE_MM = KEY_PT * MM_PER_PT * TIGHT_LEADING
_CLEAR_MM = 0.8  # beside a figure in its stretch


def answers_sheet(chart: AnswersChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    column = chart.width_mm / len(chart.boxes)
    names = [fit(box.label, column - 3.0, ((KEY_PT, 2), (KEY_PT, 3))) for box in chart.boxes]
    key_mm = 5.0 + max(len(name.lines) for name in names) * _LINE_MM
    row_height = _ROW_MM if len(chart.rows) <= _FEW_ROWS else _DENSE_ROW_MM
    top = header.height_mm + key_mm + 6.0
    bottom = top + len(chart.rows) * row_height
    axis = Axis(LABEL_MM + GAP_MM, chart.width_mm - _N_MM, SHARES)
    colours = palette.steps(len(chart.boxes))
    sheet = Canvas(chart.width_mm, bottom + 1.5, palette)
    header.draw(sheet)
    for number, name in enumerate(names):
        _draw_key(sheet, number * column, header.height_mm + 0.8, chart.boxes[number].printed, name, colours[number])
    _draw_heads(sheet, axis, top, bottom)
    for number, row in enumerate(chart.rows):
        y = top + number * row_height
        if number and row.rank is not RowRank.ELEMENT:
            sheet.line((0, y), (chart.width_mm, y), palette.rule, 0.5, z=0)
        _draw_row(sheet, axis, row, colours, y + row_height / 2, row_height)
    return sheet


def _draw_key(sheet: Canvas, x: float, y: float, figure: str, name: Fitted, colour: str) -> None:
    """A box: its colour and its number, and below them its label."""
    width, height = _SWATCH_MM
    sheet.rect(x, y - height / 2 + 0.6, width, height, colour)
    sheet.text(x + width + 1.2, y + 0.6, figure, SMALL_PT, face=Face.BOLD)
    middle = y + 4.2 + (len(name.lines) - 1) * _LINE_MM / 2
    sheet.lines(x, middle, name, leading=TIGHT_LEADING, colour=sheet.palette.muted)


def _draw_heads(sheet: Canvas, axis: Axis, top: float, bottom: float) -> None:
    y, rule, muted = top - 2.6, top - 0.8, sheet.palette.muted
    for value, figure in SHARES.guides:
        sheet.line((axis.at(value), rule), (axis.at(value), bottom), sheet.palette.rule, 0.5, z=0)
        text = f"{figure} %" if value == SHARES.highest else figure
        sheet.text(axis.at(value), y, text, KEY_PT, colour=muted, side="center")
    sheet.text(sheet.width_mm - EDGE_MM, y, "n", KEY_PT, colour=muted, side="right")
    for height in (rule, bottom):
        sheet.line((0, height), (sheet.width_mm, height), FAINT, 0.6)


def _draw_row(sheet: Canvas, axis: Axis, row: AnswersRow, colours: list[str], y: float, height: float) -> None:
    is_part = row.rank is RowRank.ELEMENT
    face, indent = (Face.REGULAR, _INDENT_MM) if is_part else (Face.BOLD, 0.0)
    label = fit(row.title, LABEL_MM - indent, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, 1)), face)
    sheet.lines(indent, y, label, leading=TIGHT_LEADING, face=face)
    if not row.n:
        reason = fit(row.words, axis.right - axis.left, ((SMALL_PT, 1), (KEY_PT, 1)), Face.ITALIC)
        sheet.lines(axis.left, y, reason, colour=sheet.palette.muted, face=Face.ITALIC)
        return
    _draw_bar(sheet, axis, row, colours, y, height * (_PART_BAR if is_part else _BAR), face)
    sheet.text(sheet.width_mm - EDGE_MM, y, str(row.n), BODY_PT, face=face, side="right")


def _draw_bar(
    sheet: Canvas, axis: Axis, row: AnswersRow, colours: list[str], y: float, height: float, face: Face
) -> None:
    """A stretch a box, each with its share where that has room and the part has questions enough."""
    passed = 0
    for box, count in enumerate(row.counts):
        if not count:
            continue
        left, right = (axis.at(Fraction(100 * end, row.n)) for end in (passed, passed + count))
        passed += count
        name = f"share {box} {row.id}"
        sheet.rect(left, y - height / 2, right - left, height, colours[box], edge=WHITE, line_pt=0.5, z=2, name=name)
        figure = str(row.share(range(box, box + 1)))
        if row.has_shares and width_mm(figure, SMALL_PT, face) + _CLEAR_MM <= right - left:
            ink = sheet.palette.ink_on(colours[box])
            sheet.text((left + right) / 2, y, figure, SMALL_PT, colour=ink, face=face, side="center")
