"""Who worked on the file, with which program and on which machine: nobody outside needs to know."""

from __future__ import annotations

import re

from reportgen.draft.finalize.packing import drop_relation
from reportgen.draft.stored import CONTENT_PROPERTY, FULL_PROPERTY, RUN_PROPERTY
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.xml import Element, local, remove, w

_OURS = (RUN_PROPERTY, CONTENT_PROPERTY, FULL_PROPERTY)
_OWNER = re.compile(r"MSIP_Label_.*_Owner", re.IGNORECASE)  # a label of sensitivity names who set it
_IDENTIFIER = "reportgen:"
_CORE = ("created", "modified", "lastPrinted", "revision")  # when and how often it was saved
_PROGRAM = ("Application", "AppVersion", "Template", "Manager", "Company", "HyperlinkBase", "TotalTime")
_SETTINGS = ("attachedTemplate", "mailMerge")  # paths of one machine


def clean_properties(parts: Package) -> None:
    """Core, program and custom properties without users, machines and marks of ours; title and author stay."""
    for name in parts.related("", "core-properties"):
        _clean_core(parts.changed(name))
    for name in parts.related("", "extended-properties"):
        root = parts.changed(name)
        for entry in [entry for entry in root if local(entry) in _PROGRAM]:
            remove(entry)
    _clean_custom(parts)


def _clean_core(root: Element) -> None:
    """Whoever saved it last gives way to the author it was generated with."""
    author = next((entry.text for entry in root if local(entry) == "creator"), None)
    for entry in list(root):
        name, text = local(entry), entry.text or ""
        if name in _CORE or (name == "identifier" and text.startswith(_IDENTIFIER)):
            remove(entry)
        elif name == "lastModifiedBy":
            if author:
                entry.text = author
            else:
                remove(entry)


def _clean_custom(parts: Package) -> None:
    for name in parts.related("", "custom-properties"):
        root = parts.changed(name)
        for entry in list(root):
            if entry.get("name") in _OURS or _OWNER.fullmatch(entry.get("name", "")):
                remove(entry)
        if not len(root):
            drop_relation(parts, "", "custom-properties")


def clean_settings(parts: Package) -> None:
    """Settings without paths of one machine."""
    for name in parts.related(DOCUMENT, "settings"):
        root = parts.changed(name)
        for entry in [entry for kind in _SETTINGS for entry in root.findall(w(kind))]:
            remove(entry)
