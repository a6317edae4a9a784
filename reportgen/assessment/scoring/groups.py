"""The scores of elements, areas, the whole and the groups of the lenses, with their coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.common.means import mean_if_covered, share, total, weighted_mean
from reportgen.common.method import COVERAGE_NEEDED, LOW_BOXES
from reportgen.common.model import OVERALL, GroupScore, Question, QuestionScore, QuestionSet, Status


@dataclass(frozen=True)
class Groups:
    """The scores of everything that is made of questions."""

    overall: GroupScore
    areas: dict[str, GroupScore]
    elements: dict[str, GroupScore]
    lenses: dict[str, dict[str, GroupScore]]  # lens id -> group id -> score


def group_scores(scored: Mapping[str, QuestionScore], questions: QuestionSet) -> Groups:
    """The scores of all groups, without intervals."""
    low = questions.boxes[:LOW_BOXES][-1]

    def facts(group_id: str, members: Iterable[Question]) -> _Facts:
        return _Facts(group_id, [(question.weight, scored[question.id]) for question in members], low)

    elements = {element.id: facts(element.id, element.questions).by_coverage() for element in questions.elements}
    areas = {
        area.id: facts(area.id, area.questions).by_children(
            [(element.weight, elements[element.id]) for element in area.elements]
        )
        for area in questions.areas
    }
    overall = facts(OVERALL, questions.questions.values()).by_children(
        [(area.weight, areas[area.id]) for area in questions.areas]
    )
    lenses = {
        lens.id: {
            group.id: facts(group.id, questions.in_lens(lens.id, group.id)).by_coverage() for group in lens.groups
        }
        for lens in questions.lenses
    }
    return Groups(overall, areas, elements, lenses)


@dataclass(frozen=True)
class _Facts:
    """The questions of a group with their weights, and what follows from them before the group's own rule."""

    group_id: str
    questions: Sequence[tuple[Fraction, QuestionScore]]
    low: int  # the highest of the low boxes

    def by_coverage(self) -> GroupScore:
        """The score of an element or a lens group: the mean of its scored questions, withheld for want of coverage."""
        value = weighted_mean((weight, q.value) for weight, q in self.questions if q.value is not None)
        return self._score(value if self.coverage is not None and self.coverage >= COVERAGE_NEEDED else None)

    def by_children(self, children: Sequence[tuple[Fraction, GroupScore]]) -> GroupScore:
        """The score of an area or the whole: the mean of its parts that have a score, if they hold enough weight."""
        applicable = [(weight, child) for weight, child in children if child.status is not Status.NOT_APPLICABLE]
        return self._score(mean_if_covered((weight, child.value) for weight, child in applicable))

    @property
    def coverage(self) -> Fraction | None:
        """Weight of scored questions / weight of questions that are not N/A, question weights alone."""
        return share(self._weight(Status.SCORED), self._weight(Status.SCORED) + self._weight(Status.OPEN))

    def _score(self, value: Fraction | None) -> GroupScore:
        statuses = [q.status for _, q in self.questions]
        spreads = [q.spread for _, q in self.questions if q.spread is not None]
        return GroupScore(
            id=self.group_id,
            status=_status(value, statuses),
            value=value,
            coverage=self.coverage,
            questions=len(statuses),
            scored=statuses.count(Status.SCORED),
            not_applicable=statuses.count(Status.NOT_APPLICABLE),
            low_share=None if value is None else self._low_share(),
            spread=Fraction(sum(spreads), len(spreads)) if spreads else None,
        )

    def _weight(self, status: Status) -> Fraction:
        return total(weight for weight, q in self.questions if q.status is status)

    def _low_share(self) -> Fraction | None:
        low = (weight for weight, q in self.questions if q.value is not None and q.value <= self.low)
        return share(total(low), self._weight(Status.SCORED))


def _status(value: Fraction | None, statuses: Sequence[Status]) -> Status:
    """The status of a group with this value and questions of these statuses."""
    if value is not None:
        return Status.SCORED
    if Status.SCORED in statuses:
        return Status.WITHHELD
    return Status.OPEN if Status.OPEN in statuses or not statuses else Status.NOT_APPLICABLE
