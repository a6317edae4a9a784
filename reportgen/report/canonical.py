"""What a Word file says, in a form that saving without editing leaves alone, and a digest of it.

Kept: words, styles by name, lists, links, breaks, fields by what they are, pictures by their bytes, charts by their
words, figures and workbook, tables by their cells, comments, and any mark of a tracked change. Left out: whatever Word,
LibreOffice or python-docx rewrite on their own, such as how text is cut into runs, ids, bookmarks, results of fields,
fonts and sizes.

A block is a list: `["p", style, list, tokens]` or `["tbl", rows]`; a row is a list of `[span, merge, blocks]`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from reportgen.report.package import DOCUMENT, Parts, parse, related, relations
from reportgen.report.wordxml import (
    CHART,
    COMPATIBILITY,
    DRAWING,
    RELATIONS,
    Element,
    Styles,
    local,
    shown_text,
    val,
    w,
)

VERSION = "1"  # of this form: digests of different versions say nothing about each other

Block = list[Any]

_CHARACTERS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", "softHyphen": "\xad"}
_INSERTED, _DELETED = ("ins", "moveTo"), ("del", "moveFrom")
_TRANSPARENT = ("r", "sdt", "sdtContent", "smartTag", "customXml", "bdo", "dir")
_MAIL_OR_WEB = re.compile(r'\s*HYPERLINK\s+"([^"]*)"')
_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def content_digest(parts: Parts) -> str:
    """The digest of what a file says: body, headers, footers, notes and comments.

    Raises `NotAPackageError` when a part is not XML.
    """
    styles = _styles(parts)
    content = {
        "body": story_blocks(parts, DOCUMENT, styles),
        "edges": _stories(parts, styles, ("header", "footer")),
        "notes": _stories(parts, styles, ("footnotes", "endnotes")),
        "comments": _comments(parts),
    }
    form = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return f"{VERSION}-{hashlib.sha256(form.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _styles(parts: Parts) -> Styles:
    found = {kind: related(parts, DOCUMENT, kind) for kind in ("styles", "numbering")}
    style_part, numbering_part = ((parse(parts[names[0]]) if names else None) for names in found.values())
    return Styles(style_part if style_part is not None else parse(b"<none/>"), numbering_part)


def _stories(parts: Parts, styles: Styles, kinds: Iterable[str]) -> list[list[Block]]:
    """Headers, footers or notes that say something, each once: programs multiply and reorder them."""
    found = {}
    for kind in kinds:
        for name in related(parts, DOCUMENT, kind):
            blocks = [block for block in story_blocks(parts, name, styles) if not _is_empty(block)]
            if blocks:
                found[json.dumps(blocks, sort_keys=True)] = blocks
    return [found[key] for key in sorted(found)]


def _comments(parts: Parts) -> list[list[Any]]:
    """Who says what in the margin, and whether it is done, sorted: programs number comments anew."""
    done = _done(parts)
    found = []
    for name in related(parts, DOCUMENT, "comments"):
        for comment in parse(parts[name]).iterfind(w("comment")):
            paragraphs = list(comment.iter(w("p")))
            closed = any(p.get(f"{_WORD_2010}paraId") in done for p in paragraphs)
            text = "\n".join(normalize("NFC", shown_text(p)) for p in paragraphs)
            found.append([comment.get(w("author"), ""), text, closed])
    return sorted(found)


def _done(parts: Parts) -> set[str | None]:
    """The ids of the paragraphs of comments that were marked as done."""
    roots = (parse(parts[name]) for name in related(parts, DOCUMENT, "commentsExtended"))
    states = (state for root in roots for state in root.iterfind(f"{_WORD_2012}commentEx"))
    return {state.get(f"{_WORD_2012}paraId") for state in states if state.get(f"{_WORD_2012}done") in ("1", "true")}


def story_blocks(parts: Parts, name: str, styles: Styles) -> list[Block]:
    """The blocks of the body, or of a header, footer or notes part."""
    root = parse(parts[name])
    body = root.find(w("body"))
    return _Reader(parts, name, styles).blocks(root if body is None else body)


def _is_empty(block: Block) -> bool:
    return block[0] == "p" and not block[3]


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code, and whether its result has begun."""

    paragraph: Element
    code: str = ""
    is_link: bool = False  # its result is what the reader reads, not something Word computes


