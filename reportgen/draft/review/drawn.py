"""Pictures beside the tables they are drawn with: a table that somebody changed since would say something else.

The pictures show numbers, priorities and efforts of initiatives, and no words, so that whoever words an initiative
otherwise is not held up. What counts is which initiatives stand in the tables, under which number, and how pressing and
laborious they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reportgen.draft.locating import Found
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft
from reportgen.draft.review.points import Point
from reportgen.word.forms import Block, Paragraph, Table, paragraphs_in, visible_text

PICTURES = ("overall.moves-picture", "conclusion.effort-picture")  # drawn from the road map
ROAD_MAPS, NUMBERED = re.compile(r"(?:overall|area\..+)\.road-map"), "conclusion.decisions"
_CALLED = re.compile(r"(?:(?:Must|Should|Could) · )?(?:low|medium|high) effort|(?:Must|Should|Could)(?= · |$)")


def drawn_points(draft: OpenDraft) -> Iterator[Point]:
    """A point for each picture that may say something else than a table somebody changed."""
    regions = draft.places.regions
    changed = [found.region.id for found in regions.values() if draft.places.has_marks and _is_changed(found, draft)]
    for picture in PICTURES if changed else ():
        if blocks := draft.places.blocks(picture):
            tables = [draft.place_of(draft.places.blocks(region)[0].element).heading for region in changed]
            where = ", ".join(dict.fromkeys(filter(None, tables)))
            yield points.PICTURE_BESIDE_TABLE.at(draft.place_of(blocks[0].element), where=where or "the draft")


def _is_changed(found: Found, draft: OpenDraft) -> bool:
    """True where a table of initiatives stands, with others than were generated, or called otherwise."""
    region, now = found.region, [placed.block for placed in draft.places.blocks(found.region.id)]
    if not now:
        return False
    if region.id == NUMBERED:
        return _numbers(region.blocks) != _numbers(now)
    return bool(ROAD_MAPS.fullmatch(region.id)) and _initiatives(region.blocks, region.blocks) != _initiatives(
        now, region.blocks
    )


def _numbers(blocks: Iterable[Block]) -> list[str]:
    """The first cells of the rows."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return ["".join(map(visible_text, row.cells[0].blocks)).strip() for table in tables for row in table.rows]


def _initiatives(blocks: Sequence[Block], generated: Sequence[Block]) -> dict[str, list[str]]:
    """What the initiatives are called, by key; of those that were not generated as suggestions, and of any new ones."""
    suggested = {key for paragraph in _entries(generated) if paragraph.suggested for key in paragraph.keys}
    found: dict[str, list[str]] = {}
    for paragraph in _entries(blocks):
        keys = [key for key in paragraph.keys if key not in suggested]
        if keys or not paragraph.keys:
            called = _CALLED.search(visible_text(paragraph))
            found.setdefault(",".join(sorted(keys)), []).append(called[0] if called else "")
    return found


def _entries(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """The paragraphs of tables that say something."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (paragraph for paragraph in paragraphs_in(block) if visible_text(paragraph).strip())
