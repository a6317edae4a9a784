"""Rules of what generating leaves behind: template language, and empty things where something was left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from reportgen.office.checks import rules
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.word_file import (
    DRAWING,
    Element,
    OfficeFile,
    TextPart,
    WordFile,
    cells_of,
    is_on,
    local,
    part_blocks,
    rows_of,
    seen_text,
    val,
    w,
)

_LANGUAGE = re.compile(
    r"\{%[-+]?\s*(?:(?:p|tr|tc|r)\s+)?(?:for|endfor|if|elif|else|endif|macro|endmacro|set|endset|call|endcall|filter"
    r"|endfilter|block|endblock|extends|include|import|from|raw|endraw|do|with|endwith|cellbg|colspan|hm|vm)\b"
    r"|\{\{[^{}]*[A-Za-z_][^{}]*\}\}|\{#.*?#\}",
    re.DOTALL,
)
_LONGEST_QUOTE = 80
_SEEN = (  # by a reader, besides text
    "drawing pict object sym footnoteReference endnoteReference separator continuationSeparator fldChar instrText ptab "
    "fldSimple annotationRef footnoteRef endnoteRef pgNum altChunk"
)
_SHOWS = tuple(map(w, _SEEN.split()))


def leftover_violations(file: WordFile, literal: Iterable[str]) -> Iterator[Violation]:
    """Whatever nobody meant to say. `literal` are texts from the data whose braces are not template language."""
    texts = sorted(filter(None, literal), key=len, reverse=True)
    for part in file.package.parts:
        yield from _language(file.package, part, texts)
    for story in file.stories:
        yield from _empty_tables(story)
    yield from _headings(file)
    yield from _pages(file)


def shows(element: Element) -> bool:
    """True when a reader sees something of an element: text, a picture, a field, a note."""
    return bool(seen_text(element).strip()) or next(element.iter(*_SHOWS), None) is not None


# -------------------------------------------------------------------------------------------- template language


def _language(package: OfficeFile, part: str, literal: Sequence[str]) -> Iterator[Violation]:
    """Left-over language in the texts and attributes of a part. The store of a draft holds data only."""
    if b"{" not in package.parts[part] or not package.is_xml(part) or part.startswith("customXml/"):
        return
    root = package.tree(part)
    for element, text in _texts(root) if root is not None else ():
        for words in literal:
            text = text.replace(words, "")
        match = _LANGUAGE.search(text)
        if match:
            yield rules.TEMPLATE_LANGUAGE.at(in_part(part, element), text=match[0][:_LONGEST_QUOTE])


def _texts(root: Element) -> Iterator[tuple[Element, str]]:
    """Everything a part says with a brace in it: paragraphs as a whole, for tags are cut into runs, and attributes."""
    paragraphs = (w("p"), f"{{{DRAWING}}}p")
    for element in root.iter():
        if element.tag in paragraphs:
            pieces = element.iter(w("t"), w("instrText"), w("br"), f"{{{DRAWING}}}t")
            text = "".join(piece.text or " " for piece in pieces)
        else:
            inside = local(element) in ("t", "instrText")
            text = "" if inside else element.text or ""
        text += "".join(f"\n{value!s}" for value in element.attrib.values())
        if "{" in text:
            yield element, text


# ------------------------------------------------------------------------------------------------- empty things


def _empty_tables(story: TextPart) -> Iterator[Violation]:
    for table in story.root.iter(w("tbl")):
        if not shows(table):
            yield rules.EMPTY_TABLE.at(in_part(story.part, table))
            continue
        for row in rows_of(table):
            if not _is_drawn(row) and not any(map(shows, cells_of(row))):
                yield rules.EMPTY_ROW.at(in_part(story.part, row))


def _is_drawn(row: Element) -> bool:
    """True for a row of an exact height, which is a band or a gap that somebody drew, or part of a merged cell."""
    height = row.find(f"{w('trPr')}/{w('trHeight')}")
    exact = height is not None and height.get(w("hRule")) == "exact"
    return exact or next(row.iter(w("vMerge")), None) is not None


def _headings(file: WordFile) -> Iterator[Violation]:
    """Headings that say nothing, and headings after which their chapter has nothing to say."""
    levels = dict(file.headings)
    waiting: Element | None = None
    for block in part_blocks(file.main):
        level = levels.get(block)
        if level is None:
            waiting = None if block.tag == w("tbl") or shows(block) else waiting
            continue
        if not seen_text(block).strip():
            yield rules.EMPTY_HEADING.at(in_part(file.main.part, block))
        if waiting is not None and level <= levels[waiting]:
            yield rules.HEADING_ALONE.at(in_part(file.main.part, waiting), text=seen_text(waiting).strip())
        waiting = block
    if waiting is not None:
        yield rules.HEADING_ALONE.at(in_part(file.main.part, waiting), text=seen_text(waiting).strip())


# ------------------------------------------------------------------------------------------------------- pages

_BREAK, _SECTION = "break", "section"  # how the page began on which nothing stands yet


def _pages(file: WordFile) -> Iterator[Violation]:
    """Breaks of the page with nothing between them, and a break with nothing after it.

    A paragraph that asks for a new page gets none at the start of a section, but does after a break in another
    paragraph: the end of that paragraph stands on the page between.
    """
    fresh, last = _SECTION, None
    turning = _sections_before_a_page(file)
    for block in part_blocks(file.main):
        for event in _events(file, block, turning):
            last = block
            if fresh and (event == _SECTION or (event == _BREAK and not (fresh == _SECTION and _asks(file, block)))):
                yield rules.EMPTY_PAGE.at(in_part(file.main.part, block))
            fresh = event
    if fresh and last is not None:
        yield rules.EMPTY_PAGE.at(in_part(file.main.part, last))


def _events(file: WordFile, block: Element, turning: Collection[Element | None]) -> Iterator[str]:
    """What happens to the page in a block, in order: a break, a new section, or something to see (empty)."""
    if block.tag == w("tbl"):
        yield ""
        return
    if _asks(file, block):
        yield _BREAK
    for mark in block.iter(w("t"), w("br"), *_SHOWS):
        if mark.tag == w("br"):
            if mark.get(w("type")) == "page":
                yield _BREAK
        elif mark.tag != w("t") or (mark.text or "").strip():
            yield ""
    if block.find(f"{w('pPr')}/{w('sectPr')}") in turning:
        yield _SECTION


def _asks(file: WordFile, paragraph: Element) -> bool:
    return is_on(file.styles.paragraph_property(paragraph, "pageBreakBefore"))


def _sections_before_a_page(file: WordFile) -> Collection[Element | None]:
    """The ends of sections after which a new page begins: the section that follows says so of itself."""
    sections = list(file.main.root.iter(w("sectPr")))
    same_page = ("continuous", "nextColumn")
    return {end for end, after in pairwise(sections) if val(after.find(w("type")), "nextPage") not in same_page}
