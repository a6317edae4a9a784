"""Findings: the assessor's, else suggestions from the scores: key findings, SWOT, development areas.

A suggestion names the practice, its score and what it rests on, and says nothing that the data do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reportgen.model import HORIZONS, OVERALL, Area, FindingKind, QuestionScore, Standing
from reportgen.report.compose.analysis import (
    evidence_drop,
    evidence_sentence,
    level_sentence,
    low_boxes,
    range_of,
)
from reportgen.report.compose.facts import (
    HIGH,
    LOW,
    Evidence,
    Facts,
    Part,
    Rated,
    one_per_area,
    one_per_topic,
)
from reportgen.report.compose.passages import NO_DRAFT, Draft, Written, bullets, choose
from reportgen.report.compose.results import peers_of, standing_sentence
from reportgen.report.compose.wording import (
    capitalised,
    counted,
    ended,
    first_sentences,
    listed,
    lowered,
    number,
    part_of,
    quoted,
    sentences,
)
from reportgen.report.context import Passage, Swot
from reportgen.rounding import printed

MOST = 4  # suggestions in a list
BURNING = HORIZONS[0].id

Text = tuple[str, str]  # a suggestion and what it comes from


@dataclass(frozen=True)
class Scope:
    """What findings are about: an area, or the whole assessment."""

    facts: Facts
    area: Area | None  # None: the whole

    @property
    def id(self) -> str:
        """Area id, or OVERALL."""
        return self.area.id if self.area else OVERALL

    @property
    def name(self) -> str:
        """As comments and placeholders call it."""
        return self.area.title if self.area else "the whole assessment"

    @property
    def noun(self) -> str:
        """As sentences call it."""
        return "this area" if self.area else "the model"

    @property
    def rated(self) -> tuple[Rated, ...]:
        """Its scored questions."""
        return self.facts.rated_in(self.id)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The elements in it that have a score."""
        return self.facts.element_parts(self.area)

    def spread_out(self, rated: Iterable[Rated]) -> list[Rated]:
        """A short list over different topics; over different areas first when it is about the whole."""
        chosen = one_per_topic(rated)
        if self.area is None:
            first = one_per_area(chosen)
            chosen = first + [entry for entry in chosen if entry not in first]
        return chosen[:MOST]

    def written(self, kind: FindingKind) -> list[Written]:
        """What the assessor found of that kind."""
        found = self.facts.assessment.findings
        return [Written(f.text, f.ref) for f in found if f.area == self.id and f.kind is kind]


def _passage(scope: Scope, kind: FindingKind, draft: Callable[[Scope], Draft], instruction: str) -> Passage:
    written = scope.written(kind)
    return choose(written, NO_DRAFT if written else draft(scope), instruction, as_list=True)


def _why(scope: Scope, kind: FindingKind, basis: str) -> str:
    return f"The workbook has no finding of the kind '{kind.value}' for {scope.name}. Drafted from {basis}."


# -------------------------------------------------------------------------------------------------- key findings


def key_findings(scope: Scope) -> Passage:
    """What stands out."""
    instruction = f"Key findings for {scope.name}: nothing has been scored here, so nothing can be suggested."
    return _passage(scope, FindingKind.KEY_FINDING, _draft_key_findings, instruction)


def _draft_key_findings(scope: Scope) -> Draft:
    facts, rated = scope.facts, scope.rated
    if not rated:
        return NO_DRAFT
    title = scope.area.title if scope.area else "the organisation"
    subject = scope.area.title if scope.area else "The overall score"
    score = facts.scores.group(scope.id)
    texts = (
        range_of(scope.parts, "element"),
        standing_sentence(facts, scope.id, subject),
        low_boxes(facts, rated, score) or _one_question(rated),
        evidence_sentence(facts, scope.id),
        level_sentence(facts, scope.id, title),
        _apart(facts, rated),
    )
    basis = "the scores of its elements and questions, the evidence recorded, and where levels and interviews differ"
    return Draft(bullets((text, "") for text in texts if text), _why(scope, FindingKind.KEY_FINDING, basis))


