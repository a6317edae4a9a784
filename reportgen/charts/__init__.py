"""Step 5: charts. First what they show (`chart_data`: plain values, no drawing library), then how (`draw`)."""

from __future__ import annotations

from reportgen.charts.data import chart_data
from reportgen.charts.data.associations import study_charts
from reportgen.charts.kinds import (
    AnswersChart,
    AssociationChart,
    Chart,
    DistanceChart,
    EffortChart,
    EvidenceChart,
    LevelChart,
    ModelChart,
    MovesChart,
    OnePageChart,
    PathChart,
    PositionChart,
    ProgressChart,
    ScaleChart,
    TopicsChart,
    chart_digest,
)
from reportgen.charts.theme import THEME, Palette, house_palette


def draw(chart: Chart, palette: Palette = THEME) -> bytes:
    """The chart as a PNG of its declared width at 200 dots an inch; the same bytes for the same chart and palette."""
    from reportgen.charts.drawing import picture  # matplotlib loads only when something is drawn

    return picture(chart, palette).png


__all__ = [
    "AnswersChart",
    "AssociationChart",
    "Chart",
    "DistanceChart",
    "EffortChart",
    "EvidenceChart",
    "LevelChart",
    "ModelChart",
    "MovesChart",
    "OnePageChart",
    "Palette",
    "PathChart",
    "PositionChart",
    "ProgressChart",
    "ScaleChart",
    "TopicsChart",
    "chart_data",
    "chart_digest",
    "draw",
    "house_palette",
    "study_charts",
]
