"""Every name that a report gives a number in a sentence is known to `explain`, which gives that very number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from reportgen.assessment.standing import compare
from reportgen.assessment.validation import validate
from reportgen.common.figures import pieces
from reportgen.common.folding import fold
from reportgen.common.language import number
from reportgen.common.rounding import NO_FIGURE
from reportgen.office.package import Package
from reportgen.runs.check import Checked
from reportgen.runs.explain import traces_of
from reportgen.runs.score import Scored
from tests.claims.reports import Case, composed, scored, typeset
from tests.test_claims import CASES, by_chance

BIG = (
    *("sample", "drafted", "half filled", "one interview", "nothing scored", "no peers", "7 in the group"),
    *("an earlier assessment", "a client's earlier assessment"),
)


def figures_in(value: Any) -> Iterator[tuple[str, str]]:
    """The marked numbers of a report: their names and texts."""
    if isinstance(value, str):
        yield from ((name, text) for name, text in pieces(value) if name)
    elif is_dataclass(value):
        for field in fields(value):
            yield from figures_in(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from figures_in(part)
    elif isinstance(value, dict):
        yield from figures_in(tuple(value.values()))


def of_case(case: Case) -> Scored:
    questions, given, scores = typeset(case.questions), case.assessment, scored(case)
    checked = Checked(Package({}), questions, given, tuple(validate(given, questions)))
    return Scored(checked, scores, compare(scores, case.peers, given.engagement, questions))


def says(text: str, printed: str) -> bool:
    """True when the words of a sentence say a printed number."""
    words = {printed, printed.removesuffix(" %")}
    if printed.isdigit():
        words |= {
            number(int(printed)),
            *({"0": ("none", "neither"), "1": ("the only",), "2": ("both",)}.get(printed, ())),
        }
    told = fold(text).removeprefix("all ")
    return any(f"{told} ".startswith(f"{fold(word)} ") for word in words)


def not_known(case: Case) -> list[tuple[str, str, str]]:
    """The figures whose trace is missing, or gives another number than the report."""
    traces = traces_of(of_case(case))
    context, *_ = composed(case)
    told = {(name, text): traces.named(name) for name, text in figures_in(context)}
    assert len(told) > 10
    for (name, _), trace in told.items():
        assert trace is None or (trace.rule and trace.title != name and trace.title[0].isupper())
    return [
        (name, text, trace.printed if trace else "unknown")
        for (name, text), trace in told.items()
        if trace is None or not says(text, trace.printed)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", BIG)
def test_explain_knows_every_number_of_a_report_by_its_name(name: str) -> None:
    assert not_known(CASES[name]()) == []


@pytest.mark.parametrize("seed", range(16))
def test_explain_knows_every_number_of_a_small_set(seed: int) -> None:
    assert not_known(by_chance(seed)) == []


def test_a_difference_leads_to_both_its_figures() -> None:
    traces = traces_of(of_case(by_chance(0)))
    for typed in ("AP-01-minus-AP-02", "ap-01-MINUS-ap-02"):
        found = traces.find(typed)
        assert [entry.name for entry in found.inputs] == ["AP-01", "AP-02"]
        assert found.printed != NO_FIGURE
    assert traces.named("AP-01-minus-nothing") is None
