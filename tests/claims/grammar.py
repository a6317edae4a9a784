"""How the reader understands a sentence: patterns with names, and what each of them claims.

A pattern is a regular expression in which `{name:kind}` stands for something of a kind: a number, the title of an
area, a quoted question. A rule gives pairs of what was said and what is true; every pair that differs is a false claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reportgen.charts.kinds import Chart
from reportgen.common.model import HORIZONS, OVERALL, QuestionSet
from reportgen.words.context import ReportContext
from tests.claims.told import Theirs, Told, bare, one_line
from tests.claims.truth import Truth

Pairs = Iterator[tuple[Any, Any]]
Check = Callable[["Said"], Pairs]

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+|none|{'|'.join(NUMBERS)})"
_FIELD = re.compile(r"\{(\w+):(\w+)(?: ([^{}]*))?\}")
_SIDE = r"(?:clearly above|clearly below|above|below|about level with)"


class UnknownClaimError(Exception):
    """No rule understands a sentence."""


@dataclass(frozen=True, eq=False)
class Known:
    """What a reader of one report knows: the results, and which texts are others'."""

    truth: Truth
    theirs: Theirs
    context: ReportContext
    charts: Mapping[str, Chart]
    fixed: Callable[[], Collection[str]] = tuple  # gives the sentences that explain, whatever the results are

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        """The ids of areas, elements and parts by their titles; of topics, titles by titles."""
        model = self.truth.questions
        areas = {area.title.casefold(): area.id for area in model.areas}
        elements = {element.title.casefold(): element.id for element in model.elements}
        topics = {topic.title.casefold(): topic.title for element in model.elements for topic in element.topics}
        lenses = {group.title.casefold(): group.id for lens in model.lenses for group in lens.groups}
        return {
            "area": areas,
            "element": elements,
            "topic": topics,
            "part": elements | areas,
            "row": elements | areas | {"overall": OVERALL},
            "group": lenses,
        }

    def horizon_of(self, told: Told) -> str:
        """The horizon of a cell of a road map, by its place."""
        numbers = [int(part) for part in told.place.split(".") if part.isdigit()]
        return HORIZONS[numbers[0] if ".road_map." in told.place else 0].id

    @property
    def client(self) -> str:
        """The client as sentences name it."""
        return self.truth.assessment.engagement.client or "the company"

    def read(self, pattern: str, told: Told, text: str) -> Said | None:
        """A part of a sentence, if it reads like the pattern."""
        compiled, kinds = compiled_for(self, pattern)
        found = compiled.fullmatch(text)
        return Said(self, told, kinds, found) if found else None

    def each(self, pattern: str, said: Said, text: str | None = None) -> list[Said]:
        """The entries of a list, each of which reads like the pattern; none when anything else stands in it."""
        compiled, kinds = compiled_for(self, pattern)
        listed = said.list if text is None else text
        found = list(compiled.finditer(listed))
        rest = compiled.sub("", listed)
        return [] if re.sub(r", | and |; ", "", rest) else [Said(self, said.told, kinds, entry) for entry in found]

    def part(self, text: str, noun: str) -> tuple[int, int] | None:
        """How many of how many, if the text says so of that noun."""
        found = re.fullmatch(_of(noun), text, re.IGNORECASE)
        return part_of(text) if found else None

    def understood(self, told: Told) -> Pairs:
        """What a sentence claims, by the first rule that understands it; one that none does is its own false claim."""
        for rule in RULES:
            compiled, kinds = compiled_for(self, rule.pattern)
            if found := compiled.fullmatch(one_line(told.what)):
                yield from rule.check(Said(self, told, kinds, found))
                return
        raise UnknownClaimError(told.what)

    def pairs(self, said: Said, kind: str, text: str) -> dict[str, int]:
        """A list of titles with scores: "Targeting (58) and Proposition (44)"."""
        return {entry.part: entry.score for entry in self.each(rf"{{part:{kind}}} \({{score:n}}\)", said, text)}


@dataclass(frozen=True)
class Said:
    """One sentence as a rule understood it: its named parts as attributes, None where one is absent."""

    known: Known
    told: Told
    kinds: dict[str, tuple[str, str]]
    found: re.Match[str]

    @property
    def truth(self) -> Truth:
        """What the results say."""
        return self.known.truth

    @property
    def scope(self) -> str:
        """What the chapter is about."""
        return self.told.scope

    def __getattr__(self, name: str) -> Any:
        if name not in self.kinds:
            raise AttributeError(name)
        text = self.found[name]
        return None if text is None else _parsed(self.known, *self.kinds[name], text)


def _parsed(known: Known, kind: str, detail: str, text: str) -> Any:
    """The meaning of a part of a sentence."""
    if kind == "n":
        return number(text)
    if kind == "of":
        return part_of(text)
    if kind == "ends":
        return _end(known, detail, text)
    if kind == "levels":
        return set(re.split(r", | and ", text.lower()))
    if kind in known.titles:
        return known.titles[kind][text.casefold()]
    if kind.removesuffix("s") in known.titles:
        titles = known.titles[kind.removesuffix("s")]
        return {titles[found.casefold()] for found in re.findall(_either(titles), text, re.IGNORECASE)}
    if kind == "q":
        return set(text.strip("“”=").split("|"))
    if kind in ("side", "quarter", "band", "state"):
        return text.lower()
    return text


