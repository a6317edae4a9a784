"""What only those who edit a draft need: anchors, comments, the looks of suggestions, links to their own computers.

Comments of ours go, and so do those that are settled; open ones of people stay where they are.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from reportgen.draft.base import Base
from reportgen.draft.finalize.taken import Unseen
from reportgen.office.package import DOCUMENT, RELATIONS, Package
from reportgen.word.comments import (
    MARKS,
    PARAGRAPH_ID,
    REFERENCE,
    WORD_2012,
    Comment,
    is_ours,
    read_comments,
    remove_marks,
)
from reportgen.word.fields import fields, is_local, local_target
from reportgen.word.forms import visible_text
from reportgen.word.marking_styles import PLAIN
from reportgen.word.marks import is_anchor
from reportgen.word.xml import DRAWING, Element, Styles, remove, shown_text, squashed, unwrap, val, w

_WORD_2016 = "{http://schemas.microsoft.com/office/word/2016/wordml/cid}"
_WORD_2018 = "{http://schemas.microsoft.com/office/word/2018/wordml/cex}"
_BESIDE = ("commentsExtended", "commentsIds", "commentsExtensible")
_NAMING = ("pStyle", "rStyle", "basedOn", "next", "link")
_MARKS = ("numPr", "pBdr", "shd", "ind")  # of these styles, as LibreOffice writes them into each paragraph


# -------------------------------------------------------------------------------------------------------------- anchors


def drop_anchors(root: Element) -> None:
    """Take out every anchor, copies included."""
    anchors = [start for start in root.iter(w("bookmarkStart")) if is_anchor(start.get(w("name"), ""))]
    remove(*anchors)
    others = {start.get(w("id")) for start in root.iter(w("bookmarkStart"))}
    ours = {start.get(w("id")) for start in anchors} - others
    remove(*(end for end in root.iter(w("bookmarkEnd")) if end.get(w("id")) in ours))


def drop_unpaired(root: Element) -> None:
    """Take out starts without an end and ends without a start, which taking blocks out may leave."""
    for kind in ("bookmark", "commentRange"):
        starts, ends = (list(root.iter(w(f"{kind}{side}"))) for side in ("Start", "End"))
        begun, ended = ({element.get(w("id")) for element in elements} for elements in (starts, ends))
        remove(*(element for element in (*starts, *ends) if element.get(w("id")) not in begun & ended))


# ------------------------------------------------------------------------------------------------------------- comments


def drop_comments(parts: Package, roots: Iterable[Element]) -> list[Unseen]:
    """Take out our comments, those that are resolved, and those that belong to no place; `roots` are all stories."""
    roots = list(roots)
    placed = {mark.get(w("id")) for root in roots for mark in root.iter(REFERENCE)}
    comments = read_comments(parts, roots)
    gone = {c.number for c in comments if is_ours(c.element) or c.is_done or c.number not in placed}
    take_comments(parts, roots, comments, gone)
    settled = [comment for comment in comments if comment.number in gone and not is_ours(comment.element)]
    return [Unseen("settled comment", f"{comment.author}: {comment.text}") for comment in settled]


def take_comments(
    parts: Package, roots: Iterable[Element], comments: Sequence[Comment], gone: Collection[str | None]
) -> None:
    """Take out of all `comments` those with the numbers in `gone`, from every story and every part about them."""
    remove_marks(*(mark for root in roots for mark in root.iter(*MARKS) if mark.get(w("id")) in gone))
    if len(gone) == len(comments):
        parts.unrelate(DOCUMENT, lambda _, relation: relation.kind in ("comments", *_BESIDE))
    else:
        _drop_texts(parts, gone)


def _drop_texts(parts: Package, gone: Collection[str | None]) -> None:
    """Take comments out of their part, and what is said of them out of the parts beside it."""
    left: set[str | None] = set()
    for root in parts.changed_trees(DOCUMENT, "comments"):
        remove(*(comment for comment in root.iterfind(w("comment")) if comment.get(w("id")) in gone))
        left |= {paragraph.get(PARAGRAPH_ID) for paragraph in root.iter(w("p"))}
    left = _kept(parts, "commentsExtended", f"{WORD_2012}paraId", left, parent=f"{WORD_2012}paraIdParent")
    durable = _kept(parts, "commentsIds", f"{_WORD_2016}paraId", left, told=f"{_WORD_2016}durableId")
    _kept(parts, "commentsExtensible", f"{_WORD_2018}durableId", durable)


def _kept(
    parts: Package, kind: str, key: str, left: set[str | None], *, told: str = "", parent: str = ""
) -> set[str | None]:
    """Keep the entries of a part whose `key` is left; what `told` says of them, or `left` itself."""
    found: set[str | None] = set()
    for root in parts.changed_trees(DOCUMENT, kind):
        remove(*(entry for entry in root if entry.get(key) not in left))
        for entry in root:
            found |= {entry.get(told)} if told else set()
            if parent in entry.attrib and entry.get(parent) not in left:
                del entry.attrib[parent]
    return found if told else left


# ---------------------------------------------------------------------------------------------------------- suggestions


def marking_styles(base: Base, roots: Iterable[Element], styles: Styles) -> dict[str, str]:
    """The ids of the styles that mark what nobody has confirmed or written, each with that of the plain one.

    They are those of our template by name, and those in which only such words were generated, whatever they are called.
    """
    found = {style_id: _plain_one(styles, style_id, name) for style_id, name in styles.names() if name in PLAIN}
    drafted = {**base.suggestions, **base.placeholders}
    others = {p.style for p in base.paragraphs if squashed(visible_text(p)) not in drafted}
    for paragraph in (paragraph for root in roots for paragraph in root.iter(w("p"))):
        style_id = styles.style_id(paragraph)
        for was in (one.paragraph for one in drafted.get(squashed(shown_text(paragraph)), ())):
            is_still = styles.name(style_id) == was.style or not styles.has_name(was.style)
            if is_still and style_id not in found and not others & {was.style, styles.name(style_id)}:
                found[style_id] = _plain_one(styles, style_id, was.style)
    return found


def _plain_one(styles: Styles, style_id: str, name: str) -> str:
    """The style of our template for that place, else what the style is based on; empty: the default."""
    plain = PLAIN.get(name, "")
    based_on = next((val(style.find(w("basedOn"))) for style in styles.chain(style_id)), "")
    return styles.id_of(plain) if styles.has_name(plain) else based_on


def plain_styles(root: Element, marking: Mapping[str, str], styles: Styles) -> None:
    """Give every paragraph in a `marking` style the plain one of its place."""
    for paragraph in root.iter(w("p")):
        style_id = styles.style_id(paragraph)
        properties = paragraph.find(w("pPr"))
        if style_id not in marking or properties is None:
            continue
        remove(*(child for name in _MARKS for child in properties.iterfind(w(name))))
        named = properties.find(w("pStyle"))
        if named is not None and marking[style_id]:
            named.set(w("val"), marking[style_id])
        elif named is not None:
            remove(named)


def drop_styles(parts: Package, roots: Iterable[Element], marking: Container[str]) -> None:
    """Take the `marking` styles out of the list of styles, but for those that something still names."""
    part = parts.first_related(DOCUMENT, "styles")
    if not part:
        return
    styles = parts.changed(part)
    others = [parts.tree(name) for kind in ("numbering", "comments") for name in parts.related(DOCUMENT, kind)]
    named = {val(e) for root in (*roots, *others, styles) for e in root.iter(*map(w, _NAMING))}
    unused = (style for style in styles.iterfind(w("style")) if style.get(w("styleId")) not in named)
    remove(*(style for style in unused if style.get(w("styleId"), "") in marking))


# ---------------------------------------------------------------------------------------------------------------- links


def unlink(parts: Package, name: str, root: Element) -> None:
    """Leave the words of such links without the link; `root` is the tree of the part `name`."""
    known = parts.relations(name).items()
    local = {number for number, relation in known if relation.external and is_local(relation.target)}
    links = [element for element in root.iter() if element.get(f"{{{RELATIONS}}}id") in local]
    unwrap(*(link for link in links if link.tag == w("hyperlink")))
    remove(*(link for link in links if link.tag.startswith(f"{{{DRAWING}}}hlink")))
    for field in [field for field in fields(root) if local_target(field.code)]:
        remove(*field.marks)
        if not field.marks:
            unwrap(field.begin)
