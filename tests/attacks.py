"""What somebody could work out from reports of a year: `python -m tests.attacks [YEARS]`, by hand, for two clients.

A year is played on a database of peers: organisations come, are assessed again, one withdraws, and editions are
published; a client gets a report every month, with one filter after the other. Whoever attacks knows who is in which
group and all that was printed. A named organisation is bracketed when no two sets of scores that agree with all of it
differ by more than ten points on it. The search looks for such sets; what it finds is a bracket at least so wide.
Everything is invented.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import compress
from random import Random

import numpy as np

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import release
from reportgen.assessment.standing.groups import peer_groups
from reportgen.assessment.standing.standing import standing
from reportgen.common.method import BRACKET, PEERS_FOR_MEDIAN
from reportgen.common.model import (
    OVERALL,
    Disclosure,
    Engagement,
    GroupScore,
    Peer,
    PeerFilter,
    Scores,
    Standing,
)
from reportgen.common.peer_table import PeerData, PeerTable
from reportgen.common.releases import Release
from reportgen.peers.database.publishing import publishable
from reportgen.peers.editions import Edition, pack, unpack, without
from tests.builders import assessment, peer, question_set

SET = question_set()
AP, PR, ME = ELEMENTS = ("analysis-and-planning", "proposition", "measuring-the-effect")
LOWEST, HIGHEST = 5, 100
UNIT = 4  # of the figures of a peer: areas are means of two elements, the whole of two areas
WITHIN = int(BRACKET * 100)  # points
FILTERS = (
    PeerFilter(),
    PeerFilter(sectors=("retail",)),
    PeerFilter(sectors=("retail", "banks")),
    PeerFilter(regions=("UK",)),
    PeerFilter(since=2025),
)

_RESTING = {AP: (AP, "core", OVERALL), PR: (PR, "core", OVERALL), ME: (ME, "measurement", OVERALL)}

Name = tuple[str, int]  # of an assessment: its organisation and day
Told = Mapping[Name, Mapping[str, int]]  # the scores of assessments by element


@dataclass(frozen=True)
class Printed:
    """A figure as a report told it anew: of whom, for which score of the client, and what was printed."""

    members: tuple[Name, ...]
    client: GroupScore
    standing: Standing

    @property
    def figure(self) -> str:
        return self.standing.figure_id

    def agrees(self, scores: Told) -> bool:
        """True when these scores would have been told in the same way."""
        found = self.standing
        values = np.array([figure_of(self.figure, scores[one]) for one in self.members])
        return standing(found.figure_id, found.reference, values, UNIT, self.client, SET) == found


def figure_of(figure: str, scores: Mapping[str, int]) -> int:
    """A figure of a peer over `UNIT`; Proposition may be missing."""
    if figure in scores:
        return UNIT * scores[figure]
    core = UNIT // 2 * (scores[AP] + scores.get(PR, scores[AP]))
    return {"core": core, "measurement": UNIT * scores[ME], OVERALL: (core + UNIT * scores[ME]) // 2}[figure]


# ------------------------------------------------------------------------------------------------------------ the year


@dataclass
class Year:
    """A database in the course of a year. What is not `guarded` is published at each change."""

    chance: Random
    start: int
    guarded: bool = True
    rows: list[Peer] = field(default_factory=list)
    edition: Edition | None = None
    editions: int = 0

    def __post_init__(self) -> None:
        self._middle, self._spread = self.chance.uniform(28, 45), self.chance.uniform(9.5, 12.7)
        self._number = 0
        self.come(self.start, 2024)

    def come(self, count: int, year: int = 2026, month: int = 1) -> None:
        """So many new organisations."""
        for _ in range(count):
            self._number += 1
            facts = {"sector": self._one_of("retail", "banks", "parks"), "region": self._one_of("UK", "Spain")}
            day = date(year + (self.chance.randrange(2) if year < 2026 else 0), month, 1)
            self.rows.append(peer(self._number, self._scores(), date=day, **facts))

    def again(self, count: int, month: int) -> None:
        """So many are assessed again, and moved by some points."""
        newest = {one.id: one for one in self.rows}
        for one in self.chance.sample(sorted(newest.values(), key=lambda row: row.id), count):
            moved = {name: self._kept(float(value) + self.chance.gauss(4, 8)) for name, value in one.elements.items()}
            later = date(2026, month, 2)
            self.rows.append(replace(one, date=later, elements={name: Fraction(v) for name, v in moved.items()}))

    def withdraw(self) -> None:
        """One organisation is out of everything, at once."""
        code = self.chance.choice(self.rows).id
        self.rows = [row for row in self.rows if row.id != code]
        self.edition = without(self.edition, [code]) if self.edition else None

    def publish(self) -> None:
        """The next edition, unless the rule of two editions stands against it."""
        last = unpack(self.edition) if self.edition else PeerTable.of(())
        found = publishable(last, PeerTable.of(self.rows), by_rule=self.guarded)
        if not found.differing:
            return
        self.editions += 1
        self.edition = pack(found.peers, self.editions, date(2026, 1, 1))

    @property
    def data(self) -> PeerData:
        """What reports compare with."""
        assert self.edition is not None
        return replace(PeerData.of((), "peers"), peers=unpack(self.edition))

    def _one_of(self, *names: str) -> str:
        return self.chance.choice(names)

    def _scores(self) -> dict[str, int]:
        level = self.chance.gauss(self._middle, self._spread * 0.7)
        scores = {name: self._kept(self.chance.gauss(level, self._spread * 0.7)) for name in ELEMENTS}
        if self.chance.random() < 0.1:
            del scores[PR]
        return scores

    @staticmethod
    def _kept(value: float) -> int:
        return max(LOWEST, min(HIGHEST, round(value)))


def client_scores(box: int) -> Scores:
    """A client with this box everywhere."""
    rows = "\n".join(f"{question_id} | {box}" for question_id in SET.questions)
    return score(assessment(f"question | 01\n{rows}"), SET)


@dataclass
class Reader:
    """Somebody who has all reports for one client."""

    scores: Scores
    guarded: bool = True
    own: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()
    printed: list[Printed] = field(default_factory=list)
    truth: dict[Name, dict[str, int]] = field(default_factory=dict)

    def gets(self, data: PeerData, wanted: PeerFilter, month: int) -> None:
        """The next report: what it tells anew, of whom, and what is true of them."""
        engagement = Engagement(peer_filter=wanted, own_peer_ids=self.own)
        earlier = self.releases if self.guarded else ()
        shown, new = release(self.scores, data, engagement, SET, earlier=earlier, day=date(2026, month, 28))
        self.releases = (*self.releases, new) if new else self.releases
        groups = peer_groups(data, self.scores, engagement, SET)
        names = [(row.id, row.date.toordinal()) for row in groups.peers]
        scores = [{name: int(value) for name, value in row.elements.items()} for row in groups.peers]
        self.truth |= dict(zip(names, scores, strict=True))
        for found in shown:
            if found.disclosure > Disclosure.NOTHING and found.as_of is None:
                members = tuple(compress(names, groups.having(found.figure_id, found.reference).tolist()))
                told = Printed(members, self.scores.group(found.figure_id), found)
                assert told.agrees(self.truth), "the attack works figures out as the report does"
                self.printed += [told] if told not in self.printed else []


def year_of_reports(chance: Random, start: int, *, guarded: bool, filters: Sequence[PeerFilter] = FILTERS) -> Reader:
    """A year of one client's reports. Without the rules, one change after the other is published and reported."""
    year, reader = Year(chance, start, guarded), Reader(client_scores(chance.choice((20, 40, 60))), guarded)
    gone = chance.randrange(3, 10)
    for month in range(1, 13):
        if month == gone:
            year.withdraw()
        come, again = (chance.randint(0, 3), chance.randint(0, 1)) if guarded else (month % 2, (month + 1) % 2)
        year.come(come, month=month)
        year.again(again, month)
        year.publish()
        reader.gets(year.data, filters[month % len(filters)], month)
    return reader


