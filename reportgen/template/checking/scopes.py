"""The names known at a place of a template, and what a condition says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

from reportgen.template.checking.types import ANY, Kind


@dataclass(slots=True)
class Scope:
    """The names known at a place."""

    names: dict[str, Kind]
    outer: Scope | None = None
    given: set[str] = field(default_factory=set)  # paths that a condition has shown to be there
    is_branch: bool = False  # of a condition: what it sets stays known after it

    def declare(self, name: str, kind: Kind) -> None:
        """Let a name stand for something; what a branch sets differently may be either."""
        scope, in_branch = self, False
        while scope.is_branch and scope.outer is not None:
            scope, in_branch = scope.outer, True
        before = scope.find(name) if in_branch else None
        scope.names[name] = kind if before in (None, kind) else ANY

    def find(self, name: str) -> Kind | None:
        """What a name stands for here; None when it is not known."""
        return next((scope.names[name] for scope in self._chain() if name in scope.names), None)

    def is_given(self, path: str) -> bool:
        """Whether a condition round this place has shown a path to be there."""
        return any(path in scope.given for scope in self._chain())

    def all_names(self) -> Iterator[str]:
        """Every name known here, the nearest first."""
        for scope in self._chain():
            yield from scope.names

    def _chain(self) -> Iterator[Scope]:
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer


def path_of(node: nodes.Node) -> str:
    """An expression as a path, "area.picture"; empty for what is none."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        owner = path_of(node.node)
        return f"{owner}.{node.attr}" if owner else ""
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        owner = path_of(node.node)
        value = node.arg.value
        return (f"{owner}.{value}" if isinstance(value, str) else f"{owner}[{value}]") if owner else ""
    return ""


def given_if(test: nodes.Node | None, *, holds: bool) -> set[str]:
    """The paths that are there when a condition holds, or when it does not."""
    if isinstance(test, nodes.Not):
        return given_if(test.node, holds=not holds)
    if isinstance(test, nodes.And if holds else nodes.Or):
        return given_if(test.left, holds=holds) | given_if(test.right, holds=holds)
    if isinstance(test, nodes.Test) and test.name == "none":
        return set() if holds else {path_of(test.node)} - {""}
    if isinstance(test, nodes.Compare) and holds:  # what equals something is there
        right = test.ops[0].expr
        is_equal = test.ops[0].op == "eq" and not (isinstance(right, nodes.Const) and right.value is None)
        differs = test.ops[0].op == "ne" and isinstance(right, nodes.Const) and right.value is None
        return {path_of(test.expr)} - {""} if is_equal or differs else set()
    if test is None or not holds:
        return set()
    path = path_of(test)
    return {path} if path else set()
