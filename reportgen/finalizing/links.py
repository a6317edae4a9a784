"""Links to files of one computer: they name its folders, and lead a client nowhere."""

from __future__ import annotations

import re

from reportgen.finalizing.trees import unwrap
from reportgen.report.package import Parts, relations
from reportgen.report.wordxml import RELATIONS, Element, w

LOCAL = re.compile(r"(?:file:|[A-Za-z]:[\\/]|\\\\|//[^/])", re.IGNORECASE)


def unlink(parts: Parts, name: str, root: Element) -> None:
    """Leave the words of such links without the link; `root` is the tree of the part `name`."""
    local = {
        number
        for number, relation in relations(parts, name).items()
        if relation.external and LOCAL.match(relation.target)
    }
    for link in list(root.iter(w("hyperlink"))):
        if link.get(f"{{{RELATIONS}}}id") in local:
            unwrap(link)
