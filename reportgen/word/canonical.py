"""Reading a Word file into forms that saving without editing leaves alone, and the digests of a whole file.

Kept: words, styles by name, lists, links, breaks, fields by what they are, pictures by their bytes, charts by their
words, numbers and workbook, tables by their cells, any mark of a tracked change, and how all of it looks. Left out:
whatever Word or python-docx rewrite on their own, such as how text is cut into runs, ids, and results of fields.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import count
from operator import attrgetter
from typing import Any
from unicodedata import normalize

from reportgen.office.package import DOCUMENT, RELATIONS, Package, parse
from reportgen.word.comments import MARKS as COMMENT_MARKS
from reportgen.word.comments import RANGE_START, is_suggestion, read_comments
from reportgen.word.fields import is_typed
from reportgen.word.forms import (
    Block,
    Cell,
    Paragraph,
    Path,
    Row,
    Table,
    Text,
    Thing,
    Token,
    Value,
    is_empty,
    paragraphs_in,
    words_of,
)
from reportgen.word.looks import (
    cell_looks,
    chart_looks,
    drawing_looks,
    paragraph_looks,
    row_looks,
    run_looks,
    section_looks,
    settings_of_style,
    style_looks,
    table_looks,
    theme_looks,
)
from reportgen.word.marks import block_key, is_block_number, is_row_key, value_mark
from reportgen.word.xml import (
    CHART,
    COMPATIBILITY,
    DRAWING,
    PLACED_DRAWING,
    Element,
    Styles,
    by_tag,
    first,
    hexadecimal,
    local,
    shown_text,
    val,
    w,
    whole_number,
)

VERSION = "2"  # of these forms: digests of different versions say nothing about each other

_CHARACTERS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", "softHyphen": "\xad"}
_INSERTED, _DELETED = ("ins", "moveTo"), ("del", "moveFrom")
HEADERS_FOOTERS, NOTES = ("header", "footer"), ("footnotes", "endnotes")
_TRANSPARENT = ("sdt", "sdtContent", "smartTag", "customXml", "bdo", "dir")
BLOCK_CONTAINERS = (*_TRANSPARENT, *_INSERTED, "r", "footnote", "endnote", "txbxContent")  # what blocks may stand in
_MAIL_OR_WEB = re.compile(r'\s*HYPERLINK\s+"([^"]*)"')


# ------------------------------------------------------------------------------------------------------ the stories


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block and where it stands."""

    element: Element  # the paragraph or table
    block: Block


@dataclass(frozen=True, slots=True)
class Anchored:
    """A value whose bookmark is still there."""

    mark: str  # "_rgv_0a1b2c3d4e_1"
    text: str
    start: Element  # where its bookmark begins
    path: Path | None  # of the paragraph it stands in; None where that says nothing of its own


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture or chart."""

    name: str  # as the file calls it; other programs give names of their own
    shown: str  # the digest that stands for it in its block
    bare: str = ""  # of a chart: the digest that stands for it once a program has dropped its workbook


@dataclass(frozen=True, slots=True)
class Story:
    """The body, a header or a footer of a file, read."""

    part: str
    root: Element
    blocks: tuple[PlacedBlock, ...]
    values: tuple[Anchored, ...]
    drawings: tuple[Drawn, ...]
    elements: Mapping[Path, Element]  # of blocks, of the rows and cells in them, and of the blocks in those

    @property
    def forms(self) -> tuple[Block, ...]:
        """What was read of its blocks."""
        return tuple(placed.block for placed in self.blocks)


@dataclass(frozen=True, slots=True)
class Stories:
    """What a file says, read once for all who ask."""

    package: Package
    styles: Styles
    body: Story
    headers_footers: tuple[Story, ...]
    notes: tuple[Story, ...]


def read_stories(package: Package) -> Stories:
    """All stories of a file, with the elements that their blocks stand for. Raises `DamagedPartError`."""
    styles = styles_of(package)
    body, headers_footers, notes = (
        tuple(_read_story(package, name, styles) for name in names)
        for names in ([DOCUMENT], parts_of(package, HEADERS_FOOTERS), parts_of(package, NOTES))
    )
    return Stories(package, styles, body[0], headers_footers, notes)


def parts_of(parts: Package, kinds: Iterable[str]) -> list[str]:
    """The names of the parts of these kinds that the document refers to, each once."""
    return list(dict.fromkeys(name for kind in kinds for name in parts.related(DOCUMENT, kind)))


def _read_story(parts: Package, name: str, styles: Styles) -> Story:
    root = parts.tree(name)
    body = root.find(w("body"))
    reader = _Reader(parts, name, styles)
    found = tuple(reader.placed(root if body is None else body, ()))
    paths = {element: path for path, element in reader.elements.items()}
    values = (
        Anchored(value.mark, words_of(value.tokens), start, part_path(start, paths)) for value, start in reader.values
    )
    return Story(name, root, found, tuple(values), tuple(reader.drawings), reader.elements)


def part_path(element: Element, paths: Mapping[Element, Path]) -> Path | None:
    """The path of the innermost part that an element stands in."""
    return next((paths[outer] for outer in element.iterancestors() if outer in paths), None)


def styles_of(parts: Package) -> Styles:
    """The styles and lists of a file."""
    found = {kind: parts.related(DOCUMENT, kind) for kind in ("styles", "numbering")}
    style_part, numbering_part = ((parts.tree(names[0]) if names else None) for names in found.values())
    return Styles(style_part if style_part is not None else parse(b"<none/>"), numbering_part)


# ------------------------------------------------------------------------------------------------- digests of a file


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file says, and what it says and looks like, as two digests."""

    content: str
    full: str


