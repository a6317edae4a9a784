"""Findings: the assessor's, else suggestions from the scores; here key findings and development areas.

A suggestion names the practice, its score and what it rests on, and says nothing that the data do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reportgen.common.figures import Figure
from reportgen.common.language import counted, ended, first_sentences, part_of, quoted
from reportgen.common.model import OVERALL, Area, FindingKind
from reportgen.words.compose.comparing import all_elements_compared, elements_compared, low_and_high, questions_compared
from reportgen.words.compose.evidence import evidence_sentence, level_sentence
from reportgen.words.compose.facts import Facts, Part, Rated, first_of, one_per_area, one_per_topic
from reportgen.words.compose.passages import NO_DRAFT, Drafted, Written, bullets, choose
from reportgen.words.compose.results import standing_sentence
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
        return self.area.title if self.area else "the company as a whole"

    @property
    def rated(self) -> tuple[Rated, ...]:
        """Its scored questions."""
        return self.facts.rated_in(self.id)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The elements in it that have a score."""
        return self.facts.element_parts(self.area)

    def spread_out(
        self, rated: Iterable[Rated], rank: Callable[[Rated], object] = lambda entry: entry.points
    ) -> list[Rated]:
        """A short list over different topics; over different areas first when it is about the whole.

        `rank` is what the questions are ordered by: of equal ones, an area shows those of different elements.
        """
        chosen = one_per_topic(rated)
        if self.area is not None:
            return first_of(chosen, MOST, rank, lambda entry: entry.element.id)
        first = one_per_area(chosen)
        return (first + [entry for entry in chosen if entry not in first])[:MOST]

    def written(self, kind: FindingKind) -> list[Written]:
        """What the assessor found of that kind."""
        found = self.facts.assessment.findings
        return [Written(f.text, f.ref) for f in found if f.area == self.id and f.kind is kind]


def passage(scope: Scope, kind: FindingKind, draft: Callable[[Scope], Drafted], instruction: str) -> Passage:
    """What the assessor found of a kind, else the draft, else a placeholder; drafted only when nothing is written."""
    written = scope.written(kind)
    return choose(written, NO_DRAFT if written else draft(scope), instruction, as_list=True)


def why_drafted(scope: Scope, kind: FindingKind, basis: str) -> str:
    """The comment of a suggestion: what is missing in the workbook and what it was drafted from."""
    return f"The workbook has no finding of the kind '{kind.value}' for {scope.name}. Drafted from {basis}."


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
        elements_compared(facts, area) if area else all_elements_compared(facts),
        standing_sentence(facts, scope.id, area.title if area else "The overall score"),
        low_and_high(facts, scope.id) or questions_compared(rated),
        evidence_sentence(facts, scope.id),
        level_sentence(facts, scope.id, area.title if area else "the organisation"),
        _apart(scope),
    )
    basis = "the scores of its elements and questions, the evidence recorded, and where levels and interviews differ"
    return Drafted(bullets((text, "") for text in texts if text), why_drafted(scope, FindingKind.KEY_FINDING, basis))


def _apart(scope: Scope) -> str:
    """Where interviews disagree; empty when they do not."""
    compared = [entry for entry in scope.rated if entry.score.spread is not None]
    apart = scope.facts.apart(compared)
    if not apart:
        return ""
    widest = apart[0]
    of = part_of(Figure(len(apart), f"{scope.id}.apart"), len(compared), "question")
    steps = Figure(widest.score.steps_apart or 0, f"{widest.question.id}.steps-apart")
    example = f"{quoted(widest.question.text)} ({widest.question.id}, {counted(steps, 'step')})"
    most = "" if len(apart) == 1 else "most of all on "
    return f"On {of} scored more than once, interviews lie {scope.facts.far_apart}: {most}{example}."


# --------------------------------------------------------------------------------------------- development areas


def development_areas(scope: Scope) -> Passage:
    """What to work on: the topics with most weak practices."""
    limit = scope.facts.questions.high_from
    reason = scope.facts.none_said(f"no question scores under {limit}", scope.id)
    instruction = f"Development areas for {scope.name}: {reason}, so none is suggested."
    return passage(scope, FindingKind.DEVELOPMENT_AREA, _draft_development, instruction)


def _draft_development(scope: Scope) -> Drafted:
    facts = scope.facts
    limit = facts.questions.middling_from
    weak = facts.weakest(scope.rated)
    if not weak:  # a sound area still has something to work on
        limit = facts.questions.high_from
        weak = facts.weakest(scope.rated, limit)
    counts = {entry.topic.id: sum(rated.topic.id == entry.topic.id for rated in weak) for entry in weak}
    topics = sorted(one_per_topic(weak), key=lambda entry: -counts[entry.topic.id])
    chosen = scope.spread_out(topics, lambda entry: counts[entry.topic.id])
    why = why_drafted(scope, FindingKind.DEVELOPMENT_AREA, f"the topics with most questions that score under {limit}")
    return Drafted(bullets((_development(scope, rated, limit), rated.question.id) for rated in chosen), why)


def _development(scope: Scope, weakest: Rated, limit: int) -> str:
    """A topic, how many of its questions are weak and what good practice in the weakest looks like."""
    same = [rated for rated in scope.rated if rated.topic.id == weakest.topic.id]
    weak = [rated for rated in same if rated.points < limit]
    low = part_of(Figure(len(weak), f"{scope.id}.{weakest.topic.id}.under-{limit}"), len(same), "scored question")
    many = f"{low} here {'scores' if len(weak) == 1 else 'score'}"
    where = f" ({weakest.element.title})" if weakest.element.title != weakest.topic.title else ""
    good = first_sentences(weakest.question.good_practice, 2)
    return f"{weakest.topic.title}{where}: {many} under {limit}. Good practice: {good}"


def next_step(rated: Rated) -> str:
    """What lifts a practice by a box, with the topic it belongs to."""
    return f"{rated.topic.title}: {ended(rated.question.next_step)}"
