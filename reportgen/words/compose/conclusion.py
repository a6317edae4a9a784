"""Conclusion and change possibilities: the assessor's words, else drafts from the pattern of the scores."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from reportgen.common.language import capitalised, counted, ended, listed, one_line, sentences, unended
from reportgen.common.method import AREAS_UNEVEN, HORIZON_MONTHS, SHARES_FALL
from reportgen.common.model import HORIZONS, OVERALL, NarrativeSection
from reportgen.common.ranking import ends_of
from reportgen.words.compose.comparing import at_one_score, points_of
from reportgen.words.compose.evidence import evidence_drop, level_sentence
from reportgen.words.compose.facts import (
    HIGH,
    LOW,
    MIDDLING,
    Facts,
    Rated,
    first_steps,
    of_a_topic,
    one_per_area,
    steps_within,
)
from reportgen.words.compose.findings import MOST, next_step
from reportgen.words.compose.passages import NO_DRAFT, Drafted, bullets, choose, paragraphs
from reportgen.words.compose.results import several
from reportgen.words.compose.road_map import all_initiatives
from reportgen.words.compose.summary import narrative
from reportgen.words.context import Conclusion, Passage

NEAR = tuple(horizon.id for horizon in HORIZONS[:2])
FAR = tuple(horizon.id for horizon in HORIZONS[2:])
SOON = counted(HORIZON_MONTHS[1], "month")  # the end of what is near


def conclusion(facts: Facts) -> Conclusion:
    """All parts of the conclusion."""
    return Conclusion(
        findings_suggest=_prose(
            facts,
            NarrativeSection.FINDINGS_SUGGEST,
            _suggest(facts),
            facts.questions.say("What the findings suggest about the company"),
        ),
        lesson=_prose(facts, NarrativeSection.LESSON, _lesson(facts), "The lesson to take from the findings"),
        alternative=_prose(
            facts,
            NarrativeSection.ALTERNATIVE,
            _alternative(facts),
            facts.questions.say("The alternative: by what the company could stand out instead of carrying on as now"),
        ),
        questions=choose(
            narrative(facts, NarrativeSection.QUESTION),
            _questions(facts),
            f"Questions to ask: {facts.none_said('no question scores low enough to be put to the board again')}",
            as_list=True,
        ),
        tactical=_responses(facts, NarrativeSection.TACTICAL, NEAR, "tactical", f"within {SOON}"),
        strategic=_responses(facts, NarrativeSection.STRATEGIC, FAR, "strategic", f"after {SOON}"),
    )


def _prose(facts: Facts, section: NarrativeSection, draft: Drafted, instruction: str) -> Passage:
    reason = capitalised(facts.none_said("the scores suggest nothing clear"))
    return choose(narrative(facts, section), draft, f"{instruction}. {reason}", as_list=False)


def _missing(what: str, basis: str) -> str:
    return f"The workbook has no entry ‘{what}’. Drafted from {basis}."


# ------------------------------------------------------------------------------------------------------- prose


def _suggest(facts: Facts) -> Drafted:
    """What the overall score says, and where the best and the worst of it lie."""
    band = facts.group_band(facts.scores.overall)
    if not band:
        return NO_DRAFT
    ends = ends_of(facts.area_parts(), points_of)
    where = ""
    if ends:
        behind = "is least far on in" if facts.band(ends.low) == HIGH else "has the longest way to go in"
        where = f"It is furthest on in {at_one_score(ends.top)}, and {behind} {at_one_score(ends.bottom)}."
    text = sentences(f"Our findings suggest that at {facts.client} {_on_average(facts, band)}.", where)
    basis = "the overall score and the areas’ scores" if several(facts.questions.areas) else "the overall score"
    why = _missing(NarrativeSection.FINDINGS_SUGGEST.value, basis)
    return Drafted(paragraphs(text), why)


def _on_average(facts: Facts, band: str) -> str:
    """What the overall score means: in the words of the highest boxes where it reaches them, else of its band."""
    subject = facts.questions.subject
    points = facts.scale.rounded(facts.scores.overall.value or Fraction(0))
    highest = sorted((box.value for box in facts.scale.boxes if box.value > facts.scale.high_from), reverse=True)
    reached = (words for value, words in zip(highest, subject.highest, strict=False) if points >= value)
    return next(reached, subject.high) if band == HIGH else {LOW: subject.low, MIDDLING: subject.middling}[band]


def _lesson(facts: Facts) -> Drafted:
    """The clearest pattern: work without effect, levels apart, areas apart, or none of these; none at the top."""
    lesson, basis = _pattern(facts) if facts.rated else ("", "")
    return Drafted(paragraphs(lesson), _missing(NarrativeSection.LESSON.value, basis)) if lesson else NO_DRAFT


def _pattern(facts: Facts) -> tuple[str, str]:
    """The clearest pattern in words, and what it was drafted from."""
    lesson = "The lesson we take from this is that"
    drop, levels = evidence_drop(facts, OVERALL), level_sentence(facts, OVERALL, "the organisation")
    parts, highest = facts.area_parts(), facts.questions.reach[1]
    ends = ends_of(parts, points_of)
    apart = ends.apart if ends else Decimal(0)
    if drop:
        (first, ahead), (second, behind) = drop
        return (
            f"{lesson} {facts.client} is better at {first} than at {second}: the first is recorded in {ahead} % of the"
            f" answers that speak of it, the second in {behind} %. The next gain lies in finishing what has been begun"
            " rather than in beginning more."
        ), f"the evidence states, of which two lie {SHARES_FALL} points or more apart"
    if levels:
        return (
            f"{levels} {lesson} the same work looks different from different desks.",
            "the scores of the levels overall",
        )
    if ends and apart >= facts.scale.of_span(AREAS_UNEVEN):
        return (
            f"{lesson} {facts.client} is uneven: its areas run from {at_one_score(ends.bottom)} to"
            f" {at_one_score(ends.top)}, {facts.in_points(apart)} apart{_met(facts)}."
        ), "the distance between the highest and the lowest area"
    if len(parts) < 2 or min(part.points for part in parts) >= highest:
        return "", ""  # nothing to compare, or nothing left to move
    distance = f"lie within {facts.in_points(apart)} of one another" if apart else "score the same"
    sound = all(facts.band(part.points) == HIGH for part in parts)
    finding = "no area holds the others back" if sound else "no single repair will change the picture"
    return (
        f"{lesson} {finding}: the areas of {facts.questions.subject.noun} {distance}, so they will have to move"
        " together."
    ), "the areas’ scores, which lie close together"


def _met(facts: Facts) -> str:
    """Who meets the best and the worst."""
    served = facts.questions.subject.served
    return f", and {served} meet both" if served else ""


def _alternative(facts: Facts) -> Drafted:
    """What could set the company apart: the road map's larger initiatives, else next steps where it is weakest."""
    name = NarrativeSection.ALTERNATIVE.value
    large = all_initiatives(facts, *FAR)
    if large:
        texts = "; ".join(unended(entry.text) for entry in large[:3])
        weak = facts.weakest(facts.rated, facts.scale.high_from)
        instead = "carry on with repairs one by one" if weak else "carry on as now"
        text = f"Rather than {instead}, {facts.client} could set itself apart by larger moves: {texts}."
        return Drafted(paragraphs(text), _missing(name, "the larger initiatives of the road map"))
    ends = ends_of(facts.area_parts(), points_of)
    if not ends:
        return NO_DRAFT
    last = {area.id for area in ends.bottom}
    steps = first_steps(facts.weakest((r for r in facts.rated if r.area.id in last), facts.scale.high_from))
    if not steps:
        return NO_DRAFT
    text = sentences(
        f"Rather than spread its effort evenly, {facts.client} could begin where the distance to good practice is"
        f" greatest, in {at_one_score(ends.bottom)}.",
        *(ended(rated.question.next_step) for rated in steps[:2]),
    )
    where = listed(area.title for area in ends.bottom)
    return Drafted(paragraphs(text), _missing(name, f"first steps for the questions of {where} that score low"))


