"""The client among its peers: who is compared with whom, and how much of it may be shown (design section 7).

Overall and areas are compared with the whole database, elements with the group chosen on the sheet Engagement. What a
small group does not allow is left out here, in the calculation, so that no output can show it. Nothing that leaves this
step names a peer or its owner, and the order of the peers does not matter.
"""

from __future__ import annotations

from reportgen.assessment.standing.groups import ALL, PeerGroups, peer_groups
from reportgen.assessment.standing.standing import nothing, standing
from reportgen.common.model import (
    OVERALL,
    Comparison,
    Engagement,
    GroupScore,
    PeerData,
    PeerGroup,
    QuestionSet,
    Reference,
    Scores,
    Standing,
)

__all__ = ["compare"]


def compare(scores: Scores, data: PeerData | None, engagement: Engagement, questions: QuestionSet) -> Comparison:
    """Where the client stands on overall, every area and every element, in this order.

    Without peer data every standing says so. A figure the client has no score for still gets its group's figures.
    """
    if data is None:
        return _without_peers(questions)
    groups = peer_groups(data.peers, engagement, questions)
    standings = {
        figure_id: _standing(figure_id, reference, groups, scores.group(figure_id))
        for figure_id, reference in _references(questions).items()
    }
    return Comparison(
        database=groups.printed(Reference.DATABASE),
        chosen=groups.printed(Reference.CHOSEN),
        standings=standings,
        source=data.source,
        invented=data.invented,
        widened=groups.widened,
        notes=groups.notes,
    )


def _references(questions: QuestionSet) -> dict[str, Reference]:
    """The group each figure is compared with: never both in one chart."""
    whole = [OVERALL, *(area.id for area in questions.areas)]
    return dict.fromkeys(whole, Reference.DATABASE) | {e.id: Reference.CHOSEN for e in questions.elements}


def _standing(figure_id: str, reference: Reference, groups: PeerGroups, score: GroupScore) -> Standing:
    having = groups.having(figure_id, reference)
    if objection := groups.objection(figure_id, reference, having):
        return nothing(figure_id, reference, len(having), objection)
    values, unit = groups.values(figure_id, having), groups.figures[figure_id].unit
    return standing(figure_id, reference, values, unit, score, groups.questions)


def _without_peers(questions: QuestionSet) -> Comparison:
    return Comparison(
        database=PeerGroup(Reference.DATABASE, 0, None, ALL),
        chosen=PeerGroup(Reference.CHOSEN, 0, None, ALL),
        standings={
            figure_id: nothing(figure_id, reference, 0, "There is no peer data to compare with.")
            for figure_id, reference in _references(questions).items()
        },
    )
