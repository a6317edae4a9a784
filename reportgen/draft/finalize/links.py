"""Links to files of one computer become the words they stand on."""

from __future__ import annotations

from reportgen.office.package import RELATIONS, Package
from reportgen.word.fields import fields
from reportgen.word.local_links import is_local, local_target
from reportgen.word.xml import Element, remove, unwrap, w


def unlink(parts: Package, name: str, root: Element) -> None:
    """Leave the words of such links without the link; `root` is the tree of the part `name`."""
    known = parts.relations(name).items()
    local = {number for number, relation in known if relation.external and is_local(relation.target)}
    for link in list(root.iter(w("hyperlink"))):
        if link.get(f"{{{RELATIONS}}}id") in local:
            unwrap(link)
    for field in [field for field in fields(root) if local_target(field.code)]:
        for mark in field.marks:
            remove(mark)
        if not field.marks:
            unwrap(field.begin)
