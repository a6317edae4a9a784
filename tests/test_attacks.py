"""A year of editions, re-assessments, a withdrawal and filters: what somebody could work out who has the reports."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from reportgen.common.model import PeerFilter
from tests.attacks import ELEMENTS, WITHIN, Reader, Year, bracket, newcomers, only_fit, searched_well, year_of_reports

pytestmark = pytest.mark.unmeasured

STARTS = (20, 32, 45)
NO_FILTER = (PeerFilter(),)


@pytest.mark.parametrize("start", STARTS)
def test_nobody_who_has_all_reports_of_a_client_brackets_an_organisation_on_an_element(start: int) -> None:
    found, told_anew, filtered = [], 0, 0
    for seed in range(3):
        chance = Random(1000 * start + seed)
        reader = year_of_reports(chance, start, guarded=True)
        told_anew += len(reader.releases) - 1
        filtered += len({told.members for told in reader.printed if told.figure in ELEMENTS}) > 1
        named = sorted({one for told in reader.printed for one in told.members})
        found += [
            (seed, one, element)
            for one in named
            for element in reader.truth[one]
            if searched_well(one, element, reader.truth, reader.printed, chance) <= WITHIN
        ]
    assert found == []
    assert told_anew > 3, "later reports told something anew"
    assert filtered > 1, "and compared elements with several groups"


def widths_of_newcomers(reader: Reader, chance: Random) -> Iterator[int]:
    """The bracket of each newcomer to a group, for whoever knows the scores of all who were in it before."""
    for _, told, came in newcomers(reader.printed):
        for one in came if told.figure in ELEMENTS else ():
            if len(came) > 1:
                yield bracket(one, told.figure, reader.truth, [told], chance, tries=5_000, free=came)
                continue
            exact = only_fit(one, told.figure, reader.truth, [told])
            if exact <= WITHIN:
                searched = bracket(one, told.figure, reader.truth, [told], chance, tries=200, free=came)
                assert searched <= exact, "the search finds nothing that does not agree with what was printed"
            yield exact


@pytest.mark.parametrize(("guarded", "years", "are_known"), [(True, 6, False), (False, 2, True)])
def test_whoever_knows_all_others_learns_of_newcomers_only_without_the_rules(
    guarded: bool, years: int, are_known: bool
) -> None:
    """Without them, each change is an edition of its own, and each report tells what it finds."""
    found: list[bool] = []
    for start in STARTS:
        for seed in range(years):
            chance = Random(1000 * start + seed)
            reader = year_of_reports(chance, start, guarded=guarded, filters=NO_FILTER)
            found += [width <= WITHIN for width in widths_of_newcomers(reader, chance)]
    assert len(found) > 100
    assert any(found) is are_known


def test_a_year_holds_what_the_rules_are_for() -> None:
    """Refused editions, published ones, somebody assessed again, who waits, somebody withdrawn."""
    year = Year(Random(1), 20)
    year.publish()
    year.come(3)
    year.publish()
    assert (year.editions, len(year.data.peers)) == (1, 20)
    year.again(2, month=2)
    year.publish()
    assert year.editions == 1, "five came and two went"
    year.come(2)
    year.publish()
    assert (year.editions, len(year.data.peers)) == (2, 25), "those made again wait"
    year.again(3, month=3)
    year.publish()
    assert (year.editions, len(year.data.peers)) == (3, 30)
    year.withdraw()
    assert len(year.data.peers) < 30
    year.publish()
    assert year.editions == 3
