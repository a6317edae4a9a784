"""What the engagement asks of the peer data that no organisation in it has: a slip changes the group in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reportgen.common.diagnostics.problems import UNKNOWN_PEER_FILTER, Problem
from reportgen.common.folding import did_you_mean, fold
from reportgen.common.language import one_line
from reportgen.common.model import Engagement, Peer


def peer_filter_problems(engagement: Engagement, peers: Collection[Peer]) -> Iterator[Problem]:
    """A warning for each sector, region and size of the filter, and each of the client's own ids, that no peer has."""
    wanted = engagement.peer_filter
    for key, what, names, known in (
        ("peer_sectors", "sector", wanted.sectors, {peer.sector for peer in peers}),
        ("peer_regions", "region", wanted.regions, {peer.region for peer in peers}),
        ("peer_sizes", "size", wanted.sizes, {peer.size for peer in peers}),
    ):
        known_keys = {fold(name) for name in known}
        for name in names:
            if fold(name) not in known_keys:
                hint = did_you_mean(name, sorted(known - {""})) + _about_commas(name)
                yield _unknown(engagement, key, what, name, "it chooses none", hint)
    codes = {fold(code) for peer in peers for code in (peer.id, peer.owner)}
    for code in engagement.own_peer_ids:
        if fold(code) not in codes:
            # no code of another organisation is suggested: what is said here stands in the results, too
            effect = "no assessment of the client is left out for it"
            yield _unknown(engagement, "own_peer_ids", "id or owner", code, effect, "")


def _about_commas(name: str) -> str:
    return " Values are separated by semicolons, not by commas." if "," in name else ""


def _unknown(engagement: Engagement, key: str, what: str, name: str, effect: str, hint: str) -> Problem:
    shown = one_line(name)
    return UNKNOWN_PEER_FILTER.at(engagement.places[key], value=shown, what=what, effect=effect, hint=hint)
