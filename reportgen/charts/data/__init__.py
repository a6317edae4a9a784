"""What each chart shows: rows, words, headline and alt text, decided from the nouns of the model. Nothing is drawn.

What may be shown of the peers follows `Standing.disclosure` alone. Overall and areas refer to the whole database,
elements to the chosen group; no chart mixes the two.
"""

from __future__ import annotations

from reportgen.charts.data.answers import answers_charts
from reportgen.charts.data.distance import distance_charts
from reportgen.charts.data.effort import effort_charts
from reportgen.charts.data.model_picture import model_charts
from reportgen.charts.data.moves import moves_charts
from reportgen.charts.data.one_page import one_page_charts
from reportgen.charts.data.path import path_charts
from reportgen.charts.data.positions import area_charts, overall_charts
from reportgen.charts.data.profiles import evidence_charts, level_charts
from reportgen.charts.data.progress import progress_charts
from reportgen.charts.data.scale import scale_charts
from reportgen.charts.data.topics import topic_charts
from reportgen.charts.kinds import Chart
from reportgen.charts.wording import drawable
from reportgen.common.model import Assessment, Comparison, QuestionSet, Scores


def chart_data(
    assessment: Assessment,
    questions: QuestionSet,
    scores: Scores,
    comparison: Comparison,
    *,
    client: str = "the company",
) -> tuple[Chart, ...]:
    """All charts of a report, in its order; `client` is what headlines call the client.

    A chart is left out when it would be empty, or tell one figure alone: the page when nothing is scored, evidence
    states when none is recorded, levels when `scores.levels` is empty, what would move the score, and effort and gain,
    when no initiative says what it lifts, distances of fewer than two scored elements, a score without peers that
    stands beside no other, all but the overall one where the set has but one element, a path
    with fewer than two scored stages, the distribution of questions where the scale has many boxes, an area
    whose elements have one topic each, the scale where it has more
    boxes than stand side by side. One that outgrows a page is continued in another, "levels-2".
    """
    held, targets = len(assessment.interviews), assessment.target_of
    return (
        *one_page_charts(questions, scores, comparison, client=drawable(client), interviews=held),
        *distance_charts(questions, scores, comparison),
        *overall_charts(questions, scores, comparison, client=drawable(client)),
        *(
            chart
            for area in questions.areas
            for charts in (
                path_charts(area, questions, scores, comparison, targets),
                area_charts(area, questions, scores, comparison, targets),
            )
            for chart in charts
        ),
        *scale_charts(questions),
        *progress_charts(questions, scores),
        *model_charts(questions, scores, comparison),
        *evidence_charts(questions, scores),
        *level_charts(questions, scores),
        *moves_charts(assessment, questions, scores, comparison),
        *effort_charts(assessment, questions, scores),
        *answers_charts(questions, scores),
        *(chart for area in questions.areas for chart in topic_charts(area, questions, scores)),
    )


__all__ = ["chart_data"]
