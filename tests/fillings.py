"""Assessments filled by chance, full, half or not at all, for tests that hold for any of them; all invented."""

from __future__ import annotations

from random import Random

from reportgen.common.model import (
    AgreedScore,
    Answer,
    AnswerState,
    Assessment,
    Engagement,
    Interview,
    Question,
    QuestionSet,
)

CHANCES = (0.0, 0.25, 0.5, 0.9)  # that a question of an element gets an answer at all
UNSCORED = (AnswerState.NOT_APPLICABLE, AnswerState.NOT_KNOWN, AnswerState.NOT_ASKED)


def interviews(questions: QuestionSet, count: int, chance: Random | None = None) -> tuple[Interview, ...]:
    """So many interviews over both levels; they cover everything, or by `chance` about half of the elements."""
    levels = [level.id for level in questions.levels]
    elements = [element.id for element in questions.elements]
    return tuple(
        Interview(
            f"{number:02d}",
            level=levels[number % len(levels)],
            elements=frozenset(e for e in elements if chance is None or chance.random() < 0.5),
        )
        for number in range(1, count + 1)
    )


def empty(questions: QuestionSet, count: int = 3) -> Assessment:
    """Nothing is answered."""
    return Assessment(questions.id, questions.version, Engagement("Example Ltd"), interviews(questions, count))


def every(questions: QuestionSet, nth: int, count: int = 3) -> Assessment:
    """Every nth question is answered, in all interviews."""
    chance = Random(nth)
    answers = [
        Answer(f"{number:02d}", question_id, AnswerState.SCORED, chance.choice(questions.answers[question_id].values))
        for number in range(1, count + 1)
        for question_id in list(questions.questions)[::nth]
    ]
    people = interviews(questions, count)
    return Assessment(questions.id, questions.version, Engagement("Example Ltd"), people, tuple(answers))


def by_chance(questions: QuestionSet, seed: int, count: int = 4) -> Assessment:
    """Some elements are answered well, some hardly; boxes, N/A, not known, not asked and agreed scores in play."""
    chance = Random(seed)
    people = interviews(questions, count, chance)
    answers = []
    for element in questions.elements:
        answered, apart = chance.choice(CHANCES), chance.random() < 0.25
        for question in element.questions:
            not_applicable = question.na_allowed and (apart or chance.random() < 0.2)
            for person in people:
                if chance.random() < answered:
                    answers.append(_answer(questions, chance, person.code, question, not_applicable))
    agreed = tuple(
        AgreedScore(question_id, chance.choice(questions.answers[question_id].values), "Weighed up.")
        for question_id in questions.questions
        if chance.random() < 0.1
    )
    return Assessment(questions.id, questions.version, Engagement("Example Ltd"), people, tuple(answers), agreed=agreed)


def _answer(
    questions: QuestionSet, chance: Random, code: str, question: Question, mostly_not_applicable: bool
) -> Answer:
    """Where a question is mostly not applicable, few interviews say otherwise."""
    if mostly_not_applicable and chance.random() < 0.85:
        return Answer(code, question.id, AnswerState.NOT_APPLICABLE)
    if chance.random() < 0.2:
        return Answer(code, question.id, chance.choice(UNSCORED[0 if question.na_allowed else 1 :]))
    return Answer(code, question.id, AnswerState.SCORED, chance.choice(questions.answers[question.id].values))
