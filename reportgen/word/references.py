"""Numbers of headings and captions, references to them, contents table and list of figures: fields with right results.

A control tagged `anchor:<key>` round a heading or the number of a caption is something to refer to; one tagged
`ref:<key>` becomes a field that shows its number.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.common.exceptions import TemplateError
from reportgen.word.xml import (
    Element,
    Styles,
    bookmark,
    insert_at_start,
    make,
    remove,
    shown_text,
    tagged_controls,
    text_run,
    unwrap,
    w,
)
from reportgen.word.xml import field as field_runs

ANCHOR, REFERENCE = "anchor:", "ref:"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered or unnumbered heading of the document."""

    paragraph: Element
    level: int  # 0 for a chapter
    number: str  # "5.2", "A" or empty
    title: str


# -------------------------------------------------------------------------------------------------- numbering


def headings(body: Element, styles: Styles) -> list[Heading]:
    """The headings of the body in order, with the numbers Word will show."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    found = []
    for paragraph in body.iter(w("p")):
        level = styles.outline_level(paragraph)
        if level is None:
            continue
        title = shown_text(paragraph).strip()
        found.append(Heading(paragraph, level, _number(paragraph, styles, counts), title))
    return found


def _number(paragraph: Element, styles: Styles, counts: dict[str, Counter[int]]) -> str:
    """The number of a heading; `counts` holds how far each list has come and is moved on."""
    place = styles.list_place(paragraph)
    shape = styles.list_level(place) if place else None
    if place is None or shape is None:
        return ""
    identity, level = place
    count = counts[identity]
    count[level] += 1
    for deeper in [other for other in count if other > level]:
        del count[deeper]

    def digit(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        one = styles.list_level((identity, at)) or shape
        return _formatted(one.start - 1 + max(count[at], 1), one.form)

    return re.sub(r"%(\d)", digit, shape.pattern)


def _formatted(number: int, form: str) -> str:
    """A number in one of Word's number formats.

    >>> _formatted(3, "decimal"), _formatted(3, "upperLetter"), _formatted(28, "lowerLetter")
    ('3', 'C', 'bb')
    """
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    return str(number)


def number_captions(body: Element) -> None:
    """Write the right results into the SEQ fields of captions, each label counted by itself."""
    counts: Counter[str] = Counter()
    for code, results in _fields(body):
        words = code.split()
        if len(words) < 2 or words[0].upper() != "SEQ":
            continue
        counts[words[1]] += 1
        for number, text in enumerate(results):
            text.text = str(counts[words[1]]) if number == 0 else ""


@dataclass(slots=True)
class _Field:
    """A field that has begun."""

    code: str = ""
    results: list[Element] = field(default_factory=list)
    shows: bool = False  # its result has begun


def _fields(body: Element) -> Iterator[tuple[str, list[Element]]]:
    """The code of every field and the texts of its result, fields inside others first."""
    begun: list[_Field] = []
    for element in body.iter(w("fldChar"), w("instrText"), w("t")):
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            begun.append(_Field())
        elif not begun:
            continue
        elif kind == "separate":
            begun[-1].shows = True
        elif kind == "end":
            ended = begun.pop()
            yield ended.code, ended.results
        elif element.tag == w("instrText"):
            begun[-1].code += element.text or ""
        elif begun[-1].shows:
            begun[-1].results.append(element)


# ------------------------------------------------------------------------------------------------- references


@dataclass(slots=True)
class _Target:
    bookmark: str
    shown: str
    is_number: bool  # the number of a heading, not the words of a caption


def resolve_references(body: Element, styles: Styles, numbers: Iterator[int], template: str) -> None:
    """Turn anchors into hidden bookmarks and references into fields; captions are numbered already.

    `numbers` gives ids for bookmarks. Raises `TemplateError` naming `template` for a reference to no anchor.
    """
    by_paragraph = {heading.paragraph: heading for heading in headings(body, styles)}
    targets: dict[str, _Target] = {}
    for control, key in _tagged(body, ANCHOR):
        if key in targets:  # shown twice: references mean the first
            unwrap(control)
            continue
        heading = by_paragraph.get(_paragraph_of(control))
        shown = heading.number if heading else shown_text(control)
        targets[key] = _Target(_bookmark_name(key), shown, heading is not None)
        start, end = bookmark(targets[key].bookmark, next(numbers))
        control.addprevious(start)
        control.addnext(end)
        unwrap(control)
    for control, key in _tagged(body, REFERENCE):
        if key not in targets:
            raise TemplateError(
                f"{template}: a reference is tagged '{REFERENCE}{key}', but nothing in this report is tagged "
                f"'{ANCHOR}{key}'. Put the reference under the same condition as its target."
            )
        _put_reference(control, targets[key])


def _tagged(body: Element, prefix: str) -> list[tuple[Element, str]]:
    return [(control, tag[len(prefix) :]) for control, tag in tagged_controls(body, prefix)]


def _paragraph_of(element: Element) -> Element:
    return next(element.iterancestors(w("p")), element)


def _bookmark_name(key: str) -> str:
    """Like Word's own names for targets of references, and always the same for a key."""
    return f"_Ref{int(hashlib.sha1(key.encode('utf-8')).hexdigest(), 16) % 10**9:09d}"


