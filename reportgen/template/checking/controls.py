"""Content controls of a template: regions, comments, anchors and references, each where it can do its job."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.template_faults import Fault
from reportgen.template.checking.places import Places
from reportgen.word.comment_controls import TAG as COMMENT
from reportgen.word.references import ANCHOR, REFERENCE
from reportgen.word.regions import PREFIX
from reportgen.word.xml import Element, local, shown_text, tag_of, w

_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_EXPRESSION = re.compile(r"\{\{.*?\}\}")
_LINE = re.compile(r"\{%p\s+(\w+)")  # a statement for a whole paragraph
_FILLED = re.compile(r"\{\{|\{%(?!p (?:for|if|elif|else|endfor|endif|macro|endmacro|set)\b)")
_INSIDE = {"tc": "in a cell of a table", "p": "inside a paragraph", "txbxContent": "in a text box"}


def control_faults(body: Element, places: Places) -> Iterator[Fault]:
    """What is wrong with the content controls of the body."""
    controls = [(control, tag_of(control)) for control in body.iter(w("sdt"))]
    yield from _regions(body, [(c, tag) for c, tag in controls if tag.startswith(PREFIX)], places)
    yield from _comments([control for control, tag in controls if tag == COMMENT], places)
    yield from _references(controls, places)
    if any(tag.startswith(PREFIX) for _, tag in controls):
        yield from _outside(body, places)


def edge_faults(root: Element, places: Places) -> Iterator[Fault]:
    """Regions in a header, footer or note, where there can be none."""
    for control in root.iter(w("sdt")):
        if tag_of(control).startswith(PREFIX):
            where = f"in a {places.part.partition(' ')[0]}"
            yield kinds.REGION_MISPLACED.at(places.of(control), tag=tag_of(control), where=where)


# ------------------------------------------------------------------------------------------------------ regions


def _regions(body: Element, regions: list[tuple[Element, str]], places: Places) -> Iterator[Fault]:
    seen: set[str] = set()
    in_loops = set(_in_loops(body))
    for control, tag in regions:
        spot = places.of(control)
        if not tag.removeprefix(PREFIX).strip():
            yield kinds.REGION_UNNAMED.at(spot)
        elif tag in seen and not _EXPRESSION.search(tag):
            yield kinds.REGION_DOUBLED.at(spot, tag=tag)
        elif control in in_loops and not _EXPRESSION.search(tag):
            yield kinds.REGION_REPEATED.at(spot, tag=tag)
        seen.add(tag)
        outer = next((e for e in control.iterancestors(w("sdt")) if tag_of(e).startswith(PREFIX)), None)
        where = next((_INSIDE[local(e)] for e in control.iterancestors() if local(e) in _INSIDE), "")
        if outer is not None:
            yield kinds.REGION_NESTED.at(spot, tag=tag, outer=tag_of(outer))
        elif where:
            yield kinds.REGION_MISPLACED.at(spot, tag=tag, where=where)
        elif control.getparent() is not body:
            yield kinds.REGION_MISPLACED.at(spot, tag=tag, where="inside another control")
        yield from _contents(control, tag, places)


def _contents(control: Element, tag: str, places: Places) -> Iterator[Fault]:
    """What a region may not hold."""
    for section in control.iter(w("sectPr")):
        yield kinds.REGION_WITH_SECTION.at(places.of(section), tag=tag)
    for note in control.iter(*_NOTES):
        yield kinds.REGION_WITH_NOTE.at(places.of(note), tag=tag, note=_NOTES[str(note.tag)])


def _in_loops(body: Element) -> Iterator[Element]:
    """The controls that are direct parts of the page and inside a loop of paragraphs."""
    depth = 0
    for block in body:
        if local(block) == "p":
            for match in _LINE.finditer(shown_text(block)):
                depth += {"for": 1, "endfor": -1}.get(match[1], 0)
        elif local(block) == "sdt" and depth > 0:
            yield block


def _outside(body: Element, places: Places) -> Iterator[Fault]:
    """Paragraphs that are filled but belong to no region; building blocks are not printed where they stand."""
    macros = 0
    for block in body:
        if local(block) not in ("p", "tbl"):
            continue
        text = shown_text(block)
        words = [match[1] for match in _LINE.finditer(text)]
        macros += words.count("macro")
        if not macros and _FILLED.search(text):
            yield kinds.OUTSIDE_REGION.at(places.of(block))
        macros -= words.count("endmacro")


# ---------------------------------------------------------------------------------------- comments and references


def _comments(controls: list[Element], places: Places) -> Iterator[Fault]:
    for control in controls:
        if len(list(control.iter(w("p")))) < 2:
            yield kinds.NOTHING_TO_COMMENT.at(places.of(control))


def _references(controls: list[tuple[Element, str]], places: Places) -> Iterator[Fault]:
    """References whose target cannot be there, whatever is filled in."""
    anchors = [tag.removeprefix(ANCHOR) for _, tag in controls if tag.startswith(ANCHOR)]
    for control, tag in controls:
        key = tag.removeprefix(REFERENCE)
        if tag.startswith(REFERENCE) and not any(_may_be_equal(key, anchor) for anchor in anchors):
            yield kinds.REFERENCE_WITHOUT_TARGET.at(places.of(control), tag=tag, target=f"{ANCHOR}{key}")


def _may_be_equal(one: str, other: str) -> bool:
    """Whether two keys with expressions in them can come out the same.

    >>> _may_be_equal("figure-{{ picture.name }}", "figure-overall")
    True
    """
    return any(_pattern(a).fullmatch(_EXPRESSION.sub("x", b)) for a, b in ((one, other), (other, one)))


def _pattern(key: str) -> re.Pattern[str]:
    """What a key may become: anything in the place of each expression."""
    return re.compile(".*".join(re.escape(piece) for piece in _EXPRESSION.split(key)), re.DOTALL)
