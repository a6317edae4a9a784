"""What a set may not say although it can be read: workbook or report would print nonsense.

Tables of rules, each with its reason; what breaks one becomes a fault with its place. The same rules serve files and a
workbook, since both are read into the same tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from reportgen.common.folding import fold
from reportgen.common.language import MONTHS, tally
from reportgen.common.model import OVERALL, QuestionSet
from reportgen.common.rounding import printed_exactly
from reportgen.questions.fields import Fields, fraction_of


@dataclass(frozen=True)
class SetParts:
    """The tables of a set as they were read, each with its place; in report order."""

    head: Fields
    areas: tuple[Fields, ...]

    @property
    def boxes(self) -> tuple[Fields, ...]:
        """The boxes of the scale."""
        return self.head.inside("scale")

    @property
    def states(self) -> tuple[Fields, ...]:
        """The evidence states."""
        return self.head.inside("states")

    @property
    def levels(self) -> tuple[Fields, ...]:
        """The levels of the people interviewed."""
        return self.head.inside("levels")

    @property
    def lenses(self) -> tuple[Fields, ...]:
        """The lenses."""
        return self.head.inside("lenses")

    @cached_property
    def elements(self) -> tuple[Fields, ...]:
        """The elements of all areas."""
        return tuple(element for area in self.areas for element in area.inside("elements"))

    @cached_property
    def topics(self) -> tuple[Fields, ...]:
        """The topics of all elements."""
        return tuple(topic for element in self.elements for topic in element.inside("topics"))

    @cached_property
    def questions(self) -> tuple[Fields, ...]:
        """The questions of all elements."""
        return tuple(question for element in self.elements for question in questions_of(element))

    @cached_property
    def answers(self) -> tuple[Fields, ...]:
        """The answers that questions name as their own."""
        return tuple(answer for question in self.questions for answer in question.inside("answers"))

    @cached_property
    def groups(self) -> tuple[Fields, ...]:
        """The groups of all lenses."""
        return tuple(group for lens in self.lenses for group in lens.inside("groups"))


def questions_of(element: Fields) -> Iterator[Fields]:
    """The questions of an element, in its topics or its own."""
    for part in (*element.inside("topics"), element):
        yield from part.inside("questions")


Find = Callable[[SetParts], Iterable[Fields]]

# ------------------------------------------------------------------------------------------------ what must differ

_DIFFERENT: tuple[tuple[Callable[[SetParts], Iterable[Iterable[Fields]]], str], ...] = (
    (lambda parts: [parts.boxes], "label"),  # a typed answer is known by its label
    (lambda parts: [parts.boxes], "short"),
    (lambda parts: [question.inside("answers") for question in parts.questions], "label"),
    (lambda parts: [question.inside("answers") for question in parts.questions], "short"),
    (lambda parts: [parts.states], "id"),
    (lambda parts: [parts.states], "letter"),  # heads its column
    (lambda parts: [parts.states], "title"),  # heads its hints
    (lambda parts: [parts.levels], "id"),
    (lambda parts: [parts.levels], "title"),  # chosen from a list, as those of areas and elements
    (lambda parts: [parts.levels], "plural"),
    (lambda parts: [parts.lenses], "id"),
    (lambda parts: [parts.lenses], "title"),
    (lambda parts: [lens.inside("groups") for lens in parts.lenses], "id"),
    (lambda parts: [lens.inside("groups") for lens in parts.lenses], "title"),
    (lambda parts: [parts.areas], "title"),
    (lambda parts: [parts.elements], "title"),
    (lambda parts: [element.inside("topics") for element in parts.elements], "id"),
    (lambda parts: [element.inside("topics") for element in parts.elements], "title"),
    (lambda parts: [parts.questions], "text"),
)
_SHOWN = 60  # characters of a text in a message


def different(parts: Iterable[Fields], key: str) -> None:
    """A fault for each part whose field says what that of an earlier one says; case and blanks do not tell apart."""
    seen: dict[str, Fields] = {}
    for part in parts:
        said = part.said(key)
        first = seen.setdefault(fold(said), part) if said else part
        if first is not part:
            shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."
            part.fault(
                f"field '{key}' is '{shown}', which {first.name} has already; give one of them another, that differs "
                "in more than case and blanks",
                key,
            )


def _check_ids(parts: SetParts) -> None:
    """Areas, elements, their codes and questions share one name space: any of them can be asked for by its id."""
    named = [(area, "id") for area in parts.areas]
    named += [(element, key) for element in parts.elements for key in ("id", "code")]
    named += [(question, "id") for question in parts.questions]
    seen: dict[str, tuple[Fields, str]] = {}
    for part, key in named:
        name = fold(part.said(key))
        first, first_key = seen.setdefault(name, (part, key))
        if name == OVERALL:
            part.fault(f"field '{key}' is '{OVERALL}', which names the score of the whole; choose another", key)
        elif name and (first is not part or first_key != key):
            part.fault(
                f"field '{key}': '{name}' is used more than once, first by {first.name}; the ids of areas, elements "
                "and questions and the codes all differ",
                key,
            )


def _check_titles(parts: SetParts) -> None:
    """An element may bear the title of its area only where it is all of it."""
    for area in parts.areas:
        title = fold(area.said("title"))
        if title == OVERALL:
            area.fault("field 'title': 'Overall' stands for the whole in lists and tables; choose another", "title")
        for other in parts.elements:
            if title and fold(other.said("title")) == title and area.inside("elements") != (other,):
                other.fault(f"field 'title' is that of {area.name}, which has other elements; choose another", "title")


# ------------------------------------------------------------------------------------------------ how a field may look

_NAME = r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*"
_NAMES = "letters, digits, hyphens and underscores"
_MONTHS = "|".join(sorted({form for month in MONTHS for form in (month, month[:3])} | {"Sept"}))


@dataclass(frozen=True, slots=True)
class _Form:
    find: Find
    key: str
    pattern: re.Pattern[str]
    allowed: str


def _form(find: Find, key: str, pattern: str, allowed: str) -> _Form:
    return _Form(find, key, re.compile(pattern, re.IGNORECASE), allowed)


_FORMS = (
    _form(lambda parts: parts.states, "id", _NAME, _NAMES),  # names a field of the questions, and a column
    _form(lambda parts: parts.levels, "id", _NAME, _NAMES),  # stands in lists with commas
    _form(lambda parts: parts.lenses, "id", _NAME, _NAMES),
    _form(lambda parts: parts.groups, "id", _NAME, _NAMES),
    _form(lambda parts: parts.topics, "id", _NAME, _NAMES),
    _form(lambda parts: parts.states, "letter", r"[^\W_]", "one letter or digit: it heads a narrow column"),
    _form(
        lambda parts: parts.elements,
        "code",
        rf"(?!(?:{_MONTHS})$)[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z][A-Za-z0-9]*)*",
        "letters and digits beginning with a letter, and no name of a month: Excel makes a number or a date of ids "
        "such as 1E-01 or MAY-01",
    ),
)


def _check_forms(parts: SetParts) -> None:
    for form in _FORMS:
        for part in form.find(parts):
            said = part.said(form.key)
            if said and not form.pattern.fullmatch(said):
                part.fault(f"field '{form.key}' is '{said}', allowed are {form.allowed}", form.key)


_WORDS: tuple[tuple[Find, tuple[str, ...]], ...] = (  # what is printed as words must have some
    (lambda parts: [parts.head], ("title",)),
    (lambda parts: parts.states, ("title",)),
    (lambda parts: parts.levels, ("title", "plural")),
    (lambda parts: parts.lenses, ("title",)),
    (lambda parts: parts.groups, ("title",)),
    (lambda parts: parts.areas, ("title",)),
    (lambda parts: parts.elements, ("title",)),
    (lambda parts: parts.topics, ("title",)),
    (lambda parts: parts.questions, ("text", "good_practice", "next_step")),
)


def _check_words(parts: SetParts) -> None:
    for find, keys in _WORDS:
        for part in find(parts):
            for key in keys:
                said = part.said(key)
                if said and not any(map(str.isalnum, said)):
                    part.fault(f"field '{key}' is '{said}', which has no letter or digit; write it in words", key)


# ------------------------------------------------------------------------------------------------ how long, how many

_LONGEST: tuple[tuple[Find, dict[str, int]], ...] = (  # characters; longer ones break a list, a chart or a page
    (lambda parts: [parts.head], {"id": 40, "version": 40, "title": 120}),
    (lambda parts: (*parts.boxes, *parts.answers), {"label": 100, "short": 40, "met": 120, "means": 1000}),
    (lambda parts: parts.states, {"id": 40, "title": 40, "means": 1000}),
    (lambda parts: parts.levels, {"id": 40, "title": 40, "plural": 40}),
    (lambda parts: parts.lenses, {"id": 40, "title": 120}),
    (lambda parts: parts.groups, {"id": 40, "title": 120}),
    (lambda parts: parts.areas, {"id": 40, "title": 120}),
    (lambda parts: parts.elements, {"id": 40, "code": 8, "title": 120}),
    (lambda parts: parts.topics, {"id": 80, "title": 120}),
    (lambda parts: parts.questions, {"text": 1000, "good_practice": 2500, "next_step": 2500}),
)
MOST_BOXES = 25
MARKS = 5  # that a chart can tell apart
_MOST: tuple[tuple[str, Find, int], ...] = (  # so many were tried, all at once; a chart then fills its page
    ("box", lambda parts: parts.boxes, MOST_BOXES),
    ("evidence state", lambda parts: parts.states, MARKS),
    ("level", lambda parts: parts.levels, MARKS),
    ("area", lambda parts: parts.areas, 24),
    ("element", lambda parts: parts.elements, 100),
    ("question", lambda parts: parts.questions, 1000),
)


def _check_sizes(parts: SetParts) -> None:
    for find, keys in _LONGEST:
        for part in find(parts):
            for key, most in keys.items():
                if (length := len(part.said(key))) > most:
                    part.fault(f"field '{key}' has {length:,} characters, allowed are {most:,}; shorten it", key)
    for noun, find, most in _MOST:
        if (count := len(tuple(find(parts)))) > most:
            parts.head.fault(f"the set has {tally(count, noun)}, but workbook and report bear no more than {most:,}")
    for question in parts.questions:
        if (count := len(question.inside("answers"))) > MOST_BOXES:
            question.fault(f"it has {tally(count, 'answer')}, but a list bears no more than {MOST_BOXES}", "answers")


STAGES = 2, 10  # of a path: fewer make no line, more have no room for their names side by side


def _check_paths(parts: SetParts, made: QuestionSet) -> None:
    """The stages of a path are drawn side by side."""
    for part, area in zip(parts.areas, made.areas, strict=True):
        if area.is_path and not STAGES[0] <= len(area.elements) <= STAGES[1]:
            found = tally(len(area.elements), "element")
            allowed = f"a path has {STAGES[0]} to {STAGES[1]}; leave the field out"
            part.fault(f"field 'path' is true, but the area has {found}, and {allowed}", "path")


# ------------------------------------------------------------------------------------------------ answers and weights

_STATES = frozenset({"n/a", "na", "not applicable", "not known", "not asked", "overall"})
_NUMBER_FIRST = re.compile(r"([-+]?\d+(?:[.,]\d+|/\d+)?)(?:\s*[-:=.)]\s|\s+points?\b|$)")


def check_label(box: Fields) -> None:
    """A label must not be taken for another answer, nor name other points than its own."""
    label = fold(box.said("label"))
    if label in _STATES:
        box.fault(
            f"field 'label' is '{box.said('label')}', which is an answer beside the boxes; choose another", "label"
        )
    found = _NUMBER_FIRST.match(label.replace("\N{MINUS SIGN}", "-"))
    first = fraction_of(found[1].replace(",", ".")) if found else None
    if found is None or first is None:
        return
    value = box.said_number("value")
    if first != value:
        worth = printed_exactly(value) if value is not None else "none"
        what = f"begins with {found[1]}, but its value is {worth}; the value stands before the label by itself"
        box.fault(f"field 'label' is '{box.said('label')}', which {what}", "label")
    elif found[0] != label:
        what = "repeats its value, which stands before the label by itself; leave it out"
        box.fault(f"field 'label' is '{box.said('label')}', which {what}", "label")


LIGHTEST, HEAVIEST = Fraction(1, 1000), Fraction(1000)


def _check_weights(parts: SetParts) -> None:
    """A weight far from the others is a slip of the pen, and makes all the others vanish."""
    for part in (*parts.areas, *parts.elements, *parts.questions):
        weight = part.said_number("weight")
        if weight is not None and weight > 0 and not LIGHTEST <= weight <= HEAVIEST:
            part.fault(f"field 'weight' is {weight}, allowed are 1/1000 to 1000", "weight")


# ------------------------------------------------------------------------------------------------ the whole


def check_soundness(parts: SetParts, made: QuestionSet, *, whole: bool) -> None:
    """Note all faults of a set that was made of these tables; `whole`: none of its areas is missing."""
    for groups_of, key in _DIFFERENT:
        for group in groups_of(parts):
            different(group, key)
    for check in (_check_ids, _check_titles, _check_forms, _check_words, _check_sizes, _check_weights):
        check(parts)
    _check_paths(parts, made)
    for box in (*parts.boxes, *parts.answers):
        check_label(box)
    if whole:
        _check_use(parts, made)


def _check_use(parts: SetParts, made: QuestionSet) -> None:
    """What the set declares, some question must use."""
    asked = {level for question in made.questions.values() for level in question.levels}
    for level in parts.levels:
        if made.questions and level.said("id") and level.said("id") not in asked:
            level.fault(
                "no question can be answered by this level; let one name it in 'levels', or leave the level out"
            )
    counted = {
        (lens, group)
        for question in made.questions.values()
        for lens, groups in question.lenses.items()
        for group in groups
    }
    for lens in parts.lenses:
        if not lens.inside("groups"):
            lens.fault("it has no groups; add [[lenses.groups]], or leave the lens out", "groups")
        for group in lens.inside("groups"):
            if made.questions and (lens.said("id"), group.said("id")) not in counted:
                group.fault(
                    f"no question counts in this group of the lens '{lens.said('id')}'; name it in the 'lenses' of "
                    "one, or leave the group out"
                )
