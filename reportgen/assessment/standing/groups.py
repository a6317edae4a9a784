"""Who is compared with whom: the whole database, the chosen group, and when a group must not be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from reportgen.assessment.standing.figures import PeerColumn, peer_figures
from reportgen.assessment.standing.releases import assessment_id
from reportgen.common.absence import Absence, too_few_peers, withheld_peers
from reportgen.common.folding import fold
from reportgen.common.language import one_line, share_in_words
from reportgen.common.method import ENOUGH_PEERS, OWNER_AT_MOST, PEERS_FOR_MEDIAN
from reportgen.common.model import Engagement, Peer, PeerFilter, PeerGroup, QuestionSet, Reference

ALL = "all organisations"
_GROUP = {Reference.DATABASE: "database", Reference.CHOSEN: "chosen group"}


@dataclass(frozen=True)
class PeerGroups:
    """The two references and what must be said about them. Peers go by their places; none is handed on."""

    peers: Sequence[Peer]  # one assessment an organisation, the client's own among them
    own: frozenset[int]  # the places of the client's own
    chosen: Sequence[int]  # the places of the chosen group, the client's own among them
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
        members = [place for place in self.everyone(reference) if place not in self.own]
        newest = max(self.peers[place].date.year for place in members) if len(members) >= PEERS_FOR_MEDIAN else None
        return PeerGroup(reference, len(members), newest, ALL if reference is Reference.DATABASE else self.words)

    def everyone(self, reference: Reference) -> Sequence[int]:
        """The places of a reference, the client's own among them."""
        return range(len(self.peers)) if reference is Reference.DATABASE else self.chosen

    def having(self, figure_id: str, reference: Reference) -> list[int]:
        """The places of those of a reference that have this figure, without the client's own."""
        values = self.figures[figure_id].values
        return [place for place in self.everyone(reference) if values[place] is not None and place not in self.own]

    def assessments(self, figure_id: str, reference: Reference) -> frozenset[str]:
        """The opaque ids of those of a reference that have this figure, the client's own among them."""
        values = self.figures[figure_id].values
        return frozenset(self._ids[place] for place in self.everyone(reference) if values[place] is not None)

    def values(self, figure_id: str, places: Iterable[int]) -> list[int]:
        """This figure of these peers, over the unit of its column."""
        values = self.figures[figure_id].values
        return [value for place in places if (value := values[place]) is not None]

    def objection(self, figure_id: str, reference: Reference, having: Sequence[int]) -> Absence | None:
        """Why nothing of those `having` a figure may be shown; None when it may."""
        if len(having) < PEERS_FOR_MEDIAN:
            return too_few_peers(len(having), _GROUP[reference])
        if self._is_dominated(having):
            most = share_in_words(OWNER_AT_MOST)
            return withheld_peers(
                f"More than {most} of the {len(having)} organisations with this figure belong to one owner."
            )
        # An area that rests on this element alone shows the same figure for the whole database: the few organisations
        # between the two groups could be worked out from the difference.
        if reference is Reference.CHOSEN:
            values = self.figures[figure_id].values
            outside = (place for place in self._outside if values[place] is not None)
            if 0 < len(list(islice(outside, PEERS_FOR_MEDIAN))) < PEERS_FOR_MEDIAN:
                return withheld_peers(
                    f"Fewer than {ENOUGH_PEERS} organisations with this figure lie outside the chosen "
                    "group and could be worked out."
                )
        return None

    @cached_property
    def _ids(self) -> list[str]:
        return [assessment_id(peer) for peer in self.peers]

    @cached_property
    def _outside(self) -> list[int]:
        """The places of those who are in the database, but not in the chosen group."""
        chosen = set(self.chosen)
        return [place for place in range(len(self.peers)) if place not in chosen and place not in self.own]

    def _is_dominated(self, having: Sequence[int]) -> bool:
        """True when too large a part of them belongs to one owner; an organisation without an owner is its own."""
        most = OWNER_AT_MOST * len(having)
        if max(self._owned.values()) <= most:  # not even in the whole database
            return False
        return max(Counter(self._owners[place] for place in having).values()) > most

    @cached_property
    def _owners(self) -> list[str]:
        return [fold(peer.owner) or fold(peer.id) for peer in self.peers]

    @cached_property
    def _owned(self) -> Counter[str]:
        return Counter(self._owners)


def peer_groups(peers: Iterable[Peer], engagement: Engagement, questions: QuestionSet) -> PeerGroups:
    """The whole database and the chosen group, without other question sets, and which of them are the client's own."""
    given = list(peers)
    names = {fold(name) for name in engagement.own_peer_ids} - {""}
    usable, notes = _usable(given, questions)
    own = frozenset(place for place, peer in enumerate(usable) if {fold(peer.id), fold(peer.owner)} & names)
    if own:
        notes.insert(0, "Earlier assessments of the client itself are left out.")
    passing = _filter(engagement.peer_filter)
    wanted = [place for place, peer in enumerate(usable) if passing(peer)]
    outside = len(usable) - len(own) - sum(place not in own for place in wanted)
    widened = 0 < outside < PEERS_FOR_MEDIAN
    if widened:
        notes.append(
            f"The chosen group differs from the whole database by fewer than {ENOUGH_PEERS} organisations, "
            "so elements are compared with the whole database."
        )
    return PeerGroups(
        peers=usable,
        own=own,
        chosen=range(len(usable)) if widened else wanted,
        questions=questions,
        words=ALL if widened else filter_in_words(engagement.peer_filter),
        widened=widened,
        notes=tuple(notes),
    )


def filter_in_words(peer_filter: PeerFilter) -> str:
    """The chosen group in words: "retail or banking; UK; assessed since 2021"."""
    fields = (peer_filter.sectors, peer_filter.regions, peer_filter.sizes)
    parts = [" or ".join(one_line(name) for name in names) for names in fields if names]
    if peer_filter.since:
        parts.append(f"assessed since {peer_filter.since}")
    return "; ".join(parts) or ALL


def _usable(peers: Sequence[Peer], questions: QuestionSet) -> tuple[list[Peer], list[str]]:
    """One assessment an organisation, of this question set; and what must be said about it."""
    notes = []
    own = {set_id for set_id in {peer.set_id for peer in peers} if fold(set_id) == fold(questions.id)}
    same_set = [peer for peer in peers if peer.set_id in own]
    if len(same_set) < len(peers):
        notes.append("Assessments made with another question set are left out.")
    newest: dict[str, Peer] = {}
    for peer in same_set:
        name = fold(peer.id)
        kept = newest.setdefault(name, peer)
        if kept is not peer and _order(peer) > _order(kept):
            newest[name] = peer
    if len(newest) < len(same_set):
        notes.append("Of organisations that stand in the peer data several times, the newest assessment counts.")
    return list(newest.values()), notes


def _order(peer: Peer) -> tuple[object, ...]:
    """By date; assessments of one day by what they say, so that their order in the file does not matter."""
    return peer.date, sorted(peer.elements.items())


def _filter(wanted: PeerFilter) -> Callable[[Peer], bool]:
    """True for peers of the wanted sectors, regions and sizes, assessed in the wanted years."""
    sectors, regions, sizes = (
        {fold(name) for name in names} for names in (wanted.sectors, wanted.regions, wanted.sizes)
    )

    def passes(peer: Peer) -> bool:
        fields = ((sectors, peer.sector), (regions, peer.region), (sizes, peer.size))
        named = all(not names or fold(value) in names for names, value in fields)
        return named and (wanted.since is None or peer.date.year >= wanted.since)

    return passes
