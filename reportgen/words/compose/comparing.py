"""How areas, elements and questions compare with one another, in sentences; ties in print are ties in words."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.common.figures import Figure, figure
from reportgen.common.language import capitalised, counted, every, how_many, listed, number, part_of, quoted
from reportgen.common.method import INTERVAL, SCORES_CLOSE
from reportgen.common.model import Area, GroupScore, Interval
from reportgen.common.rounding import printed
from reportgen.words.compose.facts import NAMED, Facts, Part, Rated


def areas_compared(facts: Facts) -> str:
    """The highest and the lowest area; empty when there is only one in the set or none has a score."""
    parts, whole = facts.area_parts(), len(facts.questions.areas)
    if not parts or whole == 1:
        return ""
    if len(parts) == 1:
        return f"Of the {number(whole)} areas only {parts[0].title} has a score, {parts[0].points}."
    best, worst = extremes_of(parts)
    high, low = best[0].points, worst[0].points
    these = f"the {number(len(parts))} areas{'' if len(parts) == whole else ' with a score'}"
    if high == low:
        return f"{capitalised(these)} all stand at {high}."
    if len(parts) == 2:
        return f"{best[0].title} comes out ahead of {worst[0].title}: {high} against {low}."
    come = "comes" if len(best) == 1 else "come"
    return (
        f"Of {these}, {titles_of(best)} {come} out highest ({high}) and {titles_of(worst)} lowest ({low}),"
        f" {counted(high - low, 'point')} apart."
    )


def elements_compared(facts: Facts, area: Area) -> str:
    """The highest and the lowest element of an area; empty when it has but one, or none has a score."""
    parts, whole = facts.element_parts(area), len(area.elements)
    if not parts or whole == 1:
        return ""
    if len(parts) == 1:
        return f"Of its {number(whole)} elements only {parts[0].title} has a score, {parts[0].points}."
    best, worst = extremes_of(parts)
    high, low = best[0].points, worst[0].points
    if high == low:
        return f"Its {number(len(parts))} elements{'' if len(parts) == whole else ' with a score'} stand at {high}."
    if len(parts) == 2:
        lie = "one point lies" if high - low == 1 else f"{number(high - low)} points lie"
        return f"{best[0].title} scores {high}, {worst[0].title} {low}: {lie} between them."
    scored = "" if len(parts) == whole else " with a score"
    return f"Its elements{scored} run from {titles_of(worst)} ({low}) to {titles_of(best)} ({high})."


def all_elements_compared(facts: Facts) -> str:
    """The highest and the lowest of all elements; empty with fewer than two scores."""
    parts = facts.element_parts()
    if len(parts) < 2:
        return ""
    best, worst = extremes_of(parts)
    high, low = best[0].points, worst[0].points
    if high == low:
        return f"Every element with a score stands at {high}."
    bottom, top = (titles_of(same) if len(same) <= NAMED else f"{number(len(same))} elements" for same in (worst, best))
    return f"Element by element, scores run from {bottom} ({low}) to {top} ({high})."


def extremes_of(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """The parts with the highest and those with the lowest printed score; they are the same when all are equal."""
    high, low = max(part.points for part in parts), min(part.points for part in parts)
    return [part for part in parts if part.points == high], [part for part in parts if part.points == low]


def titles_of(parts: Sequence[Part]) -> str:
    """The titles in a list."""
    return listed(part.title for part in parts)


def with_points(parts: Sequence[Part]) -> str:
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


def interval(score: GroupScore) -> str:
    """The interval of a score in words; empty when there is none."""
    if score.interval is None:
        return ""
    low, high = _bounds(score.id, score.interval)
    return (
        f"Had other people of the same levels been interviewed, a score between {low} and {high}"
        f" would have been unsurprising ({INTERVAL})."
    )


def interval_in_short(score: GroupScore) -> str:
    """The interval of a score, where its meaning was told before; empty when there is none."""
    if score.interval is None:
        return ""
    low, high = _bounds(score.id, score.interval)
    return f"The {INTERVAL} of the score runs from {low} to {high}."


def _bounds(figure_id: str, interval: Interval) -> tuple[str, str]:
    low, high = printed(interval.low), printed(interval.high)
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
        limit = f"under {facts.questions.middling_from}" if low else f"{facts.questions.high_from} or more"
        return f"{capitalised(part_of(low or high, among, 'scored question'))} score {limit}."
    return (
        f"Of {counted(among, 'scored question')}, {_scoring(low)} under {facts.questions.middling_from};"
        f" {_scoring(high)} {facts.questions.high_from} or more."
    )


def _scoring(count: int) -> str:
    return f"{how_many(count)} {'scores' if count < 2 else 'score'}"


def questions_compared(rated: Sequence[Rated]) -> str:
    """The highest and lowest of a few questions; empty when there are none."""
    if not rated:
        return ""
    best, worst = max(rated, key=lambda r: r.points), min(rated, key=lambda r: r.points)
    if len(rated) == 1:
        return f"Only one question has a score: {quoted(best.question.text)} stands at {best.points}."
    if best.points == worst.points:
        return f"{capitalised(every(len(rated), 'scored question'))} stand at {best.points}."
    return f"Question by question, scores run from {_with_topic(worst)} to {_with_topic(best)}."


def practices(facts: Facts, rated: Sequence[Rated], turn: int) -> str:
    """What stands out among the questions of an element; empty when there are none.

    What is told depends on how the scores lie; `turn` varies the words where several elements are alike.
    """
    if len(rated) < 2:
        return questions_compared(rated)
    best, worst = max(rated, key=lambda r: r.points), min(rated, key=lambda r: r.points)
    high, low = best.points, worst.points
    last = [entry for entry in rated if entry.points == low]
    if high == low:
        return f"{capitalised(every(len(rated), 'scored question'))} stand at {high}."
    if high < facts.questions.middling_from:
        return f"No question here scores more than {high}; {_asked(worst)} comes last, at {low}."
    if low >= facts.questions.high_from:
        return (
            f"No question here scores less than {low}; {best.topic.title} comes first, at {high} ({best.question.id})."
        )
    if high - low <= SCORES_CLOSE:
        return f"Scores lie close together, from {low} to {high}; {_asked(worst)} comes last."
    if len(last) > 1 and turn % 2:
        come = f"{counted(len(last), 'question')} come last, at {low}: {_asked(worst)} is one of them"
        return f"{best.topic.title} leads, at {high} ({best.question.id}); {come}."
    if len(last) > 1:
        stand = f"{capitalised(counted(len(last), 'question'))} stand at {low}, among them {_asked(worst)}."
        return f"{stand} At the other end is {best.topic.title}, at {high} ({best.question.id})."
    return _extremes(best, worst, turn)


def _extremes(best: Rated, worst: Rated, turn: int) -> str:
    """The best and the worst practice of an element, in one of several wordings."""
    high, low = best.points, worst.points
    top, bottom = f"{best.topic.title} ({best.question.id}, {high})", f"{worst.topic.title}"
    if best.topic.id == worst.topic.id:
        return f"Even within {bottom}, scores run from {low} to {high}; {_asked(worst)} comes last."
    wordings = (
        f"Furthest on is {top}; furthest back is {bottom}, where {_asked(worst)} stands at {low}.",
        f"The lowest score, {low}, goes to {_asked(worst)}; the highest to {top}.",
        f"{capitalised(number(high - low))} points lie between {top} and what comes last, {_asked(worst)}.",
    )
    return wordings[turn % len(wordings)]


def _asked(rated: Rated) -> str:
    """A question in its words, with its number."""
    return f"{quoted(rated.question.text)} ({rated.question.id})"


def _with_topic(rated: Rated) -> str:
    return f"{rated.points} ({rated.topic.title}: {quoted(rated.question.text)})"
