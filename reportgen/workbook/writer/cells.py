"""Put values and formulas into cells as they are meant: text stays text, and nothing is cut or lost unseen."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import floor

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.exceptions import UsageError
from reportgen.common.folding import REPLACEMENT, escaped
from reportgen.common.method import COVERAGE_NEEDED
from reportgen.common.model import AnswerState
from reportgen.common.rounding import MINUS, NO_FIGURE
from reportgen.common.scale import Scale
from reportgen.workbook.writer.styles import Style, dress

LONGEST_TEXT = 32_767  # of a cell in Excel, in UTF-16 units

# what XML cannot hold, lone surrogates included; tab and line feed may stay
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_STARTS_A_FORMULA = ("=", "+", "-", "@")


def clean_text(text: str) -> str:
    """The text as a cell can hold it: line ends are line feeds, what XML forbids becomes a visible mark."""
    return _FORBIDDEN.sub(REPLACEMENT, _LINE_END.sub("\n", text))


def put_text(cell: Cell, text: str, style: Style, field: str = "") -> None:
    """Write `text` as text, whatever it begins with; an empty one leaves the cell empty.

    Raises UsageError naming the `field` when the text is longer than a cell holds.
    """
    dress(cell, style)
    held, length = _held(text)
    if not held:
        return
    if length > LONGEST_TEXT:
        place = f"'{cell.parent.title}'!{cell.coordinate}" + (f" ({field})" if field else "")
        raise UsageError(
            f"{place}: the text has {length:,} characters, but a cell of a workbook holds {LONGEST_TEXT:,}. "
            "Shorten it or split it; nothing was written."
        )
    cell.value = held
    cell.data_type = "s"  # openpyxl would make a formula of "=..." and an error of "#N/A"
    if held.startswith(_STARTS_A_FORMULA):
        cell.quotePrefix = True  # stays text when somebody edits it


@lru_cache(maxsize=4096)  # every questionnaire has the same questions
def _held(text: str) -> tuple[str, int]:
    """A text as its cell holds it, and its length in UTF-16 units."""
    cleaned = clean_text(text)
    return escaped(cleaned), len(cleaned.encode("utf-16-le")) // 2


class Formula(str):
    """A formula, without its equals sign."""

    __slots__ = ()


def put_value(cell: Cell, value: Formula | str | int | float | None, style: Style, number_format: str = "") -> None:
    """Write a formula, a text, a number, or nothing; in a number format where that of the style is not right."""
    if isinstance(value, str) and not isinstance(value, Formula):
        put_text(cell, value, style)
        return
    cell.value = f"={value}" if isinstance(value, Formula) else value
    dress(cell, style)
    if number_format:
        cell.number_format = number_format


def put_date(cell: Cell, day: date | None) -> None:
    """Write a date into an input cell, or leave it empty for one."""
    cell.value = day
    dress(cell, Style.INPUT_DATE)  # after the value, which brings a format of its own


def put_link(cell: Cell, text: str, sheet: str, style: Style = Style.LINK, goal: str = "A1") -> None:
    """Write a link to a cell of a sheet of this workbook, the first one unless said."""
    put_text(cell, text, style)
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{goal}")
    dress(cell, style)


def target(sheet: str, column: str, row: str) -> str:
    """Where a link of a formula leads: a cell of a sheet, in the row that a formula gives."""
    quoted = sheet.replace("'", "''")
    beginning = f"#'{quoted}'!{column}"
    return f"{text(beginning)}&{row}"


def link_to(place: str, words: str) -> Formula:
    """A link that leads where the cell `place` says, or nothing where that is empty."""
    return Formula(f'IF({place}="","",HYPERLINK({place},{words}))')


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at row and column, counted from 1; never one that a merge covers."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


# ----------------------------------------------------------------------------------- formulas that several sheets share

# They use nothing newer than IFERROR and COUNTIFS (Excel 2007), find questions by id, and give no error on an empty
# workbook. Numbers are rounded twice: floating dust first, so that 42.499999999999 does not hide the half of 42.5.

SCORE_MARKS = {  # what the score column shows where there is no box
    AnswerState.NOT_APPLICABLE: "N/A",
    AnswerState.NOT_KNOWN: "n/k",
    AnswerState.NOT_ASKED: NO_FIGURE,
}
UNREADABLE = "!"
DUE = "•"
KEY_END = "|"  # ends the keys that answers are looked up by: the key of a blank answer must not be blank itself
NOT_APPLICABLE = SCORE_MARKS[AnswerState.NOT_APPLICABLE]
NOT_KNOWN = SCORE_MARKS[AnswerState.NOT_KNOWN]

# what the status columns of the hidden sheet say
SCORED, OPEN, WITHHELD = "scored", "open", "withheld"


def text(value: str) -> str:
    """A text inside a formula, between quotes; its own quotes doubled."""
    return '"' + value.replace('"', '""') + '"'


def lookup(column: str, wanted: str, ids: str) -> str:
    """The entry of `column` in the row where `ids` holds `wanted`; an error when there is none."""
    return f"INDEX({column},MATCH({wanted},{ids},0))"


def literally(typed: str) -> str:
    """What somebody typed, for MATCH to look up: without blanks at its ends, and with nothing taken for a wildcard."""
    found = f"TRIM({typed})"
    for sign in "~?*":  # the one that escapes the others first
        found = f"SUBSTITUTE({found},{text(sign)},{text('~' + sign)})"
    return found


def worth(answer: str, keys: str, worths: str, otherwise: str = "") -> str:
    """What an answer is worth: a number, a mark, nothing when blank, or `otherwise` when it is not among the keys."""
    return f"IFERROR({lookup(worths, f'{literally(answer)}&{text(KEY_END)}', keys)},{text(otherwise)})"


def rounded(figure: str) -> str:
    """A figure as a whole number, half up."""
    return f"ROUND(ROUND({figure},9),0)"


def rounded_score(figure: str, scale: Scale) -> str:
    """A score in the decimals of the scale, half up.

    ROUND takes a half away from zero, and so a negative one down: where there are any, the whole part does it.
    """
    if scale.lowest >= 0:
        return f"ROUND(ROUND({figure},9),{scale.decimals})"
    parts = 10**scale.decimals
    return f"INT(ROUND({figure}*{parts},9)+0.5)/{parts}"


def printed_score(figure: str, scale: Scale) -> str:
    """A score as printed, or a dash where the cell holds none."""
    return f"IF(ISNUMBER({figure}),{rounded_score(figure, scale)},{text(NO_FIGURE)})"


def score_in_text(figure: str, scale: Scale) -> str:
    """A score as printed, inside a text: with all its decimals and a true minus."""
    if scale.is_plain:
        return rounded_score(figure, scale)
    return f'SUBSTITUTE(FIXED({rounded_score(figure, scale)},{scale.decimals},TRUE),"-","{MINUS}")'


def score_format(scale: Scale) -> str:
    """The number format of scores; empty where the one of the style is right."""
    if scale.is_plain:
        return ""
    places = f"0.{'0' * scale.decimals}" if scale.decimals else "0"
    return f'{places};"{MINUS}"{places}'


def any_score(scale: Scale) -> str:
    """The condition of SUMIFS and COUNTIFS that numbers alone meet, among scores and marks."""
    return f">={floor(scale.lowest) - 1 if scale.lowest < 0 else 0}"


def count_given(scores: str, scale: Scale, where: str) -> str:
    """How many of these cells hold an answer, a score or a mark that is one, among those that meet `where`.

    By COUNTIFS alone: ISNUMBER over a range inside SUMPRODUCT looks at one cell of it in Gnumeric.
    """
    marks = any_score(scale), NOT_APPLICABLE, NOT_KNOWN
    return "+".join(f"COUNTIFS({where},{scores},{text(mark)})" for mark in marks)


def plain_number(value: Fraction) -> int | float:
    """A value as a cell holds it."""
    return int(value) if value.denominator == 1 else float(value)


def is_not_covered(share: str) -> str:
    """True when a share is too little for a score; dust in the last bits does not make it less."""
    return f"{share}<{float(COVERAGE_NEEDED)}-0.000000001"
