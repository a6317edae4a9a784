"""What a new question set asks in addition, or in other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import (
    NEW_ELEMENT,
    NEW_QUESTIONS,
    REWORDED,
    Remark,
    Source,
)
from reportgen.common.language import tally
from reportgen.common.model import Assessment, Question, QuestionSet


def new_questions(before: QuestionSet, now: QuestionSet) -> dict[str, tuple[Question, ...]]:
    """The questions that only the new set has, by element id, in its order."""
    found = {
        element.id: tuple(question for question in element.questions if question.id not in before.questions)
        for element in now.elements
    }
    return {element: questions for element, questions in found.items() if questions}


def gaps_by_element(assessment: Assessment, new: Mapping[str, tuple[Question, ...]]) -> dict[str, int]:
    """How many gaps the new questions make: in interviews that cover their element, at a level they are meant for."""
    return {
        element: sum(
            element in interview.elements and (interview.level is None or interview.level in question.levels)
            for interview in assessment.interviews
            for question in questions
        )
        for element, questions in new.items()
    }


def about_new(assessment: Assessment, before: QuestionSet, now: QuestionSet) -> Iterator[Remark]:
    """What the new set asks in addition, element by element."""
    new = new_questions(before, now)
    gaps = gaps_by_element(assessment, new)
    known = {element.id for element in before.elements}
    titles = {element.id: element.title for element in now.elements}
    for element, questions in new.items():
        ids, count = ", ".join(question.id for question in questions), tally(len(questions), "question")
        if element in known:
            made = tally(gaps[element], "gap")
            yield NEW_QUESTIONS.at(element=titles[element], count=count, questions=ids, gaps=made)
        else:
            yield NEW_ELEMENT.at(element=titles[element], count=count, questions=ids)


def reworded(old: Source, before: QuestionSet, now: QuestionSet) -> tuple[Remark, ...]:
    """A remark for each question that somebody answered and that has another text now.

    Both sets speak the words of the same sector.
    """
    entered = [answer for answer in old.assessment.answers if answer.has_entry]
    remarks = []
    for question in now.questions.values():
        earlier = before.questions.get(question.id)
        answers = [answer for answer in entered if answer.question_id == question.id]
        if earlier and answers and earlier.text and earlier.text.split() != question.text.split():
            remarks.append(
                REWORDED.at(
                    *(FilePlace(old.name, answer.place) for answer in answers),
                    question=question.id,
                    count=tally(len(answers), "interview"),
                    before=earlier.text,
                    now=question.text,
                )
            )
    return tuple(remarks)
