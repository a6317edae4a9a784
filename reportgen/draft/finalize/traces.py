"""Who worked on the file, with which program and on which machine, and parts that nobody uses any more: they go."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase

from reportgen.draft.finalize.taken import CUSTOM_PROPERTY, Unseen
from reportgen.draft.stored import BASE_PART, OUR_PROPERTIES
from reportgen.office.package import DOCUMENT, Package, relations_part
from reportgen.word.xml import Element, local, w

_OWNER = re.compile(r"MSIP_Label_.*_Owner", re.IGNORECASE)  # a label of sensitivity names who set it
_CORE = ("title", "creator", "subject", "keywords", "language", "lastModifiedBy")  # all that stays
_PERSONAL_PROPERTIES = ("Manager", "Company", "HyperlinkBase", "Template", "TitlesOfParts")
_NO_TEMPLATE = ("", "Normal", "Normal.dotm", "Normal.dot")
_SETTINGS = {  # what goes of the settings, and what it is told as
    "docVars": "document variable",
    "attachedTemplate": "path of a template",
    "mailMerge": "mail merge",
    "documentProtection": "protection of the document",
    "writeProtection": "read-only mark",
    "trackRevisions": "tracking of changes",
    "rsids": "",
    "docId": "",
    "revisionView": "",
    "activeWritingStyle": "",
    "attachedSchema": "",
    "saveThroughXslt": "",
    "proofState": "",
}
_RELATED = (  # kinds of parts that a report may lead to
    *("styles", "numbering", "settings", "fontTable", "theme", "footnotes", "endnotes", "header", "footer"),
    *("hyperlink", "image", "chart", "chartEx", "package", "oleObject", "control", "aFChunk", "video", "media"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
    *("comments", "commentsExtended", "commentsIds", "commentsExtensible"),
)
_STORES = {  # kinds of parts that go, and what they are told as
    "customXml": "data of another program",
    "glossaryDocument": "building blocks",
    "people": "list of people",
    "thumbnail": "preview picture",
    "origin": "signature",
    "keyMapCustomizations": "keys of the template",
    "attachedToolbars": "toolbars of the template",
}
_USED_BY_ID = (  # kinds of relationships that count only where the part names them
    *("header", "footer", "image", "hyperlink", "chart", "chartEx", "package", "oleObject", "printerSettings"),
    *("attachedTemplate", "mailMergeSource", "mailMergeHeaderSource"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors"),
)
_PACKAGE = ("officeDocument", "core-properties", "extended-properties", "custom-properties")  # no thumbnail, signature


# ---------------------------------------------------------------------------------------------- properties and settings


def clean_properties(parts: Package, kept: Collection[str], generated: str | None) -> Iterator[Unseen]:
    """Core, program and custom properties without users and machines; title and author stay, and the custom `kept`.

    `generated` is the author that was generated, if that is recorded.
    """
    for name in parts.related("", "core-properties"):
        yield from _clean_core(parts.changed(name), generated)
    for root in parts.changed_trees("", "extended-properties"):
        for entry in list(root):
            words = " ".join("".join(map(str, entry.itertext())).split())
            if local(entry) in _PERSONAL_PROPERTIES and words not in _NO_TEMPLATE:
                yield Unseen(f"property {local(entry)}", words)
            root.remove(entry)
    yield from _clean_custom(parts, kept)


def _clean_core(root: Element, generated: str | None) -> Iterator[Unseen]:
    """Whoever saved it last gives way to the author: the `generated` one, where a program put that user in its place.

    LibreOffice does so when it saves as RTF, and names nobody who saved it last. Another author stays as it was set.
    """
    author, last = (
        next((e.text or "" for e in root if local(e) == name), "") for name in ("creator", "lastModifiedBy")
    )
    if author and generated not in (None, author) and last in ("", author):
        yield Unseen("author who only saved it", author)
        author = generated or ""
    for entry in list(root):
        name, words = local(entry), (entry.text or "").strip()
        if name == "lastModifiedBy" and words not in ("", author):
            yield Unseen("who saved it last", words)
        if name in ("creator", "lastModifiedBy"):
            entry.text = author
        if name not in _CORE or not entry.text:
            if name in ("description", "category", "contentStatus") and words:
                yield Unseen(f"property {name}", words)
            root.remove(entry)


def _clean_custom(parts: Package, kept: Collection[str]) -> Iterator[Unseen]:
    patterns = [name.casefold() for name in kept]
    for root in parts.changed_trees("", "custom-properties"):
        for entry in list(root):
            name = entry.get("name", "")
            is_kept = any(fnmatchcase(name.casefold(), pattern) for pattern in patterns)
            if is_kept and name not in OUR_PROPERTIES and not _OWNER.fullmatch(name):
                continue
            root.remove(entry)
            if name not in OUR_PROPERTIES:
                yield Unseen(CUSTOM_PROPERTY, f"{name}: {' '.join(map(str, entry.itertext())).strip()}")
        if not len(root):
            parts.unrelate("", lambda _, relation: relation.kind == "custom-properties")


def clean_settings(parts: Package) -> Iterator[Unseen]:
    """Settings without paths of one machine, variables, protection and ids of revisions."""
    for root in parts.changed_trees(DOCUMENT, "settings"):
        for entry in [entry for entry in root if local(entry) in _SETTINGS]:
            if _SETTINGS[local(entry)]:
                names = (child.get(w("name"), "") for child in entry.iterfind(w("docVar")))
                yield Unseen(_SETTINGS[local(entry)], ", ".join(names))
            root.remove(entry)


# ---------------------------------------------------------------------------------------------------------------- parts


def drop_private_parts(parts: Package) -> Iterator[Unseen]:
    """Drop the store of the draft, data and texts of others that no page shows, the thumbnail, signatures."""
    for source, kinds in (("", _PACKAGE), (DOCUMENT, _RELATED)):
        for relation in parts.relations(source).values():
            if relation.kind in _STORES and f'"{BASE_PART}"'.encode() not in parts.get(relation.target, b""):
                yield Unseen(_STORES[relation.kind])
        parts.unrelate(source, lambda _, relation, kinds=kinds: relation.kind not in kinds)  # type: ignore[misc]


def drop_unused(parts: Package) -> Iterator[Unseen]:
    """Drop relationships that their part does not name, and parts that nothing leads to."""
    before = set(parts)
    for source in parts:
        if source in parts and relations_part(source) in parts:
            parts.drop_unnamed(source, _USED_BY_ID)
    parts.drop_unreached()
    gone = sorted(name for name in before - set(parts) if not name.endswith(".rels"))
    yield from (Unseen("part that nothing uses", name) for name in gone)
