"""The colours of a picture by what they are for: those of the theme, or a firm's own in their place.

A firm changes the accent, the inks, the weak rules, the tint and the heat scale. The greys of the peers carry meaning
(three depths that survive grey printing) and stay as they are, as in the editable charts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reportgen.charts import theme
from reportgen.common.colours import READS_WELL, contrast, mixed, shades
from reportgen.common.house_style import load_house_style

_BLACK = "#000000"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as "#RRGGBB"; without arguments those of the theme."""

    ink: str = theme.INK
    muted: str = theme.MUTED
    rule: str = theme.RULE
    head: str = theme.HEAD
    lane: str = theme.LANE
    client: str = theme.CLIENT
    client_mid: str = theme.CLIENT_MID
    client_edge: str = theme.CLIENT_EDGE
    heat: tuple[str, ...] = theme.HEAT  # from the lowest quarter to the top one
    horizons: tuple[str, ...] = theme.HORIZON_SHADES  # from the first to the last

    @property
    def priorities(self) -> dict[str, str]:
        """What marks the priority of an initiative, the most pressing first."""
        return {"must": self.client, "should": self.client_mid, "could": theme.COULD}

    @property
    def client_text(self) -> str:
        """The client's figures on white: its colour where that reads well, else ink."""
        return self.client if contrast(self.client, theme.WHITE) >= READS_WELL else self.ink_on(theme.WHITE)

    def ink_on(self, ground: str) -> str:
        """The text colour for a ground: white where it reads well, else ink, else black, which then does."""
        return next((text for text in (theme.WHITE, self.ink) if contrast(text, ground) >= READS_WELL), _BLACK)

    def muted_on(self, ground: str) -> str:
        """The colour of secondary text for a ground."""
        return self.muted if contrast(self.muted, ground) >= READS_WELL else self.ink_on(ground)

    @property
    def all_colours(self) -> tuple[str, ...]:
        """Every colour that a picture may use, each once."""
        greys = (theme.HATCH, theme.BAND, theme.BAND_EDGE, theme.MIDDLE_HALF, theme.MEDIAN)
        everything = (
            *(theme.WHITE, self.ink, self.muted, theme.EDGE, theme.FAINT, self.rule, self.lane, self.head, *greys),
            *(self.client, self.client_mid, self.client_edge),
            *(*self.heat, *self.horizons, *self.priorities.values()),
        )
        return tuple(dict.fromkeys(everything))


THEME = Palette()


def house_palette(colours: Mapping[str, str]) -> Palette:
    """The palette of a house style, from its colours by role ("0B4A86"); a role left at its default stays the theme's.

    An accent too light to be seen on white is darkened, and its paler shades are made from it.
    """
    default = load_house_style().all_colours
    own = {role: f"#{colour}" for role, colour in colours.items() if colour != default.get(role)}
    changed: dict[str, Any] = {
        field: own[role] for role, field in (("ink", "ink"), ("muted", "muted"), ("line", "rule")) if role in own
    }
    if "tint" in own:
        changed |= {"head": own["tint"], "lane": mixed(own["tint"], theme.WHITE, 0.5)}
    if "accent" in own:
        changed |= _of_accent(own["accent"])
    heat = tuple(own.get(f"heat_{step}", shade) for step, shade in enumerate(theme.HEAT, start=1))
    return replace(THEME, **changed, heat=heat)


def _of_accent(accent: str) -> dict[str, Any]:
    """Everything that is drawn in the accent or in a shade of it."""
    pale, middle, strong = shades(accent)
    return {
        "client": strong,
        "client_mid": middle,
        "client_edge": mixed(strong, middle, 0.25),
        "horizons": (strong, mixed(strong, middle, 0.4), middle, pale),
    }
