"""Questions chosen from a set, as people read them and as records for `--json`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.common.model import QuestionSet
from reportgen.questions.listed import Listed, descriptions_of

NARROWEST, WIDEST = 60, 96  # characters a line; others are hard to read
_LABEL = 16  # characters of the labels beside the texts


# --------------------------------------------------------------------------------------------------------- records


def question_record(listed: Listed) -> dict[str, Any]:
    """One question for `--json`: where it stands, and all its texts."""
    question = listed.question
    return {
        "id": question.id,
        "area": listed.area.id,
        "area_title": listed.area.title,
        "element": listed.element.id,
        "element_title": listed.element.title,
        "topic": listed.topic.id,
        "topic_title": listed.topic.title,
        "text": question.text,
        "good_practice": question.good_practice,
        "evidence": dict(question.evidence),
        "next_step": question.next_step,
        "horizon": question.horizon,
        "effort": question.effort,
        "na_allowed": question.na_allowed,
        "not_applicable": question.not_applicable,
        "levels": sorted(question.levels),
        "answers": [{"value": str(box.value), "label": box.label, "means": box.means} for box in question.own_boxes],
        "inverse": question.is_inverse,
        "points": {state.name.lower(): str(value) for state, value in question.points.items()},
        "weight": str(question.weight),
        "lenses": {lens: list(groups) for lens, groups in question.lenses.items()},
        "double_barrelled": question.double_barrelled,
        "examples": question.examples,
        "element_examples": listed.element.examples,
    }


# ------------------------------------------------------------------------------------------------------------ text


def as_list(chosen: Iterable[Listed]) -> str:
    """One line a question, under its area, element and topic."""
    lines: list[str] = []
    before: tuple[str, str, str] = ("", "", "")
    for listed in chosen:
        here = (listed.area.title, listed.element.title, listed.topic.title)
        for level, title in enumerate(here):
            if here[: level + 1] != before[: level + 1]:
                if level == 0 and lines:
                    lines.append("")
                if level < 2 or title != here[1]:  # an element without topics is its own topic
                    lines.append(f"{'  ' * level}{title}")
        before = here
        lines.append(f"      {listed.question.id}  {listed.question.text}")
    return "\n".join(lines)


def as_page(listed: Listed, questions: QuestionSet, width: int) -> str:
    """Everything about one question, set for a terminal of so many characters."""
    question = listed.question
    room = max(NARROWEST, min(width, WIDEST))
    head = [*_wrapped(f"{question.id}  {' > '.join(listed.place)}", room, ""), "", *_wrapped(question.text, room, "")]
    return "\n".join([*head, "", *_described(descriptions_of(listed, questions), room)])


def _described(facts: Iterable[tuple[str, str]], room: int) -> Iterator[str]:
    """Each label above its text, which is indented."""
    for label, text in facts:
        if len(label) < _LABEL and len(text) <= room - _LABEL - 2:
            yield f"{label:<{_LABEL}}{text}"
        else:
            yield from (label, *_wrapped(text, room, "  "))


def _wrapped(text: str, room: int, indent: str) -> list[str]:
    return textwrap.wrap(text, room, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
