"""Two reports for one client: what the second may show of peers, the record of it, and what somebody could work out."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import compress
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare, release
from reportgen.assessment.standing.groups import peer_groups
from reportgen.assessment.standing.standing import standing as standing_of
from reportgen.charts import PositionChart, chart_data
from reportgen.cli.saving.drafts import save_report
from reportgen.common.build_record import BuildRecord
from reportgen.common.exceptions import TargetError, UnreadableFileError
from reportgen.common.house_style import load_house_style
from reportgen.common.language import day_in_words
from reportgen.common.method import BRACKET
from reportgen.common.model import (
    OVERALL,
    Comparison,
    Disclosure,
    Engagement,
    GroupScore,
    Peer,
    PeerFilter,
    Reference,
    Scores,
    Standing,
    Status,
)
from reportgen.common.options import BuildOptions
from reportgen.common.peer_ids import assessment_ids
from reportgen.common.peer_table import PeerData
from reportgen.common.releases import IdForm, Release, as_group
from reportgen.common.rounding import round_half_up
from reportgen.peers.editions import pack, unpack
from reportgen.peers.shown import FORMAT, SHOWN_FILE, read_shown, shown_bytes
from reportgen.runs.build import Report, build_report
from reportgen.words.compose import compose
from tests.builders import assessment, peer, question_set
from tests.commands import one_sentence, run
from tests.drafts import first_text, paragraph
from tests.museum import SET_NAME, built, edit
from tests.museum import peers as peer_file
from tests.packages import read_parts
from tests.report_builders import as_read
from tests.word_files import outline

SET = question_set()
AP, PR, ME = "analysis-and-planning", "proposition", "measuring-the-effect"
DAY = date(2026, 3, 1)
NO_FILTER = Engagement()


def client(box: int = 60) -> Scores:
    rows = "\n".join(f"{question_id} | {box}" for question_id in SET.questions)
    return score(assessment(f"question | 01\n{rows}"), SET)


def peers(numbers: Iterable[int], *, again: Iterable[int] = (), **facts: str) -> list[Peer]:
    """Peers by number, each with scores of its own; those assessed `again` have a newer assessment."""
    found = [peer(n, dict.fromkeys((AP, PR, ME), 20 + 7 * n % 50), **facts) for n in numbers]
    newer = [replace(peer(n, dict.fromkeys((AP, PR, ME), 30 + 11 * n % 40)), date=date(2026, 1, 1)) for n in again]
    return [*found, *newer]


@dataclass
class Client:
    """One client who is shown one report after the other."""

    engagement: Engagement = NO_FILTER
    releases: tuple[Release, ...] = ()
    scores: Scores = field(default_factory=client)

    def shown(self, data: Sequence[Peer], *, day: date = DAY, anew: bool = False) -> Comparison:
        """The next report; what it shows first is recorded."""
        source = PeerData.of(tuple(data), "peers.xlsx")
        comparison, new = release(self.scores, source, self.engagement, SET, earlier=self.releases, day=day, anew=anew)
        self.releases = (*self.releases, new) if new else self.releases
        return comparison


LATER = date(2026, 9, 1)
SOUND = assessment("question | 01\n" + "\n".join(f"{question_id} | 60" for question_id in SET.questions))
HOUSE = load_house_style()


# --------------------------------------------------------------------------------------------------------- the rule


def test_a_first_release_shows_what_a_comparison_shows_and_says_that_it_is_the_first() -> None:
    data = peers(range(1, 27))
    one = Client()
    first = one.shown(data)
    assert first.standings == compare(client(), PeerData.of(tuple(data), "peers.xlsx"), NO_FILTER, SET).standings
    assert first.earlier_releases == 0
    assert first.notes == (
        "No earlier release of figures of peers is on record, so these figures were not compared with one.",
    )
    assert [entry.day for entry in one.releases] == [DAY]
    again = one.shown(data, day=LATER)
    assert (again, len(one.releases)) == (first, 1)


@pytest.mark.parametrize(("newcomers", "stands"), [(1, True), (4, True), (5, False), (8, False)])
def test_a_group_that_gains_one_to_four_is_not_released(newcomers: int, stands: bool) -> None:
    one = Client()
    first = one.shown(peers(range(1, 27)))
    second = one.shown(peers(range(1, 27 + newcomers)), day=LATER)
    assert {found.as_of for found in second} == ({DAY} if stands else {None})
    assert {found.n for found in second} == ({26} if stands else {26 + newcomers})
    if stands:
        assert [figures_of(found) for found in second] == [figures_of(found) for found in first]
        groups = (first.database, first.chosen)
        assert (second.database, second.chosen) == tuple(replace(group, as_of=DAY) for group in groups)
        assert second.notes[-1].startswith("Where fewer than five assessments came or went since, the figures released")
    assert (second.earlier_releases, len(one.releases)) == (1, 1 if stands else 2)
    assert second.notes[0] == "The groups of peers were compared with those of one earlier release."


def figures_of(found: Standing) -> tuple[object, ...]:
    return found.n, found.median, found.middle_half, found.band, found.best_in_class


@pytest.mark.parametrize(("again", "stands"), [(1, True), (4, True), (5, False)])
def test_a_replaced_assessment_is_one_lost_and_one_gained(again: int, stands: bool) -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    second = one.shown(peers(range(1, 27), again=range(1, again + 1)), day=LATER)
    assert {found.as_of for found in second} == ({DAY} if stands else {None})


def test_a_corrected_score_is_a_replaced_assessment() -> None:
    one = Client()
    data = peers(range(1, 27))
    one.shown(data)
    corrected = [replace(data[0], elements={**data[0].elements, PR: Fraction(95)}), *data[1:]]
    assert {found.as_of for found in one.shown(corrected, day=LATER)} == {DAY}


def test_five_gained_do_not_hide_one_lost() -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    moved = [replace(found, region="Spain") if found.id == "peer-001" else found for found in peers(range(1, 32))]
    one.engagement = Engagement(peer_filter=PeerFilter(regions=("UK",)))
    second = one.shown([*moved, *peers(range(40, 50), region="Spain")], day=LATER)
    assert second.standings[OVERALL].as_of is None  # fifteen came, none went
    assert second.standings[AP].as_of == DAY  # five came, one went


def test_every_earlier_release_counts_not_only_the_last() -> None:
    """Ten come and six of them go again: far from the last group, but four from the first."""
    one = Client()
    one.shown(peers(range(1, 27)))
    one.shown(peers(range(1, 37)), day=LATER)
    third = one.shown(
        [*peers(range(1, 31)), *(replace(p, set_id="other") for p in peers(range(31, 37)))], day=date(2027, 1, 1)
    )
    assert {(found.as_of, found.n) for found in third} == {(LATER, 36)}


def test_a_group_that_was_released_before_may_be_shown_again() -> None:
    one = Client()
    first = one.shown(peers(range(1, 27)))
    one.shown(peers(range(1, 28)), day=LATER, anew=True)
    assert [entry.anew for entry in one.releases] == [False, True]
    again = one.shown([*peers(range(1, 27)), replace(peers([27])[0], set_id="other")], day=date(2027, 1, 1))
    assert again.standings == first.standings
    assert len(one.releases) == 3


def test_each_figure_is_judged_by_those_who_have_it() -> None:
    """Four newcomers to the data, of whom none has Proposition."""
    one = Client()
    one.shown(peers(range(1, 27)))
    data = [
        *peers(range(1, 27)),
        *(replace(p, elements={AP: p.elements[AP], ME: p.elements[ME]}) for p in peers(range(27, 31))),
    ]
    second = one.shown(data, day=LATER).standings
    assert (second[AP].as_of, second[OVERALL].as_of, second[PR].as_of) == (DAY, DAY, None)


def test_an_area_of_one_element_is_that_element() -> None:
    """Measurement was shown of all; now it would be shown of the chosen, one fewer, under the name of its element."""
    one = Client()
    data = [replace(found, region="Spain") if found.id == "peer-001" else found for found in peers(range(1, 40))]
    one.shown([found for found in data if found.region == "UK"])
    one.engagement = Engagement(peer_filter=PeerFilter(regions=("UK", "Spain")))
    second = one.shown(data, day=LATER).standings
    assert (second["measurement"].as_of, second[ME].as_of) == (DAY, DAY)


def test_the_client_itself_counts_neither_as_gained_nor_as_lost() -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    one.engagement = Engagement(own_peer_ids=("peer-026", "peer-027"))
    left_out = one.shown(peers(range(1, 27)), day=LATER)
    assert {(found.as_of, found.n) for found in left_out} == {(None, 25)}
    joined = one.shown(peers(range(1, 28)), day=LATER)
    assert {(found.as_of, found.n) for found in joined} == {(None, 25)}
    four_more = one.shown(peers(range(1, 32)), day=LATER)
    assert {found.as_of for found in four_more} == {LATER}


def test_anew_shows_the_group_as_it_is_and_is_recorded() -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    second = one.shown(peers(range(1, 28)), day=LATER, anew=True)
    assert {(found.as_of, found.n) for found in second} == {(None, 27)}
    assert [(entry.day, entry.anew) for entry in one.releases] == [(DAY, False), (LATER, True)]
    third = one.shown(peers(range(1, 40)), day=date(2027, 1, 1), anew=True)
    assert {found.n for found in third} == {39}
    assert one.releases[-1].anew is False  # it needed no leave


@pytest.mark.parametrize("anew", [False, True])
def test_what_was_withdrawn_is_never_printed_again(anew: bool) -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    second = one.shown(peers(range(2, 27)), day=LATER, anew=anew)
    assert {found.disclosure for found in second} == {Disclosure.NOTHING}
    assert {found.reason for found in second} == {
        "An assessment that was shown before has been withdrawn; no peers are shown here until five have changed."
    }
    assert {found.median for found in second} == {None}
    enough = one.shown(peers(range(6, 32)), day=date(2027, 1, 1))
    assert {(found.disclosure, found.n) for found in enough} == {(Disclosure.PERCENTILE, 26)}


def test_a_withdrawal_reaches_figures_that_would_stand() -> None:
    """The group after next would have to show figures of the last release, in which there is one who withdrew."""
    one = Client()
    one.shown(peers(range(1, 27)))
    one.shown(peers(range(1, 32)), day=LATER)
    third = one.shown([*peers(range(1, 27)), *peers(range(40, 43))], day=date(2027, 1, 1))
    assert {found.disclosure for found in third} == {Disclosure.NOTHING}


def test_figures_that_stand_are_compared_with_the_score_of_today() -> None:
    one = Client(scores=client(80))
    first = one.shown(peers(range(1, 27))).standings[OVERALL]
    assert (first.words, first.percentile) == ("Top quarter", 95)
    same = one.shown(peers(range(1, 28)), day=LATER).standings[OVERALL]
    assert (same.words, same.percentile) == ("Top quarter", 95)
    one.scores = client(20)
    lower = one.shown(peers(range(1, 28)), day=LATER).standings[OVERALL]
    assert (lower.words, lower.percentile, lower.median) == ("Bottom quarter", None, first.median)


def test_groups_too_small_to_be_shown_are_not_recorded() -> None:
    one = Client()
    one.shown(peers(range(1, 5)))
    assert one.releases == ()
    assert {found.n for found in one.shown(peers(range(1, 7)))} == {6}


def test_without_peers_nothing_is_compared_or_recorded() -> None:
    comparison, new = release(client(), None, NO_FILTER, SET, earlier=(), day=DAY)
    assert (comparison.earlier_releases, new) == (None, None)


# --------------------------------------------------------------------------------------- the same, told by sets of rows

Row = tuple[str, date, str]  # of an assessment: whose, when, and all its scores
Verdict = tuple[str, date | None]  # of a figure: what is shown of it, and of which day
REGIONS = ("UK", "Spain", "Italy")


@dataclass
class BySets:
    """What one client was shown, as the rows behind each figure and what it told; the rule as the design words it."""

    shown: list[tuple[date, dict[str, tuple[frozenset[Row], object]]]] = field(default_factory=list)

    def verdicts(self, data: PeerData, one: Client, *, day: date, anew: bool) -> dict[str, Verdict]:
        """The verdict on each figure; what is fresh is shown and kept."""
        groups = peer_groups(data, one.scores, one.engagement, SET)
        rows = [(row.id, row.date, str(sorted(row.elements.items()))) for row in groups.peers]
        own = {row[0] for row, is_own in zip(rows, groups.own.tolist(), strict=True) if is_own}
        present = {row.id for row in data.peers}
        found: dict[str, Verdict] = {}
        new: dict[str, tuple[frozenset[Row], object]] = {}
        for standing in compare(one.scores, data, one.engagement, SET):
            figure = standing.figure_id
            having = groups.members(figure, standing.reference).tolist()
            group, told = frozenset(compress(rows, having)), (standing.reference, *figures_of(standing))
            found[figure] = ("nothing", None)
            if standing.disclosure > Disclosure.NOTHING:
                found[figure] = self._verdict(figure, group, own, present, anew=anew)
            if found[figure] == ("fresh", None) and self._last(figure) != (group, told):
                new[figure] = group, told
        self.shown += [(day, new)] if new else []
        return found

    def _last(self, figure: str) -> object:
        return next((shown[figure] for _, shown in reversed(self.shown) if figure in shown), None)

    def _verdict(self, figure: str, group: frozenset[Row], own: set[str], present: set[str], *, anew: bool) -> Verdict:
        def others(rows: frozenset[Row]) -> set[Row]:
            return {row for row in rows if row[0] not in own}

        def is_withdrawn(rows: frozenset[Row]) -> bool:
            return any(row[0] not in present for row in others(rows))

        same = {figure, "measurement", ME} if figure in ("measurement", ME) else {figure}
        before = [shown[name][0] for _, shown in self.shown for name in same if name in shown]
        moves = [(len(others(group - rows)), len(others(rows - group)), rows) for rows in before]
        broken = [rows for come, gone, rows in moves if 0 < come < 5 or 0 < gone < 5]
        if not broken or any(come == gone == 0 for come, gone, _ in moves):
            return "fresh", None
        if any(map(is_withdrawn, broken)):
            return "withdrawn", None
        if anew:
            return "fresh", None
        for day, shown in reversed(self.shown):
            if figure in shown:
                return ("withdrawn", None) if is_withdrawn(shown[figure][0]) else ("as then", day)
        return "never shown", None


def verdict_on(found: Standing) -> Verdict:
    if found.as_of:
        return "as then", found.as_of
    if found.disclosure > Disclosure.NOTHING:
        return "fresh", None
    for words, verdict in (("has been withdrawn", "withdrawn"), ("since the report of", "never shown")):
        if words in found.reason:
            return verdict, None
    return "nothing", None


def changed(rows: Sequence[Peer], chance: Random) -> list[Peer]:
    """The peers of the next report: some came, went, were assessed again or corrected, or moved."""
    come, gone, again, moved = (chance.choice((0, 0, 1, 4, 5, 7)) for _ in range(4))
    left = list(rows) if chance.random() < 0.7 else chance.sample(rows, len(rows) - min(gone, len(rows) - 5))
    highest = max(int(row.id[-3:]) for row in rows)
    for number in range(highest + 1, highest + 1 + come):
        scores = {name: chance.randint(5, 100) for name in (AP, PR, ME) if chance.random() < 0.85}
        left.append(peer(number, scores, region=chance.choice(REGIONS)))
    for place in chance.sample(range(len(left)), min(again, len(left))):
        newer = {name: Fraction(chance.randint(20, 400), 4) for name in left[place].elements}
        row = replace(left[place], elements=newer, date=date(2025, 1 + place % 12, 1))
        left[place : place + 1] = [row] if chance.random() < 0.3 else [left[place], row]
    for place in chance.sample(range(len(left)), min(moved, len(left))) if chance.random() < 0.3 else ():
        left[place] = replace(left[place], region=chance.choice(REGIONS))
    return chance.sample(left, len(left))


def in_the_first_form(new: Release, data: PeerData, one: Client) -> Release:
    """A release as a record of the first format tells it."""
    groups = peer_groups(data, one.scores, one.engagement, SET)
    references = {shown.standing.figure_id: shown.standing.reference for shown in new.figures.values()}
    figures = {
        name: replace(shown, group=as_group(groups.members(name, references[name])))
        for name, shown in new.figures.items()
    }
    return replace(new, figures=figures, assessments=assessment_ids(groups.peers, IdForm.TEXTS))


def test_a_release_on_record_in_both_forms_is_one() -> None:
    """Two versions of the program recorded the same report, each in its own file."""
    one, rows = Client(), peers(range(1, 13))
    one.shown(rows)
    first = one.releases[0]
    one.releases = (in_the_first_form(first, PeerData.of(rows, "peers.xlsx"), one), first)
    assert one.shown(peers(range(1, 18)), day=LATER).earlier_releases == 1
    assert one.shown(peers(range(1, 23)), day=date(2027, 3, 1)).earlier_releases == 2


def test_the_rule_by_bits_is_the_rule_by_sets_of_rows(tmp_path: Path) -> None:
    """Random histories, from files and editions, with records kept in memory, as files, and in the first format."""
    met: Counter[str] = Counter()
    path = tmp_path / SHOWN_FILE
    for seed in range(24):
        chance = Random(seed)
        one, sets, rows = Client(), BySets(), changed(peers(range(1, chance.choice((12, 27, 45)))), chance)
        is_first_form = chance.random() < 0.4
        for number in range(7):
            own, regions = chance.sample([row.id for row in rows], 2), chance.sample(REGIONS, 2)
            one.engagement = Engagement(
                own_peer_ids=tuple(own) if chance.random() < 0.5 else (),
                peer_filter=PeerFilter(regions=tuple(regions)) if chance.random() < 0.4 else PeerFilter(),
            )
            data = PeerData.of(rows, "peers.xlsx")
            if chance.random() < 0.5:
                data = replace(data, peers=unpack(pack(data.peers, 1, DAY)))
            day, anew, count = date(2026 + number, 1, 1), chance.random() < 0.15, len(one.releases)
            shown = one.shown(list(data.peers), day=day, anew=anew)
            wanted = sets.verdicts(data, one, day=day, anew=anew)
            assert {found.figure_id: verdict_on(found) for found in shown} == wanted
            assert [(entry.day, set(entry.figures)) for entry in one.releases] == [
                (then, set(told)) for then, told in sets.shown
            ]
            met.update(verdict for verdict, _ in wanted.values())
            if is_first_form and number < 3 and len(one.releases) > count:
                one.releases = (*one.releases[:-1], in_the_first_form(one.releases[-1], data, one))
            if chance.random() < 0.4:
                path.write_bytes(shown_bytes(one.releases))
                assert read_shown(path).releases == one.releases
                one.releases = read_shown(path).releases
            rows = changed(rows, chance)
    assert min(met[verdict] for verdict in ("fresh", "as then", "withdrawn", "nothing", "never shown")) > 0


FIRST_FORMAT = Path(__file__).parent / "data" / "peers-shown-of-format-1.json"
"""Written by the program of then: thirty invented peers; then seven of them assessed again, and the UK alone."""


def peers_of_first_format(*more: Peer, again: Iterable[int] = ()) -> list[Peer]:
    """The peers behind it: some lack a score, some have thirds and eighths, a third is in Spain."""
    found = []
    for row in peers(range(1, 31), again=again):
        number, scores = int(row.id[-3:]), dict(row.elements)
        if number % 6 == 0:
            del scores[PR]
        scores[AP] += Fraction(int(number % 7 == 0), 3)
        scores[ME] += Fraction(int(number % 5 == 0), 8)
        found.append(replace(row, elements=scores, region="Spain" if number % 3 == 0 else "UK"))
    return [*found, *more]


def test_releases_of_a_record_of_the_first_format_are_not_forgotten(tmp_path: Path) -> None:
    path = tmp_path / SHOWN_FILE
    path.write_bytes(FIRST_FORMAT.read_bytes())
    record = read_shown(path)
    assert [(entry.day, len(entry.figures)) for entry in record.releases] == [(DAY, 6), (LATER, 3)]
    assert record.to_write() == {}, "as long as nothing is added"
    own = Engagement(own_peer_ids=("peer-002",))

    def as_of(data: list[Peer]) -> list[date | None]:
        shown = Client(own, record.releases).shown(data, day=date(2027, 1, 1)).standings
        return [shown[figure].as_of for figure in (OVERALL, AP, PR, ME)]

    everyone = peers_of_first_format(again=range(1, 8))
    assert as_of(everyone) == [None] * 4, "the whole as last, elements as at first but for seven"
    assert as_of([*everyone, *peers(range(40, 44))]) == [LATER, None, None, DAY]
    assert as_of([*everyone, *peers(range(40, 45))]) == [None] * 4
    assert as_of(peers_of_first_format(again=range(1, 6))) == [LATER, DAY, DAY, DAY]
    gone = Client(own, record.releases).shown([row for row in everyone if row.id != "peer-003"], day=DAY)
    assert "withdrawn" in gone.standings[OVERALL].reason
    one = Client(own, record.releases)
    one.shown([*everyone, *peers(range(40, 45))], day=date(2027, 1, 1))
    [(_, content)] = record.adding(one.releases[-1]).to_write().items()
    path.write_bytes(content)
    assert read_shown(path).releases == one.releases
    assert len(one.releases) == 3
    assert read_shown(path).to_write() == {}


# ------------------------------------------------------------------------------------------------------- the record


def test_the_record_comes_back_as_it_was_and_names_nobody(tmp_path: Path) -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    one.shown(peers(range(1, 42)), day=LATER)
    path = tmp_path / SHOWN_FILE
    path.write_bytes(shown_bytes(one.releases))
    assert read_shown(path).releases == one.releases
    assert shown_bytes(read_shown(path).releases) == path.read_bytes()
    text = path.read_text(encoding="utf-8")
    assert "peer-0" not in text
    assert "owner" not in text
    assert len(json.loads(text)["releases"][0]["groups"]) == 1  # all figures are of the same


def test_records_of_several_places_are_joined(tmp_path: Path) -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    (tmp_path / "a.json").write_bytes(shown_bytes(one.releases))
    one.shown(peers(range(1, 42)), day=LATER)
    (tmp_path / "b.json").write_bytes(shown_bytes(one.releases))
    both = read_shown(tmp_path / "b.json", tmp_path / "a.json", tmp_path / "none.json").releases
    assert both == one.releases


DAMAGED: dict[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "cut off": lambda text: text[:-200],
    "another file": lambda text: '{"format": 1, "releases": []}',
    "a list": lambda text: "[]",
    "too deep": lambda text: "[" * 100_000,
    "another number": lambda text: text.replace('"n": 26', '"n": 27', 1),
    "a release less": lambda text: json.dumps({**json.loads(text), "releases": []}),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_record_is_never_taken_for_none(tmp_path: Path, damage: str) -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    path = tmp_path / SHOWN_FILE
    path.write_text(DAMAGED[damage](shown_bytes(one.releases).decode()), encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"is no longer the record.*Restore it from a backup"):
        read_shown(path)


def test_a_newer_record_and_one_that_cannot_be_read_say_so(tmp_path: Path) -> None:
    path = tmp_path / SHOWN_FILE
    path.write_text(f'{{"format": {FORMAT + 1}, "other": "names"}}', encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"newer version of the program"):
        read_shown(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(UnreadableFileError, match=r"cannot be read"):
        read_shown(path)


def test_the_record_of_many_peers_stays_small(tmp_path: Path) -> None:
    """Each assessment is named once, however many figures and releases it stands behind."""
    chance = Random(5)
    some = [
        replace(one, elements={element: score for element, score in one.elements.items() if chance.random() < 0.9})
        for one in peers(range(1, 1501))
    ]
    one = Client()
    one.shown(some[:1000])
    one.shown(some, day=LATER)
    path = tmp_path / SHOWN_FILE
    path.write_bytes(shown_bytes(one.releases))
    assert read_shown(path).releases == one.releases
    assert path.stat().st_size < 45 * 1500


def test_a_record_that_says_all_already_is_not_written_again(tmp_path: Path) -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    there, new = tmp_path / "there.json", tmp_path / "new.json"
    there.write_bytes(shown_bytes(one.releases))
    assert read_shown(there).to_write() == {}
    assert read_shown(there, new).to_write() == {new: there.read_bytes()}
    assert read_shown(new).to_write() == {}, "nothing was shown yet"


# --------------------------------------------------------------------------------------------- what the report says


def told_beside(comparison: Comparison, scores: Scores) -> tuple[list[str], list[str]]:
    """The notes under the tables of the overall scores and of Core; subtitle and note of their charts."""
    context = as_read(compose(SOUND, SET, scores, comparison, (), (), HOUSE, BuildRecord()))
    tables = (context.overall.results, context.areas[0].results)
    charts = chart_data(SOUND, SET, scores, comparison)
    found = [one for one in charts if isinstance(one, PositionChart)][:2]
    return [note for table in tables for note in table.notes], [f"{one.subtitle} {one.note}" for one in found]


def test_figures_that_stand_are_told_with_their_day_beside_tables_and_charts() -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    notes, charts = told_beside(one.shown(peers(range(1, 28)), day=LATER), one.scores)
    whose = "26 organisations of the peer database, the newest assessed in 2024, as of 1 March 2026"
    assert notes[0] == f"Scores are compared with {whose}."
    assert "n = 26; newest assessment 2024; as of 1 March 2026)" in charts[0]
    assert "as of 1 March 2026)" in charts[1]


def test_where_only_some_figures_stand_they_are_named() -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    without = [replace(p, elements={AP: p.elements[AP], ME: p.elements[ME]}) for p in peers(range(27, 31))]
    notes, charts = told_beside(one.shown([*peers(range(1, 27)), *without], day=LATER), one.scores)
    assert "Figures of peers for Analysis and planning are as of 1 March 2026, from an earlier report." in notes
    assert "Figures of peers for Analysis and planning are as of 1 March 2026, from an earlier report." in charts[1]
    assert "as of 1 March 2026)" in charts[0]


def test_a_withdrawal_is_said_beside_tables_and_charts() -> None:
    one = Client()
    one.shown(peers(range(1, 27)))
    notes, charts = told_beside(one.shown(peers(range(2, 27)), day=LATER), one.scores)
    said = "has been withdrawn; no peers are shown here until five have changed"
    assert all(said in " ".join(texts) for texts in (notes, charts))


# ----------------------------------------------------------------------------------------------------- the commands

TEN = (20, 30, 30, 40, 50, 60, 70, 80, 90, 25)


def results_of(folder: Path) -> Any:
    return json.loads((folder / "museum-results.json").read_text(encoding="utf-8"))


def overall_standing(folder: Path) -> Any:
    return results_of(folder)["overall"]["standing"]


@pytest.fixture
def shown_ten(workbook: Path) -> Path:
    """The folder of a draft that was compared with ten peers."""
    peer_file(workbook.parent, *TEN)
    return built(workbook, "--peers", workbook.parent / "peers.xlsx").parent


def test_build_keeps_the_record_beside_the_draft_and_never_inside(workbook: Path, shown_ten: Path) -> None:
    releases = read_shown(shown_ten / SHOWN_FILE).releases
    assert len(releases) == 1
    assert overall_standing(shown_ten)["n"] == 10
    before = {path: path.read_bytes() for path in shown_ten.rglob("*") if path.is_file()}
    built(workbook, "--peers", workbook.parent / "peers.xlsx")
    assert {path: path.read_bytes() for path in before} == before, "the same again, the record too"
    record = json.loads(before[shown_ten / SHOWN_FILE])
    ids = [record["assessments"][0][name] for name in ("organisations", "assessments")]
    ids += [one.tobytes().hex() for one in releases[0].assessments.assessments]
    for path, content in before.items():
        texts = [content] if path.suffix != ".docx" else list(read_parts(content).values())
        texts = [gzip.decompress(text) if text.startswith(b"\x1f\x8b") else text for text in texts]
        known = [one for one in ids for text in texts if one.encode() in text]
        assert bool(known) == (path.name == SHOWN_FILE)


def test_a_later_build_with_one_more_peer_shows_the_earlier_figures(workbook: Path, shown_ten: Path) -> None:
    peer_file(workbook.parent, *TEN, 95)
    options = ("--question-set", workbook.parent / SET_NAME, "--peers", workbook.parent / "peers.xlsx")
    told = run("build", workbook, "-o", workbook.parent / "output", *options)
    day = day_in_words(date.today())
    assert f"All figures of peers are those of an earlier report for this client (as of {day})" in told.stderr
    assert overall_standing(shown_ten)["n"] == 10
    assert overall_standing(shown_ten)["as_of"] == date.today().isoformat()
    assert len(read_shown(shown_ten / SHOWN_FILE).releases) == 1
    built(workbook, "--peers", workbook.parent / "peers.xlsx", "--peers-anew")
    assert (overall_standing(shown_ten)["n"], "as_of" in overall_standing(shown_ten)) == (11, False)
    assert [entry.anew for entry in read_shown(shown_ten / SHOWN_FILE).releases] == [False, True]


def test_a_refresh_is_compared_with_what_lies_beside_the_draft_and_beside_its_target(
    workbook: Path, shown_ten: Path, tmp_path: Path
) -> None:
    peer_file(workbook.parent, *TEN, 95, 5, 15, 35, 45)
    elsewhere = tmp_path / "elsewhere" / "new.docx"
    draft = shown_ten / "museum-report.docx"
    assert run("refresh", draft, workbook, "-o", elsewhere).exit_code == 0
    assert (
        len(read_shown(elsewhere.with_name(SHOWN_FILE)).releases)
        == len(read_shown(shown_ten / SHOWN_FILE).releases)
        == 2
    )
    peer_file(workbook.parent, *TEN, 95, 5, 15, 35, 45, 55)
    again = run("refresh", elsewhere, workbook, "--dry-run")
    assert again.exit_code == 0
    assert len(read_shown(elsewhere.with_name(SHOWN_FILE)).releases) == 2, "a dry run writes nothing"
    assert run("refresh", elsewhere, workbook).exit_code == 0
    told = "\n".join(outline(elsewhere.with_name("new-refreshed.docx")))
    assert "15 organisations" in told
    assert "16 organisations" not in told
    assert run("refresh", elsewhere, workbook, "--peers-anew", "-o", elsewhere.with_name("anew.docx")).exit_code == 0
    assert "16 organisations" in "\n".join(outline(elsewhere.with_name("anew.docx")))
    assert read_shown(elsewhere.with_name(SHOWN_FILE)).releases[-1].anew


def test_a_refresh_prints_nothing_of_what_was_withdrawn_but_edited_words_and_these_block_the_issue(
    workbook: Path, shown_ten: Path
) -> None:
    draft, new = shown_ten / "museum-report.docx", shown_ten / "new.docx"
    compared = "median of the ten organisations"
    before = [line for line in outline(draft) if compared in line]
    sentence = next(line for line in before if line.startswith("body text: Harbour Museum"))

    def by_hand(root: Any) -> None:
        first_text(paragraph(root, sentence.removeprefix("body text: ")[:40])).text = "We find: Harbour Museum scores "

    edit(draft, by_hand)
    peer_file(workbook.parent, *TEN[:-1])
    assert run("refresh", draft, workbook, "-o", new).exit_code == 1, "there is something to decide"
    left = [line for line in outline(new) if compared in line]
    assert len(before) > 3
    assert [line.partition("We find")[1] for line in left] == ["We find"]
    points = json.loads(run("review", new, "--json").stdout)["points"]
    assert [point["code"] for point in points].count("conflict") == 1


def test_a_review_looks_at_what_would_be_printed(workbook: Path, shown_ten: Path) -> None:
    """One peer more changes no figure, since none may be released."""
    peer_file(workbook.parent, *TEN, 95)
    draft = shown_ten / "museum-report.docx"
    reviewed = run(*("review", draft, "--workbook", workbook, "--json"))
    codes = {point["code"] for point in json.loads(reviewed.stdout)["points"]}
    assert "suggestion" in codes
    assert "figure-outdated" not in codes


def test_explain_tells_of_the_figures_that_a_report_would_print(workbook: Path, shown_ten: Path) -> None:
    peer_file(workbook.parent, *TEN, 95)
    figure = ("explain", workbook, "overall.peers", "--question-set", workbook.parent / SET_NAME)
    common = (*figure, "--peers", workbook.parent / "peers.xlsx", "--json")
    told = json.loads(run(*common, "-o", workbook.parent / "output").stdout)
    assert told["printed"] == "10"
    assert f"as of {day_in_words(date.today())}" in told["rule"]
    assert json.loads(run(*common, "-o", workbook.parent / "elsewhere").stdout)["printed"] == "11"


def test_results_tell_of_which_day_figures_are(workbook: Path, shown_ten: Path) -> None:
    assert results_of(shown_ten)["peers"]["database"]["as_of"] is None
    peer_file(workbook.parent, *TEN, 95)
    built(workbook, "--peers", workbook.parent / "peers.xlsx")
    found = results_of(shown_ten)["peers"]
    assert (found["database"]["as_of"], found["database"]["n"]) == (date.today().isoformat(), 10)
    assert found["earlier_releases"] == 1


def test_finalize_needs_no_record(shown_ten: Path) -> None:
    (shown_ten / SHOWN_FILE).unlink()
    final = shown_ten / "final.docx"
    assert (
        run(
            "finalize", shown_ten / "museum-report.docx", "-o", final, "--no-pages", "--with-open-points", "Told."
        ).exit_code
        == 0
    )
    assert not (shown_ten / SHOWN_FILE).exists()


def test_of_two_builds_at_once_the_second_is_compared_with_the_first(workbook: Path, shown_ten: Path) -> None:
    """Both begin with the same record; the second to be written learns of the first and writes nothing."""

    def made(*scores: int) -> Report:
        options = BuildOptions(question_set=str(workbook.parent / SET_NAME), peers=peer_file(workbook.parent, *scores))
        return build_report(workbook, options, records=[shown_ten / SHOWN_FILE])

    fifteen = (*TEN, 95, 5, 15, 35, 45)
    first, second, same = made(*fifteen), made(*fifteen, 55), made(*fifteen)
    save_report(first.packed(), shown_ten)
    left = {path: path.read_bytes() for path in shown_ten.rglob("*") if path.is_file()}
    with pytest.raises(TargetError, match=r"written by another run meanwhile.*run the command again"):
        save_report(second.packed(), shown_ten)
    assert {path: path.read_bytes() for path in shown_ten.rglob("*") if path.is_file()} == left
    save_report(same.packed(), shown_ten)
    assert [one.figures["overall"].group.bit_count() for one in read_shown(shown_ten / SHOWN_FILE).releases] == [10, 15]
    save_report(made(*fifteen, 55).packed(), shown_ten)
    assert overall_standing(shown_ten)["n"] == 15, "now compared with it"


def test_what_was_shown_is_on_record_before_the_draft_is_there(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, shown_ten: Path
) -> None:
    """A run that is cut short has either shown nothing, or its record tells what it may have shown."""
    shutil.rmtree(shown_ten)
    renamed: list[str] = []

    def replaced(source: Any, target: Path) -> None:
        renamed.append(target.name)
        raise OSError("the disk is full")

    monkeypatch.setattr("reportgen.cli.saving.output.os.replace", replaced)
    stopped = run(
        *("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output"),
        *("--peers", workbook.parent / "peers.xlsx"),
    )
    assert (stopped.exit_code, renamed) == (2, [SHOWN_FILE])


def test_a_record_that_cannot_be_written_stops_a_build_that_would_show_something_new(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, shown_ten: Path
) -> None:
    access = os.access
    monkeypatch.setattr(
        "reportgen.cli.saving.output.os.access",
        lambda path, mode: Path(path).name != SHOWN_FILE and access(path, mode),
    )
    build = ("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output")
    assert run(*build, "--peers", workbook.parent / "peers.xlsx").exit_code == 0, "nothing new is shown"
    before = {path: path.read_bytes() for path in shown_ten.rglob("*") if path.is_file()}
    stopped = run(*build, "--peers", peer_file(workbook.parent, *TEN, 95, 5, 15, 35, 45))
    assert stopped.exit_code == 2
    assert f"{SHOWN_FILE} cannot be written" in one_sentence(stopped)
    assert {path: path.read_bytes() for path in shown_ten.rglob("*") if path.is_file()} == before


def test_a_damaged_record_stops_a_build_before_anything_is_written(workbook: Path, shown_ten: Path) -> None:
    (shown_ten / SHOWN_FILE).write_text("{}", encoding="utf-8")
    before = {path: path.read_bytes() for path in shown_ten.rglob("*") if path.is_file()}
    stopped = run(
        *("build", workbook, "--question-set", workbook.parent / SET_NAME, "-o", workbook.parent / "output"),
        *("--peers", workbook.parent / "peers.xlsx"),
    )
    assert stopped.exit_code == 2
    assert SHOWN_FILE in one_sentence(stopped)
    assert {path: path.read_bytes() for path in shown_ten.rglob("*") if path.is_file()} == before


# ----------------------------------------------------------------------------- what somebody could work out of it all
#
# Somebody knows who is in which group, and every figure that was printed. A named organisation is bracketed within ten
# points when no two sets of scores that agree with all figures differ by more than ten on it. The search looks for such
# sets; what it finds is a bracket at least so wide.

LOWEST, HIGHEST = 5, 100


@dataclass(frozen=True)
class Printed:
    """What a report told of a group: its members, the client's score and everything that was printed."""

    members: tuple[int, ...]
    client: int
    standing: Standing

    def agrees(self, scores: Mapping[int, int]) -> bool:
        """True when these scores would have been told in the same way."""
        return told([scores[one] for one in self.members], self.client) == self.standing


