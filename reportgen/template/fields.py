"""The names a template may use, read from `context.py`, so that list and context cannot disagree."""

from __future__ import annotations

import inspect
import io
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from reportgen.words.context import ReportContext


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


def names_of(kind: type) -> tuple[str, ...]:
    """The fields and properties of a class of the context."""
    own = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    if issubclass(kind, Enum):
        own = ("name", "value")
    return own + tuple(name for name, member in vars(kind).items() if isinstance(member, property))


def template_names() -> dict[str, tuple[TemplateName, ...]]:
    """Every class of the context with its names, beginning with `ReportContext`, in the order they are met."""
    found: dict[str, tuple[TemplateName, ...]] = {}
    waiting: list[type] = [ReportContext]
    while waiting:
        kind = waiting.pop(0)
        if kind.__name__ in found:
            continue
        found[kind.__name__] = _names(kind)
        waiting.extend(_classes_in(kind))
    return found


def field_paths() -> tuple[FieldPath, ...]:
    """Every name a template may use with the way to it from the report itself, parts below what they are parts of."""
    return tuple(_paths(ReportContext, ""))


def _paths(kind: type, before: str) -> Iterator[FieldPath]:
    hints = get_type_hints(kind)
    for name in _names(kind):
        path = f"{before}{name.name}"
        inside = list(_classes_of(hints.get(name.name)))
        yield FieldPath(path, kind.__name__, name, name.meaning or _first_line(*inside))
        yield from _choices(path, hints.get(name.name))
        for inner in inside:
            yield from _paths(inner, f"{path}[]." if name.kind.startswith("list of ") else f"{path}.")


def _choices(path: str, hint: Any) -> Iterator[FieldPath]:
    """What an enumeration prints: one of its values."""
    if isinstance(hint, type) and issubclass(hint, Enum):
        values = "one of: " + ", ".join(str(member.value) for member in hint)
        yield FieldPath(f"{path}.value", hint.__name__, TemplateName("value", "text", values, False), values)


@cache
def _names(kind: Any) -> tuple[TemplateName, ...]:
    """The names of a class of the context."""
    return tuple(_read_names(kind))


def _read_names(kind: type) -> Iterator[TemplateName]:
    hints = get_type_hints(kind)
    meanings = _comments(kind)
    for field in fields(kind):
        words, optional = _kind(hints[field.name])
        yield TemplateName(field.name, words, meanings.get(field.name, ""), optional)
    for name, member in vars(kind).items():
        if isinstance(member, property) and member.fget:
            words, optional = _kind(get_type_hints(member.fget)["return"])
            yield TemplateName(name, words, (member.__doc__ or "").splitlines()[0], optional)


def _kind(hint: Any) -> tuple[str, bool]:
    """A type in words, and whether there may be nothing."""
    if get_origin(hint) in (Union, UnionType):
        inner = [part for part in get_args(hint) if part is not NoneType]
        return _kind(inner[0])[0], True
    if get_origin(hint) is tuple:
        return f"list of {_kind(get_args(hint)[0])[0]}", False
    if get_origin(hint) is Mapping:
        return "texts by name", False
    plain = {str: "text", bool: "yes or no", int: "whole number", float: "number", bytes: "bytes"}
    return plain.get(hint, getattr(hint, "__name__", str(hint))), False


def _classes_in(kind: type) -> Iterator[type]:
    """The classes that the fields of a class lead to."""
    for hint in get_type_hints(kind).values():
        yield from _classes_of(hint)


def _classes_of(hint: Any) -> Iterator[type]:
    """The classes of the context in a declared type."""
    yield from (part for part in (hint, *get_args(hint)) if is_dataclass(part) and isinstance(part, type))


def _first_line(*classes: type) -> str:
    """What the first of some classes says of itself; empty without one."""
    return next(((kind.__doc__ or "").splitlines()[0].strip() for kind in classes), "")


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


def names_as_markdown() -> str:
    """The list of names for the documentation: a heading and a table for each class of the context."""
    lines: list[str] = []
    for kind, names in template_names().items():
        lines += [f"### {kind}", "", "| name | holds | meaning |", "|---|---|---|"]
        for name in names:
            holds = name.kind + (", or nothing" if name.optional else "")
            lines.append(f"| `{name.name}` | {holds} | {name.meaning.replace('|', chr(92) + '|')} |")
        lines.append("")
    return "\n".join(lines)
