"""What the figures say of the whole, of each area and of each element.

Everything here is a fact of the data or a sentence of the question set for that score, so nothing has to be confirmed.
"""

from __future__ import annotations

from reportgen.model import OVERALL, Area, Element, GroupScore
from reportgen.report.compose.comparing import (
    all_elements_compared,
    areas_compared,
    elements_compared,
    interval,
    interval_in_short,
    low_and_high,
    questions_compared,
    scored_of,
)
from reportgen.report.compose.evidence import evidence_sentence, level_sentence
from reportgen.report.compose.facts import Facts
from reportgen.report.compose.interviewed import voices
from reportgen.report.compose.passages import standard
from reportgen.report.compose.results import band_range, no_overall_score, no_score, standing_detail, standing_sentence
from reportgen.report.compose.wording import sentences
from reportgen.report.context import ElementNotes, Passage
from reportgen.report.figures import Figure
from reportgen.rounding import printed, round_half_up


def overall_analysis(facts: Facts) -> Passage:
    """The overall score, what it rests on, how far apart the areas lie."""
    score = facts.scores.overall
    if score.value is None:
        return standard(no_overall_score(score), areas_compared(facts))
    return standard(
        sentences(
            f"{facts.subject} scores {facts.printed(OVERALL)} out of 100 overall,"
            f" {band_range(facts, facts.group_band(score))}.",
            standing_sentence(facts, OVERALL, "The overall score"),
            standing_detail(facts, OVERALL),
        ),
        sentences(areas_compared(facts), all_elements_compared(facts)),
        sentences(scored_of(score), interval(score), low_and_high(facts, OVERALL)),
    )


def area_analysis(facts: Facts, area: Area) -> Passage:
    """An area's score, what it means, how far apart its elements lie and what it rests on."""
    score = facts.scores.areas[area.id]
    if score.value is None:
        return standard(f"{area.title} is {no_score(score)}", elements_compared(facts, area))
    points = Figure(round_half_up(score.value), area.id)
    return standard(
        sentences(f"{area.title} scores {points} out of 100.", facts.words(area.words, points)),
        sentences(
            standing_sentence(facts, area.id, "The area"),
            standing_detail(facts, area.id),
            elements_compared(facts, area),
        ),
        sentences(
            scored_of(score),
            interval_in_short(score),
            low_and_high(facts, area.id),
            evidence_sentence(facts, area.id),
            level_sentence(facts, area.id, area.title),
        ),
    )


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
        return standard(f"{element.title} is {no_score(score)}", questions_compared(rated))
    points = Figure(round_half_up(score.value), element.id)
    return standard(
        sentences(
            f"{element.title} scores {points}.",
            standing_sentence(facts, element.id, "The element"),
            facts.words(element.words, points),
        ),
        sentences(
            questions_compared(rated),
            evidence_sentence(facts, element.id),
            level_sentence(facts, element.id, element.title),
        ),
    )
