"""Namespace prefixes of the parts we write: fixed, and declared on the root.

lxml takes the prefix of an element made without one from a table that any library may add to, so the bytes of a part
would hang on what else was imported; and some converters know only the prefixes that the root declares.
"""

from __future__ import annotations

from typing import cast

from lxml import etree

_FORMATS = "http://schemas.openxmlformats.org"
_COMPATIBILITY = f"{_FORMATS}/markup-compatibility/2006"
PREFIXES = {
    "w": f"{_FORMATS}/wordprocessingml/2006/main",
    "r": f"{_FORMATS}/officeDocument/2006/relationships",
    "wp": f"{_FORMATS}/drawingml/2006/wordprocessingDrawing",
    "a": f"{_FORMATS}/drawingml/2006/main",
    "pic": f"{_FORMATS}/drawingml/2006/picture",
    "c": f"{_FORMATS}/drawingml/2006/chart",
    "mc": _COMPATIBILITY,
    "cp": f"{_FORMATS}/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "vt": f"{_FORMATS}/officeDocument/2006/docPropsVTypes",
}
_NAMING = etree.XPath(  # attributes whose values are prefixes, or names with a prefix
    "//@mc:*[contains('|Ignorable|MustUnderstand|ProcessContent|PreserveElements|', concat('|', local-name(), '|'))]"
    " | //mc:Choice/@Requires",
    namespaces={"mc": _COMPATIBILITY},
)


def declare_on_root(root: etree._Element) -> None:
    """Declare on the root, under its usual prefix, each namespace that a part uses; what the root declares stays.

    A part with attributes that name prefixes declared further down is left as it is: they may be the only ones of
    their namespace that count.
    """
    named = set(" ".join(cast("list[str]", _NAMING(root))).replace(":", " ").split())
    kept = {prefix for prefix in root.nsmap if prefix}
    if named <= kept:
        etree.cleanup_namespaces(root, top_nsmap=PREFIXES, keep_ns_prefixes=kept)
