"""Every figure of the program against the same figure worked out a second time: results, report, sheet Results.

The workbooks are filled by chance, written, and read as any other; what was filled in is what the second working starts
from. At the end, rules of the program are changed on purpose: each change must be noticed.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reportgen.assessment.results import results
from reportgen.assessment.scoring import score
from reportgen.assessment.scoring.groups import group_scores
from reportgen.assessment.standing import compare
from reportgen.common.build_record import BuildRecord
from reportgen.common.house_style import load_house_style
from reportgen.common.means import weighted_mean
from reportgen.common.model import (
    HORIZONS,
    AnswerState,
    Assessment,
    Comparison,
    Element,
    GroupScore,
    Initiative,
    Peer,
    PeerFilter,
    Question,
    QuestionSet,
    Scores,
    Target,
    Topic,
)
from reportgen.common.peer_table import PeerData
from reportgen.common.rounding import round_half_up
from reportgen.common.scale import Box, scale_of
from reportgen.questions import load_question_set
from reportgen.words.compose import compose
from reportgen.words.context import InterviewRecord, LensRow, QuestionRow, ResultRow
from reportgen.workbook.writer import write_workbook
from tests.builders import peer, question_set
from tests.conftest import Office
from tests.corpus.base import SET as VISITOR_CARE
from tests.fillings import by_chance, empty, every
from tests.oracle import Facts, exactly, expected, lens_members
from tests.report_builders import as_read
from tests.test_results_sheet import shown_results, worked_out_by_both
from tests.workbooks import read_workbook

pytestmark = pytest.mark.slow

WORKBOOKS = 60
ODD_ONES = range(WORKBOOKS, WORKBOOKS + 12)  # of the set whose questions have answers of their own
CALCULATED = (*range(0, WORKBOOKS, 4), *ODD_ONES[::2])  # of these, what the formulas give is looked at, too
IN_OFFICE = (*CALCULATED[:3], *ODD_ONES[:4:2])  # and of these, what LibreOffice makes of them
HOUSE = load_house_style()
CORE = question_set("""
    # Core | weight 3
    ## AP Analysis and planning | weight 1/3
    ### Strategy
    AP-01 | weight 2/7 | reap: retention
    AP-02 | weight 5 | manager
    ### Value
    AP-03 | weight 1/3 | reap: retention efficiency
    AP-04
    ## PR Proposition | weight 2.5
    PR-01 | weight 0.1
    PR-02 | weight 0.2 | reap: efficiency
    PR-03 | weight 0.3
    # Measurement | weight 0.7
    ## ME Measuring the effect
    ME-01
    ME-02 | reap: acquisition
    ## EF Efficiency
    ### Cost
    EF-01 | weight 7
    ### Time
    EF-02 | weight 3
    ## FI Finance
    FI-01 | no N/A
    FI-02 | no N/A
    FI-03 | no N/A
    # Development | weight 2
    ## CX Customer experience
    CX-01 | weight 1/9 | reap: retention
    CX-02 | weight 4/9 | implementation
