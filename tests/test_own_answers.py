"""Questions with answers of their own, inverse ones, and points for N/A and "not known": one rule in every part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.trace import printed_traces
from reportgen.assessment.upgrading import changed_answers, changed_points, upgrade
from reportgen.assessment.validation import validate
from reportgen.assessment.validation.answers import states_needed
from reportgen.common.build_record import BuildRecord
from reportgen.common.diagnostics.problems import UNLISTED_FORM
from reportgen.common.diagnostics.remarks import Source
from reportgen.common.house_style import load_house_style
from reportgen.common.model import (
    OVERALL,
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Engagement,
    Interval,
    Interview,
    Place,
    QuestionSet,
    Scores,
    Status,
)
from reportgen.common.rounding import percent
from reportgen.questions.sectors import QuestionWords, SectorProfile, in_sector_words
from reportgen.words.compose import compose
from reportgen.words.context import QuestionRow
from reportgen.workbook import layout
from reportgen.workbook.reader import OpenWorkbook, read_opened, recorded_questions
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import GridCell
from reportgen.workbook.writer import write_workbook
from tests.conftest import Office
from tests.fillings import by_chance
from tests.own_answers import ELEMENTS, HEAD, answered, loaded, own_answers
from tests.report_builders import as_read
from tests.test_results_sheet import recalculated, rows_of, worked_out_by_both

RECORDS = own_answers()


def labels(questions: QuestionSet, question_id: str) -> list[str]:
    return [layout.answer_label(box.value, box.label) for box in questions.answers[question_id].boxes]


# ---------------------------------------------------------------------------------------------------------- the set


def test_a_question_has_the_boxes_of_the_scale_its_own_or_those_turned_round() -> None:
    assert labels(RECORDS, "PA-01") == ["3 - Always", "1.5 - Often", "0 - Seldom", "−2 - Never"]
    assert labels(RECORDS, "PA-02") == ["3 - Never", "1.5 - Seldom", "0 - Often", "−2 - Always"]
    assert labels(RECORDS, "PA-03") == ["2 - Published", "1/3 - Drafted", "−1 - Nothing"]
    assert RECORDS.answers["PA-01"] is RECORDS.answers["FI-01"]


def test_the_number_before_an_answer_is_what_it_counts() -> None:
    for question_id, answers in RECORDS.answers.items():
        for box in answers.boxes:
            scores = score(answered(RECORDS, f"{question_id} | {box.value}"), RECORDS)
            assert scores.questions[question_id].value == box.value


def test_far_apart_is_a_share_of_the_steps_of_the_question() -> None:
    assert RECORDS.scale.far_apart == 2
    assert [RECORDS.answers[one].far_apart for one in RECORDS.questions] == [2, 2, 2, 2, 1]
    wide, _ = loaded(HEAD + "limits = { far_apart = 3 }\n")
    assert [wide.answers[one].far_apart for one in wide.questions] == [3, 3, 2, 3, 1]


def test_low_and_high_boxes_are_those_of_the_question() -> None:
    assert [[RECORDS.answers[one].low, RECORDS.answers[one].high] for one in ("PA-01", "PA-03", "FI-02")] == [
        [-2, 3],
        [-1, 2],
        [0, 1],
    ]


FAULTS = {
    "a value twice": ('{ value = 0, label = "No" }', '{ value = 1, label = "No" }', "two boxes have the same value"),
    "a label twice": ('label = "No" }', 'label = "yes" }', "label"),
    "beyond the range": ("{ value = 2, label", "{ value = 4, label", "field 'value' is 4, but scores go from −2 to 3"),
    "one answer": ('{ value = 0, label = "No" },', "", "at least two boxes are needed, found 1"),
    "no number": ('value = "1/3"', 'value = "much"', "field 'value' should be a number"),
    "inverse with its own": ('text = "Is it read?",', 'text = "Is it read?", inverse = true,', "answers of its own"),
    "points beyond": ("not_known = -1", "not_known = -3", "field 'not_known' is −3, but scores go from −2 to 3"),
    "points of nothing": ("not_known = -1", "not_asked = 0", "there is no field 'not_asked'"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_answers_among_which_nobody_could_choose_are_refused(fault: str) -> None:
    before, after, said = FAULTS[fault]
    assert ELEMENTS.count(before) == 1
    _, faults = loaded(elements=ELEMENTS.replace(before, after))
    assert len(faults) == 1
    assert said in faults[0]
    assert any(f"question '{name}'" in faults[0] for name in ("PA-03", "FI-01", "FI-02"))


def test_points_of_na_where_na_is_refused_are_a_fault() -> None:
    _, faults = loaded(
        elements=ELEMENTS.replace('QUESTION, text = "Is it copied?"', 'QUESTION_, text = "Is it copied?"').replace(
            "QUESTION_",
            'good_practice = "It is.", plan = "P", proof = "F", next_step = "Begin.", '
            'horizon = "quick-win", effort = "low", na_allowed = false',
        )
    )
    assert faults == [
        "keeping.toml, question 'FI-01': field 'points' says what N/A counts, but 'na_allowed' refuses it."
    ]


def test_a_sector_in_which_a_question_does_not_apply_leaves_it_out() -> None:
    words = {"FI-01": QuestionWords(not_applicable="There are no files here.")}
    profile = SectorProfile("shops", "Shops", "", {}, (), (), {}, {}, {}, words, None, {})
    told = in_sector_words(RECORDS, profile)
    assert told.questions["FI-01"].points == {AnswerState.NOT_KNOWN: -1}
    assert told.answers["PA-03"].boxes == RECORDS.answers["PA-03"].boxes


# -------------------------------------------------------------------------------------------------------- the scores


def test_na_and_not_known_count_by_their_points() -> None:
    scores = score(
        answered(
            RECORDS,
            """
            PA-01 | 3         | Not known
            PA-02 | Not known | Not known
            PA-03 | N/A       | N/A
            FI-01 | N/A       | Not known
            FI-02 | Not asked | 1
            """,
        ),
        RECORDS,
    ).questions
    assert [scores[one].value for one in RECORDS.questions] == [Fraction(3, 2), 0, None, Fraction(-1, 3), 1]
    assert [scores[one].n for one in RECORDS.questions] == [2, 2, 0, 2, 1]
    assert [scores[one].status for one in ("PA-02", "PA-03")] == [Status.SCORED, Status.NOT_APPLICABLE]
    assert scores["PA-02"].coverage == 1


def test_how_far_interviews_lie_apart_goes_by_boxes_alone() -> None:
    scores = score(answered(RECORDS, "PA-01 | 3 | Not known | 3\nPA-03 | 2 | -1 | N/A"), RECORDS)
    assert [scores.questions["PA-01"].spread, scores.questions["PA-01"].steps_apart] == [0, 0]
    assert [scores.questions["PA-03"].spread, scores.questions["PA-03"].steps_apart] == [2, 2]


def test_the_interviews_that_count_make_the_score_of_their_level() -> None:
    rows = "".join(f"{one} | 1.5 | Not known | Not known | 3\n" for one in ("PA-01", "PA-02"))
    level = score(answered(RECORDS, rows), RECORDS).levels["paper"]
    assert level.values == {"staff": Fraction(3, 4), "lead": Fraction(3, 2)}


def test_an_interval_stays_within_what_any_answer_counts() -> None:
    wide, faults = loaded(HEAD.replace("lowest = -2, highest = 3", "lowest = -3, highest = 4"))
    assert (faults, wide.reach) == ([], (Fraction(-2), Fraction(3)))
    rows = {"PA-01": (3, -2), "PA-02": (3, -2), "PA-03": (2, -1)}
    texts = [f"{one} | {high} | {high} | {low} | {low} | {high}" for one, (high, low) in rows.items()]
    interval = score(answered(wide, "\n".join(texts)), wide).elements["paper"].interval
    assert isinstance(interval, Interval)
    assert [interval.low, interval.high] == [-2, 3]


def test_a_question_in_its_highest_box_is_not_low() -> None:
    narrow, faults = loaded(HEAD + "bands = { middling_from = 2, high_from = 2.5 }\n")
    assert faults == []
    assert score(answered(narrow, "FI-02 | 1\nFI-01 | 0"), narrow).elements["files"].low == 1


# ------------------------------------------------------------------------------------------------------ what is said


def test_states_are_wanted_from_the_highest_box_of_the_question_down() -> None:
    needed = states_needed(RECORDS)
    assert {box: len(states) for box, states in needed["PA-01"].items()} == {3: 2, Fraction(3, 2): 1}
    assert {box: len(states) for box, states in needed["FI-02"].items()} == {1: 2}


def problems_of(text: str, agreed: tuple[AgreedScore, ...] = ()) -> list[tuple[str, str]]:
    problems = validate(replace(answered(RECORDS, text), agreed=agreed), RECORDS)
    of_answers = ("interviews-apart", "mixed-na", "agreed-outside-range", "no-answers", "high-box-without-note")
    return [(problem.code, problem.message) for problem in problems if problem.code in of_answers]


def test_na_that_counts_contradicts_nobody() -> None:
    assert problems_of("FI-01 | N/A | 0") == []
    assert [code for code, _ in problems_of("PA-01 | N/A | 0")] == ["mixed-na"]


def test_one_step_is_far_apart_where_there_are_two_answers() -> None:
    assert [code for code, _ in problems_of("FI-02 | 1 | 0\nPA-01 | 3 | 1.5")] == ["interviews-apart"]


def test_boxes_are_told_as_they_are_printed() -> None:
    place = Place("Agreed scores", "F9")
    agreed = (AgreedScore("PA-03", Fraction(-1), "So agreed", place, place),)
    ((code, message),) = problems_of("PA-03 | 1/3 | 2", agreed)
    assert code == "agreed-outside-range"
    assert "the agreed box −1 of PA-03 is outside the range of its interviews (1/3 to 2)" in message


def test_not_known_that_counts_is_a_score() -> None:
    assert problems_of("PA-01 | Not known") == []


def test_the_trace_says_what_an_answer_without_a_box_counts() -> None:
    assessment = answered(RECORDS, "FI-01 | Not known | 3 | N/A | Not asked")
    scores = score(assessment, RECORDS)
    traces = printed_traces(assessment, RECORDS, scores, compare(scores, None, assessment.engagement, RECORDS))
    roles = [one.role for one in traces["FI-01"].inputs]
    assert roles == ["not known: counts −1", "box", "not applicable: counts 1/3", "not asked: left out"]


def appendix(assessment: Assessment) -> Mapping[str, QuestionRow]:
    """The rows of the appendix of question scores, by question id."""
    scores = score(assessment, RECORDS)
    comparison = compare(scores, None, assessment.engagement, RECORDS)
    context = as_read(compose(assessment, RECORDS, scores, comparison, (), (), load_house_style(), BuildRecord()))
    return {row.id: row for table in context.appendices.questions for row in table.rows}


def test_the_appendix_says_what_was_chosen_and_what_counts_without_a_box() -> None:
    rows = appendix(answered(RECORDS, "FI-01 | Not known | 3 | N/A | Not known\nPA-01 | Not known\nPA-03 | N/A"))
    assert rows["FI-01"].boxes == "3; N/A, counts 1/3; not known × 2, counts −1"
    assert (rows["FI-01"].n, rows["FI-01"].score) == ("4", "0.33")
    assert (rows["PA-01"].boxes, rows["PA-03"].boxes) == ("not known, counts 0", "–")
    assert rows["PA-02"].question == "Is it lost? (3 never; 1.5 seldom; 0 often; −2 always)"
    assert rows["PA-03"].question == "Is it listed? (2 published; 1/3 drafted; −1 nothing)"
    assert rows["PA-01"].question == "Is it filed?"


# ------------------------------------------------------------------------------------------------------ the workbook


def written(questions: QuestionSet, text: str, path: Path) -> OpenWorkbook:
    path.write_bytes(write_workbook(questions, answered(questions, text)))
    return OpenWorkbook(path)


EVERYTHING = """
PA-01 | -2 | 1.5 | Not known
PA-02 | 3 | N/A | Not asked
PA-03 | 1/3 | 2 | -1
FI-01 | N/A | 0 | Not known
FI-02 | 0 | 1 | N/A
"""


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    back, problems = read_opened(written(RECORDS, EVERYTHING, tmp_path / "c.xlsx"), RECORDS)
    assert problems == ()
    assert [(a.interview, a.question_id, a.state, a.box) for a in back.answers if a.state is not AnswerState.BLANK] == [
        (a.interview, a.question_id, a.state, a.box)
        for a in sorted(answered(RECORDS, EVERYTHING).answers, key=lambda a: a.interview)
    ]


def lists_of(sheet: Any, book: openpyxl.Workbook) -> Mapping[str, list[str]]:
    """The entries of the drop-down in each cell of the column of answers, by question id."""
    found = {}
    for row in sheet.iter_rows(min_row=5):
        cell = row[4]
        for check in sheet.data_validations.dataValidation:
            if cell.coordinate in check.sqref and check.type == "list":
                title, cells = check.formula1.split("!")
                found[str(row[0].value)] = [str(one.value) for (one,) in book[title][cells.replace("$", "")]]
    return found


def test_every_question_offers_its_own_answers_by_range(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(RECORDS, answered(RECORDS, EVERYTHING))))
    offered = lists_of(book["Interview 01"], book)
    states = ["N/A", "Not known", "Not asked"]
    assert offered == {one: [*labels(RECORDS, one), *states] for one in RECORDS.questions}


def test_a_text_that_begins_with_a_minus_is_no_formula() -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(RECORDS, answered(RECORDS, EVERYTHING))))
    cell = next(row[4] for row in book["Interview 01"].iter_rows(min_row=5) if row[0].value == "PA-01")
    assert (cell.value, cell.data_type) == ("−2 - Never", "s")


def test_the_guide_says_what_counts_without_a_box() -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(RECORDS, answered(RECORDS, EVERYTHING))))
    told = {str(row[0].value): str(row[1].value) for row in book[layout.GUIDE].iter_rows() if row[0].value}
    assert "On some questions it counts 1/3: the live score beside the answer shows it." in told["N/A"]
    assert "On some questions it counts" not in told["−2"]
    assert "counts −1 or 0" in told["Not known"]
    assert "Some questions have answers of their own" in told["Other answers"]


def read(question_id: str, value: object, is_percent: bool = False) -> tuple[object, list[str]]:
    """What an answer is read as, and its problems, but for forms that are not those of the list."""
    reader = CellReader(RECORDS)
    cell = GridCell(Place("Interview 01", "E6"), value, is_percent=is_percent)  # type: ignore[arg-type]
    reply = reader.answer(cell, RECORDS.questions[question_id])
    codes = [problem.code for problem in reader.problems if problem.kind is not UNLISTED_FORM]
    return reply.box if reply.state is AnswerState.SCORED else reply.state.value, codes


@pytest.mark.parametrize(
    ("question_id", "value", "box"),
    [
        *[
            ("PA-01", form, Fraction(3, 2))
            for form in (1.5, "1.5", "1,5", "1.50", "1,5 - Often", "1.5 – often", "Often")
        ],
        *[
            ("PA-01", form, -2)
            for form in (-2, "-2", "−2", "- 2 - Never".replace(" ", "", 1), "−2: Never", "–2", "Never")
        ],
        *[("PA-02", form, 3) for form in (3, "3", "never", "3 - Never")],
        *[
            ("PA-03", form, Fraction(1, 3))
            for form in ("1/3", "⅓", "1 / 3", "1/3 - Drafted", 1 / 3, 0.33, "0,333", "0.33333")
        ],
        *[("PA-03", form, -1) for form in ("-1 - Nothing", "nothing", -1.0)],
    ],
)
def test_every_form_of_a_number_is_read(question_id: str, value: object, box: object) -> None:
    assert read(question_id, value) == (box, [])


@pytest.mark.parametrize(
    ("question_id", "value", "code"),
    [
        ("PA-03", 0.3, "no-such-box"),
        ("PA-03", "0.3", "no-such-box"),
        ("PA-03", 1.5, "no-such-box"),
        ("PA-03", "1/0", "no-such-box"),
        ("PA-01", "2 - Published", "no-such-box"),
        ("PA-01", "Published", "unreadable-answer"),
        ("PA-02", "3 - Always", "contradicting-answer"),
        ("FI-02", "100 %", "no-such-box"),
        ("PA-01", "3 %", "no-such-box"),
    ],
)
def test_what_is_no_answer_of_the_question_is_refused(question_id: str, value: object, code: str) -> None:
    assert read(question_id, value) == ("unreadable", [code])


def test_a_percentage_is_no_answer_where_the_range_does_not_end_at_100_or_1() -> None:
    assert read("FI-02", 0.01, is_percent=True) == ("unreadable", ["no-such-box"])


# ---------------------------------------------------------------------------------------------------------- upgrading


def test_a_workbook_is_read_with_the_answers_it_was_made_with(tmp_path: Path) -> None:
    recorded = recorded_questions(written(RECORDS, EVERYTHING, tmp_path / "c.xlsx"), RECORDS)
    assert recorded is not None
    for question_id in RECORDS.questions:
        assert labels(recorded, question_id) == labels(RECORDS, question_id)


def test_a_box_that_has_another_label_or_is_gone_is_told(tmp_path: Path) -> None:
    changed = ELEMENTS.replace(", inverse = true", "").replace("value = 2, label", "value = 3, label")
    now, faults = loaded(elements=changed)
    assert faults == []
    old = Source("old.xlsx", answered(RECORDS, EVERYTHING))
    carried, remarks = upgrade(old, RECORDS, now)
    assert [(remark.code, remark.facts["value"]) for remark in remarks] == [("box-gone", "2")]
    (told,) = changed_answers(old, RECORDS, now)
    assert "PA-02 has other answers now, and 1 interview chose one of these. Before: 3 - Never Now: 3 - Always" in (
        told.message
    )
    assert [a.box for a in carried.answers if a.question_id == "PA-03"] == [Fraction(1, 3), None, -1]


def test_points_of_na_and_not_known_are_remembered_and_told_when_they_change(tmp_path: Path) -> None:
    opened = written(RECORDS, EVERYTHING, tmp_path / "c.xlsx")
    recorded = recorded_questions(opened, RECORDS)
    assert recorded is not None
    points = {id_: question.points for id_, question in RECORDS.questions.items()}
    assert {id_: question.points for id_, question in recorded.questions.items()} == points

    assert "not_known = -1 }" in ELEMENTS
    now, faults = loaded(
        HEAD.replace("points = { not_known = 0 }\n", ""), ELEMENTS.replace("not_known = -1 }", "not_known = 1 }")
    )
    assert faults == []
    answers = [
        Answer("01", id_, state, None, dict.fromkeys(("plan", "proof")))
        for id_, state in (
            ("FI-01", AnswerState.NOT_KNOWN),
            ("FI-02", AnswerState.NOT_KNOWN),
            ("PA-01", AnswerState.NOT_APPLICABLE),
        )
    ]
    old = Source("old.xlsx", Assessment("records", "1", Engagement("Mill"), (Interview("01"),), tuple(answers)))
    assert [
        (told.code, told.question_id, told.fact("before"), told.fact("now"))
        for told in changed_points(old, recorded, now)
    ] == [
        ("points-changed", "FI-01", "Not known counts −1.", "Not known counts 1."),
        ("points-changed", "FI-02", "Not known counts 0.", "Not known counts nothing."),
    ]
    assert changed_points(old, recorded, RECORDS) == ()


def test_a_workbook_that_does_not_remember_points_tells_no_change(tmp_path: Path) -> None:
    written(RECORDS, EVERYTHING, tmp_path / "c.xlsx")
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    for cell in book["Model"][1]:
        if str(cell.value).startswith("points of"):
            cell.value = f"{cell.value} (gone)"
    book.save(tmp_path / "c.xlsx")
    recorded = recorded_questions(OpenWorkbook(tmp_path / "c.xlsx"), RECORDS)
    assert recorded is not None
    assert recorded.questions["FI-01"].points == RECORDS.questions["FI-01"].points


# ------------------------------------------------------------------------------------------------- the live figures


def chances(count: int) -> dict[str, Assessment]:
    return {f"filled{seed}": by_chance(RECORDS, seed, 6) for seed in range(count)}


@pytest.mark.office
def test_the_live_figures_are_those_of_our_scoring(soffice: Office, tmp_path: Path) -> None:
    fillings = chances(8)
    files = {name: write_workbook(RECORDS, filling) for name, filling in fillings.items()}
    wrong, told = [], 0
    for name, book in worked_out_by_both(soffice, tmp_path, files, ("filled0", "filled1")):
        scores = score(fillings[name], RECORDS)
        pairs = [*results(book, scores), *agreed_rows(book, scores)]
        told += sum(isinstance(right, float) and right < 0 for _, _, right in pairs)
        wrong += [f"{name}: {what} is {shown}, should be {right}" for what, shown, right in pairs if shown != right]
    assert wrong == []
    assert told > 10  # negative figures too


def results(book: openpyxl.Workbook, scores: Scores) -> Iterator[tuple[str, object, object]]:
    names = {"Overall": OVERALL} | {title: part for part, title in RECORDS.titles.items()}
    for row in rows_of(book[layout.RESULTS], "Part of the model"):
        group = scores.group(names[str(row["Part of the model"])])
        yield f"score of {group.id}", row["Score"], in_print(group.value)
        yield f"coverage of {group.id}", row["Coverage"], "–" if group.coverage is None else percent(group.coverage)
        yield f"scored of {group.id}", row["Scored"], group.scored
        yield f"N/A of {group.id}", row["N/A"], group.not_applicable


def agreed_rows(book: openpyxl.Workbook, scores: Scores) -> Iterator[tuple[str, object, object]]:
    for row in rows_of(book[layout.AGREED], "ID"):
        found = scores.questions[str(row["ID"])]
        boxes = [answer.box for answer in found.boxes if answer.box is not None]
        among = RECORDS.answers[found.question_id]
        if found.computed is not None:
            yield f"mean of {row['ID']}", row["Mean"], in_print(found.computed)
        if boxes:
            yield f"steps of {row['ID']}", row["Steps apart"], among.steps(min(boxes), max(boxes))
            yield f"boxes of {row['ID']}", row["n"], len(boxes)


def in_print(value: Fraction | None) -> object:
    """The printed score as the number that the cell holds."""
    return "–" if value is None else float(RECORDS.scale.rounded(value))


@pytest.mark.office
def test_the_live_score_and_the_reader_understand_the_same(soffice: Office, tmp_path: Path) -> None:
    typed = {one: list(every_form(one)) for one in RECORDS.questions}
    count = max(map(len, typed.values()))
    book = openpyxl.load_workbook(BytesIO(write_workbook(RECORDS, answered(RECORDS, "PA-01" + " | Not asked" * count))))
    for number in range(count):
        rows: Any = book[f"Interview {number + 1:02d}"].iter_rows(min_row=6)
        for row in rows:  # below the headings
            forms = typed.get(str(row[0].value), [])
            row[4].value = forms[number][0] if number < len(forms) else None
    content = BytesIO()
    book.save(content)
    saved = recalculated(soffice, tmp_path, {"typed": content.getvalue()})["typed"]
    read_back, problems = read_opened(OpenWorkbook(tmp_path / "saved" / "typed.xlsx"), RECORDS)
    understood = {(answer.interview, answer.question_id): answer.box for answer in read_back.answers}
    assert [problem.message for problem in problems] == []
    wrong = []
    for number in range(count):
        code = f"{number + 1:02d}"
        for entry in rows_of(saved[f"Interview {code}"], "ID"):
            forms = typed.get(str(entry["ID"]), [])
            if number < len(forms):
                shown, (form, box) = entry["Score"], forms[number]
                if understood[code, entry["ID"]] != box or shown != pytest.approx(float(box)):
                    wrong.append((entry["ID"], form, shown, understood[code, entry["ID"]]))
    assert wrong == []


def every_form(question_id: str) -> Iterator[tuple[object, Fraction]]:
    """Everything that can be entered for each box, and the box."""
    for box in RECORDS.answers[question_id].boxes:
        yield layout.answer_label(box.value, box.label), box.value
        yield float(box.value), box.value
        yield from ((form, box.value) for form in layout.typed_forms(box.value))


def test_figures_are_shown_with_all_decimals_and_a_true_minus() -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(RECORDS, answered(RECORDS, EVERYTHING))))
    assert book[layout.RESULTS]["B5"].number_format == '0.00;"−"0.00'
    sheet: Any = book[layout.AGREED]
    headings = {cell.value: cell.column_letter for cell in sheet[4]}
    assert sheet[f"{headings['Mean']}5"].number_format == '0.00;"−"0.00'
    assert sheet[f"{headings['01']}5"].number_format == 'General;"−"General'
