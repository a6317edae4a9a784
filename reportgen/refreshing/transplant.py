"""Bringing parts of a freshly built report into a draft: with their styles, pictures, charts and links.

The draft may have been saved by another program, which names styles, parts and relationships anew: styles are matched
by name, pictures by their bytes. What the draft lacks is brought along.
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from itertools import count

from reportgen.report.package import (
    DOCUMENT,
    Parts,
    Relation,
    content_type,
    parse,
    put_part,
    relate,
    related,
    relations,
    serialise,
)
from reportgen.report.wordxml import RELATIONS, Element, val, w

_STYLED = ("pStyle", "rStyle", "tblStyle")
_STYLE_LINKS = ("basedOn", "next", "link")
_COMMENTS = ("commentRangeStart", "commentRangeEnd", "commentReference")


class Transplant:
    """From the body of one file into that of another, whose parts change as parts are brought along.

    Bookmarks get ids from `first_bookmark` on.
    """

    def __init__(self, source: Parts, target: dict[str, bytes], first_bookmark: int) -> None:
        self.source, self._target = source, target
        self._first = first_bookmark
        self._bookmarks: dict[str, str] = {}  # ids: in the source -> in the target
        self._styles = _StyleBook(source, target)
        self._relations = relations(source, DOCUMENT)
        self._media = {content: name for name, content in target.items() if name.startswith("word/media/")}
        self._names: dict[str, str] = {}  # of parts: in the source -> in the target
        self._ids: dict[str, str] = {}  # of relationships of the body: in the source -> in the target

    def bring(self, element: Element) -> Element:
        """A copy of a part of the source's body that stands right in the target's; comments stay behind."""
        brought = deepcopy(element)
        brought.tail = None
        for mark in list(brought.iter(*map(w, _COMMENTS))):
            drop_mark(mark)
        self._dress(brought)
        for mark in brought.iter(w("bookmarkStart"), w("bookmarkEnd")):
            mark.set(
                w("id"), self._bookmarks.setdefault(mark.get(w("id"), ""), str(self._first + len(self._bookmarks)))
            )
        for part in brought.iter():
            for attribute, value in part.attrib.items():
                if str(attribute).startswith(f"{{{RELATIONS}}}") and value:
                    part.set(attribute, self._id(str(value)))
        return brought

    def bring_part(self, name: str) -> str:
        """Bring a part that the source's body refers to, such as a header; returns the relationship's id."""
        return next(self._id(identity) for identity, relation in self._relations.items() if relation.target == name)

    def finish(self) -> None:
        """Write the styles that were brought along."""
        self._styles.write()

    def _id(self, identity: str) -> str:
        relation = self._relations.get(identity)
        if relation is None:
            return identity
        if identity not in self._ids:
            self._ids[identity] = self._relate(relation)
        return self._ids[identity]

    def _relate(self, relation: Relation) -> str:
        target = relation.target if relation.external else self._part(relation.target)
        return relate(self._target, DOCUMENT, target, relation.type, external=relation.external)

    def _part(self, name: str) -> str:
        """The name in the target of a part of the source, which comes along with all it refers to."""
        if name in self._names:
            return self._names[name]
        content = self._dressed(name)
        here = self._media.get(content) or self._free_name(name)
        self._names[name] = here
        if here not in self._target:
            put_part(self._target, here, content, content_type(self.source, name))
            for identity, relation in relations(self.source, name).items():
                target = relation.target if relation.external else self._part(relation.target)
                relate(self._target, here, target, relation.type, external=relation.external, identity=identity)
        return here

    def _dressed(self, name: str) -> bytes:
        """A part with the styles of the target, where it is a header or footer."""
        content = self.source[name]
        if not content_type(self.source, name).endswith((".header+xml", ".footer+xml")):
            return content
        root = parse(content)
        self._dress(root)
        return serialise(root)

    def _dress(self, element: Element) -> None:
        for name in _STYLED:
            for style in element.iter(w(name)):
                style.set(w("val"), self._styles.in_target(val(style)))

    def _free_name(self, name: str) -> str:
        folder, file = posixpath.split(name)
        stem, suffix = posixpath.splitext(file)
        names = (posixpath.join(folder, f"{stem.rstrip('0123456789')}{n}{suffix}") for n in count(1))
        return next(name for name in names if name not in self._target)


def drop_mark(mark: Element) -> None:
    """Take away where a comment begins, ends or stands; the run that only showed its sign goes too."""
    parent = mark.getparent()
    if parent is None:
        return
    parent.remove(mark)
    outer = parent.getparent()
    if parent.tag == w("r") and outer is not None and all(child.tag == w("rPr") for child in parent):
        outer.remove(parent)


class _StyleBook:
    """The styles of both files, matched by name and kind."""

    def __init__(self, source: Parts, target: dict[str, bytes]) -> None:
        self._target = target
        self._part = next(iter(related(target, DOCUMENT, "styles")), "")
        self._root = parse(target[self._part]) if self._part else None
        own = next(iter(related(source, DOCUMENT, "styles")), "")
        self._from = {style.get(w("styleId"), ""): style for style in parse(source[own])} if own else {}
        self._known: dict[tuple[str, str], str] = {}
        for style in self._root if self._root is not None else ():
            if style.tag == w("style"):
                self._known.setdefault(_named(style), style.get(w("styleId"), ""))
        self._changed = False

    def in_target(self, source_id: str) -> str:
        """The id of a style in the target; a style it lacks is brought along with those it rests on."""
        style = self._from.get(source_id)
        if style is None or self._root is None:
            return source_id
        if _named(style) not in self._known:
            self._bring(style, source_id)
        return self._known[_named(style)]

    def _bring(self, style: Element, source_id: str) -> None:
        taken = set(self._known.values())
        free = next(name for n in count() if (name := f"{source_id}{n or ''}") not in taken)
        self._known[_named(style)] = free
        brought = deepcopy(style)
        brought.set(w("styleId"), free)
        if brought.get(w("default")):
            del brought.attrib[w("default")]
        for link in [link for name in _STYLE_LINKS for link in brought.findall(w(name))]:
            link.set(w("val"), self.in_target(val(link)))
        assert self._root is not None
        self._root.append(brought)
        self._changed = True

    def write(self) -> None:
        if self._changed and self._root is not None:
            self._target[self._part] = serialise(self._root)


def _named(style: Element) -> tuple[str, str]:
    return style.get(w("type"), ""), val(style.find(w("name"))).lower()
