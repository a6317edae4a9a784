"""Reading filled workbooks so that their content can go into a new one, as `merge` and `upgrade` do.

A workbook is written anew from what was read, so its formulas and lists are those of today; what no report knows stays
behind, and is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.problems import (
    CHANGED_SET,
    DOUBLED_REFERENCE,
    PICTURE_NOT_READ,
    UNPRINTABLE_TEXT,
    Problem,
)
from reportgen.common.diagnostics.remarks import READ_AS, Remark, Source
from reportgen.common.diagnostics.runs import OTHER_SET, VERSION_NOT_RECORDED
from reportgen.common.exceptions import InvalidSourcesError, UsageError
from reportgen.common.folding import fold
from reportgen.common.model import Assessment, QuestionSet
from reportgen.questions import for_sector
from reportgen.workbook.reader import OpenWorkbook, origin_of, read_opened, recorded_questions
from reportgen.workbook.reader.additions import additions


@dataclass(frozen=True)
class NewWorkbook:
    """A scoring workbook made from filled ones, in memory."""

    workbook: bytes
    assessment: Assessment
    remarks: tuple[Remark, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)  # of one command only, for its record


@dataclass(frozen=True)
class FilledWorkbook:
    """A filled workbook, read to be carried over."""

    source: Source
    questions: QuestionSet  # it was read with
    errors: tuple[Problem, ...]
    remarks: tuple[Remark, ...]  # what stays behind, and what is read otherwise than it is written


def read_filled(workbook: OpenWorkbook, questions: QuestionSet) -> FilledWorkbook:
    """All that a workbook holds, read with the questions in the words it was made with."""
    worded = for_sector(questions, origin_of(workbook).sector)
    assessment, problems = read_opened(workbook, worded, to_carry=True)
    source = Source(str(workbook.path), assessment)
    said = _read_otherwise(source.name, problems, is_recorded=not worded.folder)
    stays = additions(workbook, worded, assessment)
    return FilledWorkbook(source, worded, tuple(problem for problem in problems if problem.is_error), (*said, *stays))


def _read_otherwise(file: str, problems: Iterable[Problem], *, is_recorded: bool) -> tuple[Remark, ...]:
    """A remark for each entry that is read otherwise than it is written, and for a set that asked something else.

    What a workbook recorded of its own set says less than the set did, and differs from it in that only.
    """
    told = {DOUBLED_REFERENCE, PICTURE_NOT_READ, UNPRINTABLE_TEXT} | (set() if is_recorded else {CHANGED_SET})
    return tuple(
        READ_AS.at(FilePlace(file, one.place), file=file, message=one.message, content={"text": one.fact("value")})
        for one in problems
        if one.kind in told
    )


def require_readable(filled: Sequence[FilledWorkbook]) -> None:
    """Raise with the errors of all workbooks: a new workbook could not hold what was not understood."""
    faulty = {one.source.name: one.errors for one in filled if one.errors}
    if faulty:
        raise InvalidSourcesError(faulty)


def questions_as_read(workbook: OpenWorkbook, now: QuestionSet) -> QuestionSet:
    """The questions to read a workbook with: those of today if it has the same, else its own, as it records them.

    Raises `UsageError` when it is of another set, or is of another version and does not say any more what that asked.
    """
    origin = origin_of(workbook)
    if origin.set_id and fold(origin.set_id) != fold(now.id):
        raise UsageError(OTHER_SET.at(path=workbook.path, name=origin.set_id, expected=now.id))
    recorded = recorded_questions(workbook, for_sector(now, origin.sector))
    if recorded is None and origin.set_version and origin.set_version != now.version:
        raise UsageError(VERSION_NOT_RECORDED.at(path=workbook.path, version=origin.set_version))
    return now if recorded is None or _ids(recorded) == _ids(now) else recorded


def _ids(questions: QuestionSet) -> tuple[object, ...]:
    """The version of a set, and the ids of everything that a workbook refers to."""
    parts = (questions.areas, questions.elements, questions.levels, questions.states)
    return (
        questions.version,
        questions.scale.values,
        *({(part.id, part.title) for part in some} for some in parts),
        {
            id_: [(box.value, fold(box.label)) for box in question.own_boxes]
            for id_, question in questions.questions.items()
        },
    )
