"""What outgrows a page or a line, in parts: rows of charts, each part a chart of its own, and entries of a key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def stacked(rows: Iterable[T], height: Callable[[T], float], page: float) -> list[tuple[T, ...]]:
    """The rows in order, a new part begun whenever the next row would exceed the page.

    `height` and `page` are in one unit. A row higher than a page stands alone.

    >>> stacked([2, 3, 4, 9], lambda row: row, 6)
    [(2, 3), (4,), (9,)]
    """
    parts: list[tuple[T, ...]] = []
    room = 0.0
    for row in rows:
        needed = height(row)
        if not parts or needed > room:
            parts.append(())
            room = page
        parts[-1] += (row,)
        room -= needed
    return parts


def named(name: str, parts: Sequence[tuple[T, ...]]) -> Iterator[tuple[str, str, tuple[T, ...]]]:
    """Each part with its file stem and what its subtitle adds; a single part keeps name and subtitle as they are.

    >>> list(named("levels", [(1,), (2,)]))
    [('levels', '; part 1 of 2', (1,)), ('levels-2', '; part 2 of 2', (2,))]
    """
    for number, part in enumerate(parts, start=1):
        stem = name if number == 1 else f"{name}-{number}"
        yield stem, "" if len(parts) == 1 else f"; part {number} of {len(parts)}", part