""")
SHORT = replace(
    CORE,
    scale=scale_of(
        [Box(Fraction(value), f"Step {number}") for number, value in enumerate((40, 25, 10, 0))],
        decimals=0,
        middling_from=Fraction(12),
        high_from=Fraction(28),
    ),
)
OWN = {  # answers of single questions, by id
    "AP-01": (("2", "Published"), ("1/3", "Drafted"), ("-1", "Nothing")),
    "PR-02": (("1", "Yes"), ("0", "No")),
    "EF-01": (("3", "Daily"), ("2.5", "Weekly"), ("1", "Monthly"), ("-2", "Never")),
}
POINTS = {  # what counts without a box
    "AP-02": {AnswerState.NOT_KNOWN: Fraction(0)},
    "PR-01": {AnswerState.NOT_APPLICABLE: Fraction(3), AnswerState.NOT_KNOWN: Fraction(-2)},
    "PR-02": {AnswerState.NOT_KNOWN: Fraction(-1, 2)},
    "CX-01": {AnswerState.NOT_APPLICABLE: Fraction(1, 3)},
}
SIGNED = scale_of(
    [
        Box(Fraction(value), label)
        for value, label in (("3", "Always"), ("1.5", "Often"), ("0", "Rarely"), ("-2", "No"))
    ],
    lowest=Fraction(-2),
    highest=Fraction(3),
    decimals=2,
)


def odd(question: Question) -> Question:
    """The question with answers, points or a direction of its own."""
    own = tuple(Box(Fraction(value), label) for value, label in OWN.get(question.id, ()))
    inverse = question.id in ("AP-04", "ME-02")
    return replace(
        question,
        own_boxes=SIGNED.reversed_boxes() if inverse else own,
        is_inverse=inverse,
        points=POINTS.get(question.id, {}),
    )


def with_questions(questions: QuestionSet, change: Callable[[Question], Question]) -> QuestionSet:
    """The set with every question changed."""

    def topic(old: Topic) -> Topic:
        return replace(old, questions=tuple(map(change, old.questions)))

    def element(old: Element) -> Element:
        return replace(old, topics=tuple(map(topic, old.topics)))

    return replace(
        questions, areas=tuple(replace(area, elements=tuple(map(element, area.elements))) for area in questions.areas)
    )


ODD = with_questions(replace(CORE, scale=SIGNED), odd)
PEERS = (40, 41, 4, 5, 10, 0, 19, 20, 200, 39, 9, 199, 14, 60, 120, 201, 11, 300)  # so many organisations
SECTORS, REGIONS, SIZES = ("retail", "utilities", "telecoms"), ("UK", "Ireland"), ("large", "small")


# ---------------------------------------------------------------------------------------------------- made by chance


def filled(questions: QuestionSet, seed: int) -> Assessment:
    """A workbook by chance: more or fewer interviews and answers, evidence, people without level, filters of peers."""
    chance = Random(seed)
    made = by_chance(questions, seed, count=chance.choice((1, 3, 4, 6, 8, 12)))
    if seed % 3 == 0:  # well filled: enough for intervals and levels
        made = every(questions, 1, count=36 if seed == 30 else chance.choice((5, 7, 12)))
    if seed % 20 == 9:
        made = empty(questions)
    if seed % 20 == 8:
        made = every(questions, 2)
    if seed % 12 == 6:  # all interviews say the same
        box = {question: chance.choice(questions.answers[question].values) for question in questions.questions}
        same = [replace(one, box=box[one.question_id]) if one.box is not None else one for one in made.answers]
        made = replace(made, answers=tuple(same), agreed=())
    states = [state.id for state in questions.states]
    answers = tuple(
        replace(answer, evidence={state: chance.choice((True, True, False, None)) for state in states})
        if answer.state is AnswerState.SCORED and chance.random() < 0.6
        else answer
        for answer in made.answers
    )
    people = tuple(replace(one, level=None) if chance.random() < 0.05 else one for one in made.interviews)
    some = PeerFilter(
        sectors=tuple(chance.sample(SECTORS, chance.choice((0, 0, 1, 2)))),
        regions=chance.choice(((), (), ("uk",))),
        since=chance.choice((None, None, 2022)),
    )
    own = chance.choice(((), ("Peer-001",), ("owner-002", "elsewhere"))) if seed >= len(PEERS) else ()
    engagement = replace(made.engagement, peer_filter=some, own_peer_ids=own)
    return replace(
        made,
        answers=answers,
        interviews=people,
        engagement=engagement,
        initiatives=planned(questions, seed),
        targets=aimed_at(questions, seed),
    )


def aimed_at(questions: QuestionSet, seed: int) -> tuple[Target, ...]:
    """Targets by chance: for some elements, one in two with a day."""
    chance = Random(seed)
    return tuple(
        Target(element.id, chance.choice(questions.scale.values), chance.choice([None, date(2027, 3, 31)]))
        for element in questions.elements
        if chance.random() < 0.6
    )


def planned(questions: QuestionSet, seed: int) -> tuple[Initiative, ...]:
    """A road map by chance: some initiatives lift nothing, some what others lift, too."""
    chance = Random(f"road map {seed}")
    return tuple(
        Initiative(
            *(f"R-{number}", questions.areas[0].id, chance.choice(HORIZONS).id, f"Step {number}"),
            effort=chance.choice(("", "low", "low", "medium", "high")),
            lifts=tuple(chance.sample(list(questions.questions), chance.choice((0, 1, 3)))),
        )
        for number in range(chance.choice((0, 3, 6)))
    )


def peers(questions: QuestionSet, seed: int) -> tuple[Peer, ...]:
    """Organisations by chance: from none to some hundred, some several times, some of one owner or of another set."""
    chance = Random(f"peers {seed}")
    middle, spread = chance.uniform(0.15, 0.75), chance.uniform(0.01, 0.14)
    size = PEERS[seed % len(PEERS)]
    missing, owned, foreign = chance.choice((0, 0, 0.1, 0.6)), chance.choice((0, 0, 0.1, 0.3)), chance.choice((0, 0.05))
    if seed < len(PEERS):  # each number itself, where another rule may begin
        missing = owned = foreign = 0
    lowest, highest = questions.scale.values[0], questions.scale.values[-1]

    def scored() -> Fraction:
        value = Fraction(round(chance.gauss(middle, spread) * highest * 4), chance.choice((4, 4, 6)))
        return min(max(value, Fraction(lowest)), Fraction(highest))

    def one(number: int, day: int) -> Peer:
        return peer(
            number,
            {element.id: scored() for element in questions.elements if chance.random() >= missing},
            date=date(2019 + day % 6, 1 + day % 12, 1 + day % 28),
            owner="one owner" if chance.random() < owned else f"owner-{number:03}",
            sector=chance.choice(SECTORS),
            region=chance.choice(REGIONS),
            size=chance.choice(SIZES),
            set_id="another" if chance.random() < foreign else questions.id,
        )

    found = [one(number, chance.randrange(1000)) for number in range(1, size + 1)]
    again = [one(number, 1000 + number) for number in range(1, size + 1) if chance.random() < 0.1]
    made = found + [new for new in again if all(new.date != old.date for old in found if old.id == new.id)]
    chance.shuffle(made)
    return tuple(made)


@dataclass(frozen=True)
class Case:
    """A workbook as it was filled in and as it is read, and its peers."""

    questions: QuestionSet
    file: bytes
    filling: Assessment
    read: Assessment
    peers: tuple[Peer, ...]
    expected: Facts  # every figure as it must be

    def scores(self) -> Scores:
        """The scores the program gives."""
        return score(self.read, self.questions)

    def comparison(self, scores: Scores) -> Comparison:
        """The standing the program gives."""
        return compare(scores, PeerData.of(self.peers, "peers.xlsx"), self.read.engagement, self.questions)


def own_groups(folder: Path) -> Path:
    """The visitors' set, where an element counts in a group of a lens, and one of its questions in another as well."""
    shutil.copytree(VISITOR_CARE, folder)
    path, code = folder / "arrival.toml", 'code = "D"'
    path.write_text(
        path.read_text(encoding="utf-8").replace(code, f'{code}\nlenses = {{ who = "groups" }}'), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Case]:
    """So many workbooks by chance, by name, of four question sets."""
    folder = tmp_path_factory.mktemp("oracle")
    own = own_groups(folder / "set")
    lenses = {
        f"{lens.id}.{group.id}": [q.id for q in CORE.questions.values() if group.id in q.lenses.get(lens.id, ())]
        for lens in CORE.lenses
        for group in lens.groups
    }
    visitors = load_question_set(own), lens_members(own)
    sets = [visitors, (SHORT, lenses), *[(CORE, lenses)] * 3]
    found = {}
    for seed in range(ODD_ONES.stop):
        questions, members = (ODD, lenses) if seed in ODD_ONES else sets[seed // 4 % len(sets)]
        filling, others = filled(questions, seed), peers(questions, seed)
        path = folder / f"workbook{seed}.xlsx"
        path.write_bytes(write_workbook(questions, filling))
        read, problems = read_workbook(path, questions)
        assert [problem for problem in problems if problem.is_error] == []
        facts = expected(filling, questions, others, members)
        found[path.stem] = Case(questions, path.read_bytes(), filling, read, others, facts)
    return found


# ------------------------------------------------------------------------------------------------------- the results


def told(case: Case) -> Facts:
    """What the results hold, in the shape of the oracle."""
    scores = case.scores()
    given = results(case.read, case.questions, scores, case.comparison(scores), (), BuildRecord())
    made = json.loads(json.dumps(given))
    return {
        "overall": figure(made["overall"]),
        "areas": {one["id"]: figure(one) for one in made["areas"]},
        "elements": {one["id"]: figure(one) for one in made["elements"]},
        "topics": {f"{one['id']}.{part['id']}": figure(part) for one in made["elements"] for part in one["topics"]},
        "lenses": {f"{one['id']}.{part['id']}": figure(part) for one in made["lenses"] for part in one["groups"]},
        "questions": {one["id"]: question(one) for one in made["questions"]},
        "interviews": {one["code"]: {key: one[key] for key in COMPLETION} for one in made["interviews"]},
        "moves": moves(made["moves"]),
        "agreement": {"overall": made["agreement"]} | {one["id"]: one["agreement"] for one in made["levels"]},
        "peers": {name: {key: made["peers"][name][key] for key in ("n", "year")} for name in ("database", "chosen")},
    }


def moves(made: Mapping[str, Any]) -> Facts:
    """What would move the score, as the oracle gives it."""
    weakest = made["weakest"]
    return {
        "horizons": [
            {key: one[key] for key in ("id", "initiatives", "printed", "exact")} | {"change": Fraction(one["change"])}
            for one in made["horizons"]
        ],
        "weakest": weakest
        and {"printed": weakest["printed"], "exact": weakest["exact"], "questions": set(weakest["questions"])},
        "gains": {ref: gain["exact"] for ref, gain in made["gains"].items()},
        "first": set(made["first"]),
    }


COMPLETION = ("expected", "answered", "gaps", "completion")
QUESTION = ("status", "printed", "exact", "computed", "spread", "steps_apart")


def question(entry: Mapping[str, Any]) -> Facts:
    """A question as the oracle gives it."""
    given = {
        name: {code: Fraction(value) for code, value in entry.get(name, {}).items()} for name in ("boxes", "points")
    }
    return (
        {key: entry[key] for key in QUESTION} | given | {"agreed": entry["agreed"] and Fraction(entry["agreed"]["box"])}
    )


def figure(entry: Mapping[str, Any]) -> Facts:
    """A score as the oracle gives it: the ends of intervals as printed, and no sentences."""
    found = {key: value for key, value in entry.items() if key not in ("code", "title", "area", "weight", "topics")}
    found["interval"] = found["interval"] and [end["printed"] for end in found["interval"]]
    if "standing" in found:
        standing = {key: value for key, value in found["standing"].items() if key not in ("reason", "position")}
        if "percentile" in standing:
            standing["percentile"] = number(standing["percentile"])
        found["standing"] = standing
    return found


def number(words: str) -> int:
    """The step that is told by words like "60 %"; the first and the last one stand for all beyond."""
    return {"under 10 %": 5, "over 90 %": 95}.get(words) or int(re.findall(r"\d+", words)[0])


def differences(one: Any, other: Any, at: str = "") -> Iterator[str]:
    """Where two nested facts differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in {**one, **other}:
            yield from differences(one.get(key, "absent"), other.get(key, "absent"), f"{at}/{key}")
    elif one != other:
        yield f"{at}: {one}, expected {other}"


def test_the_results_hold_every_figure_of_any_workbook(cases: Mapping[str, Case]) -> None:
    assert [found for name, case in cases.items() for found in differences(told(case), case.expected, name)] == []


def test_the_workbooks_bring_about_what_there_is(cases: Mapping[str, Case]) -> None:
    """A comparison proves nothing of what never occurs."""
    facts = [case.expected for case in cases.values()]
    parts = [part for one in facts for part in (one["overall"], *one["areas"].values(), *one["elements"].values())]
    assert {part["status"] for part in parts} == {"scored", "withheld", "open", "not applicable"}
    assert len({part["no_interval"] for part in parts}) == 6
    assert len({part["levels"]["not_compared"] for part in parts}) == 4
    assert {part["levels"]["other_questions"] for part in parts} == {True, False}
    standings = [part["standing"] for part in parts]
    assert len({one["disclosure"] for one in standings}) == 5
    shown = {one["n"] for one in standings if one["disclosure"] != "nothing"}
    assert shown >= {5, 9, 10, 19, 20, 39, 40, 199, 200}
    assert len({one.get("side") for one in standings}) == 6
    assert len({one.get("quarter") for one in standings}) == 4
    percentiles = {one.get("percentile") for one in standings}
    assert percentiles >= {None, 5, 95}
    assert len(percentiles) > 10
    halves = [part["coverage"] for part in parts if part["coverage"] and part["coverage"]["exact"] == "1/2"]
    assert len(halves) > 5
    changes = [one["change"] for case in facts for one in case["moves"]["horizons"]]
    assert {0} < set(changes)
    assert len(changes) > 40


# --------------------------------------------------------------------------------------------------------- the report

Row = ResultRow | QuestionRow | LensRow | InterviewRecord


def rows(value: Any) -> Iterator[Row]:
    """The rows of all tables of figures in a report."""
    if isinstance(value, Row):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from rows(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from rows(one)


def printed_rows(case: Case) -> Iterator[tuple[object, ...]]:
    """Name and figures of every row of the report."""
    scores = case.scores()
    context = compose(case.read, case.questions, scores, case.comparison(scores), (), (), HOUSE, BuildRecord())
    for row in rows(as_read(context)):
        if isinstance(row, ResultRow):
            yield row.id, row.score, row.coverage, row.median, row.quarter
        elif isinstance(row, QuestionRow):
            yield row.id, row.score, row.computed, row.boxes, row.n, row.spread
        elif isinstance(row, LensRow):
            yield row.title, row.score, row.coverage, row.questions
        else:
            yield row.code, *re.findall(r"^\d+|\d+ %", row.completion.replace("\N{NO-BREAK SPACE}", " "))


def expected_rows(case: Case) -> Iterator[tuple[object, ...]]:
    """The rows as the figures give them."""
    facts = case.expected
    alone = {area.elements[0].id for area in case.questions.areas if len(area.elements) == 1}  # told as their area
    elements = [part for name, part in facts["elements"].items() if name not in alone]
    areas = facts["areas"].values() if len(facts["areas"]) > 1 else ()
    for part in (facts["overall"], *areas, *elements):
        median = part["standing"].get("median", "–")
        yield part["id"], part["printed"], text(part["coverage"]), median, tile(part["standing"])
    for name, one in facts["questions"].items():
        counts = sorted(Counter(one["boxes"].values()).items(), reverse=True)
        boxes = ", ".join(so_often(exactly(box), times) for box, times in counts)
        points = case.questions.questions[name].points
        states = Counter(a.state for a in case.filling.answers if a.question_id == name and a.state in points)
        told = [
            f"{so_often(word, states[state])}, counts {exactly(points[state])}"
            for state, word in ((AnswerState.NOT_APPLICABLE, "N/A"), (AnswerState.NOT_KNOWN, "not known"))
            if states[state]
        ]
        computed = "" if one["agreed"] is None else text(one["computed"])
        shown = "; ".join(filter(None, [boxes, *told])) or "–"
        yield name, one["printed"], computed, shown, str(len(one["boxes"]) + len(one["points"])), text(one["spread"])
    titles = {f"{lens.id}.{group.id}": group.title for lens in case.questions.lenses for group in lens.groups}
    for name, part in facts["lenses"].items():
        yield titles[name], part["printed"], text(part["coverage"]), str(part["questions"])
    for code, done in facts["interviews"].items():
        yield code, *([str(done["answered"]), text(done["completion"])] if done["expected"] else [])


def so_often(what: str, times: int) -> str:
    return f"{what} × {times}" if times > 1 else what


def tile(standing: Facts) -> int | None:
    """Of four boxes the one to be filled; none about the median."""
    side = standing.get("side", "")
    middle = 3 if "above" in side else 2 if "below" in side else None
    return {"top quarter": 4, "bottom quarter": 1, "middle half": middle}.get(standing.get("quarter", ""))


def text(value: Facts | None) -> str:
    return value["printed"] if value else "–"


def test_the_tables_of_the_report_print_them(cases: Mapping[str, Case]) -> None:
    wrong = []
    for name, case in cases.items():
        found, right = Counter(set(printed_rows(case))), Counter(set(expected_rows(case)))
        wrong += [(name, "printed", row) for row in found - right] + [(name, "right", row) for row in right - found]
    assert wrong == []


# ------------------------------------------------------------------------------------------------------ the workbook


@pytest.mark.office
def test_the_sheet_results_shows_them(soffice: Office, tmp_path: Path, cases: Mapping[str, Case]) -> None:
    files = {name: cases[name].file for name in (f"workbook{seed}" for seed in CALCULATED)}
    wrong = []
    for name, book in worked_out_by_both(soffice, tmp_path, files, [f"workbook{seed}" for seed in IN_OFFICE]):
        places = cases[name].questions.scale.decimals
        shown_rows = [(title, as_shown(one, places), *others) for title, one, *others in shown_results(book)]
        pairs = zip(shown_rows, sheet_rows(cases[name]), strict=True)
        wrong += [f"{name}: sheet {shown}, expected {right}" for shown, right in pairs if shown != right]
        book.close()
    assert wrong == []


def as_shown(score: str, places: int) -> str:
    """A figure in the number format of its cell."""
    return score if score == "–" or not places else f"{float(score):.{places}f}".replace("-", "−")


def sheet_rows(case: Case) -> Sequence[tuple[str, str, str, int, int, int]]:
    """The rows of the sheet, in report order."""
    facts = case.expected
    parts = [("Overall", facts["overall"])]
    for area in case.questions.areas:
        parts.append((area.title, facts["areas"][area.id]))
        parts += [(element.title, facts["elements"][element.id]) for element in area.elements]
    return [
        (name, one["printed"], text(one["coverage"]), one["questions"], one["scored"], one["not_applicable"])
        for name, one in parts
    ]


# -------------------------------------------------------------------------------------------- rules changed on purpose

METHOD = {
    "a score stands on less": ("common.means", "COVERAGE_NEEDED", Fraction(2, 5)),
    "a score needs more than half": ("common.means", "COVERAGE_NEEDED", Fraction(501, 1000)),
    "a coarser grid of large groups": ("assessment.standing.standing", "FINER", 2),
    "a group of four": ("assessment.standing.groups", "PEERS_FOR_MEDIAN", 4),
    "an owner of less": ("assessment.standing.groups", "OWNER_AT_MOST", Fraction(1, 5)),
    "the best fifth": ("assessment.standing.quantiles", "BEST", Fraction(1, 5)),
    "finer percentiles": ("assessment.standing.position", "PERCENTILE_STEP", 4),
    "intervals from four interviews": ("assessment.scoring.intervals", "INTERVIEWS_FOR_INTERVAL", 4),
    "intervals from two degrees of freedom": ("assessment.scoring.intervals", "FREEDOM_FOR_INTERVAL", 2),
    "intervals of agreed scores": ("assessment.scoring.intervals", "AGREED_AT_MOST", Fraction(2, 5)),
    "one person a level": ("assessment.scoring.levels", "INTERVIEWS_PER_LEVEL", 1),
}


def is_noticed(cases: Mapping[str, Case]) -> bool:
    """True when some workbook's results are not those expected."""
    return any(any(differences(told(case), case.expected)) for case in cases.values())


@pytest.mark.parametrize("change", METHOD)
def test_another_number_of_the_method_is_noticed(
    cases: Mapping[str, Case], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    module, name, value = METHOD[change]
    monkeypatch.setattr(import_module(f"reportgen.{module}"), name, value)
    assert is_noticed(cases)


@pytest.mark.parametrize("limit", ["grid", "about_level"])
def test_another_share_of_the_span_is_noticed(cases: Mapping[str, Case], limit: str) -> None:
    """The scale takes them once, when a set is loaded."""
    assert {getattr(case.questions.scale, limit) / case.questions.scale.span for case in cases.values()} == {
        Fraction(1, 20)
    }

    def changed(case: Case) -> Case:
        scale = copy(case.questions.scale)
        object.__setattr__(scale, limit, scale.span / 25)
        return replace(case, questions=replace(case.questions, scale=scale))

    assert any(any(differences(told(changed(case)), case.expected)) for case in cases.values())


def test_a_half_that_is_rounded_to_even_is_noticed(cases: Mapping[str, Case], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [one for name, one in sys.modules.items() if name.startswith("reportgen.")]:
        if getattr(module, "round_half_up", None) is round_half_up:
            monkeypatch.setattr(module, "round_half_up", round)
    assert is_noticed(cases)


def even(value: GroupScore, questions: Sequence[Fraction]) -> GroupScore:
    """The score with the plain mean of its questions."""
    plain = weighted_mean((Fraction(1), one) for one in questions)
    return value if value.value is None else replace(value, value=plain)


def test_a_topic_without_the_weights_of_its_questions_is_noticed(
    cases: Mapping[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = group_scores

    def wrong(scored: Mapping[str, Any], questions: QuestionSet) -> Any:
        found = right(scored, questions)
        for element in questions.elements:
            for topic in element.topics:
                values = [value for one in topic.questions if (value := scored[one.id].value) is not None]
                found.topics[element.id][topic.id] = even(found.topics[element.id][topic.id], values)
        return found

    monkeypatch.setattr("reportgen.assessment.scoring.group_scores", wrong)
    assert is_noticed(cases)


def test_points_of_what_is_no_box_that_are_left_out_are_noticed(
    cases: Mapping[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuestionSet, "counted", lambda _, answer: answer.box)
    assert is_noticed(cases)
