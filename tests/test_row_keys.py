"""Every row of every table has its key: one word typed into it never leaves the old figures beside the new ones.

The cases are made, not picked: every class that makes rows, every table of the report, every row of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from docx.oxml.ns import nsdecls

from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.template import carried
from reportgen.word.canonical import read_stories
from reportgen.word.forms import Cell, Table, visible_text
from reportgen.word.marks import row_key
from reportgen.word.xml import w
from reportgen.words import context as contexts
from reportgen.words.context import (
    AreaChapter,
    HorizonLine,
    Item,
    ReportContext,
    RoadMapCell,
    RoadMapItem,
)
from tests.drafts import base_of, first_text, short_context
from tests.packages import read_parts, refresh, refreshed_file
from tests.report_builders import TEMPLATE, demo_context, fill_template
from tests.sample_changes import changed_sample, sample
from tests.test_regions import own_template, says

TYPED = "Typed by hand"
LATER = " (later)"
IN_PLACE = (Item, RoadMapItem, RoadMapCell, HorizonLine, AreaChapter)  # the template asks for these by number, or lists


def repeated() -> Iterator[type]:
    """The classes that a template can loop over."""
    for kind in vars(contexts).values():
        if is_dataclass(kind) and isinstance(kind, type):
            for hint in get_type_hints(kind).values():
                if get_origin(hint) is tuple:
                    yield get_args(hint)[0]


def reference_field(kind: type) -> str:
    return carried._REFERENCES.get(kind) or carried._NAMES.get(kind, "")


def test_every_class_that_can_make_rows_says_what_tells_one_from_another() -> None:
    kinds = {*repeated()} - {str}
    assert len(kinds) > 15
    assert [kind.__name__ for kind in kinds if not reference_field(kind)] == []


# ------------------------------------------------------------------------------------------------ the rows of reports


def tables(document: Package) -> dict[str, Table]:
    """The tables of a draft by region and number."""
    blocks = {region.id: region.blocks for region in base_of(document).regions}
    return {
        f"{region_id}, {number}": block
        for region_id, found in blocks.items()
        for number, block in enumerate(found)
        if isinstance(block, Table)
    }


@pytest.mark.parametrize("made", ["demo", "sample"])
def test_every_row_of_every_table_has_a_key_that_stands_once(made: str) -> None:
    document = read_parts(before() if made == "demo" else sample())
    found = tables(document)
    assert len(found) > 10
    keyless = [(place, number) for place, t in found.items() for number, row in enumerate(t.rows) if len(row.keys) != 1]
    assert keyless == []
    counted = Counter(key for table in found.values() for row in table.rows for key in row.keys)
    assert [key for key, count in counted.items() if count > 1] == []


@pytest.mark.slow
def test_rows_keep_their_keys_when_the_data_changes() -> None:
    was, now = (tables(read_parts(document)) for document in (sample(), changed_sample()))
    kept = [place for place in was.keys() & now.keys() if {k for r in was[place].rows for k in r.keys}]
    for place in kept:
        before_, after = (
            {row.keys[0]: visible_text(row.cells[0].blocks[0]) for row in t[place].rows} for t in (was, now)
        )
        same = before_.keys() & after.keys()
        assert same, place
        told = [key for key in same if before_[key] != after[key] and place.startswith("appendix")]
        assert told == [], place  # the first cell says what the row is about


# ------------------------------------------------------------------------- one word typed into a row, then new figures


def turned(value: Any) -> Any:
    """The same in another order, every text of a row but its reference another."""
    if isinstance(value, tuple):
        items = [turned(item) for item in value]
        first = value[0] if value else ""
        return tuple(items if isinstance(first, (str, *IN_PLACE)) or not is_dataclass(first) else items[::-1])
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {entry.name: turned(getattr(value, entry.name)) for entry in fields(value)}
    if reference_field(type(value)) and not isinstance(value, IN_PLACE):
        changes |= {name: text + LATER for name, text in changes.items() if _is_said(value, name, text)}
    return replace(value, **changes)


def _is_said(value: Any, name: str, text: Any) -> bool:
    """True for words of a row that are neither what tells it nor what the template asks about."""
    asked = (reference_field(type(value)), "band", "id", "name", "title", "label", "caption")
    return isinstance(text, str) and bool(text) and name not in asked


def context() -> ReportContext:
    short, demo = short_context(), demo_context().appendices
    lines = tuple(replace(line, ref=f"gap {line.place}") for line in demo.missing)
    return replace(short, appendices=replace(short.appendices, missing=lines))


@cache
def before() -> bytes:
    return fill_template(TEMPLATE, context())


@cache
def after() -> bytes:
    return fill_template(TEMPLATE, turned(context()))


def places() -> list[tuple[str, int]]:
    """Every row that comes from the data."""
    fixed = {row_key(f"#{number}") for number in range(9)}
    return [
        (place, number)
        for place, table in tables(read_parts(before())).items()
        for number, row in enumerate(table.rows)
        if row.keys[0].partition("_")[2] not in fixed and row.keys[0].count("_") == 1
    ]


def typed_into(place: str, number: int) -> Package:
    """The draft with a word typed into the last cell of a row."""
    document = read_parts(before()).copy()
    region, _, block = place.rpartition(", ")
    key = next(r for r in base_of(document).regions if r.id == region).blocks[int(block)].rows[number].keys[0]  # type: ignore[union-attr]
    root = parse(document[DOCUMENT])
    mark = next(m for m in root.iter(w("bookmarkStart")) if m.get(w("name")) == f"_rg_{key}")
    row = next(mark.iterancestors(w("tr")))
    text = first_text(list(row.iter(w("tc")))[-1])
    text.text = f"{text.text} {TYPED}"
    document[DOCUMENT] = serialise(root)
    return document


def said(cell: Cell) -> list[str]:
    return [visible_text(block) for block in cell.blocks]


def test_a_word_typed_into_any_row_of_any_table_leaves_no_old_figure_beside_the_new() -> None:
    """In every table one row after the other; the order and the words of all rows change."""
    fresh = {row.keys[0]: row for table in tables(read_parts(after())).values() for row in table.rows}
    changed = 0
    seen = set()
    for place, number in places():
        if (place, number % 3) in seen:  # the first three rows of each
            continue
        seen.add((place, number % 3))
        mine = typed_into(place, number)
        result = refreshed_file(refresh(mine, base_of(before()), read_parts(after())))
        found = [row for block in read_stories(result).body.forms if isinstance(block, Table) for row in block.rows]
        assert Counter(row.keys[:1] for row in found) == Counter((key,) for key in fresh), (place, number)
        for row in found:
            is_typed = TYPED in visible_text(row)
            cells = list(zip(row.cells, fresh[row.keys[0]].cells, strict=True))
            for own, new in cells[:-1] if is_typed else cells:
                assert said(own) == said(new), (place, number)
            changed += is_typed
    assert changed == len(seen) > 25


def test_a_row_is_told_by_all_loops_of_its_table_and_none_outside(tmp_path: Path) -> None:
    """A firm's own table: two loops in each other, a row that prints no text of its item, one the template has."""

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{says(cell)}</w:tc>' for cell in cells)}</w:tr>"

    rows = (
        row("Elements"),
        row("{%tr for area in areas %}"),
        row("{%tr for element in area.elements %}"),
        row("{% if element.band %}scored{% else %}open{% endif %}"),
        row("{%tr endfor %}"),
        row("{%tr endfor %}"),
    )
    loop = says("{%p for area in areas %}"), says("{%p endfor %}")
    inner = (row("All"), row("{%tr for line in area.results.rows %}"), row("{{ line.score }}"), row("{%tr endfor %}"))
    blocks = (
        f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>",
        loop[0],
        f"<w:tbl>{''.join(inner)}</w:tbl>",
        says("x"),
        loop[1],
    )
    filled = fill_template(own_template(tmp_path, *blocks), short_context())
    area = short_context().areas[0]
    found = [
        [key.partition("_")[2] for row in block.rows for key in row.keys]
        for block in read_stories(read_parts(filled)).body.forms
        if isinstance(block, Table)
    ]
    assert found[0] == [row_key("#1"), *(row_key(f"{area.id}/{element.id}") for element in area.elements)]
    assert found[1] == [f"{row_key('#1')}_2", *(row_key(line.id) for line in area.results.rows)]
