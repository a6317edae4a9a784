"""A filled workbook goes over to another question set: what stays, what is listed, what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assessment.upgrading import gaps_by_element, new_questions, reworded, upgrade
from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.remarks import Remark, Source
from reportgen.common.exceptions import UsageError
from reportgen.common.model import (
    OVERALL,
    AgreedScore,
    AnswerState,
    Assessment,
    EvidenceState,
    Finding,
    FindingKind,
    Headline,
    Initiative,
    Interview,
    Level,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
    QuestionSet,
    Target,
)
from reportgen.common.scale import Box, scale_of
from tests.builders import BOXES, LEVELS, SMALL_SET, STATES, assessment, question_set
from tests.fillings import by_chance

BEFORE = question_set()
AP = "analysis-and-planning"


def later(text: str, **changes: Any) -> QuestionSet:
    """A later version of the set."""
    return question_set(text, version="2", **changes)


SAME = later(SMALL_SET)


def upgraded(old: Assessment, now: QuestionSet, **wishes: Any) -> tuple[Assessment, tuple[Remark, ...]]:
    return upgrade(Source("old.xlsx", old), BEFORE, now, **wishes)


def lost(remarks: tuple[Remark, ...]) -> list[str]:
    return [remark.code for remark in remarks if remark.severity is Severity.LOST]


OLD = replace(
    assessment(
        """
        question | 01 manager       | 02 implementation: AP | agreed
        AP-01    | 80 IRe "seen"    | 40                    | 60 weighed up
        AP-02    | N/A "no shops"   | not known             |
        PR-01    | 20 i             |                       |
        """
    ),
    notes=(Note("01", "proposition", NoteKind.EXAMPLE, "An offer."),),
    findings=(Finding("F-1", "measurement", FindingKind.STRENGTH, "Good figures."),),
    initiatives=(Initiative("R-1", "measurement", "quick-win", "Measure more."),),
    narrative=(
        NarrativeText(NarrativeSection.AREA_INTRODUCTION, "measurement", "Figures are."),
        NarrativeText(NarrativeSection.LESSON, "measurement", "Count."),
    ),
)


# ----------------------------------------------------------------------------------------------------------- what stays


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_same_set_gives_the_same_assessment(seed: int) -> None:
    old = by_chance(BEFORE, seed)
    assert upgraded(old, BEFORE) == (old, ())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_every_answer_is_carried_or_listed(seed: int) -> None:
    old = by_chance(BEFORE, seed)
    now = later("# Core\n## AP Analysis and planning\nAP-01 | no N/A\nAP-03", scale=scale_of(BOXES[1:]))
    new, remarks = upgraded(old, now)
    places = {(remark.fact("interview"), remark.question_id) for remark in remarks if remark.severity is Severity.LOST}
    for answer in (answer for answer in old.answers if answer.has_entry):
        assert answer in new.answers or (answer.interview, answer.question_id) in places
    for score in old.agreed:
        assert score in new.agreed or ("", score.question_id) in places
    assert all(answer.box is None or answer.box in now.scale.values for answer in new.answers)


def test_a_newer_version_with_the_same_questions_changes_the_version_alone() -> None:
    new, remarks = upgraded(OLD, SAME)
    assert new == replace(OLD, set_version="2")
    assert remarks == ()


def test_another_sector_stands_on_engagement() -> None:
    new, _ = upgraded(OLD, BEFORE, sector="Retail")
    assert new == replace(OLD, engagement=replace(OLD.engagement, sector="Retail"))


# ----------------------------------------------------------------------------------------------------- what is gone


WITHOUT = """
    # Core
    ## AP Analysis and planning
    AP-02
    AP-03
    # Extra
    ## PX Something else
    PX-01
