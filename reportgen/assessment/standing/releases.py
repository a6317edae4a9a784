"""What may be released of peers to a client who was shown figures of them before.

Two reports on groups that differ by a few assessments would give these away. So a new group is released only when it
gains none or enough, and loses none or enough, against every group that was released before for the same figure; else
the figures shown then stand, with their day. The decision rests on members alone, never on their scores: a refusal that
depended on scores would tell of them. The record of what was shown is kept by whoever runs this, beside the draft or in
a database of peers; here it is plain data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import blake2b

from reportgen.assessment.standing.position import positioned
from reportgen.common.absence import withheld_peers
from reportgen.common.language import counted, day_in_words, listed
from reportgen.common.method import ENOUGH_PEERS, PEERS_FOR_MEDIAN
from reportgen.common.model import (
    OVERALL,
    Disclosure,
    GroupScore,
    PeerGroup,
    QuestionSet,
    Release,
    ReleasedFigure,
    Standing,
)
from reportgen.common.peer_table import PeerTable, ScoreColumn
from reportgen.common.scale import Scale

_BYTES = 6  # of each half of an id
_BETWEEN = "-"

WITHDRAWN = (
    "An assessment that was shown before has been withdrawn; no peers are shown here until "
    f"{ENOUGH_PEERS} have changed."
)


def organisation_ids(peers: PeerTable) -> list[str]:
    """The opaque ids, in a record, of the organisations in a table, in the order of their terms."""
    return [_digest(key) for key in peers.id.keys.terms]


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8"), digest_size=_BYTES).hexdigest()


def assessment_ids(peers: PeerTable) -> list[str]:
    """The opaque id of each assessment: of its organisation, and of all that a figure could rest on.

    One that is replaced, or whose scores are corrected, is another assessment of the same organisation.
    """
    organisations = list(map(organisation_ids(peers).__getitem__, peers.id.keys.codes.tolist()))
    days = [f"{date.fromordinal(day).isoformat()};" for day in peers.day.tolist()]
    scores = zip(*(_told(one, peers.elements[one]) for one in sorted(peers.elements)), strict=True)
    told = [";".join(filter(None, parts)) for parts in scores] or [""] * len(peers)
    return [
        f"{organisation}{_BETWEEN}{_digest(day + score)}"
        for organisation, day, score in zip(organisations, days, told, strict=True)
    ]


def _told(element_id: str, column: ScoreColumn) -> list[str]:
    """An element's score of each assessment as it enters an id, each different score worked out once."""
    known: dict[int, str] = {}
    for value in set(column.values.tolist()):
        known[value] = "{}:{}/{}".format(element_id, *Fraction(value, column.unit).as_integer_ratio())
    texts = map(known.__getitem__, column.values.tolist())
    return [text if there else "" for text, there in zip(texts, column.there.tolist(), strict=True)]


def same_figures(figure_id: str, questions: QuestionSet) -> frozenset[str]:
    """The figures that are one and the same for every peer: an area of one element, the whole of one area."""
    chains = [{area.id, area.elements[0].id} for area in questions.areas if len(area.elements) == 1]
    if len(questions.areas) == 1:
        whole = {OVERALL, questions.areas[0].id}
        chains = [whole | chain for chain in chains] or [whole]
    return frozenset({figure_id}.union(*(chain for chain in chains if figure_id in chain)))


class Releasing:
    """Decides for one report what is shown of the peers of each figure, given what earlier releases showed.

    `own` are the organisation ids of the client itself, whose assessments count neither as gained nor as lost;
    `present` are those of all organisations in the data: an assessment whose organisation is gone was withdrawn.
    """

    def __init__(
        self, earlier: Sequence[Release], *, own: Collection[str], present: AbstractSet[str], questions: QuestionSet
    ) -> None:
        self._earlier = earlier
        self._own = frozenset(own)
        self._present = present
        self._questions = questions

    def decided(self, fresh: Standing, group: frozenset[str], score: GroupScore, *, anew: bool) -> Standing:
        """What is shown: the fresh standing, that of the last release, or nothing.

        `group` are the ids of all assessments that have the figure, the client's own among them. With `anew` the rule
        is set aside; but what was withdrawn stays withdrawn.
        """
        if fresh.disclosure is Disclosure.NOTHING:
            return fresh
        broken = self._broken(fresh.figure_id, group)
        if not broken:
            return fresh
        if any(self._is_withdrawn(one) for one in broken):
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

    def was_last(self, figure_id: str, shown: ReleasedFigure) -> bool:
        """True when the last release of a figure showed the same figures of the same assessments."""
        last = next((one.figures[figure_id] for one in reversed(self._earlier) if figure_id in one.figures), None)
        return last is not None and (last.assessments, last.standing) == (shown.assessments, shown.standing)

    def breaks(self, fresh: Standing, group: frozenset[str]) -> bool:
        """True when the fresh standing of a group may not be released by the rule."""
        return fresh.disclosure is not Disclosure.NOTHING and bool(self._broken(fresh.figure_id, group))

    def _broken(self, figure_id: str, group: frozenset[str]) -> list[frozenset[str]]:
        """The groups released before with which the new one breaks the rule; none when it was itself released."""
        same = same_figures(figure_id, self._questions)
        groups = [shown.assessments for one in self._earlier for figure, shown in one.figures.items() if figure in same]
        if any(not self._others(group ^ released) for released in groups):
            return []
        return [released for released in groups if not self._may_follow(group, released)]

    def _may_follow(self, group: frozenset[str], released: frozenset[str]) -> bool:
        changes = (len(self._others(group - released)), len(self._others(released - group)))
        return all(change == 0 or change >= PEERS_FOR_MEDIAN for change in changes)

    def _others(self, assessments: Iterable[str]) -> list[str]:
        """Those that are not the client's own."""
        return [one for one in assessments if _organisation(one) not in self._own]

    def _is_withdrawn(self, assessments: Iterable[str]) -> bool:
        return any(_organisation(one) not in self._present for one in self._others(assessments))

    def _last(self, fresh: Standing, score: GroupScore) -> Standing:
        """The standing of the client now against the figures of the last release, with its day."""
        for release in reversed(self._earlier):
            shown = release.figures.get(fresh.figure_id)
            if shown is not None:
                break
        else:  # only the same figure by another name was shown
            return _unshown(fresh, self._earlier[-1].day)
        if self._is_withdrawn(shown.assessments):
            return _withdrawn(fresh)
        scale = self._questions.scale
        standing = positioned(replace(shown.standing, as_of=release.day), score, scale)
        # the percentile of another score than then would take the group of then
        same_score = score.value is not None and scale.rounded(score.value) == shown.score
        return replace(standing, percentile=shown.percentile) if same_score else standing


def record_of(shown: Standing, group: frozenset[str], score: GroupScore, scale: Scale) -> ReleasedFigure:
    """What a release keeps of a figure it showed."""
    printed = None if score.value is None else scale.rounded(score.value)
    peers = replace(shown, side=None, quarter=None, percentile=None, is_sure=True, as_of=None)
    return ReleasedFigure(group, peers, printed, shown.percentile)


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


def _organisation(assessment: str) -> str:
    return assessment.partition(_BETWEEN)[0]


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
