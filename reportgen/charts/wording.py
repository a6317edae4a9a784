"""The words of the charts: peer groups and rows in words, and alt text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from reportgen.charts.kinds import (
    AnswersRow,
    AssociationRow,
    DistanceRow,
    EffortMark,
    ModelTile,
    MoveRow,
    PicturedArea,
    PositionRow,
    ProfileRow,
    ProgressRow,
    ScaleBox,
    TopicRow,
)
from reportgen.common.language import as_of, lowered, one_line, signed
from reportgen.common.method import BAND_ENDS, INTERVAL
from reportgen.common.model import ChangeMark, PeerGroup, Reference
from reportgen.common.rounding import NO_FIGURE, printed_number

ALT_LIMIT = 1000  # characters; longer alt text is cut by screen readers and by Word

T = TypeVar("T")

# ----------------------------------------------------------------------------------------------- small wording


def drawable(text: str) -> str:
    """A text on one line, without control characters and with lone surrogates made visible."""
    shown = "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in text)
    return one_line("".join(c for c in shown if c.isspace() or unicodedata.category(c) != "Cc"))


def the_only(rows: Iterable[T], key: Callable[[T], Decimal]) -> T | None:
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
        facts.insert(0, drawable(group.words))
    if group.year is not None:
        facts.append(f"newest assessment {group.year}")
    if group.as_of:
        facts.append(as_of(group.as_of))
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


def position_of_row(row: PositionRow, *, is_short: bool) -> str:
    """A row of a position chart with every figure it shows; in short without interval, band and best in class."""
    parts = [row.title if row.score is None else f"{row.title} {printed_number(row.score)}"]
    if row.interval is not None and not is_short:
        parts.append("{} {} to {}".format(INTERVAL, *map(printed_number, row.interval)))
    if row.target is not None:
        parts.append(f"target {printed_number(row.target)}")
    if row.words:
        parts.append(lowered(row.words))
    if row.median is not None:
        parts.append(f"median {printed_number(row.median)}")
    if row.middle_half is not None:
        parts.append("middle half {} to {}".format(*map(printed_number, row.middle_half)))
    if row.band is not None and not is_short:
        parts.append("{}-{} % {} to {}".format(*BAND_ENDS, *map(printed_number, row.band)))
    if row.best_in_class is not None and not is_short:
        parts.append(f"best in class {printed_number(row.best_in_class)}")
    if row.median is not None:
        parts.append(f"n = {row.n}")
    return ", ".join(parts)


def area_in_words(area: PicturedArea, *, is_short: bool) -> str:
    """An area of the model picture and its elements; in short with the number of the quarter in brackets."""
    score = f", {area.words}" if area.score is None else f" {printed_number(area.score)}"
    return f"{area.title}{score}: {', '.join(_tile_in_words(tile, is_short=is_short) for tile in area.tiles)}"


def _tile_in_words(tile: ModelTile, *, is_short: bool) -> str:
    if tile.score is None:
        return f"{tile.title} ({tile.words})"
    scored = f"{tile.title} {printed_number(tile.score)}"
    if tile.side is None:
        return f"{scored} ({tile.band})" if tile.band else scored
    if is_short and tile.quarter is not None:
        return f"{scored} ({tile.quarter})"
    return f"{scored} {lowered(tile.words)}"


def profile_in_words(row: ProfileRow) -> str:
    """A row of a profile: its figures in the order of the series."""
    return f"{row.title} {', '.join(NO_FIGURE if value is None else printed_number(value) for value in row.values)}"


def box_in_words(box: ScaleBox) -> str:
    """A box of the scale: its number, its label and what it takes."""
    return f"{box.printed} {box.label}{f': {box.met}' if box.met else ''}"


def answers_in_words(row: AnswersRow) -> str:
    """A row of a distribution: its shares, told to be in per cent, or how many questions where these are few."""
    if not row.n:
        return f"{row.title}, {row.words}"
    if not row.has_shares:
        return f"{row.title}, n = {row.n}: {', '.join(map(str, row.counts))} questions"
    shares = (row.share(range(box, box + 1)) for box in range(len(row.counts)))
    return f"{row.title}, n = {row.n}: {', '.join(map(str, shares))}"


def topic_in_words(row: TopicRow, *, is_short: bool) -> str:
    """A topic with its mean and the scores of its questions; in short the mean alone."""
    if row.score is None:
        return f"{row.title}, {row.words}"
    dots = "" if is_short else f" ({', '.join(printed_number(dot.value) for dot in row.dots)})"
    return f"{row.title} {printed_number(row.score)}{dots}"


def distance_in_words(row: DistanceRow) -> str:
    """A row of distances: score, what it is ranked by, and the difference."""
    return f"{row.title} {printed_number(row.score)}, goal {printed_number(row.goal)} ({signed(row.difference)})"


def move_in_words(row: MoveRow) -> str:
    """A row of what would move the score: the score, and the change of each horizon."""
    if not row.detail:
        return f"{row.title} {printed_number(row.score)}"
    return f"{row.title.removeprefix('+ ')} {printed_number(row.score)} ({signed(row.change)}), {row.detail}"


def effort_in_words(mark: EffortMark) -> str:
    """An initiative by its number in the table: priority, effort and gain."""
    name = "no number" if mark.number is None else str(mark.number)
    return f"{name} ({mark.priority}, {mark.effort}) {printed_number(mark.gain)}"


def mark_in_words(words: str, value: Decimal) -> str:
    """A figure of the peers."""
    return f"{words} {printed_number(value)}"


def progress_in_words(row: ProgressRow, *, is_short: bool) -> str:
    """A row of progress: both scores, the change and what is said of it; in short without what is not clear."""
    if row.then is None or row.now is None or row.change is None:
        return f"{row.title}, {row.words}"
    is_told = row.words and (not is_short or row.mark in (ChangeMark.RISE, ChangeMark.FALL))
    told = f"{signed(row.change)}{f', {row.words}' if is_told else ''}"
    return f"{row.title} {printed_number(row.then)} to {printed_number(row.now)} ({told})"


def association_in_words(row: AssociationRow, *, is_short: bool) -> str:
    """A row of a study: correlation, interval, number of organisations and whether it is shown; in short without n."""
    if row.rho is None or row.interval is None:
        return f"{row.title}, {row.words} (n = {row.n})"
    ends = " to ".join(map(printed_number, row.interval))
    n = "" if is_short else f", n = {row.n}"
    return f"{row.title} {printed_number(row.rho)} ({ends}{n}){', shown' if row.is_found else ''}"


def _cut(text: str, limit: int) -> str:
    """The text, or its first words and an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"
