"""What would move the overall score, by hand; any workbook is worked out a second time in `test_oracle.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.trace import explain
from reportgen.common.model import NO_MOVES, Assessment, Initiative, Moves, QuestionSet
from tests.builders import assessment, question_set
from tests.own_answers import answered, own_answers

SET = question_set()
FILLED = assessment("""
    question | 01 manager | 02 implementation | agreed
    AP-01    | 80         | 60                |
    AP-02    | 100        | 100               |
    AP-03    | 5          | 40                | 20 weighed up
    PR-01    | 20         |                   |
    PR-02    | N/A        | N/A               |
    ME-01    | 40         | not known         |
    ME-02    | 20         | 5                 |
""")


def planned(given: Assessment, **lifts: str) -> Assessment:
    """With an initiative for each: its reference and horizon, such as `R1_quick_win`, and the questions it lifts."""
    entries = [
        Initiative(name[:2], "core", name[3:].replace("_", "-"), "Do it.", lifts=tuple(ids.split()))
        for name, ids in lifts.items()
    ]
    return replace(given, initiatives=tuple(entries))


def moves(given: Assessment, questions: QuestionSet = SET) -> Moves:
    return score(given, questions).moves


def test_boxes_move_up_one_box_and_the_highest_stays() -> None:
    found = moves(FILLED).adds
    # two areas, of which core has two elements: AP has three scored questions, PR one, ME two
    assert found == {
        "AP-01": Fraction(20, 2 * 2 * 3),  # 80 and 60 to 100 and 80
        "AP-03": Fraction(20, 2 * 2 * 3),  # the agreed 20 to 40, whatever the interviews said
        "PR-01": Fraction(20, 2 * 2),
        "ME-01": Fraction(20, 2 * 2),
        "ME-02": Fraction(35, 2 * 2 * 2),  # 20 and 5 to 40 and 20
    }


def test_a_question_lifted_twice_moves_once_in_the_earlier_horizon() -> None:
    given = planned(
        FILLED, R1_big_prize="AP-01 PR-01", R2_quick_win="PR-01 AP-02", R3_quick_win="PR-01 PR-02", R4_quick_win=""
    )
    found, before = moves(given), score(given, SET).overall.value
    assert before is not None
    assert {name: move.questions for name, move in found.horizons.items()} == {
        "quick-win": ("PR-01",),
        "big-prize": ("AP-01",),
    }
    assert found.horizons["quick-win"].initiatives == ("R2", "R3")
    assert found.horizons["quick-win"].value == before + 5
    assert found.horizons["big-prize"].value == before + 5 + Fraction(5, 3)
    assert found.gains == {"R1": 5 + Fraction(5, 3), "R2": 5, "R3": 5}


@pytest.mark.parametrize(
    ("answers", "adds"),
    [
        ("PA-01 | 1.5 | 1.5\nPA-02 | 0 | 0\nPA-03 | 1/3 | -1", {"PA-01": "1/2", "PA-02": "1/2", "PA-03": "1/2"}),
        ("PA-01 | 3\nPA-02 | -2\nFI-01 | Not known", {"PA-02": "1/2"}),
    ],
)
def test_answers_of_a_questions_own_move_along_their_own_boxes(answers: str, adds: Mapping[str, str]) -> None:
    questions = own_answers()
    found = moves(answered(questions, answers), questions).adds
    assert found == {question_id: Fraction(value) for question_id, value in adds.items()}


def test_the_weakest_are_all_that_score_as_low_as_the_last_of_them() -> None:
    many = question_set("# Core\n## AP Analysis\n" + "\n".join(f"AP-{number:02}" for number in range(1, 31)))
    rows = [f"AP-{number:02} | {5 if number <= 15 else 20 if number <= 24 else 40}" for number in range(1, 31)]
    weakest = moves(assessment("\n".join(["question | 01 manager", *rows]), many), many).weakest
    assert weakest is not None
    assert weakest.questions == tuple(f"AP-{number:02}" for number in range(1, 25))


def test_nothing_moves_without_an_overall_score_or_from_the_top() -> None:
    assert moves(planned(assessment("question | 01 manager\nAP-01 | 20"), R1_quick_win="AP-01")) == NO_MOVES
    best = "\n".join(f"{question_id} | 100" for question_id in SET.questions)
    found = moves(planned(assessment(f"question | 01 manager\n{best}"), R1_quick_win="AP-01"))
    assert found.weakest is None
    assert found.horizons["quick-win"].value == 100


def test_a_horizon_can_be_worked_out_from_its_trace() -> None:
    given = planned(FILLED, R1_quick_win="PR-01", R2_big_prize="ME-02 AP-03")
    scores = score(given, SET)
    comparison = compare(scores, None, given.engagement, SET)
    trace = explain("overall.moves.big-prize", given, SET, scores, comparison)
    assert trace.inputs[0].name == "overall.moves.quick-win"
    added = [sum(map(Fraction, entry.role.rpartition("adds ")[2].split())) for entry in trace.inputs[1:]]
    before = sum(map(Fraction, trace.inputs[0].value.split()))
    assert before + sum(added) == scores.moves.horizons["big-prize"].value
    assert trace.printed == SET.scale.printed(scores.moves.horizons["big-prize"].value)
