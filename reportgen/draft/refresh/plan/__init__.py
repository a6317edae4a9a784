"""The plan of a refresh: what becomes of every region, value, section, header, footer, comment. `planned` is the door.

Everything is decided here, from what was read of the draft and of the new build; nothing here sees a document.

    regions -> merging -> comparing     blocks, tables, rows, cells, paragraphs
    values                              values in sentences, and numbers that went stale
    layout                              the order of the merged body; sections, headers and footers
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from reportgen.common.grouping import grouped
from reportgen.draft.base import Base
from reportgen.draft.refresh.changes import Conflict, Outcome, StaleValue
from reportgen.draft.refresh.plan.layout import laid_out, plan_headers_footers
from reportgen.draft.refresh.plan.merging import BOTH, Merging
from reportgen.draft.refresh.plan.model import (
    ConflictComment,
    Fate,
    Layout,
    Leaf,
    Merged,
    PlacedConflict,
    RefreshPlan,
    RegionPlan,
    Suggestion,
    ValuePlan,
    Version,
    Where,
    Whose,
    stays,
)
from reportgen.draft.refresh.plan.regions import completed, in_order, is_in_tracked_changes, plan_regions
from reportgen.draft.refresh.plan.values import Values, by_paragraph, renewed
from reportgen.word.forms import Paragraph, Path, is_frozen, paragraphs_at, visible_text

__all__ = ["RefreshPlan", "Version", "planned"]


def planned(base: Base, new: Base, draft: Version, fresh: Version, titled: Callable[[str], str] = str) -> RefreshPlan:
    """What becomes of a draft: `base` is what it was generated as, `new` is the base of the new build.

    `titled` gives what a figure is, in words, by its name.
    """
    order = in_order(base.regions, new.regions)
    draft = completed(draft, order)
    values = Values(base, new, titled)
    value_plans = tuple(values.planned(draft.values, _frozen_blocks(draft)))
    by_path = by_paragraph(value_plans)
    rules = Merging(values, by_path, draft.commented, base.gone, draft.confirmed, is_stripped=draft.is_stripped)
    merged = tuple(plan_regions(order, draft, fresh, rules))
    gone = _gone(merged)
    regions, elsewhere = _with_retyped(merged, value_plans, draft, gone)
    layout = laid_out(draft, fresh, regions, [region.id for region in new.regions])
    references, edited = plan_headers_footers(base, draft, fresh, layout, regions)
    paragraphs = tuple(
        (where, renewed(form, by_path.get(where.path, {})) if where.side is Whose.DRAFT else form)
        for where, form in _result_paragraphs(layout, regions, draft, fresh)
    )
    return RefreshPlan(
        values=value_plans,
        regions=regions,
        layout=layout,
        paragraphs=paragraphs,
        references=references,
        writes_contents=_writes_contents(draft, fresh, paragraphs),
        conflicts=tuple(_conflict_comments(regions, draft, fresh, gone)),
        suggestions=tuple(_suggestions(regions, draft, fresh, [where for where, _ in paragraphs], gone)),
        stale=tuple(_stale(values, regions, paragraphs)),
        elsewhere=(*edited, *elsewhere),
        gone=gone,
    )


def _frozen_blocks(draft: Version) -> frozenset[int]:
    """The blocks in which values stay as they are: those with tracked changes, and the rest of their regions."""
    regions = (found for found in draft.regions.values() if is_in_tracked_changes(found, draft))
    own = (number for number, block in enumerate(draft.blocks) if is_frozen(block))
    return frozenset((*own, *(block.number for found in regions for block in (*found.blocks, *found.strays))))


def _gone(regions: tuple[RegionPlan, ...]) -> frozenset[Path]:
    """The parts of the draft that are not in the result."""
    parts = (part for region in regions for part in region.all)
    return frozenset(part.mine for part in parts if part.mine and part.where != Where(Whose.DRAFT, part.mine))


def _with_retyped(
    regions: tuple[RegionPlan, ...],
    plans: tuple[ValuePlan, ...],
    draft: Version,
    gone: frozenset[Path],
) -> tuple[tuple[RegionPlan, ...], list[Conflict]]:
    """The regions with the values in them that were typed over, and the conflicts of values outside of regions."""
    owners = {where.path[:1]: region.id for region in regions for where in region.result if where.side is Whose.DRAFT}
    rewritten = _rewritten(regions)
    placed: dict[str, list[PlacedConflict]] = {}
    elsewhere: list[Conflict] = []
    by_path = by_paragraph(plans)
    for plan in plans:
        path = plan.value.path
        if plan.conflict is None or not stays(path, gone) or (plan.is_given_up and path in rewritten):
            continue
        if path is None:
            elsewhere.append(plan.conflict)
            continue
        conflict, region_id, first = plan.conflict, owners.get(path[:1]), path
        for inner, form in islice(paragraphs_at(path, draft.form(path)), 1):
            first, words = inner, visible_text(renewed(form, by_path.get(path, {})))
            conflict = replace(conflict, paragraph=words)
        if region_id is None:
            elsewhere.append(conflict)
        else:
            placed.setdefault(region_id, []).append(PlacedConflict(first, conflict))
    return tuple(
        replace(region, outcome=Outcome.CONFLICT, conflicts=(*region.conflicts, *placed[region.id]))
        if region.id in placed
        else region
        for region in regions
    ), elsewhere


def _rewritten(regions: Iterable[RegionPlan]) -> frozenset[Path]:
    """The edited paragraphs that would be worded differently: their conflict shows every figure that came or went."""
    return frozenset(placed.path for region in regions for placed in region.conflicts if placed.conflict.why == BOTH)


def _stale(
    values: Values, regions: Sequence[RegionPlan], paragraphs: Sequence[tuple[Where, Paragraph]]
) -> Iterator[tuple[Where, StaleValue]]:
    """Numbers in text of people that were values; what was merged is known by its paragraph."""
    known = {Where(Whose.DRAFT, path): was for region in regions for part in region.all for path, was in part.by_hand}
    ours = {leaf.where for region in regions for part in region.all for leaf in part.leaves if leaf.is_ours}
    owned = {where for region in regions for where in region.result}
    told = {Where(Whose.DRAFT, path) for path in _rewritten(regions)}
    for where, form in paragraphs:
        outside = Where(where.side, where.path[:1]) not in owned
        if where not in told and (where in known or (outside and where not in ours)):
            yield from ((where, found) for found in values.stale(form, known.get(where)))


def _writes_contents(draft: Version, fresh: Version, paragraphs: Sequence[tuple[Where, Paragraph]]) -> bool:
    """True when headings or captions are other than in the draft, or captions were not numbered rightly there."""
    before = [p for number in range(len(draft.blocks)) for p in draft.piece(number).paragraphs]
    was = [(draft.listed[path], form.content) for path, form in before if path in draft.listed]
    known = {Whose.DRAFT: draft.listed, Whose.FRESH: fresh.listed}
    now = [(known[side][path], form.content) for (side, path), form in paragraphs if path in known[side]]
    return not draft.is_numbered or was != now


# -------------------------------------------------------------------------------------------------------- comments


def _conflict_comments(
    regions: Sequence[RegionPlan], draft: Version, fresh: Version, gone: frozenset[Path]
) -> Iterator[ConflictComment]:
    """Conflicts on their paragraphs; where one has gone since, on the first of its region."""
    for region in regions:
        first = next((where for part in region.parts for where, _ in _paragraphs(part, draft, fresh)), None)
        told = grouped(
            (Where(Whose.DRAFT, path) if stays(path, gone) else first, conflict)
            for path, conflicts in region.by_paragraph.items()
            for conflict in conflicts
        )
        yield from (ConflictComment(region.id, place, tuple(found)) for place, found in told.items() if place)


def _suggestions(
    regions: Sequence[RegionPlan], draft: Version, fresh: Version, paragraphs: Sequence[Where], gone: frozenset[Path]
) -> Iterator[Suggestion]:
    """Suggestions that came in anew ask for confirmation, together with what is left of them.

    Where a program may have taken our comments away, all ask anew; so do those whose comment goes, since it began or
    ended in what is not generated any more. Others that stayed are asked about by the comment that asked before, in the
    words of the new build: it names scores that may have moved. One that reaches over several is none of these.
    """
    leaves = [leaf for region in regions for part in region.all for leaf in part.leaves if leaf.is_ours]
    if draft.is_stripped:
        known = {leaf.where for leaf in leaves}
        leaves += [leaf for region in regions for leaf in _standing(region, draft, fresh) if leaf.where not in known]
    asked = grouped((number, leaf) for leaf in leaves for number in leaf.fresh.suggested)
    order = {where: place for place, where in enumerate(paragraphs)}
    askers = {number: _askers(found, draft) for number, found in asked.items()}
    shared = Counter(asker for found in askers.values() for asker in found)
    torn = {asker for asker, ends in draft.asking.items() if not all(stays(end, gone) for end in ends)}
    for number, found in asked.items():
        places = sorted((leaf.where for leaf in found), key=lambda where: order.get(where, 0))
        is_new = draft.is_stripped or any(place.side is Whose.FRESH for place in places)
        is_new |= bool(askers[number]) and askers[number] <= torn
        if is_new or _is_turned(places, draft):
            yield Suggestion(number, tuple(places))
        elif len(own := [asker for asker in askers[number] - torn if shared[asker] == 1]) == 1:
            yield Suggestion(number, tuple(places), own[0])


def _standing(region: RegionPlan, draft: Version, fresh: Version) -> Iterator[Leaf]:
    """What stands in a region, also beside what somebody edited, as the new build suggests it there."""
    said = {p.content: p for piece in fresh.forms(region.id) for _, p in piece.paragraphs if p.suggested}
    for part in region.parts if said else ():
        for where, form in _paragraphs(part, draft, fresh):
            if where.side is Whose.DRAFT and form.content in said and where.path not in draft.confirmed:
                yield Leaf(where, said[form.content], is_ours=False)


def _askers(leaves: Iterable[Leaf], draft: Version) -> frozenset[str]:
    """The comments of ours in the draft that ask about these paragraphs."""
    forms = (draft.form(leaf.where.path) for leaf in leaves if leaf.where.side is Whose.DRAFT)
    return frozenset(number for form in forms if isinstance(form, Paragraph) for number in form.suggested)


def _is_turned(places: Sequence[Where], draft: Version) -> bool:
    """True when a comment that asks for confirmation would end before it begins, since paragraphs changed places."""
    order = {where.path: place for place, where in enumerate(places) if where.side is Whose.DRAFT}
    return any(order.get(end, len(order)) < order.get(start, -1) for start, end in draft.asking.values())


def _result_paragraphs(
    layout: Layout, regions: Sequence[RegionPlan], draft: Version, fresh: Version
) -> Iterator[tuple[Where, Paragraph]]:
    """The paragraphs of the merged body, in reading order."""
    parts = {part.where: part for region in regions for part in region.all if part.where is not None}
    for where in [item.where for item in layout.holders if item.where is not None]:
        if where in parts:
            yield from _paragraphs(parts[where], draft, fresh)
        else:
            yield from ((Where(where.side, path), form) for path, form in draft.piece(where.path[0]).paragraphs)


def _paragraphs(part: Fate, draft: Version, fresh: Version) -> Iterator[tuple[Where, Paragraph]]:
    """The paragraphs of a part of the result."""
    if isinstance(part, Merged):
        for inner in part.parts:
            yield from _paragraphs(inner, draft, fresh)
    elif part.where is not None:
        side, path = part.where
        version = draft if side is Whose.DRAFT else fresh
        yield from ((Where(side, inner), form) for inner, form in paragraphs_at(path, version.form(path)))
