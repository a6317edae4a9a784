"""Where the work stands, as the workbook shows it: COMPLETE or INCOMPLETE by sheet, and links to what is open.

The formulas are worked out by the engine of `calculation.py`, and compared with what `check` says of the same entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import cellrune
import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.assessment.validation import validate
from reportgen.common.diagnostics.problems import (
    AGREED_WITHOUT_REASON,
    GAP,
    INTERVIEW_FACT_MISSING,
    INTERVIEWS_APART,
    MISSING_ENTRY,
    MISSING_FACT,
    NO_CLIENT,
    NOT_PLACED,
    REASON_WITHOUT_BOX,
    ProblemKind,
)
from reportgen.common.model import (
    AgreedScore,
    Assessment,
    Engagement,
    Finding,
    FindingKind,
    Headline,
    Interview,
    Note,
    NoteKind,
    QuestionSet,
    Target,
)
from reportgen.questions import load_question_set
from reportgen.workbook import layout
from reportgen.workbook.writer import new_workbook, write_workbook
from tests.builders import assessment, question_set
from tests.calculation import calculated
from tests.fillings import by_chance, empty, every
from tests.own_answers import own_answers
from tests.test_results_sheet import rows_of, turn_questions_round
from tests.workbooks import read_workbook

SET = question_set()
FACTS = Engagement(
    *("Example Ltd", "home broadband", "Jane Example", "Managing Director", "A. Author"),
    date=date(2025, 4, 1),
    sector="Retail",
    region="UK",
    size="250 to 999 staff",
)
TARGET = re.compile(r"#'(?P<sheet>.+)'!(?P<cell>[A-Z]+\d+)")


def states(book: Workbook) -> dict[str, str]:
    """What the Guide says of each sheet, by what stands left of it."""
    rows = book[layout.GUIDE].iter_rows(max_col=2, values_only=True)
    return {str(name): str(said) for name, said in rows if said and is_state(str(said))}


def is_state(text: str) -> bool:
    return text.startswith((layout.COMPLETE, layout.INCOMPLETE, "Nothing yet"))


def next_of(book: Workbook, name: str) -> tuple[str, str]:
    """What the link beside a sheet on the Guide says, and where it leads."""
    said = {row[0]: row[3] for row in book[layout.GUIDE].iter_rows(max_col=4, values_only=True) if row[0]}
    progress = {row["sheet"]: row["target"] for row in progress_of(book)}
    return str(said[name] or "").removeprefix("Next: "), str(progress[name] or "")


def progress_of(book: Workbook) -> list[dict[str, Any]]:
    """The table of progress on the hidden sheet."""
    rows = list(book[layout.MODEL].iter_rows(values_only=True))
    start = rows[0].index("sheet")
    keys = [str(key) for key in rows[0][start : start + 6]]
    return [dict(zip(keys, row[start : start + 6], strict=True)) for row in rows[1:] if row[start]]


def filled(text: str, questions: QuestionSet = SET, **others: Any) -> Workbook:
    """A workbook of this filling, worked out."""
    return calculated(write_workbook(questions, replace(assessment(text, questions), **others)))


# ---------------------------------------------------------------------------------------------------- as an assessor


def test_an_empty_workbook_says_where_to_begin() -> None:
    book = calculated(new_workbook(SET, "Example Ltd", 2))
    said = states(book)
    assert said["The whole workbook"] == "INCOMPLETE: 2 of 2 sheets"
    assert (said["Engagement"], said["Interviews"]) == (
        "INCOMPLETE: 8 of 9 facts missing",
        "INCOMPLETE: no interview yet",
    )
    assert {said[name] for name in ("Interview 01", "Interview 02", "Notes", "Agreed scores")} == {"Nothing yet"}
    assert next_of(book, "Engagement") == ("Market", "#'Engagement'!B6")
    assert next_of(book, "Interviews") == ("Interview 01", "#'Interviews'!B5")


def test_what_is_open_is_counted_and_linked_question_by_question() -> None:
    book = filled("""
        question | 01 manager: AP | 02 manager: AP PR | 03 manager
        AP-01    | 80             | 60                |
        AP-02    | not known      |                   |
        AP-03    | N/A            | not asked         |
    """)
    said = states(book)
    assert said["Interview 01"] == "COMPLETE"
    assert said["Interview 02"] == "INCOMPLETE: 3 of 5 open"
    assert said["Interview sheets"] == "INCOMPLETE: 2 of 3 interviews"
    words, place = next_of(book, "Interview 02")
    assert (words, cell_of(book, place).value) == ("AP-02", None)
    assert id_beside(book, place) == "AP-02"
    assert book["Interview 02"]["I1"].value == "Next: AP-02"
    assert book[layout.GUIDE]["D5"].value == "Next: AP-02, Interview 02"


def cell_of(book: Workbook, place: str) -> Any:
    match = TARGET.fullmatch(place)
    assert match, place
    return book[match["sheet"].replace("''", "'")][match["cell"]]


def id_beside(book: Workbook, place: str) -> object:
    cell = cell_of(book, place)
    return cell.parent.cell(cell.row, 1).value


def test_an_interview_that_is_answered_before_it_is_registered_leads_to_the_register() -> None:
    text = "question | 01\nAP-01 | 80"
    nobody = (Interview("01"),)
    book = filled(text, interviews=nobody)
    assert states(book)["Interview 01"] == "INCOMPLETE: register level and elements"
    assert next_of(book, "Interview 01") == ("Interviews", "#'Interviews'!B5")
    assert states(book)["Interviews"] == "INCOMPLETE: 4 facts missing"


def test_a_finished_workbook_is_complete_and_leads_nowhere() -> None:
    done = replace(every(SET, 1, 2), engagement=FACTS)
    people = tuple(replace(one, date=date(2025, 3, 3), role="Director") for one in done.interviews)
    apart = {answer.question_id for answer in done.answers}
    agreed = tuple(AgreedScore(question_id, done.answers[0].box, "Weighed up.") for question_id in apart)
    book = calculated(write_workbook(SET, replace(done, interviews=people, agreed=agreed)))
    assert set(states(book).values()) == {layout.COMPLETE, "Nothing yet"}
    assert states(book)["The whole workbook"] == layout.COMPLETE
    assert {row["target"] or "" for row in progress_of(book)} == {""}
    assert not book[layout.GUIDE]["D5"].value


def test_agreed_scores_tell_what_is_to_settle() -> None:
    book = filled("""
        question | 01 manager | 02 manager | agreed
        AP-01    | 80         | 80         |
        AP-02    | 80         | 5          |
        AP-03    | 80         | 5          | 60 weighed up
        PR-01    | 80         | 80         | 60
    """)
    rows = {row["ID"]: row["Open"] or "" for row in rows_of(book[layout.AGREED], "ID")}
    assert [rows[name] for name in ("AP-01", "AP-02", "AP-03", "PR-01")] == ["", "agree", "", "reason"]
    assert states(book)[layout.AGREED] == "INCOMPLETE: 2 questions to settle"
    words, place = next_of(book, layout.AGREED)
    assert (words, id_beside(book, place)) == ("AP-02", "AP-02")


def test_an_entry_without_its_place_is_open() -> None:
    notes = (Note("01", None, NoteKind.EXAMPLE, "Seen."), Note("", None, None, "Heard."))
    findings = (Finding("F-001", "core", FindingKind.STRENGTH, "Staff care."),)
    book = calculated(write_workbook(SET, replace(empty(SET), notes=notes, findings=findings)))
    assert states(book)["Notes"] == "INCOMPLETE: 3 entries are missing beside a text"
    assert next_of(book, "Notes") == ("row 5", "#'Notes'!A5")
    assert states(book)["Findings"] == layout.COMPLETE


def test_targets_are_never_open() -> None:
    assert states(filled("question | 01 manager"))[layout.TARGETS] == "Nothing yet"
    some = (Target("proposition", Fraction(60)),)
    book = filled("question | 01 manager", targets=some)
    assert states(book)[layout.TARGETS] == layout.COMPLETE
    assert next_of(book, layout.TARGETS) == ("", "")


def test_the_link_of_a_list_leads_to_the_first_entry_without_its_place() -> None:
    notes = [
        Note("01", None if number in (3, *range(60, 120)) else "proposition", NoteKind.EXAMPLE, f"Seen {number}.")
        for number in range(150)
    ]
    notes[1] = Note("", None, None, "")  # rows between may be empty
    headlines = tuple(Headline("01" if number < 149 else "", None, f"Heard {number}.") for number in range(150))
    areas = ("core", "", "")
    findings = tuple(Finding(f"F-00{n}", area, FindingKind.STRENGTH, "Care.") for n, area in enumerate(areas, start=1))
    told = replace(empty(SET), notes=tuple(notes), headlines=headlines, findings=findings)
    book = calculated(write_workbook(SET, told))
    found = {name: next_of(book, name) for name in ("Notes", "Headlines", "Findings")}
    assert found == {
        "Notes": ("row 8", "#'Notes'!A8"),
        "Headlines": ("row 154", "#'Headlines'!A154"),
        "Findings": ("row 6", "#'Findings'!B6"),
    }


AGREED_AS_TYPED: list[tuple[str | int | None, str | None, str]] = [  # box, reason, what is left
    (60, "Weighed up.", ""),
    ("60", "Weighed up.", ""),
    ("60 – Full commitment and real progress", "Weighed up.", ""),
    (60, None, "reason"),
    (" ", None, "agree"),
    (None, "Weighed up.", "box"),
    ("sixty", "Weighed up.", "box"),
    ("?", "Weighed up.", "box"),
    ("6*", "Weighed up.", "box"),
    ("N/A", "Weighed up.", "box"),
    (61, "Weighed up.", "box"),
]


def test_an_agreed_box_may_be_typed_and_what_is_none_is_to_settle() -> None:
    ids = [f"AP-{number:02}" for number, _ in enumerate(AGREED_AS_TYPED, start=1)]
    questions = question_set("\n".join(["# Core", "## AP Planning", *ids]))
    answers = "\n".join(["question | 01 manager | 02 manager", *(f"{question} | 80 | 5" for question in ids)])
    book = openpyxl.load_workbook(BytesIO(write_workbook(questions, assessment(answers, questions))))
    sheet = book[layout.AGREED]
    agreed, reason = (next(cell.column for cell in sheet[4] if cell.value == head) for head in ("Agreed box", "Reason"))
    for row, (typed, why, _) in enumerate(AGREED_AS_TYPED, start=5):
        sheet.cell(row, agreed).value, sheet.cell(row, reason).value = typed, why
    target = BytesIO()
    book.save(target)
    shown = calculated(target.getvalue())
    rows = {row["ID"]: row["Open"] or "" for row in rows_of(shown[layout.AGREED], "ID")}
    left = [what for _, _, what in AGREED_AS_TYPED]
    assert [rows[question] for question in ids] == left
    assert states(shown)[layout.AGREED] == f"INCOMPLETE: {sum(map(bool, left))} questions to settle"


def test_the_next_question_is_found_where_its_row_has_moved() -> None:
    text = "question | 01 manager: AP PR\nAP-01 | 80\nAP-02 | 60"
    book = openpyxl.load_workbook(BytesIO(write_workbook(SET, assessment(text, SET))))
    turn_questions_round(book["Interview 01"], SET)
    target = BytesIO()
    book.save(target)
    moved = calculated(target.getvalue())
    words, place = next_of(moved, "Interview 01")
    assert words == id_beside(moved, place) == "AP-03"


# ----------------------------------------------------------------------------------------------------- against check


OPEN_BY_SHEET: dict[str, tuple[ProblemKind, ...]] = {
    layout.ENGAGEMENT: (NO_CLIENT, MISSING_FACT),
    layout.INTERVIEWS: (INTERVIEW_FACT_MISSING,),
    layout.AGREED: (AGREED_WITHOUT_REASON, REASON_WITHOUT_BOX),
    layout.NOTES: (NOT_PLACED, MISSING_ENTRY),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("questions", [SET, own_answers()], ids=["plain", "own answers"])
def test_sheet_and_check_call_the_same_complete(tmp_path: Path, questions: QuestionSet, seed: int) -> None:
    filling = by_chance(questions, seed)
    if seed % 2:
        filling = replace(filling, engagement=FACTS, agreed=())
    path = tmp_path / "client.xlsx"
    path.write_bytes(write_workbook(questions, filling))
    read, misread = read_workbook(path, questions)
    problems = [*misread, *validate(read, questions, misread)]
    said = states(calculated(path.read_bytes()))
    for code in (interview.code for interview in filling.interviews):
        sheet, gaps = f"Interview {code}", [one for one in problems if one.kind is GAP]
        has_gaps = any(one.place.sheet == sheet for one in gaps)
        assert said[sheet].startswith(layout.INCOMPLETE) == (has_gaps or not covered(filling, code)), (sheet, said)
    for sheet, kinds in OPEN_BY_SHEET.items():
        is_open = any(one.kind in kinds and one.place.sheet == sheet for one in problems)
        is_open |= sheet == layout.AGREED and any(one.kind is INTERVIEWS_APART for one in problems)
        is_open |= sheet == layout.INTERVIEWS and not all(covered(filling, one.code) for one in filling.interviews)
        assert said[sheet].startswith(layout.INCOMPLETE) == is_open, (sheet, said[sheet])


def covered(filling: Assessment, code: str) -> Collection[str]:
    return next(one.elements for one in filling.interviews if one.code == code)


# ----------------------------------------------------------------------------------------------------------- links


@pytest.mark.parametrize("load", [lambda: SET, load_question_set], ids=["small", "ours"])
def test_the_links_at_the_top_lead_to_the_elements(load: Callable[[], QuestionSet]) -> None:
    questions = load()
    content = new_workbook(questions, "Example Ltd", 1)
    sheet = openpyxl.load_workbook(BytesIO(content))["Interview 01"]
    links = list(shortcuts(sheet))
    with cellrune.Workbook.from_bytes(content) as book:
        for number, (goal, _) in enumerate(links, start=1):
            book.set_formula("Interview 01", f"Z{number}", f"={goal}")
        book.calculate()
        worked_out = openpyxl.load_workbook(BytesIO(book.to_bytes()), data_only=True)
    places = [str(worked_out["Interview 01"][f"Z{number}"].value) for number in range(1, len(links) + 1)]
    assert [cell_of(worked_out, place).value for place in places] == list(map(layout.band_label, questions.elements))
    assert [words.split()[0] for _, words in links] == [element.code for element in questions.elements]


def shortcuts(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """Where each link above the headings leads, as a formula, and what it says."""
    for row in sheet.iter_rows(min_row=3, max_row=6):
        for cell in row:
            if match := re.fullmatch(r"=HYPERLINK\((.*),\"([^\"]*)\"\)", str(cell.value)):
                yield match[1], match[2]


def test_a_set_with_more_elements_than_there_is_room_for_links_to_its_areas() -> None:
    lines = [
        f"# Area {area}\n" + "\n".join(f"## E{area}{n} Part {area} {n}\nE{area}{n}-01" for n in range(9))
        for area in range(5)
    ]
    sheet = openpyxl.load_workbook(BytesIO(new_workbook(question_set("\n".join(lines)), "Example Ltd", 1)))[
        "Interview 01"
    ]
    assert len(list(shortcuts(sheet))) == 5


def test_a_set_of_one_element_has_no_links_and_no_column_for_all_of_them() -> None:
    book = openpyxl.load_workbook(
        BytesIO(new_workbook(question_set("# Core\n## AP Planning\nAP-01"), "Example Ltd", 1))
    )
    assert list(shortcuts(book["Interview 01"])) == []
    assert layout.ALL_ELEMENTS.header not in [cell.value for cell in book["Interviews"][4]]


def test_every_id_leads_to_its_good_practice() -> None:
    book = openpyxl.load_workbook(BytesIO(new_workbook(SET, "Example Ltd", 2)))
    hints = book[layout.GOOD_PRACTICE]
    for title in ("Interview 01", "Interview 02"):
        for cell in book[title]["A"]:
            if cell.value in SET.questions:
                sheet, place = str(cell.hyperlink.location).rsplit("!", 1)
                assert (sheet, hints[place].value) == ("'Good practice'", cell.value)
    row = next(row for row in rows_of(hints, "ID") if row["ID"] == "AP-02")
    question = SET.questions["AP-02"]
    shown = (row["Question"], row["Good practice"], row["Look for: reality"])
    assert shown == (question.text, question.good_practice, question.evidence["reality"])


# ----------------------------------------------------------------------------------------------------- all elements


@pytest.mark.parametrize(
    ("everything", "own", "is_covered"),
    [
        ("Yes", "", True),
        ("Yes", "Yes", True),
        ("Yes", "No", False),
        ("", "Yes", True),
        ("", "", False),
        ("No", "", False),
    ],
)
def test_one_cell_registers_all_elements_but_those_that_say_no(
    tmp_path: Path, everything: str, own: str, is_covered: bool
) -> None:
    book = openpyxl.load_workbook(BytesIO(new_workbook(SET, "Example Ltd", 1)))
    sheet = book["Interviews"]
    columns = {cell.value: number for number, cell in enumerate(sheet[4], start=1)}
    sheet.cell(5, columns["All elements"]).value = everything or None
    sheet.cell(5, columns["PR Proposition"]).value = own or None
    path = tmp_path / "client.xlsx"
    book.save(path)
    found, problems = read_workbook(path, SET)
    assert [problem for problem in problems if problem.is_error] == []
    covers = found.interviews[0].elements if found.interviews else frozenset()
    assert ("proposition" in covers) == is_covered
    asked = rows_of(calculated(path.read_bytes())["Interview 01"], "ID")
    due = {row["ID"] for row in asked if row["Ask"]}
    assert due == {q.id for element in SET.elements if element.id in covers for q in element.questions}
