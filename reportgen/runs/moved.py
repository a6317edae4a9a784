"""What moved: the figures that a draft and a new build give otherwise, and the answers they changed for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from reportgen.common.figures import MINUS
from reportgen.common.language import lowered
from reportgen.common.model import OVERALL
from reportgen.draft.base import Base
from reportgen.draft.refresh.changes import FigureChange
from reportgen.draft.review import changed_rows
from reportgen.runs.explain import FigureSources, title_of, traces_of
from reportgen.runs.score import Scored
from reportgen.word.forms import Row, Table, visible_text
from reportgen.word.marks import row_key

ALL_QUESTIONS = "appendix.questions"  # the regions with a row for each question; others tell of some, or something else
_FIGURE = re.compile(r"[−-]?\d+(?:[.,]\d+)?(?: ?%)?|[–—]")  # a number, or the dash for none


def moved_figures(before: Base, now: Base, scored: Scored) -> tuple[FigureChange, ...]:
    """The figures of both bases that differ: scores overall, of areas, elements and questions, then others as printed.

    A figure is one that both print in a sentence, or a score in a table; differences follow from two others, and are
    not told.
    """
    questions, traces = scored.checked.questions, traces_of(scored)
    titles = {OVERALL: "Overall", **questions.titles}
    told, is_now = _in_sentences(before), _in_sentences(now)
    moved = _differing(_scores(before, titles), _scores(now, titles))
    moved |= _differing(*(_scores(base, questions.questions, ALL_QUESTIONS) for base in (before, now)))
    moved |= {name: (text, is_now[name]) for name, text in told.items() if name in is_now}
    shares = {f"{title}.evidence.{state.id}" for title in titles for state in questions.states}
    moved |= {name: (f"{was} %", f"{later} %") for name, (was, later) in moved.items() if name in shares}
    because = FigureSources(scored, changed_rows(before, now)).changed
    moved = {name: (lowered(was), lowered(later)) for name, (was, later) in moved.items()}
    return tuple(
        FigureChange(name, titles.get(name) or title_of(name, traces), *moved[name], because(name))
        for name in dict.fromkeys((*titles, *questions.questions, *is_now))
        if name in moved and moved[name][0].casefold() != moved[name][1].casefold()
    )


def figure_titles(names: Iterable[str], scored: Scored) -> dict[str, str]:
    """What the figures of these names are, in words."""
    traces = traces_of(scored)
    return {name: title_of(name, traces) for name in names}


def _differing(before: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, str]]:
    """The first figure of rows about the same that differs: some tables also tell of what does not move."""
    pairs = {name: [*zip(texts, now.get(name, ()), strict=False)] for name, texts in before.items()}
    moved = {name: [(was, is_now) for was, is_now in found if was != is_now] for name, found in pairs.items()}
    return {name: found[0] for name, found in moved.items() if found}


def _in_sentences(base: Base) -> dict[str, str]:
    """The values in sentences by name, but for differences; in digits where they stand in digits somewhere."""
    values = [value for value in base.values if MINUS not in value.name]
    words, digits = (
        {value.name: value.text for value in reversed(values) if any(map(str.isdigit, value.text)) is wanted}
        for wanted in (False, True)
    )
    texts = words | digits
    return {value.name: texts[value.name] for value in values}


def _scores(base: Base, names: Collection[str], region: str = "") -> dict[str, list[str]]:
    """Of what has these names the first figure behind it in each row about it, of tables in such regions."""
    keys = {row_key(name): name for name in names}
    found: dict[str, list[str]] = {}
    for row in _rows(base, region):
        figure = next(_figures(row), None)
        for name in [keys[part] for key in row.keys for part in key.split("_")[1:2] if part in keys and figure]:
            found.setdefault(name, []).append(figure or "")
    return found


def _rows(base: Base, begins: str) -> Iterator[Row]:
    regions = (region for region in base.regions if region.id.startswith(begins))
    tables = (block for region in regions for block in region.blocks if isinstance(block, Table))
    yield from (row for table in tables for row in table.rows)


def _figures(row: Row) -> Iterator[str]:
    texts = (visible_text(cell.blocks[0]).strip() for cell in row.cells[1:] if cell.blocks)
    yield from (text for text in texts if _FIGURE.fullmatch(text))
