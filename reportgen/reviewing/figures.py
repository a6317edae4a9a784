"""Figures and generated parts against what the workbook gives now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from reportgen.report.base import Base, BaseRegion, BaseValue
from reportgen.report.forms import Block, Cell, Paragraph, Row, Table, Text, Thing, Token, Value, shown
from reportgen.report.locating import Found, FoundValue
from reportgen.report.package import DOCUMENT
from reportgen.report.regions import BEFORE
from reportgen.reviewing import points
from reportgen.reviewing.draft import OpenDraft
from reportgen.reviewing.points import Change, Point, Spot, quoted

_VERSION = re.compile(r"(draft, version )[0-9a-f]{8}", re.IGNORECASE)  # differs with every save of the workbook
_SHOWN = 3  # changes of a part that are named
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a report built now says."""

    base: Base
    source: Callable[[str], str]  # what a figure rests on: "Interview 03!F14, ..."; empty when it is not known


# ---------------------------------------------------------------------------------------------------------- figures


def figure_points(draft: OpenDraft, fresh: Fresh | None) -> Iterator[Point]:
    """Anchored figures that stand otherwise than they were generated, or than the workbook gives them."""
    base, places = draft.base, draft.places
    generated = {value.mark: value for value in base.values}
    for found in places.values:
        was = generated.get(found.mark)
        if was is None:
            continue
        point = _against(found, was, base, fresh)
        if point:
            yield replace(point, spot=draft.spot_of_twin(found.part, found.start))


def _against(found: FoundValue, was: BaseValue, base: Base, fresh: Fresh | None) -> Point | None:
    """What is to be said of one figure; nothing when it stands as it should."""
    old = " ".join(found.text.split())
    if fresh is None:
        if _same(old, was.text):
            return None
        return points.FIGURE_RETYPED.at(Spot(), Change(found.name, old, was.text), **_facts(found.name, old, was.text))
    now = _now(was, base, fresh.base)
    if any(_same(old, value.text) for value in now):
        return None
    if not now:
        return points.FIGURE_GONE.at(Spot(), figure=found.name, old=_or_nothing(old))
    new, source = now[0].text, fresh.source(found.name)
    facts = _facts(found.name, old, new)
    told = f" (from {source})" if source else ""
    return points.FIGURE_OUTDATED.at(Spot(), Change(found.name, old, new, source), **facts, source=told)


def _facts(figure: str, old: str, new: str) -> dict[str, str]:
    return {"figure": figure, "old": _or_nothing(old), "new": new}


def _or_nothing(text: str) -> str:
    return text or "nothing"


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _now(was: BaseValue, base: Base, fresh: Base) -> list[BaseValue]:
    """What the figure reads now, the likeliest first: figures stand in words here and in digits there."""
    of_name = [value for value in fresh.values if value.name == was.name]
    here = [value for value in of_name if value.region == was.region]
    before = [value for value in base.values if (value.name, value.region) == (was.name, was.region)]
    twin = here[before.index(was)] if len(here) == len(before) else None
    likely = ([twin] if twin else []) + here + [value for value in of_name if value.mark == was.mark]
    return list(dict.fromkeys((*likely, *of_name)))


# ------------------------------------------------------------------------------------------------------------ parts


def part_points(draft: OpenDraft, fresh: Fresh) -> Iterator[Point]:
    """Parts that would be generated otherwise, and those that would be new; what was deleted by hand is not missed."""
    base, places = draft.base, draft.places
    known = {region.id: region for region in fresh.base.regions}
    for region in _ours(base):
        found, now = places.regions[region.id], known.get(region.id)
        if not found.blocks:
            continue
        changes = _changes(region, now, base, fresh.base)
        if changes:
            kind = points.PART_OUTDATED if _is_untouched(found) else points.PART_BEHIND
            yield kind.at(draft.spot_of_twin(DOCUMENT, found.blocks[0].placed.element), changes=changes)
    ids = {region.id for region in base.regions}
    for region in _ours(fresh.base):
        if region.blocks and region.id not in ids:
            yield points.PART_NEW.at(Spot(), region=region.id)


def _ours(base: Base) -> Iterator[BaseRegion]:
    yield from (region for region in base.regions if not region.id.startswith(BEFORE))


