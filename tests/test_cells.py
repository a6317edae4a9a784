"""One rule for every cell: what is accepted as an answer, a choice, a date or a text, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.common.diagnostics.problems import UNLISTED_FORM
from reportgen.common.folding import fold
from reportgen.common.model import AnswerState, Place
from reportgen.workbook import layout
from reportgen.workbook.layout import Column, Sheet
from reportgen.workbook.reader.cells import CellReader, entry_shown
from reportgen.workbook.reader.grid import GridCell
from tests.builders import question_set

QUESTIONS = question_set("""
    # Core
    ## AP Analysis and planning
    AP-01
    AP-02 | no N/A
""")
PLACE = Place("Interview 01", "D7")
LABEL_80 = "Clear evidence and being implemented"


def cell(value: Any, **facts: Any) -> GridCell:
    return GridCell(PLACE, value, **facts)


def answer(value: Any, question: str = "AP-01", **facts: Any) -> tuple[AnswerState, Fraction | int | None, list[str]]:
    """What a cell says as an answer, and the codes of the problems reported; unlisted forms: `test_answer_forms.py`."""
    reader = CellReader(QUESTIONS)
    reply = reader.answer(cell(value, **facts), QUESTIONS.questions[question])
    assert all(problem.place == PLACE and problem.question_id == question for problem in reader.problems)
    return reply.state, reply.box, codes(reader)


def codes(reader: CellReader) -> list[str]:
    return [problem.code for problem in reader.problems if problem.kind is not UNLISTED_FORM]


# ------------------------------------------------------------------------------------------------------- answers


@pytest.mark.parametrize(
    "value",
    [
        80,
        80.0,
        "80",
        " 80 ",
        "80.0",
        "80%",
        "80 %",
        "\u00a080\u200b",
        "８０",
        f"80 - {LABEL_80}",
        f"80 – {LABEL_80.upper()}",
        f"80\u2003−  {LABEL_80}\n",
        f"80: {LABEL_80}",
        f"80 {LABEL_80}",
        f"80% - {LABEL_80}",
        LABEL_80,
        f"\ufeff{LABEL_80.lower()} ",
    ],
)
def test_a_box_may_be_written_in_many_ways(value: Any) -> None:
    assert answer(value) == (AnswerState.SCORED, 80, [])


def test_a_percentage_counts_as_shown() -> None:
    assert answer(0.8, is_percent=True) == (AnswerState.SCORED, 80, [])
    assert answer(0.05, is_percent=True) == (AnswerState.SCORED, 5, [])
    assert answer(80, is_percent=True) == (AnswerState.UNREADABLE, None, ["no-such-box"])


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("N/A", AnswerState.NOT_APPLICABLE),
        ("n⁄a ", AnswerState.NOT_APPLICABLE),
        ("not  KNOWN", AnswerState.NOT_KNOWN),
        ("Not\u00a0asked", AnswerState.NOT_ASKED),
    ],
)
def test_the_states_of_an_answer(value: str, state: AnswerState) -> None:
    assert answer(value) == (state, None, [])


@pytest.mark.parametrize("value", [None, "", " ", "\u00a0", "\u200b", "\ufeff\t\n", "\u202a"])
def test_what_shows_nothing_is_a_blank(value: Any) -> None:
    assert answer(value) == (AnswerState.BLANK, None, [])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (85, "no-such-box"),
        (0, "no-such-box"),
        (0.8, "no-such-box"),
        (-80, "no-such-box"),
        (float("inf"), "unreadable-answer"),
        ("8", "no-such-box"),
        ("800", "no-such-box"),
        ("85 - " + LABEL_80, "no-such-box"),
        ("eighty", "unreadable-answer"),
        ("4/5", "no-such-box"),
        ("160/2", "no-such-box"),
        ("80,5", "no-such-box"),
        ("80 - Clear evidnce", "unreadable-answer"),
        ("-", "unreadable-answer"),
        ("x", "unreadable-answer"),
        ("#N/A", "unreadable-answer"),
        (True, "unreadable-answer"),
        (datetime(2025, 5, 20), "unreadable-answer"),
        (time(8, 0), "unreadable-answer"),
        ("80 - Isolated activity only", "contradicting-answer"),
    ],
)
def test_what_is_no_answer_is_refused(value: Any, code: str) -> None:
    assert answer(value) == (AnswerState.UNREADABLE, None, [code])


BETWEEN = [" / ", "/", "-", " - ", " or ", "; ", ", ", ",", " ", " and ", " & ", "+", " to ", "->", " → ", " | ", "\n"]


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("one", ["80", "80 %", f"80 - {LABEL_80}"])
def test_two_answers_in_one_cell_are_refused_with_both(one: str, between: str) -> None:
    reader = CellReader(QUESTIONS)
    found = cell(f"{one}{between}60")
    assert reader.answer(found, QUESTIONS.questions["AP-01"]).state is AnswerState.UNREADABLE
    [problem] = reader.problems
    assert (problem.code, problem.fact("answers")) == ("several-answers", "80 and 60")
    assert f"'{entry_shown(found)}' is more than one answer to AP-01: 80 and 60. Choose the" in problem.message


@pytest.mark.parametrize(
    ("value", "answers"),
    [
        ("100/5", "100 and 5"),
        ("80 or N/A", "80 and N/A"),
        (f"60 / {LABEL_80}", "60 and 80"),
        ("n/a / nk / 60", None),
        ("not known / 60", "Not known and 60"),
        ("60 / 80 / 100", "60, 80 and 100"),
        ("80 / 80", None),
        ("60 " * 200, None),
    ],
)
def test_more_than_one_answer_is_told_apart_from_what_is_none(value: str, answers: str | None) -> None:
    reader = CellReader(QUESTIONS)
    reader.answer(cell(value), QUESTIONS.questions["AP-01"])
    [problem] = reader.problems
    assert problem.fact("answers") == (answers or "")
    assert (problem.code == "several-answers") is bool(answers)


def test_two_answers_of_an_agreed_score_are_refused_too() -> None:
    reader = CellReader(QUESTIONS)
    assert reader.box(cell("60-80"), "AP-01") is None
    assert reader.problems[0].code == "several-answers"


def test_errors_formulas_and_merged_cells_are_never_blanks() -> None:
    assert answer(None, error="#REF!") == (AnswerState.UNREADABLE, None, ["error-value"])
    assert answer(None, formula="=A1") == (AnswerState.UNREADABLE, None, ["no-calculated-value"])
    assert answer(80, merged="D7:D9") == (AnswerState.UNREADABLE, None, ["merged-entry"])


def test_na_only_where_the_question_allows_it() -> None:
    assert answer("N/A", "AP-02") == (AnswerState.UNREADABLE, None, ["na-not-allowed"])
    assert answer("na", "AP-02") == (AnswerState.UNREADABLE, None, ["na-not-allowed"])
    assert answer("Not known", "AP-02") == (AnswerState.NOT_KNOWN, None, [])


@pytest.mark.parametrize("value", ["NA", "N.A.", "na", "n/a", "not applicable"])
def test_not_applicable_may_be_written_in_many_ways(value: str) -> None:
    assert answer(value) == (AnswerState.NOT_APPLICABLE, None, [])


@pytest.mark.parametrize("value", ["Not known", "not asked", "N/A", "na"])
def test_an_agreed_score_must_be_a_box(value: str) -> None:
    reader = CellReader(QUESTIONS)
    assert reader.box(cell(value), "AP-01") is None
    assert "An agreed score must be a box." in reader.problems[0].message


@pytest.mark.parametrize(
    ("value", "nearest"),
    [
        (85, "80 - Clear evidence"),
        (0.8, "80 - Clear evidence"),
        (3, "5 - No real progress"),
        (70, "80 - Clear evidence"),
        ("80 - Clear evidnce", "80 - Clear evidence"),
        ("Isolated activty", "Isolated activity only"),
        ("Not asked yet", "Not asked"),
        (1, "5 - No real progress"),
        ("1", "5 - No real progress"),
        *((short, "'Not known'") for short in ("n/k", "NK", "n.k.", "n k", "?", "dk", "don't know", "unknown")),
        *((near, f"'80 - {LABEL_80}'") for near in ("80 - clear evidence", "clear evidence", "80 - seen")),
        *((marked, f"'80 - {LABEL_80}'") for marked in ("80?", "80*", "~80", "ca. 80", "- 80", "80+", "80-ish")),
        (datetime(2025, 5, 20), "became a date"),
    ],
)
def test_the_nearest_answer_is_suggested(value: Any, nearest: str) -> None:
    reader = CellReader(QUESTIONS)
    reader.answer(cell(value), QUESTIONS.questions["AP-01"])
    [problem] = reader.problems
    assert nearest in problem.message
    assert "80 - Clear evidence and being implemented" in problem.allowed


def test_a_long_entry_is_cut_in_the_message() -> None:
    reader = CellReader(QUESTIONS)
    reader.answer(cell("word\n" * 1000), QUESTIONS.questions["AP-01"])
    assert len(reader.problems[0].message) < 300
    assert "\n" not in reader.problems[0].message


# ------------------------------------------------------------------------------------------------------- choices


def every_choice() -> Iterator[tuple[Sheet, Column]]:
    """Every column of every sheet that has a list."""
    for sheet in (
        *(layout.ENGAGEMENT_FORM, layout.interviews_sheet(QUESTIONS), layout.questionnaire_sheet(QUESTIONS)),
        *(layout.NOTES_SHEET, layout.HEADLINES_SHEET, layout.agreed_sheet(()), layout.FINDINGS_SHEET),
        *(layout.ROAD_MAP_SHEET, layout.TARGETS_SHEET, layout.NARRATIVE_SHEET),
    ):
        for column in sheet.columns:
            if column.choices and column.choices != layout.INTERVIEW_CODES:
                yield sheet, column


LISTS = layout.choice_lists(QUESTIONS)
COLUMNS = {f"{sheet.title}: {column.header}": column for sheet, column in every_choice()}


def read(column: Column, value: Any) -> tuple[Any, list[str]]:
    """What a cell of that column reads as, by the reader meant for it, and the codes of its problems, as above."""
    reader = CellReader(QUESTIONS)
    found: Any
    if column.choices == "answers":
        reply = reader.answer(cell(value), QUESTIONS.questions["AP-01"])
        found = str(reply.box) if reply.box is not None else reply.state.value
    elif column.choices == "boxes":
        found = str(reader.box(cell(value), "AP-01"))
    else:
        found = reader.choice(cell(value), column)
    return found, codes(reader)


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_every_entry_of_every_list_is_accepted_however_it_is_blanked_or_cased(column: Column) -> None:
    for entry in LISTS[column.choices].entries:
        for label in (entry.label, f"\u00a0{entry.label.upper()}\u200b ", entry.label.replace("-", "–")):
            assert read(column, label) == (entry.value, [])


STRICT = {name: column for name, column in COLUMNS.items() if column.kind is layout.CellKind.CHOICE}


@pytest.mark.parametrize("column", STRICT.values(), ids=STRICT)
@given(data=st.data())
def test_what_does_not_fold_to_an_entry_is_refused(column: Column, data: st.DataObject) -> None:
    labels = LISTS[column.choices].labels
    changed = st.sampled_from(labels).flatmap(
        lambda label: st.sampled_from([label[:-1], label + "x", label[1:], f"{label} {label}", label[::-1]])
    )
    text = data.draw(st.text() | changed, label="entry")
    also_allowed = {fold(box.label) for box in QUESTIONS.scale.boxes} | {"true", "false", "y", "n"}
    if (
        not GridCell(PLACE, text).text
        or fold(text) in {*map(fold, labels), *also_allowed}
        or any(map(str.isdigit, text))
    ):
        return
    found, codes = read(column, text)
    assert found in (None, "None", "unreadable")
    assert len(codes) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[(True, True), ("TRUE", True), ("YES ", True), ("y", True), ("Y ", True)],
        *[(False, False), ("false", False), ("nO", False), ("n", False), ("N", False)],
    ],
)
def test_yes_and_no(value: Any, expected: bool) -> None:
    column = layout.questionnaire_sheet(QUESTIONS).column("evidence:intention")
    reader = CellReader(QUESTIONS)
    assert reader.yes_no(cell(value), column) is expected
    assert reader.problems == []


@pytest.mark.parametrize("value", [1, 0, "x", "✓", "ja", "Yes?"])
def test_what_is_neither_yes_nor_no(value: Any) -> None:
    column = layout.questionnaire_sheet(QUESTIONS).column("evidence:intention")
    reader = CellReader(QUESTIONS)
    assert reader.yes_no(cell(value), column) is None
    assert [problem.code for problem in reader.problems] == ["unknown-choice"]


@pytest.mark.parametrize(("value", "meant"), [(1, "Yes"), ("x", "Yes"), ("✔", "Yes"), (0, "No"), ("✗", "No")])
def test_a_tick_is_asked_about(value: Any, meant: str) -> None:
    reader = CellReader(QUESTIONS)
    reader.yes_no(cell(value), layout.questionnaire_sheet(QUESTIONS).column("evidence:intention"))
    assert f"Did you mean '{meant}'?" in reader.problems[0].message


def test_a_suggestion_may_be_any_text() -> None:
    column = layout.ENGAGEMENT_FORM.column("sector")
    reader = CellReader(QUESTIONS)
    assert reader.suggestion(cell(" retail"), column) == "Retail"
    assert reader.suggestion(cell("Zoos"), column) == "Zoos"
    assert reader.problems == []


# --------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    "value",
    [
        date(2025, 3, 4),
        datetime(2025, 3, 4, 15, 30),
        45720,
        45720.75,
        "2025-03-04",
        "2025/3/4",
        "2025.03.04",
        "2025-03-04T00:00:00",
        "4 March 2025",
        "04 MAR 2025",
        "4th March 2025",
        "4-Mar-2025",
        "March 4, 2025",
        "Mar. 4 2025",
        "\u00a04\u2003March 2025 ",
        "４ March ２０２５",
    ],
)
def test_dates_that_leave_no_doubt(value: Any) -> None:
    reader = CellReader(QUESTIONS)
    assert reader.date(cell(value)) == date(2025, 3, 4)
    assert reader.problems == []


def test_days_count_from_the_workbooks_own_day_zero() -> None:
    assert CellReader(QUESTIONS).date(cell(44258, day_zero=date(1904, 1, 1))) == date(2025, 3, 4)


@pytest.mark.parametrize(
    "value",
    [
        "03/04/2025",
        "13/32/2025",
        "13/04/25",
        "04-03-2025",
        "2025",
        2025,
        "4 March",
        "4 Marchember 2025",
        "31 February 2025",
        "2025-13-01",
        "soon",
        0,
        -1,
        1e12,
        float("inf"),
        True,
        time(3, 4),
        datetime(1905, 7, 17),
        datetime(2205, 1, 1),
    ],
)
def test_dates_are_never_guessed(value: Any) -> None:
    reader = CellReader(QUESTIONS)
    assert reader.date(cell(value)) is None
    assert [problem.code for problem in reader.problems] == ["unreadable-date"]


@pytest.mark.parametrize("value", ["4.3.2025", "04.03.2025", "4. 3. 2025"])
def test_between_dots_the_day_comes_first(value: str) -> None:
    assert CellReader(QUESTIONS).date(cell(value)) == date(2025, 3, 4)


@pytest.mark.parametrize("value", ["13/04/2025", "04/13/2025", "13.4.2025", "13-04-2025", "13. 4. 2025"])
def test_a_number_over_twelve_is_the_day(value: str) -> None:
    assert CellReader(QUESTIONS).date(cell(value)) == date(2025, 4, 13)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("03/04/2025", "'03/04/2025' is no date that can be read without guessing day, month and year."),
        ("03/04/25", "without guessing"),
        ("yesterday", "'yesterday' is no date."),
        ("31 February 2025", "'31 February 2025' is no date."),
        (2025, "'2025' is no date."),
        ("3 March 1025", "'3 March 1025' is a date of other years than ours."),
        (datetime(1905, 7, 17), "is a date of other years than ours."),
    ],
)
def test_the_message_fits_what_was_typed(value: Any, said: str) -> None:
    reader = CellReader(QUESTIONS)
    reader.date(cell(value))
    assert said in reader.problems[0].message


@pytest.mark.parametrize("value", [None, " ", "\u200b"])
def test_a_blank_is_no_date(value: Any) -> None:
    reader = CellReader(QUESTIONS)
    assert reader.date(cell(value)) is None
    assert reader.problems == []


# --------------------------------------------------------------------------------------------------------- texts


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Seen in use.\u200b ", "Seen in use."),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("cafe\u0301", "café"),
        ("a\u00a0b", "a\u00a0b"),
        ("=1+1 {{ 7*7 }} <b>&", "=1+1 {{ 7*7 }} <b>&"),
        ("👩‍💻 ❤️", "👩‍💻 ❤️"),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "TRUE"),
        (datetime(2025, 3, 4), "2025-03-04"),
        (datetime(2025, 3, 4, 9, 30), "2025-03-04 09:30:00"),
        (None, ""),
    ],
)
def test_texts_are_kept_as_written(value: Any, text: str) -> None:
    reader = CellReader(QUESTIONS)
    assert reader.text(cell(value)) == text
    assert reader.problems == []


@pytest.mark.parametrize("bad", ["\x07", "\x00", "\ud800", "\uffff", "\x0b"])
def test_what_no_document_can_hold_becomes_a_visible_mark(bad: str) -> None:
    reader = CellReader(QUESTIONS)
    assert reader.text(cell(f"before{bad}after")) == "before\N{REPLACEMENT CHARACTER}after"
    assert [problem.code for problem in reader.problems] == ["unprintable-text"]


@given(st.text())
def test_a_text_read_twice_stays_the_same(text: str) -> None:
    once = CellReader(QUESTIONS).text(cell(text))
    assert CellReader(QUESTIONS).text(cell(once)) == once
    once.encode("utf-8")
