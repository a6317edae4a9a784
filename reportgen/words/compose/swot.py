"""Strengths, weaknesses, opportunities and threats: the assessor's, else suggestions from the scores.

Strengths and weaknesses are topics by their own scores, then single questions; those of the whole are elements first.
What a name and its figure say is said by them alone. Opportunities are what would be gained where somebody already
intends to act. Threats come from the data alone; those of the market are the assessor's to add.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TypeVar

from reportgen.common.figures import Figure
from reportgen.common.language import capitalised, counted, listed, lowered, part_of, unended
from reportgen.common.model import HORIZONS, OVERALL, FindingKind
from reportgen.common.scale import HIGH, LOW
from reportgen.words.compose.comparing import WithPoints, asked
from reportgen.words.compose.evidence import evidence_drop, looked_for
from reportgen.words.compose.facts import Evidence, Facts, Part, Rated, first_of
from reportgen.words.compose.findings import MOST, Scope, in_element, passage, topics_of, why_drafted
from reportgen.words.compose.passages import Drafted, bullets
from reportgen.words.context import Swot

BURNING = HORIZONS[0]

Suggested = tuple[str, str]  # a suggestion and what it comes from
R = TypeVar("R", bound=WithPoints)


def swot(scope: Scope) -> Swot:
    """Strengths, weaknesses, opportunities and threats."""
    facts = scope.facts
    low, high = facts.middling_from, facts.high_from
    no_strength = facts.none_said(f"no question scores {high} or more", scope.id)
    no_weakness = facts.none_said(f"no question scores under {low}", scope.id)
    return Swot(
        passage(
            scope,
            FindingKind.STRENGTH,
            _draft_strengths,
            f"Strengths of {scope.name}: {no_strength}, so none is suggested.",
        ),
        passage(
            scope,
            FindingKind.WEAKNESS,
            _draft_weaknesses,
            f"Weaknesses of {scope.name}: {no_weakness}, so none is suggested.",
        ),
        passage(
            scope,
            FindingKind.OPPORTUNITY,
            _draft_opportunities,
            f"Opportunities for {scope.name}: {scope.facts.questions.subject.chances}. The scores alone suggest none.",
        ),
        passage(
            scope,
            FindingKind.THREAT,
            _draft_threats,
            f"Threats to {scope.name}: {scope.facts.questions.subject.dangers}. The scores alone suggest none.",
        ),
    )


def _draft_strengths(scope: Scope) -> Drafted:
    why = why_drafted(scope, FindingKind.STRENGTH, f"{_sources(scope)} that score {scope.facts.high_from} or more")
    return Drafted(bullets(_in_band(scope, HIGH)), why)


def _draft_weaknesses(scope: Scope) -> Drafted:
    why = why_drafted(scope, FindingKind.WEAKNESS, f"{_sources(scope)} that score under {scope.facts.middling_from}")
    return Drafted(bullets(_in_band(scope, LOW)), why)


def _sources(scope: Scope) -> str:
    groups = ["elements"] if not scope.area and len(scope.facts.questions.elements) > 1 else []
    groups += [topics_of(scope)] if scope.topics else []
    return f"{', then '.join((*dict.fromkeys(groups), 'single questions'))}," if groups else "single questions"


def _in_band(scope: Scope, band: str) -> list[Suggested]:
    """What stands out at one end: of the whole its elements, then topics, then questions of other topics.

    Each by its own score, so that no topic is a strength for its best question and a weakness for its worst; whatever
    is part of something in the list is not told again.
    """
    facts = scope.facts

    def best(entries: Iterable[R]) -> list[R]:
        found = (entry for entry in entries if facts.band(entry.points) == band)
        return sorted(found, key=lambda entry: -entry.points if band == HIGH else entry.points)

    parts = best(() if scope.area else scope.parts)
    within = {part.id for part in parts}
    topics = best(topic for topic in scope.topics if topic.element.id not in within)
    within |= {topic.topic_id for topic in topics}
    others = best(rated for rated in scope.rated if not within & {rated.element.id, rated.topic_id})
    texts = [(f"{part.title}: {part.points}", part.id) for part in _foremost(scope, parts)]
    texts += [(f"{in_element(topic)}: {topic.points}", topic.topic_id) for topic in scope.spread_out(topics)]
    texts += [(_named(rated), rated.question.id) for rated in scope.spread_out(others)]
    return texts[:MOST]


def _foremost(scope: Scope, ranking: list[Part]) -> list[Part]:
    """The first few elements of a ranking, of equal ones those of different areas."""
    return first_of(ranking, MOST, lambda part: part.points, lambda part: scope.facts.questions.area_of[part.id].id)


def _named(rated: Rated) -> str:
    """A practice by its question, with its score."""
    return f"{asked(rated)}: {rated.points}"


def _draft_opportunities(scope: Scope) -> Drafted:
    """What would be gained by weak practices that are intended already; over the whole, where most of them lie."""
    facts = scope.facts
    intended = [rated for rated in facts.weakest(scope.rated) if _intended(facts, rated)]
    if scope.area is None and len(facts.questions.areas) > 1:
        texts = _intended_by_area(facts, intended)
        basis = "the questions that score low though somebody intends to act on them"
        return Drafted(bullets(texts), why_drafted(scope, FindingKind.OPPORTUNITY, basis))
    ranked = sorted(intended, key=lambda rated: -_intended(facts, rated))
    chosen = scope.spread_out(ranked, lambda rated: _intended(facts, rated))
    why = why_drafted(
        scope, FindingKind.OPPORTUNITY, "the effect that the question set looks for in weak practices already intended"
    )
    return Drafted(bullets((_gain(facts, rated), rated.question.id) for rated in chosen), why)


def _intended_by_area(facts: Facts, intended: Sequence[Rated]) -> list[Suggested]:
    low = Figure(len(facts.weakest(facts.rated)), f"{OVERALL}.low")
    by_area = Counter(rated.area.title for rated in intended)
    if not intended:
        return []
    title = facts.questions.states[0].title.lower()
    many = part_of(Figure(len(intended), f"{OVERALL}.low-intended"), low, "question")
    where = listed(f"{area} ({count})" for area, count in by_area.most_common())
    text = f"{capitalised(title)} is recorded on {many} that score under {facts.middling_from}: {where}."
    return [(text, OVERALL)]


def _first_state(facts: Facts, rated: Rated) -> Evidence | None:
    """How often the first evidence state of the set was found; None when no answer says."""
    if not facts.questions.states:
        return None
    first = facts.questions.states[0].id
    return next((evidence for evidence in facts.evidence_of(rated.score) if evidence.state == first), None)


def _intended(facts: Facts, rated: Rated) -> Fraction:
    """The share of answers that record the first evidence state."""
    first = _first_state(facts, rated)
    return Fraction(first.found, first.recorded) if first else Fraction(0)


def _gain(facts: Facts, rated: Rated) -> str:
    """How widely a practice is intended, and the effect by which it would be known."""
    first = _first_state(facts, rated)
    assert first is not None  # only practices that somebody intends are chosen
    where = part_of(first.found, first.recorded, "answer")
    gain = looked_for(rated, facts.questions.states[-1].id) or lowered(unended(rated.question.good_practice))
    return f"{rated.topic.title} ({rated.question.id}), with {first.title} in {where}: {gain}."


def _draft_threats(scope: Scope) -> Drafted:
    """Weak practices that cannot wait; over the whole also who is behind its peers, and work without proof."""
    facts = scope.facts
    weak = [rated for rated in facts.weakest(scope.rated) if rated.question.horizon == BURNING.id]
    burning = [(_named(rated), rated.question.id) for rated in scope.spread_out(weak)]
    whole = scope.area is None and len(facts.questions.areas) > 1
    texts = [*_behind(facts), *_burning_by_area(facts, weak), *_unproved(facts)] if whole else burning
    basis = "weak practices whose remedy the question set counts among the burning platforms"
    more = "figures clearly below the peers’ median, and work whose effect is found least; " if whole else ""
    add = "Threats from the market are for you to add"
    return Drafted(bullets(texts), why_drafted(scope, FindingKind.THREAT, f"{more}{basis}. {add}"))


def _behind(facts: Facts) -> list[Suggested]:
    """The elements clearly below the median of their peers, in one entry; of a set without elements its areas."""
    parts = facts.element_parts() if len(facts.questions.elements) > len(facts.questions.areas) else facts.area_parts()
    behind = [
        f"{part.title} ({part.points} against {facts.median(standing)})"
        for part in parts
        if (standing := facts.standing(part.id))
        and standing.side is not None
        and standing.side < 0
        and standing.is_sure
    ]
    stand = "stands" if len(behind) == 1 else "stand"
    return [(f"Clearly behind the median of the peers {stand} {listed(behind)}.", OVERALL)] if behind else []


def _burning_by_area(facts: Facts, weak: Sequence[Rated]) -> list[Suggested]:
    """How many weak practices cannot wait, and where; their names stand in the chapters of the areas."""
    if not weak:
        return []
    by_area = Counter(rated.area.title for rated in weak)
    where = listed(f"{area} ({count})" for area, count in by_area.most_common())
    many = capitalised(counted(Figure(len(weak), f"{OVERALL}.burning"), "practice"))
    verb = "scores" if len(weak) == 1 else "score"
    these = "a burning platform" if len(weak) == 1 else "burning platforms"
    return [(f"{many} that cannot wait ({these}) {verb} under {facts.middling_from}: {where}.", BURNING.id)]


def _unproved(facts: Facts) -> list[Suggested]:
    """The area in which work is found furthest ahead of its effect."""
    last = facts.questions.states[-1].title.lower() if facts.questions.states else ""
    parts = facts.area_parts()
    drops = [(part, drop) for part in parts if (drop := evidence_drop(facts, part.id)) and drop[1][0] == last]
    if not drops:
        return []
    part, ((before, ahead), (_, behind)) = max(drops, key=lambda entry: entry[1][0][1] - entry[1][1][1])
    shown = f"{part.title}: {before} is found in {ahead} % of the answers, {last} in {behind} %"
    return [(f"{shown}. Work that cannot show what it achieves is easily cut when money is short.", part.id)]
