"""What a name of the context holds, as far as a template can tell: read from the declarations of `context.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import nodes

from reportgen.common.house_style import load_house_style
from reportgen.template.fields import names_of
from reportgen.template.grammar import LOOP_NAMES
from reportgen.words.context import Picture, ReportContext


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value."""

    base: Any  # str, int, bool, a class of the context, tuple for a list, Mapping, Loop, a macro; None: anything
    item: Kind | None = None  # of a list or a mapping
    optional: bool = False  # there may be nothing

    @property
    def is_known(self) -> bool:
        """False when nothing can be said about it."""
        return self.base is not None

    def given(self) -> Kind:
        """The same where it is known to be there."""
        return Kind(self.base, self.item) if self.optional else self


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


ANY = Kind(None)
TEXT, NUMBER, TRUTH, NOTHING = Kind(str), Kind(int), Kind(bool), Kind(NoneType)
LOOP, PUT = Kind(Loop), Kind(Put)


def kind_of(hint: Any) -> Kind:
    """A declared type as a kind."""
    if get_origin(hint) in (Union, UnionType):
        inner = [part for part in get_args(hint) if part is not NoneType]
        kind = kind_of(inner[0])
        return Kind(kind.base, kind.item, optional=True)
    if get_origin(hint) is tuple:
        return Kind(tuple, kind_of(get_args(hint)[0]))
    if get_origin(hint) is Mapping:
        return Kind(Mapping, kind_of(get_args(hint)[1]))
    return Kind(hint)


@cache
def members(base: Any) -> Mapping[str, Kind]:
    """The names that a value of a kind has, each with its kind; empty for text, numbers and lists."""
    if base is Loop:
        truths = ("first", "last")
        items = dict.fromkeys(("previtem", "nextitem"), ANY)
        return {name: TRUTH if name in truths else NUMBER for name in LOOP_NAMES} | items
    if not isinstance(base, type):
        return {}
    if issubclass(base, Enum):
        return {"name": TEXT, "value": TEXT}
    if not is_dataclass(base):
        return {}
    found = {name: kind_of(hint) for name, hint in get_type_hints(base).items()}
    for name in names_of(base):
        member = vars(base).get(name)
        if isinstance(member, property) and member.fget:
            found[name] = kind_of(get_type_hints(member.fget)["return"])
    return found


@cache
def colour_names() -> tuple[str, ...]:
    """The names of the one mapping a template may use: the colours of the house style."""
    return tuple(load_house_style().all_colours)


def report_names() -> dict[str, Kind]:
    """The names of the report itself."""
    return dict(members(ReportContext))


def kind_name(kind: Kind) -> str:
    """What a kind is called in messages.

    >>> kind_name(Kind(tuple, TEXT))
    'a list'
    """
    plain = {str: "text", int: "a number", float: "a number", bool: "yes or no", tuple: "a list", Mapping: "colours"}
    plain |= {NoneType: "nothing", Loop: "a loop", Put: "what was put together", bytes: "data", Picture: "a picture"}
    if isinstance(kind.base, Macro):
        return f"the building block '{kind.base.name}'"
    name = plain.get(kind.base)
    return name or str(getattr(kind.base, "__name__", "anything"))
