"""The picture of the model: which areas lie where, and what their tiles say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import as_printed
from reportgen.charts.data.positions import position_words, why_alone
from reportgen.charts.kinds import ModelChart, ModelTile, PicturedArea
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.language import as_of, counted
from reportgen.common.model import Area, Comparison, GroupScore, QuestionSet, Scores, Standing
from reportgen.common.scale import HIGH, LOW, MIDDLING, Scale

COLUMNS = 7  # tiles side by side
ROWS_ON_A_PAGE = 14  # rows of tiles, with the head of a band counted as one
TILES_ON_A_PAGE = COLUMNS * (ROWS_ON_A_PAGE - 1)


def model_charts(questions: QuestionSet, scores: Scores, comparison: Comparison) -> tuple[ModelChart, ...]:
    """The whole model: elements coloured by their quarter among the chosen group, areas with their scores.

    Where nothing is compared, coloured by whether their scores are low, middling or high.

    None where there is but one element.
    """
    if len(questions.elements) < 2:
        return ()
    bands = [
        tuple(_model_area(area, columns, scores, comparison, questions.scale) for area, columns in band)
        for band in _bands(questions)
    ]
    tiles = [tile for band in bands for area in band for tile in area.tiles]
    limits = None
    if all(tile.side is None for tile in tiles):
        limits = _limits(questions.scale)
        bands = [tuple(_in_bands(area, questions.scale) for area in band) for band in bands]
        tiles = [tile for band in bands for area in band for tile in area.tiles]
    headline = headlines.model_headline(tiles, *_told_limits(questions.scale))
    subtitle = _subtitle(tiles, scores, comparison, questions.scale)
    return tuple(
        ModelChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=_in_words(headline, subtitle + addition, part),
            bands=part,
            limits=limits,
        )
        for stem, addition, part in named("model", stacked(bands, lambda band: 1 + tile_rows(band), ROWS_ON_A_PAGE))
    )


def model_tile(title: str, score: GroupScore, standing: Standing | None, scale: Scale) -> ModelTile:
    """An element as a tile: with its quarter, or the side of the median, as far as they may be shown."""
    printed = as_printed(scale, score.value)
    tile = ModelTile(id=score.id, title=drawable(title), score=printed, words=position_words(score, standing))
    if standing is None or standing.side is None:
        return tile
    has_quarters = standing.middle_half is not None
    return replace(
        tile, side=standing.side, is_sure=standing.is_sure, has_quarters=has_quarters, quarter=standing.fourth
    )


def _in_bands(area: PicturedArea, scale: Scale) -> PicturedArea:
    """The area with the band of each of its elements that has a score."""
    tiles = (tile if tile.score is None else replace(tile, band=scale.band(tile.score)) for tile in area.tiles)
    return replace(area, tiles=tuple(tiles))


def _told_limits(scale: Scale) -> tuple[str, str]:
    """From where scores are middling and high, as printed."""
    return scale.printed(scale.middling_from), scale.printed(scale.high_from)


def _limits(scale: Scale) -> tuple[str, str, str]:
    middling, high = _told_limits(scale)
    below_high = scale.printed(scale.high_from - scale.last_place)
    return f"under {middling}: {LOW}", f"{middling} to {below_high}: {MIDDLING}", f"{high} and over: {HIGH}"


def tile_rows(band: Sequence[PicturedArea]) -> int:
    """Rows of tiles of areas that lie side by side."""
    return max(ceil(len(area.tiles) / area.columns) for area in band)


def _model_area(area: Area, columns: int, scores: Scores, comparison: Comparison, scale: Scale) -> PicturedArea:
    score = scores.areas[area.id]
    standings = comparison.standings
    tiles = (model_tile(e.title, scores.elements[e.id], standings.get(e.id), scale) for e in area.elements)
    return PicturedArea(
        id=area.id,
        title=drawable(area.title),
        score=as_printed(scale, score.value),
        words=score.absence.short if score.absence else "",
        columns=columns,
        tiles=tuple(tiles),
    )


# -------------------------------------------------------------------------------------------------------- layout


def _bands(questions: QuestionSet) -> Iterator[list[tuple[Area, int]]]:
    """Which areas lie side by side, each with its number of columns.

    As the set says; where it says nothing, areas fill bands from the left in report order.
    """
    if questions.picture:
        by_id = {area.id: area for area in questions.areas}
        for names in questions.picture:
            yield from _side_by_side([by_id[name] for name in names])
        return
    pieces = (piece for area in questions.areas for piece in _split(area))
    band: list[Area] = []
    for piece in pieces:
        # in a band of one row an area takes two columns at least, for its head
        if band and sum(max(2, len(area.elements)) for area in (*band, piece)) > COLUMNS:
            yield _columns(band)
            band = []
        band.append(piece)
    yield _columns(band)


def _side_by_side(areas: Sequence[Area]) -> Iterator[list[tuple[Area, int]]]:
    """The areas as one band; one below the other where a page has no room for it."""
    band = _columns(areas)
    fits = all(len(area.elements) <= columns * (ROWS_ON_A_PAGE - 1) for area, columns in band)
    yield from [band] if fits else (_columns([piece]) for area in areas for piece in _split(area))


def _columns(areas: Sequence[Area]) -> list[tuple[Area, int]]:
    """The columns of areas side by side, in the fewest rows in which they fit."""
    rows = 1
    while sum(ceil(len(area.elements) / rows) for area in areas) > COLUMNS:
        rows += 1
    return [(area, ceil(len(area.elements) / rows)) for area in areas]


def _split(area: Area) -> Iterator[Area]:
    """The area, in pieces when it is too large for a page."""
    for elements in stacked(area.elements, lambda element: 1, TILES_ON_A_PAGE):
        yield replace(area, elements=elements)


def _in_words(headline: str, subtitle: str, bands: Sequence[Sequence[PicturedArea]]) -> str:
    areas = [area for band in bands for area in band]
    full = [wording.area_in_words(area, is_short=False) for area in areas]
    short = [wording.area_in_words(area, is_short=True) for area in areas]
    return wording.alt_text(headline, subtitle, full, ["Quarters in brackets, 1 lowest to 4 top", *short])


def _subtitle(tiles: Sequence[ModelTile], scores: Scores, comparison: Comparison, scale: Scale) -> str:
    overall = scores.overall.value
    start = f"Scores {scale.out_of}{'' if overall is None else f', overall {scale.printed(overall)}'}"
    if all(tile.side is None for tile in tiles):
        why = why_alone((tile.id for tile in tiles), comparison.chosen, comparison)
        return f"{start}; no positions, so colour shows low and high scores: {why}"
    group = wording.group_words(comparison.chosen, invented=comparison.invented)
    standing = comparison.standing_since(tile.id for tile in tiles).items()
    since = [f", of {counted(len(figures), 'element')} {as_of(day)}" for day, figures in standing]
    return f"{start}; colour shows where each element stands against {group}{''.join(since)}"
