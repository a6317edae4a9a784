"""Findings: the assessor's, else suggestions from the scores; here key findings and development areas.

A suggestion names the practice, its score and what it rests on, and says nothing that the data do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.common.figures import Figure
from reportgen.common.language import counted, first_sentences, listed, number, part_of, quoted, sentences
from reportgen.common.method import ENDS_APART
from reportgen.common.model import OVERALL, Area, FindingKind
from reportgen.common.ranking import NAMED, ends_of, foremost
from reportgen.words.compose.comparing import asked, points_of, the_only_question, with_points
from reportgen.words.compose.evidence import falls_by_area, levels_apart, people, steepest, steepest_here
from reportgen.words.compose.facts import Facts, P, Part, Rated, RatedTopic, first_of, one_per_area, one_per_topic
from reportgen.words.compose.level_basis import behind_levels
from reportgen.words.compose.passages import NO_DRAFT, Drafted, Written, bullets, choose
from reportgen.words.context import Passage

MOST = 4  # suggestions in a list


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
        return self.area.title if self.area else self.facts.questions.say("the company as a whole")

    @property
    def rated(self) -> tuple[Rated, ...]:
        """Its scored questions."""
        return self.facts.rated_in(self.id)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The elements in it that have a score; a lone one is the whole, and tells no more."""
        elements = (self.area or self.facts.questions).elements
        return self.facts.element_parts(self.area) if len(elements) > 1 else ()

    @property
    def topics(self) -> tuple[RatedTopic, ...]:
        """Its topics that have a score of their own; an element that is all of it tells no more."""
        asked = (self.area or self.facts.questions).questions
        return tuple(
            topic
            for topic in self.facts.topics_in(self.id)
            if topic.topic.id != topic.element.id or len(topic.topic.questions) < len(asked)
        )

    def spread_out(self, entries: Iterable[P], rank: Callable[[P], object] = lambda entry: entry.points) -> list[P]:
        """A short list over different topics; over different areas first when it is about the whole.

        `rank` is what the entries are ordered by: of equal ones, an area shows those of different elements.
        """
        chosen = one_per_topic(entries)
        if self.area is not None:
            return first_of(chosen, MOST, rank, lambda entry: entry.element.id)
        first = one_per_area(chosen)
        return (first + [entry for entry in chosen if entry not in first])[:MOST]

    def written(self, kind: FindingKind) -> list[Written]:
        """What the assessor found of that kind; what is found of a lone area stands with the whole."""
        areas = self.facts.questions.areas
        ids = {self.id, areas[0].id} if self.area is None and len(areas) == 1 else {self.id}
        return [Written(f.text, f.ref) for f in self.facts.assessment.findings if f.area in ids and f.kind is kind]


def passage(scope: Scope, kind: FindingKind, draft: Callable[[Scope], Drafted], instruction: str) -> Passage:
    """What the assessor found of a kind, else the draft, else a placeholder; drafted only when nothing is written."""
    written = scope.written(kind)
    return choose(written, NO_DRAFT if written else draft(scope), instruction, as_list=True)


def why_drafted(scope: Scope, kind: FindingKind, basis: str) -> str:
    """The comment of a suggestion: what is missing in the workbook and what it was drafted from."""
    return f"The workbook has no finding of the kind ‘{kind.value}’ for {scope.name}. Drafted from {basis}."


# -------------------------------------------------------------------------------------------------- key findings


def key_findings(scope: Scope) -> Passage:
    """What stands out."""
    reason = scope.facts.none_said("the scores alone say too little of it", scope.id)
    instruction = f"Key findings for {scope.name}: {reason}, so nothing can be suggested."
    return passage(scope, FindingKind.KEY_FINDING, _draft_key_findings, instruction)


def _draft_key_findings(scope: Scope) -> Drafted:
    if not scope.rated:
        return NO_DRAFT
    texts = [text for text in (_of_area(scope, scope.area) if scope.area else _of_whole(scope)) if text]
    levels = "levels and " if len(scope.facts.levels) > 1 else ""
    evidence = ", the evidence recorded," if scope.facts.questions.states else ""
    basis = f"the scores, what the question set says of them{evidence} and where {levels}interviews differ"
    return Drafted(bullets((text, "") for text in texts), why_drafted(scope, FindingKind.KEY_FINDING, basis))


