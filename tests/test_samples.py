"""The samples: a story that holds together, and committed files that tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from reportgen.assessment.progress import earlier_from_results
from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.validation import validate
from reportgen.common.model import (
    HORIZONS,
    OVERALL,
    Answer,
    AnswerState,
    Assessment,
    Comparison,
    Disclosure,
    FindingKind,
    NarrativeSection,
    NoteKind,
    Peer,
    Quarter,
    QuestionSet,
    Side,
)
from reportgen.common.peer_table import PeerData
from reportgen.peers.files import read_peers
from reportgen.peers.writing import write_peer_file
from reportgen.workbook.writer import write_workbook
from tests.report_variants import FEW_PEERS, MANY_PEERS
from tests.workbooks import read_workbook
from workbooks.make_samples import (
    CLIENT_FILE,
    EARLIER_FILE,
    PEERS_FILE,
    SECTORS,
    sample_assessment,
    sample_earlier,
    sample_peers,
    sample_questions,
)

# What the story leaves open, each with a follow-up in the interview concerned.
GAP = ("12", "EF-14")  # the interview ran out of time
APART = "PM-15"  # three steps apart, to be weighed when the queue figures are in
MIXED = "EC-08"  # homes get no quotations, small firms do


@pytest.fixture(scope="module")
def questions() -> QuestionSet:
    return sample_questions()


@pytest.fixture(scope="module")
def told(questions: QuestionSet) -> Assessment:
    return sample_assessment(questions)


@pytest.fixture(scope="module")
def peers(questions: QuestionSet) -> tuple[Peer, ...]:
    return sample_peers(questions)


# ------------------------------------------------------------------------------------------------ interviews


def test_twelve_interviews_over_both_levels_each_cover_part_of_the_model(
    told: Assessment, questions: QuestionSet
) -> None:
    assert len(told.interviews) == 12
    assert Counter(interview.level for interview in told.interviews) == {"manager": 6, "implementation": 6}
    for interview in told.interviews:
        assert 5 <= len(interview.elements) < len(questions.elements) / 2
        assert interview.role
        assert interview.interviewer


def test_three_interviews_or_more_and_both_levels_cover_each_element(told: Assessment, questions: QuestionSet) -> None:
    for element in questions.elements:
        covering = [interview for interview in told.interviews if element.id in interview.elements]
        assert len(covering) >= 3
        assert {interview.level for interview in covering} == {"manager", "implementation"}


def test_each_interview_has_two_to_four_headlines(told: Assessment) -> None:
    counts = Counter(headline.interview for headline in told.headlines)
    assert set(counts) == set(told.interview)
    assert all(2 <= count <= 4 for count in counts.values())
    assert {headline.status for headline in told.headlines if headline.interview == "01"} == {told.headlines[0].status}
    assert len({headline.status for headline in told.headlines}) == 3


def test_what_stays_open_is_on_the_list_of_follow_ups(told: Assessment) -> None:
    assert GAP[1] in told.interview[GAP[0]].follow_ups_open
    assert any(APART in interview.follow_ups_open for interview in told.interviews)
    assert any(interview.follow_ups_closed for interview in told.interviews)


# --------------------------------------------------------------------------------------------------- answers


def test_all_that_an_interview_should_answer_is_answered_but_for_one_gap(
    told: Assessment, questions: QuestionSet
) -> None:
    expected = {
        (interview.code, question.id)
        for interview in told.interviews
        for element in questions.elements
        if element.id in interview.elements
        for question in element.questions
        if interview.level in question.levels
    }
    assert expected - {(answer.interview, answer.question_id) for answer in told.answers} == {GAP}
    assert {(answer.interview, answer.question_id) for answer in told.answers} <= expected


def test_the_states_seen_support_the_box(told: Assessment) -> None:
    found = {100: {"intention", "reality", "effect"}, 80: {"intention", "reality"}, 60: {"intention"}}
    needed = {Fraction(box): states for box, states in found.items()}
    for answer in _scored(told):
        seen = {state for state, was_seen in answer.evidence.items() if was_seen}
        assert seen >= needed.get(answer.box or Fraction(0), set()), answer


def test_high_boxes_and_not_applicable_say_why(told: Assessment, questions: QuestionSet) -> None:
    for answer in told.answers:
        if (answer.box or 0) >= 80 or answer.state is AnswerState.NOT_APPLICABLE:
            assert answer.note, answer
        if answer.state is AnswerState.NOT_APPLICABLE:
            assert questions.questions[answer.question_id].na_allowed, answer
    assert sum(bool(answer.note) for answer in told.answers) >= 300


def test_not_known_and_not_asked_occur(told: Assessment) -> None:
    states = Counter(answer.state for answer in told.answers)
    assert states[AnswerState.NOT_KNOWN] >= 20
    assert states[AnswerState.NOT_ASKED] >= 3
    assert states[AnswerState.NOT_APPLICABLE] >= 20


def test_a_question_applies_to_all_interviews_or_to_none_but_for_one(told: Assessment) -> None:
    mixed = [
        question_id
        for question_id, answers in told.answers_to.items()
        if {AnswerState.SCORED, AnswerState.NOT_APPLICABLE} <= {answer.state for answer in answers}
    ]
    assert mixed == [MIXED]


def test_interviews_mostly_agree_and_large_differences_are_weighed(told: Assessment, questions: QuestionSet) -> None:
    spreads = {
        question_id: questions.answers[question_id].steps(min(boxes), max(boxes))
        for question_id, answers in told.answers_to.items()
        if len(boxes := [answer.box for answer in answers if answer.box is not None]) > 1
    }
    assert sum(spread <= 1 for spread in spreads.values()) > 0.75 * len(spreads)
    assert sum(spread == 2 for spread in spreads.values()) >= 20
    wide = {question_id for question_id, spread in spreads.items() if spread >= 3}
    assert wide - {agreed.question_id for agreed in told.agreed} == {APART}


def test_agreed_boxes_lie_within_what_interviews_said_and_have_reasons(told: Assessment) -> None:
    assert 12 <= len(told.agreed) <= 16
    for agreed in told.agreed:
        boxes = [answer.box for answer in told.answers_to[agreed.question_id] if answer.box is not None]
        assert agreed.box is not None
        assert min(boxes) <= agreed.box <= max(boxes)
        assert len(agreed.reason) > 40


def _scored(told: Assessment) -> list[Answer]:
    return [answer for answer in told.answers if answer.state is AnswerState.SCORED]


# ----------------------------------------------------------------------------------------------------- story


def test_the_scores_tell_the_story(told: Assessment, questions: QuestionSet) -> None:
    scores = score(told, questions)
    values = {key: float(group.value or 0) for key, group in scores.elements.items()}
    assert 35 <= float(scores.overall.value or 0) <= 42
    best, worst = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    assert (best, worst) == ("enquiry-and-conversion", "welcoming-and-getting-to-know")
    assert values[best] < 70
    assert values[worst] > 14
    weakest = sorted(scores.areas, key=lambda area: scores.areas[area].value or 0)[0]
    assert weakest == "measurement"  # as its key finding says
    assert values["technology"] > 55
    assert max(values["winning-back"], values["measuring-the-effect"], values["retention-activity"]) < 30


def test_intention_runs_ahead_of_reality_and_reality_of_effect(told: Assessment, questions: QuestionSet) -> None:
    shares = score(told, questions).evidence[OVERALL].shares
    assert (shares["intention"] or 0) > (shares["reality"] or 0) > (shares["effect"] or 0) > 0


def test_managers_see_more_in_place_than_staff(told: Assessment, questions: QuestionSet) -> None:
    levels = score(told, questions).levels
    overall = levels[OVERALL].values
    assert (overall["manager"] or 0) - (overall["implementation"] or 0) > 8
    both = [level.values for level in levels.values() if None not in level.values.values()]
    assert all((values["manager"] or 0) > (values["implementation"] or 0) for values in both)


# -------------------------------------------------------------------------------------- findings, road map, words


def test_findings_of_every_kind_for_every_area_and_overall(told: Assessment, questions: QuestionSet) -> None:
    assert len(told.findings) >= 40
    counts = Counter((finding.area, finding.kind) for finding in told.findings)
    for area in [OVERALL, *(area.id for area in questions.areas)]:
        for kind in FindingKind:
            assert counts[area, kind] >= 2, (area, kind)
        assert 3 <= counts[area, FindingKind.KEY_FINDING] <= 5
        assert 3 <= counts[area, FindingKind.DEVELOPMENT_AREA] <= 5


def test_initiatives_for_every_area_and_horizon_but_never_a_crowd(told: Assessment, questions: QuestionSet) -> None:
    assert len(told.initiatives) >= 25
    counts = Counter((initiative.area, initiative.horizon) for initiative in told.initiatives)
    assert set(counts) == {(area.id, horizon.id) for area in questions.areas for horizon in HORIZONS}
    assert max(counts.values()) <= 3
    assert all(initiative.priority and initiative.effort and initiative.owner for initiative in told.initiatives)


def test_references_differ(told: Assessment) -> None:
    refs = [finding.ref for finding in told.findings] + [initiative.ref for initiative in told.initiatives]
    assert len(set(refs)) == len(refs)


def test_notes_of_every_kind(told: Assessment) -> None:
    assert len(told.notes) >= 25
    assert {note.kind for note in told.notes} == set(NoteKind)
    for note in told.notes:
        assert note.element in told.interview[note.interview].elements, note


def test_the_narrative_is_complete_but_for_one_introduction(told: Assessment, questions: QuestionSet) -> None:
    assert {text.section for text in told.narrative} == set(NarrativeSection)
    introduced = {text.area for text in told.narrative if text.section is NarrativeSection.AREA_INTRODUCTION}
    assert {area.id for area in questions.areas} - introduced == {"development"}


def test_the_report_will_say_that_it_is_invented(told: Assessment) -> None:
    assert "(invented)" in told.engagement.authors
    assert "(invented)" in told.engagement.commissioned_by
    assert "is an invented company" in told.texts(NarrativeSection.EXECUTIVE_SUMMARY)[0]


def test_no_two_texts_are_the_same(told: Assessment) -> None:
    texts = [text.text for text in told.narrative]
    texts += [note.text for note in told.notes]
    texts += [headline.text for headline in told.headlines]
    texts += [finding.text for finding in told.findings]
    texts += [initiative.text for initiative in told.initiatives]
    assert not [text for text, count in Counter(texts).items() if count > 1]


# ----------------------------------------------------------------------------------------------------- peers


def compared(told: Assessment, peers: tuple[Peer, ...], questions: QuestionSet) -> Comparison:
    data = PeerData.of(peers, told.engagement.peer_data, invented=True)
    found = compare(score(told, questions), data, told.engagement, questions)
    assert not found.widened
    return found


def test_120_peers_of_which_the_clients_sector_has_enough_for_all_figures(
    told: Assessment, peers: tuple[Peer, ...], questions: QuestionSet
) -> None:
    found = compared(told, peers, questions)
    assert (found.database.n, found.chosen.n) == (120, 44)
    assert {standing.disclosure for standing in found} == {Disclosure.BEST}
    assert {standing.quarter for standing in found} == set(Quarter)
    assert {standing.side for standing in found} >= set(Side) - {Side.CLEARLY_ABOVE}


def test_a_dozen_peers_show_less_and_hundreds_are_printed_to_the_nearest_point(
    told: Assessment, questions: QuestionSet
) -> None:
    few = compared(told, sample_peers(questions, FEW_PEERS), questions)
    assert (few.database.n, few.chosen.n) == (12, 6)
    assert (few.standings[OVERALL].disclosure, few.standings["targeting"].disclosure) == (
        Disclosure.QUARTERS,
        Disclosure.MEDIAN,
    )
    many = compared(told, sample_peers(questions, MANY_PEERS), questions)
    assert (many.database.n, many.chosen.n) == (220, 80)
    assert any(many.standings[area.id].median % 5 for area in questions.areas)  # type: ignore[operator]
    assert not any(many.standings[element.id].median % 5 for element in questions.elements)  # type: ignore[operator]


def test_several_organisations_were_assessed_twice_years_apart_and_stand_once(peers: tuple[Peer, ...]) -> None:
    dates: dict[str, list[date]] = {}
    for peer in peers:
        dates.setdefault(peer.id, []).append(peer.date)
    twice = [days for days in dates.values() if len(days) == 2]
    assert (len(dates), len(twice)) == (120, 13)
    assert all(500 < (later - earlier).days < 1200 for earlier, later in twice)
    newest = Counter(max(days).year for days in dates.values())
    assert set(newest) == set(range(2021, 2026))
    assert min(newest.values()) >= 15


@pytest.mark.parametrize("sectors", [SECTORS, FEW_PEERS, MANY_PEERS])
def test_no_owner_dominates_the_peers(questions: QuestionSet, sectors: Mapping[str, int]) -> None:
    peers = {peer.id: peer for peer in sample_peers(questions, sectors)}.values()
    for group in (list(peers), [peer for peer in peers if peer.sector == "Telecommunications"]):
        assert max(Counter(peer.owner for peer in group).values()) <= len(group) / 4


def test_peers_score_as_assessed_companies_do(peers: tuple[Peer, ...], questions: QuestionSet) -> None:
    scores = [float(value) for peer in peers for value in peer.elements.values()]
    mean = sum(scores) / len(scores)
    assert 33 <= mean <= 38
    assert 9 <= (sum((value - mean) ** 2 for value in scores) / len(scores)) ** 0.5 <= 13
    assert 0 < len(peers) * len(questions.elements) - len(scores) < 60


# ----------------------------------------------------------------------------------------------------- files


def test_the_committed_workbook_tells_the_story(told: Assessment, questions: QuestionSet) -> None:
    found, problems = read_workbook(CLIENT_FILE, questions)
    assert not problems
    assert _given(found.answers) == _given(told.answers)
    assert replace(found, answers=()) == replace(told, answers=())


def test_the_workbook_has_no_errors_and_the_three_warnings_its_story_wants(questions: QuestionSet) -> None:
    found, _ = read_workbook(CLIENT_FILE, questions)
    assert {(problem.code, problem.question_id, problem.is_error) for problem in validate(found, questions)} == {
        ("gap", GAP[1], False),
        ("interviews-apart", APART, False),
        ("mixed-na", MIXED, False),
    }


def _given(answers: tuple[Answer, ...]) -> list[Answer]:
    """The answers that say something, with a state that is not recorded left out."""
    return [
        replace(answer, evidence={state: seen for state, seen in answer.evidence.items() if seen is not None})
        for answer in answers
        if answer.state is not AnswerState.BLANK or answer.note
    ]


def test_the_committed_peers_are_those_of_the_story(peers: tuple[Peer, ...], questions: QuestionSet) -> None:
    found, problems = read_peers(PEERS_FILE, questions, max(peer.date for peer in peers))
    assert problems == ()
    assert found.invented
    assert tuple(found.peers) == peers


def test_the_committed_files_are_those_the_program_writes_now(
    told: Assessment, peers: tuple[Peer, ...], questions: QuestionSet
) -> None:
    now = {
        CLIENT_FILE: write_workbook(questions, told),
        PEERS_FILE: write_peer_file(questions, peers, invented=True),
    }
    assert EARLIER_FILE.read_bytes() == sample_earlier(questions, told), "run python workbooks/make_samples.py"
    assert earlier_from_results(EARLIER_FILE.read_bytes(), EARLIER_FILE.name).invented
    for path, content in now.items():
        assert _cells(path) == _cells(BytesIO(content)), f"{path.name}: run python workbooks/make_samples.py"


def _cells(file: Path | BytesIO) -> dict[tuple[str, str], object]:
    """What stands in each cell: texts, numbers and formulas."""
    book = openpyxl.load_workbook(file)
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)  # of a formula over several cells
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
