from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reportgen.common import language
from reportgen.common.figures import Figure, pieces
from reportgen.common.language import capitalised, counted, how_many, lowered, month_in_words, one_line, part_of

PACKAGE = Path(language.__file__).parents[1]


def test_a_figure_keeps_its_name_in_every_word_made_of_it() -> None:
    none, some = Figure(0, "gaps"), Figure(3, "gaps")
    for text in (counted(some, "gap"), how_many(none), capitalised(counted(some, "gap")), part_of(none, 4, "gap")):
        assert [name for name, _ in pieces(text)].count("gaps") == 1


def test_a_capital_is_lowered_unless_an_abbreviation_begins_with_it() -> None:
    assert [lowered(text) for text in ("Quick win", "IT", "CRM suite", "x", "")] == [
        "quick win",
        "IT",
        "CRM suite",
        "x",
        "",
    ]


def test_words_do_not_follow_the_language_of_the_machine() -> None:
    assert [month_in_words(date(2024, number, 1)) for number in (1, 3, 12)] == [
        "January 2024",
        "March 2024",
        "December 2024",
    ]


def test_a_line_has_no_break_of_any_kind() -> None:
    assert one_line(" a\r\nb\u00a0c\u2028\td ") == "a b c d"


def literals() -> Iterator[tuple[str, str]]:
    """Every text in the code that is no docstring, with its module."""
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield path.relative_to(PACKAGE).as_posix(), node.value


def test_plurals_months_and_number_words_are_made_in_one_module() -> None:
    by_hand = {module for module, text in literals() if re.search(r"\bJanuary\b|^twelve$", text, re.IGNORECASE)}
    assert by_hand == {"common/language.py"}
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    plurals = {path.name for path, text in sources.items() if re.search(r"[\"']s[\"'] (\* \(|if )", text)}
    assert plurals == set()
