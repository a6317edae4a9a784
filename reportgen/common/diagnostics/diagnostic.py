"""What is wrong, or good to know: one diagnostic, whichever part of the program finds it.

A `Family` holds the kinds that are declared, documented and recorded alike: the problems of a workbook, the faults of a
template ... Each kind fixes code, severity and wording; a `Diagnostic` is one of a kind at its place, with its facts.
The text is made of the facts when it is asked for, so that whoever shows it may word what to do about it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, partial
from importlib import import_module
from string import Formatter
from typing import Any, Generic, TypeVar, cast

from reportgen.common.language import capitalised

Where = TypeVar("Where")  # a cell of a workbook, a paragraph of a document, a part of a file
OPTIONAL_FACTS = frozenset({"hint", "choices"})  # words that only some of a kind have, such as "Did you mean ...?"
SPELLED_OUT = 6  # entries that are allowed; of more, the list in the cell has them
NAMES_OF_PLACES = ("first", "second")  # what a wording calls the places themselves


class Severity(Enum):
    """How much a diagnostic matters."""

    ERROR = "error"  # it stops: something cannot be read, filled, issued or opened as it is meant
    COLLISION = "collision"  # two sources disagree
    LOST = "not carried over"  # there is no place for it any more
    WARNING = "warning"  # it goes on; somebody should look
    NOTE = "note"  # good to know

    @property
    def is_grave(self) -> bool:
        """True for what somebody must deal with before anything else."""
        return self in (Severity.ERROR, Severity.COLLISION, Severity.LOST)


@dataclass(eq=False)
class Family(Generic[Where]):
    """The kinds of one part of the program, in the order of the documentation."""

    module: str  # the one that declares it
    nowhere: Where  # the place of what concerns the whole
    record: Callable[[Diagnostic[Where]], dict[str, Any]] = lambda one: {"code": one.code, "message": one.message}
    carries: Collection[str] = ()  # facts that no wording need use: they go into the record
    tells_places: bool = True  # the place stands in front of the wording, which does not name it
    quotes_files: bool = False  # facts repeat what a file from elsewhere holds, and so may be empty
    kinds: list[DiagnosticKind[Where]] = field(default_factory=list)

    def named(self, places: Iterable[Where]) -> dict[str, str]:
        """The places as facts, where wordings name them."""
        return {} if self.tells_places else dict(zip(NAMES_OF_PLACES, map(str, places), strict=False))

    def kind(
        self, severity: Severity, code: str, found: str, remedy: str = "", *, about: str = "", front: bool = False
    ) -> DiagnosticKind[Where]:
        """Declare a kind."""
        self.kinds.append(DiagnosticKind(self, severity, code, found, remedy, about, front))
        return self.kinds[-1]

    def of(self, severity: Severity) -> partial[DiagnosticKind[Where]]:
        """What declares the kinds of a severity."""
        return partial(self.kind, severity)


@dataclass(frozen=True, slots=True)
class DiagnosticKind(Generic[Where]):
    """A kind of diagnostics: stable code, severity, and two wordings with named facts in braces."""

    family: Family[Where]
    severity: Severity
    code: str
    found: str  # sentences: what was found, what is allowed
    remedy: str = ""  # sentences: what to do
    about: str = ""  # for the documentation, where what was found is put otherwise every time
    front: bool = False  # it is put right at the front, a command line or a browser, which says how in its own words

    def __reduce__(self) -> tuple[object, ...]:
        """To another process it goes by name: what it is made of stands there, too."""
        return _declared, (self.family.module, self.code)

    def at(self, *places: Where, **facts: object) -> Diagnostic[Where]:
        """One of this kind at a place, or at several; `facts` fill the wordings.

        Raises ValueError when a fact is missing, or one is given that is neither worded nor recorded.
        """
        needed = named_in(self.found) | named_in(self.remedy)
        given = {**self.family.named(places), **facts}
        empty = () if self.family.quotes_files else (None, "")
        missing = sorted(name for name in needed - OPTIONAL_FACTS if name not in given or given[name] in empty)
        unused = sorted(facts.keys() - needed - {*self.family.carries})
        if missing or unused:
            raise ValueError(f"'{self.code}': missing facts {missing}, unused facts {unused}")
        return Diagnostic(self, places, facts)


@dataclass(frozen=True, slots=True)
class Diagnostic(Generic[Where]):
    """One thing that was found."""

    kind: DiagnosticKind[Where]
    places: tuple[Where, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def code(self) -> str:
        """The stable code of its kind."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.kind.severity

    @property
    def is_error(self) -> bool:
        """True when somebody must deal with it before anything else."""
        return self.kind.severity.is_grave

    @property
    def place(self) -> Where:
        """Where it is: the first of its places."""
        return self.places[0] if self.places else self.kind.family.nowhere

    def fact(self, name: str) -> str:
        """A fact as text; empty when it has none of that name."""
        return str(self.facts.get(name, ""))

    @property
    def question_id(self) -> str:
        """The question it is about; empty for none."""
        return self.fact("question")

    @property
    def allowed(self) -> tuple[str, ...]:
        """The entries that could stand there instead, where they can be listed."""
        return cast(tuple[str, ...], self.facts.get("allowed", ()))

    @property
    def choices(self) -> str:
        """What to choose from, in words: a few entries spelled out, else where they stand."""
        if not 0 < len(self.allowed) <= SPELLED_OUT:
            return "one from the list in the cell"
        *others, last = (f"'{entry}'" for entry in self.allowed)
        return " or ".join(filter(None, (", ".join(others), last)))

    @property
    def found(self) -> str:
        """What was found, and what is allowed."""
        return self._filled(self.kind.found)

    @property
    def remedy(self) -> str:
        """What to do."""
        return self._filled(self.kind.remedy)

    @property
    def advice(self) -> str:
        """What was found and what to do, for where the place is plain: a comment in the cell itself."""
        return f"{self.found} {self.remedy}".rstrip()

    @property
    def message(self) -> str:
        """Whole sentences: where, what was found, what is allowed, what to do."""
        place, advice = str(self.place), self.advice
        if not self.kind.family.tells_places:
            return advice
        return f"{place}: {advice}" if place else capitalised(advice)

    def __str__(self) -> str:
        return f"{self.message}  [{self.code}]"

    def record(self) -> dict[str, Any]:
        """The same for JSON, as its family records it."""
        return self.kind.family.record(self)

    def _filled(self, wording: str) -> str:
        places = self.kind.family.named(self.places)
        words = {**dict.fromkeys(OPTIONAL_FACTS, ""), "choices": self.choices}
        return wording.format_map({**words, **places, **self.facts})


def together(
    found: Sequence[Diagnostic[Where]], place_of: Callable[[Diagnostic[Where]], str] = lambda _: ""
) -> Iterator[list[Diagnostic[Where]]]:
    """Those of one kind at one place side by side, places and kinds where the first of them stands."""
    for place in dict.fromkeys(map(place_of, found)):
        here = [one for one in found if place_of(one) == place]
        for code in dict.fromkeys(one.code for one in here):
            yield [one for one in here if one.code == code]


@cache
def named_in(wording: str) -> frozenset[str]:
    """The facts that a wording names."""
    return frozenset(name for _, name, _, _ in Formatter().parse(wording) if name)


def _declared(module: str, code: str) -> DiagnosticKind[Any]:
    """The kind of that code that a module declares."""
    families = (found for found in vars(import_module(module)).values() if isinstance(found, Family))
    return next(kind for family in families if family.module == module for kind in family.kinds if kind.code == code)
