"""What the engagement and the register of interviews lack, and what the peer data do not have that they ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set

from reportgen.common.column_letters import column_of
from reportgen.common.diagnostics.problems import (
    COPIED_QUESTIONNAIRE,
    DOUBLED_INTERVIEW,
    END_BEFORE_START,
    INTERVIEW_FACT_MISSING,
    INTERVIEW_WITHOUT_CODE,
    LIFTED_QUESTION_OPEN,
    MISSING_FACT,
    NO_CLIENT,
    ONE_LEVEL_ONLY,
    PERSON_NAMED,
    QUESTIONNAIRE_WITHOUT_CODE,
    SECTOR_CHANGED,
    UNKNOWN_PEER_FILTER,
    UNREGISTERED_QUESTIONNAIRE,
    Problem,
)
from reportgen.common.folding import did_you_mean, fold
from reportgen.common.language import day_in_words, listed, one_line
from reportgen.common.model import Assessment, Engagement, Interview, Place, QuestionSet
from reportgen.common.people import person_in
from reportgen.workbook.layout import (
    ENGAGEMENT_FORM,
    FACTS_WANTED,
    INTERVIEW_FACTS,
    ROAD_MAP_SHEET,
    interviews_sheet,
)

INTERVIEWS_LOST = (
    *(INTERVIEW_WITHOUT_CODE, DOUBLED_INTERVIEW, QUESTIONNAIRE_WITHOUT_CODE),
    *(UNREGISTERED_QUESTIONNAIRE, COPIED_QUESTIONNAIRE),
)
"""Where one of these was met in reading, an interview is there that was not read as one."""


def register_problems(
    assessment: Assessment, questions: QuestionSet, *, all_interviews: bool = True
) -> Iterator[Problem]:
    """No client, missing facts, another sector, names of people, what of the road map cannot be, one level only.

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
        yield from _person(interview.role, interview.places.get("role", interview.place), headers["role"])
    yield from _initiatives(assessment, questions)
    if all_interviews:
        yield from _levels(assessment.interviews, questions)


def _engagement(engagement: Engagement) -> Iterator[Problem]:
    """Fields that stand on the sheet but are empty; the reader reports those that do not stand there."""
    places = engagement.places
    if "client" in places and not engagement.client:
        yield NO_CLIENT.at(places["client"])
    for key in FACTS_WANTED:
        if key in places and not getattr(engagement, key):
            yield MISSING_FACT.at(places[key], field=ENGAGEMENT_FORM.column(key).header)
    title = "commissioner_title"
    if title in places:
        yield from _person(engagement.commissioner_title, places[title], ENGAGEMENT_FORM.column(title).header)


def _person(text: str, place: Place, column: str) -> Iterator[Problem]:
    """A name where a role belongs; what it is stays unsaid, for problems stand in the results."""
    found = person_in(text)
    if found:
        yield PERSON_NAMED.at(place, column=column, found=found)


def _initiatives(assessment: Assessment, questions: QuestionSet) -> Iterator[Problem]:
    """Owners with names, questions without a score that an initiative lifts, ends before the start."""
    owner = ROAD_MAP_SHEET.column("owner").header
    scored = {entry.question_id for entry in assessment.agreed if entry.box is not None}
    scored |= {answer.question_id for answer in assessment.answers if questions.counted(answer) is not None}
    for entry in assessment.initiatives:
        yield from _person(entry.owner, entry.owner_place, owner)
        if without := [question_id for question_id in entry.lifts if question_id not in scored]:
            yield LIFTED_QUESTION_OPEN.at(entry.lifts_place, value=", ".join(without))
        if entry.start and entry.end and entry.end < entry.start:
            start, end = day_in_words(entry.start), day_in_words(entry.end)
            yield END_BEFORE_START.at(entry.end_place, value=end, start=start)


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


# ------------------------------------------------------------------------------------------------------- the peer group


def peer_filter_problems(engagement: Engagement, used: Callable[[str], Set[str]]) -> Iterator[Problem]:
    """A warning for each sector, region and size of the filter, and each of the client's own ids, that no peer has.

    `used` gives all that the peers have of a fact: "sector", "region", "size", "id" or "owner".
    """
    wanted = engagement.peer_filter
    for key, what, names in (
        ("peer_sectors", "sector", wanted.sectors),
        ("peer_regions", "region", wanted.regions),
        ("peer_sizes", "size", wanted.sizes),
    ):
        known = used(what) if names else frozenset()
        known_keys = {fold(name) for name in known}
        for name in names:
            if fold(name) not in known_keys:
                about_commas = " Values are separated by semicolons, not by commas." if "," in name else ""
                hint = did_you_mean(name, sorted(known - {""})) + about_commas
                yield _unknown(engagement, key, what, name, "it chooses none", hint)
    codes = {fold(code) for code in used("id") | used("owner")} if engagement.own_peer_ids else set()
    for code in engagement.own_peer_ids:
        if fold(code) not in codes:
            # no code of another organisation is suggested: what is said here stands in the results, too
            effect = "no assessment of the client is left out for it"
            yield _unknown(engagement, "own_peer_ids", "id or owner", code, effect, "")


def _unknown(engagement: Engagement, key: str, what: str, name: str, effect: str, hint: str) -> Problem:
    shown = one_line(name)
    return UNKNOWN_PEER_FILTER.at(engagement.places[key], value=shown, what=what, effect=effect, hint=hint)


# ---------------------------------------------------------------------------------------------------------------- order

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


def in_workbook_order(problems: Iterable[Problem], assessment: Assessment) -> tuple[Problem, ...]:
    """The problems by sheet, row and column: those of no sheet first, those of sheets that are not there last."""
    problems = tuple(problems)
    order = {sheet: number for number, sheet in enumerate(("", *assessment.sheets))}
    for problem in problems:
        order.setdefault(problem.place.sheet, len(order))
    return tuple(sorted(problems, key=lambda p: (order[p.place.sheet], *_row_and_column(p.place.cell), p.code)))


def _row_and_column(address: str) -> tuple[int, int]:
    """Row and column of an address, counted from 1; zeros for none.

    >>> _row_and_column("AA10")
    (10, 27)
    """
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]), column_of(match[1])) if match else (0, 0)
