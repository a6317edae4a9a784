"""What a scale may not be although it can be read: bands that no score reaches, limits that no print shows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from reportgen.common.rounding import printed_exactly
from reportgen.common.scale import Scale
from reportgen.questions.fields import Fields

LARGEST = 10_000  # of a value: longer ones find no room on an axis


def check_scale_is_sound(head: Fields, scale: Scale, reach: tuple[Fraction, Fraction]) -> None:
    """Note all faults of a scale that has boxes of different values within its range.

    `reach` is the lowest and the highest score that any question can get.
    """
    for check in (_precision, _limits, _units, _values):
        for key, what in check(head, scale):
            head.fault(f"field '{key}' {what}", key)
    for key, what in _bands(scale, *reach):
        head.fault(f"field '{key}' {what}", key)


Faults = Iterator[tuple[str, str]]  # the field, and what is wrong with it


def _bands(scale: Scale, lowest: Fraction, highest: Fraction) -> Faults:
    """Some score that can be printed lies in each of the three bands."""
    ends = f"scores lie from {printed_exactly(lowest)} to {printed_exactly(highest)}"
    middling, high = printed_exactly(scale.middling_from), printed_exactly(scale.high_from)
    if scale.middling_from >= scale.high_from:
        yield "bands.middling_from", f"is {middling}, but should lie under high_from, which is {high}"
    elif Fraction(scale.rounded(lowest)) >= scale.middling_from:
        yield "bands.middling_from", f"is {middling}, but {ends}, so none would be low; choose a higher one"
    elif Fraction(scale.rounded(highest)) < scale.high_from:
        yield "bands.high_from", f"is {high}, but {ends}, so none would be high; choose a lower one"
    elif ceil(scale.middling_from / scale.last_place) * scale.last_place >= scale.high_from:
        with_ = f"scores are printed with {scale.decimals} decimals"
        yield "bands.middling_from", f"is {middling} and high_from {high}, but {with_}, so none would be middling"


def _precision(head: Fields, scale: Scale) -> Faults:
    """Differences that are told in words can be seen in print."""
    smallest = min(scale.grid, scale.about_level)
    if scale.last_place > smallest:
        needed = next(decimals for decimals in range(1, 20) if Fraction(1, 10**decimals) <= smallest)
        yield (
            "decimals",
            f"is {scale.decimals}, so scores that differ by {printed_exactly(smallest)}, as 'grid' and 'about_level' "
            f"have it, would look the same; allowed are {needed} and more, or greater limits",
        )


def _limits(head: Fields, scale: Scale) -> Faults:
    steps = len(scale.values) - 1
    if scale.far_apart > steps:
        yield "limits.far_apart", f"is {scale.far_apart}, but the scale has no more than {steps} steps"
    for key, value in (("grid", scale.grid), ("about_level", scale.about_level)):
        if value > scale.span / 2:
            most = printed_exactly(scale.span / 2)
            yield f"limits.{key}", f"is {printed_exactly(value)}, but half the scale is {most}; choose a smaller one"
    if "grid" in head.given("limits") and (scale.grid / scale.last_place).denominator != 1:
        unit = printed_exactly(scale.last_place)
        yield (
            "limits.grid",
            f"is {printed_exactly(scale.grid)}, which is no multiple of {unit}, so it cannot be printed",
        )


def _units(head: Fields, scale: Scale) -> Faults:
    for there, other in (("unit", "units"), ("units", "unit")):
        if head.said(there) and not head.said(other):
            yield other, f"is missing, but '{there}' is '{head.said(there)}'; one and several of them are both printed"


def _values(head: Fields, scale: Scale) -> Faults:
    for value in (scale.lowest, scale.highest):
        if abs(value) > LARGEST:
            yield "range", f"goes from {scale.ends}, allowed are −{LARGEST:,} to {LARGEST:,}"
            return
