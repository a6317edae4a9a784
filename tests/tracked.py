"""Tracked changes settled as Word settles them: all accepted, or all rejected."""

from __future__ import annotations

from collections.abc import Collection

from reportgen.office.package import DOCUMENT, Package, parse, serialise
from reportgen.word.canonical import HEADERS_FOOTERS, NOTES, parts_of
from reportgen.word.xml import Element, local, remove, shown_text, unwrap, w

_INSERTED, _DELETED = ("ins", "moveTo"), ("del", "moveFrom")
_RANGES = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")
_PROPERTIES = ("rPr", "trPr", "numPr")  # where a change marks the end of a paragraph, a row or a list number
_BETWEEN = {w("bookmarkStart"), w("bookmarkEnd"), *map(w, _RANGES)}  # paragraphs
_AS_TEXT = {"delText": "t", "delInstrText": "instrText"}


def accepted(package: Package) -> Package:
    """The file after "Accept All Changes"."""
    return _settled(package, _DELETED, _INSERTED)


def rejected(package: Package) -> Package:
    """The file after "Reject All Changes"."""
    return _settled(package, _INSERTED, _DELETED)


def _settled(package: Package, going: Collection[str], staying: Collection[str]) -> Package:
    settled = Package.opened(package.packed())
    for name in (DOCUMENT, *parts_of(settled, HEADERS_FOOTERS), *parts_of(settled, NOTES)):
        root = parse(settled[name])
        _settle(root, tuple(map(w, going)), tuple(map(w, staying)), keeps_new="ins" in staying)
        settled[name] = serialise(root)
    settled.drop_unnamed(DOCUMENT, HEADERS_FOOTERS)
    return settled


def _settle(root: Element, going: tuple[str, ...], staying: tuple[str, ...], *, keeps_new: bool) -> None:
    remove(*(row for row in list(root.iter(w("tr"))) if _is_marked(row, "trPr", going)))
    remove(*(table for table in list(root.iter(w("tbl"))) if table.find(w("tr")) is None))
    ended = [p for p in root.iter(w("p")) if _is_marked(p, "pPr/rPr", going)]
    remove(*(mark for mark in list(root.iter(*going)) if not _is_property(mark)))
    unwrap(*(mark for mark in list(root.iter(*staying)) if not _is_property(mark)))
    remove(*(mark for mark in list(root.iter(*going, *staying)) if _is_property(mark)))
    remove(*(link for link in list(root.iter(w("hyperlink"))) if next(link.iter(w("r")), None) is None))
    for paragraph in reversed(ended):
        _join(paragraph)
    for change in [element for element in root.iter() if str(element.tag).endswith("Change")]:
        _settle_looks(change, keeps_new=keeps_new)
    for text in root.iter(*map(w, _AS_TEXT)):
        text.tag = w(_AS_TEXT[local(text)])
    remove(*list(root.iter(*map(w, _RANGES))))


def _is_property(mark: Element) -> bool:
    parent = mark.getparent()
    return parent is not None and local(parent) in _PROPERTIES


def _is_marked(element: Element, where: str, kinds: Collection[str]) -> bool:
    properties = element.find("/".join(map(w, where.split("/"))))
    return properties is not None and any(child.tag in kinds for child in properties)


def _join(paragraph: Element) -> None:
    """A paragraph whose end is gone becomes the beginning of the next one; where none follows, it goes if empty."""
    rest = (each for each in paragraph.itersiblings() if each.tag not in _BETWEEN)
    following = next(rest, None)
    content = [child for child in paragraph if child.tag != w("pPr")]
    if following is not None and following.tag == w("p"):
        start = 0 if following.find(w("pPr")) is None else 1
        for offset, child in enumerate(content):
            following.insert(start + offset, child)
        remove(paragraph)
    elif not shown_text(paragraph) and not any(child.tag == w("r") for child in content):
        remove(paragraph)


def _settle_looks(change: Element, *, keeps_new: bool) -> None:
    properties = change.getparent()
    assert properties is not None
    earlier = list(change[0]) if len(change) else []
    remove(change)
    if not keeps_new and local(change) != "numberingChange":
        remove(*list(properties))
        properties.extend(earlier)
