"""Values and generated parts against what the workbook gives now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from reportgen.common.grouping import grouped
from reportgen.common.language import shortened
from reportgen.draft.base import Base, BaseRegion, BaseValue
from reportgen.draft.locating import Found, FoundValue
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.review.points import Point
from reportgen.word.canonical import PlacedBlock
from reportgen.word.forms import (
    Block,
    Cell,
    Paragraph,
    Row,
    Table,
    Text,
    Thing,
    Token,
    Value,
    paragraphs_in,
    visible_text,
    words_of,
)
from reportgen.word.marks import row_key
from reportgen.word.regions import BEFORE

_VERSION = re.compile(r"(draft, version )[0-9a-f]{8}", re.IGNORECASE)  # differs with every save of the workbook
_SHOWN = 3  # changes of a part that are named
_LEAD = 24  # signs before a difference that are shown


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a report built now says."""

    base: Base
    source: Callable[[str], str]  # what a value rests on: "Interview 03!F14, ..."; empty when it is not known
    rows: frozenset[str] | None = None  # of parts, only rows with these keys are compared; None: everything


# ----------------------------------------------------------------------------------------------------------- values


def value_points(draft: OpenDraft, fresh: Fresh | None) -> Iterator[Point]:
    """Anchored values that stand otherwise than they were generated, or than the workbook gives them."""
    base, places = draft.base, draft.places
    by_mark, by_name = ({getattr(value, key): value for value in base.values} for key in ("mark", "name"))
    told = set()
    for found, start in zip(places.values, places.starts, strict=True):
        point = _against(found, by_mark.get(found.mark) or by_name[found.name], base, fresh)
        placed = replace(point, places=(draft.place_of(start),)) if point else None
        if placed and placed not in told:
            told.add(placed)
            yield placed


def _against(found: FoundValue, was: BaseValue, base: Base, fresh: Fresh | None) -> Point | None:
    """What is to be said of one value; nothing when it stands as it should."""
    old = " ".join(found.text.split())
    if fresh is None:
        if _same(old, was.text):
            return None
        return points.FIGURE_RETYPED.at(**_facts(found.name, old, was.text))
    now = _now(was, base, fresh.base)
    if any(_same(old, value.text) for value in now):
        return None
    if not now and fresh.rows is not None:
        return None  # it may be one of those that are not compared
    if not now and not old:
        return None
    if not now:
        return points.FIGURE_GONE.at(figure=found.name, old=old or "nothing")
    new, source = now[0].text, fresh.source(found.name)
    told = f" (from {source})" if source else ""
    return points.FIGURE_OUTDATED.at(figure=found.name, **_facts(found.name, old, new, source), source=told)


def _facts(figure: str, old: str, new: str, source: str = "") -> dict[str, object]:
    """The facts of a value: what the draft has, what is given, and, for the record, what that rests on."""
    change = {"name": figure, "old": old, "new": new, "source": source}
    return {"old": old or "nothing", "new": new, "change": change}


def _same(one: str, other: str) -> bool:
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def _now(was: BaseValue, base: Base, fresh: Base) -> list[BaseValue]:
    """What the value reads now, the likeliest first: values stand in words here and in digits there."""
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
    lost = {value.mark for value in base.values} - {value.mark for value in places.values}
    unanchored = {value.region for value in base.values if value.mark in lost}
    for region in _ours(base):
        found, now = places.regions[region.id], known.get(region.id)
        if not found.blocks:
            continue
        changes = _changes(region, now, base, fresh, values=region.id in unanchored)
        if changes:
            blocks = places.blocks(region.id)
            kind = points.PART_OUTDATED if _is_untouched(found, blocks) else points.PART_BEHIND
            yield kind.at(draft.place_of(blocks[0].element), changes=changes)
    ids = {region.id for region in base.regions}
    for region in _ours(fresh.base):
        if region.blocks and region.id not in ids and fresh.rows is None:
            yield points.PART_NEW.at(region=region.id)


def _ours(base: Base) -> Iterator[BaseRegion]:
    yield from (region for region in base.regions if not region.id.startswith(BEFORE))


def _is_untouched(found: Found, blocks: Sequence[PlacedBlock]) -> bool:
    return found.is_whole and [placed.block.content for placed in blocks] == [b.content for b in found.region.blocks]


def _changes(was: BaseRegion, now: BaseRegion | None, base: Base, fresh: Fresh, *, values: bool) -> str:
    """What differs, in words; empty when nothing does.

    Values that are anchored are told by themselves; `values` says that some have lost their anchors, and so count
    with the words around them.
    """
    if now is None or (was.blocks and not now.blocks):
        return "it would be left out." if fresh.rows is None else ""
    old, new = (
        [_compared(block, of, values) for block in _blocks(region, fresh.rows)]
        for region, of in ((was, base), (now, fresh.base))
    )
    if [block.content for block in old] == [block.content for block in new]:
        return ""
    found = list(dict.fromkeys(_pairs(old, new)))
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "; ".join(found[:_SHOWN]) + more + "."


def _blocks(region: BaseRegion, rows: frozenset[str] | None) -> Iterable[Block]:
    """The blocks of a part that are compared: all, or its tables with those of their rows that have such keys."""
    if rows is None:
        return region.blocks
    tables = (block for block in region.blocks if isinstance(block, Table))
    kept = ((table, [row for row in table.rows if {_about(key) for key in row.keys} & rows]) for table in tables)
    return [replace(table, rows=tuple(found)) for table, found in kept]


def _about(key: str) -> str:
    """What the key of a row is about."""
    return key.split("_")[1]


