"""Files of peers, written: empty to be filled, or with assessments; the table is that of `files`, which reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.common.column_letters import letters_of
from reportgen.common.method import ENOUGH_PEERS
from reportgen.common.model import Peer, QuestionSet
from reportgen.common.rounding import as_decimal, printed_exactly
from reportgen.peers.files import INVENTED, PEERS, READ_ME, peers_sheet, score_key, score_limits
from reportgen.workbook.layout import NO, YES, Column, Sheet
from reportgen.workbook.writer.cells import cell_at, plain_number, put_date, put_text
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
from reportgen.workbook.writer.styles import BLUE, BLUE_TINT, Style, dress

SPARE_ROWS = 50  # laid out below the last peer

_DECIMALS = 6  # of a score in a .csv file


def write_peer_file(questions: QuestionSet, peers: Iterable[Peer] = (), invented: bool = False) -> bytes:
    """A file of peers as .xlsx bytes: empty to be filled, or with these peers; the same input gives the same bytes."""
    sheet = peers_sheet(questions)
    book = new_book()
    _write_read_me(book, sheet, questions, invented)
    _write_table(book, sheet, questions, list(peers))
    return package(book, "Peer data")


def write_peer_csv(questions: QuestionSet, peers: Iterable[Peer] = (), invented: bool = False) -> bytes:
    """The same as .csv in UTF-8, with commas; above the table it is said where the organisations are invented."""
    sheet, text = peers_sheet(questions), io.StringIO(newline="")
    writer = csv.writer(text)
    if invented:
        writer.writerow([INVENTED, YES])
    writer.writerow([column.header for column in sheet.columns])
    for peer in peers:
        writer.writerow([_as_text(column, peer) for column in sheet.columns])
    return text.getvalue().encode("utf-8-sig")


def _as_text(column: Column, peer: Peer) -> str:
    if column.key == "date":
        return peer.date.isoformat()
    if column.key.startswith("score:"):
        score = peer.elements.get(column.key.removeprefix("score:"))
        return "" if score is None else as_decimal(score, _DECIMALS)
    return str(getattr(peer, column.key))


_HELP = (
    f"Fill the sheet '{PEERS}', one row for each earlier assessment. Then name this file on the sheet Engagement of "
    "the client's workbook, beside 'Peer data'.",
    "Nothing in this file may say who an organisation is. Reports show groups of "
    f"{ENOUGH_PEERS} or more, never one of them.",
    "Areas and the overall score are computed from the scores of the elements, by the rule used for the client.",
    "The same table may be saved as 'CSV UTF-8' or as Unicode text; comma, semicolon and tab all separate its columns.",
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


def _write_table(book: Workbook, sheet: Sheet, questions: QuestionSet, peers: Sequence[Peer]) -> None:
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
    _check_scores(page, sheet, questions, len(peers) + SPARE_ROWS + 1)


def _write_cell(page: Worksheet, row: int, number: int, column: Column, peer: Peer | None) -> None:
    cell = cell_at(page, row, number)
    if column.key == "date":
        put_date(cell, peer.date if peer else None)
    elif column.key.startswith("score:"):
        score = peer.elements.get(column.key.removeprefix("score:")) if peer else None
        dress(cell, Style.INPUT_CENTRED)
        if score is not None:
            cell.value = int(score) if score.denominator == 1 else float(score)
    else:
        put_text(cell, getattr(peer, column.key) if peer else "", Style.INPUT_TEXT)


def _check_scores(page: Worksheet, sheet: Sheet, questions: QuestionSet, last_row: int) -> None:
    """Excel refuses what is no score while it is typed."""
    keys = [column.key for column in sheet.columns]
    cells: dict[tuple[Fraction, Fraction], list[str]] = {}
    for element in questions.elements:
        letter = letters_of(keys.index(score_key(element)) + 1)
        cells.setdefault(score_limits(element, questions), []).append(f"{letter}2:{letter}{last_row}")
    for (low, high), ranges in cells.items():
        ends = f"{printed_exactly(low)} to {printed_exactly(high)}"
        limits = {"formula1": str(plain_number(low)), "formula2": str(plain_number(high))}
        refusal = "Not a score", f"Enter a number from {ends}, or leave it empty."
        add_check(page, ranges, refusal, type="decimal", operator="between", **limits)
