"""What a study found, for its pictures: correlations with intervals, in the order of the model, never by their size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reportgen.charts import headlines, wording
from reportgen.charts.kinds import AssociationChart, AssociationRow, AxisRange, RowRank
from reportgen.charts.pages import named, stacked
from reportgen.common.language import counted
from reportgen.common.method import INTERVAL, YEARS_OF_CHANGE
from reportgen.common.study import Association, Study, StudyLevel

_ROWS = 26  # of a picture
_NEAR, _WHOLE = Fraction(1, 2), Fraction(1)  # to where an axis reaches
_RANKS = {StudyLevel.OVERALL: RowRank.WHOLE, StudyLevel.AREA: RowRank.AREA, StudyLevel.ELEMENT: RowRank.ELEMENT}


def study_charts(study: Study) -> dict[str, tuple[AssociationChart, ...]]:
    """Pictures of a study by indicator, and under an empty name those of the overall score with every indicator shown.

    An indicator of which too little is known to tell of areas has none of its own.
    """
    shown = study.to_show
    overall = [_row(one.overall, one.name, f"indicator-{number}") for number, one in enumerate(shown, start=1)]
    charts = {
        "": tuple(_charts("study-overall", "the overall score", headlines.study_headline(overall), overall, study))
    }
    for number, indicator in enumerate(shown, start=1):
        levels = [level for level in StudyLevel if level is not StudyLevel.OVERALL and indicator.told_at(level)]
        rows = [_row(one) for one in indicator.associations if one.part.level in levels]
        headline = headlines.indicator_headline(wording.drawable(indicator.name), rows)
        scores = "scores of " + " and ".join(f"{level.value}s" for level in levels)
        charts[indicator.name] = tuple(_charts(f"study-{number}", scores, headline, rows, study))
    return charts


def _row(one: Association, title: str = "", row_id: str = "") -> AssociationRow:
    found = one.correlation
    return AssociationRow(
        id=row_id or one.part.id,
        title=wording.drawable(title or one.part.title),
        rank=_RANKS[one.part.level],
        n=one.n,
        rho=found.rho if found else None,
        interval=found.interval if found else None,
        is_found=one.is_found,
        words="" if found else one.words,
    )


def _charts(
    name: str, scores: str, headline: str, rows: Sequence[AssociationRow], study: Study
) -> Iterator[AssociationChart]:
    """The rows in as many pictures as they need; none where nothing may be told."""
    ends = [abs(end) for row in rows for end in row.interval or ()]
    if not ends:
        return
    reach = _NEAR if max(ends) <= _NEAR else _WHOLE
    about = f"Rank correlation of {scores} with the change over {counted(YEARS_OF_CHANGE, 'year')}"
    invented = "; invented organisations" if study.invented else ""
    parts = stacked(rows, lambda row: 1, _ROWS)
    for stem, added, part in named(name, parts):
        subtitle = f"{about}, sectors and sizes taken out, {INTERVAL}s{invented}{added}"
        told = [wording.association_in_words(row, is_short=False) for row in part]
        short = [wording.association_in_words(row, is_short=True) for row in part]
        yield AssociationChart(
            name=stem,
            headline=headline,
            subtitle=subtitle,
            alt_text=wording.alt_text(headline, subtitle, told, short),
            axis=AxisRange("Rank correlation", -reach, reach, reach / 2, 2),
            rows=part,
        )
