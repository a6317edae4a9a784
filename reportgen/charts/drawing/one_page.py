"""Drawing of the assessment on one page: the score large, the areas as bars, evidence and levels side by side."""

from __future__ import annotations

from fractions import Fraction

from reportgen.charts.drawing.box_guides import BoxGuides
from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    TIGHT_LEADING,
    Axis,
    Canvas,
    Header,
    KeyEntry,
    draw_key,
    key_title,
)
from reportgen.charts.drawing.positions import draw_position, draw_tracks
from reportgen.charts.drawing.typesetting import fit, width_mm
from reportgen.charts.kinds import AxisRange, BarPanel, OnePageChart, PositionRow
from reportgen.charts.theme import (
    BODY_PT,
    EDGE_MM,
    FAINT,
    GAP_MM,
    KEY_PT,
    LABEL_MM,
    MEDIAN,
    MM_PER_PT,
    NUMBER_PT,
    SMALL_PT,
    WHITE,
    WORK,
    Face,
    Palette,
)
from reportgen.common.language import signed
from reportgen.common.rounding import printed_number

_SCORE_PT = 36.0
_SCORE_MM = 13.5  # height
_BELOW_EM = 0.63  # from the middle of a text to the lowest that its letters reach
_LINE_MM = 4.0
_ROW_MM, _DENSE_ROW_MM = 5.8, 5.0
_FEW_ROWS = 8
_BAR = 0.62  # of a row's height
_HEAD_PT = 9.5
_SECTION_MM = 2.4  # from the end of a part to the rule above the next
_SCORES_MM = 62.0  # right end of the scores of the areas
_WORDS_MM = 29.0
_GAP_MM = 9.0
_BETWEEN_MM = 8.0  # panels
_PANEL_LABEL_MM, _PANEL_ROW_MM = 29.0, 5.2


