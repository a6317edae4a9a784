"""The assessment on one page: the overall score, the areas, how far evidence has come, and what the levels say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import SHARES, box_axis
from reportgen.charts.data.positions import position_row, row_ends, subtitle_of, with_own_numbers
from reportgen.charts.data.profiles import recorded_for
from reportgen.charts.kinds import Bar, BarPanel, OnePageChart, PositionRow
from reportgen.charts.wording import drawable
from reportgen.common.language import counted, every, listed, lowered, signed
from reportgen.common.method import ENDS_APART, INTERVAL, SHARES_FALL
from reportgen.common.model import OVERALL, Comparison, QuestionSet, Scores
from reportgen.common.ranking import ends_of
from reportgen.common.rounding import percent, printed_number
from reportgen.common.scale import Scale

MOST_AREAS = 16  # on the page; more are told by the picture of the areas alone
ONE_INTERVIEW = "one interview: one person’s view"


def one_page_charts(
    questions: QuestionSet, scores: Scores, comparison: Comparison, *, client: str, interviews: int
) -> tuple[OnePageChart, ...]:
    """The whole in one picture; none where nothing has a score.

    A part without data is left out: the areas of a set with one, or with too many for the page, evidence that nobody
    recorded, levels that are not compared.
    """
    scale, standings = questions.scale, comparison.standings
    overall = position_row("Overall score", scores.overall, standings.get(OVERALL), scale, strong=True)
    rows = [position_row(a.title, scores.areas[a.id], standings.get(a.id), scale) for a in questions.areas]
    overall, *areas = with_own_numbers((overall, *rows), comparison.database)
    if all(row.score is None for row in (overall, *areas)):
        return ()
    shown = tuple(areas) if 1 < len(areas) <= MOST_AREAS else ()
    strongest, weakest = row_ends(shown, scale, ENDS_APART)
    headline = headlines.overall_headline(client, overall, areas)
    subtitle = subtitle_of((overall, *shown), comparison.database, comparison)
    panels = tuple(_panels(questions, scores))
    told = tuple(_told(overall))
    return (
        OnePageChart(
            name="one-page",
            headline=headline,
            subtitle=subtitle,
            alt_text=_in_words(headline, subtitle, overall, shown, panels),
            overall=overall,
            out_of="" if overall.score is None else scale.out_of,
            told=told,
            warning=ONE_INTERVIEW if interviews == 1 else "",
            scale=box_axis(scale),
            areas=shown,
            boxes=box_axis(scale, (value for row in shown for value in (row.score, row.median) if value is not None)),
            strongest=strongest,
            weakest=weakest,
            panels=panels,
        ),
    )


def _told(overall: PositionRow) -> Iterator[str]:
    """What stands below the overall score."""
    if overall.score is None:
        yield overall.words
        return
    if overall.interval is not None:
        yield "{} {} to {}".format(INTERVAL, *map(printed_number, overall.interval))
    if overall.median is not None and overall.gap is not None:
        yield f"median of {counted(overall.n, 'peer')} {printed_number(overall.median)} ({signed(overall.gap)})"


def _panels(questions: QuestionSet, scores: Scores) -> Iterator[BarPanel]:
    evidence = scores.evidence.get(OVERALL)
    if evidence is not None and evidence.recorded:
        shares = [(state.title, percent(evidence.shares.get(state.id))) for state in questions.states]
        bars = tuple(
            Bar(title=drawable(title), value=Decimal(share), figure=f"{share} %")
            for title, share in shares
            if share is not None
        )
        yield BarPanel(
            title=_evidence_title(bars),
            lowest=SHARES.lowest,
            highest=SHARES.highest,
            bars=bars,
            note=f"share of answers, recorded for {recorded_for(evidence)}",
        )
    yield from _levels(questions, scores)


def _evidence_title(bars: Sequence[Bar]) -> str:
    """That the first state runs ahead of the last, where it does."""
    first, last = bars[0], bars[-1]
    if first.value - last.value >= SHARES_FALL:
        return f"{first.title} runs ahead of {lowered(last.title)}"
    return f"From {lowered(first.title)} to {lowered(last.title)}" if len(bars) > 1 else first.title


def _levels(questions: QuestionSet, scores: Scores) -> Iterator[BarPanel]:
    """The scores that the levels give the whole, over the questions that all of them answered."""
    compared, scale = scores.levels.get(OVERALL), questions.scale
    if compared is None or compared.reason or len(questions.levels) < 2:
        return
    found = [(level.plural, compared.values.get(level.id)) for level in questions.levels]
    bars = tuple(
        Bar(title=drawable(title), value=scale.rounded(value), figure=scale.printed(value))
        for title, value in found
        if value is not None
    )
    common = f"over the {counted(compared.questions, 'question')} that {every(len(bars), 'level')} answered"
    others = f", of {compared.scored} behind the overall score" if compared.rests_on_other_questions else ""
    yield BarPanel(
        title=_levels_title(bars, scale),
        lowest=scale.lowest,
        highest=scale.highest,
        bars=bars,
        note=f"{common}{others}",
    )


def _levels_title(bars: Sequence[Bar], scale: Scale) -> str:
    """Who sees more in place, where the levels lie apart."""
    ends = ends_of(bars, lambda bar: bar.value)
    if len(bars) != 2 or ends is None or ends.apart < scale.of_span(ENDS_APART):
        return listed((bars[0].title, *(lowered(bar.title) for bar in bars[1:])))
    return f"{ends.top[0].title} see more in place than {lowered(ends.bottom[0].title)}"


def _in_words(
    headline: str, subtitle: str, overall: PositionRow, areas: Sequence[PositionRow], panels: Sequence[BarPanel]
) -> str:
    """Of the areas as much as the bars show: neither their intervals nor where their peers lie."""
    rows = [overall, *(replace(row, interval=None, middle_half=None, band=None, best_in_class=None) for row in areas)]
    bars = [f"{p.title}: {', '.join(f'{bar.title} {bar.figure}' for bar in p.bars)}, {p.note}" for p in panels]
    versions = ([wording.position_of_row(row, is_short=short) for row in rows] + bars for short in (False, True))
    return wording.alt_text(headline, subtitle, *versions)
