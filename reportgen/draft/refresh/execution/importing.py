"""Bringing parts of a freshly built report into a draft: with their styles, lists, pictures, charts and links.

The draft may have been saved by another program, which names styles, parts and relationships anew: styles are matched
by name, lists by how they look, pictures by their bytes. What the draft lacks is brought along.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from itertools import count

from reportgen.office.package import DOCUMENT, RELATIONS, Package, Relation
from reportgen.word.canonical import styles_of
from reportgen.word.comments import MARKS, remove_marks
from reportgen.word.xml import Element, local, make, remove, val, w, whole_number

_STYLED = ("pStyle", "rStyle", "tblStyle")
_STYLE_LINKS = ("basedOn", "next", "link")
_BEFORE_LIST = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")  # in a paragraph


class Importer:
    """From the body of one file into that of another, whose parts change as parts are brought along.

    Bookmarks get ids from `first_bookmark` on; `styles` are those of both files.
    """

    def __init__(self, source: Package, target: Package, styles: StyleBook, first_bookmark: int) -> None:
        self._source, self._target = source, target
        self._first = first_bookmark
        self._bookmarks: dict[str, str] = {}  # ids: in the source -> in the target
        self._styles = styles
        self._relations = source.relations(DOCUMENT)
        self._types = source.content_types()
        self._media = {content: name for name, content in target.pictures().items()}
        self._names: dict[str, str] = {}  # of parts: in the source -> in the target
        self._ids: dict[str, str] = {}  # of relationships of the body: in the source -> in the target

    def bring(self, element: Element) -> Element:
        """A copy of a part of the source's body that stands right in the target's; comments stay behind."""
        brought = deepcopy(element)
        brought.tail = None
        remove_marks(*brought.iter(*MARKS))
        self._styles.restyle(brought)
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
        kind, content = self._types.get(name, ""), self._restyled(name)
        here = (isinstance(content, bytes) and self._media.get(content)) or self._target.free_name(_pattern(name))
        self._names[name] = here
        if here not in self._target:
            self._target.put(here, content, kind)
            for identity, relation in self._source.relations(name).items():
                target = relation.target if relation.external else self._part(relation.target)
                self._target.relate(here, target, relation.type, external=relation.external, identity=identity)
        return here

    def _restyled(self, name: str) -> bytes | Element:
        """A part with the styles of the target, where it is a header or footer."""
        if not self._types.get(name, "").endswith((".header+xml", ".footer+xml")):
            return self._source[name]
        root = deepcopy(self._source.tree(name))
        self._styles.restyle(root)
        return root


def _pattern(name: str) -> str:
    """The name of a part with a gap for its number.

    >>> _pattern("word/media/image12.png")
    'word/media/image{}.png'
    """
    stem, suffix = posixpath.splitext(name)
    return f"{stem.rstrip('0123456789')}{{}}{suffix}"


# ----------------------------------------------------------------------------------------------------- styles and lists


class StyleBook:
    """The styles of both files, matched by name and kind, and the lists that they number."""

    def __init__(self, source: Package, target: Package) -> None:
        self._target = target
        (self._part, here), (_, there) = _part(target, "styles"), _part(source, "styles")
        self._from = {style.get(w("styleId"), ""): style for style in there}
        self._lists = _Lists(source, target)
        self._fresh_styles, self._styles = styles_of(source), styles_of(target)
        styles = list(here.iterfind(w("style")))[::-1]  # of several of a name the first counts
        self._known = {_named(style): style.get(w("styleId"), "") for style in styles}
        self._own = {*self._known.values()}

    def restyle(self, element: Element) -> None:
        """Let an element of the new build refer to the draft's styles and lists."""
        for style in element.iter(w("pStyle")):
            self._keep_list(style)
        for name in _STYLED:
            for style in element.iter(w(name)):
                style.set(w("val"), self._in_target(val(style)))
        for number in element.iter(w("numId")):
            number.set(w("val"), self._lists.in_target(val(number)))

    def _keep_list(self, named: Element) -> None:
        """Write the list of a style into its paragraph, where the draft's style lost it, as in a save as RTF."""
        paragraph_properties, listed = named.getparent(), self._fresh_styles.list_of_style(val(named))
        if paragraph_properties is None or listed is None or paragraph_properties.find(w("numPr")) is not None:
            return
        style = self._known.get(_named(self._from[val(named)]), "")
        if style not in self._own or self._styles.list_of_style(style):
            return  # a style that the draft lacks is brought along with its list
        behind = [child for child in paragraph_properties if local(child) in _BEFORE_LIST]
        number, level = listed
        behind[-1].addnext(make("numPr", make("ilvl", val=level), make("numId", val=number)))

    def _in_target(self, source_id: str) -> str:
        """The id of a style in the draft; one that it lacks is brought along with those it rests on."""
        style = self._from.get(source_id)
        if style is None or not self._part:
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
            link.set(w("val"), self._in_target(val(link)))
        for number in brought.iter(w("numId")):
            number.set(w("val"), self._lists.in_target(val(number)))
        self._target.changed(self._part).append(brought)