# ------------------------------------------------------------------------------------------------------- lists


def _questions(facts: Facts) -> Drafted:
    """A lowest-scoring question of each area, to be asked again."""
    chosen = one_per_area(facts.weakest(facts.rated, facts.scale.high_from))
    lowest = "of each area that scores lowest in it" if several(facts.questions.areas) else "that scores lowest"
    basis = f"a question {lowest}, and under {facts.high_from}"
    why = _missing(NarrativeSection.QUESTION.value, basis)
    return Drafted(bullets((rated.question.text, rated.question.id) for rated in chosen), why)


def _responses(facts: Facts, section: NarrativeSection, horizons: tuple[str, ...], kind: str, when: str) -> Passage:
    """Responses of one kind: initiatives of these horizons, else next steps of the weakest practices."""
    reason = capitalised(facts.none_said("neither road map nor scores suggest any"))
    return choose(
        narrative(facts, section),
        _draft_responses(facts, section, horizons),
        f"{capitalised(kind)} responses: what the company could do {when}. {reason}",
        as_list=True,
    )


def _draft_responses(facts: Facts, section: NarrativeSection, horizons: tuple[str, ...]) -> Drafted:
    initiatives = all_initiatives(facts, *horizons)[:MOST]
    if initiatives:
        why = _missing(section.value, "the initiatives of the road map for these horizons")
        return Drafted(bullets((ended(one_line(entry.text)), entry.ref) for entry in initiatives), why)
    weak = facts.weakest(facts.rated, facts.scale.high_from)
    chosen = _spread(steps_within(weak, *horizons))
    basis = f"the question set’s next steps of these horizons, for questions that score low{of_a_topic(facts)}"
    why = _missing(section.value, basis)
    return Drafted(bullets((next_step(rated), rated.question.id) for rated in chosen), why)


def _spread(weak: list[Rated]) -> list[Rated]:
    """A few practices from as many areas as possible."""
    first = one_per_area(weak)
    return (first + [rated for rated in weak if rated not in first])[:MOST]
