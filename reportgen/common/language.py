"""English as a British reader expects it: numbers, counts, lists, quotes, dates, beginnings and ends of sentences.

Nothing here follows the machine's language. A number that is a `Figure` stays marked in every text made from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from reportgen.common.figures import END, Points, named_like, plain, with_first
from reportgen.common.rounding import printed_share, with_true_minus

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SHARES = {
    Fraction(1, 2): "half",
    Fraction(1, 3): "a third",
    Fraction(2, 3): "two thirds",
    Fraction(1, 4): "a quarter",
    Fraction(3, 4): "three quarters",
    Fraction(1, 5): "a fifth",
    Fraction(1, 10): "a tenth",
}
_BEFORE_PER_CENT = re.compile(rf"(?<=[\d{END}]) (?=%)")  # in quoted words of an assessor a sign may mean something else
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"'‘(])")
_OPENING = re.compile(r"(?:(?<=[\s([“–])|^)'(?=[^\W\d])")
_PAIRS = ("''", '""', "‘’", "“”")
_CLOSED = (".", "!", "?", "…", ":", ".”", "!”", "?”", ".)", "!)", "?)", ".'", '."')


# ----------------------------------------------------------------------------------------------------- numbers


def number(count: int | Decimal) -> str:
    """A count, or a number of points, as running text has it: words up to twelve where it is whole, digits above.

    >>> number(3), number(28), number(1200), number(Decimal(3)), number(Decimal("0.40"))
    ('three', '28', '1,200', 'three', '0.40')
    """
    if isinstance(count, Decimal) and count.as_tuple().exponent:
        return f"{count}" if isinstance(count, Points) else with_true_minus(str(count))
    whole = int(count)
    return named_like(count, _NUMBERS[whole] if 0 <= whole < len(_NUMBERS) else f"{whole:,}")


def how_many(count: int) -> str:
    """A count that stands for its noun.

    >>> how_many(0), how_many(2)
    ('none', 'two')
    """
    return number(count) if count else named_like(count, "none")


def plural(noun: str, count: int | Decimal) -> str:
    """The noun as it follows a count."""
    return noun if count == 1 else f"{noun}s"


def counted(count: int | Decimal, noun: str, nouns: str = "") -> str:
    """A count with its noun in running text; `nouns` is a plural of its own.

    >>> counted(1, "interview"), counted(12, "answer"), counted(0, "reply", "replies")
    ('one interview', 'twelve answers', 'no replies')
    """
    return f"{number(count)} {nouns if nouns and count != 1 else plural(noun, count)}"


def tally(count: int, noun: str) -> str:
    """A count with its noun in messages and listings, where figures are looked for.

    >>> tally(1, "fault"), tally(12, "fault"), tally(0, "gap")
    ('1 fault', '12 faults', 'no gaps')
    """
    return f"{count or 'no'} {plural(noun, count)}"


def part_of(part: int, whole: int, noun: str, the: str = "the ") -> str:
    """How many of a whole of at least 1, to follow "in": "is recorded in ..."; marked as one where `part` is a figure.

    >>> part_of(2, 5, "answer"), part_of(0, 5, "answer"), part_of(2, 2, "answer")
    ('two of the five answers', 'none of the five answers', 'both answers')
    >>> part_of(1, 1, "answer"), part_of(0, 1, "answer"), part_of(2, 5, "answer", the="")
    ('the only answer', 'no answer', 'two of five answers')
    >>> part_of(0, 2, "answer")
    'neither answer'
    """
    if whole == 1:
        words = f"the only {noun}" if part else f"no {noun}"
    elif part == whole:
        words = every(whole, noun)
    elif whole == 2 and not part:
        words = f"neither {noun}"
    else:
        words = f"{how_many(part)} of {the}{counted(whole, noun)}"
    return named_like(part, words)


def every(count: int, noun: str) -> str:
    """All of several things, at least two: "both areas", "all five areas"."""
    return f"both {noun}s" if count == 2 else f"all {counted(count, noun)}"


def those(count: int) -> str:
    """All of several people or levels, named before: "both", "all"."""
    return "both" if count == 2 else "all"


def signed(difference: int | Decimal) -> str:
    """A difference with its sign, and a true minus.

    >>> signed(7), signed(-23), signed(0), signed(Decimal("0.40")), signed(Decimal("0.00"))
    ('+7', '−23', '0', '+0.40', '0.00')
    """
    return with_true_minus(f"{difference:+}" if difference else f"{difference}")


def ordinal(number: int) -> str:
    """The place of a number, for counting off.

    >>> ordinal(1), ordinal(10), ordinal(13), ordinal(22)
    ('1st', '10th', '13th', '22nd')
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def share_in_words(share: Fraction) -> str:
    """A share, to follow "more than": in words where it is a simple one, else in per cent.

    >>> share_in_words(Fraction(1, 4)), share_in_words(Fraction(3, 10))
    ('a quarter', '30 %')
    """
    return _SHARES.get(share) or printed_share(share)


