"""How an empty scoring workbook is made."""

from __future__ import annotations

from reportgen.common.folding import fold
from reportgen.common.language import has_words
from reportgen.common.model import QuestionSet
from reportgen.common.options import MOST_INTERVIEWS
from reportgen.questions import find_profile, for_sector, load_question_set
from reportgen.questions.loader import DEFAULT_SET
from reportgen.questions.sectors import no_such_profile
from reportgen.runs.progress import Progress, silent

_LONGEST = 200  # characters of a name, so that it stands on a title page


def new_scoring_workbook(
    question_set: str | None, client: str, interviews: int, sector: str, warn: Progress = silent
) -> bytes:
    """An empty scoring workbook for a client, in the words of its sector.

    A sector without a profile is kept as it was typed; `warn` is told what that means.
    """
    from reportgen.workbook.writer import new_workbook

    questions = load_question_set(question_set or DEFAULT_SET)
    title = sector_title(questions, sector.strip(), warn)
    return new_workbook(for_sector(questions, title), client, interviews, title)


def sector_title(questions: QuestionSet, sector: str, warn: Progress) -> str:
    """The sector as a workbook names it: the title of its profile, or as it was typed; `warn` is then told."""
    profile = find_profile(questions, sector)
    if profile is None and sector:
        warn(f"{no_such_profile(questions, sector)} The workbook names the sector and asks in general words.")
    return profile.title if profile else sector


def faults_of_entries(client: str, interviews: str, sector: str) -> dict[str, str]:
    """What is wrong with the entries of a form for a new workbook, by entry: a sentence that says what to enter."""
    faults = {}
    if not has_words(client):
        faults["client"] = "Enter the company's name as the report shall print it."
    for name, text in (("client", client), ("sector", sector)):
        if len(text) > _LONGEST:
            faults[name] = f"This has {len(text):,} characters. Enter {_LONGEST} at most."
    count = typed_number(interviews)
    if count is None or not 1 <= count <= MOST_INTERVIEWS:
        faults["interviews"] = f"Enter a whole number from 1 to {MOST_INTERVIEWS}."
    return faults


def typed_number(text: str) -> int | None:
    """The whole number that somebody typed, in digits of any width; None where it is none, or out of all reason."""
    folded = fold(text)
    return int(folded) if folded.isascii() and folded.isdigit() and len(folded) < len("1000000") else None
