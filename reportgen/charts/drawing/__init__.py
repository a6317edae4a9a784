"""From the data of a chart to its picture: composed on a sheet by the module of its kind, drawn, written as PNG.

The only place that imports matplotlib.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.drawing import cache  # before matplotlib: says where it may keep its list of fonts

with cache.at_hand():
    import matplotlib.font_manager  # noqa: F401

from reportgen.charts.drawing.answers import answers_sheet
from reportgen.charts.drawing.associations import association_sheet
from reportgen.charts.drawing.canvas import Canvas
from reportgen.charts.drawing.distance import distance_sheet
from reportgen.charts.drawing.effort import effort_sheet
from reportgen.charts.drawing.evidence import evidence_sheet
from reportgen.charts.drawing.levels import level_sheet
from reportgen.charts.drawing.model_picture import model_sheet
from reportgen.charts.drawing.moves import moves_sheet
from reportgen.charts.drawing.one_page import one_page_sheet
from reportgen.charts.drawing.painting import painted, png
from reportgen.charts.drawing.path import path_sheet
from reportgen.charts.drawing.positions import position_sheet
from reportgen.charts.drawing.progress import progress_sheet
from reportgen.charts.drawing.scale import scale_sheet
from reportgen.charts.drawing.topics import topics_sheet
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
from reportgen.charts.theme import THEME, Palette


@dataclass(frozen=True, slots=True)
class DrawnChart:
    """A drawn chart, and what could not be drawn as it was given."""

    png: bytes
    width_mm: float
    height_mm: float
    unshown: str = ""  # characters that no font here has; each is drawn as an empty box
    cut: tuple[str, ...] = ()  # texts that were too long, ended by an ellipsis; the alt text has them whole


def picture(chart: Chart, palette: Palette = THEME) -> DrawnChart:
    """The chart as PNG, 200 dots an inch, with the palette's colours exact; the same bytes for the same chart."""
    sheet = sheet_of(chart, palette)
    drawn = png(painted(sheet), palette.all_colours)
    return DrawnChart(drawn, sheet.width_mm, sheet.height_mm, "".join(sorted(sheet.unshown)), tuple(sheet.cut))


def sheet_of(chart: Chart, palette: Palette = THEME) -> Canvas:
    """The chart laid out, not yet drawn."""
    match chart:
        case OnePageChart():
            return one_page_sheet(chart, palette)
        case PositionChart():
            return position_sheet(chart, palette)
        case PathChart():
            return path_sheet(chart, palette)
        case DistanceChart():
            return distance_sheet(chart, palette)
        case ScaleChart():
            return scale_sheet(chart, palette)
        case ProgressChart():
            return progress_sheet(chart, palette)
        case ModelChart():
            return model_sheet(chart, palette)
        case EvidenceChart():
            return evidence_sheet(chart, palette)
        case LevelChart():
            return level_sheet(chart, palette)
        case MovesChart():
            return moves_sheet(chart, palette)
        case EffortChart():
            return effort_sheet(chart, palette)
        case AssociationChart():
            return association_sheet(chart, palette)
        case AnswersChart():
            return answers_sheet(chart, palette)
        case TopicsChart():
            return topics_sheet(chart, palette)
    raise TypeError(f"no drawing for {type(chart).__name__}")
