"""New words, a new picture or new parts of a table in the looks that a person or program gave to the old ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from itertools import groupby

from reportgen.draft.refresh.plan.comparing import pictures
from reportgen.office.package import RELATIONS
from reportgen.word.forms import Paragraph, Thing
from reportgen.word.looks import drawing_looks
from reportgen.word.xml import (
    CHART,
    COMPATIBILITY,
    DRAWING,
    PLACED_DRAWING,
    Element,
    local,
    remove,
    replace,
    run_with_look,
    text_element,
    w,
)

_FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
_WORDS = re.compile(r"\w+|\W")
_SIZE = re.compile(r"size=(\d+x\d+)")
_DESCRIBED = re.compile(r"(?:^| )descr=(.*?)(?: anchor=[^ ]*)?$", re.DOTALL)


def drawings(paragraph: Element) -> list[Element]:
    """The elements that show the pictures and charts of a paragraph, in the same order."""
    wanted = (f"{{{DRAWING}}}blip", f"{{{CHART}}}chart")
    return [
        element
        for element in paragraph.iter(w("drawing"))
        if next(element.iterancestors(_FALLBACK), None) is None and next(element.iter(*wanted), None) is not None
    ]


def patch(new: Element, old: Element, base: Paragraph) -> None:
    """Give a generated paragraph the looks of the one it replaces: paragraph, words, size and place of pictures."""
    take_properties(new, old, ("pPr",))
    _spread_looks(new, old)
    shown = pictures(base)
    for drawing, mine, was in zip(drawings(new), drawings(old), shown, strict=False):
        patch_drawing(drawing, mine, was)


# ------------------------------------------------------------------------------------------------------------ words


def _spread_looks(new: Element, old: Element) -> None:
    """Each word of the new text looks as the word it was; new words look as those before them."""
    looks = [look for text, look in _texts(old) for _ in text]
    before, after = ("".join(text for text, _ in _texts(paragraph)) for paragraph in (old, new))
    if not looks:
        return
    spread = iter(_aligned(before, after, looks))
    for run in [run for run in new.iter(w("r")) if run.find(w("t")) is not None]:
        _split(run, spread)


def _texts(paragraph: Element) -> Iterator[tuple[str, Element | None]]:
    for run in paragraph.iter(w("r")):
        for text in run.findall(w("t")):
            yield text.text or "", run.find(w("rPr"))


def _aligned(before: str, after: str, looks: list[Element | None]) -> list[Element | None]:
    """A look for every letter of `after`."""
    one, two = _WORDS.findall(before), _WORDS.findall(after)
    starts = [0]
    for word in one:
        starts.append(starts[-1] + len(word))
    found: list[Element | None] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, one, two, False).get_opcodes():
        length = sum(map(len, two[j1:j2]))
        if kind == "equal":
            found += looks[starts[i1] : starts[i2]]
        else:
            place = starts[i1] if i2 > i1 else max(starts[i1] - 1, 0)
            found += [looks[min(place, len(looks) - 1)]] * length
    return found


def _split(run: Element, spread: Iterator[Element | None]) -> None:
    """Put the words of a run into runs of one look each; all else in it stays in runs of its own look."""
    own = run.find(w("rPr"))
    for child in [child for child in run if local(child) != "rPr"]:
        if child.tag != w("t"):
            run.addprevious(run_with_look(own, child))
            continue
        letters = [(letter, next(spread, own)) for letter in child.text or ""]
        for _, group in groupby(letters, key=lambda pair: id(pair[1])):
            stretch = list(group)
            run.addprevious(run_with_look(stretch[0][1], text_element("".join(letter for letter, _ in stretch))))
    remove(run)


# --------------------------------------------------------------------------------------------------------- pictures


def patch_drawing(new: Element, old: Element, base: Thing) -> None:
    """Give a generated picture what a person changed of the one it replaces: its frame, size, cut, words for it."""
    mine = drawing_looks(old)
    if mine == base.looks:
        return
    theirs, frame = _frame(new), _frame(old)
    if theirs is None or frame is None:
        return
    kept = deepcopy(frame)
    _show(kept, theirs)
    size = _SIZE.search(mine), _SIZE.search(base.looks)
    if size[0] and size[1] and size[0][1] == size[1][1]:
        _copy_size(theirs, kept)
    if _described_as(frame, base.looks):
        _describe(kept, theirs)
    new.replace(theirs, kept)


def _frame(drawing: Element) -> Element | None:
    return next((child for child in drawing if local(child) in ("inline", "anchor")), None)


def _show(frame: Element, source: Element) -> None:
    """Let a frame show what another shows."""
    for tag, attribute in ((f"{{{DRAWING}}}blip", "embed"), (f"{{{CHART}}}chart", "id")):
        there, here = next(source.iter(tag), None), next(frame.iter(tag), None)
        if there is None:
            continue
        if here is not None:
            here.set(f"{{{RELATIONS}}}{attribute}", there.get(f"{{{RELATIONS}}}{attribute}", ""))
            return
        mine, theirs = (next(part.iter(f"{{{DRAWING}}}graphic")) for part in (frame, source))
        replace(mine, deepcopy(theirs))  # a picture where a chart was, or a chart where a picture was


def _copy_size(source: Element, target: Element) -> None:
    for tag in (f"{{{PLACED_DRAWING}}}extent", f"{{{DRAWING}}}ext"):
        for here, there in zip(target.iter(tag), source.iter(tag), strict=False):
            for side in ("cx", "cy"):
                if here.get(side) is not None and there.get(side) is not None:
                    here.set(side, there.get(side, ""))


def _named(frame: Element) -> Element | None:
    return frame.find(f"{{{PLACED_DRAWING}}}docPr")


def _words_for(frame: Element) -> str:
    named = _named(frame)
    return named.get("descr", "") if named is not None else ""


def _described_as(frame: Element, looks: str) -> bool:
    """True when the words for a picture are those that were generated, or were lost."""
    was = _DESCRIBED.search(looks)
    return _words_for(frame) in ("", was[1] if was else "")


def _describe(frame: Element, like: Element) -> None:
    named, words = _named(frame), _words_for(like)
    if named is not None and words:
        named.set("descr", words)


# ------------------------------------------------------------------------------------------------- what programs lose


def give_back(element: Element, source: Element) -> None:
    """Give what stays the words for its tables and pictures that a program lost: nobody takes these out by hand."""
    tables = [[*side.iter(w("tbl"))] for side in (element, source)]
    if len(tables[0]) == len(tables[1]):
        for table, like in zip(*tables, strict=True):
            _give_back_caption(table, like)
    frames = [[_frame(drawing) for drawing in drawings(side)] for side in (element, source)]
    if len(frames[0]) == len(frames[1]):
        for frame, other in zip(*frames, strict=True):
            if frame is not None and other is not None and not _words_for(frame):
                _describe(frame, other)


def _give_back_caption(table: Element, like: Element) -> None:
    properties, source = table.find(w("tblPr")), like.find(w("tblPr"))
    if properties is None or source is None:
        return
    for name in ("tblCaption", "tblDescription"):
        lost = source.find(w(name))
        if lost is not None and properties.find(w(name)) is None:
            changed = properties.find(w("tblPrChange"))
            properties.insert(len(properties) if changed is None else properties.index(changed), deepcopy(lost))


# ----------------------------------------------------------------------------------------------------- tables, sections


def take_properties(element: Element, source: Element, names: Sequence[str]) -> None:
    """Put properties of another element in place of an element's own; the schema wants them first."""
    own, kept = ([child for name in names for child in side.iterfind(w(name))] for side in (element, source))
    remove(*own)
    element[:0] = map(deepcopy, kept)


def take_shade(cell: Element, source: Element) -> None:
    """The looks of a cell that follow the data, such as its colour; its width is the table's affair."""
    properties = source.find(w("tcPr"))
    own = cell.find(w("tcPr"))
    if properties is None:
        return
    new = deepcopy(properties)
    if own is not None:
        width, other = own.find(w("tcW")), new.find(w("tcW"))
        if width is not None and other is not None:
            new.replace(other, deepcopy(width))
        cell.remove(own)
    cell.insert(0, new)


def last_of(element: Element, names: Sequence[str]) -> Element | None:
    """The last child of an element that has one of these names."""
    found = [child for child in element if local(child) in names]
    return found[-1] if found else None