def _put_reference(control: Element, target: _Target) -> None:
    switches = "\\r \\h" if target.is_number else "\\h"
    runs = field_runs(f"REF {target.bookmark} {switches}", target.shown)
    for run in runs:
        control.addprevious(run)
    remove(control)


def renew_references(body: Element, styles: Styles) -> None:
    """Write the right results into the REF fields of a document in which captions are numbered."""
    by_paragraph = {heading.paragraph: heading for heading in headings(body, styles)}
    marks = {mark.get(w("name"), ""): mark for mark in body.iter(w("bookmarkStart"))}
    for code, results in _fields(body):
        words = code.split()
        mark = marks.get(words[1]) if words[:1] == ["REF"] and len(words) > 1 else None
        if mark is None:
            continue
        heading = by_paragraph.get(_paragraph_of(mark))
        # what asks for a number and leads to what has none keeps what it shows
        shown = (heading.number if heading else "") if "\\r" in words else _marked_text(mark)
        for number, text in enumerate(results if shown else []):
            text.text = shown if number == 0 else ""


def _marked_text(start: Element) -> str:
    """The words inside a bookmark that begins and ends in one paragraph."""
    words: list[str] = []
    inside = False
    for element in _paragraph_of(start).iter():
        if element is start:
            inside = True
        elif element.tag == w("bookmarkEnd") and element.get(w("id")) == start.get(w("id")):
            return "".join(words)
        elif inside and element.tag == w("t"):
            words.append(element.text or "")
    return ""


# --------------------------------------------------------------------------------------------- contents table


@dataclass(slots=True)
class _Contents:
    """A contents field: its code, the paragraph it begins in, and those up to its end."""

    code: str
    paragraphs: list[Element] = field(default_factory=list)


def write_contents(body: Element, styles: Styles, numbers: Iterator[int]) -> None:
    """Write the entries of every contents table: number and title of each heading, or each caption, linked to it.

    Page numbers are fields without a result: Word fills them in when it updates fields, and none is wrong until then.
    """
    marked: dict[Element, str] = {}
    all_headings = headings(body, styles)
    for contents in _contents(body):
        label = _label(contents.code)
        if label:
            wanted = [Heading(paragraph, 0, "", shown_text(paragraph)) for paragraph in _captions(body, label)]
            style = styles.id_of("table of figures")
        else:
            wanted = [h for h in all_headings if h.level < _depth(contents.code) and h.title]
            style = ""
        for heading in wanted:
            if heading.paragraph not in marked:
                marked[heading.paragraph] = f"_Toc{1 + len(marked):09d}"
                _mark(heading.paragraph, marked[heading.paragraph], next(numbers))
        entries = [
            _entry(heading, marked[heading.paragraph], style or styles.id_of(f"toc {heading.level + 1}"))
            for heading in wanted
        ]
        _replace(contents, entries)


def contents_paragraphs(body: Element) -> set[Element]:
    """The paragraphs of contents tables and lists of figures, which are written anew each time."""
    return {paragraph for contents in _contents(body) for paragraph in contents.paragraphs}


def _label(code: str) -> str:
    """The label whose captions a contents field lists; empty when it lists headings.

    >>> _label(' TOC \\\\h \\\\z \\\\c "Figure" '), _label(' TOC \\\\o "1-2" ')
    ('Figure', '')
    """
    label = re.search(r'\\c\s+"([^"]+)"', code)
    return label.group(1) if label else ""


def _captions(body: Element, label: str) -> Iterator[Element]:
    """The paragraphs that count captions of a label."""
    for paragraph in body.iter(w("p")):
        codes = ((code.text or "").split() for code in paragraph.iter(w("instrText")))
        if any(code[:1] == ["SEQ"] and code[1:2] == [label] for code in codes):
            yield paragraph


def _depth(code: str) -> int:
    """How many levels of headings a contents field takes.

    >>> _depth(' TOC \\\\o "1-2" \\\\h ')
    2
    """
    levels = re.search(r'\\o\s+"\d-(\d)"', code)
    return int(levels.group(1)) if levels else 3


def _contents(body: Element) -> list[_Contents]:
    """The contents fields, found with the paragraphs they run over."""
    found: list[_Contents] = []
    depth = 0
    current: _Contents | None = None
    for element in body.iter(w("p"), w("fldChar"), w("instrText")):
        if current is None:
            if element.tag == w("instrText") and (element.text or "").strip().upper().startswith("TOC"):
                current = _Contents(element.text or "", [_paragraph_of(element)])
                depth = 1
        elif element.tag == w("p"):
            current.paragraphs.append(element)
        else:
            depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType"), ""), 0)
            if depth == 0:
                found.append(current)
                current = None
    return found


def _mark(paragraph: Element, name: str, number: int) -> None:
    start, end = bookmark(name, number)
    insert_at_start(paragraph, start)
    paragraph.append(end)


def _entry(heading: Heading, target: str, style: str) -> Element:
    link = make("hyperlink", anchor=target, history=1)
    if heading.number:
        link.extend((text_run(heading.number), make("r", make("tab"))))
    link.extend((text_run(heading.title), make("r", make("tab")), *field_runs(f"PAGEREF {target} \\h")))
    return make("p", make("pPr", make("pStyle", val=style)), link)


def _replace(contents: _Contents, entries: list[Element]) -> None:
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
    for paragraph in contents.paragraphs:
        remove(paragraph)
