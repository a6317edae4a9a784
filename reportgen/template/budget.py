"""What filling a template may cost, so that one without end ends: steps, characters and, as the last fence, time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import thread_time

from jinja2 import TemplateRuntimeError

MAX_STEPS = 200_000
"""Rounds of loops and uses of building blocks. Our template takes 1,200 for the sample, under 10,000 for the largest
workbook."""
MAX_CHARACTERS = 30_000_000
"""Of XML put together, building blocks counted again where they are put in. The sample's report has a million."""
MAX_SECONDS = 30.0
"""The steps and characters above take some seconds; only a chain of costly ones comes here."""
MAX_TEXT = 100_000
"""Characters of one text that is joined or changed; the longest entry of a workbook has 32,767."""
MAX_BATCH = 1_000
"""Items of a row that `batch` makes."""

MAX_DEPTH = 50
"""Building blocks inside each other; ours go three deep."""

MAX_PICTURES = 1_000
"""Pictures and charts placed; our template has some twenty."""


class LimitError(TemplateRuntimeError):
    """A template costs more than a report can need; the message says what of."""


class Budget:
    """What one filling has used so far; the clock counts its own work, so that a busy machine refuses no template."""

    def __init__(self) -> None:
        self._steps = 0
        self._characters = 0
        self._depth = 0
        self._pictures = 0
        self._ends = thread_time() + MAX_SECONDS

    def step(self) -> None:
        """Take one step: a round of a loop, or a building block put in."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise LimitError(f"the template repeats itself more than {MAX_STEPS:,} times, and no report needs that")
        if thread_time() > self._ends:
            raise LimitError(f"filling takes longer than {MAX_SECONDS:.0f} seconds, and no report needs that")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """While a building block is put in."""
        if self._depth == MAX_DEPTH:
            raise LimitError("a building block puts itself in without end")
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1

    def place(self) -> None:
        """Place a picture, which takes its time."""
        self._pictures += 1
        if self._pictures > MAX_PICTURES:
            raise LimitError(f"the report grows beyond {MAX_PICTURES:,} pictures, and no report needs that")

    def write(self, characters: int) -> None:
        """Put characters together."""
        self._characters += characters
        if self._characters > MAX_CHARACTERS:
            raise LimitError(f"the report grows beyond {MAX_CHARACTERS:,} characters, and no report needs that")


def short(text: str) -> str:
    """A text that may be joined or changed. Raises `LimitError` when it is longer than any text of a report."""
    if len(text) > MAX_TEXT:
        raise LimitError(f"a text grows beyond {MAX_TEXT:,} characters, and no report needs that")
    return text
