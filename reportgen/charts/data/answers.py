"""What a mean hides: for each part of the model, how the scores of its questions spread over the boxes of the scale."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.charts import headlines, wording
from reportgen.charts.data.parts import ranked_parts
from reportgen.charts.data.scale import MOST_BOXES, scale_boxes
from reportgen.charts.kinds import AnswersChart, AnswersRow, RowRank
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.language import number
from reportgen.common.method import QUESTIONS_FOR_SHARES
from reportgen.common.model import QuestionSet, Scores

ROWS_ON_A_PAGE = 38


def answers_charts(questions: QuestionSet, scores: Scores) -> tuple[AnswersChart, ...]:
    """The distribution of the questions; none where no part has a score, or the scale has too many boxes to tell apart.

    A question counts by its printed score, as it does where low questions are counted; a part whose score is withheld
    has no bar, but its questions count in the parts above it, as they do there.
    """
    scale = questions.scale
    if not 1 < len(scale.boxes) <= MOST_BOXES:
        return ()
    rows = [_row(*part, questions, scores) for part in ranked_parts(questions, "All questions")]
    if not any(row.n for row in rows):
        return ()
    headline = headlines.answers_headline(rows, scale)
    few = any(row.n and not row.has_shares for row in rows)
    under = f"; under {number(QUESTIONS_FOR_SHARES)} no shares are told" if few else ""
    subtitle = f"Share of scored questions by the box their score lies nearest to, in %; n: scored questions{under}"
    return tuple(
        AnswersChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(
                headline,
                f"{subtitle}{addition}. {_order(part)}",
                map(wording.answers_in_words, part),
                (wording.answers_in_words(row) for row in part if row.rank is not RowRank.ELEMENT),
            ),
            boxes=scale_boxes(scale),
            rows=part,
        )
        for stem, addition, part in named("answers", stacked(rows, lambda row: 1, ROWS_ON_A_PAGE))
    )


def _order(rows: Sequence[AnswersRow]) -> str:
    """In which order and unit the rows tell their boxes; those of few questions say themselves that they count."""
    return f"{'In % from' if any(row.has_shares for row in rows) else 'From'} the lowest box"


def _row(part: str, title: str, rank: RowRank, questions: QuestionSet, scores: Scores) -> AnswersRow:
    group = scores.group(part)
    return AnswersRow(
        id=part,
        title=drawable(title),
        rank=rank,
        counts=group.nearest or (0,) * len(questions.scale.boxes),
        has_shares=sum(group.nearest) >= QUESTIONS_FOR_SHARES,
        words=group.absence.short if group.absence else "",
    )
