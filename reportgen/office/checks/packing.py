"""Rules of the package, the same for Word and Excel: names, content types, relationships, pictures."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from reportgen.office.checks import rules
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.word_file import (
    COMPATIBILITY,
    RELATIONS,
    TYPES,
    Element,
    OfficeFile,
    Relationship,
    as_whole,
    local,
    prefixed_name,
    relations_part,
    relations_source,
    repeated,
)

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


def package_violations(package: OfficeFile) -> Iterator[Violation]:
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


def _names(package: OfficeFile) -> Iterator[Violation]:
    """Names differ in more than the case of letters: the standard holds those to be the same."""
    counts = Counter(name.casefold() for name in package.names)
    for name in dict.fromkeys(package.names):
        if counts[name.casefold()] > 1:
            yield rules.PART_TWICE.at(in_part(name), name=name)
        segments = name.split("/")
        sound = all(_PART_NAME.fullmatch(segment) and not segment.endswith(".") for segment in segments)
        if not sound and name != TYPES:
            yield rules.PART_NAME.at(in_part(name), name=name)


def _content_types(package: OfficeFile) -> Iterator[Violation]:
    root = package.tree(TYPES)
    if root is None:
        if TYPES not in package.parts:
            yield rules.TYPE_MISSING.at(in_part(TYPES))
        return
    defaults = [f".{entry.get('Extension', '').lower()}" for entry in root if local(entry) == "Default"]
    overrides = [entry.get("PartName", "").lstrip("/") for entry in root if local(entry) == "Override"]
    yield from (rules.TYPE_TWICE.at(in_part(TYPES), name=name) for name in repeated([*defaults, *overrides]))
    yield from (
        rules.TYPE_WITHOUT_PART.at(in_part(TYPES), name=name) for name in overrides if name not in package.parts
    )
    for name in package.parts:
        if name != TYPES and not package.content_type(name):
            yield rules.TYPE_MISSING.at(in_part(name))


# ------------------------------------------------------------------------------------------------- relationships


def _relations(package: OfficeFile) -> Iterator[Violation]:
    for name in package.parts:
        if name.endswith(".rels"):
            source = relations_source(name)
            if source and source not in package.parts:
                yield rules.RELATION_SOURCE.at(in_part(name), name=source)
    for source in ("", *package.parts):
        known = package.relations(source)
        part = relations_part(source)
        twice = repeated(relation.id for relation in known)
        yield from (rules.RELATION_TWICE.at(in_part(part), id=id_) for id_ in twice)
        for relation in known:
            yield from _relation(package, part, relation)
        yield from _uses(package, source, {relation.id: relation for relation in known})


def _relation(package: OfficeFile, part: str, relation: Relationship) -> Iterator[Violation]:
    id_, kind, target = relation.id, relation.kind, relation.target
    if relation.external:
        if kind != "hyperlink":
            yield rules.EXTERNAL.at(in_part(part, relation.element), id=id_, kind=kind, target=target)
        return
    if relation.kind == "hyperlink":
        return  # to a place in the same part
    if relation.target not in package.parts:
        yield rules.RELATION_BROKEN.at(in_part(part, relation.element), id=id_, target=target)
        return
    found = package.content_type(relation.target)
    if found and not found.endswith(_KINDS.get(relation.kind, ("",))):
        yield rules.TYPE_WRONG.at(in_part(relation.target), kind=relation.kind, found=found)


def _uses(package: OfficeFile, source: str, known: dict[str, Relationship]) -> Iterator[Violation]:
    """Every relationship that an element names is there and of the right kind."""
    for element, id_ in named_relations(package, source):
        relation = known.get(id_)
        if relation is None:
            yield rules.RELATION_MISSING.at(in_part(source, element), element=prefixed_name(element), id=id_)
        elif relation.kind not in _WANTED_BY.get(local(element), (relation.kind,)):
            yield rules.RELATION_KIND.at(
                in_part(source, element), element=prefixed_name(element), id=id_, kind=relation.kind
            )


def named_relations(package: OfficeFile, source: str) -> Iterator[tuple[Element, str]]:
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


def _xml(package: OfficeFile, name: str) -> Iterator[Violation]:
    root = package.tree(name)
    if root is None:
        if not package.content_type(name).endswith("vmlDrawing"):  # Excel itself writes some that are no XML
            yield rules.PART_NOT_XML.at(in_part(name), reason=package.broken[name])
    elif b"Ignorable" in package.parts[name]:
        for element in root.iter():
            prefixes = element.get(f"{{{COMPATIBILITY}}}Ignorable", "").split()
            yield from (
                rules.IGNORABLE.at(in_part(name, element), prefix=prefix)
                for prefix in prefixes
                if prefix not in element.nsmap
            )


def _picture(package: OfficeFile, name: str) -> Iterator[Violation]:
    """A picture is what its suffix and its content type say, and whole."""
    content = package.parts[name]
    said = (package.content_type(name).removeprefix("image/"), posixpath.splitext(name)[1][1:].lower())
    kind = next((kind for kind, magic in _MAGIC if content.lstrip(b"\xef\xbb\xbf").startswith(magic)), "unknown")
    wrong = next((word for word in said if _ALIASES.get(word, word) != kind), None)
    if wrong:
        yield rules.PICTURE_KIND.at(in_part(name), declared=wrong, found=kind)
    elif _ENDS.get(kind, b"") not in content[-64:]:
        yield rules.PICTURE_CUT_OFF.at(in_part(name))


_CORE_NAMES = (
    "category contentStatus contentType created creator description identifier keywords language lastModifiedBy "
    "lastPrinted modified revision subject title version"
)
_CORE = frozenset(_CORE_NAMES.split())
_DATES = ("created", "modified", "lastPrinted")
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_DATE = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?"
)


def property_violations(package: OfficeFile) -> Iterator[Violation]:
    """What is wrong with the core and the custom properties; a file without them has nothing wrong."""
    core = package.related("", "core-properties")
    if len(core) > 1:
        yield rules.PROPERTIES.at(reason="there are two parts of core properties")
    for names, check in ((core, _core), (package.related("", "custom-properties"), _custom)):
        for name in names:
            root = package.tree(name)
            for reason in check(root) if root is not None else ():
                yield rules.PROPERTIES.at(in_part(name), reason=reason)


def core_property(package: OfficeFile, wanted: str) -> str:
    """The value of a core property; empty when it is not there."""
    for name in package.related("", "core-properties"):
        root = package.tree(name)
        for entry in root if root is not None else ():
            if local(entry) == wanted:
                return (entry.text or "").strip()
    return ""


def _core(root: Element) -> Iterator[str]:
    for name, count in Counter(local(entry) for entry in root).items():
        if name not in _CORE:
            yield f"{name} is none of the core properties"
        elif count > 1:
            yield f"{name} stands twice"
    for entry in root:
        if len(entry):
            yield f"{local(entry)} holds more than a text"
        if local(entry) in _DATES and not _DATE.fullmatch((entry.text or "").strip()):
            yield f"{local(entry)} is no date: {entry.text}"
        if local(entry) in ("created", "modified") and not entry.get(_TYPE, "").endswith(":W3CDTF"):
            yield f"{local(entry)} does not say that it is a date"


def _custom(root: Element) -> Iterator[str]:
    for key in ("pid", "name"):
        for value, count in Counter(entry.get(key, "").casefold() for entry in root).items():
            if count > 1 or not value:
                yield f"two properties have the {key} '{value}', or none"
    yield from (f"the number of {entry.get('name')} is below 2" for entry in root if as_whole(entry.get("pid")) < 2)
