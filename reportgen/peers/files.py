"""Files of peers: earlier, anonymous assessments, one row each, as .xlsx or .csv.

The table is declared once, for reading, writing and the help on its first sheet. Every fault of a file is listed with
its cell; a file with a fault is not used at all, because a peer left out in silence changes every comparison.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportgen.common.diagnostics.problems import (
    DOUBLED_PEER,
    IMPOSSIBLE_SCORE,
    OTHER_PEER_VERSION,
    PEER_FACT_MISSING,
    PEER_TO_COME,
    PEERS_OF_OTHER_SET,
    UNREADABLE_SCORE,
    Problem,
)
from reportgen.common.diagnostics.runs import NO_PEERS
from reportgen.common.exceptions import UnreadableFileError
from reportgen.common.folding import fold, same_version
from reportgen.common.language import counted, day_in_words
from reportgen.common.model import Element, Peer, QuestionSet
from reportgen.common.rounding import printed_exactly, with_plain_minus
from reportgen.office.files import is_text, kind_of
from reportgen.office.gate import read_table
from reportgen.workbook.layout import CellKind, Column, Sheet
from reportgen.workbook.reader.cells import CellReader, day_first_in
from reportgen.workbook.reader.grid import Grid, GridCell, OpenWorkbook, SheetGrid, TextGrid
from reportgen.workbook.reader.tables import FoundTable, TableRow, find_label, find_table, is_headed, report_overflow

if TYPE_CHECKING:
    from reportgen.common.peer_table import PeerData, PeerTable

PEERS, READ_ME = "Peers", "Read me"
INVENTED = "Invented organisations"
"""Label of the cell that says whether the organisations are invented; above the table in a .csv file."""

_ZIP_OR_OLE = (b"PK", b"\xd0\xcf\x11\xe0")
_WHOLE = 100  # what a percentage is a share of
REQUIRED = ("id", "date", "set_id", "set_version")
"""What every row must tell, by the keys of the columns."""
_TEXTS = ("id", "owner", "sector", "region", "size", "set_id", "set_version")
_SAVE_AS = "Save it from Excel as 'CSV UTF-8 (comma delimited)' or as an Excel workbook (.xlsx)."
_SCORE = re.compile(r"-?\d{1,3}(?:\.\d+|,\d{1,2})?")  # three digits behind a comma would be thousands
_YES_NO = Column("invented", INVENTED, CellKind.CHOICE, 8, choices="yes_no")


def peers_sheet(questions: QuestionSet) -> Sheet:
    """The table of peers: what identifies and describes an assessment, then a score for each element."""
    facts = (
        ("id", "Id", 16, "A code for the organisation that says nothing about it; never its name."),
        ("owner", "Owner", 16, "A code for the group it belongs to; empty when it stands for itself."),
        ("date", "Date", 14, "Day of the assessment: 2025-03-31, 31.03.2025 or 3 March 2025."),
        ("sector", "Sector", 24, "As on the sheet Engagement of a scoring workbook: the peer group is chosen by it."),
        ("region", "Region", 16, "As on the sheet Engagement."),
        ("size", "Size", 22, "As on the sheet Engagement."),
        ("set_id", "Set id", 10, f"Question set of the assessment. This file is for '{questions.id}'."),
        ("set_version", "Set version", 11, f"Its version; the present one is {questions.version}."),
    )
    columns = [
        Column(key, header, CellKind.DATE if key == "date" else CellKind.TEXT, width, help_text, required=True)
        for key, header, width, help_text in facts
    ]
    for element in questions.elements:
        header = f"{element.code} {element.title}"
        low, high = map(printed_exactly, score_limits(element, questions))
        help_text = f"Score of '{element.title}', {low} to {high}; empty when it was not assessed."
        columns.append(Column(score_key(element), header, CellKind.TEXT, 14, help_text, required=True))
    return Sheet(PEERS, tuple(columns), "One row for each assessment.")


def score_key(element: Element) -> str:
    """What the column of an element's scores is called within the program."""
    return f"score:{element.id}"


def score_limits(element: Element, questions: QuestionSet) -> tuple[Fraction, Fraction]:
    """Between what its scores lie: means of what its questions can get, exact or as they are printed."""
    low, high = questions.reach_of(element.questions)
    printed = [Fraction(questions.scale.rounded(value)) for value in (low, high)]
    return min(low, printed[0]), max(high, printed[1])


