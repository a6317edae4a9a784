"""Standing among peers: exactly what a group's size allows, against independent calculations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.standing.figures import peer_figures
from reportgen.assessment.standing.groups import filter_in_words
from reportgen.assessment.standing.quantiles import best_in_class, best_of, in_place, mid_rank, quantile
from reportgen.assessment.standing.standing import standing as standing_of
from reportgen.common.model import (
    OVERALL,
    Area,
    Comparison,
    Disclosure,
    Element,
    Engagement,
    GroupScore,
    Interval,
    Peer,
    PeerFilter,
    Quarter,
    QuestionSet,
    Reference,
    Scores,
    Side,
    Standing,
    Status,
)
from reportgen.common.peer_table import PeerData, PeerTable, Whole
from reportgen.common.rounding import round_half_up
from tests.builders import assessment, peer, peers_scoring, question_set

SET = question_set()
AP, PR, ME = "analysis-and-planning", "proposition", "measuring-the-effect"
EVERY_FIGURE = [OVERALL, "core", "measurement", AP, PR, ME]
NO_FILTER = Engagement()


def client(box: int | str = 60) -> Scores:
    """A client that scores the same box everywhere; an empty one has no score."""
    rows = "\n".join(f"{question_id} | {box}" for question_id in SET.questions)
    return score(assessment(f"question | 01\n{rows}"), SET)


def client_scoring(value: Fraction) -> Scores:
    """A client with this exact overall score."""
    scores = client(60)
    return replace(scores, overall=replace(scores.overall, value=value))


def overall(values: list[int] | list[Fraction], box: int | str = 60) -> Standing:
    """The overall standing of a client among peers with these scores."""
    return compare(client(box), peers_scoring(values), NO_FILTER, SET).standings[OVERALL]


def shown(standing: Standing) -> set[str]:
    """The names of everything a standing shows beyond its group."""
    always = {"figure_id", "reference", "n", "disclosure", "absence", "is_sure", "as_of"}
    return {f.name for f in fields(standing) if f.name not in always and getattr(standing, f.name) is not None}


# ------------------------------------------------------------------------------------------------- small groups

MEDIAN = {"median", "side"}
QUARTERS = MEDIAN | {"middle_half", "quarter"}
PERCENTILE = QUARTERS | {"band", "percentile"}
BEST = PERCENTILE | {"best_in_class"}
ALLOWED = {
    0: set(),
    4: set(),
    5: MEDIAN,
    9: MEDIAN,
    10: QUARTERS,
    19: QUARTERS,
    20: PERCENTILE,
    39: PERCENTILE,
    40: BEST,
    199: BEST,
    200: BEST,
    700: BEST,
}


@pytest.mark.parametrize(("n", "allowed"), ALLOWED.items())
def test_a_group_shows_what_its_size_allows_and_nothing_else(n: int, allowed: set[str]) -> None:
    comparison = compare(client(), peers_scoring(range(20, 20 + n)), NO_FILTER, SET)
    assert list(comparison.standings) == EVERY_FIGURE
    for standing in comparison:
        assert (standing.n, shown(standing)) == (n, allowed)
        assert (standing.reason == "") == bool(allowed)
        assert (standing.words == "") == (not allowed)
    for group in (comparison.database, comparison.chosen):
        assert (group.n, group.year is not None) == (n, n >= 5)


@pytest.mark.parametrize(("n", "allowed"), ALLOWED.items())
def test_a_client_without_a_score_still_sees_its_peers(n: int, allowed: set[str]) -> None:
    position = {"side", "quarter", "percentile"}
    standing = overall(list(range(20, 20 + n)), box="")
    assert shown(standing) == allowed - position
    assert standing.words == ""


def test_without_peer_data_every_standing_says_so() -> None:
    comparison = compare(client(), None, NO_FILTER, SET)
    assert [standing.reason for standing in comparison] == ["There is no peer data to compare with."] * 6
    assert (comparison.source, comparison.invented, comparison.database.n, comparison.chosen.n) == ("", False, 0, 0)


def test_reasons_name_group_and_number() -> None:
    reasons = [overall(list(range(n))).reason for n in (0, 1, 4)]
    assert reasons == [
        "No organisation in the database has this figure.",
        "Only 1 organisation has this figure in the database; at least five are needed.",
        "Only 4 organisations have this figure in the database; at least five are needed.",
    ]


# ------------------------------------------------------------------------------- the figures of a group (rule A)


def three_places(values: Sequence[int | Fraction], share: Fraction) -> Fraction:
    """Rule A written down: the mean of linear interpolation at (n - 1) p, one before and one after."""
    ordered = sorted(map(Fraction, values))

    def at(place: Fraction) -> Fraction:
        below = int(place)
        return ordered[below] + (place - below) * (ordered[min(below + 1, len(ordered) - 1)] - ordered[below])

    middle = share * (len(ordered) - 1)
    return (at(middle - 1) + at(middle) + at(middle + 1)) / 3


def nearest(value: Fraction, grid: int) -> int:
    return grid * int(value / grid + Fraction(1, 2))


@given(st.lists(st.fractions(0, 100, max_denominator=60), min_size=40, max_size=260))
@settings(deadline=None, max_examples=60)
def test_peer_figures_are_means_of_three_places_on_a_grid(values: list[Fraction]) -> None:
    standing, grid = overall(values), 5 if len(values) < 200 else 1
    low, high = (nearest(three_places(values, Fraction(q, 4)), grid) for q in (1, 3))
    ends = (nearest(three_places(values, Fraction(tenths, 10)), grid) for tenths in (1, 9))
    assert standing.median == nearest(three_places(values, Fraction(1, 2)), grid)
    assert standing.middle_half is not None
    assert standing.band is not None
    assert list(map(int, (*standing.middle_half, *standing.band))) == [low, high, *ends]
    top = sorted(values, reverse=True)[: len(values) // 4]
    assert len(top) >= 10
    assert standing.best_in_class == nearest(Fraction(sum(top), len(top)), grid)


@pytest.mark.parametrize(("n", "median"), [(199, 35), (200, 37)])
def test_whole_numbers_are_told_from_two_hundred_peers_on(n: int, median: int) -> None:
    assert overall([37] * n).median == median


def test_the_grid_is_that_of_the_set() -> None:
    coarse = replace(SET, scale=replace(SET.scale, grid=Fraction(10)))
    scores = client()
    assert compare(scores, peers_scoring([37] * 9), NO_FILTER, coarse).standings[OVERALL].median == 40
    assert compare(scores, peers_scoring([37] * 200), NO_FILTER, coarse).standings[OVERALL].median == 38


def at(share: Fraction, values: Sequence[int]) -> Fraction:
    return quantile(in_place(np.array(values), [share]), share)


def test_no_figure_rests_on_one_organisation() -> None:
    """One organisation after another is given another score: no quantile moves by more than a third of that."""
    for n, share in ((5, Fraction(1, 2)), (10, Fraction(1, 4)), (20, Fraction(1, 10)), (21, Fraction(9, 10))):
        values = [10 * place for place in range(n)]
        for place in range(n):
            moved = [value + 3 * (at == place) for at, value in enumerate(values)]
            assert 0 <= at(share, moved) - at(share, values) <= 1
    with pytest.raises(ValueError, match="no three of 4 values"):
        at(Fraction(1, 10), [1, 2, 3, 4])


SHARES = tuple(Fraction(share, 20) for share in (2, 5, 10, 15, 18))
CHANCE = np.random.default_rng(5)


@pytest.mark.parametrize(
    "values",
    [
        CHANCE.integers(-(2**31) + 1, 2**31 - 1, 30_001).astype(np.int32),
        CHANCE.integers(-(2**61), 2**61, 30_000),
        CHANCE.integers(-3, 3, 20_000),
        np.full(20_000, 7),
        np.where(CHANCE.random(25_000) < 0.9, 3, 10**9),
        CHANCE.integers(0, 9, 20_000).astype(object) * 10**30,
        CHANCE.integers(0, 100, 19_999),
    ],
    ids=["32 bits", "64 bits", "few values", "one value", "far off", "beyond 64 bits", "not many"],
)
def test_figures_of_many_are_those_of_all_of_them_in_order(values: Whole) -> None:
    found, ordered = in_place(values, SHARES), np.sort(values)
    assert [quantile(found, share) for share in SHARES] == [quantile(ordered, share) for share in SHARES]
    best = ordered[-best_of(len(values)) :].tolist()
    assert best_in_class(values, found) == Fraction(sum(best), len(best))


def test_quantiles_of_type_7_match_the_published_example() -> None:
    """Excel's QUARTILE.INC gives 32 and 42.5 for six values; here each place counts three times, so it is itself."""
    values = [value for value in (22, 31, 35, 38, 44, 67) for _ in range(9)]
    assert [at(Fraction(quarter, 4), values) for quarter in (1, 3)] == [31, 44]


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30)
def test_peers_in_whole_numbers_are_those_in_fractions(chance: Random) -> None:
    """Any weights, denominators and gaps: every figure of every peer, and none that the rule of coverage withholds."""
    model = question_set("""
        # Core | weight 3/7
        ## AP Analysis and planning
        AP-01
        ## PR Proposition | weight 5/2
        PR-01
        ## SR Research | weight 1/3
        SR-01
        # Measurement
        ## ME Measuring the effect
        ME-01
        ## EF Efficiency | weight 2
        EF-01
    """)
    peers = [
        peer(
            number,
            {
                e.id: Fraction(chance.randrange(500, 10_000), chance.choice([100, 97, 12, 7]))
                for e in model.elements
                if chance.random() < 0.7
            },
        )
        for number in range(40)
    ]
    columns = peer_figures(PeerTable.of(peers), model)
    for place, one in enumerate(peers):
        expected = in_fractions(one, model)
        for figure_id, column in columns.items():
            value = Fraction(int(column.values[place]), column.unit) if column.there[place] else None
            assert value == expected[figure_id]


