"""A study of practice against indicators: the statistics by hand and by simulation, and the rules at their edges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import atan, atanh, comb, cos, pi, sin, sqrt, tanh

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from reportgen.common.model import OVERALL
from reportgen.common.study import Association, NotStudied, Study, StudyLevel
from reportgen.peers.study.rules import StudiedAssessment, change_of, printed_chance, sectors_and_sizes, study
from reportgen.peers.study.statistics import (
    Numbers,
    beta_share,
    chance_of,
    corrected,
    degrees_of_freedom,
    explained_by,
    interval_of,
    mid_ranks,
    partial_rank_correlation,
)
from tests.study_cases import ACTING, PARTS, YEAR, organisations

EVERY = np.array([part.level.value for part in PARTS])
WHOLE, AREAS, ELEMENTS = (np.flatnonzero(level.value == EVERY) for level in StudyLevel)


# ------------------------------------------------------------------------------------------------ worked out by hand


def by_least_squares(values: Sequence[Fraction], columns: Sequence[Sequence[int]]) -> list[Fraction]:
    """What is left of values when the columns, which do not depend on each other, are fitted: normal equations."""
    size = len(columns)
    rows = [
        [Fraction(sum(a * b for a, b in zip(one, other, strict=True))) for other in columns]
        + [sum((a * b for a, b in zip(one, values, strict=True)), Fraction())]
        for one in columns
    ]
    for step in range(size):
        pivot = next(row for row in range(step, size) if rows[row][step])
        rows[step], rows[pivot] = rows[pivot], rows[step]
        for row in range(size):
            if row != step:
                factor = rows[row][step] / rows[step][step]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[step], strict=True)]
    fitted = [rows[step][size] / rows[step][step] for step in range(size)]
    return [
        value - sum((slope * column[place] for slope, column in zip(fitted, columns, strict=True)), Fraction())
        for place, value in enumerate(values)
    ]


def counted_ranks(values: Sequence[int]) -> list[Fraction]:
    """Ranks by counting who lies below; equal ones share."""
    return [Fraction(2 * sum(v < one for v in values) + values.count(one) + 1, 2) for one in values]


def test_ranks_of_equal_values_are_shared() -> None:
    values = [4, 7, 7, 1, 7, 4]
    assert mid_ranks(np.array(values, dtype=float)).tolist() == [2.5, 5, 5, 1, 5, 2.5]
    assert [*map(float, counted_ranks(values))] == mid_ranks(np.array(values, dtype=float)).tolist()


def test_without_groups_it_is_spearmans_own_formula() -> None:
    scores, outcome = [31, 12, 55, 48, 20, 77, 64], [2, -1, 5, 1, 0, 4, 9]
    distances = (a - b for a, b in zip(counted_ranks(scores), counted_ranks(outcome), strict=True))
    rho = 1 - Fraction(6 * sum(distance**2 for distance in distances), 7 * (7**2 - 1))
    columns = np.array([scores], dtype=float).T
    basis = explained_by((), 7)
    assert partial_rank_correlation(columns, np.array(outcome, dtype=float), basis) == pytest.approx([float(rho)])
    assert degrees_of_freedom(7, basis) == 5


def test_a_small_example_with_sectors_sizes_and_ties_agrees_with_fractions() -> None:
    scores = [30, 45, 45, 62, 20, 51, 77, 38, 45, 60, 25, 70]
    outcome = [1, 3, 2, 6, -2, 3, 3, 0, 5, 2, -2, 4]
    sectors, sizes = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], [0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1]
    columns = [[1] * 12, [int(s == 1) for s in sectors], [int(s == 2) for s in sectors], sizes]
    x, y = (by_least_squares(counted_ranks(values), columns) for values in (scores, outcome))
    product = sum((a * b for a, b in zip(x, y, strict=True)), Fraction())
    square = product**2 / (sum(a * a for a in x) * sum(b * b for b in y))

    basis = explained_by((np.array(sectors), np.array(sizes)), 12)
    found = partial_rank_correlation(np.array([scores], dtype=float).T, np.array(outcome, dtype=float), basis)
    assert product > 0
    assert found == pytest.approx([sqrt(square)], abs=1e-12)
    assert degrees_of_freedom(12, basis) == 12 - 2 - 3


def test_groups_that_follow_from_others_take_no_freedom() -> None:
    sectors = np.array([0, 0, 1, 1, 2, 2, 2])
    assert explained_by((sectors, sectors), 7).shape == explained_by((sectors,), 7).shape == (7, 3)
    sizes = np.array([0, 0, 1, 1, 1, 1, 1])  # the first column that depends on others stands before one that does not
    assert explained_by((sectors, sizes, np.array([0, 1, 0, 1, 0, 1, 0])), 7).shape == (7, 4)


def test_where_nothing_is_left_to_differ_there_is_no_correlation() -> None:
    sectors = np.array([0, 0, 0, 1, 1, 1])
    same = np.array([[5.0, 5, 5, 5, 5, 5], [1, 1, 1, 2, 2, 2], [1, 2, 3, 4, 5, 6]]).T
    outcome = np.array([1.0, 3, 2, 6, 5, 4])
    found = partial_rank_correlation(same, outcome, explained_by((sectors,), 6))
    assert np.isnan(found).tolist() == [True, True, False]
    assert np.isnan(partial_rank_correlation(same, same[:, 0], explained_by((sectors,), 6))).all()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-9, 9), st.integers(0, 2)), min_size=12, max_size=30))
def test_only_the_order_of_values_counts_and_which_way_it_goes(rows: list[tuple[int, int, int]]) -> None:
    scores, outcome, sectors = (np.array(values) for values in zip(*rows, strict=True))
    basis = explained_by((sectors,), len(rows))
    columns = np.column_stack([scores, scores**3 + 7, -scores, np.full(len(rows), 4)]).astype(float)
    rho, stretched, turned, constant = partial_rank_correlation(columns, outcome.astype(float), basis)
    assert (stretched, turned) == pytest.approx((rho, -rho), abs=1e-9, nan_ok=True)
    assert np.isnan(constant)
    assert np.isnan(rho) or -1 <= rho <= 1


def tails(t: float, freedom: int) -> float:
    """Both tails of Student's t by its finite sums (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = atan(t / sqrt(freedom))
    term = total = cos(angle) if freedom % 2 else 1.0
    for k in range(3 if freedom % 2 else 2, freedom - 1, 2):
        term *= cos(angle) ** 2 * (k - 1) / k
        total += term
    if freedom % 2:
        return 1 - 2 / pi * (angle + sin(angle) * (total if freedom > 1 else 0))
    return 1 - sin(angle) * total


