"""Strengths, weaknesses, opportunities and threats: the assessor's, else suggestions from the scores.

Strengths and weaknesses of an area are single practices, those of the whole are elements first. Opportunities are next
steps that somebody already intends. Threats come from the data alone; those of the market are the assessor's to add.
"""

from __future__ import annotations

from fractions import Fraction

from reportgen.common.figures import Figure
from reportgen.common.language import capitalised, counted, listed, lowered, number, part_of, quoted, sentences
from reportgen.common.model import EFFORTS, HORIZONS, FindingKind, QuestionScore
from reportgen.words.compose.evidence import evidence_drop
from reportgen.words.compose.facts import HIGH, LOW, Evidence, Facts, Part, Rated, first_of, first_steps
from reportgen.words.compose.findings import MOST, Scope, next_step, passage, why_drafted
from reportgen.words.compose.passages import Drafted, bullets
from reportgen.words.compose.results import peers_of
from reportgen.words.context import Swot

BURNING = HORIZONS[0]

Suggested = tuple[str, str]  # a suggestion and what it comes from


def swot(scope: Scope) -> Swot:
    """Strengths, weaknesses, opportunities and threats."""
    facts = scope.facts
    low, high = facts.questions.middling_from, facts.questions.high_from
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
            f"Opportunities for {scope.name}: what the market, customers or new means now make possible."
            " The scores alone suggest none.",
        ),
        passage(
            scope,
            FindingKind.THREAT,
            _draft_threats,
            f"Threats to {scope.name}: what competitors, regulators or changing habits of customers could do."
            " The scores alone suggest none.",
        ),
    )


def _draft_strengths(scope: Scope) -> Drafted:
    facts, limit = scope.facts, scope.facts.questions.high_from
    parts = _foremost(scope, sorted(_in_band(scope, HIGH), key=lambda part: -part.points))
    others = [rated for rated in facts.strongest(scope.rated) if rated.element.id not in {part.id for part in parts}]
    texts = [(_part_text(facts, part), part.id) for part in parts]
    texts += [(_strength(facts, rated), rated.question.id) for rated in scope.spread_out(others)]
    why = why_drafted(scope, FindingKind.STRENGTH, f"{_sources(scope)} that score {limit} or more")
    return Drafted(bullets(texts[:MOST]), why)


def _draft_weaknesses(scope: Scope) -> Drafted:
    facts, limit = scope.facts, scope.facts.questions.middling_from
    parts = _foremost(scope, sorted(_in_band(scope, LOW), key=lambda part: part.points))
    others = [rated for rated in facts.weakest(scope.rated) if rated.element.id not in {part.id for part in parts}]
    texts = [(_part_text(facts, part), part.id) for part in parts]
    texts += [(_weakness(facts, rated), rated.question.id) for rated in scope.spread_out(others)]
    why = why_drafted(scope, FindingKind.WEAKNESS, f"{_sources(scope)} that score under {limit}")
    return Drafted(bullets(texts[:MOST]), why)


def _in_band(scope: Scope, band: str) -> list[Part]:
    """The elements of the whole in a band; none for an area, whose findings are about single practices."""
    return [] if scope.area else [part for part in scope.parts if scope.facts.band(part.points) == band]


def _foremost(scope: Scope, ranking: list[Part]) -> list[Part]:
    """The first few elements of a ranking, of equal ones those of different areas."""
    return first_of(ranking, MOST, lambda part: part.points, lambda part: scope.facts.questions.area_of[part.id].id)


def _sources(scope: Scope) -> str:
    return "questions" if scope.area else "elements, then single questions,"


def _part_text(facts: Facts, part: Part) -> str:
    """An element with its score, its standing and what such a score means."""
    standing = facts.standing(part.id)
    against = ""
    if standing is not None and standing.side is not None:
        against = f", {standing.side.words} the peer median of {facts.median(standing)}"
    return sentences(f"{part.title} scores {part.points}{against}.", facts.words(part.words, part.points))


def _strength(facts: Facts, rated: Rated) -> str:
    """A strong practice and the furthest evidence state found for it."""
    found = [evidence for evidence in facts.evidence_of(rated.score) if evidence.found]
    return sentences(f"{_scored(facts, rated)}.", _recorded(found[-1]) if found else "")


def _weakness(facts: Facts, rated: Rated) -> str:
    """A weak practice and the first evidence state that some answer misses."""
    missing = [evidence for evidence in facts.evidence_of(rated.score) if evidence.found < evidence.recorded]
    return sentences(f"{_scored(facts, rated)}.", _recorded(missing[0]) if missing else "")


def _recorded(evidence: Evidence) -> str:
    return f"{capitalised(evidence.title)} is recorded in {part_of(evidence.found, evidence.recorded, 'answer')}."


def _scored(facts: Facts, rated: Rated) -> str:
    """A question with its score, the box it stands for and what it rests on."""
    box = next((box for box in facts.questions.scale if box.value == rated.score.value), None)
    label = f" ({lowered(box.label)})" if box else ""
    question = f"{rated.topic.title}: {quoted(rated.question.text)}"
    return f"{question} scores {rated.points}{label} {rests_on(rated.score)} ({rated.question.id})"


