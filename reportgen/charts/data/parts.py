"""The parts of a model as rows of a chart."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.charts.kinds import RowRank
from reportgen.common.model import OVERALL, QuestionSet


def ranked_parts(questions: QuestionSet, whole: str) -> Iterator[tuple[str, str, RowRank]]:
    """The whole under this title, areas and elements in report order: id, title, rank.

    What is the only one of a larger part is not told again.
    """
    yield OVERALL, whole, RowRank.WHOLE
    for area in questions.areas:
        if len(questions.areas) > 1:
            yield area.id, area.title, RowRank.AREA
        if len(area.elements) > 1:
            yield from ((element.id, element.title, RowRank.ELEMENT) for element in area.elements)
