"""Frozen dataclasses that cost little to declare.

The standard library writes the source of six methods for each frozen class and compiles them, whenever a process
starts: with some hundred classes a tenth of the time of `check`. Here only `__init__` is compiled, which must know the
fields by name. What comes out is a dataclass to `fields`, `replace`, `asdict` and to type checkers, and behaves as one
of the standard library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

Fields = Sequence["dataclasses.Field[Any]"]


def _dataclass(*, frozen: bool, slots: bool = False, eq: bool = True, kw_only: bool = False) -> Any:
    """A decorator as that of the standard library, for frozen classes."""
    if not frozen:
        raise TypeError("Only frozen classes are made here; for others there is the standard library.")

    def made(cls: type) -> type:
        cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(cls)
        fields = dataclasses.fields(cls)
        methods = {"__init__": _initializer(cls, fields), "__repr__": _representation(fields)}
        if eq:
            compared = _values([field.name for field in fields if field.compare])
            hashed = _values([field.name for field in fields if (field.compare if field.hash is None else field.hash)])
            methods |= {"__eq__": _equality(compared), "__hash__": lambda self: hash(hashed(self))}
        if slots:  # what copies and pickles would set one by one
            methods |= {"__getstate__": _state, "__setstate__": _set_state}
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        own = {name for name, value in vars(cls).items() if value is not None}
        for name, method in methods.items():
            if name not in own:
                setattr(cls, name, method)
        return cls

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _dataclass


def _initializer(cls: type, fields: Fields) -> Callable[..., None]:
    """The `__init__` of a class."""
    known: dict[str, Any] = {"__name__": cls.__module__, "_set": object.__setattr__, "_missing": dataclasses.MISSING}
    positional, named, lines = ["self"], list[str](), list[str]()
    for field in fields:
        name = value = parameter = field.name
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            parameter += f"=_default_{name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_new_{name}"] = field.default_factory
            parameter += "=_missing"
            value = f"_new_{name}() if {name} is _missing else {name}"
        (named if field.kw_only else positional).append(parameter)
        lines.append(f"_set(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = ", ".join([*positional, *(["*", *named] if named else [])])
    exec(f"def __init__({parameters}):\n " + "\n ".join(lines or ["pass"]), known)
    initializer: Callable[..., None] = known.pop("__init__")
    initializer.__qualname__ = f"{cls.__qualname__}.__init__"
    return initializer


def _values(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the values of some fields."""
    if len(names) > 1:
        return attrgetter(*names)  # of a single name, it would give the bare value
    return lambda record: tuple(getattr(record, name) for name in names)


def _representation(fields: Fields) -> Callable[[Any], str]:
    shown = [field.name for field in fields if field.repr]

    @recursive_repr()
    def representation(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return representation


def _equality(compared: Callable[[Any], object]) -> Callable[[Any, object], bool]:
    def equality(self: Any, other: object) -> bool:
        return compared(self) == compared(other) if type(other) is type(self) else NotImplemented

    return equality


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
