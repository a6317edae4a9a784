"""Scores, against examples computed by hand and properties that hold for any filling."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from statistics import mean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.common.method import TAILS
from reportgen.common.model import OVERALL, AgreedScore, Answer, AnswerState, Assessment, Status
from reportgen.common.rounding import printed, printed_share, printed_steps
from tests.builders import SCALE, assessment, question_set

SET = question_set()
AP, PR, ME = "analysis-and-planning", "proposition", "measuring-the-effect"


# ----------------------------------------------------------------------------------------------- one question


@pytest.mark.parametrize(
    ("answers", "status", "value"),
    [
        ("80 | 40 | 5", Status.SCORED, Fraction(125, 3)),
        ("80 | not known | N/A", Status.SCORED, 80),
        ("N/A | | not asked", Status.NOT_APPLICABLE, None),
        ("N/A | unreadable |", Status.NOT_APPLICABLE, None),
        ("N/A | not known |", Status.OPEN, None),
        ("not known | not known | not known", Status.OPEN, None),
        ("not asked | | unreadable", Status.OPEN, None),
        ("- | - | -", Status.OPEN, None),
    ],
)
def test_a_question_scores_the_mean_of_its_boxes(answers: str, status: Status, value: Fraction | None) -> None:
    scored = score(assessment(f"question | 01 | 02 | 03\nAP-01 | {answers}"), SET).questions["AP-01"]
    assert (scored.status, scored.value, scored.computed) == (status, value, value)


def test_an_agreed_box_takes_the_place_of_the_mean_which_stays_beside_it() -> None:
    scores = score(
        assessment("""
            question | 01  | 02 | agreed
            AP-01    | 100 | 20 | 40 only one depot does it
            AP-02    | N/A |    | 5 they do have channels
            AP-03    |     |    | 60 seen on the shop floor
        """),
        SET,
    )
    weighed, overruled, seen = (scores.questions[f"AP-0{number}"] for number in (1, 2, 3))
    assert (weighed.value, weighed.computed) == (Fraction(40), Fraction(60))
    assert (weighed.spread, weighed.n) == (4, 2)
    assert weighed.agreed is not None
    assert weighed.agreed.reason == "only one depot does it"
    assert (overruled.status, overruled.value, overruled.computed) == (Status.SCORED, Fraction(5), None)
    assert (seen.value, seen.spread, seen.n) == (Fraction(60), None, 0)


def test_an_agreed_entry_without_a_box_changes_nothing() -> None:
    filled = assessment("question | 01\nAP-01 | 80")
    with_reason_only = replace(filled, agreed=(AgreedScore("AP-01", None, "to be discussed"),))
    assert score(with_reason_only, SET) == score(filled, SET)


def test_steps_count_neighbouring_boxes() -> None:
    scores = score(assessment("question | 01 | 02\nAP-01 | 5 | 40\nAP-02 | 5 | 100\nAP-03 | 20 | 20"), SET)
    assert [scores.questions[f"AP-0{number}"].spread for number in (1, 2, 3)] == [2, 5, 0]
    assert scores.elements[AP].spread == Fraction(7, 3)
    assert printed_steps(scores.elements[AP].spread) == "2.3"


# ----------------------------------------------------------------------------------------------------- groups


def test_means_of_means_with_weights() -> None:
    """By hand: AP (2 x 80 + 1 x 20) / 3 = 60, PR 40, Core (60 + 3 x 40) / 4 = 45, Measurement 100, overall
    (2 x 45 + 100) / 3 = 63 1/3."""
    model = question_set("""
        # Core | weight 2
        ## AP Analysis and planning
        AP-01 | weight 2
        AP-02
        ## PR Proposition | weight 3
        PR-01
        # Measurement
        ## ME Measuring the effect
        ME-01
    """)
    scores = score(assessment("question | 01\nAP-01 | 80\nAP-02 | 20\nPR-01 | 40\nME-01 | 100", model), model)
    assert [group.value for group in scores.elements.values()] == [60, 40, 100]
    assert [group.value for group in scores.areas.values()] == [45, 100]
    assert scores.overall.value == Fraction(190, 3)
    assert printed(scores.overall.value) == "63"
    assert scores.elements[AP].low_share == Fraction(1, 3)
    assert scores.overall.low_share == Fraction(1, 5)  # question weights alone: 1 of 2 + 1 + 1 + 1


def test_a_mean_of_areas_is_not_a_mean_of_questions() -> None:
    """10 questions at 40 and 90 at 60: 50 as the mean of two areas, 58 as the mean of questions."""
    lines = [f"A-{number:02}" for number in range(10)], [f"B-{number:02}" for number in range(90)]
    model = question_set("# One\n## A A\n" + "\n".join(lines[0]) + "\n# Two\n## B B\n" + "\n".join(lines[1]))
    rows = [f"{name} | 40" for name in lines[0]] + [f"{name} | 60" for name in lines[1]]
    assert score(assessment("question | 01\n" + "\n".join(rows), model), model).overall.value == 50


def test_one_n_a_leaves_numerator_and_denominator() -> None:
    scores = score(assessment("question | 01\nAP-01 | 80\nAP-02 | N/A\nAP-03 |"), SET)
    planning = scores.elements[AP]
    assert (planning.value, planning.coverage, planning.not_applicable) == (Fraction(80), Fraction(1, 2), 1)
    assert (planning.questions, planning.scored) == (3, 1)
    assert printed_share(planning.coverage) == "50 %"


@pytest.mark.parametrize(
    ("answers", "status", "coverage"),
    [
        (("80", "80", ""), Status.SCORED, Fraction(2, 3)),
        (("80", "N/A", ""), Status.SCORED, Fraction(1, 2)),
        (("80", "", ""), Status.WITHHELD, Fraction(1, 3)),
        (("N/A", "not known", ""), Status.OPEN, Fraction(0)),
        (("", "", ""), Status.OPEN, Fraction(0)),
        (("N/A", "N/A", "N/A"), Status.NOT_APPLICABLE, None),
    ],
)
def test_under_half_coverage_an_element_is_withheld(
    answers: tuple[str, str, str], status: Status, coverage: Fraction | None
) -> None:
    rows = "\n".join(f"AP-0{number} | {answer}" for number, answer in enumerate(answers, start=1))
    element = score(assessment(f"question | 01\n{rows}"), SET).elements[AP]
    assert (element.status, element.coverage) == (status, coverage)
    assert (element.value is not None) == (status is Status.SCORED)
    assert (element.low_share is not None) == (status is Status.SCORED)


def test_coverage_weighs_questions() -> None:
    model = question_set("# Core\n## AP Analysis and planning\nAP-01 | weight 3\nAP-02 | weight 2\nAP-03 | weight 2")
    scores = score(assessment("question | 01\nAP-01 | 20\nAP-02 |\nAP-03 | ", model), model)
    assert (scores.elements[AP].coverage, scores.elements[AP].status) == (Fraction(3, 7), Status.WITHHELD)


def test_a_withheld_element_leaves_its_area_and_may_take_it_along() -> None:
    withheld = score(assessment("question | 01\nAP-01 | 80\nPR-01 | 40\nPR-02 | 60"), SET)
    assert withheld.elements[AP].status is Status.WITHHELD
    assert withheld.areas["core"].value == 50  # one of two elements of equal weight is half
    assert withheld.areas["measurement"].status is Status.OPEN
    assert withheld.overall.value == 50
    assert withheld.overall.coverage == Fraction(3, 7)

    heavier = question_set(
        "# Core\n## AP Analysis and planning | weight 2\nAP-01\nAP-02\nAP-03\n## PR Proposition\nPR-01\nPR-02"
    )
    taken = score(assessment("question | 01\nAP-01 | 80\nPR-01 | 40\nPR-02 | 60", heavier), heavier)
    assert (taken.areas["core"].status, taken.areas["core"].value) == (Status.WITHHELD, None)
    assert taken.overall.status is Status.WITHHELD


def test_an_element_that_is_not_applicable_takes_no_weight() -> None:
    scores = score(
        assessment(
            "question | 01\nAP-01 | N/A\nAP-02 | N/A\nAP-03 | N/A\nPR-01 | 40\nPR-02 | 60\nME-01 | N/A\nME-02 | N/A"
        ),
        SET,
    )
    assert scores.elements[AP].status is Status.NOT_APPLICABLE
    assert scores.areas["measurement"].status is Status.NOT_APPLICABLE
    assert (scores.areas["core"].value, scores.areas["core"].coverage) == (Fraction(50), Fraction(1))
    assert scores.overall.value == 50


def test_an_empty_workbook_is_open_and_never_zero() -> None:
    scores = score(assessment("question | 01 manager"), SET)
    groups = [scores.overall, *scores.areas.values(), *scores.elements.values()]
    assert {group.status for group in groups} == {Status.OPEN}
    assert {group.value for group in groups} == {None}
    assert {group.coverage for group in groups} == {Fraction(0)}
    assert scores.evidence[OVERALL].shares == {"intention": None, "reality": None, "effect": None}
    assert scores.interval_note == "No interval is given because there is no score."


def test_lens_groups_cut_the_same_answers() -> None:
    model = question_set("""
        # Core
        ## AP Analysis and planning
        AP-01 | reap: retention efficiency
        AP-02 | reap: retention | weight 3
        AP-03 | reap: acquisition
    """)
    lenses = score(assessment("question | 01\nAP-01 | 80\nAP-02 | 40\nAP-03 |", model), model).lenses["reap"]
    assert {group.id: group.value for group in lenses.values()} == {
        "retention": 50,
        "efficiency": 80,
        "acquisition": None,
    }
    assert lenses["acquisition"].status is Status.OPEN


# --------------------------------------------------------------------------------- evidence, levels, completion


def test_evidence_shares_count_only_what_was_recorded() -> None:
    model = question_set("# Core\n## AP Analysis and planning\nAP-01 | weight 2\nAP-02")
    evidence = score(
        assessment("question | 01 | 02\nAP-01 | 80 IR | 60 Ire\nAP-02 | 40 i | 20", model),
        model,
    ).evidence[AP]
    # by hand: intention 2 + 2 of 2 + 2 + 1; reality 2 of 4; effect 0 of 2
    assert evidence.shares == {"intention": Fraction(4, 5), "reality": Fraction(1, 2), "effect": Fraction(0)}
    assert (evidence.answers, evidence.recorded) == (4, 3)


LEVELS_TEXT = """
    question | 01 manager | 02 manager | 03 implementation | 04 implementation | agreed
    AP-01    | 80         | 60         | 40                | 20                | 5 weighed
    AP-02    | 60         |            | 20                |                   |
    AP-03    | 100        | 100        |                   |                   |
    PR-01    | 80         | 80         |                   |                   |
    PR-02    | 80         | 80         | 20                |                   |
    ME-01    | 80         | 80         |                   |                   |
    ME-02    | 80         | 80         |                   |                   |
