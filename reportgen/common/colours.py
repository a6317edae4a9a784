"""Arithmetic of colours: how light they are, how well one is read on another, and paler shades of one.

Colours are "#RRGGBB" or "RRGGBB"; what comes back is written as what went in.
"""

from __future__ import annotations

READS_WELL = 4.5  # contrast of running text: Web Content Accessibility Guidelines 2.1, criterion 1.4.3, level AA

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_PALE = 84.0  # lightness of the palest shade
_DARK = 62.0  # lightness that the strongest shade has at most, so that there is room for the others


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), as WCAG 2 defines it."""
    channels = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lightness(colour: str) -> float:
    """Lightness as the eye judges it: L* of CIE 1976, 0 (black) to 100 (white).

    >>> round(lightness("#6C9BCB"))
    62
    """
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


def mixed(one: str, other: str, share: float) -> str:
    """The first colour with a share of the second in it, 0 to 1.

    >>> mixed("#000000", "#FFFFFF", 0.2)
    '#333333'
    """
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _written(one, tuple(round(a + (b - a) * share) for a, b in pairs))


def shades(colour: str) -> tuple[str, str, str]:
    """A pale, a middle and a strong shade of a colour, 11 or more apart in lightness.

    The strong one is the colour itself, darkened only where it is too light to leave room for the others.
    """
    strong = colour if lightness(colour) <= _DARK else at_lightness(colour, _DARK)
    return at_lightness(colour, _PALE), at_lightness(colour, (_PALE + lightness(strong)) / 2), strong


def at_lightness(colour: str, wanted: float) -> str:
    """The colour mixed with white, or with black, until its lightness is the wanted one."""
    towards = _WHITE if lightness(colour) < wanted else _BLACK
    end = _written(colour, towards)
    steps = (mixed(colour, end, step / 255) for step in range(256))
    return min(steps, key=lambda step: abs(lightness(step) - wanted))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _written(like: str, channels: tuple[int, ...]) -> str:
    sign = "#" if like.startswith("#") else ""
    return sign + bytes(channels).hex().upper()
