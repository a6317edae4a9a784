"""Rules of the document properties: core properties as the standard has them, custom properties each once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reportgen.office.checks import rules
from reportgen.office.checks.markup import Element, local, whole
from reportgen.office.checks.package import Package
from reportgen.office.checks.rules import Finding

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


def property_findings(package: Package) -> Iterator[Finding]:
    """What is wrong with the core and the custom properties; a file without them has nothing wrong."""
    core = package.related("", "core-properties")
    if len(core) > 1:
        yield rules.PROPERTIES.at("", reason="there are two parts of core properties")
    for names, check in ((core, _core), (package.related("", "custom-properties"), _custom)):
        for name in names:
            root = package.tree(name)
            for reason in check(root) if root is not None else ():
                yield rules.PROPERTIES.at(name, reason=reason)


def core_property(package: Package, wanted: str) -> str:
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
    yield from (f"the number of {entry.get('name')} is below 2" for entry in root if whole(entry.get("pid")) < 2)
