"""Bringing parts of a freshly built report into a draft: with their styles, pictures, charts and links.

The draft may have been saved by another program, which names styles, parts and relationships anew: styles are matched
by name, pictures by their bytes. What the draft lacks is brought along.
"""

from __future__ import annotations

import posixpath
from copy import deepcopy

from reportgen.draft.refresh.execution.styles import StyleBook
from reportgen.office.package import DOCUMENT, RELATIONS, Package, Relation
from reportgen.word.comments import MARKS, remove_mark
from reportgen.word.xml import Element, w


class Importer:
    """From the body of one file into that of another, whose parts change as parts are brought along.

    Bookmarks get ids from `first_bookmark` on.
    """

    def __init__(self, source: Package, target: Package, first_bookmark: int) -> None:
        self._source, self._target = source, target
        self._first = first_bookmark
        self._bookmarks: dict[str, str] = {}  # ids: in the source -> in the target
        self._styles = StyleBook(source, target)
        self._relations = source.relations(DOCUMENT)
        self._media = {content: name for name, content in target.pictures().items()}
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

    def _id(self, identity: str) -> str:
        relation = self._relations.get(identity)
        if relation is None:
            return identity
        if identity not in self._ids:
            self._ids[identity] = self._relate(relation)
        return self._ids[identity]

    def _relate(self, relation: Relation) -> str:
        target = relation.target if relation.external else self._part(relation.target)
        return self._target.relate(DOCUMENT, target, relation.type, external=relation.external)

    def _part(self, name: str) -> str:
        """The name in the target of a part of the source, which comes along with all it refers to."""
        if name in self._names:
            return self._names[name]
        kind, content = self._source.content_type(name), self._dressed(name)
        here = (isinstance(content, bytes) and self._media.get(content)) or self._target.free_name(_pattern(name))
        self._names[name] = here
        if here not in self._target:
            self._target.put(here, content, kind)
            for identity, relation in self._source.relations(name).items():
                target = relation.target if relation.external else self._part(relation.target)
                self._target.relate(here, target, relation.type, external=relation.external, identity=identity)
        return here

    def _dressed(self, name: str) -> bytes | Element:
        """A part with the styles of the target, where it is a header or footer."""
        if not self._source.content_type(name).endswith((".header+xml", ".footer+xml")):
            return self._source[name]
        root = deepcopy(self._source.tree(name))
        self._styles.dress(root)
        return root


def _pattern(name: str) -> str:
    """The name of a part with a gap for its number.

    >>> _pattern("word/media/image12.png")
    'word/media/image{}.png'
    """
    stem, suffix = posixpath.splitext(name)
    return f"{stem.rstrip('0123456789')}{{}}{suffix}"