def in_fractions(one: Peer, model: QuestionSet) -> dict[str, Fraction | None]:
    """The figures of a peer, written down."""
    found: dict[str, Fraction | None] = {element.id: one.elements.get(element.id) for element in model.elements}
    coverage: dict[str, Fraction] = {e.id: Fraction(found[e.id] is not None) for e in model.elements}

    def whole(figure_id: str, parts: Sequence[Area] | Sequence[Element]) -> None:
        weight = sum(part.weight for part in parts)
        coverage[figure_id] = sum((p.weight * coverage[p.id] for p in parts), Fraction(0)) / weight
        there = [(part.weight, value) for part in parts if (value := found[part.id]) is not None]
        enough = coverage[figure_id] >= Fraction(1, 2)
        found[figure_id] = sum((w * v for w, v in there), Fraction(0)) / sum(w for w, _ in there) if enough else None

    for area in model.areas:
        whole(area.id, area.elements)
    whole(OVERALL, model.areas)
    return found


# -------------------------------------------------------------------------------------- position (rule C)

TWELVE = [5, 10, 20, 20, 30, 39, 41, 50, 60, 70, 80, 90]
"""Exactly: median 40, quartiles 18 1/3 and 62 1/2."""


@pytest.mark.parametrize(
    ("box", "side", "quarter", "fourth", "words"),
    [
        (5, Side.BELOW, Quarter.BOTTOM, 1, "Bottom quarter"),
        (20, Side.BELOW, Quarter.MIDDLE_HALF, 2, "Below median"),
        (40, Side.LEVEL, Quarter.MIDDLE_HALF, None, "About level with median"),
        (60, Side.ABOVE, Quarter.MIDDLE_HALF, 3, "Above median"),
        (80, Side.ABOVE, Quarter.TOP, 4, "Top quarter"),
    ],
)
def test_position_among_twelve(box: int, side: Side, quarter: Quarter, fourth: int | None, words: str) -> None:
    standing = overall(TWELVE, box)
    assert (standing.median, standing.middle_half) == (Fraction(40), (Fraction(20), Fraction(65)))
    assert (standing.side, standing.quarter, standing.fourth, standing.words) == (side, quarter, fourth, words)


