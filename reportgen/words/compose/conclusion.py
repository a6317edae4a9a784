"""Conclusion and change possibilities: the assessor's words, else drafts from the pattern of the scores."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from reportgen.common.figures import Figure
from reportgen.common.language import capitalised, counted, ended, how_many, one_line, sentences, unended
from reportgen.common.method import AREAS_UNEVEN, HORIZON_MONTHS, SHARES_FALL
from reportgen.common.model import EFFORTS, HORIZONS, OVERALL, NarrativeSection
from reportgen.common.ranking import ends_of
from reportgen.common.scale import HIGH, LOW, MIDDLING
from reportgen.words.compose.comparing import at_one_score, points_of, with_points
from reportgen.words.compose.decisions import decisions
from reportgen.words.compose.evidence import evidence_drop, level_sentence, people
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.findings import MOST
from reportgen.words.compose.passages import NO_DRAFT, Drafted, bullets, choose, paragraphs
from reportgen.words.compose.results import several
from reportgen.words.compose.road_map import all_initiatives
from reportgen.words.compose.summary import narrative
from reportgen.words.context import Conclusion, Passage, Picture

NEAR = tuple(horizon.id for horizon in HORIZONS[:2])
FAR = tuple(horizon.id for horizon in HORIZONS[2:])
SOON = counted(HORIZON_MONTHS[1], "month")  # the end of what is near


def conclusion(facts: Facts, effort: Picture | None) -> Conclusion:
    """All parts of the conclusion; `effort` is the picture of effort and gain."""
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
            f"Questions to ask: {facts.none_said('the scores alone raise nothing to ask')}",
            as_list=True,
        ),
        tactical=_responses(facts, NarrativeSection.TACTICAL, NEAR, "tactical", f"within {SOON}"),
        strategic=_responses(facts, NarrativeSection.STRATEGIC, FAR, "strategic", f"after {SOON}"),
        decisions=decisions(facts, effort),
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
        unsure = facts.unsettled(ends.top, ends.bottom)
        where = f"It is furthest on in {at_one_score(ends.top)}, and {behind} {at_one_score(ends.bottom)}{unsure}."
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
            f"{lesson} at {facts.client} {_stops_short(facts, second)}: {first} is recorded in {ahead} % of the answers"
            f" that speak of it, {second} in {behind} %. The next gain lies in finishing what has been begun rather"
            " than in beginning more."
        ), f"the evidence states, of which two lie {SHARES_FALL} points or more apart"
    if levels:
        return (
            f"{levels} {lesson} the same work looks different from different desks.",
            "the scores of the levels overall",
        )
    if ends and apart >= facts.scale.of_span(AREAS_UNEVEN):
        return (
            f"{lesson} {facts.client} is uneven: its areas run from {at_one_score(ends.bottom)} to"
            f" {at_one_score(ends.top)}, {facts.in_points(apart)} apart"
            f"{facts.unsettled(ends.top, ends.bottom)}{_met(facts)}."
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


def _stops_short(facts: Facts, state: str) -> str:
    """What becomes of good practice when a state falls far behind the one before it."""
    is_last = state == facts.questions.states[-1].title.lower()
    return (
        "much of what is done cannot yet show what it achieves" if is_last else "much of what is meant is not yet done"
    )


def _met(facts: Facts) -> str:
    """Who meets the best and the worst."""
    served = facts.questions.subject.served
    return f", and {served} meet both" if served else ""


def _alternative(facts: Facts) -> Drafted:
    """What could set the company apart: the road map's larger initiatives, else where it is weakest."""
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
    weak = facts.weakest(facts.rated, facts.scale.high_from)
    if not any(rated.area.title == area.title for rated in weak for area in ends.bottom):
        return NO_DRAFT
    unsure = facts.unsettled((part for part in facts.area_parts() if part not in ends.bottom), ends.bottom)
    text = (
        f"Rather than spread its effort evenly, {facts.client} could begin where the distance to good practice is"
        f" greatest, in {at_one_score(ends.bottom)}{unsure}."
    )
    return Drafted(paragraphs(text), _missing(name, "the areas’ scores"))


# ------------------------------------------------------------------------------------------------------- lists


def _questions(facts: Facts) -> Drafted:
    """What only the directors can answer: a question for each pattern of the scores."""
    texts = (
        _about_evidence(facts),
        _about_levels(facts),
        _about_lowest(facts),
        _about_areas(facts),
        _about_views(facts),
    )
    basis = "the pattern of the scores"
    return Drafted(bullets((text, "") for text in texts if text), _missing(NarrativeSection.QUESTION.value, basis))


