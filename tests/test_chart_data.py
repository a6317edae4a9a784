from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.standing.position import side_of
from reportgen.charts import Chart, chart_data, headlines, wording
from reportgen.charts.data.answers import answers_charts
from reportgen.charts.data.axes import score_axis
from reportgen.charts.data.scale import scale_charts
from reportgen.charts.data.topics import topic_charts
from reportgen.charts.kinds import (
    AnswersChart,
    AnswersRow,
    DistanceChart,
    EffortChart,
    EvidenceChart,
    LevelChart,
    ModelChart,
    MovesChart,
    PositionChart,
    PositionRow,
    ProfileRow,
    RowRank,
    ScaleChart,
    TopicsChart,
)
from reportgen.common.absence import withheld_peers
from reportgen.common.language import lowered, number, part_of
from reportgen.common.model import (
    OVERALL,
    Comparison,
    Engagement,
    PeerFilter,
    QuestionSet,
    Reference,
    Scores,
    Standing,
    Status,
    Target,
)
from reportgen.common.scale import Box, scale_of
from reportgen.questions import load_question_set
from tests.builders import SCALE, peer, peers_scoring, question_set, shipped_set
from tests.builders import assessment as told_by
from tests.chart_cases import (
    HOSTILE,
    LONG,
    MADE_SCORE,
    MOVES,
    ROAD_MAP,
    assessment,
    compared,
    comparison,
    edge_positions,
    gallery,
    initiatives,
    model,
    one,
    other_model,
    path,
    report,
    scaled,
    scores,
    standing,
    titled,
)
from tests.fillings import by_chance, empty

SIZES = (0, 4, 5, 9, 10, 19, 20, 39, 40, 700)


def position(charts: Sequence[Chart], name: str) -> PositionChart:
    chart = one(charts, name)
    assert isinstance(chart, PositionChart)
    return chart


def row(score: int | None, median: int | None, title: str = "Targeting", words: str = "") -> PositionRow:
    side = None
    if score is not None and median is not None:
        side = side_of(Fraction(score), None, Fraction(median), SCALE)
    return PositionRow(id=title, title=title, score=_printed(score), words=words, median=_printed(median), side=side)


