"""Where the client stands on one figure, and no more of its group than the group's size allows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.assessment.standing.position import positioned
from reportgen.assessment.standing.quantiles import best_in_class, in_place, mid_rank, on_grid, quantile
from reportgen.common.absence import Absence
from reportgen.common.method import (
    FINER,
    PEER_BAND,
    PEERS_FOR_BEST,
    PEERS_FOR_FINE_GRID,
    PEERS_FOR_MEDIAN,
    PEERS_FOR_PERCENTILE,
    PEERS_FOR_QUARTERS,
)
from reportgen.common.model import Disclosure, GroupScore, QuestionSet, Reference, Standing
from reportgen.common.peer_table import Whole

_FROM = {
    PEERS_FOR_MEDIAN: Disclosure.MEDIAN,
    PEERS_FOR_QUARTERS: Disclosure.QUARTERS,
    PEERS_FOR_PERCENTILE: Disclosure.PERCENTILE,
    PEERS_FOR_BEST: Disclosure.BEST,
}
_MIDDLE, _HALF = Fraction(1, 2), (Fraction(1, 4), Fraction(3, 4))


def disclosure_for(n: int) -> Disclosure:
    """What may be shown of a group of `n` organisations."""
    return max((allowed for least, allowed in _FROM.items() if n >= least), default=Disclosure.NOTHING)


def nothing(figure_id: str, reference: Reference, n: int, absence: Absence) -> Standing:
    """The standing that shows its number of organisations and why it shows nothing else."""
    return Standing(figure_id, reference, n, Disclosure.NOTHING, absence)


def standing(
    figure_id: str, reference: Reference, values: Whole, unit: int, score: GroupScore, questions: QuestionSet
) -> Standing:
    """The standing of a client's score among the figures of its peers, each a value over the unit.

    The figures of the peers are as printed. Nothing else of them leaves this step.
    """
    n, ordered = len(values), in_place(values, (_MIDDLE, *_HALF, *PEER_BAND))
    allowed = disclosure_for(n)
    grid = questions.scale.grid if n < PEERS_FOR_FINE_GRID else questions.scale.grid / FINER

    def printed(value: Fraction) -> Fraction:
        return on_grid(value / unit, grid)

    def at(share: Fraction) -> Fraction:
        return printed(quantile(ordered, share))

    found = Standing(figure_id, reference, n, allowed)
    if allowed >= Disclosure.MEDIAN:
        found = replace(found, median=at(_MIDDLE))
    if allowed >= Disclosure.QUARTERS:
        found = replace(found, middle_half=(at(_HALF[0]), at(_HALF[1])))
    if allowed >= Disclosure.PERCENTILE:
        found = replace(found, band=(at(PEER_BAND[0]), at(PEER_BAND[1])))
    if allowed >= Disclosure.BEST:
        found = replace(found, best_in_class=printed(best_in_class(values, ordered)))
    rank = None
    if allowed >= Disclosure.PERCENTILE and score.value is not None:
        rank = mid_rank(Fraction(questions.scale.rounded(score.value)) * unit, values)
    return positioned(found, score, questions.scale, rank)
