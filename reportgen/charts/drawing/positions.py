"""Drawing of scores among their peers: a track of the client above one of the peers, and figures in columns.

No label stands where a mark can.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportgen.charts.drawing.box_guides import BoxGuides
from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    LEADING,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    draw_key,
    key_lines,
)
from reportgen.charts.drawing.typesetting import fit
from reportgen.charts.kinds import PositionChart, PositionRow
from reportgen.charts.theme import (
    BAND,
    BAND_EDGE,
    BODY_PT,
    EDGE_MM,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MEDIAN,
    MIDDLE_HALF,
    MM_PER_PT,
    SMALL_PT,
    WHITE,
    WORK,
    Face,
    Palette,
)
from reportgen.common.language import signed
from reportgen.common.method import BAND_ENDS, BEST_PEERS, INTERVAL
from reportgen.common.model import QUARTERS
from reportgen.common.rounding import printed_number

OWN_SCORE = "own score"
ROW_MM, LOW_ROW_MM = 8.8, 7.0  # with and without a track of peers
TRACK_MM = 2.2  # from the middle of a row to either track
SCORE_PT = 10.0
WORDS_MM = 29.0  # position in words
_GAP_MM, _SCORE_MM = 9.0, 11.0  # columns of figures
_CAP_MM = 0.9  # half the end of a whisker
_TARGET_PT, _TARGET_MM = 4.2, 1.8  # the point of a target, and how high above its track


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the figures end and the words begin; None for a column that is not there."""

    score: float
    gap: float | None
    words: float | None

    @classmethod
    def of(cls, chart: PositionChart) -> _Columns:
        """The columns that a chart needs."""
        right = chart.width_mm
        # the one thing its words would say may stand in the subtitle
        has_words = chart.is_compared or len({row.words for row in chart.rows if row.score is not None}) > 1
        words = right - WORDS_MM if has_words else None
        gap = (words or right) - 1.8 if chart.is_compared else None
        return cls((gap or words or right) - (_GAP_MM if gap else 1.8 if words else 0), gap, words)


