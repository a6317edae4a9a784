"""What traces are made from, and how they put numbers into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.common.model import (
    OVERALL,
    Assessment,
    Comparison,
    GroupScore,
    Lens,
    LensGroup,
    Question,
    QuestionSet,
    Scores,
    Trace,
    TraceInput,
)
from reportgen.common.rounding import NO_FIGURE

WHOLE = "Rounded once, half up, to a whole number."
PER_CENT = "Rounded once, half up, to a whole percentage."
ONE_DECIMAL = "Rounded once, half up, to one decimal."
COUNTED = "Counted, not rounded."


@dataclass(frozen=True)
class Sources:
    """All that figures are made of."""

    assessment: Assessment
    questions: QuestionSet
    scores: Scores
    comparison: Comparison


@dataclass(frozen=True)
class Part:
    """A part of an area or of the whole: its figure name, weight, score and questions."""

    name: str
    weight: Fraction
    score: GroupScore
    questions: Sequence[Question]


@dataclass(frozen=True)
class Group:
    """Overall, an area, an element or a lens group; only the first two are made of `parts`."""

    name: str
    title: str
    score: GroupScore
    questions: Sequence[Question]
    parts: Sequence[Part] = ()


def model_group(sources: Sources, group_id: str) -> Group:
    """Overall, an area or an element by id."""
    questions, scores = sources.questions, sources.scores
    if group_id == OVERALL:
        parts = [Part(area.id, area.weight, scores.areas[area.id], area.questions) for area in questions.areas]
        return Group(OVERALL, "Overall", scores.overall, list(questions.questions.values()), parts)
    for area in questions.areas:
        if area.id == group_id:
            parts = [Part(e.id, e.weight, scores.elements[e.id], e.questions) for e in area.elements]
            return Group(area.id, area.title, scores.areas[area.id], area.questions, parts)
    element = next(element for element in questions.elements if element.id == group_id)
    return Group(element.id, element.title, scores.elements[element.id], element.questions)


def lens_group(sources: Sources, lens: Lens, group: LensGroup) -> Group:
    """A group of a lens; its figure is named `lens.group`."""
    members = [q for q in sources.questions.questions.values() if group.id in q.lenses.get(lens.id, ())]
    score = sources.scores.lenses[lens.id][group.id]
    return Group(f"{lens.id}.{group.id}", f"{lens.title}, {group.title}", score, members)


def exactly(value: Fraction | int | None) -> str:
    """An exact value as a mixed number, or a dash.

    >>> exactly(Fraction(140, 3)), exactly(Fraction(-1, 3)), exactly(40), exactly(None)
    ('46 2/3', '-1/3', '40', '–')
    """
    if value is None:
        return NO_FIGURE
    if value.denominator == 1 or value < 1:
        return str(value)
    whole, rest = divmod(value.numerator, value.denominator)
    return f"{whole} {rest}/{value.denominator}"


def trace(
    figure: str,
    title: str,
    printed: str,
    exact: str,
    rule: str,
    inputs: Iterable[tuple[str, str, str]] = (),
    rounding: str = WHOLE,
) -> Trace:
    """A trace from (name, value, role) inputs."""
    return Trace(figure, title, printed, exact, rule, rounding, tuple(TraceInput(*entry) for entry in inputs))


def weighs(weight: Fraction) -> str:
    """The role of an input that carries weight."""
    return f"weight {exactly(weight)}"