def unbroken(text: str) -> str:
    """The text with every figure on one line with the per cent sign after it.

    >>> unbroken("Found in 57 % of the answers") == "Found in 57\\u00a0% of the answers"
    True
    """
    return _BEFORE_PER_CENT.sub("\u00a0", text)


# ------------------------------------------------------------------------------------------- words and sentences


def listed(parts: Iterable[str]) -> str:
    """A list in a sentence.

    >>> listed(["retail"]), listed(["retail", "banking", "travel"])
    ('retail', 'retail, banking and travel')
    """
    found = tuple(parts)
    return " and ".join((", ".join(found[:-1]), found[-1])) if len(found) > 1 else "".join(found)


def capitalised(text: str) -> str:
    """The text with a capital at its beginning; the rest stays."""
    return with_first(text, str.upper)


def lowered(text: str) -> str:
    """The text as it stands inside a sentence, with a small letter at its beginning unless that is an abbreviation.

    >>> lowered("Implementation staff"), lowered("IT staff")
    ('implementation staff', 'IT staff')
    """
    return text if plain(text)[1:2].isupper() else with_first(text, str.lower)


def has_words(text: str) -> bool:
    """True when there is anything to see in the text."""
    return any(character.isprintable() and not character.isspace() for character in text)


def one_line(text: str) -> str:
    """The text with every line break and run of blanks as one blank."""
    return " ".join(text.split())


def shortened(text: str, longest: int = 60) -> str:
    """The text on one line, at most `longest` signs of it, cut at a blank if one stands in its last two thirds.

    >>> shortened("one two  three", 13), shortened("one two  three", 9), shortened("onetwothree", 9)
    ('one two three', 'one two …', 'onetwot …')
    """
    line = one_line(text)
    if len(line) <= longest:
        return line
    cut = line.rfind(" ", longest // 3, longest - 1)
    return line[: cut if cut > 0 else longest - 2] + " …"


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


def sentences(*parts: str) -> str:
    """The parts that are not empty, one after the other."""
    return " ".join(part for part in parts if part)


def first_sentences(text: str, count: int = 1) -> str:
    """The first sentences of a text, on one line."""
    return " ".join(_SENTENCE_END.split(one_line(text))[:count])


# ------------------------------------------------------------------------------------------------------- quotes


def quoted(text: str) -> str:
    """What somebody said, as the report quotes it, on one line; single marks where it holds double ones itself.

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


def typographic(text: str) -> str:
    """The text with the apostrophes and single quotation marks that print has in place of those of a keyboard.

    >>> typographic("Customers' and staff's 'later', in the '90s")
    'Customers’ and staff’s ‘later’, in the ’90s'
    """
    return _OPENING.sub("‘", text).replace("'", "’") if "'" in text else text


def in_quotes(text: str) -> str:
    """An entry as a message repeats it, whole and on one line.

    >>> in_quotes("Seen in\\nuse")
    "'Seen in use'"
    """
    return f"'{one_line(text)}'"


# -------------------------------------------------------------------------------------------------------- dates


def day_in_words(day: date) -> str:
    """A date as "14 March 2025"."""
    return f"{day.day} {month_in_words(day)}"


def as_of(day: date) -> str:
    """From when figures of peers are that were not made anew: "as of 14 March 2025"."""
    return f"as of {day_in_words(day)}"


def peers_as_of(titles: Iterable[str], day: date) -> str:
    """The sentence that says so of some figures by their titles."""
    return f"Figures of peers for {listed(titles)} are {as_of(day)}, from an earlier report."


def month_in_words(day: date) -> str:
    """A date as "March 2025"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


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
        return f"on {day_in_words(first)}"
    beginning = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        beginning = day_in_words(first) if first.year != last.year else day_in_words(first).rpartition(" ")[0]
    return f"{'on' if len(set(days)) == 2 else 'between'} {beginning} and {day_in_words(last)}"