def _of_area(scope: Scope, area: Area) -> tuple[str, ...]:
    """What its score means, what holds it back, and what is more marked in it than in any other area."""
    facts = scope.facts
    part = next((part for part in facts.area_parts() if part.id == area.id), None)
    return (
        facts.words(part.words, part.points) if part else "",
        _furthest_behind(scope),
        steepest_here(facts, area.id),
        "" if levels_apart(facts, area.id) else _levels_furthest_apart(facts, area),
        _apart(scope) if _is_most(facts, area, lambda one: len(_far_apart(Scope(facts, one)))) else "",
    )


def _of_whole(scope: Scope) -> tuple[str, ...]:
    """Where low scores, falling evidence and different views of interviews gather."""
    facts = scope.facts
    if len(facts.questions.areas) < 2:
        return (the_only_question(scope.rated) if len(scope.rated) == 1 else "", steepest(facts), _apart(scope))
    return (_low_by_area(facts), falls_by_area(facts), _apart_by_area(scope))


def _furthest_behind(scope: Scope) -> str:
    """The element that holds an area back, and what such a score means; empty where several do, or all lie close."""
    ends = ends_of(scope.parts, points_of)
    if ends is None or len(ends.bottom) > 1 or ends.apart < scope.facts.scale.of_span(ENDS_APART):
        return ""
    part = ends.bottom[0]
    means = scope.facts.words(part.words, part.points)
    unsure = scope.facts.unsettled((other for other in scope.parts if other != part), ends.bottom)
    return f"{part.title} is furthest behind, at {part.points}{unsure}. {means}" if means else ""


def _is_most(facts: Facts, area: Area, size: Callable[[Area], int]) -> bool:
    """True for the one area in which something is largest; of several alike, the first."""
    return size(area) > 0 and area is max(facts.questions.areas, key=size)


def _levels_furthest_apart(facts: Facts, area: Area) -> str:
    """The levels that see an area differently, told in the one where they lie furthest apart."""
    gaps = {one.id: gap for one in facts.questions.areas if (gap := facts.level_gap(one.id))}
    if len(gaps) < 2 or area.id != max(gaps, key=lambda found: gaps[found].apart):
        return ""
    gap = gaps[area.id]
    return sentences(
        f"In no other area do levels see more different things: {people(gap.top)} score it {gap.high},"
        f" {people(gap.bottom)} {gap.low}.",
        behind_levels(facts, area.id),
    )


def _low_by_area(facts: Facts) -> str:
    """Where the questions that score low lie, the area with most of them first."""
    areas = facts.questions.areas
    low = {area.id: Figure(len(facts.weakest(facts.rated_in(area.id))), f"{area.id}.low") for area in areas}
    ranked = sorted((area for area in areas if low[area.id]), key=lambda area: -low[area.id])
    total = Figure(sum(low.values()), f"{OVERALL}.low")
    if len(ranked) < 2:
        return ""
    where = listed(f"{area.title} ({low[area.id]})" for area in ranked)
    return f"The {counted(total, 'question')} that score under {facts.middling_from} lie in {where}."


def _far_apart(scope: Scope) -> list[Rated]:
    """The questions on which interviews lie far apart, among those scored more than once."""
    return scope.facts.apart(entry for entry in scope.rated if entry.score.spread is not None)


def _apart_by_area(scope: Scope) -> str:
    """On how many questions interviews lie far apart, and in which area on most of them."""
    facts, apart = scope.facts, _far_apart(scope)
    if not apart:
        return ""
    by_area = Counter(entry.area.id for entry in apart)
    most = foremost((area for area in facts.questions.areas if by_area[area.id]), lambda area: by_area[area.id])
    compared = sum(entry.score.spread is not None for entry in scope.rated)
    of = part_of(Figure(len(apart), f"{OVERALL}.apart"), compared, "question")
    many = Figure(by_area[most[0].id], f"{most[0].id}.apart")
    each = " each" if len(most) > 1 else ""
    where = (
        f"; most of them, {number(many)}{each}, in {listed(area.title for area in most)}" if len(by_area) > 1 else ""
    )
    return f"Interviews lie {facts.far_apart} on {of} scored more than once{where}."


