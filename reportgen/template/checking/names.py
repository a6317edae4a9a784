"""The names of a template, followed from the report's own through loops and building blocks.

Every name is held against what `context.py` declares: is it there, can it be printed, looped over, compared. Where
nothing can be said for sure nothing is said; what may be missing is a warning unless a condition stands round it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from enum import Enum
from typing import Any

from jinja2 import nodes
from jinja2.tests import TESTS

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.template_faults import Fault, FaultKind
from reportgen.common.language import shortened, tally
from reportgen.template.checking.structure import ANYTHING, Structure
from reportgen.template.checking.tags import PartPlaces, Tag
from reportgen.template.checking.types import (
    ANY,
    LOOP,
    NOTHING,
    NUMBER,
    PUT,
    TEXT,
    TRUTH,
    Macro,
    NameScope,
    colour_names,
    given_if,
    kind_name,
    members,
    path_of,
)
from reportgen.template.fields import ValueKind
from reportgen.template.fill import CHAPTER
from reportgen.template.grammar import nearest_hint
from reportgen.words.context import Picture

MAX_MACRO_VISITS = 400
"""A building block is followed once for each combination of what it is given; ours take 40 in all."""

_KEEPS_TEXT = ("capitalize", "lower", "title", "trim", "upper", "join")


def name_faults(structure: Structure, places: PartPlaces, names: Mapping[str, ValueKind]) -> list[Fault]:
    """Every fault in the use of names; `names` are those of the report in this part."""
    if structure.tree is None:
        return []
    walker = _Walker(structure.owners, places, names)
    walker.walk(structure.tree)
    return walker.faults


class _Walker:
    """Walks through a syntax tree with the names known at each place, and reports what is wrong with their use."""

    def __init__(self, owners: Sequence[Tag], places: PartPlaces, names: Mapping[str, ValueKind]) -> None:
        self.faults: list[Fault] = []
        self._owners = owners
        self._places = places
        self._scope = NameScope({**names, ANYTHING: ANY})
        self._followed: set[tuple[int, tuple[ValueKind, ...]]] = set()
        self._macros: list[Macro] = []
        self._put_in_by: list[str] = []  # the tags that put in the building blocks being followed
        self._said: set[tuple[object, ...]] = set()

    def _report(self, kind: FaultKind, node: nodes.Node, /, **facts: str) -> None:
        tag = self._owners[min(node.lineno, len(self._owners)) - 1]
        key = (id(tag), kind.code, *facts.values())
        if key in self._said:
            return
        self._said.add(key)
        if self._put_in_by:
            last = "reason" if "reason" in facts else "hint"
            facts[last] = f"{facts.get(last, '')}, when put in by {self._put_in_by[-1]}"
        self.faults.append(kind.at(self._places.of(tag.element, shortened(tag.typed, 120)), **facts))

    @contextmanager
    def _inside(self, scope: NameScope) -> Iterator[None]:
        before, self._scope = self._scope, scope
        try:
            yield
        finally:
            self._scope = before

    def _with_names(self, names: dict[str, ValueKind]) -> AbstractContextManager[None]:
        return self._inside(NameScope(names, self._scope))

    def _where(self, test: nodes.Node | None, *, holds: bool) -> AbstractContextManager[None]:
        """Where a condition holds, or does not."""
        return self._inside(NameScope({}, self._scope, given_if(test, holds=holds), is_branch=True))

    def _missing(self, node: nodes.Node) -> None:
        path = path_of(node)
        if path:
            self._report(kinds.MAY_BE_MISSING, node, name=f"'{path}'")

    def _kind(self, node: nodes.Node | None) -> ValueKind:
        """The kind of what an expression gives; ANY where nothing can be said."""
        if node is None:
            return NOTHING
        handler = self._EXPRESSIONS.get(type(node))
        if handler:
            return handler(self, node)
        for child in node.iter_child_nodes():
            self._kind(child)
        return TRUTH if isinstance(node, nodes.Not) else ANY

    def _name(self, node: nodes.Name) -> ValueKind:
        kind = self._scope.find(node.name)
        if kind is None:
            if not node.name.startswith("_") and node.name not in ("varargs", "kwargs"):  # reported already
                known = [name for name in self._scope.all_names() if name != ANYTHING]
                words = f"'{node.name}' is not a name the report knows{nearest_hint(node.name, known)}"
                if node.name == CHAPTER:
                    words = f"'{node.name}' is known in headers and footers only"
                self._report(kinds.UNKNOWN_NAME, node, reason=words)
            return ANY
        return self._narrowed(node, kind)

    def _narrowed(self, node: nodes.Node, kind: ValueKind) -> ValueKind:
        return kind.given() if kind.optional and self._scope.is_given(path_of(node)) else kind

    def _attribute(self, node: nodes.Getattr) -> ValueKind:
        return self._member(node, node.node, node.attr)

    def _member(self, node: nodes.Node, owner: nodes.Expr, name: str) -> ValueKind:
        kind = self._kind(owner)
        if not kind.is_known or name.startswith("_"):
            return ANY
        if kind.optional:
            self._missing(owner)
        known = dict.fromkeys(colour_names(), TEXT) if kind.base is Mapping else members(kind.base)
        if name in known:
            return self._narrowed(node, known[name])
        words = f"'{name}' is not a name of {kind_name(kind)}{nearest_hint(name, known)}"
        if kind.base is tuple and kind.item and name in members(kind.item.base):
            words = f"'{name}' is not a name of a list, but of each {kind_name(kind.item)} in it; loop over the list"
        self._report(kinds.UNKNOWN_ATTRIBUTE, node, reason=words)
        return ANY

    def _item(self, node: nodes.Getitem) -> ValueKind:
        argument = node.arg
        if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
            return self._member(node, node.node, argument.value)
        kind = self._kind(node.node)
        self._kind(argument)
        if kind.base is tuple:
            return kind if isinstance(argument, nodes.Slice) else self._narrowed(node, kind.item or ANY)
        if kind.base is Mapping:
            return TEXT
        if kind.is_known and kind.base is not str:
            self._report(kinds.NOT_A_LIST, node, reason=f"{kind_name(kind)} is no list that has numbered items")
        return TEXT if kind.base is str else ANY

    def _call(self, node: nodes.Call) -> ValueKind:
        callee = self._kind(node.node)
        given = [self._kind(argument) for argument in node.args]
        named = {pair.key: self._kind(pair.value) for pair in node.kwargs}
        if isinstance(callee.base, Macro):
            self._put_in(callee.base, node, given, named)
            return PUT
        if callee.is_known:
            words = f"{kind_name(callee)} cannot be called; a template calls nothing but its own building blocks"
            self._report(kinds.NOT_CALLABLE, node, reason=words)
        return ANY

    def _put_in(self, macro: Macro, node: nodes.Call, given: list[ValueKind], named: dict[str, ValueKind]) -> None:
        wanted = [argument.name for argument in macro.node.args]
        optional = len(macro.node.defaults)
        needed = wanted[: len(wanted) - optional]
        unknown = [name for name in named if name not in wanted and name != "caller"]
        missing = [name for name in needed[len(given) :] if name not in named]
        if len(given) > len(wanted) or unknown or missing:
            takes = ", ".join(wanted) or "nothing"
            got = len(given) + len(named)
            words = f"'{macro.name}' takes {takes}, but is given {tally(got, 'value')}"
            self._report(kinds.WRONG_ARGUMENTS, node, reason=words)
        filled = [*given[: len(wanted)], *(named.get(name, ANY) for name in wanted[len(given) :])]
        self._put_in_by.append(shortened(self._owners[node.lineno - 1].typed))
        self._follow(macro, filled)
        self._put_in_by.pop()

    def _follow(self, macro: Macro, given: list[ValueKind]) -> None:
        """Look into a building block with what it is given, once for each combination."""
        if len(self._followed) >= MAX_MACRO_VISITS:
            given = [ANY] * len(given)
        key = (id(macro.node), tuple(given))
        if key in self._followed:
            return
        self._followed.add(key)
        names = dict(zip((argument.name for argument in macro.node.args), given, strict=True))
        with self._inside(NameScope({"caller": ANY, **names}, macro.scope)):
            self._statements(macro.node.body)

    def _filter(self, node: nodes.Filter) -> ValueKind:
        kind = self._kind(node.node) if node.node is not None else ANY
        for argument in node.args:
            self._kind(argument)
        if node.name in ("first", "last"):
            return kind.item or ANY if kind.base is tuple else ANY
        if node.name == "batch":
            return ValueKind(tuple, ValueKind(tuple, kind.item)) if kind.base is tuple else ANY
        if node.name == "length":
            return NUMBER
        return TEXT if node.name in _KEEPS_TEXT else ANY

    def _test(self, node: nodes.Test) -> ValueKind:
        self._kind(node.node)
        for argument in node.args:
            self._kind(argument)
        if node.name not in TESTS:
            words = f"there is no test '{node.name}'{nearest_hint(node.name, TESTS)}"
            self._report(kinds.UNKNOWN_TEST, node, reason=words)
        return TRUTH

    def _compare(self, node: nodes.Compare) -> ValueKind:
        left = self._kind(node.expr)
        for operand in node.ops:
            right = self._kind(operand.expr)
            if operand.op not in ("in", "notin"):
                self._alike(node, left, right)
            left = right
        return TRUTH

    def _alike(self, node: nodes.Node, left: ValueKind, right: ValueKind) -> None:
        if not left.is_known or not right.is_known or left.base == right.base or NOTHING in (left, right):
            return
        if {left.base, right.base} <= {int, float, bool}:
            return
        names = sorted((kind_name(left), kind_name(right)))
        words = f"{names[0]} is compared with {names[1]}, which are never equal"
        if any(isinstance(kind.base, type) and issubclass(kind.base, Enum) for kind in (left, right)):
            words += "; compare its 'value'"
        self._report(kinds.COMPARES_UNLIKE, node, reason=words)

    def _and(self, node: nodes.And) -> ValueKind:
        left = self._kind(node.left)
        with self._where(node.left, holds=True):
            right = self._kind(node.right)
        return left if left == right else ANY

    def _or(self, node: nodes.Or) -> ValueKind:
        left = self._kind(node.left)
        with self._where(node.left, holds=False):
            right = self._kind(node.right)
        return right if left.given() == right.given() else ANY

    def _choice(self, node: nodes.CondExpr) -> ValueKind:
        self._kind(node.test)
        with self._where(node.test, holds=True):
            one = self._kind(node.expr1)
        if node.expr2 is None:
            return one
        with self._where(node.test, holds=False):
            other = self._kind(node.expr2)
        return one if one == other else ANY

    def _constant(self, node: nodes.Const) -> ValueKind:
        return ValueKind(type(node.value))

    def _joined(self, node: nodes.Concat) -> ValueKind:
        for part in node.nodes:
            self._print_in_text(part)
        return TEXT

    def _print_in_text(self, node: nodes.Node) -> None:
        kind = self._kind(node)
        if kind.is_known and kind.base not in (str, int, PUT.base):
            self._report(kinds.NOT_PRINTABLE, node, reason=f"{kind_name(kind)} cannot become part of a text")
        elif kind.optional:
            self._missing(node)

    def _list(self, node: nodes.List | nodes.Tuple) -> ValueKind:
        parts = [self._kind(part) for part in node.items]
        return ValueKind(tuple, parts[0] if parts and all(part == parts[0] for part in parts) else ANY)

    _EXPRESSIONS: Mapping[type, Callable[[_Walker, Any], ValueKind]] = {
        nodes.Name: _name,
        nodes.Getattr: _attribute,
        nodes.Getitem: _item,
        nodes.Call: _call,
        nodes.Filter: _filter,
        nodes.Test: _test,
        nodes.Compare: _compare,
        nodes.And: _and,
        nodes.Or: _or,
        nodes.CondExpr: _choice,
        nodes.Const: _constant,
        nodes.Concat: _joined,
        nodes.List: _list,
        nodes.Tuple: _list,
    }

    def walk(self, tree: nodes.Template) -> None:
        """Follow everything, building blocks that nobody puts in at last."""
        self._statements(tree.body)
        called = {identity for identity, _ in self._followed}
        for macro in list(self._macros):
            if id(macro.node) not in called:
                self._follow(macro, [ANY] * len(macro.node.args))

    # ---------------------------------------------------------------------------------------------- statements

    def _statements(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            handler = self._STATEMENTS.get(type(node))
            if handler:
                handler(self, node)

    def _output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            if not isinstance(child, nodes.TemplateData):
                self._print(child)

    def _print(self, node: nodes.Node) -> None:
        kind = self._kind(node)
        tag = self._owners[min(node.lineno, len(self._owners)) - 1]
        is_block = isinstance(kind.base, Macro)
        if kind == PUT:
            self._check_form_of_block(node, tag)
            return
        if tag.unit and tag.form == "{{" and kind.is_known:
            reason = f"{kind_name(kind)} is printed within a paragraph, so the tag is {{{{ ... }}}} without {tag.unit}"
            self._report(kinds.WRONG_FORM, node, reason=reason)
        if not kind.is_known or (kind.base in (str, int) and not kind.optional):
            return
        if kind.base is Picture and tag.attribute:
            self._report(kinds.NOT_PRINTABLE, node, reason="a picture cannot stand in a property")
        elif kind.base not in (str, int, Picture):
            hint = ", ".join(members(kind.base)) if not is_block else ""
            words = f"{kind_name(kind)} cannot be printed" + (f" as a whole; it has {hint}" if hint else "")
            words += "; put it in with brackets behind its name" if is_block else ""
            words += "; loop over it" if kind.base is tuple else ""
            self._report(kinds.NOT_PRINTABLE, node, reason=words)
        elif kind.optional:
            self._missing(node)

    def _check_form_of_block(self, node: nodes.Node, tag: Tag) -> None:
        """A building block of paragraphs is put in with {{p }}, one of words without."""
        macro = self._kind(node.node).base if isinstance(node, nodes.Call) else None
        if not isinstance(macro, Macro) or not isinstance(macro.node, nodes.Macro):
            return
        unit = self._owners[macro.node.lineno - 1].unit
        if unit != tag.unit and {unit, tag.unit} != {"", "r"}:
            right = f"{{{{{unit} {macro.name}(...) }}}}"
            self._report(
                kinds.WRONG_FORM,
                node,
                reason=f"'{macro.name}' is made with {{%{unit} macro %}}, so it is put in as {right}",
            )

    def _for(self, node: nodes.For) -> None:
        names = {"loop": LOOP}
        self._assign(node.target, self._items(node.iter), names)
        with self._with_names(names):
            if node.test is not None:
                self._kind(node.test)
            with self._where(node.test, holds=True):
                self._statements(node.body)
        with self._with_names({}):
            self._statements(node.else_)

    def _items(self, node: nodes.Node) -> ValueKind:
        kind = self._kind(node)
        if kind.base in (tuple, Mapping):
            if kind.optional:
                self._missing(node)
            return TEXT if kind.base is Mapping else kind.item or ANY
        if kind.is_known:
            self._report(kinds.NOT_A_LIST, node, reason=f"{kind_name(kind)} is no list that could be looped over")
        return ANY

    def _if(self, node: nodes.If) -> None:
        self._kind(node.test)
        with self._where(node.test, holds=True):
            self._statements(node.body)
        with ExitStack() as otherwise:
            otherwise.enter_context(self._where(node.test, holds=False))
            for other in node.elif_:
                self._kind(other.test)
                with self._where(other.test, holds=True):
                    self._statements(other.body)
                otherwise.enter_context(self._where(other.test, holds=False))
            self._statements(node.else_)

    def _set(self, node: nodes.Assign) -> None:
        self._declare(node.target, self._kind(node.node))

    def _set_block(self, node: nodes.AssignBlock) -> None:
        with self._with_names({}):
            self._statements(node.body)
        self._declare(node.target, PUT)

    def _declare(self, target: nodes.Node, kind: ValueKind) -> None:
        names: dict[str, ValueKind] = {}
        self._assign(target, kind, names)
        for name, held in names.items():
            self._scope.declare(name, held)

    @staticmethod
    def _assign(target: nodes.Node, kind: ValueKind, names: dict[str, ValueKind]) -> None:
        if isinstance(target, nodes.Name):
            names[target.name] = kind
        elif isinstance(target, nodes.Tuple):
            names.update({part.name: ANY for part in target.find_all(nodes.Name)})

    def _macro(self, node: nodes.Macro) -> None:
        macro = Macro(node, self._scope)
        self._macros.append(macro)
        self._scope.declare(node.name, ValueKind(macro))

    def _call_block(self, node: nodes.CallBlock) -> None:
        self._kind(node.call)
        with self._with_names({argument.name: ANY for argument in node.args}):
            self._statements(node.body)

    def _with(self, node: nodes.With) -> None:
        names: dict[str, ValueKind] = {}
        for target, value in zip(node.targets, node.values, strict=True):
            self._assign(target, self._kind(value), names)
        with self._with_names(names):
            self._statements(node.body)

    def _filter_block(self, node: nodes.FilterBlock) -> None:
        with self._with_names({}):
            self._statements(node.body)

    _STATEMENTS: Mapping[type, Callable[[_Walker, Any], None]] = {
        nodes.Output: _output,
        nodes.For: _for,
        nodes.If: _if,
        nodes.Assign: _set,
        nodes.AssignBlock: _set_block,
        nodes.Macro: _macro,
        nodes.CallBlock: _call_block,
        nodes.With: _with,
        nodes.FilterBlock: _filter_block,
    }
