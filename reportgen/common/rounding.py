"""How a figure is printed: rounded once, half up, so text, table, chart, JSON and workbook show the same string."""

from __future__ import annotations

from fractions import Fraction

NO_FIGURE = "–"  # printed where there is no figure


def round_half_up(value: Fraction | int) -> int:
    """The nearest whole number; a half goes up.

    >>> round_half_up(Fraction(85, 2)), round_half_up(Fraction(-1, 2))
    (43, 0)
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def whole(value: Fraction | None) -> int | None:
    """A score as the number that is printed; None when there is none."""
    return None if value is None else round_half_up(value)


def percent(share: Fraction | None) -> int | None:
    """A share as the whole percentage that is printed; None when there is none.

    >>> percent(Fraction(2, 3)), percent(None)
    (67, None)
    """
    return None if share is None else round_half_up(share * 100)


def printed(value: Fraction | int | None) -> str:
    """A score as printed: a whole number, or a dash when there is none.

    >>> printed(Fraction(81, 2)), printed(None)
    ('41', '–')
    """
    return NO_FIGURE if value is None else str(round_half_up(value))


def printed_share(share: Fraction | None) -> str:
    """A share as printed: a whole percentage, or a dash when there is none.

    >>> printed_share(Fraction(2, 3))
    '67 %'
    """
    return NO_FIGURE if share is None else f"{percent(share)} %"


def printed_difference(minuend: Fraction | None, subtrahend: Fraction | None) -> int | None:
    """The difference of two printed scores (never of the exact ones), or None when one is missing."""
    if minuend is None or subtrahend is None:
        return None
    return round_half_up(minuend) - round_half_up(subtrahend)


def printed_steps(steps: Fraction | int | None) -> str:
    """A mean distance in steps as printed: one decimal, half up, or a dash when there is none.

    >>> printed_steps(Fraction(5, 4))
    '1.3'
    """
    return _with_decimals(steps, 1)


def printed_alpha(alpha: Fraction | None) -> str:
    """A coefficient as printed: two decimals, half up, or a dash when there is none.

    >>> printed_alpha(Fraction(163, 200)), printed_alpha(Fraction(-1, 8)), printed_alpha(Fraction(1))
    ('0.82', '-0.12', '1.00')
    """
    return _with_decimals(alpha, 2)


def _with_decimals(value: Fraction | int | None, decimals: int) -> str:
    if value is None:
        return NO_FIGURE
    rounded = round_half_up(Fraction(value) * 10**decimals)
    whole, rest = divmod(abs(rounded), 10**decimals)
    return f"{'-' if rounded < 0 else ''}{whole}.{rest:0{decimals}}"