@pytest.mark.parametrize("freedom", [1, 2, 3, 18, 20, 21, 99, 286, 1001, 100_000])
def test_p_is_that_of_students_t(freedom: int) -> None:
    correlations = np.array([0.001, 0.01, 0.05, 0.12, -0.3, 0.5, 0.9, -0.99])
    wanted = [tails(abs(r) * sqrt(freedom / (1 - r * r)), freedom) for r in correlations]
    assert chance_of(correlations, freedom) == pytest.approx(wanted, abs=1e-10)
    assert chance_of(np.array([0.0, 1.0, -1.0]), freedom).tolist() == [1, 0, 0]


def test_shares_of_a_beta_distribution_are_those_of_the_binomial() -> None:
    x = np.array([0.0, 0.07, 0.31, 0.5, 0.83, 1.0])
    for a, b in ((1, 1), (3, 1), (2, 3), (7, 12)):
        n = a + b - 1
        wanted = [sum(comb(n, k) * v**k * (1 - v) ** (n - k) for k in range(a, n + 1)) for v in x.tolist()]
        assert beta_share(a, b, x) == pytest.approx(wanted, abs=1e-13)


def test_an_interval_is_fishers_with_the_error_for_ranks() -> None:
    low, high = interval_of(np.array([0.3, -0.3, 0.0, 1.0]), 98)  # a hundred organisations without groups
    margin = 1.959964 * sqrt((1 + 0.045) / 97)
    assert (low[0], high[0]) == pytest.approx((tanh(atanh(0.3) - margin), tanh(atanh(0.3) + margin)), abs=1e-7)
    assert (low[1], high[1]) == pytest.approx((-high[0], -low[0]))
    assert low[2] == pytest.approx(-high[2])
    assert (low[3], high[3]) == (1, 1)


