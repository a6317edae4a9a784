"""What a question set asks and how it counts, as digests: a workbook that remembers them tells of a changed set.

Counted is what changes the meaning of an answer or a score: texts of questions, who can answer them, boxes, limits,
weights, what belongs where. Words that only explain (good practice, evidence, next steps, introductions, what a box
takes, those of sectors) are not: they may be bettered at any time. Each part has a digest of its own, so that a message
can name what differs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from reportgen.common.folding import fold
from reportgen.common.language import listed, plural
from reportgen.common.model import QuestionSet

ONLY_WORDS = frozenset(  # fields of a question, a scale, a state that explain, or that another part counts
    {"id", "good_practice", "evidence", "next_step", "horizon", "effort", "double_barrelled", "examples"}
    | {"not_applicable", "lenses", "means", "met", "short_name", "unit", "units", "letter", "plural"}
)
WHERE_USED = frozenset({"own_boxes", "is_inverse", "points"})
"""Fields that count where a set uses them: to workbooks of other sets they are nothing new."""
_SIGNS = 8  # hexadecimal, of a digest
_NAMED = 5  # questions in a message
_IN_WORDS = {
    "scale": "the scale",
    "states": "the evidence states",
    "levels": "the levels",
    "model": "areas and elements, their titles or weights",
    "lenses": "what counts in the lenses",
}


def parts_asked(questions: QuestionSet) -> dict[str, str]:
    """A digest for each part of a set, and for each of its questions by id, in the set's own words."""
    plain = questions.plain or questions
    parts: dict[str, Any] = {
        "scale": plain.scale,
        "states": {state.id: state for state in plain.states},
        "levels": {level.id: level for level in plain.levels},
        "model": {
            area.id: (
                *(area.title, area.weight),
                {
                    part.id: (part.code, part.title, part.weight, [question.id for question in part.questions])
                    for part in area.elements
                },
            )
            for area in plain.areas
        },
        "lenses": {name: question.lenses for name, question in plain.questions.items() if question.lenses},
        **plain.questions,
    }
    return {name: _digest(part) for name, part in parts.items()}


def as_entry(parts: Mapping[str, str]) -> str:
    """The digests as a workbook remembers them, in one cell."""
    return " ".join(f"{name}={digest}" for name, digest in parts.items())


def asked_digest(questions: QuestionSet) -> str:
    """One digest of all that a set asks."""
    return hashlib.sha256(as_entry(parts_asked(questions)).encode("utf-8")).hexdigest()


def parts_changed(entry: str, questions: QuestionSet) -> str:
    """What differs from what a workbook remembers, in words; empty when nothing does, or it remembers nothing."""
    before = dict(part.split("=", 1) for part in entry.split() if "=" in part)
    now = parts_asked(questions)
    return listed(_told(before, now)) if before else ""


def _told(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for part, words in _IN_WORDS.items():
        if before.get(part) != now[part]:
            yield words
    ids = [name for name in now if name not in _IN_WORDS]
    earlier = [name for name in before if name not in _IN_WORDS]
    if changed := [name for name in ids if name in before and before[name] != now[name]]:
        yield f"{plural('question', len(changed))} {_few(changed)}"
    if new := [name for name in ids if name not in before]:
        yield f"{_few(new)} (new)"
    if gone := [name for name in earlier if name not in now]:
        yield f"{_few(gone)} (gone)"


def _few(names: list[str]) -> str:
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return listed([*names[:_NAMED], *more])


def _digest(part: object) -> str:
    return hashlib.sha256(repr(_plain(part)).encode("utf-8")).hexdigest()[:_SIGNS]


def _plain(part: Any) -> object:
    """The same in plain values that look alike whenever they mean the same."""
    if isinstance(part, str):
        return fold(part)
    if is_dataclass(part):
        values = ((field.name, getattr(part, field.name)) for field in fields(part))
        return [(name, _plain(value)) for name, value in values if _counts(name, value)]
    if isinstance(part, Mapping):
        return [(str(name), _plain(part[name])) for name in sorted(part, key=str)]
    if isinstance(part, frozenset | set):
        return sorted(map(str, part))
    if isinstance(part, list | tuple):
        return [_plain(one) for one in part]
    return str(part)


def _counts(field: str, value: object) -> bool:
    return field not in ONLY_WORDS and (bool(value) or field not in WHERE_USED)
