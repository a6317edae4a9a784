"""Formulas read plainly: cut into their tokens, to see that they close what they open and refer to what is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_LENGTH = 8192
"""Characters of a formula in Excel."""

_TOKEN = re.compile(
    r"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\[\]]*\])?[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*)(?::(?:[A-Za-z_][\w.]*))?!)
    | (?P<error>\#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!))
    | (?P<function>[A-Za-z_][\w.]*(?=\())
    | (?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.(])|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w.(])|\$?\d{1,7}:\$?\d{1,7})
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]?\d+)?)
    | (?P<name>[A-Za-z_\\\u0080-\uffff][\w.\\?\u0080-\uffff]*)
    | (?P<open>[({])
    | (?P<close>[)}])
    | (?P<column>\[[^\[\]]*\])
    | (?P<other><>|<=|>=|[-+*/^&=<>%,;:@\s!])
    """,
    re.VERBOSE,
)
_PAIRS = {")": "(", "}": "{"}
_CONSTANTS = frozenset({"TRUE", "FALSE"})
_NEWER_NAMES = (
    "AGGREGATE ARRAYTOTEXT BYCOL BYROW CHOOSECOLS CHOOSEROWS CONCAT DAYS DROP EXPAND FILTER FORMULATEXT HSTACK IFNA "
    "IFS ISFORMULA LAMBDA LET MAKEARRAY MAP MAXIFS MINIFS MODE.MULT MODE.SNGL NUMBERVALUE PERCENTILE.EXC "
    "PERCENTILE.INC PERCENTRANK.EXC PERCENTRANK.INC QUARTILE.EXC QUARTILE.INC RANDARRAY RANK.AVG RANK.EQ REDUCE SCAN "
    "SEQUENCE SHEET SHEETS SORT SORTBY STDEV.P STDEV.S SWITCH TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW "
    "UNIQUE VAR.P VAR.S VSTACK WRAPCOLS WRAPROWS XLOOKUP XMATCH XOR"
)
_NEWER = frozenset(_NEWER_NAMES.split())
"""Functions of Excel 2010 and later: a file has to call them _xlfn.NAME."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What a formula refers to, and what is wrong with how it is written."""

    fault: str = ""
    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()  # those that need a newer Excel than the file says

    @property
    def is_external(self) -> bool:
        """True when it refers to another workbook."""
        return any("[" in sheet for sheet in self.sheets)


@lru_cache(maxsize=65536)  # a column repeats its formulas, sheets repeat their columns
def read_formula(text: str) -> Formula:
    """A formula as it stands in a file, without its "=".

    >>> read_formula("SUM('Road map'!A1:A3)*Weight").sheets, read_formula("IF(A1,2").fault
    (('Road map',), 'a bracket is not closed')
    """
    if len(text) > MAX_LENGTH:
        return Formula(f"it has more than {MAX_LENGTH} characters")
    found: dict[str, list[str]] = {"sheet": [], "name": [], "function": []}
    brackets: list[str] = []
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:
            return Formula(_unreadable(text[position:]))
        kind, piece = token.lastgroup or "", token[0]
        fault = _bracket_fault(brackets, kind, piece)
        if fault:
            return Formula(fault)
        if kind == "error" and piece == "#REF!":
            return Formula("it refers to cells that were deleted")
        if kind in found:
            found[kind].append(piece)
        position = token.end()
    return Formula(
        "a bracket is not closed" if brackets else "" if text.strip() else "it is empty",
        tuple(map(_sheet_name, found["sheet"])),
        tuple(name for name in found["name"] if name.upper() not in _CONSTANTS),
        tuple(name for name in found["function"] if name.upper() in _NEWER),
    )


def _unreadable(rest: str) -> str:
    return "a text is not closed" if rest[0] in "\"'" else f"there is '{rest[0]}' in it"


def _bracket_fault(brackets: list[str], kind: str, piece: str) -> str:
    """Keep the brackets that are open; say what is wrong with a piece that closes, or a semicolon between arguments."""
    if kind == "open":
        brackets.append(piece)
    elif kind == "close":
        if not brackets or brackets.pop() != _PAIRS[piece]:
            return "a bracket closes that was not opened"
    elif piece == ";" and "{" not in brackets:
        return "its arguments are parted by semicolons; in a file they are parted by commas"
    return ""


def _sheet_name(token: str) -> str:
    """The name of the sheet in "'Road map'!".

    >>> _sheet_name("'It''s'!"), _sheet_name("Results!")
    ("It's", 'Results')
    """
    name = token.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
