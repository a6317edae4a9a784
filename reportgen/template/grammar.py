"""What of jinja's language a template may use: less than jinja offers, for a template is a file from elsewhere.

It reads the names of the report, repeats, chooses and puts its own building blocks in. `forbidden` tells what goes
beyond that, for the sandbox, which stops at the first, and for the check, which lists all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from jinja2 import nodes

from reportgen.common.diagnostics import template_faults as kinds
from reportgen.common.diagnostics.template_faults import FaultKind

STATEMENTS = ("for", "if", "macro", "call", "set", "with", "filter")
"""What a statement may begin with, beside `else`, `elif` and what ends these."""

FILTERS = ("batch", "capitalize", "first", "join", "last", "length", "lower", "title", "trim", "upper")

LOOP_NAMES = (
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem",
)  # fmt: skip

MAX_LOOPS = 8
"""Loops inside each other: five reach from an area to the items of its road map; Python compiles at most twenty."""

ARITHMETIC = frozenset(("+", "-", "*", "**", "%", "/", "//"))

_REACHES_OUT = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.ScopedEvalContextModifier: "autoescape",
}
_OPEN_ENDED = ("varargs", "kwargs")  # what a building block was given beyond what it names


Forbidden = tuple[int, FaultKind, str]  # a line, a fault of it, and a clause: "a template does no arithmetic ('*')"


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """A hint at the known name most like `name`; empty when none is.

    >>> nearest_hint("titel", ["title", "score"])
    "; the nearest is 'title'"
    """
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.65)
    return f"; the nearest is '{close[0]}'" if close else ""


def forbidden(tree: nodes.Template) -> list[Forbidden]:
    """Everything in a syntax tree that a template may not do, in the order of its lines."""
    return sorted(_forbidden(tree, 0), key=lambda found: found[0])


def _forbidden(node: nodes.Node, loops: int) -> Iterator[Forbidden]:
    loops += isinstance(node, nodes.For)
    if isinstance(node, nodes.For) and loops == MAX_LOOPS + 1:
        yield node.lineno, kinds.TOO_DEEP, f"more than {MAX_LOOPS} loops stand inside each other"
    yield from ((node.lineno, kind, words) for kind, words in _of_node(node))
    for child in node.iter_child_nodes():
        yield from _forbidden(child, loops)


def _of_node(node: nodes.Node) -> Iterator[tuple[FaultKind, str]]:
    statement = next((word for kind, word in _REACHES_OUT.items() if isinstance(node, kind)), "")
    if statement:
        yield kinds.FORBIDDEN_STATEMENT, f"'{statement}' is not for a template, which stands for itself"
    elif isinstance(node, nodes.For) and node.recursive:
        yield kinds.FORBIDDEN_STATEMENT, "a loop that repeats itself ('recursive') is not for a template"
    elif isinstance(node, nodes.BinExpr) and getattr(node, "operator", "") in ARITHMETIC:
        yield (
            kinds.ARITHMETIC,
            f"a template does no arithmetic ('{node.operator}'); every figure comes as it is printed",
        )
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield kinds.UNKNOWN_FILTER, f"there is no filter '{node.name}'{nearest_hint(node.name, FILTERS)}"
    elif isinstance(node, nodes.Name) and node.name in _OPEN_ENDED:
        yield kinds.FORBIDDEN_STATEMENT, f"'{node.name}' is not for a template; a building block names what it takes"
    elif isinstance(node, nodes.List | nodes.Dict) or (isinstance(node, nodes.Tuple) and node.ctx == "load"):
        if not all(isinstance(part, nodes.Const | nodes.Pair | nodes.Tuple) for part in node.iter_child_nodes()):
            yield kinds.LIST_OF_NAMES, "a list written in a template holds plain words and figures, no names"
    elif isinstance(node, nodes.Pair) and not isinstance(node.value, nodes.Const):
        yield kinds.LIST_OF_NAMES, "a list written in a template holds plain words and figures, no names"
    elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        yield kinds.INTERNAL_NAME, internal(node.attr)
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and str(node.arg.value).startswith("_"):
        yield kinds.INTERNAL_NAME, internal(str(node.arg.value))
    elif isinstance(node, nodes.Name) and node.name.startswith("_"):
        yield kinds.INTERNAL_NAME, internal(node.name)


def internal(name: str) -> str:
    """What is said about a name that reaches behind the report."""
    return f"'{name}' is internal; a template reads the names of the report and nothing behind them"
