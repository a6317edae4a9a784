"""From filled template language to a finished Word file: order of the last steps, ids, settings, properties."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from reportgen.common.exceptions import TemplateError
from reportgen.office.package import Package
from reportgen.word.comments import place_comments
from reportgen.word.headers_footers import Render, fill_headers_footers
from reportgen.word.house_colours import paint
from reportgen.word.marks import is_anchor
from reportgen.word.references import contents_paragraphs, number_captions, resolve_references, write_contents
from reportgen.word.regions import drop_entries, mark_regions, mark_values
from reportgen.word.xml import PLACED_DRAWING, Element, Styles, local, make, remove, w, word_text
from reportgen.words.context import DocumentProperties, ReportContext

# what follows doNotAutoCompressPictures in a settings part: Word wants its settings in the schema's order
_LATER_SETTINGS = (
    "forceUpgrade",
    "captions",
    "readModeInkLockDown",
    "smartTagType",
    "schemaLibrary",
    "shapeDefaults",
    "doNotEmbedSmartTags",
    "decimalSymbol",
    "listSeparator",
    "docId",
    "chartTrackingRefBased",
)
_FIRST_BOOKMARK = 1


@dataclass(frozen=True, slots=True)
class Filled:
    """A finished report, and what can be found again in it."""

    parts: Package
    regions: tuple[str, ...]  # their ids, in order
    figures: tuple[str, ...]  # the names of those in sentences


def finish(document: Any, context: ReportContext, render: Render, template: str) -> Filled:
    """The finished report. `document` is python-docx's, its body filled; `render` fills headers and footers.

    Raises `TemplateError` naming `template` when what was filled is no sound document.
    """
    body = document.element.body
    styles = Styles(document.styles.element, _numbering(document))
    numbers = count(_FIRST_BOOKMARK)
    _require_end(body, template)
    _drop_empty_tables(body)
    _renumber_bookmarks(body, numbers)
    place_comments(document, body, template)
    figures: Counter[str] = Counter()
    mark_values(body, numbers, figures, template)
    number_captions(body)
    resolve_references(body, styles, numbers, template)
    regions = mark_regions(body, numbers, template, contents_paragraphs(body))
    write_contents(body, styles, numbers)
    fill_headers_footers(document, body, styles, render)
    for each in _headers_footers(document):
        mark_values(each, numbers, figures, template)
        drop_entries(each)
    _drop_empty_runs(body)
    _mend_cells(body)
    _let_first_rows_break(body)
    _renumber_controls(body)
    _renumber_drawings(body, *_headers_footers(document))
    _settle(document.settings.element)
    _describe(document.core_properties, context.properties)
    parts = _parts(document)
    paint(parts, context.colours)
    return Filled(parts, regions, tuple(figures))


def _numbering(document: Any) -> Element | None:
    """The list definitions; a template without lists has none."""
    kinds = (relation for relation in document.part.rels.values() if relation.reltype.endswith("/numbering"))
    return next((relation.target_part.element for relation in kinds), None)


def _headers_footers(document: Any) -> Iterator[Element]:
    """The headers and footers."""
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in ("header", "footer"):
            yield relation.target_part.element


def _parts(document: Any) -> Package:
    stream = io.BytesIO()
    document.save(stream)
    return Package.opened(stream.getvalue())


def _require_end(body: Element, template: str) -> None:
    """A torn template loses the end of the document without a word: notice it here."""
    if len(body) == 0 or local(body[-1]) != "sectPr":
        raise TemplateError(
            f"{template}: filling it lost the end of the document. A condition or loop begins inside a control, table "
            "or paragraph and ends outside it; begin and end belong side by side."
        )


def _drop_empty_tables(body: Element) -> None:
    """Tables whose rows all came from a list that is empty: Word refuses a table without rows."""
    for table in list(body.iter(w("tbl"))):
        if next(table.iter(w("tr")), None) is None:
            remove(table)


def _drop_empty_runs(body: Element) -> None:
    """Runs that came out without a word, such as those round a picture."""
    for run in list(body.iter(w("r"))):
        if all(local(child) == "rPr" or (local(child) == "t" and not child.text) for child in run):
            remove(run)


def _mend_cells(body: Element) -> None:
    """Word refuses a cell that does not end in a paragraph: one whose list came out empty gets an empty one."""
    for cell in body.iter(w("tc")):
        last = cell[-1] if len(cell) else None
        if last is None or local(last) != "p":
            cell.append(make("p"))


def _let_first_rows_break(body: Element) -> None:
    """The first row below a repeated head may break over pages.

    LibreOffice prints nothing of a table from its second row on, where only the first fits on the page but for the
    line below it, and must not break.
    """
    for table in body.iter(w("tbl")):
        rows = table.findall(w("tr"))
        heads = [row for row in rows if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None]
        if heads and len(rows) > len(heads) + 1:
            for mark in rows[len(heads)].findall(f"{w('trPr')}/{w('cantSplit')}"):
                remove(mark)


# --------------------------------------------------------------------------------------------------------- ids


def _renumber_bookmarks(body: Element, numbers: Any) -> None:
    """Loops copy the template's own bookmarks: every copy gets an id, and only the first keeps the name.

    A template that was a draft once holds anchors of that draft: they go.
    """
    renamed: dict[str, str] = {}
    names = set()
    for element in list(body.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        old = element.get(w("id"), "")
        if element.tag == w("bookmarkStart"):
            name = element.get(w("name"), "")
            renamed[old] = "" if name in names or is_anchor(name) else str(next(numbers))
            names.add(name)
        if renamed.get(old):
            element.set(w("id"), renamed[old])
        else:
            remove(element)


def _renumber_controls(body: Element) -> None:
    """Controls of the template that stay: Word drops those that share an id."""
    numbers = count(1001)
    for properties in body.iter(w("sdtPr")):
        identity = properties.find(w("id"))
        if identity is not None:
            identity.set(w("val"), str(next(numbers)))


def _renumber_drawings(*roots: Element) -> None:
    """Pictures and charts, in headers and footers too: no id may stand twice in the file."""
    numbers = count(1)
    for root in roots:
        for drawing in root.iter(f"{{{PLACED_DRAWING}}}docPr"):
            drawing.set("id", str(next(numbers)))


# ------------------------------------------------------------------------------------- settings and properties


def _settle(settings: Element) -> None:
    """Pictures stay as they are, for their bytes tell whether a person replaced them; nothing asks on opening."""
    for name in ("updateFields", "attachedTemplate"):
        for element in settings.findall(w(name)):
            settings.remove(element)
    if settings.find(w("doNotAutoCompressPictures")) is None:
        later = next((child for child in settings if local(child) in _LATER_SETTINGS), None)
        if later is None:
            settings.append(make("doNotAutoCompressPictures"))
        else:
            later.addprevious(make("doNotAutoCompressPictures"))


def _describe(core: Any, properties: DocumentProperties) -> None:
    """Title, author and language; no dates, for equal input gives equal bytes."""
    for name in ("title", "subject", "author", "keywords", "language"):
        setattr(core, name, word_text(getattr(properties, name)).replace("\n", " ")[:255])
    core.last_modified_by = core.author
    core.comments = ""
    element = core._element
    for child in list(element):
        if local(child) in ("created", "modified", "lastPrinted", "revision"):
            element.remove(child)
