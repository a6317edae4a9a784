"""Drawing of the road map: areas as lanes, horizons as arrows, initiatives as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts.drawing.canvas import Canvas, Header, KeyEntry, draw_key, key_lines, key_title
from reportgen.charts.drawing.typesetting import Fitted, fit
from reportgen.charts.kinds import Lane, RoadMapCard, RoadMapChart
from reportgen.charts.theme import (
    DETAIL_PT,
    EDGE,
    EDGE_MM,
    FAINT,
    KEY_PT,
    MAX_HEIGHT_MM,
    MM_PER_PT,
    WHITE,
    Face,
    Palette,
)

_LANE_MM = 27.0  # names of the lanes
_LANE_PT = 8.6
_ARROW_MM = 9.6
_TIP_MM = 2.2
_CARD_GAP_MM = 1.0
_CARD_PADDING_MM = 2.0  # above and below its text together
_STRIP_MM = 1.7
_LEADING = 1.15
_LEAST_LANE_MM = 8.0
_KEY_MM = 6.5

# Type size and lines of a card, from roomy to the least; the first with which the chart fits its page is taken.
_SETTINGS = ((7.8, 8), (7.8, 6), (7.8, 4), (KEY_PT, 4), (KEY_PT, 3), (KEY_PT, 2), (KEY_PT, 1))


@dataclass(frozen=True, slots=True)
class _Card:
    item: RoadMapCard
    text: Fitted

    @property
    def height_mm(self) -> float:
        return len(self.text.lines) * self.text.pt * MM_PER_PT * _LEADING + _CARD_PADDING_MM


@dataclass(frozen=True, slots=True)
class _LaidLane:
    name: Fitted
    cells: tuple[tuple[_Card, ...], ...]

    @property
    def height_mm(self) -> float:
        stack = max(sum(card.height_mm + _CARD_GAP_MM for card in cell) for cell in self.cells)
        name = len(self.name.lines) * self.name.pt * MM_PER_PT * 1.25 + 2
        return max(stack + 1.0, name, _LEAST_LANE_MM)


def road_map_sheet(chart: RoadMapChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    top = header.height_mm + _ARROW_MM + 0.8
    cell_width = (chart.width_mm - _LANE_MM) / len(chart.horizons)
    lanes = _laid(chart.lanes, cell_width, MAX_HEIGHT_MM - top - _KEY_MM)
    bottom = top + sum(lane.height_mm for lane in lanes)
    sheet = Canvas(chart.width_mm, bottom + _KEY_MM, palette)
    header.draw(sheet)
    for number, (title, when) in enumerate(chart.horizons):
        _draw_arrow(sheet, _LANE_MM + number * cell_width, top - 0.8, cell_width, title, when, number)
    y = top
    for number, lane in enumerate(lanes):
        _draw_lane(sheet, lane, y, cell_width, is_shaded=number % 2 == 0)
        y += lane.height_mm
    sheet.line((0, bottom), (sheet.width_mm, bottom), FAINT, 0.6)
    entries = [key_title("Priority:"), *(_priority_entry(*priority) for priority in palette.priorities.items())]
    draw_key(sheet, key_lines(entries, sheet.width_mm), EDGE_MM, bottom + 3.9)
    return sheet


def _laid(lanes: Sequence[Lane], cell_width: float, room: float) -> list[_LaidLane]:
    """The lanes with their cards, in the roomiest setting that leaves the chart on its page."""
    for setting in _SETTINGS:
        laid = [_laid_lane(lane, cell_width, setting) for lane in lanes]
        if sum(lane.height_mm for lane in laid) <= room:
            break
    return laid


def _laid_lane(lane: Lane, cell_width: float, setting: tuple[float, int]) -> _LaidLane:
    width = cell_width - 1.6 - _STRIP_MM - 2.0
    cells = tuple(tuple(_Card(item, fit(item.text, width, (setting,))) for item in cell) for cell in lane.cells)
    return _LaidLane(fit(lane.title, _LANE_MM - 3, ((_LANE_PT, 3), (KEY_PT, 4)), Face.BOLD), cells)


def _draw_arrow(sheet: Canvas, x: float, bottom: float, width: float, title: str, when: str, number: int) -> None:
    shades = sheet.palette.horizons
    shade = shades[number % len(shades)]
    ink = sheet.palette.ink_on(shade)
    top, middle, right = bottom - _ARROW_MM, bottom - _ARROW_MM / 2, x + width
    points = [(x, top), (right - _TIP_MM, top), (right, middle), (right - _TIP_MM, bottom), (x, bottom)]
    if number:
        points.append((x + _TIP_MM, middle))
    sheet.polygon(points, shade, edge=WHITE, line_pt=1.2, z=2)
    inner = width - 2 * _TIP_MM - 1.5
    centre = x + width / 2 + (0.6 if number else -0.6)
    heading = fit(title, inner, ((9.0, 1), (8.0, 1), (KEY_PT, 1)), Face.BOLD)
    sheet.lines(centre, middle - 1.6, heading, colour=ink, face=Face.BOLD, side="center")
    sheet.lines(centre, middle + 2.0, fit(when, inner, ((DETAIL_PT, 1),)), colour=ink, side="center")


def _draw_lane(sheet: Canvas, lane: _LaidLane, y: float, cell_width: float, *, is_shaded: bool) -> None:
    ground = sheet.palette.lane if is_shaded else WHITE
    if is_shaded:
        sheet.rect(0, y, sheet.width_mm, lane.height_mm, ground, z=0)
    sheet.lines(1, y + lane.height_mm / 2, lane.name, colour=sheet.palette.ink_on(ground), face=Face.BOLD)
    for number, cell in enumerate(lane.cells):
        left = _LANE_MM + number * cell_width
        sheet.line((left, y), (left, y + lane.height_mm), sheet.palette.rule, 0.4)
        top = y + 1.0
        for card in cell:
            _draw_card(sheet, card, left + 0.8, top, cell_width - 1.6)
            top += card.height_mm + _CARD_GAP_MM


def _draw_card(sheet: Canvas, card: _Card, x: float, y: float, width: float) -> None:
    sheet.rect(x, y, width, card.height_mm, WHITE, edge=EDGE, line_pt=0.6, z=2)
    colour = sheet.palette.priorities.get(card.item.priority, WHITE)
    sheet.rect(x, y, _STRIP_MM, card.height_mm, colour, edge=EDGE, line_pt=0.4, z=3)
    sheet.lines(x + _STRIP_MM + 1.0, y + card.height_mm / 2, card.text, leading=_LEADING)


def _priority_entry(priority: str, colour: str) -> KeyEntry:
    return KeyEntry(
        f"{priority} do",
        3.0,
        lambda sheet, x, y: sheet.rect(x, y - 1.5, _STRIP_MM, 3, colour, edge=EDGE, line_pt=0.4),
    )
