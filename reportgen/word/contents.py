"""What a contents table or list of captions lists: every form of its code that Word's dialogs write.

\\o "1-3"  built-in headings of these levels; all without a range    \\u  paragraphs with an outline level
\\t "Style,1,Other;2"  paragraphs of these styles                    \\f  TC fields, of a kind; \\l of these levels
\\c "Figure"  captions with a label; \\a without label and number     \\b  only what stands in this bookmark
\\n "2-3"  no page numbers for these levels; \\p " - "  what stands before them instead of a tab
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from reportgen.word.fields import ContentsField, Field, fields, paragraph_with
from reportgen.word.references import Heading, headings, in_box
from reportgen.word.xml import Element, Styles, bookmark, insert_at_start, make, remove, seen_words, text_run, w
from reportgen.word.xml import field as field_runs

LEVELS = (1, 9)
_SWITCH = re.compile(r'\\([a-zA-Z*@#])\s*(?:"([^"]*)"|([^\s"\\]+))?')
_RANGE = re.compile(r"\s*(\d)\s*-\s*(\d)\s*")
_BUILT_IN = re.compile(r"heading ([1-9])")
_ENTRY = re.compile(r'\s*TC\s+(?:"([^"]*)"|(\S+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """The code of a contents table, read. Levels count from 1; None: the switch is not there."""

    headings: tuple[int, int] | None
    outlines: bool
    styles: Mapping[str, int] | None  # levels by the names of styles in small letters
    entries: str | None  # the kind of TC fields; empty: those of no kind
    entry_levels: tuple[int, int]
    label: str | None  # of captions; empty where a style tells them
    is_bare: bool  # captions without label and number
    within: str  # a bookmark; empty: the whole document
    unpaged: tuple[int, int] | None
    separator: str  # in front of page numbers

    @property
    def is_of_captions(self) -> bool:
        """True for a list of figures or tables."""
        return self.label is not None

    @property
    def levels(self) -> tuple[int, int]:
        """Those of paragraphs that count by their outline."""
        return self.headings or LEVELS

    def has_page(self, level: int) -> bool:
        """Whether entries of a level, counted from 0, get a page number."""
        return self.unpaged is None or not self.unpaged[0] <= level + 1 <= self.unpaged[1]


def listing_of(code: str) -> Listing:
    """The code of a contents table."""
    said = {name: quoted or bare for name, quoted, bare in _SWITCH.findall(code)}
    sources = said.keys() & set("otufca")
    label = said.get("c", said.get("a"))
    return Listing(
        headings=_levels(said["o"]) if "o" in said else None if sources else LEVELS,
        outlines="u" in said,
        styles=_styles(said["t"]) if "t" in said else None,
        entries=said.get("f"),
        entry_levels=_levels(said.get("l", "")),
        label=label,
        is_bare="a" in said,
        within=said.get("b", ""),
        unpaged=_levels(said["n"]) if "n" in said else None,
        separator=said.get("p", "\t") or "\t",
    )


def _levels(text: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else LEVELS


def _styles(text: str) -> dict[str, int]:
    """Levels by name, whichever sign separates them; a style without a level is one of the first.

    >>> _styles("Appendix,1,Part Title,2"), _styles("Appendix;2"), _styles("Caption")
    ({'appendix': 1, 'part title': 2}, {'appendix': 2}, {'caption': 1})
    """
    found: dict[str, int] = {}
    last = ""
    for word in (word.strip() for word in re.split("[,;]", text)):
        if last and re.fullmatch("[1-9]", word):
            found[last], last = int(word), ""
        elif word:
            last = word.lower()
            found[last] = 1
    return found


def entries_listed(body: Element, styles: Styles, contents: ContentsField, known: list[Heading]) -> list[Heading]:
    """What a contents table lists, in order; `known` are the headings of the body."""
    listing = listing_of(contents.code)
    own = set(contents.paragraphs)
    by_paragraph = {heading.paragraph: heading for heading in known}
    tc_fields = fields(body) if listing.entries is not None else ()
    said = {paragraph_with(field.begin): entry for field in tc_fields if (entry := _entry(field, listing))}
    counting = _captions(body, listing.label) if listing.label else {}
    level_of = cache(lambda style_id: _level_of_style(styles.name(style_id), listing))
    styled = styles.in_some(body, level_of) if listing.styles or listing.headings else ()
    wanted = {*said, *by_paragraph, *counting, *styled} - own
    found = []
    for paragraph in _within(body, listing.within):
        if paragraph not in wanted or in_box(paragraph):
            continue
        entry, heading = said.get(paragraph), by_paragraph.get(paragraph)
        if paragraph in counting:
            words = _caption(paragraph, counting[paragraph], bare=listing.is_bare)
            found.append(Heading(paragraph, 0, "", words))
            continue
        level = level_of(styles.style_id(paragraph)) or _level_of_outline(heading, listing)
        if level is not None:
            whole = heading or Heading(paragraph, 0, "", seen_words(paragraph, styles).strip())
            found.append(replace(whole, level=0 if listing.is_of_captions else level - 1))
        if entry is not None:
            found.append(replace(entry, paragraph=paragraph))
    return [heading for heading in found if heading.title]


def _level_of_style(name: str, listing: Listing) -> int | None:
    """The level at which paragraphs of a style are listed, counted from 1; None when they are not."""
    if listing.styles and name in listing.styles:
        return listing.styles[name]
    built_in = _BUILT_IN.fullmatch(name) if listing.headings else None
    return _in_range(int(built_in[1]), listing) if built_in else None


def _level_of_outline(heading: Heading | None, listing: Listing) -> int | None:
    """The same of a paragraph by its outline level."""
    return _in_range(heading.level + 1, listing) if heading is not None and listing.outlines else None


def _in_range(level: int, listing: Listing) -> int | None:
    first, last = listing.levels
    return level if first <= level <= last else None


def _entry(field: Field, listing: Listing) -> Heading | None:
    """What a TC field puts into the list, if it is of its kind."""
    found = _ENTRY.match(field.code)
    if not found:
        return None
    said = {name: quoted or bare for name, quoted, bare in _SWITCH.findall(field.code)}
    level = int(said["l"]) if re.fullmatch("[1-9]", said.get("l", "")) else 1
    first, last = listing.entry_levels
    is_meant = (said.get("f") or "C").casefold() == (listing.entries or "C").casefold() and first <= level <= last
    return Heading(field.begin, level - 1, "", found[1] or found[2] or "") if is_meant else None


def _captions(body: Element, label: str) -> dict[Element, Field]:
    """The paragraphs that count captions of a label, each with the field that does."""
    found: dict[Element, Field] = {}
    for field in fields(body):
        words = field.code.split()
        if [word.casefold() for word in words[:2]] == ["seq", label.casefold()]:
            found.setdefault(paragraph_with(field.begin), field)
    return found


def _caption(paragraph: Element, counting: Field, *, bare: bool) -> str:
    words = seen_words(paragraph).strip()
    number = counting.result.strip()
    return words.partition(number)[2].lstrip(" :.–—-\t") if bare and number else words


def _within(body: Element, name: str) -> Iterator[Element]:
    """The paragraphs of a body, or those in a bookmark."""
    if not name:
        yield from body.iter(w("p"))
        return
    start = next((s for s in body.iter(w("bookmarkStart")) if s.get(w("name"), "").casefold() == name.casefold()), None)
    inside = False
    for element in body.iter(w("p"), w("bookmarkStart"), w("bookmarkEnd")) if start is not None else ():
        if element is start:
            inside = True
            holder = next(element.iterancestors(w("p")), None)
            yield from () if holder is None else (holder,)
        elif element.tag == w("bookmarkEnd") and start is not None and element.get(w("id")) == start.get(w("id")):
            return
        elif inside and element.tag == w("p"):
            yield element


# -------------------------------------------------------------------------------------------------- written anew


def write_contents(body: Element, tables: Iterable[ContentsField], styles: Styles, numbers: Iterator[int]) -> None:
    """Write the entries of the contents tables of a body: number and title of each heading, or each caption, linked.

    Page numbers are fields without a result: Word fills them in when it updates fields, and none is wrong until then.
    """
    marked: dict[Element, str] = {}
    all_headings = headings(body, styles)
    for contents in tables:
        listing = listing_of(contents.code)
        wanted = entries_listed(body, styles, contents, all_headings)
        style = styles.id_of("table of figures") if listing.is_of_captions else ""
        for heading in wanted:
            if heading.paragraph not in marked:
                marked[heading.paragraph] = f"_Toc{1 + len(marked):09d}"
                _mark(heading.paragraph, marked[heading.paragraph], next(numbers))
        entries = [
            _listed_entry(
                heading, marked[heading.paragraph], style or styles.id_of(f"toc {heading.level + 1}"), listing
            )
            for heading in wanted
        ]
        _replace(contents, entries)


def contents_paragraphs(tables: Iterable[ContentsField]) -> set[Element]:
    """The paragraphs of contents tables and lists of figures, which are written anew each time."""
    return {paragraph for contents in tables for paragraph in contents.paragraphs}


def _mark(paragraph: Element, name: str, number: int) -> None:
    start, end = bookmark(name, number)
    insert_at_start(paragraph, start)
    paragraph.append(end)


def _listed_entry(heading: Heading, target: str, style: str, listing: Listing) -> Element:
    link = make("hyperlink", anchor=target, history=1)
    if heading.number:
        link.extend((text_run(heading.number), make("r", make("tab"))))
    link.append(text_run(heading.title))
    if listing.has_page(heading.level):
        between = make("r", make("tab")) if listing.separator == "\t" else text_run(listing.separator)
        link.extend((between, *field_runs(f"PAGEREF {target} \\h")))
    return make("p", make("pPr", make("pStyle", val=style)), link)


def _replace(contents: ContentsField, entries: list[Element]) -> None:
    """Put the entries in place of what the field showed, its begin before the first and its end after the last."""
    runs = field_runs(contents.code.strip())
    begin, end = runs[:3], runs[4]
    place = contents.paragraphs[0]
    if not entries:
        entries = [make("p")]
    insert_at_start(entries[0], *begin)
    entries[-1].append(end)
    for entry in entries:
        place.addprevious(entry)
    remove(*contents.paragraphs)
