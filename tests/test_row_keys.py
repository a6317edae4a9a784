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
from lxml import etree

from reportgen.draft.refresh.changes import Outcome
from reportgen.draft.refresh.plan.merging import SHAPE
from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.template import carried
from reportgen.word.canonical import read_stories
from reportgen.word.comments import is_conflict, read_comments
from reportgen.word.forms import Cell, Table, paragraphs_in, visible_text
from reportgen.word.marks import is_row_key, item_key, row_key
from reportgen.word.xml import w
from reportgen.words import context as contexts
from reportgen.words.context import (
    AreaChapter,
    HorizonLine,
    Item,
    QuestionRow,
    ReportContext,
    RoadMapCell,
    RoadMapItem,
)
from tests.drafts import base_of, first_text, short_context
from tests.drafts import says as says_paragraph
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


def rows_of_data(number: int) -> list[str]:
    """The keys of the rows of this number in each table, of those that come from the data."""
    fixed = {row_key(f"#{number}") for number in range(9)}
    keys = [[row.keys[0] for row in table.rows] for table in tables(read_parts(before())).values()]
    made = [[key for key in listed if key.partition("_")[2] not in fixed and key.count("_") == 1] for listed in keys]
    return [listed[number] for listed in made if number < len(listed)]


def typed_at(*keys: str) -> Package:
    """The draft with a word typed into what bears each key: a paragraph, or the last cell of a row."""
    document = read_parts(before()).copy()
    root = parse(document[DOCUMENT])
    for mark in [m for m in root.iter(w("bookmarkStart")) if m.get(w("name"), "").removeprefix("_rg_") in keys]:
        is_row = is_row_key(mark.get(w("name"), "").removeprefix("_rg_"))
        place = (
            list(next(mark.iterancestors(w("tr"))).iter(w("tc")))[-1] if is_row else next(mark.iterancestors(w("p")))
        )
        text = first_text(place)
        text.text = f"{text.text} {TYPED}"
    document[DOCUMENT] = serialise(root)
    return document


def said(cell: Cell) -> list[str]:
    return [visible_text(block) for block in cell.blocks]


@pytest.mark.parametrize("number", range(4))
def test_a_word_typed_into_any_row_of_any_table_leaves_no_old_figure_beside_the_new(number: int) -> None:
    """In every table; the order of all rows and their words change."""
    fresh = {row.keys[0]: row for table in tables(read_parts(after())).values() for row in table.rows}
    keys = rows_of_data(number)
    result = refreshed_file(refresh(typed_at(*keys), base_of(before()), read_parts(after())))
    found = [row for block in read_stories(result).body.forms if isinstance(block, Table) for row in block.rows]
    assert Counter(row.keys[:1] for row in found) == Counter((key,) for key in fresh)
    for row in found:
        is_typed = TYPED in visible_text(row)
        cells = list(zip(row.cells, fresh[row.keys[0]].cells, strict=True))
        for own, new in cells[:-1] if is_typed else cells:
            assert said(own) == said(new)
    assert sum(TYPED in visible_text(row) for row in found) == len(keys) > 5


def test_a_table_that_keeps_a_conflict_keeps_its_mark() -> None:
    """A column put into every table: whatever is done afterwards, no table passes for deleted."""
    document = read_parts(before()).copy()
    root = parse(document[DOCUMENT])
    for row in list(root.iter(w("tr"))):
        cell = etree.SubElement(row, w("tc"))
        cell.append(says_paragraph("A column by hand"))
    document[DOCUMENT] = serialise(root)
    once = refresh(document, base_of(before()), read_parts(after()))
    shapes = [c for region in once.changes.regions for c in region.conflicts if c.why == SHAPE]
    assert len(shapes) > 5
    again = refresh(refreshed_file(once), once.base, read_parts(before()))
    third = refresh(refreshed_file(again), again.base, read_parts(after()))
    for result in (once, again, third):
        assert Outcome.DELETED not in {region.outcome for region in result.changes.regions}
        assert not [note for region in result.changes.regions for note in region.notes if "eleted" in note]
        assert len(texts(refreshed_file(result))) == len(texts(document))
    assert len([c for region in third.changes.regions for c in region.conflicts if c.why == SHAPE]) == len(shapes)