def one_page_sheet(chart: OnePageChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    parts: list[_Score | _Areas | _Panels] = [_Score(chart)]
    parts += [_Areas(chart)] if chart.areas else []
    parts += [_Panels(chart)] if chart.panels else []
    height = header.height_mm + 1.0 + sum(part.height_mm for part in parts) + 2 * _SECTION_MM * (len(parts) - 1)
    sheet = Canvas(chart.width_mm, height + 1.0, palette)
    header.draw(sheet)
    y = header.height_mm + 1.0
    for number, part in enumerate(parts):
        if number and not isinstance(part, _Panels):
            sheet.line((0, y - _SECTION_MM), (sheet.width_mm, y - _SECTION_MM), MEDIAN, 0.7)
        part.draw(sheet, y)
        y += part.height_mm + 2 * _SECTION_MM
    return sheet


class _Score:
    """The overall score, and where it stands on the whole scale."""

    def __init__(self, chart: OnePageChart) -> None:
        self._chart = chart
        self._lines = [
            *[(fit(chart.warning, LABEL_MM, ((SMALL_PT, 1), (KEY_PT, 2)), Face.BOLD), WORK)] * bool(chart.warning),
            *((fit(text, LABEL_MM, ((SMALL_PT, 1), (KEY_PT, 2))), "") for text in chart.told),
        ]
        self._guides = BoxGuides.of(chart.scale, LABEL_MM + GAP_MM + 5, chart.width_mm - 6)

    @property
    def height_mm(self) -> float:
        """Number, lines below it."""
        return _SCORE_MM + _LINE_MM * sum(len(line.lines) for line, _ in self._lines)

    def draw(self, sheet: Canvas, top: float) -> None:
        """From `top` down."""
        overall, muted = self._chart.overall, sheet.palette.muted
        score = "–" if overall.score is None else printed_number(overall.score)
        pt = fit(score, LABEL_MM - 16, ((_SCORE_PT, 1), (24.0, 1)), Face.BOLD).pt
        middle = top + _SCORE_MM - _BELOW_EM * pt * MM_PER_PT
        sheet.text(0, middle, score, pt, colour=sheet.palette.client_text, face=Face.BOLD, name="score")
        right = width_mm(score, pt, Face.BOLD) + 2
        out_of = fit(self._chart.out_of, LABEL_MM - right, ((BODY_PT, 1), (KEY_PT, 2)))
        sheet.lines(right, top + _SCORE_MM - 4.3, out_of, leading=TIGHT_LEADING, colour=muted)
        y = top + _SCORE_MM
        for line, colour in self._lines:
            middle = y + _LINE_MM * len(line.lines) / 2
            face = Face.BOLD if colour else Face.REGULAR
            sheet.lines(0, middle, line, leading=TIGHT_LEADING, colour=colour or muted, face=face)
            y += _LINE_MM * len(line.lines)
        guides = self._guides
        bottom = top + self.height_mm
        first = top + guides.height_mm
        guides.draw(sheet, first, bottom, ruled=False)
        draw_tracks(sheet, guides.axis, overall, (first + bottom) / 2)


class _Areas:
    """The areas: bars with their scores, the median, and the position in words."""

    def __init__(self, chart: OnePageChart) -> None:
        self._chart = chart
        self._has_peers = any(row.is_compared for row in chart.areas)
        self._row_mm = _ROW_MM if len(chart.areas) <= _FEW_ROWS else _DENSE_ROW_MM
        right = chart.width_mm - (_WORDS_MM + _GAP_MM + 3 if self._has_peers else 4)
        self._guides = BoxGuides.of(chart.boxes, _SCORES_MM + 2, right, named=False)

    @property
    def height_mm(self) -> float:
        """Head, rows and key."""
        key = KEY_LINE_MM if self._key else 0.0
        return self._guides.height_mm + 1.0 + len(self._chart.areas) * self._row_mm + key

    @property
    def _key(self) -> list[KeyEntry]:
        median = [KeyEntry("peer median", 2.0, _tick)] if self._has_peers else []
        return [*median, *([key_title(self._chart.boxes.note)] if self._chart.boxes.note else [])]

    def draw(self, sheet: Canvas, top: float) -> None:
        """From `top` down."""
        chart, muted = self._chart, sheet.palette.muted
        first = top + self._guides.height_mm + 1.0
        bottom = first + len(chart.areas) * self._row_mm
        heads = first - self._guides.last_line_mm
        self._guides.draw(sheet, first, bottom, ruled=False)
        sheet.text(0, heads, "Areas", _HEAD_PT, face=Face.BOLD)
        sheet.text(_SCORES_MM, heads, "score", KEY_PT, colour=muted, side="right")
        if self._has_peers:
            sheet.text(sheet.width_mm - EDGE_MM, heads, "against the median", KEY_PT, colour=muted, side="right")
        for number, row in enumerate(chart.areas):
            self._draw_row(sheet, row, first + (number + 0.5) * self._row_mm)
        draw_key(sheet, [self._key], self._guides.axis.left, bottom + KEY_LINE_MM / 2 + 0.6)

    def _draw_row(self, sheet: Canvas, row: PositionRow, y: float) -> None:
        axis, half, palette = self._guides.axis, self._row_mm * _BAR / 2, sheet.palette
        title = fit(row.title, LABEL_MM - 1, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, 1 if half < 1.7 else 2)))
        sheet.lines(0, y, title, leading=TIGHT_LEADING)
        if row.score is not None:
            end = axis.at(row.score)
            fill = (
                palette.client if row.id in self._chart.strongest
                else WORK if row.id in self._chart.weakest
                else palette.client_mid
            )  # fmt: skip
            score = printed_number(row.score)
            sheet.text(_SCORES_MM, y, score, NUMBER_PT, face=Face.BOLD, side="right", name=f"number {row.id}")
            if end > axis.left:
                sheet.rect(axis.left, y - half, end - axis.left, 2 * half, fill, z=2, name=f"bar {row.id}")
        if row.median is not None:
            x = axis.at(row.median)
            sheet.line((x, y - half), (x, y + half), WHITE, 3.2, z=3)  # seen on the darkest bar too
            sheet.line((x, y - half - 0.5), (x, y + half + 0.5), MEDIAN, 1.6, z=4, name=f"median {row.id}")
        words = sheet.width_mm - _WORDS_MM
        if self._has_peers and row.gap is not None:
            sheet.text(words - 1.8, y, signed(row.gap), BODY_PT, face=Face.BOLD, side="right", name=f"gap {row.id}")
        if self._has_peers:
            draw_position(sheet, row, words, y)
        elif row.score is None:
            sheet.text(axis.left + 1.5, y, row.words, SMALL_PT, colour=palette.muted, face=Face.ITALIC, halo=True)