def _printed(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


# -------------------------------------------------------------------------------------------------- the whole


def test_a_report_has_its_charts_in_order() -> None:
    names = (
        "one-page distance overall area-core area-activity area-development area-enabling area-measurement "
        "scale model evidence levels moves effort-gain"
    )
    assert [chart.name for chart in report(28)] == names.split()


def test_nothing_to_show_means_no_chart() -> None:
    questions = model()
    made = scores(questions, evidence={OVERALL: (None, None, None)})
    charts = chart_data(assessment(), questions, made, compared(questions, made, 28))
    assert [chart.name for chart in charts][-1] == "model"


def test_every_chart_has_its_words() -> None:
    for _, chart in gallery():
        assert chart.headline
        assert chart.subtitle
        assert chart.width_mm == 160
        assert len(chart.alt_text) <= 1000
        assert chart.headline[:290] in chart.alt_text
        assert not re.search(r"rank|minimum|maximum|None|\n|\t", chart.headline + chart.subtitle + chart.alt_text)


def test_no_chart_mixes_the_two_references() -> None:
    questions = model()
    elements = {e.id for e in questions.elements}
    for chart in report(28):
        if isinstance(chart, PositionChart):
            ids = {r.id for r in chart.rows}
            assert ids <= elements if chart.name != "overall" else not ids & elements
            assert ("chosen group" in chart.subtitle) == (chart.name != "overall")


# -------------------------------------------------------------------------------------------- small peer groups


def test_a_row_shows_what_the_size_of_its_group_allows() -> None:
    questions = question_set()
    made = scores(questions, (91, 30, 52))
    shown = {}
    for n in SIZES:
        peers = peers_scoring([10 + 13 * i % 80 for i in range(n)], questions)
        found = compare(made, peers, Engagement(), questions)
        first = position(chart_data(assessment(), questions, made, found), "area-core").rows[0]
        figures = ("median", "middle_half", "quarter", "band", "best_in_class")
        shown[n] = [name for name in figures if getattr(first, name) is not None]
    assert shown == {
        0: [],
        4: [],
        5: ["median"],
        9: ["median"],
        10: ["median", "middle_half", "quarter"],
        19: ["median", "middle_half", "quarter"],
        20: ["median", "middle_half", "quarter", "band"],
        39: ["median", "middle_half", "quarter", "band"],
        40: ["median", "middle_half", "quarter", "band", "best_in_class"],
        700: ["median", "middle_half", "quarter", "band", "best_in_class"],
    }


def test_the_chart_trusts_the_disclosure_and_not_the_fields() -> None:
    questions = question_set()
    made = scores(questions, (41,))
    leaky = standing(
        "analysis-and-planning", 41, 7, band=(Fraction(1), Fraction(99)), quarter=4, best_in_class=Fraction(97)
    )
    charts = chart_data(assessment(), questions, made, comparison([leaky], 7))
    first = position(charts, "area-core").rows[0]
    assert (first.band, first.quarter, first.best_in_class) == (None, None, None)
    tiles = one(charts, "model")
    assert isinstance(tiles, ModelChart)
    assert tiles.bands[0][0].tiles[0].quarter is None


def test_under_five_peers_no_text_holds_a_figure_of_theirs() -> None:
    questions = question_set()
    made = scores(questions, (91, 30, 52))
    found = compare(made, peers_scoring([77, 78, 83, 86], questions), Engagement(), questions)
    for chart in chart_data(assessment(), questions, made, found):
        if chart.name == "scale":  # the numbers of the boxes
            continue
        assert not re.search(r"7[78]|8[0-36]", f"{chart.headline} {chart.subtitle} {chart.alt_text}")


def test_without_peers_the_subtitle_says_so() -> None:
    charts = report(0)
    assert position(charts, "overall").subtitle == "Scores alone: there is no peer data to compare with"
    assert one(charts, "model").subtitle.endswith(
        "no positions, so colour shows low and high scores: there is no peer data to compare with"
    )


def test_too_few_peers_are_counted_but_not_used() -> None:
    chart = position(report(4), "overall")
    assert (
        chart.subtitle
        == "Scores alone: the whole peer database (n = 4; invented sample peers) is too small to compare with"
    )
    assert {r.words for r in chart.rows} == {"too few peers (n = 4)"}
    assert all(r.median is None for r in chart.rows)


def test_a_group_withheld_for_another_reason_gives_it() -> None:
    edge = edge_positions()
    assert isinstance(edge, PositionChart)
    assert edge.rows[-1].words == "peers withheld"
    assert (
        edge.note == "Peers withheld: More than a quarter of the 17 organisations with this figure belong to one owner."
    )
    questions = question_set("# Core\n## AP Analysis\n## PR Proposition")
    reason = "More than a quarter of the 17 organisations with this figure belong to one owner."
    withheld = [
        Standing(e.id, Reference.CHOSEN, 17, standing("x", 1, 0).disclosure, withheld_peers(reason))
        for e in questions.elements
    ]
    charts = chart_data(assessment(), questions, scores(questions, (40,)), comparison(withheld, 17))
    assert position(charts, "area-core").subtitle == f"Scores alone: {lowered(reason[:-1])}"


def test_the_subtitle_names_reference_size_date_and_invention() -> None:
    charts = report(28)
    assert position(charts, "overall").subtitle == (
        "Scores against the whole peer database (n = 28; newest assessment 2024; invented sample peers)"
    )
    assert position(charts, "area-core").subtitle == (
        "Scores against the chosen group (retail; UK; n = 28; newest assessment 2023; invented sample peers)"
    )
    questions = model()
    made = scores(questions)
    real = chart_data(assessment(), questions, made, compared(questions, made, 28, invented=False))
    assert "invented" not in position(real, "overall").subtitle


def test_filters_reach_the_subtitle_from_the_comparison() -> None:
    questions = question_set()
    made = scores(questions, (41,))
    chosen = peers_scoring(range(20, 50), questions).peers
    others = [peer(100 + i, {e.id: 30 for e in questions.elements}, sector="banking") for i in range(9)]
    data = peers_scoring([], questions)
    data = type(data).of((*chosen, *others), data.source, data.invented)
    found = compare(made, data, Engagement(peer_filter=PeerFilter(sectors=("retail",))), questions)
    charts = chart_data(assessment(), questions, made, found)
    assert "the chosen group (retail; n = 30;" in position(charts, "area-core").subtitle
    assert "the whole peer database (n = 39;" in position(charts, "overall").subtitle


# ------------------------------------------------------------------------------------------------ position rows


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.OPEN, "not assessed"),
        (Status.WITHHELD, "withheld: coverage under 50 %"),
        (Status.NOT_APPLICABLE, "not applicable"),
    ],
)
def test_a_missing_score_says_why(status: Status, words: str) -> None:
    questions = question_set()
    charts = report(28, questions, (status, 40))
    first = position(charts, "area-core").rows[0]
    assert (first.score, first.words, first.quarter) == (None, words, None)
    assert first.median is not None  # the peers are still shown
    assert f"Analysis and planning, {words}" in one(charts, "area-core").alt_text


def test_peers_all_alike_fill_no_quarter() -> None:
    questions = question_set()
    made = scores(questions, (50,))
    found = compare(made, peers_scoring([50] * 12, questions), Engagement(), questions)
    first = position(chart_data(assessment(), questions, made, found), "area-core").rows[0]
    assert (first.words, first.quarter) == ("About level with median", None)
    assert first.middle_half == (Decimal(50), Decimal(50))


def test_the_detail_is_the_median_and_the_number_of_peers() -> None:
    assert position(report(28), "area-activity").rows[0].detail == "median 42 · n = 28"


def test_figures_are_rounded_as_everywhere() -> None:
    questions = question_set()
    made = scores(questions, (40,))
    values = [Fraction(85, 2)] * 5  # halfway between two multiples of five
    found = compare(made, peers_scoring(values, questions), Engagement(), questions)
    assert position(chart_data(assessment(), questions, made, found), "area-core").rows[0].median == 45


# --------------------------------------------------------------------------------------------------- headlines


def test_the_overall_headline_tells_position_and_both_ends() -> None:
    assert one(report(7), "overall").headline == (
        "The company scores 41 overall, above the peer median of 30: "
        "strongest in Development Platform (55), weakest in Measurement / Finance (28)"
    )
    assert one(report(28), "overall").headline.startswith(
        "The company scores 41 overall, in the top quarter of peers: "
    )
    assert one(report(0, client="Harbour & Sons"), "overall").headline.startswith("Harbour & Sons scores 41 overall: ")


def test_without_an_overall_score_the_headline_says_how_far_it_came() -> None:
    questions = model()
    made = scores(questions, areas={"core": Status.WITHHELD, "activity": None}, overall=Status.WITHHELD)
    charts = chart_data(assessment(), questions, made, compared(questions, made, 28))
    assert one(charts, "overall").headline == "The company has no overall score: three of five areas could be scored"


