"""Which of two entries says more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from reportgen.model import AnswerState


def is_blank(value: object) -> bool:
    """True for what stands for an empty cell: no text, nothing chosen, no date. No is an entry, and so is 0."""
    return value is None or value == "" or value in ((), frozenset()) or value is AnswerState.BLANK


def is_within(smaller: Any, fuller: Any) -> bool:
    """True when every field of `smaller`, a dataclass of the same kind, is blank or says the same in `fuller`."""
    names = (field.name for field in fields(smaller) if field.compare)
    return all(_is_value_within(getattr(smaller, name), getattr(fuller, name)) for name in names)


def _is_value_within(smaller: Any, fuller: Any) -> bool:
    if isinstance(smaller, Mapping):
        return all(value is None or fuller.get(key) == value for key, value in smaller.items())
    return is_blank(smaller) or bool(smaller == fuller)


def contradict(one: Any, other: Any) -> bool:
    """True when both say something, and not the same."""
    return not is_blank(one) and not is_blank(other) and bool(one != other)
