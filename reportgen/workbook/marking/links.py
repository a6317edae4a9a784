"""The way back: a link at the beginning of a row with a problem leads to its row on the sheet of problems.

In the cell itself it would take everybody away who clicks it to correct the entry.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from reportgen.office.package import Element
from reportgen.word.xml import remove
from reportgen.workbook.marking.book import as_number, is_true, new_element, sml
from reportgen.workbook.marking.cells import Address, Cells, address_text, place_in_order, ranges

TITLE = "Problems"  # of the sheet; a number follows when the assessors have such a sheet themselves
_TITLES = re.compile(rf"{TITLE}(?: \d+)?")
_TIP = "Back to the list of problems"
LINK_TRACES = (TITLE.encode(), _TIP.encode())  # one of them is in every part that may hold such a link
_FURTHEST = 6  # columns: a link further right would not be seen as the beginning of the row


def goal(title: str, cell: str) -> str:
    """A cell of a sheet as a link names it.

    >>> goal("Jane's notes", "B3")
    "'Jane''s notes'!B3"
    """
    return "'{}'!{}".format(title.replace("'", "''"), cell)


def add_links_back(root: Element, cells: Cells, rows: Mapping[Address, int], title: str) -> dict[Address, Address]:
    """Link each row that has marked cells, `rows` of the list by cell, to the list; returns the linking cell of each.

    A row has one link, in its first cell that is in sight and has neither a mark nor a link; where there is none, none.
    """
    links = root.find(sml("hyperlinks"))
    taken = {*rows, *_linked([] if links is None else links)}
    hidden = _hidden_columns(root)
    found: dict[int, Address] = {}
    for address, row in rows.items():
        free = _free(address[0], cells, taken, hidden)
        if address[0] in found or free is None:
            continue
        if links is None:
            links = new_element("hyperlinks")
            place_in_order(root, links)
        links.append(new_element("hyperlink", ref=address_text(free), location=goal(title, f"A{row}"), tooltip=_TIP))
        found[address[0]] = free
    return {address: found[address[0]] for address in rows if address[0] in found}


def _linked(links: Iterable[Element]) -> Collection[Address]:
    return {
        (row, column)
        for link in links
        for left, top, right, bottom in ranges(link.get("ref", ""))
        for row in range(top, bottom + 1)
        for column in range(left, min(right, _FURTHEST) + 1)
    }


def _hidden_columns(root: Element) -> Collection[int]:
    return {
        column
        for col in root.iter(sml("col"))
        if is_true(col.get("hidden"))
        for column in range(as_number(col.get("min")), min(as_number(col.get("max")), _FURTHEST) + 1)
    }


def _free(row: int, cells: Cells, taken: Collection[Address], hidden: Collection[int]) -> Address | None:
    columns = (column for column in range(1, _FURTHEST + 1) if column not in hidden)
    found = ((row, column) for column in columns)
    return next((cell for cell in found if cell not in taken and cells.shown_for(cell) == cell), None)


def take_links_away(root: Element, gone: Collection[str], sheets: Collection[str]) -> bool:
    """Take the links out that lead to a list of problems that is `gone`; True when there were any.

    Programs may forget what a link says, and somebody may have deleted the list: then the goal tells it, a sheet of
    that name that is not among the `sheets`.
    """
    ours = [link for link in root.iter(sml("hyperlink")) if _is_ours(link, gone, sheets)]
    for link in ours:
        links = link.getparent()
        remove(link)
        if links is not None and not len(links):
            remove(links)
    return bool(ours)


def _is_ours(link: Element, gone: Collection[str], sheets: Collection[str]) -> bool:
    title = link.get("location", "").rpartition("!")[0].removeprefix("#").strip("'").replace("''", "'")
    return link.get("tooltip") == _TIP or title in gone or bool(_TITLES.fullmatch(title) and title not in sheets)
