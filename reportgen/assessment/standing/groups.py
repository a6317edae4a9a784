"""Who is compared with whom: the whole database, the chosen group, and when a group must not be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reportgen.assessment.standing.figures import PeerColumn, peer_figures
from reportgen.common.absence import Absence, too_few_peers, withheld_peers
from reportgen.common.folding import fold
from reportgen.common.language import one_line, share_in_words
from reportgen.common.method import ENOUGH_PEERS, OWNER_AT_MOST, PEERS_FOR_MEDIAN, SAME_SHARE
from reportgen.common.model import Engagement, PeerFilter, PeerGroup, QuestionSet, Reference, Scores
from reportgen.common.newest import newest_assessments
from reportgen.common.peer_table import Mask, PeerData, PeerTable, Whole, same_as

ALL = "all organisations"
_ALIKE = (
    f"An assessment with the client's own scores on more than {share_in_words(SAME_SHARE)} of its elements is taken "
    "for the client and left out."
)
_GROUP = {Reference.DATABASE: "database", Reference.CHOSEN: "chosen group"}


@dataclass(frozen=True)
class PeerGroups:
    """The two references and what must be said about them. Groups of peers are masks; no peer is handed on."""

    peers: PeerTable  # one assessment an organisation, the client's own among them
    own: Mask  # the client's own
    chosen: Mask  # the chosen group, the client's own among them
    questions: QuestionSet
    words: str  # the chosen group in words
    widened: bool
    notes: tuple[str, ...]

    @cached_property
    def figures(self) -> Mapping[str, PeerColumn]:
        """Every figure of all peers, by OVERALL, area id and element id."""
        return peer_figures(self.peers, self.questions)

    def printed(self, reference: Reference) -> PeerGroup:
        """A reference as the report names it; the year of a group under five would be that of one of few."""
        days = self.peers.day[self.everyone(reference) & ~self.own]
        newest = date.fromordinal(int(days.max())).year if len(days) >= PEERS_FOR_MEDIAN else None
        return PeerGroup(reference, len(days), newest, ALL if reference is Reference.DATABASE else self.words)

    def everyone(self, reference: Reference) -> Mask:
        """Those of a reference, the client's own among them."""
        return np.ones(len(self.peers), np.bool_) if reference is Reference.DATABASE else self.chosen

    def having(self, figure_id: str, reference: Reference) -> Mask:
        """Those of a reference that have this figure, without the client's own."""
        return self.members(figure_id, reference) & ~self.own

    def members(self, figure_id: str, reference: Reference) -> Mask:
        """Those of a reference that have this figure, the client's own among them."""
        return self.figures[figure_id].there & self.everyone(reference)

    def values(self, figure_id: str, having: Mask) -> Whole:
        """This figure of these peers, who have it, over the unit of its column."""
        return self.figures[figure_id].values[having]

    def objection(self, figure_id: str, reference: Reference, having: Mask) -> Absence | None:
        """Why nothing of those `having` a figure may be shown; None when it may."""
        count = int(np.count_nonzero(having))
        if count < PEERS_FOR_MEDIAN:
            return too_few_peers(count, _GROUP[reference])
        if self._is_dominated(having, count):
            most = share_in_words(OWNER_AT_MOST)
            return withheld_peers(
                f"More than {most} of the {count} organisations with this figure belong to one owner."
            )
        # An area that rests on this element alone shows the same figure for the whole database: the few organisations
        # between the two groups could be worked out from the difference.
        if reference is Reference.CHOSEN:
            outside = self.figures[figure_id].there & ~self.chosen & ~self.own
            if 0 < int(np.count_nonzero(outside)) < PEERS_FOR_MEDIAN:
                return withheld_peers(
                    f"Fewer than {ENOUGH_PEERS} organisations with this figure lie outside the chosen "
                    "group and could be worked out."
                )
        return None

    def _is_dominated(self, having: Mask, count: int) -> bool:
        """True when too large a part of them belongs to one owner; an organisation without an owner is its own."""
        most = OWNER_AT_MOST * count
        return self._at_most_of_one_owner > most and int(np.bincount(self._owners[having]).max()) > most

    @cached_property
    def _at_most_of_one_owner(self) -> int:
        """As many as belong to one owner at most, of any part of the peers: quick, and mostly enough to know."""
        named = self.peers.owner.keys.codes[self._is_owned]
        return int(np.bincount(named, minlength=1).max()) + 1  # an organisation that is called as the owner of others

    @cached_property
    def _is_owned(self) -> Mask:
        owner = self.peers.owner.keys
        return owner.codes != owner.terms.index("") if "" in owner.terms else np.ones(len(self.peers), np.bool_)

    @cached_property
    def _owners(self) -> NDArray[np.intp]:
        """A number for the owner of each peer; one that is called as another's owner is that owner."""
        owner, own = self.peers.owner.keys, self.peers.id.keys
        of_id = np.arange(len(own.terms)) + len(owner.terms)
        if not frozenset(owner.terms).isdisjoint(own.terms):
            numbers = {key: number for number, key in enumerate(owner.terms)}
            of_id = np.array([numbers.get(key, new) for key, new in zip(own.terms, of_id.tolist(), strict=True)])
        return np.where(self._is_owned, owner.codes, of_id[own.codes])


