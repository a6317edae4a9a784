"""What was suggested, or stood for something to be written, looks like the text around it."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.office.package import DOCUMENT, Package
from reportgen.word.xml import Element, Styles, remove, val, w

PLAIN = {  # names of styles, in small letters
    "suggestion": "body text",
    "suggestion bullet": "list bullet",
    "suggestion cell": "cell text",
    "suggestion cell bullet": "cell bullet",
    "suggestion road map": "road map text",
    "placeholder": "body text",
    "placeholder cell": "cell text",
    "placeholder road map": "road map text",
}
_NAMING = ("pStyle", "rStyle", "basedOn", "next", "link")
_MARKS = ("numPr", "pBdr", "shd", "ind")  # of these styles, as LibreOffice writes them into each paragraph


def plain_styles(root: Element, styles: Styles) -> None:
    """Give every such paragraph the plain style of its place."""
    for paragraph in root.iter(w("p")):
        plain = PLAIN.get(styles.name(styles.style_id(paragraph)))
        properties = paragraph.find(w("pPr"))
        if plain is None or properties is None:
            continue
        for mark in [child for name in _MARKS for child in properties.findall(w(name))]:
            remove(mark)
        named = properties.find(w("pStyle"))
        if named is not None:
            named.set(w("val"), styles.id_of(plain))


def drop_styles(parts: Package, roots: Iterable[Element]) -> None:
    """Take these styles out of the list of styles, but for those that something still names."""
    part = parts.first_related(DOCUMENT, "styles")
    if not part:
        return
    styles = parts.changed(part)
    others = [parts.tree(name) for kind in ("numbering", "comments") for name in parts.related(DOCUMENT, kind)]
    named = {val(e) for root in (*roots, *others, styles) for e in root.iter(*map(w, _NAMING))}
    for style in styles.findall(w("style")):
        if val(style.find(w("name"))).lower() in PLAIN and style.get(w("styleId")) not in named:
            remove(style)
