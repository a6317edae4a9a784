"""What nobody wants to see in print: empty entries of lists, words that call it a draft, links to one computer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.common.diagnostics.places import DocumentPlace
from reportgen.common.language import shortened
from reportgen.common.people import person_in
from reportgen.draft.finalize.draft_marks import MARK_STYLE, NOTE_STYLE, is_written_into, notes_of
from reportgen.draft.finalize.unseen import is_conditional
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, is_repeated
from reportgen.draft.review.points import Point
from reportgen.word.fields import fields, is_local, local_target
from reportgen.word.forms import paragraphs_in
from reportgen.word.marks import is_block_number
from reportgen.word.xml import Element, local, shown_text, w
from reportgen.workbook.layout import (
    AGREED,
    ENGAGEMENT,
    FINDINGS,
    GOOD_PRACTICE,
    GUIDE,
    HEADLINES,
    INTERVIEWS,
    NARRATIVE,
    NOTES,
    RESULTS,
)

DRAFT_WORDS = re.compile(r"\bdraft, version [0-9a-f]{8}\b", re.IGNORECASE)
_MARKS = "'\"‘’‚“”„«»"  # of quotation, as they are typed and as Word sets them
_QUOTED = rf"[{_MARKS}][^{_MARKS}]+[{_MARKS}]"
_SHEETS = "|".join(
    map(
        re.escape,
        (GUIDE, ENGAGEMENT, INTERVIEWS, GOOD_PRACTICE, NOTES, HEADLINES, AGREED, FINDINGS, NARRATIVE, RESULTS),
    )
)
_WORKBOOK_PLACE = re.compile(  # the name of a sheet has a capital, a second word at most, or quotation marks
    rf"(?:{_QUOTED}|\b[A-Z]\w*(?: \w+)?|\b\w+)!\$?[A-Z]{{1,3}}\$?[1-9]\d*\b"
    rf"|\bthe sheet (?:{_QUOTED}|(?:{_SHEETS})\b)|\bthe (?:{_SHEETS}) sheet\b"
    rf"|[{_MARKS}](?P<title>{_SHEETS})[{_MARKS}]|^(?:{AGREED})$"  # alone: the others are words of a report too
)
_SHOWS = (  # without a word
    *map(w, ("drawing", "pict", "object", "sym", "fldChar", "fldSimple", "ptab")),
    *map(w, ("footnoteReference", "endnoteReference")),
    w("delText"),  # until the deletion is accepted
)
_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"


def empty_item_points(draft: OpenDraft) -> Iterator[Point]:
    """Bullets and numbers with nothing behind them."""
    before: Element | None = None
    for paragraph in draft.paragraphs():
        if shown_text(paragraph).strip() or next(paragraph.iter(*_SHOWS), None) is not None:
            before = paragraph
        elif draft.styles.outline_level(paragraph) is None and _is_listed(draft, paragraph):
            place = draft.place_of(paragraph)
            words = f"after: {shortened(shown_text(before), points.LONGEST_QUOTE)}" if before is not None else ""
            yield points.EMPTY_ITEM.at(DocumentPlace(heading=place.heading, text=words))


def _is_listed(draft: OpenDraft, paragraph: Element) -> bool:
    place = draft.styles.list_place(paragraph)
    level = draft.styles.list_level(place) if place else None
    return level is not None and level.form != "none"


def draft_mark_points(draft: OpenDraft) -> Iterator[Point]:
    """Marks of a draft in what finalizing leaves; `draft` is such a file."""
    for paragraph in draft.paragraphs():
        mark = DRAFT_WORDS.search(shown_text(paragraph))
        if mark:
            yield points.DRAFT_MARK.at(draft.place_of(paragraph), text=mark[0])
    for root in draft.roots.values():
        for path in root.iter(_WATERMARK):
            if "draft" in path.get("string", "").casefold() and not is_repeated(path):
                yield points.DRAFT_MARK.at(draft.place_of(path), text=path.get("string", ""))


def draft_note_points(draft: OpenDraft) -> Iterator[Point]:
    """What people wrote into the notes for readers of the draft, which stays for that reason."""
    for region in notes_of(draft.base):
        for placed in draft.places.blocks(region.id):
            if is_written_into(placed, region):
                yield points.DRAFT_NOTE.at(draft.place_of(placed.element))


def workbook_place_points(draft: OpenDraft) -> Iterator[Point]:
    """Cells and sheets of the scoring workbook that are named in what is issued."""
    headings = {
        shown_text(paragraph).strip()
        for paragraph in draft.paragraphs()
        if draft.styles.outline_level(paragraph) is not None
    }
    for paragraph in draft.paragraphs():
        for place in _WORKBOOK_PLACE.finditer(shown_text(paragraph).strip()):
            if place["title"] not in headings:  # a reader finds those in the report
                yield points.WORKBOOK_PLACE.at(draft.place_of(paragraph), text=place[0])


def unfinished_points(draft: OpenDraft) -> Iterator[Point]:
    """What the title page says of the report beside that it is a draft; `draft` is a file without draft marks."""
    for paragraph in draft.root.iter(w("p")):
        if draft.style(paragraph) in (MARK_STYLE, NOTE_STYLE) and shown_text(paragraph).strip():
            place = draft.place_of(paragraph)
            yield points.UNFINISHED.at(
                DocumentPlace(heading=place.heading), text=shortened(shown_text(paragraph), points.LONGEST_QUOTE)
            )


def conditional_points(draft: OpenDraft) -> Iterator[Point]:
    """Fields that are left in what is issued and may show other words than they do here; `draft` is such a file."""
    for root in draft.roots.values():
        for field in fields(root):
            if is_conditional(field) and not is_repeated(field.begin):
                code = shortened(" ".join(field.code.split()), points.LONGEST_QUOTE)
                yield points.CONDITIONAL_WORDS.at(draft.place_of(field.begin), code=code)


def person_points(draft: OpenDraft) -> Iterator[Point]:
    """Names and addresses of people in generated entries, and in the tables that hold such: they speak of roles."""
    for placed in draft.places.body.blocks:
        if any(not is_block_number(key) for p in paragraphs_in(placed.block) for key in p.keys):
            for paragraph in placed.element.iter(w("p")):
                found = person_in(shown_text(paragraph))
                if found and not is_repeated(paragraph):
                    yield points.PERSON_NAMED.at(draft.place_of(paragraph), found=found)


def local_link_points(draft: OpenDraft) -> Iterator[Point]:
    """Links and linked pictures that lead to a file of one computer; they name its folders, and often a person."""
    for name, root in draft.roots.items():
        targets = {
            number: relation.target
            for number, relation in draft.parts.relations(name).items()
            if relation.external and is_local(relation.target)
        }
        for element in root.iter():
            used = [targets[value] for value in map(str, element.attrib.values()) if value in targets]
            if local(element) == "instrText":
                used.append(local_target(element.text or ""))
            elif local(element) == "fldSimple":
                used.append(local_target(element.get(w("instr"), "")))
            target = next(filter(None, used), "")
            if target and not is_repeated(element):
                yield points.LOCAL_LINK.at(draft.place_of(element), target=shortened(target, points.LONGEST_QUOTE))
