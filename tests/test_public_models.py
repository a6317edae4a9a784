"""Public models as sets of questions: a workbook filled by hand gives the scores reckoned by hand.

The three models in `sets/` and the set that `questions new` writes. What is expected stands here as arithmetic, written
from the published rule of each model; nothing of it is worked out by the program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction as F  # noqa: N817
from pathlib import Path
from typing import Any

import pytest

from tests import foreign
from tests.conftest import Office
from tests.foreign import Cell, Foreign
from tests.test_results_sheet import recalculated, rows_of

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Filled:
    """What is entered, and what must come of it: exact scores by figure, and how some of them are printed."""

    levels: Sequence[str]
    answers: Mapping[str, Sequence[Cell]]
    exact: Mapping[str, F]
    printed: Mapping[str, str]


# A practice is worth the sum, over the three stages, of the mean of its two streams; beside each, that sum reckoned.
PRACTICES = """
    direction DM | 1    1/2 1/4 | 1    1/4 0    | 3/2
    rules     RD | 1/2  1/2 0   | 1/2  0   0    | 3/4
    learning  LE | 1    1   1/2 | 1    1/2 1/4  | 17/8
    attacks   AT | 0    0   0   | 0    0   0    | 0
    asking    AS | 1/4  0   0   | 0    0   0    | 1/8
    shape     SH | 1    1   1   | 1    1   1    | 3
    build     BU | 1    1/2 1/2 | 1/2  1/2 0    | 3/2
    release   RE | 1/2  1/4 0   | 1    1   1/4  | 3/2
    faults    FA | 1/4  1/4 1/4 | 1/4  1/4 1/4  | 3/4
    review    RV | 1/2  0   0   | 1/4  0   0    | 3/8
    asked     TA | 1    1   0   | 0    0   0    | 1
    holes     SE | 1    1/4 0   | 1    1/4 1/4  | 11/8
    incidents IN | 1    1/2 0   | 1    1   0    | 7/4
    upkeep    UP | 1/2  1/2 1/2 | 1/2  1/2 1/2  | 3/2
    data      DA | 1/4  0   0   | 1/2  1/4 0    | 1/2
