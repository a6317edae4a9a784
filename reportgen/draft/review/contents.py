"""Contents tables and lists of figures: do they list the headings and captions that are there?

Page numbers are not looked at: nobody knows them but the program that lays the pages out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportgen.common.language import shortened
from reportgen.draft.review import points
from reportgen.draft.review.draft import OpenDraft, squashed, title_of
from reportgen.draft.review.points import Point
from reportgen.word.xml import Element, shown_text, w

_LABEL = re.compile(r'\\c\s+"?([^"\\\s]+)')
_LEVELS = re.compile(r'\\o\s+"(\d)\s*-\s*(\d)"')
_PAGE = re.compile(r"(?:\d+|[ivxlcdm]+)?", re.IGNORECASE)
_SHOWN = 3  # differences that are named


@dataclass
class ContentsTable:
    """A contents field: its code and the paragraphs of its entries."""

    code: str
    paragraphs: list[Element] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The label whose captions it lists; empty for one of headings."""
        found = _LABEL.search(self.code)
        return found[1] if found else ""

    @property
    def entries(self) -> list[str]:
        """What it lists, as compared, without page numbers."""
        texts = (_without_page(shown_text(paragraph)).strip() for paragraph in self.paragraphs)
        return [text for text in texts if text]


def _without_page(entry: str) -> str:
    """An entry without its page number, or without the tab that waits for one.

    >>> _without_page("5.2\\tCore\\t17"), _without_page("5.2\\tMix\\t")
    ('5.2\\tCore', '5.2\\tMix')
    """
    words, tab, page = entry.rpartition("\t")
    return words if tab and _PAGE.fullmatch(page.strip()) else entry


def contents_tables(draft: OpenDraft) -> list[ContentsTable]:
    """The contents tables of the body."""
    found: list[ContentsTable] = []
    now: ContentsTable | None = None
    depth = 0
    for element in draft.root.iter(w("p"), w("fldChar"), w("instrText")):
        if element.tag == w("p"):
            if now is not None:
                now.paragraphs.append(element)
        elif element.tag == w("instrText"):
            code = (element.text or "").strip()
            if now is None and code.upper().startswith("TOC"):
                now, depth = ContentsTable(code, list(element.iterancestors(w("p")))[:1]), 1
            elif now is not None and depth == 1 and len(now.paragraphs) == 1 and "\\" in code:
                now.code += code  # cut into runs
        elif now is not None:
            depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType"), ""), 0)
            if depth == 0:
                found.append(now)
                now = None
    return found


def contents_points(draft: OpenDraft, tables: Sequence[ContentsTable]) -> Iterator[Point]:
    """One point for each contents table that says something else than headings or captions do."""
    for table in tables:
        wanted = _captions(draft, table) if table.label else _headings(draft, table)
        differences = _differences(table.entries, wanted)
        if differences and table.paragraphs:
            kind = f"list of captions '{table.label}'" if table.label else "contents table"
            yield points.CONTENTS.at(draft.place_of(table.paragraphs[0]), kind=kind, differences=differences)


def _headings(draft: OpenDraft, table: ContentsTable) -> list[str]:
    levels = _LEVELS.search(table.code)
    first, last = (int(levels[1]), int(levels[2])) if levels else (1, 3)
    inside = set(table.paragraphs)
    return [
        title_of(heading)
        for heading in draft.headings
        if first - 1 <= heading.level < last and heading.paragraph not in inside
    ]


def _captions(draft: OpenDraft, table: ContentsTable) -> list[str]:
    """What paragraphs say that count captions of the label."""
    inside = set(table.paragraphs)
    counts = re.compile(rf"\s*SEQ\s+{re.escape(table.label)}\b", re.IGNORECASE)
    found: dict[Element, None] = {}
    for code in draft.root.iter(w("instrText"), w("fldSimple")):
        holder = next(code.iterancestors(w("p")), None)
        text = code.text if code.tag == w("instrText") else code.get(w("instr"))
        if holder is not None and holder not in inside and counts.match(text or ""):
            found[holder] = None
    return [shown_text(paragraph).strip() for paragraph in found]


def _differences(entries: Sequence[str], wanted: Sequence[str]) -> str:
    """What is listed and not there, and the other way round, in words; empty when nothing is."""
    listed, there = {squashed(text): text for text in entries}, {squashed(text): text for text in wanted}
    missing = [text for key, text in there.items() if key not in listed]
    gone = [text for key, text in listed.items() if key not in there]
    parts = [_named("it lacks", missing), _named("it lists", gone, "that is not there")]
    told = ", and ".join(filter(None, parts))
    if told or [squashed(text) for text in entries] == [squashed(text) for text in wanted]:
        return told
    return "the order is another"


def _named(what: str, texts: Sequence[str], end: str = "") -> str:
    if not texts:
        return ""
    shown = ", ".join(f"'{shortened(text)}'" for text in texts[:_SHOWN])
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return " ".join(filter(None, (what, f"{shown}{more}", end if len(texts) == 1 else end.replace("is", "are"))))
