"""Scores, against examples computed by hand and properties that hold for any filling."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from statistics import mean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.assessment.scoring.agreement import ordinal_alpha
from reportgen.assessment.scoring.intervals import square_root, student_t
from reportgen.common.model import (
    OVERALL,
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Interval,
    NoInterval,
    NotCompared,
    Status,
)
from reportgen.common.rounding import printed_alpha, printed_share, printed_steps
from tests.builders import BOXES, SCALE, assessment, question_set

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
    assert (weighed.spread, weighed.steps_apart, weighed.n) == (Fraction(4), 4, 2)
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
    assert [scores.questions[f"AP-0{number}"].steps_apart for number in (1, 2, 3)] == [2, 5, 0]
    assert [scores.questions[f"AP-0{number}"].spread for number in (1, 2, 3)] == [2, 5, 0]
    assert scores.elements[AP].spread == Fraction(7, 3)
    assert printed_steps(scores.elements[AP].spread) == "2.3"


def test_spread_is_the_mean_distance_of_two_interviews() -> None:
    """By hand: of 5, 5 and 80 two pairs lie four steps apart and one none; one box more in between narrows it."""
    text = "question | 01 | 02 | 03 | 04\nAP-01 | 5 | 80 | 5 |\nAP-02 | 5 | 80 | 5 | 40\nAP-03 | 60 | | |"
    scores = score(assessment(text), SET)
    assert [scores.questions[f"AP-0{number}"].spread for number in (1, 2, 3)] == [Fraction(8, 3), Fraction(7, 3), None]
    assert [scores.questions[f"AP-0{number}"].steps_apart for number in (1, 2, 3)] == [4, 4, None]
    assert scores.elements[AP].spread == Fraction(5, 2)  # of the questions with two boxes or more


@given(st.lists(st.sampled_from([box.value for box in BOXES]), min_size=2, max_size=9))
@settings(deadline=None)
def test_spread_is_that_of_every_pair_by_itself(boxes: list[int]) -> None:
    heading = " | ".join(["question", *(f"{number:02}" for number in range(len(boxes)))])
    row = " | ".join(["AP-01", *map(str, boxes)])
    pairs = [abs(SET.scale.values.index(one) - SET.scale.values.index(other)) for one, other in combinations(boxes, 2)]
    assert score(assessment(f"{heading}\n{row}"), SET).questions["AP-01"].spread == Fraction(sum(pairs), len(pairs))


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
    assert SCALE.printed(scores.overall.value) == "63"
    assert (scores.elements[AP].low, scores.elements[AP].low_share) == (1, Fraction(1, 2))
    assert (scores.overall.low, scores.overall.low_share) == (1, Fraction(1, 4))  # questions, whatever they weigh


def test_a_question_is_low_by_its_printed_score_and_the_limit_of_the_set() -> None:
    """Of eleven boxes, 29 6/11 prints 30: the text may not call it under 30."""
    boxes = [5] * 5 + [40] * 5 + [100]
    heading = " | ".join(["question", *(f"{number:02}" for number in range(11))])
    rows = "\n".join(" | ".join([name, *map(str, boxes)]) for name in ("AP-01", "AP-02", "AP-03"))
    filled = assessment(f"{heading}\n{rows}")
    assert score(filled, SET).questions["AP-01"].value == Fraction(325, 11)
    assert score(filled, SET).elements[AP].low == 0
    assert score(filled, replace(SET, scale=replace(SET.scale, middling_from=Fraction(31)))).elements[AP].low == 3


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


def test_what_follows_from_a_withheld_score_is_withheld_too() -> None:
    text = "question | 01 manager | 02 manager | 03 implementation | 04 implementation\nAP-01 | 80 | 5 | 5 | 40"
    scores = score(assessment(text), SET)
    element, compared = scores.elements[AP], scores.levels[AP]
    assert element.status is Status.WITHHELD
    assert (element.low, element.low_share, element.spread, element.interval) == (None, None, None, None)
    assert element.no_interval is NoInterval.NO_SCORE
    assert (set(compared.values.values()), compared.reason) == ({None}, NotCompared.NO_SCORE)


def test_coverage_weighs_questions() -> None:
    model = question_set("# Core\n## AP Analysis and planning\nAP-01 | weight 3\nAP-02 | weight 2\nAP-03 | weight 2")
    scores = score(assessment("question | 01\nAP-01 | 20\nAP-02 |\nAP-03 | ", model), model)
    assert (scores.elements[AP].coverage, scores.elements[AP].status) == (Fraction(3, 7), Status.WITHHELD)


def test_a_withheld_element_leaves_its_area_and_may_take_it_along() -> None:
    """Coverage by hand: Core (1/3 + 1) / 2 = 2/3, overall (2/3 + 0) / 2 = 1/3."""
    withheld = score(assessment("question | 01\nAP-01 | 80\nPR-01 | 40\nPR-02 | 60"), SET)
    assert withheld.elements[AP].status is Status.WITHHELD
    assert (withheld.areas["core"].value, withheld.areas["core"].coverage) == (Fraction(50), Fraction(2, 3))
    assert withheld.areas["measurement"].status is Status.OPEN
    assert (withheld.overall.status, withheld.overall.coverage) == (Status.WITHHELD, Fraction(1, 3))

    heavier = question_set(
        "# Core\n## AP Analysis and planning | weight 2\nAP-01\nAP-02\nAP-03\nAP-04\nAP-05\n"
        "## PR Proposition\nPR-01\nPR-02"
    )
    taken = score(assessment("question | 01\nAP-01 | 80\nPR-01 | 40\nPR-02 | 60", heavier), heavier)
    assert (taken.areas["core"].status, taken.areas["core"].value) == (Status.WITHHELD, None)
    assert taken.areas["core"].coverage == Fraction(7, 15)  # (2 x 1/5 + 1) / 3
    assert taken.overall.status is Status.WITHHELD


def test_a_score_never_stands_on_less_than_half_of_the_effective_weight() -> None:
    """Half of the areas, half of their elements, half of their questions used to be enough for a score: an eighth."""
    model = question_set("""
        # One
        ## AA A
        AA-01
        AA-02
        ## AB B
        AB-01
        # Two
        ## BA C
        BA-01
    """)
    scores = score(assessment("question | 01\nAA-01 | 40", model), model)
    assert (scores.elements["a"].value, scores.elements["a"].coverage) == (Fraction(40), Fraction(1, 2))
    assert (scores.areas["one"].status, scores.areas["one"].coverage) == (Status.WITHHELD, Fraction(1, 4))
    assert (scores.overall.status, scores.overall.coverage) == (Status.WITHHELD, Fraction(1, 8))


def test_a_question_covers_by_the_weights_above_it_not_by_the_number_beside_it() -> None:
    """Ninety scored questions of one element are half of an area of two, whose other has ten."""
    many, few = [f"A-{n:02}" for n in range(90)], [f"B-{n:02}" for n in range(10)]
    model = question_set("# One\n## A A\n" + "\n".join(many) + "\n## B B | weight 2\n" + "\n".join(few))
    rows = "\n".join(f"{name} | 40" for name in many)
    scores = score(assessment(f"question | 01\n{rows}", model), model)
    assert (scores.areas["one"].coverage, scores.areas["one"].status) == (Fraction(1, 3), Status.WITHHELD)


def test_topics_have_scores_of_their_own() -> None:
    """The topic of the best question need not be the best topic."""
    model = question_set("""
        # Core
        ## AP Analysis and planning
        ### Value
        AP-01
        AP-02
        ### Plans
        AP-03 | weight 3
        AP-04
        ### Open
        AP-05
        AP-06
        AP-07
    """)
    text = "question | 01 | 02\nAP-01 | 100 | 100\nAP-02 | 5 | 5\nAP-03 | 60 | 60\nAP-04 | 40 | 80\nAP-05 | 40 |"
    topics = score(assessment(text, model), model).topics[AP]
    assert [(topic.value, topic.coverage) for topic in topics.values()] == [
        (Fraction(105, 2), 1),
        (60, 1),
        (None, Fraction(1, 3)),
    ]
    assert list(topics) == ["value", "plans", "open"]
    assert topics["open"].status is Status.WITHHELD
    assert (topics["value"].low, topics["plans"].spread, topics["plans"].questions) == (1, Fraction(1), 2)


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
    assert scores.overall.no_interval is NoInterval.NO_SCORE


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
    PR-02    | 80         | 80         | 20                | 20                |
    ME-01    | 80         | 80         |                   |                   |
    ME-02    | 80         | 80         |                   |                   |
"""