# ---------------------------------------------------------------------------------------------------------- the attack


def bracket(
    named: Name,
    element: str,
    truth: Told,
    printed: Sequence[Printed],
    chance: Random,
    *,
    tries: int,
    free: Collection[Name] | None = None,
) -> int:
    """How far apart two sets of scores were found that agree with all that was printed; over ten is far enough.

    `free` are the assessments whose scores are not known; all by default.
    """
    known = truth if free is None else free
    alike = _alike(named, truth, printed, known)
    low, high = (pick(truth[one][element] for one in alike) for pick in (min, max))
    resting = [told for told in printed if told.figure in _RESTING[element]]
    of = {one: [told for told in resting if one in told.members] for one in known}
    scores, others = dict(truth), [one for one in known if element in truth[one]]
    for attempt in range(tries):
        if high - low > WITHIN:
            break
        moved, touched = (
            dict(scores),
            [(named, chance.choice((-1, 1))), (chance.choice(others), chance.choice((-1, 1)))],
        )
        for one, step in touched:
            value = moved[one][element] + step * chance.randint(1, 8)
            moved[one] = {**moved[one], element: max(LOWEST, min(HIGHEST, value))}
        if all(told.agrees(moved) for one, _ in touched for told in of[one]):
            scores = moved if attempt % 40 else dict(truth)
            low, high = min(low, moved[named][element]), max(high, moved[named][element])
    return high - low


