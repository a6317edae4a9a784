"""The road map: what is to be done in which area and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.charts import headlines, wording
from reportgen.charts.kinds import Lane, RoadMapCard, RoadMapChart
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.language import lowered
from reportgen.common.model import HORIZONS, OVERALL, PRIORITIES, Assessment, Initiative, QuestionSet

DEPTH_OF_A_PAGE = 18  # initiatives above each other


def road_map_charts(assessment: Assessment, questions: QuestionSet) -> tuple[RoadMapChart, ...]:
    """Initiatives by area and horizon; none when there is no initiative."""
    lanes = [_lane(area.title, area.id, assessment.initiatives) for area in questions.areas]
    overall = _lane("Overall", OVERALL, assessment.initiatives)
    if overall.depth:
        lanes.insert(0, overall)
    if not any(lane.size for lane in lanes):
        return ()
    headline = headlines.road_map_headline(lanes, HORIZONS)
    subtitle = "By area and horizon; in each cell the most pressing first"
    pieces = [piece for lane in lanes for piece in _split(lane)]
    return tuple(
        RoadMapChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, subtitle + addition, _told(part)),
            horizons=tuple((horizon.title, horizon.when) for horizon in HORIZONS),
            lanes=part,
        )
        for stem, addition, part in named("road-map", stacked(pieces, lambda lane: max(1, lane.depth), DEPTH_OF_A_PAGE))
    )


def _lane(title: str, area: str, initiatives: Iterable[Initiative]) -> Lane:
    """The initiatives of one area, in each horizon the most pressing first, else in the workbook's order."""
    own = sorted((i for i in initiatives if i.area == area), key=_pressing)
    return Lane(
        area=area,
        title=drawable(title),
        cells=tuple(
            tuple(RoadMapCard(text=drawable(i.text), priority=i.priority) for i in own if i.horizon == horizon.id)
            for horizon in HORIZONS
        ),
    )


def _pressing(initiative: Initiative) -> int:
    return PRIORITIES.index(initiative.priority) if initiative.priority in PRIORITIES else len(PRIORITIES)


def _split(lane: Lane) -> Iterator[Lane]:
    """The lane, in pieces when it is deeper than a page."""
    for start in range(0, max(1, lane.depth), DEPTH_OF_A_PAGE):
        yield replace(lane, cells=tuple(cell[start : start + DEPTH_OF_A_PAGE] for cell in lane.cells))


def _told(lanes: Iterable[Lane]) -> Iterator[str]:
    """Each initiative in words, with its lane and horizon where they begin."""
    for lane in lanes:
        start = f"{lane.title}, "
        for horizon, cell in zip(HORIZONS, lane.cells, strict=True):
            for number, item in enumerate(cell):
                place = "" if number else f"{start}{lowered(horizon.title)}: "
                yield f"{place}{item.text.rstrip('.')} ({item.priority})"
                start = ""
