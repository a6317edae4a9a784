"""Questions chosen from a set, and looked for in it, each with the parts of the model that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.common.exceptions import UsageError
from reportgen.common.folding import did_you_mean, fold
from reportgen.common.model import HORIZONS, Area, Element, Question, QuestionSet, Topic
from reportgen.common.rounding import printed_exactly


@dataclass(frozen=True, slots=True)
class Listed:
    """A question with the parts of the model it stands in."""

    question: Question
    topic: Topic
    element: Element
    area: Area

    @property
    def place(self) -> tuple[str, ...]:
        """The titles of area, element and topic; an element without topics is its own topic."""
        return tuple(dict.fromkeys((self.area.title, self.element.title, self.topic.title)))


def all_listed(questions: QuestionSet) -> Iterator[Listed]:
    """Every question, in report order."""
    for area in questions.areas:
        for element in area.elements:
            for topic in element.topics:
                yield from (Listed(question, topic, element, area) for question in topic.questions)


def chosen_questions(questions: QuestionSet, area: str = "", element: str = "", lens: str = "") -> list[Listed]:
    """The questions of an area, an element and a lens (or `lens:group`), named by id, code or title; empty is all.

    Raises `UsageError` naming what there is when a name is not known.
    """
    areas = {fold(name): part.id for part in questions.areas for name in (part.id, part.title)}
    elements = {fold(name): part.id for part in questions.elements for name in (part.id, part.code, part.title)}
    area_id = _known(area, areas, "area", [part.id for part in questions.areas])
    element_id = _known(element, elements, "element", [part.id for part in questions.elements])
    tag = _tag(questions, lens)
    return [
        listed
        for listed in all_listed(questions)
        if area_id in ("", listed.area.id) and element_id in ("", listed.element.id) and tag(listed.question)
    ]


def _known(name: str, ids: Mapping[str, str], kind: str, shown: Sequence[str]) -> str:
    if not name:
        return ""
    found = ids.get(fold(name))
    if found is None:
        raise UsageError(f"There is no {kind} '{name}'.{did_you_mean(name, ids)} There are {', '.join(shown)}.")
    return found


def _tag(questions: QuestionSet, lens: str) -> Any:
    """Whether a question counts in a lens, or in one group of it."""
    if not lens:
        return lambda _: True
    name, _, group = lens.partition(":")
    groups_of = {part.id: [entry.id for entry in part.groups] for part in questions.lenses}
    lens_id = _known(name, {fold(key): key for key in groups_of}, "lens", list(groups_of))
    groups = groups_of[lens_id]
    group_id = _known(group, {fold(key): key for key in groups}, f"group of lens '{lens_id}'", groups)

    def counts(question: Question) -> bool:
        tags = question.lenses.get(lens_id, ())
        return group_id in tags if group_id else bool(tags)

    return counts


def find(questions: QuestionSet, question_id: str) -> Listed:
    """The question of that id, whatever its case. Raises `UsageError` with the nearest ids when there is none."""
    wanted = _as_id(question_id)
    for listed in all_listed(questions):
        if fold(listed.question.id) == wanted:
            return listed
    raise UsageError(f"There is no question '{question_id}'. {_nearest_ids(questions, wanted)}")


def _as_id(text: str) -> str:
    """An id as people say it: `ap3` and `AP 3` are `ap-03`."""
    folded = fold(text).replace(" ", "-")
    letters = folded.rstrip("0123456789").rstrip("-")
    digits = folded[len(folded.rstrip("0123456789")) :]
    return f"{letters}-{int(digits):02d}" if letters and digits else folded


def _nearest_ids(questions: QuestionSet, wanted: str) -> str:
    code = wanted.partition("-")[0]
    of_element = [id_ for id_, element in questions.element_of.items() if fold(element.code) == code]
    if of_element:
        return f"{of_element[0]} to {of_element[-1]} are about {questions.element_of[of_element[0]].title.lower()}."
    codes = ", ".join(element.code for element in questions.elements)
    return f"Ids begin with the code of an element: {codes}."


def descriptions_of(listed: Listed, questions: QuestionSet) -> list[tuple[str, str]]:
    """All that the set says of a question beside its text, each under a label; what is empty is left out."""
    question = listed.question
    states = {state.id: state.title for state in questions.states}
    levels = {level.id: level.title for level in questions.levels}
    horizons = {horizon.id: f"{horizon.title} ({horizon.when.lower()})" for horizon in HORIZONS}
    found = (
        ("Good practice", question.good_practice),
        *((f"Look for: {states[state].lower()}", text) for state, text in question.evidence.items()),
        ("Next step", question.next_step),
        ("Usually", f"{horizons[question.horizon]}, {question.effort} effort"),
        ("Examples", question.examples),
        (f"In {listed.element.code}", listed.element.examples),
        ("Asked of", ", ".join(levels[level] for level in levels if level in question.levels)),
        ("N/A", question.not_applicable or ("allowed" if question.na_allowed else "not allowed")),
        ("Answers", "; ".join(f"{printed_exactly(box.value)} - {box.label}" for box in question.own_boxes)),
        ("Inverse", "yes: what is the most elsewhere is worth the least here" if question.is_inverse else ""),
        ("Counts", "; ".join(f"{state.value} {printed_exactly(value)}" for state, value in question.points.items())),
        ("Weight", str(question.weight)),
        ("Two in one", question.double_barrelled),
        *((lens.title, _groups(lens.id, question, questions)) for lens in questions.lenses),
    )
    return [(label, text) for label, text in found if text]


def _groups(lens_id: str, question: Question, questions: QuestionSet) -> str:
    titles = {group.id: group.title for lens in questions.lenses if lens.id == lens_id for group in lens.groups}
    return ", ".join(titles[group] for group in question.lenses.get(lens_id, ()))


class Library:
    """All questions of a set, to be searched again and again."""

    def __init__(self, questions: QuestionSet) -> None:
        self.questions = questions
        self._texts = {listed.question.id: fold(" ".join(_texts(listed))) for listed in all_listed(questions)}

    def search(self, words: str = "", area: str = "", element: str = "", lens: str = "") -> list[Listed]:
        """The questions with all of these words somewhere in their texts, chosen as by `chosen_questions`.

        A word may be the beginning or any other part of one there. Raises `UsageError` as `chosen_questions` does.
        """
        wanted = fold(words).split()
        chosen = chosen_questions(self.questions, area, element, lens)
        return [listed for listed in chosen if all(word in self._texts[listed.question.id] for word in wanted)]


def _texts(listed: Listed) -> Iterator[str]:
    """All that is searched of a question."""
    question = listed.question
    yield from (question.id, *listed.place, question.text, question.good_practice, *question.evidence.values())
    yield from (question.next_step, question.examples, listed.element.examples, question.not_applicable)
