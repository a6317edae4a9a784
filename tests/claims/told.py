"""What a report says: every text of its context and of its charts, with its place, in sentences.

What the question set, the assessor or the house style wrote is known as theirs, word for word; whatever
else stands in a report is ours, and has to be understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from reportgen.charts.kinds import Chart
from reportgen.common.figures import plain
from reportgen.common.model import OVERALL, QuestionSet
from reportgen.words.context import ReportContext

_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“‘\[])|(?<=[.!?][)”’])\s+(?=[A-Z0-9“‘\[])")
_QUOTE = re.compile(r"“([^“”]*)”|‘([^‘’]*(?:’\w[^‘’]*)*)’(?!\w)")


@dataclass(frozen=True)
class Told:
    """A text, or a row of figures, at its place; `scope` is the part of the model that its chapter is about."""

    place: str
    scope: str
    what: Any
    inside: tuple[Any, ...] = ()  # the parts of the report that hold it, the nearest first
    text: str = ""  # the text of which it is a sentence
    before: str = ""  # the sentence before it there

    def __str__(self) -> str:
        return f"{self.place} [{self.scope}]"


def one_line(text: str) -> str:
    """A text as it reads: no marks of figures, each run of blanks one blank."""
    return " ".join(plain(text).split())


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [part for part in _BREAK.split(one_line(text)) if part]


def bare(text: str) -> str:
    """A text for comparison: no case, no stop at its end, no sign of a bullet."""
    return one_line(text).lstrip("-• ").strip("“”‘’'\"").rstrip(" .;:!?…").casefold()


Covered = Mapping[type, tuple[str, ...]]  # the fields of a row of figures that are understood together


def told_in(context: ReportContext, charts: Iterable[Chart], covered: Covered) -> Iterator[Told]:
    """Everything the report says, in its order, then its charts; rows before their texts, texts one by one."""
    yield from _walk("", OVERALL, context, covered, ())
    for chart in charts:
        area = re.fullmatch(r"(?:area|path|topics)-(.+?)(?:-\d+)?", chart.name)
        yield from _walk(f"chart {chart.name}", area[1] if area else OVERALL, chart, covered, ())


def _walk(place: str, scope: str, value: Any, covered: Covered, inside: tuple[Any, ...]) -> Iterator[Told]:
    if isinstance(value, str) and not isinstance(value, Enum):
        if value:
            yield Told(place, scope, one_line(value), inside)
    elif isinstance(value, tuple):
        for number, entry in enumerate(value):
            yield from _walk(f"{place}.{getattr(entry, 'id', None) or number}", scope, entry, covered, inside)
    elif is_dataclass(value) and not isinstance(value, type):
        scope = getattr(value, "id", scope) if type(value).__name__ in _CHAPTERS else scope
        if type(value) in covered:
            yield Told(place, scope, value, inside)
        for field in fields(value):
            if field.name not in (*_HIDDEN, *covered.get(type(value), ())):
                name = f"{place}.{field.name}".lstrip(".")
                yield from _walk(name, scope, getattr(value, field.name), covered, (value, *inside))


_HIDDEN = ("id", "ref")  # what no reader sees
_CHAPTERS = ("AreaChapter", "ElementNotes", "RoadMapRow")


@dataclass(frozen=True)
class Theirs:
    """The texts that others wrote: the question set's and the assessor's, whole, by line and by sentence."""

    sources: tuple[Any, ...]
    questions: QuestionSet

    def __contains__(self, text: str) -> bool:
        return bare(text) in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        found = set()
        for text in _strings(self.sources):
            for part in (text, *text.splitlines()):
                found.add(bare(part))
                found.update(map(bare, sentences(part)))
        return frozenset(found - {""})

    @cached_property
    def asked(self) -> Mapping[str, str]:
        """The ids of the questions of a text, by the text."""
        found: dict[str, str] = {}
        for question in self.questions.questions.values():
            key = bare(question.text)
            found[key] = f"{found[key]}|{question.id}" if key in found else question.id
        return found

    def with_ids(self, text: str) -> str:
        """The text with every quoted question as its id, and every other quote of theirs as a star."""

        def named(found: re.Match[str]) -> str:
            quote = bare(found[1] or found[2] or "")
            if quote in self.asked:
                return f"“={self.asked[quote]}”"
            return "“*”" if quote in self._known else found[0]

        return _QUOTE.sub(named, one_line(text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _strings(entry)
    elif isinstance(value, tuple | list | frozenset):
        for entry in value:
            yield from _strings(entry)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
