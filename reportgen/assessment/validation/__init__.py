"""Step 2: what an assessment lacks or contradicts, beyond what its cells show one by one.

Works on the assessment as read, without the workbook. Nearly all of it are warnings: scores are never altered, the
report is built and marked incomplete.

Coverage is worked out here by a few lines of its own, not taken from scoring: `check` needs no scores, and a warning
cannot rest on figures that errors have made meaningless.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportgen.assessment.validation.answers import answer_problems, question_problems
from reportgen.assessment.validation.register import (
    INTERVIEWS_LOST,
    in_workbook_order,
    peer_filter_problems,
    register_problems,
)
from reportgen.common.diagnostics.problems import Problem
from reportgen.common.model import NOWHERE, Assessment, QuestionSet

__all__ = ["in_workbook_order", "peer_filter_problems", "validate"]


def validate(assessment: Assessment, questions: QuestionSet, reported: Iterable[Problem] = ()) -> tuple[Problem, ...]:
    """Every problem of the assessment as a whole, in the order of the workbook.

    `reported` are the problems met in reading: where a cell has an error, nothing that follows from it is said again.
    """
    if not assessment.interviews and not assessment.engagement.places:
        return ()  # nothing was read; the reader has said why
    reported = tuple(reported)
    spoken_for = {problem.place for problem in reported if problem.is_error and problem.place.cell} - {NOWHERE}
    all_interviews = not any(problem.kind in INTERVIEWS_LOST for problem in reported)
    found = (
        *register_problems(assessment, questions, all_interviews=all_interviews),
        *answer_problems(assessment, questions, spoken_for),
        *question_problems(assessment, questions),
    )
    return in_workbook_order((p for p in found if p.place not in spoken_for), assessment)