def _about_evidence(facts: Facts) -> str:
    drop = evidence_drop(facts, OVERALL)
    if drop is None:
        return ""
    (first, ahead), (second, behind) = drop
    last = facts.questions.states[-1].title.lower()
    if second == last:
        return (
            f"With {first} found in {ahead} % of the answers and {second} in {behind} %, how would you know which of"
            " the work now under way deserves its money?"
        )
    return f"What keeps {first}, found in {ahead} % of the answers, from becoming {second}, found in {behind} %?"


def _about_levels(facts: Facts) -> str:
    gap = facts.level_gap(OVERALL)
    if gap is None:
        return ""
    return (
        f"Where {people(gap.top)} see {gap.high} and {people(gap.bottom)} {gap.low}, whose picture do your decisions"
        " rest on?"
    )


def _about_lowest(facts: Facts) -> str:
    ends = ends_of(facts.element_parts(), points_of)
    if ends is None or len(ends.bottom) > 1 or facts.band(ends.low) == HIGH:
        return ""
    part = ends.bottom[0]
    unsure = facts.unsettled((other for other in facts.element_parts() if other != part), ends.bottom)
    noun = "element" if len(facts.questions.elements) > len(facts.questions.areas) else "area"
    scored = "" if len(facts.element_parts()) == len(facts.questions.elements) else " with a score"
    return f"Who answers for “{part.title}”, which at {part.points} scores lower than any other {noun}{scored}{unsure}?"


def _about_areas(facts: Facts) -> str:
    ends = ends_of(facts.area_parts(), points_of)
    if ends is None or ends.apart < facts.scale.of_span(AREAS_UNEVEN) or facts.unsettled(ends.top, ends.bottom):
        return ""
    return f"Is it meant that {at_one_score(ends.top)} should stand so far ahead of {at_one_score(ends.bottom)}?"


def _about_views(facts: Facts) -> str:
    apart = facts.apart(entry for entry in facts.rated if entry.score.spread is not None)
    if not apart:
        return ""
    many = Figure(len(apart), f"{OVERALL}.apart")
    these = "one question" if many == 1 else counted(many, "question")
    return f"What would settle {these} on which interviews lie {facts.far_apart}?"


def _responses(facts: Facts, section: NarrativeSection, horizons: tuple[str, ...], kind: str, when: str) -> Passage:
    """Responses of one kind: initiatives of these horizons, else where the scores call for them."""
    reason = capitalised(facts.none_said("neither road map nor scores suggest any"))
    return choose(
        narrative(facts, section),
        _draft_responses(facts, section, horizons),
        f"{capitalised(kind)} responses: what {facts.questions.say('the company')} could do {when}. {reason}",
        as_list=True,
    )


def _draft_responses(facts: Facts, section: NarrativeSection, horizons: tuple[str, ...]) -> Drafted:
    initiatives = all_initiatives(facts, *horizons)[:MOST]
    if initiatives:
        why = _missing(section.value, "the initiatives of the road map for these horizons")
        return Drafted(bullets((ended(one_line(entry.text)), entry.ref) for entry in initiatives), why)
    if horizons == NEAR:
        return Drafted(
            bullets(_first_steps(facts)), _missing(section.value, "the next steps that the road map suggests")
        )
    return Drafted(bullets(_to_build_up(facts)), _missing(section.value, "the parts in which most questions score low"))


def _first_steps(facts: Facts) -> list[tuple[str, str]]:
    """How many of the low questions have a first step near at hand, by effort."""
    weak = [rated for rated in facts.weakest(facts.rated) if rated.question.horizon in NEAR]
    easy = [rated for rated in weak if rated.question.effort == EFFORTS[0]]
    if not weak:
        return []
    many = capitalised(counted(Figure(len(weak), f"{OVERALL}.low-near"), "practice"))
    verb = "scores" if len(weak) == 1 else "score"
    of_little = f"; {how_many(len(easy))} of these steps {'takes' if len(easy) < 2 else 'take'} little effort"
    return [
        (
            f"{many} that {verb} under {facts.middling_from} can each be lifted by a first step within {SOON}"
            f"{of_little}.",
            NEAR[0],
        )
    ]


def _to_build_up(facts: Facts) -> list[tuple[str, str]]:
    """The elements in which at least half of the scored questions are low: steps one by one do not mend them."""
    low = Counter(rated.element.id for rated in facts.weakest(facts.rated))
    scored = Counter(rated.element.id for rated in facts.rated)
    parts = [part for part in facts.element_parts() if 2 * low[part.id] >= scored[part.id] and low[part.id]]
    if not parts:
        return []
    ranked = sorted(parts, key=points_of)
    text = (
        f"First steps are not enough in {with_points(ranked)}, where at least half of the scored questions lie under"
        f" {facts.middling_from}: there the practice as a whole has to be built up, with a budget and an owner."
    )
    return [(text, FAR[0])]
