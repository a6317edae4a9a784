"""The words of the report: true of any data, never empty, and never in place of what the assessor wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen.words.compose as compose_package
from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.common.absence import withheld_peers
from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.common.diagnostics.diagnostic import Severity
from reportgen.common.diagnostics.problems import (
    GAP,
    LOW_COVERAGE,
    MISSING_FACT,
    MIXED_NOT_APPLICABLE,
    ONE_LEVEL_ONLY,
    PROBLEMS,
    Problem,
)
from reportgen.common.house_style import HouseStyle, load_house_style
from reportgen.common.model import (
    HORIZONS,
    OVERALL,
    PRIORITIES,
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Comparison,
    Disclosure,
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
    Quarter,
    QuestionSet,
    Reference,
    Side,
    Standing,
    Words,
)
from reportgen.questions import load_question_set
from reportgen.words.compose import compose
from reportgen.words.compose.limits import OF_QUESTIONS
from reportgen.words.compose.passages import Written, items_of
from reportgen.words.context import (
    AreaChapter,
    Item,
    Origin,
    OverallSection,
    Passage,
    Picture,
    ReportContext,
    RoadMapCell,
    Shape,
)
from tests.builders import LEVELS, SCALE, STATES, assessment, peers_scoring, question_set
from tests.report_builders import as_read, picture
from tests.source_words import hashed, known_hashes, runs

RECORD = BuildRecord(program="1.2.3", workbook=RecordedSource("client.xlsx", "ab12cd34ef56" + "0" * 52))
HOUSE = load_house_style()

MODEL = question_set("""
    # Core
    ## AP Analysis and planning
    ### Strategy
    AP-01
    AP-02
    ### Value
    AP-03
    ## PR Proposition
    PR-01 | manager
    PR-02
    # Measurement
    ## ME Measuring the effect
    ME-01 | reap: retention
    ME-02
""")


def report(
    given: Assessment,
    model: QuestionSet = MODEL,
    *,
    peers: Sequence[int] = (),
    problems: Sequence[Problem] = (),
    pictures: Sequence[Picture] = (),
    comparison: Comparison | None = None,
    house: HouseStyle = HOUSE,
) -> ReportContext:
    """The words of a report on an assessment as they read, with every step before it as it really is."""
    scores = score(given, model)
    data = peers_scoring(peers, model) if peers else None
    found = comparison or compare(scores, data, given.engagement, model)
    return as_read(compose(given, model, scores, found, problems, pictures, house, RECORD))


def walk(value: Any) -> Iterator[Any]:
    """A value and everything in it, tuples and dataclasses opened."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from walk(getattr(value, part.name))
    elif isinstance(value, tuple):
        for entry in value:
            yield from walk(entry)
    elif isinstance(value, Mapping):
        yield from walk(tuple(value.values()))


def strings(value: Any) -> list[str]:
    return [part for part in walk(value) if isinstance(part, str) and not isinstance(part, Enum)]


def passages(value: Any) -> list[Passage]:
    return [part for part in walk(value) if isinstance(part, Passage)]


def cells(value: Any) -> list[RoadMapCell]:
    return [part for part in walk(value) if isinstance(part, RoadMapCell)]


def texts(passage: Passage) -> list[str]:
    return [item.text.replace("\N{NO-BREAK SPACE}", " ") for item in passage.items]


def chapter(context: ReportContext, area: str) -> Any:
    return next(chapter for chapter in context.areas if chapter.id == area)


UNEVEN = assessment(
    """
    question | 01 manager | 02 manager | 03 implementation | 04 implementation | agreed
    AP-01    | 80 IRe     | 80 IRe     | 60 IRe            | 40 Ire            |
    AP-02    | 20 Ire     | 5 ire      | 5 ire             | 20 Ire            |
    AP-03    | 100 IRE    | 80 IRe     | 20 Ire            | 5 ire             | 40 Two teams differ.
    PR-01    | 60 IRe     | 60 IRe     | -                 | -                 |
    PR-02    | 40 Ire     | 40 Ire     | 20 Ire            | 20 Ire            |
    ME-01    | 5 ire      | 5 ire      | 5 ire             | 5 ire             |
    ME-02    | 20 Ire     | 5 ire      | N/A               | N/A               |
    """,
    MODEL,
    client="Harbour & Sons <Ltd>",
    market="the home broadband market",
    date=date(2025, 3, 14),
)


# ------------------------------------------------------------------------------------------ what stands as written


def test_what_the_assessor_wrote_stands_as_written_and_is_not_marked() -> None:
    written = replace(
        UNEVEN,
        narrative=(
            NarrativeText(NarrativeSection.EXECUTIVE_SUMMARY, None, "First paragraph.\n\nSecond:\n- one\n• two"),
            NarrativeText(NarrativeSection.AIM, None, "To learn."),
            NarrativeText(NarrativeSection.AREA_INTRODUCTION, "core", "About the core."),
        ),
        findings=(Finding("F-01", "core", FindingKind.STRENGTH, "They listen."),),
        initiatives=(Initiative("R-01", "core", "quick-win", "Ring ten customers", "must", "low", "Head of Service"),),
    )
    context = report(written)
    assert context.summary.executive_summary == Passage(
        (
            Item("First paragraph."),
            Item("Second:"),
            Item("one", Shape.BULLET),
            Item("two", Shape.BULLET),
        ),
        Origin.ASSESSOR,
    )
    assert context.introduction.aims.items == (Item("To learn.", Shape.BULLET),)
    core = chapter(context, "core")
    assert texts(core.introduction) == ["About the core."]
    assert core.swot.strengths == Passage((Item("They listen.", Shape.BULLET, "F-01"),), Origin.ASSESSOR)
    assert core.road_map[1].origin is Origin.ASSESSOR
    assert core.road_map[1].items[0].details == "Must · low effort · Head of Service"
    assert context.overall.road_map[0].cells[1].items == core.road_map[1].items


@pytest.mark.parametrize(
    ("text", "as_list", "parts"),
    [
        ("One line.", True, ["* One line."]),
        ("One line.", False, ["One line."]),
        ("Kept\non two lines", False, ["Kept\non two lines"]),
        ("A\n\n\nB", True, ["A", "B"]),
        ("Lead:\n- a\n  goes on\n- b\nEnd.", True, ["Lead:", "* a\ngoes on", "* b", "End."]),
        ("•tight\r\n• wide", False, ["* tight", "* wide"]),
        ("-5 points is no bullet", False, ["-5 points is no bullet"]),
        (" \n\u200b\n", True, []),
        ("- ", True, []),
    ],
)
def test_a_text_is_split_into_its_paragraphs_and_bullets(text: str, as_list: bool, parts: list[str]) -> None:
    items = items_of(Written(text), as_list=as_list)
    assert [f"{'* ' if item.is_bullet else ''}{item.text}" for item in items] == parts


def test_a_road_map_of_the_whole_company_gets_a_row_of_its_own() -> None:
    planned = replace(UNEVEN, initiatives=(Initiative("R-1", OVERALL, "big-prize", "One customer record"),))
    row = report(planned).overall.road_map[-1]
    assert (row.id, [cell.origin for cell in row.cells].count(Origin.PLACEHOLDER)) == (OVERALL, 3)
    assert [row.id for row in report(UNEVEN).overall.road_map] == ["core", "measurement"]


def test_initiatives_stand_in_the_order_of_their_priority() -> None:
    planned = replace(
        UNEVEN,
        initiatives=tuple(
            Initiative(f"R-{n}", "core", "quick-win", f"Step {n}", priority)
            for n, priority in enumerate(("could", "must", "should", "must"))
        ),
    )
    assert [item.text for item in chapter(report(planned), "core").road_map[1].items] == [
        "Step 1",
        "Step 3",
        "Step 2",
        "Step 0",
    ]


# --------------------------------------------------------------------------------------------------- suggestions


def test_strengths_and_weaknesses_name_the_practice_and_its_score() -> None:
    core = chapter(report(UNEVEN), "core")
    assert texts(core.swot.strengths) == ["“Is AP-01 done?” (AP-01): 65", "“Is PR-01 done?” (PR-01): 60"]
    assert texts(core.swot.weaknesses) == ["“Is AP-02 done?” (AP-02): 13"]
    assert core.swot.strengths.is_suggestion
    assert "no finding of the kind ‘Strength’ for Core" in core.swot.strengths.why


