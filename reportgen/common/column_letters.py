"""Columns by letter and by number, as a spreadsheet names them."""

from __future__ import annotations

import re
from functools import lru_cache

_LETTERS = re.compile(r"[A-Za-z]{1,3}")


@lru_cache(maxsize=20_000)
def letters_of(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> letters_of(28)
    'AB'
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


@lru_cache(maxsize=20_000)
def column_of(letters: str) -> int:
    """The number of a column, counted from 1. Raises `ValueError` for what are not one to three letters.

    >>> column_of("AB")
    28
    """
    if not _LETTERS.fullmatch(letters):
        raise ValueError(f"'{letters}' names no column")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
