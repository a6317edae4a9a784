"""Where a printed figure comes from: the cells or figures it rests on, the rule with its weights, the rounding.

A figure has a name: `overall`, the id of an area, an element or a question, `element.topic.topic` for a topic,
`lens.group` for a part of a lens; with a suffix what belongs to it: `core.coverage`, `AP-03.spread`, `overall.median`,
`overall.moves.quick-win`, `01.completion`. `figures` lists all that the results hold; beside them stand what sentences
count, `overall.low`, and the difference of two figures, `core-minus-activity`.
Of the peers, only what the calculation discloses is explained, and only as printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from reportgen.assessment.trace.counts import counts, difference
from reportgen.assessment.trace.groups import agreement_figures, lens_figures, model_figures, topic_figures
from reportgen.assessment.trace.moves import move_figures
from reportgen.assessment.trace.progress import THEN, progress_counts, progress_figures, question_then
from reportgen.assessment.trace.sources import (
    Sources,
    completion_figure,
    find_figure,
    question,
    question_computed,
    question_spread,
    target_figure,
)
from reportgen.assessment.trace.standing import position_in_words, standing_figures
from reportgen.common.figures import MINUS, target_name
from reportgen.common.model import OVERALL, Assessment, Comparison, QuestionSet, Scores, Trace
from reportgen.common.rounding import NO_FIGURE

__all__ = ["Sources", "Traces", "explain", "figures", "position_in_words", "printed_traces"]


class Traces:
    """The traces of all figures that a report prints, by name; each is made when it is asked for.

    `others` are those that more than an assessment is needed for.
    """

    def __init__(self, sources: Sources, others: Mapping[str, Callable[[], Trace]] | None = None) -> None:
        self._sources = sources
        self._known = {**counts(sources), **_catalogue(sources), **(others or {})}

    def named(self, name: str) -> Trace | None:
        """The trace of a figure by its very name; None when there is no such figure."""
        if name in self._known:
            return self._known[name]()
        one, is_difference, other = name.partition(MINUS)
        sides = [self._known[side]() for side in (one, other) if side in self._known] if is_difference else []
        return difference(self._sources, name, *sides) if len(sides) == 2 else None

    def find(self, typed: str) -> Trace:
        """The trace of a figure, named by id, element code or title in any case.

        A figure that is withheld says why. Raises UsageError, naming near ones, when there is no such figure.
        """
        sides = re.split(MINUS, typed.strip(), maxsplit=1, flags=re.IGNORECASE)
        names = [find_figure(side, self._known, self._sources.questions) for side in sides]
        found = self.named(MINUS.join(names))
        assert found is not None
        return found


def explain(
    figure: str, assessment: Assessment, questions: QuestionSet, scores: Scores, comparison: Comparison
) -> Trace:
    """The trace of a figure. Raises UsageError, naming near ones, when there is no such figure."""
    return Traces(Sources(assessment, questions, scores, comparison)).find(figure)


def figures(assessment: Assessment, questions: QuestionSet, scores: Scores, comparison: Comparison) -> tuple[str, ...]:
    """The names of all figures that `explain` knows, in report order."""
    return tuple(_catalogue(Sources(assessment, questions, scores, comparison)))


def printed_traces(
    assessment: Assessment, questions: QuestionSet, scores: Scores, comparison: Comparison
) -> dict[str, Trace]:
    """The traces of all figures that print something, by name."""
    known = _catalogue(Sources(assessment, questions, scores, comparison))
    traces = {name: make() for name, make in known.items()}
    return {name: trace for name, trace in traces.items() if trace.printed != NO_FIGURE}


def _catalogue(sources: Sources) -> Mapping[str, Callable[[], Trace]]:
    """What makes the trace of each figure, by its name."""
    found: dict[str, Callable[[], Trace]] = {}
    areas, since = sources.questions.areas, sources.scores.since
    for group_id in [OVERALL, *(area.id for area in areas), *(element.id for element in sources.questions.elements)]:
        found |= model_figures(sources, group_id) | standing_figures(sources, group_id)
        if since:
            found |= progress_figures(sources, since, group_id)
    found |= agreement_figures(sources) | move_figures(sources)
    for element in sources.questions.elements:
        found |= topic_figures(sources, element)
        found[target_name(element.id)] = partial(target_figure, sources, element)
    for question_id in sources.questions.questions:
        found[question_id] = partial(question, sources, question_id)
        found[f"{question_id}.computed"] = partial(question_computed, sources, question_id)
        found[f"{question_id}.spread"] = partial(question_spread, sources, question_id)
    if since:
        found |= progress_counts(since, sources.questions)
        for question_id in since.scores:
            found[f"{question_id}.{THEN}"] = partial(question_then, sources, since, question_id)
    for lens in sources.questions.lenses:
        found |= lens_figures(sources, lens)
    for code in sources.scores.completion:
        found[f"{code}.completion"] = partial(completion_figure, sources, code)
    return found
