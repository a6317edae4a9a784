"""Problems as people read them: errors first, in the workbook's order, many of a kind drawn together; JSON has all."""

from __future__ import annotations

from reportgen.cli.listings.diagnostics import as_records
from reportgen.cli.listings.problems import problems_as_text
from reportgen.common.diagnostics.problems import (
    GAP,
    LOW_COVERAGE,
    MISSING_QUESTION,
    NO_CLIENT,
    UNREADABLE_ANSWER,
    Problem,
)
from reportgen.common.model import NOWHERE, Place


def gap(cell: str, sheet: str = "Interview 01", question: str = "AP-01") -> Problem:
    return GAP.at(Place(sheet, cell), question=question, interview="01", element="Planning")


def test_errors_come_first_and_each_names_its_cell_and_code() -> None:
    error = UNREADABLE_ANSWER.at(Place("Interview 02", "E9"), question="AP-02", value="eighty")
    text = problems_as_text("client.xlsx", [gap("E7"), error]).splitlines()
    assert text[0] == "client.xlsx: 1 error and 1 warning."
    assert text[2] == "Errors (1)"
    assert text[3].startswith("  Interview 02!E9: 'eighty' is no answer to AP-02.")
    assert text[3].endswith("[unreadable-answer]")
    assert text[5] == "Warnings (1)"
    assert text[6].startswith("  Interview 01!E7: AP-01 is blank")


def test_many_of_a_kind_on_a_sheet_are_drawn_together() -> None:
    cells = [*(f"E{row}" for row in range(7, 20)), "E30", "F31", "F32"]
    text = problems_as_text("", [gap(cell) for cell in cells] + [gap("E7", "Interview 02")]).splitlines()
    assert text[4] == "  ... and 13 more like these on Interview 01: E10 to E19, E30, F31, F32  [gap]"
    assert text[5].startswith("  Interview 02!E7: ")


def test_four_of_a_kind_stand_in_full() -> None:
    assert len(problems_as_text("", [gap(f"E{row}") for row in range(7, 11)]).splitlines()) == 5


def test_problems_of_one_cell_are_told_apart_by_their_questions() -> None:
    missing = [MISSING_QUESTION.at(Place("Interview 01", "A6"), question=f"AP-{n:02d}") for n in range(1, 10)]
    assert problems_as_text("", missing).splitlines()[-1] == (
        "  ... and 6 more like these on Interview 01: AP-04 to AP-09  [missing-question]"
    )


def test_problems_that_nothing_tells_apart_but_their_words_stand_in_full() -> None:
    for place in (NOWHERE, Place("Results")):
        low = [LOW_COVERAGE.at(place, value="9 %", element=f"Element {number}", limit="75 %") for number in range(9)]
        assert len(problems_as_text("", low).splitlines()) == 1 + 9


def test_json_has_every_problem() -> None:
    problems = [gap(f"E{row}", question=f"AP-{row:02d}") for row in range(7, 99)] + [NO_CLIENT.at()]
    records = as_records(problems)
    assert [record["cell"] for record in records] == [p.place.cell for p in problems]
    assert records[0]["code"] == "gap"
    assert records[0]["severity"] == "warning"
    assert records[0]["question"] == "AP-07"
