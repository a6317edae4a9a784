"""Relationships and parts: what nobody uses any more leaves the file."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportgen.draft.stored import DRAFT
from reportgen.office.package import DOCUMENT, Relation, drop_relations, drop_unreached, relations, relations_part

_USED_BY_ID = (  # kinds of relationships that count only where the part names them
    *("image", "hyperlink", "chart", "chartEx", "package", "oleObject", "printerSettings"),
    *("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"),
)
_PRIVATE = ("thumbnail", "origin")  # a picture of the draft's first page; signatures, which hold no more
_STORE_ID = re.compile(rb'itemID="([^"]+)"')


def drop_relation(parts: dict[str, bytes], source: str, kind: str) -> None:
    """Drop the relationships of one kind from a part, with what only they lead to."""
    _drop(parts, source, lambda _, relation: relation.kind == kind)


def _drop(parts: dict[str, bytes], source: str, is_gone: Callable[[str, Relation], bool]) -> None:
    gone = {number for number, relation in relations(parts, source).items() if is_gone(number, relation)}
    if gone:
        drop_relations(parts, source, gone)


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
    """Drop relationships that their part does not name, parts that nothing leads to, and entries for bare folders."""
    for source in list(parts):
        if source in parts and relations_part(source) in parts:
            _drop_unused(parts, source)
    for folder in [name for name in parts if name.endswith("/")]:
        del parts[folder]
    drop_unreached(parts)


def _drop_unused(parts: dict[str, bytes], source: str) -> None:
    content = parts[source]
    _drop(
        parts,
        source,
        lambda number, relation: relation.kind in _USED_BY_ID and f'"{number}"'.encode() not in content,
    )
