"""How a workbook is made from filled ones: the order of `merge` and `upgrade`, as `pipeline.py` has that of a report.

Everything is made in memory; the command writes. A workbook is written anew from what was read, so its formulas and
lists are those of today; what no report knows stays behind, and is said.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.assessment.merging import merge, require_one_set
from reportgen.assessment.upgrading import gaps_by_element, new_questions, reworded, upgrade
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.problems import DOUBLED_REFERENCE, UNPRINTABLE_TEXT, Problem
from reportgen.common.diagnostics.remarks import (
    OTHER_WORDS,
    READ_AS,
    Remark,
    Source,
)
from reportgen.common.exceptions import InvalidSourcesError, UsageError
from reportgen.common.folding import fold
from reportgen.common.language import in_quotes
from reportgen.common.model import Assessment, QuestionSet
from reportgen.questions import find_profile, for_sector, load_question_set, load_recorded_set
from reportgen.questions.sectors import no_such_profile
from reportgen.workbook.reader import (
    OpenWorkbook,
    additions,
    open_workbook,
    origin_of,
    read_opened,
    recorded_questions,
)
from reportgen.workbook.writer import write_workbook

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Carried:
    """A scoring workbook made from filled ones, in memory."""

    workbook: bytes
    assessment: Assessment
    remarks: tuple[Remark, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)  # of one command only, for its record


def merge_workbooks(workbooks: Sequence[Path], question_set: str | None, progress: Tell = _silent) -> Carried:
    """The workbooks of several assessors as one.

    Raises `InvalidSourcesError` with all problems when entries cannot be read, `UsageError` when the workbooks are of
    different question sets or versions, or one is named twice.
    """
    _refuse_named_twice(workbooks)
    progress("Opening the workbooks")
    opened = [open_workbook(path) for path in workbooks]
    origins = [origin_of(workbook) for workbook in opened]
    names = (str(path) for path in workbooks)
    require_one_set((name, o.set_id, o.set_version) for name, o in zip(names, origins, strict=True))
    plain = load_question_set(question_set) if question_set else load_recorded_set(origins[0].set_id, workbooks[0])
    filled = []
    for workbook in opened:
        progress(f"Reading {workbook.path.name}")
        filled.append(_read_to_carry(workbook, plain))
    _require_readable(filled)
    questions = filled[0].questions
    # the words of two sectors may differ in what may be not applicable
    fitted = [(one.source.name, *upgrade(one.source, one.questions, questions)) for one in filled]
    merged, collisions = merge([Source(name, assessment) for name, assessment, _ in fitted], questions)
    losses = (lost for _, _, remarks in fitted for lost in remarks)
    remarks = (*collisions, *losses, *_other_words(filled), *(said for one in filled for said in one.remarks))
    progress("Writing the workbook")
    return Carried(write_workbook(questions, merged), merged, remarks)


def upgrade_workbook(
    workbook: Path,
    question_set: str | None = None,
    interviews: int | None = None,
    sector: str = "",
    warn: Tell = _silent,
    progress: Tell = _silent,
) -> Carried:
    """A filled workbook as one of the question set of today, with so many interviews, in the words of a sector.

    Raises `InvalidSourcesError` with all problems when entries cannot be read, `UsageError` when it is of another set,
    or more interviews are filled. `warn` is told when the sector has no words of its own, `progress` what is done.
    """
    progress(f"Reading {workbook.name}")
    opened = open_workbook(workbook)
    origin = origin_of(opened)
    plain = load_question_set(question_set) if question_set else load_recorded_set(origin.set_id, workbook)
    old = _read_to_carry(opened, _questions_of(opened, plain))
    _require_readable([old])
    title = _sector_title(plain, sector.strip(), warn)
    now = for_sector(plain, title or origin.sector)
    carried, remarks = upgrade(old.source, old.questions, now, interviews=interviews, sector=title or None)
    changed = reworded(old.source, old.questions, for_sector(plain, origin.sector))
    new = new_questions(old.questions, now)
    facts = {
        "was": {"id": origin.set_id, "version": origin.set_version},
        "new_questions": sum(len(questions) for questions in new.values()),
        "gaps": sum(gaps_by_element(carried, new).values()),
    }
    progress("Writing the workbook")
    return Carried(write_workbook(now, carried), carried, (*remarks, *changed, *old.remarks), facts)


# ----------------------------------------------------------------------------------------------------- which questions


def _questions_of(workbook: OpenWorkbook, now: QuestionSet) -> QuestionSet:
    """The questions to read a workbook with: those of today if it has the same, else its own, as it records them.

    Raises `UsageError` when it is of another set, or is of another version and does not say any more what that asked.
    """
    origin = origin_of(workbook)
    if origin.set_id and fold(origin.set_id) != fold(now.id):
        raise UsageError(
            f"{workbook.path} was made from the question set '{origin.set_id}', not from '{now.id}'. A workbook goes "
            "over to another version of its own set only; name a version of that with --question-set."
        )
    recorded = recorded_questions(workbook, now)
    if recorded is None and origin.set_version and origin.set_version != now.version:
        raise UsageError(
            f"{workbook.path} was made from version {origin.set_version} of the question set, and does not say any "
            "more what that version asked: its hidden sheets were changed. Go back to a copy that has them, or name "
            "the folder of that version with --question-set."
        )
    return now if recorded is None or _asks_the_same(recorded, now) else recorded


def _asks_the_same(one: QuestionSet, other: QuestionSet) -> bool:
    """True when the two sets have the same version, and ids of everything that a workbook refers to."""
    return _ids(one) == _ids(other)


def _ids(questions: QuestionSet) -> tuple[object, ...]:
    parts = (questions.areas, questions.elements, questions.levels, questions.states)
    return (
        questions.version,
        questions.boxes,
        *({(part.id, part.title) for part in some} for some in parts),
        frozenset(questions.questions),
    )


def _sector_title(questions: QuestionSet, sector: str, warn: Tell) -> str:
    """The sector as the workbook shall name it: the title of its profile, or as it was typed."""
    profile = find_profile(questions, sector)
    if profile is None and sector:
        warn(f"{no_such_profile(questions, sector)} The workbook names the sector and asks in general words.")
    return profile.title if profile else sector


# ------------------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True)
class _Filled:
    """A filled workbook, read to be carried over."""

    source: Source
    questions: QuestionSet  # it was read with
    errors: tuple[Problem, ...]
    remarks: tuple[Remark, ...]  # what stays behind, and what is read otherwise than it is written


def _read_to_carry(workbook: OpenWorkbook, questions: QuestionSet) -> _Filled:
    """All that a workbook holds, read with the questions in the words it was made with."""
    worded = for_sector(questions, origin_of(workbook).sector)
    assessment, problems = read_opened(workbook, worded, to_carry=True)
    source = Source(str(workbook.path), assessment)
    said = _read_otherwise(source.name, problems)
    stays = additions(workbook, worded, assessment)
    return _Filled(source, worded, tuple(problem for problem in problems if problem.is_error), (*said, *stays))


def _read_otherwise(file: str, problems: Iterable[Problem]) -> tuple[Remark, ...]:
    """A remark for each entry that is read otherwise than it is written."""
    return tuple(
        READ_AS.at(FilePlace(file, one.place), file=file, message=one.message, content={"text": one.fact("value")})
        for one in problems
        if one.kind in (DOUBLED_REFERENCE, UNPRINTABLE_TEXT)
    )


def _other_words(filled: Sequence[_Filled]) -> tuple[Remark, ...]:
    """A remark for each workbook whose questions speak the words of another sector than those of the first."""
    first, *others = filled
    return tuple(
        OTHER_WORDS.at(FilePlace(first.source.name), FilePlace(one.source.name), value=_words(first), other=_words(one))
        for one in others
        if one.questions.sector != first.questions.sector
    )


def _words(filled: _Filled) -> str:
    return f"the words of {in_quotes(filled.questions.sector)}" if filled.questions.sector else "general words"


def _require_readable(filled: Sequence[_Filled]) -> None:
    """Raise with the errors of all workbooks: a new workbook could not hold what was not understood."""
    faulty = {one.source.name: one.errors for one in filled if one.errors}
    if faulty:
        raise InvalidSourcesError(faulty)


def _refuse_named_twice(workbooks: Sequence[Path]) -> None:
    seen: dict[str, Path] = {}
    for path in workbooks:
        twin = seen.setdefault(os.path.realpath(path), path)
        if twin is not path:
            raise UsageError(f"{path} is named twice, or is the same file as {twin}. Name each workbook once.")
