"""Colours, fonts and measures of the report, and the theme part that lets Word restyle them in one place."""

from __future__ import annotations

from typing import NamedTuple

FONT = "Calibri"

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210.0, 297.0  # A4
MARGIN_MM = 25.0
TEXT_WIDTH_MM = PAGE_WIDTH_MM - 2 * MARGIN_MM  # the charts are drawn to this width
APPENDIX_MARGIN_MM = 16.0
APPENDIX_WIDTH_MM = PAGE_WIDTH_MM - 2 * APPENDIX_MARGIN_MM  # long tables of questions need the room


class Colour(NamedTuple):
    """A colour by value and, where Word's theme has a slot for it, by the slot's name."""

    value: str
    slot: str = ""


# Each has a slot, so that the house style, or a person in Word, changes it everywhere at once.
INK = Colour("1F2933", "text1")
PAPER = Colour("FFFFFF", "background1")
MUTED = Colour("52606D", "text2")  # captions, notes
TINT = Colour("EDF2F7", "background2")  # bands, quiet boxes
ACCENT = Colour("0B4A86", "accent1")  # the client blue: cover, headings, heads of tables
MID = Colour("6C9BCB", "accent2")
MARK = Colour("A94E08", "accent3")  # whatever a consultant still has to confirm: words and bars ...
HIGHLIGHT = Colour("FBF0DA", "accent4")  # ... and ground
LINE = Colour("D5DAE0", "accent5")  # rules of tables
PALE = Colour("BDD3E8", "accent6")  # words on the accent colour

_SLOTS = {
    "dk1": INK,
    "lt1": PAPER,
    "dk2": MUTED,
    "lt2": TINT,
    "accent1": ACCENT,
    "accent2": MID,
    "accent3": MARK,
    "accent4": HIGHLIGHT,
    "accent5": LINE,
    "accent6": PALE,
    "hlink": ACCENT,
    "folHlink": MUTED,
}


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point, Word's unit for page, table and indent.

    >>> twips(25.4)
    1440
    """
    return round(mm * 1440 / 25.4)


def theme_part() -> str:
    """The theme: our colours in its slots, one font for headings and text, no effects."""
    colours = "".join(f'<a:{slot}><a:srgbClr val="{colour.value}"/></a:{slot}>' for slot, colour in _SLOTS.items())
    fonts = "".join(
        f'<a:{kind}Font><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>'
        for kind in ("major", "minor")
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Report">'
        f'<a:themeElements><a:clrScheme name="Report">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Report">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="Report"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