def test_five_to_nine_peers_tell_above_level_and_below_alone() -> None:
    values = [20, 30, 40, 50, 60]
    standings = [overall(values, box) for box in (20, 40, 60)]
    assert [s.side for s in standings] == [Side.BELOW, Side.LEVEL, Side.ABOVE]
    assert {(s.quarter, s.percentile, s.fourth) for s in standings} == {(None, None, None)}


@pytest.mark.parametrize(
    ("tenths", "side"),
    [(344, Side.BELOW), (345, Side.BELOW), (354, Side.BELOW), (355, Side.LEVEL), (444, Side.LEVEL), (445, Side.ABOVE)],
)
def test_a_score_is_above_or_below_from_five_points_off_the_median_on(tenths: int, side: Side) -> None:
    """Of the printed numbers: 35.4 prints 35 and lies five under 40, 35.5 prints 36."""
    values = [40] * 7
    comparison = compare(client_scoring(Fraction(tenths, 10)), peers_scoring(values), NO_FILTER, SET)
    assert comparison.standings[OVERALL].side is side
    wide = compare(
        client_scoring(Fraction(30)),
        peers_scoring(values),
        NO_FILTER,
        replace(SET, scale=replace(SET.scale, about_level=Fraction(11))),
    )
    assert wide.standings[OVERALL].side is Side.LEVEL


