"""The topics of an area, element by element: the mean of each, and the scores of its questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from reportgen.charts import headlines, wording
from reportgen.charts.data.axes import as_printed, box_axis
from reportgen.charts.data.positions import row_ends
from reportgen.charts.data.scale import MOST_BOXES, scale_boxes
from reportgen.charts.kinds import QuestionDot, TopicGroup, TopicRow, TopicsChart
from reportgen.charts.pages import named, stacked
from reportgen.charts.wording import drawable
from reportgen.common.method import ENDS_APART
from reportgen.common.model import Area, Element, GroupScore, QuestionSet, Scores, Topic
from reportgen.common.rounding import printed_number
from reportgen.common.scale import Scale

ROWS_ON_A_PAGE = 32.0  # topics and heads of elements, of the height of a title on one line
SEVERAL = 2  # scored questions, for a topic to be named as the highest or the lowest
DOTS_ON_THE_AXIS = 36  # side by side: closer ones would touch
LEVELS_IN_A_ROW = 2.5  # of dots, in a row of that height ...
ONE_LINE, TALLER = 40, 1.25  # ... longer titles take two lines, and a row so much higher


def topic_charts(area: Area, questions: QuestionSet, scores: Scores) -> tuple[TopicsChart, ...]:
    """The topics of an area; none where no topic is scored, or its elements are not divided into topics."""
    scale = questions.scale
    groups = [_group(element, scores, scale) for element in area.elements]
    topics = [row for group in groups for row in group.rows]
    told = [row for row in topics if row.score is not None and len(row.dots) >= SEVERAL]
    if all(len(group.rows) < 2 for group in groups) or all(row.score is None for row in topics):
        return ()
    headline = headlines.topics_headline(drawable(area.title), told, has_ends=any(row_ends(told, scale, ENDS_APART)))
    dots = "each dot is one question, those that would touch stand above each other"
    subtitle = f"Mean of each topic’s scored questions {scale.out_of}; {dots}"
    boxes = scale_boxes(scale)
    return tuple(
        TopicsChart(
            name=stem,
            headline=headline,
            subtitle=subtitle + addition,
            alt_text=wording.alt_text(
                headline, subtitle + addition, _told(part, is_short=False), _told(part, is_short=True)
            ),
            axis=box_axis(scale),
            boxes=boxes if len(boxes) <= MOST_BOXES else (),
            groups=part,
        )
        for stem, addition, part in named(f"topics-{area.id}", stacked(_pieces(groups), _height, ROWS_ON_A_PAGE))
    )


def _group(element: Element, scores: Scores, scale: Scale) -> TopicGroup:
    found = scores.elements[element.id]
    exact = {topic.id: scores.topics[element.id][topic.id] for topic in element.topics}
    ranked = sorted(element.topics, key=lambda topic: _rank(exact[topic.id]))
    return TopicGroup(
        id=element.id,
        title=drawable(element.title),
        score=as_printed(scale, found.value),
        scored=found.scored,
        rows=tuple(_row(element, topic, exact[topic.id], scores, scale) for topic in ranked),
        words=found.absence.short if found.absence else "",
    )


def _rank(score: GroupScore) -> tuple[bool, Fraction]:
    """The highest first, those without a score at the end; equal ones in the order of the set."""
    return score.value is None, -(score.value or Fraction(0))


def _row(element: Element, topic: Topic, score: GroupScore, scores: Scores, scale: Scale) -> TopicRow:
    values = [(question.id, scores.questions[question.id].value) for question in topic.questions]
    shown = [(name, scale.rounded(value)) for name, value in values if value is not None]
    printed = as_printed(scale, score.value)
    return TopicRow(
        id=f"{element.id}/{topic.id}",
        title=drawable(topic.title),
        score=printed,
        box=0 if printed is None else scale.nearest(printed),
        dots=tuple(_dots(shown, scale)) if printed is not None else (),
        words=score.absence.short if score.absence else "",
    )


def _dots(shown: Iterable[tuple[str, Decimal]], scale: Scale) -> Iterator[QuestionDot]:
    """A dot a question, on the first level on which it touches none before it: the line, above it, below it, ..."""
    touching, last = scale.span / DOTS_ON_THE_AXIS, dict[int, Decimal]()
    for name, value in sorted(shown, key=lambda entry: entry[1]):
        level = 0
        while level in last and value - last[level] < touching:
            level = 1 - level if level <= 0 else -level
        last[level] = value
        yield QuestionDot(id=name, value=value, level=level)


def _pieces(groups: Iterable[TopicGroup]) -> Iterator[TopicGroup]:
    """The elements; one that outgrows a page in several pieces."""
    for group in groups:
        for rows in stacked(group.rows, _row_height, ROWS_ON_A_PAGE - 1):
            yield replace(group, rows=rows)


def _height(group: TopicGroup) -> float:
    """The height of an element, in rows with a title on one line."""
    return 1 + sum(map(_row_height, group.rows))


def _row_height(row: TopicRow) -> float:
    return max(TALLER if len(row.title) > ONE_LINE else 1.0, (row.levels + 0.5) / LEVELS_IN_A_ROW)


def _told(groups: Sequence[TopicGroup], *, is_short: bool) -> list[str]:
    told = []
    for group in groups:
        score = f", {group.words}" if group.score is None else f" {printed_number(group.score)}"
        rows = ", ".join(wording.topic_in_words(row, is_short=is_short) for row in group.rows)
        told.append(f"{group.title}{score}: {rows}")
    return told
