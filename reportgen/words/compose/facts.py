"""What the data say, ready to be put into words: bands, weakest and strongest questions, evidence, standing, levels.

Bands and comparisons go by the printed figures, so that no sentence contradicts the number beside it. Numbers that come
from the data are `Figure`s, or text marked as one: whatever sentence they are put into, they carry their name along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from reportgen.common.figures import Figure, Points, figure, topic_name
from reportgen.common.language import counted
from reportgen.common.method import LEVELS_DIFFER
from reportgen.common.model import (
    OVERALL,
    Area,
    Assessment,
    Comparison,
    Disclosure,
    Element,
    EvidenceState,
    GroupScore,
    Interview,
    Level,
    Question,
    QuestionScore,
    QuestionSet,
    Scores,
    Standing,
    Topic,
    Words,
)
from reportgen.common.order import measured, unsettled
from reportgen.common.ranking import Ends, ends_of
from reportgen.common.rounding import round_half_up
from reportgen.common.scale import HIGH, LOW, MIDDLING, Scale

T = TypeVar("T")
P = TypeVar("P", bound="Rated | RatedTopic")


@dataclass(frozen=True, slots=True)
class Rated:
    """A scored question with its place in the model."""

    question: Question
    score: QuestionScore
    topic: Topic
    element: Element
    area: Area
    points: Points  # the printed score

    @property
    def topic_id(self) -> str:
        """The figure of its topic: it tells topics of all elements apart."""
        return topic_name(self.element.id, self.topic.id)


@dataclass(frozen=True, slots=True)
class RatedTopic:
    """A topic that has a score, with its scored questions and its place in the model."""

    topic: Topic
    score: GroupScore
    questions: tuple[Rated, ...]
    element: Element
    area: Area
    points: Points  # the printed score of the topic itself, whatever its best or worst question scores

    @property
    def title(self) -> str:
        """The title of the topic."""
        return self.topic.title

    @property
    def topic_id(self) -> str:
        """The figure that its score is."""
        return topic_name(self.element.id, self.topic.id)


@dataclass(frozen=True, slots=True)
class Part:
    """An area or element that has a score."""

    id: str
    title: str
    words: Words
    score: GroupScore
    points: Points  # the printed score


@dataclass(frozen=True, slots=True)
class LevelPoints:
    """The printed score that a level gives."""

    level: Level
    points: Points


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often an evidence state was found among a question's scored answers."""

    state: str  # its id
    title: str  # of the state, in small letters
    found: int
    recorded: int  # answers that say yes or no


@dataclass(frozen=True, slots=True)
class Shown:
    """How often an evidence state is shown in an element."""

    title: str
    share: Figure  # of its answers that record the state, in per cent


