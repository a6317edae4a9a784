"""What the figures say, in sentences: who was interviewed, the whole, each area and element, evidence and levels.

Everything here is a fact of the data or a sentence of the question set for that score, so nothing of it has to be
confirmed; only the quotes from interviews are offered as suggestions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reportgen.model import OVERALL, Area, Element, GroupScore, Interview, Note, NoteKind
from reportgen.report.compose.facts import Facts, Part, Rated
from reportgen.report.compose.passages import CONFIRM, bullets, has_words, standard
from reportgen.report.compose.results import band_range, no_score, standing_sentence
from reportgen.report.compose.wording import (
    capitalised,
    counted,
    every,
    listed,
    number,
    one_line,
    part_of,
    period,
    quoted,
    sentences,
)
from reportgen.report.context import ElementNotes, Origin, Passage
from reportgen.rounding import printed

LEVEL_GAP = 10  # points between levels from which a report speaks of a gap
EVIDENCE_GAP = 20  # points of per cent between two evidence states that are worth a sentence
QUOTES = 3  # at most, of an element


# ------------------------------------------------------------------------------------------- who was interviewed


def interviewed(facts: Facts, area: Area | None = None) -> str:
    """Who was interviewed, by level, and by role only where roles may be named."""
    held, all_held = facts.covering(area), facts.assessment.interviews
    if not held:
        return "No interview covers this area." if area else "No interview is recorded."
    if area is None:
        dates = [interview.date for interview in held if interview.date]
        when = f" {period(dates)}" if dates else ""
        opening = f"{capitalised(counted(len(held), 'interview'))} {_was(len(held))} held{when}"
    else:
        these = capitalised(part_of(len(held), len(all_held), "interview"))
        opening = f"{these} {'covers' if len(held) == 1 else 'cover'} this area"
    levels = Counter(facts.level_title(interview.code) for interview in held)
    return sentences(f"{opening}: {listed(_at_levels(levels))}.", _roles(facts, held))


def _roles(facts: Facts, held: Sequence[Interview]) -> str:
    roles = dict.fromkeys(one_line(interview.role) for interview in held if has_words(interview.role))
    return f"Roles interviewed: {listed(roles)}." if roles and facts.may_name_roles else ""


def _at_levels(levels: Counter[str]) -> list[str]:
    known = [f"{number(count)} at {title} level" for title, count in levels.items() if title]
    unknown = [f"{number(levels[''])} without a recorded level"] if levels[""] else []
    return known + unknown


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


# ------------------------------------------------------------------------------------------- overall and areas


def overall_analysis(facts: Facts) -> Passage:
    """The overall score, what it rests on, how far apart the areas lie."""
    score = facts.scores.overall
    if score.value is None:
        return standard(f"The overall score is {no_score(score)}", range_of(facts.area_parts(), "area"))
    return standard(
        sentences(
            f"{facts.subject} scores {printed(score.value)} out of 100 overall,"
            f" {band_range(facts, facts.group_band(score))}.",
            standing_sentence(facts, OVERALL, "The overall score"),
        ),
        range_of(facts.area_parts(), "area"),
        sentences(scored_of(score), interval(facts, score), low_boxes(facts, facts.rated, score)),
    )


def area_analysis(facts: Facts, area: Area) -> Passage:
    """An area's score, what it means, how far apart its elements lie and what it rests on."""
    score = facts.scores.areas[area.id]
    parts = facts.element_parts(area)
    if score.value is None:
        return standard(f"{area.title} is {no_score(score)}", range_of(parts, "element"))
    points = Part(area.id, area.title, area.words, score).points
    return standard(
        sentences(f"{area.title} scores {points} out of 100.", facts.words(area.words, points)),
        sentences(standing_sentence(facts, area.id, "The area"), range_of(parts, "element")),
        sentences(
            scored_of(score),
            interval(facts, score),
            low_boxes(facts, facts.rated_in(area.id), score),
            evidence_sentence(facts, area.id),
            level_sentence(facts, area.id, area.title),
        ),
    )


