"""Colours, sizes and fonts of the charts, in one place.

Colours are "#RRGGBB". A firm changes the accent, the inks, the weak rules, the tint and the heat scale. The greys of
the peers carry meaning (three depths that survive grey printing) and stay as they are, as in the editable charts.
Lengths end in `_MM` (millimetres), type sizes in `_PT` (points).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from reportgen.common.colours import READS_WELL, contrast, mixed, shades
from reportgen.common.house_style import load_house_style

# ---------------------------------------------------------------------------------------------------- colours

WHITE = "#FFFFFF"
EDGE = "#7B8794"  # borders of boxes
FAINT = "#9AA5B1"  # strong rules

BAND = "#E3E7EC"  # peers: 10-90 % band
BAND_EDGE = "#D5DAE0"
MIDDLE_HALF = "#B4BFCB"  # peers: middle half
UPPER_HALF = "#8996A5"  # its upper part, where the median is the border between the two
MEDIAN = "#323F4B"  # peers: median tick

WORK = "#A3470A"  # what needs work, as no other mark is coloured ...
WORK_MID = "#E3A468"  # ... what needs it less ...
WORK_PALE = "#F8E2C8"  # ... and what stands a little behind

COULD = "#DDE3E9"  # what could be done, beside what must (the accent) and should be

# ------------------------------------------------------------------------------------------------------ sizes

DPI = 200  # sharp in print at this width; below the 220 that Word keeps when it saves
MM_PER_INCH = 25.4
MM_PER_PT = MM_PER_INCH / 72

WIDTH_MM = 160.0  # the text column of the report
MAX_HEIGHT_MM = 235.0  # what a page holds with its caption
LABEL_MM = 50.0  # names of elements
POSITION_MM = 32.0  # position in words
GAP_MM = 3.0  # between columns
EDGE_MM = 0.4  # kept free at the borders, where half a stroke would be lost

TITLE_PT = 11.0
SUBTITLE_PT = 8.5
BODY_PT = 8.8
NUMBER_PT = 9.2
SMALL_PT = 8.0
DETAIL_PT = 7.6
KEY_PT = 7.5  # nothing is smaller


# ------------------------------------------------------------------------------------------------------ fonts


class Face(Enum):
    """The bundled faces (open licence), by file name; Carlito has the widths of Calibri."""

    REGULAR = "Carlito-Regular.ttf"
    BOLD = "Carlito-Bold.ttf"
    ITALIC = "Carlito-Italic.ttf"


# --------------------------------------------------------------------------------------------------------- a firm's own

_BLACK = "#000000"
_PALER = 0.73  # of white in the ground of the third quarter, beside that of the fourth


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as "#RRGGBB"; without arguments those of the theme."""

    ink: str = "#1F2933"  # text
    muted: str = "#52606D"  # secondary text
    rule: str = "#D5DAE0"  # weak rules and guides
    head: str = "#E9EDF1"  # heads of areas in the model picture
    lane: str = "#F5F7F9"  # the ground of what to begin with
    client: str = "#0B4A86"  # the one accent: the client
    client_mid: str = "#6C9BCB"
    client_pale: str = "#BDD3E8"
    client_edge: str = "#2B5C8A"
    # a scale that grows steadily darker, so it survives grey printing and colour blindness
    heat: tuple[str, ...] = ("#FBF0DA", "#BDD3E8", "#6C9BCB", "#0B4A86")
    # from the bottom quarter to the top one: the eye goes to what needs work; where grey print makes two alike, their
    # pictograms differ
    quarters: tuple[str, ...] = (WORK, WORK_PALE, "#EDF3F9", "#BDD3E8")

    @property
    def priorities(self) -> dict[str, str]:
        """What marks the priority of an initiative, the most pressing first."""
        return {"must": self.client, "should": self.client_mid, "could": COULD}

    def steps(self, count: int) -> list[str]:
        """Colours of the boxes of a scale, from the lowest to the highest: from what needs work to the accent."""
        ramp = (WORK, WORK_MID, COULD, self.client_pale, self.client_mid, self.client)
        return [ramp[round(number * (len(ramp) - 1) / (count - 1))] for number in range(count)]

    @property
    def client_text(self) -> str:
        """The client's figures on white: its colour where that reads well, else ink."""
        return self.client if contrast(self.client, WHITE) >= READS_WELL else self.ink_on(WHITE)

    def ink_on(self, ground: str) -> str:
        """The text colour for a ground: white where it reads well, else ink, else black, which then does."""
        return next((text for text in (WHITE, self.ink) if contrast(text, ground) >= READS_WELL), _BLACK)

    def muted_on(self, ground: str) -> str:
        """The colour of secondary text for a ground."""
        return self.muted if contrast(self.muted, ground) >= READS_WELL else self.ink_on(ground)

    @property
    def all_colours(self) -> tuple[str, ...]:
        """Every colour that a picture may use, each once."""
        greys = (BAND, BAND_EDGE, MIDDLE_HALF, MEDIAN, WORK, WORK_MID, WORK_PALE)
        everything = (
            *(WHITE, self.ink, self.muted, EDGE, FAINT, self.rule, self.lane, self.head, *greys),
            *(self.client, self.client_mid, self.client_pale, self.client_edge),
            *(*self.heat, *self.quarters, *self.priorities.values()),
        )
        return tuple(dict.fromkeys(everything))


THEME = Palette()


def house_palette(colours: Mapping[str, str]) -> Palette:
    """The palette of a house style, from its colours by role ("0B4A86"); a role left at its default stays the theme's.

    An accent too light to be seen on white is darkened, and its paler shades are made from it. A heat scale that is
    neither the theme's nor made of the accent colours the quarters.
    """
    default = load_house_style().all_colours
    own = {role: f"#{colour}" for role, colour in colours.items() if colour != default.get(role)}
    changed: dict[str, Any] = {
        field: own[role] for role, field in (("ink", "ink"), ("muted", "muted"), ("line", "rule")) if role in own
    }
    if "tint" in own:
        changed |= {"head": own["tint"], "lane": mixed(own["tint"], WHITE, 0.5)}
    if "accent" in own:
        changed |= _of_accent(own["accent"])
    heat = tuple(own.get(f"heat_{step}", shade) for step, shade in enumerate(THEME.heat, start=1))
    made = tuple(shades(own["accent"])) if "accent" in own else THEME.heat[1:]
    if heat[1:] != made:
        changed["quarters"] = heat
    return replace(THEME, **changed, heat=heat)


def _of_accent(accent: str) -> dict[str, Any]:
    """Everything that is drawn in the accent or in a shade of it."""
    pale, middle, strong = shades(accent)
    return {
        "client": strong,
        "client_mid": middle,
        "client_edge": mixed(strong, middle, 0.25),
        "quarters": (WORK, WORK_PALE, mixed(pale, WHITE, _PALER), pale),
        "client_pale": pale,
    }
