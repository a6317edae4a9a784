"""What the figures say of the whole, of each area and of each element.

Everything here is a fact of the data, so nothing has to be confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.common.language import sentences
from reportgen.common.model import OVERALL, Area, Element
from reportgen.common.ranking import foremost
from reportgen.words.compose.comparing import (
    all_elements_compared,
    areas_compared,
    elements_compared,
    interval,
    interval_in_short,
    low_and_high,
    questions_compared,
    scored_of,
    single_interview,
    topics_compared,
)
from reportgen.words.compose.evidence import evidence_apart, levels_apart, what_was_missing
from reportgen.words.compose.facts import Facts, Rated
from reportgen.words.compose.interviewed import voices
from reportgen.words.compose.passages import standard
from reportgen.words.compose.results import (
    band_range,
    no_overall_score,
    no_score,
    several,
    standing_detail,
    standing_in_short,
    standing_sentence,
)
from reportgen.words.context import ElementNotes, Passage


def overall_analysis(facts: Facts) -> Passage:
    """The overall score, what it rests on, how far apart the areas lie."""
    score = facts.scores.overall
    if score.value is None:
        return standard(no_overall_score(score), areas_compared(facts))
    return standard(
        sentences(
            f"{facts.subject} scores {facts.printed(OVERALL)} {facts.scale.out_of} overall,"
            f" {band_range(facts, facts.group_band(score))}.",
            standing_sentence(facts, OVERALL, "The overall score"),
            standing_detail(facts, OVERALL),
        ),
        sentences(areas_compared(facts), all_elements_compared(facts)),
        sentences(single_interview(facts), scored_of(score), interval(facts, score), low_and_high(facts, OVERALL)),
    )


def area_analysis(facts: Facts, area: Area) -> Passage:
    """How far apart an area's elements lie, what sets it apart and what it rests on.

    Call-out, chart and table stand beside it; what they show is not told again.
    """
    score = facts.scores.areas[area.id]
    if score.value is None:
        return standard(f"{area.title} is {no_score(score)}", elements_compared(facts, area))
    compared = elements_compared(facts, area)
    if not several(facts.questions.areas):  # all else is told of the whole
        return standard(compared or f"{area.title} scores {facts.printed(area.id)} {facts.scale.out_of}.")
    told = sentences(
        compared,
        standing_in_short(facts, area.id, "The area"),
        low_and_high(facts, area.id),
        scored_of(score) if score.scored < score.questions - score.not_applicable else "",
        interval_in_short(facts, score),
        evidence_apart(facts, area.id),
        levels_apart(facts, area.id),
    )
    return standard(told or f"{area.title} scores {facts.printed(area.id)} {facts.scale.out_of}.")


def element_notes(facts: Facts, element: Element) -> ElementNotes:
    """What an element is about, what its score says, what was said about it."""
    score = facts.scores.elements[element.id]
    return ElementNotes(
        id=element.id,
        title=element.title,
        introduction=element.introduction,
        score=facts.scale.printed(score.value),
        band=facts.group_band(score),
        analysis=_element_analysis(facts, element),
        voices=voices(facts, element),
    )


def _element_analysis(facts: Facts, element: Element) -> Passage | None:
    """What an element adds to its row of the table: topics, the question furthest behind and what was missing there."""
    rated = [entry for entry in facts.rated if entry.element.id == element.id]
    turn = facts.questions.elements.index(element)
    lowest = foremost(rated, lambda entry: -entry.points)
    alike = len(lowest) == len(rated) > 1
    is_sound = not lowest or lowest[0].points >= facts.scale.high_from
    told = sentences(
        *(() if alike else _compared(facts, element, rated, turn)),
        "" if alike or is_sound else what_was_missing(facts, lowest[0]),
        evidence_apart(facts, element.id),
        levels_apart(facts, element.id),
    )
    return standard(told) if told else None


def _compared(facts: Facts, element: Element, rated: Sequence[Rated], turn: int) -> tuple[str, str]:
    """How topics and questions of an element lie, where not all questions score the same."""
    return topics_compared(facts, element, turn), questions_compared(facts, rated, turn)
