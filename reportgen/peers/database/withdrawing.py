"""Withdrawing an organisation, or one assessment of it: out of the rows and everything else that holds its scores."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from reportgen.common.folding import fold
from reportgen.peers.database.audit import audit_lines
from reportgen.peers.database.opening import connect_file
from reportgen.peers.database.tables import ASSESSMENT, INDICATOR, ORGANISATION, QUESTION_SCORE
from reportgen.peers.database.upgrading import backups_of

WIPED = ("organisation", "assessment", "question_score", "indicator", "edition")
DID = "withdraw"  # in the record


@dataclass(frozen=True, slots=True)
class Wiped:
    """How much of an organisation went."""

    assessments: int
    indicators: int = 0
    editions: tuple[int, ...] = ()  # numbers of those that were written anew without it

    @property
    def is_nothing(self) -> bool:
        """True when nothing of it was there any more."""
        return not (self.assessments or self.indicators or self.editions)


def wipe_organisation(connection: Connection, organisation: Any, today: date) -> Wiped:
    """Take the assessments, question scores and indicators of an organisation out; its code and its hashes stay.

    They stay so that no older file, and no workbook of it, brings it back.
    """
    count = _wipe_assessments(connection, ASSESSMENT.c.organisation_id == organisation.id)
    indicators = connection.execute(
        delete(INDICATOR).where(INDICATOR.c.organisation_id == organisation.id).returning(INDICATOR.c.name)
    ).all()
    gone = {"owner": "", "withdrawn": organisation.withdrawn or today}
    connection.execute(update(ORGANISATION).where(ORGANISATION.c.id == organisation.id).values(gone))
    return Wiped(count, len(indicators))


def wipe_assessment(connection: Connection, organisation: Any, day: date) -> Wiped:
    """Take what an organisation has of one day out, with its question scores; all else of it stays."""
    its = and_(ASSESSMENT.c.organisation_id == organisation.id, ASSESSMENT.c.day == day)
    return Wiped(_wipe_assessments(connection, its))


def _wipe_assessments(connection: Connection, which: ColumnElement[bool]) -> int:
    scores = QUESTION_SCORE.c.assessment_id.in_(select(ASSESSMENT.c.id).where(which))
    connection.execute(delete(QUESTION_SCORE).where(scores))
    return len(connection.execute(delete(ASSESSMENT).where(which).returning(ASSESSMENT.c.id)).all())


def days_of(connection: Connection, organisation: Any) -> list[date]:
    """The days of the assessments of an organisation, the oldest first."""
    its = select(ASSESSMENT.c.day).where(ASSESSMENT.c.organisation_id == organisation.id)
    return sorted(set(connection.execute(its).scalars()))


def assessment_withdrawn_on(connection: Connection, code: str, day: date) -> date | None:
    """When the assessment of a day was last withdrawn alone, by the record; None where it never was."""
    wanted = {"did": DID, "organisation": code, "date": day.isoformat()}
    found = [line.at for line in audit_lines(connection) if wanted.items() <= line.what.items()]
    return date.fromisoformat(found[-1][:10]) if found else None


def backups_with(file: Path, code: str, day: date | None = None) -> list[Path]:
    """The backups beside a database that may hold scores of an organisation, of a day if one is given.

    Those that cannot be read are among them.
    """
    return [backup for backup in backups_of(file) if _may_hold(backup, code, day)]


def _may_hold(backup: Path, code: str, day: date | None) -> bool:
    count = "select count(*) from organisation join assessment on organisation_id = organisation.id where folded = ?"
    values = [fold(code)]
    if day:
        count, values = f"{count} and day = ?", [*values, day.isoformat()]
    try:
        with closing(connect_file(backup, write=False)) as connection:
            return bool(connection.execute(count, values).fetchone()[0])
    except sqlite3.Error:
        return True
