"""Put marks in, a comment and a colour in every cell with a problem, and the sheet that links to them; take them away.

They are taken away from a copy that was worked on and saved by any program since it was marked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.folding import unescaped
from reportgen.common.grouping import grouped
from reportgen.office.package import DamagedPartError, Element, Package, parse
from reportgen.word.xml import local
from reportgen.workbook.layout import MARKS
from reportgen.workbook.marking.book import Book, SheetEntry, as_number, sml
from reportgen.workbook.marking.boxes import Boxes, free_blocks
from reportgen.workbook.marking.cells import (
    CONDITION_TRACE,
    Address,
    Cells,
    SheetMeasures,
    add_conditions,
    address_of,
    address_text,
    condition_format,
    conditioned,
    is_in_ranges,
    remove_conditions,
    size_for,
)
from reportgen.workbook.marking.comments import CellComments, Threads, leave, words_for
from reportgen.workbook.marking.links import LINK_TRACES, add_links_back, take_links_away
from reportgen.workbook.marking.problem_list import add_problem_list, free_title, rows_of_list
from reportgen.workbook.marking.styles import CellStyles


def put_marks(book: Book, problems: Sequence[Problem], tidied: Sequence[Problem] = ()) -> None:
    """Mark every problem in a workbook that has no marks; those that were `tidied` are only listed."""
    styles = CellStyles(book)
    counts, shown = styles.counts, book.active
    facts = (shown, book.is_selected(shown), book.has_list_of_names, counts)
    blocks = free_blocks(book.parts, [sheet.part for sheet in book.sheets])
    title, rows = free_title(book), rows_of_list(problems)
    for sheet in book.worksheets:
        here = {row: problem for row, problem in rows.items() if problem.place.sheet == sheet.title}
        if any(address_of(problem.place.cell) for problem in here.values()):
            _mark_sheet(book, sheet, here, title, styles, blocks)
    add_problem_list(book, styles, rows, title, Memory(*facts, styles.replaced).text(), tidied)
    book.select_only(book.sheets[0].title)


def _mark_sheet(
    book: Book,
    sheet: SheetEntry,
    problems: Mapping[int, Problem],
    title: str,
    styles: CellStyles,
    blocks: Iterator[int],
) -> None:
    """Mark the problems of a sheet, given by their rows on the list of that title, the worst first."""
    root = book.parts.changed(sheet.part)
    cells = Cells(root)
    placed = [
        (cells.shown_for(address), row)
        for row, problem in problems.items()
        if (address := address_of(problem.place.cell))
    ]
    by_cell = grouped((address, problems[row]) for address, row in placed)
    links = add_links_back(root, cells, dict(reversed(placed)), title)
    _comment(book, sheet, by_cell, links, blocks)
    areas = conditioned(root)
    painted: dict[str, list[Address]] = {}
    for address, found in by_cell.items():
        cell = cells.obtain(address)
        style, severity = as_number(cell.get("s")), found[0].kind.severity
        if is_in_ranges(address, areas):
            painted.setdefault(styles.colour(style, severity).numbered(0), []).append(address)
        cell.set("s", str(styles.marked(style, severity)))
    if painted:
        add_conditions(root, {styles.add("dxfs", condition_format(rgb)): painted[rgb] for rgb in painted})


def _comment(
    book: Book,
    sheet: SheetEntry,
    by_cell: Mapping[Address, Sequence[Problem]],
    links: Mapping[Address, Address],
    blocks: Iterator[int],
) -> None:
    """Give each cell its comment, with a box around it that shows all of it."""
    comments, threads = CellComments(book.parts, sheet.part), Threads(book, sheet.part)
    boxes, grid = Boxes(book.parts, sheet.part), SheetMeasures(book.parts.tree(sheet.part))
    for address, problems in by_cell.items():
        words = words_for(problems, address_text(links[address]) if address in links else "")
        comments.add(address, words)
        threads.add(address, words)
        boxes.fit(address, size_for(comments.text(address)), grid)
    boxes.save(blocks)


# ----------------------------------------------------------------------------------------------------- marks taken away

_STYLES_OF_CELLS = re.compile(rb"\b(?:s|style)=[\"'](\d+)[\"']")
_CONDITION_STYLES = re.compile(rb"dxfid=[\"'](\d+)[\"']", re.IGNORECASE)


def take_marks_away(book: Book) -> None:
    """Leave the workbook as it was before it was marked, with what was done to it since; without marks, as it is."""
    memory, gone = _take_problem_list(book)
    traces = [_take_links(book, sheet, gone) for sheet in book.worksheets]
    traces += [_take_words(book, sheet) for sheet in book.worksheets]
    traces += [_take_conditions(book, sheet) for sheet in book.worksheets]
    leave(book)
    if memory is None and not any(traces):
        return
    styles = CellStyles(book)
    _take_colours(book, styles, memory)
    if memory is not None:
        used = {style for sheet in book.worksheets for style in _styles_in(book.parts, sheet)}
        styles.cut_back(memory.counts, used, _used_condition_styles(book.parts))
        if not memory.names:
            book.drop_empty_list_of_names()
        if memory.selected:
            book.select_only(book.active)


def _take_problem_list(book: Book) -> tuple[Memory | None, Collection[str]]:
    """Take the sheet of problems out and return what it remembers, and its title; None when there is none."""
    found, titles = None, set()
    for sheet, text in list(_memories(book)):
        found = found or remembered(text)
        titles.add(sheet.title)
        book.remove(sheet, found.shown)
    return found, titles


def _memories(book: Book) -> Iterator[tuple[SheetEntry, str]]:
    """The sheets of problems, each with the text of its memory: it may stand in the cell, or in the shared texts."""
    shared: dict[int, str] = {}
    name = book.parts.first_related(book.part, "sharedStrings")
    if name and MARKS.encode() in book.parts.content(name):
        texts = enumerate(book.parts.tree(name).iter(sml("si")))
        shared = {n: _text(entry) for n, entry in texts if is_memory(_text(entry))}
    for sheet in book.worksheets:
        if not shared and MARKS.encode() not in book.parts.content(sheet.part):
            continue
        for cell in book.parts.tree(sheet.part).iter(sml("c")):
            text = shared.get(_index(cell), "") if cell.get("t") == "s" else _text(cell)
            if is_memory(text):
                yield sheet, unescaped(text)
                break


def _index(cell: Element) -> int:
    text = cell.findtext(sml("v")) or ""
    return int(text) if text.isdecimal() else -1


def _text(element: Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(sml("t"), sml("v")))


def _take_links(book: Book, sheet: SheetEntry, gone: Collection[str]) -> bool:
    """Take the links to the sheet of problems out of a sheet; True when there were any."""
    content = book.parts.content(sheet.part)
    traces = (*LINK_TRACES, *(title.encode() for title in gone))
    if b"hyperlink" not in content or not any(trace in content for trace in traces):
        return False
    found = take_links_away(book.parts.tree(sheet.part), gone, {other.title for other in book.sheets})
    if found:
        book.parts.changed(sheet.part)
    return found


def _take_words(book: Book, sheet: SheetEntry) -> bool:
    """Take our words out of a sheet's comments; True when there were any."""
    Threads(book, sheet.part).take_away()
    gone, kept = CellComments(book.parts, sheet.part).take_away()
    if gone or kept:
        Boxes(book.parts, sheet.part).take_away(gone, kept)
    return bool(gone or kept)


