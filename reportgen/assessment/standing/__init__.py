"""The client among its peers: who is compared with whom, and how much of it may be shown (design section 7).

Overall and areas are compared with the whole database, elements with the group chosen on the sheet Engagement. What a
small group does not allow is left out here, in the calculation, so that no output can show it. Nothing that leaves this
step names a peer or its owner, and the order of the peers does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from reportgen.assessment.standing.groups import ALL, PeerGroups, peer_groups
from reportgen.assessment.standing.releases import Releasing, release_notes
from reportgen.assessment.standing.standing import nothing, standing
from reportgen.common.absence import NO_PEERS
from reportgen.common.model import (
    OVERALL,
    Comparison,
    Disclosure,
    Engagement,
    GroupScore,
    PeerGroup,
    QuestionSet,
    Reference,
    Scores,
    Standing,
)
from reportgen.common.peer_table import PeerData
from reportgen.common.releases import Release, count_of

__all__ = ["compare", "release"]


def compare(scores: Scores, data: PeerData | None, engagement: Engagement, questions: QuestionSet) -> Comparison:
    """Where the client stands on overall, every area and every element, in this order.

    Without peer data every standing says so. A figure the client has no score for still gets its group's figures.
    """
    if data is None:
        return _without_peers(questions)
    groups = peer_groups(data, scores, engagement, questions)
    return _compared(data, groups, _standings(scores, groups))


def release(
    scores: Scores,
    data: PeerData | None,
    engagement: Engagement,
    questions: QuestionSet,
    *,
    earlier: Sequence[Release],
    day: date,
    anew: bool = False,
) -> tuple[Comparison, Release | None]:
    """Where the client stands, as far as what `earlier` releases showed allows it; and what is to be recorded of it.

    Nothing is to be recorded when a report shows only what was released before. `anew` releases against the rule.
    """
    if data is None:
        return _without_peers(questions), None
    groups = peer_groups(data, scores, engagement, questions)
    fresh = _standings(scores, groups)
    members = {figure_id: groups.members(figure_id, found.reference) for figure_id, found in fresh.items()}
    releasing = Releasing(earlier, groups.peers, members, own=groups.own, data=data.peers, questions=questions)
    shown = {
        figure_id: releasing.decided(found, scores.group(figure_id), anew=anew) for figure_id, found in fresh.items()
    }
    released = [found for key, found in shown.items() if found is fresh[key] and found.disclosure > Disclosure.NOTHING]
    fresh_groups = {reference: groups.printed(reference) for reference in Reference}
    new = releasing.to_record(released, scores, tuple(fresh_groups.values()), day)
    # a report that shows just what the last release showed is that release, and was compared with those before
    is_again = bool(released) and not new and all(shown[key] is fresh[key] for key in shown)
    count = count_of(earlier) - is_again
    days = sorted({found.as_of for found in shown.values() if found.as_of})
    printed = {reference: releasing.group_of(shown.values(), group) for reference, group in fresh_groups.items()}
    comparison = replace(
        _compared(data, groups, shown),
        database=printed[Reference.DATABASE],
        chosen=printed[Reference.CHOSEN],
        notes=(*groups.notes, *release_notes(count, days)),
        earlier_releases=count,
    )
    return comparison, new


def _compared(data: PeerData, groups: PeerGroups, standings: Mapping[str, Standing]) -> Comparison:
    return Comparison(
        database=groups.printed(Reference.DATABASE),
        chosen=groups.printed(Reference.CHOSEN),
        standings=standings,
        source=data.source,
        invented=data.invented,
        widened=groups.widened,
        notes=groups.notes,
    )


def _standings(scores: Scores, groups: PeerGroups) -> dict[str, Standing]:
    return {
        figure_id: _standing(figure_id, reference, groups, scores.group(figure_id))
        for figure_id, reference in _references(groups.questions).items()
    }


def _references(questions: QuestionSet) -> dict[str, Reference]:
    """The group each figure is compared with: never both in one chart."""
    whole = [OVERALL, *(area.id for area in questions.areas)]
    return dict.fromkeys(whole, Reference.DATABASE) | {e.id: Reference.CHOSEN for e in questions.elements}


def _standing(figure_id: str, reference: Reference, groups: PeerGroups, score: GroupScore) -> Standing:
    having = groups.having(figure_id, reference)
    if objection := groups.objection(figure_id, reference, having):
        return nothing(figure_id, reference, int(np.count_nonzero(having)), objection)
    values, unit = groups.values(figure_id, having), groups.figures[figure_id].unit
    return standing(figure_id, reference, values, unit, score, groups.questions)


def _without_peers(questions: QuestionSet) -> Comparison:
    return Comparison(
        database=PeerGroup(Reference.DATABASE, 0, None, ALL),
        chosen=PeerGroup(Reference.CHOSEN, 0, None, ALL),
        standings={
            figure_id: nothing(figure_id, reference, 0, NO_PEERS)
            for figure_id, reference in _references(questions).items()
        },
    )
