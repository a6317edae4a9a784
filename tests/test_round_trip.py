"""What is written comes back as it was; `tests/test_resaved.py` has LibreOffice save it between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from reportgen.common.folding import clean
from reportgen.common.model import (
    EFFORTS,
    HORIZONS,
    OVERALL,
    PRIORITIES,
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
    PeerFilter,
    Target,
)
from reportgen.workbook.writer import write_workbook
from tests.builders import question_set
from tests.workbooks import read_workbook

QUESTIONS = question_set()
T = TypeVar("T")

AWKWARD = (
    *("=1+1", "+44", "-5", "@x", "{{ 7*7 }}", "<b>&amp;", "_x000D_", "_x005F_x0041_", "#N/A", "'80", "1e5", "TRUE"),
    *("80 %", "2025-03-04", "Müller & Söhne", "one\ntwo", "a\u00a0b", "👩‍💻 ❤️", "שלום", "N/A", "0", "None", "\u2028x"),
)
STATES = [state for state in AnswerState if state is not AnswerState.UNREADABLE]


class Maker:
    """Any assessment the workbook has room for, by chance; of each interview something is known."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._pick = self._chance.choice
        self._codes = self._chance.sample(["01", "02", "7", "M-1", "Ärzte"], k=self._chance.randint(1, 3))
        self._areas = [area.id for area in QUESTIONS.areas]
        self._elements = [element.id for element in QUESTIONS.elements]

    def assessment(self) -> Assessment:
        """All of it."""
        return Assessment(
            QUESTIONS.id,
            QUESTIONS.version,
            self._engagement(),
            tuple(self._interview(code) for code in self._codes),
            tuple(self._answer(code, question) for code in self._codes for question in QUESTIONS.questions),
            self._several(self._note),
            self._several(self._headline),
            tuple(self._agreed(question) for question in QUESTIONS.questions if self._chance.random() < 0.3),
            tuple(self._finding(number) for number in self._references()),
            tuple(self._initiative(number) for number in self._references()),
            tuple(self._target(element) for element in self._elements if self._chance.random() < 0.5),
            self._narrative(),
        )

    def _target(self, element: str) -> Target:
        box = self._pick(QUESTIONS.scale.values)
        return Target(element, box, self._pick([None, date(2027, 3, 31)]))

    def _several(self, make: Callable[[], T]) -> tuple[T, ...]:
        return tuple(make() for _ in range(self._chance.randint(0, 3)))

    def _some_text(self) -> str:
        letters = "".join(chr(self._chance.choice((self._chance.randint(32, 1500), 0x2003, 0x1F600))) for _ in range(9))
        return clean(self._pick((*AWKWARD, letters))) or "x"

    def _text(self) -> str:
        return self._some_text() if self._chance.random() < 0.7 else ""

    def _date(self) -> date | None:
        return self._pick((None, date(1990, 1, 1) + timedelta(days=self._chance.randint(0, 40_000))))

    def _names(self) -> tuple[str, ...]:
        return self._several(lambda: self._pick(("Retail", "north", "é-1", "x 2")))

    def _references(self) -> list[int]:
        return self._chance.sample(range(1, 1000), k=self._chance.randint(0, 3))

    def _engagement(self) -> Engagement:
        return Engagement(
            *(self._some_text(), self._text(), self._text(), self._text(), self._text(), self._date()),
            *(self._pick(("", "Retail", "Zoos")), self._text(), self._pick(("", "12 people")), self._text()),
            *(
                self._names(),
                PeerFilter(self._names(), self._names(), self._names(), self._pick((None, 1990, 2021, 2100))),
            ),
            self._pick((True, False)),
        )

    def _interview(self, code: str) -> Interview:
        level = self._pick((None, "manager", "implementation"))
        elements = frozenset(element for element in self._elements if self._pick((True, False)))
        facts = (self._date(), self._text(), self._some_text(), level, elements)
        return Interview(code, *facts, self._text(), self._text(), self._text())

    def _answer(self, code: str, question_id: str) -> Answer:
        state = self._pick(STATES)
        box = self._pick(QUESTIONS.scale.values) if state is AnswerState.SCORED else None
        evidence = {state.id: self._pick((True, False, None)) for state in QUESTIONS.states}
        return Answer(code, question_id, state, box, evidence, self._text())

    def _note(self) -> Note:
        return Note(self._pick(self._codes), self._pick(self._elements), self._pick(list(NoteKind)), self._some_text())

    def _headline(self) -> Headline:
        return Headline(self._pick(self._codes), self._pick((None, *HeadlineStatus)), self._some_text(), self._text())

    def _agreed(self, question_id: str) -> AgreedScore:
        return AgreedScore(question_id, self._pick((None, *QUESTIONS.scale.values)), self._some_text())

    def _finding(self, number: int) -> Finding:
        kind = self._pick(list(FindingKind))
        return Finding(f"F-{number:03d}", self._pick((OVERALL, *self._areas)), kind, self._some_text())

    def _initiative(self, number: int) -> Initiative:
        area, horizon = self._pick((OVERALL, *self._areas)), self._pick(HORIZONS).id
        rest = (self._some_text(), self._pick(PRIORITIES), self._pick(("", *EFFORTS)), self._text())
        lifts = tuple(question for question in QUESTIONS.questions if self._pick((True, False)))
        when = self._date(), self._date(), self._text()
        return Initiative(f"R-{number:03d}", area, horizon, *rest, lifts, *when)

    def _narrative(self) -> tuple[NarrativeText, ...]:
        """Texts in the order in which the workbook lays out its sections."""
        texts: list[NarrativeText] = []
        for section in NarrativeSection:
            introduces = section is NarrativeSection.AREA_INTRODUCTION
            for area in self._areas if introduces else [None]:
                texts += self._several(lambda s=section, a=area: NarrativeText(s, a, self._some_text()))  # type: ignore[misc]
        return tuple(texts)


@pytest.mark.parametrize("seed", range(12))
def test_any_assessment_comes_back_as_written(tmp_path: Path, seed: int) -> None:
    made = Maker(seed).assessment()
    path = tmp_path / "client.xlsx"
    path.write_bytes(write_workbook(QUESTIONS, made))
    found, problems = read_workbook(path, QUESTIONS)
    assert [problem.message for problem in problems] == []
    for part in ("engagement", "interviews", "answers", "notes", "headlines", "agreed", "findings", "initiatives"):
        assert getattr(found, part) == getattr(made, part)
    assert found == made
