"""Styles and lists of a new build in a draft: matched by what they are called and how they look, else brought along."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from itertools import count

from reportgen.office.package import DOCUMENT, Package
from reportgen.word.xml import Element, local, make, remove, val, w, whole_number

_STYLED = ("pStyle", "rStyle", "tblStyle")
_STYLE_LINKS = ("basedOn", "next", "link")


class StyleBook:
    """The styles of both files, matched by name and kind, and the lists that they number."""

    def __init__(self, source: Package, target: Package) -> None:
        self._target = target
        self._part, self._root = _part(target, "styles")
        _, own = _part(source, "styles")
        self._from = {style.get(w("styleId"), ""): style for style in own} if own is not None else {}
        self._lists = _Lists(source, target)
        self._known: dict[tuple[str, str], str] = {}
        for style in self._root if self._root is not None else ():
            if style.tag == w("style"):
                self._known.setdefault(_named(style), style.get(w("styleId"), ""))

    def dress(self, element: Element) -> None:
        """Let an element of the new build refer to the draft's styles and lists."""
        for name in _STYLED:
            for style in element.iter(w(name)):
                style.set(w("val"), self._in_target(val(style)))
        for number in element.iter(w("numId")):
            number.set(w("val"), self._lists.in_target(val(number)))

    def _in_target(self, source_id: str) -> str:
        """The id of a style in the draft; one that it lacks is brought along with those it rests on."""
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
            link.set(w("val"), self._in_target(val(link)))
        for number in brought.iter(w("numId")):
            number.set(w("val"), self._lists.in_target(val(number)))
        self._target.changed(self._part).append(brought)


def _part(parts: Package, kind: str) -> tuple[str, Element | None]:
    name = parts.first_related(DOCUMENT, kind)
    return name, parts.tree(name) if name else None


def _named(style: Element) -> tuple[str, str]:
    return style.get(w("type"), ""), val(style.find(w("name"))).lower()


_Look = tuple[tuple[str, ...], ...]  # of a list: level, form, pattern and start of each of its levels


class _Lists:
    """The lists of both files: the first of a look in one is the first of that look in the other, and so on."""

    def __init__(self, source: Package, target: Package) -> None:
        self._target = target
        self._part, self._root = _part(target, "numbering")
        _, self._from = _part(source, "numbering")
        self._known: dict[str, str] = {}
        here = _by_look(self._root)
        for look, numbers in _by_look(self._from).items():
            self._known |= dict(zip(numbers, here.get(look, ()), strict=False))

    def in_target(self, number: str) -> str:
        """The number of a list in the draft; one that it lacks is brought along."""
        if self._from is None or self._root is None:
            return number
        if number not in self._known:
            self._known[number] = self._bring(number)
        return self._known[number]

    def _bring(self, number: str) -> str:
        assert self._from is not None
        assert self._root is not None
        definition = _definitions(self._from).get(number)
        if definition is None:
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


def _by_look(root: Element | None) -> dict[_Look, list[str]]:
    """The numbers of the lists of each look, in order."""
    found: dict[_Look, list[str]] = defaultdict(list)
    for number, definition in _definitions(root).items() if root is not None else ():
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
