"""The words of the charts: numbers, dates and peer groups in words, and alt text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from reportgen.charts.kinds import ModelArea, ModelTile, PositionRow, ProfileRow
from reportgen.common.model import PeerGroup, Reference, Status

WIDE_GAP = 15  # points from which a difference is set in bold
ALT_LIMIT = 1000  # characters; longer alt text is cut by screen readers and by Word
NO_PEERS = "no peer data"
WITHHELD_PEERS = "peers withheld"
STATUS_WORDS = {
    Status.OPEN: "not assessed",
    Status.WITHHELD: "withheld: coverage under 50 %",
    Status.NOT_APPLICABLE: "not applicable",
}

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
# ours, since those of the calendar module follow the locale
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

T = TypeVar("T")

# ----------------------------------------------------------------------------------------------- small wording


def one_line(text: str) -> str:
    """A text on one line, without control characters and with lone surrogates made visible."""
    shown = "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in text)
    return " ".join("".join(c for c in shown if c.isspace() or unicodedata.category(c) != "Cc").split())


def count(number: int) -> str:
    """A number as it stands in a sentence: in words up to twelve.

    >>> count(3), count(21)
    ('three', '21')
    """
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def how_many(number: int) -> str:
    """A number that stands for its noun.

    >>> how_many(0), how_many(2)
    ('none', 'two')
    """
    return count(number) if number else "none"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it needs one.

    >>> counted(1, "element"), counted(3, "element")
    ('one element', 'three elements')
    """
    return f"{count(number)} {noun}{'s' * (number != 1)}"


def share_of(number: int, whole: int, noun: str) -> str:
    """So many of so many.

    >>> [share_of(k, 2, "element") for k in (0, 1, 2)], share_of(5, 5, "area"), share_of(1, 1, "area")
    (['none of two elements', 'one of two elements', 'both elements'], 'all five areas', 'the only area')
    """
    if number == whole:
        return {1: f"the only {noun}", 2: f"both {noun}s"}.get(whole, f"all {count(whole)} {noun}s")
    return f"{how_many(number)} of {counted(whole, noun)}"


def signed(number: int) -> str:
    """A difference with its sign, and a true minus.

    >>> signed(7), signed(-23), signed(0)
    ('+7', '−23', '0')
    """
    return f"{number:+d}".replace("-", "−") if number else "0"


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def inside(title: str) -> str:
    """A title inside a sentence: its capital lowered, unless it is an abbreviation.

    >>> inside("Implementation staff"), inside("IT staff")
    ('implementation staff', 'IT staff')
    """
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def month(day: date) -> str:
    """A month in words.

    >>> month(date(2024, 3, 9))
    'March 2024'
    """
    return f"{_MONTHS[day.month - 1]} {day.year}"


def the_only(rows: Iterable[T], key: Callable[[T], int]) -> T | None:
    """The row whose key is largest, or None when it is not the only one."""
    ordered = sorted(rows, key=key, reverse=True)
    if not ordered or (len(ordered) > 1 and key(ordered[0]) == key(ordered[1])):
        return None
    return ordered[0]


def group_words(group: PeerGroup, *, invented: bool) -> str:
    """A peer reference with its size and date: every comparison is printed with them."""
    name = "the whole peer database" if group.reference is Reference.DATABASE else "the chosen group"
    facts = [f"n = {group.n}"]
    if group.reference is Reference.CHOSEN and group.words:
        facts.insert(0, one_line(group.words))
    if group.date is not None:
        facts.append(f"newest assessment {month(group.date)}")
    if invented:
        facts.append("invented sample peers")
    return f"{name} ({'; '.join(facts)})"


# ---------------------------------------------------------------------------------------------------- alt text


def alt_text(headline: str, subtitle: str, *versions: Iterable[str]) -> str:
    """The chart in words: headline, subtitle, then row by row with all values.

    `versions` tell the rows at different lengths, the longest first; the first that stays within `ALT_LIMIT` is taken,
    else the last one, cut after a whole row.
    """
    start = f"{_cut(headline, 300)}. {_cut(subtitle, 300)}. "
    for version in versions:
        rows = list(version)
        whole = f"{start}{'; '.join(rows)}."
        if len(whole) <= ALT_LIMIT:
            return whole
    for kept in range(len(rows) - 1, 0, -1):
        text = f"{start}{'; '.join((*rows[:kept], f'and {len(rows) - kept} more'))}."
        if len(text) <= ALT_LIMIT:
            return text
    return _cut(whole, ALT_LIMIT)


def position_in_words(row: PositionRow, *, is_short: bool) -> str:
    """A row of a position chart with every figure it shows; in short without band and best in class."""
    parts = [row.title if row.score is None else f"{row.title} {row.score}"]
    if row.words:
        parts.append(inside(row.words))
    if row.median is not None:
        parts.append(f"median {row.median}")
    if row.middle_half is not None:
        parts.append("middle half {} to {}".format(*row.middle_half))
    if row.band is not None and not is_short:
        parts.append("10-90 % {} to {}".format(*row.band))
    if row.best_in_class is not None and not is_short:
        parts.append(f"best in class {row.best_in_class}")
    if row.median is not None:
        parts.append(f"n = {row.n}")
    return ", ".join(parts)


def area_in_words(area: ModelArea, *, is_short: bool) -> str:
    """An area of the model picture and its elements; in short with the number of the quarter in brackets."""
    score = f", {area.words}" if area.score is None else f" {area.score}"
    return f"{area.title}{score}: {', '.join(_tile_in_words(tile, is_short=is_short) for tile in area.tiles)}"


def _tile_in_words(tile: ModelTile, *, is_short: bool) -> str:
    if tile.score is None:
        return f"{tile.title} ({tile.words})"
    if tile.side is None:
        return f"{tile.title} {tile.score}"
    if is_short and tile.quarter is not None:
        return f"{tile.title} {tile.score} ({tile.quarter})"
    return f"{tile.title} {tile.score} {inside(tile.words)}"


def profile_in_words(row: ProfileRow) -> str:
    """A row of a profile: its figures in the order of the series."""
    return f"{row.title} {', '.join('–' if value is None else str(value) for value in row.values)}"


def join(parts: Sequence[str]) -> str:
    """Parts as a list in a sentence.

    >>> join(["a"]), join(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def _cut(text: str, limit: int) -> str:
    """The text, or its first words and an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
