"""A small set whose questions name answers of their own, count inversely, or count N/A and "not known"; invented."""

from __future__ import annotations

import tomllib
from fractions import Fraction

from reportgen.common.model import Answer, AnswerState, Assessment, Engagement, Interview, QuestionSet
from reportgen.common.set_tables import SetTables
from reportgen.questions.loader import question_set_from

HEAD = """
id = "records"
version = "1"
title = "Record keeping"
areas = ["keeping"]
range = { lowest = -2, highest = 3 }
decimals = 2
points = { not_known = 0 }
scale = [
    { value = 3, label = "Always" },
    { value = 1.5, label = "Often" },
    { value = 0, label = "Seldom" },
    { value = -2, label = "Never", short = "No" },
]
states = [
    { id = "plan", letter = "P", title = "Plan" },
    { id = "proof", letter = "F", title = "Proof" },
]
levels = [
    { id = "staff", title = "Staff", plural = "Staff" },
    { id = "lead", title = "Lead", plural = "Leads" },
]
"""
ELEMENTS = """
id = "keeping"
title = "Keeping"
[[elements]]
id = "paper"
code = "PA"
title = "Paper"
questions = [
    { id = "PA-01", QUESTION, text = "Is it filed?" },
    { id = "PA-02", QUESTION, text = "Is it lost?", inverse = true },
    { id = "PA-03", QUESTION, text = "Is it listed?", answers = [
        { value = 2, label = "Published", means = "Anyone can read it." },
        { value = "1/3", label = "Drafted" },
        { value = -1, label = "Nothing" },
    ] },
]
[[elements]]
id = "files"
code = "FI"
title = "Files"
questions = [
    { id = "FI-01", QUESTION, text = "Is it copied?", points = { not_applicable = "1/3", not_known = -1 } },
    { id = "FI-02", QUESTION, text = "Is it read?", answers = [
        { value = 1, label = "Yes" },
        { value = 0, label = "No" },
    ] },
]
"""
QUESTION = (
    'good_practice = "It is.", plan = "A plan", proof = "A proof", next_step = "Begin.", '
    'horizon = "quick-win", effort = "low", na_allowed = true'
)


def loaded(head: str = HEAD, elements: str = ELEMENTS) -> tuple[QuestionSet, list[str]]:
    """The set of these texts, and its faults."""
    faults: list[str] = []
    area = tomllib.loads(elements.replace("QUESTION", QUESTION))
    return question_set_from(SetTables(tomllib.loads(head), {"keeping": area}), faults), faults


def own_answers() -> QuestionSet:
    """The set above, which is sound."""
    questions, faults = loaded()
    assert faults == []
    return questions


def answered(questions: QuestionSet, text: str) -> Assessment:
    """Answers of one or two interviews a line: "PA-01 | 1.5 | N/A"; those at odd places are of staff."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    codes = [f"{number:02d}" for number in range(1, max(map(len, rows)))]
    everything = frozenset(element.id for element in questions.elements)
    people = tuple(
        Interview(code, level=("staff", "lead")[number % 2], elements=everything) for number, code in enumerate(codes)
    )
    states = {state.value: state for state in AnswerState}
    answers = tuple(
        Answer(code, question_id, states[cell], note="Seen.")
        if cell in states
        else Answer(code, question_id, AnswerState.SCORED, Fraction(cell), {"plan": True, "proof": True}, "Seen.")
        for question_id, *cells in rows
        for code, cell in zip(codes, cells, strict=False)
        if cell
    )
    return Assessment(questions.id, questions.version, Engagement("Example Ltd"), people, answers)