def test_a_topic_is_a_weakness_by_its_own_score() -> None:
    model = question_set("# Core\n## AP Planning\n### Strategy\nAP-01\nAP-02\nAP-03")
    weak = report(assessment("question | 01 manager\nAP-01 | 20\nAP-02 | 5\nAP-03 | 5", model), model)
    assert texts(chapter(weak, "core").swot.weaknesses) == ["Strategy (Planning): 10"]


def test_a_question_with_an_agreed_box_says_so() -> None:
    agreed = assessment("question | 01 manager | agreed\nAP-01 | 20 | 100 Seen\nAP-02 | - | 5 Seen", MODEL)
    strengths = texts(chapter(report(agreed), "core").swot.strengths)
    assert strengths == ["“Is AP-01 done?” (AP-01): 100"]
    table = report(agreed).appendices.questions[0].rows
    assert [(row.score, row.computed, row.n, row.spread, row.reason) for row in table[:2]] == [
        ("100", "20", "1", "–", "Agreed: Seen"),
        ("5", "–", "0", "–", "Agreed: Seen"),
    ]


def test_opportunities_are_the_gain_of_weak_practices_that_are_intended() -> None:
    core = chapter(report(UNEVEN), "core")
    assert texts(core.swot.opportunities) == [
        "Strategy (AP-02), with intention in two of the four answers: what shows the effect of AP-02."
    ]
    weak = assessment("question | 01 manager\nAP-01 | 5\nAP-02 | 5 i", MODEL)
    assert chapter(report(weak), "core").swot.opportunities.is_placeholder
    told = texts(report(UNEVEN).overall.swot.opportunities)
    assert told[0].startswith("Intention is recorded on two of the three questions that score under 30: Core (1) and")


def test_who_is_clearly_behind_its_peers_is_told_once_over_the_whole() -> None:
    given = every_interview(5, 20, 5, 20, 5)
    compared = report(given, peers=[70] * 12)
    assert texts(compared.overall.swot.threats)[0].startswith("Clearly behind the median of the peers stand Analysis")
    assert "median" not in " ".join(texts(chapter(compared, "core").swot.threats))
    assert "median" not in " ".join(texts(report(given).overall.swot.threats))
    sound = assessment("question | 01 manager\nAP-01 | 100 IRE\nAP-02 | 100 IRE", MODEL)
    assert chapter(report(sound), "core").swot.threats.is_placeholder


def every_interview(*boxes: int) -> Assessment:
    """Every question at these boxes, one an interview."""
    head = " | ".join(f"0{n} manager" for n in range(1, len(boxes) + 1))
    rows = [f"{question} | {' | '.join(map(str, boxes))}" for question in MODEL.questions]
    return assessment("\n".join([f"question | {head}", *rows]), MODEL)


def test_weak_practices_of_the_first_horizon_are_a_threat() -> None:
    urgent = report(UNEVEN, _with_horizon(MODEL, HORIZONS[0].id))
    assert texts(chapter(urgent, "core").swot.threats) == ["“Is AP-02 done?” (AP-02): 13"]
    assert texts(urgent.overall.swot.threats)[0] == (
        "Three practices that cannot wait (burning platforms) score under 30: Measurement (2) and Core (1)."
    )


def test_development_areas_are_the_lowest_topics_then_single_practices() -> None:
    core = chapter(report(UNEVEN), "core")
    assert texts(core.development_areas) == [
        "“Is AP-02 done?” (AP-02), at 13. Good practice: What AP-02 looks like when it is done well."
    ]
    lower = chapter(report(assessment("question | 01 manager\nAP-01 | 40\nAP-02 | 5\nPR-02 | 20", MODEL)), "core")
    assert texts(lower.development_areas) == [
        "Proposition, at 20: the only scored question here scores under 30."
        " Good practice: What PR-02 looks like when it is done well.",
        "Strategy (Analysis and planning), at 23: one of the two scored questions here scores under 30."
        " Good practice: What AP-02 looks like when it is done well.",
    ]


def test_a_sound_area_still_gets_development_areas() -> None:
    fair = assessment("question | 01 manager\nAP-01 | 40\nAP-02 | 40", MODEL)
    development = texts(chapter(report(fair), "core").development_areas)
    assert development[0].startswith(
        "Strategy (Analysis and planning), at 40: both scored questions here score under 60."
    )


def test_an_empty_cell_of_the_road_map_gets_the_next_step_of_that_horizon() -> None:
    road_map = chapter(report(UNEVEN), "core").road_map
    assert [cell.origin for cell in road_map] == [
        Origin.PLACEHOLDER,
        Origin.SUGGESTION,
        Origin.PLACEHOLDER,
        Origin.PLACEHOLDER,
    ]
    assert [item.ref for item in road_map[1].items] == ["AP-02", "PR-02"]
    assert road_map[1].items[0].text == "Strategy: Take the next step of AP-02."
    assert "AP-02 (score 13) and PR-02 (score 30)" in road_map[1].why


def test_recommendations_are_the_must_initiatives_else_open_decisions() -> None:
    planned = replace(
        UNEVEN,
        initiatives=(
            Initiative("R-1", "measurement", "quick-win", "Count the calls", "must", owner="Finance"),
            Initiative("R-2", "core", "big-prize", "Build one record.", "must"),
            Initiative("R-3", "core", "quick-win", "Paint the walls", "could"),
        ),
    )
    assert texts(report(planned).recommendations) == [
        "Count the calls. (Measurement; quick win; Finance)",
        "Build one record. (Core; big prize)",
    ]
    assert texts(report(UNEVEN).recommendations) == [
        "Measurement, Measuring the effect: decide on what shows the intention of ME-01.",
        "Core, Strategy: decide on what shows the intention of AP-02.",
    ]


def test_the_executive_summary_tells_the_story_of_the_scores() -> None:
    heard = replace(
        UNEVEN,
        headlines=(
            Headline("01", HeadlineStatus.RECURRING, "Nobody owns the customer."),
            Headline("02", HeadlineStatus.NEW, "Bills confuse."),
        ),
    )
    summary = report(heard, peers=[20, 30, 30, 40, 90]).summary.executive_summary
    assert summary.is_suggestion
    assert texts(summary) == [
        "Harbour & Sons <Ltd> scores 25 out of 100 for the way it manages its customers, in the low range (under 30)."
        " The overall score stands below the median of the five organisations of the peer database: 25 against 35."
        " Four interviews were held. All seven questions that apply were scored."
        " No 95 % interval is given: too few interviews gave answers.",
        "Core comes out ahead of Measurement: 42 against 9. Element by element, scores run from Measuring the effect"
        " (9) to Proposition (45). No element scores 60 or more. The longest way is still to go in Measuring the effect"
        " (9) and Analysis and planning (39).",
        "Intention runs ahead of reality. Where recorded, intention is found in 67 % of the answers, reality in 29 %."
        " Managers score the organisation 28, implementers 14, over the five questions that both answered. This is"
        " from two interviews with managers and two with implementers, and rests on five of the seven questions behind"
        " the score itself.",
        "One message came back in the interviews: “Nobody owns the customer.”",
    ]
    assert [line.status for line in report(heard).summary.headlines] == ["Recurring", "New"]


def test_of_very_many_recurring_headlines_the_summary_lists_a_dozen() -> None:
    told = tuple(Headline("01", HeadlineStatus.RECURRING, f"Headline {n}") for n in range(30))
    summary = report(replace(UNEVEN, headlines=told)).summary
    assert len(summary.headlines) == 12
    assert summary.headlines_note == "18 more headlines stand with the interviews, in the appendix."


