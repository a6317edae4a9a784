"""Problems and traces as people read them; traces as records for `--json` too."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.listings.diagnostics import TITLES, drawn_together, errors_and_warnings
from reportgen.cli.options import flag
from reportgen.cli.remedies import worded
from reportgen.cli.saving.own_files import as_typed
from reportgen.common.diagnostics.diagnostic import Severity, together
from reportgen.common.diagnostics.problems import UNLISTED_FORM, Problem
from reportgen.common.grouping import grouped
from reportgen.common.language import one_line, plural, tally
from reportgen.common.model import Trace

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.common.options import BuildOptions

SCREEN, WIDTH = 40, 100  # lines and characters: what is told of a workbook, unless all was asked for
SHOWN_OF_A_KIND = 3  # of one kind on one sheet, so many stand in full; the rest are named by cell
SHEETS_SHOWN = 14  # in the summary, those with most errors; the rest are drawn together
SHEETS_NAMED = 5  # that hold the rest of a kind
_COUNTED = re.compile(r"(\D+?)0*(\d+)")  # a cell, or the id of a question
_NOTE = 88  # characters a line of a note
_CODE = re.compile(r"\[[a-z-]+\]$")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def problems_as_text(
    name: str,
    problems: Sequence[Problem],
    *,
    in_full: bool = False,
    following: Sequence[str] = (),
) -> str:
    """All problems for people, errors last: nearest to the prompt, and to the lines on what to do next.

    What does not fit on a screen is drawn together: warnings to a summary by sheet and kind, errors as far as needed.
    `in_full` tells every problem. Without a `name` nothing is said of the whole.
    """
    problems = [worded(problem) for problem in problems]
    head = [problem_summary(name, problems)] if name else []
    end = ["", *following] if following else []
    by_severity = ([problem for problem in problems if problem.is_error is wanted] for wanted in (False, True))
    parts = [found for found in by_severity if found]
    if in_full:
        blocks = [_block(found, list(map(_line, found))) for found in parts]
        return _text(head, *blocks, end)
    whole = _text(head, *(_block(found, _drawn(found, SHOWN_OF_A_KIND)) for found in parts), end)
    if whole.count("\n") < SCREEN:
        return whole
    top = [*head, *_by_sheet(problems)]
    room = SCREEN - len(top) - len(end) - 2  # the title, and a blank line above it
    return _text(top, _block(parts[-1], _fitting(parts[-1], room)), end)


def _text(*blocks: Iterable[str]) -> str:
    return "\n".join(line for block in blocks for line in block).strip("\n")


def _block(found: Sequence[Problem], lines: Iterable[str]) -> list[str]:
    """Problems of one severity under their title."""
    severity = found[0].severity
    shown = [_CODE.sub(lambda code: click.style(code[0], dim=True), line) for line in lines]
    return ["", click.style(f"{TITLES[severity]} ({len(found)})", fg=_COLOURS[severity], bold=True), *shown]


def _line(problem: Problem) -> str:
    return _wrapped(f"  {problem}")


def _wrapped(text: str) -> str:
    """A line of a listing, further lines of it set in."""
    indent = " " * (len(text) - len(text.lstrip(" ")))
    lines = textwrap.wrap(
        text.strip(), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    ", break_on_hyphens=False
    )
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------- many problems of a kind


def _drawn(found: Sequence[Problem], most: int) -> list[str]:
    """No more than so many of a kind on a sheet in full; the rest by their cells."""
    return _lines(drawn_together(found, most, _rest, lambda problem: problem.place.sheet, _line))


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in _wrapped_rest(text).split("\n")]


def _wrapped_rest(text: str) -> str:
    return _wrapped(text) if text.startswith("  ...") else text


def _rest(alike: Sequence[Problem], shown: int) -> str | None:
    """What tells the rest of many like problems apart: their cells, else their questions; None when neither does."""
    for names in ([p.place.cell for p in alike], [p.question_id for p in alike]):
        if all(names) and len(set(names)) == len(names):
            return f" on {alike[0].place.sheet}: {', '.join(_runs(names[shown:]))}"
    return None


def _rest_by_sheet(alike: Sequence[Problem], shown: int) -> str | None:
    """On which sheets the rest of many like problems are, and how many."""
    counts = Counter(problem.place.sheet for problem in alike[shown:])
    if not all(counts):
        return ""
    named = [f"{sheet} ({count})" for sheet, count in counts.most_common(SHEETS_NAMED)]
    others = [tally(len(counts) - SHEETS_NAMED, "other sheet")] if len(counts) > SHEETS_NAMED else []
    return f" on {', '.join([*named, *others])}"


def _fitting(found: Sequence[Problem], room: int) -> list[str]:
    """The lines of problems, drawn together as little as so many lines allow."""
    for most in (SHOWN_OF_A_KIND, 1):
        if len(lines := _drawn(found, most)) <= room:
            return lines
    kinds: list[list[str]] = []
    for most in (SHOWN_OF_A_KIND, 2, 1):
        kinds = [_lines(drawn_together(alike, most, _rest_by_sheet, line_of=_line)) for alike in together(found)]
        if sum(map(len, kinds)) <= room:
            break
    return _cut(kinds, [len(alike) for alike in together(found)], room)


def _cut(kinds: Sequence[Sequence[str]], counts: Sequence[int], room: int) -> list[str]:
    """The lines of as many kinds as there is room for, and one that counts what is left out."""
    lines: list[str] = []
    for number, kind in enumerate(kinds):
        is_last = number == len(kinds) - 1
        if lines and len(lines) + len(kind) > room - (not is_last):
            left, others = sum(counts[number:]), len(kinds) - number
            return [*lines, f"  ... and {left} more of {tally(others, 'other kind')}"]
        lines += kind
    return lines


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


# ------------------------------------------------------------------------------------------------------- the summary


def problem_summary(name: str, problems: Sequence[Problem]) -> str:
    """One line: how many errors and warnings.

    >>> problem_summary("client.xlsx", ())
    'client.xlsx: no problems.'
    """
    return f"{name}: {errors_and_warnings(problems) or 'no problems'}."


def _by_sheet(problems: Sequence[Problem]) -> list[str]:
    """A table of the sheets: how many errors and warnings each has, and of which kinds."""
    sheets = grouped((problem.place.sheet, problem) for problem in problems)
    gravest = sorted(sheets, key=lambda sheet: (-_errors(sheets[sheet]), -len(sheets[sheet])))[:SHEETS_SHOWN]
    rest = [problem for sheet in sheets.keys() - set(gravest) for problem in sheets[sheet]]
    rows = [(sheet or "The whole workbook", found) for sheet, found in sheets.items() if sheet in gravest]
    if rest:
        rows.append((tally(len(sheets) - len(gravest), "other sheet"), rest))
    width = max(len(title) for title, _ in rows)
    title = f"  {'Sheet':<{width}}  errors  warnings  kinds"
    return ["", click.style(title, bold=True), *(_row(sheet, found, width) for sheet, found in rows)]


def _errors(found: Iterable[Problem]) -> int:
    return sum(problem.is_error for problem in found)


def _row(title: str, found: Sequence[Problem], width: int) -> str:
    errors = _errors(found)
    lead = f"  {title:<{width}}  {errors or '':>6}  {len(found) - errors or '':>8}  "
    kinds = [f"{code} {count}" for code, count in Counter(problem.code for problem in found).most_common()]
    return lead + _as_many(kinds, WIDTH - len(lead))


def _as_many(kinds: Sequence[str], room: int) -> str:
    """As many kinds as fit into a line; the others are counted."""
    for shown in range(len(kinds), 0, -1):
        more = f", {tally(len(kinds) - shown, 'more kind')}" if shown < len(kinds) else ""
        if len(line := ", ".join(kinds[:shown]) + more) <= room:
            return line
    return f"{len(kinds)} {plural('kind', len(kinds))}"


Given = Sequence["Path | str"]  # what was asked for on the command line and has to be typed again


def as_given(options: BuildOptions) -> Given:
    """What of the options of a build a check takes too, as they are typed."""
    given = ((name, getattr(options, name)) for name in ("question_set", "peers", "earlier"))
    return [word for name, value in given if value for word in (flag(name), value)]


def next_steps(workbook: Path, problems: Sequence[Problem], given: Given, peers: Path | None) -> list[str]:
    """What to do about the problems of a workbook and of the file of its `peers`, as a person types it."""
    build = as_typed("build", workbook, *given)
    if not problems:
        return [f"Next: {build}"]
    lines = correcting(workbook, problems, given, peers)
    if any(problem.is_error for problem in problems):
        return lines
    return [*lines, f"or    {build}", "      builds the draft, marked as incomplete"]


def correcting(workbook: Path, problems: Sequence[Problem], given: Given, peers: Path | None) -> list[str]:
    """How to have the problems of a workbook marked, or where those of the file of its `peers` are mended.

    Where errors are of that file only, nothing in the workbook helps.
    """
    gravest = [problem for problem in problems if problem.is_error] or problems
    own = [problem for problem in gravest if not (peers and _is_in(problem, peers.name))]
    if not own and peers:
        return [f"Next: correct {peers}, then: {as_typed('check', workbook, *given)}"]
    copy = workbook.with_name(f"{workbook.stem}-marked.xlsx")
    command = as_typed("check", workbook, *given, "--mark", copy)
    lines = [f"Next: {command}", "      marks each in a copy of the workbook"]
    if any(problem.code == UNLISTED_FORM.code for problem in problems):
        lines.append("      --tidy gives answers there the form of the list, which Results needs")
    if peers and any(_is_in(problem, peers.name) for problem in problems):
        lines.append(f"      correct those of {peers.name} in that file")
    return lines


def _is_in(problem: Problem, file: str) -> bool:
    """True when a problem lies in another file, which its place names before the sheet."""
    return problem.place.sheet == file or problem.place.sheet.startswith(f"{file}, ")


def after_marking(copy: Path, given: Given) -> str:
    """What to do with a marked copy, as a person types it."""
    return f"Next: correct what is marked in {copy}, then: {as_typed('check', copy, *given)}"


def said_of_draft(name: str, problems: Sequence[Problem]) -> Iterator[str]:
    """What to know of a new draft of a workbook: that it is marked incomplete."""
    if problems:
        yield f"{problem_summary(name, problems)} The draft is marked incomplete; 'reportgen check' lists them."


# ----------------------------------------------------------------------------------------------------------- traces


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
