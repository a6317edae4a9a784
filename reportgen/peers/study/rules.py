"""The rules of a study: who counts, what is told of how many, and what is never worked out.

A study sets scores against the change of indicators, and never tells of a single organisation: no points, no smallest
or largest value, no mean, no slope, no group. It works on all recorded indicators at once, so that what is told of one
is corrected for all, whichever of them somebody looks at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reportgen.common.folding import fold
from reportgen.common.method import (
    FALSE_DISCOVERIES,
    FREEDOM_FOR_STUDY,
    ORGANISATIONS_OF_SECTOR,
    YEARS_OF_CHANGE,
)
from reportgen.common.rounding import round_half_up, rounded_to
from reportgen.common.study import Association, Correlation, IndicatorStudy, NotStudied, Study, StudyLevel, StudyPart
from reportgen.peers.study.statistics import (
    Numbers,
    chance_of,
    corrected,
    degrees_of_freedom,
    explained_by,
    interval_of,
    partial_rank_correlation,
)

Values = Mapping[str, Mapping[int, Fraction]]  # of the indicators of an organisation, in per cent, by name and year

Groups = NDArray[np.intp]  # the group of each organisation, by number

_OTHER = -1  # no number of a sector
_DECIMALS = 2
_LEAST = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class StudiedAssessment:
    """An assessment as a study takes it."""

    organisation: str  # opaque
    owner: str  # opaque; empty where it stands for itself
    day: date
    sector: str
    size: str
    scores: Mapping[str, float]  # by OVERALL, area id and element id; absent where there is none
    indicators: Values  # of the organisation


@dataclass(frozen=True, slots=True)
class _Test:
    """A score against an indicator, before it is corrected and printed."""

    part: StudyPart
    indicator: str
    n: int
    rho: float = 0.0
    p: float = 1.0
    freedom: int = 0
    reason: NotStudied | None = None  # why there is none of them


def study(
    assessments: Iterable[StudiedAssessment],
    parts: Sequence[StudyPart],
    *,
    source: str,
    invented: bool,
    shown: Collection[str] = (),
) -> Study:
    """Every indicator against the parts of the model, in their order. `shown` names those to be shown, by default all.

    The newest assessment of an organisation counts, and of an owner one organisation.
    """
    rows = _Rows(assessments, parts)
    names = sorted({name for row in rows.rows for name in row.indicators})
    tests = [test for name in names for test in rows.tests(name)]
    chances = _corrected(test for test in tests if test.reason is None)
    told = {name: tuple(_told(test, chances) for test in tests if test.indicator == name) for name in names}
    return Study(
        source=source,
        invented=invented,
        organisations=len(rows.rows),
        indicators=tuple(IndicatorStudy(name, found) for name, found in told.items()),
        shown=tuple(name for name in names if not shown or name in shown),
    )


def change_of(values: Values, name: str, year: int) -> int | None:
    """By how many whole per cent an indicator rose after a year; None where either value is not known.

    Each value is rounded first: to the decimal, some would name an organisation that publishes its accounts.

    >>> change_of({"margin": {2024: Fraction(73, 10), 2025: Fraction(96, 10)}}, "margin", 2024)
    3
    """
    by_year = values.get(name, {})
    before, after = by_year.get(year), by_year.get(year + YEARS_OF_CHANGE)
    return None if before is None or after is None else round_half_up(after) - round_half_up(before)


class _Rows:
    """One row an organisation, the newest assessment first."""

    def __init__(self, assessments: Iterable[StudiedAssessment], parts: Sequence[StudyPart]) -> None:
        # of one day, by the code: the order in which they are given does not matter
        in_order = sorted(assessments, key=lambda row: (-row.day.toordinal(), row.organisation))
        newest: dict[str, StudiedAssessment] = {}
        for row in in_order:
            newest.setdefault(row.organisation, row)
        self.rows = list(newest.values())
        self._scores = {part: _column(row.scores.get(part.id) for row in self.rows) for part in parts}
        self._owners = _numbered(fold(row.owner) or f"\0{row.organisation}" for row in self.rows)
        self._sectors = _numbered(fold(row.sector) for row in self.rows)
        self._sizes = _numbered(fold(row.size) for row in self.rows)

    def tests(self, indicator: str) -> Iterator[_Test]:
        """Every score against an indicator, as far as the rules let it be."""
        change = _column(change_of(row.indicators, indicator, row.day.year) for row in self.rows)
        for part, score in self._scores.items():
            yield self._test(part, indicator, score, change)

    def _test(self, part: StudyPart, indicator: str, score: Numbers, change: Numbers) -> _Test:
        places = np.flatnonzero(~np.isnan(score) & ~np.isnan(change))
        places = places[np.sort(np.unique(self._owners[places], return_index=True)[1])]
        n = len(places)
        if n < part.level.organisations:
            return _Test(part, indicator, n, reason=NotStudied.FEW_ORGANISATIONS)
        basis = sectors_and_sizes(self._sectors[places], self._sizes[places])
        freedom = degrees_of_freedom(n, basis)
        if freedom < FREEDOM_FOR_STUDY:
            return _Test(part, indicator, n, reason=NotStudied.FEW_PER_GROUP)
        rho = partial_rank_correlation(score[places, np.newaxis], change[places], basis)
        if np.isnan(rho[0]):
            return _Test(part, indicator, n, reason=NotStudied.ALL_ALIKE)
        return _Test(part, indicator, n, float(rho[0]), float(chance_of(rho, freedom)[0]), freedom)


def _column(values: Iterable[float | None]) -> Numbers:
    """One number a row; NaN where there is none."""
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _numbered(labels: Iterable[str]) -> Groups:
    """The labels as numbers: equal ones have equal numbers."""
    return np.unique(np.array([*labels], dtype=str), return_inverse=True)[1]


def sectors_and_sizes(sectors: Groups, sizes: Groups) -> Numbers:
    """A basis of all that sectors and sizes explain, one row an organisation.

    Where they would leave too few degrees of freedom, small sectors are taken as one, the smallest first and no more
    than need be: what such a group hides of its sectors would pass for an effect.
    """
    basis = explained_by((sectors, sizes), len(sectors))
    named, counts = np.unique(sectors, return_counts=True)
    for sector in named[np.argsort(counts, kind="stable")][: np.sum(counts < ORGANISATIONS_OF_SECTOR)]:
        if degrees_of_freedom(len(sectors), basis) >= FREEDOM_FOR_STUDY:
            break
        sectors = np.where(sectors == sector, _OTHER, sectors)
        basis = explained_by((sectors, sizes), len(sectors))
    return basis


def _corrected(tests: Iterable[_Test]) -> dict[tuple[str, str], float]:
    """The p of tests by indicator and part, corrected for all of their level, over all indicators."""
    found: dict[tuple[str, str], float] = {}
    by_level: dict[StudyLevel, list[_Test]] = {}
    for test in tests:
        by_level.setdefault(test.part.level, []).append(test)
    for of_level in by_level.values():
        chances = corrected(np.array([test.p for test in of_level]))
        found |= {(test.indicator, test.part.id): float(p) for test, p in zip(of_level, chances, strict=True)}
    return found


def _told(test: _Test, chances: Mapping[tuple[str, str], float]) -> Association:
    if test.reason is not None:
        return Association(test.part, test.n, test.reason)
    low, high = (_printed(float(end[0])) for end in interval_of(np.array([test.rho]), test.freedom))
    p = chances[test.indicator, test.part.id]
    correlation = Correlation(
        rho=_printed(test.rho),
        interval=(low, high),
        p=printed_chance(test.p),
        corrected=printed_chance(p),
        is_found=p <= FALSE_DISCOVERIES and not low <= 0 <= high,
    )
    return Association(test.part, test.n, correlation)


def _printed(correlation: float) -> Decimal:
    return rounded_to(Fraction(correlation), _DECIMALS) + 0  # no zero below zero


def printed_chance(p: float) -> Decimal:
    """A p rounded up to thousandths, so that one beyond a limit is printed beyond it; never 0.

    >>> [str(printed_chance(p)) for p in (0.0, 0.0301, 0.04999, 0.05001, 1.0)]
    ['0.001', '0.031', '0.050', '0.051', '1.000']
    """
    return max(Decimal(p).quantize(_LEAST, ROUND_CEILING), _LEAST)