def fingerprint(stories: Stories) -> Fingerprint:
    """The digests of a file: body, headers, footers, notes and comments. Raises `DamagedPartError`."""
    package, body = stories.package, stories.body
    others = (*stories.headers_footers, *stories.notes)
    comments = _comments(package)
    content = [[place.block.content for place in body.blocks], _once(others, attrgetter("content")), comments]
    full = [
        [place.block.full for place in body.blocks],
        _once(others, attrgetter("full")),
        comments,
        style_looks(stories.styles, _used_styles([body, *others])),
        [section_looks(section) for section in body.root.iter(w("sectPr"))],
        [theme_looks(package.tree(name)) for name in package.related(DOCUMENT, "theme")],
    ]
    return Fingerprint(_digest(content), _digest(full))


def _digest(form: list[Any]) -> str:
    text = json.dumps(form, ensure_ascii=False, sort_keys=True)
    return f"{VERSION}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _once(stories: Iterable[Story], digest: Callable[[Block], str]) -> list[tuple[str, ...]]:
    """The digests of stories that say something, each once and sorted: programs multiply and reorder them."""
    said = (tuple(digest(place.block) for place in story.blocks if not is_empty(place.block)) for story in stories)
    return sorted({digests for digests in said if digests})


def _used_styles(stories: Iterable[Story]) -> list[str]:
    used = {val(e) for story in stories for e in story.root.iter(w("pStyle"), w("rStyle"), w("tblStyle"))}
    return sorted(used)


def _comments(parts: Package) -> list[list[Any]]:
    """Who comments what, and whether it is done, sorted: programs number comments anew."""
    found = read_comments(parts)
    texts = ("\n".join(normalize("NFC", shown_text(p)) for p in comment.element.iter(w("p"))) for comment in found)
    return sorted([comment.author, text, comment.is_done] for comment, text in zip(found, texts, strict=True))


def _asking(parts: Package) -> frozenset[str]:
    """The ids of our comments that ask for a suggestion to be confirmed, and are open."""
    return frozenset(c.number for c in read_comments(parts) if is_suggestion(c.element) and not c.is_done)


