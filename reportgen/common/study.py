"""What a study found: practice against indicators of performance, in printed figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from reportgen.common.method import (
    INTERVAL,
    ORGANISATIONS_FOR_AREAS,
    ORGANISATIONS_FOR_ELEMENTS,
    ORGANISATIONS_FOR_OVERALL,
)
from reportgen.common.rounding import printed_number


class StudyLevel(Enum):
    """Where in the model a score stands."""

    OVERALL = "overall"
    AREA = "area"
    ELEMENT = "element"

    @property
    def organisations(self) -> int:
        """How many organisations it takes to tell anything of such a score."""
        return {
            StudyLevel.OVERALL: ORGANISATIONS_FOR_OVERALL,
            StudyLevel.AREA: ORGANISATIONS_FOR_AREAS,
            StudyLevel.ELEMENT: ORGANISATIONS_FOR_ELEMENTS,
        }[self]


@dataclass(frozen=True, slots=True)
class StudyPart:
    """The whole, an area or an element of the model."""

    id: str
    title: str
    level: StudyLevel


class NotStudied(Enum):
    """Why nothing is told of a score and an indicator."""

    FEW_ORGANISATIONS = "too few organisations"
    FEW_PER_GROUP = "too few organisations for their sectors and sizes"
    ALL_ALIKE = "no differences within sectors and sizes"


@dataclass(frozen=True, slots=True)
class Correlation:
    """A partial rank correlation as it is printed: two decimals, and p rounded up to thousandths."""

    rho: Decimal
    interval: tuple[Decimal, Decimal]
    p: Decimal
    corrected: Decimal  # the same for all tests of this level
    is_found: bool  # after the correction, with an interval clear of 0

    @property
    def ends(self) -> str:
        """The interval as it is told: "−0.02 to 0.31"."""
        return " to ".join(map(printed_number, self.interval))

    def told(self, n: int) -> str:
        """All figures in a sentence; p never stands without the interval and the number of organisations."""
        p = f"p at most {self.p}, corrected {self.corrected}"
        return f"{printed_number(self.rho)} ({INTERVAL} {self.ends}; {p}; n = {n})"


@dataclass(frozen=True, slots=True)
class Association:
    """A score and an indicator."""

    part: StudyPart
    n: int  # organisations that have both; one an owner
    found: Correlation | NotStudied

    @property
    def correlation(self) -> Correlation | None:
        """What may be told; None where nothing may."""
        return self.found if isinstance(self.found, Correlation) else None

    @property
    def words(self) -> str:
        """Why nothing is told; empty where something is."""
        return self.found.value if isinstance(self.found, NotStudied) else ""

    @property
    def is_found(self) -> bool:
        """True where an association is shown."""
        return self.correlation is not None and self.correlation.is_found


@dataclass(frozen=True, slots=True)
class IndicatorStudy:
    """An indicator, against every score in the order of the model."""

    name: str
    associations: tuple[Association, ...]

    def at(self, level: StudyLevel) -> tuple[Association, ...]:
        """Those of a level, in the order of the model."""
        return tuple(one for one in self.associations if one.part.level is level)

    def told_at(self, level: StudyLevel) -> tuple[Association, ...]:
        """Those of a level of which something may be told."""
        return tuple(one for one in self.at(level) if one.correlation)

    @property
    def overall(self) -> Association:
        """That of the overall score."""
        return self.at(StudyLevel.OVERALL)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A whole study. What is told of an indicator does not depend on which are shown."""

    source: str  # what the database is called
    invented: bool  # its organisations are
    organisations: int  # assessed, whatever is known of them
    indicators: tuple[IndicatorStudy, ...]  # all that are recorded, by name
    shown: tuple[str, ...]  # the names of those to be shown
    edition: int = 0  # the published edition that they are of; 0 where they are of none

    @property
    def tried(self) -> int:
        """How many indicators were set against the overall score."""
        return sum(indicator.overall.correlation is not None for indicator in self.indicators)

    @property
    def to_show(self) -> Sequence[IndicatorStudy]:
        """The indicators to be shown."""
        return [indicator for indicator in self.indicators if indicator.name in self.shown]
