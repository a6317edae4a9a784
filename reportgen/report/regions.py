"""Regions: what was generated, found again later by hidden bookmarks, and known to be untouched by a digest.

In the template a region is a block content control tagged `rg:<id>`. After filling, each of its blocks gets a hidden
bookmark `_rg_<hash>_<n>` at its start, and the control goes: bookmarks come through every editor, controls do not.
The list of regions travels in a custom XML part, the digest in a custom property.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from lxml import etree

from reportgen.errors import TemplateError
from reportgen.report.canonical import content_digest
from reportgen.report.package import NotAPackageError, Parts, add_part, new_root, parse, read_parts, related, serialise
from reportgen.report.wordxml import Element, bookmark, insert_at_start, local, tag_of, unwrap, w

PREFIX = "rg:"
DIGEST_PROPERTY = "reportgen-digest"
RUN_PROPERTY = "reportgen-run"

DRAFT = "urn:reportgen:draft:1"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CUSTOM = f"{_OFFICE}/custom-properties"
_VALUES = f"{_OFFICE}/docPropsVTypes"
_STORE = f"{_OFFICE}/customXml"
_STORE_ID = "{5B1F3D0C-6E0B-4D39-9C4B-7A2D5E8F1C60}"  # of our custom XML part, in every draft
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties, fixed by the standard


@dataclass(frozen=True, slots=True)
class Region:
    """A generated part of a draft."""

    id: str  # "area.core.swot"
    mark: str  # the stem of its bookmarks: "_rg_0a1b2c3d4e"
    blocks: int  # paragraphs and tables in it; 0 when it was left out


def mark_of(region_id: str) -> str:
    """The stem of a region's bookmarks, short enough for Word's 40 characters whatever the id.

    >>> mark_of("cover")
    '_rg_5bd62e2b65'
    """
    return "_rg_" + hashlib.sha1(region_id.encode("utf-8")).hexdigest()[:10]


def mark_regions(body: Element, numbers: Iterator[int], template: str) -> tuple[Region, ...]:
    """Put a bookmark at the start of every block of every region and take the controls away.

    `numbers` gives ids for bookmarks. Raises `TemplateError` naming `template` for two regions of one name, or a region
    that is not a direct part of the body.
    """
    controls = [control for control in body.iter(w("sdt")) if tag_of(control).startswith(PREFIX)]
    nested = {control for control in controls if control.getparent() is not body}
    regions = []
    seen = set()
    for control in controls:
        region_id = tag_of(control)[len(PREFIX) :]
        if region_id in seen:
            raise TemplateError(f"{template}: two regions are tagged '{PREFIX}{region_id}'; each needs its own name.")
        if control in nested:
            raise TemplateError(
                f"{template}: the region '{PREFIX}{region_id}' stands inside a paragraph, a table or another region. "
                "A region's control holds whole paragraphs and tables of the page itself."
            )
        seen.add(region_id)
        blocks = list(_blocks(control.find(w("sdtContent"))))
        for number, block in enumerate(blocks):
            insert_at_start(_first_paragraph(block), *bookmark(f"{mark_of(region_id)}_{number}", next(numbers)))
        unwrap(control)
        regions.append(Region(region_id, mark_of(region_id), len(blocks)))
    return tuple(regions)


def _blocks(parent: Element | None) -> Iterator[Element]:
    """The paragraphs and tables of a control; controls inside it are looked through."""
    for child in parent if parent is not None else ():
        if local(child) in ("p", "tbl"):
            yield child
        elif local(child) == "sdt":
            yield from _blocks(child.find(w("sdtContent")))


def _first_paragraph(block: Element) -> Element:
    return block if local(block) == "p" else next(block.iter(w("p")))


# ------------------------------------------------------------------------------------------------- sealing a draft


def seal(parts: dict[str, bytes], regions: Iterable[Region]) -> None:
    """Store the regions, the digest of what the draft says and a run id that follows from both."""
    digest = content_digest(parts)
    run = hashlib.sha256((digest + repr(sorted(parts))).encode("utf-8")).hexdigest()[:16]
    _store_regions(parts, regions, run)
    _store_properties(parts, {RUN_PROPERTY: run, DIGEST_PROPERTY: digest})


def _store_regions(parts: dict[str, bytes], regions: Iterable[Region], run: str) -> None:
    root = new_root(DRAFT, "draft")
    root.set("run", run)
    for region in regions:
        etree.SubElement(
            root, f"{{{DRAFT}}}region", {"id": region.id, "mark": region.mark, "blocks": str(region.blocks)}
        )
    number = next(n for n in count(1) if f"customXml/item{n}.xml" not in parts)
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    relation = f"{_OFFICE}/relationships/customXml"
    add_part(parts, item, serialise(root), "application/xml", source="word/document.xml", relation_type=relation)
    add_part(
        parts,
        properties,
        _store_description().encode("utf-8"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        source=item,
        relation_type=f"{relation}Props",
    )


def _store_description() -> str:
    """What Word wants beside a custom XML part: its id and its namespace."""
    return (
        f'<ds:datastoreItem xmlns:ds="{_STORE}" ds:itemID="{_STORE_ID}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{DRAFT}"/></ds:schemaRefs></ds:datastoreItem>'
    )


def _store_properties(parts: dict[str, bytes], values: dict[str, str]) -> None:
    """Custom properties; those of the template stay."""
    name = next(iter(related(parts, "", "custom-properties")), "docProps/custom.xml")
    root = parse(parts[name]) if name in parts else new_root(_CUSTOM, "Properties")
    for entry in list(root):
        if entry.get("name") in values:
            root.remove(entry)
    number = max((int(entry.get("pid", "1")) for entry in root), default=1)
    for key, value in values.items():
        number += 1
        entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", {"fmtid": _FORMAT_ID, "pid": str(number), "name": key})
        etree.SubElement(entry, f"{{{_VALUES}}}lpwstr").text = value
    add_part(
        parts,
        name,
        serialise(root),
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        source="",
        relation_type=f"{_OFFICE}/relationships/custom-properties",
    )


# ------------------------------------------------------------------------------------------------ reading a draft


def draft_is_untouched(path: Path) -> bool | None:
    """True when a draft says what it said when it was built, False when a person changed it.

    None when the file is not a draft of ours, or cannot be read as a Word file.
    """
    try:
        parts = read_parts(path)
        stored = draft_properties(parts).get(DIGEST_PROPERTY)
        return None if stored is None else stored == content_digest(parts)
    except (NotAPackageError, OSError, ValueError):
        return None


def draft_properties(parts: Parts) -> dict[str, str]:
    """The custom properties of a file that are text."""
    found = {}
    for name in related(parts, "", "custom-properties"):
        for entry in parse(parts[name]):
            value = entry.find(f"{{{_VALUES}}}lpwstr")
            if value is not None:
                found[entry.get("name", "")] = value.text or ""
    return found


def draft_regions(parts: Parts) -> tuple[Region, ...]:
    """The regions a draft was built with, in their order; empty when the file is not a draft of ours."""
    for name in related(parts, "word/document.xml", "customXml"):
        root = parse(parts[name])
        if root.tag == f"{{{DRAFT}}}draft":
            entries = root.iterfind(f"{{{DRAFT}}}region")
            return tuple(Region(e.get("id", ""), e.get("mark", ""), int(e.get("blocks", "0"))) for e in entries)
    return ()