def range_of(parts: Sequence[Part], noun: str) -> str:
    """The highest and the lowest of several parts; empty without parts."""
    if not parts:
        return ""
    if len(parts) == 1:
        return f"The only {noun} with a score is {parts[0].title}, at {parts[0].points}."
    high, low = max(part.points for part in parts), min(part.points for part in parts)
    if high == low:
        return f"{capitalised(every(len(parts), noun))} with a score reach the same figure, {high}."
    best = [part.title for part in parts if part.points == high]
    worst = [part.title for part in parts if part.points == low]
    two = len(parts) == 2
    top, bottom = ("higher", "lower") if two else ("highest", "lowest")
    return (
        f"The {top} score is that of {listed(best)}, {high}; the {bottom} that of {listed(worst)}, {low}:"
        f" a difference of {counted(high - low, 'point')}."
    )


def scored_of(score: GroupScore) -> str:
    """How many of a part's questions were scored."""
    asked = score.questions - score.not_applicable
    dropped = f"; {number(score.not_applicable)} {_was(score.not_applicable)} judged not applicable"
    return (
        f"{capitalised(part_of(score.scored, asked, 'question'))} that {_apply(asked)} {_was(score.scored)} scored"
        f"{dropped if score.not_applicable else ''}."
    )


def _apply(count: int) -> str:
    return "applies" if count == 1 else "apply"


def interval(facts: Facts, score: GroupScore) -> str:
    """The interval of a score in words; empty when there is none."""
    if score.interval is None:
        return ""
    low, high = score.interval
    return (
        f"Had other people of the same kind been interviewed, a score between {printed(low)} and {printed(high)}"
        " would have been unsurprising (95 % interval)."
    )


def low_boxes(facts: Facts, rated: Sequence[Rated], score: GroupScore) -> str:
    """How many questions score low and how many high."""
    if len(rated) < 2:
        return ""
    low, high = len(facts.weakest(rated)), len(facts.strongest(rated))
    limits = facts.questions.middling_from, facts.questions.high_from
    return (
        f"Of {counted(len(rated), 'scored question')}, {number(low) if low else 'none'} {_score(low)} under {limits[0]}"
        f" and {number(high) if high else 'none'} {limits[1]} or more."
    )


def _score(count: int) -> str:
    return "scores" if count < 2 else "score"


# -------------------------------------------------------------------------------------------- element by element


def element_notes(facts: Facts, element: Element) -> ElementNotes:
    """What an element is about, what its score says, what was said about it."""
    score = facts.scores.elements[element.id]
    return ElementNotes(
        id=element.id,
        title=element.title,
        introduction=element.introduction,
        score=printed(score.value),
        band=facts.group_band(score),
        analysis=_element_analysis(facts, element, score),
        voices=voices(facts, element),
    )


def _element_analysis(facts: Facts, element: Element, score: GroupScore) -> Passage:
    rated = [entry for entry in facts.rated if entry.element.id == element.id]
    if score.value is None:
        return standard(f"{element.title} is {no_score(score)}", extremes(facts, rated))
    points = Part(element.id, element.title, element.words, score).points
    return standard(
        sentences(
            f"{element.title} scores {points}.",
            standing_sentence(facts, element.id, "The element"),
            facts.words(element.words, points),
        ),
        sentences(
            extremes(facts, rated),
            evidence_sentence(facts, element.id),
            level_sentence(facts, element.id, element.title),
        ),
    )


def extremes(facts: Facts, rated: Sequence[Rated]) -> str:
    """The highest and lowest question of a few; empty when there are none."""
    if not rated:
        return ""
    best, worst = max(rated, key=lambda r: r.points), min(rated, key=lambda r: r.points)
    if len(rated) == 1:
        return f"Only one question has a score: {question_with_score(best)}."
    if best.points == worst.points:
        return f"{capitalised(every(len(rated), 'scored question'))} score {best.points}."
    return (
        f"Scores of single questions run from {worst.points} ({worst.topic.title}: {quoted(worst.question.text)})"
        f" to {best.points} ({best.topic.title}: {quoted(best.question.text)})."
    )


def question_with_score(rated: Rated) -> str:
    """A question with its score: "“Who owns it?” at 40 (AP-03)"."""
    return f"{quoted(rated.question.text)} at {rated.points} ({rated.question.id})"


# ------------------------------------------------------------------------------------------ evidence and levels


def evidence_sentence(facts: Facts, figure_id: str) -> str:
    """How far the evidence states fall behind one another; empty when that is not worth a sentence."""
    drop = evidence_drop(facts, figure_id)
    if drop is None:
        return ""
    (first, ahead), (second, behind) = drop
    return (
        f"{capitalised(first)} runs ahead of {second}: {ahead} % against {behind} %"
        " of the answers where each was recorded."
    )