@pytest.mark.parametrize(
    ("score", "low", "high", "side"),
    [
        (50, "40.5", "60", Side.CLEARLY_ABOVE),
        (50, "40.4", "60", Side.ABOVE),  # prints 40
        (44, "43", "45", Side.LEVEL),  # clear of the median, but about level with it
        (30, "20", "39.4", Side.CLEARLY_BELOW),
        (30, "20", "39.5", Side.BELOW),  # prints 40
    ],
)
def test_clearly_takes_an_interval_that_is_clear_of_the_median(score: int, low: str, high: str, side: Side) -> None:
    interval = Interval(Fraction(low), Fraction(high), Fraction(1), 6, 2)
    scores = client_scoring(Fraction(score))
    scores = replace(scores, overall=replace(scores.overall, interval=interval))
    assert compare(scores, peers_scoring([40] * 7), NO_FILTER, SET).standings[OVERALL].side is side


def test_level_with_peers_that_are_all_alike() -> None:
    alike = [overall([40] * 12, box) for box in (20, 40, 60)]
    assert [s.quarter for s in alike] == [Quarter.BOTTOM, Quarter.MIDDLE_HALF, Quarter.TOP]
    assert [s.fourth for s in alike] == [1, None, 4]


def test_no_quarter_is_named_about_level_with_the_median_but_outside_a_narrow_middle_half() -> None:
    scores = client_scoring(Fraction(42))
    standing = compare(scores, peers_scoring([40] * 12), NO_FILTER, SET).standings[OVERALL]
    assert (standing.side, standing.quarter, standing.fourth) == (Side.LEVEL, None, None)


def test_the_percentile_goes_by_the_printed_score_and_never_tells_first_from_second() -> None:
    values = list(range(20, 60))
    for box, percentile in ((100, 95), (5, 5), (40, 50)):
        assert overall(values, box).percentile == percentile
    ahead_of_all_but_one = compare(client_scoring(Fraction(58)), peers_scoring(values), NO_FILTER, SET)
    assert ahead_of_all_but_one.standings[OVERALL].percentile == 95
    half = compare(client_scoring(Fraction(789, 20)), peers_scoring(values), NO_FILTER, SET)  # 39.45 prints 39
    assert half.standings[OVERALL].percentile == 50
    words = [replace(half.standings[OVERALL], percentile=p).percentile_words for p in (5, 50, 95)]
    assert words == ["under 10 %", "50 %", "over 90 %"]


def test_no_two_words_of_a_standing_contradict_each_other() -> None:
    """Four thousand random groups and clients: side, quarter, tile and percentile bear each other out."""
    chance = Random(7)
    seen: Counter[object] = Counter()
    for _ in range(4_000):
        n, centre = chance.choice([5, 9, 10, 15, 20, 26, 40, 60, 200, 260]), chance.randrange(20, 70)
        width = chance.choice([0, 2, 6, 12, 25])
        values = [max(5, min(100, round(chance.gauss(centre, width)))) for _ in range(n)]
        score = Fraction(max(50, min(1000, round(10 * chance.gauss(centre, width + 6)))), 10)
        half = Fraction(chance.randrange(2, 300), 20)
        interval = Interval(score - half, score + half, Fraction(1), 9, 2) if chance.random() < 0.7 else None
        group = GroupScore(OVERALL, Status.SCORED, score, Fraction(1), 10, 10, 0, interval=interval)
        standing = standing_of(OVERALL, Reference.DATABASE, np.array(values), 1, group, SET)
        agree(standing, score, interval)
        seen.update([standing.side, standing.quarter, standing.percentile, standing.fourth])
    assert set(Side) | set(Quarter) | {None} | {*range(5, 96, 5)} | {1, 2, 3, 4} <= set(seen)


