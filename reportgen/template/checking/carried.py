"""What a document carries beside its text: the styles and lists it uses, links, macros, objects, fields that fetch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.template_faults import Fault
from reportgen.common.language import shortened
from reportgen.office.package import DOCUMENT, Package
from reportgen.template.checking.places import Places
from reportgen.word.comment_controls import TAG as COMMENT
from reportgen.word.xml import Element, tag_of, val, w

_REFERENCES = {w("pStyle"): "paragraph", w("rStyle"): "character", w("tblStyle"): "table"}
_REFERENCES_SHOWN = {"paragraph": "this paragraph", "character": "text here", "table": "this table"}
_CONTENTS = re.compile(r'^\s*TOC\b(?:.*?\\o\s+"\d-(\d)")?', re.IGNORECASE)
_FETCHING = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|RD)\b", re.IGNORECASE
)
_ACTIVE = {
    "oleObject": "an embedded object",
    "control": "an ActiveX control",
    "activeXControlBinary": "an ActiveX control",
}
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_KINDS_OF_LINK = {"image": "a picture", "oleObject": "an object", "subDocument": "a document", "video": "a film"}
_FOREIGN = ("aFChunk", "subDocument")


def missing_styles(root: Element, places: Places, styles: Element | None) -> Iterator[Fault]:
    """Styles that paragraphs, runs and tables name and the template lacks, each once for a part."""
    known = {(s.get(w("type")), s.get(w("styleId"))) for s in styles.iter(w("style"))} if styles is not None else set()
    seen: set[tuple[str, str]] = set()
    for element in root.iter(*_REFERENCES):
        wanted = (_REFERENCES[str(element.tag)], val(element))
        if wanted not in known and wanted not in seen:
            seen.add(wanted)
            yield kinds.MISSING_STYLE.at(places.of(element), style=wanted[1], used=_REFERENCES_SHOWN[wanted[0]])


def missing_own_styles(body: Element, places: Places, styles: Element | None) -> Iterator[Fault]:
    """Styles that the filler itself sets: those of contents tables and of the comments on suggestions."""
    named = (val(style.find(w("name"))).lower() for style in styles.iter(w("style"))) if styles is not None else ()
    names = set(named)
    for code in body.iter(w("instrText")):
        contents = _CONTENTS.match(code.text or "")
        for level in range(1, 1 + int(contents[1] or 3)) if contents else ():
            if f"toc {level}" not in names:
                yield kinds.MISSING_STYLE.at(places.of(code), style=f"toc {level}", used="the contents table")
    control = next((e for e in body.iter(w("sdt")) if tag_of(e) == COMMENT), None)
    for name in ("annotation text", "annotation reference") if control is not None else ():
        if name not in names:
            yield kinds.MISSING_STYLE.at(places.of(control), style=name, used="the comment on a suggestion")


def missing_lists(root: Element, places: Places, numbering: Element | None) -> Iterator[Fault]:
    """Lists that paragraphs name and the template lacks."""
    known = {"0"} | ({e.get(w("numId"), "") for e in numbering.iter(w("num"))} if numbering is not None else set())
    for element in root.iter(w("numId")):
        if val(element) not in known:
            yield kinds.MISSING_LIST.at(places.of(element), number=val(element))


def fetching_fields(root: Element, places: Places) -> Iterator[Fault]:
    """Fields that make Word fetch or run something when the report is opened or updated."""
    for code, element in _fields(root):
        match = _FETCHING.match(code)
        if match:
            yield kinds.FETCHING_FIELD.at(places.of(element), field=match[1].upper())


def _fields(root: Element) -> Iterator[tuple[str, Element]]:
    """The code of every field, however it is cut into runs, with an element of it."""
    for simple in root.iter(w("fldSimple")):
        yield simple.get(w("instr"), ""), simple
    code, first = "", None
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            code, first = code + (element.text or ""), element if first is None else first
        else:
            if first is not None:
                yield code, first
            code, first = "", None


def package_faults(parts: Package) -> Iterator[Fault]:
    """What the file carries or links to that no report may."""
    for name in parts:
        file = name.lower().rpartition("/")[2]
        if file in _MACRO_PARTS:
            yield kinds.MACROS.at(name=name)
        elif file.startswith("activex") and file.endswith((".bin", ".xml")):
            yield kinds.ACTIVE_CONTENT.at(found="an ActiveX control", name=name)
    for source in ("", *parts):
        if not source.endswith(".rels"):
            yield from _links(parts, source)


def _links(parts: Package, source: str) -> Iterator[Fault]:
    for relation in parts.relations(source).values():
        if relation.kind == "attachedTemplate":
            yield kinds.ATTACHED_TEMPLATE.at(target=shortened(relation.target))
        elif relation.external and relation.kind != "hyperlink":
            kind = _KINDS_OF_LINK.get(relation.kind, "something")
            yield kinds.EXTERNAL_LINK.at(kind=kind, target=shortened(relation.target))
        elif relation.kind in _FOREIGN:
            yield kinds.FOREIGN_TEXT.at(name=relation.target)
        elif relation.kind in _ACTIVE and not relation.target.lower().rpartition("/")[2].startswith("activex"):
            yield kinds.ACTIVE_CONTENT.at(found=_ACTIVE[relation.kind], name=relation.target)


def part_tree(parts: Package, kind: str) -> Element | None:
    """The one part of a kind that the document refers to: its styles, its numbering."""
    name = parts.first_related(DOCUMENT, kind)
    return parts.tree(name) if name else None
