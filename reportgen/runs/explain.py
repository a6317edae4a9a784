"""Where a printed figure comes from: by its trace, as far down as to cells of the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from reportgen.assessment.trace import Sources, Traces
from reportgen.assessment.trace.sources import COUNTED, trace
from reportgen.common.diagnostics.problems import GAP, Problem
from reportgen.common.figures import MINUS
from reportgen.common.language import shortened
from reportgen.common.model import Trace
from reportgen.common.options import BuildOptions
from reportgen.runs.check import Checked
from reportgen.runs.progress import Progress, silent
from reportgen.runs.score import Scored, score_workbook

_TITLE = 80  # signs
_QUESTIONS, _CELLS, _CELLS_OF_SEVERAL = 3, 4, 2  # that are named


def explain_figure(
    workbook: Path, options: BuildOptions, figure: str, records: Sequence[Path] = (), progress: Progress = silent
) -> Trace:
    """The trace of a printed figure. Raises `UsageError` when there is no such figure.

    `records` are the files of what earlier reports showed of peers: figures of peers are those a report would print.
    """
    return traces_of(score_workbook(workbook, options, progress, records)).find(figure)


def traces_of(scored: Scored) -> Traces:
    """The traces of all that a report of a scored workbook prints."""
    checked = scored.checked
    sources = Sources(checked.assessment, checked.questions, scored.scores, scored.comparison)
    return Traces(sources, {**_left_open(checked), "headlines.elsewhere": partial(_headlines_elsewhere, scored)})


def title_of(figure: str, traces: Traces) -> str:
    """What a figure is, in words, shortened where a question is asked at length; its name where it has no trace."""
    found = traces.named(figure)
    return shortened(found.title, _TITLE) if found else figure


def _left_open(checked: Checked) -> dict[str, Callable[[], Trace]]:
    """What the workbook leaves open: answers that are missing, and all else that has a warning."""
    warnings = [problem for problem in checked.problems if not problem.is_error]
    kinds = {
        "answers": ("answers that are missing", [one for one in warnings if one.kind is GAP]),
        "others": ("other points that are open", [one for one in warnings if one.kind is not GAP]),
    }
    return {f"missing.{name}": partial(_open_points, f"missing.{name}", *kind) for name, kind in kinds.items()}


def _open_points(name: str, title: str, found: Sequence[Problem]) -> Trace:
    inputs = [(str(one.place) or "The whole workbook", one.code, "warning") for one in found]
    rule = "Warnings of the workbook; a check of it lists them."
    return trace(name, f"Workbook: {title}", str(len(found)), str(len(found)), rule, inputs, rounding=COUNTED)


def _headlines_elsewhere(scored: Scored) -> Trace:
    from reportgen.words.compose import headlines_elsewhere

    checked = scored.checked
    left = headlines_elsewhere(checked.assessment, checked.questions, scored.scores, scored.comparison)
    rule = "Headlines, those of one text and kind counted once, less those that the executive summary shows."
    inputs = [(str(one.place), one.interview, "headline") for one in checked.assessment.headlines]
    return trace("headlines.elsewhere", "Headlines not shown", str(left), str(left), rule, inputs, rounding=COUNTED)


class FigureSources:
    """What the figures of a scored workbook rest on.

    `has_changed` tells of a question's id whether it says something else now than when the draft was built.
    """

    def __init__(self, scored: Scored, has_changed: Callable[[str], bool]) -> None:
        self._scored = scored
        self._traces = traces_of(scored)
        self._has_changed = has_changed
        self._inputs: dict[str, tuple[str, ...]] = {}

    def of(self, figure: str) -> str:
        """The questions below a figure that have changed, with their cells; else what its rule takes.

        "PR-02 (Interview 02!E31, Interview 05!E31)"; empty for a figure without a trace.
        """
        return self.changed(figure) or _few(
            [source for name in figure.split(MINUS) for source in self._traced(name)], _CELLS
        )

    def changed(self, figure: str) -> str:
        """The questions below a figure that have changed, with their cells; empty when there are none."""
        below = dict.fromkeys(question for name in figure.split(MINUS) for question in self._questions(name, set()))
        changed = [question for question in below if self._has_changed(question)]
        most = _CELLS if len(changed) == 1 else _CELLS_OF_SEVERAL
        cells = {question: [name for name in self._traced(question) if "!" in name] for question in changed}
        return _few([f"{question} ({_few(found, most)})" for question, found in cells.items()], _QUESTIONS)

    def _questions(self, name: str, seen: set[str]) -> Iterator[str]:
        """The questions a figure rests on, through the figures between."""
        if name in seen:
            return
        seen.add(name)
        if name in self._scored.checked.questions.questions:
            yield name
            return
        for source in self._traced(name):
            if "!" not in source:
                yield from self._questions(source, seen)

    def _traced(self, name: str) -> tuple[str, ...]:
        """What a figure's rule takes: cells or other figures."""
        if name not in self._inputs:
            found = self._traces.named(name)
            self._inputs[name] = tuple(dict.fromkeys(entry.name for entry in found.inputs)) if found else ()
        return self._inputs[name]


def _few(names: list[str], most: int) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