"""


def secure_software() -> Filled:
    """Two leads and engineers who say the same, but for one answer."""
    answers: dict[str, list[Cell]] = {}
    exact: dict[str, F] = {}
    for line in PRACTICES.strip().splitlines():
        name, *streams, reckoned = line.split("|")
        element, code = name.split()
        given = [F(value) for stream in streams for value in stream.split()]
        assert sum(given) / 2 == F(reckoned.strip()), "the table contradicts itself"
        answers |= {f"{code}-{n:02d}": [float(3 * value)] * 2 for n, value in enumerate(given, start=1)}
        exact[element] = F(reckoned.strip())
    answers["DM-01"] = [3, 1.5]  # one says "nearly everywhere", the other "half or more": worth 3/4 of the full answer
    exact["DM-01"] = F(9, 4)
    exact["direction"] = F(3, 2) - F(1, 4) / 2
    functions = {
        "steering": (exact["direction"] + F(3, 4) + F(17, 8)) / 3,  # 17/12
        "designing": (0 + F(1, 8) + 3) / 3,  # 25/24
        "building": (F(3, 2) + F(3, 2) + F(3, 4)) / 3,  # 5/4
        "proving": (F(3, 8) + 1 + F(11, 8)) / 3,  # 11/12
        "running": (F(7, 4) + F(3, 2) + F(1, 2)) / 3,  # 5/4
    }
    exact |= functions | {"overall": F(34 + 25 + 30 + 22 + 30, 24) / 5}  # 47/40, just half-way between 1.17 and 1.18
    printed = {"overall": "1.18", "designing": "1.04", "attacks": "0.00", "shape": "3.00", "DM-01": "2.25"}
    return Filled(("Lead", "Engineer"), answers, exact, printed)


def open_data() -> Filled:
    """Two experts; indicators make components, components make the two halves."""
    answers: dict[str, Sequence[Cell]] = {"GP-01": (6, 8), "GP-02": (3, 4), "GA-01": (10, 10), "GA-02": (0, 1)}
    answers |= {"CC-01": (5, 5), "CC-02": (2, 3), "CC-03": (9, 9), "EB-01": (1, 2), "EB-02": (4, 4)}
    answers |= {"PO-01": (7, 7), "PO-02": (6, 5), "SO-01": (0, 0), "SO-02": (3, 2), "EC-01": (8, 9), "EC-02": (10, 10)}
    exact = {
        "GP-01": F(7),
        "GA-02": F(1, 2),
        "policy": (7 + F(7, 2)) / 2,  # 21/4
        "action": (10 + F(1, 2)) / 2,  # 21/4
        "citizens": (5 + F(5, 2) + 9) / 3,  # 11/2
        "business": (F(3, 2) + 4) / 2,  # 11/4
        "political": (7 + F(11, 2)) / 2,  # 25/4
        "social": (0 + F(5, 2)) / 2,  # 5/4
        "economic": (F(17, 2) + 10) / 2,  # 37/4
        "ready": F(21 + 21 + 22 + 11, 4) / 4,  # 75/16
        "impact": F(25 + 5 + 37, 4) / 3,  # 67/12
        "overall": (F(75, 16) + F(67, 12)) / 2,  # 493/96
    }
    printed = {"overall": "5.1", "ready": "4.7", "impact": "5.6", "social": "1.3", "GA-02": "0.5"}
    return Filled(("Country expert",) * 2, answers, exact, printed)


def small_print() -> Filled:
    """A lawyer and a user; weights within an element, points below nothing, answers of a question's own.

    Where the terms say nothing, "Not known" counts -1. CO-03 counts inversely: what is "Fully" so is worth -2.
    """
    answers: dict[str, Sequence[Cell]] = {"CO-01": (1, 0), "CO-02": ("Not known", 1), "CO-03": ("−2 - Fully", -2)}
    answers |= {"SH-01": ("−2 - To anybody who pays", -1), "SH-02": (1, 1), "CN-01": (1, 1), "CN-02": (0, "N/A")}
    answers |= {"LE-01": (1, -1), "LE-02": ("N/A", "N/A"), "CH-01": (0, -1), "CT-01": (-2, "1/3"), "CT-02": (1, 1)}
    exact = {
        "CO-01": F(1, 2),
        "CO-02": F(-1 + 1, 2),  # 0
        "CO-03": F(-2),
        "collecting": (2 * F(1, 2) + 1 * F(0) + 3 * F(-2)) / (2 + 1 + 3),  # -5/6
        "sharing": (3 * F(-3, 2) + 1 * F(1)) / (3 + 1),  # -7/8
        "content": (2 * F(1) + 1 * F(0)) / (2 + 1),  # 2/3
        "leaving": F(0),  # the question that both call not applicable leaves numerator and denominator
        "change": F(-1, 2),
        "CT-01": (-2 + F(1, 3)) / 2,  # -5/6
        "court": (2 * F(-5, 6) + 1 * F(1)) / (2 + 1),  # -2/9
        "taken": (F(-5, 6) + F(-7, 8)) / 2,  # -41/48
        "rights": (F(2, 3) + 0) / 2,  # 1/3
        "disputes": (F(-1, 2) + F(-2, 9)) / 2,  # -13/36
        "overall": (F(-41, 48) + F(1, 3) + F(-13, 36)) / 3,  # -127/432
    }
    printed = {"overall": "−0.29", "taken": "−0.85", "content": "0.67", "CO-03": "−2.00", "leaving": "0.00"}
    return Filled(("Lawyer", "Ordinary user"), answers, exact, printed)


def meetings() -> Filled:
    """Two members of staff; the last question counts twice."""
    answers: dict[str, Sequence[Cell]] = {"PU-01": (4, 3), "PU-02": (2, "N/A"), "PU-03": (1, 1), "PR-01": (3, 2)}
    answers |= {"PR-02": (0, 1), "DC-01": (4, 4), "DC-02": (2, 3), "DC-03": (0, 2)}
    exact = {
        "PU-01": F(7, 2),
        "purpose": (F(7, 2) + 2 + 1) / 3,  # 13/6
        "preparation": (F(5, 2) + F(1, 2)) / 2,  # 3/2
        "before": (F(13, 6) + F(3, 2)) / 2,  # 11/6
        "decisions": (4 + F(5, 2) + 2 * F(1)) / 4,  # 17/8
        "after": F(17, 8),
        "overall": (F(11, 6) + F(17, 8)) / 2,  # 95/48
    }
    printed = {"overall": "2.0", "before": "1.8", "after": "2.1", "purpose": "2.2"}
    return Filled(("Member of staff",) * 2, answers, exact, printed)


FILLED = {"meetings": meetings, "secure-software": secure_software, "open-data": open_data, "small-print": small_print}


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Foreign, Filled]:
    """The workbook of one of them, filled, checked and built."""
    life = Foreign(request.param, tmp_path_factory.mktemp(request.param))
    foreign.set_folder(life.name, life.folder)
    filled = FILLED[life.name]()
    assert set(filled.answers) == set(life.questions.questions)
    life.run("new", life.workbook, "--client", foreign.CLIENT, "--interviews", str(len(filled.levels)))
    foreign.fill(life.workbook, filled.levels, filled.answers, note="As two people told us.")
    life.run("check", life.workbook)
    life.run("build", life.workbook, "-o", life.folder / "output")
    return life, filled


every_model = pytest.mark.parametrize("built", list(FILLED), indirect=True)


@every_model
def test_results_and_traces_hold_the_scores_reckoned_by_hand(built: tuple[Foreign, Filled]) -> None:
    life, filled = built
    results = json.loads((life.draft().parent / "client-results.json").read_text(encoding="utf-8"))
    held = {entry["id"]: entry for entry in entries(results)}
    assert {figure: F(held[figure]["exact"]) for figure in filled.exact} == dict(filled.exact)
    assert {figure: held[figure]["printed"] for figure in filled.printed} == dict(filled.printed)
    told = {figure: json.loads(life.run("explain", life.workbook, figure, "--json")) for figure in filled.printed}
    assert {figure: trace["printed"] for figure, trace in told.items()} == dict(filled.printed)
    assert {figure: mixed(trace["exact"]) for figure, trace in told.items()} == {
        figure: filled.exact[figure] for figure in filled.printed
    }


def entries(results: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The scores in the results: the whole, areas, elements, questions."""
    return [results["overall"], *results["areas"], *results["elements"], *results["questions"]]