def test_many_tests_are_corrected_as_in_the_paper() -> None:
    """Fifteen p of Benjamini and Hochberg (1995): at 5 % the four smallest count."""
    of_paper = (
        "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1.0000"
    )
    chances = np.array([*map(float, of_paper.split())])
    found = corrected(chances)
    assert (found <= 0.05).sum() == 4
    assert found[:3] == pytest.approx([0.0001 * 15, 0.0004 * 15 / 2, 0.0019 * 15 / 3])
    assert found[4:7] == pytest.approx([0.0201 * 15 / 5, 0.0298 * 15 / 7, 0.0298 * 15 / 7])  # the sixth by the seventh
    order = np.random.default_rng(3).permutation(15)
    assert corrected(chances[order]) == pytest.approx(found[order])
    assert corrected(np.array([0.2])) == pytest.approx([0.2])


# -------------------------------------------------------------------------------------------------- by simulation


Columns = NDArray[np.intp]  # of the scores, in the order of the model


@cache
def simulated(n: int, runs: int, effect: float = 0.0, *, whole: bool = False, naive: bool = False) -> Numbers:
    """p in many studies, runs x 24, or of the overall score alone; `naive` leaves sectors and sizes at work."""
    random, chances = np.random.default_rng(2026), []
    for _ in range(runs):
        some = organisations(random, n, effect=effect)
        basis = explained_by((), n) if naive else sectors_and_sizes(some.sectors, some.sizes)
        rho = partial_rank_correlation(some.scores[:, : 1 if whole else None], some.outcome, basis)
        chances.append(chance_of(rho, degrees_of_freedom(n, basis)))
    return np.array(chances)


def any_found(chances: Numbers, which: Columns) -> float:
    """In which share of the studies anything at a level is found."""
    return float(np.mean([corrected(of_study[which]).min() <= 0.05 for of_study in chances]))


def test_without_an_effect_hardly_a_study_finds_one_though_sectors_and_sizes_are_at_work() -> None:
    for n in (30, 60, 300):
        chances, naive = simulated(n, 250), simulated(n, 40, naive=True)
        assert np.mean(chances[:, WHOLE] <= 0.05) <= 0.07
        assert any_found(chances, AREAS) <= 0.07
        assert any_found(chances, ELEMENTS) <= 0.07
        assert np.mean(chances[:, ELEMENTS] <= 0.05) == pytest.approx(0.05, abs=0.015)
        assert np.mean(naive[:, ELEMENTS] <= 0.05) > {30: 0.25, 60: 0.5, 300: 0.9}[n], "sectors and sizes are at work"
        assert np.mean((chances[:, ELEMENTS] <= 0.05).any(axis=1)) > 0.2, "uncorrected, many studies find something"


@pytest.mark.parametrize(
    ("effect", "powers"),
    [(0.18, {30: 0.18, 60: 0.42, 120: 0.64, 300: 0.95}), (0.32, {30: 0.36, 60: 0.81, 120: 0.97, 300: 1})],
)
def test_the_overall_score_finds_an_effect_as_often_as_was_worked_out_before(
    effect: float, powers: dict[int, float]
) -> None:
    """Within 0.12: both figures come from a few hundred studies, of organisations that were made by different hands."""
    for n, power in powers.items():
        chances = simulated(n, 200, effect, whole=True)
        assert np.mean(chances <= 0.05) == pytest.approx(power, abs=0.12)


