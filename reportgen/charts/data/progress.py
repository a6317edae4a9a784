"""Progress: overall, areas and elements then and now, over the questions that both assessments scored."""

from __future__ import annotations

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import as_printed, score_axis
from reportgen.charts.data.parts import ranked_parts
from reportgen.charts.kinds import ProgressChart, ProgressRow, RowRank
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.language import counted
from reportgen.common.model import ChangeSince, NoMark, QuestionSet, Scores, SinceEarlier
from reportgen.common.scale import Scale

ROWS_ON_A_PAGE = 40


def progress_charts(questions: QuestionSet, scores: Scores) -> tuple[ProgressChart, ...]:
    """The changes since an earlier assessment; none without one, or where nothing can be compared."""
    since = scores.since
    if since is None or all(change.now is None for change in since.changes.values()):
        return ()
    rows = [
        _row(since.changes[part], title, rank, questions.scale)
        for part, title, rank in ranked_parts(questions, "Overall")
    ]
    headline = headlines.progress_headline(since, rows[0], questions)
    subtitle = _subtitle(since)
    return tuple(
        ProgressChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(
                headline,
                f"{subtitle}{addition}",
                (wording.progress_in_words(row, is_short=False) for row in part),
                (wording.progress_in_words(row, is_short=True) for row in part),
            ),
            then=since.then,
            now=since.now,
            axis=score_axis(questions.scale),
            rows=part,
        )
        for stem, addition, part in named("progress", stacked(rows, lambda row: 1, ROWS_ON_A_PAGE))
    )


def _row(change: ChangeSince, title: str, rank: RowRank, scale: Scale) -> ProgressRow:
    few = "few questions" if change.no_mark is NoMark.FEW_QUESTIONS else ""
    words = change.mark.value if change.mark else few
    return ProgressRow(
        id=change.id,
        title=drawable(title),
        rank=rank,
        then=as_printed(scale, change.then),
        now=as_printed(scale, change.now),
        words=change.absence.short if change.absence else words,
        mark=change.mark,
    )


def _subtitle(since: SinceEarlier) -> str:
    both = f"the {counted(len(since.scores), 'question')} that both assessments scored in equal words"
    over = f"Scores over {both}, so they may differ from those in other pictures"
    unmarked = "" if since.has_interviews else "; without its interviews, no change can be called clear"
    return f"{over}{unmarked}{'; the earlier assessment is invented' if since.invented else ''}"
