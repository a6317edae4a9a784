"""Rules of fields: each has its begin, separator and end in order."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.office.checks import rules
from reportgen.office.checks.markup import Element, w
from reportgen.office.checks.rules import Finding
from reportgen.office.checks.word_file import WordFile


def field_findings(file: WordFile) -> Iterator[Finding]:
    """Fields are nested like brackets, inside each note or comment by itself."""
    for story in file.stories:
        for container in story.containers:
            yield from (rules.FIELD_OPEN.at(story.part, mark, reason=reason) for mark, reason in _faults(container))


def _faults(container: Element) -> Iterator[tuple[Element, str]]:
    """Marks that are out of order, each with the reason."""
    begun: list[Element] = []
    separated: set[Element] = set()
    for mark in container.iter(w("fldChar")):
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            begun.append(mark)
        elif not begun:
            yield mark, f"{kind} without a begin"
        elif kind != "separate":
            begun.pop()
        elif begun[-1] in separated:
            yield mark, "two separators"
        else:
            separated.add(begun[-1])
    yield from ((mark, "no end") for mark in begun)
