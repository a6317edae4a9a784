"""Scores among their peers: the overall score and the areas, or the elements of an area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import as_printed, box_axis, score_axis
from reportgen.charts.kinds import PositionChart, PositionRow, TopicRow
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.absence import NO_PEERS
from reportgen.common.language import capitalised, lowered, peers_as_of
from reportgen.common.method import PEERS_FOR_MEDIAN, RANKED_AT_LEAST
from reportgen.common.model import (
    OVERALL,
    Area,
    Comparison,
    GroupScore,
    PeerGroup,
    QuestionSet,
    Scores,
    Standing,
    Target,
)
from reportgen.common.ranking import ends_of
from reportgen.common.rounding import printed_number
from reportgen.common.scale import Scale

ROWS_ON_A_PAGE = 20


def overall_charts(
    questions: QuestionSet, scores: Scores, comparison: Comparison, *, client: str
) -> tuple[PositionChart, ...]:
    """The overall score and the areas against the whole database; a lone area is the whole, and is not told again."""
    standings = comparison.standings
    overall = position_row("Overall score", scores.overall, standings.get(OVERALL), questions.scale, strong=True)
    areas = [position_row(a.title, scores.areas[a.id], standings.get(a.id), questions.scale) for a in questions.areas]
    headline = headlines.overall_headline(client, overall, areas)
    rows = (overall, *(areas if len(areas) > 1 else ()))
    return _charts(OVERALL, headline, rows, comparison.database, comparison, questions.scale)


def area_charts(
    area: Area, questions: QuestionSet, scores: Scores, comparison: Comparison, targets: Mapping[str, Target]
) -> tuple[PositionChart, ...]:
    """The elements of an area against the chosen group, with the targets set for them.

    None where the picture of the whole shows the same: a lone element of a lone area.
    """
    if area.elements == questions.elements and len(area.elements) == 1:
        return ()
    standings = comparison.standings
    rows = [position_row(e.title, scores.elements[e.id], standings.get(e.id), questions.scale) for e in area.elements]
    rows = [with_target(row, targets.get(row.id), questions.scale) for row in rows]
    headline = headlines.area_headline(drawable(area.title), rows)
    return _charts(f"area-{area.id}", headline, rows, comparison.chosen, comparison, questions.scale)


def with_target(row: PositionRow, target: Target | None, scale: Scale) -> PositionRow:
    """The row with the target set for it; without a score there is nothing to set against it."""
    return row if target is None or row.score is None else replace(row, target=scale.rounded(target.box))


def position_row(
    title: str, score: GroupScore, standing: Standing | None, scale: Scale, *, strong: bool = False
) -> PositionRow:
    """A score and what may be shown of its peers."""
    row = PositionRow(
        id=score.id,
        title=drawable(title),
        score=as_printed(scale, score.value),
        words=position_words(score, standing),
        interval=_ends(scale, (score.interval.low, score.interval.high) if score.interval else None),
        strong=strong,
    )
    if standing is None or standing.median is None:
        return row
    median = scale.rounded(standing.median)
    return replace(
        row,
        n=standing.n,
        detail=f"median {printed_number(median)} · n = {standing.n}",
        median=median,
        middle_half=_ends(scale, standing.middle_half),
        band=_ends(scale, standing.band),
        best_in_class=as_printed(scale, standing.best_in_class),
        side=standing.side,
        is_sure=standing.is_sure,
        quarter=standing.fourth,
    )


def marked(row: PositionRow) -> Iterator[Decimal]:
    """Every value at which a row has a mark, or the end of one."""
    ends = [end for pair in (row.interval, row.middle_half, row.band) if pair for end in pair]
    yield from (value for value in (row.score, row.median, row.best_in_class, row.target, *ends) if value is not None)


def row_ends(
    rows: Sequence[PositionRow | TopicRow], scale: Scale, apart: Fraction
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the strongest and the weakest rows; none of few, nor of those within `apart`, a share of the span."""
    scored = [(row.id, row.score) for row in rows if row.score is not None]
    ends = ends_of(scored, lambda entry: entry[1])
    if len(scored) < RANKED_AT_LEAST or ends is None or ends.apart < scale.of_span(apart):
        return (), ()
    return tuple(name for name, _ in ends.top), tuple(name for name, _ in ends.bottom)


