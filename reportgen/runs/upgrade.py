"""How a filled workbook goes over to the question set of today. Everything is made in memory; the command writes."""

from __future__ import annotations

from pathlib import Path

from reportgen.assessment.upgrading import (
    changed_answers,
    changed_points,
    gaps_by_element,
    new_questions,
    reworded,
    upgrade,
)
from reportgen.questions import for_sector, load_set_of
from reportgen.runs.filled import NewWorkbook, questions_as_read, read_filled, require_readable
from reportgen.runs.new import sector_title
from reportgen.runs.progress import Progress, silent
from reportgen.workbook.reader import OpenWorkbook, origin_of
from reportgen.workbook.reader.lacking import lacking
from reportgen.workbook.writer import write_workbook


def upgrade_workbook(
    workbook: Path,
    question_set: str | None = None,
    interviews: int | None = None,
    sector: str = "",
    warn: Progress = silent,
    progress: Progress = silent,
    *,
    usual_set: str | None = None,
) -> NewWorkbook:
    """A filled workbook as one of the question set of today, with so many interviews, in the words of a sector.

    Raises `InvalidSourcesError` with all problems when entries cannot be read, `UsageError` when it is of another set,
    or more interviews are filled. `warn` is told when the sector has no words of its own, `progress` what is done.
    """
    progress(f"Reading {workbook.name}")
    opened = OpenWorkbook(workbook)
    origin = origin_of(opened)
    plain = load_set_of(origin.set_id, workbook, question_set, usual_set)
    old = read_filled(opened, questions_as_read(opened, plain))
    require_readable([old])
    title = sector_title(plain, sector.strip(), warn)
    now = for_sector(plain, title or origin.sector)
    carried, remarks = upgrade(old.source, old.questions, now, interviews=interviews, sector=title or None)
    same_words = for_sector(now, origin.sector)
    changed = (
        *reworded(old.source, old.questions, same_words),
        *changed_answers(old.source, old.questions, same_words),
        *changed_points(old.source, old.questions, same_words),
    )
    new_parts = lacking(opened, old.questions)
    new = new_questions(old.questions, now)
    facts = {
        "was": {"id": origin.set_id, "version": origin.set_version},
        "new_questions": sum(len(questions) for questions in new.values()),
        "gaps": sum(gaps_by_element(carried, new).values()),
    }
    progress("Writing the workbook")
    return NewWorkbook(write_workbook(now, carried), carried, (*remarks, *changed, *new_parts, *old.remarks), facts)
