"""Rules of native charts: axes that exist, series told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reportgen.office.checks import rules
from reportgen.office.checks.markup import CHART, Element
from reportgen.office.checks.package import Package
from reportgen.office.checks.rules import Finding

_AXES = ("catAx", "valAx", "dateAx", "serAx")


def chart_findings(package: Package) -> Iterator[Finding]:
    """What makes Word drop or repair a chart."""
    for name in package.parts:
        if package.content_type(name).endswith("drawingml.chart+xml"):
            root = package.tree(name)
            if root is not None:
                yield from _axes(name, root)
                yield from _series(name, root)


def _axes(part: str, root: Element) -> Iterator[Finding]:
    axes = (axis.find(f"{{{CHART}}}axId") for kind in _AXES for axis in root.iter(f"{{{CHART}}}{kind}"))
    known = {number.get("val", "") for number in axes if number is not None}
    for element in root.iter(f"{{{CHART}}}axId", f"{{{CHART}}}crossAx"):
        if element.get("val", "") not in known:
            yield rules.CHART_AXIS.at(part, element, id=element.get("val", ""))


def _series(part: str, root: Element) -> Iterator[Finding]:
    for what in ("idx", "order"):
        found = (series.find(f"{{{CHART}}}{what}") for series in root.iter(f"{{{CHART}}}ser"))
        numbers = Counter(element.get("val", "") for element in found if element is not None)
        yield from (rules.CHART_SERIES.at(part, what=what, id=number) for number, n in numbers.items() if n > 1)