def test_levels_compare_what_both_answered_without_agreed_scores() -> None:
    levels = score(assessment(LEVELS_TEXT), SET).levels
    assert levels[AP].values == {"manager": 65, "implementation": 25}  # (70 + 60) / 2 and (30 + 20) / 2
    assert (levels[AP].questions, levels[AP].scored, levels[AP].rests_on_other_questions) == (2, 3, True)
    assert levels[PR].values == {"manager": 80, "implementation": 20}  # one of two is half
    assert levels["core"].values == {"manager": Fraction(145, 2), "implementation": Fraction(45, 2)}
    assert (levels["core"].questions, levels["core"].scored) == (3, 5)
    assert levels["core"].interviews == {"manager": 2, "implementation": 2}
    assert list(levels) == [OVERALL, "core", "measurement", AP, PR, ME]


def test_what_is_not_compared_says_why() -> None:
    """Nobody of the implementation answered Measurement; so 7/24 of the whole were answered at both levels."""
    levels = score(assessment(LEVELS_TEXT), SET).levels
    assert (levels[ME].values, levels[ME].reason) == (
        {"manager": None, "implementation": None},
        NotCompared.FEW_INTERVIEWS,
    )
    assert levels[ME].interviews == {"manager": 2, "implementation": 0}
    assert not levels[ME].rests_on_other_questions
    assert (levels[OVERALL].reason, levels[OVERALL].questions) == (NotCompared.FEW_INTERVIEWS, 0)
    text = LEVELS_TEXT + "ME-03 | | | 5 | 5"
    more = question_set("# Measurement\n## ME Measuring the effect\nME-01\nME-02\nME-03")
    assert score(assessment(text, more), more).levels[ME].reason is NotCompared.FEW_QUESTIONS


