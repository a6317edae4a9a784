"""Standing among peers: exactly what a group's size allows, against independent calculations."""

from __future__ import annotations

import statistics
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
from reportgen.assessment.standing.groups import figures_of, filter_in_words
from reportgen.assessment.standing.quantiles import beta_share, jeffreys, mid_rank, quantile
from reportgen.common.model import (
    OVERALL,
    Comparison,
    Disclosure,
    Engagement,
    Peer,
    PeerData,
    PeerFilter,
    Reference,
    Scores,
    Standing,
)
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
    always = {"figure_id", "reference", "n", "disclosure", "reason"}
    return {f.name for f in fields(standing) if f.name not in always and getattr(standing, f.name) is not None}


# ------------------------------------------------------------------------------------------------- small groups

MEDIAN = {"median", "side"}
QUARTERS = MEDIAN | {"middle_half", "quarter"}
FULL = QUARTERS | {"band", "best_in_class", "percentile", "percentile_interval"}
ALLOWED = {0: set(), 4: set(), 5: MEDIAN, 9: MEDIAN, 10: QUARTERS, 19: QUARTERS, 20: FULL, 700: FULL}


@pytest.mark.parametrize(("n", "allowed"), ALLOWED.items())
def test_a_group_shows_what_its_size_allows_and_nothing_else(n: int, allowed: set[str]) -> None:
    comparison = compare(client(), peers_scoring(range(20, 20 + n)), NO_FILTER, SET)
    assert list(comparison.standings) == EVERY_FIGURE
    for standing in comparison:
        assert (standing.n, shown(standing)) == (n, allowed)
        assert (standing.reason == "") == bool(allowed)
        assert (standing.words == "") == (not allowed)
    for group in (comparison.database, comparison.chosen):
        assert (group.n, group.date is not None) == (n, n >= 5)


@pytest.mark.parametrize(("n", "allowed"), ALLOWED.items())
def test_a_client_without_a_score_still_sees_its_peers(n: int, allowed: set[str]) -> None:
    position = {"side", "quarter", "percentile", "percentile_interval"}
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


# ------------------------------------------------------------------------------------- position, printed numbers


@pytest.mark.parametrize(
    ("box", "words", "quarter"),
    [
        (5, "Lowest quarter", 1),
        (20, "Below median", 2),
        (40, "At median", 3),
        (60, "Above median", 3),
        (80, "Top quarter", 4),
    ],
)
def test_position_in_words(box: int, words: str, quarter: int) -> None:
    standing = overall([5, 10, 20, 20, 30, 39, 41, 50, 60, 70, 80, 90], box)  # quartiles 20, 40, 62.5
    assert (standing.words, standing.quarter) == (words, quarter)


def test_five_to_nine_peers_tell_above_at_and_below_alone() -> None:
    values = [10, 20, 40, 70, 90]
    assert [overall(values, box).words for box in (20, 40, 60)] == ["Below median", "At median", "Above median"]


def test_level_with_peers_that_are_all_alike() -> None:
    alike = [40] * 12
    assert (overall(alike, 40).quarter, overall(alike, 40).words) == (None, "Level with peers")
    assert (overall(alike, 60).quarter, overall(alike, 20).quarter) == (4, 1)


def test_side_and_quarter_compare_what_is_printed() -> None:
    """A client at 39.6 and a median of 40.4 both print 40: the text may not call one above the other."""
    values = [Fraction(text) for text in ["10", "20", "30", "35", "40", "40.4", "50", "60", "70", "80", "90"]]
    comparison = compare(client_scoring(Fraction(198, 5)), peers_scoring(values), NO_FILTER, SET)
    assert (comparison.standings[OVERALL].side, comparison.standings[OVERALL].words) == (0, "At median")


def test_outside_the_range_of_the_peers() -> None:
    best, worst = overall(list(range(20, 50)), 100), overall(list(range(20, 50)), 5)
    assert (best.percentile, best.quarter) == (Fraction(1), 4)
    assert (worst.percentile, worst.quarter) == (Fraction(0), 1)
    assert best.percentile_interval is not None
    assert worst.percentile_interval is not None
    assert best.percentile_interval[1] == 1
    assert worst.percentile_interval[0] == 0


SCORES = st.lists(st.integers(5, 100), min_size=20, max_size=120)


@given(SCORES, st.integers(50, 1000).map(lambda tenths: Fraction(tenths, 10)))
@settings(deadline=None, max_examples=60)
def test_position_never_contradicts_the_printed_numbers(values: list[int], value: Fraction) -> None:
    standing = compare(client_scoring(value), peers_scoring(values), NO_FILTER, SET).standings[OVERALL]
    assert standing.median is not None
    assert standing.middle_half is not None
    printed, median = round_half_up(value), round_half_up(standing.median)
    low, high = (round_half_up(bound) for bound in standing.middle_half)
    assert standing.side == (printed > median) - (printed < median)
    if standing.quarter is None:
        assert low == high == printed
    else:
        assert standing.quarter == (4 if printed >= high else 3 if printed >= median else 2 if printed >= low else 1)


# --------------------------------------------------------------------------------- against other calculations


