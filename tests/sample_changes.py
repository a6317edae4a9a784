"""The sample before and after the assessors went on working: its drafts, for tests of refreshing.

Ten answers were changed, an interview was added, and the peers are others. Each report is built once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.common.model import Answer, AnswerState, Assessment, Interview, Peer, QuestionSet
from reportgen.peers.writing import write_peer_file
from reportgen.runs.build import Report, build_report
from reportgen.workbook.writer import write_workbook
from workbooks.make_samples import (
    CLIENT_FILE,
    EARLIER_FILE,
    PEERS_FILE,
    sample_assessment,
    sample_peers,
    sample_questions,
)

CHANGED_ANSWERS = 10
NEW_INTERVIEW = "13"


@cache
def sample_report() -> Report:
    """The report of the sample as it is."""
    return build_report(CLIENT_FILE)


def sample() -> bytes:
    """Its draft."""
    return sample_report().document


@cache
def changed_sample() -> bytes:
    """The draft that the changed workbook gives."""
    questions = sample_questions()
    with TemporaryDirectory() as folder:
        workbook = Path(folder) / CLIENT_FILE.name
        workbook.write_bytes(write_workbook(questions, _changed(sample_assessment(questions), questions)))
        peers = [_other(peer) for peer in sample_peers(questions)]
        workbook.with_name(EARLIER_FILE.name).write_bytes(EARLIER_FILE.read_bytes())
        workbook.with_name(PEERS_FILE.name).write_bytes(write_peer_file(questions, peers, invented=True))
        return build_report(workbook).document


def _changed(assessment: Assessment, questions: QuestionSet) -> Assessment:
    """The assessment with ten other answers, in ten elements, and one more interview that says what the third said."""
    third = assessment.interviews[2]
    new = replace(third, code=NEW_INTERVIEW, date=date(2026, 3, 2), left_out="", follow_ups_open="")
    answers = [*_with_other_boxes(assessment.answers, questions), *_said_again(assessment.answers, third)]
    return replace(assessment, interviews=(*assessment.interviews, new), answers=tuple(answers))


def _with_other_boxes(answers: tuple[Answer, ...], questions: QuestionSet) -> list[Answer]:
    element_of = {question.id: element.id for element in questions.elements for question in element.questions}
    done: set[str] = set()
    found = []
    for answer in answers:
        element = element_of[answer.question_id]
        is_due = answer.state is AnswerState.SCORED and element not in done and len(done) < CHANGED_ANSWERS
        if is_due:
            done.add(element)
        found.append(replace(answer, box=Fraction(20) if answer.box != 20 else Fraction(40)) if is_due else answer)
    return found


def _said_again(answers: tuple[Answer, ...], interview: Interview) -> list[Answer]:
    return [replace(answer, interview=NEW_INTERVIEW) for answer in answers if answer.interview == interview.code]


def _other(peer: Peer) -> Peer:
    """An organisation a little better than the one of the sample."""
    better = {element: min(score + 6, Fraction(100)) for element, score in peer.elements.items()}
    return replace(peer, elements=better)
