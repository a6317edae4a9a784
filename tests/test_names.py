"""One name means one thing: no public class or function of a module bears the name of another one elsewhere."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.test_house import modules

ON_THEIR_OWN = {"local", "relations_part", "val", "w"}
"""Small questions to XML that `office/checks` asks by itself, on purpose: the same meaning, another hand."""


def public_names(path: Path) -> Iterable[str]:
    """The public classes and functions that a module defines at its top."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name


def doubled(known: Mapping[str, Path]) -> dict[str, list[str]]:
    """The names that several modules define, with these modules."""
    homes: dict[str, list[str]] = defaultdict(list)
    for module, path in known.items():
        for name in public_names(path):
            homes[name].append(module)
    return {name: sorted(found) for name, found in homes.items() if len(found) > 1}


def test_no_name_has_two_meanings() -> None:
    found = doubled({module: path for module, path in modules().items() if ".migrations." not in module})  # all upgrade
    own = {name for name in ON_THEIR_OWN if any(".checks." in module for module in found.get(name, ()))}
    assert {name: homes for name, homes in found.items() if name not in own} == {}
    assert found.keys() >= ON_THEIR_OWN, "a name that stands once again"


def test_a_name_given_twice_is_found(tmp_path: Path) -> None:
    for module, text in (
        ("one", "class Plan: ...\ndef _build(): ...\n"),
        ("two", "def Plan(): ...\ndef _build(): ...\n"),
    ):
        (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
    assert doubled({path.stem: path for path in tmp_path.iterdir()}) == {"Plan": ["one", "two"]}
