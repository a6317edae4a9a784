"""Rules of the build of a Word file: cells, the shape of tables, sections, fields, native charts."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.office.checks import rules
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.word_file import (
    CHART,
    Element,
    TextPart,
    WordFile,
    as_whole,
    cells_of,
    is_inside,
    repeated,
    rows_of,
    val,
    w,
)


def structure_violations(file: WordFile) -> Iterator[Violation]:
    """What Word would call unreadable, repair or drop."""
    yield from _fields(file)
    for story in file.stories:
        yield from _cells(story)
        for table in story.root.iter(w("tbl")):
            yield from (
                rules.TABLE_SHAPE.at(in_part(story.part, table), reason=reason) for reason in _faults_of_shape(table)
            )
    yield from _sections(file)
    for name in file.package.parts:
        root = file.package.tree(name) if file.package.content_type(name).endswith("drawingml.chart+xml") else None
        if root is not None:  # what makes Word drop or repair a native chart
            yield from _axes(name, root)
            yield from _series(name, root)


def _cells(story: TextPart) -> Iterator[Violation]:
    """Word refuses a cell, a note or a comment whose last block is no paragraph."""
    for holder in story.root.iter(w("tc"), w("footnote"), w("endnote"), w("comment"), w("txbxContent")):
        last = next((child for child in reversed(holder) if child.tag in (w("p"), w("tbl"), w("sdt"), w("tcPr"))), None)
        while last is not None and last.tag == w("sdt"):
            content = last.find(w("sdtContent"))
            last = content[-1] if content is not None and len(content) else None
        if last is None or last.tag != w("p"):
            yield rules.CELL_END.at(in_part(story.part, holder))


# ------------------------------------------------------------------------------------------------------- tables


def _faults_of_shape(table: Element) -> Iterator[str]:
    """Rows as wide as the grid, and cells merged downwards that begin somewhere."""
    grid = table.find(w("tblGrid"))
    if table.find(w("tblPr")) is None or grid is None:
        yield "it has no properties or no grid"
        return
    columns = len(grid.findall(w("gridCol")))
    if next(rows_of(table), None) is None:
        yield "it has no rows"
    above: set[int] = set()  # columns that a merged cell covers
    for number, row in enumerate(rows_of(table), start=1):
        width, merged = _width(row), _merged(row)
        if width != columns:
            yield f"row {number} spans {width} columns, the grid has {columns}"
        if next(cells_of(row), None) is None:
            yield f"row {number} has no cells"
        if any(not begins and above.isdisjoint(columns_of) for columns_of, begins in merged):
            yield f"row {number} continues a merged cell that does not begin above"
        above = {column for columns_of, _ in merged for column in columns_of}


def _width(row: Element) -> int:
    properties = row.find(w("trPr"))
    before, after = (
        (0, 0) if properties is None else (_skipped(properties, f"grid{side}") for side in ("Before", "After"))
    )
    return before + sum(map(_span, cells_of(row))) + after


def _skipped(properties: Element, name: str) -> int:
    return as_whole(val(properties.find(w(name)), "0"))


def _span(cell: Element) -> int:
    return as_whole(val(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), "1"))


def _merged(row: Element) -> list[tuple[range, bool]]:
    """The columns of each cell that is merged downwards, and whether it begins in this row."""
    properties = row.find(w("trPr"))
    column = 0 if properties is None else _skipped(properties, "gridBefore")
    found = []
    for cell in cells_of(row):
        merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        span = _span(cell)
        if merge is not None:
            found.append((range(column, column + span), val(merge, "continue") == "restart"))
        column += span
    return found


# ----------------------------------------------------------------------------------------------------- sections


def _sections(file: WordFile) -> Iterator[Violation]:
    """The body ends in the properties of its last section; those of the others stand in paragraphs of the body."""
    body = file.body
    if body is None:
        yield rules.SECTION_END.at(in_part(file.main.part))
        return
    own = body.findall(w("sectPr"))
    if len(own) != 1 or own[0] is not body[-1]:
        yield rules.SECTION_END.at(in_part(file.main.part, own[0] if own else body))
    for story in file.stories:
        for section in story.root.iter(w("sectPr")):
            if is_inside(section, w("tbl"), w("hdr"), w("ftr")):
                yield rules.CHILD_MISPLACED.at(
                    in_part(story.part, section), child="w:sectPr", parent="a table, header or footer"
                )


# ------------------------------------------------------------------------------------------------------- fields


def _fields(file: WordFile) -> Iterator[Violation]:
    """Fields are nested like brackets, inside each note or comment by itself."""
    for story in file.stories:
        for container in story.containers:
            yield from (
                rules.FIELD_OPEN.at(in_part(story.part, mark), reason=reason) for mark, reason in _faults(container)
            )


def _faults(container: Element) -> Iterator[tuple[Element, str]]:
    """Marks that are out of order, each with the reason."""
    begun: list[Element] = []
    separated: set[Element] = set()
    for mark in container.iter(w("fldChar")):
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            begun.append(mark)
        elif not begun:
            yield mark, f"{kind} without a begin"
        elif kind != "separate":
            begun.pop()
        elif begun[-1] in separated:
            yield mark, "two separators"
        else:
            separated.add(begun[-1])
    yield from ((mark, "no end") for mark in begun)


# ------------------------------------------------------------------------------------------------ native charts

_AXES = ("catAx", "valAx", "dateAx", "serAx")


def _axes(part: str, root: Element) -> Iterator[Violation]:
    axes = (axis.find(f"{{{CHART}}}axId") for kind in _AXES for axis in root.iter(f"{{{CHART}}}{kind}"))
    known = {number.get("val", "") for number in axes if number is not None}
    for element in root.iter(f"{{{CHART}}}axId", f"{{{CHART}}}crossAx"):
        if element.get("val", "") not in known:
            yield rules.CHART_AXIS.at(in_part(part, element), id=element.get("val", ""))


def _series(part: str, root: Element) -> Iterator[Violation]:
    for what in ("idx", "order"):
        found = (series.find(f"{{{CHART}}}{what}") for series in root.iter(f"{{{CHART}}}ser"))
        numbers = repeated(element.get("val", "") for element in found if element is not None)
        yield from (rules.CHART_SERIES.at(in_part(part), what=what, id=number) for number in numbers)
