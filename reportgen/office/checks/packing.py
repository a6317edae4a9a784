"""Rules of the package, the same for Word and Excel: names, content types, relationships, pictures."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from reportgen.office.checks import rules
from reportgen.office.checks.markup import COMPATIBILITY, RELATIONS, Element, local, named
from reportgen.office.checks.package import TYPES, Package, Relation, relations_part, relations_source
from reportgen.office.checks.rules import Finding

_PART_NAME = re.compile(r"(?!/)(?:[^/\\\x00-\x20\"<>|?*:]|%[0-9A-Fa-f]{2}| )+")
_RELATION_ID = re.compile(rf"\{{{re.escape(RELATIONS)}\}}|\{{urn:schemas-microsoft-com:office:office\}}relid$")

_KINDS = {  # kind of relationship -> what the content type of its target ends with
    "styles": ("styles+xml",),
    "numbering": ("numbering+xml",),
    "settings": ("settings+xml",),
    "webSettings": ("webSettings+xml",),
    "fontTable": ("fontTable+xml",),
    "theme": ("theme+xml",),
    "header": ("header+xml",),
    "footer": ("footer+xml",),
    "comments": ("comments+xml",),
    "footnotes": ("footnotes+xml",),
    "endnotes": ("endnotes+xml",),
    "image": ("png", "jpeg", "jpg", "gif", "bmp", "tiff", "emf", "wmf", "svg+xml"),
    "chart": ("chart+xml",),
    "worksheet": ("worksheet+xml",),
    "sharedStrings": ("sharedStrings+xml",),
    "drawing": ("drawing+xml",),
    "vmlDrawing": ("vmlDrawing",),
    "table": ("table+xml",),
    "customXmlProps": ("customXmlProperties+xml",),
    "core-properties": ("core-properties+xml",),
    "extended-properties": ("extended-properties+xml",),
    "custom-properties": ("custom-properties+xml",),
}
_WANTED_BY = {  # element that uses a relationship -> the kinds it may be
    "blip": ("image",),
    "imagedata": ("image",),
    "hyperlink": ("hyperlink",),
    "hlinkClick": ("hyperlink",),
    "headerReference": ("header",),
    "footerReference": ("footer",),
    "chart": ("chart",),
    "externalData": ("package", "oleObject"),
    "sheet": ("worksheet", "chartsheet", "dialogsheet"),
    "legacyDrawing": ("vmlDrawing",),
    "tablePart": ("table",),
}
_MAGIC = (  # (subtype of the content type, first bytes)
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpeg", b"\xff\xd8\xff"),
    ("gif", b"GIF8"),
    ("bmp", b"BM"),
    ("tiff", b"II*\x00"),
    ("tiff", b"MM\x00*"),
    ("x-emf", b"\x01\x00\x00\x00"),
    ("x-wmf", b"\xd7\xcd\xc6\x9a"),
    ("svg+xml", b"<"),
)
_ALIASES = {"jpg": "jpeg", "tif": "tiff", "emf": "x-emf", "wmf": "x-wmf", "svg": "svg+xml", "jpe": "jpeg"}
_ENDS = {"png": b"IEND\xaeB`\x82", "jpeg": b"\xff\xd9"}  # what the last bytes hold


def package_findings(package: Package) -> Iterator[Finding]:
    """All that is wrong with the package; every part that should be XML is read."""
    yield from _names(package)
    yield from _content_types(package)
    yield from _relations(package)
    for name in package.parts:
        if package.is_xml(name):
            yield from _xml(package, name)
        elif package.content_type(name).startswith("image/"):
            yield from _picture(package, name)


# ----------------------------------------------------------------------------------------------- names and types


def _names(package: Package) -> Iterator[Finding]:
    """Names differ in more than the case of letters: the standard holds those to be the same."""
    counts = Counter(name.casefold() for name in package.names)
    for name in dict.fromkeys(package.names):
        if counts[name.casefold()] > 1:
            yield rules.PART_TWICE.at(name, name=name)
        segments = name.split("/")
        sound = all(_PART_NAME.fullmatch(segment) and not segment.endswith(".") for segment in segments)
        if not sound and name != TYPES:
            yield rules.PART_NAME.at(name, name=name)


def _content_types(package: Package) -> Iterator[Finding]:
    root = package.tree(TYPES)
    if root is None:
        if TYPES not in package.parts:
            yield rules.TYPE_MISSING.at(TYPES)
        return
    defaults = [f".{entry.get('Extension', '').lower()}" for entry in root if local(entry) == "Default"]
    overrides = [entry.get("PartName", "").lstrip("/") for entry in root if local(entry) == "Override"]
    for name, count in Counter([*defaults, *overrides]).items():
        if count > 1:
            yield rules.TYPE_TWICE.at(TYPES, name=name)
    yield from (rules.TYPE_WITHOUT_PART.at(TYPES, name=name) for name in overrides if name not in package.parts)
    for name in package.parts:
        if name != TYPES and not package.content_type(name):
            yield rules.TYPE_MISSING.at(name)


# ------------------------------------------------------------------------------------------------- relationships


def _relations(package: Package) -> Iterator[Finding]:
    for name in package.parts:
        if name.endswith(".rels"):
            source = relations_source(name)
            if source and source not in package.parts:
                yield rules.RELATION_SOURCE.at(name, name=source)
    for source in ("", *package.parts):
        known = package.relations(source)
        part = relations_part(source)
        for id_, count in Counter(relation.id for relation in known).items():
            if count > 1:
                yield rules.RELATION_TWICE.at(part, id=id_)
        for relation in known:
            yield from _relation(package, part, relation)
        yield from _uses(package, source, {relation.id: relation for relation in known})


def _relation(package: Package, part: str, relation: Relation) -> Iterator[Finding]:
    facts = {"id": relation.id, "target": relation.target, "kind": relation.kind}
    if relation.external:
        if relation.kind != "hyperlink":
            yield rules.EXTERNAL.at(part, relation.element, **facts)
        return
    if relation.kind == "hyperlink":
        return  # to a place in the same part
    if relation.target not in package.parts:
        yield rules.RELATION_BROKEN.at(part, relation.element, id=relation.id, target=relation.target)
        return
    found = package.content_type(relation.target)
    if found and not found.endswith(_KINDS.get(relation.kind, ("",))):
        yield rules.TYPE_WRONG.at(relation.target, kind=relation.kind, found=found)


def _uses(package: Package, source: str, known: dict[str, Relation]) -> Iterator[Finding]:
    """Every relationship that an element names is there and of the right kind."""
    for element, id_ in named_relations(package, source):
        relation = known.get(id_)
        if relation is None:
            yield rules.RELATION_MISSING.at(source, element, element=named(element), id=id_)
        elif relation.kind not in _WANTED_BY.get(local(element), (relation.kind,)):
            yield rules.RELATION_KIND.at(source, element, element=named(element), id=id_, kind=relation.kind)


def named_relations(package: Package, source: str) -> Iterator[tuple[Element, str]]:
    """The elements of a part that name a relationship, with its id. A part without either is not searched."""
    content = package.parts.get(source, b"")
    if not package.is_xml(source) or (RELATIONS.encode() not in content and b"relid" not in content):
        return
    root = package.tree(source)
    for element in root.iter() if root is not None else ():
        for key, value in element.attrib.items():
            if value and _RELATION_ID.match(str(key)):
                yield element, str(value)


# ---------------------------------------------------------------------------------------------------- the content


def _xml(package: Package, name: str) -> Iterator[Finding]:
    root = package.tree(name)
    if root is None:
        if not package.content_type(name).endswith("vmlDrawing"):  # Excel itself writes some that are no XML
            yield rules.PART_NOT_XML.at(name, reason=package.broken[name])
    elif b"Ignorable" in package.parts[name]:
        for element in root.iter():
            prefixes = element.get(f"{{{COMPATIBILITY}}}Ignorable", "").split()
            yield from (
                rules.IGNORABLE.at(name, element, prefix=prefix) for prefix in prefixes if prefix not in element.nsmap
            )


def _picture(package: Package, name: str) -> Iterator[Finding]:
    """A picture is what its suffix and its content type say, and whole."""
    content = package.parts[name]
    said = (package.content_type(name).removeprefix("image/"), posixpath.splitext(name)[1][1:].lower())
    kind = next((kind for kind, magic in _MAGIC if content.lstrip(b"\xef\xbb\xbf").startswith(magic)), "unknown")
    wrong = next((word for word in said if _ALIASES.get(word, word) != kind), None)
    if wrong:
        yield rules.PICTURE_KIND.at(name, declared=wrong, found=kind)
    elif _ENDS.get(kind, b"") not in content[-64:]:
        yield rules.PICTURE_CUT_OFF.at(name)
