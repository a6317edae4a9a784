"""What calls the report a draft: a line on the title page, words in header and footer, a note on how to read it.

The words follow from the program (`Draft, version 1a2b3c4d`); a firm's template may put them elsewhere. A paragraph of
theirs alone goes, with the row that holds nothing else; in headers and footers they are cut out of their line. In a
sentence they cannot be cut out: there the review finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.draft.base import Base, BaseRegion
from reportgen.draft.locating import Places
from reportgen.word.canonical import PlacedBlock
from reportgen.word.forms import paragraphs_in, visible_text
from reportgen.word.regions import BEFORE
from reportgen.word.xml import COMPATIBILITY, Element, Styles, local, remove, shown_text, squashed, w

NOTE = "draft-note"  # the last word of the ids of regions that a final report has not
MARK_STYLE, NOTE_STYLE = "cover mark", "cover note"  # of our template; drafts of version 0.1 have only the first
_NAMED = r"draft(?:, version [0-9a-f]{8}| \d{1,3})?(?:, incomplete)?"
_GAPS = r"incomplete: .+\. the last appendix lists what is missing\."  # of drafts of version 0.1
_ALONE = re.compile(rf"{_NAMED}|{_GAPS}", re.IGNORECASE)
_IN_LINE = re.compile(  # bare words only where something sets them apart: a client may be called "Draft & Sons"
    rf"\b(?:draft, version [0-9a-f]{{8}}(?:, incomplete)?(?: · )?|{_NAMED}(?: · |$))", re.IGNORECASE
)


def set_version(root: Element, words: str, styles: Styles) -> bool:
    """Let the first paragraph of a draft mark alone say `words` instead; False where there is none."""
    marks = [paragraph for paragraph in root.iter(w("p")) if _is_alone(paragraph)]
    for paragraph in marks[:1] + [mark for mark in marks[1:] if _repeats(mark, marks[0])]:
        replace_text(paragraph, 0, len(plain_text(paragraph)), words)
        _look_settled(paragraph, styles)
    return bool(marks)


def _repeats(paragraph: Element, first: Element) -> bool:
    """True for a paragraph that says once more, for older programs, what the first says."""
    both = (next(each.iterancestors(f"{{{COMPATIBILITY}}}AlternateContent"), None) for each in (paragraph, first))
    own, other = both
    return own is not None and own is other


def _look_settled(paragraph: Element, styles: Styles) -> None:
    """In our template and those made of it: the looks of what stays on the title page, in place of the mark's."""
    named, note = paragraph.find(f"{w('pPr')}/{w('pStyle')}"), styles.id_of(NOTE_STYLE)
    if named is None or styles.name(styles.style_id(paragraph)) != MARK_STYLE or not styles.has_name(NOTE_STYLE):
        return
    named.set(w("val"), note)
    cell = next(paragraph.iterancestors(w("tc")), None)
    ground = None if cell is None else cell.find(f"{w('tcPr')}/{w('shd')}")
    if ground is not None:
        remove(ground)


def drop_draft_marks(root: Element, *, is_header_footer: bool) -> None:
    """Take the marks out of a story; `is_header_footer` tells a header or footer."""
    for paragraph in list(root.iter(w("p"))):
        if _is_alone(paragraph):
            _drop_line(paragraph)
        elif is_header_footer:
            _cut(paragraph)


def _is_alone(paragraph: Element) -> bool:
    return _ALONE.fullmatch(" ".join(shown_text(paragraph).split())) is not None


def _drop_line(paragraph: Element) -> None:
    row = next(paragraph.iterancestors(w("tr")), None)
    table = None if row is None else row.getparent()
    alone = row is not None and shown_text(row).strip() == shown_text(paragraph).strip()
    if row is not None and alone and table is not None and len(table.findall(w("tr"))) > 1:
        remove(row)
    else:
        remove_paragraph(paragraph)


def _cut(paragraph: Element) -> None:
    text = plain_text(paragraph)
    mark = _IN_LINE.search(text)
    if mark:
        replace_text(paragraph, mark.start(), mark.end())


def drop_draft_notes(places: Places, base: Base) -> None:
    """Take out what is for readers of the draft, as far as nobody wrote into it."""
    for region in notes_of(base):
        for placed in places.blocks(region.id):
            if not is_written_into(placed, region):
                if local(placed.element) == "tbl":
                    remove(placed.element)
                else:
                    remove_paragraph(placed.element)


def notes_of(base: Base) -> Iterator[BaseRegion]:
    """The regions for readers of the draft."""
    for region in base.regions:
        if region.id.rpartition(".")[2] == NOTE and not region.id.startswith(BEFORE):
            yield region


def is_written_into(placed: PlacedBlock, region: BaseRegion) -> bool:
    """True for a block that says something else than one of those its region was generated with."""
    said = squashed(shown_text(placed.element))
    generated = {
        "".join(squashed(visible_text(paragraph)) for paragraph in paragraphs_in(block)) for block in region.blocks
    }
    return bool(said) and said not in generated


# ------------------------------------------------------------------------------------------------------ changes of text


def remove_paragraph(paragraph: Element) -> None:
    """Take a paragraph out; where Word wants one, at the end of a cell, it stays and says nothing."""
    parent = paragraph.getparent()
    if parent is None:
        return
    others = [child for child in parent if child is not paragraph and local(child) in ("p", "tbl", "sdt")]
    ends_section = paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
    needed = local(parent) in ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote", "sdtContent")
    if ends_section or (needed and (not others or (parent[-1] is paragraph and local(others[-1]) != "p"))):
        remove(*(child for child in paragraph if local(child) != "pPr"))
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
