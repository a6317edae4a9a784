"""What an assessment lacks: the warnings, and the errors that no single cell shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.assessment.validation import in_workbook_order, peer_filter_problems, validate
from reportgen.assessment.validation.answers import states_needed
from reportgen.common.diagnostics.problems import DOUBLED_INTERVIEW, GAP, NO_CLIENT, Problem
from reportgen.common.method import COVERAGE_WANTED
from reportgen.common.model import Assessment, Engagement, Initiative, Interview, Peer, PeerFilter, Place, QuestionSet
from reportgen.common.peer_table import PeerTable
from reportgen.common.scale import scale_of
from tests.builders import BOXES, STATES, assessment, question_set

QUESTIONS = question_set()
FULL = 'IRE "seen"'  # every state and a note: nothing to warn of


def found(text: str, *codes: str, questions: QuestionSet = QUESTIONS) -> list[tuple[str, str, str]]:
    """Code, place and question of the problems of these codes (all but those of coverage and levels unless given)."""
    problems = validate(assessment(text, questions), questions)
    wanted = codes or {problem.code for problem in problems} - {"low-coverage", "one-level-only"}
    return [(problem.code, str(problem.place), problem.question_id) for problem in problems if problem.code in wanted]


def message(text: str, code: str) -> str:
    """The message of the one problem of that code."""
    [problem] = [problem for problem in validate(assessment(text), QUESTIONS) if problem.code == code]
    return problem.message


def test_a_complete_assessment_has_no_problems() -> None:
    text = f"""
        question | 01 manager | 02 implementation
        AP-01    | 80 {FULL}  | 100 {FULL}
        AP-02    | 60 {FULL}  | 60 {FULL}
        AP-03    | 40         | 20 ire
        PR-01    | 5          | Not known
        PR-02    | N/A "no"   | N/A "none"
        ME-01    | Not asked  | 40
        ME-02    | 40         | Not asked
    """
    assert validate(assessment(text), QUESTIONS) == ()


def test_the_road_map_lifts_what_is_scored_and_ends_after_it_starts() -> None:
    told = assessment(
        """
        question | 01 manager | agreed
        AP-01    | 80         |
        AP-02    | N/A        |
        AP-03    |            | 40 weighed up
        """
    )
    good = Initiative("R-1", "core", "quick-win", "Read.", lifts=("AP-01", "AP-03"), start=date(2026, 1, 5))
    bad = replace(
        good,
        lifts=("AP-01", "AP-02", "ME-01"),
        end=date(2025, 1, 5),
        lifts_place=Place("Road map", "H5"),
        end_place=Place("Road map", "J5"),
    )
    problems = validate(replace(told, initiatives=(good, bad)), QUESTIONS)
    about = [(p.code, str(p.place), p.fact("value")) for p in problems if p.place.sheet == "Road map"]
    assert about == [
        ("lifted-question-open", "Road map!H5", "AP-02, ME-01"),
        ("end-before-start", "Road map!J5", "5 January 2025"),
    ]


# ------------------------------------------------------------------------------------------------------ gaps, cover


def test_a_blank_is_a_gap_only_where_the_interview_covers_it() -> None:
    text = """
        question | 01 manager: AP | 02 implementation: PR
        AP-01    |                |
        AP-02    | Not asked      |
        AP-03    | Not known      |
        PR-01    |                |
        PR-02    |                | unreadable
    """
    assert found(text, "gap") == [
        ("gap", "Interview 01!D2", "AP-01"),
        ("gap", "Interview 02!D5", "PR-01"),
    ]


def test_a_blank_is_no_gap_where_the_question_is_not_meant_for_the_level() -> None:
    questions = question_set("# Core\n## AP Analysis\nAP-01 | manager\nAP-02 | implementation\nAP-03")
    text = """
        question | 01 manager | 02 implementation | 03
        AP-01    |            |                   |
        AP-02    |            |                   |
        AP-03    |            |                   |
    """
    assert [(place, question) for _, place, question in found(text, "gap", questions=questions)] == [
        *(("Interview 01!D2", "AP-01"), ("Interview 01!D4", "AP-03")),
        *(("Interview 02!D3", "AP-02"), ("Interview 02!D4", "AP-03")),
        # of an interview without a level, everything it covers is expected
        *(("Interview 03!D2", "AP-01"), ("Interview 03!D3", "AP-02"), ("Interview 03!D4", "AP-03")),
    ]


def test_gaps_are_as_many_as_scoring_counts() -> None:
    text = """
        question | 01 manager: AP ME | 02 implementation
        AP-01    |                   | 40
        AP-02    | N/A               |
        AP-03    | Not asked         |
        PR-01    |                   |
        PR-02    |                   | 5
        ME-01    |                   | Not known
        ME-02    | 20                |
    """
    completion = score(assessment(text), QUESTIONS).completion
    assert len(found(text, "gap")) == sum(entry.gaps for entry in completion.values())


def test_answers_outside_the_cover_are_one_warning_an_element() -> None:
    text = """
        question | 01 manager: AP
        PR-01    | 40
        PR-02    | N/A "no"
        ME-01    | Not asked
        ME-02    |
    """
    assert found(text, "outside-cover") == [("outside-cover", "Interview 01!D2", "PR-01")]
    assert "answers 2 questions of 'Proposition'" in message(text, "outside-cover")


# --------------------------------------------------------------------------------------------- reasons and evidence


def test_na_needs_a_reason() -> None:
    assert found('question | 01 manager\nAP-01 | N/A\nPR-01 | N/A "none"', "na-without-reason") == [
        ("na-without-reason", "Interview 01!H2", "AP-01")
    ]


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("100 IRE", []),
        ("100 IRe", ["unsupported-box"]),
        ("100 irE", ["unsupported-box"]),
        ("100 IR", ["states-not-recorded"]),
        ("100", ["states-not-recorded"]),
        ("80 IRe", []),
        ("80 IR", []),
        ("80 Ir", ["unsupported-box"]),
        ("80 i", ["states-not-recorded", "unsupported-box"]),
        ("60 Ire", []),
        ("60 i", ["unsupported-box"]),
        ("60 RE", ["states-not-recorded"]),
        ("40", []),
        ("40 ire", []),
        ("5 IRE", []),
    ],
)
def test_a_box_takes_its_evidence_states(cell: str, codes: list[str]) -> None:
    text = f'question | 01 manager\nAP-01 | {cell} "seen"'
    assert sorted(code for code, _, _ in found(text, "unsupported-box", "states-not-recorded")) == codes


def test_what_a_box_takes_follows_from_scale_and_states() -> None:
    assert {box: len(states) for box, states in states_needed(QUESTIONS)["AP-01"].items()} == {100: 3, 80: 2, 60: 1}
    coarse = question_set(scale=scale_of((BOXES[0], BOXES[3], BOXES[5])), states=STATES)
    assert {box: len(states) for box, states in states_needed(coarse)["AP-01"].items()} == {100: 3, 40: 2}
    assert states_needed(question_set(states=STATES[:1]))["AP-01"] == {100: STATES[:1]}


def test_states_not_recorded_are_one_warning_an_interview() -> None:
    text = 'question | 01 manager | 02 manager\nAP-01 | 40 | 80 "x"\nAP-02 | 60 | 100 "x"\nAP-03 | 60 | 5'
    assert found(text, "states-not-recorded") == [
        ("states-not-recorded", "Interview 01!D3", "AP-02"),
        ("states-not-recorded", "Interview 02!D2", "AP-01"),
    ]
    problems = [p for p in validate(assessment(text), QUESTIONS) if p.code == "states-not-recorded"]
    assert "gives 2 answers of 60 or more without recording whether intention, reality" in problems[0].message


def test_the_two_highest_boxes_need_a_note() -> None:
    text = 'question | 01 manager\nAP-01 | 100 IRE\nAP-02 | 80 IR\nAP-03 | 60 I\nPR-01 | 80 IR "seen"'
    assert found(text, "high-box-without-note") == [
        ("high-box-without-note", "Interview 01!H2", "AP-01"),
        ("high-box-without-note", "Interview 01!H3", "AP-02"),
    ]


# ------------------------------------------------------------------------------------------------ between interviews


def test_interviews_three_steps_apart_need_an_agreed_score() -> None:
    text = """
        question | 01 manager | 02 implementation | 03 manager | agreed
        AP-01    | 80         | 20                | N/A        |
        AP-02    | 80         | 40                | 60         |
        AP-03    | 5          | 60                |            | 20 weighed up at length
        PR-01    | 100        | 5                 |            |
    """
    assert found(text, "interviews-apart") == [
        ("interviews-apart", "Interview 02!D2", "AP-01"),
        ("interviews-apart", "Interview 02!D5", "PR-01"),
    ]
    assert message(text.replace("PR-01", "XX-01"), "interviews-apart").count("interview 01: 80, interview 02: 20") == 1


def test_na_mixed_with_boxes() -> None:
    text = (
        'question | 01 manager | 02 manager | 03 manager\nAP-01 | 40 | N/A "x" | N/A "y"\nAP-02 | N/A "x" | Not known |'
    )
    assert found(text, "mixed-na") == [("mixed-na", "Interview 02!D2", "AP-01")]
    assert "not applicable in interviews 02 and 03, but has a box in interview 01" in message(text, "mixed-na")


@pytest.mark.parametrize(
    ("agreed", "codes"),
    [
        ("60 between the two", []),
        ("60", ["agreed-without-reason"]),
        ("100 seen by us on site", []),
        ("100 agreed", ["agreed-outside-range"]),
        ("20 see notes", ["agreed-outside-range"]),
        ("20", ["agreed-without-reason"]),
    ],
)
def test_agreed_scores_say_why(agreed: str, codes: list[str]) -> None:
    text = f"question | 01 manager | 02 manager | agreed\nAP-01 | 80 | 40 | {agreed}"
    assert [code for code, _, _ in found(text, "agreed-outside-range", "agreed-without-reason")] == codes


def test_an_agreed_score_needs_no_interview() -> None:
    assert found("question | 01 manager | agreed\nAP-01 | | 20 ok", "agreed-outside-range") == []


# ---------------------------------------------------------------------------------------------------------- coverage


def test_coverage_below_three_quarters_is_a_warning_an_element() -> None:
    text = """
        question | 01 manager | 02 manager | agreed
        AP-01    | 40         |            |
        AP-02    | Not known  | N/A        |
        AP-03    | Not asked  |            | 40 a long reason
        PR-01    | N/A        | N/A        |
        PR-02    | N/A        | Not asked  |
        ME-01    | 40         |            |
        ME-02    | unreadable |            |
    """
    problems = [p for p in validate(assessment(text), QUESTIONS) if p.code == "low-coverage"]
    assert [p.message[:45] for p in problems] == [
        "Only 67 % of 'Analysis and planning' is score",
        "Only 50 % of 'Measuring the effect' is scored",
    ]


def test_nothing_scored_is_one_warning() -> None:
    assert found("question | 01 manager: AP\nAP-01 | Not known\nAP-02 | N/A", "no-answers", "low-coverage") == [
        ("no-answers", "", "")
    ]


CELLS = st.sampled_from(["", "5", "20", "40", "60", "80", "100", "N/A", "Not known", "Not asked"])


@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(["", "40 a long reason"])), min_size=7, max_size=7))
def test_coverage_is_warned_of_exactly_where_scoring_finds_it_low(cells: list[tuple[str, str, str]]) -> None:
    rows = "\n".join(
        f"{question} | {' | '.join(row)}" for question, row in zip(QUESTIONS.questions, cells, strict=True)
    )
    made = assessment(f"question | 01 manager | 02 implementation | agreed\n{rows}")
    scores = score(made, QUESTIONS)
    low = {
        element.title
        for element in QUESTIONS.elements
        if (coverage := scores.elements[element.id].coverage) is not None and coverage < COVERAGE_WANTED
    }
    problems = validate(made, QUESTIONS)
    if any(problem.code == "no-answers" for problem in problems):
        assert not any(group.scored for group in scores.elements.values())
        return
    warned = {
        title
        for title in (e.title for e in QUESTIONS.elements)
        for p in problems
        if f"'{title}' is scored" in p.message
    }
    assert warned == low


# ------------------------------------------------------------------------------------------- engagement, interviews


def engaged(**facts: object) -> list[tuple[str, str]]:
    """Problems of an engagement whose sheet has these facts, all others empty."""
    places = {key: Place("Engagement", f"B{row}") for row, key in enumerate(("client", "market", "date", "region"), 1)}
    made = Assessment("test", "1", Engagement(**facts, places=places))  # type: ignore[arg-type]
    return [(p.code, p.place.cell) for p in validate(made, QUESTIONS) if p.place.sheet == "Engagement"]


def test_facts_of_the_engagement() -> None:
    assert engaged(client="Example Ltd", market="x", date=date(2025, 1, 1), region="UK") == []
    assert engaged(client="Example Ltd", market="x", region="UK") == [("missing-fact", "B3")]
    assert engaged() == [("no-client", "B1"), *(("missing-fact", f"B{row}") for row in (2, 3, 4))]


def test_facts_of_an_interview() -> None:
    place = Place("Interviews", "A2")
    interview = Interview("01", place=place, places={"role": Place("Interviews", "C2")})
    made = Assessment("test", "1", Engagement(), (interview,))
    missing = [p for p in validate(made, QUESTIONS) if p.code == "interview-fact-missing"]
    assert [(p.place.cell, p.message.split("'")[1]) for p in missing] == [
        ("A2", "Date"),
        ("A2", "Level"),
        ("C2", "Role"),
    ]


@pytest.mark.parametrize(
    ("levels", "warned"),
    [
        (("manager", "manager"), True),
        (("manager", "implementation"), False),
        (("manager", ""), False),
        (("implementation",), True),
    ],
)
def test_one_level_only(levels: tuple[str, ...], warned: bool) -> None:
    heading = " | ".join(f"0{number} {level}" for number, level in enumerate(levels, 1))
    assert bool(found(f"question | {heading}\nAP-01", "one-level-only")) is warned


def test_levels_are_not_judged_where_an_interview_was_not_read() -> None:
    made = assessment("question | 01 manager\nAP-01 |")
    lost = DOUBLED_INTERVIEW.at(Place("Interviews", "A3"), value="01", first="A2")
    assert "one-level-only" in {p.code for p in validate(made, QUESTIONS)}
    assert "one-level-only" not in {p.code for p in validate(made, QUESTIONS, [lost])}


# ----------------------------------------------------------------------------------------------------------- peers


def test_what_no_peer_has_is_named_with_the_nearest() -> None:
    rows = [
        Peer("P-1", "G-1", date(2025, 1, 1), "Retail", "UK", "1,000 to 9,999 staff", "test", "1", {}),
        Peer("P-2", "", date(2025, 1, 1), "Banking", "", "under 100 staff", "test", "1", {}),
    ]
    keys = ("own_peer_ids", "peer_sectors", "peer_regions", "peer_sizes")
    places = {key: Place("Engagement", f"B{row}") for row, key in enumerate(keys, 15)}
    wanted = PeerFilter(("retail", "Bankng", "Retail, Banking"), ("UK", "France"), ("1,000 to 9,999 STAFF",))
    engagement = Engagement(own_peer_ids=("p-1", "g-1", "P-3"), peer_filter=wanted, places=places)
    problems = list(peer_filter_problems(engagement, PeerTable.of(rows).used))
    assert [(p.code, p.place.cell, p.fact("value")) for p in problems] == [
        ("unknown-peer-filter", "B16", "Bankng"),
        ("unknown-peer-filter", "B16", "Retail, Banking"),
        ("unknown-peer-filter", "B17", "France"),
        ("unknown-peer-filter", "B15", "P-3"),
    ]
    assert "has the sector 'Bankng', so it chooses none. Did you mean 'Banking'?" in problems[0].message
    assert "separated by semicolons, not by commas" in problems[1].message
    assert "P-1" not in problems[3].message
    assert "P-2" not in problems[3].message


# ----------------------------------------------------------------------------------------------------------- order


def at(sheet: str, cell: str, code: str = "gap") -> Problem:
    if code == "no-client":
        return NO_CLIENT.at(Place(sheet, cell))
    return GAP.at(Place(sheet, cell), question="AP-01", interview="01", element="x")


def test_problems_stand_in_the_order_of_the_workbook() -> None:
    made = Assessment("test", "1", Engagement(), sheets=("Engagement", "Interview 02", "Interview 01"))
    wanted = [
        at("", ""),
        at("Engagement", "B2"),
        at("Engagement", "B10"),
        at("Interview 02", "Z2"),
        at("Interview 02", "AA2"),
        at("Interview 01", ""),
        at("Interview 01", "A1", "gap"),
        at("Interview 01", "A1", "no-client"),
        at("Gone", "A1"),
    ]
    assert in_workbook_order(reversed(wanted), made) == tuple(wanted)


def test_nothing_is_said_twice_of_a_cell() -> None:
    made = assessment("question | 01 manager: AP\nAP-01 |")
    [gap] = [p for p in validate(made, QUESTIONS) if p.code == "gap"]
    assert gap not in validate(made, QUESTIONS, [NO_CLIENT.at(gap.place)])


def test_what_was_not_read_is_not_judged() -> None:
    assert validate(Assessment("other", "1", Engagement()), QUESTIONS) == ()
