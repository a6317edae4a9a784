"""An editable chart on its way from the charts to the report: plain bytes, known to both."""

from __future__ import annotations

from dataclasses import dataclass

WORKBOOK_RELATION = "rId1"  # the relationship by which the XML of a chart names its workbook


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A Word chart with the workbook it is edited in, and the words that stand round it on the page."""

    name: str  # "overall", "area-core"
    xml: bytes  # the chart part; names its workbook by `WORKBOOK_RELATION`
    workbook: bytes  # an .xlsx file whose cells hold what the chart part shows
    alt: str  # what it shows, in words
    width_mm: float
    height_mm: float
    headline: str = ""  # above it
    subtitle: str = ""
    note: str = ""  # below it: why peers are withheld
