"""Whether a peer database is whole: what the engine says, packed scores, digests of editions, the audit chain."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress

from sqlalchemy import Connection, select

from reportgen.peers.database.audit import audit_lines
from reportgen.peers.database.opening import Database, connect_file
from reportgen.peers.database.publishing import edition_numbers, stored_edition
from reportgen.peers.database.tables import ASSESSMENT, ORGANISATION, QUESTION_SET
from reportgen.peers.editions import unpack

_EACH = 4  # bytes of a packed score


def recover(database: Database) -> None:
    """Take back what a killed writer left half written, where this may be written: the engine does it on its own."""
    if database.file is not None:
        with suppress(sqlite3.Error), closing(connect_file(database.file, write=True)) as connection:
            connection.execute("select count(*) from sqlite_master").fetchone()


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong, a sentence each."""
    if connection.dialect.name == "sqlite":
        yield from _engine_faults(connection)
    yield from _score_faults(connection)
    yield from _edition_faults(connection)
    for line in audit_lines(connection):
        if not line.is_sound:
            yield f"Line {line.number} of the audit record does not follow from the one before: one was changed."


def _engine_faults(connection: Connection) -> Iterator[str]:
    for row in connection.exec_driver_sql("pragma integrity_check"):
        if row[0] != "ok":
            yield f"The file is damaged: {row[0]}."
    for row in connection.exec_driver_sql("pragma foreign_key_check"):
        yield f"A row of the table {row[0]} refers to one of {row[2]} that is not there."


def _score_faults(connection: Connection) -> Iterator[str]:
    lengths = {row.id: len(json.loads(row.elements)) for row in connection.execute(select(QUESTION_SET))}
    joined = select(
        ORGANISATION.c.code,
        ORGANISATION.c.withdrawn,
        ASSESSMENT.c.day,
        ASSESSMENT.c.question_set_id,
        ASSESSMENT.c.scores,
    )
    for row in connection.execute(joined.join(ORGANISATION, ORGANISATION.c.id == ASSESSMENT.c.organisation_id)):
        size = len(row.scores)
        if size % _EACH or size // _EACH > lengths[row.question_set_id]:
            yield f"The scores of {row.code}, {row.day}, are not as long as its question set."
        if row.withdrawn:
            yield f"{row.code} was withdrawn, and still has an assessment of {row.day}."


def _edition_faults(connection: Connection) -> Iterator[str]:
    for number in edition_numbers(connection):
        try:
            if edition := stored_edition(connection, number):
                unpack(edition)
        except ValueError as error:
            yield f"Edition {number} cannot be used: {error}."
