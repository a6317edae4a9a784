"""Colours as programs show them: those of a theme with their tints, and the contrast of text with what is behind it."""

from __future__ import annotations

import colorsys
import re

from reportgen.office.checks.markup import DRAWING, Element, local

Colour = tuple[int, int, int]  # red, green, blue, each 0 to 255

WHITE: Colour = (255, 255, 255)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")

LEAST_CONTRAST = 4.5
LEAST_CONTRAST_LARGE = 3.0
"""Of the Web Content Accessibility Guidelines 2.1, level AA, criterion 1.4.3; large is 18 points, or 14 in bold."""


def colour(text: str | None) -> Colour | None:
    """A colour from "0B4A86", or with an alpha in front; None for "auto" and whatever else is no colour.

    >>> colour("FF0B4A86"), colour("auto")
    ((11, 74, 134), None)
    """
    match = _HEX.fullmatch(text or "")
    return (*bytes.fromhex(match[1]),) if match else None


def written(value: Colour) -> str:
    """A colour as it is written in a file.

    >>> written((11, 74, 134))
    '0B4A86'
    """
    return bytes(value).hex().upper()


def lighter(value: Colour, share: float) -> Colour:
    """A colour with a share of the way to white added to its lightness; towards black when `share` is negative."""
    share = max(-1.0, min(share, 1.0))
    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in value))
    light = light + (1 - light) * share if share > 0 else light * (1 + share)
    red, green, blue = (round(channel * 255) for channel in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue


def mixed(front: Colour, back: Colour, share: float) -> Colour:
    """`share` of the front colour over the back colour."""
    share = max(0.0, min(share, 1.0))
    red, green, blue = (round(f * share + b * (1 - share)) for f, b in zip(front, back, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of the luminances of two colours, 1 to 21, the order does not matter.

    >>> contrast((0, 0, 0), (255, 255, 255))
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(value: Colour) -> float:
    channels = (channel / 255 for channel in value)
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def theme_colours(theme: Element | None) -> dict[str, Colour]:
    """The colours of a theme by their slot: "dk1", "accent1", "hlink" ..."""
    scheme = None if theme is None else theme.find(f".//{{{DRAWING}}}clrScheme")
    found = {}
    for slot in scheme if scheme is not None else ():
        for value in slot:
            one = colour(value.get("lastClr") or value.get("val"))
            if one:
                found[local(slot)] = one
    return found
