"""The names a template may use, read from `context.py`, so that list and context cannot disagree."""

from __future__ import annotations

import inspect
import io
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from reportgen.words.context import ReportContext


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A kind of value, as far as a template can tell."""

    base: Any  # str, int, bool, a class of the context, tuple for a list, Mapping, or what checks add; None: anything
    item: ValueKind | None = None  # of a list or a mapping
    optional: bool = False  # there may be nothing

    @property
    def is_known(self) -> bool:
        """False when nothing can be said about it."""
        return self.base is not None

    def given(self) -> ValueKind:
        """The same where it is known to be there."""
        return ValueKind(self.base, self.item) if self.optional else self


@dataclass(frozen=True, slots=True)
class TemplateName:
    """A name of the context: where it stands, what it prints, what it means."""

    name: str
    kind: str  # "text", "list of text", "Passage", "list of ResultRow", "picture" ...
    meaning: str
    optional: bool  # may be missing: put the place under a condition


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A name of the context with the way to it: "areas[].swot.strengths", where `[]` stands for each item of a list."""

    path: str
    owner: str  # the class it is a name of
    name: TemplateName
    meaning: str  # of the name; where nothing is said of it, of the class it holds


# ----------------------------------------------------------------------------------------------- what is declared


def declared_kind(hint: Any) -> ValueKind:
    """A declared type as a kind."""
    if get_origin(hint) in (Union, UnionType):
        kind = declared_kind(next(part for part in get_args(hint) if part is not NoneType))
        return ValueKind(kind.base, kind.item, optional=True)
    if get_origin(hint) is tuple:
        return ValueKind(tuple, declared_kind(get_args(hint)[0]))
    if get_origin(hint) is Mapping:
        return ValueKind(Mapping, declared_kind(get_args(hint)[1]))
    return ValueKind(hint)


@cache
def declared_names(base: Any) -> Mapping[str, ValueKind]:
    """The fields and properties of a class of the context, each with its kind; empty for whatever is none."""
    if not isinstance(base, type) or not (is_dataclass(base) or issubclass(base, Enum)):
        return {}
    if issubclass(base, Enum):
        return dict.fromkeys(("name", "value"), ValueKind(str))
    getters = {name: member.fget for name, member in vars(base).items() if isinstance(member, property)}
    hints = get_type_hints(base) | {name: get_type_hints(getter)["return"] for name, getter in getters.items()}
    return {name: declared_kind(hint) for name, hint in hints.items()}


def names_of(kind: type) -> tuple[str, ...]:
    """The fields and properties of a class of the context."""
    return tuple(declared_names(kind))


# ----------------------------------------------------------------------------------------------- what is documented


def template_names() -> dict[str, tuple[TemplateName, ...]]:
    """Every class of the context with its names, beginning with `ReportContext`, in the order they are met."""
    found: dict[str, tuple[TemplateName, ...]] = {}
    waiting: list[Any] = [ReportContext]
    while waiting:
        kind = waiting.pop(0)
        if kind.__name__ not in found:
            found[kind.__name__] = _names(kind)
            waiting += [inside for held in declared_names(kind).values() if is_dataclass(inside := _held_by(held))]
    return found


def field_paths() -> tuple[FieldPath, ...]:
    """Every name a template may use with the way to it from the report itself, parts below what they are parts of."""
    return tuple(_paths(ReportContext, ""))


def _paths(kind: Any, before: str) -> Iterator[FieldPath]:
    for name, held in zip(_names(kind), declared_names(kind).values(), strict=True):
        path, inside = f"{before}{name.name}", _held_by(held)
        meaning = name.meaning or (_first_line(inside) if is_dataclass(inside) else "")
        yield FieldPath(path, kind.__name__, name, meaning)
        if is_dataclass(inside):
            yield from _paths(inside, f"{path}[]." if held.base is tuple else f"{path}.")
        elif isinstance(inside, type) and issubclass(inside, Enum):
            values = "one of: " + ", ".join(str(member.value) for member in inside)
            yield FieldPath(f"{path}.value", inside.__name__, TemplateName("value", "text", values, False), values)


def _held_by(held: ValueKind) -> Any:
    """What a value is, or each item of a list."""
    return held.item.base if held.base is tuple and held.item else held.base


@cache
def _names(kind: Any) -> tuple[TemplateName, ...]:
    """The names of a class of the context."""
    meanings = {name: _first_line(member) for name, member in vars(kind).items() if isinstance(member, property)}
    meanings |= _comments(kind)
    return tuple(
        TemplateName(name, _in_words(held), meanings.get(name, ""), held.optional)
        for name, held in declared_names(kind).items()
    )


def _in_words(held: ValueKind) -> str:
    if held.base is tuple and held.item:
        return f"list of {_in_words(held.item)}"
    plain = {str: "text", bool: "yes or no", int: "whole number", float: "number", Mapping: "texts by name"}
    return plain.get(held.base, getattr(held.base, "__name__", str(held.base)))


def _first_line(documented: Any) -> str:
    return (documented.__doc__ or "").splitlines()[0].strip()


def _comments(kind: type) -> dict[str, str]:
    """What the comment behind each field of a class says."""
    found: dict[str, str] = {}
    name = ""
    for token in tokenize.generate_tokens(io.StringIO(inspect.getsource(kind)).readline):
        if token.type == tokenize.NAME and token.line.lstrip().startswith(f"{token.string}:"):
            name = token.string
        if token.type == tokenize.COMMENT and name and name not in found:
            found[name] = token.string.lstrip("# ").strip()
    return found
