"""Anchors: what was generated, and every value in a sentence, is found again later by hidden bookmarks.

In the template a region is a block content control tagged `rg:<id>`, a value an inline one tagged `rgv:<name>`; the
filler adds those of values and entries that texts carry. In the finished draft each has a bookmark, named as `marks`
says, and the control is gone: bookmarks come through every editor, controls do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from itertools import islice

from reportgen.common.exceptions import TemplateError
from reportgen.word.marks import DRAFTED, ENTRY, ROW, VALUE, block_key, item_key, region_stem, row_key, value_stem
from reportgen.word.xml import COMPATIBILITY, Element, bookmark, insert_at_start, local, tagged_controls, unwrap, w

PREFIX = "rg:"
BEFORE, END = "before:", "end"  # the regions of what stands outside: "before:<the next region>", and what closes
_FALLBACK = f"{{{COMPATIBILITY}}}Fallback"  # says once more what stands before it, for older programs


# ---------------------------------------------------------------------------------------------------------- regions


def mark_regions(
    body: Element, numbers: Iterator[int], template: str, passed: Container[Element] = ()
) -> tuple[str, ...]:
    """Put a bookmark at the start of every block of every region, and of entries inside; the controls go.

    Headings and standing text outside of regions come and go with what they lead to: they are regions of their own,
    `before:<id>`, but for the paragraphs in `passed`, which are written anew each time.

    Returns the ids of the regions in their order. `numbers` gives ids for bookmarks. Raises `TemplateError` naming
    `template` for two regions of one name, or a region that is not a direct part of the body.
    """
    controls = tagged_controls(body, PREFIX)
    _require_whole(controls, body, template)
    region_ids = {control: tag[len(PREFIX) :] for control, tag in controls}
    regions: list[str] = []
    standing: list[Element] = []  # blocks outside of regions since the last one
    for child in list(body):
        if child in region_ids:
            region_id = region_ids[child]
            regions += _mark(f"{BEFORE}{region_id}", standing, numbers) if standing else []
            regions += _mark(region_id, list(_blocks(child.find(w("sdtContent")))), numbers)
            standing = []
            unwrap(child)
        else:
            blocks = [child] if local(child) in ("p", "tbl") else list(_blocks(child.find(w("sdtContent"))))
            standing += [block for block in blocks if block not in passed and not _only_ends_section(block)]
    regions += _mark(END, standing, numbers) if standing else []
    drop_entries(body)
    return tuple(regions)


def _require_whole(controls: Iterable[tuple[Element, str]], body: Element, template: str) -> None:
    seen = set()
    for control, tag in controls:
        if tag in seen:
            raise TemplateError(f"{template}: two regions are tagged '{tag}'; each needs its own name.")
        if control.getparent() is not body:
            raise TemplateError(
                f"{template}: the region '{tag}' stands inside a paragraph, a table or another region. "
                "A region's control holds whole paragraphs and tables of the page itself."
            )
        seen.add(tag)


def _mark(region_id: str, blocks: list[Element], numbers: Iterator[int]) -> list[str]:
    marks = [(p, bookmark(f"{region_stem(region_id)}_{key}", next(numbers))) for key, p in _keyed(blocks)]
    for paragraph, mark in reversed(marks):
        insert_at_start(paragraph, *mark)
    return [region_id]


def _only_ends_section(block: Element) -> bool:
    """True for a paragraph that is nothing but the end of a Word section."""
    return block.find(f"{w('pPr')}/{w('sectPr')}") is not None and next(block.iter(w("r")), None) is None


def drop_entries(root: Element) -> None:
    """Take away what tells the entries of lists and tables; where they belong to a region, it is known by now."""
    unwrap(*(control for control, _ in tagged_controls(root, ENTRY, ROW, DRAFTED)))


def region_of(paragraph: Element) -> str:
    """The digest of the region that a paragraph stands in, by the bookmark of its block; empty outside of regions."""
    outer = [paragraph, *paragraph.iterancestors(w("tbl"))][-1]
    keys = (block_key(mark.get(w("name"), "")) for mark in outer.iter(w("bookmarkStart")))
    return next((key.partition("_")[0] for key in keys if key), "")


def _blocks(parent: Element | None) -> Iterator[Element]:
    """The paragraphs and tables of a control; controls inside it are looked through."""
    for child in parent if parent is not None else ():
        if local(child) in ("p", "tbl"):
            yield child
        elif local(child) == "sdt":
            yield from _blocks(child.find(w("sdtContent")))


def _keyed(blocks: Iterable[Element]) -> Iterator[tuple[str, Element]]:
    """The keys of the blocks of a region and of the entries and rows in them, each with the paragraph it stands in."""
    used: Counter[str] = Counter()
    for number, block in enumerate(blocks):
        if local(block) == "p":
            key, own = next(iter(_entries(block)), (str(number), block))
            yield _once(key if own is block else str(number), used), block
        else:
            entries = list(_entries(block))
            yield from ((str(number), paragraph) for paragraph in islice(block.iter(w("p")), 1))
            for key, paragraph in entries:
                yield _once(key, used), paragraph


def _once(key: str, used: Counter[str]) -> str:
    """A key that stands once in its region: the second entry of one reference gets a number."""
    used[key] += 1
    return key if used[key] == 1 else f"{key}_{used[key]}"


def _entries(block: Element) -> Iterator[tuple[str, Element]]:
    """The entries in a block by their keys, with their paragraphs; rows with the paragraph they begin with."""
    seen: set[Element] = set()
    for control, tag in tagged_controls(block, ENTRY, ROW):
        holder = next((e for e in control.iterancestors(w("tr")) if tag.startswith(ROW)), None)
        is_row = holder is not None
        if holder is None:
            holder = next(control.iterancestors(w("p")))
        if holder not in seen:
            seen.add(holder)
            reference = tag.partition(":")[2]
            yield (row_key if is_row else item_key)(reference), next(holder.iter(w("p")))


# ----------------------------------------------------------------------------------------------------------- values


def mark_values(root: Element, numbers: Iterator[int], marked: Counter[str], template: str) -> None:
    """Put a bookmark round every value; its control goes. `marked` counts the values by name, over all stories.

    Raises `TemplateError` naming `template` for a value without a name, or one that is more than part of a paragraph.
    """
    controls = dict(tagged_controls(root, VALUE))
    inner = {control for control in controls if _is_inside(control, controls)}
    for control, tag in controls.items():
        name = tag[len(VALUE) :].strip()
        if not name:
            raise TemplateError(f"{template}: a figure is tagged '{VALUE}' without a name.")
        if control not in inner:
            _span(control, name, numbers, marked, template)
        unwrap(control)


def _is_inside(control: Element, values: Container[Element]) -> bool:
    """True for a value in a value, or one that is shown only by older programs."""
    outer = (ancestor for ancestor in control.iterancestors(w("sdt"), _FALLBACK))
    return any(ancestor.tag == _FALLBACK or ancestor in values for ancestor in outer)


def _span(control: Element, name: str, numbers: Iterator[int], marked: Counter[str], template: str) -> None:
    content = control.find(w("sdtContent"))
    held = [] if content is None else list(content)
    if held and local(held[0]) in ("p", "tbl", "tr", "tc"):
        if len(held) > 1 or local(held[0]) != "p":
            raise TemplateError(
                f"{template}: the figure '{VALUE}{name}' is more than part of a paragraph. Put the control round the "
                "words of the figure alone."
            )
        held = [child for child in held[0] if local(child) != "pPr"]
    if not any((text.text or "").strip() for child in held for text in child.iter(w("t"))):
        return
    marked[name] += 1
    start, end = bookmark(f"{value_stem(name)}_{marked[name]}", next(numbers))
    held[0].addprevious(start)
    held[-1].addnext(end)