"""


def test_answers_to_questions_that_are_gone_are_listed_whole() -> None:
    new, remarks = upgraded(OLD, later(WITHOUT))
    gone = [remark for remark in remarks if remark.code == "question-gone"]
    assert [(remark.fact("interview"), remark.question_id) for remark in gone] == [
        *(("01", "AP-01"), ("02", "AP-01")),
        ("01", "PR-01"),
    ]
    assert gone[0].record()["said"] == {
        "answer": "80",
        "intention": "yes",
        "reality": "yes",
        "effect": "no",
        "note": "seen",
    }
    assert gone[0].message == (
        "Interview 01, AP-01: the question is gone ('Is AP-01 done?'). It was answered 80 (intention yes, reality yes, "
        "effect no) with the note 'seen' in old.xlsx, Interview 01!D2."
    )
    assert [answer.question_id for answer in new.answers] == ["AP-02", "AP-02"]
    (agreed,) = (remark for remark in remarks if remark.code == "agreed-question-gone")
    assert "60, 'weighed up'" in agreed.message
    assert new.agreed == ()


def test_an_initiative_lifts_no_question_that_is_gone() -> None:
    entry = Initiative("R-1", "core", "quick-win", "Read plans.", lifts=("AP-01", "AP-02", "PR-01"))
    new, remarks = upgraded(replace(OLD, initiatives=(entry,)), later(WITHOUT))
    assert new.initiatives == (replace(entry, lifts=("AP-02",)),)
    (remark,) = [remark for remark in remarks if remark.code == "lifted-question-gone"]
    assert remark.record()["said"] == {"lifts": "AP-01, PR-01"}


def test_a_target_needs_its_element_and_its_box() -> None:
    targets = (Target(AP, Fraction(60)), Target("proposition", Fraction(80), date(2027, 3, 31)))
    new, remarks = upgraded(replace(OLD, targets=targets), later(WITHOUT))
    assert new.targets == targets[:1]
    (remark,) = [remark for remark in remarks if remark.code == "target-element-gone"]
    assert remark.record()["said"] == {"element": "Proposition", "target": "80 by 31 March 2027"}
    scale = scale_of([box for box in BOXES if box.value != 60])
    new, remarks = upgraded(replace(OLD, targets=targets), later(SMALL_SET, scale=scale))
    assert new.targets == targets[1:]
    assert "target-box-gone" in lost(remarks)


def test_elements_and_areas_that_are_gone_are_listed_and_their_texts_kept() -> None:
    new, remarks = upgraded(OLD, later(WITHOUT))
    assert [interview.elements for interview in new.interviews] == [frozenset({AP})] * 2
    assert new.notes == (replace(OLD.notes[0], element=None),)
    assert new.findings == (replace(OLD.findings[0], area=OVERALL),)
    assert new.initiatives == (replace(OLD.initiatives[0], area=OVERALL),)
    assert new.narrative == (NarrativeText(NarrativeSection.LESSON, None, "Count."),)
    assert lost(remarks).count("element-gone") == 2
    assert lost(remarks).count("note-element-gone") == 1
    messages = [remark.message for remark in remarks if remark.code == "area-gone"]
    assert len(messages) == 3
    assert "It is left out: 'Figures are.'" in messages[2]


def test_a_box_that_is_gone_leaves_its_note_and_its_reason() -> None:
    scale = scale_of([box for box in BOXES if box.value not in (80, 60)])
    new, remarks = upgraded(OLD, later(SMALL_SET, scale=scale))
    first = next(answer for answer in new.answers if answer.question_id == "AP-01")
    assert (first.state, first.box, first.note) == (AnswerState.BLANK, None, "seen")
    assert first.evidence == OLD.answers[0].evidence
    assert new.agreed == (AgreedScore("AP-01", None, "weighed up"),)
    assert lost(remarks) == ["box-gone", "agreed-box-gone"]
    assert remarks[0].record()["said"]["answer"] == "80"


def test_not_applicable_is_listed_where_it_is_not_allowed_any_more() -> None:
    new, (remark,) = upgraded(OLD, later(SMALL_SET.replace("AP-02", "AP-02 | no N/A")))
    (answer,) = (a for a in new.answers if (a.interview, a.question_id) == ("01", "AP-02"))
    assert (answer.state, answer.note) == (AnswerState.BLANK, "no shops")
    assert (remark.code, remark.question_id, remark.fact("interview")) == ("na-gone", "AP-02", "01")


def test_an_evidence_state_that_is_gone_is_listed_where_it_was_recorded() -> None:
    new, remarks = upgraded(OLD, later(SMALL_SET, states=STATES[1:]))
    assert lost(remarks) == ["state-gone", "state-gone"]
    assert "does not record intention; old.xlsx, Interview 01!D2 says intention yes" in remarks[0].message
    assert new.answers[0].evidence == {"reality": True, "effect": False}


def test_a_level_that_is_gone_is_listed() -> None:
    now = replace(SAME, levels=(LEVELS[0], Level("staff", "Staff", "Staff")))
    new, (remark,) = upgraded(OLD, now)
    assert [interview.level for interview in new.interviews] == ["manager", None]
    assert "at the level 'Implementation'" in remark.message


# ------------------------------------------------------------------------------------------------------- what is new


MORE = """
    # Core
    ## AP Analysis and planning
    AP-01
    AP-02
    AP-03
    AP-04
    AP-05 | manager
    ## PR Proposition
    PR-01
    PR-02
    PR-03 | implementation
    # Measurement
    ## ME Measuring the effect
    ME-01
    ME-02
    # Extra
    ## PX Something else
    PX-01