def test_elements_that_act_are_found_and_the_others_with_them() -> None:
    """Because all rise together: hence no list of elements is a ranking."""
    chances = simulated(300, 120, 0.18)
    found = np.array([corrected(of_study[ELEMENTS]) <= 0.05 for of_study in chances])
    assert found[:, :ACTING].mean() == pytest.approx(0.78, abs=0.12)
    assert found[:, ACTING:].mean() == pytest.approx(0.66, abs=0.2)


@pytest.mark.parametrize(("n", "effect"), [(60, 0.32), (300, 0.18)])
def test_intervals_hold_the_true_value(n: int, effect: float) -> None:
    def of_whole(some: int, random: np.random.Generator) -> tuple[Numbers, int]:
        made = organisations(random, some, effect=effect)
        basis = sectors_and_sizes(made.sectors, made.sizes)
        return partial_rank_correlation(made.scores[:, :1], made.outcome, basis), degrees_of_freedom(some, basis)

    random = np.random.default_rng(11)
    true = of_whole(50_000, random)[0][0]
    ends = np.array([interval_of(*of_whole(n, random)) for _ in range(300)])[:, :, 0]
    assert true > 0.15
    assert 0.92 <= np.mean((ends[:, 0] <= true) & (true <= ends[:, 1])) <= 0.98


# ------------------------------------------------------------------------------------------------------ the rules


def studied(rows: Iterable[StudiedAssessment], *shown: str) -> Study:
    return study(rows, PARTS, source="firm", invented=True, shown=shown)


def some_rows(n: int, effect: float = 0.32, seed: int = 1, name: str = "margin") -> list[StudiedAssessment]:
    return organisations(np.random.default_rng(seed), n, effect=effect).rows(name)


def told_levels(found: Study) -> set[StudyLevel]:
    return {one.part.level for indicator in found.indicators for one in indicator.associations if one.correlation}


@pytest.mark.parametrize(
    ("n", "levels"),
    [
        (29, set()),
        (30, {StudyLevel.OVERALL}),
        (99, {StudyLevel.OVERALL}),
        (100, {StudyLevel.OVERALL, StudyLevel.AREA}),
        (299, {StudyLevel.OVERALL, StudyLevel.AREA}),
        (300, set(StudyLevel)),
    ],
)
def test_how_much_is_told_goes_by_how_many_organisations_there_are(n: int, levels: set[StudyLevel]) -> None:
    found = studied(some_rows(n))
    assert told_levels(found) == levels
    for one in found.indicators[0].associations:
        assert one.n == n
        assert one.correlation or one.found is NotStudied.FEW_ORGANISATIONS


def test_a_score_counts_the_organisations_that_have_it_with_the_indicator() -> None:
    rows = some_rows(104)
    lacking = PARTS[1].id
    rows[:5] = [replace(row, scores={k: v for k, v in row.scores.items() if k != lacking}) for row in rows[:5]]
    rows[5] = replace(rows[5], indicators={"margin": {YEAR: Fraction(10)}})  # no year after
    rows[6] = replace(rows[6], day=date(YEAR + 1, 1, 31))  # another year: its change is not known
    found = {one.part.id: one for one in studied(rows).indicators[0].associations}
    assert found[OVERALL].n == 102
    assert found[lacking].n == 97
    assert found[lacking].found is NotStudied.FEW_ORGANISATIONS
    assert found["area-2"].correlation