def peer_groups(data: PeerData, scores: Scores, engagement: Engagement, questions: QuestionSet) -> PeerGroups:
    """The whole database and the chosen group, without other question sets, and which of them are the client's own.

    The client is known by its ids, by what names it where the data comes from a database, and by its own scores.
    """
    peers, names = data.peers, {fold(name) for name in engagement.own_peer_ids} - {""}
    usable, notes = _usable(peers, questions)
    named = usable.id.among({*names, *map(fold, data.own)}) | usable.owner.among(names)
    alike = usable.id.among(map(fold, same_as(_known(scores), peers)))
    own = named | alike
    if (alike & ~named).any():
        notes.insert(0, _ALIKE)
    if named.any():
        notes.insert(0, "Earlier assessments of the client itself are left out.")
    if data.edition and not data.is_sought_by_name:
        notes.append("The client was looked for among the peers by ids and scores only.")
    wanted = _filtered(usable, engagement.peer_filter)
    widened = 0 < int(np.count_nonzero(~wanted & ~own)) < PEERS_FOR_MEDIAN
    if widened:
        notes.append(
            f"The chosen group differs from the whole database by fewer than {ENOUGH_PEERS} organisations, "
            "so elements are compared with the whole database."
        )
    return PeerGroups(
        peers=usable,
        own=own,
        chosen=np.ones(len(usable), np.bool_) if widened else wanted,
        questions=questions,
        words=ALL if widened else filter_in_words(engagement.peer_filter),
        widened=widened,
        notes=tuple(notes),
    )


def _known(scores: Scores) -> dict[str, Fraction]:
    return {one: found.value for one, found in scores.elements.items() if found.value is not None}


def filter_in_words(peer_filter: PeerFilter) -> str:
    """The chosen group in words: "retail or banking; UK; assessed since 2021"."""
    fields = (peer_filter.sectors, peer_filter.regions, peer_filter.sizes)
    parts = [" or ".join(one_line(name) for name in names) for names in fields if names]
    if peer_filter.since:
        parts.append(f"assessed since {peer_filter.since}")
    return "; ".join(parts) or ALL


def _usable(peers: PeerTable, questions: QuestionSet) -> tuple[PeerTable, list[str]]:
    """One assessment an organisation, of this question set; and what must be said about it."""
    notes = []
    ours = peers.set_id.among([fold(questions.id)])
    same_set = peers if ours.all() else peers.taken(ours)
    if len(same_set) < len(peers):
        notes.append("Assessments made with another question set are left out.")
    newest = newest_assessments(same_set)
    if len(newest) < len(same_set):
        notes.append("Of organisations that stand in the peer data several times, the newest assessment counts.")
    return same_set.taken(newest) if len(newest) < len(same_set) else same_set, notes


def _filtered(peers: PeerTable, wanted: PeerFilter) -> Mask:
    """The peers of the wanted sectors, regions and sizes, assessed in the wanted years."""
    passing = np.ones(len(peers), np.bool_)
    for column, names in ((peers.sector, wanted.sectors), (peers.region, wanted.regions), (peers.size, wanted.sizes)):
        if names:
            passing &= column.among(map(fold, names))
    if wanted.since is not None:
        passing &= peers.day >= date(wanted.since, 1, 1).toordinal()
    return passing
