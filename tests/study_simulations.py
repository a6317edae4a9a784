"""How often studies find what is there, and what is not: `python -m tests.study_simulations [STUDIES]`, by hand.

Prints, for each number of organisations and each effect, the share of studies in which the overall score, any area and
any element is shown; of elements that act and that do not, the share that is; and of intervals of the overall score
those that hold the true value.
"""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

from reportgen.common.method import FALSE_DISCOVERIES
from reportgen.common.study import StudyLevel
from reportgen.peers.study.rules import sectors_and_sizes
from reportgen.peers.study.statistics import (
    Numbers,
    chance_of,
    corrected,
    degrees_of_freedom,
    interval_of,
    partial_rank_correlation,
)
from tests.study_cases import ACTING, PARTS, organisations

SIZES, EFFECTS = (30, 60, 120, 300), (0.0, 0.18, 0.32)
TOLD = (StudyLevel.AREA, StudyLevel.ELEMENT, StudyLevel.OVERALL)
LEVELS = np.array([part.level.value for part in PARTS])


def main(studies: int) -> None:
    """Print the table."""
    print("n    effect  overall  any area  any element  acting  others  coverage")
    for effect in EFFECTS:
        true = _true(effect)
        for n in SIZES:
            print(f"{n:<5}{effect:<8}" + "  ".join(f"{share:7.3f}" for share in measured(n, effect, studies, true)))


def measured(n: int, effect: float, studies: int, true: float) -> tuple[float, ...]:
    """The shares of one row."""
    random, rows = np.random.default_rng(n), []
    for _ in range(studies):
        some = organisations(random, n, effect=effect)
        basis = sectors_and_sizes(some.sectors, some.sizes)
        freedom = degrees_of_freedom(n, basis)
        rho = partial_rank_correlation(some.scores, some.outcome, basis)
        low, high = (np.round(end, 2) for end in interval_of(rho, freedom))
        clear = (low > 0) | (high < 0)
        areas, elements, overall = (_shown(chance_of(rho, freedom), clear, level) for level in TOLD)
        acting, others = elements[:ACTING].mean(), elements[ACTING:].mean()
        holds = low[0] <= true <= high[0]
        rows.append((overall.any(), areas.any(), elements.any(), acting, others, holds))
    return tuple(np.mean(rows, axis=0).tolist())


def _shown(chances: Numbers, clear: NDArray[np.bool_], level: StudyLevel) -> NDArray[np.bool_]:
    """Which scores of a level are shown: by their corrected p, with an interval that as it is printed is clear of 0."""
    of_level = level.value == LEVELS
    shown: NDArray[np.bool_] = (corrected(chances[of_level]) <= float(FALSE_DISCOVERIES)) & clear[of_level]
    return shown


def _true(effect: float) -> float:
    """The partial rank correlation of the overall score among very many organisations."""
    some = organisations(np.random.default_rng(0), 200_000, effect=effect)
    basis = sectors_and_sizes(some.sectors, some.sizes)
    return float(partial_rank_correlation(some.scores[:, :1], some.outcome, basis)[0])


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1000)