def test_the_figures_are_those_of_the_statistics() -> None:
    some = organisations(np.random.default_rng(1), 120, effect=0.32)
    basis = sectors_and_sizes(some.sectors, some.sizes)
    rho = partial_rank_correlation(some.scores, some.outcome, basis)
    freedom = degrees_of_freedom(120, basis)
    areas = corrected(chance_of(rho, freedom)[AREAS])
    found = studied(some.rows()).indicators[0]
    low, high = interval_of(rho, freedom)
    assert [float(one.correlation.rho) for one in found.at(StudyLevel.AREA) if one.correlation] == pytest.approx(
        rho[AREAS], abs=0.0051
    )
    for one, p in zip(found.at(StudyLevel.AREA), areas, strict=True):
        assert one.correlation
        assert 0 <= float(one.correlation.corrected) - p <= 0.001
    whole = found.overall.correlation
    assert whole
    assert whole.corrected == whole.p == printed_chance(chance_of(rho, freedom)[0])
    assert [*map(float, whole.interval)] == pytest.approx([low[0], high[0]], abs=0.0051)


def test_the_newest_assessment_of_an_organisation_counts() -> None:
    rows = some_rows(60)
    older = [replace(row, day=date(YEAR - 2, 3, 1), scores={k: 100 - v for k, v in row.scores.items()}) for row in rows]
    assert studied([*older, *rows]) == studied(rows)
    assert studied(rows).organisations == 60


def test_an_owner_counts_once_by_its_newest_assessment() -> None:
    rows = some_rows(60)
    twins = [
        replace(row, organisation=f"twin-{row.organisation}", owner="Group A", day=date(YEAR, 1, 1)) for row in rows[:9]
    ]
    owned = [replace(rows[0], owner="group a"), *rows[1:]]
    found = studied([*twins, *owned])
    assert found.organisations == 69
    assert found.indicators == studied(rows).indicators


def test_organisations_of_one_owner_are_no_study() -> None:
    overall = studied(replace(row, owner="one") for row in some_rows(300)).indicators[0].overall
    assert (overall.n, overall.found) == (1, NotStudied.FEW_ORGANISATIONS)


def test_the_order_of_the_rows_does_not_matter() -> None:
    rows = some_rows(120)
    rows += [
        replace(row, organisation=f"b-{row.organisation}", owner=row.organisation) for row in some_rows(40, seed=2)
    ]
    assert studied(rows[::-1]) == studied(rows)


def test_many_small_sectors_and_sizes_leave_too_little_to_tell() -> None:
    rows = [replace(row, sector=f"sector {number // 5}") for number, row in enumerate(some_rows(40))]
    assert studied(rows).indicators[0].overall.correlation  # 40 less 1, 8 sectors and 3 sizes more: 28
    rows = [replace(row, sector=f"sector {n // 5}", size=f"size {n % 13}") for n, row in enumerate(rows)]
    assert studied(rows).indicators[0].overall.found is NotStudied.FEW_PER_GROUP  # 39 less 20


def test_small_sectors_are_taken_together_only_where_freedom_asks_for_it() -> None:
    sizes = np.zeros(30, dtype=int)
    sectors = np.array([0] * 12 + [1] * 9 + [2] * 4 + [3] * 2 + [4] * 2 + [5])
    assert sectors_and_sizes(sectors, sizes).shape[1] == 6  # 23 degrees of freedom: none is taken away
    alone = np.array([0] * 18 + [*range(1, 13)])
    basis = sectors_and_sizes(alone, sizes)
    assert degrees_of_freedom(30, basis) == 20
    assert basis.shape[1] == 9  # the twelve as five: four of them merged more would be more than need be
    large = np.repeat(np.arange(6), 5)  # none is small: nothing is merged, and too little is left
    assert degrees_of_freedom(30, sectors_and_sizes(large, np.arange(30) % 7)) < 20


def test_where_an_indicator_does_not_differ_nothing_is_told() -> None:
    rows = [replace(row, indicators={"margin": {YEAR: Fraction(9), YEAR + 1: Fraction(9)}}) for row in some_rows(40)]
    assert studied(rows).indicators[0].overall.found is NotStudied.ALL_ALIKE