def agree(standing: Standing, score: Fraction, interval: Interval | None) -> None:
    """What a reader can check with the numbers before them."""
    printed, median, side = round_half_up(score), standing.median, standing.side
    assert median is not None
    assert side is not None
    assert (printed >= median + 5) == (side > 0)
    assert (printed <= median - 5) == (side < 0)
    if interval is not None:
        low, high = round_half_up(interval.low), round_half_up(interval.high)
        assert (side is Side.CLEARLY_ABOVE) == (side > 0 and low > median)
        assert (side is Side.CLEARLY_BELOW) == (side < 0 and high < median)
    else:
        assert abs(side) < 2
    if standing.middle_half is None:
        assert (standing.quarter, standing.fourth) == (None, None)
        return
    first, third = standing.middle_half
    assert (standing.quarter is Quarter.MIDDLE_HALF) == (first <= printed <= third)
    assert (standing.quarter is Quarter.TOP) == (printed > third and side > 0) == (standing.fourth == 4)
    assert (standing.quarter is Quarter.BOTTOM) == (printed < first and side < 0) == (standing.fourth == 1)
    assert (standing.fourth == 3) == (standing.quarter is Quarter.MIDDLE_HALF and side > 0)
    assert (standing.fourth == 2) == (standing.quarter is Quarter.MIDDLE_HALF and side < 0)
    if standing.percentile is not None:
        assert standing.percentile in range(5, 96, 5)
        assert side <= 0 or standing.percentile >= 50
        assert side >= 0 or standing.percentile <= 50
        assert standing.quarter is not Quarter.TOP or standing.percentile >= 75
        assert standing.quarter is not Quarter.BOTTOM or standing.percentile <= 25
        assert standing.quarter in (Quarter.TOP, Quarter.BOTTOM) or 25 <= standing.percentile <= 75


def test_mid_rank_counts_ties_half() -> None:
    peers = [20, 40, 40, 60]
    shares = [mid_rank(Fraction(value), np.array(peers)) * 4 for value in (5, 20, 40, 50, 60, 90)]
    assert shares == [0, Fraction(1, 2), 2, 3, Fraction(7, 2), 4]


def test_percentiles_never_fall_as_the_score_rises() -> None:
    random = Random(3)
    peers = peers_scoring([random.randrange(5, 101) for _ in range(60)])
    percentiles = [
        compare(client_scoring(Fraction(value)), peers, NO_FILTER, SET).standings[OVERALL].percentile
        for value in range(5, 101)
    ]
    assert all(low is not None and high is not None and low <= high for low, high in pairwise(percentiles))


# -------------------------------------------------------------------------------------- whom we compare with


def data(*peers: Peer) -> PeerData:
    return PeerData.of(tuple(peers), source="peers.csv")


def many(n: int, start: int = 1, **facts: str) -> list[Peer]:
    """`n` peers with all elements, numbered from `start`."""
    return [peer(number, dict.fromkeys((AP, PR, ME), 20 + number % 60), **facts) for number in range(start, start + n)]


def counts(comparison: Comparison) -> list[int]:
    return [standing.n for standing in comparison]


def test_areas_and_overall_of_a_peer_follow_our_rule() -> None:
    weighted = question_set("""
        # Core | weight 3
        ## AP Analysis and planning
        AP-01
        ## PR Proposition | weight 3
        PR-01
        # Measurement
        ## ME Measuring the effect
        ME-01
    """)
    whole, light, heavy = (
        {key: value for key, value in in_fractions(one, weighted).items() if value is not None}
        for one in (
            peer(1, {AP: 20, PR: 40, ME: 75}),
            peer(1, {AP: 20, ME: 75, "of another set": 5}),
            peer(1, {PR: 40}),
        )
    )
    assert whole == {AP: 20, PR: 40, ME: 75, "core": 35, "measurement": 75, OVERALL: 45}
    assert light == {AP: 20, ME: 75, "measurement": 75}  # AP is a quarter of Core; 7/16 of the whole are covered
    assert heavy == {PR: 40, "core": 40, OVERALL: 40}


