"""A text file of peers by columns: each different entry of a column is read once, whatever the number of rows.

Cells are made only of rows in which something is wrong; whoever reads cell by cell is asked to report it, and says what
an entry means that is no plain number.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from itertools import compress
from math import ceil, floor, gcd, lcm
from typing import Protocol, TypeVar

import numpy as np

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.folding import clean, fold, same_version, unprintable
from reportgen.common.model import NOWHERE, Element, Peer, QuestionSet
from reportgen.common.peer_table import (
    FACTS,
    Codes,
    Mask,
    PeerTable,
    ScoreColumn,
    TermColumn,
    furthest,
    number_type,
)
from reportgen.workbook.layout import Sheet
from reportgen.workbook.reader.cells import CellReader, day_first_in
from reportgen.workbook.reader.grid import GridCell, TextGrid
from reportgen.workbook.reader.tables import FoundTable, TableRow

T = TypeVar("T")

_PLAIN = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,6})?")
_PART = 1_000_000  # of a point: plain scores are whole in it


class RowReading(Protocol):
    """Reads peers cell by cell, and reports what is wrong."""

    questions: QuestionSet
    today: date
    reader: CellReader
    limits: Mapping[str, tuple[Fraction, Fraction]]

    @property
    def problems(self) -> list[Problem]:
        """Every problem met."""

    def in_rows(self, rows: Iterable[TableRow], sheet: Sheet, day_first: Mapping[str, bool]) -> Iterator[Peer]:
        """The peers of these rows."""

    def score(self, cell: GridCell, element: Element, is_ours: bool) -> Fraction | None:
        """The score in a cell."""


class ColumnReading:
    """Reads the peers of a text file; `keys` are those of the columns of scores, `required` of what rows must tell."""

    def __init__(self, rows: RowReading, keys: Mapping[str, str], required: Collection[str]) -> None:
        self._rows = rows
        self._keys = keys
        self._required = required

    def peers(self, grid: TextGrid, table: FoundTable, sheet: Sheet) -> PeerTable:
        """The peers of the table. Rows in which something is wrong are read again, cell by cell, to report it."""
        first = table.header_row + 1
        columns = {key: TermColumn.of(grid.texts(number, first)) for key, number in table.columns.items()}
        day_first = day_first_in(map(clean, columns["date"].terms))
        read = self._read(columns, day_first)
        entered, wrong = self._judged(read)
        again = [TableRow(first + place, table) for place in np.flatnonzero(entered & wrong).tolist()]
        deque(self._rows.in_rows(again, sheet, day_first), maxlen=0)
        return read.peers().taken(entered & read.is_dated)

    def _read(self, columns: Mapping[str, TermColumn], day_first: Mapping[str, bool]) -> _ReadColumns:
        """What the columns say, whatever may be wrong with it."""
        texts = {key: _Texts(columns[key].terms) for key in FACTS}
        ours = np.array([fold(text) == fold(self._rows.questions.id) for text in texts["set_id"].values], np.bool_)
        is_ours = ours[columns["set_id"].codes]
        scores, score_codes = {}, {}
        for element in self._rows.questions.elements:
            column = columns[self._keys[element.id]]
            scores[element.id] = self._scores(column.terms, element, is_ours)
            score_codes[element.id] = column.codes + np.where(is_ours, 0, len(column.terms)).astype(np.int32)
        codes = {key: columns[key].codes for key in (*FACTS, "date")}
        return _ReadColumns(texts, self._days(columns["date"].terms, day_first), codes, scores, score_codes, is_ours)

    def _judged(self, read: _ReadColumns) -> tuple[Mask, Mask]:
        """Which rows have an entry, and in which something is wrong."""
        count = len(read.is_ours)
        entered, wrong = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        for column, codes in read.entries():
            entered |= ~column.blank[codes]
            wrong |= column.wrong[codes]
        for key in self._required:
            wrong |= read.facts[key].blank[read.codes[key]]
        versions = self._is_other_version(read.texts["set_version"].values)
        wrong |= versions[read.codes["set_version"]] & read.is_ours
        organisations = read.texts["id"].column(read.codes["id"]).keys.codes
        is_doubled = _is_doubled(organisations, read.day, entered & read.is_dated)
        wrong |= read.is_dated & ((read.day > self._rows.today.toordinal()) | is_doubled)
        return entered, wrong

    def _is_other_version(self, versions: Sequence[str]) -> Mask:
        ours = self._rows.questions.version
        return np.array([bool(one) and not same_version(one, ours) for one in versions], np.bool_)

    def _days(self, terms: Sequence[str], day_first: Mapping[str, bool]) -> _Days:
        found = [self._tried(lambda cell: self._rows.reader.date(cell, day_first), text) for text in terms]
        ordinals = [day.toordinal() if day else 0 for day, _ in found]
        return _Days(terms, np.array([is_wrong for _, is_wrong in found], np.bool_), np.array(ordinals, np.int32))

    def _scores(self, terms: Sequence[str], element: Element, is_ours: Mask) -> _Scores:
        """The scores of the different entries: first as those of our set, then as those of another, where there are."""
        low, high = self._rows.limits[element.id]
        found = _Scores(terms if is_ours.all() else (*terms, *terms))
        for place in found.left.tolist():
            ours = place < len(terms)
            read = partial(self._rows.score, element=element, is_ours=ours)
            found.put(place, *self._tried(read, found.terms[place]))
        found.keep_within(low, high, len(terms))
        return found

    def _tried(self, read: Callable[[GridCell], T], text: str) -> tuple[T, bool]:
        """What an entry says, and whether something is wrong with it; nothing is reported."""
        count = len(self._rows.problems)
        found = read(GridCell(NOWHERE, text))
        is_wrong = len(self._rows.problems) > count
        del self._rows.problems[count:]
        return found, is_wrong


class _Entries:
    """The different entries of a column: which are blank, and which are not as they should be."""

    def __init__(self, terms: Sequence[str], wrong: Mask) -> None:
        self.terms = terms
        self.wrong = wrong
        self.blank = np.array([not clean(text) for text in terms], np.bool_)


class _Texts(_Entries):
    """Entries that are texts."""

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__(terms, np.array([unprintable(text) > 0 for text in terms], np.bool_))
        self.values = list(map(clean, terms))

    def column(self, codes: Codes) -> TermColumn:
        """The texts of all rows."""
        found = TermColumn.of(self.values)
        return TermColumn(found.terms, found.codes[codes])


class _Days(_Entries):
    """Entries that are days."""

    def __init__(self, terms: Sequence[str], wrong: Mask, ordinals: Codes) -> None:
        super().__init__(terms, wrong)
        self.ordinals = ordinals  # 0 for none


class _Scores(_Entries):
    """Entries that are scores: plain numbers at once, others one by one."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = terms
        plain = _are_plain(terms)
        self.left = np.flatnonzero(~plain)  # those to be put
        numbers = np.fromiter(map(float, compress(terms, plain.tolist())), np.float64)
        self._millionths = np.zeros(len(terms), np.int64)
        self._millionths[plain] = np.rint(numbers * _PART)
        self._exact: dict[int, Fraction] = {}  # those that were put
        self._there = plain.copy()
        self.wrong = np.zeros(len(terms), np.bool_)
        self.blank = ~plain
        self.blank[self.left] = [not clean(terms[place]) for place in self.left.tolist()]

    def put(self, place: int, score: Fraction | None, is_wrong: bool) -> None:
        """The score of an entry that is no plain number; None for none."""
        self.wrong[place] = is_wrong
        self._there[place] = score is not None
        if score is not None:
            self._exact[place] = score

    def keep_within(self, low: Fraction, high: Fraction, count: int) -> None:
        """Of the first so many, plain numbers outside are wrong."""
        outside = (self._millionths < ceil(low * _PART)) | (self._millionths > floor(high * _PART))
        outside[self.left] = False
        outside[count:] = False
        self.wrong |= outside
        self._there &= ~outside

    def column(self, codes: Codes) -> ScoreColumn:
        """The scores of all rows, exact, in the largest unit in which they are whole."""
        there = self._there & (np.bincount(codes, minlength=len(self.terms)) > 0)
        unit = lcm(_PART, *(score.denominator for score in self._exact.values()))
        exact = {place: int(score * unit) for place, score in self._exact.items()}
        largest = max(furthest(self._millionths) * (unit // _PART), *map(abs, exact.values()), 0)
        values = self._millionths.astype(number_type(largest)) * (unit // _PART)
        for place, value in exact.items():
            values[place] = value
        shared = gcd(unit, *np.unique(values[there]).tolist())
        values = np.where(there, values, 0) // shared
        return ScoreColumn(unit // shared, values.astype(number_type(furthest(values))), there).taken(
            codes.astype(np.intp)
        )


@dataclass(frozen=True)
class _ReadColumns:
    """What the columns of a table say: the entries of each, and which of them each row has."""

    texts: Mapping[str, _Texts]
    days: _Days
    codes: Mapping[str, Codes]  # of texts and days
    scores: Mapping[str, _Scores]  # by element id
    score_codes: Mapping[str, Codes]  # those of another question set stand once more, behind ours
    is_ours: Mask  # which rows are of our question set

    @property
    def facts(self) -> dict[str, _Entries]:
        """The entries of the columns that are no scores."""
        return {**self.texts, "date": self.days}

    def entries(self) -> Iterator[tuple[_Entries, Codes]]:
        """Each column with which of its entries the rows have."""
        yield from ((column, self.codes[key]) for key, column in self.facts.items())
        yield from ((column, self.score_codes[element_id]) for element_id, column in self.scores.items())

    @cached_property
    def day(self) -> Codes:
        """The day of each row; 0 for none."""
        return self.days.ordinals[self.codes["date"]]

    @property
    def is_dated(self) -> Mask:
        """Which rows have a day."""
        return self.day > 0

    def peers(self) -> PeerTable:
        """All rows as peers, also those that are none."""
        facts = {key: column.column(self.codes[key]) for key, column in self.texts.items()}
        scores = {element_id: column.column(self.score_codes[element_id]) for element_id, column in self.scores.items()}
        elements = {element_id: column for element_id, column in scores.items() if column.there.any()}
        return PeerTable(**facts, day=self.day, elements=elements, ids=None)


def _are_plain(terms: Sequence[str]) -> Mask:
    """Which entries are numbers that need no thought."""
    return np.array([_PLAIN.fullmatch(text) is not None for text in terms], np.bool_)


def _is_doubled(organisations: Codes, days: Codes, counted_in: Mask) -> Mask:
    """Which rows, of those that count, have the organisation and the day of another."""
    both = (organisations.astype(np.int64) << 32) | days
    _, inverse, counts = np.unique(both[counted_in], return_inverse=True, return_counts=True)
    doubled = np.zeros(len(both), np.bool_)
    doubled[counted_in] = counts[inverse] > 1
    return doubled
