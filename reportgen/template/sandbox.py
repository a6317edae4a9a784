"""The template language behind bars: it may read the context, loop and choose, and do nothing else.

A template is a file from elsewhere. It calls nothing but its own building blocks, computes nothing, sees only the names
that are listed, and every value it prints is made safe on the way. Whatever it repeats or puts together is counted, so
that a template without end ends. A name nobody knows stops the run, with the nearest one that exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from html import escape, unescape
from types import CodeType, MethodType
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from reportgen.common.figures import plain
from reportgen.template.budget import MAX_BATCH, Budget, LimitError, short
from reportgen.template.carried import carried, of_the_same_origin, row_reference, row_stand_in, told_by
from reportgen.template.fields import names_of
from reportgen.template.grammar import ARITHMETIC, FILTERS, LOOP_NAMES, forbidden, internal, nearest_hint

# Stand for characters of values until the rendered XML is a tree. They are no characters, so no text holds them.
BRACE, NEWLINE, TAB = "\ufdd0", "\ufdd1", "\ufdd2"

CODE_NAME = "<template>"  # of the code of a template, in a traceback

_WORDS = {
    str: "text", tuple: "a list", list: "a list", bool: "yes or no", int: "a number", type(None): "nothing",
    LoopContext: "a loop", Macro: "a building block",
}  # fmt: skip
_TABLE_ROW_OR_TEXT = re.compile(r"<w:tbl[ >]|</w:tbl>|<w:tr(?: [^>]*)?>|<w:t(?: [^>]*)?(?<!/)>|</w:t>")
_CHANGES = ("capitalize", "lower", "title", "trim", "upper")  # filters that make one text of another


class UnknownNameError(Exception):
    """The template uses a name that the context lacks, or one in a way it cannot; the message says which.

    `lineno` is the line of the template's source, where it is known; what a traceback tells goes after it.
    """

    def __init__(self, words: str, lineno: int | None = None) -> None:
        super().__init__(words)
        self.lineno = lineno


def readable(value: object) -> frozenset[str]:
    """The names a template may read of an object."""
    return _readable_of(type(value))  # type: ignore[arg-type]  # mypy does not see that a class can be hashed


@cache
def _readable_of(kind: type[object]) -> frozenset[str]:
    return frozenset(LOOP_NAMES if issubclass(kind, LoopContext) else names_of(kind))


class _Unknown(StrictUndefined):
    """Something the context lacks: any use of it says so."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        owner, name = self._undefined_obj, self._undefined_name
        if isinstance(name, int | slice):
            return f"there is no item {name} in a list of {len(owner)}"
        if str(name).startswith("_"):
            return internal(str(name))
        known = owner if isinstance(owner, Mapping) else readable(owner)
        kind = _WORDS.get(type(owner), type(owner).__name__)
        return f"'{name}' is not a name of {kind}{nearest_hint(str(name), map(str, known))}"