def test_the_summary_lists_recurring_headlines_and_says_where_the_others_are() -> None:
    told = [(f"0{n % 4 + 1}", HeadlineStatus.NEW, f"Headline {n}") for n in range(9)]
    told += [("01", HeadlineStatus.RECURRING, "Nobody owns it."), ("03", HeadlineStatus.RECURRING, "nobody  owns it.")]
    given = replace(UNEVEN, headlines=tuple(Headline(*line) for line in told))
    summary = report(given).summary
    assert (summary.headlines[0].text, summary.headlines[0].source) == (
        "Nobody owns it.",
        "Two interviews: one at manager level and one at implementation level",
    )
    assert [line.text for line in summary.headlines[1:]] == [f"Headline {n}" for n in range(7)]
    assert summary.headlines[1].source == "Interview 01, manager level"
    assert summary.headlines_note == "Two more headlines stand with the interviews, in the appendix."
    assert sum(len(record.headlines) for record in report(given).appendices.interviews) == 11


def test_headlines_of_one_theme_stand_as_one_with_all_interviews_behind_it() -> None:
    told = [("01", "Nobody owns it."), ("02", "It falls between two desks."), ("03", "Ask anybody."), ("03", "Again.")]
    owned = [Headline(code, HeadlineStatus.NEW, text, "Ownership") for code, text in told]
    alone = Headline("04", HeadlineStatus.NEW, "Bills confuse.")
    context = report(replace(UNEVEN, headlines=(alone, *owned)))
    assert [(line.text, line.source) for line in context.summary.headlines] == [
        (
            "Ownership: Nobody owns it.",
            "Three interviews: two at manager level and one at implementation level",
        ),
        ("Bills confuse.", "Interview 04, implementation level"),
    ]
    assert context.summary.headlines_note == "Three more headlines stand with the interviews, in the appendix."
    assert [line.text for line in context.appendices.interviews[2].headlines] == [
        "Ownership: Ask anybody.",
        "Ownership: Again.",
    ]


def test_the_conclusion_follows_the_pattern_of_the_scores() -> None:
    end = report(UNEVEN).conclusion
    assert texts(end.findings_suggest)[0].endswith(
        "It is furthest on in Core (42), and has the longest way to go in Measurement (9)."
    )
    assert "at Harbour & Sons <Ltd> much of what is meant is not yet done" in texts(end.lesson)[0]
    assert texts(end.questions) == [
        "What keeps intention, found in 67 % of the answers, from becoming reality, found in 29 %?",
        "Where managers see 28 and implementers 14, whose picture do your decisions rest on?",
        "Who answers for “Measuring the effect”, which at 9 scores lower than any other element?",
        "Is it meant that Core (42) should stand so far ahead of Measurement (9)?",
        "What would settle one question on which interviews lie three steps or more apart?",
    ]
    even = report(assessment("question | 01 manager\nAP-01 | 60\nAP-02 | 60\nAP-03 | 60\nME-01 | 60", MODEL)).conclusion
    assert "score the same, so they will have to move together" in texts(even.lesson)[0]
    assert even.alternative.is_placeholder


def test_at_the_top_of_the_scale_nothing_is_called_a_repair_or_a_lesson() -> None:
    top = report(everywhere(100, cma()), cma()).conclusion
    assert "makes a visible difference" in texts(top.findings_suggest)[0]
    assert top.lesson.is_placeholder
    assert "not yet proved throughout" in texts(report(everywhere(80, cma()), cma()).conclusion.findings_suggest)[0]
    sixty = report(everywhere(60, cma()), cma()).conclusion
    assert "real commitment behind it" in texts(sixty.findings_suggest)[0]
    assert "no area holds the others back" in texts(sixty.lesson)[0]
    assert "no single repair" in texts(report(everywhere(20, cma()), cma()).conclusion.lesson)[0]


@pytest.mark.parametrize("box", [5, 100])
def test_of_equal_elements_none_is_singled_out(box: int) -> None:
    context = report(everywhere(box, cma()), cma())
    told = " ".join(texts(context.summary.executive_summary))
    assert f"Every element with a score stands at {box}." in told
    assert "Firm ground" not in told
    assert "longest way" not in told
    named = texts(context.overall.swot.strengths if box == 100 else context.overall.swot.weaknesses)
    areas = {area.id for area in cma().areas for e in area.elements for t in named if t == f"{e.title}: {box}"}
    assert len(named) == len(areas) == 4


def test_elements_that_tie_in_a_ranking_are_counted_or_left_out() -> None:
    model = question_set("# Core\n" + "".join(f"## E{n} Element {n}\n### Topic {n}\nE{n}-01\n" for n in range(1, 7)))
    rows = zip("123456", (100, 80, 80, 80, 20, 20), strict=True)
    mixed = assessment("question | 01 manager\n" + "\n".join(f"E{n}-01 | {box}" for n, box in rows), model)
    told = " ".join(texts(report(mixed, model).summary.executive_summary))
    assert "Firm ground to build on: Element 1 (100). The longest way is still to go in Element 5 (20) and" in told
    rows = zip("123456", (5, 5, 5, 5, 20, 60), strict=True)
    low = assessment("question | 01 manager\n" + "\n".join(f"E{n}-01 | {box}" for n, box in rows), model)
    told = " ".join(texts(report(low, model).summary.executive_summary))
    assert "scores run from four of them (5 each) to Element 6 (60)." in told
    assert "The longest way is still to go in four of the six elements (5 each)." in told


def test_where_nothing_was_scored_nothing_is_said_of_scores() -> None:
    context = report(assessment("question | 01 manager: AP\nAP-01 | 40\nAP-02 | 40\nAP-03 | 40", MODEL))
    empty = chapter(context, "measurement")
    assert texts(empty.development_areas) == [
        "[Development areas for Measurement: nothing has been scored here, so none is suggested.]"
    ]
    assert texts(empty.swot.strengths)[0].startswith("[Strengths of Measurement: nothing has been scored here,")
    assert {cell.items[0].text for cell in empty.road_map} == {
        "[Measurement: nothing has been scored here. Add one, or say that none is planned.]"
    }
    assert empty.results.rows[0].note == "Not covered by any interview, so not scored."
    assert empty.key_figure.words == "not covered by any interview, so not scored"
    blank = report(replace(UNEVEN, answers=(), agreed=()))
    assert texts(blank.recommendations) == [
        "[Recommendations: the road map is empty and nothing has been scored here.]"
    ]
    assert texts(blank.conclusion.tactical)[0].endswith("Nothing has been scored here.]")
    assert blank.overall.results.rows[1].note == "Not scored yet."


def test_a_withheld_row_prints_no_score() -> None:
    thin = assessment("question | 01 manager | 02 manager\nAP-01 | 80 | 20\nME-01 | 40 | 40\nME-02 | 40 | 5", MODEL)
    core = chapter(report(thin), "core").results.rows[0]
    assert (core.score, core.band) == ("–", "")


def test_of_a_topic_the_first_weak_question_gives_the_step() -> None:
    """Not the weakest one, whose step may build on what the first one has yet to bring."""
    weak = report(assessment("question | 01 manager\nAP-01 | 20 I\nAP-02 | 5 I\nAP-03 | 60", MODEL))
    core = chapter(weak, "core")
    assert [item.ref for item in core.road_map[1].items] == ["AP-01"]


def test_what_every_answer_intends_is_no_longer_to_be_decided() -> None:
    decided = report(assessment("question | 01 manager\nAP-01 | 20 I\nAP-02 | 5 I\nAP-03 | 60", MODEL))
    assert decided.recommendations.is_placeholder
    half = report(assessment("question | 01 manager\nAP-01 | 20 i\nAP-02 | 5 I\nAP-03 | 60", MODEL))
    assert [item.ref for item in half.recommendations.items] == ["AP-01"]


def test_market_drivers_cannot_be_drafted() -> None:
    summary = report(UNEVEN).summary
    assert summary.market == "the home broadband market"
    assert summary.market_drivers.is_placeholder
    assert texts(summary.market_drivers)[0].startswith("[Market drivers:")


# -------------------------------------------------------------------------------------- interviews, levels, notes


