"""The limits of the gate: far above the largest real workbook, of fifty interviews on a thousand questions.

Such a workbook takes half a minute to write, so its size is worked out: everything in a workbook grows with the
interviews, the questions, or both, and four small ones tell how.
"""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG
from openpyxl.xml.constants import SHEET_MAIN_NS

from reportgen.common.folding import clean, fold
from reportgen.common.model import QuestionSet
from reportgen.office import sheet_costs
from reportgen.office.files import WORKBOOK, UnfitError
from reportgen.office.gate import admit
from reportgen.workbook.reader.cells import HINTS_SOUGHT, CellReader
from reportgen.workbook.reader.table_entries import entries
from reportgen.workbook.writer import write_workbook
from tests.builders import question_set
from tests.corpus.base import Parts
from tests.fillings import every
from tests.packages import parts_of

INTERVIEWS, QUESTIONS = 50, 1_000
LISTS = ("xl/workbook.xml", "xl/styles.xml")
ROOM = 2  # times the largest real workbook


def questions_of(count: int) -> QuestionSet:
    """A set of so many questions, twenty to an element, each as long as ours."""
    elements = [f"## {chr(65 + n)}A Element {n}" for n in range(count // 20)]
    lines = [
        line
        for n, element in enumerate(elements)
        for line in (element, *(f"{chr(65 + n)}A-{number:02d}" for number in range(1, 21)))
    ]
    return question_set("\n".join(["# Core", *lines]))


@cache
def filled(interviews: int, count: int) -> tuple[int, Parts]:
    """The size of a workbook with every answer, state and note filled, and its parts."""
    questions = questions_of(count)
    made = every(questions, 1, interviews)
    answers = tuple(
        replace(
            answer, note=f"Seen in the minutes of meeting {n}; the plan names an owner and a date, not yet a budget."
        )
        for n, answer in enumerate(made.answers)
    )
    data = write_workbook(questions, replace(made, answers=answers))
    return len(data), parts_of(data)


def beside_cells(xml: bytes) -> int:
    """The tags of a sheet that stand before and behind its rows; none for other parts."""
    before, found, rest = xml.partition(b"<sheetData>")
    return before.count(b"<") + rest.partition(b"</sheetData>")[2].count(b"<") if found else 0


def of_the_largest(measure: Callable[[int, Parts], int]) -> float:
    """A measure of the largest real workbook, from those of four small ones."""
    few, many = (2, 4), (20, 40)
    c = {(i, q): measure(*filled(i, q)) for i in few for q in many}
    both = (c[4, 40] - c[4, 20] - c[2, 40] + c[2, 20]) / (2 * 20)
    by_interview = (c[4, 20] - c[2, 20]) / 2 - both * 20
    by_question = (c[2, 40] - c[2, 20]) / 20 - both * 2
    fixed = c[2, 20] - by_interview * 2 - by_question * 20 - both * 40
    return fixed + by_interview * INTERVIEWS + by_question * QUESTIONS + both * INTERVIEWS * QUESTIONS


@pytest.mark.parametrize(
    ("limit", "measure"),
    [
        (WORKBOOK.file_bytes, lambda size, parts: size),
        (WORKBOOK.parts, lambda size, parts: len(parts)),
        (WORKBOOK.unpacked_bytes, lambda size, parts: sum(map(len, parts.values()))),
        (WORKBOOK.part_bytes, lambda size, parts: max(map(len, parts.values()))),
        (WORKBOOK.tags, lambda size, parts: sum(xml.count(b"<") for xml in parts.values())),
        (sheet_costs.MAX_ROWS, lambda size, parts: sum(xml.count(b"<row ") for xml in parts.values())),
        (sheet_costs.MAX_SHARED_STRINGS, lambda size, parts: parts["xl/sharedStrings.xml"].count(b"<si>")),
        (sheet_costs.MAX_CELLS, lambda size, parts: sum(xml.count(b"<c ") for xml in parts.values())),
        (sheet_costs.MAX_ATTRIBUTES, lambda size, parts: sum(map(sheet_costs.attributes_in, parts.values()))),
        (sheet_costs.MAX_PART_TAGS, lambda size, parts: parts["xl/sharedStrings.xml"].count(b"<")),
        (sheet_costs.MAX_TAGS_BESIDE_CELLS, lambda size, parts: max(map(beside_cells, parts.values()))),
        (sheet_costs.MAX_STYLE_TAGS, lambda size, parts: parts["xl/styles.xml"].count(b"<")),
        (sheet_costs.MAX_LIST_TAGS, lambda size, parts: parts["xl/workbook.xml"].count(b"<")),
        (
            sheet_costs.MAX_LIST_BYTES,
            lambda size, parts: max(len(parts[name]) for name in LISTS),
        ),
        (
            sheet_costs.MAX_MERGED_CELLS,
            lambda size, parts: 30 * sum(x.count(b"<mergeCell ") for x in parts.values()),
        ),
    ],
    ids=[
        *("file", "parts", "unpacked", "part", "tags", "rows", "texts"),
        *("cells", "attributes", "tags of texts", "beside cells", "styles", "names", "lists", "merged"),
    ],
)
def test_the_largest_real_workbook_passes_easily(limit: int, measure: Callable[[int, Parts], int]) -> None:
    assert of_the_largest(measure) * ROOM <= limit


@pytest.mark.parametrize("useless", [b"", b'<x a="1"/>' * 9, b"<x>" * 9 + b"</x>" * 9], ids=["rows", "tags", "nested"])
@pytest.mark.parametrize("inside", [True, False])
def test_memory_does_not_grow_with_the_length_of_a_sheet(useless: bytes, inside: bool) -> None:
    row = b"<row><c><v>1</v></c>%b</row>" % useless if inside else b"<row><c><v>1</v></c></row>%b" % useless
    sheet = b'<worksheet xmlns="%b"><sheetData>' % SHEET_MAIN_NS.encode() + row * 20_000 + b"</sheetData></worksheet>"
    tracemalloc.start()
    try:
        assert sum(len(cells) for cells in entries(io.BytesIO(sheet), DATA_TAG, ROW_TAG)) >= 20_000
        assert tracemalloc.get_traced_memory()[1] < len(sheet) / 2
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", [b"sheetData ", b":row", b":c ", b"<c/>", b"<row/>", b"<x:sheetData/>"])
def test_counting_takes_no_memory_and_time_in_proportion(text: bytes) -> None:
    package = admit(Path(__file__).parent.parent / "workbooks" / "sample-client.xlsx", WORKBOOK)
    costs = sheet_costs.SheetCosts(package, package.first_related("", "officeDocument"))
    sheet = b"<worksheet><sheetData>%b</sheetData></worksheet>" % (text * (8_000_000 // len(text)))
    started = process_time()
    tracemalloc.start()
    try:
        with suppress(UnfitError):
            costs.count(next(iter(costs.sheets)), sheet)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
    assert process_time() - started < 20


def test_what_stands_in_no_row_is_not_gathered_for_ever() -> None:
    sheet = b'<worksheet xmlns="%b"><sheetData>' % SHEET_MAIN_NS.encode() + b"<x/>" * 500_000
    with pytest.raises(ValueError, match="more stands between"):
        list(entries(io.BytesIO(sheet), DATA_TAG, ROW_TAG))


def test_sheets_for_every_interview_and_room_for_own_ones() -> None:
    assert INTERVIEWS + 30 <= sheet_costs.MAX_SHEETS


def test_long_texts_take_time_in_proportion() -> None:
    started = process_time()
    for text in ("x" + "\n" * 2_000_000 + "x", "\u00a0" * 2_000_000, "a\u200b" * 500_000):
        assert fold(clean(text)) == fold(text)
    assert process_time() - started < 5


def test_suggestions_are_sought_for_the_first_of_many_mistakes_only() -> None:
    reader = CellReader(question_set())
    hints = [reader.hint("AP-O1", ["AP-01", "AP-02"]) for _ in range(HINTS_SOUGHT + 3)]
    assert [hint == " Did you mean 'AP-01'?" for hint in hints] == [True] * HINTS_SOUGHT + [False] * 3
