"""Builders for tests: question sets, assessments and peers written as text, in the words of the people who use them.

`question_set` and `assessment` read small indented texts; what a text leaves out gets a plain default. Everything they
make is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from reportgen.common.model import (
    AgreedScore,
    Answer,
    AnswerState,
    Area,
    Assessment,
    Element,
    Engagement,
    EvidenceState,
    Interview,
    Lens,
    LensGroup,
    Level,
    Peer,
    Place,
    Question,
    QuestionSet,
    Topic,
)
from reportgen.common.peer_table import PeerData
from reportgen.common.scale import Box, scale_of
from reportgen.questions import load_question_set

BOXES = (
    Box(Fraction(100), "Identified, updated and having an effect"),
    Box(Fraction(80), "Clear evidence and being implemented"),
    Box(Fraction(60), "Full commitment and real progress"),
    Box(Fraction(40), "Some commitment and some progress"),
    Box(Fraction(20), "Isolated activity only"),
    Box(Fraction(5), "No real progress"),
)
SCALE = scale_of(BOXES, lowest=Fraction(0))
STATES = (
    EvidenceState("intention", "I", "Intention"),
    EvidenceState("reality", "R", "Reality"),
    EvidenceState("effect", "E", "Effect"),
)
LEVELS = (Level("manager", "Manager", "Managers"), Level("implementation", "Implementation", "Implementers"))

SMALL_SET = """
    # Core
    ## AP Analysis and planning
    AP-01
    AP-02
    AP-03
    ## PR Proposition
    PR-01
    PR-02
    # Measurement
    ## ME Measuring the effect
    ME-01
    ME-02
