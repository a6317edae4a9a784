"""The next free code or reference of a kind."""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.common.folding import fold

_DIGITS = "0123456789"


def next_free(name: str, taken: Iterable[str]) -> str:
    """The name with the number at its end raised above those of all taken names of its kind; with one if it has none.

    >>> next_free("03", ["01", "3", "08"]), next_free("F-001", ["f-001", "f-004", "r-020"]), next_free("CEO", ["ceo"])
    ('09', 'F-005', 'CEO-2')
    """
    stem, digits = _parts(name)
    if not digits:
        stem, digits = f"{name}-", "1"
    parts = (_parts(other) for other in taken)
    numbers = [int(number) for other, number in parts if number and fold(other) == fold(stem)]
    return f"{stem}{max((*numbers, int(digits))) + 1:0{len(digits)}d}"


def _parts(name: str) -> tuple[str, str]:
    """A name without the number at its end, and that number; empty when it has none."""
    stem = name.rstrip(_DIGITS)
    return stem, name[len(stem) :]