def _compared(block: Block, base: Base, values: bool) -> Block:
    """A block as it is compared: without the version, without `values` if need be; charts by their data."""
    data = {chart.shown: chart.data for chart in base.charts.values() if chart.data}
    if isinstance(block, Paragraph):
        return replace(block, tokens=tuple(_compared_token(token, data, values) for token in block.tokens), keys=())
    return replace(block, rows=tuple(_compared_row(row, base, values) for row in block.rows), keys=())


def _compared_row(row: Row, base: Base, values: bool) -> Row:
    return replace(
        row,
        cells=tuple(
            replace(cell, blocks=tuple(_compared(inner, base, values) for inner in cell.blocks)) for cell in row.cells
        ),
    )


def _compared_token(token: Token, data: Mapping[str, str], values: bool) -> Token:
    if isinstance(token, Value):
        return Text(words_of([token]) if values else "…")
    if isinstance(token, Text):
        return Text(_VERSION.sub(r"\1", token.text), token.looks)
    return Thing(token.kind, data.get(token.what, token.what), token.looks)


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> Iterator[str]:
    """Differences of two lists of blocks in words."""
    if len(old) == len(new):
        for before, after in zip(old, new, strict=True):
            if before.content != after.content:
                yield from _pair(before, after)
        return
    gone, come = ({block.content: block for block in blocks} for blocks in (old, new))
    yield from (_would(visible_text(block), "come in") for content, block in come.items() if content not in gone)
    yield from (_would(visible_text(block), "go") for content, block in gone.items() if content not in come)


def _would(text: str, what: str) -> str:
    return f"'{shortened(text)}' would {what}" if text.strip() else f"a paragraph would {what}"


def _pair(before: Block, after: Block) -> Iterator[str]:
    if isinstance(before, Table) and isinstance(after, Table):
        yield from _rows(before, after)
    elif visible_text(before) != visible_text(after):
        yield _instead(visible_text(before), visible_text(after))
    else:
        kinds = {token.kind for block in (before, after) for token in _things(block)}
        yield "the chart is another" if kinds & {"picture", "chart"} else "its style or a field is another"


def _things(block: Block) -> Iterator[Thing]:
    for paragraph in paragraphs_in(block):
        yield from (token for token in paragraph.tokens if isinstance(token, Thing))


def _rows(before: Table, after: Table) -> Iterator[str]:
    """Differences of two tables, row by row: rows go by what they are about, else by their place."""
    heads = _heads(before, after)
    old, new = _keyed(before), _keyed(after)
    if len(before.rows) == len(after.rows) and old.keys() != new.keys():
        old, new = ({str(number): row for number, row in enumerate(table.rows)} for table in (before, after))
    yield from (_would(_name(row), "come in") for key, row in new.items() if key not in old)
    yield from (_would(_name(row), "go") for key, row in old.items() if key not in new)
    for key in [key for key in old if key in new]:
        yield from _cells(old[key], new[key], heads)


def _heads(before: Table, after: Table) -> list[str]:
    """What stands above the columns: the first row, where it is no row of figures and the same in both."""
    old, new = ([_said(cell) for row in table.rows[:1] for cell in row.cells] for table in (before, after))
    return new if old == new and all(any(sign.isalpha() for sign in text) for text in new) else []


def _keyed(table: Table) -> dict[str, Row]:
    """Rows by their keys; those without by what they begin with."""
    found: dict[str, Row] = {}
    for number, row in enumerate(table.rows):
        key = row.keys[0] if row.keys else _said(row.cells[0]) if row.cells else ""
        found[f"{key} {number}" if key in found else key] = row
    return found


def _cells(before: Row, after: Row, heads: Sequence[str]) -> Iterator[str]:
    for number, (one, other) in enumerate(zip_longest(before.cells, after.cells)):
        if one is None or other is None or _said(one) == _said(other):
            continue
        head = heads[number] if number < len(heads) else ""
        name = _name(before) if number else ""
        place = ", ".join(shortened(text) for text in (name, head) if text)
        yield (f"{place}: " if place else "") + _instead(_said(one), _said(other))


def _name(row: Row) -> str:
    """What a row is about: the first of its cells that is no bare figure."""
    texts = [_said(cell) for cell in row.cells]
    return next((text for text in texts if any(sign.isalpha() for sign in text)), next(iter(texts), ""))


def _said(cell: Cell) -> str:
    return " ".join(" ".join(map(visible_text, cell.blocks)).split())


def _instead(old: str, new: str) -> str:
    """Two texts beside each other, from the first word in which they differ."""
    before, after = old.split(), new.split()
    same = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), None)
    same = min(len(before), len(after)) if same is None else same
    lead = "… " if len(" ".join(before[:same])) > _LEAD else ""
    start = same - 1 if lead else 0
    told, tells = (shortened(" ".join(words[start:])) or "nothing" for words in (before, after))
    return f"'{lead}{tells}' instead of '{lead}{told}'"


def changed_rows(was: Base, now: Base) -> Callable[[str], bool]:
    """Tells of the id of a question or an element whether a row about it says something else now.

    Rows go by a digest of what they are about, so nothing of the workbook has to be known.
    """
    old, new = _said_about(was), _said_about(now)
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    return lambda reference: row_key(reference) in changed


def _said_about(base: Base) -> dict[str, set[tuple[str, ...]]]:
    tables = (block for region in base.regions for block in region.blocks if isinstance(block, Table))
    keyed = ((_about(key), row) for table in tables for row in table.rows for key in row.keys)
    return {about: {tuple(map(_said, row.cells)) for row in rows} for about, rows in grouped(keyed).items()}
