"""The figures of many peers as whole numbers: exact, and quick for a hundred thousand of them.

Fractions are slow. So each figure has one denominator for all peers, its unit, and a peer's figure is a numerator over
it. Areas and the whole follow from the elements by the rule of the client's own scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportgen.common.means import Covered, coverage_of, is_covered, total
from reportgen.common.model import OVERALL, QuestionSet
from reportgen.common.peer_table import Mask, PeerTable, Whole, furthest, number_type

_ANY = Fraction(1)  # value of whatever has one
_MISSING, _THERE = Covered(Fraction(0), None), Covered(Fraction(1), _ANY)
_FEW = 1 << 16  # kinds that are counted in a table of all that could be, rather than sorted


@dataclass(frozen=True, slots=True)
class PeerColumn:
    """A figure of all peers, in their order."""

    unit: int  # a value v stands for v / unit
    values: Whole  # 0 where a peer has no such figure
    there: Mask  # which peers have the figure
    states: NDArray[Any]  # which of the `kinds` each peer's figure is
    kinds: Sequence[Covered]  # coverage, and any value where there is one


def peer_figures(peers: PeerTable, questions: QuestionSet) -> dict[str, PeerColumn]:
    """Every figure of the peers: OVERALL, and by area id and element id.

    An element that a peer was not scored on counts as not covered, never as not applicable.
    """
    found = {element.id: _element(peers, element.id) for element in questions.elements}
    for area in questions.areas:
        found[area.id] = _mean([(element.weight, found[element.id]) for element in area.elements])
    found[OVERALL] = _mean([(area.weight, found[area.id]) for area in questions.areas])
    return found


def _element(peers: PeerTable, element_id: str) -> PeerColumn:
    column = peers.elements.get(element_id)
    if column is None:
        there = np.zeros(len(peers), np.bool_)
        return PeerColumn(1, np.zeros(len(peers), np.int64), there, there.view(np.uint8), (_MISSING, _THERE))
    return PeerColumn(column.unit, column.values, column.there, column.there.view(np.uint8), (_MISSING, _THERE))


def _mean(parts: Sequence[tuple[Fraction, PeerColumn]]) -> PeerColumn:
    """The weighted means of the parts, peer by peer; what is missing is decided once for all peers that are alike."""
    states, kinds, weights = _alike(parts)
    unit, fraction = lcm(*(column.unit for _, column in parts)), lcm(*(weight.denominator for weight, _ in parts))
    factors = [int(weight * fraction) * (unit // column.unit) for weight, column in parts]
    numbers = [int(weight * fraction) for weight in weights]  # 0 where nothing stands
    whole = lcm(*filter(None, numbers))
    times = [whole // number if number else 0 for number in numbers]
    largest = sum(factor * furthest(column.values) for factor, (_, column) in zip(factors, parts, strict=True))
    kind = number_type(max(largest * whole, *factors))
    values = np.zeros(len(states), kind)
    for factor, (_, column) in zip(factors, parts, strict=True):
        values += column.values.astype(kind, copy=False) * factor
    values *= np.array(times, kind)[states]
    there = np.array([number > 0 for number in numbers], np.bool_)[states]
    # those that are alike to whatever rests on this figure: few, however many ways lead to them
    places = {kind: place for place, kind in enumerate(dict.fromkeys(kinds))}
    merged = np.array([places[kind] for kind in kinds], np.min_scalar_type(len(places)))[states]
    return PeerColumn(unit * whole, values, there, merged, tuple(places))


def _alike(parts: Sequence[tuple[Fraction, PeerColumn]]) -> tuple[NDArray[Any], list[Covered], list[Fraction]]:
    """Peers by what they have of the parts: the kind of each, all kinds, and the weight of their parts with a value.

    The weight is 0 where no mean stands. Each kind is judged once.
    """
    ways = [len(column.kinds) for _, column in parts]
    code = np.zeros(len(parts[0][1].states), np.min_scalar_type(prod(ways)))
    for (_, column), count in zip(parts, ways, strict=True):
        code = code * count + column.states
    if prod(ways) <= _FEW:
        met = np.flatnonzero(np.bincount(code, minlength=1))
        states = np.searchsorted(met, np.arange(prod(ways)))[code]
    else:
        met, states = np.unique(code, return_inverse=True)
    judged = [_judged(parts, ways, int(one)) for one in met]
    return states, [kind for kind, _ in judged], [weight for _, weight in judged]


def _judged(parts: Sequence[tuple[Fraction, PeerColumn]], ways: Sequence[int], code: int) -> tuple[Covered, Fraction]:
    """The mean of a kind of peers, and the weight of what has a value in it; 0 where no mean stands."""
    covered: list[tuple[Fraction, Fraction]] = []
    valued: list[Fraction] = []
    for (weight, column), count in zip(reversed(parts), reversed(ways), strict=True):
        code, state = divmod(code, count)
        kind = column.kinds[state]
        covered += [] if kind.coverage is None else [(weight, kind.coverage)]
        valued += [] if kind.value is None else [weight]
    coverage = coverage_of(covered)
    if not valued or not is_covered(coverage):
        return Covered(coverage, None), Fraction(0)
    return Covered(coverage, _ANY), total(valued)
