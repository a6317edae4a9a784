"""A draft opened for review: its stories, styles and headings, and where in it an element stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.language import shortened
from reportgen.draft.base import Base
from reportgen.draft.locating import Places, locate
from reportgen.draft.review.points import LONGEST_QUOTE
from reportgen.draft.stored import read_base
from reportgen.office.package import DOCUMENT, Package
from reportgen.word import canonical
from reportgen.word.canonical import parts_of, read_stories, styles_of
from reportgen.word.forms import Paragraph, paragraphs_at, visible_text
from reportgen.word.references import Heading, headings
from reportgen.word.xml import COMPATIBILITY, Element, Styles, seen_words, shown_text, squashed, w

TITLE_PAGE, CONTENTS, HEADERS_FOOTERS = "Title page", "Contents", "Headers and footers"
_UNNUMBERED = 3  # levels of headings that count without a number too


class OpenDraft:
    """The parts of a draft as trees; `base` is what was generated."""

    def __init__(self, parts: Package, base: Base) -> None:
        self.parts = parts
        self.base = base
        self.styles: Styles = styles_of(parts)
        self._headers_footers = parts_of(parts, canonical.HEADERS_FOOTERS)
        names = (DOCUMENT, *self._headers_footers, *parts_of(parts, canonical.NOTES))
        self.roots: dict[str, Element] = {name: parts.tree(name) for name in names}

    @property
    def root(self) -> Element:
        """The root of the document itself."""
        return self.roots[DOCUMENT]

    @cached_property
    def is_stripped(self) -> bool:
        """True when a program took out what we stored, so that comments may have gone with it."""
        return read_base(self.parts) is None

    @cached_property
    def places(self) -> Places:
        """Where everything of the base stands."""
        return locate(read_stories(self.parts), self.base)

    def said(self, paragraph: Element) -> str:
        """What a paragraph says without blanks and without what its fields compute, as the base has it."""
        form = self._forms.get(paragraph)
        return squashed(shown_text(paragraph) if form is None else visible_text(form))

    def region_of(self, paragraph: Element) -> str:
        """The digest of the region that a paragraph stands in; empty where it stands in none, or in one not found."""
        return self._regions.get([paragraph, *paragraph.iterancestors(w("tbl"))][-1], "")

    @cached_property
    def _forms(self) -> dict[Element, Paragraph]:
        body = self.places.body
        paths = {element: path for path, element in body.elements.items() if element.tag == w("p")}
        blocks = ((number, placed.block) for number, placed in enumerate(body.blocks))
        forms = dict(pair for number, block in blocks for pair in paragraphs_at((number,), block))
        return {element: forms[path] for element, path in paths.items() if path in forms}

    @cached_property
    def _regions(self) -> dict[Element, str]:
        body, regions = self.places.body, self.places.regions.values()
        blocks = ((found.region.digest, block) for found in regions for block in (*found.blocks, *found.strays))
        return {body.blocks[block.number].element: digest for digest, block in blocks}

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the body in order."""
        body = self.root.find(w("body"))
        return [] if body is None else [heading for heading in headings(body, self.styles) if heading.title]

    def paragraphs(self) -> Iterator[Element]:
        """All paragraphs of all stories, those in tables and text boxes too, each once."""
        for root in self.roots.values():
            yield from (paragraph for paragraph in root.iter(w("p")) if not is_repeated(paragraph))

    def style(self, paragraph: Element) -> str:
        """The name of the style of a paragraph, in small letters."""
        return self.styles.name(self.styles.style_id(paragraph))

    # ------------------------------------------------------------------------------------------------------- where

    def place_of(self, element: Element) -> DocumentPlace:
        """Where an element of these trees stands, with the words by which a reader of the page finds it."""
        paragraph = paragraph_of(element)
        words = "" if paragraph is None else seen_words(paragraph, self.styles).strip() or shown_text(paragraph)
        return DocumentPlace(heading=self._chapter(element, paragraph), text=shortened(words, LONGEST_QUOTE))

    def _chapter(self, element: Element, paragraph: Element | None) -> str:
        root = element.getroottree().getroot()
        if root is not self.root:
            part = next((name for name, tree in self.roots.items() if tree is root), "")
            return HEADERS_FOOTERS if part in self._headers_footers else "Notes" if part else ""
        return self._chapters.get(element if paragraph is None else paragraph, "")

    @cached_property
    def _chapters(self) -> dict[Element, str]:
        """The heading above each paragraph; one that has no number and stands deep is no place to look for."""
        titles = {h.paragraph: h.line for h in self.headings if h.number or h.level < _UNNUMBERED}
        contents = self.styles.id_of("toc heading")
        now, found = TITLE_PAGE, {}
        for paragraph in self.root.iter(w("p")):
            if now == TITLE_PAGE and self.styles.style_id(paragraph) == contents:
                now = CONTENTS
            now = titles.get(paragraph, now)
            found[paragraph] = now
        return found


def paragraph_of(element: Element) -> Element | None:
    """The paragraph an element stands in, else the first in it or in its row or table."""
    outer = element if element.tag == w("p") else next(element.iterancestors(w("p")), None)
    if outer is not None:
        return outer
    holders = (element, *element.iterancestors(w("tc"), w("tr"), w("tbl")))
    return next((paragraph for holder in holders for paragraph in holder.iter(w("p"))), None)


def is_repeated(element: Element) -> bool:
    """True for what is said once more for older programs."""
    return next(element.iterancestors(f"{{{COMPATIBILITY}}}Fallback"), None) is not None
