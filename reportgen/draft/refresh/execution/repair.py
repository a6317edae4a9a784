"""Making a merged document sound again: bookmarks, ids, numbers of captions, references, contents, sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import count, islice

from reportgen.word.contents import write_contents
from reportgen.word.fields import contents_fields
from reportgen.word.marks import block_key, is_block_number, value_mark
from reportgen.word.xml import PLACED_DRAWING, Element, Styles, bookmark, insert_at_start, remove, w, whole_number

_CONTENTS_MARK = re.compile(r"_Toc\d{9}")


def first_free(roots: Iterable[Element]) -> int:
    """A number above the ids of all bookmarks."""
    starts = (mark for root in roots for mark in root.iter(w("bookmarkStart"), w("bookmarkEnd")))
    return 1 + max((whole_number(mark.get(w("id"), ""), 0) for mark in starts), default=0)


def set_keys(paragraph: Element, keys: Sequence[str], numbers: Iterator[int]) -> None:
    """Let a paragraph bear the bookmarks of these keys, and no other of a block."""
    if sorted(_keys(paragraph)) != sorted(keys):
        drop_keys(paragraph)
        _add_keys(paragraph, keys, numbers)


def set_numbers(table: Element, keys: Sequence[str], numbers: Iterator[int]) -> None:
    """Let a table bear these keys of blocks, and no other but those of its entries and rows."""
    if [key for key in _keys(table) if is_block_number(key)] != [*keys]:
        drop_keys(table, numbers_only=True)
        _add_keys(next(table.iter(w("p"))), keys, numbers)


def _keys(element: Element) -> list[str]:
    """The keys of blocks, entries and rows in an element; empty for each that another program made of one."""
    names = (mark.get(w("name"), "") for mark in element.iter(w("bookmarkStart")))
    return [block_key(name) or "" for name in names if name.startswith("_rg_")]


def _add_keys(paragraph: Element, keys: Sequence[str], numbers: Iterator[int]) -> None:
    for key in reversed(keys):
        insert_at_start(paragraph, *bookmark(f"_rg_{key}", next(numbers)))


def drop_keys(element: Element, *, numbers_only: bool = False, among: Container[str] | None = None) -> None:
    """Take the bookmarks of blocks away from an element and all in it; the keys of entries may stay.

    With `among`, only those of these keys go.
    """
    for mark in [mark for mark in element.iter(w("bookmarkStart")) if mark.get(w("name"), "").startswith("_rg_")]:
        key = block_key(mark.get(w("name"), ""))
        is_meant = among is None or (key is not None and key in among)
        if is_meant and (not numbers_only or (key is not None and is_block_number(key))):
            remove_bookmarks(mark)


def drop_repeated(body: Element) -> None:
    """Let every bookmark name stand once: a target that was carried over may have come with the new build too.

    Values may repeat: they are counted anew.
    """
    seen: set[str] = set()
    for mark in list(body.iter(w("bookmarkStart"))):
        name = mark.get(w("name"), "")
        if name in seen and value_mark(name) is None:
            remove_bookmarks(mark)
        seen.add(name)


def remove_bookmarks(*starts: Element) -> None:
    """Take bookmarks away, each with its end: the one in its paragraph, or the first one anywhere."""
    for start in starts:
        root = start.getroottree().getroot()
        paragraph = next(start.iterancestors(w("p")), root)
        ends = (end for place in (paragraph, root) for end in place.iter(w("bookmarkEnd")))
        remove(start, *islice((end for end in ends if end.get(w("id")) == start.get(w("id"))), 1))


# -------------------------------------------------------------------------------------------------------------- ids


def renumber(roots: Iterable[Element]) -> None:
    """Give bookmarks and drawings ids of their own again, and values marks of their own, counted by value."""
    bookmarks, drawings = count(1), count(1)
    marks: Counter[str] = Counter()
    for root in roots:
        numbers: dict[str, str] = {}
        for element in root.iter(w("bookmarkStart"), w("bookmarkEnd")):
            identity = element.get(w("id"), "")
            if identity not in numbers:
                numbers[identity] = str(next(bookmarks))
            element.set(w("id"), numbers[identity])
            mark = value_mark(element.get(w("name"), "")) if element.tag == w("bookmarkStart") else None
            if mark is not None:
                stem = mark.rpartition("_")[0]
                marks[stem] += 1
                element.set(w("name"), f"{stem}_{marks[stem]}")
        for drawing in root.iter(f"{{{PLACED_DRAWING}}}docPr"):
            drawing.set("id", str(next(drawings)))


# -------------------------------------------------------------------------------------------- numbers and contents


def write_contents_anew(body: Element, styles: Styles, numbers: Iterator[int]) -> None:
    """Write the contents; only contents that are still right keep their page numbers."""
    marks = list(body.iter(w("bookmarkStart")))
    remove_bookmarks(*(mark for mark in marks if _CONTENTS_MARK.fullmatch(mark.get(w("name"), ""))))
    write_contents(body, contents_fields(body), styles, numbers)


def drop_empty_controls(body: Element) -> None:
    """Take away content controls that lost all they held: Word takes such a file for damaged."""
    for content in list(body.iter(w("sdtContent")))[::-1]:
        control = content.getparent()
        if len(content) == 0 and control is not None:
            remove(control)
