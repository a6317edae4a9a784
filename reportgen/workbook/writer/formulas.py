"""The formulas that several sheets share: what an answer is worth, and how a figure is printed.

They use nothing newer than IFERROR and COUNTIFS (Excel 2007), find questions by id, and give no error on an empty
workbook. Numbers are rounded twice: floating dust first, so that 42.499999999999 does not hide the half of 42.5.
"""

from __future__ import annotations

from reportgen.common.model import AnswerState
from reportgen.common.rounding import NO_FIGURE
from reportgen.workbook.writer.plan import BoxRanges

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


def found(column: str, wanted: str, ids: str) -> str:
    """The entry of `column` in the row where `ids` holds `wanted`; an error when there is none."""
    return f"INDEX({column},MATCH({wanted},{ids},0))"


def worth(answer: str, boxes: BoxRanges, otherwise: str = "") -> str:
    """What an answer is worth: a box, a mark, nothing when blank, or `otherwise` when it is not one of the answers."""
    return f"IFERROR({found(boxes.worth, f'TRIM({answer})&{text(KEY_END)}', boxes.keys)},{text(otherwise)})"


def rounded(figure: str) -> str:
    """A figure as a whole number, half up."""
    return f"ROUND(ROUND({figure},9),0)"


def printed(figure: str) -> str:
    """A score as printed: a whole number, or a dash where the cell holds none."""
    return f"IF(ISNUMBER({figure}),{rounded(figure)},{text(NO_FIGURE)})"


def is_under_half(part: str, whole: str) -> str:
    """True when `part` is less than half of `whole`; dust in the last bits does not make it less."""
    return f"{part}/{whole}<0.5-0.000000001"
