"""The plan of a refresh: what becomes of every region, value, section, header, footer, comment. `planned` is the door.

Everything is decided here, from what was read of the draft and of the new build; nothing here sees a document.

    regions -> merging -> sequences, pairing, comparing     blocks, tables, rows, cells, paragraphs
    values                                                  values in sentences, and numbers that went stale
    layout, headers_footers                                 the order of the merged body, its sections
    comments                                                where conflicts are told and suggestions ask
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.draft.base import Base
from reportgen.draft.refresh.changes import Conflict, Outcome, StaleValue
from reportgen.draft.refresh.plan.comments import conflict_comments, result_paragraphs, suggestions
from reportgen.draft.refresh.plan.headers_footers import plan_headers_footers
from reportgen.draft.refresh.plan.layout import laid_out
from reportgen.draft.refresh.plan.merging import Merging
from reportgen.draft.refresh.plan.model import (
    Plan,
    RegionPlan,
    Side,
    Told,
    ValuePlan,
    Version,
    Where,
    paragraphs_at,
    stays,
)
from reportgen.draft.refresh.plan.regions import in_order, is_in_tracked_changes, plan_regions
from reportgen.draft.refresh.plan.values import Values, by_paragraph, renewed
from reportgen.word.forms import Paragraph, Path, is_frozen

__all__ = ["Plan", "Version", "planned"]


def planned(base: Base, new: Base, draft: Version, fresh: Version) -> Plan:
    """What becomes of a draft: `base` is what it was generated as, `new` is the base of the new build."""
    values = Values(base, new)
    value_plans = tuple(values.planned(draft.values, _frozen_blocks(draft)))
    merging = Merging(values, by_paragraph(value_plans), draft.commented)
    order = in_order(base.regions, new.regions)
    merged = tuple(plan_regions(order, draft, fresh, merging))
    gone = _gone(merged)
    regions, elsewhere = _with_retyped(merged, value_plans, draft, gone)
    layout = laid_out(draft, fresh, regions, [region.id for region in new.regions])
    owners = {where: region.id for region in regions for where in region.result}
    references, edited = plan_headers_footers(base, draft, fresh, layout, owners)
    paragraphs = tuple(result_paragraphs(layout, regions, draft, fresh))
    return Plan(
        values=value_plans,
        regions=regions,
        layout=layout,
        references=references,
        conflicts=tuple(conflict_comments(regions, draft, fresh, gone)),
        suggestions=tuple(suggestions(regions, draft, [where for where, _ in paragraphs])),
        stale=tuple(_stale(values, value_plans, regions, paragraphs)),
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
    return frozenset(part.mine for part in parts if part.mine and part.where != Where(Side.DRAFT, part.mine))


def _with_retyped(
    regions: tuple[RegionPlan, ...],
    plans: tuple[ValuePlan, ...],
    draft: Version,
    gone: frozenset[Path],
) -> tuple[tuple[RegionPlan, ...], list[Conflict]]:
    """The regions with the values in them that were typed over, and the conflicts of values outside of regions."""
    owners = {where.path[:1]: region.id for region in regions for where in region.result if where.side is Side.DRAFT}
    told: dict[str, list[Told]] = {}
    elsewhere: list[Conflict] = []
    for plan in plans:
        path = plan.value.path
        if plan.conflict is None or not stays(path, gone):
            continue
        region_id = owners.get(path[:1]) if path is not None else None
        if path is None or region_id is None:
            elsewhere.append(plan.conflict)
        else:
            first = next((inner for inner, _ in paragraphs_at(path, draft.form(path))), path)
            told.setdefault(region_id, []).append(Told(first, plan.conflict))
    return tuple(
        replace(region, outcome=Outcome.CONFLICT, told=(*region.told, *told[region.id]))
        if region.id in told
        else region
        for region in regions
    ), elsewhere


def _stale(
    values: Values,
    plans: tuple[ValuePlan, ...],
    regions: tuple[RegionPlan, ...],
    paragraphs: tuple[tuple[Where, Paragraph], ...],
) -> Iterator[tuple[Where, StaleValue]]:
    """Numbers in text of people that were values; what was merged is known by its paragraph."""
    known = {Where(Side.DRAFT, path): was for region in regions for part in region.all for path, was in part.by_hand}
    ours = {leaf.where for region in regions for part in region.all for leaf in part.leaves if leaf.is_ours}
    owned = {where for region in regions for where in region.result}
    by_path = by_paragraph(plans)
    for where, paragraph in paragraphs:
        outside = Where(where.side, where.path[:1]) not in owned
        if where in known or (outside and where not in ours):
            form = renewed(paragraph, by_path.get(where.path, {}))
            yield from ((where, found) for found in values.stale([(form, known.get(where))]))