# ----------------------------------------------------------------------------------------------------------- reading


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code, and whether its result has begun."""

    paragraph: Element
    code: str = ""
    is_words: bool = False  # its result is what the reader reads, not something Word computes


@dataclass(slots=True)
class _Draft:
    """A paragraph while it is read."""

    element: Element
    tokens: list[Token] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    suggested: dict[str, None] = field(default_factory=dict)  # the ids of our open comments on it
    start: Element | None = None  # of the value that has begun; one inside another is none of ours
    inside: list[Text | Thing] = field(default_factory=list)  # what that value says so far

    def add(self, token: Text | Thing) -> None:
        """Add what is read next; words go on with words of the same look."""
        tokens: list[Any] = self.tokens if self.start is None else self.inside
        last = tokens[-1] if tokens else None
        if isinstance(token, Text) and isinstance(last, Text) and last.looks == token.looks:
            tokens[-1] = Text(last.text + token.text, token.looks)
        else:
            tokens.append(token)

    def end_value(self) -> tuple[Value, Element] | None:
        """End the value that has begun."""
        if self.start is None:
            return None
        value, start = Value(value_mark(self.start.get(w("name"), "")) or "", tuple(self.inside)), self.start
        self.tokens.append(value)
        self.start, self.inside = None, []
        return value, start


class _Reader:
    """Reads the blocks of one story; fields may run over several paragraphs."""

    def __init__(self, parts: Package, name: str, styles: Styles) -> None:
        self.values: list[tuple[Value, Element]] = []
        self.drawings: list[Drawn] = []
        self.elements: dict[Path, Element] = {}
        self._parts = parts
        self._relations = parts.relations(name)
        self._styles = styles
        self._fields: list[_Field] = []
        self._set = partial(_set, styles, cache(partial(settings_of_style, styles)))
        self._plain = cache(partial(self._set, {}))
        self._waiting: list[Element] = []  # bookmarks that begin between paragraphs belong to the next one
        self._asking = _asking(parts) if name == DOCUMENT else frozenset()
        self._asked: dict[str, None] = {}  # the comments of these that have begun
        self._now = _Draft(parse(b"<none/>"))

    def placed(self, parent: Element, path: Path | None) -> Iterator[PlacedBlock]:
        """The blocks of a body, a cell, a note; content controls are looked through.

        `path` is that of the parent; what stands in a drawing has none.
        """
        return self._placed(parent, path, count())

    def _placed(self, parent: Element, path: Path | None, numbers: Iterator[int]) -> Iterator[PlacedBlock]:
        for child in parent:
            name = local(child)
            if name == "p":
                block = self._paragraph(child)
                if block is not None:
                    self._address(child, path, next(numbers))
                    yield PlacedBlock(child, block)
            elif name == "tbl":
                yield PlacedBlock(child, self._table(child, self._address(child, path, next(numbers))))
            elif name == "bookmarkStart":
                self._waiting.append(child)
            elif child.tag in COMMENT_MARKS:
                self._comment(child)
            elif name in BLOCK_CONTAINERS:
                yield from self._placed(child, path, numbers)

    def _address(self, element: Element, path: Path | None, number: int) -> Path | None:
        """The path of a part of what has a path."""
        if path is None:
            return None
        self.elements[*path, number] = element
        return *path, number

    def _table(self, table: Element, path: Path | None) -> Table:
        rows = tuple(
            self._row(row, self._address(row, path, number)) for number, row in enumerate(self._through(table, "tr"))
        )
        inside = (block for row in rows for cell in row.cells for block in cell.blocks)
        keys = (key for block in inside for paragraph in paragraphs_in(block) for key in paragraph.keys)
        own = tuple(key for key in keys if is_block_number(key))
        return Table(rows, table_looks(table, self._styles), own)

    def _row(self, row: Element, path: Path | None) -> Row:
        said = by_tag(first(row, "trPr"))
        cells = tuple(
            self._cell(cell, self._address(cell, path, number)) for number, cell in enumerate(self._through(row, "tc"))
        )
        paragraphs = (block for cell in cells for block in cell.blocks if isinstance(block, Paragraph))
        keys = tuple(key for paragraph in paragraphs for key in paragraph.keys if is_row_key(key))
        return Row(cells, row_looks(row), w("ins") in said or w("del") in said, keys)

    def _cell(self, cell: Element, path: Path | None) -> Cell:
        said = by_tag(first(cell, "tcPr"))
        merge = said.get(w("vMerge"))
        blocks = tuple(place.block for place in self.placed(cell, path))
        return Cell(
            blocks,
            whole_number(val(said.get(w("gridSpan"))), 1),
            "" if merge is None else val(merge, "continue"),
            cell_looks(said),
        )

    def _through(self, parent: Element, wanted: str) -> Iterator[Element]:
        """Rows of a table or cells of a row, content controls looked through."""
        for child in parent:
            name = local(child)
            if name == wanted:
                yield child
            elif name == "bookmarkStart":
                self._waiting.append(child)
            elif name in ("sdt", "sdtContent", "customXml", *_INSERTED):
                yield from self._through(child, wanted)

    def _paragraph(self, paragraph: Element) -> Paragraph | None:
        """A paragraph; None when it is only a stretch of a field that runs over several, such as the contents."""
        outer, within = self._now, bool(self._fields)
        now = self._now = _Draft(paragraph, suggested=dict(self._asked))
        waiting, self._waiting = self._waiting, []
        for bookmark in waiting:
            self._bookmark(bookmark)
        self._walk(paragraph, "")
        self._end_value()
        said = by_tag(first(paragraph, "pPr"))
        if _is_changed(said):
            now.add(Thing("change", "mark"))
        self._now = outer
        if not now.tokens and (within or self._fields or w("sectPr") in said):
            return None
        style_id = self._styles.style_said(said)
        is_plain = all(tag == w("pStyle") for tag in said)  # most are, and of few styles
        style, numbering, looks = self._plain(style_id) if is_plain else self._set(said, style_id)
        return Paragraph(style, numbering, tuple(now.tokens), looks, tuple(now.keys), tuple(now.suggested))

    # ------------------------------------------------------------------------------------------- inside a paragraph

    def _walk(self, element: Element, looks: str) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self._walk(child, run_looks(first(child, "rPr"), self._styles))
            elif name in ("fldChar", "instrText"):
                self._field(child, name)
            elif name in _TRANSPARENT:
                self._walk(child, looks)
            elif name in _INSERTED:
                self._now.add(Thing("change", name))
                self._walk(child, looks)
            elif name in _DELETED:
                self._now.add(Thing("change", name))
            elif name == "bookmarkStart":
                self._bookmark(child)
            elif child.tag in COMMENT_MARKS:
                self._comment(child)
            elif name == "bookmarkEnd":
                start = self._now.start
                if start is not None and start.get(w("id")) == child.get(w("id")):
                    self._end_value()
            elif not self._is_hidden:
                self._visible(child, name, looks)

    def _bookmark(self, start: Element) -> None:
        name = start.get(w("name"), "")
        key = block_key(name)
        if key:
            self._now.keys.append(key)
        elif self._now.start is None and value_mark(name):
            self._now.start = start

    def _comment(self, mark: Element) -> None:
        """Where a comment that asks for confirmation begins, ends or, where a program kept no more, is."""
        number = mark.get(w("id"), "")
        if number in self._asking:
            self._now.suggested[number] = None
            if mark.tag == RANGE_START:
                self._asked[number] = None
            else:
                self._asked.pop(number, None)

    def _end_value(self) -> None:
        ended = self._now.end_value()
        if ended:
            self.values.append(ended)

    @property
    def _is_hidden(self) -> bool:
        """True inside the code or the computed result of a field."""
        return bool(self._fields) and any(not field.is_words for field in self._fields)

    def _field(self, element: Element, name: str) -> None:
        if name == "instrText":
            if self._fields:
                self._fields[-1].code += element.text or ""
            return
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(_Field(self._now.element))
        elif kind == "separate" and self._fields:
            link = _MAIL_OR_WEB.match(self._fields[-1].code)
            if link:
                self._fields[-1].is_words = True
                self._now.add(Thing("link", link.group(1)))
            elif is_typed(self._fields[-1].code):
                self._fields[-1].is_words = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.is_words and ended.paragraph is self._now.element and not self._is_hidden:
                self._now.add(Thing("field", _code(ended.code)))

    def _visible(self, element: Element, name: str, looks: str) -> None:
        if name == "t":
            self._say(element.text or "", looks)
        elif name in _CHARACTERS:
            self._say(_CHARACTERS[name], looks)
        elif name == "br":
            kind = element.get(w("type"), "textWrapping")
            if kind == "textWrapping":
                self._say("\n", looks)
            else:
                self._now.add(Thing("break", kind))
        elif name == "sym":
            self._say(chr(hexadecimal(element.get(w("char"), ""), 0xFFFD)), looks)
        elif name == "fldSimple":
            self._now.add(Thing("field", _code(element.get(w("instr"), ""))))
        elif name == "hyperlink":
            self._now.add(Thing("link", self._target(element)))
            self._walk(element, looks)
        elif name == "AlternateContent":
            choice = element.find(f"{{{COMPATIBILITY}}}Choice")
            self._walk(element if choice is None else choice, looks)
        elif name in ("drawing", "pict", "object"):
            named = next(element.iter(f"{{{PLACED_DRAWING}}}docPr"), None)
            drawn, thing = self._drawing(element, "" if named is None else named.get("name", ""))
            self._now.add(thing)
            self.drawings.append(drawn)
        elif name in ("footnoteReference", "endnoteReference"):
            self._now.add(Thing("note", name))

    def _say(self, text: str, looks: str) -> None:
        if text:
            self._now.add(Text(text, looks))

    def _target(self, link: Element) -> str:
        relation = self._relations.get(link.get(f"{{{RELATIONS}}}id", ""))
        return relation.target if relation else "#" + link.get(w("anchor"), "")

    def _drawing(self, element: Element, name: str) -> tuple[Drawn, Thing]:
        """A picture by its bytes, a chart by what it shows; any other drawing by the text in it.

        One whose part is lost goes by the `name` of its frame.
        """
        looks = drawing_looks(element)
        blip = next(element.iter(f"{{{DRAWING}}}blip"), None)
        chart = next(element.iter(f"{{{CHART}}}chart"), None)
        if blip is not None:
            number = blip.get(f"{{{RELATIONS}}}embed", "")
            relation = self._relations.get(number)
            content = self._parts.get(relation.target, b"") if relation else b""
            is_lost = bool(number) and not content
            thing = Thing("picture", name if is_lost else hashlib.sha256(content).hexdigest(), looks, is_lost)
            return Drawn(name, thing.what), thing
        if chart is not None:
            relation = self._relations.get(chart.get(f"{{{RELATIONS}}}id", ""))
            if relation is None or relation.target not in self._parts:
                return Drawn(name, name), Thing("chart", name, looks, is_damaged=True)
            shown, bare = chart_digests(self._parts, relation.target)
            is_whole = has_workbook(self._parts, relation.target)
            looks = f"{looks} {chart_looks(self._parts.tree(relation.target))}"
            return Drawn(name, shown, bare), Thing("chart", shown, looks, is_damaged=not is_whole)
        box = next(element.iter(w("txbxContent")), None)
        inside = [place.block for place in self.placed(box, None)] if box is not None else []
        said, shown = (" ".join(getattr(block, kind) for block in inside) for kind in ("content", "full"))
        thing = Thing("drawing", f"{local(element)} {said}", f"{looks} {shown}")
        return Drawn(name, thing.what), thing


def _set(
    styles: Styles, settings: Callable[[str], Mapping[str, str]], said: Mapping[str, Element], style_id: str
) -> tuple[str, tuple[int, str] | None, str]:
    """Style, numbering and looks of a paragraph of a style, by what else its properties say."""
    place = styles.list_said(style_id, said)
    level = styles.list_level(place) if place else None
    looks = paragraph_looks(said, settings(style_id), level.properties if level else None)
    return styles.name(style_id), (place[1], level.form) if place and level else None, looks


def has_workbook(parts: Package, chart: str) -> bool:
    """True for a chart whose workbook is in the file, or is one outside that somebody linked it to."""
    relations = parts.relations(chart)
    found = (relations.get(e.get(f"{{{RELATIONS}}}id", "")) for e in parts.tree(chart).iter(f"{{{CHART}}}externalData"))
    return any(relation.external or relation.target in parts for relation in found if relation is not None)


def chart_digests(parts: Package, name: str) -> tuple[str, str]:
    """A chart by its words, by the values it shows and by its workbook, and once more as if it had lost that one.

    Word shows the values, people edit the cells. Where the values come from is left out, for LibreOffice names no
    cells. A series without a name, or one of blanks, shows none: all of these read as the blank by which a generated
    chart names what carries the others.
    """
    root = parts.tree(name)
    words = "".join(run.text or "" for run in root.iter(f"{{{DRAWING}}}t"))
    series = [
        [_named(entry), *(_points(entry, kind) for kind in ("cat", "val", "xVal", "yVal"))]
        for entry in root.iter(f"{{{CHART}}}ser")
    ]
    books = [hashlib.sha256(parts[book]).hexdigest() for book in parts.related(name, "package")]
    forms = (json.dumps([words, series, kept], ensure_ascii=False) for kept in (books, []))
    shown, bare = (hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest() for form in forms)
    return shown, bare


def _named(series: Element) -> list[list[str]]:
    found = _points(series, "tx")
    return found if any(name.strip() for _, name in found) else [["0", " "]]


def _points(series: Element, kind: str) -> list[list[str]]:
    """The names or values of a series by their places, without the empty ones."""
    values = (
        [point.get("idx", ""), normalize("NFC", point.findtext(f"{{{CHART}}}v", ""))]
        for part in series.iterfind(f"{{{CHART}}}{kind}")
        for point in part.iter(f"{{{CHART}}}pt")
    )
    return [value for value in values if value[1]]


def _is_changed(said: Mapping[str, Element]) -> bool:
    """True when the paragraph's end was inserted or deleted with changes tracked."""
    mark = said.get(w("rPr"))
    return mark is not None and any(first(mark, name) is not None for name in (*_INSERTED, *_DELETED))


def _code(code: str) -> str:
    """What a field is, without switches: programs add and drop them.

    >>> _code(' SEQ Table \\\\* ARABIC ')
    'SEQ Table'
    """
    name, *rest = [word for word in code.split()[:2] if word[:1] != "\\"] or [""]
    return " ".join((name.upper(), *rest))
