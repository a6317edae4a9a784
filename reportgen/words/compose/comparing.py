"""How areas, elements, topics and questions compare with one another, in sentences; ties in print are ties in words.

A topic is compared by its own score, never by that of its best or worst question; a question is named by its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from reportgen.common.figures import Figure, Points, figure
from reportgen.common.language import capitalised, counted, every, how_many, listed, number, part_of, quoted
from reportgen.common.method import INTERVAL, SCORES_CLOSE
from reportgen.common.model import Area, Element, GroupScore, Interval
from reportgen.common.ranking import NAMED, Ends, ends_of
from reportgen.words.compose.facts import Facts, Rated


class WithPoints(Protocol):
    """Whatever has a printed score."""

    @property
    def points(self) -> Points:
        """The printed score."""


class Titled(WithPoints, Protocol):
    """An area, an element or a topic with its printed score."""

    @property
    def title(self) -> str:
        """As the report calls it."""


def points_of(entry: WithPoints) -> Decimal:
    """The printed score, by which everything is ranked."""
    return entry.points


def areas_compared(facts: Facts) -> str:
    """The highest and the lowest area; empty when there is only one in the set or none has a score."""
    parts, whole = facts.area_parts(), len(facts.questions.areas)
    if not parts or whole == 1:
        return ""
    if len(parts) == 1:
        return f"Of the {number(whole)} areas only {parts[0].title} has a score, {parts[0].points}."
    ends = ends_of(parts, points_of)
    these = f"the {number(len(parts))} areas{'' if len(parts) == whole else ' with a score'}"
    if ends is None:
        return f"{capitalised(these)} all stand at {parts[0].points}."
    unsure = facts.unsettled(ends.top, ends.bottom)
    if len(parts) == 2:
        ahead = f"{ends.top[0].title} comes out ahead of {ends.bottom[0].title}"
        return f"{ahead}: {ends.high} against {ends.low}{unsure}."
    come = "comes" if len(ends.top) == 1 else "come"
    return (
        f"Of {these}, {at_one_score(ends.top)} {come} out highest and {at_one_score(ends.bottom)} lowest,"
        f" {facts.in_points(ends.apart)} apart{unsure}."
    )


def elements_compared(facts: Facts, area: Area) -> str:
    """The highest and the lowest element of an area; empty when it has but one, or none has a score."""
    parts, whole = facts.element_parts(area), len(area.elements)
    if not parts or whole == 1:
        return ""
    if len(parts) == 1:
        return f"Of its {number(whole)} elements only {parts[0].title} has a score, {parts[0].points}."
    scored = "" if len(parts) == whole else " with a score"
    ends = ends_of(parts, points_of)
    if ends is None:
        return f"Its {number(len(parts))} elements{scored} stand at {parts[0].points}."
    unsure = facts.unsettled(ends.top, ends.bottom)
    if len(parts) == 2:
        lie = f"{facts.in_points(ends.apart)} {'lies' if ends.apart == 1 else 'lie'}"
        return f"{ends.top[0].title} scores {ends.high}, {ends.bottom[0].title} {ends.low}: {lie} between them{unsure}."
    return f"Its elements{scored} run from {at_one_score(ends.bottom)} to {at_one_score(ends.top)}{unsure}."


def all_elements_compared(facts: Facts) -> str:
    """The highest and the lowest of all elements; empty with fewer than two scores, or where each is an area."""
    parts = facts.element_parts()
    if len(parts) < 2 or all(len(area.elements) == 1 for area in facts.questions.areas):
        return ""
    ends = ends_of(parts, points_of)
    if ends is None:
        return f"Every element with a score stands at {parts[0].points}."
    unsure = facts.unsettled(ends.top, ends.bottom)
    return f"Element by element, scores run from {at_one_score(ends.bottom)} to {at_one_score(ends.top)}{unsure}."


def topics_compared(facts: Facts, element: Element, turn: int) -> str:
    """The highest and the lowest topic of an element, each by its own score; empty with fewer than two scores.

    `turn` varies the words where several elements are alike.
    """
    topics, whole = facts.topics_in(element.id), len(element.topics)
    if len(topics) < 2:
        return ""
    these = f"its {number(len(topics))} topics{'' if len(topics) == whole else ' with a score'}"
    ends = ends_of(topics, points_of)
    if ends is None:
        return f"{capitalised(these)} stand at {topics[0].points} each."
    best, worst = at_one_score(ends.top), at_one_score(ends.bottom)
    if len(topics) == 2:
        return f"Of {these}, {best} stands above {worst}."
    if ends.apart <= facts.scale.of_span(SCORES_CLOSE):
        return f"{capitalised(these)} run from {worst} to {best}."
    score = "scores" if len(ends.top) == 1 else "score"
    wordings = (
        f"Of {these}, {best} {_is(ends.top)} furthest on and {worst} furthest back.",
        f"Of {these}, {best} {score} highest and {worst} lowest.",
        f"{capitalised(these)} spread over {facts.in_points(ends.apart)}, from {worst} to {best}.",
    )
    return wordings[turn % len(wordings)]


def _is(same: Sequence[object]) -> str:
    return "is" if len(same) == 1 else "are"


def at_one_score(same: Sequence[Titled]) -> str:
    """Those that share a score: "Targeting (44) and Proposition (44)", "five of them (5 each)"."""
    return with_points(same) if len(same) <= NAMED else f"{number(len(same))} of them ({same[0].points} each)"


def with_points(parts: Sequence[Titled]) -> str:
    """The titles with their scores: "Targeting (58) and Proposition (44)"."""
    return listed(f"{part.title} ({part.points})" for part in parts)


# --------------------------------------------------------------------------------------- what scores rest on


def scored_of(score: GroupScore) -> str:
    """How many of a part's questions were scored."""
    asked = score.questions - score.not_applicable
    if not asked:
        return ""
    out = Figure(score.not_applicable, f"{score.id}.not-applicable")
    dropped = f"; {number(out)} {'was' if out == 1 else 'were'} judged not applicable" if out else ""
    these = capitalised(part_of(Figure(score.scored, f"{score.id}.scored"), asked, "question"))
    was = "was" if score.scored == 1 or asked == 1 else "were"
    return f"{these} that {'applies' if asked == 1 else 'apply'} {was} scored{dropped}."


