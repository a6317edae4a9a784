"""All rules of a workbook, in one place; those of the workbook as a whole stand here: sheets, names, styles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.office.checks.packing import core_property
from reportgen.office.checks.rules import TITLE, Violation, in_part
from reportgen.office.checks.word_file import Element, OfficeFile, as_whole
from tests.checks import rules
from tests.checks.cells import cell_violations
from tests.checks.markup import is_index, s
from tests.checks.ranges import MAX_COLUMN, MAX_ROW, MAX_TEXT, Range, cell_range
from tests.checks.sheet_looks import look_violations
from tests.checks.sheets import formula_violations, sheet_violations
from tests.checks.workbook_file import WorkbookFile

_LONGEST_SHEET_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_NAME = re.compile(r"(?:_xlnm\.)?[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*|[RrCc]")
_LONGEST_NAME = 255
_TITLES = "_xlnm.Print_Titles"
_SPLIT = re.compile(r",(?=(?:[^']*'[^']*')*[^']*$)")  # a comma outside the quotes of a sheet's name
_OWN_FORMATS_FROM = 164
"""Number formats below are built in."""


def spreadsheet_violations(package: OfficeFile, main: str, root: Element) -> Iterator[Violation]:
    """All that is wrong with a workbook beyond its package."""
    book = WorkbookFile(package, main, root)
    yield from _sheets(book)
    yield from _view(book)
    yield from _names(book)
    yield from _styles(book)
    yield from _texts(book)
    for sheet in book.sheets:
        yield from sheet_violations(book, sheet)
        yield from cell_violations(book, sheet)
    yield from look_violations(book)
    if not core_property(package, "title"):
        yield TITLE.at()


# ------------------------------------------------------------------------------------------------------- sheets


def _sheets(book: WorkbookFile) -> Iterator[Violation]:
    names: set[str] = set()
    for entry in book.entries:
        name = entry.get("name", "")
        reason = _fault_of_sheet_name(name, names)
        if reason:
            yield rules.SHEET_NAME.at(in_part(book.main, entry), name=name, reason=reason)
        names.add(name.casefold())
    ids = Counter(entry.get("sheetId", "") for entry in book.entries)
    yield from (rules.SHEET_ID.at(in_part(book.main), id=number) for number, count in ids.items() if count > 1)


def _fault_of_sheet_name(name: str, known: set[str]) -> str:
    faults = (
        (not name, "it is empty"),
        (len(name) > _LONGEST_SHEET_NAME, f"it is longer than {_LONGEST_SHEET_NAME} characters"),
        (_FORBIDDEN.search(name), r"it has one of : \ / ? * [ ] in it"),
        (name.startswith("'") or name.endswith("'"), "it begins or ends with an apostrophe"),
        (name.casefold() == "history", "Excel keeps it for itself"),
        (name.casefold() in known, "another sheet has it"),
    )
    return next((reason for wrong, reason in faults if wrong), "")


def _view(book: WorkbookFile) -> Iterator[Violation]:
    """The workbook opens on one sheet that can be seen."""
    view = book.root.find(f"{s('bookViews')}/{s('workbookView')}")
    active = "0" if view is None else view.get("activeTab", "0")
    visible = [entry.get("state", "visible") == "visible" for entry in book.entries]
    if not is_index(active, len(visible)) or not visible[as_whole(active)]:
        yield rules.SHEET_HIDDEN.at(in_part(book.main))
    views = ((sheet, sheet.root.find(f"{s('sheetViews')}/{s('sheetView')}")) for sheet in book.sheets)
    selected = [sheet for sheet, v in views if v is not None and v.get("tabSelected") in ("1", "true")]
    if sum(sheet.is_visible for sheet in selected) > 1:
        yield rules.SHEETS_GROUPED.at(in_part(book.main), count=len(selected))


# -------------------------------------------------------------------------------------------------------- names


def _names(book: WorkbookFile) -> Iterator[Violation]:
    seen: set[tuple[str, str]] = set()
    for element in book.names:
        name, scope = element.get("name", ""), element.get("localSheetId", "")
        own = name.startswith("_xlnm.")
        fits = _NAME.fullmatch(name) and len(name) <= _LONGEST_NAME
        if not fits or (not own and _LIKE_A_CELL.fullmatch(name)):
            yield rules.NAME_INVALID.at(in_part(book.main, element), name=name)
        if (name.casefold(), scope) in seen:
            yield rules.NAME_TWICE.at(in_part(book.main, element), name=name)
        seen.add((name.casefold(), scope))
        if (scope or name == _TITLES) and not is_index(scope, len(book.entries)):
            yield rules.NAME_SCOPE.at(in_part(book.main, element), name=name)
        elif name == _TITLES:
            yield from _print_titles(book, element)
        yield from formula_violations(book, book.main, f"name {name}", element.text or "")


def _print_titles(book: WorkbookFile, element: Element) -> Iterator[Violation]:
    """Repeated rows and columns are whole ones of the sheet they are repeated on."""
    sheet = book.entries[as_whole(element.get("localSheetId"))].get("name", "")
    for piece in _SPLIT.split(element.text or ""):
        prefix, _, cells = piece.rpartition("!")
        area = cell_range(cells)
        own = prefix.strip("'").replace("''", "'").casefold() == sheet.casefold()
        if area is None or not own or not _is_whole(area):
            yield rules.PRINT_TITLES.at(in_part(book.main, element), found=piece)


def _is_whole(area: Range) -> bool:
    left, top, right, bottom = area
    return (left, right) == (1, MAX_COLUMN) or (top, bottom) == (1, MAX_ROW)


# ------------------------------------------------------------------------------------------------ styles, texts

_STYLE_PARTS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


def _styles(book: WorkbookFile) -> Iterator[Violation]:
    """Each cell format uses fonts, fills, borders, number formats and named formats that are there."""
    found = book.other("styles")
    if found is None:
        return
    part, root = found
    own = {entry.get("numFmtId", "") for entry in root.iterfind(f"{s('numFmts')}/{s('numFmt')}")}
    for group in ("cellStyleXfs", "cellXfs"):
        for xf in root.iterfind(f"{s(group)}/{s('xf')}"):
            for attribute, parts in _STYLE_PARTS.items():
                if not is_index(xf.get(attribute, "0"), max(book.count(parts), 1)):
                    yield rules.STYLE_INDEX.at(in_part(part, xf), what=attribute, found=xf.get(attribute))
            number = xf.get("numFmtId", "0")
            if as_whole(number, _OWN_FORMATS_FROM) >= _OWN_FORMATS_FROM and number not in own:
                yield rules.STYLE_INDEX.at(in_part(part, xf), what="numFmtId", found=number)
    for users in (f"{s('cellXfs')}/{s('xf')}", f"{s('cellStyles')}/{s('cellStyle')}"):
        for user in root.iterfind(users):
            if not is_index(user.get("xfId", "0"), max(book.count("cellStyleXfs"), 1)):
                yield rules.STYLE_INDEX.at(in_part(part, user), what="xfId", found=user.get("xfId"))


def _texts(book: WorkbookFile) -> Iterator[Violation]:
    found = book.other("sharedStrings")
    for entry in found[1] if found is not None else ():
        length = sum(len(t.text or "") for t in entry.iter(s("t")))
        if found is not None and length > MAX_TEXT:
            yield rules.TEXT_LENGTH.at(in_part(found[0], entry), length=length)
