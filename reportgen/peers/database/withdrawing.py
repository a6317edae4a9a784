"""Withdrawing an organisation: out of the rows, the editions and everything else that holds its scores."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, update

from reportgen.common.folding import fold
from reportgen.peers.database.aliases import remove_aliases
from reportgen.peers.database.opening import connect_file
from reportgen.peers.database.rows import organisation_named
from reportgen.peers.database.tables import ASSESSMENT, INDICATOR, ORGANISATION, QUESTION_SCORE
from reportgen.peers.database.upgrading import backups_of

WIPED = ("organisation", "alias", "assessment", "question_score", "indicator", "edition")


@dataclass(frozen=True, slots=True)
class Wiped:
    """How much of an organisation went."""

    assessments: int
    indicators: int
    editions: tuple[int, ...] = ()  # numbers of those that were written anew without it


def wipe_rows(connection: Connection, code: str, today: date) -> Wiped:
    """Take the assessments, question scores, indicators and hashes of an organisation out; only its code stays.

    The code stays so that no older file brings it back. Raises `UsageError` when there is no such organisation.
    """
    organisation = organisation_named(connection, code)
    its = ASSESSMENT.c.organisation_id == organisation.id
    assessments = select(ASSESSMENT.c.id).where(its)
    count = connection.execute(select(func.count()).select_from(ASSESSMENT).where(its)).scalar_one()
    connection.execute(delete(QUESTION_SCORE).where(QUESTION_SCORE.c.assessment_id.in_(assessments)))
    connection.execute(delete(ASSESSMENT).where(its))
    indicators = connection.execute(
        delete(INDICATOR).where(INDICATOR.c.organisation_id == organisation.id).returning(INDICATOR.c.name)
    ).all()
    remove_aliases(connection, [organisation.id])
    withdrawn = organisation.withdrawn or today
    connection.execute(
        update(ORGANISATION).where(ORGANISATION.c.id == organisation.id).values(owner="", withdrawn=withdrawn)
    )
    return Wiped(count, len(indicators))


def backups_with(file: Path, code: str) -> list[Path]:
    """The backups beside a database that may hold scores of an organisation; those that cannot be read, too."""
    return [backup for backup in backups_of(file) if _may_hold(backup, code)]


def _may_hold(backup: Path, code: str) -> bool:
    count = "select count(*) from organisation join assessment on organisation_id = organisation.id where folded = ?"
    try:
        with closing(connect_file(backup, write=False)) as connection:
            return bool(connection.execute(count, (fold(code),)).fetchone()[0])
    except sqlite3.Error:
        return True
