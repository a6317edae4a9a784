"""The change report: what the plan did, and in which chapter of the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from reportgen.draft.refresh.changes import Changes, RegionChange, ValueChange
from reportgen.draft.refresh.plan.model import RefreshPlan, Where, stays


def changes_of(plan: RefreshPlan, chapter: Callable[[Where], str | None]) -> Changes:
    """What a plan does; `chapter` gives the heading that a part of the result stands under."""
    return Changes(
        regions=tuple(_regions(plan, chapter)),
        values=tuple(_values(plan)),
        stale=tuple(replace(found, chapter=chapter(where) or "") for where, found in plan.stale),
        elsewhere=plan.elsewhere,
    )


def _regions(plan: RefreshPlan, chapter: Callable[[Where], str | None]) -> Iterator[RegionChange]:
    nearest: list[Where] = []  # the last block of the nearest earlier region that has some
    for region in plan.regions:
        titles = (chapter(where) for where in region.result or nearest)
        title = next((title for title in titles if title is not None), "")
        conflicts = (conflict for found in region.by_paragraph.values() for conflict in found)
        yield RegionChange(region.id, region.outcome, title, tuple(conflicts), region.notes)
        nearest = region.result[-1:] or nearest


def _values(plan: RefreshPlan) -> Iterator[ValueChange]:
    """The values that were brought up to date in text that is still there, each with how often."""
    written = (value for value in plan.values if value.now is not None and stays(value.value.path, plan.gone))
    found = Counter((value.value.name, value.before, value.now or "") for value in written)
    yield from (ValueChange(*key, places=count) for key, count in found.items())