def _apart(scope: Scope) -> str:
    """Where interviews disagree; empty when they do not."""
    apart = _far_apart(scope)
    if not apart:
        return ""
    compared = sum(entry.score.spread is not None for entry in scope.rated)
    widest = foremost(apart, lambda entry: entry.score.steps_apart or 0)
    first = widest[0]
    of = part_of(Figure(len(apart), f"{scope.id}.apart"), compared, "question")
    steps = counted(Figure(first.score.steps_apart or 0, f"{first.question.id}.steps-apart"), "step")
    example = f"{quoted(first.question.text)} ({first.question.id}, {steps})"
    most = "most of all on " if len(widest) == 1 else f"most of all on {number(len(widest))}, among them "
    where = example if len(apart) == 1 else f"{most}{example}"
    return f"On {of} scored more than once, interviews lie {scope.facts.far_apart}: {where}."


# --------------------------------------------------------------------------------------------- development areas


def development_areas(scope: Scope) -> Passage:
    """What to work on: the topics that score lowest, then single practices of other topics."""
    reason = scope.facts.none_said(f"no question scores under {scope.facts.high_from}", scope.id)
    instruction = f"Development areas for {scope.name}: {reason}, so none is suggested."
    return passage(scope, FindingKind.DEVELOPMENT_AREA, _draft_development, instruction)


def _draft_development(scope: Scope) -> Drafted:
    limits = (scope.facts.scale.middling_from, scope.facts.scale.high_from)
    # a sound area still has something to work on
    limit = next((limit for limit in limits if scope.facts.weakest(scope.rated, limit)), limits[0])
    topics = sorted((topic for topic in scope.topics if topic.points < limit), key=points_of)
    units, under = topics_of(scope), f"that score under {scope.facts.scale.printed(limit)}"
    if scope.area is None and len(scope.facts.questions.areas) > 1 and topics:
        why = why_drafted(scope, FindingKind.DEVELOPMENT_AREA, f"the {units} of each area {under}, the lowest first")
        return Drafted(bullets(_areas_to_develop(scope, topics)), why)
    told = {topic.topic_id for topic in topics}
    others = [rated for rated in scope.facts.weakest(scope.rated, limit) if rated.topic_id not in told]
    chosen = sorted(scope.spread_out(topics), key=points_of)
    texts = [(_topic_to_develop(scope, topic, limit), topic.topic_id) for topic in chosen]
    texts += [(_practice_to_develop(rated), rated.question.id) for rated in scope.spread_out(others)]
    basis = f"the {units} {under}, the lowest first, then single questions of other {units} that do"
    why = why_drafted(scope, FindingKind.DEVELOPMENT_AREA, basis if scope.topics else f"the questions {under}")
    return Drafted(bullets(texts[:MOST]), why)


def _areas_to_develop(scope: Scope, topics: Sequence[RatedTopic]) -> list[tuple[str, str]]:
    """The lowest topics of each area; what good practice looks like there stands in its chapter."""
    entries = []
    for area in scope.facts.questions.areas:
        lowest = [topic for topic in topics if topic.area.id == area.id][:NAMED]
        if lowest:
            entries.append((f"{area.title}: {with_points(lowest)}", area.id))
    return entries


def _topic_to_develop(scope: Scope, topic: RatedTopic, limit: Fraction) -> str:
    """A topic, its score, how many of its questions are weak and what good practice in the weakest looks like."""
    weak, shown = scope.facts.weakest(topic.questions, limit), scope.facts.scale.printed(limit)
    count = Figure(len(weak), f"{scope.id}.{topic.topic_id}.under-{shown}")
    low = part_of(count, len(topic.questions), "scored question")
    many = f"{low} here {'scores' if len(weak) == 1 else 'score'}"
    good = first_sentences(weak[0].question.good_practice, 2)
    return f"{in_element(topic)}, at {topic.points}: {many} under {shown}. Good practice: {good}"


def _practice_to_develop(rated: Rated) -> str:
    good = first_sentences(rated.question.good_practice, 2)
    return f"{asked(rated)}, at {rated.points}. Good practice: {good}"


def topics_of(scope: Scope) -> str:
    """What the report calls the groups of questions that have scores of their own."""
    return "topics" if scope.facts.questions.has_topics else "elements"


def in_element(topic: RatedTopic) -> str:
    """A topic with its element, unless both are called the same."""
    element = topic.element.title
    return topic.title if topic.title == element else f"{topic.title} ({element})"