def told(values: Sequence[int], client_score: int) -> Standing:
    group = GroupScore(OVERALL, Status.SCORED, Fraction(client_score), Fraction(1), 1, 1, 0)
    return standing_of(OVERALL, Reference.DATABASE, np.array(values), 1, group, SET)


def is_bracketed(
    named: int,
    truth: Mapping[int, int],
    reports: Sequence[Printed],
    chance: Random,
    tries: int,
    free: Sequence[int] = (),
) -> bool:
    """True when the search finds no two sets of scores that differ by more than ten points on the named one.

    `free` are those whose scores are not known; all by default.
    """
    low = high = truth[named]
    scores, free = dict(truth), free or list(truth)
    alike = [one for one in free if all((one in r.members) == (named in r.members) for r in reports)]
    for one in alike:  # whoever is in the same groups may have changed places with the named one
        low, high = min(low, truth[one]), max(high, truth[one])
    for attempt in range(tries):
        if high - low > BRACKET:
            return False
        moved = dict(scores)
        outwards = chance.choice((-1, 1))
        for one, step in ((named, outwards), (chance.choice(free), chance.choice((-1, 1)))):
            moved[one] = max(LOWEST, min(HIGHEST, moved[one] + step * chance.randint(1, 8)))
        if all(report.agrees(moved) for report in reports):
            scores = moved if attempt % 40 else dict(truth)
            low, high = min(low, moved[named]), max(high, moved[named])
    return high - low <= BRACKET


