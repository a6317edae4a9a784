"""The live figures of the workbook, as LibreOffice calculates them, are those of our own scoring."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.assessment.scoring import score
from reportgen.common.model import OVERALL, Assessment, QuestionSet, Scores
from reportgen.common.rounding import printed_share
from reportgen.workbook import layout
from reportgen.workbook.writer import new_workbook, write_workbook
from tests.builders import SCALE, assessment, question_set
from tests.calculation import worked_out
from tests.conftest import Office
from tests.fillings import by_chance, empty, every

pytestmark = pytest.mark.office

ODD_WEIGHTS = """
    # Core | weight 3
    ## AP Analysis and planning | weight 1/3
    AP-01 | weight 2/7
    AP-02 | weight 5 | manager
    AP-03 | weight 1/3
    ## PR Proposition | weight 2.5
    PR-01 | weight 0.1
    PR-02 | weight 0.2 | implementation
    PR-03 | weight 0.3
    # Measurement | weight 0.7
    ## ME Measuring the effect
    ME-01
    ME-02
    ## EF Efficiency
    EF-01 | weight 7
    EF-02 | weight 3
    # Development | weight 2
    ## CX Customer experience
    CX-01 | weight 1/9
    CX-02 | weight 4/9
"""
LEAST_PAGES, MOST_PAGES = 5, 25

Row = dict[str, Any]


def rows_of(sheet: Worksheet, first_header: str) -> list[Row]:
    """The rows under the header row that begins with `first_header`, by header."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] == first_header)
    header = [str(value) for value in rows[start]]
    return [dict(zip(header, row, strict=True)) for row in rows[start + 1 :]]


def worked_out_by_both(
    soffice: Office, folder: Path, files: Mapping[str, bytes], in_office: Collection[str]
) -> Iterator[tuple[str, openpyxl.Workbook]]:
    """The workbooks with the values of their formulas, by name: as the engine of the tests gives them, and once more as
    LibreOffice does for those named. Only the sheets used are read."""
    for name, content in files.items():
        yield name, openpyxl.load_workbook(BytesIO(worked_out(content)), read_only=True, data_only=True)
    yield from recalculated(soffice, folder, {name: files[name] for name in in_office}, fast=True).items()


def recalculated(
    soffice: Office, folder: Path, files: Mapping[str, bytes], fast: bool = False
) -> dict[str, openpyxl.Workbook]:
    """The workbooks with the values LibreOffice gives their formulas, by name; `fast` reads but the sheets used."""
    paths = []
    for name, content in files.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(content)
        paths.append(path)
    saved = soffice.convert_all(paths, "xlsx", folder / "saved")
    return {path.stem: openpyxl.load_workbook(path, read_only=fast, data_only=True) for path in saved}


def shown_results(book: openpyxl.Workbook) -> list[tuple[str, str, str, int, int, int]]:
    """Name, score, coverage, questions, scored and N/A of every row of Results, as Excel shows them."""
    return [
        (
            str(row["Part of the model"]),
            str(row["Score"]),
            row["Coverage"] if isinstance(row["Coverage"], str) else f"{row['Coverage']} %",
            row["Questions"],
            row["Scored"],
            row["N/A"],
        )
        for row in rows_of(book[layout.RESULTS], "Part of the model")
    ]


def our_results(scores: Scores, questions: QuestionSet) -> list[tuple[str, str, str, int, int, int]]:
    """The same rows from our own scoring."""
    names = [(OVERALL, "Overall")]
    for area in questions.areas:
        names += [(area.id, area.title), *((element.id, element.title) for element in area.elements)]
    groups = [(title, scores.group(group_id)) for group_id, title in names]
    return [
        (title, SCALE.printed(g.value), printed_share(g.coverage), g.questions, g.scored, g.not_applicable)
        for title, g in groups
    ]


