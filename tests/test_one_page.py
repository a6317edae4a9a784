"""The assessment on one page: what its picture and its tables show, and what they say they cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reportgen.charts import OnePageChart
from reportgen.charts.data.one_page import MOST_AREAS, ONE_INTERVIEW, one_page_charts
from reportgen.charts.drawing import sheet_of
from reportgen.common.figures import plain
from reportgen.common.model import OVERALL, Initiative, QuestionSet, Status
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.one_page import INITIATIVES, one_page
from reportgen.words.context import OnePage
from tests.chart_cases import MADE_SCORE, assessment, compared, model, one, other_model, report, scores

SPREAD = (10, 20, 30, 40, 50, 60, 70, 80, 90)


def picture(n: int = 28, values: Sequence[MADE_SCORE] = SPREAD, questions: QuestionSet | None = None) -> OnePageChart:
    chart = one(report(n, questions, values), "one-page")
    assert isinstance(chart, OnePageChart)
    return chart


def page(values: Sequence[MADE_SCORE] = SPREAD, plan: Sequence[Initiative] = (), n: int = 28) -> OnePage:
    questions = model()
    made = scores(questions, values)
    return one_page(Facts(assessment(plan), questions, made, compared(questions, made, n)), None)


def must(count: int, words: str = "Name an owner", *, owner: str = "Head of Service") -> list[Initiative]:
    return [
        Initiative(f"R-{number:02}", "core", ("quick-win", "burning-platform")[number % 2], words, "must", owner=owner)
        for number in range(1, count + 1)
    ]


# ------------------------------------------------------------------------------------------------------- the picture


def test_the_page_shows_the_whole_the_areas_evidence_and_levels() -> None:
    chart = picture(60)
    assert [row.id for row in chart.areas] == [area.id for area in model().areas]
    assert [[bar.figure for bar in panel.bars] for panel in chart.panels] == [["66 %", "51 %", "38 %"], ["47", "38"]]
    assert chart.told == ("median of 60 peers 30 (+11)",)
    assert chart.headline == one(report(60, values=SPREAD), "overall").headline
    scored = {row.id: row.score for row in chart.areas}
    assert {scored[area] for area in chart.strongest} == {max(map(int, scored.values()))}  # type: ignore[arg-type]
    assert {scored[area] for area in chart.weakest} == {min(map(int, scored.values()))}  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [0, 4, 5, 28])
def test_without_enough_peers_nothing_of_them_is_left_in_the_picture(n: int) -> None:
    chart = picture(n)
    drawn = {label.text for label in sheet_of(chart).labels}
    marks = {item.name.split()[0] for item in sheet_of(chart).items if item.name}
    assert ({"median", "gap"} <= marks, "peer median" in drawn, bool(chart.told)) == ((n >= 5,) * 3)


def test_a_part_without_data_is_left_out_and_the_rest_closes_up() -> None:
    questions = model()
    made = scores(questions, SPREAD)
    (chart,) = one_page_charts(questions, made, compared(questions, made, 28), client="x", interviews=4)
    assert chart.panels == ()
    assert sheet_of(chart).height_mm < sheet_of(picture()).height_mm - 20
    assert picture(questions=other_model(1, 8)).areas == ()
    assert picture(questions=other_model(MOST_AREAS + 1, 2)).areas == ()
    nothing = scores(questions, (None,), overall=None)
    assert one_page_charts(questions, nothing, compared(questions, nothing, 28), client="x", interviews=4) == ()


def test_one_interview_is_told_as_one_person_s_view() -> None:
    questions = model()
    made = scores(questions, SPREAD)

    def warned(interviews: int) -> bool:
        (chart,) = one_page_charts(questions, made, compared(questions, made, 0), client="x", interviews=interviews)
        assert (chart.warning == ONE_INTERVIEW) is any(ONE_INTERVIEW in la.text for la in sheet_of(chart).labels)
        return bool(chart.warning)

    assert [warned(1), warned(2)] == [True, False]
    made = scores(questions, SPREAD, overall=Status.WITHHELD)  # areas rest on it all the same
    assert [warned(1), warned(2)] == [True, False]


def test_a_score_that_is_withheld_gives_its_reason_and_no_bar() -> None:
    questions = model()
    made = scores(questions, SPREAD, areas={"core": Status.WITHHELD}, overall=Status.WITHHELD)
    (chart,) = one_page_charts(questions, made, compared(questions, made, 28), client="x", interviews=4)
    sheet = sheet_of(chart)
    assert "bar core" not in {item.name for item in sheet.items}
    assert sum("withheld" in label.text for label in sheet.labels) >= 2
    assert chart.told == ("withheld: coverage under 50 %",)


@pytest.mark.parametrize(("values", "named"), [((40,), False), ((40, 42), False), ((20, 60, 40), True)])
def test_areas_that_lie_close_together_have_no_strongest_and_weakest(values: tuple[int, ...], named: bool) -> None:
    questions = other_model(5, 1)
    assert bool(picture(values=values, questions=questions).strongest) is named
    assert picture(values=(20, 60, 40), questions=other_model(3, 2)).strongest == ()


# -------------------------------------------------------------------------------------------- strongest and weakest


def test_three_elements_at_either_end_stand_side_by_side_with_their_positions() -> None:
    made = page(tuple(range(10, 82, 4)))
    assert [(row.high_score, row.low_score) for row in made.ends] == [("78", "10"), ("74", "14"), ("70", "18")]
    assert [row.high_position for row in made.ends] == ["Top quarter"] * 3
    assert "organisations of the chosen group" in plain(made.ends_note)
    alone = page(tuple(range(10, 82, 4)), n=0)
    assert (alone.has_positions, alone.ends_note) == (False, "")
    assert {row.high_position for row in alone.ends} == {""}


def test_no_peers_are_named_where_no_position_stands_beside_an_end() -> None:
    """Only an element in the middle has peers enough."""
    questions, values = model(), tuple(range(10, 82, 4))
    made = scores(questions, values)
    found = compared(questions, made, 28)
    ends = {element for element in made.elements if int(made.elements[element].value or 0) not in range(30, 60)}
    assert {"10", "78"} <= {str(made.elements[element].value) for element in ends} < set(map(str, values))
    kept = {figure: standing for figure, standing in found.standings.items() if figure not in ends}
    told = one_page(Facts(assessment(), questions, made, replace(found, standings=kept)), None)
    assert (bool(told.ends), told.has_positions, told.ends_note) == (True, False, "")


def test_elements_that_share_a_score_are_named_all_or_not_at_all() -> None:
    made = page((90, 80, 80, 80, 50, 45, 40, 35, *[30] * 10))
    assert [row.high_score for row in made.ends] == ["90"]
    assert {row.low for row in made.ends} == {""}
    assert [plain(text) for text in made.unsaid if "share" in text] == [
        "Ten elements share the lowest score, 30: too many to name here."
    ]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ((100,), "The 18 elements with a score all stand at 100."),
        ((40, 44), "The elements lie within four points: none is named strongest or weakest."),
        ((40, 60, 50, *[None] * 15), "Fewer than four elements have a score: none is named strongest or weakest."),
    ],
)
def test_no_element_is_named_where_few_have_a_score_or_all_lie_close(values: tuple[MADE_SCORE, ...], why: str) -> None:
    made = page(values)
    assert made.ends == ()
    assert why in map(plain, made.unsaid)


def test_of_four_elements_none_stands_at_both_ends() -> None:
    made = page((10, 30, 60, 90, *[None] * 14))
    assert [(row.high_score, row.low_score) for row in made.ends] == [("90", "10"), ("60", "30")]


# ------------------------------------------------------------------------------------------------ what must be done


def test_the_first_that_must_be_done_come_by_horizon_with_their_owners() -> None:
    made = page(plan=[*must(3), replace(must(1)[0], ref="R-09", priority="should")])
    assert [line.ref for line in made.initiatives] == ["R-01", "R-03", "R-02"]
    assert {line.owner for line in made.initiatives} == {"Head of Service"}
    assert plain(made.initiatives_title) == "What must be done first: all three initiatives marked “must”"


def test_as_many_initiatives_are_listed_as_the_page_has_room_for() -> None:
    short, long = page(plan=must(20)), page(plan=must(20, "word " * 40))
    assert 4 <= len(short.initiatives) <= INITIATIVES
    assert 1 <= len(long.initiatives) < len(short.initiatives)
    assert plain(short.initiatives_title).endswith(" of 20 initiatives marked “must”")
    assert len(page(plan=must(1, "word " * 400)).initiatives) == 1
    assert len(page((100,), plan=must(20)).initiatives) > len(short.initiatives)  # no table of the ends above them


def test_what_the_page_cannot_say_it_says() -> None:
    made = page()
    assert "No initiative of the road map is marked “must”." in made.unsaid
    assert "Levels are not compared over the whole." in made.unsaid
    assert "No evidence was recorded beside the answers." in made.unsaid
    assert OVERALL not in "".join(made.unsaid)
