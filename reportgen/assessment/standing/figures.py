"""The figures of many peers as whole numbers: exact, and quick for a hundred thousand of them.

Fractions are slow. So each figure has one denominator for all peers, its unit, and a peer's figure is a numerator over
it. Areas and the whole follow from the elements by the rule of the client's own scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from reportgen.common.means import Covered, covered_mean, total
from reportgen.common.model import OVERALL, Peer, QuestionSet

_MISSING, _THERE = Covered(Fraction(0), None), Covered(Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class PeerColumn:
    """A figure of all peers, in their order."""

    unit: int  # a value v stands for v / unit
    values: Sequence[int | None]  # None where a peer has no such figure
    states: Sequence[int]  # which of the `kinds` each peer's figure is
    kinds: Sequence[Covered]  # coverage, and any value where there is one


def peer_figures(peers: Sequence[Peer], questions: QuestionSet) -> dict[str, PeerColumn]:
    """Every figure of the peers: OVERALL, and by area id and element id.

    An element that a peer was not scored on counts as not covered, never as not applicable.
    """
    found = {element.id: _element(peers, element.id) for element in questions.elements}
    for area in questions.areas:
        found[area.id] = _mean([(element.weight, found[element.id]) for element in area.elements])
    found[OVERALL] = _mean([(area.weight, found[area.id]) for area in questions.areas])
    return found


def _element(peers: Sequence[Peer], element_id: str) -> PeerColumn:
    given = (peer.elements.get(element_id) for peer in peers)
    scores = [None if score is None else score.as_integer_ratio() for score in given]
    units = {score[1] for score in scores if score is not None}
    unit = lcm(*units)
    times = {one: unit // one for one in units}
    values = [None if score is None else score[0] * times[score[1]] for score in scores]
    return PeerColumn(unit, values, [int(score is not None) for score in scores], (_MISSING, _THERE))


def _mean(parts: Sequence[tuple[Fraction, PeerColumn]]) -> PeerColumn:
    """The weighted means of the parts, peer by peer; what is missing is decided once for all peers that are alike."""
    alike = _Alike(parts)
    states = [alike.state_of(states) for states in zip(*(column.states for _, column in parts), strict=True)]
    unit, fraction = lcm(*(column.unit for _, column in parts)), lcm(*(weight.denominator for weight, _ in parts))
    factors = [int(weight * fraction) * (unit // column.unit) for weight, column in parts]
    terms = [[v and v * factor for v in column.values] for factor, (_, column) in zip(factors, parts, strict=True)]
    weights = [int(weight * fraction) for weight in alike.weights]  # 0 where nothing stands
    whole = lcm(*filter(None, weights))
    times = [whole // weight if weight else 0 for weight in weights]
    sums = map(sum, (filter(None, values) for values in zip(*terms, strict=True)))
    values = [value * times[state] if weights[state] else None for value, state in zip(sums, states, strict=True)]
    return PeerColumn(unit * whole, values, states, alike.kinds)


class _Alike:
    """The kinds of peers by what they have of the parts: each is judged once."""

    def __init__(self, parts: Sequence[tuple[Fraction, PeerColumn]]) -> None:
        self._parts = parts
        self._places: dict[tuple[int, ...], int] = {}
        self.kinds: list[Covered] = []
        self.weights: list[Fraction] = []  # of the parts that have a value; 0 where no mean stands

    def state_of(self, states: tuple[int, ...]) -> int:
        """The place among the kinds of a peer whose parts are in these states."""
        place = self._places.get(states)
        if place is None:
            place = self._places[states] = len(self.kinds)
            parts = [(weight, column.kinds[s]) for (weight, column), s in zip(self._parts, states, strict=True)]
            kind = covered_mean(parts)
            valued = total(weight for weight, part in parts if part.value is not None)
            self.kinds.append(kind)
            self.weights.append(valued if kind.value is not None else Fraction(0))
        return place
