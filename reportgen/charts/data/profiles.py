"""Several figures of each element on one line: shares of the evidence states, scores of the levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.charts import headlines, wording
from reportgen.charts.kinds import EvidenceChart, LevelChart, ProfileRow
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.language import listed, lowered, signed
from reportgen.common.method import OUT_OF, WIDE_GAP
from reportgen.common.model import OVERALL, EvidenceShare, QuestionSet, Scores
from reportgen.common.rounding import percent, whole

ROWS_ON_A_PAGE = 28  # rows, with the heading of an area counted as one
NOT_RECORDED = "not recorded"
NOT_COMPARED = "not compared"


def evidence_charts(questions: QuestionSet, scores: Scores) -> tuple[EvidenceChart, ...]:
    """Shares of scored answers with each evidence state; none when no state was recorded."""
    whole_set = scores.evidence.get(OVERALL)
    if whole_set is None or not whole_set.recorded or not questions.states:
        return ()
    states = [drawable(state.title) for state in questions.states]
    overall = _evidence_row(OVERALL, "All answers", "", whole_set, questions)
    elements = [
        _evidence_row(element.id, element.title, area.title, scores.evidence.get(element.id), questions)
        for area in questions.areas
        for element in area.elements
    ]
    headline = headlines.evidence_headline(states, overall, elements)
    subtitle = _evidence_subtitle(whole_set)
    series = listed([lowered(state) for state in states])
    return tuple(
        EvidenceChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, f"{subtitle}{addition}. In % for {series}", _told(part)),
            series=tuple(states),
            axis="Share of answers, %",
            column=f"{states[0]} → {lowered(states[-1])}" if len(states) > 1 else states[0],
            rows=part,
        )
        for stem, addition, part in named("evidence", _pages((overall, *elements)))
    )


def level_charts(questions: QuestionSet, scores: Scores) -> tuple[LevelChart, ...]:
    """The scores of the levels beside each other; none where nothing is compared."""
    levels = [level for level in questions.levels if scores.level_counts.get(level.id)]
    if all(compared.reason for compared in scores.levels.values()) or len(levels) < 2:
        return ()
    ids = [level.id for level in levels]
    overall = _level_row(OVERALL, "Overall score", "", scores, ids)
    elements = [
        _level_row(element.id, element.title, area.title, scores, ids)
        for area in questions.areas
        for element in area.elements
    ]
    names = [drawable(level.plural) for level in levels]
    headline = headlines.levels_headline(names, elements)
    subtitle = f"Scores over the questions that both levels answered; bold marks a gap of {WIDE_GAP} or more"
    series = tuple(f"{name} (n = {scores.level_counts[i]})" for name, i in zip(names, ids, strict=True))
    return tuple(
        LevelChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, f"{subtitle}{addition}. For {listed(series)}", _told(part)),
            series=series,
            axis=f"Score {OUT_OF}",
            column="Gap",
            rows=part,
        )
        for stem, addition, part in named("levels", _pages((overall, *elements)))
    )


def _evidence_row(
    row_id: str, title: str, area: str, share: EvidenceShare | None, questions: QuestionSet
) -> ProfileRow:
    shares = share.shares if share else {}
    values = tuple(percent(shares.get(state.id)) for state in questions.states)
    return _row(row_id, title, area, values, NOT_RECORDED, with_ends=True)


def _level_row(row_id: str, title: str, area: str, scores: Scores, levels: Sequence[str]) -> ProfileRow:
    found = scores.levels.get(row_id)
    values = tuple(whole(found.values.get(level)) if found else None for level in levels)
    return _row(row_id, title, area, values, NOT_COMPARED, with_ends=False)


def _row(
    row_id: str, title: str, area: str, values: tuple[int | None, ...], missing: str, *, with_ends: bool
) -> ProfileRow:
    """A row; `missing` is said where an end of the line is, `with_ends` puts both ends beside their difference."""
    first, last = values[0], values[-1]
    difference = None if first is None or last is None else last - first
    words = missing if difference is None else signed(difference)
    if with_ends and difference is not None:
        words = f"{first} → {last}  ({words})" if len(values) > 1 else f"{first} %"
    return ProfileRow(
        id=row_id,
        title=drawable(title),
        area=drawable(area),
        values=values,
        words=words,
        difference=difference,
        is_wide=difference is not None and abs(difference) >= WIDE_GAP,
        strong=row_id == OVERALL,
    )


def _evidence_subtitle(share: EvidenceShare) -> str:
    answers = (
        f"all {share.answers} scored answers"
        if share.recorded == share.answers
        else f"{share.recorded} of {share.answers} scored answers"
    )
    return (
        f"Share of answers that show each state, in %; recorded for {answers}; bold marks a gap of {WIDE_GAP} or more"
    )


def _pages(rows: Sequence[ProfileRow]) -> list[tuple[ProfileRow, ...]]:
    before = ("", *(row.area for row in rows))
    heights = {row.id: 1 + (row.area != area) for row, area in zip(rows, before, strict=False)}
    return stacked(rows, lambda row: heights[row.id], ROWS_ON_A_PAGE)


def _told(rows: Iterable[ProfileRow]) -> Iterable[str]:
    return map(wording.profile_in_words, rows)
