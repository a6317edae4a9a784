"""The bases of a refresh: made alike before the merge, and the one that the result stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from reportgen.common.grouping import grouped
from reportgen.common.picture_size import picture_size
from reportgen.draft.base import Base, BaseRegion, Unconfirmed, drafted_key, with_run
from reportgen.draft.locating import Places
from reportgen.draft.refresh.plan import RefreshPlan
from reportgen.draft.refresh.plan.model import Form, Kept, Left, Version, Whose
from reportgen.draft.refresh.plan.regions import in_order
from reportgen.draft.refresh.plan.values import Values
from reportgen.draft.stored import asked_in, values_in
from reportgen.office.package import Package
from reportgen.word.canonical import Story, read_stories
from reportgen.word.forms import Block, Paragraph, Path, Text, paragraphs_in, visible_text
from reportgen.word.marks import region_digest
from reportgen.word.regions import BEFORE
from reportgen.word.xml import squashed


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


def kept_pictures(draft: Package, base: Base) -> dict[str, bytes]:
    """The draft's own pictures of charts, by the digests of their data: fonts and libraries draw such data anew."""
    mine = {hashlib.sha256(content).hexdigest(): content for content in draft.pictures().values()}
    shown = {chart.data: mine[chart.shown] for chart in base.charts.values() if chart.shown in mine}
    return {data: picture for data, picture in shown.items() if _is_whole(picture)}


def _is_whole(picture: bytes) -> bool:
    try:
        return min(picture_size(picture)) > 0
    except ValueError:
        return False


def new_base(parts: Package, base: Base, new: Base, fresh: Places, plan: RefreshPlan, draft: Version) -> Base:
    """The base of the result: what is generated now, and where the values in sentences of the result are.

    `parts` is the merged draft, `base` what it was generated as, `new` and `fresh` are the new build's base and places.
    What is not generated any more, but stands edited in the result as `plan` has it, is known on, and so is what was
    confirmed in the `draft`.
    """
    stories = read_stories(parts)
    gone, left = _gone(base, new, plan, stories.body), _left(base, new, stories.body, is_stripped=draft.is_stripped)
    known = {region.id for region in new.regions} | gone.keys() | left.keys()
    regions = [region_id for region_id in in_order(base.regions, new.regions) if region_id in known]
    values = Values(base, new)
    drawn = {drawing.name: drawing for drawing in fresh.body.drawings}
    made = with_run(
        replace(
            new,
            confirmed=frozenset(_still_confirmed(plan, draft.confirmed)),
            regions=tuple(
                BaseRegion(
                    name, tuple(p.block for p in fresh.blocks(name)), gone.get(name, ()), tuple(left.get(name, ()))
                )
                for name in regions
            ),
            drafted=_drafted(base, new, left),
            asked=asked_in(parts),
            values=tuple(
                replace(value, text=values.now(value.name, value.text, value.region) or value.text)
                for value in values_in(stories, regions, values.names)
            ),
            charts={
                name: replace(chart, shown=drawn[name].shown, bare=drawn[name].bare) if name in drawn else chart
                for name, chart in new.charts.items()
            },
        )
    )
    return made if made.run == base.draft_id else with_run(replace(made, first_run=base.draft_id))


def _still_confirmed(plan: RefreshPlan, confirmed: Container[Path]) -> Iterator[str]:
    """The keys of what stands for suggestions that somebody confirmed, as these would be generated now."""
    for region in plan.regions:
        for leaf in (leaf for part in region.all for leaf in part.leaves):
            if leaf.where.side is Whose.DRAFT and leaf.where.path in confirmed:
                yield drafted_key(region_digest(region.id), squashed(visible_text(leaf.fresh)))


