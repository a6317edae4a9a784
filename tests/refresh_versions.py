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
    Decisions,
    Item,
    LensTable,
    OnePage,
    Origin,
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
    overall = replace(
        context.overall,
        swot=_swot(context.overall.swot, "80", "As a whole"),
        progress_title="What has changed since 2023",
        progress=_progress("36", "two"),
        progress_picture=picture("progress", 60),
        moves=_moves("41", "43"),
    )
    core = _area("core", context.areas[0].swot, "60", "At its core")
    last = _area("measurement", context.areas[0].swot, "20", "In its measures")
    conclusion = replace(context.conclusion, tactical=suggested("A weekly list of repeated complaints.", "Owners."))
    lens = LensTable("CMF", "The seven components.", context.appendices.lenses[0].rows)
    lenses = (*context.appendices.lenses, lens)
    appendices = replace(context.appendices, lenses=lenses, missing=(), missing_note="")
    return replace(context, overall=overall, areas=(core, last), conclusion=conclusion, appendices=appendices)


def _progress(then: str, clear: str) -> Passage:
    return paragraphs(
        f"The score was {figure('overall.then', then)} in 2023; {figure('changes.clear', clear)} areas have changed.",
        "Compared are the questions that were scored both times.",
        origin=Origin.STANDARD,
    )


def _moves(now: str, then: str) -> Passage:
    return paragraphs(
        f"Done as planned, they take {figure('overall', now)} to {figure('moves.overall', then)}.",
        "Every box of a question that an initiative lifts moves up one box.",
        origin=Origin.STANDARD,
    )


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
            picture=_redrawn(overall.picture, 95),
            progress=_progress("35", "three"),
            progress_picture=_redrawn(overall.progress_picture, 75),
            moves=_moves("55", "58"),
            moves_picture=_redrawn(overall.moves_picture, 75),
            swot=_swot(overall.swot, "100", "As a whole"),
            key_findings=_with(
                _sorted_anew(overall.key_findings), Item("Nobody answers letters on Fridays.", ref="F-9")
            ),
            development_areas=suggested("Name an owner for each group of customers.", "Begin with the shops."),
        ),
        areas=(replace(core, results=replace(core.results, rows=sorted_anew)), *context.areas[1:]),
        recommendations=_sorted_anew(context.recommendations),
        one_page=_page_rescored(context.one_page),
        conclusion=replace(context.conclusion, decisions=_decisions_rescored(context.conclusion.decisions)),
    )


def _page_rescored(page: OnePage) -> OnePage:
    """The assessment on one page: strong and weak elements in another order, and other initiatives first."""
    first, second, third = page.ends
    swapped = replace(second, place="1"), replace(first, place="2", low_score="25"), replace(third, high="Element 9")
    return replace(
        page,
        picture=_redrawn(page.picture, 125),
        ends=swapped,
        initiatives=(page.initiatives[2], replace(page.initiatives[0], owner="Head of Shops")),
        unsaid=(),
    )


def _decisions_rescored(decisions: Decisions | None) -> Decisions:
    """Initiatives in another order and with other dates; an owner with more to carry."""
    assert decisions is not None
    first, second = decisions.rows
    (owner,) = decisions.owners
    return Decisions(
        _redrawn(decisions.picture, 100),
        (replace(second, number="1", owner="Head of Service"), replace(first, number="2", when="31 July 2026")),
        (replace(owner, initiatives="2", by_horizon=("1", "1", "–", "–")),),
    )


def _redrawn(drawn: Picture | None, height: int) -> Picture:
    assert drawn is not None
    return replace(picture(drawn.name, height), alt="Another picture.")


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
            moves=None,
            moves_picture=None,
            progress_title="",
            progress_picture=None,
        ),
        one_page=replace(context.one_page, ends=context.one_page.ends[:2], initiatives_title="", initiatives=()),
        conclusion=replace(context.conclusion, decisions=_fewer(context.conclusion.decisions)),
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


def _fewer(decisions: Decisions | None) -> Decisions:
    assert decisions is not None
    return Decisions(None, decisions.rows[:1], ())


def _more(decisions: Decisions | None) -> Decisions:
    assert decisions is not None
    rows, owners = decisions.rows, decisions.owners
    decision = replace(rows[0], ref="R-07", number="3", initiative="Open the lifts on Sundays", decision="Who pays")
    owner = replace(owners[0], id="head of shops", owner="Head of Shops")
    return replace(decisions, rows=(*rows, decision), owners=(owner, *owners))


def _grown(context: ReportContext) -> ReportContext:
    """More to report: another area, an appendix of its own section, an interview, rows, findings, a suggestion less."""
    demo, overall, core, page = demo_context(), context.overall, context.areas[0], context.one_page
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
        one_page=replace(page, ends=(*page.ends, replace(page.ends[0], place="4", high="Element 4"))),
        conclusion=replace(
            context.conclusion,
            tactical=suggested("A list a month.", "Owners.", "Figures."),
            decisions=_more(context.conclusion.decisions),
        ),
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
    score = 62 if "rescored" in name else 45
    return fill_template(
        template, VERSIONS[name](first()), {"evidence": _native(score)}, charts={"evidence": f"Plans {score}"}
    )


def _native(score: int) -> NativeChart:
    return native(chart(row(score, title="Plans"), row(30, title="Results"), name="evidence"))
