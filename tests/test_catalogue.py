"""The catalogue of problems: stable, complete, documented, and loud when a message lacks a fact."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from reportgen.common.diagnostics import problems as errors
from reportgen.common.diagnostics.diagnostic import DiagnosticKind, named_in
from reportgen.common.diagnostics.problems import (
    GAP,
    NO_CLIENT,
    PROBLEMS,
    UNREADABLE_ANSWER,
    ProblemKind,
)
from reportgen.common.model import Place
from tests.generated_pages import problems_page

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "problems.md"


def test_the_documentation_lists_the_catalogue() -> None:
    """Renew it with `python -m tests.generated_pages`."""
    assert PAGE.read_text(encoding="utf-8") == problems_page()


def test_codes_are_unique_and_easy_to_say() -> None:
    codes = [kind.code for kind in PROBLEMS.kinds]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", code) for code in codes)


def test_every_kind_is_reported_somewhere() -> None:
    sources = "\n".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "reportgen").rglob("*.py") if path.name != "problems.py"
    )
    names = [name for name, value in vars(errors).items() if isinstance(value, DiagnosticKind)]
    assert len(names) == len(PROBLEMS.kinds)
    assert [name for name in names if not re.search(rf"\b{name}\b", sources)] == []


@pytest.mark.parametrize("kind", PROBLEMS.kinds, ids=lambda kind: kind.code)
def test_a_message_says_where_what_and_what_to_do(kind: ProblemKind) -> None:
    facts: dict[str, Any] = {name: f"<{name}>" for name in named_in(kind.found) | named_in(kind.remedy)}
    question, value = facts.pop("question", ""), facts.pop("value", "")
    made = kind.at(Place("Interview 03", "D14"), question=question, value=value, **facts)
    assert made.message.startswith("Interview 03!D14: ")
    assert all(fact in made.message for fact in (*facts.values(), question, value))
    assert made.advice[0] != " "
    assert made.advice.endswith(".")
    assert made.advice.count(". ") + made.advice.count(".<hint> ") >= 1, "a second sentence or clause says what to do"


@pytest.mark.parametrize("missing", ["question", "interview", "element"])
def test_a_missing_fact_fails_loudly(missing: str) -> None:
    facts: dict[str, Any] = {"question": "AP-01", "interview": "01", "element": "Analysis"} | {missing: ""}
    with pytest.raises(ValueError, match=missing):
        GAP.at(Place("Interview 01", "B3"), **facts)


def test_an_unused_fact_fails_loudly() -> None:
    with pytest.raises(ValueError, match="colour"):
        NO_CLIENT.at(colour="blue")


def test_a_problem_of_the_whole_workbook_names_no_place() -> None:
    assert NO_CLIENT.at().message.startswith("The client has no name.")


def test_a_hint_is_optional() -> None:
    without = UNREADABLE_ANSWER.at(question="AP-01", value="x")
    with_hint = UNREADABLE_ANSWER.at(question="AP-01", value="x", hint=" Did you mean '80'?")
    assert with_hint.message.replace(" Did you mean '80'?", "") == without.message
