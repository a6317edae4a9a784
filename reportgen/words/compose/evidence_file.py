"""The evidence file: every note of the assessors by element and question, for whoever writes the report.

It is internal: it tells what single interviews said. People stand in it by interview and level, never by name or role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from reportgen.common.language import capitalised, has_words, listed, sentences
from reportgen.common.model import (
    Answer,
    AnswerState,
    Assessment,
    Comparison,
    Element,
    Note,
    Question,
    QuestionSet,
    Scores,
)
from reportgen.common.rounding import NO_FIGURE, printed_exactly
from reportgen.word.plain import PlainDocument, PlainHeading, PlainTable, PlainText
from reportgen.words.compose.facts import Facts

NOTICE = "Internal: not for the client. It tells what was said in single interviews."
_NOTES = ("Interview", "Kind", "Note"), (4, 2, 22)
_ANSWERS = ("Question", "Interview", "Answer", "Found", "Note"), (7, 4, 3, 4, 10)
_Row = tuple[str, ...]


def evidence_file(
    assessment: Assessment, questions: QuestionSet, scores: Scores, comparison: Comparison
) -> PlainDocument:
    """Every note and every note beside an answer, in the order of the report, with what was answered there."""
    facts = Facts(assessment, questions, scores, comparison)
    blocks: list[PlainHeading | PlainText | PlainTable] = [PlainText(_opening(facts))]
    for area in questions.areas:
        blocks.append(PlainHeading(area.title))
        for element in area.elements:
            blocks += [PlainHeading(_titled(facts, element), level=2), *_element(facts, element)]
    if elsewhere := [note for note in assessment.notes if note.element is None and has_words(note.text)]:
        blocks += [PlainHeading("Of no element"), _notes(facts, elsewhere)]
    return PlainDocument(
        title=f"Evidence behind the report on {facts.client}",
        notice=NOTICE,
        day=assessment.engagement.date,
        blocks=tuple(blocks),
    )


def _opening(facts: Facts) -> str:
    titles = listed(state.title.lower() for state in facts.questions.states)
    found = f"“Found” tells which was found of {titles}; “not recorded” where nobody said." if titles else ""
    return sentences(
        "All that the assessors noted down, by element and by question; an answer without a note is left out.",
        found,
        "Of these notes, the report prints statements and insights, a few of each element.",
    )


def _titled(facts: Facts, element: Element) -> str:
    return f"{element.title}: {facts.questions.scale.printed(facts.scores.group(element.id).value)}"


def _element(facts: Facts, element: Element) -> Iterator[PlainText | PlainTable]:
    notes = [note for note in facts.assessment.notes if note.element == element.id and has_words(note.text)]
    rows = tuple(row for question in element.questions for row in _question(facts, question))
    if notes:
        yield _notes(facts, notes)
    if rows:
        yield PlainTable(*_ANSWERS, rows)
    if not notes and not rows:
        yield PlainText("Nothing was noted down.")


def _notes(facts: Facts, notes: Iterable[Note]) -> PlainTable:
    return PlainTable(
        *_NOTES,
        tuple((_interview(facts, note.interview), note.kind.value if note.kind else "", note.text) for note in notes),
    )


def _question(facts: Facts, question: Question) -> Iterator[_Row]:
    """The answers to a question that have a note, and its agreed score; its text stands in the first row alone."""
    told = [
        (_interview(facts, answer.interview), _answer(facts, answer), _found(facts, answer), answer.note)
        for answer in facts.assessment.answers_to.get(question.id, ())
        if has_words(answer.note) and not answer.is_laid_out
    ]
    if agreed := facts.scores.questions[question.id].agreed:
        told.append(("Agreed score", _box(facts, question.id, agreed.box), "", agreed.reason))
    for number, row in enumerate(told):
        yield (question.id if number else f"{question.id}  {question.text}", *row)


def _interview(facts: Facts, code: str) -> str:
    level = facts.level_title(code)
    return f"{code}, {level} level" if level else code


def _answer(facts: Facts, answer: Answer) -> str:
    if answer.state is AnswerState.SCORED:
        return _box(facts, answer.question_id, answer.box)
    return "No answer" if answer.state is AnswerState.BLANK else answer.state.value


def _box(facts: Facts, question_id: str, value: Fraction | None) -> str:
    box = facts.questions.answers[question_id].box(value)
    return f"{printed_exactly(box.value)} – {box.short_name or box.label}" if box else NO_FIGURE


def _found(facts: Facts, answer: Answer) -> str:
    """The evidence states that an answer found, or that none was; where nobody recorded any, that."""
    states = [(state.title, answer.evidence.get(state.id)) for state in facts.questions.states]
    if all(found is None for _, found in states):
        return "not recorded" if states and answer.state is AnswerState.SCORED else ""
    return capitalised(listed(title.lower() for title, found in states if found) or "none of them")