def test_levels_need_two_interviews_each_on_the_figure_itself() -> None:
    """Two managers were interviewed, but one alone on Analysis and planning: no score may show what he thinks."""
    text = """
        question | 01 manager | 02 manager | 03 implementation | 04 implementation
        AP-01    | 80         |            | 40                | 20
        AP-02    | 80         |            | 40                | 20
        AP-03    | 80         |            | 40                | 20
        PR-01    | 60         | 20         | 40                | 20
        PR-02    | 60         | 20         | 40                | 20
    """
    scores = score(assessment(text), SET)
    assert scores.level_counts == {"manager": 2, "implementation": 2}
    assert (scores.levels[AP].reason, scores.levels[AP].interviews["manager"]) == (NotCompared.FEW_INTERVIEWS, 1)
    assert set(scores.levels[AP].values.values()) == {None}
    assert scores.levels[PR].values == {"manager": 40, "implementation": 30}
    # nor may it be worked out from the area
    assert scores.levels["core"].values == scores.levels[PR].values
    assert (scores.levels["core"].questions, scores.levels["core"].scored) == (2, 5)


def test_those_who_answered_other_questions_do_not_stand_behind_a_score_by_level() -> None:
    text = """
        question | 01 manager | 02 manager | 03 implementation | 04 implementation
        AP-01    | 80         |            | 40                | 20
        AP-02    | 80         |            | 40                | 20
        AP-03    |            | 60         |                   |
    """
    compared = score(assessment(text), SET).levels[AP]
    assert (compared.reason, compared.interviews) == (
        NotCompared.FEW_INTERVIEWS,
        {"manager": 2, "implementation": 2},
    )


def test_a_set_of_one_level_compares_none() -> None:
    one = replace(SET, levels=SET.levels[:1])
    assert score(assessment("question | 01 manager | 02 manager\nAP-01 | 80 | 60", one), one).levels == {}


def exactly(*boxes: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, boxes))


def test_boxes_stand_by_level_only_where_two_interviews_are_behind_each() -> None:
    filled = assessment("""
        question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05
        AP-01    | 80         | 60         | 40                | 60                |
        AP-02    | 80         | 60         | 40                |                   |
        AP-03    | 80         | 60         |                   |                   | 5
        PR-01    | 80         | 60         |                   |                   |
    """)
    scored = score(filled, SET).questions
    shown = {key: scored[key].by_level for key in ("AP-01", "AP-02", "AP-03", "PR-01")}
    assert shown == {
        "AP-01": {"manager": exactly(80, 60), "implementation": exactly(60, 40)},
        "AP-02": None,
        "AP-03": None,
        "PR-01": {"manager": exactly(80, 60)},
    }