# ------------------------------------------------------------------------------------------------------ reading


class PeerRows(NamedTuple):
    """The peers in a file, one after the other."""

    rows: tuple[Peer, ...]
    source: str  # name of the file
    invented: bool

    def used(self, fact: str) -> frozenset[str]:
        """All that they have of a fact, called as the field of a `Peer`."""
        return frozenset(getattr(row, fact) for row in self.rows)

    @property
    def data(self) -> PeerData:
        """The same as columns."""
        from reportgen.common.peer_table import PeerData

        return PeerData.of(self.rows, self.source, self.invented)


def read_peers(path: Path, questions: QuestionSet, today: date) -> tuple[PeerData, tuple[Problem, ...]]:
    """What `read_rows` reads, as columns; what the last file said is kept, as many workbooks of a run name it."""
    data, limits = read_table(path), tuple(score_limits(element, questions) for element in questions.elements)
    digest = hashlib.sha256(data).digest()
    asked = (path, digest, peers_sheet(questions), limits, questions.scale.highest, today)
    if asked not in _LAST:
        found = _read(path, data, questions, today)
        _LAST.clear()
        _LAST[asked] = found
    return _LAST[asked]


_LAST: dict[object, tuple[PeerData, tuple[Problem, ...]]] = {}
"""What the last file said, by all that it depends on."""


def _read(path: Path, data: bytes, questions: QuestionSet, today: date) -> tuple[PeerData, tuple[Problem, ...]]:
    from reportgen.common.peer_table import PeerData, PeerTable

    table = _OpenTable(path, list(_grids(path, data)), peers_sheet(questions), _Reading(questions, today))
    grid, sheet, reading = table.headed(), table.sheet, table.reading
    peers = reading.by_columns(grid, sheet) if isinstance(grid, TextGrid) else PeerTable.of(reading.peers(grid, sheet))
    invented, problems = table.told()
    return PeerData(peers, path.name, invented), problems


def read_rows(
    path: Path, questions: QuestionSet, today: date, *, quick: bool = False
) -> tuple[PeerRows, tuple[Problem, ...]]:
    """The peers in a file, .xlsx or .csv by its content, and every problem met in reading it.

    A .csv is in UTF-8 or UTF-16, with commas, semicolons or tabs; a workbook is opened `quick` or not. With an error
    among the problems, the peers are not all there. Raises `UnreadableFileError` when it is no file of peers.
    """
    grids = list(_grids(path, read_table(path), quick=quick))
    table = _OpenTable(path, grids, peers_sheet(questions), _Reading(questions, today))
    peers = table.reading.peers(table.headed(), table.sheet)
    invented, problems = table.told()
    return PeerRows(peers, path.name, invented), problems


class _OpenTable(NamedTuple):
    """A file of peers that is being read, by rows or by columns."""

    path: Path
    grids: list[Grid]
    sheet: Sheet
    reading: _Reading

    def headed(self) -> Grid:
        """The grid with the table of peers. Raises `UnreadableFileError` when there is none."""
        grid = next((grid for grid in self.grids if is_headed(grid, self.sheet.columns[:3])), None)
        if grid is None:
            raise UnreadableFileError(NO_PEERS.at(path=self.path))
        return grid

    def told(self) -> tuple[bool, tuple[Problem, ...]]:
        """Whether its organisations are invented, and every problem met, once its peers are read."""
        invented = self.reading.invented(self.grids)
        return invented, tuple(_in_file(self.path, problem) for problem in self.reading.problems)


def _grids(path: Path, data: bytes, *, quick: bool = False) -> Iterator[Grid]:
    """The sheets of a workbook, or the one table of a text file."""
    if not data.startswith(_ZIP_OR_OLE):
        yield TextGrid(path.name, _csv_rows(path, data))
        return
    workbook = OpenWorkbook(path, data, quick=quick)
    yield from (workbook.grid(title) for title in workbook.titles)


