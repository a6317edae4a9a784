"""Scores among their peers: the overall score and the areas, or the elements of an area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportgen.charts import headlines, wording
from reportgen.charts.data.pages import named, stacked
from reportgen.charts.data.printing import percent, percent_pair, whole, whole_pair
from reportgen.charts.kinds import PositionChart, PositionRow
from reportgen.charts.wording import one_line
from reportgen.model import (
    OVERALL,
    Area,
    Comparison,
    Disclosure,
    GroupScore,
    PeerGroup,
    QuestionSet,
    Scores,
    Standing,
)
from reportgen.rounding import round_half_up

ROWS_ON_A_PAGE = 20


def overall_charts(
    questions: QuestionSet, scores: Scores, comparison: Comparison, *, client: str
) -> tuple[PositionChart, ...]:
    """The overall score and the areas against the whole database."""
    standings = comparison.standings
    overall = position_row("Overall score", scores.overall, standings.get(OVERALL), strong=True)
    areas = [position_row(a.title, scores.areas[a.id], standings.get(a.id)) for a in questions.areas]
    headline = headlines.overall_headline(client, overall, areas)
    return _charts(OVERALL, headline, (overall, *areas), comparison.database, comparison)


def area_charts(area: Area, scores: Scores, comparison: Comparison) -> tuple[PositionChart, ...]:
    """The elements of an area against the chosen group."""
    standings = comparison.standings
    rows = [position_row(e.title, scores.elements[e.id], standings.get(e.id)) for e in area.elements]
    headline = headlines.area_headline(one_line(area.title), rows)
    return _charts(f"area-{area.id}", headline, rows, comparison.chosen, comparison)


def position_row(title: str, score: GroupScore, standing: Standing | None, *, strong: bool = False) -> PositionRow:
    """A score and what may be shown of its peers."""
    row = PositionRow(
        id=score.id,
        title=one_line(title),
        score=whole(score.value),
        words=position_words(score, standing),
        strong=strong,
    )
    if standing is None or standing.disclosure is Disclosure.NOTHING or standing.median is None:
        return row
    median = round_half_up(standing.median)
    row = replace(row, n=standing.n, median=median, detail=f"median {median} · n = {standing.n}")
    if standing.disclosure >= Disclosure.QUARTERS:
        row = replace(row, middle_half=whole_pair(standing.middle_half), quarter=standing.quarter)
    if standing.disclosure >= Disclosure.FULL:
        row = replace(
            row,
            band=whole_pair(standing.band),
            best_in_class=whole(standing.best_in_class),
            percentile=percent(standing.percentile),
            percentile_interval=percent_pair(standing.percentile_interval),
        )
    return row


def position_words(score: GroupScore, standing: Standing | None) -> str:
    """The position, or why there is no score, or why there is no position."""
    if score.value is None:
        return wording.STATUS_WORDS[score.status]
    if standing is None or standing.disclosure is Disclosure.NOTHING:
        return one_line(standing.reason if standing else "") or wording.NO_PEERS
    return standing.words


def why_alone(words: Iterable[str], comparison: Comparison) -> str:
    """What a subtitle adds when nothing in the chart is compared: the one reason all its scores share, if they do."""
    reasons = set(words) if comparison.source else {wording.NO_PEERS}
    return f"without a comparison: {reasons.pop()}" if len(reasons) == 1 else "without a comparison"


def _charts(
    name: str, headline: str, rows: Sequence[PositionRow], group: PeerGroup, comparison: Comparison
) -> tuple[PositionChart, ...]:
    if any(row.is_compared for row in rows):
        subtitle = f"Scores against {wording.group_words(group, invented=comparison.invented)}"
    else:
        reasons = (row.words for row in rows if row.score is not None)
        subtitle = f"Scores {why_alone(reasons, comparison)}"
    parts = stacked(rows, lambda row: 1, ROWS_ON_A_PAGE)
    return tuple(
        PositionChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, subtitle + addition, map(wording.position_in_words, part)),
            rows=part,
        )
        for stem, addition, part in named(name, parts)
    )