def test_notes_are_quoted_with_the_level_only() -> None:
    noted = replace(
        UNEVEN,
        notes=(
            Note("01", "proposition", NoteKind.STATEMENT, "We sell boxes.\nAlways.", Place("Notes", "D5")),
            Note("03", "proposition", NoteKind.INSIGHT, 'They call it "the list".'),
            Note("99", "proposition", NoteKind.STATEMENT, "'We don't know.'"),
            Note("01", "proposition", NoteKind.ANECDOTE, "A long story."),
        ),
    )
    voices = chapter(report(noted), "core").elements[1].voices
    assert texts(voices) == [
        "“We sell boxes. Always.” – manager level",
        "“We don't know.” – from an interview",
        'They call it "the list". – noted at implementation level',
    ]
    assert voices.origin is Origin.STANDARD  # the assessors' own words: nothing to confirm
    assert chapter(report(noted), "core").elements[0].voices is None


def test_who_was_interviewed_is_told_by_level_and_by_role_only_where_allowed() -> None:
    given = assessment("question | 01 manager: AP | 02 implementation | 03\nAP-01 | 40 | 40 | 40", MODEL)
    context = report(given)
    assert context.overall.interviewed == (
        "Three interviews were held between 1 and 3 March 2024: one at manager level, one at implementation level and"
        " one without a recorded level."
    )
    assert chapter(context, "measurement").interviewed.startswith("Two of the three interviews cover this area: ")
    allowed = replace(given, engagement=replace(given.engagement, name_roles=True))
    assert report(allowed).overall.interviewed.endswith("Roles interviewed: Role of 01, Role of 02 and Role of 03.")
    assert report(allowed).appendices.interviews[0].role == "Role of 01"


def test_one_interview_and_two_days_are_told_plainly() -> None:
    one = report(assessment("question | 01 manager\nAP-01 | 40", MODEL))
    assert one.overall.interviewed == "One interview was held on 1 March 2024, at manager level."
    unknown = report(assessment("question | 01\nAP-01 | 40", MODEL))
    assert unknown.overall.interviewed == "One interview was held on 1 March 2024, without a recorded level."
    two = report(assessment("question | 01 manager: AP | 02 implementation\nAP-01 | 40 | 40", MODEL))
    assert two.overall.interviewed.startswith("Two interviews were held on 1 and 2 March 2024: one at manager level")
    assert chapter(two, "measurement").interviewed == (
        "One of the two interviews covers this area, at implementation level."
    )


@pytest.mark.parametrize(
    ("box", "told"),
    [
        (5, "All seven scored questions score under 30."),
        (40, "Of seven scored questions, none scores under 30; none scores 60 or more."),
        (100, "All seven scored questions score 60 or more."),
    ],
)
def test_questions_that_are_all_alike_are_not_counted_twice(box: int, told: str) -> None:
    assert told in " ".join(texts(report(everywhere(box, MODEL)).overall.analysis))


def test_levels_that_see_things_differently_are_named() -> None:
    assert texts(report(UNEVEN).overall.levels) == [
        "Overall, managers score 28 and implementers 14. This is from two interviews with managers and two with"
        " implementers, and rests on five of the seven questions behind the score itself. They differ most on Analysis"
        " and planning (managers 61, implementers 25) and Proposition (managers 40, implementers 20)."
    ]


def test_levels_that_are_not_compared_say_why() -> None:
    given = assessment(
        """
        question | 01 manager | 02 manager | 03 implementation | 04 implementation
        AP-01    | 80         | 60         | 20                | 5
        AP-02    | 80         | 60         | 20                | 5
        AP-03    | 60         | 60         | 20                | 5
        PR-01    | 60         |            | 20                | 5
        PR-02    | 40         |            | 5                 | 5
        ME-01    |            |            | 5                 | 5
        ME-02    |            |            | 5                 | 5
        """,
        MODEL,
    )
    assert texts(report(given).overall.levels) == [
        "Levels are compared on a figure where at least two interviews of each stand behind it and both answered enough"
        " of the same questions. That is not the case for the assessment as a whole: too few interviews at a level.",
        "Levels are not compared on Proposition and Measuring the effect (too few interviews at a level).",
    ]
    planning = " ".join(texts(chapter(report(given), "core").elements[0].analysis))
    assert "Views differ: managers score it 67, implementers 13." in planning
    assert "This is from two interviews with managers and two with implementers." in planning


@pytest.mark.parametrize(("levels", "told"), [("manager manager", "manager level"), ("manager implementation", "")])
def test_a_quote_names_its_level_only_where_that_names_nobody(levels: str, told: str) -> None:
    first, second = levels.split()
    held = f"question | 01 {first} | 02 {second} | 03 implementation | 04 implementation | 05 manager: ME"
    note = Note("01", "analysis-and-planning", NoteKind.STATEMENT, "We plan by ear.")
    given = replace(assessment(f"{held}\nAP-01 | 40 | 40 | 20 | 20 |", MODEL), notes=(note,))
    voices = chapter(report(given), "core").elements[0].voices
    assert voices is not None
    assert texts(voices) == [f"“We plan by ear.” – {told or 'from an interview'}"]


def test_interviews_apart_are_listed_widest_first_with_their_outcome() -> None:
    context = report(UNEVEN)
    assert [(row.id, row.steps, row.boxes, row.outcome) for row in context.appendices.disagreements] == [
        ("AP-03", "5", "Managers 100, 80; implementers 20, 5", "Agreed at 40: Two teams differ."),
    ]
    assert context.appendices.disagreements_note.startswith("Of seven questions scored in two interviews or more, one")
    wider = replace(MODEL, scale=replace(MODEL.scale, far_apart=2))
    assert [row.id for row in report(UNEVEN, wider).appendices.disagreements] == ["AP-03", "AP-01"]


def test_short_names_stand_beside_the_numbers_of_boxes_where_a_set_gives_them() -> None:
    named = tuple(replace(box, short_name=f"box {box.value}") for box in MODEL.scale.boxes)
    model = replace(MODEL, scale=replace(MODEL.scale, boxes=named))
    given = assessment("question | 01 manager | 02 manager\nAP-01 | 80 | 20", MODEL)
    for asked, told in ((model, "50\u00a0% are 80 (box 80)"), (MODEL, "50\u00a0% are 80,")):
        notes = report(given, asked).appendices.method
        assert told in "\n".join(text for note in notes for text in note.paragraphs)


def test_of_very_many_disagreements_the_widest_are_listed_and_the_rest_counted() -> None:
    model = question_set("# Core\n## AP Planning\n### Strategy\n" + "\n".join(f"AP-{n}" for n in range(100, 170)))
    rows = "\n".join(f"{question} | 80 | 20" for question in model.questions)
    appendices = report(assessment(f"question | 01 manager | 02 manager\n{rows}", model), model).appendices
    assert len(appendices.disagreements) == 60
    assert appendices.disagreements_note.endswith(
        "70 show interviews three steps or more apart; the 60 widest differences are listed."
    )


def test_the_weakest_questions_get_good_practice_and_a_next_step() -> None:
    appendices = report(UNEVEN).appendices
    assert [(step.id, step.score) for step in appendices.next_steps][:3] == [
        ("ME-01", "5"),
        ("AP-02", "13"),
        ("ME-02", "13"),
    ]
    first = appendices.next_steps[0]
    assert first.good_practice == "What ME-01 looks like when it is done well."
    assert (first.next_step, first.horizon, first.effort) == ("Take the next step of ME-01.", "Quick win", "low effort")
    assert appendices.next_steps_note.startswith("Here stand seven scores, the lowest first, with")
    done = assessment("question | 01 manager\nAP-01 | 100", MODEL)
    assert (report(done).appendices.next_steps, report(done).appendices.next_steps_note) == ((), "")


def test_twenty_weakest_questions_say_how_many_share_the_last_score() -> None:
    model = question_set("# Core\n## AP Planning\n### Strategy\n" + "\n".join(f"AP-{n}" for n in range(100, 125)))
    rows = "\n".join(f"{question} | {5 if n < 3 else 40}" for n, question in enumerate(model.questions))
    note = report(assessment(f"question | 01 manager\n{rows}", model), model).appendices.next_steps_note
    assert note.startswith("Here stand the 20 lowest of 25 scores")
    assert note.endswith("Five further questions also score 40.")


