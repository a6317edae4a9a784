"""What may be released of peers to a client who was shown figures of them before.

Two reports on groups that differ by a few assessments would give these away. So a new group is released only when it
gains none or enough, and loses none or enough, against every group that was released before for the same figure; else
the figures shown then stand, with their day. The decision rests on members alone, never on their scores: a refusal that
depended on scores would tell of them. The record of what was shown is kept by whoever runs this, beside the draft or in
a database of peers; here it is plain data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from reportgen.assessment.standing.position import positioned
from reportgen.common.absence import withheld_peers
from reportgen.common.language import counted, day_in_words, listed
from reportgen.common.method import ENOUGH_PEERS, PEERS_FOR_MEDIAN
from reportgen.common.model import OVERALL, Disclosure, GroupScore, PeerGroup, QuestionSet, Scores, Standing
from reportgen.common.peer_ids import assessment_ids, organisation_ids
from reportgen.common.peer_table import Mask, PeerTable
from reportgen.common.releases import (
    AssessmentIds,
    IdForm,
    Release,
    ReleasedFigure,
    as_group,
    group_among,
    in_one_list,
)

WITHDRAWN = (
    "An assessment that was shown before has been withdrawn; no peers are shown here until "
    f"{ENOUGH_PEERS} have changed."
)


def same_figures(figure_id: str, questions: QuestionSet) -> frozenset[str]:
    """The figures that are one and the same for every peer: an area of one element, the whole of one area."""
    chains = [{area.id, area.elements[0].id} for area in questions.areas if len(area.elements) == 1]
    if len(questions.areas) == 1:
        whole = {OVERALL, questions.areas[0].id}
        chains = [whole | chain for chain in chains] or [whole]
    return frozenset({figure_id}.union(*(chain for chain in chains if figure_id in chain)))


class Releasing:
    """Decides for one report what is shown of the peers of each figure, given what earlier releases showed.

    `members` are those of `peers` that have each figure, the client's own among them; `own` are the client's own, which
    count neither as gained nor as lost. An assessment whose organisation is none of those in `data` was withdrawn.
    """

    def __init__(
        self,
        earlier: Sequence[Release],
        peers: PeerTable,
        members: Mapping[str, Mask],
        *,
        own: Mask,
        data: PeerTable,
        questions: QuestionSet,
    ) -> None:
        self._earlier = in_one_list(earlier)
        self._questions = questions
        known = {IdForm.COLUMNS: AssessmentIds.none(IdForm.COLUMNS)}
        known |= {one.assessments.form: one.assessments for one in self._earlier}
        self._lists = {form: _List(ids, peers, members, own, data) for form, ids in known.items()}

    def decided(self, fresh: Standing, score: GroupScore, *, anew: bool) -> Standing:
        """What is shown: the fresh standing, that of the last release, or nothing.

        With `anew` the rule is set aside; but what was withdrawn stays withdrawn.
        """
        if fresh.disclosure is Disclosure.NOTHING:
            return fresh
        broken = self._broken(fresh.figure_id)
        if not broken:
            return fresh
        if any(self._is_withdrawn(release, group) for release, group in broken):
            return _withdrawn(fresh)
        if anew:
            return fresh
        return self._last(fresh, score)

    def group_of(self, shown: Iterable[Standing], fresh: PeerGroup) -> PeerGroup:
        """A reference as it is printed beside these standings: that of the release whose figures all stand."""
        told = [found for found in shown if found.reference is fresh.reference and found.disclosure]
        days = {found.as_of for found in told}
        if None in days or len(days) != 1:
            return fresh
        last = next(one for one in reversed(self._earlier) if any(found.figure_id in one.figures for found in told))
        group = next(group for group in last.groups if group.reference is fresh.reference)
        return replace(group, as_of=last.day)

    def to_record(
        self, shown: Iterable[Standing], scores: Scores, groups: tuple[PeerGroup, ...], day: date
    ) -> Release | None:
        """The release of these fresh standings, without those that the last release of their figure showed alike."""
        now = self._lists[IdForm.COLUMNS]
        figures: dict[str, ReleasedFigure] = {}
        for found in shown:
            score = scores.group(found.figure_id)
            peers = replace(found, side=None, quarter=None, percentile=None, is_sure=True, as_of=None)
            if not self._was_last(peers):
                printed = None if score.value is None else self._questions.scale.rounded(score.value)
                group = now.groups[found.figure_id]
                figures[found.figure_id] = ReleasedFigure(group, peers, printed, found.percentile)
        against = any(self._broken(figure_id) for figure_id in figures)
        return Release(day, figures, groups, against, now.ids) if figures else None

    def _was_last(self, peers: Standing) -> bool:
        """True when the last release of a figure showed the same figures of the same assessments."""
        last = next((one for one in reversed(self._earlier) if peers.figure_id in one.figures), None)
        if last is None:
            return False
        shown = last.figures[peers.figure_id]
        return (shown.group, shown.standing) == (self._list(last).groups[peers.figure_id], peers)

    def _list(self, release: Release) -> _List:
        return self._lists[release.assessments.form]

    def _broken(self, figure_id: str) -> list[tuple[Release, int]]:
        """The groups released before with which the new one breaks the rule; none when it was itself released."""
        same = same_figures(figure_id, self._questions)
        broken: list[tuple[Release, int]] = []
        for release in self._earlier:
            group, own = self._list(release).groups[figure_id], self._list(release).own
            for released in (shown.group for figure, shown in release.figures.items() if figure in same):
                if not (group ^ released) & ~own:
                    return []
                if not _may_follow(group & ~own, released & ~own):
                    broken.append((release, released))
        return broken

    def _is_withdrawn(self, release: Release, group: int) -> bool:
        known = self._list(release)
        return bool(group & ~known.own & known.gone)

    def _last(self, fresh: Standing, score: GroupScore) -> Standing:
        """The standing of the client now against the figures of the last release, with its day."""
        for release in reversed(self._earlier):
            shown = release.figures.get(fresh.figure_id)
            if shown is not None:
                break
        else:  # only the same figure by another name was shown
            return _unshown(fresh, self._earlier[-1].day)
        if self._is_withdrawn(release, shown.group):
            return _withdrawn(fresh)
        scale = self._questions.scale
        standing = positioned(replace(shown.standing, as_of=release.day), score, scale)
        # the percentile of another score than then would take the group of then
        same_score = score.value is not None and scale.rounded(score.value) == shown.score
        return replace(standing, percentile=shown.percentile) if same_score else standing


class _List:
    """The assessments of earlier releases and those of now in one list, by ids of one form; groups are of it."""

    def __init__(
        self, earlier: AssessmentIds, peers: PeerTable, members: Mapping[str, Mask], own: Mask, data: PeerTable
    ) -> None:
        ids = assessment_ids(peers, earlier.form)
        self.ids, places = earlier.joined(ids)
        self.groups = {figure_id: group_among(mask, places) for figure_id, mask in members.items()}
        self.own = as_group(np.isin(self.ids.organisations, ids.organisations[own]))
        self._data = data

    @cached_property
    def gone(self) -> int:
        """Those whose organisation is no longer in the data."""
        there = organisation_ids(self._data, self.ids.form)
        return as_group(~np.isin(self.ids.organisations, there))


def _may_follow(group: int, released: int) -> bool:
    changes = ((group & ~released).bit_count(), (released & ~group).bit_count())
    return all(change == 0 or change >= PEERS_FOR_MEDIAN for change in changes)


def release_notes(earlier: int, stand: Sequence[date]) -> Iterator[str]:
    """What a report must say of earlier releases: with how many it was compared, and of which days figures stand."""
    if not earlier:
        yield "No earlier release of figures of peers is on record, so these figures were not compared with one."
        return
    yield f"The groups of peers were compared with those of {counted(earlier, 'earlier release')}."
    if stand:
        yield (
            f"Where fewer than {ENOUGH_PEERS} assessments came or went since, the figures released on "
            f"{listed(day_in_words(day) for day in stand)} stand, so that none can be worked out from the difference."
        )


def _nothing(fresh: Standing, reason: str) -> Standing:
    return Standing(fresh.figure_id, fresh.reference, fresh.n, Disclosure.NOTHING, withheld_peers(reason))


def _withdrawn(fresh: Standing) -> Standing:
    return _nothing(fresh, WITHDRAWN)


def _unshown(fresh: Standing, day: date) -> Standing:
    return _nothing(
        fresh,
        f"Fewer than {ENOUGH_PEERS} assessments came or went since the report of {day_in_words(day)}, so they could be "
        "worked out.",
    )
