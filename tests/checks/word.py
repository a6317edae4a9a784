"""Rules of our own Word files that no review asks about: what a careful writer leaves out, and no reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.office.checks.colours import colour
from reportgen.office.checks.formatting import ThemeColours
from reportgen.office.checks.leftovers import shows
from reportgen.office.checks.rules import Violation, in_part
from reportgen.office.checks.word_file import Element, TextPart, WordFile, blocks_of, is_on, w
from tests.checks import rules

_REFERENCE = re.compile(r'\s*(?:PAGEREF|NOTEREF|REF)\s+"?([^\s"\\]+)', re.IGNORECASE)
_LINK = re.compile(r'\s*HYPERLINK\b.*?\\l\s+"?([^\s"]+)', re.IGNORECASE)
_BUILT_IN = ("_top",)  # a link to the start of the document needs no bookmark


def word_violations(file: WordFile) -> Iterator[Violation]:
    """What is wrong with a Word file beyond what the product looks for."""
    yield from _comments(file)
    yield from _fields(file)
    yield from _settings(file)
    for story in file.stories:
        yield from _empty_paragraphs(file, story)
        for content in story.root.iter(w("sdtContent")):
            if not len(content):
                yield rules.EMPTY_CONTROL.at(in_part(story.part, content))
    yield from _theme(file, ThemeColours(file))


def _comments(file: WordFile) -> Iterator[Violation]:
    """Every comment belongs to a place."""
    comments = file.other("comments")
    used = {mark.get(w("id")) for story in file.stories for mark in story.root.iter(w("commentReference"))}
    for comment in comments.root.iterfind(w("comment")) if comments is not None else ():
        if comments is not None and comment.get(w("id")) not in used:
            yield rules.COMMENT_UNUSED.at(in_part(comments.part, comment), id=comment.get(w("id")))


def _settings(file: WordFile) -> Iterator[Violation]:
    settings = file.other("settings")
    if settings is not None and is_on(settings.root.find(w("updateFields"))):
        yield rules.UPDATE_PROMPT.at(in_part(settings.part))


# ------------------------------------------------------------------------------------------------------ references


def _fields(file: WordFile) -> Iterator[Violation]:
    """What a link or the code of a field leads to is there."""
    starts = (start for story in file.stories for start in story.root.iter(w("bookmarkStart")))
    known = {start.get(w("name"), "").casefold() for start in starts} | set(_BUILT_IN)
    for story in file.stories:
        for element, name in _targets(story):
            if name.casefold() not in known:
                yield rules.TARGET_MISSING.at(in_part(story.part, element), name=name)


def _targets(story: TextPart) -> Iterator[tuple[Element, str]]:
    """The elements that lead to a bookmark, each with its name."""
    for link in story.root.iter(w("hyperlink")):
        if link.get(w("anchor")):
            yield link, link.get(w("anchor"), "")
    for element, code in _codes(story):
        match = _REFERENCE.match(code) or _LINK.match(code)
        if match:
            yield element, match[1]


def _codes(story: TextPart) -> Iterator[tuple[Element, str]]:
    """The code of every field, its pieces joined."""
    depth: list[tuple[Element, list[str]]] = []
    for element in story.root.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if element.tag == w("fldSimple"):
            yield element, element.get(w("instr"), "")
        elif element.tag == w("instrText"):
            if depth:
                depth[-1][1].append(element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            depth.append((element, []))
        elif element.get(w("fldCharType")) == "end" and depth:
            begin, code = depth.pop()
            yield begin, "".join(code)


# ---------------------------------------------------------------------------------------------------- empty things


def _empty_paragraphs(file: WordFile, story: TextPart) -> Iterator[Violation]:
    """Empty paragraphs, but for those that Word wants: after a table, at the end of a section, alone in a cell."""
    holders = [*story.containers, *story.root.iter(w("tc"), w("txbxContent"))]
    for holder in holders:
        children = list(blocks_of(holder))
        if len(children) < 2:
            continue
        for before, block, after in zip([None, *children], children, [*children[1:], None], strict=False):
            if block.tag != w("p") or shows(block) or _is_needed(before, block, after):
                continue
            if file.styles.outline_level(block) is None:  # an empty heading is a fault of its own
                yield rules.EMPTY_PARAGRAPH.at(in_part(story.part, block))


def _is_needed(before: Element | None, block: Element, after: Element | None) -> bool:
    if block.find(f"{w('pPr')}/{w('sectPr')}") is not None or _breaks_page(block):
        return True
    return before is not None and before.tag == w("tbl") and (after is None or after.tag == w("tbl"))


def _breaks_page(paragraph: Element) -> bool:
    return any(mark.get(w("type")) in ("page", "column") for mark in paragraph.iter(w("br")))


# ---------------------------------------------------------------------------------------------------------- looks


def _theme(file: WordFile, palette: ThemeColours) -> Iterator[Violation]:
    """Word shows the colour of the theme, other programs the value beside it: both say the same."""
    seen = set()
    others = (file.other(kind) for kind in ("styles", "numbering"))
    for story in (*file.stories, *(other for other in others if other is not None)):
        for element in story.root.iter(w("color"), w("shd")):
            value, theme = ("fill", "themeFill") if element.tag == w("shd") else ("val", "theme")
            slot = element.get(w("themeColor" if theme == "theme" else theme))
            shown, cached = palette.of(element, value, theme), colour(element.get(w(value)))
            changed = element.get(w(f"{theme}Tint")) or element.get(w(f"{theme}Shade"))
            if slot and not changed and shown and cached and shown != cached and (slot, cached) not in seen:
                seen.add((slot, cached))
                facts = {"name": slot, "theme": shown, "value": cached}
                yield rules.THEME_COLOUR.at(in_part(story.part, element), **facts)
