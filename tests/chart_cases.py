"""Charts for tests and for the gallery: a fictional company among invented peers, and every edge case we know of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.assessment.scoring import score
from reportgen.assessment.standing.position import positioned
from reportgen.charts import AssociationChart, Chart, PathChart, PositionChart, chart_data, study_charts
from reportgen.charts.data.answers import answers_charts
from reportgen.charts.data.axes import box_axis
from reportgen.charts.data.positions import marked
from reportgen.charts.data.topics import topic_charts
from reportgen.common.absence import NO_PEERS, too_few_peers, withheld_peers
from reportgen.common.model import (
    EFFORTS,
    HORIZONS,
    NO_MOVES,
    OVERALL,
    Assessment,
    Comparison,
    Disclosure,
    Engagement,
    EvidenceShare,
    GroupScore,
    Initiative,
    LevelScore,
    Move,
    Moves,
    NotCompared,
    PeerGroup,
    QuestionScore,
    QuestionSet,
    Reference,
    Scores,
    Standing,
    Status,
    Target,
)
from reportgen.common.scale import Box, Scale, scale_of
from reportgen.peers.study.rules import StudiedAssessment, study
from reportgen.questions import load_question_set
from reportgen.runs.study import model_parts
from tests.builders import SCALE, question_set, shipped_set
from tests.fillings import by_chance, every

LONG = "A very long name that somebody typed in without a thought for the width of a column, twice over"
HOSTILE = "Harbour & Sons <Ltd> {{ x }} 100 % \"quoted\" $a_1$ 'n' \t tab\nand newline =1+1"
FOREIGN = "Kundenbetreuung für Größen, управление, πελάτης, 顧客管理, إدارة العملاء, 😀"

MODEL = """
    # Core
    ## AP Analysis and planning
    ## PR Proposition
    # Activity
    ## TG Targeting
    ## EC Enquiry and conversion
    ## WG Welcoming and getting to know
    ## RA Retention activity
    ## MP Managing problems
    ## CD Customer development (penetration)
    ## WB Winning back
    # Development
    ## CE Customer experience
    ## SR Satisfaction and research
    ## EE External environment
    # Enabling
    ## CI Customer information
    ## TE Technology
    ## PM Process management
    ## PO People and organisation
    # Measurement
    ## ME Measuring the effect
    ## EF Efficiency and cost to serve
