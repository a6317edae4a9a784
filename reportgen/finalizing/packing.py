"""Relationships and parts: what nobody uses any more leaves the file."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportgen.report.package import CONTENT_TYPES, DOCUMENT, Relation, parse, relations, relations_part, serialise
from reportgen.report.sealing import DRAFT

_USED_BY_ID = (  # kinds of relationships that count only where the part names them
    *("image", "hyperlink", "chart", "chartEx", "package", "oleObject", "printerSettings"),
    *("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"),
)
_PRIVATE = ("thumbnail", "origin")  # a picture of the draft's first page; signatures, which hold no more
_STORE_ID = re.compile(rb'itemID="([^"]+)"')


def drop_relation(parts: dict[str, bytes], source: str, kind: str) -> None:
    """Drop the relationships of one kind from a part."""
    _drop(parts, source, lambda _, relation: relation.kind == kind)


def _drop(parts: dict[str, bytes], source: str, is_gone: Callable[[str, Relation], bool]) -> None:
    known = relations(parts, source)
    gone = {number for number, relation in known.items() if is_gone(number, relation)}
    if not gone:
        return
    name = relations_part(source)
    root = parse(parts[name])
    for entry in list(root):
        if entry.get("Id") in gone:
            root.remove(entry)
    if len(root):
        parts[name] = serialise(root)
    else:
        del parts[name]


def drop_private_parts(parts: dict[str, bytes]) -> None:
    """Drop the store of the draft and other custom XML that no control shows, the thumbnail, signatures."""
    for kind in _PRIVATE:
        drop_relation(parts, "", kind)
    _drop(parts, DOCUMENT, lambda _, relation: relation.kind == "customXml" and not _is_shown(parts, relation.target))


def _is_shown(parts: dict[str, bytes], item: str) -> bool:
    """True for custom XML that a control of the document is bound to."""
    if f'"{DRAFT}"'.encode() in parts.get(item, b""):
        return False
    about = (parts[relation.target] for relation in relations(parts, item).values() if relation.target in parts)
    ids = [found[1] for content in about for found in _STORE_ID.finditer(content)]
    stories = [content for name, content in parts.items() if name.startswith("word/") and name.endswith(".xml")]
    return any(id_ in story for id_ in ids for story in stories)


def prune(parts: dict[str, bytes]) -> None:
    """Drop relationships that their part does not name, then every part that nothing leads to."""
    for source in list(parts):
        if relations_part(source) in parts:
            _drop_unused(parts, source)
    reached, waiting = {""}, [""]
    while waiting:
        for relation in relations(parts, waiting.pop()).values():
            if not relation.external and relation.target in parts and relation.target not in reached:
                reached.add(relation.target)
                waiting.append(relation.target)
    kept = {CONTENT_TYPES, *reached, *map(relations_part, reached)}
    for name in [name for name in parts if name not in kept]:
        del parts[name]
    _undeclare(parts)


def _drop_unused(parts: dict[str, bytes], source: str) -> None:
    content = parts[source]
    _drop(
        parts,
        source,
        lambda number, relation: relation.kind in _USED_BY_ID and f'"{number}"'.encode() not in content,
    )


def _undeclare(parts: dict[str, bytes]) -> None:
    """Drop the content types of parts that are gone."""
    root = parse(parts[CONTENT_TYPES])
    for entry in list(root):
        name = entry.get("PartName", "").lstrip("/")
        if name and name not in parts:
            root.remove(entry)
    parts[CONTENT_TYPES] = serialise(root)
