"""The road map: the assessor's initiatives, else next steps of the question set for practices that score low."""

from __future__ import annotations

from reportgen.common.language import capitalised, ended, has_words, listed, one_line
from reportgen.common.model import HORIZONS, OVERALL, Area, Horizon, Initiative
from reportgen.common.road_map import planned_in_order, pressing
from reportgen.words.compose.facts import Facts, Rated, of_a_topic, steps_within
from reportgen.words.compose.passages import CONFIRM
from reportgen.words.context import HorizonLine, Origin, RoadMapCell, RoadMapItem, RoadMapRow

SUGGESTED = 2  # next steps in a cell of an area's road map ...
SUGGESTED_OVERALL = 1  # ... and of the overall one
EVERYTHING = "The whole company"  # the row of what belongs to no single area


def horizon_lines(facts: Facts) -> tuple[HorizonLine, ...]:
    """The horizons, for column heads and the legend."""
    return tuple(_line(facts, horizon) for horizon in HORIZONS)


def _line(facts: Facts, horizon: Horizon) -> HorizonLine:
    return HorizonLine(horizon.id, horizon.plural, horizon.when, facts.questions.horizon_means(horizon))


def area_road_map(facts: Facts, area: Area, most: int = SUGGESTED) -> tuple[RoadMapCell, ...]:
    """The four cells of an area's road map."""
    return tuple(_cell(facts, area, horizon, most) for horizon in HORIZONS)


def overall_road_map(facts: Facts) -> tuple[RoadMapRow, ...]:
    """Areas by horizons; a last row for initiatives of the whole company, where there are any."""
    areas = facts.questions.areas
    most = SUGGESTED_OVERALL if len(areas) > 1 else SUGGESTED  # a lone area has no road map of its own
    rows = [RoadMapRow(area.id, area.title, area_road_map(facts, area, most)) for area in areas]
    if initiatives_of(facts, OVERALL):
        rows.append(
            RoadMapRow(
                OVERALL, facts.questions.say(EVERYTHING), tuple(_whole_company(facts, horizon) for horizon in HORIZONS)
            )
        )
    return tuple(rows)


def initiatives_of(facts: Facts, area_id: str, *horizons: str) -> list[Initiative]:
    """The assessor's initiatives of an area (or OVERALL), in the horizons given or in any; must before should."""
    found = [
        entry
        for entry in facts.assessment.initiatives
        if entry.area == area_id and has_words(entry.text) and (not horizons or entry.horizon in horizons)
    ]
    return sorted(found, key=pressing)


def all_initiatives(facts: Facts, *horizons: str) -> list[Initiative]:
    """The initiatives of every area and of the whole company, by horizon, then area."""
    found = planned_in_order(facts.assessment, facts.questions)
    return [entry for entry in found if not horizons or entry.horizon in horizons]


def _cell(facts: Facts, area: Area, horizon: Horizon, most: int) -> RoadMapCell:
    written = initiatives_of(facts, area.id, horizon.id)
    if written:
        return RoadMapCell(_line(facts, horizon), tuple(_item(entry) for entry in written), Origin.ASSESSOR)
    limit = facts.scale.high_from
    steps = steps_within(facts.weakest(facts.rated_in(area.id), limit), horizon.id)
    if not steps:
        reason = facts.none_said(f"no next step of this horizon follows from a score under {facts.high_from}", area.id)
        return _empty(facts, horizon, f"{area.title}: {reason}")
    chosen = steps[:most]
    basis = listed(f"{rated.question.id} (score {rated.points})" for rated in chosen)
    first = f"{of_a_topic(facts)} of them" if of_a_topic(facts) else ""
    why = (
        f"The road map has no {horizon.title.lower()} for {area.title}. Suggested from the question set’s next steps of"
        f" this horizon, for questions that score low{first}: {basis}. {CONFIRM}"
    )
    return RoadMapCell(_line(facts, horizon), tuple(_step(rated) for rated in chosen), Origin.SUGGESTION, why)


def _whole_company(facts: Facts, horizon: Horizon) -> RoadMapCell:
    written = initiatives_of(facts, OVERALL, horizon.id)
    if written:
        return RoadMapCell(_line(facts, horizon), tuple(_item(entry) for entry in written), Origin.ASSESSOR)
    return _empty(facts, horizon, f"{facts.questions.say(EVERYTHING)}: the workbook has no initiative for this horizon")


def _empty(facts: Facts, horizon: Horizon, why: str) -> RoadMapCell:
    item = RoadMapItem(f"[{why}. Add one, or say that none is planned.]", "", "", "")
    return RoadMapCell(_line(facts, horizon), (item,), Origin.PLACEHOLDER)


def _item(entry: Initiative) -> RoadMapItem:
    effort = f"{entry.effort} effort" if entry.effort else ""
    return RoadMapItem(entry.text.strip(), capitalised(entry.priority), effort, one_line(entry.owner), entry.ref)


def _step(rated: Rated) -> RoadMapItem:
    question = rated.question
    text = f"{rated.topic.title}: {ended(question.next_step)}"
    return RoadMapItem(text, "", f"{question.effort} effort", "", question.id)
