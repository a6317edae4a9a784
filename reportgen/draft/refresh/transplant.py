"""Bringing parts of a freshly built report into a draft: with their styles, pictures, charts and links.

The draft may have been saved by another program, which names styles, parts and relationships anew: styles are matched
by name, pictures by their bytes. What the draft lacks is brought along.
"""

from __future__ import annotations

import posixpath
from copy import deepcopy
from itertools import count

from reportgen.draft.refresh.styling import StyleBook
from reportgen.office.package import (
    DOCUMENT,
    RELATIONS,
    Parts,
    Relation,
    content_type,
    parse,
    put_part,
    relate,
    relations,
    serialise,
)
from reportgen.word.comments import MARKS, remove_mark
from reportgen.word.xml import Element, w


class Transplant:
    """From the body of one file into that of another, whose parts change as parts are brought along.

    Bookmarks get ids from `first_bookmark` on.
    """

    def __init__(self, source: Parts, target: Parts, first_bookmark: int) -> None:
        self.source, self._target = source, target
        self._first = first_bookmark
        self._bookmarks: dict[str, str] = {}  # ids: in the source -> in the target
        self._styles = StyleBook(source, target)
        self._relations = relations(source, DOCUMENT)
        self._media = {content: name for name, content in target.items() if name.startswith("word/media/")}
        self._names: dict[str, str] = {}  # of parts: in the source -> in the target
        self._ids: dict[str, str] = {}  # of relationships of the body: in the source -> in the target

    def bring(self, element: Element) -> Element:
        """A copy of a part of the source's body that stands right in the target's; comments stay behind."""
        brought = deepcopy(element)
        brought.tail = None
        for mark in list(brought.iter(*MARKS)):
            remove_mark(mark)
        self._styles.dress(brought)
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
        self._styles.dress(root)
        return serialise(root)

    def _free_name(self, name: str) -> str:
        folder, file = posixpath.split(name)
        stem, suffix = posixpath.splitext(file)
        names = (posixpath.join(folder, f"{stem.rstrip('0123456789')}{n}{suffix}") for n in count(1))
        return next(name for name in names if name not in self._target)
