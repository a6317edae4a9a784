"""What traces are made from, how they are found and put numbers into words; traces of what rests on cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction

from reportgen.common.exceptions import UsageError
from reportgen.common.figures import target_name, topic_name
from reportgen.common.language import capitalised, counted, plural
from reportgen.common.method import SEVERAL_INTERVIEWS
from reportgen.common.model import (
    OVERALL,
    Answer,
    AnswerState,
    Assessment,
    Comparison,
    Element,
    GroupScore,
    Lens,
    LensGroup,
    Question,
    QuestionScore,
    QuestionSet,
    Scores,
    Status,
    Topic,
    Trace,
    TraceInput,
)
from reportgen.common.rounding import NO_FIGURE, printed_share, printed_steps, with_true_minus
from reportgen.common.scale import Scale

PER_CENT = "Rounded once, half up, to a whole percentage."
ONE_DECIMAL = "Rounded once, half up, to one decimal."
TWO_DECIMALS = "Rounded once, half up, to two decimals."
COUNTED = "Counted, not rounded."


@dataclass(frozen=True)
class Sources:
    """All that figures are made of."""

    assessment: Assessment
    questions: QuestionSet
    scores: Scores
    comparison: Comparison
    shares: dict[tuple[str, str], tuple[Fraction, Fraction]] = field(default_factory=dict, compare=False)
    """What a question adds to a kind of share, by the suffix of the kind and its id: it is in several groups."""

    @property
    def scale(self) -> Scale:
        """The scale that scores are printed on."""
        return self.questions.scale


@dataclass(frozen=True)
class Group:
    """Overall, an area, an element or a lens group; only the first two are made of `parts`, which have a `weight`."""

    name: str
    title: str
    score: GroupScore
    questions: Sequence[Question]
    parts: Sequence[Group] = ()
    weight: Fraction = Fraction(1)


def model_group(sources: Sources, group_id: str) -> Group:
    """Overall, an area or an element by id."""
    questions, scores = sources.questions, sources.scores
    if group_id == OVERALL:
        parts = [model_group(sources, area.id) for area in questions.areas]
        return Group(OVERALL, "Overall", scores.overall, list(questions.questions.values()), parts)
    for area in questions.areas:
        if area.id == group_id:
            parts = [model_group(sources, element.id) for element in area.elements]
            return Group(area.id, area.title, scores.areas[area.id], area.questions, parts, area.weight)
    element = next(element for element in questions.elements if element.id == group_id)
    return Group(element.id, element.title, scores.elements[element.id], element.questions, (), element.weight)


def lens_group(sources: Sources, lens: Lens, group: LensGroup) -> Group:
    """A group of a lens; its figure is named `lens.group`."""
    score = sources.scores.lenses[lens.id][group.id]
    return Group(
        f"{lens.id}.{group.id}", f"{lens.title}, {group.title}", score, sources.questions.in_lens(lens.id, group.id)
    )


def topic_group(sources: Sources, element: Element, topic: Topic) -> Group:
    """A topic of an element; its figure is named by `topic_name`."""
    score = sources.scores.topics[element.id][topic.id]
    return Group(topic_name(element.id, topic.id), f"{element.title}, {topic.title}", score, topic.questions)


def exactly(value: Fraction | Decimal | int | None) -> str:
    """An exact value as a mixed number, or a dash.

    >>> exactly(Fraction(140, 3)), exactly(Fraction(-1, 3)), exactly(40), exactly(None)
    ('46 2/3', '−1/3', '40', '–')
    """
    if value is None:
        return NO_FIGURE
    numerator, denominator = value.as_integer_ratio()
    whole, rest = divmod(abs(numerator), denominator)
    said = str(whole) if not rest else f"{whole} {rest}/{denominator}" if whole else f"{rest}/{denominator}"
    return with_true_minus(f"-{said}" if numerator < 0 else said)


def trace(
    figure: str,
    title: str,
    printed: str,
    exact: str,
    rule: str,
    inputs: Iterable[tuple[str, ...]] = (),
    *,
    rounding: str,
) -> Trace:
    """A trace from (name, value, role) inputs, each with its note where it has one."""
    return Trace(figure, title, printed, exact, rule, rounding, tuple(TraceInput(*entry) for entry in inputs))


def to_decimals(scale: Scale) -> str:
    """How a score is rounded."""
    to = f"to {counted(scale.decimals, 'decimal')}" if scale.decimals else "to a whole number"
    return f"Rounded once, half up, {to}."


def weighs(weight: Fraction) -> str:
    """The role of an input that carries weight."""
    return f"weight {exactly(weight)}"


# --------------------------------------------------------------------- from what a person types to the name of a figure


def find_figure(typed: str, known: Collection[str], questions: QuestionSet) -> str:
    """The name of the figure meant. Raises UsageError, naming near ones, when there is none."""
    names = {_folded(name): name for name in known}
    aliases = _aliases(questions)
    wanted = _folded(typed)
    for name in [wanted, wanted.replace(" ", "-"), *_with_alias(wanted, aliases)]:
        if name in names:
            return names[name]
    near = get_close_matches(wanted, [*names, *aliases], n=4, cutoff=0.6)
    meant = list(dict.fromkeys(names.get(name) or aliases[name] for name in near))
    hint = f"; is it one of these: {', '.join(meant)}?" if meant else "."
    raise UsageError(
        f"There is no figure {typed.strip()!r}{hint} A figure is 'overall', an area, an element or a question, by id, "
        "code or title, and with a suffix what belongs to it: 'overall.coverage', 'overall.median'."
    )


def _with_alias(wanted: str, aliases: dict[str, str]) -> list[str]:
    """`wanted` with its beginning, up to the end or to any of its points, replaced by the id it stands for."""
    found = []
    for end in [len(wanted), *(place for place, letter in enumerate(wanted) if letter == ".")]:
        head, suffix = wanted[:end].strip(), wanted[end:].replace(" ", "-")
        if head in aliases:
            found.append(f"{_folded(aliases[head])}{suffix}")
    return found


def _aliases(questions: QuestionSet) -> dict[str, str]:
    """The figure each code and title stands for, folded; an area goes before an element, an element before a topic."""
    found: dict[str, str] = {}
    for element in reversed(questions.elements):  # of topics of one title, the first in the report
        found |= {_folded(topic.title): topic_name(element.id, topic.id) for topic in element.topics}
    for lens in questions.lenses:
        found |= {_folded(f"{lens.title}.{group.title}"): f"{lens.id}.{group.id}" for group in lens.groups}
        found |= {_folded(f"{lens.id}.{group.title}"): f"{lens.id}.{group.id}" for group in lens.groups}
    found |= {_folded(element.title): element.id for element in questions.elements}
    found |= {_folded(element.code): element.id for element in questions.elements}
    found |= {_folded(area.title): area.id for area in questions.areas}
    found |= {_folded(name): name for name in (*questions.questions, *(part.id for part in questions.elements))}
    return found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


# -------------------------------------------------------------------------------------------------- what rests on cells

_SAID = {
    AnswerState.NOT_APPLICABLE: "not applicable",
    AnswerState.NOT_KNOWN: "not known",
    AnswerState.NOT_ASKED: "not asked",
    AnswerState.UNREADABLE: "cannot be read",
}


def question(sources: Sources, question_id: str) -> Trace:
    """The score of a question, from the cells of its answers and of its agreed box."""
    score = sources.scores.questions[question_id]
    answers = sorted(sources.assessment.answers_to.get(question_id, ()), key=lambda answer: answer.interview)
    return trace(
        question_id,
        f"{question_id} {sources.questions.questions[question_id].text}",
        sources.scale.printed(score.value),
        exactly(score.value),
        _rule(score),
        [
            *_agreed(score),
            *(_answer(sources, answer, score) for answer in answers if answer.state is not AnswerState.BLANK),
        ],
        rounding=to_decimals(sources.scale),
    )


def question_computed(sources: Sources, question_id: str) -> Trace:
    """The mean of the interviews that stands beside an agreed box."""
    score = sources.scores.questions[question_id]
    shown = score.computed if score.agreed else None
    return trace(
        f"{question_id}.computed",
        f"{question_id}: computed mean",
        sources.scale.printed(shown),
        exactly(shown),
        f"Mean of the interviews' {_given(score)}, shown beside the agreed box."
        if score.agreed
        else "The score: no box is agreed.",
        _counted(sources, score) if score.agreed else (),
        rounding=to_decimals(sources.scale),
    )


def question_spread(sources: Sources, question_id: str) -> Trace:
    """The spread of a question between interviews, from the cells of its boxes."""
    score = sources.scores.questions[question_id]
    return trace(
        f"{question_id}.spread",
        f"{question_id}: spread between interviews",
        printed_steps(score.spread),
        exactly(score.spread),
        f"Mean distance of two interviews in steps of the scale, over all pairs; from {SEVERAL_INTERVIEWS} on.",
        _boxes(score) if score.spread is not None else (),
        rounding=ONE_DECIMAL,
    )


def target_figure(sources: Sources, element: Element) -> Trace:
    """The box that an element is to reach, from its cell."""
    target = sources.assessment.target_of.get(element.id)
    box = target.box if target else None
    return trace(
        target_name(element.id),
        f"{element.title}: target",
        sources.scale.printed(box),
        exactly(box),
        "The box that the element is to reach; no score takes it in." if target else "No target is set.",
        [(str(target.place) or "Targets", exactly(box), "target box")] if target else (),
        rounding=to_decimals(sources.scale),
    )


def completion_figure(sources: Sources, code: str) -> Trace:
    """How much of what an interview should answer was answered."""
    found = sources.scores.completion[code]
    return trace(
        f"{code}.completion",
        f"Interview {code}: answered",
        printed_share(found.share),
        exactly(found.share),
        "Answered / expected: the questions of the elements the interview covers that its level can answer. "
        "A box, N/A and not known are answers; not asked is none, but no gap either.",
        [
            ("expected", str(found.expected), "questions"),
            ("answered", str(found.answered), "questions"),
            ("gaps", str(found.gaps), "blank"),
        ],
        rounding=PER_CENT,
    )


def _boxes(score: QuestionScore) -> list[tuple[str, str, str]]:
    return [(cell(answer), exactly(answer.box), "box") for answer in score.boxes]


def _counted(sources: Sources, score: QuestionScore) -> list[tuple[str, str, str]]:
    """What the mean is made of: boxes, and the points of N/A and not known."""
    answers = {answer.interview: answer for answer in sources.assessment.answers_to.get(score.question_id, ())}
    return [
        (cell(answers[code]), exactly(points), "box" if answers[code].box is not None else answers[code].state.value)
        for code, points in score.points.items()
    ]


def cell(answer: Answer) -> str:
    """The cell of an answer, or its interview where the cell is not known."""
    return str(answer.place) or f"Interview {answer.interview}"


def _rule(score: QuestionScore) -> str:
    mean = _mean(score)
    if score.agreed:  # a reason is required; where one is missing, the validator says so
        instead = f"It stands in place of {mean}, {exactly(score.computed)}." if score.n else "No interview gave a box."
        return f"The agreed box. {instead} Reason: {score.agreed.reason}"
    if score.status is Status.SCORED:
        return f"{capitalised(mean)}; all interviews weigh the same."
    if score.status is Status.NOT_APPLICABLE:
        return "No score: everyone who answered said not applicable, so the question leaves every mean and coverage."
    return "No score: no interview gave a box."


def _mean(score: QuestionScore) -> str:
    """What the interviews say, in words."""
    return f"the mean of the {_given(score)} of {score.n} {plural('interview', score.n)}"


def _given(score: QuestionScore) -> str:
    return "boxes" if len(score.boxes) == score.n else "boxes and points of N/A or not known"


def _agreed(score: QuestionScore) -> Iterator[tuple[str, str, str]]:
    if score.agreed:
        yield str(score.agreed.place) or "Agreed scores", exactly(score.agreed.box), "agreed box"


def _answer(sources: Sources, answer: Answer, score: QuestionScore) -> tuple[str, str, str, str]:
    points = sources.questions.counted(answer)
    if points is None:
        return cell(answer), answer.state.value, f"{_SAID[answer.state]}: left out", answer.note
    if answer.box is None:
        counts = f"counts {exactly(points)}{', not used' if score.agreed else ''}"
        return cell(answer), answer.state.value, f"{_SAID[answer.state]}: {counts}", answer.note
    return cell(answer), exactly(answer.box), "box, not used" if score.agreed else "box", answer.note
