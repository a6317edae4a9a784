"""How the scoring workbook looks: the palette of the charts and the named styles of its cells.

Styles are registered in the workbook under our names, so a firm can restyle them in Excel in one place.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from enum import Enum

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray

FONT = "Calibri"
BLUE = "0B4A86"
INK = "1F2933"
GREY = "52606D"
LINE = "D5DAE0"
PAPER = "F5F7F9"
WHITE = "FFFFFF"
BLUE_TINT = "BDD3E8"
PALE_BLUE = "E4EEF7"  # a quarter of the blue tint on white: cells that wait to be filled
AMBER_TINT = "FBF0DA"
RED_TINT = "F9DEDC"
RED = "9B1C1C"

DATE_FORMAT = "d mmm yyyy"
BODY_SIZE = 10.0
HELP_SIZE = 9.0


class Style(Enum):
    """The named styles, by what a cell is for."""

    BANNER = "rg banner"
    BANNER_NOTE = "rg banner note"
    BANNER_FIGURE = "rg banner figure"
    BANNER_LINK = "rg banner link"
    LINK = "rg link"
    SHORTCUT = "rg shortcut"
    HELP = "rg help"
    COLUMN_HELP = "rg column help"
    HEADER = "rg header"
    HEADER_CENTRED = "rg header centred"
    HEADER_LOW = "rg header low"
    HEADER_ROTATED = "rg header rotated"
    GROUP_HEADER = "rg group header"
    LABEL = "rg label"
    CODE = "rg code"
    CODE_LINK = "rg code link"
    FIXED = "rg fixed"
    FIXED_MUTED = "rg fixed muted"
    FIXED_ID = "rg fixed id"
    FIXED_ID_LINK = "rg fixed id link"
    FORMULA = "rg formula"
    FORMULA_BOLD = "rg formula bold"
    MARK = "rg mark"
    INPUT = "rg input"
    INPUT_TEXT = "rg input text"
    INPUT_CHOICE = "rg input choice"
    INPUT_CENTRED = "rg input centred"
    INPUT_DATE = "rg input date"
    BAND = "rg band"
    BAND_NOTE = "rg band note"
    FORM_LABEL = "rg form label"
    FORM_HELP = "rg form help"
    TOTAL = "rg total"
    TOTAL_FIGURE = "rg total figure"
    TOTAL_SHARE = "rg total share"
    TOTAL_BAR = "rg total bar"
    TOTAL_NOTE = "rg total note"
    GROUP = "rg group"
    GROUP_FIGURE = "rg group figure"
    GROUP_SHARE = "rg group share"
    GROUP_BAR = "rg group bar"
    GROUP_NOTE = "rg group note"
    PART = "rg part"
    PART_FIGURE = "rg part figure"
    PART_SHARE = "rg part share"
    PART_BAR = "rg part bar"
    PART_NOTE = "rg part note"
    HEADING = "rg heading"
    PARAGRAPH = "rg paragraph"
    TABLE_CELL = "rg table cell"
    TABLE_KEY = "rg table key"
    TABLE_LINK = "rg table link"
    TABLE_STATE = "rg table state"
    TABLE_NEXT = "rg table next"
    LEGEND_WAITING = "rg legend waiting"
    LEGEND_LOW = "rg legend low"
    LEGEND_HIGH = "rg legend high"
    LEGEND_WRONG = "rg legend wrong"


@dataclass(frozen=True, slots=True)
class _Look:
    """The looks of a style; the defaults are those of plain text that wraps, locked."""

    size: float = BODY_SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = INK
    fill: str = ""
    horizontal: str = "left"
    vertical: str = "center"
    wrap: bool = True
    rotation: int = 0
    indent: int = 1  # of texts aligned to the left or right
    lines: str = ""  # thin lines: "b" below, "all" round about; "gap": room above and below the bar of a score
    number_format: str = "General"
    unlocked: bool = False


_SHARE = '0" %"'
_AS_TYPED = "@"  # no number is made of the code 01, no date of 1-2
_LOOKS: dict[Style, _Look] = {
    Style.BANNER: _Look(size=17, bold=True, colour=WHITE, fill=BLUE, wrap=False),
    Style.BANNER_NOTE: _Look(size=11, colour=WHITE, fill=BLUE, wrap=False),
    Style.BANNER_FIGURE: _Look(size=11, bold=True, colour=WHITE, fill=BLUE, wrap=False),
    Style.BANNER_LINK: _Look(size=11, bold=True, underline=True, colour=WHITE, fill=BLUE, wrap=False),
    Style.LINK: _Look(colour=BLUE, underline=True, wrap=False),
    Style.SHORTCUT: _Look(size=HELP_SIZE, colour=BLUE, underline=True, wrap=False),
    Style.HELP: _Look(colour=GREY, wrap=False),
    Style.COLUMN_HELP: _Look(size=HELP_SIZE, italic=True, colour=GREY, vertical="bottom"),
    Style.HEADER: _Look(bold=True, colour=WHITE, fill=GREY),
    Style.HEADER_CENTRED: _Look(bold=True, colour=WHITE, fill=GREY, horizontal="center"),
    Style.HEADER_LOW: _Look(bold=True, colour=WHITE, fill=GREY, vertical="bottom"),
    Style.HEADER_ROTATED: _Look(
        bold=True, colour=WHITE, fill=GREY, horizontal="center", vertical="bottom", rotation=90, lines="all"
    ),
    Style.GROUP_HEADER: _Look(size=HELP_SIZE, bold=True, colour=BLUE, fill=BLUE_TINT, horizontal="center", lines="all"),
    Style.LABEL: _Look(colour=GREY, horizontal="right", wrap=False),
    Style.CODE: _Look(size=12, bold=True, colour=BLUE, wrap=False, number_format="@"),
    Style.CODE_LINK: _Look(
        bold=True, colour=BLUE, underline=True, horizontal="center", wrap=False, lines="all", number_format="@"
    ),
    Style.FIXED: _Look(lines="b"),
    Style.FIXED_MUTED: _Look(colour=GREY, lines="b"),
    Style.FIXED_ID: _Look(bold=True, colour=BLUE, lines="b", wrap=False, number_format="@"),
    Style.FIXED_ID_LINK: _Look(bold=True, underline=True, colour=BLUE, lines="b", wrap=False, number_format="@"),
    Style.FORMULA: _Look(horizontal="center", colour=GREY, lines="b", wrap=False, number_format="0"),
    Style.FORMULA_BOLD: _Look(horizontal="center", bold=True, lines="b", wrap=False, number_format="0"),
    Style.MARK: _Look(horizontal="center", bold=True, colour=BLUE, lines="b", wrap=False),
    Style.INPUT: _Look(lines="all", unlocked=True),
    Style.INPUT_TEXT: _Look(lines="all", unlocked=True, number_format=_AS_TYPED),
    Style.INPUT_CHOICE: _Look(lines="all", unlocked=True, number_format=_AS_TYPED),
    Style.INPUT_CENTRED: _Look(horizontal="center", lines="all", unlocked=True, wrap=False),
    Style.INPUT_DATE: _Look(lines="all", unlocked=True, wrap=False, number_format=DATE_FORMAT),
    Style.BAND: _Look(size=11, bold=True, colour=BLUE, fill=BLUE_TINT, wrap=False),
    Style.BAND_NOTE: _Look(colour=INK, fill=BLUE_TINT, wrap=False),
    Style.FORM_LABEL: _Look(bold=True, lines="b"),
    Style.FORM_HELP: _Look(colour=GREY, lines="b"),
    Style.TOTAL: _Look(size=13, bold=True, colour=WHITE, fill=BLUE, wrap=False),
    Style.TOTAL_FIGURE: _Look(size=13, bold=True, colour=WHITE, fill=BLUE, horizontal="center", number_format="0"),
    Style.TOTAL_SHARE: _Look(size=11, colour=WHITE, fill=BLUE, horizontal="center", number_format=_SHARE),
    Style.TOTAL_NOTE: _Look(colour=WHITE, fill=BLUE, wrap=False),
    Style.GROUP: _Look(size=11, bold=True, colour=BLUE, fill=BLUE_TINT, wrap=False),
    Style.GROUP_FIGURE: _Look(size=11, bold=True, colour=BLUE, fill=BLUE_TINT, horizontal="center", number_format="0"),
    Style.GROUP_SHARE: _Look(colour=BLUE, fill=BLUE_TINT, horizontal="center", number_format=_SHARE),
    Style.GROUP_NOTE: _Look(colour=BLUE, fill=BLUE_TINT, wrap=False),
    Style.PART: _Look(lines="b", indent=3, wrap=False),
    Style.PART_FIGURE: _Look(horizontal="center", lines="b", number_format="0"),
    Style.PART_SHARE: _Look(horizontal="center", lines="b", number_format=_SHARE),
    Style.PART_NOTE: _Look(colour=GREY, lines="b", wrap=False),
    Style.TOTAL_BAR: _Look(fill=BLUE, lines="gap"),
    Style.GROUP_BAR: _Look(fill=BLUE_TINT, lines="gap"),
    Style.PART_BAR: _Look(lines="gap"),
    Style.HEADING: _Look(size=13, bold=True, colour=BLUE, vertical="bottom", wrap=False, indent=0, lines="b"),
    Style.PARAGRAPH: _Look(size=11, indent=0),
    Style.TABLE_CELL: _Look(lines="b"),
    Style.TABLE_KEY: _Look(bold=True, lines="b"),
    Style.TABLE_LINK: _Look(bold=True, colour=BLUE, underline=True, lines="b"),
    Style.TABLE_STATE: _Look(lines="b", bold=True),
    Style.TABLE_NEXT: _Look(colour=BLUE, underline=True, lines="b"),
    Style.LEGEND_WAITING: _Look(fill=PALE_BLUE, lines="all", horizontal="center"),
    Style.LEGEND_LOW: _Look(fill=AMBER_TINT, lines="all", horizontal="center"),
    Style.LEGEND_HIGH: _Look(fill=BLUE_TINT, lines="all", horizontal="center"),
    Style.LEGEND_WRONG: _Look(fill=RED_TINT, colour=RED, bold=True, lines="all", horizontal="center"),
}


def register(book: Workbook) -> None:
    """Add every named style to the workbook, always in the same order."""
    for style in Style:
        book.add_named_style(_named_style(style.value, _LOOKS[style]))


def dress(cell: Cell, style: Style) -> None:
    """Give a cell of a workbook that has our styles one of them.

    openpyxl goes through all names of styles for each cell, a quarter of the time that a workbook takes to write. Every
    workbook of ours registers the same styles first, so what it finds for one cell is right for all others.
    """
    if style not in _FOUND:
        cell.style = style.value
        _FOUND[style] = cell._style  # type: ignore[attr-defined]
    cell._style = copy(_FOUND[style])  # type: ignore[attr-defined]


_FOUND: dict[Style, StyleArray] = {}


def _named_style(name: str, look: _Look) -> NamedStyle:
    return NamedStyle(
        name=name,
        font=Font(
            name=FONT,
            size=look.size,
            bold=look.bold,
            italic=look.italic,
            underline="single" if look.underline else None,
            color=look.colour,
        ),
        fill=PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
        border=_border(look),
        alignment=Alignment(
            horizontal=look.horizontal,
            vertical=look.vertical,
            wrap_text=look.wrap,
            textRotation=look.rotation,
            indent=0 if look.horizontal == "center" else look.indent,
        ),
        number_format=look.number_format,
        protection=Protection(locked=not look.unlocked),
    )


def _border(look: _Look) -> Border:
    line, none = Side(style="thin", color=LINE), Side()
    if look.lines == "gap":
        room = Side(style="thick", color=look.fill or WHITE)
        return Border(left=none, right=none, top=room, bottom=room)
    round_about, below = look.lines == "all", look.lines in ("all", "b")
    return Border(
        left=line if round_about else none,
        right=line if round_about else none,
        top=line if round_about else none,
        bottom=line if below else none,
    )
