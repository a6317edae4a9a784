"""Findings: the assessor's, else suggestions from the scores; here key findings and development areas.

A suggestion names the practice, its score and what it rests on, and says nothing that the data do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from reportgen.common.figures import Figure
from reportgen.common.language import counted, ended, first_sentences, number, part_of, quoted
from reportgen.common.model import OVERALL, Area, FindingKind
from reportgen.common.ranking import foremost
from reportgen.words.compose.comparing import (
    all_elements_compared,
    areas_compared,
    asked,
    elements_compared,
    low_and_high,
    points_of,
    the_only_question,
)
from reportgen.words.compose.evidence import evidence_sentence, level_sentence
from reportgen.words.compose.facts import Facts, P, Part, Rated, RatedTopic, first_of, one_per_area, one_per_topic
from reportgen.words.compose.passages import NO_DRAFT, Drafted, Written, bullets, choose
from reportgen.words.compose.results import parts_between, standing_sentence
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
    instruction = f"Key findings for {scope.name}: nothing has been scored here, so nothing can be suggested."
    return passage(scope, FindingKind.KEY_FINDING, _draft_key_findings, instruction)


def _draft_key_findings(scope: Scope) -> Drafted:
    facts, rated, area = scope.facts, scope.rated, scope.area
    if not rated:
        return NO_DRAFT
    texts = (
        elements_compared(facts, area) if area else all_elements_compared(facts) or areas_compared(facts),
        standing_sentence(facts, scope.id, area.title if area else "The overall score"),
        low_and_high(facts, scope.id) or the_only_question(rated),
        evidence_sentence(facts, scope.id),
        level_sentence(facts, scope.id, area.title if area else "the organisation"),
        _apart(scope),
    )
    parts = "element" if area else next(iter(parts_between(facts.questions)), "")
    elements = f"{parts}s and " if scope.parts else ""
    levels = "levels and " if len(facts.levels) > 1 else ""
    evidence = ", the evidence recorded," if facts.questions.states else ""
    basis = f"the scores of its {elements}questions{evidence} and where {levels}interviews differ"
    return Drafted(bullets((text, "") for text in texts if text), why_drafted(scope, FindingKind.KEY_FINDING, basis))


def _apart(scope: Scope) -> str:
    """Where interviews disagree; empty when they do not."""
    compared = [entry for entry in scope.rated if entry.score.spread is not None]
    apart = scope.facts.apart(compared)
    if not apart:
        return ""
    widest = foremost(apart, lambda entry: entry.score.steps_apart or 0)
    first = widest[0]
    of = part_of(Figure(len(apart), f"{scope.id}.apart"), len(compared), "question")
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
    told = {topic.topic_id for topic in topics}
    others = [rated for rated in scope.facts.weakest(scope.rated, limit) if rated.topic_id not in told]
    chosen = sorted(scope.spread_out(topics), key=points_of)
    texts = [(_topic_to_develop(scope, topic, limit), topic.topic_id) for topic in chosen]
    texts += [(_practice_to_develop(rated), rated.question.id) for rated in scope.spread_out(others)]
    units, under = topics_of(scope), f"that score under {scope.facts.scale.printed(limit)}"
    basis = f"the {units} {under}, the lowest first, then single questions of other {units} that do"
    why = why_drafted(scope, FindingKind.DEVELOPMENT_AREA, basis if scope.topics else f"the questions {under}")
    return Drafted(bullets(texts[:MOST]), why)


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


def next_step(rated: Rated) -> str:
    """What lifts a practice by a box, with the topic it belongs to."""
    return f"{rated.topic.title}: {ended(rated.question.next_step)}"