def _left(base: Base, new: Base, result: Story, *, is_stripped: bool) -> dict[str, list[Paragraph]]:
    """By region, what was suggested or to be written, and stands in the result though it is not generated there.

    Where a program may have taken our comments away, so is what no comment asks about: it is asked about for itself.
    """
    names = {region.digest: region.id for region in base.regions}
    generated = ((region.digest, p) for region in new.regions for block in region.blocks for p in paragraphs_in(block))
    now = grouped(((region, p.style, _wording(p)), p) for region, p in generated)
    paragraphs = [paragraph for block in result.forms for paragraph in paragraphs_in(block)]
    standing = grouped(((p.style, words), p) for p in paragraphs for words in {_wording(p), _whole(p)})
    was = dict.fromkeys(o for kind in (base.suggestions, base.placeholders) for found in kind.values() for o in found)
    left: list[tuple[str, Paragraph]] = []
    taken: set[Paragraph] = set()
    for one in was:
        words, style, whole = _wording(one.paragraph), one.paragraph.style, _whole(one.paragraph)
        if drafted_key(one.region, *whole) in base.confirmed:
            continue
        places = dict.fromkeys((*standing.get((style, words), ()), *standing.get((style, whole), ())))
        sure = [p for p in places if any(key.startswith(one.region) for key in p.keys)]
        mine, known = sure or [p for p in places if not p.keys], now.get((one.region, style, words), [])
        if known and whole not in map(_whole, known):  # with other values, which are renewed where it was touched
            mine, known = [p for p in mine if _whole(p) == whole], []
        bare = [p for p in mine if is_stripped and not p.suggested]
        asked = () if bare else one.paragraph.suggested
        if not any(asked or not other.suggested for other in known):
            for p in sorted(bare or mine, key=lambda p: (p in taken, _is_other(p, one.paragraph)))[:1]:
                taken.add(p)
                left.append((names[one.region], replace(p, keys=(), suggested=asked)))
    return grouped(left)


def _is_other(paragraph: Paragraph, generated: Paragraph) -> bool:
    """True where neither a mark nor a comment tells that a paragraph is what was generated."""
    return {*paragraph.keys}.isdisjoint(generated.keys) and {*paragraph.suggested}.isdisjoint(generated.suggested)


def _whole(paragraph: Paragraph) -> tuple[str]:
    """What a paragraph says, as one."""
    return (squashed(visible_text(paragraph)),)


def _wording(paragraph: Paragraph) -> tuple[str, ...]:
    """What a paragraph says but for its values, which are renewed in it."""
    return tuple(squashed(token.text) for token in paragraph.tokens if isinstance(token, Text) and token.text.strip())


def _drafted(base: Base, new: Base, left: Mapping[str, Iterable[Paragraph]]) -> Unconfirmed | None:
    """What nobody confirmed or wrote of the new build, and what is left of it from before."""
    if new.drafted is None:
        return None
    placeholders = {_wording(one.paragraph) for found in base.placeholders.values() for one in found}
    keys: dict[bool, set[str]] = {True: {*new.drafted.placeholders}, False: {*new.drafted.suggestions}}
    for region, paragraphs in left.items():
        for paragraph in paragraphs:
            key = drafted_key(region_digest(region), squashed(visible_text(paragraph)))
            keys[_wording(paragraph) in placeholders].add(key)
    return Unconfirmed(tuple(sorted(keys[False])), tuple(sorted(keys[True])))


def _gone(base: Base, new: Base, plan: RefreshPlan, result: Story) -> dict[str, tuple[Form, ...]]:
    """By region, what is not generated any more and stands edited in the result under marks of its own.

    Where a region was left as it is, since changes are tracked in it, that may be all of it.
    """
    now = {form.keys for region in new.regions for form in _all_forms(region.blocks)}
    taken, there = (
        {key for keys in found for key in keys} for found in (now, (f.keys for f in _all_forms(result.forms)))
    )
    was = {region.id: region for region in base.regions}
    found: dict[str, tuple[Form, ...]] = {}
    for region in plan.regions:
        kept = [part.gone for part in region.all if isinstance(part, Kept) and part.gone is not None]
        before = was.get(region.id, BaseRegion(region.id, ()))
        left = before.blocks if any(isinstance(part, Left) for part in region.all) else ()
        forms = {form.keys: form for form in (*before.gone, *left, *kept)}
        still = tuple(form for keys, form in forms.items() if there & {*keys} and not taken & {*keys})
        found |= {region.id: still} if still else {}
    return found


def _all_forms(blocks: Iterable[Block]) -> Iterator[Form]:
    for block in blocks:
        yield block
        yield from paragraphs_in(block)
