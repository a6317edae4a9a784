"""Where the client stands on one figure, and no more of its group than the group's size allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from reportgen.assessment.standing.groups import Member
from reportgen.assessment.standing.quantiles import jeffreys, mid_rank, quantile
from reportgen.common.means import weighted_mean
from reportgen.common.method import BEST, PEER_BAND, PEERS_FOR_MEDIAN, PEERS_FOR_PERCENTILE, PEERS_FOR_QUARTERS
from reportgen.common.model import Disclosure, Reference, Standing
from reportgen.common.rounding import round_half_up

_FROM = {
    PEERS_FOR_MEDIAN: Disclosure.MEDIAN,
    PEERS_FOR_QUARTERS: Disclosure.QUARTERS,
    PEERS_FOR_PERCENTILE: Disclosure.FULL,
}


def disclosure_for(n: int) -> Disclosure:
    """What may be shown of a group of `n` organisations."""
    return max((allowed for least, allowed in _FROM.items() if n >= least), default=Disclosure.NOTHING)


def nothing(figure_id: str, reference: Reference, n: int, reason: str) -> Standing:
    """The standing that shows its number of organisations and why it shows nothing else."""
    return Standing(figure_id, reference, n, Disclosure.NOTHING, reason)


def standing(
    figure_id: str, reference: Reference, having: Sequence[Member], client: Fraction | None, objection: str
) -> Standing:
    """The standing of a client's exact score among the members `having` the figure; `objection` withholds it."""
    n = len(having)
    if objection:
        return nothing(figure_id, reference, n, objection)
    # fractions compare slowly: by float first leaves the exact sorting little to do
    values = sorted(sorted((member.figures[figure_id] for member in having), key=float))
    allowed = disclosure_for(n)
    median = quantile(values, Fraction(1, 2))
    found = Standing(figure_id, reference, n, allowed, median=median)
    if client is not None:
        found = replace(found, side=_side(client, median))
    if allowed >= Disclosure.QUARTERS:
        found = _with_quarters(found, values, client)
    if allowed >= Disclosure.FULL:
        found = _with_percentiles(found, values, client)
    return found


def _side(client: Fraction, median: Fraction) -> int:
    """1 above, 0 at, -1 below: of the printed numbers, so that text and picture never contradict what they show."""
    difference = round_half_up(client) - round_half_up(median)
    return (difference > 0) - (difference < 0)


def _with_quarters(found: Standing, values: Sequence[Fraction], client: Fraction | None) -> Standing:
    quartiles = [quantile(values, Fraction(quarter, 4)) for quarter in (1, 2, 3)]
    quarter = None if client is None else _quarter(client, quartiles)
    return replace(found, middle_half=(quartiles[0], quartiles[2]), quarter=quarter)


def _quarter(client: Fraction, quartiles: Sequence[Fraction]) -> int | None:
    """1 lowest to 4 top, of the printed numbers; None when the client is level with peers that are all alike."""
    printed, bounds = round_half_up(client), [round_half_up(quartile) for quartile in quartiles]
    if bounds[0] == bounds[-1] == printed:
        return None
    return 1 + sum(printed >= bound for bound in bounds)


def _with_percentiles(found: Standing, values: Sequence[Fraction], client: Fraction | None) -> Standing:
    top = values[-int(len(values) * BEST) :]  # enough of them that their mean tells of no single one
    found = replace(
        found,
        band=(quantile(values, PEER_BAND[0]), quantile(values, PEER_BAND[1])),
        best_in_class=weighted_mean((Fraction(1), value) for value in top),
    )
    if client is None:
        return found
    below = mid_rank(client, values)
    return replace(found, percentile=below / len(values), percentile_interval=jeffreys(below, len(values)))
