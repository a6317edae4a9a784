"""Filling the Word template, ours or a firm's own, and finishing the document: order of the last steps, ids, settings.

The template decides the look, the context the words. docxtpl makes Word's XML readable for jinja and places pictures;
the sandbox keeps the template's language to reading; `finish` makes a sound Word file of the result.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import count
from math import ceil
from typing import Any, cast

from docx.opc.exceptions import PackageNotFoundError
from docx.opc.packuri import PackURI
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import parse_xml
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Template
from jinja2 import TemplateError as JinjaError
from lxml import etree
from markupsafe import Markup

from reportgen.common.exceptions import TemplateError
from reportgen.common.language import shortened
from reportgen.common.native_chart import NativeChart
from reportgen.office.package import Package, serialise
from reportgen.office.prefixes import PREFIXES, declare_on_root
from reportgen.template import prepared
from reportgen.template.carried import put_controls
from reportgen.template.native_charts import native_runs
from reportgen.template.origins import (
    DraftedTexts,
    drafted,
    drafted_paragraphs,
    drafted_texts,
    origins,
    require_no_prompt,
)
from reportgen.template.sandbox import BRACE, CODE_NAME, NEWLINE, TAB, Sandbox, UnknownNameError, compiled, guarded
from reportgen.word.bindings import loosened, renew_property_fields
from reportgen.word.comments import place_comments
from reportgen.word.contents import contents_paragraphs, write_contents
from reportgen.word.fields import contents_fields
from reportgen.word.headers_footers import Render, fill_headers_footers
from reportgen.word.house_colours import paint
from reportgen.word.marks import is_anchor
from reportgen.word.references import number_captions, resolve_references
from reportgen.word.regions import drop_entries, mark_regions, mark_values
from reportgen.word.xml import (
    PLACED_DRAWING,
    WORD,
    XML_SPACE,
    Element,
    Styles,
    first,
    local,
    make,
    remove,
    shown_text,
    w,
    word_text,
)
from reportgen.words.context import DocumentProperties, Picture, ReportContext

LONG_ROW = 30  # lines: half a page
LETTER_TWIPS = 90  # the width of a letter in a table, on average
PAGE_TWIPS = 9000  # of a cell that names no width
_EMPTY_RUNS: Any = etree.XPath(
    "descendant::w:r[not(w:t/text() or *[not(self::w:rPr or self::w:t)])]", namespaces={"w": WORD}
)
_CELLS_OF_LINES: Any = etree.XPath(  # which may have more than so many, in rows that must not break
    "descendant::w:tr[w:trPr/w:cantSplit]/w:tc[string-length(.) + count(descendant::*) > $lines]",
    namespaces={"w": WORD},
)
CHAPTER = "chapter"  # the name of the chapter, in headers and footers
_CHANGES = ("ins", "del", "moveFrom", "moveTo")
_LEFTOVER = re.compile(r"\{[{%#]")
_STRIPPED = re.compile(r"<[^>]*>")
_LINE = re.compile(r"<w:p([ >])")
_LANGUAGE_ERRORS = (  # what a template can bring about while it is compiled and filled, beside what jinja knows
    JinjaError, UnknownNameError, RecursionError, SyntaxError, MemoryError, TypeError, ValueError, ArithmeticError,
)  # fmt: skip


def fill(
    template: Package,
    file: str,
    context: ReportContext,
    native: Mapping[str, NativeChart] | None = None,
    say: Callable[[str], str] = str,
) -> Filled:
    """The report; `native` holds the charts to be placed instead of the pictures of the same name.

    `say` puts the template's own prose, without its language, into the words of a question set.

    Raises `TemplateError` naming the template's `file`, place and name when it cannot be filled: an unknown name (with
    the nearest one), broken or forbidden template language.
    """
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    filler = _Filler(template, file, names, native or {}, say)
    return finish(filler.document, filler.filled_document(), context, filler.fill_edge, file)


def prepared_text(template: Package, file: str) -> str:
    """What `prepared` keeps of a template: the code that fills its text. Raises `TemplateError` as `fill` does."""
    opened = _open(loosened(template), file)
    xml = opened.get_part_xml(opened.docx.part)
    return prepared.kept_text(xml, jinja_source(xml), frozenset(field.name for field in fields(ReportContext)))


class _DescribedPicture(InlineImage):  # type: ignore[misc]  # docxtpl has no types
    """A picture with its alternative text, which docxtpl leaves out."""

    def __init__(self, tpl: DocxTemplate, picture: Picture) -> None:
        super().__init__(tpl, io.BytesIO(picture.png), width=Mm(picture.width_mm))
        self._picture = picture

    def __html__(self) -> str:
        """The run that shows it, closing and opening the text run it stands in."""
        inline = self.tpl.current_rendering_part.new_pic_inline(self.image_descriptor, self.width, None)
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("name", guarded(word_text(self._picture.name)))
        inline.docPr.set("descr", guarded(word_text(self._picture.alt)))
        drawing = f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"
        return f'</w:t></w:r>{drawing}<w:r><w:t xml:space="preserve">'


class _Filler:
    """One filling of one template."""

    def __init__(
        self,
        template: Package,
        file: str,
        names: Mapping[str, Any],
        native: Mapping[str, NativeChart],
        say: Callable[[str], str],
    ) -> None:
        self._file = file
        self._names = names
        self._native = native
        self._docx = _open(loosened(template), file)
        self._sandbox = Sandbox(self._as_xml, origins(names.values()), say)
        self._templates: dict[Any, tuple[str, Template]] = {}  # the XML of a part, and what fills it

    @property
    def document(self) -> Any:
        """The document, as python-docx knows it."""
        return self._docx.docx

    def _as_xml(self, value: Any) -> Markup | None:
        if not isinstance(value, Picture):
            return None
        native = self._native.get(value.name)
        if native is not None:
            runs = native_runs(self._docx.current_rendering_part, native)
            return Markup(f'</w:t></w:r>{runs}<w:r><w:t xml:space="preserve">')
        return Markup(_DescribedPicture(self._docx, value).__html__())

    def filled_document(self) -> Element:
        """The document, filled, as a tree of its own: moved into the template's, all of it would be gone through."""
        self._require_settled()
        return self._fill(self.document.part, self._names)

    def _require_settled(self) -> None:
        """Nothing of the template's own making may reach a client: no comment, no tracked change, no open note."""
        name = self._file
        if next(self.document.element.iter(*(w(change) for change in _CHANGES)), None) is not None:
            raise TemplateError(f"{name}: the template holds tracked changes. Accept or reject them in Word first.")
        for relation in self.document.part.rels.values():
            kind = relation.reltype.rpartition("/")[2]
            if kind == "comments" and b"<w:comment " in relation.target_part.blob:
                raise TemplateError(f"{name}: the template holds comments, which would reach the client. Delete them.")
            if kind in ("footnotes", "endnotes") and _LEFTOVER.search(relation.target_part.blob.decode("utf-8")):
                raise TemplateError(f"{name}: template language in {kind} is not filled. Move it into the text.")

    def fill_edge(self, part: Any, chapter: str) -> bytes:
        """A header or footer, filled for a chapter."""
        filled = self._fill(part, {**self._names, CHAPTER: chapter})
        return bytes(etree.tostring(filled, encoding="UTF-8", xml_declaration=True, standalone=True))

    def _fill(self, part: Any, names: Mapping[str, Any]) -> Element:
        """A part of the template with its language carried out, as a tree."""
        if part not in self._templates:
            xml = self._docx.get_part_xml(part)
            with self._faults(xml):
                code = prepared.ready_code(xml) or compiled(jinja_source(xml), frozenset(names))
            self._templates[part] = xml, Template.from_code(self._sandbox, code, {})
        xml, template = self._templates[part]
        self._docx.current_rendering_part = part
        with self._faults(xml):
            text = template.render(names)
        return self._tree(text.replace("\n<w:p", "<w:p"))

    @contextmanager
    def _faults(self, xml: str) -> Iterator[None]:
        """Turn what goes wrong in the language of a part into a sentence that names the template and the place."""
        try:
            yield
        except _LANGUAGE_ERRORS as error:
            raise TemplateError(f"{self._file}: {_reason(error)}{_place(error, jinja_source(xml))}.") from error

    def _tree(self, text: str) -> Element:
        """The filled XML as a tree. Raises `TemplateError` when it is torn or holds language not carried out."""
        leftover = _LEFTOVER.search(text)
        if leftover:
            around = _words(text[leftover.start() : leftover.start() + 300])
            raise TemplateError(f"{self._file}: this template language was not carried out: {around}.")
        try:
            tree: Element = parse_xml(text.replace(BRACE, "{"))
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                f"{self._file}: filling it tears the document apart ({error}). A condition or loop begins "
                "inside a control, table or paragraph and ends outside it; begin and end belong side by side."
            ) from error
        if NEWLINE in text or TAB in text:
            _set_breaks(tree)
        put_controls(tree)
        return tree


