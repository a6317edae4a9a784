"""Problems and traces as people read them, and as records for `--json`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from reportgen.common.diagnostics.problems import Problem, Severity
from reportgen.common.model import Trace

_COUNTED = re.compile(r"(\D+?)0*(\d+)")  # a cell, or the id of a question
SHOWN_OF_A_KIND = 3  # of one kind on one sheet, so many stand in full; the rest are named by cell


def as_text(name: str, problems: Sequence[Problem]) -> str:
    """All problems for people: errors first, by sheet and cell; many of a kind on a sheet are drawn together."""
    lines = [summary(name, problems)] if name else []
    for severity, title in ((Severity.ERROR, "Errors"), (Severity.WARNING, "Warnings")):
        chosen = [problem for problem in problems if problem.kind.severity is severity]
        if chosen:
            lines += ["", f"{title} ({len(chosen)})", *_grouped(chosen)]
    return "\n".join(lines).lstrip("\n")


def _grouped(problems: Sequence[Problem]) -> Iterable[str]:
    for (_, code), group in groupby(_together(problems), key=lambda problem: (problem.place.sheet, problem.code)):
        alike = list(group)
        # one more in full is shorter than a line that says so
        shown = alike if len(alike) <= SHOWN_OF_A_KIND + 1 else alike[:SHOWN_OF_A_KIND]
        rest = alike[len(shown) :]
        if not (named := _named(rest, alike)):
            shown, rest = alike, []
        yield from (f"  {problem.message}  [{code}]" for problem in shown)
        if rest:
            yield f"  ... and {len(rest)} more like these on {rest[0].place.sheet}: {named}  [{code}]"


def _named(rest: Sequence[Problem], alike: Sequence[Problem]) -> str:
    """What tells the rest of many like problems apart: their cells, else their questions; empty when neither does."""
    for names in ([p.place.cell for p in alike], [p.question_id for p in alike]):
        if all(names) and len(set(names)) == len(names):
            return ", ".join(_runs(names[len(alike) - len(rest) :]))
    return ""


def _runs(names: Sequence[str]) -> Iterator[str]:
    """Names that count up drawn together.

    >>> list(_runs(["E7", "E8", "E9", "E11", "F12"]))
    ['E7 to E9', 'E11', 'F12']
    """
    run: list[str] = []
    for name in names:
        if run and not _follows(run[-1], name):
            yield _run(run)
            run = []
        run.append(name)
    if run:
        yield _run(run)


def _follows(before: str, name: str) -> bool:
    one, other = _COUNTED.fullmatch(before), _COUNTED.fullmatch(name)
    return bool(one and other and one[1] == other[1] and int(one[2]) + 1 == int(other[2]))


def _run(names: Sequence[str]) -> str:
    return f"{names[0]} to {names[-1]}" if len(names) > 2 else ", ".join(names)


def _together(problems: Sequence[Problem]) -> list[Problem]:
    """Problems of one kind on one sheet side by side, each group where its first one stands."""
    first: dict[tuple[str, str], int] = {}
    for number, problem in enumerate(problems):
        first.setdefault((problem.place.sheet, problem.code), number)
    sheets = {sheet: number for number, sheet in reversed(list(enumerate(p.place.sheet for p in problems)))}
    return sorted(problems, key=lambda p: (sheets[p.place.sheet], first[p.place.sheet, p.code]))


def summary(name: str, problems: Sequence[Problem]) -> str:
    """One line: how many errors and warnings.

    >>> summary("client.xlsx", ())
    'client.xlsx: no problems.'
    """
    errors = sum(problem.is_error for problem in problems)
    parts = [_count(errors, "error"), _count(len(problems) - errors, "warning")]
    if not problems:
        return f"{name}: no problems."
    return f"{name}: {' and '.join(part for part in parts if part)}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}" if number else ""


def problem_records(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """All problems for `--json`, one object each, none left out."""
    return [
        {
            "code": problem.code,
            "severity": problem.kind.severity.value,
            "sheet": problem.place.sheet,
            "cell": problem.place.cell,
            "question": problem.question_id,
            "found": problem.found,
            "allowed": list(problem.allowed),
            "message": problem.message,
        }
        for problem in problems
    ]


def trace_text(trace: Trace) -> str:
    """A trace for people."""
    lines = [
        f"{trace.title}: {trace.printed}",
        f"  figure    {trace.figure}",
        f"  exactly   {trace.exact}",
        f"  rule      {trace.rule}",
        f"  rounding  {trace.rounding}",
    ]
    if trace.inputs:
        lines.append("  from")
        width = max(len(entry.name) for entry in trace.inputs)
        lines += [f"    {entry.name:<{width}}  {entry.value:>8}  {entry.role}".rstrip() for entry in trace.inputs]
    return "\n".join(lines)


def trace_record(trace: Trace) -> dict[str, Any]:
    """A trace for `--json`."""
    return {
        "figure": trace.figure,
        "title": trace.title,
        "printed": trace.printed,
        "exact": trace.exact,
        "rule": trace.rule,
        "rounding": trace.rounding,
        "inputs": [{"name": entry.name, "value": entry.value, "role": entry.role} for entry in trace.inputs],
    }
