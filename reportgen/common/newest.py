"""Which assessment of an organisation counts where it has several: the newest."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from reportgen.common.peer_table import PeerTable, Places


def newest_assessments(peers: PeerTable) -> Places:
    """The places of the newest assessment of each organisation, in the order of the table.

    Of one day the one that comes last by what it says, so that the order in the file does not matter.
    """
    names = peers.id.key_codes
    several = np.bincount(names, minlength=1)
    if several.max() <= 1:
        return np.arange(len(peers))
    days = np.zeros(len(several), np.int32)
    np.maximum.at(days, names, peers.day)
    latest = np.flatnonzero(peers.day == days[names])
    count = np.bincount(names[latest], minlength=len(several))
    is_tied = count[names[latest]] > 1
    kept: dict[int, int] = {}
    for place in latest[is_tied]:
        name = int(names[place])
        if _said(peers, place) > _said(peers, kept.setdefault(name, place)):
            kept[name] = place
    return np.sort(np.concatenate([latest[~is_tied], np.array(list(kept.values()), np.intp)]))


def _said(peers: PeerTable, place: int) -> list[tuple[str, Fraction]]:
    return sorted(peers[place].elements.items())
