"""The entries of a part's one table, one after the other, never more than a stretch of it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, cast
from xml.etree.ElementTree import Element, XMLPullParser

from reportgen.workbook.reader.raw_cells import DisorderedSheetError

MAX_STRETCH = 1_500_000
"""Bytes between the ends of two rows: ten cells as full as Excel allows, or all its 16,384 columns with numbers."""
CHUNK = (
    4_096  # bytes parsed at a time; the elements of more would stay long enough to be looked through by the collector
)


def entries(source: IO[bytes], table: str, entry: str) -> Iterator[Element]:
    """The entries of a part's one table, each gone once the next is asked for; what stands behind is not looked at.

    Raises `ParseError` for what is no XML, `ValueError` when too much stands between two entries, and
    `DisorderedSheetError` for an entry within an entry or outside the table.
    """
    parser: XMLPullParser[Any] = XMLPullParser(("start", "end"))
    since = 0  # bytes
    holder: Element | None = None
    inside = False
    while chunk := source.read(max(CHUNK, since)):  # a tag not ended yet is looked through again with every chunk
        parser.feed(chunk)
        since += len(chunk)
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            if element.tag == entry:
                if holder is None or inside is (event == "start"):
                    raise DisorderedSheetError.at("a row")
                inside = not inside
                if not inside:
                    yield element
                    holder.clear()
                    since = 0
            elif element.tag == table:
                if event == "end":
                    return
                holder = element
        if since > MAX_STRETCH:
            raise ValueError("more stands between two entries than can belong to one")
    parser.close()
