"""A draft or a new build, read: what the plan sees of it, and the trees that the plan is carried out on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from reportgen.draft.base import Base, drafted_key
from reportgen.draft.locating import Places, locate
from reportgen.draft.refresh.plan.model import BodyItem, References, Version, Where, Whose
from reportgen.office.package import DOCUMENT, RELATIONS, DamagedPartError, Package, Relation
from reportgen.word.canonical import BLOCK_CONTAINERS, Stories, part_path
from reportgen.word.comments import MARKS, RANGE_END, RANGE_START, is_suggestion, read_comments
from reportgen.word.fields import captions
from reportgen.word.forms import Path, paragraphs_at, visible_text
from reportgen.word.references import caption_numbers, headings
from reportgen.word.xml import Element, Styles, local, squashed, w

REFERENCES = ("headerReference", "footerReference")
RELATION_ID = f"{{{RELATIONS}}}id"
_KINDS = {"p": "block", "tbl": "block", "sdt": "control", "sdtContent": "content", "sectPr": "last"}
_CONTENTS_DEPTH = 3  # levels of headings that a contents table may list


@dataclass(frozen=True)
class Reading:
    """What was read."""

    version: Version
    places: Places
    body: Element
    items: Mapping[BodyItem, Element]  # those of the version


def read_version(
    side: Whose,
    stories: Stories,
    base: Base,
    ours: Collection[str] = (),
    asking: Collection[str] = (),
    *,
    is_stripped: bool = False,
) -> Reading:
    """Read a draft or a new build; `ours` are the ids of our comments, `asking` of those that ask for confirmation.

    `is_stripped` says that a program took out what we stored in it. Raises `DamagedPartError` when the document has no
    body.
    """
    places = locate(stories, base)
    body = places.body.root.find(w("body"))
    if body is None:
        raise DamagedPartError("the document has no body")
    paths = {element: path for path, element in places.body.elements.items()}
    items = dict(_items(body, None, side, paths, stories.package.relations(DOCUMENT)))
    marks = [mark for mark in body.iter(*MARKS) if mark.get(w("id"), "") not in ours]
    version = Version(
        blocks=places.body.forms,
        regions=places.regions,
        items=tuple(items),
        values=places.values,
        headers_footers=places.headers_footers,
        commented=frozenset(paths[outer] for mark in marks for outer in mark.iterancestors() if outer in paths),
        asking=_asking(body, asking, paths),
        listed={paths[element]: kind for element, kind in _listed(body, stories.styles) if element in paths},
        is_numbered=all(field.result == number for field, number in caption_numbers(body)),
        has_marks=places.has_marks,
        confirmed=frozenset(_confirmed(places, base, stories.package, paths)),
        is_stripped=is_stripped,
    )
    return Reading(version, places, body, items)


def _confirmed(places: Places, base: Base, parts: Package, paths: Mapping[Element, Path]) -> Iterator[Path]:
    """The paragraphs whose suggestion is recorded as confirmed, and those under a comment of ours that is done.

    An open comment of ours asks about another suggestion in the same words.
    """
    for comment in read_comments(parts, [places.body.root]):
        if is_suggestion(comment.element) and comment.is_done:
            yield from (paths[paragraph] for paragraph in comment.paragraphs if paragraph in paths)
    for found in places.regions.values() if base.confirmed else ():
        for block in (*found.blocks, *found.strays):
            for path, form in paragraphs_at((block.number,), places.body.blocks[block.number].block):
                key = drafted_key(found.region.digest, squashed(visible_text(form)))
                if key in base.confirmed and not form.suggested:
                    yield path


def _items(
    parent: Element,
    holder: BodyItem | None,
    side: Whose,
    paths: Mapping[Element, Path],
    known: Mapping[str, Relation],
) -> Iterator[tuple[BodyItem, Element]]:
    """What a body, or content in it, holds in order; what holds others goes before them."""
    for child in parent:
        section = section_of(child)
        item = BodyItem(
            kind=_KINDS.get(local(child), "other"),
            where=Where(side, paths[child]) if child in paths else None,
            holder=holder,
            sections=_references(section, known) if section is not None else None,
            is_bare=ends_section(child),
        )
        yield item, child
        if local(child) in BLOCK_CONTAINERS:
            yield from _items(child, item, side, paths, known)


def _references(section: Element, known: Mapping[str, Relation]) -> References:
    """The parts of the headers and footers of a section."""
    found = ((child, known.get(child.get(RELATION_ID, ""))) for child in section if local(child) in REFERENCES)
    return {reference_kind(child): relation.target for child, relation in found if relation is not None}


def reference_kind(reference: Element) -> tuple[str, str]:
    """Header or footer, and the pages it is for."""
    return local(reference), reference.get(w("type"), "default")


def section_of(element: Element) -> Element | None:
    """The properties of the section that an element of a body ends."""
    return element if local(element) == "sectPr" else element.find(f"{w('pPr')}/{w('sectPr')}")


def ends_section(element: Element) -> bool:
    """True for a paragraph that is nothing but the end of a section."""
    if local(element) != "p" or section_of(element) is None:
        return False
    return all(child.tag == w("rPr") for run in element.iter(w("r")) for child in run)  # LibreOffice writes empty runs


def _listed(body: Element, styles: Styles) -> Iterator[tuple[Element, str]]:
    """What a contents table or a list of captions may list, with what it is."""
    yield from ((h.paragraph, f"heading {h.level}") for h in headings(body, styles) if h.level < _CONTENTS_DEPTH)
    yield from ((paragraph, "caption") for paragraph in captions(body))


def _asking(body: Element, asking: Collection[str], paths: Mapping[Element, Path]) -> dict[str, tuple[Path, Path]]:
    """The paragraphs that comments begin and end in."""
    sides: dict[str, dict[str, Path]] = {}
    for mark in body.iter(RANGE_START, RANGE_END):
        number, path = mark.get(w("id"), ""), part_path(mark, paths)
        if number in asking and path is not None:
            sides.setdefault(number, {})[str(mark.tag)] = path
    return {number: (found[RANGE_START], found[RANGE_END]) for number, found in sides.items() if len(found) > 1}