def test_question_scores_show_the_boxes_that_interviews_gave() -> None:
    rows = {row.id: row.boxes for table in report(UNEVEN).appendices.questions for row in table.rows}
    assert rows["AP-01"] == "80 × 2, 60, 40"
    assert rows["ME-02"] == "20, 5"


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ((40,), "Only one question has a score: “Is AP-01 done?” stands at 40."),
        ((40, 40), ""),
        ((5, 20), "No question here scores more than 20; “Is AP-01 done?” (AP-01) comes last, at 5."),
        ((80, 100), "No question here scores less than 80; “Is AP-02 done?” (AP-02) comes first, at 100."),
        (
            (40, 60),
            "Question by question, scores lie close together, from 40 to 60; “Is AP-01 done?” (AP-01) comes last.",
        ),
        ((20, 80), "Question by question, scores run from 20 to 80; “Is AP-01 done?” (AP-01) comes last."),
        (
            (5, 5, 100),
            "Of its two topics, Value (100) stands above Strategy (5). Question by question, scores run from 5 to 100;"
            " two come last, among them “Is AP-01 done?” (AP-01).",
        ),
        (
            (5, 100, 40),
            "Of its two topics, Strategy (53) stands above Value (40). Question by question, scores run from 5 to 100;"
            " “Is AP-01 done?” (AP-01) comes last.",
        ),
    ],
)
def test_an_element_is_told_by_how_its_scores_lie(boxes: Sequence[int], told: str) -> None:
    rows = "\n".join(f"AP-0{n} | {box}" for n, box in enumerate(boxes, start=1))
    given = assessment(f"question | 01 manager\n{rows}", MODEL)
    element = chapter(report(given), "core").elements[0]
    assert (texts(element.analysis) if element.analysis else [""]) == [told]


def test_an_element_says_what_was_looked_for_in_its_lowest_question() -> None:
    planning = chapter(report(UNEVEN), "core").elements[0]
    assert (
        "“Is AP-02 done?” (AP-02) comes last. Intention was found in two of the four answers; we looked for what shows"
        " the intention of AP-02." in " ".join(texts(planning.analysis))
    )


def test_elements_that_are_alike_are_told_in_different_words() -> None:
    titles = [
        f"## {code} Element {code}\n### One\n{code}-01\n### Two\n{code}-02\n### Three\n{code}-03"
        for code in ("AA", "BB", "CC")
    ]
    model = question_set("# Core\n" + "\n".join(titles))
    rows = "\n".join(f"{question} | {(5, 20, 100)[n % 3]}" for n, question in enumerate(model.questions))
    elements = chapter(report(assessment(f"question | 01 manager\n{rows}", model), model), "core").elements
    told = {re.sub("AA|BB|CC", "", texts(element.analysis)[-1]) for element in elements}
    assert len(told) == 3


def test_an_element_is_told_apart_where_evidence_or_levels_differ_from_the_whole() -> None:
    core, measuring = (chapter(report(UNEVEN), area).elements[0] for area in ("core", "measurement"))
    assert "against" not in " ".join(texts(core.analysis))
    assert (
        "Views lie further apart than over the whole: managers score it 61, implementers 25." in texts(core.analysis)[0]
    )
    assert (
        "In Measuring the effect, intention is found in 17 % of the answers, against 67 % over the whole."
        in " ".join(texts(measuring.analysis))
    )


def test_five_interviews_give_an_interval_in_words() -> None:
    given = assessment(
        """
        question | 01 manager | 02 manager | 03 manager | 04 manager | 05 manager
        AP-01    | 5          | 20         | 40         | 60         | 80
        ME-01    | 5          | 20         | 40         | 60         | 80
        AP-02    | 5          | 20         | 40         | 60         | 80
        ME-02    | 5          | 20         | 40         | 60         | 80
        PR-02    | 5          | 20         | 40         | 60         | 80
        """,
        MODEL,
    )
    context = report(given)
    overall, core = score(given, MODEL).overall.interval, score(given, MODEL).areas["core"].interval
    assert overall is not None
    assert core is not None
    between = (
        f"a score between {SCALE.printed(overall.low)} and {SCALE.printed(overall.high)} would have been unsurprising"
    )
    assert between in " ".join(texts(context.overall.analysis))
    assert f"runs from {SCALE.printed(core.low)} to {SCALE.printed(core.high)}." in " ".join(
        texts(chapter(context, "core").analysis)
    )
    assert "No 95 % interval is given: too few interviews gave answers." in " ".join(
        texts(report(UNEVEN).overall.analysis)
    )


def test_one_single_interview_is_told_wherever_its_score_is() -> None:
    given = assessment("question | 01 manager\nAP-01 | 80\nAP-02 | 60\nPR-01 | 40\nME-01 | 5\nME-02 | 5", MODEL)
    context, told = report(given), "All scores rest on one single interview, so they are the view of one person."
    assert told in " ".join(texts(context.summary.executive_summary))
    assert told in " ".join(texts(context.overall.analysis))
    for figure in (*context.summary.key_figures, context.overall.key_figure, context.areas[0].key_figure):
        assert figure.words.endswith("; from one single interview")
    assert "single interview" not in " ".join(texts(report(UNEVEN).overall.analysis))


def test_agreement_is_told_with_n_and_with_what_it_is_not() -> None:
    note = next(n for n in report(UNEVEN).appendices.method if n.title == "Agreement of interviews")
    first, second = note.paragraphs
    assert re.search(
        r"All interviews: 0\.\d\d \(four interviews, \w+ questions scored more than once\); managers: ", first
    )
    assert "no reliability of the assessors" in first
    assert sum(int(share) for share in re.findall(r"(\d+)\u00a0% are", second)) in range(97, 104)
    equal = next(n for n in report(everywhere(40, MODEL)).appendices.method if n.title == "Agreement of interviews")
    assert "All interviews: none, as no two boxes that can be compared differ" in equal.paragraphs[0]


def test_the_interview_appendix_tells_cover_and_completion() -> None:
    given = assessment("question | 01 manager: AP PR | 02 manager\nAP-01 | 40 | 40\nAP-02 | not known |", MODEL)
    first, second = report(given).appendices.interviews
    assert (first.elements, second.elements) == ("All of Core", "All elements")
    assert first.completion == "2 of 5 questions answered (40\N{NO-BREAK SPACE}%); three gaps"


# -------------------------------------------------------------------------------------------------- peers, gaps


@pytest.mark.parametrize(
    ("peers", "position", "median"),
    [(0, "–", "–"), (4, "–", "–"), (5, "Above median", "20"), (12, "Top quarter", "20")],
)
def test_a_results_table_shows_what_the_group_allows(peers: int, position: str, median: str) -> None:
    table = chapter(report(UNEVEN, peers=[20] * peers), "core").results
    assert [(row.position, row.median) for row in table.rows] == [(position, median)] * 3
    assert table.has_peers is (peers >= 5)
    assert [row.is_total for row in table.rows] == [True, False, False]


@pytest.mark.parametrize(("fewest", "told"), [(27, "27 or 28"), (25, "25 to 28")])
def test_a_range_of_two_numbers_is_one_or_the_other(fewest: int, told: str) -> None:
    found = compare(score(UNEVEN, MODEL), peers_scoring([20] * 28, MODEL), UNEVEN.engagement, MODEL)
    standings = {**found.standings, "proposition": replace(found.standings["proposition"], n=fewest)}
    context = report(UNEVEN, comparison=replace(found, standings=standings))
    assert f"{told} organisations of the peer database" in chapter(context, "core").results.notes[0]


def test_a_table_says_how_many_peers_stand_behind_it_and_of_when() -> None:
    given = replace(UNEVEN, engagement=replace(UNEVEN.engagement, peer_filter=PeerFilter(regions=("UK",))))
    assert chapter(report(given, peers=[20] * 28), "core").results.notes == (
        "The area as a whole is compared with 28 organisations of the peer database; its elements are compared with"
        " 28 organisations of the chosen group (UK), the newest assessed in 2024.",
    )
    assert chapter(report(UNEVEN, peers=[20] * 28), "core").results.notes == (
        "Scores are compared with 28 organisations of the peer database, the newest assessed in 2024.",
    )


