"""Call-out, key figures, table, pictogram, tile, headlines, alt text, sentences, JSON and traces bear each other out.

Thousands of scores at and between the edges of groups of every size: what each output says of a figure is read out of
its words and compared with rule C, written here a second time from the printed numbers. A last test plants mistakes,
one output each, and sees them found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import islice
from random import Random
from typing import Any

import numpy as np
import pytest

from reportgen.assessment.results import results
from reportgen.assessment.standing.standing import nothing, standing
from reportgen.assessment.trace import explain
from reportgen.charts import ModelChart, PositionChart, chart_data
from reportgen.common.absence import too_few_peers
from reportgen.common.build_record import BuildRecord
from reportgen.common.figures import plain
from reportgen.common.model import (
    OVERALL,
    Agreement,
    Comparison,
    EvidenceShare,
    GroupScore,
    Interval,
    LevelScore,
    NotCompared,
    Reference,
    Scores,
    Side,
    Standing,
    Status,
)
from reportgen.common.scale import Scale
from reportgen.words.compose.facts import Facts
from reportgen.words.compose.findings import Scope
from reportgen.words.compose.results import (
    area_table,
    key_figure,
    overall_table,
    standing_detail,
    standing_in_short,
    standing_sentence,
)
from reportgen.words.compose.swot import swot
from tests import chart_cases
from tests.builders import question_set

pytestmark = pytest.mark.slow

SIZES = (0, 3, 4, 5, 9, 10, 19, 20, 39, 40, 199, 200, 230)
CASES = 800  # of five figures each
SET = question_set("# Core\n## AP Analysis\n## PR Proposition\n## ME Measuring")
AREA = SET.areas[0]
ELEMENTS = [element.id for element in AREA.elements]
FIGURES = [OVERALL, AREA.id, *ELEMENTS]
TITLES = {OVERALL: "Overall score"} | {e.id: e.title for e in SET.elements}
COUNTS = {"neither": 0, "the": 1, "both": 2, "all": 3, "none": 0, "no": 0, "one": 1, "two": 2, "three": 3}


# ------------------------------------------------------------------------------------------------------- the rule


@dataclass(frozen=True)
class Truth:
    """What may be said of a figure, by rule C, from printed numbers."""

    score: int | None
    n: int
    median: int | None = None
    side: str = ""  # "clearly above", "about level"
    quarter: str = ""  # "top quarter", "middle half"
    box: int | None = None  # of four
    percentile: str = ""
    is_sure: bool = True

    @property
    def outer(self) -> str:
        return "" if self.quarter == "middle half" else self.quarter

    @property
    def short(self) -> str:
        """What table, chart and tile say."""
        return self.outer or (f"{self.side} median" if self.side != "about level" else "about level with median")


def truth(values: list[int], score: int | None, interval: tuple[int, int] | None, found: Standing) -> Truth:
    n = len(values)
    if n < 5:
        return Truth(score, n)
    assert found.median is not None
    median = int(found.median)
    if score is None:
        return Truth(None, n, median)
    side = "above" if score >= median + 5 else "below" if score <= median - 5 else "about level"
    clear = interval is not None and (interval[0] > median if side == "above" else interval[1] < median)
    is_sure = side == "about level" or interval is None or clear
    quarter, box, percentile = "", None, ""
    if n >= 10:
        assert found.middle_half is not None
        first, third = found.middle_half
        if first <= score <= third:
            quarter, box = "middle half", {"above": 3, "below": 2}.get(side)
        elif score > third and side == "above":
            quarter, box = "top quarter", 4
        elif score < first and side == "below":
            quarter, box = "bottom quarter", 1
    if n >= 20:
        rank = Fraction(100 * (2 * sum(v < score for v in values) + values.count(score)), 2 * n)
        step = 5 * int(rank / 5 + Fraction(1, 2))
        low, high = {"top quarter": (75, 95), "bottom quarter": (5, 25)}.get(quarter, (25, 75))
        low, high = max(low, 50 if score > median else 0), min(high, 50 if score < median else 100)
        step = min(max(step, low), high)
        percentile = {5: "under 10 %", 95: "over 90 %"}.get(step, f"{step} %")
    told = f"clearly {side}" if clear and side != "about level" else side
    return Truth(score, n, median, told, quarter, box, percentile, is_sure)


# ------------------------------------------------------------------------------------------------------ the cases


@dataclass(frozen=True)
class Case:
    """A client, its peers, and what is true of each figure."""

    scores: Scores
    comparison: Comparison
    truths: Mapping[str, Truth]


@cache
def cases() -> tuple[Case, ...]:
    """The cases, made once."""
    return tuple(islice(made(), CASES))


def made() -> Iterator[Case]:
    """The same cases, made anew."""
    chance = Random(5)
    while True:
        groups, standings, truths = {}, [], {}
        usual = chance.choice(SIZES)
        with_intervals = chance.random() < 0.6
        for figure in FIGURES:
            n = usual if chance.random() < 0.7 else chance.choice(SIZES)
            group, found, true = _figure(chance, figure, n, with_intervals)
            groups[figure], truths[figure] = group, true
            standings.append(found)
        comparison = chart_cases.comparison(standings, max(true.n for true in truths.values()))
        yield Case(_scores(groups), comparison, truths)


def _figure(chance: Random, figure: str, n: int, with_intervals: bool) -> tuple[GroupScore, Standing, Truth]:
    reference = Reference.CHOSEN if figure in ELEMENTS else Reference.DATABASE
    centre, width = chance.randrange(15, 80), chance.choice([0, 2, 6, 12, 25])
    values = [max(5, min(100, round(chance.gauss(centre, width)))) for _ in range(n)]
    if n < 5:
        found = nothing(figure, reference, n, too_few_peers(n, reference.value))
        group = _group(chance, figure, centre, with_intervals, [centre])
    else:
        alone = standing(figure, reference, np.array(values), 1, chart_cases.group(figure, None), SET)
        edges = [int(edge) for edge in (alone.median, *(alone.middle_half or ())) if edge is not None]
        group = _group(chance, figure, centre, with_intervals, edges)
        found = standing(figure, reference, np.array(values), 1, group, SET)
    interval = None
    if group.interval:
        interval = (_half_up(group.interval.low), _half_up(group.interval.high))
    score = None if group.value is None else _half_up(group.value)
    return group, found, truth(values, score, interval, found)


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def _group(chance: Random, figure: str, centre: int, with_intervals: bool, edges: list[int]) -> GroupScore:
    """A score, mostly at an edge of the peers or of the width of "about level"; now and then none."""
    if chance.random() < 0.06:
        return chart_cases.group(figure, chance.choice([Status.OPEN, Status.WITHHELD, Status.NOT_APPLICABLE]))
    at = chance.choice(edges) + chance.choice([0, 1, -1, 4, 5, 6, -4, -5, -6, 20, -20])
    at = at if chance.random() < 0.6 else round(chance.gauss(centre, 20))
    value = max(Fraction(5), min(Fraction(100), at + Fraction(chance.randrange(-5, 5), 10)))
    interval = None
    if with_intervals and chance.random() < 0.9:
        half = Fraction(chance.randrange(1, 200), 10)
        interval = Interval(max(value - half, Fraction(5)), min(value + half, Fraction(100)), Fraction(1), 9, 2)
    score = GroupScore(figure, Status.SCORED, value, Fraction(1), 10, 10, 0, low=3, spread=Fraction(1))
    return replace(score, interval=interval)


def _scores(groups: Mapping[str, GroupScore]) -> Scores:
    nobody = EvidenceShare("", {state.id: None for state in SET.states}, 10, 0)
    apart = LevelScore("", {level.id: None for level in SET.levels}, 0, 0, {}, NotCompared.FEW_INTERVIEWS)
    return replace(
        chart_cases.scores(SET),
        overall=groups[OVERALL],
        areas={AREA.id: groups[AREA.id]},
        elements={element: groups[element] for element in ELEMENTS},
        topics={e.id: {topic.id: chart_cases.group(topic.id, 40) for topic in e.topics} for e in SET.elements},
        evidence={figure: replace(nobody, id=figure) for figure in FIGURES},
        levels={figure: replace(apart, id=figure) for figure in FIGURES},
        level_counts={level.id: 0 for level in SET.levels},
        agreement={who: Agreement(None, 0, 0, 0) for who in (OVERALL, *(level.id for level in SET.levels))},
    )


# ---------------------------------------------------------------------------------------------------- the reading


def said(case: Case) -> Iterator[tuple[str, Any, Any]]:
    """Every claim of every output: where it stands, what it says, what is true."""
    facts = Facts(chart_cases.assessment(), SET, case.scores, case.comparison)
    for figure in FIGURES:
        yield from _sentences(facts, figure, case.truths[figure])
    yield from _tables(facts, case.truths)
    yield from _charts(facts, case.truths)


def claims(text: str) -> tuple[str, str]:
    """The side of the median and the quarter that a text names; empty where it names none."""
    sides = re.findall(r"clearly above|clearly below|above|below|about level", text, re.IGNORECASE)
    quarters = re.findall(r"top quarter|bottom quarter|middle half", text, re.IGNORECASE)
    assert len(sides) < 2, text
    assert len(quarters) < 2, text
    return "".join(sides).lower(), "".join(quarters).lower()


def _sentences(facts: Facts, figure: str, true: Truth) -> Iterator[tuple[str, Any, Any]]:
    yield "key figure", claims(plain(key_figure(facts, figure, "").words)), (true.side, true.outer)
    yield "sentence", claims(plain(standing_sentence(facts, figure, "It"))), (true.side, true.outer)
    shares = re.findall(r"((?:over|under|about)? ?\d+ %)", plain(standing_detail(facts, figure)))
    about = "" if re.match("over|under", true.percentile) else "about "
    told = [f"{about}{true.percentile}"] if true.percentile else []
    yield "sentence on the percentile", [share.strip() for share in shares], told
    if true.n >= 40:
        shares = re.findall(r"((?:over|under|about)? ?\d+ %)", plain(standing_in_short(facts, figure, "It")))
        yield "percentile in a chapter", [share.strip() for share in shares], told
    else:
        yield "in a chapter", claims(plain(standing_in_short(facts, figure, "It"))), (true.side, true.outer)


def _tables(facts: Facts, truths: Mapping[str, Truth]) -> Iterator[tuple[str, Any, Any]]:
    for table in (overall_table(facts), area_table(facts, AREA)):
        for row in table.rows:
            true = truths[row.id]
            yield "table", row.position.lower(), true.short if true.side else "–"
            yield "median in the table", row.median, "–" if true.median is None else str(true.median)
            yield "pictogram", row.quarter, true.box
            yield "why not", bool(row.note), true.score is None or (true.n < 5 and table.has_peers)
    for element in AREA.elements:
        texts = [plain(item.text) for item in _drafted(facts) if plain(item.text).startswith(f"{element.title} scores")]
        for text in texts:
            found = re.search(r"scores \d+(?:, (.+?) (?:with )?the peer median of (\d+))?\.", text)
            assert found
            true = truths[element.id]
            yield "draft", (found[1] or "", found[2]), (true.side, true.median and str(true.median))
    for item in _drafted(facts):
        if ahead := re.match(r"Others are ahead: (.+?) scores (\d+) against a median of (\d+)", plain(item.text)):
            figure = next((e.id for e in AREA.elements if e.title == ahead[1]), AREA.id)
            figure = OVERALL if ahead[1] == "Example Ltd" else figure
            true = truths[figure]
            yield "threat", (true.side in ("below", "clearly below"), true.is_sure), (True, True)
            yield "figures of a threat", (int(ahead[2]), int(ahead[3])), (true.score, true.median)


def _drafted(facts: Facts) -> Iterator[Any]:
    found = swot(Scope(facts, None))
    for passage in (found.strengths, found.weaknesses, found.threats):
        yield from passage.items


def _charts(facts: Facts, truths: Mapping[str, Truth]) -> Iterator[tuple[str, Any, Any]]:
    for chart in chart_data(facts.assessment, SET, facts.scores, facts.comparison):
        if isinstance(chart, PositionChart):
            for row in chart.rows:
                true = truths[row.id]
                yield "row of a chart", row.words.lower() if row.has_position else "", true.short if true.side else ""
                yield "figures of a row", (row.score, row.median, row.quarter), (true.score, true.median, true.box)
                interval = r"(?:95 % interval \d+ to \d+, )?"
                told = re.search(rf"(?:^|[.;] ){row.title} {row.score}, {interval}([^,;]+)", chart.alt_text)
                yield "alt text", told and told[1].rstrip("."), row.words.lower() if row.score is not None else None
            heads = _overall_headline if chart.name == OVERALL else _area_headline
            yield from heads(chart.headline, truths)
        elif isinstance(chart, ModelChart):
            for tile in chart.bands[0][0].tiles:
                true = truths[tile.id]
                yield (
                    "tile",
                    (tile.quarter, tile.words.lower() if true.side else ""),
                    (
                        true.box,
                        true.short if true.side else "",
                    ),
                )
                yield "tile with quarters", tile.has_quarters, bool(true.side) and true.n >= 10
            yield from _model_headline(chart.headline, truths)


def _overall_headline(text: str, truths: Mapping[str, Truth]) -> Iterator[tuple[str, Any, Any]]:
    true = truths[OVERALL]
    side, quarter = claims(text.partition(": ")[0])
    if true.outer:
        yield "headline of the overall chart", (side, quarter), ("", true.outer)
    else:
        yield "headline of the overall chart", (side, quarter), (true.side if true.is_sure else "", "")


def _told_sides(compared: list[Truth]) -> Counter[str]:
    """How many stand where; with intervals, above and below are told only where they are clear."""
    with_intervals = any(true.side.startswith("clearly") or not true.is_sure for true in compared)
    sides = [true.side for true in compared]
    return Counter(side for side in sides if side.startswith("clearly") or side == "about level" or not with_intervals)


def _area_headline(text: str, truths: Mapping[str, Truth]) -> Iterator[tuple[str, Any, Any]]:
    compared = [truths[element] for element in ELEMENTS if truths[element].side]
    sides = _told_sides(compared)
    told = re.findall(r"((?:clearly )?(?:above|below)|about level)(?: with)?(?: the peer median)? in (\w+)", text)
    if compared and not sides:
        yield "headline of an area", bool(re.search(r"no (compared )?element stands clearly", text)), True
        return
    yield "headline of an area has a side", bool(told), bool(compared)
    for side, count in told:
        yield "headline of an area", COUNTS[count], sides[side]
    if found := re.search(r"(?:most in|namely) (.+) \((\d+) against (\d+)\)", text):
        distances = {e.title: truths[e.id] for e in AREA.elements if truths[e.id].side}
        true = distances[found[1]]
        yield "the one named", (true.side, int(found[2]), int(found[3])), (told[0][0], true.score, true.median)
        sign = 1 if "above" in true.side else -1
        furthest = max(sign * ((one.score or 0) - (one.median or 0)) for one in distances.values())
        yield "the furthest", sign * (int(found[2]) - int(found[3])), furthest


def _model_headline(text: str, truths: Mapping[str, Truth]) -> Iterator[tuple[str, Any, Any]]:
    compared = [truths[element] for element in ELEMENTS if truths[element].side]
    if found := re.match(r"(\w+) .*in the top quarter of peers(?:, (\w+) in the bottom one)?$", text):
        quarters = Counter(true.outer for true in compared if true.n >= 10)
        yield "quarters of the model", COUNTS[found[1].lower()], quarters["top quarter"]
        if found[2]:
            yield "quarters of the model", COUNTS[found[2]], quarters["bottom quarter"]
    elif found := re.match(
        r"(\w+) .*(?:is|are) ((?:clearly )?above) the peer median(?:, (\w+) ((?:clearly )?below))?$", text
    ):
        sides = _told_sides(compared)
        yield "sides of the model", COUNTS[found[1].lower()], sides[found[2]]
        if found[3]:
            yield "sides of the model", COUNTS[found[3]], sides[found[4]]
    else:
        yield "headline of the model has a position", False, bool(compared)


def in_results(case: Case) -> Iterator[tuple[str, Any, Any]]:
    """What the results and the traces say."""
    given = (chart_cases.assessment(), SET, case.scores, case.comparison)
    found = results(*given, (), BuildRecord())
    parts = {part["id"]: part for part in (found["overall"], *found["areas"], *found["elements"])}
    for figure, true in case.truths.items():
        shown = parts[figure]["standing"]
        side = shown.get("side", "").removesuffix(" with")
        yield "results", (side, shown.get("quarter", "")), (true.side, true.quarter)
        yield "percentile in the results", shown.get("percentile", ""), true.percentile
        yield "position in the results", claims(shown.get("position", "")), (true.side, true.quarter)
        for kind, value in (("position", shown.get("position")), ("percentile", shown.get("percentile"))):
            trace = explain(f"{figure}.{kind}", *given)
            yield f"trace of the {kind}", (trace.printed, trace.exact), (value or "–", value or "–")


def false_claims(among: Iterable[Case], read: Callable[[Case], Iterator[tuple[str, Any, Any]]] = said) -> Counter[str]:
    """What is said falsely, by where it stands."""
    found: Counter[str] = Counter()
    for case in among:
        found.update(where for where, told, true in read(case) if told != true)
    return found


# -------------------------------------------------------------------------------------------------------- the tests


def test_every_output_says_the_same_and_it_is_true() -> None:
    assert false_claims(cases()) == Counter()


def test_results_and_traces_say_what_the_report_says() -> None:
    assert false_claims(cases()[: CASES // 8], in_results) == Counter()


def test_the_cases_hold_every_kind_of_standing() -> None:
    truths = [true for case in cases() for true in case.truths.values()]
    assert {true.n for true in truths} == set(SIZES)
    sides = {f"{clearly}{side}" for clearly in ("", "clearly ") for side in ("above", "below")} | {"about level", ""}
    assert {true.side for true in truths} == sides
    assert {true.quarter for true in truths} == {"top quarter", "middle half", "bottom quarter", ""}
    assert {true.box for true in truths} == {None, 1, 2, 3, 4}
    assert len({true.percentile for true in truths}) == 20
    at = Counter((true.score or 0) - (true.median or 0) for true in truths if true.side)
    assert min(at[edge] for edge in (-6, -5, -4, 4, 5, 6)) > 20


def _strictly(score: Fraction, interval: Interval | None, median: Fraction, scale: Scale) -> Side:
    return (
        Side.ABOVE
        if score > median + scale.about_level
        else Side.BELOW
        if score < median - scale.about_level
        else Side.LEVEL
    )


MISTAKES: Mapping[str, tuple[str, Any]] = {
    "strictly above": ("reportgen.assessment.standing.position.side_of", _strictly),
    "a quarter from its end on": (
        "reportgen.assessment.standing.position.quarter_of",
        lambda score, side, half: None if half[0] < score < half[1] else standing_quarter(score, half),
    ),
    "a percentile that is not held": (
        "reportgen.assessment.standing.position.percentile_of",
        lambda rank, difference, quarter: max(5, min(95, 5 * round(rank * 20))),
    ),
    "pictogram by side": (
        "reportgen.common.model.Standing.fourth",
        property(lambda self: self.side and 2 + (self.side > 0)),
    ),
    "table without quarters": (
        "reportgen.common.model.Standing.words",
        property(lambda self: f"{self.side.words} median" if self.side is not None else ""),
    ),
    "call-out without quarters": ("reportgen.words.compose.results._in_quarter", lambda standing: ""),
    "chart by itself": (
        "reportgen.charts.data.positions.position_words",
        lambda score, standing: "Above median" if (score.value or 0) >= (standing.median or 0) else "Below median",
    ),
    "headlines by sign": (
        "reportgen.charts.headlines._sides",
        lambda rows: {
            side: [row for row in rows if row.side is not None and row.side.direction == side]
            for side in (Side.BELOW, Side.LEVEL, Side.ABOVE)
        },
    ),
}


def standing_quarter(score: Fraction, half: tuple[Fraction, Fraction]) -> Any:
    from reportgen.common.model import Quarter

    return Quarter.TOP if score >= half[1] else Quarter.BOTTOM


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_one_output_is_found(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    where, wrong = MISTAKES[mistake]
    monkeypatch.setattr(where, wrong)
    assert false_claims(islice(made(), 60)).total() > 10
