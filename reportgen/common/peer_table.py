"""Peers as columns: earlier, anonymous assessments, one place each in every column, exact and quick for many thousands.

A text stands once in a list of terms, and each assessment has the code of its own. Scores are whole numbers over one
unit for each element: int64 as long as nothing can overflow, whole numbers of Python else, and never a float. What is
absent is marked beside the values and never by one of them, as scores of a scale can be of any sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.common.folding import folded_all
from reportgen.common.method import SAME_SCORES, SAME_SHARE
from reportgen.common.model import Peer
from reportgen.common.rounding import round_half_up

LIMIT = 1 << 62  # below it whole numbers are int64: a bit is left for the sum of two

Codes = NDArray[np.int32]
Ids = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Places = NDArray[np.intp]
Whole = NDArray[Any]  # of 64 bits or less, or objects that are whole numbers of Python

FACTS = ("id", "owner", "sector", "region", "size", "set_id", "set_version")
"""The columns of texts, called as the fields of a `Peer`."""


@dataclass(frozen=True, eq=False)
class TermColumn:
    """A text of every assessment: the terms, each once, and the place among them of each assessment's own."""

    terms: tuple[str, ...]
    codes: Codes
    is_distinct: bool = False  # True where it is known that no two terms count as the same

    @classmethod
    def of(cls, texts: Iterable[str]) -> TermColumn:
        """The column of these texts, its terms in the order in which they first come."""
        places: dict[str, int] = {}
        codes = [places.setdefault(text, len(places)) for text in texts]
        return cls(tuple(places), np.array(codes, np.int32))

    def taken(self, places: Places | Mask) -> TermColumn:
        """The column of those at these places, with all terms."""
        return replace(self, codes=self.codes[places])

    @cached_property
    def used(self) -> frozenset[str]:
        """The terms that some assessment has."""
        is_used = np.zeros(len(self.terms), np.bool_)
        is_used[self.codes] = True
        return frozenset(self.terms[code] for code in np.flatnonzero(is_used).tolist())

    @cached_property
    def keys(self) -> TermColumn:
        """The column with its terms folded: texts that count as the same have one code."""
        folded = tuple(folded_all(self.terms))
        if self.is_distinct or len(set(folded)) == len(folded):
            return TermColumn(folded, self.codes, is_distinct=True)
        keys = TermColumn.of(folded)
        return TermColumn(keys.terms, keys.codes[self.codes], is_distinct=True)

    @property
    def key_codes(self) -> Codes:
        """A number for each assessment, the same where texts count as the same."""
        return self.codes if self.is_distinct else self.keys.codes

    def among(self, keys: Iterable[str]) -> Mask:
        """Which assessments have a term that is folded to one of these keys."""
        wanted = frozenset(keys)
        terms = self.keys.terms if wanted else ()
        if wanted.isdisjoint(terms):
            return np.zeros(len(self.codes), np.bool_)
        return np.array([key in wanted for key in terms], np.bool_)[self.keys.codes]


