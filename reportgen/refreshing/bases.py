"""What base and new build share before they are merged: the order of regions, their names, charts of the same data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from reportgen.report.base import Base, BaseRegion
from reportgen.report.package import Parts
from reportgen.report.regions import BEFORE


def in_order(base: Iterable[BaseRegion], fresh: Iterable[BaseRegion]) -> list[str]:
    """The ids of all regions in the order of the new build, those that are gone behind what they followed."""
    order = [region.id for region in fresh]
    known = set(order)
    before = ""
    for region in base:
        if region.id not in known:
            order.insert(order.index(before) + 1 if before else 0, region.id)
            known.add(region.id)
        before = region.id
    return order


def with_present_names(base: Base, fresh: Base) -> Base:
    """The base with the present names of what stands before regions: such a region is named after what follows it.

    So "before:appendix.interview.01" is "before:appendix.interview.02" once the first interview was taken out.
    """
    before, now = ({region.id for region in side.regions} for side in (base, fresh))
    new = [region for region in fresh.regions if region.id.startswith(BEFORE) and region.id not in before]
    names: dict[str, str] = {}
    for region in base.regions:
        said = {block.content for block in region.blocks}
        if region.id.startswith(BEFORE) and region.id not in now:
            same = (other for other in new if said & {block.content for block in other.blocks})
            names[region.id] = next((other.id for other in same if other.id not in names.values()), region.id)
    return replace(base, regions=tuple(replace(r, id=names.get(r.id, r.id)) for r in base.regions))


def with_kept_charts(draft: Parts, base: Base, fresh: Parts, new: Base) -> dict[str, bytes]:
    """The new build with the draft's own pictures of charts whose data is the same: fonts and libraries draw anew."""
    parts = dict(fresh)
    mine = {hashlib.sha256(content).hexdigest(): content for name, content in draft.items() if "/media/" in name}
    names = {hashlib.sha256(content).hexdigest(): name for name, content in fresh.items() if "/media/" in name}
    for name, chart in new.charts.items():
        was = base.charts.get(name)
        if was is not None and was.data == chart.data and was.shown in mine and chart.shown in names:
            parts[names[chart.shown]] = mine[was.shown]
    return parts
