"""Diagnostics of whichever family, as people read them and as records for `--json`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.diagnostic import Diagnostic, Severity, together
from reportgen.common.language import tally

TITLES = {  # in the order in which they are listed
    Severity.ERROR: "Errors",
    Severity.WARNING: "Warnings",
    Severity.COLLISION: "Collisions: please decide",
    Severity.LOST: "Not carried over",
    Severity.NOTE: "Good to know",
}

Where = TypeVar("Where")


def as_records(found: Iterable[Diagnostic[Any]]) -> list[dict[str, Any]]:
    """All of them for `--json`, one object each, none left out."""
    return [worded(one).record() for one in found]


def by_severity(
    found: Sequence[Diagnostic[Where]], lines_of: Callable[[list[Diagnostic[Where]]], Iterable[str]]
) -> str:
    """Each severity that there is, the gravest first: its title and the lines of those that have it."""
    lines = []
    for severity, title in TITLES.items():
        if chosen := [worded(one) for one in found if one.severity is severity]:
            lines += ["", f"{title} ({len(chosen)})", *lines_of(chosen)]
    return "\n".join(lines)


def drawn_together(
    found: Sequence[Diagnostic[Where]],
    most: int,
    about: Callable[[list[Diagnostic[Where]], int], str | None],
    place_of: Callable[[Diagnostic[Where]], str] = lambda _: "",
    line_of: Callable[[Diagnostic[Where]], str] = lambda one: f"  {one}",
    indent: str = "  ",
) -> Iterator[str]:
    """Lines of diagnostics, of those alike at one place no more than `most`, and one for the rest.

    `about` is given all that are alike and how many stand in full, and says what the rest are about; None lets all
    stand in full. So does a rest of one, which is as short as a line that says so.
    """
    for alike in together(found, place_of):
        words = about(alike, most) if len(alike) > most + 1 else None
        yield from map(line_of, alike if words is None else alike[:most])
        if words is not None:
            yield f"{indent}... and {len(alike) - most} more like these{words}  [{alike[0].code}]"


def errors_and_warnings(found: Sequence[Diagnostic[Any]]) -> str:
    """How many errors and warnings there are, in words; empty for none."""
    errors = sum(one.is_error for one in found)
    parts = ((errors, "error"), (len(found) - errors, "warning"))
    return " and ".join(tally(number, noun) for number, noun in parts if number)
