"""Step 6a: from scores to words. `compose` makes everything a template may use; nothing here knows Word.

What the assessor wrote stands as written. What they left empty is drafted from scores, standing, evidence, road map and
question set, as a marked suggestion; what cannot be drafted becomes a visible placeholder. Every drafted sentence is
true of the data it was made from, whatever these are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.house_style import HouseStyle
from reportgen.common.model import (
    OVERALL,
    Area,
    Assessment,
    Comparison,
    NarrativeSection,
    QuestionSet,
    Scores,
)
from reportgen.words.compose import subject
from reportgen.words.compose.analysis import area_analysis, element_notes, overall_analysis
from reportgen.words.compose.appendices import appendices
from reportgen.words.compose.conclusion import conclusion
from reportgen.words.compose.evidence import evidence_passage, levels_passage
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.findings import Scope, development_areas, key_findings
from reportgen.words.compose.front import approach, contact, cover, properties, running_texts
from reportgen.words.compose.interviewed import interviewed
from reportgen.words.compose.moves import moves_passage
from reportgen.words.compose.one_page import one_page
from reportgen.words.compose.passages import NO_DRAFT, Written, choose, standard
from reportgen.words.compose.progress import progress_passage, progress_title
from reportgen.words.compose.results import area_table, key_figure, overall_table
from reportgen.words.compose.road_map import area_road_map, horizon_lines, overall_road_map
from reportgen.words.compose.summary import headlines_left, introduction, recommendations, summary
from reportgen.words.compose.swot import swot
from reportgen.words.context import AreaChapter, OverallSection, Passage, Picture, ReportContext

__all__ = ["compose", "headlines_elsewhere"]


def headlines_elsewhere(assessment: Assessment, questions: QuestionSet, scores: Scores, comparison: Comparison) -> int:
    """How many headlines stand with the interviews only, and not in the executive summary."""
    return headlines_left(Facts(assessment, questions, scores, comparison))


def compose(
    assessment: Assessment,
    questions: QuestionSet,
    scores: Scores,
    comparison: Comparison,
    problems: Sequence[Problem],
    pictures: Iterable[Picture],
    house: HouseStyle,
    record: BuildRecord,
) -> ReportContext:
    """Everything the report says.

    `problems` are the warnings of the workbook: with any, the draft is marked incomplete. `pictures` are the
    charts named "one-page", "overall", "distance", "scale", "model", "evidence", "levels", "progress", "moves",
    "effort-gain", "answers", "area-<id>", "path-<id>" and "topics-<id>"; one that is missing leaves its place empty.
    """
    charts = {picture.name: picture for picture in pictures}
    facts = Facts(assessment, questions, scores, comparison)
    return ReportContext(
        client=facts.client,
        firm=house.firm,
        subject=subject.subject(questions),
        cover=cover(facts, house, problems, record),
        properties=properties(facts, house),
        running=running_texts(facts, house, problems, record),
        one_page=one_page(facts, charts.get("one-page")),
        introduction=introduction(facts),
        summary=summary(facts, charts.get("distance")),
        recommendations=recommendations(facts),
        approach=approach(facts, house, model=charts.get("model"), scale=charts.get("scale")),
        horizons=horizon_lines(facts),
        overall=_overall(facts, charts),
        areas=tuple(_chapter(facts, area, charts) for area in questions.areas),
        conclusion=conclusion(facts, charts.get("effort-gain")),
        contact=contact(house),
        appendices=appendices(facts, problems, record, charts),
        colours=house.all_colours,
    )


def _overall(facts: Facts, charts: Mapping[str, Picture]) -> OverallSection:
    scope = Scope(facts, None)
    return OverallSection(
        interviewed=interviewed(facts),
        key_figure=key_figure(facts, OVERALL, "Overall"),
        picture=charts.get("overall"),
        results=overall_table(facts),
        analysis=overall_analysis(facts),
        evidence=evidence_passage(facts),
        evidence_title=subject.states_title(facts.questions),
        evidence_shown=subject.evidence_shown(facts.questions),
        evidence_picture=charts.get("evidence"),
        levels=levels_passage(facts),
        levels_title=subject.levels_title(facts.questions),
        levels_shown=subject.levels_shown(facts.questions),
        levels_picture=charts.get("levels"),
        progress_title=progress_title(facts),
        progress_shown="Then and now, over the questions scored both times",
        progress=progress_passage(facts),
        progress_picture=charts.get("progress"),
        key_findings=key_findings(scope),
        swot=swot(scope),
        development_areas=development_areas(scope),
        horizons=horizon_lines(facts),
        road_map=overall_road_map(facts),
        moves=moves_passage(facts),
        moves_picture=charts.get("moves"),
    )


def _chapter(facts: Facts, area: Area, charts: Mapping[str, Picture]) -> AreaChapter:
    scope = Scope(facts, area)
    return AreaChapter(
        id=area.id,
        title=area.title,
        introduction=_introduction(facts, area),
        interviewed=interviewed(facts, area),
        key_figure=key_figure(facts, area.id, area.title),
        path_lead=subject.path_lead(facts.questions),
        path_shown=subject.path_shown(facts.questions, area),
        path_picture=charts.get(f"path-{area.id}"),
        picture=charts.get(f"area-{area.id}"),
        results=area_table(facts, area),
        analysis=area_analysis(facts, area),
        elements=tuple(element_notes(facts, element) for element in area.elements),
        key_findings=key_findings(scope),
        swot=swot(scope),
        development_areas=development_areas(scope),
        road_map=area_road_map(facts, area),
    )


def _introduction(facts: Facts, area: Area) -> Passage:
    """The assessor's introduction to an area, else the question set's."""
    written = [Written(text) for text in facts.assessment.texts(NarrativeSection.AREA_INTRODUCTION, area.id)]
    passage = choose(
        written, NO_DRAFT, f"Introduction to {area.title}: what it looks at and why it pays", as_list=False
    )
    return standard(area.introduction) if passage.is_placeholder and area.introduction else passage