def organisations(chance: Random, n: int) -> dict[int, int]:
    """Scores like those of real peers: whole numbers around 28 to 45, with a standard deviation of 9 to 13."""
    middle, spread = chance.uniform(28, 45), chance.uniform(9.5, 12.7)
    return {one: max(LOWEST, min(HIGHEST, round(chance.gauss(middle, spread)))) for one in range(n)}


AGAIN = 1000


def reports_over_the_years(chance: Random, truth: dict[int, int], start: int) -> list[Printed]:
    """One report after the other on a database in which assessments come, go and are replaced; what each told anew.

    Assessments go by number: of the organisation with the last three figures, made again as often as the first says.
    """
    one = Client(scores=client(chance.choice((20, 40, 60))))
    client_score = round_half_up(one.scores.overall.value or 0)
    waiting = list(truth)
    members = [waiting.pop() for _ in range(start)]
    reports: list[Printed] = []
    for year in range(6):
        data = [
            peer(number % AGAIN, dict.fromkeys((AP, PR, ME), truth[number]), date=date(2019 + number // AGAIN, 1, 1))
            for number in members
        ]
        shown = one.shown(data, day=date(2020 + year, 1, 1)).standings[OVERALL]
        if shown.disclosure > Disclosure.NOTHING and shown.as_of is None:
            reports.append(Printed(tuple(members), client_score, told([truth[m] for m in members], client_score)))
            assert figures_of(shown) == figures_of(reports[-1].standing)
        gone, come = chance.choice([(0, 1), (0, 3), (1, 1), (2, 2), (4, 4), (5, 5), (0, 5), (0, 8), (5, 0), (1, 6)])
        members = members[gone:] + [waiting.pop() for _ in range(come)]
        chance.shuffle(members)
        again = chance.choice((0, 0, 1, 4, 5, 6))  # so many are assessed again, and may have moved by some points
        for place in range(min(again, len(members))):
            before, members[place] = members[place], members[place] + AGAIN
            truth[members[place]] = max(LOWEST, min(HIGHEST, truth[before] + round(chance.gauss(4, 8))))
    return reports


@pytest.mark.parametrize("start", [10, 20, 26, 40])
def test_no_named_organisation_is_bracketed_within_ten_points(start: int) -> None:
    """Everybody who came, went or was assessed again between two releases, over several years of reports."""
    released = 0
    for seed in range(24):
        chance = Random(1000 * start + seed)
        truth = organisations(chance, start + 60)
        reports = reports_over_the_years(chance, truth, start)
        released += len(reports)
        groups = [set(report.members) for report in reports]
        moved = set[int]().union(*groups) - groups[0].intersection(*groups)
        found = [one for one in sorted(moved) if is_bracketed(one, truth, reports, chance, tries=2_500)]
        assert found == []
    assert released > 8, "some reports told something anew"


def test_nobody_who_knows_the_scores_of_all_others_brackets_one_of_five_newcomers() -> None:
    found = []
    for seed in range(40):
        chance = Random(seed)
        truth = organisations(chance, 25)
        members = tuple(truth)
        after = Printed(members, 40, told(list(truth.values()), 40))
        found += [
            (seed, one)
            for one in members[20:]
            if is_bracketed(one, truth, [after], chance, tries=5_000, free=members[20:])
        ]
    assert found == []


def test_without_the_rule_one_newcomer_would_be_known() -> None:
    """Why there is a rule: to somebody who knows the others, a report before and one after tell too much."""
    known = 0
    for seed in range(60):
        chance = Random(seed)
        truth = list(organisations(chance, 21).values())
        after = told(truth, 40)
        fitting = [value for value in range(LOWEST, HIGHEST + 1) if told([*truth[:20], value], 40) == after]
        known += max(fitting) - min(fitting) <= BRACKET
    assert known > 0
