"""What is left to do before a draft is issued. `review` is the one door.

    draft          the draft opened: stories, headings, where an element stands
    comments       suggestions nobody confirmed, placeholders, open comments, tracked changes
    values         values and parts against the workbook
    drawn          pictures beside tables that somebody changed
    references     contents tables, lists of captions, cross-references
    leftovers      empty entries, marks of the draft, links to one's own computer
    embedded       files, pictures and charts that hold more or less than is seen
    faults         the build of the file, access for all
    taken          what no reader sees, which finalizing takes out

Nothing is changed. Points come in the order of the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportgen.common.method import RULES
from reportgen.draft.base import Base
from reportgen.draft.finalize import Final
from reportgen.draft.review import points
from reportgen.draft.review.comments import (
    Confirmed,
    change_points,
    comment_points,
    confirmed_suggestions,
    placeholder_points,
    suggestion_points,
)
from reportgen.draft.review.draft import CONTENTS, HEADERS_FOOTERS, TITLE_PAGE, OpenDraft
from reportgen.draft.review.drawn import drawn_points
from reportgen.draft.review.embedded import damaged_points, embedded_points, picture_points
from reportgen.draft.review.faults import fault_points
from reportgen.draft.review.leftovers import (
    conditional_points,
    draft_mark_points,
    draft_note_points,
    empty_item_points,
    local_link_points,
    person_points,
    unfinished_points,
    workbook_place_points,
)
from reportgen.draft.review.points import Point
from reportgen.draft.review.references import contents_points, property_points, reference_points, unpaged_points
from reportgen.draft.review.taken import taken_points
from reportgen.draft.review.values import Fresh, changed_rows, part_points, value_points
from reportgen.office.package import Package
from reportgen.word.comments import read_comments
from reportgen.word.fields import contents_fields

__all__ = ["Confirmed", "Fresh", "Point", "changed_rows", "confirmed_in", "review"]


def review(parts: Package, base: Base, issued: Final, fresh: Fresh | None = None) -> tuple[Point, ...]:
    """Everything left to do. `issued` is the report that finalizing makes of the draft.

    `base` is what the draft was generated as, `fresh` what a report built now says.
    Raises `DamagedPartError` when a part is not XML.
    """
    draft = OpenDraft(parts, base)
    found = [*_points(draft, fresh), *taken_points(draft, issued.taken)]
    found += _points_of_issue(OpenDraft(issued.parts, base))
    return tuple(_in_order(found, draft))


def confirmed_in(parts: Package, base: Base) -> tuple[Confirmed, ...]:
    """The suggestions of a draft that somebody confirmed, in its order."""
    return tuple(confirmed_suggestions(OpenDraft(parts, base)))


def _points(draft: OpenDraft, fresh: Fresh | None) -> Iterator[Point]:
    """What is found in the draft as it is."""
    comments = read_comments(draft.parts, draft.roots.values())
    yield from suggestion_points(draft, comments)
    yield from placeholder_points(draft)
    yield from comment_points(draft, comments)
    yield from change_points(draft)
    if draft.base.record.rules != RULES:
        yield points.OTHER_RULES.at()
    yield from value_points(draft, fresh)
    if fresh is not None:
        yield from part_points(draft, fresh)
    yield from drawn_points(draft)
    yield from draft_note_points(draft)
    yield from empty_item_points(draft)
    yield from local_link_points(draft)
    yield from embedded_points(draft)
    yield from damaged_points(draft)
    yield from picture_points(draft)
    yield from person_points(draft)
    yield from property_points(draft)
    tables = contents_fields(draft.root)
    outdated = list(contents_points(draft, tables))
    yield from outdated
    yield from unpaged_points(draft, tables)
    listed = {paragraph for table in tables for paragraph in table.paragraphs} if outdated else set()
    yield from reference_points(draft, listed)


def _points_of_issue(issued: OpenDraft) -> Iterator[Point]:
    """What would be left in the report."""
    yield from draft_mark_points(issued)
    yield from workbook_place_points(issued)
    yield from unfinished_points(issued)
    yield from conditional_points(issued)
    yield from fault_points(issued)


def _in_order(found: Iterable[Point], draft: OpenDraft) -> list[Point]:
    """By chapter as they stand in the draft; in a chapter what blocks first."""
    chapters = ["", TITLE_PAGE, CONTENTS, *(heading.line for heading in draft.headings)]
    order = {title: number for number, title in reversed(list(enumerate(chapters)))} | {HEADERS_FOOTERS: len(chapters)}
    return sorted(found, key=lambda point: (order.get(point.place.heading, len(order)), not point.is_error))
