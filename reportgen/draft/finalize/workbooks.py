"""The workbooks behind editable charts: what the chart is drawn from stays, who made it and what is hidden in it goes.

A workbook that holds nothing of the kind stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reportgen.draft.finalize.taken import Unseen
from reportgen.office.files import CHART_DATA, UnfitError
from reportgen.office.gate import open_package
from reportgen.office.package import DOCUMENT, FIRST, DamagedPartError, Package, zipped
from reportgen.word.fields import is_local
from reportgen.word.xml import CHART, Element, local, remove

_MAIN, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
_PERSONAL = {  # elements by part
    "docProps/core.xml": ("creator", "lastModifiedBy", "description", "category", "keywords", "subject", "title"),
    "docProps/app.xml": ("Manager", "Company", "HyperlinkBase", "Template"),
    _MAIN: ("absPath", "fileSharing", "externalReferences"),
}
_OF_WORKBOOK = ("externalLink", "customXml", "connections", "person", "attachedToolbars")  # relationships that go
_OF_SHEET = ("comments", "threadedComment", "vmlDrawing", "queryTable", "printerSettings", "customProperty")
_NAMED_IN_SHEET = ("legacyDrawing", "customProperties")  # elements that name those
_WORKBOOK = "externalData"  # the element of a chart that names it
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def clean_workbooks(parts: Package) -> Iterator[Unseen]:
    """Clean every workbook that a chart of the file is drawn from."""
    yield from _without_outer_workbooks(parts)
    for name in [name for name in parts if name.lower().endswith(".xlsx")]:
        try:
            book, _ = open_package(parts[name], CHART_DATA)
            taken = list(_cleaned(book, _drawn_from(parts, name)))
        except (UnfitError, DamagedPartError):
            continue
        if taken:
            parts[name] = zipped(book, first=FIRST)
            yield from (each for each in taken if each.what)


def sheets_of(file: bytes) -> list[str]:
    """The sheets of an embedded workbook in words, those that are hidden as such; none where it is no workbook."""
    try:
        book, _ = open_package(file, CHART_DATA)
        sheets = list(book.tree(_MAIN).iterfind(f"{_SPREADSHEET}sheets/{_SPREADSHEET}sheet")) if _MAIN in book else []
    except (UnfitError, DamagedPartError):
        return []
    is_hidden = (sheet.get("state", "visible") != "visible" for sheet in sheets)
    return [f"'{each.get('name')}'{' (hidden)' * hidden}" for each, hidden in zip(sheets, is_hidden, strict=True)]


def _without_outer_workbooks(parts: Package) -> Iterator[Unseen]:
    """Let charts forget the workbooks outside the file that they were once drawn from, and those that are gone."""
    for chart in parts.related(DOCUMENT, "chart"):
        relations = parts.relations(chart)
        outer = {n: r.target for n, r in relations.items() if r.external and is_local(r.target)}
        gone = {n for n, r in relations.items() if not r.external and r.target not in parts}
        named = [e for e in parts.tree(chart) if local(e) == _WORKBOOK]
        if outer or gone or not relations.keys() >= {e.get(_RELATION) for e in named}:
            left = relations.keys() - outer.keys() - gone
            remove(*(e for e in parts.changed(chart) if local(e) == _WORKBOOK and e.get(_RELATION) not in left))
            parts.unrelate(chart, lambda number, _, left=left: number not in left)  # type: ignore[misc]
        yield from (Unseen("path of a chart's workbook", target) for target in outer.values())


def _drawn_from(parts: Package, workbook: str) -> str:
    """The formulas by which charts name cells of a workbook."""
    charts = [name for name in parts if any(relation.target == workbook for relation in parts.relations(name).values())]
    return "\n".join(f.text or "" for chart in charts for f in parts.tree(chart).iter(f"{{{CHART}}}f"))


def _cleaned(book: Package, formulas: str) -> Iterator[Unseen]:
    """Take out what a workbook holds beside its data; what is told has words, all else only says that it happened."""
    for part, kinds in _PERSONAL.items():
        entries = book.tree(part).iter() if part in book else ()
        for entry in [e for e in entries if local(e) in kinds and (e.text or e.attrib or len(e))]:
            book.changed(part)
            _remove_with_wrapping(entry)
            words = (entry.text or "").strip()
            yield Unseen("property of a chart's workbook" if words else "", words)
    if "docProps/custom.xml" in book:
        book.unrelate("", lambda _, relation: relation.kind == "custom-properties")
        yield Unseen("property of a chart's workbook")
    yield from _without_others(book)
    yield from _without_hidden_sheets(book, formulas)


def _remove_with_wrapping(entry: Element) -> None:
    """Take an element out, with the choice for newer programs it stands alone in."""
    outer = entry.getparent()
    wrapped = outer is not None and local(outer) == "Choice" and len(outer) == 1
    whole = outer.getparent() if outer is not None and wrapped else None
    remove(entry if whole is None else whole)


def _without_others(book: Package) -> Iterator[Unseen]:
    """Take out comments, data of other programs and links to other files."""
    for source in [name for name in book if name.startswith("xl/") and not name.endswith(".rels")]:
        kinds = _OF_WORKBOOK if source == _MAIN else _OF_SHEET
        if any(relation.kind in kinds for relation in book.relations(source).values()):
            remove(*(child for child in book.changed(source) if local(child) in _NAMED_IN_SHEET))
            book.unrelate(source, lambda _, relation, kinds=kinds: relation.kind in kinds)  # type: ignore[misc]
            yield Unseen("comment or link in a chart's workbook")


# --------------------------------------------------------------------------------------------------------------- sheets


def _without_hidden_sheets(book: Package, formulas: str) -> Iterator[Unseen]:
    """Take out the hidden sheets that no chart is drawn from; formulas over them become their values."""
    sheets = list(book.tree(_MAIN).iterfind(f"{_SPREADSHEET}sheets/{_SPREADSHEET}sheet")) if _MAIN in book else []
    hidden = [s for s in sheets if s.get("state", "visible") != "visible" and not _names(formulas, s.get("name", ""))]
    if not hidden:
        return
    gone, ids = [sheet.get("name", "") for sheet in hidden], {sheet.get(_RELATION) for sheet in hidden}
    places = [number for number, sheet in enumerate(sheets) if sheet in hidden]
    main = book.changed(_MAIN)
    remove(*hidden)
    _renumber(main, gone, places)
    book.unrelate(_MAIN, lambda number, relation: number in ids or relation.kind == "calcChain")
    left = book.related(_MAIN, "worksheet")
    for name in left:
        formulas_left = list(book.changed(name).iter(f"{_SPREADSHEET}f"))
        remove(*(formula for formula in formulas_left if any(_names(formula.text or "", sheet) for sheet in gone)))
    _blank_strings(book, left)
    if "docProps/app.xml" in book:
        root = book.changed("docProps/app.xml")
        remove(*(entry for entry in root if local(entry) in ("TitlesOfParts", "HeadingPairs")))
    yield from (Unseen("hidden sheet of a chart's workbook", name) for name in gone)


def _names(formula: str, sheet: str) -> bool:
    """True when a formula names a sheet.

    >>> _names("Data!$A$1", "Data"), _names("'The data'!$A$1", "The data"), _names("Data!$A$1", "Plot")
    (True, True, False)
    """
    quoted = "'{}'!".format(sheet.replace("'", "''"))
    return f"{sheet}!".casefold() in formula.casefold() or quoted.casefold() in formula.casefold()


def _renumber(main: Element, gone: Collection[str], places: Collection[int]) -> None:
    """Names and views of a workbook count its sheets: leave those of sheets that are gone, and count anew."""
    for view in main.iter(f"{_SPREADSHEET}workbookView"):
        for counted in ("activeTab", "firstSheet"):
            view.attrib.pop(counted, "")
    for name in list(main.iter(f"{_SPREADSHEET}definedName")):
        own = name.get("localSheetId")
        if (own is not None and int(own) in places) or any(_names(name.text or "", sheet) for sheet in gone):
            remove(name)
        elif own is not None:
            name.set("localSheetId", str(int(own) - sum(place < int(own) for place in places)))
    remove(*(names for names in main.iterfind(f"{_SPREADSHEET}definedNames") if not len(names)))


def _blank_strings(book: Package, sheets: Collection[str]) -> None:
    """All sheets share one list of texts: what only sheets that are gone said becomes blank."""
    if _STRINGS not in book:
        return
    cells = (cell for name in sheets for cell in book.tree(name).iter(f"{_SPREADSHEET}c") if cell.get("t") == "s")
    used = {cell.findtext(f"{_SPREADSHEET}v") for cell in cells}
    for number, entry in enumerate(book.changed(_STRINGS).iterfind(f"{_SPREADSHEET}si")):
        if str(number) not in used:
            remove(*entry)
            entry.append(entry.makeelement(f"{_SPREADSHEET}t"))
