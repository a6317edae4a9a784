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

    def made_of(group_id: str, members: Iterable[Question], parts: Sequence[_Weighted] | None = None) -> GroupScore:
        own = [(question.weight, scored[question.id]) for question in members]
        found = covered_mean(own if parts is None else parts)
        return _group_score(group_id, found, [score for _, score in own], questions)

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


def _group_score(group_id: str, found: Covered, own: Sequence[QuestionScore], questions: QuestionSet) -> GroupScore:
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
        low=sum(is_low(score, questions) for score in own) if stands else None,
        spread=_mean_spread(own) if stands else None,
        nearest=_nearest(own, questions.scale) if stands else (),
    )


def is_low(score: QuestionScore, questions: QuestionSet) -> bool:
    """True when the printed score of a question lies under the set's limit, and it could be higher."""
    value, scale = score.value, questions.scale
    if value is None or questions.is_at_best(score.question_id, value):
        return False
    return scale.rounded(value) < scale.middling_from


def _nearest(own: Iterable[QuestionScore], scale: Scale) -> tuple[int, ...]:
    """How many printed scores lie nearest each box, from the lowest one."""
    found = Counter(scale.nearest(scale.rounded(score.value)) for score in own if score.value is not None)
    return tuple(found[box] for box in range(len(scale.boxes)))


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
