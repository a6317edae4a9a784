"""Problems and traces as people read them; traces as records for `--json` too."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reportgen.cli.listings.diagnostics import by_severity, drawn_together, errors_and_warnings
from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.diagnostic import Diagnostic
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.language import one_line, tally
from reportgen.common.model import Trace

_COUNTED = re.compile(r"(\D+?)0*(\d+)")  # a cell, or the id of a question
_NOTE = 88  # characters a line of a note
SHOWN_OF_A_KIND = 3  # of one kind on one sheet, so many stand in full; the rest are named by cell


def problems_as_text(name: str, problems: Sequence[Problem]) -> str:
    """All problems for people: errors first, by sheet and cell; many of a kind on a sheet are drawn together."""
    said = by_severity(problems, lambda found: drawn_together(found, SHOWN_OF_A_KIND, _rest, lambda p: p.place.sheet))
    return f"{problem_summary(name, problems)}\n{said}".rstrip("\n") if name else said.lstrip("\n")


def _rest(alike: Sequence[Problem], shown: int) -> str | None:
    """What tells the rest of many like problems apart: their cells, else their questions; None when neither does."""
    for names in ([p.place.cell for p in alike], [p.question_id for p in alike]):
        if all(names) and len(set(names)) == len(names):
            return f" on {alike[0].place.sheet}: {', '.join(_runs(names[shown:]))}"
    return None


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


def tidied_as_text(tidied: Sequence[Problem]) -> str:
    """What was written into a marked copy in place of the answers of these problems, a line each."""
    lines = [f"  {one.place}: '{one.fact('value')}' is now '{one.fact('listed')}'" for one in tidied]
    return "\n".join([f"\nTidied in the copy: {tally(len(tidied), 'answer')}", *lines, ""])


def tidied_as_records(tidied: Sequence[Problem]) -> list[dict[str, str]]:
    """The same for `--json`."""
    return [
        {"sheet": one.place.sheet, "cell": one.place.cell, "before": one.fact("value"), "now": one.fact("listed")}
        for one in tidied
    ]


def problem_summary(name: str, problems: Sequence[Problem]) -> str:
    """One line: how many errors and warnings.

    >>> problem_summary("client.xlsx", ())
    'client.xlsx: no problems.'
    """
    return f"{name}: {errors_and_warnings(problems) or 'no problems'}."


def said_of_draft(name: str, problems: Sequence[Problem], remark: Diagnostic[str] | None) -> Iterator[str]:
    """What to know of a new draft of a workbook: that it is marked incomplete, and what of the wanted is missing."""
    if problems:
        yield f"{problem_summary(name, problems)} The draft is marked incomplete; 'reportgen check' lists them."
    if remark:
        yield f"Warning: {worded(remark).message}"


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
        for entry in trace.inputs:
            lines.append(f"    {entry.name:<{width}}  {entry.value:>8}  {entry.role}".rstrip())
            if entry.note:
                lines.append(textwrap.indent(textwrap.fill(one_line(entry.note), _NOTE), " " * 8))
    return "\n".join(lines)


def trace_record(trace: Trace) -> dict[str, Any]:
    """A trace for `--json`."""
    return {**asdict(trace), "inputs": [asdict(entry) for entry in trace.inputs]}
