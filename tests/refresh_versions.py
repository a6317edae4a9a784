"""One short report in several versions, for tests of refreshing: every kind of region, changed in every way at once.

Each version is the report that a later state of the workbook would give; `BASE` is the one that people edit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from reportgen.charts.native import native
from reportgen.common.figures import Figure, figure
from reportgen.common.native_chart import NativeChart
from reportgen.words.context import (
    AreaChapter,
    Item,
    LensTable,
    Origin,
    OverallSection,
    Passage,
    Picture,
    ReportContext,
    Swot,
)
from tests.drafts import short_context
from tests.report_builders import (
    TEMPLATE,
    area_chapter,
    bullets,
    demo_context,
    fill_template,
    paragraphs,
    picture,
    result_row,
    suggested,
)
from tests.test_native_charts import chart, row

BASE = "as built"


def first() -> ReportContext:
    """The report that people edit: no appendix on gaps, and every bullet of its own words."""
    context = short_context()
    overall = replace(context.overall, swot=_swot(context.overall.swot, "80", "As a whole"))
    core = _area("core", context.areas[0].swot, "60", "At its core")
    last = _area("measurement", context.areas[0].swot, "20", "In its measures")
    conclusion = replace(context.conclusion, tactical=suggested("A weekly list of repeated complaints.", "Owners."))
    lens = LensTable("CMF", "The seven components.", context.appendices.lenses[0].rows)
    lenses = (*context.appendices.lenses, lens)
    appendices = replace(context.appendices, lenses=lenses, missing=(), missing_note="")
    return replace(context, overall=overall, areas=(core, last), conclusion=conclusion, appendices=appendices)


def _area(area_id: str, swot: Swot, score: str, where: str) -> AreaChapter:
    chapter = area_chapter(area_id, swot=_swot(swot, score, where))
    return replace(chapter, elements=chapter.elements[:1])


def _swot(swot: Swot, score: str, where: str) -> Swot:
    strengths = bullets(f"{where}, they listen ({figure('AP-03', score)}).", f"{where}, shops know their customers.")
    weaknesses = suggested(f"{where}, nobody owns three of four groups ({figure('TG-01', '5')}).")
    threats = paragraphs(f"{where}, a rival offers a price for life.")
    return replace(swot, strengths=strengths, weaknesses=weaknesses, threats=threats)


def _rescored(context: ReportContext) -> ReportContext:
    """Other scores: figures in sentences, cells with their colours, charts, suggestions; lists in another order."""
    overall = context.overall
    analysis = (
        f"The company scores {figure('overall', '55')} out of 100, {Figure(20, 'overall') - Figure(7, 'core')} points"
        f" more than {figure('core', '42')}, in {figure('interviews', 'thirteen')} interviews.",
        f"Again: {figure('overall', '55')}.",
    )
    rows = overall.results.rows
    changed = (replace(rows[0], score="55", band="high", quarter=4), *rows[3:], replace(rows[1], score="42"), rows[2])
    core = context.areas[0]
    sorted_anew = (core.results.rows[0], *core.results.rows[:0:-1])
    return replace(
        context,
        overall=replace(
            overall,
            interviewed=f"{figure('interviews', 'Thirteen')}.",
            analysis=_reworded(overall.analysis, *analysis),
            evidence=_reworded(overall.evidence, "Results outnumber plans by now."),
            results=replace(overall.results, rows=changed),
            picture=_redrawn(overall, 95),
            swot=_swot(overall.swot, "100", "As a whole"),
            key_findings=_with(
                _sorted_anew(overall.key_findings), Item("Nobody answers letters on Fridays.", ref="F-9")
            ),
            development_areas=suggested("Name an owner for each group of customers.", "Begin with the shops."),
        ),
        areas=(replace(core, results=replace(core.results, rows=sorted_anew)), *context.areas[1:]),
        recommendations=_sorted_anew(context.recommendations),
    )


def _redrawn(overall: OverallSection, height: int) -> Picture:
    assert overall.picture is not None
    return replace(picture(overall.picture.name, height), alt="Another picture.")


def _reworded(passage: Passage, *texts: str) -> Passage:
    return replace(passage, items=tuple(map(lambda item, text: replace(item, text=text), passage.items, texts)))


def _sorted_anew(passage: Passage) -> Passage:
    return replace(passage, items=passage.items[1:] + passage.items[:1])


def _with(passage: Passage, item: Item) -> Passage:
    return replace(passage, items=(*passage.items, replace(item, shape=passage.items[0].shape)))


def _shrunk(context: ReportContext) -> ReportContext:
    """Less to report: the area's chapter, an appendix of its own section, findings, rows, pictures and a note gone."""
    overall = context.overall
    findings = replace(overall.key_findings, items=overall.key_findings.items[1:4])
    return replace(
        context,
        areas=context.areas[:1],
        overall=replace(
            overall,
            key_findings=findings,
            results=replace(overall.results, rows=overall.results.rows[:-2], notes=()),
            levels_picture=None,
            road_map=overall.road_map[1:],
        ),
        appendices=replace(
            context.appendices,
            disagreements=(),
            disagreements_note="Nothing to list.",
            lenses=context.appendices.lenses[1:],
            next_steps=(),
            next_steps_note="",
            interviews=context.appendices.interviews[:1],
        ),
    )


def _grown(context: ReportContext) -> ReportContext:
    """More to report: another area, an appendix of its own section, an interview, rows, findings, a suggestion less."""
    demo, overall, core = demo_context(), context.overall, context.areas[0]
    lens = LensTable("Another", "The answers in another way.", context.appendices.lenses[0].rows)
    threats = Passage((Item("A rival opens a shop."),), Origin.ASSESSOR)
    return replace(
        context,
        areas=(*context.areas, _area("enabling", core.swot, "40", "On its ground")),
        overall=replace(
            overall,
            analysis=_with(overall.analysis, Item("A third paragraph.")),
            key_findings=_with(overall.key_findings, Item("The lifts are slow.", ref="F-8")),
            results=replace(overall.results, rows=(*overall.results.rows, result_row("new", "A new line"))),
            swot=replace(overall.swot, threats=threats, weaknesses=bullets("The assessor wrote this now.")),
        ),
        conclusion=replace(context.conclusion, tactical=suggested("A list a month.", "Owners.", "Figures.")),
        appendices=replace(
            context.appendices,
            interviews=demo.appendices.interviews[:3],
            lenses=(*context.appendices.lenses, lens),
            missing=demo.appendices.missing,
            missing_note=demo.appendices.missing_note,
        ),
    )


VERSIONS: dict[str, Callable[[ReportContext], ReportContext]] = {
    BASE: lambda context: context,
    "rescored": _rescored,
    "shrunk": _shrunk,
    "grown": _grown,
    "rescored and grown": lambda context: _grown(_rescored(context)),
    "rescored and shrunk": lambda context: _shrunk(_rescored(context)),
}


@cache
def version(name: str, template: Path = TEMPLATE) -> bytes:
    """A version as a draft, from our own template or another."""
    context = VERSIONS[name](first())
    return fill_template(template, context, {"evidence": _native("rescored" in name)})


def _native(changed: bool) -> NativeChart:
    return native(chart(row(62 if changed else 45, title="Plans"), row(30, title="Results"), name="evidence"))
