"""Step 5: charts. First what they show (`chart_data`: plain values, no drawing library), then how (`draw`)."""

from __future__ import annotations

from reportgen.charts.data import chart_data
from reportgen.charts.kinds import (
    Chart,
    EvidenceChart,
    LevelChart,
    ModelChart,
    PositionChart,
    RoadMapChart,
)


def draw(chart: Chart) -> bytes:
    """The chart as a PNG of its declared width at 200 dots an inch; the same bytes for the same chart."""
    from reportgen.charts.drawing import picture  # matplotlib loads only when something is drawn

    return picture(chart).png


__all__ = [
    "Chart",
    "EvidenceChart",
    "LevelChart",
    "ModelChart",
    "PositionChart",
    "RoadMapChart",
    "chart_data",
    "draw",
]
