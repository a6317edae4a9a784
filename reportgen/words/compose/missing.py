"""What the assessment still lacks, from the warnings of the workbook: gaps by sheet, the rest by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.common.diagnostics.diagnostic import together
from reportgen.common.diagnostics.problems import GAP, Problem
from reportgen.common.figures import Figure
from reportgen.common.language import capitalised, counted, ended, listed, one_line, typographic
from reportgen.words.context import Missing

ONE_BY_ONE = 12  # problems of a kind up to which each gets a line of its own


def is_gap(problem: Problem) -> bool:
    """True for an answer that is missing."""
    return problem.code == GAP.code


def missing(problems: Iterable[Problem]) -> tuple[Missing, ...]:
    """Everything still missing or open: gaps first, a line for each sheet, then the other warnings."""
    warnings = [problem for problem in problems if not problem.is_error]
    gaps = together([p for p in warnings if is_gap(p)], lambda p: p.place.sheet)
    others = together([p for p in warnings if not is_gap(p)])
    return (*map(_gap_line, gaps), *(line for group in others for line in _lines(group)))


def missing_note(problems: Iterable[Problem]) -> str:
    """How much is missing, in a sentence or two; empty when nothing is."""
    warnings = [problem for problem in problems if not problem.is_error]
    if not warnings:
        return ""
    gaps = Figure(sum(is_gap(problem) for problem in warnings), "missing.answers")
    told = f"{capitalised(counted(gaps, 'answer is missing', 'answers are missing'))} from the interviews."
    others = Figure(len(warnings) - int(gaps), "missing.others")
    points = capitalised(counted(others, "other point"))
    open_points = f"{points} in the workbook should be looked at before the report is issued."
    return " ".join(([told] if gaps else []) + ([open_points] if others else []))


def _gap_line(group: Sequence[Problem]) -> Missing:
    ids = listed(dict.fromkeys(problem.question_id for problem in group if problem.question_id))
    return Missing(
        group[0].place.sheet,
        f"{capitalised(counted(len(group), 'question'))} without an answer{f': {ids}' if ids else ''}.",
        f"{group[0].code} {group[0].place.sheet}",
    )


def _lines(group: Sequence[Problem]) -> list[Missing]:
    """A line a problem; a long list of one kind becomes one line with its cells and its first message."""
    if len(group) <= ONE_BY_ONE:
        return [Missing(str(problem.place), _advice(problem), f"{problem.code} {problem.place}") for problem in group]
    places = list(dict.fromkeys(str(problem.place) for problem in group))
    others = f"{capitalised(counted(len(group) - 1, 'further point'))} of this kind"
    if len(places) == 1:
        return [Missing(places[0], f"{_advice(group[0])} {others}.", group[0].code)]
    listing = f"{places[0]}: {_advice(group[0])} {others}: {', '.join(places[1:])}."
    return [Missing(f"{len(places)} places", listing, group[0].code)]


def _advice(problem: Problem) -> str:
    return typographic(capitalised(ended(one_line(problem.advice))))
