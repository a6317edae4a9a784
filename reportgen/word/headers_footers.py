"""Headers and footers: every Word section gets those of its chapter, with the chapter's name in plain text.

Word could look the name up itself (STYLEREF), but LibreOffice does not, and a printed name must not depend on that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart

from reportgen.office.package import RELATIONS
from reportgen.word.xml import Element, Styles, local, make, shown_text, w

_REFERENCES = ("headerReference", "footerReference")
_ID = f"{{{RELATIONS}}}id"

Render = Callable[[Any, str], bytes]  # a header or footer part and a chapter's name -> the part filled


def fill_headers_footers(document: Any, body: Element, styles: Styles, render: Render) -> None:
    """Fill the header and footer of every section; a section without its own inherits, as in Word."""
    headers_footers = _HeadersFooters(document.part, render)
    current: dict[tuple[str, str], str] = {}  # (kind, "default" | "first" | "even") -> relationship id in the template
    for section, chapter in _chapters(body, styles):
        for reference in [child for child in section if local(child) in _REFERENCES]:
            current[local(reference), reference.get(w("type"), "default")] = reference.get(_ID, "")
            section.remove(reference)
        for number, ((kind, variant), source) in enumerate(current.items()):
            reference = make(kind, type=variant)
            reference.set(_ID, headers_footers.filled(source, chapter))
            section.insert(number, reference)
    headers_footers.drop_unused()


def _chapters(body: Element, styles: Styles) -> Iterator[tuple[Element, str]]:
    """Each section's properties with the name of the chapter it belongs to."""
    chapter = fresh = ""
    for block in body:
        if local(block) == "sectPr":
            yield block, fresh or chapter
        elif local(block) == "p":
            if not fresh and _names_a_chapter(block, styles):
                fresh = chapter = shown_text(block).strip()
            section = block.find(f"{w('pPr')}/{w('sectPr')}")
            if section is not None:
                yield section, fresh or chapter
                fresh = ""


def _names_a_chapter(paragraph: Element, styles: Styles) -> bool:
    level = styles.outline_level(paragraph)
    return (level is not None and level < 2) or styles.name(styles.style_id(paragraph)) == "toc heading"


class _HeadersFooters:
    """The filled headers and footers, one part for each text that differs."""

    def __init__(self, part: Any, render: Render) -> None:
        self._part = part
        self._render = render
        self._filled: dict[tuple[str, bytes], str] = {}
        self._chapters: dict[tuple[str, str], str] = {}

    def filled(self, source: str, chapter: str) -> str:
        """The relationship id of a header or footer of the template, filled for a chapter."""
        if (source, chapter) not in self._chapters:
            template_part = self._part.rels[source].target_part
            content = self._render(template_part, chapter)
            if (source, content) not in self._filled:
                self._filled[source, content] = self._add(self._part.rels[source], content)
            self._chapters[source, chapter] = self._filled[source, content]
        return self._chapters[source, chapter]

    def _add(self, relation: Any, content: bytes) -> str:
        """A new part beside the template's, with the same relationships, so that a logo comes along."""
        source = relation.target_part
        kind = relation.reltype.rpartition("/")[2]
        number = 1 + sum(relation.reltype.endswith(f"/{kind}") for relation in self._part.rels.values())
        name = PackURI(f"/word/{kind}-{number}.xml")
        part = XmlPart.load(name, source.content_type, content, source.package)
        for relation_id, inner in source.rels.items():
            part.rels.add_relationship(inner.reltype, inner._target, relation_id, inner.is_external)
        return str(self._part.relate_to(part, relation.reltype))

    def drop_unused(self) -> None:
        """Leave out the template's own headers and footers: they hold template language."""
        kept = set(self._filled.values())
        for relation_id, relation in list(self._part.rels.items()):
            if relation.reltype.rpartition("/")[2] in ("header", "footer") and relation_id not in kept:
                del self._part.rels[relation_id]