class _Counted(NodeTransformer):
    """Lets every loop, and every text put together by `~`, go through the environment, which counts them.

    Every row of a table is told which items the loops round it are at, as far as these loops stand in the table, and
    the template's own prose is put into the words of the report.
    """

    def __init__(self) -> None:
        self._is_in_text = False  # between the begin and the end of a text of Word's
        self._loops: list[str] = []  # the names of their items
        self._tables: list[int] = []  # how many loops each table stands in that has begun
        self._rows: list[int] = []  # the rows of each, but for those of loops

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:  # noqa: N802  # jinja calls it by the name of the class
        outer = self._loops, self._tables, self._rows
        self._loops, self._tables, self._rows = [], [], []
        self.generic_visit(node)
        self._loops, self._tables, self._rows = outer
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        self._loops.append(node.target.name if isinstance(node.target, nodes.Name) else "")
        self.generic_visit(node)
        self._loops.pop()
        node.iter = _through("rounds", node.iter)
        return node

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [part for inner in node.nodes for part in self._told(inner)]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802
        self.generic_visit(node)
        return _through("joined", *node.nodes)

    def _told(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        """A part of the output, each row that begins in it with what tells it, its prose in words of the report."""
        if not isinstance(node, nodes.TemplateData):
            yield node
            return
        end = 0
        for found in _TABLE_ROW_OR_TEXT.finditer(node.data):
            yield self._worded(node.data[end : found.start()], node.lineno)
            yield nodes.TemplateData(found[0], lineno=node.lineno)
            end = found.end()
            if found[0].startswith("<w:tbl"):
                self._tables.append(len(self._loops))
                self._rows.append(0)
            elif found[0] == "</w:tbl>":
                del self._tables[-1:], self._rows[-1:]
            elif found[0].startswith("<w:tr"):
                if self._tables:
                    yield self._row(node.lineno)
            else:
                self._is_in_text = found[0] != "</w:t>"
        yield self._worded(node.data[end:], node.lineno)

    def _worded(self, data: str, lineno: int) -> nodes.Expr:
        if self._is_in_text and data.strip() and "<" not in data:  # which begins a comment
            return _through("said", nodes.Const(data, lineno=lineno))
        return nodes.TemplateData(data, lineno=lineno)

    def _row(self, lineno: int) -> nodes.Call:
        loops = self._loops[self._tables[-1] :]
        self._rows[-1] += not loops
        items = [nodes.Name(name, "load", lineno=lineno) if name else nodes.Const(None) for name in loops]
        return _through("row", nodes.Const(self._rows[-1], lineno=lineno), *items)


def _through(name: str, *arguments: nodes.Node) -> nodes.Call:
    lineno = arguments[0].lineno
    return nodes.Call(nodes.EnvironmentAttribute(name, lineno=lineno), [*arguments], [], None, None, lineno=lineno)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment every part of one template is filled in."""

    intercepted_binops = ARITHMETIC

    def __init__(
        self,
        as_xml: Callable[[Any], Markup | None],
        origins: Mapping[int, str] | None = None,
        say: Callable[[str], str] = str,
    ) -> None:
        """`as_xml` turns a value that is not text, such as a picture, into XML; None for what cannot be printed.

        `origins` says by their ids of items whose words somebody has to confirm or write, which of both. `say` puts
        the template's own prose into the words of a question set.
        """
        super().__init__(undefined=_Unknown, autoescape=True, finalize=lambda value: _printed(value, self._placed))
        self._budget = Budget()
        self._as_xml = as_xml
        self._origins = origins or {}
        self._say = cache(say)  # rows that a loop repeats have the same prose
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters |= {name: _of_short_text(self.filters[name]) for name in _CHANGES}
        self.filters |= {"batch": _batch, "first": _first, "join": _join, "last": _last, "length": _length}

    # ------------------------------------------------------------------------------- what may be read and called

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A listed name of an object, or an entry of a mapping; whatever else there is does not exist."""
        if isinstance(obj, Undefined):
            return obj._fail_with_undefined_error()
        if attribute in readable(obj):
            value = getattr(obj, attribute)
            origin = self._origins.get(id(obj), "") if attribute == "text" else ""
            return told_by(obj, value, origin) if isinstance(value, str) else value
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item or a part of a list, or what `getattr` gives."""
        if isinstance(argument, str) or isinstance(obj, Undefined):
            return self.getattr(obj, str(argument))
        if isinstance(obj, tuple | list | str):
            try:
                return of_the_same_origin(_words_of(obj)[argument], obj) if isinstance(obj, str) else obj[argument]
            except (LookupError, TypeError, ValueError):
                return self.undefined(obj=obj, name=argument)
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the template's own building blocks."""
        return isinstance(obj, Macro)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Put a building block in."""
        if isinstance(obj, MethodType) and obj.__self__ is self:
            return obj(*args)  # one that `_Counted` put in; no template reaches a method
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        if not self.is_safe_callable(obj):
            raise SecurityError("a template calls nothing but its own building blocks")
        self._budget.step()
        with self._budget.inside():
            return context.call(obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse arithmetic: figures come formatted, and a product could fill the memory."""
        raise SecurityError(f"a template does no arithmetic ('{operator}')")

    # ------------------------------------------------------------------------------------------- what is counted

    def rounds(self, items: Any) -> Iterator[Any]:
        """The items of a loop, each counted."""
        for item in items:
            self._budget.step()
            yield item

    def row(self, number: int, *items: Any) -> Markup:
        """What tells a row of a table that has `number` rows of the template's own up to here."""
        return Markup(guarded(row_stand_in(row_reference(number, items))))

    def said(self, prose: str) -> Markup:
        """Prose of the template, as XML text, in the words of the report."""
        return Markup(_as_text(self._say(unescape(prose))))

    def _placed(self, value: Any) -> Markup | None:
        """A value that is not text, as XML."""
        self._budget.place()
        return self._as_xml(value)

    def joined(self, *pieces: Any) -> str | Markup:
        """What `~` puts together."""
        return _together(pieces)

    def concat(self, pieces: Iterable[str]) -> str:
        """Everything the template or one of its building blocks puts out, as one text."""
        kept = []
        for piece in pieces:
            self._budget.write(len(piece))
            kept.append(piece)
        return "".join(kept)


# -------------------------------------------------------------------------------------------------- before filling

_KEPT = 32  # parts of templates: ours has seven


class _Naming(CodeGenerator):
    """Writes a template's code, and notes in the environment which names it takes from the context."""

    environment: _Namer

    def enter_frame(self, frame: Frame) -> None:
        """Begin a part of the code."""
        super().enter_frame(frame)
        self.environment.named |= {name for action, name in frame.symbols.loads.values() if action == "resolve"}


class _Namer(Sandbox):
    """The environment in which one template is compiled."""

    code_generator_class = _Naming

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.named: set[str | None] = set()


def code_text(source: str, known: frozenset[str]) -> str:
    """The code that fills a part of a template, as Python's text.

    Raises `UnknownNameError` for a name that is neither known nor its own, and for what no template may do.
    """
    namer = _Namer()
    tree = namer.parse(source)
    for at, _, said in forbidden(tree):
        raise UnknownNameError(said, at)
    code = namer.compile(_Counted().visit(tree), raw=True)
    for name in sorted(filter(None, namer.named - known)):
        words = f"'{name}' is not a name the report knows{nearest_hint(name, known)}"
        line = next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), None)
        raise UnknownNameError(words, line)
    return code


