"""Words that Word keeps elsewhere in the file, in its properties or in custom XML, and shows in controls and fields.

Word shows what is stored there, whatever the text of the control says: what a template fills into one would be lost. A
field shows what it last showed, until Word updates it.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.office.package import DOCUMENT, Package
from reportgen.word.fields import Field, fields
from reportgen.word.xml import Element, local, remove, shown_text, w

_STORIES = ("header", "footer")


def bindings(root: Element) -> Iterator[tuple[Element, Element]]:
    """The bound controls in a tree, each with what binds it."""
    for control in root.iter(w("sdt")):
        properties = control.find(w("sdtPr"))
        for entry in properties if properties is not None else ():
            if local(entry) == "dataBinding":
                yield control, entry


def loosened(template: Package) -> Package:
    """A template in which no control with template language is bound: Word shows what is filled in."""
    made = template.copy()
    for name in (DOCUMENT, *(name for kind in _STORIES for name in made.related(DOCUMENT, kind))):
        found = [entry for control, entry in bindings(made.tree(name)) if "{" in shown_text(control)]
        if found:
            made.changed(name)
            remove(*found)
    return made


_BY_FIELD = {
    "TITLE": "title",
    "SUBJECT": "subject",
    "AUTHOR": "creator",
    "KEYWORDS": "keywords",
    "COMMENTS": "description",
}
_TEXTS = (*(name.casefold() for name in _BY_FIELD), "category", "company", "manager")  # that DOCPROPERTY may name
_COUNTED = (
    "bytes", "characters", "characterswithspaces", "createtime", "hyperlinkbase", "lastprinted", "lastsavedby",
    "lastsavedtime", "lines", "nameofapplication", "odmadocid", "pages", "paragraphs", "revisionnumber", "security",
    "template", "totaleditingtime", "words",
)  # fmt: skip  # that Word itself works out


def property_fields(package: Package, root: Element) -> Iterator[tuple[Field, str | None]]:
    """The fields of a story that show a property of the file, each with what it says; None: there is no such property.

    What Word works out itself, such as the number of pages, is not among them.
    """
    stored = _stored(package)
    for field in fields(root):
        words = field.code.replace('"', " ").split()
        kind = words[0].upper() if words else ""
        if kind == "DOCPROPERTY" and len(words) > 1:
            name = (field.code.partition('"')[2].partition('"')[0] or words[1]).casefold()
            key = _BY_FIELD.get(name.upper(), name) if name in _TEXTS else f"custom {name}"
        else:
            name, key = "", _BY_FIELD.get(kind, "")
        if key and name not in _COUNTED:
            yield field, stored.get(key)


def _stored(package: Package) -> dict[str, str]:
    """What the properties say, by name in small letters; custom ones by "custom" and the name."""
    found: dict[str, str] = {}
    for name in (*package.related("", "extended-properties"), *package.related("", "core-properties")):
        found |= {local(entry).casefold(): entry.text or "" for entry in package.tree(name)}
    for name in package.related("", "custom-properties"):
        for entry in package.tree(name):
            found[f"custom {entry.get('name', '').casefold()}"] = "".join(map(str, entry.itertext()))
    return found


def renew_property_fields(package: Package) -> None:
    """Let every such field show what its property says, as Word does when it updates fields."""
    for name in (DOCUMENT, *(name for kind in _STORIES for name in package.related(DOCUMENT, kind))):
        found = property_fields(package, package.tree(name))
        stale = [(field, words) for field, words in found if words is not None and field.result != words]
        if stale and package.changed(name) is not None:
            for field, words in stale:
                field.show(words)
