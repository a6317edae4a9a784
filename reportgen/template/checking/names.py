"""The names of a template, followed from the report's own through loops and building blocks.

Every name is held against what `context.py` declares: is it there, can it be printed, looped over, compared. Where
nothing can be said for sure nothing is said; what may be missing is a warning unless a condition stands round it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from jinja2 import nodes

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.template_faults import Fault
from reportgen.template.checking.expressions import Expressions
from reportgen.template.checking.places import PartPlaces
from reportgen.template.checking.structure import Structure
from reportgen.template.checking.tags import Tag
from reportgen.template.checking.types import ANY, LOOP, PUT, TEXT, Macro, kind_name, members
from reportgen.template.fields import ValueKind
from reportgen.words.context import Picture


def name_faults(structure: Structure, places: PartPlaces, names: Mapping[str, ValueKind]) -> list[Fault]:
    """Every fault in the use of names; `names` are those of the report in this part."""
    if structure.tree is None:
        return []
    walker = _Walker(structure.owners, places, names)
    walker.walk(structure.tree)
    return walker.faults


class _Walker(Expressions):
    """Walks through a syntax tree with the names known at each place."""

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
