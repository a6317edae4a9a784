"""Editable Word charts: cells and cached values agree, Word's order holds, and nothing inside that may not be shown."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from reportgen.assessment.standing import compare
from reportgen.charts import PositionChart, chart_data
from reportgen.charts.data.axes import box_axis, score_axis
from reportgen.charts.kinds import PositionRow
from reportgen.charts.native import native
from reportgen.common.build_record import BuildRecord
from reportgen.common.model import Peer
from reportgen.common.native_chart import NativeChart
from reportgen.common.options import BuildOptions
from reportgen.common.peer_table import PeerData
from reportgen.common.rounding import with_true_minus
from reportgen.common.scale import Scale
from reportgen.draft.stored import draft_is_untouched, read_base
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.peers.writing import write_peer_file
from reportgen.questions import load_question_set
from reportgen.runs.build import build_report
from reportgen.runs.score import Scored, score_workbook
from reportgen.word.xml import CHART, DRAWING, PLACED_DRAWING, local, shown_text, w
from tests.builders import SCALE
from tests.chart_cases import FOREIGN, HOSTILE, LONG, edge_positions, report, scaled
from tests.commands import run
from tests.conftest import Office
from tests.packages import fingerprint, parts_of, read_parts, write_parts, zipped
from tests.report_builders import TEMPLATE, area_chapter, demo_context, fill_template, picture
from tests.word_files import body_of, faults, outline

SAMPLE = Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx"
SPREAD = (13, 27, 38, 53, 71)  # 10 %, quartiles, 90 %: no two of them, and no two distances, are equal
HOSTILE_NAMES = (
    HOSTILE,
    "& < > \" ' $ {{ x }} {% y %} {# z #} % 😀",
    "=1+1",
    "+1",
    "@SUM(A1)",
    "#N/A",
    "2024",
    "<r><t>raw</t></r>",
    FOREIGN,
    LONG,
    "x" * 300,
)


def row(
    score: int | str | None = 45, n: int = 28, title: str = "Element", spread: Sequence[int | str] = SPREAD
) -> PositionRow:
    """A row among `n` peers that holds what their number allows, as the chart data makes it."""
    words = "too few peers" if n < 5 else "Above median"
    printed = None if score is None else Decimal(score)
    made = PositionRow(id="x", title=title, score=printed, words="not assessed" if score is None else words)
    low, first, median, third, high = map(Decimal, spread)
    if n >= 5:
        made = replace(made, n=n, median=median, detail=f"median {spread[2]} · n = {n}")
    if n >= 10:
        made = replace(made, middle_half=(first, third), quarter=3)
    return replace(made, band=(low, high), best_in_class=Decimal(77)) if n >= 20 else made


def chart(*rows: PositionRow, name: str = "area-x", scale: Scale = SCALE) -> PositionChart:
    return PositionChart(
        name=name,
        headline="Headline",
        subtitle="Subtitle",
        alt_text="Alt",
        axis=score_axis(scale),
        boxes=box_axis(scale),
        decimals=scale.decimals,
        rows=rows,
    )


def positions(n: int) -> list[PositionChart]:
    """The charts of a report with `n` peers that can be edited."""
    return [made for made in report(n) if isinstance(made, PositionChart)]


def edges() -> PositionChart:
    made = edge_positions()
    assert isinstance(made, PositionChart)
    return made


CASES: dict[str, PositionChart] = {
    **{f"{n} peers, {made.name}": made for n in (700, 28, 15, 7, 4, 0) for made in positions(n)},
    "edge cases": edges(),
    "hostile names": chart(*(row(title=title) for title in HOSTILE_NAMES)),
    "nothing scored, no peers": chart(row(None, 0), row(None, 4)),
    "scores at the ends": chart(row(0), row(1), row(4), row(5), row(100), row(0, 0)),
    "all alike": chart(*(row(50, n, spread=[50] * 5) for n in (7, 12, 30)), row(50, 30, spread=(40, 50, 50, 50, 60))),
    "median at the ends": chart(row(5, 7, spread=[0] * 5), row(5, 7, spread=[100] * 5)),
    "one row": chart(row()),
    "twenty rows": chart(*(row(n, 28) for n in range(20))),
    "zero to four": chart(row("1.38", 28, spread=["0.20", "0.80", "1.40", "2.20", "3.00"]), scale=scaled("0", "4")),
    "below zero": chart(
        row("-0.50", 28, spread=["-1.85", "-1.00", "-0.25", "0.35", "0.95"]),
        row("-1.97", 12, spread=["-1.85", "-1.00", "-0.55", "-0.35", "-0.10"]),
        row("0.75", 7, spread=["-1.85", "-1.00", "-0.25", "0.35", "0.95"]),
        row("0.00", 28, spread=["0.05", "0.10", "0.25", "0.35", "0.95"]),
        scale=scaled("-2", "1"),
    ),
    "targets": chart(replace(row(45, 28), target=Decimal(60)), row(38, 7), replace(row(20, 0), target=Decimal(100))),
    "targets alone": chart(*(replace(row(n, 0), words="", target=Decimal(40)) for n in (20, 60))),
    "targets below zero": chart(
        replace(row("-0.50", 12, spread=["-1.85", "-1.00", "-0.55", "-0.35", "-0.10"]), target=Decimal("-1.00")),
        replace(row("-1.97", 0), target=Decimal("1.00")),
        scale=scaled("-2", "1"),
    ),
}
every_case = pytest.mark.parametrize("case", CASES)


# ------------------------------------------------------------------------------------------------------ looking in


def c(name: str) -> str:
    return f"{{{CHART}}}{name}"


def root_of(made: NativeChart) -> etree._Element:
    return parse(made.xml)


def cells(book: bytes, *, values: bool = True) -> dict[str, dict[str, object]]:
    """The filled cells of each sheet by address: values, or formulas where there are any."""
    opened = openpyxl.load_workbook(io.BytesIO(book), data_only=values)
    return {
        sheet.title: {
            cell.coordinate: cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None
        }
        for sheet in opened
    }


def caches(root: etree._Element) -> Iterator[tuple[str, list[str | None]]]:
    """Every reference to cells with the values cached for it, None for an empty one."""
    for reference in root.iter(c("strRef"), c("numRef")):
        told = _number if local(reference) == "numRef" else str
        points = {point.get("idx"): told(point.findtext(c("v"), "")) for point in reference.iter(c("pt"))}
        count = reference.find(f"*/{c('ptCount')}")
        assert count is not None
        yield reference.findtext(c("f"), ""), [points.get(str(at)) for at in range(int(count.get("val", "")))]


def referred(place: str, found: Mapping[str, Mapping[str, object]]) -> list[str | None]:
    """The values of the cells of a reference such as "Plot!$B$2:$B$9"."""
    sheet, _, area = place.replace("$", "").partition("!")
    first, _, last = area.partition(":")
    column, start = first[0], int(first[1:])
    values = [found[sheet].get(f"{column}{line}") for line in range(start, int((last or first)[1:]) + 1)]
    return [None if value is None else value if isinstance(value, str) else _number(value) for value in values]


def _number(value: object) -> str:
    return f"{float(str(value)):g}"


def everything_in(made: NativeChart) -> str:
    """All that a reader with tools could find: chart part, alt text, words, and every part of the workbook."""
    parts = [part.decode("utf-8") for part in parts_of(made.workbook).values()]
    return "\n".join([made.xml.decode("utf-8"), made.alt, made.headline, made.subtitle, made.note, *parts])


def figures_in(made: NativeChart) -> set[float]:
    """Every figure in the cells and the caches."""
    found = {value for sheet in cells(made.workbook).values() for value in sheet.values() if not isinstance(value, str)}
    numbers = {float(v.text or "") for cache in root_of(made).iter(c("numCache")) for v in cache.iter(c("v"))}
    return {float(str(value)) for value in found} | numbers


# ----------------------------------------------------------------------------------------------- cells and caches


@every_case
def test_every_cached_value_is_that_of_its_cell(case: str) -> None:
    made = native(CASES[case])
    found = cells(made.workbook)
    known = list(caches(root_of(made)))
    assert known
    for place, cached in known:
        assert referred(place, found) == cached, place


@every_case
def test_data_holds_the_rows_as_printed(case: str) -> None:
    made = CASES[case]
    found = cells(native(made).workbook)["Data"]
    heads = {str(found[f"{column}1"]): column for column in "ABCDEFGHI" if f"{column}1" in found}
    for number, entry in enumerate(made.rows, start=2):
        expected = {
            "Score": entry.score,
            "Target": entry.target,
            "Peers: median": entry.median,
            "Peers: lower quartile": entry.middle_half and entry.middle_half[0],
            "Peers: upper quartile": entry.middle_half and entry.middle_half[1],
            "Peers: 10 %": entry.band and entry.band[0],
            "Peers: 90 %": entry.band and entry.band[1],
        }
        for head, value in expected.items():
            shown = found.get(f"{heads[head]}{number}") if head in heads else None
            assert shown == (None if value is None else float(value)), (head, entry)


@every_case
def test_every_name_is_text_in_sheet_and_chart(case: str) -> None:
    made = CASES[case]
    found = cells(native(made).workbook, values=False)["Data"]
    for number, entry in enumerate(made.rows, start=2):
        assert str(found[f"A{number}"]).lstrip() == entry.title


def test_no_name_becomes_a_formula_an_error_or_raw_xml() -> None:
    made = native(CASES["hostile names"])
    book = openpyxl.load_workbook(io.BytesIO(made.workbook))
    for line in book["Data"].iter_rows(min_row=2, max_col=1):
        if line[0].value is not None and line[0].row < len(HOSTILE_NAMES) + 2:
            assert line[0].data_type == "s"
    for part in parts_of(made.workbook).values():
        assert b't="e"' not in part
        assert b"<r><t>" not in part


def test_a_long_name_is_cut_in_the_chart_and_whole_in_data_and_alt_text() -> None:
    made = native(chart(row(title="word " * 60)))
    (label, *rest) = next(cached for place, cached in caches(root_of(made)) if "$A$" in place)
    assert label is not None
    assert label.endswith("…")
    assert len(label) < 110
    assert rest == [None]  # the name needs the room of the position too
    assert cells(made.workbook)["Data"]["A2"] == "word " * 60
    assert ("word " * 60).strip() in made.alt


# ------------------------------------------------------------------------------------- formulas by another program


@pytest.mark.office
def test_libreoffice_computes_what_is_cached(tmp_path: Path, soffice: Office) -> None:
    made = {name: native(case) for name, case in CASES.items()}
    names = (
        "targets",
        "targets below zero",
        "28 peers, overall",
        "15 peers, area-core",
        "7 peers, area-activity",
        "edge cases",
        "median at the ends",
    )
    sources = []
    for number, name in enumerate(names):
        sources.append(tmp_path / f"{number}.xlsx")
        sources[-1].write_bytes(without_values(made[name].workbook))
    for name, path in zip(names, soffice.convert_all(sources, "xlsx", tmp_path / "computed"), strict=True):
        assert cells(path.read_bytes())["Plot"] == cells(made[name].workbook)["Plot"], name


def without_values(book: bytes) -> bytes:
    """The workbook with its formulas and without their values: whoever opens it has to compute them."""
    bare = zipped({name: re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part) for name, part in parts_of(book).items()})
    assert "None" not in str(cells(bare, values=False))
    assert len(str(cells(bare))) < len(str(cells(book)))
    return bare


FIGURES = st.lists(st.integers(0, 100), min_size=5, max_size=5).map(sorted)


@settings(max_examples=60, deadline=None)
@given(spread=FIGURES, score=st.none() | st.integers(0, 100), n=st.sampled_from([0, 4, 5, 9, 10, 19, 20, 700]))
def test_the_bars_of_the_peers_end_where_the_last_figure_is(spread: list[int], score: int | None, n: int) -> None:
    made = native(chart(row(score, n, spread=spread)))
    values = [
        [float(v.text or "") for v in entry.iterfind(f"{c('val')}//{c('v')}")] for entry in root_of(made).iter(c("ser"))
    ]
    assert all(value >= 0 for series in values for value in series)
    total = sum(sum(series) for series in values) - (score or 0)
    if n < 5:
        assert total == 0
    elif n < 10:
        assert total == min(spread[2], 99) + 1  # a mark, one point long
    else:
        ends = (spread[1], spread[3]) if n < 20 else (spread[0], spread[4])
        assert total == (ends[1] if ends[0] < ends[1] else min(ends[0], 99) + 1)


# ------------------------------------------------------------------------------------------------- other scales


def axis_of(made: NativeChart) -> dict[str, str]:
    """The ends, the steps and the number format of the axis of scores."""
    axis = next(root_of(made).iter(c("valAx")))
    found = {name: axis.find(f".//{c(name)}") for name in ("min", "max", "majorUnit", "numFmt")}
    return {name: e.get("val") or e.get("formatCode") or "" for name, e in found.items() if e is not None}


@pytest.mark.parametrize(
    ("boxes", "axis", "labels"),
    [
        (("0", "100"), {"min": "0", "max": "100", "majorUnit": "25", "numFmt": "0"}, "0"),
        (("0", "4"), {"min": "0", "max": "4", "majorUnit": "1", "numFmt": "0"}, "0.00"),
        (("0", "10"), {"min": "0", "max": "10", "majorUnit": "2", "numFmt": "0"}, "0.0"),
        (("0", "1"), {"min": "0", "max": "1", "majorUnit": "0.2", "numFmt": "0.0"}, "0.00"),
        (("-2", "1"), {"min": "-2", "max": "1", "majorUnit": "1", "numFmt": "0"}, "0.00"),
    ],
)
def test_the_axis_and_the_labels_follow_the_scale(boxes: tuple[str, str], axis: dict[str, str], labels: str) -> None:
    made = native(chart(row(boxes[-1], 0), scale=scaled(*boxes)))
    assert axis_of(made) == axis
    assert {e.get("formatCode") for e in root_of(made).iterfind(f".//{c('dLbls')}/{c('numFmt')}")} == {labels}


def bars(made: NativeChart) -> dict[str, list[float]]:
    """The lengths of each series, by the row of the sheet; 0 where there is none."""
    return {
        series[0] or "": [float(length or 0) for length in lengths]
        for entry in root_of(made).iter(c("ser"))
        for (_, series), _, (_, lengths) in [list(caches(entry))]
    }


@pytest.mark.parametrize("number", range(4))
def test_the_peers_lie_on_both_sides_of_zero_where_they_should(number: int) -> None:
    """Each bar is stacked to the right of zero and to the left, so its ends are the sums of either side."""
    shown = CASES["below zero"].rows[number]
    lengths = [series[3 * number + 1] for series in bars(native(CASES["below zero"])).values()]
    ends = shown.band or shown.middle_half
    if ends is None:
        assert shown.median is not None
        ends = (shown.median, shown.median + Decimal("0.03"))
    right, left = (sum(x for x in lengths if x > 0), sum(x for x in lengths if x < 0))
    assert (round(right, 6), round(left, 6)) == (max(float(ends[1]), 0), min(float(ends[0]), 0))


# ------------------------------------------------------------------------------------------------- order for Word

# ISO/IEC 29500-1, 21.2: the children of each element that our charts use, in the order of the standard
LOOKS = ("spPr", "txPr")
SHOWN = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
AXIS = (
    *("axId", "scaling", "delete", "axPos", "majorGridlines", "minorGridlines", "title", "numFmt", "majorTickMark"),
    *("minorTickMark", "tickLblPos", *LOOKS, "crossAx", "crosses", "crossesAt"),
)
SEQUENCES: Mapping[str, Sequence[str]] = {
    "chartSpace": (
        *("date1904", "lang", "roundedCorners", "AlternateContent", "style", "clrMapOvr", "pivotSource", "protection"),
        *("chart", *LOOKS, "externalData", "printSettings", "userShapes", "extLst"),
    ),
    "chart": (
        *("title", "autoTitleDeleted", "pivotFmts", "view3D", "floor", "sideWall", "backWall", "plotArea", "legend"),
        *("plotVisOnly", "dispBlanksAs", "extLst"),
    ),
    "plotArea": ("layout", "barChart", "catAx", "valAx", "dTable", "spPr", "extLst"),
    "barChart": (
        *("barDir", "grouping", "varyColors", "ser", "dLbls", "gapWidth", "overlap", "serLines", "axId", "extLst"),
    ),
    "ser": (
        *("idx", "order", "tx", "spPr", "invertIfNegative", "pictureOptions", "dPt", "dLbls", "trendline", "errBars"),
        *("cat", "val", "shape", "extLst"),
    ),
    "dLbls": ("dLbl", "delete", "numFmt", *LOOKS, "dLblPos", *SHOWN, "separator", "showLeaderLines", "leaderLines"),
    "dLbl": ("idx", "delete", "layout", "tx", "numFmt", *LOOKS, "dLblPos", *SHOWN, "separator", "extLst"),
    "layout": ("manualLayout", "extLst"),
    "manualLayout": ("layoutTarget", "xMode", "yMode", "wMode", "hMode", "x", "y", "w", "h", "extLst"),
    "catAx": (*AXIS, "auto", "lblAlgn", "lblOffset", "tickLblSkip", "tickMarkSkip", "noMultiLvlLbl", "extLst"),
    "valAx": (*AXIS, "crossBetween", "majorUnit", "minorUnit", "dispUnits", "extLst"),
    "scaling": ("logBase", "orientation", "max", "min", "extLst"),
    "title": ("tx", "layout", "overlay", *LOOKS, "extLst"),
    "legend": ("legendPos", "legendEntry", "layout", "overlay", *LOOKS, "extLst"),
    "majorGridlines": ("spPr",),
    "tx": ("strRef", "rich"),
    "cat": ("strRef",),
    "val": ("numRef",),
    "strRef": ("f", "strCache"),
    "numRef": ("f", "numCache"),
    "strCache": ("ptCount", "pt"),
    "numCache": ("formatCode", "ptCount", "pt"),
    "pt": ("v",),
    "externalData": ("autoUpdate",),
    # drawing: 20.1 and 21.1
    "spPr": ("noFill", "solidFill", "ln"),
    "ln": ("noFill", "solidFill"),
    "solidFill": ("schemeClr", "srgbClr"),
    "txPr": ("bodyPr", "lstStyle", "p"),
    "rich": ("bodyPr", "lstStyle", "p"),
    "p": ("pPr", "r", "endParaRPr"),
    "pPr": ("defRPr",),
    "r": ("rPr", "t"),
    "rPr": ("ln", "noFill", "solidFill", "latin"),
    "defRPr": ("ln", "noFill", "solidFill", "latin"),
}
MANY = {"ser", "dLbl", "axId", "pt"}  # what may stand more than once
NEEDED: Mapping[str, Sequence[str]] = {  # what an element may not lack
    "chartSpace": ("chart",),
    "chart": ("plotArea",),
    "barChart": ("barDir", "axId"),
    "ser": ("idx", "order"),
    "dLbl": ("idx",),
    "catAx": ("axId", "scaling", "axPos", "crossAx"),
    "valAx": ("axId", "scaling", "axPos", "crossAx"),
    "strRef": ("f",),
    "numRef": ("f",),
    "pt": ("v",),
}


def out_of_order(root: etree._Element) -> list[str]:
    """What Word would call unreadable: children in another order, twice, unknown or missing."""
    found = []
    for element in root.iter():
        names = [local(child) for child in element]
        known = SEQUENCES.get(local(element), ())
        found += [f"{name} is not a child of {local(element)}" for name in names if name not in known]
        places = [known.index(name) for name in names if name in known]
        if places != sorted(places):
            found.append(f"{local(element)}: {names}")
        found += [f"{name} twice in {local(element)}" for name in {*names} - MANY if names.count(name) > 1]
        found += [f"{local(element)} lacks {name}" for name in NEEDED.get(local(element), ()) if name not in names]
    return found


@every_case
def test_elements_stand_in_the_order_of_the_standard(case: str) -> None:
    assert out_of_order(root_of(native(CASES[case]))) == []


def test_the_check_of_the_order_finds_what_is_out_of_it() -> None:
    swapped, doubled, bare = (root_of(native(CASES["edge cases"])) for _ in range(3))
    legend = next(swapped.iter(c("legend")))
    legend.insert(0, legend[-1])
    assert out_of_order(swapped) == ["legend: ['txPr', 'legendPos', 'overlay']"]
    etree.SubElement(next(doubled.iter(c("plotArea"))), c("spPr"))
    etree.SubElement(next(doubled.iter(c("plotArea"))), c("spPr"))
    assert out_of_order(doubled) == ["spPr twice in plotArea"]
    bare.clear()
    assert out_of_order(bare) == ["chartSpace lacks chart"]


@every_case
def test_ids_and_references_within_a_chart_agree(case: str) -> None:
    root = root_of(native(CASES[case]))
    axes = {axis.findtext("."): axis for axis in root.iter(c("catAx"), c("valAx"))}
    own = [e.get("val") for kind in ("catAx", "valAx") for axis in root.iter(c(kind)) for e in axis.iterfind(c("axId"))]
    assert axes
    assert [e.get("val") for e in root.iterfind(f".//{c('barChart')}/{c('axId')}")] == own
    assert [e.get("val") for e in root.iter(c("crossAx"))] == own[::-1]
    numbers = [int(e.get("val", "")) for e in root.iterfind(f".//{c('ser')}/{c('idx')}")]
    assert numbers == list(range(len(numbers)))


# ------------------------------------------------------------------------------------------------ confidentiality

HEADS = {
    0: ["Name", "Score"],
    5: ["Name", "Score", "Position among peers", "Peers: median"],
    10: ["Name", "Score", "Position among peers", "Peers: lower quartile", "Peers: median", "Peers: upper quartile"],
    20: [
        *("Name", "Score", "Position among peers", "Peers: 10 %", "Peers: lower quartile", "Peers: median"),
        *("Peers: upper quartile", "Peers: 90 %"),
    ],
}
SERIES = {
    0: ["Own score"],
    5: [" ", "Own score", "Peer median"],
    10: [" ", "Own score", "Lower quartile to median", "Median to upper quartile"],
    20: [
        *(" ", "Own score", "10 % of peers to lower quartile", "Lower quartile to median"),
        *("Median to upper quartile", "Upper quartile to 90 % of peers"),
    ],
}
FIGURES_FROM = {
    0: {45},
    5: {45, 38, 1},  # 1 is the length of the median's mark
    10: {45, 27, 38, 53, 38 - 27, 53 - 38},
    20: {45, 13, 27, 38, 53, 71, 27 - 13, 38 - 27, 53 - 38, 71 - 53},
}


def test_a_target_has_a_bar_of_its_own_below_those_of_its_row() -> None:
    """From where the target is on, as long as a mark; the label says it, and the key names it."""
    for case, starts in (("targets", ["60", None, "99"]), ("targets alone", ["40", "40"])):
        bars = {
            series.findtext(f"{c('tx')}//{c('v')}"): [cached for place, cached in caches(series) if "$A$" not in place]
            for series in root_of(native(CASES[case])).iter(c("ser"))
        }
        assert bars[" "][-1][2::3] == starts
        assert bars["Target"][-1] == [number and "1" for start in starts for number in (None, None, start)]
    labels = next(cached for place, cached in caches(root_of(native(CASES["targets"]))) if "$A$" in place)
    assert labels[2::3] == ["Target 60", None, "Target 100"]
    assert b">Target" not in native(CASES["one row"]).xml


@pytest.mark.parametrize("n", [0, 4, 5, 9, 10, 19, 20])
def test_a_chart_holds_exactly_what_the_number_of_peers_allows(n: int) -> None:
    made = native(chart(row(45, n)))
    allowed = max(least for least in HEADS if n >= least)
    found = cells(made.workbook)
    assert [found["Data"].get(f"{column}1") for column in "ABCDEFGH"[: len(HEADS[allowed])]] == HEADS[allowed]
    assert f"{'ABCDEFGHI'[len(HEADS[allowed])]}1" not in found["Data"]
    names = [e.findtext(f"{c('tx')}//{c('v')}") for e in root_of(made).iter(c("ser"))]
    assert names == SERIES[allowed]
    assert figures_in(made) == FIGURES_FROM[allowed]
    text = everything_in(made)
    assert ("uartile" in text) == (n >= 10)
    assert ("90 %" in text) == (n >= 20)
    assert ("edian" in text) == (n >= 5)
    assert "77" not in re.sub(r"[0-9A-F]{6,}", "", made.alt)  # best in class has no place here


@pytest.mark.parametrize("n", [0, 4, 5, 9, 10, 19, 20])
def test_a_row_of_a_smaller_group_stays_empty_beside_a_larger_one(n: int) -> None:
    made = native(chart(row(45, 700, "Large"), row(46, n, "Small", (17, 31, 43, 59, 79))))
    found = cells(made.workbook)["Data"]
    shown = {found[f"{column}3"] for column in "DEFGH" if f"{column}3" in found}
    assert shown == ({17, 79} if n >= 20 else set()) | ({31, 59} if n >= 10 else set()) | ({43} if n >= 5 else set())
    assert not ({17, 31, 43, 59, 79} - shown) & figures_in(made)


SECRET = Fraction(1, 7)  # makes every peer's figures recognisable by their decimals


@cache
def secret_peers(count: int) -> tuple[Peer, ...]:
    chance = random.Random(count)
    questions = load_question_set()
    return tuple(
        Peer(
            id=f"secret-peer-{number}",
            owner=f"secret-owner-{number}",
            date=date(2025, 1 + number % 12, 1),
            sector="Telecommunications",
            region="UK",
            size="Large",
            set_id=questions.id,
            set_version=questions.version,
            elements={
                e.id: Fraction(round((chance.randint(10, 80) + SECRET) * 10_000), 10_000) for e in questions.elements
            },
        )
        for number in range(count)
    )


def secrets(peers: Sequence[Peer]) -> set[str]:
    """What may stand in no output: who the peers are, and what each scored."""
    figures = {str(float(figure)) for peer in peers for figure in peer.elements.values()}
    return {"secret", *figures}


@cache
def sample() -> Scored:
    return score_workbook(SAMPLE)


@pytest.mark.parametrize("count", [0, 4, 5, 9, 10, 19, 20, 30])
def test_charts_of_real_peers_show_what_their_number_allows(count: int) -> None:
    peers = secret_peers(count)
    assessment, questions = sample().checked.assessment, sample().checked.questions
    comparison = compare(sample().scores, PeerData.of(peers, "peers.xlsx"), assessment.engagement, questions)
    data = chart_data(assessment, questions, sample().scores, comparison)
    made = [native(entry) for entry in data if isinstance(entry, PositionChart)]
    assert len(made) == 6
    for entry in made:
        text = everything_in(entry)
        assert [secret for secret in secrets(peers) if secret in text] == []
        assert all(value == int(value) for value in figures_in(entry))
        assert ("edian" in text) == (count >= 5)
        assert ("uartile" in text) == (count >= 10)
        assert ("90 %" in text) == (count >= 20)


def test_nothing_of_a_peer_is_anywhere_in_a_package_with_native_charts(tmp_path: Path) -> None:
    peers = secret_peers(9)
    (tmp_path / "peers.xlsx").write_bytes(write_peer_file(load_question_set(), peers))
    parts = read_parts(build_report(SAMPLE, BuildOptions(peers=tmp_path / "peers.xlsx", charts="native")).document)
    books = [name for name in parts if name.endswith(".xlsx")]
    assert len(books) == 6
    everything = [part for name, part in parts.items() if name.endswith((".xml", ".rels"))]
    for name in books:
        everything += parts_of(parts[name]).values()
    text = "\n".join(part.decode("utf-8") for part in everything)
    assert [secret for secret in secrets(peers) if secret in text] == []


# --------------------------------------------------------------------------------------------------- in the report


@cache
def twelve() -> bytes:
    """A report with twelve editable charts."""
    chapters = [
        replace(area_chapter("core"), id=f"core{n}", elements=(), picture=picture(f"area-core{n}")) for n in range(11)
    ]
    made = {f"area-core{n}": native(CASES["7 peers, area-core"]) for n in range(11)}
    made = {name: replace(entry, name=name) for name, entry in made.items()}
    made["overall"] = native(CASES["28 peers, overall"])
    return fill_template(TEMPLATE, demo_context(areas=tuple(chapters)), made)


@cache
def edged() -> bytes:
    """A report with every edge case, and names of every kind."""
    made = {"overall": CASES["edge cases"], "area-core": CASES["hostile names"]}
    context = demo_context()
    natives = {name: replace(native(entry), name=name) for name, entry in made.items()}
    natives["overall"] = replace(natives["overall"], headline=HOSTILE_NAMES[1], alt=HOSTILE_NAMES[1])
    return fill_template(TEMPLATE, demo_context(areas=context.areas[:1]), natives)


@pytest.mark.parametrize("document", [twelve, edged], ids=["twelve charts", "edge cases"])
def test_a_report_with_editable_charts_is_sound(document: Callable[[], bytes]) -> None:
    # a name that looks like template language is a name
    assert faults(document(), but="template-language") == []


def test_names_relationships_and_ids_are_unique_with_twelve_charts() -> None:
    parts = read_parts(twelve())
    charts = parts.related(DOCUMENT, "chart")
    assert sorted(charts) == sorted(f"word/charts/chart{n}.xml" for n in range(1, 13))
    books = [book for name in charts for book in parts.related(name, "package")]
    assert sorted(books) == sorted(f"word/embeddings/Microsoft_Excel_Sheet{n}.xlsx" for n in range(1, 13))
    body = body_of(parts)
    shown = [next(iter(e.attrib.values())) for e in body.iter(c("chart"))]
    assert len(set(shown)) == len(shown) == 12
    assert {parts.relations(DOCUMENT)[str(number)].kind for number in shown} == {"chart"}
    ids = [e.get("id") for e in body.iter(f"{{{PLACED_DRAWING}}}docPr")]
    assert len(set(ids)) == len(ids) > 12  # pictures stand beside them
    for name in charts:
        (identity,) = [e.get(f"{{{relations_namespace()}}}id", "") for e in parse(parts[name]).iter(c("externalData"))]
        assert parts.relations(name)[identity].target == parts.related(name, "package")[0]
    types = parts["[Content_Types].xml"].decode("utf-8")
    assert types.count("drawingml.chart+xml") == 12
    assert types.count('Extension="xlsx"') == 1


def relations_namespace() -> str:
    return "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_caption_regions_headline_and_alt_text_are_there_as_with_pictures() -> None:
    made = {"overall": native(CASES["28 peers, overall"]), "area-core": native(CASES["28 peers, area-core"])}
    areas = demo_context().areas[:1]
    plain, editable = (fill_template(TEMPLATE, demo_context(areas=areas), entries) for entries in (None, made))
    before, after = (read_base(read_parts(report)) for report in (plain, editable))
    assert before is not None
    assert after is not None
    assert [(r.id, r.keys) for r in before.regions] == [(r.id, r.keys) for r in after.regions]
    without, within = outline(plain), outline(editable)
    assert [line for line in without if line not in set(within)] == []
    words = [f"picture: {entry.headline}\n{entry.subtitle}\n" for entry in made.values()]
    assert [line for line in within if line not in set(without)] == words
    drawings = {e.get("name"): e.get("descr", "") for e in body_of(read_parts(editable)).iter(DOC_PROPERTIES)}
    for name, entry in made.items():
        assert drawings[name] == entry.alt
        assert entry.headline in entry.alt


DOC_PROPERTIES = f"{{{PLACED_DRAWING}}}docPr"


@every_case
def test_alt_text_tells_what_the_chart_shows(case: str) -> None:
    made = native(CASES[case])
    assert made.alt.startswith(CASES[case].headline[:200])
    assert len(made.alt) <= 1000
    assert "best in class" not in made.alt
    if len(CASES[case].rows) < 8 and case != "hostile names":
        told = [
            f"{v:.{CASES[case].decimals}f}" for v in cells(made.workbook)["Data"].values() if not isinstance(v, str)
        ]
        assert all(with_true_minus(number) in made.alt for number in told)


def test_a_note_stands_below_the_chart() -> None:
    made = native(replace(CASES["edge cases"], note="Peers withheld: one owner has too many of them."))
    body = body_of(read_parts(fill_template(TEMPLATE, demo_context(areas=()), {"overall": made})))
    paragraph = next(p for p in body.iter(w("p")) if next(p.iter(c("chart")), None) is not None)
    runs = [run for run in paragraph.iter(w("r")) if shown_text(run).strip() or run.find(w("drawing")) is not None]
    assert runs[-2].find(w("drawing")) is not None
    assert shown_text(runs[-1]) == made.note


def test_hostile_names_pass_as_text_into_a_sound_document() -> None:
    parts = read_parts(edged())
    body = body_of(parts)
    assert HOSTILE_NAMES[1] in [shown_text(run) for run in body.iter(w("r"))]
    assert HOSTILE_NAMES[1] in [e.get("descr") for e in body.iter(DOC_PROPERTIES)]


# ---------------------------------------------------------------------------------------------------- the digest


def draft(folder: Path, parts: Mapping[str, bytes]) -> Path:
    path = folder / "client-report.docx"
    path.write_bytes(write_parts(parts))
    return path


def cached_value_changed(parts: Package) -> None:
    name = parts.related(DOCUMENT, "chart")[0]
    root = parse(parts[name])
    value = next(root.iter(c("numCache"))).find(f"{c('pt')}/{c('v')}")
    assert value is not None
    value.text = "99"
    parts[name] = serialise(root)


def name_in_the_chart_changed(parts: Package) -> None:
    name = parts.related(DOCUMENT, "chart")[1]
    parts[name] = parts[name].replace(b"Analysis and planning", b"Planning")


def workbook_changed(parts: Package) -> None:
    name = parts.related(parts.related(DOCUMENT, "chart")[0], "package")[0]
    book = openpyxl.load_workbook(io.BytesIO(parts[name]))
    book["Data"]["J9"] = "A consultant's remark"
    saved = io.BytesIO()
    book.save(saved)
    parts[name] = saved.getvalue()


def title_of_the_axis_changed(parts: Package) -> None:
    name = parts.related(DOCUMENT, "chart")[0]
    parts[name] = parts[name].replace(b"Score out of 100", b"Score")


def chart_replaced_by_another(parts: Package) -> None:
    first, second = parts.related(DOCUMENT, "chart")[:2]
    parts[first] = parts[second]


@pytest.mark.parametrize(
    "edit",
    [
        cached_value_changed,
        name_in_the_chart_changed,
        workbook_changed,
        title_of_the_axis_changed,
        chart_replaced_by_another,
    ],
    ids=lambda edit: edit.__name__.replace("_", " "),
)
def test_an_edited_chart_is_noticed(tmp_path: Path, edit: Callable[[Package], None]) -> None:
    parts = read_parts(twelve())
    assert draft_is_untouched(draft(tmp_path, parts)) is True
    edit(parts)
    assert draft_is_untouched(draft(tmp_path, parts)) is False


def test_a_chart_in_other_colours_is_noticed_as_looks_alone(tmp_path: Path) -> None:
    parts = read_parts(twelve())
    before = fingerprint(parts)
    for name in parts.related(DOCUMENT, "chart"):
        parts[name] = parts[name].replace(b'val="accent1"', b'val="accent2"')
    assert fingerprint(parts).content == before.content
    assert draft_is_untouched(draft(tmp_path, parts)) is False


@pytest.mark.office
def test_libreoffice_saves_charts_with_their_figures_and_workbooks(tmp_path: Path, soffice: Office) -> None:
    saved = soffice.convert(draft(tmp_path, read_parts(edged())), "docx", tmp_path / "saved")
    assert fingerprint(read_parts(saved)).content == fingerprint(read_parts(edged())).content


# ------------------------------------------------------------------------------------------------------- the look


@pytest.mark.office
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler) is not installed")
def test_libreoffice_draws_every_bar_where_its_figure_says(tmp_path: Path, soffice: Office) -> None:
    made = native(chart(row(100, 28, spread=SPREAD), row(50, 7), name="overall"))
    context = demo_context(areas=())
    source = draft(tmp_path, read_parts(fill_template(TEMPLATE, context, {"overall": made})))
    pdf = soffice.convert(source, "pdf", tmp_path / "printed")
    subprocess.run(["pdftoppm", "-r", "60", "-png", str(pdf), str(tmp_path / "page")], check=True)
    pages = (np.asarray(Image.open(page).convert("RGB")) for page in sorted(tmp_path.glob("page*.png")))
    spans = next(found for page in pages if (found := spans_on(page)))
    start, end = spans["score"]
    for name, (low, high) in {"lower": (27, 38), "upper": (38, 53), "mark": (38, 39)}.items():
        left, right = (100 * (x - start) / (end - start) for x in spans[name])
        assert left == pytest.approx(low, abs=1.5), name
        assert right == pytest.approx(high, abs=1.5), name


COLOURS = {"lower": "B4BFCB", "upper": "8996A5", "mark": "323F4B", "score": "0B4A86"}


def spans_on(page: np.ndarray) -> dict[str, tuple[int, int]]:
    """First and last column of each colour in the chart on a page; empty for a page without one."""
    places = {name: (page == tuple(bytes.fromhex(colour))).all(axis=2) for name, colour in COLOURS.items()}
    if not all(place.any() for place in places.values()):
        return {}
    top = int(places["lower"].any(axis=1).argmax())
    places["score"] = places["score"][top - 8 : top]  # the bar above that of the peers
    found = {}
    for name, place in places.items():
        columns = np.flatnonzero(place[place.any(axis=1).argmax()])  # its topmost line: the key is further down
        found[name] = int(columns[0]), int(columns[-1]) + 1
    return found


# ------------------------------------------------------------------------------------------------- same bytes, light

DIGESTS = """
import hashlib
from tests.test_native_charts import edged, twelve
print(*(hashlib.sha256(document()).hexdigest() for document in (edged, twelve)))
"""


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "12", "TZ": "Asia/Tokyo", "PYTHONPATH": str(SAMPLE.parents[1])}
    other = subprocess.run(
        [sys.executable, "-c", DIGESTS], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert other.stdout.split() == [hashlib.sha256(document()).hexdigest() for document in (edged, twelve)]


def test_editable_charts_need_no_drawing_library() -> None:
    code = "import sys, reportgen.charts.native; print('matplotlib' in sys.modules, 'openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@every_case
def test_every_chart_fits_a_page(case: str) -> None:
    made = native(CASES[case])
    assert made.width_mm == 160
    assert 20 < made.height_mm < 220


# ------------------------------------------------------------------------------------------------------ the command


def test_the_option_places_charts_keeps_the_pictures_beside_and_is_recorded(tmp_path: Path) -> None:
    built = run("build", SAMPLE, "-o", tmp_path, "--charts", "native")
    assert built.exit_code == 0, built.output
    folder = tmp_path / "sample-client"
    parts = read_parts(folder / "sample-client-report.docx")
    drawings = {e.get("name") for e in body_of(parts).iter(DOC_PROPERTIES)}
    assert {"overall", "area-core", "model", "evidence", "levels", "moves"} <= drawings
    assert len(parts.related(DOCUMENT, "chart")) == 6
    assert not any(e.get("val") == "" for e in body_of(parts).iter(f"{{{DRAWING}}}blip"))
    results = json.loads((folder / "sample-client-results.json").read_text(encoding="utf-8"))
    assert results["made_with"]["charts"] == "native"
    assert {"overall.png", "area-core.png", "model.png"} <= {path.name for path in (folder / "charts").iterdir()}
    assert draft_is_untouched(folder / "sample-client-report.docx") is True
    assert faults((folder / "sample-client-report.docx").read_bytes()) == []
    assert BuildRecord().choice("charts") == "picture"
