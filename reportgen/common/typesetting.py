"""A question set as a report prints it: its apostrophes are those of print, its topics have names readers know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from reportgen.common.language import typographic
from reportgen.common.model import QuestionSet, Topic

T = TypeVar("T")


def in_type(questions: QuestionSet) -> QuestionSet:
    """The set with typographic apostrophes in all its texts, and its topics called as readers know them.

    It asks and weighs as before, and every part keeps its id.
    """
    return _set(replace(questions, plain=None))


def _set(value: T) -> T:
    found: Any = value
    if isinstance(found, str) and not isinstance(found, Enum):
        found = typographic(found)
    elif isinstance(found, tuple):
        found = tuple(map(_set, found))
    elif isinstance(found, Mapping):
        found = {_set(key): _set(entry) for key, entry in found.items()}
    elif is_dataclass(found) and not isinstance(found, type):
        before = {field.name: getattr(found, field.name) for field in fields(found) if field.init}
        after = {name: _set(entry) for name, entry in before.items()}
        if isinstance(found, Topic) and found.name:
            after["title"] = after["name"]
        changed = {name: entry for name, entry in after.items() if entry != before[name]}
        found = replace(found, **changed) if changed else found
    return found  # type: ignore[no-any-return]
