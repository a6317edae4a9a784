"""A context of invented words with everything in it, to try a template without a client's data.

Each list has four items, so that numbered items exist, and what has an origin takes each in turn, so that every branch
of the template is gone through.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import count
from typing import Any, get_type_hints

from reportgen.common.house_style import load_house_style
from reportgen.template.checking.types import Kind, kind_of
from reportgen.words.context import Picture, ReportContext

_ITEMS = 4
_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg=="
)  # one white dot


def invented_context() -> ReportContext:
    """The context; the same every time."""
    context: ReportContext = _Inventor().made(Kind(ReportContext))
    return context


@cache
def _kinds(base: Any) -> tuple[tuple[str, Kind], ...]:
    hints = get_type_hints(base)
    return tuple((field.name, kind_of(hints[field.name])) for field in fields(base))


class _Inventor:
    def __init__(self) -> None:
        self._numbers: Iterator[int] = count(1)
        self._turns: dict[Any, Iterator[int]] = {}

    def made(self, kind: Kind) -> Any:
        """A value of a kind; no two texts are the same."""
        plain = {int: 1, float: 100.0, bool: True, bytes: _PNG}
        if kind.base is str:
            return f"Words {next(self._numbers)}"
        if kind.base in plain:
            return plain[kind.base]
        if kind.base is tuple and kind.item:
            return tuple(self.made(kind.item) for _ in range(_ITEMS))
        if not is_dataclass(kind.base):
            return self._one_of(kind.base)
        make: Any = kind.base
        values = {name: self.made(part) for name, part in _kinds(make)}
        if make is Picture:
            values["name"] = f"picture-{next(self._numbers)}"
        return make(**values)

    def _one_of(self, base: Any) -> Any:
        """The members of an enumeration in turn; the colours of the house style for the one mapping."""
        if not (isinstance(base, type) and issubclass(base, Enum)):
            return load_house_style().all_colours
        members = list(base)
        return members[next(self._turns.setdefault(base, count())) % len(members)]
