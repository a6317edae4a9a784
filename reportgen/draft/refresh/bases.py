"""The bases of a refresh: made alike before the merge, and the one that the result stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from reportgen.draft.base import Base, BaseRegion, DrawnChart, with_run
from reportgen.draft.locating import FoundBlock, Places
from reportgen.draft.refresh.figures import Figures
from reportgen.draft.stored import base_of
from reportgen.office.package import DOCUMENT, Parts
from reportgen.word.canonical import read_headers_footers, read_story
from reportgen.word.regions import BEFORE


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


def with_kept_charts(draft: Parts, base: Base, fresh: Parts, new: Base) -> Parts:
    """The new build with the draft's own pictures of charts whose data is the same: fonts and libraries draw anew."""
    parts = fresh.copy()
    mine = {hashlib.sha256(content).hexdigest(): content for name, content in draft.items() if "/media/" in name}
    names = {hashlib.sha256(content).hexdigest(): name for name, content in fresh.items() if "/media/" in name}
    for name, chart in new.charts.items():
        was = base.charts.get(name)
        if was is not None and was.data == chart.data and was.shown in mine and chart.shown in names:
            parts[names[chart.shown]] = mine[was.shown]
    return parts


def blocks_of(places: Places, region_id: str) -> tuple[FoundBlock, ...]:
    """The blocks of a region; none where it was not found."""
    found = places.regions.get(region_id)
    return found.blocks if found is not None else ()


def new_base(parts: Parts, new: Base, fresh: Places, figures: Figures) -> Base:
    """The base of the result: what is generated now, and where the figures in sentences of the result are.

    `parts` is the merged draft, `new` and `fresh` are the new build's base and places.
    """
    body, headers_footers = read_story(parts, DOCUMENT), read_headers_footers(parts)
    regions = [region.id for region in new.regions]
    found = base_of(body, headers_footers, regions, figures.names, new.record, {})
    values = (
        replace(value, text=figures.generated_text(value.name, value.text, value.region) or value.text)
        for value in found.values
    )
    drawn = {drawing.name: drawing.shown for drawing in fresh.body.drawings}
    return with_run(
        replace(
            new,
            regions=tuple(
                BaseRegion(name, tuple(block.placed.block for block in blocks_of(fresh, name))) for name in regions
            ),
            values=tuple(values),
            charts={name: DrawnChart(chart.data, drawn.get(name, chart.shown)) for name, chart in new.charts.items()},
        )
    )