"""


def test_levels_compare_what_both_answered_without_agreed_scores() -> None:
    levels = score(assessment(LEVELS_TEXT), SET).levels
    assert levels[AP].values == {"manager": 65, "implementation": 25}  # (70 + 60) / 2 and (30 + 20) / 2
    assert levels[AP].questions == 2
    assert levels[PR].values == {"manager": 80, "implementation": 20}  # one of two is half
    assert levels["core"].values == {"manager": Fraction(145, 2), "implementation": Fraction(45, 2)}
    assert levels[ME].values == {"manager": None, "implementation": None}
    assert levels[OVERALL].values == levels["core"].values  # Core holds half of the weight


def test_levels_need_two_interviews_each() -> None:
    scores = score(
        assessment("question | 01 manager | 02 manager | 03 implementation | 04\nAP-01 | 80 | 60 | 40 | 20"), SET
    )
    assert scores.levels == {}
    assert scores.level_counts == {"manager": 2, "implementation": 1}


def test_a_withheld_element_shows_no_levels_either() -> None:
    text = "question | 01 manager | 02 manager | 03 implementation | 04 implementation\nAP-01 | 80 | 60 | 40 | 20"
    levels = score(assessment(text), SET).levels
    assert levels[AP].values == {"manager": None, "implementation": None}


def test_completion_counts_what_each_interview_should_answer() -> None:
    model = question_set("""
        # Core
        ## AP Analysis and planning
        AP-01
        AP-02
        AP-03 | manager
        ## PR Proposition
        PR-01
        PR-02
    """)
    completion = score(
        assessment(
            """
            question | 01 manager: AP | 02 implementation: AP | 03
            AP-01    | 80             |                       | not asked
            AP-02    | N/A            | not known             | unreadable
            AP-03    | -              | 40                    | -
            PR-01    | 20             |                       | 5
            PR-02    |                |                       | 5
            """,
            model,
        ),
        model,
    ).completion
    found = {code: (c.expected, c.answered, c.gaps, c.share) for code, c in completion.items()}
    assert found == {"01": (3, 2, 1, Fraction(2, 3)), "02": (2, 1, 1, Fraction(1, 2)), "03": (5, 2, 1, Fraction(2, 5))}


def test_an_interview_that_covers_nothing_has_no_share() -> None:
    filled = assessment("question | 01")
    nothing = replace(filled, interviews=(replace(filled.interviews[0], elements=frozenset()),))
    assert score(nothing, SET).completion["01"].share is None


# -------------------------------------------------------------------------------------------------- intervals

TEN = question_set("# Core\n## AP Analysis and planning\n" + "\n".join(f"AP-{number:02}" for number in range(1, 11)))


def ten_questions(interviews: int, agreed: int = 0, seed: int = 1) -> Assessment:
    """Ten questions in one element, answered at random, `agreed` of them with an agreed box of 60."""
    draw = random.Random(seed)
    rows = [
        " | ".join(
            [f"AP-{number:02}"]
            + [("5", "20", "40", "60", "80", "100", "")[int(draw.random() * 7)] for _ in range(interviews)]
            + ["60 agreed" if number <= agreed else ""]
        )
        for number in range(1, 11)
    ]
    heading = " | ".join(["question", *(f"{number:02}" for number in range(1, interviews + 1)), "agreed"])
    return assessment("\n".join([heading, *rows]), TEN)


def test_an_interval_needs_five_interviews_that_answered() -> None:
    four, five = score(ten_questions(4), TEN), score(ten_questions(5), TEN)
    assert (four.overall.interval, four.interval_note) == (
        None,
        "No interval is given because fewer than five interviews gave answers.",
    )
    assert five.overall.interval is not None
    assert five.interval_note == ""
    low, high = five.overall.interval
    assert 5 <= low < five.overall.value < high <= 100  # type: ignore[operator]
    assert five.elements[AP].interval == five.areas["core"].interval == five.overall.interval


def test_an_element_that_few_were_asked_about_has_no_interval() -> None:
    text = """
        question | 01 | 02 | 03 | 04 | 05
        AP-01    | 80 | 60 | 40 | 20 | 20
        AP-02    | 80 | 60 | 40 | 20 | 40
        PR-01    | 80 | 60 | 40 |    |
        PR-02    | 80 | 60 | 40 |    |
        ME-01    | 80 | 60 | 40 | 20 | 60
    """
    scores = score(assessment(text), SET)
    assert scores.elements[AP].interval is not None
    assert scores.elements[PR].interval is None
    assert scores.overall.interval is not None


def test_over_thirty_per_cent_agreed_leaves_no_interval() -> None:
    three, four = score(ten_questions(6, agreed=3), TEN), score(ten_questions(6, agreed=4), TEN)
    assert three.overall.interval is not None
    assert four.overall.interval is None
    assert four.interval_note == "No interval is given because more than 30 % of the score rests on agreed scores."


def test_interviews_of_one_mind_leave_no_doubt() -> None:
    text = "question | 01 | 02 | 03 | 04 | 05\nAP-01 | 40 | 40 | 40 | 40 | 40\nAP-02 | 60 | 60 | 60 | 60 | 60"
    assert score(assessment(text), SET).elements[AP].interval == (Fraction(50), Fraction(50))


def test_an_interval_is_that_of_an_independent_resampling() -> None:
    """The same draws, worked out question by question in fractions."""
    filled = ten_questions(7, agreed=2, seed=5)
    codes = [interview.code for interview in filled.interviews]
    agreed = {entry.question_id: Fraction(entry.box or 0) for entry in filled.agreed}
    draw, resamples = random.Random(20_250_101), []
    for _ in range(1000):
        drawn = [codes[int(draw.random() * len(codes))] for _ in codes]
        means = []
        for question_id, answers in filled.answers_to.items():
            boxes = [a.box for code in drawn for a in answers if a.interview == code and a.box is not None]
            if question_id in agreed:
                means.append(agreed[question_id])
            elif boxes:
                means.append(Fraction(sum(boxes), len(boxes)))
        resamples.append(mean(means))
    interval = score(filled, TEN).overall.interval
    assert interval is not None
    for bound, percentile in zip(interval, TAILS, strict=True):
        assert abs(bound - type_7(resamples, Fraction(str(percentile)))) < Fraction(1, 10**6)


def type_7(values: list[Fraction], share: Fraction) -> Fraction:
    ordered, position = sorted(values), share * (len(values) - 1)
    below = int(position)
    return ordered[below] + (position - below) * (ordered[min(below + 1, len(ordered) - 1)] - ordered[below])


def test_an_interval_stays_the_same_over_versions() -> None:
    """Fixed seed and draws: a report built again next year shows the same interval."""
    assert score(ten_questions(8), TEN).overall.interval == (Fraction(65957, 1600), Fraction(45787, 800))


# ------------------------------------------------------------------------------------------------- properties

WEIGHTED = question_set("""
    # Core | weight 1/2
    ## AP Analysis and planning | weight 3
    AP-01 | weight 2 | reap: retention
    AP-02 | manager
    AP-03 | weight 3/2 | reap: retention acquisition
    ## PR Proposition
    PR-01 | reap: acquisition
    PR-02 | weight 5
    # Measurement
    ## ME Measuring the effect
    ME-01 | weight 2
    ME-02 | reap: retention
