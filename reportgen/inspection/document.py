"""All rules of a Word file, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.inspection.accessibility import accessibility_findings
from reportgen.inspection.charts import chart_findings
from reportgen.inspection.debris import debris_findings
from reportgen.inspection.fields import field_findings
from reportgen.inspection.markup import Element
from reportgen.inspection.package import Package
from reportgen.inspection.references import reference_findings
from reportgen.inspection.rules import Finding
from reportgen.inspection.structure import structure_findings
from reportgen.inspection.word_file import WordFile


def document_findings(
    package: Package, main: str, root: Element, literal: Iterable[str], language: str
) -> Iterator[Finding]:
    """All that is wrong with a Word file beyond its package."""
    file = WordFile(package, main, root)
    yield from reference_findings(file)
    yield from field_findings(file)
    yield from structure_findings(file)
    yield from chart_findings(package)
    yield from debris_findings(file, literal)
    yield from accessibility_findings(file, language)
