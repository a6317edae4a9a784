"""Colours as programs show them: those of a theme, with their tints."""

from __future__ import annotations

import colorsys
import re

from reportgen.office.checks.word_file import DRAWING, Element, local

Colour = str  # "0B4A86"

WHITE: Colour = "FFFFFF"
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")

LEAST_CONTRAST_LARGE = 3.0
"""Of the Web Content Accessibility Guidelines 2.1, level AA, criterion 1.4.3; large is 18 points, or 14 in bold."""


def colour(text: str | None) -> Colour | None:
    """A colour from "0B4A86", or with an alpha in front; None for "auto" and whatever else is no colour.

    >>> colour("ff0b4a86"), colour("auto")
    ('0B4A86', None)
    """
    match = _HEX.fullmatch(text or "")
    return match[1].upper() if match else None


def lighter(value: Colour, share: float) -> Colour:
    """A colour with a share of the way to white added to its lightness; towards black when `share` is negative."""
    share = max(-1.0, min(share, 1.0))
    hue, light, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in bytes.fromhex(value)))
    light = light + (1 - light) * share if share > 0 else light * (1 + share)
    return bytes(round(channel * 255) for channel in colorsys.hls_to_rgb(hue, light, saturation)).hex().upper()


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
