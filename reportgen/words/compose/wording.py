"""Small change of language: numbers, lists, dates and quotes as a British reader expects them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from reportgen.common.figures import END, named_like, with_first

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = (  # not from the calendar module, which follows the machine's language
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_BEFORE_PER_CENT = re.compile(rf"(?<=[\d{END}]) (?=%)")  # in quoted words of an assessor a sign may mean something else
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'‘(])")
_PAIRS = ("''", '""', "‘’", "“”")
_CLOSED = (".", "!", "?", "…", ":", ".”", "!”", "?”", ".)", "!)", "?)", ".'", '."')


def number(count: int) -> str:
    """A count as running text has it: words up to twelve, digits above; a figure stays marked.

    >>> number(3), number(28), number(1200)
    ('three', '28', '1,200')
    """
    return named_like(count, _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{int(count):,}")


def counted(count: int, singular: str, plural: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "interview"), counted(12, "answer"), counted(0, "reply", "replies")
    ('one interview', 'twelve answers', 'no replies')
    """
    return f"{number(count)} {singular if count == 1 else plural or singular + 's'}"


def part_of(part: int, whole: int, noun: str) -> str:
    """How many of a whole of at least 1, to follow "in": "is recorded in ..."; marked as one where `part` is a figure.

    >>> part_of(2, 5, "answer"), part_of(0, 5, "answer"), part_of(2, 2, "answer")
    ('two of the five answers', 'none of the five answers', 'both answers')
    >>> part_of(1, 1, "answer"), part_of(0, 1, "answer")
    ('the only answer', 'no answer')
    """
    if whole == 1:
        words = f"the only {noun}" if part else f"no {noun}"
    elif part == whole:
        words = every(whole, noun)
    else:
        words = f"{'none' if part == 0 else number(part)} of the {number(whole)} {noun}s"
    return named_like(part, words)


def every(count: int, noun: str) -> str:
    """All of several things, at least two: "both areas", "all five areas"."""
    return f"both {noun}s" if count == 2 else f"all {number(count)} {noun}s"


def listed(parts: Iterable[str]) -> str:
    """A list in a sentence.

    >>> listed(["retail"]), listed(["retail", "banking", "travel"])
    ('retail', 'retail, banking and travel')
    """
    found = tuple(parts)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def capitalised(text: str) -> str:
    """The text with a capital at its beginning; the rest stays."""
    return with_first(text, str.upper)


def lowered(text: str) -> str:
    """The text with a small letter at its beginning; the rest stays."""
    return with_first(text, str.lower)


def one_line(text: str) -> str:
    """The text with every line break and run of blanks as one blank."""
    return " ".join(text.split())


def ended(text: str) -> str:
    """The text with a full stop unless it ends a sentence already.

    >>> ended("Ring ten customers"), ended("Why not?")
    ('Ring ten customers.', 'Why not?')
    """
    text = text.rstrip()
    return text if not text or text.endswith(_CLOSED) else f"{text}."


def unended(text: str) -> str:
    """The text on one line without the full stop at its end, to stand inside a sentence."""
    return one_line(text).rstrip(".; ")


def quoted(text: str) -> str:
    """The text in quotation marks, on one line; single marks where it holds double ones itself.

    >>> quoted("Who owns it?"), quoted('They say "later".')
    ('“Who owns it?”', '‘They say "later".’')
    """
    text = one_line(text)
    return f"‘{text}’" if any(mark in text for mark in '"“”') else f"“{text}”"


def unquoted(text: str) -> str:
    """The text without a pair of quotation marks around the whole of it.

    >>> unquoted("'Our dealers' list.'"), unquoted("'Boxes' and 'bags'"), unquoted("the dealers' list")
    ("Our dealers' list.", "'Boxes' and 'bags'", "the dealers' list")
    """
    text = text.strip()
    inner = text[1:-1]
    paired = len(text) > 2 and text[0] + text[-1] in _PAIRS
    another_begins = paired and re.search(rf"(?:^|[\s(]){text[0]}\w", inner)
    return inner if paired and not another_begins else text


def first_sentences(text: str, count: int = 1) -> str:
    """The first sentences of a text, on one line."""
    return " ".join(_SENTENCE_END.split(one_line(text))[:count])


def in_words(day: date) -> str:
    """A date as "14 March 2025"."""
    return f"{day.day} {month_in_words(day)}"


def month_in_words(day: date) -> str:
    """A date as "March 2025"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def period(days: Sequence[date]) -> str:
    """The time that dates cover, to follow "held"; one day or two are named.

    >>> period([date(2024, 5, 3), date(2024, 5, 4), date(2024, 5, 3)])
    'on 3 and 4 May 2024'
    >>> days = [date(2024, 5, 3), date(2024, 5, 4)]
    >>> period([*days, date(2024, 5, 9)]), period([*days, date(2024, 6, 9)])
    ('between 3 and 9 May 2024', 'between 3 May and 9 June 2024')
    """
    first, last = min(days), max(days)
    if first == last:
        return f"on {in_words(first)}"
    beginning = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        beginning = in_words(first) if first.year != last.year else in_words(first).rpartition(" ")[0]
    return f"{'on' if len(set(days)) == 2 else 'between'} {beginning} and {in_words(last)}"


def unbroken(text: str) -> str:
    """The text with every figure on one line with the per cent sign after it.

    >>> unbroken("Found in 57 % of the answers") == "Found in 57\\u00a0% of the answers"
    True
    """
    return _BEFORE_PER_CENT.sub("\u00a0", text)


def sentences(*parts: str) -> str:
    """The parts that are not empty, one after the other."""
    return " ".join(part for part in parts if part)
