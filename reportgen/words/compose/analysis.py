"""What the figures say of the whole, of each area and of each element.

Everything here is a fact of the data or a sentence of the question set for that score, so nothing has to be confirmed.
"""

from __future__ import annotations

from reportgen.common.language import sentences
from reportgen.common.model import OVERALL, Area, Element, GroupScore
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
from reportgen.words.compose.evidence import evidence_apart, levels_apart
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.interviewed import voices
from reportgen.words.compose.passages import standard
from reportgen.words.compose.results import (
    band_range,
    no_overall_score,
    no_score,
    several,
    standing_apart,
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
    """What an area's score means, how far apart its elements lie, what sets it apart and what it rests on.

    Call-out, chart and table stand before it; what they show is not told again.
    """
    score = facts.scores.areas[area.id]
    if score.value is None:
        return standard(f"{area.title} is {no_score(score)}", elements_compared(facts, area))
    points = facts.points(score.value, area.id)
    means = facts.words(area.words, points) or f"{area.title} scores {points} {facts.scale.out_of}."
    if not several(facts.questions.areas):
        return standard(means, elements_compared(facts, area))  # all else is told of the whole
    return standard(
        means,
        sentences(
            elements_compared(facts, area),
            standing_in_short(facts, area.id, "The area"),
            low_and_high(facts, area.id),
            scored_of(score) if score.scored < score.questions - score.not_applicable else "",
            interval_in_short(facts, score),
            evidence_apart(facts, area.id),
            levels_apart(facts, area.id),
        ),
    )


def element_notes(facts: Facts, element: Element) -> ElementNotes:
    """What an element is about, what its score says, what was said about it."""
    score = facts.scores.elements[element.id]
    return ElementNotes(
        id=element.id,
        title=element.title,
        introduction=element.introduction,
        score=facts.scale.printed(score.value),
        band=facts.group_band(score),
        analysis=_element_analysis(facts, element, score),
        voices=voices(facts, element),
    )


def _element_analysis(facts: Facts, element: Element, score: GroupScore) -> Passage:
    rated = [entry for entry in facts.rated if entry.element.id == element.id]
    turn = facts.questions.elements.index(element)
    alike = len({entry.points for entry in rated}) < 2
    told = sentences("" if alike else topics_compared(facts, element, turn), questions_compared(facts, rated, turn))
    if score.value is None:
        return standard(f"{element.title} is {no_score(score)}", told)
    means = facts.words(element.words, facts.scale.rounded(score.value))
    return standard(
        sentences(
            standing_apart(facts, element.id, element.title),
            means,
            told,
            evidence_apart(facts, element.id),
            levels_apart(facts, element.id),
        ),
    )
