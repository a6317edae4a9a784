"""Our frozen dataclasses behave as those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from functools import cached_property
from typing import Any

import pytest

from reportgen.common.records import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values; the second takes no part in comparing."""

    left: object
    right: object = dataclasses.field(default="", compare=False)


@dataclass(frozen=True)
class Kept:
    """It keeps what it worked out."""

    left: int
    entries: list[int] = dataclasses.field(default_factory=list, repr=False)

    @cached_property
    def double(self) -> int:
        return 2 * self.left


@dataclass(frozen=True, slots=True)
class Three(Pair):
    """A field more than its base."""

    third: int = 3


CLASSES = """
@dataclass(frozen=True, slots=True)
class Plain:
    'Required, defaulted, made anew, not compared, not shown, not hashed.'
    first: object
    second: object = ""
    third: object = field(default_factory=list)
    fourth: object = field(default=None, compare=False)
    fifth: object = field(default=5, repr=False)
    sixth: object = field(default=6, hash=False)

@dataclass(frozen=True, slots=True)
class Longer(Plain):
    'A field more than its base, and another default.'
    second: object = "other"
    seventh: object = 7

@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    'Fields in any order.'
    second: object = ""
    first: object

@dataclass(frozen=True)
class Minded:
    'It has methods of its own.'
    first: int
    def __post_init__(self):
        object.__setattr__(self, "first", self.first + 1)
    def __eq__(self, other):
        return True
    def __repr__(self):
        return "mine"

@dataclass(frozen=True, eq=False)
class Itself:
    'Equal to itself alone.'
    first: int

@dataclass(frozen=True, slots=True)
class One:
    'A single field.'
    first: object

@dataclass(frozen=True, slots=True)
class Nothing:
    'No field.'

plain = Plain(1, third=(2,))
nan = float("nan")
"""

DONE = """
Plain(1)
Plain(1, 2, [3], 4, 5)
Plain(first=1, third=[4])
Plain()
Plain(1, unknown=2)
Plain(1, 2, 3, 4, 5, 6, 7)
Plain(1).third is Plain(1).third
Longer(1)
Longer(1, "") == Plain(1)
Named(first=1)
Named(1)
Named()
Named(first=1) == Named(first=1)
plain == Plain(1, third=(2,), fourth=9)
plain == Plain(2, third=(2,))
plain != Plain(1, third=(2,))
plain == 1
hash(plain) == hash(Plain(1, third=(2,), fourth=8, sixth=7))
hash(plain) == hash((1, "", (2,), 5))
hash(Plain(1))
setattr(plain, "first", 2)
setattr(Minded(1), "other", 2)
delattr(plain, "first")
Minded(1)
Minded(1).first
Minded(1) == 3
hash(Minded(1)) == hash(Minded(1))
setattr(Minded(1), "first", 2)
Itself(1) == Itself(1)
len({Itself(1), Itself(1)})
One(nan) == One(nan)
One(1) == One(1.0)
len({One(1), One(1)})
Nothing()
Nothing() == Nothing()
hash(Nothing()) == hash(Nothing())
replace(plain, first=2)
replace(plain, other=2)
asdict(plain)
[entry.name for entry in fields(Longer)]
copy.copy(plain)
copy.deepcopy(plain)
copy.deepcopy(Minded(4)).first
Plain.__match_args__
Plain.__slots__
Plain.__doc__
Plain.__init__.__qualname__
"""


def outcomes(decorator: object) -> dict[str, str]:
    """What is done with classes declared by a decorator, and what it gives or how it fails."""
    names = vars(dataclasses) | {"copy": copy, "__name__": __name__, "dataclass": decorator}
    exec(CLASSES, names)
    found = {}
    for act in DONE.split("\n")[1:-1]:
        try:
            found[act] = repr(eval(act, names))
        except Exception as error:
            found[act] = f"{type(error).__name__}: {error}"
    return found


def test_they_behave_as_those_of_the_standard_library() -> None:
    assert outcomes(dataclass) == outcomes(dataclasses.dataclass)


@pytest.mark.parametrize("record", [Pair(1, [2]), Kept(3, [4]), Three(1)], ids=lambda record: type(record).__name__)
def test_they_travel_to_other_processes(record: object) -> None:
    assert pickle.loads(pickle.dumps(record)) == record


def test_what_is_worked_out_is_kept() -> None:
    kept = Kept(2)
    assert kept.double == 4
    assert "double" in vars(kept)


def test_one_that_holds_itself_can_be_printed() -> None:
    entries: list[Any] = []
    entries.append(Pair(entries))
    assert "Pair(left=[...], right='')" in repr(entries)


def test_only_frozen_ones_are_made() -> None:
    with pytest.raises(TypeError, match="frozen"):
        dataclass(frozen=False)