def rests_on(score: QuestionScore) -> str:
    """What a question's score rests on: "in all three interviews", "on average of four interviews"."""
    held = Figure(score.n, f"{score.question_id}.n")
    if score.agreed:
        weighed = f" after {counted(held, 'interview')}" if held else ""
        return f"by agreement of the assessors{weighed}"
    if score.n == 1:
        return "in the one interview that scored it"
    if score.spread == 0:
        return f"in each of the {number(held)} interviews that scored it"
    return f"on the average of {counted(held, 'interview')}"


def _draft_opportunities(scope: Scope) -> Drafted:
    """First steps of topics with weak practices: those most widely intended, else those that take little effort."""
    facts = scope.facts
    weak = first_steps(facts.weakest(scope.rated))
    intended = sorted((rated for rated in weak if _intended(facts, rated)), key=lambda r: -_intended(facts, r))
    if intended:
        why = why_drafted(scope, FindingKind.OPPORTUNITY, "the next steps of weak practices that are already intended")
        chosen = scope.spread_out(intended, lambda rated: _intended(facts, rated))
        return Drafted(bullets((_ready(facts, rated), rated.question.id) for rated in chosen), why)
    easy = scope.spread_out(rated for rated in weak if rated.question.effort == EFFORTS[0])
    why = why_drafted(
        scope, FindingKind.OPPORTUNITY, "the next steps of weak practices that usually take little effort"
    )
    return Drafted(bullets((_easy(rated), rated.question.id) for rated in easy), why)


def _first_state(facts: Facts, rated: Rated) -> Evidence | None:
    """How often the first evidence state of the set was found; None when no answer says."""
    if not facts.questions.states:
        return None
    title = facts.questions.states[0].title.lower()
    return next((evidence for evidence in facts.evidence_of(rated.score) if evidence.title == title), None)


def _intended(facts: Facts, rated: Rated) -> Fraction:
    """The share of answers that record the first evidence state."""
    first = _first_state(facts, rated)
    return Fraction(first.found, first.recorded) if first else Fraction(0)


def _ready(facts: Facts, rated: Rated) -> str:
    """A next step, and how widely it is intended already."""
    first = _first_state(facts, rated)
    assert first is not None  # only practices that somebody intends are chosen
    where = part_of(first.found, first.recorded, "answer")
    there = f"{capitalised(first.title)} is recorded in {where}, while the practice itself scores {rated.points}"
    return f"{next_step(rated)} {there} ({rated.question.id})."


def _easy(rated: Rated) -> str:
    easy = f"This usually takes little effort, and the practice scores {rated.points} ({rated.question.id})."
    return f"{next_step(rated)} {easy}"


def _draft_threats(scope: Scope) -> Drafted:
    """Standing below the peers, gaps that usually cost customers at once, and work without proof of its effect."""
    facts = scope.facts
    ids = [scope.id] if scope.area is None else []
    ids += [part.id for part in (facts.area_parts() if scope.area is None else scope.parts)]
    behind = [text for figure in ids if (text := _behind(facts, figure))]
    texts = [*behind[:2], *_burning(scope), *_unproved(scope)]
    basis = (
        "figures below the peers' median, weak practices whose remedy the question set counts among the burning"
        " platforms, and work whose effect was seldom found. Threats from the market are for you to add"
    )
    return Drafted(bullets(texts), why_drafted(scope, FindingKind.THREAT, basis))


def _behind(facts: Facts, figure_id: str) -> Suggested | None:
    standing = facts.standing(figure_id)
    if standing is None or standing.side is None or standing.side >= 0:
        return None
    score, median = facts.printed(figure_id), facts.median(standing)
    named = facts.questions.titles.get(figure_id, facts.client)
    text = f"Others are ahead: {named} scores {score} against a median of {median} among {peers_of(facts, standing)}."
    return text, figure_id


def _burning(scope: Scope) -> list[Suggested]:
    """The weak practices whose remedy belongs to the first horizon, in one entry."""
    weak = [rated for rated in scope.facts.weakest(scope.rated) if rated.question.horizon == BURNING.id]
    told = listed(f"{quoted(r.question.text)} ({r.question.id}, {r.points})" for r in scope.spread_out(weak)[:2])
    if not weak:
        return []
    are = "is" if len(weak) == 1 else "are"
    many = capitalised(counted(Figure(len(weak), f"{scope.id}.burning"), "weak practice"))
    which = f"{many} {are} of the kind that a road map usually puts first, as a {lowered(BURNING.title)}"
    return [(f"{which}: {told}." if len(weak) <= 2 else f"{which}, among them {told}.", weak[0].question.id)]


def _unproved(scope: Scope) -> list[Suggested]:
    """The part in which work is found furthest ahead of its effect."""
    facts = scope.facts
    last = facts.questions.states[-1].title.lower() if facts.questions.states else ""
    parts = facts.area_parts() if scope.area is None else scope.parts
    drops = [(part, drop) for part in parts if (drop := evidence_drop(facts, part.id)) and drop[1][0] == last]
    if not drops:
        return []
    part, ((before, ahead), (_, behind)) = max(drops, key=lambda entry: entry[1][0][1] - entry[1][1][1])
    shown = f"{part.title}: {before} is found in {ahead} % of the answers, {last} in {behind} %"
    return [(f"{shown}. Work that cannot show what it achieves is easily cut when money is short.", part.id)]
