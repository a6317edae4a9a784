"""Our comments in the result: where conflicts are told, and which paragraphs ask to confirm a suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.draft.refresh.changes import Conflict
from reportgen.draft.refresh.plan.model import (
    ConflictComment,
    Layout,
    Leaf,
    Merged,
    Part,
    RegionPlan,
    Side,
    Suggestion,
    Version,
    Where,
    paragraphs_at,
    stays,
)
from reportgen.word.forms import Paragraph, Path


def conflict_comments(
    regions: Sequence[RegionPlan], draft: Version, fresh: Version, gone: frozenset[Path]
) -> Iterator[ConflictComment]:
    """Conflicts on their paragraphs; where one has gone since, on the first of its region."""
    for region in regions:
        first = next((where for part in region.parts for where, _ in _paragraphs(part, draft, fresh)), None)
        told: dict[Where, list[Conflict]] = {}
        for path, conflicts in region.by_paragraph.items():
            place = Where(Side.DRAFT, path) if stays(path, gone) else first
            if place is not None:
                told.setdefault(place, []).extend(conflicts)
        yield from (ConflictComment(region.id, place, tuple(conflicts)) for place, conflicts in told.items())


def suggestions(regions: Sequence[RegionPlan], draft: Version, paragraphs: Sequence[Where]) -> Iterator[Suggestion]:
    """Suggestions that came in anew ask for confirmation, together with what is left of them."""
    asked: dict[str, list[Leaf]] = {}
    for leaf in (leaf for region in regions for part in region.all for leaf in part.leaves if leaf.is_ours):
        for number in leaf.fresh.suggested:
            asked.setdefault(number, []).append(leaf)
    order = {where: place for place, where in enumerate(paragraphs)}
    for number, leaves in asked.items():
        places = sorted((leaf.where for leaf in leaves), key=lambda where: order.get(where, 0))
        if any(place.side is Side.FRESH for place in places) or _is_turned(places, draft):
            yield Suggestion(number, tuple(places))


def _is_turned(places: Sequence[Where], draft: Version) -> bool:
    """True when a comment that asks for confirmation would end before it begins, since paragraphs changed places."""
    order = {where.path: place for place, where in enumerate(places) if where.side is Side.DRAFT}
    return any(order.get(end, len(order)) < order.get(start, -1) for start, end in draft.asking.values())


def result_paragraphs(
    layout: Layout, regions: Sequence[RegionPlan], draft: Version, fresh: Version
) -> Iterator[tuple[Where, Paragraph]]:
    """The paragraphs of the merged body, in reading order."""
    parts = {part.where: part for region in regions for part in region.all if part.where is not None}
    for where in filter(None, map(layout.where, layout.nodes)):
        if where in parts:
            yield from _paragraphs(parts[where], draft, fresh)
        else:
            yield from ((Where(where.side, path), form) for path, form in draft.piece(where.path[0]).paragraphs)


def _paragraphs(part: Part, draft: Version, fresh: Version) -> Iterator[tuple[Where, Paragraph]]:
    """The paragraphs of a part of the result."""
    if isinstance(part, Merged):
        for inner in part.parts:
            yield from _paragraphs(inner, draft, fresh)
    elif part.where is not None:
        side, path = part.where
        version = draft if side is Side.DRAFT else fresh
        yield from ((Where(side, inner), form) for inner, form in paragraphs_at(path, version.form(path)))
