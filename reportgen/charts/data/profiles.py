"""Several figures of each element on one line: shares of the evidence states, scores of the levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import SHARES, as_printed, score_axis
from reportgen.charts.kinds import EvidenceChart, LevelChart, ProfileRow
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.language import counted, every, listed, lowered, signed
from reportgen.common.method import LEVELS_DIFFER
from reportgen.common.model import OVERALL, EvidenceShare, QuestionSet, Scores
from reportgen.common.ranking import NAMED, leaders
from reportgen.common.rounding import percent
from reportgen.common.scale import Scale

RANKED_ON_A_PAGE = 40  # rows of evidence
ROWS_ON_A_PAGE = 28  # rows, with the heading of an area counted as one
NOT_RECORDED = "not recorded"
NOT_COMPARED = "not compared"


def evidence_charts(questions: QuestionSet, scores: Scores) -> tuple[EvidenceChart, ...]:
    """Shares of scored answers with each evidence state; none when no state was recorded, or for but one element."""
    whole_set = scores.evidence.get(OVERALL)
    if whole_set is None or not whole_set.recorded or not questions.states or len(questions.elements) < 2:
        return ()
    states = [drawable(state.title) for state in questions.states]
    overall = _evidence_row(OVERALL, "All answers", "", whole_set, questions)
    elements = [
        _evidence_row(element.id, element.title, "", scores.evidence.get(element.id), questions)
        for element in questions.elements
    ]
    shown = sorted((row for row in elements if row.has_data), key=_by_last_state, reverse=True)
    headline = headlines.evidence_headline(states, overall, shown)
    subtitle = _evidence_subtitle(whole_set, states, len(elements) - len(shown))
    series = listed([lowered(state) for state in states])
    return tuple(
        EvidenceChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, f"{subtitle}{addition}. In % for {series}", _told(part)),
            series=tuple(states),
            axis=SHARES,
            column=states[-1],
            rows=part,
        )
        for stem, addition, part in named("evidence", stacked((overall, *shown), lambda row: 1, RANKED_ON_A_PAGE))
    )


def level_charts(questions: QuestionSet, scores: Scores) -> tuple[LevelChart, ...]:
    """The scores of the levels beside each other; none where nothing is compared, or for but one element."""
    levels = [level for level in questions.levels if scores.level_counts.get(level.id)]
    if all(compared.reason for compared in scores.levels.values()) or len(levels) < 2 or len(questions.elements) < 2:
        return ()
    ids = [level.id for level in levels]
    scale = questions.scale
    overall = _level_row(OVERALL, "Overall score", "", scores, ids, scale)
    elements = [
        _level_row(element.id, element.title, area.title, scores, ids, scale)
        for area in questions.areas
        for element in area.elements
    ]
    names = [drawable(level.plural) for level in levels]
    headline = headlines.levels_headline(names, elements)
    shown = _with_the_widest([row for row in elements if row.difference is not None], scale)
    bold = "; bold marks the widest gaps" if any(row.is_wide for row in shown) else ""
    over = f"Scores over the questions that {every(len(levels), 'level')} answered"
    subtitle = f"{over}{_left_out(len(elements) - len(shown))}{bold}"
    series = tuple(names)
    return tuple(
        LevelChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(headline, f"{subtitle}{addition}. For {listed(series)}", _told(part)),
            series=series,
            axis=score_axis(scale),
            column="Gap (interviews)",
            rows=part,
        )
        for stem, addition, part in named("levels", _pages((overall, *shown)))
    )


def _evidence_row(
    row_id: str, title: str, area: str, share: EvidenceShare | None, questions: QuestionSet
) -> ProfileRow:
    shares = share.shares if share else {}
    percents = (percent(shares.get(state.id)) for state in questions.states)
    values = tuple(None if value is None else Decimal(value) for value in percents)
    last = values[-1]
    return _row(row_id, title, area, values, NOT_RECORDED if last is None else f"{last} %")


def _by_last_state(row: ProfileRow) -> tuple[Decimal | int, ...]:
    """What rows of evidence are ranked by: the last state, of equal ones the state before it; printed shares."""
    return tuple(-1 if value is None else value for value in reversed(row.values))


def _level_row(row_id: str, title: str, area: str, scores: Scores, levels: Sequence[str], scale: Scale) -> ProfileRow:
    found = scores.levels.get(row_id)
    values = tuple(as_printed(scale, found.values.get(level)) if found else None for level in levels)
    first, last = values[0], values[-1]
    if found is None or first is None or last is None:
        return _row(row_id, title, area, values, NOT_COMPARED)
    held = ", ".join(str(found.interviews[level]) for level in levels)
    return _row(row_id, title, area, values, f"{signed(last - first)}  (n = {held})")


def _with_the_widest(rows: Sequence[ProfileRow], scale: Scale) -> list[ProfileRow]:
    """The rows with those marked on which the levels differ most: the same that the text names."""
    apart = [row for row in rows if row.apart >= scale.of_span(LEVELS_DIFFER)]
    widest = {row.id for row in leaders(apart, lambda row: row.apart, NAMED)}
    return [replace(row, is_wide=row.id in widest) for row in rows]


def _row(row_id: str, title: str, area: str, values: tuple[Decimal | None, ...], words: str) -> ProfileRow:
    first, last = values[0], values[-1]
    return ProfileRow(
        id=row_id,
        title=drawable(title),
        area=drawable(area),
        values=values,
        words=words,
        difference=None if first is None or last is None else last - first,
        strong=row_id == OVERALL,
    )


def _left_out(count: int) -> str:
    """How many elements are not in the picture for want of data."""
    return f"; {counted(count, 'element')} without figures left out" if count else ""


def _evidence_subtitle(share: EvidenceShare, states: Sequence[str], left_out: int) -> str:
    order = f"most {lowered(states[-1])} first"
    shown = "each state" if len(states) > 1 else lowered(states[0])
    return f"Share of answers that show {shown}, in %; {order}; recorded for {recorded_for(share)}{_left_out(left_out)}"


def recorded_for(share: EvidenceShare) -> str:
    """For how many answers evidence was recorded: "all 926 scored answers"."""
    whole = share.recorded == share.answers
    return f"{'all' if whole else f'{share.recorded} of'} {share.answers} scored answers"


def _pages(rows: Sequence[ProfileRow]) -> list[tuple[ProfileRow, ...]]:
    before = ("", *(row.area for row in rows))
    heights = {row.id: 1 + (row.area != area) for row, area in zip(rows, before, strict=False)}
    return stacked(rows, lambda row: heights[row.id], ROWS_ON_A_PAGE)


def _told(rows: Iterable[ProfileRow]) -> Iterable[str]:
    return map(wording.profile_in_words, rows)
