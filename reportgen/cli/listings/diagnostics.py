"""Diagnostics of whichever family, as people read them and as records for `--json`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.diagnostic import Diagnostic, Severity
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
    found: Sequence[Diagnostic[Where]], lines_of: Callable[[Sequence[Diagnostic[Where]]], Iterable[str]]
) -> list[str]:
    """Each severity that there is, the gravest first: a blank line, its title and the lines of those that have it."""
    lines = []
    for severity, title in TITLES.items():
        chosen = [worded(one) for one in found if one.severity is severity]
        if chosen:
            lines += ["", f"{title} ({len(chosen)})", *lines_of(chosen)]
    return lines


def together(
    found: Sequence[Diagnostic[Where]], place_of: Callable[[Diagnostic[Where]], str]
) -> Iterator[list[Diagnostic[Where]]]:
    """Those of one kind at one place side by side, places and kinds where the first of them stands."""
    for place in dict.fromkeys(map(place_of, found)):
        here = [one for one in found if place_of(one) == place]
        for code in dict.fromkeys(one.code for one in here):
            yield [one for one in here if one.code == code]


def in_full(alike: Sequence[Diagnostic[Where]], most: int) -> Sequence[Diagnostic[Where]]:
    """Those of many alike that stand in full: one more than `most` is as short as a line that says so."""
    return alike if len(alike) <= most + 1 else alike[:most]


def errors_and_warnings(found: Sequence[Diagnostic[Any]]) -> str:
    """How many errors and warnings there are, in words; empty for none."""
    errors = sum(one.is_error for one in found)
    parts = ((errors, "error"), (len(found) - errors, "warning"))
    return " and ".join(tally(number, noun) for number, noun in parts if number)
