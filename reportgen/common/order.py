"""Whether the interviews settle which of two scores is the higher: one rule for sentences, headlines and tables.

Printed figures decide. Where both scores have an interval, the two must not meet; where one has, the other score must
lie outside of it; where neither has, nothing speaks against the order, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reportgen.common.model import GroupScore
from reportgen.common.scale import Scale

UNSETTLED = "though the interviews do not settle this order"  # ends what orders such scores


@dataclass(frozen=True, slots=True)
class Measured:
    """A printed score, with the printed ends of its interval if it has one."""

    score: Decimal
    interval: tuple[Decimal, Decimal] | None = None


def measured(group: GroupScore, scale: Scale) -> Measured | None:
    """A score as it is compared; None where there is none."""
    if group.value is None:
        return None
    found = group.interval
    ends = (scale.rounded(found.low), scale.rounded(found.high)) if found else None
    return Measured(scale.rounded(group.value), ends)


def unsettled(higher: Iterable[Measured], lower: Iterable[Measured]) -> str:
    """What to add to a claim that all of some scores are higher than all of others; empty where it is settled.

    >>> a, b = Measured(Decimal(46), (Decimal(40), Decimal(52))), Measured(Decimal(38), (Decimal(32), Decimal(44)))
    >>> unsettled([a], [b]), unsettled([a], [Measured(Decimal(38))]), unsettled([Measured(Decimal(46))], [b])
    (', though the interviews do not settle this order', '', '')
    """
    below = list(lower)
    return "" if all(_is_settled(one, other) for one in higher for other in below) else f", {UNSETTLED}"


def _is_settled(higher: Measured, lower: Measured) -> bool:
    if higher.interval is None and lower.interval is None:
        return True
    floor = higher.interval[0] if higher.interval else higher.score
    ceiling = lower.interval[1] if lower.interval else lower.score
    return ceiling < floor
