"""Diagnostics: kinds stable, complete, documented and found somewhere; loud when a fact is missing or unused."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.common.diagnostics.diagnostic import NAMES_OF_PLACES, OPTIONAL_FACTS, DiagnosticKind, Family, named_in
from reportgen.common.diagnostics.problems import GAP, NO_CLIENT, PROBLEMS, UNREADABLE_ANSWER, ProblemKind
from reportgen.common.diagnostics.remarks import KEPT_ONCE, REMARKS
from reportgen.common.diagnostics.runs import RUNS
from reportgen.common.diagnostics.template_faults import FAULTS
from reportgen.common.model import Place
from reportgen.draft.review.points import POINTS
from reportgen.office.checks.rules import CELL_END, CONTRAST, RULES
from tests.generated_pages import problems_page

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "problems.md"
FAMILIES: dict[str, Family[Any]] = {
    "reportgen.common.diagnostics.problems": PROBLEMS,
    "reportgen.common.diagnostics.remarks": REMARKS,
    "reportgen.common.diagnostics.template_faults": FAULTS,
    "reportgen.common.diagnostics.runs": RUNS,
    "reportgen.draft.review.points": POINTS,
    "reportgen.office.checks.rules": RULES,
}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "reportgen").rglob("*.py")
    if path.name != "__main__.py"
}


def test_the_documentation_lists_the_problems() -> None:
    """Renew it with `python -m tests.generated_pages`."""
    assert PAGE.read_text(encoding="utf-8") == problems_page()


@pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))
def test_codes_are_unique_and_easy_to_say(family: Family[Any]) -> None:
    codes = [kind.code for kind in family.kinds]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_kind_has_a_name_and_is_found_somewhere(name: str) -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for module, path in MODULES.items() if module != name)
    declared = {
        word: kind
        for word, kind in vars(importlib.import_module(name)).items()
        if isinstance(kind, DiagnosticKind) and kind.family is FAMILIES[name]
    }
    assert list(declared.values()) == FAMILIES[name].kinds
    assert [word for word in declared if not re.search(rf"\b{word}\b", sources)] == []


# ------------------------------------------------------------------------------------------------------- the facts


def sites() -> Iterator[tuple[str, DiagnosticKind[Any], ast.Call]]:
    """Every place of the program that makes a diagnostic of a kind it names, with the call."""
    by_name = {
        word: kind
        for name in FAMILIES
        for word, kind in vars(importlib.import_module(name)).items()
        if isinstance(kind, DiagnosticKind)
    }
    for module, path in MODULES.items():
        names: dict[str, Any] = {**by_name, **vars(importlib.import_module(module))}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "at":
                maker = ast.unparse(node.func.value)
                if maker.rpartition(".")[2].isupper():
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", eval(maker, names), node


def test_every_site_gives_the_facts_that_its_kind_needs_and_no_other() -> None:
    found = list(sites())
    assert len(found) > 130
    wrong = []
    for where, kind, call in found:
        needed, given = named_in(kind.found) | named_in(kind.remedy), {word.arg for word in call.keywords}
        if not kind.family.tells_places:
            needed -= set(NAMES_OF_PLACES[: len(call.args) + any(isinstance(a, ast.Starred) for a in call.args)])
        if None not in given:
            wrong += [f"{where}: {fact} is missing" for fact in needed - OPTIONAL_FACTS - given]
        wrong += [f"{where}: {fact} is not used" for fact in given - needed - {None, *kind.family.carries}]
    assert wrong == []


@pytest.mark.parametrize("missing", ["question", "interview", "element"])
def test_a_missing_fact_fails_loudly(missing: str) -> None:
    facts: dict[str, Any] = {"question": "AP-01", "interview": "01", "element": "Analysis"} | {missing: ""}
    with pytest.raises(ValueError, match=missing):
        GAP.at(Place("Interview 01", "B3"), **facts)


@pytest.mark.parametrize("kind", [family.kinds[0] for family in FAMILIES.values()], ids=list(FAMILIES))
def test_a_missing_and_an_unused_fact_fail_in_every_family(kind: DiagnosticKind[Any]) -> None:
    facts: dict[str, Any] = dict.fromkeys(named_in(kind.found) | named_in(kind.remedy), "x")
    kind.at(**facts)
    with pytest.raises(ValueError, match="unused facts \\['colour'\\]"):
        kind.at(**facts, colour="blue")
    for fact in facts:
        with pytest.raises(ValueError, match=f"missing facts \\['{fact}'\\]"):
            kind.at(**{name: value for name, value in facts.items() if name != fact})


def test_what_stands_in_a_file_may_be_nothing() -> None:
    facts = {"text": "", "back": "FFFFFF", "ratio": "1.0", "least": 4.5, "count": 1}
    assert CONTRAST.at(**facts).found.startswith("Text of colour  on FFFFFF")


def test_a_wording_that_names_places_needs_them() -> None:
    with pytest.raises(ValueError, match=r"first.*second"):
        KEPT_ONCE.at(ref="F-01", kept="F-02")


# -------------------------------------------------------------------------------------------------------- the text


@pytest.mark.parametrize("kind", PROBLEMS.kinds, ids=lambda kind: kind.code)
def test_a_message_says_where_what_and_what_to_do(kind: ProblemKind) -> None:
    facts: dict[str, Any] = {name: f"<{name}>" for name in named_in(kind.found) | named_in(kind.remedy)}
    question, value = facts.pop("question", ""), facts.pop("value", "")
    made = kind.at(Place("Interview 03", "D14"), question=question, value=value, **facts)
    assert made.message.startswith("Interview 03!D14: ")
    assert all(fact in made.message for fact in (*facts.values(), question, value))
    assert made.advice[0] != " "
    assert made.found.removesuffix("<hint>").rstrip().endswith(".")
    assert made.remedy.endswith("."), "a second sentence says what to do"


def test_a_problem_of_the_whole_workbook_names_no_place() -> None:
    assert NO_CLIENT.at().message.startswith("The client has no name.")


def test_each_family_records_code_and_message_or_keys_of_its_own() -> None:
    assert CELL_END.at().record() == {"code": "cell-end", "message": f"{CELL_END.found}"}
    assert GAP.at(question="AP-01", interview="01", element="Plans").record()["question"] == "AP-01"


def test_a_hint_is_optional() -> None:
    without = UNREADABLE_ANSWER.at(question="AP-01", value="x")
    with_hint = UNREADABLE_ANSWER.at(question="AP-01", value="x", hint=" Did you mean '80'?")
    assert with_hint.message.replace(" Did you mean '80'?", "") == without.message
