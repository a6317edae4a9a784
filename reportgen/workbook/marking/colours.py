"""The colours of marks. Each says how grave the worst problem of its cell is, and which fill it took the place of.

A cell is marked by another fill. The fill it had is remembered under the colour itself: the last digits of red, green
and blue, a difference nobody sees, number the fills that were replaced. So the memory moves along when rows are
inserted, sorted or copied, which a list of addresses would not.
"""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.common.diagnostics.diagnostic import Severity

MOST_NUMBERS = 0x1000
"""Fills that one colour can stand for; workbooks have some ten."""
_FIRST_NUMBER = 0x357  # begins among odd colours, which nobody chooses for a cell of their own


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of marks: six digits, of which every second one is left for numbers."""

    severity: Severity
    for_light_text: bool
    base: str

    def numbered(self, number: int) -> str:
        """The colour that stands for the replaced fill of that number.

        >>> COLOURS[0].numbered(0), COLOURS[0].numbered(18)
        ('F3A5A7', 'F3A6A9')
        """
        number += _FIRST_NUMBER
        low = ((number >> 8) & 15, (number >> 4) & 15, number & 15)
        return "".join(f"{int(self.base[2 * n], 16):X}{digit:X}" for n, digit in enumerate(low))


COLOURS = (
    Colour(Severity.ERROR, for_light_text=False, base="F0A0A0"),
    Colour(Severity.ERROR, for_light_text=True, base="B01030"),
    Colour(Severity.WARNING, for_light_text=False, base="F0D080"),
    Colour(Severity.WARNING, for_light_text=True, base="704000"),
)


def colour_for(severity: Severity, *, light_text: bool) -> Colour:
    """The colour that goes with the text of a cell, so that it can still be read."""
    return next(c for c in COLOURS if c.severity is severity and c.for_light_text == light_text)


def is_mark(rgb: str) -> bool:
    """True for a colour that may be ours, whatever its number; `rgb` has six digits, or eight with opacity in front.

    >>> is_mark("FFF0A3A7"), is_mark("FFF0D3D7")
    (True, False)
    """
    digits = rgb[-6:].upper()
    return any(digits[::2] == colour.base[::2] for colour in COLOURS)