def searched_well(named: Name, element: str, truth: Told, printed: Sequence[Printed], chance: Random) -> int:
    """The bracket by a short search, and where that finds none that is far enough, by a long one."""
    short = bracket(named, element, truth, printed, chance, tries=20_000)
    return short if short > WITHIN else max(short, bracket(named, element, truth, printed, chance, tries=200_000))


def _alike(named: Name, truth: Told, printed: Sequence[Printed], free: Collection[Name]) -> list[Name]:
    """Those who are in the same groups as the named one: they may have changed places with it."""
    groups = [set(told.members) for told in printed]

    def where(one: Name) -> tuple[frozenset[str], list[bool]]:
        return frozenset(truth[one]), [one in group for group in groups]

    place = where(named)
    return [named, *(one for one in free if where(one) == place)]


def newcomers(printed: Sequence[Printed]) -> Iterator[tuple[Printed, Printed, list[Name]]]:
    """Each figure that was told anew, that before it, and who came to its group since."""
    for place, told in enumerate(printed):
        before = next((one for one in reversed(printed[:place]) if one.figure == told.figure), None)
        if before and (came := sorted(set(told.members) - set(before.members))):
            yield before, told, came


def only_fit(named: Name, element: str, truth: Told, printed: Sequence[Printed]) -> int:
    """The exact bracket of one whose score alone is not known: between the least and the highest that agrees."""
    fitting = [
        value
        for value in range(LOWEST, HIGHEST + 1)
        if all(told.agrees({**truth, named: {**truth[named], element: value}}) for told in printed)
    ]
    return max(fitting) - min(fitting)


# --------------------------------------------------------------------------------------------------------- two clients


@dataclass(frozen=True)
class Exchange:
    """What two clients learn who exchange a year of reports, by one organisation and element: its brackets."""

    by_print: Sequence[int]  # from all that was printed
    by_scores: Sequence[int]  # from one report, knowing all scores of the group of the other that is nearly the same
    is_near: bool  # some group of one is nearly a group of the other


def exchange(chance: Random, start: int, *, editions: bool) -> Exchange:
    """A year of two clients, each with reports of its own, compared with editions or with a file as it grows.

    Both are among the peers, and know each other's scores from the reports. Only those few are attacked whom one group
    has and another, of the other client, has not.
    """
    year, own = Year(chance, start, editions), ("peer-001", "peer-002")
    both = [Reader(client_scores(box), own=(code,)) for box, code in zip((40, 60), own, strict=True)]
    for month in range(1, 13):
        year.come(chance.randint(0, 3), month=month)
        year.again(chance.randint(0, 1), month)
        year.publish()
        for reader in both:
            if chance.random() < 1 / 3:  # four reports a year
                reader.gets(year.data, chance.choice(FILTERS), month)
    truth = both[0].truth | both[1].truth
    printed = [told for reader in both for told in reader.printed]
    free = [one for one in truth if one[0] not in own]
    near = {(one, told.figure): (told, few) for told, few in _nearly(both, own) for one in few}
    by_print = [bracket(one, element, truth, printed, chance, tries=20_000, free=free) for one, element in near]
    by_scores = [
        only_fit(one, element, truth, [told])
        if len(few) == 1
        else bracket(one, element, truth, [told], chance, tries=5_000, free=few)
        for (one, element), (told, few) in near.items()
    ]
    return Exchange(by_print, by_scores, bool(near))


def _nearly(both: Sequence[Reader], own: Collection[str]) -> Iterator[tuple[Printed, list[Name]]]:
    """Each figure of an element for one client, and those few whom a group of the other client for it has not."""
    for one, other in (both, both[::-1]):
        for told in one.printed:
            for nearly in other.printed:
                few = sorted(set(told.members) - set(nearly.members))
                few = [name for name in few if name[0] not in own]
                if told.figure == nearly.figure and told.figure in ELEMENTS and 0 < len(few) < PEERS_FOR_MEDIAN:
                    yield told, few


def main(years: int) -> None:
    """Print what pairs of clients learn."""
    print("peers      organisations  near  attacked  by print: within ten, least  by scores: within ten, least")
    for editions in (True, False):
        for start in (20, 32, 60):
            found = [exchange(Random(1000 * start + seed), start, editions=editions) for seed in range(years)]
            by_print = [width for one in found for width in one.by_print]
            by_scores = [width for one in found for width in one.by_scores]
            near = sum(one.is_near for one in found) / years
            within = [sum(width <= WITHIN for width in widths) for widths in (by_print, by_scores)]
            print(
                f"{'editions' if editions else 'a file':11}{start:<15}{near:<6.2f}"
                f"{len(by_print):<10}{within[0]}, {min(by_print, default=0):<27}"
                f"{within[1]}, {min(by_scores, default=0)}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