@dataclass(frozen=True)
class Facts:
    """The assessment with all that was computed from it."""

    assessment: Assessment
    questions: QuestionSet
    scores: Scores
    comparison: Comparison

    @cached_property
    def client(self) -> str:
        """The client as the report names it."""
        return self.assessment.engagement.client or self.questions.say("the company")

    @property
    def subject(self) -> str:
        """The client at the beginning of a sentence: a name as written, "The company" for want of one."""
        return self.assessment.engagement.client or self.questions.say("The company")

    @property
    def may_name_roles(self) -> bool:
        """True when outputs may name the roles of the people interviewed."""
        return self.assessment.engagement.name_roles

    # ------------------------------------------------------------------------------------------ bands and scores

    @property
    def scale(self) -> Scale:
        """The scale of the question set."""
        return self.questions.scale

    def points(self, value: Fraction, figure_id: str) -> Points:
        """A score as printed, as the figure that it is."""
        return Points(self.scale.rounded(value), figure_id)

    def limit(self, share: Fraction) -> Decimal:
        """A limit of the method, which is a share of the span, as it is printed."""
        return self.scale.rounded(self.scale.of_span(share))

    @property
    def middling_from(self) -> str:
        """From where a printed score is no longer low."""
        return self.scale.printed(self.scale.middling_from)

    @property
    def high_from(self) -> str:
        """From where a printed score is high."""
        return self.scale.printed(self.scale.high_from)

    def in_points(self, points: Decimal) -> str:
        """A number of points with the unit of the scale: "three points"."""
        return counted(points, self.scale.unit, self.scale.units)

    def band(self, points: Decimal) -> str:
        """Whether a printed score is low, middling or high."""
        return self.scale.band(points)

    def words(self, words: Words, points: Decimal) -> str:
        """What the question set says of a printed score; empty when it says nothing."""
        return {LOW: words.low, MIDDLING: words.middling, HIGH: words.high}[self.band(points)]

    def printed(self, figure_id: str) -> str:
        """The printed score of an element, an area or the whole, for a sentence."""
        return figure(figure_id, self.scale.printed(self.scores.group(figure_id).value))

    def group_band(self, score: GroupScore) -> str:
        """The band of a score, empty when there is none."""
        return "" if score.value is None else self.band(self.scale.rounded(score.value))

    def area_parts(self) -> tuple[Part, ...]:
        """The areas that have a score, in report order."""
        return self._scored(self.questions.areas)

    def element_parts(self, area: Area | None = None) -> tuple[Part, ...]:
        """The elements that have a score, of one area or of all, in report order."""
        return self._scored(area.elements if area else self.questions.elements)

    def _scored(self, parts: Iterable[Area | Element]) -> tuple[Part, ...]:
        return tuple(
            Part(part.id, part.title, part.words, score, self.points(score.value, part.id))
            for part in parts
            if (score := self.scores.group(part.id)).value is not None
        )

    # ------------------------------------------------------------------------------------------------ questions

    @cached_property
    def rated(self) -> tuple[Rated, ...]:
        """All scored questions, in report order."""
        return tuple(
            Rated(question, score, topic, element, area, self.points(score.value, question.id))
            for area in self.questions.areas
            for element in area.elements
            for topic in element.topics
            for question in topic.questions
            if (score := self.scores.questions[question.id]).value is not None
        )

    def rated_in(self, area_id: str) -> tuple[Rated, ...]:
        """The scored questions of an area, or of the whole for OVERALL, in report order."""
        return tuple(rated for rated in self.rated if area_id in (OVERALL, rated.area.id))

    @cached_property
    def topics(self) -> tuple[RatedTopic, ...]:
        """All topics with a score of their own, in report order; of one that is withheld nothing is claimed."""
        rated: dict[str, list[Rated]] = {}
        for entry in self.rated:
            rated.setdefault(entry.topic_id, []).append(entry)
        return tuple(
            RatedTopic(topic, score, tuple(rated[name]), element, area, self.points(score.value, name))
            for area in self.questions.areas
            for element in area.elements
            for topic in element.topics
            if (score := self.scores.topics[element.id][topic.id]).value is not None
            and (name := topic_name(element.id, topic.id))
        )

    def topics_in(self, part_id: str) -> tuple[RatedTopic, ...]:
        """The scored topics of an element, of an area, or of the whole for OVERALL, in report order."""
        return tuple(topic for topic in self.topics if part_id in (OVERALL, topic.area.id, topic.element.id))

    def none_said(self, otherwise: str, area_id: str = OVERALL) -> str:
        """Why nothing follows from the scores of an area or of the whole: there are none, or the reason given."""
        return otherwise if self.rated_in(area_id) else "nothing has been scored here"

    def weakest(self, among: Iterable[Rated], below: Fraction | None = None) -> list[Rated]:
        """Questions with a printed score under `below` (the middling band unless said), the lowest first.

        None that stands in its highest box: nothing lifts it any further.
        """
        limit = self.scale.middling_from if below is None else below
        weak = (rated for rated in among if rated.points < limit and not self.is_at_best(rated))
        return sorted(weak, key=lambda rated: rated.points)

    def is_at_best(self, rated: Rated) -> bool:
        """True when a question stands in its highest box."""
        return self.questions.is_at_best(rated.question.id, rated.score.value or Fraction(0))

    def strongest(self, among: Iterable[Rated]) -> list[Rated]:
        """Questions in the high band, the highest first."""
        high = (rated for rated in among if rated.points >= self.scale.high_from)
        return sorted(high, key=lambda rated: -rated.points)

    def unsettled(self, higher: Iterable[Part], lower: Iterable[Part]) -> str:
        """What to add to a claim that all of some parts score higher than all of others; empty where it is settled."""
        one, other = ([measured(part.score, self.scale) for part in parts] for parts in (higher, lower))
        return unsettled(filter(None, one), filter(None, other))

    # ------------------------------------------------------------------------------------------------- evidence

    def evidence_of(self, score: QuestionScore) -> tuple[Evidence, ...]:
        """The evidence states of a question's answers, in the set's order, where any answer records them."""
        return tuple(
            evidence
            for state in self.questions.states
            if (evidence := _evidence(state.title.lower(), state.id, score)).recorded
        )

    def shares(self, figure_id: str) -> tuple[tuple[str, Figure], ...]:
        """The printed shares of answers with each evidence state as (title, percent), where it was recorded."""
        evidence = self.scores.evidence.get(figure_id)
        if evidence is None:
            return ()
        return tuple(
            (state.title.lower(), Figure(round_half_up(share * 100), f"{figure_id}.evidence.{state.id}"))
            for state in self.questions.states
            if (share := evidence.shares.get(state.id)) is not None
        )

    def elements_showing(self, state: EvidenceState) -> tuple[Shown, ...]:
        """The printed share of the answers on each element that show a state, where recorded, in report order."""
        return tuple(
            Shown(element.title, Figure(round_half_up(share * 100), f"{element.id}.evidence.{state.id}"))
            for element in self.questions.elements
            if (found := self.scores.evidence.get(element.id)) and (share := found.shares.get(state.id)) is not None
        )

    # ---------------------------------------------------------------------------------------------------- peers

    def standing(self, figure_id: str) -> Standing | None:
        """Where the client stands on a figure, if it has a score and anything may be said."""
        standing = self.comparison.standings.get(figure_id)
        if standing is None or standing.disclosure is Disclosure.NOTHING or standing.side is None:
            return None
        return standing

    def median(self, standing: Standing) -> str:
        """The printed median of a figure's peers, for a sentence."""
        return figure(f"{standing.figure_id}.median", self.scale.printed(standing.median))

    def peers(self, standing: Standing) -> Figure:
        """How many peers have a figure."""
        return Figure(standing.n, f"{standing.figure_id}.peers")

    @property
    def has_peers(self) -> bool:
        """True when peer data were used at all."""
        return bool(self.comparison.source)

    @cached_property
    def shows_peers(self) -> bool:
        """True when some figure may stand beside its peers'."""
        return any(found.disclosure is not Disclosure.NOTHING for found in self.comparison.standings.values())

    # ------------------------------------------------------------------------------------ interviews and levels

    @cached_property
    def levels(self) -> dict[str, Level]:
        """The levels by id."""
        return {level.id: level for level in self.questions.levels}

    def level_title(self, code: str) -> str:
        """The level of an interview in small letters; empty when it is not recorded, or when the set has but one."""
        if len(self.levels) < 2:
            return ""
        interview = self.assessment.interview.get(code)
        level = self.levels.get(interview.level) if interview and interview.level else None
        return level.title.lower() if level else ""

    def covering(self, area: Area | None = None) -> tuple[Interview, ...]:
        """The interviews that cover anything of an area, or all of them."""
        ids = {element.id for element in area.elements} if area else None
        return tuple(interview for interview in self.assessment.interviews if ids is None or ids & interview.elements)

    def level_points(self, figure_id: str) -> tuple[LevelPoints, ...]:
        """The printed scores that the levels give a figure, in the set's order; empty where they are not compared."""
        score = self.scores.levels.get(figure_id)
        known = [(level, score.values.get(level.id)) for level in self.questions.levels] if score else []
        return tuple(
            LevelPoints(level, self.points(value, f"{figure_id}.level.{level.id}"))
            for level, value in known
            if value is not None
        )

    def level_gap(self, figure_id: str, at_least: Fraction = LEVELS_DIFFER) -> Ends[LevelPoints, Decimal] | None:
        """The levels that score a figure highest and lowest; None where they lie closer together in print.

        `at_least` is a share of the span.
        """
        ends = ends_of(self.level_points(figure_id), lambda entry: entry.points)
        return ends if ends and ends.apart >= self.scale.of_span(at_least) else None

    def apart(self, among: Iterable[Rated]) -> list[Rated]:
        """Questions on which interviews lie far apart, the widest first."""
        wide = (
            rated
            for rated in among
            if (rated.score.steps_apart or 0) >= self.questions.answers[rated.question.id].far_apart
        )
        return sorted(wide, key=lambda rated: -(rated.score.steps_apart or 0))

    @property
    def far_apart(self) -> str:
        """How far apart these lie, in words: "three steps or more apart"."""
        steps = f"{counted(self.scale.far_apart, 'step')} or more apart"
        others = {answers.far_apart for answers in self.questions.answers.values()} - {self.scale.far_apart}
        return f"{steps}, or in proportion on answers of a question’s own" if others else steps


