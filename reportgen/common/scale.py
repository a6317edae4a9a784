"""The scale of a question set: its boxes, how its scores are printed, and the limits that are shares of its span.

Scores are exact fractions until they are printed: rounded once, half up, in the decimals of the scale, so that text,
table, chart, JSON and workbook show the same string. What is printed is a `Decimal`, for comparing and subtracting
printed numbers without looking at their strings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import count, pairwise
from math import ceil

from reportgen.common.method import (
    ABOUT_LEVEL,
    FAR_APART,
    GRID,
    HIGH_BOXES,
    HIGH_FROM,
    LAST_PLACE,
    LOW_BOXES,
    MIDDLING_FROM,
)
from reportgen.common.rounding import NO_FIGURE, printed_exactly, rounded_to, with_true_minus

LOW, MIDDLING, HIGH = "low", "middling", "high"  # the bands of printed scores


@dataclass(frozen=True, slots=True)
class Box:
    """One of the answers a question can get: its value on the scale, its label and what it takes to earn it."""

    value: Fraction
    label: str
    means: str = ""
    met: str = ""  # the same in a few words: what the assessor has met
    short_name: str = ""  # beside its number: in pictures, and where a report tells how often each was given


@dataclass(frozen=True)
class Answers:
    """The boxes that a question can get, of the scale or its own, and how far they lie apart."""

    boxes: tuple[Box, ...]  # from the highest to the lowest
    far_apart: int  # steps between the lowest and the highest box given from which interviews lie far apart

    @cached_property
    def values(self) -> tuple[Fraction, ...]:
        """The values of the boxes, ascending."""
        return tuple(sorted(box.value for box in self.boxes))

    @property
    def low(self) -> Fraction:
        """Up to this box they are low: some at either end, one of a short list."""
        return self.values[LOW_BOXES - 1 if self._is_long else 0]

    @property
    def high(self) -> Fraction:
        """From this box up they are high."""
        return self.values[-HIGH_BOXES if self._is_long else -1]

    @property
    def _is_long(self) -> bool:
        return len(self.values) > LOW_BOXES + HIGH_BOXES

    def steps(self, lower: Fraction, higher: Fraction) -> int:
        """How many steps lie between two boxes: neighbouring boxes are one step apart."""
        return abs(self.values.index(higher) - self.values.index(lower))

    def box(self, value: Fraction | None) -> Box | None:
        """The box of that value, if there is one."""
        return next((box for box in self.boxes if box.value == value), None)


@dataclass(frozen=True)
class Scale:
    """The boxes of a set, the range in which its scores lie, and how they are read; all but `far_apart` in points."""

    boxes: tuple[Box, ...]  # from the highest to the lowest
    lowest: Fraction  # where the range that is printed and drawn begins ...
    highest: Fraction  # ... and where it ends
    decimals: int  # of printed scores
    middling_from: Fraction  # a printed score under it is low, from here up middling ...
    high_from: Fraction  # ... and from here up high
    far_apart: int  # steps between the lowest and the highest box of a question from which interviews lie far apart
    grid: Fraction  # to the nearest multiple of it, figures of small groups of peers are printed
    about_level: Fraction  # from so far off the median of its peers on, a score is above or below it
    unit: str = "point"
    units: str = "points"

    @cached_property
    def answers(self) -> Answers:
        """The boxes, as the answers of every question that names none of its own."""
        return Answers(self.boxes, self.far_apart)

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The values of the boxes, ascending."""
        return self.answers.values

    @property
    def span(self) -> Fraction:
        """The width of the range."""
        return self.highest - self.lowest

    @property
    def is_plain(self) -> bool:
        """True when scores are printed as whole numbers from 0 up."""
        return self.lowest >= 0 and not self.decimals

    @property
    def last_place(self) -> Fraction:
        """One unit of the last decimal that is printed."""
        return Fraction(1, 10**self.decimals)

    @property
    def out_of(self) -> str:
        """What follows a score: "out of 100", or "on a scale from 1 to 5" where the range does not begin at 0."""
        return f"on a scale from {self.ends}" if self.lowest else f"out of {printed_exactly(self.highest)}"

    @property
    def ends(self) -> str:
        """The range in words: "0 to 100"."""
        return f"{printed_exactly(self.lowest)} to {printed_exactly(self.highest)}"

    def of_span(self, share: Fraction) -> Fraction:
        """A share of the span: a limit of the method on this scale."""
        return self.span * share

    def band(self, points: Decimal) -> str:
        """Whether a printed score is low, middling or high."""
        if points >= self.high_from:
            return HIGH
        return MIDDLING if points >= self.middling_from else LOW

    def nearest(self, points: Decimal) -> int:
        """The number of the box that a printed score lies nearest to, from 0 for the lowest; halfway counts up.

        >>> scale = scale_of([Box(Fraction(value), str(value)) for value in (5, 20, 40)])
        >>> [scale.nearest(Decimal(points)) for points in (5, 12, 13, 29, 30, 100)]
        [0, 0, 1, 1, 2, 2]
        """
        return bisect_right(self._twice_halfway, 2 * points)

    @cached_property
    def _twice_halfway(self) -> list[Fraction]:
        """Double the points halfway between neighbouring boxes, ascending."""
        return [lower + higher for lower, higher in pairwise(self.values)]

    def nearest_from(self, number: int) -> Decimal:
        """The lowest printed score that lies nearest to that box, from 1 on, or to one above it."""
        halfway = (self.values[number - 1] + self.values[number]) / 2
        return ceil(halfway / self.last_place) / Decimal(10**self.decimals)

    def own_answers(self, boxes: tuple[Box, ...]) -> Answers:
        """Boxes of a question's own: they lie far apart from the same share of the steps on as those of the scale."""
        share = Fraction(self.far_apart, max(1, len(self.boxes) - 1))
        return Answers(boxes, max(1, ceil(share * (len(boxes) - 1))))

    def reversed_boxes(self) -> tuple[Box, ...]:
        """The boxes of a question that counts inversely: what is the most elsewhere is worth the least."""
        values = [box.value for box in reversed(self.boxes)]
        return tuple(replace(box, value=value) for box, value in zip(self.boxes, values, strict=True))[::-1]

    def rounded(self, value: Fraction) -> Decimal:
        """A score as the number that is printed."""
        return rounded_to(value, self.decimals)

    def printed(self, value: Fraction | None) -> str:
        """A score as printed; a dash when there is none."""
        return NO_FIGURE if value is None else with_true_minus(str(self.rounded(value)))

    def part(self, value: Fraction) -> Decimal:
        """A part of a point as the number that is printed: with two decimals more than scores."""
        return rounded_to(value, self.decimals + 2)

    def difference(self, minuend: Fraction | None, subtrahend: Fraction | None) -> Decimal | None:
        """The difference of two printed scores (never of the exact ones), or None when one is missing."""
        if minuend is None or subtrahend is None:
            return None
        return self.rounded(minuend) - self.rounded(subtrahend)


