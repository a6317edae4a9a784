"""Organisations counted by sector, region, size and year, such that no number tells of fewer than a few.

The fewest that may be told are those of which a report may show a median.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from datetime import date
from typing import TypeAlias

from reportgen.common.method import PEERS_FOR_MEDIAN
from reportgen.common.peer_table import PeerTable, TermColumn

KINDS = ("sector", "region", "size")
OTHERS = None
"""Stands for the values of all groups that were drawn together."""

Members: TypeAlias = Mapping[str, Set[int]]  # the organisations of each group, by its value; "" where none is told
Drawn: TypeAlias = Mapping[str | None, int]  # how many organisations, by the value of the group, or `OTHERS`


def groups_of(table: PeerTable) -> dict[str, Members]:
    """The organisations by sector, region, size, year and version of the set; one can be in several groups of each."""
    organisations = table.id.keys.codes.tolist()
    found = {name: _by_value(getattr(table, name), organisations) for name in (*KINDS, "set_version")}
    years: defaultdict[str, set[int]] = defaultdict(set)
    for day, organisation in zip(table.day.tolist(), organisations, strict=True):
        years[str(date.fromordinal(day).year)].add(organisation)
    return {**{name: found[name] for name in KINDS}, "year": years, "set_version": found["set_version"]}


def _by_value(column: TermColumn, organisations: list[int]) -> Members:
    """The organisations by their value in a column; values that count as the same are one, as it first stands there."""
    titles: dict[int, str] = {}
    members: defaultdict[str, set[int]] = defaultdict(set)
    for key, code, organisation in zip(column.keys.codes.tolist(), column.codes.tolist(), organisations, strict=True):
        members[titles.setdefault(key, column.terms[code])].add(organisation)
    return members


def enough(count: int) -> int | None:
    """A number of organisations; None for one that would tell of single ones."""
    return count if count >= PEERS_FOR_MEDIAN or count == 0 else None


def small_together(members: Members) -> Drawn:
    """How many organisations each group has, the small ones drawn together as `OTHERS`.

    Where these are too few even together, or one alone that the total would give away, the next smallest group goes
    with them. Nothing is told where all are too few.
    """
    by_size = sorted(members, key=lambda value: (len(members[value]), value))
    together: set[int] = set()
    taken = 0
    for value in by_size:
        if len(members[value]) >= PEERS_FOR_MEDIAN and (not taken or len(together) >= PEERS_FOR_MEDIAN):
            break
        together |= members[value]
        taken += 1
    large = {value: len(members[value]) for value in sorted(by_size[taken:])}
    return large | ({OTHERS: len(together)} if len(together) >= PEERS_FOR_MEDIAN else {})