@pytest.mark.parametrize(
    ("peers", "reason"),
    [
        (None, "No peer data were used, so no comparison with other organisations is shown."),
        (4, "Only 4 organisations"),
    ],
)
def test_why_no_peers_are_shown_stands_once_in_the_report(peers: int | None, reason: str) -> None:
    made = report(UNEVEN, peers=[20] * peers) if peers else report(UNEVEN)
    tables = [made.overall.results, *(area.results for area in made.areas)]
    told = [note for table in tables for note in table.notes] + [row.note for table in tables for row in table.rows]
    first, *others = [text for text in told if "organisations" in text]
    assert first == made.overall.results.notes[0]
    assert first.startswith(reason)
    assert all("chosen group" in text for text in others), "another reason: elements have peers of their own"
    assert len(set(others)) == len(others)


def test_a_table_does_not_claim_peers_for_elements_that_have_none() -> None:
    given = replace(UNEVEN, engagement=replace(UNEVEN.engagement, peer_filter=PeerFilter(regions=("Mars",))))
    first, *_ = chapter(report(given, peers=[20] * 28), "core").results.notes
    assert first.startswith("The area as a whole is compared with 28 organisations of the peer database")


def test_the_call_out_names_the_median_else_the_range() -> None:
    assert (
        report(UNEVEN, peers=[60] * 28).overall.key_figure.words
        == "below the median of 28 peers, in the bottom quarter"
    )
    figure = report(UNEVEN).overall.key_figure
    assert (figure.value, figure.unit, figure.words) == ("25", "out of 100", "in the low range (under 30)")


def test_a_percentile_needs_twenty_peers_and_best_in_class_forty() -> None:
    full = " ".join(texts(report(UNEVEN, peers=list(range(20, 60))).overall.analysis))
    assert "Counted by mid-rank" in full
    assert "The best quarter of them scores" in full
    some = " ".join(texts(report(UNEVEN, peers=list(range(20, 59))).overall.analysis))
    assert "Counted by mid-rank" in some
    assert "best quarter" not in some
    less = " ".join(texts(report(UNEVEN, peers=list(range(20, 39))).overall.analysis))
    assert "mid-rank" not in less
    assert "best quarter" not in less


def test_nothing_beyond_the_disclosure_is_said_even_if_a_standing_holds_it() -> None:
    for disclosure in Disclosure:
        standings = {figure: _overfull(figure, disclosure) for figure in _figures(MODEL)}
        base = compare(score(UNEVEN, MODEL), peers_scoring([30] * 28, MODEL), UNEVEN.engagement, MODEL)
        context = report(UNEVEN, comparison=replace(base, standings=standings))
        told = "\n".join(strings((context.overall, context.areas, context.summary, context.conclusion)))
        shown = {value for value in ("7771", "7772", "7773") if value in told}
        assert (
            shown
            == {
                Disclosure.NOTHING: set(),
                Disclosure.MEDIAN: {"7771"},
                Disclosure.QUARTERS: {"7771"},
                Disclosure.PERCENTILE: {"7771", "7773"},
                Disclosure.BEST: {"7771", "7772", "7773"},
            }[disclosure]
        )


def _overfull(figure: str, disclosure: Disclosure) -> Standing:
    """A standing that holds more than it may show, each value easy to find."""
    return Standing(
        figure,
        Reference.DATABASE,
        28,
        disclosure,
        absence=withheld_peers("Withheld."),
        median=Fraction(7771),
        best_in_class=Fraction(7772),
        side=Side.BELOW,
        quarter=Quarter.BOTTOM,
        percentile=7773,
    )


def test_the_report_is_marked_incomplete_and_lists_what_is_missing() -> None:
    gaps = [
        GAP.at(Place("Interview 01", f"D{row}"), question=f"AP-0{row}", interview="01", element="Analysis")
        for row in (1, 2)
    ]
    alone = ONE_LEVEL_ONLY.at(Place("Interviews", "E2"), value="Manager", others="Implementation")
    context = report(UNEVEN, problems=[*gaps, alone])
    assert context.running.mark == context.cover.draft_mark == "Draft, version ab12cd34, incomplete"
    first, second = context.appendices.missing
    assert (first.place, first.text) == ("Interview 01", "Two questions without an answer: AP-01 and AP-02.")
    assert second.place == "Interviews!E2"
    complete = report(UNEVEN)
    assert (complete.appendices.missing, complete.appendices.missing_note) == ((), "")
    assert complete.running.mark == complete.cover.draft_mark == "Draft, version ab12cd34"


def test_the_client_reads_the_limits_of_the_evidence_by_question_and_nothing_of_the_workbook() -> None:
    gaps = [
        GAP.at(Place("Interview 01", f"D{row}"), question=f"AP-0{row}", interview="01", element="Analysis")
        for row in (1, 2)
    ]
    mixed = [
        MIXED_NOT_APPLICABLE.at(Place("Interview 01", f"D{row}"), question=f"PR-{row}", value="01", scored="02")
        for row in range(10, 40)
    ]
    title = MISSING_FACT.at(Place("Engagement", "B3"), field="Authors")
    notes = {note.title: note.paragraphs for note in report(UNEVEN, problems=[*gaps, *mixed, title]).appendices.method}
    about, missing, held = notes["Limits of the evidence"]
    assert "appendix on question scores" in about
    assert missing == "Two answers are missing: AP-01 and AP-02."
    assert held.startswith(
        "Held not to apply in some interviews and given a box in others, which counts: PR-10, PR-11,"
    )
    assert held.endswith(", PR-33 and six further questions.")
    assert not re.search(r"!|[Ss]heet|Engagement|Interview 01|\[", "".join(notes["Limits of the evidence"]))
    assert "Limits of the evidence" not in [note.title for note in report(UNEVEN, problems=[title]).appendices.method]


def test_every_kind_of_doubt_about_single_questions_is_a_limit_or_nothing_for_the_client() -> None:
    """A new kind of warning about a question is decided on, not forgotten."""
    internal = {
        "outside-cover",
        "reason-without-box",
        "doubled-lifted-question",
    }  # for the assessors: what counts is plain
    about_questions = {
        kind.code
        for kind in PROBLEMS.kinds
        if kind.severity is Severity.WARNING and "{question}" in kind.found and kind.code != "states-not-recorded"
    }
    assert about_questions == {*OF_QUESTIONS, "gap"} | internal


def test_only_much_that_is_missing_is_said_on_the_cover() -> None:
    one_of_four = assessment("question | 01 manager\nAP-01 | 80\nAP-02 | not asked\nME-01 | 40\nME-02 | 40", MODEL)
    context = report(one_of_four)
    assert re.fullmatch(r"Based on \d\d % of the assessment: .*", context.cover.incomplete)
    notes = {note.title: " ".join(note.paragraphs) for note in context.appendices.method}
    assert "Less than three quarters of the questions, by weight, is scored in" in notes["Limits of the evidence"]
    assert report(UNEVEN).cover.incomplete == ""


def test_a_long_list_of_one_kind_is_told_in_one_line_with_every_cell() -> None:
    many = [ONE_LEVEL_ONLY.at(Place("Interviews", f"E{row}"), value="Manager", others="more") for row in range(2, 30)]
    (only,) = report(UNEVEN, problems=many).appendices.missing
    assert only.place == "28 places"
    assert only.text.startswith("Interviews!E2: ")
    assert "27 further points of this kind: Interviews!E3, Interviews!E4" in only.text
    assert "Interviews!E29" in only.text


def test_a_long_list_about_one_place_names_it_once() -> None:
    many = [LOW_COVERAGE.at(Place("Results"), value="53 %", element=f"Element {n}", limit="75 %") for n in range(18)]
    (only,) = report(UNEVEN, problems=many).appendices.missing
    assert only.place == "Results"
    assert "‘Element 0’" in only.text
    assert only.text.endswith(" 17 further points of this kind.")


def test_invented_peers_are_called_invented_on_the_cover_and_in_the_method() -> None:
    context = report(UNEVEN, peers=[30] * 28)
    assert "invented" in context.cover.invented_peers
    assert any("invented" in text for note in context.appendices.method for text in note.paragraphs)
    assert report(UNEVEN).cover.invented_peers == ""


