"""Who worked on the file, with which program and on which machine, and parts that nobody uses any more: they go."""

from __future__ import annotations

import re

from reportgen.draft.stored import BASE_PART, CONTENT_PROPERTY, FULL_PROPERTY, RUN_PROPERTY
from reportgen.office.files import CHART_DATA, UnfitError
from reportgen.office.gate import open_package
from reportgen.office.package import DOCUMENT, FIRST, DamagedPartError, Package, relations_part, zipped
from reportgen.word.xml import Element, local, remove, w

_OURS = (RUN_PROPERTY, CONTENT_PROPERTY, FULL_PROPERTY)
_OWNER = re.compile(r"MSIP_Label_.*_Owner", re.IGNORECASE)  # a label of sensitivity names who set it
_IDENTIFIER = "reportgen:"
_CORE = ("created", "modified", "lastPrinted", "revision")  # when and how often it was saved
_PROGRAM = ("Application", "AppVersion", "Template", "Manager", "Company", "HyperlinkBase", "TotalTime")
_SETTINGS = ("attachedTemplate", "mailMerge")  # paths of one machine
_PERSONAL = {  # elements by part
    "docProps/core.xml": ("creator", "lastModifiedBy"),
    "docProps/app.xml": ("Manager", "Company", "HyperlinkBase"),
    "xl/workbook.xml": ("absPath",),
}
_USED_BY_ID = (  # kinds of relationships that count only where the part names them
    *("image", "hyperlink", "chart", "chartEx", "package", "oleObject", "printerSettings"),
    *("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"),
)
_PRIVATE = ("thumbnail", "origin")  # a picture of the draft's first page; signatures, which hold no more
_STORE_ID = re.compile(rb'itemID="([^"]+)"')


# ---------------------------------------------------------------------------------------------- properties and settings


def clean_properties(parts: Package) -> None:
    """Core, program and custom properties without users, machines and marks of ours; title and author stay."""
    for name in parts.related("", "core-properties"):
        _clean_core(parts.changed(name))
    for root in parts.changed_trees("", "extended-properties"):
        remove(*(entry for entry in root if local(entry) in _PROGRAM))
    _clean_custom(parts)


def _clean_core(root: Element) -> None:
    """Whoever saved it last gives way to the author it was generated with."""
    author = next((entry.text for entry in root if local(entry) == "creator"), None)
    gone = _CORE if author else (*_CORE, "lastModifiedBy")
    ours = (e for e in root if local(e) == "identifier" and (e.text or "").startswith(_IDENTIFIER))
    remove(*ours, *(entry for entry in root if local(entry) in gone))
    for entry in root:
        if local(entry) == "lastModifiedBy":
            entry.text = author


def _clean_custom(parts: Package) -> None:
    for root in parts.changed_trees("", "custom-properties"):
        remove(*(entry for entry in root if entry.get("name") in _OURS or _OWNER.fullmatch(entry.get("name", ""))))
        if not len(root):
            parts.unrelate("", lambda _, relation: relation.kind == "custom-properties")


def clean_settings(parts: Package) -> None:
    """Settings without paths of one machine."""
    for root in parts.changed_trees(DOCUMENT, "settings"):
        remove(*(entry for kind in _SETTINGS for entry in root.iterfind(w(kind))))


# -------------------------------------------------------------------------------------------------- workbooks in charts


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
    except DamagedPartError:
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


# ---------------------------------------------------------------------------------------------------------------- parts


def drop_private_parts(parts: Package) -> None:
    """Drop the store of the draft and other custom XML that no control shows, the thumbnail, signatures."""
    parts.unrelate("", lambda _, relation: relation.kind in _PRIVATE)
    parts.unrelate(DOCUMENT, lambda _, relation: relation.kind == "customXml" and not _is_shown(parts, relation.target))


def _is_shown(parts: Package, item: str) -> bool:
    """True for custom XML that a control of the document is bound to."""
    if f'"{BASE_PART}"'.encode() in parts.get(item, b""):
        return False
    about = (parts[relation.target] for relation in parts.relations(item).values() if relation.target in parts)
    ids = [found[1] for content in about for found in _STORE_ID.finditer(content)]
    stories = [parts[name] for name, kind in parts.content_types().items() if "wordprocessingml." in kind]
    return any(id_ in story for id_ in ids for story in stories)


def drop_unused(parts: Package) -> None:
    """Drop relationships that their part does not name, and parts that nothing leads to."""
    for source in parts:
        if source in parts and relations_part(source) in parts:
            parts.drop_unnamed(source, _USED_BY_ID)
    parts.drop_unreached()