@pytest.mark.parametrize(
    ("pairs", "headline"),
    [
        ("A 22 39, B 40 34, C 30 41", "below the peer median in two of three elements, most in A (22 against 39)"),
        ("A 45 40, B 30 41", "above the peer median in one element, below in one"),
        ("A 45 40, B 41 41, C 41 41", "about level with the peer median in two of three elements"),
        ("A 44 40, B 30 41, C 41 41, D 60 20", "about level with the peer median in two of four elements"),
        ("A 45 40, B 46 40", "above the peer median in both elements, most in B (46 against 40)"),
        ("A 45 40, B 40 40, C - 40", "about level with the peer median in one of two compared elements"),
        ("A 45 40", "above the peer median in the only element"),
        ("A 45 40, B 45 -, C - 40", "above the peer median in the only compared element"),
        ("A 44 -, B 45 -", "strongest in B (45), weakest in A (44)"),
        ("A 44 -, B 44 -", "two elements score 44"),
        ("A 44 -, B 44 -, C 20 -, D 20 -", "strongest in A (44) and B (44), weakest in C (20) and D (20)"),
        ("A 44 -, B 44 -, C 44 -, D 20 -", "strongest in three elements (44 each), weakest in D (20)"),
        ("A 44 -, B - 30", "A scores 44"),
        ("A - 30", "no element could be scored"),
    ],
)
def test_an_area_headline_is_a_finding(pairs: str, headline: str) -> None:
    cells = (pair.split() for pair in pairs.split(", "))
    rows = [row(_figure(score), _figure(median), title) for title, score, median in cells]
    assert headlines.area_headline("Activity", rows) == f"Activity: {headline}"


def _figure(cell: str) -> int | None:
    return None if cell == "-" else int(cell)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=12))
def test_an_area_headline_counts_right(pairs: list[tuple[int, int]]) -> None:
    rows = [row(score, median, f"E{number}") for number, (score, median) in enumerate(pairs)]
    headline = headlines.area_headline("Area", rows)
    sides = {word: sum(test(s, m) for s, m in pairs) for word, test in SIDES.items()}
    word = next(word for word in SIDES if f" {word} the peer median" in headline)
    assert sides[word] == max(sides.values())
    told = part_of(sides[word], len(rows), "element", the="")
    assert f"{word} the peer median in {told}" in headline or f"below in {number(sides['below'])}" in headline
    assert {int(figure) for figure in re.findall(r"\((\d+) against", headline)} <= {score for score, _ in pairs}


SIDES: dict[str, Callable[[int, int], bool]] = {
    "above": lambda score, median: score >= median + 5,
    "about level with": lambda score, median: abs(score - median) < 5,
    "below": lambda score, median: score <= median - 5,
}


def test_the_model_headline_follows_what_may_be_shown() -> None:
    starts = {n: one(report(n), "model").headline for n in (28, 7, 0)}
    assert starts == {
        28: "Five of 18 elements are in the top quarter of peers, six in the bottom one",
        7: "Seven of 18 elements are above the peer median, seven below",
        0: "Five of 18 elements score under 30, one 60 or more",
    }


def test_a_headline_counts_only_what_was_compared() -> None:
    headline = one(report(28, values=(None, 40, 80)), "model").headline
    assert re.match(r"\w+ of twelve compared elements (is|are) in the top quarter", headline)


# ------------------------------------------------------------------------------------------------ model picture


def test_the_model_lies_as_its_picture_does() -> None:
    chart = one(report(28), "model")
    assert isinstance(chart, ModelChart)
    assert [[(area.id, area.columns) for area in band] for band in chart.bands] == [
        [("measurement", 2)],
        [("core", 1), ("activity", 4)],
        [("development", 3), ("enabling", 4)],
    ]


@pytest.mark.parametrize(("areas", "elements"), [(1, 1), (2, 3), (3, 8), (9, 2), (2, 40), (1, 200), (30, 3)])
def test_any_other_model_finds_its_place(areas: int, elements: int) -> None:
    questions = other_model(areas, elements)
    parts = [chart for chart in report(28, questions) if isinstance(chart, ModelChart)]
    tiles = [tile.id for part in parts for band in part.bands for area in band for tile in area.tiles]
    assert tiles == ([e.id for e in questions.elements] if areas * elements > 1 else [])  # one tile is no picture
    assert all(sum(area.columns for area in band) <= 7 for part in parts for band in part.bands)
    assert [part.name for part in parts] == ["model", *(f"model-{i}" for i in range(2, len(parts) + 1))][: len(parts)]


def test_areas_in_the_model_have_scores_and_no_position() -> None:
    chart = one(report(28), "model")
    assert isinstance(chart, ModelChart)
    area = chart.bands[1][0]
    assert (area.title, area.score) == ("Core", Decimal(48))
    assert not hasattr(area, "quarter")


# ----------------------------------------------------------------------------------------------------- profiles


def test_evidence_is_a_share_of_the_recorded_answers() -> None:
    chart = one(report(28), "evidence")
    assert isinstance(chart, EvidenceChart)
    assert chart.series == ("Intention", "Reality", "Effect")
    assert "recorded for 512 of 640 scored answers" in chart.subtitle
    overall, first, *_ = chart.rows
    assert (overall.title, overall.words) == ("All answers", "38 %")
    assert overall.values == (Decimal(66), Decimal(51), Decimal(38))
    assert (first.values[-1], first.area) == (max(row.values[-1] or 0 for row in chart.rows[1:]), "")


def test_the_evidence_headline_says_thins_only_when_it_does() -> None:
    def headline(*values: int | None) -> str:
        overall = ProfileRow(id=OVERALL, title="All answers", values=tuple(map(_printed, values)), words="")
        return headlines.evidence_headline(("Intention", "Reality", "Effect"), overall, ())

    assert headline(66, 51, 38) == "Evidence thins from intention (66 %) to reality (51 %) to effect (38 %)"
    assert headline(66, 70, 38) == "66 % of answers show intention, 70 % reality and 38 % effect"
    assert headline(66, None, None) == "66 % of answers show intention"


