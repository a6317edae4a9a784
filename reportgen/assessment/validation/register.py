"""What the engagement and the register of interviews lack."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.common.diagnostics.problems import (
    COPIED_QUESTIONNAIRE,
    DOUBLED_INTERVIEW,
    INTERVIEW_FACT_MISSING,
    INTERVIEW_WITHOUT_CODE,
    MISSING_FACT,
    NO_CLIENT,
    ONE_LEVEL_ONLY,
    QUESTIONNAIRE_WITHOUT_CODE,
    SECTOR_CHANGED,
    UNREGISTERED_QUESTIONNAIRE,
    Problem,
)
from reportgen.common.folding import fold
from reportgen.common.language import listed
from reportgen.common.model import Assessment, Engagement, Interview, QuestionSet
from reportgen.workbook.layout import ENGAGEMENT_FORM, interviews_sheet

FACTS = ("market", "commissioned_by", "commissioner_title", "authors", "date", "sector", "region", "size")
"""What cover, method and choice of peers take from the engagement."""
INTERVIEW_FACTS = ("date", "role", "level")


INTERVIEWS_LOST = (
    *(INTERVIEW_WITHOUT_CODE, DOUBLED_INTERVIEW, QUESTIONNAIRE_WITHOUT_CODE),
    *(UNREGISTERED_QUESTIONNAIRE, COPIED_QUESTIONNAIRE),
)
"""Where one of these was met in reading, an interview is there that was not read as one."""


def register_problems(
    assessment: Assessment, questions: QuestionSet, *, all_interviews: bool = True
) -> Iterator[Problem]:
    """No client, missing facts of the engagement and of interviews, another sector, interviews at one level only.

    Nothing is said of the levels unless all interviews were read.
    """
    yield from _engagement(assessment.engagement)
    yield from _sector(assessment.engagement, questions)
    headers = {column.key: column.header for column in interviews_sheet(questions).columns}
    for interview in assessment.interviews:
        for key in INTERVIEW_FACTS:
            if not getattr(interview, key):
                place = interview.places.get(key, interview.place)
                yield INTERVIEW_FACT_MISSING.at(place, interview=interview.code, column=headers[key])
    if all_interviews:
        yield from _levels(assessment.interviews, questions)


def _engagement(engagement: Engagement) -> Iterator[Problem]:
    """Fields that stand on the sheet but are empty; the reader reports those that do not stand there."""
    places = engagement.places
    if "client" in places and not engagement.client:
        yield NO_CLIENT.at(places["client"])
    for key in FACTS:
        if key in places and not getattr(engagement, key):
            yield MISSING_FACT.at(places[key], field=ENGAGEMENT_FORM.column(key).header)


def _sector(engagement: Engagement, questions: QuestionSet) -> Iterator[Problem]:
    """The sector was changed after the workbook was written in the words of another."""
    place = engagement.places.get("sector")
    if place and engagement.sector and questions.sector and fold(engagement.sector) != fold(questions.sector):
        yield SECTOR_CHANGED.at(place, value=engagement.sector, recorded=questions.sector)


def _levels(interviews: tuple[Interview, ...], questions: QuestionSet) -> Iterator[Problem]:
    """One warning when all interviews are at one of several levels."""
    found = {interview.level for interview in interviews}
    others = [level.plural.lower() for level in questions.levels if level.id not in found]
    if len(found) != 1 or None in found or not others:
        return
    first = interviews[0]
    title = next(level.title for level in questions.levels if level.id in found)
    yield ONE_LEVEL_ONLY.at(first.places.get("level", first.place), value=title, others=listed(others))
