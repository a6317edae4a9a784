"""Effort and gain: what each initiative takes, and what it would add to the overall score."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import gain_axis
from reportgen.charts.kinds import EffortChart, EffortMark
from reportgen.common.language import counted
from reportgen.common.model import EFFORTS, Assessment, Initiative, QuestionSet, Scores
from reportgen.common.road_map import decided_on, planned_in_order

FEW = 4  # initiatives: of fewer, nothing is said of an upper half


def effort_charts(assessment: Assessment, questions: QuestionSet, scores: Scores) -> tuple[EffortChart, ...]:
    """One chart; none where fewer than a handful say which questions they lift and what effort, or none gains."""
    scale, gains = questions.scale, scores.moves.gains
    planned = planned_in_order(assessment, questions)
    shown = sorted((entry for entry in planned if _is_known(entry, scores)), key=lambda entry: -gains[entry.ref])
    if len(shown) < FEW or not any(gains[entry.ref] for entry in shown):
        return ()
    numbers = decided_on(assessment, questions, scores.moves)
    marks = tuple(
        EffortMark(
            id=entry.ref,
            number=numbers.get(entry.ref),
            priority=entry.priority,
            effort=entry.effort,
            gain=scale.part(gains[entry.ref]),
            is_first=entry.ref in scores.moves.first,
        )
        for entry in shown
    )
    headline = headlines.effort_headline(marks)
    subtitle = _subtitle(marks, scale.units, len(planned) - len(shown))
    return (
        EffortChart(
            name="effort-gain",
            headline=headline,
            subtitle=subtitle,
            alt_text=wording.alt_text(headline, subtitle, map(wording.effort_in_words, marks)),
            efforts=EFFORTS,
            axis=gain_axis(scale, max(mark.gain for mark in marks)),
            middle=scale.part(Fraction(median(gains[entry.ref] for entry in shown))),
            marks=marks,
        ),
    )


def _is_known(entry: Initiative, scores: Scores) -> bool:
    return bool(entry.effort) and entry.ref in scores.moves.gains


def _subtitle(marks: Sequence[EffortMark], units: str, left: int) -> str:
    numbered = "; numbers are those of the table of decisions" if any(mark.number is not None for mark in marks) else ""
    left_out = f"; {counted(left, 'initiative')} without effort or questions left out" if left else ""
    return f"Gain: {units} of the overall score if the questions that it lifts move up one box{numbered}{left_out}"
