"""Headers and footers: those that nobody edited become what is generated now, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from reportgen.draft.base import Base
from reportgen.draft.locating import FoundHeaderFooter, Places
from reportgen.draft.refresh.changes import Conflict
from reportgen.draft.refresh.sections import Section, sections
from reportgen.draft.refresh.transplant import Transplant
from reportgen.office.package import DOCUMENT, RELATIONS, Parts, relations
from reportgen.word.forms import shown
from reportgen.word.xml import Element, local, w

WHY = "A header or footer was edited by hand, and would be generated differently now. The edited one stays."
_ID = f"{{{RELATIONS}}}id"
_REFERENCES = ("headerReference", "footerReference")


def renew_headers_footers(
    body: Element,
    owners: Mapping[Element, str],
    draft: Parts,
    before: Iterable[FoundHeaderFooter],
    base: Base,
    fresh: Places,
    transplant: Transplant,
) -> list[Conflict]:
    """Put the present header and footer into every section that has an untouched one of before.

    `owners` says which block of the merged body belongs to which region: sections are matched by the regions they hold.
    `before` are the draft's own headers and footers, `fresh` is the new build. Returns a conflict for each edited one
    that would be another now.
    """
    wanted = _by_place(fresh, transplant.source)
    known = {tuple(block.content for block in each.blocks) for each in base.headers_footers}
    headers_footers = {each.story.part: each for each in before}
    conflicts: dict[str, Conflict] = {}
    for section, places in _placed(body, owners):
        new = next((wanted[place] for place in places if place in wanted), {})
        for reference in [child for child in section.properties if local(child) in _REFERENCES]:
            there = relations(draft, DOCUMENT).get(reference.get(_ID, ""))
            each = headers_footers.get(there.target) if there is not None else None
            now = new.get((local(reference), reference.get(w("type"), "default")))
            if there is None or now is None or (each is not None and _said(each) == _said(now)):
                continue
            if each is None or each.base is not None:  # what is not the draft's own came in with a new section
                reference.set(_ID, transplant.bring_part(now.story.part))
            elif _said(now) not in known:
                conflicts[each.story.part] = Conflict("", _text(now), _text(each), WHY)
    return list(conflicts.values())


def _placed(body: Element, owners: Mapping[Element, str]) -> Iterator[tuple[Section, list[tuple[str, int]]]]:
    """Each section with the regions it holds; a region may run over several, so each time it is counted on."""
    seen: Counter[str] = Counter()
    for section in sections(body):
        regions = dict.fromkeys(owners[block] for block in section.blocks if block in owners)
        seen.update(list(regions))
        yield section, [(region, seen[region]) for region in regions]


def _by_place(fresh: Places, source: Parts) -> dict[tuple[str, int], Mapping[tuple[str, str], FoundHeaderFooter]]:
    """The headers and footers of the new build's sections, by the regions they hold."""
    owners = {block.placed.element: name for name, region in fresh.regions.items() for block in region.blocks}
    headers_footers = {each.story.part: each for each in fresh.headers_footers}
    related = relations(source, DOCUMENT)
    found: dict[tuple[str, int], Mapping[tuple[str, str], FoundHeaderFooter]] = {}
    body = fresh.body.root.find(w("body"))
    for section, places in _placed(body, owners) if body is not None else ():
        own = {}
        for reference in [child for child in section.properties if local(child) in _REFERENCES]:
            relation = related.get(reference.get(_ID, ""))
            if relation is not None and relation.target in headers_footers:
                own[local(reference), reference.get(w("type"), "default")] = headers_footers[relation.target]
        found |= dict.fromkeys(places, own)
    return found


def _said(each: FoundHeaderFooter) -> tuple[str, ...]:
    return tuple(placed.block.content for placed in each.story.blocks)


def _text(each: FoundHeaderFooter) -> str:
    return "\n".join(shown(placed.block) for placed in each.story.blocks).strip()