def interval(facts: Facts, score: GroupScore) -> str:
    """The interval of a score in words, or why it has none; empty without a score."""
    if score.interval is None:
        return no_interval(score)
    low, high = _bounds(facts, score.id, score.interval)
    same = "of the same levels " if len(facts.levels) > 1 else ""
    return (
        f"Had other people {same}been interviewed, a score between {low} and {high}"
        f" would have been unsurprising ({INTERVAL})."
    )


def interval_in_short(facts: Facts, score: GroupScore) -> str:
    """The interval of a score, where its meaning was told before, or why it has none; empty without a score."""
    if score.interval is None:
        return no_interval(score)
    low, high = _bounds(facts, score.id, score.interval)
    return f"The {INTERVAL} of the score runs from {low} to {high}."


def no_interval(score: GroupScore) -> str:
    """Why a score has no interval, as a sentence; empty where it has one, and without a score."""
    reason = score.no_interval if score.value is not None else None
    return f"No {INTERVAL} is given: {reason.value}." if reason else ""


def single_interview(facts: Facts) -> str:
    """What a reader has to know where only one person was interviewed; empty where more were."""
    if len(facts.assessment.interviews) != 1:
        return ""
    return "All scores rest on one single interview, so they are the view of one person."


def _bounds(facts: Facts, figure_id: str, interval: Interval) -> tuple[str, str]:
    low, high = facts.scale.printed(interval.low), facts.scale.printed(interval.high)
    return figure(f"{figure_id}.interval.low", low), figure(f"{figure_id}.interval.high", high)


def low_and_high(facts: Facts, figure_id: str) -> str:
    """How many questions of an area or of the whole score low and how many high; empty for fewer than two."""
    rated = facts.rated_in(figure_id)
    if len(rated) < 2:
        return ""
    low = Figure(len(facts.weakest(rated)), f"{figure_id}.low")
    high = Figure(len(facts.strongest(rated)), f"{figure_id}.high")
    among = Figure(len(rated), f"{figure_id}.rated")
    if len(rated) in (low, high):
        limit = f"under {facts.middling_from}" if low else f"{facts.high_from} or more"
        return f"{capitalised(part_of(low or high, among, 'scored question'))} score {limit}."
    return (
        f"Of {counted(among, 'scored question')}, {_scoring(low)} under {facts.middling_from};"
        f" {_scoring(high)} {facts.high_from} or more."
    )


def _scoring(count: int) -> str:
    return f"{how_many(count)} {'scores' if count < 2 else 'score'}"


def questions_compared(facts: Facts, rated: Sequence[Rated], turn: int) -> str:
    """The lowest of a few questions, or the highest where all score high; empty when there are none.

    What is told depends on how the scores lie; `turn` varies the words where several elements are alike.
    """
    if len(rated) < 2:
        return the_only_question(rated)
    ends = ends_of(rated, points_of)
    if ends is None:
        return f"{capitalised(every(len(rated), 'scored question'))} stand at {rated[0].points}."
    high, low = ends.high, ends.low
    if high < facts.scale.middling_from:
        return f"No question here scores more than {high}; {_come(ends.bottom, 'last')}, at {low}."
    if low >= facts.scale.high_from:
        return f"No question here scores less than {low}; {_come(ends.top, 'first')}, at {high}."
    if turn % 2:
        return f"{_lowest(ends)}; the highest is {high}."
    lie = "lie close together," if ends.apart <= facts.scale.of_span(SCORES_CLOSE) else "run"
    return f"Question by question, scores {lie} from {low} to {high}; {_come(ends.bottom, 'last')}."


def the_only_question(rated: Sequence[Rated]) -> str:
    """The one question that has a score; empty when none has."""
    if not rated:
        return ""
    return f"Only one question has a score: {quoted(rated[0].question.text)} stands at {rated[0].points}."


def _come(same: Sequence[Rated], where: str) -> str:
    """The questions at one end: the only one by its words, of several how many they are and the first."""
    if len(same) == 1:
        return f"{asked(same[0])} comes {where}"
    return f"{number(len(same))} come {where}, among them {asked(same[0])}"


def _lowest(ends: Ends[Rated, Decimal]) -> str:
    if len(ends.bottom) == 1:
        return f"The lowest score of a question, {ends.low}, goes to {asked(ends.bottom[0])}"
    many = capitalised(counted(len(ends.bottom), "question"))
    return f"{many} share the lowest score, {ends.low}, among them {asked(ends.bottom[0])}"


def asked(rated: Rated) -> str:
    """A question in its words, with its number."""
    return f"{quoted(rated.question.text)} ({rated.question.id})"