def _tick(sheet: Canvas, x: float, y: float) -> None:
    sheet.line((x + 0.4, y - 1.5), (x + 0.4, y + 1.5), MEDIAN, 1.5)


class _Panels:
    """Panels side by side; a lone one takes the whole width."""

    def __init__(self, chart: OnePageChart) -> None:
        self._panels = chart.panels
        self._width = (chart.width_mm - _BETWEEN_MM * (len(chart.panels) - 1)) / len(chart.panels)
        self._titles = [fit(p.title, self._width, ((_HEAD_PT, 1), (SMALL_PT, 2)), Face.BOLD) for p in chart.panels]
        self._notes = [fit(p.note, self._width, ((KEY_PT, 2),)) for p in chart.panels]

    @property
    def height_mm(self) -> float:
        """The taller panel."""
        bars = max(len(panel.bars) for panel in self._panels)
        lines = max(len(note.lines) for note in self._notes)
        return self._head_mm + bars * _PANEL_ROW_MM + 1.0 + lines * 3.4

    @property
    def _head_mm(self) -> float:
        return 2.6 + 3.6 * max(len(title.lines) for title in self._titles)

    def draw(self, sheet: Canvas, top: float) -> None:
        """From `top` down."""
        for number, panel in enumerate(self._panels):
            left = number * (self._width + _BETWEEN_MM)
            sheet.line((left, top - _SECTION_MM), (left + self._width, top - _SECTION_MM), MEDIAN, 0.7)
            title, note = self._titles[number], self._notes[number]
            sheet.lines(left, top + self._head_mm / 2 - 1.2, title, leading=TIGHT_LEADING, face=Face.BOLD)
            first = top + self._head_mm
            self._draw_bars(sheet, panel, left, first)
            middle = first + len(panel.bars) * _PANEL_ROW_MM + 1.0 + len(note.lines) * 1.7
            sheet.lines(left, middle, note, leading=TIGHT_LEADING, colour=sheet.palette.muted)

    def _draw_bars(self, sheet: Canvas, panel: BarPanel, left: float, top: float) -> None:
        palette, start = sheet.palette, left + _PANEL_LABEL_MM
        room = max(width_mm(bar.figure, NUMBER_PT, Face.BOLD) for bar in panel.bars) + 3
        covers = AxisRange("", panel.lowest, panel.highest, panel.highest - panel.lowest, 0)
        axis = Axis(start, left + self._width - room, covers)
        shades = [palette.client_pale, palette.client_mid, palette.client]
        sheet.line((start, top), (start, top + len(panel.bars) * _PANEL_ROW_MM), FAINT, 0.5, z=0)
        for number, bar in enumerate(panel.bars):
            y, half = top + (number + 0.5) * _PANEL_ROW_MM, _PANEL_ROW_MM * _BAR / 2
            title = fit(bar.title, _PANEL_LABEL_MM - 1.5, ((BODY_PT, 1), (SMALL_PT, 1), (KEY_PT, 2)))
            sheet.lines(left, y, title, leading=TIGHT_LEADING)
            end = axis.at(Fraction(bar.value))
            fill = shades[max(0, len(shades) - len(panel.bars) + number)] if len(panel.bars) > 2 else shades[1]
            if end > start:
                sheet.rect(start, y - half, end - start, 2 * half, fill, z=2, name=f"bar {bar.title}")
            sheet.text(end + 1.3, y, bar.figure, NUMBER_PT, face=Face.BOLD)
