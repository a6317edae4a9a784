"""What a refresh did, in a few lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.fronts import messages
from reportgen.common.language import tally
from reportgen.draft.refresh.changes import Changes, Conflict, FigureChange, Outcome
from reportgen.runs.files.changes import outcomes_counted

_NAMED = 5  # conflicts, and parts not found, that the terminal names
_MOVED = 12  # figures that moved


def changes_as_text(changes: Changes) -> str:
    """What moved and what happened, in a few lines."""
    moved = [f"{one.title}: {one.before}, now {one.now}{_because(one)}" for one in changes.moved]
    lines = ["What moved:", *(f"  {line}" for line in _first(moved, _MOVED)), ""] if moved else []
    lines.append(f"{outcomes_counted(changes)}.")
    if changes.values:
        updated = sum(value.places for value in changes.values)
        lines.append(f"{tally(updated, 'figure')} updated in text that was edited by hand, or outside of it.")
    if changes.stale:
        lines.append(f"{tally(len(changes.stale), 'number')} elsewhere may be out of date: see the change report.")
    lines += _first(f"Conflict in {place}: {conflict.why}" for place, conflict in _open_conflicts(changes))
    lost = (region for region in changes.regions if region.outcome is Outcome.LOST)
    lines += _first(f"Not found: {region.title}." for region in lost)
    return "\n".join([*lines, *messages(changes.remarks, worded)])


def _because(figure: FigureChange) -> str:
    return f" ({figure.because})" if figure.because else ""


def _first(lines: Iterable[str], most: int = _NAMED) -> list[str]:
    """The first of many lines, and how many more there are."""
    every = [*lines]
    return every if len(every) <= most + 1 else [*every[:most], f"... and {len(every) - most} more like these."]


def _open_conflicts(changes: Changes) -> Iterator[tuple[str, Conflict]]:
    for region in changes.regions:
        yield from ((region.title, conflict) for conflict in region.conflicts)
    yield from (("text outside of the generated parts", conflict) for conflict in changes.elsewhere)
