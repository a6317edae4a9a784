"""Which of two entries says more, and whether they can be one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from reportgen.common.model import AnswerState

_Entry = TypeVar("_Entry")


def is_blank(value: object) -> bool:
    """True for what stands for an empty cell: no text, nothing chosen, no date. No is an entry, and so is 0."""
    return value is None or value == "" or value in ((), frozenset()) or value is AnswerState.BLANK


def is_within(smaller: Any, fuller: Any) -> bool:
    """True when every field of `smaller`, a dataclass of the same kind, is blank or says the same in `fuller`."""
    return all(_is_value_within(getattr(smaller, name), getattr(fuller, name)) for name in _names(smaller))


def _is_value_within(smaller: Any, fuller: Any) -> bool:
    if isinstance(smaller, Mapping):
        return all(value is None or fuller.get(key) == value for key, value in smaller.items())
    return is_blank(smaller) or bool(smaller == fuller)


def contradict(one: Any, other: Any) -> bool:
    """True when both say something, and not the same."""
    return not is_blank(one) and not is_blank(other) and bool(one != other)


def agree(one: Any, other: Any) -> bool:
    """True when no field of the two, dataclasses of the same kind, says two things."""
    return not any(contradict(getattr(one, name), getattr(other, name)) for name in _names(one))


def filled_up(first: _Entry, second: _Entry) -> _Entry:
    """The first, its blank fields filled from the second: a dataclass of the same kind."""
    missing = {name: getattr(second, name) for name in _names(first) if is_blank(getattr(first, name))}
    return replace(first, **missing)  # type: ignore[type-var]


def _names(entry: Any) -> list[str]:
    """The fields that say something: places do not."""
    return [field.name for field in fields(entry) if field.compare]