# ------------------------------------------------------------------------------------------------- agreement


def test_alpha_is_that_of_the_published_example() -> None:
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability: 0.815 for ordinal data."""
    raters = (
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    units = [[int(value) for value in unit if value != "."] for unit in zip(*map(str.split, raters), strict=True)]
    alpha = ordinal_alpha(units)
    assert alpha is not None
    assert round(float(alpha), 3) == 0.815


def test_agreement_is_told_overall_and_within_each_level() -> None:
    filled = assessment("""
        question | 01 manager | 02 manager | 03 implementation | 04 implementation
        AP-01    | 80         | 80         | 20                | 20
        AP-02    | 60         | 60         | 5                 | 5
        PR-01    | 100        | 100        |                   | 40
        PR-02    |            | 100        |                   |
    """)
    agreement = score(filled, SET).agreement
    whole, *within = (found.alpha for found in agreement.values())
    assert within == [1, 1]
    assert whole is not None
    assert whole < Fraction(1, 2)
    counted = [(a.questions, a.interviews, a.boxes) for a in agreement.values()]
    assert counted == [(3, 4, 11), (3, 2, 6), (2, 2, 4)]


def test_there_is_no_agreement_where_all_boxes_are_equal_or_none_can_be_compared() -> None:
    alike = score(assessment("question | 01 manager | 02 manager\nAP-01 | 40 | 40\nAP-02 | 40 | 40"), SET)
    alone = score(assessment("question | 01 manager | 02 manager\nAP-01 | 40 |\nAP-02 | | 60"), SET)
    assert {agreement.alpha for agreement in alike.agreement.values()} == {None}
    assert alone.agreement[OVERALL].questions == 0
    assert alone.agreement[OVERALL].alpha is None
    assert printed_alpha(None) == "–"


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
    assert (four.overall.interval, four.overall.no_interval) == (None, NoInterval.FEW_INTERVIEWS)
    assert five.overall.no_interval is None
    assert five.overall.interval is not None
    assert five.overall.value is not None
    assert 5 <= five.overall.interval.low < five.overall.value < five.overall.interval.high <= 100
    assert five.elements[AP].interval == five.areas["core"].interval == five.overall.interval


def test_an_interval_needs_three_interviews_more_than_levels() -> None:
    """Five interviews of three levels, the unnamed one counted, leave two degrees of freedom."""
    rows = "AP-01 | 80 | 5 | 60 | 20 | 40\nAP-02 | 80 | 60 | 40 | 20 | 40"
    three = assessment(f"question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05\n{rows}")
    two = assessment(f"question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 manager\n{rows}")
    assert score(three, SET).elements[AP].no_interval is NoInterval.FEW_PER_LEVEL
    interval = score(two, SET).elements[AP].interval
    assert interval is not None
    assert (interval.interviews, interval.levels) == (5, 2)


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
    assert scores.elements[PR].no_interval is NoInterval.FEW_INTERVIEWS
    assert scores.overall.interval is not None


def test_over_thirty_per_cent_agreed_leaves_no_interval() -> None:
    three, four = score(ten_questions(6, agreed=3), TEN), score(ten_questions(6, agreed=4), TEN)
    assert three.overall.interval is not None
    assert (four.overall.interval, four.overall.no_interval) == (None, NoInterval.AGREED)


def test_what_is_agreed_counts_by_its_weight_in_the_score() -> None:
    """Both questions of Proposition are agreed: a quarter of the overall score, though two of seven questions."""
    rows = "\n".join(f"{name} | 80 | 60 | 40 | 20 | 5 |" for name in ("AP-01", "AP-02", "AP-03", "ME-01", "ME-02"))
    agreed = "\n".join(f"{name} | 80 | 60 | 40 | 20 | 5 | 60 weighed" for name in ("PR-01", "PR-02"))
    scores = score(assessment(f"question | 01 | 02 | 03 | 04 | 05 | agreed\n{rows}\n{agreed}"), SET)
    assert scores.overall.interval is not None
    assert scores.areas["core"].no_interval is NoInterval.AGREED
    assert scores.elements[PR].no_interval is NoInterval.FEW_INTERVIEWS  # no box of theirs counts


def test_interviews_of_one_mind_have_no_interval() -> None:
    """Never "between 50 and 50"."""
    text = "question | 01 | 02 | 03 | 04 | 05\nAP-01 | 40 | 40 | 40 | 40 | 40\nAP-02 | 60 | 60 | 60 | 60 | 60"
    element = score(assessment(text), SET).elements[AP]
    assert (element.interval, element.no_interval) == (None, NoInterval.ALL_AGREE)


def test_levels_that_differ_leave_no_doubt_where_each_is_of_one_mind() -> None:
    """The difference of the levels is part of the design; it says nothing about other people of the same levels."""
    heading = "question | 01 manager | 02 manager | 03 manager | 04 implementation | 05 implementation"
    text = f"{heading}\nAP-01 | 80 | 80 | 80 | 20 | 20\nAP-02 | 80 | 80 | 80 | 20 | 20"
    assert score(assessment(text), SET).elements[AP].no_interval is NoInterval.ALL_AGREE


def test_a_part_that_hangs_on_one_interview_drops_out_with_it() -> None:
    """By hand: the first interview alone scores Measurement; without it the whole is Core, 40, else 60."""
    rows = "\n".join(f"{name} | 40 | 40 | 40 | 40 | 40" for name in ("AP-01", "AP-02", "AP-03", "PR-01", "PR-02"))
    scores = score(assessment(f"question | 01 | 02 | 03 | 04 | 05\n{rows}\nME-01 | 80 | | | |\nME-02 | 80"), SET)
    assert scores.areas["measurement"].no_interval is NoInterval.FEW_INTERVIEWS
    interval = scores.overall.interval
    assert interval is not None
    assert interval.variance == Fraction(16, 20) * (16**2 + 4 * 4**2)  # 40 and four times 60 around 56


def leave_one_out(filled: Assessment) -> tuple[Fraction, Fraction]:
    """Rule B over the ten questions of one element, written down question by question."""
    levels = {interview.code: interview.level for interview in filled.interviews}
    fixed = {entry.question_id: Fraction(entry.box or 0) for entry in filled.agreed}
    counted = [(a.interview, a.question_id, a.box) for a in filled.answers if a.box and a.question_id not in fixed]
    codes = sorted({code for code, _, _ in counted})

    def mean_without(left_out: str | None) -> Fraction:
        means = list(fixed.values())
        for question_id in TEN.questions:
            boxes = [box for code, q, box in counted if q == question_id and code != left_out]
            if boxes:
                means.append(Fraction(sum(boxes), len(boxes)))
        return mean(means)

    n, groups = len(codes), {level: [c for c in codes if levels[c] == level] for level in {levels[c] for c in codes}}
    variance = Fraction(0)
    for members in groups.values():
        without = [mean_without(code) for code in members]
        variance += sum(((value - mean(without)) ** 2 for value in without), Fraction(0))
    freedom = n - len(groups)
    variance *= Fraction((n - 1) ** 2, n * freedom)
    t = {3: "3.1824", 4: "2.7764", 5: "2.5706", 6: "2.4469", 7: "2.3646", 8: "2.3060"}[freedom]
    margin = Fraction(t) * Fraction(int(Decimal(variance.numerator * 10**24 // variance.denominator).sqrt()), 10**12)
    middle = mean_without(None)
    return max(middle - margin, Fraction(5)), min(middle + margin, Fraction(100))


@pytest.mark.parametrize("seed", range(12))
def test_an_interval_is_that_of_the_rule_written_down(seed: int) -> None:
    filled = ten_questions(5 + seed % 5, agreed=seed % 4, seed=seed)
    levels = ("manager", "implementation") if seed % 2 else ("manager", "manager")
    people = tuple(replace(one, level=levels[place % 2]) for place, one in enumerate(filled.interviews))
    filled = replace(filled, interviews=people)
    interval, expected = score(filled, TEN).overall.interval, leave_one_out(filled)
    assert interval is not None
    assert abs(interval.low - expected[0]) < Fraction(1, 10**4)
    assert abs(interval.high - expected[1]) < Fraction(1, 10**4)


def test_an_interval_stays_the_same_over_versions() -> None:
    """No random numbers, no machine numbers: a report built again next year shows the same interval."""
    interval = score(ten_questions(8), TEN).overall.interval
    assert interval == Interval(
        Fraction(355837987413, 8750000000), Fraction(529912012587, 8750000000), Fraction(2378351, 134400), 8, 1
    )


def test_students_t_and_square_roots() -> None:
    assert [student_t(freedom) for freedom in (3, 30, 40)] == [Fraction("3.1824"), Fraction("2.0423"), Fraction("2.02")]
    for value in (Fraction(0), Fraction(1, 3), Fraction(7), Fraction(10**9, 7)):
        root = square_root(value)
        assert root**2 <= value < (root + Fraction(1, 10**6)) ** 2


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
LOWEST, HIGHEST = WEIGHTED.scale.values[0], WEIGHTED.scale.values[-1]
VALUES = [str(box.value) for box in SCALE.boxes]
CELLS = st.sampled_from([*VALUES, *VALUES, "N/A", "not known", "not asked", "", "-"])


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
        + ([draw(st.sampled_from(["", "", *VALUES]))] if agreed else [])
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
        assert group.interval is None or LOWEST <= group.interval.low < group.interval.high <= HIGHEST
        assert (group.interval is None) == (group.no_interval is not None)
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
    better = replace(
        worse, box=data.draw(st.sampled_from([box for box in WEIGHTED.scale.values if box > (worse.box or 0)]))
    )
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


# ------------------------------------------------------------------------------------------------- how sure a score is

HOW_SURE = {
    "one interview": ("thin", "question | 01 manager\nME-01 | 40\nME-02 | 40"),
    "two": ("thin", "question | 01 manager | 02 implementation\nME-01 | 40 | 40\nME-02 | 40 | 40"),
    "three that no question brings together": (
        "thin",
        "question | 01 manager | 02 manager | 03 implementation\nME-01 | 40 | |\nME-02 | | 40 |",
    ),
    "three that agree": (
        "fair",
        "question | 01 manager | 02 manager | 03 implementation\nME-01 | 40 | 40 | 40\nME-02 | 40 | 40 |",
    ),
    "five of both levels that agree": (
        "firm",
        "question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 manager\n"
        "ME-01 | 40 | 40 | 40 | 40 | 40\nME-02 | 20 | 20 | 20 | 20 | 20",
    ),
    "five of one level that agree": (
        "fair",
        "question | 01 manager | 02 manager | 03 manager | 04 manager | 05 manager\n"
        "ME-01 | 40 | 40 | 40 | 40 | 40\nME-02 | 20 | 20 | 20 | 20 | 20",
    ),
    "five that lie close": (
        "firm",
        "question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 manager\n"
        "ME-01 | 40 | 40 | 40 | 40 | 40\nME-02 | 20 | 20 | 40 | 20 | 20",
    ),
    "five a step apart, with a wide interval": (
        "fair",
        "question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 manager\n"
        "ME-01 | 40 | 60 | 40 | 60 | 40\nME-02 | 20 | 40 | 20 | 40 | 20",
    ),
    "five far apart": (
        "thin",
        "question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 manager\n"
        "ME-01 | 5 | 100 | 5 | 100 | 5\nME-02 | 5 | 100 | 5 | 100 | 5",
    ),
    "what is agreed": (
        "fair",
        "question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 manager | agreed\n"
        "ME-01 | 40 | 40 | 40 | 40 | 40 | 40 why\nME-02 | 20 | 20 | 20 | 20 | 20 | 20 why",
    ),
}


@pytest.mark.parametrize("name", HOW_SURE)
def test_how_sure_a_score_is_follows_from_what_stands_behind_it(name: str) -> None:
    word, text = HOW_SURE[name]
    questions = question_set()
    found = score(assessment(text, questions), questions).elements["measuring-the-effect"].support
    assert found is not None
    assert found.sureness.value == word


def test_what_has_no_score_is_not_sure_at_all() -> None:
    questions = question_set()
    scores = score(assessment("question | 01 manager\nAP-01 | 40", questions), questions)
    assert [group.support for group in scores.elements.values()] == [None, None, None], "withheld and open"
    assert all(topic.support is None for topics in scores.topics.values() for topic in topics.values())
