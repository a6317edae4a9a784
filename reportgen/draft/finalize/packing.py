"""Relationships and parts: what nobody uses any more leaves the file."""

from __future__ import annotations

import re

from reportgen.draft.stored import DRAFT
from reportgen.office.package import DOCUMENT, Package, relations_part

_USED_BY_ID = (  # kinds of relationships that count only where the part names them
    *("image", "hyperlink", "chart", "chartEx", "package", "oleObject", "printerSettings"),
    *("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"),
)
_PRIVATE = ("thumbnail", "origin")  # a picture of the draft's first page; signatures, which hold no more
_STORE_ID = re.compile(rb'itemID="([^"]+)"')


def drop_relation(parts: Package, source: str, kind: str) -> None:
    """Drop the relationships of one kind from a part, with what only they lead to."""
    parts.unrelate(source, lambda _, relation: relation.kind == kind)


def drop_private_parts(parts: Package) -> None:
    """Drop the store of the draft and other custom XML that no control shows, the thumbnail, signatures."""
    for kind in _PRIVATE:
        drop_relation(parts, "", kind)
    parts.unrelate(DOCUMENT, lambda _, relation: relation.kind == "customXml" and not _is_shown(parts, relation.target))


def _is_shown(parts: Package, item: str) -> bool:
    """True for custom XML that a control of the document is bound to."""
    if f'"{DRAFT}"'.encode() in parts.get(item, b""):
        return False
    about = (parts[relation.target] for relation in parts.relations(item).values() if relation.target in parts)
    ids = [found[1] for content in about for found in _STORE_ID.finditer(content)]
    stories = [parts[name] for name, kind in parts.content_types().items() if "wordprocessingml." in kind]
    return any(id_ in story for id_ in ids for story in stories)


def prune(parts: Package) -> None:
    """Drop relationships that their part does not name, and parts that nothing leads to."""
    for source in parts:
        if source in parts and relations_part(source) in parts:
            parts.drop_unnamed(source, _USED_BY_ID)
    parts.drop_unreached()
