"""The firm's colours in the finished file: the slots of Word's theme, and the colours that name a slot."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportgen.common.house_style import load_house_style
from reportgen.office.package import DOCUMENT, Package

# role in the house style -> slot in the theme part, and the names by which styles and text refer to it
_SLOTS = {
    "ink": ("dk1", ("text1", "dark1")),
    "muted": ("dk2", ("text2", "dark2")),
    "tint": ("lt2", ("background2", "light2")),
    "accent": ("accent1", ("accent1",)),
    "heat_3": ("accent2", ("accent2",)),
    "highlight": ("accent4", ("accent4",)),
    "line": ("accent5", ("accent5",)),
    "heat_2": ("accent6", ("accent6",)),
}


def paint(parts: Package, colours: Mapping[str, str]) -> None:
    """Put the colours of a firm's house style in place; those it left at their default stay the template's.

    So a firm may recolour in Word, in the house style, or in both: what its house style names wins.
    """
    default = load_house_style().all_colours
    chosen = {role: colour for role, colour in colours.items() if role in _SLOTS and colour != default.get(role)}
    for role, colour in chosen.items():
        slot, names = _SLOTS[role]
        for theme in parts.related(DOCUMENT, "theme"):
            parts[theme] = _in_theme(parts[theme], slot, colour)
        for name, kind in parts.content_types().items():
            if "wordprocessingml." in kind:
                parts[name] = _in_text(parts[name], names, colour)


def _in_theme(theme: bytes, slot: str, colour: str) -> bytes:
    pattern = rf"(<a:{slot}>).*?(</a:{slot}>)".encode()
    return re.sub(pattern, rf'\g<1><a:srgbClr val="{colour}"/>\g<2>'.encode(), theme, count=1, flags=re.DOTALL)


def _in_text(part: bytes, names: tuple[str, ...], colour: str) -> bytes:
    """LibreOffice and older programs read the value beside a slot's name; tints and shades of a slot stay Word's."""
    slots = "|".join(names)
    pattern = rf'w:(val|fill|color)="[0-9A-Fa-f]{{6}}" w:theme(Color|Fill)="({slots})"(?! w:theme)'.encode()
    return re.sub(pattern, rf'w:\g<1>="{colour}" w:theme\g<2>="\g<3>"'.encode(), part)
