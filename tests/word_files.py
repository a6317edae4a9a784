"""Looking into Word files in tests: an outline to read, and the faults that Word would stumble over."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from reportgen.report.package import DOCUMENT, Parts, parse, read_parts, related, relations
from reportgen.report.wordxml import PLACED_DRAWING, RELATIONS, Styles, local, shown_text, val, w

_STYLE_REFERENCES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}


def body_of(parts: Parts) -> etree._Element:
    """The body of a document."""
    body = parse(parts[DOCUMENT]).find(w("body"))
    assert body is not None
    return body


def styles_of(parts: Parts) -> Styles:
    """The styles and lists of a document."""
    return Styles(parse(parts["word/styles.xml"]), parse(parts["word/numbering.xml"]))


def outline(source: Path | bytes) -> list[str]:
    """One line for each paragraph (with its style), table row and picture of the body, in order."""
    parts = read_parts(source)
    return list(_lines(body_of(parts), styles_of(parts)))


def _lines(parent: etree._Element, styles: Styles) -> Iterator[str]:
    for block in parent:
        if local(block) == "tbl":
            for line in block.iter(w("tr")):
                yield "| " + " | ".join(" / ".join(map(shown_text, cell.iter(w("p")))) for cell in line.iter(w("tc")))
        elif local(block) == "p":
            for picture in block.iter(f"{{{PLACED_DRAWING}}}docPr"):
                yield f"(picture {picture.get('name')})"
            text = shown_text(block)
            if text:
                yield f"{styles.name(styles.style_id(block))}: {text}"


def faults(source: bytes) -> list[str]:
    """What Word would stumble over, or a reader would see that nobody meant; empty for a sound file."""
    parts = read_parts(source)
    found = [*_package_faults(parts)]
    for name in [
        DOCUMENT,
        *(name for kind in ("header", "footer", "comments") for name in related(parts, DOCUMENT, kind)),
    ]:
        root = parse(parts[name])
        found += [
            f"{name}: {fault}" for fault in (*_id_faults(root), *_shape_faults(root), *_style_faults(root, parts))
        ]
    return found + _link_faults(parts)


def _package_faults(parts: Parts) -> Iterator[str]:
    types = parts["[Content_Types].xml"].decode("utf-8")
    declared = Counter(re.findall(r'PartName="/([^"]+)"', types))
    yield from (f"{name} has {count} content types" for name, count in declared.items() if count > 1)
    yield from (f"{name} is declared but missing" for name in declared if name not in parts)
    endings = set(re.findall(r'Extension="([^"]+)"', types))
    reached = {"[Content_Types].xml"}
    for name in ("", *parts):
        for relation in relations(parts, name).values():
            if not relation.external:
                reached.add(relation.target)
                if relation.target not in parts:
                    yield f"{name} refers to {relation.target}, which is missing"
    for name in parts:
        if name not in declared and name.rpartition(".")[2] not in endings:
            yield f"{name} has no content type"
        if name not in reached and not name.endswith(".rels"):
            yield f"{name} is not referred to"


def _id_faults(root: etree._Element) -> Iterator[str]:
    groups: Mapping[str, list[str]] = {
        "drawing": [e.get("id", "") for e in root.iter(f"{{{PLACED_DRAWING}}}docPr")],
        "bookmark": [e.get(w("id"), "") for e in root.iter(w("bookmarkStart"))],
        "bookmark name": [e.get(w("name"), "") for e in root.iter(w("bookmarkStart"))],
        "comment": [e.get(w("id"), "") for e in root.iter(w("commentRangeStart"))],
        "control": [val(e.find(w("id"))) for e in root.iter(w("sdtPr"))],
    }
    for kind, ids in groups.items():
        yield from (f"{kind} {repeated} stands twice" for repeated, count in Counter(ids).items() if count > 1)
    for start, end in (("bookmarkStart", "bookmarkEnd"), ("commentRangeStart", "commentRangeEnd")):
        begun, ended = ({e.get(w("id")) for e in root.iter(w(name))} for name in (start, end))
        if begun != ended:
            yield f"{start} and {end} do not match: {begun ^ ended}"
    yield from (f"bookmark name too long: {name}" for name in groups["bookmark name"] if len(name) > 40)


def _shape_faults(root: etree._Element) -> Iterator[str]:
    for cell in root.iter(w("tc")):
        if not len(cell) or local(cell[-1]) != "p":
            yield "a cell does not end in a paragraph"
    for table in root.iter(w("tbl")):
        columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
        for line in table.iterfind(w("tr")):
            spans = (int(val(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), "1")) for cell in line.iterfind(w("tc")))
            if sum(spans) != columns:
                yield "a row has more or fewer cells than its table has columns"
    depth = 0
    for mark in root.iter(w("fldChar")):
        depth += {"begin": 1, "end": -1}.get(mark.get(w("fldCharType"), ""), 0)
        if depth < 0:
            yield "a field ends that did not begin"
    if depth:
        yield "a field does not end"
    if re.search(r"\{[{%#]|[%#}]\}", "".join(t.text or "" for t in root.iter(w("t"), w("instrText")))):
        yield "template language is left over"
    for paragraph in root.iter(w("p")):
        if not len(paragraph.findall(f".//{w('r')}")) and paragraph.find(f"{w('pPr')}/{w('sectPr')}") is None:
            parent = paragraph.getparent()
            if parent is None or local(parent) != "tc" or len(parent.findall(w("p"))) > 1:
                yield "an empty paragraph"


def _style_faults(root: etree._Element, parts: Parts) -> Iterator[str]:
    styles = {
        (style.get(w("type")), style.get(w("styleId"))) for style in parse(parts["word/styles.xml"]).iter(w("style"))
    }
    lists = {number.get(w("numId")) for number in parse(parts["word/numbering.xml"]).iter(w("num"))} | {"0"}
    for name, kind in _STYLE_REFERENCES.items():
        used = {val(e) for e in root.iter(w(name))}
        yield from (f"no {kind} style {style}" for style in sorted(used) if (kind, style) not in styles)
    yield from (f"no list {val(e)}" for e in root.iter(w("numId")) if val(e) not in lists)


def _link_faults(parts: Parts) -> list[str]:
    root = parse(parts[DOCUMENT])
    names = {e.get(w("name")) for e in root.iter(w("bookmarkStart"))}
    codes = " ".join(e.text or "" for e in root.iter(w("instrText")))
    targets = {*re.findall(r"(?:PAGE)?REF (\S+)", codes), *(e.get(w("anchor")) for e in root.iter(w("hyperlink")))}
    found = [f"nothing is named {target}" for target in sorted(t for t in targets if t and t not in names)]
    used = {value for e in root.iter() for key, value in e.attrib.items() if str(key).startswith(f"{{{RELATIONS}}}")}
    known = relations(parts, DOCUMENT)
    found += [f"no relationship {number}" for number in sorted(str(u) for u in used) if number not in known]
    pictures = {relation.target for relation in known.values() if relation.kind == "image"}
    return found + [f"{name} is no picture" for name in pictures if posixpath.splitext(name)[1] not in (".png", ".jpg")]
