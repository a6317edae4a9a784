"""Invented organisations for studies: elements that rise together, sectors and sizes at work, a known effect or none.

An acting element has, within sectors and sizes, a correlation with the outcome of so much; five of eighteen act. All
elements have part of their variance in common, as real ones do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt

import numpy as np

from reportgen.common.model import OVERALL
from reportgen.common.study import StudyLevel, StudyPart
from reportgen.peers.study.rules import Groups, StudiedAssessment
from reportgen.peers.study.statistics import Numbers

AREAS = (2, 7, 3, 4, 2)  # elements of each
ELEMENTS, ACTING = sum(AREAS), 5
COMMON = 0.4  # of the variance of an element
SECTORS = ("retail", "banking", "telecoms", "energy", "travel", "insurance", "media", "charity")
SIZES = ("under 50", "50 to 249", "250 to 999", "1,000 and over")
SECTOR_SHARES = np.array([0.25, 0.2, 0.15, 0.12, 0.1, 0.08, 0.06, 0.04])
OF_SECTOR = np.array([0.9, -0.7, 0.5, -0.9, 0.3, 0.8, -0.5, -0.2])  # on scores and on the outcome, in deviations
OF_SIZE = np.array([-0.7, -0.2, 0.3, 0.8])
YEAR = 2024


def model() -> tuple[StudyPart, ...]:
    """The parts of a model like ours, in order."""

    def parts() -> Iterator[StudyPart]:
        yield StudyPart(OVERALL, "Overall", StudyLevel.OVERALL)
        for area, elements in enumerate(AREAS, start=1):
            yield StudyPart(f"area-{area}", f"Area {area}", StudyLevel.AREA)
            for element in range(1, elements + 1):
                yield StudyPart(f"element-{area}-{element}", f"Element {area}.{element}", StudyLevel.ELEMENT)

    return tuple(parts())


PARTS = model()


@dataclass(frozen=True)
class Organisations:
    """Some organisations: elements n x 18, an outcome, and groups by number."""

    elements: Numbers
    outcome: Numbers
    sectors: Groups
    sizes: Groups

    @property
    def scores(self) -> Numbers:
        """Their scores of all parts, in the order of the model: areas the mean of elements, overall that of areas."""
        ends = np.cumsum(AREAS)
        areas = [self.elements[:, end - count : end] for end, count in zip(ends, AREAS, strict=True)]
        means = [area.mean(axis=1, keepdims=True) for area in areas]
        columns = [column for mean, area in zip(means, areas, strict=True) for column in (mean, area)]
        return np.hstack([np.mean(means, axis=0), *columns])

    def rows(self, name: str = "margin") -> list[StudiedAssessment]:
        """As a study takes them; the indicator changed by the outcome after the year of the assessment."""
        ids = [part.id for part in PARTS]
        return [
            StudiedAssessment(
                organisation=f"org-{number:04}",
                owner="",
                day=date(YEAR, 3, 1),
                sector=SECTORS[sector],
                size=SIZES[size],
                scores=dict(zip(ids, scores, strict=True)),
                indicators={name: {YEAR: Fraction(10), YEAR + 1: 10 + Fraction(outcome)}},
            )
            for number, (scores, outcome, sector, size) in enumerate(
                zip(self.scores.tolist(), self.outcome.tolist(), self.sectors, self.sizes, strict=True)
            )
        ]


def organisations(
    random: np.random.Generator, n: int, *, effect: float = 0.0, grouped: float = 0.7, acting: Sequence[int] = range(5)
) -> Organisations:
    """Organisations by chance; `effect` is the correlation of an acting element, `grouped` the weight of the groups."""
    sectors, sizes = random.choice(len(SECTORS), n, p=SECTOR_SHARES), random.choice(len(SIZES), n)
    groups = grouped * (OF_SECTOR[sectors] + OF_SIZE[sizes])
    common, own = random.standard_normal((n, 1)), random.standard_normal((n, ELEMENTS))
    elements = sqrt(COMMON) * common + sqrt(1 - COMMON) * own
    # of the sum of those that act, and of one of them with it
    variance, shared = len(acting) * (1 + (len(acting) - 1) * COMMON), 1 + (len(acting) - 1) * COMMON
    weight = effect / shared
    noise = sqrt(1 - weight**2 * variance)
    outcome = weight * elements[:, list(acting)].sum(axis=1) + noise * random.standard_normal(n) + groups
    scores = np.clip(45 + 14 * (elements + groups[:, np.newaxis]), 0, 100)
    return Organisations(scores, np.round(6 * outcome), sectors, sizes)
