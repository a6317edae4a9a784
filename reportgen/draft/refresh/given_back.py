"""What other programs took from a draft or moved in it, set right before it is read: so it counts as nobody's edit.

Section ends stand in paragraphs of their own, and styles have the names they were generated with: a missing one is a
doubt, and confirms nothing. What became of tables is set right whenever a draft is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.common.grouping import grouped
from reportgen.draft.base import Base
from reportgen.draft.refresh.execution.importing import StyleBook
from reportgen.draft.refresh.reading import ends_section, section_of
from reportgen.office.package import DOCUMENT, Package
from reportgen.word.canonical import styles_of
from reportgen.word.fields import drop_torn_fields, fields, is_typed, paragraph_with
from reportgen.word.forms import visible_text
from reportgen.word.xml import Element, Styles, insert_at_start, make, remove, shown_text, squashed, val, w


def set_right(draft: Package, base: Base, fresh: Package) -> None:
    """Change a draft, generated as `base`, into what it would be without such programs; `fresh` is the new build.

    Raises `DamagedPartError` when a part of the draft is not XML.
    """
    root = draft.changed(DOCUMENT)
    _set_section_ends_apart(root)
    drop_torn_fields(root)
    _end_typed_fields(root)
    _name_styles(draft, base, fresh)


def _set_section_ends_apart(root: Element) -> None:
    """LibreOffice ends a section in the last paragraph of its text, where the end would go or move with that text."""
    for section in list(root.iter(w("sectPr"))):
        paragraph = next(section.iterancestors(w("p")), None)
        if paragraph is not None and section_of(paragraph) is section and not ends_section(paragraph):
            line = make("spacing", before=0, after=0, line=20, lineRule="exact")  # one point high: nothing to be seen
            paragraph.addnext(make("p", make("pPr", line, section)))


def _end_typed_fields(root: Element) -> None:
    """In a .doc LibreOffice makes a field of a control round a paragraph; it ends in an empty paragraph behind."""
    for field in [field for field in fields(root) if field.marks and is_typed(field.code)]:
        end = field.marks[-1]
        paragraph, last = paragraph_with(field.begin), paragraph_with(end)
        said = [piece for child in last if child.tag != w("pPr") for piece in _pieces(child)]
        if last is paragraph.getnext() and said == [end] and section_of(last) is None:
            paragraph.append(make("r", end))
            remove(last)


def _pieces(child: Element) -> list[Element]:
    """What stands in a paragraph, run by run."""
    return [piece for piece in child if piece.tag != w("rPr")] if child.tag == w("r") else [child]


# --------------------------------------------------------------------------------------------------------------- styles


def _name_styles(draft: Package, base: Base, fresh: Package) -> None:
    """Give styles that were renamed their names again, and bring those back that are gone from the list of styles."""
    styles, here = styles_of(draft), {val(style.find(w("name"))).lower(): style for style in _styles(draft)}
    there = {val(style.find(w("name"))).lower(): style for style in _styles(fresh)}
    lost = {paragraph.style for paragraph in base.paragraphs if paragraph.style in there} - here.keys()
    for name, now, paragraphs in _standing(draft, base, styles, lost) if lost else ():
        renamed = next((style for style in here.values() if style.get(w("styleId")) == now), None)
        if renamed is None or styles.name(now) in there:  # LibreOffice takes another for a style that is missing
            reference = make("pStyle", val=there[name].get(w("styleId"), ""))
            StyleBook(fresh, draft).restyle(reference)
            for paragraph in paragraphs:
                _set_style(paragraph, val(reference))
        else:
            renamed.find(w("name")).set(w("val"), val(there[name].find(w("name"))))  # type: ignore[union-attr]


def _styles(parts: Package) -> list[Element]:
    return [style for root in parts.changed_trees(DOCUMENT, "styles") for style in root.iterfind(w("style"))]


def _standing(
    draft: Package, base: Base, styles: Styles, lost: set[str]
) -> Iterator[tuple[str, str, Sequence[Element]]]:
    """What was generated in styles that are lost and says the same: the style in which most of it stands, and what."""
    generated = grouped((squashed(visible_text(paragraph)), paragraph.style) for paragraph in base.paragraphs)
    found: dict[str, dict[str, list[Element]]] = {name: {} for name in lost}
    for paragraph in draft.tree(DOCUMENT).iter(w("p")):
        names, now = {*generated.get(squashed(shown_text(paragraph)), ())}, styles.style_id(paragraph)
        if len(names & lost) == 1 and styles.name(now) not in names - lost:
            found[(names & lost).pop()].setdefault(now, []).append(paragraph)
    for name, standing in found.items():
        if standing:
            yield name, *max(standing.items(), key=lambda entry: len(entry[1]))


def _set_style(paragraph: Element, style: str) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = make("pPr")
        insert_at_start(paragraph, properties)
    remove(*properties.iterfind(w("pStyle")))
    properties.insert(0, make("pStyle", val=style))