class _Reader:
    """Reads the blocks of one story; fields may run over several paragraphs."""

    def __init__(self, parts: Parts, name: str, styles: Styles) -> None:
        self._parts = parts
        self._relations = relations(parts, name)
        self._styles = styles
        self._fields: list[_Field] = []
        self._paragraph: Element
        self._tokens: list[Any] = []

    def blocks(self, parent: Element) -> list[Block]:
        """The blocks of a body, a cell, a note; content controls are looked through."""
        found: list[Block] = []
        for child in parent:
            name = local(child)
            if name == "p":
                block = self._read_paragraph(child)
                if block is not None:
                    found.append(block)
            elif name == "tbl":
                found.append(["tbl", [self._row(row) for row in _through(child, "tr")]])
            elif name in (*_TRANSPARENT, *_INSERTED, "footnote", "endnote", "txbxContent"):
                found.extend(self.blocks(child))
        return found

    def _row(self, row: Element) -> list[Any]:
        properties = row.find(w("trPr"))
        changed = properties is not None and any(properties.find(w(name)) is not None for name in ("ins", "del"))
        cells = [self._cell(cell) for cell in _through(row, "tc")]
        return [["rev"], *cells] if changed else cells

    def _cell(self, cell: Element) -> list[Any]:
        properties = cell.find(w("tcPr"))
        span = val(properties.find(w("gridSpan")), "1") if properties is not None else "1"
        merge = properties.find(w("vMerge")) if properties is not None else None
        return [int(span), "" if merge is None else val(merge, "continue"), self.blocks(cell)]

    def _read_paragraph(self, paragraph: Element) -> Block | None:
        """A paragraph; None when it is only a stretch of a field that runs over several, such as the contents."""
        outer = (self._paragraph, self._tokens) if hasattr(self, "_paragraph") else None
        within = bool(self._fields)
        self._paragraph, self._tokens = paragraph, []
        self._walk(paragraph)
        properties = paragraph.find(w("pPr"))
        if properties is not None and _is_changed(properties):
            self._tokens.append(["rev", "mark"])
        tokens = self._tokens
        if outer:
            self._paragraph, self._tokens = outer
        if not tokens and (within or self._fields or _ends_section(properties)):
            return None
        style = self._styles.name(self._styles.style_id(paragraph))
        return ["p", style, self._list(paragraph), tokens]

    def _list(self, paragraph: Element) -> list[Any] | None:
        place = self._styles.list_place(paragraph)
        level = self._styles.list_level(place) if place else None
        return [place[1], level.form] if place and level else None

    # ------------------------------------------------------------------------------------------- inside a paragraph

    def _walk(self, element: Element) -> None:
        for child in element:
            name = local(child)
            if name in ("fldChar", "instrText"):
                self._field(child, name)
            elif name in _TRANSPARENT:
                self._walk(child)
            elif name in _INSERTED:
                self._tokens.append(["rev", name])
                self._walk(child)
            elif name in _DELETED:
                self._tokens.append(["rev", name])
            elif not self._is_hidden:
                self._visible(child, name)

    @property
    def _is_hidden(self) -> bool:
        """True inside the code or the computed result of a field."""
        return any(not field.is_link for field in self._fields)

    def _field(self, element: Element, name: str) -> None:
        if name == "instrText":
            if self._fields:
                self._fields[-1].code += element.text or ""
            return
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(_Field(self._paragraph))
        elif kind == "separate" and self._fields:
            link = _MAIL_OR_WEB.match(self._fields[-1].code)
            if link:
                self._fields[-1].is_link = True
                self._tokens.append(["link", link.group(1)])
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            if not field.is_link and field.paragraph is self._paragraph and not self._is_hidden:
                self._tokens.append(["fld", _code(field.code)])

    def _visible(self, element: Element, name: str) -> None:
        if name == "t":
            self._say(normalize("NFC", element.text or ""))
        elif name in _CHARACTERS:
            self._say(_CHARACTERS[name])
        elif name == "br":
            kind = element.get(w("type"), "textWrapping")
            if kind == "textWrapping":
                self._say("\n")
            else:
                self._tokens.append(["br", kind])
        elif name == "sym":
            self._say(chr(int(element.get(w("char"), "fffd"), 16)))
        elif name == "fldSimple":
            self._tokens.append(["fld", _code(element.get(w("instr"), ""))])
        elif name == "hyperlink":
            self._tokens.append(["link", self._target(element)])
            self._walk(element)
        elif name == "AlternateContent":
            choice = element.find(f"{{{COMPATIBILITY}}}Choice")
            self._walk(element if choice is None else choice)
        elif name in ("drawing", "pict", "object"):
            self._tokens.append(self._picture(element))
        elif name in ("footnoteReference", "endnoteReference"):
            self._tokens.append(["note", name])

    def _say(self, text: str) -> None:
        if not text:
            return
        if self._tokens and self._tokens[-1][0] == "t":
            self._tokens[-1][1] += text
        else:
            self._tokens.append(["t", text])

    def _target(self, link: Element) -> str:
        relation = self._relations.get(link.get(f"{{{RELATIONS}}}id", ""))
        return relation.target if relation else "#" + link.get(w("anchor"), "")

    def _picture(self, element: Element) -> list[Any]:
        """A picture by its bytes, a chart by what it shows; any other drawing by the text in it."""
        blip = next(element.iter(f"{{{DRAWING}}}blip"), None)
        if blip is not None:
            relation = self._relations.get(blip.get(f"{{{RELATIONS}}}embed", ""))
            content = self._parts.get(relation.target, b"") if relation else b""
            return ["pic", hashlib.sha256(content).hexdigest()]
        chart = next(element.iter(f"{{{CHART}}}chart"), None)
        if chart is not None:
            relation = self._relations.get(chart.get(f"{{{RELATIONS}}}id", ""))
            return _chart(self._parts, relation.target if relation else "")
        boxes = [self.blocks(box) for box in element.iter(w("txbxContent"))]
        return ["obj", local(element), boxes[:1]]