def test_a_state_never_recorded_is_said_and_not_zero() -> None:
    questions = question_set()
    shares = {OVERALL: (60, 50, 40), "analysis-and-planning": (50, None, None), "proposition": (None, None, None)}
    chart = one(
        chart_data(assessment(), questions, scores(questions, (40,), evidence=shares), comparison([], 0)), "evidence"
    )
    assert isinstance(chart, EvidenceChart)
    assert [(r.title, r.words) for r in chart.rows[1:]] == [("Analysis and planning", "not recorded")]
    assert "Analysis and planning 50, –, –" in chart.alt_text
    assert chart.subtitle.endswith("; two elements without figures left out")


@given(st.lists(st.tuples(*[st.none() | st.integers(0, 4).map(lambda tens: 10 * tens)] * 3), min_size=3, max_size=3))
def test_evidence_is_ranked_by_effect_and_headline_and_rows_agree(shares: list[tuple[int | None, ...]]) -> None:
    questions = question_set()
    of = dict(zip((element.id for element in questions.elements), shares, strict=True))
    made = scores(questions, (40,), evidence={OVERALL: (60, 50, 40), **of})
    chart = one(chart_data(assessment(), questions, made, comparison([], 0)), "evidence")
    assert isinstance(chart, EvidenceChart)
    rows = chart.rows[1:]
    assert {row.id for row in rows} == {element for element, known in of.items() if set(known) != {None}}
    effects = [-1 if row.values[-1] is None else row.values[-1] for row in rows]
    assert effects == sorted(effects, reverse=True)
    told = chart.headline.partition("; effect is rarest in ")[2]
    known = [effect for effect in effects if effect >= 0]
    assert bool(told) is (len(set(known)) > 1)
    if told:
        last = [row.title for row in rows if row.values[-1] == min(known)]
        assert set(re.findall(r"\((\d+) %", told)) == {str(min(known))}
        assert all(title in told for title in last) or told.startswith(number(len(last)))
    assert not any(row.is_wide for row in rows)


@pytest.mark.parametrize(
    ("n", "goal"), [(60, "best in class"), (40, "best in class"), (39, "the peer median"), (5, "the peer median")]
)
def test_elements_are_ranked_by_the_best_that_may_be_told_of_all_peers(n: int, goal: str) -> None:
    chart = one(report(n), "distance")
    assert isinstance(chart, DistanceChart)
    assert chart.goal == goal
    assert goal in chart.headline
    assert f"n = {n}" in chart.subtitle


def test_without_enough_peers_elements_are_ranked_by_the_score_that_is_high() -> None:
    chart = one(report(4), "distance")
    assert isinstance(chart, DistanceChart)
    assert {row.goal for row in chart.rows} == {60}
    assert "peer" not in chart.headline + chart.subtitle
    assert "n = " not in chart.subtitle


def test_distances_are_of_printed_figures_the_furthest_behind_first() -> None:
    chart = one(report(60), "distance")
    assert isinstance(chart, DistanceChart)
    assert [row.difference for row in chart.rows] == sorted(row.score - row.goal for row in chart.rows)
    assert [row.is_far for row in chart.rows] == [row.difference <= -20 for row in chart.rows]
    assert chart.axis.lowest <= chart.rows[0].difference <= chart.rows[-1].difference <= chart.axis.highest


@pytest.mark.parametrize(("scored", "shown"), [(0, False), (1, False), (2, True)])
def test_fewer_than_two_scored_elements_are_not_ranked(scored: int, shown: bool) -> None:
    values = [50] * scored + [None] * (18 - scored)
    assert any(isinstance(chart, DistanceChart) for chart in report(28, values=values)) is shown


def test_the_scale_is_drawn_box_by_box_and_makes_a_score_of_three() -> None:
    chart = one(report(28), "scale")
    assert isinstance(chart, ScaleChart)
    assert [box.value for box in chart.boxes] == [5, 20, 40, 60, 80, 100]
    assert [chart.boxes[number].value for number in chart.chosen] == [60, 60, 40]
    assert chart.score == "53"
    assert chart.ends == ("0", "100")
    assert all(f"{box.printed} {box.label}" in chart.alt_text for box in chart.boxes)


