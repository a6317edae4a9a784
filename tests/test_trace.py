"""Traces: every printed figure leads back to cells, rule and rounding."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.trace import explain, figures, position_in_words, printed_traces
from reportgen.common.exceptions import UsageError
from reportgen.common.model import OVERALL, Comparison, Engagement, GroupScore, PeerFilter, Scores, Trace
from reportgen.common.rounding import NO_FIGURE, printed_alpha, printed_share, printed_steps
from tests.builders import SCALE, assessment, peers_scoring, question_set

SET = question_set("""
    # Core | weight 1/2
    ## AP Analysis and planning | weight 2
    AP-01 | reap: retention
    AP-02 | weight 2
    AP-03 | reap: retention acquisition
    ## PR Proposition
    PR-01
    # Measurement
    ## ME Measuring the effect
    ME-01
    ME-02
    # Other
    ## OT Other things
    OT-01
    OT-02
    OT-03
""")
FILLED = assessment(
    """
    question | 01 manager | 02 manager | 03 implementation | 04 implementation | 05 implementation: AP | agreed
    AP-01    | 80 IR      | 60 I       | 40 Ire            |                   | 20                    | 40 depot lags
    AP-02    | 20         | N/A        | 40                | not known         | 40                    |
    AP-03    | 20 i       | 40         | 60                | 60                | 80 IRE                |
    PR-01    | 20         | 60         | not asked         | 5                 |                       |
    ME-01    | N/A        | N/A        |                   |                   |                       |
    ME-02    | 100        | 60         | 20                |                   |                       |
    OT-01    | 40         |            |                   |                   |                       |
    """,
    SET,
)
SCORES = score(FILLED, SET)
COMPARISON = compare(
    SCORES, peers_scoring([Fraction(value, 7) for value in range(140, 300, 5)], SET), FILLED.engagement, SET
)


def trace_of(figure: str, scores: Scores = SCORES, comparison: Comparison = COMPARISON) -> Trace:
    return explain(figure, FILLED, SET, scores, comparison)


def number(text: str) -> Fraction:
    """A mixed number as a fraction: "46 2/3"."""
    return sum((Fraction(part) for part in text.split()), Fraction(0))


def weighed(trace: Trace) -> Fraction:
    """The weighted mean of the inputs of a trace that have a weight."""
    pairs = [
        (number(entry.role.removeprefix("weight ")), number(entry.value))
        for entry in trace.inputs
        if entry.role.startswith("weight ")
    ]
    return sum((w * v for w, v in pairs), Fraction(0)) / sum(w for w, _ in pairs)


# -------------------------------------------------------------------------------------------- back to the cells


def test_a_question_leads_to_its_cells() -> None:
    trace = trace_of("AP-02")
    assert [(entry.name, entry.value, entry.role) for entry in trace.inputs] == [
        ("Interview 01!D3", "20", "box"),
        ("Interview 02!D3", "N/A", "not applicable: left out"),
        ("Interview 03!D3", "40", "box"),
        ("Interview 04!D3", "Not known", "not known: left out"),
        ("Interview 05!D3", "40", "box"),
    ]
    assert (trace.printed, trace.exact) == ("33", "33 1/3")
    assert trace.rule == "The mean of the boxes of 3 interviews; all interviews weigh the same."
    assert trace.rounding == "Rounded once, half up, to a whole number."


def test_an_agreed_box_leads_to_its_cell_and_shows_the_mean() -> None:
    trace = trace_of("AP-01")
    assert (trace.inputs[0].name, trace.inputs[0].value, trace.inputs[0].role) == (
        "Agreed scores!F2",
        "40",
        "agreed box",
    )
    assert "50" in trace.rule
    assert "depot lags" in trace.rule
    assert (trace_of("AP-01.computed").printed, trace_of("AP-02.computed").printed) == ("50", NO_FIGURE)


def test_every_score_can_be_worked_out_from_its_trace() -> None:
    """Down the tree: what the trace lists gives the exact score, and every input has a trace of its own."""
    known = set(figures(FILLED, SET, SCORES, COMPARISON))
    for group in [SCORES.overall, *SCORES.areas.values(), *SCORES.elements.values()]:
        trace = trace_of(group.id)
        assert {entry.name for entry in trace.inputs} <= known
        if group.value is not None:
            assert weighed(trace) == group.value == number(trace.exact)
            assert trace.printed == SCALE.printed(group.value)


@pytest.mark.parametrize(
    "suffix", ["coverage", "low-share", "evidence.intention", "evidence.reality", "evidence.effect"]
)
@pytest.mark.parametrize("group_id", [OVERALL, *SCORES.areas, *SCORES.elements])
def test_every_share_is_the_sum_of_its_parts(group_id: str, suffix: str) -> None:
    trace, group = trace_of(f"{group_id}.{suffix}"), SCORES.group(group_id)
    if suffix == "coverage" and group_id not in SCORES.elements:
        assert weighed(trace) == group.coverage == number(trace.exact)
        return
    share = {"coverage": group.coverage, "low-share": group.low_share}
    share |= {f"evidence.{key}": value for key, value in SCORES.evidence[group_id].shares.items()}
    pairs = [[number(side) for side in entry.value.split(" / ")] for entry in trace.inputs]
    assert trace.printed == printed_share(share[suffix])
    if share[suffix] is not None:
        assert sum(part for part, _ in pairs) / sum(whole for _, whole in pairs) == share[suffix] == number(trace.exact)


@pytest.mark.parametrize("group_id", [OVERALL, *SCORES.areas, *SCORES.elements])
def test_levels_can_be_worked_out_too(group_id: str) -> None:
    values = SCORES.levels[group_id].values
    for level, value in values.items():
        trace = trace_of(f"{group_id}.level.{level}")
        assert trace.printed == SCALE.printed(value)
        assert value is None or weighed(trace) == value
    managers, others = values["manager"], values["implementation"]
    difference = trace_of(f"{group_id}.level-difference").printed
    if managers is None or others is None:
        assert difference == NO_FIGURE
    else:
        assert int(difference) == int(SCALE.printed(managers)) - int(SCALE.printed(others))


def test_spreads_and_intervals_as_printed() -> None:
    def interval(group: GroupScore) -> str:
        return (
            f"{SCALE.printed(group.interval.low)} to {SCALE.printed(group.interval.high)}"
            if group.interval
            else NO_FIGURE
        )

    for group in [SCORES.overall, *SCORES.areas.values(), *SCORES.elements.values()]:
        assert trace_of(f"{group.id}.spread").printed == printed_steps(group.spread)
        trace = trace_of(f"{group.id}.interval")
        assert trace.printed == interval(group)
        assert group.interval is None or len(trace.inputs) == group.interval.interviews
    assert trace_of("AP-02.spread").printed == "0.7"
    assert [entry.name for entry in trace_of("AP-02.spread").inputs] == [f"Interview 0{n}!D3" for n in (1, 3, 5)]
    assert trace_of("OT-01.spread").printed == NO_FIGURE
    assert trace_of("AP.interval").printed != NO_FIGURE


def test_topics_have_traces_down_to_their_questions() -> None:
    model = question_set("# Core\n## AP Planning\n### Value\nAP-01\nAP-02 | weight 2\n### Plans\nAP-03")
    filled = assessment("question | 01 | 02\nAP-01 | 40 | 80\nAP-02 | 20 | 20\nAP-03 | 5 | 5", model)
    scores = score(filled, model)
    nobody = compare(scores, None, filled.engagement, model)
    for typed in ("planning.topic.value", "AP.topic.value", "Value"):
        found = explain(typed, filled, model, scores, nobody)
        assert (found.figure, found.title, found.printed) == ("planning.topic.value", "Planning, Value", "33")
        assert weighed(found) == scores.topics["planning"]["value"].value
    assert explain("planning.topic.plans.coverage", filled, model, scores, nobody).printed == "100 %"
    assert explain("value.low-share", filled, model, scores, nobody).printed == "50 %"


def test_agreement_has_a_trace() -> None:
    for name, who in (("overall.agreement", OVERALL), ("overall.agreement.manager", "manager")):
        assert trace_of(name).printed == printed_alpha(SCORES.agreement[who].alpha)
    assert trace_of("overall.agreement").inputs[0].value == str(SCORES.agreement[OVERALL].questions)


def test_completion_and_lenses_have_traces() -> None:
    assert trace_of("05.completion").printed == "100 %"
    assert trace_of("reap.retention").printed == "46"
    assert weighed(trace_of("reap.retention")) == SCORES.lenses["reap"]["retention"].value


@pytest.mark.parametrize(
    ("figure", "begins"),
    [
        ("ME-01", "No score: everyone who answered said not applicable"),
        ("OT-02", "No score: no interview gave a box."),
        ("OT", "Withheld. At least 50 % of the effective weight of what applies must be scored."),
        ("other.level.manager", "Not given: there is no score. It takes 2 interviews at each level"),
        ("proposition.interval", "Not given: too few interviews gave answers."),
        ("OT.low-share", "Not given here."),
    ],
)
def test_what_is_not_given_says_why(figure: str, begins: str) -> None:
    trace = trace_of(figure)
    assert (trace.printed, trace.exact) == (NO_FIGURE, NO_FIGURE)
    assert trace.rule.startswith(begins)


# ------------------------------------------------------------------------------------------------------ peers


def test_a_standing_leads_to_its_group_and_never_to_a_peer() -> None:
    trace = trace_of("overall.median")
    assert [(entry.name, entry.value, entry.role) for entry in trace.inputs] == [
        ("overall.peers", "32", "peers in the whole database")
    ]
    assert trace.printed == trace.exact == SCALE.printed(COMPARISON.standings[OVERALL].median)
    position = trace_of("core.position")
    assert [entry.name for entry in position.inputs] == ["core", "core.median", "core.middle-half", "core.peers"]
    assert position.printed == position_in_words(COMPARISON.standings["core"]) == "above, top quarter"
    assert "(all organisations)" in trace_of("overall.peers").rule


def test_no_trace_holds_the_exact_figure_of_a_peer() -> None:
    """The peers here score in sevenths: a seventh anywhere in their figures would be one of theirs."""
    for name in figures(FILLED, SET, SCORES, COMPARISON):
        if re.search(r"\.(median|middle-half|band|best-in-class|position|peers)$", name):
            trace = trace_of(name)
            words = [trace.printed, trace.exact, *(entry.value for entry in trace.inputs)]
            assert not any(re.search(r"/|\d\.\d|peer-|owner-", word) for word in words)


def test_the_reason_stands_where_peers_are_too_few() -> None:
    few = compare(SCORES, peers_scoring(range(20, 24), SET), FILLED.engagement, SET)
    assert trace_of("overall.median", comparison=few).rule == (
        "Not shown: Only 4 organisations have this figure in the database; at least five are needed."
    )
    seven = compare(SCORES, peers_scoring(range(20, 27), SET), FILLED.engagement, SET)
    assert trace_of("overall.band", comparison=seven).rule == "Not shown: it takes 20 peers, and 7 have this figure."
    assert trace_of("other.position").rule == "Not given without a score of the client."
    filtered = Engagement(peer_filter=PeerFilter(sectors=("mining",)))
    chosen = compare(SCORES, peers_scoring(range(20, 60), SET), filtered, SET)
    assert "(mining)" in trace_of("AP.peers", comparison=chosen).rule


# ------------------------------------------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("overall", "overall"),
        (" Overall ", "overall"),
        ("core", "core"),
        ("AP", "analysis-and-planning"),
        ("ap-03", "AP-03"),
        ("Analysis and Planning", "analysis-and-planning"),
        ("analysis  and planning.COVERAGE", "analysis-and-planning.coverage"),
        ("ap.low share", "analysis-and-planning.low-share"),
        ("Core.evidence.Intention", "core.evidence.intention"),
        ("measurement.best in class", "measurement.best-in-class"),
        ("overall.low share", "overall.low-share"),
        ("REAP.Retention", "reap.retention"),
        ("reap.acquisition.coverage", "reap.acquisition.coverage"),
        ("01.Completion", "01.completion"),
    ],
)
def test_a_figure_is_found_by_id_code_or_title_in_any_case(typed: str, figure: str) -> None:
    assert trace_of(typed).figure == figure


@pytest.mark.parametrize(
    ("typed", "near"),
    [("AP-3", "AP-03"), ("cor", "core"), ("overall.medain", "overall.median"), ("propositon", "proposition")],
)
def test_an_unknown_figure_names_near_ones(typed: str, near: str) -> None:
    with pytest.raises(UsageError, match=re.escape(near)) as raised:
        trace_of(typed)
    assert repr(typed) in str(raised.value)


def test_nothing_near_still_says_what_a_figure_is() -> None:
    with pytest.raises(UsageError, match="A figure is 'overall', an area"):
        trace_of("x")


def test_every_figure_has_a_trace() -> None:
    names = figures(FILLED, SET, SCORES, COMPARISON)
    assert len(set(names)) == len(names)
    for name in names:
        trace = trace_of(name)
        assert trace.figure == name
        assert all([trace.title, trace.printed, trace.exact, trace.rule, trace.rounding])
    shown = printed_traces(FILLED, SET, SCORES, COMPARISON)
    assert set(shown) == {name for name in names if trace_of(name).printed != NO_FIGURE}
    assert list(shown)[:2] == ["overall", "overall.coverage"]
