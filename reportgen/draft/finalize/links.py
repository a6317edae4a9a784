"""Links to files of one computer become the words they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.office.package import RELATIONS, Package
from reportgen.word.local_links import is_local, local_target
from reportgen.word.xml import Element, remove, unwrap, w


@dataclass
class _Field:
    """A field that has begun: its code and the elements that make it a field."""

    code: str = ""
    marks: list[Element] = field(default_factory=list)


def unlink(parts: Package, name: str, root: Element) -> None:
    """Leave the words of such links without the link; `root` is the tree of the part `name`."""
    known = parts.relations(name).items()
    local = {number for number, relation in known if relation.external and is_local(relation.target)}
    for link in list(root.iter(w("hyperlink"))):
        if link.get(f"{{{RELATIONS}}}id") in local:
            unwrap(link)
    for link in list(root.iter(w("fldSimple"))):
        if local_target(link.get(w("instr"), "")):
            unwrap(link)
    _unlink_fields(root)


def _unlink_fields(root: Element) -> None:
    begun: list[_Field] = []
    for element in list(root.iter(w("fldChar"), w("instrText"))):
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            begun.append(_Field())
        if not begun:
            continue
        now = begun[-1]
        now.marks.append(element)
        if element.tag == w("instrText"):
            now.code += element.text or ""
        elif kind == "end":
            begun.pop()
            for mark in now.marks if local_target(now.code) else ():
                remove(mark)
