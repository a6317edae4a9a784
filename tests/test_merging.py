"""Several workbooks become one: nothing is lost, nobody wins in silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assessment.merging import merge
from reportgen.assessment.merging.deleted import headings_of_cells
from reportgen.assessment.merging.facts import agree, is_said_by
from reportgen.cli.remedies import worded
from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.remarks import Remark, Source
from reportgen.common.exceptions import UsageError
from reportgen.common.held import REPLY, as_record, entries_of, from_record
from reportgen.common.model import (
    OVERALL,
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Engagement,
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    Interview,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
    PeerFilter,
    Place,
    Target,
)
from reportgen.workbook.layout import facts_of
from tests.builders import assessment, question_set

QUESTIONS = question_set()
FILES = ("anna.xlsx", "ben.xlsx", "cleo.xlsx")
AP, PR = "analysis-and-planning", "proposition"


def merged(*assessments: Assessment) -> tuple[Assessment, tuple[Remark, ...]]:
    return merge([Source(name, one) for name, one in zip(FILES, assessments, strict=False)], QUESTIONS)


def codes(remarks: Iterable[Remark]) -> list[str]:
    return [remark.code for remark in remarks]


def table(text: str, **changes: Any) -> Assessment:
    """An assessment from a table of answers; `changes` replace its other fields."""
    return replace(assessment(text, QUESTIONS), **changes)


def answers_of(whole: Assessment, code: str) -> dict[str, Fraction | None]:
    return {answer.question_id: answer.box for answer in whole.answers if answer.interview == code and answer.has_entry}


ANNA = table('question | 01 manager\nAP-01 | 80 IR "seen"\nPR-01 | 20')
BEN = table('question | 02 implementation\nAP-01 | 40\nAP-02 | N/A "no branches"')


# ------------------------------------------------------------------------------------------------- without collisions


def test_one_workbook_stays_as_it_is() -> None:
    assert merged(ANNA) == (ANNA, ())


def test_interviews_of_two_assessors_stand_side_by_side() -> None:
    both, remarks = merged(ANNA, BEN)
    assert remarks == ()
    assert [interview.code for interview in both.interviews] == ["01", "02"]
    assert answers_of(both, "01") == {"AP-01": 80, "PR-01": 20}
    assert answers_of(both, "02") == {"AP-01": 40, "AP-02": None}


def test_an_interview_that_is_only_laid_out_in_one_is_the_filled_one_of_the_other() -> None:
    laid_out = table("question | 01\nAP-01 |")
    blank = replace(laid_out, interviews=(Interview("01"), Interview("02"), Interview("03")))
    both, remarks = merged(replace(blank, engagement=ANNA.engagement), ANNA, BEN)
    assert remarks == ()
    assert both.interviews == (*ANNA.interviews, *BEN.interviews, Interview("03"))
    assert answers_of(both, "01") == {"AP-01": 80, "PR-01": 20}


def test_the_register_may_be_filled_for_all_beforehand() -> None:
    register = replace(ANNA, interviews=(*ANNA.interviews, *BEN.interviews), answers=())
    both, remarks = merged(replace(register, answers=ANNA.answers), replace(register, answers=BEN.answers))
    assert remarks == ()
    assert both == merged(ANNA, BEN)[0]


def test_a_fuller_copy_of_an_interview_takes_the_place_of_an_earlier_one() -> None:
    later = table('question | 01 manager\nAP-01 | 80 IR "seen"\nPR-01 | 20 i\nPR-02 | 5')
    for order in ((ANNA, later), (later, ANNA)):
        both, remarks = merged(*order)
        assert remarks == ()
        assert both == later


def test_a_code_written_in_two_ways_is_one_code() -> None:
    excel = replace(
        ANNA,
        interviews=(replace(ANNA.interviews[0], code="1"),),
        answers=tuple(replace(answer, interview="1") for answer in ANNA.answers),
    )
    both, remarks = merged(ANNA, excel)
    assert (both, remarks) == (ANNA, ())


def test_what_one_does_not_say_the_other_says() -> None:
    first = replace(ANNA, engagement=Engagement("Example Ltd", market="broadband"))
    second = replace(BEN, engagement=Engagement("Example Ltd", region="UK", peer_filter=PeerFilter(sizes=("large",))))
    both, remarks = merged(first, second)
    assert remarks == ()
    assert both.engagement == Engagement(
        "Example Ltd", market="broadband", region="UK", peer_filter=PeerFilter(sizes=("large",))
    )


def test_notes_and_texts_in_both_stand_once() -> None:
    note = Note("01", AP, NoteKind.EXAMPLE, "Plans are old.")
    unsorted = replace(note, element=None, kind=None)
    text = NarrativeText(NarrativeSection.AIM, None, "Find out.")
    first = replace(ANNA, notes=(note, note), narrative=(text,))
    second = replace(BEN, notes=(unsorted, note), narrative=(text,))
    both, remarks = merged(first, second)
    assert remarks == ()
    assert both.notes == (note, note)
    assert both.narrative == (text,)


def test_new_texts_stand_behind_those_of_their_section() -> None:
    aim, lesson = (NarrativeText(s, None, "First.") for s in (NarrativeSection.AIM, NarrativeSection.LESSON))
    question = NarrativeText(NarrativeSection.QUESTION, None, "Why?")
    second = replace(BEN, narrative=(replace(aim, text="Second."), question, lesson))
    both, (remark,) = merged(replace(ANNA, narrative=(aim, lesson)), second)
    assert both.narrative == (aim, replace(aim, text="Second."), lesson, question)
    assert (remark.code, remark.is_error) == ("texts-joined", False)
    assert "Aim: ben.xlsx has 1 text more than anna.xlsx" in remark.message


# ---------------------------------------------------------------------------------------------------------- collisions


def test_one_code_for_two_interviews_keeps_both_and_says_so() -> None:
    note, headline = Note("01", AP, None, "Ben's note."), Headline("01", HeadlineStatus.NEW, "Ben's headline.")
    other = table("question | 01 manager\nAP-01 | 20\nAP-02 | 40", notes=(note,), headlines=(headline,))
    laid_out = replace(ANNA, interviews=(*ANNA.interviews, Interview("07")))
    both, (remark,) = merged(laid_out, other)
    assert [interview.code for interview in both.interviews] == ["01", "07", "08"]
    assert answers_of(both, "01") == {"AP-01": 80, "PR-01": 20}
    assert answers_of(both, "08") == {"AP-01": 20, "AP-02": 40}
    assert both.notes == (replace(note, interview="08"),)
    assert both.headlines == (replace(headline, interview="08"),)
    assert (remark.code, remark.severity) == ("interview-code-twice", Severity.COLLISION)
    assert [str(spot) for spot in remark.places] == ["anna.xlsx, Interviews!A2", "ben.xlsx, Interviews!A2"]
    assert "AP-01 80 and 20, AP-02 blank and 40" in remark.message
    assert "is interview 08 now" in remark.message


def test_two_people_under_one_code_are_two_interviews_whatever_they_answer() -> None:
    other = replace(ANNA, interviews=(replace(ANNA.interviews[0], role="Another role"),))
    both, (remark,) = merged(ANNA, other)
    assert [interview.role for interview in both.interviews] == ["Role of 01", "Another role"]
    assert "role 'Role of 01' and 'Another role'; the answers are the same" in remark.message


@pytest.mark.parametrize(("code", "given_code"), [("01", "02"), ("M-9", "M-10"), ("CEO", "CEO-2"), ("Ⅷ", "Ⅷ-2")])
def test_the_second_interview_gets_a_code_of_the_same_kind(code: str, given_code: str) -> None:
    def under(one: Assessment) -> Assessment:
        answers = tuple(replace(answer, interview=code) for answer in one.answers)
        return replace(one, interviews=(replace(one.interviews[0], code=code),), answers=answers)

    both, _ = merged(under(ANNA), under(table("question | 01 manager\nAP-01 | 5")))
    assert [interview.code for interview in both.interviews] == [code, given_code]


def test_facts_of_an_interview_that_only_the_register_tells_differently_are_listed() -> None:
    planned = Place("Interviews", "D5")
    register = replace(ANNA.interviews[0], role="Planned role", left_out="Prices", places={"role": planned})
    both, (remark,) = merged(replace(ANNA, interviews=(register,), answers=()), ANNA)
    (kept,) = both.interviews
    assert (kept.role, kept.left_out) == ("Role of 01", "Prices")
    assert remark.code == "interview-facts-differ"
    assert remark.message.startswith("Interview 01, Role: 'Role of 01' in ben.xlsx, Interviews!A2, 'Planned role' in ")
    assert remark.places[1].place == planned
    assert remark.record()["said"] == {"role": "Planned role"}


def test_elements_covered_are_told_by_their_titles() -> None:
    register = replace(ANNA.interviews[0], elements=frozenset({PR}))
    _, (remark,) = merged(ANNA, replace(ANNA, interviews=(register,), answers=()))
    assert "Elements covered" in remark.message
    assert "'AP Analysis and planning, PR Proposition, ME Measuring the effect' in anna.xlsx" in remark.message
    assert "'PR Proposition' in ben.xlsx" in remark.message


def test_differing_facts_of_the_engagement_keep_the_first_and_list_the_other() -> None:
    places = {"date": Place("Engagement", "B10"), "name_roles": Place("Engagement", "B20")}
    one = Engagement("Example Ltd", date=date(2025, 3, 1), name_roles=False, places=places)
    other = Engagement("Example Ltd", date=date(2025, 4, 1), name_roles=True, places=places)
    both, remarks = merged(replace(ANNA, engagement=one), replace(BEN, engagement=other))
    assert both.engagement == one
    assert codes(remarks) == ["engagement-differs"] * 2
    assert remarks[0].message.startswith(
        "Date of the report: '2025-03-01' in anna.xlsx, Engagement!B10, '2025-04-01' in ben.xlsx, Engagement!B10."
    )
    assert remarks[1].record()["said"] == {"name_roles": "Yes"}


def test_two_agreed_scores_cannot_both_stand() -> None:
    first = AgreedScore("AP-01", Fraction(60), "Weighed up.", Place("Agreed scores", "F2"))
    reason = AgreedScore("PR-01", None, "To be discussed.")
    second = (
        replace(first, box=Fraction(40)),
        replace(reason, box=Fraction(20)),
        AgreedScore("AP-02", Fraction(5), "Nothing at all."),
    )
    both, (remark,) = merged(replace(ANNA, agreed=(first, reason)), replace(BEN, agreed=second))
    assert both.agreed == (
        first,
        AgreedScore("AP-02", Fraction(5), "Nothing at all."),
        replace(reason, box=Fraction(20)),
    )
    assert (remark.code, remark.question_id) == ("agreed-scores-differ", "AP-01")
    assert "AP-01 is agreed as 60 ('Weighed up.') in anna.xlsx, Agreed scores!F2, as 40" in remark.message
    assert remark.record()["said"] == {"box": "40", "reason": "Weighed up."}


def test_two_targets_of_an_element_cannot_both_stand() -> None:
    first = Target(AP, Fraction(60), None, Place("Targets", "B5"))
    day = date(2027, 3, 31)
    filled, none = merged(replace(ANNA, targets=(first,)), replace(BEN, targets=(replace(first, by=day),)))
    assert (filled.targets, none) == ((replace(first, by=day),), ())
    other, new = Target(AP, Fraction(80), day, Place("Targets", "B7")), Target("measuring-the-effect", Fraction(40))
    both, (remark,) = merged(replace(ANNA, targets=(first,)), replace(BEN, targets=(other, new)))
    assert both.targets == (first, new)
    assert remark.message.startswith(
        "The target of 'Analysis and planning' is 60 in anna.xlsx, Targets!B5, 80 by 31 March 2027 in ben.xlsx"
    )
    assert remark.record()["said"] == {"box": "80", "by": "2027-03-31"}


def test_one_reference_for_two_findings_gives_the_second_the_next_free_one() -> None:
    one = Finding("F-01", "core", FindingKind.STRENGTH, "Good plans.")
    other = Finding("F-01", "core", FindingKind.STRENGTH, "Good people.")
    last = Finding("F-09", OVERALL, FindingKind.KEY_FINDING, "All is well.")
    both, (remark,) = merged(replace(ANNA, findings=(one,)), replace(BEN, findings=(other, last)))
    assert both.findings == (one, replace(other, ref="F-10"), last)
    assert remark.code == "reference-twice"
    assert "'Good plans.' in anna.xlsx, and for 'Good people.' in ben.xlsx" in remark.message
    assert "is F-10 now" in remark.message


def test_the_same_finding_under_two_references_is_kept_once() -> None:
    one = Finding("F-01", "core", FindingKind.STRENGTH, "Good plans.")
    both, (remark,) = merged(replace(ANNA, findings=(one,)), replace(BEN, findings=(replace(one, ref="F-05"),)))
    assert both.findings == (one,)
    assert (remark.code, remark.is_error) == ("kept-once", False)


def test_the_same_text_with_something_else_beside_it_is_kept_twice() -> None:
    one = Initiative("R-1", "core", "quick-win", "Write the plan.", effort="low")
    other = replace(one, ref="R-2", horizon="big-prize", owner="Sales")
    both, (remark,) = merged(replace(ANNA, initiatives=(one,)), replace(BEN, initiatives=(other,)))
    assert both.initiatives == (one, other)
    assert remark.code == "same-text-twice"
    assert "horizon 'Quick win' and 'Big prize'" in remark.message


def test_two_people_may_say_the_same() -> None:
    note = Note("01", AP, NoteKind.STATEMENT, "No plan.")
    both, remarks = merged(replace(ANNA, notes=(note,)), replace(BEN, notes=(replace(note, interview="02"),)))
    assert (len(both.notes), remarks) == (2, ())


# ---------------------------------------------------------------------------------------------- what was deleted


FULL = table(
    "question | 01 manager | 02 implementation\nAP-01 | 80 | 40\nAP-02 | 60 | 20\nPR-01 | 20 | 20\n",
    notes=(Note("01", AP, NoteKind.EXAMPLE, "Nobody looked up."),),
    headlines=(Headline("02", HeadlineStatus.NEW, "Nobody owns it."),),
    agreed=(AgreedScore("AP-01", Fraction(60), "Weighed up."),),
    findings=(
        Finding("F-001", OVERALL, FindingKind.STRENGTH, "Care."),
        Finding("F-002", OVERALL, FindingKind.THREAT, "Rain."),
    ),
    initiatives=(Initiative("R-001", "core", "quick-win", "Name an owner.", "must", "low", "Head"),),
    targets=(Target(AP, Fraction(60), date(2027, 3, 31), Place("Targets", "B5")),),
    narrative=(NarrativeText(NarrativeSection.AIM, None, "To see."),),
)


def copy_of(whole: Assessment, **changes: Any) -> Assessment:
    """What somebody made of a workbook that was written with all this."""
    return replace(whole, held=from_record([as_record(whole)]), **changes)


@pytest.mark.parametrize("name", ["notes", "headlines", "agreed", "findings", "initiatives", "targets", "narrative"])
def test_an_entry_that_one_assessor_deleted_is_kept_and_told(name: str) -> None:
    entry = getattr(FULL, name)[0]
    whole, remarks = merged(copy_of(FULL, **{name: getattr(FULL, name)[1:]}), copy_of(FULL))
    assert sorted(map(repr, getattr(whole, name))) == sorted(map(repr, getattr(FULL, name)))
    assert codes(remarks) == ["entry-deleted"]
    assert [at.file for at in remarks[0].places] == ["ben.xlsx", "anna.xlsx"]
    told = getattr(entry, "text", getattr(entry, "question_id", "'Analysis and planning'"))
    assert told in remarks[0].message


def test_answers_that_one_assessor_cleared_are_told_together() -> None:
    def left(*questions: str) -> tuple[Answer, ...]:
        gone = [
            answer
            for answer in FULL.answers
            if (answer.interview, answer.question_id) in {("01", q) for q in questions}
        ]
        return tuple(
            replace(answer, state=AnswerState.BLANK, box=None) if answer in gone else answer for answer in FULL.answers
        )

    (told,) = merged(copy_of(FULL, answers=left("AP-01")), copy_of(FULL))[1]
    assert "the answer of interview 01 to AP-01" in told.message
    assert "deleted in anna.xlsx, " in told.message  # with the cell that was cleared
    (told,) = merged(copy_of(FULL), copy_of(FULL, answers=left("AP-01", "PR-01")))[1]
    assert "the answers of interview 01 to AP-01 and PR-01" in told.message


def cleared(assessment: Assessment, name: str, cell: str) -> Assessment:
    """The assessment with one cell of its first entry of a sort emptied: evidence by the name of the state."""
    found = getattr(assessment, name)
    first = found if name == "engagement" else found[0]
    of_none = ("box", "kind", "element", "status", "level", "start", "end", "by")
    change: dict[str, Any] = {cell: () if cell == "lifts" else None if cell in of_none else ""}
    if name == "answers":
        blank: dict[str, Any] = {"answer": {"state": AnswerState.BLANK, "box": None}, "note": {"note": ""}}
        change = blank.get(cell, {"evidence": {**first.evidence, cell: None}})
    less = replace(first, **change)
    changed: dict[str, Any] = {name: less if name == "engagement" else (less, *found[1:])}
    return replace(assessment, **changed)


WHOLE = replace(
    FULL,
    engagement=replace(FULL.engagement, market="Museums"),
    interviews=(replace(FULL.interviews[0], role="Head", follow_ups_open="Ring back."), *FULL.interviews[1:]),
    initiatives=(
        replace(
            FULL.initiatives[0],
            lifts=("AP-01",),
            start=date(2026, 1, 5),
            end=date(2026, 3, 5),
            decision="Who pays.",
        ),
    ),
    answers=(
        replace(FULL.answers[0], evidence={"intention": True, "reality": False, "effect": None}, note="Seen."),
        *FULL.answers[1:],
    ),
)
CELLS = {
    "engagement": ("market",),
    "interviews": ("role", "level", "follow_ups_open"),
    "answers": ("answer", "note", "intention", "reality"),
    "notes": ("element", "kind"),
    "headlines": ("status",),
    "agreed": ("box", "reason"),
    "initiatives": ("effort", "owner", "lifts", "start", "end", "decision"),
    "targets": ("by",),
}


@pytest.mark.parametrize(("name", "cell"), [(name, cell) for name, cells in CELLS.items() for cell in cells])
def test_a_cell_that_one_assessor_cleared_is_told_though_its_entry_still_stands(name: str, cell: str) -> None:
    """Who clears an answer leaves the evidence beside it; the other workbook fills the cell again."""
    less = cleared(copy_of(WHOLE), name, cell)
    whole, remarks = merged(less, copy_of(WHOLE))
    assert as_record(whole) == as_record(WHOLE)
    assert codes(remarks) == ["entry-deleted"]
    assert [at.file for at in remarks[0].places] == ["ben.xlsx", "anna.xlsx"]
    assert codes(merged(copy_of(WHOLE), less)[1]) == ["entry-deleted"]


def test_every_cell_that_may_be_told_has_its_heading() -> None:
    told = {(entry.kind, entry.cell) for entry in entries_of(WHOLE) if entry.cell and entry.cell != REPLY}
    told |= {("engagement", key) for key in facts_of(FULL.engagement)}
    headings = headings_of_cells(QUESTIONS)
    assert {cell for cell in told if not headings.get(cell)} == set()


@pytest.mark.parametrize(("name", "cell"), [("answers", "answer"), ("notes", ""), ("agreed", "box")])
def test_what_was_deleted_before_a_merge_is_told_when_it_comes_back_after_it(name: str, cell: str) -> None:
    """The outcome of a merge remembers what its workbooks did."""
    less = cleared(copy_of(WHOLE), name, cell) if cell else copy_of(WHOLE, notes=())
    outcome, remarks = merged(less, less)
    assert remarks == ()
    again = replace(outcome, held=from_record([as_record(outcome)]))  # written and read
    assert codes(merged(again, WHOLE)[1]) == ["entry-deleted"]


def test_what_moved_to_another_code_is_not_deleted_from_the_old_one() -> None:
    other = table(
        "question | 01 implementation\nAP-01 | 40\nAP-02 | 20", notes=(Note("01", AP, NoteKind.EXAMPLE, "Cold."),)
    )
    outcome, remarks = merged(copy_of(ANNA), copy_of(other))
    assert codes(remarks) == ["interview-code-twice"]
    written = copy_of(outcome)
    more = replace(table('question | 01 manager\nAP-01 | 80 IR "seen"\nPR-01 | 20\nAP-02 | 60'), notes=other.notes)
    assert codes(merged(written, more)[1]) == []
    less = replace(
        written, answers=tuple(a for a in written.answers if (a.interview, a.question_id) != ("02", "AP-02"))
    )
    assert codes(merged(less, outcome)[1]) == ["entry-deleted"]


def test_with_an_interview_goes_all_that_belongs_to_it() -> None:
    rest = copy_of(
        FULL,
        interviews=FULL.interviews[1:],
        answers=tuple(answer for answer in FULL.answers if answer.interview != "01"),
        notes=(),
    )
    (told,) = merged(copy_of(FULL), rest)[1]
    assert (told.code, told.fact("what")) == ("entry-deleted", "interview 01")
    assert [at.file for at in told.places] == ["anna.xlsx", "ben.xlsx"]


def test_what_is_new_or_was_never_there_is_not_deleted() -> None:
    """A workbook that does not remember its entries tells of none; nor does one that was written before they were."""
    shorter = replace(FULL, notes=(), findings=FULL.findings[:1])
    assert merged(shorter, FULL)[1] == ()
    assert merged(copy_of(shorter), copy_of(FULL))[1] == ()
    edited = replace(FULL.findings[0], text="Care, everywhere.")
    assert codes(merged(copy_of(FULL, findings=(edited, FULL.findings[1])), copy_of(FULL))[1]) == ["reference-twice"]


def test_workbooks_of_different_versions_are_refused() -> None:
    with pytest.raises(UsageError, match=r"ben.xlsx: test 2\). Bring them to one version first"):
        merged(ANNA, replace(BEN, set_version="2"))
    with pytest.raises(UsageError, match=r"different question sets \(anna.xlsx: test 1; ben.xlsx: theirs 1\)") as told:
        merged(ANNA, replace(BEN, set_id="theirs"))
    assert "version" not in str(told.value)
    assert "upgrade" not in told.value.told(worded), "which changes no set"
    with pytest.raises(UsageError):
        merge([], QUESTIONS)


# ---------------------------------------------------------------------------------------------------------- properties


TEXTS = st.sampled_from(["Plans are old.", "Nobody rings back.", "= 1 + 1"])
CODES = ("01", "02", "M-1")


@st.composite
def workbooks(draw: st.DrawFn) -> Assessment:
    """A workbook of an assessor: few codes, texts and values, so that workbooks of two meet often."""
    held = draw(st.lists(st.sampled_from(CODES), unique=True, min_size=1))
    mine = st.sampled_from(held)
    return Assessment(
        "test",
        "1",
        Engagement("Example Ltd", market=draw(st.sampled_from(["", "broadband", "energy"]))),
        interviews=tuple(draw(_interview(code)) for code in held),
        answers=tuple(draw(_answer(code, question)) for code in held for question in ("AP-01", "AP-02", "PR-01")),
        notes=_many(draw, st.builds(Note, mine, _ELEMENTS, _NOTE_KINDS, TEXTS)),
        headlines=_many(draw, st.builds(Headline, mine, _STATUSES, TEXTS)),
        agreed=_many(draw, st.builds(AgreedScore, _QUESTION_IDS, st.sampled_from([None, 5, 80]), TEXTS), "question_id"),
        findings=_many(draw, st.builds(Finding, _REFS, st.just("core"), _FINDING_KINDS, TEXTS), "ref"),
        initiatives=_many(draw, st.builds(Initiative, _REFS, st.just("core"), _HORIZONS, TEXTS, owner=_OWNERS), "ref"),
        targets=_many(draw, st.builds(Target, st.just(AP), st.sampled_from([60, 80]), _DAYS), "element"),
        narrative=_many(draw, st.builds(NarrativeText, st.sampled_from([*NarrativeSection][:2]), st.none(), TEXTS)),
    )


_ELEMENTS, _OWNERS = st.sampled_from([None, AP]), st.sampled_from(["", "IT"])
_NOTE_KINDS = st.sampled_from([None, NoteKind.EXAMPLE, NoteKind.INSIGHT])
_STATUSES = st.sampled_from([None, HeadlineStatus.NEW, HeadlineStatus.RECURRING])
_FINDING_KINDS = st.sampled_from([FindingKind.STRENGTH, FindingKind.WEAKNESS])
_HORIZONS = st.sampled_from(["quick-win", "big-prize"])
_QUESTION_IDS = st.sampled_from(["AP-01", "AP-02"])
_DAYS = st.sampled_from([None, date(2027, 3, 31)])
_REFS = st.sampled_from(["F-1", "F-2", "F-3"])


def _many(draw: st.DrawFn, one: st.SearchStrategy[Any], unique: str = "") -> tuple[Any, ...]:
    """A few of them; in the order of the question set where a question has one each."""
    by = (lambda entry: getattr(entry, unique)) if unique else None
    found = draw(st.lists(one, max_size=2, unique_by=by))
    return tuple(sorted(found, key=by) if unique == "question_id" else found)


def _interview(code: str) -> st.SearchStrategy[Interview]:
    roles, days = st.sampled_from(["", "Director", "Clerk"]), st.sampled_from([None, date(2025, 3, 1)])
    return st.builds(Interview, st.just(code), days, role=roles, left_out=st.sampled_from(["", "Prices", "Shops"]))


def _answer(code: str, question_id: str) -> st.SearchStrategy[Answer]:
    scored = st.builds(
        Answer,
        st.just(code),
        st.just(question_id),
        st.just(AnswerState.SCORED),
        st.sampled_from([20, 80]),
        st.sampled_from([{}, {"intention": True}, {"intention": None}]),
        st.sampled_from(["", "Seen."]),
    )
    states = st.sampled_from([AnswerState.BLANK, AnswerState.BLANK, AnswerState.NOT_KNOWN])
    return st.one_of(scored, st.builds(Answer, st.just(code), st.just(question_id), states))


SOME = settings(max_examples=40, deadline=None)

several = st.lists(workbooks(), min_size=1, max_size=3)


@SOME
@given(workbooks())
def test_any_workbook_alone_or_twice_stays_as_it_is(one: Assessment) -> None:
    assert merged(one) == (one, ())
    assert merged(one, one) == (one, ())


@SOME
@given(several)
def test_nothing_is_lost(sources: list[Assessment]) -> None:
    whole, remarks = merged(*sources)
    said = " ".join(f"{remark.message} {remark.facts.get('content', {})}" for remark in remarks)
    for source in sources:
        for interview in source.interviews:
            assert any(_holds(whole, source, interview, other, said) for other in whole.interviews)
        for note in source.notes:
            assert any(_is_in(replace(note, interview=""), replace(n, interview="")) for n in whole.notes)
        for headline in source.headlines:
            assert any(_is_in(replace(headline, interview=""), replace(h, interview="")) for h in whole.headlines)
        for finding in source.findings:
            assert any(_is_in(replace(finding, ref=""), replace(f, ref="")) for f in whole.findings)
        for initiative in source.initiatives:
            assert any(_is_in(replace(initiative, ref=""), replace(i, ref="")) for i in whole.initiatives)
        assert not Counter(source.narrative) - Counter(whole.narrative)
        for score in source.agreed:
            assert any(is_said_by(score, kept) for kept in whole.agreed) or score.reason in said
        for target in source.targets:
            assert any(is_said_by(target, kept) for kept in whole.targets) or f"'box': '{target.box}'" in said
        assert source.engagement.market in ("", whole.engagement.market) or source.engagement.market in said


def _holds(whole: Assessment, source: Assessment, mine: Interview, other: Interview, said: str) -> bool:
    """True when the other interview has all answers of mine, and its facts unless they are listed."""
    answers = {
        answer.question_id: replace(answer, interview="") for answer in whole.answers if answer.interview == other.code
    }
    entries = [replace(a, interview="") for a in source.answers if a.interview == mine.code and a.has_entry]
    facts = [(getattr(mine, name), getattr(other, name)) for name in ("date", "role", "left_out")]
    return all(a.question_id in answers and is_said_by(a, answers[a.question_id]) for a in entries) and all(
        not one or one == kept or str(one) in said for one, kept in facts
    )


def _is_in(one: Any, other: Any) -> bool:
    return is_said_by(one, other)


@SOME
@given(several)
def test_codes_and_references_stay_unique(sources: list[Assessment]) -> None:
    whole, _ = merged(*sources)
    for names in (
        [interview.code for interview in whole.interviews],
        [finding.ref for finding in whole.findings],
        [initiative.ref for initiative in whole.initiatives],
        [score.question_id for score in whole.agreed],
    ):
        assert len(set(names)) == len(names)
    known = {interview.code for interview in whole.interviews}
    assert {answer.interview for answer in whole.answers} <= known
    assert {note.interview for note in whole.notes} | {h.interview for h in whole.headlines} <= known


@SOME
@given(st.tuples(workbooks(), workbooks()))
def test_the_order_of_two_workbooks_changes_only_who_comes_first(pair: tuple[Assessment, Assessment]) -> None:
    one, one_remarks = merged(*pair)
    other, other_remarks = merged(*reversed(pair))
    assert _collisions(one_remarks) == _collisions(other_remarks)
    assert _answers(one) == _answers(other)
    assert {score.question_id for score in one.agreed} == {score.question_id for score in other.agreed}
    assert Counter(one.narrative) == Counter(other.narrative)
    for entries in ("notes", "headlines", "findings", "initiatives"):
        texts = [Counter(entry.text for entry in getattr(whole, entries)) for whole in (one, other)]
        assert texts[0] == texts[1]


def _collisions(remarks: Iterable[Remark]) -> set[str]:
    return {remark.code for remark in remarks if remark.is_error}


def _answers(whole: Assessment) -> Counter[frozenset[tuple[object, ...]]]:
    """What each interview says, whatever its code."""
    return Counter(
        frozenset(
            (a.question_id, a.state, a.box, a.note, a.evidence.get("intention"))
            for a in whole.answers
            if a.interview == interview.code and a.has_entry
        )
        for interview in whole.interviews
    )


@given(st.builds(Note, st.just("01"), st.sampled_from([None, AP, PR]), st.none(), TEXTS), TEXTS)
def test_agreement_knows_no_order(note: Note, text: str) -> None:
    other = replace(note, element=None, text=text)
    assert agree(note, other) == agree(other, note)
