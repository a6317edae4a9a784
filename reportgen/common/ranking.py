"""Both ends of a ranking. Printed figures decide: what a reader sees as equal is a tie, and a tie is told whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

NAMED = 3  # things in a sentence, at most: elements, topics, headlines, steps

T = TypeVar("T")
N = TypeVar("N", int, Decimal)  # a count, or a printed score


@dataclass(frozen=True, slots=True)
class Ends(Generic[T, N]):
    """The entries with the largest figure and those with the smallest: never the same ones."""

    top: tuple[T, ...]
    bottom: tuple[T, ...]
    high: N
    low: N

    @property
    def apart(self) -> N:
        """The distance between the ends."""
        return self.high - self.low


def ends_of(entries: Iterable[T], key: Callable[[T], N]) -> Ends[T, N] | None:
    """Both ends of a ranking by `key`, ties in the order given; None where all are equal, or fewer than two.

    >>> ends_of(["a", "bb", "cc", "d"], len).top
    ('bb', 'cc')
    >>> ends_of(["a", "b"], len) is None
    True
    """
    ranked = tuple(entries)
    top, bottom = foremost(ranked, key), foremost(ranked, lambda entry: -key(entry))
    if not ranked or key(top[0]) == key(bottom[0]):
        return None
    return Ends(top, bottom, key(top[0]), key(bottom[0]))


def foremost(entries: Iterable[T], key: Callable[[T], N]) -> tuple[T, ...]:
    """All the entries that share the largest figure, in the order given.

    >>> foremost(["a", "bb", "cc"], len)
    ('bb', 'cc')
    """
    ranked = tuple(entries)
    largest = max(map(key, ranked), default=None)
    return tuple(entry for entry in ranked if key(entry) == largest)


def leaders(entries: Iterable[T], key: Callable[[T], N], most: int) -> tuple[T, ...]:
    """The first few of a ranking, the largest first: entries that share a figure all or not at all.

    Empty where more than `most` share the largest.

    >>> leaders(["a", "bb", "c", "ddd"], len, 3), leaders(["a", "b"], len, 1)
    (('ddd', 'bb'), ())
    """
    ranked = sorted(entries, key=key, reverse=True)
    cut = key(ranked[most]) if len(ranked) > most else None
    return tuple(entry for entry in ranked[:most] if key(entry) != cut)