def _ends(scale: Scale, ends: tuple[Fraction, Fraction] | None) -> tuple[Decimal, Decimal] | None:
    return None if ends is None else (scale.rounded(ends[0]), scale.rounded(ends[1]))


def position_words(score: GroupScore, standing: Standing | None) -> str:
    """The position, or in short why there is no score, or why there is no position."""
    absence = score.absence or (standing.absence if standing else NO_PEERS)
    return absence.short if absence else standing.words if standing else ""


def why_alone(figures: Iterable[str], group: PeerGroup, comparison: Comparison) -> str:
    """Why a chart of these figures (ids) shows nothing of the peers, as the end of a sentence."""
    if not comparison.source:
        return lowered(NO_PEERS.full.rstrip("."))
    if group.n < PEERS_FOR_MEDIAN:
        return f"{wording.group_words(group, invented=comparison.invented)} is too small to compare with"
    standings = [comparison.standings[figure] for figure in figures if figure in comparison.standings]
    if all(standing.median is not None for standing in standings):  # there are peers, but nothing to compare with them
        return "nothing has been scored"
    reasons = {drawable(standing.reason) for standing in standings if standing.median is None}
    if len(reasons) == 1:
        return lowered(reasons.pop().rstrip("."))
    return f"too little may be shown of {wording.group_words(group, invented=comparison.invented)}"


def _charts(
    name: str,
    headline: str,
    rows: Sequence[PositionRow],
    group: PeerGroup,
    comparison: Comparison,
    scale: Scale,
) -> tuple[PositionChart, ...]:
    subtitle, is_compared = subtitle_of(rows, group, comparison), any(row.is_compared for row in rows)
    if len(rows) == 1 and not (is_compared and rows[0].score is not None):
        return ()  # one figure alone, which call-out and table tell
    rows = with_own_numbers(rows, group)
    boxes = box_axis(scale, (value for row in rows for value in marked(row)))
    parts = stacked(rows, lambda row: 1, ROWS_ON_A_PAGE)
    return tuple(
        PositionChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, subtitle + addition, _told(part), _told(part, is_short=True)),
            axis=score_axis(scale),
            boxes=boxes,
            decimals=scale.decimals,
            rows=part,
            note=_note(part, comparison) if is_compared else "",
        )
        for stem, addition, part in named(name, parts)
    )


def with_own_numbers(rows: Iterable[PositionRow], group: PeerGroup) -> list[PositionRow]:
    """The rows, with the number of peers beside those where it is not that of the group."""
    return [replace(row, aside=f"n = {row.n}") if row.is_compared and row.n != group.n else row for row in rows]


def subtitle_of(rows: Sequence[PositionRow], group: PeerGroup, comparison: Comparison) -> str:
    """Whom the rows are compared with, or why with nobody."""
    if any(row.is_compared for row in rows):
        return f"Scores against {wording.group_words(group, invented=comparison.invented)}"
    return f"Scores alone: {why_alone((row.id for row in rows), group, comparison)}"


def _told(rows: Iterable[PositionRow], *, is_short: bool = False) -> list[str]:
    return [wording.position_of_row(row, is_short=is_short) for row in rows]


def _note(rows: Sequence[PositionRow], comparison: Comparison) -> str:
    """Why peers are withheld in some rows, where their number is not the reason; which are from an earlier report."""
    titles = {row.id: row.title for row in rows}
    found = [comparison.standings[row.id] for row in rows if row.id in comparison.standings]
    withheld = [one.absence for one in found if one.absence and one.n >= PEERS_FOR_MEDIAN]
    reasons = dict.fromkeys(drawable(absence.full) for absence in withheld)
    notes = [f"{capitalised(withheld[0].short)}: {' '.join(reasons)}"] if withheld else []
    for day, figures in comparison.standing_since(titles).items():
        notes.append(peers_as_of((titles[figure] for figure in figures), day))
    return " ".join(notes)