def _part(parts: Package, kind: str) -> tuple[str, Element]:
    """The name of a part and its tree; an empty name and nothing in it where there is none."""
    name = parts.first_related(DOCUMENT, kind)
    return name, parts.tree(name) if name else make(kind)


def _named(style: Element) -> tuple[str, str]:
    return style.get(w("type"), ""), val(style.find(w("name"))).lower()


_Look = tuple[tuple[str, ...], ...]  # of a list: level, form, pattern and start of each of its levels


class _Lists:
    """The lists of both files: the first of a look in one is the first of that look in the other, and so on."""

    def __init__(self, source: Package, target: Package) -> None:
        self._target = target
        (self._part, self._root), (_, there) = _part(target, "numbering"), _part(source, "numbering")
        self._from, here = _definitions(there), _by_look(_definitions(self._root))
        self._known: dict[str, str] = {}
        for look, numbers in _by_look(self._from).items():
            self._known |= dict(zip(numbers, here.get(look, ()), strict=False))

    def in_target(self, number: str) -> str:
        """The number of a list in the draft; one that it lacks is brought along."""
        if number not in self._known:
            self._known[number] = self._bring(number)
        return self._known[number]

    def _bring(self, number: str) -> str:
        definition = self._from.get(number)
        if definition is None or not self._part:
            return number
        brought = deepcopy(definition)
        identity = str(_free(self._root, "abstractNum", "abstractNumId"))
        brought.set(w("abstractNumId"), identity)
        for style in [e for e in brought.iter() if local(e) in ("pStyle", "styleLink", "numStyleLink", "nsid")]:
            remove(style)  # it would tie styles of the draft to this list
        first = next(iter(self._root.findall(w("num"))), None)
        self._root.append(brought) if first is None else first.addprevious(brought)
        new = str(_free(self._root, "num", "numId"))
        last = [*self._root.findall(w("abstractNum")), *self._root.findall(w("num"))][-1]
        last.addnext(make("num", make("abstractNumId", val=identity), numId=new))
        self._target.changed(self._part)
        return new


def _definitions(root: Element) -> dict[str, Element]:
    """The definition of each list by the list's number."""
    found = {definition.get(w("abstractNumId"), ""): definition for definition in root.iterfind(w("abstractNum"))}
    numbers = ((number.get(w("numId"), ""), val(number.find(w("abstractNumId")))) for number in root.iterfind(w("num")))
    return {number: found[identity] for number, identity in numbers if identity in found}


def _by_look(definitions: Mapping[str, Element]) -> dict[_Look, list[str]]:
    """The numbers of the lists of each look, in order."""
    found: dict[_Look, list[str]] = defaultdict(list)
    for number, definition in definitions.items():
        found[_look(definition)].append(number)
    return found


def _look(definition: Element) -> _Look:
    return tuple(
        (level.get(w("ilvl"), ""), *(val(level.find(w(name))) for name in ("numFmt", "lvlText", "start")))
        for level in definition.iterfind(w("lvl"))
        if val(level.find(w("numFmt"))) not in ("", "none")
    )


def _free(root: Element, name: str, attribute: str) -> int:
    return 1 + max((whole_number(entry.get(w(attribute), ""), 0) for entry in root.iterfind(w(name))), default=0)
