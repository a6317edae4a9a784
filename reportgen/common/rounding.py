"""How a figure is printed: rounded once, half up, so text, table, chart, JSON and workbook show the same string."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

NO_FIGURE = "–"  # printed where there is no figure
MINUS = "\u2212"
MOST_DECIMALS = 6  # a number of more is told as a fraction


def round_half_up(value: Fraction | int) -> int:
    """The nearest whole number; a half goes up.

    >>> round_half_up(Fraction(85, 2)), round_half_up(Fraction(-1, 2))
    (43, 0)
    """
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def percent(share: Fraction | None) -> int | None:
    """A share as the whole percentage that is printed; None when there is none.

    >>> percent(Fraction(2, 3)), percent(None)
    (67, None)
    """
    return None if share is None else round_half_up(share * 100)


def printed_share(share: Fraction | None) -> str:
    """A share as printed: a whole percentage, or a dash when there is none.

    >>> printed_share(Fraction(2, 3))
    '67 %'
    """
    return NO_FIGURE if share is None else f"{percent(share)} %"


def rounded_to(value: Fraction, decimals: int) -> Decimal:
    """The nearest number of so many decimals; a half goes up.

    >>> rounded_to(Fraction(85, 2), 0), rounded_to(Fraction(1, 8), 2), rounded_to(Fraction(-1, 8), 2)
    (Decimal('43'), Decimal('0.13'), Decimal('-0.12'))
    """
    shifted = value * 10**decimals if decimals else value
    return Decimal(round_half_up(shifted)).scaleb(-decimals)


def printed_exactly(value: Fraction) -> str:
    """A number as it was given: whole or a decimal where it is one, else a fraction.

    >>> [printed_exactly(Fraction(text)) for text in ("80", "0.75", "-2", "1/3")]
    ['80', '0.75', '−2', '1/3']
    """
    for decimals in range(MOST_DECIMALS + 1):
        if (value * 10**decimals).denominator == 1:
            return with_true_minus(str(rounded_to(value, decimals)))
    return with_true_minus(str(value))


def as_decimal(value: Fraction, decimals: int) -> str:
    """A number as programs read it: rounded to at most so many decimals, none of them needless.

    >>> [as_decimal(Fraction(text), 6) for text in ("80", "0.75", "-2", "1/3")]
    ['80', '0.75', '-2', '0.333333']
    """
    text = f"{rounded_to(value, decimals):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed_number(number: Decimal) -> str:
    """A printed number as it reads.

    >>> printed_number(Decimal(41)), printed_number(Decimal("-0.50"))
    ('41', '−0.50')
    """
    return with_true_minus(str(number))


def with_true_minus(text: str) -> str:
    """The number with a minus in place of a hyphen."""
    return text.replace("-", MINUS)


def with_plain_minus(text: str) -> str:
    """The number with a hyphen in place of a minus, as a program reads it."""
    return text.replace(MINUS, "-")


def printed_steps(steps: Fraction | int | None) -> str:
    """A mean distance in steps as printed: one decimal, half up, or a dash when there is none.

    >>> printed_steps(Fraction(5, 4))
    '1.3'
    """
    return _with_decimals(steps, 1)


def printed_alpha(alpha: Fraction | None) -> str:
    """A coefficient as printed: two decimals, half up, or a dash when there is none.

    >>> printed_alpha(Fraction(163, 200)), printed_alpha(Fraction(-1, 8)), printed_alpha(Fraction(1))
    ('0.82', '−0.12', '1.00')
    """
    return _with_decimals(alpha, 2)


def _with_decimals(value: Fraction | int | None, decimals: int) -> str:
    return NO_FIGURE if value is None else printed_number(rounded_to(Fraction(value), decimals))
