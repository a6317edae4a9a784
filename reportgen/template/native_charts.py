"""Placing editable charts: the chart and its workbook as parts of the document, and the runs that show them.

The headline of a picture is in the picture; that of an editable chart is text above it, for Word gives a chart's own
title neither a place nor a width that can be relied on.
"""

from __future__ import annotations

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.shared import Mm
from lxml import etree

from reportgen.common.native_chart import WORKBOOK_RELATION, NativeChart
from reportgen.office.package import RELATIONS
from reportgen.template.sandbox import guarded
from reportgen.word.xml import CHART, DRAWING, PLACED_DRAWING, Element, make, text_run, word_text

_CHART_NAME = "/word/charts/chart%d.xml"
_WORKBOOK_NAME = "/word/embeddings/Microsoft_Excel_Sheet%d.xlsx"

_HALF_POINTS = 2  # Word counts type sizes in them
_HEADLINE_PT, _SMALL_PT = 11.0, 8.5
_MUTED = {"val": "52606D", "themeColor": "text2"}


def native_runs(part: Any, chart: NativeChart) -> str:
    """The runs that show a chart, as XML: headline and subtitle, the chart, and what must be said below it.

    `part` is python-docx's part that they stand in; chart and workbook become parts that it leads to.
    """
    runs = [make("r", make("drawing", _inline(chart, _relate(part, chart))))]
    if chart.note:
        runs += [make("r", make("br")), _words(chart.note, _SMALL_PT, make("i"), make("color", **_MUTED))]
    for words in (
        _words(chart.subtitle, _SMALL_PT, make("color", **_MUTED)) if chart.subtitle else None,
        _words(chart.headline, _HEADLINE_PT, make("b")) if chart.headline else None,
    ):
        if words is not None:
            runs[:0] = [words, make("r", make("br"))]
    return "".join(etree.tostring(run, encoding="unicode") for run in runs)


def _relate(part: Any, chart: NativeChart) -> str:
    """Add chart and workbook to the package; the id by which `part` refers to the chart."""
    package = part.package
    shown = Part(package.next_partname(_CHART_NAME), CONTENT_TYPE.DML_CHART, chart.xml, package)
    relation: str = part.relate_to(shown, RELATIONSHIP_TYPE.CHART)  # at once: a name is taken when the part is related
    book = Part(package.next_partname(_WORKBOOK_NAME), CONTENT_TYPE.SML_SHEET, chart.workbook, package)
    shown.load_rel(RELATIONSHIP_TYPE.PACKAGE, book, WORKBOOK_RELATION)
    return relation


def _inline(chart: NativeChart, relation: str) -> Element:
    """The frame of a chart in a line of text; its id is given when the document is finished."""
    shown = etree.Element(f"{{{CHART}}}chart", {f"{{{RELATIONS}}}id": relation}, nsmap={"c": CHART, "r": RELATIONS})
    data = etree.Element(f"{{{DRAWING}}}graphicData", {"uri": CHART})
    data.append(shown)
    graphic = etree.Element(f"{{{DRAWING}}}graphic", nsmap={"a": DRAWING})
    graphic.append(data)
    inline = _placed("inline", distT=0, distB=0, distL=0, distR=0)
    inline.extend(
        [
            _placed("extent", cx=Mm(chart.width_mm), cy=Mm(chart.height_mm)),
            _placed("effectExtent", l=0, t=0, r=0, b=0),
            _placed("docPr", id=1, name=guarded(word_text(chart.name)), descr=guarded(word_text(chart.alt))),
            _placed("cNvGraphicFramePr"),
            graphic,
        ]
    )
    return inline


def _placed(name: str, /, **attributes: str | int) -> Element:
    values = {key: str(int(value) if isinstance(value, int) else value) for key, value in attributes.items()}
    return etree.Element(f"{{{PLACED_DRAWING}}}{name}", values, nsmap={"wp": PLACED_DRAWING})


def _words(text: str, pt: float, *looks: Element) -> Element:
    """A run of text; `looks` in Word's order, size last."""
    size = round(pt * _HALF_POINTS)
    run = text_run(guarded(word_text(text)))
    run.insert(0, make("rPr", *looks, make("sz", val=size), make("szCs", val=size)))
    return run
