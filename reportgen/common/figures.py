"""Figures in sentences: each carries its name, until the filled document turns the name into a hidden anchor.

A sentence is text, so the name travels in the text, between characters that are no characters. Their meaning holds
within one process only: text from elsewhere can hold the same characters, but never a mark. Whatever wants the plain
words (alternative texts, comments, properties, comparisons) takes `plain`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Context, Decimal
from os import urandom

from reportgen.common.rounding import with_true_minus

_OURS = urandom(8).hex()  # nobody can forge a mark; no file holds one
MINUS = "-minus-"  # between the names of two figures, in that of their difference
END = "\ufdd5"  # stands behind the last letter of every marked figure
_BEGIN, _MIDDLE = f"\ufdd3{_OURS}", "\ufdd4"
_MARK = re.compile(f"{_BEGIN}([^{_MIDDLE}]*){_MIDDLE}([^{END}]*){END}")


def figure(name: str, text: str) -> str:
    """A figure as printed, marked with its name, which `reportgen explain` knows.

    >>> plain("The score is " + figure("core", "41") + ".")
    'The score is 41.'
    """
    return f"{_BEGIN}{name}{_MIDDLE}{plain(text)}{END}"


def topic_name(element_id: str, topic_id: str) -> str:
    """The name of the score of a topic: ids of topics differ within their element only."""
    return f"{element_id}.topic.{topic_id}"


def target_name(element_id: str) -> str:
    """The name of the target of an element."""
    return f"{element_id}.target"


def move_name(which: str) -> str:
    """The overall score with the initiatives up to a horizon, by its id, or with the "weakest" questions one box up."""
    return f"overall.moves.{which}"


def plain(text: str) -> str:
    """A text as it reads, without marks."""
    return _MARK.sub(r"\2", text) if _BEGIN in text else text


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text with the names of the figures they are; plain parts have no name.

    >>> list(pieces("Of " + figure("n", "12") + " peers"))
    [('', 'Of '), ('n', '12'), ('', ' peers')]
    """
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            yield "", text[end : mark.start()]
        yield mark.group(1), mark.group(2)
        end = mark.end()
    if end < len(text):
        yield "", text[end:]


def with_first(text: str, change: Callable[[str], str]) -> str:
    """The text with its first letter changed, also where that letter belongs to a figure.

    >>> plain(with_first(figure("interviews", "twelve") + " interviews", str.upper))
    'Twelve interviews'
    """
    mark = _MARK.match(text)
    at = mark.start(2) if mark else 0
    return f"{text[:at]}{change(text[at : at + 1])}{text[at + 1 :]}"


class Figure(int):
    """A whole number that knows which figure it is: formatted into a sentence it is marked, `str` of it is plain.

    The difference of two figures is a figure again; every other result of arithmetic is a plain number.

    >>> plain(f"The score is {Figure(41, 'core')}."), str(Figure(41, "core"))
    ('The score is 41.', '41')
    >>> (Figure(41, "core") - Figure(30, "proposition")).name
    'core-minus-proposition'
    """

    name: str

    def __new__(cls, value: int, name: str) -> Figure:
        """The number `value` under a name without blanks."""
        made = super().__new__(cls, value)
        made.name = name
        return made

    def __format__(self, spec: str) -> str:
        return figure(self.name, super().__format__(spec))

    def __sub__(self, other: int) -> int:
        difference = super().__sub__(other)
        return Figure(difference, f"{self.name}{MINUS}{other.name}") if isinstance(other, Figure) else difference


class Points(Decimal):
    """A printed score that knows which figure it is, as `Figure` does; negative ones have a true minus.

    >>> plain(f"It scores {Points(Decimal('-0.50'), 'core')}."), str(Points(Decimal("2.10"), "core"))
    ('It scores −0.50.', '2.10')
    >>> (Points(Decimal(41), "core") - Points(Decimal(30), "proposition")).name
    'core-minus-proposition'
    """

    name: str

    def __new__(cls, value: Decimal, name: str) -> Points:
        """The number `value` under a name without blanks."""
        made = super().__new__(cls, value)
        made.name = name
        return made

    def __str__(self) -> str:
        return with_true_minus(super().__str__())

    def __format__(self, spec: str, context: Context | None = None, /) -> str:
        return figure(self.name, with_true_minus(super().__format__(spec)))

    def __sub__(self, other: Decimal | int) -> Decimal:
        difference = super().__sub__(other)
        return Points(difference, f"{self.name}{MINUS}{other.name}") if isinstance(other, Points) else difference


def named_like(count: int | Decimal, text: str) -> str:
    """A text that says a number, marked when the number is a figure.

    >>> plain(named_like(Figure(3, "interviews"), "three")), named_like(3, "three")
    ('three', 'three')
    """
    return figure(count.name, text) if isinstance(count, Figure | Points) else text
