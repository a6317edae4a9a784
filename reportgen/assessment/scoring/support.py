"""What stands behind a score, and how sure that makes us of it: firm, fair or thin, by one rule for all outputs.

Firm takes an interval, or interviews that all agree; every level; interviews that lie close; an interval that is short.
Few interviews, none that can be compared, a wide distance or a wide interval make it thin; all else is fair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from fractions import Fraction

from reportgen.assessment.scoring.groups import Groups
from reportgen.assessment.scoring.intervals import Levels
from reportgen.common.method import FIRM_WITHIN, INTERVIEWS_FOR_FAIR, THIN_BEYOND
from reportgen.common.model import GroupScore, NoInterval, QuestionScore, QuestionSet, Support, Sureness
from reportgen.common.rounding import rounded_to
from reportgen.common.scale import Scale

_Codes = Set[str]  # of interviews


def with_support(groups: Groups, levels: Levels, scored: Mapping[str, QuestionScore], questions: QuestionSet) -> Groups:
    """The same groups, which have their intervals, with what stands behind the scores of all but topics and lenses."""
    behind = {
        element.id: _union(scored[question.id].points.keys() for question in element.questions)
        for element in questions.elements
        if groups.elements[element.id].value is not None
    }
    behind |= {
        area.id: _union(behind.get(element.id, frozenset()) for element in area.elements)
        for area in questions.areas
        if groups.areas[area.id].value is not None
    }

    def given(group: GroupScore, codes: _Codes) -> GroupScore:
        if group.value is None:
            return group
        found = {levels.get(code) for code in codes} - {None}
        sureness = sureness_of(group, len(codes), len(found) >= len(questions.levels), questions.scale)
        return replace(group, support=Support(len(codes), len(found), sureness))

    return replace(
        groups,
        overall=given(groups.overall, _union(behind.get(area.id, frozenset()) for area in questions.areas)),
        areas={name: given(group, behind.get(name, frozenset())) for name, group in groups.areas.items()},
        elements={name: given(group, behind.get(name, frozenset())) for name, group in groups.elements.items()},
    )


def _union(codes: Iterable[_Codes]) -> _Codes:
    return frozenset().union(*codes)


def sureness_of(group: GroupScore, interviews: int, all_levels: bool, scale: Scale) -> Sureness:
    """How sure a score is that stands on so many interviews, of all levels of the set or not; printed figures decide.

    The mean distance between interviews is held against the steps of the scale, the interval against its span.
    """
    steps = len(scale.boxes) - 1
    apart = None if group.spread is None or not steps else Fraction(rounded_to(group.spread, 1)) / steps
    width = _width(group, scale)
    limits = [share for share in (apart, width) if share is not None]
    if interviews < INTERVIEWS_FOR_FAIR or apart is None or max(limits) > THIN_BEYOND:
        return Sureness.THIN
    is_firm = all_levels and width is not None and max(limits) <= FIRM_WITHIN
    return Sureness.FIRM if is_firm else Sureness.FAIR


def _width(group: GroupScore, scale: Scale) -> Fraction | None:
    """The printed width of an interval as a share of the span; 0 where all interviews agree, None without one."""
    if group.interval is None:
        return Fraction(0) if group.no_interval is NoInterval.ALL_AGREE else None
    return Fraction(scale.rounded(group.interval.high) - scale.rounded(group.interval.low)) / scale.span