@dataclass(frozen=True)
class End:
    """Those at one end of a ranking, by name with their scores; of too many to name, how many and their score."""

    named: dict[str, int]
    counted: int
    score: int

    def pairs(self, true: dict[str, int], named_at_most: int) -> Pairs:
        """They are all of those that share the score: named as long as they are few, else counted."""
        if self.named:
            yield self.named, true
        else:
            yield (self.counted, {self.score}), (len(true), set(true.values()))
        yield bool(self.named), len(true) <= named_at_most


_ONE = r"{0} \((?P<score>\d+)(?: %)?\)"
_MANY = r"(?P<n>{0}) (?:of them|areas|elements|topics) \((?P<score>\d+)(?: %)? each\)"


def _end(known: Known, kind: str, text: str) -> End:
    if many := re.fullmatch(_MANY.format(_NUMBER), text, re.IGNORECASE):
        return End({}, number(many["n"]), int(many["score"]))
    one = _ONE.format(rf"(?P<title>{_either(known.titles[kind])})")
    named = {known.titles[kind][m["title"].casefold()]: int(m["score"]) for m in re.finditer(one, text, re.IGNORECASE)}
    return End(named, 0, next(iter(named.values())))


def number(text: str) -> int:
    """A number in words or in digits."""
    word = text.lower()
    if word == "none":
        return 0
    return NUMBERS.index(word) if word in NUMBERS else int(text.replace(",", ""))


def part_of(text: str) -> tuple[int, int]:
    """How many of how many: "two of the five answers", "both answers", "neither answer", "no answer"."""
    words = text.lower().split()
    if words[0] in ("both", "neither"):
        return 2 if words[0] == "both" else 0, 2
    if words[:2] == ["the", "only"]:
        return 1, 1
    if words[0] == "all":
        return number(words[1]), number(words[1])
    if "of" not in words:
        return 0, 1
    rest = words[words.index("of") + 1 :]
    return number(words[0]), number(rest[1] if rest[0] == "the" else rest[0])


def _pattern(known: Known, kind: str, detail: str) -> str:
    """What something of a kind looks like."""
    if kind == "n":
        return _NUMBER
    if kind == "of":
        return _of(detail)
    if kind == "ends":
        one = rf"{_either(known.titles[detail])} \(\d+(?: %)?\)"
        many = rf"{_NUMBER} (?:of them|areas|elements|topics) \(\d+(?: %)? each\)"
        return rf"(?:{one}(?:, {one})*(?: and {one})?|{many})"
    if kind in known.titles:
        return _either(known.titles[kind])
    if kind.removesuffix("s") in known.titles:
        one = _either(known.titles[kind.removesuffix("s")])
        return rf"{one}(?:, {one})*(?: and {one})?"
    model = known.truth.questions
    return {
        "q": r"“=[^”]*”",
        "quote": r"“[^”]*”",
        "id": rf"(?:{'|'.join(map(re.escape, model.questions))})",
        "side": _SIDE,
        "quarter": "(?:top|bottom) quarter",
        "band": "(?:low|middling|high)",
        "state": rf"(?:{'|'.join(re.escape(state.title) for state in model.states) or 'none'})",
        "level": rf"(?:{'|'.join(re.escape(level.plural) for level in model.levels)})",
        "levels": r"{0}(?:, {0})*(?: and {0})?".format(
            rf"(?:{'|'.join(re.escape(level.plural) for level in model.levels)})"
        ),
        "client": rf"(?:{re.escape(known.client)}|the company)",
        "text": ".+",
        "some": ".+?",
        "none_": "none",
    }[kind]


def _of(noun: str) -> str:
    few = rf"both {noun}s|neither {noun}|all {_NUMBER} {noun}s|the only {noun}|no {noun}"
    return rf"(?:{few}|{_NUMBER} of (?:the )?{_NUMBER} {noun}s?)"


def _either(titles: dict[str, Any]) -> str:
    longest = sorted(titles, key=len, reverse=True)
    return rf"(?:{'|'.join(re.escape(title) for title in longest)})" if longest else "(?!)"


@dataclass(frozen=True)
class Rule:
    """A pattern and what it claims."""

    pattern: str
    check: Check


Compiled = tuple[re.Pattern[str], dict[str, tuple[str, str]]]
_COMPILED: dict[tuple[int, str, str], tuple[QuestionSet, Compiled]] = {}  # keeps the set, so that its id stays its own


def compiled_for(known: Known, pattern: str) -> Compiled:
    """The pattern for reports on one client by one question set, with the kinds of its parts by name."""
    questions = known.truth.questions
    key = (id(questions), known.client, pattern)
    if key not in _COMPILED:
        kinds = {name: (kind, detail) for name, kind, detail in _FIELD.findall(pattern)}
        made = _FIELD.sub(lambda f: f"(?P<{f[1]}>{_pattern(known, f[2], f[3] or '')})", pattern)
        _COMPILED[key] = questions, (re.compile(made, re.IGNORECASE), kinds)
    return _COMPILED[key][1]


RULES: list[Rule] = []


def claim(*patterns: str) -> Callable[[Check], Check]:
    """Makes a function the rule of sentences that read like one of the patterns."""

    def declared(check: Check) -> Check:
        RULES.extend(Rule(pattern, check) for pattern in patterns)
        return check

    return declared


def is_theirs(said: Said, text: str) -> bool:
    """True when a text is the question set's or the assessor's."""
    return text in said.known.theirs or bare(text) in said.known.theirs
