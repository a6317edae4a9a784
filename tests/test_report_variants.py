"""Fifty reports of all sorts: whatever is hidden, empty, half filled or hostile, Word opens them without a murmur."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from reportgen.assessment.scoring import score
from reportgen.assessment.standing import compare
from reportgen.assessment.validation import validate
from reportgen.common.build_record import BuildRecord, RecordedSource
from reportgen.common.house_style import load_house_style
from reportgen.common.model import (
    HORIZONS,
    OVERALL,
    PRIORITIES,
    Assessment,
    Finding,
    FindingKind,
    Headline,
    HeadlineStatus,
    Initiative,
    NarrativeSection,
    NarrativeText,
    Note,
    NoteKind,
    QuestionSet,
)
from reportgen.common.resources import template_file
from reportgen.words.compose import compose
from tests import fillings
from tests.builders import peers_scoring, question_set
from tests.checks import inspect_file
from tests.report_builders import fill_template, picture

HOSTILE = (
    "Harbour & Sons <Ltd>",
    "{{ 7*7 }} {% for x in y %}",
    "=1+1",
    'He said "no" & left',
    "line one\n\nline two\n- a bullet\n- another",
    "tab\there, bell\a there, \ud800 surrogate",
    "\u202eright to left\u202c, \N{GRINNING FACE}, Größe",
    "a" * 400,
    " \u00a0 padded \u00a0 ",
)
AREAS = ("Core", "Activity", "Development", "Enabling", "Measurement")
NAMES = ("overall", "model", "evidence", "levels", "moves", "effort-gain", "answers")


def chosen_set(chance: Random) -> QuestionSet:
    """One to five areas of one to three elements of one to four questions."""
    lines = []
    for area in AREAS[: chance.randint(1, 5)]:
        lines.append(f"# {area}")
        for element in range(chance.randint(1, 3)):
            code = f"{area[0]}{'ABC'[element]}"
            lines.append(f"## {code} {area} element {element + 1}")
            lines += [f"{code}-{number:02d}" for number in range(1, chance.randint(2, 5))]
    return question_set("\n".join(lines))


def told(questions: QuestionSet, chance: Random) -> Assessment:
    """An assessment with more or less of everything, its texts hostile."""

    def some(most: int) -> range:
        return range(chance.choice((0, 0, 1, most)))

    def text() -> str:
        return chance.choice((*HOSTILE, "A plain sentence about the company."))

    filled = fillings.by_chance(questions, chance.randrange(10**6), count=chance.randint(1, 5))
    codes = [interview.code for interview in filled.interviews]
    areas = [OVERALL, *(area.id for area in questions.areas)]
    elements = [element.id for element in questions.elements]
    sections = list(NarrativeSection)
    return replace(
        filled,
        engagement=replace(filled.engagement, client=text().strip() or "Client", name_roles=chance.random() < 0.5),
        notes=tuple(
            Note(chance.choice(codes), chance.choice(elements), chance.choice(list(NoteKind)), text()) for _ in some(9)
        ),
        headlines=tuple(Headline(chance.choice(codes), chance.choice(list(HeadlineStatus)), text()) for _ in some(9)),
        findings=tuple(
            Finding(f"F-{number:03d}", chance.choice(areas), chance.choice(list(FindingKind)), text())
            for number in some(30)
        ),
        initiatives=tuple(
            Initiative(
                f"R-{number:03d}",
                chance.choice(areas),
                chance.choice(HORIZONS).id,
                text(),
                chance.choice(PRIORITIES),
                chance.choice(("", "low")),
                chance.choice(("", "Head of Service")),
            )
            for number in some(25)
        ),
        narrative=tuple(
            NarrativeText(
                section,
                chance.choice(areas[1:]) if section is NarrativeSection.AREA_INTRODUCTION else None,
                text(),
            )
            for section in chance.choices(sections, k=len(some(20)))
        ),
    )


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(20))
def test_the_inspection_finds_nothing_in_any_report(seed: int) -> None:
    chance = Random(seed)
    questions = chosen_set(chance)
    assessment = told(questions, chance)
    scores = score(assessment, questions)
    peers = peers_scoring(range(20, 20 + chance.choice((4, 7, 14, 30))), questions) if chance.random() < 0.7 else None
    comparison = compare(scores, peers, assessment.engagement, questions)
    names = (*NAMES, *(f"{kind}-{area.id}" for area in questions.areas for kind in ("area", "path", "topics")))
    pictures = [picture(name) for name in names if chance.random() < 0.7]
    context = compose(
        assessment,
        questions,
        scores,
        comparison,
        validate(assessment, questions),
        pictures,
        load_house_style(None),
        BuildRecord(program="0", workbook=RecordedSource("client.xlsx", "0" * 64)),
    )
    document = fill_template(template_file("cma-report.docx"), context)
    assert [str(finding) for finding in inspect_file(document, literal=HOSTILE)] == []