"""


# ---------------------------------------------------------------------------------------------- question set


def question_set(text: str = SMALL_SET, **changes: Any) -> QuestionSet:
    """A question set from lines, about our own subject; `changes` replaces fields of the result: `version="2"`.

    `# Title` begins an area, `## CODE Title` an element, `### Title` a topic (an element without one gets one topic of
    its own title); any other line is a question id. Details follow after bars: `weight 2`, `manager` or
    `implementation` (only this level can answer), `no N/A`, `reap: retention efficiency` (groups of a lens)::

        # Core | weight 1/2
        ## AP Analysis and planning
        AP-01 | weight 2 | manager | reap: retention
    """
    areas: list[Area] = []
    for line in _lines(text):
        head, *details = (part.strip() for part in line.split("|"))
        weight = _weight(details)
        if head.startswith("###"):
            title = head.removeprefix("###").strip()
            _grow_element(areas, Topic(_slug(title), title, ()))
        elif head.startswith("##"):
            code, title = head.removeprefix("##").split(maxsplit=1)
            element = Element(_slug(title), code, title, (), weight=weight)
            areas[-1] = replace(areas[-1], elements=(*areas[-1].elements, element))
        elif head.startswith("#"):
            title = head.removeprefix("#").strip()
            areas.append(Area(_slug(title), title, (), weight=weight))
        else:
            _add_question(areas, _question(head, details))
    questions = [question for area in areas for question in area.questions]
    ours = shipped_set()
    made = QuestionSet("test", "1", "Test set", SCALE, STATES, LEVELS, tuple(areas), _lenses(questions))
    return replace(made, subject=ours.subject, report=ours.report, **changes)


@cache
def shipped_set() -> QuestionSet:
    """Our own set: what is built from lines is about the same subject."""
    return load_question_set()


def _question(question_id: str, details: Sequence[str]) -> Question:
    level_ids = frozenset(level.id for level in LEVELS)
    tags = {lens.strip(): tuple(groups.split()) for lens, _, groups in (d.partition(":") for d in details) if groups}
    return Question(
        id=question_id,
        text=f"Is {question_id} done?",
        good_practice=f"What {question_id} looks like when it is done well.",
        evidence={state.id: f"What shows the {state.id} of {question_id}." for state in STATES},
        next_step=f"Take the next step of {question_id}.",
        horizon="quick-win",
        effort="low",
        na_allowed="no N/A" not in details,
        levels=level_ids.intersection(details) or level_ids,
        weight=_weight(details),
        lenses=tags,
    )


def _grow_element(areas: list[Area], topic: Topic) -> None:
    *before, last = areas[-1].elements
    areas[-1] = replace(areas[-1], elements=(*before, replace(last, topics=(*last.topics, topic))))


def _add_question(areas: list[Area], question: Question) -> None:
    *before, last = areas[-1].elements
    topics = last.topics or (Topic(f"{last.id}-topic", last.title, ()),)
    grown = replace(topics[-1], questions=(*topics[-1].questions, question))
    areas[-1] = replace(areas[-1], elements=(*before, replace(last, topics=(*topics[:-1], grown))))


def _lenses(questions: Sequence[Question]) -> tuple[Lens, ...]:
    """The lenses and groups the questions name, in the order they are met."""
    found: dict[str, dict[str, LensGroup]] = {}
    for question in questions:
        for lens, groups in question.lenses.items():
            found.setdefault(lens, {}).update({group: LensGroup(group, group.capitalize()) for group in groups})
    return tuple(Lens(lens, lens.upper(), tuple(groups.values())) for lens, groups in found.items())


# ------------------------------------------------------------------------------------------------ assessment


def assessment(text: str, questions: QuestionSet | None = None, **engagement: Any) -> Assessment:
    """An assessment from a table: a column per interview, optionally one of agreed scores, a row per question.

    An interview's heading is its code, its level and, after a colon, the codes of the elements it covers (all unless
    said). A cell holds a box with evidence letters (capital yes, small no, absent not recorded) and a note in double
    quotes, or `N/A`, `not known`, `not asked`, `unreadable`; empty is blank, `-` leaves the answer out altogether.
    `engagement` are its facts; the client is "Example Ltd" unless said::

        question | 01 manager     | 02 implementation: AP | agreed
        AP-01    | 80 IRe "seen"  | 40                    | 60 weighed up
        PR-01    | N/A            | not asked             |
    """
    model = questions or question_set()
    heading, *rows = [[cell.strip() for cell in line.split("|")] for line in _lines(text)]
    with_agreed = heading[-1] == "agreed"
    interviews = [
        _interview(cell, number, model) for number, cell in enumerate(heading[1 : -1 if with_agreed else None])
    ]
    answers: list[Answer] = []
    agreed: list[AgreedScore] = []
    for row_number, (question_id, *cells) in enumerate(rows, start=2):
        cells += [""] * (len(heading) - 1 - len(cells))
        for interview, cell in zip(interviews, cells, strict=False):
            if cell != "-":
                answers.append(_answer(interview.code, question_id, cell, row_number))
        if with_agreed and cells[-1]:
            agreed.append(_agreed(question_id, cells[-1], row_number))
    return Assessment(
        set_id=model.id,
        set_version=model.version,
        engagement=Engagement(**{"client": "Example Ltd", **engagement}),
        interviews=tuple(interviews),
        answers=tuple(answers),
        agreed=tuple(agreed),
    )


def _interview(heading: str, number: int, questions: QuestionSet) -> Interview:
    facts, _, covered = heading.partition(":")
    code, *level = facts.split()
    codes = covered.split()
    elements = frozenset(element.id for element in questions.elements if not codes or element.code in codes)
    return Interview(
        code,
        date=date(2024, 3, 1 + number % 28),
        role=f"Role of {code}",
        level=level[0] if level else None,
        elements=elements,
        place=Place("Interviews", f"A{number + 2}"),
    )


_UNSCORED = {
    "": AnswerState.BLANK,
    "n/a": AnswerState.NOT_APPLICABLE,
    "not known": AnswerState.NOT_KNOWN,
    "not asked": AnswerState.NOT_ASKED,
    "unreadable": AnswerState.UNREADABLE,
}


def _answer(code: str, question_id: str, cell: str, row: int) -> Answer:
    text, _, note = (part.strip() for part in cell.rstrip('"').partition('"'))
    state, box, evidence = _UNSCORED.get(text.lower(), AnswerState.SCORED), None, {}
    if state is AnswerState.SCORED:
        number, _, letters = text.partition(" ")
        box, evidence = int(number), {state.id: _recorded(state, letters) for state in STATES}
    sheet = f"Interview {code}"
    return Answer(
        code,
        question_id,
        state,
        None if box is None else Fraction(box),
        evidence,
        note,
        place=Place(sheet, f"D{row}"),
        note_place=Place(sheet, f"H{row}"),
    )


def _recorded(state: EvidenceState, letters: str) -> bool | None:
    """True for its capital among the letters, False for its small letter, None for neither."""
    if state.letter in letters:
        return True
    return False if state.letter.lower() in letters else None


def _agreed(question_id: str, cell: str, row: int) -> AgreedScore:
    box, _, reason = cell.partition(" ")
    places = Place("Agreed scores", f"F{row}"), Place("Agreed scores", f"G{row}")
    return AgreedScore(question_id, Fraction(box), reason.strip(), *places)


# ----------------------------------------------------------------------------------------------------- peers


def peer(number: int, elements: Mapping[str, int | Fraction], **facts: Any) -> Peer:
    """Peer number `number`, with an owner of its own unless said; `elements` are scores by element id."""
    usual: dict[str, Any] = {
        "id": f"peer-{number:03}",
        "owner": f"owner-{number:03}",
        "date": date(2020 + number % 5, 1 + number % 12, 1),
        "sector": "retail",
        "region": "UK",
        "size": "large",
        "set_id": "test",
        "set_version": "1",
    }
    return Peer(**{**usual, **facts}, elements={key: Fraction(value) for key, value in elements.items()})


def peers_scoring(values: Iterable[int | Fraction], questions: QuestionSet | None = None, **facts: Any) -> PeerData:
    """Peer data of one peer a value, which scores this value on every element."""
    elements = (questions or question_set()).elements
    return PeerData.of(
        tuple(
            peer(number, {element.id: value for element in elements}, **facts)
            for number, value in enumerate(values, start=1)
        ),
        source="peers.xlsx",
        invented=True,
    )


# --------------------------------------------------------------------------------------------------- helpers


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _weight(details: Sequence[str]) -> Fraction:
    return next((Fraction(d.removeprefix("weight").strip()) for d in details if d.startswith("weight")), Fraction(1))