def _one_question(rated: Sequence[Rated]) -> str:
    return f"Only one question has a score: {quoted(rated[0].question.text)} stands at {rated[0].points}."


def _apart(facts: Facts, rated: Sequence[Rated]) -> str:
    """Where interviews disagree; empty when they do not."""
    apart = facts.apart(rated)
    if not apart:
        return ""
    widest = apart[0]
    on = f"On {counted(len(apart), 'question')} interviews lie two steps or more apart"
    example = f"{quoted(widest.question.text)} ({widest.question.id}, {counted(widest.score.spread or 0, 'step')})"
    return f"{on}: {example}." if len(apart) == 1 else f"{on}, furthest on {example}."


# ---------------------------------------------------------------------------------------------------------- SWOT


def swot(scope: Scope) -> Swot:
    """Strengths, weaknesses, opportunities and threats."""
    facts = scope.facts
    low, high = facts.questions.middling_from, facts.questions.high_from
    return Swot(
        _passage(
            scope,
            FindingKind.STRENGTH,
            _draft_strengths,
            f"Strengths of {scope.name}: no question scores {high} or more, so none is suggested.",
        ),
        _passage(
            scope,
            FindingKind.WEAKNESS,
            _draft_weaknesses,
            f"Weaknesses of {scope.name}: no question scores under {low}, so none is suggested.",
        ),
        _passage(
            scope,
            FindingKind.OPPORTUNITY,
            _draft_opportunities,
            f"Opportunities for {scope.name}: what the market, customers or new means now make possible."
            " The scores alone suggest none.",
        ),
        _passage(
            scope,
            FindingKind.THREAT,
            _draft_threats,
            f"Threats to {scope.name}: what competitors, regulators or changing habits of customers could do."
            " The scores alone suggest none.",
        ),
    )


def _draft_strengths(scope: Scope) -> Draft:
    facts = scope.facts
    if scope.area is None:
        parts = sorted(_in_band(scope, HIGH), key=lambda part: -part.points)[:MOST]
        if parts:
            why = _why(scope, FindingKind.STRENGTH, f"the elements that score {facts.questions.high_from} or more")
            return Draft(bullets((_part_text(facts, part), part.id) for part in parts), why)
    chosen = scope.spread_out(facts.strongest(scope.rated))
    why = _why(scope, FindingKind.STRENGTH, f"questions that score {facts.questions.high_from} or more")
    return Draft(bullets((_strength(facts, rated), rated.question.id) for rated in chosen), why)


def _draft_weaknesses(scope: Scope) -> Draft:
    facts = scope.facts
    if scope.area is None:
        parts = sorted(_in_band(scope, LOW), key=lambda part: part.points)[:MOST]
        if parts:
            why = _why(scope, FindingKind.WEAKNESS, f"the elements that score under {facts.questions.middling_from}")
            return Draft(bullets((_part_text(facts, part), part.id) for part in parts), why)
    chosen = scope.spread_out(facts.weakest(scope.rated))
    why = _why(scope, FindingKind.WEAKNESS, f"questions that score under {facts.questions.middling_from}")
    return Draft(bullets((_weakness(facts, rated), rated.question.id) for rated in chosen), why)


def _in_band(scope: Scope, band: str) -> list[Part]:
    return [part for part in scope.parts if scope.facts.band(part.points) == band]


def _part_text(facts: Facts, part: Part) -> str:
    """An element with its score, its standing and what such a score means."""
    standing = facts.standing(part.id)
    against = "" if standing is None else f", {_against(facts, standing)}"
    return sentences(f"{part.title} scores {part.points}{against}.", facts.words(part.words, part.points))


def _against(facts: Facts, standing: Standing) -> str:
    side = {-1: "below", 0: "level with", 1: "above"}[standing.side or 0]
    return f"{side} the median of {printed(standing.median)} among {peers_of(facts, standing)}"


def _strength(facts: Facts, rated: Rated) -> str:
    return sentences(f"{_scored(facts, rated)}.", _proof(facts, rated))


