"""Rules for those who hear a document, see it badly, or print it in grey: what is not said by looks alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reportgen.common.colours import READS_WELL, contrast
from reportgen.office.checks import rules
from reportgen.office.checks.colours import LEAST_CONTRAST_LARGE, WHITE, Colour
from reportgen.office.checks.formatting import PaintedRun, Painter, ThemeColours
from reportgen.office.checks.leftovers import shows
from reportgen.office.checks.packing import core_property
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.word_file import (
    PLACED,
    Element,
    TextPart,
    WordFile,
    cells_of,
    is_on,
    rows_of,
    seen_text,
    val,
    w,
)

_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FILE_NAMES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".svg")
_SAYS_NOTHING = ("here", "click here", "click", "link", "this link", "more", "read more", "page", "this page")
_WIDE, _LONG = 3, 3  # columns and rows from which a table is one of data, however it looks


def accessibility_violations(file: WordFile, language: str) -> Iterator[Violation]:
    """What keeps some readers out. `language` is the one the document should be in: "en-GB"."""
    if not core_property(file.package, "title"):
        yield rules.TITLE.at()
    yield from _language(file, language)
    yield from _headings(file)
    palette = ThemeColours(file)
    for story in file.stories:
        yield from _pictures(story)
        yield from _links(story)
        for table in story.root.iter(w("tbl")):
            yield from _table(file, palette, story, table)
    yield from _contrast(file, palette)


def _language(file: WordFile, expected: str) -> Iterator[Violation]:
    """The language that text has unless it says otherwise: of the defaults, and of the properties if they name one."""
    styles = file.other("styles")
    path = "/".join(map(w, ("docDefaults", "rPrDefault", "rPr", "lang")))
    found = val(None if styles is None else styles.root.find(path))
    for said in dict.fromkeys((found, core_property(file.package, "language") or found)):
        if said != expected:
            part = file.main.part if styles is None else styles.part
            yield rules.LANGUAGE.at(in_part(part), found=said or "not set", expected=expected)


def _headings(file: WordFile) -> Iterator[Violation]:
    """Chapters first, then sections, no level left out: readers move by them."""
    part, before = file.main.part, 0
    for paragraph, level in file.headings:
        if before == 0 and level > 1:
            yield rules.FIRST_HEADING.at(in_part(part, paragraph), level=level)
        elif level > before + 1:
            yield rules.HEADING_JUMP.at(in_part(part, paragraph), level=level, before=before)
        before = level


def _pictures(story: TextPart) -> Iterator[Violation]:
    for drawing in story.root.iter(f"{{{PLACED}}}docPr"):
        text = drawing.get("descr", "").strip()
        decorative = any(mark.get("val") in ("1", "true") for mark in drawing.iter(_DECORATIVE))
        if not decorative and (not text or text.lower().endswith(_FILE_NAMES)):
            yield rules.ALT_TEXT.at(in_part(story.part, drawing), name=drawing.get("name", ""))


def _links(story: TextPart) -> Iterator[Violation]:
    for link in story.root.iter(w("hyperlink")):
        text = seen_text(link).strip()
        if (not text and not shows(link)) or text.lower().rstrip(".:") in _SAYS_NOTHING:
            yield rules.LINK_TEXT.at(in_part(story.part, link), text=text)


# ------------------------------------------------------------------------------------------------------- tables


def _table(file: WordFile, palette: ThemeColours, story: TextPart, table: Element) -> Iterator[Violation]:
    lines = list(rows_of(table))
    heads = [is_on(row.find(f"{w('trPr')}/{w('tblHeader')}")) for row in lines]
    repeated = bool(heads) and heads[0]
    misplaced = any(later and not earlier for earlier, later in pairwise(heads))
    if misplaced or (not repeated and _is_data(file, table, lines)):
        yield rules.TABLE_HEAD.at(in_part(story.part, table))
    for row, is_head in zip(lines, heads, strict=True):
        for cell in cells_of(row) if repeated and not is_head else ():
            if _is_coloured(palette, cell) and not shows(cell):
                yield rules.COLOUR_ONLY.at(in_part(story.part, cell))


def _is_data(file: WordFile, table: Element, lines: list[Element]) -> bool:
    """True for a table of data, false for one that only places things on the page.

    A table of data has a first row that its style sets apart, or at least three columns and three rows that say
    something. One that has a title and whose "Header Row" is switched off in Word is a list: each line says all.
    """
    look, title = (table.find(f"{w('tblPr')}/{w(name)}") for name in ("tblLook", "tblCaption"))
    switch = None if look is None else look.get(w("firstRow"))
    if switch in ("0", "false", "off") and val(title):
        return False
    marked = switch in ("1", "true", "on")
    style_id = file.styles.style_id(table, "table")
    parts = (part for style in file.styles.chain(style_id) for part in style.iterfind(w("tblStylePr")))
    if marked and len(lines) > 1 and any(part.get(w("type")) == "firstRow" for part in parts):
        return True
    wide = [row for row in lines if sum(map(shows, cells_of(row))) >= _WIDE]
    return len(wide) >= _LONG


def _is_coloured(palette: ThemeColours, cell: Element) -> bool:
    """True for a cell with a colour of its own; one merged into the cell above has no meaning of its own."""
    properties = cell.find(w("tcPr"))
    if properties is None or properties.find(w("vMerge")) is not None:
        return False
    fill = palette.shading(properties.find(w("shd")))
    return fill not in (None, WHITE)


# ------------------------------------------------------------------------------------------------------ colours


def _contrast(file: WordFile, palette: ThemeColours) -> Iterator[Violation]:
    """One finding for each pair of colours that cannot be told apart well enough, at the first place that has it."""
    painter = Painter(file, palette)
    for story in file.stories:
        pairs: dict[tuple[Colour, Colour, float], list[Element]] = {}
        for container in story.containers:
            for painted in painter.painted(container):
                pair = _pair(painted)
                if pair and (painted.run.findtext(w("t")) or "").strip():
                    pairs.setdefault(pair, []).append(painted.run)
        for (text, back, least), places in pairs.items():
            ratio = contrast(text, back)
            if ratio < least:
                facts = {"text": text, "back": back, "least": least, "count": len(places)}
                yield rules.CONTRAST.at(in_part(story.part, places[0]), ratio=f"{ratio:.2f}", **facts)


def _pair(painted: PaintedRun) -> tuple[Colour, Colour, float] | None:
    look = painted.look
    if look.colour is None or look.hidden:
        return None
    return look.colour, painted.back, LEAST_CONTRAST_LARGE if look.is_large else READS_WELL