"""
SCORES = (52, 44, 41, 22, 28, 36, 46, 31, 18, 61, 48, 55, 34, 45, 36, 29, 31, 24)

MADE_SCORE = int | None | Status


# ------------------------------------------------------------------------------------------------------- nouns


def model(text: str = MODEL) -> QuestionSet:
    """The customer management model without questions, or another one, as `question_set` reads it."""
    titles = {"activity": "Customer Management Activity", "measurement": "Measurement / Finance"}
    titles |= {"development": "Development Platform", "enabling": "Enabling Platform"}
    made = question_set(text)
    areas = tuple(replace(area, title=titles.get(area.id, area.title)) for area in made.areas)
    picture, ids = shipped_set().picture, {area.id for area in areas}
    return replace(made, areas=areas, picture=picture if ids == {name for band in picture for name in band} else ())


def scaled(lowest: str, highest: str, **facts: Any) -> Scale:
    """A scale of two boxes."""
    return scale_of([Box(Fraction(value), f"Box {value}") for value in (lowest, highest)], **facts)


def titled(questions: QuestionSet, titles: Sequence[str]) -> QuestionSet:
    """The set with the titles of its elements replaced, in order."""
    left = iter(titles)
    areas = (
        replace(area, elements=tuple(replace(e, title=next(left, e.title)) for e in area.elements))
        for area in questions.areas
    )
    return replace(questions, areas=tuple(areas))


def group(figure: str, value: MADE_SCORE) -> GroupScore:
    """A score, or a status without one; None is open."""
    if isinstance(value, int):
        return GroupScore(figure, Status.SCORED, Fraction(value), Fraction(1), 10, 10, 0)
    return GroupScore(figure, value or Status.OPEN, None, Fraction(1, 4), 10, 3, 0)


def scores(
    questions: QuestionSet,
    elements: Sequence[MADE_SCORE] = SCORES,
    *,
    areas: Mapping[str, MADE_SCORE] | None = None,
    overall: MADE_SCORE = 41,
    evidence: Mapping[str, Sequence[int | None]] | None = None,
    levels: Mapping[str, Sequence[int | None]] | None = None,
    moves: Moves | None = None,
) -> Scores:
    """Scores of elements in order; areas are the rounded means unless given."""
    values = {e.id: elements[number % len(elements)] for number, e in enumerate(questions.elements)}
    made_areas: dict[str, MADE_SCORE] = {
        area.id: _mean([values[e.id] for e in area.elements]) for area in questions.areas
    }
    made_areas |= areas or {}
    level_ids = [level.id for level in questions.levels]
    return Scores(
        moves=moves or NO_MOVES,
        overall=group(OVERALL, overall),
        areas={key: group(key, value) for key, value in made_areas.items()},
        elements={key: group(key, value) for key, value in values.items()},
        questions={q.id: _question(q.id, values[e.id]) for e in questions.elements for q in e.questions},
        topics={e.id: {t.id: group(t.id, values[e.id]) for t in e.topics} for e in questions.elements},
        lenses={},
        evidence={key: _shares(key, shares, questions) for key, shares in (evidence or {}).items()},
        levels={
            key: _level_score(key, dict(zip(level_ids, map(_fraction, pair), strict=True)))
            for key, pair in (levels or {}).items()
        },
        agreement={},
        completion={},
        level_counts=dict(zip(level_ids, (5, 7), strict=True)) if levels else {},
    )


def _question(question_id: str, value: MADE_SCORE) -> QuestionScore:
    exact = Fraction(value) if isinstance(value, int) else None
    status = Status.SCORED if exact is not None else Status.OPEN
    return QuestionScore(question_id, status, exact, exact, None, (), {}, None, None, None)


def _level_score(figure: str, values: Mapping[str, Fraction | None]) -> LevelScore:
    reason = NotCompared.FEW_QUESTIONS if None in values.values() else None
    return LevelScore(figure, values, 12, 15, dict.fromkeys(values, 4), reason)


def _mean(values: Sequence[MADE_SCORE]) -> int | None:
    scored = [value for value in values if isinstance(value, int)]
    return round(sum(scored) / len(scored)) if scored else None


def _fraction(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _shares(key: str, shares: Sequence[int | None], questions: QuestionSet) -> EvidenceShare:
    found = {
        state.id: None if share is None else Fraction(share, 100)
        for state, share in zip(questions.states, shares, strict=True)
    }
    return EvidenceShare(key, found, 640, 0 if all(share is None for share in shares) else 512)


def standing(
    figure: str, score: MADE_SCORE, n: int, spread: Sequence[int] = (20, 31, 36, 44, 58), **facts: Any
) -> Standing:
    """A standing among `n` peers whose 10 %, quartiles and 90 % are `spread`, holding what its size allows."""
    reference = Reference.DATABASE if figure in {OVERALL, "core", "activity"} else Reference.CHOSEN
    allowed = Disclosure(sum(n >= least for least in (5, 10, 20, 40)))
    if allowed is Disclosure.NOTHING:
        return Standing(figure, reference, n, allowed, too_few_peers(n, "database") if n else NO_PEERS)
    low, first, median, third, high = map(Fraction, spread)
    made: dict[str, Any] = {"median": median}
    if allowed >= Disclosure.QUARTERS:
        made["middle_half"] = (first, third)
    if allowed >= Disclosure.PERCENTILE:
        made["band"] = (low, high)
    if allowed >= Disclosure.BEST:
        made["best_in_class"] = (third + high) / 2
    rank = Fraction(1, 2) if allowed >= Disclosure.PERCENTILE else None
    found = Standing(figure, reference, n, allowed, **{**made, **facts})
    return positioned(found, group(figure, score), SCALE, rank)


def spread_around(centre: int) -> tuple[int, int, int, int, int]:
    """A plain spread of peers."""
    return (centre - 16, centre - 6, centre, centre + 7, centre + 18)


def comparison(standings: Iterable[Standing], n: int = 28, *, chosen_n: int | None = None, **facts: Any) -> Comparison:
    """A comparison with invented peers; without any when `n` is 0."""
    chosen = n if chosen_n is None else chosen_n
    usual: dict[str, Any] = {"source": "peers.xlsx" if n else "", "invented": bool(n)}
    return Comparison(
        database=PeerGroup(Reference.DATABASE, n, 2024 if n >= 5 else None, "all organisations"),
        chosen=PeerGroup(Reference.CHOSEN, chosen, 2023 if chosen >= 5 else None, "retail; UK"),
        standings={standing.figure_id: standing for standing in standings},
        **{**usual, **facts},
    )


def compared(questions: QuestionSet, made: Scores, n: int, **facts: Any) -> Comparison:
    """The scores among `n` peers on every figure."""
    figures = {OVERALL: made.overall, **made.areas, **made.elements}
    standings = [
        standing(figure, _value(score), n, spread_around(30 + 4 * (number % 5)))
        for number, (figure, score) in enumerate(figures.items())
    ]
    return comparison(standings, n, **facts)


def _value(score: GroupScore) -> int | None:
    return None if score.value is None else int(score.value)


def assessment(initiatives: Iterable[Initiative] = ()) -> Assessment:
    """An assessment that holds nothing but initiatives."""
    return Assessment("test", "1", Engagement(client="Example Ltd"), initiatives=tuple(initiatives))


def initiatives(text: str) -> list[Initiative]:
    """Initiatives from lines: area, number of the horizon, priority, text."""
    made = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        area, horizon, priority, words = line.split(maxsplit=3)
        effort = EFFORTS[number % len(EFFORTS) - 1]
        made.append(Initiative(f"R-{number:02}", area, HORIZONS[int(horizon) - 1].id, words, priority, effort))
    return made


ROAD_MAP = """
    core 1 must Name an owner for the customer plan
    core 2 should Write one proposition for each target segment
    core 3 should Put the yearly customer plan beside the product budgets, with the same dates and the same sign-off
    activity 1 must Answer every enquiry within one working day
    activity 1 must Call every new customer in the first month
    activity 2 should Try out win-back on lapsed accounts
    activity 2 must Give front-line staff a refund limit of their own
    activity 3 could Key account plans with agreed cost-to-serve limits
    development 2 should Share the insight pack with all channel teams
    development 4 could Test-and-learn calendar
    enabling 1 should Role descriptions and objectives for service staff
    enabling 3 must Single customer view: data quality first, then the system
    measurement 1 must Agree five customer measures
    measurement 3 should Customer profit report
    measurement 4 could Link bonus to customer results
    overall 4 should Make one director answerable for customers