def _take_conditions(book: Book, sheet: SheetEntry) -> bool:
    """Take our conditions out of a sheet; True when there were any."""
    if CONDITION_TRACE not in book.parts.content(sheet.part):
        return False
    found = remove_conditions(book.parts.tree(sheet.part))
    if found:
        book.parts.changed(sheet.part)
    return found


def _take_colours(book: Book, styles: CellStyles, memory: Memory | None) -> None:
    """Give every cell that has the fill of a mark the fill it had."""
    fills = memory.fills if memory is not None else {}
    marks = styles.marks(None if memory is None else fills.keys())
    if not marks:
        return
    unmarked = {index: styles.unmarked(index, fills.get(colour)) for index, colour in marks.items()}
    for sheet in book.worksheets:
        if not marks.keys() & set(_styles_in(book.parts, sheet)):
            continue
        root = book.parts.changed(sheet.part)
        cells = Cells(root)
        for cell in list(cells):
            if (index := as_number(cell.get("s"))) in unmarked:
                _set_style(cell, "s", unmarked[index])
                cells.drop_if_empty(cell)
        for row in root.iter(sml("row")):
            _restore(row, "s", unmarked)
        for column in root.iter(sml("col")):
            _restore(column, "style", unmarked)


def _restore(element: Element, attribute: str, unmarked: dict[int, int]) -> None:
    """The same for whole rows and columns: somebody may have given them the look of a marked cell."""
    index = as_number(element.get(attribute))
    if index in unmarked:
        _set_style(element, attribute, unmarked[index])