def evidence_drop(facts: Facts, figure_id: str) -> tuple[tuple[str, int], tuple[str, int]] | None:
    """The largest drop from one evidence state to the next, if it is worth a sentence."""
    shares = facts.shares(figure_id)
    drops = [pair for pair in pairwise(shares) if pair[0][1] - pair[1][1] >= EVIDENCE_GAP]
    return max(drops, key=lambda pair: pair[0][1] - pair[1][1], default=None)


def evidence_passage(facts: Facts) -> Passage:
    """Intention, reality and effect over the whole assessment."""
    shares = facts.shares(OVERALL)
    evidence = facts.scores.evidence.get(OVERALL)
    if not shares or evidence is None:
        titles = listed(state.title.lower() for state in facts.questions.states)
        return standard(f"No evidence was recorded, so nothing can be said about {titles or 'it'}.")
    found = listed(f"{title} in {percent} %" for title, percent in shares)
    records = "records" if evidence.recorded == 1 else "record"
    areas = [area for area in facts.questions.areas if evidence_drop(facts, area.id)]
    return standard(
        f"Of {counted(evidence.answers, 'scored answer')}, {number(evidence.recorded)} {records} evidence."
        f" Where it was recorded, the interviews found {found} of the answers.",
        evidence_sentence(facts, OVERALL),
        *(f"{area.title}: {evidence_sentence(facts, area.id)}" for area in areas),
    )


def level_sentence(facts: Facts, figure_id: str, title: str) -> str:
    """Two levels that see a part differently; empty when they do not, or when that cannot be said."""
    gap = facts.level_gap(figure_id)
    if gap is None or gap[0][1] - gap[1][1] < LEVEL_GAP:
        return ""
    (higher, above), (lower, below) = gap
    common = facts.scores.levels[figure_id].questions
    return (
        f"{capitalised(higher.plural)} score {title} {above}, {lower.plural.lower()} {below},"
        f" over the {counted(common, 'question')} that both answered."
    )


def levels_passage(facts: Facts) -> Passage:
    """Level against level over the whole assessment."""
    gap = facts.level_gap(OVERALL)
    if gap is None:
        return standard(
            "Levels are compared where at least two interviews were held at each and both answered enough of the same"
            " questions. That is not the case for the assessment as a whole."
        )
    (higher, above), (lower, below) = gap
    same = f"Overall, {higher.plural.lower()} and {lower.plural.lower()} give the same score, {above}."
    differ = f"Overall, {higher.plural.lower()} score {above} and {lower.plural.lower()} {below}."
    wide = sorted(
        (e for e in facts.questions.elements if level_sentence(facts, e.id, e.title)),
        key=lambda element: -_width(facts, element.id),
    )
    none = f"In no element do they lie {LEVEL_GAP} points or more apart."
    most = [level_sentence(facts, element.id, element.title) for element in wide[:3]]
    return standard(sentences(same if above == below else differ, "" if wide else none), sentences(*most))


def _width(facts: Facts, figure_id: str) -> int:
    gap = facts.level_gap(figure_id)
    return gap[0][1] - gap[1][1] if gap else 0


# ------------------------------------------------------------------------------------------- voices of interviews


def voices(facts: Facts, element: Element) -> Passage | None:
    """What interviews said about an element, quoted with the level only; None when nothing was noted down."""
    notes = [
        note
        for kind in (NoteKind.STATEMENT, NoteKind.INSIGHT)
        for note in facts.assessment.notes
        if note.element == element.id and note.kind is kind and note.text.strip()
    ][:QUOTES]
    if not notes:
        return None
    places = listed(dict.fromkeys(str(note.place) for note in notes if str(note.place)))
    why = (
        f"Taken from the notes on {element.title}{f' ({places})' if places else ''}."
        " Check that nobody can be recognised by these words."
    )
    return Passage(bullets((_quote(facts, note), "") for note in notes), Origin.SUGGESTION, f"{why} {CONFIRM}")


def _quote(facts: Facts, note: Note) -> str:
    level = facts.level_title(note.interview)
    where = f"An interview at {level} level" if level else "An interview"
    verb = "put it this way" if note.kind is NoteKind.STATEMENT else "led the assessor to note"
    return f"{where} {verb}: {quoted(note.text)}"