def _csv_rows(path: Path, data: bytes) -> list[list[str]]:
    """The cells of a text file, whatever separates them. Raises `UnreadableFileError` when it is no table."""
    encoding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    delimiter, is_told = _delimiter(_text_of(path, data, encoding))
    once: dict[str, str] = {}  # entries that are equal are one text in memory
    try:
        with io.TextIOWrapper(io.BytesIO(data), encoding, newline="") as lines:
            rows = csv.reader(lines, delimiter=delimiter, strict=not is_told)
            return [[once.setdefault(entry, entry) for entry in row] for row in rows]
    except csv.Error as error:
        raise UnreadableFileError(
            f"'{path}' is {kind_of(data)}, but no table: a quotation mark in it is opened and not closed, or stands "
            f"inside an entry, or an entry is too long. {_SAVE_AS}"
        ) from error


def _delimiter(text: str) -> tuple[str, bool]:
    """What separates entries, and whether the first line tells it, which is Excel's own hint."""
    first = "".join(text.partition("\n")[0].splitlines()[:1]).strip()
    if re.fullmatch("sep=.", first, re.IGNORECASE):
        return first[-1], True
    return max(",;\t", key=text.count), False


def _text_of(path: Path, data: bytes, encoding: str) -> str:
    """The text of a file; Excel's "Unicode text" is in UTF-16. Raises `UnreadableFileError` for another code."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if not is_text(data):
            raise UnreadableFileError(f"'{path}' is {kind_of(data)}, not a file of peers. {_SAVE_AS}") from error
        raise UnreadableFileError(
            f"'{path}' is {kind_of(data)}, but was not saved as 'CSV UTF-8', so letters such as é and ü cannot be told "
            f"for sure. {_SAVE_AS}"
        ) from error


def _in_file(path: Path, problem: Problem) -> Problem:
    """The problem with the file in its place."""
    places = [
        place if place.sheet == path.name else replace(place, sheet=f"{path.name}, {place.sheet}")
        for place in problem.places
    ]
    return replace(problem, places=tuple(places))


class _Reading:
    """Reads the peers of one file and collects its problems."""

    def __init__(self, questions: QuestionSet, today: date) -> None:
        self.questions = questions
        self.today = today
        self.reader = CellReader(questions)
        self.limits: Mapping[str, tuple[Fraction, Fraction]] = {
            element.id: score_limits(element, questions) for element in questions.elements
        }
        self._of_other_version: dict[str, list[GridCell]] = {}

    @property
    def problems(self) -> list[Problem]:
        """Every problem met."""
        return self.reader.problems

    def peers(self, grid: Grid, sheet: Sheet) -> tuple[Peer, ...]:
        """The peers of the table, cell by cell; rows without any entry are passed over."""
        if (table := self._table(grid, sheet)) is None:
            return ()
        keys = [column.key for column in sheet.columns]
        rows = [row for row in table if row.has_entry(keys)]
        found = tuple(self.in_rows(rows, sheet, day_first_in(row["date"].text for row in rows)))
        self._report_the_whole(grid)
        return found

    def by_columns(self, grid: TextGrid, sheet: Sheet) -> PeerTable:
        """The same peers of a text file, each different entry of a column read once."""
        from reportgen.common.peer_table import PeerTable
        from reportgen.peers.columns import ColumnReading

        if (table := self._table(grid, sheet)) is None:
            return PeerTable.of(())
        keys = {element.id: score_key(element) for element in self.questions.elements}
        found = ColumnReading(self, keys, REQUIRED).peers(grid, table, sheet)
        self._report_the_whole(grid)
        return found

    def _table(self, grid: Grid, sheet: Sheet) -> FoundTable | None:
        return None if self._is_of_other_set(grid, sheet) else find_table(grid, sheet, self.problems)

    def in_rows(self, rows: Iterable[TableRow], sheet: Sheet, day_first: Mapping[str, bool]) -> Iterator[Peer]:
        """The peers of these rows, cell by cell; everything wrong with them is reported."""
        seen: dict[tuple[str, date], str] = {}
        for row in rows:
            self._look_for_facts(row, sheet)
            peer = self._peer(row, day_first)
            if peer is None:
                continue
            cell = row["id"]
            first = seen.setdefault((fold(peer.id), peer.date), cell.place.cell)
            if peer.id and first != cell.place.cell:
                self.reader.report(DOUBLED_PEER, cell, value=peer.id, first=first)
            yield peer

    def _report_the_whole(self, grid: Grid) -> None:
        """Report what is told once for all rows."""
        for version, cells in self._of_other_version.items():
            told = counted(len(cells), "assessment was", "assessments were")
            expected = self.questions.version
            self.reader.report(OTHER_PEER_VERSION, cells[0], value=version, rows=told, expected=expected)
        if isinstance(grid, SheetGrid):
            report_overflow(grid, self.problems)

    def _is_of_other_set(self, grid: Grid, sheet: Sheet) -> bool:
        """True, and reported, when columns of our elements are missing because the file is made for others."""
        scores = [column for column in sheet.columns if column.key.startswith("score:")]
        facts = replace(sheet, columns=tuple(column for column in sheet.columns if column not in scores))
        if (table := find_table(grid, facts, [])) is None or is_headed(grid, scores):
            return False
        named = [row["set_id"] for row in table if not row["set_id"].is_blank]
        if any(fold(self.reader.text(cell)) == fold(self.questions.id) for cell in named):
            return False
        if not named and any(is_headed(grid, [column]) for column in scores):
            return False
        value = f"the question set '{self.reader.text(named[0])}'" if named else "another question set"
        place = named[0].place if named else table.heading("set_id")
        self.problems.append(PEERS_OF_OTHER_SET.at(place, value=value, expected=self.questions.id))
        return True

    def _look_for_facts(self, row: TableRow, sheet: Sheet) -> None:
        for key in REQUIRED:
            if row[key].is_blank:
                self.reader.report(PEER_FACT_MISSING, row[key], column=sheet.column(key).header)

    def _peer(self, row: TableRow, day_first: Mapping[str, bool]) -> Peer | None:
        day = self.reader.date(row["date"], day_first)
        if day and day > self.today:
            self.reader.report(PEER_TO_COME, row["date"], value=day_in_words(day))
        texts = {key: self.reader.text(row[key]) for key in _TEXTS}
        is_ours = fold(texts["set_id"]) == fold(self.questions.id)
        if (version := texts["set_version"]) and is_ours and not same_version(version, self.questions.version):
            self._of_other_version.setdefault(version, []).append(row["set_version"])
        scores = {e.id: self.score(row[score_key(e)], e, is_ours) for e in self.questions.elements}
        if day is None:
            return None
        return Peer(**texts, date=day, elements={key: score for key, score in scores.items() if score is not None})

    def score(self, cell: GridCell, element: Element, is_ours: bool) -> Fraction | None:
        """An exact score; None for a blank cell and for one that is reported.

        What the scores of another set can be is not known here; they are left out of every comparison.
        """
        if cell.is_blank or not self.reader.is_sound(cell):
            return None
        score = self._exactly(cell)
        low, high = self.limits[element.id]
        if score is not None and (not is_ours or low <= score <= high):
            return score
        lowest, highest = map(printed_exactly, (low, high))
        if score is None:
            self.reader.report(UNREADABLE_SCORE, cell, lowest=lowest, highest=highest)
        else:
            is_share = self.questions.scale.highest == _WHOLE and low <= score * _WHOLE < _WHOLE
            hint = f" Is it {printed_exactly(score * _WHOLE)}?" if is_share else ""
            self.reader.report(IMPOSSIBLE_SCORE, cell, element=element.title, lowest=lowest, highest=highest, hint=hint)
        return None

    def _exactly(self, cell: GridCell) -> Fraction | None:
        """The number in a cell, as points where it is a percentage; None where there is none."""
        value, is_percent, highest = cell.value, cell.is_percent, self.questions.scale.highest
        if isinstance(value, str):
            found = with_plain_minus(fold(value))
            is_percent = found.endswith("%")
            found = found.removesuffix("%").rstrip()
            number = Fraction(found.replace(",", ".")) if _SCORE.fullmatch(found) else None
        elif isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            points = round(value * _WHOLE, 6) if is_percent else value
            number = Fraction(Decimal(str(points)))  # twice as fast as of the text
        else:
            return None
        if number is None or not is_percent or highest == _WHOLE:
            return number
        return number / _WHOLE if highest == 1 else None

    def invented(self, grids: Iterable[Grid]) -> bool:
        """True when the file says that its organisations are invented."""
        cells = [cell for grid in grids if (cell := find_label(grid, INVENTED)) is not None]
        answers = [self.reader.yes_no(cell, _YES_NO) for cell in cells]  # all of them: each may have a fault
        return True in answers
