"""The scores of topics, elements, areas, the whole and the groups of the lenses, with their coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.common.means import Covered, ScoredPart, covered_mean, total
from reportgen.common.model import OVERALL, GroupScore, Question, QuestionScore, QuestionSet, Status
from reportgen.common.scale import Scale


@dataclass(frozen=True)
class Groups:
    """The scores of everything that is made of questions."""

    overall: GroupScore
    areas: dict[str, GroupScore]
    elements: dict[str, GroupScore]
    topics: dict[str, dict[str, GroupScore]]  # element id -> topic id -> score
    lenses: dict[str, dict[str, GroupScore]]  # lens id -> group id -> score


_Weighted = tuple[Fraction, ScoredPart]


def group_scores(scored: Mapping[str, QuestionScore], questions: QuestionSet) -> Groups:
    """The scores of all groups, without intervals: every one by the rule of `covered_mean`."""
    printed = _Printed(
        low=frozenset(question_id for question_id, score in scored.items() if is_low(score, questions)),
        nearest={question_id: _nearest(score, questions.scale) for question_id, score in scored.items()},
        boxes=len(questions.scale.boxes),
    )

    def made_of(group_id: str, members: Iterable[Question], parts: Sequence[_Weighted] | None = None) -> GroupScore:
        own = [(question.weight, scored[question.id]) for question in members]
        found = covered_mean(own if parts is None else parts)
        return _group_score(group_id, found, [score for _, score in own], printed)

    elements = {element.id: made_of(element.id, element.questions) for element in questions.elements}
    areas = {
        area.id: made_of(area.id, area.questions, [(element.weight, elements[element.id]) for element in area.elements])
        for area in questions.areas
    }
    whole = [(area.weight, areas[area.id]) for area in questions.areas]
    lenses = {
        lens.id: {group.id: made_of(group.id, questions.in_lens(lens.id, group.id)) for group in lens.groups}
        for lens in questions.lenses
    }
    topics = {
        element.id: {topic.id: made_of(topic.id, topic.questions) for topic in element.topics}
        for element in questions.elements
    }
    return Groups(made_of(OVERALL, questions.questions.values(), whole), areas, elements, topics, lenses)


@dataclass(frozen=True, slots=True)
class _Printed:
    """What follows from the printed scores of questions, by id: worked out once, for each stands in several groups."""

    low: frozenset[str]
    nearest: Mapping[str, int | None]  # the number of the box, from the lowest; None without a score
    boxes: int  # of the scale

    def near(self, own: Iterable[QuestionScore]) -> tuple[int, ...]:
        """How many scores lie nearest each box, from the lowest one."""
        found = Counter(self.nearest[score.question_id] for score in own)
        return tuple(found[box] for box in range(self.boxes))


def _group_score(group_id: str, found: Covered, own: Sequence[QuestionScore], printed: _Printed) -> GroupScore:
    statuses = [score.status for score in own]
    stands = found.value is not None
    return GroupScore(
        id=group_id,
        status=_status(found.value, statuses),
        value=found.value,
        coverage=found.coverage,
        questions=len(statuses),
        scored=statuses.count(Status.SCORED),
        not_applicable=statuses.count(Status.NOT_APPLICABLE),
        low=sum(score.question_id in printed.low for score in own) if stands else None,
        spread=_mean_spread(own) if stands else None,
        nearest=printed.near(own) if stands else (),
    )


def is_low(score: QuestionScore, questions: QuestionSet) -> bool:
    """True when the printed score of a question lies under the set's limit, and it could be higher."""
    value, scale = score.value, questions.scale
    if value is None or questions.is_at_best(score.question_id, value):
        return False
    return scale.rounded(value) < scale.middling_from


def _nearest(score: QuestionScore, scale: Scale) -> int | None:
    return None if score.value is None else scale.nearest(scale.rounded(score.value))


def _mean_spread(own: Iterable[QuestionScore]) -> Fraction | None:
    spreads = [score.spread for score in own if score.spread is not None]
    return total(spreads) / len(spreads) if spreads else None


def _status(value: Fraction | None, statuses: Sequence[Status]) -> Status:
    """The status of a group with this value and questions of these statuses."""
    if value is not None:
        return Status.SCORED
    if Status.SCORED in statuses:
        return Status.WITHHELD
    return Status.OPEN if Status.OPEN in statuses or not statuses else Status.NOT_APPLICABLE