@dataclass(frozen=True, eq=False)
class ScoreColumn:
    """The scores of every assessment on an element: a value v stands for v / unit."""

    unit: int
    values: Whole  # 0 where there is none
    there: Mask  # which assessments have a score

    @classmethod
    def of(cls, scores: Sequence[Fraction | None]) -> ScoreColumn:
        """The column of these scores, exact; None where there is none."""
        ratios = [None if score is None else score.as_integer_ratio() for score in scores]
        unit = lcm(*{ratio[1] for ratio in ratios if ratio})
        values = [ratio[0] * (unit // ratio[1]) if ratio else 0 for ratio in ratios]
        there = np.fromiter((ratio is not None for ratio in ratios), np.bool_, len(ratios))
        return cls(unit, whole_numbers(values), there)

    def taken(self, places: Places | Mask) -> ScoreColumn:
        """The column of those at these places."""
        return ScoreColumn(self.unit, self.values[places], self.there[places])

    def score(self, place: int) -> Fraction | None:
        """The exact score at a place; None where there is none."""
        return Fraction(int(self.values[place]), self.unit) if self.there[place] else None


@dataclass(frozen=True, eq=False)
class KnownIds:
    """Opaque ids of every assessment, as `peer_ids` makes them from columns: they take long for many thousands."""

    organisations: Ids
    assessments: Ids

    def taken(self, places: Places | Mask) -> KnownIds:
        """The ids of those at these places."""
        return KnownIds(self.organisations[places], self.assessments[places])


@dataclass(frozen=True, eq=False)
class PeerTable:
    """Earlier, anonymous assessments as columns; going through it gives each as a `Peer`."""

    id: TermColumn  # opaque, of the organisation
    owner: TermColumn  # opaque: the group the organisation belongs to
    sector: TermColumn
    region: TermColumn
    size: TermColumn
    set_id: TermColumn
    set_version: TermColumn
    day: NDArray[np.int32]  # proleptic Gregorian ordinal: `date.toordinal`
    elements: Mapping[str, ScoreColumn]  # by element id
    ids: KnownIds | None = None  # where they were made before

    @classmethod
    def of(cls, peers: Iterable[Peer]) -> PeerTable:
        """The table of these assessments, in their order."""
        rows = tuple(peers)
        facts = {name: TermColumn.of(getattr(row, name) for row in rows) for name in FACTS}
        days = np.array([row.date.toordinal() for row in rows], np.int32)
        elements = dict.fromkeys(element_id for row in rows for element_id in row.elements)
        scores = {one: ScoreColumn.of([row.elements.get(one) for row in rows]) for one in elements}
        return cls(**facts, day=days, elements=scores, ids=None)

    def __len__(self) -> int:
        return len(self.day)

    def __iter__(self) -> Iterator[Peer]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, place: int) -> Peer:
        texts = {name: column.terms[column.codes[place]] for name, column in self.facts.items()}
        scores = {one: score for one, column in self.elements.items() if (score := column.score(place)) is not None}
        return Peer(**texts, date=date.fromordinal(int(self.day[place])), elements=scores)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PeerTable) and len(self) == len(other) and all(map(Peer.__eq__, self, other))

    __hash__ = None  # type: ignore[assignment]

    @property
    def facts(self) -> dict[str, TermColumn]:
        """The columns of texts, by name."""
        return {name: getattr(self, name) for name in FACTS}

    def used(self, fact: str) -> frozenset[str]:
        """All that the assessments have in a column of texts."""
        return self.facts[fact].used

    def taken(self, places: Places | Mask) -> PeerTable:
        """The table of the assessments at these places, in this order."""
        facts = {name: column.taken(places) for name, column in self.facts.items()}
        elements = {one: column.taken(places) for one, column in self.elements.items()}
        ids = self.ids.taken(places) if self.ids else None
        return PeerTable(**facts, day=self.day[places], elements=elements, ids=ids)


@dataclass(frozen=True)
class PeerData:
    """The peers a client is compared with, and where they came from."""

    peers: PeerTable
    source: str  # name of the file or the database, for the method note; never a path or a host
    invented: bool = False  # it is said that its organisations are invented
    edition: int | None = None  # number of the published edition they are; None for those of a file
    sha256: str = ""  # of that edition
    own: frozenset[str] = frozenset()  # ids of the client itself, recognised by what names it
    is_sought_by_name: bool = False  # it was looked for by what names it, whether or not it was found

    @classmethod
    def of(cls, peers: Iterable[Peer], source: str, invented: bool = False) -> PeerData:
        """Peer data of these assessments."""
        return cls(PeerTable.of(peers), source, invented)


def same_as(scores: Mapping[str, Fraction], peers: PeerTable) -> frozenset[str]:
    """The ids of organisations with an assessment that is this one, by its scores: under another name, or none.

    `scores` are those of elements, by id; they are equal in the unit in which those of the peers are kept.
    """
    equal, both = np.zeros(len(peers), np.int32), np.zeros(len(peers), np.int32)
    for element_id, column in peers.elements.items():
        if element_id in scores:
            both += column.there
            equal += column.there & (column.values == round_half_up(scores[element_id] * column.unit))
    alike = (equal >= SAME_SCORES) & (equal * SAME_SHARE.denominator > both * SAME_SHARE.numerator)
    return peers.id.taken(alike).used


def whole_numbers(values: Sequence[int]) -> Whole:
    """Whole numbers as a column of int64; of whole numbers of Python when one of them is too large.

    >>> whole_numbers([3, -5]).dtype.name, whole_numbers([3, 10**30]).dtype.name
    ('int64', 'object')
    """
    return np.array(values, number_type(max(map(abs, values), default=0)))


def number_type(largest: int) -> np.dtype[Any]:
    """The type of a column in which no value is further from 0 than `largest`."""
    return np.dtype(np.int64 if largest < LIMIT else object)


def furthest(values: Whole) -> int:
    """How far from 0 the furthest value lies."""
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0
