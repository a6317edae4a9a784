"""Workbooks changed by chance, in bytes, XML and cells: reading them ends in success or in a named problem.

Seeded, so that a failure can be repeated. REPORTGEN_FUZZ says how many are tried of each kind, 7 unless it is set: 70
before a release.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import openpyxl
import pytest

from reportgen.common.diagnostics.problems import PROBLEMS, Problem
from reportgen.common.exceptions import ReportgenError
from reportgen.common.options import BuildOptions
from reportgen.runs.check import check_workbook
from tests.corpus.base import SET, edited, sound
from tests.packages import parts_of, zipped

pytestmark = pytest.mark.slow

TRIES = int(os.environ.get("REPORTGEN_FUZZ", "7"))
SECONDS = 10  # computed, for one workbook; a sound one takes a tenth of one
CODES = {kind.code for kind in PROBLEMS.kinds}

ODD_VALUES: tuple[Any, ...] = (
    *(None, "", " ", 0, -1, 70, 70.5, 0.7, 1e308, 2**70, True, False, "70", "N/A", "#N/A", "#REF!", "=1+1", "=", "'70"),
    *(
        "\u200b",
        "\u202exlsx",
        "e\u0301",
        "👩‍💻",
        "x" * 32_767,
        "\n" * 500,
        "_x0000_",
        "_xD800_",
        "{{ 7*7 }}",
        "=HYPERLINK()",
    ),
    *(
        "Interview code",
        "ID",
        "Answer",
        "R-01",
        "Client",
        "01",
        "9" * 400,
        "2025-02-30",
        "31/12/2025",
        "70 - Somebody tries",
    ),
)
ODD_BYTES = (
    b"\0",
    b"\xff",
    b"<",
    b">",
    b'"',
    b"&",
    b"&#0;",
    b"&#xD800;",
    b"]]>",
    b"<!--",
    b"9" * 30,
    b"-1",
    b"1e999",
    b"",
)


def changed_bytes(chance: Random) -> bytes:
    """Some bytes of the file replaced, cut out, or put in again elsewhere."""
    data = bytearray(sound())
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(data)), chance.choice((1, 1, 2, 4, 40, 4000))
        other = bytes(chance.randrange(256) for _ in range(length))
        data[at : at + chance.choice((0, length))] = chance.choice((b"", other, data[:length]))
    return bytes(data)


def changed_xml(chance: Random) -> bytes:
    """Some attributes, texts or tags of some parts replaced, doubled or lost."""
    parts = parts_of(sound())
    for name in chance.sample(sorted(parts), k=chance.randint(1, 4)):
        content = parts[name]
        places = list(re.finditer(rb'"[^"<>]*"|>[^<>]+<|<[^<>]+>', content))
        for found in sorted(chance.sample(places, k=min(len(places), chance.randint(1, 6))), key=lambda m: -m.start()):
            old = found[0]
            inside = old[:1] + chance.choice(ODD_BYTES) + old[-1:]
            new = chance.choice((inside, inside, old + old, b"", old.swapcase()))
            content = content[: found.start()] + new + content[found.end() :]
        parts[name] = content
    if chance.random() < 0.2:
        del parts[chance.choice(sorted(parts))]
    return zipped(parts)


def changed_cells(chance: Random) -> bytes:
    """Some cells, rows and sheets changed as by somebody in a hurry."""

    def change(book: openpyxl.Workbook) -> None:
        for _ in range(chance.randint(1, 30)):
            sheet = chance.choice(book.worksheets)
            cell = sheet.cell(chance.randint(1, 15), chance.randint(1, 13))
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = chance.choice(ODD_VALUES)
        sheet = chance.choice(book.worksheets[:-1])
        does: Callable[[], object] = chance.choice(
            (
                lambda: sheet.delete_rows(chance.randint(1, 12), chance.randint(1, 3)),
                lambda: sheet.delete_cols(chance.randint(1, 9)),
                lambda: sheet.insert_rows(chance.randint(1, 12), chance.randint(1, 80)),
                lambda: sheet.merge_cells(start_row=5, end_row=chance.randint(6, 9), start_column=4, end_column=6),
                lambda: setattr(sheet, "title", chance.choice(("Notes 2", "Engagement", "x", "Interview 9"))),
                lambda: book.copy_worksheet(sheet),
                lambda: book.remove(sheet),
            )
        )
        does()

    return edited(change)


def outcome(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """The sentence with which a workbook is refused, else its problems; anything else is a failure."""
    try:
        return "", check_workbook(path, BuildOptions(question_set=str(SET))).problems
    except ReportgenError as error:
        return str(error), ()


@pytest.mark.parametrize("seed", range(TRIES))
@pytest.mark.parametrize("change", [changed_bytes, changed_xml, changed_cells])
@pytest.mark.filterwarnings("ignore")  # of openpyxl and zipfile, about what the test does to the workbook
def test_it_ends_in_success_or_a_named_problem(tmp_path: Path, change: Callable[[Random], bytes], seed: int) -> None:
    path = tmp_path / "client.xlsx"
    path.write_bytes(change(Random(f"{change.__name__} {seed}")))
    started = process_time()
    refusal, problems = outcome(path)
    assert not refusal or (str(path) in refusal and "\n" not in refusal)
    assert {problem.code for problem in problems} <= CODES
    for problem in problems:
        problem.message.encode("utf-8")
    assert process_time() - started < SECONDS


def test_the_changes_differ() -> None:
    for change in (changed_bytes, changed_xml, changed_cells):
        assert len({change(Random(seed)) for seed in range(3)}) == 3
