"""Who is compared with whom: the whole database, the chosen group, and when a group must not be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reportgen.common.folding import fold
from reportgen.common.language import day_in_words, one_line, share_in_words
from reportgen.common.means import mean_if_covered
from reportgen.common.method import ENOUGH_PEERS, OWNER_AT_MOST, PEERS_FOR_MEDIAN
from reportgen.common.model import OVERALL, Engagement, Peer, PeerFilter, PeerGroup, QuestionSet, Reference

ALL = "all organisations"


@dataclass(frozen=True, slots=True)
class Member:
    """A peer as the comparison sees it: never handed on."""

    owner: str
    date: date
    figures: Mapping[str, Fraction]  # by OVERALL, area id and element id; absent when not assessed


@dataclass(frozen=True)
class PeerGroups:
    """The two references and what must be said about them."""

    database: Sequence[Member]
    chosen: Sequence[Member]
    words: str  # the chosen group in words
    widened: bool
    notes: tuple[str, ...]

    def printed(self, reference: Reference) -> PeerGroup:
        """A reference as the report names it; the date of a small group would be that of one of few."""
        members = self._members(reference)
        newest = max(member.date for member in members) if len(members) >= PEERS_FOR_MEDIAN else None
        return PeerGroup(reference, len(members), newest, ALL if reference is Reference.DATABASE else self.words)

    def having(self, figure_id: str, reference: Reference) -> list[Member]:
        """The members of a reference that have this figure."""
        return [member for member in self._members(reference) if figure_id in member.figures]

    def objection(self, figure_id: str, reference: Reference) -> str:
        """Why nothing of a group may be shown on this figure, as a sentence; empty when it may."""
        having = self.having(figure_id, reference)
        if len(having) < PEERS_FOR_MEDIAN:
            return _too_few(len(having), reference)
        largest = max(Counter(member.owner for member in having).values())
        if largest > OWNER_AT_MOST * len(having):
            most = share_in_words(OWNER_AT_MOST)
            return f"More than {most} of the {len(having)} organisations with this figure belong to one owner."
        # An area that rests on this element alone shows the same figure for the whole database: the few organisations
        # between the two groups could be worked out from the difference.
        outside = len(self.having(figure_id, Reference.DATABASE)) - len(having)
        if reference is Reference.CHOSEN and 0 < outside < PEERS_FOR_MEDIAN:
            return (
                f"Fewer than {ENOUGH_PEERS} organisations with this figure lie outside the chosen group "
                "and could be worked out."
            )
        return ""

    def _members(self, reference: Reference) -> Sequence[Member]:
        return self.database if reference is Reference.DATABASE else self.chosen


def peer_groups(peers: Iterable[Peer], engagement: Engagement, questions: QuestionSet) -> PeerGroups:
    """The whole database and the chosen group, without the client itself and without other question sets."""
    usable, notes = _usable(list(peers), engagement, questions)
    wanted = [peer for peer in usable if _passes(peer, engagement.peer_filter)]
    widened = 0 < len(usable) - len(wanted) < PEERS_FOR_MEDIAN
    if widened:
        notes.append(
            f"The chosen group differs from the whole database by fewer than {ENOUGH_PEERS} organisations, "
            "so elements are compared with the whole database."
        )
    members = {fold(peer.id): _member(peer, questions) for peer in usable}
    return PeerGroups(
        database=list(members.values()),
        chosen=[members[fold(peer.id)] for peer in (usable if widened else wanted)],
        words=ALL if widened else filter_in_words(engagement.peer_filter),
        widened=widened,
        notes=tuple(notes),
    )


def figures_of(peer: Peer, questions: QuestionSet) -> dict[str, Fraction]:
    """Every figure of a peer: its element scores, and areas and overall computed from them by the client's rule.

    An element a peer was not scored on counts as missing weight, so an area with too little of it has no figure.
    """
    found = {e.id: peer.elements[e.id] for e in questions.elements if e.id in peer.elements}
    areas = {area.id: mean_if_covered((e.weight, found.get(e.id)) for e in area.elements) for area in questions.areas}
    overall = mean_if_covered((area.weight, areas[area.id]) for area in questions.areas)
    return found | {key: value for key, value in {**areas, OVERALL: overall}.items() if value is not None}


def filter_in_words(peer_filter: PeerFilter) -> str:
    """The chosen group in words: "retail or banking; UK; assessed since 1 May 2021"."""
    fields = (peer_filter.sectors, peer_filter.regions, peer_filter.sizes)
    parts = [" or ".join(one_line(name) for name in names) for names in fields if names]
    if peer_filter.since:
        parts.append(f"assessed since {day_in_words(peer_filter.since)}")
    return "; ".join(parts) or ALL


def _usable(peers: list[Peer], engagement: Engagement, questions: QuestionSet) -> tuple[list[Peer], list[str]]:
    """One assessment an organisation, of this question set, without the client; and what must be said about it."""
    notes = []
    own = {fold(name) for name in engagement.own_peer_ids} - {""}
    others = [peer for peer in peers if not {fold(peer.id), fold(peer.owner)} & own]
    if len(others) < len(peers):
        notes.append("Earlier assessments of the client itself are left out.")
    same_set = [peer for peer in others if fold(peer.set_id) == fold(questions.id)]
    if len(same_set) < len(others):
        notes.append("Assessments made with another question set are left out.")
    newest = {
        fold(peer.id): peer for peer in sorted(same_set, key=lambda peer: (peer.date, sorted(peer.elements.items())))
    }
    if len(newest) < len(same_set):
        notes.append("Of organisations that stand in the peer data several times, the newest assessment counts.")
    return list(newest.values()), notes


def _passes(peer: Peer, wanted: PeerFilter) -> bool:
    fields = ((wanted.sectors, peer.sector), (wanted.regions, peer.region), (wanted.sizes, peer.size))
    named = all(not names or fold(value) in {fold(name) for name in names} for names, value in fields)
    return named and (wanted.since is None or peer.date >= wanted.since)


def _member(peer: Peer, questions: QuestionSet) -> Member:
    # an organisation without an owner is its own
    return Member(fold(peer.owner) or fold(peer.id), peer.date, figures_of(peer, questions))


def _too_few(n: int, reference: Reference) -> str:
    group = "chosen group" if reference is Reference.CHOSEN else "database"
    if n == 0:
        return f"No organisation in the {group} has this figure."
    have = "organisation has" if n == 1 else "organisations have"
    return f"Only {n} {have} this figure in the {group}; at least {ENOUGH_PEERS} are needed."
