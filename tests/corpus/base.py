"""The sound workbook that the corpus spoils: small, filled in everywhere, without a single problem. All invented."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import openpyxl
from openpyxl import Workbook

from reportgen.common.model import (
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Engagement,
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    Interview,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
)
from reportgen.questions import load_question_set
from reportgen.workbook.writer import write_workbook
from tests.packages import parts_of, zipped

SET = Path(__file__).parents[1] / "sets" / "visitor-care"
QUESTIONS = load_question_set(SET)
BOXES = {"D-01": (0, 30, 30), "D-02": (None, 70, 70), "B-01": (30, 30, 0), "R-01": (70, 70, 70), "R-02": (100, 70, 100)}

Parts = dict[str, bytes]


def _answer(code: str, question_id: str, box: int | None) -> Answer:
    recorded = {state.id: True for state in QUESTIONS.states}
    state = AnswerState.BLANK if box is None else AnswerState.SCORED
    silent = dict.fromkeys(recorded)
    return Answer(
        code,
        question_id,
        state,
        None if box is None else Fraction(box),
        recorded if box else silent,
        "Watched for an hour." if box else "",
    )


def _interviews() -> tuple[Interview, ...]:
    elements = frozenset(element.id for element in QUESTIONS.elements)
    return tuple(
        Interview(
            f"{number:02d}", date(2025, 3, 2 + number), "Ann", f"Role {number}", level.id, elements, "", "Ask again"
        )
        for number, level in enumerate(QUESTIONS.levels, start=1)
    )


def assessment() -> Assessment:
    """What the sound workbook says."""
    boxes = {f"{number:02d}": {id_: row[number - 1] for id_, row in BOXES.items()} for number in (1, 2, 3)}
    return Assessment(
        QUESTIONS.id,
        QUESTIONS.version,
        Engagement(
            *("Harbour Museum", "museums by the sea", "Jane Example", "Chair", "A. Author", date(2025, 4, 1)),
            *("Zoos", "North", "Under 250 staff"),
        ),
        _interviews(),
        tuple(_answer(code, id_, box) for code, mine in boxes.items() for id_, box in mine.items()),
        notes=(
            Note("01", "door", NoteKind.ANECDOTE, "A visitor waited in the rain."),
            Note("02", "rooms", NoteKind.INSIGHT, "Labels are read from afar."),
        ),
        headlines=(Headline("03", HeadlineStatus.NEW, "The door is cold"),),
        agreed=(AgreedScore("R-02", Fraction(100), "Seen by all of us."),),
        findings=(Finding("F-001", "arrival", FindingKind.STRENGTH, "People are greeted."),),
        initiatives=(Initiative("R-001", "stay", "quick-win", "Print larger labels", "must", "low", "Keeper"),),
        narrative=(NarrativeText(NarrativeSection.AIM, None, "To see with visitors' eyes."),),
    )


@cache
def sound() -> bytes:
    """The workbook as we write it."""
    return write_workbook(QUESTIONS, assessment())


def with_notes(*texts: str) -> bytes:
    """The same workbook, the first notes on answers replaced by these texts."""
    made = assessment()
    noted = [answer for answer in made.answers if answer.note]
    for old, text in zip(noted, texts, strict=False):
        made = replace(made, answers=tuple(replace(a, note=text) if a is old else a for a in made.answers))
    return write_workbook(QUESTIONS, made)


def edited(change: Callable[[Workbook], object], data: bytes | None = None) -> bytes:
    """The workbook after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(data or sound()))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def part_of(title: str, parts: Mapping[str, bytes]) -> str:
    """The name of the part that holds the sheet of that title."""
    found = re.search(rf'<sheet [^>]*name="{title}"[^>]*?r:id="(\w+)"', parts["xl/workbook.xml"].decode())
    assert found, title
    target = re.search(
        rf'<Relationship [^>]*?Target="/?(?:xl/)?([^"]*)" Id="{found[1]}"', parts["xl/_rels/workbook.xml.rels"].decode()
    )
    assert target, found[1]
    return f"xl/{target[1]}"


def with_sheet(title: str, change: Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    """The package with the XML of one sheet changed; the change must change something."""
    parts = parts_of(data or sound())
    name = part_of(title, parts)
    changed = change(parts[name])
    assert changed != parts[name], f"nothing of {title} was changed"
    return zipped({**parts, name: changed})
