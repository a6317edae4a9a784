"""Traces of what has changed since an earlier assessment: the scores then and now over the questions in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from reportgen.assessment.trace.sources import COUNTED, Group, Sources, exactly, model_group, to_decimals, trace, weighs
from reportgen.common.language import signed, tally
from reportgen.common.method import COVERED_ENOUGH, INTERVAL, QUESTIONS_FOR_MARK
from reportgen.common.model import ChangeMark, ChangeSince, QuestionSet, SinceEarlier, Trace
from reportgen.common.rounding import NO_FIGURE

THEN, NOW, CHANGE, CHANGE_INTERVAL = "then", "now", "change", "change-interval"  # what follows the name of a figure


def progress_figures(sources: Sources, since: SinceEarlier, group_id: str) -> dict[str, Callable[[], Trace]]:
    """The figures of the progress of overall, an area or an element."""
    group = model_group(sources, group_id)
    return {
        f"{group_id}.{THEN}": partial(_score, sources, since, group, THEN),
        f"{group_id}.{NOW}": partial(_score, sources, since, group, NOW),
        f"{group_id}.{CHANGE}": partial(_change, sources, since, group),
        f"{group_id}.{CHANGE_INTERVAL}": partial(_interval, sources, since, group),
    }


def progress_counts(since: SinceEarlier, questions: QuestionSet) -> dict[str, Callable[[], Trace]]:
    """What the report counts of the progress: the questions in common, and what of the parts is clearly up or down."""
    _, judged = since.judged(questions)
    common = [(question_id, "1", "scored both times") for question_id in since.scores]
    found = {"questions": ("questions scored both times in equal words", common)}
    for name, mark in (("rises", ChangeMark.RISE), ("falls", ChangeMark.FALL)):
        marked = [(f"{one.id}.{CHANGE}", "1", mark.value) for one in judged if one.mark is mark]
        found[name] = (f"parts of the model with a {mark.value}", marked)
    return {
        f"progress.{name}": partial(_count, f"progress.{name}", f"Progress {since.since}: {title}", inputs)
        for name, (title, inputs) in found.items()
    }


def _count(name: str, title: str, inputs: list[tuple[str, str, str]]) -> Trace:
    printed = str(len(inputs))
    return trace(name, title, printed, printed, "The number of these.", inputs, rounding=COUNTED)


def question_then(sources: Sources, since: SinceEarlier, question_id: str) -> Trace:
    """The score of a question in the earlier assessment, from the answers that its file holds."""
    score = since.scores[question_id]
    given = [(f"{since.source}, interview {code}", exactly(value), "box") for code, value in score.points.items()]
    agreed = [(since.source, exactly(score.value), "agreed box")] if score.agreed else []
    taken = [] if given or agreed else [(since.source, exactly(score.value), "score, as its report had it")]
    return trace(
        f"{question_id}.{THEN}",
        f"{question_id}: {since.then}",
        sources.scale.printed(score.value),
        exactly(score.value),
        "The agreed box, else the mean of what the interviews of the earlier assessment count.",
        [*agreed, *given, *taken],
        rounding=to_decimals(sources.scale),
    )


def _score(sources: Sources, since: SinceEarlier, group: Group, when: str) -> Trace:
    found = since.changes[group.name]
    value = found.then if when == THEN else found.now
    rule = (
        "Weighted mean, with today's weights, over the questions scored both times in equal words "
        f"({tally(found.questions, 'question')}). They must hold at least {COVERED_ENOUGH} of the effective weight of "
        "what applies today."
    )
    return trace(
        f"{group.name}.{when}",
        f"{group.title}: {since.then if when == THEN else since.now}, over the questions in common",
        sources.scale.printed(value),
        exactly(value),
        f"Not given: {found.absence.short}. {rule}" if found.absence else rule,
        _made_of(sources, since, group, when),
        rounding=to_decimals(sources.scale),
    )


def _made_of(sources: Sources, since: SinceEarlier, group: Group, when: str) -> Iterator[tuple[str, str, str]]:
    for part in group.parts:
        found = since.changes[part.name]
        value = found.then if when == THEN else found.now
        yield f"{part.name}.{when}", exactly(value), weighs(part.weight) if value is not None else "left out"
    for question in group.questions if not group.parts else ():
        if question.id in since.scores:
            now = sources.scores.questions[question.id]
            name = f"{question.id}.{THEN}" if when == THEN else question.id
            yield name, exactly((since.scores[question.id] if when == THEN else now).value), weighs(question.weight)


def _change(sources: Sources, since: SinceEarlier, group: Group) -> Trace:
    found = since.changes[group.name]
    difference = sources.scale.difference(found.now, found.then)
    return trace(
        f"{group.name}.{CHANGE}",
        f"{group.title}: change {since.since}",
        NO_FIGURE if difference is None else signed(difference),
        exactly(difference),
        f"The difference of the two printed numbers; {_marked(found)}.",
        [
            (f"{group.name}.{NOW}", sources.scale.printed(found.now), "printed"),
            (f"{group.name}.{THEN}", sources.scale.printed(found.then), "printed"),
        ],
        rounding=COUNTED,
    )


def _marked(found: ChangeSince) -> str:
    if found.mark:
        return f"{found.mark.value}, as its {INTERVAL} tells"
    return f"not judged: {found.no_mark.value}" if found.no_mark else "not judged"


def _interval(sources: Sources, since: SinceEarlier, group: Group) -> Trace:
    found, scale = since.changes[group.name], sources.scale
    rule = (
        "The change, less and plus Student's t times the root of the variances of both scores together (each from "
        "leaving out one interview at a time, pooled within levels), with Welch's degrees of freedom. A change is "
        "clear where this leaves out 0 as printed. Given where both scores have an interval and at least "
        f"{tally(QUESTIONS_FOR_MARK, 'question')} are in common."
    )
    bounds = found.interval
    return trace(
        f"{group.name}.{CHANGE_INTERVAL}",
        f"{group.title}: {INTERVAL} of the change {since.since}",
        f"{scale.printed(bounds[0])} to {scale.printed(bounds[1])}" if bounds else NO_FIGURE,
        f"{exactly(bounds[0])} to {exactly(bounds[1])}" if bounds else NO_FIGURE,
        rule if bounds or found.no_mark is None else f"Not given: {found.no_mark.value}. {rule}",
        [(f"{group.name}.{CHANGE}", exactly(scale.difference(found.now, found.then)), "change")],
        rounding=to_decimals(scale),
    )
