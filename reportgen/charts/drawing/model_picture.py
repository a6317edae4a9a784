"""Drawing of the model: areas with their scores as frames, elements as tiles coloured by quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from reportgen.charts.drawing.canvas import (
    KEY_LINE_MM,
    TIGHT_LEADING,
    Canvas,
    Header,
    KeyEntry,
    draw_key,
    key_lines,
    key_title,
)
from reportgen.charts.drawing.typesetting import Fitted, fit, width_mm
from reportgen.charts.kinds import ModelChart, ModelTile, PicturedArea
from reportgen.charts.theme import (
    EDGE,
    EDGE_MM,
    KEY_PT,
    MAX_HEIGHT_MM,
    WHITE,
    Face,
    Palette,
)
from reportgen.common.model import QUARTERS
from reportgen.common.rounding import printed_number
from reportgen.common.scale import HIGH, LOW, MIDDLING

_BAND_GAP_MM = 2.2
_TILE_GAP_MM = 1.2
_TILE_MM = 17.0  # height, where there is room
_LEAST_TILE_MM = 12.0
_SCORE_PT = 10.0
_BOX_STEP_MM = 1.75
_AT_MEDIAN = {-1: 2, 1: 3}  # the quarter whose colour a side has, where no quarter is told
_SIDE_MARKS = {1: "^", 0: "s", -1: "v"}


@dataclass(frozen=True, slots=True)
class _Frame:
    """An area in its place: left border, width, the lines of its head."""

    area: PicturedArea
    x: float
    width: float
    title: Fitted


@dataclass(frozen=True, slots=True)
class _Band:
    """Areas side by side, with the height of their heads and their rows of tiles."""

    frames: tuple[_Frame, ...]

    @property
    def head_mm(self) -> float:
        lines = max(len(frame.title.lines) for frame in self.frames)
        return 6.4 if lines == 1 else 2.4 + lines * 3.6

    @property
    def rows(self) -> int:
        return max(ceil(len(frame.area.tiles) / frame.area.columns) for frame in self.frames)

    def height_mm(self, tile: float) -> float:
        return self.head_mm + self.rows * (tile + _TILE_GAP_MM) + _TILE_GAP_MM


def model_sheet(chart: ModelChart, palette: Palette) -> Canvas:
    """The chart laid out."""
    header = Header.of(chart)
    key = key_lines(_key(chart, palette), chart.width_mm)
    bands = [_band(areas, chart.width_mm) for areas in chart.bands]
    top = header.height_mm + 0.8
    below = 2.4 + len(key) * KEY_LINE_MM
    tile = _tile_height(bands, MAX_HEIGHT_MM - top - below)
    height = sum(band.height_mm(tile) + _BAND_GAP_MM for band in bands)
    sheet = Canvas(chart.width_mm, top + height + below, palette)
    header.draw(sheet)
    y = top
    for band in bands:
        for frame in band.frames:
            _draw_area(sheet, frame, y, band, tile)
        y += band.height_mm(tile) + _BAND_GAP_MM
    draw_key(sheet, key, EDGE_MM, y + 2.6)
    return sheet


def _band(areas: Sequence[PicturedArea], width: float) -> _Band:
    """The areas side by side, each as wide as its columns ask for."""
    columns = sum(area.columns for area in areas)
    room = width - 2 * EDGE_MM - _BAND_GAP_MM * (len(areas) - 1)
    frames: list[_Frame] = []
    x = EDGE_MM
    for area in areas:
        own = room * area.columns / columns
        title = fit(area.title, own - 4 - _score_width(area), ((9.0, 1), (8.0, 2), (KEY_PT, 3)), Face.BOLD)
        frames.append(_Frame(area, x, own, title))
        x += own + _BAND_GAP_MM
    return _Band(tuple(frames))


def _score_width(area: PicturedArea) -> float:
    if area.score is not None:
        return width_mm(printed_number(area.score), _SCORE_PT, Face.BOLD) + 2
    return width_mm(_short(area.words), KEY_PT, Face.ITALIC) + 2


def _short(words: str) -> str:
    """Why there is no score, without its explanation."""
    return words.split(":")[0]


def _tile_height(bands: Sequence[_Band], room: float) -> float:
    fixed = sum(band.height_mm(0) + _BAND_GAP_MM for band in bands)
    return max(_LEAST_TILE_MM, min(_TILE_MM, (room - fixed) / sum(band.rows for band in bands)))


# --------------------------------------------------------------------------------------------------------- areas


def _draw_area(sheet: Canvas, frame: _Frame, y: float, band: _Band, tile: float) -> None:
    area, x, width = frame.area, frame.x, frame.width
    head = sheet.palette.head
    ink = sheet.palette.ink_on(head)
    sheet.rect(x, y, width, band.height_mm(tile), WHITE, edge=EDGE, line_pt=0.8, z=1)
    sheet.rect(x, y, width, band.head_mm, head, edge=EDGE, line_pt=0.8, z=2)
    middle = y + band.head_mm / 2
    sheet.lines(x + 2, middle, frame.title, leading=TIGHT_LEADING, colour=ink, face=Face.BOLD)
    if area.score is not None:
        sheet.text(
            x + width - 2, middle, printed_number(area.score), _SCORE_PT, colour=ink, face=Face.BOLD, side="right"
        )
    else:
        muted = sheet.palette.muted_on(head)
        sheet.text(x + width - 2, middle, _short(area.words), KEY_PT, colour=muted, face=Face.ITALIC, side="right")
    top = y + band.head_mm + _TILE_GAP_MM
    for row in _rows(area.tiles, band.rows):
        room = (width - _TILE_GAP_MM * (len(row) + 1)) / len(row)
        for number, element in enumerate(row):
            left = x + _TILE_GAP_MM + number * (room + _TILE_GAP_MM)
            _draw_tile(sheet, element, left, top, room, tile)
        top += tile + _TILE_GAP_MM


def _rows(tiles: Sequence[ModelTile], rows: int) -> list[Sequence[ModelTile]]:
    """The tiles in so many rows, the upper ones fuller where they do not divide evenly."""
    made: list[Sequence[ModelTile]] = []
    start = 0
    for left in range(rows, 0, -1):
        length = ceil((len(tiles) - start) / left)
        if length:
            made.append(tiles[start : start + length])
        start += length
    return made


# --------------------------------------------------------------------------------------------------------- tiles


def _draw_tile(sheet: Canvas, tile: ModelTile, x: float, y: float, width: float, height: float) -> None:
    fill = _fill(tile, sheet.palette)
    ink = sheet.palette.ink_on(fill)
    sheet.rect(x, y, width, height, fill, edge=EDGE, line_pt=0.6, z=2, name=f"tile {tile.id}")
    lines = 3 if height > 15 else 2
    name = fit(tile.title, width - 2.4, ((8.2, 2), (KEY_PT, lines)))
    sheet.lines(
        x + width / 2,
        y + (height - 5.6) / 2 + 0.5,
        name,
        leading=TIGHT_LEADING,
        colour=ink,
        side="center",
    )
    _draw_score(sheet, tile, x + width / 2, y + height - 3.3, width, ink)


def _fill(tile: ModelTile, palette: Palette) -> str:
    """The colour of its quarter, of its side of the median, or of its band; white in the middle of any of them."""
    if tile.side is not None:
        quarter = tile.quarter or _AT_MEDIAN.get(tile.side.direction)
        return palette.quarters[quarter - 1] if quarter else WHITE
    return {LOW: palette.quarters[0], HIGH: palette.quarters[-1]}.get(tile.band, WHITE)


def _draw_score(sheet: Canvas, tile: ModelTile, centre: float, y: float, width: float, ink: str) -> None:
    """The score with the mark of its position beside it, both centred; or why there is no score."""
    if tile.score is None:
        words = fit(_short(tile.words), width - 1.6, ((KEY_PT, 1),), Face.ITALIC)
        sheet.lines(centre, y, words, colour=sheet.palette.muted, face=Face.ITALIC, side="center")
        return
    number = printed_number(tile.score)
    own = width_mm(number, _SCORE_PT, Face.BOLD)
    has_boxes = tile.side is not None and tile.has_quarters  # none is filled at the median
    beside = 4 * _BOX_STEP_MM + 1.4 if has_boxes else 3.6 if tile.side is not None else 0.0
    left = centre - (own + beside) / 2
    sheet.text(left, y, number, _SCORE_PT, colour=ink, face=Face.BOLD)
    if has_boxes:
        for box in range(4):
            fill = ink if box + 1 == tile.quarter else ""
            sheet.rect(left + own + 1.6 + box * _BOX_STEP_MM, y - 1.2, 1.4, 1.9, fill, edge=ink, line_pt=0.45, z=3)
    elif tile.side is not None:
        _side_mark(sheet, tile.side.direction, left + own + 2.6, y - 0.2)


def _side_mark(sheet: Canvas, side: int, x: float, y: float) -> None:
    ink = sheet.palette.ink
    if side:
        sheet.mark(x, y, _SIDE_MARKS[side], 5.0, ink, edge=ink, edge_pt=0.2)
    else:
        sheet.rect(x - 1.0, y - 0.3, 2.0, 0.6, ink, z=3)


# ----------------------------------------------------------------------------------------------------------- key


def _key(chart: ModelChart, palette: Palette) -> list[KeyEntry]:
    """The shades and marks that the picture uses."""
    tiles = [tile for band in chart.bands for area in band for tile in area.tiles]
    if chart.limits is not None:
        bands = {tile.band for tile in tiles}
        shown = zip(
            (LOW, MIDDLING, HIGH), chart.limits, (palette.quarters[0], WHITE, palette.quarters[-1]), strict=True
        )
        return [key_title("Score:"), *(_shade_entry(words, shade) for band, words, shade in shown if band in bands)]
    found = {tile.quarter or _AT_MEDIAN.get(tile.side.direction) for tile in tiles if tile.side is not None}
    entries = [_shade_entry(words, palette.quarters[n]) for n, words in enumerate(QUARTERS) if n + 1 in found]
    if None in found:
        entries.insert(len(found & {1, 2}), _shade_entry("About level with median", WHITE))
    return [key_title("Position among peers:"), *entries]


def _shade_entry(words: str, shade: str) -> KeyEntry:
    return KeyEntry(words, 6.2, lambda sheet, x, y: sheet.rect(x, y - 1.6, 5, 3.2, shade, edge=EDGE, line_pt=0.4))
