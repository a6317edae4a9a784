"""All ways to write an answer: what the report counts, the workbook's own formulas count too, or a warning says so.

Each form is typed into a cell of a real workbook, for several scales. A formula engine works the live scores out in all
tests but one, in which LibreOffice does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell, MergedCell

from reportgen.common.diagnostics.problems import UNLISTED_FORM
from reportgen.common.model import Answer, AnswerState, Area, Element, Place, Question, QuestionSet, Topic
from reportgen.common.rounding import printed_exactly, with_plain_minus, with_true_minus
from reportgen.common.scale import Box
from reportgen.questions import load_question_set
from reportgen.workbook import layout, marking
from reportgen.workbook.marking.links import TITLE
from reportgen.workbook.reader import OpenWorkbook, read_opened
from reportgen.workbook.writer import new_workbook
from reportgen.workbook.writer.cells import UNREADABLE
from tests.builders import question_set
from tests.calculation import worked_out
from tests.commands import run
from tests.conftest import Office
from tests.own_answers import own_answers
from tests.packages import parts_of
from tests.test_results_sheet import recalculated, rows_of
from tests.workbooks import read_workbook, write_workbook
from tests.xlsx_files import faults, mark

SETS = Path(__file__).parent / "sets"
SHOWN = {AnswerState.NOT_APPLICABLE: "N/A", AnswerState.NOT_KNOWN: "n/k", AnswerState.NOT_ASKED: "–"}
STATES = (
    *("N/A", "n/a", " N/A ", "NA", "N.A.", "n. a.", "N / A", "Ｎ/Ａ", "not applicable"),
    *("Not known", "NOT  KNOWN", "Not\u00a0known", "not asked", "Not asked\t"),
)


@dataclass(frozen=True)
class Typed:
    """What stands in a cell: a text, a number, a formula; and the format of its number."""

    value: str | float
    number_format: str = "General"


def forms_of(box: Box) -> list[Typed]:
    """The ways to write a box, those in which the reader sees none or another among them."""
    number, label = number_of(box), box.label
    whole = layout.answer_label(box.value, label)
    texts = [
        *(whole, whole.upper(), f"  {whole.replace(' - ', '  - ')} ", whole.replace(" - ", " – ")),
        *(whole.replace(" - ", " — "), whole.replace(" - ", " "), whole.replace(" - ", " -")),
        *(whole.replace(" - ", "-"), whole.replace(" - ", ": "), whole.replace(" ", "\u00a0", 1), f"{whole}\u200b"),
        *(whole.replace(" ", "\n", 1), with_plain_minus(whole), label, label.lower(), f"{label}.", number),
        *(with_true_minus(number), f" {number} ", f"0{number}", f"+{number}", f"'{number}"),
        *(f"{number}{end}" for end in ("%", " %", ".0", ",0", ".", "\u00a0", "\n", "/1", ")", " points")),
        *(number.replace(".", ","), "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)),
    ]
    value = float(box.value)
    numbers = [Typed(value), Typed(value + 1e-13), Typed(value / 100, "0%"), Typed(value, "0.0%")]
    numbers += [Typed(value, '0" %"')]
    return [*map(Typed, texts), *numbers, Typed(f"={value!r}"), Typed(f"={value!r}/100", "0%"), Typed(f'="{number}%"')]


def forms_for(questions: QuestionSet, question: Question) -> list[Typed]:
    """The forms of the highest and the lowest answer to a question and of one between, and of what is no box."""
    boxes = questions.answers[question.id].boxes
    few = list(dict.fromkeys((boxes[0], boxes[len(boxes) // 2], boxes[-1])))
    none = ("", " ", "eighty", "?", "*", "~", f"{number_of(few[0])}*", f"~{number_of(few[0])}", f"?{' - ' * 3}*")
    others = map(Typed, (*STATES, *none))
    return [*(form for box in few for form in forms_of(box)), *others]


def number_of(box: Box) -> str:
    return with_plain_minus(printed_exactly(box.value))


@dataclass(frozen=True)
class Case:
    """A set whose questions are answered in one form each, and the workbook."""

    questions: QuestionSet
    forms: Mapping[str, Typed]  # by question id
    file: bytes


SOURCES: Mapping[str, Callable[[], QuestionSet]] = {
    "ours": question_set,
    "own answers": own_answers,
    "quarters": lambda: load_question_set(SETS / "secure-software"),
    "one to five": lambda: load_question_set(SETS / "open-data"),
    "another": lambda: load_question_set(SETS / "visitor-care"),
}


@cache
def case(name: str) -> Case:
    """The set of that name, with as many questions like each of its own as there are forms of an answer to it."""
    source = SOURCES[name]()
    unlike = {(one.own_boxes, one.na_allowed, *one.points.items()): one for one in source.questions.values()}
    typed = [(like, form) for like in unlike.values() for form in forms_for(source, like)]
    asked = tuple(replace(like, id=f"AP-{number:04d}") for number, (like, _) in enumerate(typed))
    element = Element("planning", "AP", "Planning", (Topic("plans", "Plans", asked),))
    questions = replace(source, areas=(Area("core", "Core", (element,)),), lenses=())
    forms = {one.id: form for one, (_, form) in zip(asked, typed, strict=True)}
    book = openpyxl.load_workbook(BytesIO(new_workbook(questions, "Example Ltd", 1)))
    for row in book["Interview 01"].iter_rows():
        if row[0].value in forms:
            type_into(row[4], forms[str(row[0].value)])
    target = BytesIO()
    book.save(target)
    return Case(questions, forms, target.getvalue())


def type_into(cell: Cell | MergedCell, typed: Typed) -> None:
    assert isinstance(cell, Cell)
    cell.value, cell.number_format = typed.value or None, typed.number_format
    if isinstance(typed.value, str) and typed.value and not typed.value.startswith("="):
        cell.data_type = "s"  # openpyxl would make a number of "60%"


def report_and_sheet(case: Case, book: openpyxl.Workbook, path: Path) -> Iterator[tuple[str, Answer, object, str]]:
    """The form, the answer as the report reads it, what the sheet shows for it, and the code of its problem."""
    assessment, problems = read_opened(OpenWorkbook(path), case.questions)
    said = {problem.question_id: problem.code for problem in problems}
    shown = {row["ID"]: row["Score"] for row in rows_of(book["Interview 01"], "ID")}
    for answer in assessment.answers:
        form, question = case.forms[answer.question_id], answer.question_id
        yield f"{form.value!r} {form.number_format}", answer, shown[question], said.get(question, "silent")


def counts_as(questions: QuestionSet, answer: Answer) -> object:
    """What the live score of an answer should be."""
    counted = questions.counted(answer)
    return SHOWN.get(answer.state) if counted is None else pytest.approx(float(counted), abs=1e-9)


def disagreements(case: Case, book: openpyxl.Workbook, path: Path) -> list[str]:
    """Where report and sheet differ in silence, and where a warning says that they do and they do not.

    What the report cannot read, the sheet marks.
    """
    found = []
    for form, answer, shown, said in report_and_sheet(case, book, path):
        if answer.state is AnswerState.UNREADABLE:
            is_right = shown == UNREADABLE or form.endswith("%")  # a formula sees no format
        else:
            agrees = (None if shown == "" else shown) == counts_as(case.questions, answer)
            is_right = agrees != (said == UNLISTED_FORM.code)
        if not is_right:
            found.append(f"{form}: read as {answer.state.value} {answer.box}, the sheet shows {shown}, {said}")
    return found


@pytest.mark.parametrize("name", SOURCES)
def test_what_the_report_counts_the_sheet_counts_too_or_a_warning_says_so(name: str, tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(worked_out(case(name).file))
    book = openpyxl.load_workbook(path, data_only=True)
    assert disagreements(case(name), book, path) == []


@pytest.mark.office
def test_libreoffice_shows_the_same(soffice: Office, tmp_path: Path) -> None:
    files = {name: case(name).file for name in SOURCES}
    for name, book in recalculated(soffice, tmp_path, files).items():
        assert (name, disagreements(case(name), book, tmp_path / "saved" / f"{name}.xlsx")) == (name, [])


def test_the_forms_bring_about_agreement_warnings_and_errors(tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(worked_out(case("ours").file))
    _, problems = read_opened(OpenWorkbook(path), case("ours").questions)
    said = {case("ours").forms[one.question_id].value: one.code for one in problems}
    warned = {form for form, code in said.items() if code == UNLISTED_FORM.code}
    assert warned >= {"100%", "100 %", "NA", "N.A.", "040", "40.", "40.0", "40,0", "No real progress", "４０"}
    assert {"eighty"} <= said.keys() - warned
    assert not {"40", "N/A", "n/a", "40 - Some commitment and some progress"} & said.keys()


def test_a_label_typed_with_a_hyphen_for_its_minus_is_counted() -> None:
    questions = own_answers()
    entries = dict(layout.known_to_formulas(questions.scale.answers))
    assert entries["−2 - Never"] == entries["-2 - Never"] == Fraction(-2)


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        *[("Level", r"Manager\u00a0"), ("All elements", "y"), ("AP Analysis and planning", "TRUE")],
        ("AP Analysis and planning", "n"),  # it counts where all elements are registered
    ],
)
def test_what_the_register_is_read_as_is_counted_or_warned_of(tmp_path: Path, heading: str, typed: str) -> None:
    path = write_workbook(tmp_path / "client.xlsx", f"# Interviews\nCode | Role | {heading}\n'01 | Director | {typed}")
    _, problems = read_workbook(path, question_set())
    cells = [str(problem.place) for problem in problems if problem.kind is UNLISTED_FORM]
    assert cells == ["Interviews!C2"]


def test_an_interview_that_the_formulas_do_not_know_is_told(tmp_path: Path) -> None:
    """A copied questionnaire with a code of its own, registered: the report counts it."""
    questions, path = question_set(), tmp_path / "client.xlsx"
    book = openpyxl.load_workbook(BytesIO(new_workbook(questions, "Example Ltd", 1)))
    register, own = book["Interviews"], book.copy_worksheet(book["Interview 01"])
    register["A6"].value = own["D2"].value = "02"
    for sheet in (book["Interview 01"], own):
        sheet["E7"].value = 80
    book.save(path)
    read, problems = read_workbook(path, questions)
    assert [interview.code for interview in read.interviews] == ["01", "02"]
    told = [(problem.code, str(problem.place)) for problem in problems]
    assert told == [("uncounted-interview", "Interviews!A6")]


# ------------------------------------------------------------------------------------------------------------- tidied


def test_a_tidied_copy_holds_the_listed_forms_and_shows_the_scores_of_the_report(tmp_path: Path) -> None:
    questions, path, copy = case("ours").questions, tmp_path / "forms.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(worked_out(case("ours").file))
    before, problems = read_opened(OpenWorkbook(path), questions)
    marked = marking.mark(OpenWorkbook(path).package, path, problems, tidy=True)
    copy.write_bytes(worked_out(marked.content))
    after, left = read_opened(OpenWorkbook(copy), questions)
    assert list(map(meant, after.answers)) == list(map(meant, before.answers))
    formulas = {one.question_id for one in left if one.kind is UNLISTED_FORM}
    assert {str(case("ours").forms[one].value)[0] for one in formulas} == {"="}, "what a formula gives stays as it is"
    assert len(marked.tidied) + len(formulas) == sum(one.kind is UNLISTED_FORM for one in problems) > 30
    sheet, labels = openpyxl.load_workbook(copy)["Interview 01"], layout.choice_lists(questions)["answers"].labels
    assert {sheet[one.place.cell].value for one in marked.tidied} <= set(labels)
    assert faults(copy) == []
    told = [
        (row[1].value, row[2].value, row[1].hyperlink is not None)
        for row in openpyxl.load_workbook(copy)[TITLE].iter_rows(min_row=5)
        if row[3].value == "Tidied"
    ]
    assert told == [
        (str(one.place), f"'{one.fact('value')}' is now '{one.fact('listed')}'.", True) for one in marked.tidied
    ]


def meant(answer: Answer) -> tuple[str, AnswerState, Fraction | None]:
    return answer.question_id, answer.state, answer.box


def test_without_tidy_nothing_but_marks_changes(tmp_path: Path) -> None:
    path, copy = tmp_path / "forms.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(case("ours").file)
    copy.write_bytes(mark(path, read_opened(OpenWorkbook(path), case("ours").questions)[1]))
    before, after = (openpyxl.load_workbook(one)["Interview 01"] for one in (path, copy))
    assert [[cell.value for cell in row] for row in after] == [[cell.value for cell in row] for row in before]


@pytest.mark.office
def test_a_tidied_copy_is_worked_out_anew_when_it_is_opened(soffice: Office, tmp_path: Path) -> None:
    path = tmp_path / "forms.xlsx"
    path.write_bytes(worked_out(case("ours").file))
    problems = read_opened(OpenWorkbook(path), case("ours").questions)[1]
    marked = marking.mark(OpenWorkbook(path).package, path, problems, tidy=True)
    assert b'fullCalcOnLoad="1"' in parts_of(marked.content)["xl/workbook.xml"]  # Excel goes by it
    saved = recalculated(soffice, tmp_path, {"copy": marked.content})["copy"]["Interview 01"]
    shown = {saved.cell(saved[one.place.cell].row, 10).value for one in marked.tidied}
    assert shown == {100, 40, 5, "N/A", "n/k", "–"}


def test_check_lists_each_answer_that_it_tidied(tmp_path: Path) -> None:
    path = tmp_path / "client.xlsx"
    book = openpyxl.load_workbook(BytesIO(new_workbook(load_question_set(), "Example Ltd", 1)))
    book["Interview 01"]["E8"].value = "60 %"
    book["Interview 01"]["E8"].data_type = "s"
    book.save(path)
    assert "--tidy" in run("check", path).output
    said = run("check", path, "--mark", tmp_path / "copy.xlsx", "--tidy")
    assert "Interview 01!E8: '60 %' is now '60 - Full commitment and real progress'" in said.output
    [record] = json.loads(run("check", path, "--mark", tmp_path / "copy.xlsx", "--tidy", "--force", "--json").stdout)
    assert record["tidied"] == [
        {
            "sheet": "Interview 01",
            "cell": "E8",
            "before": "60 %",
            "now": "60 - Full commitment and real progress",
        }
    ]


def test_a_copy_in_which_all_is_tidied_lists_it_and_is_read_without_a_problem(tmp_path: Path) -> None:
    path, copy, again = (tmp_path / f"{name}.xlsx" for name in ("client", "copy", "again"))
    book = openpyxl.load_workbook(BytesIO(new_workbook(load_question_set(), "Example Ltd", 1)))
    book["Interview 01"]["E8"].value = "NK"
    book.save(path)
    before = OpenWorkbook(path)
    settled = UNLISTED_FORM.at(
        Place("Interview 01", "E8"), value="NK", listed="Not known", meant="Not known", figures="-"
    )
    copy.write_bytes(marking.mark(before.package, path, [settled], tidy=True).content)
    listed = openpyxl.load_workbook(copy)
    assert [cell.value for cell in listed[TITLE][5]][1:4] == ["Interview 01!E8", "'NK' is now 'Not known'.", "Tidied"]
    assert "1 answer has the form of the list now" in listed[TITLE]["A2"].value
    assert listed["Interview 01"]["E8"].value == "Not known"
    assert faults(copy) == []
    again.write_bytes(marking.mark(OpenWorkbook(copy).package, copy, []).content)
    assert TITLE not in openpyxl.load_workbook(again).sheetnames


def test_tidy_wants_a_copy(tmp_path: Path, sample: Path) -> None:
    said = run("check", sample, "--tidy")
    assert (said.exit_code, "--mark COPY" in said.output) == (2, True)
