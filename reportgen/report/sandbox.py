"""The template language behind bars: it may read the context, loop and choose, and do nothing else.

A template is a file from elsewhere. It calls nothing but its own building blocks, computes nothing, and every value it
prints is made safe on the way. A name nobody knows stops the run, with the nearest one that exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reportgen.report.fields import names_of
from reportgen.report.values import clean

# Stand for characters of values until the rendered XML is a tree. They are no characters, so no text holds them.
BRACE, NEWLINE, TAB = "\ufdd0", "\ufdd1", "\ufdd2"
_STAND_INS = str.maketrans({"{": BRACE, "\n": NEWLINE, "\t": TAB})

_FILTERS = ("batch", "capitalize", "first", "join", "last", "length", "lower", "title", "trim", "upper")
_ARITHMETIC = frozenset(("*", "**", "%", "/", "//"))


class UnknownNameError(Exception):
    """The template uses a name that the context lacks; the message says which and what is nearest."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint at the known name most like `name`; empty when none is.

    >>> nearest("titel", ["title", "score"])
    "; the nearest is 'title'"
    """
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"; the nearest is '{close[0]}'" if close else ""


class _Unknown(StrictUndefined):
    """Something the context lacks: any use of it says so."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        owner = self._undefined_obj
        name = str(self._undefined_name)
        hint = nearest(name, names_of(type(owner)))
        return f"'{name}' is not a name of {type(owner).__name__}{hint}"


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment every part of a template is filled in."""

    intercepted_binops = _ARITHMETIC

    def __init__(self, as_xml: Callable[[Any], Markup | None]) -> None:
        """`as_xml` turns a value that is not text, such as a picture, into XML; None for what cannot be printed."""
        super().__init__(undefined=_Unknown, autoescape=True, finalize=lambda value: _printed(value, as_xml))
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the template's own building blocks."""
        return isinstance(obj, Macro)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse arithmetic: figures come formatted, and a product could fill the memory."""
        raise SecurityError(f"a template does no arithmetic ('{operator}')")

    def checked(self, source: str, known: Iterable[str]) -> nodes.Template:
        """The template's syntax tree. Raises `UnknownNameError` for a name that is neither known nor its own."""
        tree = self.parse(source)
        known = set(known)
        for name in sorted(find_undeclared_variables(tree) - known):
            raise UnknownNameError(f"'{name}' is not a name the report knows{nearest(name, known)}")
        return tree


def guarded(text: str) -> str:
    """Text with stand-ins for what would read as template language, or get lost in a line of XML."""
    return text.translate(_STAND_INS)


def _printed(value: Any, as_xml: Callable[[Any], Markup | None]) -> Markup:
    """A value as XML text, cleaned and escaped."""
    if isinstance(value, Markup):
        return value  # a building block
    if isinstance(value, Undefined):
        return Markup(str(value))  # raises, naming it
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        return Markup(guarded(str(escape(clean(value)))))
    markup = as_xml(value)
    if markup is None:
        hint = ", ".join(names_of(type(value)))
        raise UnknownNameError(
            f"a {type(value).__name__} cannot be printed as a whole" + (f"; it has {hint}" if hint else "")
        )
    return markup
