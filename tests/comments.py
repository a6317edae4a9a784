"""Comments in drafts for tests: put in as Word puts them in, resolved, answered, deleted."""

from __future__ import annotations

from lxml import etree

from reportgen.office.package import DOCUMENT, Package, new_root, parse, serialise
from reportgen.word.comments import PARAGRAPH_ID, WORD_2012
from reportgen.word.xml import insert_at_start, make, shown_text, text_run, w
from tests.drafts import paragraph, remove

_COMMENTS_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"


def commented(parts: Package, words: str, text: str, *, author: str = "Ann Person", answers: str = "") -> Package:
    """The parts with one more comment on the paragraph of these `words`; `answers` is the text of another comment."""
    made = with_comments(parts)
    name = made.related(DOCUMENT, "comments")[0]
    comments, body = parse(made[name]), parse(made[DOCUMENT])
    number = str(1 + max((int(comment.get(w("id"), "0")) for comment in comments), default=0))
    comments.append(make("comment", make("p", text_run(text)), id=number, author=author, initials="AP"))
    place = paragraph(body, words)
    insert_at_start(place, make("commentRangeStart", id=number))
    place.append(make("commentRangeEnd", id=number))
    place.append(make("r", make("commentReference", id=number)))
    made[name], made[DOCUMENT] = serialise(comments), serialise(body)
    made, parent = _identity(made, answers) if answers else (made, "")
    return _said(made, text, parent=parent) if parent else made


def with_comments(parts: Package) -> Package:
    """The parts with a part for comments, which a draft without suggestions lacks."""
    made = parts.copy()
    if not made.related(DOCUMENT, "comments"):
        root = serialise(make("comments"))
        made.add("word/comments.xml", root, _COMMENTS_TYPE, source=DOCUMENT, relation_type=_COMMENTS_RELATION)
    return made


def resolved(parts: Package, text: str) -> Package:
    """The parts with the comment of this text marked as resolved."""
    return _said(parts, text, done="1")


def _said(parts: Package, text: str, *, done: str = "0", parent: str = "") -> Package:
    """The parts with the state of a comment, and of the one it answers, written as Word writes it."""
    made, own = _identity(parts, text)
    names = made.related(DOCUMENT, "commentsExtended")
    root = parse(made[names[0]]) if names else new_root(WORD_2012[1:-1], "commentsEx")
    for number, attributes in ((parent, {}), (own, {"done": done} | ({"paraIdParent": parent} if parent else {}))):
        if number:
            entry = next((e for e in root if e.get(f"{WORD_2012}paraId") == number), None)
            entry = etree.SubElement(root, f"{WORD_2012}commentEx") if entry is None else entry
            entry.set(f"{WORD_2012}paraId", number)
            for key, value in {"done": "0", **attributes}.items():
                entry.set(f"{WORD_2012}{key}", value)
    name = names[0] if names else "word/commentsExtended.xml"
    made.add(name, serialise(root), _TYPE, source=DOCUMENT, relation_type=_RELATION)
    return made


def _identity(parts: Package, text: str) -> tuple[Package, str]:
    """The parts, and in them the paragraph id of the comment of this text, given where it has none."""
    made = parts.copy()
    name = made.related(DOCUMENT, "comments")[0]
    root = parse(made[name])
    comment = next(comment for comment in root if text in shown_text(comment))
    last = list(comment.iter(w("p")))[-1]
    if last.get(PARAGRAPH_ID) is None:
        last.set(PARAGRAPH_ID, f"{0x100 + int(comment.get(w('id'), '0')):08X}")
        made[name] = serialise(root)
    return made, last.get(PARAGRAPH_ID, "")


def uncommented(root: etree._Element, words: str) -> None:
    """What deleting the comment on a paragraph leaves in the document."""
    marks = ("commentRangeStart", "commentRangeEnd", "commentReference")
    place = paragraph(root, words)
    numbers = {mark.get(w("id")) for mark in place.iter(*map(w, marks))}
    for mark in [mark for mark in root.iter(*map(w, marks)) if mark.get(w("id")) in numbers]:
        remove(mark)
