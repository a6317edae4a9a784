"""Where the distance is: all elements ranked by how far they lie from the best that may be told of their peers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import difference_axis
from reportgen.charts.kinds import DistanceChart, DistanceRow
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.language import capitalised, counted
from reportgen.common.method import BEST_PEERS, FAR_BEHIND
from reportgen.common.model import Area, Comparison, Element, QuestionSet, Scores
from reportgen.common.rounding import printed_number
from reportgen.common.scale import Scale

ROWS_ON_A_PAGE = 40


class _Goal(NamedTuple):
    """What elements are ranked by: all of them by the same."""

    words: str
    means: str  # what the subtitle adds
    of: Mapping[str, Fraction]  # by element id


def distance_charts(questions: QuestionSet, scores: Scores, comparison: Comparison) -> tuple[DistanceChart, ...]:
    """Scored elements, the furthest behind first; none where fewer than two are scored.

    Ranked by best in class where it may be told of all of them, else by the median, else by the score that is high.
    """
    scored = {
        element.id: value for element in questions.elements if (value := scores.elements[element.id].value) is not None
    }
    if len(scored) < 2:
        return ()
    scale, goal = questions.scale, _goal(scored, questions.scale, comparison)
    rows = [
        _row(area, element, scored[element.id], goal, scale)
        for area in questions.areas
        for element in area.elements
        if element.id in scored
    ]
    rows.sort(key=lambda row: (row.difference, scored[row.id]))
    return _charts(rows, goal, scale, len(questions.elements) - len(scored))


def _goal(scored: Iterable[str], scale: Scale, comparison: Comparison) -> _Goal:
    standings = {element: comparison.standings.get(element) for element in scored}
    group = wording.group_words(comparison.chosen, invented=comparison.invented)
    best = {element: one.best_in_class for element, one in standings.items() if one and one.best_in_class is not None}
    if len(best) == len(standings):
        return _Goal("best in class", f", the mean of the best {BEST_PEERS} of {group}", best)
    medians = {element: one.median for element, one in standings.items() if one and one.median is not None}
    if len(medians) == len(standings):
        return _Goal("the peer median", f" of {group}", medians)
    high = printed_number(scale.rounded(scale.high_from))
    return _Goal(f"{high}, from where scores are high", "", dict.fromkeys(standings, scale.high_from))


def _row(area: Area, element: Element, value: Fraction, goal: _Goal, scale: Scale) -> DistanceRow:
    score, wanted = scale.rounded(value), scale.rounded(goal.of[element.id])
    return DistanceRow(
        id=element.id,
        title=drawable(element.title),
        area=drawable(area.title),
        score=score,
        goal=wanted,
        is_far=wanted - score >= _far(scale),
    )


def _far(scale: Scale) -> Decimal:
    return scale.rounded(scale.of_span(FAR_BEHIND))


def _charts(rows: Sequence[DistanceRow], goal: _Goal, scale: Scale, without: int) -> tuple[DistanceChart, ...]:
    far = f"{_far(scale)} {scale.unit if _far(scale) == 1 else scale.units}"
    headline = headlines.distance_headline(rows, goal.words, far)
    left_out = f"; {counted(without, 'element')} without a score left out" if without else ""
    subtitle = f"{capitalised(scale.units)} between each element’s score and {goal.words}{goal.means}{left_out}"
    axis = difference_axis(scale, (row.difference for row in rows))
    return tuple(
        DistanceChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, subtitle + addition, map(wording.distance_in_words, part)),
            goal=goal.words,
            far=far,
            axis=axis,
            rows=part,
        )
        for stem, addition, part in named("distance", stacked(rows, lambda row: 1, ROWS_ON_A_PAGE))
    )
