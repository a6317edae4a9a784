"""Small changes to Word XML that several steps of finalizing make."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.word.xml import Element, local, w


def remove_paragraph(paragraph: Element) -> None:
    """Take a paragraph out; where Word wants one, at the end of a cell, it stays and says nothing."""
    parent = paragraph.getparent()
    if parent is None:
        return
    others = [child for child in parent if child is not paragraph and local(child) in ("p", "tbl", "sdt")]
    ends_section = paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
    needed = local(parent) in ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote", "sdtContent")
    if ends_section or (needed and (not others or (parent[-1] is paragraph and local(others[-1]) != "p"))):
        for child in [child for child in paragraph if local(child) != "pPr"]:
            paragraph.remove(child)
    else:
        parent.remove(paragraph)


def replace_text(paragraph: Element, start: int, end: int, words: str = "") -> None:
    """Put `words` in place of the letters from `start` to `end` of `plain_text`, over the runs they stand in."""
    position = 0
    for piece in _pieces(paragraph):
        said = _said(piece)
        first, last = max(start - position, 0), min(end - position, len(said))
        if first < last and piece.tag == w("t"):
            piece.text = said[:first] + words + said[last:]
            words = ""
        position += len(said)


def plain_text(paragraph: Element) -> str:
    """The text of a paragraph, in which `replace_text` counts: a tab or a line break is one letter."""
    return "".join(map(_said, _pieces(paragraph)))


def _pieces(paragraph: Element) -> Iterator[Element]:
    for piece in paragraph.iter(w("t"), w("tab"), w("br"), w("cr")):
        parent = piece.getparent()
        if parent is not None and local(parent) == "r":
            yield piece


def _said(piece: Element) -> str:
    return (piece.text or "") if piece.tag == w("t") else "\t"
