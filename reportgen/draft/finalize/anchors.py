"""Hidden bookmarks of ours, and ranges of which an end is gone."""

from __future__ import annotations

from reportgen.word.marks import is_anchor
from reportgen.word.xml import Element, remove, w


def drop_anchors(root: Element) -> None:
    """Take out every anchor, copies included."""
    ours, others = set(), set()
    for start in list(root.iter(w("bookmarkStart"))):
        if is_anchor(start.get(w("name"), "")):
            ours.add(start.get(w("id")))
            remove(start)
        else:
            others.add(start.get(w("id")))
    for end in list(root.iter(w("bookmarkEnd"))):
        if end.get(w("id")) in ours - others:
            remove(end)


def drop_unpaired(root: Element) -> None:
    """Take out starts without an end and ends without a start, which taking blocks out may leave."""
    for kind in ("bookmark", "commentRange"):
        starts, ends = (list(root.iter(w(f"{kind}{side}"))) for side in ("Start", "End"))
        begun, ended = ({element.get(w("id")) for element in elements} for elements in (starts, ends))
        for element in (*starts, *ends):
            if element.get(w("id")) not in begun & ended:
                remove(element)
