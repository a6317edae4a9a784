"""The short draft of `drafts` as it would be generated after scores, findings and charts changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from reportgen.common.figures import Figure, figure
from reportgen.words.context import Item, Passage, Picture, ReportContext, Shape
from tests.drafts import short_context
from tests.report_builders import TEMPLATE, fill_template, picture, result_row

CHANGED = "Complaints are answered within four days; what caused them is written down nowhere."
NEW = "Nobody answers letters on Fridays."
SUGGESTED = "Results now outnumber plans."


def later_context() -> ReportContext:
    """Other figures and charts, a finding changed, one gone, one new, the rest in another order, a row more."""
    context = short_context()
    overall = context.overall
    findings = overall.key_findings.items
    rows = overall.results.rows
    return replace(
        context,
        overall=replace(
            overall,
            analysis=_said(overall.analysis, _analysis()),
            key_findings=replace(
                overall.key_findings,
                items=(
                    replace(findings[2], text=CHANGED),
                    findings[0],
                    findings[1],
                    findings[3],
                    Item(NEW, Shape.BULLET, "F-09"),
                ),
            ),
            results=replace(
                overall.results,
                rows=(replace(rows[0], score="45", band="high"), *rows[1:], result_row("digital", "Digital")),
            ),
            picture=redrawn(overall.picture),
            evidence=_said(overall.evidence, [SUGGESTED]),
        ),
    )


def _analysis() -> Iterable[str]:
    return (
        f"The company scores {figure('overall', '45')} out of 100, {Figure(12, 'overall') - Figure(7, 'core')} points"
        f" more than {figure('core', '40')}, in {figure('interviews', 'thirteen')} interviews.",
        f"Again: {figure('overall', '45')}.",
    )


def _said(passage: Passage, texts: Iterable[str]) -> Passage:
    items = (replace(item, text=text) for item, text in zip(passage.items, texts, strict=True))
    return replace(passage, items=tuple(items))


def redrawn(old: Picture | None) -> Picture:
    """A picture of the same name that shows something else."""
    assert old is not None
    return replace(old, png=picture(f"{old.name}, later", 80).png, alt=f"{old.alt} It shows more now.")


@cache
def later() -> bytes:
    """A draft from that context."""
    return fill_template(TEMPLATE, later_context())
