"""What people do to a draft in Word, as edits of its document: one function each."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from reportgen.office.package import RELATIONS
from reportgen.word.xml import DRAWING, PLACED_DRAWING, shown_text, w
from tests.drafts import Edit, first_text, paragraph, remove, says

BULLET = "Customers who call about a fault"  # in the key findings
NEXT_BULLET = "The plan for the year"
PLAIN = "The company scores"  # in the analysis


def key_finding(root: etree._Element, words: str = BULLET) -> etree._Element:
    """A bullet of the key findings of the whole."""
    heading = next(p for p in root.iter(w("p")) if shown_text(p) == "Key findings")
    return next(p for p in heading.itersiblings(w("p")) if words in shown_text(p))


def _run(element: etree._Element) -> etree._Element:
    run = first_text(element).getparent()
    assert run is not None
    return run


def _table(root: etree._Element) -> etree._Element:
    """The results table of the whole."""
    return next(table for table in root.iter(w("tbl")) if "Part of the model" in shown_text(table))


def _caption(root: etree._Element) -> etree._Element:
    """The caption of the first picture: what counts figures, not what lists them."""
    counts = (code for code in root.iter(w("instrText")) if "SEQ Figure" in (code.text or ""))
    return next(next(counts).iterancestors(w("p")))


def _look(element: etree._Element, name: str, **attributes: str) -> None:
    run = _run(element)
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    etree.SubElement(properties, w(name), {w(key): value for key, value in attributes.items()})


def _set(element: etree._Element, name: str, **attributes: str) -> etree._Element:
    """A paragraph property."""
    properties = element.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        element.insert(0, properties)
    return etree.SubElement(properties, w(name), {w(key): value for key, value in attributes.items()})


def _tracked(name: str) -> etree._Element:
    return etree.Element(w(name), {w("id"): "901", w("author"): "A. Person"})


# ---------------------------------------------------------------------------------------------- what a draft says


def character_typed(root: etree._Element) -> None:
    text = first_text(key_finding(root))
    text.text = f"{text.text}!"


def bullet_deleted(root: etree._Element) -> None:
    remove(key_finding(root))


def style_changed(root: etree._Element) -> None:
    style = key_finding(root).find(f"{w('pPr')}/{w('pStyle')}")
    assert style is not None
    style.set(w("val"), "BodyText")


def bullet_indented(root: etree._Element) -> None:
    numbering = _set(key_finding(root), "numPr")
    etree.SubElement(numbering, w("ilvl"), {w("val"): "1"})


def bullets_swapped(root: etree._Element) -> None:
    bullet = key_finding(root)
    key_finding(root, NEXT_BULLET).addnext(bullet)


def cell_edited(root: etree._Element) -> None:
    cell = next(cell for cell in _table(root).iter(w("tc")) if shown_text(cell) == "38")
    first_text(cell).text = "39"


def row_added(root: etree._Element) -> None:
    row = list(_table(root).iter(w("tr")))[-1]
    added = deepcopy(row)
    for mark in list(added.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        remove(mark)
    first_text(added).text = "By hand"
    row.addnext(added)


def picture_replaced(root: etree._Element) -> None:
    first, second = list(root.iter(f"{{{DRAWING}}}blip"))[1:3]
    embed = f"{{{RELATIONS}}}embed"
    first.set(embed, second.get(embed, ""))


def text_inserted_with_changes_tracked(root: etree._Element) -> None:
    run = _run(key_finding(root))
    mark = _tracked("ins")
    run.addprevious(mark)
    mark.append(run)


def text_deleted_with_changes_tracked(root: etree._Element) -> None:
    run = _run(key_finding(root))
    mark = _tracked("del")
    run.addprevious(mark)
    mark.append(run)
    for text in run.findall(w("t")):
        text.tag = w("delText")


def paragraph_end_deleted_with_changes_tracked(root: etree._Element) -> None:
    _set(key_finding(root), "rPr").append(_tracked("del"))


def row_deleted_with_changes_tracked(root: etree._Element) -> None:
    properties = list(_table(root).iter(w("trPr")))[-1]
    properties.append(_tracked("del"))


def caption_retyped(root: etree._Element) -> None:
    text = list(_caption(root).iter(w("t")))[-1]
    text.text = ": The model"


def line_broken(root: etree._Element) -> None:
    etree.SubElement(_run(key_finding(root)), w("br"))


def footnote_added(root: etree._Element) -> None:
    run = etree.SubElement(key_finding(root), w("r"))
    etree.SubElement(run, w("footnoteReference"), {w("id"): "2"})


def figure_retyped(root: etree._Element) -> None:
    text = next(text for text in paragraph(root, PLAIN).iter(w("t")) if text.text == "41")
    text.text = "42"


def paragraph_added(root: etree._Element) -> None:
    key_finding(root).addnext(says("New."))


def row_taken_out(root: etree._Element) -> None:
    remove(list(_table(root).iter(w("tr")))[-1])


def field_turned_into_text(root: etree._Element) -> None:
    for run in list(_caption(root).iter(w("r"))):
        if run.find(w("fldChar")) is not None or run.find(w("instrText")) is not None:
            remove(run)


CONTENT: dict[Edit, str] = {  # with the region that changes
    character_typed: "overall.key-findings",
    bullet_deleted: "overall.key-findings",
    style_changed: "overall.key-findings",
    bullet_indented: "overall.key-findings",
    bullets_swapped: "overall.key-findings",
    cell_edited: "overall.results",
    row_added: "overall.results",
    row_taken_out: "overall.results",
    picture_replaced: "overall.picture",
    text_inserted_with_changes_tracked: "overall.key-findings",
    text_deleted_with_changes_tracked: "overall.key-findings",
    paragraph_end_deleted_with_changes_tracked: "overall.key-findings",
    row_deleted_with_changes_tracked: "overall.results",
    caption_retyped: "summary.model-picture",
    field_turned_into_text: "summary.model-picture",
    line_broken: "overall.key-findings",
    footnote_added: "overall.key-findings",
    figure_retyped: "overall.analysis",
    paragraph_added: "overall.key-findings",
}


# ------------------------------------------------------------------------------------------------ how a draft looks


def word_made_bold(root: etree._Element) -> None:
    _look(key_finding(root), "b")


def size_changed(root: etree._Element) -> None:
    _look(key_finding(root), "sz", val="40")


def colour_changed(root: etree._Element) -> None:
    _look(key_finding(root), "color", val="FF0000")


def font_changed(root: etree._Element) -> None:
    _look(key_finding(root), "rFonts", ascii="Georgia", hAnsi="Georgia")


def word_marked_with_a_pen(root: etree._Element) -> None:
    _look(key_finding(root), "highlight", val="yellow")


def paragraph_centred(root: etree._Element) -> None:
    _set(key_finding(root), "jc", val="center")


def paragraph_moved_in(root: etree._Element) -> None:
    _set(key_finding(root), "ind", left="1000")


def paragraph_set_apart(root: etree._Element) -> None:
    _set(key_finding(root), "spacing", after="480")


def paragraph_begins_a_page(root: etree._Element) -> None:
    _set(key_finding(root), "pageBreakBefore")


def cell_shaded(root: etree._Element) -> None:
    properties = list(_table(root).iter(w("tcPr")))[-1]
    for shading in properties.findall(w("shd")):
        remove(shading)
    etree.SubElement(properties, w("shd"), {w("val"): "clear", w("fill"): "FF0000"})


def column_widened(root: etree._Element) -> None:
    column = next(_table(root).iter(w("gridCol")))
    column.set(w("w"), str(int(column.get(w("w"), "0")) + 300))


def row_made_higher(root: etree._Element) -> None:
    properties = list(_table(root).iter(w("trPr")))[-1]
    etree.SubElement(properties, w("trHeight"), {w("val"): "900"})


def picture_resized(root: etree._Element) -> None:
    extent = next(root.iter(f"{{{PLACED_DRAWING}}}extent"))
    for side in ("cx", "cy"):
        extent.set(side, str(int(extent.get(side, "0")) * 8 // 10))


def picture_described(root: etree._Element) -> None:
    next(root.iter(f"{{{PLACED_DRAWING}}}docPr")).set("descr", "In the consultant's words.")


LOOKS: dict[Edit, str] = {  # with the region that changes
    word_made_bold: "overall.key-findings",
    size_changed: "overall.key-findings",
    colour_changed: "overall.key-findings",
    font_changed: "overall.key-findings",
    word_marked_with_a_pen: "overall.key-findings",
    paragraph_centred: "overall.key-findings",
    paragraph_moved_in: "overall.key-findings",
    paragraph_set_apart: "overall.key-findings",
    paragraph_begins_a_page: "overall.key-findings",
    cell_shaded: "overall.results",
    column_widened: "overall.results",
    row_made_higher: "overall.results",
    picture_resized: "summary.model-picture",
    picture_described: "summary.model-picture",
}
