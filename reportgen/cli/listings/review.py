"""What is left to do before issue, as people read it and as records for `--json`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from textwrap import fill
from typing import TYPE_CHECKING

from reportgen.cli.listings.diagnostics import drawn_together
from reportgen.cli.remedies import worded
from reportgen.common.language import tally

if TYPE_CHECKING:
    from reportgen.draft.review import Point

_WIDTH = 110
_SHOWN_OF_A_KIND = 5  # of one kind in one chapter, so many stand in full
_FILE = "The whole file"


def points_as_text(name: str, points: Sequence[Point]) -> str:
    """All points for people, chapter by chapter, then what to do about each kind."""
    points = [worded(point) for point in points]
    lines = [_summary(name, points)]
    for chapter, group in groupby(points, key=lambda point: point.place.heading):
        drawn = drawn_together(list(group), _SHOWN_OF_A_KIND, lambda *_: "", line_of=_line, indent="    ")
        lines += ["", chapter or _FILE, *drawn]
    actions = {point.code: point.remedy for point in points}
    if actions:
        width = max(map(len, actions)) + 2
        lines += ["", "What to do", *(_wrapped(f"  {code:<{width}}", text) for code, text in actions.items())]
    return "\n".join(lines)


def _line(point: Point) -> str:
    words = f'"{point.place.text}": ' if point.place.text else ""
    return _wrapped("  - " if point.is_error else "  ? ", f"{words}{point.found}  [{point.code}]")


def _wrapped(lead: str, text: str) -> str:
    return fill(
        text, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _summary(name: str, points: Sequence[Point]) -> str:
    """One line: how much is left.

    >>> _summary("client-report.docx", ())
    'client-report.docx: nothing is left to do.'
    """
    blocking = sum(point.is_error for point in points)
    advice = len(points) - blocking
    if not points:
        return f"{name}: nothing is left to do."
    blocks = f"{tally(blocking, 'point')} to settle before issue (-)" if blocking else "nothing blocks it"
    advised = f"{advice} to look at (?)" if advice else ""
    return f"{name}: {', '.join(filter(None, (blocks, advised)))}."