# ------------------------------------------------------- edited, not generated any more, and generated again


def held(value: Any) -> Iterator[Any]:
    """Everything that stands in a list of a context."""
    if isinstance(value, tuple):
        yield from (item for item in value if is_dataclass(item))
    inner = (
        value if isinstance(value, tuple) else [getattr(value, f.name) for f in fields(value)] if is_said(value) else ()
    )
    for item in inner:
        yield from held(item)


def is_said(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def without(value: Any, references: set[str]) -> Any:
    """The same without what has one of these references."""
    if isinstance(value, tuple):
        left = tuple(without(item, references) for item in value if carried._reference(item) not in references)
        return left or (Item("Nothing else."),) * (type(next(iter(value), None)) is Item)  # a passage is never empty
    if not is_said(value):
        return value
    return replace(value, **{entry.name: without(getattr(value, entry.name), references) for entry in fields(value)})


def entries(which: int) -> list[tuple[str, str]]:
    """Of each list and table one that comes from the data, by key, with its reference."""
    kinds = {*carried._REFERENCES} - {QuestionRow}  # of these are hundreds
    references = {carried._reference(item) for item in held(context()) if type(item) in kinds}
    known = {make(reference): reference for reference in references if reference for make in (row_key, item_key)}
    found: dict[tuple[str, bool, str], list[tuple[str, str]]] = {}
    for region in base_of(before()).regions:
        for block in region.blocks:
            for key in dict.fromkeys(key for paragraph in paragraphs_in(block) for key in paragraph.keys):
                suffix = key.partition("_")[2]
                if suffix in known and key.count("_") == 1:
                    found.setdefault((region.id, isinstance(block, Table), suffix[0]), []).append((key, known[suffix]))
    return [listed[which] for listed in found.values()]


def bears(document: Package) -> Counter[str]:
    """The words that were typed, and what is told of conflicts."""
    text = "\n".join(visible_text(block) for block in read_stories(document).body.forms)
    return Counter(typed=text.count(TYPED), told=sum(is_conflict(c.element) for c in read_comments(document)))


def texts(document: Package) -> list[str]:
    return [visible_text(block).replace(f" {TYPED}", "") for block in read_stories(document).body.forms]


@pytest.mark.parametrize("which", [0, -1])
def test_what_was_edited_dropped_and_brought_back_is_paired_again_and_its_comment_taken_back(which: int) -> None:
    """The first and the last of every list and table at once."""
    chosen = entries(which)
    assert len(chosen) > 12
    original = read_parts(before())
    left = without(context(), {reference for _, reference in chosen})
    lacking, later = (read_parts(fill_template(TEMPLATE, made)) for made in (left, turned(context())))
    gone = refresh(typed_at(*(key for key, _ in chosen)), base_of(original), lacking)
    found = bears(refreshed_file(gone))
    assert found["typed"] == len(chosen)
    assert found["told"] >= len(chosen) - 1  # a row and an entry in it share a comment
    still = refresh(refreshed_file(gone), gone.base, lacking)
    assert refreshed_file(still)[DOCUMENT] == refreshed_file(gone)[DOCUMENT]
    back = refresh(refreshed_file(still), still.base, original)
    assert bears(refreshed_file(back)) == Counter(typed=len(chosen))
    assert texts(refreshed_file(back)) == texts(original)
    assert not [region.gone for region in back.base.regions if region.gone]
    other = refresh(refreshed_file(still), still.base, later)
    assert bears(refreshed_file(other))["typed"] == len(chosen)
    assert len(texts(refreshed_file(other))) == len(texts(later))


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
