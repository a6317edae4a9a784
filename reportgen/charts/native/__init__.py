"""Editable Word charts of the positions among peers: chart part and workbook, from the same rows as the pictures.

One stacked bar chart, for Word and LibreOffice both draw it right: the score is a bar of its own, the peers are a bar
below it, and the median is the border between its two darker greys. What may not be shown has no cell, no cached value
and no series.
"""

from __future__ import annotations

from dataclasses import replace

from reportgen.charts import wording
from reportgen.charts.kinds import PositionChart
from reportgen.charts.native.chart_part import chart_part, height_mm
from reportgen.charts.native.sheets import plan_of, workbook
from reportgen.common.native_chart import NativeChart


def native(chart: PositionChart) -> NativeChart:
    """The chart as Word draws and edits it; the same bytes for the same chart."""
    plan = plan_of(chart)
    height = height_mm(plan)
    return NativeChart(
        name=chart.name,
        xml=chart_part(plan, chart.width_mm, height),
        workbook=workbook(plan),
        alt=_alt_text(chart),
        width_mm=chart.width_mm,
        height_mm=height,
        headline=chart.headline,
        subtitle=chart.subtitle,
        note=chart.note,
    )


def _alt_text(chart: PositionChart) -> str:
    """The alt text of the picture without intervals and best in class, which a stacked bar has no place for."""
    rows = [replace(row, interval=None, best_in_class=None) for row in chart.rows]
    versions = ([wording.position_of_row(row, is_short=short) for row in rows] for short in (False, True))
    return wording.alt_text(chart.headline, chart.subtitle, *versions)


__all__ = ["native"]