""")
LOWEST, HIGHEST = WEIGHTED.boxes[0], WEIGHTED.boxes[-1]
BOXES = [str(box.value) for box in SCALE]
CELLS = st.sampled_from([*BOXES, *BOXES, "N/A", "not known", "not asked", "", "-"])


@st.composite
def fillings(draw: st.DrawFn, agreed: bool = True, most: int = 6) -> Assessment:
    """Any filling of the weighted set."""
    interviews = draw(st.integers(1, most))
    heading = [
        "question",
        *(f"{n:02} {draw(st.sampled_from(['manager', 'implementation', '']))}" for n in range(interviews)),
    ]
    rows = [
        [question_id, *draw(st.lists(CELLS, min_size=interviews, max_size=interviews))]
        + ([draw(st.sampled_from(["", "", *BOXES]))] if agreed else [])
        for question_id in WEIGHTED.questions
    ]
    lines = [[*heading, "agreed"] if agreed else heading, *rows]
    return assessment("\n".join(" | ".join(line) for line in lines), WEIGHTED)


def all_values(filled: Assessment) -> dict[str, Fraction | None]:
    """The value of every question, element, area, lens group and overall."""
    scores = score(filled, WEIGHTED)
    groups = {OVERALL: scores.overall, **scores.areas, **scores.elements, **scores.lenses["reap"]}
    return {key: group.value for key, group in groups.items()} | {
        key: question.value for key, question in scores.questions.items()
    }


@given(fillings())
@settings(deadline=None)
def test_scores_lie_within_the_lowest_and_the_highest_box(filled: Assessment) -> None:
    """A score under the lowest box would prove that a blank was counted."""
    scores = score(filled, WEIGHTED)
    for value in all_values(filled).values():
        assert value is None or LOWEST <= value <= HIGHEST
    for group in [scores.overall, *scores.areas.values(), *scores.elements.values()]:
        assert group.interval is None or LOWEST <= group.interval[0] <= group.interval[1] <= HIGHEST
        assert (group.value is not None) == (group.status is Status.SCORED)
        assert group.coverage is None or 0 <= group.coverage <= 1


@given(fillings(most=8), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_order_of_interviews_and_rows_is_irrelevant(filled: Assessment, shuffle: random.Random) -> None:
    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(shuffle.sample(items, len(items)))

    mixed = replace(
        filled,
        interviews=shuffled(filled.interviews),
        answers=shuffled(filled.answers),
        agreed=shuffled(filled.agreed),
    )
    assert score(mixed, WEIGHTED) == score(filled, WEIGHTED)


@given(fillings(), st.sampled_from(list(WEIGHTED.questions)))
@settings(deadline=None)
def test_n_a_on_one_question_leaves_other_questions_alone(filled: Assessment, question_id: str) -> None:
    marked = replace(
        filled,
        answers=tuple(
            Answer(a.interview, a.question_id, AnswerState.NOT_APPLICABLE) if a.question_id == question_id else a
            for a in filled.answers
        ),
    )
    before, after = score(filled, WEIGHTED).questions, score(marked, WEIGHTED).questions
    assert {key: q for key, q in before.items() if key != question_id} == {
        key: q for key, q in after.items() if key != question_id
    }


@given(fillings(), st.data())
@settings(deadline=None)
def test_a_better_answer_never_lowers_a_score(filled: Assessment, data: st.DataObject) -> None:
    """While what is scored stays the same: a box becomes a higher one."""
    scored = [answer for answer in filled.answers if answer.box is not None and answer.box < HIGHEST]
    if not scored:
        return
    worse = data.draw(st.sampled_from(scored))
    better = replace(worse, box=data.draw(st.sampled_from([box for box in WEIGHTED.boxes if box > (worse.box or 0)])))
    improved = replace(filled, answers=tuple(better if answer is worse else answer for answer in filled.answers))
    before, after = all_values(filled), all_values(improved)
    for key, value in before.items():
        new = after[key]
        assert (value is None) == (new is None)
        assert value is None or new is None or new >= value


@given(fillings(agreed=False, most=1))
@settings(deadline=None)
def test_one_interview_equals_its_own_score(filled: Assessment) -> None:
    """Without agreed scores; and interviews that say the same do not move it either."""
    scores = score(filled, WEIGHTED)
    for answer in filled.answers:
        assert scores.questions[answer.question_id].value == answer.box
    (only,) = filled.interviews
    twin = replace(
        filled,
        interviews=(only, replace(only, code="99")),
        answers=filled.answers + tuple(replace(answer, interview="99") for answer in filled.answers),
    )
    assert all_values(twin) == all_values(filled)