def test_each_figure_counts_the_peers_that_have_it() -> None:
    some = [replace(one, elements={AP: one.elements[AP]}) for one in many(6)]
    comparison = compare(client(), data(*some, *many(10, start=7)), NO_FILTER, SET)
    assert {key: s.n for key, s in comparison.standings.items()} == {
        OVERALL: 10,  # a quarter of the whole is not enough
        "core": 16,
        "measurement": 10,
        AP: 16,
        PR: 10,
        ME: 10,
    }


@pytest.mark.parametrize("own", ["PEER-001", " owner-001 ", "ｏｗｎｅｒ-001"])
def test_the_client_is_never_its_own_peer(own: str) -> None:
    comparison = compare(client(), data(*many(12)), Engagement(own_peer_ids=(own,)), SET)
    assert comparison.database.n == 11
    assert comparison.notes == ("Earlier assessments of the client itself are left out.",)


NINE = question_set("# Core\n" + "\n".join(f"## E{n} Element {n}\nE{n}-01" for n in range(1, 10)))


@pytest.mark.parametrize(
    ("equal", "has", "is_out"), [(5, 9, False), (5, 5, False), (6, 9, True), (6, 6, True), (9, 9, True)]
)
def test_the_client_is_known_by_its_own_scores_whatever_it_is_called(equal: int, has: int, is_out: bool) -> None:
    """On six elements at least, and on more than half of those that both have."""
    rows = "\n".join(f"{question_id} | {'40' if n else '60'}" for n, question_id in enumerate(NINE.questions))
    found = score(assessment(f"question | 01\n{rows}", NINE), NINE)
    names = [element.id for element in NINE.elements][:has]
    own = {name: found.elements[name].value or 0 if n < equal else 41 for n, name in enumerate(names)}
    others = [peer(n, dict.fromkeys(names, 20 + n)) for n in range(12)]
    comparison = compare(found, data(*others, peer(99, own), peer(99, own, date=date(2026, 1, 1))), NO_FILTER, NINE)
    assert comparison.database.n == 12 + (not is_out)
    assert any("is taken for the client" in note for note in comparison.notes) == is_out


def test_of_the_client_known_by_an_earlier_assessment_the_newer_one_is_left_out_too() -> None:
    found = score(assessment("question | 01\n" + "\n".join(f"{one} | 40" for one in NINE.questions), NINE), NINE)
    names = [element.id for element in NINE.elements]
    before, now = peer(99, dict.fromkeys(names, 40)), peer(99, dict.fromkeys(names, 55), date=date(2026, 1, 1))
    others = [peer(n, dict.fromkeys(names, 20 + n)) for n in range(12)]
    assert compare(found, data(*others, before, now), NO_FILTER, NINE).database.n == 12


def test_a_peer_of_another_set_is_left_out_with_a_note() -> None:
    comparison = compare(client(), data(*many(6), *many(6, start=7, set_id="other")), NO_FILTER, SET)
    assert comparison.database.n == 6
    assert comparison.notes == ("Assessments made with another question set are left out.",)


def test_an_organisation_counts_once_with_its_newest_assessment() -> None:
    older = [replace(one, date=date(2001, 1, 1), id=one.id.upper(), elements={AP: Fraction(99)}) for one in many(4)]
    comparison = compare(client(), data(*many(4), *older), NO_FILTER, SET)
    assert counts(comparison) == [4] * 6
    assert len(comparison.notes) == 1


def test_elements_use_the_chosen_group_and_the_rest_the_whole_database() -> None:
    engagement = Engagement(peer_filter=PeerFilter(sectors=("Banking",), regions=("uk ", "France")))
    peers = [*many(20), *many(11, start=21, sector=" banking"), *many(3, start=40, sector="banking", region="Spain")]
    comparison = compare(client(), data(*peers), engagement, SET)
    assert counts(comparison) == [34, 34, 34, 11, 11, 11]
    assert [s.reference for s in comparison] == [Reference.DATABASE] * 3 + [Reference.CHOSEN] * 3
    assert (comparison.chosen.n, comparison.chosen.words) == (11, "Banking; uk or France")
    assert (comparison.database.n, comparison.database.words) == (34, "all organisations")
    assert not comparison.widened


