"""What a name of the context holds, as far as a template can tell: read from the declarations of `context.py`.

Also which names are known at a place, and a context of invented words to try a template with.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import count
from types import NoneType
from typing import Any

from jinja2 import nodes

from reportgen.common.house_style import load_house_style
from reportgen.template.fields import ValueKind, declared_names
from reportgen.template.grammar import LOOP_NAMES
from reportgen.words.context import Picture, ReportContext


class Loop:
    """What `loop` is inside a loop."""


class Put:
    """What a building block gives when it is put in, and what a `set` round paragraphs holds."""


@dataclass(frozen=True, eq=False)
class Macro:
    """A building block of the template."""

    node: nodes.Macro | nodes.CallBlock
    scope: Any  # the names known where it stands

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name if isinstance(self.node, nodes.Macro) else "caller"


ANY = ValueKind(None)
TEXT, NUMBER, TRUTH, NOTHING = ValueKind(str), ValueKind(int), ValueKind(bool), ValueKind(NoneType)
LOOP, PUT = ValueKind(Loop), ValueKind(Put)


def members(base: Any) -> Mapping[str, ValueKind]:
    """The names that a value of a kind has, each with its kind; empty for text, numbers and lists."""
    if base is not Loop:
        return declared_names(base)
    truths, items = ("first", "last"), ("previtem", "nextitem")
    return {name: TRUTH if name in truths else ANY if name in items else NUMBER for name in LOOP_NAMES}


@cache
def colour_names() -> tuple[str, ...]:
    """The names of the one mapping a template may use: the colours of the house style."""
    return tuple(load_house_style().all_colours)


def report_names() -> dict[str, ValueKind]:
    """The names of the report itself."""
    return dict(members(ReportContext))


def kind_name(kind: ValueKind) -> str:
    """What a kind is called in messages.

    >>> kind_name(ValueKind(tuple, TEXT))
    'a list'
    """
    plain = {str: "text", int: "a number", float: "a number", bool: "yes or no", tuple: "a list", Mapping: "colours"}
    plain |= {NoneType: "nothing", Loop: "a loop", Put: "what was put together", bytes: "data", Picture: "a picture"}
    if isinstance(kind.base, Macro):
        return f"the building block '{kind.base.name}'"
    name = plain.get(kind.base)
    return name or str(getattr(kind.base, "__name__", "anything"))


# ------------------------------------------------------------------------------------------- the names known at a place


@dataclass(slots=True)
class NameScope:
    """The names known at a place."""

    names: dict[str, ValueKind]
    outer: NameScope | None = None
    given: set[str] = field(default_factory=set)  # paths that a condition has shown to be there
    is_branch: bool = False  # of a condition: what it sets stays known after it

    def declare(self, name: str, kind: ValueKind) -> None:
        """Let a name stand for something; what a branch sets differently may be either."""
        scope, in_branch = self, False
        while scope.is_branch and scope.outer is not None:
            scope, in_branch = scope.outer, True
        before = scope.find(name) if in_branch else None
        scope.names[name] = kind if before in (None, kind) else ANY

    def find(self, name: str) -> ValueKind | None:
        """What a name stands for here; None when it is not known."""
        return next((scope.names[name] for scope in self._chain() if name in scope.names), None)

    def is_given(self, path: str) -> bool:
        """Whether a condition round this place has shown a path to be there."""
        return any(path in scope.given for scope in self._chain())

    def all_names(self) -> Iterator[str]:
        """Every name known here, the nearest first."""
        for scope in self._chain():
            yield from scope.names

    def _chain(self) -> Iterator[NameScope]:
        scope: NameScope | None = self
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


# ------------------------------------------------------------------------------------------------------- invented words

# Each list has four items, so that numbered items exist, and what has an origin takes each in turn: every branch of the
# template is gone through.

_ITEMS = 4
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)  # one white dot


def invented_context() -> ReportContext:
    """The context; the same every time."""
    context: ReportContext = _Inventor().made(ValueKind(ReportContext))
    return context


class _Inventor:
    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)
        self._turns: dict[Any, Iterator[int]] = {}

    def made(self, kind: ValueKind) -> Any:
        """A value of a kind; no two texts are the same."""
        plain = {int: 1, float: 100.0, bool: True, bytes: _PNG}
        if kind.base is str:
            return f"Words {next(self._numbers)}"
        if kind.base in plain:
            return plain[kind.base]
        if kind.base is tuple and kind.item:
            return tuple(self.made(kind.item) for _ in range(_ITEMS))
        if not is_dataclass(kind.base):
            return self._one_of(kind.base)
        make: Any = kind.base
        kinds = declared_names(make)
        values = {field.name: self.made(kinds[field.name]) for field in fields(make)}
        if make is Picture:
            values["name"] = f"picture-{next(self._numbers)}"
        return make(**values)

    def _one_of(self, base: Any) -> Any:
        """The members of an enumeration in turn; the colours of the house style for the one mapping."""
        if not (isinstance(base, type) and issubclass(base, Enum)):
            return load_house_style().all_colours
        members = list(base)
        return members[next(self._turns.setdefault(base, count())) % len(members)]
