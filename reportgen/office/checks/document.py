"""All rules of a Word file, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.office.checks.accessibility import accessibility_findings
from reportgen.office.checks.charts import chart_findings
from reportgen.office.checks.fields import field_findings
from reportgen.office.checks.leftovers import leftover_findings
from reportgen.office.checks.markup import Element
from reportgen.office.checks.package import Package
from reportgen.office.checks.references import reference_findings
from reportgen.office.checks.rules import Finding
from reportgen.office.checks.structure import structure_findings
from reportgen.office.checks.word_file import WordFile


def document_findings(
    package: Package, main: str, root: Element, literal: Iterable[str], language: str
) -> Iterator[Finding]:
    """All that is wrong with a Word file beyond its package."""
    file = WordFile(package, main, root)
    yield from reference_findings(file)
    yield from field_findings(file)
    yield from structure_findings(file)
    yield from chart_findings(package)
    yield from leftover_findings(file, literal)
    yield from accessibility_findings(file, language)