def test_a_filter_in_words() -> None:
    assert filter_in_words(PeerFilter(sizes=("large",), since=2021)) == "large; assessed since 2021"
    assert filter_in_words(PeerFilter()) == "all organisations"


def test_since_and_size_filter_too() -> None:
    peers = [*many(10, size="small"), *many(10, start=11)]
    newest = max(one.date.year for one in peers)
    since = compare(client(), data(*peers), Engagement(peer_filter=PeerFilter(since=newest)), SET)
    assert since.chosen.n == sum(one.date.year == newest for one in peers)
    assert compare(client(), data(*peers), Engagement(peer_filter=PeerFilter(sizes=("Small",))), SET).chosen.n == 10


@pytest.mark.parametrize(("outside", "widened", "n"), [(0, False, 12), (1, True, 13), (4, True, 16), (5, False, 12)])
def test_a_group_that_differs_by_one_to_four_is_widened(outside: int, widened: bool, n: int) -> None:
    engagement = Engagement(peer_filter=PeerFilter(sectors=("retail",)))
    comparison = compare(client(), data(*many(12), *many(outside, start=13, sector="banking")), engagement, SET)
    assert (comparison.widened, comparison.chosen.n, comparison.standings[AP].n) == (widened, n, n)
    assert bool(comparison.notes) == widened
    assert (comparison.chosen.words == "all organisations") == widened


def test_an_empty_filter_is_the_whole_and_not_widened() -> None:
    comparison = compare(client(), data(*many(12)), NO_FILTER, SET)
    assert (comparison.chosen.n, comparison.widened, comparison.notes) == (12, False, ())


def test_a_figure_whose_groups_differ_by_one_to_four_is_withheld() -> None:
    """Measurement rests on one element: its area shows for all what its element shows for the chosen."""
    others = [replace(one, elements={AP: one.elements[AP]}) for one in many(6, start=13, sector="banking")]
    one_more = many(1, start=30, sector="banking")
    engagement = Engagement(peer_filter=PeerFilter(sectors=("retail",)))
    comparison = compare(client(), data(*many(12), *others, *one_more), engagement, SET)
    assert (comparison.standings["measurement"].n, comparison.standings[ME].n) == (13, 12)
    assert comparison.standings["measurement"].disclosure is Disclosure.QUARTERS
    assert (comparison.standings[ME].disclosure, shown(comparison.standings[ME])) == (Disclosure.NOTHING, set())
    assert comparison.standings[AP].disclosure is Disclosure.QUARTERS


@pytest.mark.parametrize(("of_one_owner", "withheld"), [(3, False), (4, True)])
def test_a_group_with_over_a_quarter_from_one_owner_is_withheld(of_one_owner: int, withheld: bool) -> None:
    peers = [*many(12 - of_one_owner), *many(of_one_owner, start=20, owner="Group A ")]
    standing = compare(client(), data(*peers), NO_FILTER, SET).standings[OVERALL]
    assert (standing.disclosure is Disclosure.NOTHING) == withheld
    assert (shown(standing) == set()) == withheld
    assert ("one owner" in standing.reason) == withheld


def test_an_organisation_that_is_called_as_the_owner_of_others_is_one_of_them() -> None:
    peers = [*many(8), *many(3, start=20, owner="peer-030"), *many(1, start=30, owner="")]
    assert "one owner" in compare(client(), data(*peers), NO_FILTER, SET).standings[OVERALL].reason


def test_organisations_without_an_owner_are_their_own() -> None:
    peers = [replace(one, owner="") for one in many(12)]
    assert compare(client(), data(*peers), NO_FILTER, SET).standings[OVERALL].disclosure is Disclosure.QUARTERS


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=20)
def test_the_order_of_peers_is_irrelevant(shuffle: Random) -> None:
    peers = [*many(30), *many(12, start=31, sector="banking"), *many(8, start=3)]
    engagement = Engagement(peer_filter=PeerFilter(sectors=("banking",)))
    mixed = data(*shuffle.sample(peers, len(peers)))
    assert compare(client(), mixed, engagement, SET) == compare(client(), data(*peers), engagement, SET)


def test_source_and_invention_travel_along() -> None:
    comparison = compare(client(), peers_scoring(range(20, 40)), NO_FILTER, SET)
    assert (comparison.source, comparison.invented) == ("peers.xlsx", True)
