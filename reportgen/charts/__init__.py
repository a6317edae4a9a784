"""Step 5: charts. First what they show (`chart_data`: plain values, no drawing library), then how (`draw`)."""

from __future__ import annotations

from reportgen.charts.data import chart_data
from reportgen.charts.data.associations import study_charts
from reportgen.charts.drawings import Drawings, Known, draw, none_known
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
)
from reportgen.charts.theme import Palette, house_palette

__all__ = [
    "AnswersChart",
    "AssociationChart",
    "Chart",
    "DistanceChart",
    "Drawings",
    "EffortChart",
    "EvidenceChart",
    "Known",
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
    "draw",
    "house_palette",
    "none_known",
    "study_charts",
]
