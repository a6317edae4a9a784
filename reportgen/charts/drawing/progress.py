"""Drawing of then and now: two dots on a line for overall, each area and each element, the change beside them."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    Side,
    draw_guides,
    draw_key,
    key_lines,
)
from reportgen.charts.drawing.typesetting import fit
from reportgen.charts.kinds import ProgressChart, ProgressRow, RowRank
from reportgen.charts.theme import (
    BODY_PT,
    EDGE,
    EDGE_MM,
    FAINT,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MIDDLE_HALF,
    NUMBER_PT,
    SMALL_PT,
    WHITE,
    WORK,
    Face,
    Palette,
)
from reportgen.common.language import signed
from reportgen.common.model import ChangeMark
from reportgen.common.rounding import printed_number

_INDENT_MM = 2.4  # of elements below their area
_WORDS_MM = 20.0
_CHANGE_MM = 11.0
_FIGURE_MM = 6.0  # kept free for a figure beside the outermost dot
_ROW_MM = 4.6
_DOT_PT = 6.4
_BESIDE_MM = 1.7  # from a dot to its figure


def progress_sheet(chart: ProgressChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    axis = Axis(LABEL_MM + GAP_MM + _FIGURE_MM, chart.width_mm - _WORDS_MM - _CHANGE_MM - _FIGURE_MM, chart.axis)
    top = header.height_mm + 5.0
    bottom = top + len(chart.rows) * _ROW_MM
    key = key_lines(_key(chart, palette), chart.width_mm)
    sheet = Canvas(chart.width_mm, bottom + 2.4 + len(key) * KEY_LINE_MM, palette)
    header.draw(sheet)
    draw_guides(sheet, axis, chart.axis, top, bottom)
    right = chart.width_mm - _WORDS_MM - GAP_MM
    sheet.text(right, top - 2.6, "change", KEY_PT, colour=palette.muted, side="right")
    for number, row in enumerate(chart.rows):
        y = top + number * _ROW_MM
        if number and row.rank is not RowRank.ELEMENT:
            sheet.line((0, y), (chart.width_mm, y), palette.rule, 0.5, z=0)
        _draw_row(sheet, axis, row, y + _ROW_MM / 2, right)
    sheet.line((0, bottom), (chart.width_mm, bottom), FAINT, 0.6)
    draw_key(sheet, key, EDGE_MM, bottom + 3.6)
    return sheet


def _colour(mark: ChangeMark | None, palette: Palette) -> str:
    return {ChangeMark.RISE: palette.client, ChangeMark.FALL: WORK}.get(mark or ChangeMark.UNCLEAR, EDGE)


def _draw_row(sheet: Canvas, axis: Axis, row: ProgressRow, y: float, right: float) -> None:
    palette, is_part = sheet.palette, row.rank is RowRank.ELEMENT
    face = Face.REGULAR if is_part else Face.BOLD
    indent = _INDENT_MM if is_part else 0.0
    label = fit(row.title, LABEL_MM - indent, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, 1)), face)
    sheet.lines(indent, y, label, leading=TIGHT_LEADING, face=face)
    if row.then is None or row.now is None or row.change is None:
        reason = fit(row.words, axis.right - axis.left, ((SMALL_PT, 1), (KEY_PT, 1)), Face.ITALIC)
        sheet.lines(axis.left, y, reason, colour=palette.muted, face=Face.ITALIC)
        return
    _draw_dots(sheet, axis, row, row.then, row.now, y)
    is_clear = row.mark in (ChangeMark.RISE, ChangeMark.FALL)
    text = palette.client_text if row.mark is ChangeMark.RISE else WORK if is_clear else palette.muted
    face = Face.BOLD if is_clear else Face.REGULAR
    sheet.text(right, y, signed(row.change), NUMBER_PT, colour=text, face=face, side="right")
    words = fit(row.words, _WORDS_MM - GAP_MM + 1, ((SMALL_PT, 1), (KEY_PT, 1)), face)
    sheet.lines(right + 2.0, y, words, colour=text, face=face)


def _draw_dots(sheet: Canvas, axis: Axis, row: ProgressRow, then: Decimal, now: Decimal, y: float) -> None:
    """An empty dot then, a full one now, each with its figure on the outer side; one figure where they are equal."""
    palette, colour = sheet.palette, _colour(row.mark, sheet.palette)
    if then != now:
        line = colour if colour != EDGE else MIDDLE_HALF
        sheet.line((axis.at(then), y), (axis.at(now), y), line, 2.2, z=2)
    sheet.mark(axis.at(then), y, "o", _DOT_PT, WHITE, edge=colour, edge_pt=1.4, name=f"then {row.id}")
    sheet.mark(axis.at(now), y, "o", _DOT_PT, colour, edge=WHITE, edge_pt=0.7, name=f"now {row.id}")
    rose = now >= then
    text = WORK if colour == WORK else palette.client_text if colour == palette.client else palette.muted
    beside = _BESIDE_MM if rose else -_BESIDE_MM
    outer: Side = "left" if rose else "right"
    inner: Side = "right" if rose else "left"
    figures: list[tuple[Decimal, float, Side, float, str, Face]] = [(now, beside, outer, BODY_PT, text, Face.BOLD)]
    if then != now:
        figures.append((then, -beside, inner, SMALL_PT, palette.muted, Face.REGULAR))
    for value, away, side, pt, ink, face in figures:
        x = axis.at(value) + away
        sheet.text(x, y, printed_number(value), pt, colour=ink, face=face, side=side, z=7, halo=True)


def _key(chart: ProgressChart, palette: Palette) -> list[KeyEntry]:
    """Both dots, and those lines that the chart shows."""
    marks = {row.mark for row in chart.rows if row.change is not None}
    grey = "not clear: the interval of the change holds 0" if ChangeMark.UNCLEAR in marks else ""
    grey += f"{', or ' if grey else ''}not judged: no interval" if None in marks else ""
    lines = [
        (ChangeMark.RISE, palette.client, ChangeMark.RISE.value),
        (ChangeMark.FALL, WORK, ChangeMark.FALL.value),
        (ChangeMark.UNCLEAR, MIDDLE_HALF, grey),
        (None, MIDDLE_HALF, grey),
    ]
    then = KeyEntry(chart.then, 4.0, lambda sheet, x, y: _dot(sheet, x, y, WHITE))
    now = KeyEntry(chart.now, 4.0, lambda sheet, x, y: _dot(sheet, x, y, EDGE))
    shown = dict.fromkeys((colour, words) for mark, colour, words in lines if mark in marks)
    return [then, now, *(_stroke(colour, words) for colour, words in shown)]


def _dot(sheet: Canvas, x: float, y: float, fill: str) -> None:
    sheet.mark(x + 1.5, y, "o", _DOT_PT, fill, edge=EDGE, edge_pt=1.4)


def _stroke(colour: str, words: str) -> KeyEntry:
    return KeyEntry(words, 7.4, lambda sheet, x, y: sheet.line((x, y), (x + 5.8, y), colour, 2.2))
