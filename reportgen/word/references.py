"""Numbers of headings and captions, references to them, contents table and list of figures: fields with right results.

A control tagged `anchor:<key>` round a heading or the number of a caption is something to refer to; one tagged
`ref:<key>` becomes a field that shows its number.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.common.exceptions import TemplateError
from reportgen.word.fields import Field, fields, paragraph_with
from reportgen.word.xml import (
    Element,
    Styles,
    bookmark,
    marked_texts,
    remove,
    seen_words,
    shown_text,
    tagged_controls,
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

    @property
    def line(self) -> str:
        """It as a reader sees it."""
        return f"{self.number} {self.title}".strip()


# -------------------------------------------------------------------------------------------------- numbering


def headings(body: Element, styles: Styles) -> list[Heading]:
    """The headings of the body in order, with the numbers Word will show."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    found = []
    for paragraph, level in styles.outlined(body):
        if not in_box(paragraph):
            title = seen_words(paragraph, styles).strip()
            found.append(Heading(paragraph, level, _number(paragraph, styles, counts), title))
    return found


def in_box(paragraph: Element) -> bool:
    """True for a paragraph of a text box, which counts as no heading and stands in no contents table."""
    return next(paragraph.iterancestors("{*}txbxContent"), None) is not None


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
    """Write the right results into the SEQ fields of captions."""
    for field, number in caption_numbers(body):
        field.show(number)


def caption_numbers(body: Element) -> Iterator[tuple[Field, str]]:
    """The SEQ fields of captions with their right numbers, each label counted by itself."""
    counts: Counter[str] = Counter()
    for field in fields(body):
        words = field.code.split()
        if len(words) > 1 and words[0].upper() == "SEQ":
            counts[words[1]] += 1
            yield field, str(counts[words[1]])


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
    controls = tagged_controls(body, ANCHOR, REFERENCE)
    for control, key in _tagged(controls, ANCHOR):
        if key in targets:  # shown twice: references mean the first
            unwrap(control)
            continue
        heading = by_paragraph.get(paragraph_with(control))
        shown = heading.number if heading else shown_text(control)
        targets[key] = _Target(_bookmark_name(key), shown, heading is not None)
        start, end = bookmark(targets[key].bookmark, next(numbers))
        control.addprevious(start)
        control.addnext(end)
        unwrap(control)
    for control, key in _tagged(controls, REFERENCE):
        if key not in targets:
            raise TemplateError(
                f"{template}: a reference is tagged '{REFERENCE}{key}', but nothing in this report is tagged "
                f"'{ANCHOR}{key}'. Put the reference under the same condition as its target."
            )
        _put_reference(control, targets[key])


def _tagged(controls: list[tuple[Element, str]], prefix: str) -> list[tuple[Element, str]]:
    return [(control, tag[len(prefix) :]) for control, tag in controls if tag.startswith(prefix)]


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
    for field in fields(body):
        words = field.code.split()
        mark = marks.get(words[1]) if words[:1] == ["REF"] and len(words) > 1 else None
        if mark is None:
            continue
        heading = by_paragraph.get(paragraph_with(mark))
        # what asks for a number and leads to what has none keeps what it shows
        texts, is_whole = marked_texts(mark)
        marked = "".join(text.text or "" for text in texts) if is_whole else ""
        shown = (heading.number if heading else "") if "\\r" in words else marked
        if shown:
            field.show(shown)