def position_sheet(chart: PositionChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    key = key_lines(_key(chart), chart.width_mm) if _needs_key(chart) else []
    columns = _Columns.of(chart)
    guides = BoxGuides.of(chart.boxes, LABEL_MM + GAP_MM + 2, columns.score - _SCORE_MM - 2)
    height = ROW_MM if chart.is_compared else LOW_ROW_MM
    top = header.height_mm + guides.height_mm
    bottom = top + len(chart.rows) * height
    note = fit(chart.note, chart.width_mm - EDGE_MM, ((KEY_PT, 3),), Face.ITALIC) if chart.note else None
    below = (len(key) + (len(note.lines) if note else 0)) * KEY_LINE_MM
    sheet = Canvas(chart.width_mm, bottom + (4.0 + below if below else 1.5), palette)
    header.draw(sheet)
    guides.draw(sheet, top, bottom)
    _draw_heads(sheet, chart, columns, top - guides.last_line_mm)
    for number, row in enumerate(chart.rows):
        y = top + (number + 0.5) * height
        if number:
            sheet.line((0, y - height / 2), (sheet.width_mm, y - height / 2), palette.rule, 0.35, z=0)
        _draw_row(sheet, guides.axis, row, y, columns)
    draw_key(sheet, key, EDGE_MM, bottom + 4.6)
    if note:
        middle = bottom + 4.6 + (len(key) + (len(note.lines) - 1) / 2) * KEY_LINE_MM
        sheet.lines(0, middle, note, leading=KEY_LINE_MM / KEY_PT / MM_PER_PT, colour=palette.muted, face=Face.ITALIC)
    return sheet


def _draw_heads(sheet: Canvas, chart: PositionChart, columns: _Columns, y: float) -> None:
    muted = sheet.palette.muted
    sheet.text(0, y, chart.boxes.note, KEY_PT, colour=muted)
    sheet.text(columns.score, y, "score", KEY_PT, colour=muted, side="right")
    if columns.gap is not None:
        sheet.text(sheet.width_mm - EDGE_MM, y, "against the peer median", KEY_PT, colour=muted, side="right")


def _draw_row(sheet: Canvas, axis: Axis, row: PositionRow, y: float, columns: _Columns) -> None:
    face = Face.BOLD if row.strong else Face.REGULAR
    label = fit(row.title, LABEL_MM - 1, ((BODY_PT, 2), (BODY_PT - 1, 3)), face)
    sheet.lines(0, y, label, leading=LEADING if label.pt == BODY_PT else TIGHT_LEADING, face=face)
    draw_tracks(sheet, axis, row, y)
    if row.score is not None:
        score = printed_number(row.score)
        sheet.text(
            *(columns.score, y, score, SCORE_PT),
            colour=sheet.palette.client_text, face=Face.BOLD, side="right", name=f"number {row.id}",
        )  # fmt: skip
    if columns.gap is not None and row.gap is not None:
        sheet.text(columns.gap, y, signed(row.gap), BODY_PT, side="right", name=f"gap {row.id}")
    if columns.words is not None:
        draw_position(sheet, row, columns.words, y)
    elif row.score is None:
        sheet.text(axis.left + 1.5, y, row.words, SMALL_PT, colour=sheet.palette.muted, face=Face.ITALIC, halo=True)


def draw_position(sheet: Canvas, row: PositionRow, x: float, y: float) -> None:
    """The position in words from `x` to the border."""
    text = f"{row.words} ({row.aside})" if row.aside else row.words
    colour, face = position_look(row, sheet.palette)
    words = fit(text, sheet.width_mm - x - EDGE_MM, ((SMALL_PT, 1), (KEY_PT, 3)), face)
    sheet.lines(x, y, words, leading=TIGHT_LEADING, colour=colour, face=face)


def position_look(row: PositionRow, palette: Palette) -> tuple[str, Face]:
    """Colour and face of a position in words: what stands apart in colour, why there is none in italics."""
    outer = {1: WORK, len(QUARTERS): palette.client_text}.get(row.quarter or 0, "")
    return outer or palette.muted, Face.ITALIC if not row.has_position else Face.BOLD if outer else Face.REGULAR


# --------------------------------------------------------------------------------------------------------- marks


def draw_tracks(sheet: Canvas, axis: Axis, row: PositionRow, y: float) -> None:
    """The score with its interval and target, and below it the peers; in the middle where nothing of them is shown."""
    apart = TRACK_MM if row.is_compared else 0.0
    if row.target is not None:
        _draw_target(sheet, axis.at(row.target), y - apart, name=f"target {row.id}")
    if row.score is not None:
        _draw_score(sheet, axis, row, row.score, y - apart)
    if row.is_compared:
        _draw_peers(sheet, axis, row, y + apart)


def _draw_score(sheet: Canvas, axis: Axis, row: PositionRow, score: Decimal, y: float) -> None:
    if row.interval is not None:
        low, high = map(axis.at, row.interval)
        _whisker(sheet, low, high, y, name=f"interval {row.id}")
    sheet.mark(axis.at(score), y, "o", 7.5 if row.strong else 6.8, sheet.palette.client, name=f"score {row.id}")


def _whisker(sheet: Canvas, low: float, high: float, y: float, *, name: str = "") -> None:
    colour = sheet.palette.client
    sheet.line((low, y), (high, y), colour, 1.2, z=4, name=name)
    for x in (low, high):
        sheet.line((x, y - _CAP_MM), (x, y + _CAP_MM), colour, 1.2, z=4)


def _draw_target(sheet: Canvas, x: float, y: float, *, name: str = "") -> None:
    """A tick across the track, with a point above it that no score hides."""
    ink = sheet.palette.ink
    sheet.line((x, y - _TARGET_MM), (x, y + _CAP_MM), ink, 1.0, z=3, name=name)
    sheet.mark(x, y - _TARGET_MM, "v", _TARGET_PT, ink, edge="none", edge_pt=0, z=5)


def _draw_peers(sheet: Canvas, axis: Axis, row: PositionRow, y: float) -> None:
    """As much of the peers as the row has: two heights and three greys, so that it survives grey printing."""
    half = 1.25
    if row.band is not None:
        _bar(sheet, axis, row.band, y, half * 0.62, BAND, name=f"band {row.id}")
    if row.middle_half is not None:
        _bar(sheet, axis, row.middle_half, y, half, MIDDLE_HALF, name=f"middle half {row.id}")
    if row.best_in_class is not None:
        _best(sheet, axis.at(row.best_in_class), y, name=f"best in class {row.id}")
    if row.median is not None:
        x = axis.at(row.median)
        sheet.line((x, y - half - 0.5), (x, y + half + 0.5), MEDIAN, 1.6, z=4, name=f"median {row.id}")


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
    sheet.mark(x, y, "D", 4.2, WHITE, edge=MEDIAN, edge_pt=1.0, z=5, name=name)


# ----------------------------------------------------------------------------------------------------------- key


def _needs_key(chart: PositionChart) -> bool:
    """False where scores stand alone: their column names them."""
    return chart.is_compared or any(row.interval is not None or row.target is not None for row in chart.rows)


def _key(chart: PositionChart) -> list[KeyEntry]:
    """The marks that the chart uses."""
    has_intervals = any(row.interval is not None for row in chart.rows)
    entries = {
        "score": KeyEntry(
            f"{OWN_SCORE}{f', {INTERVAL}' if has_intervals else ''}",
            9.4 if has_intervals else 3.4,
            lambda sheet, x, y: _score_sample(sheet, x, y, has_intervals=has_intervals),
        ),
        "target": KeyEntry("target", 3.4, lambda sheet, x, y: _draw_target(sheet, x + 1, y + 0.6)),
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
            f"best in class (mean of top {BEST_PEERS})", 3.4, lambda sheet, x, y: _best(sheet, x + 1, y)
        ),
    }
    return [entry for mark, entry in entries.items() if any(getattr(row, mark) is not None for row in chart.rows)]


def _score_sample(sheet: Canvas, x: float, y: float, *, has_intervals: bool) -> None:
    if has_intervals:
        _whisker(sheet, x + 0.2, x + 7.8, y)
    sheet.mark(x + (4 if has_intervals else 1), y, "o", 6, sheet.palette.client)
