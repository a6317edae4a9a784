"""Drawing of scores among their peers: a dot on the band of the peers, a row each, and the position in words."""

from __future__ import annotations

from decimal import Decimal

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    LEADING,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    Side,
    draw_key,
    key_lines,
)
from reportgen.charts.drawing.typesetting import fit, width_mm
from reportgen.charts.kinds import PositionChart, PositionRow
from reportgen.charts.theme import (
    BAND,
    BAND_EDGE,
    BODY_PT,
    DETAIL_PT,
    EDGE_MM,
    FAINT,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MEDIAN,
    MIDDLE_HALF,
    MM_PER_PT,
    NUMBER_PT,
    POSITION_MM,
    SMALL_PT,
    WHITE,
    Face,
    Palette,
)
from reportgen.common.method import BAND_ENDS, BEST_PEERS
from reportgen.common.rounding import printed_number

ROW_MM = 9.2
_NUMBER_MM = 2.0  # from the middle of the dot to its number
_CLEAR_MM = 0.6  # between a number and the next mark
_GLYPH_STEP_MM = 1.9
_GLYPH_MM = 9.0  # four boxes and the space after them


def position_sheet(chart: PositionChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    key = key_lines(_key(chart), chart.width_mm) if chart.is_compared else []
    top = header.height_mm + 6.2
    bottom = top + len(chart.rows) * ROW_MM
    note = fit(chart.note, chart.width_mm - EDGE_MM, ((KEY_PT, 3),), Face.ITALIC) if chart.note else None
    below = (len(key) + (len(note.lines) if note else 0)) * KEY_LINE_MM
    sheet = Canvas(chart.width_mm, bottom + (4.0 + below if below else 1.5), palette)
    header.draw(sheet)
    column = sheet.width_mm - POSITION_MM if _needs_column(chart) else None
    axis = Axis(LABEL_MM + GAP_MM, (column or sheet.width_mm) - GAP_MM - 2, chart.axis)
    axis.draw(sheet, top, bottom)
    if column:
        sheet.text(column, top - 2.6, "Position among peers", KEY_PT, colour=palette.muted)
    for number, row in enumerate(chart.rows):
        y = top + (number + 0.5) * ROW_MM
        if number:
            sheet.line((0, y - ROW_MM / 2), (sheet.width_mm, y - ROW_MM / 2), palette.rule, 0.35, z=0)
        _draw_row(sheet, axis, row, y, column)
    draw_key(sheet, key, EDGE_MM, bottom + 4.6)
    if note:
        middle = bottom + 4.6 + (len(key) + (len(note.lines) - 1) / 2) * KEY_LINE_MM
        sheet.lines(0, middle, note, leading=KEY_LINE_MM / KEY_PT / MM_PER_PT, colour=palette.muted, face=Face.ITALIC)
    return sheet


def _needs_column(chart: PositionChart) -> bool:
    """False when the one thing its words would say stands in the subtitle."""
    return chart.is_compared or len({row.words for row in chart.rows if row.score is not None}) > 1


def _draw_row(sheet: Canvas, axis: Axis, row: PositionRow, y: float, column: float | None) -> None:
    face = Face.BOLD if row.strong else Face.REGULAR
    label = fit(row.title, LABEL_MM - 1, ((BODY_PT, 2), (BODY_PT - 1, 3)), face)
    sheet.lines(0, y, label, leading=LEADING if label.pt == BODY_PT else TIGHT_LEADING, face=face)
    _draw_peers(sheet, axis, row, y)
    if row.score is not None:
        _draw_score(sheet, axis, row, row.score, y)
    if column is not None:
        _draw_position(sheet, row, column, y)
    elif row.score is None:
        sheet.text(axis.left + 1.5, y, row.words, SMALL_PT, colour=sheet.palette.muted, face=Face.ITALIC, halo=True)


# --------------------------------------------------------------------------------------------------------- marks


def _draw_peers(sheet: Canvas, axis: Axis, row: PositionRow, y: float) -> None:
    """As much of the peers as the row has: three heights and three greys, so that it survives grey printing."""
    half = 2.5 if row.strong else 2.15
    if row.band is not None:
        _bar(sheet, axis, row.band, y, half * 0.62, BAND, name=f"band {row.id}")
    if row.middle_half is not None:
        _bar(sheet, axis, row.middle_half, y, half, MIDDLE_HALF, name=f"middle half {row.id}")
    if row.best_in_class is not None:
        _best(sheet, axis.at(row.best_in_class), y - 2.1, name=f"best in class {row.id}")
    if row.median is not None:
        x = axis.at(row.median)
        sheet.line((x, y - half - 0.55), (x, y + half + 0.55), MEDIAN, 1.6, z=4, name=f"median {row.id}")


def _bar(
    sheet: Canvas, axis: Axis, ends: tuple[Decimal, Decimal], y: float, half: float, fill: str, *, name: str
) -> None:
    left, right = map(axis.at, ends)
    is_band = fill == BAND
    sheet.rect(
        left,
        y - half,
        max(right - left, 0.3),
        2 * half,
        fill,
        edge=BAND_EDGE if is_band else "none",
        line_pt=0.4 if is_band else 0,
        z=1 if is_band else 2,
        name=name,
    )


def _best(sheet: Canvas, x: float, y: float, *, name: str = "") -> None:
    sheet.mark(x, y, "v", 3.6, MEDIAN, edge=MEDIAN, edge_pt=0.3, z=3, name=name)


def _draw_score(sheet: Canvas, axis: Axis, row: PositionRow, score: Decimal, y: float) -> None:
    x = axis.at(score)
    sheet.mark(x, y, "o", 8 if row.strong else 7, sheet.palette.client, name=f"score {row.id}")
    printed = printed_number(score)
    width = width_mm(printed, NUMBER_PT, Face.BOLD)
    number_x, side = _number_at(x, width, axis, [axis.at(row.median)] if row.median is not None else [])
    sheet.text(
        number_x,
        y,
        printed,
        NUMBER_PT,
        colour=sheet.palette.client_text,
        face=Face.BOLD,
        side=side,
        z=7,
        halo=True,
        name=f"number {row.id}",
    )


def _number_at(x: float, width: float, axis: Axis, marks: list[float]) -> tuple[float, Side]:
    """Where the number of a dot at `x` begins or ends, and which of its sides stands there.

    It goes right unless other marks or the edge are in its way; where it must stand across a mark, it steps over it.
    """
    reach = _NUMBER_MM + width + _CLEAR_MM
    right = [mark for mark in marks if x < mark < x + reach]
    left = [mark for mark in marks if x - reach < mark < x]
    right_cost = len(right) + 9 * (x + reach > axis.right + 2.4)
    left_cost = len(left) + 9 * (x - reach < axis.left - 2.1)
    if right_cost <= left_cost:
        return max([x + _NUMBER_MM, *(mark + _CLEAR_MM for mark in right)]), "left"
    return min([x - _NUMBER_MM, *(mark - _CLEAR_MM for mark in left)]), "right"


# --------------------------------------------------------------------------------------------------------- words


def _draw_position(sheet: Canvas, row: PositionRow, x: float, y: float) -> None:
    """The quarter as four small boxes, the position in words, and below it the median and the number of peers."""
    has_glyph = row.has_position and row.middle_half is not None
    indent = _GLYPH_MM if has_glyph else 0.0
    face = Face.REGULAR if row.has_position else Face.ITALIC
    words = fit(row.words, POSITION_MM - indent - EDGE_MM, ((SMALL_PT, 2), (KEY_PT, 3)), face)
    with_detail = bool(row.detail) and len(words.lines) == 1
    middle = y - 1.8 if with_detail else y
    if has_glyph:
        _quarter_glyph(sheet, row, x, middle - 1.2)
    colour = sheet.palette.ink if row.has_position else sheet.palette.muted
    sheet.lines(x + indent, middle, words, leading=TIGHT_LEADING, colour=colour, face=face)
    if with_detail:
        sheet.text(x, y + 2.1, row.detail, DETAIL_PT, colour=sheet.palette.muted)


def _quarter_glyph(sheet: Canvas, row: PositionRow, x: float, y: float) -> None:
    """Four boxes from the lowest to the top quarter; none is filled when there is no quarter to tell."""
    client = sheet.palette.client
    for number in range(1, 5):
        is_own = number == row.quarter
        sheet.rect(
            x + (number - 1) * _GLYPH_STEP_MM,
            y,
            1.6,
            2.4,
            client if is_own else WHITE,
            edge=client if is_own else FAINT,
            line_pt=0.5,
            z=3,
            name=f"quarter {number} {row.id}" if is_own else "",
        )


# ----------------------------------------------------------------------------------------------------------- key


def _key(chart: PositionChart) -> list[KeyEntry]:
    """The marks that the chart uses."""
    entries = {
        "score": KeyEntry(
            "the company’s score", 3.4, lambda sheet, x, y: sheet.mark(x + 1, y, "o", 6, sheet.palette.client)
        ),
        "median": KeyEntry(
            "peer median", 2.0, lambda sheet, x, y: sheet.line((x + 0.4, y - 1.5), (x + 0.4, y + 1.5), MEDIAN, 1.5)
        ),
        "middle_half": KeyEntry(
            "middle half of peers", 7.2, lambda sheet, x, y: sheet.rect(x, y - 1.05, 6, 2.1, MIDDLE_HALF)
        ),
        "band": KeyEntry(
            "{}–{} % of peers".format(*BAND_ENDS),
            7.2,
            lambda sheet, x, y: sheet.rect(x, y - 1.05, 6, 2.1, BAND, edge=BAND_EDGE, line_pt=0.4),
        ),
        "best_in_class": KeyEntry(
            f"best in class (mean of top {BEST_PEERS})", 3.4, lambda sheet, x, y: _best(sheet, x + 1, y + 0.2)
        ),
    }
    return [entry for mark, entry in entries.items() if any(getattr(row, mark) is not None for row in chart.rows)]
