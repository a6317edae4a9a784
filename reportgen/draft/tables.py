"""Tables as they were generated, where another program made one of two, or repeats no head row any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import pairwise, takewhile

from reportgen.draft.base import Base
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.forms import Row, Table, paragraphs_in, visible_text
from reportgen.word.looks import row_looks
from reportgen.word.marks import block_key
from reportgen.word.xml import Element, make, remove, shown_text, squashed, val, w, whole_number

_HEAD = "tblHeader"  # of a row that is repeated on each page


def set_tables_right(draft: Package, base: Base) -> None:
    """Change a draft, generated as `base`: tables that a program joined are two again, and head rows are repeated.

    Raises `DamagedPartError` when the document is not XML.
    """
    root = draft.tree(DOCUMENT)
    if any([_part_tables(root, base), _repeat_heads(root, base)]):
        draft.changed(DOCUMENT)


def _part_tables(root: Element, base: Base) -> bool:
    """LibreOffice makes one table of two when what stood between them was moved: True where they are two again."""
    generated = [block for region in base.regions for block in region.blocks if isinstance(block, Table)]
    known = {key: number for number, table in enumerate(generated) for p in paragraphs_in(table) for key in p.keys}
    tables = [table for table in root.iter(w("tbl")) if next(table.iterancestors(w("tc")), None) is None]
    numbers = {table: [_number(row, known) for row in table.iterfind(w("tr"))] for table in tables}
    standing = Counter(number for found in numbers.values() for number in {*found})
    cut = False
    for table, found in numbers.items():
        once = [number if standing[number] == 1 else None for number in found]  # else a row of it was carried here
        for first, number in [*_joined([*table.iterfind(w("tr"))], once, generated)][::-1]:
            _cut(table, first, generated[number])
            cut = True
    return cut


def _number(row: Element, known: Mapping[str, int]) -> int | None:
    """The number of the table that a row was generated in."""
    return next((known[key] for key in _keys(row) if key in known), None)


def _keys(row: Element) -> Iterator[str]:
    yield from (block_key(mark.get(w("name"), "")) or "" for mark in row.iter(w("bookmarkStart")))


def _joined(
    rows: Sequence[Element], numbers: Sequence[int | None], generated: Sequence[Table]
) -> Iterator[tuple[Element, int]]:
    """The first rows of the tables that were joined to the first one, each with the number of its table."""
    before = None
    for at, number in enumerate(numbers):
        if number is None or number == before:
            continue
        if before is not None and before not in numbers[at:]:
            last = max(place for place in range(at) if numbers[place] == before)
            first = next((row for row in rows[at:last:-1] if _begins(row, generated[number].rows[0])), None)
            if first is not None:
                yield first, number
        before = number


def _begins(row: Element, first: Row) -> bool:
    """True for the first row of a table, whose mark may be missing."""
    paragraphs = [*paragraphs_in(Table((first,)))]
    keys = {key for paragraph in paragraphs for key in paragraph.keys}
    return not keys.isdisjoint(_keys(row)) or _is_like(row, _texts(map(visible_text, paragraphs)))


def _cut(table: Element, first: Element, generated: Table) -> None:
    """End a table before a row; what follows is the table that was generated, with its head rows."""
    properties = [deepcopy(each) for each in table.iterfind("*") if each.tag in (w("tblPr"), w("tblGrid"))]
    other = make("tbl", *properties, first, *first.itersiblings())
    remove(*list(other.iter(w("tblCaption"), w("tblDescription"))))  # which are about the first
    table.addnext(other)
    for part in (table, other):
        _fit_grid(part)
    for row, form in zip(other.iterfind(w("tr")), generated.rows, strict=False):
        if not form.is_head:
            break
        _mark_head(row)


def _fit_grid(table: Element) -> None:
    """Leave out the columns in which nothing ends: they are those of the other table."""
    places = [place for row in table.iterfind(w("tr")) for place in _places(row)]
    sides = sorted({0, *(end for _, _, end in places)})
    columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    if len(columns) < sides[-1]:
        return
    for span, start, end in places:
        if span is not None:
            span.set(w("val"), str(sides.index(end) - sides.index(start)))
    for start, end in pairwise(sides):
        first, *rest = columns[start:end]
        first.set(w("w"), str(sum(whole_number(column.get(w("w"), ""), 0) for column in (first, *rest))))
        remove(*rest)
    remove(*columns[sides[-1] :])


def _places(row: Element) -> Iterator[tuple[Element | None, int, int]]:
    """Where in the grid the cells of a row, and what is free beside them, begin and end, each with what says so."""
    at = 0
    cells = [(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), 1) for cell in row.iterfind(w("tc"))]
    before, after = ((row.find(f"{w('trPr')}/{w(name)}"), 0) for name in ("gridBefore", "gridAfter"))
    for span, default in (before, *cells, after):
        start, at = at, at + whole_number(val(span), default)
        yield span, start, at


# ----------------------------------------------------------------------------------------------------------- head rows


def _repeat_heads(root: Element, base: Base) -> bool:
    """Let head rows be repeated again where not one is: LibreOffice drops all in RTF, a person switches some off.

    True where some are again.
    """
    rows = (row for region in base.regions for block in region.blocks if isinstance(block, Table) for row in block.rows)
    heads = {_texts(map(visible_text, paragraphs_in(Table((row,))))) for row in rows if row.is_head}
    here = [
        row
        for table in root.iter(w("tbl"))
        for row in takewhile(lambda row: any(_is_like(row, head) for head in heads), table.iter(w("tr")))
    ]
    if any(_HEAD in row_looks(row).split() for row in here):
        return False
    for row in here:
        _mark_head(row)
    return bool(here)


def _mark_head(row: Element) -> None:
    properties = row.find(w("trPr"))
    if properties is None:
        properties = make("trPr")
        exceptions = row.find(w("tblPrEx"))
        row.insert(0 if exceptions is None else row.index(exceptions) + 1, properties)
    remove(*properties.iterfind(w(_HEAD)))
    properties.insert(0, make(_HEAD))


def _is_like(row: Element, head: frozenset[str]) -> bool:
    """True for a row that says at least half of what a head row did: a person may have reworded a cell of it."""
    return 2 * len(head & _texts(map(shown_text, row.iter(w("p"))))) >= max(len(head), 1)


def _texts(said: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(squashed, said)))