@pytest.mark.parametrize(("count", "shown"), [(2, True), (8, True), (9, False)])
def test_a_scale_of_more_boxes_than_stand_side_by_side_is_not_drawn(count: int, shown: bool) -> None:
    boxes = [Box(Fraction(value), f"box {value}", "What it takes, whole.", "in short") for value in range(count)]
    charts = scale_charts(replace(model(), scale=scale_of(boxes)))
    assert [len(chart.boxes) for chart in charts] == [count] * shown
    for chart in charts:
        mean = Fraction(2 * (count // 2) + count // 2 - 1, 3)
        assert abs(Fraction(chart.score) - mean) <= Fraction(1, 20)
        assert chart.alt_text.endswith(f"{count - 1} box {count - 1}: in short.")


def test_bold_marks_the_few_widest_gaps_of_levels() -> None:
    chart = one(report(28), "levels")
    assert isinstance(chart, LevelChart)
    bold = [row.apart for row in chart.rows[1:] if row.is_wide]
    rest = [row.apart for row in chart.rows[1:] if not row.is_wide]
    assert 1 <= len(bold) <= 3
    assert min(bold) > max(rest)
    assert chart.subtitle.endswith("; bold marks the widest gaps")


def test_levels_are_compared_with_the_number_of_interviews() -> None:
    chart = one(report(28), "levels")
    assert isinstance(chart, LevelChart)
    assert (chart.series, chart.column) == (("Managers", "Implementers"), "Gap (interviews)")
    assert chart.rows[0].words == "−9  (n = 4, 4)"  # those behind this very figure, not all that were held
    assert all(row.difference is not None for row in chart.rows)
    assert "; one element without figures left out" in chart.subtitle
    assert chart.headline == (
        "Managers score higher than implementers in twelve of 17 compared elements; "
        "furthest apart on Satisfaction and research (60 and 25)"
    )


@pytest.mark.parametrize(
    ("pairs", "headline"),
    [
        ([(30, 50), (40, 45)], "Staff score higher than managers in both elements; furthest apart on E0 (30 and 50)"),
        (
            [(50, 30), (45, 45)],
            "Managers score higher than staff in one of two elements; furthest apart on E0 (50 and 30)",
        ),
        ([(50, 30), (30, 50)], "Managers and staff each score higher in one of two elements"),
        ([(50, 50), (40, 40)], "Managers and staff give both elements the same score"),
        ([(50, None)], "Managers and staff share too few questions to compare them in any element"),
    ],
)
def test_the_levels_headline_says_who_scores_higher(pairs: list[tuple[int, int | None]], headline: str) -> None:
    rows = [
        ProfileRow(
            id=f"E{i}", title=f"E{i}", values=tuple(map(_printed, pair)), words="", difference=_difference(*pair)
        )
        for i, pair in enumerate(pairs)
    ]
    assert headlines.levels_headline(("Managers", "Staff"), rows) == headline


def _difference(first: int, last: int | None) -> Decimal | None:
    return None if last is None else Decimal(last - first)


# ------------------------------------------------------------------------------------------------- other scales


def test_every_figure_is_told_on_the_scale_of_the_set() -> None:
    charts = {chart.name: chart for chart in report(7, scale=scaled("-2", "1"))}
    assert charts["overall"].headline == (
        "The company scores −0.77 overall, above the peer median of −1.10: "
        "strongest in Development Platform (−0.35), weakest in Measurement / Finance (−1.16)"
    )
    assert "Overall score −0.77, above median, median −1.10, n = 7" in charts["overall"].alt_text
    assert charts["model"].subtitle.startswith("Scores on a scale from −2 to 1, overall −0.77;")
    assert charts["levels"].headline.endswith("furthest apart on Satisfaction and research (−0.20 and −1.25)")
    levels = charts["levels"]
    assert isinstance(levels, LevelChart)
    assert levels.rows[0].words == "−0.27  (n = 4, 4)"
    first = position(list(charts.values()), "overall").rows[0]
    assert first.detail == "median −1.10 · n = 7"


@pytest.mark.parametrize("ends", [("0", "4"), ("-2", "1"), ("0", "10"), ("0", "100")])
def test_what_is_wide_is_a_share_of_the_span(ends: tuple[str, str]) -> None:
    chart = one(report(28, scale=scaled(*ends)), "levels")
    assert isinstance(chart, LevelChart)
    expected = [row.id for row in one(report(28), "levels").rows if row.is_wide]  # type: ignore[attr-defined]
    assert [row.id for row in chart.rows if row.is_wide] == expected


@given(st.fractions(-50, 50, max_denominator=6), st.fractions(Fraction(1, 3), 1000, max_denominator=6))
def test_guides_stand_in_even_steps_from_end_to_end(lowest: Fraction, span: Fraction) -> None:
    axis = score_axis(scale_of([Box(lowest, "low"), Box(lowest + span, "high")]))
    values = [value for value, _ in axis.guides]
    assert (values[0], values[-1]) == (lowest, lowest + span)
    assert 3 <= len(values) <= 11
    assert len({after - before for before, after in pairwise(values)}) == 1
    assert len({text for _, text in axis.guides}) == len(values)


def test_long_profiles_go_on_in_another_chart() -> None:
    parts = [chart for chart in report(28, other_model(2, 40)) if isinstance(chart, LevelChart)]
    assert [part.name for part in parts] == ["levels", "levels-2", "levels-3"]
    assert parts[1].subtitle.endswith("; part 2 of 3")
    assert sum(len(part.rows) for part in parts) == 80  # one element is not compared


# --------------------------------------------------------------------------------------- nearest boxes, and topics


def scored_by_chance(seed: int, questions: QuestionSet) -> tuple[Scores, tuple[Chart, ...]]:
    """An assessment filled by chance: its scores and its charts."""
    filled = by_chance(questions, seed)
    made = score(filled, questions)
    return made, chart_data(filled, questions, made, compare(made, None, filled.engagement, questions))


FOREIGN = Path(__file__).parent / "sets" / "visitor-care"


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("own", [False, True])
def test_every_question_counts_at_the_box_it_lies_nearest_to(seed: int, own: bool) -> None:
    """Worked out anew from the printed scores: by distance, of two equally near boxes the higher."""
    questions = load_question_set(FOREIGN) if own else shipped_set()
    made, charts = scored_by_chance(seed, questions)
    chart = one(charts, "answers")
    assert isinstance(chart, AnswersChart)
    boxes = [box.value for box in chart.boxes]
    assert boxes == sorted(questions.scale.values)
    asked = {OVERALL: list(questions.questions)}
    asked |= {area.id: [q.id for q in area.questions] for area in questions.areas}
    asked |= {element.id: [q.id for q in element.questions] for element in questions.elements}
    shown = {row.id: row for row in chart.rows}
    assert set(shown) <= set(asked)
    for name, part in shown.items():
        points = [questions.scale.printed(made.questions[q].value) for q in asked[name]]
        numbers = [Fraction(text.replace("−", "-")) for text in points if text != "–"]
        nearest = [max(boxes, key=lambda box: (-abs(box - number), box)) for number in numbers]
        is_scored = made.group(name).value is not None
        expected = tuple(nearest.count(box) * is_scored for box in boxes)
        assert part.counts == expected, name
        assert part.has_shares == (sum(expected) >= 5)
        assert bool(part.words) != is_scored
        if not own and part.n:  # ours has its limit halfway between two boxes: the picture shows what tables count
            assert part.counts[0] + part.counts[1] == made.group(name).low


def test_the_headline_of_the_boxes_tells_both_ends_and_where_most_are_low() -> None:
    def row(title: str, *counts: int, rank: RowRank = RowRank.ELEMENT) -> AnswersRow:
        return AnswersRow(id=title, title=title, rank=rank, counts=counts, has_shares=sum(counts) >= 5)

    whole = row("All", 3, 6, 5, 4, 1, 1, rank=RowRank.WHOLE)
    rows = (whole, row("Few", 4, 0, 0, 0, 0, 0), row("Most", 1, 3, 2, 0, 0, 0), row("Least", 0, 3, 3, 4, 1, 1))
    start = "45 % of the questions lie in the two lowest boxes (under 30), 10 % in the two highest boxes"
    assert headlines.answers_headline(rows, SCALE) == f"{start}; the share of the lowest is largest in Most (67 %)"
    assert headlines.answers_headline(rows[:2], SCALE) == start
    few = row("All", 1, 0, 1, 0, 0, 1, rank=RowRank.WHOLE)
    told = "One of three scored questions lies in the two lowest boxes (under 30), one in the two highest boxes"
    assert headlines.answers_headline((few,), SCALE) == told
    for counts, told in (
        (
            (3, 3, 0, 0, 0, 0),
            "All six scored questions lie in the two lowest boxes (under 30), none in the two highest boxes",
        ),
        (
            (0, 0, 0, 0, 1, 5),
            "All six scored questions lie in the two highest boxes, none in the two lowest boxes (under 30)",
        ),
        (
            (0, 0, 5, 1, 0, 0),
            "0 % of the questions lie in the two lowest boxes (under 30), 0 % in the two highest boxes",
        ),
    ):
        assert headlines.answers_headline((row("All", *counts, rank=RowRank.WHOLE),), SCALE) == told
    withheld = (row("All", 0, rank=RowRank.WHOLE), row("Few", 4), row("None", 0), row("More", 5))
    assert headlines.answers_headline(withheld, SCALE) == "Two of three parts of the model have a score"
    assert headlines.answers_headline(withheld[:3], SCALE) == "One of two parts of the model has a score"
    two = scale_of([Box(Fraction(value), str(value)) for value in (0, 25)], lowest=Fraction(0))
    assert headlines.answers_headline((row("All", 3, 5, rank=RowRank.WHOLE),), two) == (
        "38 % of the questions lie in the lowest box (under 12.5), 63 % in the highest box"
    )


def test_no_distribution_without_scores_or_of_more_boxes_than_can_be_told_apart() -> None:
    assert answers_charts(shipped_set(), score(empty(shipped_set()), shipped_set())) == ()
    many = replace(shipped_set(), scale=scale_of([Box(Fraction(value), str(value)) for value in range(9)]))
    assert answers_charts(many, score(by_chance(shipped_set(), 1), shipped_set())) == ()


@pytest.mark.parametrize("seed", range(3))
def test_every_topic_stands_with_its_mean_and_its_questions(seed: int) -> None:
    """Worked out anew from the scores of the questions; ours weigh all alike."""
    made, charts = scored_by_chance(seed, shipped_set())
    for area in shipped_set().areas:
        pages = [c for c in charts if isinstance(c, TopicsChart) and re.fullmatch(rf"topics-{area.id}(-\d+)?", c.name)]
        rows = {row.id: row for page in pages for group in page.groups for row in group.rows}
        topics = {f"{e.id}/{t.id}": t for e in area.elements for t in e.topics}
        if not pages:
            assert all(made.topics[e.id][t.id].value is None for e in area.elements for t in e.topics)
            continue
        assert set(rows) == set(topics)
        for name, topic in topics.items():
            values = [value for q in topic.questions if (value := made.questions[q.id].value) is not None]
            asked = [q for q in topic.questions if made.questions[q.id].status is not Status.NOT_APPLICABLE]
            if 2 * len(values) < len(asked) or not values:
                assert (rows[name].score, rows[name].dots) == (None, ())
                assert rows[name].words
                continue
            assert rows[name].score == SCALE.rounded(sum(values, Fraction(0)) / len(values))
            assert sorted(dot.value for dot in rows[name].dots) == sorted(map(SCALE.rounded, values))
        for page in pages:
            for group in page.groups:
                told = [row.score for row in group.rows if row.score is not None]
                assert told == sorted(told, reverse=True)
                assert all(row.score is None for row in group.rows[len(told) :])


def test_dots_that_would_touch_stand_on_other_levels() -> None:
    _, charts = scored_by_chance(1, shipped_set())
    for chart in charts:
        for row in (row for group in chart.groups for row in group.rows) if isinstance(chart, TopicsChart) else ():
            for one_, other in combinations(row.dots, 2):
                assert one_.level != other.level or abs(one_.value - other.value) >= Fraction(100, 36)


def test_one_question_is_neither_the_highest_nor_the_lowest_topic() -> None:
    questions = question_set(
        "# Core\n## AP Planning\n### Plans\nAP-01\n### Dates\nAP-02\nAP-03\n### Owners\nAP-04\nAP-05\n"
        "### Budgets\nAP-06\nAP-07\n### Reviews\nAP-08\nAP-09"
    )
    boxes = (100, 80, 80, 60, 60, 40, 40, 20, 5)
    lines = "\n".join(f"AP-{number:02} | {box}" for number, box in enumerate(boxes, start=1))
    filled = told_by(f"question | 01 manager\n{lines}", questions)
    made = score(filled, questions)
    charts = topic_charts(questions.areas[0], questions, made)
    assert charts[0].headline == "Core by topic: highest Dates (80), lowest Reviews (13)"
    assert [row.title for row in charts[0].groups[0].rows] == ["Plans", "Dates", "Owners", "Budgets", "Reviews"]


def test_an_area_whose_elements_are_not_divided_has_no_picture_of_topics() -> None:
    questions = question_set()
    made = scores(questions, (91, 30, 52))
    assert [topic_charts(area, questions, made) for area in questions.areas] == [()] * len(questions.areas)


# ------------------------------------------------------------------------------------------------------------ a path


def test_only_an_area_that_is_a_path_has_its_picture() -> None:
    assert not any(chart.name.startswith("path-") for chart in report(28))
    assert path().name == "path-activity"
    assert [row.title for row in path().rows][:2] == ["Targeting", "Enquiry and conversion"]
    with pytest.raises(StopIteration):
        path(28, (40, None, None, None, None, None, None))


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        ((57, 67, 18, 26, 45, 39, 19), "strongest in Enquiry and conversion (67), weakest in Welcoming and getting to "
         "know (18)"),
        ((57, 67, 39, 18, 45, 26, 18), "strongest in Enquiry and conversion (67), weakest in Retention activity (18) "
         "and Winning back (18)"),
        ((40, 41, 42, 43, 44, 45, 49), "seven elements score from 40 to 49"),
        ((40, 41, 42, 43, 44, 45, 50), "strongest in Winning back (50), weakest in Targeting (40)"),
        ((40, None, 42, None, 95, None, None), "three elements score from 40 to 95"),
        ((100,) * 7, "seven elements score 100"),
    ],
)  # fmt: skip
def test_a_path_names_its_ends_where_they_lie_apart(values: Sequence[MADE_SCORE], headline: str) -> None:
    chart = path(28, values)
    assert chart.headline == f"Along the path of customers: {headline}"
    nobody = headlines.path_headline("", chart.rows, has_ends="strongest" in headline)
    assert nobody == f"From stage to stage: {headline}"