@lru_cache(maxsize=32)
def jinja_source(xml: str) -> str:
    """A part of a template as jinja can read it, without what Word puts into its language; a line for a paragraph."""
    return _LINE.sub(r"\n<w:p\1", DocxTemplate.patch_xml(None, xml))  # it asks nothing of the document


def _open(template: Package, file: str) -> DocxTemplate:
    """The template, opened. Raises `TemplateError` when python-docx cannot read it."""
    filler = DocxTemplate(io.BytesIO(template.for_libraries()))
    try:
        filler.render_init()
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateError(
            f"{file}: this is not a Word document (.docx) that can be filled ({str(error).rstrip('.')})."
        ) from error
    return filler


def _reason(error: Exception) -> str:
    """What went wrong in the template's language, as a clause."""
    if isinstance(error, RecursionError | SyntaxError | MemoryError):
        return "its loops, conditions or brackets stand too deep inside each other"
    return str(getattr(error, "message", None) or error).rstrip(".")


def _place(error: BaseException, source: str) -> str:
    """Where in the template an error arose, as the text that stands there; empty when that is not known."""
    line = getattr(error, "lineno", None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == CODE_NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    lines = source.splitlines()
    words = _words(lines[line - 1]) if line and line <= len(lines) else ""
    return f", near: {words}" if words else ""


def _words(xml: str) -> str:
    """The readable part of some XML, shortened."""
    return shortened(_STRIPPED.sub(" ", xml), 100)


def _set_breaks(tree: Element) -> None:
    """Line breaks and tabs of values: elements of their own in text, spaces where XML holds no line."""
    for element in list(tree.iter()):
        for name, value in element.attrib.items():
            if _on_one_line(str(value)) != value:
                element.set(name, _on_one_line(str(value)))
    for element in list(tree.iter(w("t"), w("instrText"))):
        text = element.text or ""
        if _on_one_line(text) == text:
            continue
        if element.tag == w("t"):
            _break_up(element, text)
        else:
            element.text = _on_one_line(text)


def _on_one_line(text: str) -> str:
    return text.replace(NEWLINE, " ").replace(TAB, " ")


def _break_up(element: Element, text: str) -> None:
    """Put breaks and tabs between the pieces of a text."""
    pieces = re.split(f"([{NEWLINE}{TAB}])", text)
    element.text = pieces[0]
    last = element
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        between, after = make("br" if sign == NEWLINE else "tab"), make("t")
        after.text = piece
        for new in (element, after):
            new.set(XML_SPACE, "preserve")
        last.addnext(between)
        between.addnext(after)
        last = after


# --------------------------------------------------------------------------------------- finished into a sound document

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
    drafted: DraftedTexts


def finish(document: Any, filled: Element, context: ReportContext, render: Render, template: str) -> Filled:
    """The finished report. `document` is the template as python-docx knows it, `filled` its text; `render` fills
    headers and footers.

    Raises `TemplateError` naming `template` when what was filled is no sound document.
    """
    body = next(filled.iterchildren(w("body")))
    styles = Styles(document.styles.element, _numbering(document))
    numbers = count(_FIRST_BOOKMARK)
    _require_end(body, template)
    _drop_empty_tables(body)
    _renumber_bookmarks(body, numbers)
    place_comments(document, body, template)
    words = drafted(context)
    require_no_prompt(body, words, template)
    figures: Counter[str] = Counter()
    mark_values(body, numbers, figures, template)
    number_captions(body)
    resolve_references(body, styles, numbers, template)
    paragraphs = drafted_paragraphs(body)
    contents = contents_fields(body)
    regions = mark_regions(body, numbers, template, contents_paragraphs(contents))
    texts = drafted_texts(paragraphs, words)
    write_contents(body, contents, styles, numbers)
    fill_headers_footers(document, body, styles, render)
    for each in _headers_footers(document):
        mark_values(each, numbers, figures, template)
        drop_entries(each)
    _drop_empty_runs(body)
    _mend_cells(body)
    _let_first_rows_break(body)
    _let_long_rows_break(body)
    _renumber_controls(body)
    _renumber_drawings(body, *_headers_footers(document))
    _settle(document.settings.element)
    core = document.core_properties._element
    _describe(core, context.properties)
    for root in (filled, core, *_headers_footers(document)):
        declare_on_root(root)
    parts = _parts(document)
    parts[document.part.partname.membername] = serialise(filled)
    paint(parts, context.colours)
    renew_property_fields(parts)
    return Filled(parts, regions, tuple(figures), texts)


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
    """What python-docx saves, without the zip file round it."""
    package, saved, writer = document.part.package, _Saved({}), cast("Any", PackageWriter)
    for part in package.parts:
        part.before_marshal()
    writer._write_content_types_stream(saved, package.parts)
    writer._write_pkg_rels(saved, package.rels)
    writer._write_parts(saved, package.parts)
    return Package(saved.parts)


@dataclass(frozen=True, slots=True)
class _Saved:
    """What python-docx writes its parts to."""

    parts: dict[str, bytes]

    def write(self, uri: PackURI, content: bytes) -> None:
        """Take a part."""
        self.parts[uri.membername] = content


def _require_end(body: Element, template: str) -> None:
    """A torn template loses the end of the document without a word: notice it here."""
    if len(body) == 0 or local(body[-1]) != "sectPr":
        raise TemplateError(
            f"{template}: filling it lost the end of the document. A condition or loop begins inside a control, table "
            "or paragraph and ends outside it; begin and end belong side by side."
        )


def _drop_empty_tables(body: Element) -> None:
    """Tables whose rows all came from a list that is empty: Word refuses a table without rows."""
    remove(*(table for table in body.iter(w("tbl")) if next(table.iter(w("tr")), None) is None))


def _drop_empty_runs(body: Element) -> None:
    """Runs that came out without a word, such as those round a picture."""
    remove(*_EMPTY_RUNS(body))


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
            remove(*rows[len(heads)].iterfind(f"{w('trPr')}/{w('cantSplit')}"))


def _let_long_rows_break(body: Element) -> None:
    """A row that fills more than half a page or so may break over pages: whole, it leaves the page before it empty."""
    for cell in _CELLS_OF_LINES(body, lines=LONG_ROW):
        if _lines(cell) > LONG_ROW:
            remove(*cell.getparent().iterfind(f"{w('trPr')}/{w('cantSplit')}"))


def _lines(cell: Element) -> int:
    """How many lines the words of a cell fill, about; never more than it has letters, tabs and breaks."""
    properties = first(cell, "tcPr")
    width = None if properties is None else first(properties, "tcW")
    twips = int(width.get(w("w"), "0")) if width is not None and width.get(w("type")) == "dxa" else 0
    letters = (twips or PAGE_TWIPS) // LETTER_TWIPS or 1
    return sum(ceil(len(shown_text(paragraph)) / letters) for paragraph in cell.iter(w("p")))


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
    remove(*(element for name in ("updateFields", "attachedTemplate") for element in settings.iterfind(w(name))))
    if settings.find(w("doNotAutoCompressPictures")) is None:
        later = next((child for child in settings if local(child) in _LATER_SETTINGS), None)
        if later is None:
            settings.append(make("doNotAutoCompressPictures"))
        else:
            later.addprevious(make("doNotAutoCompressPictures"))


# the words of python-docx for them would hang on its table of prefixes, which others change
_CORE, _DUBLIN_CORE = PREFIXES["cp"], PREFIXES["dc"]
_DESCRIBED = {
    f"{{{_DUBLIN_CORE}}}title": "title",
    f"{{{_DUBLIN_CORE}}}creator": "author",
    f"{{{_DUBLIN_CORE}}}language": "language",
    f"{{{_DUBLIN_CORE}}}subject": "subject",
    f"{{{_CORE}}}keywords": "keywords",
    f"{{{_CORE}}}lastModifiedBy": "author",
}
_OF_THE_TEMPLATE = ("created", "modified", "lastPrinted", "revision", "description")


def _describe(core: Element, properties: DocumentProperties) -> None:
    """Title, author and language; no dates, for equal input gives equal bytes."""
    remove(*(child for child in core if child.tag in _DESCRIBED or local(child) in _OF_THE_TEMPLATE))
    for tag, name in _DESCRIBED.items():
        etree.SubElement(core, tag).text = word_text(getattr(properties, name)).replace("\n", " ")[:255]