def _is_untouched(found: Found) -> bool:
    return found.is_whole and all(
        block.base is not None and block.placed.block.content == block.base.content for block in found.blocks
    )


def _changes(was: BaseRegion, now: BaseRegion | None, base: Base, fresh: Base) -> str:
    """What differs, in words; empty when nothing does but figures that are anchored, which are told by themselves."""
    if now is None or (was.blocks and not now.blocks):
        return "it would be left out."
    old, new = ([_told(block, of) for block in region.blocks] for region, of in ((was, base), (now, fresh)))
    if [block.content for block in old] == [block.content for block in new]:
        return ""
    found = list(dict.fromkeys(_pairs(old, new)))
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more + "."


def _told(block: Block, base: Base) -> Block:
    """A block as it is compared: without its anchored figures and the version; charts by their data."""
    data = {chart.shown: chart.data for chart in base.charts.values() if chart.data}
    if isinstance(block, Paragraph):
        return replace(block, tokens=tuple(_told_token(token, data) for token in block.tokens), keys=())
    return replace(block, rows=tuple(_told_row(row, base) for row in block.rows), keys=())


def _told_row(row: Row, base: Base) -> Row:
    return replace(
        row, cells=tuple(replace(cell, blocks=tuple(_told(inner, base) for inner in cell.blocks)) for cell in row.cells)
    )


def _told_token(token: Token, data: Mapping[str, str]) -> Token:
    if isinstance(token, Value):
        return Text("…")
    if isinstance(token, Text):
        return Text(_VERSION.sub(r"\1", token.text), token.looks)
    return Thing(token.kind, data.get(token.what, token.what), token.looks)


def _pairs(old: Iterable[Block], new: Iterable[Block]) -> Iterator[str]:
    """Differences of two lists of blocks in words."""
    old, new = list(old), list(new)
    if len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            if before.content != after.content:
                yield from _pair(before, after)
        return
    gone, come = ({block.content: block for block in blocks} for blocks in (old, new))
    for content in come.keys() - gone.keys():
        yield f"'{quoted(shown(come[content]), _LONGEST)}' would come in"
    for content in gone.keys() - come.keys():
        yield f"'{quoted(shown(gone[content]), _LONGEST)}' would go"


def _pair(before: Block, after: Block) -> Iterator[str]:
    if isinstance(before, Table) and isinstance(after, Table):
        yield from _rows(before, after)
    else:
        yield _instead(shown(before), shown(after))


def _rows(before: Table, after: Table) -> Iterator[str]:
    """Differences of two tables, row by row: rows go by what they are about, else by what they begin with."""
    old, new = (_named(table) for table in (before, after))
    heads = [_said(cell) for cell in after.rows[0].cells] if after.rows else []
    for name in [name for name in new if name not in old]:
        yield f"a row '{quoted(name[1], _LONGEST)}' would come in"
    for name in [name for name in old if name not in new]:
        yield f"the row '{quoted(name[1], _LONGEST)}' would go"
    for name, row in old.items():
        for number, (one, other) in enumerate(zip_longest(row.cells, new[name].cells if name in new else row.cells)):
            if one is None or other is None or _said(one) == _said(other):
                continue
            head = heads[number] if 0 < number < len(heads) else ""
            place = ", ".join(quoted(text, _LONGEST) for text in (name[1] if number else "", head) if text)
            yield (f"{place}: " if place else "") + _instead(_said(one), _said(other))


def _named(table: Table) -> dict[tuple[str, str], Row]:
    found: dict[tuple[str, str], Row] = {}
    for number, row in enumerate(table.rows):
        first = _said(row.cells[0]) if row.cells else ""
        key = row.keys[0] if row.keys else f"{first}|{number if len(table.rows) < 4 else ''}"
        found[key if (key, first) not in found else f"{key}{number}", first] = row
    return found


def _said(cell: Cell) -> str:
    return " ".join(" ".join(map(shown, cell.blocks)).split())


def _instead(old: str, new: str) -> str:
    if old == new:
        return "a picture, a style or a field is another"
    return f"'{quoted(new, _LONGEST)}' instead of '{quoted(old, _LONGEST)}'"