def test_what_a_path_calls_far_apart_is_a_share_of_the_span() -> None:
    assert "strongest" not in path(28, (40, 41, 42, 43, 44, 45, 48), scaled("0", "10")).headline
    assert "strongest in Winning back (5.0)" in path(28, (40, 41, 42, 43, 44, 45, 50), scaled("0", "10")).headline


@pytest.mark.parametrize(
    ("n", "shown", "rule"),
    [(0, [], "a low score: under 30"), (7, ["median"], "a low score: under 30"),
     (15, ["median", "middle_half"], "in the bottom quarter of peers")],
)  # fmt: skip
def test_a_path_shows_what_the_size_of_its_group_allows(n: int, shown: list[str], rule: str) -> None:
    chart = path(n, (57, 67, 18, 26, 45, 39, 19))
    assert [name for name in ("median", "middle_half") if getattr(chart.rows[0], name) is not None] == shown
    assert chart.weak_words == rule
    low = [row.id for row in chart.rows if row.score and row.score < 30]
    assert list(chart.weak) == (low if n < 10 else [row.id for row in chart.rows if row.quarter == 1])
    assert [
        word for word in ("median", "middle half") if word in chart.alt_text.partition(". ")[2].split(". ", 1)[1]
    ] == [name.replace("_", " ") for name in shown]


