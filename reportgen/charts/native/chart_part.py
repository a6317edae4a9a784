"""The chart part: DrawingML for one stacked bar chart, its caches filled from the cells of the workbook.

Word reads the children of an element in the order of the standard (ISO/IEC 29500-1, 21.2) and calls a part that has
them in another one unreadable: each function here sets them in that order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from lxml import etree

from reportgen.charts import theme
from reportgen.charts.kinds import AxisRange
from reportgen.charts.native.sheets import (
    PLOT,
    CachedCell,
    ChartSheets,
    Series,
    SeriesPart,
    axis_number,
    number_format,
)
from reportgen.common.native_chart import WORKBOOK_RELATION

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Element = etree._Element

# Lengths in millimetres
_TOP_MM, _RIGHT_MM, _LABEL_MM = 3.0, 5.0, 56.0
_BAR_MM = 3.5  # height of a row of bars, and of the line of text beside it
_LONE_BAR_MM = 7.5  # of a row where there is nothing but scores
_PLOT_LIMIT_MM = 195.0  # what a page leaves for the bars
_AXIS_MM = 7.0  # figures and title of the axis
_AXIS_TITLE_MM = 53.0  # from the left border: there the title ends, before the axis begins
_LETTER_MM = 1.25  # of that title
_KEY_MM = 10.0

_NAMES_AXIS, _SCORES_AXIS = 111111111, 222222222
_HUNDREDTHS = 100  # type sizes are in hundredths of a point
_SMALL, _LETTER = 0.05, 0.015  # of the scale: under it a bar has no room for a number of one letter, of each further

# Slots of Word's theme, so that a firm's colours reach the chart; greys that carry meaning stay as they are.
_ACCENT, _INK, _MUTED, _RULE, _PAPER = "accent1", "tx1", "tx2", "accent5", "bg1"
_FILLS = {
    SeriesPart.OFFSET: None,
    SeriesPart.SCORE: _ACCENT,
    SeriesPart.LOW: theme.BAND,
    SeriesPart.LOWER: theme.MIDDLE_HALF,
    SeriesPart.UPPER: theme.UPPER_HALF,
    SeriesPart.HIGH: theme.BAND,
    SeriesPart.MEDIAN: theme.MEDIAN,
    SeriesPart.TARGET: _INK,
    SeriesPart.MEDIAN_BELOW: theme.MEDIAN,
    SeriesPart.TARGET_BELOW: _INK,
    SeriesPart.HIGH_BELOW: theme.BAND,
    SeriesPart.UPPER_BELOW: theme.UPPER_HALF,
    SeriesPart.LOWER_BELOW: theme.MIDDLE_HALF,
    SeriesPart.LOW_BELOW: theme.BAND,
}


def height_mm(plan: ChartSheets) -> float:
    """The height of the chart, within what a page holds."""
    return _TOP_MM + _plot_height_mm(plan) + _AXIS_MM + (_KEY_MM if _has_key(plan) else 0)


def chart_part(plan: ChartSheets, width: float, height: float) -> bytes:
    """The part as XML; `width` and `height` in millimetres."""
    space = etree.Element(f"{{{CHART}}}chartSpace", nsmap={"c": CHART, "a": _DRAWING, "r": _RELATIONS})
    source = _c("externalData", _c("autoUpdate", val=0))
    source.set(f"{{{_RELATIONS}}}id", WORKBOOK_RELATION)
    space.extend(
        [
            _c("date1904", val=0),
            _c("lang", val="en-GB"),
            _c("roundedCorners", val=0),
            _chart(plan, width, height),
            _shape(_no_fill(), _line(None)),
            _text(theme.SMALL_PT, _INK),
            source,
        ]
    )
    return etree.tostring(space, encoding="UTF-8", xml_declaration=True, standalone=True)


def _chart(plan: ChartSheets, width: float, height: float) -> Element:
    key = _c("legend", _c("legendPos", val="b"), _c("overlay", val=0), _text(theme.KEY_PT, _MUTED))
    bottom = _TOP_MM + _plot_height_mm(plan)
    left = _AXIS_TITLE_MM - len(plan.axis.title) * _LETTER_MM
    title = _axis_title(plan.axis.title, _place(x=max(left, 0) / width, y=(bottom + 0.4) / height))
    return _c(
        "chart",
        _c("autoTitleDeleted", val=1),
        _c(
            "plotArea",
            _bars_place(plan, width, height),
            _bars(plan),
            _names_axis(plan.axis),
            _scores_axis(plan.axis, title),
        ),
        *([key] if _has_key(plan) else []),
        _c("plotVisOnly", val=1),
        _c("dispBlanksAs", val="gap"),
    )


def _has_key(plan: ChartSheets) -> bool:
    return len(plan.series) > 1


def _plot_height_mm(plan: ChartSheets) -> float:
    rows = len(plan.labels)
    return min(rows * (_BAR_MM if plan.bars > 1 else _LONE_BAR_MM), _PLOT_LIMIT_MM)


def _bars_place(plan: ChartSheets, width: float, height: float) -> Element:
    """Where the bars stand: beside a column of fixed width for names, whatever the program."""
    return _place(
        _c("layoutTarget", val="inner"),
        x=_LABEL_MM / width,
        y=_TOP_MM / height,
        w=(width - _LABEL_MM - _RIGHT_MM) / width,
        h=_plot_height_mm(plan) / height,
    )


def _place(*target: Element, **shares: float) -> Element:
    """A place from the corner of the chart, in shares of its width and height."""
    edges = (_c(name, val="edge") for name in ("xMode", "yMode"))
    return _c("layout", _c("manualLayout", *target, *edges, *(_c(k, val=f"{v:.4f}") for k, v in shares.items())))


# ---------------------------------------------------------------------------------------------------------- bars


def _bars(plan: ChartSheets) -> Element:
    return _c(
        "barChart",
        _c("barDir", val="bar"),
        _c("grouping", val="stacked"),
        _c("varyColors", val=0),
        *(_series(series, number, plan) for number, series in enumerate(plan.series)),
        _c("gapWidth", val=12 if plan.bars > 1 else 60),
        _c("overlap", val=100),
        _c("axId", val=_NAMES_AXIS),
        _c("axId", val=_SCORES_AXIS),
    )


def _series(series: Series, number: int, plan: ChartSheets) -> Element:
    column = chr(ord("B") + number)
    last = len(plan.labels) + 1
    fill = _FILLS[series.part]
    numbers = [_labels(series.cells, plan)] if series.part is SeriesPart.SCORE else []
    return _c(
        "ser",
        _c("idx", val=number),
        _c("order", val=number),
        _c("tx", _cached("str", f"{PLOT}!${column}$1", [CachedCell(series.part.value)])),
        _shape(_no_fill() if fill is None else _fill(fill), _line(None)),
        _c("invertIfNegative", val=0),
        *numbers,
        _c("cat", _cached("str", f"{PLOT}!$A$2:$A${last}", plan.labels)),
        _c("val", _cached("num", f"{PLOT}!${column}$2:${column}${last}", series.cells)),
    )


def _cached(kind: str, place: str, cells: Sequence[CachedCell | None]) -> Element:
    """A reference to cells ("str" or "num") with their values; an empty cell has none."""
    form = [_text_in("formatCode", "General")] if kind == "num" else []
    points = (
        _c("pt", _text_in("v", str(cell.value)), idx=number) for number, cell in enumerate(cells) if cell is not None
    )
    return _c(f"{kind}Ref", _text_in("f", place), _c(f"{kind}Cache", *form, _c("ptCount", val=len(cells)), *points))


def _labels(cells: Sequence[CachedCell | None], plan: ChartSheets) -> Element:
    """The scores at the ends of their bars."""
    form = number_format(plan.decimals)
    scores = ((number, cell.value) for number, cell in enumerate(cells) if cell)
    small = [
        _label_beside(number, score, form)
        for number, score in scores
        if isinstance(score, Decimal) and _is_small(score, plan.axis)
    ]
    return _c("dLbls", *small, *_label_form(_PAPER, form))


def _is_small(score: Decimal, axis: AxisRange) -> bool:
    """True when the bar, which begins at zero or where the axis does, has no room for its number."""
    bar = abs(Fraction(score) - max(axis.lowest, Fraction(0))) / axis.span
    return float(bar) < _SMALL + _LETTER * (len(str(score)) - 1)


def _label_beside(number: int, score: Decimal, form: str) -> Element:
    """The score of a bar too short to hold it, a little further out, on the ground of the chart."""
    moved = _c("layout", _c("manualLayout", _c("x", val="-0.0200" if score < 0 else "0.0200"), _c("y", val="0")))
    return _c("dLbl", _c("idx", val=number), moved, *_label_form(_INK, form))


def _label_form(colour: str, form: str) -> Iterator[Element]:
    yield _c("numFmt", formatCode=form, sourceLinked=0)
    yield _shape(_no_fill(), _line(None))
    yield _text(theme.SMALL_PT, colour, bold=True)
    yield _c("dLblPos", val="inEnd")
    for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        yield _c(f"show{name}", val=int(name == "Val"))


# ---------------------------------------------------------------------------------------------------- axes and key


def _names_axis(axis: AxisRange) -> Element:
    """Names from top to bottom; every row has its label, for the empty ones are meant to be empty."""
    return _c(
        "catAx",
        _c("axId", val=_NAMES_AXIS),
        _c("scaling", _c("orientation", val="maxMin")),
        _c("delete", val=0),
        _c("axPos", val="l"),
        _c("numFmt", formatCode="General", sourceLinked=0),
        _c("majorTickMark", val="none"),
        _c("minorTickMark", val="none"),
        _c("tickLblPos", val="low" if axis.lowest < 0 else "nextTo"),  # the line of the names stands at zero
        _shape(_line(_RULE)),
        _text(theme.SMALL_PT, _INK),
        _c("crossAx", val=_SCORES_AXIS),
        _c("crosses", val="autoZero"),
        _c("auto", val=0),
        _c("lblOffset", val=100),
        _c("tickLblSkip", val=1),
        _c("noMultiLvlLbl", val=1),
    )


def _scores_axis(axis: AxisRange, title: Element) -> Element:
    """The whole scale in every chart: how far the best is from perfect is part of the message."""
    ends = (_c(name, val=str(axis_number(end))) for name, end in (("max", axis.highest), ("min", axis.lowest)))
    return _c(
        "valAx",
        _c("axId", val=_SCORES_AXIS),
        _c("scaling", _c("orientation", val="minMax"), *ends),
        _c("delete", val=0),
        _c("axPos", val="b"),
        _c("majorGridlines", _shape(_line(_RULE))),
        title,
        _c("numFmt", formatCode=number_format(axis.decimals), sourceLinked=0),
        _c("majorTickMark", val="none"),
        _c("minorTickMark", val="none"),
        _c("tickLblPos", val="nextTo"),
        _shape(_line(None)),
        _text(theme.KEY_PT, _MUTED),
        _c("crossAx", val=_NAMES_AXIS),
        _c("crosses", val="max"),  # the names run downwards, so their end is the bottom
        _c("crossBetween", val="between"),
        _c("majorUnit", val=str(axis_number(axis.step))),
    )


def _axis_title(words: str, place: Element) -> Element:
    run = _a("r", _properties("rPr", theme.KEY_PT, _MUTED, lang="en-GB"), _text_in("t", words, _DRAWING))
    paragraph = _a("p", _a("pPr", _properties("defRPr", theme.KEY_PT, _MUTED)), run)
    return _c("title", _c("tx", _c("rich", _a("bodyPr"), _a("lstStyle"), paragraph)), place, _c("overlay", val=0))


# ------------------------------------------------------------------------------------------------- small elements


def _c(name: str, /, *children: Element, **attributes: str | int) -> Element:
    return _element(CHART, name, children, attributes)


def _a(name: str, /, *children: Element, **attributes: str | int) -> Element:
    return _element(_DRAWING, name, children, attributes)


def _element(namespace: str, name: str, children: Sequence[Element], attributes: dict[str, str | int]) -> Element:
    element = etree.Element(f"{{{namespace}}}{name}", {key: str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def _text_in(name: str, text: str, namespace: str = CHART) -> Element:
    element = etree.Element(f"{{{namespace}}}{name}")
    element.text = text
    return element


def _shape(*looks: Element) -> Element:
    return _c("spPr", *looks)


def _no_fill() -> Element:
    return _a("noFill")


def _fill(colour: str) -> Element:
    """A fill by "#RRGGBB" or by the name of a slot of the theme."""
    return _a("solidFill", _a("srgbClr", val=colour[1:]) if colour.startswith("#") else _a("schemeClr", val=colour))


def _line(colour: str | None) -> Element:
    """A hairline, or none."""
    return _a("ln", _no_fill()) if colour is None else _a("ln", _fill(colour), w=6350)


def _text(pt: float, colour: str, *, bold: bool = False) -> Element:
    """How text looks: size, colour, the theme's font for running text."""
    paragraph = _a("p", _a("pPr", _properties("defRPr", pt, colour, bold=bold)), _a("endParaRPr", lang="en-GB"))
    # level text: left to itself, LibreOffice drops labels that stand close
    return _c("txPr", _a("bodyPr", rot=0, vert="horz"), _a("lstStyle"), paragraph)


def _properties(name: str, pt: float, colour: str, *, bold: bool = False, **attributes: str) -> Element:
    size = round(pt * _HUNDREDTHS)
    return _a(name, _fill(colour), _a("latin", typeface="+mn-lt"), **attributes, sz=size, b=int(bold))
