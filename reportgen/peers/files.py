"""Files of peers: earlier, anonymous assessments, one row each, as .xlsx or .csv; and the empty file to fill.

The table is declared once, for reading, writing and the help on its first sheet. Every fault of a file is listed with
its cell; a file with a fault is not used at all, because a peer left out in silence changes every comparison.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.diagnostics.problems import Problem
from reportgen.common.diagnostics.runs import NO_PEERS
from reportgen.common.exceptions import InvalidPeerFileError, UnreadableFileError
from reportgen.common.folding import fold
from reportgen.common.method import ENOUGH_PEERS
from reportgen.common.model import Element, Peer, PeerData, QuestionSet
from reportgen.common.rounding import printed_exactly, with_plain_minus
from reportgen.common.scale import Scale
from reportgen.office.files import WORKBOOK, kind_of
from reportgen.office.gate import read_file
from reportgen.workbook.layout import NO, YES, CellKind, Column, Sheet
from reportgen.workbook.reader.cells import CellReader, entry_shown
from reportgen.workbook.reader.grid import Grid, GridCell, OpenWorkbook, SheetGrid, TextGrid
from reportgen.workbook.reader.tables import TableRow, find_label, find_table, is_headed, report_overflow
from reportgen.workbook.writer.cells import cell_at, put_date, put_text
from reportgen.workbook.writer.frame import (
    add_check,
    new_sheet,
    set_height,
    set_up_page,
    set_width,
    write_banner,
    write_paragraphs,
)
from reportgen.workbook.writer.package import new_book, package
from reportgen.workbook.writer.styles import BLUE, BLUE_TINT, Style

PEERS, READ_ME = "Peers", "Read me"
INVENTED = "Invented organisations"
"""Label of the cell that says whether the organisations are invented; above the table in a .csv file."""

SPARE_ROWS = 50  # laid out below the last peer

_ZIP_OR_OLE = (b"PK", b"\xd0\xcf\x11\xe0")
_SCORE = re.compile(r"-?\d{1,3}(?:\.\d+|,\d{1,2})?")  # three digits behind a comma would be thousands
_YES_NO = Column("invented", INVENTED, CellKind.CHOICE, 8, choices="yes_no")


def peers_sheet(questions: QuestionSet) -> Sheet:
    """The table of peers: what identifies and describes an assessment, then a score for each element."""
    facts = (
        ("id", "Id", 16, "A code for the organisation that says nothing about it; never its name."),
        ("owner", "Owner", 16, "A code for the group it belongs to; empty when it stands for itself."),
        ("date", "Date", 14, "Day of the assessment: 2025-03-31 or 3 March 2025."),
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
        help_text = f"Score of '{element.title}', {questions.scale.ends}; empty when it was not assessed."
        columns.append(Column(_key(element), header, CellKind.TEXT, 14, help_text, required=True))
    return Sheet(PEERS, tuple(columns), "One row for each assessment.")


def _key(element: Element) -> str:
    return f"score:{element.id}"


# ------------------------------------------------------------------------------------------------------ reading


def read_peers(path: Path, questions: QuestionSet) -> PeerData:
    """The peers in a file, .xlsx or .csv by its content; a .csv is in UTF-8, with commas, semicolons or tabs.

    Raises `UnreadableFileError` when it is no file of peers, `InvalidPeerFileError` with every fault when it has any.
    """
    grids = list(_grids(path))
    sheet = peers_sheet(questions)
    grid = next((grid for grid in grids if is_headed(grid, sheet.columns[:3])), None)
    if grid is None:
        raise UnreadableFileError(NO_PEERS.at(path=path))
    reading = _Reading(questions)
    peers = tuple(reading.peers(grid, sheet))
    invented = reading.invented(grids)
    if reading.faults:
        raise InvalidPeerFileError(path.name, reading.faults)
    return PeerData(peers, path.name, invented)


def _grids(path: Path) -> Iterator[Grid]:
    """The sheets of a workbook, or the one table of a text file."""
    data = read_file(path, WORKBOOK)
    if not data.startswith(_ZIP_OR_OLE):
        yield TextGrid(path.name, _csv_rows(path, data))
        return
    workbook = OpenWorkbook(path, data)
    yield from (workbook.grid(title) for title in workbook.titles)


def _csv_rows(path: Path, data: bytes) -> list[list[str]]:
    """The cells of a text file, whatever separates them. Raises `UnreadableFileError` when it is none in UTF-8."""
    try:
        text = data.decode("utf-8-sig")
        lines = text.splitlines()
        if lines and re.fullmatch("sep=.", lines[0].strip(), re.IGNORECASE):  # Excel's own hint
            return list(csv.reader(io.StringIO(text, newline=""), delimiter=lines[0].strip()[-1]))
        delimiter = max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(
            f"'{path}' is {kind_of(data)}, but no table in UTF-8 ({error}). "
            "Save it from Excel as 'CSV UTF-8 (comma delimited)' or as an Excel workbook (.xlsx)."
        ) from error


class _Reading:
    """Reads the peers of one file and collects its faults."""

    def __init__(self, questions: QuestionSet) -> None:
        self._questions = questions
        self._reader = CellReader(questions)
        self._own: list[str] = []
        self._missing: list[Problem] = []

    @property
    def faults(self) -> list[str]:
        """Every fault as a sentence that begins with its cell."""
        return [problem.message for problem in (*self._missing, *self._reader.problems)] + self._own

    def peers(self, grid: Grid, sheet: Sheet) -> Iterator[Peer]:
        """The peers of the table; rows without any entry are passed over."""
        table = find_table(grid, sheet, self._missing)
        if table is None:
            return
        keys = [column.key for column in sheet.columns]
        seen: dict[tuple[str, date], str] = {}
        for row in table:
            if row.has_entry(keys):
                peer = self._peer(row)
                if peer and seen.setdefault((fold(peer.id), peer.date), row["id"].place.cell) != row["id"].place.cell:
                    first = seen[fold(peer.id), peer.date]
                    self._fault(row["id"], f"'{peer.id}' has an assessment of that date in {first} already; keep one")
                if peer:
                    yield peer
        if isinstance(grid, SheetGrid):
            report_overflow(grid, self._missing)

    def _peer(self, row: TableRow) -> Peer | None:
        day = self._reader.date(row["date"])
        for key in ("id", "date", "set_id", "set_version"):
            if row[key].is_blank:
                self._fault(row[key], "the cell is empty, but every assessment has an id, a date, a set and a version")
        scores = {element.id: self._score(row[_key(element)]) for element in self._questions.elements}
        texts = {key: self._reader.text(row[key]) for key in ("id", "owner", "sector", "region", "size")}
        if day is None:
            return None
        return Peer(
            **texts,
            date=day,
            set_id=self._reader.text(row["set_id"]),
            set_version=self._reader.text(row["set_version"]),
            elements={element: score for element, score in scores.items() if score is not None},
        )

    def _score(self, cell: GridCell) -> Fraction | None:
        """An exact score; None for a blank cell, and for a fault."""
        if cell.is_blank or not self._reader.is_sound(cell):
            return None
        found = entry_shown(cell).removesuffix(" %").strip() if cell.is_percent else fold(entry_shown(cell))
        found, scale = with_plain_minus(found), self._questions.scale
        score = Fraction(found.replace(",", ".")) if _SCORE.fullmatch(found) else None
        if score is None or not scale.lowest <= score <= scale.highest or isinstance(cell.value, bool):
            self._fault(cell, f"'{entry_shown(cell)}' is no score; scores are numbers from {scale.ends}, or empty")
            return None
        return score

    def invented(self, grids: Iterable[Grid]) -> bool:
        """True when the file says that its organisations are invented."""
        cells = [cell for grid in grids if (cell := find_label(grid, INVENTED)) is not None]
        answers = [self._reader.yes_no(cell, _YES_NO) for cell in cells]  # all of them: each may have a fault
        return True in answers

    def _fault(self, cell: GridCell, what: str) -> None:
        self._own.append(f"{cell.place}: {what}.")


# ------------------------------------------------------------------------------------------------------ writing


def write_peer_file(questions: QuestionSet, peers: Iterable[Peer] = (), invented: bool = False) -> bytes:
    """A file of peers as .xlsx bytes: empty to be filled, or with these peers; the same input gives the same bytes."""
    sheet = peers_sheet(questions)
    book = new_book()
    _write_read_me(book, sheet, questions, invented)
    _write_table(book, sheet, questions.scale, list(peers))
    return package(book, "Peer data")


_HELP = (
    f"Fill the sheet '{PEERS}', one row for each earlier assessment. Then name this file on the sheet Engagement of "
    "the client's workbook, beside 'Peer data'.",
    "Nothing in this file may say who an organisation is. Reports show groups of "
    f"{ENOUGH_PEERS} or more, never one of them.",
    "Areas and the overall score are computed from the scores of the elements, by the rule used for the client.",
    "The same table may be saved as 'CSV UTF-8'; comma, semicolon and tab all separate its columns.",
)


def _write_read_me(book: Workbook, sheet: Sheet, questions: QuestionSet, invented: bool) -> None:
    page = new_sheet(book, READ_ME, BLUE)
    set_width(page, 1, 34)
    set_width(page, 2, 96)
    write_banner(page, "Peer data: invented organisations" if invented else "Peer data", 2)
    write_paragraphs(page, 2, (f"{questions.title}: peers to compare a client with.", *_HELP), 2, 130)
    row = len(_HELP) + 4
    put_text(cell_at(page, row, 1), INVENTED, Style.FORM_LABEL)
    put_text(cell_at(page, row, 2), YES if invented else NO, Style.INPUT_CHOICE)
    put_text(cell_at(page, row + 2, 1), "Column", Style.HEADER)
    put_text(cell_at(page, row + 2, 2), "What to enter", Style.HEADER)
    for number, column in enumerate(sheet.columns, start=row + 3):
        put_text(cell_at(page, number, 1), column.header, Style.TABLE_KEY)
        put_text(cell_at(page, number, 2), column.help, Style.TABLE_CELL)
    set_up_page(page, "", "Peer data", 2, None)


def _write_table(book: Workbook, sheet: Sheet, scale: Scale, peers: Sequence[Peer]) -> None:
    """The headings stand in the first row, so that the table can be saved as .csv and sorted as it is."""
    page = new_sheet(book, PEERS, BLUE_TINT)
    for number, column in enumerate(sheet.columns, start=1):
        put_text(cell_at(page, 1, number), column.header, Style.HEADER)
        set_width(page, number, column.width)
    set_height(page, 1, 42)
    for row in range(2, len(peers) + SPARE_ROWS + 2):
        peer = peers[row - 2] if row - 2 < len(peers) else None
        for number, column in enumerate(sheet.columns, start=1):
            _write_cell(page, row, number, column, peer)
    page.freeze_panes = "B2"
    set_up_page(page, "", sheet.title, len(sheet.columns), (1, 1))
    _check_scores(page, sheet, len(peers) + SPARE_ROWS + 1, scale)


def _write_cell(page: Worksheet, row: int, number: int, column: Column, peer: Peer | None) -> None:
    cell = cell_at(page, row, number)
    if column.key == "date":
        put_date(cell, peer.date if peer else None)
    elif column.key.startswith("score:"):
        score = peer.elements.get(column.key.removeprefix("score:")) if peer else None
        cell.style = Style.INPUT_CENTRED.value
        if score is not None:
            cell.value = int(score) if score.denominator == 1 else float(score)
    else:
        put_text(cell, getattr(peer, column.key) if peer else "", Style.INPUT)


def _check_scores(page: Worksheet, sheet: Sheet, last_row: int, scale: Scale) -> None:
    """Excel refuses what is no score while it is typed."""
    refusal = "Not a score", f"Enter a number from {scale.ends}, or leave it empty."
    letters = [
        cell_at(page, 1, number).column_letter
        for number, column in enumerate(sheet.columns, start=1)
        if column.key.startswith("score:")
    ]
    limits = {"formula1": printed_exactly(scale.lowest), "formula2": printed_exactly(scale.highest)}
    cells = f"{letters[0]}2:{letters[-1]}{last_row}"
    add_check(page, [cells], refusal, type="decimal", operator="between", **limits)