@pytest.mark.parametrize(("height", "width_mm"), [(40, 45.0), (160, 26.0), (640, 6.5)])
def test_a_logo_leaves_room_for_the_names_on_the_cover(tmp_path: Path, height: int, width_mm: float) -> None:
    (tmp_path / "logo.png").write_bytes(picture("logo", height).png)  # 160 wide
    logo = report(UNEVEN, house=replace(HOUSE, logo=tmp_path / "logo.png")).cover.logo
    assert logo is not None
    assert logo.width_mm == width_mm


def test_pictures_find_their_places() -> None:
    names = [*("overall", "path-core", "area-core", "model", "evidence", "levels", "moves", "effort-gain")]
    names += ["answers", "answers-2", "topics-core", "topics-core-2"]
    pictures = [Picture(name, b"png", "alt", 160, "caption") for name in names]
    context = report(UNEVEN, pictures=pictures)
    placed = [
        context.overall.picture,
        chapter(context, "core").path_picture,
        chapter(context, "core").picture,
        context.approach.picture,
        context.overall.evidence_picture,
        context.overall.levels_picture,
        context.overall.moves_picture,
        context.conclusion.decisions.picture if context.conclusion.decisions else None,
        *context.appendices.answers,
        *(picture for strip in context.appendices.topics for picture in strip.pictures),
    ]
    assert [picture.name for picture in placed if picture] == names
    assert chapter(context, "measurement").picture is None


def test_weights_other_than_one_are_printed() -> None:
    model = question_set("# Core | weight 2\n## AP Planning\nAP-01 | weight 1/2\nAP-02")
    given = assessment("question | 01 manager\nAP-01 | 40", model)
    notes = {note.title: " ".join(note.paragraphs) for note in report(given, model).appendices.method}
    assert "exceptions: Core 2 and AP-01 1/2." in notes["Weights"]
    plain = {note.title: " ".join(note.paragraphs) for note in report(UNEVEN).appendices.method}
    assert "has the weight 1" in plain["Weights"]


def test_a_withheld_score_is_explained_wherever_it_would_stand() -> None:
    thin = assessment("question | 01 manager\nAP-01 | 80\nME-01 | 40\nME-02 | N/A", MODEL)
    core = chapter(report(thin), "core")
    assert core.key_figure.value == "–"
    assert core.results.rows[0].note == "Withheld, because less than half of the weight is scored."
    assert texts(core.analysis)[0] == "Core is withheld, because less than half of the weight is scored."
    assert texts(core.swot.strengths) == ["Strategy (Analysis and planning): 80"]


def test_cover_and_properties_show_the_client_as_typed() -> None:
    context = report(UNEVEN)
    assert context.cover.subtitle == "Report into Harbour & Sons <Ltd> Customer Management"
    assert context.cover.date == "14 March 2025"
    assert context.cover.draft_mark == "Draft, version ab12cd34"
    assert context.properties.subject == "Customer Management Assessment of Harbour & Sons <Ltd>"
    assert context.running.footer == "The Star Commercial Academy – March 2025"


# ----------------------------------------------------------------------------------------------- the real set


@cache
def cma() -> QuestionSet:
    return load_question_set()


def everywhere(box: int, model: QuestionSet) -> Assessment:
    """Three interviews that give one box to every question."""
    codes = ("01", "02", "03")
    elements = frozenset(element.id for element in model.elements)
    return Assessment(
        model.id,
        model.version,
        UNEVEN.engagement,
        tuple(Interview(code, level=LEVELS[number % 2].id, elements=elements) for number, code in enumerate(codes)),
        tuple(
            Answer(code, question, AnswerState.SCORED, Fraction(box)) for code in codes for question in model.questions
        ),
    )


@pytest.mark.parametrize("box", [5, 20, 40, 60, 80, 100])
def test_the_real_set_makes_whole_sentences_at_every_score(box: int) -> None:
    context = report(everywhere(box, cma()), cma(), peers=[35, 40] * 14)
    assert_well_formed(context)
    core = chapter(context, "core")
    element = core.elements[0]
    words = {5: "low", 20: "low", 40: "middling", 60: "high", 80: "high", 100: "high"}[box]
    assert (element.score, element.band) == (str(box), words)
    assert element.analysis is None  # all questions score the same: the table says it all
    assert getattr(cma().areas[0].words, words) in texts(core.key_findings)[0]


@pytest.mark.parametrize(("ahead", "told"), [(1, False), (23, True)])
def test_an_element_holds_its_area_back_where_another_is_clearly_ahead(ahead: int, told: bool) -> None:
    """With one question of 23 a box higher, the elements lie a point apart; with all of them twenty."""
    filled = everywhere(40, cma())
    higher = [question.id for question in cma().element_of["PR-01"].questions][:ahead]
    answers = tuple(replace(a, box=Fraction(60)) if a.question_id in higher else a for a in filled.answers)
    found = texts(chapter(report(replace(filled, answers=answers), cma()), "core").key_findings)
    assert any(text.startswith("Analysis and planning is furthest behind, at 40") for text in found) is told


def test_no_line_of_ours_breaks_before_a_per_cent_sign() -> None:
    words = [item.text for passage in passages(report(UNEVEN, peers=[30] * 28)) for item in passage.items]
    assert any("\N{NO-BREAK SPACE}%" in text for text in words)
    assert not any(" %" in text for text in words)


def test_our_sentences_are_our_own() -> None:
    salt, known = known_hashes()
    named = cma().report  # the titles are those of the method, whoever prints them
    exempt = [named.title, named.subtitle, named.method_mark]
    sources = [*Path(compose_package.__file__).parent.glob("*.py"), Path("templates/house-style.toml")]
    told = [(path.name, path.read_text(encoding="utf-8")) for path in sources if path.exists()]
    told.append(("report", "\n".join(strings(report(UNEVEN, peers=[30] * 28)))))
    borrowed = [
        (name, " ".join(run)) for name, text in told for run in runs(text, exempt) if hashed(run, salt) in known
    ]
    assert borrowed == []


# -------------------------------------------------------------------------------------------------- properties

ROLES = st.sampled_from(["Zookeeper Royal", "Head of Llamas", ""])
PHRASES = st.text(alphabet=st.sampled_from("abc DÉ'&<.\n-•"), max_size=30)
BOXES = st.sampled_from([5, 20, 40, 60, 80, 100])
STATES_OF = dict.fromkeys(AnswerState)


@st.composite
def interviews(draw: st.DrawFn) -> tuple[Interview, ...]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        elements = draw(st.sets(st.sampled_from([element.id for element in MODEL.elements])))
        level = draw(st.sampled_from([*(level.id for level in LEVELS), None]))
        day = draw(st.dates(date(2023, 1, 1), date(2025, 12, 31)) | st.none())
        found.append(Interview(f"{number:02}", day, "Xavier Interviewer", draw(ROLES), level, frozenset(elements)))
    return tuple(found)


@st.composite
def answers(draw: st.DrawFn, held: Sequence[Interview]) -> tuple[Answer, ...]:
    found = []
    for interview in held:
        for question in MODEL.questions:
            state = draw(st.sampled_from([AnswerState.SCORED, *AnswerState]))
            box = draw(BOXES) if state is AnswerState.SCORED else None
            evidence = {entry.id: draw(st.booleans() | st.none()) for entry in STATES} if box else {}
            found.append(Answer(interview.code, question, state, None if box is None else Fraction(box), evidence))
    return tuple(found)