# ------------------------------------------------------------------------------------------ what would move the score


def moves_of(n: int, **facts: Any) -> MovesChart:
    chart = one(report(n, **facts), "moves")
    assert isinstance(chart, MovesChart)
    return chart


def test_each_horizon_steps_from_the_printed_score_before_it() -> None:
    chart = moves_of(28)
    assert [(row.title, int(row.score), int(row.change)) for row in chart.rows] == [
        ("Today", 41, 0),
        ("+ Burning platforms", 42, 1),
        ("+ Quick wins", 44, 2),
        ("+ Big prizes", 44, 0),
        ("+ Strategic initiatives", 47, 3),
    ]
    assert [row.detail for row in chart.rows[1:3]] == [
        "day 1 to 3 months: 4 initiatives, 2 questions",
        "3 to 6 months: 1 initiative, 1 question",
    ]
    assert "Done in full, seven of the 16 initiatives would lift the overall score from 41 to 47" in chart.headline
    low, high = chart.axis.lowest, chart.axis.highest
    assert chart.axis.title == f"Overall score, from {low} to {high} out of 100"
    assert all(low <= row.score <= high for row in chart.rows)


@pytest.mark.parametrize(
    ("n", "shown"), [(0, []), (4, []), (5, ["peer median"]), (10, ["peer median", "upper quartile"])]
)
def test_small_groups_show_less_beside_what_would_move_the_score(n: int, shown: list[str]) -> None:
    chart = moves_of(n)
    assert [words for words, _ in chart.marks] == shown
    assert ("peer" in chart.subtitle + chart.headline) == bool(shown)


def test_no_picture_where_nothing_is_known_to_be_lifted() -> None:
    questions = model()
    for made in (scores(questions), scores(questions, overall=None, moves=MOVES)):
        charts = chart_data(assessment(initiatives(ROAD_MAP)), questions, made, compared(questions, made, 28))
        assert "moves" not in [chart.name for chart in charts]


def test_moves_on_another_scale_keep_their_axis_within_it() -> None:
    chart = moves_of(28, scale=scaled("-2", "1"))
    assert -2 <= chart.axis.lowest < chart.axis.highest <= 1
    assert chart.rows[-1].score - chart.rows[0].score == sum(row.change for row in chart.rows)


