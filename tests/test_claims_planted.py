"""Mistakes planted in what composes sentences, tables and charts: the reader of claims finds each of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from types import FunctionType, ModuleType

import pytest

from tests.claims.reports import Case, reading_of
from tests.test_claims import CASES, by_chance

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Mistake:
    """A line of a module, and what it is changed to."""

    module: str
    line: str
    changed: str

    def __str__(self) -> str:
        return f"{self.module.rpartition('.')[2]}: {self.changed}"


COMPOSE, CHARTS, STANDING = "reportgen.words.compose", "reportgen.charts", "reportgen.assessment.standing"
MISTAKES = (
    # a topic by its best question
    Mistake(
        f"{COMPOSE}.facts",
        "RatedTopic(topic, score, tuple(rated[name]), element, area, self.points(score.value, name))",
        "RatedTopic(topic, score, tuple(rated[name]), element, area, max(entry.points for entry in rated[name]))",
    ),
    # > for >= and the like
    Mistake("reportgen.common.scale", "if points >= self.high_from", "if points > self.high_from"),
    Mistake(f"{COMPOSE}.facts", "if rated.points < limit", "if rated.points <= limit"),
    Mistake(
        f"{COMPOSE}.facts",
        "if rated.points >= self.scale.high_from",
        "if rated.points > self.scale.high_from",
    ),
    Mistake(f"{COMPOSE}.facts", ">= self.questions.answers[", "> self.questions.answers["),
    Mistake(
        f"{STANDING}.position", "if printed >= median + scale.about_level", "if printed > median + scale.about_level"
    ),
    Mistake(
        f"{STANDING}.position", "if printed <= median - scale.about_level", "if printed < median - scale.about_level"
    ),
    Mistake(f"{STANDING}.position", "if low <= printed <= high", "if low < printed < high"),
    Mistake(f"{STANDING}.position", "scale.rounded(interval.low) > median", "scale.rounded(interval.low) >= median"),
    # ties dropped
    Mistake("reportgen.common.ranking", "if key(entry) == largest)", "if entry is max(ranked, key=key))"),
    Mistake("reportgen.common.ranking", "if key(entry) != cut)", "if key(entry) != -1)"),
    Mistake(f"{CHARTS}.wording", "len(ordered) > 1 and key(ordered[0]) == key(ordered[1])", "len(ordered) > 99"),
    # the wrong end
    Mistake("reportgen.common.ranking", "return Ends(top, bottom,", "return Ends(bottom, top,"),
    Mistake(f"{CHARTS}.headlines", "{best} in {_those(ends.top, noun)}", "{best} in {_those(ends.bottom, noun)}"),
    Mistake(f"{CHARTS}.headlines", "lower > higher", "lower < higher"),
    Mistake(
        f"{COMPOSE}.evidence",
        "found in {here} % of the answers, against {overall} %",
        "found in {overall} % of the answers, against {here} %",
    ),
    # the wrong quarter
    Mistake("reportgen.common.model", "return 3 if self.side > 0 else 2", "return 2 if self.side > 0 else 3"),
    # an order that is not settled
    Mistake("reportgen.common.order", "return ceiling < floor", "return True"),
    Mistake("reportgen.common.order", "return ceiling < floor", "return ceiling <= floor"),
    Mistake(
        f"{COMPOSE}.comparing", "{facts.in_points(ends.apart)} apart{unsure}.", "{facts.in_points(ends.apart)} apart."
    ),
    Mistake(f"{CHARTS}.headlines", "{_those(ends.bottom, noun)}{unsure}", "{_those(ends.bottom, noun)}"),
    # the client among its peers
    Mistake(f"{STANDING}.groups", "own = named | alike", "own = named"),
    Mistake(f"{STANDING}.groups", "if (alike & ~named).any():", "if len(alike):"),
    # the wrong target
    Mistake(f"{CHARTS}.data.positions", "target=scale.rounded(target.box)", "target=row.score"),
    Mistake(f"{COMPOSE}.results", "facts.scale.printed(target.box)", "facts.scale.printed(target.box + 1)"),
    # the wrong count
    Mistake(f"{COMPOSE}.comparing", "Figure(score.scored, f", "Figure(score.questions, f"),
    Mistake(f"{COMPOSE}.swot", "part_of(Figure(len(intended), f", "part_of(Figure(int(low), f"),
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_the_reader_finds_a_planted_mistake(mistake: Mistake) -> None:
    sound = without_mistakes()
    with planted(mistake):
        assert any(found_in(case) for case in sound)


@cache
def without_mistakes() -> list[Callable[[], Case]]:
    """The cases whose reports are sound as long as no mistake is planted."""
    return [case for case in CHEAP if not found_in(case)]


SMALL: list[Callable[[], Case]] = [lambda seed=seed: by_chance(seed) for seed in range(60)]  # type: ignore[misc]
CHEAP = [  # the cheapest first, then the rarer: reading the draft takes as long as fifteen small ones
    *SMALL[:8],
    CASES["half filled"],
    CASES["peers at the lower ends"],
    CASES["peers at the upper ends"],
    CASES["drafted"],
    *SMALL[8:],
]


def found_in(case: Callable[[], Case]) -> bool:
    """True when the report of a case makes a false claim or an unknown one."""
    reading = reading_of(case())
    return bool(reading.false or reading.unknown)


@contextmanager
def planted(mistake: Mistake) -> Iterator[None]:
    """The functions of the module as they would be with the mistake, for whoever has imported them."""
    module = import_module(mistake.module)
    source = inspect.getsource(module)
    assert source.count(mistake.line) == 1, "the line is not there any more, or more than once"
    changed = ModuleType(module.__name__)
    changed.__dict__.update(module.__dict__)
    exec(compile(source.replace(mistake.line, mistake.changed), str(module.__file__), "exec"), changed.__dict__)
    functions, twins = dict(functions_of(module)), dict(functions_of(changed))
    kept = {name: function.__code__ for name, function in functions.items()}
    for name, function in functions.items():
        function.__code__ = twins[name].__code__
    try:
        yield
    finally:
        for name, function in functions.items():
            function.__code__ = kept[name]


def functions_of(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """The functions of a module and the methods of its classes, by name."""
    for name, value in vars(module).items():
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            yield name, value
        elif isinstance(value, type) and value.__module__ == module.__name__:
            for attribute, member in vars(value).items():
                method = member.fget if isinstance(member, property) else member
                method = member.func if isinstance(member, cached_property) else method
                if isinstance(method, FunctionType) and method.__module__ == module.__name__:
                    yield f"{name}.{attribute}", method
