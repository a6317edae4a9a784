"""What releases showed a client of peers, and of whose assessments: kept apart from every report.

Of each assessment two opaque ids are known: of its organisation, and of itself. A group is a whole number with a bit
for each assessment of a list, the lowest for the first: short for a hundred thousand of them, and compared at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import cached_property, reduce
from operator import or_

import numpy as np

from reportgen.common.model import PeerGroup, Standing
from reportgen.common.peer_table import Ids, Mask, Places


class IdForm(IntEnum):
    """Of what ids are made; those of two forms are never compared."""

    TEXTS = 1  # digests of texts, as in records of the first format
    COLUMNS = 2


@dataclass(frozen=True, eq=False)
class AssessmentIds:
    """Opaque ids of assessments, each once: of its organisation, and of all that a figure could rest on."""

    form: IdForm
    organisations: Ids
    assessments: Ids

    @classmethod
    def none(cls, form: IdForm) -> AssessmentIds:
        """The ids of no assessment."""
        return cls(form, np.empty(0, np.uint64), np.empty(0, np.uint64))

    def __len__(self) -> int:
        return len(self.assessments)

    def taken(self, places: Places | Mask) -> AssessmentIds:
        """Those at these places."""
        return AssessmentIds(self.form, self.organisations[places], self.assessments[places])

    def joined(self, others: AssessmentIds) -> tuple[AssessmentIds, Places]:
        """All of both, each once, those of this list first; and where the others stand among them."""
        if len(self) and np.array_equal(self.assessments, others.assessments[: len(self)]):
            return others, np.arange(len(others))
        places, order = np.empty(len(others), np.intp), np.argsort(others.assessments)
        if not len(self):
            places[order] = np.arange(len(others))
            return others.taken(order), places
        ids, known = others.assessments[order], self.assessments[self._order]
        found = np.searchsorted(known, ids)
        is_new = found == len(known)
        is_new[~is_new] = known[found[~is_new]] != ids[~is_new]
        places[order[~is_new]] = self._order[found[~is_new]]
        new = order[is_new]
        places[new] = np.arange(len(self), len(self) + len(new))
        pairs = ((self.organisations, others.organisations), (self.assessments, others.assessments))
        return AssessmentIds(self.form, *(np.concatenate([ours, more[new]]) for ours, more in pairs)), places

    @cached_property
    def _order(self) -> Places:
        return np.argsort(self.assessments)


def paired(organisations: Ids, told: Ids) -> Ids:
    """The ids of assessments from digests of 48 bits: of their organisation, and of what they tell."""
    return (organisations << np.uint64(16)) ^ told


@dataclass(frozen=True, slots=True)
class ReleasedFigure:
    """What a release showed of the peers of a figure, and of whose assessments."""

    group: int  # which of the assessments of the release, the client's own among them
    standing: Standing  # the figures of the peers, as they were printed; nothing of the client
    score: Decimal | None = None  # printed score of the client, to which the percentile belongs
    percentile: int | None = None


@dataclass(frozen=True, eq=False)
class Release:
    """What one report showed of peers for the first time. Two are equal whatever else their assessments stand with."""

    day: date
    figures: Mapping[str, ReleasedFigure]  # by OVERALL, area id and element id
    groups: tuple[PeerGroup, ...]  # both references as they were printed
    anew: bool  # against the rule, on purpose
    assessments: AssessmentIds  # of which groups are; some may be in none

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Release) or self.assessments.form != other.assessments.form:
            return False
        one, two = in_one_list([self, other])
        return (one.day, one.figures, one.groups, one.anew) == (two.day, two.figures, two.groups, two.anew)

    __hash__ = None  # type: ignore[assignment]

    def among(self, assessments: AssessmentIds, places: Places) -> Release:
        """The same with its assessments at these places of another list."""
        moved = {group: group_among(mask_of(group, len(places)), places) for group in self.distinct_groups}
        figures = {name: replace(shown, group=moved[shown.group]) for name, shown in self.figures.items()}
        return replace(self, figures=figures, assessments=assessments)

    @property
    def printed(self) -> tuple[object, ...]:
        """What was printed of it, and when: the same in whatever form its assessments are on record."""
        figures = ((name, replace(shown, group=0)) for name, shown in sorted(self.figures.items()))
        return (self.day, tuple(figures), self.groups, self.anew)

    @property
    def distinct_groups(self) -> list[int]:
        """The groups of its figures, each once."""
        return list(dict.fromkeys(shown.group for shown in self.figures.values()))


def count_of(releases: Iterable[Release]) -> int:
    """How many releases these are: one that is on record in both forms, by two versions of the program, is one."""
    of_forms: dict[IdForm, Counter[tuple[object, ...]]] = {}
    for release in releases:
        of_forms.setdefault(release.assessments.form, Counter())[release.printed] += 1
    return reduce(or_, of_forms.values(), Counter[tuple[object, ...]]()).total()


def in_one_list(releases: Iterable[Release]) -> list[Release]:
    """The same releases with all their assessments of one form in one list, so that their groups can be compared."""
    lists: dict[IdForm, AssessmentIds] = {}
    found = []
    for release in releases:
        form, its = release.assessments.form, release.assessments
        known = lists.setdefault(form, its)
        if known is not its:
            lists[form], places = known.joined(its)
            release = release if _is_start(places) else release.among(lists[form], places)
        found.append(release)
    return [replace(release, assessments=lists[release.assessments.form]) for release in found]


def _is_start(places: Places) -> bool:
    return np.array_equal(places, np.arange(len(places)))


def as_group(mask: Mask) -> int:
    """The group of those that a mask takes.

    >>> bin(as_group(np.array([True, False, False, True])))
    '0b1001'
    """
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def group_among(mask: Mask, places: Places) -> int:
    """The group of those that a mask takes, each at a place of its own in a longer list."""
    taken = np.zeros(int(places.max(initial=-1)) + 1, np.bool_)
    taken[places[mask]] = True
    return as_group(taken)


def mask_of(group: int, size: int) -> Mask:
    """Which of so many assessments are in a group.

    >>> mask_of(0b1001, 5).tolist()
    [True, False, False, True, False]
    """
    packed = np.frombuffer(group.to_bytes(size // 8 + 1, "little"), np.uint8)
    return np.unpackbits(packed, count=size, bitorder="little").view(np.bool_)
