"""Comments: ours go, and so do those that are settled; open ones of people stay where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reportgen.draft.finalize.packing import drop_relation
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.comments import MARKS, PARAGRAPH_ID, REFERENCE, WORD_2012, read_comments, remove_mark
from reportgen.word.xml import Element, w

_WORD_2016 = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
_WORD_2018 = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_BESIDE = ("commentsExtended", "commentsIds", "commentsExtensible", "people")


def drop_comments(parts: Package, roots: Iterable[Element]) -> None:
    """Take out our comments, those that are resolved, and those that belong to no place; `roots` are all stories."""
    roots = list(roots)
    placed = {mark.get(w("id")) for root in roots for mark in root.iter(REFERENCE)}
    comments = read_comments(parts, roots)
    gone = {c.number for c in comments if c.is_ours or c.is_done or c.number not in placed}
    for mark in [mark for root in roots for mark in root.iter(*MARKS) if mark.get(w("id")) in gone]:
        remove_mark(mark)
    if len(gone) == len(comments):
        for kind in ("comments", *_BESIDE):
            drop_relation(parts, DOCUMENT, kind)
        return
    _drop_texts(parts, gone)


def _drop_texts(parts: Package, gone: Collection[str | None]) -> None:
    """Take comments out of their part, and what is said of them out of the parts beside it."""
    left: set[str | None] = set()
    for name in parts.related(DOCUMENT, "comments"):
        root = parts.changed(name)
        for comment in root.findall(w("comment")):
            if comment.get(w("id")) in gone:
                root.remove(comment)
        left |= {paragraph.get(PARAGRAPH_ID) for paragraph in root.iter(w("p"))}
    left = _kept(parts, "commentsExtended", f"{WORD_2012}paraId", left, parent=f"{WORD_2012}paraIdParent")
    durable = _kept(parts, "commentsIds", f"{_WORD_2016}paraId", left, told=f"{_WORD_2016}durableId")
    _kept(parts, "commentsExtensible", f"{_WORD_2018}durableId", durable)
    drop_relation(parts, DOCUMENT, "people")


def _kept(
    parts: Package, kind: str, key: str, left: set[str | None], *, told: str = "", parent: str = ""
) -> set[str | None]:
    """Keep the entries of a part whose `key` is left; what `told` says of them, or `left` itself."""
    found: set[str | None] = set()
    for name in parts.related(DOCUMENT, kind):
        root = parts.changed(name)
        for entry in list(root):
            if entry.get(key) not in left:
                root.remove(entry)
                continue
            found |= {entry.get(told)} if told else set()
            if parent in entry.attrib and entry.get(parent) not in left:
                del entry.attrib[parent]
    return found if told else left
