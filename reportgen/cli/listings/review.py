"""What is left to do before issue, as people read it and as records for `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import fill
from typing import TYPE_CHECKING, Any

from reportgen.common.language import tally

if TYPE_CHECKING:
    from reportgen.draft.review import Point

_WIDTH = 110
_SHOWN_OF_A_KIND = 5  # of one kind in one chapter, so many stand in full
_FILE = "The whole file"


def points_as_text(name: str, points: Sequence[Point]) -> str:
    """All points for people, chapter by chapter, then what to do about each kind."""
    lines = [summary(name, points)]
    for chapter, group in groupby(points, key=lambda point: point.spot.chapter):
        lines += ["", chapter or _FILE, *_of_chapter(list(group))]
    actions = {point.code: point.action for point in points}
    if actions:
        width = max(map(len, actions)) + 2
        lines += ["", "What to do", *(_wrapped(f"  {code:<{width}}", text) for code, text in actions.items())]
    return "\n".join(lines)


def _of_chapter(points: Sequence[Point]) -> Iterator[str]:
    for code in dict.fromkeys(point.code for point in points):
        alike = [point for point in points if point.code == code]
        # one more in full is as short as a line that says so
        shown = alike if len(alike) <= _SHOWN_OF_A_KIND + 1 else alike[:_SHOWN_OF_A_KIND]
        yield from map(_line, shown)
        if len(shown) < len(alike):
            yield f"    ... and {len(alike) - len(shown)} more like these  [{code}]"


def _line(point: Point) -> str:
    words = f'"{point.spot.words}": ' if point.spot.words else ""
    return _wrapped("  - " if point.is_blocking else "  ? ", f"{words}{point.found}  [{point.code}]")


def _wrapped(lead: str, text: str) -> str:
    return fill(
        text, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def summary(name: str, points: Sequence[Point]) -> str:
    """One line: how much is left.

    >>> summary("client-report.docx", ())
    'client-report.docx: nothing is left to do.'
    """
    blocking = sum(point.is_blocking for point in points)
    advice = len(points) - blocking
    if not points:
        return f"{name}: nothing is left to do."
    blocks = f"{tally(blocking, 'point')} to settle before issue (-)" if blocking else "nothing blocks it"
    advised = f"{advice} to look at (?)" if advice else ""
    return f"{name}: {', '.join(filter(None, (blocks, advised)))}."


def point_records(points: Iterable[Point]) -> list[dict[str, Any]]:
    """All points for `--json`, one object each, none left out."""
    return [
        {
            "code": point.code,
            "blocking": point.is_blocking,
            "chapter": point.spot.chapter,
            "words": point.spot.words,
            "found": point.found,
            "do": point.action,
            "figure": {
                "name": point.change.figure,
                "old": point.change.old,
                "new": point.change.new,
                "source": point.change.source,
            }
            if point.change
            else None,
        }
        for point in points
    ]