def first_of(ranking: Sequence[T], most: int, rank: Callable[[T], object], group: Callable[[T], object]) -> list[T]:
    """The first few of a ranking; where equals straddle the end, those of as many groups as possible."""
    if len(ranking) <= most or rank(ranking[most]) != rank(ranking[most - 1]):
        return list(ranking[:most])
    last = rank(ranking[most])
    sure = [entry for entry in ranking[:most] if rank(entry) != last]
    turns = Counter(group(entry) for entry in sure)
    tied = []
    for entry in ranking:
        if rank(entry) == last:
            tied.append((turns[group(entry)], entry))
            turns[group(entry)] += 1
    return sure + [entry for _, entry in sorted(tied, key=lambda found: found[0])][: most - len(sure)]


def one_per_topic(entries: Iterable[P]) -> list[P]:
    """The first entry of each topic, so that a short list does not dwell on one subject."""
    found: dict[str, P] = {}
    for entry in entries:
        found.setdefault(entry.topic_id, entry)
    return list(found.values())


def first_steps(weak: Iterable[Rated]) -> list[Rated]:
    """The first weak question of each topic, topics in the order given: a later step builds on the one before it."""
    found: dict[str, Rated] = {}
    for entry in weak:
        kept, questions = found.setdefault(entry.topic_id, entry), entry.topic.questions
        if questions.index(entry.question) < questions.index(kept.question):
            found[entry.topic_id] = entry
    return list(found.values())


def of_a_topic(facts: Facts) -> str:
    """Which questions stand for their topic, or for their element where the set has no topics; empty for but one."""
    if facts.questions.has_topics:
        return ", of a topic the first"
    return ", of an element the first" if len(facts.questions.elements) > 1 else ""


def steps_within(weak: Iterable[Rated], *horizons: str) -> list[Rated]:
    """The first steps that belong to these horizons; where none does, the first of those weak questions that do."""
    among = list(weak)
    first = [entry for entry in first_steps(among) if entry.question.horizon in horizons]
    return first or first_steps(entry for entry in among if entry.question.horizon in horizons)


def one_per_area(entries: Iterable[P]) -> list[P]:
    """The first entry of each area."""
    found: dict[str, P] = {}
    for entry in entries:
        found.setdefault(entry.area.id, entry)
    return list(found.values())


def _evidence(title: str, state_id: str, score: QuestionScore) -> Evidence:
    recorded = [found for answer in score.boxes if (found := answer.evidence.get(state_id)) is not None]
    return Evidence(state_id, title, Figure(sum(recorded), f"{score.question_id}.evidence.{state_id}"), len(recorded))