def _set_style(element: Element, attribute: str, style: int) -> None:
    if style:
        element.set(attribute, str(style))
    else:
        element.attrib.pop(attribute, "")


def _styles_in(parts: Package, sheet: SheetEntry) -> Iterator[int]:
    """The cell formats a sheet uses."""
    if not parts.is_parsed(sheet.part):
        yield from {int(found) for found in _STYLES_OF_CELLS.findall(parts.content(sheet.part))}
        return
    root = parts.tree(sheet.part)
    yield from (as_number(element.get("s")) for element in root.iter(sml("c"), sml("row")))
    yield from (as_number(column.get("style")) for column in root.iter(sml("col")))


def _used_condition_styles(parts: Package) -> Collection[int]:
    """The formats of conditions that anything refers to: conditions, tables, filters, pivot tables."""
    used: set[int] = set()
    for name in parts:
        if parts.is_parsed(name):
            for element in parts.tree(name).iter("{*}*"):
                facts = element.attrib.items()
                used |= {as_number(str(value)) for key, value in facts if str(key).lower().endswith("dxfid")}
        else:
            used |= {int(found) for found in _CONDITION_STYLES.findall(parts.content(name))}
    return used


# --------------------------------------------------------------------------------------------------- what is remembered

# The fills that marks replaced, the sheet that was shown, and counts: as text in one cell of a hidden column of the
# sheet of problems. A cell survives a save by Excel, LibreOffice and every other program; LibreOffice shows hidden
# names to everybody, and parts of our own would be dropped by both. When somebody deletes that sheet, marks can still
# be told by their colours and words, and what they replaced is taken to have been no fill.

LONGEST = 32_000  # characters; a cell holds 32,767


@dataclass(frozen=True)
class Memory:
    """What the workbook was like before it was marked."""

    shown: str = ""  # title of the sheet that was shown
    selected: bool = True  # was its tab marked as selected? Programs do without when it is the first
    names: bool = True  # was there a list of names?
    counts: Mapping[str, int] = field(default_factory=dict)  # entries of each list of styles
    fills: Mapping[str, Element] = field(default_factory=dict)  # replaced by marks, by colour

    def text(self) -> str:
        """The text of the cell; fills that no longer fit are left out, and count as no fill."""
        lines = [MARKS, f"shown {self.shown}", f"selected {int(self.selected)}", f"names {int(self.names)}"]
        lines += [f"count {name} {count}" for name, count in self.counts.items()]
        lines += [f"fill {colour} {_on_one_line(fill)}" for colour, fill in self.fills.items()]
        while len("\n".join(lines)) > LONGEST:
            lines.pop()
        return "\n".join(lines)


def is_memory(text: str) -> bool:
    """True for the text of that cell."""
    return text.partition("\n")[0] == MARKS


def remembered(text: str) -> Memory:
    """What the text of the cell says; lines that make no sense, because somebody edited them, are passed over."""
    facts: dict[str, str] = {}
    counts: dict[str, int] = {}
    fills: dict[str, Element] = {}
    for line in text.splitlines()[1:]:
        key, _, rest = line.partition(" ")
        name, _, value = rest.partition(" ")
        if key == "count" and value.isdecimal():
            counts[name] = int(value)
        elif key == "fill" and (fill := _fill(value)) is not None:
            fills[name] = fill
        else:
            facts[key] = rest
    selected, names = (facts.get(key, "1") != "0" for key in ("selected", "names"))
    return Memory(facts.get("shown", ""), selected, names, counts, fills)


def _on_one_line(fill: Element) -> str:
    return " ".join(etree.tostring(fill, encoding="unicode", with_tail=False).split())


def _fill(text: str) -> Element | None:
    try:
        element = parse(text.encode("utf-8"))
    except DamagedPartError:
        return None
    return element if local(element) == "fill" else None