def _chart(parts: Parts, name: str) -> list[Any]:
    """A chart by its words, by the values it shows and by its workbook: Word shows the values, people edit the cells.

    Where the values come from is left out, for LibreOffice names no cells.
    """
    if name not in parts:
        return ["chart"]
    root = parse(parts[name])
    words = "".join(run.text or "" for run in root.iter(f"{{{DRAWING}}}t"))
    series = [
        [_points(entry, kind) for kind in ("tx", "cat", "val", "xVal", "yVal")]
        for entry in root.iter(f"{{{CHART}}}ser")
    ]
    books = [hashlib.sha256(parts[book]).hexdigest() for book in related(parts, name, "package")]
    return ["chart", words, series, books]


def _points(series: Element, kind: str) -> list[list[str]]:
    """The names or values of a series by their places, without the empty ones."""
    values = (
        [point.get("idx", ""), normalize("NFC", point.findtext(f"{{{CHART}}}v", ""))]
        for part in series.iterfind(f"{{{CHART}}}{kind}")
        for point in part.iter(f"{{{CHART}}}pt")
    )
    return [value for value in values if value[1]]


def _through(parent: Element, wanted: str) -> Iterable[Element]:
    """Rows of a table or cells of a row, content controls looked through."""
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", *_INSERTED):
            yield from _through(child, wanted)


def _is_changed(properties: Element) -> bool:
    """True when the paragraph's end was inserted or deleted with changes tracked."""
    mark = properties.find(w("rPr"))
    return mark is not None and any(mark.find(w(name)) is not None for name in (*_INSERTED, *_DELETED))


def _ends_section(properties: Element | None) -> bool:
    return properties is not None and properties.find(w("sectPr")) is not None


def _code(code: str) -> str:
    """What a field is, without switches: programs add and drop them.

    >>> _code(' SEQ Table \\\\* ARABIC ')
    'SEQ Table'
    """
    name, *rest = [word for word in code.split()[:2] if word[:1] != "\\"] or [""]
    return " ".join((name.upper(), *rest))
