"""Colours, sizes and fonts of the charts, in one place. What a firm may recolour stands in `palette.py`.

Colours are "#RRGGBB". Lengths end in `_MM` (millimetres), type sizes in `_PT` (points).
"""

from __future__ import annotations

from enum import Enum

# ---------------------------------------------------------------------------------------------------- colours

WHITE = "#FFFFFF"
INK = "#1F2933"  # text
MUTED = "#52606D"  # secondary text
EDGE = "#7B8794"  # borders of boxes
FAINT = "#9AA5B1"  # strong rules
RULE = "#D5DAE0"  # weak rules and guides
LANE = "#F5F7F9"  # every other lane of the road map
HEAD = "#E9EDF1"  # heads of areas in the model picture
HATCH = "#B9C2CC"  # hatching where no quarter may be shown

BAND = "#E3E7EC"  # peers: 10-90 % band
BAND_EDGE = "#D5DAE0"
MIDDLE_HALF = "#B4BFCB"  # peers: middle half
UPPER_HALF = "#8996A5"  # its upper part, where the median is the border between the two
MEDIAN = "#323F4B"  # peers: median tick

CLIENT = "#0B4A86"  # the one accent: the client
CLIENT_MID = "#6C9BCB"
CLIENT_EDGE = "#2B5C8A"

# From the lowest quarter to the top one: steadily darker, so it survives grey printing and colour blindness.
HEAT = ("#FBF0DA", "#BDD3E8", "#6C9BCB", "#0B4A86")
HORIZON_SHADES = ("#0B4A86", "#3A71AB", "#6C9BCB", "#BDD3E8")  # from the first horizon to the last
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
