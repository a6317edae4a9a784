"""Any scale in the workbook: what is written is read, in every form, and the live figures are those of our scoring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.common.model import AnswerState, Area, Element, Place, Question, QuestionSet, Topic
from reportgen.common.rounding import printed_share
from reportgen.common.scale import Box, Scale, scale_of
from reportgen.workbook import layout
from reportgen.workbook.reader.cells import CellReader
from reportgen.workbook.reader.grid import CellValue, GridCell
from reportgen.workbook.writer import write_workbook
from tests.builders import question_set
from tests.conftest import Office
from tests.fillings import by_chance
from tests.test_results_sheet import rows_of, worked_out_by_both
from tests.workbooks import read_workbook

pytestmark = pytest.mark.slow

COUNTING = (AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN)

# ------------------------------------------------------------------------------------------------------- the reader

VALUES = st.one_of(
    st.integers(-20, 120).map(Fraction),
    st.integers(-4000, 4000).map(lambda thousandths: Fraction(thousandths, 1000)),
    st.fractions(-5, 5, max_denominator=9),
)
BOXES = st.lists(VALUES, min_size=2, max_size=8, unique=True).map(
    lambda values: tuple(Box(value, f"Box {chr(ord('A') + place)}") for place, value in enumerate(values))
)


def of_scale(boxes: tuple[Box, ...]) -> QuestionSet:
    return question_set(scale=scale_of(boxes))


def read(questions: QuestionSet, value: CellValue, *, is_percent: bool = False) -> Fraction | str:
    """The box that an entry is read as, or the code of its problem."""
    reader = CellReader(questions)
    cell = GridCell(Place("Interview 01", "E6"), value, is_percent=is_percent)
    box = reader.answer(cell, questions.questions["AP-01"]).box
    return reader.problems[0].code if box is None else box


@given(BOXES)
def test_every_form_that_is_written_or_typed_is_read(boxes: tuple[Box, ...]) -> None:
    questions = of_scale(boxes)
    reader = CellReader(questions)
    for box in boxes:
        label = layout.answer_label(box.value, box.label)
        exact = layout.typed_forms(box.value)[0]
        several = [exact, exact.replace(".", ","), exact.replace("-", "−"), exact.replace("-", "–"), f" {exact} "]
        forms: list[CellValue] = [
            label,
            label.upper(),
            label.replace(" - ", ": "),
            box.label,
            *several,
            float(box.value),
        ]
        for form in forms:
            reply = reader.answer(GridCell(Place("Interview 01", "E6"), form), questions.questions["AP-01"])
            errors = [problem for problem in reader.problems if problem.is_error]
            assert (reply.box, errors) == (box.value, []), form


@given(BOXES, st.data())
def test_no_entry_is_read_as_a_box_that_it_does_not_mean(boxes: tuple[Box, ...], data: st.DataObject) -> None:
    questions = of_scale(boxes)
    number = data.draw(VALUES)
    others = [box.value for box in boxes if abs(box.value - number) < Fraction(1, 2)]  # what a rounded form may mean
    found = read(questions, str(float(number)))
    assert found in (number, "no-such-box", *others)
    if number in {box.value for box in boxes}:
        assert found == number
    if not others:
        assert found == "no-such-box"


@given(BOXES)
def test_labels_differ_and_none_begins_as_a_formula_does(boxes: tuple[Box, ...]) -> None:
    for entries in layout.choice_lists(of_scale(boxes)).values():
        assert len(set(entries.labels)) == len(entries.labels)
        assert not any(label.startswith(("=", "+", "-", "@")) for label in entries.labels)


@pytest.mark.parametrize(
    ("highest", "shown", "value", "box"),
    [
        (100, "80 %", 0.8, 80),
        (1, "50 %", 0.5, Fraction(1, 2)),
        (4, "3 %", 0.03, "no-such-box"),
        (4, "50 %", 0.5, "no-such-box"),
    ],
)
def test_a_percentage_is_read_where_the_range_ends_at_100_or_at_1(
    highest: int, shown: str, value: float, box: object
) -> None:
    values = {100: ("0", "80", "100"), 1: ("0", "1/2", "1"), 4: ("0", "3", "4")}[highest]
    questions = of_scale(tuple(Box(Fraction(one), f"Box {chr(ord('A') + place)}") for place, one in enumerate(values)))
    assert read(questions, shown) == box
    assert read(questions, value, is_percent=True) == box


@pytest.mark.parametrize(
    ("typed", "box"), [("1,500", 1500), ("1.500", "no-such-box"), ("1500", 1500), ("2,5", Fraction(5, 2)), ("2,500", 0)]
)
def test_a_comma_is_taken_for_what_makes_a_box_of_it(typed: str, box: object) -> None:
    values = (Fraction(0), Fraction(5, 2), Fraction(1500), Fraction(2500))
    questions = of_scale(tuple(Box(value, f"Box {number}") for number, value in enumerate(values)))
    assert read(questions, typed) == (box or "no-such-box")  # 2,500 may be two of them


# ---------------------------------------------------------------------------------------------------- live figures

SEEDS = range(8)


def random_boxes(chance: Random, lowest: int, highest: int, count: int) -> tuple[Box, ...]:
    """Whole, decimal and fractional boxes within a range."""
    parts = chance.choice((1, 2, 4, 10, 100, 1000, 3, 7))
    values = chance.sample(range(lowest * parts, highest * parts + 1), count)
    boxes = (Box(Fraction(value, parts), f"Box {chr(ord('A') + number)}") for number, value in enumerate(values))
    return tuple(sorted(boxes, key=lambda box: -box.value))


def random_set(seed: int) -> QuestionSet:
    """A set on a random scale, some of whose questions have random answers, points or the other direction."""
    chance = Random(seed)
    lowest, highest = chance.choice(((-2, 1), (0, 3), (0, 10), (-5, 5), (1, 5), (-100, 0), (0, 100)))
    scale = scale_of(
        random_boxes(chance, lowest, highest, chance.randint(2, 4)),
        lowest=Fraction(lowest),
        highest=Fraction(highest),
        decimals=seed % 4,
    )

    def question(old: Question) -> Question:
        drawn = chance.random()
        own = random_boxes(chance, lowest, highest, chance.randint(2, 4)) if drawn < 0.4 else ()
        states = [state for state in COUNTING if seed % 2 and chance.random() < 0.3]
        return replace(
            old,
            own_boxes=scale.reversed_boxes() if 0.4 <= drawn < 0.6 else own,
            points={state: Fraction(chance.randint(lowest * 3, highest * 3), 3) for state in states},
        )

    return every_question(question_set(scale=scale), question)


def every_question(questions: QuestionSet, change: object) -> QuestionSet:
    def topic(old: Topic) -> Topic:
        return replace(old, questions=tuple(map(change, old.questions)))  # type: ignore[call-overload]

    def element(old: Element) -> Element:
        return replace(old, topics=tuple(map(topic, old.topics)))

    def area(old: Area) -> Area:
        return replace(old, elements=tuple(map(element, old.elements)))

    return replace(questions, areas=tuple(map(area, questions.areas)))


@pytest.mark.office
def test_live_scores_are_those_of_our_scoring_on_any_scale(soffice: Office, tmp_path: Path) -> None:
    sets = {f"scale{seed}": random_set(seed) for seed in SEEDS}
    fillings = {name: by_chance(questions, seed, 6) for seed, (name, questions) in enumerate(sets.items())}
    files = {name: write_workbook(sets[name], fillings[name]) for name in sets}
    wrong = []
    for name, book in worked_out_by_both(soffice, tmp_path, files, [f"scale{places}" for places in range(4)]):
        questions = sets[name]
        titles = {"Overall": "overall"} | {title: part for part, title in questions.titles.items()}
        scores = score(fillings[name], questions)
        for row in rows_of(book[layout.RESULTS], "Part of the model"):
            group = scores.group(titles[str(row["Part of the model"])])
            shown = as_printed(row["Score"], questions.scale), as_share(row["Coverage"])
            right = questions.scale.printed(group.value), printed_share(group.coverage)
            wrong += [(name, group.id, shown, right)] if shown != right else []
        book.close()
    assert wrong == []


def as_printed(figure: object, scale: Scale) -> str:
    """A figure in the number format of its cell."""
    return f"{figure:.{scale.decimals}f}".replace("-", "−") if isinstance(figure, int | float) else str(figure)


def as_share(figure: object) -> str:
    return figure if isinstance(figure, str) else f"{figure} %"


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_written_on_any_scale_is_read(seed: int, tmp_path: Path) -> None:
    questions = random_set(seed)
    filling = by_chance(questions, seed, 4)
    path = tmp_path / "client.xlsx"
    path.write_bytes(write_workbook(questions, filling))
    read_back, problems = read_workbook(path, questions)
    assert [problem.message for problem in problems if problem.is_error] == []
    assert said(read_back.answers) == said(filling.answers)
    assert {a.question_id: a.box for a in read_back.agreed} == {a.question_id: a.box for a in filling.agreed}


def said(answers: object) -> Mapping[tuple[str, str], tuple[AnswerState, Fraction | None]]:
    """What each interview said to each question, blanks left out."""
    return {
        (one.interview, one.question_id): (one.state, one.box)
        for one in answers  # type: ignore[attr-defined]
        if one.state is not AnswerState.BLANK
    }
