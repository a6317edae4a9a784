"""Headers and footers: those that nobody edited become what is generated now, section by section.

Sections are matched by the regions they hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from reportgen.draft.base import Base
from reportgen.draft.refresh.changes import Conflict
from reportgen.draft.refresh.plan.layout import outline, sections
from reportgen.draft.refresh.plan.model import (
    HeaderFooter,
    Layout,
    Node,
    Reference,
    References,
    Side,
    Version,
    Where,
)
from reportgen.word.forms import shown

WHY = "A header or footer was edited by hand, and would be generated differently now. The edited one stays."


def plan_headers_footers(
    base: Base, draft: Version, fresh: Version, layout: Layout, owners: Mapping[Where, str]
) -> tuple[tuple[Reference, ...], tuple[Conflict, ...]]:
    """The references of sections that are to lead to other parts, and a conflict for each edited part.

    `owners` says which block of the merged body belongs to which region.
    """
    wanted = _by_place(fresh)
    here, there = ({each.part: each for each in version.headers_footers} for version in (draft, fresh))
    known = {tuple(block.content for block in each.blocks) for each in base.headers_footers}
    references: list[Reference] = []
    conflicts: dict[str, Conflict] = {}
    for node, places in _placed(layout, owners):
        generated = next((wanted[place] for place in places if place in wanted), {})
        for kind, part in (layout.items[node].sections or {}).items():
            now = there.get(generated.get(kind, ""))
            own = here.get(part) if node.side is Side.DRAFT else None  # what is not the draft's own comes in with it
            if now is None or (own is not None and _said(own) == _said(now)):
                continue
            if own is None or own.is_generated:
                references.append(Reference(node, kind, now.part))
            elif _said(now) not in known:
                conflicts[part] = Conflict("", _text(now), _text(own), WHY)
    return tuple(references), tuple(conflicts.values())


def _placed(layout: Layout, owners: Mapping[Where, str]) -> Iterator[tuple[Node, list[tuple[str, int]]]]:
    """Each section with the regions it holds; a region may run over several, so each time it is counted on."""
    seen: Counter[str] = Counter()
    for end, held in sections(layout):
        blocks = filter(None, map(layout.where, held))
        regions = dict.fromkeys(owners[where] for where in blocks if where in owners)
        seen.update(list(regions))
        yield end, [(region, seen[region]) for region in regions]


def _by_place(fresh: Version) -> dict[tuple[str, int], References]:
    """The headers and footers of the new build's sections, by the regions they hold."""
    layout = outline(fresh, Side.FRESH)
    owners = {
        Where(Side.FRESH, (block.number,)): name for name, found in fresh.regions.items() for block in found.blocks
    }
    found: dict[tuple[str, int], References] = {}
    for end, places in _placed(layout, owners):
        found |= dict.fromkeys(places, layout.items[end].sections or {})
    return found


def _said(each: HeaderFooter) -> tuple[str, ...]:
    return tuple(block.content for block in each.blocks)


def _text(each: HeaderFooter) -> str:
    return "\n".join(map(shown, each.blocks)).strip()