def mixed(text: str) -> F:
    """The number that a trace shows exactly: "2 2/9", "-1/4", "3"."""
    sign = -1 if text[0] in "-−" else 1
    return sign * sum((F(part) for part in text.lstrip("-−").split()), F(0))


@every_model
def test_the_report_prints_them(built: tuple[Foreign, Filled]) -> None:
    life, filled = built
    said = [text for _, text in foreign.texts_in(life.draft(), lambda name: name == "word/document.xml", shown=True)]
    for figure, printed in filled.printed.items():
        assert any(printed in text for text in said), f"{figure} {printed}"


@pytest.mark.office
@every_model
def test_the_sheet_results_shows_them(built: tuple[Foreign, Filled], soffice: Office, tmp_path: Path) -> None:
    life, filled = built
    book = recalculated(soffice, tmp_path, {"client": life.workbook.read_bytes()})["client"]
    ids = ["overall"]
    for area in life.questions.areas:
        ids += [area.id, *(element.id for element in area.elements)]
    shown = {
        figure: row["Score"] for figure, row in zip(ids, rows_of(book["Results"], "Part of the model"), strict=True)
    }
    places = len(filled.printed["overall"].partition(".")[2])
    assert {figure: F(str(shown[figure])) for figure in shown} == {
        figure: half_up(filled.exact[figure], places) for figure in shown
    }


def half_up(value: F, places: int) -> F:
    """The number that is printed with so many decimals."""
    return F((value * 10**places + F(1, 2)).__floor__(), 10**places)