"""


# what each horizon of it would lift: printed from 41 on, the third horizon adds nothing
MOVES = Moves(
    adds={},
    horizons={
        horizon.id: Move(("AP-01", "AP-02")[:lifted], refs, Fraction(value))
        for horizon, lifted, refs, value in zip(
            HORIZONS,
            (2, 1, 0, 1),
            (("R-01", "R-04", "R-05", "R-13"), ("R-02",), ("R-03",), ("R-15",)),
            ("42", "43.5", "43.5", "47.4"),
            strict=True,
        )
    },
    weakest=None,
    gains={f"R-{number:02}": Fraction(number * number % 11, 8) for number in range(1, 16)},
    first=frozenset({"R-01", "R-04", "R-06"}),
)


# ------------------------------------------------------------------------------------------------------ charts


def report(
    n: int = 28,
    questions: QuestionSet | None = None,
    values: Sequence[MADE_SCORE] = SCORES,
    scale: Scale = SCALE,
    **facts: Any,
) -> tuple[Chart, ...]:
    """All charts of a report with `n` peers; on another scale the scores keep their shares of the span."""
    questions = questions or model()
    elements = [e.id for e in questions.elements]
    evidence = {e: (min(100, 40 + 7 * i % 50), 30 + 7 * i % 40, 10 + 5 * i % 37) for i, e in enumerate(elements)}
    levels = {e: (30 + 11 * i % 40, 25 + 7 * i % 35) for i, e in enumerate(elements)}
    made = scores(
        questions,
        values,
        evidence={OVERALL: (66, 51, 38), **evidence},
        levels={OVERALL: (47, 38), **levels, elements[-1]: (44, None), elements[0]: (50, 50)},
        moves=MOVES,
    )
    found = compared(questions, made, n)
    if scale is not SCALE:
        questions, made, found = _on(scale, questions, made, found)
    return chart_data(assessment(initiatives(ROAD_MAP)), questions, made, found, **facts)


def _on(
    scale: Scale, questions: QuestionSet, made: Scores, found: Comparison
) -> tuple[QuestionSet, Scores, Comparison]:
    """The same on another scale: whoever stood at 25 of 100 stands at a quarter of its span."""

    def moved(value: Fraction | None) -> Fraction | None:
        return None if value is None else scale.lowest + scale.span * value / 100

    def ends(pair: tuple[Fraction, Fraction] | None) -> Any:
        return None if pair is None else tuple(map(moved, pair))

    def scored(one: GroupScore) -> GroupScore:
        return replace(one, value=moved(one.value))

    standings = {
        figure: replace(
            one,
            median=moved(one.median),
            middle_half=ends(one.middle_half),
            band=ends(one.band),
            best_in_class=moved(one.best_in_class),
        )
        for figure, one in found.standings.items()
    }
    return (
        replace(questions, scale=scale),
        replace(
            made,
            overall=scored(made.overall),
            areas={key: scored(one) for key, one in made.areas.items()},
            moves=replace(
                made.moves,
                horizons={
                    key: replace(one, value=moved(one.value) or Fraction(0)) for key, one in made.moves.horizons.items()
                },
            ),
            elements={key: scored(one) for key, one in made.elements.items()},
            levels={
                key: replace(one, values={level: moved(value) for level, value in one.values.items()})
                for key, one in made.levels.items()
            },
        ),
        replace(found, standings=standings),
    )


def one(charts: Iterable[Chart], name: str) -> Chart:
    """The chart of this name."""
    return next(chart for chart in charts if chart.name == name)


def edge_positions() -> Chart:
    """Every kind of row in one position chart: for tests and looking at, never for a report."""
    rows: list[tuple[str, MADE_SCORE, int, Sequence[int]]] = [
        ("Seven hundred peers, top score", 100, 700, (15, 31, 41, 51, 80)),
        ("Twenty peers, score of five", 5, 20, (21, 31, 41, 51, 60)),
        ("Nineteen peers: no band", 63, 19, (21, 31, 41, 51, 60)),
        ("Ten peers, right below the median", 39, 10, (21, 34, 41, 50, 60)),
        ("Nine peers: the median alone", 44, 9, (21, 31, 41, 51, 60)),
        ("Five peers, right on the median", 41, 5, (21, 31, 41, 51, 60)),
        ("Four peers: the score alone", 44, 4, (21, 31, 41, 51, 60)),
        ("No peers with this figure, score of zero", 0, 0, (21, 31, 41, 51, 60)),
        ("Not assessed in this engagement", None, 30, (21, 31, 41, 51, 60)),
        ("Withheld", Status.WITHHELD, 30, (21, 31, 41, 51, 60)),
        ("Not applicable, nine peers", Status.NOT_APPLICABLE, 9, (21, 31, 41, 51, 60)),
        ("All peers equal", 50, 12, (50, 50, 50, 50, 50)),
        ("All peers equal, and lower", 58, 25, (50, 50, 50, 50, 50)),
        (LONG, 63, 40, (21, 31, 41, 51, 60)),
        (HOSTILE, 63, 40, (21, 31, 41, 64, 70)),
        (FOREIGN, 34, 40, (5, 21, 37, 60, 93)),
        ("Peers withheld for another reason", 47, 0, (5, 21, 37, 60, 93)),
    ]
    lines = "\n".join(f"## E{number} Element {number}" for number in range(len(rows)))
    questions = titled(question_set(f"# Edge cases\n{lines}"), [row[0] for row in rows])
    ids = [e.id for e in questions.elements]
    made = scores(questions, [row[1] for row in rows])
    standings = [standing(i, score, n, spread) for i, (_, score, n, spread) in zip(ids, rows, strict=True)]
    reason = "More than a quarter of the 17 organisations with this figure belong to one owner."
    standings[-1] = Standing(ids[-1], Reference.CHOSEN, 17, Disclosure.NOTHING, withheld_peers(reason))
    charts = chart_data(assessment(), questions, made, comparison(standings, 700))
    return one(charts, "area-edge-cases")


def other_model(areas: int, elements: int) -> QuestionSet:
    """A set of another firm: so many areas of so many elements."""
    names = ("Leadership", "Listening to customers", "Value", "Channels and partners", "Data", "People", "Results")
    lines = []
    for area in range(areas):
        lines.append(f"# {names[area % len(names)]} {area + 1}")
        lines += [f"## X{area}{element} Practice number {element + 1} of {area + 1}" for element in range(elements)]
    return question_set("\n".join(lines))


def with_targets(*targets: int) -> PositionChart:
    """The elements of an area of seven, and the targets set for the first of them."""
    questions = model()
    area = next(area for area in questions.areas if len(area.elements) == len(targets) or len(area.elements) == 7)
    made = scores(questions)
    goals = tuple(Target(e.id, Fraction(box)) for e, box in zip(area.elements, targets, strict=False))
    told = replace(assessment(), targets=goals)
    found = one(chart_data(told, questions, made, compared(questions, made, 28)), f"area-{area.id}")
    assert isinstance(found, PositionChart)
    return found


def path(n: int = 28, values: Sequence[MADE_SCORE] = SCORES[2:9], scale: Scale = SCALE) -> PathChart:
    """The path through an area of seven elements, or of as many as there are scores."""
    made = other_model(1, len(values)) if len(values) != 7 else model("\n".join(MODEL.splitlines()[4:12]))
    questions = replace(made, areas=tuple(replace(area, is_path=True) for area in made.areas))
    found = one(report(n, questions, values, scale=scale), f"path-{questions.areas[0].id}")
    assert isinstance(found, PathChart)
    return found


def spread_charts(questions: QuestionSet, filled: Assessment) -> Iterator[Chart]:
    """How the questions of an assessment spread: over the boxes, and within topics."""
    made = score(filled, questions)
    yield from answers_charts(questions, made)
    for area in questions.areas:
        yield from topic_charts(area, questions, made)


def all_at(box: int) -> Assessment:
    """Our questions, all answered with one box."""
    filled = every(shipped_set(), 1)
    return replace(filled, answers=tuple(replace(answer, box=Fraction(box)) for answer in filled.answers))


def crowded_topics() -> QuestionSet:
    """Forty topics of an element, with long names and more questions than stand side by side."""
    lines = ["# Core", "## AP Planning"]
    for topic in range(40):
        lines += [f"### {topic} {LONG if topic % 3 else 'Short'}"]
        lines += [f"AP-{topic * 9 + number:03}" for number in range(1 + topic % 9)]
    return question_set("\n".join(lines))


def crowded_efforts(count: int) -> Chart:
    """Effort and gain of so many initiatives, most of them at gains that many share."""
    questions = model()
    lines = [f"core 1 {('must', 'should', 'could')[n % 3]} Step {n}" for n in range(count)]
    plans = [replace(one, effort=EFFORTS[n % 5 % 3]) for n, one in enumerate(initiatives("\n".join(lines)))]
    gains = {one.ref: Fraction(n * n % 7, 20) for n, one in enumerate(plans)}
    made = scores(questions, moves=replace(MOVES, gains=gains, first=frozenset({"R-01", "R-06"})))
    return one(chart_data(assessment(plans), questions, made, compared(questions, made, 28)), "effort-gain")


def with_intervals(chart: PositionChart) -> PositionChart:
    """The chart with an interval of every other score."""
    rows = tuple(
        replace(row, interval=(row.score - 7, row.score + 4)) if row.score and number % 2 == 0 else row
        for number, row in enumerate(chart.rows)
    )
    return replace(chart, rows=rows, boxes=box_axis(SCALE, (value for row in rows for value in marked(row))))


def gallery() -> Iterator[tuple[str, Chart]]:
    """Everything worth looking at, with a file stem each."""
    for n in (700, 28, 15, 7, 4, 0):
        for chart in report(n):
            if n in (28, 700) or chart.name in {"overall", "area-activity", "model"}:
                yield f"{n:03}-peers-{chart.name}", chart
            if n in (28, 0) and isinstance(chart, PositionChart):
                yield f"{n:03}-peers-intervals-{chart.name}", with_intervals(chart)
    yield "edge-positions", edge_positions()
    for ends in (("0", "4"), ("0", "10"), ("-2", "1")):
        for chart in report(28, values=(*SCORES[:16], 0, 100), scale=scaled(*ends)):
            if chart.name in {"overall", "area-activity", "area-measurement", "model", "levels"}:
                yield f"scale-{'-to-'.join(ends)}-{chart.name}", chart
    partial = (None, Status.WITHHELD, 0, 100, Status.NOT_APPLICABLE, 5)
    for chart in report(28, values=partial):
        if chart.name in {"overall", "area-core", "area-activity", "model"}:
            yield f"partial-{chart.name}", chart
    long_names = titled(model(), [LONG, HOSTILE, FOREIGN] * 6)
    for chart in report(28, long_names, client=HOSTILE):
        yield f"long-{chart.name}", chart
    for areas, elements in ((1, 1), (2, 3), (3, 8), (7, 5), (2, 40)):
        for chart in report(28, other_model(areas, elements)):
            if not chart.name.startswith(("overall", "area-")):
                yield f"other-{areas}x{elements}-{chart.name}", chart
    yield "targets", with_targets(60, 5, 100, 40, 20)
    for n in (700, 15, 7, 0):
        yield f"{n:03}-peers-path", path(n)
    for name, scored in {
        "best": (100,) * 7, "worst": (5,) * 7, "two": (40, 41), "ten": (12, 90, 3, 50, 50, 49, 51, 20, 80, 10),
        "partial": (57, None, 18, Status.WITHHELD, 45, 39, Status.NOT_APPLICABLE),
    }.items():  # fmt: skip
        yield f"path-{name}", path(28, scored)
    other = load_question_set(Path(__file__).parent / "sets" / "visitor-care")
    spread = {
        "chance": (shipped_set(), by_chance(shipped_set(), 1)),
        "half": (shipped_set(), every(shipped_set(), 2)),
        "best": (shipped_set(), all_at(100)),
        "worst": (shipped_set(), all_at(5)),
        "other-set": (other, every(other, 1)),
        "crowded": (crowded_topics(), by_chance(crowded_topics(), 3)),
    }
    for name, (questions, filled) in spread.items():
        for chart in spread_charts(questions, filled):
            yield f"spread-{name}-{chart.name}", chart
    yield "path-other-scale", path(28, scale=scaled("-2", "1"))
    for count in (4, 31, 60):
        yield f"crowded-{count}-efforts", crowded_efforts(count)
    for n in (40, 120, 320):
        for chart in studied(n):
            yield f"{n}-organisations-{chart.name}", chart
    for chart in studied(320, titled(model(), [LONG, HOSTILE, FOREIGN] * 6), indicators=(LONG, HOSTILE, FOREIGN)):
        yield f"long-{chart.name}", chart
    for chart in studied(320, other_model(2, 40)):
        yield f"other-2x40-{chart.name}", chart


def studied(
    n: int, questions: QuestionSet | None = None, indicators: Sequence[str] = ("margin", "growth")
) -> list[AssociationChart]:
    """The pictures of a study of invented organisations, the first indicator with an effect of practice."""
    random, parts = np.random.default_rng(n), model_parts(questions or model())
    practice, changes = random.standard_normal(n), random.standard_normal((len(indicators), n)) * 4
    changes[0] += 2 * practice
    rows = [
        StudiedAssessment(
            organisation=f"{number}",
            owner="",
            day=date(2024, 1, 1),
            sector=f"{number % 5}",
            size=f"{number % 3}",
            scores={part.id: practice[number] + random.standard_normal() for part in parts},
            indicators={
                name: {2024: Fraction(0), 2025: Fraction(round(changes[place, number]))}
                for place, name in enumerate(indicators)
            },
        )
        for number in range(n)
    ]
    found = study(rows, parts, source="firm", invented=True)
    return [chart for charts in study_charts(found).values() for chart in charts]
