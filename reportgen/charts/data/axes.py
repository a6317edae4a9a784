"""What the axes of the charts cover: the whole scale of the question set, or shares in per cent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from reportgen.charts.kinds import AxisBox, AxisRange, BoxAxis
from reportgen.common.rounding import printed_exactly
from reportgen.common.scale import Scale

STEPS = 4  # between guides, where that gives plain figures
_FEW, _MANY = 2, 10
_PLAIN = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))  # steps, but for powers of ten
_PLACES = 3  # decimals at a guide, at most
SHARES = AxisRange("Share of answers, %", Fraction(0), Fraction(100), Fraction(25), 0)


def score_axis(scale: Scale) -> AxisRange:
    """The axis of scores: from end to end of the scale, the same in every chart.

    Its guides stand in even steps at figures with few decimals, at both ends always; where the range has no such steps,
    at its quarters, told in the decimals of the scores.

    >>> from reportgen.common.scale import Box, scale_of
    >>> def told(*values: str) -> str:
    ...     boxes = [Box(Fraction(value), value) for value in values]
    ...     return " ".join(text for _, text in score_axis(scale_of(boxes)).guides)
    >>> told("0", "100"), told("0", "10"), told("-2", "1"), told("0", "1")
    ('0 25 50 75 100', '0 2 4 6 8 10', '−2 −1 0 1', '0.0 0.2 0.4 0.6 0.8 1.0')
    >>> told("0", "1/3")
    '0.000 0.083 0.167 0.250 0.333'
    """
    start, span = scale.lowest, scale.span
    plain = [(places, abs(span / step - STEPS), step) for places, step in _plain_steps(start, span)]
    places, _, step = min(plain, default=(scale.decimals, 0, span / STEPS))
    return AxisRange(f"Score {scale.out_of}", start, scale.highest, step, places)


def difference_axis(scale: Scale, differences: Iterable[Decimal]) -> AxisRange:
    """The axis of differences of scores: as far as they reach, at least a tenth of the range to either side."""
    step = scale.span / 10
    found = [Fraction(-1), Fraction(1), *(Fraction(difference) / step for difference in differences)]
    lowest, highest = floor(min(found)) * step, ceil(max(found)) * step
    return AxisRange("", lowest, highest, step, scale.decimals)


def part_axis(scale: Scale, values: Iterable[Decimal], title: str) -> AxisRange:
    """The axis of scores over that part of the scale in which the values lie; its title says which.

    >>> from reportgen.common.scale import Box, scale_of
    >>> scale = scale_of([Box(Fraction(value), str(value)) for value in (0, 100)])
    >>> axis = part_axis(scale, map(Decimal, (34, 38, 47)), "Overall score")
    >>> axis.title, [text for _, text in axis.guides]
    ('Overall score, from 30 to 50 out of 100', ['30', '35', '40', '45', '50'])
    """
    found = [Fraction(value) - scale.lowest for value in values]
    powers = (Fraction(10) ** power for power in range(-_PLACES, len(str(int(scale.span)))))
    for step in (power * plain for power in powers for plain in _PLAIN):
        first, last = floor(min(found) / step), ceil(max(found) / step)
        places = _places(scale.lowest, step)
        if last - first <= STEPS and last > first and (scale.span / step).denominator == 1 and places is not None:
            low, high = (scale.lowest + number * step for number in (first, last))
            told = f"{title}, from {printed_exactly(low)} to {printed_exactly(high)} {scale.out_of}"
            return AxisRange(told, low, high, step, places)
    return replace(score_axis(scale), title=f"{title} {scale.out_of}")


def box_axis(scale: Scale, values: Iterable[Decimal] = ()) -> BoxAxis:
    """The axis with a guide at each box, drawn to the first box above all values, and always to the middle one.

    Whole without values. Only where marks are no bars, or bars begin at its lowest end, does it say the truth.

    >>> from reportgen.common.scale import Box, scale_of
    >>> scale = scale_of([Box(Fraction(value), str(value)) for value in (5, 20, 40, 60, 80, 100)], lowest=Fraction(0))
    >>> box_axis(scale, [Decimal(38), Decimal(61)]).note
    'drawn to 80; the scale ends at 100'
    >>> [box_axis(scale, values).highest for values in ([Decimal(3)], [Decimal(100)], [])] == [60, 100, 100]
    True
    """
    shown = list(values)
    ends = [value for value in scale.values[len(scale.values) // 2 :] if shown and value >= max(shown)]
    highest = ends[0] if ends else scale.highest
    boxes = [AxisBox(box.value, printed_exactly(box.value), box.short_name) for box in reversed(scale.boxes)]
    is_whole = highest == scale.highest
    note = f"drawn to {printed_exactly(highest)}; the scale ends at {printed_exactly(scale.highest)}"
    return BoxAxis(scale.lowest, highest, tuple(box for box in boxes if box.value <= highest), "" if is_whole else note)


def gain_axis(scale: Scale, largest: Decimal) -> AxisRange:
    """The axis of gains: from 0 to beyond the largest, in a handful of plain steps.

    >>> from reportgen.common.scale import Box, scale_of
    >>> scale = scale_of([Box(Fraction(value), str(value)) for value in (0, 100)])
    >>> [text for _, text in gain_axis(scale, Decimal("0.35")).guides]
    ['0.0', '0.1', '0.2', '0.3', '0.4']
    """
    reached = max(Fraction(largest), Fraction(1, 10 ** (scale.decimals + 2)))
    powers = (Fraction(10) ** power for power in range(-scale.decimals - 3, len(str(int(scale.span)))))
    steps = (power * plain for power in powers for plain in _PLAIN)
    step = next(step for step in steps if reached <= STEPS * step)
    places = next(places for places in range(_MANY) if (step * 10**places).denominator == 1)
    return AxisRange(f"Gain, {scale.units}", Fraction(0), ceil(reached / step) * step, step, places)


def as_printed(scale: Scale, value: Fraction | None) -> Decimal | None:
    """A score as the number that is printed; None when there is none."""
    return None if value is None else scale.rounded(value)


def _plain_steps(start: Fraction, span: Fraction) -> Iterator[tuple[int, Fraction]]:
    """Steps that divide the span evenly into a handful, with the decimals their guides need."""
    powers = (Fraction(10) ** power for power in range(-_PLACES, len(str(int(span)))))
    for step in (power * plain for power in powers for plain in _PLAIN):
        steps = span / step
        if steps.denominator != 1 or not _FEW <= steps <= _MANY:
            continue
        if (places := _places(start, step)) is not None:
            yield places, step


def _places(*values: Fraction) -> int | None:
    """The decimals that tell the values exactly; None where these are many."""
    exact = (p for p in range(_PLACES + 1) if all((value * 10**p).denominator == 1 for value in values))
    return next(exact, None)