def test_indicators_are_rounded_to_whole_per_cent_before_anything_else() -> None:
    values = {"growth": {2024: Fraction(123, 10), 2025: Fraction(127, 10), 2027: Fraction(4)}}
    assert change_of(values, "growth", 2024) == 1  # 12 and 13
    assert change_of(values, "growth", 2025) is None
    assert change_of(values, "Growth", 2024) is None
    rows = some_rows(60)
    nearly = [
        replace(
            row,
            indicators={
                name: {year: value + Fraction(number % 9 - 4, 10) for year, value in by_year.items()}
                for name, by_year in row.indicators.items()
            },
        )
        for number, row in enumerate(rows)
    ]
    assert studied(nearly) == studied(rows)


def with_noise(rows: Sequence[StudiedAssessment], indicators: int, seed: int = 5) -> list[StudiedAssessment]:
    """The same organisations with further indicators that nothing acts on."""
    random = np.random.default_rng(seed)
    return [
        replace(
            row,
            indicators={
                **row.indicators,
                **{
                    f"noise {k}": {YEAR: Fraction(0), YEAR + 1: Fraction(int(random.integers(-9, 10)))}
                    for k in range(indicators)
                },
            },
        )
        for row in rows
    ]


def test_what_is_told_of_an_indicator_is_corrected_for_all_that_were_tried_whichever_are_shown() -> None:
    rows = some_rows(60, effect=0.18, seed=14)
    alone, among = studied(rows), studied(with_noise(rows, 19))
    one, other = (
        next(i for i in found.indicators if i.name == "margin").overall.correlation for found in (alone, among)
    )
    assert one
    assert other
    assert (one.rho, one.interval, one.p) == (other.rho, other.interval, other.p)
    assert one.is_found
    assert not other.is_found
    assert other.corrected > one.corrected
    assert (alone.tried, among.tried) == (1, 20)
    shown = studied(with_noise(rows, 19), "margin")
    assert shown.indicators == among.indicators
    assert [indicator.name for indicator in shown.to_show] == ["margin"]
    assert shown.tried == 20


def test_indicators_of_too_few_organisations_were_not_tried() -> None:
    rows = with_noise(some_rows(29), 1) + [replace(r, organisation=f"x{r.organisation}") for r in some_rows(3, seed=9)]
    found = studied(rows)
    assert [indicator.name for indicator in found.indicators] == ["margin", "noise 0"]
    assert found.tried == 1
    assert studied([]).indicators == ()


def test_what_is_found_has_an_interval_clear_of_zero() -> None:
    def found(seed: int) -> Iterable[Association]:
        yield from studied(some_rows(100, effect=0.1, seed=seed)).indicators[0].associations

    told = [one.correlation for seed in range(12) for one in found(seed) if one.correlation]
    assert {one.is_found for one in told} == {True, False}
    for one in told:
        low, high = one.interval
        assert one.is_found == (one.corrected <= Decimal("0.05") and not low <= 0 <= high)
        assert low <= one.rho <= high


@pytest.mark.parametrize(("seed", "low"), [(15, "0.00"), (58, "-0.01")])
def test_a_p_within_the_limit_shows_nothing_where_the_printed_interval_holds_zero(seed: int, low: str) -> None:
    found = studied(some_rows(40, effect=0.2, seed=seed)).indicators[0].overall.correlation
    assert found
    assert found.corrected <= Decimal("0.05")
    assert found.interval[0] == Decimal(low)
    assert not found.is_found


def test_nothing_of_a_study_is_finer_than_it_is_printed() -> None:
    for one in studied(some_rows(300)).indicators[0].associations:
        assert one.correlation
        found = one.correlation
        assert {value.as_tuple().exponent for value in (found.rho, *found.interval)} == {-2}
        assert {value.as_tuple().exponent for value in (found.p, found.corrected)} == {-3}
