"""Whether a tag has the form for its place, and whether beginning and end of something stand side by side."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.template_faults import FaultKind
from reportgen.common.language import shortened
from reportgen.template.checking.tags import Tag, names_unit
from reportgen.word.xml import Element, tag_of, w

Misfit = tuple[FaultKind, dict[str, object]]

_BESIDE = {  # what a paragraph may hold beside text, that would be lost with it
    "drawing": "a picture",
    "pict": "a picture",
    "object": "an object",
    "sectPr": "a section break",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "fldChar": "a field",
}
_CONTAINERS = {w("tc"): "a cell of a table", w("txbxContent"): "a text box", w("tbl"): "a table", w("tr"): "a row"}


def misfit(tag: Tag, in_paragraph: int) -> Iterator[Misfit]:
    """What is wrong with the form of a tag; `in_paragraph` is how many tags its paragraph has."""
    if not tag.unit:
        return
    if tag.attribute:
        yield kinds.WRONG_FORM, {"reason": f"a tag for a whole {names_unit(tag.unit)} cannot stand in a property"}
        return
    if tag.target is None:
        yield kinds.WRONG_FORM, {"reason": f"a tag for a whole {names_unit(tag.unit)} works in a table only"}
        return
    sign = next((sign for sign in "}%" if sign in tag.typed[2:-2]), "")
    if sign and tag.unit != "r":
        yield kinds.SIGN_IN_TAG, {"found": sign}
    if _in_inline_control(tag.element):
        reason = "a tag for a whole paragraph stands in a control inside a paragraph, and both would be lost"
        yield kinds.WRONG_FORM, {"reason": reason}
    found = _beside(tag, in_paragraph)
    if found:
        yield kinds.TAG_NOT_ALONE, {"unit": names_unit(tag.unit), "found": found}


def _in_inline_control(element: Element) -> bool:
    """Whether a control lies between an element and its paragraph."""
    for around in element.iterancestors():
        if around.tag == w("p"):
            return False
        if around.tag == w("sdtContent"):
            return True
    return False


def _beside(tag: Tag, in_paragraph: int) -> str:
    """What would be lost with the unit of a tag; empty when it stands alone."""
    target = tag.target
    if target is None or tag.unit == "r":
        return ""
    if tag.unit == "p" and tag.beside:
        return f"“{shortened(tag.beside)}”"
    if tag.unit == "p" and in_paragraph > 1:
        return "another tag"
    if tag.unit != "p":
        text = "".join(text.text or "" for text in target.iter(w("t"))).replace(tag.typed, "", 1).strip()
        if text:
            return f"“{shortened(text)}”"
    return next((words for name, words in _BESIDE.items() if next(target.iter(w(name)), None) is not None), "")


def crossing(begin: Tag, end: Tag) -> Iterator[Misfit]:
    """How beginning and end, or a branch in between, fail to stand side by side."""
    if begin.unit != end.unit and {begin.unit, end.unit} != {"", "r"}:
        yield kinds.MIXED_FORMS, {"begin": _form(begin), "end": _form(end)}
        return
    if begin.holder is end.holder:
        return
    controls = [_around(tag, {w("sdt")}) for tag in (begin, end)]
    kind = kinds.CROSSES_CONTROL if controls[0] is not controls[1] else kinds.CROSSES_CELL
    inside, outside = _described(begin), _described(end)
    if inside == outside:
        outside = outside.replace(" a ", " another ", 1)
    yield kind, {"word": begin.word, "inside": inside, "outside": outside, "end": shortened(end.typed)}


def _form(tag: Tag) -> str:
    return f"{{%{tag.unit} {tag.word} %}}"


def _around(tag: Tag, wanted: set[str]) -> Element | None:
    start = tag.target if tag.target is not None else tag.element
    return next((element for element in start.iterancestors() if element.tag in wanted), None)


def _described(tag: Tag) -> str:
    """Where a tag stands, as far as it matters for what it may be paired with."""
    if tag.attribute:
        return "in a property"
    around = _around(tag, {w("sdt"), *_CONTAINERS})
    if around is None:
        return "in the page"
    if around.tag == w("sdt"):
        name = tag_of(around)
        return f"in the control '{name}'" if name else "in a control"
    return f"in {_CONTAINERS[around.tag]}"