"""


def test_new_questions_count_as_gaps_where_an_interview_should_answer_them() -> None:
    now = later(MORE)
    new, remarks = upgraded(OLD, now)
    assert [remark.code for remark in remarks] == ["new-questions", "new-questions", "new-element"]
    assert "'Analysis and planning' has 2 questions more, left blank: AP-04, AP-05" in remarks[0].message
    assert "3 gaps" in remarks[0].message
    assert "no gaps" in remarks[1].message
    assert "'Something else' is new, with 1 question: PX-01" in remarks[2].message
    assert not any(remark.is_error for remark in remarks)
    new_ones = new_questions(BEFORE, now)
    assert {element: len(questions) for element, questions in new_ones.items()} == {
        AP: 2,
        "proposition": 1,
        "something-else": 1,
    }
    assert gaps_by_element(new, new_ones) == {AP: 3, "proposition": 0, "something-else": 0}
    assert new.answers == OLD.answers


def test_a_question_in_other_words_is_listed_when_it_was_answered() -> None:
    changed = question_set("# Core\n## AP Analysis and planning\nAP-01\nAP-02\nAP-03\n## PR Proposition\nPR-01\nPR-02")
    first = changed.questions["AP-01"]
    others = {"AP-01": replace(first, text="Is it done at all?"), "AP-03": replace(first, id="AP-03", text="Really?")}
    topic = changed.elements[0].topics[0]
    element = replace(
        changed.elements[0],
        topics=(replace(topic, questions=tuple(others.get(q.id, q) for q in topic.questions)),),
    )
    core = replace(changed.areas[0], elements=(element, *changed.areas[0].elements[1:]))
    (remark,) = reworded(Source("old.xlsx", OLD), BEFORE, replace(changed, areas=(core,)))
    assert remark.question_id == "AP-01"
    assert "2 interviews answered it. Before: Is AP-01 done? Now: Is it done at all?" in remark.message
    assert [str(spot.place) for spot in remark.places] == ["Interview 01!D2", "Interview 02!D2"]


def test_new_boxes_levels_and_states_make_no_remark() -> None:
    wider = replace(
        SAME,
        scale=scale_of((*BOXES, Box(Fraction(0), "Nothing"))),
        levels=(*LEVELS, Level("staff", "Staff", "Staff")),
        states=(*STATES, EvidenceState("praise", "P", "Praise")),
    )
    assert upgraded(OLD, wider)[1] == ()


# ------------------------------------------------------------------------------------------------- how many interviews


LAID_OUT = replace(OLD, interviews=(*OLD.interviews, Interview("03"), Interview("04")))


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (None, ["01", "02", "03", "04"]),
        (6, ["01", "02", "03", "04", "05", "06"]),
        (3, ["01", "02", "03"]),
        (2, ["01", "02"]),
    ],
)
def test_interviews_are_laid_out_or_dropped_at_the_end(wanted: int | None, codes: list[str]) -> None:
    new, remarks = upgraded(LAID_OUT, BEFORE, interviews=wanted)
    assert [interview.code for interview in new.interviews] == codes
    assert new.answers == OLD.answers
    assert remarks == ()


def test_filled_interviews_are_never_dropped() -> None:
    with pytest.raises(UsageError, match=r"2 interviews are filled \(01, 02\), so there cannot be 1"):
        upgraded(LAID_OUT, BEFORE, interviews=1)
    by_a_headline = replace(LAID_OUT, headlines=(Headline("04", None, "Said."),))
    new, _ = upgraded(by_a_headline, BEFORE, interviews=3)
    assert [interview.code for interview in new.interviews] == ["01", "02", "04"]