def _weakness(facts: Facts, rated: Rated) -> str:
    return sentences(f"{_scored(facts, rated)}.", _lack(facts, rated))


def _scored(facts: Facts, rated: Rated) -> str:
    """A question with its score, the box it stands for and what it rests on."""
    box = next((box for box in facts.questions.scale if box.value == rated.score.value), None)
    label = f" ({lowered(box.label)})" if box else ""
    question = f"{rated.topic.title}: {quoted(rated.question.text)}"
    return f"{question} scores {rated.points}{label} {rests_on(rated.score)} ({rated.question.id})"


def rests_on(score: QuestionScore) -> str:
    """What a question's score rests on: "in all three interviews", "on average of four interviews"."""
    if score.agreed:
        weighed = f" after {counted(score.n, 'interview')}" if score.n else ""
        return f"by agreement of the assessors{weighed}"
    if score.n == 1:
        return "in the one interview that scored it"
    if score.spread == 0:
        return f"in each of the {number(score.n)} interviews that scored it"
    return f"on the average of {counted(score.n, 'interview')}"


def _proof(facts: Facts, rated: Rated) -> str:
    """The furthest evidence state that was found for a strong practice."""
    found = [evidence for evidence in facts.evidence_of(rated.score) if evidence.found]
    return f"{capitalised(found[-1].title)} is recorded in {_of(found[-1])}." if found else ""


def _lack(facts: Facts, rated: Rated) -> str:
    """The first evidence state that some answer misses for a weak practice."""
    missing = [evidence for evidence in facts.evidence_of(rated.score) if evidence.found < evidence.recorded]
    return f"{capitalised(missing[0].title)} is recorded in {_of(missing[0])}." if missing else ""


def _of(evidence: Evidence) -> str:
    return part_of(evidence.found, evidence.recorded, "answer")


def _draft_opportunities(scope: Scope) -> Draft:
    """Next steps of weak practices which somebody already intends; else those that take little effort."""
    facts = scope.facts
    weak = facts.weakest(scope.rated)
    intended = [(rated, first) for rated in weak if (first := _intended(facts, rated))]
    if intended:
        chosen = scope.spread_out(rated for rated, _ in intended)
        why = _why(scope, FindingKind.OPPORTUNITY, "the next steps of weak practices that somebody already intends")
        return Draft(bullets((_ready(facts, rated), rated.question.id) for rated in chosen), why)
    easy = scope.spread_out(rated for rated in weak if rated.question.effort == "low")
    why = _why(scope, FindingKind.OPPORTUNITY, "the next steps of weak practices that usually take little effort")
    return Draft(bullets((_easy(rated), rated.question.id) for rated in easy), why)


def _intended(facts: Facts, rated: Rated) -> Evidence | None:
    """The first evidence state of the set, if any answer to the question records it."""
    states = facts.questions.states
    known = {evidence.title: evidence for evidence in facts.evidence_of(rated.score)}
    first = known.get(states[0].title.lower()) if states else None
    return first if first and first.found else None


def _ready(facts: Facts, rated: Rated) -> str:
    first = _intended(facts, rated)
    assert first is not None  # only such questions are chosen
    there = f"{capitalised(first.title)} is recorded in {_of(first)}, though the practice scores {rated.points}"
    return f"{ended(rated.question.next_step)} {there} ({rated.question.id})."


def _easy(rated: Rated) -> str:
    return (
        f"{ended(rated.question.next_step)} This usually takes little effort, and the practice scores"
        f" {rated.points} ({rated.question.id})."
    )


def _draft_threats(scope: Scope) -> Draft:
    """Standing below the peers, gaps that usually cost customers at once, and work without proof of its effect."""
    facts = scope.facts
    ids = [scope.id] if scope.area is None else []
    ids += [part.id for part in (facts.area_parts() if scope.area is None else scope.parts)]
    behind = [text for figure in ids if (text := _behind(facts, figure))]
    burning = scope.spread_out(r for r in facts.weakest(scope.rated) if r.question.horizon == BURNING)
    texts = [*behind[:2], *(_burning(facts, rated) for rated in burning[:2]), *_unproved(facts, scope)]
    basis = (
        "figures below the peers' median, weak practices whose remedy the question set counts among the burning"
        " platforms, and evidence of work without evidence of its effect. Threats from the market are for you to add"
    )
    return Draft(bullets(texts[:MOST]), _why(scope, FindingKind.THREAT, basis))