def differences(
    soffice: Office,
    folder: Path,
    questions: QuestionSet,
    fillings: Mapping[str, Assessment],
    in_office: Collection[str],
) -> list[str]:
    """Where Results and our scoring print different figures; those named are worked out by LibreOffice, too."""
    files = {name: write_workbook(questions, filling) for name, filling in fillings.items()}
    found = []
    for name, book in worked_out_by_both(soffice, folder, files, in_office):
        ours = our_results(score(fillings[name], questions), questions)
        pairs = zip(shown_results(book), ours, strict=True)
        found += [f"{name}: sheet {shown}, scoring {own}" for shown, own in pairs if shown != own]
        book.close()
    return found


def test_results_equal_the_scores_for_any_filling_of_a_set_with_odd_weights(soffice: Office, tmp_path: Path) -> None:
    questions = question_set(ODD_WEIGHTS)
    fillings = {f"chance{seed}": by_chance(questions, seed) for seed in range(22)}
    fillings |= {"empty": empty(questions), "half": every(questions, 2), "full": every(questions, 1)}

    statuses = {g.status for a in fillings.values() for g in score(a, questions).elements.values()}
    assert len(statuses) == 4, "the fillings should bring every status about"
    in_office = ("empty", "half", "full", "chance0", "chance1", "chance2")
    assert differences(soffice, tmp_path, questions, fillings, in_office) == []


def test_results_equal_the_scores_for_the_cma_set(soffice: Office, tmp_path: Path, cma: QuestionSet) -> None:
    fillings = {"empty": empty(cma, 2), "half": every(cma, 2, 2), "full": every(cma, 1, 2)}
    fillings |= {f"chance{seed}": by_chance(cma, seed) for seed in range(2)}
    assert differences(soffice, tmp_path, cma, fillings, ("half", "chance0")) == []


HALVES = """
    question | 01 manager | 02 manager
    AP-01    | 80         | 5
    AP-02    | 40         | 5
    AP-03    | 60         | 5
    PR-01    | 5          | 40
    PR-02    | N/A        |
    ME-01    | 100        |
"""


def test_a_half_is_rounded_up_and_half_the_weight_is_enough(soffice: Office, tmp_path: Path) -> None:
    questions = question_set()
    filling = assessment(HALVES, questions)
    book = recalculated(soffice, tmp_path, {"halves": write_workbook(questions, filling)})["halves"]
    by_name = {row[0]: row for row in shown_results(book)}
    assert by_name["Proposition"] == ("Proposition", "23", "100 %", 2, 1, 1)  # 22.5
    assert by_name["Measuring the effect"] == ("Measuring the effect", "100", "50 %", 2, 1, 0)
    assert shown_results(book) == our_results(score(filling, questions), questions)


def test_half_the_weight_is_enough_where_no_machine_number_is_exactly_half(soffice: Office, tmp_path: Path) -> None:
    questions = question_set(ODD_WEIGHTS)
    filling = assessment("question | 01 manager\nPR-03 | 40", questions)  # weight 0.3 of 0.1 + 0.2 + 0.3
    assert differences(soffice, tmp_path, questions, {"half": filling}, ("half",)) == []
    assert SCALE.printed(score(filling, questions).elements["proposition"].value) == "40"


def test_the_status_line_counts_what_is_scored_and_left(soffice: Office, tmp_path: Path) -> None:
    questions = question_set()
    file = write_workbook(questions, assessment(HALVES, questions))
    book = recalculated(soffice, tmp_path, {"status": file})["status"]
    status = {row["Part of the model"]: row["Status"] for row in rows_of(book[layout.RESULTS], "Part of the model")}
    assert status["Core"] == "4 of 5 scored, 1 N/A, 0 open"
    assert status["Overall"] == "5 of 7 scored, 1 N/A, 1 open"


