"""Strengths, weaknesses, opportunities and threats: the assessor's, else suggestions from the scores.

Strengths and weaknesses are those of topics by their own scores, then of single questions; those of the whole are
elements first. Opportunities are next steps that somebody already intends. Threats come from the data alone; those of
the market are the assessor's to add.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeVar

from reportgen.common.figures import Figure
from reportgen.common.language import capitalised, counted, listed, lowered, number, part_of, quoted, sentences
from reportgen.common.model import EFFORTS, HORIZONS, FindingKind, QuestionScore
from reportgen.common.ranking import ends_of
from reportgen.words.compose.comparing import WithPoints, asked, points_of
from reportgen.words.compose.evidence import evidence_drop
from reportgen.words.compose.facts import HIGH, LOW, Evidence, Facts, Part, Rated, RatedTopic, first_of, first_steps
from reportgen.words.compose.findings import MOST, Scope, in_element, next_step, passage, topics_of, why_drafted
from reportgen.words.compose.passages import Drafted, bullets
from reportgen.words.compose.results import peers_of
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
    texts = [(_part_text(facts, part), part.id) for part in _foremost(scope, parts)]
    texts += [(_topic_text(facts, topic, band), topic.topic_id) for topic in scope.spread_out(topics)]
    texts += [(_question_text(facts, rated, band), rated.question.id) for rated in scope.spread_out(others)]
    return texts[:MOST]


def _foremost(scope: Scope, ranking: list[Part]) -> list[Part]:
    """The first few elements of a ranking, of equal ones those of different areas."""
    return first_of(ranking, MOST, lambda part: part.points, lambda part: scope.facts.questions.area_of[part.id].id)


def _part_text(facts: Facts, part: Part) -> str:
    """An element with its score, its standing and what such a score means."""
    standing = facts.standing(part.id)
    against = ""
    if standing is not None and standing.side is not None:
        against = f", {standing.side.words} the peer median of {facts.median(standing)}"
    return sentences(f"{part.title} scores {part.points}{against}.", facts.words(part.words, part.points))


def _topic_text(facts: Facts, topic: RatedTopic, band: str) -> str:
    """A topic with its score, and its question at the same end with what was seen of it."""
    rated, many = topic.questions, Figure(len(topic.questions), f"{topic.topic_id}.scored")
    scores = f"{in_element(topic)} scores {topic.points}"
    if many == 1:
        told = f"on the one question scored: {asked(rated[0])}."
        return sentences(f"{scores} {told}", _seen(facts, rated[0], band))
    ends = ends_of(rated, points_of)
    over = f"{scores} over {counted(many, 'question')}"
    if ends is None:
        return f"{over}, each at {rated[0].points}."
    same, at, where = (ends.top, ends.high, "Highest") if band == HIGH else (ends.bottom, ends.low, "Lowest")
    if len(same) > 1:
        sharing = capitalised(number(len(same)))
        return f"{over}. {sharing} of them stand {where.lower()}, at {at}, among them {asked(same[0])}."
    return sentences(f"{over}. {where} of them is {asked(same[0])}, at {at}.", _seen(facts, same[0], band))


def _question_text(facts: Facts, rated: Rated, band: str) -> str:
    """A practice of a topic that is not told itself, named by its question; how its topic stands where that differs."""
    topic = next((topic for topic in facts.topics if topic.topic_id == rated.topic_id), None)
    opposite = {HIGH: LOW, LOW: HIGH}[band]
    though = ""
    if topic is not None and facts.band(topic.points) == opposite:
        unit = "topic" if facts.questions.has_topics else "element"
        though = f", though its {unit} as a whole scores {topic.points}"
    return sentences(f"{_scored(facts, rated)}{though}.", _seen(facts, rated, band))


def _seen(facts: Facts, rated: Rated, band: str) -> str:
    """The furthest evidence state found for a strong practice; of a weak one the first that some answer misses."""
    evidence = facts.evidence_of(rated.score)
    if band == HIGH:
        return next((_recorded(entry) for entry in reversed(evidence) if entry.found), "")
    return next((_recorded(entry) for entry in evidence if entry.found < entry.recorded), "")


def _recorded(evidence: Evidence) -> str:
    return f"{capitalised(evidence.title)} is recorded in {part_of(evidence.found, evidence.recorded, 'answer')}."


def _scored(facts: Facts, rated: Rated) -> str:
    """A question with its score, the box it stands for and what it rests on."""
    given = {answer.box for answer in rated.score.boxes} | {rated.score.agreed.box if rated.score.agreed else None}
    value = rated.score.value
    box = facts.questions.answers[rated.question.id].box(value) if value in given else None
    label = f" ({lowered(box.label)})" if box else ""
    return f"{quoted(rated.question.text)} scores {rated.points}{label} {rests_on(rated.score)} ({rated.question.id})"


def rests_on(score: QuestionScore) -> str:
    """What a question's score rests on: "in all three interviews", "on average of four interviews"."""
    held = Figure(score.n, f"{score.question_id}.n")
    if score.agreed:
        weighed = f" after {counted(held, 'interview')}" if held else ""
        return f"by agreement of the assessors{weighed}"
    if score.n == 1:
        return "in the one interview that scored it"
    if score.spread == 0 and len(score.boxes) == score.n:
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
    """Standing below the peers, gaps that a road map puts first, and work without proof of its effect."""
    facts = scope.facts
    parts = [part.id for part in (facts.area_parts() if scope.area is None else scope.parts)]
    ids = [scope.id, *parts] if scope.area is None else [*parts, scope.id]
    behind = [text for figure in ids if (text := _behind(facts, figure))]
    texts = [*behind[:2], *_burning(scope), *_unproved(scope)]
    basis = (
        "figures below the peers’ median, weak practices whose remedy the question set counts among the burning"
        " platforms, and work whose effect was seldom found. Threats from the market are for you to add"
    )
    return Drafted(bullets(texts), why_drafted(scope, FindingKind.THREAT, basis))


def _behind(facts: Facts, figure_id: str) -> Suggested | None:
    standing = facts.standing(figure_id)
    if standing is None or standing.side is None or standing.side >= 0 or not standing.is_sure:
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
    parts = facts.area_parts() if scope.area is None else facts.element_parts(scope.area)
    drops = [(part, drop) for part in parts if (drop := evidence_drop(facts, part.id)) and drop[1][0] == last]
    if not drops:
        return []
    part, ((before, ahead), (_, behind)) = max(drops, key=lambda entry: entry[1][0][1] - entry[1][1][1])
    shown = f"{part.title}: {before} is found in {ahead} % of the answers, {last} in {behind} %"
    return [(f"{shown}. Work that cannot show what it achieves is easily cut when money is short.", part.id)]
