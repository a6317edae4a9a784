"""How an organisation, or one assessment of it, is withdrawn from a peer database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from reportgen.common.exceptions import PeerDatabaseError, UsageError
from reportgen.common.language import day_in_words, listed
from reportgen.peers.database import audit, publishing, rows, withdrawing
from reportgen.peers.database.opening import Database
from reportgen.peers.editions import Edition
from reportgen.runs.progress import Progress, silent


@dataclass(frozen=True)
class Withdrawn:
    """What was withdrawn, and where it still is."""

    organisation: str  # its code
    wiped: withdrawing.Wiped
    backups: tuple[Path, ...]  # that may hold it
    already: date | None = None  # when it was withdrawn before, where nothing of it was left
    left: PeerDatabaseError | None = None  # why its bytes may still be in the files of the database


def withdraw(
    database: Database, code: str, why: str, day: date | None = None, progress: Progress = silent
) -> Withdrawn:
    """Take an organisation, or what it has of a day, out of everything, its bytes too.

    It works at once, even where it is the only change since an edition: whoever withdraws goes before the rule. Of what
    was withdrawn before, the bytes are wiped once more. Raises `UsageError` where there is no such organisation or day.
    """
    with database.writing() as connection:
        organisation = rows.organisation_named(connection, code)
        already = _withdrawn_on(connection, organisation, day)
        if day is None:
            wiped = withdrawing.wipe_organisation(connection, organisation, date.today())
        else:
            wiped = withdrawing.wipe_assessment(connection, organisation, day)
        progress("Writing the editions anew")
        blanked = list(publishing.blank_editions(connection, organisation.code, day))
        wiped = replace(wiped, editions=tuple(edition.number for edition in blanked))
        if not wiped.is_nothing or already is None:
            told = {"organisation": organisation.code} | ({"date": day.isoformat()} if day else {})
            audit.record(connection, withdrawing.DID, **told, why=why, **_told(wiped, blanked))
    progress("Wiping the bytes")
    left = None
    try:
        database.vacuum(withdrawing.WIPED)
    except PeerDatabaseError as error:  # the rows are gone even so
        left = error
    backups = withdrawing.backups_with(database.file, organisation.code, day) if database.file else ()
    return Withdrawn(organisation.code, wiped, tuple(backups), already if wiped.is_nothing else None, left)


def _withdrawn_on(connection: Connection, organisation: Any, day: date | None) -> date | None:
    """When this was withdrawn before, if it was. Raises `UsageError` for a day of which there never was anything."""
    if organisation.withdrawn or day is None:
        return organisation.withdrawn or None
    days = withdrawing.days_of(connection, organisation)
    before = withdrawing.assessment_withdrawn_on(connection, organisation.code, day)
    if day not in days and before is None:
        there = f"There are those of {listed(map(day_in_words, days))}." if days else "There is none at all."
        raise UsageError(f"{organisation.code} has no assessment of {day_in_words(day)}. {there}")
    return before


def _told(wiped: withdrawing.Wiped, blanked: list[Edition]) -> Mapping[str, object]:
    digests = {str(edition.number): edition.sha256 for edition in blanked}
    return {"assessments": wiped.assessments, "indicators": wiped.indicators, "editions": digests}
