"""Take marks away, from a copy that was worked on and saved by any program since it was marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from reportgen.common.folding import unescaped
from reportgen.office.package import Element, Package
from reportgen.workbook.marking import comments, conditions
from reportgen.workbook.marking.book import Book, SheetEntry
from reportgen.workbook.marking.boxes import Boxes
from reportgen.workbook.marking.cells import Cells
from reportgen.workbook.marking.memory import HEADING, Memory, is_memory, remembered
from reportgen.workbook.marking.styles import Styles
from reportgen.workbook.marking.threads import Threads, leave
from reportgen.workbook.marking.xml import main, number

_STYLES_OF_CELLS = re.compile(rb"\b(?:s|style)=[\"'](\d+)[\"']")
_CONDITION_STYLES = re.compile(rb"dxfid=[\"'](\d+)[\"']", re.IGNORECASE)


def take_marks_away(book: Book) -> None:
    """Leave the workbook as it was before it was marked, with what was done to it since; without marks, as it is."""
    memory = _take_problem_list(book)
    traces = [_take_words(book, sheet) for sheet in book.worksheets]
    traces += [_take_conditions(book, sheet) for sheet in book.worksheets]
    leave(book)
    if memory is None and not any(traces):
        return
    styles = Styles(book)
    _take_colours(book, styles, memory)
    if memory is not None:
        styles.cut_back(memory.counts, _used_styles(book), _used_condition_styles(book.parts))
        if not memory.names:
            book.drop_empty_list_of_names()
        if memory.selected:
            book.select_only(book.active)


def _take_problem_list(book: Book) -> Memory | None:
    """Take the sheet of problems out and return what it remembers; None when there is none."""
    found = None
    for sheet, text in list(_memories(book)):
        found = found or remembered(text)
        book.remove(sheet, found.shown)
    return found


def _memories(book: Book) -> Iterator[tuple[SheetEntry, str]]:
    """The sheets of problems, each with the text of its memory: it may stand in the cell, or in the shared texts."""
    shared: dict[int, str] = {}
    name = book.parts.first_related(book.part, "sharedStrings")
    if name and HEADING.encode() in book.parts.content(name):
        texts = enumerate(book.parts.tree(name).iter(main("si")))
        shared = {n: _text(entry) for n, entry in texts if is_memory(_text(entry))}
    for sheet in book.worksheets:
        if not shared and HEADING.encode() not in book.parts.content(sheet.part):
            continue
        for cell in book.parts.tree(sheet.part).iter(main("c")):
            text = shared.get(_index(cell), "") if cell.get("t") == "s" else _text(cell)
            if is_memory(text):
                yield sheet, unescaped(text)
                break


def _index(cell: Element) -> int:
    text = cell.findtext(main("v")) or ""
    return int(text) if text.isdecimal() else -1


def _text(element: Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(main("t"), main("v")))


def _take_words(book: Book, sheet: SheetEntry) -> bool:
    """Take our words out of a sheet's comments; True when there were any."""
    Threads(book, sheet.part).take_away()
    gone, kept = comments.Comments(book.parts, sheet.part).take_away()
    if gone or kept:
        Boxes(book.parts, sheet.part).take_away(gone, kept)
    return bool(gone or kept)


def _take_conditions(book: Book, sheet: SheetEntry) -> bool:
    """Take our conditions out of a sheet; True when there were any."""
    if conditions.TRACE not in book.parts.content(sheet.part):
        return False
    found = conditions.remove_conditions(book.parts.tree(sheet.part))
    if found:
        book.parts.changed(sheet.part)
    return found


def _take_colours(book: Book, styles: Styles, memory: Memory | None) -> None:
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
            if (index := number(cell.get("s"))) in unmarked:
                _set_style(cell, "s", unmarked[index])
                cells.drop_if_empty(cell)
        for row in root.iter(main("row")):
            _restore(row, "s", unmarked)
        for column in root.iter(main("col")):
            _restore(column, "style", unmarked)


def _restore(element: Element, attribute: str, unmarked: dict[int, int]) -> None:
    """The same for whole rows and columns: somebody may have given them the look of a marked cell."""
    index = number(element.get(attribute))
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
    yield from (number(element.get("s")) for element in root.iter(main("c"), main("row")))
    yield from (number(column.get("style")) for column in root.iter(main("col")))


def _used_styles(book: Book) -> Collection[int]:
    return {style for sheet in book.worksheets for style in _styles_in(book.parts, sheet)}


def _used_condition_styles(parts: Package) -> Collection[int]:
    """The formats of conditions that anything refers to: conditions, tables, filters, pivot tables."""
    used: set[int] = set()
    for name in parts:
        if parts.is_parsed(name):
            for element in parts.tree(name).iter("{*}*"):
                facts = element.attrib.items()
                used |= {number(str(value)) for key, value in facts if str(key).lower().endswith("dxfid")}
        else:
            used |= {int(found) for found in _CONDITION_STYLES.findall(parts.content(name))}
    return used
