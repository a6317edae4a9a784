"""The elements of an area as the stages of a path: what those who are served meet one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import box_axis
from reportgen.charts.data.positions import marked, position_row, row_ends, subtitle_of, with_own_numbers, with_target
from reportgen.charts.kinds import PathChart, PositionRow
from reportgen.charts.wording import drawable
from reportgen.common.method import PATH_ENDS_APART
from reportgen.common.model import Area, Comparison, QuestionSet, Scores, Target
from reportgen.common.rounding import printed_number
from reportgen.common.scale import LOW, Scale


def path_charts(
    area: Area, questions: QuestionSet, scores: Scores, comparison: Comparison, targets: Mapping[str, Target]
) -> tuple[PathChart, ...]:
    """The path through an area, against the chosen group; none where it is no path, or fewer than two stages score."""
    if not area.is_path:
        return ()
    standings, scale = comparison.standings, questions.scale
    rows = [position_row(e.title, scores.elements[e.id], standings.get(e.id), scale) for e in area.elements]
    if sum(row.score is not None for row in rows) < 2:
        return ()
    rows = with_own_numbers((with_target(row, targets.get(row.id), scale) for row in rows), comparison.chosen)
    has_ends = any(row_ends(rows, scale, PATH_ENDS_APART))
    headline = headlines.path_headline(questions.subject.served, rows, has_ends=has_ends)
    subtitle = f"{drawable(area.title)}, stage by stage. {subtitle_of(rows, comparison.chosen, comparison)}"
    shown = [
        replace(row, interval=None, band=None, best_in_class=None, target=None) for row in rows
    ]  # the area's own has them
    told = ([wording.position_of_row(row, is_short=short) for row in shown] for short in (False, True))
    weak, weak_words = _weak(rows, scale)
    return (
        PathChart(
            name=f"path-{area.id}",
            headline=headline,
            subtitle=subtitle,
            alt_text=wording.alt_text(headline, subtitle, *told),
            boxes=box_axis(scale, (value for row in shown for value in marked(row))),
            rows=tuple(rows),
            weak=weak,
            weak_words=weak_words,
        ),
    )


def _weak(rows: Sequence[PositionRow], scale: Scale) -> tuple[tuple[str, ...], str]:
    """The stages that need work, all by one rule: in the bottom quarter where quarters are told, else a low score."""
    scored = [(row, row.score) for row in rows if row.score is not None]
    if all(row.middle_half is not None for row, _ in scored):
        return tuple(row.id for row, _ in scored if row.quarter == 1), "in the bottom quarter of peers"
    limit = printed_number(scale.rounded(scale.middling_from))
    return tuple(row.id for row, score in scored if scale.band(score) == LOW), f"a low score: under {limit}"