@st.composite
def assessments(draw: st.DrawFn) -> Assessment:
    held = draw(interviews())
    codes = [interview.code for interview in held] or ["00"]
    areas = [*(area.id for area in MODEL.areas), OVERALL]
    agreed = draw(st.dictionaries(st.sampled_from(list(MODEL.questions)), BOXES, max_size=2))
    sections = st.sampled_from(list(NarrativeSection))
    return Assessment(
        "test",
        "1",
        replace(UNEVEN.engagement, client="Example Ltd", name_roles=draw(st.booleans())),
        held,
        draw(answers(held)),
        notes=tuple(
            Note(draw(st.sampled_from(codes)), draw(st.sampled_from(MODEL.elements)).id, kind, draw(PHRASES))
            for kind in draw(st.lists(st.sampled_from(list(NoteKind)), max_size=3))
        ),
        headlines=tuple(
            Headline(draw(st.sampled_from(codes)), status, draw(PHRASES))
            for status in draw(st.lists(st.sampled_from([*HeadlineStatus, None]), max_size=3))
        ),
        agreed=tuple(AgreedScore(question, Fraction(box), "Because.") for question, box in agreed.items()),
        findings=tuple(
            Finding(f"F-{number}", draw(st.sampled_from(areas)), kind, draw(PHRASES))
            for number, kind in enumerate(draw(st.lists(st.sampled_from(list(FindingKind)), max_size=4)))
        ),
        initiatives=tuple(
            Initiative(
                f"R-{number}",
                draw(st.sampled_from(areas)),
                horizon.id,
                draw(PHRASES),
                draw(st.sampled_from(PRIORITIES)),
                owner=draw(st.sampled_from(["", "Finance"])),
            )
            for number, horizon in enumerate(draw(st.lists(st.sampled_from(HORIZONS), max_size=4)))
        ),
        narrative=tuple(
            NarrativeText(section, draw(st.sampled_from(areas[:-1])), draw(PHRASES))
            for section in draw(st.lists(sections, max_size=4))
        ),
    )


PEERS = st.lists(st.integers(5, 100), max_size=30)

SLIPS = re.compile(
    r"  | ,| \.(?!\.)|\.\.|\bNone\b|\bFraction\b|[{}]|\b1 \w+s\b|\bone (points|questions|interviews|steps|answers)\b"
    r"|\bno interviews? (?:was|were) held\b|\(\)|“”"
)


def assert_well_formed(context: ReportContext) -> None:
    """No passage is empty; what we drafted reads as whole sentences and says where it comes from."""
    for passage in passages(context):
        assert passage.items
        assert all(item.text.strip() == item.text and item.text for item in passage.items)
        assert bool(passage.why) is passage.is_suggestion
        if passage.is_placeholder:
            assert all(re.fullmatch(r"\[[A-Z][^\[\]]*[.!?]\]", item.text) for item in passage.items), passage
        elif passage.origin is not Origin.ASSESSOR:
            assert [text for text in texts(passage) if not re.match("[“‘]?[A-Z0-9]", text)] == []
    for cell in cells(context):
        assert cell.items
        assert bool(cell.why) is (cell.origin is Origin.SUGGESTION)


@settings(max_examples=60, deadline=None)
@given(assessments(), PEERS)
def test_any_assessment_makes_whole_sentences_and_no_empty_passage(given: Assessment, peers: list[int]) -> None:
    assert all(passage.items for passage in passages(report(given, peers=peers)))
    plain = report(replace(given, notes=(), headlines=(), findings=(), initiatives=(), narrative=()), peers=peers)
    assert_well_formed(plain)
    told = strings(plain)
    assert [text for text in told if SLIPS.search(text)] == []


@settings(max_examples=60, deadline=None)
@given(assessments())
def test_the_words_of_the_assessor_arrive_unchanged_and_in_order(given: Assessment) -> None:
    context = report(given)
    parts = {
        NarrativeSection.AIM: context.introduction.aims,
        NarrativeSection.MARKET_DRIVER: context.summary.market_drivers,
        NarrativeSection.EXECUTIVE_SUMMARY: context.summary.executive_summary,
        NarrativeSection.RECOMMENDATION: context.recommendations,
        NarrativeSection.FINDINGS_SUGGEST: context.conclusion.findings_suggest,
        NarrativeSection.LESSON: context.conclusion.lesson,
        NarrativeSection.ALTERNATIVE: context.conclusion.alternative,
        NarrativeSection.QUESTION: context.conclusion.questions,
        NarrativeSection.TACTICAL: context.conclusion.tactical,
        NarrativeSection.STRATEGIC: context.conclusion.strategic,
    }
    for section, passage in parts.items():
        assert_as_written(passage, given.texts(section))
    for area in context.areas:
        assert_as_written(area.introduction, given.texts(NarrativeSection.AREA_INTRODUCTION, area.id))
    places: list[tuple[str, OverallSection | AreaChapter]] = [(OVERALL, context.overall)]
    for scope, place in places + [(area.id, area) for area in context.areas]:
        for kind, passage in (
            (FindingKind.STRENGTH, place.swot.strengths),
            (FindingKind.WEAKNESS, place.swot.weaknesses),
            (FindingKind.OPPORTUNITY, place.swot.opportunities),
            (FindingKind.THREAT, place.swot.threats),
            (FindingKind.KEY_FINDING, place.key_findings),
            (FindingKind.DEVELOPMENT_AREA, place.development_areas),
        ):
            written = [entry.text for entry in given.findings if entry.area == scope and entry.kind is kind]
            assert_as_written(passage, written)


def assert_as_written(passage: Passage, written: Sequence[str]) -> None:
    """A passage holds the words of the assessor's texts, all and in order; without any it is not the assessor's."""
    said = "".join(written)
    letters = [character for character in said if character.isalnum() or character in "'&<."]
    if letters:
        assert passage.origin is Origin.ASSESSOR
        assert [c for c in "".join(texts(passage)) if c.isalnum() or c in "'&<."] == letters


@settings(max_examples=50, deadline=None)
@given(assessments(), PEERS)
def test_roles_stay_hidden_unless_allowed_and_interviewers_always(given: Assessment, peers: list[int]) -> None:
    told = "\n".join(strings(report(given, peers=peers)))
    assert "Xavier" not in told
    roles = {interview.role for interview in given.interviews} - {""}
    if not given.engagement.name_roles:
        assert not [role for role in roles if role in told]
    else:
        assert [role for role in roles if role in told] == list(roles)


@settings(max_examples=50, deadline=None)
@given(assessments())
def test_suggested_practices_have_the_scores_that_are_claimed(given: Assessment) -> None:
    context = report(given)
    scores = score(given, MODEL)
    points = {question: float(entry.value) for question, entry in scores.questions.items() if entry.value is not None}
    places: list[OverallSection | AreaChapter] = [context.overall, *context.areas]
    for place in places:
        for passage, lowest, below in (
            (place.swot.strengths, 59.5, 101),
            (place.swot.weaknesses, 0, 29.5),
            (place.swot.opportunities, 0, 29.5),
            (place.development_areas, 0, 59.5),
        ):
            refs = [item.ref for item in passage.items if item.ref in points and passage.is_suggestion]
            assert [ref for ref in refs if not lowest <= points[ref] < below] == []
    for cell in cells(context):
        if cell.origin is Origin.SUGGESTION:
            assert [item.ref for item in cell.items if points[item.ref] >= 59.5] == []
            assert {MODEL.questions[item.ref].horizon for item in cell.items} == {cell.horizon.id}


@settings(max_examples=50, deadline=None)
@given(assessments())
def test_what_is_called_highest_and_lowest_is(given: Assessment) -> None:
    overall = report(given).overall
    shown = {row.name: int(row.score) for row in overall.results.rows[1:] if row.score != "–"}
    told = " ".join(texts(overall.analysis))
    if ahead := re.search(r"(\w+) comes out ahead of (\w+): (\d+) against (\d+)\.", told):
        best, worst, high, low = ahead.groups()
        assert (shown[best], shown[worst]) == (int(high), int(low)) == (max(shown.values()), min(shown.values()))
    elif len(shown) > 1:
        assert f"The two areas all stand at {next(iter(shown.values()))}." in told
        assert len(set(shown.values())) == 1


@settings(max_examples=30, deadline=None)
@given(assessments(), PEERS)
def test_the_same_input_gives_the_same_words(given: Assessment, peers: list[int]) -> None:
    assert report(given, peers=peers) == report(given, peers=peers)


def _figures(model: QuestionSet) -> list[str]:
    return [OVERALL, *(area.id for area in model.areas), *(element.id for element in model.elements)]


def _with_horizon(model: QuestionSet, horizon: str) -> QuestionSet:
    """The model with every next step in one horizon."""
    areas = tuple(
        replace(
            area,
            words=Words("Low.", "Middling.", "High."),
            elements=tuple(
                replace(
                    element,
                    topics=tuple(
                        replace(topic, questions=tuple(replace(q, horizon=horizon) for q in topic.questions))
                        for topic in element.topics
                    ),
                )
                for element in area.elements
            ),
        )
        for area in model.areas
    )
    return replace(model, areas=areas)
