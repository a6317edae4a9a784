"""The one rule for where a score stands, from printed numbers alone, so that no two outputs can contradict each other.

Everything that says above, below, level, quarter, middle half or percentile takes it from here.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.common.method import PERCENTILE_STEP
from reportgen.common.model import GroupScore, Interval, Quarter, Side, Standing
from reportgen.common.rounding import round_half_up
from reportgen.common.scale import Scale

_FIRST, _LOWER, _MIDDLE, _UPPER, _LAST = PERCENTILE_STEP, 25, 50, 75, 100 - PERCENTILE_STEP


def positioned(found: Standing, score: GroupScore, scale: Scale, rank: Fraction | None = None) -> Standing:
    """The standing of a score against the printed figures of its peers, as far as these are shown.

    `rank` is the share of the peers below the printed score, where a percentile may be shown. Without a score or a
    median nothing is said.
    """
    if score.value is None or found.median is None:
        return found
    printed = Fraction(scale.rounded(score.value))
    side = side_of(printed, score.interval, found.median, scale)
    quarter = quarter_of(printed, side, found.middle_half) if found.middle_half else None
    percentile = None if rank is None else percentile_of(rank, printed - found.median, quarter)
    is_sure = score.interval is None or abs(side) != Side.ABOVE
    return replace(found, side=side, quarter=quarter, percentile=percentile, is_sure=is_sure)


def side_of(printed: Fraction, interval: Interval | None, median: Fraction, scale: Scale) -> Side:
    """Above or below from so far off the median on; clearly where the printed interval is clear of it."""
    if printed >= median + scale.about_level:
        clear = interval is not None and scale.rounded(interval.low) > median
        return Side.CLEARLY_ABOVE if clear else Side.ABOVE
    if printed <= median - scale.about_level:
        clear = interval is not None and scale.rounded(interval.high) < median
        return Side.CLEARLY_BELOW if clear else Side.BELOW
    return Side.LEVEL


def quarter_of(printed: Fraction, side: Side, middle_half: tuple[Fraction, Fraction]) -> Quarter | None:
    """The middle half with its ends; beyond it a quarter, unless the score is about level with the median."""
    low, high = middle_half
    if low <= printed <= high:
        return Quarter.MIDDLE_HALF
    if printed > high and side > 0:
        return Quarter.TOP
    return Quarter.BOTTOM if printed < low and side < 0 else None


def percentile_of(rank: Fraction, difference: Fraction, quarter: Quarter | None) -> int:
    """The percentile in steps, held to the quarter and to the side of the median on which the printed score lies."""
    percentile = PERCENTILE_STEP * round_half_up(rank * 100 / PERCENTILE_STEP)
    low, high = _LOWER, _UPPER
    if quarter is Quarter.TOP:
        low, high = _UPPER, _LAST
    elif quarter is Quarter.BOTTOM:
        low, high = _FIRST, _LOWER
    if difference > 0:
        low = max(low, _MIDDLE)
    if difference < 0:
        high = min(high, _MIDDLE)
    return max(low, min(percentile, high))