def _behind(facts: Facts, figure_id: str) -> Text | None:
    standing = facts.standing(figure_id)
    if standing is None or standing.side != -1:
        return None
    score, median = facts.printed(figure_id), printed(standing.median)
    text = (
        f"Others are ahead: {_named(facts, figure_id)} scores {score} against a median of {median}, so at least half of"
        f" {peers_of(facts, standing)} score higher."
    )
    return text, figure_id


def _named(facts: Facts, figure_id: str) -> str:
    titles = {area.id: area.title for area in facts.questions.areas}
    titles |= {element.id: element.title for element in facts.questions.elements}
    return titles.get(figure_id, facts.client)


def _burning(facts: Facts, rated: Rated) -> Text:
    horizon = HORIZONS[0]
    text = (
        f"{_scored(facts, rated)}. Putting this right usually belongs to the {lowered(horizon.title)} of a road map:"
        f" {lowered(horizon.means)}"
    )
    return text, rated.question.id


def _unproved(facts: Facts, scope: Scope) -> list[Text]:
    """The parts in which work is seen far more often than its effect."""
    last = facts.questions.states[-1].title.lower() if facts.questions.states else ""
    parts = facts.area_parts() if scope.area is None else scope.parts
    texts = []
    for part in parts:
        drop = evidence_drop(facts, part.id)
        if drop and drop[1][0] == last:
            (before, ahead), (_, behind) = drop
            shown = f"{part.title}: {before} is recorded in {ahead} % of the answers, {last} in {behind} %"
            texts.append((f"{shown}. Work that cannot show what it achieves is easily cut.", part.id))
    return texts[:2]


# --------------------------------------------------------------------------------------------- development areas


def development_areas(scope: Scope) -> Passage:
    """What to work on: the topics with most weak practices."""
    limit = scope.facts.questions.high_from
    instruction = f"Development areas for {scope.name}: no question scores under {limit}, so none is suggested."
    return _passage(scope, FindingKind.DEVELOPMENT_AREA, _draft_development, instruction)


def _draft_development(scope: Scope) -> Draft:
    facts = scope.facts
    limit = facts.questions.middling_from
    weak = facts.weakest(scope.rated)
    if not weak:  # a sound area still has something to work on
        limit = facts.questions.high_from
        weak = facts.weakest(scope.rated, limit)
    counts = {entry.topic.id: sum(rated.topic.id == entry.topic.id for rated in weak) for entry in weak}
    topics = sorted(one_per_topic(weak), key=lambda entry: -counts[entry.topic.id])
    chosen = scope.spread_out(topics)
    why = _why(scope, FindingKind.DEVELOPMENT_AREA, f"the topics with most questions that score under {limit}")
    return Draft(bullets((_development(scope, rated, limit), rated.question.id) for rated in chosen), why)


def _development(scope: Scope, weakest: Rated, limit: int) -> str:
    """A topic, how many of its questions are weak and what good practice in the weakest looks like."""
    same = [rated for rated in scope.rated if rated.topic.id == weakest.topic.id]
    weak = [rated for rated in same if rated.points < limit]
    many = f"{part_of(len(weak), len(same), 'scored question')} here {'scores' if len(weak) == 1 else 'score'}"
    where = f" ({weakest.element.title})" if weakest.element.title != weakest.topic.title else ""
    good = first_sentences(weakest.question.good_practice, 2)
    return f"{weakest.topic.title}{where}: {many} under {limit}. What good practice looks like: {good}"


def elements_in_words(parts: Sequence[Part]) -> str:
    """Elements or areas with their scores: "Targeting (58) and Proposition (44)"."""
    return listed(f"{part.title} ({part.points})" for part in parts)