@lru_cache(maxsize=_KEPT)
def compiled(source: str, known: frozenset[str]) -> CodeType:
    """The code that fills a part of a template; a process that fills it again finds it. Raises as `code_text`."""
    return as_code(code_text(source, known))


def as_code(text: str) -> CodeType:
    """The code of a part of a template, ready for filling; errors in it are known by the name it has."""
    return compile(text, CODE_NAME, "exec")


# -------------------------------------------------------------------------------------------------------- filters


def _words_of(value: Any) -> Any:
    """A text as it reads, for what takes it apart or changes it; anything else as it is."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@pass_environment
def _first(environment: Sandbox, items: Iterable[Any]) -> Any:
    """The first item of a list, the first character of a text."""
    return next(iter(_words_of(items)), environment.undefined("an empty list has no first item"))


@pass_environment
def _last(environment: Sandbox, items: Iterable[Any]) -> Any:
    """The last item of a list, the last character of a text."""
    found = _words_of(items) if isinstance(items, tuple | list | str) else list(environment.rounds(items))
    return found[-1] if found else environment.undefined("an empty list has no last item")


def _length(items: Any) -> int:
    """How many items a list has, or characters a text."""
    return len(_words_of(items))


def _of_short_text(change: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that changes one text, for texts of a sensible length."""

    def changed(value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, Markup) and "<" not in value:  # a text that was set aside, as it goes into XML
            return Markup(_as_text(change(short(unescape(value)), *args, **kwargs)))
        return of_the_same_origin(change(short(_words_of(_text(value))), *args, **kwargs), value)

    return changed


def _text(value: Any) -> str:
    """A value that is text, or prints as such. Raises `UnknownNameError` for one that does not."""
    if isinstance(value, Undefined):
        return str(value)  # raises, naming it
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise UnknownNameError(_no_text(value))


def _no_text(value: Any) -> str:
    if isinstance(value, Undefined):
        return str(value)  # raises, naming it
    kind = _WORDS.get(type(value), f"a {type(value).__name__}")
    hint = ", ".join(names_of(type(value)))
    return f"{kind} cannot be printed as a whole" + (f"; it has {hint}" if hint else "")


def _together(pieces: Iterable[Any]) -> str | Markup:
    """Texts as one; with a building block among them, as what goes into the document."""
    texts = [_text(piece) for piece in pieces]
    if any(isinstance(text, Markup) for text in texts):
        return Markup(short("".join(_printed(text) for text in texts)))
    return of_the_same_origin(short("".join(texts)), *texts)


@pass_environment
def _join(environment: Sandbox, items: Iterable[Any], between: str = "", attribute: str | None = None) -> str | Markup:
    """Texts of a list as one, with something between them."""
    pieces: list[Any] = []
    for item in environment.rounds(items):
        pieces += [between] * bool(pieces)
        pieces.append(environment.getattr(item, attribute) if attribute else item)
    return _together(pieces)


@pass_environment
def _batch(environment: Sandbox, items: Iterable[Any], size: int, fill_with: str | None = None) -> Iterator[list[Any]]:
    """The items in rows of `size`, the last one filled up with a text."""
    if not isinstance(size, int) or not 0 < size <= MAX_BATCH:
        raise LimitError(f"'batch' makes rows of 1 to {MAX_BATCH:,} items")
    row: list[Any] = []
    for item in environment.rounds(items):
        if len(row) == size:
            yield row
            row = []
        row.append(item)
    if row:
        yield row if fill_with is None else row + [_text(fill_with)] * (size - len(row))


# ------------------------------------------------------------------------------------------------------- printing


def _as_text(text: str) -> str:
    """A text of XML, as it was before `unescape`."""
    return escape(text, quote=False).replace("\r", "&#13;")


def guarded(text: str) -> str:
    """Text with stand-ins for what would read as template language, or get lost in a line of XML."""
    return text.replace("{", BRACE).replace("\n", NEWLINE).replace("\t", TAB)


def _printed(value: Any, as_xml: Callable[[Any], Markup | None] = lambda _: None) -> Markup:
    """A value as XML text, cleaned and escaped."""
    if isinstance(value, Markup):
        return value  # a building block
    if isinstance(value, str | int | Undefined) and not isinstance(value, bool):
        return Markup(guarded(carried(_text(value))))
    markup = as_xml(value)
    if markup is None:
        raise UnknownNameError(_no_text(value))
    return markup
