"""The workbooks inside native charts: Excel writes users and folders into them when somebody edits the data."""

from __future__ import annotations

from reportgen.office.files import UnfitError
from reportgen.office.gate import open_package
from reportgen.office.kinds import CHART_DATA
from reportgen.office.package import FIRST, NotAPackageError, Package, zipped
from reportgen.word.xml import Element, local, remove

_PERSONAL = {  # elements by part
    "docProps/core.xml": ("creator", "lastModifiedBy"),
    "docProps/app.xml": ("Manager", "Company", "HyperlinkBase"),
    "xl/workbook.xml": ("absPath",),
}


def clean_workbooks(parts: Package) -> None:
    """Take users and folders out of every workbook in the file; one that holds none stays as it is."""
    for name in [name for name in parts if name.lower().endswith(".xlsx")]:
        try:
            book, _ = open_package(parts[name], CHART_DATA)
        except UnfitError:
            continue
        cleaned = [_clean(book, part, kinds) for part, kinds in _PERSONAL.items() if part in book]
        if any(cleaned):
            parts[name] = zipped(book, first=FIRST)


def _clean(book: Package, part: str, kinds: tuple[str, ...]) -> bool:
    """Take elements out of a part; True when there were any."""
    try:
        found = [entry for entry in book.tree(part).iter() if local(entry) in kinds and (entry.text or entry.attrib)]
    except NotAPackageError:
        return False
    for entry in found:
        book.changed(part)
        _remove_with_wrapping(entry)
    return bool(found)


def _remove_with_wrapping(entry: Element) -> None:
    """Take an element out, with the choice for newer programs it stands alone in."""
    outer = entry.getparent()
    wrapped = outer is not None and local(outer) == "Choice" and len(outer) == 1
    whole = outer.getparent() if outer is not None and wrapped else None
    remove(entry if whole is None else whole)
