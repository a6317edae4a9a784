"""How the workbooks of several assessors become one. Everything is made in memory; the command writes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from reportgen.assessment.merging import merge, require_one_set
from reportgen.assessment.upgrading import upgrade
from reportgen.common.diagnostics.places import FilePlace
from reportgen.common.diagnostics.remarks import OTHER_WORDS, Remark, Source
from reportgen.common.exceptions import UsageError
from reportgen.common.language import in_quotes
from reportgen.questions import load_set_of
from reportgen.runs.filled import FilledWorkbook, NewWorkbook, read_filled, require_readable
from reportgen.runs.progress import Progress, silent
from reportgen.workbook.reader import OpenWorkbook, origin_of
from reportgen.workbook.writer import write_workbook


def merge_workbooks(
    workbooks: Sequence[Path],
    question_set: str | None,
    progress: Progress = silent,
    *,
    usual_set: str | None = None,
) -> NewWorkbook:
    """The workbooks of several assessors as one.

    Raises `InvalidSourcesError` with all problems when entries cannot be read, `UsageError` when the workbooks are of
    different question sets or versions, or one is named twice.
    """
    _refuse_named_twice(workbooks)
    progress("Opening the workbooks")
    opened = [OpenWorkbook(path) for path in workbooks]
    origins = [origin_of(workbook) for workbook in opened]
    names = (str(path) for path in workbooks)
    require_one_set((name, o.set_id, o.set_version) for name, o in zip(names, origins, strict=True))
    plain = load_set_of(origins[0].set_id, workbooks[0], question_set, usual_set)
    filled = []
    for workbook in opened:
        progress(f"Reading {workbook.path.name}")
        filled.append(read_filled(workbook, plain))
    require_readable(filled)
    questions = filled[0].questions
    # the words of two sectors may differ in what may be not applicable
    fitted = [(one.source.name, *upgrade(one.source, one.questions, questions)) for one in filled]
    merged, collisions = merge([Source(name, assessment) for name, assessment, _ in fitted], questions)
    losses = (lost for _, _, remarks in fitted for lost in remarks)
    remarks = (*collisions, *losses, *_other_words(filled), *(said for one in filled for said in one.remarks))
    progress("Writing the workbook")
    return NewWorkbook(write_workbook(questions, merged), merged, remarks)


def _other_words(filled: Sequence[FilledWorkbook]) -> tuple[Remark, ...]:
    """A remark for each workbook whose questions speak the words of another sector than those of the first."""
    first, *others = filled
    return tuple(
        OTHER_WORDS.at(FilePlace(first.source.name), FilePlace(one.source.name), value=_words(first), other=_words(one))
        for one in others
        if one.questions.sector != first.questions.sector
    )


def _words(filled: FilledWorkbook) -> str:
    return f"the words of {in_quotes(filled.questions.sector)}" if filled.questions.sector else "general words"


def _refuse_named_twice(workbooks: Sequence[Path]) -> None:
    seen: dict[str, Path] = {}
    for path in workbooks:
        twin = seen.setdefault(os.path.realpath(path), path)
        if twin is not path:
            raise UsageError(f"{path} is named twice, or is the same file as {twin}. Name each workbook once.")
