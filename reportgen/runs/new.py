"""How an empty scoring workbook is made."""

from __future__ import annotations

from reportgen.common.model import QuestionSet
from reportgen.questions import find_profile, for_sector, load_question_set
from reportgen.questions.loader import DEFAULT_SET
from reportgen.questions.sectors import no_such_profile
from reportgen.runs.progress import Progress, silent
from reportgen.workbook.writer import new_workbook


def new_scoring_workbook(
    question_set: str | None, client: str, interviews: int, sector: str, warn: Progress = silent
) -> bytes:
    """An empty scoring workbook for a client, in the words of its sector.

    A sector without a profile is kept as it was typed; `warn` is told what that means.
    """
    questions = load_question_set(question_set or DEFAULT_SET)
    title = sector_title(questions, sector.strip(), warn)
    return new_workbook(for_sector(questions, title), client, interviews, title)


def sector_title(questions: QuestionSet, sector: str, warn: Progress) -> str:
    """The sector as a workbook names it: the title of its profile, or as it was typed; `warn` is then told."""
    profile = find_profile(questions, sector)
    if profile is None and sector:
        warn(f"{no_such_profile(questions, sector)} The workbook names the sector and asks in general words.")
    return profile.title if profile else sector
