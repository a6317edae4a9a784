"""What would move the score: the overall score if the initiatives of each horizon lift their questions by one box."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import as_printed, part_axis
from reportgen.charts.kinds import MoveRow, MovesChart
from reportgen.common.language import lowered, tally
from reportgen.common.model import HORIZONS, OVERALL, Assessment, Comparison, GroupScore, QuestionSet, Scores
from reportgen.common.scale import Scale


def moves_charts(
    assessment: Assessment, questions: QuestionSet, scores: Scores, comparison: Comparison
) -> tuple[MovesChart, ...]:
    """One chart; none where no initiative says which questions it lifts, or where there is no overall score."""
    if scores.overall.value is None or not scores.moves.horizons:
        return ()
    rows, marks = tuple(_rows(scores, questions.scale)), _marks(comparison, questions.scale)
    linked = sum(len(move.initiatives) for move in scores.moves.horizons.values())
    headline = headlines.moves_headline(rows, marks, linked, len(assessment.initiatives))
    subtitle = "If every question that an initiative lifts moves up one box: an order of size, no forecast"
    if marks:
        subtitle += f"; peers: {wording.group_words(comparison.database, invented=comparison.invented)}"
    interval = _interval(scores.overall, questions.scale)
    reached = [*(row.score for row in rows), *(value for _, value in marks), *(interval or ())]
    told = (*map(wording.move_in_words, rows), *(wording.mark_in_words(*mark) for mark in marks))
    return (
        MovesChart(
            name="moves",
            headline=headline,
            subtitle=subtitle,
            alt_text=wording.alt_text(headline, subtitle, told),
            axis=part_axis(questions.scale, reached, "Overall score"),
            rows=rows,
            interval=interval,
            marks=marks,
        ),
    )


def _rows(scores: Scores, scale: Scale) -> Iterator[MoveRow]:
    before = scale.rounded(scores.overall.value or Fraction(0))
    yield MoveRow(id=OVERALL, title="Today", score=before)
    for horizon in (horizon for horizon in HORIZONS if horizon.id in scores.moves.horizons):
        move = scores.moves.horizons[horizon.id]
        score = scale.rounded(move.value)
        counts = f"{tally(len(move.initiatives), 'initiative')}, {tally(len(move.questions), 'question')}"
        yield MoveRow(
            id=horizon.id,
            title=f"+ {horizon.plural}",
            detail=f"{lowered(horizon.when)}: {counts}",
            score=score,
            change=score - before,
        )
        before = score


def _marks(comparison: Comparison, scale: Scale) -> tuple[tuple[str, Decimal], ...]:
    """What may be shown of the peers: their median, and the upper quartile."""
    standing = comparison.standings.get(OVERALL)
    if standing is None:
        return ()
    upper = standing.middle_half[1] if standing.middle_half else None
    found = (("peer median", as_printed(scale, standing.median)), ("upper quartile", as_printed(scale, upper)))
    return tuple((words, value) for words, value in found if value is not None)


def _interval(overall: GroupScore, scale: Scale) -> tuple[Decimal, Decimal] | None:
    ends = overall.interval
    return (scale.rounded(ends.low), scale.rounded(ends.high)) if ends else None