@given(st.lists(st.fractions(0, 100, max_denominator=60), min_size=5, max_size=700))
@settings(deadline=None, max_examples=60)
def test_quartiles_match_statistics_and_numpy(values: list[Fraction]) -> None:
    ordered = sorted(values)
    quartiles = [quantile(ordered, Fraction(quarter, 4)) for quarter in (1, 2, 3)]
    assert quartiles == statistics.quantiles(values, n=4, method="inclusive")
    for share in (Fraction(1, 10), Fraction(1, 4), Fraction(9, 10)):
        expected = np.quantile([float(value) for value in values], float(share), method="linear")
        assert float(quantile(ordered, share)) == pytest.approx(float(expected), abs=1e-9)


@given(SCORES)
@settings(deadline=None, max_examples=40)
def test_best_in_class_is_the_mean_of_the_top_quarter(values: list[int]) -> None:
    top = sorted(values, reverse=True)[: len(values) // 4]
    assert len(top) >= 5
    assert overall(values).best_in_class == Fraction(sum(top), len(top))


def test_quartiles_match_the_published_example() -> None:
    """Type 7 gives 32 and 42.5 (Excel's QUARTILE.INC); type 6 would give 28.75 and 49.75."""
    values = [Fraction(value) for value in (22, 31, 35, 38, 44, 67)]
    assert [quantile(values, Fraction(quarter, 4)) for quarter in (1, 3)] == [32, Fraction(85, 2)]


def test_mid_rank_counts_ties_half() -> None:
    peers = [Fraction(value) for value in (20, 40, 40, 60)]
    assert [mid_rank(Fraction(value), peers) for value in (5, 20, 40, 50, 60, 90)] == [
        0,
        Fraction(1, 2),
        2,
        3,
        Fraction(7, 2),
        4,
    ]


@pytest.mark.parametrize(
    ("below", "n", "low", "high"),
    [
        (4, 5, 37, 98),
        (6, 8, 41, 94),
        (8, 10, 50, 96),
        (11, 15, 48, 90),
        (15, 20, 54, 90),
        (22, 30, 56, 87),
        (38, 50, 63, 86),
        (75, 100, 66, 83),
        (525, 700, 72, 78),
    ],
)
def test_jeffreys_intervals_match_the_published_table(below: int, n: int, low: int, high: int) -> None:
    assert [round_half_up(100 * bound) for bound in jeffreys(Fraction(below), n)] == [low, high]


def test_the_incomplete_beta_function_has_its_closed_forms() -> None:
    for x in (0.0, 0.1, 0.4, 0.75, 0.999, 1.0):
        assert beta_share(1, 1, x) == pytest.approx(x)
        assert beta_share(3, 1, x) == pytest.approx(x**3)
        assert beta_share(2, 3, x) == pytest.approx(1 - (1 - x) ** 4 - 4 * x * (1 - x) ** 3)


@given(st.integers(20, 800), st.data())
@settings(deadline=None)
def test_an_interval_holds_its_percentile(n: int, data: st.DataObject) -> None:
    below = Fraction(data.draw(st.integers(0, 2 * n)), 2)
    low, high = jeffreys(below, n)
    assert 0 <= low <= below / n <= high <= 1
    assert (low, high) == tuple(1 - bound for bound in reversed(jeffreys(n - below, n)))


def test_percentiles_rise_with_the_score() -> None:
    random = Random(3)
    peers = peers_scoring([random.randrange(5, 101) for _ in range(60)])
    percentiles = [
        compare(client_scoring(Fraction(value)), peers, NO_FILTER, SET).standings[OVERALL].percentile
        for value in range(5, 101)
    ]
    assert all(low is not None and high is not None and low <= high for low, high in pairwise(percentiles))


# -------------------------------------------------------------------------------------- whom we compare with


def data(*peers: Peer) -> PeerData:
    return PeerData(tuple(peers), source="peers.csv")


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
    whole = figures_of(peer(1, {AP: 20, PR: 40, ME: 75}), weighted)
    assert whole == {AP: 20, PR: 40, ME: 75, "core": 35, "measurement": 75, OVERALL: 45}
    light = figures_of(peer(1, {AP: 20, ME: 75, "of another set": 5}), weighted)
    assert light == {AP: 20, ME: 75, "measurement": 75}  # AP is a quarter of Core, Measurement a quarter of the whole
    heavy = figures_of(peer(1, {PR: 40}), weighted)
    assert heavy == {PR: 40, "core": 40, OVERALL: 40}


def test_each_figure_counts_the_peers_that_have_it() -> None:
    some = [replace(one, elements={AP: one.elements[AP]}) for one in many(6)]
    comparison = compare(client(), data(*some, *many(10, start=7)), NO_FILTER, SET)
    assert {key: s.n for key, s in comparison.standings.items()} == {
        OVERALL: 16,
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
    assert filter_in_words(PeerFilter(sizes=("large",), since=date(2021, 5, 1))) == "large; assessed since 1 May 2021"
    assert filter_in_words(PeerFilter()) == "all organisations"


def test_since_and_size_filter_too() -> None:
    peers = [*many(10, size="small"), *many(10, start=11)]
    newest = max(one.date for one in peers)
    since = compare(client(), data(*peers), Engagement(peer_filter=PeerFilter(since=newest)), SET)
    assert since.chosen.n == sum(one.date == newest for one in peers)
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