def test_an_empty_workbook_shows_no_error_and_no_zero_scores(soffice: Office, tmp_path: Path, cma: QuestionSet) -> None:
    book = recalculated(soffice, tmp_path, {"new": new_workbook(cma, "Example Ltd", 2)})["new"]
    wrong = [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e"
    ]
    assert wrong == []
    assert {row[1] for row in shown_results(book)} == {"–"}
    assert book["Interview 01"]["E1"].value == "Register level and elements on Interviews"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("80 - Clear evidence and being implemented", 80),
        ("  80 -  clear evidence and being implemented ", 80),
        (80, 80),
        ("80", 80),
        (5, 5),
        ("N/A", "N/A"),
        ("not known", "n/k"),
        ("Not asked", "–"),
        (" ", None),
        (None, None),
        (75, "!"),
        ("eighty", "!"),
        (0, "!"),
    ],
    ids=str,
)
def test_the_score_column_understands(typed: object, shown: object, answered: Mapping[str, object]) -> None:
    found = answered[repr(typed)]
    assert found == shown or (shown is None and found in (None, ""))


@pytest.fixture(scope="module")
def answered(soffice: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the score column shows for each answer that was typed, by its repr."""
    typed = ["80 - Clear evidence and being implemented", "  80 -  clear evidence and being implemented "]
    typed_all: list[Any] = [*typed, 80, "80", 5, "N/A", "not known", "Not asked", " ", None, 75, "eighty", 0]
    questions = question_set(
        "# Core\n## AP Planning\n" + "\n".join(f"AP-{n:02d}" for n in range(1, len(typed_all) + 1))
    )
    book = openpyxl.load_workbook(BytesIO(new_workbook(questions, "Example Ltd", 1)))
    sheet = book["Interview 01"]
    answers = [row for row in sheet.iter_rows() if str(row[0].value).startswith("AP-")]
    for row, value in zip(answers, typed_all, strict=True):
        row[4].value = value
    target = BytesIO()
    book.save(target)
    folder = tmp_path_factory.mktemp("typed")
    saved = recalculated(soffice, folder, {"typed": target.getvalue()})["typed"]
    scores = [row["Score"] for row in rows_of(saved["Interview 01"], "ID") if str(row["ID"]).startswith("AP-")]
    return {repr(value): found for value, found in zip(typed_all, scores, strict=True)}


def test_rows_may_move_without_changing_a_score(soffice: Office, tmp_path: Path) -> None:
    questions = question_set()
    filling = by_chance(questions, 5)
    book = openpyxl.load_workbook(BytesIO(write_workbook(questions, filling)))
    for title in ("Interview 01", "Interview 02", layout.AGREED):
        turn_questions_round(book[title], questions)
    target = BytesIO()
    book.save(target)
    moved = recalculated(soffice, tmp_path, {"moved": target.getvalue()})["moved"]
    assert shown_results(moved) == our_results(score(filling, questions), questions)


def turn_questions_round(sheet: Worksheet, questions: QuestionSet) -> None:
    """Put what was entered for the first question into the row of the last, and so on, as sorting does."""
    rows = [row for row in sheet.iter_rows() if row[0].value in questions.questions]
    values = [[cell.value for cell in row] for row in rows]
    for row, others in zip(rows, reversed(values), strict=True):
        for cell, value in zip(row, others, strict=True):
            if not str(cell.value).startswith("=") and not str(value).startswith("="):
                cell.value = value


def test_each_questionnaire_shows_what_is_to_be_asked_and_done(soffice: Office, tmp_path: Path) -> None:
    questions = question_set()
    filling = assessment(
        """
        question | 01 manager: AP | 02 implementation
        AP-01    | 80             | N/A
        AP-02    | not known      |
        PR-01    | 20             | not asked
        """,
        question_set(),
    )
    done = score(filling, questions).completion
    book = recalculated(soffice, tmp_path, {"done": write_workbook(questions, filling)})["done"]
    register = {row["Code"]: row for row in rows_of(book[layout.INTERVIEWS], "Code")}
    for code, completion in done.items():
        assert (register[code]["To answer"], register[code]["Answered"]) == (completion.expected, completion.answered)
    first = rows_of(book["Interview 01"], "ID")
    bands = {row["ID"]: (row["Answer"], row["Note"]) for row in first if "  " in str(row["ID"])}
    assert bands["AP  Analysis and planning"] == ("Answered 2 of 3", "Score so far: 80")
    assert bands["PR  Proposition"] == ("Not part of this interview", "Score so far: 20")
    assert [row["ID"] for row in first if row["Ask"] == "•"] == ["AP-01", "AP-02", "AP-03"]


def test_agreed_scores_show_the_mean_the_steps_and_the_number_of_boxes(soffice: Office, tmp_path: Path) -> None:
    questions = question_set()
    filling = assessment(
        """
        question | 01 manager | 02 manager | 03 manager | agreed
        AP-01    | 80         | 5          | N/A        | 60 weighed up
        AP-02    | 5          | 20         |            |
        """,
        questions,
    )
    book = recalculated(soffice, tmp_path, {"agreed": write_workbook(questions, filling)})["agreed"]
    rows = {row["ID"]: row for row in rows_of(book[layout.AGREED], "ID")}
    shown = [[row[key] for key in ("01", "02", "03", "Mean", "Steps apart", "n")] for row in rows.values()]
    assert shown[0] == [80, 5, "N/A", 43, 4, 2]
    assert shown[1][:2] + shown[1][3:] == [5, 20, 13, 1, 2]
    assert [value for value in shown[2] if value] == []


def test_drop_downs_protection_and_hidden_sheets_survive_libreoffice(soffice: Office, tmp_path: Path) -> None:
    questions = question_set()
    book = recalculated(soffice, tmp_path, {"saved": write_workbook(questions, by_chance(questions, 1))})["saved"]
    labels = layout.choice_lists(questions)["answers"].labels
    sheet = book["Interview 01"]
    lists = {check.formula1 for check in sheet.data_validations.dataValidation if check.type == "list"}
    assert any(reference_values(book, reference) == labels for reference in lists)
    assert all(reference_values(book, reference) for reference in lists)
    assert sheet.protection.sheet
    assert not sheet["E7"].protection.locked
    assert [book[title].sheet_state for title in (layout.LISTS, layout.MODEL, layout.META)] == ["hidden"] * 3


def reference_values(book: openpyxl.Workbook, reference: str) -> tuple[str, ...]:
    title, cells = reference.rsplit("!", 1)
    sheet = book[title.strip("$'")]
    return tuple(str(row[0].value) for row in sheet[cells.replace("$", "")])


def test_an_interview_prints_on_at_most_25_pages(soffice: Office, tmp_path: Path, cma: QuestionSet) -> None:
    filling = every(cma, 1, 1)
    note = "Seen in the minutes of the board and on the wall of the service centre; the budget is not yet released."
    answers = tuple(replace(answer, note=note) for answer in filling.answers)
    book = openpyxl.load_workbook(BytesIO(write_workbook(cma, replace(filling, answers=answers))))
    for sheet in book.worksheets:
        if sheet.title != "Interview 01":
            book.remove(sheet)
    path = tmp_path / "print.xlsx"
    book.save(path)
    pages = len(re.findall(rb"/Type\s*/Page\b", soffice.convert(path, "pdf", tmp_path / "pdf").read_bytes()))
    assert LEAST_PAGES < pages <= MOST_PAGES


def test_the_results_are_in_report_order(soffice: Office, tmp_path: Path) -> None:
    questions = question_set(ODD_WEIGHTS)
    book = recalculated(soffice, tmp_path, {"order": new_workbook(questions, "Example Ltd", 1)})["order"]
    assert names(shown_results(book)) == names(our_results(score(empty(questions), questions), questions))


def names(rows: Sequence[tuple[str, str, str, int, int, int]]) -> list[str]:
    return [row[0] for row in rows]