# ------------------------------------------------------------------------------------------------ effort and gain


def efforts_of(charts: Iterable[Chart]) -> EffortChart:
    chart = one(charts, "effort-gain")
    assert isinstance(chart, EffortChart)
    return chart


def test_initiatives_stand_by_effort_and_gain_under_the_numbers_of_their_table() -> None:
    chart = efforts_of(report(28))
    assert [mark.gain for mark in chart.marks] == sorted((mark.gain for mark in chart.marks), reverse=True)
    plans = {entry.ref: entry for entry in initiatives(ROAD_MAP)}
    told = [mark for mark in chart.marks if mark.number is not None]
    assert {mark.id for mark in told} == {
        ref for ref in MOVES.gains if plans[ref].priority == "must" or ref in MOVES.first
    }
    assert len({mark.number for mark in told}) == len(told)
    assert "one initiative without effort or questions left out" in chart.subtitle
    assert (
        chart.headline
        == "Three initiatives take little effort and lie in the upper half by gain; two of them are musts"
    )


def test_of_a_few_initiatives_no_upper_half_is_told() -> None:
    questions = model()
    made = scores(questions, moves=MOVES)
    for lines, shown in ((ROAD_MAP.strip().splitlines()[:3], False), (ROAD_MAP.strip().splitlines()[:4], True)):
        plans = assessment(initiatives("\n".join(lines)))
        charts = chart_data(plans, questions, made, compared(questions, made, 28))
        assert any(isinstance(chart, EffortChart) for chart in charts) is shown


def test_where_no_initiative_gains_anything_effort_is_set_against_nothing() -> None:
    questions = model()
    made = scores(questions, moves=replace(MOVES, gains=dict.fromkeys(MOVES.gains, Fraction(0))))
    plans = assessment(initiatives(ROAD_MAP))
    charts = chart_data(plans, questions, made, compared(questions, made, 28))
    assert not any(isinstance(chart, EffortChart) for chart in charts)


# ----------------------------------------------------------------------------------------------------- alt text


def test_alt_text_holds_every_figure_of_a_usual_report() -> None:
    for chart in report(28):
        if isinstance(chart, PositionChart):
            assert "more." not in chart.alt_text
            for r in chart.rows:
                assert f"{r.title} {r.score}, {lowered(r.words)}, median {r.median}" in chart.alt_text
        elif isinstance(chart, ModelChart):
            assert all(tile.title in chart.alt_text for band in chart.bands for area in band for tile in area.tiles)


def test_alt_text_is_cut_after_a_whole_row() -> None:
    rows = [f"Row {number} with some words to fill the line" for number in range(60)]
    text = wording.alt_text("Headline", "Subtitle", rows)
    assert len(text) <= 1000
    kept, rest = re.fullmatch(r"Headline\. Subtitle\. (.*); and (\d+) more\.", text).groups()  # type: ignore[union-attr]
    assert kept.split("; ") == rows[: len(rows) - int(rest)]


@settings(max_examples=50)
@given(st.text(max_size=1500), st.lists(st.text(max_size=600), max_size=9))
def test_alt_text_never_exceeds_its_limit(headline: str, rows: list[str]) -> None:
    assert len(wording.alt_text(headline, headline, rows)) <= wording.ALT_LIMIT


# --------------------------------------------------------------------------------------------------- odd input


def test_names_come_through_as_typed_on_one_line() -> None:
    questions = titled(model(), [HOSTILE, LONG])
    first = position(report(28, questions), "area-core").rows[0]
    assert first.title == "Harbour & Sons <Ltd> {{ x }} 100 % \"quoted\" $a_1$ 'n' tab and newline =1+1"


def test_characters_no_picture_can_hold_are_made_visible() -> None:
    assert wording.drawable("a\ud800b\x00c\u200d") == "a�bc\u200d"


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.one_of(st.integers(0, 100), st.sampled_from(Status), st.none()), min_size=1, max_size=18),
    n=st.sampled_from(SIZES),
)
def test_any_assessment_gives_charts_with_true_words(values: list[MADE_SCORE], n: int) -> None:
    values = [Status.OPEN if value is Status.SCORED else value for value in values]
    questions = model()
    made = scores(questions, values, overall=None)
    found: Comparison = compared(questions, made, n)
    for chart in chart_data(assessment(initiatives(ROAD_MAP)), questions, made, found):
        assert len(chart.alt_text) <= 1000
        if isinstance(chart, PositionChart):
            assert all(r.words for r in chart.rows)
            assert all((r.median is None) == (n < 5) for r in chart.rows)
            assert all(r.band is None or n >= 20 for r in chart.rows)


# ------------------------------------------------------------------------------------------------------- targets


def test_a_target_stands_beside_a_score_alone_and_stretches_the_axis() -> None:
    questions = model()
    core, activity = questions.areas[:2]
    made = scores(questions, [Status.WITHHELD, 45])
    found = compared(questions, made, 28)
    goals = (Target(core.elements[0].id, Fraction(60)), Target(core.elements[1].id, Fraction(100)))
    plain, charts = (
        chart_data(replace(assessment(), targets=targets), questions, made, found) for targets in ((), goals)
    )
    chart = position(charts, f"area-{core.id}")
    assert [row.target for row in chart.rows] == [None, Decimal(100)]
    assert [str(position(drawn, chart.name).boxes.highest) for drawn in (plain, charts)] == ["60", "100"]
    assert "45, target 100, " in chart.alt_text
    assert "target 60" not in chart.alt_text
    assert [other for other in charts if other.name != chart.name] == [
        other for other in plain if other.name != chart.name
    ]
    assert all(row.target is None for row in position(charts, f"area-{activity.id}").rows)