def scale_of(
    boxes: Sequence[Box],
    *,
    lowest: Fraction | None = None,
    highest: Fraction | None = None,
    decimals: int | None = None,
    middling_from: Fraction | None = None,
    high_from: Fraction | None = None,
    far_apart: int | None = None,
    grid: Fraction | None = None,
    about_level: Fraction | None = None,
    unit: str = "point",
    units: str = "points",
) -> Scale:
    """The scale of these boxes. What is not given is a share of its span: from the lowest to the highest box.

    Without decimals: as few as keep a unit of the last place within a fiftieth of the span.

    >>> scale = scale_of([Box(Fraction(value), str(value)) for value in range(5)])
    >>> scale.decimals, scale.printed(Fraction(7, 3)), scale.out_of, scale.printed(scale.high_from)
    (2, '2.33', 'out of 4', '2.40')
    """
    values = sorted(box.value for box in boxes) or [Fraction(0)]
    start = values[0] if lowest is None else lowest
    end = values[-1] if highest is None else highest
    span = max(end - start, Fraction(0))
    if decimals is None:
        decimals = next(places for places in count() if not span or Fraction(1, 10**places) <= span * LAST_PLACE)
    return Scale(
        boxes=tuple(sorted(boxes, key=lambda box: -box.value)),
        lowest=start,
        highest=end,
        decimals=decimals,
        middling_from=start + span * MIDDLING_FROM if middling_from is None else middling_from,
        high_from=start + span * HIGH_FROM if high_from is None else high_from,
        far_apart=far_apart or max(1, ceil(FAR_APART * (len(boxes) - 1))),
        grid=grid or span * GRID,
        about_level=about_level or span * ABOUT_LEVEL,
        unit=unit,
        units=units,
    )
