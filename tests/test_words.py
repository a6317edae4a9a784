"""The words of the report, whatever the results are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

import pytest

from reportgen.charts import Chart
from reportgen.common.model import HORIZONS
from reportgen.word.xml import shown_text, w
from reportgen.words.context import ReportContext
from tests.claims.reports import Case, composed
from tests.claims.told import told_in
from tests.packages import read_parts
from tests.report_builders import TEMPLATE
from tests.test_claims import CASES, SECTOR_TITLES, of_sector
from tests.word_files import body_of

pytestmark = pytest.mark.slow

READ: Mapping[str, Callable[[], Case]] = {
    name: CASES[name] for name in ("sample", "drafted", "half filled", "nothing scored", "one interview")
} | {sector: lambda sector=sector: of_sector(sector) for sector in SECTOR_TITLES}
every_report = pytest.mark.parametrize("name", READ)


@cache
def report(name: str) -> tuple[ReportContext, tuple[Chart, ...]]:
    """The words and charts of a report."""
    context, charts, *_ = composed(READ[name]())
    return context, charts


def texts_of(name: str) -> Iterator[tuple[str, str]]:
    """Every text of a report, with its place."""
    yield from ((told.place, told.what) for told in told_in(*report(name), {}) if isinstance(told.what, str))


# ---------------------------------------------------------------------------------------------------------- type


@every_report
def test_apostrophes_are_those_of_print(name: str) -> None:
    assert [place for place, text in texts_of(name) if "'" in text] == []


def test_apostrophes_of_the_template_are_those_of_print() -> None:
    texts = (shown_text(paragraph) for paragraph in body_of(read_parts(TEMPLATE)).iter(w("p")))
    own = [re.sub(r"\{[{%#].*?[}%#]\}", "", text) for text in texts]
    assert [text for text in own if "'" in text] == []


def test_a_horizon_over_several_initiatives_has_its_plural() -> None:
    context, _ = report("sample")
    plurals = ["Burning platforms", "Quick wins", "Big prizes", "Strategic initiatives"]
    assert [horizon.title for horizon in context.horizons] == plurals
    assert [cell.horizon.title for row in context.overall.road_map for cell in row.cells][: len(HORIZONS)] == plurals
